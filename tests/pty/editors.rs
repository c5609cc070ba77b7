//! Texts in the person's editor.

use rustix::process::Signal;
use snapbox::{IntoData as _, assert_data_eq, str};

use crate::asking::Asking;

/// What comes back for what an editor does to the file.
#[track_caller]
fn reply(kind: &str, script: &str) -> String {
    let mut asked = Asking::new(kind).editor(script).start();
    let replies = asked.replies();
    assert_eq!(asked.forms(), []);
    replies
}

#[test]
fn the_text_above_the_line_is_the_answer() {
    assert_eq!(
        reply("text", "{ echo '# One'; echo; echo two; cat \"$1\"; } > new; mv new \"$1\""),
        "Given(\"# One\\n\\ntwo\")\n"
    );
    assert_eq!(reply("text", "printf '\\n\\n  one\\r\\n\\r\\ntwo \\n\\n' > \"$1\""), "Given(\"  one\\n\\ntwo\")\n");
    assert_eq!(reply("old-text", "true"), "Given(\"# One\\n\\ntwo\")\n");
}

#[test]
fn an_editor_that_leaves_nothing_changes_nothing() {
    assert_eq!(reply("text", ": > \"$1\""), "Given(\"\")\n");
    assert_eq!(reply("text", "true"), "Given(\"\")\n");
    let mut asked = Asking::new("old-text").editor(": > \"$1\"").start();
    asked.session.wait_for("Nothing was left, so the text stays as it was.");
    assert_eq!(asked.replies(), "Given(\"# One\\n\\ntwo\")\n");
}

#[test]
fn an_editor_left_with_a_mark_goes_back_or_clears() {
    assert_eq!(reply("text", "echo '<' > \"$1\""), "Back\n");
    assert_eq!(reply("text", "echo '\\<' > \"$1\""), "Given(\"<\")\n");
    assert_eq!(reply("old-text", "echo - > \"$1\""), "Given(\"\")\n");
    assert_eq!(reply("old-text", "echo '\\-' > \"$1\""), "Given(\"-\")\n");
    assert_eq!(reply("text", "echo - > \"$1\""), "Given(\"-\")\n");
}

