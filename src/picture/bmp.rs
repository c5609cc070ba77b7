//! BMP: a header of the file, one of the picture, rows of pixels (Microsoft, "Bitmap Storage").

use super::Damage;
use super::Fault;
use super::Format;
use super::Missing;
use super::Seen;
use super::cursor::Cursor;

/// The sizes that the picture's header has had from OS/2 to Windows 98: two letters alone begin many a text.
const HEADERS: [u32; 8] = [12, 16, 40, 52, 56, 64, 108, 124];

/// Rows that are not compressed: `BI_RGB`, `BI_BITFIELDS`, `BI_ALPHABITFIELDS`.
const PLAIN: [u32; 3] = [0, 3, 6];

pub(super) fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BM")
        && bytes.get(14..18).and_then(|size| size.first_chunk()).is_some_and(|size| {
            let size = u32::from_le_bytes(*size);
            HEADERS.contains(&size)
        })
}

pub(super) fn walk(bytes: &[u8], seen: &mut Seen) -> Result<(), Fault> {
    let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let cut_off = |stated| Fault::CutOff(Missing::Bytes { format: Format::Bmp, stated, found });
    let header = header(bytes).ok_or_else(|| cut_off(54))?;
    seen.measure(header.width, header.height)?;
    let pixels = if PLAIN.contains(&header.compression) {
        let row = u64::from(header.width).saturating_mul(header.depth.into()).div_ceil(32).saturating_mul(4);
        row.saturating_mul(header.height.into())
    } else {
        header.size.into()
    };
    let stated = pixels.saturating_add(header.offset.into());
    if pixels == 0 {
        Err(Damage::Lacks { format: Format::Bmp, part: "pixels" }.into())
    } else if stated > found {
        Err(cut_off(stated))
    } else {
        Ok(())
    }
}

struct Header {
    offset: u32,
    width: u32,
    height: u32,
    depth: u16,
    compression: u32,
    size: u32,
}

fn header(bytes: &[u8]) -> Option<Header> {
    let mut cursor = Cursor::new(bytes);
    cursor.take(10)?;
    let offset = cursor.u32_le()?;
    if cursor.u32_le()? == 12 {
        let (width, height) = (cursor.u16_le()?, cursor.u16_le()?);
        cursor.u16_le()?;
        let depth = cursor.u16_le()?;
        return Some(Header { offset, width: width.into(), height: height.into(), depth, compression: 0, size: 0 });
    }
    // A height below zero says that the first row is the highest.
    let mut measure = || cursor.array().map(|bytes| i32::from_le_bytes(bytes).unsigned_abs());
    let (width, height) = (measure()?, measure()?);
    cursor.u16_le()?;
    let depth = cursor.u16_le()?;
    // The shortest header of OS/2 ends here.
    let (compression, size) = (cursor.u32_le()?, cursor.u32_le()?);
    Some(Header { offset, width, height, depth, compression, size })
}
