//! Draws one diagnostic with the lines it is about, as rustc does.

use std::iter;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Label, Severity};

use super::excerpt::Excerpt;
use super::places::Sources;
use super::printable::Printable;
use super::printable_text;

/// Stands for name, line and column until all is drawn: the drawer would count columns in the excerpt, which is cut
/// and made printable. No printable text contains it.
const PLACE: &str = "\0";

/// How many characters of a message are shown: a stranger's key may have a million.
const MESSAGE: usize = 400;

/// How many places besides its own a diagnostic shows.
const RELATED: usize = 8;

/// A drawn diagnostic: printable text, and colours of our own.
#[derive(Debug)]
pub(super) struct Drawing(String);

impl Drawing {
    /// Draws a diagnostic, for that many columns.
    pub(super) fn new(diagnostic: &Diagnostic, sources: &Sources<'_>, renderer: Renderer, columns: usize) -> Self {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(one_line(&diagnostic.message)).id(diagnostic.code);
        let mut group = Group::with_title(title);
        let mut places = Vec::new();

        let related = diagnostic.related.iter().take(RELATED);
        let labels: Vec<&Label> = [&diagnostic.primary].into_iter().chain(related).collect();
        let mut rest = labels.as_slice();
        let mut first_kind = AnnotationKind::Primary;
        while let Some(first) = rest.first() {
            let source = sources.places(first.source);
            let same_source = rest.iter().take_while(|label| label.source == first.source);
            let spans: Vec<_> = same_source.map(|label| label.span).collect();
            let excerpt = Excerpt::new(source, &spans, columns);
            let (shown, others) = rest.split_at(excerpt.marked.len());

            let kinds = [first_kind].into_iter().chain(iter::repeat(AnnotationKind::Context));
            let annotations = kinds.zip(shown).zip(excerpt.marked).map(|((kind, label), range)| {
                let text = Some(one_line(&label.text)).filter(|text| !text.is_empty());
                kind.span(range).label(text)
            });
            let snippet = Snippet::source(excerpt.text).path(PLACE).line_start(excerpt.line);
            group = group.element(snippet.annotations(annotations));

            let place = source.position(first.span.start);
            places.push(format!("{}:{place}", one_line(source.name)));
            rest = others;
            first_kind = AnnotationKind::Context;
        }

        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(printable_text(&cut(help))));
        }
        let drawn = renderer.term_width(columns).render(&[group]);
        Self(with_places(&drawn, &places))
    }

    /// The text, to be written as it is.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The drawing with each place where its [`PLACE`] is, and the empty line that sets it off from the next.
fn with_places(drawn: &str, places: &[String]) -> String {
    let mut pieces = drawn.split(PLACE);
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for (piece, place) in pieces.zip(places) {
        text.push_str(place);
        // What the drawer took for line and column.
        text.push_str(piece.trim_start_matches(|character: char| character == ':' || character.is_ascii_digit()));
    }
    text.push_str("\n\n");
    text
}

/// The text as one printable line of bearable length.
pub(super) fn one_line(text: &str) -> String {
    let line = cut(text).replace(['\n', '\t'], " ");
    Printable::from(line.as_str()).to_string()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MESSAGE) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
