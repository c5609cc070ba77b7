//! The questions of `afterword new`, and the draft that keeps their answers.

use std::path::Path;

use crate::project::drafts::Draft;
use crate::project::drafts::DraftError;
use crate::source::Source;
use crate::terminal::Terminal;
use crate::wizard::Answers;
use crate::wizard::End;
use crate::wizard::Knowledge;
use crate::wizard::Prompt as _;
use crate::wizard::PromptError;
use crate::wizard::Reply;
use crate::wizard::Setting;
use crate::wizard::Wizard;
use crate::wizard::answers::text_of;
use crate::wizard::knowledge::Known;
use crate::wizard::prompt::Choice;

use super::super::Error;
use super::super::Outcome;
use super::super::inputs::path_name;
use super::super::places::Place;
use super::Form;
use super::NewArgs;
use super::template;

/// How the questions ended.
pub(super) enum Asked {
    Write(Answers, Option<Draft>),
    Ended(Outcome),
}

/// Asks for what is not given, with a draft at hand.
pub(super) fn ask(
    args: &NewArgs,
    given: Answers,
    habits: &Answers,
    form: Form,
    neighbours: &[Known],
    place: &Place,
    terminal: &mut Terminal,
) -> Result<Asked, Error> {
    let name = args.target.as_deref().and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| "new".to_owned());
    let (mut draft, text) = open_draft(&name, place, terminal)?;
    let mut answers = given.clone();
    if let Some(text) = text.filter(|_| !args.restart) {
        match Answers::parse(&Source::new("draft", text), &[]) {
            Ok(mut kept) if args.resume || wants_to_resume(&kept, terminal)? => {
                let mut said = given;
                for (key, habit) in habits.event() {
                    // An answer of the draft counts for more than a habit.
                    if kept.get(key).is_some() && said.get(key) == Some(habit) {
                        said.set(key, None);
                    }
                }
                kept.merge(said);
                answers = kept;
            }
            Ok(_) => {}
            Err(_) => {
                if let Some(draft) = &mut draft {
                    let aside = draft.set_aside()?;
                    terminal.warning(&format!("the draft cannot be read; it now lies at {}", aside.display()));
                }
            }
        }
    } else if args.resume {
        return Err(Error::Usage {
            message: format!("there is no draft of `{name}`"),
            help: "leave `--resume` out to begin one".to_owned(),
        });
    }

    // The draft may have been begun with another template.
    let template = template(args, &answers, place)?;
    preflight(place, terminal);
    let knowledge = Knowledge::of(neighbours);
    let setting = Setting {
        declaration: &template.declaration,
        knowledge: &knowledge,
        today: today(),
        folder: Some(&place.folder),
        is_page: form == Form::Page,
    };
    let mut trouble = None;
    let mut save = |answers: &Answers| {
        if let Some(draft) = &mut draft
            && let Err(error) = draft.save(&answers.text())
        {
            trouble = Some(error);
        }
    };
    let (end, answers) = {
        let mut prompt = terminal.prompt()?;
        let mut wizard = Wizard::new(&mut prompt, setting, answers, &mut save);
        let end = wizard.new_event();
        let answers = wizard.answers().clone();
        // A signal after the last answer is one before the first file.
        (prompt.finish().and(end), answers)
    };
    if let Some(error) = trouble {
        terminal.warning(&format!("{error}: answers since then are not in the draft"));
    }
    match end {
        Ok(End::Write) => Ok(Asked::Write(answers, draft)),
        Ok(End::Keep) => {
            keep_saying(draft.as_ref(), args, terminal);
            Ok(Asked::Ended(Outcome::Done))
        }
        Err(PromptError::Interrupted) => {
            keep_saying(draft.as_ref(), args, terminal);
            Ok(Asked::Ended(Outcome::Interrupted))
        }
        Err(error) => {
            keep_saying(draft.as_ref(), args, terminal);
            Err(error.into())
        }
    }
}

/// The draft of that name, where there is a place for one, and what it holds already.
pub(in crate::cli) fn open_draft(
    name: &str,
    place: &Place,
    terminal: &mut Terminal,
) -> Result<(Option<Draft>, Option<String>), Error> {
    match Draft::open(place.project.state_folder().as_deref(), name) {
        Ok(opened) => {
            if let Some(aside) = opened.set_aside {
                terminal.warning(&format!("the draft is no text; it now lies at {}", aside.display()));
            }
            Ok((Some(opened.draft), opened.text))
        }
        Err(error @ DraftError::NoPlace) => {
            terminal.warning(&format!("{error}: answers are lost if this is interrupted"));
            Ok((None, None))
        }
        Err(error) => Err(error.into()),
    }
}

/// Who the commit would be by, and whether there is a repository at all: told before the first question.
fn preflight(place: &Place, terminal: &mut Terminal) {
    match &place.repository {
        None => terminal.note("there is no git repository here: the files are written, nothing is committed"),
        Some(repository) if repository.identity(&crate::cli::shared::variables()).is_none() => {
            terminal.note(
                "git does not know who you are: git config user.name 'Ada' && git config user.email ada@example.org",
            );
        }
        Some(_) => {}
    }
}

fn wants_to_resume(kept: &Answers, terminal: &mut Terminal) -> Result<bool, Error> {
    let title = kept.get("series").and_then(text_of).unwrap_or("an event");
    let topics = crate::grammar::Count(kept.topics().len(), "topic");
    let question = format!("There is a draft of {title} with {topics}.");
    let items = ["Go on with it".to_owned(), "Begin anew".to_owned()];
    let question = Choice { question: &question, help: None, items: &items, default: 0, search: false };
    let mut prompt = terminal.prompt()?;
    let reply = prompt.choice(&question)?;
    prompt.finish()?;
    Ok(reply != Reply::Given(1))
}

/// Says how to go on with what was answered.
pub(super) fn keep_saying(draft: Option<&Draft>, args: &NewArgs, terminal: &mut Terminal) {
    // Before the first answer nothing is there to go on with.
    if !draft.is_some_and(Draft::is_saved) {
        return;
    }
    let target = args.target.as_deref().map(|target| format!(" {}", path_name(target))).unwrap_or_default();
    terminal.status(&format!("Your answers are kept. To go on: afterword new{target} --resume"));
}

pub(in crate::cli) fn today() -> chrono::NaiveDate {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let days = i64::try_from(since.as_secs() / 86_400).unwrap_or(0);
    chrono::NaiveDate::default() + chrono::Duration::days(days)
}
