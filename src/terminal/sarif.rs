//! Findings as a log for code scanning: SARIF 2.1.0, <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>.

use serde_json::Value;
use serde_json::json;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Fix;
use crate::diagnostic::Report;
use crate::diagnostic::Severity;
use crate::markdown::percent::encoded;
use crate::source::Span;

use super::emitter::escaped;
use super::emitter::say;
use super::places::Places;
use super::places::Sources;

/// What a log says of a rule.
#[derive(Clone, Copy, Debug)]
pub struct RuleText<'r> {
    /// Its name.
    pub code: &'r str,
    /// How bad it is.
    pub severity: Severity,
    /// What it finds, in one phrase.
    pub summary: &'r str,
    /// What it looks at and why.
    pub explanation: &'r str,
}

/// The log of one run, as one JSON object with a line end.
pub fn log(reports: &[&Report], rules: &[RuleText<'_>]) -> String {
    let mut results = Vec::new();
    for report in reports {
        let sources = Sources::new(report);
        results.extend(report.diagnostics.iter().map(|diagnostic| result(diagnostic, &sources, rules)));
    }
    let rules: Vec<Value> = rules.iter().map(rule).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": env!("CARGO_PKG_NAME"),
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{}\n", escaped(&log.to_string()))
}

fn rule(rule: &RuleText<'_>) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.explanation },
        "help": { "text": rule.explanation },
        "defaultConfiguration": { "level": rule.severity.name() },
    })
}

fn result(diagnostic: &Diagnostic, sources: &Sources<'_>, rules: &[RuleText<'_>]) -> Value {
    let places = sources.places(diagnostic.primary.source);
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        text.push_str("; ");
        text.push_str(help);
    }
    let mut result = json!({
        "ruleId": diagnostic.code,
        "level": diagnostic.severity.name(),
        "message": { "text": text },
        "locations": [location(places, diagnostic.primary.span, None)],
    });
    if let Some(index) = rules.iter().position(|rule| rule.code == diagnostic.code) {
        say(&mut result, "ruleIndex", json!(index));
    }
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|label| location(sources.places(label.source), label.span, Some(&label.text)))
        .collect();
    if !related.is_empty() {
        say(&mut result, "relatedLocations", json!(related));
    }
    if let Some(fix) = &diagnostic.fix {
        say(&mut result, "fixes", json!([edit(places, fix)]));
    }
    result
}

fn location(places: &Places<'_>, span: Span, text: Option<&str>) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(places.name) },
            "region": region(places, span),
        },
    });
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        say(&mut location, "message", json!({ "text": text }));
    }
    location
}

fn region(places: &Places<'_>, span: Span) -> Value {
    let (start, end) = (places.position(span.start), places.position(span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn edit(places: &Places<'_>, fix: &Fix) -> Value {
    json!({
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(places.name) },
            "replacements": [{
                "deletedRegion": region(places, fix.span),
                "insertedContent": { "text": fix.replacement },
            }],
        }],
    })
}

/// A path as a relative reference (RFC 3986): what has a meaning there is percent-encoded.
fn uri(path: &str) -> String {
    encoded(path, b"/!$&'()*+,;=@")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_relative_reference() {
        assert_eq!(uri("a b/2025:06#ü.md"), "a%20b/2025%3A06%23%C3%BC.md");
    }
}
