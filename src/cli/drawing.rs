//! From an event, whatever it is read from, to its page, by templates that are found and compiled once for all events.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::document::Assignment;
use crate::document::Document;
use crate::document::Reading;
use crate::document::write::event_file;
use crate::event::Event;
use crate::event::dates::parse_date;
use crate::git::GitError;
use crate::git::Repository;
use crate::grammar::Count;
use crate::import;
use crate::import::Hints;
use crate::import::Imported;
use crate::markdown::anchor::Site;
use crate::outputs::diff_size;
use crate::project::Project;
use crate::render::Renderer;
use crate::source::Source;
use crate::template::DEFAULT;
use crate::template::folder::TemplateError;

use super::Error;
use super::configured::template_of;
use super::inputs::Input;
use super::neighbours;
use super::report::Failure;
use super::report::find_template;
use super::report::read_checked;
use super::shared::ReadingArgs;
use super::sites;

/// Draws events; several threads may share it.
pub(super) struct Drawing {
    template: Option<String>,
    style: Option<String>,
    assignments: Vec<Assignment>,
    knows_series: bool,
    renderers: Mutex<HashMap<(PathBuf, String), Arc<Renderer>>>,
}

/// An event that was read.
pub(super) struct Read {
    pub(super) event: Arc<Event>,
    /// What draws it.
    pub(super) renderer: Arc<Renderer>,
    /// The page it is, where it is one that was taken as it stands.
    pub(super) page: Option<Box<Imported>>,
}

impl Read {
    /// Whether two pages of the event say the same, however they write it.
    pub(super) fn says_the_same(&self, one: &str, other: &str) -> bool {
        says_the_same(&self.event, &self.renderer, one, other)
    }
}

/// Whether two pages of an event say the same, however they write it.
pub(super) fn says_the_same(event: &Event, renderer: &Renderer, one: &str, other: &str) -> bool {
    let series: Vec<String> = event.series.clone().into_iter().collect();
    let hints = Hints {
        start: Some(event.dates.start),
        name: None,
        series: &series,
        // The page may be in another one.
        style: None,
        footer: event.footer.as_deref().filter(|footer| !footer.trim().is_empty()),
    };
    import::says_the_same(one, other, renderer, &hints)
}

impl Drawing {
    /// A drawing by those flags.
    pub(super) fn new(args: &ReadingArgs) -> Result<Self, Error> {
        Ok(Self {
            template: args.template.clone(),
            style: args.style.clone(),
            assignments: args.assignments()?,
            knows_series: !args.set.is_empty(),
            renderers: Mutex::default(),
        })
    }

    /// A drawing by those values over what is read.
    pub(super) fn with(assignments: Vec<Assignment>) -> Self {
        let renderers = Mutex::default();
        Self { template: None, style: None, assignments, knows_series: true, renderers }
    }

    /// The same where series and edition of a page matter one by one: the events beside it tell where the one ends and
    /// the other begins.
    #[must_use]
    pub(super) fn knowing_series(self) -> Self {
        Self { knows_series: true, ..self }
    }

    /// An event, whatever it is: a file, a folder's, a page.
    pub(super) fn read_input(&self, input: &Input, project: &Project) -> Result<Read, Failure> {
        self.read_text(input, input.read()?, project)
    }

    /// The same from a text of the input that is at hand, or that it had once.
    pub(super) fn read_text(&self, input: &Input, source: Source, project: &Project) -> Result<Read, Failure> {
        let source = if input.is_page() {
            let (imported, renderer) = self.import(input, source, project)?;
            let own = renderer.template().style(imported.event.style.as_deref());
            let is_restyled = self.style.is_some() && own.map(|style| style.name.as_str()) != self.style.as_deref();
            if self.assignments.is_empty() && !is_restyled {
                return Ok(Read { event: imported.event.clone(), renderer, page: Some(Box::new(imported)) });
            }
            as_event(&imported, &renderer)
        } else {
            source
        };
        let (Document { event, .. }, renderer) = self.read(source, project)?;
        Ok(Read { event, renderer, page: None })
    }

    /// The event that a text of YAML holds, and what draws it.
    pub(super) fn read(&self, source: Source, project: &Project) -> Result<(Document, Arc<Renderer>), Failure> {
        let find = |name: &str| Ok(self.renderer(project, name)?.template().clone());
        let of_project = match &self.template {
            None => template_of(&source.text, project, &self.assignments),
            Some(_) => None,
        };
        let reading = Reading {
            find_template: &find,
            template: self.template.as_deref().or(of_project),
            style: self.style.as_deref(),
            assignments: &self.assignments,
        };
        let document = read_checked(source, &reading)?;
        let named = self.template.as_deref().or(of_project).or(document.event.template.as_deref());
        let renderer = self.renderer(project, named.unwrap_or(DEFAULT)).map_err(Error::Template)?;
        Ok((document, renderer))
    }

    /// The text of an event file, or of the one that a page would have, before any flag.
    pub(super) fn event_text(&self, input: &Input, project: &Project) -> Result<Source, Failure> {
        let source = input.read()?;
        if !input.is_page() {
            return Ok(source);
        }
        let (imported, renderer) = self.import(input, source, project)?;
        Ok(as_event(&imported, &renderer))
    }

