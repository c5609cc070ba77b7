//! `afterword import`: pages become event files that render to the same pages.

use std::collections::HashMap;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use crate::document::write::event_file;
use crate::event::dates::parse_date;
use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::fs::Target;
use crate::import::Hints;
use crate::import::Imported;
use crate::outputs;
use crate::outputs::unified_diff;
use crate::project::Project;
use crate::project::pages::Fingerprint;
use crate::project::pages::Written;
use crate::source::Source;
use crate::terminal::Terminal;

use super::Error;
use super::Outcome;
use super::drawing::Drawing;
use super::event_folders;
use super::event_folders::source_of_page;
use super::inputs::Input;
use super::inputs::names_folder;
use super::inputs::path_name;
use super::inputs::typed;
use super::neighbours;
use super::places::Places;
use super::places::folder_of;
use super::render::Destination;
use super::render::Failures;
use super::render::beside;
use super::render::keep;
use super::render::show_diff;
use super::report::Failure;
use super::shared::Format;
use super::shared::ReadingArgs;

use self::damage::Damaged;

mod damage;
mod telling;

/// Make event files of pages.
///
/// `2024-12.md` becomes `2024-12.yaml` beside it, and `render` of that gives the same page again, byte for byte: this is
/// tried before anything is written. What no field can hold is kept verbatim and told with its place. Any Markdown is
/// taken: of a page that is not of the template's kind each heading becomes a topic.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct ImportArgs {
    /// Pages, or `-` for standard input.
    #[arg(value_name = "PAGE", required = true)]
    pages: Vec<PathBuf>,
    /// Write the event file to PATH, several into the folder PATH, or to standard output (`-`).
    #[arg(short, long, value_name = "PATH|-")]
    output: Option<PathBuf>,
    /// Write nothing; say what would be written.
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Write nothing; print what would change in the event files.
    #[arg(long)]
    diff: bool,
    /// Write nothing; exit with 1 where an event file is not what would be written.
    #[arg(long)]
    check: bool,
    /// Overwrite event files that are there, whose bytes are kept, and write one even if it does not render to its page.
    #[arg(long)]
    force: bool,
    /// Restore text that was read in a wrong code page and saved again, such as `Ã¼`, as far as that is certain.
    #[arg(long)]
    repair: bool,
    /// The template that the pages are read by, by name or as a folder.
    #[arg(long, value_name = "NAME|DIR")]
    template: Option<String>,
    /// A value over the page's, such as `start=2024-12-02` for a page that does not say when the event was.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// How results and mistakes are told.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  afterword import 2024-12.md
  afterword import 20*.md --dry-run
  afterword import notes.md --set start=2026-05-04 -o -";

/// A page that became an event file.
struct Done {
    /// What messages call the page.
    page: String,
    imported: Imported,
    /// What of its text is damaged.
    damaged: Option<Damaged>,
    /// What to remember of the page once it has an event file.
    written: Written,
    /// The event file.
    text: String,
    /// How the page would change if it were rendered; empty where it would not.
    diff: String,
    target: Option<Destination>,
    /// What is there already.
    old: Option<Vec<u8>>,
}

impl Done {
    fn is_new(&self) -> bool {
        self.old.as_deref() != Some(self.text.as_bytes())
    }

    /// What would change in the event file.
    fn change(&self) -> String {
        let Some(target) = &self.target else { return String::new() };
        let old = String::from_utf8_lossy(self.old.as_deref().unwrap_or_default());
        unified_diff(&target.name, &old, &self.text)
    }
}

pub(super) fn run(args: &ImportArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    if to_stdout && args.pages.len() > 1 {
        return Err(Error::Usage {
            message: "several event files cannot go to standard output at once".to_owned(),
            help: "name one page, or a folder after `-o`".to_owned(),
        });
    }
    let reading = ReadingArgs { template: args.template.clone(), style: None, set: args.set.clone() };
    let mut reader = Reader { drawing: Drawing::new(&reading)?, repairs: args.repair, series: HashMap::new() };
    let mut places = Places::new();
    let mut done: Vec<Done> = Vec::with_capacity(args.pages.len());
    let mut failures = Failures::default();
    let progress = terminal.progress(args.pages.len(), "reading");
    for (index, argument) in args.pages.iter().enumerate() {
        progress.inc();
        let input = Input::page(argument)?;
        if let Input::File { path, .. } = &input {
            is_no_event(path)?;
        }
        let place = places.of(input.folder_around(), terminal)?;
        match reader.read(&input, &place.project) {
            Ok(mut read) => {
                read.target = target(args, &input, &mut places, terminal)?;
                let old =
                    read.target.as_ref().map(|target| target.target.read(outputs::MAX_BYTES).map_err(Error::Write));
                read.old = old.transpose()?.flatten();
                done.push(read);
            }
            Err(failure) => failures.push(index, failure),
        }
    }
    drop(progress);
    if !failures.is_empty() {
        return Ok(failures.tell(args.format, terminal));
    }
    clash(&done)?;
    finish(args, done, &mut places, terminal)
}

