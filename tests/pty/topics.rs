//! `afterword topic` where somebody can be asked.

use crate::command::Desk;
use crate::event::end_uncommitted;
use crate::session::End;
use crate::session::Session;

const PAGE: &str = "\
---
title: May 2024
weight: -202405
---

# Kettle Days 05/2024 Wrap Up

- 🗓️ **Date:** 06.05.2024 – 10.05.2024
- 📍 **Location:** The Old Mill
- 👤 **Organizer:** Kettle Works

## 🔥 Warm starts

**Problem Statement:**
Cold boilers.

## Seeds
";

fn start(desk: &Desk, arguments: &[&str]) -> Session {
    Session::start(desk.command(arguments).env("NO_COLOR", "1"), 80, 24)
}

#[test]
fn a_topic_is_removed_only_by_who_says_yes() {
    let desk = Desk::new().file("2024-05.md", PAGE);
    for (typed, is_gone) in [("\r", false), ("\x1b", false), ("\x1b[B\r", true)] {
        let mut session = start(&desk, &["topic", "remove", "2024-05.md", "seeds"]);
        session.wait_for("Remove `Seeds` and all that was said of it?");
        session.wait_for("goes back");
        session.send(typed);
        assert_eq!(session.end(), End::Code(0), "{}", session.output());
        session.assert_as_before();
        assert_eq!(desk.read("2024-05.md") == PAGE, !is_gone, "{}", session.output());
    }
    assert_eq!(desk.read("2024-05.md"), PAGE.replace("\n## Seeds\n", ""));
    let mut session = start(&desk, &["topic", "remove", "2024-05.md", "warm", "--yes"]);
    assert_eq!(session.end(), End::Code(0), "{}", session.output());
}

#[test]
fn ctrl_c_removes_nothing() {
    let desk = Desk::new().file("2024-05.md", PAGE);
    let mut session = start(&desk, &["topic", "remove", "2024-05.md", "seeds"]);
    session.wait_for("goes back");
    session.send("\x03");
    assert_eq!(session.end(), End::Code(130), "{}", session.output());
    session.assert_as_before();
    assert_eq!(desk.read("2024-05.md"), PAGE);
}

#[test]
fn a_topic_is_asked_for_where_nothing_is_set() {
    let desk = Desk::new().file("2024-05.md", PAGE);
    desk.git(&["add", "2024-05.md"]);
    desk.git(&["commit", "--quiet", "--message=page"]);
    let mut session = start(&desk, &["topic", "edit", "2024-05.md", "warm"]);
    // The sections come after the fields.
    let problem = format!("{}\r", "\x1b[B".repeat(10));
    for (shown, typed) in [
        ("🔥 Warm starts", problem.as_str()),
        ("editing problem.md", "Cold kettles.\r"),
        ("🔥 Warm starts", "\x1b"),
        ("The event so far", "\r"),
    ] {
        session.wait_for(shown);
        if !shown.starts_with("editing ") {
            session.wait_for("goes back");
        }
        session.send(typed);
    }
    assert_eq!(end_uncommitted(&mut session), End::Code(0), "{}", session.output());
    session.assert_as_before();
    assert_eq!(desk.read("2024-05.md"), PAGE.replace("Cold boilers.", "Cold kettles."));
}
