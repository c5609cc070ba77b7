//! A page that is its own source, edited in place.

use std::path::Path;

use serde_json::Value;
use snapbox::{IntoData as _, assert_data_eq, str};

use crate::command::Desk;
use crate::event::end_uncommitted;
use crate::session::{End, Session};

const PAGE: &str = "\
---
title: May 2024
weight: -202405
outline: 2
---

# Kettle Days 05/2024 Wrap Up

- 🗓️ **Date:** 06.05.2024 – 10.05.2024
- 📍 **Location:** The Old Mill
- 👤 **Organizer:** Kettle Works

## 🔥 Warm starts

**Problem Statement**:
Cold boilers.

**Achievements:**
- Warm ones.

## Seeds

_TODO_
";

/// A desk with that page, committed.
fn desk(page: &str) -> Desk {
    let desk = Desk::new().file("2024-05.md", page);
    desk.git(&["add", "2024-05.md"]);
    desk.git(&["commit", "--quiet", "--message=page"]);
    desk
}

/// Answers on the overview, each with what is shown before it.
#[track_caller]
fn answer(session: &mut Session, steps: &[(&str, &str)]) {
    for (shown, typed) in steps {
        session.wait_for(shown);
        if !shown.starts_with("editing ") {
            session.wait_for("goes back");
        }
        session.send(typed);
    }
}

/// Keys that go down that often, and enter.
fn down(count: usize) -> String {
    format!("{}\r", "\x1b[B".repeat(count))
}

/// The same upwards.
fn up(count: usize) -> String {
    format!("{}\r", "\x1b[A".repeat(count))
}

/// The marks on the overview: the first topic comes after what is written, the fields and what follows from them.
const FIRST_TOPIC: usize = 12;

