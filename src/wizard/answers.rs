//! What has been answered so far: an event file in the making, whose fields may be missing or unknown.

use crate::diagnostic::Report;
use crate::document::Assignment;
use crate::source::Source;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::Style;
use crate::yaml::read;
use crate::yaml::write::Yaml;
use crate::yaml::write::document;

/// Fields with their values, in order.
pub type Entries = Vec<(String, Yaml)>;

/// The fields of an event, as far as they are known. Fields this version does not know stay where they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    event: Entries,
    topics: Vec<Entries>,
}

const TOPICS: &str = "topics";

/// Where a topic was before it was moved; no field can be called so.
const MARK: &str = "(was)";

/// The question that is being asked, where a part of its answer is kept already.
const ASKING: &str = "(asking)";

impl Answers {
    /// The answers that an event file holds.
    pub fn of(root: &Node<'_>) -> Self {
        let mut answers = Self::default();
        let Yaml::Mapping(entries) = tree(root) else { return answers };
        for (key, value) in entries {
            match value {
                Yaml::Sequence(topics) if key == TOPICS && topics.iter().all(|one| matches!(one, Yaml::Mapping(_))) => {
                    let topics = topics.into_iter().filter_map(|topic| match topic {
                        Yaml::Mapping(entries) => Some(entries),
                        _ => None,
                    });
                    answers.topics.extend(topics);
                }
                value => answers.event.push((key, value)),
            }
        }
        answers
    }

    /// Reads the answers that a text holds, with values from the command line over them.
    ///
    /// # Errors
    ///
    /// A text that is no YAML or no mapping, or a value whose path leads nowhere.
    pub fn parse(source: &Source, assignments: &[Assignment]) -> Result<Self, Box<Report>> {
        let mut sources = vec![source.clone()];
        sources.extend(assignments.iter().map(Assignment::source));
        let fail = |diagnostics| Report { sources: sources.clone(), diagnostics, omitted: 0 };
        let parsed = read::parse(0, &source.text).map_err(|diagnostic| fail(vec![diagnostic]))?;
        let mut root = parsed.root;
        let mut diagnostics = parsed.diagnostics;
        for (assignment, index) in assignments.iter().zip(1u16..) {
            diagnostics.extend(assignment.apply(&mut root, index).err());
        }
        if !diagnostics.is_empty() {
            return Err(Box::new(fail(diagnostics)));
        }
        Ok(Self::of(&root))
    }

    /// The text of the answers as an event file.
    pub fn text(&self) -> String {
        let mut entries = self.event.clone();
        if !self.topics.is_empty() {
            let topics = self.topics.iter().cloned().map(Yaml::Mapping).collect();
            entries.push((TOPICS.to_owned(), Yaml::Spaced(topics)));
        }
        document(&Yaml::Mapping(entries))
    }

    /// Whether nothing has been answered.
    pub fn is_empty(&self) -> bool {
        self.event.is_empty() && self.topics.is_empty()
    }

    /// The fields of the event but its topics.
    pub fn event(&self) -> &Entries {
        &self.event
    }

    /// The same answers with each topic marked by its place, so that it is known again when it was moved.
    #[must_use]
    pub fn marked(&self) -> Self {
        let mut marked = self.clone();
        for (index, topic) in marked.topics.iter_mut().enumerate() {
            topic.push((MARK.to_owned(), Yaml::Plain(index.to_string())));
        }
        marked
    }

    /// The topics without their marks, each with the place it was marked with.
    pub fn unmarked_topics(&self) -> Vec<(Option<usize>, Entries)> {
        let unmarked = self.topics.iter().map(|topic| {
            let mark = value_of(topic, MARK).and_then(text_of).and_then(|mark| mark.parse().ok());
            (mark, topic.iter().filter(|(key, _)| key != MARK).cloned().collect())
        });
        unmarked.collect()
    }

    /// The same answers without marks.
    #[must_use]
    pub fn without_marks(&self) -> Self {
        let topics = self.unmarked_topics().into_iter().map(|(_, topic)| topic).collect();
        let event = self.event.iter().filter(|(key, _)| key != ASKING).cloned().collect();
        Self { event, topics }
    }

