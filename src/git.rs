//! The repository around an event: what is in it, and commits as safe as git's own. The only door to libgit2; no
//! network, ever.
//!
//! The commit object and the reference always come from libgit2. What it cannot do, git's own programs do beside it:
//! hooks, external filters, signatures.

use std::path::Path;
use std::path::PathBuf;

use git2::ErrorCode;
use git2::RepositoryOpenFlags;

mod attempt;
mod blobs;
mod change;
pub mod commit;
mod editor;
mod executable;
mod failure;
mod history;
mod hooks;
mod identity;
mod index_lock;
mod message;
mod paths;
mod patience;
mod racy;
mod readiness;
mod refusal;
mod remote;
mod session;
mod settings;
mod signing;
mod since;
mod step;
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests set up repositories of their own")]
mod tests;
mod undo;

pub use executable::Variables;
pub use failure::Failure;
pub use history::History;
pub use history::Past;
pub use identity::Wishes;
pub use refusal::Refusal;
pub use session::Seen;
pub use session::Session;
pub use signing::Signing;
pub use since::Since;
pub use since::SinceError;
pub use undo::Undone;

/// A repository with a working tree.
pub struct Repository {
    inner: git2::Repository,
}

/// Why a repository cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// It belongs to somebody else, so nothing in it is trusted.
    #[error("the repository around `{}` belongs to another user", .path.display())]
    Owner {
        /// The folder that was looked at.
        path: PathBuf,
    },
    /// libgit2 cannot read it.
    #[error("cannot open the repository around `{}`", .path.display())]
    Open {
        /// The folder that was looked at.
        path: PathBuf,
        /// What libgit2 says.
        source: git2::Error,
    },
    /// What a file was in an earlier commit cannot be read.
    #[error("cannot read what `{}` was in earlier commits", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What libgit2 says.
        source: git2::Error,
    },
    /// An object could not be kept.
    #[error("cannot keep the old bytes of `{}` in the repository", .path.display())]
    Keep {
        /// The file they came from.
        path: PathBuf,
        /// What libgit2 says.
        source: git2::Error,
    },
}

impl GitError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Owner { path } => {
                Some(format!("if you trust it: git config --global --add safe.directory '{}'", path.display()))
            }
            Self::Open { .. } | Self::Read { .. } | Self::Keep { .. } => None,
        }
    }
}

impl Repository {
    /// The repository that a folder lies in, with a working tree; none where there is none.
    ///
    /// # Errors
    ///
    /// One that belongs to another user, or that libgit2 cannot read.
    pub fn discover(folder: &Path) -> Result<Option<Self>, GitError> {
        // Looking for `.git` is cheap, starting libgit2 is not.
        if !folder.ancestors().any(|folder| folder.join(".git").symlink_metadata().is_ok()) {
            return Ok(None);
        }
        let flags = RepositoryOpenFlags::empty();
        match git2::Repository::open_ext(folder, flags, [] as [&Path; 0]) {
            Ok(inner) if inner.workdir().is_some() => Ok(Some(Self { inner })),
            Ok(_) => Ok(None),
            Err(error) => match error.code() {
                ErrorCode::NotFound => Ok(None),
                ErrorCode::Owner => Err(GitError::Owner { path: folder.to_owned() }),
                _ => Err(GitError::Open { path: folder.to_owned(), source: error }),
            },
        }
    }

    /// The folder of the working tree.
    pub fn work_folder(&self) -> &Path {
        self.inner.workdir().unwrap_or_else(|| self.inner.path())
    }

    /// The git directory of this working tree.
    pub fn git_folder(&self) -> &Path {
        self.inner.path()
    }

    /// The file by which runs of this program take turns in this repository, whichever of its working trees they are in.
    pub fn lock_path(&self) -> PathBuf {
        self.inner.commondir().join("afterword").join("lock")
    }

    /// Who commits would be by, as `Name <email>`; nothing where git does not know.
    pub fn identity(&self, variables: &Variables) -> Option<String> {
        identity::author(&self.inner.config().ok()?, variables)
    }

