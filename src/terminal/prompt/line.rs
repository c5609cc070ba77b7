//! A line that is edited where it stands.

use std::time::Duration;

use super::device::{BURST, Keys};
use super::edit::{Edit, Window};
use super::frame::{Frame, Row};
use super::keys::Key;
use super::{TerminalPrompt, completion, shown};
use crate::terminal::Tone;
use crate::wizard::prompt::Line;
use crate::wizard::{PromptError, Reply};

/// Tells a terminal to bracket what is pasted.
pub(super) const BRACKET_PASTES: &str = "\x1b[?2004h";

/// Tells it to stop that.
pub(super) const NO_BRACKETS: &str = "\x1b[?2004l";

/// What one line comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// An answer, and what was understood.
    Answer(String, Option<String>),
    /// Back to the question before.
    Back,
    /// No answer, and why.
    Refused(String),
}

/// What the line means; an empty one is `nothing`.
pub(super) fn judge(question: &Line<'_>, typed: &str, nothing: Option<&str>) -> Verdict {
    let answer = match typed.trim() {
        "<" => return Verdict::Back,
        "\\<" => "<",
        "" => match nothing {
            Some("") if question.optional => return Verdict::Answer(String::new(), None),
            Some(nothing) => nothing,
            None => return Verdict::Refused("this needs an answer".to_owned()),
        },
        answer => answer,
    };
    match (question.check)(answer) {
        Ok(note) => Verdict::Answer(answer.to_owned(), note),
        Err(complaint) => Verdict::Refused(complaint),
    }
}

/// A line on its way to an answer.
struct Draft<'a> {
    edit: Edit,
    /// What an empty line means, as long as nobody has erased it.
    default: Option<&'a str>,
    /// A line end was pasted: a blank is due before the next text.
    joins: bool,
    complaint: Option<String>,
    candidates: Vec<String>,
}

impl Draft<'_> {
    /// Puts text into the line, its line ends as single blanks.
    fn insert(&mut self, text: &str) {
        let mut lines = text.split('\n');
        self.insert_piece(lines.next().unwrap_or_default());
        for line in lines {
            self.joins = true;
            self.insert_piece(line);
        }
    }

    fn insert_piece(&mut self, text: &str) {
        if !self.joins {
            return self.edit.insert(text);
        }
        let text = text.trim_start();
        if text.is_empty() {
            return;
        }
        self.joins = false;
        let before = self.edit.before_cursor();
        if !before.is_empty() && !before.ends_with(char::is_whitespace) {
            self.edit.insert(" ");
        }
        self.edit.insert(text);
    }

    /// Begins to edit the default, if it is what the line shows.
    fn takes_default(&mut self) -> bool {
        match self.default.filter(|_| self.edit.text().is_empty()) {
            Some(default) => {
                self.edit = Edit::new(default);
                true
            }
            None => false,
        }
    }
}

