//! `afterword sync`: what people changed in an event file and what they changed on its page end up in both.

use std::fs;

use snapbox::str;

use crate::sandbox::Sandbox;

mod conflicts;
mod crossed;
mod generated;
mod untouched;

/// An event file as a person writes it.
const EVENT: &str = r#"# The spring edition.
series: Kettle Days   # as always
start: 2026-05-04
end: 2026-05-08

location: {name: The Old Mill, url: "https://oldmill.example/"}
organizers:
  # they pay for the tea
  - name: Kettle Works
    url: https://kettle.example/

topics:
  # the one everybody waits for
  - emoji: 🔥
    title: Warm starts   # was: cold starts
    owners: [ada, bo]
    problem: |
      After a restart `brewd` heats every pot again.
    achievements:
      - The last known temperature is kept.
      - Nobody waits.

  - title: One log for all kettles
    demo: 5m
    problem: >
      Twelve kettles write twelve logs,
      and nobody reads them.

  - title: Steam pressure
    state: dropped
    owners: [cy]
    problem: Nobody had time.

footer: |
  Tea was given by Kettle Works.
"#;

/// A repository in which the event file and its page agree.
fn agreed() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05.yaml", EVENT).run(&["render", "2026-05.yaml"]).code(0);
    sandbox.commit_all();
    sandbox
}

/// Edits a file as with an editor.
#[track_caller]
fn edit(sandbox: &Sandbox, name: &str, old: &str, new: &str) {
    let text = sandbox.read(name);
    assert_eq!(text.matches(old).count(), 1, "`{old}` in {name}:\n{text}");
    sandbox.file(name, text.replace(old, new));
}

/// What changed in a file since the last commit.
fn changes(sandbox: &Sandbox, name: &str) -> String {
    let diff = sandbox.git(&["diff", "--unified=0", "--", name]);
    let is_change = |line: &&str| line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---");
    diff.lines().filter(is_change).map(|line| format!("{line}\n")).collect()
}

/// Forgets what was written last.
fn forget(sandbox: &Sandbox) {
    for state in [".git/afterword", "../home/.local/state/afterword"] {
        fs::remove_dir_all(sandbox.path(state)).ok();
    }
}

