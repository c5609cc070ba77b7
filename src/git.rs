//! The repository around an event. The only door to libgit2; no network, ever.

use std::path::Path;
use std::path::PathBuf;

use git2::ErrorCode;
use git2::RepositoryOpenFlags;

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
            Self::Open { .. } | Self::Keep { .. } => None,
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

    /// Who commits would be by, as `Name <email>`; nothing where git does not know.
    pub fn identity(&self) -> Option<String> {
        let signature = self.inner.author_from_env().ok()?;
        Some(signature.to_string())
    }

    /// The bytes of a file in the commit that HEAD names; `path` is relative to the working tree.
    ///
    /// Nothing where there is no commit yet, no such file, or none that can be read.
    pub fn in_head(&self, path: &Path) -> Option<Vec<u8>> {
        let tree = self.inner.head().ok()?.peel_to_tree().ok()?;
        let entry = tree.get_path(path).ok()?;
        let blob = entry.to_object(&self.inner).ok()?.into_blob().ok()?;
        Some(blob.content().to_vec())
    }

    /// Keeps bytes as an object of the repository; returns its id, for `git cat-file -p`.
    ///
    /// # Errors
    ///
    /// What stops libgit2 from writing an object; `path` is only named.
    pub fn keep(&self, path: &Path, bytes: &[u8]) -> Result<String, GitError> {
        let kept = self.inner.blob(bytes);
        let id = kept.map_err(|source| GitError::Keep { path: path.to_owned(), source })?;
        Ok(id.to_string())
    }
}
