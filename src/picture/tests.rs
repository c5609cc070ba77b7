//! Whole files of real encoders, the same cut, changed and mixed, and files of other kinds.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Damage, Fault, Format, Inspection, Missing, crc, inspect};

use self::samples::{Sample, samples};

mod positions;
mod samples;

fn sample(name: &str) -> Vec<u8> {
    samples().into_iter().find(|sample| sample.name == name).unwrap().bytes
}

/// What is said of bytes; "nothing" where they have no fault.
fn said(bytes: impl AsRef<[u8]>) -> String {
    inspect(bytes.as_ref()).fault.map_or("nothing".to_owned(), |fault| fault.to_string())
}

/// A chunk of PNG with its checksum.
fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length, &name[..], data, &crc::crc([name, data]).to_be_bytes()].concat()
}

fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    [b"\x89PNG\r\n\x1A\n".to_vec(), chunks.concat()].concat()
}

fn header(width: u32, height: u32, kind: [u8; 5]) -> Vec<u8> {
    chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &kind].concat())
}

/// A segment of JPEG.
fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], &length[..], data].concat()
}

fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
    [vec![0xFF, 0xD8], segments.concat()].concat()
}

const FRAME: &[u8] = &[8, 0, 2, 0, 3, 1, 1, 0x11, 0];
const SCAN: &[u8] = &[1, 1, 0, 0, 63, 0];
const END: [u8; 2] = [0xFF, 0xD9];

#[test]
fn a_whole_picture_has_no_fault() {
    for Sample { name, format, bytes } in samples() {
        let expected = Inspection { format: Some(format), size: Some((3, 2)), ..Inspection::default() };
        assert_eq!(inspect(&bytes), expected, "{name}");
    }
}

#[test]
fn a_picture_that_is_cut_off_anywhere_has_a_fault() {
    for Sample { name, format, bytes } in samples() {
        for end in 0..bytes.len() {
            let inspection = inspect(&bytes[..end]);
            assert!(inspection.fault.is_some(), "{name}: {end} bytes of {}", bytes.len());
            if inspection.format.is_some() {
                assert_eq!(inspection.format, Some(format), "{name}: {end} bytes");
                assert!(matches!(inspection.fault, Some(Fault::CutOff(_))), "{name}: {end} bytes: {inspection:?}");
            }
        }
        assert_eq!(inspect(&bytes[..bytes.len() - 1]).format, Some(format), "{name}");
    }
}

#[test]
fn says_in_what_way_a_picture_is_cut_off() {
    let cut = |name| {
        let bytes = sample(name);
        said(&bytes[..bytes.len() - 1])
    };

    assert_eq!(cut("PNG"), "it is cut off: the end of the PNG (IEND) is missing");
    assert_eq!(cut("baseline JPEG, grey"), "it is cut off: the end of the JPEG (EOI) is missing");
    assert_eq!(cut("GIF"), "it is cut off: the end of the GIF (its trailer) is missing");
    assert_eq!(cut("lossy WebP"), "it is cut off: the WebP should have 58 bytes and has 57");
    assert_eq!(cut("AVIF"), "it is cut off: the AVIF should have 315 bytes and has 314");
    assert_eq!(cut("SVG"), "it is cut off: the end of the SVG (</svg>) is missing");
    assert_eq!(cut("BMP"), "it is cut off: the BMP should have 78 bytes and has 77");
    assert_eq!(cut("ICO"), "it is cut off: the ICO should have 107 bytes and has 106");
}

#[test]
fn a_download_that_stopped_in_a_reserved_file_is_cut_off() {
    let mut bytes = png(&[header(3, 2, [8, 2, 0, 0, 0])]);
    bytes.resize(500, 0);
    assert_eq!(said(bytes), "it is cut off: the end of the PNG (IEND) is missing");

    let mut bytes = jpeg(&[segment(0xC0, FRAME), segment(0xDA, SCAN)]);
    bytes.resize(500, 0);
    assert_eq!(said(bytes), "it is cut off: the end of the JPEG (EOI) is missing");

    assert_eq!(said([0; 500]), "it is no picture: it holds only bytes of zero");
}

#[test]
fn what_stands_behind_the_end_is_fine() {
    for Sample { name, mut bytes, .. } in samples() {
        let before = inspect(&bytes);
        bytes.extend(b"\n<!-- \xFF\xD8\xFF -->\n");
        assert_eq!(inspect(&bytes), before, "{name}");
    }
}

#[test]
fn every_bit_that_flips_in_a_png_is_found() {
    for name in ["PNG", "animated PNG of two pictures"] {
        let bytes = sample(name);
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                assert_ne!(inspect(&flipped).fault, None, "{name}: bit {bit} of byte {at}");
            }
        }
    }
}