#[test]
fn what_either_side_changed_is_carried_to_the_other() {
    let sandbox = agreed();
    edit(&sandbox, "2026-05.md", "## 🔥 Warm starts", "## 🔥 No more cold pots");
    edit(&sandbox, "2026-05.md", "* Nobody waits.", "* Nobody waits for tea.\n* Nobody asks.");
    edit(&sandbox, "2026-05.yaml", "series: Kettle Days", "series: Kettle Weeks");
    edit(&sandbox, "2026-05.yaml", "and nobody reads them", "and all are read");
    sandbox.run(&["sync", "2026-05.yaml"]).code(0).stdout("").stderr(str![[r#"
Carried 2 changes to 2026-05.yaml: `title` of `Warm starts` and `achievements` of `Warm starts`.
Carried 2 changes to 2026-05.md: `series` and `problem` of `One log for all kettles`.

"#]]);
    snapbox::assert_data_eq!(
        changes(&sandbox, "2026-05.yaml"),
        str![[r#"
-series: Kettle Days   # as always
+series: Kettle Weeks   # as always
-    title: Warm starts   # was: cold starts
+    title: No more cold pots   # was: cold starts
-      - Nobody waits.
+      - Nobody waits for tea.
+      - Nobody asks.
-      and nobody reads them.
+      and all are read.

"#]]
    );
    snapbox::assert_data_eq!(
        changes(&sandbox, "2026-05.md"),
        str![[r#"
-# Kettle Days 05/2026 Wrap Up
+# Kettle Weeks 05/2026 Wrap Up
-## 🔥 Warm starts
+## 🔥 No more cold pots
-* Nobody waits.
+* Nobody waits for tea.
+* Nobody asks.
-Twelve kettles write twelve logs, and nobody reads them.
+Twelve kettles write twelve logs, and all are read.

"#]]
    );
    sandbox.run(&["render", "2026-05.yaml", "--check"]).code(0);
    sandbox.run(&["sync", "2026-05.md", "2026-05"]).code(0).stdout("").stderr(str![[r#"
2026-05.yaml and 2026-05.md say the same.

"#]]);
}

#[test]
fn what_both_changed_differently_is_named_with_both_places_and_nothing_is_written() {
    let sandbox = agreed();
    edit(&sandbox, "2026-05.md", "every pot again", "every pot twice");
    edit(&sandbox, "2026-05.yaml", "every pot again", "every pot thrice");
    edit(&sandbox, "2026-05.md", "# Kettle Days", "# Kettle Weeks");
    edit(&sandbox, "2026-05.yaml", "series: Kettle Days", "series: Kettle Years");
    edit(&sandbox, "2026-05.md", "reads them", "reads one");
    let before = (sandbox.read("2026-05.yaml"), sandbox.read("2026-05.md"));
    sandbox.run(&["sync", "2026-05.md"]).code(1).stdout("").stderr(str![[r#"
error[conflict]: `series` was changed on both sides
 --> 2026-05.yaml:2:9
  |
2 | series: Kettle Years   # as always
  |         ^^^^^^^^^^^^ in the event file
  |
 ::: 2026-05.md:6:1
  |
6 | # Kettle Weeks 05/2026 Wrap Up
  | ------------------------------ and on the page

error[conflict]: `problem` of `Warm starts` was changed on both sides
  --> 2026-05.yaml:18:7
   |
18 |       After a restart `brewd` heats every pot thrice.
   |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ in the event file
   |
  ::: 2026-05.md:15:1
   |
15 | After a restart `brewd` heats every pot twice.
   | ---------------------------------------------- and on the page

2 errors in 1 file
note: make both sides say the same in these places, or take one of them back; then sync again
Nothing was written.

"#]]);
    assert_eq!((sandbox.read("2026-05.yaml"), sandbox.read("2026-05.md")), before);
}

#[test]
fn one_conflict_stops_the_whole_run() {
    let sandbox = agreed();
    sandbox.file("2026-06.yaml", EVENT.replace("2026-05-0", "2026-06-0")).run(&["render", "2026-06.yaml"]).code(0);
    sandbox.commit_all();
    edit(&sandbox, "2026-06.md", "Nobody waits", "Nobody waits any more");
    edit(&sandbox, "2026-05.md", "Nobody waits", "Everybody waits");
    edit(&sandbox, "2026-05.yaml", "Nobody waits", "Somebody waits");
    let page = sandbox.read("2026-06.md");
    let file = sandbox.read("2026-06.yaml");
    let mut both = String::new();
    for format in ["json", "github"] {
        let run = sandbox.run(&["sync", "2026-05", "2026-06", "--format", format]);
        both.push_str(&run.code(1).stdout);
    }
    snapbox::assert_data_eq!(
        both,
        str![[r#"
{"schema_version":1,"code":"conflict","severity":"error","message":"`achievements` of `Warm starts` was changed on both sides","file":"2026-05.yaml","line":21,"column":9,"end_line":21,"end_column":24,"related":[{"message":"and on the page","file":"2026-05.md","line":19,"column":1,"end_line":19,"end_column":19}]}
::error file=2026-05.yaml,line=21,col=9,endLine=21,endColumn=24,title=conflict::`achievements` of `Warm starts` was changed on both sides, and on the page at 2026-05.md:19:1

"#]]
    );
    sandbox.run(&["sync", "2026-05", "2026-06", "--format", "short"]).code(1).stdout("").stderr(str![[r#"
2026-05.yaml:21:9: error[conflict]: `achievements` of `Warm starts` was changed on both sides, and on the page at 2026-05.md:19:1
1 error in 1 file
Nothing was written.

"#]]);
    assert_eq!((sandbox.read("2026-06.yaml"), sandbox.read("2026-06.md")), (file, page));
}

#[test]
fn check_and_dry_run_and_diff_write_nothing() {
    let sandbox = agreed();
    edit(&sandbox, "2026-05.md", "Nobody waits", "Nobody waits any more");
    let before = (sandbox.read("2026-05.yaml"), sandbox.read("2026-05.md"));
    sandbox.run(&["sync", "2026-05", "--check"]).code(1).stdout("").stderr(str![[r#"
Would carry 1 change to 2026-05.yaml: `achievements` of `Warm starts`.

"#]]);
    sandbox.run(&["sync", "2026-05", "-n"]).code(0).stdout("").stderr(str![[r#"
Would carry 1 change to 2026-05.yaml: `achievements` of `Warm starts`.

"#]]);
    sandbox.run(&["sync", "2026-05", "--diff"]).code(0).stderr("").stdout(str![[r#"
--- a/2026-05.yaml
+++ b/2026-05.yaml
@@ -18,7 +18,7 @@
       After a restart `brewd` heats every pot again.
     achievements:
       - The last known temperature is kept.
-      - Nobody waits.
+      - Nobody waits any more.
 
   - title: One log for all kettles
     demo: 5m

"#]]);
    sandbox.run(&["sync", "2026-05", "--check", "--format", "json"]).code(1).stderr("").stdout(str![[r#"
{"schema_version":1,"event":"2026-05.yaml","page":"2026-05.md","status":"changed","to_event":[{"what":"field","field":"achievements","topic":"Warm starts"}],"to_page":[],"written":false}

"#]]);
    assert_eq!((sandbox.read("2026-05.yaml"), sandbox.read("2026-05.md")), before);
    sandbox.run(&["sync", "2026-05", "--format", "json"]).code(0).stderr("").stdout(str![[r#"
{"schema_version":1,"event":"2026-05.yaml","page":"2026-05.md","status":"changed","to_event":[{"what":"field","field":"achievements","topic":"Warm starts"}],"to_page":[],"written":true}

"#]]);
    sandbox.run(&["sync", "2026-05", "--check"]).code(0);
}

#[test]
fn the_base_is_the_last_commit_in_which_both_agreed() {
    let sandbox = agreed();
    // Two commits in which they do not, one of each side.
    edit(&sandbox, "2026-05.md", "Nobody waits", "Nobody waits any more");
    sandbox.commit_all();
    edit(&sandbox, "2026-05.yaml", "reads them", "reads one");
    sandbox.commit_all();
    forget(&sandbox);
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Carried 1 change to 2026-05.yaml: `achievements` of `Warm starts`.
Carried 1 change to 2026-05.md: `problem` of `One log for all kettles`.

"#]]);
    sandbox.commit_all();
    // What was carried is agreed now: going back on it is a change and no conflict.
    forget(&sandbox);
    edit(&sandbox, "2026-05.yaml", "Nobody waits any more", "Nobody waits");
    edit(&sandbox, "2026-05.md", "reads one", "reads them");
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Carried 1 change to 2026-05.yaml: `problem` of `One log for all kettles`.
Carried 1 change to 2026-05.md: `achievements` of `Warm starts`.

"#]]);
}

#[test]
fn an_older_state_is_no_base_where_a_newer_one_cannot_be_read() {
    let sandbox = agreed();
    edit(&sandbox, "2026-05.yaml", "Nobody waits.", "Nobody has to wait.");
    sandbox.run(&["render", "2026-05"]).code(0);
    sandbox.commit_all();
    forget(&sandbox);
    edit(&sandbox, "2026-05.yaml", "Nobody has to wait.", "Nobody waits.");
    edit(&sandbox, "2026-05.md", "nobody reads them", "nobody reads one");
    sandbox.break_object("HEAD:2026-05.yaml");
    let (event, page) = (sandbox.read("2026-05.yaml"), sandbox.read("2026-05.md"));
    sandbox.run(&["sync", "2026-05"]).code(3).stdout("").stderr(str![[r#"
error: cannot read what `2026-05.yaml` was in earlier commits
  caused by: failed to inflate loose object; class=Odb (9)
Nothing was written.

"#]]);
    assert_eq!((sandbox.read("2026-05.yaml"), sandbox.read("2026-05.md")), (event, page));
}

#[test]
fn topics_are_known_again_wherever_they_went() {
    let sandbox = agreed();
    let page = sandbox.read("2026-05.md");
    let (head, rest) = page.split_once("## 🔥").unwrap();
    let (first, rest) = rest.split_once("## One").unwrap();
    let (second, footer) = rest.split_once("\n\nTea").unwrap();
    let new = "## 🫖 Lids that stay\n\n**Problem Statement:**\nThey fall.";
    let second = second.replace("log for all kettles", "log for every kettle");
    let moved = format!("{head}## One{second}\n\n{new}\n\n## 🔥{first}Tea{footer}");
    sandbox.file("2026-05.md", moved);
    edit(&sandbox, "2026-05.yaml", "reads them", "reads one");
    edit(&sandbox, "2026-05.yaml", "owners: [ada, bo]", "owners: [ada]");
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Carried 3 changes to 2026-05.yaml: `title` of `One log for all kettles`, the new topic `Lids that stay` and the order of the topics.
Carried 1 change to 2026-05.md: `problem` of `One log for all kettles`.

"#]]);
    snapbox::assert_data_eq!(
        sandbox.read("2026-05.yaml"),
        str![[r##"
# The spring edition.
series: Kettle Days   # as always
start: 2026-05-04
end: 2026-05-08

location: {name: The Old Mill, url: "https://oldmill.example/"}
organizers:
  # they pay for the tea
  - name: Kettle Works
    url: https://kettle.example/

topics:
  - title: One log for every kettle
    demo: 5m
    problem: >
      Twelve kettles write twelve logs,
      and nobody reads one.

  - title: Steam pressure
    state: dropped
    owners: [cy]
    problem: Nobody had time.

  - emoji: 🫖
    title: Lids that stay
    problem: |
      They fall.

  # the one everybody waits for
  - emoji: 🔥
    title: Warm starts   # was: cold starts
    owners: [ada]
    problem: |
      After a restart `brewd` heats every pot again.
    achievements:
      - The last known temperature is kept.
      - Nobody waits.

footer: |
  Tea was given by Kettle Works.

"##]]
    );
    sandbox.run(&["render", "2026-05", "--check"]).code(0);
}

#[test]
fn a_topic_that_left_the_page_is_dropped_and_can_come_back() {
    let sandbox = agreed();
    let page = sandbox.read("2026-05.md");
    let at = page.find("\n## One log").unwrap();
    let end = page.find("\nTea").unwrap();
    sandbox.file("2026-05.md", format!("{}{}", &page[..at], &page[end..]));
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Carried 1 change to 2026-05.yaml: that `One log for all kettles` was dropped.

"#]]);
    snapbox::assert_data_eq!(
        changes(&sandbox, "2026-05.yaml"),
        str![[r#"
+    state: dropped

"#]]
    );
    sandbox.commit_all();
    sandbox.file("2026-05.md", &page);
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Carried 1 change to 2026-05.yaml: the new topic `One log for all kettles`.

"#]]);
    assert_eq!(sandbox.read("2026-05.yaml"), EVENT);
    assert_eq!(sandbox.read("2026-05.md"), page);
}

#[test]
fn a_topic_that_one_side_took_out_and_the_other_changed_is_a_conflict() {
    let sandbox = agreed();
    let page = sandbox.read("2026-05.md");
    let at = page.find("\n## One log").unwrap();
    let end = page.find("\nTea").unwrap();
    sandbox.file("2026-05.md", format!("{}{}", &page[..at], &page[end..]));
    edit(&sandbox, "2026-05.md", "every pot again", "every pot twice");
    edit(&sandbox, "2026-05.yaml", "reads them", "reads one");
    edit(&sandbox, "2026-05.yaml", "    owners: [ada, bo]\n", "    owners: [ada, bo]\n    state: dropped\n");
    sandbox.run(&["sync", "2026-05"]).code(1).stdout("").stderr(str![[r#"
error[conflict]: `Warm starts` was changed on the page, and is not shown by the event file any more
  --> 2026-05.yaml:17:12
   |
17 |     state: dropped
   |            ^^^^^^^ left out here
   |
  ::: 2026-05.md:12:1
   |
12 | ## 🔥 Warm starts
   | ----------------- and changed here

error[conflict]: `One log for all kettles` was changed in the event file, and is not on the page any more
  --> 2026-05.yaml:24:5
   |
24 |   - title: One log for all kettles
   |     ^^^^^ changed here
   |
  ::: 2026-05.md:6:1
   |
 6 | # Kettle Days 05/2026 Wrap Up
   | ----------------------------- and the page, without it,

2 errors in 1 file
note: make both sides say the same in these places, or take one of them back; then sync again
Nothing was written.

"#]]);
}

#[test]
fn keys_that_others_put_on_the_page_stay_there() {
    let sandbox = agreed();
    edit(&sandbox, "2026-05.md", "title: May 2026\n", "title: May 2026\noutline: [2, 3]\n");
    sandbox.commit_all();
    edit(&sandbox, "2026-05.md", "outline: [2, 3]\n", "outline: [2, 3]\nprev: false\n");
    edit(&sandbox, "2026-05.md", "Nobody waits", "Nobody waits any more");
    edit(&sandbox, "2026-05.yaml", "reads them", "reads one");
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Carried 1 change to 2026-05.yaml: `achievements` of `Warm starts`.
Carried 1 change to 2026-05.md: `problem` of `One log for all kettles`.

"#]]);
    assert!(
        sandbox
            .read("2026-05.md")
            .starts_with("---\ntitle: May 2026\noutline: [2, 3]\nprev: false\nweight: -202605\n---\n")
    );
    sandbox.run(&["sync", "2026-05", "--check"]).code(0);
}

#[test]
fn front_matter_of_the_event_file_is_merged_key_by_key() {
    let sandbox = Sandbox::with_repository();
    let front = "front_matter:\n  # for the site\n  outline: 2\n  prev: false\n  next: false\n";
    let event = EVENT.replace("location:", &format!("{front}\nlocation:"));
    sandbox.file("2026-05.yaml", event).run(&["render", "2026-05.yaml"]).code(0);
    sandbox.commit_all();
    edit(&sandbox, "2026-05.md", "outline: 2", "outline: 3");
    edit(&sandbox, "2026-05.yaml", "  prev: false\n", "");
    edit(&sandbox, "2026-05.yaml", "next: false", "next: true");
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Carried 1 change to 2026-05.yaml: `front_matter.outline`.
Carried 2 changes to 2026-05.md: `front_matter.prev` and `front_matter.next`.

"#]]);
    snapbox::assert_data_eq!(
        changes(&sandbox, "2026-05.yaml"),
        str![[r#"
-  outline: 2
-  prev: false
-  next: false
+  outline: 3
+  next: true

"#]]
    );
    snapbox::assert_data_eq!(
        changes(&sandbox, "2026-05.md"),
        str![[r#"
-outline: 2
-prev: false
-next: false
+outline: 3
+next: true

"#]]
    );
}

#[test]
fn the_heads_fields_and_the_footer_are_carried() {
    let sandbox = agreed();
    edit(&sandbox, "2026-05.md", "04.05.2026 – 08.05.2026", "05.05.2026");
    edit(
        &sandbox,
        "2026-05.md",
        "[The Old Mill](https://oldmill.example/)",
        "[The New Mill](https://newmill.example/)",
    );
    edit(
        &sandbox,
        "2026-05.md",
        "(https://kettle.example/)\n",
        "(https://kettle.example/), Bo\n- 📘 **Notes:** [pad](https://pad.example/)\n",
    );
    edit(&sandbox, "2026-05.md", "Tea was given by", "Tea and cake were given by");
    edit(&sandbox, "2026-05.md", "# Kettle Days 05", "# Kettle Days Spring Edition 05");
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Carried 7 changes to 2026-05.yaml: `edition`, `start`, `end`, `location`, `organizers` and 2 more.

"#]]);
    snapbox::assert_data_eq!(
        changes(&sandbox, "2026-05.yaml"),
        str![[r#"
-start: 2026-05-04
-end: 2026-05-08
+edition: Spring Edition
+start: 2026-05-05
-location: {name: The Old Mill, url: "https://oldmill.example/"}
+location:
+  name: The New Mill
+  url: https://newmill.example/
+  - name: Bo
+links:
+  - label: Notes
+    emoji: 📘
+    target: "[pad](https://pad.example/)"
-  Tea was given by Kettle Works.
+  Tea and cake were given by Kettle Works.

"#]]
    );
}

#[test]
fn labels_that_the_page_writes_in_its_own_way_are_carried() {
    let sandbox = agreed();
    let page = sandbox.read("2026-05.md").replace("**Problem Statement:**", "**Problem:**");
    sandbox.file("2026-05.md", page);
    edit(&sandbox, "2026-05.md", "**Achievements:**", "**Outcome**:");
    edit(&sandbox, "2026-05.yaml", "reads them", "reads one");
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Carried 3 changes to 2026-05.yaml: `labels.achievements` of `Warm starts`, `labels.problem` of `Warm starts` and `labels.problem` of `One log for all kettles`.
Carried 1 change to 2026-05.md: `problem` of `One log for all kettles`.

"#]]);
    snapbox::assert_data_eq!(
        changes(&sandbox, "2026-05.yaml"),
        str![[r#"
+labels:
+  problem: "**Problem:**"
+    labels:
+      achievements: "**Outcome**:"
-      and nobody reads them.
+      and nobody reads one.

"#]]
    );
}

#[test]
fn a_page_that_no_field_can_hold_is_carried_verbatim() {
    let sandbox = agreed();
    edit(&sandbox, "2026-05.md", "**Problem Statement:**\nTwelve", "**Problem Statement:** Twelve");
    edit(&sandbox, "2026-05.yaml", "every pot again", "every pot twice");
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Carried 2 changes to 2026-05.yaml: `body` of `One log for all kettles` and `problem` of `One log for all kettles`.
Carried 1 change to 2026-05.md: `problem` of `Warm starts`.

"#]]);
    snapbox::assert_data_eq!(
        changes(&sandbox, "2026-05.yaml"),
        str![[r#"
-      After a restart `brewd` heats every pot again.
+      After a restart `brewd` heats every pot twice.
-    problem: >
-      Twelve kettles write twelve logs,
-      and nobody reads them.
+    body: |+
+      ## One log for all kettles
+
+      **Problem Statement:** Twelve kettles write twelve logs, and nobody reads them.

"#]]
    );
    // But not where the file changed a part of it.
    sandbox.git(&["checkout", "--quiet", "."]);
    edit(&sandbox, "2026-05.md", "**Problem Statement:**\nTwelve", "**Problem Statement:** Twelve");
    edit(&sandbox, "2026-05.yaml", "reads them", "reads one");
    sandbox.run(&["sync", "2026-05", "--format", "short"]).code(1).stdout("").stderr(str![[r#"
2026-05.yaml:26:7: error[conflict]: `problem` of `One log for all kettles` was changed on both sides, and on the page at 2026-05.md:21:1
1 error in 1 file
Nothing was written.

"#]]);
}

#[test]
fn without_any_base_every_difference_is_named() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", EVENT).run(&["render", "2026-05.yaml"]).code(0);
    forget(&sandbox);
    edit(&sandbox, "2026-05.md", "Nobody waits", "Nobody waits any more");
    edit(&sandbox, "2026-05.md", "\nTea", "\n## Lids\n\nTea");
    sandbox.run(&["sync", "2026-05"]).code(1).stdout("").stderr(str![[r#"
error[conflict]: `achievements` of `Warm starts` is not the same on both sides
  --> 2026-05.yaml:21:9
   |
21 |       - Nobody waits.
   |         ^^^^^^^^^^^^^ in the event file
   |
  ::: 2026-05.md:19:1
   |
19 | * Nobody waits any more.
   | ------------------------ and on the page

error[conflict]: `Lids` is not in the event file
  --> 2026-05.yaml:14:5
   |
14 |   - emoji: 🔥
   |     ^^^^^ the topics, without it
   |
  ::: 2026-05.md:26:1
   |
26 | ## Lids
   | ------- and only here

2 errors in 1 file
note: make both sides say the same in these places, or take one of them back; then sync again
Nothing was written.

"#]]);
}

#[test]
fn without_a_repository_what_was_last_written_tells_who_changed() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", EVENT).run(&["render", "2026-05.yaml"]).code(0);
    edit(&sandbox, "2026-05.md", "Nobody waits", "Nobody waits any more");
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Carried 1 change to 2026-05.yaml: `achievements` of `Warm starts`.

"#]]);
    edit(&sandbox, "2026-05.yaml", "Nobody waits any more", "Who waits");
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Wrote 2026-05.md.

"#]]);
    assert!(sandbox.read("2026-05.md").contains("* Who waits."));
}

#[test]
fn what_is_not_two_sides_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.file("alone.md", "# P 05/2026\n").file("no-page.yaml", EVENT);
    sandbox.run(&["sync", "alone.md"]).code(2).stdout("").stderr(str![[r#"
error: `alone.md` has no event file beside it
help: such a page is its own source: there is nothing to bring together

"#]]);
    sandbox.run(&["sync", "no-page"]).code(2).stdout("").stderr(str![[r#"
error: there is no page `no-page.md`
help: to write it: afterword render no-page.yaml

"#]]);
    sandbox.run(&["sync", "-"]).code(2).stdout("").stderr(str![[r#"
error: standard input has no page beside it
help: give an event file or a page

"#]]);
    sandbox.run(&["sync", "nowhere"]).code(2).stdout("").stderr(str![[r#"
error: there is no event `nowhere`
help: give an event file (YAML), an event folder, a page, or `-` for standard input

"#]]);
}

#[test]
fn a_page_that_was_emptied_takes_no_event_with_it() {
    let sandbox = agreed();
    for page in ["", "\n \n"] {
        sandbox.file("2026-05.md", page);
        sandbox.run(&["sync", "2026-05.yaml"]).code(2).stderr(str![[r#"
error: nothing stands in `2026-05.md`
help: to write it anew: afterword render 2026-05.yaml --force
Nothing was written.

"#]]);
        assert_eq!(sandbox.read("2026-05.yaml"), EVENT);
    }
    sandbox.run(&["render", "2026-05.yaml", "--force"]).code(0);
    assert!(sandbox.read("2026-05.md").contains("Warm starts"));
}

#[test]
fn a_month_that_only_the_dates_of_a_page_say_takes_no_series_away() {
    let sandbox = agreed();
    edit(&sandbox, "2026-05.md", "04.05.2026 – 08.05.2026", "01.06.2026 – 05.06.2026");
    sandbox.run(&["sync", "2026-05.yaml"]).code(0).stderr(str![[r#"
Carried 5 changes to 2026-05.yaml: `start`, `end`, `title`, `weight` and `head`.

"#]]);
    assert!(sandbox.read("2026-05.yaml").starts_with("# The spring edition.\nseries: Kettle Days   # as always\n"));
    sandbox.run(&["sync", "2026-05.yaml", "--check"]).code(0);
}

#[test]
fn a_file_whose_layout_cannot_be_kept_is_left_alone() {
    let sandbox = Sandbox::new();
    let flow = "{series: S, start: 2026-05-04, location: {name: L}, organizers: [{name: O}], topics: [{title: T}]}\n";
    sandbox.file("flow.yaml", flow).run(&["render", "flow.yaml"]).code(0);
    edit(&sandbox, "flow.md", "## T", "## U");
    sandbox.run(&["sync", "flow"]).code(3).stdout("").stderr(str![[r#"
error: the layout of `flow.yaml` cannot be kept with what was changed on its page
help: write it with one field a line, or change it in an editor
Nothing was written.

"#]]);
    let json = r#"{"series": "S", "start": "2026-05-04", "location": {"name": "L"}, "organizers": [{"name": "O"}]}"#;
    sandbox.file("data.json", json).run(&["render", "data.json"]).code(0);
    edit(&sandbox, "data.md", "# S ", "# Z ");
    sandbox.run(&["sync", "data.json"]).code(2).stdout("").stderr(str![[r#"
error: `data.json` is JSON, which `sync` cannot write
help: change it in an editor, or keep the event as YAML
Nothing was written.

"#]]);
}

#[test]
fn line_ends_and_marks_of_both_files_stay() {
    let sandbox = Sandbox::with_repository();
    let windows = format!("\u{feff}{EVENT}file: {{newline: crlf}}\n").replace('\n', "\r\n");
    sandbox.file("2026-05.yaml", windows).run(&["render", "2026-05.yaml"]).code(0);
    sandbox.git(&["config", "core.autocrlf", "false"]);
    sandbox.commit_all();
    edit(&sandbox, "2026-05.md", "Nobody waits", "Nobody waits any more");
    edit(&sandbox, "2026-05.yaml", "reads them", "reads one");
    sandbox.run(&["sync", "2026-05"]).code(0);
    let (file, page) = (sandbox.read("2026-05.yaml"), sandbox.read("2026-05.md"));
    for text in [&file, &page] {
        assert!(
            text.contains("Nobody waits any more.\r\n") && text.matches('\n').count() == text.matches("\r\n").count()
        );
    }
    assert!(file.starts_with('\u{feff}') && page.contains("reads one.\r\n"));
}

#[test]
fn an_event_folder_has_its_page_beside_it() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05/event.yaml", EVENT).run(&["render", "2026-05"]).code(0);
    sandbox.commit_all();
    edit(&sandbox, "2026-05.md", "Nobody waits", "Nobody waits any more");
    sandbox.run(&["render", "2026-05"]).code(3).stdout("").stderr(str![[r#"
error: `2026-05.md` was edited by hand: writing it would add 1 line and remove 1 line
help: to see it: afterword render 2026-05 --diff; to take it in: afterword sync 2026-05; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
    sandbox.run(&["commit", "2026-05", "-m", "x"]).code(3).stdout("").stderr(str![[r#"
error: `2026-05.md` was edited by hand: writing it would add 1 line and remove 1 line
help: to see it: afterword render 2026-05 --diff; to take it in: afterword sync 2026-05; to overwrite it and keep a copy: --force

"#]]);
    sandbox.run(&["sync", "2026-05.md"]).code(0).stdout("").stderr(str![[r#"
Carried 1 change to 2026-05/event.yaml: `achievements` of `Warm starts`.

"#]]);
    assert!(sandbox.read("2026-05/event.yaml").contains("- Nobody waits any more."));
}
