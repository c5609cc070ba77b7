//! Reads a declaration from a tree by the schema of the types that it becomes.
//!
//! Whatever does not fit is told at its place and stands as an empty value meanwhile, so that all mistakes are known at
//! once and not one at a time.

use serde_json::Map;
use serde_json::Value as Json;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::suggestion::did_you_mean;
use crate::grammar::list_and;
use crate::grammar::list_or;
use crate::grammar::ticked;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::Step;
use crate::yaml::Style;
use crate::yaml::Value;

use super::Pattern;

/// A tree as data, with what is wrong with it.
#[derive(Debug)]
pub(super) struct Read {
    /// The data; it fits the schema.
    pub(super) data: Json,
    /// What did not fit.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The ways to the values that stand as empty ones.
    pub(super) made_up: Vec<Vec<Step>>,
}

/// Reads a tree by a schema, whose keywords are those that derived schemas of structures and enumerations have.
pub(super) fn read(root: &Node<'_>, schema: &Json) -> Read {
    let mut reader = Reader { schema, path: Vec::new(), diagnostics: Vec::new(), made_up: Vec::new() };
    let data = reader.value(root, schema);
    Read { data, diagnostics: reader.diagnostics, made_up: reader.made_up }
}

struct Reader<'s> {
    schema: &'s Json,
    path: Vec<Step>,
    diagnostics: Vec<Diagnostic>,
    made_up: Vec<Vec<Step>>,
}

impl<'s> Reader<'s> {
    fn value(&mut self, node: &Node<'_>, schema: &'s Json) -> Json {
        let schema = self.resolved(schema);
        if schema.get("title").and_then(Json::as_str) == Some(Pattern::TITLE) {
            return self.pattern(node, schema);
        }
        if let Some(words) = schema.get("oneOf").and_then(Json::as_array) {
            return self.word(node, words, schema);
        }
        match (&node.value, type_of(schema)) {
            (Value::Scalar(scalar), "string") if !node.is_null() => Json::from(scalar.text.as_ref()),
            (Value::Scalar(Scalar { text, style: Style::Plain }), "boolean")
                if matches!(text.as_ref(), "true" | "True" | "TRUE" | "false" | "False" | "FALSE") =>
            {
                Json::from(text.eq_ignore_ascii_case("true"))
            }
            (Value::Sequence(items), "array") => self.items(items, &schema["items"]),
            (Value::Mapping(entries), "object") => self.fields(node.place, entries, schema),
            (_, wanted) => {
                let wanted = match wanted {
                    "string" => "text",
                    "boolean" => "`true` or `false`",
                    "array" => "a list",
                    _ => "a mapping",
                };
                let message = format!("{} is {wanted}, not {}", self.name(), node.kind());
                self.wrong(Diagnostic::error("wrong-type", message, node.place, node.kind()), schema)
            }
        }
    }

