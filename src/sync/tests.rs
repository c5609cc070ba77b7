//! What comes of an event file and its page after people edited both.

use std::sync::Arc;

use snapbox::str;

use crate::document::Document;
use crate::document::Reading;
use crate::event::Event;
use crate::outputs::unified_diff;
use crate::render::Renderer;
use crate::source::Source;
use crate::wizard::Answers;

use super::Base;
use super::Carried;
use super::Conflict;
use super::Sides;
use super::SyncError;
use super::agree;
use super::sync;

mod labels;
mod topics;

const EVENT: &str = "\
series: Kettle Days
start: 2026-05-04
location: {name: The Old Mill}
organizers: [{name: Ada}]
topics:
  - title: Warm starts
    problem: Pots are heated twice.
    achievements: [One pot., Two pots.]
  - title: One log
    problem: Twelve logs.
";

/// Pieces of a text, each with what takes its place.
type Edits<'a> = &'a [(&'a str, &'a str)];

#[track_caller]
fn edited(text: &str, edits: Edits<'_>) -> String {
    edits.iter().fold(text.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "`{old}` in:\n{text}");
        text.replace(old, new)
    })
}

fn renderer(template: &str) -> Renderer {
    Renderer::new(Arc::new(crate::template::builtin::find(template).unwrap().load()))
}

fn read(renderer: &Renderer, text: &str) -> Arc<Event> {
    let template = renderer.template();
    let reading = Reading {
        find_template: &|_| Ok(template.clone()),
        template: Some(&template.declaration.name),
        style: None,
        assignments: &[],
    };
    Document::read(Source::new("2026-05.yaml", text), &reading).unwrap().document.event
}

/// The lines that differ.
fn changes(old: &str, new: &str) -> String {
    let diff = unified_diff("", old, new);
    let is_change = |line: &&str| line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---");
    diff.lines().filter(is_change).map(|line| format!("{line}\n")).collect()
}