    /// The question that was being asked when these answers were kept, if it has to be asked again.
    pub fn asking(&self) -> Option<&str> {
        self.get(ASKING).and_then(text_of)
    }

    /// Notes which question is being asked, until it is answered.
    pub fn set_asking(&mut self, question: Option<&str>) {
        self.set(ASKING, question.map(|question| Yaml::Text(question.to_owned())));
    }

    /// The value of a field of the event.
    pub fn get(&self, key: &str) -> Option<&Yaml> {
        value_of(&self.event, key)
    }

    /// Gives a field of the event a value, or takes it away where there is nothing to say.
    pub fn set(&mut self, key: &str, value: Option<Yaml>) {
        set(&mut self.event, key, value);
    }

    /// The topics, in page order.
    pub fn topics(&self) -> &[Entries] {
        &self.topics
    }

    /// The same, to be added to, reordered or taken from.
    pub fn topics_mut(&mut self) -> &mut Vec<Entries> {
        &mut self.topics
    }

    /// The value of a field of the topic at that place, from 0.
    pub fn topic_field(&self, index: usize, key: &str) -> Option<&Yaml> {
        value_of(self.topics.get(index)?, key)
    }

    /// Gives a field of a topic a value, or takes it away.
    pub fn set_topic_field(&mut self, index: usize, key: &str, value: Option<Yaml>) {
        if let Some(topic) = self.topics.get_mut(index) {
            set(topic, key, value);
        }
    }

    /// Takes over every field of others, theirs winning; their topics replace these where they have any.
    pub fn merge(&mut self, others: Self) {
        for (key, value) in others.event {
            self.set(&key, Some(value));
        }
        if !others.topics.is_empty() {
            self.topics = others.topics;
        }
    }
}

/// The value of a key; what is null is not there.
pub fn value_of<'e>(entries: &'e Entries, key: &str) -> Option<&'e Yaml> {
    entries.iter().find(|(name, _)| name == key).map(|(_, value)| value).filter(|value| **value != Yaml::Null)
}

/// The title of a topic; nothing of one that has none yet.
pub fn title_of(topic: &Entries) -> &str {
    value_of(topic, "title").and_then(text_of).unwrap_or_default()
}

fn set(entries: &mut Entries, key: &str, value: Option<Yaml>) {
    let at = entries.iter().position(|(name, _)| name == key);
    match (at, value) {
        (Some(at), Some(value)) => {
            if let Some((_, old)) = entries.get_mut(at) {
                *old = value;
            }
        }
        (Some(at), None) => drop(entries.remove(at)),
        (None, Some(value)) => entries.push((key.to_owned(), value)),
        (None, None) => {}
    }
}

/// The text of a value that is one.
pub fn text_of(value: &Yaml) -> Option<&str> {
    match value {
        Yaml::Plain(text) | Yaml::Quoted(text) | Yaml::Text(text) | Yaml::Markdown(text) => Some(text),
        Yaml::Null | Yaml::Bool(_) | Yaml::Integer(_) | Yaml::Sequence(_) | Yaml::Spaced(_) | Yaml::Mapping(_) => None,
    }
}

/// A node as it would be written again.
fn tree(node: &Node<'_>) -> Yaml {
    Yaml::of(node, &|node, Scalar { text, style }| {
        let owned = || text.clone().into_owned();
        match style {
            _ if node.is_null() => Yaml::Null,
            // A list or a mapping on the command line is one here as well.
            Style::Argument if text.starts_with(['[', '{']) => {
                read::parse(0, text).map_or_else(|_| Yaml::Text(owned()), |parsed| tree(&parsed.root))
            }
            Style::Plain | Style::Argument => Yaml::Plain(owned()),
            // Of several line ends at its end each may count.
            Style::Block if text.ends_with('\n') && !text.ends_with("\n\n") => Yaml::Markdown(owned()),
            Style::Quoted | Style::Block => Yaml::Text(owned()),
        }
    })
}
