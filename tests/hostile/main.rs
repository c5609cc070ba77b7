//! What strangers can hand to the program: bad inputs, paths that lead elsewhere, text that drives a terminal, and text
//! that would be read back as something else. `README.md` beside this file counts it.
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

mod case;
mod controls;
mod corpus;
#[path = "../cli/properties/hostile.rs"]
mod generated;
mod injection;
mod names;
mod paths;
#[path = "../program.rs"]
mod program;
#[path = "../cli/sandbox.rs"]
#[allow(dead_code, reason = "the tests of the command line use more of it")]
mod sandbox;
mod snapshot;
