//! Says how far events are.

use serde_json::json;

use crate::grammar::Count;
use crate::markdown::width::columns;
use crate::markdown::width::padded;
use crate::markdown::width::shortened;
use crate::status::Fill;
use crate::status::TopicStatus;
use crate::terminal::Terminal;
use crate::terminal::Tone;

use super::Format;
use super::Told;

/// The widest that a title is drawn, and the names of those who work on it.
const TITLE: usize = 44;
const OWNERS: usize = 20;

/// Tells of all events.
pub(super) fn tell(told: &[Told], format: Format, terminal: &mut Terminal) {
    for (index, one) in told.iter().enumerate() {
        match format {
            Format::Json => terminal.data(&format!("{}\n", as_json(one))),
            Format::Markdown => {
                if index > 0 {
                    terminal.data("\n");
                }
                terminal.data(&as_markdown(one));
            }
            Format::Human => {
                if index > 0 {
                    terminal.data("\n");
                }
                for_people(one, terminal);
            }
        }
    }
}

/// How long ago, or how soon.
fn since(days: i64) -> String {
    let count = |days: i64| Count(usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX), "day").to_string();
    match days {
        0 => "ended today".to_owned(),
        1.. => format!("ended {} ago", count(days)),
        ..0 => format!("ends in {}", count(days)),
    }
}

fn progress(one: &Told) -> String {
    let status = &one.status;
    match status.owing().count() {
        0 if status.topics.is_empty() => "no topics yet".to_owned(),
        0 => "nothing is owed".to_owned(),
        owing => format!(
            "{} of {} expected texts written, {} of {} owe",
            status.written,
            status.expected,
            owing,
            Count(status.topics.len(), "topic")
        ),
    }
}

fn for_people(one: &Told, terminal: &mut Terminal) {
    let status = &one.status;
    terminal.shown(Tone::Strong, &format!("{}\n", one.heading));
    terminal.shown(Tone::Plain, &format!("{}, {}\n", one.dates, since(status.days_since)));
    terminal.data(&format!("{}\n", progress(one)));
    if status.topics.is_empty() || status.is_complete() {
        return;
    }
    terminal.data("\n");
    let letters = letters(one);
    let owners =
        |topic: &TopicStatus| topic.owners.iter().map(|owner| format!("@{owner}")).collect::<Vec<_>>().join(" ");
    let widest = |width: usize, texts: &mut dyn Iterator<Item = String>| {
        texts.map(|text| columns(&text)).max().unwrap_or(0).min(width)
    };
    let title_width = widest(TITLE, &mut status.topics.iter().map(|topic| topic.title.clone()));
    let owner_width = widest(OWNERS, &mut status.topics.iter().map(owners));
    let heads: Vec<String> = letters.iter().map(char::to_string).collect();
    terminal.data_in(Tone::Strong, &format!("{}\n", heads.join(" ")));
    for topic in &status.topics {
        for (place, fill) in topic.fills.iter().enumerate() {
            let (mark, tone) = match fill {
                Fill::Filled => ("●", Tone::Added),
                Fill::Placeholder => ("◐", Tone::Warning),
                Fill::Empty if topic.owed.contains(&place) => ("○", Tone::Refused),
                Fill::Empty => ("·", Tone::Quiet),
            };
            terminal.data_in(tone, mark);
            terminal.data(" ");
        }
        let title = padded(&shortened(&topic.title, title_width), title_width);
        let who = padded(&shortened(&owners(topic), owner_width), owner_width);
        let gap = if owner_width > 0 { "  " } else { "" };
        let line = format!(" {title}  {who}{gap}{}", topic.state.name());
        terminal.shown(Tone::Plain, &format!("{}\n", line.trim_end()));
    }
    terminal.data("\n");
    let legend: Vec<String> =
        letters.iter().zip(&status.sections).map(|(letter, (_, label, _))| format!("{letter} {label}")).collect();
    for line in filled(&legend, 78) {
        terminal.shown(Tone::Quiet, &format!("{line}\n"));
    }
    terminal.data_in(Tone::Quiet, "● written, ◐ placeholder, ○ owed, · not there\n");
}

/// A letter for each section: the first of its label that no other one has.
fn letters(one: &Told) -> Vec<char> {
    let mut letters: Vec<char> = Vec::new();
    for (_, label, _) in &one.status.sections {
        let mut free = label.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase);
        let letter = free.find(|letter| !letters.contains(letter));
        letters.push(letter.unwrap_or('?'));
    }
    letters
}

/// The items in lines of at most so many characters.
fn filled(items: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut().filter(|line| line.chars().count() + 2 + item.chars().count() <= width) {
            Some(line) => {
                line.push_str(", ");
                line.push_str(item);
            }
            None => lines.push(item.clone()),
        }
    }
    lines
}

fn as_markdown(one: &Told) -> String {
    let status = &one.status;
    let cell = |text: &str| text.replace('|', "\\|");
    let mut text = format!("**{}**: {}\n", one.heading, progress(one));
    if status.topics.is_empty() {
        return text;
    }
    text.push_str("\n| Topic | Owners | State | Owed |\n|---|---|---|---|\n");
    for topic in &status.topics {
        let owners: Vec<String> = topic.owners.iter().map(|owner| format!("@{owner}")).collect();
        let owed: Vec<&str> = status.owed_labels(topic).collect();
        let title = cell(&topic.title);
        let title = match one.address(topic).filter(|_| !owed.is_empty()) {
            Some(address) => format!("{title} ([edit]({address}))"),
            None => title,
        };
        let cells = [&title, owners.join(", ").as_str(), topic.state.name(), &cell(&owed.join(", "))].join(" | ");
        text.extend(["| ", &cells, " |\n"]);
    }
    text
}

fn as_json(one: &Told) -> serde_json::Value {
    let status = &one.status;
    let topics: Vec<serde_json::Value> = status
        .topics
        .iter()
        .map(|topic| {
            let fills = status.sections.iter().zip(&topic.fills);
            let sections: serde_json::Map<String, serde_json::Value> =
                fills.map(|((key, ..), fill)| (key.to_string(), json!(fill.name()))).collect();
            let owed = topic.owed.iter().filter_map(|place| status.sections.get(*place));
            let owed: Vec<&str> = owed.map(|(key, ..)| key.as_ref()).collect();
            json!({
                "title": topic.title,
                "place": topic.place,
                "owners": topic.owners,
                "state": topic.state.name(),
                "sections": sections,
                "owed": owed,
                "file": one.place(topic).0,
                "line": one.place(topic).1,
                "edit_url": one.address(topic),
            })
        })
        .collect();
    json!({
        "schema_version": 1,
        "file": one.file,
        "heading": one.heading,
        "dates": one.dates,
        "days_since": status.days_since,
        "expected": status.expected,
        "written": status.written,
        "complete": status.is_complete(),
        "topics": topics,
    })
}
