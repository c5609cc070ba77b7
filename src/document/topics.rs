//! Topics: their core fields, and the sections of the template.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::shorten;
use crate::diagnostic::suggestion::closest;
use crate::diagnostic::suggestion::did_you_mean;
use crate::event::MOST_BLANK_LINES;
use crate::event::State;
use crate::event::Text;
use crate::event::Topic;
use crate::event::core;
use crate::event::is_demo;
use crate::grammar::list_and;
use crate::grammar::list_or;
use crate::template::Field;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Value;

use super::names::Given;
use super::names::Name;
use super::reader::Reader;

impl<'t> Reader<'t> {
    /// The topic that a node describes, as far as it can be read.
    pub(super) fn topic(&mut self, node: Node<'_>) -> Topic {
        let mut topic = Topic::default();
        let mut given = Given::new(node.place);
        if let Some(topic) = self.flow(&node, Self::topic) {
            return topic;
        }
        let Some(entries) = self.mapping(node, "topic".into(), "begin it with `- title: …`") else { return topic };
        let declaration = &self.template.declaration;
        for Entry { key, key_place, value } in entries {
            let name = key.as_ref();
            let before = self.complaints();
            let field = declaration.topic_field(name);
            if let Some((_, section)) = declaration.section(name) {
                if let Some(text) = self.section(value, name) {
                    topic.sections.push((section.key.clone(), text));
                }
            } else if field.is_none() && !core::always(core::TOPIC).any(|key| key == name) {
                self.unknown_topic_field(name, key_place, &mut given);
            } else {
                self.topic_field(&mut topic, name, field, value);
            }
            let is_wrong = self.complaints() > before;
            given.note(key, key_place, is_wrong);
        }
        topic.sections.sort_by_key(|(key, _)| declaration.section(key).map(|(at, _)| at));
        self.in_template_order(&mut topic.fields, |template| &template.declaration.topic);
        let has = |key: &str| (topic.body.is_some() && key != "title") || topic.says(key);
        self.required(&given, "a topic", &declaration.topic, "title", has);
        for section in declaration.sections.iter().filter(|section| section.required) {
            if topic.section(&section.key).is_none() && topic.body.is_none() {
                self.missing(&given, "a topic", &section.key);
            }
        }
        topic
    }

    fn topic_field(&mut self, topic: &mut Topic, name: &str, field: Option<&Field>, value: Node<'_>) {
        match name {
            "emoji" => topic.emoji = self.line(value, name),
            "title" => topic.title = self.line(value, name).unwrap_or_default(),
            "badge" => topic.badge = self.line(value, name),
            "state" => topic.said = self.state(value),
            "moved_to" => topic.moved_to = self.line(value, name),
            "owners" => {
                topic.owners = self.list(value, name, "…", |reader, item| reader.handle(item, Name::Item(name)));
            }
            "demo" => topic.demo = self.demo(value),
            "tracking" => topic.tracking = self.line(value, name),
            "highlight" if !value.is_null() => topic.highlight = self.boolean(&value, name).unwrap_or_default(),
            "highlight" => {}
            "intro" => topic.intro = self.markdown(value, name),
            "pictures" => {
                topic.pictures =
                    self.list(value, name, "file: …", |reader, item| reader.picture(item, Name::Item(name)));
            }
            "labels" => topic.labels = self.labels(value),
            "body" => topic.body = self.markdown(value, name),
            "blank_lines" => topic.blank_lines = self.blank_lines(&value, name),
            _ => self.declared(value, name, field, &mut topic.fields),
        }
    }

    /// How many blank lines follow a topic.
    fn blank_lines(&mut self, node: &Node<'_>, name: &str) -> Option<u8> {
        if node.is_null() {
            return None;
        }
        let number = self.integer(node, name)?;
        let lines = u8::try_from(number).ok().filter(|lines| (1..=MOST_BLANK_LINES).contains(lines));
        if lines.is_none() {
            let message = format!("`{name}` is 1 to {MOST_BLANK_LINES}, not {number}");
            let diagnostic = Diagnostic::error("invalid-number", message, node.place, "out of range");
            self.push(diagnostic.help("leave it out: one blank line parts a topic from the next"));
        }
        lines
    }

