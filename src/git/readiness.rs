//! Whether a repository is in a state to take a commit. Everything here is looked at before anything is written.

use std::path::Path;
use std::path::PathBuf;

use git2::ErrorCode;
use git2::Index;
use git2::Repository;
use git2::RepositoryOpenFlags;
use git2::RepositoryState;

use super::executable::Variables;
use super::failure::Failure;
use super::refusal::Refusal;

/// Opens the repository around a folder for a commit.
///
/// # Errors
///
/// None is there, it is another user's, or one that libgit2 cannot write.
pub(super) fn open(folder: &Path, variables: &Variables) -> Result<Repository, Failure> {
    refuse_inside_git(folder, variables)?;
    let opened = Repository::open_ext(folder, RepositoryOpenFlags::empty(), [] as [&Path; 0]);
    let repository = match opened {
        Ok(repository) => repository,
        Err(error) if error.code() == ErrorCode::NotFound => {
            return Err(Refusal::NoRepository(folder.to_owned()).into());
        }
        Err(error) if error.code() == ErrorCode::Owner => {
            return Err(Refusal::Owner(top_of(folder)).into());
        }
        Err(source) => return Err(unreadable(folder, source)),
    };
    let is_inside = repository.path().canonicalize().is_ok_and(|git_folder| folder.starts_with(git_folder));
    if repository.workdir().is_none() || is_inside {
        return Err(Refusal::Bare(repository.path().to_owned()).into());
    }
    let config = repository.config().map_err(|source| Failure::git("read git's settings", source))?;
    let shared = config.get_string("core.sharedRepository").unwrap_or_default();
    if !matches!(shared.to_lowercase().as_str(), "" | "umask" | "false" | "no" | "off" | "0") {
        return Err(Refusal::Shared.into());
    }
    let encoding = config.get_string("i18n.commitEncoding").unwrap_or_default();
    if !matches!(encoding.to_lowercase().as_str(), "" | "utf-8" | "utf8") {
        return Err(Refusal::Encoding(encoding).into());
    }
    Ok(repository)
}

/// The folder of the nearest `.git`, or the folder itself.
pub(super) fn top_of(folder: &Path) -> PathBuf {
    let top = folder.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok());
    top.unwrap_or(folder).to_owned()
}

/// A hook's caller holds locks and counts on HEAD staying where it is.
fn refuse_inside_git(folder: &Path, variables: &Variables) -> Result<(), Failure> {
    for name in ["GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"] {
        if variables.get(name).is_some() {
            return Err(Refusal::InsideGit(name).into());
        }
    }
    let Some(named) = variables.get("GIT_DIR") else { return Ok(()) };
    let found = Repository::discover_path(folder, [] as [&Path; 0]).ok();
    let found = found.and_then(|found| found.canonicalize().ok());
    // A relative one is relative to where the process was started; a hook gets it with `GIT_INDEX_FILE`.
    match Path::new(named).canonicalize() {
        Ok(named) if found.as_ref() == Some(&named) => Ok(()),
        _ => Err(Refusal::InsideGit("GIT_DIR").into()),
    }
}

/// Why libgit2 cannot open a repository, by what the repository says of itself.
fn unreadable(folder: &Path, source: git2::Error) -> Failure {
    let settings = folder.ancestors().find_map(|folder| {
        let at = folder.join(".git");
        let at = if at.join("config").is_file() { at } else { folder.to_owned() };
        at.join("HEAD").is_file().then(|| git2::Config::open(&at.join("config")).ok()).flatten()
    });
    let extension = |name: &str| settings.as_ref().and_then(|settings| settings.get_string(name).ok());
    let refused = match (extension("extensions.refstorage"), extension("extensions.objectformat")) {
        (Some(storage), _) if storage != "files" => Some(Refusal::References(storage)),
        (_, Some(hash)) if hash != "sha1" => Some(Refusal::Hash(hash)),
        _ => {
            let unknown = source.message().strip_prefix("unsupported extension name extensions.");
            unknown.map(|name| Refusal::Extension(name.to_owned()))
        }
    };
    refused.map_or_else(|| Failure::git("open the repository", source), Failure::Refused)
}

/// Opens an index that is not the repository's own file, or a copy of it.
///
/// # Errors
///
/// One in a form that libgit2 cannot read.
pub(super) fn open_index(path: &Path) -> Result<Index, Failure> {
    Index::open(path).map_err(|source| match source.message().strip_prefix("unsupported mandatory extension: ") {
        Some("'link'") => Refusal::SplitIndex.into(),
        Some("'sdir'") => Refusal::SparseIndex.into(),
        _ => Failure::git("read the index", source),
    })
}

/// Refuses a repository in which an operation of git's is in progress, or whose index holds conflicts.
pub(super) fn refuse_unfinished(repository: &Repository, index: &Index) -> Result<(), Refusal> {
    let folder = repository.path();
    let stands = |name: &str| folder.join(name).symlink_metadata().is_ok();
    let refuse = |operation, finish| Err(Refusal::InProgress { operation, finish });
    if stands("MERGE_HEAD") {
        return refuse("merge", "git merge --continue, or git merge --abort");
    }
    if stands("rebase-apply/applying") {
        return refuse("series of patches", "git am --continue, or git am --abort");
    }
    if stands("rebase-merge") || stands("rebase-apply") {
        return refuse("rebase", "git rebase --continue, or git rebase --abort");
    }
    if stands("CHERRY_PICK_HEAD") {
        return refuse("cherry-pick", "git cherry-pick --continue, or git cherry-pick --abort");
    }
    if stands("REVERT_HEAD") {
        return refuse("revert", "git revert --continue, or git revert --abort");
    }
    if stands("sequencer") {
        // After a commit by hand this is all that is left of a series.
        let todo = folder.join("sequencer").join("todo");
        let todo = crate::fs::read(&todo, 1 << 20).unwrap_or_default();
        if todo.starts_with(b"revert") {
            return refuse("revert", "git revert --continue, or git revert --quit");
        }
        return refuse("cherry-pick", "git cherry-pick --continue, or git cherry-pick --quit");
    }
    if stands("BISECT_START") || stands("BISECT_LOG") {
        return refuse("bisect", "git bisect reset");
    }
    if repository.state() != RepositoryState::Clean {
        return refuse("operation of git's", "git status");
    }
    if index.has_conflicts() {
        let mut conflicts = index.conflicts().into_iter().flatten().flatten();
        let first = conflicts.find_map(|conflict| conflict.our.or(conflict.their).or(conflict.ancestor));
        let path = first.map(|entry| String::from_utf8_lossy(&entry.path).into_owned()).unwrap_or_default();
        return Err(Refusal::Conflicts(path));
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests set up repositories of their own")]
mod tests;
