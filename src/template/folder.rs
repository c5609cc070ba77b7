//! Reads a template from its folder: the declaration with its mistakes and their places, and the files that draw.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Report;
use crate::fs;
use crate::source::Source;
use crate::source::Span;
use crate::yaml::Node;
use crate::yaml::read;

use super::DECLARATION_FILE;
use super::Declaration;
use super::MAX_FILE_BYTES;
use super::Origin;
use super::Template;
use super::validation;

/// Why there is no template.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// No template has that name.
    #[error("unknown template `{name}`")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A file of it could not be read.
    #[error(transparent)]
    Read(#[from] fs::Error),
    /// The folder could not be listed.
    #[error("cannot list the template folder `{folder}`")]
    List {
        /// The folder, as it is shown.
        folder: String,
        /// Why.
        source: std::io::Error,
    },
    /// The declaration has mistakes.
    #[error("the template has mistakes")]
    Invalid(Report),
}

/// Reads the template in a folder; `shown` is what messages call the folder.
///
/// # Errors
///
/// No readable `template.yaml`, one with mistakes, or a `*.jinja` that is too large or no UTF-8.
pub fn load(folder: &Path, shown: &str) -> Result<Template, TemplateError> {
    let bytes = fs::read(&folder.join(DECLARATION_FILE), MAX_FILE_BYTES)?;
    let declaration = parse(&format!("{shown}/{DECLARATION_FILE}"), bytes).map_err(TemplateError::Invalid)?;
    let mut files = BTreeMap::new();
    let entries = std::fs::read_dir(folder);
    let list = |source| TemplateError::List { folder: shown.to_owned(), source };
    for entry in entries.map_err(list)? {
        let name = entry.map_err(list)?.file_name();
        let Some(name) = name.to_str().filter(|name| name.ends_with(".jinja")) else { continue };
        let bytes = fs::read(&folder.join(name), MAX_FILE_BYTES)?;
        let text = text(&format!("{shown}/{name}"), bytes).map_err(TemplateError::Invalid)?.text;
        files.insert(name.to_owned(), text);
    }
    Ok(Template { declaration, files, origin: Origin::Folder(shown.to_owned()) })
}

/// Reads a declaration, with every mistake at its place.
///
/// # Errors
///
/// What is no YAML, what is no declaration, and what does not fit together.
pub fn parse(name: &str, bytes: Vec<u8>) -> Result<Declaration, Report> {
    let source = text(name, bytes)?;
    let fail = |source: Source, diagnostics| Report { sources: vec![source], diagnostics, omitted: 0 };
    // The bounded reader goes first: the serde one is quadratic in nesting.
    let root = match read::parse(0, &source.text) {
        Ok(parsed) if parsed.diagnostics.is_empty() => parsed.root,
        Ok(parsed) => {
            let diagnostics = parsed.diagnostics;
            drop(parsed.root);
            return Err(fail(source, diagnostics));
        }
        Err(diagnostic) => return Err(fail(source, vec![diagnostic])),
    };
    let declaration: Declaration = match serde_yaml::from_str(&source.text) {
        Ok(declaration) => declaration,
        Err(error) => {
            let diagnostic = serde_mistake(&source, &error);
            drop(root);
            return Err(fail(source, vec![diagnostic]));
        }
    };
    let diagnostics: Vec<Diagnostic> = validation::mistakes(&declaration)
        .into_iter()
        .map(|mistake| {
            let place = nearest(&root, &mistake.path).place;
            let mut diagnostic = Diagnostic::error("invalid-template", mistake.message, place, "here");
            diagnostic.help = mistake.help;
            diagnostic
        })
        .collect();
    drop(root);
    if diagnostics.is_empty() { Ok(declaration) } else { Err(fail(source, diagnostics)) }
}

fn text(name: &str, bytes: Vec<u8>) -> Result<Source, Report> {
    String::from_utf8(bytes).map(|text| Source::new(name, text)).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let source = Source::new(name, String::from_utf8_lossy(error.as_bytes()));
        let place = Place { source: 0, span: Span::new(at, at) };
        let diagnostic = Diagnostic::error("not-utf-8", "the template is not UTF-8", place, "here");
        Report { sources: vec![source], diagnostics: vec![diagnostic], omitted: 0 }
    })
}

/// The node at a path, or the last one on the way there.
fn nearest<'n, 'a>(root: &'n Node<'a>, path: &[crate::yaml::Step]) -> &'n Node<'a> {
    (0..=path.len()).rev().find_map(|length| root.at(&path[..length])).unwrap_or(root)
}

/// What serde says, at the place where it says it.
fn serde_mistake(source: &Source, error: &serde_yaml::Error) -> Diagnostic {
    let offset = error.location().map_or(0, |location| location.index().min(source.text.len()));
    let end = source.text[offset..].find(['\n', ':']).map_or(source.text.len(), |length| offset + length);
    let place = Place { source: 0, span: Span::new(offset, end) };
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    Diagnostic::error("invalid-template", message, place, "here")
        .help("`afterword schema template` tells what a declaration may hold")
}
