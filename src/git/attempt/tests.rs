//! What comes in between while a commit is made: hooks, other processes that move the branch, signals.

use std::fs;

use super::super::tests::BEFORE_THE_BRANCH;
use super::super::tests::Scene;
use super::super::tests::texts;
use super::*;
#[test]
fn a_branch_that_moves_meanwhile_is_followed() {
    // Once before the commit is an object, once after it.
    for at in [1, BEFORE_THE_BRANCH] {
        let scene = Scene::new();
        let theirs = scene.theirs("z.md", "theirs\n");
        let made = scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|asked| {
            if asked == at {
                scene.git(&["update-ref", "refs/heads/main", &theirs]);
            }
            false
        });
        let committed = made.unwrap().commit.unwrap();
        assert_eq!(committed.id, scene.git(&["rev-parse", "main"]));
        assert_eq!(scene.git(&["rev-parse", "main~"]), theirs, "{at}");
        assert_eq!(scene.in_head(), texts(&[("a.md", "tea"), ("b.md", "milk"), ("z.md", "theirs")]), "{at}");
        assert_eq!(scene.read("b.md"), "milk\n");
    }
}

#[test]
fn a_branch_that_moves_with_one_of_our_files_is_not_followed() {
    for at in [1, BEFORE_THE_BRANCH] {
        let scene = Scene::new();
        let theirs = scene.theirs("a.md", "theirs\n");
        let made = scene.commit(&[("a.md", "milk\n")], Wanted::default(), &|asked| {
            if asked == at {
                scene.git(&["update-ref", "refs/heads/main", &theirs]);
            }
            false
        });
        assert_eq!(made.unwrap_err(), "HEAD moved, and `a.md` with it");
        assert_eq!(scene.git(&["rev-parse", "main"]), theirs);
        assert_eq!(scene.read("a.md"), "tea\n");
    }
}

#[test]
fn another_branch_is_not_committed_to() {
    let scene = Scene::new();
    scene.git(&["branch", "other"]);
    let made = scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|asked| {
        if asked == 1 {
            scene.git(&["symbolic-ref", "HEAD", "refs/heads/other"]);
        }
        false
    });
    assert_eq!(made.unwrap_err(), "HEAD moved, and `HEAD` with it");
    assert_eq!(scene.git(&["rev-parse", "main"]), scene.git(&["rev-parse", "other"]));
    assert!(!scene.path("b.md").exists());
}

#[test]
fn a_branch_that_is_at_the_commit_already_was_moved() {
    let scene = Scene::new();
    let made = scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|asked| {
        if asked == BEFORE_THE_BRANCH {
            let journal = Change::load(&scene.path(".git/afterword/journal")).unwrap().unwrap();
            scene.git(&["update-ref", "refs/heads/main", &journal.tip.after.unwrap()]);
        }
        false
    });
    assert_eq!(made.unwrap().commit.unwrap().id, scene.git(&["rev-parse", "main"]));
    assert_eq!(scene.in_head(), texts(&[("a.md", "tea"), ("b.md", "milk")]));
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_branch_that_somebody_else_makes_meanwhile_is_theirs() {
    for name in ["wrap-up", "wrap-up/x"] {
        let scene = Scene::new();
        let wanted = Wanted { branch: Some("wrap-up".to_owned()), ..Wanted::default() };
        let made = scene.commit(&[("b.md", "milk\n")], wanted, &|asked| {
            if asked == BEFORE_THE_BRANCH {
                scene.git(&["branch", name]);
            }
            false
        });
        let said = made.unwrap_err();
        assert!(said.starts_with("cannot move the branch: "), "{said}");
        scene.is_as_before(name);
        assert_eq!(scene.git(&["branch", "--show-current"]), "main");
    }
}

#[test]
fn a_signal_before_the_branch_moves_leaves_everything_as_it_was() {
    for at in 1..=BEFORE_THE_BRANCH {
        let scene = Scene::new();
        let made = scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|asked| asked == at);
        assert_eq!(made.unwrap_err(), "interrupted");
        scene.is_as_before("main");
        assert_eq!(scene.git(&["rev-list", "--count", "HEAD"]), "1");
    }
}

