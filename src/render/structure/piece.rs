//! Pieces of a page as they are drawn, and the way from a byte of one back to the text in the event file.

use crate::event::Text;
use crate::template::Section;
use crate::template::Style;
use crate::yaml::Step;

use super::super::drawn::Line;
use super::super::drawn::without_line_ends;
use super::super::drawn::write_bullet;
use super::super::drawn::write_section;

/// A text as it stands on the page, with the label before it.
pub(super) struct Piece<'e> {
    /// Label, join and text.
    pub(super) drawn: String,
    /// The bytes of its label.
    pub(super) label: usize,
    /// Whether the label is a line of its own at the top of the page, which others recognise.
    pub(super) is_labelled: bool,
    /// Where the event file says how the piece begins, if it does.
    label_path: Option<Vec<Step>>,
    /// Whether it stands on the line after the piece before, without a blank line.
    pub(super) follows: bool,
    /// The sections that come after this text.
    pub(super) later: &'e [Section],
    path: Vec<Step>,
    /// Where the text begins.
    text: usize,
    /// The items, where the text is a list of them.
    items: &'e [String],
}

impl<'e> Piece<'e> {
    /// A Markdown text without a label.
    pub(super) fn text(text: &str, path: Vec<Step>, later: &'e [Section]) -> Self {
        Self {
            drawn: without_line_ends(text).to_owned(),
            label: 0,
            is_labelled: false,
            label_path: None,
            follows: false,
            later,
            path,
            text: 0,
            items: &[],
        }
    }

    /// A section of a topic; `label_path` is where its label is written, if the event writes it.
    pub(super) fn section(
        text: &'e Text,
        path: Vec<Step>,
        label: String,
        label_path: Option<Vec<Step>>,
        style: &Style,
        later: &'e [Section],
    ) -> Self {
        let mut drawn = String::new();
        // Writing to a string cannot fail.
        let _ = write_section(&mut drawn, &label, text, style);
        let (text, items) = match text {
            Text::Markdown(text) => (drawn.len() - without_line_ends(text).len(), [].as_slice()),
            Text::List(items) => {
                let bullets: usize = items.iter().map(|item| bullet(item).len()).sum();
                (drawn.len() - bullets - items.len().saturating_sub(1), items.as_slice())
            }
        };
        let label = label.len();
        Self { drawn, label, is_labelled: true, label_path, follows: false, later, path, text, items }
    }

    /// A line of facts; `label_path` leads to what it begins with, `path` to its text where that may be at fault.
    pub(super) fn line(line: &Line, path: Option<Vec<Step>>, label_path: Option<Vec<Step>>, is_first: bool) -> Self {
        let drawn = line.to_string();
        Self {
            label: if path.is_some() { line.label.len() } else { drawn.len() },
            is_labelled: false,
            label_path,
            follows: !is_first,
            later: &[],
            path: path.unwrap_or_default(),
            text: drawn.len() - line.text.len(),
            items: &[],
            drawn,
        }
    }

    /// The same with its text on the line below, where it stands on the label's.
    pub(super) fn on_its_own_line(&self) -> Option<Self> {
        let join = self.join();
        let text = self.drawn.get(self.text..)?;
        if !self.is_labelled || join.is_empty() || join.contains('\n') || text.starts_with(['\n', '\r']) {
            return None;
        }
        let drawn = format!("{}\n{text}", self.label());
        Some(Self {
            text: self.label + 1,
            drawn,
            label_path: self.label_path.clone(),
            path: self.path.clone(),
            ..*self
        })
    }

    /// The label alone.
    pub(super) fn label(&self) -> &str {
        self.drawn.get(..self.label).unwrap_or_default()
    }

    /// What stands between the label and the text.
    pub(super) fn join(&self) -> &str {
        self.drawn.get(self.label..self.text).unwrap_or_default()
    }

    /// The way to the label in the event file, where it is written there.
    pub(super) fn label_place(&self) -> Option<(Vec<Step>, usize)> {
        Some((self.label_path.clone()?, 0))
    }

    /// The way to the text that byte `at` of the drawing belongs to, and the byte in that text.
    pub(super) fn place(&self, at: usize) -> (Vec<Step>, usize) {
        if let Some(label) = self.label_place().filter(|_| at < self.label) {
            return label;
        }
        let mut rest = at.saturating_sub(self.text);
        if self.items.is_empty() {
            return (self.path.clone(), rest);
        }
        let mut path = self.path.clone();
        for (index, item) in self.items.iter().enumerate() {
            let bullet = bullet(item);
            if rest <= bullet.len() || index + 1 == self.items.len() {
                // Its lines are the bullet's, each moved to the right.
                let line = bullet.get(..rest).unwrap_or(&bullet).matches('\n').count();
                let offset = item.split_inclusive('\n').take(line).map(str::len).sum();
                path.push(Step::Index(index));
                return (path, offset);
            }
            rest -= bullet.len() + 1;
        }
        (path, 0)
    }
}

fn bullet(item: &str) -> String {
    let mut bullet = String::with_capacity(item.len() + 2);
    // Writing to a string cannot fail.
    let _ = write_bullet(&mut bullet, item);
    bullet
}
