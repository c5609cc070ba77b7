//! What a run has to tell at its end: differences, what became of each event, what went wrong.

use serde_json::json;

use crate::diagnostic::SHOWN;
use crate::grammar::Count;
use crate::outputs::Standing;
use crate::terminal::Terminal;
use crate::terminal::Tone;
use crate::terminal::emitter::Emitter;

use super::super::Outcome;
use super::super::index::Kept;
use super::super::index::say_of_index;
use super::super::report::Failure;
use super::super::shared::Format;
use super::Done;
use super::RenderArgs;

/// Prints a difference, coloured where that is welcome.
pub(in crate::cli) fn show_diff(diff: &str, terminal: &mut Terminal) {
    for line in diff.split_inclusive('\n') {
        let tone = match line.as_bytes() {
            [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => Tone::Strong,
            [b'+', ..] => Tone::Added,
            [b'-', ..] => Tone::Removed,
            _ => Tone::Plain,
        };
        terminal.data_in(tone, line);
    }
}

/// Says what became of the events.
pub(super) fn tell(done: &[Done<'_>], args: &RenderArgs, writes: bool, terminal: &mut Terminal) {
    if args.format == Format::Json {
        for one in done {
            let line = json!({
                "schema_version": 1,
                "event": one.event.name(),
                "page": one.page,
                "status": one.standing.name(),
                "written": writes && one.standing != Standing::Unchanged,
            });
            terminal.json(&line.to_string());
        }
        return;
    }
    if args.diff {
        return;
    }
    const FEW: usize = 10;
    let (changed, same): (Vec<&Done<'_>>, Vec<&Done<'_>>) =
        done.iter().partition(|one| one.standing != Standing::Unchanged);
    let verb = if writes { "Wrote" } else { "Would write" };
    match changed.len() {
        0 => {}
        1..=FEW => changed.iter().for_each(|one| terminal.status(&format!("{verb} {}.", one.page))),
        many => terminal.status(&format!("{verb} {}.", Count(many, "page"))),
    }
    match same.as_slice() {
        [] => {}
        [one] => terminal.status(&format!("{} is up to date.", one.page)),
        many => terminal.status(&format!("{} are up to date.", Count(many.len(), "page"))),
    }
}

/// Says which indices changed with the pages.
pub(super) fn tell_of_indices(indices: &Kept, args: &RenderArgs, writes: bool, terminal: &mut Terminal) {
    for (name, rows) in indices.told() {
        if args.format == Format::Json {
            let line = json!({ "schema_version": 1, "index": name, "rows": rows, "written": writes });
            terminal.json(&line.to_string());
        } else if !args.diff {
            say_of_index(name, rows, writes, terminal);
        }
    }
}

/// What went wrong, by event.
#[derive(Default)]
pub(in crate::cli) struct Failures {
    list: Vec<(usize, Failure)>,
    omitted: usize,
}

impl Failures {
    pub(in crate::cli) fn push(&mut self, index: usize, failure: Failure) {
        // Each holds its event's text.
        if self.list.len() < SHOWN {
            self.list.push((index, failure));
        } else {
            self.omitted += 1;
        }
    }

    pub(in crate::cli) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Tells all of them in the order of the events.
    pub(in crate::cli) fn tell(mut self, format: Format, terminal: &mut Terminal) -> Outcome {
        self.list.sort_by_key(|(index, _)| *index);
        let mut emitter = Emitter::new(format.into());
        let mut outcome = Outcome::Usage;
        for (_, failure) in &self.list {
            match failure {
                Failure::Report(report) => emitter.emit(report, terminal),
                Failure::Error(error) => {
                    terminal.error(error.as_ref(), error.hint().as_deref());
                    outcome = error.outcome();
                }
            }
        }
        emitter.summarize(terminal);
        if self.omitted > 0 {
            terminal.note(&format!("{} more cannot be drawn", Count(self.omitted, "event")));
        }
        outcome
    }
}
