//! Every kind of question is answered and taken back.

use std::process::Stdio;

use crate::asking::{Asking, KINDS};

/// What comes back for what is typed into a question of that kind.
#[track_caller]
fn reply(kind: &str, typed: &str) -> String {
    Asking::new(kind).start().answer("goes back", typed).replies()
}

#[test]
fn every_kind_of_question_is_answered() {
    for (kind, typed, expected) in [
        ("line", "Hack The Garden\r", r#"Given("Hack The Garden")"#),
        ("line", "  spaced \t \r", r#"Given("spaced")"#),
        ("line", "ab\x1b[Dc\x1b[1;5Dd\x1b[F\x7fe\r", r#"Given("dace")"#),
        ("line", "one two\x17three\x15four\r", r#"Given("four")"#),
        ("line", "a\x0cb\r", r#"Given("ab")"#),
        ("default", "\r", r#"Given("Garden")"#),
        ("default", "Sofia\r", r#"Given("Sofia")"#),
        ("default", "\x1b[CS\r", r#"Given("GardenS")"#),
        ("default", "\x7f\x15\r", r#"Given("Garden")"#),
        ("default", "x\x7f\r", r#"Given("Garden")"#),
        ("optional", "\r", r#"Given("")"#),
        ("optional", "x\r", r#"Given("x")"#),
        ("both", "\r", r#"Given("Garden")"#),
        ("both", "\x7f\r", r#"Given("")"#),
        ("both", "\tx\r", r#"Given("Gardenx")"#),
        ("path", "\r", r#"Given("")"#),
        ("choice", "\r", "Given(0)"),
        ("choice", "\x1b[B\x1b[B\r", "Given(2)"),
        ("long-choice", "\x1b[A\r", "Given(149)"),
        ("search", "onl\r", "Given(1)"),
        ("search", "гар\r", "Given(2)"),
        ("long-search", "\r", "Given(150)"),
        ("long-search", "\x1b[B\r", "Given(0)"),
        ("long-search", "number 299\r", "Given(298)"),
        ("choices", "\r", "Given([1])"),
        ("choices", " \x1b[B \r", "Given([0])"),
        ("choices", "\x1b[B \r", "Given([])"),
        ("text", "\r", r#"Given("")"#),
        ("old-text", "\r", r##"Given("# One\n\ntwo")"##),
    ] {
        assert_eq!(reply(kind, typed), format!("{expected}\n"), "{typed:?} typed into `{kind}`");
    }
}

#[test]
fn lines_end_with_an_empty_one() {
    let mut asked = Asking::new("lines text").start();
    asked.answer("goes back", "one\r").answer("one", "\\<\r").answer("  <", "\r");
    asked.answer("Topics", "").answer("goes back", "  two\r").answer("  two", "\r");
    assert_eq!(asked.replies(), "Given([\"one\", \"<\"])\nGiven(\"  two\")\n");
}

#[test]
fn every_kind_of_question_goes_back() {
    for kind in KINDS {
        let is_list = ["choice", "search", "choices"].contains(kind);
        if !is_list {
            assert_eq!(reply(kind, "<\r"), "Back\n", "`{kind}` at `<`");
        }
        assert_eq!(reply(kind, "\x1b"), "Back\n", "`{kind}` at Esc");
    }
    assert_eq!(reply("line", "\\<\r"), "Given(\"<\")\n");
}

#[test]
fn a_list_of_nothing_goes_back() {
    assert_eq!(Asking::new("nothing").start().replies(), "Back\nGiven([])\n");
}

#[test]
fn esc_takes_what_was_typed_before_it_goes_back() {
    let mut asked = Asking::new("line").start();
    asked.answer("goes back", "typed").answer("typed", "\x1b").answer("> \x1b7\x1b[K", "\x1b");
    assert_eq!(asked.replies(), "Back\n");
}

#[test]
fn ctrl_d_ends_a_line_and_harms_no_list() {
    for plain in [false, true] {
        let asking = Asking::new("line");
        let mut asked = if plain { asking.env("TERM", "dumb").start() } else { asking.start() };
        asked.answer("> ", "\x04");
        assert_eq!(asked.interrupted(), "");
    }
    for kind in ["choice", "search", "choices"] {
        let mut asked = Asking::new(kind).start();
        asked.answer("goes back", "\x04\r");
        assert!(asked.replies().starts_with("Given("), "`{kind}`");
    }
}

#[test]
fn lines_are_taken_back_one_by_one() {
    let mut asked = Asking::new("lines").start();
    asked.answer("goes back", "one\r").answer("  one", "two\r").answer("  two", "<\r").answer("> two", "x\r");
    asked.answer("  twox", "<\r").answer("> twox", "\x15<\r").answer("> one", "\x15<\r");
    assert_eq!(asked.replies(), "Back\n");
}

#[test]
fn an_answer_that_does_not_pass_is_kept_to_be_mended() {
    let mut asked = Asking::new("date").start();
    asked.answer("goes back", "2025-06-0\r").answer("`2025-06-0` is no date, such as 2025-06-02", "2\r");
    asked.session.wait_for("Start: ");
    asked.session.wait_for("2025-06-02");
    asked.session.wait_for("  Monday 2 June 2025");
    assert_eq!(asked.replies(), "Given(\"2025-06-02\")\n");
}

#[test]
fn nothing_is_no_answer_where_one_is_needed() {
    let mut asked = Asking::new("line lines").start();
    asked.answer("goes back", "\r").answer("this needs an answer", "x\r");
    asked.answer("goes back", "\r").answer("this needs an answer", "y\r").answer("  y", "\r");
    assert_eq!(asked.replies(), "Given(\"x\")\nGiven([\"y\"])\n");
}

#[test]
fn tab_completes_a_path() {
    let asking = Asking::new("path").file("images/group.jpg", "").file("images/garden.jpg", "");
    let mut asked = asking.start();
    asked.answer("goes back", "im\t").answer("> images/", "\t").answer("> images/g", "\t");
    asked.answer("garden.jpg  group.jpg", "r\t").answer("> images/group.jpg", "\r");
    assert_eq!(asked.replies(), "Given(\"images/group.jpg\")\n");
}

#[test]
fn what_is_shown_drives_no_terminal() {
    let mut asked = Asking::new("choice search choices say").start();
    asked.answer("a^[[2Jb", "\r").answer("a^[[2Jb", "\r").answer("a^[[2Jb", "\r");
    asked.session.wait_for("said^[[2J");
    asked.replies();
    assert!(!asked.session.output().contains("\x1b[2J"));
}

#[test]
fn colour_is_kept_away_and_forced() {
    let is_coloured = |asking: Asking| {
        let mut asked = asking.start();
        asked.answer("goes back", "\r").answer("to search", "o\r").answer("Space marks", "\r").answer("Series", "x\r");
        asked.replies();
        let output = asked.session.output();
        output.contains("\x1b[1m") || output.contains("\x1b[2m")
    };
    assert!(is_coloured(Asking::new("choice search choices line")));
    assert!(!is_coloured(Asking::new("choice search choices line").env("NO_COLOR", "1")));
    assert!(is_coloured(Asking::new("choice search choices line").env("NO_COLOR", "1").env("ASKER_COLOR", "1")));
}

#[test]
fn small_terminals_and_those_without_a_size_are_asked_on() {
    for size in [(0, 0), (1, 1), (2, 2), (5, 3), (0, 24), (80, 0), (500, 200)] {
        for (kind, typed, expected) in [
            ("line", "x\r", "Given(\"x\")\n"),
            ("default", "\r", "Given(\"Garden\")\n"),
            ("long-choice", "\x1b[B\r", "Given(151)\n"),
            ("long-search", "number 7\r", "Given(6)\n"),
            ("choices", " \r", "Given([0, 1])\n"),
            ("text", "\x1b[200~x\r\x1b[201~\r", "Given(\"x\")\n"),
        ] {
            let mut asked = Asking::new(kind).size(size.0, size.1).start();
            asked.session.send(typed);
            assert_eq!(asked.replies(), expected, "{kind} at {size:?}");
        }
    }
}

#[test]
fn no_terminal_is_told_at_once() {
    for kind in KINDS {
        let mut asking = Asking::new(kind);
        let output = asking.command().stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "not connected\n");
        assert_eq!(output.stderr, b"");
    }
}
