//! `afterword sync`: an event file and its page, of which people edited either, say the same again.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::document::Document;
use crate::document::decode_whole;
use crate::document::write::event_file;
use crate::event::Event;
use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::fs::Target;
use crate::outputs;
use crate::outputs::unified_diff;
use crate::project::pages::Written;
use crate::render::Renderer;
use crate::source::Source;
use crate::sync;
use crate::sync::Base;
use crate::sync::Sides;
use crate::sync::SyncError;
use crate::sync::Synced;
use crate::terminal::Terminal;
use crate::terminal::emitter::Emitter;
use crate::wizard::Answers;

use super::Error;
use super::Outcome;
use super::choice;
use super::drawing::Drawing;
use super::editing::FileOfFolder;
use super::editing::Folder;
use super::editing::not_removed;
use super::event_folders;
use super::event_folders::source_of_page;
use super::index::EventRow;
use super::index::Rows;
use super::index::say_of_index;
use super::inputs::Input;
use super::inputs::path_name;
use super::inputs::typed;
use super::line_ends::BYTE_ORDER_MARK;
use super::line_ends::LineEnds;
use super::places::Places;
use super::places::folder_of;
use super::render::Destination;
use super::render::beside;
use super::render::show_diff;
use super::report::Failure;
use super::shared::Format;
use super::shared::ReadingArgs;
use super::topic_files;

use self::base::Standing;
use self::conflicts::report;
use self::telling::Done;
use self::telling::tell;

mod base;
mod conflicts;
mod telling;

/// Bring event files and their pages together, whichever was edited.
///
/// What was changed on one side since both last agreed is carried to the other: the base is the last commit in which
/// they did. What was changed on both sides differently is named with both places, and nothing is written. In the event
/// file only the lines of changed fields change; what its page does not draw stays.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct SyncArgs {
    /// Event files, event folders, pages, or ids such as `2025-06`; the newest event if left out.
    #[arg(value_name = "EVENT")]
    events: Vec<PathBuf>,
    /// Write nothing; say what would be carried.
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Write nothing; print what would change.
    #[arg(long)]
    diff: bool,
    /// Write nothing; exit with 1 where an event file and its page do not say the same.
    #[arg(long)]
    check: bool,
    /// Leave the index beside the page alone.
    #[arg(long)]
    no_index: bool,
    /// How results and conflicts are told.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  afterword sync 2025-06.md
  afterword sync 2025-06.yaml --diff
  afterword sync 2025-*.yaml --check

Where no commit tells what both sides came from, the page is compared with what was last written there.";

/// An event file and its page, where they stand.
struct Pair {
    input: Input,
    /// The event file as it is shown.
    path: PathBuf,
    file: Target,
    page: Destination,
    /// The page's file name without its ending.
    stem: String,
}

/// Both sides as they were read.
struct Read {
    document: Document,
    renderer: Arc<Renderer>,
    /// The event file as it is on disk.
    bytes: Vec<u8>,
    /// Its text with `\n` at its line ends.
    source: Source,
    ends: LineEnds,
    answers: Answers,
    page: Source,
    /// The folder, where topics have files of their own; then the text is that of an event file it could be.
    folder: Option<Folder>,
}

pub(super) fn run(args: &SyncArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let drawing = Drawing::new(&ReadingArgs::default())?;
    let mut places = Places::new();
    let pairs = pairs(args, &mut places, terminal)?;
    let mut done = Vec::with_capacity(pairs.len());
    let mut emitter = Emitter::new(args.format.into());
    let mut worst = Outcome::Done;
    let mut has_conflicts = false;
    for pair in &pairs {
        match pair.sync(&drawing) {
            Ok(one) => done.push(one),
            Err(Failed::Conflicts(report)) => {
                emitter.emit(&report, terminal);
                has_conflicts = true;
            }
            Err(Failed::Other(Failure::Report(report))) => {
                emitter.emit(&report, terminal);
                worst = Outcome::Usage;
            }
            Err(Failed::Other(Failure::Error(error))) => {
                terminal.error(error.as_ref(), error.hint().as_deref());
                worst = error.outcome();
            }
        }
    }
    emitter.summarize(terminal);
    if has_conflicts || worst != Outcome::Done {
        if has_conflicts && args.format == Format::Human {
            terminal.note("make both sides say the same in these places, or take one of them back; then sync again");
        }
        terminal.status("Nothing was written.");
        return Ok(if worst == Outcome::Done { Outcome::Findings } else { worst });
    }
    finish(args, done, &mut places, terminal)
}

/// The sides of each event; an event that is named twice is one.
fn pairs(args: &SyncArgs, places: &mut Places, terminal: &mut Terminal) -> Result<Vec<Pair>, Error> {
    let mut pairs: Vec<Pair> = Vec::with_capacity(args.events.len());
    for argument in &choice::events(&args.events, places, terminal)? {
        let pair = Pair::find(argument, places, terminal)?;
        if !pairs.iter().any(|known| known.input.is_same(&pair.input)) {
            pairs.push(pair);
        }
    }
    Ok(pairs)
}

