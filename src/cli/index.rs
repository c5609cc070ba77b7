//! `afterword index`: the rows of events in the index beside their pages.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use clap::Args;

use crate::fs;
use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::fs::Target;
use crate::grammar::Count;
use crate::index::upkeep::Entry;
use crate::index::upkeep::with_row;
use crate::outputs::unified_diff;
use crate::render::Computed;
use crate::render::front_matter;
use crate::terminal::Terminal;
use crate::yaml::read::MAX_BYTES;

use super::Error;
use super::Outcome;
use super::choice;
use super::drawing::Drawing;
use super::drawing::Read;
use super::inputs::FOLDER_FILE;
use super::inputs::Input;
use super::inputs::path_name;
use super::neighbours;
use super::places::Place;
use super::places::Places;
use super::places::folder_of;
use super::render::show_diff;
use super::report::Failure;
use super::shared::ReadingArgs;

/// Keep the index of events beside the pages: each event's row in its place.
///
/// A row that is missing is inserted where its days belong, one that says other days, another place or another organiser
/// than its page is brought up to date, and every other byte of the index stays. The table's own manner is kept: aligned
/// or compact, with whatever form of links it has. An index without a table of events is left alone.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct IndexArgs {
    /// Event files, event folders, pages or ids; all events of the folder with wrap-ups if left out.
    #[arg(value_name = "EVENT")]
    events: Vec<PathBuf>,
    /// Write nothing; say what would be written.
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Write nothing; print what would change.
    #[arg(long)]
    diff: bool,
    /// Write nothing; exit with 1 where an index is not up to date.
    #[arg(long)]
    check: bool,
}

const EXAMPLES: &str = "\
Examples:
  afterword index 2026-05
  afterword index --diff
  afterword index --check";

/// The names of an index, the first one first.
const NAMES: &[&str] = &["_index.md", "index.md"];

/// An index that is kept.
struct Index {
    /// As it is shown.
    name: String,
    /// Its path below the root.
    path: String,
    target: Target,
    place: Rc<Place>,
    old: Vec<u8>,
    text: String,
    has_table: bool,
}

pub(super) fn run(args: &IndexArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let mut places = Places::new();
    let events = events(args, &mut places, terminal)?;
    let drawing = Drawing::new(&ReadingArgs::default())?.knowing_series();
    // Others keep indices as well: what is read is what is written over.
    let _lock = lock(&events, &mut places, terminal)?;
    let mut indices: BTreeMap<PathBuf, Option<Index>> = BTreeMap::new();
    for event in &events {
        let input = Input::find(event)?;
        let Input::File { page, .. } = &input else {
            return Err(Error::Usage {
                message: "standard input has no page beside an index".to_owned(),
                help: "give an event file or a page".to_owned(),
            });
        };
        let folder = folder_of(page);
        let place = places.of(folder, terminal)?;
        if !indices.contains_key(folder) {
            indices.insert(folder.to_owned(), open(folder, &place, terminal)?);
        }
        let Some(Some(index)) = indices.get_mut(folder) else { continue };
        match read(&input, &drawing, &place) {
            Ok(read) => index.keep(&read, page)?,
            Err(Failure::Error(error)) => return Err(*error),
            Err(Failure::Report(report)) => {
                let mut emitter = crate::terminal::emitter::Emitter::default();
                emitter.emit(&report, terminal);
                emitter.summarize(terminal);
                return Ok(Outcome::Usage);
            }
        }
    }
    finish(args, indices.into_values().flatten().collect(), terminal)
}

fn read(input: &Input, drawing: &Drawing, place: &Place) -> Result<Read, Failure> {
    drawing.read_input(input, &place.project)
}

/// The events that are named, or all of the folder with wrap-ups.
fn events(args: &IndexArgs, places: &mut Places, terminal: &mut Terminal) -> Result<Vec<PathBuf>, Error> {
    if !args.events.is_empty() {
        return choice::events(&args.events, places, terminal);
    }
    let folder = choice::folder(places, terminal)?;
    let place = places.of(&folder, terminal)?;
    let known = neighbours::read(&folder, &place.project, None);
    let paths = known.into_iter().map(|known| match known.path.parent() {
        Some(folder) if known.path.ends_with(FOLDER_FILE) => folder.to_owned(),
        _ => known.path,
    });
    Ok(paths.collect())
}

