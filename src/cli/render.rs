//! `afterword render`: event files become pages.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::num::NonZero;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::mpsc;

use clap::Args;

use crate::fs;
use crate::fs::Batch;
use crate::fs::Target;
use crate::outputs;
use crate::outputs::Standing;
use crate::project::Project;
use crate::project::pages::Written;
use crate::terminal::Terminal;

use super::Error;
use super::Outcome;
use super::choice;
use super::drawing::Drawing;
use super::drawing::Read;
use super::event_folders;
use super::index::EventRow;
use super::index::Rows;
use super::inputs::Input;
use super::inputs::names_folder;
use super::inputs::path_name;
use super::places::Place;
use super::places::Places;
use super::places::folder_of;
use super::report::Failure;
use super::shared::Format;
use super::shared::ReadingArgs;

pub(super) use self::documents::seen_from_here;
pub(super) use self::edited::keep;
use self::edited::refuse;
pub(super) use self::telling::Failures;
pub(super) use self::telling::show_diff;
use self::telling::tell;

mod documents;
mod edited;
mod telling;

/// Write the pages of events.
///
/// `X.yaml` becomes `X.md` beside it, an event folder `2025-11/` becomes `2025-11.md` beside the folder, and standard
/// input (`-`) goes to standard output. A page can be drawn in another style or template; it needs `-o`. Nothing is written before every page of the run has been drawn. A page that
/// was edited by hand since it was written is left alone, and so is the whole run; `--force` overwrites it and keeps
/// the old bytes.
///
/// `--to` draws other documents that the template declares, such as an agenda. A document goes to standard output, or
/// into the file that `-o` names: between `<!-- afterword: agenda 2025-11 -->` and `<!-- afterword: end -->` where it
/// holds these lines, with 2025-11 the id of the event, and every other byte stays.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct RenderArgs {
    /// Event files, event folders, pages, ids such as `2025-06`, or `-` for standard input; the newest event if left out.
    #[arg(value_name = "EVENT")]
    events: Vec<PathBuf>,
    /// The documents to draw, such as `agenda,post`; the page if left out.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    to: Vec<String>,
    /// Write the page to PATH, several pages into the folder PATH, or to standard output (`-`).
    #[arg(short, long, value_name = "PATH|-")]
    output: Option<PathBuf>,
    /// Write nothing; say what would be written.
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Write nothing; print what would change.
    #[arg(long)]
    diff: bool,
    /// Write nothing; exit with 1 where a page is not what would be written.
    #[arg(long)]
    check: bool,
    /// Overwrite pages that were edited by hand; the old bytes are kept.
    #[arg(long)]
    force: bool,
    /// Leave the index beside the page alone.
    #[arg(long)]
    no_index: bool,
    /// How results and mistakes are told.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    #[command(flatten)]
    reading: ReadingArgs,
}