    /// Complains about a field that topics do not have.
    fn unknown_topic_field<'k>(&mut self, name: &str, place: Place, given: &mut Given<'k>)
    where
        't: 'k,
    {
        let declaration = &self.template.declaration;
        let sections = declaration.sections.iter().map(|section| section.key.as_ref());
        let fields = declaration.topic.iter().map(|field| field.key.as_ref());
        // People write a section as its page calls it.
        let label = name.trim().trim_end_matches(':').trim_end();
        let by_label = declaration.sections.iter().find(|s| s.names().any(|known| known.eq_ignore_ascii_case(label)));
        let help = if self.is_full() {
            None
        } else if let Some(section) = by_label {
            given.note_meant(section.key.as_ref(), place);
            Some(format!("did you mean `{}`?", section.key))
        } else if declaration.event_field(name).is_some() || core::find(core::EVENT, name).is_some() {
            Some(format!("`{name}` belongs to the event, not to a topic"))
        } else if let Some(meant) =
            closest(name, sections.clone().chain(fields.clone()).chain(core::always(core::TOPIC)))
        {
            given.note_meant(meant, place);
            Some(format!("did you mean `{meant}`?"))
        } else if declaration.sections.is_empty() {
            let known: Vec<&str> = fields.collect();
            Some(format!("a topic has {}", list_and(&known)))
        } else {
            let known: Vec<&str> = sections.collect();
            Some(format!("the sections are {}", list_and(&known)))
        };
        let label = format!("not a section of the `{}` template", declaration.name);
        self.unknown("field", name, place, label, help);
    }

    /// Markdown, or a list of texts.
    fn section(&mut self, node: Node<'_>, name: &str) -> Option<Text> {
        match &node.value {
            Value::Sequence(_) => {
                let items = self.list(node, name, "…", |reader, item| reader.item(item, name));
                Some(Text::List(items))
            }
            Value::Mapping(_) => {
                let help = "put the text in double quotes, or write it as a block after `|`";
                self.wrong_type(&node, name, "text or a list of texts", help);
                None
            }
            Value::Scalar(_) => self.markdown(node, name).map(Text::Markdown),
        }
    }

    fn item(&mut self, node: Node<'_>, name: &str) -> Option<String> {
        match &node.value {
            Value::Scalar(_) => self.markdown(node, Name::Item(name)),
            // `- fixed: the crash` is a mapping to YAML, a sentence to its writer.
            Value::Mapping(_) => {
                let help = "put the text in double quotes where it holds `: `";
                self.wrong_type(&node, Name::Item(name), "text", help);
                None
            }
            Value::Sequence(_) => {
                let help = "write a list within a list as a block of Markdown after `|`";
                self.wrong_type(&node, Name::Item(name), "text", help);
                None
            }
        }
    }

    fn state(&mut self, node: Node<'_>) -> Option<State> {
        let place = node.place;
        let word = self.line(node, "state")?;
        let state = State::NAMES.iter().find(|(name, _)| *name == word).map(|(_, state)| *state);
        if state.is_none() {
            let names: Vec<&str> = State::NAMES.iter().map(|(name, _)| *name).collect();
            let help =
                did_you_mean(&word, names.iter().copied()).unwrap_or_else(|| format!("a topic is {}", list_or(&names)));
            self.unknown("state", &word, place, "not a state of topics".to_owned(), Some(help));
        }
        state
    }

    /// The time for a demo: `5m`, `1h`, `1h30m`, or `none`.
    fn demo(&mut self, node: Node<'_>) -> Option<String> {
        let place = node.place;
        let demo = self.line(node, "demo")?;
        if is_demo(&demo) {
            return Some(demo);
        }
        let message = format!("`{}` is no time for a demo", shorten(&demo));
        self.push(
            Diagnostic::error("invalid-duration", message, place, "neither a time nor `none`")
                .help("write `5m`, `1h30m` or `none`"),
        );
        None
    }
}
