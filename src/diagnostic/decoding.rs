//! From the bytes of a file to its text: UTF-8 within limits, or a complaint with its place.

use crate::source::Source;
use crate::source::Span;

use super::Diagnostic;
use super::Place;
use super::Report;

/// Decodes what a file holds: UTF-8, with or without a byte order mark, within the limits.
///
/// `name` is what messages call it.
///
/// # Errors
///
/// A diagnostic at the first byte that is no UTF-8.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<Source, Report> {
    let mut source = decode_whole(name, bytes)?;
    if source.text.starts_with('\u{feff}') {
        source.text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(source)
}

/// The same with the byte order mark, where it is part of what is read: a page's.
///
/// # Errors
///
/// A diagnostic at the first byte that is no UTF-8.
pub fn decode_whole(name: &str, bytes: Vec<u8>) -> Result<Source, Report> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let error_len = error.utf8_error().error_len();
            let bytes = error.into_bytes();
            let byte = bytes.get(at).copied().unwrap_or_default();
            let is_utf_16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
            let (label, help) = match byte {
                _ if is_utf_16 => ("here".to_owned(), "the file looks like UTF-16: save it as UTF-8"),
                _ if error_len.is_none() => {
                    ("cut off here".to_owned(), "the file ends within a character: save it again")
                }
                0xA0..=0xFF => (format!("`{}` in Latin-1?", char::from(byte)), "save the file as UTF-8"),
                _ => ("here".to_owned(), "save the file as UTF-8"),
            };
            // The rest is of no interest, and might be three times as long in other words.
            let shown = bytes.get(..at + 200).unwrap_or(&bytes);
            let source = Source::new(name, String::from_utf8_lossy(shown));
            let place = Place { source: 0, span: Span::new(at, at + '\u{fffd}'.len_utf8()) };
            let message = format!("the byte 0x{byte:02X} is not UTF-8");
            let diagnostic = Diagnostic::error("not-utf-8", message, place, label).help(help);
            Err(Report { sources: vec![source], diagnostics: vec![diagnostic], omitted: 0 })
        }
    }
}

/// The complaint about a file that is larger than what is read, at the place where the limit is passed.
///
/// `beginning` is what was read of it.
pub fn too_large(name: &str, beginning: &[u8]) -> Report {
    // Only the last line is shown, so only its end is kept; the line number is counted over all of it.
    let text = String::from_utf8_lossy(beginning).into_owned();
    let source = Source::new(name, text);
    let end = source.text.len();
    let place = Place { source: 0, span: Span::new(end, end) };
    let message = "the file is larger than 16 MiB";
    let diagnostic = Diagnostic::error("too-large", message, place, "the limit is passed here")
        .help("an event is smaller: is this the right file?");
    Report { sources: vec![source], diagnostics: vec![diagnostic], omitted: 0 }
}
