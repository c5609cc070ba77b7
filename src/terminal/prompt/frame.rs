//! What stands on the screen while a line is asked for: lines, and under them the one that is edited.

use super::edit::Window;
use super::shown;
use crate::terminal::Tone;

/// A line in our colours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    painted: String,
    width: usize,
}

impl Row {
    /// Adds a piece of printable text.
    pub(super) fn push(&mut self, tone: Tone, text: &str, color: bool) {
        self.width += shown::width(text);
        self.painted.push_str(&tone.paint(text, color));
    }

    /// A row of one piece.
    pub(super) fn new(tone: Tone, text: &str, color: bool) -> Self {
        let mut row = Self::default();
        row.push(tone, text, color);
        row
    }

    /// The text with its colours.
    pub(super) fn as_str(&self) -> &str {
        &self.painted
    }

    /// How many columns it takes.
    pub(super) fn width(&self) -> usize {
        self.width
    }
}

/// What is on the screen, so that it can be replaced.
#[derive(Debug, Default)]
pub(super) struct Frame {
    above: Vec<Row>,
    /// How many columns stand to the left of the cursor.
    left: usize,
    columns: usize,
}

impl Frame {
    /// What must be written to show these lines, and under them the one that is edited, in the place of what is shown.
    pub(super) fn draw(&mut self, above: Vec<Row>, input: &Window, tone: Tone, color: bool, columns: usize) -> String {
        let mut text = String::new();
        if self.columns != columns || self.above != above {
            text = self.clear(columns);
            for row in &above {
                text.push_str(row.as_str());
                text.push('\n');
            }
            self.above = above;
            self.columns = columns;
        }
        self.left = 2 + shown::width(&input.before);
        let (before, after) = (tone.paint(&input.before, color), tone.paint(&input.after, color));
        // The terminal itself remembers where the cursor belongs: nobody agrees on how wide an emoji is.
        text.extend(["\r> ", &before, "\x1b7", &after, "\x1b[K\x1b8"]);
        text
    }

    /// What must be written to leave nothing of it on the screen.
    pub(super) fn clear(&mut self, columns: usize) -> String {
        // A terminal that was made narrower has broken the lines in two.
        let broken = |width: usize| width.saturating_sub(1) / columns.max(1);
        let rows = self.above.iter().map(|row| 1 + broken(row.width)).sum::<usize>() + broken(self.left);
        *self = Self::default();
        let up = if rows > 0 { format!("\x1b[{rows}A") } else { String::new() };
        format!("\r{up}\x1b[J")
    }
}
