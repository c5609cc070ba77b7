//! `afterword commit` and `undo` in the states people have their repositories in.

use snapbox::str;

use crate::sandbox::Sandbox;

const EVENT: &str = "\
series: Kettle Days
start: 2026-05-04
location: {name: The Old Mill}
organizers: [{name: Kettle Works}]
pictures: [{file: ./images/team.png, alt: The team}]
topics:
  - title: Warm Starts
    problem: Boilers start cold.
";

/// A repository with a commit, an event that is not in it yet, and work of somebody's in every state.
fn busy_repository() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    sandbox.file("a.txt", "a\n").file("b.txt", "b\n").file("c.txt", "c\n");
    sandbox.commit_all();
    sandbox.file("a.txt", "staged\n").file("new.txt", "staged\n").file("b.txt", "staged\n");
    sandbox.git(&["add", "a.txt", "b.txt", "new.txt"]);
    sandbox.file("b.txt", "edited after staging\n").file("c.txt", "edited\n").file("later.txt", "later\n");
    sandbox.git(&["add", "--intent-to-add", "later.txt"]);
    sandbox.file("2026-05.yaml", EVENT).file("images/team.png", "\x7fPNG");
    sandbox
}

const WORK_OF_OTHERS: &str = "\
M  a.txt
MM b.txt
 M c.txt
 A later.txt
A  new.txt
";

