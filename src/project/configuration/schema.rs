//! The JSON Schema (2020-12) of a configuration, from the table of its keys.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::event::core;
use crate::markdown::anchor::Site;
use crate::template::Locale;
use crate::template::schema::DIALECT;

use super::keys::Holds;
use super::keys::KEYS;
use super::keys::Key;
use super::reading::OF_ONE_EVENT;

/// The schema of `config.yaml`.
pub fn of_configuration() -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), Value::from(DIALECT));
    schema.insert("title".to_owned(), Value::from("Configuration of afterword"));
    schema.insert("description".to_owned(), Value::from("What a project is set to: `.afterword/config.yaml`."));
    schema.extend(object(KEYS));
    Value::Object(schema)
}

fn object(keys: &[Key]) -> Map<String, Value> {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let mut object = Map::new();
    object.insert("type".to_owned(), json!(["object", "null"]));
    object.insert("properties".to_owned(), Value::Object(properties));
    object.insert("additionalProperties".to_owned(), Value::from(false));
    object
}

fn property(key: &Key) -> Value {
    let mut property = Map::new();
    property.insert("description".to_owned(), Value::from(key.about));
    let shape = match &key.holds {
        Holds::Text(_) | Holds::Template(_) => text(),
        Holds::Texts(_) | Holds::Paths(_) => texts(&text()),
        Holds::Names(_) => texts(&json!({ "type": SCALAR, "pattern": r"^[^/\\:{}]*[^/\\:{}. ]$" })),
        Holds::Folder(_, placeholders) => {
            json!({ "type": SCALAR, "pattern": inside("", placeholders), "minLength": 1 })
        }
        Holds::Files(_, placeholders) => {
            let types = [SCALAR.as_slice(), &["null"]].concat();
            let file = json!({ "type": types, "pattern": inside("(?!.*/$)", placeholders), "minLength": 1 });
            json!({ "type": "object", "additionalProperties": file })
        }
        Holds::Address(_, placeholders) => {
            json!({ "type": "string", "pattern": format!(r"^https?://{}$", braces(r"[^{}\s]", placeholders)) })
        }
        Holds::Site(_) => json!({ "enum": Site::ALL.map(|site| site.to_string()) }),
        Holds::Locale(_) => json!({ "enum": Locale::names().collect::<Vec<_>>() }),
        Holds::Bytes(_) => {
            let size = r"^\s*[0-9]*[1-9][0-9]*(\.[0-9]+)?\s*(|[bB]|[kKmM]([iI]?[bB])?)\s*$";
            json!({ "type": ["string", "integer"], "pattern": size, "minimum": 1 })
        }
        Holds::Flag(_) => json!({ "type": "boolean" }),
        Holds::Event(_) => event(),
        Holds::Keys(keys) => Value::Object(object(keys)),
    };
    if let Value::Object(shape) = or_nothing(shape) {
        property.extend(shape);
    }
    Value::Object(property)
}

/// A shape that takes a key without a value as well.
fn or_nothing(mut shape: Value) -> Value {
    for keyword in ["type", "enum"] {
        match shape.get_mut(keyword) {
            Some(Value::Array(words)) => {
                let nothing = if keyword == "type" { Value::from("null") } else { Value::Null };
                words.extend((!words.contains(&nothing)).then_some(nothing));
            }
            Some(one) => *one = json!([one, "null"]),
            None => {}
        }
    }
    shape
}

/// The types of a text: what looks like a number needs no quotes.
const SCALAR: [&str; 3] = ["string", "number", "boolean"];

fn text() -> Value {
    json!({ "type": SCALAR, "pattern": r"^[^\n]*\S[^\n]*$" })
}

fn texts(item: &Value) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item }, { "type": "null" }] })
}

/// A pattern of paths below the root that something else holds of as well.
fn inside(more: &str, placeholders: &[&str]) -> String {
    let path = braces(r"[^{}:\\\n]", placeholders);
    format!(r"^(?![/~])(?!(.*/)?\.\./)(?!(.*/)?\.\.$){more}{path}$")
}

/// A pattern of characters and placeholders.
fn braces(character: &str, placeholders: &[&str]) -> String {
    if placeholders.is_empty() {
        return format!("{character}+");
    }
    format!(r"({character}|\{{({})\}})+", placeholders.join("|"))
}

/// Fields of an event; which others there are, and what they hold, its template says.
fn event() -> Value {
    let fields = core::EVENT.iter().filter(|field| !OF_ONE_EVENT.contains(&field.key));
    let fields = fields.map(|field| (field.key.to_owned(), json!({ "description": field.about })));
    let fields: Map<String, Value> = fields.collect();
    let of_one = json!({ "enum": OF_ONE_EVENT });
    json!({ "type": ["object", "null"], "properties": fields, "propertyNames": { "not": of_one } })
}
