//! `afterword new`: a new event, asked for or taken from files and flags.

use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use clap::Args;

use crate::document::write;
use crate::document::write::event_file;
use crate::event::Event;
use crate::import::Hints;
use crate::import::change::Lost;
use crate::import::change::unread_answers;
use crate::render::Computed;
use crate::render::Renderer;
use crate::source::Source;
use crate::template::Template;
use crate::terminal::Terminal;
use crate::wizard::Answers;
use crate::wizard::Knowledge;
use crate::wizard::answers::text_of;
use crate::wizard::guess;

use super::Error;
use super::Outcome;
use super::drawing::Drawing;
use super::inputs::FOLDER_FILE;
use super::inputs::is_page;
use super::inputs::path_name;
use super::inputs::typed;
use super::lost;
use super::neighbours;
use super::places::Place;
use super::places::Places;
use super::places::folder_of;
use super::report::Failure;
use super::report::find_template;
use super::report::tell;
use super::shared::ReadingArgs;
use super::topic_files;

use self::asking::Asked;
use self::asking::ask;
use self::asking::keep_saying;
pub(super) use self::asking::open_draft;
pub(super) use self::asking::today;
use self::given::Given;
pub(super) use self::given::is_text;
use self::given::missing;
pub(super) use self::given::read_list;
use self::writing::write;

mod asking;
mod given;
mod habits;
mod targets;
mod writing;

/// Begin a new event: answer questions, or give it by files and flags.
///
/// On a terminal it asks for what is not given, keeps every answer in a draft, and can be stopped and resumed at any
/// time. `X.yaml` gets an event file and its page, `X.md` the page alone. Without a name the first day names it.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct NewArgs {
    /// The event file or page to write.
    #[arg(value_name = "X.yaml|X.md|X")]
    target: Option<PathBuf>,
    /// Take what a partial event file says; only what it lacks is asked. `-` is standard input.
    #[arg(long, value_name = "FILE|-")]
    from: Option<PathBuf>,
    /// Take the topics from a list of titles, one a line: emoji, title, @owners, #issue. `-` is standard input.
    #[arg(long, value_name = "FILE|-")]
    titles: Option<PathBuf>,
    /// Ask nothing; take what earlier events of the folder suggest for what is not given.
    #[arg(long)]
    defaults: bool,
    /// Write nothing; print the event file, or the page for `X.md`.
    #[arg(long)]
    print: bool,
    /// Go on with the draft of an earlier `new`.
    #[arg(long, conflicts_with = "restart")]
    resume: bool,
    /// Begin anew; the draft of an earlier `new` is thrown away.
    #[arg(long)]
    restart: bool,
    /// Overwrite files that are there.
    #[arg(long)]
    force: bool,
    /// Keep each topic in a file of its own, in an event folder: `.afterword/events/ID/`, or X.
    #[arg(long)]
    folder: bool,
    /// Leave the index beside the page alone.
    #[arg(long)]
    no_index: bool,
    #[command(flatten)]
    reading: ReadingArgs,
}

const EXAMPLES: &str = "\
Examples:
  afterword new 2026-05.yaml
  afterword new 2026-05.yaml --titles topics.txt
  afterword new 2026-05.md --no-input --set series='Kettle Days' --set start=2026-05-04 \\
      --set 'location={name: The Old Mill}' --set 'organizers=[{name: Kettle Works}]'
  afterword new --folder --titles topics.txt
  gh issue view 7 --json title --jq .title | afterword new 2026-05.yaml --titles -";

/// What a new event consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// An event file and its page.
    FileAndPage,
    /// A folder with an event file and a file for each topic, and its page.
    Folder,
    /// A page that is its own source.
    Page,
}

/// What is to be written.
struct Written {
    event: Arc<Event>,
    template: Arc<Template>,
    form: Form,
    event_file: String,
    /// The event file of a folder, and the names and texts of its topic files; nothing of other forms.
    event_alone: String,
    topics: Vec<(String, String)>,
    page: String,
    id: String,
    /// Answers that a page which is its own source would not give back.
    lost: Vec<Lost>,
}

