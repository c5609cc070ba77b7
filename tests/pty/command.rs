//! The program itself, in a terminal, a repository and a home of its own.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::program::program;
use crate::session::Session;

/// Shows what it is to edit, waits for a line, and leaves that line or the text prepared under the file's name.
const EDITOR: &str = r#"name=$(basename "$1")
printf 'editing %s\n' "$name"
read -r line
if [ "$line" ]; then printf '%s\n' "$line" > "$1"; else cp "$HOME/texts/$name" "$1"; fi
"#;

/// A folder to work in.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    /// An empty repository, and an editor that writes prepared texts.
    pub(crate) fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        for name in ["work", "home/texts", "tmp"] {
            fs::create_dir_all(desk.folder.path().join(name)).unwrap();
        }
        fs::write(desk.folder.path().join("home/editor"), EDITOR).unwrap();
        let identity = "[user]\n\tname = Ada Test\n\temail = ada@example.org\n";
        fs::write(desk.folder.path().join("home/.gitconfig"), identity).unwrap();
        let init = desk.scrubbed("git").args(["init", "--quiet", "--initial-branch=main"]).status().unwrap();
        assert!(init.success());
        desk
    }

    /// What the editor leaves in a file of that name.
    pub(crate) fn text(self, name: &str, text: &str) -> Self {
        fs::write(self.folder.path().join("home/texts").join(name), text).unwrap();
        self
    }

    /// A file to work with.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        fs::write(self.path(name), text).unwrap();
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("work").join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The answers that were kept under that name, if any were.
    pub(crate) fn draft(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.path(".git/afterword/drafts").join(format!("{name}.yaml"))).ok()
    }

    /// The program with those arguments, for [`Session::start`].
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.scrubbed(program());
        command.args(arguments);
        command
    }

    /// Runs the program at a terminal of 80 columns.
    pub(crate) fn start(&self, arguments: &[&str]) -> Session {
        Session::start(&self.command(arguments), 80, 24)
    }

    /// Runs the program without a terminal.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).stdin(Stdio::null()).output().unwrap()
    }

    /// What git says, run with those arguments.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.scrubbed("git").args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn scrubbed(&self, program: impl AsRef<OsStr>) -> Command {
        let home = self.folder.path().join("home");
        let mut command = Command::new(program);
        command.current_dir(self.folder.path().join("work")).env_clear();
        // Where coverage is measured.
        command.envs(std::env::vars_os().filter(|(name, _)| name == "LLVM_PROFILE_FILE"));
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("TERM", "xterm-256color");
        command.env("HOME", &home).env("TMPDIR", self.folder.path().join("tmp"));
        command.env("EDITOR", format!("sh {}", home.join("editor").display())).env("GIT_CONFIG_NOSYSTEM", "1");
        command
    }
}
