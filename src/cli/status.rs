//! `afterword status`: who still owes which text, and where it is written.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use crate::event::Event;
use crate::event::dates::parse_date;
use crate::render::Computed;
use crate::status::Status;
use crate::status::TopicStatus;
use crate::status::address::EditSite;
use crate::status::reminder::reminder;
use crate::terminal::Terminal;
use crate::terminal::Tone;

use super::Error;
use super::Outcome;
use super::choice;
use super::drawing::Drawing;
use super::drawing::Read;
use super::event_folders;
use super::inputs::FOLDER_FILE;
use super::inputs::Input;
use super::inputs::path_name;
use super::neighbours;
use super::new::today;
use super::places::Place;
use super::places::Places;
use super::report::Failure;
use super::shared;
use super::shared::ReadingArgs;

mod telling;

/// Say who still owes which text, and where each writes it.
///
/// Owed are the expected sections (of a hackathon the problem and what was achieved) of topics that have no other text.
/// Of a folder every event in it is told.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct StatusArgs {
    /// An event file, an event folder, a page, an id, or a folder with several events; the newest event if left out.
    #[arg(value_name = "EVENT")]
    event: Option<PathBuf>,
    /// Print a message that asks for what is owed, ready to paste, with the address where each text is written.
    #[arg(long)]
    remind: bool,
    /// Exit with 1 unless that is so.
    #[arg(long, value_name = "WHAT")]
    require: Option<Requirement>,
    /// How it is told.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// The day by which days are counted, YYYY-MM-DD; today if left out.
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
}

/// What can be required of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Requirement {
    /// Nothing is owed.
    Complete,
}

/// How it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// JSON Lines, an event each.
    Json,
    /// A table in Markdown, as for the text of a pull request.
    Markdown,
}

const EXAMPLES: &str = "\
Examples:
  afterword status 2026-05.md
  afterword status --remind | wl-copy      a message with everybody's addresses
  afterword status 2026-05 --require complete
  afterword status --format markdown >> pull-request.md";

/// An event with how far it is.
struct Told {
    /// The file it is read from, as it is shown.
    file: String,
    heading: String,
    dates: String,
    status: Status,
    /// Of each topic the file that it is written in, as it is shown, and its line there, from 1.
    places: Vec<(String, usize)>,
    /// Where files are edited, and the folder of the working tree.
    site: Option<(EditSite, PathBuf)>,
}

impl Told {
    /// Where a topic is written.
    fn address(&self, topic: &TopicStatus) -> Option<String> {
        let (site, work) = self.site.as_ref()?;
        let (file, line) = self.place(topic);
        let absolute = Path::new(file).canonicalize().ok()?;
        Some(site.address(&path_name(absolute.strip_prefix(work).ok()?), line))
    }

    /// The file that a topic is written in, and the line.
    fn place(&self, topic: &TopicStatus) -> (&str, usize) {
        self.places.get(topic.place).map_or((self.file.as_str(), 1), |(file, line)| (file, *line))
    }
}

pub(super) fn run(args: &StatusArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let today = match &args.today {
        Some(day) => parse_date(day).map_err(|error| Error::Usage {
            message: format!("`{day}` is no day: {error}"),
            help: "write it as 2026-05-04".to_owned(),
        })?,
        None => today(),
    };
    let mut places = Places::new();
    let mut told = Vec::new();
    for event in events(args, &mut places, terminal)? {
        let input = event_folders::input(&event, &mut places, terminal)?;
        let place = places.of(input.folder_around(), terminal)?;
        match read(&input, &place, today) {
            Ok(one) => told.push(one),
            Err(Failure::Error(error)) => return Err(*error),
            Err(Failure::Report(report)) => {
                let mut emitter = crate::terminal::emitter::Emitter::new(shared::Format::Human.into());
                emitter.emit(&report, terminal);
                emitter.summarize(terminal);
                return Ok(Outcome::Usage);
            }
        }
    }
    if args.remind {
        for one in &told {
            terminal.shown(Tone::Plain, &reminder(&one.status, &one.heading, |topic| one.address(topic)));
        }
        if told.iter().all(|one| one.status.is_complete()) {
            terminal.status("Nothing is owed.");
        } else if told.iter().any(|one| one.site.is_none()) {
            terminal.note("no remote on GitHub or GitLab tells where texts are written in the browser; nor does `edit_url` in the configuration");
        }
    } else {
        telling::tell(&told, args.format, terminal);
    }
    let is_met = args.require.is_none() || told.iter().all(|one| one.status.is_complete());
    Ok(if is_met { Outcome::Done } else { Outcome::Findings })
}

