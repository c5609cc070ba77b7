//! Keys from the bytes that a terminal sends for them.

use std::collections::VecDeque;
use std::str;

/// What brackets a paste, where the terminal brackets it.
const PASTE_END: &[u8] = b"\x1b[201~";

/// The longest sequence that is waited for; longer ones are no keys.
const LONGEST: usize = 32;

/// A key, or several that came in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Text that was typed.
    Text(String),
    /// A piece of text that was pasted, its line ends as `\n`.
    Pasted(String),
    /// The end of a line.
    Enter,
    /// Tab.
    Tab,
    /// Esc, and nothing after it.
    Escape,
    /// One character to the left.
    Left,
    /// One character to the right.
    Right,
    /// One word to the left.
    WordLeft,
    /// One word to the right.
    WordRight,
    /// To the beginning of the line.
    Home,
    /// To the end of the line.
    End,
    /// Erases the character to the left.
    Backspace,
    /// Erases the character under the cursor.
    Delete,
    /// Erases the word to the left.
    EraseWord,
    /// Erases everything to the left.
    EraseLine,
    /// Erases everything to the right.
    EraseRest,
    /// Ctrl-D.
    EndOfInput,
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-Z.
    Suspend,
    /// Ctrl-L.
    Redraw,
    /// A key without a meaning here.
    Other,
}

/// Makes keys of bytes, however these were cut into pieces on their way.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// The beginning of something whose end has not come.
    bytes: Vec<u8>,
    pasting: bool,
    after_return: bool,
}

impl Decoder {
    /// Whether more bytes must come before the next key is known.
    pub(super) fn is_waiting(&self) -> bool {
        !self.bytes.is_empty() && !self.pasting
    }

    /// Takes bytes, and gives the keys they make.
    pub(super) fn feed(&mut self, bytes: &[u8], keys: &mut VecDeque<Key>) {
        // A terminal that began a paste and never ends it would otherwise lock the person in.
        if self.pasting && bytes == b"\x03" {
            self.pasting = false;
            self.bytes.clear();
        }

        let mut all = std::mem::take(&mut self.bytes);
        all.extend_from_slice(bytes);
        let mut rest = all.as_slice();
        while let Some(length) = if self.pasting { self.pasted(rest, keys) } else { self.key(rest, keys) } {
            rest = rest.get(length..).unwrap_or_default();
        }
        self.bytes = rest.to_vec();
    }

    /// Says that nothing more came for a while: what was begun is all there is.
    pub(super) fn finish(&mut self, keys: &mut VecDeque<Key>) {
        if self.is_waiting() {
            let key = if self.bytes == [0x1b] { Key::Escape } else { Key::Other };
            keys.push_back(key);
            self.bytes.clear();
        }
    }

    /// The next piece of a paste; how many bytes it took, if any.
    fn pasted(&mut self, bytes: &[u8], keys: &mut VecDeque<Key>) -> Option<usize> {
        let end = bytes.windows(PASTE_END.len()).position(|window| window == PASTE_END);
        let length = end.unwrap_or_else(|| {
            let is_begun = |length: &usize| PASTE_END.get(..*length).is_some_and(|begin| bytes.ends_with(begin));
            let held = (1..PASTE_END.len()).rev().find(is_begun);
            bytes.len() - held.unwrap_or_else(|| incomplete(bytes))
        });
        let text = bytes.get(..length).unwrap_or_default();
        if !text.is_empty() {
            keys.push_back(Key::Pasted(self.pasted_text(text)));
        }
        if end.is_some() {
            self.pasting = false;
            return Some(text.len() + PASTE_END.len());
        }
        Some(text.len()).filter(|&length| length > 0)
    }

    fn pasted_text(&mut self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len());
        for character in String::from_utf8_lossy(bytes).chars() {
            match character {
                '\n' if self.after_return => {}
                '\r' | '\n' => text.push('\n'),
                '\t' => text.push('\t'),
                other if other.is_control() => {}
                other => text.push(other),
            }
            self.after_return = character == '\r';
        }
        text
    }

    /// The next key; how many bytes it took, if it has come to its end.
    fn key(&mut self, bytes: &[u8], keys: &mut VecDeque<Key>) -> Option<usize> {
        let first = *bytes.first()?;
        let after_return = std::mem::replace(&mut self.after_return, first == b'\r');
        let key = match first {
            0x1b => return self.escape(bytes, keys),
            b'\n' if after_return => return Some(1),
            b'\r' | b'\n' => Key::Enter,
            b'\t' => Key::Tab,
            0x01 => Key::Home,
            0x02 => Key::Left,
            0x03 => Key::Interrupt,
            0x04 => Key::EndOfInput,
            0x05 => Key::End,
            0x06 => Key::Right,
            0x08 | 0x7f => Key::Backspace,
            0x0b => Key::EraseRest,
            0x0c => Key::Redraw,
            0x15 => Key::EraseLine,
            0x17 => Key::EraseWord,
            0x1a => Key::Suspend,
            0x00..0x20 => Key::Other,
            _ => return text(bytes, keys),
        };
        keys.push_back(key);
        Some(1)
    }

    fn escape(&mut self, bytes: &[u8], keys: &mut VecDeque<Key>) -> Option<usize> {
        let (key, length) = match *bytes.get(1)? {
            0x1b => (Key::Escape, 1),
            b'[' => {
                let is_final = |byte: &u8| (0x40..0x7f).contains(byte);
                let rest = bytes.get(2..).unwrap_or_default();
                let end = rest.iter().take(LONGEST).position(is_final);
                let Some(sequence) = end.and_then(|end| rest.get(..=end)) else {
                    return (bytes.len() > LONGEST).then_some(LONGEST);
                };
                if sequence == b"200~" {
                    self.pasting = true;
                    return Some(2 + sequence.len());
                }
                (control_sequence(sequence), 2 + sequence.len())
            }
            b'O' => (control_sequence(&[*bytes.get(2)?]), 3),
            b'b' => (Key::WordLeft, 2),
            b'f' => (Key::WordRight, 2),
            0x7f | 0x08 => (Key::EraseWord, 2),
            _ => (Key::Other, 2),
        };
        keys.push_back(key);
        Some(length)
    }
}

