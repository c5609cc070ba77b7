//! AVIF: boxes, of which `meta` says where the items of a still picture lie and `moov` those of a moving one
//! (ISO/IEC 14496-12, sections 4.2 and 8.11; ISO/IEC 23008-12, section 6.5.3).

use super::Damage;
use super::Fault;
use super::Format;
use super::Missing;
use super::Seen;
use super::cursor::Cursor;
use super::cursor::length;
use super::position;

/// The brands of AVIF: still and moving.
const BRANDS: [&[u8; 4]; 2] = [b"avif", b"avis"];

/// How many items of metadata are searched at most. They may overlap, so that all of them could be more than the file.
const MOST_SEARCHED: usize = 16;

pub(super) fn begins(bytes: &[u8]) -> bool {
    brands(bytes).any(|brand| BRANDS.contains(&brand))
}

/// The brands that a file of boxes says it is of: the major one, then those it is compatible with.
pub(super) fn brands(bytes: &[u8]) -> impl Iterator<Item = &[u8; 4]> {
    let mut cursor = Cursor::new(bytes);
    let first = Head::read(&mut cursor).filter(|head| &head.kind == b"ftyp").and_then(|head| head.body(&mut cursor));
    let brands = first.unwrap_or_default().as_chunks::<4>().0;
    // Between the two stands a version.
    brands.iter().enumerate().filter_map(|(number, brand)| (number != 1).then_some(brand))
}

pub(super) fn walk(bytes: &[u8], seen: &mut Seen) -> Result<(), Fault> {
    let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let cut_off = |stated| Fault::CutOff(Missing::Bytes { format: Format::Avif, stated, found });
    let no_end = |mark| Fault::CutOff(Missing::End { format: Format::Avif, mark });
    let mut cursor = Cursor::new(bytes);
    let mut meta = None;
    let mut has_film = false;
    let mut has_data = false;
    while let Some(head) = Head::read(&mut cursor) {
        let at = cursor.at();
        let end = u64::try_from(at).unwrap_or(u64::MAX).saturating_add(head.length.unwrap_or(0));
        let body = head.body(&mut cursor).ok_or_else(|| cut_off(end))?;
        match &head.kind {
            b"meta" => meta = Some((body, at)),
            b"moov" => has_film = true,
            b"mdat" => has_data = true,
            _ => {}
        }
    }
    if meta.is_none() && !has_film {
        return Err(no_end("the box meta"));
    }
    if has_film && !has_data {
        return Err(no_end("the box mdat"));
    }
    let Some((body, at)) = meta else { return Ok(()) };
    let broken = || Fault::from(Damage::Part { format: Format::Avif, part: "the box meta", at });
    let last = items(body, bytes, seen).ok_or_else(broken)?;
    if let Some((width, height)) = seen.size {
        seen.measure(width, height)?;
    }
    if last > found { Err(cut_off(last)) } else { Ok(()) }
}

/// Goes through what `meta` says of the items; where the last of them ends.
fn items(meta: &[u8], bytes: &[u8], seen: &mut Seen) -> Option<u64> {
    let mut last = 0;
    let mut searched = 0;
    let mut cursor = Cursor::new(meta);
    // A version and flags
    cursor.take(4)?;
    while let Some(head) = Head::read(&mut cursor) {
        let body = head.body(&mut cursor)?;
        match &head.kind {
            b"iprp" => seen.size = largest(body)?,
            b"iloc" => extents(body, |offset, length| {
                let end = offset.saturating_add(length);
                last = last.max(end);
                let range = usize::try_from(offset).ok().zip(usize::try_from(end).ok());
                let item = range.and_then(|(start, end)| bytes.get(start..end)).unwrap_or_default();
                if searched < MOST_SEARCHED && !seen.position {
                    let found = has_position(item);
                    searched += usize::from(found.is_some());
                    seen.position = found.unwrap_or(false);
                }
            })?,
            _ => {}
        }
    }
    Some(last)
}

