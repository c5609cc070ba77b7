//! Where pages go, and what goes to which stream.

use std::process::Stdio;

use snapbox::str;

use crate::render::SMALL;
use crate::sandbox::Sandbox;

/// The page of [`SMALL`].
fn page() -> String {
    let run = Sandbox::new().run_with_input(&["render", "-"], SMALL);
    run.code(0).stderr("");
    run.stdout
}

#[test]
fn standard_input_goes_to_standard_output() {
    let sandbox = Sandbox::new();
    let run = sandbox.run_with_input(&["render", "-"], SMALL);
    run.code(0).stderr("").stdout(str![[r#"
---
title: May 2026
weight: -202605
---

# Kettle Days 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026 – 08.05.2026
- 📍 **Location:** The Old Mill
- 👤 **Organizer:** Kettle Works

## 🔥 Warm starts

**Problem Statement:**
The first cup takes four minutes.

"#]]);
    assert_eq!(sandbox.tree(), "");
    sandbox.run_with_input(&["render", "-", "-o", "-"], SMALL).code(0).stdout(page());
    sandbox.run_with_input(&["render", "-", "-o", "x.md"], SMALL).code(0).stdout("").stderr(str![[r#"
Wrote x.md.

"#]]);
    assert_eq!(sandbox.read("x.md"), page());
    sandbox.run_with_input(&["render", "-", "-o", "."], SMALL).code(2).stdout("").stderr(str![[r#"
error: a page from standard input has no name of its own
help: give `-o` the name of a file

"#]]);
    sandbox.run_with_input(&["render", "-", "-"], SMALL).code(2).stdout("").stderr(str![[r#"
error: standard input holds one event
help: give `-` once

"#]]);
}

#[test]
fn an_output_is_a_file_a_folder_or_standard_output() {
    let sandbox = Sandbox::new();
    sandbox.file("a.yaml", SMALL).file("b.yaml", SMALL).file("out/keep", "");
    sandbox.run(&["render", "a.yaml", "-o", "-"]).code(0).stderr("").stdout(page());
    sandbox.run(&["render", "a.yaml", "-o", "page.md"]).code(0).stdout("").stderr(str![[r#"
Wrote page.md.

"#]]);
    sandbox.run(&["render", "a.yaml", "-o", "out"]).code(0).stdout("").stderr(str![[r#"
Wrote out/a.md.

"#]]);
    sandbox.run(&["render", "a.yaml", "b.yaml", "-o", "out/"]).code(0).stdout("").stderr(str![[r#"
Wrote out/b.md.
out/a.md is up to date.

"#]]);
    assert_eq!(sandbox.tree(), "a.yaml\nb.yaml\nout/a.md\nout/b.md\nout/keep\npage.md");
    sandbox.run(&["render", "a.yaml", "b.yaml", "-o", "-"]).code(2).stdout("").stderr(str![[r#"
error: several pages cannot go to standard output at once
help: name one event, or a folder after `-o`

"#]]);
    sandbox.run(&["render", "a.yaml", "b.yaml", "-o", "page.md"]).code(2).stdout("").stderr(str![[r#"
error: several pages cannot all be written to `page.md`
help: give `-o` a folder that exists, or end it with `/`

"#]]);
    sandbox.run(&["render", "a.yaml", "-o", "missing/"]).code(3).stdout("").stderr(str![[r#"
error: cannot open the folder `missing/`
  caused by: No such file or directory (os error 2)
help: make it first: mkdir -p 'missing/'

"#]]);
    sandbox.run(&["render", "a.yaml", "-o", "missing/x.md"]).code(3).stdout("").stderr(str![[r#"
error: cannot open the folder `missing`
  caused by: No such file or directory (os error 2)
help: make it first: mkdir -p 'missing'

"#]]);
    sandbox.run(&["render", "a.yaml", "-o", ".."]).code(0).stdout("").stderr(str![[r#"
Wrote ../a.md.

"#]]);
    sandbox.run(&["render", "a.yaml", "-o", "CON.md"]).code(3).stdout("").stderr(str![[r#"
error: cannot write `CON.md`: `CON.md` is the name of a device on Windows
help: choose a name that every system can hold

"#]]);
}

#[test]
fn one_page_is_made_from_one_event() {
    let sandbox = Sandbox::new();
    sandbox.file("a/e.yaml", SMALL).file("b/e.yaml", SMALL).file("a/e.yml", SMALL).file("out/keep", "");
    sandbox.run(&["render", "a/e.yaml", "b/e.yaml", "-o", "out"]).code(2).stdout("").stderr(str![[r#"
error: `a/e.yaml` and `b/e.yaml` would both become `out/e.md`
help: render them one by one, each with a page of its own after `-o`

"#]]);
    sandbox.run(&["render", "a/e.yaml", "a/e.yml"]).code(2).stdout("").stderr(str![[r#"
error: `a/e.yaml` and `a/e.yml` would both become `a/e.md`
help: render them one by one, each with a page of its own after `-o`

"#]]);
    assert_eq!(sandbox.tree(), "a/e.yaml\na/e.yml\nb/e.yaml\nout/keep");
    // The same event under several names is still one.
    let absolute = sandbox.path("a/e.yaml");
    let names = ["render", "a/e.yaml", "./a/e.yaml", "a/e", absolute.to_str().unwrap()];
    sandbox.run(&names).code(0).stdout("").stderr(str![[r#"
Wrote a/e.md.

"#]]);
}

#[test]
fn an_error_in_one_event_stops_the_run_and_all_errors_are_told_in_order() {
    let sandbox = Sandbox::new();
    sandbox.file("good.yaml", SMALL);
    sandbox.file("first.yaml", SMALL.replace("series", "serie"));
    sandbox.file("second.yaml", SMALL.replace("2026-05-04", "2026-13-04"));
    let names = ["render", "first.yaml", "good.yaml", "second.yaml", "gone.yaml"];
    sandbox.run(&names).code(2).stdout("").stderr(str![[r#"
error: there is no event `gone.yaml`
help: give an event file (YAML), an event folder, a page, or `-` for standard input

"#]]);
    sandbox.run(&names[..4]).code(2).stdout("").stderr(str![[r#"
error[unknown-field]: unknown field `serie`
 --> first.yaml:1:1
  |
1 | serie: Kettle Days
  | ^^^^^ not a field of the `hackathon` template
  |
  = help: did you mean `series`?

error[invalid-date]: `start` is no date: `2026-13-04`
 --> second.yaml:2:8
  |
2 | start: 2026-13-04
  |        ^^^^^^^^^^ the calendar has no such day
  |
  = help: the months are 01 to 12

2 errors in 2 files

"#]]);
    assert!(!sandbox.exists("good.md"));
}

#[test]
fn mistakes_are_told_in_the_format_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.file(
        "sub/e.yaml",
        SMALL.replace("series", "serie").replace("    problem: The", "    problem: |\n      ## The"),
    );
    sandbox.run(&["render", "sub/e.yaml"]).code(2).stdout("").stderr(str![[r#"
error[unknown-field]: unknown field `serie`
 --> sub/e.yaml:1:1
  |
1 | serie: Kettle Days
  | ^^^^^ not a field of the `hackathon` template
  |
  = help: did you mean `series`?

error[structure]: a heading that reads as another topic
  --> sub/e.yaml:10:7
   |
10 |       ## The first cup takes four minutes.
   |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ here
   |
   = help: use `###` or more, or a fence around it

2 errors in 1 file

"#]]);
    sandbox.run(&["render", "sub/e.yaml", "--format", "short"]).code(2).stdout("").stderr(str![[r#"
sub/e.yaml:1:1: error[unknown-field]: unknown field `serie`
sub/e.yaml:10:7: error[structure]: a heading that reads as another topic
2 errors in 1 file

"#]]);
    sandbox.run(&["render", "sub/e.yaml", "--format", "json"]).code(2).stderr("").stdout(str![[r#"
{"schema_version":1,"code":"unknown-field","severity":"error","message":"unknown field `serie`","file":"sub/e.yaml","line":1,"column":1,"end_line":1,"end_column":6,"help":"did you mean `series`?"}
{"schema_version":1,"code":"structure","severity":"error","message":"a heading that reads as another topic","file":"sub/e.yaml","line":10,"column":7,"end_line":10,"end_column":43,"help":"use `###` or more, or a fence around it"}

"#]]);
    sandbox.run(&["render", "sub/e.yaml", "--format", "github"]).code(2).stderr("").stdout(str![[r#"
::error file=sub/e.yaml,line=1,col=1,endLine=1,endColumn=6,title=unknown-field::unknown field `serie`%0Ahelp: did you mean `series`?
::error file=sub/e.yaml,line=10,col=7,endLine=10,endColumn=43,title=structure::a heading that reads as another topic%0Ahelp: use `###` or more, or a fence around it

"#]]);
}

#[test]
fn results_are_json_lines_when_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.file("a.yaml", SMALL).file("b.yaml", SMALL);
    sandbox.run(&["render", "a.yaml"]).code(0);
    let json = ["render", "a.yaml", "b.yaml", "--format", "json"];
    sandbox.run(&[&json[..], &["-n"]].concat()).code(0).stderr("").stdout(str![[r#"
{"schema_version":1,"event":"a.yaml","page":"a.md","status":"unchanged","written":false}
{"schema_version":1,"event":"b.yaml","page":"b.md","status":"new","written":false}

"#]]);
    sandbox.run(&json).code(0).stderr("").stdout(str![[r#"
{"schema_version":1,"event":"a.yaml","page":"a.md","status":"unchanged","written":false}
{"schema_version":1,"event":"b.yaml","page":"b.md","status":"new","written":true}

"#]]);
    sandbox.file("a.md", "mine\n").file("b.yaml", SMALL.replace("four", "five"));
    sandbox
        .run(&json)
        .code(3)
        .stdout(str![[r#"
{"schema_version":1,"event":"a.yaml","page":"a.md","status":"edited","written":false}
{"schema_version":1,"event":"b.yaml","page":"b.md","status":"changed","written":false}

"#]])
        .stderr(str![[r#"
error: `a.md` was edited by hand: writing it would add 15 lines and remove 1 line
help: to see it: afterword render a.yaml --diff; to take it in: afterword sync a.yaml; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
    sandbox.run(&[&json[..], &["--force", "--quiet"]].concat()).code(0).stderr("").stdout(str![[r#"
{"schema_version":1,"event":"a.yaml","page":"a.md","status":"edited","written":true}
{"schema_version":1,"event":"b.yaml","page":"b.md","status":"changed","written":true}

"#]]);
}

#[test]
fn quiet_says_nothing_where_all_is_well() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL).run(&["render", "-q", "e.yaml"]).code(0).stdout("").stderr("");
    sandbox.file("e.md", "mine\n").run(&["render", "-q", "e.yaml"]).code(3).stdout("").stderr(str![[r#"
error: `e.md` was edited by hand: writing it would add 15 lines and remove 1 line
help: to see it: afterword render e.yaml --diff; to take it in: afterword sync e.yaml; to overwrite it and keep a copy: --force

"#]]);
}

#[test]
fn many_pages_are_counted() {
    let sandbox = Sandbox::new();
    let names: Vec<String> = (0..12).map(|number| format!("{number:02}.yaml")).collect();
    for name in &names {
        sandbox.file(name, SMALL);
    }
    let arguments: Vec<&str> = ["render"].into_iter().chain(names.iter().map(String::as_str)).collect();
    sandbox.run(&arguments).code(0).stdout("").stderr(str![[r#"
Wrote 12 pages.

"#]]);
    sandbox.run(&arguments).code(0).stdout("").stderr(str![[r#"
12 pages are up to date.

"#]]);
}

#[test]
fn colour_comes_when_asked_for_and_goes_when_not_wanted() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", "series: 1\nserie: x\n");
    let plain = sandbox.run(&["render", "e.yaml"]);
    plain.code(2);
    assert!(!plain.stderr.contains('\u{1b}'), "{}", plain.stderr);
    let colored = sandbox.run(&["render", "e.yaml", "--color", "always"]);
    assert!(colored.stderr.contains("\u{1b}["), "{}", colored.stderr);
    let with = |name: &str, value: &str, arguments: &[&str]| {
        let output = sandbox.command(arguments).env(name, value).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(with("CLICOLOR_FORCE", "1", &["render", "e.yaml"]), colored.stderr);
    assert_eq!(with("CLICOLOR_FORCE", "1", &["render", "e.yaml", "--color", "never"]), plain.stderr);
    assert_eq!(with("NO_COLOR", "1", &["render", "e.yaml"]), plain.stderr);
    assert_eq!(with("NO_COLOR", "1", &["render", "e.yaml", "--color", "always"]), colored.stderr);
    // Data stays data.
    sandbox.file("e.yaml", SMALL);
    sandbox.run(&["render", "e.yaml", "-o", "-", "--color", "always"]).code(0).stdout(page());
}

#[cfg(unix)]
#[test]
fn a_reader_that_went_away_is_no_failure() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL.replace("The first cup", &"Many words. ".repeat(50_000)));
    for arguments in [
        &["render", "e.yaml", "-o", "-"][..],
        &["render", "e.yaml", "--diff"],
        &["context", "e.yaml"],
        &["render", "--help"],
    ] {
        let mut command = sandbox.command(arguments);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_told() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL);
    for arguments in
        [&["render", "e.yaml", "-o", "-"][..], &["context", "e.yaml"], &["schema", "event"], &["template", "list"]]
    {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = sandbox.command(arguments).stdin(Stdio::null()).stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        snapbox::assert_data_eq!(
            said,
            str![[r#"
error: cannot write to standard output
  caused by: No space left on device (os error 28)

"#]]
        );
        assert_eq!(output.status.code(), Some(3), "{arguments:?}");
    }
}
