//! `afterword edit` as far as it needs no terminal: what it refuses, and what it says where nobody can be asked.

use snapbox::str;

use crate::sandbox::Sandbox;

const EVENT: &str = "series: S\nstart: 2026-05-04\nlocation:\n  name: L\norganizers:\n  - name: O\n";

const JSON: &str =
    r#"{"series": "S", "start": "2026-05-04", "location": {"name": "L"}, "organizers": [{"name": "O"}]}"#;

/// Everything that the edit of an argument says, in a folder with a few files, none of which it changes.
fn edit(argument: &str) -> String {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", EVENT).file("2026-05.md", "# S\n").file("e.json", JSON).file("empty.yaml", "");
    sandbox.file("broken.yaml", "series: [\n").file("typo.yaml", EVENT.replace("series", "sries"));
    sandbox.file("2025-11/event.yaml", EVENT).file("other/x.txt", "").file("latin.yaml", b"series: caf\xe9\n");
    sandbox.file("template.yaml", format!("template: nobodys\n{EVENT}"));
    let tree = sandbox.tree();
    let run = sandbox.run(&["edit", argument]);
    run.code(2).stdout("");
    assert_eq!(sandbox.tree(), tree);
    assert_eq!(sandbox.read("2026-05.yaml"), EVENT);
    run.stderr
}

#[test]
fn without_a_terminal_it_says_what_to_do_instead() {
    for event in ["2026-05.yaml", "2026-05", "./2026-05.yaml"] {
        snapbox::assert_data_eq!(
            edit(event),
            str![[r#"
error: `edit` asks, and there is no terminal to ask on
help: change 2026-05.yaml in an editor, then `afterword render` it

"#]]
        );
    }
    snapbox::assert_data_eq!(
        edit("2025-11"),
        str![[r#"
error: `edit` asks, and there is no terminal to ask on
help: change 2025-11/event.yaml in an editor, then `afterword render` it

"#]]
    );
}

#[test]
fn no_input_asks_nothing() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", EVENT).run(&["edit", "e.yaml", "--no-input"]).code(2).stderr(str![[r#"
error: `edit` asks, and there is no terminal to ask on
help: change e.yaml in an editor, then `afterword render` it

"#]]);
}

#[test]
fn a_page_that_an_event_file_makes_is_not_its_own_source() {
    snapbox::assert_data_eq!(
        edit("2026-05.md"),
        str![[r#"
error: `2026-05.md` is made from `2026-05.yaml`
help: to go by its source: afterword edit 2026-05.yaml

"#]]
    );
}

#[test]
fn what_is_no_event_is_refused() {
    let refusals: String = ["nowhere", "nowhere.yaml", "nowhere.md", "other", "-"].map(edit).concat();
    snapbox::assert_data_eq!(
        refusals,
        str![[r#"
error: there is no event `nowhere`
help: give an event file (YAML), an event folder, a page, or `-` for standard input
error: there is no event `nowhere.yaml`
help: give an event file (YAML), an event folder, a page, or `-` for standard input
error: there is no event `nowhere.md`
help: give an event file (YAML), an event folder, a page, or `-` for standard input
error: there is no event `other`
help: an event folder holds `event.yaml`
error: standard input cannot be edited
help: give an event file or a page

"#]]
    );
}

#[test]
fn mistakes_in_the_file_are_told_before_any_question() {
    let mistakes: String =
        ["broken.yaml", "typo.yaml", "empty.yaml", "latin.yaml", "e.json", "template.yaml"].map(edit).concat();
    snapbox::assert_data_eq!(
        mistakes,
        str![[r#"
error[syntax]: a `[` is not closed
 --> broken.yaml:1:9
  |
1 | series: [
  |         ^ opened here
  |
  = help: close it with `]`

1 error in 1 file
error[unknown-field]: unknown field `sries`
 --> typo.yaml:1:1
  |
1 | sries: S
  | ^^^^^ not a field of the `hackathon` template
  |
  = help: did you mean `series`?

1 error in 1 file
error[empty]: the file is empty
 --> empty.yaml:1:1
  |
1 |  
  | ^ nothing is said here
  |
  = help: begin with a field, such as `series: …`

1 error in 1 file
error[not-utf-8]: the byte 0xE9 is not UTF-8
 --> latin.yaml:1:12
  |
1 | series: caf�
  |            ^ `é` in Latin-1?
  |
  = help: save the file as UTF-8

1 error in 1 file
error: `e.json` is JSON, which `edit` cannot write
help: change it in an editor, or keep the event as YAML
error[unknown-template]: unknown template `nobodys`
 --> template.yaml:1:11
  |
1 | template: nobodys
  |           ^^^^^^^ no such template
  |
  = help: the templates are hackathon, meetup and retrospective

1 error in 1 file

"#]]
    );
}
