//! The person's own editor, for texts of any length, and the file it is given.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::os::fd::AsFd as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::{env, thread};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};

use super::Printable;
use super::signals::Held;
use crate::wizard::PromptError;

/// Where a text ends in the file: a comment to Markdown, and the mark that git uses.
const SCISSORS: &str = "<!-- ------------------------ >8 ------------------------";

/// The largest file that is taken back from an editor.
const LARGEST: u64 = 16 << 20;

/// Why an editor gave no text.
#[derive(Debug, thiserror::Error)]
pub(super) enum EditorError {
    /// The file for it could not be made.
    #[error("cannot make a file for the editor in `{}`", Printable::from(.0.as_path()))]
    Create(PathBuf, #[source] io::Error),
    /// It could not be started.
    #[error("cannot start the editor `{0}`")]
    Start(String, #[source] io::Error),
    /// It said that it failed, or was ended.
    #[error("the editor `{0}` failed ({1})")]
    Failed(String, ExitStatus),
    /// What it left could not be read.
    #[error("cannot read `{}` back from the editor", Printable::from(.0.as_path()))]
    Read(PathBuf, #[source] io::Error),
}

/// The editor, as the environment names it: a command of the shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Editor(OsString);

impl Editor {
    /// `VISUAL`, unless the terminal is too simple for it, or else `EDITOR`; one that is empty names nothing.
    pub(super) fn from_variables(variable: impl Fn(&str) -> Option<OsString>, dumb: bool) -> Option<Self> {
        let names: &[&str] = if dumb { &["EDITOR"] } else { &["VISUAL", "EDITOR"] };
        let mut values = names.iter().filter_map(|name| variable(name));
        values.find(|value| !value.to_string_lossy().trim().is_empty()).map(Self)
    }

    /// The command, to be shown.
    pub(super) fn name(&self) -> String {
        Printable::from(Path::new(&self.0)).to_string()
    }

    /// Lets the person edit the file, and waits.
    ///
    /// Ctrl-C is the editor's alone in this time; another signal ends it too.
    pub(super) fn edit(&self, path: &Path, held: &Held) -> Result<Result<(), EditorError>, PromptError> {
        let child = match self.start(path) {
            Ok(child) => child,
            Err(error) => return Ok(Err(EditorError::Start(self.name(), error))),
        };
        Ok(match wait(child, held)? {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(EditorError::Failed(self.name(), status)),
            Err(error) => Err(EditorError::Start(self.name(), error)),
        })
    }

    /// As git starts it: through the shell, for it may have arguments.
    fn start(&self, path: &Path) -> io::Result<Child> {
        // The shell waits for what becomes of the editor at Ctrl-C.
        let mut script = OsString::from("trap : INT; ");
        script.push(&self.0);
        script.push(" \"$@\"");
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg(&self.0).arg(path);
        if !io::stdout().is_terminal() {
            // What we print goes elsewhere; what an editor prints is for the person.
            command.stdout(Stdio::from(io::stderr().as_fd().try_clone_to_owned()?));
        }
        command.spawn()
    }
}

fn wait(mut child: Child, held: &Held) -> Result<io::Result<ExitStatus>, PromptError> {
    let pid = Pid::from_child(&child);
    let (sender, receiver) = mpsc::channel();
    let (ended, ends) = UnixStream::pair()?;
    thread::spawn(move || {
        // Nobody listens where a signal has ended the asking.
        sender.send(child.wait()).ok();
        drop(ended);
    });

    let mut polled = [PollFd::new(held, PollFlags::IN), PollFd::new(&ends, PollFlags::IN)];
    loop {
        // An error is a signal, as is the first pipe.
        poll(&mut polled, None).ok();
        if let Ok(status) = receiver.try_recv() {
            held.forget_keyboard();
            return if held.is_ended() { Err(PromptError::Interrupted) } else { Ok(status) };
        }
        if held.is_ended() {
            kill_process(pid, Signal::TERM).ok();
            // It may want to save something, and should not write to a terminal that is someone else's by then.
            let patience = Timespec { tv_sec: 1, tv_nsec: 0 };
            poll(&mut [PollFd::new(&ends, PollFlags::IN)], Some(&patience)).ok();
            return Err(PromptError::Interrupted);
        }
        held.forget_keyboard();
    }
}

/// The file that is edited, alone in a folder that nobody else can look into.
#[derive(Debug)]
pub(super) struct Form {
    folder: PathBuf,
    path: PathBuf,
    content: String,
    below: String,
}

/// What an editor left.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Left {
    /// The text, without empty lines around it.
    pub(super) text: String,
    /// Whether something was written where it does not count.
    pub(super) below: bool,
}

impl Form {
    /// Makes the file: the text, and below it, in a comment, what is asked.
    pub(super) fn create(name: &str, text: &str, asked: &str) -> Result<Self, EditorError> {
        let parent = env::temp_dir();
        let folder = parent.join(format!("afterword-{:016x}", RandomState::new().build_hasher().finish()));
        let path = folder.join(file_name(name));
        let below =
            format!("\nEverything from the line above on is left out.\n\n{}\n-->\n", asked.replace("-->", "-- >"));
        let content = format!("{}\n\n{SCISSORS}{below}", text.trim_end());

        let form = Self { folder, path, content, below };
        form.write().map_err(|error| EditorError::Create(parent, error))?;
        Ok(form)
    }

    fn write(&self) -> io::Result<()> {
        DirBuilder::new().mode(0o700).create(&self.folder)?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.path)?;
        file.write_all(self.content.as_bytes())
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads back what the editor left.
    pub(super) fn read(&self) -> Result<Left, EditorError> {
        let content = self.content_now().map_err(|error| EditorError::Read(self.path.clone(), error))?;
        let content = content.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let (text, below) = match content.rfind(SCISSORS) {
            Some(at) => (&content[..at], content[at + SCISSORS.len()..].trim_end() != self.below.trim_end()),
            None => (content.as_str(), false),
        };
        Ok(Left { text: without_empty_lines(text).to_owned(), below })
    }

    /// Whether it holds something that was not there at first.
    pub(super) fn is_touched(&self) -> bool {
        self.content_now().ok().as_deref() != Some(&self.content)
    }

    /// Takes it away, with what the editor has put beside it.
    pub(super) fn remove(self) {
        // What stays is in a folder for what may go.
        fs::remove_dir_all(&self.folder).ok();
    }

    fn content_now(&self) -> io::Result<String> {
        let mut content = String::new();
        let mut file = File::open(&self.path)?.take(LARGEST + 1);
        if file.read_to_string(&mut content)? as u64 > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(content)
    }
}

/// The text without empty lines before it and without anything after its last word.
pub(super) fn without_empty_lines(text: &str) -> &str {
    let text = text.trim_end();
    let first = text.find(|character: char| !character.is_whitespace()).unwrap_or(0);
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    &text[start..]
}

/// The name as one that is harmless in any folder and on any command line.
fn file_name(name: &str) -> String {
    let name = Path::new(name).file_name().and_then(OsStr::to_str).unwrap_or_default();
    let is_safe = |character: char| character.is_alphanumeric() || "._-".contains(character);
    let name: String =
        name.chars().map(|character| if is_safe(character) { character } else { '_' }).take(60).collect();
    let name = name.trim_start_matches(['.', '-']);
    if name.is_empty() { "text.md".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "what is tested cannot prepare its own test")]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_first_variable_that_names_something_is_the_editor() {
        let editor = |visual: &str, editor: &str, dumb| {
            let named =
                Editor::from_variables(|name| Some(if name == "VISUAL" { visual } else { editor }.into()), dumb);
            named.map(|editor| editor.name())
        };
        assert_eq!(editor("code -w", "vi", false).as_deref(), Some("code -w"));
        assert_eq!(editor("code -w", "vi", true).as_deref(), Some("vi"));
        assert_eq!(editor("", "vi", false).as_deref(), Some("vi"));
        assert_eq!(editor("", " ", false), None);
        assert_eq!(editor("code -w", "", true), None);
        assert_eq!(Editor::from_variables(|_| None, false), None);
    }

    #[test]
    fn a_form_is_private_and_gives_back_the_text_above_the_line() {
        let form = Form::create("../-problem.md", "# One\n\n<!-- two -->\n", "Problem Statement").unwrap();
        assert_eq!(form.path().file_name().unwrap(), "problem.md");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(form.path()), mode(&form.folder)), (0o600, 0o700));

        let left = |content: &str| {
            fs::write(form.path(), content).unwrap();
            let Left { text, below } = form.read().unwrap();
            (text, below)
        };
        assert!(!form.is_touched());
        assert_eq!(form.read().unwrap(), Left { text: "# One\n\n<!-- two -->".to_owned(), below: false });
        assert_eq!(left(&form.content.replace('\n', "\r\n")), ("# One\n\n<!-- two -->".to_owned(), false));
        assert!(form.is_touched());
        assert_eq!(left(&format!("{}three\n", form.content)), ("# One\n\n<!-- two -->".to_owned(), true));
        assert_eq!(left("\u{feff}\n \n  no line left  \n\n"), ("  no line left".to_owned(), false));
        assert_eq!(left(""), (String::new(), false));

        fs::write(form.path(), b"\xff").unwrap();
        assert!(matches!(form.read(), Err(EditorError::Read(..))));
        let folder = form.folder.clone();
        form.remove();
        assert!(!folder.exists());
    }
}
