//! `afterword new` without a terminal: everything from files and flags, and what is missing named at once.

use snapbox::str;

use crate::sandbox::Sandbox;

const TITLES: &str = "🔥 Warm starts @ada\n- One log for all kettles @bo @chidi\n\n";

/// The flags that give all that the hackathon template needs.
const GIVEN: &[&str] = &[
    "--set",
    "series=Kettle Days",
    "--set",
    "start=2026-05-04",
    "--set",
    "end=2026-05-08",
    "--set",
    "location={name: The Old Mill}",
    "--set",
    "organizers=[{name: Kettle Works, url: https://kettle.example/}]",
];

fn new<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["new"], GIVEN, arguments].concat()
}

#[test]
fn flags_and_titles_make_an_event_file_and_its_page() {
    let sandbox = Sandbox::new();
    let run = sandbox.file("t.txt", TITLES).run(&new(&["2026-05.yaml", "--titles", "t.txt"]));
    run.code(0).stdout("").stderr(str![[r#"
Wrote 2026-05.yaml and 2026-05.md.
To change it: afterword edit 2026-05.yaml

"#]]);
    snapbox::assert_data_eq!(
        sandbox.read("2026-05.yaml"),
        str![[r#"
template: hackathon
series: Kettle Days
start: 2026-05-04
end: 2026-05-08
location:
  name: The Old Mill
organizers:
  - name: Kettle Works
    url: https://kettle.example/
topics:
  - emoji: 🔥
    title: Warm starts
    owners:
      - ada

  - title: One log for all kettles
    owners:
      - bo
      - chidi

"#]]
    );
    assert_eq!(sandbox.tree(), "2026-05.md\n2026-05.yaml\nt.txt");
    sandbox.run(&["render", "2026-05.yaml", "--check"]).code(0);
}

#[test]
fn a_partial_event_file_and_flags_give_the_same_bytes() {
    let by_flags = Sandbox::new();
    by_flags.run_with_input(&new(&["e.yaml", "--titles", "-"]), TITLES).code(0);
    let by_file = Sandbox::new();
    by_file.file("part.yaml", "# a note\nstart: '2026-05-04'\nseries: \"Kettle Days\"\nend: 2026-05-08\n");
    let arguments = ["new", "e.yaml", "--from", "part.yaml", "--titles", "-", GIVEN[6], GIVEN[7], GIVEN[8], GIVEN[9]];
    by_file.run_with_input(&arguments, TITLES).code(0);
    assert_eq!(by_file.read("e.yaml"), by_flags.read("e.yaml"));
    assert_eq!(by_file.read("e.md"), by_flags.read("e.md"));
}

#[test]
fn everything_that_is_missing_is_named_with_the_flag_that_gives_it() {
    let sandbox = Sandbox::new();
    for arguments in [&["new", "e.yaml"][..], &["new", "e.yaml", "--no-input"], &["new"]] {
        sandbox.run(arguments).code(2).stdout("").stderr(str![[r#"
error: the event has no `series`, `start`, `location` and `organizers`
help: give --set series=…, --set start=…, --set location=… and --set organizers=…, or a file that has it with `--from`

"#]]);
    }
    assert_eq!(sandbox.tree(), "");
}

#[test]
fn a_page_alone_carries_what_it_does_not_draw_in_comments() {
    let sandbox = Sandbox::new();
    sandbox.run_with_input(&new(&["e.md", "--titles", "-"]), TITLES).code(0);
    assert_eq!(sandbox.tree(), "e.md");
    let page = sandbox.read("e.md");
    assert!(page.contains("## 🔥 Warm starts\n\n<!-- afterword: owners=@ada -->\n"), "{page}");
}

#[test]
fn print_writes_nothing() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&new(&["e.yaml", "--print"]));
    run.code(0).stderr("");
    assert!(run.stdout.starts_with("template: hackathon\nseries: Kettle Days\n"), "{}", run.stdout);
    let run = sandbox.run(&new(&["e.md", "--print"]));
    run.code(0).stderr("");
    assert!(run.stdout.starts_with("---\ntitle: May 2026\n"), "{}", run.stdout);
    assert_eq!(sandbox.tree(), "");
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let sandbox = Sandbox::new();
    sandbox.file("e.md", "mine\n").run(&new(&["e.yaml"])).code(3).stdout("").stderr(str![[r#"
error: `e.md` exists already
help: `--force` overwrites it

"#]]);
    assert_eq!(sandbox.tree(), "e.md");
    sandbox.run(&new(&["e.yaml", "--force"])).code(0);
    assert_eq!(sandbox.tree(), "e.md\ne.yaml");
}

#[test]
fn without_a_name_the_first_day_names_the_files() {
    let sandbox = Sandbox::new();
    sandbox.run(&new(&[])).code(0);
    assert_eq!(sandbox.tree(), "2026-05.md");
    sandbox.run(&new(&["--set", "edition=Winter Edition"])).code(0);
    assert_eq!(sandbox.tree(), "2026-05-winter-edition.md\n2026-05.md");
}

#[test]
fn a_folder_that_works_with_event_files_gets_another_one() {
    let sandbox = Sandbox::new();
    sandbox.run(&new(&["2026-01.yaml", "--set", "start=2026-01-05", "--set", "end=2026-01-09"])).code(0);
    sandbox.run(&new(&[])).code(0);
    assert_eq!(sandbox.tree(), "2026-01.md\n2026-01.yaml\n2026-05.md\n2026-05.yaml");
}

#[test]
fn defaults_come_from_earlier_events_of_the_folder() {
    let sandbox = Sandbox::new();
    sandbox.run(&new(&["2026-01.yaml", "--set", "start=2026-01-05", "--set", "end=2026-01-09"])).code(0);
    sandbox.run(&["new", "2026-05.yaml", "--defaults", "--set", "start=2026-05-04"]).code(0);
    snapbox::assert_data_eq!(
        sandbox.read("2026-05.yaml"),
        str![[r#"
template: hackathon
series: Kettle Days
start: 2026-05-04
end: 2026-05-08
location:
  name: The Old Mill
organizers:
  - name: Kettle Works
    url: https://kettle.example/

"#]]
    );
}

#[test]
fn mistakes_in_the_final_data_are_told_as_render_tells_them() {
    let sandbox = Sandbox::new();
    sandbox.run(&new(&["e.yaml", "--set", "end=2026-05-01"])).code(2).stdout("").stderr(str![[r#"
error[dates-reversed]: the event ends on 2026-05-01, before it starts on 2026-05-04
 --> --set:1:5
  |
1 | end=2026-05-01
  |     ^^^^^^^^^^ before the start
  |
 ::: --set:1:7
  |
1 | start=2026-05-04
  |       ---------- the start
  |
  = help: swap the two, or leave `end` out where the event took one day

1 error in 1 file

"#]]);
    sandbox.run(&new(&["e.yaml", "--set", "sries=x"])).code(2).stdout("").stderr(str![[r#"
error[unknown-field]: unknown field `sries`
 --> the answers:9:1
  |
9 | sries: x
  | ^^^^^ not a field of the `hackathon` template
  |
  = help: did you mean `series`?

1 error in 1 file

"#]]);
    sandbox.run(&new(&["e.txt"])).code(2).stdout("").stderr(str![[r#"
error: `e.txt` names neither an event file nor a page
help: end it with `.yaml` for both, or with `.md` for the page alone

"#]]);
    assert_eq!(sandbox.tree(), "");
}
