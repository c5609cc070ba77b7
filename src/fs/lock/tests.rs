//! Who has a lock, who is told so, and what becomes of it when a process is killed.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::tempdir;

use super::*;

fn held(path: &Path) -> Holder {
    match lock(path) {
        Err(LockError::Held { holder, .. }) => holder,
        other => panic!("not held: {other:?}"),
    }
}

#[test]
fn a_lock_is_held_until_it_is_dropped_and_leaves_nothing_behind() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("state/drafts/x.lock");
    let first = lock(&path).unwrap();
    assert_eq!(fs::symlink_metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

    let holder = held(&path);
    assert_eq!(holder.to_string(), format!("process {}", std::process::id()));
    assert!(holder.since.unwrap().elapsed().unwrap() < Duration::from_secs(60));

    drop(first);
    assert!(!path.exists());
    drop(lock(&path).unwrap());
}

#[test]
fn the_holder_is_named_as_far_as_it_is_known() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("x.lock");
    let _lock = lock(&path).unwrap();
    let named = |signature: &[u8]| {
        fs::write(&path, signature).unwrap();
        held(&path).to_string()
    };
    assert_eq!(named(b"17\nkettle.example\n"), "process 17 on `kettle.example`");
    assert_eq!(named(b""), "another process");
    assert_eq!(named(b"\xff"), "another process");
    assert_eq!(named(b"1\n\x1b[2J\n"), "process 1");
}

#[test]
fn a_lock_file_is_never_a_symlink_or_a_pipe() {
    let folder = tempdir().unwrap();
    let kept = folder.path().join("kept");
    fs::write(&kept, "kept").unwrap();
    symlink(&kept, folder.path().join("link")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap().success());

    for name in ["link", "pipe"] {
        let error = lock(&folder.path().join(name)).unwrap_err();
        assert!(matches!(error, LockError::Failed { .. }), "{error}");
    }
    assert_eq!(fs::read(&kept).unwrap(), b"kept");
}

#[test]
fn a_lock_file_of_somebody_else_is_not_removed() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("x.lock");
    let first = lock(&path).unwrap();
    fs::remove_file(&path).unwrap();
    let second = lock(&path).unwrap();
    drop(first);
    assert!(path.exists());
    held(&path);
    drop(second);
}

/// Another process that holds a lock.
fn hold(path: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "fs::lock::tests::holds_a_lock_until_it_is_killed"])
        .env("AFTERWORD_TEST_LOCK", path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map(Result::unwrap).any(|line| line.ends_with("held")));
    child
}

#[test]
#[ignore = "it is the other process of the tests below"]
fn holds_a_lock_until_it_is_killed() {
    let path = std::env::var_os("AFTERWORD_TEST_LOCK").expect("the test that starts this process says which");
    let _lock = lock(Path::new(&path)).unwrap();
    println!("held");
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn a_holder_that_is_killed_holds_nothing() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("x.lock");
    let mut child = hold(&path);
    assert_eq!(held(&path).to_string(), format!("process {}", child.id()));

    child.kill().unwrap();
    child.wait().unwrap();
    assert!(path.exists(), "what a killed process left behind");
    let lock = lock(&path).unwrap();
    assert_eq!(held(&path).pid, Some(std::process::id()));
    drop(lock);
    assert!(!path.exists());
}

#[test]
fn a_process_that_the_holder_started_does_not_hold_it() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("x.lock");
    let first = lock(&path).unwrap();
    let mut editor = Command::new("sleep").arg("60").spawn().unwrap();
    // Removing the file would hide that the lock is still held.
    fs::rename(&path, folder.path().join("y.lock")).unwrap();
    drop(first);
    // A process that another test starts this instant has not yet closed what it inherits.
    let free = (0..1000).find_map(|_| {
        std::thread::sleep(Duration::from_millis(1));
        lock(&folder.path().join("y.lock")).ok()
    });
    assert!(free.is_some());
    editor.kill().unwrap();
    editor.wait().unwrap();
}

#[test]
fn of_many_that_want_it_at_once_one_has_it() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("x.lock");
    let inside = AtomicUsize::new(0);
    let times = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..200 {
                    let Ok(lock) = lock(&path) else { continue };
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                    times.fetch_add(1, Ordering::SeqCst);
                    inside.fetch_sub(1, Ordering::SeqCst);
                    drop(lock);
                }
            });
        }
    });
    assert!(times.into_inner() > 0);
    drop(lock(&path).unwrap());
}

#[test]
fn a_lock_file_is_known_by_its_bytes() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("x.lock");
    let _lock = lock(&path).unwrap();
    let bytes = fs::read(&path).unwrap();
    assert!(is_signature(&bytes));
    let host = Command::new("uname").arg("-n").output().unwrap().stdout;
    assert_eq!(bytes.split(|byte| *byte == b'\n').nth(1), host.strip_suffix(b"\n"));
    for bytes in ["", "17\n", "17\nkettle\n", "17\nkettle\nafterwords\n", "afterword\n"] {
        assert!(!is_signature(bytes.as_bytes()), "{bytes:?}");
    }
}

#[test]
fn who_waits_long_is_told_once_whom_for() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("x.lock");
    let first = lock(&path).unwrap();
    let (asked, told) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let (asked, path) = (asked, &path);
        let waiting = scope.spawn(move || lock_in_turn(path, |holder| asked.send(holder.pid).unwrap()).map(drop));
        assert_eq!(told.recv().unwrap(), Some(std::process::id()));
        drop(first);
        waiting.join().unwrap().unwrap();
    });
    assert!(told.recv().is_err(), "only once");
    assert!(path.exists(), "a lock that is taken in turn stays");
}

#[test]
fn a_lock_that_is_free_tells_nobody() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("x.lock");
    drop(lock_in_turn(&path, |holder| panic!("waits for {holder:?}")).unwrap());
    let first = lock(&path).unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let begun = std::time::Instant::now();
            let mut told = None;
            drop(lock_in_turn(&path, |_| told = Some(begun.elapsed())).unwrap());
            told
        });
        std::thread::sleep(Duration::from_millis(20));
        drop(first);
        // Pauses grow from 2 ms, and only one of more than 100 is worth a word.
        let told = waiting.join().unwrap();
        assert!(told.is_none_or(|after| after > Duration::from_millis(100)), "{told:?}");
    });
}
