//! What two files were in earlier commits, newest first: read as far as somebody asks, and no further.

use std::collections::HashSet;
use std::path::Path;
use std::path::PathBuf;

use git2::Oid;
use git2::Revwalk;

use super::GitError;
use super::Repository;
use super::found;

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
/// out; no file is followed through another name. A history that goes no further, as in a shallow clone, ends; what is
/// there and cannot be read is an error.
pub struct History<'r> {
    repository: &'r git2::Repository,
    /// None where there is no commit yet; why it cannot be begun is told once.
    walk: Option<Result<Revwalk<'r>, git2::Error>>,
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
            walk.push(self.inner.head()?.peel_to_commit()?.id())?;
            Ok::<_, git2::Error>(walk)
        };
        History {
            repository: &self.inner,
            walk: found(walk()).transpose(),
            paths: paths.map(Path::to_owned),
            known: HashSet::new(),
            left: MAX_COMMITS,
        }
    }
}

impl Iterator for History<'_> {
    type Item = Result<Past, GitError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_past().transpose()?;
        if next.is_err() {
            self.walk = None;
        }
        let [path, _] = &self.paths;
        Some(next.map_err(|source| GitError::Read { path: path.clone(), source }))
    }
}

impl History<'_> {
    fn next_past(&mut self) -> Result<Option<Past>, git2::Error> {
        while let Some(left) = self.left.checked_sub(1) {
            self.left = left;
            let commit = match &mut self.walk {
                Some(Ok(walk)) => walk.next(),
                Some(Err(_)) => self.walk.take().and_then(|walk| walk.err().map(Err)),
                None => None,
            };
            let Some(commit) = commit.map(found).transpose()?.flatten() else { break };
            let Some(blobs) = found(self.blobs(commit))? else { continue };
            if !self.known.insert(blobs) {
                continue;
            }
            let [first, second] = blobs.map(|blob| found(self.repository.find_blob(blob)));
            let (Some(first), Some(second)) = (first?, second?) else { continue };
            let files = [first.content().to_vec(), second.content().to_vec()];
            return Ok(Some(Past { commit: commit.to_string(), files }));
        }
        Ok(None)
    }

    /// The blobs of both files in a commit that has both.
    fn blobs(&self, commit: Oid) -> Result<[Oid; 2], git2::Error> {
        let tree = self.repository.find_commit(commit)?.tree()?;
        let [first, second] = &self.paths;
        Ok([tree.get_path(first)?.id(), tree.get_path(second)?.id()])
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests set up repositories of their own")]
mod tests;
