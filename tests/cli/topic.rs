//! `afterword topic`: topics added, changed, listed, put into another order and removed.

use snapbox::str;

use crate::sandbox::Sandbox;

mod corpus;
mod folder;
mod form;
mod generated;
mod issues;

/// An event file with a layout of its own.
const EVENT: &str = "\
series: Kettle Days
start: 2026-05-04
location: {name: The Old Mill}   # by the river
organizers:
  - name: Kettle Works

topics:
  # The first one.
  - emoji: 🔥
    title: Warm starts
    owners: [ada, bo]   # both
    problem: It was cold.

  - title: One log for all kettles
    state: partial
";

const PAGE: &str = "\
---
title: May 2026
weight: -202605
---

# Kettle Days 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026
- 📍 **Location:** The Old Mill
- 👤 **Organizer:** Kettle Works

## 🔥 Warm starts

<!-- afterword: owners=@ada,@bo -->

**Problem Statement:**
It was cold.

## One log for all kettles
";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", EVENT).file("page.md", PAGE);
    sandbox
}

fn topic(sandbox: &Sandbox, arguments: &[&str]) -> crate::sandbox::Run {
    sandbox.run(&[&["topic"], arguments].concat())
}

#[test]
fn topics_are_listed_with_what_is_known_of_them() {
    let sandbox = sandbox();
    topic(&sandbox, &["list", "2026-05"])
        .code(0)
        .stdout(str![[r#"
1  🔥  Warm starts              @ada @bo  open
2      One log for all kettles            partial

"#]])
        .stderr(str![""]);
    topic(&sandbox, &["list", "page.md", "--format", "json"])
        .code(0)
        .stdout(str![[r#"
{"schema_version":1,"event":"page.md","number":1,"emoji":"🔥","title":"Warm starts","owners":["ada","bo"],"tracking":null,"state":"open"}
{"schema_version":1,"event":"page.md","number":2,"emoji":null,"title":"One log for all kettles","owners":[],"tracking":null,"state":"open"}

"#]])
        .stderr(str![""]);
    sandbox.file("none.yaml", EVENT.split("topics:").next().unwrap());
    topic(&sandbox, &["list", "none.yaml"]).code(0).stdout(str![""]).stderr(str![[r#"
none.yaml has no topics.

"#]]);
}

#[test]
fn a_page_that_cannot_be_drawn_does_not_hide_that_the_event_file_has_changed() {
    let sandbox = sandbox();
    sandbox.file("2026-05.md/kept", "");
    topic(&sandbox, &["add", "2026-05.yaml", "Tea on request"]).code(4).stderr(str![[r#"
Added `Tea on request` to 2026-05.yaml.
error: the page of `2026-05.yaml` was not drawn anew
  caused by: cannot write `2026-05.md`: `2026-05.md` is a directory
help: to draw it: afterword render 2026-05.yaml

"#]]);
    assert!(sandbox.read("2026-05.yaml").ends_with("  - title: Tea on request\n"));
}

#[test]
fn a_topic_is_added_to_an_event_file_and_its_page_is_drawn() {
    let sandbox = sandbox();
    let line = "🍵 Tea on request @cy #12";
    topic(&sandbox, &["add", "2026-05", line, "warm STARTS", "--before", "one"]).code(0).stdout("").stderr(str![[r#"
`warm STARTS` is there already.
Added `Tea on request` to 2026-05.yaml.
Wrote 2026-05.md.

"#]]);
    let added = "  - emoji: 🍵
    title: Tea on request
    owners:
      - cy
    tracking: \"#12\"

  - title: One log";
    assert_eq!(sandbox.read("2026-05.yaml"), EVENT.replace("  - title: One log", added));
    let page = sandbox.read("2026-05.md");
    assert!(page.contains("## 🍵 Tea on request\n\n> **Tracking:** #12\n\n## One log for all kettles\n"), "{page}");
    topic(&sandbox, &["add", "2026-05", line]).code(0).stdout("").stderr(str![[r#"
`Tea on request` is there already.
Nothing was added.

"#]]);
}

#[test]
fn a_topic_is_added_to_a_page_in_place() {
    let sandbox = sandbox();
    sandbox.file("problem.md", "No tea.\n\n* Ever.\n");
    let arguments = [
        "add",
        "page.md",
        "Tea on request",
        "--emoji",
        "🍵",
        "--owner",
        "@cy",
        "--set",
        "problem=@problem.md",
        "--at",
        "1",
    ];
    topic(&sandbox, &arguments).code(0).stdout("").stderr(str![[r#"
Added `Tea on request` to page.md.

"#]]);
    let added = "\
## 🍵 Tea on request

<!-- afterword: owners=@cy -->

**Problem Statement:**
No tea.

* Ever.

## 🔥 Warm";
    assert_eq!(sandbox.read("page.md"), PAGE.replace("## 🔥 Warm", added));
}

#[test]
fn an_event_folder_is_changed_in_its_file_and_drawn_beside_itself() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05/event.yaml", EVENT);
    topic(&sandbox, &["add", "2026-05", "Tea"]).code(0).stdout("").stderr(str![[r#"
Added `Tea` to 2026-05/event.yaml.
Wrote 2026-05.md.

"#]]);
    assert_eq!(sandbox.tree(), "2026-05.md\n2026-05/event.yaml");
    assert_eq!(sandbox.read("2026-05/event.yaml"), format!("{EVENT}\n  - title: Tea\n"));
}

#[test]
fn a_list_of_titles_is_added_in_its_order_and_once() {
    let sandbox = sandbox();
    let list = "# Topics\n\n- [ ] 🍵 Tea @cy\n- Warm starts\n* Soup\r\n* soup\n";
    let run = sandbox.run_with_input(&["topic", "add", "page.md", "--titles", "-", "--after", "1"], list);
    run.code(0).stderr(str![[r#"
`Warm starts` is there already.
`soup` is there already.
Added `Topics`, `Tea` and `Soup` to page.md.

"#]]);
    topic(&sandbox, &["list", "page.md"]).code(0).stdout(str![[r#"
1  🔥  Warm starts              @ada @bo  open
2      Topics                             open
3  🍵  Tea                      @cy       open
4      Soup                               open
5      One log for all kettles            open

"#]]);
}

#[test]
fn a_topic_is_changed_where_its_fields_stand_and_nowhere_else() {
    let sandbox = sandbox();
    sandbox.file("done.md", "* It boils.\n* It stays warm.\n");
    let arguments =
        ["edit", "2026-05", "warm", "--set", "achievements=@done.md", "--set", "owners=[ada, cy]", "--set", "emoji="];
    topic(&sandbox, &arguments).code(0).stdout("").stderr(str![[r#"
Changed `Warm starts` in 2026-05.yaml.
Wrote 2026-05.md.

"#]]);
    let changed = EVENT
        .replace("  - emoji: 🔥\n    title", "  - title")
        .replace("    owners: [ada, bo]   # both\n", "    owners:\n      - ada\n      - cy\n")
        .replace(
            "    problem: It was cold.\n",
            "    problem: It was cold.\n    achievements: |\n      * It boils.\n      * It stays warm.\n",
        );
    assert_eq!(sandbox.read("2026-05.yaml"), changed);
    topic(&sandbox, &["edit", "page.md", "2", "--set", "title=One log", "--set", "state=partial", "--diff"])
        .code(0)
        .stdout(str![[r#"
--- a/page.md
+++ b/page.md
@@ -16,4 +16,6 @@
 **Problem Statement:**
 It was cold.
 
-## One log for all kettles
+## One log
+
+<!-- afterword: state=partial -->

"#]])
        .stderr("");
    assert_eq!(sandbox.read("page.md"), PAGE);
}

#[test]
fn a_text_that_looks_like_something_else_is_text() {
    let sandbox = sandbox();
    let values = ["--set", "title=[draft] 12", "--set", "problem=[1, 2]", "--set", "next_steps=007"];
    topic(&sandbox, &[&["edit", "2026-05", "2"], values.as_slice()].concat()).code(0);
    let changed = "  - title: \"[draft] 12\"\n    state: partial\n    problem: \"[1, 2]\"\n    next_steps: \"007\"\n";
    assert_eq!(
        sandbox.read("2026-05.yaml"),
        EVENT.replace("  - title: One log for all kettles\n    state: partial\n", changed)
    );
}

#[test]
fn mistakes_in_values_are_told_at_their_place_and_nothing_is_written() {
    let sandbox = sandbox();
    for event in ["2026-05.yaml", "page.md"] {
        let tree = sandbox.read(event);
        let set =
            |value: &str| topic(&sandbox, &["edit", event, "1", "--set", value]).code(2).stdout("").stderr.clone();
        let told: String = ["achievments=x", "state=odd", "problem=## x", "owners.x=1", "title="].map(set).concat();
        snapbox::assert_data_eq!(
            told,
            str![[r#"
error[unknown-field]: unknown field `achievments`
 --> --set:1:1
  |
1 | achievments=x
  | ^^^^^^^^^^^ not a field of a topic of the `hackathon` template
  |
  = help: did you mean `achievements`?

1 error in 1 file
error[unknown-state]: unknown state `odd`
 --> --set:1:16
  |
1 | topics.0.state=odd
  |                ^^^ not a state of topics
  |
  = help: a topic is open, planned, partial, done, dropped or moved

1 error in 1 file
error[structure]: a heading that reads as another topic
 --> --set:1:18
  |
1 | topics.0.problem=## x
  |                  ^^^^ here
  |
  = help: use `###` or more, or a fence around it

1 error in 1 file
error[unknown-field]: a list has no `x`
 --> --set:1:8
  |
1 | owners.x=1
  |        ^ leads nowhere
  |
  = help: end the path before it, or number the items of a list from 0

1 error in 1 file
error: no topic is without its title
help: `afterword topic remove` takes it out of the event

"#]]
        );
        assert_eq!(sandbox.read(event), tree);
    }
    let add = topic(&sandbox, &["add", "page.md", "Tea", "--set", "demo=soon"]);
    add.code(2).stderr(str![[r#"
error[invalid-duration]: `soon` is no time for a demo
 --> --set:1:15
  |
1 | topics.2.demo=soon
  |               ^^^^ neither a time nor `none`
  |
  = help: write `5m`, `1h30m` or `none`

1 error in 1 file

"#]]);
}

#[test]
fn topics_are_moved_one_by_one_or_by_a_list() {
    let sandbox = sandbox();
    topic(&sandbox, &["add", "page.md", "Tea", "Soup"]).code(0);
    let titles = || {
        let listed = topic(&sandbox, &["list", "page.md", "--format", "json"]);
        let title =
            |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["title"].as_str().unwrap().to_owned();
        listed.stdout.lines().map(title).collect::<Vec<_>>().join(", ")
    };
    topic(&sandbox, &["reorder", "page.md", "soup", "--to", "1"]).code(0).stderr(str![[r#"
Moved `Soup` in page.md.

"#]]);
    assert_eq!(titles(), "Soup, Warm starts, One log for all kettles, Tea");
    topic(&sandbox, &["reorder", "page.md", "soup", "--after", "one"]).code(0);
    assert_eq!(titles(), "Warm starts, One log for all kettles, Soup, Tea");
    topic(&sandbox, &["reorder", "page.md", "4", "--before", "one"]).code(0);
    assert_eq!(titles(), "Warm starts, Tea, One log for all kettles, Soup");
    topic(&sandbox, &["reorder", "page.md", "tea", "--to", "2"]).code(0).stderr(str![[r#"
The topics of page.md are in that order.

"#]]);
    let run = sandbox.run_with_input(&["topic", "reorder", "page.md", "--order", "-"], "- soup\n- 🔥 Warm starts\n");
    run.code(0).stderr(str![[r#"
note: the list does not name `Tea` and `One log for all kettles`: behind the others
Moved 4 topics in page.md.

"#]]);
    assert_eq!(titles(), "Soup, Warm starts, Tea, One log for all kettles");
}

#[test]
fn what_is_removed_can_be_brought_back() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05.yaml", EVENT);
    let run = topic(&sandbox, &["remove", "2026-05", "warm"]);
    run.code(0).stdout("").stderr(str![[r#"
note: the old event file is kept: git cat-file -p 3c0ab1101a0e6c59e99e3989f756bbeb10b575c1 > 2026-05.yaml
Removed `Warm starts` from 2026-05.yaml.
Wrote 2026-05.md.

"#]]);
    let gone = EVENT.find("  # The first").unwrap()..EVENT.find("  - title: One").unwrap();
    let mut left = EVENT.to_owned();
    left.replace_range(gone, "");
    assert_eq!(sandbox.read("2026-05.yaml"), left);
    let back = run.stderr.lines().find_map(|line| line.split_once("is kept: ")).unwrap().1;
    sandbox.shell(back);
    assert_eq!(sandbox.read("2026-05.yaml"), EVENT);
    topic(&sandbox, &["remove", "2026-05", "1", "2", "1", "-n"]).code(0).stderr(str![[r#"
Would remove `Warm starts` and `One log for all kettles` from 2026-05.yaml.

"#]]);
    topic(&sandbox, &["remove", "2026-05", "1", "2"]).code(0);
    assert_eq!(sandbox.read("2026-05.yaml"), EVENT.split("topics:").next().unwrap());
}

#[test]
fn what_is_no_topic_or_no_place_is_refused() {
    let sandbox = sandbox();
    topic(&sandbox, &["add", "page.md", "Warm soup"]).code(0);
    let tree = sandbox.read("page.md");
    let told: String = [
        ["remove", "page.md", "warm", "--yes"].as_slice(),
        &["remove", "page.md", "9"],
        &["reorder", "page.md", "Warm sop", "--to", "1"],
        &["reorder", "page.md", "1", "--to", "9"],
        &["reorder", "page.md", "1", "--before", "1"],
        &["add", "page.md", "x", "--at", "0"],
        &["add", "page.md"],
        &["add", "page.md", "x", "y", "--owner", "ada"],
        &["add", "page.md", " - "],
        &["edit", "page.md", "1"],
        &["edit", "-", "1", "--set", "title=x"],
    ]
    .map(|arguments| topic(&sandbox, arguments).code(2).stdout("").stderr.clone())
    .concat();
    snapbox::assert_data_eq!(
        told,
        str![[r#"
error: `warm` may be 2 topics
help: is it 1 `Warm starts` or 3 `Warm soup`?
error: there is no topic 9: the event has 3 topics
help: `afterword topic list EVENT` lists them
error: there is no topic `Warm sop`
help: did you mean `Warm soup`?
error: there is no place 9
help: the places are 1 to 3
error: `1` is the topic that is moved
help: name another one
error: there is no place 0
help: the places are 1 to 4
error: there is no topic to add
help: give a TITLE, or a list of them by `--titles FILE`
error: `--emoji`, `--owner` and `--set` are about one topic
help: give one TITLE with them
error: ` - ` says no title
help: give some words
error: there is nothing to change, and nobody can be asked
help: say it by `--set FIELD=VALUE`: afterword topic edit page.md 1 --set …
error: standard input cannot be edited
help: give an event file or a page

"#]]
    );
    let run = sandbox.run_with_input(&["topic", "reorder", "page.md", "--order", "-"], "1\nwarm starts\n");
    run.code(2).stderr(str![[r#"
error: the list names `Warm starts` twice
help: name each topic once

"#]]);
    sandbox.file("2026-05.md", PAGE);
    topic(&sandbox, &["add", "2026-05.md", "x"]).code(2).stderr(str![[r#"
error: `2026-05.md` is made from `2026-05.yaml`
help: to go by its source: afterword topic add 2026-05.yaml

"#]]);
    assert_eq!(sandbox.read("page.md"), tree);
}

#[test]
fn a_page_that_was_edited_by_hand_stays_and_the_event_file_is_changed() {
    let sandbox = sandbox();
    sandbox.run(&["render", "2026-05.yaml"]).code(0);
    sandbox.file("2026-05.md", sandbox.read("2026-05.md").replace("It was cold.", "It was too cold."));
    topic(&sandbox, &["add", "2026-05", "Tea"]).code(4).stdout("").stderr(str![[r#"
Added `Tea` to 2026-05.yaml.
error: `2026-05.md` was edited by hand: writing it would add 3 lines and remove 1 line
help: to see it: afterword render 2026-05.yaml --diff; to take it in: afterword sync 2026-05.yaml; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
    assert!(sandbox.read("2026-05.yaml").ends_with("  - title: Tea\n"));
}

#[test]
fn what_a_page_cannot_show_is_refused() {
    let sandbox = sandbox();
    topic(&sandbox, &["edit", "page.md", "1", "--set", "state=dropped"]).code(3).stdout("").stderr(str![[r#"
error: `page.md` cannot show `state` of `Warm starts`: a topic that is dropped or moved leaves the page, and the page is all there is of it
help: remove the topic, or keep the event in an event file: afterword import page.md

"#]]);
    assert_eq!(sandbox.read("page.md"), PAGE);
}
