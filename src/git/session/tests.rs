//! What a session sees of HEAD and of the index.

use std::fs;

use super::super::commit::Wanted;
use super::super::tests::Scene;
use super::*;

#[test]
fn a_commit_has_a_file_like_this_or_not() {
    let scene = Scene::new();
    let like = |file: File| {
        let session = scene.session();
        session.look().unwrap().has_like(&file).unwrap()
    };
    let file = |path: &str, text: &str| File::unwritten(path.to_owned(), text.as_bytes().to_vec());
    let removed = |path: &str| File { is_removed: true, ..file(path, "") };
    assert!(like(file("a.md", "tea\n")));
    assert!(!like(file("b.md", "tea\n")));
    assert!(!like(removed("a.md")) && like(removed("b.md")));
    assert!(!like(file("a.md", "other\n")), "though the one on disk is");
    // Line ends are converted.
    scene.git(&["config", "core.autocrlf", "input"]);
    fs::write(scene.path("a.md"), "tea\r\n").unwrap();
    scene.git(&["add", "a.md"]);
    assert!(like(file("a.md", "tea\r\n")));
    assert!(!like(File { is_written: true, ..file("a.md", "tea\r\n") }), "what is to be written is not on disk yet");
    fs::write(scene.path("a.md"), "milk\r\n").unwrap();
    assert!(!like(file("a.md", "milk\r\n")));
    scene.git(&["config", "core.autocrlf", "false"]);
    fs::write(scene.path("a.md"), "tea\r\n").unwrap();
    assert!(!like(file("a.md", "tea\r\n")));
    fs::write(scene.path(".git/info/attributes"), "*.md text\n").unwrap();
    scene.git(&["add", "a.md"]);
    assert!(like(file("a.md", "tea\r\n")), "by an attribute");
}

#[test]
fn what_head_holds_is_told() {
    let scene = Scene::new();
    fs::create_dir_all(scene.path("docs/days")).unwrap();
    for path in ["docs/b.md", "docs/a.md", "docs/days/c.md"] {
        fs::write(scene.path(path), path).unwrap();
    }
    scene.git(&["add", "docs"]);
    scene.git(&["commit", "--quiet", "-m", "docs"]);
    let session = scene.session();
    let seen = session.look().unwrap();
    assert_eq!(seen.files_in("docs").unwrap(), ["docs/a.md", "docs/b.md"]);
    assert_eq!(seen.files_in("none").unwrap(), Vec::<String>::new());
    assert_eq!(seen.bytes("docs/a.md").unwrap().as_deref(), Some(&b"docs/a.md"[..]));
    assert_eq!(seen.bytes("docs/d.md").unwrap(), None);
    assert_eq!((seen.has("a.md").unwrap(), seen.has("b.md").unwrap()), (true, false));
    assert!(!seen.head.is_detached());
    let other = session.tip("refs/heads/other").unwrap();
    assert_eq!((session.tip("refs/heads/main").unwrap(), other), (seen.head.id, None));
    fs::write(scene.path(".git/refs/heads/broken"), "no id\n").unwrap();
    let failed = session.tip("refs/heads/broken").unwrap_err();
    assert_eq!(failed.to_string(), "cannot read a reference");
    scene.git(&["update-ref", "--no-deref", "HEAD", "HEAD"]);
    scene.git(&["switch", "--quiet", "--detach"]);
    assert!(session.look().unwrap().head.is_detached());
}

#[test]
fn the_index_is_read_anew_only_where_it_was_replaced() {
    let scene = Scene::new();
    let session = scene.session();
    let first = session.index().unwrap();
    assert!(Rc::ptr_eq(&first, &session.index().unwrap()));
    fs::write(scene.path("b.md"), "milk\n").unwrap();
    scene.git(&["add", "b.md"]);
    let second = session.index().unwrap();
    assert!(!Rc::ptr_eq(&first, &second));
    assert_eq!((first.len(), second.len()), (1, 2));
    assert!(session.is_tracked(Path::new("b.md")) && !session.is_tracked(Path::new("c.md")));
}

