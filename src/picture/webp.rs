//! WebP: chunks in a RIFF file, one with the picture or, behind `VP8X`, several (RFC 9649, sections 2.3 to 2.7).

use super::Damage;
use super::Fault;
use super::Format;
use super::Missing;
use super::Seen;
use super::cursor;
use super::cursor::Cursor;
use super::position;

const RIFF: &[u8] = b"RIFF";

pub(super) fn begins(bytes: &[u8]) -> bool {
    // Short of its form's name, a RIFF file may be one.
    bytes.starts_with(RIFF) && bytes.get(8..12).is_none_or(|form| form == b"WEBP")
}

pub(super) fn walk(bytes: &[u8], seen: &mut Seen) -> Result<(), Fault> {
    let cut_off = |stated| {
        let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Fault::CutOff(Missing::Bytes { format: Format::Webp, stated, found })
    };
    let mut head = Cursor::new(bytes);
    head.take(RIFF.len());
    let size = head.u32_le().ok_or_else(|| cut_off(12))?;
    let body = head.take(cursor::length(size)).ok_or_else(|| cut_off(u64::from(size) + 8))?;
    let mut cursor = Cursor::new(body);
    cursor.take(4).ok_or_else(|| cut_off(12))?;
    let mut has_pixels = false;
    // A byte that is left over pads nothing, and harms nobody.
    while cursor.rest().len() > 1 {
        let at = cursor.at().saturating_add(8);
        let broken = |part| Fault::from(Damage::Part { format: Format::Webp, part, at });
        let name: [u8; 4] = cursor.array().ok_or_else(|| broken("a chunk"))?;
        let length = cursor.u32_le().ok_or_else(|| broken("a chunk"))?;
        let data = cursor.take(cursor::length(length)).ok_or_else(|| broken("a chunk"))?;
        if length % 2 == 1 {
            // Some encoders leave it out at the end.
            cursor.byte();
        }
        match &name {
            b"VP8X" => {
                let (width, height) = canvas(data).ok_or_else(|| broken("VP8X (its header)"))?;
                seen.measure(width, height)?;
            }
            b"VP8 " | b"VP8L" => {
                let size = if &name == b"VP8 " { lossy(data) } else { lossless(data) };
                let (width, height) = size.ok_or_else(|| broken("the picture"))?;
                if seen.size.is_none() {
                    seen.measure(width, height)?;
                }
                has_pixels = true;
            }
            b"ANMF" => has_pixels = true,
            b"EXIF" => seen.position |= position::in_exif(data.strip_prefix(b"Exif\0\0").unwrap_or(data)),
            b"XMP " => seen.position |= position::in_xmp(data),
            _ => {}
        }
    }
    if has_pixels { Ok(()) } else { Err(Damage::Lacks { format: Format::Webp, part: "picture" }.into()) }
}

/// Width and height of the canvas: 24 bits each, less one (section 2.7).
fn canvas(data: &[u8]) -> Option<(u32, u32)> {
    let mut cursor = Cursor::new(data);
    cursor.take(4)?;
    let [w0, w1, w2, h0, h1, h2] = cursor.array()?;
    let measure = |low, middle, high| u32::from_le_bytes([low, middle, high, 0]).saturating_add(1);
    Some((measure(w0, w1, w2), measure(h0, h1, h2)))
}

/// Width and height of a key frame of VP8: 14 bits each behind a start code (RFC 6386, section 9.1).
fn lossy(data: &[u8]) -> Option<(u32, u32)> {
    let mut cursor = Cursor::new(data);
    let [flags, _, _, 0x9D, 0x01, 0x2A] = cursor.array()? else { return None };
    let measure = |value: u16| u32::from(value & 0x3FFF);
    let (width, height) = (measure(cursor.u16_le()?), measure(cursor.u16_le()?));
    // An inter frame has no picture to start from.
    (flags & 1 == 0).then_some((width, height))
}

/// Width and height of a lossless picture: 14 bits each, less one, behind a signature (RFC 9649, section 3.4).
fn lossless(data: &[u8]) -> Option<(u32, u32)> {
    let mut cursor = Cursor::new(data);
    let 0x2F = cursor.byte()? else { return None };
    let bits = cursor.u32_le()?;
    Some(((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1))
}
