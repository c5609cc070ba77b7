//! An event folder with topic files: each topic stays in a file of its own, and the others stay as they are.

use snapbox::str;

use crate::sandbox::Sandbox;

use super::topic;

pub(super) const EVENT: &str = "\
series: Kettle Days
start: 2026-05-04
location: {name: The Old Mill}   # by the river
organizers:
  - name: Kettle Works
";

pub(super) const WARM: &str = "\
---
# mine
emoji: 🔥
title: Warm starts   # for now
owners: [ada, bo]
---

## Problem

<!-- What was the problem? -->

It was cold.

## Achievements

<!-- What was achieved? -->
";

pub(super) const LOG: &str = "---\ntitle: One log for all kettles\n---\n";

fn folder() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05/event.yaml", EVENT).file("2026-05/topics/10-warm-starts.md", WARM);
    sandbox.file("2026-05/topics/20-one-log.md", LOG);
    sandbox
}

#[test]
fn a_new_topic_is_a_new_file() {
    let sandbox = folder();
    topic(&sandbox, &["add", "2026-05", "🍵 Tea on request @cy", "--set", "problem=No tea."])
        .code(0)
        .stdout("")
        .stderr(str![[r#"
Added `Tea on request` to 2026-05.
Wrote 2026-05.md.

"#]]);
    let new = sandbox.read("2026-05/topics/30-tea-on-request.md");
    assert!(
        new.starts_with("---\nemoji: 🍵\ntitle: Tea on request\nowners:\n  - cy\n---\n\n## Problem Statement\n"),
        "{new}"
    );
    assert!(new.contains(" -->\n\nNo tea.\n\n## Motivation"), "{new}");
    assert_eq!(sandbox.read("2026-05/event.yaml"), EVENT);
    assert_eq!(sandbox.read("2026-05/topics/10-warm-starts.md"), WARM);
    topic(&sandbox, &["add", "2026-05", "tea on request"]).code(0).stderr(str![[r#"
`tea on request` is there already.
Nothing was added.

"#]]);
}

#[test]
fn a_changed_topic_changes_in_its_file() {
    let sandbox = folder();
    let values = ["--set", "achievements=It boils.", "--set", "title=Hot starts", "--set", "problem="];
    topic(&sandbox, &[&["edit", "2026-05", "warm", "--diff"], values.as_slice()].concat()).code(0).stdout(str![[r#"
--- a/2026-05/topics/10-warm-starts.md
+++ b/2026-05/topics/10-warm-starts.md
@@ -1,16 +1,16 @@
 ---
 # mine
 emoji: 🔥
-title: Warm starts   # for now
+title: Hot starts   # for now
 owners: [ada, bo]
 ---
 
 ## Problem
 
 <!-- What was the problem? -->
-
-It was cold.
 
 ## Achievements
 
 <!-- What was achieved? -->
+
+It boils.

"#]]);
    assert_eq!(sandbox.read("2026-05/topics/10-warm-starts.md"), WARM);
    topic(&sandbox, &[&["edit", "2026-05", "warm"], values.as_slice()].concat()).code(0);
    let changed = WARM
        .replace("Warm starts", "Hot starts")
        .replace("\nIt was cold.\n", "")
        .replace("achieved? -->\n", "achieved? -->\n\nIt boils.\n");
    assert_eq!(sandbox.read("2026-05/topics/10-warm-starts.md"), changed);
    assert_eq!(sandbox.read("2026-05/topics/20-one-log.md"), LOG);
    topic(&sandbox, &["edit", "2026-05", "1", "--set", "state=odd"]).code(2).stderr(str![[r#"
error[unknown-state]: unknown state `odd`
 --> --set:1:16
  |
1 | topics.0.state=odd
  |                ^^^ not a state of topics
  |
  = help: a topic is open, planned, partial, done, dropped or moved

1 error in 1 file

"#]]);
}

#[test]
fn another_order_renames_nothing() {
    let sandbox = folder();
    topic(&sandbox, &["add", "2026-05", "Tea", "--at", "1"]).code(0);
    topic(&sandbox, &["reorder", "2026-05", "one", "--to", "2"]).code(0);
    assert_eq!(
        sandbox.read("2026-05/event.yaml"),
        format!("{EVENT}order:\n  - 30-tea\n  - 20-one-log\n  - 10-warm-starts\n")
    );
    topic(&sandbox, &["list", "2026-05"]).code(0).stdout(str![[r#"
1      Tea                                open
2      One log for all kettles            open
3  🔥  Warm starts              @ada @bo  open

"#]]);
    topic(&sandbox, &["remove", "2026-05", "one"]).code(0).stdout("").stderr(str![[r#"
note: the old event file is kept: cp [..] 2026-05/event.yaml
note: the old topic file is kept: cp [..] 2026-05/topics/20-one-log.md
Removed `One log for all kettles` from 2026-05.
Wrote 2026-05.md.

"#]]);
    assert_eq!(sandbox.read("2026-05/event.yaml"), format!("{EVENT}order:\n  - 30-tea\n  - 10-warm-starts\n"));
    assert_eq!(
        sandbox.tree(),
        "2026-05.md\n2026-05/event.yaml\n2026-05/topics/10-warm-starts.md\n2026-05/topics/30-tea.md"
    );
}

#[test]
fn issues_fill_topic_files_and_twice_is_once() {
    let sandbox = folder();
    let issues = r####"[
        {"number": 1, "title": "Warm starts", "url": "https://git.example/k/b/issues/1",
         "body": "### Problem\n\nOther.\n\n### Outcome\n\nIt boils.\n\n### Next Steps\n\nMore."},
        {"number": 2, "title": "Tea", "url": "https://git.example/k/b/issues/2", "body": "### Problem\n\n# x"}
    ]"####;
    let add = || sandbox.run_with_input(&["topic", "add", "2026-05", "--from-issues", "-"], issues);
    add().code(0).stdout("").stderr(str![[r#"
warning: issue #2: `problem` is left out: a heading that reads as another topic
Added `Tea` to 2026-05, and filled in `Warm starts`.
Wrote 2026-05.md.

"#]]);
    let filled = WARM
        .replace("bo]\n", "bo]\ntracking: \"[k/b#1](https://git.example/k/b/issues/1)\"\n")
        .replace("achieved? -->\n", "achieved? -->\n\nIt boils.\n\n## Next Steps\n\n<!-- What comes next? What is left to do, and who takes it on. -->\n\nMore.\n");
    assert_eq!(sandbox.read("2026-05/topics/10-warm-starts.md"), filled);
    let all =
        || [sandbox.tree(), sandbox.read("2026-05/topics/10-warm-starts.md"), sandbox.read("2026-05/topics/30-tea.md")];
    let once = all();
    add().code(0).stderr(str![[r#"
warning: issue #2: `problem` is left out: a heading that reads as another topic
Nothing is new in 2 issues.

"#]]);
    assert_eq!(all(), once);
}

#[test]
fn crlf_and_topics_of_the_event_file_stay() {
    let sandbox = folder();
    sandbox.file("2026-05/event.yaml", format!("{EVENT}topics:\n  - title: Welcome   # first\n"));
    sandbox.file("2026-05/topics/10-warm-starts.md", WARM.replace('\n', "\r\n"));
    topic(&sandbox, &["edit", "2026-05", "warm", "--set", "achievements=It boils."]).code(0);
    let changed = WARM.replace("achieved? -->\n", "achieved? -->\n\nIt boils.\n").replace('\n', "\r\n");
    assert_eq!(sandbox.read("2026-05/topics/10-warm-starts.md"), changed);
    topic(&sandbox, &["edit", "2026-05", "welcome", "--set", "emoji=👋"]).code(0);
    let event = format!("{EVENT}topics:\n  - emoji: 👋\n    title: Welcome   # first\n");
    assert_eq!(sandbox.read("2026-05/event.yaml"), event);
}
