//! Texts of any length: in the person's editor, or in lines where there is none.

use std::error::Error as _;

use super::lines::Asked;
use super::{TerminalPrompt, shown};
use crate::terminal::editor::{Editor, EditorError, Form, without_empty_lines};
use crate::terminal::{Printable, Tone};
use crate::wizard::prompt::{Choice, LongText};
use crate::wizard::{Prompt as _, PromptError, Reply};

/// How wide the question is written in the file.
const COLUMNS: usize = 72;

impl TerminalPrompt<'_> {
    /// Asks for a text.
    pub(super) fn ask_text(&mut self, question: &LongText<'_>) -> Result<Reply<String>, PromptError> {
        let Some(editor) = self.editor.clone() else {
            return self.text_in_lines(question);
        };
        let mut form = None;
        loop {
            let failure = match self.edit_text(&editor, question, &mut form) {
                Ok(Ok(reply)) => {
                    if let Some(form) = form {
                        form.remove();
                    }
                    return Ok(reply);
                }
                Ok(Err(failure)) => failure,
                Err(interrupt) => {
                    self.leave(form);
                    return Err(interrupt);
                }
            };
            self.tell_failure(&failure);
            match self.ask_what_to_do() {
                Ok(Reply::Given(0)) => {}
                other => {
                    self.leave(form);
                    return match other? {
                        Reply::Given(1) => self.text_in_lines(question),
                        _ => Ok(Reply::Back),
                    };
                }
            }
        }
    }

    fn edit_text(
        &mut self,
        editor: &Editor,
        question: &LongText<'_>,
        form: &mut Option<Form>,
    ) -> Result<Result<Reply<String>, EditorError>, PromptError> {
        // A second time, what the first one left is edited on.
        let edited = match form.take() {
            Some(form) => form,
            None => match Form::create(question.file_name, question.text, &asked(question)) {
                Ok(form) => form,
                Err(error) => return Ok(Err(error)),
            },
        };
        let edited = form.insert(edited);

        self.say_waiting();
        let done = editor.edit(edited.path(), self.device.held());
        // Whatever the editor did to it.
        self.device.restore_and_forget();
        self.unsay_waiting();
        if let Err(error) = done? {
            return Ok(Err(error));
        }
        let left = match edited.read() {
            Ok(left) => left,
            Err(error) => return Ok(Err(error)),
        };
        if left.below {
            let path = Printable::from(edited.path()).to_string();
            self.tell(Tone::Plain, &format!("What was written below the line was left out; it is kept in {path}."));
            // The folder stays, and nothing knows of it any more.
            *form = None;
        }
        Ok(Ok(self.meaning(question, left.text)))
    }

    /// What the text that was left means.
    fn meaning(&mut self, question: &LongText<'_>, text: String) -> Reply<String> {
        let has_text = !question.text.trim().is_empty();
        match text.trim() {
            "<" => return Reply::Back,
            "\\<" => return Reply::Given("<".to_owned()),
            "-" if has_text => return Reply::Given(String::new()),
            "\\-" if has_text => return Reply::Given("-".to_owned()),
            "" if has_text => self.tell(Tone::Plain, "Nothing was left, so the text stays as it was."),
            _ if text == without_empty_lines(question.text) => {}
            _ => return Reply::Given(text),
        }
        Reply::Given(question.text.to_owned())
    }

    fn ask_what_to_do(&mut self) -> Result<Reply<usize>, PromptError> {
        let items = ["Try again", "Write it here, line by line", "Go back"].map(str::to_owned);
        self.choice(&Choice { question: "What now?", help: None, items: &items, default: 0, search: false })
    }

    fn tell_failure(&mut self, failure: &EditorError) {
        let cause = failure.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        self.tell(Tone::Refused, &format!("{failure}{cause}; nothing was changed"));
    }

    /// Leaves a form whose text was not taken: what somebody wrote into it stays.
    fn leave(&mut self, form: Option<Form>) {
        match form {
            Some(form) if form.is_touched() => {
                let path = Printable::from(form.path()).to_string();
                self.tell(Tone::Plain, &format!("What was written is kept in {path}."));
            }
            Some(form) => form.remove(),
            None => {}
        }
    }

    fn say_waiting(&mut self) {
        let end = if self.is_plain() { "\n" } else { "" };
        let hint = Tone::Quiet.paint("Waiting for your editor to close the file...", self.has_color());
        self.write(&format!("{hint}{end}"));
    }

    fn unsay_waiting(&mut self) {
        if !self.is_plain() {
            self.write("\r\x1b[K\x1b[?25h");
        }
    }

    /// Asks for the text line by line.
    fn text_in_lines(&mut self, question: &LongText<'_>) -> Result<Reply<String>, PromptError> {
        let has_text = !question.text.trim().is_empty();
        let mut help: Vec<String> = question.help.map(str::to_owned).into_iter().collect();
        if has_text {
            let lines = question.text.lines().count();
            let more = if lines > 1 { format!(" ({lines} lines)") } else { String::new() };
            let first = without_empty_lines(question.text).lines().next().unwrap_or_default();
            help.push(format!("So far: {}{more}", shown::cut(first, 50)));
        }
        let help = help.join("\n");
        let asked = Asked {
            question: question.question,
            help: Some(help.as_str()).filter(|help| !help.is_empty()),
            hint: if has_text {
                "Enter keeps, - clears, an empty line ends, < goes back"
            } else {
                "an empty line ends, < goes back"
            },
            optional: true,
            is_text: true,
        };
        let lines = match self.ask_lines(&asked, &mut |_| {})? {
            Reply::Given(lines) => lines,
            Reply::Back => return Ok(Reply::Back),
        };
        Ok(Reply::Given(match lines.as_slice() {
            [] => question.text.to_owned(),
            [line] if line == "-" && has_text => String::new(),
            [line] if line == "\\-" && has_text => "-".to_owned(),
            lines => lines.join("\n"),
        }))
    }
}

/// The question, as it stands in the file.
fn asked(question: &LongText<'_>) -> String {
    let mut lines = shown::wrapped(question.question, COLUMNS);
    if let Some(help) = question.help {
        lines.extend(shown::wrapped(help, COLUMNS));
    }
    let way_out = if question.text.trim().is_empty() {
        "Leave only < to go back."
    } else {
        "Leave only < to go back, only - to clear the text. Nothing left changes nothing."
    };
    lines.push(String::new());
    lines.extend(shown::wrapped(way_out, COLUMNS));
    lines.join("\n")
}
