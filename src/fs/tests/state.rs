//! Files of state: what is claimed, linked, copied and moved, and what failing to do so says.

use std::os::unix::fs::MetadataExt as _;
use std::os::unix::fs::PermissionsExt as _;

use super::*;

fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

#[test]
fn a_lock_file_gets_a_second_name_unless_that_is_taken() {
    let folder = tempdir().unwrap();
    let (own, other) = (folder.path().join("own.lock"), folder.path().join("index.lock"));
    let _lock = lock(&own).unwrap();
    assert!(claim(&other, &own).unwrap());
    assert_eq!(bytes(&other), bytes(&own));
    assert!(!claim(&other, &own).unwrap(), "it is taken");
    assert!(is_claim(&other, &own));

    // A copy is known by its bytes, and what others wrote is not ours.
    fs::remove_file(&other).unwrap();
    put(&other, bytes(&own));
    assert!(is_claim(&other, &own));
    put(&other, "");
    assert!(!is_claim(&other, &own));
    assert!(!claim(&other, &own).unwrap());
    assert!(!is_claim(&folder.path().join("none"), &own));
    let error = claim(&folder.path().join("none/index.lock"), &own).unwrap_err();
    assert_eq!(message(&error, &folder), "cannot write `none/index.lock`");
}

#[test]
fn what_is_removed_is_gone_and_what_is_no_file_is_an_error() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("x");
    remove_state(&path).unwrap();
    put(&path, "x");
    remove_state(&path).unwrap();
    assert!(!path.exists());
    assert!(remove_state(folder.path()).is_err());
    assert!(folder.path().exists());
}

#[test]
fn a_second_name_can_be_replaced_without_the_first() {
    let folder = tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    put(&from, "old");
    put(&to, "what was there");
    link_state(&from, &to).unwrap();
    assert_eq!(bytes(&to), b"old");
    assert_eq!(fs::metadata(&from).unwrap().nlink(), 2);
    write_state(&to, b"new").unwrap();
    assert_eq!((bytes(&from), bytes(&to)), (b"old".to_vec(), b"new".to_vec()));
    put_state(&to, &from).unwrap();
    assert_eq!(bytes(&from), b"new");
    assert!(!to.exists());
    assert!(put_state(&to, &from).is_err());
    assert!(link_state(&to, &from).is_err());
}

#[test]
fn a_file_gets_the_mode_of_another_one() {
    let folder = tempdir().unwrap();
    let (of, to) = (folder.path().join("of"), folder.path().join("to"));
    put(&to, "");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let before = mode(&to);
    copy_mode(&of, &to).unwrap();
    assert_eq!(mode(&to), before);
    put(&of, "");
    fs::set_permissions(&of, fs::Permissions::from_mode(0o640)).unwrap();
    fs::set_permissions(&to, fs::Permissions::from_mode(0o604)).unwrap();
    copy_mode(&of, &to).unwrap();
    assert_eq!(mode(&to), 0o640);
    assert!(copy_mode(&of, &folder.path().join("none")).is_err());
    let error = copy_mode(&of.join("below a file"), &to).unwrap_err();
    assert_eq!(message(&error, &folder), "cannot read `of/below a file`");
}

#[test]
fn files_that_are_not_there_need_not_reach_the_disk() {
    let folder = tempdir().unwrap();
    let (there, none) = (folder.path().join("there"), folder.path().join("none"));
    put(&there, "");
    sync_files([none.as_path(), there.as_path()]).unwrap();
    assert!(sync_files([there.join("below a file").as_path()]).is_err());
}

#[test]
fn a_folder_of_state_is_private_and_swept() {
    let folder = tempdir().unwrap();
    let state = folder.path().join("a/b");
    make_state_folder(&state).unwrap();
    assert_eq!(fs::metadata(&state).unwrap().permissions().mode() & 0o777, 0o700);
    put(folder.path().join("c"), "");
    assert!(make_state_folder(&folder.path().join("c/d")).is_err());

    // The first is of a process that cannot be, the second is ours.
    let (dead, ours) = (".x.999999999.afterword", format!(".x.{}.afterword", std::process::id()));
    put(state.join(dead), "half");
    put(state.join(&ours), "half");
    put(state.join("x"), "whole");
    sweep_state(&state);
    assert_eq!(names(&state), [ours.as_str(), "x"]);
    sweep_state(&folder.path().join("none"));
}

#[test]
fn two_names_are_of_one_file_or_of_two() {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    put(path("a"), "tea");
    put(path("b"), "tea");
    fs::hard_link(path("a"), path("c")).unwrap();
    std::os::unix::fs::symlink("a", path("d")).unwrap();
    let is_same = |name: &str| os::is_same_file(&path("a"), &path(name));
    assert!(is_same("a") && is_same("c"));
    assert!(!is_same("b") && !is_same("d") && !is_same("none"));
    assert!(!os::is_same_file(&path("none"), &path("none")));
}
