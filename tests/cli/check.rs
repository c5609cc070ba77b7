//! `afterword check`: what a reviewer would find, in files of every kind, told in every form.

use snapbox::str;

use crate::sandbox::Sandbox;

mod pairs;
mod readme;
mod schema;
mod told;

/// The beginning of a page in order.
pub(crate) const HEAD: &str = "---\ntitle: May 2026\nweight: -202605\n---\n\n# Kettle Days 05/2026 Wrap Up\n\n\
                               - 🗓️ **Date:** 04.05.2026 – 08.05.2026\n- 📍 **Location:** The Old Mill\n\
                               - 👤 **Organizer:** Kettle Works\n";

/// A page in order.
fn page() -> String {
    format!("{HEAD}\n## 🔥 Warm starts\n\n**Problem Statement:**\nIt was cold.\n\n**Achievements:**\nIt boils.\n")
}

/// A page with two things to find, one of which can be mended.
fn bad_page() -> String {
    page().replace("weight: -202605", "weight: -202505").replace("It was cold.", "TBD")
}

fn event() -> &'static str {
    "series: Kettle Days\nstart: 2026-05-04\nend: 2026-05-08\nlocation:\n  name: The Old Mill\norganizers:\n  \
     - name: Kettle Works\ntopics:\n  - emoji: 🔥\n    title: Warm starts\n    problem: It was cold.\n    \
     achievements: |\n      It boils.\n      And it whistles.\n"
}

