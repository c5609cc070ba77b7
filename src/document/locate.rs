//! Where a text of an event stands in its file. Asked only when something is wrong with it, so the file is simply
//! read again: keeping every place of every event would cost more than all of them are worth.

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
    /// The place of the line that byte `offset` of a text lies in; the whole event's where the path leads nowhere.
    pub fn locate(&self, path: &[Step], offset: usize, assignments: &[Assignment]) -> Place {
        let Some(file) = self.sources.first() else { return Place::default() };
        let Ok(parsed) = read::parse(0, &file.text) else { return Place::default() };
        let mut root = parsed.root;
        for (assignment, index) in assignments.iter().zip(1u16..) {
            // It was applied before.
            drop(assignment.apply(&mut root, index));
        }
        let node = (0..=path.len()).rev().find_map(|length| root.at(&path[..length]));
        node.map_or_else(Place::default, |node| line_place(node, offset, &self.sources))
    }
}

/// The place of a line within a scalar: exact in a literal block, else the scalar's.
fn line_place(node: &Node<'_>, offset: usize, sources: &[Source]) -> Place {
    let Value::Scalar(Scalar { text, style: Style::Block }) = &node.value else { return node.place };
    let Some(source) = sources.get(usize::from(node.place.source)) else { return node.place };
    let line = text.get(..offset).unwrap_or_default().matches('\n').count();
    let words = text.lines().nth(line).unwrap_or_default().trim();

    // The block's content begins on the line after its `|`.
    let start = node.place.span.range().start;
    let header_end = match source.slice(node.place.span).starts_with(['|', '>']) {
        true => source.text[start..].find('\n').map_or(start, |at| start + at + 1),
        false => source.text[..start].rfind('\n').map_or(0, |at| at + 1),
    };
    let mut at = header_end;
    for (number, candidate) in source.text[header_end..].split_inclusive('\n').enumerate() {
        if number == line && candidate.trim() == words {
            let start = at + candidate.len() - candidate.trim_start().len();
            return Place { source: node.place.source, span: Span::new(start, start + words.len()) };
        }
        if number > line {
            break;
        }
        at += candidate.len();
    }
    node.place
}
