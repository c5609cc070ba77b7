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
use super::sync;

mod labels;

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
    let renderer = Renderer::new(Arc::new(crate::template::builtin::find(template).unwrap().load()));
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
    match sync(&renderer, &sides, &Base::Agreed(before, drawn)) {
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
fn a_dropped_topic_comes_back_as_the_page_shows_it() {
    let dropped = "  - title: Steam\n    state: dropped\n    owners: [cy]\n    problem: Nobody knows.\n    motivation: Tea.\n    labels: {problem: \"**Problem:**\", motivation: \"**Benefits:**\"}\n";
    let moved = "  - title: Lids\n    state: moved\n    owners: [bo]\n    problem: They fall.\n";
    let event = format!("{EVENT}{dropped}{moved}");
    let last = "Twelve logs.\n";
    let steam = "\n## Steam\n\n**Problem**:\nAll know.\n\n**Achievements:**\n* Tea.\n\n![Pot](images/pot.png)\n";
    let lids = "\n## Lids\n\n**Problem Statement:**\nThey fall.\n";
    let other = "\n## Steam\n\n**Problem Statement:**\nAnother.\n";
    let come_back = |new: &str| hackathon(&event, &[], &[(last, &format!("{last}{new}"))]);
    snapbox::assert_data_eq!(
        come_back(steam),
        str![[r#"
to the file: new Steam
-    state: dropped
-    problem: Nobody knows.
-    motivation: Tea.
-    labels: {problem: "**Problem:**", motivation: "**Benefits:**"}
+    problem: |
+      All know.
+    achievements: |
+      * Tea.
+    pictures:
+      - file: images/pot.png
+        alt: Pot
+    labels:
+      problem: "**Problem**:"
+      motivation: "**Benefits:**"

"#]]
    );
    // Of two with its title, the first is it.
    snapbox::assert_data_eq!(
        come_back(&format!("{steam}{other}")),
        str![[r#"
to the file: new Steam, new Steam
-    state: dropped
-    problem: Nobody knows.
-    motivation: Tea.
-    labels: {problem: "**Problem:**", motivation: "**Benefits:**"}
+    problem: |
+      All know.
+    achievements: |
+      * Tea.
+    pictures:
+      - file: images/pot.png
+        alt: Pot
+    labels:
+      problem: "**Problem**:"
+      motivation: "**Benefits:**"
+  - title: Steam
+    problem: |
+      Another.

"#]]
    );
    // One that went elsewhere stays there.
    snapbox::assert_data_eq!(
        come_back(lids),
        str![[r#"
to the file: new Lids
+  - title: Lids
+    problem: |
+      They fall.

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
}

/// Four topics in one order and another: an event file, and what stands on its page.
fn in_order(of_file: &str, on_page: &str) -> (String, String) {
    let (head, _) = EVENT.split_once("  - title").unwrap();
    let topic = |title: char| format!("  - title: {title}{title}{title}\n");
    let heading = |title: char| format!("\n## {title}{title}{title}\n");
    let topics: String = of_file.chars().map(topic).collect();
    (format!("{head}{topics}"), on_page.chars().map(heading).collect())
}

/// What becomes of four topics that were in order, whose order is another one in the file and on the page now.
fn ordered(of_file: &str, on_page: &str) -> String {
    let ((was, drawn), (file, page)) = (in_order("ABCD", "ABCD"), in_order(of_file, on_page));
    hackathon(&was, &[(&was, &file)], &[(&drawn, &page)])
}

#[test]
fn whoever_changed_the_order_decides_it() {
    snapbox::assert_data_eq!(
        ordered("DABC", "ABCD"),
        str![[r#"
to the page: order
+## DDD
+
-
-## DDD

"#]]
    );
    snapbox::assert_data_eq!(
        ordered("ABCD", "DABC"),
        str![[r#"
to the file: order
+  - title: DDD
-  - title: DDD

"#]]
    );
    snapbox::assert_data_eq!(ordered("DABC", "DABC"), str![[""]]);
    snapbox::assert_data_eq!(
        ordered("DABC", "BACD"),
        str![[r#"
Order [Some(0), Some(0)]

"#]]
    );
    snapbox::assert_data_eq!(
        ordered("ADBC", "ACBD"),
        str![[r#"
Order [Some(1), Some(1)]

"#]]
    );
    // What is new on one side is no change of order.
    snapbox::assert_data_eq!(
        ordered("DABCE", "DABC"),
        str![[r#"
to the page: new EEE
+
+## EEE

"#]]
    );
    snapbox::assert_data_eq!(
        ordered("ABCDE", "FABCD"),
        str![[r#"
to the file: new FFF
+  - title: FFF
to the page: new EEE
+
+## EEE

"#]]
    );
    snapbox::assert_data_eq!(
        ordered("ABECD", "ABFGCDE"),
        str![[r#"
to the file: new FFF, new GGG
+  - title: FFF
+  - title: GGG
to the page: 
+## EEE
+
-
-## EEE

"#]]
    );
}

#[test]
fn a_topic_that_the_file_left_out_is_found_where_it_stands_there() {
    let gone = |title: &str| format!("  - title: {title}\n    state: dropped\n    problem: Nobody knows.\n");
    let event = edited(EVENT, &[("  - title: One log\n", &format!("{}  - title: One log\n", gone("Steam")))]);
    let in_file = [("    problem: Twelve", "    state: dropped\n    problem: Twelve")];
    snapbox::assert_data_eq!(
        hackathon(&event, &in_file, &[("Twelve", "Eleven")]),
        str![[r#"
RemovedFromFile { title: "One log" } [Some(2), Some(1)]

"#]]
    );
    let in_file = [("  - title: One log\n    problem: Twelve logs.\n", "")];
    snapbox::assert_data_eq!(
        hackathon(&event, &in_file, &[("Twelve", "Eleven")]),
        str![[r#"
RemovedFromFile { title: "One log" } [None, Some(1)]

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