impl RenderArgs {
    /// Render that event to its own place.
    pub(super) fn of(event: PathBuf) -> Self {
        Self {
            events: vec![event],
            to: Vec::new(),
            output: None,
            dry_run: false,
            diff: false,
            check: false,
            force: false,
            no_index: false,
            format: Format::Human,
            reading: ReadingArgs::default(),
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  afterword render 2025-06.yaml
  afterword render 2025-06.md --style headings -o -
  afterword render 2025-*.yaml --check
  afterword render 2025-11.yaml --to agenda -o reviews/2025.md
  afterword render draft.yaml --set start=2025-06-02 --set 'location.name=Town Hall' --diff";

/// An event with its page's place, before it is read.
struct Job {
    input: Input,
    project: Arc<Project>,
    /// Nothing where the page goes to standard output.
    target: Option<Destination>,
}

/// Where a file goes.
pub(super) struct Destination {
    pub(super) target: Target,
    pub(super) place: Rc<Place>,
    /// As it is shown.
    pub(super) name: String,
}

impl Destination {
    /// That target, in that place, shown by that name.
    pub(super) fn new(target: Target, place: Rc<Place>, name: String) -> Self {
        Self { target, place, name }
    }

    fn file_name(&self) -> &Path {
        let path = self.target.path();
        path.file_name().map(Path::new).unwrap_or(path)
    }

    /// By what the page is remembered.
    pub(super) fn key(&self) -> PathBuf {
        self.place.key(self.file_name())
    }
}

/// What became of one event, for the last words.
struct Done<'a> {
    event: &'a Input,
    page: &'a str,
    standing: Standing,
}

pub(super) fn run(args: &RenderArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if args.to.iter().any(|name| name != PAGE) { documents::run(args, terminal) } else { pages(args, terminal) }
}

/// The name by which the page is asked for, whatever its template calls it.
const PAGE: &str = "page";

fn pages(args: &RenderArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let drawing = Drawing::new(&args.reading)?;
    let mut places = Places::new();
    let jobs = jobs(args, &mut places, terminal)?;
    let mut run = Run {
        args,
        drawing: &drawing,
        batch: Batch::new(fs::MEMORY_LIMIT),
        done: Vec::new(),
        written: Vec::new(),
        overwritten: Vec::new(),
        diffs: Vec::new(),
        rows: Rows::default(),
    };

    let mut failures = Failures::default();
    let progress = terminal.progress(jobs.len(), "rendering");
    let inputs: Vec<(&Input, &Project)> = jobs.iter().map(|job| (&job.input, job.project.as_ref())).collect();
    let mut to_stdout = Vec::new();
    let mut found = Ok(());
    // A page that goes elsewhere is not the one that the index lists.
    let has_rows = args.output.is_none() && !args.no_index;
    each_page(&drawing, &inputs, has_rows, |index, page| {
        progress.inc();
        let Some(job) = jobs.get(index) else { return };
        match (page, &job.target) {
            (Err(failure), _) => failures.push(index, failure),
            (Ok(drawn), None) => to_stdout.push((index, drawn.page)),
            // Once anything has failed nothing will be written; the rest is still read for its mistakes.
            (Ok(_), Some(_)) if !failures.is_empty() || found.is_err() => {}
            (Ok(drawn), Some(destination)) => {
                if let Some(row) = drawn.row {
                    run.rows.add(destination.target.path(), row);
                }
                found = run.place(index, job, destination, drawn.page);
            }
        }
    });
    drop(progress);
    if !failures.is_empty() {
        return Ok(failures.tell(args.format, terminal));
    }
    found?;
    to_stdout.sort_by_key(|(index, _)| *index);
    for (_, page) in &to_stdout {
        terminal.data(page);
    }
    run.finish(&mut places, terminal)
}

/// Where each event's page goes; refused at once where two of them or the flags do not go together.
///
/// An event that is named twice is one.
fn jobs(args: &RenderArgs, places: &mut Places, terminal: &mut Terminal) -> Result<Vec<Job>, Error> {
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    if args.events.len() > 1 && to_stdout {
        return Err(Error::Usage {
            message: "several pages cannot go to standard output at once".to_owned(),
            help: "name one event, or a folder after `-o`".to_owned(),
        });
    }
    let mut jobs: Vec<Job> = Vec::with_capacity(args.events.len());
    let mut pages: HashMap<PathBuf, usize> = HashMap::new();
    let events = choice::events(&args.events, places, terminal)?;
    for argument in &events {
        let input = event_folders::input(argument, places, terminal)?;
        let project = places.of(input.folder_around(), terminal)?.project.clone();
        let target = match (&args.output, &input) {
            _ if to_stdout => None,
            (None, Input::Stdin) => None,
            (None, page) if page.is_page() => return Err(no_place(page)),
            (None, Input::File { page, .. }) => Some(beside(page, places, terminal)?),
            (Some(output), input) => Some(chosen(output, input, args.events.len(), places, terminal)?),
        };
        let page = target.as_ref().map(|destination| destination.place.folder.join(destination.file_name()));
        let first = page.and_then(|page| match pages.entry(page) {
            Entry::Occupied(first) => jobs.get(*first.get()),
            Entry::Vacant(vacant) => {
                vacant.insert(jobs.len());
                None
            }
        });
        match first {
            Some(first) if first.input.is_same(&input) => {}
            Some(Job { input: other, target: Some(page), .. }) => {
                return Err(Error::Usage {
                    message: format!("`{}` and `{}` would both become `{}`", other.name(), input.name(), page.name),
                    help: "render them one by one, each with a page of its own after `-o`".to_owned(),
                });
            }
            _ => jobs.push(Job { input, project, target }),
        }
    }
    if jobs.iter().filter(|job| job.input == Input::Stdin).count() > 1 {
        return Err(Error::Usage {
            message: "standard input holds one event".to_owned(),
            help: "give `-` once".to_owned(),
        });
    }
    Ok(jobs)
}

/// A page is its own source, and has no other place of its own.
fn no_place(page: &Input) -> Error {
    let name = page.name();
    Error::Usage {
        message: format!("`{name}` is a page already: where shall what is drawn of it go?"),
        help: format!("say so by `-o PATH`, or `-o -` to see it; to write `{name}` itself: `-o {name}`"),
    }
}

/// A page beside its event file: within the root, through no symlink.
pub(super) fn beside(page: &Path, places: &mut Places, terminal: &mut Terminal) -> Result<Destination, Error> {
    let place = places.of(folder_of(page), terminal)?;
    let file_name = page.file_name().map(Path::new).unwrap_or(page);
    let target = place.root.target_shown(&place.key(file_name), page.to_owned()).map_err(Error::Write)?;
    Ok(Destination { target, place, name: path_name(page) })
}

/// A page where `-o` wants it.
fn chosen(
    output: &Path,
    input: &Input,
    events: usize,
    places: &mut Places,
    terminal: &mut Terminal,
) -> Result<Destination, Error> {
    let wants_folder = names_folder(output);
    let (path, target) = match input {
        Input::File { page, .. } if wants_folder => {
            let file_name = page.file_name().map(Path::new).unwrap_or(page);
            let folder = places.root(output).map_err(Error::Write)?;
            (output.join(file_name), folder.target(file_name))
        }
        Input::Stdin if wants_folder => {
            return Err(Error::Usage {
                message: "a page from standard input has no name of its own".to_owned(),
                help: "give `-o` the name of a file".to_owned(),
            });
        }
        _ if events > 1 => {
            return Err(Error::Usage {
                message: format!("several pages cannot all be written to `{}`", output.display()),
                help: "give `-o` a folder that exists, or end it with `/`".to_owned(),
            });
        }
        _ => (output.to_owned(), Target::explicit(output)),
    };
    let target = target.map_err(Error::Write)?;
    let place = places.of(folder_of(&path), terminal)?;
    Ok(Destination { target, place, name: path_name(&path) })
}

/// A page, and its row in the index.
struct Drawn {
    page: String,
    row: Option<EventRow>,
}

fn drawn(drawing: &Drawing, input: &Input, project: &Project, has_row: bool) -> Result<Drawn, Failure> {
    let Read { event, renderer, .. } = drawing.read_input(input, project)?;
    let page = renderer.page(&event, drawing.style()).map_err(Error::Render)?;
    let row = has_row.then(|| EventRow::of(&event, renderer.template())).transpose().map_err(Error::Render)?;
    Ok(Drawn { page, row })
}

/// Draws all pages and hands each over as soon as it is there, on this thread.
///
/// Several threads draw where there are several events; few pages wait, so that memory does not grow with their number.
fn each_page(
    drawing: &Drawing,
    inputs: &[(&Input, &Project)],
    has_rows: bool,
    mut each: impl FnMut(usize, Result<Drawn, Failure>),
) {
    let draw = |(input, project): &(&Input, &Project)| drawn(drawing, input, project, has_rows);
    // One event does not even ask how many there could be: the answer is in half a dozen files.
    let threads = match inputs.len() {
        0 | 1 => 1,
        several => std::thread::available_parallelism().map_or(1, NonZero::get).min(several),
    };
    if threads < 2 {
        inputs.iter().enumerate().for_each(|(index, input)| each(index, draw(input)));
        return;
    }
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::sync_channel(threads * 2);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (next, draw, sender) = (&next, &draw, sender.clone());
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = inputs.get(index) else { break };
                    if sender.send((index, draw(input))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        receiver.iter().for_each(|(index, page)| each(index, page));
    });
}

/// One run: what is to be written, and what there is to tell.
struct Run<'a> {
    args: &'a RenderArgs,
    drawing: &'a Drawing,
    batch: Batch,
    done: Vec<(usize, Done<'a>)>,
    /// What was written, to be remembered once it is.
    written: Vec<(&'a Destination, Written)>,
    /// Pages with edits of somebody's, to be kept before they are overwritten.
    overwritten: Vec<(&'a Destination, Vec<u8>)>,
    /// What would change, to be shown in the order of the events, whichever was drawn first.
    diffs: Vec<(usize, String)>,
    /// Their rows in the index.
    rows: Rows,
}

impl<'a> Run<'a> {
    fn writes(&self) -> bool {
        !(self.args.dry_run || self.args.diff || self.args.check)
    }

    /// Compares a page with the one on disk, and takes it into the batch or notes what would change.
    fn place(&mut self, index: usize, job: &'a Job, destination: &'a Destination, page: String) -> Result<(), Error> {
        let on_disk = destination.target.read(outputs::MAX_BYTES).map_err(Error::Write)?;
        let last = destination.place.pages.borrow().get(&destination.key()).copied();
        let repository = destination.place.repository.as_deref();
        let from_head = || self.drawing.page_of_head(&job.input, repository, &job.project);
        let says_the_same = |one: &str, other: &str| {
            // Standard input is read once.
            let read = (job.input != Input::Stdin).then(|| self.drawing.read_input(&job.input, &job.project).ok());
            read.flatten().is_some_and(|read| read.says_the_same(one, other))
        };
        let drawn = outputs::compare(page, on_disk.as_deref(), last.as_ref(), from_head, says_the_same)?;
        if self.args.diff {
            let old = String::from_utf8_lossy(on_disk.as_deref().unwrap_or_default());
            let diff = outputs::unified_diff(&destination.name, &old, &drawn.page);
            self.diffs.push((index, diff));
        }
        let is_refused = matches!(drawn.standing, Standing::Edited(_)) && !self.args.force;
        if self.writes() && !is_refused {
            if let (Standing::Edited(_), Some(bytes)) = (&drawn.standing, on_disk) {
                self.overwritten.push((destination, bytes));
            }
            if drawn.standing != Standing::Unchanged {
                self.batch.put(destination.target.clone(), drawn.page.into_bytes()).map_err(Error::Write)?;
            }
            self.written.push((destination, drawn.written));
        }
        let done = Done { event: &job.input, page: &destination.name, standing: drawn.standing };
        self.done.push((index, done));
        Ok(())
    }

    fn finish(mut self, places: &mut Places, terminal: &mut Terminal) -> Result<Outcome, Error> {
        self.done.sort_by_key(|(index, _)| *index);
        let done: Vec<Done<'_>> = self.done.into_iter().map(|(_, done)| done).collect();
        let edited = done.iter().filter(|done| matches!(done.standing, Standing::Edited(_))).count();
        let args = self.args;
        let writes = !(args.dry_run || args.diff || args.check);
        self.diffs.sort_by_key(|(index, _)| *index);
        self.diffs.iter().for_each(|(_, diff)| show_diff(diff, terminal));
        if edited > 0 && !args.force && !args.diff && !args.check {
            if args.format == Format::Json {
                tell(&done, args, false, terminal);
            }
            refuse(&done, args, terminal);
            return Ok(Outcome::Refused);
        }
        let indices = self.rows.keep(places, terminal)?;
        if args.diff {
            indices.diffs().for_each(|diff| show_diff(&diff, terminal));
        }
        if writes {
            indices.put(&mut self.batch)?;
            for (destination, bytes) in &self.overwritten {
                keep("edited page", destination, bytes, terminal)?;
            }
            self.batch.finish()?;
            for (destination, written) in self.written {
                destination.place.pages.borrow_mut().remember(&destination.key(), written);
            }
            if let Err(error) = places.save() {
                terminal.detail(&format!("{error}: the next run may ask whether a page was edited"));
            }
        }
        tell(&done, args, writes, terminal);
        telling::tell_of_indices(&indices, args, writes, terminal);
        let changes = indices.is_changed() || done.iter().any(|done| done.standing != Standing::Unchanged);
        Ok(if args.check && changes { Outcome::Findings } else { Outcome::Done })
    }
}
