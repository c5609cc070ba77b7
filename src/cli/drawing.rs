//! From an event's text to its page, by templates that are found and compiled once for all events.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::document::Assignment;
use crate::document::Document;
use crate::document::Reading;
use crate::project::Project;
use crate::render::Renderer;
use crate::source::Source;
use crate::template::folder::TemplateError;

use super::Error;
use super::report::Failure;
use super::report::find_template;
use super::report::read_checked;
use super::shared::ReadingArgs;

/// Draws events; several threads may share it.
pub(super) struct Drawing {
    template: Option<String>,
    style: Option<String>,
    assignments: Vec<Assignment>,
    renderers: Mutex<HashMap<(PathBuf, String), Arc<Renderer>>>,
}

impl Drawing {
    /// A drawing by those flags.
    pub(super) fn new(args: &ReadingArgs) -> Result<Self, Error> {
        Ok(Self {
            template: args.template.clone(),
            style: args.style.clone(),
            assignments: args.assignments()?,
            renderers: Mutex::default(),
        })
    }

    /// The event that a text holds, and what draws it.
    pub(super) fn read(&self, source: Source, project: &Project) -> Result<(Document, Arc<Renderer>), Failure> {
        let find = |name: &str| Ok(self.renderer(project, name)?.template().clone());
        let reading = Reading {
            find_template: &find,
            template: self.template.as_deref(),
            style: self.style.as_deref(),
            assignments: &self.assignments,
        };
        let document = read_checked(source, &reading)?;
        let named = self.template.as_deref().or(document.event.template.as_deref());
        let renderer = self.renderer(project, named.unwrap_or(crate::template::DEFAULT)).map_err(Error::Template)?;
        Ok((document, renderer))
    }

    /// The page of the event that a text holds.
    pub(super) fn page(&self, source: Source, project: &Project) -> Result<String, Failure> {
        let (Document { event, sources, .. }, renderer) = self.read(source, project)?;
        // A large text makes room for its page.
        drop(sources);
        Ok(renderer.page(&event, self.style.as_deref()).map_err(Error::Render)?)
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
        let renderer = Arc::new(Renderer::new(template));
        renderers.insert(key, renderer.clone());
        Ok(renderer)
    }
}
