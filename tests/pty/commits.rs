//! What a person at a terminal is asked before a commit, and before one is taken back.

use snapbox::assert_data_eq;
use snapbox::str;

use crate::command::Desk;
use crate::session::End;
use crate::session::Session;

const EVENT: &str = "series: Kettle Days\nstart: 2024-05-06\nend: 2024-05-10\nlocation: {name: The Old Mill}\n\
    organizers: [{name: Kettle Works}]\ntopics:\n  - title: Seeds\n";

const UP: &str = "\x1b[A\r";
const DOWN: &str = "\x1b[B\r";

/// A repository with an event that is committed, and changed since.
fn changed() -> Desk {
    let desk = Desk::new().file("2024-05.yaml", EVENT);
    assert!(desk.run(&["commit", "2024-05.yaml"]).status.success());
    desk.file("2024-05.yaml", &EVENT.replace("Seeds", "Cups"))
}

/// Runs the program and answers; returns how it ended and all that it said.
fn said(desk: &Desk, arguments: &[&str], answers: &[(&str, &str)]) -> (End, String) {
    let mut session = Session::start(desk.command(arguments).env("NO_COLOR", "1"), 80, 24);
    for (shown, typed) in answers {
        session.wait_for(shown);
        session.wait_for("goes back");
        session.send(typed);
    }
    let end = session.end();
    session.assert_as_before();
    (end, session.output().replace('\r', ""))
}

const LOG: [&str; 3] = ["log", "--format=%s", "--all"];

