//! An event as its page shows it, in a form in which two versions can be compared field by field.

use crate::document::write::event_entries;
use crate::document::write::topic_entries;
use crate::event::Event;
use crate::event::Labels;
use crate::event::Topic;
use crate::render::context::section_label;
use crate::render::drawn::without_line_ends;
use crate::template::Declaration;
use crate::yaml::write::Yaml;

use super::Entries;

/// Fields of an event and of its topics, each by its key. What stands in a mapping of many has a key of its own:
/// `labels.code`, `front_matter.outline`, `file.newline`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Canonical {
    pub(super) event: Entries,
    pub(super) topics: Vec<Entries>,
}

/// The mappings whose entries are fields.
const SPREAD: &[&str] = &["labels", "front_matter", "file"];

impl Canonical {
    /// The fields of an event that was read from a page.
    pub(super) fn of(event: &Event, declaration: &Declaration) -> Self {
        let is_section = |key: &str| declaration.section(key).is_some();
        let topics = event.topics.iter().map(|topic| {
            let labels = topic_labels(topic, event, declaration);
            spread(topic_entries(&Topic { labels, ..topic.clone() }, declaration))
        });
        let labels = event.labels.iter().filter(|(key, _)| !is_section(key)).cloned().collect();
        let of_event = Event { labels, topics: Vec::new(), ..event.clone() };
        let mut fields = spread(event_entries(&of_event, declaration));
        // Both sides are drawn by the same template.
        fields.retain(|(key, _)| key != "template");
        Self { event: fields, topics: topics.collect() }
    }

    /// What a page without sections leaves open is as another version has it.
    pub(super) fn complete(&mut self, other: &Self) {
        if let (None, Some(style)) = (value_of(&self.event, STYLE), value_of(&other.event, STYLE)) {
            self.event.insert(0, (STYLE.to_owned(), style.clone()));
        }
    }
}

/// The field that a page without sections does not tell.
pub(super) const STYLE: &str = "style";

/// How a topic writes its labels where that is not as its style has it, whether it says so itself or its event says it
/// for all: that one topic more writes a label in its own way is then no change of the others.
fn topic_labels(topic: &Topic, event: &Event, declaration: &Declaration) -> Labels {
    let own = |key: &str| topic.labels.iter().any(|(name, _)| name.as_ref() == key);
    let shared = event.labels.iter().filter(|(key, _)| topic.section(key).is_some() && !own(key));
    let is_usual =
        |key: &str, label: &str| usual_label(key, event.style.as_deref(), declaration).as_deref() == Some(label);
    let labels = topic.labels.iter().chain(shared).filter(|(key, label)| !is_usual(key, label));
    let mut labels: Labels = labels.cloned().collect();
    labels.sort_by(|(one, _), (other, _)| one.cmp(other));
    labels
}

/// A section's label as a style writes it.
pub(super) fn usual_label(section: &str, style: Option<&str>, declaration: &Declaration) -> Option<String> {
    let named = style.unwrap_or(&declaration.style);
    let style = declaration.styles.iter().find(|style| style.name == named)?;
    let (_, section) = declaration.section(section)?;
    Some(section_label(style, section.label_in(&style.name)))
}

fn spread(entries: Entries) -> Entries {
    let mut fields = Entries::with_capacity(entries.len());
    for (key, value) in entries {
        match value {
            Yaml::Mapping(inner) if SPREAD.contains(&key.as_str()) => {
                fields.extend(inner.into_iter().map(|(name, value)| (format!("{key}.{name}"), value)));
            }
            Yaml::Markdown(text) => {
                let text = Yaml::Markdown(without_line_ends(&text).to_owned());
                fields.push((key, text));
            }
            value => fields.push((key, value)),
        }
    }
    fields
}

/// The opposite of [`spread`].
pub(super) fn gathered(fields: &Entries) -> Entries {
    let mut entries = Entries::with_capacity(fields.len());
    for (key, value) in fields {
        match parted(key) {
            None => entries.push((key.clone(), value.clone())),
            Some((outer, inner)) => {
                let entry = (inner.to_owned(), value.clone());
                match entries.iter_mut().find(|(name, _)| name == outer) {
                    Some((_, Yaml::Mapping(known))) => known.push(entry),
                    Some(_) => {}
                    None => entries.push((outer.to_owned(), Yaml::Mapping(vec![entry]))),
                }
            }
        }
    }
    entries
}

/// The mapping and the key in it, where a field is one of many.
pub(super) fn parted(key: &str) -> Option<(&str, &str)> {
    key.split_once('.').filter(|(outer, _)| SPREAD.contains(outer))
}

/// The value of a key.
pub(super) fn value_of<'e>(entries: &'e [(String, Yaml)], key: &str) -> Option<&'e Yaml> {
    entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}
