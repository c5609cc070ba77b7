//! What the program leaves behind when calls fail, when it is killed, or when others are at work too.
#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a failed test is a panic"
)]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests set up files of their own and say what they skip"
)]

mod concurrent;
mod events;
mod judgement;
mod kills;
#[cfg(feature = "faults")]
mod points;
#[path = "../program.rs"]
mod program;
mod recovery;
mod runs;
mod scene;
mod state;
mod strace;
mod sweep;

/// Whether all is to be run that takes minutes.
fn is_full() -> bool {
    std::env::var("AFTERWORD_SWEEP").is_ok_and(|value| value == "all")
}
