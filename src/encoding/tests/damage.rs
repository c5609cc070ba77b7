//! Damages texts as programs do.

use std::ops::Range;

use super::super::CodePage;

/// What becomes of bytes that the code page has nothing for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// They are controls: nothing is lost.
    Controls,
    Dropped,
    Replaced,
    Questioned,
}

/// The text after its UTF-8 was read in a code page.
pub(crate) fn damaged(text: &str, code_page: CodePage, keeping: Keeping) -> String {
    let mut damaged = String::new();
    for byte in text.bytes() {
        match (code_page.character(byte), keeping) {
            (Some(character), _) => damaged.push(character),
            (None, Keeping::Controls) => damaged.push(char::from(byte)),
            (None, Keeping::Dropped) => {}
            (None, Keeping::Replaced) => damaged.push('\u{FFFD}'),
            (None, Keeping::Questioned) => damaged.push('?'),
        }
    }
    damaged
}

/// Where the characters beyond ASCII stand in what became of a text, each with what it was.
pub(crate) fn truth(text: &str, code_page: CodePage, keeping: Keeping) -> Vec<(Range<usize>, char)> {
    let mut at = 0;
    let mut truth = Vec::new();
    for character in text.chars() {
        let end = at + damaged(character.encode_utf8(&mut [0; 4]), code_page, keeping).len();
        if !character.is_ascii() {
            truth.push((at..end, character));
        }
        at = end;
    }
    truth
}