#[test]
fn the_file_says_what_is_asked() {
    let mut asked = Asking::new("old-text").editor("basename \"$1\" > seen; cat \"$1\" >> seen").start();
    asked.replies();
    assert_data_eq!(
        asked.read("seen"),
        str![[r#"
problem.md
# One

two

<!-- ------------------------ >8 ------------------------
Everything from the line above on is left out.

Problem Statement
What helps to answer.

Leave only < to go back, only - to clear the text. Nothing left changes
nothing.
-->

"#]]
        .raw()
    );
}

#[test]
fn the_first_variable_that_names_an_editor_counts() {
    let asking = || Asking::new("text").editor("echo by EDITOR > \"$1\"").file("visual", "echo by VISUAL > \"$1\"");
    let replies = |asking: Asking| asking.start().replies();
    assert_eq!(replies(asking().env("VISUAL", "sh visual")), "Given(\"by VISUAL\")\n");
    assert_eq!(replies(asking().env("VISUAL", "sh visual").env("TERM", "dumb")), "Given(\"by EDITOR\")\n");
    assert_eq!(replies(asking().env("VISUAL", "")), "Given(\"by EDITOR\")\n");

    let mut asked = asking().env("VISUAL", "").env("EDITOR", "").start();
    asked.answer("an empty line ends", "here\r").answer("  here", "\r");
    assert_eq!(asked.replies(), "Given(\"here\")\n");
}

#[test]
fn an_editor_that_fails_changes_nothing_and_is_tried_again_or_not() {
    let failing = "if [ -e again ]; then cat \"$1\" >> again; else echo half > \"$1\"; touch again; exit 3; fi";
    let mut asked = Asking::new("text").editor(failing).start();
    asked.answer("the editor `sh ./editor` failed (exit status: 3); nothing was changed", "");
    asked.answer("goes back", "\r");
    assert_eq!(asked.replies(), "Given(\"half\")\n");
    assert_eq!(asked.read("again"), "half\n");

    let mut asked = Asking::new("text").editor(failing).start();
    asked.answer("goes back", "\x1b[A\r");
    asked.session.wait_for("What was written is kept in");
    assert_eq!(asked.replies(), "Back\n");
    let [(path, content)] = asked.forms().try_into().unwrap();
    assert!(path.ends_with("problem.md"));
    assert_eq!(content, "half\n");
}

#[test]
fn an_editor_that_is_killed_or_missing_gives_the_terminal_back() {
    let mut asked = Asking::new("text").editor("stty raw -echo; kill -9 $$").start();
    asked
        .answer("the editor `sh ./editor` failed (exit status: 137); nothing was changed", "")
        .answer("goes back", "\x1b");
    assert_eq!(asked.replies(), "Back\n");
    assert_eq!(asked.forms(), []);

    let mut asked = Asking::new("text say").editor("stty raw -echo; echo x > \"$1\"").start();
    asked.session.wait_for("said^[[2J\r\nin two lines\r\n");
    assert_eq!(asked.replies(), "Given(\"x\")\n");

    let mut asked = Asking::new("text").env("EDITOR", "no-such-editor --wait").start();
    asked.answer("the editor `no-such-editor --wait` failed (exit status: 127)", "").answer("goes back", "\x1b[B\r");
    asked.answer("an empty line ends", "here\r").answer("  here", "\r");
    assert_eq!(asked.replies(), "Given(\"here\")\n");
}

#[test]
fn what_an_editor_leaves_that_is_no_text_changes_nothing() {
    let mut asked = Asking::new("old-text").editor("printf '\\377' > \"$1\"").start();
    asked.answer("stream did not contain valid UTF-8; nothing was changed", "").answer("goes back", "\x1b");
    asked.session.wait_for("What was written is kept in");
    assert_eq!(asked.replies(), "Back\n");
}

#[test]
fn what_was_written_below_the_line_is_not_lost() {
    let mut asked = Asking::new("text").editor("echo below >> \"$1\"").start();
    asked.session.wait_for("What was written below the line was left out; it is kept in");
    assert_eq!(asked.replies(), "Given(\"\")\n");
    assert!(asked.forms()[0].1.ends_with("-->\nbelow\n"));
}

#[test]
fn ctrl_c_is_the_editors_while_it_runs() {
    let script = "trap 'echo caught > \"$1\"; exit 0' INT; echo editing; while :; do sleep 0.05; done";
    let mut asked = Asking::new("text line").editor(script).start();
    asked.answer("editing", "\x03").answer("Problem Statement: ", "").answer("goes back", "x\r");
    assert_eq!(asked.replies(), "Given(\"caught\")\nGiven(\"x\")\n");
}

#[test]
fn a_signal_or_a_closed_terminal_ends_the_editor_too() {
    let script = "echo some of it > \"$1\"; echo editing; sleep 60";
    for signal in [Signal::TERM, Signal::HUP] {
        let mut asked = Asking::new("text").editor(script).start();
        asked.session.wait_for("editing");
        asked.session.signal(signal);
        asked.session.wait_for("What was written is kept in");
        assert_eq!(asked.interrupted(), "");
        assert_eq!(asked.forms()[0].1, "some of it\n");
    }
    let mut asked = Asking::new("text").editor(script).start();
    asked.session.wait_for("editing");
    asked.session.close();
    assert_eq!(asked.session.end(), crate::session::End::Code(130));
    assert_eq!(asked.forms()[0].1, "some of it\n");
}

#[test]
fn an_editor_prints_for_the_person_even_where_the_page_goes_to_a_file() {
    let asking = Asking::new("text").editor("echo drawn by the editor; echo x > \"$1\"");
    let mut asked = asking.start_in_shell("exec \"$@\" > page");
    asked.session.wait_for("drawn by the editor");
    assert_eq!(asked.replies(), "Given(\"x\")\n");
    assert_eq!(asked.read("page"), "");
}
