//! Lines and columns of many places in long texts.
//!
//! A source may have 16 MiB and a report a hundred diagnostics: each text is gone through once, and only if needed.

use std::cell::OnceCell;

use crate::diagnostic::Report;
use crate::source::Position;

/// How many bytes lie between two marks of a [`Places`].
const STRIDE: usize = 4096;

/// The lines and columns of a text, many of them for the price of one pass.
#[derive(Debug)]
pub(super) struct Places<'a> {
    /// The name of the source.
    pub(super) name: &'a str,
    /// Its whole text.
    pub(super) text: &'a str,
    marks: Vec<Mark>,
}

/// What came before a certain byte.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    /// How many line ends.
    lines: usize,
    /// Where the line begins that the byte is on.
    line_start: usize,
    /// How many characters.
    characters: usize,
}

impl Mark {
    /// What came before the byte after `bytes`, which begin at `offset`, where this mark is.
    fn after(self, bytes: &[u8], offset: usize) -> Self {
        let last = bytes.iter().rposition(|&byte| byte == b'\n');
        Self {
            lines: self.lines + bytes.iter().filter(|&&byte| byte == b'\n').count(),
            line_start: last.map_or(self.line_start, |at| offset + at + 1),
            characters: self.characters + bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count(),
        }
    }
}

impl<'a> Places<'a> {
    /// The places of a text of that name.
    pub(super) fn new(name: &'a str, text: &'a str) -> Self {
        let blocks = text.as_bytes().chunks_exact(STRIDE).enumerate();
        let after = blocks.scan(Mark::default(), |mark, (index, block)| {
            *mark = mark.after(block, index * STRIDE);
            Some(*mark)
        });
        let marks = std::iter::once(Mark::default()).chain(after).collect();
        Self { name, text, marks }
    }

    /// The line and column of a byte offset, the end's past the end.
    pub(super) fn position(&self, offset: u32) -> Position {
        let offset = floor(self.text, offset as usize);
        let here = self.mark(offset);
        Position { line: here.lines + 1, column: here.characters - self.mark(here.line_start).characters + 1 }
    }

    /// The number of the line that an offset is on.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.mark(offset).lines + 1
    }

    fn mark(&self, offset: usize) -> Mark {
        let start = offset / STRIDE * STRIDE;
        let between = self.text.as_bytes().get(start..offset).unwrap_or_default();
        self.marks.get(offset / STRIDE).copied().unwrap_or_default().after(between, start)
    }

    /// Where the line begins that an offset is on.
    pub(super) fn line_start(&self, offset: usize) -> usize {
        self.mark(offset).line_start
    }
}

/// The sources of a report, each with its places.
#[derive(Debug)]
pub(super) struct Sources<'a> {
    report: &'a Report,
    places: Vec<OnceCell<Places<'a>>>,
    nowhere: Places<'a>,
}

impl<'a> Sources<'a> {
    /// The sources of a report.
    pub(super) fn new(report: &'a Report) -> Self {
        Self { report, places: report.sources.iter().map(|_| OnceCell::new()).collect(), nowhere: Places::new("", "") }
    }

    /// The places of the source of that index; an empty one's where there is none.
    pub(super) fn places(&self, index: usize) -> &Places<'a> {
        let (Some(source), Some(places)) = (self.report.sources.get(index), self.places.get(index)) else {
            return &self.nowhere;
        };
        places.get_or_init(|| Places::new(&source.name, &source.text))
    }
}

/// The character boundary at or before an offset, the end for one past it.
pub(super) fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::Source;

    proptest! {
        #[test]
        fn positions_are_those_of_the_source(text in "(a{0,300}|[\n\r]|ü|🚀){0,80}", offset in 0_u32..9000) {
            let source = Source::new("x", text.repeat(4));
            let places = Places::new("x", &source.text);
            let offset = u32::try_from(floor(&source.text, offset as usize)).unwrap();
            prop_assert_eq!(places.position(offset), source.position(offset));
        }
    }
}
