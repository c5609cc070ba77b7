//! What is pasted, and what was typed before anybody asked.

use crate::asking::Asking;

/// A megabyte of lines, some of them empty.
fn megabyte() -> Vec<String> {
    let line = |number: usize| match number % 10 {
        7 => String::new(),
        _ => format!(
            "{number}: sow, water, wait, harvest; жълто цвете 🌻, and so on until the line is about as long as a line is"
        ),
    };
    let mut lines: Vec<String> = (0..11_000).map(line).collect();
    lines.push("the very end".to_owned());
    assert!(lines.join("\n").len() > 1_000_000);
    lines
}

#[test]
fn what_is_pasted_into_a_line_is_one_answer() {
    for pasted in ["one\rtwo \r\r  three\r", "one\r\ntwo\r\nthree\r\n", "\x1b[200~one\r two\nthree\r\x1b[201~\r"] {
        for term in ["xterm", "dumb"] {
            if term == "dumb" && pasted.contains('\x1b') {
                continue;
            }
            let mut asked = Asking::new("line line").env("TERM", term).start();
            asked.answer("> ", pasted).answer("goes back", "").answer("> ", "x\r");
            assert_eq!(asked.replies(), "Given(\"one two three\")\nGiven(\"x\")\n", "{pasted:?} on {term}");
        }
    }
}

#[test]
fn what_is_pasted_into_a_list_goes_nowhere() {
    for kind in ["choice", "search", "choices"] {
        let mut asked = Asking::new(&format!("{kind} line")).start();
        asked.answer("goes back", "\rgarbage\rgarbage\r");
        asked.answer("Series", "").answer("goes back", "x\r");
        assert!(asked.replies().ends_with("\nGiven(\"x\")\n"));
    }
}

#[test]
fn what_was_typed_before_the_question_answers_it() {
    for kinds in ["line", "optional", "lines"] {
        let mut asked = Asking::new(kinds).start();
        asked.session.send("early\r");
        if kinds == "lines" {
            asked.answer("  early", "\r");
        }
        assert!(asked.replies().contains("\"early\""));
    }
}

#[test]
fn a_megabyte_pasted_into_lines_is_all_there() {
    let lines = megabyte();
    let expected: Vec<&String> = lines.iter().filter(|line| !line.is_empty()).collect();
    for (before, after) in [("", "\r"), ("\x1b[200~", "\x1b[201~\r")] {
        let mut asked = Asking::new("lines").start();
        asked.answer("goes back", &format!("{before}{}{after}", lines.join("\r")));
        asked.answer("  the very end", "\r");
        assert_eq!(asked.replies(), format!("Given({expected:?})\n"));
    }
}

#[test]
fn a_megabyte_pasted_into_a_text_keeps_its_paragraphs() {
    let lines = megabyte();
    for (before, after) in [("", "\r"), ("\x1b[200~", "\x1b[201~\r")] {
        let mut asked = Asking::new("text").start();
        asked.answer("goes back", &format!("{before}{}{after}", lines.join("\r")));
        asked.answer("  the very end", "\r");
        assert_eq!(asked.replies(), format!("Given({:?})\n", lines.join("\n")));
    }
}

#[test]
fn a_megabyte_pasted_into_a_line_is_joined() {
    let lines = megabyte();
    let expected: Vec<&str> = lines.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
    let mut asked = Asking::new("line").start();
    asked.answer("goes back", &format!("\x1b[200~{}\x1b[201~", lines.join("\n")));
    asked.answer("the very end", "\r");
    assert_eq!(asked.replies(), format!("Given({:?})\n", expected.join(" ")));
}

#[test]
fn a_megabyte_pasted_where_the_terminal_makes_the_lines_is_all_there() {
    let lines = megabyte();
    let mut asked = Asking::new("text").env("TERM", "dumb").start();
    asked.answer("> ", &format!("{}\r", lines.join("\r")));
    asked.answer("the very end", "\r");
    assert_eq!(asked.replies(), format!("Given({:?})\n", lines.join("\n")));
}

#[test]
fn bytes_that_are_no_text_harm_nothing() {
    let mut asked = Asking::new("line search").start();
    asked.session.wait_for("goes back");
    asked.session.send_bytes(b"a\xff\xc3\x1b[999;999;999R\x1b]0;t\x07\x9b2J\x00\x1c\xf0\x9f");
    asked.session.send("b\r");
    asked.session.wait_for("goes back");
    asked.session.send_bytes(b"\xff\x80\x1b[200~\xe2\x82\x00\x1b[99~");
    asked.session.send("\x7f\x1b");
    asked.session.end();
    asked.session.assert_as_before();
    assert!(asked.replies_so_far().starts_with("Given(\"a\u{fffd}"));
}
