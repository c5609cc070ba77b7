//! The code pages: which byte a character was, before somebody took it for one.

use std::fmt;
use std::ops::RangeInclusive;

/// A code page in which UTF-8 is read by mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodePage {
    /// Western European of Windows, which most programs mean by "ANSI" and browsers by "Latin-1".
    Windows1252,
    /// Turkish of Windows.
    Windows1254,
    /// ISO 8859-1: every byte is the character of its number.
    Latin1,
    /// Western European of the old Mac OS.
    MacRoman,
}

/// 80 to 9F in Windows-1252; U+FFFD where it has nothing.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž', '\u{FFFD}', '\u{FFFD}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{FFFD}', 'ž', 'Ÿ',
];

/// What Windows-1254 has in other places than Windows-1252, beside 8E and 9E, where it has nothing.
const WINDOWS_1254: [(u8, char); 6] = [(0xD0, 'Ğ'), (0xDD, 'İ'), (0xDE, 'Ş'), (0xF0, 'ğ'), (0xFD, 'ı'), (0xFE, 'ş')];

/// 80 to FF in Mac Roman.
#[rustfmt::skip]
const MAC_ROMAN: [char; 128] = [
    'Ä', 'Å', 'Ç', 'É', 'Ñ', 'Ö', 'Ü', 'á', 'à', 'â', 'ä', 'ã', 'å', 'ç', 'é', 'è',
    'ê', 'ë', 'í', 'ì', 'î', 'ï', 'ñ', 'ó', 'ò', 'ô', 'ö', 'õ', 'ú', 'ù', 'û', 'ü',
    '†', '°', '¢', '£', '§', '•', '¶', 'ß', '®', '©', '™', '´', '¨', '≠', 'Æ', 'Ø',
    '∞', '±', '≤', '≥', '¥', 'µ', '∂', '∑', '∏', 'π', '∫', 'ª', 'º', 'Ω', 'æ', 'ø',
    '¿', '¡', '¬', '√', 'ƒ', '≈', '∆', '«', '»', '…', '\u{A0}', 'À', 'Ã', 'Õ', 'Œ', 'œ',
    '–', '—', '“', '”', '‘', '’', '÷', '◊', 'ÿ', 'Ÿ', '⁄', '€', '‹', '›', 'ﬁ', 'ﬂ',
    '‡', '·', '‚', '„', '‰', 'Â', 'Ê', 'Á', 'Ë', 'È', 'Í', 'Î', 'Ï', 'Ì', 'Ó', 'Ô',
    '\u{F8FF}', 'Ò', 'Ú', 'Û', 'Ù', 'ı', 'ˆ', '˜', '¯', '˘', '˙', '˚', '¸', '˝', '˛', 'ˇ',
];

impl CodePage {
    /// All of them; where two explain a text equally well, the one that comes first is the commoner.
    pub const ALL: [Self; 4] = [Self::Windows1252, Self::Windows1254, Self::Latin1, Self::MacRoman];

    /// The character that a byte from 80 on is read as; none where the code page leaves it undefined.
    pub fn character(self, byte: u8) -> Option<char> {
        let high = |table: &[char; 32]| table.get(usize::from(byte - 0x80)).copied().unwrap_or(char::from(byte));
        let character = match self {
            _ if byte < 0x80 => char::from(byte),
            Self::Latin1 => char::from(byte),
            Self::MacRoman => MAC_ROMAN.get(usize::from(byte - 0x80)).copied()?,
            Self::Windows1252 => high(&WINDOWS_1252),
            Self::Windows1254 if self.undefined().contains(&byte) => return None,
            Self::Windows1254 => {
                let own = WINDOWS_1254.iter().find(|(at, _)| *at == byte);
                own.map_or_else(|| high(&WINDOWS_1252), |(_, character)| *character)
            }
        };
        (character != '\u{FFFD}').then_some(character)
    }