fn told(carried: &[Carried]) -> String {
    let told = carried.iter().map(|one| match one {
        Carried::Field { key, topic: Some(topic) } => format!("{key} of {topic}"),
        Carried::Field { key, topic: None } => key.clone(),
        Carried::Topic { title } => format!("new {title}"),
        Carried::Dropped { title } => format!("dropped {title}"),
        Carried::Order => "order".to_owned(),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// What becomes of both sides after edits of both: what is carried to the file and which of its lines change, then the
/// same of the page.
#[track_caller]
fn synced(template: &str, event: &str, in_file: Edits<'_>, on_page: Edits<'_>) -> String {
    synced_from(template, event, in_file, on_page, Base::Agreed)
}

/// The same where so much is known of what they were.
#[track_caller]
fn synced_from(
    template: &str,
    event: &str,
    in_file: Edits<'_>,
    on_page: Edits<'_>,
    known: fn(Arc<Event>, String) -> Base,
) -> String {
    let renderer = renderer(template);
    let before = read(&renderer, event);
    let drawn = renderer.page(&before, None).unwrap();
    let (file, page) = (edited(event, in_file), edited(&drawn, on_page));
    let source = Source::new("2026-05.yaml", file.as_str());
    let answers = Answers::parse(&source, &[]).unwrap();
    let sides = Sides {
        source: &source,
        event: &read(&renderer, &file),
        fields: (answers.event(), answers.topics()),
        page: &Source::new("2026-05.md", page.as_str()),
        name: "2026-05",
    };
    match sync(&renderer, &sides, &known(before, drawn)) {
        Ok(synced) => {
            let side = |name: &str, carried: &[Carried], changes: String| {
                let is_none = carried.is_empty() && changes.is_empty();
                if is_none { String::new() } else { format!("{name}: {}\n{changes}", told(carried)) }
            };
            [
                side("to the file", &synced.to_file, changes(&file, &synced.source)),
                side("to the page", &synced.to_page, changes(&page, &synced.page)),
            ]
            .concat()
        }
        Err(SyncError::Conflicts { conflicts, .. }) => {
            let spots = |conflict: &Conflict| [conflict.file.topic, conflict.page.topic];
            conflicts.iter().map(|conflict| format!("{:?} {:?}\n", conflict.kind, spots(conflict))).collect()
        }
        Err(error) => format!("{error}\n"),
    }
}

fn hackathon(event: &str, in_file: Edits<'_>, on_page: Edits<'_>) -> String {
    synced("hackathon", event, in_file, on_page)
}

#[test]
fn what_is_known_of_the_past_decides_what_a_difference_is() {
    let page = [("Twelve", "Eleven")];
    let from = |known: fn(Arc<Event>, String) -> Base| synced_from("hackathon", EVENT, &[], &page, known);
    snapbox::assert_data_eq!(
        from(|_, _| Base::OnlyPage),
        str![[r#"
to the file: problem of One log
-    problem: Twelve logs.
+    problem: |
+      Eleven logs.

"#]]
    );
    snapbox::assert_data_eq!(
        from(|_, _| Base::OnlyFile),
        str![[r#"
to the page: 
-Eleven logs.
+Twelve logs.

"#]]
    );
    snapbox::assert_data_eq!(
        from(|_, _| Base::Unknown),
        str![[r#"
Field { key: "problem", topic: Some("One log") } [Some(1), Some(1)]

"#]]
    );
}

#[test]
fn a_page_agrees_with_its_event_whatever_keys_others_put_there() {
    let renderer = renderer("hackathon");
    let event = read(&renderer, EVENT);
    let page = renderer.page(&event, None).unwrap();
    let foreign = edited(&page, &[("title: May 2026\n", "title: May 2026\nprev: false\n")]);
    for (page, expected) in [
        (&page, true),
        (&foreign, true),
        (&format!("{foreign}\n\n"), true),
        (&edited(&foreign, &[("Twelve", "Eleven")]), false),
        (&edited(&page, &[("title: May", "title: June")]), false),
    ] {
        assert_eq!(agree(&renderer, &event, page, "2026-05"), expected, "{page}");
    }
}

#[test]
fn line_ends_behind_a_page_say_nothing() {
    snapbox::assert_data_eq!(
        hackathon(EVENT, &[], &[("Twelve logs.\n", "Eleven logs.\n\n\n")]),
        str![[r#"
to the file: problem of One log
-    problem: Twelve logs.
+    problem: |
+      Eleven logs.
to the page: 
-
-

"#]]
    );
    // Nor where the head is kept as it is; those that the file has were meant.
    let bare = edited(EVENT, &[(EVENT.split_once("topics:").unwrap().1, " []\nhead: |\n  # Kettles\n\n  Tea.\n")]);
    snapbox::assert_data_eq!(
        hackathon(&bare, &[], &[("Tea.\n", "Tea.\n\n\n")]),
        str![[r#"
to the page: 
-
-

"#]]
    );
    let with_tail = format!("{EVENT}tail: |+\n\n\n");
    snapbox::assert_data_eq!(
        hackathon(&with_tail, &[], &[("logs.\n\n\n\n", "logs.\n")]),
        str![[r#"
to the file: tail, blank_lines of One log
-tail: |+
-
-

"#]]
    );
}

#[test]
fn line_ends_behind_the_page_that_both_came_from_say_nothing_either() {
    let ended: fn(Arc<Event>, String) -> Base = |event, page| Base::Agreed(event, format!("{page}\n\n"));
    let new = "Twelve logs.\n\n\n## Tea\n\n**Problem Statement:**\nIt was cold.\n";
    snapbox::assert_data_eq!(
        synced_from("hackathon", EVENT, &[("Pots are", "Cups are")], &[("Twelve logs.\n", new)], ended),
        str![[r#"
to the file: blank_lines of One log, new Tea
+    blank_lines: 2
+  - title: Tea
+    problem: |
+      It was cold.
to the page: problem of Warm starts
-Pots are heated twice.
+Cups are heated twice.

"#]]
    );
}

#[test]
fn the_days_of_an_event_go_together() {
    let event = edited(EVENT, &[("04\n", "04\nend: 2026-05-08\n")]);
    let other_days = hackathon(&event, &[], &[("04.05.2026 – 08.05.2026", "05.05.2026 – 07.05.2026")]);
    snapbox::assert_data_eq!(
        other_days,
        str![[r#"
to the file: start, end
-start: 2026-05-04
-end: 2026-05-08
+start: 2026-05-05
+end: 2026-05-07

"#]]
    );
    // An end that is no other day than the first stands on no page.
    let event = edited(EVENT, &[("04\n", "04\nend: 2026-05-04\n")]);
    let both = [("04.05.2026", "05.05.2026"), ("Twelve logs.", "Eleven logs.")];
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &both),
        str![[r#"
to the file: start, problem of One log
-start: 2026-05-04
-end: 2026-05-04
+start: 2026-05-05
-    problem: Twelve logs.
+    problem: |
+      Eleven logs.

"#]]
    );
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &both[1..]),
        str![[r#"
to the file: problem of One log
-    problem: Twelve logs.
+    problem: |
+      Eleven logs.

"#]]
    );
}

#[test]
fn a_file_without_sections_takes_the_style_of_the_first_on_its_page() {
    let event = "\
series: Kettle Days
start: 2026-05-04
location: {name: The Old Mill}
organizers: [{name: Ada}]
topics:
  - title: Lids
";
    let styled = edited(event, &[("topics:", "style: inline\ntopics:")]);
    let as_drawn =
        |event: &str, section: &str| hackathon(event, &[], &[("## Lids\n", &format!("## Lids\n\n{section}"))]);
    let (block, headings) = ("**Problem Statement:**\nThey fall.\n", "### Problem Statement\n\nThey fall.\n");
    snapbox::assert_data_eq!(
        as_drawn(event, block),
        str![[r#"
to the file: problem of Lids
+    problem: |
+      They fall.

"#]]
    );
    snapbox::assert_data_eq!(
        as_drawn(event, headings),
        str![[r#"
to the file: problem of Lids
+style: headings
+    problem: |
+      They fall.

"#]]
    );
    snapbox::assert_data_eq!(
        as_drawn(&styled, block),
        str![[r#"
to the file: problem of Lids
-style: inline
+style: block
+    problem: |
+      They fall.

"#]]
    );
    snapbox::assert_data_eq!(
        as_drawn(&styled, headings),
        str![[r#"
to the file: problem of Lids
-style: inline
+style: headings
+    problem: |
+      They fall.

"#]]
    );
    // Also where the page does not stay as it is.
    let in_file = [("Kettle Days", "Kettle Weeks")];
    snapbox::assert_data_eq!(
        hackathon(event, &in_file, &[("## Lids\n", &format!("## Lids\n\n{headings}"))]),
        str![[r#"
to the file: problem of Lids
+style: headings
+    problem: |
+      They fall.
to the page: series
-# Kettle Days 05/2026 Wrap Up
+# Kettle Weeks 05/2026 Wrap Up

"#]]
    );
}

#[test]
fn keys_of_front_matter_change_their_places_in_the_file_alone() {
    let event = edited(EVENT, &[("topics:", "front_matter:\n  outline: 2\n  prev: false\ntopics:")]);
    let in_file = [("  outline: 2\n  prev: false\n", "  prev: false\n  outline: 2\n")];
    let on_page = [("outline: 2\nprev: false\n", "prev: false\noutline: 2\n"), ("Twelve", "Eleven")];
    snapbox::assert_data_eq!(
        hackathon(&event, &in_file, &on_page[1..]),
        str![[r#"
to the file: problem of One log
-    problem: Twelve logs.
+    problem: |
+      Eleven logs.
to the page: 
+prev: false
-prev: false

"#]]
    );
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &on_page),
        str![[r#"
`front_matter` would not be the same in `2026-05.yaml` and on its page afterwards

"#]]
    );
    // A key that goes leaves those of others.
    let foreign = [("prev: false\n", "prev: false\nnext: false\n")];
    snapbox::assert_data_eq!(
        hackathon(&event, &[("  prev: false\n", "")], &foreign),
        str![[r#"
to the page: front_matter.prev
-prev: false

"#]]
    );
}

#[test]
fn bullets_stay_a_text_where_they_are_one() {
    let text = "achievements: |\n      * One pot.\n      * Two pots.";
    let event = edited(EVENT, &[("achievements: [One pot., Two pots.]", text)]);
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &[("Two pots", "Three pots")]),
        str![[r#"
to the file: achievements of Warm starts
-      * Two pots.
+      * Three pots.

"#]]
    );
    snapbox::assert_data_eq!(
        hackathon(EVENT, &[], &[("Two pots", "Three pots")]),
        str![[r#"
to the file: achievements of Warm starts
-    achievements: [One pot., Two pots.]
+    achievements:
+      - One pot.
+      - Three pots.

"#]]
    );
    snapbox::assert_data_eq!(
        hackathon(EVENT, &[], &[("* Two pots.", "Two pots.")]),
        str![[r#"
to the file: achievements of Warm starts
-    achievements: [One pot., Two pots.]
+    achievements: |
+      * One pot.
+      Two pots.

"#]]
    );
}
