//! `index.lock`: who holds it may replace the index, and git waits or fails meanwhile.

use std::path::Path;
use std::path::PathBuf;

use crate::fs;

use super::commit::Dialogue;
use super::failure::Failure;
use super::patience::Patience;

/// The lock, held until it is dropped.
#[derive(Debug)]
pub(super) struct IndexLock {
    path: PathBuf,
}

impl IndexLock {
    /// Takes the lock, as another name of the lock among runs of this program, `own`; waits ten seconds for another process, and says so after one.
    ///
    /// # Errors
    ///
    /// The other process keeps it, or the git directory cannot be written to.
    pub(super) fn take(git_folder: &Path, own: &Path, dialogue: &mut Dialogue<'_>) -> Result<Self, Failure> {
        let path = git_folder.join("index.lock");
        let mut patience = Patience::new();
        while !fs::claim(&path, own)? {
            patience.wait(&path, dialogue)?;
        }
        Ok(Self { path })
    }

    /// The lock that a killed run of this program left behind, if it left one. Only for who holds the lock among runs
    /// of this program: then no other can be alive.
    pub(super) fn left_behind(git_folder: &Path, own: &Path) -> Option<Self> {
        let path = git_folder.join("index.lock");
        // Made only where it is ours: a value that is dropped removes the file.
        if fs::is_claim(&path, own) { Some(Self { path }) } else { None }
    }

    /// Gives it back.
    ///
    /// # Errors
    ///
    /// It cannot be removed, and stays for the next run.
    pub(super) fn release(self) -> Result<(), Failure> {
        let removed = fs::remove_state(&self.path);
        std::mem::forget(self);
        Ok(removed?)
    }

    /// Leaves it for the next run: git had better not touch the index before.
    pub(super) fn leave(self) {
        std::mem::forget(self);
    }
}

impl Drop for IndexLock {
    fn drop(&mut self) {
        // One that cannot be removed is known to the next run.
        fs::remove_state(&self.path).ok();
    }
}
