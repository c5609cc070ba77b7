//! The events of a run, each with the documents that are asked of it.

use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use crate::diagnostic::suggestion::did_you_mean;
use crate::grammar::list_and;
use crate::grammar::ticked;
use crate::outputs::manner;
use crate::project::configuration::paths::Names;
use crate::render::COMMIT;
use crate::render::Computed;
use crate::render::Whereabouts;
use crate::template::Template;
use crate::terminal::Terminal;

use super::super::super::Error;
use super::super::super::drawing::Drawing;
use super::super::super::drawing::Read;
use super::super::super::event_folders;
use super::super::super::inputs::Input;
use super::super::super::places::Place;
use super::super::super::places::Places;
use super::super::super::places::folder_of;
use super::super::super::report::Failure;
use super::super::Failures;
use super::super::PAGE;
use super::super::RenderArgs;

/// An event that documents are drawn of.
pub(super) struct Subject {
    pub(super) input: Input,
    pub(super) read: Read,
    pub(super) id: String,
    /// Its page, absolute.
    pub(super) page: PathBuf,
    pub(super) place: Rc<Place>,
    /// The documents, by the names of their outputs.
    pub(super) names: Vec<String>,
}

/// Reads the events, and which documents of theirs are asked for.
pub(super) fn read(
    args: &RenderArgs,
    events: &[PathBuf],
    drawing: &Drawing,
    places: &mut Places,
    terminal: &mut Terminal,
) -> Result<(Vec<Subject>, Failures), Error> {
    let mut subjects: Vec<Subject> = Vec::new();
    let mut failures = Failures::default();
    for (index, event) in events.iter().enumerate() {
        let input = event_folders::input(event, places, terminal)?;
        if subjects.iter().any(|subject| subject.input.is_same(&input)) {
            continue;
        }
        let place = places.of(input.folder_around(), terminal)?;
        let subject = drawing.read_input(&input, &place.project).and_then(|read| {
            let template = read.renderer.template();
            let names = names(&args.to, template)?;
            let id = Computed::of(&read.event, template).map_err(Error::Render)?.id;
            let page = page_of(&input, &id, places, terminal)?;
            Ok(Subject { input: input.clone(), read, id, page, place: place.clone(), names })
        });
        match subject {
            Ok(subject) => subjects.push(subject),
            Err(failure) => failures.push(index, failure),
        }
    }
    Ok((subjects, failures))
}

/// Where the page of an event is, absolute; one from standard input would lie in the working directory.
fn page_of(input: &Input, id: &str, places: &mut Places, terminal: &mut Terminal) -> Result<PathBuf, Error> {
    let page = match input {
        Input::Stdin => PathBuf::from(format!("{id}.md")),
        Input::File { page, .. } => page.clone(),
    };
    let folder = places.of(folder_of(&page), terminal)?.folder.clone();
    Ok(folder.join(page.file_name().unwrap_or_default()))
}

/// What a document sees that goes to standard output: the page as it is linked from the working directory.
pub(in crate::cli) fn seen_from_here(
    input: &Input,
    id: &str,
    places: &mut Places,
    terminal: &mut Terminal,
) -> Result<Whereabouts, Error> {
    let page = page_of(input, id, places, terminal)?;
    let here = places.of(Path::new(""), terminal)?.folder.clone();
    Ok(Whereabouts { page_link: manner::link(&here, &page), ..Whereabouts::default() })
}

/// The outputs of those names, each once and without the page.
fn names(wanted: &[String], template: &Template) -> Result<Vec<String>, Error> {
    let declaration = &template.declaration;
    let page = declaration.outputs.first().map(|output| output.name.as_str());
    let known = || declaration.outputs.iter().map(|output| output.name.as_str()).filter(|name| *name != COMMIT);
    let mut names: Vec<String> = Vec::new();
    for name in wanted {
        let name = name.as_str();
        if name == PAGE || names.iter().any(|other| other == name) {
            continue;
        }
        let others = || format!("its documents are {}", list_and(known().map(ticked)));
        if name == COMMIT {
            let message = format!("{} is the message of a commit, and no document", ticked(COMMIT));
            return Err(Error::Usage { message, help: others() });
        }
        if !known().any(|known| known == name) {
            let message = format!("the template {} draws no {}", ticked(&declaration.name), ticked(name));
            return Err(Error::Usage { message, help: did_you_mean(name, known()).unwrap_or_else(others) });
        }
        if Some(name) == page {
            let message = format!("{} is what the template {} calls its page", ticked(name), ticked(&declaration.name));
            return Err(Error::Usage { message, help: "ask for it by `--to page`".to_owned() });
        }
        names.push(name.to_owned());
    }
    Ok(names)
}

impl Subject {
    /// The file that the configuration has for a document of it, below the root.
    pub(super) fn configured(&self, name: &str) -> Option<PathBuf> {
        if self.input == Input::Stdin {
            return None;
        }
        self.place.project.configuration.output(name, &Names::of(&self.id, &self.read.event))
    }

    /// Whether a path is that of the event or of its page.
    pub(super) fn is(&self, path: &Path) -> bool {
        let Ok(path) = path.canonicalize() else { return false };
        let is_own = |own: &Path| own.canonicalize().is_ok_and(|own| own == path);
        let is_source = match &self.input {
            Input::Stdin => false,
            Input::File { path, .. } => is_own(path),
        };
        is_source || is_own(&self.page)
    }

    /// A document of it that goes there.
    pub(super) fn draw(&self, drawing: &Drawing, name: &str, whereabouts: Whereabouts) -> Result<String, Failure> {
        let Read { event, renderer, .. } = &self.read;
        Ok(renderer.document(event, name, drawing.style(), whereabouts).map_err(Error::Render)?)
    }

    /// The document that the event file of HEAD makes, if there is one that can be drawn.
    ///
    /// # Errors
    ///
    /// HEAD cannot be read.
    pub(super) fn drawn_of_head(
        &self,
        drawing: &Drawing,
        name: &str,
        whereabouts: Whereabouts,
    ) -> Result<Option<String>, Error> {
        let Some(repository) = &self.place.repository else { return Ok(None) };
        let Some(source) = self.input.in_head(repository)? else { return Ok(None) };
        let read = drawing.read_text(&self.input, source, &self.place.project).ok();
        Ok(read.and_then(|Read { event, renderer, .. }| {
            renderer.document(&event, name, drawing.style(), whereabouts).ok()
        }))
    }

    /// The name of a document's file in a folder: `2025-11-agenda.md`.
    pub(super) fn file_name(&self, name: &str) -> PathBuf {
        let outputs = &self.read.renderer.template().declaration.outputs;
        let drawing_file = outputs.iter().find(|output| output.name == name).map_or("", |output| &output.file);
        let drawn = drawing_file.strip_suffix(".jinja").unwrap_or(drawing_file);
        let extension = Path::new(drawn).extension().and_then(|extension| extension.to_str()).unwrap_or("md");
        let stem = self.page.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        PathBuf::from(format!("{}-{name}.{extension}", stem.as_deref().unwrap_or(&self.id)))
    }
}
