//! A repository in which somebody is at work, and an event in it that was committed before and has changed since.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use tempfile::TempDir;

use crate::program::program;

/// The event as it was committed.
const BEFORE: &str = "\
series: Lantern Week
start: 2026-05-11
location: {name: Town Hall}
organizers: [{name: Lantern Makers}]
pictures: [{file: ./images/team.png, alt: The team}]
topics:
  - title: Longer Wicks
    problem: Wicks burn out.
";

/// The same as it is now.
const AFTER: &str = "\
series: Lantern Week
start: 2026-05-11
location: {name: Town Hall}
organizers: [{name: Lantern Makers}]
pictures:
  - {file: ./images/team.png, alt: The team}
  - {file: ./images/cake.png, alt: The cake}
topics:
  - title: Longer Wicks
    problem: Wicks burn out.
    achievements: They last a night.
";

/// The event's file.
pub(crate) const EVENT: &str = "2026-05.yaml";

/// Commits it.
pub(crate) const COMMIT: &[&str] = &["commit", EVENT];

/// A folder of its own, with a repository in `work`.
pub(crate) struct Scene {
    folder: TempDir,
}

impl Scene {
    /// An empty repository.
    pub(crate) fn empty() -> Self {
        let scene = Self { folder: folder() };
        fs::create_dir_all(scene.work()).unwrap();
        fs::create_dir_all(scene.folder.path().join("home")).unwrap();
        scene.git(&["init", "--quiet", "--template=", "--initial-branch=main"]);
        scene
    }

    /// Page, event file and a picture are committed; event file and picture have changed since, and one picture is new.
    /// Somebody else is at work beside them.
    pub(crate) fn busy() -> Self {
        let scene = Self::begun();
        scene.file(EVENT, BEFORE).file("images/team.png", "\x7fPNG team");
        scene.succeed(COMMIT);
        scene.disturb();
        scene.file(EVENT, AFTER).file("images/team.png", "\x7fPNG the team in colour");
        scene.file("images/cake.png", "\x7fPNG cake");
        scene
    }

    /// A repository with a commit of files that are no event's.
    pub(crate) fn begun() -> Self {
        let scene = Self::empty();
        for name in ["a", "b", "c", "d"] {
            scene.file(&format!("{name}.txt"), "first\n");
        }
        scene.git(&["add", "."]);
        scene.git(&["commit", "--quiet", "--message=first"]);
        scene
    }

    /// Stages those files, stages some partly, removes, edits and adds some, and leaves some unknown.
    pub(crate) fn disturb(&self) {
        self.file("a.txt", "staged\n").file("b.txt", "staged\n").file("new.txt", "staged\n");
        self.git(&["add", "a.txt", "b.txt", "new.txt"]);
        self.git(&["rm", "--quiet", "--cached", "d.txt"]);
        self.file("b.txt", "edited after staging\n").file("c.txt", "edited\n").file("later.txt", "later\n");
        self.git(&["add", "--intent-to-add", "later.txt"]);
        self.file("unknown.txt", "unknown\n");
    }

    /// The same folder once more, elsewhere.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self { folder: folder() };
        let copied = Command::new("cp").arg("-a").arg(self.folder.path().join(".")).arg(copy.folder.path()).status();
        assert!(copied.unwrap().success());
        copy
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The working tree.
    pub(crate) fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.work().join(name)
    }

    /// Writes a file, with its folders.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        self.path(name).symlink_metadata().is_ok()
    }

    /// Runs real git, which must succeed; returns what it says.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.scrubbed(Command::new("git")).args(arguments).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs the program; returns its exit code and what it says.
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String) {
        said(&self.command(arguments).output().unwrap())
    }

    /// Runs the program, which must succeed.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> &Self {
        let (code, said) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {said}");
        self
    }

    /// The program as a command.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.scrubbed(Command::new(program()));
        command.args(arguments).stdin(Stdio::null());
        command
    }

    /// The command in this repository, with no variable of the developer's. Dates are fixed, so that the same commit
    /// always has the same id.
    pub(crate) fn scrubbed(&self, mut command: Command) -> Command {
        command.env_clear().current_dir(self.work());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.folder.path().join("home")).env("LC_ALL", "C.UTF-8");
        // To look at a repository must not write its index.
        command.env("GIT_OPTIONAL_LOCKS", "0");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "Ada Test").env(format!("GIT_{role}_EMAIL"), "ada@example.org");
            command.env(format!("GIT_{role}_DATE"), "2026-01-02T03:04:05Z");
        }
        command
    }
}

/// The exit code, or the negative number of the signal that ended it, and all it said.
pub(crate) fn said(output: &Output) -> (i32, String) {
    use std::os::unix::process::ExitStatusExt as _;
    let code = output.status.code().or_else(|| output.status.signal().map(|signal| -signal));
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (code.unwrap(), String::from_utf8_lossy(&text).into_owned())
}

/// In memory where the system has that: the disk has no part in these tests.
fn folder() -> TempDir {
    let mut builder = tempfile::Builder::new();
    let builder = builder.prefix("afterword-faults-");
    builder.tempdir_in("/dev/shm").or_else(|_| builder.tempdir()).unwrap()
}
