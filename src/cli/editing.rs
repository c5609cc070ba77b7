//! An event that is changed by its answers, whatever it is: only the lines of what was changed change.
//!
//! Who changes it reads it here, makes new answers of its own, and has them written: into the event file, or into the
//! page where that is the source. What cannot be said there is told, and then nothing is written.

use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use crate::document::Assignment;
use crate::document::write::event_file;
use crate::event::Event;
use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::fs::Target;
use crate::import::Hints;
use crate::import::Imported;
use crate::import::change::unread_answers;
use crate::outputs::unified_diff;
use crate::render::Renderer;
use crate::source::Source;
use crate::terminal::Terminal;
use crate::wizard::Answers;
use crate::yaml::read::MAX_BYTES;

use super::Error;
use super::Outcome;
use super::choice;
use super::drawing::Drawing;
use super::drawing::Read;
use super::event_folders;
use super::index::EventRow;
use super::index::Rows;
use super::inputs::Input;
use super::inputs::path_name;
use super::inputs::typed;
use super::neighbours;
use super::new::tell;
use super::places::Place;
use super::places::Places;
use super::places::folder_of;
use super::render;
use super::render::Destination;
use super::render::RenderArgs;
use super::report::Failure;
use super::shared::ReadingArgs;
use super::topic_files;

use self::file::EventFile;
pub(super) use self::folder::FileOfFolder;
pub(super) use self::folder::Folder;
use self::page::page_with;

mod file;
mod folder;
mod page;

/// An event that is to be changed, as it is on disk.
pub(super) struct Editing {
    pub(super) input: Input,
    pub(super) path: PathBuf,
    pub(super) place: Rc<Place>,
    /// What it says.
    pub(super) answers: Answers,
    pub(super) event: Arc<Event>,
    pub(super) renderer: Arc<Renderer>,
    drawing: Drawing,
    target: Target,
    on_disk: Vec<u8>,
    text: Text,
}

/// What an event is edited in.
enum Text {
    File(EventFile),
    /// An event file and topic files.
    Folder(Box<Folder>),
    /// A page, and the whole of its text.
    Page(Box<Imported>, String),
}

/// Files before and after answers were changed.
pub(super) struct Changed {
    files: Vec<ChangedFile>,
}

struct ChangedFile {
    path: PathBuf,
    /// Its text; nothing where it is new.
    old: Option<String>,
    /// The text and bytes it gets; nothing where it goes.
    new: Option<(String, Vec<u8>)>,
}

impl Changed {
    fn one(path: &Path, old: &str, new: String, bytes: Vec<u8>) -> Self {
        let file = ChangedFile { path: path.to_owned(), old: Some(old.to_owned()), new: Some((new, bytes)) };
        let is_changed = file.old.as_ref() != file.new.as_ref().map(|(text, _)| text);
        Self { files: is_changed.then_some(file).into_iter().collect() }
    }

    /// Whether nothing changes.
    pub(super) fn is_nothing(&self) -> bool {
        self.files.is_empty()
    }

    /// The difference of each file.
    pub(super) fn diffs(&self) -> impl Iterator<Item = String> {
        self.files.iter().map(|file| {
            let new = file.new.as_ref().map(|(text, _)| text.as_str()).unwrap_or_default();
            unified_diff(&path_name(&file.path), file.old.as_deref().unwrap_or_default(), new)
        })
    }

    /// The names of the files.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.files.iter().map(|file| path_name(&file.path))
    }
}

/// What became of new answers.
pub(super) enum Made {
    Text(Changed),
    /// They cannot be written, and why has been told.
    Ended(Outcome),
}

impl Editing {
    /// The event that an argument names, to be changed by that command; nothing where it has mistakes, which have been
    /// told then.
    pub(super) fn open(
        named: Option<&PathBuf>,
        command: &'static str,
        terminal: &mut Terminal,
    ) -> Result<Result<Self, Outcome>, Error> {
        let mut places = Places::new();
        let event = choice::event(named, &mut places, terminal)?;
        let input = event_folders::input(&event, &mut places, terminal)?;
        let Input::File { path, .. } = &input else {
            return Err(Error::Usage {
                message: "standard input cannot be edited".to_owned(),
                help: "give an event file or a page".to_owned(),
            });
        };
        let path = path.clone();
        event_folders::refuse_made(&input, command, &mut places, terminal)?;
        let place = places.of(folder_of(&path), terminal)?;
        let file_name = path.file_name().map(Path::new).unwrap_or(&path);
        let target = place.root.target(&place.key(file_name)).map_err(Error::Write)?;
        let drawing = Drawing::new(&ReadingArgs::default())?.knowing_series();
        let on_disk = target.read(MAX_BYTES).map_err(Error::Read)?.unwrap_or_default();
        let Before { answers, event, renderer, text } = match read(&input, &drawing, &place, &on_disk) {
            Ok(before) => before,
            Err(failure) => return tell(failure, terminal).map(Err),
        };
        EventFile::refuse_json(&path, command)?;
        Ok(Ok(Self { input, path, place, answers, event, renderer, drawing, target, on_disk, text }))
    }