/// The lock among runs of this program in the repository around the events, where there is one.
fn lock(events: &[PathBuf], places: &mut Places, terminal: &mut Terminal) -> Result<Option<fs::Lock>, Error> {
    let Some(event) = events.first() else { return Ok(None) };
    let place = places.of(folder_of(event), terminal)?;
    let Some(repository) = &place.repository else { return Ok(None) };
    let path = repository.lock_path();
    let lock = fs::lock_in_turn(&path, |holder| {
        terminal.status(&format!("Waiting for {holder}, which is at work in this repository."));
    });
    lock.map(Some).map_err(Error::Lock)
}

/// The index of a folder.
fn open(folder: &Path, place: &Rc<Place>, terminal: &mut Terminal) -> Result<Option<Index>, Error> {
    let mut found = Vec::new();
    for name in NAMES {
        let path = folder.join(name);
        if path.is_file() {
            let key = place.key(Path::new(name));
            let target = place.root.target_shown(&key, path.clone()).map_err(Error::Write)?;
            found.push((path_name(&path), path_name(&key), target));
        }
    }
    if let [(first, ..), (second, ..)] = found.as_slice() {
        terminal.note(&format!("{first} is kept, and {second} is left alone"));
    }
    let Some((name, path, target)) = found.into_iter().next() else {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        terminal.status(&format!("There is no index in {}: neither _index.md nor index.md.", path_name(folder)));
        return Ok(None);
    };
    let old = target.read(MAX_BYTES).map_err(Error::Read)?.unwrap_or_default();
    let Ok(text) = String::from_utf8(old.clone()) else {
        return Err(Error::Usage { message: format!("`{name}` is not UTF-8"), help: "save it as UTF-8".to_owned() });
    };
    Ok(Some(Index { name, path, target, place: place.clone(), old, text, has_table: true }))
}

impl Index {
    /// Brings the row of an event up to date.
    fn keep(&mut self, read: &Read, page: &Path) -> Result<(), Error> {
        let computed = Computed::of(&read.event, read.renderer.template()).map_err(Error::Render)?;
        let file = page.file_name().map(Path::new).unwrap_or(page);
        let page = path_name(&self.place.key(&file.with_extension("")));
        let entry = Entry {
            page: &page,
            days: (read.event.dates.start, read.event.dates.end),
            dates: &computed.dates,
            place: read.event.location.as_ref(),
            organizers: &read.event.organizers,
        };
        let start = front_matter::split(&self.text).map_or(0, |(_, rest)| self.text.len() - rest.len());
        let root = self.place.project.root.clone();
        let is_page = |path: &str| path == page || root.join(format!("{path}.md")).is_file();
        match with_row(&self.path, &self.text, start, &entry, &is_page) {
            Some(text) => self.text = text,
            None => self.has_table = false,
        }
        Ok(())
    }
}

/// Writes what changed, and says so.
fn finish(args: &IndexArgs, indices: Vec<Index>, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let writes = !(args.dry_run || args.diff || args.check);
    let mut batch = Batch::new(MEMORY_LIMIT);
    let mut is_changed = false;
    let mut told = Vec::new();
    for index in indices {
        let old = String::from_utf8_lossy(&index.old).into_owned();
        if !index.has_table {
            terminal.status(&format!("{} has no table of events.", index.name));
            continue;
        }
        if old == index.text {
            told.push(format!("{} is up to date.", index.name));
            continue;
        }
        is_changed = true;
        if args.diff {
            show_diff(&unified_diff(&index.name, &old, &index.text), terminal);
        }
        let rows = index.text.lines().filter(|line| !old.lines().any(|known| known == *line)).count();
        let verb = if writes { "Wrote" } else { "Would write" };
        told.push(format!("{verb} {}: {}.", index.name, Count(rows, "row")));
        if writes {
            batch.put(index.target, index.text.into_bytes()).map_err(Error::Write)?;
        }
    }
    if writes && is_changed {
        batch.finish()?;
    }
    if !args.diff {
        told.iter().for_each(|line| terminal.status(line));
    }
    Ok(if args.check && is_changed { Outcome::Findings } else { Outcome::Done })
}