impl Pair {
    fn find(argument: &Path, places: &mut Places, terminal: &mut Terminal) -> Result<Self, Error> {
        let named = event_folders::input(argument, places, terminal)?;
        let input = match &named {
            Input::File { path, .. } if named.is_page() => match source_of_page(&named, places, terminal)? {
                Some(source) => event_folders::input(&source, places, terminal)?,
                None => {
                    return Err(Error::Usage {
                        message: format!("`{}` has no event file beside it", path_name(path)),
                        help: "such a page is its own source: there is nothing to bring together".to_owned(),
                    });
                }
            },
            _ => named,
        };
        let Input::File { path, page } = &input else {
            return Err(Error::Usage {
                message: "standard input has no page beside it".to_owned(),
                help: "give an event file or a page".to_owned(),
            });
        };
        if !page.is_file() {
            let help = format!("to write it: afterword render {}", typed(&input.argument()));
            return Err(Error::NoPage { path: page.clone(), help });
        }
        let place = places.of(folder_of(path), terminal)?;
        let file_name = path.file_name().map(Path::new).unwrap_or(path);
        let file = place.root.target_shown(&place.key(file_name), path.clone()).map_err(Error::Write)?;
        let stem = page.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let destination = beside(page, places, terminal)?;
        Ok(Self { path: path.clone(), page: destination, file, stem, input })
    }

    fn sync(&self, drawing: &Drawing) -> Result<Done<'_>, Failed> {
        let read = self.read(drawing)?;
        let base = match self.standing(&read, drawing)? {
            Standing::Same(written) => {
                let row = EventRow::of(&read.document.event, read.renderer.template()).map_err(Error::Render)?;
                return Ok(Done::same(self, written, row));
            }
            Standing::Apart(base) => base,
        };
        let sides = Sides {
            source: &read.source,
            event: &read.document.event,
            fields: (read.answers.event(), read.answers.topics()),
            page: &read.page,
            name: &self.stem,
        };
        match sync::sync(&read.renderer, &sides, &base) {
            Ok(synced) => Ok(self.done(&read, synced, drawing)?),
            Err(SyncError::Layout { .. }) if self.path.extension().is_some_and(|ending| ending == "json") => {
                Err(self.is_json().into())
            }
            Err(SyncError::Conflicts { conflicts, page }) => {
                let is_base_known = !matches!(base, Base::Unknown);
                Err(Failed::Conflicts(Box::new(report(&conflicts, &page, &read.document, is_base_known))))
            }
            Err(error) => Err(Error::Sync(error).into()),
        }
    }

    fn read(&self, drawing: &Drawing) -> Result<Read, Failure> {
        let bytes = self.file.read(crate::yaml::read::MAX_BYTES).map_err(Error::Read)?.unwrap_or_default();
        let source = self.input.with_topics(self.input.decode(bytes.clone())?)?;
        let (document, renderer) = drawing.read(source.clone(), &self.page.place.project)?;
        let folder = if source.parts.is_empty() {
            None
        } else {
            Some(Folder::read(&self.input, &bytes, &source, &document, &renderer.template().declaration)?)
        };
        let text = match &folder {
            Some(_) => event_file(&document.event, &renderer.template().declaration),
            None => source.text,
        };
        let (text, ends) = LineEnds::unify(&text);
        let source = Source::new(source.name, text);
        let answers = Answers::parse(&source, &[]).map_err(Failure::Report)?;
        let page = self.page.target.read(outputs::MAX_BYTES).map_err(Error::Read)?;
        let page = decode_whole(&self.page.name, page.unwrap_or_default())?;
        if page.text.trim().is_empty() {
            // Nobody takes an event back that way: something went wrong with the file.
            let message = format!("nothing stands in `{}`", self.page.name);
            let help = format!("to write it anew: afterword render {} --force", typed(&self.input.argument()));
            return Err(Error::Usage { message, help }.into());
        }
        Ok(Read { document, renderer, bytes, source, ends, answers, page, folder })
    }

    fn is_json(&self) -> Error {
        Error::Usage {
            message: format!("`{}` is JSON, which `sync` cannot write", path_name(&self.path)),
            help: "change it in an editor, or keep the event as YAML".to_owned(),
        }
    }

    /// What messages call the event.
    fn name(&self) -> String {
        match topic_files::paths(&self.path) {
            Ok(paths) if !paths.is_empty() => path_name(&self.input.argument()),
            _ => path_name(&self.path),
        }
    }

    /// A file of the folder that changes, with its target.
    fn changed(&self, FileOfFolder { path, old, new }: FileOfFolder) -> Result<Changed, Error> {
        let place = &self.page.place;
        let absolute = folder_of(&path).canonicalize().unwrap_or_else(|_| folder_of(&path).to_owned());
        let below =
            absolute.strip_prefix(&place.project.root).unwrap_or(&absolute).join(path.file_name().unwrap_or_default());
        let target = place.root.target_shown(&below, path.clone()).map_err(Error::Write)?;
        let text = new.as_ref().map(|(text, _)| text.as_str()).unwrap_or_default();
        let diff = unified_diff(&path_name(&path), old.as_deref().unwrap_or_default(), text);
        Ok(Changed { target, diff, bytes: new.map(|(_, bytes)| bytes) })
    }

    /// What is to be written and told.
    fn done(&self, read: &Read, synced: Synced, drawing: &Drawing) -> Result<Done<'_>, Failure> {
        let Synced { source, page, drawn, to_file, to_page } = synced;
        let both = Source::new(read.source.name.as_str(), source.as_str());
        let (document, renderer) = drawing.read(both, &self.page.place.project)?;
        let row = EventRow::of(&document.event, renderer.template()).map_err(Error::Render)?;
        let files = match &read.folder {
            _ if source == read.source.text => Vec::new(),
            Some(folder) => {
                let after = Answers::parse(&Source::new(self.name(), source), &[]).map_err(Failure::Report)?;
                let template = read.document.event.template.clone();
                let meant = Arc::new(Event { template, ..document.event.as_ref().clone() });
                let answers = folder.following(&read.answers, &after);
                let around = (drawing, self.page.place.project.as_ref());
                let files = folder.changed(&answers, &meant, around, &renderer.template().declaration)?;
                files.into_iter().map(|file| self.changed(file)).collect::<Result<_, Error>>()?
            }
            None => {
                let mark = if read.bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { &[] };
                let diff = unified_diff(&path_name(&self.path), &read.source.text, &source);
                let bytes = [mark, read.ends.restore(source).as_bytes()].concat();
                vec![Changed { target: self.file.clone(), diff, bytes: Some(bytes) }]
            }
        };
        let written = Written::of(&page, &drawn);
        let page = (page != read.page.text).then(|| Changed {
            target: self.page.target.clone(),
            diff: unified_diff(&self.page.name, &read.page.text, &page),
            bytes: Some(page.into_bytes()),
        });
        Ok(Done { pair: self, files, page, written, to_file, to_page, row: Some(row) })
    }
}

