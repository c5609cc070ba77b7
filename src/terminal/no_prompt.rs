//! Stands in for the prompts where a terminal works differently: everything can be given by flags there.

use std::convert::Infallible;
use std::io;
use std::marker::PhantomData;

use super::Terminal;
use crate::wizard::prompt::{Choice, Choices, Line, Lines, LongText};
use crate::wizard::{Prompt, PromptError, Reply};

/// Nobody: here no one can be asked.
pub struct TerminalPrompt<'a> {
    never: Infallible,
    terminal: PhantomData<&'a mut Terminal>,
}

impl Terminal {
    /// Somebody who can be asked at this terminal.
    ///
    /// # Errors
    ///
    /// Always [`PromptError::Terminal`].
    pub fn prompt(&mut self) -> Result<TerminalPrompt<'_>, PromptError> {
        Err(PromptError::Terminal(io::ErrorKind::Unsupported.into()))
    }
}

impl Prompt for TerminalPrompt<'_> {
    fn line(&mut self, _: &Line<'_>) -> Result<Reply<String>, PromptError> {
        match self.never {}
    }

    fn choice(&mut self, _: &Choice<'_>) -> Result<Reply<usize>, PromptError> {
        match self.never {}
    }

    fn choices(&mut self, _: &Choices<'_>) -> Result<Reply<Vec<usize>>, PromptError> {
        match self.never {}
    }

    fn lines(&mut self, _: &Lines<'_>, _: &mut dyn FnMut(&[String])) -> Result<Reply<Vec<String>>, PromptError> {
        match self.never {}
    }

    fn text(&mut self, _: &LongText<'_>) -> Result<Reply<String>, PromptError> {
        match self.never {}
    }

    fn say(&mut self, _: &str) {
        match self.never {}
    }
}

impl TerminalPrompt<'_> {
    /// Ends the asking.
    ///
    /// # Errors
    ///
    /// None: nobody was asked.
    pub fn finish(self) -> Result<(), PromptError> {
        match self.never {}
    }
}
