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

#[cfg(test)]
mod tests {
    use super::*;

    /// Waits once, begun some time ago; returns what happened, what was told, and how much longer the next pause is.
    fn waited(ago: Duration, has_told: bool, is_interrupted: bool) -> (Result<(), String>, Vec<String>) {
        let mut patience = Patience::new();
        patience.begun = Instant::now().checked_sub(ago).unwrap();
        patience.has_told = has_told;
        let mut told = Vec::new();
        let mut waits = |said: &str| told.push(said.to_owned());
        let mut dialogue = Dialogue { waits: &mut waits, is_interrupted: &|| is_interrupted };
        let waited = patience.wait(Path::new("/r/.git/index.lock"), &mut dialogue);
        (waited.map_err(|failure| failure.to_string()), told)
    }

    #[test]
    fn waiting_is_said_after_one_second_once_and_ends_after_ten() {
        let seconds = Duration::from_secs;
        let said = vec!["Waiting for another git process to release `index.lock`.".to_owned()];
        let held = "`/r/.git/index.lock` is held by another git process".to_owned();
        assert_eq!(waited(seconds(0), false, false), (Ok(()), Vec::new()));
        assert_eq!(waited(Duration::from_millis(1001), false, false), (Ok(()), said));
        assert_eq!(waited(seconds(5), true, false), (Ok(()), Vec::new()));
        assert_eq!(waited(seconds(0), false, true), (Err("interrupted".to_owned()), Vec::new()));
        assert_eq!(waited(Duration::from_millis(10_001), true, false), (Err(held), Vec::new()));
    }

    #[test]
    fn pauses_grow_up_to_a_twentieth_of_a_second() {
        let mut patience = Patience::new();
        let mut dialogue = Dialogue { waits: &mut |_| {}, is_interrupted: &|| false };
        let mut pauses = Vec::new();
        for _ in 0..10 {
            pauses.push(patience.pause.as_micros());
            patience.wait(Path::new("index.lock"), &mut dialogue).unwrap();
        }
        assert_eq!(pauses, [2000, 3000, 4500, 6750, 10_125, 15_187, 22_781, 34_171, 50_000, 50_000]);
    }
}
