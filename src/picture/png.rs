//! PNG: a signature, then chunks of length, type, data and checksum, from IHDR to IEND (PNG specification, section 5).
//!
//! An animated picture is one with further chunks, checked like the others.

use super::Damage;
use super::Fault;
use super::Format;
use super::Missing;
use super::Seen;
use super::crc;
use super::cursor;
use super::cursor::Cursor;
use super::position;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// The signature is made so that converted ends of lines show (section 5.2); these are its usual fates.
const CONVERTED: [&[u8]; 3] = [b"\x89PNG\n\x1A\n", b"\x89PNG\r\n\x1A\r\n", b"\x89PNG\r\r\n\x1A\r\n"];

const CUT_OFF: Fault = Fault::CutOff(Missing::End { format: Format::Png, mark: "IEND" });

/// The longest a chunk may be (section 5.3).
const LONGEST: u32 = 0x7FFF_FFFF;

/// How a text chunk with XMP begins (XMP part 3, section 1.1.5), up to the flags.
const XMP: &[u8] = b"XML:com.adobe.xmp\0";

pub(super) fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG") || (!bytes.is_empty() && SIGNATURE.starts_with(bytes))
}

pub(super) fn walk(bytes: &[u8], seen: &mut Seen) -> Result<(), Fault> {
    if !bytes.starts_with(SIGNATURE) {
        let is_converted = CONVERTED.iter().any(|signature| bytes.starts_with(signature));
        return Err(match (is_converted, SIGNATURE.starts_with(bytes)) {
            (true, _) => Damage::LineEnds.into(),
            (false, true) => CUT_OFF,
            (false, false) => {
                Damage::Unexpected { format: Format::Png, expected: "the rest of the signature", at: 4 }.into()
            }
        });
    }
    let mut cursor = Cursor::new(bytes);
    cursor.take(SIGNATURE.len());
    // A wrong checksum comes before what follows from it; the walk goes on for the position.
    let mut broken = None;
    chunks(&mut cursor, seen, &mut broken).map_err(|fault| broken.map_or(fault, Fault::Damaged))?;
    broken.map_or(Ok(()), |damage| Err(damage.into()))
}

fn chunks(cursor: &mut Cursor<'_>, seen: &mut Seen, broken: &mut Option<Damage>) -> Result<(), Fault> {
    let lacks = |part| Fault::from(Damage::Lacks { format: Format::Png, part });
    let mut has_header = false;
    let mut has_palette = false;
    let mut needs_palette = false;
    let mut has_pixels = false;
    loop {
        let at = cursor.at();
        // Some programs reserve the whole length and fill it as the bytes arrive.
        if cursor.rest().starts_with(&[0; 8]) && cursor.rest().iter().all(|byte| *byte == 0) {
            return Err(CUT_OFF);
        }
        let length = cursor.u32_be().ok_or(CUT_OFF)?;
        let name: [u8; 4] = cursor.array().ok_or(CUT_OFF)?;
        if length > LONGEST || !name.iter().all(u8::is_ascii_alphabetic) {
            return Err(Damage::Unexpected { format: Format::Png, expected: "a chunk", at }.into());
        }
        let data = cursor.take(cursor::length(length)).ok_or(CUT_OFF)?;
        let checksum = cursor.u32_be().ok_or(CUT_OFF)?;
        if checksum != crc::crc([&name, data]) {
            broken.get_or_insert(Damage::Checksum { chunk: name, at });
        }
        if !has_header && &name != b"IHDR" {
            return Err(lacks("IHDR (its header) at the beginning"));
        }
        match &name {
            b"IHDR" => {
                needs_palette = header(data, at, seen)?;
                has_header = true;
            }
            b"PLTE" => has_palette = true,
            b"IDAT" => has_pixels |= !data.is_empty(),
            b"eXIf" => seen.position |= position::in_exif(data),
            b"iTXt" if data.starts_with(XMP) => seen.position |= position::in_xmp(data),
            b"IEND" if needs_palette && !has_palette => return Err(lacks("PLTE (its palette)")),
            b"IEND" if !has_pixels => return Err(lacks("IDAT (its pixels)")),
            b"IEND" => return Ok(()),
            _ => {}
        }
    }
}

/// Reads the header (section 11.2.1). Whether the pixels are indices of a palette.
fn header(data: &[u8], at: usize, seen: &mut Seen) -> Result<bool, Fault> {
    let [w0, w1, w2, w3, h0, h1, h2, h3, depth, colour, compression, filter, interlace] = data else {
        return Err(Damage::Part { format: Format::Png, part: "the header", at }.into());
    };
    seen.measure(u32::from_be_bytes([*w0, *w1, *w2, *w3]), u32::from_be_bytes([*h0, *h1, *h2, *h3]))?;
    let is_known = matches!((colour, depth), (0, 1 | 2 | 4 | 8 | 16) | (2 | 4 | 6, 8 | 16) | (3, 1 | 2 | 4 | 8));
    if !is_known || (*compression, *filter) != (0, 0) || *interlace > 1 {
        return Err(Damage::Part { format: Format::Png, part: "the header", at }.into());
    }
    Ok(*colour == 3)
}
