//! What runs leave that were ended half way, and what others hold: the next run goes on from there.

use std::fs;
use std::time::Duration;

use crate::scene::COMMIT;
use crate::scene::EVENT;
use crate::scene::Scene;
use crate::state::State;
use crate::state::leftovers;

const LOCK: &str = ".git/index.lock";
/// What a lock of a killed run holds.
const OURS: &str = "1\nhost\nafterword\n";
const JOURNAL: &str = ".git/afterword/journal";

/// A repository half way to a commit, and what it is before and after it.
struct HalfWay {
    scene: Scene,
    old: State,
    new: State,
    journal: String,
    commit: String,
}

impl HalfWay {
    /// The page is written and the commit is an object, but neither branch nor index have followed; the index's lock is
    /// there.
    fn before_the_branch_moves() -> Self {
        let scene = Scene::busy();
        let old = State::of(&scene);
        let done = scene.copy();
        done.succeed(COMMIT);
        let journal = done.read(".git/afterword/undo");
        let commit = done.git(&["rev-parse", "HEAD"]).trim().to_owned();
        let bundle = done.folder().join("new").display().to_string();
        done.git(&["bundle", "create", "--quiet", &bundle, "HEAD"]);
        scene.git(&["bundle", "unbundle", &bundle]);
        scene.file("2026-05.md", done.read("2026-05.md")).file(JOURNAL, &journal).file(LOCK, OURS);
        Self { new: State::of(&done), scene, old, journal, commit }
    }

    /// The same once the branch has moved.
    fn after_the_branch_has_moved() -> Self {
        let half_way = Self::before_the_branch_moves();
        half_way.scene.git(&["update-ref", "refs/heads/main", &half_way.commit]);
        half_way
    }

    /// Lets the next run go on; it must bring about the commit, once, and leave nothing behind.
    #[track_caller]
    fn is_put_right(&self) {
        let (code, said) = self.scene.run(COMMIT);
        assert_eq!(code, 0, "{said}");
        assert_eq!(State::of(&self.scene), self.new);
        assert_eq!(leftovers(&self.scene), Vec::<String>::new());
    }
}

#[test]
fn a_commit_whose_branch_has_moved_is_brought_to_its_end() {
    let half_way = HalfWay::after_the_branch_has_moved();
    assert_ne!(State::of(&half_way.scene), half_way.new);
    let (code, said) = half_way.scene.run(COMMIT);
    assert_eq!((code, said.as_str()), (0, "There is nothing to commit: HEAD holds it all.\n"));
    half_way.is_put_right();
}

