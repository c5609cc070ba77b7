//! What a file is that is no picture, as far as its beginning tells: so that the message names what was saved instead.

use super::Damage;
use super::Fault;
use super::avif;
use super::svg;

/// How files of other kinds begin.
const KINDS: [(&[u8], &str); 8] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, as are the documents of office programs"),
    (b"\x1F\x8B", "gzip data"),
    (b"RIFF", "sound or film (RIFF)"),
    (b"OggS", "sound or film (Ogg)"),
    (b"\x1A\x45\xDF\xA3", "a film (WebM or Matroska)"),
    (b"\x7FELF", "a program"),
    (b"{\\rtf", "a text (RTF)"),
];

/// How pictures begin that browsers mostly do not show.
const UNSHOWN: [(&[u8], &str); 6] = [
    (b"II*\0", "a TIFF"),
    (b"MM\0*", "a TIFF"),
    (b"8BPS", "a picture of Photoshop (PSD)"),
    (b"\xFF\x0A", "a JPEG XL"),
    (b"\0\0\0\x0CJXL \r\n\x87\n", "a JPEG XL"),
    (b"\0\0\0\x0CjP  \r\n\x87\n", "a JPEG 2000"),
];

/// The brands of HEIF with what iPhones and others put in it.
const HEIC: [&[u8; 4]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];

/// How the text of a picture in Base64 begins: PNG, JPEG, GIF, WebP, or with its type before it.
const BASE64: [&[u8]; 5] = [b"iVBORw0KGgo", b"/9j/", b"R0lGODlh", b"UklGR", b"data:image/"];

/// What the first byte of a picture becomes that is saved as UTF-8: U+FFFD, with what follows in PNG and JPEG.
const SAVED_AS_TEXT: [&[u8]; 2] = [b"\xEF\xBF\xBDPNG", b"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"];

/// The elements at the root of a page.
const HTML: [&[u8]; 3] = [b"html", b"head", b"body"];

/// Why bytes of no known format are no picture.
pub(super) fn fault(bytes: &[u8]) -> Fault {
    if bytes.is_empty() {
        return Fault::Empty;
    }
    if SAVED_AS_TEXT.iter().any(|beginning| bytes.starts_with(beginning)) {
        return Damage::SavedAsText.into();
    }
    let of = |kinds: &[(&[u8], &'static str)]| {
        kinds.iter().find_map(|(beginning, name)| bytes.starts_with(beginning).then_some(*name))
    };
    if let Some(holds) = of(&UNSHOWN) {
        return Fault::Unshown { holds };
    }
    if let Some(holds) = of(&KINDS) {
        return Fault::NotPicture { holds };
    }
    if avif::brands(bytes).any(|brand| HEIC.contains(&brand)) {
        return Fault::Unshown { holds: "a HEIC" };
    }
    let is_film = bytes.get(4..8) == Some(b"ftyp");
    let holds = if is_film {
        "sound or film (MP4)"
    } else if bytes.iter().all(|byte| *byte == 0) {
        "only bytes of zero"
    } else {
        text(&svg::utf8(bytes)).unwrap_or("bytes of no known kind")
    };
    Fault::NotPicture { holds }
}

/// What kind of text this is, if it is one.
fn text(bytes: &[u8]) -> Option<&'static str> {
    if let Some(root) = svg::root(bytes) {
        let is_page = HTML.iter().any(|name| name.eq_ignore_ascii_case(root));
        return Some(if is_page { "a page of HTML" } else { "XML or HTML without svg at its root" });
    }
    let text = str::from_utf8(bytes).ok()?;
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    let doctype = "<!doctype html";
    if start.is_empty() {
        Some("only blanks")
    } else if start.get(..doctype.len()).is_some_and(|start| start.eq_ignore_ascii_case(doctype)) {
        Some("a page of HTML")
    } else if BASE64.iter().any(|beginning| start.as_bytes().starts_with(beginning)) {
        Some("a picture as text (Base64)")
    } else if text.chars().any(|character| character.is_control() && !character.is_whitespace()) {
        None
    } else {
        Some("text")
    }
}
