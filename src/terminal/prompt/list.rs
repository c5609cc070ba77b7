//! Lists to choose from, drawn by dialoguer.
//!
//! Guarded here: it counts the bytes of an item where it should count columns, takes equal items for the first of them,
//! finds no `Ä` by `ä`, does not scroll to the marked item of a searchable list, panics on a terminal of two lines,
//! misses a signal that comes while it draws, and leaves the cursor hidden when it is interrupted.

use std::collections::HashSet;
use std::fmt;
use std::io::{self, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use dialoguer::console::Term;
use dialoguer::theme::Theme;
use dialoguer::{FuzzySelect, MultiSelect, Select};
use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, getpid, kill_process};

use super::TerminalPrompt;
use super::device::{Size, failed};
use super::edit::Edit;
use super::frame::Row;
use super::shown;
use crate::terminal::Tone;
use crate::terminal::signals::Held;
use crate::wizard::prompt::{Choice, Choices};
use crate::wizard::{PromptError, Reply};

/// The most items that are shown at once; further ones come with the cursor.
const MOST_ROWS: usize = 20;

/// The longest an item of a searchable list may be for dialoguer to count its lines right, in bytes.
const LONGEST_KEY: usize = 70;

impl TerminalPrompt<'_> {
    /// Asks for one item.
    pub(super) fn choice_from_list(&mut self, question: &Choice<'_>) -> Result<Reply<usize>, PromptError> {
        let marked = question.default.min(question.items.len() - 1);
        let hint = if question.search {
            "type to search, ↑ ↓ Enter, Esc goes back"
        } else {
            "↑ ↓ Enter, Esc goes back"
        };
        let drawing = self.drawing(question.question, question.help, hint, question.items);
        let rows = self.rows_for_items(&drawing, question.items.len());

        let order = if question.search && marked >= rows {
            first(marked, question.items.len())
        } else {
            (0..question.items.len()).collect()
        };
        let answer = self.interact(|term| {
            if !question.search {
                let list = Select::with_theme(&drawing).with_prompt("").items(&drawing.keys).default(marked);
                return list.max_length(rows + 2).report(false).interact_on_opt(term);
            }
            let keys = order.iter().filter_map(|&index| drawing.keys.get(index));
            let marked = order.iter().position(|&index| index == marked).unwrap_or_default();
            let list = FuzzySelect::with_theme(&drawing).items(keys).default(marked).max_length(rows).report(false);
            list.interact_on_opt(term).map(|chosen| chosen.and_then(|at| order.get(at).copied()))
        })?;
        Ok(answer.map_or(Reply::Back, Reply::Given))
    }

    /// Asks for any number of items.
    pub(super) fn choices_from_list(&mut self, question: &Choices<'_>) -> Result<Reply<Vec<usize>>, PromptError> {
        let hint = "Space marks, Enter answers, Esc goes back";
        let drawing = self.drawing(question.question, question.help, hint, question.items);
        let rows = self.rows_for_items(&drawing, question.items.len());
        let items = drawing.keys.iter().enumerate().map(|(index, key)| (key, question.chosen.contains(&index)));

        let answer = self.interact(|term| {
            let list = MultiSelect::with_theme(&drawing).with_prompt("").items_checked(items);
            list.max_length(rows + 2).report(false).interact_on_opt(term)
        })?;
        Ok(answer.map_or(Reply::Back, Reply::Given))
    }

    fn drawing<'i>(&self, question: &str, help: Option<&str>, hint: &str, items: &'i [String]) -> Drawing<'i> {
        let mut heading = self.heading_within(self.columns(), question, help, hint);
        if items.len() > room_for_items(&heading) {
            // dialoguer adds the number of the page.
            let columns = self.columns().saturating_sub(" [Page 10/10] ".len()).max(1);
            heading = self.heading_within(columns, question, help, hint);
        }
        Drawing { heading, items, keys: keys(items), color: self.has_color() }
    }

    /// How many items are shown at once.
    fn rows_for_items(&self, drawing: &Drawing<'_>, items: usize) -> usize {
        room_for_items(&drawing.heading).min(items)
    }

    /// Lets dialoguer ask.
    fn interact<T>(
        &mut self,
        ask: impl FnOnce(&Term) -> dialoguer::Result<Option<T>>,
    ) -> Result<Option<T>, PromptError> {
        let shown = Cursor;
        let answer = answer_or_signal(self.device.held(), || {
            let term = Term::read_write_pair(io::stdin(), Screen::default());
            ask(&term)
        });
        drop(shown);

        // What it takes for an answer, or for a failure, may have been a signal.
        if self.device.held().is_interrupted() {
            return Err(PromptError::Interrupted);
        }
        let dialoguer::Error::IO(error) = match answer {
            Ok(answer) => {
                self.device.forget_burst()?;
                return Ok(answer);
            }
            Err(error) => error,
        };
        Err(failed(error))
    }
}

