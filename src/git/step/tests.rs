//! What a run that was killed leaves is brought to its end or taken back, whichever is nearer.

use std::fs;

use super::super::commit::Wanted;
use super::super::tests::BEFORE_THE_BRANCH;
use super::super::tests::Scene;
use super::*;
/// A commit of an edited and of a new file whose run was killed before the branch moved: the files are written, and the
/// journal is there. Returns the commit.
fn half_way(branch: Option<&str>) -> (Scene, String) {
    let scene = Scene::new();
    let wanted = Wanted { branch: branch.map(str::to_owned), ..Wanted::default() };
    let made = scene.commit(&[("a.md", "milk\n"), ("b.md", "sugar\n")], wanted, &|_| false).unwrap();
    let id = made.commit.unwrap().id;
    scene.shell("mv .git/afterword/undo .git/afterword/journal");
    match branch {
        Some(branch) => scene.shell(&format!("git symbolic-ref HEAD refs/heads/main; git branch --quiet -D {branch}")),
        None => scene.shell("git update-ref refs/heads/main main~"),
    };
    scene.shell("git read-tree main; git update-index --refresh || :");
    (scene, id)
}

/// The next run, which finds the lock of the index that the killed one held.
fn is_found_locked(scene: &Scene) {
    scene.shell("ln .git/afterword/lock .git/index.lock");
    drop(scene.session());
}

#[track_caller]
fn is_taken_back(scene: &Scene) {
    is_found_locked(scene);
    assert_eq!((scene.read("a.md").as_str(), scene.path("b.md").exists()), ("tea\n", false));
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    assert_eq!(scene.git(&["log", "--format=%s"]), "first");
    assert_eq!(scene.git(&["branch", "--show-current"]), "main");
    assert_eq!(scene.shell("ls .git/afterword; ls .git/*.lock .git/refs/heads/*.lock 2> /dev/null || :"), "lock");
}

#[track_caller]
fn is_finished(scene: &Scene, branch: &str) {
    is_found_locked(scene);
    assert_eq!((scene.read("a.md"), scene.read("b.md")), ("milk\n".to_owned(), "sugar\n".to_owned()));
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    assert_eq!(scene.git(&["log", "--format=%s"]), "second\nfirst");
    assert_eq!(scene.git(&["branch", "--show-current"]), branch);
    assert_eq!(scene.shell("ls .git/afterword; ls .git/*.lock .git/refs/heads/*.lock 2> /dev/null || :"), "lock\nundo");
}

#[test]
fn before_the_branch_moved_it_is_taken_back() {
    is_taken_back(&half_way(None).0);
    is_taken_back(&half_way(Some("wrap-up")).0);
    let (scene, _) = half_way(Some("wrap-up"));
    scene.git(&["symbolic-ref", "HEAD", "refs/heads/wrap-up"]);
    is_taken_back(&scene);
    let (scene, _) = half_way(None);
    let journal = scene.path(".git/afterword/journal");
    let mut change = Change::load(&journal).unwrap().unwrap();
    change.is_ready = false;
    change.save(&journal).unwrap();
    is_taken_back(&scene);
}

#[test]
fn once_the_branch_moved_it_is_brought_to_its_end() {
    let (scene, id) = half_way(None);
    scene.git(&["update-ref", "refs/heads/main", &id]);
    is_finished(&scene, "main");
    let (scene, id) = half_way(Some("wrap-up"));
    scene.git(&["branch", "wrap-up", &id]);
    is_finished(&scene, "wrap-up");
    // Written files are part of it.
    let (scene, id) = half_way(None);
    scene.git(&["update-ref", "refs/heads/main", &id]);
    scene.shell("rm b.md; echo tea > a.md");
    is_finished(&scene, "main");
}

#[test]
fn a_commit_on_top_of_it_means_that_it_was_made() {
    let (scene, id) = half_way(None);
    let further = scene.git(&["commit-tree", "-p", &id, "-m", "third", &format!("{id}^{{tree}}")]);
    scene.git(&["update-ref", "refs/heads/main", &further]);
    drop(scene.session());
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    assert_eq!(scene.git(&["log", "--format=%s"]), "third\nsecond\nfirst");
}

