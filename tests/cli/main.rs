//! What the program does, seen from outside: commands run in folders of their own.
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

#[cfg(unix)]
mod action;
mod bad;
mod check;
mod choice;
mod commit;
mod configuration;
mod context;
mod corpus;
mod declaration;
mod documents;
#[cfg(target_os = "linux")]
mod durable;
mod edit;
mod encoding;
mod event_folders;
mod forms;
#[cfg(unix)]
mod helpers_of_git;
mod import;
mod index;
mod init;
mod many;
mod new;
mod outputs;
mod overwriting;
mod own_template;
mod page;
mod places;
#[path = "../program.rs"]
mod program;
mod properties;
mod readme;
mod render;
#[cfg(unix)]
mod repository_states;
mod sandbox;
mod schema;
mod status;
mod structure;
mod sync;
mod template;
mod topic;
mod topic_files;
#[cfg(unix)]
mod twins;
