//! A page with answers changed: drawn again and read again, so that no answer is lost and nothing else changes.
//!
//! What is kept verbatim has no fields to draw. In a topic kept so the heading, the comment with what is not drawn and
//! further sections can be changed all the same, and in the page's beginning those lines that are the template's; any
//! other answer that does not read back is told by name.

use std::sync::Arc;

use crate::event::Event;
use crate::event::Topic;
use crate::render::Renderer;
use crate::render::context::note;
use crate::source::Source;
use crate::template::Template;

use super::Hints;
use super::ImportError;
use super::Imported;
use super::page;

mod body;
mod head;
mod lost;

#[cfg(test)]
mod tests;

pub use lost::Lost;
pub use lost::Why;

/// What a page is to say.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The page.
    pub page: &'a Imported,
    /// The event that it is to be.
    pub meant: &'a Event,
    /// For each topic of that event its place on the page, from 0; nothing for a new one.
    pub places: &'a [Option<usize>],
}

/// Why a page cannot say that.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// Answers would be lost.
    #[error("the page does not show every answer")]
    Lost(Vec<Lost>),
    /// The changed page could not be drawn or read.
    #[error(transparent)]
    Import(#[from] ImportError),
}

/// The text of the page with those answers: where nothing was answered otherwise, its bytes are as before.
///
/// # Errors
///
/// Answers that would not read back from the page; a template that fails.
pub fn changed(change: &Change<'_>, renderer: &Renderer, hints: &Hints<'_>) -> Result<String, ChangeError> {
    let template = renderer.template();
    let before = change.page.event.as_ref();
    let mut event = change.meant.clone();
    if event.style != before.style {
        // Labels as this page wrote them belong to the style that it had.
        forget_labels(&mut event, before, change.places, template);
    }
    if let Some(head) = &event.head {
        event.head = Some(head::with_answers(head, before, change.meant, template));
    }
    let mut lost = Vec::new();
    body::change_all(&mut event, change, template, &mut lost);
    let is_noted = |topic: &Topic| topic.body.is_none() && note(topic, template).is_some();
    event.file.notes |= event.topics.iter().any(is_noted);

    let drawn = renderer.page(&Arc::new(event), None).map_err(ImportError::from)?;
    for more in unread(&drawn, change, renderer, hints)? {
        let is_told = lost.iter().any(|told| (&told.key, &told.topic) == (&more.key, &more.topic));
        if !is_told {
            lost.push(more);
        }
    }
    if lost.is_empty() { Ok(drawn) } else { Err(ChangeError::Lost(lost)) }
}

/// The answers of an event that do not read back from a page drawn of it.
///
/// # Errors
///
/// A page that is no event, or a template that fails.
pub fn unread_answers(
    event: &Arc<Event>,
    drawn: &str,
    renderer: &Renderer,
    hints: &Hints<'_>,
) -> Result<Vec<Lost>, ImportError> {
    let again = read_again(drawn, event, renderer, hints)?;
    Ok(lost::between(event, &again, None, renderer.template()))
}

fn unread(drawn: &str, change: &Change<'_>, renderer: &Renderer, hints: &Hints<'_>) -> Result<Vec<Lost>, ImportError> {
    let again = read_again(drawn, change.meant, renderer, hints)?;
    Ok(lost::between(change.meant, &again, Some(change.page.event.as_ref()), renderer.template()))
}

/// Reads a drawn page with all that its event knows of it.
fn read_again(drawn: &str, event: &Event, renderer: &Renderer, hints: &Hints<'_>) -> Result<Imported, ImportError> {
    let mut series = hints.series.to_vec();
    series.extend(event.series.clone().filter(|series| !series.trim().is_empty()));
    let footer = event.footer.as_deref().filter(|footer| !footer.trim().is_empty()).or(hints.footer);
    page(Source::new("the page", drawn), renderer, &Hints { series: &series, footer, ..*hints })
}

fn forget_labels(event: &mut Event, before: &Event, places: &[Option<usize>], template: &Template) {
    let is_section = |key: &str| template.declaration.section(key).is_some();
    if event.labels == before.labels {
        event.labels.retain(|(key, _)| !is_section(key));
    }
    for (topic, place) in event.topics.iter_mut().zip(places) {
        let was = place.and_then(|place| before.topics.get(place));
        if was.is_some_and(|was| was.labels == topic.labels) {
            topic.labels.retain(|(key, _)| !is_section(key));
        }
    }
}
