//! Waiting for a lock that another process holds: for ten seconds, and said after one.

use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use super::commit::Dialogue;
use super::failure::Failure;
use super::refusal::Refusal;

/// How long another process may hold a lock.
const LIMIT: Duration = Duration::from_secs(10);

/// What is left of it.
#[derive(Debug)]
pub(super) struct Patience {
    begun: Instant,
    has_told: bool,
    pause: Duration,
}

impl Patience {
    /// All of it.
    pub(super) fn new() -> Self {
        Self { begun: Instant::now(), has_told: false, pause: Duration::from_millis(2) }
    }

    /// Waits a little, each time longer.
    ///
    /// # Errors
    ///
    /// It is over, or a signal came.
    pub(super) fn wait(&mut self, lock: &Path, dialogue: &mut Dialogue<'_>) -> Result<(), Failure> {
        if self.begun.elapsed() > LIMIT {
            return Err(Refusal::Locked(lock.to_owned()).into());
        }
        if (dialogue.is_interrupted)() {
            return Err(Failure::Interrupted);
        }
        if !self.has_told && self.begun.elapsed() > Duration::from_secs(1) {
            self.has_told = true;
            let name = lock.file_name().unwrap_or_default().to_string_lossy();
            (dialogue.waits)(&format!("Waiting for another git process to release `{name}`."));
        }
        std::thread::sleep(self.pause);
        self.pause = (self.pause * 3 / 2).min(Duration::from_millis(50));
        Ok(())
    }
}
