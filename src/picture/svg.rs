//! SVG: an XML document whose root is `svg` (SVG 2, section 5.1; XML 1.0, sections 2.4 to 2.8 and 3.1).
//!
//! Tags are followed to the end of the root, each end tag against the element that is open. Attributes and entities are
//! not looked into.

use std::borrow::Cow;

use super::Damage;
use super::Fault;
use super::Format;
use super::Missing;
use super::Seen;
use super::cursor::Cursor;

const CUT_OFF: Fault = Fault::CutOff(Missing::End { format: Format::Svg, mark: "</svg>" });

pub(super) fn begins(bytes: &[u8]) -> bool {
    root(&utf8(bytes)) == Some(b"svg")
}

/// The name of the root element of what may be XML or HTML, without a prefix.
pub(super) fn root(text: &[u8]) -> Option<&[u8]> {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let mut cursor = Cursor::new(text);
    loop {
        if !cursor.skip_to(b'<')?.trim_ascii().is_empty() {
            return None;
        }
        let inside = cursor.rest().get(1..)?;
        if !inside.starts_with(b"!") && !inside.starts_with(b"?") {
            // Be its tag cut off, the name tells.
            let name = name(inside);
            let starts = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_' || !byte.is_ascii();
            return if name.first().is_some_and(starts) { name.rsplit(|byte| *byte == b':').next() } else { None };
        }
        markup(&mut cursor)?;
    }
}

/// XML may be UTF-16, and then begins with a mark of its byte order.
pub(super) fn utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let decode = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
        let text: String = char::decode_utf16(units).map(|character| character.unwrap_or('\u{FFFD}')).collect();
        Cow::Owned(text.into_bytes())
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => decode(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => decode(rest, u16::from_be_bytes),
        _ => Cow::Borrowed(bytes),
    }
}

pub(super) fn walk(bytes: &[u8], seen: &mut Seen) -> Result<(), Fault> {
    let text = utf8(bytes);
    let mut cursor = Cursor::new(&text);
    let mut open: Vec<&[u8]> = Vec::new();
    loop {
        cursor.skip_to(b'<').ok_or(CUT_OFF)?;
        let at = cursor.at();
        match markup(&mut cursor).ok_or(CUT_OFF)? {
            Markup::Start { name, attributes, is_empty } => {
                if open.is_empty() {
                    seen.size = size(attributes);
                }
                if !is_empty {
                    open.push(name);
                } else if open.is_empty() {
                    return Ok(());
                }
            }
            Markup::End { name } => {
                if open.pop() != Some(name) {
                    return Err(Damage::Nesting { at }.into());
                }
                if open.is_empty() {
                    return Ok(());
                }
            }
            Markup::Other => {}
        }
    }
}

enum Markup<'a> {
    Start {
        name: &'a [u8],
        attributes: &'a [u8],
        is_empty: bool,
    },
    End {
        name: &'a [u8],
    },
    /// A comment, an instruction, the document's type, or text that holds what elsewhere is markup.
    Other,
}

/// The markup that begins here. None where it does not end.
fn markup<'a>(cursor: &mut Cursor<'a>) -> Option<Markup<'a>> {
    let enclosed: [(&[u8], &[u8]); 3] = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")];
    for (start, end) in enclosed {
        if cursor.rest().starts_with(start) {
            cursor.take(start.len())?;
            cursor.skip_past(end)?;
            return Some(Markup::Other);
        }
    }
    if cursor.rest().starts_with(b"<!") {
        skip_declaration(cursor)?;
        return Some(Markup::Other);
    }
    cursor.byte()?;
    let inside = tag(cursor)?;
    if let Some(name) = inside.strip_prefix(b"/") {
        return Some(Markup::End { name: name.trim_ascii_end() });
    }
    let (inside, is_empty) = inside.strip_suffix(b"/").map_or((inside, false), |inside| (inside, true));
    let name = name(inside);
    let attributes = inside.get(name.len()..)?;
    Some(Markup::Start { name, attributes, is_empty })
}

/// The name at the beginning of a tag.
fn name(inside: &[u8]) -> &[u8] {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
    inside.split(ends).next().unwrap_or(inside)
}

/// Moves behind the end of a tag; what stands before it. A value in quotation marks may hold its sign.
fn tag<'a>(cursor: &mut Cursor<'a>) -> Option<&'a [u8]> {
    let mut quotation = None;
    let end = cursor.rest().iter().position(|byte| match quotation {
        Some(mark) => {
            quotation = quotation.filter(|_| *byte != mark);
            false
        }
        None => {
            quotation = matches!(byte, b'"' | b'\'').then_some(*byte);
            *byte == b'>'
        }
    })?;
    let inside = cursor.take(end)?;
    cursor.byte()?;
    Some(inside)
}

/// Moves behind the document's type, which may hold declarations in brackets, and comments among them.
fn skip_declaration(cursor: &mut Cursor<'_>) -> Option<()> {
    let mut is_inside = false;
    loop {
        if cursor.rest().starts_with(b"<!--") {
            cursor.skip_past(b"-->")?;
            continue;
        }
        match cursor.byte()? {
            mark @ (b'"' | b'\'') => {
                cursor.skip_past(&[mark])?;
            }
            b'[' => is_inside = true,
            b']' => is_inside = false,
            b'>' if !is_inside => return Some(()),
            _ => {}
        }
    }
}

/// The size in whole pixels, where the root says it so.
fn size(attributes: &[u8]) -> Option<(u32, u32)> {
    Some((pixels(attributes, b"width")?, pixels(attributes, b"height")?))
}

fn pixels(attributes: &[u8], name: &[u8]) -> Option<u32> {
    let mut cursor = Cursor::new(attributes);
    loop {
        let before = cursor.skip_past(b"=")?;
        // Between the sign and the value there may be blanks.
        cursor.take(cursor.rest().len() - cursor.rest().trim_ascii_start().len())?;
        let mark = cursor.byte()?;
        let value = cursor.skip_past(&[mark])?;
        if before.trim_ascii() == name {
            let value = str::from_utf8(value).ok()?.trim();
            return value.strip_suffix("px").unwrap_or(value).parse().ok();
        }
    }
}