#[test]
fn a_commit_is_shown_and_made_where_it_is_wanted() {
    let desk = changed();
    let (end, said) = said(&desk, &["commit", "2024-05.yaml"], &[("Commit this?", "\r")]);
    assert_eq!(end, End::Code(0), "{said}");
    let (shown, _) = said.split_once("\x1b").unwrap();
    assert_data_eq!(
        shown,
        str![[r#"
To be committed to `main`:
  M  2024-05.yaml
  M  2024-05.md
     docs: Prepare page of Kettle Days 05/2024

"#]]
    );
    let (_, told) = said.rsplit_once("Commit 2 files to main\n").unwrap();
    let id = desk.git(&["rev-parse", "--short=10", "HEAD"]);
    let told = told.replace(id.trim(), "ID");
    assert_data_eq!(
        told,
        str![[r#"
Committed 2 files to `main`: ID docs: Prepare page of Kettle Days 05/2024
  2024-05.yaml
  2024-05.md

"#]]
    );
    assert_eq!(desk.git(&LOG).lines().count(), 2);
}

#[test]
fn nothing_is_committed_by_who_does_not_want_it() {
    let desk = changed();
    let (end, said) = said(&desk, &["commit", "2024-05.yaml"], &[("Commit this?", UP)]);
    assert_eq!(end, End::Code(0), "{said}");
    assert!(said.ends_with("Nothing was committed.\n"), "{said}");
    assert_eq!(desk.git(&LOG).lines().count(), 1);
}

#[test]
fn what_changes_is_shown_and_asked_for_again() {
    let desk = changed();
    let answers = [("Commit this?", "\x1b[B\x1b[B\r"), ("Commit this?", UP)];
    let (end, said) = said(&desk, &["commit", "2024-05.yaml"], &answers);
    assert_eq!(end, End::Code(0), "{said}");
    assert!(said.contains("-  - title: Seeds\n+  - title: Cups\n"), "{said}");
    assert!(said.contains("-## Seeds\n+## Cups\n"), "{said}");
    assert!(said.ends_with("Nothing was committed.\n"), "{said}");
}

#[test]
fn the_message_is_edited_by_who_wants_it() {
    let desk = changed().text("COMMIT_EDITMSG", "docs: Count cups\n");
    let mut session = Session::start(desk.command(&["commit", "2024-05.yaml"]).env("NO_COLOR", "1"), 80, 24);
    session.wait_for("Commit this?");
    session.wait_for("goes back");
    session.send(DOWN);
    session.wait_for("editing COMMIT_EDITMSG");
    session.send("\r");
    assert_eq!(session.end(), End::Code(0), "{}", session.output());
    assert_eq!(desk.git(&LOG), "docs: Count cups\ndocs: Prepare page of Kettle Days 05/2024\n");
}

#[test]
fn on_the_branch_that_a_remote_shows_first_another_one_is_offered() {
    let desk = changed();
    desk.git(&["remote", "add", "origin", "/nowhere"]);
    desk.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    desk.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main"]);
    let (end, said) = said(&desk, &["commit", "2024-05.yaml"], &[("Commit this?", "\r")]);
    assert_eq!(end, End::Code(0), "{said}");
    assert_eq!(desk.git(&["branch", "--show-current"]), "wrap-up-2024-05\n");
    assert_eq!(desk.git(&["rev-list", "--count", "main"]), "1\n");
}

#[test]
fn a_branch_that_is_given_is_the_one_that_is_asked_for() {
    let desk = changed();
    let (end, said) = said(&desk, &["commit", "-b", "notes", "2024-05.yaml"], &[("Commit this?", "\r")]);
    assert_eq!(end, End::Code(0), "{said}");
    assert!(said.contains("> Commit 2 files to notes\n"), "{said}");
    assert_eq!(desk.git(&["branch", "--show-current"]), "notes\n");
}

#[test]
fn nobody_is_asked_who_has_said_it_or_only_looks() {
    for (arguments, commits) in [
        (&["commit", "--yes", "2024-05.yaml"][..], 2),
        (&["commit", "-n", "2024-05.yaml"], 1),
        (&["commit", "--diff", "2024-05.yaml"], 1),
    ] {
        let desk = changed();
        let (end, said) = said(&desk, arguments, &[]);
        assert_eq!(end, End::Code(0), "{said}");
        assert!(!said.contains("Commit this?"), "{said}");
        assert_eq!(desk.git(&LOG).lines().count(), commits, "{arguments:?}");
    }
    let desk = Desk::new().file("2024-05.yaml", EVENT);
    assert!(desk.run(&["commit", "2024-05.yaml"]).status.success());
    let (end, said) = said(&desk, &["commit", "2024-05.yaml"], &[]);
    assert_eq!((end, said.as_str()), (End::Code(0), "There is nothing to commit: HEAD holds it all.\n"));
}

#[test]
fn what_is_committed_is_what_was_shown() {
    // Another text, another file, one file less.
    let more = EVENT.replace("topics:", "pictures: [{file: ./images/team.png, alt: The team}]\ntopics:");
    for (shown, then, file) in [
        (EVENT, EVENT.replace("Seeds", "Plates"), "2024-05.yaml"),
        (EVENT, more.clone(), "2024-05.yaml"),
        (more.as_str(), EVENT.replace("Seeds", "Cups"), "2024-05.yaml"),
    ] {
        let desk = changed().file("2024-05.yaml", &shown.replace("Seeds", "Cups"));
        std::fs::create_dir(desk.path("images")).unwrap();
        std::fs::write(desk.path("images/team.png"), include_bytes!("dot.png")).unwrap();
        let mut session = Session::start(desk.command(&["commit", "2024-05.yaml"]).env("NO_COLOR", "1"), 80, 24);
        session.wait_for("Commit this?");
        session.wait_for("goes back");
        std::fs::write(desk.path("2024-05.yaml"), then).unwrap();
        session.send("\r");
        assert_eq!(session.end(), End::Code(3), "{}", session.output());
        let said = session.output().replace('\r', "");
        assert!(said.ends_with(&format!("error: `{file}` was changed in this moment\nhelp: run it again\n")), "{said}");
        assert_eq!(desk.git(&LOG).lines().count(), 1);
    }
}

#[test]
fn a_commit_is_taken_back_by_who_wants_it() {
    for (answers, commits, last) in [
        (&[("Take back", "\r")][..], 0, "Took back"),
        (&[("Take back", DOWN)], 1, "Nothing was changed."),
        (&[("Take back", "\x1b")], 1, "Nothing was changed."),
    ] {
        let desk = Desk::new().file("2024-05.yaml", EVENT);
        assert!(desk.run(&["commit", "2024-05.yaml"]).status.success());
        let (end, said) = said(&desk, &["undo"], answers);
        assert_eq!(end, End::Code(0), "{said}");
        assert!(said.contains(last), "{said}");
        assert_eq!(desk.git(&LOG).lines().count(), commits, "{said}");
    }
    let desk = Desk::new().file("2024-05.yaml", EVENT);
    assert!(desk.run(&["commit", "2024-05.yaml"]).status.success());
    let (end, said) = said(&desk, &["undo", "--yes"], &[]);
    assert_eq!(end, End::Code(0), "{said}");
    assert_eq!(desk.git(&LOG), "");
}
