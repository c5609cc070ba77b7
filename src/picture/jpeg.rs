//! JPEG: markers from SOI to EOI, most with a segment behind them, and coded data behind each SOS (T.81, annex B).
//!
//! Between segments bytes are passed over as libjpeg does, which browsers use: some cameras leave a few there.

use super::Damage;
use super::Fault;
use super::Format;
use super::Missing;
use super::Seen;
use super::cursor::Cursor;
use super::position;

const CUT_OFF: Fault = Fault::CutOff(Missing::End { format: Format::Jpeg, mark: "EOI" });

/// How a segment APP1 with Exif begins (Exif 2.32, section 4.7.2); a byte of whatever value follows.
const EXIF: &[u8] = b"Exif\0";

/// How a segment APP1 with XMP begins (XMP part 3, section 1.1.3), and one with what didn't fit there.
const XMP: [&[u8]; 2] = [b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"];

pub(super) fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xD8]) || bytes == [0xFF]
}

pub(super) fn walk(bytes: &[u8], seen: &mut Seen) -> Result<(), Fault> {
    let lacks = |part| Fault::from(Damage::Lacks { format: Format::Jpeg, part });
    let mut cursor = Cursor::new(bytes);
    cursor.take(2);
    let mut has_frame = false;
    let mut has_scan = false;
    loop {
        let (marker, at) = marker(&mut cursor).ok_or(CUT_OFF)?;
        match marker {
            // TEM and RSTn stand alone.
            0x01 | 0xD0..=0xD7 => continue,
            // EOI
            0xD9 if has_scan => return Ok(()),
            0xD9 if has_frame => return Err(lacks("SOS (its pixels)")),
            0xD9 => return Err(lacks("SOF (its header)")),
            // Reserved: nobody writes it, so these are coded data that were changed on their way.
            0x02..=0xBF => return Err(Damage::Unexpected { format: Format::Jpeg, expected: "a marker", at }.into()),
            // A second SOI: two files in one, or bytes in between were lost.
            0xD8 => return Err(Damage::Unexpected { format: Format::Jpeg, expected: "a segment", at }.into()),
            _ => {}
        }
        let broken = |part| Fault::from(Damage::Part { format: Format::Jpeg, part, at });
        let length = cursor.u16_be().ok_or(CUT_OFF)?;
        let length = length.checked_sub(2).ok_or_else(|| broken("a segment"))?;
        let data = cursor.take(usize::from(length)).ok_or(CUT_OFF)?;
        match marker {
            // DHT
            0xC4 if !are_huffman_tables(data) => return Err(broken("DHT (tables)")),
            // DQT
            0xDB if !are_quantization_tables(data) => return Err(broken("DQT (tables)")),
            // SOFn, but for DHT, JPG and DAC, which stand among them
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                if has_frame {
                    return Err(Damage::Unexpected { format: Format::Jpeg, expected: "a scan", at }.into());
                }
                let (width, height) = frame(data).ok_or_else(|| broken("SOF (its header)"))?;
                seen.measure(width, height)?;
                has_frame = true;
            }
            // SOS
            0xDA if !has_frame => return Err(lacks("SOF (its header)")),
            0xDA if !is_scan(data) => return Err(broken("SOS (the header of a scan)")),
            0xDA => has_scan = true,
            // APP1
            0xE1 => {
                seen.position |= data.strip_prefix(EXIF).and_then(|data| data.get(1..)).is_some_and(position::in_exif);
                seen.position |= XMP.iter().any(|prefix| data.starts_with(prefix)) && position::in_xmp(data);
            }
            _ => {}
        }
    }
}

/// The next marker and where it begins, over coded data, where `FF 00` is a byte FF, and over fill bytes FF.
fn marker(cursor: &mut Cursor<'_>) -> Option<(u8, usize)> {
    loop {
        cursor.skip_to(0xFF)?;
        let at = cursor.at();
        let mut byte = 0xFF;
        while byte == 0xFF {
            byte = cursor.byte()?;
        }
        if byte != 0 {
            return Some((byte, at));
        }
    }
}

/// Width and height of a frame (section B.2.2).
fn frame(data: &[u8]) -> Option<(u32, u32)> {
    let mut cursor = Cursor::new(data);
    cursor.byte()?;
    let height = cursor.u16_be()?;
    let width = cursor.u16_be()?;
    let count = cursor.byte()?;
    let (components, rest) = cursor.rest().as_chunks::<3>();
    let is_whole = count > 0 && components.len() == usize::from(count) && rest.is_empty();
    let is_sampled =
        |[_, factors, _]: &[u8; 3]| (1..=4).contains(&(factors >> 4)) && (1..=4).contains(&(factors & 0xF));
    (is_whole && components.iter().all(is_sampled)).then_some((width.into(), height.into()))
}

/// Whether this is the header of a scan (section B.2.3).
fn is_scan(data: &[u8]) -> bool {
    data.split_first().is_some_and(|(components, rest)| {
        (1..=4).contains(components) && rest.len() == usize::from(*components) * 2 + 3
    })
}

/// Whether a segment is made of whole tables of Huffman codes (section B.2.4.2).
fn are_huffman_tables(data: &[u8]) -> bool {
    let mut cursor = Cursor::new(data);
    while !cursor.rest().is_empty() {
        let Some((head, codes)) = cursor.take(17).and_then(<[u8]>::split_first) else { return false };
        let count: usize = codes.iter().copied().map(usize::from).sum();
        if head >> 4 > 1 || head & 0xF > 3 || count > 256 || cursor.take(count).is_none() {
            return false;
        }
    }
    true
}

/// Whether a segment is made of whole tables of quantization (section B.2.4.1).
fn are_quantization_tables(data: &[u8]) -> bool {
    let mut cursor = Cursor::new(data);
    while let Some(head) = cursor.byte() {
        let size = if head >> 4 == 0 { 64 } else { 128 };
        if head & 0xF > 3 || cursor.take(size).is_none() {
            return false;
        }
    }
    true
}