/// The events to tell of.
fn events(args: &StatusArgs, places: &mut Places, terminal: &mut Terminal) -> Result<Vec<PathBuf>, Error> {
    let Some(folder) = args.event.as_deref().filter(|path| is_folder_of_events(path)) else {
        return Ok(vec![choice::event(args.event.as_ref(), places, terminal)?]);
    };
    let place = places.of(folder, terminal)?;
    let known = neighbours::all(folder, &place.project);
    let paths = known.iter().map(|known| event_folders::argument(&known.path).to_owned());
    let paths: Vec<PathBuf> = paths.collect();
    if paths.is_empty() {
        let help = "give an event file, an event folder, a page, or a folder with some of them".to_owned();
        return Err(Error::NoEvent { path: folder.to_owned(), help });
    }
    Ok(paths)
}

fn is_folder_of_events(path: &Path) -> bool {
    path.is_dir() && !path.join(FOLDER_FILE).is_file()
}

fn read(input: &Input, place: &Place, today: chrono::NaiveDate) -> Result<Told, Failure> {
    let drawing = Drawing::new(&ReadingArgs::default())?;
    let source = input.read()?;
    let Read { event, renderer, page } = drawing.read_text(input, source.clone(), &place.project)?;
    let computed = Computed::of(&event, renderer.template()).map_err(Error::Render)?;
    let places = match &page {
        Some(imported) => {
            let starts = imported.outline.topics.iter().map(|topic| topic.heading.start);
            starts.map(|start| (input.name(), imported.source.position(start).line)).collect()
        }
        None => places_in_files(input, source, &event, &drawing, place)?,
    };
    let status = Status::of(&event, &renderer.template().declaration, today);
    Ok(Told { file: input.name(), heading: computed.heading, dates: computed.dates, status, places, site: site(place) })
}

/// The files and lines at which topics begin.
fn places_in_files(
    input: &Input,
    source: crate::source::Source,
    event: &Event,
    drawing: &Drawing,
    place: &Place,
) -> Result<Vec<(String, usize)>, Failure> {
    if input.is_page() {
        return Ok(Vec::new());
    }
    let (document, _) = drawing.read(source, &place.project)?;
    let paths: Vec<[crate::yaml::Step; 2]> = (0..event.topics.len())
        .map(|index| [crate::yaml::Step::Key("topics".into()), crate::yaml::Step::Index(index)])
        .collect();
    let located = document.locate(paths.iter().map(|path| (path.as_slice(), None)));
    let place = |located: crate::document::Located| {
        let source = document.sources.get(usize::from(located.source))?;
        Some((source.name.clone(), source.position(located.span.start).line))
    };
    Ok(located.into_iter().map(|located| place(located).unwrap_or((input.name(), 1))).collect())
}

/// Where files are edited in the browser, and the folder of the working tree.
fn site(place: &Place) -> Option<(EditSite, PathBuf)> {
    let repository = place.repository.as_ref()?;
    let work = repository.work_folder().canonicalize().ok()?;
    let branch = repository.remote_branch()?;
    if let Some(pattern) = &place.project.configuration.edit_url {
        return Some((EditSite::by_pattern(&pattern.text, &branch), work));
    }
    Some((EditSite::of_remote(&repository.remote_address()?, &branch)?, work))
}
