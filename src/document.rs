//! An event as it is on disk: its text, its places, and the [`Event`] that was read from it.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Report;
use crate::diagnostic::suggestion::did_you_mean;
use crate::event::Event;
use crate::event::core::FORMAT_VERSION;
use crate::source::Source;
use crate::source::Span;
use crate::template::Template;
use crate::template::folder::TemplateError;
use crate::yaml::Node;
use crate::yaml::Value;
use crate::yaml::read;

pub mod assignment;
mod fields;
mod locate;
mod reader;
mod topics;

#[cfg(test)]
mod tests;

pub use assignment::Assignment;

/// An event together with the text it came from.
#[derive(Clone, Debug)]
pub struct Document {
    /// What was read.
    pub event: Arc<Event>,
    /// The template it was read by.
    pub template: Arc<Template>,
    /// The texts it was read from; the first is the event file.
    pub sources: Vec<Source>,
}

/// Why an event could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The text has mistakes.
    #[error("the event file has mistakes")]
    Invalid(Report),
    /// The template has mistakes of its own, or could not be read.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// What finds a template by its name.
pub type FindTemplate<'a> = dyn Fn(&str) -> Result<Arc<Template>, TemplateError> + Sync + 'a;

/// How an event is to be read.
pub struct Reading<'a> {
    /// Finds the template.
    pub find_template: &'a FindTemplate<'a>,
    /// The template, whatever the file names.
    pub template: Option<&'a str>,
    /// The style, whatever the file names.
    pub style: Option<&'a str>,
    /// Values from the command line, over the file's.
    pub assignments: &'a [Assignment],
}

/// Decodes what a file holds: UTF-8, with or without a byte order mark, within the limits.
///
/// `name` is what messages call it.
///
/// # Errors
///
/// A diagnostic at the first byte that is no UTF-8.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<Source, Report> {
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(Source::new(name, text))
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let encoding = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
                "it looks like UTF-16: save it as UTF-8"
            } else {
                "save it as UTF-8"
            };
            let source = Source::new(name, String::from_utf8_lossy(&bytes));
            let place = Place { source: 0, span: Span::new(at, at + '\u{fffd}'.len_utf8()) };
            let message = format!("the byte 0x{:02X} is not UTF-8", bytes.get(at).unwrap_or(&0));
            let diagnostic = Diagnostic::error("not-utf-8", message, place, "here").help(encoding);
            Err(Report { sources: vec![source], diagnostics: vec![diagnostic], omitted: 0 })
        }
    }
}

/// The complaint about a file that is larger than what is read, at the place where the limit is passed.
///
/// `beginning` is what was read of it.
pub fn too_large(name: &str, beginning: &[u8]) -> Report {
    // Only the last line is shown, so only its end is kept; the line number is counted over all of it.
    let text = String::from_utf8_lossy(beginning).into_owned();
    let source = Source::new(name, text);
    let end = source.text.len();
    let place = Place { source: 0, span: Span::new(end, end) };
    let message = "the file is larger than 16 MiB";
    let diagnostic = Diagnostic::error("too-large", message, place, "the limit is passed here");
    Report { sources: vec![source], diagnostics: vec![diagnostic], omitted: 0 }
}

impl Document {
    /// Reads an event from the text of its file.
    ///
    /// # Errors
    ///
    /// Every mistake in the text at once, each with its place; or what is wrong with the template it names.
    pub fn read(source: Source, reading: &Reading<'_>) -> Result<Self, ReadError> {
        let mut sources = vec![source];
        sources.extend(reading.assignments.iter().map(Assignment::source));
        match read_event(&sources, reading) {
            Ok((event, template)) => Ok(Self { event: Arc::new(event), template, sources }),
            Err(Failure::Template(error)) => Err(ReadError::Template(error)),
            Err(Failure::Invalid { mut diagnostics, omitted }) => {
                diagnostics.sort_by_key(|one| (one.primary.source, one.primary.span, one.code));
                Err(ReadError::Invalid(Report { sources, diagnostics, omitted }))
            }
        }
    }
}

