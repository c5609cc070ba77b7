//! Lines until an empty one: a list, or a text where there is no editor.

use std::time::Duration;

use super::TerminalPrompt;
use super::device::{BURST, Keys, Size};
use super::edit::Edit;
use super::frame::{Frame, Row};
use super::keys::Key;
use super::line::{BRACKET_PASTES, NO_BRACKETS};
use super::shown;
use crate::terminal::Tone;
use crate::wizard::prompt::Lines;
use crate::wizard::{PromptError, Reply};

/// What is asked for in lines.
pub(super) struct Asked<'a> {
    /// What is asked.
    pub(super) question: &'a str,
    /// What helps to answer.
    pub(super) help: Option<&'a str>,
    /// How to answer, quietly.
    pub(super) hint: &'static str,
    /// Whether no line at all is an answer.
    pub(super) optional: bool,
    /// Whether the lines are one text: blanks at the beginning of a line count, and so do empty lines within a paste.
    pub(super) is_text: bool,
}

impl<'a> Asked<'a> {
    /// A list of lines.
    pub(super) fn list(question: &Lines<'a>) -> Self {
        Self {
            question: question.question,
            help: question.help,
            hint: if question.optional {
                "one a line, an empty line ends or skips, < goes back"
            } else {
                "one a line, an empty line ends, < goes back"
            },
            optional: question.optional,
            is_text: false,
        }
    }
}

/// What the end of a line comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// There may be more lines.
    More,
    /// That was the last one.
    Last,
    /// Back to the question before.
    Back,
    /// The line before is to be edited again.
    Again(String),
    /// Nothing is no answer.
    Refused,
}

/// The lines so far.
#[derive(Debug, Default)]
pub(super) struct Written {
    lines: Vec<String>,
    /// How many of them were handed out last, and whether others have taken their place since.
    handed_out: (usize, bool),
}

impl Written {
    /// Takes a line to its end; `within` a paste, where nothing has a meaning of its own.
    pub(super) fn end_line(&mut self, asked: &Asked<'_>, line: &str, within: bool) -> Ended {
        let line = if asked.is_text { line.trim_end() } else { line.trim() };
        let is_noise = line.is_empty() && (!asked.is_text || self.lines.is_empty());
        match line {
            "" if within && is_noise => return Ended::More,
            "" if within => {}
            "" if self.lines.is_empty() && !asked.optional => return Ended::Refused,
            "" => return Ended::Last,
            "<" if !within => return self.back(),
            _ => {}
        }
        self.lines.push(if line == "\\<" { "<".to_owned() } else { line.to_owned() });
        Ended::More
    }

    /// Goes back by a line.
    fn back(&mut self) -> Ended {
        self.handed_out.1 = true;
        self.lines.pop().map_or(Ended::Back, Ended::Again)
    }

    /// Hands the lines out, if they are not those that were handed out last.
    pub(super) fn hand_out(&mut self, keep: &mut dyn FnMut(&[String])) {
        let now = (self.lines.len(), false);
        if self.handed_out != now {
            keep(&self.lines);
            self.handed_out = now;
        }
    }

    /// The lines, without empty ones at the end.
    pub(super) fn into_lines(mut self) -> Vec<String> {
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }
}

