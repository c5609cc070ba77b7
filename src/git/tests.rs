//! What is told of repositories that git itself made.

use std::cell::Cell;
use std::fs;
use std::process::Command;

use tempfile::TempDir;

use super::commit::Dialogue;
use super::commit::File;
use super::commit::Made;
use super::commit::Wanted;
use super::commit::said_in_full;
use super::*;

/// The third time that is asked whether a signal came, all is ready but for the branch; before, there are two at the
/// message.
pub(super) const BEFORE_THE_BRANCH: u32 = 3;

pub(super) fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]);
    let output = command.args(arguments).env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Makes a script that can be run. Another process writes it: a file that this one has open, or a child that it begins in
/// that moment, cannot be run (`ETXTBSY`).
#[cfg(unix)]
pub(super) fn script(path: &Path, text: &str) {
    let mut command = Command::new("sh");
    command.args(["-ec", "mkdir -p \"${1%/*}\"; printf '#!/bin/sh\\n%s\\n' \"$2\" > \"$1\"; chmod 755 \"$1\"", "sh"]);
    assert!(command.arg(path).arg(text).status().unwrap().success());
}

/// A repository with a commit of `a.md`.
pub(super) struct Scene {
    pub(super) folder: TempDir,
    pub(super) variables: Variables,
}

impl Scene {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
        git(folder.path(), &["config", "user.name", "Ada"]);
        git(folder.path(), &["config", "user.email", "ada@example.org"]);
        fs::write(folder.path().join("a.md"), "tea\n").unwrap();
        git(folder.path(), &["add", "."]);
        git(folder.path(), &["commit", "--quiet", "-m", "first"]);
        Self { folder, variables: Variables::new(std::env::vars_os().filter(|(name, _)| name == "PATH")) }
    }

    pub(super) fn git(&self, arguments: &[&str]) -> String {
        git(self.folder.path(), arguments)
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(super) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    #[cfg(unix)]
    pub(super) fn hook(&self, name: &str, text: &str) {
        script(&self.path(".git/hooks").join(name), text);
    }

    /// What a script says.
    pub(super) fn shell(&self, script: &str) -> String {
        let mut command = Command::new("sh");
        command.current_dir(self.folder.path()).arg("-ec").arg(script);
        let said = executable::run(command, b"").unwrap();
        assert!(said.status.success(), "{script}: {}", said.stderr);
        String::from_utf8(said.stdout).unwrap().trim().to_owned()
    }

    /// What the files of HEAD are, in their order.
    pub(super) fn in_head(&self) -> Vec<(String, String)> {
        let names = self.git(&["ls-tree", "-r", "--name-only", "HEAD"]);
        names.lines().map(|name| (name.to_owned(), self.git(&["show", &format!("HEAD:{name}")]))).collect()
    }

    /// Another commit of another process, on top of `main`, which is not moved to it.
    pub(super) fn theirs(&self, path: &str, text: &str) -> String {
        let other = self.folder.path().join(".git/theirs");
        fs::write(&other, text).unwrap();
        let blob = self.git(&["hash-object", "-w", ".git/theirs"]);
        let line = format!("100644 blob {blob}\t{path}\n");
        let listed = format!("{}\n", self.git(&["ls-tree", "main"]));
        let kept: String =
            listed.lines().filter(|line| !line.ends_with(path)).map(|line| format!("{line}\n")).collect();
        let mut command = Command::new("git");
        command.arg("-C").arg(self.folder.path()).arg("mktree");
        let said = executable::run(command, format!("{kept}{line}").as_bytes()).unwrap();
        let tree = String::from_utf8(said.stdout).unwrap();
        self.git(&["commit-tree", "-p", "main", "-m", "theirs", tree.trim()])
    }

    /// A file that is written over what is there.
    pub(super) fn file(&self, path: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
            is_written: true,
            replaced: fs::read(self.path(path)).ok(),
            is_removed: false,
        }
    }

    /// Commits files, and lets something happen whenever it is asked whether a signal came.
    pub(super) fn commit(
        &self,
        files: &[(&str, &str)],
        wanted: Wanted,
        meanwhile: &dyn Fn(u32) -> bool,
    ) -> Result<Made, String> {
        let files = files.iter().map(|(path, text)| self.file(path, text)).collect();
        self.make(&Wanted { files, message: "second".to_owned(), ..wanted }, meanwhile)
    }

    /// The same of a commit in full.
    pub(super) fn make(&self, wanted: &Wanted, meanwhile: &dyn Fn(u32) -> bool) -> Result<Made, String> {
        let session = self.session();
        let asked = Cell::new(0);
        let is_interrupted = || {
            asked.set(asked.get() + 1);
            meanwhile(asked.get())
        };
        let mut dialogue = Dialogue { waits: &mut |_| {}, is_interrupted: &is_interrupted };
        let made = session.commit(wanted, session.look().unwrap(), &mut dialogue);
        made.map_err(|failure| said_in_full(&failure))
    }

    pub(super) fn session(&self) -> Session<'_> {
        Session::open(self.folder.path(), &self.variables, &mut |_| {}).unwrap()
    }

    /// What a failed commit may not leave behind.
    #[track_caller]
    pub(super) fn is_as_before(&self, commit: &str) {
        assert_eq!(self.git(&["status", "--porcelain"]), "");
        assert_eq!(self.git(&["rev-parse", "main"]), self.git(&["rev-parse", commit]));
        assert!(!self.path(".git/index.lock").exists());
    }
}

pub(super) fn texts(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
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

#[test]
fn people_see_the_branch_that_is_followed_at_the_remote_that_it_is_brought_to() {
    let (folder, repository) = repository();
    let git = |arguments: &[&str]| git(folder.path(), arguments);
    let seen = || (repository.remote_address(), repository.remote_branch());
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(seen(), (None, text("main")));
    git(&["remote", "add", "alpha", "https://alpha.example/x.git"]);
    assert_eq!(seen(), (text("https://alpha.example/x.git"), text("main")), "the only one");
    git(&["remote", "add", "origin", "https://origin.example/x.git"]);
    assert_eq!(seen(), (text("https://origin.example/x.git"), text("main")), "origin rather than the first");
    git(&["update-ref", "refs/remotes/origin/trunk", "HEAD"]);
    git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk"]);
    assert_eq!(seen(), (text("https://origin.example/x.git"), text("trunk")), "the one that it shows first");
    git(&["update-ref", "refs/remotes/alpha/docs/pages", "HEAD"]);
    git(&["branch", "--quiet", "--set-upstream-to=alpha/docs/pages"]);
    assert_eq!(seen(), (text("https://alpha.example/x.git"), text("docs/pages")), "the one that is followed");
}

#[test]
fn what_git_ignores_is_told() {
    let (folder, repository) = repository();
    fs::write(folder.path().join(".gitignore"), "*.log\nout/\n").unwrap();
    let ignored = |path: &str| repository.is_ignored(Path::new(path));
    assert_eq!(["a.log", "out/", "out", "a.md"].map(ignored), [true, true, false, false]);
}
