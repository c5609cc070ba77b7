//! From mistakes in an event to a report that can be drawn.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Report;
use crate::document::Assignment;
use crate::document::Document;
use crate::document::ReadError;
use crate::document::Reading;
use crate::render::structure;
use crate::source::Source;
use crate::template::folder::TemplateError;

use super::Error;

/// Why an event could not be used: a report about its file, or something else.
#[derive(Debug)]
pub(super) enum Failure {
    /// Mistakes with their places.
    Report(Box<Report>),
    /// Anything else.
    Error(Box<Error>),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            // A template's mistakes have places as well.
            Error::Template(TemplateError::Invalid(report)) => Self::Report(Box::new(report)),
            error => Self::Error(Box::new(error)),
        }
    }
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self::Report(Box::new(report))
    }
}

/// Reads an event and looks at what its texts would do to a page.
pub(super) fn read_checked(source: Source, reading: &Reading<'_>) -> Result<Document, Failure> {
    let document = match Document::read(source, reading) {
        Ok(document) => document,
        Err(ReadError::Invalid(report)) => return Err(report.into()),
        Err(ReadError::Template(error)) => return Err(Error::Template(error).into()),
    };
    let breaches = structure::breaches(&document.event, &document.template, reading.style);
    if breaches.is_empty() {
        return Ok(document);
    }
    let mut report = Report::default();
    for breach in breaches {
        report.push(diagnostic(&document, &breach, reading.assignments));
    }
    report.sources = document.sources;
    report.sort();
    Err(report.into())
}

fn diagnostic(document: &Document, breach: &structure::Breach, assignments: &[Assignment]) -> Diagnostic {
    let place = document.locate(&breach.path, breach.offset, assignments);
    Diagnostic::error("structure", &breach.message, place, "here").help(&breach.help)
}

/// The template that `--template` or an event names: a folder where it looks like one, else by name.
pub(super) fn find_template(
    project: &crate::project::Project,
    name: &str,
    from_command_line: bool,
) -> Result<Arc<crate::template::Template>, TemplateError> {
    let looks_like_folder = name.contains(['/', std::path::MAIN_SEPARATOR]) || name.starts_with('.');
    if from_command_line && looks_like_folder {
        let folder = std::path::Path::new(name);
        return crate::template::folder::load(folder, name.trim_end_matches('/')).map(Arc::new);
    }
    project.template(name)
}
