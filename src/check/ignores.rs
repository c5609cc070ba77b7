//! What a file says is not to be found in it: `<!-- afterword: ignore empty-label -->` on a page,
//! `# afterword: ignore empty-label` in YAML.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Severity;
use crate::document::topic_file::form::body_start;
use crate::markdown::survey::survey;
use crate::source::Span;
use crate::yaml;
use crate::yaml::Node;
use crate::yaml::Value;

use super::page::Page;
use super::rule;

/// A code that a file asks to be left alone with.
pub(super) struct Ignore {
    code: String,
    /// Where it stands in the text that was read.
    pub(super) span: Span,
}

/// Takes away what a file asks to be left alone with, and finds what it asks in vain.
pub(super) fn apply(ignores: &[Ignore], findings: &mut Vec<Diagnostic>) {
    if ignores.is_empty() {
        return;
    }
    let told: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    let mut complaints = Vec::new();
    for ignore in ignores {
        let place = Place { source: 0, span: ignore.span };
        let Some(rule) = rule::find(&ignore.code) else {
            let message = format!("there is no rule `{}`", ignore.code);
            let help = match rule::suggest(&ignore.code) {
                Some(code) => format!("did you mean `{code}`?"),
                None => "`afterword check --rules` lists them".to_owned(),
            };
            complaints.push(Diagnostic::error("unknown-rule", message, place, "no rule").help(help));
            continue;
        };
        if !told.contains(rule.code) {
            let message = format!("`{}` is ignored, and there is nothing to ignore", rule.code);
            let mut complaint = Diagnostic::error("unused-ignore", message, place, "found nowhere in this file");
            complaint.severity = Severity::Warning;
            complaints.push(complaint.help("take it out"));
        }
    }
    let codes: BTreeSet<&str> = ignores.iter().map(|ignore| ignore.code.as_str()).collect();
    findings.retain(|finding| !codes.contains(finding.code));
    findings.extend(complaints);
}

/// What the comments of an event file ask for: what stands behind `#`, where it is no part of a text.
pub(super) fn of_event_file(text: &str) -> Vec<Ignore> {
    const BEGIN: &str = "afterword: ignore ";
    let mut ignores = Vec::new();
    // Most files ask for nothing.
    if !text.contains(BEGIN) {
        return ignores;
    }
    let mut texts = Vec::new();
    if let Ok(parsed) = yaml::read::parse(0, text) {
        collect_texts(&parsed.root, &mut texts);
    }
    texts.sort_by_key(|range| range.start);
    for (at, _) in text.match_indices(BEGIN) {
        let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
        let before = before.strip_suffix('#').filter(|before| before.is_empty() || before.ends_with([' ', '\t', '\n']));
        let after = texts.partition_point(|range| range.start <= at);
        let is_text = after.checked_sub(1).and_then(|last| texts.get(last)).is_some_and(|range| at < range.end);
        if before.is_some() && !is_text {
            let codes = text[at + BEGIN.len()..].split(['\n', '\r']).next().unwrap_or_default();
            codes_in(codes, at + BEGIN.len(), &mut ignores);
        }
    }
    ignores
}

fn collect_texts(node: &Node<'_>, texts: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::Scalar(_) => texts.push(node.place.span.range()),
        Value::Sequence(items) => items.iter().for_each(|item| collect_texts(item, texts)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| collect_texts(&entry.value, texts)),
    }
}

/// What the comments of a page ask for; those in code are shown, and ask for nothing.
pub(super) fn of_page(page: &Page<'_>) -> Vec<Ignore> {
    of_markdown(page.text, &page.survey.html)
}

/// What the comments of a topic file ask for.
pub(super) fn of_topic_file(text: &str) -> Vec<Ignore> {
    // Most files ask for nothing.
    if !text.contains("afterword:") {
        return Vec::new();
    }
    of_markdown(text, &survey(text, body_start(text).unwrap_or_default()).html)
}

fn of_markdown(text: &str, html: &[Range<usize>]) -> Vec<Ignore> {
    let mut ignores = Vec::new();
    for html in html {
        let mut at = html.start;
        while let Some(begin) = text.get(at..html.end).and_then(|rest| rest.find("<!--")) {
            let begin = at + begin + "<!--".len();
            let Some(length) = text.get(begin..html.end).and_then(|rest| rest.find("-->")) else { break };
            at = begin + length;
            let comment = text.get(begin..at).unwrap_or_default();
            let asked = comment.trim_start().strip_prefix("afterword:").map(str::trim_start);
            let codes = asked.and_then(|asked| asked.strip_prefix("ignore"));
            if let Some(codes) = codes.filter(|codes| codes.starts_with(char::is_whitespace)) {
                codes_in(codes, at - codes.len(), &mut ignores);
            }
        }
    }
    ignores
}

fn codes_in(codes: &str, mut at: usize, ignores: &mut Vec<Ignore>) {
    for code in codes.split([' ', ',', '\t', '\n', '\r']) {
        if !code.is_empty() {
            ignores.push(Ignore { code: code.to_owned(), span: Span::new(at, at + code.len()) });
        }
        at += code.len() + 1;
    }
}