/// Asks, and makes sure that a signal ends the asking.
///
/// dialoguer waits for a key without an ear for signals: one that comes just before is missed. So it is sent again until
/// it was heard.
fn answer_or_signal<T>(held: &Held, ask: impl FnOnce() -> T) -> T {
    let Ok((answered, waits)) = UnixStream::pair() else {
        return ask();
    };
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut polled = [PollFd::new(held, PollFlags::IN), PollFd::new(&waits, PollFlags::IN)];
            while poll(&mut polled, None).is_err() {}
            let moment = Timespec { tv_sec: 0, tv_nsec: 20_000_000 };
            let mut answered = [PollFd::new(&waits, PollFlags::IN)];
            while poll(&mut answered, Some(&moment)) == Ok(0) {
                kill_process(getpid(), Signal::INT).ok();
            }
        });
        let answer = ask();
        drop(answered);
        answer
    })
}

/// Shows the cursor again, however the asking ends.
struct Cursor;

impl Drop for Cursor {
    fn drop(&mut self) {
        // Fails where the terminal is gone.
        io::stderr().write_all(b"\x1b[?25h").ok();
    }
}

/// Standard error as dialoguer's terminal: one whose size it can ask for only once.
///
/// It would divide the lines of a very small terminal into pages of less than nothing, and panic. To a terminal that has
/// no size it gives 24 lines of 80 columns; how much really fits it is told.
#[derive(Debug, Default)]
struct Screen {
    was_asked: AtomicBool,
}

