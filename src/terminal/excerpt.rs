//! The few lines of a source that a diagnostic shows: found, cut and made printable without touching the rest of it.

use std::ops::Range;

use crate::source::Span;

use super::places::{Places, floor};
use super::printable::Printable;

/// How many lines a marked range may have; of a longer one only the first line is marked.
const MARKED_LINES: usize = 3;

/// How many bytes the lines of several places may have together to be shown as one excerpt.
const TOGETHER: usize = 1000;

/// A piece of a source around one place or several, safe to print.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The text, without what a terminal would obey.
    pub(super) text: String,
    /// The number of its first line.
    pub(super) line: usize,
    /// The bytes of `text` to mark, for each span given.
    pub(super) marked: Vec<Range<usize>>,
}

impl Excerpt {
    /// The excerpt that shows the first of the spans and as many of those after it as are close by.
    pub(super) fn new(places: &Places<'_>, spans: &[Span], columns: usize) -> Self {
        let mut shown = 0..0;
        let mut marked = Vec::new();
        let reach = 2 * columns;
        for &span in spans {
            let range = marked_range(places, span, reach);
            let around = surroundings(places, &range, reach);
            if marked.is_empty() {
                shown = around;
            } else {
                let together = shown.start.min(around.start)..shown.end.max(around.end);
                let whole_lines = places.line_start(together.start) == together.start;
                if !whole_lines || together.len() > TOGETHER {
                    break;
                }
                shown = together;
            }
            marked.push(range);
        }
        Self::of(places, &shown, &marked, columns)
    }

    fn of(places: &Places<'_>, shown: &Range<usize>, marked: &[Range<usize>], columns: usize) -> Self {
        let text = &places.text[shown.clone()];
        let mut printable = printable(text);
        if text.is_empty() || text.ends_with('\n') {
            // So that the last line is one for the drawer too.
            printable.push(' ');
        }

        // Characters are replaced one by one, so what is before an offset is as long alone as inside the text.
        let moved = |offset: usize| self::printable(&places.text[shown.start..offset]).len();
        let marked = marked
            .iter()
            .map(|range| {
                let start = moved(range.start);
                start..start + fitting(&printable[start..moved(range.end)], columns)
            })
            .collect();
        Self { text: printable, line: places.line(shown.start), marked }
    }
}

/// The text as it may be printed, with line ends of one byte.
fn printable(text: &str) -> String {
    Printable::from(text.replace("\r\n", "\n").as_str()).to_string()
}

/// What to mark of a span: all of it, without the line end it stops at; if it has many lines, its first one.
fn marked_range(places: &Places<'_>, span: Span, reach: usize) -> Range<usize> {
    let text = places.text;
    let start = before_line_end(text, floor(text, span.start as usize));
    let end = floor(text, span.end as usize).max(start);
    let end = start + text[start..end].trim_end_matches(['\n', '\r']).len();

    let lines = places.line(end) - places.line(start) + 1;
    let bytes = end - places.line_start(start);
    if (2..=MARKED_LINES).contains(&lines) && bytes <= TOGETHER {
        return start..end;
    }

    start..line_end(text, start, reach).min(end)
}

/// The lines of a range; of very long ones no more than `reach` characters before and after it.
fn surroundings(places: &Places<'_>, range: &Range<usize>, reach: usize) -> Range<usize> {
    let text = places.text;
    let line_start = places.line_start(range.start);
    let mut before = text[line_start..range.start].char_indices().rev();
    let start = before.nth(reach).map_or(line_start, |(at, _)| line_start + at);
    start..line_end(text, range.end, reach)
}

/// The end of the line that an offset is on, but at most `reach` characters further.
fn line_end(text: &str, offset: usize, reach: usize) -> usize {
    let mut rest = text[offset..].char_indices().enumerate();
    let end = rest.find(|&(index, (_, character))| character == '\n' || index == reach);
    end.map_or(text.len(), |(_, (at, _))| before_line_end(text, offset + at))
}

/// How many bytes of a text fit beside line numbers and ellipses; a character beyond ASCII counts double.
fn fitting(text: &str, columns: usize) -> usize {
    let mut room = columns.saturating_sub(24).max(8);
    for (at, character) in text.char_indices() {
        if character == '\n' {
            break;
        }
        let width = if character.is_ascii() { 1 } else { 2 };
        if room < width {
            return at;
        }
        room -= width;
    }
    text.len()
}

/// The offset, unless it parts `\r\n`: then the one before.
fn before_line_end(text: &str, offset: usize) -> usize {
    if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
        return offset - 1;
    }
    offset
}
