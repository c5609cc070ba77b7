//! Text of a page that was read in a wrong code page and saved again: what is restored, what stays, and what is said.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Report;
use crate::diagnostic::Severity;
use crate::encoding;
use crate::encoding::Damage;
use crate::encoding::Repair;
use crate::grammar::Count;
use crate::render::context::line_label;
use crate::source::Source;
use crate::template::Declaration;
use crate::terminal::Terminal;
use crate::terminal::emitter::Emitter;

use super::super::shared::Format;

/// A page with damaged characters.
pub(super) struct Damaged {
    /// As it was given.
    source: Source,
    repair: Repair,
    /// Whether what is certain is restored.
    is_repaired: bool,
}

/// How many candidates of a character are named; there are rarely as many.
const CANDIDATES: usize = 64;

impl Damaged {
    /// What is damaged in a page of that template, if anything is; `is_repaired` says what is to be done about it.
    pub(super) fn find(source: &Source, declaration: &Declaration, is_repaired: bool) -> Option<Self> {
        let lines = [&declaration.header, &declaration.facts];
        let labels = lines
            .into_iter()
            .flat_map(|lines| lines.lines.iter().map(|line| line_label(lines, line.emoji.as_deref(), &line.label)));
        let known: Vec<String> = labels.collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let repair = encoding::repair(&source.text, &known)?;
        Some(Self { source: source.clone(), repair, is_repaired })
    }

    /// The page's text to go on with.
    pub(super) fn text(&self) -> &str {
        if self.is_repaired { &self.repair.text } else { &self.source.text }
    }

    /// How many characters were restored, and how many stay.
    pub(super) fn counts(&self) -> (usize, usize) {
        let (restored, left) = (self.repair.restored.len(), self.repair.left.len());
        if self.is_repaired { (restored, left) } else { (0, restored + left) }
    }

    /// Says what was done and, of each character that stays, where it is and what it may have been.
    pub(super) fn tell(&self, format: Format, terminal: &mut Terminal) {
        let Repair { code_page, restored, left, .. } = &self.repair;
        let page = &self.source.name;
        let is_json = format == Format::Json;
        if !self.is_repaired {
            let damaged = Count(restored.len() + left.len(), "character");
            let can = match (restored.len(), left.len()) {
                (0, _) => "none of them can be restored with certainty".to_owned(),
                (_, 0) => "`--repair` restores them".to_owned(),
                (some, _) => format!("`--repair` restores {some} of them"),
            };
            if !is_json {
                terminal.warning(&format!("{page} was read as {code_page} and saved again: {damaged} damaged; {can}"));
            }
            return;
        }
        if !restored.is_empty() && !is_json {
            let restored = Count(restored.len(), "character");
            terminal.status(&format!("{page}: {restored} restored that had been read as {code_page}."));
        }
        let mut report = Report { sources: vec![self.source.clone()], ..Report::default() };
        left.iter().for_each(|damage| report.push(finding(damage)));
        let mut emitter = Emitter::new(format.into());
        emitter.emit(&report, terminal);
        emitter.summarize(terminal);
    }
}

fn finding(damage: &Damage) -> Diagnostic {
    let mut named: Vec<String> = damage.candidates.iter().take(CANDIDATES).map(char::to_string).collect();
    let more = damage.candidates.len().saturating_sub(CANDIDATES);
    if more > 0 {
        named.push(format!("{more} more"));
    }
    let place = Place { source: 0, span: damage.span };
    let label = if named.is_empty() { "too much of it is lost" } else { "bytes of it are lost" };
    let message = "a damaged character that cannot be restored with certainty";
    let mut finding = Diagnostic::error("damaged-text", message, place, label);
    finding.severity = Severity::Warning;
    let help = match named.as_slice() {
        [] => "write it anew".to_owned(),
        _ => format!("it may have been {}", crate::grammar::list_or(&named)),
    };
    finding.help(help)
}
