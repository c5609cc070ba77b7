//! Points at which a call of ours fails where a test wants it to, for systems on which nobody may trace a program.
//!
//! Only builds with the feature `faults` have any. There `AFTERWORD_FAULT=KIND:NUMBER:MARK` says what happens at the how
//! manieth point; the file MARK is made when it does.

use std::io;

/// Nothing ever happens here.
#[cfg(not(all(feature = "faults", unix)))]
#[expect(clippy::unnecessary_wraps, reason = "with the feature it may fail")]
pub(super) fn point() -> io::Result<()> {
    Ok(())
}

/// The fault that is wanted, if this is its point.
#[cfg(all(feature = "faults", unix))]
#[expect(clippy::disallowed_methods, reason = "only tests say what is to fail, and are told that it did")]
pub(super) fn point() -> io::Result<()> {
    use rustix::io::Errno;
    use rustix::process::{Signal, getpid, kill_process};
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static PASSED: AtomicU64 = AtomicU64::new(0);
    static WANTED: LazyLock<Option<(String, u64, String)>> = LazyLock::new(|| {
        let wanted = std::env::var("AFTERWORD_FAULT").ok()?;
        let mut parts = wanted.splitn(3, ':').map(str::to_owned);
        Some((parts.next()?, parts.next()?.parse().ok()?, parts.next()?))
    });
    let Some((kind, number, mark)) = &*WANTED else { return Ok(()) };
    if PASSED.fetch_add(1, Ordering::Relaxed) + 1 != *number {
        return Ok(());
    }
    std::fs::write(mark, "")?;
    Err(match kind.as_str() {
        "ENOSPC" => Errno::NOSPC,
        "EACCES" => Errno::ACCESS,
        "EMFILE" => Errno::MFILE,
        "EIO" => Errno::IO,
        _ => {
            kill_process(getpid(), Signal::KILL)?;
            Errno::IO
        }
    }
    .into())
}