    /// Its text as it is.
    pub(super) fn text(&self) -> &str {
        match &self.text {
            Text::File(file) => &file.source.text,
            Text::Folder(folder) => folder.text(),
            Text::Page(_, whole) => whole,
        }
    }

    /// What messages call it.
    pub(super) fn name(&self) -> String {
        match &self.text {
            Text::Folder(_) => path_name(&self.input.argument()),
            Text::File(_) | Text::Page(..) => path_name(&self.path),
        }
    }

    /// The event that answers make.
    pub(super) fn meant(&self, answers: &Answers) -> Result<Arc<Event>, Failure> {
        let source = Source::new("the answers", answers.without_marks().text());
        let (meant, _) = self.drawing.read(source, &self.place.project)?;
        // Nothing asks for the front matter, and how a key without a value is written counts there.
        let front_matter = self.event.front_matter.clone();
        Ok(Arc::new(Event { front_matter, ..meant.event.as_ref().clone() }))
    }

    /// Looks for mistakes in values for a topic, each at its place on the command line.
    ///
    /// The one after the last is a new topic, which has that title.
    pub(super) fn check(
        &self,
        topic: usize,
        new_title: Option<&str>,
        values: &[Assignment],
    ) -> Result<Result<(), Failure>, Error> {
        let within = |path: &str| format!("topics.{topic}.{path}");
        let title = new_title.map(|title| Assignment::new(&within("title"), title));
        let values = values.iter().map(|value| Assignment::new(&within(value.path()), value.value()));
        let values = title.into_iter().chain(values).collect::<Result<Vec<_>, _>>()?;
        let source = match self.input.read() {
            Ok(source) => source,
            Err(failure) => return Ok(Err(failure)),
        };
        Ok(Drawing::with(values).read_text(&self.input, source, &self.place.project).map(drop))
    }

    /// What would be wrong with an event of those answers: a mistake, or else the fields of topics that its page would
    /// not give back.
    pub(super) fn trial(&self, answers: &Answers) -> Result<Vec<String>, Failure> {
        let meant = self.meant(answers)?;
        if !self.input.is_page() {
            return Ok(Vec::new());
        }
        let mut event = meant.as_ref().clone();
        event.file.notes = true;
        let event = Arc::new(event);
        let drawn = self.renderer.page(&event, None).map_err(Error::Render)?;
        let hints = Hints { start: Some(event.dates.start), ..Hints::default() };
        let lost = unread_answers(&event, &drawn, &self.renderer, &hints).map_err(Error::Import)?;
        Ok(lost.into_iter().filter(|lost| lost.topic.is_some()).map(|lost| lost.key).collect())
    }

    /// Keeps the bytes of what is to change as they were, and says how to get them back.
    pub(super) fn keep(&self, changed: &Changed, terminal: &mut Terminal) -> Result<(), Error> {
        for file in changed.files.iter().filter(|file| file.old.is_some()) {
            let what = match &file.new {
                None => "old topic file",
                Some(_) if self.input.is_page() => "old page",
                Some(_) => "old event file",
            };
            let target = self.target(&file.path)?;
            let bytes = target.read(MAX_BYTES).map_err(Error::Read)?.unwrap_or_default();
            let destination = Destination::new(target, self.place.clone(), path_name(&file.path));
            render::keep(what, &destination, &bytes, terminal)?;
        }
        Ok(())
    }

    /// A file of the event that may be written.
    fn target(&self, path: &Path) -> Result<Target, Error> {
        let below = path.strip_prefix(folder_of(&self.path)).unwrap_or(path);
        self.place.root.target_shown(&self.place.key(below), path.to_owned()).map_err(Error::Write)
    }

    /// Its text with other answers, whose topics are marked.
    pub(super) fn with(&self, answers: &Answers, terminal: &mut Terminal) -> Result<Made, Error> {
        let meant = match self.meant(answers) {
            Ok(meant) => meant,
            Err(failure) => return tell(failure, terminal).map(Made::Ended),
        };
        let declaration = &self.renderer.template().declaration;
        Ok(match &self.text {
            Text::File(file) => {
                let around = (&self.drawing, self.place.project.as_ref());
                let text = file.changed(answers, &meant, around, declaration, terminal);
                Made::Text(Changed::one(&self.path, &file.source.text, text.clone(), file.bytes(text)))
            }
            Text::Folder(folder) => {
                let around = (&self.drawing, self.place.project.as_ref());
                let files = folder.changed(answers, &meant, around, declaration)?;
                let file = |FileOfFolder { path, old, new }| ChangedFile { path, old, new };
                Made::Text(Changed { files: files.into_iter().map(file).collect() })
            }
            Text::Page(page, whole) => {
                let series = neighbours::series(&self.place.folder, &self.place.project);
                match page_with(answers, &meant, (&self.path, page), &self.renderer, &series, terminal)? {
                    Some(text) => Made::Text(Changed::one(&self.path, whole, text.clone(), text.into_bytes())),
                    None => Made::Ended(Outcome::Refused),
                }
            }
        })
    }