pub(super) fn run(args: &NewArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if let Some(target) = &args.target {
        check_name(target, args.folder)?;
        refuse_folder(target)?;
    }
    if args.from.as_deref() == Some(Path::new("-")) && args.titles.as_deref() == Some(Path::new("-")) {
        return Err(Error::Usage {
            message: "`--from` and `--titles` cannot both read standard input".to_owned(),
            help: "put one of them into a file".to_owned(),
        });
    }
    let mut places = Places::new();
    let place = place(args, &mut places, terminal)?;
    if let Some(target) = args.target.as_deref().filter(|_| !args.force && !args.print) {
        refuse_existing(target, &place)?;
    }

    let assignments = args.reading.assignments()?;
    let mut given = match Given::read(args, &assignments, &place)? {
        Ok(given) => given,
        Err(failure) => return tell(failure, terminal),
    };
    let neighbours = neighbours::read(&place.folder, &place.project, None);
    let wants_page = match &args.target {
        Some(target) => is_page(target),
        None => !neighbours.iter().any(|known| !is_page(&known.path)),
    };
    let is_folder = args.target.is_none() && neighbours.first().is_some_and(|known| known.path.ends_with(FOLDER_FILE));
    let form = if args.folder || is_folder {
        Form::Folder
    } else if wants_page {
        Form::Page
    } else {
        Form::FileAndPage
    };
    let reads_stdin = [&args.from, &args.titles].into_iter().flatten().any(|path| path.as_os_str() == "-");
    let asks = terminal.is_interactive() && !args.defaults && !reads_stdin;

    // What is answered counts for more than `--set`, which is among the answers already.
    let drawing = Drawing::new(&ReadingArgs { set: Vec::new(), ..args.reading.clone() })?;
    let checked = given.check(&Drawing::new(&args.reading)?, &drawing, &place.project);
    given.add_flags(args, &assignments);
    let Given { mut answers, habits, template, .. } = given;
    if args.defaults {
        guess(&mut answers, &template.declaration, &Knowledge::of(&neighbours));
    }
    let missing = if asks { Vec::new() } else { missing(&answers, &template.declaration) };
    let told = checked.err().map(|failure| tell(failure, terminal)).transpose()?;
    if !missing.is_empty() {
        return Err(Error::Missing { fields: missing });
    }
    if let Some(outcome) = told {
        return Ok(outcome);
    }

    let (answers, draft) = if asks {
        match ask(args, answers, &habits, form, &neighbours, &place, terminal)? {
            Asked::Write(answers, draft) => (answers, draft),
            Asked::Ended(outcome) => return Ok(outcome),
        }
    } else {
        (answers, None)
    };
    match finish(&answers, form, &drawing, &place) {
        Ok(written) if lost::is_any_left_out(&written.lost) => {
            let page = args.target.clone().unwrap_or_else(|| PathBuf::from(format!("{}.md", written.id)));
            let other = format!("afterword new {}", typed(&page.with_extension("yaml")));
            lost::tell(&path_name(&page), &written.lost, &other, terminal);
            terminal.status("Nothing was written.");
            keep_saying(draft.as_ref(), args, terminal);
            Ok(Outcome::Refused)
        }
        Ok(written) => write(args, &written, &mut places, draft, asks, terminal),
        Err(failure) => {
            keep_saying(draft.as_ref(), args, terminal);
            tell(failure, terminal)
        }
    }
}

/// The place of the new event: where its name says, or else the folder with wrap-ups that is configured.
fn place(args: &NewArgs, places: &mut Places, terminal: &mut Terminal) -> Result<Rc<Place>, Error> {
    if let Some(target) = &args.target {
        return places.of(folder_of(target), terminal);
    }
    let here = places.of(Path::new(""), terminal)?;
    match here.pages_folder() {
        Some(folder) => places.of(&folder, terminal),
        None => Ok(here),
    }
}

/// The name of a new event tells its form.
fn check_name(target: &Path, is_folder: bool) -> Result<(), Error> {
    let extension = target.extension().and_then(|extension| extension.to_str());
    let is_file = matches!(extension, Some("yaml" | "yml" | "md"));
    if is_file != is_folder {
        return Ok(());
    }
    if is_folder {
        return Err(Error::Usage {
            message: format!("`{}` is no name of a folder", target.display()),
            help: "leave the ending away, or `--folder`".to_owned(),
        });
    }
    Err(Error::Usage {
        message: format!("`{}` names neither an event file nor a page", target.display()),
        help: "end it with `.yaml` for both, or with `.md` for the page alone; `--folder` makes a folder of that name"
            .to_owned(),
    })
}

