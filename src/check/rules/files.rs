//! Rules about what files say to the linter itself.

use crate::diagnostic::Severity;

use super::super::rule::Check;
use super::super::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "unknown-rule",
        severity: Severity::Error,
        summary: "a comment ignores a rule that does not exist",
        explanation: "A comment that ignores a misspelled rule ignores nothing, and nobody notices.",
        bad: "<!-- afterword: ignore empty-lable -->\n",
        good: "<!-- afterword: ignore empty-label -->\n",
        has_fix: false,
        check: Check::Elsewhere,
    },
    Rule {
        code: "unused-ignore",
        severity: Severity::Warning,
        summary: "a comment ignores what is not there",
        explanation: "What a comment ignores was mended since, or never was: the comment hides whatever comes next.",
        bad: "<!-- afterword: ignore empty-label -->\n",
        good: "",
        has_fix: false,
        check: Check::Elsewhere,
    },
];