/// The key of a control sequence, without what introduces it.
fn control_sequence(sequence: &[u8]) -> Key {
    match sequence {
        b"D" => Key::Left,
        b"C" => Key::Right,
        b"1;5D" | b"1;3D" => Key::WordLeft,
        b"1;5C" | b"1;3C" => Key::WordRight,
        b"H" | b"1~" | b"7~" => Key::Home,
        b"F" | b"4~" | b"8~" => Key::End,
        b"3~" => Key::Delete,
        _ => Key::Other,
    }
}

/// The text up to the next control character; how many bytes it took, if any.
fn text(bytes: &[u8], keys: &mut VecDeque<Key>) -> Option<usize> {
    let end = bytes.iter().position(|&byte| byte < 0x20 || byte == 0x7f);
    let run = bytes.get(..end.unwrap_or_else(|| bytes.len() - incomplete(bytes))).unwrap_or_default();
    if run.is_empty() {
        return None;
    }
    let text: String = String::from_utf8_lossy(run).chars().filter(|character| !character.is_control()).collect();
    keys.push_back(Key::Text(text));
    Some(run.len())
}

/// How many bytes at the end are the beginning of a character.
fn incomplete(bytes: &[u8]) -> usize {
    let begins_one = |length: &usize| match bytes.len().checked_sub(*length).and_then(|start| bytes.get(start..)) {
        Some(last) => str::from_utf8(last).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none()),
        None => false,
    };
    (1..=4).rev().find(begins_one).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(pieces: &[&[u8]]) -> Vec<Key> {
        let (mut decoder, mut keys) = (Decoder::default(), VecDeque::new());
        for piece in pieces {
            decoder.feed(piece, &mut keys);
        }
        decoder.finish(&mut keys);
        keys.into()
    }

    fn text(text: &str) -> Key {
        Key::Text(text.to_owned())
    }

    fn pasted(text: &str) -> Key {
        Key::Pasted(text.to_owned())
    }

    #[test]
    fn every_key_is_the_same_however_its_bytes_are_cut() {
        let bytes = "aé🌱\x1b[D\x1b[1;5C\x1bOF\x7f\r\n\nb\x1b[3~\x1b\x7f\t\x1b".as_bytes();
        let expected = [
            text("aé🌱"),
            Key::Left,
            Key::WordRight,
            Key::End,
            Key::Backspace,
            Key::Enter,
            Key::Enter,
            text("b"),
            Key::Delete,
            Key::EraseWord,
            Key::Tab,
            Key::Escape,
        ];
        assert_eq!(keys(&[bytes]), expected);

        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        let mut one_by_one = keys(&single);
        // Text comes as it came.
        one_by_one.splice(..3, [text("aé🌱")]);
        assert_eq!(one_by_one, expected);
    }

    #[test]
    fn a_paste_is_no_keys_wherever_it_is_cut() {
        let bytes = b"\x1b[200~a\r\nb\rc\n\x1b[Ad\x03\xc3\xa9\x1b[201~x";
        for cut in 1..bytes.len() {
            let mut text = String::new();
            for key in keys(&[&bytes[..cut], &bytes[cut..]]) {
                match key {
                    Key::Pasted(piece) => text.push_str(&piece),
                    other => assert_eq!(other, Key::Text("x".to_owned())),
                }
            }
            assert_eq!(text, "a\nb\nc\n[Adé", "cut at {cut}");
        }
    }

    #[test]
    fn a_paste_that_never_ends_lets_ctrl_c_through() {
        assert_eq!(keys(&[b"\x1b[200~a", b"\x03"]), [pasted("a"), Key::Interrupt]);
    }

    #[test]
    fn what_is_no_text_harms_nothing() {
        assert_eq!(keys(&[b"a\xffb\xc2\x9bc"]), [text("a\u{fffd}bc")]);
        assert_eq!(keys(&[b"\xf0\x9f"]), [Key::Other]);
        assert_eq!(keys(&[b"\x1b[99;99;99"]), [Key::Other]);
        let endless = [b"\x1b[".as_slice(), &[b'1'; 40], b"\rx"].concat();
        assert_eq!(keys(&[&endless]), [text("1111111111"), Key::Enter, text("x")]);
    }
}
