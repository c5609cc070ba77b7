//! ICO: a list of icons, and each as a PNG or a BMP without its first header (Microsoft, "Icons").

use super::Damage;
use super::Fault;
use super::Format;
use super::Missing;
use super::Seen;
use super::cursor::Cursor;

const SIGNATURE: &[u8] = &[0, 0, 1, 0];

pub(super) fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

pub(super) fn walk(bytes: &[u8], seen: &mut Seen) -> Result<(), Fault> {
    let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let cut_off = |stated| Fault::CutOff(Missing::Bytes { format: Format::Ico, stated, found });
    let mut cursor = Cursor::new(bytes);
    cursor.take(SIGNATURE.len());
    let count = cursor.u16_le().ok_or_else(|| cut_off(6))?;
    let lacks = Damage::Lacks { format: Format::Ico, part: "icon" };
    let mut largest = None;
    for _ in 0..count {
        let icon = icon(&mut cursor).ok_or_else(|| cut_off(u64::from(count) * 16 + 6))?;
        let end = u64::from(icon.offset) + u64::from(icon.length);
        if icon.length == 0 {
            return Err(lacks.into());
        }
        if end > found {
            return Err(cut_off(end));
        }
        largest = largest.max(Some((icon.width, icon.height)));
    }
    let (width, height) = largest.ok_or(lacks)?;
    seen.measure(width, height)
}

struct Icon {
    width: u32,
    height: u32,
    length: u32,
    offset: u32,
}

/// The next entry of the list. A side of 256 is written as 0.
fn icon(cursor: &mut Cursor<'_>) -> Option<Icon> {
    let side = |byte: u8| if byte == 0 { 256 } else { u32::from(byte) };
    let [width, height, _, _, _, _, _, _] = cursor.array()?;
    let (length, offset) = (cursor.u32_le()?, cursor.u32_le()?);
    Some(Icon { width: side(width), height: side(height), length, offset })
}
