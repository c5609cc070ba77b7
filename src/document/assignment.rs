//! `--set PATH=VALUE`: one value over what the file says.

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::shorten;
use crate::source::Source;
use crate::source::Span;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::Style;
use crate::yaml::Value;

/// A value for a path, as `location.name=Town Hall`, `topics.0.title=…` or `links.Topics=/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    path: String,
    value: String,
}

/// Why a text is no assignment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssignmentError {
    /// There is no `=`.
    #[error("`{0}` is not of the form PATH=VALUE")]
    Form(String),
    /// A step of the path is empty.
    #[error("`{0}` has an empty step in its path")]
    Step(String),
}

/// How many steps a path may have; no event is deeper.
const MAX_STEPS: usize = 8;

impl Assignment {
    /// An assignment of that value, which may have come from a file.
    ///
    /// # Errors
    ///
    /// A path with an empty step, or with more steps than any field has.
    pub fn new(path: &str, value: impl Into<String>) -> Result<Self, AssignmentError> {
        let steps = path.split('.');
        if steps.clone().any(str::is_empty) || steps.count() > MAX_STEPS {
            return Err(AssignmentError::Step(path.to_owned()));
        }
        Ok(Self { path: path.to_owned(), value: value.into() })
    }

    /// Splits `PATH=VALUE`.
    ///
    /// # Errors
    ///
    /// No `=`.
    pub fn split(text: &str) -> Result<(&str, &str), AssignmentError> {
        text.split_once('=').ok_or_else(|| AssignmentError::Form(text.to_owned()))
    }

    /// The steps that lead to the value, as they were given: `location.name`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The value, as it was given.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Whether it is about a topic.
    pub fn is_of_topics(&self) -> bool {
        self.path.split('.').next() == Some(super::patch::TOPICS)
    }

    /// The text that diagnostics about it point into.
    pub fn source(&self) -> Source {
        Source::new("--set", format!("{}={}", self.path, self.value))
    }

    /// Puts the value into the tree; `source` is the index of [`Assignment::source`] in the report.
    ///
    /// # Errors
    ///
    /// A step that leads into a text, or to an item that the list does not have.
    pub fn apply<'a>(&'a self, root: &mut Node<'a>, source: u16) -> Result<(), Diagnostic> {
        let mut node = root;
        let mut rest = self.path.as_str();
        let mut at = 0;
        while !rest.is_empty() {
            let (step, after) = self.step(rest);
            let place = Place { source, span: Span::new(at, at + step.len()) };
            node = match step.parse::<usize>() {
                Ok(index) if !matches!(node.value, Value::Mapping(_)) => item(node, index, place)?,
                _ if rest.len() < self.path.len() && self.names_a_link(rest) => link(node, step, place)?,
                _ => value_of(node, step, place)?,
            };
            at += step.len() + 1;
            rest = after;
        }
        let value_start = self.path.len() + 1;
        *node = Node {
            place: Place { source, span: Span::new(value_start, value_start + self.value.len()) },
            value: Value::Scalar(Scalar { text: Cow::Borrowed(&self.value), style: Style::Argument }),
        };
        Ok(())
    }

    /// The first step of what is left of the path; a link's label may have dots.
    fn step<'p>(&self, rest: &'p str) -> (&'p str, &'p str) {
        if self.names_a_link(rest) { (rest, "") } else { rest.split_once('.').unwrap_or((rest, "")) }
    }

    /// Whether what is left is the label of a link, as in `links.Review Meeting`.
    fn names_a_link(&self, rest: &str) -> bool {
        let is_after_links = self.path.strip_prefix("links.") == Some(rest);
        is_after_links && !rest.starts_with(|first: char| first.is_ascii_digit())
    }
}

/// The value of a key, made where there is none.
fn value_of<'n, 'a>(node: &'n mut Node<'a>, key: &'a str, place: Place) -> Result<&'n mut Node<'a>, Diagnostic> {
    if node.is_null() {
        *node = Node { place, value: Value::Mapping(Vec::new()) };
    }
    let kind = node.kind();
    let Value::Mapping(entries) = &mut node.value else {
        let message = format!("{kind} has no `{}`", shorten(key));
        return Err(Diagnostic::error("unknown-field", message, place, "leads nowhere")
            .help("end the path before it, or number the items of a list from 0"));
    };
    let at = entries.iter().position(|entry| entry.key == key).unwrap_or(entries.len());
    let made = || Entry { key: Cow::Borrowed(key), key_place: place, value: null(place) };
    Ok(&mut entry_at(entries, at, made).value)
}

/// The entry at a place that is theirs, or the one after the last, which is made.
#[expect(clippy::indexing_slicing, reason = "there is one at that place, or just made there")]
fn entry_at<T>(entries: &mut Vec<T>, at: usize, made: impl FnOnce() -> T) -> &mut T {
    if at == entries.len() {
        entries.push(made());
    }
    &mut entries[at]
}

/// The item of that number, from 0; the one after the last is made.
fn item<'n, 'a>(node: &'n mut Node<'a>, index: usize, place: Place) -> Result<&'n mut Node<'a>, Diagnostic> {
    if node.is_null() {
        *node = Node { place, value: Value::Sequence(Vec::new()) };
    }
    let kind = node.kind();
    let Value::Sequence(items) = &mut node.value else {
        return Err(Diagnostic::error("unknown-field", format!("{kind} has no item {index}"), place, "leads nowhere")
            .help("end the path before it"));
    };
    if index == items.len() {
        items.push(null(place));
    }
    let count = items.len();
    items.get_mut(index).ok_or_else(|| {
        let message = format!("there is no item {index}: the list has {count}");
        Diagnostic::error("unknown-field", message, place, "leads nowhere").help("the first item is 0")
    })
}

/// The target of the header link of that label, made where there is none.
fn link<'n, 'a>(node: &'n mut Node<'a>, label: &'a str, place: Place) -> Result<&'n mut Node<'a>, Diagnostic> {
    let is_it = |item: &Node<'_>| {
        matches!(
            item.get("label").map(|node| &node.value),
            Some(Value::Scalar(scalar)) if scalar.text == label
        )
    };
    let index = match &node.value {
        Value::Sequence(items) => items.iter().position(is_it).unwrap_or(items.len()),
        Value::Scalar(_) | Value::Mapping(_) => 0,
    };
    let link = item(node, index, place)?;
    let name = value_of(link, "label", place)?;
    if name.is_null() {
        let text = Scalar { text: Cow::Borrowed(label), style: Style::Argument };
        *name = Node { place, value: Value::Scalar(text) };
    }
    value_of(link, "target", place)
}

fn null<'a>(place: Place) -> Node<'a> {
    Node { place, value: Value::Scalar(Scalar { text: Cow::Borrowed(""), style: Style::Plain }) }
}