#[test]
fn answers_of_a_page_change_in_place() {
    let desk = desk(PAGE);
    let mut session = Session::start(desk.command(&["edit", "2024-05.md"]).env("NO_COLOR", "1"), 80, 24);
    answer(
        &mut session,
        &[
            ("The event so far", &down(4)),
            ("When does it end?", "2024-05-11\r"),
            ("The event so far", &down(FIRST_TOPIC - 4)),
            ("🔥 Warm starts", &down(10)),
            ("editing problem.md", "Cold kettles.\r"),
            ("🔥 Warm starts", &down(7)),
            ("How far did it come?", "\x1b[B\r"),
            ("🔥 Warm starts", "\x1b"),
            ("The event so far", &up(FIRST_TOPIC)),
        ],
    );
    assert_eq!(end_uncommitted(&mut session), End::Code(0), "{}", session.output());
    session.assert_as_before();
    assert_eq!(desk.draft("edit-2024-05"), None);
    let said = session.output();
    let (_, said) = said.rsplit_once("The event so far: ").unwrap();
    let (said, _) = said.split_once("\x1b[").unwrap();
    assert_data_eq!(
        said.replace('\r', ""),
        str![[r#"
✓ Write it
--- a/2024-05.md
+++ b/2024-05.md
@@ -6,14 +6,16 @@
 
 # Kettle Days 05/2024 Wrap Up
 
-- 🗓️ **Date:** 06.05.2024 – 10.05.2024
+- 🗓️ **Date:** 06.05.2024 – 11.05.2024
 - 📍 **Location:** The Old Mill
 - 👤 **Organizer:** Kettle Works
 
 ## 🔥 Warm starts
 
+<!-- afterword: state=partial -->
+
 **Problem Statement**:
-Cold boilers.
+Cold kettles.
 
 **Achievements:**
 - Warm ones.
Wrote 2024-05.md.
To be committed to `main`:
  M  2024-05.md
     docs: Update wrap-up of Kettle Days 05/2024

"#]]
        .raw()
    );
    assert_eq!(desk.git(&["status", "--short"]), " M 2024-05.md\n");
}

#[test]
fn what_was_changed_on_a_page_is_committed_where_that_is_wanted() {
    let desk = desk(PAGE);
    let mut session = desk.start(&["edit", "2024-05"]);
    let again = down(FIRST_TOPIC + 1);
    answer(
        &mut session,
        &[
            ("The event so far", &again),
            ("Seeds", "\x1b[B\r"),
            ("What is the topic called?", "More seeds\r"),
            ("More seeds", "\x1b"),
            ("The event so far", &up(FIRST_TOPIC + 1)),
            ("Commit this?", "\r"),
        ],
    );
    assert_eq!(session.end(), End::Code(0), "{}", session.output());
    assert_eq!(desk.read("2024-05.md"), PAGE.replace("## Seeds", "## More seeds"));
    assert_eq!(
        desk.git(&["show", "--format=%s", "--name-status"]),
        "docs: Update wrap-up of Kettle Days 05/2024\n\nM\t2024-05.md\n"
    );
    assert_eq!(desk.git(&["status", "--short"]), "");
}

#[test]
fn an_answer_that_the_page_cannot_show_is_refused_and_kept() {
    let page = PAGE.replace("06.05.2024 –", "06.05.2024 till");
    let desk = desk(&page);
    let mut session = Session::start(desk.command(&["edit", "2024-05.md"]).env("NO_COLOR", "1"), 80, 24);
    answer(
        &mut session,
        &[("The event so far", &down(4)), ("When does it end?", "2024-05-11\r"), ("The event so far", &up(4))],
    );
    assert_eq!(session.end(), End::Code(3), "{}", session.output());
    session.assert_as_before();
    let said = session.output().replace('\r', "");
    let (_, said) = said.rsplit_once("✓ Write it\n").unwrap();
    assert_data_eq!(
        said,
        str![[r#"
error: `2024-05.md` cannot show `end`: all before the first topic is kept as it stands
help: change it in an editor; what is irregular there: afterword import -n 2024-05.md
The page was not changed.
Your answers are kept. To go on: afterword edit 2024-05.md

"#]]
    );
    assert_eq!(desk.read("2024-05.md"), page);
    assert!(desk.draft("edit-2024-05").unwrap().contains("end: 2024-05-11\n"));
}

#[test]
fn a_page_that_somebody_changes_meanwhile_is_left_alone() {
    let desk = desk(PAGE);
    let mut session = desk.start(&["edit", "2024-05.md"]);
    session.wait_for("The event so far");
    session.wait_for("goes back");
    let theirs = PAGE.replace("_TODO_", "Sown.");
    std::fs::write(desk.path("2024-05.md"), &theirs).unwrap();
    session.send(&down(4));
    answer(&mut session, &[("When does it end?", "2024-05-11\r"), ("The event so far", &up(4))]);
    session.wait_for("`2024-05.md` was changed while you answered");
    assert_eq!(session.end(), End::Code(3), "{}", session.output());
    assert_eq!(desk.read("2024-05.md"), theirs);
}

#[test]
fn an_interrupted_edit_of_a_page_goes_on() {
    let desk = desk(PAGE);
    let mut session = desk.start(&["edit", "2024-05.md"]);
    answer(&mut session, &[("The event so far", &down(4)), ("When does it end?", "2024-05-11\r")]);
    session.wait_for("The event so far");
    session.wait_for("goes back");
    session.send("\x03");
    session.wait_for("The page was not changed.\r\nYour answers are kept. To go on: afterword edit 2024-05.md\r\n");
    assert_eq!(session.end(), End::Code(130));
    assert_eq!(desk.read("2024-05.md"), PAGE);

    let mut session = desk.start(&["edit", "2024-05.md"]);
    let steps = [("There is an edit of this event that was interrupted.", "\r"), ("The event so far", "\r")];
    answer(&mut session, &steps);
    assert_eq!(end_uncommitted(&mut session), End::Code(0), "{}", session.output());
    assert_eq!(desk.read("2024-05.md"), PAGE.replace("10.05.2024", "11.05.2024"));
}

/// An answer of the first and of the last topic of every page of the corpus: `git diff` shows it and nothing else.
#[test]
fn an_edit_of_one_answer_is_all_that_git_shows_on_every_page_of_the_corpus() {
    let Some(corpus) = std::env::var_os("AFTERWORD_CORPUS") else {
        eprintln!("skipped: AFTERWORD_CORPUS names no corpus");
        return;
    };
    let mut edited = 0;
    for entry in std::fs::read_dir(Path::new(&corpus).join("wrap-ups")).unwrap() {
        let path = entry.unwrap().path();
        let page = std::fs::read_to_string(&path).unwrap();
        for is_last in [false, true] {
            edit_one_answer(&page, is_last);
            edited += 1;
        }
    }
    assert!(edited >= 12, "only {edited} edits in the corpus");
}

/// The parts of a topic with an editor, with their places in its menu.
const PARTS: &[(usize, &str)] =
    &[(10, "problem"), (11, "motivation"), (12, "achievements"), (13, "next_steps"), (8, "intro")];

/// Adds a line to what one topic says, or lets it say the first.
fn edit_one_answer(page: &str, is_last: bool) {
    let desk = desk(page);
    let context: Value = serde_json::from_slice(&desk.run(&["context", "2024-05.md"]).stdout).unwrap();
    let topics = context["topics"].as_array().unwrap();
    let at = if is_last { topics.len() - 1 } else { 0 };
    let said = PARTS.iter().find_map(|(place, key)| {
        let sections = topics[at]["sections"].as_array().unwrap();
        let section = sections.iter().find(|section| section["key"] == *key).map(|section| &section["text"]);
        Some((*place, *key, section.unwrap_or(&topics[at][*key]).as_str()?))
    });
    let (place, key, new) = match said {
        Some((place, key, text)) => (place, key, format!("{text}\n\nOne line more.\n")),
        None => (10, "problem", "One line more.\n".to_owned()),
    };
    let desk = desk.text(&format!("{key}.md"), &new);
    let mut session = desk.start(&["edit", "2024-05.md"]);
    answer(&mut session, &[("The event so far", &down(FIRST_TOPIC + at))]);
    session.wait_for("emoji   ");
    session.send(&down(place));
    answer(&mut session, &[(&format!("editing {key}.md"), "\r")]);
    session.wait_for("emoji   ");
    session.send("\x1b");
    answer(&mut session, &[("The event so far", &up(FIRST_TOPIC + at))]);
    session.wait_for("Wrote 2024-05.md.");
    assert_eq!(end_uncommitted(&mut session), End::Code(0), "{}", session.output());

    let diff = desk.git(&["diff", "--unified=0"]);
    let mut changes: Vec<&str> = diff.lines().skip(4).filter(|line| !line.starts_with("@@ ")).collect();
    // Which of two blank lines is the new one is git's choice.
    changes.sort_unstable();
    match said {
        Some(_) => assert_eq!(changes, ["+", "+One line more."], "{diff}"),
        None => assert_eq!(changes, ["+", "+### Problem Statement", "+", "+One line more."], "{diff}"),
    }
}
