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
+ 2026-05.yaml  19 lines
+ 2026-05.md  14 lines
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
help: give each by its flag, or all in a file with `--from FILE`
      --set series=…
      --set start=YYYY-MM-DD
      --set location.name=…
      --set 'organizers=[{name: …}]'

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
 --> --set:1:1
  |
1 | sries=x
  | ^^^^^ not a field of the `hackathon` template
  |
  = help: did you mean `series`?

1 error in 1 file

"#]]);
    sandbox.run(&new(&["e.txt"])).code(2).stdout("").stderr(str![[r#"
error: `e.txt` names neither an event file nor a page
help: end it with `.yaml` for both, or with `.md` for the page alone; `--folder` makes a folder of that name

"#]]);
    assert_eq!(sandbox.tree(), "");
}

#[test]
fn every_kind_of_field_is_named_with_a_flag_of_its_kind() {
    let kinds = ["text", "markdown", "date", "link", "picture", "handle"];
    let field = |(kind, many): (&str, bool)| {
        let name = if many { format!("{kind}s") } else { kind.to_owned() };
        format!("  - key: a_{name}\n    kind: {kind}\n    many: {many}\n    required: true\n")
    };
    let declared: String = kinds.iter().map(|kind| field((kind, false))).collect();
    let lists: String = ["text", "link", "picture", "handle"].iter().map(|kind| field((kind, true))).collect();
    let sandbox = Sandbox::new();
    sandbox.run(&["template", "eject", "meetup", "-o", "own"]).code(0);
    let template = sandbox.read("own/template.yaml");
    let (before, after) = template.split_once("\nevent:\n").unwrap();
    let choice = "  - key: a_choice\n    kind: choice\n    choices: [good, bad]\n    required: true\n";
    sandbox.file("own/template.yaml", format!("{before}\nevent:\n{declared}{lists}{choice}{after}"));
    for arguments in
        [&["new", "e.yaml", "--template", "./own"][..], &["new", "e.yaml", "--template", "./own", "--no-input"]]
    {
        sandbox.run(arguments).code(2).stdout("").stderr(str![[r#"
error: the event has no `a_text`, `a_markdown`, `a_date`, `a_link`, `a_picture`, `a_handle`, `a_texts`, `a_links`, `a_pictures`, `a_handles`, `a_choice`, `series`, `start` and `location`
help: give each by its flag, or all in a file with `--from FILE`
      --set a_text=…
      --set a_markdown=@FILE
      --set a_date=YYYY-MM-DD
      --set a_link.name=…
      --set 'a_picture={file: …, alt: …}'
      --set a_handle=…
      --set 'a_texts=[…]'
      --set 'a_links=[{name: …}]'
      --set 'a_pictures=[{file: …, alt: …}]'
      --set 'a_handles=[…]'
      --set 'a_choice=good|bad'
      --set series=…
      --set start=YYYY-MM-DD
      --set location.name=…

"#]]);
    }
}

const PART: &str = "# mine\nseries: Kettle Days\nstart: 4 May\nend: 2026-05-08\nlocatoin:\n  name: The Old Mill\ntopics:\n  - tittle: Tea\n";

#[test]
fn mistakes_in_a_partial_file_are_told_at_their_place_and_what_is_missing_as_well() {
    let sandbox = Sandbox::new();
    let run = sandbox.file("part.yaml", PART).run(&["new", "e.yaml", "--from", "part.yaml"]);
    run.code(2).stdout("").stderr(str![[r#"
error[invalid-date]: `start` is no date: `4 May`
 --> part.yaml:3:8
  |
3 | start: 4 May
  |        ^^^^^ not a date of the form YYYY-MM-DD
  |
  = help: write it as YYYY-MM-DD, such as 2026-05-04

error[unknown-field]: unknown field `locatoin`
 --> part.yaml:5:1
  |
5 | locatoin:
  | ^^^^^^^^ not a field of the `hackathon` template
  |
  = help: did you mean `location`?

error[unknown-field]: unknown field `tittle`
 --> part.yaml:8:5
  |
8 |   - tittle: Tea
  |     ^^^^^^ not a section of the `hackathon` template
  |
  = help: did you mean `title`?

3 errors in 1 file
error: the event has no `location` and `organizers`
help: give each by its flag, or all in a file with `--from FILE`
      --set location.name=…
      --set 'organizers=[{name: …}]'

"#]]);
    let piped =
        sandbox.run_with_input(&["new", "e.yaml", "--from", "-", "--set", "organizers=[{nme: x}]"], "series: [\n");
    piped.code(2).stdout("").stderr(str![[r#"
error[syntax]: a `[` is not closed
 --> -:1:9
  |
1 | series: [
  |         ^ opened here
  |
  = help: close it with `]`

1 error in 1 file

"#]]);
    let structure = "topics:\n  - title: Tea\n    problem: |\n      Cold.\n      ## Warm\n";
    sandbox.file("structure.yaml", structure);
    sandbox.run(&new(&["e.yaml", "--from", "structure.yaml"])).code(2).stdout("").stderr(str![[r#"
error[structure]: a heading that reads as another topic
 --> structure.yaml:5:7
  |
5 |       ## Warm
  |       ^^^^^^^ here
  |
  = help: use `###` or more, or a fence around it

1 error in 1 file

"#]]);
    assert_eq!(sandbox.tree(), "part.yaml\nstructure.yaml");
}

#[test]
fn mistakes_in_flags_are_told_at_the_flag() {
    let sandbox = Sandbox::new();
    let arguments = ["new", "e.yaml", "--set", "sries=x", "--set", "start=soon", "--set", "topics.0.owners=[a b]"];
    sandbox.run(&arguments).code(2).stdout("").stderr(str![[r#"
error[unknown-field]: unknown field `sries`
 --> --set:1:1
  |
1 | sries=x
  | ^^^^^ not a field of the `hackathon` template
  |
  = help: did you mean `series`?

error[invalid-date]: `start` is no date: `soon`
 --> --set:1:7
  |
1 | start=soon
  |       ^^^^ not a date of the form YYYY-MM-DD
  |
  = help: write it as YYYY-MM-DD, such as 2026-05-04

error[missing-field]: a topic has no `title`
 --> --set:1:10
  |
1 | topics.0.owners=[a b]
  |          ^^^^^^ missing here
  |
  = help: add `title: …`

error[invalid-handle]: `a b` is no handle
 --> --set:1:18
  |
1 | topics.0.owners=[a b]
  |                  ^^^ holds a blank
  |
  = help: a handle is a name on the hosting site, such as ada-l; several stand in a list

4 errors in 3 files
error: the event has no `series`, `location` and `organizers`
help: give each by its flag, or all in a file with `--from FILE`
      --set series=…
      --set location.name=…
      --set 'organizers=[{name: …}]'

"#]]);
    let both = ["--from", "part.yaml", "--set", "topics.0.title=x"];
    sandbox.file("part.yaml", "topics:\n  - demo: soon\n");
    sandbox.run(&new(&both)).code(2).stdout("").stderr(str![[r#"
error[invalid-duration]: `soon` is no time for a demo
 --> part.yaml:2:11
  |
2 |   - demo: soon
  |           ^^^^ neither a time nor `none`
  |
  = help: write `5m`, `1h30m` or `none`

1 error in 1 file

"#]]);
    assert_eq!(sandbox.tree(), "part.yaml");
}

#[test]
fn the_same_event_from_a_file_and_from_flags_gives_the_same_bytes() {
    let whole = "\
topics:
- {title: Warm starts, emoji: 🔥, owners: [ada], problem: \"It is *cold*.\\n\"}
- title: One log for all kettles # at last
  owners: [bo, chidi]
style: headings
organizers: [{url: 'https://kettle.example/', name: Kettle Works}]
location: {name: \"The Old Mill\"}
end: 2026-05-08
start: 2026-05-04
series: 'Kettle Days'
";
    let by_file = Sandbox::new();
    by_file.file("whole.yaml", whole).run(&["new", "e.yaml", "--from", "whole.yaml"]).code(0);
    let by_flags = Sandbox::new();
    by_flags.file("titles.txt", TITLES).file("problem.md", "It is *cold*.\n");
    let flags = ["e.yaml", "--style", "headings", "--titles", "titles.txt"];
    by_flags.run(&new(&flags)).code(0);
    let topics = [
        "topics.0.title=Warm starts",
        "topics.0.emoji=🔥",
        "topics.0.owners=[ada]",
        "topics.0.problem=@problem.md",
        "topics.1.title=One log for all kettles",
        "topics.1.owners=[bo, chidi]",
    ];
    let topics: Vec<&str> = topics.iter().flat_map(|topic| ["--set", topic]).collect();
    by_flags.run(&new(&[&["f.yaml", "--style", "headings"][..], &topics].concat())).code(0);
    assert_eq!(by_flags.read("f.yaml"), by_file.read("e.yaml"));
    assert_eq!(by_flags.read("f.md"), by_file.read("e.md"));
    let without_problem = by_file.read("e.yaml").replace("    problem: |\n      It is *cold*.\n", "");
    assert_eq!(by_flags.read("e.yaml"), without_problem);
    for file in ["e.yaml", "f.yaml"] {
        by_flags.run(&["render", file, "--check"]).code(0);
    }
}

#[test]
fn an_event_file_names_the_schema_beside_it() {
    let sandbox = Sandbox::with_repository();
    let schema = sandbox.run(&["schema", "event"]).stdout;
    let other = sandbox.run(&["schema", "event", "--template", "meetup"]).stdout;
    sandbox.file("pages/a.schema.json", other).file("pages/broken.schema.json", "{");
    let first_line = |name: &str| {
        sandbox.run(&new(&[name])).code(0);
        sandbox.read(name).lines().next().unwrap().to_owned()
    };
    assert_eq!(first_line("pages/1.yaml"), "template: hackathon");
    sandbox.file(".afterword/event.schema.json", &schema);
    assert_eq!(first_line("pages/2.yaml"), "# yaml-language-server: $schema=../.afterword/event.schema.json");
    assert_eq!(first_line("3.yaml"), "# yaml-language-server: $schema=.afterword/event.schema.json");
    sandbox.file("pages/event.schema.json", &schema);
    assert_eq!(first_line("pages/4.yaml"), "# yaml-language-server: $schema=event.schema.json");
    sandbox.run(&["render", "pages/4.yaml", "--check"]).code(0);
    let printed = sandbox.run(&new(&["pages/5.yaml", "--print"])).stdout;
    assert!(
        printed.starts_with("# yaml-language-server: $schema=event.schema.json\ntemplate: hackathon\n"),
        "{printed}"
    );
}

#[test]
fn what_is_overwritten_is_shown_and_kept() {
    let sandbox = Sandbox::with_repository();
    sandbox.run(&new(&["e.yaml"])).code(0).stdout("");
    sandbox.file("e.md", "mine\n");
    let run = sandbox.run(&new(&["e.yaml", "--force", "--set", "edition=7"]));
    run.code(0)
        .stdout(str![[r#"
--- a/e.yaml
+++ b/e.yaml
@@ -1,5 +1,6 @@
 template: hackathon
 series: Kettle Days
+edition: "7"
 start: 2026-05-04
 end: 2026-05-08
 location:
--- a/e.md
+++ b/e.md
@@ -1 +1,10 @@
-mine
+---
+title: May 2026
+weight: -202605
+---
+
+# Kettle Days 7 05/2026 Wrap Up
+
+- 🗓️ **Date:** 04.05.2026 – 08.05.2026
+- 📍 **Location:** The Old Mill
+- 👤 **Organizer:** [Kettle Works](https://kettle.example/)

"#]])
        .stderr(str![[r#"
note: the old file is kept: git cat-file -p fc194b3f30e45b3befd41021aef8c8a1b7496654 > e.yaml
note: the old file is kept: git cat-file -p 351be5bf6e17c59ea560546d69654115ecb2fd8d > e.md
Wrote e.yaml and e.md.
To change it: afterword edit e.yaml

"#]]);
    let quiet = sandbox.run(&new(&["e.yaml", "--force", "-q"]));
    quiet.code(0).stdout("").stderr("");
}

#[test]
fn titles_say_only_what_the_template_has() {
    let sandbox = Sandbox::new();
    let retrospective = [
        "new",
        "e.yaml",
        "--template",
        "retrospective",
        "--set",
        "series=Team Kettle",
        "--set",
        "start=2026-03-13",
        "--titles",
        "-",
    ];
    sandbox.run_with_input(&retrospective, TITLES).code(0);
    assert!(
        sandbox.read("e.yaml").ends_with("topics:\n  - title: Warm starts\n\n  - title: One log for all kettles\n")
    );
}

#[test]
fn a_value_in_brackets_is_text_where_its_field_is() {
    let sandbox = Sandbox::new();
    let values = [
        "series=[abc]",
        "edition={7}",
        "topics.0.title=[WIP] Tea",
        "topics.0.problem=[a, b]",
        "topics.0.tracking=[ref]",
        "topics.0.owners=[a, b]",
        "intro=[a]",
        "intro=b",
    ];
    let values: Vec<&str> = values.iter().flat_map(|value| ["--set", value]).collect();
    sandbox.run(&new(&[&["e.yaml"][..], &values].concat())).code(0);
    snapbox::assert_data_eq!(
        sandbox.read("e.yaml"),
        str![[r#"
template: hackathon
series: "[abc]"
edition: "{7}"
start: 2026-05-04
end: 2026-05-08
location:
  name: The Old Mill
organizers:
  - name: Kettle Works
    url: https://kettle.example/
intro: |
  b
topics:
  - title: "[WIP] Tea"
    owners:
      - a
      - b
    tracking: "[ref]"
    problem: |
      [a, b]

"#]]
    );
}
