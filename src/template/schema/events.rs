//! The schema of event files by a template.
//!
//! It takes what the reader of event files takes: `null` for nothing said, and a number or a boolean where a text is
//! meant, since `title: 2024` needs no quotes.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::event::core;
use crate::event::core::CoreField;
use crate::event::core::Holds;
use crate::event::core::Presence;
use crate::template::Declaration;
use crate::template::Field;
use crate::template::Kind;
use crate::template::Section;

use super::DIALECT;
use super::shapes;
use super::shapes::Shape;

/// The schema of event files by a template.
pub fn of_events(declaration: &Declaration) -> Value {
    let mut fields = Fields::default();
    for core in core::EVENT {
        // Fields of the template's own stand where its Markdown stands on the page: before the topics.
        if core.key == "topics" {
            fields.add_own(&declaration.event, core::EVENT);
        }
        fields.add_core(core, &declaration.event, declaration);
    }
    let title = format!("Event file of the template `{}`", declaration.name);
    let words = [("$schema", DIALECT), ("title", &title), ("description", &declaration.description)];
    let mut schema = fields.into_object(&words, "head", &[]);
    let mut definitions = shapes::definitions(declaration);
    definitions.insert("topic".to_owned(), topic(declaration));

    // A template without pictures needs no word about them.
    let all = format!("{schema}{}", Value::Object(definitions.clone()));
    definitions.retain(|name, _| all.contains(&format!("\"#/$defs/{name}\"")));
    if let Value::Object(schema) = &mut schema {
        schema.insert("$defs".to_owned(), Value::Object(definitions));
    }
    schema
}

fn topic(declaration: &Declaration) -> Value {
    let mut fields = Fields::default();
    for core in core::TOPIC {
        fields.add_core(core, &declaration.topic, declaration);
        if core.key == "intro" {
            fields.add_sections(&declaration.sections);
            fields.add_own(&declaration.topic, core::TOPIC);
        }
    }
    let required = declaration.sections.iter().filter(|section| section.required);
    let required: Vec<&str> = required.map(|section| section.key.as_ref()).collect();
    fields.into_object(&[("description", "One thing that was worked on or talked about.")], "body", &required)
}

/// The fields of an event or of a topic, as they are gathered.
#[derive(Default)]
struct Fields {
    properties: Map<String, Value>,
    /// What there is no event or topic without.
    needed: Vec<String>,
    /// What there is no page without.
    required: Vec<String>,
}

impl Fields {
    /// Adds a core field, unless it is one that templates list and this one does not.
    fn add_core(&mut self, core: &CoreField, listed: &[Field], declaration: &Declaration) {
        let listed = listed.iter().find(|field| field.key.as_ref() == core.key);
        if core.presence == Presence::Listed && listed.is_none() {
            return;
        }
        let shape = match core.holds {
            Holds::Version => shapes::version(),
            Holds::Template => shapes::word([declaration.name.as_str()]),
            Holds::Style => shapes::style(declaration),
            Holds::Line => shapes::line(),
            Holds::Markdown => shapes::markdown(),
            Holds::Date => shapes::date(),
            Holds::Integer => shapes::integer(),
            Holds::BlankLines => shapes::blank_lines(),
            Holds::Flag => shapes::flag(),
            Holds::Id => shapes::id(),
            Holds::Link => shapes::link(),
            Holds::Links => shapes::link().many(),
            Holds::HeaderLinks => shapes::header_link().many(),
            Holds::Pictures => shapes::picture().many(),
            Holds::Handles => shapes::handle().many(),
            Holds::State => shapes::state(),
            Holds::Duration => shapes::duration(),
            Holds::FrontMatter => shapes::front_matter(),
            Holds::Labels => shapes::labels(),
            Holds::File => shapes::file(),
            Holds::Topics => shapes::topic().many(),
            Holds::TopicFiles => shapes::line().many(),
        };
        let about = listed.and_then(about).unwrap_or(core.about);
        let is_needed = core.presence == Presence::Needed;
        self.add(core.key, shape, Some(about), listed, is_needed);
    }

    /// Adds the fields of the template's own.
    fn add_own(&mut self, declared: &[Field], core: &[CoreField]) {
        for field in declared.iter().filter(|field| core::find(core, &field.key).is_none()) {
            let shape = match field.kind {
                Kind::Text => shapes::line(),
                Kind::Markdown => shapes::markdown(),
                Kind::Date => shapes::date(),
                Kind::Link => shapes::link(),
                Kind::Picture => shapes::picture(),
                Kind::Handle => shapes::handle(),
                Kind::Choice => shapes::word(field.choices.iter().map(String::as_str)),
            };
            let shape = if field.many { shape.many() } else { shape };
            self.add(&field.key, shape, about(field), Some(field), false);
        }
    }

    fn add_sections(&mut self, sections: &[Section]) {
        for section in sections {
            let about = section.help.as_deref().or(section.question.as_deref());
            let schema = shapes::section().described(Some(&section.label), about, section.expected);
            self.properties.insert(section.key.to_string(), schema);
        }
    }

    fn add(&mut self, key: &str, shape: Shape, about: Option<&str>, field: Option<&Field>, is_needed: bool) {
        let is_required = is_needed || field.is_some_and(|field| field.required);
        let is_expected = field.is_some_and(|field| field.expected);
        let shape = if is_required { shape.said() } else { shape };
        self.properties.insert(key.to_owned(), shape.described(None, about, is_expected));
        if is_needed {
            self.needed.push(key.to_owned());
        } else if is_required {
            self.required.push(key.to_owned());
        }
    }

    /// An object that has these fields and no others, with words for people in front.
    ///
    /// A text in the field `verbatim` holds all that is required, those `sections` among it.
    fn into_object(self, words: &[(&str, &str)], verbatim: &str, sections: &[&str]) -> Value {
        let mut object: Map<String, Value> =
            words.iter().map(|(key, text)| ((*key).to_owned(), Value::from(*text))).collect();
        object.insert("type".to_owned(), Value::from("object"));
        object.insert("properties".to_owned(), Value::Object(self.properties));
        if !self.needed.is_empty() {
            object.insert("required".to_owned(), Value::from(self.needed));
        }
        object.insert("additionalProperties".to_owned(), Value::from(false));
        let fields = self.required.iter().map(String::as_str);
        let required: Vec<&str> = fields.chain(sections.iter().copied()).collect();
        if !required.is_empty() {
            object.insert("if".to_owned(), json!({ "properties": { verbatim: { "type": "null" } } }));
            let is_said = |key: &&str| ((*key).to_owned(), json!({ "not": { "type": "null" } }));
            let said: Map<String, Value> = sections.iter().map(is_said).collect();
            object.insert("then".to_owned(), json!({ "properties": said, "required": required }));
        }
        Value::Object(object)
    }
}

/// What the template says of a field.
fn about(field: &Field) -> Option<&str> {
    field.help.as_deref().or(field.question.as_deref())
}
