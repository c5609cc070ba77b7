//! What both sides changed differently, as diagnostics with a place on each.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Report;
use crate::document::Document;
use crate::import::Imported;
use crate::import::Outline;
use crate::source::Span;
use crate::sync::Conflict;
use crate::sync::Kind;
use crate::sync::Spot;
use crate::yaml::Step;

use super::telling::quoted;

/// The report of an event's conflicts: in the event file, and beside it on the page.
pub(super) fn report(conflicts: &[Conflict], page: &Imported, document: &Document, is_base_known: bool) -> Report {
    let mut report = Report::default();
    report.sources.extend(document.sources.iter().cloned());
    let of_page = report.sources.len();
    report.sources.push(page.source.clone());
    let paths: Vec<(Vec<Step>, usize)> = conflicts.iter().map(path).collect();
    let places = document.places(paths.iter().map(|(path, offset)| (path.as_slice(), *offset)), &[]);
    for (conflict, place) in conflicts.iter().zip(places) {
        let span = span(&conflict.page, &page.outline);
        let line = conflict.line.and_then(|line| line_in(page.source.slice(span), line.rest));
        let within = |(start, end)| Span::new(span.range().start + start, span.range().start + end);
        let on_page = Place { source: u16::try_from(of_page).unwrap_or(u16::MAX), span: line.map_or(span, within) };
        let [message, here, there] = words(conflict, is_base_known);
        report.push(Diagnostic::error("conflict", message, place, here).related(on_page, there));
    }
    report
}

/// What a conflict is, and what is to be said at both places.
fn words(conflict: &Conflict, is_base_known: bool) -> [String; 3] {
    let field = |key: &str, topic: &Option<String>| match topic {
        Some(topic) => format!("`{key}` of {}", quoted(topic)),
        None => format!("`{key}`"),
    };
    let words = |message: String, here: &str, there: &str| [message, here.to_owned(), there.to_owned()];
    match &conflict.kind {
        Kind::Field { key, topic } if is_base_known => {
            words(format!("{} was changed on both sides", field(key, topic)), "in the event file", "and on the page")
        }
        Kind::Field { key, topic } => words(
            format!("{} is not the same on both sides", field(key, topic)),
            "in the event file",
            "and on the page",
        ),
        Kind::RemovedFromPage { title } => words(
            format!("{} was changed in the event file, and is not on the page any more", quoted(title)),
            "changed here",
            "and the page, without it,",
        ),
        Kind::RemovedFromFile { title } => words(
            format!("{} was changed on the page, and is not shown by the event file any more", quoted(title)),
            if conflict.file.topic.is_some() { "left out here" } else { "the topics, without it" },
            "and changed here",
        ),
        Kind::OnlyInFile { title } => {
            words(format!("{} is not on the page", quoted(title)), "only here", "and the page, without it,")
        }
        Kind::OnlyOnPage { title } => {
            words(format!("{} is not in the event file", quoted(title)), "the topics, without it", "and only here")
        }
        Kind::Order if is_base_known => words(
            "the order of the topics was changed on both sides".to_owned(),
            "in the event file",
            "and on the page",
        ),
        Kind::Order => words(
            "the order of the topics is not the same on both sides".to_owned(),
            "here",
            "in its place on the page",
        ),
    }
}

/// The line of a text that begins so many bytes before its last line ends.
fn line_in(text: &str, rest: usize) -> Option<(usize, usize)> {
    let text = text.trim_end_matches(['\n', '\r']);
    let start = text.len().checked_sub(rest)?;
    let line = text.get(start..)?.lines().next()?;
    Some((start, start + line.len()))
}

/// The path of what a file says, and the byte of the text there.
fn path(conflict: &Conflict) -> (Vec<Step>, usize) {
    let Spot { topic, key } = &conflict.file;
    let mut path = Vec::new();
    if topic.is_some() || key.is_none() {
        path.push(Step::Key("topics".into()));
    }
    path.extend(topic.map(Step::Index));
    let keys = key.iter().flat_map(|key| key.splitn(2, '.'));
    path.extend(keys.map(|key| Step::Key(key.to_owned().into())));
    if matches!(conflict.kind, Kind::RemovedFromFile { .. }) && topic.is_some() {
        path.push(Step::Key("state".into()));
    }
    // Where there is a text and no list, the path ends above it.
    path.extend(conflict.line.map(|line| Step::Index(line.bullets)));
    (path, conflict.line.map_or(0, |line| line.offset))
}

/// Where a spot stands on a page, as near as there is anything of it.
fn span(spot: &Spot, outline: &Outline) -> Span {
    let of = |fields: &[(crate::event::Key, Span)], key: &str| {
        // Of a label, its section; of a section, its text.
        let key = key.strip_prefix("labels.").or_else(|| key.split('.').next()).unwrap_or(key);
        let found = fields.iter().find(|(name, _)| name.as_ref() == key).map(|(_, span)| *span);
        found.or_else(|| match key {
            "edition" => fields.iter().find(|(name, _)| name.as_ref() == "series").map(|(_, span)| *span),
            "end" => fields.iter().find(|(name, _)| name.as_ref() == "start").map(|(_, span)| *span),
            "title" | "weight" => {
                fields.iter().find(|(name, _)| name.as_ref() == "front_matter").map(|(_, span)| *span)
            }
            _ => None,
        })
    };
    match (spot.topic.and_then(|at| outline.topics.get(at)), &spot.key) {
        (Some(topic), Some(key)) => of(&topic.fields, key).unwrap_or(topic.heading),
        (Some(topic), None) => topic.heading,
        (None, Some(key)) => of(&outline.fields, key).unwrap_or(outline.head),
        (None, None) => of(&outline.fields, "series").unwrap_or(outline.head),
    }
}
