//! The prompts at a real terminal: every kind of question, answered, taken back, interrupted.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a failed test is a panic")]
#![allow(clippy::disallowed_methods, reason = "tests read files of their own")]

mod asking;
mod command;
mod editors;
mod event;
mod interrupted;
mod interruptions;
mod pastes;
mod plain;
mod questions;
mod rough;
mod session;
mod sources;
mod whole;
