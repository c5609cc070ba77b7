//! What `.afterword/config.yaml`, `--config` and the environment set.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use afterword::project::configuration::keys::Holds;
use afterword::project::configuration::keys::KEYS;
use afterword::project::configuration::keys::Key;

use snapbox::str;

use crate::sandbox::Run;
use crate::sandbox::Sandbox;

const EVENT: &str = "\
series: Kettle Days
start: 2026-05-04
location: {name: The Mill}
organizers: [{name: Kettle Works}]
topics: [{title: Warm Starts, problem: Cold.}]
";

fn configured(configuration: &str) -> Sandbox {
    let sandbox = Sandbox::with_repository();
    sandbox.file(".afterword/config.yaml", configuration);
    sandbox
}

fn run_with(sandbox: &Sandbox, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = sandbox.command(arguments);
    Run::of(command.envs(variables.iter().copied()).stdin(Stdio::null()).output().unwrap())
}

#[test]
fn whatever_is_wrong_is_told_at_once_by_whatever_needs_it() {
    let sandbox = configured("page: docs\ntemplate: hackaton\nevents: ../{id}\nlocale: de\ncheck: {allow: 1}\n");
    sandbox.file("2026-05.yaml", EVENT);
    let expected = str![[r#"
error[unknown-key]: unknown key `page`
 --> .afterword/config.yaml:1:1
  |
1 | page: docs
  | ^^^^ not a key of the configuration
  |
  = help: did you mean `pages`?

error[unknown-template]: unknown template `hackaton`
 --> .afterword/config.yaml:2:11
  |
2 | template: hackaton
  |           ^^^^^^^^ no such template
  |
  = help: did you mean `hackathon`?

error[invalid-path]: `../{id}` leads out of the project
 --> .afterword/config.yaml:3:9
  |
3 | events: ../{id}
  |         ^^^^^^^ no folder of the project
  |
  = help: name a folder below the root, such as `community/hackathons`

error[invalid-choice]: `de` is no known locale
 --> .afterword/config.yaml:4:9
  |
4 | locale: de
  |         ^^ no locale
  |
  = help: did you mean `de_DE`?

4 errors in 1 file

"#]];
    sandbox.run(&["render", "2026-05.yaml"]).code(2).stdout("").stderr(expected);
    for arguments in [&["check"][..], &["new", "--no-input"], &["status", "2026-05"], &["schema", "event"]] {
        sandbox.run(arguments).code(2);
    }
    for arguments in [&["template", "list"][..], &["schema", "config"], &["completions", "bash"], &["--help"]] {
        sandbox.run(arguments).code(0);
    }
    assert_eq!(sandbox.tree(), ".afterword/config.yaml\n2026-05.yaml");
}

#[test]
fn mistakes_are_told_to_programs_in_their_format() {
    let sandbox = configured("page: docs\n");
    sandbox.file("2026-05.md", "# A\n");
    let run = sandbox.run(&["check", "2026-05.md", "--format", "json"]);
    run.code(2);
    assert!(run.stdout.starts_with("{\"schema_version\":1,\"code\":\"unknown-key\""), "{}", run.stdout);
}

#[test]
fn new_events_begin_with_the_defaults_whoever_asks() {
    let sandbox = configured(
        "style: headings\ndefaults:\n  series: Kettle Days\n  location: {name: The Mill}\n  \
         organizers: [{name: Kettle Works}]\n  footer: |\n    The end.\n",
    );
    sandbox.run(&["new", "2026-05.yaml", "--no-input", "--set", "start=2026-05-04"]).code(0);
    snapbox::assert_data_eq!(
        sandbox.read("2026-05.yaml"),
        str![[r#"
template: hackathon
style: headings
series: Kettle Days
start: 2026-05-04
location:
  name: The Mill
organizers:
  - name: Kettle Works
footer: |
  The end.

"#]]
    );
    let flags = ["--set", "series=Tea", "--set", "location.name=Barn", "--style", "block"];
    let arguments = [&["new", "a.yaml", "--no-input", "--print", "--set", "start=2026-06-01"], &flags[..]].concat();
    sandbox.run(&arguments).code(0).stdout(str![[r#"
template: hackathon
style: block
series: Tea
start: 2026-06-01
location:
  name: Barn
organizers:
  - name: Kettle Works
footer: |
  The end.

"#]]);
    let from = "start: 2026-07-01\norganizers: [{name: Bo}]\nfooter:\n";
    let run = sandbox.run_with_input(&["new", "b.yaml", "--no-input", "--print", "--from", "-"], from);
    run.code(0).stdout(str![[r#"
template: hackathon
style: headings
series: Kettle Days
start: 2026-07-01
location:
  name: The Mill
organizers:
  - name: Bo

"#]]);
}

#[test]
fn defaults_are_judged_by_the_template_where_they_stand() {
    let sandbox =
        configured("style: heading\ndefaults:\n  serie: Kettle Days\n  organizers:\n    - nam: Kettle Works\n");
    sandbox.run(&["new", "2026-05.md", "--no-input", "--set", "start=2026-05-04"]).code(2).stderr(str![[r#"
error[unknown-field]: unknown field `serie`
 --> .afterword/config.yaml:3:3
  |
3 |   serie: Kettle Days
  |   ^^^^^ not a field of the `hackathon` template
  |
  = help: did you mean `series`?

error[unknown-field]: unknown field `nam`
 --> .afterword/config.yaml:5:7
  |
5 |     - nam: Kettle Works
  |       ^^^ not a field of `organizers`
  |
  = help: did you mean `name`?

2 errors in 1 file

"#]]);
    sandbox.file(".afterword/config.yaml", "style: heading\n");
    sandbox.run(&["new", "2026-05.md", "--no-input", "--set", "start=2026-05-04"]).code(2).stderr(str![[r#"
error[unknown-style]: unknown style `heading`
 --> .afterword/config.yaml:1:8
  |
1 | style: heading
  |        ^^^^^^^ no such style
  |
  = help: did you mean `headings`?

1 error in 1 file

"#]]);
}

#[test]
fn an_event_of_another_template_takes_what_that_has_as_well() {
    let sandbox =
        configured("style: inline\ndefaults: {series: Tea, location: {name: Barn}, organizers: [{name: Bo}]}\n");
    let arguments = ["new", "a.yaml", "--no-input", "--print", "--template", "retrospective"];
    sandbox.run(&[&arguments[..], &["--set", "start=2026-05-04"]].concat()).code(0).stdout(str![[r#"
template: retrospective
series: Tea
start: 2026-05-04

"#]]);
}

#[test]
fn the_template_is_that_of_events_that_name_none() {
    let sandbox = configured("template: retrospective\n");
    sandbox.file("a.yaml", "series: Boilers\nstart: 2026-05-04\ntopics: [{title: A}]\n");
    sandbox.file("b.yaml", format!("template: hackathon\n{EVENT}"));
    let title = |name: &str| {
        let run = sandbox.run(&["render", name, "-o", "-"]);
        run.code(0).stdout.lines().find(|line| line.starts_with("# ")).unwrap().to_owned()
    };
    assert_eq!(title("a.yaml"), "# Boilers Retrospective 2026-05-04");
    assert_eq!(title("b.yaml"), "# Kettle Days 05/2026 Wrap Up");
    let schema: serde_json::Value = serde_json::from_str(&sandbox.run(&["schema", "event"]).stdout).unwrap();
    assert_eq!(schema["title"], "Event file of the template `retrospective`");
}

#[test]
fn the_folder_with_wrap_ups_is_the_one_that_is_set() {
    let sandbox = configured("pages: docs/days\ndefaults: {series: Kettle Days, location: {name: The Mill}}\n");
    sandbox.file("docs/days/2026-05.yaml", EVENT).file("elsewhere/2026-09.yaml", EVENT);
    sandbox.run(&["-C", "elsewhere", "render", "-n"]).code(0).stderr(str![[r#"
Taking ../docs/days/2026-05.yaml, the newest event.
Would write ../docs/days/2026-05.md.

"#]]);
    let arguments = ["-C", "elsewhere", "new", "--no-input", "--set", "start=2026-08-03"];
    let run = sandbox.run(&[&arguments[..], &["--set", "organizers=[{name: Bo}]"]].concat());
    run.code(0).stderr(str![[r#"
+ ../docs/days/2026-08.yaml  7 lines
+ ../docs/days/2026-08.md  10 lines
Wrote ../docs/days/2026-08.yaml and ../docs/days/2026-08.md.
To change it: afterword edit ../docs/days/2026-08.yaml

"#]]);
    assert!(sandbox.exists("docs/days/2026-08.yaml") && sandbox.exists("docs/days/2026-08.md"));
    sandbox.file(".afterword/config.yaml", "pages: nowhere\n");
    sandbox.run(&["render"]).code(2).stderr(str![[r#"
error: cannot open the folder `nowhere`
  caused by: No such file or directory (os error 2)
help: make it first: mkdir -p 'nowhere'

"#]]);
}

#[test]
fn another_file_and_single_keys_can_be_named() {
    let sandbox = configured("locale: de_DE\n");
    sandbox.file("a.yaml", EVENT).file("other.yaml", "locale: fr_FR\n").file("bad.yaml", "local: x\n");
    let title = |variables: &[(&str, &str)], arguments: &[&str]| {
        let run = run_with(&sandbox, variables, &[arguments, &["render", "a.yaml", "-o", "-"]].concat());
        run.code(0).stdout.lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(title(&[], &[]), "title: Mai 2026");
    assert_eq!(title(&[], &["--config", "other.yaml"]), "title: mai 2026");
    assert_eq!(title(&[("AFTERWORD_CONFIG", "other.yaml")], &[]), "title: mai 2026");
    assert_eq!(title(&[("AFTERWORD_CONFIG", "bad.yaml")], &["--config", "other.yaml"]), "title: mai 2026");
    assert_eq!(title(&[("AFTERWORD_LOCALE", "es_ES")], &["--config", "other.yaml"]), "title: mayo 2026");
    assert_eq!(title(&[("AFTERWORD_LOCALE", "POSIX")], &[]), "title: May 2026");
    let bad = run_with(&sandbox, &[("AFTERWORD_LOCALE", "elvish")], &["render", "a.yaml"]);
    bad.code(2).stderr(str![[r#"
error[invalid-choice]: `elvish` is no known locale
 --> AFTERWORD_LOCALE:1:1
  |
1 | elvish
  | ^^^^^^ no locale
  |
  = help: write language and country as `de_DE` or `pt_BR`

1 error in 1 file

"#]]);
    sandbox.run(&["--config", "nowhere.yaml", "render", "a.yaml"]).code(2).stderr(str![[r#"
error: cannot read `nowhere.yaml`
  caused by: No such file or directory (os error 2)

"#]]);
}

#[test]
fn pages_in_another_language_are_read_back_and_checked_in_it() {
    let sandbox = configured("locale: de_DE\ntemplate: meetup\n");
    sandbox
        .file("2026-03.yaml", "series: Tee\nstart: 2026-03-04\nlocation: {name: Mühle}\ntopics: [{title: Kessel}]\n");
    sandbox.run(&["render", "2026-03.yaml"]).code(0);
    let page = sandbox.read("2026-03.md");
    snapbox::assert_data_eq!(
        &page,
        str![[r#"
---
title: Tee, März 2026
weight: -20260304
---

# Tee – 4 März 2026

- 🗓️ **Date:** 4 März 2026
- 📍 **Place:** Mühle

## Kessel

"#]]
    );
    sandbox.run(&["check", "2026-03.md"]).code(0);
    sandbox.run(&["import", "2026-03.md", "-o", "-"]).code(0).stdout(str![[r#"
template: meetup
series: Tee
start: 2026-03-04
location:
  name: Mühle
topics:
  - title: Kessel

"#]]);
    sandbox.file("other/2026-03.md", page.replace("title: Tee, März", "title: Tee, Juni"));
    sandbox.run(&["check", "other/2026-03.md"]).code(1).stderr(str![[r#"
error[wrong-title]: the title names June 2026, and the event starts on 2026-03-04
 --> other/2026-03.md:2:8
  |
2 | title: Tee, Juni 2026
  |        ^^^^^^^^^^^^^^ `März 2026`

1 error in 1 of 1 file; `--fix` mends all of them.

"#]]);
}

#[test]
fn texts_are_edited_where_it_is_set() {
    let sandbox = configured("edit_url: https://forge.example/{branch}/{path}?line={line}\n");
    sandbox.file("docs/2026-05.yaml", EVENT);
    sandbox.run(&["status", "docs/2026-05.yaml", "--remind"]).code(0).stderr("").stdout(str![[r#"
Kettle Days 05/2026 Wrap Up still waits for some of its texts:

- somebody: Achievements of **Warm Starts**
  https://forge.example/main/docs/2026-05.yaml?line=5

"#]]);
}

#[test]
fn commits_are_signed_off_where_it_is_set() {
    let sandbox = configured("commit: {sign_off: true}\n");
    sandbox.file("2026-05.yaml", EVENT);
    sandbox.run(&["commit", "2026-05.yaml", "-m", "docs: add"]).code(0);
    assert_eq!(
        sandbox.git(&["log", "-1", "--format=%B"]).trim(),
        "docs: add\n\nSigned-off-by: Ada Test <ada@example.org>"
    );
}

const BEGIN: &str = "<!-- keys -->\n";
const END: &str = "<!-- /keys -->";

fn rows(keys: &[Key], above: &str) -> String {
    let row = |key: &Key| {
        let name = format!("{above}{}", key.name);
        let twin = if above.is_empty() && key.holds.is_one_text() { " ●" } else { "" };
        let about = key.about.replace('|', "\\|");
        let own = match &key.holds {
            Holds::Keys(keys) => rows(keys, &format!("{name}.")),
            _ => String::new(),
        };
        if own.is_empty() { format!("| `{name}`{twin} | {about} | `{}` |\n", key.example) } else { own }
    };
    keys.iter().map(row).collect()
}

#[test]
fn the_readme_lists_the_keys_as_they_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (listed, after) = rest.split_once(END).unwrap();
    let table = format!("\n| key | what it says | such as |\n|---|---|---|\n{}\n", rows(KEYS, ""));
    if std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite") && listed != table {
        fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(listed, table);
}