#[test]
fn a_commit_holds_the_event_and_leaves_the_work_of_others_as_it_is() {
    let sandbox = busy_repository();
    sandbox.run(&["commit", "2026-05.yaml"]).code(0).stdout("").stderr(str![[r#"
Committed 3 files to `main`: [..] docs: Prepare page of Kettle Days 05/2026
  2026-05.yaml
  2026-05.md
  images/team.png

"#]]);
    assert_eq!(sandbox.git(&["status", "--porcelain"]), WORK_OF_OTHERS);
    assert_eq!(
        sandbox.git(&["show", "--format=%an <%ae> %aI%n%cn <%ce> %cI%n%B", "--name-status"]),
        "Ada Test <ada@example.org> 2026-01-02T03:04:05Z\n\
         Ada Test <ada@example.org> 2026-01-02T03:04:05Z\n\
         docs: Prepare page of Kettle Days 05/2026\n\n\n\
         A\t2026-05.md\nA\t2026-05.yaml\nA\timages/team.png\n"
    );
    sandbox.git(&["fsck", "--strict"]);
}

#[test]
fn undo_brings_back_branch_index_and_files() {
    let sandbox = busy_repository();
    let before = (sandbox.git(&["status", "--porcelain"]), sandbox.tree(), sandbox.git(&["rev-parse", "HEAD"]));
    sandbox.run(&["commit", "2026-05.yaml", "-b", "wrap-up"]).code(0);
    assert_eq!(sandbox.git(&["branch", "--show-current"]), "wrap-up\n");
    sandbox.run(&["undo"]).code(0).stdout("").stderr(str![[r#"
Took back [..] docs: Prepare page of Kettle Days 05/2026 (3 files).
On `main` again; `wrap-up` is removed.

"#]]);
    let after = (sandbox.git(&["status", "--porcelain"]), sandbox.tree(), sandbox.git(&["rev-parse", "HEAD"]));
    assert_eq!(before, after);
    assert_eq!(sandbox.git(&["branch", "--format=%(refname:short)"]), "main\n");
    sandbox.run(&["undo"]).code(3).stdout("").stderr(str![[r#"
error: there is no commit of afterword's to take back: none was made here

"#]]);
}

#[test]
fn a_message_comes_from_a_file_or_from_standard_input() {
    let message = format!("docs: Tell of May\n\n{}\n", "Warm starts. ".repeat(1000).trim_end());
    let said = |sandbox: &Sandbox| sandbox.git(&["show", "--no-patch", "--format=%B"]);
    let sandbox = busy_repository();
    sandbox.file("message.txt", &message).run(&["commit", "2026-05.yaml", "-F", "message.txt"]).code(0);
    assert_eq!(said(&sandbox).trim_end(), message.trim_end());

    let sandbox = busy_repository();
    sandbox.run_with_input(&["commit", "2026-05.yaml", "--file", "-"], &message).code(0);
    assert_eq!(said(&sandbox).trim_end(), message.trim_end());
}

#[test]
fn a_message_that_cannot_be_read_is_told_and_nothing_is_committed() {
    let sandbox = busy_repository();
    sandbox.run(&["commit", "2026-05.yaml", "-F", "none.txt"]).code(2).stdout("").stderr(str![[r#"
error: cannot read `none.txt`
  caused by: No such file or directory (os error 2)

"#]]);
    sandbox.file("latin.txt", b"caf\xe9\n");
    sandbox.run(&["commit", "2026-05.yaml", "-F", "latin.txt"]).code(2).stdout("").stderr(str![[r#"
error[not-utf-8]: the byte 0xE9 is not UTF-8
 --> latin.txt:1:4
  |
1 | caf�
  |    ^ `é` in Latin-1?
  |
  = help: save the file as UTF-8

1 error in 1 file

"#]]);
    sandbox.file("large.txt", "a".repeat((1 << 20) + 1));
    sandbox.run(&["commit", "2026-05.yaml", "-F", "large.txt"]).code(2).stdout("").stderr(str![[r#"
error: `large.txt` is larger than 1048576 bytes

"#]]);
    let large = sandbox.read("large.txt");
    sandbox.run_with_input(&["commit", "2026-05.yaml", "-F", "-"], large).code(2).stdout("").stderr(str![[r#"
error: `standard input` is larger than 1048576 bytes

"#]]);
    assert_eq!(sandbox.git(&["status", "--porcelain"]).lines().filter(|line| line.starts_with('A')).count(), 1);
    assert_eq!(sandbox.git(&["rev-list", "--count", "HEAD"]), "1\n");
}

#[test]
fn a_page_that_was_written_by_hand_is_updated_by_its_first_event_file() {
    let sandbox = Sandbox::with_repository();
    let event = format!("{EVENT}    achievements: They start warm.\n").replace("pictures", "# pictures");
    sandbox.file("2026-05.yaml", event).run(&["render", "2026-05.yaml"]).code(0);
    sandbox.git(&["add", "2026-05.md"]);
    sandbox.git(&["commit", "--quiet", "-m", "May"]);
    sandbox.run(&["commit", "2026-05.yaml"]).code(0);
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]), "docs: Update wrap-up of Kettle Days 05/2026\n");
}

/// An event that is committed with its page, in a repository of its own.
fn committed() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    let event = EVENT.replace("pictures", "# pictures");
    sandbox.file("2026-05.yaml", event).run(&["commit", "2026-05.yaml"]).code(0);
    sandbox
}

fn say_better(sandbox: &Sandbox, better: &str) {
    sandbox.file("2026-05.yaml", sandbox.read("2026-05.yaml").replace("Boilers start cold", better));
}

#[test]
fn a_page_that_was_edited_by_hand_is_kept_where_a_commit_overwrites_it() {
    let sandbox = committed();
    let edited = sandbox.read("2026-05.md").replace("start cold", "start *cold*");
    sandbox.file("2026-05.md", &edited);
    say_better(&sandbox, "Boilers wait");
    sandbox.run(&["commit", "2026-05.yaml", "--force"]).code(0).stdout("").stderr(str![[r#"
note: the edited page is kept: git cat-file -p dcddfaa3f4180a116e10ba7b35bfab22d39cece4 > 2026-05.md
Committed 2 files to `main`: [..] docs: Prepare page of Kettle Days 05/2026
  2026-05.yaml
  2026-05.md

"#]]);
    assert!(sandbox.read("2026-05.md").contains("Boilers wait"));
    assert_eq!(sandbox.git(&["cat-file", "-p", "dcddfaa3f4180a116e10ba7b35bfab22d39cece4"]), edited);
}

#[test]
fn a_page_that_a_commit_wrote_is_known_as_ours_afterwards() {
    let sandbox = committed();
    say_better(&sandbox, "Boilers wait");
    sandbox.git(&["commit", "--quiet", "--all", "-m", "Another event file than that of the page"]);
    sandbox.file("2026-05.yaml", sandbox.read("2026-05.yaml").replace("Boilers wait", "Boilers sleep"));
    sandbox.run(&["render", "2026-05.yaml"]).code(0).stderr("Wrote 2026-05.md.\n");
}

#[test]
fn pictures_from_elsewhere_are_none_of_the_event() {
    let page = "---\ntitle: May 2026\nweight: -202605\n---\n\n# Kettle Days 05/2026 Wrap Up\n\n\
                - 🗓️ **Date:** 04.05.2026 – 08.05.2026\n- 📍 **Location:** The Old Mill\n- 👤 **Organizer:** Kettle Works\n\n\
                ![Site](/team.png)\n\n![Data](data:image/png;base64,AAAA)\n\n![Other](https://tea.example/team.png)\n\n![None](#)\n";
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05.md", page).run(&["commit", "2026-05.md"]).code(0).stdout("").stderr(str![[r#"
Committed 1 file to `main`: [..] docs: Prepare page of Kettle Days 05/2026
  2026-05.md

"#]]);
}

#[test]
fn the_message_tells_how_far_the_page_is() {
    let sandbox = busy_repository();
    let subject = || sandbox.git(&["log", "-1", "--format=%s"]);
    sandbox.run(&["commit", "2026-05.yaml"]).code(0);
    assert_eq!(subject(), "docs: Prepare page of Kettle Days 05/2026\n");
    sandbox.file("2026-05.yaml", format!("{EVENT}    achievements: They start warm.\n"));
    sandbox.run(&["commit", "2026-05.yaml"]).code(0);
    assert_eq!(subject(), "docs: Add wrap-up of Kettle Days 05/2026\n");
    sandbox.file("2026-05.yaml", format!("edition: Sofia Edition\n{EVENT}    achievements: They start hot.\n"));
    sandbox.run(&["commit", "2026-05.yaml"]).code(0);
    assert_eq!(subject(), "docs: Update wrap-up of Kettle Days Sofia Edition 05/2026\n");
}

#[test]
fn nothing_to_commit_is_no_failure() {
    let sandbox = busy_repository();
    sandbox.run(&["commit", "2026-05.yaml"]).code(0);
    sandbox.run(&["commit", "2026-05.yaml"]).code(0).stdout("").stderr(str![[r#"
There is nothing to commit: HEAD holds it all.

"#]]);
    sandbox.run(&["commit", "2026-05.yaml", "--format", "json"]).code(0).stderr("").stdout(str![[r#"
{"schema_version":1,"commit":null,"branch":"main","paths":[],"message":null}

"#]]);
}

#[test]
fn a_dry_run_writes_nothing() {
    let sandbox = busy_repository();
    let objects = || sandbox.git(&["count-objects"]);
    let before = (objects(), sandbox.tree());
    sandbox.run(&["commit", "2026-05.yaml", "-n"]).code(0).stdout("").stderr(str![[r#"
To be committed to `main`:
  A  2026-05.yaml
  A  2026-05.md
  A  images/team.png
     docs: Prepare page of Kettle Days 05/2026

"#]]);
    sandbox.run(&["commit", "2026-05.yaml", "--diff"]).code(0);
    assert_eq!(before, (objects(), sandbox.tree()));
}

#[test]
fn what_head_holds_is_not_guessed_where_it_cannot_be_read() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05.yaml", EVENT).run(&["commit", "2026-05.yaml"]).code(0);
    sandbox.file("2026-05.yaml", format!("{EVENT}# Changed.\n"));
    sandbox.break_object("HEAD:2026-05.yaml");
    let head = sandbox.git(&["rev-parse", "HEAD"]);
    sandbox.run(&["commit", "2026-05.yaml"]).code(3).stdout("").stderr(str![[r#"
error: cannot read what HEAD holds
  caused by: failed to inflate loose object; class=Odb (9)

"#]]);
    assert_eq!(sandbox.git(&["rev-parse", "HEAD"]), head);
}
