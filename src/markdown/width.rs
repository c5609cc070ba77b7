//! How wide a text is: in a terminal, in a table that is aligned by hand.

use unicode_width::UnicodeWidthStr as _;

/// One of the ways in which people and programs count how wide a text is when they align a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Columns of a terminal.
    #[default]
    Columns,
    /// Characters.
    Characters,
    /// Units of UTF-16, as JavaScript counts them.
    Utf16,
    /// Bytes.
    Bytes,
}

impl Measure {
    /// All of them, in the order in which they are tried where several fit.
    pub const ALL: [Self; 4] = [Self::Columns, Self::Characters, Self::Utf16, Self::Bytes];

    /// The name that templates see.
    pub fn name(self) -> &'static str {
        match self {
            Self::Columns => "columns",
            Self::Characters => "characters",
            Self::Utf16 => "utf-16",
            Self::Bytes => "bytes",
        }
    }

    /// How wide a text is.
    pub fn of(self, text: &str) -> usize {
        match self {
            Self::Columns => columns(text),
            Self::Characters => text.chars().count(),
            Self::Utf16 => text.encode_utf16().count(),
            Self::Bytes => text.len(),
        }
    }
}

/// The columns that a text takes in a terminal: two for most emoji and for wide letters, none for marks on others.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// The text in at most so many columns: cut at a character, with `…` for what is left out.
pub fn shortened(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        if columns(&text[..next]) + 1 > most {
            break;
        }
        end = next;
    }
    format!("{}…", text[..end].trim_end())
}

/// The text with blanks behind it up to so many columns.
pub fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(text));
    format!("{text}{}", " ".repeat(missing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_take_two_columns_and_marks_none() {
        assert_eq!(["a", "🔥", "❤️‍🩹", "日本", "e\u{301}"].map(columns), [1, 2, 2, 4, 1]);
    }

    #[test]
    fn a_text_is_cut_where_it_does_not_fit() {
        assert_eq!(shortened("🔥 Warm starts", 13), "🔥 Warm star…");
        assert_eq!(shortened("🔥 Warm starts", 14), "🔥 Warm starts");
        assert_eq!(shortened("日本", 3), "日…");
        assert_eq!(padded("🔥", 4), "🔥  ");
    }
}
