//! Characters of an address as `%XX` (RFC 3986, 2.1).

use std::fmt::Write as _;

/// The text with its `%XX` as the bytes they stand for; as it is where those are no UTF-8.
pub fn decoded(text: &str) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = (*first == b'%').then(|| Some((digit(after.first())?, digit(after.get(1))?))).flatten();
        match hex.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The text with every byte as `%XX` that is not unreserved, but for those that are to stay.
pub fn encoded(text: &str, staying: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || staying.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // A String takes everything.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// An anchor as it is written in a target: what nobody would see, or what would end the target, as `%XX`; of an anchor
/// that `is_encoded` everything that is no ASCII.
pub fn anchor_written(anchor: &str, is_encoded: bool) -> String {
    let mut written = String::with_capacity(anchor.len());
    let mut bytes = [0; 4];
    for c in anchor.chars() {
        let breaks = c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '%');
        let stays = !(is_unseen(c) || breaks || (is_encoded && !c.is_ascii()));
        let character = c.encode_utf8(&mut bytes);
        if stays {
            written.push_str(character);
        } else {
            written.push_str(&encoded(character, &[]));
        }
    }
    written
}

/// Whether nobody sees a character: what chooses how an emoji looks, what joins, what takes no room.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_percent_encoding_stays() {
        assert_eq!(decoded("100%_%zz%4"), "100%_%zz%4");
        assert_eq!(decoded("%f0%9f%9a%80"), "🚀");
        assert_eq!(decoded("%ff"), "%ff");
    }

    #[test]
    fn what_has_a_meaning_is_encoded() {
        assert_eq!(encoded("a b/ü#:", b"/"), "a%20b/%C3%BC%23%3A");
    }

    #[test]
    fn what_nobody_sees_in_an_anchor_is_encoded() {
        assert_eq!(anchor_written("\u{fe0f}-é-(a)", false), "%EF%B8%8F-é-%28a%29");
        assert_eq!(anchor_written("é-🗽", true), "%C3%A9-%F0%9F%97%BD");
    }
}
