//! When a commit can be taken back, and what becomes of it.

use super::super::commit::Wanted;
use super::super::tests::Scene;
use super::*;

/// Undoes the last commit, and lets something happen before the branch moves.
fn undo(scene: &Scene, meanwhile: &dyn Fn() -> bool) -> Result<Undone, String> {
    let session = scene.session();
    let mut dialogue = Dialogue { waits: &mut |_| {}, is_interrupted: meanwhile };
    session.undo(&mut dialogue).map_err(|failure| said_in_full(&failure))
}

/// A commit of an edited and of a new file.
fn committed() -> Scene {
    let scene = Scene::new();
    scene.commit(&[("a.md", "milk\n"), ("b.md", "sugar\n")], Wanted::default(), &|_| false).unwrap();
    scene
}

#[test]
fn branch_index_and_files_are_as_before() {
    let scene = committed();
    let commit = scene.git(&["rev-parse", "HEAD"]);
    let undone = undo(&scene, &|| false).unwrap();
    let expected = Undone {
        commit,
        subject: "second".to_owned(),
        branch: Some("main".to_owned()),
        removed: None,
        paths: vec!["a.md".to_owned(), "b.md".to_owned()],
        unfinished: None,
    };
    assert_eq!(undone, expected);
    assert_eq!(scene.git(&["log", "--format=%s"]), "first");
    assert_eq!(scene.git(&["reflog", "-1", "--format=%gs"]), "undo: second");
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    assert_eq!((scene.read("a.md").as_str(), scene.path("b.md").exists()), ("tea\n", false));
    assert_eq!(
        undo(&scene, &|| false).unwrap_err(),
        "there is no commit of afterword's to take back: none was made here"
    );
}

#[test]
fn a_branch_that_was_made_for_it_goes_with_it() {
    let scene = Scene::new();
    let wanted = Wanted { branch: Some("wrap-up".to_owned()), ..Wanted::default() };
    scene.commit(&[("b.md", "sugar\n")], wanted, &|_| false).unwrap();
    let undone = undo(&scene, &|| false).unwrap();
    assert_eq!((undone.branch.as_deref(), undone.removed.as_deref()), (Some("main"), Some("wrap-up")));
    assert_eq!(scene.git(&["for-each-ref", "--format=%(refname)"]), "refs/heads/main");
}

#[test]
fn what_came_after_the_commit_is_not_undone() {
    let remote = "there is no commit of afterword's to take back: \
                  it is in a branch of a remote already; `git revert` takes it back for all";
    let moved = "there is no commit of afterword's to take back: HEAD has moved on since";
    for (setup, said) in [
        ("git update-ref refs/remotes/origin/x HEAD", remote),
        ("git update-ref refs/remotes/origin/x $(git commit-tree -p HEAD -m later HEAD^{tree})", remote),
        ("git commit --quiet --allow-empty -m later", moved),
        ("git switch --quiet --detach", moved),
        ("git switch --quiet --create other", moved),
        ("echo cream > a.md", "`a.md` was changed since the commit"),
        ("rm b.md", "`b.md` was changed since the commit"),
        ("git rm --quiet --cached b.md", "`b.md` was changed since the commit"),
        ("cp a.md x; echo cream > a.md; git add a.md; mv x a.md", "`a.md` was changed since the commit"),
        ("cp a.md x; echo cream > a.md; git add a.md; mv x a.md; rm b.md", "`a.md` was changed since the commit"),
        ("echo 0123456789012345678901234567890123456789 > .git/MERGE_HEAD", "a merge is in progress"),
    ] {
        let scene = committed();
        scene.shell(setup);
        let before = scene.shell("git for-each-ref; git ls-files --stage; cat *.md");
        let session = scene.session();
        assert_eq!(session.undoable().unwrap_err().to_string(), said, "{setup}");
        drop(session);
        assert_eq!(undo(&scene, &|| false).unwrap_err(), said, "{setup}");
        assert_eq!(scene.shell("git for-each-ref; git ls-files --stage; cat *.md"), before, "{setup}");
        assert!(!scene.path(".git/index.lock").exists(), "{setup}");
    }
}

#[test]
fn a_remote_that_has_only_what_was_before_does_not_matter() {
    let scene = committed();
    scene.git(&["update-ref", "refs/remotes/origin/main", "HEAD~"]);
    scene.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main"]);
    undo(&scene, &|| false).unwrap();
    assert_eq!(scene.git(&["log", "--format=%s"]), "first");
}

#[test]
fn an_undo_that_is_interrupted_leaves_the_commit() {
    let scene = committed();
    assert_eq!(undo(&scene, &|| true).unwrap_err(), "interrupted");
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    assert_eq!(scene.git(&["log", "--format=%s"]), "second\nfirst");
    undo(&scene, &|| false).unwrap();
}

#[test]
fn a_branch_that_moves_in_between_is_looked_at() {
    // Moved on: it stays, with the commit in it.
    let scene = committed();
    let further = scene.git(&["commit-tree", "-p", "HEAD", "-m", "third", "HEAD^{tree}"]);
    let said = undo(&scene, &|| {
        scene.git(&["update-ref", "refs/heads/main", &further]);
        false
    });
    let said = said.unwrap_err();
    assert!(said.starts_with("cannot move the branch: "), "{said}");
    assert_eq!(scene.git(&["rev-parse", "main"]), further);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    // Moved back: then it is where it should be.
    let scene = committed();
    let undone = undo(&scene, &|| {
        scene.git(&["update-ref", "refs/heads/main", "main~"]);
        false
    });
    assert_eq!(undone.unwrap().subject, "second");
    assert_eq!(scene.git(&["log", "--format=%s"]), "first");
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}
