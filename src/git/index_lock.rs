//! `index.lock`: who holds it may replace the index, and git waits or fails meanwhile.

use std::path::Path;
use std::path::PathBuf;

use crate::fs;

use super::commit::Dialogue;
use super::failure::Failure;
use super::patience::Patience;

/// How a lock of ours begins, so that the next run knows one that a killed run left.
const SIGNATURE: &[u8] = b"afterword ";

/// The lock, held until it is dropped.
#[derive(Debug)]
pub(super) struct IndexLock {
    path: PathBuf,
}

impl IndexLock {
    /// Takes the lock; waits ten seconds for another process, and says so after one.
    ///
    /// # Errors
    ///
    /// The other process keeps it, or the git directory cannot be written to.
    pub(super) fn take(git_folder: &Path, state_folder: &Path, dialogue: &mut Dialogue<'_>) -> Result<Self, Failure> {
        let path = git_folder.join("index.lock");
        let beside = state_folder.join("index.lock");
        let bytes = format!("afterword {}\n", std::process::id());
        let mut patience = Patience::new();
        while !fs::claim_state(&path, &beside, bytes.as_bytes())? {
            patience.wait(&path, dialogue)?;
        }
        Ok(Self { path })
    }

    /// The lock that a killed run of this program left behind, if it left one. Only for who holds the lock among runs
    /// of this program: then no other can be alive.
    pub(super) fn left_behind(git_folder: &Path) -> Option<Self> {
        let path = git_folder.join("index.lock");
        let bytes = fs::read(&path, 64).ok()?;
        bytes.starts_with(SIGNATURE).then_some(Self { path })
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
        // What cannot be removed is known by its signature.
        fs::remove_state(&self.path).ok();
    }
}
