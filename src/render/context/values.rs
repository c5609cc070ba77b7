//! Parts of an event as values that templates see.

use minijinja::Value;

use crate::event::FieldValue;
use crate::event::HeaderLink;
use crate::event::Link;
use crate::event::Picture;

use super::super::drawn;
use super::super::drawn::DrawnPicture;
use super::super::drawn::Record;

/// A text, or none.
pub(super) fn optional(text: Option<&str>) -> Value {
    text.map_or(Value::from(()), Value::from)
}

/// Markdown as pages show it.
pub(super) fn markdown(text: Option<&str>) -> Value {
    optional(text.map(drawn::without_line_ends))
}

/// Pictures, each drawn whole or looked into.
pub(super) fn pictures(pictures: &[Picture]) -> Value {
    pictures.iter().map(|picture| Value::from_object(DrawnPicture(picture.clone()))).collect()
}

/// A name with a link.
pub(super) fn named_link(link: &Link) -> Value {
    record(vec![("name", Value::from(link.name.as_str())), ("url", optional(link.url.as_deref()))])
}

/// A further line of the header.
pub(super) fn header_link(link: &HeaderLink) -> Value {
    record(vec![
        ("label", Value::from(link.label.as_str())),
        ("emoji", optional(link.emoji.as_deref())),
        ("target", Value::from(link.target.as_str())),
    ])
}

/// Names with values.
pub(super) fn record(entries: Vec<(&'static str, Value)>) -> Value {
    Value::from_object(Record(entries))
}

/// A declared field as data; `none` where it is absent.
pub(super) fn declared(value: Option<&FieldValue>) -> Value {
    match value {
        None => Value::from(()),
        Some(FieldValue::Text(text)) => Value::from(text.as_str()),
        Some(FieldValue::Date(day)) => Value::from(day.to_string()),
        Some(FieldValue::Link(link)) => named_link(link),
        Some(FieldValue::Picture(picture)) => Value::from_object(DrawnPicture(picture.clone())),
        Some(FieldValue::Many(values)) => values.iter().map(|value| declared(Some(value))).collect(),
    }
}
