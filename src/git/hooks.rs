//! The repository's hooks, run by git on an index that holds HEAD and the files of the commit.

use std::path::Path;
use std::path::PathBuf;
use std::process::Stdio;

use git2::Config;
use git2::Repository;
use git2::Signature;

use super::executable;
use super::executable::Git;
use super::executable::OLDEST;
use super::executable::is_executable;
use super::failure::Failure;
use super::refusal::Refusal;

/// The hooks of a commit, in the order in which they run.
const NAMES: [&str; 4] = ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"];

/// Hooks that only git's own commands run.
const OTHERS: [&str; 2] = ["reference-transaction", "post-index-change"];

/// The hooks that a repository has, and what runs them.
#[derive(Debug)]
pub(super) struct Hooks {
    found: Vec<&'static str>,
    /// Hooks that are there and do not run.
    pub(super) passed_over: Vec<&'static str>,
    git: Option<Git>,
    /// The index that they see.
    index: PathBuf,
    /// Author and editor, as git's own commit names them to its hooks.
    environment: Vec<(&'static str, String)>,
}

impl Hooks {
    /// Those of a repository; `verifies` is whether pre-commit and commit-msg run.
    ///
    /// # Errors
    ///
    /// There are some, and no git to run them.
    pub(super) fn find(
        repository: &Repository,
        config: &Config,
        git: Option<&Git>,
        index: PathBuf,
        verifies: bool,
    ) -> Result<Self, Refusal> {
        let folder = folder(repository, config);
        let stands = |name: &&&str| is_executable(&folder.join(name));
        let runs = |name: &&&str| verifies || !matches!(**name, "pre-commit" | "commit-msg");
        let found: Vec<&str> = NAMES.iter().filter(runs).filter(stands).copied().collect();
        let passed_over = OTHERS.iter().filter(stands).copied().collect();
        if !found.is_empty() {
            let git = git.ok_or(Refusal::NoGit("the repository's hooks"))?;
            match git.version() {
                Some(version) if version < OLDEST => {
                    return Err(Refusal::OldGit { what: "the repository's hooks", found: version });
                }
                _ => {}
            }
        }
        Ok(Self { found, passed_over, git: git.cloned(), index, environment: Vec::new() })
    }

    /// Whether any runs before the commit.
    pub(super) fn any_before(&self) -> bool {
        self.found.iter().any(|name| *name != "post-commit")
    }

    /// Tells them who the author is, and whether an editor will come.
    pub(super) fn announce(&mut self, author: &Signature<'_>, opens_editor: bool) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let when = author.when();
        let (sign, offset) = (when.sign(), when.offset_minutes().unsigned_abs());
        let date = format!("@{} {sign}{:02}{:02}", when.seconds(), offset / 60, offset % 60);
        self.environment = vec![
            ("GIT_AUTHOR_NAME", text(author.name_bytes())),
            ("GIT_AUTHOR_EMAIL", text(author.email_bytes())),
            ("GIT_AUTHOR_DATE", date),
        ];
        if !opens_editor {
            self.environment.push(("GIT_EDITOR", ":".to_owned()));
        }
    }

    /// Runs one, if it is there; `index` is another index than the commit's for it to see.
    ///
    /// # Errors
    ///
    /// It refused; with what it said.
    pub(super) fn run(&self, hook: &'static str, arguments: &[&str], index: Option<&Path>) -> Result<String, Failure> {
        let Some(git) = self.git.as_ref().filter(|_| self.found.contains(&hook)) else { return Ok(String::new()) };
        let mut command = git.command(["hook", "run", "--ignore-missing", hook, "--"]);
        command.args(arguments).stdin(Stdio::null());
        command.env("GIT_INDEX_FILE", index.unwrap_or(&self.index));
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let said = executable::run(command, b"");
        let said = said.map_err(|source| Failure::Run { program: format!("git hook run {hook}"), source })?;
        // git shows a hook's standard output among the talk.
        let stdout = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        let text = [stdout, said.stderr].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
        if said.status.success() { Ok(text) } else { Err(Failure::Hook { hook, said: text }) }
    }
}

/// Where hooks are: `core.hooksPath`, relative to the top of the working tree, or `hooks` in the git directory.
fn folder(repository: &Repository, config: &Config) -> PathBuf {
    let own = || repository.commondir().join("hooks");
    match config.get_path("core.hooksPath") {
        Ok(path) if !path.as_os_str().is_empty() => repository.workdir().map_or_else(own, |work| work.join(path)),
        _ => own(),
    }
}

#[cfg(test)]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the tests set up repositories of their own")]
mod tests;
