//! Says what was found.

use crate::check::rule;
use crate::diagnostic::Report;
use crate::diagnostic::SHOWN;
use crate::diagnostic::Severity;
use crate::grammar::Count;
use crate::grammar::list_and;
use crate::terminal::Terminal;
use crate::terminal::emitter::Emitter;
use crate::terminal::sarif;
use crate::terminal::sarif::RuleText;

use super::Checked;
use super::Format;

/// Tells all findings, and counts them in a last line.
pub(super) fn tell(checked: &Checked, format: Format, terminal: &mut Terminal) {
    match format.shared() {
        None => {
            let rules: Vec<RuleText<'_>> = rule::all()
                .map(|rule| RuleText {
                    code: rule.code,
                    severity: rule.severity,
                    summary: rule.summary,
                    explanation: rule.explanation,
                })
                .collect();
            let reports: Vec<&Report> = checked.files.iter().map(|file| &file.report).collect();
            terminal.data(&sarif::log(&reports, &rules));
        }
        Some(shared) => {
            let mut emitter = Emitter::new(shared.into());
            for file in &checked.files {
                let shown = shown(&file.report, format);
                emitter.emit(shown.as_ref().unwrap_or(&file.report), terminal);
            }
        }
    }
    if format.is_for_people() {
        terminal.status(&summary(checked));
    }
}

/// For people at most so many of a file; data has all.
fn shown(report: &Report, format: Format) -> Option<Report> {
    let more = report.diagnostics.len().checked_sub(SHOWN + 1)?;
    format.is_for_people().then(|| Report {
        sources: report.sources.clone(),
        diagnostics: report.diagnostics.iter().take(SHOWN).cloned().collect(),
        omitted: more + 1,
    })
}

/// What was found and where: `2 errors and 1 warning in 2 of 14 files; --fix mends 1 of them.`
fn summary(checked: &Checked) -> String {
    let looked = Count(checked.count, "file");
    let findings = || checked.files.iter().flat_map(|file| &file.report.diagnostics);
    let count = |severity| findings().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors + warnings == 0 {
        return if checked.count == 0 {
            "There is nothing to check: no event file, no page, no index.".to_owned()
        } else {
            format!("Nothing found in {looked}.")
        };
    }
    let found = [(errors, "error"), (warnings, "warning")];
    let found = found.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| Count(*count, noun));
    let fixes: usize = checked.files.iter().map(|file| file.fixes).sum();
    let fixed = match fixes {
        0 => String::new(),
        all if all == errors + warnings => "; `--fix` mends all of them".to_owned(),
        some => format!("; `--fix` mends {some} of them"),
    };
    format!("{} in {} of {looked}{fixed}.", list_and(found), checked.files.len())
}