    /// The byte from 80 on that is read as this character.
    ///
    /// A byte that the code page leaves undefined is a C1 control where it was read as browsers read it.
    pub fn byte(self, character: char) -> Option<u8> {
        let number = u32::from(character);
        let same = || u8::try_from(number).ok();
        let high = || WINDOWS_1252.iter().position(|known| *known == character).and_then(number_from_80);
        match self {
            _ if number < 0x80 || character == '\u{FFFD}' => None,
            Self::Latin1 => same(),
            // Currency sign there before 1998, euro sign since.
            Self::MacRoman if character == '¤' => Some(0xDB),
            Self::MacRoman => MAC_ROMAN.iter().position(|known| *known == character).and_then(number_from_80),
            Self::Windows1252 | Self::Windows1254 if (0x80..0xA0).contains(&number) => {
                same().filter(|byte| self.undefined().contains(byte))
            }
            Self::Windows1252 => same().or_else(high),
            Self::Windows1254 => match WINDOWS_1254.iter().find(|(_, own)| *own == character) {
                Some((byte, _)) => Some(*byte),
                None => same().or_else(high).filter(|byte| {
                    !self.undefined().contains(byte) && WINDOWS_1254.iter().all(|(taken, _)| taken != byte)
                }),
            },
        }
    }

    /// The continuation bytes of UTF-8 that can get lost: undefined here, or a control that programs like to strip.
    pub fn undefined(self) -> &'static [u8] {
        #[expect(clippy::indexing_slicing, reason = "what is evaluated while compiling fails while compiling")]
        const CONTROLS: [u8; 32] = {
            let mut controls = [0x80; 32];
            let mut at = 0;
            while at < controls.len() {
                controls[at] = 0x80 + at as u8;
                at += 1;
            }
            controls
        };
        match self {
            Self::Windows1252 => &[0x81, 0x8D, 0x8F, 0x90, 0x9D],
            Self::Windows1254 => &[0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E],
            Self::Latin1 => &CONTROLS,
            Self::MacRoman => &[],
        }
    }

    /// What becomes of a character whose UTF-8 is read in this code page, `lost` standing for every undefined byte.
    pub fn misread(self, character: char, lost: &str, into: &mut String) {
        let mut buffer = [0; 4];
        for &byte in character.encode_utf8(&mut buffer).as_bytes() {
            match self.character(byte) {
                Some(read) => into.push(read),
                None => into.push_str(lost),
            }
        }
    }
}

impl fmt::Display for CodePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Windows1252 => "Windows-1252",
            Self::Windows1254 => "Windows-1254",
            Self::Latin1 => "Latin-1",
            Self::MacRoman => "Mac Roman",
        })
    }
}

/// The bytes that begin a character of several bytes in UTF-8.
pub(super) const LEADS: RangeInclusive<u8> = 0xC2..=0xF4;

/// The bytes that go on with one.
pub(super) const CONTINUATIONS: RangeInclusive<u8> = 0x80..=0xBF;

fn number_from_80(index: usize) -> Option<u8> {
    u8::try_from(index + 0x80).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables of the Encoding Standard, made by other hands.
    fn standard(code_page: CodePage) -> Option<&'static encoding_rs::Encoding> {
        match code_page {
            CodePage::Windows1252 => Some(encoding_rs::WINDOWS_1252),
            CodePage::Windows1254 => Some(encoding_rs::WINDOWS_1254),
            CodePage::MacRoman => Some(encoding_rs::MACINTOSH),
            CodePage::Latin1 => None,
        }
    }

    #[test]
    fn every_byte_is_what_the_encoding_standard_says() {
        for code_page in CodePage::ALL {
            for byte in 0x80..=0xFF {
                let expected = match standard(code_page) {
                    Some(standard) => standard.decode_without_bom_handling(&[byte]).0.chars().next().unwrap(),
                    None => char::from(byte),
                };
                // Where a code page has nothing, the standard has the control of the same number.
                let character = code_page.character(byte).unwrap_or(char::from(byte));
                assert_eq!(character, expected, "{code_page} {byte:02X}");
                assert_eq!(code_page.byte(expected), Some(byte), "{code_page} {byte:02X}");
            }
        }
    }

    #[test]
    fn a_character_has_a_byte_only_where_that_byte_is_read_as_it() {
        for code_page in CodePage::ALL {
            for character in (0x80..=0x2_FFFF).filter_map(char::from_u32) {
                let Some(byte) = code_page.byte(character) else { continue };
                let back = code_page.character(byte).unwrap_or(char::from(byte));
                assert!(back == character || character == '¤', "{code_page} {character} {byte:02X} {back}");
            }
        }
    }

    #[test]
    fn what_is_undefined_has_no_character() {
        for code_page in [CodePage::Windows1252, CodePage::Windows1254] {
            let missing: Vec<u8> = (0x80..=0xFF).filter(|&byte| code_page.character(byte).is_none()).collect();
            assert_eq!(missing, code_page.undefined());
        }
    }
}