impl TerminalPrompt<'_> {
    /// Asks for lines.
    pub(super) fn ask_lines(
        &mut self,
        asked: &Asked<'_>,
        keep: &mut dyn FnMut(&[String]),
    ) -> Result<Reply<Vec<String>>, PromptError> {
        if self.is_plain() {
            return self.plain_lines(asked, keep);
        }
        self.drawn(|prompt| {
            prompt.write(BRACKET_PASTES);
            let mut frame = Frame::default();
            let reply = prompt.edit_lines(asked, &mut frame, keep);
            prompt.write(NO_BRACKETS);
            if reply.is_ok() {
                prompt.clear(&mut frame);
            }
            reply
        })
    }

    fn edit_lines(
        &mut self,
        asked: &Asked<'_>,
        frame: &mut Frame,
        keep: &mut dyn FnMut(&[String]),
    ) -> Result<Reply<Vec<String>>, PromptError> {
        let mut keys = Keys::default();
        let (mut written, mut edit) = (Written::default(), Edit::default());
        let mut complaint = None;
        loop {
            if keys.is_quiet(&self.device, Duration::ZERO)? {
                written.hand_out(keep);
                self.draw_lines(asked, &written, &edit, complaint, frame);
            }
            let ended = match keys.next(&self.device)? {
                Key::Enter => {
                    let within = !keys.is_quiet(&self.device, BURST)?;
                    written.end_line(asked, &edit.take(), within)
                }
                Key::EndOfInput if edit.text().is_empty() => written.end_line(asked, "", false),
                Key::Pasted(text) => {
                    paste(asked, &text, &mut written, &mut edit);
                    Ended::More
                }
                Key::Text(text) => {
                    edit.insert(&text);
                    Ended::More
                }
                Key::Tab => {
                    edit.insert("\t");
                    Ended::More
                }
                // What was typed is not lost to a key hit by mistake.
                Key::Escape if edit.text().is_empty() => written.back(),
                Key::Escape => {
                    edit.take();
                    Ended::More
                }
                Key::Interrupt => return Err(PromptError::Interrupted),
                Key::Suspend => {
                    self.suspend(frame)?;
                    Ended::More
                }
                Key::Redraw => {
                    self.clear_screen(frame);
                    Ended::More
                }
                key => {
                    edit.apply(&key);
                    Ended::More
                }
            };
            complaint = None;
            match ended {
                Ended::More => {}
                Ended::Last => return Ok(Reply::Given(written.into_lines())),
                Ended::Back => return Ok(Reply::Back),
                Ended::Again(line) => edit = Edit::new(line),
                Ended::Refused => complaint = Some("this needs an answer"),
            }
        }
    }

    fn draw_lines(
        &mut self,
        asked: &Asked<'_>,
        written: &Written,
        edit: &Edit,
        complaint: Option<&str>,
        frame: &mut Frame,
    ) {
        let (color, columns) = (self.has_color(), self.columns());
        let mut rows = self.heading(asked.question, asked.help, asked.hint);

        let room = Size::now().rows.saturating_sub(rows.len() + 3).max(1);
        let hidden = written.lines.len().saturating_sub(room);
        if hidden > 0 {
            let lines = if hidden == 1 { "line" } else { "lines" };
            rows.push(Row::new(Tone::Quiet, &format!("  {hidden} {lines} above"), color));
        }
        for line in written.lines.iter().skip(hidden) {
            let line = format!("  {}", shown::cut(line, columns.saturating_sub(2)));
            rows.push(Row::new(Tone::Plain, &line, color));
        }
        rows.extend(complaint.map(|complaint| Row::new(Tone::Refused, complaint, color)));
        self.draw(rows, &edit.window(columns.saturating_sub(2)), Tone::Plain, frame);
    }
}

/// Takes in what was pasted: its line ends end lines, and what follows the last one is edited on.
fn paste(asked: &Asked<'_>, text: &str, written: &mut Written, edit: &mut Edit) {
    let mut lines = text.split('\n');
    edit.insert(lines.next().unwrap_or_default());
    for line in lines {
        written.end_line(asked, &edit.take(), true);
        edit.insert(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: Asked<'_> = Asked { question: "", help: None, hint: "", optional: false, is_text: false };
    const TEXT: Asked<'_> = Asked { optional: true, is_text: true, ..LIST };

    #[test]
    fn a_paste_gives_a_list_its_lines_and_a_text_its_paragraphs_too() {
        let pasted = |asked: &Asked<'_>| {
            let (mut written, mut edit) = (Written::default(), Edit::new("0"));
            for piece in ["1\n\n\n  tw", "o\n<\n", "\n", "end"] {
                paste(asked, piece, &mut written, &mut edit);
            }
            assert_eq!(edit.text(), "end");
            written.into_lines()
        };
        assert_eq!(pasted(&LIST), ["01", "two", "<"]);
        assert_eq!(pasted(&TEXT), ["01", "", "", "  two", "<"]);
    }

    #[test]
    fn typed_lines_end_go_back_and_are_taken_back() {
        let mut written = Written::default();
        assert_eq!(written.end_line(&LIST, " ", false), Ended::Refused);
        assert_eq!(written.end_line(&TEXT, " ", false), Ended::Last);
        assert_eq!(written.end_line(&LIST, " <", false), Ended::Back);
        assert_eq!(written.end_line(&LIST, "one ", false), Ended::More);
        assert_eq!(written.end_line(&LIST, "\\<", false), Ended::More);
        assert_eq!(written.end_line(&LIST, "<", false), Ended::Again("<".to_owned()));
        assert_eq!(written.end_line(&LIST, "", false), Ended::Last);
        assert_eq!(written.into_lines(), ["one"]);
    }
}
