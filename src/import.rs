//! Reads a page as an event, without losing a byte: what a template would draw again becomes fields, the rest is kept
//! verbatim, and what comes out is drawn and compared before anybody sees it.
//!
//! A page is read by the template's declaration, over the structure that Markdown gives it. No text is refused: where
//! a topic does not come back as it was it keeps its `body`, and so do the page's beginning and end (`head`, `tail`).

use std::sync::Arc;

use chrono::NaiveDate;

use crate::event::Event;
use crate::event::Key;
use crate::render::RenderError;
use crate::render::Renderer;
use crate::source::Source;
use crate::source::Span;
use crate::template::Style;
use crate::template::label::Labels;

use self::parts::Parts;
use self::proof::Places;
use self::proof::Proven;
use self::sections::Spelling;

pub use self::date::Dated;
pub use self::date::month_in;
pub use self::likeness::says_the_same;

pub mod change;
mod date;
mod footer;
mod head;
pub mod issues;
mod likeness;
mod lines;
mod parts;
mod proof;
mod sections;
mod text;
mod topic;
mod values;

#[cfg(test)]
mod tests;

/// What is known about a page from elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The first day, where the page says none.
    pub start: Option<NaiveDate>,
    /// The page's file name without its ending; may hold a date: `2025-06`.
    pub name: Option<&'a str>,
    /// The style where it is known: taken where no other can be that of more sections.
    pub style: Option<&'a str>,
    /// Series that are known: where one is what a heading begins with, the rest is the edition.
    pub series: &'a [String],
    /// The footer where it is known, empty where there is none: nothing in a page parts it from the last topic's text.
    pub footer: Option<&'a str>,
}

/// A page that was read as an event.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The event.
    pub event: Arc<Event>,
    /// The page's text with `\n` at its line ends and without a mark: what the spans point into.
    pub source: Source,
    /// Where everything stands.
    pub outline: Outline,
    /// How much of the first day the page says.
    pub dated: Dated,
    /// How many labelled sections there are.
    pub labelled: usize,
    /// How many of them became fields.
    pub structured: usize,
    /// What was kept verbatim, in order.
    pub kept: Vec<Kept>,
    /// What is drawn of the event where that is not the page: a template that cannot be read back.
    pub differs: Option<String>,
}

/// Where the parts of a page stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// All before the first topic.
    pub head: Span,
    /// Fields of the event by their keys in event files: `start`, `location`, `links`, `intro`, `footer`.
    pub fields: Vec<(Key, Span)>,
    /// The topics, in page order.
    pub topics: Vec<TopicOutline>,
}

/// Where the parts of a topic stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicOutline {
    /// From its heading to the next topic.
    pub whole: Span,
    /// The heading's line, without its end.
    pub heading: Span,
    /// Fields and sections by their keys; of a section its label and its text.
    pub fields: Vec<(Key, Span)>,
}

/// A part of the page that is kept as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is.
    pub part: Part,
    /// Where it stands.
    pub span: Span,
    /// The first place that a drawing of its fields would have changed, to the end of its line.
    pub because: Span,
    /// What is wrong there, where there is more to say than that it would change.
    pub reason: Option<String>,
}

/// A part of a page that can be kept verbatim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All before the first topic.
    Head,
    /// A topic, by its place on the page.
    Topic(usize),
    /// All after the last topic.
    Tail,
}

/// Why a page is no event.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Nothing before its first topic says when the event was.
    #[error("nothing at the beginning of `{page}` says when the event was")]
    NoDate {
        /// The page.
        page: String,
    },
    /// What was read could not be drawn.
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// Reads a page as an event of the renderer's template.
///
/// `source` is the text of the whole file, a byte order mark included; its name is what messages call it.
///
/// # Errors
///
/// A page without a date; a template that fails.
pub fn page(source: Source, renderer: &Renderer, hints: &Hints<'_>) -> Result<Imported, ImportError> {
    let template = renderer.template();
    let declaration = &template.declaration;
    let (text, form) = text::unify(source.text.clone());
    let has_footer = declaration.event_field("footer").is_some();
    let known = hints.footer.filter(|_| has_footer);
    let mut tail = known.and_then(|known| footer::known(&text, known)).unwrap_or(text.len())..text.len();
    let mut parts = Parts::of(&text[..tail.start], declaration);
    let mut outline = Outline { head: Span::new(0, parts.head.end), ..Outline::default() };
    let read = head::read(&text, &parts, template, hints, &mut outline);
    let Some((mut event, dated)) = read else { return Err(ImportError::NoDate { page: source.name }) };
    event.file = form;

    let labels = Labels::new(&declaration.sections, &declaration.styles);
    let reader = topic::Reader::new(&text, declaration);
    let mut found: Vec<topic::Found> = Vec::with_capacity(parts.topics.len());
    let count = parts.topics.len();
    for (at, range) in std::mem::take(&mut parts.topics).into_iter().enumerate() {
        let mut blocks = parts.blocks_in(&range);
        let mut begins = sections::begins(&text, blocks, &labels, parts.topic_level);
        let mut range = range;
        if at + 1 == count && has_footer && known.is_none() {
            let begin = footer::begin(&text, blocks, &begins, &declaration.sections, parts.topic_level);
            if let Some(begin) = begin.filter(|begin| *begin > range.start) {
                tail = begin..text.len();
                range.end = begin;
                blocks = parts.blocks_in(&range);
                begins.retain(|one| one.start < begin);
            }
        }
        found.push(reader.find(range, blocks, begins));
    }

    let after: Vec<(&str, bool)> = found
        .iter()
        .flat_map(|one| {
            reader.sections(one).map(|(begin, after)| (if one.is_bare(&begin) { "" } else { after }, begin.is_heading))
        })
        .collect();
    let style = sections::prevailing(&after, template, hints.style).filter(|_| !after.is_empty());
    event.style = style.map(|style| style.name.clone());
    let written = found.iter().flat_map(|one| reader.sections(one)).filter_map(|(begin, after)| {
        let parted = sections::parted(after, style?)?;
        Some((begin.section, &text[begin.start..begin.label_end + parted.blanks]))
    });
    let spelling = Spelling::of(written, &declaration.sections, style.unwrap_or(&Style::default()));
    event.labels.extend(spelling.page.iter().cloned());
    let labelled = after.len();

    let places = Places {
        head: parts.head.clone(),
        topics: found.iter().map(|one| one.range.clone()).collect(),
        tail: tail.clone(),
    };
    event.file.notes = found.iter().any(|one| one.has_note);
    let mut verbatim = Vec::new();
    for (at, one) in found.into_iter().enumerate() {
        let (topic, outlined) = reader.topic(one, style, &spelling);
        match topic {
            Ok(topic) => event.topics.push(topic),
            Err(topic) => {
                event.topics.push(topic);
                verbatim.push(Part::Topic(at));
            }
        }
        outline.topics.push(outlined);
    }
    if !tail.is_empty() {
        outline.fields.push((Key::from("footer"), Span::new(tail.start, tail.end)));
        event.footer = Some(text[tail].trim_end_matches(['\n', '\r']).to_owned());
    } else if text.ends_with("\n\n") && !event.topics.is_empty() {
        // Blank lines at the end part the last topic from nothing.
        event.tail = Some(String::new());
    }
    let Proven { event, kept, differs } = proof::prove(event, &source.text, &text, &places, verbatim, renderer)?;
    let structured = event.topics.iter().map(|topic| topic.sections.len()).sum();
    let source = Source::new(source.name, text);
    Ok(Imported { event, source, outline, dated, labelled, structured, kept, differs })
}
