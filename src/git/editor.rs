//! The editor for a commit's message, as git finds and starts it (git-var(1), `GIT_EDITOR`).

use std::path::Path;
use std::process::Command;

use git2::Config;

use crate::fs;

use super::executable::Variables;
use super::failure::Failure;
use super::refusal::Refusal;

/// What the person reads below the message.
const HELP: &str = "
# The message of the commit. Lines that begin with `#` are left out, and an
# empty message makes no commit.
";

/// A command of the shell that edits a file.
#[derive(Debug)]
pub(super) struct Editor(String);

impl Editor {
    /// `GIT_EDITOR`, `core.editor`, `VISUAL`, `EDITOR`.
    ///
    /// # Errors
    ///
    /// None of them is set.
    pub(super) fn find(config: &Config, variables: &Variables) -> Result<Self, Refusal> {
        let variable = |name| variables.text(name).map(str::to_owned);
        let is_dumb = variables.text("TERM").is_none_or(|terminal| terminal == "dumb");
        let setting = || config.get_string("core.editor").ok().filter(|text| !text.is_empty());
        let visual = || variable("VISUAL").filter(|_| !is_dumb);
        let found = variable("GIT_EDITOR").or_else(setting).or_else(visual).or_else(|| variable("EDITOR"));
        found.map(Self).ok_or_else(|| Refusal::Malformed("there is no editor: set EDITOR, or give `-m`".to_owned()))
    }

    /// Lets the person edit the message in that file.
    ///
    /// # Errors
    ///
    /// The file cannot be written, or the editor says that it failed.
    pub(super) fn edit(&self, file: &Path, message: &str) -> Result<(), Failure> {
        fs::write_state(file, format!("{message}{HELP}").as_bytes())?;
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{} \"$@\"", self.0)).arg(&self.0).arg(file);
        let status = command.status().map_err(|source| Failure::Run { program: self.0.clone(), source })?;
        let failed = || Failure::Helper { program: self.0.clone(), said: status.to_string() };
        if status.success() { Ok(()) } else { Err(failed()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_is_the_one_that_git_would_start() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config");
        let all = [("GIT_EDITOR", "a"), ("VISUAL", "c"), ("EDITOR", "d"), ("TERM", "xterm")];
        let found = |setting: &str, variables: &[(&str, &str)]| {
            fs::write_state(&file, format!("[core]\n editor = {setting}\n").as_bytes()).unwrap();
            let variables = Variables::new(variables.iter().map(|(name, value)| (name.into(), value.into())));
            Editor::find(&Config::open(&file).unwrap(), &variables).map(|editor| editor.0)
        };
        assert_eq!(found("b", &all).unwrap(), "a");
        assert_eq!(found("b", &all[1..]).unwrap(), "b");
        assert_eq!(found("", &all[1..]).unwrap(), "c");
        assert_eq!(found("", &all[2..]).unwrap(), "d");
        assert_eq!(found("", &all[1..3]).unwrap(), "d", "no terminal is known");
        assert_eq!(found("", &[("VISUAL", "c"), ("EDITOR", "d"), ("TERM", "dumb")]).unwrap(), "d");
        let missing = found("", &[("VISUAL", "c"), ("TERM", "dumb")]).unwrap_err();
        assert_eq!(missing.to_string(), "there is no editor: set EDITOR, or give `-m`");
    }
}
