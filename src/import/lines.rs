//! Lines of facts: the header's under a page's heading, and a topic's under its own.

use crate::event::Key;
use crate::render::context::line_label;
use crate::source::Span;
use crate::template::declaration::Line;
use crate::template::declaration::Lines;
use crate::template::label::is_same;

use super::text::LONGEST;

/// A line of facts: what it tells, and how it begins.
pub(super) struct Fact<'p> {
    /// The declared line.
    pub(super) key: Key,
    /// How it begins, where that is not as declared.
    pub(super) label: Option<&'p str>,
    /// What stands behind its label.
    pub(super) value: &'p str,
    /// Where the line stands.
    pub(super) span: Span,
}

/// A line that is not declared: an emoji, a label and what stands behind it.
pub(super) struct Further<'p> {
    pub(super) emoji: Option<&'p str>,
    pub(super) label: &'p str,
    pub(super) target: &'p str,
    pub(super) span: Span,
}

/// The lines of a list of facts.
#[derive(Default)]
pub(super) struct Facts<'p> {
    pub(super) facts: Vec<Fact<'p>>,
    pub(super) further: Vec<Further<'p>>,
    /// Lines that are neither.
    pub(super) strange: Vec<&'p str>,
}

/// The most lines that are not declared.
const MOST_LINES: usize = 1000;

/// Reads a list of facts that begins at that byte of the page. Each line is known by its label.
pub(super) fn read<'p>(list: &'p str, start: usize, lines: &Lines) -> Facts<'p> {
    let drawn: Vec<(&Line, String)> =
        lines.lines.iter().map(|line| (line, line_label(lines, line.emoji.as_deref(), &line.label))).collect();
    let pattern = lines.label.followed_by(" ", "target");
    let further = pattern.forms(None, |key| key != "emoji");
    let mut facts = Facts::default();
    let mut at = start;
    for line in list.split_inclusive('\n') {
        let text = line.trim_end_matches('\n');
        let span = Span::new(at, at + text.len());
        at += line.len();
        // No field of one line can hold it, or nobody wrote it by hand.
        if text.contains('\r') || text.len() > LONGEST || facts.further.len() == MOST_LINES {
            facts.strange.push(text);
            continue;
        }
        let is_free = |key: &Key| !facts.facts.iter().any(|fact| fact.key == *key);
        let exact = drawn.iter().find_map(|(line, label)| {
            let value = text.strip_prefix(label.as_str())?.strip_prefix(' ')?;
            is_free(&line.key).then(|| Fact { key: line.key.clone(), label: None, value, span })
        });
        let spelled = || {
            let (name, label, value) = bold(text)?;
            let (line, _) = drawn.iter().find(|(line, _)| is_same(&line.label, name) && is_free(&line.key))?;
            Some(Fact { key: line.key.clone(), label: Some(label), value, span })
        };
        if let Some(fact) = exact.or_else(spelled) {
            facts.facts.push(fact);
            continue;
        }
        // What stands before the label is its picture, be it an emoji or `:boat:`.
        let is_before = |key: &str, value: &str| key != "emoji" || !value.contains("**");
        let plain = further.iter().find_map(|form| form.read(text, &is_before));
        let values = plain.or_else(|| further.iter().find_map(|form| form.read(text, &|_, _| true)));
        let value = |key: &str| values.as_ref()?.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
        match (value("label"), value("target")) {
            (Some(label), Some(target)) => facts.further.push(Further { emoji: value("emoji"), label, target, span }),
            _ => facts.strange.push(text),
        }
    }
    facts
}

/// The bold name in a line, the line up to the blank behind it, and what follows.
fn bold(line: &str) -> Option<(&str, &str, &str)> {
    let start = line.find("**")? + 2;
    let (name, after) = line.get(start..)?.split_once("**")?;
    let colon = usize::from(after.starts_with(':'));
    let value = after[colon..].strip_prefix(' ')?;
    let label = &line[..line.len() - value.len() - 1];
    let name = name.trim();
    let name = name.strip_suffix(':').unwrap_or(name).trim_end();
    Some((name, label, value))
}
