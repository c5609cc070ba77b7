//! Asks on a real terminal: the side of the wizard's questions that a person sees.
//!
//! Choices and lists are dialoguer's, lines are edited here: a line must know Esc, a paste and a signal from each other,
//! and dialoguer's does not. On a terminal whose cursor cannot move everything is asked in plain lines.

mod completion;
mod device;
mod edit;
mod frame;
mod keys;
mod line;
mod lines;
mod list;
mod long_text;
mod plain;
mod shown;

use std::env;

use self::device::{Device, Size};
use self::frame::Row;
use super::editor::Editor;
use super::{Terminal, Tone};
use crate::wizard::prompt::{Choice, Choices, Line, Lines, LongText};
use crate::wizard::{Prompt, PromptError, Reply};

/// The widest a question is drawn.
const WIDEST: usize = 100;

/// What an empty answer is shown as.
const NOTHING: &str = "none";

/// Somebody at the terminal who can be asked.
///
/// While it lives, Ctrl-C, SIGTERM and SIGHUP do not end the program: a question returns [`PromptError::Interrupted`]
/// instead, and so does every later one. The settings of the terminal are as they were whenever no question is open.
/// Only a kill leaves them, and in a list the hidden cursor, behind; a shell's line editor brings both back.
pub struct TerminalPrompt<'a> {
    terminal: &'a mut Terminal,
    device: Device,
    editor: Option<Editor>,
}

impl Terminal {
    /// Somebody who can be asked at this terminal.
    ///
    /// # Errors
    ///
    /// [`PromptError::Terminal`] if there is nobody, or nobody may be asked, which [`Terminal::is_interactive`] tells
    /// beforehand.
    pub fn prompt(&mut self) -> Result<TerminalPrompt<'_>, PromptError> {
        if !self.is_interactive() {
            return Err(PromptError::Terminal(std::io::ErrorKind::NotConnected.into()));
        }
        let device = Device::open()?;
        let editor = Editor::from_variables(|name| env::var_os(name), self.environment.dumb);
        Ok(TerminalPrompt { terminal: self, device, editor })
    }
}

impl Prompt for TerminalPrompt<'_> {
    fn line(&mut self, question: &Line<'_>) -> Result<Reply<String>, PromptError> {
        if self.is_plain() { self.plain_line(question) } else { self.drawn(|prompt| prompt.edited_line(question)) }
    }

    fn choice(&mut self, question: &Choice<'_>) -> Result<Reply<usize>, PromptError> {
        if question.items.is_empty() {
            // Nothing can be chosen, and dialoguer would not let anybody out.
            return Ok(Reply::Back);
        }
        let reply = if self.is_plain() {
            self.plain_choice(question)
        } else {
            self.drawn(|prompt| prompt.choice_from_list(question))
        }?;
        if let Reply::Given(index) = reply
            && let Some(item) = question.items.get(index)
        {
            // The blanks that set columns are for the list only.
            let words: Vec<&str> = item.split_whitespace().collect();
            self.echo(question.question, &words.join(" "), None);
        }
        Ok(reply)
    }

    fn choices(&mut self, question: &Choices<'_>) -> Result<Reply<Vec<usize>>, PromptError> {
        if question.items.is_empty() {
            return Ok(Reply::Given(Vec::new()));
        }
        let reply = if self.is_plain() {
            self.plain_choices(question)
        } else {
            self.drawn(|prompt| prompt.choices_from_list(question))
        }?;
        if let Reply::Given(chosen) = &reply {
            let chosen: Vec<&str> =
                chosen.iter().filter_map(|&index| question.items.get(index)).map(String::as_str).collect();
            self.echo(question.question, &chosen.join(", "), None);
        }
        Ok(reply)
    }

    fn lines(
        &mut self,
        question: &Lines<'_>,
        keep: &mut dyn FnMut(&[String]),
    ) -> Result<Reply<Vec<String>>, PromptError> {
        let reply = self.ask_lines(&lines::Asked::list(question), keep)?;
        if let Reply::Given(lines) = &reply {
            let count = format!("({})", lines.len());
            self.echo(question.question, &lines.join(" · "), Some(&count).filter(|_| lines.len() > 1));
        }
        Ok(reply)
    }

    fn text(&mut self, question: &LongText<'_>) -> Result<Reply<String>, PromptError> {
        let reply = self.ask_text(question)?;
        if let Reply::Given(text) = &reply {
            let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
            let count = format!("({} lines)", text.lines().count());
            self.echo(question.question, first, Some(&count).filter(|_| text.lines().count() > 1));
        }
        Ok(reply)
    }

    fn say(&mut self, text: &str) {
        for line in text.lines() {
            self.tell(Tone::Plain, line);
        }
    }
}

