//! What a declaration must hold beyond the types of its fields.

use std::collections::HashSet;

use crate::event::core;
use crate::event::core::CoreField;
use crate::event::core::Presence;
use crate::yaml::Step;

use super::Declaration;
use super::Field;
use super::Kind;
use super::pattern::is_key;

/// Something that does not fit, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The way to it from the root of `template.yaml`.
    pub path: Vec<Step>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// Everything in a declaration that does not fit together.
pub fn mistakes(declaration: &Declaration) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut say = |path: &[Step], message: String, help: Option<&str>| {
        found.push(Mistake { path: path.to_vec(), message, help: help.map(str::to_owned) });
    };
    let key = |name: &'static str| Step::Key(name.into());

    if declaration.styles.is_empty() {
        say(&[key("styles")], "a template has at least one style".to_owned(), None);
    } else if !declaration.styles.iter().any(|style| style.name == declaration.style) {
        say(&[key("style")], format!("`{}` is none of the styles", declaration.style), None);
    }
    for (at, style) in declaration.styles.iter().enumerate() {
        if !style.label.keys().any(|field| field == "label") {
            let path = [key("styles"), Step::Index(at), key("label")];
            say(&path, "a style's label holds `{label}`".to_owned(), Some("write it as `**{label}:**`"));
        }
    }
    if !declaration.headings.topic.begins_with('#') {
        let path = [key("headings"), key("topic")];
        say(&path, "a topic's heading begins with `#`".to_owned(), Some("write it as `## {emoji} {title}`"));
    }
    if !declaration.headings.topic.keys().any(|field| field == "title") {
        let path = [key("headings"), key("topic")];
        say(&path, "a topic's heading holds `{title}`".to_owned(), Some("write it as `## {emoji} {title}`"));
    }

    let mut topic_keys: HashSet<&str> = HashSet::new();
    for (list, core, fields) in [("event", core::EVENT, &declaration.event), ("topic", core::TOPIC, &declaration.topic)]
    {
        let mut keys: HashSet<&str> = HashSet::new();
        for (at, field) in fields.iter().enumerate() {
            let path = [key(list), Step::Index(at), key("key")];
            if let Some(message) = field_mistake(field, core) {
                say(&path, message, None);
            }
            if !keys.insert(&field.key) {
                say(&path, format!("`{}` is declared twice", field.key), None);
            }
        }
        topic_keys = keys;
    }
    for (at, section) in declaration.sections.iter().enumerate() {
        let path = [key("sections"), Step::Index(at), key("key")];
        if !is_key(&section.key) {
            say(&path, format!("`{}` is no key", section.key), Some("lower-case letters, digits and `_`"));
        } else if core::find(core::TOPIC, &section.key).is_some() {
            say(&path, format!("`{}` is a field of every topic", section.key), Some("choose another key"));
        } else if !topic_keys.insert(&section.key) {
            say(&path, format!("`{}` is declared twice", section.key), None);
        }
        for style in section.labels.keys() {
            if !declaration.styles.iter().any(|known| known.name == *style) {
                let path = [key("sections"), Step::Index(at), key("labels")];
                say(&path, format!("`{style}` is none of the styles"), None);
            }
        }
    }

    for (list, lines, fields) in
        [("header", &declaration.header, &declaration.event), ("facts", &declaration.facts, &declaration.topic)]
    {
        for (at, line) in lines.lines.iter().enumerate() {
            let known = fields.iter().any(|field| field.key == line.key) || line.key.as_ref() == "dates";
            if !known {
                let path = [key(list), key("lines"), Step::Index(at), key("key")];
                say(&path, format!("`{}` is not declared", line.key), Some("list it among the fields"));
            }
        }
    }
    if declaration.outputs.is_empty() {
        say(&[key("outputs")], "a template draws at least one document".to_owned(), None);
    }
    found
}

fn field_mistake(field: &Field, core: &[CoreField]) -> Option<String> {
    let name = field.key.as_ref();
    if !is_key(name) {
        return Some(format!("`{name}` is no key: lower-case letters, digits and `_`"));
    }
    let mut everywhere = [core::EVENT, core::TOPIC].into_iter().filter_map(|fields| core::find(fields, name));
    if everywhere.any(|core| core.presence == Presence::Fixed) {
        return Some(format!("`{name}` needs no declaration"));
    }
    if core::find(core, name).is_some() && field.kind != Kind::Text {
        return Some(format!("`{name}` is a core field and has its own kind"));
    }
    if field.kind == Kind::Choice && field.choices.is_empty() {
        return Some(format!("`{name}` is a choice without `choices`"));
    }
    None
}
