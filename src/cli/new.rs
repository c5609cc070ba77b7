//! `afterword new`: a new event, asked for or taken from files and flags.

use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use clap::Args;

use crate::document::write::event_file;
use crate::event::Event;
use crate::fs;
use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::fs::Target;
use crate::markdown::slug::slug;
use crate::outputs;
use crate::project::drafts::Draft;
use crate::project::drafts::DraftError;
use crate::render::Computed;
use crate::source::Source;
use crate::template::Declaration;
use crate::template::Template;
use crate::terminal::Terminal;
use crate::terminal::emitter::Emitter;
use crate::wizard::Answers;
use crate::wizard::End;
use crate::wizard::Knowledge;
use crate::wizard::Setting;
use crate::wizard::Wizard;
use crate::wizard::guess;
use crate::wizard::titles::parse_titles;
use crate::wizard::topic_of;
use crate::yaml::read::MAX_BYTES;

use super::Error;
use super::Outcome;
use super::drawing::Drawing;
use super::inputs::Input;
use super::inputs::Text;
use super::inputs::path_name;
use super::neighbours;
use super::places::Place;
use super::places::Places;
use super::places::folder_of;
use super::report::Failure;
use super::report::find_template;
use super::shared::ReadingArgs;

/// Begin a new event: answer questions, or give it by files and flags.
///
/// On a terminal it asks for what is not given, keeps every answer in a draft, and can be stopped and resumed at any
/// time. `X.yaml` gets an event file and its page, `X.md` the page alone. Without a name the first day names it.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct NewArgs {
    /// The event file or page to write.
    #[arg(value_name = "X.yaml|X.md")]
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
    #[command(flatten)]
    reading: ReadingArgs,
}

const EXAMPLES: &str = "\
Examples:
  afterword new 2026-05.yaml
  afterword new 2026-05.yaml --titles topics.txt
  afterword new 2026-05.md --no-input --set series='Kettle Days' --set start=2026-05-04 \\
      --set 'location={name: The Old Mill}' --set 'organizers=[{name: Kettle Works}]'
  gh issue view 7 --json title --jq .title | afterword new 2026-05.yaml --titles -";

/// What a new event consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// An event file and its page.
    FileAndPage,
    /// A page that is its own source.
    Page,
}

/// What is to be written.
struct Written {
    event: Arc<Event>,
    form: Form,
    event_file: String,
    page: String,
    id: String,
}

pub(super) fn run(args: &NewArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if let Some(target) = &args.target {
        check_name(target)?;
    }
    if args.from.as_deref() == Some(Path::new("-")) && args.titles.as_deref() == Some(Path::new("-")) {
        return Err(Error::Usage {
            message: "`--from` and `--titles` cannot both read standard input".to_owned(),
            help: "put one of them into a file".to_owned(),
        });
    }
    let mut places = Places::new();
    let folder = args.target.as_deref().map_or(Path::new(""), folder_of);
    let place = places.of(folder, terminal)?;
    if let Some(target) = args.target.as_deref().filter(|_| !args.force && !args.print) {
        refuse_existing(target, &place)?;
    }

    let given = match given(args)? {
        Ok(given) => given,
        Err(failure) => return tell(failure, terminal),
    };
    let template = template(args, &given, &place)?;
    let drawing = Drawing::new(&args.reading)?;
    let neighbours = neighbours::read(&place.folder, &place.project);
    let is_page = match &args.target {
        Some(target) => target.extension().is_some_and(|extension| extension == "md"),
        None => neighbours.is_empty(),
    };
    let form = if is_page { Form::Page } else { Form::FileAndPage };
    let reads_stdin = [&args.from, &args.titles].into_iter().flatten().any(|path| path.as_os_str() == "-");
    let asks = terminal.is_interactive() && !args.defaults && !reads_stdin;

    let answers = if asks {
        match ask(args, given, &template.declaration, &neighbours, &place, terminal)? {
            Asked::Write(answers, draft) => {
                let written = match finish(&answers, form, &drawing.without_assignments(), &place) {
                    Ok(written) => written,
                    Err(failure) => {
                        keep_saying(draft.as_ref(), args, terminal);
                        return tell(failure, terminal);
                    }
                };
                return write(args, &written, &mut places, draft, terminal);
            }
            Asked::Ended(outcome) => return Ok(outcome),
        }
    } else {
        let mut answers = given;
        if args.defaults {
            let knowledge = Knowledge::of(&neighbours);
            guess(&mut answers, &template.declaration, &knowledge);
        }
        answers
    };
    let missing = missing(&answers, &template.declaration);
    if !missing.is_empty() {
        return Err(Error::Missing { fields: missing });
    }
    match finish(&answers, form, &drawing, &place) {
        Ok(written) => write(args, &written, &mut places, None, terminal),
        Err(failure) => tell(failure, terminal),
    }
}