#[test]
fn the_checksum_is_that_of_the_png_specification() {
    // The value that every catalogue of checksums gives for this one.
    assert_eq!(crc::crc([b"1234", b"56789"]), 0xCBF4_3926);
    assert_eq!(crc::crc([b"IEND", b""]), 0xAE42_6082);
}

#[test]
fn says_in_what_way_a_png_is_damaged() {
    let rgb = || header(3, 2, [8, 2, 0, 0, 0]);
    let pixels = || chunk(b"IDAT", b"x");
    let end = || chunk(b"IEND", b"");
    let mut changed = sample("PNG");
    changed[45] ^= 1;

    assert_eq!(said(png(&[rgb(), pixels(), end()])), "nothing");
    assert_eq!(said(changed), "it is damaged: the checksum of the chunk IDAT at byte 33 of the PNG is wrong");
    assert_eq!(said(png(&[rgb(), end()])), "it is damaged: the PNG has no IDAT (its pixels)");
    assert_eq!(said(png(&[pixels(), end()])), "it is damaged: the PNG has no IHDR (its header) at the beginning");
    assert_eq!(said(png(&[header(0, 2, [8, 2, 0, 0, 0])])), "it is damaged: it measures 0 × 2 pixels");
    assert_eq!(
        said(png(&[header(3, 2, [7, 2, 0, 0, 0])])),
        "it is damaged: the header at byte 8 of the PNG does not hold what it should"
    );
    assert_eq!(
        said(png(&[header(3, 2, [8, 3, 0, 0, 0]), pixels(), end()])),
        "it is damaged: the PNG has no PLTE (its palette)"
    );
    assert_eq!(
        said(png(&[rgb(), b"\0\0\0\x01<p>".to_vec(), vec![7; 20]])),
        "it is damaged: at byte 33 of the PNG, where a chunk should begin, stand other bytes"
    );
    for signature in [&b"\x89PNG\n\x1A\n"[..], b"\x89PNG\r\r\n\x1A\r\n", b"\x89PNG\r\n\x1A\r\n"] {
        let converted = [signature, &rgb(), &pixels(), &end()].concat();
        assert_eq!(said(converted), "it is damaged: ends of lines were converted in it, as if it were text");
    }
    let replaced = String::from_utf8_lossy(&sample("PNG")).into_owned();
    assert_eq!(said(replaced), "it is damaged: it was saved as text, and bytes were lost");
}

#[test]
fn says_in_what_way_a_jpeg_is_damaged() {
    let (frame, scan, end) = (|| segment(0xC0, FRAME), || segment(0xDA, SCAN), || END.to_vec());

    assert_eq!(said(jpeg(&[frame(), scan(), end()])), "nothing");
    assert_eq!(said(jpeg(&[end()])), "it is damaged: the JPEG has no SOF (its header)");
    assert_eq!(said(jpeg(&[scan(), end()])), "it is damaged: the JPEG has no SOF (its header)");
    assert_eq!(said(jpeg(&[frame(), end()])), "it is damaged: the JPEG has no SOS (its pixels)");
    assert_eq!(
        said(jpeg(&[segment(0xC0, &[8, 0, 0, 0, 3, 1, 1, 0x11, 0])])),
        "it is damaged: it measures 3 × 0 pixels"
    );
    let broken = [
        (vec![0xFF, 0xE0, 0, 1], "a segment"),
        (segment(0xC0, &FRAME[..8]), "SOF (its header)"),
        (segment(0xC0, &[8, 0, 2, 0, 3, 1, 1, 0x51, 0]), "SOF (its header)"),
        (segment(0xC4, &[0; 18]), "DHT (tables)"),
        (segment(0xC4, &[[0x24].as_slice(), &[0; 16]].concat()), "DHT (tables)"),
        (segment(0xC4, &[255; 300]), "DHT (tables)"),
        (segment(0xDB, &[0; 64]), "DQT (tables)"),
        (segment(0xDB, &[4; 65]), "DQT (tables)"),
        ([frame(), segment(0xDA, &SCAN[..5])].concat(), "SOS (the header of a scan)"),
    ];
    for (segments, part) in broken {
        let at = if part.starts_with("SOS") { 2 + frame().len() } else { 2 };
        let expected = format!("it is damaged: {part} at byte {at} of the JPEG does not hold what it should");
        assert_eq!(said(jpeg(&[segments, frame(), scan(), end()])), expected);
    }
    assert_eq!(
        said(jpeg(&[frame(), jpeg(&[])])),
        "it is damaged: at byte 15 of the JPEG, where a segment should begin, stand other bytes"
    );
    assert_eq!(
        said(jpeg(&[frame(), scan(), vec![1, 0xFF, 0x3C, 2], end()])),
        "it is damaged: at byte 26 of the JPEG, where a marker should begin, stand other bytes"
    );
    assert_eq!(
        said(jpeg(&[frame(), frame()])),
        "it is damaged: at byte 15 of the JPEG, where a scan should begin, stand other bytes"
    );
}

