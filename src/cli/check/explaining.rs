//! What the rules are: all of them as a list, one of them in full.

use serde_json::json;

use crate::check::rule;
use crate::check::rule::Rule;
use crate::check::settings::UnknownRule;
use crate::terminal::Terminal;
use crate::terminal::Tone;

use super::super::Error;
use super::Format;

/// Lists the rules by their groups.
pub(super) fn list(format: Format, terminal: &mut Terminal) {
    if format == Format::Json {
        for rule in rule::all() {
            let line = json!({
                "schema_version": 1,
                "code": rule.code,
                "severity": rule.severity.name(),
                "summary": rule.summary,
                "explanation": rule.explanation,
                "fix": rule.has_fix,
            });
            terminal.data(&format!("{line}\n"));
        }
        return;
    }
    let width = rule::all().map(|rule| rule.code.len()).max().unwrap_or(0);
    for (index, (title, rules)) in rule::groups().iter().enumerate() {
        if index > 0 {
            terminal.data("\n");
        }
        terminal.data_in(Tone::Strong, &format!("{title}\n"));
        for rule in *rules {
            let fix = if rule.has_fix { " (fix)" } else { "" };
            terminal.data(&format!("  {:width$}  {}{fix}\n", rule.code, rule.summary));
        }
    }
}

/// Says all there is to say of a rule.
pub(super) fn explain(code: &str, terminal: &mut Terminal) -> Result<(), Error> {
    let Some(rule) = rule::find(code) else {
        let error = UnknownRule { code: code.to_owned() };
        return Err(Error::Usage { message: error.to_string(), help: error.hint() });
    };
    terminal.data_in(Tone::Strong, rule.code);
    terminal.data(&format!(" ({}{}): {}\n\n", rule.severity.name(), fix(rule), rule.summary));
    for line in wrapped(rule.explanation, 78) {
        terminal.data(&format!("{line}\n"));
    }
    example("Found", rule.bad, terminal);
    example("As it should be", rule.good, terminal);
    terminal.data(&format!("\nTo leave it alone in one file: <!-- afterword: ignore {} -->\n", rule.code));
    Ok(())
}

fn fix(rule: &Rule) -> &'static str {
    if rule.has_fix { ", can be fixed" } else { "" }
}

fn example(title: &str, text: &str, terminal: &mut Terminal) {
    if text.is_empty() {
        return;
    }
    terminal.data(&format!("\n{title}:\n\n"));
    for line in text.lines() {
        terminal.data(&if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") });
    }
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= width) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