impl AsRawFd for Screen {
    fn as_raw_fd(&self) -> RawFd {
        // The first time it asks whether this is a terminal at all.
        if self.was_asked.swap(true, Ordering::Relaxed) { -1 } else { io::stderr().as_raw_fd() }
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stderr().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How many items can be shown at once below that heading.
fn room_for_items(heading: &[Row]) -> usize {
    // One more for the search, one for the cursor below.
    Size::now().rows.saturating_sub(heading.len() + 2).clamp(1, MOST_ROWS)
}

/// The indices with that one before all others.
fn first(index: usize, length: usize) -> Vec<usize> {
    [index].into_iter().chain((0..length).filter(|&other| other != index)).collect()
}

/// What dialoguer is given for the items: all of it is searched, no two are equal, none is long.
fn keys(items: &[String]) -> Vec<String> {
    let mut taken = HashSet::new();
    let unique = items.iter().map(|item| {
        let label = shown::one_line(item);
        let folded = label.to_lowercase();
        // The search finds `A` by `a`, and `Ä` by nothing else.
        let mut key = if label.to_ascii_lowercase() == folded {
            first_bytes(&label, LONGEST_KEY).to_owned()
        } else {
            format!("{} {}", first_bytes(&label, LONGEST_KEY / 2), first_bytes(&folded, LONGEST_KEY / 2))
        };
        while !taken.insert(key.clone()) {
            key.push(' ');
        }
        key
    });
    unique.collect()
}

fn first_bytes(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// How a list looks.
struct Drawing<'a> {
    heading: Vec<Row>,
    items: &'a [String],
    keys: Vec<String>,
    color: bool,
}

impl Drawing<'_> {
    /// The item that dialoguer knows by that key.
    fn item<'k>(&'k self, key: &'k str) -> &'k str {
        let index = self.keys.iter().position(|known| known == key);
        index.and_then(|index| self.items.get(index)).map_or(key, String::as_str)
    }

    fn write_heading(&self, f: &mut dyn fmt::Write) -> fmt::Result {
        for (index, row) in self.heading.iter().enumerate() {
            write!(f, "{}{}", if index == 0 { "" } else { "\n" }, row.as_str())?;
        }
        Ok(())
    }

    fn write_item(&self, f: &mut dyn fmt::Write, mark: &str, label: &str, active: bool) -> fmt::Result {
        let columns = columns().saturating_sub(2 + mark.len());
        let tone = if active { Tone::Strong } else { Tone::Plain };
        let pointer = if active { "> " } else { "  " };
        f.write_str(&tone.paint(format_args!("{pointer}{mark}{}", shown::cut(label, columns)), self.color))
    }
}

impl Theme for Drawing<'_> {
    fn format_select_prompt(&self, f: &mut dyn fmt::Write, _: &str) -> fmt::Result {
        self.write_heading(f)
    }

    fn format_multi_select_prompt(&self, f: &mut dyn fmt::Write, _: &str) -> fmt::Result {
        self.write_heading(f)
    }

    fn format_fuzzy_select_prompt(&self, f: &mut dyn fmt::Write, _: &str, search: &str, cursor: usize) -> fmt::Result {
        self.write_heading(f)?;
        let window = Edit::at(search, cursor).window(columns().saturating_sub(3));
        // The cursor itself is hidden, and stands below the list.
        write!(f, "\n/ {}|{}", window.before, window.after)
    }

    fn format_select_prompt_item(&self, f: &mut dyn fmt::Write, key: &str, active: bool) -> fmt::Result {
        self.write_item(f, "", self.item(key), active)
    }

    fn format_multi_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        key: &str,
        checked: bool,
        active: bool,
    ) -> fmt::Result {
        self.write_item(f, if checked { "[x] " } else { "[ ] " }, self.item(key), active)
    }

    fn format_fuzzy_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        key: &str,
        active: bool,
        _: bool,
        matcher: &SkimMatcherV2,
        search: &str,
    ) -> fmt::Result {
        let found = matcher.fuzzy_indices(key, search).map(|(_, indices)| indices).unwrap_or_default();
        if active || found.is_empty() || !self.color {
            return self.write_item(f, "", self.item(key), active);
        }
        let label = shown::cut(self.item(key), columns().saturating_sub(2));
        f.write_str("  ")?;
        for (index, character) in label.chars().enumerate() {
            let tone = if found.contains(&index) { Tone::Strong } else { Tone::Plain };
            f.write_str(&tone.paint(character, self.color))?;
        }
        Ok(())
    }
}

/// How many columns an item may take, now.
fn columns() -> usize {
    Size::now().columns.saturating_sub(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_short_and_no_two_are_equal() {
        let long = "🌱".repeat(30);
        let items = ["A", "A", "Änne B", "b\n\x1b[2J", long.as_str(), long.as_str()].map(str::to_owned);
        let keys = keys(&items);
        assert_eq!(keys[..4], ["A", "A ", "Änne B änne b", "b ^[[2J"]);
        assert_eq!(keys[4], "🌱".repeat(17));
        assert_eq!(keys[5], format!("{} ", keys[4]));
    }

    #[test]
    fn the_marked_item_comes_first_where_it_would_be_out_of_sight() {
        assert_eq!(first(2, 4), [2, 0, 1, 3]);
    }
}
