//! What can be asked, and how it can be answered.

use std::io;

/// Somebody who answers.
///
/// Each method asks one question until it has an answer that passes, and returns it, or that the person wants back to
/// the question before.
pub trait Prompt {
    /// Asks for one line.
    ///
    /// # Errors
    ///
    /// See [`PromptError`]; the same for all other methods.
    fn line(&mut self, question: &Line<'_>) -> Result<Reply<String>, PromptError>;

    /// Asks for one of several things; the answer is its index.
    fn choice(&mut self, question: &Choice<'_>) -> Result<Reply<usize>, PromptError>;

    /// Asks for any number of several things; the answer is their indices, ascending.
    fn choices(&mut self, question: &Choices<'_>) -> Result<Reply<Vec<usize>>, PromptError>;

    /// Asks for lines until an empty one; a paste of many lines is many lines.
    ///
    /// Those that are finished are handed to `keep` whenever there are more or fewer of them.
    fn lines(
        &mut self,
        question: &Lines<'_>,
        keep: &mut dyn FnMut(&[String]),
    ) -> Result<Reply<Vec<String>>, PromptError>;

    /// Asks for text of any length: in the person's editor, or line by line where there is none.
    fn text(&mut self, question: &LongText<'_>) -> Result<Reply<String>, PromptError>;

    /// Says something between two questions.
    fn say(&mut self, text: &str);
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<T> {
    /// What was said.
    Given(T),
    /// Back to the question before.
    Back,
}

/// Why there will be no answer.
#[derive(Debug, thiserror::Error)]
pub enum PromptError {
    /// Ctrl-C, a signal, or a terminal that went away: finished answers are kept, the program ends.
    #[error("interrupted")]
    Interrupted,
    /// The terminal failed.
    #[error("cannot ask on this terminal")]
    Terminal(#[from] io::Error),
}

/// A check of one line: what to say about it, or why it does not pass.
///
/// The `Ok` text, if any, shows what was understood, such as `Monday 2 June 2025`.
pub type Check<'a> = dyn Fn(&str) -> Result<Option<String>, String> + 'a;

/// A question for one line.
pub struct Line<'a> {
    /// What is asked.
    pub question: &'a str,
    /// What helps to answer.
    pub help: Option<&'a str>,
    /// What an empty answer means; it can be edited.
    pub default: Option<&'a str>,
    /// Whether nothing is an answer.
    pub optional: bool,
    /// What it must be.
    pub check: &'a Check<'a>,
    /// Whether it is a path, so that Tab completes it; relative to this folder.
    pub path_in: Option<&'a std::path::Path>,
}

/// A question for one of several things.
pub struct Choice<'a> {
    /// What is asked.
    pub question: &'a str,
    /// What helps to answer.
    pub help: Option<&'a str>,
    /// The things.
    pub items: &'a [String],
    /// The one that is marked at first.
    pub default: usize,
    /// Whether typing searches among them.
    pub search: bool,
}

/// A question for any number of several things.
pub struct Choices<'a> {
    /// What is asked.
    pub question: &'a str,
    /// What helps to answer.
    pub help: Option<&'a str>,
    /// The things.
    pub items: &'a [String],
    /// Those that are chosen at first, by index.
    pub chosen: &'a [usize],
}

/// A question for lines.
pub struct Lines<'a> {
    /// What is asked.
    pub question: &'a str,
    /// What helps to answer.
    pub help: Option<&'a str>,
    /// Whether no line at all is an answer.
    pub optional: bool,
}

/// A question for a text of any length.
pub struct LongText<'a> {
    /// What is asked.
    pub question: &'a str,
    /// What helps to answer.
    pub help: Option<&'a str>,
    /// What is there already.
    pub text: &'a str,
    /// The end of the name of the file that the editor opens, such as `problem.md`.
    pub file_name: &'a str,
}
