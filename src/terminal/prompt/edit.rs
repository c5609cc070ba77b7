//! One line of text while it is edited.

use super::keys::Key;
use super::shown;

const JOINER: char = '\u{200d}';

/// How many bytes a character may have: families of emoji are long, piles of accents are endless.
const LONGEST: usize = 128;

/// A text and the place in it where typing goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Edit {
    text: String,
    cursor: usize,
}

/// The part of a text that fits on the screen, printable.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// What stands to the left of the cursor.
    pub(super) before: String,
    /// What stands under the cursor and to its right.
    pub(super) after: String,
}

impl Edit {
    /// The text, with the cursor at its end.
    pub(super) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text }
    }

    /// The text, with the cursor before the byte at that index.
    pub(super) fn at(text: &str, cursor: usize) -> Self {
        Self { text: text.to_owned(), cursor }
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text to the left of the cursor.
    pub(super) fn before_cursor(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// Puts text where the cursor is.
    pub(super) fn insert(&mut self, text: &str) {
        self.text.insert_str(self.cursor, text);
        self.cursor += text.len();
    }

    /// Puts text in the place of what is to the left of the cursor.
    pub(super) fn replace_before_cursor(&mut self, text: &str) {
        self.text.replace_range(..self.cursor, text);
        self.cursor = text.len();
    }

    /// Gives the text, and begins a new one.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(self).text
    }

    /// Moves or erases, if the key is for that.
    pub(super) fn apply(&mut self, key: &Key) {
        match key {
            Key::Left => self.cursor = self.left(),
            Key::Right => self.cursor = self.right(),
            Key::WordLeft => self.cursor = self.word_left(),
            Key::WordRight => self.cursor = self.word_right(),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = self.text.len(),
            Key::Backspace => self.erase_from(self.left()),
            Key::EraseWord => self.erase_from(self.word_left()),
            Key::EraseLine => self.erase_from(0),
            Key::Delete | Key::EndOfInput => self.text.replace_range(self.cursor..self.right(), ""),
            Key::EraseRest => self.text.truncate(self.cursor),
            _ => {}
        }
    }

    fn erase_from(&mut self, start: usize) {
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
    }

    fn left(&self) -> usize {
        previous_boundary(&self.text, self.cursor)
    }

    fn right(&self) -> usize {
        next_boundary(&self.text, self.cursor)
    }

    fn word_left(&self) -> usize {
        let before = self.before_cursor().trim_end();
        let blank = before.char_indices().rev().find(|(_, character)| character.is_whitespace());
        blank.map_or(0, |(at, blank)| at + blank.len_utf8())
    }

    fn word_right(&self) -> usize {
        let after = &self.text[self.cursor..];
        let blanks = after.len() - after.trim_start().len();
        let word = after[blanks..].find(char::is_whitespace).unwrap_or(after.len() - blanks);
        self.cursor + blanks + word
    }

    /// What fits into that many columns around the cursor. Looks at no more of the text than that.
    pub(super) fn window(&self, columns: usize) -> Window {
        // One column is the cursor's.
        let columns = columns.saturating_sub(1);
        let reserved = self.after_cursor(columns / 3).width;
        let before = self.before_cursor_shown(columns - reserved);
        let after = self.after_cursor(columns - before.width);

        let Run { mut shown, end: start, .. } = before;
        if start > 0 {
            mark_cut(&mut shown);
        }
        shown.reverse();
        let before = shown.concat();

        let Run { mut shown, end, .. } = after;
        if end < self.text.len() {
            mark_cut(&mut shown);
        }
        Window { before, after: shown.concat() }
    }

    /// What stands from the cursor on.
    fn after_cursor(&self, columns: usize) -> Run {
        let mut run = Run { shown: Vec::new(), width: 0, end: self.cursor };
        while run.end < self.text.len() {
            let next = next_boundary(&self.text, run.end);
            if !run.takes(&self.text[run.end..next], columns) {
                break;
            }
            run.end = next;
        }
        run
    }

    /// What stands to the left of the cursor, from there on backwards.
    fn before_cursor_shown(&self, columns: usize) -> Run {
        let mut run = Run { shown: Vec::new(), width: 0, end: self.cursor };
        while run.end > 0 {
            let previous = previous_boundary(&self.text, run.end);
            if !run.takes(&self.text[previous..run.end], columns) {
                break;
            }
            run.end = previous;
        }
        run
    }
}

/// Characters as they are shown, and where in the text they end.
struct Run {
    shown: Vec<String>,
    width: usize,
    end: usize,
}

