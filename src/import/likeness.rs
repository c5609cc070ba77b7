//! Whether two pages say the same, however they write it.

use std::sync::Arc;

use crate::event::Event;
use crate::event::FileForm;
use crate::render::Renderer;
use crate::source::Source;

use super::Hints;
use super::page;

/// Whether two pages read back as events that are equal in all but spelling: style, labels, blank lines, the form of the
/// file.
pub fn says_the_same(one: &str, other: &str, renderer: &Renderer, hints: &Hints<'_>) -> bool {
    let read = |text: &str| {
        let imported = page(Source::new("the page", text), renderer, hints).ok()?;
        imported.differs.is_none().then(|| said(imported.event))
    };
    // What is not read back says nothing that could be compared.
    read(one).is_some_and(|one| read(other) == Some(one))
}

/// The event without its spelling.
fn said(event: Arc<Event>) -> Event {
    let mut event = Arc::unwrap_or_clone(event);
    event.style = None;
    event.labels.clear();
    event.file = FileForm { notes: event.file.notes, ..FileForm::default() };
    for topic in &mut event.topics {
        topic.labels.clear();
        topic.blank_lines = None;
    }
    event
}
