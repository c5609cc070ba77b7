//! `afterword init`: a configuration from what is there.

use std::fs;

use snapbox::str;

use crate::corpus::corpus;
use crate::sandbox::Sandbox;

fn page(month: &str, footer: &str) -> String {
    format!(
        "---\ntitle: x\nweight: -2026{month}\n---\n\n# Kettle Days {month}/2026 Wrap Up\n\n- 🗓️ **Date:** 04.{month}.2026\n\
         - 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n\n![Team](./images/2026-{month}.webp)\n\n## One\n\n\
         **Problem Statement:** Cold.\n{footer}"
    )
}

const INDEX: &str = "\
# Kettle Days

| Date | Location | Organizer | Wrap Up |
|---|---|---|---|
| 04.05.2026 | The Mill | Kettle Works | [Summary](./2026-05.md) |
";

/// A repository with two wrap-ups, their index, and a site.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    sandbox.file("docs/days/2026-02.md", page("02", ""));
    sandbox.file("docs/days/2026-05.md", page("05", "\n---\n\n_Paid for by the mill._\n"));
    sandbox.file("docs/days/index.md", INDEX).file("docs/.vitepress/config.ts", "").file("README.md", "# Kettles\n");
    sandbox
}

#[test]
fn what_the_pages_have_in_common_is_written_and_shown() {
    let sandbox = sandbox();
    let before = sandbox.tree();
    let run = sandbox.run(&["init"]);
    run.code(0).stderr(str![[r#"
Wrote .afterword/config.yaml.

"#]]);
    run.stdout(str![[r#"
# What the events of this project have in common. Every key may be left out.
# All keys: afterword schema config

# The folder with the wrap-ups: 2 events, the newest is `2026-05.md`.
pages: docs/days

# The file beside them whose table lists them.
index: index.md

# The style of `2026-05.md`.
style: inline

# There is a folder `.vitepress`.
anchors: vitepress

# What new events begin with.
defaults:
  # The same in both events.
  series: Kettle Days
  # The same in both events.
  location:
    name: The Mill
  # The same in both events.
  organizers:
    - name: Kettle Works
  # As in `2026-05.md`.
  footer: |
    ---

    _Paid for by the mill._

"#]]);
    assert_eq!(sandbox.read(".afterword/config.yaml"), run.stdout);
    assert_eq!(sandbox.tree(), format!(".afterword/config.yaml\n{before}"));
}

#[test]
fn what_it_writes_is_what_new_events_begin_with() {
    let sandbox = sandbox();
    sandbox.run(&["init", "--quiet"]).code(0).stdout("").stderr("");
    let run = sandbox.run(&["new", "--no-input", "--set", "start=2026-08-03"]);
    run.code(0).stderr(str![[r#"
+ docs/days/2026-08.md  14 lines
Wrote docs/days/2026-08.md.
Wrote docs/days/index.md: 1 row.
To change it: afterword edit docs/days/2026-08.md

"#]]);
    snapbox::assert_data_eq!(
        sandbox.read("docs/days/2026-08.md"),
        str![[r#"
---
title: August 2026
weight: -202608
---

# Kettle Days 08/2026 Wrap Up

- 🗓️ **Date:** 03.08.2026
- 📍 **Location:** The Mill
- 👤 **Organizer:** Kettle Works

---

_Paid for by the mill._

"#]]
    );
}

#[test]
fn a_configuration_that_is_there_stays() {
    let sandbox = sandbox();
    sandbox.file(".afterword/config.yaml", "series: Kettle Days\n");
    sandbox.run(&["init"]).code(3).stdout("").stderr(str![[r#"
error: `.afterword/config.yaml` exists already
help: to see what would change: afterword init --diff; to overwrite it and keep a copy: --force

"#]]);
    sandbox.run(&["-C", "docs/days", "init", "--diff"]).code(0).stderr("").stdout(str![[r#"
--- a/../../.afterword/config.yaml
+++ b/../../.afterword/config.yaml
@@ -1 +1,30 @@
-series: Kettle Days
+# What the events of this project have in common. Every key may be left out.
+# All keys: afterword schema config
+
+# The folder with the wrap-ups: 2 events, the newest is `2026-05.md`.
+pages: docs/days
+
+# The file beside them whose table lists them.
+index: index.md
+
+# The style of `2026-05.md`.
+style: inline
+
+# There is a folder `.vitepress`.
+anchors: vitepress
+
+# What new events begin with.
+defaults:
+  # The same in both events.
+  series: Kettle Days
+  # The same in both events.
+  location:
+    name: The Mill
+  # The same in both events.
+  organizers:
+    - name: Kettle Works
+  # As in `2026-05.md`.
+  footer: |
+    ---
+
+    _Paid for by the mill._

"#]]);
    sandbox.run(&["init", "-n"]).code(0).stderr("Would write .afterword/config.yaml.\n");
    assert_eq!(sandbox.read(".afterword/config.yaml"), "series: Kettle Days\n");
    let forced = sandbox.run(&["-C", "docs", "init", "--force", "-q"]);
    forced.code(0).stdout("").stderr(str![[""]]);
    assert!(sandbox.read(".afterword/config.yaml").contains("pages: docs/days\n"));
    sandbox.run(&["init", "--force", "-q"]).code(0);
    sandbox.run(&["init", "--diff"]).code(0).stdout("").stderr("");
}

#[test]
fn without_any_event_the_keys_are_listed() {
    let sandbox = Sandbox::new();
    sandbox.run(&["init"]).code(0).stderr("Wrote .afterword/config.yaml.\n").stdout(str![[r##"
# What the events of this project have in common. Every key may be left out.
# All keys: afterword schema config

# No event was found that could tell anything. What can be set, with examples:

# The folder with wrap-ups, below the root: where `new` writes, and where events are looked for.
# pages: community/hackathons

# The file beside the pages that lists them, or several; `_index.md` or `index.md` if nothing is said.
# index: [_index.md, index.md]

# Where pictures lie, relative to the page; `images/` if nothing is said.
# pictures: images/{id}

# Where event folders are kept, below the root; `.afterword/events` if nothing is said.
# events: .afterword/events/{id}

# The file that each document goes to, below the root; standard output if nothing is said.
# outputs: {agenda: "meetings/{year}-reviews.md"}

# The template of events that name none; `hackathon` if nothing is said.
# template: retrospective

# The style of new events; the template's own if nothing is said.
# style: headings

# The language of months and days in titles, headings and dates; English if nothing is said.
# locale: de_DE

# The site that shows the pages, for the anchors it gives to headings.
# anchors: vitepress

# Where a file is edited in the browser; found out for GitHub and GitLab.
# edit_url: https://forge.example/docs/edit/{branch}/{path}#L{line}

# Fields that new events begin with, as in an event file.
# defaults: {series: Kettle Days}

# How `commit` commits.
# commit: {sign_off: true}

# What `check` looks at, and how severely.
# check: {allow: [repeated-emoji]}

"##]]);
    sandbox.run(&["check", "."]).code(0);
}

#[test]
fn the_folder_with_the_most_events_is_taken_and_the_others_are_named() {
    let sandbox = sandbox();
    sandbox.file("other/2026-03.md", page("03", ""));
    let run = sandbox.run(&["-C", "other", "init", "-n"]);
    run.code(0).stderr(str![[r#"
note: there are events in other folders as well: `other` (1 event)
Would write ../.afterword/config.yaml.

"#]]);
    assert!(run.stdout.contains("pages: docs/days\n"));
}

#[test]
fn event_files_tell_their_template_and_fields_that_differ_are_left_out() {
    let event = |start: &str, place: &str| {
        format!("template: meetup\nseries: Tea\nstart: {start}\nlocation: {{name: {place}}}\ntopics: [{{title: A}}]\n")
    };
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", event("2026-05-04", "Mill")).file("2026-06.yaml", event("2026-06-04", "Barn"));
    let run = sandbox.run(&["init"]);
    run.code(0).stderr(str![[r#"
Wrote .afterword/config.yaml.

"#]]);
    run.stdout(str![[r#"
# What the events of this project have in common. Every key may be left out.
# All keys: afterword schema config

# The template of them all.
template: meetup

# What new events begin with.
defaults:
  # The same in both events.
  series: Tea

"#]]);
}

#[test]
fn both_files_that_list_the_pages_are_said() {
    let sandbox = sandbox();
    sandbox.file("docs/days/_index.md", INDEX);
    assert!(sandbox.run(&["init", "-n"]).stdout.contains("index:\n  - _index.md\n  - index.md\n"));
    sandbox.file("docs/days/index.md", "# Days\n");
    assert!(sandbox.run(&["init", "-n"]).stdout.contains("index: _index.md\n"));
}

#[test]
fn the_corpus_tells_its_folder_series_style_and_footer() {
    let Some(corpus) = corpus() else { return };
    let sandbox = Sandbox::with_repository();
    for page in fs::read_dir(corpus.join("wrap-ups")).unwrap() {
        let page = page.unwrap();
        let name = page.file_name().into_string().unwrap();
        sandbox.file(&format!("community/hackathons/{name}"), fs::read(page.path()).unwrap());
    }
    sandbox.file("community/hackathons/_index.md", fs::read(corpus.join("index.md")).unwrap());
    let before = sandbox.tree();
    let run = sandbox.run(&["init"]);
    run.code(0);
    let keys: Vec<&str> = run.stdout.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    assert!(keys.contains(&"pages: community/hackathons"), "{keys:?}");
    assert!(keys.contains(&"index: _index.md"), "{keys:?}");
    assert!(keys.contains(&"style: headings"), "{keys:?}");
    assert!(keys.iter().any(|line| line.starts_with("  series: ")), "{keys:?}");
    assert!(keys.contains(&"  footer: |"), "{keys:?}");
    assert_eq!(sandbox.tree(), format!(".afterword/config.yaml\n{before}"));

    let arguments = ["new", "--no-input", "--set", "start=2027-05-03", "--set", "location={name: The Mill}"];
    let organizers = ["--set", "organizers=[{name: Kettle Works}]"];
    sandbox.run(&[&arguments[..], &organizers[..]].concat()).code(0);
    let page = sandbox.read("community/hackathons/2027-05.md");
    assert!(page.contains("\n# Hack The Garden 05/2027 Wrap Up\n"), "{page}");
    sandbox.run(&["check", "community/hackathons/2027-05.md"]).code(0);
    sandbox.run(&["render", "community/hackathons/2025-11.md", "-o", "-"]).code(0);
}
