//! Whose page it is: what is written over, what is left alone, and how the old bytes are got back.

use std::fs;
use std::process::Command;

use snapbox::str;

use crate::render::SMALL;
use crate::sandbox::Sandbox;

/// The text of [`SMALL`], said better.
fn changed() -> String {
    SMALL.replace("four minutes", "five minutes")
}

/// A page that somebody mended by hand.
fn mend(sandbox: &Sandbox, page: &str) -> String {
    let edited = sandbox.read(page).replace("The first cup", "The *first* cup");
    sandbox.file(page, &edited);
    edited
}

/// Forgets what was written last.
fn forget(sandbox: &Sandbox) {
    for state in [".git/afterword", "../home/.local/state/afterword"] {
        fs::remove_dir_all(sandbox.path(state)).ok();
    }
}

#[test]
fn a_page_from_the_event_file_that_was_rendered_is_replaced() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0);
    sandbox.file("e.yaml", changed()).run(&["render", "e.yaml"]).code(0).stdout("").stderr(str![[r#"
Wrote e.md.

"#]]);
    assert!(sandbox.read("e.md").contains("five minutes"));
}

#[cfg(unix)]
#[test]
fn an_unchanged_page_is_not_touched() {
    use std::os::unix::fs::MetadataExt as _;
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0);
    let stat = || {
        let metadata = fs::metadata(sandbox.path("e.md")).unwrap();
        (metadata.ino(), metadata.mtime(), metadata.mtime_nsec(), metadata.ctime_nsec())
    };
    let before = stat();
    sandbox.run(&["render", "e.yaml"]).code(0).stderr(str![[r#"
e.md is up to date.

"#]]);
    sandbox.run(&["render", "e.yaml", "--force"]).code(0).stderr(str![[r#"
e.md is up to date.

"#]]);
    assert_eq!(stat(), before);
}

#[test]
fn a_page_that_nobody_remembers_is_known_by_the_event_file_of_head() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0);
    sandbox.commit_all();
    forget(&sandbox);
    sandbox.file("e.yaml", changed()).run(&["render", "e.yaml"]).code(0).stderr(str![[r#"
Wrote e.md.

"#]]);
    assert!(sandbox.read("e.md").contains("five minutes"));
}

#[test]
fn a_page_is_not_called_edited_where_head_cannot_be_read() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0);
    sandbox.commit_all();
    forget(&sandbox);
    sandbox.break_object("HEAD:e.yaml");
    sandbox.file("e.yaml", changed());
    for command in [["render", "e.yaml"], ["check", "e.yaml"]] {
        sandbox.run(&command).code(3).stdout("").stderr(str![[r#"
error: cannot read what `e.yaml` was in earlier commits
  caused by: failed to inflate loose object; class=Odb (9)

"#]]);
    }
    assert!(!sandbox.read("e.md").contains("five minutes"));
}

#[test]
fn outside_of_a_repository_losing_the_memory_costs_a_question() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0);
    forget(&sandbox);
    // What is the same needs no owner.
    sandbox.run(&["render", "e.yaml"]).code(0);
    forget(&sandbox);
    sandbox.file("e.yaml", changed()).run(&["render", "e.yaml"]).code(3).stdout("").stderr(str![[r#"
error: `e.md` was edited by hand: writing it would add 1 line and remove 1 line
help: to see it: afterword render e.yaml --diff; to take it in: afterword sync e.yaml; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
    sandbox.run(&["render", "e.yaml", "--force", "--quiet"]).code(0).stderr("");
    assert!(sandbox.read("e.md").contains("five minutes"));
}

#[test]
fn one_edited_page_stops_the_whole_run() {
    let sandbox = Sandbox::with_repository();
    for name in ["a.yaml", "b.yaml", "c.yaml"] {
        sandbox.file(name, SMALL);
    }
    sandbox.run(&["render", "b.yaml"]).code(0);
    let edited = mend(&sandbox, "b.md");
    sandbox.run(&["render", "a.yaml", "b.yaml", "c.yaml"]).code(3).stdout("").stderr(str![[r#"
error: `b.md` was edited by hand: writing it would add 1 line and remove 1 line
help: to see it: afterword render b.yaml --diff; to take it in: afterword sync b.yaml; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
    assert_eq!(sandbox.tree(), "a.yaml\nb.md\nb.yaml\nc.yaml");
    assert_eq!(sandbox.read("b.md"), edited);
}

#[test]
fn the_command_that_shows_the_edits_has_the_flags_of_this_one() {
    let sandbox = Sandbox::new();
    sandbox.file("my event.yaml", SMALL);
    let flags = ["render", "my event.yaml", "-o", "out.md", "--style", "inline", "--set", "series=Ada & Bo"];
    sandbox.run(&flags).code(0);
    mend(&sandbox, "out.md");
    sandbox.run(&flags).code(3).stdout("").stderr(str![[r#"
error: `out.md` was edited by hand: writing it would add 1 line and remove 1 line
help: to see it: afterword render 'my event.yaml' -o out.md --style inline --set 'series=Ada & Bo' --diff; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
}

#[test]
fn force_keeps_the_edits_as_a_blob_and_says_how_to_get_them_back() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("sub/the event.yaml", SMALL).run(&["render", "sub/the event.yaml"]).code(0);
    let edited = mend(&sandbox, "sub/the event.md");
    let run = sandbox.run(&["render", "sub/the event.yaml", "--force"]);
    run.code(0).stdout("").stderr(str![[r#"
note: the edited page is kept: git cat-file -p a107207286026b6ef1d49e6c5e8fe0c3edb60127 > 'sub/the event.md'
Wrote sub/the event.md.

"#]]);
    assert!(!sandbox.read("sub/the event.md").contains("*first*"));
    follow(&sandbox, &run.stderr, &sandbox.work());
    assert_eq!(sandbox.read("sub/the event.md"), edited);
}

#[test]
fn the_way_back_leads_from_where_the_shell_is() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("sub/e.yaml", SMALL).run(&["render", "sub/e.yaml"]).code(0);
    let edited = mend(&sandbox, "sub/e.md");
    let home = sandbox.path("../home").canonicalize().unwrap();
    let work = sandbox.work().canonicalize().unwrap();
    let mut command = sandbox.command(&["-C", work.join("sub").to_str().unwrap(), "render", "e.yaml", "--force"]);
    let output = command.current_dir(&home).env("PWD", &home).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    follow(&sandbox, &said, &home);
    assert_eq!(sandbox.read("sub/e.md"), edited);
}

#[test]
fn outside_of_a_repository_force_keeps_a_copy() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0);
    let edited = mend(&sandbox, "e.md");
    let run = sandbox.run(&["render", "e.yaml", "--force"]);
    run.code(0).stdout("").stderr(str![[r#"
note: the edited page is kept: cp [..]/home/.local/state/afterword/[..]/kept/[..] e.md
Wrote e.md.

"#]]);
    follow(&sandbox, &run.stderr, &sandbox.work());
    assert_eq!(sandbox.read("e.md"), edited);
}

/// Runs the command that the program told, in a shell in that folder.
fn follow(sandbox: &Sandbox, said: &str, folder: &std::path::Path) {
    let (_, command) = said.split_once("is kept: ").unwrap();
    let command = command.lines().next().unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let status = Command::new("sh").args(["-c", command]).current_dir(folder).env("PATH", path).status().unwrap();
    assert!(status.success(), "{command} in {}: {}", folder.display(), sandbox.tree());
}

#[test]
fn where_the_edits_cannot_be_kept_nothing_is_overwritten() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0);
    let edited = mend(&sandbox, "e.md");
    let mut command = sandbox.command(&["render", "e.yaml", "--force"]);
    let output = command.env_remove("HOME").env_remove("USERPROFILE").output().unwrap();
    snapbox::assert_data_eq!(
        String::from_utf8(output.stderr).unwrap(),
        str![[r#"
error: cannot keep the edits of `e.md`: there is no folder for them
help: set HOME or XDG_STATE_HOME

"#]]
    );
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(sandbox.read("e.md"), edited);
}

#[test]
fn what_fails_elsewhere_keeps_no_edits() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("a.yaml", SMALL).run(&["render", "a.yaml"]).code(0);
    let edited = mend(&sandbox, "a.md");
    sandbox.file("b.yaml", "series: [\n");
    sandbox.run(&["render", "a.yaml", "b.yaml", "--force"]).code(2).stdout("").stderr(str![[r#"
error[syntax]: a `[` is not closed
 --> b.yaml:1:9
  |
1 | series: [
  |         ^ opened here
  |
  = help: close it with `]`

1 error in 1 file

"#]]);
    assert_eq!(sandbox.read("a.md"), edited);
}

#[test]
fn diff_shows_and_writes_nothing() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0);
    let edited = mend(&sandbox, "e.md");
    sandbox.run(&["render", "e.yaml", "--diff"]).code(0).stderr("").stdout(str![[r#"
--- a/e.md
+++ b/e.md
@@ -12,4 +12,4 @@
 ## 🔥 Warm starts
 
 **Problem Statement:**
-The *first* cup takes four minutes.
+The first cup takes four minutes.

"#]]);
    assert_eq!(sandbox.read("e.md"), edited);
    sandbox.file("new.yaml", SMALL.replace("    problem: The first cup takes four minutes.\n", ""));
    sandbox.run(&["render", "new.yaml", "e.yaml", "--diff"]).code(0).stderr("").stdout(str![[r#"
--- a/new.md
+++ b/new.md
@@ -0,0 +1,12 @@
+---
+title: May 2026
+weight: -202605
+---
+
+# Kettle Days 05/2026 Wrap Up
+
+- 🗓️ **Date:** 04.05.2026 – 08.05.2026
+- 📍 **Location:** The Old Mill
+- 👤 **Organizer:** Kettle Works
+
+## 🔥 Warm starts
--- a/e.md
+++ b/e.md
@@ -12,4 +12,4 @@
 ## 🔥 Warm starts
 
 **Problem Statement:**
-The *first* cup takes four minutes.
+The first cup takes four minutes.

"#]]);
    assert!(!sandbox.exists("new.md"));
}

#[test]
fn check_tells_a_difference_by_its_exit_code() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL);
    sandbox.run(&["render", "e.yaml", "--check"]).code(1).stdout("").stderr(str![[r#"
Would write e.md.

"#]]);
    assert!(!sandbox.exists("e.md"));
    sandbox.run(&["render", "e.yaml"]).code(0);
    sandbox.run(&["render", "e.yaml", "--check"]).code(0).stdout("").stderr(str![[r#"
e.md is up to date.

"#]]);
    let edited = mend(&sandbox, "e.md");
    sandbox.run(&["render", "e.yaml", "--check", "--diff"]).code(1).stderr("").stdout(str![[r#"
--- a/e.md
+++ b/e.md
@@ -12,4 +12,4 @@
 ## 🔥 Warm starts
 
 **Problem Statement:**
-The *first* cup takes four minutes.
+The first cup takes four minutes.

"#]]);
    assert_eq!(sandbox.read("e.md"), edited);
}

#[test]
fn a_dry_run_says_what_would_be_written() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL);
    sandbox.run(&["render", "e.yaml", "-n"]).code(0).stdout("").stderr(str![[r#"
Would write e.md.

"#]]);
    assert_eq!(sandbox.tree(), "e.yaml");
    sandbox.run(&["render", "e.yaml"]).code(0);
    mend(&sandbox, "e.md");
    sandbox.run(&["render", "e.yaml", "-n"]).code(3).stdout("").stderr(str![[r#"
error: `e.md` was edited by hand: writing it would add 1 line and remove 1 line
help: to see it: afterword render e.yaml --diff; to take it in: afterword sync e.yaml; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
    sandbox.run(&["render", "e.yaml", "-n", "--force"]).code(0).stdout("").stderr(str![[r#"
Would write e.md.

"#]]);
    assert!(sandbox.read("e.md").contains("*first*"));
}

/// The page with keys that a site's build puts into its front matter.
fn with_foreign_keys(page: &str) -> String {
    page.replace("weight: -202605\n", "weight: -202605\naliases:\n  - /kettles\n")
        .replace("title: ", "# by the site\nsource: x\ntitle: ")
}

#[test]
fn keys_that_a_site_put_into_the_front_matter_stay() {
    for with_memory in [true, false] {
        let sandbox = Sandbox::with_repository();
        sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0);
        sandbox.commit_all();
        let page = with_foreign_keys(&sandbox.read("e.md"));
        sandbox.file("e.md", &page);
        sandbox.run(&["render", "e.yaml"]).code(0).stderr("e.md is up to date.\n");
        assert_eq!(sandbox.read("e.md"), page);
        if !with_memory {
            forget(&sandbox);
        }
        sandbox.file("e.yaml", changed()).run(&["render", "e.yaml"]).code(0).stderr("Wrote e.md.\n");
        assert_eq!(sandbox.read("e.md"), page.replace("four minutes", "five minutes"));
        // Also once they were written by this program.
        sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0).stderr("Wrote e.md.\n");
        assert_eq!(sandbox.read("e.md"), page);
    }
}

#[test]
fn a_page_that_is_no_text_is_somebody_elses() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL).file("e.md", b"\xff\xfe\0 not ours");
    sandbox.run(&["render", "e.yaml"]).code(3).stdout("").stderr(str![[r#"
error: `e.md` was edited by hand: writing it would add 15 lines and remove 1 line
help: to see it: afterword render e.yaml --diff; to take it in: afterword sync e.yaml; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
    let run = sandbox.run(&["render", "e.yaml", "--force"]);
    run.code(0);
    follow(&sandbox, &run.stderr, &sandbox.work());
    assert_eq!(fs::read(sandbox.path("e.md")).unwrap(), b"\xff\xfe\0 not ours");
}

/// A repository in which nobody remembers the page of an event, made with a template of the project that has since
/// changed how it writes labels.
fn with_another_version_of_its_template() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    sandbox.run(&["template", "eject", "hackathon", "--as", "sprint"]).code(0);
    let event = format!("template: sprint\n{SMALL}    achievements: It takes one.\n");
    sandbox.file("e.yaml", event).run(&["render", "e.yaml"]).code(0);
    sandbox.commit_all();
    forget(&sandbox);
    let declaration = ".afterword/templates/sprint/template.yaml";
    let newer = sandbox.read(declaration).replace("label: Achievements", "label: Results");
    let newer = newer.replace("aliases: [Outcome]", "aliases: [Achievements, Outcome]");
    sandbox.file(declaration, newer);
    sandbox
}

#[test]
fn a_page_that_an_older_template_made_is_known_by_what_it_says() {
    let sandbox = with_another_version_of_its_template();
    sandbox.run(&["render", "e.yaml", "--diff"]).code(0).stdout(str![[r#"
--- a/e.md
+++ b/e.md
@@ -14,5 +14,5 @@
 **Problem Statement:**
 The first cup takes four minutes.
 
-**Achievements:**
+**Results:**
 It takes one.

"#]]);
    sandbox.run(&["render", "e.yaml"]).code(0).stdout("").stderr(str![[r#"
Wrote e.md.

"#]]);
    assert!(sandbox.read("e.md").contains("**Results:**\nIt takes one."));
}

#[test]
fn so_it_is_where_the_event_has_changed_as_well() {
    let sandbox = with_another_version_of_its_template();
    // A key of others stays.
    sandbox.file("e.md", sandbox.read("e.md").replace("---\n\n#", "outline: 2\n---\n\n#"));
    let event = sandbox.read("e.yaml").replace("It takes one", "It takes two");
    sandbox.file("e.yaml", event).run(&["commit", "e.yaml", "--yes"]).code(0);
    let page = sandbox.read("e.md");
    assert!(page.contains("weight: -202605\noutline: 2\n---\n"), "{page}");
    assert!(page.contains("**Results:**\nIt takes two."), "{page}");
}

#[test]
fn a_page_of_an_older_template_with_another_word_in_it_holds_edits() {
    let sandbox = with_another_version_of_its_template();
    let edited = mend(&sandbox, "e.md");
    sandbox.run(&["render", "e.yaml"]).code(3).stdout("").stderr(str![[r#"
error: `e.md` was edited by hand: writing it would add 2 lines and remove 2 lines
help: to see it: afterword render e.yaml --diff; to take it in: afterword sync e.yaml; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
    assert_eq!(sandbox.read("e.md"), edited);
}
