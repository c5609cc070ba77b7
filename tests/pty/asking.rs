//! The program that asks, in a terminal and in a folder of its own.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::session::{End, Session, asker};

/// Every kind of question, and what it shows last before it waits.
pub(crate) const KINDS: &[&str] =
    &["line", "default", "optional", "path", "choice", "search", "choices", "lines", "text"];

/// How questions are to be asked.
pub(crate) struct Asking {
    folder: TempDir,
    command: Command,
    size: (u16, u16),
}

/// Questions that are being asked.
pub(crate) struct Asked {
    folder: TempDir,
    pub(crate) session: Session,
}

impl Asking {
    /// Questions of those kinds, at a terminal of 80 columns without an editor.
    pub(crate) fn new(kinds: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(asker());
        command.args(kinds.split(' ')).current_dir(folder.path()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("TERM", "xterm-256color");
        command.env("HOME", folder.path()).env("ASKER_REPLIES", folder.path().join("replies"));
        // So that nothing is left behind by a test that ends the program.
        command.env("TMPDIR", folder.path());
        Self { folder, command, size: (80, 24) }
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// A shell script as the editor.
    pub(crate) fn editor(self, script: &str) -> Self {
        self.file("editor", script).env("EDITOR", "sh ./editor")
    }

    pub(crate) fn start(self) -> Asked {
        let session = Session::start(&self.command, self.size.0, self.size.1);
        Asked { folder: self.folder, session }
    }

    /// The command, to be run without a terminal.
    pub(crate) fn command(&mut self) -> &mut Command {
        &mut self.command
    }

    /// Starts it through a shell, where it is `"$@"`.
    pub(crate) fn start_in_shell(self, script: &str) -> Asked {
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "sh"]).arg(self.command.get_program()).args(self.command.get_args());
        shell.current_dir(self.folder.path()).env_clear();
        shell.envs(self.command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let session = Session::start(&shell, self.size.0, self.size.1);
        Asked { folder: self.folder, session }
    }
}

impl Asked {
    /// Waits for that to be shown, and then types.
    #[track_caller]
    pub(crate) fn answer(&mut self, shown: &str, typed: &str) -> &mut Self {
        self.session.wait_for(shown);
        self.session.send(typed);
        self
    }

    /// Waits for the end, which must be a good one, and gives the replies.
    #[track_caller]
    pub(crate) fn replies(&mut self) -> String {
        assert_eq!(self.session.end(), End::Code(0), "{}", self.session.output());
        self.session.assert_as_before();
        self.replies_so_far()
    }

    /// Waits for the end, which must be that of an interrupted program, and gives the replies before that.
    #[track_caller]
    pub(crate) fn interrupted(&mut self) -> String {
        assert_eq!(self.session.end(), End::Code(130), "{}", self.session.output());
        self.session.assert_as_before();
        self.replies_so_far()
    }

    pub(crate) fn replies_so_far(&self) -> String {
        fs::read_to_string(self.folder.path().join("replies")).unwrap_or_default()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// The files that an editor was given and that are still there, with their contents.
    pub(crate) fn forms(&self) -> Vec<(PathBuf, String)> {
        let folders = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let forms = folders.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("afterword-"));
        let files = forms.flat_map(|folder| {
            assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
        });
        files.map(|path| (path.clone(), fs::read_to_string(&path).unwrap())).collect()
    }
}
