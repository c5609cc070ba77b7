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

/// What is known about a page from elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The first day, over what the page says.
    pub start: Option<NaiveDate>,
    /// The page's file name without its ending; may hold a date: `2025-06`.
    pub name: Option<&'a str>,
    /// Series that are known: where one is what a heading begins with, the rest is the edition.
    pub series: &'a [String],
    /// A footer that is known: text like it at the end of the page is one, although nothing in the page says so.
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
    /// The first place that a drawing of its fields would have changed.
    pub because: Span,
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
    /// The spelling of the front matter.
    FrontMatter,
}

/// Why a page is no event.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Nothing in it says when the event was.
    #[error("nothing in `{page}` says when the event was")]
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
    let _ = renderer;
    let date = |name: &str| NaiveDate::parse_from_str(&format!("{}-01", name.get(..7)?), "%Y-%m-%d").ok();
    let start = hints.start.or_else(|| date(hints.name?));
    let Some(start) = start else { return Err(ImportError::NoDate { page: source.name }) };
    let mut event = Event { head: Some(source.text.clone()), ..Event::default() };
    event.dates.start = start;
    event.dates.end = start;
    Ok(Imported { event: Arc::new(event), source, outline: Outline::default(), kept: Vec::new(), differs: None })
}
