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
use super::topic_file;

impl Document {
    /// The places of the lines that byte offsets of texts lie in; the whole event's where a path leads nowhere.
    pub fn places<'p>(
        &self,
        texts: impl IntoIterator<Item = (&'p [Step], usize)>,
        assignments: &[Assignment],
    ) -> Vec<Place> {
        let Some(root) = self.tree(assignments) else { return texts.into_iter().map(|_| Place::default()).collect() };
        let place = |(path, offset): (&[Step], usize)| {
            let node = (0..=path.len()).rev().find_map(|length| root.at(path.get(..length)?));
            node.map_or_else(Place::default, |node| line_place(node, offset, &self.sources))
        };
        texts.into_iter().map(place).collect()
    }

    /// The tree that the event was read from, once more.
    fn tree<'a>(&'a self, assignments: &'a [Assignment]) -> Option<Node<'a>> {
        let mut root = read::parse(0, &self.sources.first()?.text).ok()?.root;
        // What was wrong with any of it was said before.
        let (first, files) = self.topic_files();
        let mut said = Vec::new();
        let topics = topic_file::topics(files, first, &self.template, &mut said);
        topic_file::join(&mut root, files, topics, &mut said);
        for (assignment, index) in assignments.iter().zip(1u16..) {
            drop(assignment.apply(&mut root, index));
        }
        Some(root)
    }

    /// The topic files among its sources, and the place of the first.
    pub fn topic_files(&self) -> (usize, &[Source]) {
        let first = self.sources.len().saturating_sub(self.topic_files);
        (first, self.sources.get(first..).unwrap_or_default())
    }
}

/// Where bytes of a text of an event stand in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Located {
    /// Which of the event's sources it is.
    pub source: u16,
    /// The bytes of the file; of all the text, or of what is around it, where they are not known.
    pub span: Span,
    /// Whether they are the same bytes as in the text.
    pub is_verbatim: bool,
}

impl Document {
    /// Where bytes of texts stand in the event file or in topic files: ways to texts, and bytes of them.
    ///
    /// Where a path leads nowhere, or no bytes are asked for, it is what the path leads to as far as it goes.
    pub fn locate<'p>(&self, texts: impl IntoIterator<Item = (&'p [Step], Option<Range<usize>>)>) -> Vec<Located> {
        let root = self.tree(&[]);
        let locate = |(path, range): (&[Step], Option<Range<usize>>)| {
            let Some(root) = &root else { return Located::default() };
            let (depth, node) = (0..=path.len())
                .rev()
                .find_map(|depth| Some((depth, root.at(path.get(..depth)?)?)))
                .unwrap_or((0, root));
            let Place { source, span } = node.place;
            let Some(file) = self.sources.get(usize::from(source)) else { return Located::default() };
            let around = Located { source, span, is_verbatim: false };
            let (Some(range), true) = (range, depth == path.len()) else { return first_line(file, around) };
            exact(node, &range, file).unwrap_or_else(|| {
                let Place { span, .. } = line_place(node, range.start, &self.sources);
                first_line(file, Located { source, span, is_verbatim: false })
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
    is_verbatim.then(|| Located { source: node.place.source, span: Span::new(start, end), is_verbatim })
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
