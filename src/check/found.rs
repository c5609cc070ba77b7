//! What a rule finds on a page: diagnostics whose places are bytes of the page as it was read.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Fix;
use crate::diagnostic::Label;
use crate::diagnostic::Place;
use crate::diagnostic::Severity;
use crate::source::Span;

use super::rule::Rule;

/// The findings of one page so far.
#[derive(Debug, Default)]
pub struct Found {
    pub(super) rule: Option<&'static Rule>,
    pub(super) list: Vec<Diagnostic>,
}

impl Found {
    /// Adds a finding of the rule that looks, at bytes of the page; `label` is said under them.
    pub fn add(&mut self, at: Range<usize>, message: impl Into<String>, label: impl Into<String>) -> Finding<'_> {
        let diagnostic = diagnostic(self.rule, at, message, label);
        Finding { diagnostic: pushed(&mut self.list, diagnostic) }
    }
}

/// The findings of a rule that looks at all files.
#[derive(Debug, Default)]
pub struct FoundInFolder {
    pub(super) rule: Option<&'static Rule>,
    /// Which file, and whether the place is one of the page as it was read rather than of its file.
    pub(super) list: Vec<(usize, Diagnostic)>,
}

impl FoundInFolder {
    /// Adds a finding at bytes of the page of the subject of that index.
    pub fn add(
        &mut self,
        subject: usize,
        at: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Finding<'_> {
        let (_, diagnostic) = pushed(&mut self.list, (subject, diagnostic(self.rule, at, message, label)));
        Finding { diagnostic }
    }
}

fn diagnostic(
    rule: Option<&Rule>,
    at: Range<usize>,
    message: impl Into<String>,
    label: impl Into<String>,
) -> Diagnostic {
    let place = Place { source: 0, span: Span::new(at.start, at.end) };
    let (code, severity) = rule.map_or(("", Severity::Warning), |rule| (rule.code, rule.severity));
    Diagnostic { severity, ..Diagnostic::error(code, message, place, label) }
}

/// The item that a list has got.
#[expect(clippy::indexing_slicing, reason = "it was just put there")]
fn pushed<T>(list: &mut Vec<T>, item: T) -> &mut T {
    let at = list.len();
    list.push(item);
    &mut list[at]
}

/// A finding that is being told.
#[derive(Debug)]
pub struct Finding<'f> {
    diagnostic: &'f mut Diagnostic,
}

impl Finding<'_> {
    /// What to do about it.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.diagnostic.help = Some(help.into());
        self
    }

    /// The edit that mends it for certain.
    pub fn fix(self, at: Range<usize>, replacement: impl Into<String>) -> Self {
        self.diagnostic.fix = Some(Fix { span: Span::new(at.start, at.end), replacement: replacement.into() });
        self
    }

    /// Another place of the same page that explains it.
    pub fn related(self, at: Range<usize>, text: impl Into<String>) -> Self {
        self.related_in(0, at, text)
    }

    /// A place of another page that explains it: 0 for the page itself, else the index of the subject and one.
    pub fn related_in(self, source: usize, at: Range<usize>, text: impl Into<String>) -> Self {
        let span = Span::new(at.start, at.end);
        self.diagnostic.related.push(Label { source, span, text: text.into() });
        self
    }
}
