//! GIF: a screen, then blocks up to the trailer; data in sub-blocks of at most 255 bytes (`GIF89a`, sections 15 to 27).

use super::Damage;
use super::Fault;
use super::Format;
use super::Missing;
use super::Seen;
use super::cursor::Cursor;

const CUT_OFF: Fault = Fault::CutOff(Missing::End { format: Format::Gif, mark: "its trailer" });

pub(super) fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a")
}

pub(super) fn walk(bytes: &[u8], seen: &mut Seen) -> Result<(), Fault> {
    let mut cursor = Cursor::new(bytes);
    cursor.take(6).ok_or(CUT_OFF)?;
    let [w0, w1, h0, h1, flags, _, _] = cursor.array().ok_or(CUT_OFF)?;
    cursor.take(palette_size(flags)).ok_or(CUT_OFF)?;
    let screen = (u16::from_le_bytes([w0, w1]), u16::from_le_bytes([h0, h1]));
    let mut has_image = false;
    loop {
        let at = cursor.at();
        match cursor.byte().ok_or(CUT_OFF)? {
            // An extension: what follows its label are sub-blocks, whatever it is.
            0x21 => {
                cursor.byte().ok_or(CUT_OFF)?;
                skip_sub_blocks(&mut cursor).ok_or(CUT_OFF)?;
            }
            // An image
            0x2C => {
                let [_, _, _, _, w0, w1, h0, h1, flags] = cursor.array().ok_or(CUT_OFF)?;
                if !has_image {
                    // Browsers draw a screen without area as large as its first image.
                    let image = (u16::from_le_bytes([w0, w1]), u16::from_le_bytes([h0, h1]));
                    let (width, height) = if screen.0 == 0 || screen.1 == 0 { image } else { screen };
                    seen.measure(width.into(), height.into())?;
                }
                cursor.take(palette_size(flags)).ok_or(CUT_OFF)?;
                // The size of the first codes
                cursor.byte().ok_or(CUT_OFF)?;
                skip_sub_blocks(&mut cursor).ok_or(CUT_OFF)?;
                has_image = true;
            }
            // The trailer
            0x3B if has_image => return Ok(()),
            0x3B => return Err(Damage::Lacks { format: Format::Gif, part: "image" }.into()),
            // Some encoders end a block twice.
            0x00 => {}
            _ => return Err(Damage::Unexpected { format: Format::Gif, expected: "a block", at }.into()),
        }
    }
}

/// How many bytes the table of colours has that such flags announce.
fn palette_size(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn skip_sub_blocks(cursor: &mut Cursor<'_>) -> Option<()> {
    loop {
        match cursor.byte()? {
            0 => return Some(()),
            length => cursor.take(usize::from(length))?,
        };
    }
}
