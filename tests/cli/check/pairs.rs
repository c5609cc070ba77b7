//! An event file and its page that do not say the same: what `render --check` and `sync --check` would tell.

use snapbox::str;

use super::event;
use crate::sandbox::Sandbox;

fn rendered() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05.yaml", event()).run(&["render", "2026-05.yaml"]).code(0);
    sandbox.commit_all();
    sandbox.run(&["check", "2026-05.yaml"]).code(0);
    sandbox
}

fn edit(sandbox: &Sandbox, name: &str, old: &str, new: &str) {
    let text = sandbox.read(name);
    assert!(text.contains(old), "{name}");
    sandbox.file(name, text.replace(old, new));
}

#[test]
fn an_event_file_without_a_page() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", event());
    sandbox.run(&["check", "."]).code(1).stderr(str![[r#"
warning[missing-page]: `2026-05.yaml` has no page
 --> 2026-05.yaml:1:1
  |
1 | series: Kettle Days
  | ^ no page yet
  |
  = help: to write it: afterword render 2026-05.yaml

1 warning in 1 of 1 file.

"#]]);
}

#[test]
fn a_page_that_is_older_than_its_event_file() {
    let sandbox = rendered();
    edit(&sandbox, "2026-05.yaml", "It was cold.", "It was cold and dark.");
    sandbox.run(&["check", "2026-05.yaml"]).code(1).stderr(str![[r#"
error[stale-page]: `2026-05.md` is not what `2026-05.yaml` makes any more
  --> 2026-05.md:15:1
   |
15 | It was cold.
   | ^^^^^^^^^^^^ the first line that is another
   |
   = help: to write it anew: afterword render 2026-05.yaml

1 error in 1 of 2 files.

"#]]);
    sandbox.run(&["render", "2026-05.yaml"]).code(0);
    sandbox.run(&["check", "2026-05.yaml"]).code(0);
}

#[test]
fn a_page_that_was_edited_by_hand() {
    let sandbox = rendered();
    edit(&sandbox, "2026-05.md", "It was cold.", "It was cold and dark.");
    sandbox.run(&["check", "2026-05.md"]).code(1).stderr(str![[r#"
error[edited-page]: `2026-05.md` was edited, and `2026-05.yaml` does not say the same
  --> 2026-05.md:15:1
   |
15 | It was cold and dark.
   | ^^^^^^^^^^^^^^^^^^^^^ the first line that is another
   |
   = help: to take it in: afterword sync 2026-05.yaml

1 error in 1 of 2 files.

"#]]);
    sandbox.run(&["sync", "2026-05.yaml"]).code(0);
    sandbox.run(&["check", "2026-05.yaml"]).code(0);
}

#[test]
fn both_were_edited() {
    let sandbox = rendered();
    edit(&sandbox, "2026-05.md", "It was cold.", "It was cold and dark.");
    edit(&sandbox, "2026-05.yaml", "It boils.", "It boils at last.");
    sandbox.run(&["check", "2026-05.yaml", "--format", "short"]).code(1).stderr(str![[r#"
2026-05.md:15:1: error[sides-disagree]: `2026-05.md` and `2026-05.yaml` do not say the same
1 error in 1 of 2 files.

"#]]);
    sandbox.run(&["sync", "2026-05.yaml"]).code(0);
    sandbox.run(&["check", "2026-05.yaml"]).code(0);
}

#[test]
fn an_event_folder_has_its_page_beside_it() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05/event.yaml", event()).run(&["render", "2026-05"]).code(0);
    sandbox.run(&["check", "."]).code(0);
    edit(&sandbox, "2026-05/event.yaml", "It was cold.", "It was cold and dark.");
    sandbox.run(&["check", "2026-05.md", "--format", "short"]).code(1).stderr(str![[r#"
2026-05.md:15:1: error[stale-page]: `2026-05.md` is not what `2026-05/event.yaml` makes any more
1 error in 1 of 2 files.

"#]]);
}

#[test]
fn what_the_last_commit_has_is_read_as_the_file_is() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05.yaml", format!("\u{feff}{}", event())).run(&["render", "2026-05.yaml"]).code(0);
    sandbox.commit_all();
    // As in a clone, where nobody knows what was rendered last.
    std::fs::remove_dir_all(sandbox.path(".git/afterword")).unwrap();
    edit(&sandbox, "2026-05.md", "It was cold.", "It was cold and dark.");
    sandbox.run(&["check", "2026-05.yaml", "--format", "short"]).code(1).stderr(str![[r#"
2026-05.md:15:1: error[edited-page]: `2026-05.md` was edited, and `2026-05.yaml` does not say the same
1 error in 1 of 2 files.

"#]]);
}