/// Why [`read_event`] ended, still without the sources.
enum Failure {
    Template(TemplateError),
    Invalid { diagnostics: Vec<Diagnostic>, omitted: usize },
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Invalid { diagnostics: vec![diagnostic], omitted: 0 }
    }
}

fn read_event(sources: &[Source], reading: &Reading<'_>) -> Result<(Event, Arc<Template>), Failure> {
    let Some(file) = sources.first() else { return Ok((Event::default(), default_template(reading)?)) };
    let parsed = read::parse(0, &file.text)?;
    let mut root = parsed.root;
    if !matches!(root.value, Value::Mapping(_)) && !root.is_null() {
        let message = format!("an event is a mapping of fields, not {}", root.kind());
        return Err(Diagnostic::error("wrong-type", message, root.place, "read as the whole event")
            .help("begin with a field, such as `series: …`")
            .into());
    }
    check_format_version(&root)?;

    let mut diagnostics = parsed.diagnostics;
    for (assignment, index) in reading.assignments.iter().zip(1u16..) {
        if let Err(diagnostic) = assignment.apply(&mut root, index) {
            diagnostics.push(diagnostic);
        }
    }
    let template = choose_template(&root, reading)?;
    let mut reader = reader::Reader::new(&template, diagnostics);
    let event = reader.event(root, reading.style);
    let (diagnostics, omitted) = reader.into_diagnostics();
    if diagnostics.is_empty() { Ok((event, template)) } else { Err(Failure::Invalid { diagnostics, omitted }) }
}

fn default_template(reading: &Reading<'_>) -> Result<Arc<Template>, Failure> {
    let name = reading.template.unwrap_or(crate::template::DEFAULT);
    (reading.find_template)(name).map_err(Failure::Template)
}

fn choose_template(root: &Node<'_>, reading: &Reading<'_>) -> Result<Arc<Template>, Failure> {
    let named = root.get("template").filter(|node| !node.is_null());
    let (Some(node), None) = (named, reading.template) else { return default_template(reading) };
    let Value::Scalar(name) = &node.value else {
        let message = format!("`template` is a name, not {}", node.kind());
        return Err(Diagnostic::error("wrong-type", message, node.place, node.kind()).into());
    };
    match (reading.find_template)(&name.text) {
        Ok(template) => Ok(template),
        Err(TemplateError::Unknown { name, known }) => {
            let message = format!("unknown template `{name}`");
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let help = did_you_mean(&name, known.iter().copied())
                .unwrap_or_else(|| format!("the templates are {}", crate::grammar::list_and(&known)));
            Err(Diagnostic::error("unknown-template", message, node.place, "no such template").help(help).into())
        }
        Err(error) => Err(Failure::Template(error)),
    }
}

/// A later format has fields this program does not know, so its version is looked at before anything else.
fn check_format_version(root: &Node<'_>) -> Result<(), Diagnostic> {
    let Some(node) = root.get("afterword").filter(|node| !node.is_null()) else { return Ok(()) };
    let number = match &node.value {
        Value::Scalar(scalar) => scalar.text.parse::<i64>().ok(),
        Value::Sequence(_) | Value::Mapping(_) => None,
    };
    match number {
        Some(1..=FORMAT_VERSION) => Ok(()),
        Some(later) if later > FORMAT_VERSION => {
            let message = format!("made for afterword ≥ {later}");
            Err(Diagnostic::error("format-version", message, node.place, "this program reads format 1")
                .help("install a newer afterword"))
        }
        Some(_) | None => {
            let message = format!("`afterword` is the number of a format, not {}", node.kind());
            Err(Diagnostic::error("wrong-type", message, node.place, node.kind()).help("leave it out"))
        }
    }
}