    /// Refuses to go on where somebody else has changed it by now.
    pub(super) fn refuse_changed(&self) -> Result<(), Error> {
        let now = self.target.read(MAX_BYTES).map_err(Error::Read)?.unwrap_or_default();
        if now != self.on_disk {
            return Err(Error::ChangedMeanwhile { path: self.path.clone() });
        }
        let Text::Folder(folder) = &self.text else { return Ok(()) };
        let now = topic_files::paths(&self.path)?;
        for (at, file) in folder.files().iter().enumerate() {
            let bytes = self.target(&file.path)?.read(MAX_BYTES).map_err(Error::Read)?;
            if now.get(at) != Some(&file.path) || bytes.as_ref() != Some(&file.bytes) {
                return Err(Error::ChangedMeanwhile { path: file.path.clone() });
            }
        }
        match now.get(folder.files().len()) {
            Some(new) => Err(Error::ChangedMeanwhile { path: new.clone() }),
            None => Ok(()),
        }
    }

    /// Writes it: all files that get another text at once, then those that go are gone. A page's row in the index goes
    /// with it; returns the names of the indices and how many rows changed in each.
    pub(super) fn write(
        &self,
        changed: &Changed,
        answers: &Answers,
        terminal: &mut Terminal,
    ) -> Result<Vec<(String, usize)>, Error> {
        let mut batch = Batch::new(MEMORY_LIMIT);
        let mut rows = Rows::default();
        // What an event file makes is written, with its row, by `render`.
        if let Some(meant) = self.input.is_page().then(|| self.meant(answers).ok()).flatten() {
            rows.add(&self.path, EventRow::of(&meant, self.renderer.template()).map_err(Error::Render)?);
        }
        let indices = rows.keep(&mut Places::new(), terminal)?;
        indices.put(&mut batch)?;
        for file in &changed.files {
            if let Some((_, bytes)) = &file.new {
                batch.put(self.target(&file.path)?, bytes.clone()).map_err(Error::Write)?;
            }
        }
        batch.finish()?;
        for file in changed.files.iter().filter(|file| file.new.is_none()) {
            let removed = self.target(&file.path).and_then(|target| target.remove().map_err(Error::Write));
            removed.map_err(|error| not_removed(&file.path, error))?;
        }
        Ok(indices.told().map(|(name, rows)| (name.to_owned(), rows)).collect())
    }

    /// Draws the page of an event file that was written.
    pub(super) fn render(&self, terminal: &mut Terminal) -> Result<Outcome, Error> {
        if self.input.is_page() {
            return Ok(Outcome::Done);
        }
        // The event file has changed by now: what happens to the page does not change that.
        let event = self.input.argument();
        match render::run(&RenderArgs::of(event.clone()), terminal) {
            Ok(outcome @ (Outcome::Done | Outcome::Interrupted)) => Ok(outcome),
            Ok(_) => Ok(Outcome::Unfinished),
            Err(error) => Err(Error::HalfDone {
                left: format!("the page of `{}` was not drawn anew", path_name(&event)),
                next: format!("to draw it: afterword render {}", typed(&event)),
                source: Box::new(error),
            }),
        }
    }
}

/// What to say where all is written and a file that should go is still there.
pub(super) fn not_removed(path: &Path, error: Error) -> Error {
    Error::HalfDone {
        left: format!("all is written, but `{}` was not removed", path_name(path)),
        next: "remove it, or its topic comes back".to_owned(),
        source: Box::new(error),
    }
}

/// An event before it is edited.
struct Before {
    answers: Answers,
    event: Arc<Event>,
    renderer: Arc<Renderer>,
    text: Text,
}

/// Reads what is on disk, and the answers in it.
fn read(input: &Input, drawing: &Drawing, place: &Place, on_disk: &[u8]) -> Result<Before, Failure> {
    let source = input.read()?;
    let Read { event, renderer, page } = drawing.read_text(input, source.clone(), &place.project)?;
    let answers = |source: &Source| Answers::parse(source, &[]).map_err(|report| Failure::from(*report));
    Ok(match page {
        Some(page) => {
            let text = event_file(&event, &renderer.template().declaration);
            let answers = answers(&Source::new("the page's answers", text))?;
            Before { answers, event, renderer, text: Text::Page(page, source.text) }
        }
        None if source.parts.is_empty() => {
            let before = answers(&source)?;
            let file = EventFile::new(on_disk, source, before.clone());
            Before { answers: before, event, renderer, text: Text::File(file) }
        }
        None => {
            let (document, _) = drawing.read(source.clone(), &place.project)?;
            let folder = Folder::read(input, on_disk, &source, &document, &renderer.template().declaration)?;
            Before { answers: folder.answers().clone(), event, renderer, text: Text::Folder(Box::new(folder)) }
        }
    })
}
