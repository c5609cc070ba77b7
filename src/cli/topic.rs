//! `afterword topic`: topics added, changed, listed, put into another order and removed, one command each.
//!
//! Each makes new answers of those that an event file or a page holds; what `edit` writes them with writes them here.

use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

use crate::grammar::Count;
use crate::grammar::list_and;
use crate::grammar::ticked;
use crate::terminal::Terminal;
use crate::wizard::Answers;

use super::Error;
use super::Outcome;
use super::editing::Editing;
use super::editing::Made;
use super::index::say_of_index;
use super::render::show_diff;

mod adding;
mod changing;
mod finding;
mod issues;
mod listing;
mod ordering;
mod removing;
mod values;

/// Add, change, list, reorder and remove topics.
///
/// EVENT is an event file, an event folder, a page or an id. In an event file only the lines of what was changed change,
/// and its page is drawn again; a page without an event file is changed in place. TOPIC is the number, the title, or the
/// beginning of one title.
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(super) enum TopicArgs {
    Add(adding::AddArgs),
    Edit(changing::EditArgs),
    List(listing::ListArgs),
    Reorder(ordering::ReorderArgs),
    Remove(removing::RemoveArgs),
}

const EXAMPLES: &str = "\
Examples:
  afterword topic add 2026-05 '🔥 Warm starts @ada #12'
  afterword topic list 2026-05
  afterword topic edit 2026-05 warm --set achievements=@warm-starts.md
  afterword topic reorder 2026-05 warm --to 1
  afterword topic remove 2026-05 warm";

pub(super) fn run(args: &TopicArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    match args {
        TopicArgs::Add(args) => adding::run(args, terminal),
        TopicArgs::Edit(args) => changing::run(args, terminal),
        TopicArgs::List(args) => listing::run(args, terminal),
        TopicArgs::Reorder(args) => ordering::run(args, terminal),
        TopicArgs::Remove(args) => removing::run(args, terminal),
    }
}

/// Which event, and whether it is written.
#[derive(Args, Debug)]
struct EventArgs {
    /// An event file, an event folder, a page, or an id.
    #[arg(value_name = "EVENT")]
    event: PathBuf,
    /// Write nothing; say what would be done.
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Write nothing; print what would change.
    #[arg(long)]
    diff: bool,
}

impl EventArgs {
    fn open(&self, command: &'static str, terminal: &mut Terminal) -> Result<Result<Editing, Outcome>, Error> {
        Editing::open(Some(&self.event), command, terminal)
    }

    fn writes(&self) -> bool {
        !self.dry_run && !self.diff
    }

    /// Writes new answers, with topics that are marked, unless that is not wanted, and says what was done.
    fn finish(
        &self,
        editing: &Editing,
        answers: &Answers,
        done: &Done<'_>,
        terminal: &mut Terminal,
    ) -> Result<Outcome, Error> {
        let changed = match editing.with(answers, terminal)? {
            Made::Text(changed) => changed,
            Made::Ended(outcome) => return Ok(outcome),
        };
        if changed.is_nothing() {
            terminal.status(&format!("{} is as it should be.", editing.name()));
            return Ok(Outcome::Done);
        }
        if self.diff {
            changed.diffs().for_each(|diff| show_diff(&diff, terminal));
            return Ok(Outcome::Done);
        }
        if self.dry_run {
            terminal.status(&format!("Would {} {}.", done.would, done.what));
            return Ok(Outcome::Done);
        }
        editing.refuse_changed()?;
        if done.is_lossy {
            editing.keep(&changed, terminal)?;
        }
        let indices = editing.write(&changed, answers, terminal)?;
        terminal.status(&format!("{} {}.", done.did, done.what));
        indices.iter().for_each(|(name, rows)| say_of_index(name, *rows, true, terminal));
        editing.render(terminal)
    }
}

/// What is done, for its message.
struct Done<'d> {
    /// `Added`.
    did: &'d str,
    /// `add`.
    would: &'d str,
    /// What, and in which event.
    what: String,
    /// Whether something is gone afterwards, so that the old bytes are kept.
    is_lossy: bool,
}

/// Topics by their titles, or their number where they are many.
fn named<'t>(titles: impl ExactSizeIterator<Item = &'t str>) -> String {
    const MANY: usize = 5;
    match titles.len() {
        0..=MANY => list_and(titles.map(ticked)),
        many => Count(many, "topic").to_string(),
    }
}
