//! Which hooks run, and what they are told.

use std::fs;

use git2::Time;
use tempfile::TempDir;

use super::super::executable::Variables;
use super::super::tests::script;
use super::*;

fn repository() -> (TempDir, Repository) {
    let folder = tempfile::tempdir().unwrap();
    let repository = Repository::init(folder.path()).unwrap();
    (folder, repository)
}

/// The hooks that run and those that do not, with a git of that version.
fn found(repository: &Repository, version: Option<&str>, verifies: bool) -> Result<(Hooks, Vec<&'static str>), String> {
    let work = repository.workdir().unwrap();
    let programs = work.join("programs");
    let git = version.map(|version| {
        script(&programs.join("git"), &format!("echo 'git version {version}'"));
        Git::find(&Variables::new([("PATH".into(), programs.into())]), work).unwrap()
    });
    let config = Config::open(&repository.path().join("config")).unwrap();
    let found = Hooks::find(repository, &config, git.as_ref(), work.join("index"), verifies);
    let hooks = found.map_err(|refusal| refusal.to_string())?;
    let names = hooks.found.clone();
    Ok((hooks, names))
}

#[test]
fn hooks_run_with_a_git_that_can_run_them() {
    let (_folder, repository) = repository();
    let names = |version, verifies| found(&repository, version, verifies).map(|(_, names)| names);
    assert_eq!(names(None, true), Ok(vec![]), "none is there, and no git is needed");
    for name in ["pre-commit", "commit-msg", "post-commit", "reference-transaction", "pre-push"] {
        script(&repository.path().join("hooks").join(name), "exit 0");
    }
    fs::write(repository.path().join("hooks/prepare-commit-msg"), "#!/bin/sh\nexit 0\n").unwrap();
    let all = vec!["pre-commit", "commit-msg", "post-commit"];
    for version in ["2.36.0", "2.36", "2.39.5", "3.0.0", "unheard of"] {
        assert_eq!(names(Some(version), true), Ok(all.clone()), "{version}");
    }
    assert_eq!(names(Some("2.39.5"), false), Ok(vec!["post-commit"]), "--no-verify");
    let old = "git 2.35 is too old for the repository's hooks: 2.36 or newer is needed";
    assert_eq!(names(Some("2.35.9"), true), Err(old.to_owned()));
    assert_eq!(names(None, true), Err("git is needed for the repository's hooks, and is not found in PATH".to_owned()));
    assert_eq!(found(&repository, Some("2.39.5"), true).unwrap().0.passed_over, ["reference-transaction"]);
}

#[test]
fn only_a_hook_after_the_commit_lets_files_be_written_last() {
    let (_folder, repository) = repository();
    let any_before = || found(&repository, Some("2.39.5"), true).unwrap().0.any_before();
    assert!(!any_before());
    script(&repository.path().join("hooks/post-commit"), "exit 0");
    assert!(!any_before());
    script(&repository.path().join("hooks/prepare-commit-msg"), "exit 0");
    assert!(any_before());
}

#[test]
fn hooks_are_where_the_settings_say() {
    let (folder, repository) = repository();
    script(&repository.path().join("hooks/pre-commit"), "exit 0");
    script(&folder.path().join("ours/commit-msg"), "exit 0");
    for (path, names) in [("", ["pre-commit"]), ("ours", ["commit-msg"])] {
        repository.config().unwrap().set_str("core.hooksPath", path).unwrap();
        assert_eq!(found(&repository, Some("2.39.5"), true).unwrap().1, names, "{path:?}");
    }
}

#[test]
fn hooks_are_told_who_and_when_and_that_no_editor_comes() {
    let (_folder, repository) = repository();
    let mut hooks = found(&repository, None, true).unwrap().0;
    let author = Signature::new("Ada", "ada@example.org", &Time::new(1_700_000_000, -210)).unwrap();
    let named = vec![
        ("GIT_AUTHOR_NAME", "Ada".to_owned()),
        ("GIT_AUTHOR_EMAIL", "ada@example.org".to_owned()),
        ("GIT_AUTHOR_DATE", "@1700000000 -0330".to_owned()),
    ];
    hooks.announce(&author, true);
    assert_eq!(hooks.environment, named);
    hooks.announce(&author, false);
    assert_eq!(hooks.environment, [named, vec![("GIT_EDITOR", ":".to_owned())]].concat());
}