/// A folder that is there is not overwritten: what else is in it would be part of the event.
fn refuse_folder(folder: &Path) -> Result<(), Error> {
    if !folder.is_dir() {
        return Ok(());
    }
    Err(Error::Usage {
        message: format!("`{}` is a folder that is there already", folder.display()),
        help: "choose another name, or remove it first".to_owned(),
    })
}

/// What would be overwritten is told before the first question, not after the last.
fn refuse_existing(target: &Path, place: &Place) -> Result<(), Error> {
    for path in [target.to_owned(), target.with_extension("md")] {
        let name = path.file_name().map(Path::new).unwrap_or(&path);
        let target = place.root.target(&place.key(name)).map_err(Error::Write)?;
        if target.exists().map_err(Error::Write)? {
            return Err(Error::Exists { path });
        }
    }
    Ok(())
}

fn template(args: &NewArgs, given: &Answers, place: &Place) -> Result<Arc<Template>, Error> {
    let named = given.get("template").and_then(text_of);
    let name = args.reading.template.as_deref().or(named).unwrap_or(place.project.default_template());
    Ok(find_template(&place.project, name, args.reading.template.is_some())?)
}

/// Reads the answers as `render` reads a file, and draws the page.
fn finish(answers: &Answers, form: Form, drawing: &Drawing, place: &Place) -> Result<Written, Failure> {
    let source = Source::new("the answers", answers.without_marks().text());
    let (document, renderer) = drawing.read(source, &place.project)?;
    let mut event = document.event.as_ref().clone();
    // A page that is the only source carries what it does not draw in comments.
    event.file.notes |= form == Form::Page;
    let event = Arc::new(event);
    let template = renderer.template();
    let page = renderer.page(&event, drawing.style()).map_err(Error::Render)?;
    let id = Computed::of(&event, template).map_err(Error::Render)?.id;
    let lost = match form {
        Form::Page => {
            let hints = Hints { start: Some(event.dates.start), ..Hints::default() };
            unread_answers(&event, &page, &renderer, &hints).map_err(Error::Import)?
        }
        Form::FileAndPage | Form::Folder => Vec::new(),
    };
    let event_file = event_file(&event, &template.declaration);
    let (event_alone, topics) = match form {
        Form::Folder => split(&event, &event_file, &page, (drawing, place), &renderer)?,
        Form::FileAndPage | Form::Page => Default::default(),
    };
    let template = template.clone();
    Ok(Written { event, template, form, event_file, event_alone, topics, page, id, lost })
}

/// An event as the event file of a folder and the names and texts of its topic files, which make the same page.
fn split(
    event: &Event,
    event_file: &str,
    page: &str,
    (drawing, place): (&Drawing, &Place),
    renderer: &Renderer,
) -> Result<(String, Vec<(String, String)>), Failure> {
    let declaration = &renderer.template().declaration;
    let answers = Answers::parse(&Source::new("the answers", event_file), &[]).map_err(|report| *report)?;
    let alone = write::event_file(&Event { topics: Vec::new(), ..event.clone() }, declaration);
    let mut source = Source::new(FOLDER_FILE, alone.as_str());
    for topic in answers.topics() {
        let (_, file) = topic_files::new(Path::new(topic_files::FOLDER), &source.parts, topic, declaration);
        source.parts.push(file);
    }
    let topics = source.parts.iter().map(|part| (part.name.clone(), part.text.clone())).collect();
    let (document, renderer) = drawing.read(source, &place.project)?;
    let drawn = renderer.page(&document.event, drawing.style()).map_err(Error::Render)?;
    if drawn != page {
        return Err(Error::Usage {
            message: "the topics would not read back from files of their own".to_owned(),
            help: "write one event file: leave `--folder` away".to_owned(),
        }
        .into());
    }
    Ok((alone, topics))
}
