//! Questions in plain lines, for a terminal whose cursor cannot move: nothing is drawn over, and the terminal itself edits.

use super::device::{BURST, Heard};
use super::line::{Verdict, judge};
use super::lines::{Asked, Ended, Written};
use super::{TerminalPrompt, shown};
use crate::terminal::Tone;
use crate::wizard::prompt::{Choice, Choices, Line};
use crate::wizard::{PromptError, Reply};

/// How many items are listed before searching is asked for.
const LISTED: usize = 30;

impl TerminalPrompt<'_> {
    /// Asks for a line. A default can't be edited here, so `-` says that nothing is meant.
    pub(super) fn plain_line(&mut self, question: &Line<'_>) -> Result<Reply<String>, PromptError> {
        let default = question.default.filter(|default| !default.is_empty());
        let hint = match (default, question.optional) {
            (Some(_), true) => "Enter keeps, - for nothing, < goes back",
            (Some(_), false) => "Enter keeps, < goes back",
            (None, true) => "Enter skips, < goes back",
            (None, false) => "< goes back",
        };
        self.plain_heading(question.question, question.help, hint);
        if let Some(default) = default {
            self.tell(Tone::Plain, &format!("  [{default}]"));
        }
        loop {
            let typed = self.plain_answer()?;
            let (typed, nothing) = match (typed.as_str(), default) {
                ("-", Some(_)) if question.optional => ("", Some("")),
                ("\\-", Some(_)) if question.optional => ("-", None),
                (typed, default) => (typed, default.or(Some("").filter(|_| question.optional))),
            };
            match judge(question, typed, nothing) {
                Verdict::Answer(answer, note) => {
                    self.echo(question.question, &answer, note.as_ref());
                    return Ok(Reply::Given(answer));
                }
                Verdict::Back => return Ok(Reply::Back),
                Verdict::Refused(complaint) => self.tell(Tone::Refused, &complaint),
            }
        }
    }

    /// Asks for lines.
    pub(super) fn plain_lines(
        &mut self,
        asked: &Asked<'_>,
        keep: &mut dyn FnMut(&[String]),
    ) -> Result<Reply<Vec<String>>, PromptError> {
        self.plain_heading(asked.question, asked.help, asked.hint);
        let mut written = Written::default();
        let mut within = false;
        loop {
            if !within {
                written.hand_out(keep);
            }
            self.write("> ");
            let line = self.plain_read()?;
            within = line.is_some() && self.device.has_more(BURST)?;
            match written.end_line(asked, line.as_deref().unwrap_or_default(), within) {
                Ended::More => {}
                Ended::Last => return Ok(Reply::Given(written.into_lines())),
                Ended::Back => return Ok(Reply::Back),
                Ended::Again(line) => self.tell(Tone::Quiet, &format!("without `{line}`")),
                Ended::Refused => self.tell(Tone::Refused, "this needs an answer"),
            }
        }
    }

    /// Asks for one of the numbered items.
    pub(super) fn plain_choice(&mut self, question: &Choice<'_>) -> Result<Reply<usize>, PromptError> {
        let count = question.items.len();
        let default = question.default.min(count - 1);
        let marked = question.items.get(default).map(|item| shown::cut(item, 30)).unwrap_or_default();
        let how = if question.search { "a number or part of a name" } else { "a number" };
        let hint = format!("{how}, Enter for {marked}, < goes back");
        self.plain_heading(question.question, question.help, &hint);
        self.list(question.items, 0..count, |_| "");
        loop {
            let typed = self.plain_answer()?;
            match typed.as_str() {
                "<" => return Ok(Reply::Back),
                "" => return Ok(Reply::Given(default)),
                _ => {}
            }
            if let Some(index) = number(&typed, count) {
                return Ok(Reply::Given(index));
            }
            if !question.search {
                self.tell(Tone::Refused, &format!("a number from 1 to {count} is needed"));
                continue;
            }
            let wanted = typed.to_lowercase();
            let items = question.items.iter().enumerate();
            let found = items.filter(|(_, item)| item.to_lowercase().contains(&wanted)).map(|(index, _)| index);
            match found.collect::<Vec<_>>().as_slice() {
                [] => self.tell(Tone::Refused, &format!("nothing is called `{typed}`")),
                [index] => return Ok(Reply::Given(*index)),
                found => self.list(question.items, found.iter().copied(), |_| ""),
            }
        }
    }

    /// Asks for any of the numbered items.
    pub(super) fn plain_choices(&mut self, question: &Choices<'_>) -> Result<Reply<Vec<usize>>, PromptError> {
        let count = question.items.len();
        let hint = "numbers, Enter keeps what is marked, - for none, < goes back";
        self.plain_heading(question.question, question.help, hint);
        let mark = |index| if question.chosen.contains(&index) { "[x] " } else { "[ ] " };
        self.list(question.items, 0..count, mark);
        loop {
            let typed = self.plain_answer()?;
            let mut chosen: Vec<usize> = match typed.as_str() {
                "<" => return Ok(Reply::Back),
                "" => question.chosen.iter().copied().filter(|&index| index < count).collect(),
                "-" => Vec::new(),
                typed => {
                    let numbers = typed.split([' ', ',']).filter(|number| !number.is_empty());
                    let Some(chosen) = numbers.map(|text| number(text, count)).collect() else {
                        self.tell(Tone::Refused, &format!("numbers from 1 to {count} are needed, such as `1 {count}`"));
                        continue;
                    };
                    chosen
                }
            };
            chosen.sort_unstable();
            chosen.dedup();
            return Ok(Reply::Given(chosen));
        }
    }

    fn plain_heading(&mut self, question: &str, help: Option<&str>, hint: &str) {
        self.write("\n");
        for row in self.heading(question, help, hint) {
            self.write(&format!("{}\n", row.as_str()));
        }
    }

    fn list(
        &mut self,
        items: &[String],
        indices: impl ExactSizeIterator<Item = usize>,
        mark: impl Fn(usize) -> &'static str,
    ) {
        let columns = self.columns();
        let digits = items.len().to_string().len();
        let more = indices.len().saturating_sub(LISTED);
        let listed = indices.take(LISTED).filter_map(|index| Some((index, items.get(index)?)));
        for (index, item) in listed {
            let number = index + 1;
            let item = shown::one_line(item);
            let line = shown::cut(&format!("  {number:digits$}  {}{item}", mark(index)), columns);
            self.tell(Tone::Plain, &line);
        }
        if more > 0 {
            self.tell(Tone::Quiet, &format!("  and {more} more"));
        }
    }

    /// One answer; what was pasted with it is joined to it.
    fn plain_answer(&mut self) -> Result<String, PromptError> {
        self.write("> ");
        let Some(mut answer) = self.plain_read()? else {
            return Err(PromptError::Interrupted);
        };
        while self.device.has_more(BURST)? {
            let Some(more) = self.plain_read()? else {
                break;
            };
            let more = more.trim();
            if !more.is_empty() {
                answer.truncate(answer.trim_end().len());
                answer.push(' ');
                answer.push_str(more);
            }
        }
        Ok(answer.trim().to_owned())
    }

    /// One line as the terminal made it; `None` for Ctrl-D.
    fn plain_read(&mut self) -> Result<Option<String>, PromptError> {
        let mut bytes = Vec::new();
        let mut heard = Heard::Bytes;
        while heard == Heard::Bytes && !bytes.ends_with(b"\n") {
            // What follows begins on a line of its own.
            heard = self.device.read(&mut bytes, None).inspect_err(|_| self.terminal.write_to_stderr("\n"))?;
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&bytes);
        Ok(Some(text.chars().filter(|&character| character == '\t' || !character.is_control()).collect()))
    }
}

/// The index that a number from 1 on means.
fn number(text: &str, count: usize) -> Option<usize> {
    let number: usize = text.trim().parse().ok()?;
    number.checked_sub(1).filter(|&index| index < count)
}