/// Reads pages, several of one folder.
struct Reader {
    drawing: Drawing,
    /// Whether damaged text is restored.
    repairs: bool,
    /// The series that are known of each folder.
    series: HashMap<PathBuf, Vec<String>>,
}

impl Reader {
    fn read(&mut self, input: &Input, project: &Project) -> Result<Done, Failure> {
        let source = input.read_whole()?;
        let page = source.name.clone();
        let folder = input.folder_around().to_owned();
        let series = self.series.entry(folder).or_insert_with_key(|folder| neighbours::series(folder, project));
        let renderer = self.drawing.renderer_of_pages(project)?;
        // A day that is none is told where it was given, once the event is read.
        let start = self.drawing.assigned("start").map(|start| parse_date(start.trim()).unwrap_or_default());
        let hints = Hints { start, name: input.stem(), series, ..Hints::default() };
        let on_disk = source.text.clone();
        let damaged = Damaged::find(&source, &renderer.template().declaration, self.repairs);
        let whole = damaged.as_ref().map_or(on_disk.as_str(), Damaged::text).to_owned();
        let source = Source::new(source.name, whole.clone());
        let written = Written { page: Fingerprint::of(on_disk.as_bytes()), own: None };
        let (imported, renderer) = self.drawing.import_page(&source, project, &hints)?;

        let declaration = &renderer.template().declaration;
        let mut text = event_file(&imported.event, declaration);
        // What is proven is the file: it reads as an event, and that draws the page.
        let source = Source::new(format!("{page} as an event"), text.clone());
        let (document, _) = self.drawing.read(source, project)?;
        let drawn = if self.drawing.has_assignments() {
            text = event_file(&document.event, declaration);
            imported.differs.clone().unwrap_or_else(|| whole.clone())
        } else {
            renderer.page(&document.event, None).map_err(Error::Render)?
        };
        let diff = if drawn == whole { String::new() } else { unified_diff(&page, &whole, &drawn) };
        Ok(Done { page, imported, damaged, written, text, diff, target: None, old: None })
    }
}

/// Refuses an event file, which would be taken for Markdown and become itself.
fn is_no_event(path: &Path) -> Result<(), Error> {
    if !path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
        return Ok(());
    }
    Err(Error::Usage {
        message: format!("`{}` is an event file, and no page", path_name(path)),
        help: format!("to write its page: afterword render {}", typed(path)),
    })
}

/// Where the event file goes; nothing where that is standard output.
fn target(
    args: &ImportArgs,
    input: &Input,
    places: &mut Places,
    terminal: &mut Terminal,
) -> Result<Option<Destination>, Error> {
    let beside_page = match input {
        Input::Stdin => None,
        Input::File { path, .. } => Some(path.with_extension("yaml")),
    };
    let Some(output) = &args.output else {
        if let (Input::File { .. }, Some(file)) = (input, &beside_page)
            && source_of_page(input, places, terminal)?.is_some_and(|source| source != *file)
        {
            // A page of two sources would be drawn by either in turn.
            event_folders::refuse_made(input, "sync", places, terminal)?;
        }
        return beside_page.map(|path| beside(&path, places, terminal)).transpose();
    };
    if output == Path::new("-") {
        return Ok(None);
    }
    let is_folder = names_folder(output);
    let path = match (is_folder, beside_page.as_deref().and_then(Path::file_name)) {
        (true, Some(name)) => output.join(name),
        (true, None) => {
            return Err(Error::Usage {
                message: "an event file from standard input has no name of its own".to_owned(),
                help: "give `-o` the name of a file".to_owned(),
            });
        }
        (false, _) if args.pages.len() > 1 => {
            return Err(Error::Usage {
                message: format!("several event files cannot all be written to `{}`", output.display()),
                help: "give `-o` a folder that exists, or end it with `/`".to_owned(),
            });
        }
        (false, _) => output.clone(),
    };
    let target = if is_folder {
        let folder = places.root(output).map_err(Error::Write)?;
        folder.target(path.file_name().map(Path::new).unwrap_or(&path))
    } else {
        Target::explicit(&path)
    };
    let place = places.of(folder_of(&path), terminal)?;
    Ok(Some(Destination::new(target.map_err(Error::Write)?, place, path_name(&path))))
}