#[test]
fn follows_a_jpeg_over_coded_data_fill_bytes_and_thumbnails() {
    let coded = vec![1, 0xFF, 0, 0xD9, 0xFF, 0xD0, 2, 0xFF, 0xFF, 0xD7, 3, 0xFF, 0, 0xFF, 0xFF];
    let thumbnail = segment(0xE1, &[b"Exif\0\0", &sample("baseline JPEG, grey")[..]].concat());
    let frame = segment(0xC2, FRAME);
    let scan = [segment(0xDA, SCAN), coded].concat();

    let whole = jpeg(&[thumbnail.clone(), vec![0xFF; 3], frame, scan.clone(), segment(0xC4, &[]), scan, END.to_vec()]);
    assert_eq!(inspect(&whole), Inspection { format: Some(Format::Jpeg), size: Some((3, 2)), ..Inspection::default() });
    // The end of the thumbnail is not that of the picture.
    let fault = Fault::CutOff(Missing::End { format: Format::Jpeg, mark: "EOI" });
    assert_eq!(inspect(&jpeg(&[thumbnail])).fault, Some(fault));
}

#[test]
fn says_in_what_way_the_others_are_damaged() {
    let gif = b"GIF89a\x03\0\x02\0\0\0\0";
    assert_eq!(said([gif, &b";"[..]].concat()), "it is damaged: the GIF has no image");
    assert_eq!(
        said([gif, &b"<p>"[..]].concat()),
        "it is damaged: at byte 13 of the GIF, where a block should begin, stand other bytes"
    );
    assert_eq!(said(b"RIFF\x04\0\0\0WEBP"), "it is damaged: the WebP has no picture");
    assert_eq!(
        said(b"RIFF\x0C\0\0\0WEBPVP8L\xFF\0\0\0"),
        "it is damaged: a chunk at byte 12 of the WebP does not hold what it should"
    );
    let mut icon = sample("ICO");
    icon[4] = 0;
    assert_eq!(said(icon), "it is damaged: the ICO has no icon");
}

#[test]
fn a_pointer_of_git_lfs_has_neither_format_nor_fault() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";

    let expected = Inspection { is_lfs_pointer: true, ..Inspection::default() };
    assert_eq!(inspect(pointer.as_bytes()), expected);
}

#[test]
fn names_what_stands_in_the_place_of_a_picture() {
    let cases: [(&[u8], &str); 19] = [
        (b"", "it is empty (0 bytes)"),
        (b" \n", "it is no picture: it holds only blanks"),
        (b"404: Not Found", "it is no picture: it holds text"),
        (b"BMW and GIF and RIF", "it is no picture: it holds text"),
        (b"<!DOCTYPE html>\n<html><body><svg></svg>", "it is no picture: it holds a page of HTML"),
        (b"\xEF\xBB\xBF<!-- x --><HTML lang=en>", "it is no picture: it holds a page of HTML"),
        (b"<!doctype html", "it is no picture: it holds a page of HTML"),
        (b"<?xml version='1.0'?><Error/>", "it is no picture: it holds XML or HTML without svg at its root"),
        (b"iVBORw0KGgoAAAANSUhEUg", "it is no picture: it holds a picture as text (Base64)"),
        (b"data:image/png;base64,iVBO", "it is no picture: it holds a picture as text (Base64)"),
        (b"%PDF-1.7", "it is no picture: it holds a PDF"),
        (b"PK\x03\x04", "it is no picture: it holds a ZIP archive, as are the documents of office programs"),
        (b"RIFF\0\0\0\0WAVE", "it is no picture: it holds sound or film (RIFF)"),
        (b"\0\0\0\x10ftypisom\0\0\0\0", "it is no picture: it holds sound or film (MP4)"),
        (b"\0\0\0\x14ftypheic\0\0\0\0mif1", "it holds a HEIC, which most browsers do not show"),
        (b"II*\0\x08\0\0\0", "it holds a TIFF, which most browsers do not show"),
        (b"\xFF\x0A", "it holds a JPEG XL, which most browsers do not show"),
        (b"\x01\x02\x03", "it is no picture: it holds bytes of no known kind"),
        (b"\xFF\xD9\xFE", "it is no picture: it holds bytes of no known kind"),
    ];
    for (bytes, expected) in cases {
        assert_eq!(said(bytes), expected);
        assert_eq!(inspect(bytes).format, None, "{expected}");
    }
}