/// The largest of the sizes among the items' properties: the picture is larger than its tiles and its thumbnail.
fn largest(properties: &[u8]) -> Option<Option<(u32, u32)>> {
    let mut largest = None;
    let mut outer = Cursor::new(properties);
    while let Some(head) = Head::read(&mut outer) {
        let body = head.body(&mut outer)?;
        if &head.kind != b"ipco" {
            continue;
        }
        let mut inner = Cursor::new(body);
        while let Some(head) = Head::read(&mut inner) {
            let mut property = Cursor::new(head.body(&mut inner)?);
            if &head.kind == b"ispe" {
                property.u32_be()?;
                largest = largest.max(Some((property.u32_be()?, property.u32_be()?)));
            }
        }
    }
    Some(largest)
}

/// Offset and length of each part of an item that lies in the file itself (ISO/IEC 14496-12, section 8.11.3).
fn extents(places: &[u8], mut each: impl FnMut(u64, u64)) -> Option<()> {
    let mut cursor = Cursor::new(places);
    let [version, _, _, _, sizes, more_sizes] = cursor.array()?;
    let wide = version >= 2;
    let index = if version == 0 { 0 } else { more_sizes & 0xF };
    let (offset, length, base) = (sizes >> 4, sizes & 0xF, more_sizes >> 4);
    let count = if wide { cursor.u32_be()? } else { cursor.u16_be()?.into() };
    for _ in 0..count {
        cursor.take(if wide { 4 } else { 2 })?;
        let method = if version == 0 { 0 } else { cursor.u16_be()? & 0xF };
        let file = cursor.u16_be()?;
        let base = number(&mut cursor, base)?;
        let parts = cursor.u16_be()?;
        // Parts that are written with no byte are all the same one, and could be any number.
        let parts = if index == 0 && offset == 0 && length == 0 { parts.min(1) } else { parts };
        for _ in 0..parts {
            number(&mut cursor, index)?;
            let start = base.saturating_add(number(&mut cursor, offset)?);
            let length = number(&mut cursor, length)?;
            if method == 0 && file == 0 {
                each(start, length);
            }
        }
    }
    Some(())
}

/// A number of as many bytes as the list says of itself.
fn number(cursor: &mut Cursor<'_>, size: u8) -> Option<u64> {
    match size {
        0 => Some(0),
        4 => cursor.u32_be().map(u64::from),
        8 => cursor.u64_be(),
        _ => None,
    }
}

/// Whether an item tells a position. None where it is no metadata: the items say by number which are, but their
/// beginnings tell as well. Exif has the offset of its TIFF header before it (ISO/IEC 23008-12, section A.2.1).
fn has_position(item: &[u8]) -> Option<bool> {
    if item.starts_with(b"<") {
        return Some(position::in_xmp(item));
    }
    let mut cursor = Cursor::new(item);
    let offset = cursor.u32_be()?;
    cursor.take(length(offset))?;
    let tiff = cursor.rest();
    (tiff.starts_with(b"II*\0") || tiff.starts_with(b"MM\0*")).then(|| position::in_exif(tiff))
}

/// The head of a box.
struct Head {
    kind: [u8; 4],
    /// How long the rest of the box is. None where it goes on to the end.
    length: Option<u64>,
}

impl Head {
    /// The next head, if anything that looks like a box is there.
    fn read(cursor: &mut Cursor<'_>) -> Option<Self> {
        let size = cursor.u32_be()?;
        let kind: [u8; 4] = cursor.array()?;
        if !kind.iter().all(|byte| (b' '..=b'~').contains(byte)) {
            return None;
        }
        let length = match size {
            0 => None,
            1 => Some(cursor.u64_be()?.saturating_sub(16)),
            size => Some(u64::from(size).saturating_sub(8)),
        };
        Some(Self { kind, length })
    }

    fn body<'a>(&self, cursor: &mut Cursor<'a>) -> Option<&'a [u8]> {
        match self.length {
            None => cursor.take(cursor.rest().len()),
            Some(length) => cursor.take(usize::try_from(length).ok()?),
        }
    }
}
