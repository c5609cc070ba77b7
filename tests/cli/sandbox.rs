//! A folder of its own for each test, and the program run in it with a clean environment.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use tempfile::TempDir;

use crate::program::program;

/// A scratch folder, removed with the test.
pub(crate) struct Sandbox {
    folder: TempDir,
}

/// What a run of the program did.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    /// An empty folder, outside of any repository, with a home of its own beside the work.
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("afterword-test-").tempdir().unwrap();
        fs::create_dir_all(folder.path().join("work")).unwrap();
        fs::create_dir_all(folder.path().join("home")).unwrap();
        Self { folder }
    }

    /// The same with a git repository in it.
    pub(crate) fn with_repository() -> Self {
        let sandbox = Self::new();
        sandbox.git(&["init", "--quiet", "--initial-branch=main"]);
        sandbox
    }

    /// The folder that commands run in.
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

    /// Every file below the work folder but git's own, in order, one a line.
    pub(crate) fn tree(&self) -> String {
        let mut files = Vec::new();
        collect(&self.work(), &self.work(), &mut files);
        files.sort();
        files.join("\n")
    }

    /// Runs real git, which must succeed; returns what it says.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.scrubbed(Command::new("git")).args(arguments).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Makes an object of the repository unreadable, such as `HEAD:e.yaml`.
    pub(crate) fn break_object(&self, name: &str) {
        let id = self.git(&["rev-parse", name]);
        let (folder, file) = id.trim().split_at(2);
        let object = self.path(&format!(".git/objects/{folder}/{file}"));
        fs::remove_file(&object).unwrap();
        fs::write(&object, "broken").unwrap();
    }

    /// Commits everything.
    pub(crate) fn commit_all(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message=all"]);
    }

    /// Runs the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs the program with something on standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Run {
        fed(&mut self.command(arguments), input.as_ref())
    }

    /// The program as a command in the work folder, for what [`Sandbox::run`] does not do.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.scrubbed(Command::new(program()));
        command.args(arguments);
        command
    }

    /// Runs a command with that input, in so many megabytes of memory where that can be said.
    pub(crate) fn limited(&self, command: &Command, megabytes: u32, input: Option<&[u8]>) -> Run {
        let is_limited = cfg!(target_os = "linux");
        let mut limited = Command::new(if is_limited { "sh".as_ref() } else { command.get_program() });
        if is_limited {
            let limit = format!("ulimit -v {} && exec \"$0\" \"$@\"", u64::from(megabytes) * 1024);
            limited.args(["-c", &limit]).arg(command.get_program());
        }
        limited.args(command.get_args()).current_dir(command.get_current_dir().unwrap()).env_clear();
        for (name, value) in command.get_envs() {
            limited.env(name, value.unwrap());
        }
        match input {
            Some(input) => fed(&mut limited, input),
            None => Run::of(limited.stdin(Stdio::null()).output().unwrap()),
        }
    }

    /// Another program as a command in the work folder.
    #[cfg(unix)]
    pub(crate) fn command_of(&self, program: &str) -> Command {
        self.scrubbed(Command::new(program))
    }

    /// Runs a line of shell, where `afterword` is the program; returns all it says, with its exit code if that is not 0.
    #[cfg(unix)]
    pub(crate) fn shell(&self, line: &str) -> String {
        let mut command = self.shell_command();
        command.arg("-c").arg(format!("exec 2>&1; {line}")).stdin(Stdio::null());
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        match output.status.code() {
            Some(0) => said,
            code => format!("{said}exit code: {}\n", code.unwrap_or(-1)),
        }
    }

    /// A shell in the work folder, for which `afterword` is the program.
    #[cfg(unix)]
    pub(crate) fn shell_command(&self) -> Command {
        let mut command = self.scrubbed(Command::new("sh"));
        let program = program();
        let path = std::env::join_paths(
            std::iter::once(program.parent().unwrap().to_owned())
                .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
        );
        command.env("PATH", path.unwrap());
        command
    }

    /// No variable of the developer's reaches a test.
    fn scrubbed(&self, mut command: Command) -> Command {
        let home = self.folder.path().join("home");
        command.env_clear();
        // Where coverage is measured, beside what other programs tell and not in the folder that is looked at.
        command.envs(std::env::vars_os().filter(|(name, _)| name == "LLVM_PROFILE_FILE"));
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", &home).env("USERPROFILE", &home);
        command.env("COLUMNS", "100").env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8");
        command.env("GIT_CONFIG_NOSYSTEM", "1");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "Ada Test").env(format!("GIT_{role}_EMAIL"), "ada@example.org");
            command.env(format!("GIT_{role}_DATE"), "2026-01-02T03:04:05Z");
        }
        command.current_dir(self.work());
        command
    }
}

/// Runs a command with that input.
fn fed(command: &mut Command, input: &[u8]) -> Run {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that refuses early closes the pipe: what is left is not for it.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Run::of(output)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap() == ".git" {
            continue;
        }
        if path.is_dir() && !path.is_symlink() {
            collect(root, &path, files);
        } else {
            files.push(path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
        }
    }
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Fails the test unless the run ended with that code.
    #[track_caller]
    pub(crate) fn code(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Fails the test unless this is all that went to standard output.
    #[track_caller]
    pub(crate) fn stdout(&self, expected: impl snapbox::IntoData) -> &Self {
        snapbox::assert_data_eq!(&self.stdout, expected);
        self
    }

    /// Fails the test unless this is all that went to standard error.
    #[track_caller]
    pub(crate) fn stderr(&self, expected: impl snapbox::IntoData) -> &Self {
        snapbox::assert_data_eq!(&self.stderr, expected);
        self
    }
}
