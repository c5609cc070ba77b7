//! `afterword edit`: the overview of an event that exists, and any of its answers changed.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::document::patch::Change;
use crate::document::patch::TOPICS;
use crate::document::patch::patch;
use crate::document::write::event_entries;
use crate::document::write::event_file;
use crate::document::write::topic_entries;
use crate::event::Event;
use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::outputs::unified_diff;
use crate::project::drafts::Draft;
use crate::project::pages::fingerprint;
use crate::source::Source;
use crate::template::Declaration;
use crate::terminal::Terminal;
use crate::wizard::Answers;
use crate::wizard::End;
use crate::wizard::Knowledge;
use crate::wizard::Prompt as _;
use crate::wizard::PromptError;
use crate::wizard::Reply;
use crate::wizard::Setting;
use crate::wizard::Wizard;
use crate::wizard::answers::Entries;
use crate::wizard::prompt::Choice;
use crate::yaml::write::Yaml;

use super::Error;
use super::Outcome;
use super::commit;
use super::drawing::Drawing;
use super::inputs::Input;
use super::inputs::path_name;
use super::neighbours;
use super::new::open_draft;
use super::new::tell;
use super::new::today;
use super::places::Place;
use super::places::Places;
use super::places::folder_of;
use super::render;
use super::render::RenderArgs;
use super::render::show_diff;
use super::shared::ReadingArgs;

/// Look over an event and change any answer.
///
/// The whole event stands on one screen: every field, and every topic with the sections that are filled in. Topics are
/// added, reordered, dropped or moved there. Only the lines of what was changed change in the event file.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  afterword edit 2026-05.yaml")]
pub(super) struct EditArgs {
    /// An event file, an event folder, or an id.
    #[arg(value_name = "EVENT")]
    event: PathBuf,
}

pub(super) fn run(args: &EditArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let input = Input::find(&args.event)?;
    let Input::File { path, .. } = &input else {
        return Err(Error::Usage {
            message: "standard input cannot be edited".to_owned(),
            help: "give an event file".to_owned(),
        });
    };
    let mut places = Places::new();
    let place = places.of(folder_of(path), terminal)?;
    let file_name = path.file_name().map(Path::new).unwrap_or(path);
    let target = place.root.target(&place.key(file_name)).map_err(Error::Write)?;
    let drawing = Drawing::new(&ReadingArgs::default())?;
    let on_disk = target.read(crate::yaml::read::MAX_BYTES).map_err(Error::Read)?.unwrap_or_default();
    let source = match input.read() {
        Ok(source) => source,
        Err(failure) => return tell(failure, terminal),
    };
    let (original, renderer) = match drawing.read(source.clone(), &place.project) {
        Ok(read) => read,
        Err(failure) => return tell(failure, terminal),
    };
    let before = match Answers::parse(&source, &[]) {
        Ok(answers) => answers,
        Err(report) => return tell((*report).into(), terminal),
    };

    if path.extension().is_some_and(|extension| extension == "json") {
        return Err(Error::Usage {
            message: format!("`{}` is JSON, which `edit` cannot write", path_name(path)),
            help: "change it in an editor, or keep the event as YAML".to_owned(),
        });
    }
    if !terminal.is_interactive() {
        return Err(Error::Usage {
            message: "`edit` asks, and there is no terminal to ask on".to_owned(),
            help: format!("change {} in an editor, then `afterword render` it", path_name(path)),
        });
    }

    // What differs from one line end to the other would look changed everywhere.
    let (text, ends) = LineEnds::unify(&source.text);
    let source = Source::new(source.name, text);
    let neighbours = neighbours::read(&place.folder, &place.project, Some(path));
    let knowledge = Knowledge::of(&neighbours);
    let declaration = &renderer.template().declaration;
    let setting = Setting { declaration, knowledge: &knowledge, today: today(), folder: Some(&place.folder) };
    let mut draft = EditDraft::open(&place, path, &source.text, terminal)?;
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
            let front_matter = original.event.front_matter.clone();
            Arc::new(Event { front_matter, ..meant.event.as_ref().clone() })
        }
        Err(failure) => {
            draft.say_how_to_resume(path, terminal);
            return tell(failure, terminal);
        }
    };
    let (event, topics) = in_file_order(&answers, &meant, declaration);
    let change = Change { event: (before.event(), &event), topics: (before.topics(), &topics) };
    // The proof of the change: it reads as the event it was meant to be.
    let reads_as_meant = |text: &String| {
        let read = drawing.read(Source::new(source.name.clone(), text.clone()), &place.project);
        read.is_ok_and(|(read, _)| read.event == meant)
    };
    let changed = patch(&source, &change).filter(reads_as_meant).unwrap_or_else(|| {
        terminal.note("the layout of the file cannot be kept: it is written anew, without its comments");
        event_file(&meant, declaration)
    });
    if changed == source.text {
        draft.remove()?;
        terminal.status("Nothing was changed.");
        return Ok(Outcome::Done);
    }
    if !terminal.is_quiet() {
        show_diff(&unified_diff(&path_name(path), &source.text, &changed), terminal);
    }
    let mark = if on_disk.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { &[] };
    let bytes = [mark, ends.restore(changed).as_bytes()].concat();
    let mut batch = Batch::new(MEMORY_LIMIT);
    batch.put(target, bytes).map_err(Error::Write)?;
    batch.finish()?;
    draft.remove()?;
    terminal.status(&format!("Wrote {}.", path_name(path)));

    // The event file has changed by now: what happens to the page does not change that.
    match render::run(&RenderArgs::of(path.clone()), terminal)? {
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

/// The answers in the order in which an event file has them, so that what is new in one comes to its usual place.
fn in_file_order(
    answers: &Answers,
    event: &Event,
    declaration: &Declaration,
) -> (Entries, Vec<(Option<usize>, Entries)>) {
    let sorted = |mut entries: Entries, model: &Entries| {
        let place = |key: &str| model.iter().position(|(name, _)| name == key).unwrap_or(model.len());
        entries.sort_by_key(|(key, _)| place(key));
        entries
    };
    let mut entries = answers.without_marks().event().clone();
    entries.push((TOPICS.to_owned(), Yaml::Null));
    let topics = answers.unmarked_topics().into_iter().zip(&event.topics);
    let topics = topics.map(|((was, topic), model)| (was, sorted(topic, &topic_entries(model, declaration))));
    (sorted(entries, &event_entries(event, declaration)), topics.collect())
}

pub(super) const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// How the lines of a file end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnds {
    Unix,
    Windows,
}

