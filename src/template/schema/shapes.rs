//! What the values of an event file look like, as JSON Schema.
//!
//! Patterns keep to what every dialect of regular expressions has: no looking ahead, no classes by name.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::event::MOST_BLANK_LINES;
use crate::event::State;
use crate::event::core::FORMAT_VERSION;
use crate::template::Declaration;

/// A value, and what it must be besides where it is required.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    schema: Map<String, Value>,
    /// Keywords that leave out `null` and what says nothing.
    said: Map<String, Value>,
}

impl Shape {
    /// A shape from two objects.
    fn new(schema: Value, said: Value) -> Self {
        let object = |value| if let Value::Object(map) = value { map } else { Map::new() };
        Self { schema: object(schema), said: object(said) }
    }

    /// The shape of a definition.
    fn named(name: &str, said: Value) -> Self {
        Self::new(json!({ "$ref": format!("#/$defs/{name}") }), said)
    }

    /// The same where something must be said.
    pub(super) fn said(mut self) -> Self {
        self.schema.extend(self.said.clone());
        self
    }

    /// A list of such values.
    pub(super) fn many(self) -> Self {
        let is_object = self.said.get("type") == Some(&Value::from("object"));
        // A text that is nothing is passed over, a link or a picture that is nothing is a mistake.
        let item = if is_object { self.said().schema } else { self.schema };
        Self::new(json!({ "type": ["array", "null"], "items": item }), json!({ "type": "array", "minItems": 1 }))
    }

    /// The schema with words for people in front.
    pub(super) fn described(self, title: Option<&str>, about: Option<&str>, is_expected: bool) -> Value {
        let mut schema = Map::new();
        schema.extend(title.map(|title| ("title".to_owned(), Value::from(title))));
        let expected = is_expected.then_some("Expected once the event is over.");
        let sentences: Vec<&str> = about.into_iter().chain(expected).collect();
        if !sentences.is_empty() {
            schema.insert("description".to_owned(), Value::from(sentences.join(" ")));
        }
        schema.extend(self.schema);
        Value::Object(schema)
    }
}

/// The types of a text: what looks like a number needs no quotes.
pub(super) const SCALAR: [&str; 3] = ["string", "number", "boolean"];
/// The same where nothing may be said.
pub(super) const SCALAR_OR_NULL: [&str; 4] = ["string", "number", "boolean", "null"];

/// One line; the line end of a block that holds it is the block's.
const LINE: &str = r"^[^\n\r]*\n?$";

fn said_text() -> Value {
    json!({ "type": SCALAR, "pattern": r"\S" })
}

pub(super) fn line() -> Shape {
    Shape::named("line", said_text())
}

pub(super) fn markdown() -> Shape {
    Shape::named("markdown", said_text())
}

pub(super) fn section() -> Shape {
    Shape::named("section", json!({}))
}

pub(super) fn date() -> Shape {
    Shape::named("date", json!({ "type": "string" }))
}

pub(super) fn handle() -> Shape {
    Shape::named("handle", said_text())
}

pub(super) fn link() -> Shape {
    Shape::named("link", json!({ "type": "object" }))
}

pub(super) fn header_link() -> Shape {
    Shape::named("header_link", json!({ "type": "object" }))
}

pub(super) fn picture() -> Shape {
    Shape::named("picture", json!({ "type": "object" }))
}

pub(super) fn topic() -> Shape {
    Shape::named("topic", json!({}))
}

pub(super) fn labels() -> Shape {
    Shape::named("labels", json!({ "type": "object" }))
}

pub(super) fn version() -> Shape {
    let version = json!({ "type": ["integer", "null"], "minimum": 1, "maximum": FORMAT_VERSION });
    Shape::new(version, json!({ "type": "integer" }))
}

pub(super) fn integer() -> Shape {
    let range = json!({ "type": ["integer", "null"], "minimum": i64::MIN, "maximum": i64::MAX });
    Shape::new(range, json!({ "type": "integer" }))
}

pub(super) fn blank_lines() -> Shape {
    let range = json!({ "type": ["integer", "null"], "minimum": 1, "maximum": MOST_BLANK_LINES });
    Shape::new(range, json!({ "type": "integer" }))
}

pub(super) fn flag() -> Shape {
    Shape::new(json!({ "type": ["boolean", "null"] }), json!({ "type": "boolean" }))
}

/// One of several words, each also as what it looks like to YAML.
pub(super) fn word<'a>(words: impl IntoIterator<Item = &'a str>) -> Shape {
    let mut values = Vec::new();
    for word in words {
        values.push(Value::from(word));
        values.extend(serde_json::from_str(word).ok().filter(|value: &Value| value.is_number() || value.is_boolean()));
    }
    values.push(Value::Null);
    Shape::new(json!({ "enum": values }), json!({ "type": SCALAR }))
}

pub(super) fn style(declaration: &Declaration) -> Shape {
    let mut style = word(declaration.styles.iter().map(|style| style.name.as_str()));
    style.schema.insert("default".to_owned(), Value::from(declaration.style.as_str()));
    style
}

pub(super) fn state() -> Shape {
    word(State::NAMES.iter().map(|(name, _)| *name))
}

