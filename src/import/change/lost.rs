//! Which answers of an event do not read back from a page.

use crate::event::Event;
use crate::event::Text;
use crate::event::Topic;
use crate::render::Computed;
use crate::render::drawn::trimmed;
use crate::render::drawn::without_line_ends;
use crate::template::Template;

use super::super::Imported;

/// An answer that a page does not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The field's or section's key.
    pub key: String,
    /// The topic it belongs to, by its title.
    pub topic: Option<String>,
    /// Why.
    pub why: Why,
}

/// Why a page does not show an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// All before the first topic is kept verbatim.
    Head,
    /// The topic is kept verbatim.
    Body,
    /// All after the last topic is kept verbatim.
    Tail,
    /// A topic that is dropped or moved leaves the page.
    Left,
    /// Pages have no place for it.
    Undrawn,
    /// It would be read as something else.
    Other,
}

impl Lost {
    fn of_event(key: &str, why: Why) -> Self {
        Self { key: key.to_owned(), topic: None, why }
    }

    /// An answer about a topic.
    pub(super) fn of_topic(key: &str, topic: &Topic, why: Why) -> Self {
        Self { key: key.to_owned(), topic: Some(topic.title.clone()), why }
    }
}

/// What `meant` says and the page that was read `again` does not; what `before` said as well and no page shows is no loss.
pub(super) fn between(meant: &Event, again: &Imported, before: Option<&Event>, template: &Template) -> Vec<Lost> {
    let mut lost = Vec::new();
    let read = again.event.as_ref();
    of_event(meant, read, template, &mut lost);
    // The page's name is its id.
    if meant.id.is_some() && before.is_none_or(|before| before.id != meant.id) {
        lost.push(Lost::of_event("id", Why::Undrawn));
    }
    let has_sections = read.topics.iter().any(|topic| !topic.sections.is_empty());
    let style = |event: &Event| template.style(event.style.as_deref()).map(|style| style.name.clone());
    if before.is_some_and(|before| style(before) != style(meant)) && (!has_sections || style(read) != style(meant)) {
        lost.push(Lost::of_event("style", Why::Undrawn));
    }

    let completing = template.declaration.completing_section();
    let (drawn, left): (Vec<&Topic>, Vec<&Topic>) =
        meant.topics.iter().partition(|topic| topic.state(completing).is_drawn());
    lost.extend(left.into_iter().map(|topic| Lost::of_topic("state", topic, Why::Left)));
    for (at, topic) in drawn.iter().enumerate() {
        match read.topics.get(at) {
            Some(read) => of_topic(topic, read, again, at, &mut lost),
            None => lost.push(Lost::of_topic("title", topic, Why::Other)),
        }
    }
    if let Some(more) = read.topics.get(drawn.len())
        && lost.is_empty()
    {
        lost.push(Lost::of_topic("title", more, Why::Other));
    }
    lost
}

fn of_event(meant: &Event, read: &Event, template: &Template, lost: &mut Vec<Lost>) {
    let head = if read.head.is_some() { Why::Head } else { Why::Other };
    let tail = if read.tail.is_some() { Why::Tail } else { Why::Other };
    let (intro, footer) = (
        said(meant.intro.as_ref()) == said(read.intro.as_ref()),
        said(meant.footer.as_ref()) == said(read.footer.as_ref()),
    );
    // Where the one ends and the other begins the page does not say.
    let named = |event: &Event| {
        let words = [&event.series, &event.edition].map(|text| text.as_deref().unwrap_or_default().trim().to_owned());
        words.join(" ").trim().to_owned()
    };
    let is_edition = meant.series == read.series;
    let same = [
        (if is_edition { "edition" } else { "series" }, named(meant) == named(read), head),
        ("start", meant.dates.start == read.dates.start, head),
        ("end", meant.dates.end == read.dates.end, head),
        ("location", meant.location == read.location, head),
        ("organizers", meant.organizers == read.organizers, head),
        ("links", meant.links == read.links, head),
        ("pictures", meant.pictures == read.pictures, head),
        ("intro", intro, head),
        ("footer", footer, tail),
    ];
    lost.extend(same.iter().filter(|(_, is_same, _)| !is_same).map(|(key, _, why)| Lost::of_event(key, *why)));
    // Title and weight follow from the day, unless they are said.
    if meant.dates.start == read.dates.start
        && let (Ok(one), Ok(other)) = (Computed::of(meant, template), Computed::of(read, template))
    {
        let said = [("title", one.title == other.title), ("weight", one.weight == other.weight)];
        lost.extend(said.iter().filter(|(_, is_same)| !is_same).map(|(key, _)| Lost::of_event(key, head)));
    }
    for field in &template.declaration.event {
        let value =
            |event: &Event| event.fields.iter().find(|(key, _)| *key == field.key).map(|(_, value)| value.clone());
        if value(meant) != value(read) {
            lost.push(Lost::of_event(&field.key, head));
        }
    }
}

fn of_topic(meant: &Topic, read: &Topic, again: &Imported, at: usize, lost: &mut Vec<Lost>) {
    let why = if read.body.is_some() { Why::Body } else { Why::Other };
    let told = |key: &str| Lost::of_topic(key, meant, why);
    let same = [
        ("emoji", meant.emoji == read.emoji),
        ("title", meant.title.trim() == read.title.trim()),
        ("badge", meant.badge == read.badge),
        ("state", meant.said == read.said),
        ("owners", meant.owners == read.owners),
        ("demo", meant.demo == read.demo),
        ("tracking", meant.tracking == read.tracking),
        ("highlight", meant.highlight == read.highlight),
        ("intro", said(meant.intro.as_ref()) == said(read.intro.as_ref())),
        ("pictures", meant.pictures == read.pictures),
    ];
    lost.extend(same.iter().filter(|(_, is_same)| !is_same).map(|(key, _)| told(key)));
    if meant.moved_to.is_some() {
        lost.push(told("moved_to"));
    }
    let fields = meant.fields.iter().filter(|field| !read.fields.contains(field));
    lost.extend(fields.map(|(key, _)| told(key)));
    for (key, text) in &meant.sections {
        let is_read = match read.section(key) {
            Some(read) => trimmed(read) == trimmed(text),
            // In a topic that is kept verbatim it stands in its place, with its label.
            None => {
                let fields = again.outline.topics.get(at).map(|topic| topic.fields.as_slice()).unwrap_or_default();
                let mut spans =
                    fields.iter().filter(|(name, _)| name == key).map(|(_, span)| again.source.slice(*span));
                read.body.is_some() && spans.any(|span| without_line_ends(span).ends_with(&trimmed(text)))
            }
        };
        if !is_read {
            lost.push(told(key));
        }
    }
    // A text that is read as one more section is lost for the one it belongs to, which is told already.
    let is_more = |(key, text): &&(crate::event::Key, Text)| meant.section(key).is_none() && !text.is_blank();
    if lost.is_empty() && meant.body.is_none() {
        lost.extend(read.sections.iter().find(is_more).map(|(key, _)| told(key)));
    }
}

/// A Markdown field as a page shows it; nothing where it says nothing.
fn said(text: Option<&String>) -> Option<&str> {
    text.map(|text| without_line_ends(text)).filter(|text| !text.is_empty())
}