    /// The schema behind a reference, and behind a choice between something and nothing.
    fn resolved(&self, schema: &'s Json) -> &'s Json {
        let something = schema.get("anyOf").and_then(|any| any.get(0)).unwrap_or(schema);
        match something.get("$ref").and_then(Json::as_str) {
            Some(reference) => self.schema.pointer(reference.trim_start_matches('#')).unwrap_or(something),
            None => something,
        }
    }

    fn pattern(&mut self, node: &Node<'_>, schema: &'s Json) -> Json {
        let Value::Scalar(Scalar { text, .. }) = &node.value else {
            let message = format!("{} is text, not {}", self.name(), node.kind());
            return self.wrong(Diagnostic::error("wrong-type", message, node.place, node.kind()), schema);
        };
        match Pattern::parse(text) {
            Ok(_) => Json::from(text.as_ref()),
            Err(error) => {
                let diagnostic = Diagnostic::error("invalid-pattern", error.to_string(), node.place, "here");
                self.wrong(diagnostic, schema)
            }
        }
    }

    fn word(&mut self, node: &Node<'_>, words: &'s [Json], schema: &'s Json) -> Json {
        let words: Vec<&str> = words.iter().filter_map(|word| word["const"].as_str()).collect();
        let said = match &node.value {
            Value::Scalar(scalar) => scalar.text.as_ref(),
            Value::Sequence(_) | Value::Mapping(_) => node.kind(),
        };
        if words.contains(&said) {
            return Json::from(said);
        }
        let message = format!("`{said}` is no {}", self.last_key());
        let help = did_you_mean(said, words.iter().copied()).unwrap_or_else(|| format!("it is {}", list_or(&words)));
        self.wrong(Diagnostic::error("invalid-choice", message, node.place, "here").help(help), schema)
    }

    fn items(&mut self, items: &[Node<'_>], schema: &'s Json) -> Json {
        let mut read = Vec::new();
        for (index, item) in items.iter().enumerate() {
            self.path.push(Step::Index(index));
            read.push(self.value(item, schema));
            self.path.pop();
        }
        Json::Array(read)
    }

    fn fields(&mut self, place: Place, entries: &[Entry<'_>], schema: &'s Json) -> Json {
        let mut read = Map::new();
        let declared = schema.get("properties").and_then(Json::as_object);
        for Entry { key, key_place, value } in entries {
            let known = declared.and_then(|fields| fields.get(key.as_ref()));
            let Some(field) = known.or_else(|| schema.get("additionalProperties").filter(|any| any.is_object())) else {
                self.unknown(key, *key_place, declared);
                continue;
            };
            if value.is_null() {
                continue;
            }
            self.path.push(Step::Key(key.to_string().into()));
            read.insert(key.to_string(), self.value(value, field));
            self.path.pop();
        }
        for key in
            required(schema).filter(|key| !entries.iter().any(|entry| entry.key == *key && !entry.value.is_null()))
        {
            let message = format!("{} has no `{key}`", self.name());
            let diagnostic = Diagnostic::error("missing-field", message, place, "required here");
            self.path.push(Step::Key(key.to_owned().into()));
            let made_up = self.wrong(diagnostic.help(format!("add `{key}: …`")), property(schema, key));
            read.insert(key.to_owned(), made_up);
            self.path.pop();
        }
        Json::Object(read)
    }

    fn unknown(&mut self, key: &str, place: Place, declared: Option<&Map<String, Json>>) {
        let known: Vec<&str> = declared.into_iter().flat_map(Map::keys).map(String::as_str).collect();
        let help = did_you_mean(key, known.iter().copied())
            .unwrap_or_else(|| format!("{} has {}", self.name(), list_and(known.iter().map(ticked))));
        let message = format!("unknown field `{}`", key.chars().take(40).collect::<String>());
        let label = format!("not a field of {}", self.name());
        self.diagnostics.push(Diagnostic::error("unknown-field", message, place, label).help(help));
    }

    /// Tells a mistake; what stands there meanwhile is the empty value of the schema.
    fn wrong(&mut self, diagnostic: Diagnostic, schema: &'s Json) -> Json {
        self.diagnostics.push(diagnostic);
        self.made_up.push(self.path.clone());
        self.empty(schema)
    }

    fn empty(&self, schema: &'s Json) -> Json {
        let schema = self.resolved(schema);
        if let Some(word) = schema.pointer("/oneOf/0/const") {
            return word.clone();
        }
        match type_of(schema) {
            "string" => Json::from(""),
            "boolean" => Json::from(false),
            "array" => Json::Array(Vec::new()),
            _ => {
                let fields = required(schema);
                Json::Object(fields.map(|key| (key.to_owned(), self.empty(property(schema, key)))).collect())
            }
        }
    }

    /// What messages call the value that is being read.
    fn name(&self) -> String {
        match self.path.last() {
            None => "the template".to_owned(),
            Some(Step::Key(key)) => format!("`{key}`"),
            Some(Step::Index(_)) => format!("an entry of `{}`", self.last_key()),
        }
    }

    fn last_key(&self) -> &str {
        let keys = self.path.iter().rev().filter_map(|step| if let Step::Key(key) = step { Some(key) } else { None });
        keys.map(AsRef::as_ref).next().unwrap_or("template")
    }
}

/// The type that a schema asks for; the first where nothing would do as well.
/// The schema of a field, which says nothing of one that there is not.
fn property<'s>(schema: &'s Json, key: &str) -> &'s Json {
    schema.get("properties").and_then(|properties| properties.get(key)).unwrap_or(&Json::Null)
}

fn type_of(schema: &Json) -> &str {
    let wanted = schema.get("type");
    wanted.and_then(|wanted| wanted.get(0).unwrap_or(wanted).as_str()).unwrap_or("object")
}

fn required(schema: &Json) -> impl Iterator<Item = &str> {
    schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
}
