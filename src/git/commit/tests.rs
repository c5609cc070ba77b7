//! What is looked at before a commit, and what is told after it.

use std::fs;

use super::super::tests::BEFORE_THE_BRANCH;
use super::super::tests::Scene;
use super::super::tests::texts;
use super::*;
/// Whether that is said of a file that cannot be written, whatever each system says why.
fn is_unwritten(said: Option<&str>, path: &str) -> bool {
    said.is_some_and(|said| said.starts_with("cannot write `") && said.contains(&format!("{path}`: ")))
}

#[test]
fn a_message_that_is_still_to_be_written_may_be_empty() {
    let scene = Scene::new();
    let empty = Wanted { files: vec![scene.file("b.md", "milk\n")], ..Wanted::default() };
    let said = scene.make(&empty, &|_| false).unwrap_err();
    assert_eq!(said, "the message is empty");

    scene.hook("prepare-commit-msg", "echo 'by a hook' > \"$1\"");
    let committed = scene.make(&empty, &|_| false).unwrap().commit.unwrap();
    assert_eq!(committed.message, "by a hook\n");
    fs::remove_file(scene.path(".git/hooks/prepare-commit-msg")).unwrap();

    scene.git(&["config", "core.editor", "echo 'by a person' >"]);
    let edited = Wanted { files: vec![scene.file("b.md", "sugar\n")], edits_message: true, ..Wanted::default() };
    let committed = scene.make(&edited, &|_| false).unwrap().commit.unwrap();
    assert_eq!(committed.message, "by a person\n");
}

#[test]
fn head_is_looked_at_again_where_it_moved() {
    let scene = Scene::new();
    let wanted =
        Wanted { files: vec![scene.file("b.md", "milk\n")], message: "second".to_owned(), ..Wanted::default() };
    let session = scene.session();
    let seen = session.look().unwrap();
    let theirs = scene.theirs("b.md", "milk\n");
    scene.git(&["update-ref", "refs/heads/main", &theirs]);
    let mut dialogue = Dialogue { waits: &mut |_| {}, is_interrupted: &|| false };
    let made = session.commit(&wanted, seen, &mut dialogue).unwrap();
    assert_eq!(made, Made { commit: None, notes: Vec::new(), unfinished: None });
    assert_eq!(scene.read("b.md"), "milk\n");
}

#[test]
fn what_a_hook_says_after_the_commit_is_told_and_silence_is_not() {
    for (script, notes) in [("exit 0", vec![]), ("echo pushed; echo it >&2", vec!["pushed\nit".to_owned()])] {
        let scene = Scene::new();
        scene.hook("post-commit", script);
        let made = scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|_| false).unwrap();
        assert_eq!((made.notes, made.unfinished), (notes, None), "{script}");
    }
}

#[test]
fn a_file_that_is_not_written_is_to_be_there_as_it_was() {
    let scene = Scene::new();
    let there = File { is_written: false, replaced: None, ..scene.file("b.md", "milk\n") };
    let wanted = Wanted { files: vec![there], message: "second".to_owned(), ..Wanted::default() };
    for text in [None, Some("sugar\n")] {
        text.inspect(|text| fs::write(scene.path("b.md"), text).unwrap());
        let said = scene.make(&wanted, &|_| false).unwrap_err();
        assert_eq!(said, "`b.md` was changed in this moment", "{text:?}");
    }
    fs::write(scene.path("b.md"), "milk\n").unwrap();
    assert!(scene.make(&wanted, &|_| false).is_ok());
}

#[test]
fn a_file_that_is_edited_while_filters_run_is_not_overwritten() {
    let scene = Scene::new();
    fs::write(scene.path(".git/info/attributes"), "*.png filter=slow\n").unwrap();
    scene.git(&["config", "filter.slow.clean", "echo edited > a.md; cat"]);
    let made = scene.commit(&[("a.md", "milk\n"), ("x.png", "x")], Wanted::default(), &|_| false);
    assert_eq!(made.unwrap_err(), "`a.md` was changed in this moment");
    assert_eq!(scene.read("a.md"), "edited\n");
    assert_eq!(scene.git(&["log", "--format=%s"]), "first");
}

#[test]
fn a_lock_that_cannot_be_given_back_is_told() {
    let scene = Scene::new();
    let lock = scene.path(".git/refs/heads/main.lock");
    fs::write(&lock, "0123456789012345678901234567890123456789\n").unwrap();
    let made = scene.commit(&[("a.md", "tea\n")], Wanted::default(), &|_| {
        let index_lock = scene.path(".git/index.lock");
        fs::remove_file(&index_lock).unwrap();
        fs::create_dir(&index_lock).unwrap();
        fs::remove_file(&lock).unwrap();
        false
    });
    let made = made.unwrap();
    assert!(made.commit.is_none() && is_unwritten(made.unfinished.as_deref(), ".git/index.lock"));
}

#[test]
fn an_index_that_cannot_follow_is_kept_from_git_until_the_next_run() {
    let scene = Scene::new();
    let made = scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|asked| {
        if asked == BEFORE_THE_BRANCH {
            scene.shell("mv .git/index .git/before; mkdir .git/index");
        }
        false
    });
    let made = made.unwrap();
    assert!(is_unwritten(made.unfinished.as_deref(), ".git/index"));
    assert!(made.commit.is_some() && scene.path(".git/index.lock").exists());
    scene.shell("rmdir .git/index; mv .git/before .git/index");
    drop(scene.session());
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    assert_eq!(scene.in_head(), texts(&[("a.md", "tea"), ("b.md", "milk")]));
}
