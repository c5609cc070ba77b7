//! Positions in Exif and XMP, in every container that has them.

use super::super::inspect;
use super::{END, FRAME, SCAN, chunk, header, jpeg, png, sample, segment};

/// The order in which the bytes of a number stand.
#[derive(Clone, Copy, Debug)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn short(self, value: u16) -> [u8; 2] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }

    fn long(self, value: u32) -> [u8; 4] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }

    fn entry(self, tag: u16, kind: u16, count: u32, value: u32) -> Vec<u8> {
        [&self.short(tag)[..], &self.short(kind), &self.long(count), &self.long(value)].concat()
    }
}

/// Exif with an orientation, and in the directory of the position one entry of three fractions.
fn exif(order: Order, tag: u16, count: u32, degrees: [u32; 2]) -> Vec<u8> {
    let head: &[u8; 4] = if matches!(order, Order::Little) { b"II*\0" } else { b"MM\0*" };
    let value = [degrees, [0, 1], [0, 1]].concat().into_iter().flat_map(|number| order.long(number));
    [
        &head[..],
        &order.long(8),
        &order.short(2),
        &order.entry(0x0112, 3, 1, 0),
        &order.entry(0x8825, 4, 1, 38),
        &order.long(0),
        &order.short(1),
        &order.entry(tag, 5, count, 56),
        &order.long(0),
        &value.collect::<Vec<_>>(),
    ]
    .concat()
}

/// The same metadata in every container.
fn pictures(exif: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let rgb = header(3, 2, [8, 2, 0, 0, 0]);
    let whole = || vec![segment(0xC0, FRAME), segment(0xDA, SCAN), END.to_vec()];
    let in_jpeg = segment(0xE1, &[b"Exif\0\0", exif].concat());
    vec![
        ("JPEG", jpeg(&[vec![in_jpeg], whole()].concat())),
        ("PNG", png(&[rgb, chunk(b"eXIf", exif), chunk(b"IDAT", b"x"), chunk(b"IEND", b"")])),
        ("WebP", webp(b"EXIF", exif)),
        ("WebP with a prefix", webp(b"EXIF", &[b"Exif\0\0", exif].concat())),
        ("AVIF", avif(&[&[0, 0, 0, 0], exif].concat())),
        ("AVIF with a prefix", avif(&[b"\0\0\0\x06Exif\0\0", exif].concat())),
    ]
}

/// A lossy WebP with one more chunk.
fn webp(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = sample("lossy WebP");
    bytes.extend(name);
    bytes.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
    bytes.extend(data);
    bytes.extend(vec![0; data.len() % 2]);
    let size = u32::try_from(bytes.len() - 8).unwrap();
    bytes[4..8].copy_from_slice(&size.to_le_bytes());
    bytes
}

/// An AVIF with this item alone.
fn avif(item: &[u8]) -> Vec<u8> {
    let boxed =
        |kind: &[u8; 4], body: &[u8]| [&u32::try_from(body.len() + 8).unwrap().to_be_bytes(), &kind[..], body].concat();
    let length = u32::try_from(item.len()).unwrap().to_be_bytes();
    let places = [&[0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 66], &length[..]].concat();
    let meta = [&[0; 4], &boxed(b"iloc", &places)[..]].concat();
    [boxed(b"ftyp", b"avif\0\0\0\0"), boxed(b"meta", &meta), boxed(b"mdat", item)].concat()
}

#[test]
fn a_latitude_or_a_longitude_is_a_position() {
    for order in [Order::Little, Order::Big] {
        for (tag, is_position) in [(2, true), (4, true), (1, false), (6, false)] {
            for (container, bytes) in pictures(&exif(order, tag, 3, [42, 1])) {
                let inspection = inspect(&bytes);
                assert_eq!(inspection.fault, None, "{container}");
                assert_eq!(inspection.has_position, is_position, "{container}, {order:?}, tag {tag}");
            }
        }
    }
}

#[test]
fn a_coordinate_that_says_nothing_is_no_position() {
    for (count, degrees) in [(0, [42, 1]), (3, [0, 1]), (3, [0, 0]), (3, [42, 0])] {
        for (container, bytes) in pictures(&exif(Order::Big, 2, count, degrees)) {
            assert!(!inspect(&bytes).has_position, "{container}: {count} × {degrees:?}");
        }
    }
}

#[test]
fn a_position_is_found_before_the_fault() {
    for (container, bytes) in pictures(&exif(Order::Little, 4, 3, [23, 1])) {
        if !container.starts_with("WebP") && !container.starts_with("AVIF") {
            let inspection = inspect(&bytes[..bytes.len() - 1]);
            assert!(inspection.fault.is_some() && inspection.has_position, "{container}");
        }
    }
}

#[test]
fn exif_that_is_cut_off_anywhere_is_borne() {
    let whole = exif(Order::Big, 2, 3, [42, 1]);
    for end in 0..whole.len() {
        for (container, bytes) in pictures(&whole[..end]) {
            assert_eq!(inspect(&bytes).fault, None, "{container}: {end} bytes");
        }
    }
}

#[test]
fn xmp_with_a_coordinate_is_a_position() {
    let packets: [(&[u8], bool); 4] = [
        (b"<x exif:GPSLatitude='42,41N'/>", true),
        (b"<exif:GPSLongitude>23,19E</exif:GPSLongitude>", true),
        (b"<x exif:GPSAltitude='1'/>", false),
        (b"", false),
    ];
    for (packet, is_position) in packets {
        let rgb = header(3, 2, [8, 2, 0, 0, 0]);
        let text = chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", packet].concat());
        let pictures = [
            jpeg(&[segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", packet].concat())]),
            jpeg(&[segment(0xE1, &[b"http://ns.adobe.com/xmp/extension/\0", packet].concat())]),
            png(&[rgb, text]),
            webp(b"XMP ", packet),
            avif(packet),
        ];
        for bytes in pictures {
            assert_eq!(inspect(&bytes).has_position, is_position, "{bytes:?}");
        }
    }
    // The words in another place are no metadata.
    let comment = segment(0xFE, b"exif:GPSLatitude");
    assert!(!inspect(&jpeg(&[comment])).has_position);
}