impl TerminalPrompt<'_> {
    /// Ends the asking.
    ///
    /// # Errors
    ///
    /// [`PromptError::Interrupted`] if a signal came after the last answer: nothing may be written then.
    pub fn finish(self) -> Result<(), PromptError> {
        if self.device.held().is_interrupted() { Err(PromptError::Interrupted) } else { Ok(()) }
    }

    /// Whether the cursor cannot move.
    fn is_plain(&self) -> bool {
        self.terminal.environment.dumb
    }

    fn has_color(&self) -> bool {
        self.terminal.has_color(true)
    }

    /// How many columns questions are drawn in. The last one is left free: some terminals break the line there.
    fn columns(&self) -> usize {
        Size::now().columns.saturating_sub(1).clamp(1, WIDEST)
    }

    /// Asks while every key comes as it is typed.
    fn drawn<T>(&mut self, ask: impl FnOnce(&mut Self) -> Result<T, PromptError>) -> Result<T, PromptError> {
        self.device.make_raw()?;
        // Restored by the device where this panics.
        let reply = ask(self);
        self.device.restore();
        if reply.is_err() {
            // What follows begins on a line of its own.
            self.write("\n");
        }
        reply
    }

    /// The question with its hint, and what helps to answer it.
    fn heading(&self, question: &str, help: Option<&str>, hint: &str) -> Vec<Row> {
        self.heading_within(self.columns(), question, help, hint)
    }

    fn heading_within(&self, columns: usize, question: &str, help: Option<&str>, hint: &str) -> Vec<Row> {
        let color = self.has_color();
        let mut rows: Vec<Row> =
            shown::wrapped(question, columns).iter().map(|line| Row::new(Tone::Strong, line, color)).collect();
        match rows.last_mut() {
            Some(last) if last.width() + 2 + shown::width(hint) <= columns => {
                last.push(Tone::Plain, "  ", color);
                last.push(Tone::Quiet, hint, color);
            }
            _ => rows.extend(shown::wrapped(hint, columns).iter().map(|line| Row::new(Tone::Quiet, line, color))),
        }
        let help = help.map(|help| shown::wrapped(help, columns)).unwrap_or_default();
        rows.extend(help.iter().map(|line| Row::new(Tone::Quiet, line, color)));
        rows
    }

    /// Leaves a question on the screen in one line, with its answer and what was understood.
    fn echo(&mut self, question: &str, answer: &str, note: Option<&String>) {
        let (columns, color) = (self.columns(), self.has_color());
        let mut row = Row::default();
        let note = note.map(String::as_str).unwrap_or_default();
        let [for_question, for_note] =
            shown::shares(columns, question, if answer.is_empty() { NOTHING } else { answer }, note);
        let question = shown::cut(question, for_question);
        let colon = if question.ends_with(['?', ':', '!', '.', '…']) { "" } else { ":" };
        row.push(Tone::Quiet, &format!("{question}{colon} "), color);

        let note = shown::cut(note, for_note);
        let left = columns.saturating_sub(row.width() + 2 + shown::width(&note));
        match answer {
            "" => row.push(Tone::Quiet, NOTHING, color),
            _ => row.push(Tone::Plain, &shown::cut(answer, left), color),
        }
        if !note.is_empty() {
            row.push(Tone::Quiet, &format!("  {note}"), color);
        }
        self.write(&format!("{}\n", row.as_str()));
    }

    /// Writes one line of text.
    fn tell(&mut self, tone: Tone, text: &str) {
        let color = self.has_color();
        let line = tone.paint(shown::one_line(text), color);
        self.write(&format!("{line}\n"));
    }

    fn write(&mut self, text: &str) {
        self.terminal.write_to_stderr(text);
    }
}
