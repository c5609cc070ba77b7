//! Rules about links: whether they are links, where they lead, what they say of it.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Severity;
use crate::diagnostic::shorten;
use crate::markdown::survey::Form;

use super::super::page::Page;
use super::super::rule::Check;
use super::super::rule::Rule;

mod anchors;
mod dead;
mod http;
mod malformed;
mod meant;
mod repeated;
mod requests;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "malformed-link",
        severity: Severity::Error,
        summary: "what looks like a link is none, or leads nowhere",
        explanation: "A blank between `]` and `(`, brackets in the wrong order, a missing `)`, a misspelt `https://`: \
                      readers see the marks, or a link that no browser can follow. Before the event is over, a target \
                      may still be missing.",
        bad: "[Kettle] (https://kettle.example), [Slides](TBD)\n",
        good: "[Kettle](https://kettle.example)\n",
        has_fix: true,
        check: Check::Page(malformed::malformed_link),
    },
    Rule {
        code: "http-link",
        severity: Severity::Warning,
        summary: "a link is `http:` where `https:` is meant",
        explanation: "What is read over `http:` can be read and changed on its way, and browsers warn of it. Hosts of \
                      a local network and other ports are left alone.",
        bad: "[Kettle](http://github.com/kettle-works/kettle)\n",
        good: "[Kettle](https://github.com/kettle-works/kettle)\n",
        has_fix: true,
        check: Check::Page(http::http_link),
    },
    Rule {
        code: "dead-link",
        severity: Severity::Error,
        summary: "a link leads to a file that is not there",
        explanation: "Links are read as sites read them: with or without `.md`, to a folder or the `index.md` in it. \
                      What begins with `/`, or leads out of the root, is left alone.",
        bad: "[The last one](./2025-60.md)\n",
        good: "[The last one](./2025-06.md)\n",
        has_fix: false,
        check: Check::Page(dead::dead_link),
    },
    Rule {
        code: "dead-anchor",
        severity: Severity::Error,
        summary: "a link leads to a heading that is not there",
        explanation: "Whoever changes a heading breaks every link to it, on the page and elsewhere in the repository. \
                      The anchors are those of the site. What the heading is called now is known from the history, or \
                      from the words that both have.",
        bad: "[Cold starts](#cold-start)\n\n## 🧊 Cold starts\n",
        good: "[Cold starts](#-cold-starts)\n\n## 🧊 Cold starts\n",
        has_fix: true,
        check: Check::Folder(anchors::dead_anchor),
    },
    Rule {
        code: "repeated-link",
        severity: Severity::Warning,
        summary: "a list has a bare link that it has already",
        explanation: "A link that was given a title once is often left behind as it was.",
        bad: "* [A kettle](https://kettle.example)\n* https://kettle.example\n",
        good: "* [A kettle](https://kettle.example)\n",
        has_fix: false,
        check: Check::Page(repeated::repeated_link),
    },
    Rule {
        code: "pull-files-link",
        severity: Severity::Warning,
        summary: "a link leads to the files or commits of a pull request",
        explanation: "It was copied from the tab that was open. Readers want to know what the pull request is about \
                      first. A link to a line or to one commit is left alone.",
        bad: "https://github.com/kettle-works/kettle/pull/1/files\n",
        good: "https://github.com/kettle-works/kettle/pull/1\n",
        has_fix: true,
        check: Check::Page(requests::pull_files_link),
    },
    Rule {
        code: "link-number",
        severity: Severity::Warning,
        summary: "a link names another number or repository than it leads to",
        explanation: "A line was copied, and only one of text and target was changed.",
        bad: "[kettle-works/kettle#12](https://github.com/kettle-works/kettle/pull/13)\n",
        good: "[kettle-works/kettle#13](https://github.com/kettle-works/kettle/pull/13)\n",
        has_fix: false,
        check: Check::Page(requests::link_number),
    },
];

/// Where a page leads, as it is written there: a link of its own, or what defines the target of others.
struct Target<'p> {
    /// Where it is written; the whole link where it stands there in other characters.
    at: Range<usize>,
    url: Cow<'p, str>,
    /// Whether `at` holds `url` as it is.
    is_written: bool,
    is_bare: bool,
}

/// All targets of a page, each where it is written: links first, definitions behind them.
fn targets<'p>(page: &'p Page<'_>) -> impl Iterator<Item = Target<'p>> {
    let links = page.survey.links.iter().filter(|link| link.form != Form::Reference).map(|link| {
        let is_written = link.target_range.is_some();
        let at = link.target_range.clone().unwrap_or_else(|| link.range.clone());
        Target { at, url: Cow::Borrowed(link.target.as_str()), is_written, is_bare: link.form == Form::Bare }
    });
    let definitions = page.survey.definitions.iter().filter_map(|range| {
        let text = page.text.get(range.clone())?;
        let label = text.find("]:")? + 2;
        let rest = text.get(label..)?.trim_start();
        let start = range.start + text.len() - rest.len();
        let (start, end) = match rest.strip_prefix('<') {
            Some(target) => (start + 1, target.find('>')?),
            None => (start, rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        let at = start..start + end;
        Some(Target { url: Cow::Borrowed(page.text.get(at.clone())?), at, is_written: true, is_bare: false })
    });
    links.chain(definitions)
}

/// The scheme that a target begins with, if it does: `mailto` of `mailto:a@b.example`.
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_scheme)).then_some(scheme)
}

/// Whether a text stands for another, which a program puts there.
fn is_template(text: &str) -> bool {
    ["{{", "{%", "${", "<%"].into_iter().any(|mark| text.contains(mark))
}

/// The text without the end that a prefix in any case begins with.
fn strip_prefix_in_any_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let begin = text.get(..prefix.len())?;
    begin.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..).unwrap_or_default())
}

/// A target between backticks, as messages quote it: its end matters more than its middle.
fn quoted(url: &str) -> String {
    let count = url.chars().count();
    if count <= 80 {
        return crate::grammar::ticked(url);
    }
    let end: String = url.chars().skip(count - 30).collect();
    crate::grammar::ticked(format!("{}{end}", shorten(url)))
}
