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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Text;
    use crate::template::builtin;

    fn labels(labels: &[(&str, &str)]) -> Labels {
        labels.iter().map(|(key, label)| ((*key).into(), (*label).to_owned())).collect()
    }

    /// The labels of a topic with three sections.
    fn of_topic(style: Option<&str>, of_event: &[(&str, &str)], own: &[(&str, &str)]) -> Vec<String> {
        let section = |key: &str| (key.into(), Text::Markdown("text".to_owned()));
        let sections = ["problem", "achievements", "code"].map(section).to_vec();
        let topic = Topic { sections, labels: labels(own), ..Topic::default() };
        let style = style.map(str::to_owned);
        let event = Event { style, labels: labels(of_event), topics: vec![topic], ..Event::default() };
        let canonical = Canonical::of(&event, &builtin::find("hackathon").unwrap().load().declaration);
        let fields = canonical.topics.into_iter().flatten().filter_map(|(key, value)| match (parted(&key), value) {
            (Some((_, section)), Yaml::Plain(text) | Yaml::Text(text) | Yaml::Quoted(text)) => {
                Some(format!("{section}: {text}"))
            }
            _ => None,
        });
        fields.collect()
    }

    #[test]
    fn a_topic_has_its_own_labels_and_those_of_its_event_but_none_of_its_style() {
        let own = [("problem", "**Q:**"), ("code", "**Code/Pull Requests:**")];
        let of_event = [("next_steps", "**N:**"), ("problem", "**P:**"), ("achievements", "**A:**")];
        assert_eq!(of_topic(None, &of_event, &own), ["achievements: **A:**", "problem: **Q:**"]);
        let usual = [("problem", "### Problem Statement"), ("code", "### Code & Pull Requests")];
        assert_eq!(of_topic(Some("headings"), &of_event[1..], &usual), ["achievements: **A:**"]);
        assert_eq!(of_topic(None, &[], &usual), ["code: ### Code & Pull Requests", "problem: ### Problem Statement"]);
    }

    #[test]
    fn fields_of_a_mapping_come_together_again() {
        let entry = |key: &str| (key.to_owned(), Yaml::Text(key.to_owned()));
        let map = |entries: &[&str]| Yaml::Mapping(entries.iter().map(|key| entry(key)).collect());
        let mut entries = vec![entry("series"), ("labels".to_owned(), map(&["a", "b"]))];
        // A place is one field.
        entries.push(("location".to_owned(), map(&["name", "url"])));
        entries.push(("file".to_owned(), map(&["c"])));
        let fields = spread(entries.clone());
        let keys: Vec<&str> = fields.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["series", "labels.a", "labels.b", "location", "file.c"]);
        assert_eq!(gathered(&fields), entries);
    }
}
