//! What a branch changed, and what a file was before.

use std::collections::BTreeSet;
use std::path::Path;

use git2::DiffOptions;

use super::Repository;

/// A revision that git does not know, or from which nothing can be compared.
#[derive(Debug, thiserror::Error)]
#[error("cannot tell what changed since `{revision}`")]
pub struct SinceError {
    /// The revision as it was given.
    pub revision: String,
    source: git2::Error,
}

/// Where a branch began, and what it changed since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// The commit that both have: its id, in hexadecimal.
    pub commit: String,
    /// Files that are not as they were there, by their paths below the working tree, with `/`; untracked ones too.
    pub changed: BTreeSet<String>,
}

impl Repository {
    /// What changed in the working tree since HEAD and a revision parted.
    ///
    /// # Errors
    ///
    /// No such revision; a repository that cannot be read.
    pub fn since(&self, revision: &str) -> Result<Since, SinceError> {
        self.changes_since(revision).map_err(|source| SinceError { revision: revision.to_owned(), source })
    }

    fn changes_since(&self, revision: &str) -> Result<Since, git2::Error> {
        let named = self.inner.revparse_single(revision)?.peel_to_commit()?;
        let head = self.inner.head().and_then(|head| head.peel_to_commit());
        let base = match head {
            // Without a common commit everything is compared with what was named.
            Ok(head) => self.inner.merge_base(named.id(), head.id()).unwrap_or_else(|_| named.id()),
            Err(_) => named.id(),
        };
        let tree = self.inner.find_commit(base)?.tree()?;
        let mut options = DiffOptions::new();
        options.include_untracked(true).recurse_untracked_dirs(true);
        let diff = self.inner.diff_tree_to_workdir_with_index(Some(&tree), Some(&mut options))?;
        let names = diff.deltas().flat_map(|delta| {
            let files = [delta.old_file().path(), delta.new_file().path()];
            files.into_iter().flatten().filter_map(|path| path.to_str()).map(str::to_owned).collect::<Vec<_>>()
        });
        Ok(Since { commit: base.to_string(), changed: names.collect() })
    }

    /// Whether git passes over a path below the working tree unless it is told otherwise: `.gitignore` and its like. A
    /// folder's path ends with `/`.
    pub fn is_ignored(&self, path: &Path) -> bool {
        self.inner.is_path_ignored(path).unwrap_or(false)
    }
}