/// A new event has one of two forms.
fn check_name(target: &Path) -> Result<(), Error> {
    let extension = target.extension().and_then(|extension| extension.to_str());
    if matches!(extension, Some("yaml" | "yml" | "md")) {
        return Ok(());
    }
    Err(Error::Usage {
        message: format!("`{}` names neither an event file nor a page", target.display()),
        help: "end it with `.yaml` for both, or with `.md` for the page alone".to_owned(),
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

/// What files and flags say.
fn given(args: &NewArgs) -> Result<Result<Answers, Failure>, Error> {
    let assignments = args.reading.assignments()?;
    let source = match &args.from {
        None => Source::new("", "{}"),
        Some(from) => {
            let input = if from.as_os_str() == "-" { Input::Stdin } else { Input::find(from)? };
            match input.read()? {
                Text::Source(source) => source,
                Text::Invalid(report) => return Ok(Err(report.into())),
            }
        }
    };
    let titles = args.titles.as_deref().map(read_titles).transpose()?;
    let answers = match titles {
        None => Answers::parse(&source, &assignments),
        // The titles come first, so that `--set topics.0.problem=` finds its topic.
        Some(titles) => Answers::parse(&source, &[]).and_then(|mut answers| {
            let lines = parse_titles(&titles);
            answers.topics_mut().extend(lines.into_iter().map(|line| topic_of(line, |_| true)));
            Answers::parse(&Source::new(source.name.clone(), answers.text()), &assignments)
        }),
    };
    Ok(answers.map_err(|report| (*report).into()))
}

fn read_titles(path: &Path) -> Result<String, Error> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes);
        read.map_err(|source| Error::Read(fs::Error::Read { path: PathBuf::from("standard input"), source }))?;
        bytes
    } else {
        fs::read(path, MAX_BYTES).map_err(Error::Read)?
    };
    String::from_utf8(bytes).map_err(|_| Error::Usage {
        message: format!("`{}` is not UTF-8", path.display()),
        help: "save it as UTF-8".to_owned(),
    })
}

fn template(args: &NewArgs, given: &Answers, place: &Place) -> Result<Arc<Template>, Error> {
    let named = given.get("template").and_then(crate::wizard::answers::text_of);
    let name = args.reading.template.as_deref().or(named).unwrap_or(crate::template::DEFAULT);
    Ok(find_template(&place.project, name, args.reading.template.is_some())?)
}

/// The required fields that are not answered, each with how it is given.
fn missing(answers: &Answers, declaration: &Declaration) -> Vec<String> {
    let required = declaration.event.iter().filter(|field| field.required || field.key.as_ref() == "start");
    let missing = required.filter(|field| answers.get(&field.key).is_none());
    missing.map(|field| field.key.to_string()).collect()
}

/// How the questions ended.
enum Asked {
    Write(Answers, Option<Draft>),
    Ended(Outcome),
}

