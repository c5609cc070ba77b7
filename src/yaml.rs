//! YAML with places: a bounded reader into a tree whose every node knows where it stands, and a writer that people
//! like to edit.
//!
//! The reader builds on `saphyr-parser`, whose work is linear in the input and never recursive; what a stranger's file
//! could do to the rest (deep nesting, alias bombs, sheer size) ends at the [limits](read).

use std::borrow::Cow;

use crate::diagnostic::Place;

mod metered;
pub mod read;
mod syntax;
pub mod write;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    /// Where: a scalar's own text, a mapping's first key, a sequence's first item.
    pub place: Place,
    /// What.
    pub value: Value<'a>,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// A text, still untyped.
    Scalar(Scalar<'a>),
    /// A list.
    Sequence(Vec<Node<'a>>),
    /// Keys with values, in the order of the text.
    Mapping(Vec<Entry<'a>>),
}

/// A text as YAML reads it, and how it was written.
#[derive(Clone, Debug)]
pub struct Scalar<'a> {
    /// The text, unescaped.
    pub text: Cow<'a, str>,
    /// How it was written.
    pub style: Style,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: a number, a date and nothing at all look like this.
    Plain,
    /// In quotes, or tagged as a string.
    Quoted,
    /// As a `|` or `>` block.
    Block,
    /// Given on the command line: a text where the field is one, else YAML in flow style.
    Argument,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The key's text.
    pub key: Cow<'a, str>,
    /// Where the key stands.
    pub key_place: Place,
    /// The value.
    pub value: Node<'a>,
}

impl Node<'_> {
    /// Whether the node says nothing: `null`, `~`, or an empty plain scalar.
    pub fn is_null(&self) -> bool {
        match &self.value {
            Value::Scalar(Scalar { text, style: Style::Plain }) => {
                matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL")
            }
            Value::Scalar(_) | Value::Sequence(_) | Value::Mapping(_) => false,
        }
    }

    /// What the node is, in a message: `text`, `a number`, `a list`…
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Scalar(_) if self.is_null() => "nothing",
            Value::Scalar(Scalar { text, style: Style::Plain }) => match text.as_ref() {
                "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => "true or false",
                number if number.parse::<f64>().is_ok() => "a number",
                _ => "text",
            },
            Value::Scalar(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// The value of a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Mapping(entries) => entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value),
            Value::Scalar(_) | Value::Sequence(_) => None,
        }
    }

    /// The node at a path of keys and indices.
    pub fn at(&self, path: &[Step]) -> Option<&Self> {
        path.iter().try_fold(self, |node, step| match (step, &node.value) {
            (Step::Key(key), _) => node.get(key),
            (Step::Index(index), Value::Sequence(items)) => items.get(*index),
            (Step::Index(_), Value::Scalar(_) | Value::Mapping(_)) => None,
        })
    }
}

/// One step into a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the value of a key.
    Key(Cow<'static, str>),
    /// To an item of a list, from 0.
    Index(usize),
}
