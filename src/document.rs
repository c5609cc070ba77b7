//! An event as it is on disk: its text, its places, and the [`Event`] that was read from it.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Report;
use crate::diagnostic::shorten;
use crate::diagnostic::suggestion::did_you_mean;
use crate::event::Event;
use crate::event::core::FORMAT_VERSION;
use crate::source::Source;
use crate::template::Template;
use crate::template::folder::TemplateError;
use crate::yaml::Node;
use crate::yaml::Value;
use crate::yaml::read;

pub mod assignment;
mod entries;
mod events;
mod fields;
pub mod front_matter;
mod locate;
mod names;
pub mod patch;
mod reader;
pub mod topic_file;
mod topics;
pub mod write;

#[cfg(test)]
mod tests;

pub use crate::diagnostic::decoding::decode;
pub use crate::diagnostic::decoding::decode_whole;
pub use crate::diagnostic::decoding::too_large;
pub use assignment::Assignment;
pub use locate::Located;

/// An event together with the text it came from.
#[derive(Clone, Debug)]
pub struct Document {
    /// What was read.
    pub event: Arc<Event>,
    /// The template it was read by.
    pub template: Arc<Template>,
    /// The texts it was read from; the first is the event file, the last are topic files.
    pub sources: Vec<Source>,
    /// How many of the sources are topic files.
    topic_files: usize,
}

/// An event as far as it could be read, and everything that is wrong with its text.
#[derive(Debug)]
pub struct Attempt {
    /// The event; complete where there are no diagnostics.
    pub document: Document,
    /// What is wrong, as much of it as is shown.
    pub diagnostics: Vec<Diagnostic>,
    /// How much more there is.
    pub omitted: usize,
}

/// Why an event could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The text holds no event.
    #[error("the event file has mistakes")]
    Invalid(Report),
    /// The template has mistakes of its own, or could not be read.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The style that was asked for is not one of the template's.
    #[error("unknown style `{name}`")]
    Style {
        /// What was asked for.
        name: String,
        /// The styles there are.
        known: Vec<String>,
    },
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

impl Document {
    /// Reads an event from the text of its file, as far as that goes.
    ///
    /// # Errors
    ///
    /// A text that is no event at all, with the first reason; a template or a style that cannot be used.
    pub fn read(mut source: Source, reading: &Reading<'_>) -> Result<Attempt, ReadError> {
        let topic_files = std::mem::take(&mut source.parts);
        let mut sources = vec![source];
        sources.extend(reading.assignments.iter().map(Assignment::source));
        let count = topic_files.len();
        sources.extend(topic_files);
        match read_event(&sources, reading) {
            Ok(Found { event, template, diagnostics, omitted }) => {
                let document = Self { event: Arc::new(event), template, sources, topic_files: count };
                Ok(Attempt { document, diagnostics, omitted })
            }
            Err(Failure::Other(error)) => Err(error),
            Err(Failure::Invalid(diagnostic)) => {
                Err(ReadError::Invalid(Report { sources, diagnostics: vec![*diagnostic], omitted: 0 }))
            }
        }
    }
}

/// What [`read_event`] read, still without the sources.
struct Found {
    event: Event,
    template: Arc<Template>,
    diagnostics: Vec<Diagnostic>,
    omitted: usize,
}

/// Why [`read_event`] ended early.
enum Failure {
    Other(ReadError),
    Invalid(Box<Diagnostic>),
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Invalid(Box::new(diagnostic))
    }
}

impl From<TemplateError> for Failure {
    fn from(error: TemplateError) -> Self {
        Self::Other(ReadError::Template(error))
    }
}

fn read_event(sources: &[Source], reading: &Reading<'_>) -> Result<Found, Failure> {
    let text = sources.first().map(|file| file.text.as_str()).unwrap_or_default();
    let parsed = read::parse(0, text)?;
    let mut root = parsed.root;
    if root.is_null() && reading.assignments.is_empty() {
        return Err(read::empty(root.place, "nothing is said here").into());
    }
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
    let first = 1 + reading.assignments.len();
    let files = sources.get(first..).unwrap_or_default();
    let topics = topic_file::topics(files, first, &template, &mut diagnostics);
    topic_file::join(&mut root, files, topics, &mut diagnostics);
    if let Some(name) = reading.style.filter(|name| template.style(Some(name)).is_none()) {
        let known = template.declaration.styles.iter().map(|style| style.name.clone()).collect();
        return Err(Failure::Other(ReadError::Style { name: name.to_owned(), known }));
    }
    let mut reader = reader::Reader::new(&template, sources, diagnostics, parsed.omitted);
    let event = reader.event(root);
    let (diagnostics, omitted) = reader.into_diagnostics();
    Ok(Found { event, template, diagnostics, omitted })
}

fn default_template(reading: &Reading<'_>) -> Result<Arc<Template>, Failure> {
    let name = reading.template.unwrap_or(crate::template::DEFAULT);
    Ok((reading.find_template)(name)?)
}

fn choose_template(root: &Node<'_>, reading: &Reading<'_>) -> Result<Arc<Template>, Failure> {
    let named = root.get("template").filter(|node| !node.is_null());
    let (Some(node), None) = (named, reading.template) else { return default_template(reading) };
    let Value::Scalar(name) = &node.value else {
        let message = format!("`template` is a name, not {}", node.kind());
        return Err(Diagnostic::error("wrong-type", message, node.place, node.kind())
            .help("write it as `template: hackathon`")
            .into());
    };
    match (reading.find_template)(&name.text) {
        Ok(template) => Ok(template),
        Err(TemplateError::Unknown { name, known }) => {
            let message = format!("unknown template `{}`", shorten(&name));
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let help = did_you_mean(&name, known.iter().copied())
                .unwrap_or_else(|| format!("the templates are {}", crate::grammar::list_and(&known)));
            Err(Diagnostic::error("unknown-template", message, node.place, "no such template").help(help).into())
        }
        Err(error) => Err(error.into()),
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
            let message = "`afterword` is 1, the format of this file, and nothing else".to_owned();
            Err(Diagnostic::error("wrong-type", message, node.place, "no format").help("leave it out"))
        }
    }
}