fn ask(
    args: &NewArgs,
    given: Answers,
    declaration: &Declaration,
    neighbours: &[crate::wizard::knowledge::Known],
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
                kept.merge(given);
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

    preflight(place, terminal);
    let knowledge = Knowledge::of(neighbours);
    let setting = Setting { declaration, knowledge: &knowledge, today: today(), folder: Some(&place.folder) };
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
        Err(crate::wizard::PromptError::Interrupted) => {
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
pub(super) fn open_draft(
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
        Some(repository) if repository.identity().is_none() => {
            terminal.note(
                "git does not know who you are: git config user.name 'Ada' && git config user.email ada@example.org",
            );
        }
        Some(_) => {}
    }
}

fn wants_to_resume(kept: &Answers, terminal: &mut Terminal) -> Result<bool, Error> {
    use crate::wizard::Prompt as _;
    use crate::wizard::Reply;
    use crate::wizard::prompt::Choice;
    let title = kept.get("series").and_then(crate::wizard::answers::text_of).unwrap_or("an event");
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
fn keep_saying(draft: Option<&Draft>, args: &NewArgs, terminal: &mut Terminal) {
    // Before the first answer nothing is there to go on with.
    if !draft.is_some_and(Draft::is_saved) {
        return;
    }
    let target = args.target.as_deref().map(|target| format!(" {}", path_name(target))).unwrap_or_default();
    terminal.status(&format!("Your answers are kept. To go on: afterword new{target} --resume"));
}

pub(super) fn today() -> chrono::NaiveDate {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let days = i64::try_from(since.as_secs() / 86_400).unwrap_or(0);
    chrono::NaiveDate::default() + chrono::Duration::days(days)
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
    let event_file = event_file(&event, &template.declaration);
    Ok(Written { event, form, event_file, page, id })
}

pub(super) fn tell(failure: Failure, terminal: &mut Terminal) -> Result<Outcome, Error> {
    match failure {
        Failure::Error(error) => Err(*error),
        Failure::Report(report) => {
            let mut emitter = Emitter::default();
            emitter.emit(&report, terminal);
            emitter.summarize(terminal);
            Ok(Outcome::Usage)
        }
    }
}

/// The files to write: the event file and its page, or the page alone.
fn targets(args: &NewArgs, written: &Written, place: &Place) -> (Option<PathBuf>, PathBuf) {
    match &args.target {
        Some(target) if target.extension().is_some_and(|extension| extension == "md") => (None, target.clone()),
        Some(target) => (Some(target.clone()), target.with_extension("md")),
        None => {
            let is_taken = |name: &str| place.folder.join(name).symlink_metadata().is_ok();
            let mut stem = written.id.clone();
            if is_taken(&format!("{stem}.md")) || is_taken(&format!("{stem}.yaml")) {
                let edition = written.event.edition.as_deref().or(written.event.series.as_deref()).map(slug);
                stem = edition.filter(|slug| !slug.is_empty()).map_or(stem.clone(), |slug| format!("{stem}-{slug}"));
            }
            let event = (written.form == Form::FileAndPage).then(|| PathBuf::from(format!("{stem}.yaml")));
            (event, PathBuf::from(format!("{stem}.md")))
        }
    }
}

/// Writes the event file and the page, or prints what would be written, and throws the draft away.
fn write(
    args: &NewArgs,
    written: &Written,
    places: &mut Places,
    draft: Option<Draft>,
    terminal: &mut Terminal,
) -> Result<Outcome, Error> {
    let folder = args.target.as_deref().map_or(Path::new(""), folder_of);
    let place = places.of(folder, terminal)?;
    let (event, page) = targets(args, written, &place);
    if args.print {
        terminal.data(if event.is_some() { &written.event_file } else { &written.page });
        return Ok(Outcome::Done);
    }
    let page_target = target(&page, &place)?;
    let mut batch = Batch::new(MEMORY_LIMIT);
    let mut paths = Vec::new();
    if let Some(event) = &event {
        batch
            .put(free(target(event, &place)?, event, args.force)?, written.event_file.clone().into_bytes())
            .map_err(Error::Write)?;
        paths.push(path_name(event));
    }
    batch.put(free(page_target, &page, args.force)?, written.page.clone().into_bytes()).map_err(Error::Write)?;
    paths.push(path_name(&page));
    batch.finish()?;
    remember(&page, &written.page, &place);
    if let Err(error) = places.save() {
        terminal.detail(&format!("{error}: the next run may ask whether the page was edited"));
    }
    if let Some(draft) = draft {
        draft.remove().map_err(Error::Write)?;
    }
    terminal.status(&format!("Wrote {}.", crate::grammar::list_and(&paths)));
    if let Some(event) = &event {
        terminal.status(&format!("To change it: afterword edit {}", path_name(event)));
    }
    Ok(Outcome::Done)
}

fn target(path: &Path, place: &Rc<Place>) -> Result<Target, Error> {
    let name = path.file_name().map(Path::new).unwrap_or(path);
    place.root.target(&place.key(name)).map_err(Error::Write)
}

/// A target that nothing is lost at.
fn free(target: Target, path: &Path, force: bool) -> Result<Target, Error> {
    if !force && target.exists().map_err(Error::Write)? {
        return Err(Error::Exists { path: path.to_owned() });
    }
    Ok(target)
}

fn remember(page: &Path, text: &str, place: &Place) {
    let drawn = outputs::compare(text.to_owned(), None, None, || None);
    let name = page.file_name().map(Path::new).unwrap_or(page);
    place.pages.borrow_mut().remember(&place.key(name), drawn.written);
}