#[test]
fn a_commit_whose_branch_has_not_moved_is_taken_back() {
    let half_way = HalfWay::before_the_branch_moves();
    // Any run puts it right, also one that then has nothing to do.
    let (code, said) = half_way.scene.run(&["commit", EVENT, "--dry-run"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(State::of(&half_way.scene), half_way.old);
    assert_eq!(leftovers(&half_way.scene), Vec::<String>::new());
    half_way.is_put_right();
}

#[test]
fn a_commit_that_was_not_made_yet_is_taken_back() {
    let half_way = HalfWay::before_the_branch_moves();
    let journal = half_way.journal.replace("\"is_ready\":true", "\"is_ready\":false");
    let journal = journal.replace(&format!("\"after\":\"{}\"", half_way.commit), "\"after\":null");
    assert_ne!(journal, half_way.journal);
    half_way.scene.file(JOURNAL, journal);
    half_way.is_put_right();
}

#[test]
fn a_branch_that_went_further_keeps_what_came_after() {
    let half_way = HalfWay::after_the_branch_has_moved();
    let scene = &half_way.scene;
    let further = scene.git(&["commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "further"]);
    scene.git(&["update-ref", "refs/heads/main", further.trim()]);
    scene.succeed(COMMIT);
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), further);
    assert_eq!(scene.git(&["diff", "HEAD", "--stat", "--", "2026-05.*", "images"]), "");
    scene.git(&["update-ref", "refs/heads/main", &half_way.commit]);
    assert_eq!(State::of(scene), half_way.new);
}

#[test]
fn a_branch_that_was_set_back_gets_the_commit_again() {
    let half_way = HalfWay::after_the_branch_has_moved();
    half_way.scene.git(&["update-ref", "refs/heads/main", "HEAD~1"]);
    half_way.is_put_right();
}

#[test]
fn what_somebody_committed_after_a_kill_stays_on_disk() {
    let half_way = HalfWay::before_the_branch_moves();
    let scene = &half_way.scene;
    fs::remove_file(scene.path(LOCK)).unwrap();
    let page = scene.read("2026-05.md");
    scene.git(&["commit", "--quiet", "--message=the page alone", "--only", "2026-05.md"]);
    scene.succeed(&["commit", EVENT, "--dry-run"]);
    assert_eq!(scene.read("2026-05.md"), page);
    assert_eq!(scene.git(&["diff", "--stat", "HEAD", "--", "2026-05.md"]), "");
    assert_eq!(leftovers(scene), Vec::<String>::new());
}

#[test]
fn what_somebody_wrote_after_a_kill_stays() {
    let half_way = HalfWay::before_the_branch_moves();
    half_way.scene.file("2026-05.md", "by hand\n");
    let (code, said) = half_way.scene.run(COMMIT);
    assert_eq!(code, 3, "{said}");
    assert_eq!(half_way.scene.read("2026-05.md"), "by hand\n");
    assert_eq!(leftovers(&half_way.scene), Vec::<String>::new());
}

#[test]
fn a_journal_that_tells_nothing_is_no_obstacle() {
    let scene = Scene::busy();
    let done = scene.copy();
    done.succeed(COMMIT);
    let whole = done.read(".git/afterword/undo");
    let new = State::of(&done);
    let cut = &whole[..whole.len() / 2];
    for journal in ["", "{}", "\0\0\0\0", "[1, 2]", "{\"version\":1}", "{\"version\":1,\"files\":7}", cut] {
        let scene = scene.copy();
        scene.file(JOURNAL, journal).file(LOCK, OURS);
        let (code, said) = scene.run(COMMIT);
        assert_eq!(code, 0, "{journal}: {said}");
        assert_eq!(State::of(&scene), new, "{journal}");
        assert_eq!(leftovers(&scene), Vec::<String>::new(), "{journal}");
    }
}

#[test]
fn the_journal_of_a_later_version_is_left_to_that() {
    let scene = Scene::busy();
    scene.file(JOURNAL, "{\"version\":2}");
    let (old, (code, said)) = (State::of(&scene), scene.run(COMMIT));
    assert_eq!(code, 3);
    let path = fs::canonicalize(scene.path(JOURNAL)).unwrap();
    let expected = format!("`{}` was written by a later version of afterword", path.display());
    assert!(said.contains(&expected), "{said}");
    assert_eq!((State::of(&scene), scene.read(JOURNAL).as_str()), (old, "{\"version\":2}"));
}

#[test]
fn a_lock_of_the_branch_that_a_killed_run_held_is_removed() {
    for content in ["", "the commit"] {
        let half_way = HalfWay::before_the_branch_moves();
        let content = content.replace("the commit", &format!("{}\n", half_way.commit));
        half_way.scene.file(".git/refs/heads/main.lock", content);
        half_way.is_put_right();
    }
}

#[test]
fn a_lock_of_the_branch_that_somebody_else_holds_is_respected() {
    let half_way = HalfWay::before_the_branch_moves();
    let theirs = format!("{}\n", "1".repeat(40));
    half_way.scene.file(".git/refs/heads/main.lock", &theirs);
    let (code, said) = half_way.scene.run(COMMIT);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("main.lock"), "{said}");
    assert_eq!(State::of(&half_way.scene), half_way.old);
    assert_eq!(half_way.scene.read(".git/refs/heads/main.lock"), theirs);
    assert_eq!(leftovers(&half_way.scene), [".git/refs/heads/main.lock"]);
}

#[test]
fn a_lock_of_the_index_that_somebody_else_holds_is_respected() {
    for journal in [false, true] {
        let half_way = HalfWay::before_the_branch_moves();
        let scene = &half_way.scene;
        scene.file(LOCK, "");
        if !journal {
            fs::remove_file(scene.path(JOURNAL)).unwrap();
        }
        let (state, (code, said)) = (State::of(scene), scene.run(COMMIT));
        assert_eq!(code, 3, "{said}");
        assert!(said.contains("index.lock"), "{said}");
        assert_eq!(State::of(scene), state);
        assert_eq!(scene.exists(JOURNAL), journal);
        fs::remove_file(scene.path(LOCK)).unwrap();
        half_way.is_put_right();
    }
}

#[test]
fn locks_that_are_given_back_in_time_are_waited_for() {
    for (lock, name) in [(LOCK, "index.lock"), (".git/refs/heads/main.lock", "main.lock")] {
        let scene = Scene::busy();
        scene.file(lock, "");
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(1500));
                fs::remove_file(scene.path(lock)).unwrap();
            });
            let (code, said) = scene.run(COMMIT);
            assert_eq!(code, 0, "{said}");
            let waiting = format!("Waiting for another git process to release `{name}`.\n");
            assert!(said.starts_with(&waiting), "{said}");
        });
    }
}

#[test]
fn two_working_trees_of_a_repository_do_not_mind_each_other() {
    let half_way = HalfWay::before_the_branch_moves();
    let scene = &half_way.scene;
    // What lies half way in the first is no matter of the second.
    let other = scene.folder().join("other");
    scene.git(&["worktree", "add", "--quiet", "-b", "other", &other.to_string_lossy()]);
    fs::write(other.join(EVENT), fs::read(scene.path(EVENT)).unwrap()).unwrap();
    fs::write(other.join("images/cake.png"), "\x7fPNG cake").unwrap();
    let in_other = |arguments: &[&str]| {
        let output = scene.command(arguments).current_dir(&other).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = in_other(COMMIT);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("to `other`"), "{said}");
    assert!(scene.exists(JOURNAL) && scene.exists(LOCK));

    let (code, said) = scene.run(COMMIT);
    assert_eq!(code, 0, "{said}");
    assert_eq!(scene.git(&["rev-parse", "HEAD"]).trim(), half_way.commit);
    assert_eq!(in_other(&["undo"]).0, Some(0));
    assert_eq!(scene.git(&["rev-parse", "HEAD"]).trim(), half_way.commit);
    assert_eq!(scene.git(&["rev-parse", "other"]), scene.git(&["rev-parse", "HEAD~1"]));
    scene.succeed(&["undo"]);
    scene.git(&["fsck", "--strict", "--no-progress"]);
}