/// A file that is not what it was.
struct Changed {
    target: Target,
    diff: String,
    /// What it gets; nothing where it goes.
    bytes: Option<Vec<u8>>,
}

/// Why an event cannot be brought together.
enum Failed {
    Conflicts(Box<crate::diagnostic::Report>),
    Other(Failure),
}

impl<F: Into<Failure>> From<F> for Failed {
    fn from(failure: F) -> Self {
        Self::Other(failure.into())
    }
}

/// Writes all that is to be written, at once, and says what became of the events.
fn finish(
    args: &SyncArgs,
    mut done: Vec<Done<'_>>,
    places: &mut Places,
    terminal: &mut Terminal,
) -> Result<Outcome, Error> {
    let writes = !(args.dry_run || args.diff || args.check);
    let mut rows = Rows::default();
    for one in &mut done {
        if let Some(row) = one.row.take().filter(|_| !args.no_index) {
            rows.add(one.pair.page.target.path(), row);
        }
    }
    let indices = rows.keep(places, terminal)?;
    if args.diff {
        for one in &done {
            one.changes().for_each(|changed| show_diff(&changed.diff, terminal));
        }
        indices.diffs().for_each(|diff| show_diff(&diff, terminal));
    }
    if writes {
        let mut batch = Batch::new(MEMORY_LIMIT);
        indices.put(&mut batch)?;
        for changed in done.iter().flat_map(Done::changes) {
            if let Some(bytes) = &changed.bytes {
                batch.put(changed.target.clone(), bytes.clone()).map_err(Error::Write)?;
            }
        }
        batch.finish()?;
        for gone in done.iter().flat_map(Done::changes).filter(|changed| changed.bytes.is_none()) {
            gone.target.remove().map_err(|error| not_removed(gone.target.path(), Error::Write(error)))?;
        }
        for one in &done {
            let page = &one.pair.page;
            page.place.pages.borrow_mut().remember(&page.key(), one.written);
        }
        if let Err(error) = places.save() {
            terminal.detail(&format!("{error}: the next run may ask whether a page was edited"));
        }
    }
    tell(&done, args, writes, terminal);
    if args.format == Format::Human && !args.diff {
        indices.told().for_each(|(name, rows)| say_of_index(name, rows, writes, terminal));
    }
    let differs = indices.is_changed() || done.iter().any(|one| one.changes().next().is_some());
    Ok(if args.check && differs { Outcome::Findings } else { Outcome::Done })
}
