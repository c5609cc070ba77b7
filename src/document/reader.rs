//! Reads single values of a tree, and collects everything that is wrong with them.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::SHOWN;
use crate::diagnostic::shorten;
use crate::event::dates::DateError;
use crate::event::dates::days_of_month;
use crate::event::dates::likely_date;
use crate::event::dates::parse_date;
use crate::source::Source;
use crate::source::Span;
use crate::template::Template;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::Style;
use crate::yaml::Value;
use crate::yaml::read;

use super::names::Name;

/// Reads values and collects what is wrong with them.
pub(super) struct Reader<'t> {
    pub(super) template: &'t Template,
    /// The texts that the tree was read from.
    pub(super) sources: &'t [Source],
    diagnostics: Vec<Diagnostic>,
    omitted: usize,
}

impl<'t> Reader<'t> {
    /// A reader by that template, with what is known to be wrong already.
    pub(super) fn new(
        template: &'t Template,
        sources: &'t [Source],
        diagnostics: Vec<Diagnostic>,
        omitted: usize,
    ) -> Self {
        Self { template, sources, diagnostics, omitted }
    }

    /// What was wrong, and how many more things there were.
    pub(super) fn into_diagnostics(self) -> (Vec<Diagnostic>, usize) {
        (self.diagnostics, self.omitted)
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        if self.is_full() {
            self.omitted += 1;
        } else {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether one more complaint would only be counted: no need to find good words for it.
    pub(super) fn is_full(&self) -> bool {
        self.diagnostics.len() >= SHOWN
    }

    /// Counts a complaint that would not be shown.
    pub(super) fn leave_out(&mut self) {
        self.omitted += 1;
    }

    /// How many complaints there were so far.
    pub(super) fn complaints(&self) -> usize {
        self.diagnostics.len() + self.omitted
    }

    pub(super) fn unknown(&mut self, what: &str, key: &str, place: Place, label: String, help: Option<String>) {
        let code = match what {
            "state" => "unknown-state",
            "style" => "unknown-style",
            "label" => "unknown-label",
            _ => "unknown-field",
        };
        let mut diagnostic = Diagnostic::error(code, format!("unknown {what} `{}`", shorten(key)), place, label);
        diagnostic.help = match key {
            "<<" => Some("merge keys are not read: write the fields out".to_owned()),
            _ => help,
        };
        self.push(diagnostic);
    }

    pub(super) fn wrong_type<'n>(&mut self, node: &Node<'_>, name: impl Into<Name<'n>>, wanted: &str, help: &str) {
        let message = format!("{} is {wanted}, not {}", name.into(), node.kind());
        let diagnostic = Diagnostic::error("wrong-type", message, node.place, node.kind());
        self.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
    }

    /// Where a mapping begins: of one in brackets, the bracket alone.
    pub(super) fn beginning(&self, place: Place) -> Place {
        let source = self.sources.get(usize::from(place.source));
        match source.map(|source| source.slice(place.span)) {
            Some(text) if text.starts_with('{') => {
                let start = place.span.range().start;
                Place { span: Span::new(start, start + 1), ..place }
            }
            _ => place,
        }
    }

    /// Any text, as it is.
    fn text<'a>(&mut self, node: Node<'a>, name: Name<'_>, wanted: &str) -> Option<Cow<'a, str>> {
        if node.is_null() {
            return None;
        }
        let help = match node.value {
            Value::Scalar(Scalar { text, .. }) => return Some(text),
            _ if wanted != "text" => "write it as YYYY-MM-DD, such as 2026-05-04",
            Value::Sequence(_) => "write one text; put it in double quotes if the brackets are part of it",
            Value::Mapping(_) => "put the text in double quotes, or write it as a block after `|`",
        };
        self.wrong_type(&node, name, wanted, help);
        None
    }

    /// Text of one line; nothing where it is empty.
    pub(super) fn line<'n>(&mut self, node: Node<'_>, name: impl Into<Name<'n>>) -> Option<String> {
        let name = name.into();
        let place = node.place;
        let is_block = matches!(&node.value, Value::Scalar(scalar) if scalar.style == Style::Block);
        let text = self.text(node, name, "text")?;
        // A block of one line is a line: its line end is the block's, not the text's.
        let text = if is_block { text.strip_suffix('\n').unwrap_or(&text).to_owned() } else { text.into_owned() };
        if text.contains(['\n', '\r']) {
            let diagnostic =
                Diagnostic::error("line-break", format!("{name} is one line"), place, "holds a line break");
            self.push(diagnostic.help("write it without line breaks"));
            return None;
        }
        Some(text).filter(|text| !text.is_empty())
    }