#[cfg(unix)]
#[test]
fn what_hooks_saw_is_committed_where_it_was_and_nowhere_else() {
    let scene = Scene::new();
    scene.hook("pre-commit", "exit 0");
    let theirs = scene.theirs("z.md", "theirs\n");
    let made = scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|asked| {
        if asked == BEFORE_THE_BRANCH {
            scene.git(&["update-ref", "refs/heads/main", &theirs]);
        }
        false
    });
    let said = made.unwrap_err();
    assert!(said.starts_with("cannot move the branch: "), "{said}");
    assert_eq!(scene.git(&["rev-parse", "main"]), theirs);
    assert!(!scene.path("b.md").exists());
}

#[cfg(unix)]
#[test]
fn what_hooks_say_is_told_and_those_that_are_silent_are_not() {
    let scene = Scene::new();
    scene.hook("pre-commit", "echo looked at");
    scene.hook("commit-msg", "exit 0");
    let made = scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|_| false).unwrap();
    assert_eq!((made.notes, made.unfinished), (vec!["looked at".to_owned()], None));
    assert_eq!(scene.shell("ls -A .git/afterword"), "lock\nundo", "what is needed for the run alone");
}

/// A hook's way to store `$1` as a file in the index that it sees.
#[cfg(unix)]
const STORE: &str = "store() { id=$(printf '%s\\n' \"$2\" | git hash-object -w --stdin); \
                     git update-index --add --cacheinfo 100644,$id,$1; }\n";

#[cfg(unix)]
#[test]
fn what_a_hook_makes_of_the_only_file_is_on_disk_too() {
    let scene = Scene::new();
    scene.hook("pre-commit", &format!("{STORE}store b.md cream"));
    scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|_| false).unwrap();
    assert_eq!(scene.in_head(), texts(&[("a.md", "tea"), ("b.md", "cream")]));
    assert_eq!(scene.read("b.md"), "cream\n");
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

#[cfg(unix)]
#[test]
fn what_a_hook_wrote_on_the_disk_stays_there() {
    let scene = Scene::new();
    scene.hook("pre-commit", &format!("{STORE}store b.md cream; echo sugar > b.md"));
    scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|_| false).unwrap();
    assert_eq!(scene.in_head(), texts(&[("a.md", "tea"), ("b.md", "cream")]));
    assert_eq!(scene.read("b.md"), "sugar\n");
}

#[cfg(unix)]
#[test]
fn a_file_that_a_hook_changed_is_taken_back_with_the_others() {
    let scene = Scene::new();
    scene.hook("pre-commit", &format!("{STORE}store b.md cream"));
    let made = scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|asked| asked == BEFORE_THE_BRANCH);
    assert_eq!(made.unwrap_err(), "interrupted");
    scene.is_as_before("main");
}

#[cfg(unix)]
#[test]
fn a_file_that_a_hook_adds_is_committed_and_in_the_index_and_can_be_taken_back_once() {
    let scene = Scene::new();
    scene.hook("pre-commit", &format!("{STORE}store a.md coffee; store z.md added"));
    // HEAD has the first of them like this.
    let files = [("a.md", "tea\n"), ("b.md", "milk\n")];
    scene.commit(&files, Wanted::default(), &|_| false).unwrap();
    assert_eq!(scene.in_head(), texts(&[("a.md", "coffee"), ("b.md", "milk"), ("z.md", "added")]));
    assert_eq!(scene.git(&["diff", "--cached", "--name-status"]), "");
    let change = Change::load(&scene.path(".git/afterword/undo")).unwrap().unwrap();
    let paths: Vec<&str> = change.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["a.md", "b.md", "z.md"]);
}

#[cfg(unix)]
#[test]
fn what_somebody_staged_stays_staged_where_a_hook_commits_the_file_otherwise() {
    let scene = Scene::new();
    scene.hook("pre-commit", &format!("{STORE}store a.md coffee"));
    fs::write(scene.path("a.md"), "staged\n").unwrap();
    scene.git(&["add", "a.md"]);
    scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|_| false).unwrap();
    assert_eq!(scene.in_head(), texts(&[("a.md", "coffee"), ("b.md", "milk")]));
    assert_eq!(scene.git(&["show", ":a.md"]), "staged");
    assert_eq!(scene.git(&["show", ":b.md"]), "milk");

    let scene = Scene::new();
    scene.hook("pre-commit", &format!("{STORE}store a.md coffee"));
    scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|_| false).unwrap();
    assert_eq!(scene.git(&["show", ":a.md"]), "coffee", "nobody had staged it");
}
