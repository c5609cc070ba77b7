//! The lines of a topic file: which are headings, and what is left of them without comments.

use std::borrow::Cow;
use std::ops::Range;

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading with marks, outside of code.
    Heading {
        /// From 1 to 6.
        level: usize,
        /// The bytes of its text.
        name: Range<usize>,
    },
    /// A line that ends within a comment.
    Comment,
    /// Anything else.
    Text,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// All of it, its end included.
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    /// What of it is no comment, with a line feed at its end; nothing where it was one altogether.
    pub(super) kept: Cow<'a, str>,
    /// Where a comment begins that it leaves open.
    pub(super) comment: Option<usize>,
}

/// The lines from a byte on.
pub(super) fn lines(text: &str, begin: usize) -> impl Iterator<Item = Line<'_>> {
    let mut at = begin;
    let mut fence: Option<(char, usize)> = None;
    let mut in_comment = false;
    let rest = text.get(begin..).unwrap_or_default();
    rest.split_inclusive('\n').map(move |whole| {
        let range = at..at + whole.len();
        at = range.end;
        let line = whole.trim_end_matches(['\n', '\r']);
        if !in_comment {
            let mark = fence_of(line);
            match (fence, mark) {
                (Some((open, length)), Some((mark, count, is_bare))) if open == mark && count >= length && is_bare => {
                    fence = None;
                    return Line { range, kind: Kind::Text, kept: with_line_feed(line), comment: None };
                }
                (None, Some((mark, count, _))) => fence = Some((mark, count)),
                _ => {}
            }
        }
        if fence.is_some() {
            return Line { range, kind: Kind::Text, kept: with_line_feed(line), comment: None };
        }
        let was_in_comment = in_comment;
        let (kept, open) = without_comments(line, &mut in_comment);
        let is_gone = kept.trim().is_empty() && (was_in_comment || kept.len() < line.len());
        let comment = open.map(|open| range.start + open);
        let heading = if was_in_comment || kept.len() < line.len() { None } else { heading(line) };
        let kind = match heading {
            Some((level, name)) => Kind::Heading { level, name: range.start + name.start..range.start + name.end },
            None if in_comment => Kind::Comment,
            None => Kind::Text,
        };
        let kept = match kept {
            _ if is_gone => Cow::Borrowed(""),
            Cow::Borrowed(kept) => with_line_feed(kept),
            Cow::Owned(kept) => Cow::Owned(format!("{}\n", kept.trim_end())),
        };
        Line { range, kind, kept, comment }
    })
}

fn with_line_feed(line: &str) -> Cow<'_, str> {
    Cow::Owned(format!("{line}\n"))
}

/// The mark of a fence, its length, and whether nothing follows it (CommonMark 0.31, 4.5).
fn fence_of(line: &str) -> Option<(char, usize, bool)> {
    let text = line.trim_start_matches(' ');
    let mark = text.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let count = text.chars().take_while(|c| *c == mark).count();
    let after = &text[count..];
    let is_fence = line.len() - text.len() < 4 && count >= 3 && !(mark == '`' && after.contains('`'));
    is_fence.then(|| (mark, count, after.trim().is_empty()))
}

/// The level of a heading with marks, and the bytes of its text (CommonMark 0.31, 4.2).
fn heading(line: &str) -> Option<(usize, Range<usize>)> {
    let marks = line.trim_start_matches(' ');
    let level = marks.bytes().take_while(|byte| *byte == b'#').count();
    let after = &marks[level..];
    if line.len() - marks.len() > 3 || !(1..=6).contains(&level) || !after.starts_with([' ', '\t']) {
        return None;
    }
    let text = after.trim();
    let text = match text.trim_end_matches('#') {
        bare if bare.is_empty() || bare.ends_with([' ', '\t']) => bare.trim_end(),
        _ => text,
    };
    let start = line.len() - after.len() + (after.len() - after.trim_start().len());
    Some((level, start..start + text.len()))
}

/// A line without comments, and where in it one begins that it leaves open. What stands in a code span stays.
fn without_comments<'l>(line: &'l str, in_comment: &mut bool) -> (Cow<'l, str>, Option<usize>) {
    const OPEN: &str = "<!--";
    const CLOSE: &str = "-->";
    if !*in_comment && !line.contains(OPEN) {
        return (Cow::Borrowed(line), None);
    }
    let mut kept = String::new();
    let mut opened = None;
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        if *in_comment {
            let Some(end) = rest.find(CLOSE) else { return (Cow::Owned(kept), opened) };
            *in_comment = false;
            opened = None;
            at += end + CLOSE.len();
        } else if rest.starts_with(OPEN) {
            *in_comment = true;
            opened = Some(at);
            at += OPEN.len();
        } else if rest.starts_with('`') {
            let marks = rest.len() - rest.trim_start_matches('`').len();
            let end = code_end(&rest[marks..], marks).map_or(marks, |end| marks + end);
            kept.push_str(&rest[..end]);
            at += end;
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            kept.push_str(&rest[..length]);
            at += length;
        }
    }
    (Cow::Owned(kept), opened)
}

/// Where a code span ends that was opened by that many marks.
fn code_end(text: &str, marks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let count = text.len() - start - text[start..].trim_start_matches('`').len();
        if count == marks {
            return Some(start + count);
        }
        at = start + count;
    }
    None
}
