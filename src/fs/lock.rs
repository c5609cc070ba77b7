//! Locks between processes: a file that one of them holds and that says which.
//!
//! The system gives a lock back when its holder ends, however that happens. The file is removed with the lock; one that
//! a killed process left behind is as good as none.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::os;

/// A lock that this process holds until it drops it.
#[derive(Debug)]
pub struct Lock {
    file: Option<File>,
    path: PathBuf,
    /// Whether the file stays when the lock is given back.
    stays: bool,
}

/// Why a lock could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else has it.
    #[error("`{}` is held by {holder}", .path.display())]
    Held {
        /// The lock file.
        path: PathBuf,
        /// Who has it.
        holder: Holder,
    },
    /// The file could not be opened, or its system has no locks.
    #[error("cannot lock `{}`", .path.display())]
    Failed {
        /// The lock file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The process that holds a lock, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// Its number.
    pub pid: Option<u32>,
    /// The machine it runs on, where that is another one.
    pub host: Option<String>,
    /// Since when it has the lock.
    pub since: Option<SystemTime>,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.pid, &self.host) {
            (Some(pid), None) => write!(f, "process {pid}"),
            (Some(pid), Some(host)) => write!(f, "process {pid} on `{host}`"),
            (None, _) => f.write_str("another process"),
        }
    }
}

/// Takes the lock of that file without waiting for it; makes the file, and the folders that it misses.
///
/// # Errors
///
/// Another process has it, or this one already; the file cannot be opened.
pub fn lock(path: &Path) -> Result<Lock, LockError> {
    let failed = |source| LockError::Failed { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        os::make_private_folders(folder).map_err(failed)?;
    }
    match os::lock_file(path).map_err(failed)? {
        Some(mut file) => {
            // Without a name in it the lock holds all the same.
            sign(&mut file).ok();
            Ok(Lock { file: Some(file), path: path.to_owned(), stays: false })
        }
        None => Err(LockError::Held { path: path.to_owned(), holder: holder(path) }),
    }
}

/// Takes the lock of that file, and waits for it as long as it takes; `waits` is told once whom for. The file stays when
/// the lock is given back: to make it anew each time costs more than the lock.
///
/// # Errors
///
/// The file cannot be opened.
pub fn lock_in_turn(path: &Path, waits: impl FnOnce(&Holder)) -> Result<Lock, LockError> {
    let mut waits = Some(waits);
    // A holder is done in some milliseconds, unless a person or a hook keeps it.
    let mut pause = Duration::from_millis(2);
    loop {
        match lock(path) {
            Err(LockError::Held { holder, .. }) => {
                if pause > Duration::from_millis(100)
                    && let Some(waits) = waits.take()
                {
                    waits(&holder);
                }
                std::thread::sleep(pause);
                pause = (pause * 3 / 2).min(Duration::from_millis(150));
            }
            taken => {
                return taken.map(|mut lock| {
                    lock.stays = true;
                    lock
                });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(file) = self.file.take().filter(|_| !self.stays) {
            os::unlock_file(file, &self.path);
        }
    }
}

/// The last line of a lock file, by which it is known.
const SIGNATURE: &str = "afterword";

/// Whether those are the bytes of a lock file.
pub(super) fn is_signature(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'\n').nth(2) == Some(SIGNATURE.as_bytes())
}

/// Writes into the file who holds it.
fn sign(file: &mut File) -> io::Result<()> {
    let signature = format!("{}\n{}\n{SIGNATURE}\n", std::process::id(), os::host_name().unwrap_or_default());
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(signature.as_bytes())
}

/// Who holds the lock of that file. A new holder needs an instant to sign, over the name of one that was killed.
fn holder(path: &Path) -> Holder {
    let mut found = Holder::default();
    for _ in 0..20 {
        found = signature(path).unwrap_or_default();
        if found.host.is_some() || found.pid.is_some_and(os::is_alive) {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    found
}

fn signature(path: &Path) -> io::Result<Holder> {
    let Ok(file) = os::open_file(path)? else { return Ok(Holder::default()) };
    let since = file.metadata()?.modified().ok();
    let mut text = String::new();
    file.take(1024).read_to_string(&mut text)?;
    let mut lines = text.lines();
    let pid = lines.next().and_then(|pid| pid.parse().ok());
    let is_host = |host: &&str| !host.is_empty() && host.chars().all(|c| c.is_ascii_graphic());
    let host = lines.next().filter(is_host).map(str::to_owned).filter(|host| os::host_name().as_ref() != Some(host));
    Ok(Holder { pid, host, since })
}

#[cfg(test)]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "what is tested cannot prepare its own test")]
mod tests;