#[test]
fn files_are_laid_only_where_they_are_as_before() {
    let scene = Scene::new();
    let session = scene.session();
    let keep = |text: &str| Some(session.keep(text.as_bytes()).unwrap());
    let change = |path: &str, before: Option<String>, after: Option<String>| FileChange {
        path: path.to_owned(),
        on_disk: Some(Pair::new(before, after)),
        in_index: Pair::new(None, None),
    };
    for (path, text) in
        [("as-before", "old"), ("as-after", "new"), ("edited", "edited"), ("to-go", "old"), ("not-gone", "edited")]
    {
        fs::write(scene.path(path), text).unwrap();
    }
    let files = [
        change("as-before", keep("old"), keep("new")),
        change("as-after", keep("old"), keep("new")),
        change("edited", keep("old"), keep("new")),
        change("to-go", keep("old"), None),
        change("not-gone", keep("old"), None),
        change("gone", keep("old"), None),
        change("made", None, keep("new")),
        change("missing", keep("old"), keep("new")),
        FileChange { path: "untouched".to_owned(), on_disk: None, in_index: Pair::new(None, None) },
    ];
    assert_eq!(session.lay(&files).unwrap(), ["edited", "not-gone", "missing"]);
    let texts = files.each_ref().map(|file| fs::read_to_string(scene.path(&file.path)).ok());
    let text = |text: &str| Some(text.to_owned());
    let expected = [text("new"), text("new"), text("edited"), None, text("edited"), None, text("new"), None, None];
    assert_eq!(texts, expected);
}

#[test]
fn only_a_file_that_is_as_the_entry_says_gives_it_a_stamp() {
    let scene = Scene::new();
    scene.git(&["config", "core.autocrlf", "input"]);
    fs::write(scene.path("b.md"), "tea\r\n").unwrap();
    let session = scene.session();
    let has_stamp = |path: &str, text: &str| {
        let entry = Entry { mode: 0o100_644, id: session.keep(text.as_bytes()).unwrap(), flags: 0 };
        session.stamp(path, &entry).unwrap() != Stamp::default()
    };
    assert!(has_stamp("a.md", "tea\n") && has_stamp("b.md", "tea\n"));
    assert!(!has_stamp("a.md", "milk\n") && !has_stamp("b.md", "milk\n"));
    assert!(!has_stamp("c.md", "tea\n"));
}

#[test]
fn git_sees_without_reading_which_files_are_as_they_were_committed() {
    // `git diff-files` tells every file whose stamp is not that of the index.
    let scene = Scene::new();
    scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|_| false).unwrap();
    assert_eq!(scene.git(&["diff-files", "--name-only"]), "");
    scene.git(&["config", "core.autocrlf", "true"]);
    scene.commit(&[("b.md", "sugar\r\n")], Wanted::default(), &|_| false).unwrap();
    assert_eq!(scene.git(&["diff-files", "--name-only"]), "", "line ends are converted");
}

#[test]
fn what_a_session_needs_while_it_lasts_goes_with_it() {
    let scene = Scene::new();
    let session = scene.session();
    for file in [session.state.index(), session.state.hook_index()] {
        fs::write(file, "").unwrap();
    }
    drop(session);
    assert_eq!(scene.shell("ls .git/afterword"), "lock");
}

#[test]
fn a_file_that_git_ignores_is_committed_where_it_is_known() {
    let scene = Scene::new();
    fs::write(scene.path(".gitignore"), "b.md\n").unwrap();
    let commit = |text: &str| scene.commit(&[("b.md", text)], Wanted::default(), &|_| false).map(drop);
    assert_eq!(commit("milk\n").unwrap_err(), "`b.md` is ignored by git");
    fs::write(scene.path("b.md"), "milk\n").unwrap();
    scene.git(&["add", "--force", "b.md"]);
    assert_eq!(commit("sugar\n"), Ok(()), "the index holds it");
    scene.git(&["rm", "--quiet", "--cached", "b.md"]);
    assert_eq!(commit("tea\n"), Ok(()), "HEAD holds it");
}
