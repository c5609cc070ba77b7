//! Histories made by git itself, and what is seen of them.

use std::fs;
use std::process::Command;

use super::super::tests::git;
use super::*;

/// Commits files at a minute of their own, since a second may hold many commits.
fn commit(folder: &Path, minute: u32, files: &[(&str, &str)]) {
    for (name, content) in files {
        fs::write(folder.join(name), content).unwrap();
    }
    git(folder, &["add", "--all"]);
    let date = format!("--date=2026-05-04T10:{minute:02}:00Z");
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]);
    command.args(["commit", "--quiet", "--allow-empty", "-m", "x", &date]);
    command.env("GIT_COMMITTER_DATE", format!("2026-05-04T10:{minute:02}:00Z"));
    assert!(command.status().unwrap().success());
}

fn repository() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    let path = folder.path().to_owned();
    (folder, path)
}

/// The states as `first/second`, newest first.
fn states(folder: &Path) -> Vec<String> {
    let repository = Repository::discover(folder).unwrap().unwrap();
    let history = repository.history([Path::new("a"), Path::new("b")]);
    let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).unwrap();
    history.map(|past| past.unwrap().files.iter().map(text).collect::<Vec<_>>().join("/")).collect()
}

#[test]
fn states_come_newest_first_and_each_once() {
    let (_guard, folder) = repository();
    commit(&folder, 1, &[("a", "1")]);
    commit(&folder, 2, &[("b", "1")]);
    commit(&folder, 3, &[("c", "elsewhere")]);
    commit(&folder, 4, &[("a", "2")]);
    commit(&folder, 5, &[("b", "2")]);
    commit(&folder, 6, &[("a", "1"), ("b", "1")]);
    // The first commit has one of the files only, the third changes neither.
    assert_eq!(states(&folder), ["1/1", "2/2", "2/1"]);
}

#[test]
fn what_a_merge_brought_in_is_seen() {
    let (_guard, folder) = repository();
    commit(&folder, 1, &[("a", "1"), ("b", "1")]);
    git(&folder, &["switch", "--quiet", "--create", "side"]);
    commit(&folder, 2, &[("a", "2"), ("b", "2")]);
    git(&folder, &["switch", "--quiet", "main"]);
    commit(&folder, 3, &[("c", "elsewhere")]);
    git(&folder, &["merge", "--quiet", "--no-edit", "side"]);
    commit(&folder, 5, &[("b", "3")]);
    assert_eq!(states(&folder), ["2/3", "2/2", "1/1"]);
}

#[test]
fn a_repository_without_commits_has_no_history() {
    let (_guard, folder) = repository();
    assert_eq!(states(&folder), [] as [&str; 0]);
}

#[test]
fn the_history_of_a_shallow_clone_ends_where_it_does() {
    let (_guard, folder) = repository();
    for (minute, state) in [(1, "1"), (2, "2"), (3, "3")] {
        commit(&folder, minute, &[("a", state), ("b", state)]);
    }
    let clones = tempfile::tempdir().unwrap();
    let url = format!("file://{}", folder.display());
    git(clones.path(), &["clone", "--quiet", "--depth=2", &url, "clone"]);
    assert_eq!(states(&clones.path().join("clone")), ["3/3", "2/2"]);
}
