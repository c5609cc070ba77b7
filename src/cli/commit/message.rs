//! The message of a commit, where nobody gave one: by how far the pages are.

use crate::event::State;
use crate::grammar::Count;
use crate::render::Phase;

use super::super::drawing::Read;

/// What one event has to say of a commit.
pub(super) struct Subject {
    /// The event's id.
    pub(super) id: String,
    /// The message that its template draws.
    pub(super) text: String,
}

/// How far a page is: prepared while every topic is open, added with the first report, updated from then on.
///
/// `old` is what HEAD says of the event; a page in HEAD without that was written by hand.
pub(super) fn phase(now: &Read, old: Option<&Read>, has_page: bool) -> Phase {
    let is_open = |Read { event, renderer, .. }: &Read| {
        let completing = renderer.template().declaration.completing_section();
        event.topics.iter().all(|topic| topic.state(completing) == State::Open)
    };
    match old {
        _ if is_open(now) => Phase::Prepare,
        Some(old) if !is_open(old) => Phase::Update,
        None if has_page => Phase::Update,
        _ => Phase::Add,
    }
}

/// The message of one event, or of all together.
pub(super) fn of_all(subjects: &[Subject]) -> String {
    if let [one] = subjects {
        return one.text.clone();
    }
    let lines = subjects.iter().map(|subject| {
        let line = subject.text.lines().next().unwrap_or_default();
        format!("- {}\n", line.strip_prefix("docs: ").unwrap_or(line))
    });
    format!("docs: Update {}\n\n{}", Count(subjects.len(), "page"), lines.collect::<String>())
}
