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
