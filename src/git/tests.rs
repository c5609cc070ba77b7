//! What is told of repositories that git itself made.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use super::*;

pub(super) fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]);
    let output = command.args(arguments).env("LC_ALL", "C").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn repository() -> (TempDir, Repository) {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(folder.path().join("sub/a.md"), "tea\n").unwrap();
    fs::write(folder.path().join("sub/b.md"), "milk\n").unwrap();
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "-m", "x"]);
    let repository = Repository::discover(&folder.path().join("sub")).unwrap().unwrap();
    (folder, repository)
}

#[test]
fn a_folder_is_in_a_repository_with_a_working_tree_or_in_none() {
    let folder = tempfile::tempdir().unwrap();
    let found = || Repository::discover(folder.path()).map(|found| found.is_some());
    assert!(!found().unwrap(), "no `.git`");
    fs::create_dir(folder.path().join(".git")).unwrap();
    assert!(!found().unwrap(), "an empty `.git`");
    git(folder.path(), &["init", "--quiet"]);
    assert!(found().unwrap());
    git(folder.path(), &["config", "core.bare", "true"]);
    assert!(!found().unwrap(), "no working tree");
    fs::write(folder.path().join(".git/config"), "[core").unwrap();
    let error = found().unwrap_err();
    assert!(matches!(&error, GitError::Open { path, .. } if path == folder.path()), "{error:?}");
    assert_eq!(error.hint(), None);
}

#[test]
fn a_repository_of_somebody_else_is_told_with_what_to_do() {
    let hint = GitError::Owner { path: "/srv/site".into() }.hint();
    assert_eq!(hint.as_deref(), Some("if you trust it: git config --global --add safe.directory '/srv/site'"));
}

#[test]
fn who_commits_is_whom_the_configuration_names() {
    let (folder, repository) = repository();
    git(folder.path(), &["config", "user.name", "Ben Bee"]);
    git(folder.path(), &["config", "user.email", "ben@example.org"]);
    let identity = repository.identity(&Variables::new([]));
    assert_eq!(identity.as_deref(), Some("Ben Bee <ben@example.org>"));
}

#[test]
fn a_branch_is_named_unless_head_is_detached() {
    let (folder, repository) = repository();
    assert_eq!(repository.branch().as_deref(), Some("main"));
    git(folder.path(), &["switch", "--quiet", "--orphan", "new/one"]);
    assert_eq!(repository.branch().as_deref(), Some("new/one"), "without a commit");
    git(folder.path(), &["switch", "--quiet", "--detach", "main"]);
    assert_eq!(repository.branch(), None);
}

#[test]
fn the_branch_that_a_remote_shows_first_is_its_default() {
    let (folder, repository) = repository();
    assert!(!repository.is_default_of_remote("main"), "no remote");
    git(folder.path(), &["remote", "add", "upstream", "/nowhere"]);
    assert!(!repository.is_default_of_remote("main"), "nothing is known of it");
    git(folder.path(), &["update-ref", "refs/remotes/upstream/main", "HEAD"]);
    git(folder.path(), &["symbolic-ref", "refs/remotes/upstream/HEAD", "refs/remotes/upstream/main"]);
    assert!(repository.is_default_of_remote("main"));
    assert!(!repository.is_default_of_remote("notes"));
}

#[test]
fn a_branch_is_pushed_to_origin_or_to_the_only_remote() {
    let (folder, repository) = repository();
    let told = || repository.push_command("main");
    assert_eq!(told(), None);
    git(folder.path(), &["remote", "add", "alpha", "/nowhere"]);
    assert_eq!(told().as_deref(), Some("git push -u alpha main"));
    git(folder.path(), &["remote", "add", "origin", "/nowhere"]);
    assert_eq!(told().as_deref(), Some("git push -u origin main"));
    git(folder.path(), &["update-ref", "refs/remotes/alpha/main", "HEAD"]);
    git(folder.path(), &["branch", "--quiet", "--set-upstream-to=alpha/main"]);
    assert_eq!(told().as_deref(), Some("git push"));
}

#[test]
fn what_head_has_is_read_and_what_it_has_not_is_no_failure() {
    let (folder, repository) = repository();
    let read = |path: &str| repository.in_head(Path::new(path)).unwrap();
    assert_eq!(read("sub/a.md").as_deref(), Some(&b"tea\n"[..]));
    assert_eq!((read("sub/c.md"), read("sub")), (None, None));
    let files = repository.folder_in_head(Path::new("sub")).unwrap();
    assert_eq!(files, [("a.md".to_owned(), b"tea\n".to_vec()), ("b.md".to_owned(), b"milk\n".to_vec())]);
    assert_eq!(repository.folder_in_head(Path::new("sub/a.md")).unwrap(), []);

    let id = git(folder.path(), &["rev-parse", "HEAD:sub/a.md"]);
    let object = folder.path().join(format!(".git/objects/{}/{}", &id[..2], &id[2..]));
    fs::remove_file(&object).unwrap();
    fs::write(&object, "broken").unwrap();
    let repository = Repository::discover(folder.path()).unwrap().unwrap();
    assert!(matches!(repository.in_head(Path::new("sub/a.md")), Err(GitError::Read { .. })));
    assert!(matches!(repository.folder_in_head(Path::new("sub")), Err(GitError::Read { .. })));
}

#[test]
fn bytes_that_are_kept_come_back_by_their_id() {
    let (folder, repository) = repository();
    let id = repository.keep(Path::new("x.md"), b"edited\n").unwrap();
    assert_eq!(git(folder.path(), &["cat-file", "-p", &id]), "edited");
    assert_eq!(repository.work_folder(), folder.path().canonicalize().unwrap().join(""));
    assert_eq!(repository.git_folder(), folder.path().canonicalize().unwrap().join(".git/"));
    assert_eq!(repository.lock_path(), folder.path().canonicalize().unwrap().join(".git/afterword/lock"));
}
