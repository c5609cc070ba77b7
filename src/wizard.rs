//! The wizard: asks for an event, question by question, by what the template declares.
//!
//! It asks through [`Prompt`], the one trait of this crate: a terminal implements it, and so does a script of answers
//! in the tests, so that every way through the questions is tried without a terminal.

pub mod emoji;
pub mod knowledge;
pub mod prompt;
pub mod titles;

pub use prompt::Prompt;
pub use prompt::PromptError;
pub use prompt::Reply;
