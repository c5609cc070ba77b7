//! Pages where events are taken: a page without an event file is its own source.

use snapbox::str;

use crate::sandbox::Sandbox;

const PAGE: &str = "\
---
title: May 2026
weight: -202605
outline: 2
---

# Kettle Days Mill Edition 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026 – 08.05.2026
- 📍 **Location:** [The Old Mill](https://oldmill.example/)
- 👤 **Organizer:** Kettle Works

![All of us](images/mill.png)

## 🔥 Warm starts

**Problem Statement**:
The first cup takes four minutes.

**Achievements:**
* It takes *one*.

## Seeds
";

/// A page that another edition of the same series has.
const EARLIER: &str = "\
---
title: November 2025
weight: -202511
---

# Kettle Days 11/2025 Wrap Up

- 🗓️ **Date:** 03.11.2025
- 📍 **Location:** The Town Hall
- 👤 **Organizer:** [Tea Guild](https://guild.example/)

## One log
";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", PAGE);
    sandbox
}

#[test]
fn a_page_needs_a_place_for_what_is_drawn_of_it() {
    let sandbox = sandbox();
    sandbox.run(&["render", "2026-05.md"]).code(2).stdout("").stderr(str![[r#"
error: `2026-05.md` is a page already: where shall what is drawn of it go?
help: say so by `-o PATH`, or `-o -` to see it; to write `2026-05.md` itself: `-o 2026-05.md`

"#]]);
    sandbox.run(&["render", "2026-05.md", "-o", "-"]).code(0).stdout(PAGE).stderr("");
    sandbox.run(&["render", "2026-05.md", "-o", "copy.md"]).code(0).stdout("").stderr(str![[r#"
Wrote copy.md.

"#]]);
    assert_eq!(sandbox.read("copy.md"), PAGE);
    sandbox.run(&["render", "2026-05.md", "-o", "2026-05.md"]).code(0).stderr(str![[r#"
2026-05.md is up to date.

"#]]);
}

#[test]
fn a_page_is_drawn_in_another_style() {
    let sandbox = sandbox();
    sandbox.run(&["render", "2026-05.md", "--style", "headings", "-o", "2026-05.md", "--diff"]).code(0).stdout(str![[
        r#"
--- a/2026-05.md
+++ b/2026-05.md
@@ -14,10 +14,12 @@
 
 ## 🔥 Warm starts
 
-**Problem Statement**:
+### Problem Statement
+
 The first cup takes four minutes.
 
-**Achievements:**
+### Achievements
+
 * It takes *one*.
 
 ## Seeds

"#
    ]]);
    // The page is the source: nothing of it is lost.
    sandbox.run(&["render", "2026-05.md", "--style", "headings", "-o", "2026-05.md"]).code(0).stderr(str![[r#"
Wrote 2026-05.md.

"#]]);
    sandbox.run(&["render", "2026-05.md", "--style", "block", "-o", "-"]).code(0).stdout(PAGE.replace("t**:", "t:**"));
    sandbox.run(&["render", "2026-05.md", "--style", "hedings", "-o", "-"]).code(2).stdout("").stderr(str![[r#"
error: unknown style `hedings`
help: did you mean `headings`?

"#]]);
}

#[test]
fn an_id_finds_the_page_where_no_event_file_stands() {
    let sandbox = sandbox();
    // Pictures often lie in a folder of that name.
    sandbox.file("2026-05/mill.png", "");
    sandbox.run(&["render", "2026-05", "-o", "-"]).code(0).stdout(PAGE);
    sandbox.file("2026-05.yaml", "series: S\n");
    let run = sandbox.run(&["render", "2026-05", "-o", "-"]);
    run.code(2).stdout("");
    assert!(run.stderr.contains("2026-05.yaml:1:1"), "{}", run.stderr);
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let sandbox = Sandbox::new();
    let page = format!("\u{feff}{}", PAGE.trim_end().replace('\n', "\r\n"));
    sandbox.file("2026-05.md", &page);
    let run = sandbox.run(&["render", "2026-05.md", "-o", "-"]);
    assert_eq!(run.code(0).stdout, page);
    let run = sandbox.run(&["render", "2026-05.md", "-o", "-", "--set", "topics.1.title=More seeds"]);
    assert_eq!(run.code(0).stdout, page.replace("## Seeds", "## More seeds"));
}

#[test]
fn values_of_the_command_line_count_more_than_the_page() {
    let sandbox = sandbox();
    let set = ["--set", "location.name=The New Mill", "--set", "topics.0.achievements=It takes two."];
    sandbox
        .run(&[&["render", "2026-05.md", "-o", "2026-05.md", "--diff"], &set[..]].concat())
        .code(0)
        .stdout(str![[r#"
--- a/2026-05.md
+++ b/2026-05.md
@@ -7,7 +7,7 @@
 # Kettle Days Mill Edition 05/2026 Wrap Up
 
 - 🗓️ **Date:** 04.05.2026 – 08.05.2026
-- 📍 **Location:** [The Old Mill](https://oldmill.example/)
+- 📍 **Location:** [The New Mill](https://oldmill.example/)
 - 👤 **Organizer:** Kettle Works
 
 ![All of us](images/mill.png)
@@ -18,6 +18,6 @@
 The first cup takes four minutes.
 
 **Achievements:**
-* It takes *one*.
+It takes two.
 
 ## Seeds

"#]])
        .stderr("");
    sandbox
        .run(&["render", "2026-05.md", "-o", "-", "--set", "end=2026-05-01", "--set", "topics.0.achievments=None"])
        .code(2)
        .stdout("")
        .stderr(str![[r#"
error[dates-reversed]: the event ends on 2026-05-01, before it starts on 2026-05-04
 --> --set:1:5
  |
1 | end=2026-05-01
  |     ^^^^^^^^^^ before the start
  |
 ::: 2026-05.md as an event:5:8
  |
5 | start: 2026-05-04
  |        ---------- the start
  |
  = help: swap the two, or leave `end` out where the event took one day

error[unknown-field]: unknown field `achievments`
 --> --set:1:10
  |
1 | topics.0.achievments=None
  |          ^^^^^^^^^^^ not a section of the `hackathon` template
  |
  = help: did you mean `achievements`?

2 errors in 2 files

"#]]);
}

#[test]
fn other_pages_tell_where_the_series_ends_and_the_edition_begins() {
    let sandbox = sandbox();
    let named = |page: &str| {
        let run = sandbox.run(&["context", page]);
        let context: serde_json::Value = serde_json::from_str(&run.code(0).stdout).unwrap();
        format!("{} | {}", context["series"], context["edition"])
    };
    assert_eq!(named("2026-05.md"), r#""Kettle Days" | "Mill Edition""#);
    sandbox.file("2026-05.md", PAGE.replace("Mill Edition", "at the Mill"));
    assert_eq!(named("2026-05.md"), r#""Kettle Days at the Mill" | null"#);
    sandbox.file("2025-11.md", EARLIER).file("README.md", "# Read me\n\nSince 2026-01-01.\n");
    assert_eq!(named("2026-05.md"), r#""Kettle Days" | "at the Mill""#);
    assert_eq!(named("2025-11"), r#""Kettle Days" | null"#);
}

#[test]
fn a_page_that_does_not_say_when_is_told_what_helps() {
    let sandbox = Sandbox::new();
    let notes = "# Notes\n\nWe met.\n\n## Kettles\n\nThey are warm.\n";
    sandbox.file("notes.md", notes);
    for arguments in [&["render", "notes.md", "-o", "-"][..], &["context", "notes.md"], &["edit", "notes.md"]] {
        sandbox.run(arguments).code(2).stdout("").stderr(str![[r#"
error: nothing at the beginning of `notes.md` says when the event was
help: give it by `--set start=YYYY-MM-DD` where the command takes it, or name the page by it: `2026-05.md`

"#]]);
    }
    sandbox.run(&["render", "notes.md", "-o", "-", "--set", "start=2026-05-04"]).code(0).stdout(notes);
    sandbox.run(&["render", "notes.md", "-o", "-", "--set", "start=May"]).code(2).stdout("").stderr(str![[r#"
error[invalid-date]: `start` is no date: `May`
 --> --set:1:7
  |
1 | start=May
  |       ^^^ not a date of the form YYYY-MM-DD
  |
  = help: write it as YYYY-MM-DD, such as 2026-05-04

1 error in 1 file

"#]]);
}

#[test]
fn what_is_no_text_is_told_with_its_place() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", [PAGE.as_bytes(), b"caf\xe9\n"].concat());
    sandbox.run(&["render", "2026-05.md", "-o", "-"]).code(2).stdout("").stderr(str![[r#"
error[not-utf-8]: the byte 0xE9 is not UTF-8
  --> 2026-05.md:24:4
   |
24 | caf�
   |    ^ `é` in Latin-1?
   |
   = help: save the file as UTF-8

1 error in 1 file

"#]]);
    sandbox.file("2026-05.md", format!("{PAGE}{}", "x".repeat(16 << 20)));
    sandbox.run(&["context", "2026-05.md"]).code(2).stdout("").stderr(str![[r#"
error[too-large]: the file is larger than 16 MiB
  --> 2026-05.md:24:16776821
   |
24 | ...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
   |                                   ^ the limit is passed here
   |
   = help: an event is smaller: is this the right file?

1 error in 1 file

"#]]);
}

#[test]
fn a_template_that_draws_another_page_is_told() {
    let sandbox = sandbox();
    sandbox.run(&["template", "eject", "hackathon", "--as", "shouting"]).code(0);
    let page = ".afterword/templates/shouting/page.md.jinja";
    sandbox.file(page, format!("LOUD\n{}", sandbox.read(page)));
    sandbox.run(&["context", "2026-05.md", "--template", "shouting"]).code(2).stdout("").stderr(str![[r#"
error: `2026-05.md` cannot be read by the template `shouting`: what it draws of it differs from the page by 1 line
help: name the template it was made with by `--template`, or one that draws it as it is; `afterword import` shows the difference

"#]]);
}

/// A repository with the page and its picture.
fn repository() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05.md", PAGE).file("images/mill.png", "a mill").file("other.txt", "theirs");
    sandbox
}

#[test]
fn a_page_is_committed_with_its_pictures_and_nothing_else() {
    let sandbox = repository();
    sandbox.git(&["add", "other.txt"]);
    sandbox.run(&["commit", "2026-05.md", "--dry-run"]).code(0).stdout("").stderr(str![[r#"
To be committed to `main`:
  A  2026-05.md
  A  images/mill.png
     docs: Add wrap-up of Kettle Days Mill Edition 05/2026

"#]]);
    sandbox.run(&["commit", "2026-05.md"]).code(0).stdout("").stderr(str![[r#"
Committed 2 files to `main`: [..] docs: Add wrap-up of Kettle Days Mill Edition 05/2026
  2026-05.md
  images/mill.png

"#]]);
    assert_eq!(sandbox.git(&["status", "--short"]), "A  other.txt\n");
    assert_eq!(sandbox.read("2026-05.md"), PAGE);
    sandbox.run(&["commit", "2026-05.md"]).code(0).stdout("").stderr(str![[r#"
There is nothing to commit: HEAD holds it all.

"#]]);
    sandbox.run(&["undo"]).code(0);
    assert_eq!(sandbox.git(&["status", "--short"]), "A  other.txt\n?? 2026-05.md\n?? images/\n");
}

#[test]
fn the_message_says_how_far_the_page_is() {
    let sandbox = repository();
    let mut said = String::new();
    let heading = PAGE.find("**Achievements").unwrap();
    let open = format!("{}\n\n## Seeds\n", PAGE[..heading].trim_end());
    for page in [open.clone(), open.replace("four", "five"), PAGE.to_owned(), PAGE.replace("*one*", "two")] {
        sandbox.file("2026-05.md", page).run(&["commit", "2026-05", "--yes"]).code(0);
        said += &sandbox.git(&["log", "-1", "--format=%s"]);
    }
    snapbox::assert_data_eq!(
        said,
        str![[r#"
docs: Prepare page of Kettle Days Mill Edition 05/2026
docs: Prepare page of Kettle Days Mill Edition 05/2026
docs: Add wrap-up of Kettle Days Mill Edition 05/2026
docs: Update wrap-up of Kettle Days Mill Edition 05/2026

"#]]
    );
}

#[test]
fn a_page_that_an_event_file_makes_is_not_committed_alone() {
    let sandbox = repository();
    sandbox.file("2026-05.yaml", "series: S\n");
    sandbox.run(&["commit", "2026-05.md"]).code(2).stdout("").stderr(str![[r#"
error: `2026-05.md` is made from `2026-05.yaml`
help: to go by its source: afterword commit 2026-05.yaml

"#]]);
}

#[test]
fn without_a_terminal_a_page_is_changed_in_an_editor() {
    sandbox().run(&["edit", "2026-05.md"]).code(2).stdout("").stderr(str![[r#"
error: `edit` asks, and there is no terminal to ask on
help: change 2026-05.md in an editor

"#]]);
}

const GIVEN: &str = "\
series: Kettle Days
start: 2026-05-04
location: {name: The Old Mill}
organizers: [{name: Kettle Works}]
topics:
  - title: Warm starts
    owners: [ada]
    demo: 5m
    state: partial
    highlight: true
  - title: Seeds
";

#[test]
fn a_new_page_keeps_every_answer() {
    let sandbox = Sandbox::new();
    sandbox.run_with_input(&["new", "2026-05.md", "--from", "-"], GIVEN).code(0).stdout("").stderr(str![[r#"
+ 2026-05.md  16 lines
Wrote 2026-05.md.
To change it: afterword edit 2026-05.md

"#]]);
    snapbox::assert_data_eq!(
        sandbox.read("2026-05.md"),
        str![[r#"
---
title: May 2026
weight: -202605
---

# Kettle Days 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026
- 📍 **Location:** The Old Mill
- 👤 **Organizer:** Kettle Works

## Warm starts

<!-- afterword: owners=@ada demo=5m state=partial highlight=true -->

## Seeds

"#]]
    );
    let context = sandbox.run(&["context", "2026-05.md"]);
    let context: serde_json::Value = serde_json::from_str(&context.code(0).stdout).unwrap();
    let topic = &context["topics"][0];
    let told = [&topic["owners"], &topic["demo"], &topic["state"], &topic["highlight"]].map(ToString::to_string);
    assert_eq!(told, [r#"["ada"]"#, r#""5m""#, r#""partial""#, "true"]);
}

#[test]
fn a_new_page_that_would_lose_an_answer_is_refused() {
    let sandbox = Sandbox::new();
    let moved = format!("{GIVEN}    state: moved\n    moved_to: 2026-11\n");
    sandbox.run_with_input(&["new", "2026-05.md", "--from", "-"], &moved).code(3).stdout("").stderr(str![[r#"
error: `2026-05.md` cannot show `state` of `Seeds`: a topic that is dropped or moved leaves the page, and the page is all there is of it
help: remove the topic, or keep the event in an event file: afterword new 2026-05.yaml
Nothing was written.

"#]]);
    assert_eq!(sandbox.tree(), "");
    sandbox.run_with_input(&["new", "2026-05.yaml", "--from", "-"], &moved).code(0);
    assert!(sandbox.read("2026-05.yaml").contains("moved_to: 2026-11\n"));
}

#[test]
fn a_new_event_takes_what_a_page_says() {
    let sandbox = Sandbox::new();
    sandbox.file("2025-11.md", EARLIER);
    sandbox.run(&["new", "2026-05.yaml", "--from", "2025-11.md", "--set", "start=2026-05-04"]).code(0);
    snapbox::assert_data_eq!(
        sandbox.read("2026-05.yaml"),
        str![[r#"
template: hackathon
series: Kettle Days
start: 2026-05-04
location:
  name: The Town Hall
organizers:
  - name: Tea Guild
    url: https://guild.example/
topics:
  - title: One log

"#]]
    );
}

#[test]
fn defaults_come_from_the_pages_of_the_folder() {
    let sandbox = Sandbox::new();
    sandbox.file("2025-11.md", EARLIER).file("2026-01.md", "not a page\n");
    sandbox.run(&["new", "--defaults", "--set", "start=2026-05-04"]).code(0).stderr(str![[r#"
+ 2026-05.md  10 lines
Wrote 2026-05.md.
To change it: afterword edit 2026-05.md

"#]]);
    // A folder of pages gets another page.
    snapbox::assert_data_eq!(
        sandbox.read("2026-05.md"),
        str![[r#"
---
title: May 2026
weight: -202605
---

# Kettle Days 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026
- 📍 **Location:** The Town Hall
- 👤 **Organizer:** [Tea Guild](https://guild.example/)

"#]]
    );
}
