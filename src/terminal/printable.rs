//! Text from outside, made harmless: what a terminal would obey, or what would reorder a line, is shown instead.

use std::fmt::{self, Display, Write as _};
use std::path::Path;

/// Bytes from outside, displayed so that they cannot drive a terminal or mislead its reader.
///
/// Control characters are displayed as `^[`, those beyond ASCII and the ones that change the direction or break
/// the line as `\u{202e}`, bytes that are not UTF-8 as `\xff`. Tabs and newlines stay.
#[derive(Clone, Copy, Debug)]
pub struct Printable<'a>(&'a [u8]);

impl<'a> From<&'a str> for Printable<'a> {
    fn from(text: &'a str) -> Self {
        Self(text.as_bytes())
    }
}

impl<'a> From<&'a [u8]> for Printable<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }
}

impl<'a> From<&'a Path> for Printable<'a> {
    fn from(path: &'a Path) -> Self {
        Self(path.as_os_str().as_encoded_bytes())
    }
}

impl Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            let mut rest = chunk.valid();
            while let Some((at, character)) = rest.char_indices().find(|&(_, character)| is_harmful(character)) {
                f.write_str(&rest[..at])?;
                write_visibly(character, f)?;
                rest = &rest[at + character.len_utf8()..];
            }
            f.write_str(rest)?;

            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02x}")?;
            }
        }
        Ok(())
    }
}

/// Whether a character would be obeyed by a terminal, or would show the text in another order than it has.
pub(super) fn is_harmful(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

fn write_visibly(character: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match u8::try_from(character) {
        // As `cat -v` has it: the key that makes the character together with Ctrl.
        Ok(byte) if byte.is_ascii() => {
            f.write_char('^')?;
            f.write_char(char::from(byte ^ 0x40))
        }
        _ => write!(f, "{}", character.escape_unicode()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Printable::from(text).to_string()
    }

    #[test]
    fn escape_sequences_are_shown_not_sent() {
        assert_eq!(shown("a\x1b[2Jb\0\x07\r\x7f"), "a^[[2Jb^@^G^M^?");
        assert_eq!(shown("\u{9b}31m"), "\\u{9b}31m");
    }

    #[test]
    fn characters_that_reorder_or_break_a_line_are_shown() {
        assert_eq!(
            shown("a\u{202e}b\u{2069}c\u{200f}d\u{61c}e\u{2028}"),
            "a\\u{202e}b\\u{2069}c\\u{200f}d\\u{61c}e\\u{2028}"
        );
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        let text = "ü 🧑‍💻 `x`:\n\ty ^[";
        assert_eq!(shown(text), text);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_text_shows_its_bytes() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;

        let path = Path::new(OsStr::from_bytes(b"caf\xe9\x1b/\xc3\xa9.md"));
        assert_eq!(Printable::from(path).to_string(), "caf\\xe9^[/é.md");
    }
}
