//! Whether a picture's metadata says where on Earth it was taken.

use super::cursor::Cursor;
use super::cursor::find;
use super::cursor::length;

/// The tag in a file's first directory that leads to the directory of the position (Exif 2.32, section 4.6.3).
const GPS: u16 = 0x8825;

/// The tags there for latitude and longitude (section 4.6.6).
const LATITUDE: u16 = 2;
const LONGITUDE: u16 = 4;

/// The type of a fraction: two numbers of four bytes (section 4.6.2).
const RATIONAL: u16 = 5;

/// Whether XMP holds a latitude or a longitude.
///
/// The prefix of the namespace is by convention always this one, and nobody writes the names for another reason.
pub(super) fn in_xmp(packet: &[u8]) -> bool {
    find(packet, b"exif:GPSLatitude").is_some() || find(packet, b"exif:GPSLongitude").is_some()
}

/// Whether Exif holds a latitude or a longitude: in the directory that the first one points to.
pub(super) fn in_exif(tiff: &[u8]) -> bool {
    position(tiff).unwrap_or(false)
}

fn position(bytes: &[u8]) -> Option<bool> {
    let order = match bytes.first_chunk()? {
        b"II*\0" => Order::Little,
        b"MM\0*" => Order::Big,
        _ => return None,
    };
    let tiff = Tiff { bytes, order };
    let first = tiff.u32(&mut Cursor::new(bytes.get(4..)?))?;
    // One is all there may be; following more would be time in proportion to the square of the file.
    let gps = tiff.directory(first)?.find(|entry| entry.tag == GPS)?;
    let mut entries = tiff.directory(gps.value)?.filter(|entry| matches!(entry.tag, LATITUDE | LONGITUDE));
    Some(entries.any(|entry| entry.count > 0 && !tiff.is_blank(&entry)))
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

/// Bytes that TIFF's offsets count from, and their order.
#[derive(Clone, Copy)]
struct Tiff<'a> {
    bytes: &'a [u8],
    order: Order,
}

struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    value: u32,
}

impl<'a> Tiff<'a> {
    fn u16(self, cursor: &mut Cursor<'_>) -> Option<u16> {
        match self.order {
            Order::Little => cursor.u16_le(),
            Order::Big => cursor.u16_be(),
        }
    }

    fn u32(self, cursor: &mut Cursor<'_>) -> Option<u32> {
        match self.order {
            Order::Little => cursor.u32_le(),
            Order::Big => cursor.u32_be(),
        }
    }

    /// The entries of a directory, as far as they are there (TIFF 6.0, section 2).
    fn directory(self, offset: u32) -> Option<impl Iterator<Item = Entry> + 'a> {
        let mut cursor = Cursor::new(self.bytes.get(length(offset)..)?);
        let count = self.u16(&mut cursor)?;
        Some((0..count).map_while(move |_| {
            Some(Entry {
                tag: self.u16(&mut cursor)?,
                kind: self.u16(&mut cursor)?,
                count: self.u32(&mut cursor)?,
                value: self.u32(&mut cursor)?,
            })
        }))
    }

    /// Whether a coordinate is there and says nothing: degrees, minutes and seconds all zero or without a denominator,
    /// as cameras write that wait for a satellite. In doubt it says something.
    fn is_blank(self, entry: &Entry) -> bool {
        let Some(bytes) = self.bytes.get(length(entry.value)..) else { return false };
        if entry.kind != RATIONAL {
            return false;
        }
        let mut cursor = Cursor::new(bytes);
        (0..entry.count.min(3)).all(|_| {
            let fraction = (self.u32(&mut cursor), self.u32(&mut cursor));
            matches!(fraction, (Some(0), Some(_)) | (Some(_), Some(0)))
        })
    }
}
