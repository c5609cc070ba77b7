//! What can be said about a place in a text: diagnostics as values, made where the fault is seen, drawn elsewhere.

use std::borrow::Cow;

use crate::source::{Source, Span};

pub mod decoding;
pub mod suggestion;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth mending; the command goes on.
    Warning,
    /// The command cannot go on with it.
    Error,
}

impl Severity {
    /// The word for it: `error` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place, and what is to be said under its caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Which of the [`Report`]'s sources.
    pub source: usize,
    /// Where in it.
    pub span: Span,
    /// The words under the caret; may be empty.
    pub text: String,
}

/// An edit that mends a diagnostic for certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The bytes to replace, of the primary label's source.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
}

/// A message about a place in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule or error that speaks, such as `unknown-field`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: one lower-case phrase, no full stop.
    pub message: String,
    /// Where it is wrong, and the words under the caret.
    pub primary: Label,
    /// Other places that explain it.
    pub related: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// The edit that would do it, if that is certain.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error of that code at a place.
    pub fn error(code: &'static str, message: impl Into<String>, place: Place, label: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: place.labelled(label),
            related: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with another place that explains it.
    #[must_use]
    pub fn related(mut self, place: Place, text: impl Into<String>) -> Self {
        self.related.push(place.labelled(text));
        self
    }
}

/// A span of one of a [`Report`]'s sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The index of the source.
    pub source: u16,
    /// Where in it.
    pub span: Span,
}

impl Place {
    /// The place as a label with those words.
    pub fn labelled(self, text: impl Into<String>) -> Label {
        Label { source: usize::from(self.source), span: self.span, text: text.into() }
    }
}

/// Diagnostics together with the sources they point into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The texts pointed into; labels hold indices.
    pub sources: Vec<Source>,
    /// The messages, in order of place.
    pub diagnostics: Vec<Diagnostic>,
    /// How many more there were that are not kept.
    pub omitted: usize,
}

/// How many diagnostics are kept and shown of one event; the rest is counted.
pub const SHOWN: usize = 100;

impl Report {
    /// Adds a diagnostic, or counts it where there are enough already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < SHOWN {
            self.diagnostics.push(diagnostic);
        } else {
            self.omitted += 1;
        }
    }

    /// Whether anything in it is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Puts the messages in the order of their places, then of their codes.
    pub fn sort(&mut self) {
        self.diagnostics.sort_by_key(|diagnostic| {
            let Label { source, span, .. } = diagnostic.primary;
            (source, span, diagnostic.code)
        });
    }
}

/// A stranger's word, short enough for a message.
pub fn shorten(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(40) {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => Cow::Borrowed(text),
    }
}
