//! Topics: their core fields, and the sections of the template.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::suggestion::did_you_mean;
use crate::event::State;
use crate::event::Text;
use crate::event::Topic;
use crate::event::core;
use crate::grammar::list_or;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Value;

use super::reader::Reader;
use super::reader::says_nothing;
use super::reader::shorten;

impl Reader<'_> {
    /// The topic that a node describes, as far as it can be read.
    pub(super) fn topic(&mut self, node: Node<'_>) -> Topic {
        let mut topic = Topic::default();
        let place = node.place;
        if let Some(topic) = self.flow(&node, Self::topic) {
            return topic;
        }
        let Some(entries) = self.mapping(node, "topic") else { return topic };
        let declaration = &self.template.declaration;
        let mut given = Vec::new();
        for Entry { key, key_place, value } in entries {
            let name = key.as_ref();
            if !says_nothing(&value) {
                given.push(key.clone());
            }
            if let Some((_, section)) = declaration.section(name) {
                if let Some(text) = self.section(value, name) {
                    topic.sections.push((section.key.clone(), text));
                }
                continue;
            }
            let field = declaration.topic_field(name);
            if field.is_none() && !core::always(core::TOPIC).any(|key| key == name) {
                self.unknown_topic_field(name, key_place);
                continue;
            }
            match name {
                "emoji" => topic.emoji = self.line(value, name),
                "title" => topic.title = self.line(value, name).unwrap_or_default(),
                "badge" => topic.badge = self.line(value, name),
                "state" => topic.said = self.state(value),
                "moved_to" => topic.moved_to = self.line(value, name),
                "owners" => topic.owners = self.list(value, name, |reader, item| reader.handle(item, name)),
                "demo" => topic.demo = self.demo(value),
                "tracking" => topic.tracking = self.line(value, name),
                "highlight" => topic.highlight = self.boolean(&value, name).unwrap_or_default(),
                "intro" => topic.intro = self.markdown(value, name),
                "pictures" => topic.pictures = self.list(value, name, |reader, item| reader.picture(item, name)),
                "labels" => topic.labels = self.labels(value),
                "body" => topic.body = self.markdown(value, name),
                _ => self.declared(value, name, field, &mut topic.fields),
            }
        }
        topic.sections.sort_by_key(|(key, _)| declaration.section(key).map(|(at, _)| at));
        self.in_template_order(&mut topic.fields, |template| &template.declaration.topic);
        self.required("a topic", place, &declaration.topic, core::TOPIC, |key| given.iter().any(|given| given == key));
        for section in declaration.sections.iter().filter(|section| section.required) {
            if topic.section(&section.key).is_none() && topic.body.is_none() {
                let message = format!("a topic has no `{}`", section.key);
                let help = format!("add `{}: |` and its text below", section.key);
                self.push(Diagnostic::error("missing-field", message, place, "required here").help(help));
            }
        }
        topic
    }

    fn unknown_topic_field(&mut self, name: &str, place: crate::diagnostic::Place) {
        let declaration = &self.template.declaration;
        let sections = declaration.sections.iter().map(|section| section.key.as_ref());
        let fields = declaration.topic.iter().map(|field| field.key.as_ref());
        let known = sections.clone().chain(fields).chain(core::always(core::TOPIC));
        // People write a section as its page calls it.
        let by_label = declaration.sections.iter().find(|s| s.names().any(|label| label.eq_ignore_ascii_case(name)));
        let help = match by_label {
            Some(section) => Some(format!("did you mean `{}`?", section.key)),
            None if declaration.event_field(name).is_some() => Some(format!("`{name}` belongs to the event")),
            None => did_you_mean(name, known),
        };
        let label = format!("not a section of the `{}` template", declaration.name);
        self.unknown("field", name, place, label, help);
    }

    /// Markdown, or a list of texts.
    fn section(&mut self, node: Node<'_>, name: &str) -> Option<Text> {
        match &node.value {
            Value::Sequence(_) => {
                let items = self.list(node, name, |reader, item| reader.item(item, name));
                Some(Text::List(items))
            }
            Value::Mapping(_) => {
                self.wrong_type(&node, name, "text or a list of texts");
                None
            }
            Value::Scalar(_) => self.markdown(node, name).map(Text::Markdown),
        }
    }

    fn item(&mut self, node: Node<'_>, name: &str) -> Option<String> {
        match &node.value {
            Value::Scalar(_) => self.markdown(node, name),
            Value::Sequence(_) | Value::Mapping(_) => {
                let mut help = None;
                // `- fixed: the crash` is a mapping to YAML, a sentence to its writer.
                if matches!(node.value, Value::Mapping(_)) {
                    help = Some("put the text in double quotes where it holds `: `".to_owned());
                }
                let message = format!("an item of `{name}` is text, not {}", node.kind());
                let mut diagnostic = Diagnostic::error("wrong-type", message, node.place, node.kind());
                diagnostic.help = help;
                self.push(diagnostic);
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
        if demo == "none" || is_duration(&demo) {
            return Some(demo);
        }
        let message = format!("`{}` is no time for a demo", shorten(&demo));
        self.push(Diagnostic::error("invalid-duration", message, place, "here").help("write `5m`, `1h30m` or `none`"));
        None
    }
}

fn is_duration(text: &str) -> bool {
    let number = |digits: &str| (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let minutes = |text: &str| text.strip_suffix('m').is_some_and(number);
    match text.split_once('h') {
        Some((hours, rest)) => number(hours) && (rest.is_empty() || minutes(rest)),
        None => minutes(text),
    }
}