    /// Markdown, line ends and all.
    pub(super) fn markdown<'n>(&mut self, node: Node<'_>, name: impl Into<Name<'n>>) -> Option<String> {
        self.text(node, name.into(), "text").map(Cow::into_owned)
    }

    pub(super) fn date<'n>(&mut self, node: Node<'_>, name: impl Into<Name<'n>>) -> Option<NaiveDate> {
        self.date_with_place(node, name).map(|(date, _)| date)
    }

    pub(super) fn date_with_place<'n>(
        &mut self,
        node: Node<'_>,
        name: impl Into<Name<'n>>,
    ) -> Option<(NaiveDate, Place)> {
        let name = name.into();
        let place = node.place;
        let text = self.text(node, name, "a date").filter(|text| !text.is_empty())?;
        let error = match parse_date(&text) {
            Ok(date) => return Some((date, place)),
            Err(error) => error,
        };
        let message = format!("{name} is no date: `{}`", shorten(&text));
        let help = match error {
            DateError::Form => likely_date(&text).map_or_else(
                || "write it as YYYY-MM-DD, such as 2026-05-04".to_owned(),
                |date| format!("did you mean `{date}`?"),
            ),
            DateError::Calendar => days_of_month(&text).map_or_else(
                || "the months are 01 to 12".to_owned(),
                |(month, days)| format!("{month} has {days} days"),
            ),
            DateError::Year => "is the year right?".to_owned(),
        };
        self.push(Diagnostic::error("invalid-date", message, place, error.to_string()).help(help));
        None
    }

    pub(super) fn integer(&mut self, node: &Node<'_>, name: &str) -> Option<i64> {
        let Value::Scalar(Scalar { text, style: Style::Plain | Style::Argument }) = &node.value else {
            self.wrong_type(node, name, "a whole number", "write it without quotes, such as -202605");
            return None;
        };
        let number = text.parse().ok();
        if number.is_none() {
            match text.parse::<f64>() {
                Ok(_) => {
                    let message = format!("`{name}` is a whole number of at most 18 digits");
                    let diagnostic = Diagnostic::error("wrong-type", message, node.place, "another number");
                    self.push(diagnostic.help("write it like -202605"));
                }
                Err(_) => self.wrong_type(node, name, "a whole number", "write it like -202605, or leave it out"),
            }
        }
        number
    }

    pub(super) fn boolean(&mut self, node: &Node<'_>, name: &str) -> Option<bool> {
        if node.is_null() {
            return None;
        }
        let value = match &node.value {
            // As the core schema of YAML spells them (YAML 1.2, 10.3.2).
            Value::Scalar(Scalar { text, style: Style::Plain | Style::Argument }) => match text.as_ref() {
                "true" | "True" | "TRUE" => Some(true),
                "false" | "False" | "FALSE" => Some(false),
                _ => None,
            },
            Value::Scalar(_) | Value::Sequence(_) | Value::Mapping(_) => None,
        };
        if value.is_none() {
            self.wrong_type(node, name, "`true` or `false`", "write one of the two words, without quotes");
        }
        value
    }

    /// A list, each item read by `read`; what is absent is an empty one. `example` is what an item looks like.
    pub(super) fn list<T>(
        &mut self,
        node: Node<'_>,
        name: &str,
        example: &str,
        mut read: impl FnMut(&mut Self, Node<'_>) -> Option<T>,
    ) -> Vec<T> {
        if node.is_null() {
            return Vec::new();
        }
        if let Some(result) =
            self.flow(&node, |reader, node| reader.list(node, name, example, &mut read as &mut ReadItem<'_, '_, T>))
        {
            return result;
        }
        match node.value {
            Value::Sequence(items) => {
                let mut values = Vec::with_capacity(items.len());
                values.extend(items.into_iter().filter_map(|item| read(self, item)));
                values
            }
            Value::Scalar(_) | Value::Mapping(_) => {
                let is_argument = matches!(&node.value, Value::Scalar(scalar) if scalar.style == Style::Argument);
                let help = match example.contains(": ") {
                    true if is_argument => format!("write it in brackets: `[{{{example}}}]`"),
                    false if is_argument => format!("write it in brackets: `[{example}]`"),
                    _ => format!("write a list below it, each item as `- {example}`"),
                };
                self.wrong_type(&node, name, "a list", &help);
                Vec::new()
            }
        }
    }

    /// The entries of a mapping.
    pub(super) fn mapping<'a>(&mut self, node: Node<'a>, name: Name<'_>, help: &str) -> Option<Vec<Entry<'a>>> {
        if node.is_null() {
            return Some(Vec::new());
        }
        match node.value {
            Value::Mapping(entries) => Some(entries),
            Value::Scalar(_) | Value::Sequence(_) => {
                self.wrong_type(&node, name, "a mapping", help);
                None
            }
        }
    }

    /// Reads an argument of the command line as YAML in flow style, where a field is no text.
    pub(super) fn flow<T>(&mut self, node: &Node<'_>, read: impl FnOnce(&mut Self, Node<'_>) -> T) -> Option<T> {
        let Value::Scalar(Scalar { text, style: Style::Argument }) = &node.value else { return None };
        if !text.starts_with(['[', '{']) {
            return None;
        }
        match read::parse_at(node.place.source, node.place.span.start as usize, text) {
            Ok(parsed) => {
                parsed.diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
                self.omitted += parsed.omitted;
                Some(read(self, parsed.root))
            }
            Err(diagnostic) => {
                self.push(diagnostic);
                // What nothing lacks is not worth a word beside that.
                let (said, omitted) = (self.diagnostics.len(), self.omitted);
                let text = Scalar { text: Cow::Borrowed(""), style: Style::Plain };
                let value = read(self, Node { place: node.place, value: Value::Scalar(text) });
                self.diagnostics.truncate(said);
                self.omitted = omitted;
                Some(value)
            }
        }
    }
}

/// What reads an item; a type of its own, so that lists within arguments do not nest types for ever.
type ReadItem<'r, 't, T> = dyn FnMut(&mut Reader<'t>, Node<'_>) -> Option<T> + 'r;
