//! The judgement itself is put to the test: what a run may not leave is found.

use crate::runs::Prepared;
use crate::scene::COMMIT;
use crate::scene::Scene;
use crate::state::End;

/// Leaves something in a scene, as a run might.
type Leave = fn(&Scene);

/// What is found after `leave` in the scene that the run of that name begins in.
fn found(prepared: &Prepared, end: End, said: &str, leave: Leave) -> String {
    let scene = prepared.scene.copy();
    leave(&scene);
    prepared.judge(&scene, end, said).join("\n")
}

#[test]
fn a_run_that_left_what_it_may_not_is_found() {
    let prepared = Prepared::named("commit");
    let nothing: Leave = |_| {};
    let cases: &[(End, &str, Leave, &str)] = &[
        (
            End::Killed,
            "",
            |scene| {
                scene.file("2026-05.md", "---\nda");
            },
            "`2026-05.md` is neither old nor new",
        ),
        (
            End::Killed,
            "",
            |scene| {
                scene.file("b.txt", "first\n");
            },
            "`b.txt` is neither old nor new",
        ),
        (
            End::Killed,
            "",
            |scene| {
                scene.git(&["add", "c.txt"]);
            },
            "staged or edited of `c.txt` is not the same",
        ),
        (
            End::Killed,
            "",
            |scene| {
                scene.git(&["commit", "--quiet", "--allow-empty", "--only", "--message=other"]);
            },
            "the references are neither old nor new",
        ),
        (
            End::Killed,
            "",
            |scene| {
                scene.git(&["symbolic-ref", "HEAD", "refs/heads/x"]);
            },
            "HEAD is neither",
        ),
        (End::Killed, "thread 'main' panicked at", nothing, "it panicked"),
        (End::Code(0), "", nothing, "exit code 0, and not all is new"),
        (
            End::Code(0),
            "",
            |scene| {
                scene.succeed(COMMIT).file("2026-05.md.lock", "");
            },
            "exit code 0, and it left 2026-05.md.lock",
        ),
        (
            End::Code(3),
            "",
            |scene| {
                scene.succeed(COMMIT);
            },
            "exit code 3, and something has changed",
        ),
        (
            End::Code(3),
            "",
            |scene| {
                scene.file(".2026-05.md.1.afterword", "");
            },
            "exit code 3, and it left",
        ),
        (End::Code(4), "", nothing, "exit code 4, and nothing has changed"),
        (End::Code(1), "", nothing, "exit code 1"),
        (End::Code(101), "", nothing, "exit code 101"),
        (
            End::Code(3),
            "",
            |scene| {
                scene.file("index.lock", "");
            },
            "the next run leaves index.lock",
        ),
    ];
    for (end, said, leave, expected) in cases {
        let found = found(&prepared, *end, said, *leave);
        assert!(found.contains(expected), "{end:?}, {expected}: {found}");
    }
}

#[test]
fn a_run_that_left_all_as_it_was_or_did_its_work_is_not_blamed() {
    let prepared = Prepared::named("commit");
    let done: Leave = |scene| {
        scene.succeed(COMMIT);
    };
    for (end, leave) in
        [(End::Killed, (|_| {}) as Leave), (End::Code(3), |_| {}), (End::Killed, done), (End::Code(0), done)]
    {
        assert_eq!(found(&prepared, end, "", leave), "", "{end:?}");
    }
}
