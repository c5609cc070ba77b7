//! Reports what is wrong with files: for people, as one line each, as data, or as GitHub's annotations.

use serde_json::json;

use crate::diagnostic::{Diagnostic, Label, Report, Severity};
use crate::grammar::{Count, list_and};
use crate::source::Span;

use super::drawing::{Drawing, one_line};
use super::places::Sources;
use super::printable::{Printable, is_harmful};
use super::{Terminal, Tone};

/// How diagnostics are put.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With the lines they are about, on standard error.
    #[default]
    Human,
    /// One line each, on standard error.
    Short,
    /// One JSON object per line, on standard output.
    Json,
    /// One workflow command of GitHub Actions per line, on standard output.
    Github,
}

/// Shows reports, one after the other, and counts what is in them.
#[derive(Debug, Default)]
pub struct Emitter {
    format: Format,
    errors: usize,
    warnings: usize,
    omitted: usize,
    files: usize,
}

impl Emitter {
    /// An emitter that shows reports in that format.
    pub fn new(format: Format) -> Self {
        Self { format, ..Self::default() }
    }

    /// Shows the diagnostics of a report, and says how many more there were.
    pub fn emit(&mut self, report: &Report, terminal: &mut Terminal) {
        self.count(report);

        let sources = Sources::new(report);
        // Data goes out at once, so that nobody reads half a report.
        let mut data = String::new();
        for diagnostic in &report.diagnostics {
            match self.format {
                Format::Human => {
                    let drawing = Drawing::new(diagnostic, &sources, terminal.renderer(), terminal.columns());
                    terminal.show(&drawing);
                }
                Format::Short => emit_short(diagnostic, &sources, terminal),
                Format::Json => data.push_str(&json_line(diagnostic, &sources)),
                Format::Github => data.push_str(&github_line(diagnostic, &sources)),
            }
        }
        if !data.is_empty() {
            terminal.data(&data);
        }

        if report.omitted > 0 {
            let text = format!(": {} more not shown", report.omitted);
            terminal.say(&[(Tone::Note, "note"), (Tone::Plain, &text)]);
        }
    }

    /// Sums up all reports so far in a status line for people, such as `2 errors and 1 warning in 3 files`; where
    /// nothing was found, says nothing.
    pub fn summarize(&self, terminal: &mut Terminal) {
        let for_people = matches!(self.format, Format::Human | Format::Short);
        if for_people && self.files > 0 {
            terminal.status(&self.summary());
        }
    }

    fn summary(&self) -> String {
        let mut found = Vec::new();
        if self.errors > 0 {
            found.push(Count(self.errors, "error").to_string());
        }
        if self.warnings > 0 {
            found.push(Count(self.warnings, "warning").to_string());
        }
        if self.omitted > 0 {
            found.push(format!("{} more", self.omitted));
        }
        format!("{} in {}", list_and(found), Count(self.files, "file"))
    }

    fn count(&mut self, report: &Report) {
        let mut files: Vec<usize> = Vec::new();
        for diagnostic in &report.diagnostics {
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
            }
            files.push(diagnostic.primary.source);
        }
        files.sort_unstable();
        files.dedup();
        self.files += files.len();
        self.omitted += report.omitted;
    }
}

/// Labels in other files than the one it is told of, which nobody sees beside its line.
fn elsewhere(diagnostic: &Diagnostic) -> impl Iterator<Item = &Label> {
    diagnostic.related.iter().filter(|label| label.source != diagnostic.primary.source)
}

/// Says `file:line:column: error[code]: message`.
fn emit_short(diagnostic: &Diagnostic, sources: &Sources<'_>, terminal: &mut Terminal) {
    let places = sources.places(diagnostic.primary.source);
    let place = places.position(diagnostic.primary.span.start);
    let severity = match diagnostic.severity {
        Severity::Error => Tone::Error,
        Severity::Warning => Tone::Warning,
    };
    terminal.say(&[
        (Tone::Plain, &format!("{}:{place}: ", one_line(places.name))),
        (severity, &format!("{}[{}]", diagnostic.severity.name(), diagnostic.code)),
        (
            Tone::Plain,
            &format!(": {}{}", one_line(&diagnostic.message), one_line(&places_elsewhere(diagnostic, sources))),
        ),
    ]);
}

/// What is said in other files: `, and on the page at 2026-05.md:6:1`.
fn places_elsewhere(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let place = |label: &Label| {
        let places = sources.places(label.source);
        format!(", {} at {}:{}", label.text, places.name, places.position(label.span.start))
    };
    elsewhere(diagnostic).map(place).collect()
}

/// One JSON object; of the contract.
fn json_line(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let places = sources.places(diagnostic.primary.source);
    let Span { start, end } = diagnostic.primary.span;
    let (start, end) = (places.position(start), places.position(end));
    let mut finding = json!({
        "schema_version": 1,
        "code": diagnostic.code,
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "file": places.name,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    });
    if let Some(help) = &diagnostic.help {
        say(&mut finding, "help", json!(help));
    }
    if let Some(fix) = &diagnostic.fix {
        let (start, end) = (places.position(fix.span.start), places.position(fix.span.end));
        say(
            &mut finding,
            "fix",
            json!({
                "line": start.line,
                "column": start.column,
                "end_line": end.line,
                "end_column": end.column,
                "replacement": fix.replacement,
            }),
        );
    }
    let related = elsewhere(diagnostic).map(|label| {
        let places = sources.places(label.source);
        let (start, end) = (places.position(label.span.start), places.position(label.span.end));
        json!({
            "message": label.text,
            "file": places.name,
            "line": start.line,
            "column": start.column,
            "end_line": end.line,
            "end_column": end.column,
        })
    });
    let related: Vec<serde_json::Value> = related.collect();
    if !related.is_empty() {
        say(&mut finding, "related", json!(related));
    }

    let mut line = escaped(&finding.to_string());
    line.push('\n');
    line
}

/// Puts a field into an object.
pub(super) fn say(object: &mut serde_json::Value, key: &str, value: serde_json::Value) {
    if let serde_json::Value::Object(fields) = object {
        fields.insert(key.to_owned(), value);
    }
}

/// JSON in which no character does anything to a terminal.
pub(super) fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if is_harmful(character) {
            // JSON's own escape, which serde_json keeps for ASCII; all of these have four digits.
            escaped.push_str(&json_escape(character));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

fn json_escape(character: char) -> String {
    format!("\\u{:04x}", u32::from(character))
}

/// One workflow command, which GitHub shows beside the line in a pull request.
fn github_line(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let places = sources.places(diagnostic.primary.source);
    let Span { start, end } = diagnostic.primary.span;
    let (start, end) = (places.position(start), places.position(end));
    let mut message = format!("{}{}", diagnostic.message, places_elsewhere(diagnostic, sources));
    if let Some(help) = &diagnostic.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    format!(
        "::{} file={},line={},col={},endLine={},endColumn={},title={}::{}\n",
        diagnostic.severity.name(),
        github_property(places.name),
        start.line,
        start.column,
        end.line,
        end.column,
        github_property(diagnostic.code),
        github_data(&message),
    )
}

/// Text after the `::` of a workflow command: <https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>.
fn github_data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    Printable::from(text.as_str()).to_string()
}

fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests;
