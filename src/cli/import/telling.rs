//! What there is to tell about a page that was read: its style, its sections, its own spelling, what is kept verbatim.

use serde_json::json;

use crate::diagnostic::SHOWN;
use crate::event::Labels;
use crate::grammar::Count;
use crate::grammar::list_and;
use crate::grammar::ticked;
use crate::import::Dated;
use crate::import::Kept;
use crate::import::Part;
use crate::terminal::Terminal;

use super::super::render::show_diff;
use super::super::shared::Format;
use super::Done;

/// Tells about one page.
pub(super) fn tell(done: &Done, format: Format, writes: bool, terminal: &mut Terminal) {
    if let Some(damaged) = &done.damaged {
        damaged.tell(format, terminal);
    }
    if format == Format::Json {
        terminal.json(&as_json(done, writes).to_string());
        return;
    }
    let Done { page, imported, diff, .. } = done;
    terminal.status(&format!("{page}: {}", summary(done)));
    if imported.dated == Dated::Month {
        let day = imported.event.dates.start;
        terminal
            .note(&format!("{page} says the month only: the event begins on {day}; give the day by `--set start=…`"));
    }
    for kept in imported.kept.iter().take(SHOWN) {
        terminal.note(&format!("{}: {} is kept verbatim: {}", place(done, kept), part(done, kept), reason(kept)));
    }
    if let Some(more) = imported.kept.len().checked_sub(SHOWN + 1) {
        terminal.note(&format!("{} more are kept verbatim", Count(more + 1, "part")));
    }
    if !diff.is_empty() {
        terminal.warning(&format!("rendering its event file would not give `{page}` again"));
        show_diff(diff, terminal);
    }
}

/// Tells which files were written.
pub(super) fn tell_files(done: &[Done], writes: bool, format: Format, terminal: &mut Terminal) {
    if format == Format::Json {
        return;
    }
    const FEW: usize = 10;
    let files = done.iter().filter_map(|one| Some((one.target.as_ref()?.name.as_str(), one.is_new())));
    let (new, same): (Vec<_>, Vec<_>) = files.partition(|(_, is_new)| *is_new);
    let verb = if writes { "Wrote" } else { "Would write" };
    match new.len() {
        0 => {}
        1..=FEW => new.iter().for_each(|(name, _)| terminal.status(&format!("{verb} {name}."))),
        many => terminal.status(&format!("{verb} {}.", Count(many, "event file"))),
    }
    match same.as_slice() {
        [] => {}
        [(name, _)] => terminal.status(&format!("{name} is up to date.")),
        many => terminal.status(&format!("{} are up to date.", Count(many.len(), "event file"))),
    }
}

/// `style `inline`, 16 topics, 80 of 80 sections; `code` is written `**Code**:`.`
fn summary(done: &Done) -> String {
    let imported = &done.imported;
    let event = &imported.event;
    let mut told = Vec::new();
    told.extend(event.style.as_deref().map(|style| format!("style {}", ticked(style))));
    told.push(Count(event.topics.len(), "topic").to_string());
    match imported.labelled {
        0 => {}
        labelled if labelled == imported.structured => told.push(Count(labelled, "labelled section").to_string()),
        labelled => told.push(format!("{} of {}", imported.structured, Count(labelled, "labelled section"))),
    }
    let mut parts = vec![told.join(", ")];
    let spelled = spelled(&event.labels);
    if !spelled.is_empty() {
        parts.push(list_and(spelled));
    }
    let others = event.topics.iter().filter(|topic| !topic.labels.is_empty()).count();
    if others > 0 {
        let verb = if others == 1 { "spells" } else { "spell" };
        parts.push(format!("{} {verb} labels otherwise", Count(others, "topic")));
    }
    format!("{}.", parts.join("; "))
}

fn spelled(labels: &Labels) -> Vec<String> {
    labels.iter().map(|(key, label)| format!("{} is written {}", ticked(key), ticked(label))).collect()
}

fn place(done: &Done, kept: &Kept) -> String {
    let position = done.imported.source.position(kept.because.start);
    format!("{}:{}", done.page, position.line)
}

fn part(done: &Done, kept: &Kept) -> String {
    let event = &done.imported.event;
    match kept.part {
        Part::Head if event.topics.is_empty() => "all of it".to_owned(),
        Part::Head => "what stands before the first topic".to_owned(),
        Part::Tail => "what stands after the last topic".to_owned(),
        Part::Topic(at) => {
            let title = event.topics.get(at).map(|topic| topic.title.as_str()).unwrap_or_default();
            format!("the topic {}", ticked(crate::diagnostic::shorten(title)))
        }
    }
}

fn reason(kept: &Kept) -> &str {
    kept.reason.as_deref().unwrap_or("it would be drawn otherwise from here on")
}

/// Counts lines on the way through a text: there may be many parts in a long one.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of a byte, from 1; bytes are asked for in order.
    fn of(&mut self, byte: u32) -> usize {
        let passed = self.text.as_bytes().get(self.at..byte as usize).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = self.at.max(byte as usize);
        self.line
    }
}

fn as_json(done: &Done, writes: bool) -> serde_json::Value {
    let imported = &done.imported;
    let event = &imported.event;
    let mut lines = Lines { text: &imported.source.text, at: 0, line: 1 };
    let kept = imported.kept.iter().map(|kept| {
        let (part, topic) = match kept.part {
            Part::Head => ("head", None),
            Part::Tail => ("tail", None),
            Part::Topic(at) => ("topic", Some(at)),
        };
        json!({
            "part": part,
            "topic": topic,
            "line": lines.of(kept.span.start),
            "because_line": lines.of(kept.because.start),
            "reason": reason(kept),
        })
    });
    let labels = |labels: &Labels| -> serde_json::Map<String, serde_json::Value> {
        labels.iter().map(|(key, label)| (key.to_string(), label.as_str().into())).collect()
    };
    json!({
        "schema_version": 1,
        "page": done.page,
        "event": done.target.as_ref().map(|target| target.name.as_str()),
        "written": writes && done.target.is_some() && done.is_new(),
        "identical": done.diff.is_empty(),
        "style": event.style,
        "topics": event.topics.len(),
        "labelled": imported.labelled,
        "structured": imported.structured,
        "labels": labels(&event.labels),
        "dated": match imported.dated { Dated::Day => "day", Dated::Month => "month" },
        "restored": done.damaged.as_ref().map_or(0, |damaged| damaged.counts().0),
        "damaged": done.damaged.as_ref().map_or(0, |damaged| damaged.counts().1),
        "kept": kept.collect::<Vec<_>>(),
    })
}