#[test]
fn an_svg_is_a_document_with_svg_at_its_root() {
    let whole = [
        "<svg/>",
        "\u{FEFF}\n<svg width='3px' height=' 2 '></svg>\n<!-- behind",
        "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//>//' \"x\" [<!-- it's > --><!ENTITY a '<svg>'>]><svg></svg>",
        "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:g></s:g ></s:svg>",
        "<svg><style><![CDATA[ a > b </svg> ]]></style><?php </svg> ?><!-- </svg> --><svg/></svg>",
    ];
    for text in whole {
        assert_eq!(said(text), "nothing", "{text}");
        let units = text.trim_start_matches('\u{FEFF}').encode_utf16();
        let utf16: Vec<u8> = [0xFEFF].into_iter().chain(units).flat_map(u16::to_le_bytes).collect();
        assert_eq!(inspect(&utf16), inspect(text.as_bytes()), "{text}");
    }
    assert_eq!(inspect(whole[1].as_bytes()).size, Some((3, 2)));
    for text in ["<svg", "<svg>", "<svg><svg/>", "<svg><svg></svg>", "<svg><!-- </svg>", "<svg><g a='</g></svg>"] {
        assert_eq!(said(text), "it is cut off: the end of the SVG (</svg>) is missing", "{text}");
    }
    assert_eq!(
        said("<svg><g></svg>"),
        "it is damaged: the end tag at byte 8 of the SVG does not close the element that is open"
    );
}

#[test]
fn a_format_is_known_by_its_extensions() {
    assert_eq!(Format::of_extension("JPG"), Some(Format::Jpeg));
    assert_eq!(Format::of_extension("jpeg"), Some(Format::Jpeg));
    assert_eq!(Format::of_extension("tiff"), None);
    for Sample { format, .. } in samples() {
        for extension in format.extensions() {
            assert_eq!(Format::of_extension(extension), Some(format));
        }
        assert_eq!(format.extensions()[0], format.name().to_lowercase().replace("jpeg", "jpg"));
    }
}

#[test]
fn a_list_of_parts_without_bytes_takes_no_time() {
    // Each of these items has 65,535 parts, none of which is written down: 13,000,000,000 in all.
    let items = [0, 1, 0, 0, 0xFF, 0xFF].repeat(200_000);
    let places = [&[2, 0, 0, 0, 0, 0, 0, 3, 0x0D, 0x40], &items[..]].concat();
    let boxed =
        |kind: &[u8; 4], body: &[u8]| [&u32::try_from(body.len() + 8).unwrap().to_be_bytes(), &kind[..], body].concat();
    let meta = [&[0; 4], &boxed(b"iloc", &places)[..]].concat();
    let bytes = [boxed(b"ftyp", b"avif\0\0\0\0"), boxed(b"meta", &meta)].concat();

    let part = Damage::Part { format: Format::Avif, part: "the box meta", at: 24 };
    assert_eq!(inspect(&bytes).fault, Some(Fault::Damaged(part)));
}

/// Beginnings that lead into each format, before bytes of whatever kind.
fn beginnings() -> impl Strategy<Value = Vec<u8>> {
    let known: Vec<Vec<u8>> = samples()
        .into_iter()
        .flat_map(|Sample { bytes, .. }| [8, 16, 40].map(|length| bytes[..length].to_vec()))
        .chain([vec![], b"\xFF\xD8\xFF\xE1\0\x40Exif\0\0II*\0\x08\0\0\0".to_vec()])
        .collect();
    proptest::sample::select(known)
}

/// A sample with some bytes replaced, cut out or put in.
fn mutants() -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), 0..6_usize, vec(any::<u8>(), 0..6));
    let sample = proptest::sample::select(samples().into_iter().map(|sample| sample.bytes).collect::<Vec<_>>());
    (sample, vec(edit, 1..5)).prop_map(|(mut bytes, edits)| {
        for (index, cut, put) in edits {
            let start = index.index(bytes.len() + 1);
            bytes.splice(start..(start + cut).min(bytes.len()), put);
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(4000),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_bytes_are_something(beginning in beginnings(), rest in vec(any::<u8>(), 0..300)) {
        let inspection = inspect(&[beginning, rest].concat());

        prop_assert!(inspection.format.is_some() || inspection.fault.is_some() || inspection.is_lfs_pointer);
        prop_assert!(inspection.fault.is_some() || inspection.size.is_none_or(|(width, height)| width > 0 && height > 0));
    }

    #[test]
    fn any_change_is_borne(bytes in mutants()) {
        let inspection = inspect(&bytes);

        prop_assert!(inspection.format.is_some() || inspection.fault.is_some());
        if let Some(fault) = inspection.fault {
            prop_assert!(fault.to_string().starts_with("it "));
        }
    }
}
