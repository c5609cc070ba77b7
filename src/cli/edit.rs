//! `afterword edit`: the overview of an event that exists, and any of its answers changed.

use std::path::PathBuf;

use clap::Args;

use crate::grammar::list_and;
use crate::terminal::Terminal;
use crate::wizard::Answers;
use crate::wizard::End;
use crate::wizard::Knowledge;
use crate::wizard::PromptError;
use crate::wizard::Setting;
use crate::wizard::Wizard;

use super::Error;
use super::Outcome;
use super::commit;
use super::editing::Editing;
use super::editing::Made;
use super::index::say_of_index;
use super::neighbours;
use super::new::today;
use super::render::show_diff;

use self::draft::EditDraft;

mod draft;

/// Look over an event and change any answer.
///
/// The whole event stands on one screen: every field, and every topic with the sections that are filled in. Topics are
/// added, reordered, dropped or moved there. Only the lines of what was changed change in the event file. A page without
/// an event file is edited in place, and each of its other bytes stays.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  afterword edit 2026-05.yaml\n  afterword edit 2026-05.md")]
pub(super) struct EditArgs {
    /// An event file, an event folder, a page, or an id; the newest event if left out.
    #[arg(value_name = "EVENT")]
    event: Option<PathBuf>,
}

pub(super) fn run(args: &EditArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let editing = match Editing::open(args.event.as_ref(), "edit", terminal)? {
        Ok(editing) => editing,
        Err(outcome) => return Ok(outcome),
    };
    if !terminal.is_interactive() {
        let then = if editing.input.is_page() { "" } else { ", then `afterword render` it" };
        return Err(Error::Usage {
            message: "`edit` asks, and there is no terminal to ask on".to_owned(),
            help: format!("change {} in an editor{then}", editing.name()),
        });
    }
    ask(&editing, None, terminal)
}

/// Asks for changes, of that topic first if there is one, and writes them.
pub(super) fn ask(editing: &Editing, topic: Option<usize>, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let Editing { path, place, .. } = editing;
    let neighbours = neighbours::read(&place.folder, &place.project, Some(path));
    let knowledge = Knowledge::of(&neighbours);
    let setting = Setting {
        declaration: &editing.renderer.template().declaration,
        knowledge: &knowledge,
        today: today(),
        folder: Some(&place.folder),
        is_page: editing.input.is_page(),
    };
    let mut draft = EditDraft::open(place, path, editing.text(), terminal)?;
    let begin = draft.resumed(terminal)?.unwrap_or_else(|| editing.answers.marked());
    let (end, answers) = {
        let mut save = |answers: &Answers| draft.save(answers);
        let mut prompt = terminal.prompt()?;
        let mut wizard = Wizard::new(&mut prompt, setting, begin, &mut save);
        let end = match topic {
            Some(topic) => wizard.review_topic(topic),
            None => wizard.review(),
        };
        let answers = wizard.answers().clone();
        // A signal after the last answer is one before the first file.
        (prompt.finish().and(end), answers)
    };
    match end {
        Ok(End::Write) => {}
        ended => {
            draft.say_how_to_resume(path, terminal);
            return match ended {
                Err(PromptError::Interrupted) => Ok(Outcome::Interrupted),
                Err(error) => Err(error.into()),
                Ok(_) => Ok(Outcome::Done),
            };
        }
    }

    let changed = match editing.with(&answers, terminal) {
        Ok(Made::Text(changed)) => changed,
        Ok(Made::Ended(outcome)) => {
            draft.say_how_to_resume(path, terminal);
            return Ok(outcome);
        }
        Err(error) => {
            draft.say_how_to_resume(path, terminal);
            return Err(error);
        }
    };
    if changed.is_nothing() {
        draft.remove()?;
        terminal.status("Nothing was changed.");
        return Ok(Outcome::Done);
    }
    if !terminal.is_quiet() {
        changed.diffs().for_each(|diff| show_diff(&diff, terminal));
    }
    // Questions take their time, and others edit as well.
    if let Err(error) = editing.refuse_changed() {
        draft.say_how_to_resume(path, terminal);
        return Err(error);
    }
    let indices = editing.write(&changed, &answers, terminal)?;
    draft.remove()?;
    terminal.status(&format!("Wrote {}.", list_and(changed.names())));
    indices.iter().for_each(|(name, rows)| say_of_index(name, *rows, true, terminal));
    match editing.render(terminal)? {
        Outcome::Done => {
            if place.repository.is_some() {
                commit::offer(&editing.input.argument(), terminal)?;
            }
            Ok(Outcome::Done)
        }
        outcome => Ok(outcome),
    }
}