#[test]
fn a_page_in_order_has_no_findings() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", page());
    sandbox.run(&["check", "2026-05.md"]).code(0).stdout(str![""]).stderr(str![[r#"
Nothing found in 1 file.

"#]]);
}

#[test]
fn findings_are_told_with_their_lines_and_exit_with_1() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", bad_page());
    sandbox.run(&["check", "2026-05.md"]).code(1).stdout(str![""]).stderr(str![[r#"
error[wrong-weight]: the weight is -202505, and that of an event that starts on 2026-05-04 is -202605
 --> 2026-05.md:3:9
  |
3 | weight: -202505
  |         ^^^^^^^ `-202605`

warning[placeholder]: `TBD` is a placeholder
  --> 2026-05.md:15:1
   |
15 | TBD
   | ^^^ nobody wrote this
   |
   = help: write what it stands for, or leave it out

1 error and 1 warning in 1 of 1 file; `--fix` mends 1 of them.

"#]]);
}

#[test]
fn the_folder_with_wrap_ups_is_looked_at_where_nothing_is_named() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("community/events/2026-05.md", bad_page()).file("README.md", "# TBD\n");
    sandbox.run(&["-C", "community/events", "check", "--allow", "wrong-weight,placeholder"]).code(0);
    sandbox.run(&["check", "--format", "short"]).code(1).stderr(str![[r#"
community/events/2026-05.md:3:9: error[wrong-weight]: the weight is -202505, and that of an event that starts on 2026-05-04 is -202605
community/events/2026-05.md:15:1: warning[placeholder]: `TBD` is a placeholder
1 error and 1 warning in 1 of 1 file; `--fix` mends 1 of them.

"#]]);
}

#[test]
fn in_a_folder_everything_that_is_no_event_is_passed_over() {
    let sandbox = Sandbox::with_repository();
    sandbox
        .file("a/2026-05.md", bad_page())
        .file("a/spring.md", bad_page())
        .file("a/notes.md", "TBD\n")
        .file("a/compose.yaml", "services: {}\n")
        .file("a/other.yaml", "series: Kettle Days\n")
        .file("a/node_modules/2026-05.md", bad_page())
        .file("a/.cache/2026-05.md", bad_page())
        .file("a/out/2026-05.md", bad_page())
        .file("b/index.md", "# TBD\n")
        .file(".gitignore", "out/\n");
    sandbox.run(&["check", ".", "--format", "short"]).code(1).stderr(str![[r#"
a/2026-05.md:3:9: error[wrong-weight]: the weight is -202505, and that of an event that starts on 2026-05-04 is -202605
a/2026-05.md:15:1: warning[placeholder]: `TBD` is a placeholder
a/other.yaml:1:1: error[missing-field]: the event has no `location`
a/other.yaml:1:1: error[missing-field]: the event has no `organizers`
a/other.yaml:1:1: error[missing-field]: the event has no `start`
a/spring.md:3:9: warning[same-weight]: the weight -202505 is that of `a/2026-05.md` as well, the same weight at a/2026-05.md:3:9
a/spring.md:3:9: error[wrong-weight]: the weight is -202505, and that of an event that starts on 2026-05-04 is -202605
a/spring.md:15:1: warning[placeholder]: `TBD` is a placeholder
5 errors and 3 warnings in 3 of 3 files; `--fix` mends 2 of them.

"#]]);
}

#[test]
fn a_folder_without_events_is_in_order() {
    let sandbox = Sandbox::new();
    sandbox.file("README.md", "TBD\n");
    sandbox.run(&["check", "."]).code(0).stderr(str![[r#"
There is nothing to check: no event file, no page, no index.

"#]]);
    sandbox.run(&["check"]).code(2).stderr(str![[r#"
error: no event is named, and there is none in `.`
help: give an event file, an event folder, a page, or an id such as 2026-05

"#]]);
    sandbox.run(&["check", "2026-05.md"]).code(2).stderr(str![[r#"
error: there is no event `2026-05.md`
help: give an event file, a page, an index, or a folder with them

"#]]);
}

#[test]
fn an_event_file_is_looked_at_as_the_page_that_it_draws() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", event().replace("      And it whistles.", "\n      TODO: the rest"));
    sandbox.run(&["render", "2026-05.yaml"]).code(0);
    sandbox.run(&["check", "2026-05.yaml"]).code(1).stderr(str![[r#"
warning[placeholder]: `TODO: the rest` is a placeholder
  --> 2026-05.yaml:15:7
   |
15 |       TODO: the rest
   |       ^^^^^^^^^^^^^^ nobody wrote this
   |
   = help: write what it stands for, or leave it out

1 warning in 1 of 2 files.

"#]]);
    // By the page's name as well.
    sandbox.run(&["check", "2026-05.md", "--format", "short"]).code(1).stderr(str![[r#"
2026-05.yaml:15:7: warning[placeholder]: `TODO: the rest` is a placeholder
1 warning in 1 of 2 files.

"#]]);
}

#[test]
fn mistakes_in_an_event_file_are_findings_among_others() {
    let sandbox = Sandbox::new();
    sandbox
        .file("2026-05.yaml", event().replace("emoji: 🔥", "emojy: 🔥"))
        .file("2026-06.yaml", "series: [\n")
        .file("2026-07.md", b"# Kettle Days 07/2026\n\nCaf\xe9\n")
        .file("2026-08.md", bad_page());
    sandbox.run(&["check", ".", "--format", "short"]).code(1).stderr(str![[r#"
2026-05.yaml:9:5: error[unknown-field]: unknown field `emojy`
2026-06.yaml:1:9: error[syntax]: a `[` is not closed
2026-07.md:3:4: error[not-utf-8]: the byte 0xE9 is not UTF-8
2026-08.md:3:9: error[wrong-weight]: the weight is -202505, and that of an event that starts on 2026-05-04 is -202605
2026-08.md:8:16: error[wrong-name]: `2026-08.md` is named after August 2026, and the event starts on 2026-05-04
2026-08.md:15:1: warning[placeholder]: `TBD` is a placeholder
5 errors and 1 warning in 4 of 4 files; `--fix` mends 1 of them.

"#]]);
}

#[test]
fn what_is_certain_is_mended_and_the_rest_is_told() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", bad_page());
    sandbox
        .run(&["check", "2026-05.md", "--diff"])
        .code(1)
        .stdout(str![[r#"
--- a/2026-05.md
+++ b/2026-05.md
@@ -1,6 +1,6 @@
 ---
 title: May 2026
-weight: -202505
+weight: -202605
 ---
 
 # Kettle Days 05/2026 Wrap Up

"#]])
        .stderr(str![""]);
    assert_eq!(sandbox.read("2026-05.md"), bad_page());
    sandbox.run(&["check", "2026-05.md", "--fix", "--format", "short"]).code(1).stderr(str![[r#"
Mended 1 finding in 1 file.
2026-05.md:15:1: warning[placeholder]: `TBD` is a placeholder
1 warning in 1 of 1 file.

"#]]);
    assert_eq!(sandbox.read("2026-05.md"), bad_page().replace("-202505", "-202605"));
    sandbox.run(&["check", "2026-05.md", "--fix", "--format", "short"]).code(1).stderr(str![[r#"
2026-05.md:15:1: warning[placeholder]: `TBD` is a placeholder
1 warning in 1 of 1 file.

"#]]);
}

#[test]
fn a_fix_keeps_the_line_ends_and_the_mark_of_a_file() {
    let sandbox = Sandbox::new();
    let page = format!("\u{feff}{}", bad_page()).replace('\n', "\r\n");
    sandbox.file("2026-05.md", &page);
    sandbox.run(&["check", "2026-05.md", "--fix", "--format", "short"]).code(1).stderr(str![[r#"
Mended 1 finding in 1 file.
2026-05.md:15:1: warning[placeholder]: `TBD` is a placeholder
1 warning in 1 of 1 file.

"#]]);
    assert_eq!(sandbox.read("2026-05.md"), page.replace("-202505", "-202605"));
}

#[test]
fn rules_are_silenced_and_raised_by_flags() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", bad_page());
    sandbox.run(&["check", "2026-05.md", "--allow", "placeholder,wrong-weight"]).code(0);
    sandbox.run(&["check", "2026-05.md", "--deny", "placeholder", "--format", "short"]).code(1).stderr(str![[r#"
2026-05.md:3:9: error[wrong-weight]: the weight is -202505, and that of an event that starts on 2026-05-04 is -202605
2026-05.md:15:1: error[placeholder]: `TBD` is a placeholder
2 errors in 1 of 1 file; `--fix` mends 1 of them.

"#]]);
    sandbox.run(&["check", "--allow", "place-holder"]).code(2).stderr(str![[r#"
error: there is no rule `place-holder`
help: did you mean `placeholder`?

"#]]);
}

#[test]
fn rules_are_silenced_and_raised_by_the_configuration() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("events/2026-05.md", bad_page());
    sandbox.file(".afterword/config.yaml", "check:\n  allow: [wrong-weight]\n  deny: [placeholder]\n");
    sandbox.run(&["check", "--format", "short"]).code(1).stderr(str![[r#"
events/2026-05.md:15:1: error[placeholder]: `TBD` is a placeholder
1 error in 1 of 1 file.

"#]]);
    // What is said last holds.
    sandbox.run(&["check", "--allow", "placeholder"]).code(0);
    sandbox.file(".afterword/config.yaml", "check:\n  allow: [wrong-wait]\n  denied: []\nanchors: hugo\n");
    sandbox.run(&["check"]).code(2).stderr(str![[r#"
error[unknown-key]: unknown key `denied`
 --> .afterword/config.yaml:3:3
  |
3 |   denied: []
  |   ^^^^^^ not a key of `check`
  |
  = help: `check` has `allow`, `deny`, `files` or `picture_size`

error[invalid-choice]: `hugo` is not a known site
 --> .afterword/config.yaml:4:10
  |
4 | anchors: hugo
  |          ^^^^ no site
  |
  = help: it is `github` or `vitepress`

2 errors in 1 file

"#]]);
    sandbox.file(".afterword/config.yaml", "check:\n  allow: [wrong-wait]\n");
    sandbox.run(&["check"]).code(2).stderr(str![[r#"
error[unknown-rule]: there is no rule `wrong-wait`
 --> .afterword/config.yaml:2:11
  |
2 |   allow: [wrong-wait]
  |           ^^^^^^^^^^ no rule
  |
  = help: did you mean `wrong-weight`?

1 error in 1 file

"#]]);
}

#[test]
fn a_file_asks_for_silence() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", format!("{}\n<!-- afterword: ignore placeholder wrong-weight -->\n", bad_page()));
    sandbox.run(&["check", "2026-05.md"]).code(0);
    sandbox.file("2026-05.md", format!("{}\n<!-- afterword: ignore placehold, wrong-title -->\n", page()));
    sandbox.run(&["check", "2026-05.md", "--format", "short"]).code(1).stderr(str![[r#"
2026-05.md:20:24: error[unknown-rule]: there is no rule `placehold`
2026-05.md:20:35: warning[unused-ignore]: `wrong-title` is ignored, and there is nothing to ignore
1 error and 1 warning in 1 of 1 file.

"#]]);
    let sandbox = Sandbox::new();
    let event = event().replace("      And it whistles.", "\n      TODO: the rest");
    sandbox.file("2026-05.yaml", format!("# afterword: ignore placeholder, missing-page\n{event}"));
    sandbox.run(&["check", "2026-05.yaml"]).code(0);
}

#[test]
fn a_branch_is_told_of_what_it_changed() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-04.md", bad_page()).file("2026-05.md", page()).file("2026-06.md", page());
    sandbox.commit_all();
    sandbox.git(&["checkout", "--quiet", "-b", "june"]);
    sandbox.file("2026-05.md", bad_page());
    sandbox.commit_all();
    sandbox.file("2026-07.md", bad_page());
    let arguments = ["check", ".", "--since", "main", "--allow", "wrong-name,same-weight", "--format", "short"];
    sandbox.run(&arguments).code(1).stderr(str![[r#"
2026-05.md:3:9: error[wrong-weight]: the weight is -202505, and that of an event that starts on 2026-05-04 is -202605
2026-05.md:15:1: warning[placeholder]: `TBD` is a placeholder
2026-07.md:3:9: error[wrong-weight]: the weight is -202505, and that of an event that starts on 2026-05-04 is -202605
2026-07.md:15:1: warning[placeholder]: `TBD` is a placeholder
2 errors and 2 warnings in 2 of 4 files; `--fix` mends 2 of them.

"#]]);
    sandbox.run(&["check", ".", "--since", "nowhere"]).code(2).stderr(str![[r#"
error: cannot tell what changed since `nowhere`
  caused by: revspec 'nowhere' not found; class=Reference (4); code=NotFound (-3)

"#]]);
    let elsewhere = Sandbox::new();
    elsewhere.file("2026-05.md", page());
    elsewhere.run(&["check", ".", "--since", "main"]).code(2).stderr(str![[r#"
error: `--since` compares with a commit, and there is no repository here
help: leave it out, or work in a repository

"#]]);
}

#[test]
fn a_page_that_its_name_does_not_tell_is_named_in_the_configuration() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("events/spring.md", page().replace("weight: -202605\n", "").replace("It boils.", "TBD"));
    sandbox.run(&["check", "."]).code(0);
    sandbox.file(".afterword/config.yaml", "check:\n  files: [events/spring.md]\n");
    sandbox.run(&["check", ".", "--format", "short"]).code(1).stderr(str![[r#"
events/spring.md:17:1: warning[placeholder]: `TBD` is a placeholder
1 warning in 1 of 1 file.

"#]]);
}

#[test]
fn files_of_several_projects_are_looked_at_by_their_own_settings() {
    let sandbox = Sandbox::new();
    sandbox.file("a/.afterword/config.yaml", "check: {allow: [placeholder]}\n").file("a/2026-05.md", bad_page());
    sandbox.file("b/.afterword/config.yaml", "check: {allow: [wrong-weight]}\n").file("b/2026-05.md", bad_page());
    sandbox.run(&["check", "a", "b/2026-05.md", "--format", "short"]).code(1).stderr(str![[r#"
a/2026-05.md:3:9: error[wrong-weight]: the weight is -202505, and that of an event that starts on 2026-05-04 is -202605
b/2026-05.md:15:1: warning[placeholder]: `TBD` is a placeholder
1 error and 1 warning in 2 of 2 files; `--fix` mends 1 of them.

"#]]);
}

#[test]
fn anchors_are_those_of_the_site() {
    let sandbox = Sandbox::with_repository();
    let links = "\n[GitHub](#-warm-starts), [VitePress](#🔥-warm-starts), [nobody](#cold-starts)\n";
    sandbox.file("events/2026-05.md", format!("{}{links}", page()));
    let arguments = ["check", "events", "--format", "short"];
    sandbox.run(&arguments).code(1).stderr(str![[r#"
events/2026-05.md:20:64: error[dead-anchor]: no heading of this page has the anchor `#cold-starts`
1 error in 1 of 1 file.

"#]]);
    sandbox.file("docs/.vitepress/config.ts", "");
    sandbox.run(&arguments).code(1).stderr(str![[r#"
events/2026-05.md:20:10: error[dead-anchor]: no heading of this page has the anchor `#-warm-starts`
events/2026-05.md:20:64: error[dead-anchor]: no heading of this page has the anchor `#cold-starts`
2 errors in 1 of 1 file.

"#]]);
    sandbox.file(".afterword/config.yaml", "anchors: github\n");
    sandbox.run(&arguments).code(1).stderr(str![[r#"
events/2026-05.md:20:38: error[dead-anchor]: no heading of this page has the anchor `#🔥-warm-starts`
events/2026-05.md:20:64: error[dead-anchor]: no heading of this page has the anchor `#cold-starts`
2 errors in 1 of 1 file.

"#]]);
}

#[test]
fn a_renamed_heading_breaks_links_elsewhere_and_they_are_mended() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("events/2026-05.md", page()).file("agenda/may.md", "[Warm](../events/2026-05.md#-warm-starts) TBD\n");
    sandbox.commit_all();
    sandbox.run(&["check", "."]).code(0);
    sandbox.file("events/2026-05.md", page().replace("🔥 Warm starts", "🔥 Kettles that remember"));
    // Told of a branch as well that did not touch the agenda.
    for arguments in [&["check", ".", "--format", "short"][..], &["check", "--since", "main", "--format", "short"]] {
        sandbox.run(arguments).code(1).stderr(str![[r#"
agenda/may.md:1:8: error[dead-anchor]: no heading of `events/2026-05.md` has the anchor `#-warm-starts`
1 error in 1 of 2 files; `--fix` mends all of them.

"#]]);
    }
    sandbox.run(&["check", ".", "--fix"]).code(0);
    assert_eq!(sandbox.read("agenda/may.md"), "[Warm](../events/2026-05.md#-kettles-that-remember) TBD\n");
}

#[test]
fn pictures_are_looked_for_where_the_configuration_says() {
    let sandbox = Sandbox::with_repository();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    sandbox.file("events/2026-05.md", page()).file("events/media/2026-05/old.svg", svg);
    sandbox.file("events/images/other.svg", format!("{svg}\n"));
    sandbox.file(".afterword/config.yaml", "pictures: media/{id}\n");
    sandbox.run(&["check", "events", "--format", "short"]).code(1).stderr(str![[r#"
events/2026-05.md:6:1: warning[unreferenced-picture]: no page shows `events/media/2026-05/old.svg`
1 warning in 1 of 1 file.

"#]]);
}

#[test]
fn pictures_are_looked_at_in_whole_folders() {
    let sandbox = Sandbox::with_repository();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    sandbox
        .file("events/2026-05.md", format!("{}\n![A kettle](images/a.png)\n\n![A pot](images/b.svg)\n", page()))
        .file("events/images/a.png", "")
        .file("events/images/b.svg", svg)
        .file("events/images/2026-05/old.svg", format!("{svg}\n"))
        .file("events/images/named.svg", format!("{svg} "))
        .file("post.md", "![Named](events/images/named.svg)\n");
    sandbox.run(&["check", "events", "--format", "short"]).code(1).stderr(str![[r#"
events/2026-05.md:6:1: warning[unreferenced-picture]: no page shows `events/images/2026-05/old.svg`
events/2026-05.md:20:13: error[empty-picture]: the picture `events/images/a.png` is empty (0 bytes)
1 error and 1 warning in 1 of 1 file.

"#]]);
    // Of one page nobody knows what others show.
    sandbox.run(&["check", "events/2026-05.md", "--format", "short"]).code(1).stderr(str![[r#"
events/2026-05.md:20:13: error[empty-picture]: the picture `events/images/a.png` is empty (0 bytes)
1 error in 1 of 1 file.

"#]]);
}
