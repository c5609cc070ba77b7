//! Event folders: a topic's text in a file of its owner's.

use snapbox::str;

use crate::sandbox::Sandbox;

const EVENT: &str = "series: Kettle Days\nstart: 2026-05-04\nend: 2026-05-08\nlocation:\n  name: The Old Mill\n\
                     organizers:\n  - name: Kettle Works\n";

fn topic(title: &str, problem: &str) -> String {
    format!(
        "---\ntitle: {title}\n---\n\n## Problem Statement\n\n<!-- What was the problem? -->\n\n{problem}\n\n## Achievements\n\nIt boils.\n"
    )
}

fn folder() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .file("2026-05/event.yaml", EVENT)
        .file("2026-05/topics/10-warm-starts.md", topic("Warm starts", "It was cold."))
        .file("2026-05/topics/20-one-log.md", topic("One log", "Twelve kettles write twelve logs."));
    sandbox
}

const PAGE: &str = "---\ntitle: May 2026\nweight: -202605\n---\n\n# Kettle Days 05/2026 Wrap Up\n\n\
                    - 🗓️ **Date:** 04.05.2026 – 08.05.2026\n- 📍 **Location:** The Old Mill\n- 👤 **Organizer:** Kettle Works\n\n\
                    ## Warm starts\n\n**Problem Statement:**\nIt was cold.\n\n**Achievements:**\nIt boils.\n\n\
                    ## One log\n\n**Problem Statement:**\nTwelve kettles write twelve logs.\n\n**Achievements:**\nIt boils.\n";

