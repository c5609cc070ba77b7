//! A file's bytes as the repository stores them: through the same conversions and filters as with `git add`.

use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use git2::AttrCheckFlags;
use git2::AttrValue;
use git2::Config;
use git2::ObjectType;
use git2::Oid;
use git2::Repository;

use super::executable;
use super::executable::Git;
use super::failure::Failure;
use super::refusal::Refusal;

/// Stores bytes as the content of a file; returns the id of the blob. `path` is relative to the working tree.
///
/// `is_tracked` says whether the index holds a file: attributes that are not on disk count as they are there.
///
/// Filters of others, such as LFS, and encodings are git's own to apply.
///
/// # Errors
///
/// A filter that is not set up or fails, git is needed and is not there, or the blob cannot be written.
pub(super) fn store(
    repository: &Repository,
    config: &Config,
    git: Option<&Git>,
    is_tracked: &dyn Fn(&Path) -> bool,
    path: &str,
    bytes: &[u8],
) -> Result<Oid, Failure> {
    if !has_attributes(repository, config, is_tracked, path) {
        if !converts_everything(config) {
            return write(repository, bytes).map_err(|source| Failure::git("store a file", source));
        }
    } else if is_filtered(repository, config, path)? {
        let git = git.ok_or(Refusal::NoGit("the filters of `.gitattributes`"))?;
        return store_by_git(git, path, bytes);
    }
    let store = || {
        let mut writer = repository.blob_writer(Some(Path::new(path)))?;
        writer.write_all(bytes).map_err(|error| git2::Error::from_str(&error.to_string()))?;
        writer.commit()
    };
    store().map_err(|source| Failure::git("store a file", source))
}

/// Refuses a file whose filter is not set up, or needs a git that is not there.
///
/// # Errors
///
/// That it is so.
pub(super) fn admit(
    repository: &Repository,
    config: &Config,
    git: Option<&Git>,
    is_tracked: &dyn Fn(&Path) -> bool,
    path: &str,
) -> Result<(), Failure> {
    let is_filtered = has_attributes(repository, config, is_tracked, path) && is_filtered(repository, config, path)?;
    if is_filtered && git.is_none() { Err(Refusal::NoGit("the filters of `.gitattributes`").into()) } else { Ok(()) }
}

/// Writes a blob of those bytes; one that is there already is not written again, as it is by [`Repository::blob`].
pub(super) fn write(repository: &Repository, bytes: &[u8]) -> Result<Oid, git2::Error> {
    repository.odb()?.write(ObjectType::Blob, bytes)
}

/// Whether a file may be stored in another form than it has on disk; `is_tracked` says what the index holds.
pub(super) fn may_convert(
    repository: &Repository,
    config: &Config,
    is_tracked: &dyn Fn(&Path) -> bool,
    path: &str,
) -> bool {
    converts_everything(config) || has_attributes(repository, config, is_tracked, path)
}

/// Whether text is converted that has no attributes.
fn converts_everything(config: &Config) -> bool {
    config.get_string("core.autocrlf").is_ok_and(|value| !matches!(value.as_str(), "false" | "no" | "off" | "0"))
}

/// Whether there is anything that could give a file attributes (gitattributes(5)): most repositories have nothing, and
/// to ask for each attribute takes a hundred calls of the system.
fn has_attributes(repository: &Repository, config: &Config, is_tracked: &dyn Fn(&Path) -> bool, path: &str) -> bool {
    let Some(work_folder) = repository.workdir() else { return true };
    let stands = |file: &Path| file.symlink_metadata().is_ok();
    let mut beside = Path::new(path).ancestors().skip(1).map(|folder| folder.join(".gitattributes"));
    // One that is not on disk counts as the index has it.
    beside.any(|file| stands(&work_folder.join(&file)) || is_tracked(&file))
        || config.get_path("core.attributesFile").is_ok()
        || elsewhere(repository).iter().any(|file| stands(file))
}

/// The files that give attributes to all files of a repository: its own, the user's and the system's.
fn elsewhere(repository: &Repository) -> Vec<PathBuf> {
    let own = repository.commondir().join("info").join("attributes");
    let of_user = user_folder().map(|folder| folder.join("git").join("attributes"));
    let of_system = Config::find_system().ok().map(|file| file.with_file_name("gitattributes"));
    [own, PathBuf::from("/etc/gitattributes")].into_iter().chain(of_user).chain(of_system).collect()
}

/// Where a user's settings lie, as libgit2 finds it.
fn user_folder() -> Option<PathBuf> {
    let named = std::env::var_os("XDG_CONFIG_HOME").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    named.or_else(|| Some(std::env::home_dir()?.join(".config")))
}

/// Whether libgit2 cannot store the file as git would.
fn is_filtered(repository: &Repository, config: &Config, path: &str) -> Result<bool, Failure> {
    if let Attribute::Text(encoding) = attribute(repository, path, "working-tree-encoding")?
        && !matches!(encoding.to_lowercase().as_str(), "utf-8" | "utf8")
    {
        return Ok(true);
    }
    // Of several `$Id$` libgit2 folds the first.
    if matches!(attribute(repository, path, "ident")?, Attribute::Set) {
        return Ok(true);
    }
    let Attribute::Text(filter) = attribute(repository, path, "filter")? else { return Ok(false) };
    let is_set = |part: &str| config.get_string(&format!("filter.{filter}.{part}")).is_ok_and(|text| !text.is_empty());
    if is_set("clean") || is_set("process") {
        return Ok(true);
    }
    // git would store such a file as it is: with LFS that is the picture itself, for ever.
    Err(Refusal::Filter { path: path.to_owned(), filter }.into())
}

enum Attribute {
    /// It says nothing, or no.
    Unset,
    Set,
    Text(String),
}

fn attribute(repository: &Repository, path: &str, name: &str) -> Result<Attribute, Failure> {
    let value = repository.get_attr_bytes(Path::new(path), name, AttrCheckFlags::FILE_THEN_INDEX);
    let value = value.map_err(|source| Failure::git("read the attributes of a file", source))?;
    Ok(match AttrValue::from_bytes(value) {
        AttrValue::Unspecified | AttrValue::False => Attribute::Unset,
        AttrValue::True => Attribute::Set,
        AttrValue::String(text) => Attribute::Text(text.to_owned()),
        AttrValue::Bytes(bytes) => Attribute::Text(String::from_utf8_lossy(bytes).into_owned()),
    })
}

fn store_by_git(git: &Git, path: &str, bytes: &[u8]) -> Result<Oid, Failure> {
    let program = || "git hash-object".to_owned();
    let command = git.command(["hash-object", "-w", "--stdin", &format!("--path={path}")]);
    let said = executable::run(command, bytes).map_err(|source| Failure::Run { program: program(), source })?;
    let id = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    match Oid::from_str(&id) {
        Ok(id) if said.status.success() => Ok(id),
        _ => Err(Failure::Helper { program: program(), said: said.stderr }),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests set up repositories of their own")]
mod tests;