impl Run {
    /// Adds a character, if it fits.
    fn takes(&mut self, character: &str, columns: usize) -> bool {
        let character = shown::one_line(character);
        let width = shown::width(&character);
        // Characters without a width could go on for ever.
        let fits = self.width + width <= columns && self.shown.len() < columns;
        if fits {
            self.width += width;
            self.shown.push(character);
        }
        fits
    }
}

/// Shows at the end of a run that there is more.
fn mark_cut(shown: &mut Vec<String>) {
    if shown.pop().is_some() {
        shown.push("…".to_owned());
    }
}

/// Where the character that begins at `start` ends: with all that is drawn into one with it.
fn next_boundary(text: &str, start: usize) -> usize {
    let mut characters = text[start..].chars();
    let Some(first) = characters.next() else {
        return start;
    };
    let mut end = start + first.len_utf8();
    let mut last = first;
    let mut is_flag = is_regional(first);
    for next in characters {
        let completes_flag = is_flag && is_regional(next);
        if !(last == JOINER || completes_flag || is_extending(next)) || end - start > LONGEST {
            break;
        }
        is_flag = false;
        end += next.len_utf8();
        last = next;
    }
    end
}

/// Where the character that ends at `end` begins.
fn previous_boundary(text: &str, end: usize) -> usize {
    let mut start = end.saturating_sub(2 * LONGEST);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    loop {
        let next = next_boundary(text, start);
        if next >= end {
            return start;
        }
        start = next;
    }
}

fn is_extending(character: char) -> bool {
    let is_skin_tone = ('\u{1f3fb}'..='\u{1f3ff}').contains(&character);
    is_skin_tone || (!character.is_control() && shown::width(character.encode_utf8(&mut [0; 4])) == 0)
}

fn is_regional(character: char) -> bool {
    ('\u{1f1e6}'..='\u{1f1ff}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, keys: &[Key]) -> (String, usize) {
        let mut edit = Edit::new(text);
        for key in keys {
            edit.apply(key);
        }
        (edit.text, edit.cursor)
    }

    #[test]
    fn what_is_drawn_as_one_character_is_one() {
        for character in ["é", "e\u{301}", "👩🏽‍🌾", "🇧🇬", "🏎️", "1️⃣"] {
            let text = format!("a{character}");
            assert_eq!(edited(&text, &[Key::Backspace]), ("a".to_owned(), 1));
            assert_eq!(edited(&text, &[Key::Left, Key::Delete]), ("a".to_owned(), 1));
        }
        assert_eq!(edited("🇧🇬🇩🇪", &[Key::Backspace]), ("🇧🇬".to_owned(), 8));
    }

    #[test]
    fn words_are_moved_over_and_erased() {
        let text = "one  two three";
        assert_eq!(edited(text, &[Key::WordLeft, Key::EraseWord]), ("one  three".to_owned(), 5));
        assert_eq!(edited(text, &[Key::Home, Key::WordRight, Key::WordRight, Key::EraseRest]).0, "one  two");
        assert_eq!(edited(text, &[Key::WordLeft, Key::EraseLine]), ("three".to_owned(), 0));
        assert_eq!(edited("", &[Key::WordLeft, Key::EraseWord, Key::Backspace, Key::Delete]), (String::new(), 0));
    }

    #[test]
    fn a_window_holds_the_cursor_and_says_where_text_is_cut() {
        let window = |text: &str, left: usize, columns: usize| {
            let mut edit = Edit::new(text);
            for _ in 0..left {
                edit.apply(&Key::Left);
            }
            let Window { before, after } = edit.window(columns);
            format!("{before}|{after}")
        };
        assert_eq!(window("all of it", 3, 10), "all of| it");
        assert_eq!(window("abcdefghijkl", 0, 10), "…efghijkl|");
        assert_eq!(window("abcdefghijkl", 4, 10), "…defgh|ij…");
        assert_eq!(window("abcdefghijkl", 12, 10), "|abcdefgh…");
        assert_eq!(window("種種種種", 0, 6), "…種|");
        assert_eq!(window("a\u{202e}b", 0, 20), "a\u{202e}b|".replace('\u{202e}', "\\u{202e}"));
        for columns in [0, 1] {
            assert_eq!(window("abc", 1, columns), "|");
        }
    }

    #[test]
    fn characters_without_width_do_not_make_a_window_endless() {
        let edit = Edit::new("\u{200b}".repeat(100_000));
        assert!(edit.window(80).before.len() < 20_000);
    }
}
