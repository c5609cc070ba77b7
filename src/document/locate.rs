//! Where a text of an event stands in its file. Asked only when something is wrong with it, so the file is simply
//! read again, once: keeping every place of every event would cost more than all of them are worth.

use std::ops::Range;

use crate::diagnostic::Place;
use crate::source::Source;
use crate::source::Span;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::Step;
use crate::yaml::Style;
use crate::yaml::Value;
use crate::yaml::read;

use super::Assignment;
use super::Document;

impl Document {
    /// The places of the lines that byte offsets of texts lie in; the whole event's where a path leads nowhere.
    pub fn places<'p>(
        &self,
        texts: impl IntoIterator<Item = (&'p [Step], usize)>,
        assignments: &[Assignment],
    ) -> Vec<Place> {
        let root = self.sources.first().and_then(|file| read::parse(0, &file.text).ok()).map(|parsed| parsed.root);
        let Some(mut root) = root else { return texts.into_iter().map(|_| Place::default()).collect() };
        for (assignment, index) in assignments.iter().zip(1u16..) {
            // What was wrong with it was said before.
            drop(assignment.apply(&mut root, index));
        }
        let place = |(path, offset): (&[Step], usize)| {
            let node = (0..=path.len()).rev().find_map(|length| root.at(&path[..length]));
            node.map_or_else(Place::default, |node| line_place(node, offset, &self.sources))
        };
        texts.into_iter().map(place).collect()
    }
}

/// Where bytes of a text of an event stand in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Located {
    /// The bytes of the file; of all the text, or of what is around it, where they are not known.
    pub span: Span,
    /// Whether they are the same bytes as in the text.
    pub is_verbatim: bool,
}

impl Document {
    /// Where bytes of texts stand in the event file: ways to texts, and bytes of them.
    ///
    /// Where a path leads nowhere, or no bytes are asked for, it is what the path leads to as far as it goes.
    pub fn locate<'p>(&self, texts: impl IntoIterator<Item = (&'p [Step], Option<Range<usize>>)>) -> Vec<Located> {
        let Some(file) = self.sources.first() else { return Vec::new() };
        let parsed = read::parse(0, &file.text);
        let locate = |(path, range): (&[Step], Option<Range<usize>>)| {
            let Ok(parsed) = &parsed else { return Located::default() };
            let (depth, node) = (0..=path.len())
                .rev()
                .find_map(|depth| Some((depth, parsed.root.at(&path[..depth])?)))
                .unwrap_or((0, &parsed.root));
            let around = Located { span: node.place.span, is_verbatim: false };
            let (Some(range), true) = (range, depth == path.len()) else { return first_line(file, around) };
            exact(node, &range, file).unwrap_or_else(|| {
                let place = line_place(node, range.start, &self.sources);
                first_line(file, Located { span: place.span, is_verbatim: false })
            })
        };
        texts.into_iter().map(locate).collect()
    }
}

/// What is around, no further than its first line: a whole topic under carets helps nobody.
fn first_line(file: &Source, located: Located) -> Located {
    let Span { start, .. } = located.span;
    let text = file.slice(located.span);
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    Located { span: Span::new(start as usize, start as usize + line.trim_end().len()), ..located }
}

/// The bytes of the file that are those of a text, where they are the same.
fn exact(node: &Node<'_>, range: &Range<usize>, file: &Source) -> Option<Located> {
    let Value::Scalar(Scalar { text, style }) = &node.value else { return None };
    let wanted = text.get(range.clone())?;
    let written = file.slice(node.place.span);
    let base = node.place.span.range().start;
    let start = match style {
        Style::Block => {
            // Lines stand in a block as they are, but for what they are indented by.
            let line_start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
            let line = &text[line_start..];
            let visible = line_start + line.len() - line.trim_start_matches([' ', '\t']).len();
            let anchor = visible.min(range.start);
            if anchor < visible {
                return None;
            }
            at_in_block(text, visible, written)? + (range.start - visible)
        }
        Style::Plain | Style::Quoted | Style::Argument => {
            // Escapes and folded lines are no text as it is.
            let whole = written.find(text.as_ref())?;
            whole + range.start
        }
    };
    // Blanks at the end of a block are behind the node that has them.
    let (start, end) = (base + start, base + start + wanted.len());
    let is_verbatim = file.text.get(start..end) == Some(wanted);
    is_verbatim.then(|| Located { span: Span::new(start, end), is_verbatim })
}

/// The place of a line within a scalar: exact in a block and on the command line, else the scalar's.
pub(super) fn line_place(node: &Node<'_>, offset: usize, sources: &[Source]) -> Place {
    let Value::Scalar(Scalar { text, style }) = &node.value else { return node.place };
    let Some(source) = sources.get(usize::from(node.place.source)) else { return node.place };
    let written = source.slice(node.place.span);
    let at = match style {
        Style::Block => at_in_block(text, offset, written),
        Style::Argument => Some(offset),
        Style::Plain | Style::Quoted => None,
    };
    let Some(at) = at.filter(|at| written.is_char_boundary(*at)) else { return node.place };

    let start = written[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line = written[start..].split(['\n', '\r']).next().unwrap_or_default();
    let blanks = line.len() - line.trim_start().len();
    let start = node.place.span.range().start + start + blanks;
    Place { source: node.place.source, span: Span::new(start, start + line.trim().len()) }
}

/// Where byte `offset` of a text stands in the block it was read from.
///
/// Indentation and line ends are all that reading a block changes, so the other characters are counted. What is too
/// many of them stands before the text: a tag, an anchor, the indicator.
fn at_in_block(text: &str, offset: usize, written: &str) -> Option<usize> {
    let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let head = visible(written).checked_sub(visible(text))?;
    // A place of nothing but blanks is shown by what stands before it.
    let before = visible(text.get(..offset)?).min(visible(text).checked_sub(1)?);
    let mut characters = written.char_indices().filter(|(_, c)| !c.is_whitespace());
    characters.nth(head + before).map(|(at, _)| at)
}
