//! What became of the events: what was carried where.

use serde_json::Value;
use serde_json::json;

use crate::grammar::Count;
use crate::grammar::list_and;
use crate::grammar::ticked;
use crate::project::pages::Written;
use crate::sync::Carried;
use crate::terminal::Terminal;

use super::super::index::EventRow;
use super::super::shared::Format;
use super::Changed;
use super::Pair;
use super::SyncArgs;

/// An event whose sides say the same, or will.
pub(super) struct Done<'p> {
    pub(super) pair: &'p Pair,
    /// The event file and topic files that change.
    pub(super) files: Vec<Changed>,
    /// The page, where it does.
    pub(super) page: Option<Changed>,
    pub(super) written: Written,
    pub(super) to_file: Vec<Carried>,
    pub(super) to_page: Vec<Carried>,
    /// What the index tells of it.
    pub(super) row: Option<EventRow>,
}

impl<'p> Done<'p> {
    /// An event of which nothing changes.
    pub(super) fn same(pair: &'p Pair, written: Written, row: EventRow) -> Self {
        Self { pair, files: Vec::new(), page: None, written, to_file: Vec::new(), to_page: Vec::new(), row: Some(row) }
    }

    /// The sides that change.
    pub(super) fn changes(&self) -> impl Iterator<Item = &Changed> {
        self.files.iter().chain(&self.page)
    }
}

/// How many of the things that were carried are named.
const NAMED: usize = 5;

pub(super) fn tell(done: &[Done<'_>], args: &SyncArgs, writes: bool, terminal: &mut Terminal) {
    if args.format == Format::Json {
        done.iter().for_each(|one| terminal.json(&as_json(one, writes).to_string()));
        return;
    }
    if args.diff {
        return;
    }
    for one in done {
        let (file, page) = (one.pair.name(), &one.pair.page.name);
        if one.changes().next().is_none() {
            terminal.status(&format!("{file} and {page} say the same."));
        }
        let verb = if writes { "Carried" } else { "Would carry" };
        for (carried, side) in [(&one.to_file, &file), (&one.to_page, page)] {
            if !carried.is_empty() {
                let count = Count(carried.len(), "change");
                terminal.status(&format!("{verb} {count} to {side}: {}.", named(carried)));
            }
        }
        if one.page.is_some() && one.to_page.is_empty() {
            let verb = if writes { "Wrote" } else { "Would write" };
            terminal.status(&format!("{verb} {page}."));
        }
    }
}

/// A title between ticks, whatever it has of its own.
pub(super) fn quoted(title: &str) -> String {
    ticked(title.replace('`', ""))
}

fn named(carried: &[Carried]) -> String {
    let name = |one: &Carried| match one {
        Carried::Field { key, topic: Some(topic) } => format!("`{key}` of {}", quoted(topic)),
        Carried::Field { key, topic: None } => format!("`{key}`"),
        Carried::Topic { title } => format!("the new topic {}", quoted(title)),
        Carried::Dropped { title } => format!("that {} was dropped", quoted(title)),
        Carried::Order => "the order of the topics".to_owned(),
    };
    let mut names: Vec<String> = carried.iter().take(NAMED).map(name).collect();
    if carried.len() > NAMED {
        names.push(format!("{} more", carried.len() - NAMED));
    }
    list_and(names)
}

fn as_json(one: &Done<'_>, writes: bool) -> Value {
    let carried = |list: &[Carried]| -> Vec<Value> {
        let value = |one: &Carried| match one {
            Carried::Field { key, topic } => json!({"what": "field", "field": key, "topic": topic}),
            Carried::Topic { title } => json!({"what": "topic", "topic": title}),
            Carried::Dropped { title } => json!({"what": "dropped", "topic": title}),
            Carried::Order => json!({"what": "order"}),
        };
        list.iter().map(value).collect()
    };
    let changes = one.changes().next().is_some();
    json!({
        "schema_version": 1,
        "event": one.pair.name(),
        "page": one.pair.page.name,
        "status": if changes { "changed" } else { "unchanged" },
        "to_event": carried(&one.to_file),
        "to_page": carried(&one.to_page),
        "written": writes && changes,
    })
}