#[test]
fn the_topics_of_a_folder_are_drawn_in_the_order_of_their_names() {
    let sandbox = folder();
    sandbox.run(&["render", "2026-05"]).code(0).stderr(str![[r#"
Wrote 2026-05.md.

"#]]);
    assert_eq!(sandbox.read("2026-05.md"), PAGE);
}

#[test]
fn an_order_says_otherwise_and_renames_nothing() {
    let sandbox = folder();
    sandbox.file("2026-05/event.yaml", format!("{EVENT}order: [20-one-log]\n")).run(&["render", "2026-05"]).code(0);
    let page = sandbox.read("2026-05.md");
    assert!(page.find("## One log") < page.find("## Warm starts"), "{page}");
    sandbox.file(
        "2026-05/event.yaml",
        format!("{EVENT}order:\n  - 20-one-logg\n  - 10-warm-starts\n  - 10-warm-starts\n"),
    );
    sandbox.run(&["render", "2026-05"]).code(2).stderr(str![[r#"
error[unknown-topic-file]: there is no topic file `20-one-logg`
 --> 2026-05/event.yaml:9:5
  |
9 |   - 20-one-logg
  |     ^^^^^^^^^^^ no such file
  |
  = help: did you mean `20-one-log`?

error[duplicate-key]: `10-warm-starts` stands twice in `order`
  --> 2026-05/event.yaml:11:5
   |
11 |   - 10-warm-starts
   |     ^^^^^^^^^^^^^^ once more

2 errors in 1 file

"#]]);
    assert_eq!(sandbox.read("2026-05.md"), page);
}

#[test]
fn a_file_that_is_no_topic_is_an_error_and_no_text_is_passed_over() {
    let sandbox = folder();
    sandbox.file("2026-05/topics/.gitkeep", "").run(&["render", "2026-05"]).code(0);
    for name in ["notes.txt", "30-c.md~", "more/30-c.md"] {
        let sandbox = folder();
        let run = sandbox.file(&format!("2026-05/topics/{name}"), "").run(&["render", "2026-05"]);
        assert_eq!(run.code, 2);
        let named = name.split('/').next().unwrap();
        assert_eq!(
            run.stderr,
            format!(
                "error: `2026-05/topics/{named}` is no topic file\nhelp: a topic file is a `.md` file of its own; move \
                 this one elsewhere\n"
            )
        );
    }
}

#[cfg(unix)]
#[test]
fn a_symlink_shows_nothing_of_what_it_leads_to() {
    let sandbox = folder();
    sandbox.file("secret.md", topic("Secret", "hidden"));
    std::os::unix::fs::symlink("../../secret.md", sandbox.path("2026-05/topics/30-link.md")).unwrap();
    sandbox.run(&["render", "2026-05"]).code(2).stderr(str![[r#"
error: `2026-05/topics/30-link.md` is no topic file
help: a topic file is a `.md` file of its own; move this one elsewhere

"#]]);
}

#[test]
fn what_is_wrong_in_a_topic_file_is_told_there() {
    let sandbox = folder();
    sandbox.file(
        "2026-05/topics/20-one-log.md",
        "---\ntitel: One log\nowners: ada\n---\n\n## Problem Statement\n\n<!-- What? -->\n\nTwelve\n\n**Achievements:**\nnone\n\n## Outcom\n",
    );
    sandbox.run(&["render", "2026-05"]).code(2).stderr(str![[r#"
error[unknown-field]: unknown field `titel`
 --> 2026-05/topics/20-one-log.md:2:1
  |
2 | titel: One log
  | ^^^^^ not a section of the `hackathon` template
  |
  = help: did you mean `title`?

error[wrong-type]: `owners` is a list, not text
 --> 2026-05/topics/20-one-log.md:3:9
  |
3 | owners: ada
  |         ^^^ text
  |
  = help: write a list below it, each item as `- …`

error[structure]: a line that reads as the label of `achievements`
  --> 2026-05/topics/20-one-log.md:12:1
   |
12 | **Achievements:**
   | ^^^^^^^^^^^^^^^^^ here
   |
   = help: move it to that section, or write it in another way

error[unknown-section]: unknown section `Outcom`
  --> 2026-05/topics/20-one-log.md:15:1
   |
15 | ## Outcom
   | ^^^^^^^^^ not a section
   |
   = help: did you mean `Outcome`?

4 errors in 1 file

"#]]);
}

#[test]
fn a_commit_holds_the_topic_files_and_not_what_is_gone() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05/event.yaml", EVENT);
    sandbox.file("2026-05/topics/10-warm-starts.md", topic("Warm starts", "It was cold."));
    sandbox.file("2026-05/topics/20-one-log.md", topic("One log", "Twelve."));
    sandbox.run(&["commit", "2026-05", "--yes"]).code(0);
    assert_eq!(
        sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]),
        "2026-05.md\n2026-05/event.yaml\n2026-05/topics/10-warm-starts.md\n2026-05/topics/20-one-log.md\n"
    );
    std::fs::rename(sandbox.path("2026-05/topics/20-one-log.md"), sandbox.path("2026-05/topics/05-one-log.md"))
        .unwrap();
    sandbox.file("other.txt", "staged");
    sandbox.git(&["add", "other.txt"]);
    sandbox.run(&["commit", "2026-05", "--yes", "--dry-run"]).code(0).stderr(str![[r#"
To be committed to `main`:
  M  2026-05.md
  A  2026-05/topics/05-one-log.md
  D  2026-05/topics/20-one-log.md
     docs: Update wrap-up of Kettle Days 05/2026

"#]]);
    sandbox.run(&["commit", "2026-05", "--yes"]).code(0).stderr(str![[r#"
Committed 3 files to `main`: [..] docs: Update wrap-up of Kettle Days 05/2026
  2026-05.md
  2026-05/topics/05-one-log.md
  2026-05/topics/20-one-log.md

"#]]);
    assert_eq!(
        sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]),
        "2026-05.md\n2026-05/event.yaml\n2026-05/topics/05-one-log.md\n2026-05/topics/10-warm-starts.md\n"
    );
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "A  other.txt\n");
    sandbox.git(&["fsck", "--strict"]);
    sandbox.run(&["undo"]).code(0);
    assert_eq!(
        sandbox.git(&["status", "--porcelain"]),
        " D 2026-05/topics/20-one-log.md\nA  other.txt\n?? 2026-05/topics/05-one-log.md\n"
    );
    // The last file of a folder takes the folder with it.
    std::fs::remove_dir_all(sandbox.path("2026-05/topics")).unwrap();
    sandbox.file("2026-05/event.yaml", format!("{EVENT}topics:\n  - title: Warm starts\n"));
    sandbox.run(&["commit", "2026-05", "--yes"]).code(0);
    assert_eq!(
        sandbox.git(&["ls-tree", "-r", "-t", "--name-only", "HEAD"]),
        "2026-05.md\n2026-05\n2026-05/event.yaml\n"
    );
    sandbox.git(&["fsck", "--strict"]);
}

#[test]
fn a_page_that_the_last_commit_makes_is_still_ours() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05/event.yaml", EVENT);
    sandbox.file("2026-05/topics/10-warm-starts.md", topic("Warm starts", "It was cold."));
    sandbox.run(&["commit", "2026-05", "--yes"]).code(0);
    std::fs::remove_dir_all(sandbox.path(".git/afterword")).unwrap();
    sandbox.file("2026-05/topics/10-warm-starts.md", topic("Warm starts", "It was very cold."));
    sandbox.run(&["render", "2026-05"]).code(0);
    assert!(sandbox.read("2026-05.md").contains("It was very cold."));
}

#[test]
fn check_tells_and_mends_findings_where_they_are_written() {
    let sandbox = folder();
    sandbox.file(
        "2026-05/topics/10-warm-starts.md",
        "---\ntitle: Warm starts\n---\n\n## Problem Statement\n\n<!-- What? -->\n\nIt was  \nthe the kettle.\n\n## Achievements\n\nIt boils.\n\n<!-- afterword: ignore http-link -->\n",
    );
    sandbox.run(&["render", "2026-05"]).code(0);
    sandbox.run(&["check", "--format", "short"]).stdout(str![[r#"
"#]]);
    sandbox.run(&["check", "--fix", "2026-05/topics/10-warm-starts.md"]).stderr(str![[r#"
Mended 1 finding in 1 file.
warning[unused-ignore]: `http-link` is ignored, and there is nothing to ignore
  --> 2026-05/topics/10-warm-starts.md:16:24
   |
16 | <!-- afterword: ignore http-link -->
   |                        ^^^^^^^^^ found nowhere in this file
   |
   = help: take it out

1 warning in 1 of 1 file.

"#]]);
    assert!(sandbox.read("2026-05/topics/10-warm-starts.md").contains("<!-- What? -->\n\nIt was  \nthe kettle.\n"));
}

#[test]
fn status_leads_to_each_owners_file() {
    let sandbox = Sandbox::with_repository();
    sandbox.git(&["remote", "add", "origin", "https://github.com/kettle/days.git"]);
    sandbox.file("2026-05/event.yaml", EVENT);
    sandbox.file("2026-05/topics/10-warm-starts.md", "---\ntitle: Warm starts\nowners: [ada]\n---\n");
    sandbox.file("2026-05/topics/20-one-log.md", "---\n# who?\ntitle: One log\nowners: [bo]\n---\n");
    sandbox.run(&["status", "2026-05", "--remind", "--today", "2026-05-20"]).code(0).stdout(str![[r#"
Kettle Days 05/2026 Wrap Up still waits for some of its texts:

- @ada: Problem Statement and Achievements of **Warm starts**
  https://github.com/kettle/days/edit/main/2026-05/topics/10-warm-starts.md#L2
- @bo: Problem Statement and Achievements of **One log**
  https://github.com/kettle/days/edit/main/2026-05/topics/20-one-log.md#L3

"#]]);
}

#[test]
fn topics_are_added_changed_ordered_and_removed_in_their_files() {
    let sandbox = folder();
    sandbox.run(&["topic", "list", "2026-05"]).code(0).stdout(str![[r#"
1  Warm starts  done
2  One log      done

"#]]);
    sandbox
        .run(&["topic", "add", "2026-05", "🍵 Tea on request @bo", "--set", "problem=None is made."])
        .code(0)
        .stderr(str![[r#"
Added `Tea on request` to 2026-05.
Wrote 2026-05.md.

"#]]);
    assert_eq!(sandbox.read("2026-05/event.yaml"), EVENT);
    let form = sandbox.read("2026-05/topics/30-tea-on-request.md");
    let begin = "---\nemoji: 🍵\ntitle: Tea on request\nowners:\n  - bo\n---\n\n## Problem Statement\n\n<!-- What was the \
                 problem? What is wrong or missing today, for someone who does not know the topic. -->\n\nNone is \
                 made.\n\n## Motivation/Benefits\n\n<!-- Why";
    assert!(form.starts_with(begin), "{form}");
    sandbox
        .run(&["topic", "edit", "2026-05", "one log", "--set", "problem=Too many.", "--set", "demo=5m", "--diff"])
        .code(0)
        .stdout(str![[r#"
--- a/2026-05/topics/20-one-log.md
+++ b/2026-05/topics/20-one-log.md
@@ -1,12 +1,13 @@
 ---
 title: One log
+demo: 5m
 ---
 
 ## Problem Statement
 
 <!-- What was the problem? -->
 
-Twelve kettles write twelve logs.
+Too many.
 
 ## Achievements
 

"#]]);
    sandbox.run(&["topic", "reorder", "2026-05", "tea", "--to", "1"]).code(0).stderr(str![[r#"
Moved `Tea on request` in 2026-05.
Wrote 2026-05.md.

"#]]);
    assert_eq!(
        sandbox.read("2026-05/event.yaml"),
        format!("{EVENT}order:\n  - 30-tea-on-request\n  - 10-warm-starts\n  - 20-one-log\n")
    );
    sandbox.run(&["topic", "remove", "2026-05", "warm", "--yes"]).code(0).stderr(str![[r#"
note: the old event file is kept: cp [..] 2026-05/event.yaml
note: the old topic file is kept: cp [..] 2026-05/topics/10-warm-starts.md
Removed `Warm starts` from 2026-05.
Wrote 2026-05.md.

"#]]);
    assert_eq!(sandbox.read("2026-05/event.yaml"), format!("{EVENT}order:\n  - 30-tea-on-request\n  - 20-one-log\n"));
    assert!(!sandbox.exists("2026-05/topics/10-warm-starts.md"));
    sandbox.run(&["render", "2026-05", "--check"]).code(0);
    let page = sandbox.read("2026-05.md");
    assert!(page.find("Tea on request") < page.find("One log") && !page.contains("Warm"), "{page}");
}

#[test]
fn topics_of_the_event_file_come_first_or_get_files_as_well() {
    let sandbox = folder();
    sandbox.file("2026-05/event.yaml", format!("{EVENT}topics:\n  # by hand\n  - title: Cold brew\n"));
    sandbox.run(&["topic", "edit", "2026-05", "cold", "--set", "demo=5m"]).code(0);
    let with = format!("{EVENT}topics:\n  # by hand\n  - title: Cold brew\n    demo: 5m\n");
    assert_eq!(sandbox.read("2026-05/event.yaml"), with);
    sandbox.run(&["topic", "reorder", "2026-05", "cold", "--to", "3"]).code(0);
    assert_eq!(sandbox.read("2026-05/event.yaml"), EVENT);
    assert!(sandbox.read("2026-05/topics/30-cold-brew.md").starts_with("---\ntitle: Cold brew\ndemo: 5m\n---\n"));
}

#[test]
fn what_is_edited_on_the_page_is_carried_to_each_owners_file() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05/event.yaml", format!("# ours\n{EVENT}"));
    sandbox.file("2026-05/topics/10-warm-starts.md", topic("Warm starts", "It was cold."));
    sandbox.file("2026-05/topics/20-one-log.md", topic("One log", "Twelve."));
    sandbox.run(&["commit", "2026-05", "--yes"]).code(0);
    let page = sandbox.read("2026-05.md");
    let edited = page
        .replace("It was cold.", "It was very cold.")
        .replace("## One log", "## One log for all")
        .replace("08.05.2026", "07.05.2026");
    let edited = format!("{edited}\n## Tea\n\n**Problem Statement:**\nNone.\n");
    sandbox.file("2026-05.md", &edited);
    // Meanwhile somebody writes in a file.
    let log = sandbox.read("2026-05/topics/20-one-log.md");
    sandbox.file("2026-05/topics/20-one-log.md", log.replace("Twelve.", "Thirteen."));
    sandbox.run(&["sync", "2026-05"]).code(0).stderr(str![[r#"
Carried 4 changes to 2026-05: `end`, `problem` of `Warm starts`, `title` of `One log` and the new topic `Tea`.
Carried 1 change to 2026-05.md: `problem` of `One log`.

"#]]);
    assert_eq!(sandbox.read("2026-05/event.yaml"), format!("# ours\n{}", EVENT.replace("2026-05-08", "2026-05-07")));
    assert_eq!(sandbox.read("2026-05/topics/10-warm-starts.md"), topic("Warm starts", "It was very cold."));
    assert_eq!(sandbox.read("2026-05/topics/20-one-log.md"), topic("One log for all", "Thirteen."));
    assert!(sandbox.read("2026-05/topics/30-tea.md").contains("\n\nNone.\n"));
    assert_eq!(sandbox.read("2026-05.md"), edited.replace("Twelve.", "Thirteen."));
    sandbox.run(&["sync", "2026-05", "--check"]).code(0);
    // What both change is told at both places, and nothing is written.
    sandbox.run(&["commit", "2026-05", "--yes"]).code(0);
    sandbox.file("2026-05.md", sandbox.read("2026-05.md").replace("very cold", "icy"));
    sandbox.file("2026-05/topics/10-warm-starts.md", topic("Warm starts", "It was frosty."));
    sandbox.run(&["sync", "2026-05"]).code(1).stderr(str![[r#"
error[conflict]: `problem` of `Warm starts` was changed on both sides
  --> 2026-05/topics/10-warm-starts.md:9:1
   |
 9 | It was frosty.
   | ^^^^^^^^^^^^^^ in the event file
   |
  ::: 2026-05.md:15:1
   |
15 | It was icy.
   | ----------- and on the page

1 error in 1 file
note: make both sides say the same in these places, or take one of them back; then sync again
Nothing was written.

"#]]);
}

/// 30 topics by 10 people, each on a branch of one's own, merged by git in whatever order.
#[test]
fn branches_of_many_people_merge_in_any_order_to_the_same_page() {
    let mut pages = Vec::new();
    for order in [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [9, 3, 7, 1, 5, 0, 8, 2, 6, 4], [4, 8, 0, 9, 2, 6, 1, 7, 3, 5]] {
        let sandbox = Sandbox::with_repository();
        sandbox.file("2026-05/event.yaml", EVENT);
        for at in 0..30 {
            let text = format!("---\ntitle: Topic {at}\n---\n\n## Problem Statement\n\n<!-- What? -->\n");
            sandbox.file(&format!("2026-05/topics/{:02}0-topic.md", at + 1), text);
        }
        sandbox.git(&["add", "."]);
        sandbox.git(&["commit", "--quiet", "-m", "begin"]);
        for person in 0..10 {
            sandbox.git(&["checkout", "--quiet", "-b", &format!("person-{person}"), "main"]);
            for at in (0..30).filter(|at| at % 10 == person) {
                sandbox.file(
                    &format!("2026-05/topics/{:02}0-topic.md", at + 1),
                    topic(&format!("Topic {at}"), &format!("What {person} found.")),
                );
            }
            sandbox.git(&["commit", "--quiet", "-a", "-m", "write"]);
        }
        sandbox.git(&["checkout", "--quiet", "main"]);
        for person in order {
            sandbox.git(&["merge", "--quiet", "--no-edit", &format!("person-{person}")]);
        }
        sandbox.run(&["render", "2026-05"]).code(0);
        pages.push(sandbox.read("2026-05.md"));
    }
    assert_eq!(pages[0].matches("What 3 found.").count(), 3);
    assert!(pages.iter().all(|page| *page == pages[0]));
}
