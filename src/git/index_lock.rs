//! `index.lock`: who holds it may replace the index, and git waits or fails meanwhile.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use crate::fs;

use super::commit::Dialogue;
use super::failure::Failure;
use super::refusal::Refusal;

/// How long another process may hold the lock.
const PATIENCE: Duration = Duration::from_secs(10);

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
        let begun = Instant::now();
        let mut has_told = false;
        let mut pause = Duration::from_millis(2);
        while !fs::claim(&path, own)? {
            if begun.elapsed() > PATIENCE {
                return Err(Refusal::Locked(path).into());
            }
            if (dialogue.is_interrupted)() {
                return Err(Failure::Interrupted);
            }
            if !has_told && begun.elapsed() > Duration::from_secs(1) {
                has_told = true;
                (dialogue.waits)("Waiting for another git process to release `index.lock`.");
            }
            std::thread::sleep(pause);
            pause = (pause * 3 / 2).min(Duration::from_millis(50));
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
}

impl Drop for IndexLock {
    fn drop(&mut self) {
        // One that cannot be removed is known to the next run.
        fs::remove_state(&self.path).ok();
    }
}
