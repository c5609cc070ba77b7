//! From mistakes in an event to a report that can be drawn.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Report;
use crate::diagnostic::SHOWN;
use crate::diagnostic::suggestion::did_you_mean;
use crate::document::Attempt;
use crate::document::Document;
use crate::document::ReadError;
use crate::document::Reading;
use crate::grammar::list_and;
use crate::project::Project;
use crate::render::RenderError;
use crate::render::structure;
use crate::source::Source;
use crate::template::Template;
use crate::template::folder;
use crate::template::folder::TemplateError;
use crate::template::folder::Wanted;

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
            Error::Configuration(report) | Error::Text(report) | Error::Render(RenderError::Fault(report)) => {
                Self::Report(report)
            }
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
    let Attempt { mut document, diagnostics, omitted } = match Document::read(source, reading) {
        Ok(attempt) => attempt,
        Err(ReadError::Invalid(report)) => return Err(report.into()),
        Err(ReadError::Template(error)) => return Err(Error::Template(error).into()),
        Err(ReadError::Style { name, known }) => {
            let help = did_you_mean(&name, known.iter().map(String::as_str))
                .unwrap_or_else(|| format!("the styles are {}", list_and(&known)));
            return Err(Error::Usage { message: format!("unknown style `{name}`"), help }.into());
        }
    };
    let breaches = structure::breaches(&document.event, &document.template, reading.style);
    if diagnostics.is_empty() && breaches.is_empty() {
        return Ok(document);
    }
    let mut report = Report { sources: Vec::new(), diagnostics, omitted };
    let shown = SHOWN.saturating_sub(report.diagnostics.len()).min(breaches.len());
    report.omitted += breaches.len() - shown;
    let texts = breaches.iter().take(shown).map(|breach| (breach.path.as_slice(), breach.offset));
    let places = document.places(texts, reading.assignments);
    for (breach, place) in breaches.iter().zip(places) {
        report.push(Diagnostic::error("structure", &breach.message, place, "here").help(&breach.help));
    }
    report.sources = std::mem::take(&mut document.sources);
    report.sort();
    Err(report.into())
}

/// The template that `--template` or an event names: on the command line a folder where it looks like one or where no
/// template has that name, else by name.
pub(super) fn find_template(
    project: &Project,
    name: &str,
    from_command_line: bool,
) -> Result<Arc<Template>, TemplateError> {
    let load = || {
        let wanted = Wanted { name: None, within: Some(Path::new(name)) };
        folder::load(Path::new(name), name.trim_end_matches('/'), wanted).map(|template| project.localized(template))
    };
    let looks_like_folder = name.contains(['/', std::path::MAIN_SEPARATOR]) || name.starts_with('.');
    if from_command_line && looks_like_folder {
        return load();
    }
    match project.template(name) {
        Err(TemplateError::Unknown { .. })
            if from_command_line && Path::new(name).join(crate::template::DECLARATION_FILE).is_file() =>
        {
            load()
        }
        found => found,
    }
}

#[cfg(test)]
mod tests;
