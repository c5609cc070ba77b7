//! `afterword undo`: the last commit taken back.

use std::path::Path;

use clap::Args;

use crate::git::commit::Dialogue;
use crate::grammar::Count;
use crate::terminal::Hold;
use crate::terminal::Terminal;
use crate::wizard::Prompt as _;
use crate::wizard::Reply;
use crate::wizard::prompt::Choice;

use super::Error;
use super::Outcome;
use super::commit::open_at;
use super::shared::variables;

/// Take back the last commit that afterword made.
///
/// Branch, index and files are as they were before it. Only while it is HEAD, no branch of a remote has it, and its files
/// were not changed since.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  afterword undo")]
pub(super) struct UndoArgs {
    /// Ask nothing.
    #[arg(short, long)]
    yes: bool,
    /// Write nothing; say what would be taken back.
    #[arg(short = 'n', long)]
    dry_run: bool,
}

pub(super) fn run(args: &UndoArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let variables = variables();
    let session = open_at(Path::new(""), &variables, terminal)?;
    let undoable = session.undoable().map_err(Error::Commit)?;
    let short = undoable.commit.get(..10).unwrap_or(&undoable.commit).to_owned();
    let what = format!("{short} {} ({})", undoable.subject, Count(undoable.paths.len(), "file"));
    if args.dry_run {
        terminal.status(&format!("Would take back {what}."));
        return Ok(Outcome::Done);
    }
    if terminal.is_interactive() && !args.yes {
        drop(session);
        if !is_wanted(&what, terminal)? {
            terminal.status("Nothing was changed.");
            return Ok(Outcome::Done);
        }
        return take_back(&what, &open_at(Path::new(""), &variables, terminal)?, terminal);
    }
    take_back(&what, &session, terminal)
}

fn is_wanted(what: &str, terminal: &mut Terminal) -> Result<bool, Error> {
    let items = ["Take it back".to_owned(), "Leave it".to_owned()];
    let question = format!("Take back {what}?");
    let question = Choice { question: &question, help: None, items: &items, default: 0, search: false };
    let mut prompt = terminal.prompt()?;
    let reply = prompt.choice(&question)?;
    prompt.finish()?;
    Ok(reply == Reply::Given(0))
}

fn take_back(what: &str, session: &crate::git::Session<'_>, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let hold = Hold::begin();
    let mut waits = |text: &str| terminal.status(text);
    let mut dialogue = Dialogue { waits: &mut waits, is_interrupted: &|| hold.is_interrupted() };
    let undone = session.undo(&mut dialogue).map_err(Error::Commit)?;
    terminal.status(&format!("Took back {what}."));
    if let (Some(removed), Some(branch)) = (&undone.removed, &undone.branch) {
        terminal.status(&format!("On `{branch}` again; `{removed}` is removed."));
    }
    terminal.detail(&format!("It is still there for a while: git show {}", undone.commit));
    match undone.unfinished {
        Some(reason) => {
            terminal
                .warning(&format!("something after it failed: {reason}; the next run of afterword here finishes it"));
            Ok(Outcome::Unfinished)
        }
        None => Ok(Outcome::Done),
    }
}
