//! What holds of the source itself: the layers, the size of files, the versions that must agree.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed test is a panic"
)]
#![allow(clippy::disallowed_methods, reason = "tests read files of their own")]

mod dependencies;
mod layers;
mod releases;