impl LineEnds {
    /// The text with `\n` at its line ends, and what they were.
    pub(super) fn unify(text: &str) -> (String, Self) {
        if text.contains("\r\n") { (text.replace("\r\n", "\n"), Self::Windows) } else { (text.to_owned(), Self::Unix) }
    }

    pub(super) fn restore(self, text: String) -> String {
        match self {
            Self::Unix => text,
            Self::Windows => text.replace('\n', "\r\n"),
        }
    }
}

/// The draft of an edit: the answers, and the file they were begun with.
struct EditDraft {
    draft: Option<Draft>,
    /// The first line of the draft, which names the text it belongs to.
    base: String,
    kept: Option<String>,
}

impl EditDraft {
    fn open(place: &Place, path: &Path, text: &str, terminal: &mut Terminal) -> Result<Self, Error> {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (draft, kept) = open_draft(&format!("edit-{stem}"), place, terminal)?;
        Ok(Self { draft, base: format!("# base: {}\n", fingerprint(text.as_bytes())), kept })
    }

    /// The answers of an interrupted edit of the same text, if they are to be gone on with.
    fn resumed(&self, terminal: &mut Terminal) -> Result<Option<Answers>, Error> {
        let Some(kept) = &self.kept else { return Ok(None) };
        if !kept.starts_with(&self.base) {
            terminal.note("the file has changed since an edit of it was interrupted: that edit is left out");
            return Ok(None);
        }
        let Ok(answers) = Answers::parse(&Source::new("the draft", kept.clone()), &[]) else { return Ok(None) };
        let question = "There is an edit of this event that was interrupted.";
        let items = ["Go on with it".to_owned(), "Leave it out".to_owned()];
        let question = Choice { question, help: None, items: &items, default: 0, search: false };
        let mut prompt = terminal.prompt()?;
        let reply = prompt.choice(&question)?;
        prompt.finish()?;
        Ok((reply != Reply::Given(1)).then_some(answers))
    }

    fn save(&mut self, answers: &Answers) {
        if let Some(draft) = &mut self.draft {
            // A draft that cannot be saved is told when it is needed.
            let text = format!("{}{}", self.base, answers.text());
            self.kept = draft.save(&text).is_ok().then_some(text);
        }
    }

    fn say_how_to_resume(&self, path: &Path, terminal: &mut Terminal) {
        terminal.status("The event file was not changed.");
        if self.kept.is_some() {
            terminal.status(&format!("Your answers are kept. To go on: afterword edit {}", path_name(path)));
        }
    }

    fn remove(self) -> Result<(), Error> {
        self.draft.map_or(Ok(()), Draft::remove).map_err(Error::Write)
    }
}
