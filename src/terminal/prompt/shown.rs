//! Text as it fits on the screen: printable, measured in columns, cut or wrapped.

use dialoguer::console;

use crate::terminal::Printable;

/// The text, printable and in one line.
pub(super) fn one_line(text: &str) -> String {
    Printable::from(text).to_string().replace(['\n', '\t'], " ")
}

/// How many columns a printable text takes.
pub(super) fn width(text: &str) -> usize {
    console::measure_text_width(text)
}

/// The beginning of a text of any length, in one printable line of at most that many columns.
pub(super) fn cut(text: &str, columns: usize) -> String {
    // No more than could be shown is looked at.
    let end = text.char_indices().nth(columns.saturating_mul(4)).map_or(text.len(), |(at, _)| at);
    let mut line = one_line(&text[..end]);
    let tail = if columns > 0 { "…" } else { "" };
    if end < text.len() {
        line.push_str(tail);
    }
    console::truncate_str(&line, columns, tail).into_owned()
}

/// How much of a line a question and what was understood may take beside an answer: the question gives way first.
pub(super) fn shares(columns: usize, question: &str, answer: &str, note: &str) -> [usize; 2] {
    let for_note = width(&cut(note, columns * 2 / 3));
    let answer = width(&cut(answer, columns / 2));
    // A colon and the blanks between the three.
    let left = columns.saturating_sub(for_note + answer + 4);
    let for_question = width(&cut(question, left.max(columns / 4)));
    [for_question, for_note]
}

/// The text in printable lines of at most that many columns, broken between words where it can be.
pub(super) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let word = cut(word, columns);
            let joined = width(&line) + 1 + width(&word);
            if line.is_empty() {
                line = word;
            } else if joined <= columns {
                line.push(' ');
                line.push_str(&word);
            } else {
                lines.push(std::mem::replace(&mut line, word));
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_gives_way_to_what_was_understood() {
        let note = "(Monday 2 – Friday 6 June 2025, weight -202506)";
        assert_eq!(shares(79, "When does it end?", "2025-06-06", note), [17, 47]);
        assert_eq!(shares(79, "On which day shall the last of them go home?", "2025-06-06", note), [19, 47]);
        assert_eq!(shares(119, "On which day shall the last of them go home?", "2025-06-06", note), [44, 47]);
        assert_eq!(shares(79, "What is this series of events called?", "Kettle Days", ""), [37, 0]);
        assert_eq!(shares(79, &"long ".repeat(20), &"x".repeat(200), ""), [36, 0]);
        assert_eq!(shares(1, "Where?", "Here", "(there)"), [0, 0]);
    }

    #[test]
    fn a_line_is_cut_at_columns_not_bytes() {
        assert_eq!(cut("種を蒔く", 8), "種を蒔く");
        assert_eq!(cut("種を蒔く", 7), "種を蒔…");
        assert_eq!(cut("a\nb\x1b[2J", 20), "a b^[[2J");
        assert_eq!(cut(&"x".repeat(1_000_000), 5), "xxxx…");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn text_is_wrapped_between_words() {
        assert_eq!(wrapped("one two three\nfour", 7), ["one two", "three", "four"]);
        assert_eq!(wrapped("Donaudampfschiff ahoi", 8), ["Donauda…", "ahoi"]);
    }
}
