//! The git executable, for what libgit2 cannot do: hooks, external filters, dates and settings as only git reads them.
//!
//! It is found once, by its absolute path, is given arguments and never a line of shell, and sees of the environment
//! what a commit of git's own would.

use std::ffi::OsStr;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;

/// The oldest git that runs hooks on demand (`git hook run`).
pub(super) const OLDEST: (u32, u32) = (2, 36);

/// The variables of the process that a commit depends on: `GIT_*`, and those that find people and programs.
#[derive(Clone, Debug, Default)]
pub struct Variables(Vec<(OsString, OsString)>);

impl Variables {
    /// Of all those variables.
    pub fn new(all: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        Self(all.into_iter().collect())
    }

    /// The value of a variable; one that is empty counts as none.
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        let mut found = self.0.iter().filter(|(key, value)| key == name && !value.is_empty());
        found.next().map(|(_, value)| value.as_os_str())
    }

    /// The same as text; nothing where it is none.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.to_str()
    }

    /// A program in one of the folders of `PATH`, by its absolute path; the working directory never counts.
    pub(super) fn program(&self, name: &str) -> Option<PathBuf> {
        let folders = std::env::split_paths(self.get("PATH")?).filter(|folder| folder.is_absolute());
        let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        folders.map(|folder| folder.join(&name)).find(|path| is_executable(path))
    }
}

/// Whether a file can be run.
pub(super) fn is_executable(path: &Path) -> bool {
    let Ok(metadata) = path.metadata() else { return false };
    #[cfg(unix)]
    let may_run = {
        use std::os::unix::fs::PermissionsExt as _;
        metadata.permissions().mode() & 0o111 != 0
    };
    #[cfg(not(unix))]
    let may_run = true;
    metadata.is_file() && may_run
}

/// The git executable, at work in one repository.
#[derive(Clone, Debug)]
pub(super) struct Git {
    program: PathBuf,
    work_folder: PathBuf,
}

/// What a program said, and how it ended.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) status: ExitStatus,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: String,
}

impl Git {
    /// The first git in `PATH`.
    pub(super) fn find(variables: &Variables, work_folder: &Path) -> Option<Self> {
        Some(Self { program: variables.program("git")?, work_folder: work_folder.to_owned() })
    }

    /// Its version, major and minor.
    pub(super) fn version(&self) -> Option<(u32, u32)> {
        let said = run(self.command(["version"]), b"").ok()?;
        let text = String::from_utf8(said.stdout).ok()?;
        let mut numbers = text.strip_prefix("git version ")?.split('.');
        Some((numbers.next()?.trim().parse().ok()?, numbers.next()?.trim().parse().ok()?))
    }

    /// The command with those arguments, in the top of the working tree. Whatever repository the environment names, it
    /// is this one.
    pub(super) fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("-C").arg(&self.work_folder).args(arguments);
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE"] {
            command.env_remove(name);
        }
        command
    }
}

/// Runs a program with something on its standard input, and takes all it says.
///
/// # Errors
///
/// A program that cannot be started. One that fails has said so.
pub(super) fn run(mut command: Command, input: &[u8]) -> std::io::Result<Said> {
    let stdin = if input.is_empty() { Stdio::null() } else { Stdio::piped() };
    let mut child = command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // One that ends early does not want the rest.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output()
    })?;
    let stderr = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Ok(Said { status: output.status, stdout: output.stdout, stderr })
}

#[cfg(test)]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the tests set up programs of their own")]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::super::tests::script;
    use super::*;

    #[test]
    fn variables_are_text_or_count_as_none() {
        use std::os::unix::ffi::OsStringExt as _;
        let all = [("A", "tea".into()), ("B", "".into()), ("C", OsString::from_vec(vec![0xff]))];
        let variables = Variables::new(all.map(|(name, value)| (name.into(), value)));
        assert_eq!(["A", "B", "C", "D"].map(|name| variables.text(name)), [Some("tea"), None, None, None]);
        assert_eq!(variables.get("C").map(OsStr::len), Some(1));
    }

    #[test]
    fn only_a_file_that_somebody_may_run_is_a_program() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("git");
        assert!(!is_executable(&path) && !is_executable(folder.path()), "nothing, and a folder");
        for (mode, expected) in [(0o644, false), (0o755, true), (0o100, true), (0o010, true), (0o001, true)] {
            fs::write(&path, "").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(is_executable(&path), expected, "{mode:o}");
        }
    }

    #[test]
    fn the_version_of_git_is_two_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("git");
        let variables = Variables::new([("PATH".into(), folder.path().into())]);
        for (said, version) in [
            ("git version 2.39.5", Some((2, 39))),
            ("git version 2.39.3 (Apple Git-146)", Some((2, 39))),
            ("git version 10.4.windows.1", Some((10, 4))),
            ("git version 3.0", Some((3, 0))),
            ("git version two", None),
            ("hub version 2.14", None),
            ("", None),
        ] {
            script(&program, &format!("echo '{said}'"));
            assert_eq!(Git::find(&variables, folder.path()).unwrap().version(), version, "{said}");
        }
    }
}