impl TerminalPrompt<'_> {
    /// Asks for a line that is edited where it stands.
    pub(super) fn edited_line(&mut self, question: &Line<'_>) -> Result<Reply<String>, PromptError> {
        self.write(BRACKET_PASTES);
        let mut frame = Frame::default();
        let reply = self.edit_line(question, &mut frame);
        self.write(NO_BRACKETS);
        let (answer, note) = match reply? {
            Verdict::Answer(answer, note) => (answer, note),
            Verdict::Back | Verdict::Refused(_) => {
                self.clear(&mut frame);
                return Ok(Reply::Back);
            }
        };
        self.clear(&mut frame);
        self.echo(question.question, &answer, note.as_ref());
        Ok(Reply::Given(answer))
    }

    fn edit_line(&mut self, question: &Line<'_>, frame: &mut Frame) -> Result<Verdict, PromptError> {
        let mut keys = Keys::default();
        let default = question.default.filter(|default| !default.is_empty());
        let mut draft = Draft { edit: Edit::default(), default, joins: false, complaint: None, candidates: Vec::new() };
        loop {
            if keys.is_quiet(&self.device, Duration::ZERO)? {
                self.draw_line(question, &draft, frame);
            }
            let key = keys.next(&self.device)?;
            draft.candidates.clear();
            match key {
                Key::Enter if !keys.is_quiet(&self.device, BURST)? => draft.joins = true,
                Key::Enter => {
                    let nothing = draft.default.or(Some("").filter(|_| question.optional));
                    match judge(question, draft.edit.text(), nothing) {
                        Verdict::Refused(complaint) => {
                            draft.takes_default();
                            draft.complaint = Some(complaint);
                        }
                        verdict => return Ok(verdict),
                    }
                }
                Key::Text(text) | Key::Pasted(text) => draft.insert(&text),
                Key::Tab => {
                    if !draft.takes_default() {
                        complete(question, &mut draft);
                    }
                }
                // What was typed is not lost to a key hit by mistake.
                Key::Escape if draft.edit.text().is_empty() => return Ok(Verdict::Back),
                Key::Escape => draft.edit = Edit::default(),
                Key::Interrupt => return Err(PromptError::Interrupted),
                Key::EndOfInput if draft.edit.text().is_empty() => return Err(PromptError::Interrupted),
                Key::Suspend => self.suspend(frame)?,
                Key::Redraw => self.clear_screen(frame),
                Key::Left | Key::Right | Key::Home | Key::End if draft.takes_default() => {}
                Key::Backspace | Key::Delete | Key::EraseLine | Key::EraseWord if draft.edit.text().is_empty() => {
                    // Only where nothing can be an answer is there a way to say so.
                    if question.optional {
                        draft.default = None;
                    }
                }
                key => draft.edit.apply(&key),
            }
        }
    }

    fn draw_line(&mut self, question: &Line<'_>, draft: &Draft<'_>, frame: &mut Frame) {
        let color = self.has_color();
        let mut rows = self.heading(question.question, question.help, &hint(question, draft));
        if !draft.candidates.is_empty() {
            let candidates = shown::cut(&draft.candidates.join("  "), self.columns());
            rows.push(Row::new(Tone::Quiet, &candidates, color));
        }
        if let Some(complaint) = &draft.complaint {
            let complaint = shown::wrapped(complaint, self.columns());
            rows.extend(complaint.iter().map(|line| Row::new(Tone::Refused, line, color)));
        }

        let columns = self.columns().saturating_sub(2);
        match draft.default.filter(|_| draft.edit.text().is_empty()) {
            Some(default) => {
                let window = Window { before: String::new(), after: shown::cut(default, columns) };
                self.draw(rows, &window, Tone::Quiet, frame);
            }
            None => self.draw(rows, &draft.edit.window(columns), Tone::Plain, frame),
        }
    }

    /// Shows the lines and the one that is edited.
    pub(super) fn draw(&mut self, mut rows: Vec<Row>, input: &Window, tone: Tone, frame: &mut Frame) {
        let size = super::Size::now();
        // Of what does not fit, the beginning is kept: what has scrolled away can't be replaced.
        rows.truncate(size.rows.saturating_sub(1));
        let text = frame.draw(rows, input, tone, self.has_color(), size.columns);
        self.write(&text);
    }

    /// Takes the question off the screen.
    pub(super) fn clear(&mut self, frame: &mut Frame) {
        let text = frame.clear(super::Size::now().columns);
        self.write(&text);
    }

    /// Begins with an empty screen.
    pub(super) fn clear_screen(&mut self, frame: &mut Frame) {
        *frame = Frame::default();
        self.write("\x1b[H\x1b[2J");
    }

    /// Lets the person do something else in between.
    pub(super) fn suspend(&mut self, frame: &mut Frame) -> Result<(), PromptError> {
        self.write(&format!("{NO_BRACKETS}\n"));
        self.device.suspend()?;
        *frame = Frame::default();
        self.write(BRACKET_PASTES);
        Ok(())
    }
}

fn complete(question: &Line<'_>, draft: &mut Draft<'_>) {
    let Some(folder) = question.path_in else {
        return;
    };
    let completed = completion::complete(folder, draft.edit.before_cursor());
    draft.edit.replace_before_cursor(&completed.text);
    draft.candidates = completed.candidates;
}

fn hint(question: &Line<'_>, draft: &Draft<'_>) -> String {
    let mut hints = Vec::new();
    match (draft.default, question.optional) {
        (Some(_), true) => hints.push("Enter keeps, → edits, Backspace clears"),
        (Some(_), false) => hints.push("Enter keeps, → edits"),
        (None, true) => hints.push("Enter skips"),
        (None, false) => {}
    }
    if question.path_in.is_some() {
        hints.push("Tab completes");
    }
    hints.push("< goes back");
    hints.join(", ")
}