/// Refuses two pages that would become one event file, and one that would be written over a page.
fn clash(done: &[Done]) -> Result<(), Error> {
    let pages: Vec<PathBuf> = done.iter().filter_map(|one| Path::new(&one.page).canonicalize().ok()).collect();
    for one in done {
        let Some(target) = &one.target else { continue };
        if Path::new(&target.name).canonicalize().is_ok_and(|file| pages.contains(&file)) {
            return Err(Error::Usage {
                message: format!("`{}` is a page that is read, and would be overwritten", target.name),
                help: "give `-o` the name of an event file, such as `2026-05.yaml`".to_owned(),
            });
        }
    }
    let mut taken: HashMap<&str, &str> = HashMap::new();
    for one in done {
        let Some(target) = &one.target else { continue };
        if let Some(other) = taken.insert(&target.name, &one.page).filter(|other| *other != one.page) {
            return Err(Error::Usage {
                message: format!("`{other}` and `{}` would both become `{}`", one.page, target.name),
                help: "import them one by one, each with a file of its own after `-o`".to_owned(),
            });
        }
    }
    Ok(())
}

/// Writes what may be written, and tells about every page.
fn finish(args: &ImportArgs, done: Vec<Done>, places: &mut Places, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let differs = done.iter().any(|one| !one.diff.is_empty());
    let only_looks = args.diff || args.check;
    let exists = done.iter().find(|one| one.old.is_some() && one.is_new() && !args.force && !only_looks);
    let exists = exists.and_then(|one| one.target.as_ref()).map(|target| PathBuf::from(&target.name));
    let writes = !args.dry_run && !only_looks && exists.is_none() && (!differs || args.force);
    if writes && args.format == Format::Json {
        // What programs are told is done by then.
        write(&done, places, terminal)?;
    }
    for one in &done {
        telling::tell(one, args.format, writes, terminal);
        if one.target.is_none() && (one.diff.is_empty() || args.force) && args.format != Format::Json {
            terminal.data(&one.text);
        }
    }
    if let Some(path) = exists {
        return Err(Error::Exists { path });
    }
    if differs && !args.force {
        terminal.status("Nothing was written.");
        return Ok(Outcome::Findings);
    }
    if writes && args.format != Format::Json {
        write(&done, places, terminal)?;
    }
    if args.diff && args.format != Format::Json {
        done.iter().for_each(|one| show_diff(&one.change(), terminal));
    } else {
        telling::tell_files(&done, writes, args.format, terminal);
    }
    let is_behind = args.check && done.iter().any(|one| one.target.is_some() && one.is_new());
    Ok(if differs || is_behind { Outcome::Findings } else { Outcome::Done })
}

fn write(done: &[Done], places: &mut Places, terminal: &mut Terminal) -> Result<(), Error> {
    let mut batch = Batch::new(MEMORY_LIMIT);
    for one in done.iter().filter(|one| one.is_new()) {
        let Some(target) = &one.target else { continue };
        batch.put(target.target.clone(), one.text.as_bytes().to_vec()).map_err(Error::Write)?;
    }
    for one in done.iter().filter(|one| one.is_new()) {
        if let (Some(target), Some(old)) = (&one.target, &one.old) {
            keep("old event file", target, old, terminal)?;
        }
    }
    batch.finish()?;
    for one in done.iter().filter(|one| one.diff.is_empty()) {
        let page = Path::new(&one.page);
        let is_beside = |target: &Destination| Path::new(&target.name).with_extension("md") == page;
        if let (true, Some(name)) = (one.target.as_ref().is_some_and(is_beside), page.file_name()) {
            // From now on the page is one that this program would have written.
            let place = places.of(folder_of(page), terminal)?;
            place.pages.borrow_mut().remember(&place.key(Path::new(name)), one.written);
        }
    }
    if let Err(error) = places.save() {
        terminal.detail(&format!("{error}: the next run may ask whether a page was edited"));
    }
    Ok(())
}
