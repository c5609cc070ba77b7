//! Writes the wrap-up of an event: the page that says, topic by topic, what it set out to do and what it reached.

pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod encoding;
pub mod event;
pub mod fs;
pub mod git;
pub mod grammar;
pub mod import;
pub mod index;
pub mod markdown;
pub mod outputs;
pub mod picture;
pub mod project;
pub mod render;
pub mod source;
pub mod status;
pub mod sync;
pub mod template;
pub mod terminal;
pub mod wizard;
pub mod yaml;
