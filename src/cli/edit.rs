//! `afterword edit`: the overview of an event that exists, and any of its answers changed.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::document::write::event_file;
use crate::event::Event;
use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::import::Imported;
use crate::outputs::unified_diff;
use crate::project::Project;
use crate::render::Renderer;
use crate::source::Source;
use crate::terminal::Terminal;
use crate::wizard::Answers;
use crate::wizard::End;
use crate::wizard::Knowledge;
use crate::wizard::PromptError;
use crate::wizard::Setting;
use crate::wizard::Wizard;

use super::Error;
use super::Outcome;
use super::choice;
use super::commit;
use super::drawing::Drawing;
use super::drawing::Read;
use super::inputs::Input;
use super::inputs::path_name;
use super::neighbours;
use super::new::tell;
use super::new::today;
use super::places::Places;
use super::places::folder_of;
use super::render;
use super::render::RenderArgs;
use super::render::show_diff;
use super::report::Failure;
use super::shared::ReadingArgs;

use self::draft::EditDraft;
use self::file::EventFile;
use self::page::page_with;

mod draft;
mod file;
mod page;

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
    let mut places = Places::new();
    let input = Input::find(&choice::event(args.event.as_ref(), &mut places, terminal)?)?;
    let Input::File { path, .. } = &input else {
        return Err(Error::Usage {
            message: "standard input cannot be edited".to_owned(),
            help: "give an event file or a page".to_owned(),
        });
    };
    input.refuse_made("edit")?;
    input.refuse_topic_files("edit")?;
    let place = places.of(folder_of(path), terminal)?;
    let file_name = path.file_name().map(Path::new).unwrap_or(path);
    let target = place.root.target(&place.key(file_name)).map_err(Error::Write)?;
    let drawing = Drawing::new(&ReadingArgs::default())?.knowing_series();
    let on_disk = target.read(crate::yaml::read::MAX_BYTES).map_err(Error::Read)?.unwrap_or_default();
    let edited = match read(&input, &drawing, &place.project, &on_disk) {
        Ok(edited) => edited,
        Err(failure) => return tell(failure, terminal),
    };
    let Edited { answers: before, event: original, renderer, source } = &edited;
    EventFile::refuse_json(path)?;
    if !terminal.is_interactive() {
        let then = if input.is_page() { "" } else { ", then `afterword render` it" };
        return Err(Error::Usage {
            message: "`edit` asks, and there is no terminal to ask on".to_owned(),
            help: format!("change {} in an editor{then}", path_name(path)),
        });
    }

    let neighbours = neighbours::read(&place.folder, &place.project, Some(path));
    let knowledge = Knowledge::of(&neighbours);
    let declaration = &renderer.template().declaration;
    let setting = Setting {
        declaration,
        knowledge: &knowledge,
        today: today(),
        folder: Some(&place.folder),
        is_page: input.is_page(),
    };
    let mut draft = EditDraft::open(&place, path, source.text(), terminal)?;
    let begin = draft.resumed(terminal)?.unwrap_or_else(|| before.marked());
    let (end, answers) = {
        let mut save = |answers: &Answers| draft.save(answers);
        let mut prompt = terminal.prompt()?;
        let mut wizard = Wizard::new(&mut prompt, setting, begin, &mut save);
        let end = wizard.review();
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

    let meant = match drawing.read(Source::new("the answers", answers.without_marks().text()), &place.project) {
        // Nothing asks for the front matter, and how a key without a value is written counts there.
        Ok((meant, _)) => {
            let front_matter = original.front_matter.clone();
            Arc::new(Event { front_matter, ..meant.event.as_ref().clone() })
        }
        Err(failure) => {
            draft.say_how_to_resume(path, terminal);
            return tell(failure, terminal);
        }
    };
    let (old, new, bytes) = match source {
        Text::File(file) => {
            let around = (&drawing, place.project.as_ref());
            let text = file.changed(&answers, &meant, around, declaration, terminal);
            (file.source.text.clone(), text.clone(), file.bytes(text))
        }
        Text::Page(page, whole) => {
            let series = neighbours::series(&place.folder, &place.project);
            let Some(text) = page_with(&answers, &meant, (path, page), renderer, &series, terminal)? else {
                draft.say_how_to_resume(path, terminal);
                return Ok(Outcome::Refused);
            };
            (whole.clone(), text.clone(), text.into_bytes())
        }
    };
    if old == new {
        draft.remove()?;
        terminal.status("Nothing was changed.");
        return Ok(Outcome::Done);
    }
    if !terminal.is_quiet() {
        show_diff(&unified_diff(&path_name(path), &old, &new), terminal);
    }
    // Questions take their time, and others edit as well.
    if target.read(crate::yaml::read::MAX_BYTES).map_err(Error::Read)?.unwrap_or_default() != on_disk {
        draft.say_how_to_resume(path, terminal);
        return Err(Error::ChangedMeanwhile { path: path.clone() });
    }
    let mut batch = Batch::new(MEMORY_LIMIT);
    batch.put(target, bytes).map_err(Error::Write)?;
    batch.finish()?;
    draft.remove()?;
    terminal.status(&format!("Wrote {}.", path_name(path)));

    // The event file has changed by now: what happens to the page does not change that.
    let rendered = if input.is_page() { Outcome::Done } else { render::run(&RenderArgs::of(path.clone()), terminal)? };
    match rendered {
        Outcome::Refused => Ok(Outcome::Unfinished),
        Outcome::Done => {
            if place.repository.is_some() {
                commit::offer(path, terminal)?;
            }
            Ok(Outcome::Done)
        }
        outcome => Ok(outcome),
    }
}

/// An event before it is edited.
struct Edited {
    answers: Answers,
    event: Arc<Event>,
    renderer: Arc<Renderer>,
    source: Text,
}

/// What an event is edited in.
enum Text {
    File(EventFile),
    /// A page, and the whole of its text.
    Page(Box<Imported>, String),
}

impl Text {
    fn text(&self) -> &str {
        match self {
            Self::File(file) => &file.source.text,
            Self::Page(_, whole) => whole,
        }
    }
}

/// Reads what is on disk, and the answers in it.
fn read(input: &Input, drawing: &Drawing, project: &Project, on_disk: &[u8]) -> Result<Edited, Failure> {
    let source = input.read()?;
    let Read { event, renderer, page } = drawing.read_text(input, source.clone(), project)?;
    let answers = |source: &Source| Answers::parse(source, &[]).map_err(|report| Failure::from(*report));
    Ok(match page {
        Some(page) => {
            let text = event_file(&event, &renderer.template().declaration);
            let answers = answers(&Source::new("the page's answers", text))?;
            Edited { answers, event, renderer, source: Text::Page(page, source.text) }
        }
        None => {
            let before = answers(&source)?;
            let file = EventFile::new(on_disk, source, before.clone());
            Edited { answers: before, event, renderer, source: Text::File(file) }
        }
    })
}