    /// The value that the command line gives to a field.
    pub(super) fn assigned(&self, path: &str) -> Option<&str> {
        self.assignments.iter().rfind(|assignment| assignment.path() == path).map(Assignment::value)
    }

    /// Whether the command line gives any value.
    pub(super) fn has_assignments(&self) -> bool {
        !self.assignments.is_empty()
    }

    /// What draws pages, which name no template: by the one of the command line, or else the usual one.
    pub(super) fn renderer_of_pages(&self, project: &Project) -> Result<Arc<Renderer>, Error> {
        let named = self.template.as_deref().or_else(|| self.assigned("template"));
        self.renderer(project, named.unwrap_or(project.default_template())).map_err(Error::Template)
    }

    /// Reads a page as the event it is; refused where the template would draw another page of it.
    fn import(&self, input: &Input, source: Source, project: &Project) -> Result<(Imported, Arc<Renderer>), Failure> {
        // A day that is none is told where it was given, once the event is read.
        let start = self.assigned("start").map(|start| parse_date(start.trim()).unwrap_or_default());
        let name = input.stem();
        let folder = input.folder_around();
        let series = if self.knows_series { neighbours::series(folder, project) } else { Vec::new() };
        let hints = Hints { start, name, series: &series, ..Hints::default() };
        let page = source.name.clone();
        let (imported, renderer) = self.import_page(&source, project, &hints)?;
        if let Some(drawn) = &imported.differs {
            let size = diff_size(&imported.source.text, drawn);
            return Err(Error::Unreadable {
                page,
                template: renderer.template().declaration.name.clone(),
                differs: Count(size.added + size.removed, "line"),
            }
            .into());
        }
        Ok((imported, renderer))
    }

    /// Reads a page by the template of the command line, or else by the usual one; where that would keep the page's
    /// beginning verbatim, by another of the project's templates that has fields for all of it.
    pub(super) fn import_page(
        &self,
        source: &Source,
        project: &Project,
        hints: &Hints<'_>,
    ) -> Result<(Imported, Arc<Renderer>), Error> {
        let renderer = self.renderer_of_pages(project)?;
        let imported = import::page(source.clone(), &renderer, hints);
        let is_named = self.template.is_some() || self.assigned("template").is_some();
        let is_held = |imported: &Imported| imported.event.head.is_none() && imported.differs.is_none();
        if is_named || imported.as_ref().is_ok_and(is_held) {
            return Ok((imported.map_err(Error::Import)?, renderer));
        }
        let others =
            project.templates().into_iter().map(|(name, _)| name).filter(|name| name != project.default_template());
        let better = others.filter_map(|name| {
            // What is wrong with another template is nobody's concern here.
            let renderer = self.renderer(project, &name).ok()?;
            let imported = import::page(source.clone(), &renderer, hints).ok()?;
            (is_held(&imported) && imported.kept.is_empty()).then_some((imported, renderer))
        });
        match better.into_iter().next() {
            Some(better) => Ok(better),
            None => Ok((imported.map_err(Error::Import)?, renderer)),
        }
    }

    /// The page of the event that a text of an input holds.
    pub(super) fn page(&self, input: &Input, source: Source, project: &Project) -> Result<String, Failure> {
        let Read { event, renderer, .. } = self.read_text(input, source, project)?;
        Ok(renderer.page(&event, self.style.as_deref()).map_err(Error::Render)?)
    }

    /// The page that the last commit's text of an input makes, if there is one that can be drawn.
    ///
    /// # Errors
    ///
    /// A commit that cannot be read.
    pub(super) fn page_of_head(
        &self,
        input: &Input,
        repository: Option<&Repository>,
        project: &Project,
    ) -> Result<Option<String>, GitError> {
        let Some(repository) = repository else { return Ok(None) };
        let source = input.in_head(repository)?;
        Ok(source.and_then(|source| self.page(input, source, project).ok()))
    }

    /// The style that the command line names.
    pub(super) fn style(&self) -> Option<&str> {
        self.style.as_deref()
    }

    fn renderer(&self, project: &Project, name: &str) -> Result<Arc<Renderer>, TemplateError> {
        let key = (project.root.clone(), name.to_owned());
        // A thread that panicked left the map as it was.
        let mut renderers = self.renderers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(renderer) = renderers.get(&key) {
            return Ok(renderer.clone());
        }
        let template = find_template(project, name, self.template.as_deref() == Some(name))?;
        let renderer = Arc::new(Renderer::new(template).shown_by(site(project)));
        renderers.insert(key, renderer.clone());
        Ok(renderer)
    }
}

/// The site that shows the pages of a project, by its configuration or what lies around.
fn site(project: &Project) -> Site {
    project.configuration.anchors.or_else(|| sites::guess(project)).unwrap_or(Site::Github)
}

/// A page as the event file it would have; mistakes point into that.
fn as_event(imported: &Imported, renderer: &Renderer) -> Source {
    let name = format!("{} as an event", imported.source.name);
    Source::new(name, event_file(&imported.event, &renderer.template().declaration))
}
