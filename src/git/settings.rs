//! git's settings as git itself sees them: libgit2 leaves out what the environment says of configuration, and
//! `includeIf "hasconfig:…"`.

use std::path::Path;
use std::path::PathBuf;

use git2::Config;
use git2::ConfigLevel;
use git2::Repository;

use crate::fs;

use super::executable;
use super::executable::Git;
use super::executable::Variables;
use super::failure::Failure;
use super::refusal::Refusal;

/// Settings that stand in a file of their own for as long as this lives.
#[derive(Debug)]
pub(super) struct Settings {
    file: Option<PathBuf>,
}

impl Settings {
    /// Lets a repository see the settings that git would see; asks git where libgit2 would miss some.
    ///
    /// # Errors
    ///
    /// git would have to be asked, and cannot be.
    pub(super) fn complete(
        repository: &Repository,
        variables: &Variables,
        git: Option<&Git>,
        state_folder: &Path,
    ) -> Result<Self, Failure> {
        let failed = |source| Failure::git("take git's settings", source);
        let has_conditions = has_conditions(repository).map_err(failed)?;
        let is_given = GIVEN.iter().any(|name| variables.get(name).is_some());
        if !is_given && !has_conditions.by_remote {
            if has_other_files(variables) && !has_conditions.any {
                let config = from_files(repository, variables).map_err(failed)?;
                repository.set_config(&config).map_err(failed)?;
                return Ok(Self { file: None });
            }
            if !has_other_files(variables) {
                return Ok(Self { file: None });
            }
        }
        let git = git.ok_or(Refusal::NoGit("the settings that `GIT_CONFIG_*` and `includeIf` give"))?;
        let said = executable::run(git.command(["config", "--list", "-z"]), b"");
        let said = said.map_err(|source| Failure::Run { program: "git config".to_owned(), source })?;
        if !said.status.success() {
            return Err(Failure::Helper { program: "git config".to_owned(), said: said.stderr });
        }
        // Named as a temporary file of this process, so that what a kill leaves is swept with those.
        let file = state_folder.join(format!(".config.{}.afterword", std::process::id()));
        fs::write_state(&file, written(&said.stdout).as_slice())?;
        let settings = Self { file: Some(file.clone()) };
        let load = || {
            let mut config = Config::new()?;
            config.add_file(&file, ConfigLevel::App, true)?;
            repository.set_config(&config)
        };
        load().map_err(failed)?;
        Ok(settings)
    }
}

/// The variables that give settings themselves (git-config(1), Environment).
const GIVEN: [&str; 2] = ["GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"];

/// Whether the environment names other files than libgit2 reads.
fn has_other_files(variables: &Variables) -> bool {
    ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"].iter().any(|name| variables.get(name).is_some())
        || has_no_system(variables) && Config::find_system().is_ok()
}

fn has_no_system(variables: &Variables) -> bool {
    variables.get("GIT_CONFIG_NOSYSTEM").is_some_and(|value| {
        let value = value.to_string_lossy().to_lowercase();
        !matches!(value.as_str(), "0" | "false" | "no" | "off")
    })
}

/// Files that are included under conditions.
struct Conditions {
    any: bool,
    /// By the address of a remote, which libgit2 does not know.
    by_remote: bool,
}

fn has_conditions(repository: &Repository) -> Result<Conditions, git2::Error> {
    let config = repository.config()?;
    let mut found = Conditions { any: false, by_remote: false };
    let entries = config.entries(Some(r"^includeif\."))?;
    entries.for_each(|entry| {
        found.any = true;
        found.by_remote |= entry.name_bytes().starts_with(b"includeif.hasconfig:");
    })?;
    Ok(found)
}

/// The settings of the files that the environment names, in git's order. libgit2 knows no conditions here.
fn from_files(repository: &Repository, variables: &Variables) -> Result<Config, git2::Error> {
    let named = |name: &str| variables.get(name).map(PathBuf::from);
    let mut files = Vec::new();
    if !has_no_system(variables) {
        files.push((named("GIT_CONFIG_SYSTEM").or_else(|| Config::find_system().ok()), ConfigLevel::System));
    }
    match named("GIT_CONFIG_GLOBAL") {
        Some(global) => files.push((Some(global), ConfigLevel::Global)),
        None => {
            files.push((Config::find_xdg().ok(), ConfigLevel::XDG));
            files.push((Config::find_global().ok(), ConfigLevel::Global));
        }
    }
    let own = repository.commondir().join("config");
    let of_work_tree = Config::open(&own)?.get_bool("extensions.worktreeConfig").unwrap_or(false);
    files.push((Some(own), ConfigLevel::Local));
    if of_work_tree {
        files.push((Some(repository.path().join("config.worktree")), ConfigLevel::Worktree));
    }
    let mut config = Config::new()?;
    for (file, level) in files {
        if let Some(file) = file.filter(|file| file.is_file()) {
            config.add_file(&file, level, true)?;
        }
    }
    Ok(config)
}

impl Drop for Settings {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            // What stays behind is swept by the next run.
            fs::remove_state(file).ok();
        }
    }
}

/// `git config --list -z` as a file of settings.
fn written(list: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    for entry in list.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
        let mut parts = entry.splitn(2, |byte| *byte == b'\n');
        let (key, value) = (parts.next().unwrap_or_default(), parts.next());
        // What stands between the first and the last dot may hold others.
        let mut parts = key.splitn(2, |byte| *byte == b'.');
        let (Some(section), Some(rest)) = (parts.next(), parts.next()) else { continue };
        let mut parts = rest.rsplitn(2, |byte| *byte == b'.');
        let (name, within) = (parts.next().unwrap_or_default(), parts.next());
        // What they include is in the list already.
        if section.eq_ignore_ascii_case(b"include") || section.eq_ignore_ascii_case(b"includeif") {
            continue;
        }
        file.push(b'[');
        file.extend(section);
        if let Some(within) = within {
            file.extend(b" \"");
            escape(within, &mut file);
            file.push(b'"');
        }
        file.extend(b"]\n\t");
        file.extend(name);
        if let Some(value) = value {
            file.extend(b" = \"");
            escape(value, &mut file);
            file.push(b'"');
        }
        file.push(b'\n');
    }
    file
}

/// Text between quotation marks (git-config(1), Syntax).
fn escape(text: &[u8], into: &mut Vec<u8>) {
    for byte in text {
        match byte {
            b'\\' => into.extend(b"\\\\"),
            b'"' => into.extend(b"\\\""),
            b'\n' => into.extend(b"\\n"),
            b'\t' => into.extend(b"\\t"),
            8 => into.extend(b"\\b"),
            byte => into.push(*byte),
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests set up repositories of their own")]
mod tests;
