//! Folders, links and repositories around an event.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::symlink;

use snapbox::str;

use crate::render::SMALL;
use crate::sandbox::Sandbox;

#[test]
fn an_event_folder_has_its_page_beside_it() {
    let sandbox = Sandbox::new();
    sandbox.file("events/2026-05/event.yaml", SMALL);
    sandbox.run(&["render", "events/2026-05"]).code(0).stdout("").stderr(str![[r#"
Wrote events/2026-05.md.

"#]]);
    sandbox.run(&["render", "events/2026-05/"]).code(0).stdout("").stderr(str![[r#"
events/2026-05.md is up to date.

"#]]);
    sandbox.run(&["-C", "events/2026-05", "render", "."]).code(0).stdout("").stderr(str![[r#"
../2026-05.md is up to date.

"#]]);
    sandbox.run(&["-C", "events", "render", "2026-05"]).code(0).stdout("").stderr(str![[r#"
2026-05.md is up to date.

"#]]);
    assert_eq!(sandbox.tree(), "events/2026-05.md\nevents/2026-05/event.yaml");
}

#[test]
fn what_is_no_event_is_told_by_name() {
    let sandbox = Sandbox::new();
    sandbox
        .file("empty/notes.txt", "")
        .file("old/event.yaml", SMALL)
        .file("old/topics/a.md", "# A\n")
        .file("x.md", "# X\n");
    sandbox.run(&["render", "empty"]).code(2).stdout("").stderr(str![[r#"
error: there is no event `empty`
help: an event folder holds `event.yaml`

"#]]);
    sandbox.run(&["render", "old"]).code(2).stdout("").stderr(str![[r#"
error[missing-field]: a topic has no `title`
 --> old/topics/a.md:1:1
  |
1 | # A
  | ^^^ missing here
  |
  = help: add `title: …`

error[unknown-section]: unknown section `A`
 --> old/topics/a.md:1:1
  |
1 | # A
  | ^^^ not a section
  |
  = help: the sections are Problem Statement, Motivation/Benefits, Achievements, Next Steps, Issue and Code/Pull Requests; headings within one begin with `###`

2 errors in 1 file

"#]]);
    sandbox.run(&["render", "x.md"]).code(2).stdout("").stderr(str![[r#"
error: `x.md` is a page already: where shall what is drawn of it go?
help: say so by `-o PATH`, or `-o -` to see it; to write `x.md` itself: `-o x.md`

"#]]);
    sandbox.run(&["render", "2026-05"]).code(2).stdout("").stderr(str![[r#"
error: there is no event `2026-05`
help: give an event file (YAML), an event folder, a page, or `-` for standard input

"#]]);
    sandbox.run(&["render", "y.md"]).code(2).stdout("").stderr(str![[r#"
error: there is no event `y.md`
help: give an event file (YAML), an event folder, a page, or `-` for standard input

"#]]);
    sandbox.run(&["-C", "gone", "render", "e.yaml"]).code(2).stdout("").stderr(str![[r#"
error: cannot work in `gone`
  caused by: No such file or directory (os error 2)

"#]]);
    // The newest event is one of them.
    sandbox.run(&["render"]).code(2).stdout("").stderr(str![[r#"
Taking old, the newest event.
error[missing-field]: a topic has no `title`
 --> old/topics/a.md:1:1
  |
1 | # A
  | ^^^ missing here
  |
  = help: add `title: …`

error[unknown-section]: unknown section `A`
 --> old/topics/a.md:1:1
  |
1 | # A
  | ^^^ not a section
  |
  = help: the sections are Problem Statement, Motivation/Benefits, Achievements, Next Steps, Issue and Code/Pull Requests; headings within one begin with `###`

2 errors in 1 file

"#]]);
}

#[test]
fn the_page_is_named_as_its_file_whatever_the_id_says() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", format!("id: 2026-05-mill\n{SMALL}"));
    sandbox.run(&["render", "e.yaml"]).code(0).stderr(str![[r#"
Wrote e.md.

"#]]);
    sandbox.run(&["render", "e"]).code(0).stderr(str![[r#"
e.md is up to date.

"#]]);
    for id in ["../../x", "a/b", "/etc/passwd", "aux"] {
        sandbox.file("bad.yaml", format!("id: {id}\n{SMALL}"));
        let run = sandbox.run(&["render", "bad.yaml"]);
        run.code(2).stdout("");
        assert!(run.stderr.starts_with("error[invalid-id]: "), "{}", run.stderr);
    }
    sandbox.file("bad.yaml", format!("id: ../../x\n{SMALL}")).run(&["render", "bad.yaml"]).code(2).stderr(str![[r#"
error[invalid-id]: `../../x` cannot name a file
 --> bad.yaml:1:5
  |
1 | id: ../../x
  |     ^^^^^^^ a path, not a name
  |
  = help: write letters, digits and `-`, as in 2026-05

1 error in 1 file

"#]]);
    assert_eq!(sandbox.tree(), "bad.yaml\ne.md\ne.yaml");
}

#[test]
fn it_works_from_any_folder_by_any_path() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("events/e.yaml", SMALL).file("docs/keep", "");
    let absolute = sandbox.path("events/e.yaml");
    sandbox.run(&["-C", "docs", "render", "../events/e.yaml"]).code(0).stderr(str![[r#"
Wrote ../events/e.md.

"#]]);
    sandbox.file("events/e.yaml", SMALL.replace("four", "five"));
    sandbox.run(&["render", absolute.to_str().unwrap()]).code(0).stderr(str![[r#"
Wrote events/e.md.

"#]]);
    sandbox.file("events/e.yaml", SMALL);
    sandbox.run(&["-C", "events", "render", "e.yaml"]).code(0).stderr(str![[r#"
Wrote e.md.

"#]]);
    sandbox.file("events/e.yaml", SMALL.replace("four", "six"));
    sandbox.run(&["-C", "docs", "render", absolute.to_str().unwrap()]).code(0);
    assert_eq!(sandbox.tree(), "docs/keep\nevents/e.md\nevents/e.yaml");
}

#[test]
fn a_linked_worktree_has_a_memory_and_a_head_of_its_own() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0);
    sandbox.commit_all();
    sandbox.git(&["worktree", "add", "--quiet", "-b", "other", "../other"]);
    // Known by the HEAD of the worktree, since nothing was written there yet.
    sandbox.file("../other/e.yaml", SMALL.replace("four", "five"));
    sandbox.run(&["-C", "../other", "render", "e.yaml"]).code(0).stderr(str![[r#"
Wrote e.md.

"#]]);
    assert!(sandbox.exists(".git/worktrees/other/afterword/pages.json"));
    assert!(sandbox.read("../other/e.md").contains("five minutes"));
    assert!(sandbox.read("e.md").contains("four minutes"));
}

#[test]
fn a_repository_without_a_commit_is_one_too() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("e.yaml", SMALL).file("e.md", "mine\n").run(&["render", "e.yaml"]).code(3).stderr(str![[r#"
error: `e.md` was edited by hand: writing it would add 15 lines and remove 1 line
help: to see it: afterword render e.yaml --diff; to take it in: afterword sync e.yaml; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
}

#[cfg(unix)]
#[test]
fn a_page_that_is_a_symlink_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL).file("real.md", "mine\n");
    symlink("real.md", sandbox.path("e.md")).unwrap();
    sandbox.run(&["render", "e.yaml"]).code(3).stdout("").stderr(str![[r#"
error: cannot write `e.md`: `e.md` is a symlink
help: write to what the symlink points to, or remove it

"#]]);
    sandbox.run(&["render", "e.yaml", "--force"]).code(3).stdout("").stderr(str![[r#"
error: cannot write `e.md`: `e.md` is a symlink
help: write to what the symlink points to, or remove it

"#]]);
    sandbox.run(&["render", "e.yaml", "-o", "e.md", "--force"]).code(3).stdout("").stderr(str![[r#"
error: cannot write `e.md`: `e.md` is a symlink
help: write to what the symlink points to, or remove it

"#]]);
    assert_eq!(sandbox.read("real.md"), "mine\n");
    fs::remove_file(sandbox.path("real.md")).unwrap();
    sandbox.run(&["render", "e.yaml"]).code(3).stdout("").stderr(str![[r#"
error: cannot write `e.md`: `e.md` is a symlink
help: write to what the symlink points to, or remove it

"#]]);
    assert!(!sandbox.exists("real.md"));
}

#[cfg(unix)]
#[test]
fn an_event_file_may_be_a_symlink_and_its_folder_too() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("real/source.yaml", SMALL).file("docs/keep", "");
    symlink("../real/source.yaml", sandbox.path("docs/e.yaml")).unwrap();
    sandbox.run(&["render", "docs/e.yaml"]).code(0).stderr(str![[r#"
Wrote docs/e.md.

"#]]);
    symlink("real", sandbox.path("link")).unwrap();
    sandbox.run(&["render", "link/source.yaml"]).code(0).stderr(str![[r#"
Wrote link/source.md.

"#]]);
    assert_eq!(sandbox.tree(), "docs/e.md\ndocs/e.yaml\ndocs/keep\nlink\nreal/source.md\nreal/source.yaml");
}

#[test]
fn a_page_that_is_a_folder_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL).file("e.md/index.md", "# Mine\n");
    sandbox.run(&["render", "e.yaml", "--force"]).code(3).stdout("").stderr(str![[r#"
error: cannot write `e.md`: `e.md` is a directory

"#]]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    sandbox.file("ro/e.yaml", SMALL);
    fs::set_permissions(sandbox.path("ro"), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(sandbox.path("ro/probe"), "").is_ok() {
        eprintln!("skipped: this user may write anywhere");
        return;
    }
    let run = sandbox.run(&["render", "ro/e.yaml"]);
    fs::set_permissions(sandbox.path("ro"), fs::Permissions::from_mode(0o755)).unwrap();
    run.code(3).stdout("").stderr(str![[r#"
error: nothing was changed
  caused by: cannot write `ro/e.md`
  caused by: Permission denied (os error 13)

"#]]);
}

#[cfg(unix)]
#[test]
fn nothing_of_another_users_repository_is_read() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("e.yaml", SMALL);
    // A template that would be found if it were ours.
    sandbox.run(&["template", "eject", "hackathon"]).code(0);
    let template = sandbox.read(".afterword/templates/hackathon/page.md.jinja");
    sandbox.file(".afterword/templates/hackathon/page.md.jinja", format!("MINE\n{template}"));
    sandbox.run(&["render", "e.yaml"]).code(0);
    assert!(sandbox.read("e.md").starts_with("MINE\n"));
    sandbox.commit_all();
    let mut folders = vec![sandbox.work()];
    folders.push(sandbox.path(".git"));
    if folders.iter().any(|folder| std::os::unix::fs::chown(folder, Some(12345), None).is_err()) {
        eprintln!("skipped: only root can give a repository to somebody else");
        return;
    }
    let run = sandbox.run(&["render", "e.yaml", "-o", "other.md"]);
    run.code(0).stdout("").stderr(str![[r#"
warning: the repository around `[..]/work` belongs to another user: nothing of it is read; if you trust it: git config --global --add safe.directory '[..]/work'
Wrote other.md.

"#]]);
    assert!(sandbox.read("other.md").starts_with("---\n"));
    // Not even to see that the page is ours.
    sandbox.run(&["render", "e.yaml"]).code(3).stdout("").stderr(str![[r#"
warning: the repository around `[..]/work` belongs to another user: nothing of it is read; if you trust it: git config --global --add safe.directory '[..]/work'
error: `e.md` was edited by hand: writing it would add 0 lines and remove 1 line
help: to see it: afterword render e.yaml --diff; to take it in: afterword sync e.yaml; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
    assert!(!sandbox.exists(".git/afterword/kept"));
}
