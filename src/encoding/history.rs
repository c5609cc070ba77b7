//! What was put in place of what, over several rounds: every change in terms of the text as given.

use std::ops::Range;

/// A character that was put in place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// What it stands for, in the text as given.
    pub(super) range: Range<usize>,
    /// The run of that, likewise.
    pub(super) run: Range<usize>,
    /// The character.
    pub(super) character: char,
    /// How many rounds it took.
    pub(super) times: u8,
}

/// A change of one round, in terms of the text that the round before left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// What is replaced.
    pub(super) range: Range<usize>,
    /// The run that stands in.
    pub(super) run: Range<usize>,
    /// What by.
    pub(super) character: char,
}

/// The edits so far, in order, none touching another's text.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    pub(super) edits: Vec<Edit>,
    /// Where each edit's character begins in the current text.
    starts: Vec<usize>,
}

impl History {
    fn new(edits: Vec<Edit>) -> Self {
        let mut starts = Vec::with_capacity(edits.len());
        let (mut given, mut current) = (0, 0);
        for edit in &edits {
            current += edit.range.start - given;
            starts.push(current);
            current += edit.character.len_utf8();
            given = edit.range.end;
        }
        Self { edits, starts }
    }

    /// The text as it is after the edits.
    pub(super) fn apply(&self, given: &str) -> String {
        let mut text = String::with_capacity(given.len());
        let mut done = 0;
        for edit in &self.edits {
            text.push_str(&given[done..edit.range.start]);
            text.push(edit.character);
            done = edit.range.end;
        }
        text.push_str(&given[done..]);
        text
    }

    /// What a range of the current text stands for in the text as given.
    pub(super) fn given(&self, current: &Range<usize>) -> Range<usize> {
        let start = self.place(current.start, |edit, _| edit.range.start);
        let end = self.place(current.end, |edit, inside| if inside == 0 { edit.range.start } else { edit.range.end });
        start..end.max(start)
    }

    fn place(&self, at: usize, inside: impl Fn(&Edit, usize) -> usize) -> usize {
        let index = self.starts.partition_point(|start| *start <= at);
        let index = index.checked_sub(1);
        let Some((edit, start)) = index.and_then(|index| self.edits.get(index).zip(self.starts.get(index))) else {
            return at;
        };
        let offset = at - start;
        match offset.checked_sub(edit.character.len_utf8()) {
            Some(beyond) => edit.range.end + beyond,
            None => inside(edit, offset),
        }
    }

    /// The edits whose characters stand in a range of the current text.
    pub(super) fn within(&self, current: &Range<usize>) -> &[Edit] {
        let first = self.starts.partition_point(|start| *start < current.start);
        let last = self.starts.partition_point(|start| *start < current.end);
        self.edits.get(first..last).unwrap_or_default()
    }

    /// The history with the changes of one more round, which are in order.
    pub(super) fn then(self, changes: &[Change]) -> Self {
        let mut edits = Vec::with_capacity(self.edits.len() + changes.len());
        let mut kept = 0;
        for change in changes {
            let first = self.starts.partition_point(|start| *start < change.range.start);
            edits.extend(self.edits.iter().take(first).skip(kept).cloned());
            let within = self.within(&change.range);
            kept = first + within.len();
            edits.push(Edit {
                range: self.given(&change.range),
                run: self.given(&change.run),
                character: change.character,
                times: 1 + within.iter().map(|edit| edit.times).max().unwrap_or(0),
            });
        }
        edits.extend(self.edits.iter().skip(kept).cloned());
        Self::new(edits)
    }

    /// The history without the edits that `keeps` does not hold for.
    pub(super) fn retain(self, keeps: impl Fn(&Edit) -> bool) -> Self {
        Self::new(self.edits.into_iter().filter(keeps).collect())
    }
}
