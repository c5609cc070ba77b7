//! `afterword index`: the rows of events in the index beside their pages.

use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use clap::Args;

use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::terminal::Terminal;

use super::Error;
use super::Outcome;
use super::choice;
use super::drawing::Drawing;
use super::drawing::Read;
use super::event_folders;
use super::inputs::Input;
use super::inputs::path_name;
use super::neighbours;
use super::places::Place;
use super::places::Places;
use super::places::folder_of;
use super::render::show_diff;
use super::report::Failure;
use super::report::tell;
use super::shared::ReadingArgs;

pub(super) use self::keeping::EventRow;
use self::keeping::Found;
use self::keeping::Index;
pub(super) use self::keeping::Kept;
pub(super) use self::keeping::Over;
pub(super) use self::keeping::Rows;
use self::keeping::Titles;
pub(super) use self::keeping::lock;
pub(super) use self::keeping::say_of_index;

mod keeping;

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
    /// Make the index where there is none, or its table.
    #[arg(long)]
    create: bool,
    /// Align the columns of its table anew.
    #[arg(long)]
    align: bool,
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
  afterword index --create --align
  afterword index --check";

pub(super) fn run(args: &IndexArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let mut places = Places::new();
    let events = events(args, &mut places, terminal)?;
    let drawing = Drawing::new(&ReadingArgs::default())?.knowing_series();
    // Others keep indices as well: what is read is what is written over.
    let folder = events.first().map_or(Path::new(""), |event| folder_of(event));
    let _lock = lock(folder, &mut places, terminal)?;
    let mut rows = Rows::default();
    let mut titles = None;
    for event in &events {
        let input = event_folders::input(event, &mut places, terminal)?;
        let Input::File { page, .. } = &input else {
            return Err(Error::Usage {
                message: "standard input has no page beside an index".to_owned(),
                help: "give an event file or a page".to_owned(),
            });
        };
        let place = places.of(folder_of(page), terminal)?;
        match read(&input, &drawing, &place, &mut titles) {
            Ok(row) => rows.add(page, row),
            Err(failure) => return tell(failure, terminal),
        }
    }
    let mut indices = Vec::new();
    for (folder, rows) in rows.by_folder() {
        let place = places.of(&folder, terminal)?;
        let titles = titles.as_ref().filter(|_| args.create);
        let mut found = open(&folder, &place, titles.is_none(), terminal)?;
        let is_new = found.is_empty();
        if let Some(titles) = titles.filter(|_| is_new) {
            found.push(Index::create(&folder, &place, titles)?);
        }
        for mut index in found {
            index.keep(&rows);
            let lacks_table = titles.filter(|_| !index.has_table);
            if let Some(titles) = lacks_table {
                index.add_table(titles);
                index.keep(&rows);
            }
            if args.align || is_new || lacks_table.is_some() {
                index.align();
            }
            indices.push(index);
        }
    }
    finish(args, indices, terminal)
}

fn read(input: &Input, drawing: &Drawing, place: &Place, titles: &mut Option<Titles>) -> Result<EventRow, Failure> {
    let Read { event, renderer, .. } = drawing.read_input(input, &place.project)?;
    titles.get_or_insert_with(|| {
        let lines = &renderer.template().declaration.header.lines;
        let label = |key: &str, usual: &str| {
            let line = lines.iter().find(|line| line.key.as_ref() == key);
            line.map_or_else(|| usual.to_owned(), |line| line.label.clone())
        };
        let columns = [("dates", "Date"), ("location", "Location"), ("organizers", "Organizer")];
        let columns = columns.into_iter().map(|(key, usual)| label(key, usual)).chain(["Wrap Up".to_owned()]);
        Titles { series: event.series.clone().unwrap_or_else(|| "Events".to_owned()), columns: columns.collect() }
    });
    Ok(EventRow::of(&event, renderer.template()).map_err(Error::Render)?)
}

/// The events that are named, or all of the folder with wrap-ups.
fn events(args: &IndexArgs, places: &mut Places, terminal: &mut Terminal) -> Result<Vec<PathBuf>, Error> {
    if !args.events.is_empty() {
        return choice::events(&args.events, places, terminal);
    }
    let folder = choice::folder(places, terminal)?;
    let place = places.of(&folder, terminal)?;
    let known = neighbours::all(&folder, &place.project);
    let paths = known.iter().map(|known| event_folders::argument(&known.path).to_owned());
    Ok(paths.collect())
}

/// The indices of a folder; what there is of none or another is said.
fn open(folder: &Path, place: &Rc<Place>, says_none: bool, terminal: &mut Terminal) -> Result<Vec<Index>, Error> {
    let Found { indices, other } = Index::open(folder, place)?;
    match (indices.first(), other) {
        (Some(index), Some(other)) => terminal.note(&format!("{} is kept, and {other} is left alone", index.name)),
        (None, _) if says_none => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let names = match place.project.configuration.index_names().as_slice() {
                [only] => format!("no {only}"),
                names => format!("neither {}", names.join(" nor ")),
            };
            terminal.status(&format!("There is no index in {}: {names}.", path_name(folder)));
        }
        (Some(_) | None, _) => {}
    }
    Ok(indices)
}

/// What is said of an index at the end.
enum Told {
    Same(String),
    Changed { name: String, rows: usize },
}

/// Writes what changed, and says so.
fn finish(args: &IndexArgs, indices: Vec<Index>, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let writes = !(args.dry_run || args.diff || args.check);
    let mut batch = Batch::new(MEMORY_LIMIT);
    let mut is_changed = false;
    let mut told = Vec::new();
    for index in indices {
        if !index.has_table {
            terminal.status(&format!("{} has no table of events.", index.name));
            continue;
        }
        if !index.is_changed() {
            told.push(Told::Same(index.name.clone()));
            continue;
        }
        is_changed = true;
        if args.diff {
            show_diff(&index.diff(), terminal);
        }
        told.push(Told::Changed { name: index.name.clone(), rows: index.rows });
        if writes {
            index.put(&mut batch)?;
        }
    }
    batch.finish()?;
    if !args.diff {
        for one in told {
            match one {
                Told::Same(name) => terminal.status(&format!("{name} is up to date.")),
                Told::Changed { name, rows } => say_of_index(&name, rows, writes, terminal),
            }
        }
    }
    Ok(if args.check && is_changed { Outcome::Findings } else { Outcome::Done })
}
