//! What the engine says of a template that fails, as a diagnostic with its place.

use minijinja::ErrorKind;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Report;
use crate::source::Source;
use crate::source::Span;
use crate::template::Origin;
use crate::template::Template;

/// A report of the fault; nothing where the engine says no place in a file of the template.
///
/// A fault in a file that another one includes is told where it is, not where the including began.
pub(super) fn report(error: &minijinja::Error, template: &Template) -> Option<Report> {
    let mut innermost = error;
    while let Some(source) = std::error::Error::source(innermost).and_then(|source| source.downcast_ref()) {
        innermost = source;
    }
    let Origin::Folder(folder) = &template.origin else { return None };
    let name = innermost.name()?;
    let text = template.files.get(name)?;
    let span = innermost
        .range()
        .filter(|range| text.get(range.clone()).is_some_and(|part| !part.is_empty()))
        .map(|range| Span::new(range.start, range.end))
        .or_else(|| line(text, innermost.line()?))?;
    let kind = innermost.kind();
    let (message, label) = match innermost.detail() {
        _ if kind == ErrorKind::OutOfFuel => {
            ("the template takes too many steps, as a loop without end does".to_owned(), "here".to_owned())
        }
        Some(detail) => (detail.to_owned(), kind.to_string()),
        None => (kind.to_string(), "here".to_owned()),
    };
    let source = Source::new(format!("{folder}/{name}"), text.clone());
    let mut diagnostic = Diagnostic::error("template-failed", message, Place { source: 0, span }, label);
    diagnostic.help = help(kind).map(str::to_owned);
    Some(Report { sources: vec![source], diagnostics: vec![diagnostic], omitted: 0 })
}

fn help(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::UndefinedError => Some("`afterword context EVENT` prints all that a template sees"),
        ErrorKind::TemplateNotFound => Some("a template reads the `*.jinja` files of its own folder alone"),
        ErrorKind::UnknownFunction => Some("a template has no clock, no environment and no files"),
        _ => None,
    }
}

/// A line, counted from 1; of an end that comes too early the last one.
fn line(text: &str, number: usize) -> Option<Span> {
    let line = text.lines().nth(number.saturating_sub(1)).or_else(|| text.lines().last())?;
    let start = line.as_ptr().addr() - text.as_ptr().addr();
    Some(Span::new(start, start + line.len()))
}
