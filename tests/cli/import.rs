//! `afterword import`: pages become event files that render to the same pages.

use snapbox::str;

use crate::corpus::corpus;
use crate::sandbox::Sandbox;

const PAGE: &str = "\
---
title: May 2026
weight: -202605
outline: 2
---

# Kettle Days 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026 – 08.05.2026
- 📍 **Location:** The Old Mill
- 👤 **Organizer:** Kettle Works

## 🔥 Warm Starts

**Problem Statement:** Cold.

**Outcome**: Warm.

## 🫖 One Log

**Problem Statement:** Many logs.


**Outcome**: One.

Thanks.
";

const FILE: &str = "\
template: hackathon
style: inline
series: Kettle Days
start: 2026-05-04
end: 2026-05-08
location:
  name: The Old Mill
organizers:
  - name: Kettle Works
front_matter:
  outline: 2
labels:
  achievements: \"**Outcome**:\"
topics:
  - emoji: 🔥
    title: Warm Starts
    problem: |
      Cold.
    achievements: |
      Warm.

  - emoji: 🫖
    title: One Log
    body: |
      ## 🫖 One Log

      **Problem Statement:** Many logs.


      **Outcome**: One.

      Thanks.
";

#[test]
fn a_page_gets_an_event_file_that_renders_to_it_and_hears_what_is_kept() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", PAGE);
    sandbox.run(&["import", "2026-05.md"]).code(0).stdout("").stderr(str![[r#"
2026-05.md: style `inline`, 2 topics, 2 of 4 labelled sections; `achievements` is written `**Outcome**:`.
note: 2026-05.md:23: the topic `One Log` is kept verbatim: it would be drawn otherwise from here on
Wrote 2026-05.yaml.

"#]]);
    assert_eq!(sandbox.read("2026-05.yaml"), FILE);
    sandbox.run(&["render", "2026-05"]).code(0).stderr("2026-05.md is up to date.\n");
    sandbox.run(&["import", "2026-05"]).code(0).stderr(str![[r#"
...
2026-05.yaml is up to date.

"#]]);
}

#[test]
fn an_imported_page_is_one_of_our_own_from_then_on() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", PAGE).run(&["import", "2026-05.md"]).code(0);
    sandbox.file("2026-05.yaml", FILE.replace("Warm.", "Warmer."));
    sandbox.run(&["render", "2026-05.yaml"]).code(0).stderr("Wrote 2026-05.md.\n");
    assert_eq!(sandbox.read("2026-05.md"), PAGE.replace("Warm.", "Warmer."));
}

#[test]
fn an_event_file_that_is_there_is_overwritten_by_force_only() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05.md", PAGE).file("2026-05.yaml", "series: Mine\n");
    sandbox.run(&["import", "2026-05.md"]).code(3).stderr(str![[r#"
...
error: `2026-05.yaml` exists already
help: `--force` overwrites it

"#]]);
    assert_eq!(sandbox.read("2026-05.yaml"), "series: Mine\n");
    let run = sandbox.run(&["import", "2026-05.md", "--force", "-q"]);
    run.code(0);
    assert_eq!(sandbox.read("2026-05.yaml"), FILE);
    let run = sandbox.run(&["import", "2026-05.md", "-n"]);
    run.code(0);
}

#[test]
fn check_and_diff_write_nothing_and_say_what_would_change() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", PAGE).file("2026-05.yaml", FILE.replace("Warm.", "Warmer."));
    sandbox.run(&["import", "2026-05.md", "--check", "-q"]).code(1).stdout("").stderr("");
    sandbox.run(&["import", "2026-05.md", "--diff", "-q"]).code(0).stdout(str![[r#"
--- a/2026-05.yaml
+++ b/2026-05.yaml
@@ -17,7 +17,7 @@
     problem: |
       Cold.
     achievements: |
-      Warmer.
+      Warm.
 
   - emoji: 🫖
     title: One Log

"#]]);
    assert_eq!(sandbox.read("2026-05.yaml"), FILE.replace("Warm.", "Warmer."));
    sandbox.file("2026-05.yaml", FILE).run(&["import", "2026-05.md", "--check"]).code(0);
}

#[test]
fn the_old_bytes_of_a_file_that_is_overwritten_can_be_had_again() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05.md", PAGE).file("2026-05.yaml", "series: Mine\n");
    let run = sandbox.run(&["import", "2026-05.md", "--force"]);
    run.code(0).stderr(str![[r#"
...
note: the old event file is kept: git cat-file -p [..] > 2026-05.yaml
Wrote 2026-05.yaml.

"#]]);
    let command = run.stderr.lines().find_map(|line| line.strip_prefix("note: the old event file is kept: ")).unwrap();
    sandbox.shell(command);
    assert_eq!(sandbox.read("2026-05.yaml"), "series: Mine\n");
}

#[test]
fn several_pages_go_into_a_folder_or_nowhere() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", PAGE).file("notes.md", "# Notes of June 2026\n\n## A\n\nx\n");
    sandbox.file("events/x", "");
    sandbox.run(&["import", "2026-05.md", "notes.md", "-o", "events/", "-n"]).code(0).stderr(str![[r#"
2026-05.md: style `inline`, 2 topics, 2 of 4 labelled sections; `achievements` is written `**Outcome**:`.
note: 2026-05.md:23: the topic `One Log` is kept verbatim: it would be drawn otherwise from here on
notes.md: 1 topic.
note: notes.md says the month only: the event begins on 2026-06-01; give the day by `--set start=…`
note: notes.md:1: what stands before the first topic is kept verbatim: there is no `series`
Would write events/2026-05.yaml.
Would write events/notes.yaml.

"#]]);
    assert!(!sandbox.exists("events/2026-05.yaml"));
    sandbox.file("bad.md", "# Nothing\n");
    sandbox.run(&["import", "2026-05.md", "bad.md"]).code(2).stderr(str![[r#"
error: nothing at the beginning of `bad.md` says when the event was
help: give it by `--set start=YYYY-MM-DD` where the command takes it, or name the page by it: `2026-05.md`

"#]]);
    assert!(!sandbox.exists("2026-05.yaml"));
    sandbox.run(&["import", "2026-05.md", "notes.md", "-o", "x.yaml"]).code(2);
    sandbox.run(&["import", "2026-05.md", "./2026-05.md", "-o", "-"]).code(2);
    sandbox.file("other/2026-05.md", PAGE);
    sandbox.run(&["import", "2026-05.md", "other/2026-05.md", "-o", "events"]).code(2).stderr(str![[r#"
error: `2026-05.md` and `other/2026-05.md` would both become `events/2026-05.yaml`
help: import them one by one, each with a file of its own after `-o`

"#]]);
}

#[test]
fn neither_an_event_file_is_taken_for_a_page_nor_a_page_overwritten() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", PAGE).file("2026-06.yaml", "series: Mine\nstart: 2026-06-01\n");
    sandbox.run(&["import", "2026-06.yaml", "--force"]).code(2).stderr(str![[r#"
error: `2026-06.yaml` is an event file, and no page
help: to write its page: afterword render 2026-06.yaml

"#]]);
    assert_eq!(sandbox.read("2026-06.yaml"), "series: Mine\nstart: 2026-06-01\n");
    sandbox.run(&["import", "2026-05.md", "-o", "./2026-05.md", "--force"]).code(2).stderr(str![[r#"
error: `./2026-05.md` is a page that is read, and would be overwritten
help: give `-o` the name of an event file, such as `2026-05.yaml`

"#]]);
    assert_eq!(sandbox.read("2026-05.md"), PAGE);
}

#[test]
fn a_page_gets_no_second_source() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", PAGE).file("2026-05/event.yaml", FILE);
    sandbox.run(&["import", "2026-05.md", "--force"]).code(2).stderr(str![[r#"
error: `2026-05.md` is made from `2026-05`
help: to go by its source: afterword sync 2026-05

"#]]);
    assert!(!sandbox.exists("2026-05.yaml"));
    sandbox.file("2026-06.md", PAGE).file("2026-06.yml", FILE);
    sandbox.run(&["import", "2026-06.md"]).code(2);
    sandbox.run(&["import", "2026-06.md", "-o", "2026-06.yml"]).code(0);
}

#[test]
fn a_day_that_is_none_is_told_where_it_was_given() {
    let sandbox = Sandbox::new();
    sandbox.file("notes.md", "# Notes\n\n## A\n");
    sandbox.run(&["import", "notes.md", "--set", "start=2026-13-01"]).code(2).stderr(str![[r#"
error[invalid-date]: `start` is no date: `2026-13-01`
 --> --set:1:7
  |
1 | start=2026-13-01
...
"#]]);
}

#[test]
fn standard_input_goes_to_standard_output_and_a_day_may_be_set() {
    let sandbox = Sandbox::new();
    let run = sandbox.run_with_input(&["import", "-", "--set", "start=2026-05-04", "-q"], "# Notes\n\n## A\n\nx\n");
    run.code(0).stdout(str![[r#"
template: hackathon
start: 2026-05-04
title: Notes
head: |+
  # Notes

topics:
  - title: A
    intro: |
      x

"#]]);
}

#[test]
fn a_template_that_cannot_be_read_back_is_reported_and_nothing_written() {
    let sandbox = Sandbox::new();
    sandbox.run(&["template", "eject", "hackathon"]).code(0);
    let jinja = sandbox.read(".afterword/templates/hackathon/page.md.jinja");
    sandbox.file(".afterword/templates/hackathon/page.md.jinja", format!("{jinja}<!-- drawn -->\n"));
    sandbox.file("2026-05.md", PAGE);
    let run = sandbox.run(&["import", "2026-05.md"]);
    run.code(1).stderr(str![[r#"
2026-05.md: style `inline`, 2 topics, 0 of 4 labelled sections.
...
warning: rendering its event file would not give `2026-05.md` again
Nothing was written.

"#]]);
    assert!(run.stdout.ends_with("+<!-- drawn -->\n"), "{}", run.stdout);
    assert!(!sandbox.exists("2026-05.yaml"));
    sandbox.run(&["import", "2026-05.md", "--force"]).code(1);
    assert!(sandbox.exists("2026-05.yaml"));
}

#[test]
fn a_page_is_read_by_the_template_that_has_fields_for_it() {
    for template in ["hackathon", "meetup", "retrospective"] {
        let sandbox = Sandbox::new();
        let example = sandbox.run(&["template", "show", template, "--file", "example.yaml"]);
        sandbox.file("e.yaml", &example.stdout).run(&["render", "e.yaml"]).code(0);
        let run = sandbox.run(&["import", "e.md", "-o", "-", "--format", "short"]);
        run.code(0);
        assert!(run.stdout.starts_with(&format!("template: {template}\n")), "{}", run.stdout);
        assert!(!run.stderr.contains("verbatim"), "{}", run.stderr);
        let context = sandbox.run(&["context", "e.md"]);
        context.code(0);
        assert!(context.stdout.contains(&format!("\"template\": \"{template}\"")), "{}", context.stdout);
    }
    // What no template has fields for is read by the usual one.
    let sandbox = Sandbox::new();
    let run = sandbox.file("2026-05-04.md", "# Notes\n\n## A\n").run(&["import", "2026-05-04.md", "-o", "-", "-q"]);
    run.code(0);
    assert!(run.stdout.starts_with("template: hackathon\n"), "{}", run.stdout);
}

#[test]
fn bytes_that_are_no_text_have_their_place() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", b"# Kettle Days\n\ncaf\xe9\n").run(&["import", "2026-05.md"]).code(2).stderr(str![[
        r#"
error[not-utf-8]: the byte 0xE9 is not UTF-8
 --> 2026-05.md:3:4
  |
3 | caf�
  |    ^ `é` in Latin-1?
  |
  = help: save the file as UTF-8

1 error in 1 file

"#
    ]]);
}

#[test]
fn what_was_read_is_told_to_programs_as_well() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", PAGE);
    sandbox.run(&["import", "2026-05.md", "--format", "json"]).code(0).stderr("").stdout(str![[r#"
{"schema_version":1,"page":"2026-05.md","event":"2026-05.yaml","written":true,"identical":true,"style":"inline","topics":2,"labelled":4,"structured":2,"labels":{"achievements":"**Outcome**:"},"dated":"day","restored":0,"damaged":0,"kept":[{"part":"topic","topic":1,"line":19,"because_line":23,"reason":"it would be drawn otherwise from here on"}]}

"#]]);
}

/// A page that was read as Windows-1254 and saved again, which lost a byte of two of its emoji.
const DAMAGED: &str = "\
---
title: May 2026
weight: -202605
---

# Kettle Days 05/2026 Wrap Up

- ğŸ—“ï¸ **Date:** 04.05.2026 â€“ 08.05.2026
- ğŸ“ **Location:** MÃ¼hle
- ğŸ‘¤ **Organizer:** Kettle Works

## ğŸ”¥ Warm Starts

**Outcome:**
ğŸ“ Noted.
";

#[test]
fn damaged_text_is_restored_as_far_as_that_is_certain_and_the_rest_told_with_its_place() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", DAMAGED);
    sandbox.run(&["import", "2026-05.md", "--repair"]).code(0).stderr(str![[r#"
2026-05.md: 7 characters restored that had been read as Windows-1254.
warning[damaged-text]: a damaged character that cannot be restored with certainty
  --> 2026-05.md:15:1
   |
15 | ğŸ“ Noted.
   | ^^^ bytes of it are lost
   |
   = help: it may have been 🍓, 🎓, 🏓, 🐓, 📁, 📍, 📎, 📏, 📐, 📝, 📞, 𝟓, 🁓, 🝓 or 🞓

1 warning in 1 file
2026-05.md: style `block`, 1 topic, 1 labelled section; `achievements` is written `**Outcome:**`.
Wrote 2026-05.yaml.

"#]]);
    let file = sandbox.read("2026-05.yaml");
    assert!(file.contains("name: Mühle\n") && file.contains("emoji: 🔥\n") && file.contains("ğŸ“ Noted.\n"), "{file}");
    sandbox.run(&["render", "2026-05.yaml"]).code(0).stderr("Wrote 2026-05.md.\n");
    assert!(sandbox.read("2026-05.md").contains("- 📍 **Location:** Mühle\n"));
}

#[test]
fn damaged_text_is_told_and_stays_unless_it_is_to_be_restored() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", DAMAGED);
    sandbox.run(&["import", "2026-05.md"]).code(0).stderr(str![[r#"
warning: 2026-05.md was read as Windows-1254 and saved again: 8 characters damaged; `--repair` restores 7 of them
2026-05.md: style `block`, 1 topic, 1 labelled section; `achievements` is written `**Outcome:**`.
note: 2026-05.md:8: what stands before the first topic is kept verbatim: it would be drawn otherwise from here on
Wrote 2026-05.yaml.

"#]]);
    sandbox.run(&["render", "2026-05.yaml"]).code(0).stderr("2026-05.md is up to date.\n");
    let told = sandbox.run(&["import", "2026-05.md", "--repair", "--force", "--format", "json"]);
    told.code(0)
        .stderr(str![[r#"
note: the old event file is kept: cp [..] 2026-05.yaml

"#]])
        .stdout(str![[r#"
{"schema_version":1,"code":"damaged-text","severity":"warning","message":"a damaged character that cannot be restored with certainty","file":"2026-05.md","line":15,"column":1,"end_line":15,"end_column":4,"help":"it may have been 🍓, 🎓, 🏓, 🐓, 📁, 📍, 📎, 📏, 📐, 📝, 📞, 𝟓, 🁓, 🝓 or 🞓"}
{"schema_version":1,"page":"2026-05.md","event":"2026-05.yaml","written":true,"identical":true,"style":"block","topics":1,"labelled":1,"structured":1,"labels":{"achievements":"**Outcome:**"},"dated":"day","restored":7,"damaged":1,"kept":[]}

"#]]);
}

#[test]
fn the_page_of_the_corpus_that_was_given_damaged_is_restored_but_for_ten_characters() {
    let Some(corpus) = corpus() else { return };
    let sandbox = Sandbox::new();
    sandbox.file("2025-06.md", std::fs::read(corpus.join("seed-as-given.txt")).unwrap());
    let run = sandbox.run(&["import", "2025-06.md", "--repair", "--format", "json"]);
    run.code(0);
    let told: Vec<serde_json::Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let page = std::fs::read_to_string(corpus.join("wrap-ups/2025-06.md")).unwrap();
    let (summary, left) = told.split_last().unwrap();
    assert_eq!((&summary["restored"], &summary["damaged"], left.len()), (&73.into(), &10.into(), 10));
    assert_eq!(summary["kept"], serde_json::json!([]));
    // Each that is left lists what it was.
    for one in left {
        let line = page.lines().nth(one["line"].as_u64().unwrap() as usize - 1).unwrap();
        let candidates = one["help"].as_str().unwrap().chars().filter(|c| !c.is_ascii());
        assert!(candidates.clone().any(|candidate| line.contains(candidate)), "{one}");
    }
    sandbox.run(&["render", "2025-06.yaml"]).code(0);
    let differing = sandbox.read("2025-06.md").lines().zip(page.lines()).filter(|(one, other)| one != other).count();
    assert_eq!(differing, 10);
}

#[test]
fn every_page_of_the_corpus_becomes_its_event_file_and_comes_back() {
    let Some(corpus) = corpus() else { return };
    let sandbox = Sandbox::new();
    let (mut pages, mut labelled, mut structured, mut compared) = (0, 0, 0, 0);
    for entry in std::fs::read_dir(corpus.join("wrap-ups")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let page = std::fs::read_to_string(&path).unwrap();
        sandbox.file(name, &page);
        let run = sandbox.run(&["import", name, "--format", "json"]);
        run.code(0);
        let told: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        labelled += told["labelled"].as_u64().unwrap();
        structured += told["structured"].as_u64().unwrap();
        assert_eq!(told["kept"], serde_json::json!([]), "{name}");
        let file = std::path::Path::new(name).with_extension("yaml");
        let file = file.to_str().unwrap();
        let run = sandbox.run(&["render", file, "-o", "-"]);
        assert!(run.code(0).stdout == page, "{name} differs");
        // Where somebody wrote the event file by hand, it is the same.
        if let Ok(event) = std::fs::read_to_string(corpus.join("events").join(file)) {
            assert!(sandbox.read(file) == event, "{file} differs");
            compared += 1;
        }
        pages += 1;
    }
    assert!(pages >= 6 && compared >= 4, "only {pages} pages and {compared} event files in the corpus");
    assert_eq!(structured, labelled);
    assert!(labelled > 290, "{labelled}");
}