pub(super) fn duration() -> Shape {
    let pattern = r"^((none|[0-9]{1,3}h([0-9]{1,3}m)?|[0-9]{1,3}m)\n?)?$";
    Shape::new(json!({ "type": ["string", "null"], "pattern": pattern }), json!({ "type": "string", "minLength": 1 }))
}

/// What can name a file on every system, once `.md` follows it.
pub(super) fn id() -> Shape {
    let devices = r"^([cC][oO][nN]|[pP][rR][nN]|[aA][uU][xX]|[nN][uU][lL]|[cC][oO][nN]([iI][nN]|[oO][uU][tT])\$|([cC][oO][mM]|[lL][pP][tT])[0-9¹²³]) *(\.|\n?$)";
    let id = json!({
        "type": SCALAR_OR_NULL,
        "pattern": r#"^[^\x00-\x1f\x7f-\x9f<>:"|?*\\/]*\n?$"#,
        "not": { "type": "string", "pattern": devices },
        "maxLength": 252,
    });
    Shape::new(id, json!({ "type": SCALAR, "minLength": 1 }))
}

pub(super) fn front_matter() -> Shape {
    let front_matter = json!({
        "type": ["object", "string", "null"],
        "not": { "type": "string", "pattern": r"(^|\n)---\s*(\n|$)" },
    });
    Shape::new(front_matter, json!({ "type": ["object", "string"], "pattern": r"\S" }))
}

pub(super) fn file() -> Shape {
    let flag = |about: &str, default: bool| {
        let mut flag = flag().described(None, Some(about), false);
        if let Value::Object(flag) = &mut flag {
            flag.insert("default".to_owned(), Value::from(default));
        }
        flag
    };
    let newline = word(["lf", "crlf", "mixed"]);
    let file = json!({
        "type": ["object", "null"],
        "properties": {
            "newline": newline.described(None, Some("How lines end; `mixed`: as they end in the texts."), false),
            "bom": flag("Whether the page begins with a byte order mark.", false),
            "final_newline": flag("Whether the last line ends.", true),
            "notes": flag("Whether what the page does not draw stands in a comment under each heading.", false),
        },
        "additionalProperties": false,
    });
    Shape::new(file, json!({ "type": "object" }))
}

/// The shapes that have a name, but for the topic.
pub(super) fn definitions(declaration: &Declaration) -> Map<String, Value> {
    let definitions = json!({
        "line": { "description": "One line of text.", "type": SCALAR_OR_NULL, "pattern": LINE },
        "markdown": { "description": "Markdown.", "type": SCALAR_OR_NULL },
        "section": {
            "description": "Markdown, or a list of texts that are drawn as bullets.",
            "type": ["string", "number", "boolean", "array", "null"],
            "items": { "type": SCALAR_OR_NULL },
        },
        "date": {
            "description": "A day of the years 1970 to 2999, `YYYY-MM-DD`.",
            "type": ["string", "null"],
            "format": "date",
            "pattern": "^(19[7-9][0-9]|2[0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
            "not": { "type": "string", "pattern": "-(02-3[01]|(04|06|09|11)-31)$" },
            "if": { "type": "string", "pattern": "-02-29$" },
            "then": { "pattern": "^([0-9]{2}([02468][48]|[2468]0|[13579][26])|2[048]00)-" },
        },
        "handle": {
            "description": "A person's handle on the hosting site, with or without `@`.",
            "type": SCALAR_OR_NULL,
            "pattern": r"^(@?[A-Za-z0-9._/-]+\n?)?$",
        },
        "link": {
            "description": "A name, and where it leads.",
            "type": ["object", "null"],
            "properties": {
                "name": line().said().described(None, Some("What is shown."), false),
                "url": line().described(None, Some("Where it leads."), false),
            },
            "required": ["name"],
            "additionalProperties": false,
        },
        "header_link": {
            "description": "A further line under the page's heading.",
            "type": ["object", "null"],
            "properties": {
                "label": line().said().described(None, Some("What the line is called."), false),
                "emoji": line().described(None, Some("The emoji before the label."), false),
                "target": line().said().described(None, Some("One line of Markdown; `/` where there is none."), false),
            },
            "required": ["label", "target"],
            "additionalProperties": false,
        },
        "picture": {
            "description": "A picture.",
            "type": ["object", "null"],
            "properties": {
                "file": line().said().described(None, Some("Its path relative to the page, or a URL."), false),
                "alt": line().described(None, Some("What it shows, for those who do not see it."), false),
            },
            "required": ["file"],
            "additionalProperties": false,
        },
        "labels": {
            "description": "The beginnings of lines, verbatim, markup included.",
            "type": ["object", "null"],
            "properties": label_keys(declaration),
            "additionalProperties": false,
        },
    });
    if let Value::Object(definitions) = definitions { definitions } else { Map::new() }
}

fn label_keys(declaration: &Declaration) -> Map<String, Value> {
    let sections = declaration.sections.iter().map(|section| (&section.key, &section.label));
    let lines = declaration.header.lines.iter().chain(&declaration.facts.lines).map(|line| (&line.key, &line.label));
    let named = sections.chain(lines);
    named.map(|(key, label)| (key.to_string(), line().described(Some(label), None, false))).collect()
}
