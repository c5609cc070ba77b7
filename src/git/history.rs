//! What two files were in earlier commits, newest first: read as far as somebody asks, and no further.

use std::collections::HashSet;
use std::path::Path;
use std::path::PathBuf;

use git2::Oid;
use git2::Revwalk;

use super::Repository;

/// How many commits are looked at; what lies further back is no help to anybody.
const MAX_COMMITS: usize = 100_000;

/// Two files as a commit has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The commit's id, in hexadecimal.
    pub commit: String,
    /// The bytes of both files.
    pub files: [Vec<u8>; 2],
}

/// The states of two files from HEAD on back, through all parents of a merge: whatever both were in any ancestor was a
/// beginning of what they are now.
///
/// A state that several commits share comes once, with the newest of them. Commits that lack one of the files are left
/// out; no file is followed through another name. A history that cannot be read further, as in a shallow clone, ends.
pub struct History<'r> {
    repository: &'r git2::Repository,
    /// None where there is no commit yet.
    walk: Option<Revwalk<'r>>,
    paths: [PathBuf; 2],
    known: HashSet<[Oid; 2]>,
    left: usize,
}

impl Repository {
    /// The history of two files, by their paths below the working tree.
    pub fn history(&self, paths: [&Path; 2]) -> History<'_> {
        let walk = || {
            let mut walk = self.inner.revwalk()?;
            // Unsorted, it goes by time as git does; for any sorting all of the history would be read first.
            walk.push_head()?;
            Ok::<_, git2::Error>(walk)
        };
        History {
            repository: &self.inner,
            walk: walk().ok(),
            paths: paths.map(Path::to_owned),
            known: HashSet::new(),
            left: MAX_COMMITS,
        }
    }
}

impl Iterator for History<'_> {
    type Item = Past;

    fn next(&mut self) -> Option<Past> {
        loop {
            self.left = self.left.checked_sub(1)?;
            let commit = self.walk.as_mut()?.next()?.ok()?;
            let Some(blobs) = self.blobs(commit) else { continue };
            if !self.known.insert(blobs) {
                continue;
            }
            let [first, second] = blobs.map(|blob| self.repository.find_blob(blob).ok());
            let (Some(first), Some(second)) = (first, second) else { continue };
            let files = [first.content().to_vec(), second.content().to_vec()];
            return Some(Past { commit: commit.to_string(), files });
        }
    }
}

impl History<'_> {
    /// The blobs of both files in a commit that has both.
    fn blobs(&self, commit: Oid) -> Option<[Oid; 2]> {
        let tree = self.repository.find_commit(commit).ok()?.tree().ok()?;
        let [first, second] = &self.paths;
        Some([tree.get_path(first).ok()?.id(), tree.get_path(second).ok()?.id()])
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests set up repositories of their own")]
mod tests;