#[test]
fn what_somebody_committed_meanwhile_is_theirs() {
    let (scene, _) = half_way(None);
    let theirs = scene.theirs("b.md", "sugar\n");
    scene.git(&["update-ref", "refs/heads/main", &theirs]);
    scene.git(&["read-tree", "main"]);
    drop(scene.session());
    assert_eq!((scene.read("a.md").as_str(), scene.read("b.md").as_str()), ("tea\n", "sugar\n"));
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

#[test]
fn an_undo_that_was_killed_is_brought_to_its_end_or_taken_back() {
    for is_moved in [false, true] {
        let (scene, id) = half_way(None);
        let journal = scene.path(".git/afterword/journal");
        let change = Change::load(&journal).unwrap().unwrap();
        change.save(&scene.path(".git/afterword/undo")).unwrap();
        change.reversed("undo: second").save(&journal).unwrap();
        if is_moved {
            is_taken_back(&scene);
        } else {
            scene.shell("echo tea > a.md; rm b.md");
            scene.git(&["update-ref", "refs/heads/main", &id]);
            scene.git(&["read-tree", "main"]);
            drop(scene.session());
            assert_eq!((scene.read("a.md"), scene.read("b.md")), ("milk\n".to_owned(), "sugar\n".to_owned()));
            assert_eq!(scene.git(&["status", "--porcelain"]), "");
            assert_eq!(scene.git(&["log", "--format=%s"]), "second\nfirst");
        }
    }
}

#[test]
fn locks_of_references_go_where_they_are_ours() {
    for (name, content, is_ours) in [
        ("refs/heads/main", "", true),
        ("refs/heads/main", "COMMIT\n", true),
        ("HEAD", "", true),
        ("HEAD", "ref: refs/heads/main\n", true),
        ("HEAD", "ref: refs/heads/other\n", false),
        ("refs/heads/main", "0123456789012345678901234567890123456789\n", false),
        ("refs/heads/main", "refs/heads/main\n", false),
        ("refs/heads/other", "", false),
    ] {
        let (scene, id) = half_way(None);
        let lock = scene.path(".git").join(format!("{name}.lock"));
        fs::write(&lock, content.replace("COMMIT", &id)).unwrap();
        drop(scene.session());
        assert_eq!(lock.exists(), !is_ours, "{name}: {content:?}");
    }
    for (branch, is_ours) in [("wrap-up", true), ("main", true), ("other", false)] {
        let (scene, _) = half_way(Some("wrap-up"));
        let lock = scene.path(".git/HEAD.lock");
        fs::write(&lock, format!("ref: refs/heads/{branch}\n")).unwrap();
        drop(scene.session());
        assert_eq!(lock.exists(), !is_ours, "{branch}");
    }
}

#[test]
fn a_lock_that_is_left_of_a_branch_that_was_made_goes() {
    let scene = Scene::new();
    let wanted = Wanted { branch: Some("wrap-up".to_owned()), ..Wanted::default() };
    scene.commit(&[("b.md", "milk\n")], wanted, &|_| false).unwrap();
    let session = scene.session();
    let change = Change::load(&scene.path(".git/afterword/undo")).unwrap().unwrap();
    let left = session.lock_of(&change.reference);
    fs::write(&left, "").unwrap();
    let mut dialogue = Dialogue { waits: &mut |_| {}, is_interrupted: &|| false };
    let lock = IndexLock::take(session.repository.path(), &session.lock_path, &mut dialogue).unwrap();
    session.prepare_index(&change.files).unwrap();
    change.save(&session.state.journal()).unwrap();
    session.settle(&change, lock).unwrap();
    assert!(!left.exists());
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

#[test]
fn another_process_that_has_a_lock_for_an_instant_is_waited_for() {
    let scene = Scene::new();
    let lock = scene.path(".git/refs/heads/main.lock");
    let made = scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|asked| {
        match asked {
            BEFORE_THE_BRANCH => fs::write(&lock, "0123456789012345678901234567890123456789\n").unwrap(),
            at if at > BEFORE_THE_BRANCH => fs::remove_file(&lock).unwrap(),
            _ => {}
        }
        false
    });
    assert_eq!(made.unwrap().commit.unwrap().id, scene.git(&["rev-parse", "main"]));

    let lock = scene.path(".git/HEAD.lock");
    let wanted = Wanted { branch: Some("wrap-up".to_owned()), ..Wanted::default() };
    let made = std::thread::scope(|scope| {
        let lock = &lock;
        scene.commit(&[("b.md", "sugar\n")], wanted, &|asked| {
            if asked == BEFORE_THE_BRANCH {
                fs::write(lock, "ref: refs/heads/other\n").unwrap();
                let branch = scene.path(".git/refs/heads/wrap-up");
                scope.spawn(move || {
                    // HEAD is moved once the branch is there.
                    while !branch.exists() {
                        std::thread::sleep(Duration::from_millis(1));
                    }
                    std::thread::sleep(Duration::from_millis(100));
                    fs::remove_file(lock).unwrap();
                });
            }
            false
        })
    });
    assert_eq!(made.unwrap().unfinished, None);
    assert_eq!(scene.git(&["branch", "--show-current"]), "wrap-up");
}

#[test]
fn a_failure_is_taken_back_unless_nobody_knows_whether_the_branch_moved() {
    for at in 1..=BEFORE_THE_BRANCH {
        let scene = Scene::new();
        let branch = scene.path(".git/refs/heads/main");
        let before = fs::read(&branch).unwrap();
        let made = scene.commit(&[("b.md", "milk\n")], Wanted::default(), &|asked| {
            if asked == at {
                fs::write(&branch, "no id\n").unwrap();
            }
            asked == at
        });
        let is_open = at == BEFORE_THE_BRANCH;
        let why = "cannot read a reference: corrupted loose reference file: refs/heads/main; class=Reference (4)";
        let said = match is_open {
            true => format!("interrupted; taking back what had been changed failed too: {why}"),
            false => "interrupted".to_owned(),
        };
        assert_eq!(made.unwrap_err(), said, "{at}");
        assert_eq!(scene.path(".git/afterword/journal").exists(), is_open);
        fs::write(&branch, before).unwrap();
        drop(scene.session());
        scene.is_as_before("main");
    }
}

#[test]
#[cfg(unix)]
fn what_somebody_edits_while_a_commit_fails_is_left_and_told() {
    let scene = Scene::new();
    scene.hook("pre-commit", "exit 0");
    let made = scene.commit(&[("a.md", "milk\n")], Wanted::default(), &|asked| {
        if asked == BEFORE_THE_BRANCH {
            fs::write(scene.path("a.md"), "edited\n").unwrap();
        }
        asked == BEFORE_THE_BRANCH
    });
    assert_eq!(made.unwrap_err(), "interrupted; what was changed meanwhile stays as it is: `a.md`");
    assert_eq!(scene.read("a.md"), "edited\n");
}

#[test]
fn a_commit_is_within_itself_and_what_follows_it() {
    let scene = Scene::new();
    let first = oid(&scene.git(&["rev-parse", "HEAD"])).unwrap();
    scene.git(&["commit", "--quiet", "--allow-empty", "-m", "second"]);
    let second = oid(&scene.git(&["rev-parse", "HEAD"])).unwrap();
    let other = oid(&scene.git(&["commit-tree", "-m", "other", "HEAD^{tree}"])).unwrap();
    let missing = oid("0123456789012345678901234567890123456789").unwrap();
    let session = scene.session();
    for (commit, tip, expected) in [
        (first, first, true),
        (first, second, true),
        (second, first, false),
        (other, second, false),
        (missing, missing, true),
    ] {
        assert_eq!(session.is_within(commit, tip).unwrap(), expected, "{commit} in {tip}");
    }
    let failed = session.is_within(missing, second).unwrap_err();
    assert_eq!(failed.to_string(), "cannot read the history");
    drop(session);
    // A history of which a part is not there ends.
    let id = first.to_string();
    fs::remove_file(scene.path(&format!(".git/objects/{}/{}", &id[..2], &id[2..]))).unwrap();
    let session = scene.session();
    assert!(!session.is_within(other, second).unwrap());
    assert!(session.is_within(second, second).unwrap());
}

#[test]
fn a_reference_has_its_lock_beside_it_and_head_has_one_in_each_working_tree() {
    let scene = Scene::new();
    scene.git(&["worktree", "add", "--quiet", "tree", "-b", "other"]);
    let tree = scene.path("tree");
    let session = Session::open(&tree, &scene.variables, &mut |_| {}).unwrap();
    let git = scene.path(".git").canonicalize().unwrap();
    assert_eq!(session.lock_of("HEAD"), git.join("worktrees/tree/HEAD.lock"));
    assert_eq!(session.lock_of("refs/heads/main"), git.join("refs/heads/main.lock"));
}