    /// The branch that HEAD names, without `refs/heads/`; nothing where it is detached.
    pub fn branch(&self) -> Option<String> {
        let head = self.inner.find_reference("HEAD").ok()?;
        Some(head.symbolic_target().ok()??.strip_prefix("refs/heads/")?.to_owned())
    }

    /// Whether a branch is the one that a remote shows first.
    pub fn is_default_of_remote(&self, branch: &str) -> bool {
        let remotes = self.inner.remotes();
        remotes.iter().flatten().flatten().flatten().any(|remote| {
            let head = self.inner.find_reference(&format!("refs/remotes/{remote}/HEAD"));
            let target = head.as_ref().ok().and_then(|head| head.symbolic_target().ok().flatten());
            target.and_then(|target| target.strip_prefix(&format!("refs/remotes/{remote}/"))) == Some(branch)
        })
    }

    /// How a branch is brought to its remote; nothing where there is none.
    pub fn push_command(&self, branch: &str) -> Option<String> {
        if self.inner.branch_upstream_name(&format!("refs/heads/{branch}")).is_ok() {
            return Some("git push".to_owned());
        }
        let remotes = self.inner.remotes().ok()?;
        let names: Vec<&str> = remotes.iter().flatten().flatten().collect();
        let remote = names.iter().find(|name| **name == "origin").or_else(|| names.first())?;
        Some(format!("git push -u {remote} {branch}"))
    }

    /// The bytes of a file in the commit that HEAD names; `path` is relative to the working tree.
    ///
    /// Nothing where there is no commit yet, or no such file.
    ///
    /// # Errors
    ///
    /// One that cannot be read.
    pub fn in_head(&self, path: &Path) -> Result<Option<Vec<u8>>, GitError> {
        let blob = self.object_in_head(path)?.and_then(|object| object.into_blob().ok());
        Ok(blob.map(|blob| blob.content().to_vec()))
    }

    fn object_in_head(&self, path: &Path) -> Result<Option<git2::Object<'_>>, GitError> {
        let object = || self.inner.head()?.peel_to_tree()?.get_path(path)?.to_object(&self.inner);
        found(object()).map_err(|source| GitError::Read { path: path.to_owned(), source })
    }

    /// The files that a folder of the commit HEAD names has, not those in folders below it: names that are text, with
    /// their bytes.
    ///
    /// # Errors
    ///
    /// One of them that cannot be read.
    pub fn folder_in_head(&self, path: &Path) -> Result<Vec<(String, Vec<u8>)>, GitError> {
        let tree = self.object_in_head(path)?.and_then(|object| object.into_tree().ok());
        let mut files = Vec::new();
        for entry in tree.iter().flat_map(|tree| tree.iter()) {
            let Ok(name) = entry.name() else { continue };
            let object = found(entry.to_object(&self.inner));
            let object = object.map_err(|source| GitError::Read { path: path.join(name), source })?;
            let blob = object.and_then(|object| object.into_blob().ok());
            files.extend(blob.map(|blob| (name.to_owned(), blob.content().to_vec())));
        }
        Ok(files)
    }

    /// Keeps bytes as an object of the repository; returns its id, for `git cat-file -p`.
    ///
    /// # Errors
    ///
    /// What stops libgit2 from writing an object; `path` is only named.
    pub fn keep(&self, path: &Path, bytes: &[u8]) -> Result<String, GitError> {
        let kept = blobs::write(&self.inner, bytes);
        let id = kept.map_err(|source| GitError::Keep { path: path.to_owned(), source })?;
        Ok(id.to_string())
    }
}

/// What was read; nothing where there is no such thing, which is no failure.
fn found<T>(read: Result<T, git2::Error>) -> Result<Option<T>, git2::Error> {
    match read {
        Ok(there) => Ok(Some(there)),
        Err(error) if matches!(error.code(), ErrorCode::NotFound | ErrorCode::UnbornBranch) => Ok(None),
        Err(error) => Err(error),
    }
}
