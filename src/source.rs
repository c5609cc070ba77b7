//! Text with positions: a named source, byte spans into it, and the lines and columns people count in.

use std::fmt;
use std::ops::Range;

/// A range of bytes in a [`Source`], end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to `end`, in bytes, `end` exclusive.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::try_from(end.max(start)).unwrap_or(u32::MAX) }
    }

    /// The span as a range that slices text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Where a position stands: line and column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A text and the name it goes by in messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The name in messages: a path relative to the working directory with `/`, or a word such as `--set`.
    pub name: String,
    /// The whole text, without a byte order mark.
    pub text: String,
    /// The texts of other files that belong to it: the topic files of an event folder, in the order of their names.
    pub parts: Vec<Self>,
}

impl Source {
    /// A source of that name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), parts: Vec::new() }
    }

    /// The file's name without folders and ending.
    pub fn stem(&self) -> &str {
        let file = self.name.rsplit('/').next().unwrap_or(&self.name);
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    }

    /// The text of a span; empty where the span lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The line and column of a byte offset. An offset past the end is the end's.
    pub fn position(&self, offset: u32) -> Position {
        let before = self.text.as_bytes().get(..offset as usize);
        let before = before.unwrap_or(self.text.as_bytes());
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let line = before.get(line_start..).unwrap_or_default();
        Position { line: 1 + before.iter().filter(|&&byte| byte == b'\n').count(), column: 1 + count_characters(line) }
    }
}

/// Counts the characters of UTF-8 bytes, a cut one at the end included.
fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = Source::new("x", "a\n🚀ü: b\n");
        assert_eq!(source.position(2 + 4 + 2).to_string(), "2:3");
    }

    #[test]
    fn the_end_and_beyond_are_the_last_position() {
        let source = Source::new("x", "a\nb");
        assert_eq!(source.position(3).to_string(), "2:2");
        assert_eq!(source.position(99).to_string(), "2:2");
    }
}
