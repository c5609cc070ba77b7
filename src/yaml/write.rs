//! Writes YAML that a person likes to edit and every reader reads back equal.
//!
//! The text is drawn from a small tree rather than through serde, because its look is part of what it says: which
//! texts are Markdown, where an empty line parts two items, that a date stands bare. A line is never folded. A text is
//! bare only where neither a YAML 1.1 nor a 1.2 reader takes it for anything but text; everything else that one line
//! holds stands in double quotes, and several lines in a literal block.

use std::borrow::Cow;
use std::iter::repeat_n;

use super::Entry;
use super::Node;
use super::Scalar;
use super::Value;

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yaml {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A word whose type is meant, such as the date `2025-06-02`: written bare although it does not look like a text.
    ///
    /// What cannot stand bare at all, such as `a: b`, is written as [`Yaml::Text`] instead.
    Plain(String),
    /// A text that is read back exactly: on one line as [`scalar`] has it, several lines as a literal block.
    Text(String),
    /// The same on one line, in double quotes, whatever it holds.
    Quoted(String),
    /// A Markdown text: a literal block even for a single line, ending in one line end.
    ///
    /// It is read back equal up to line ends at its very end, which Markdown fields do not draw. Without any text it
    /// is `""`.
    Markdown(String),
    /// A list.
    Sequence(Vec<Self>),
    /// A list with an empty line between its items.
    Spaced(Vec<Self>),
    /// Keys and their values, in this order; no key may stand twice.
    Mapping(Vec<(String, Self)>),
}

impl Yaml {
    /// A tree that was read, as it would be written again; of a scalar it is said how.
    pub fn of(node: &Node<'_>, scalar: &impl Fn(&Node<'_>, &Scalar<'_>) -> Self) -> Self {
        match &node.value {
            Value::Scalar(text) => scalar(node, text),
            Value::Sequence(items) => Self::Sequence(items.iter().map(|item| Self::of(item, scalar)).collect()),
            Value::Mapping(entries) => {
                let entry = |entry: &Entry<'_>| (entry.key.clone().into_owned(), Self::of(&entry.value, scalar));
                Self::Mapping(entries.iter().map(entry).collect())
            }
        }
    }
}

/// Columns by which a value stands further in than what it belongs to.
const STEP: usize = 2;

/// The longest key, in bytes, that stands on a line with its colon. Readers look for the colon within 1024 characters.
const LONGEST_KEY: usize = 1000;

/// The whole document, ending in one line end.
pub fn document(yaml: &Yaml) -> String {
    let mut out = String::new();
    write(&mut out, yaml, 0);

    // Empty lines that belong to the last text would not survive an editor that trims the end of a file.
    if out.ends_with("\n\n") {
        out.push_str("...\n");
    }
    out
}

/// A text on one line, as a value or a key in block style: bare where that is safe for every reader, else in double
/// quotes with line ends and everything invisible escaped.
pub fn scalar(text: &str) -> Cow<'_, str> {
    if can_stand_bare(text) && !looks_typed(text) { Cow::Borrowed(text) } else { Cow::Owned(quoted(text)) }
}

/// Writes `yaml` with its lines at column `indent`, and the line end after it.
///
/// `out` is at the start of a line, or right behind the `-` or the `key:` that the value belongs to. A text that is the
/// whole document is never a block, since readers disagree about what its indentation is counted from.
fn write(out: &mut String, yaml: &Yaml, indent: usize) {
    match yaml {
        Yaml::Null => write_word(out, "null"),
        Yaml::Bool(value) => write_word(out, if *value { "true" } else { "false" }),
        Yaml::Integer(value) => write_word(out, &value.to_string()),
        Yaml::Plain(word) if can_stand_bare(word) => write_word(out, word),
        Yaml::Plain(text) | Yaml::Text(text) => {
            if text.contains('\n') && indent > 0 && fits_block(text) {
                write_block(out, text, indent);
            } else {
                write_word(out, &scalar(text));
            }
        }
        Yaml::Quoted(text) => write_word(out, &quoted(text)),
        Yaml::Markdown(text) => {
            let lines = text.trim_end_matches('\n');
            if lines.is_empty() {
                write_word(out, "\"\"");
            } else if indent > 0 && fits_block(lines) {
                write_block(out, &format!("{lines}\n"), indent);
            } else {
                write_word(out, &quoted(text));
            }
        }
        Yaml::Sequence(items) | Yaml::Spaced(items) if items.is_empty() => write_word(out, "[]"),
        Yaml::Mapping(entries) if entries.is_empty() => write_word(out, "{}"),
        Yaml::Sequence(items) => {
            for item in items {
                write_item(out, item, indent);
            }
        }
        Yaml::Spaced(items) => {
            for (index, item) in items.iter().enumerate() {
                // A text that ends in empty lines keeps them all: one more would be one too many.
                if index > 0 && !out.ends_with("\n\n") {
                    out.push('\n');
                }
                write_item(out, item, indent);
            }
        }
        Yaml::Mapping(entries) => {
            for (key, value) in entries {
                write_entry(out, key, value, indent);
            }
        }
    }
}

fn write_item(out: &mut String, item: &Yaml, indent: usize) {
    start(out, indent);
    out.push('-');
    write(out, item, indent + STEP);
}

fn write_entry(out: &mut String, key: &str, value: &Yaml, indent: usize) {
    start(out, indent);
    let key = scalar(key);
    if key.len() > LONGEST_KEY {
        out.push_str("? ");
        out.push_str(&key);
        out.push('\n');
        start(out, indent);
    } else {
        out.push_str(&key);
    }
    out.push(':');

    let below = match value {
        Yaml::Sequence(items) | Yaml::Spaced(items) => !items.is_empty(),
        Yaml::Mapping(entries) => !entries.is_empty(),
        _ => false,
    };
    if below {
        out.push('\n');
    }
    write(out, value, indent + STEP);
}

/// Goes to column `indent` of a new line, or one blank past the `-` or `key:` on this one.
fn start(out: &mut String, indent: usize) {
    let blanks = if out.is_empty() || out.ends_with('\n') { indent } else { 1 };
    out.extend(repeat_n(' ', blanks));
}

fn write_word(out: &mut String, word: &str) {
    start(out, 0);
    out.push_str(word);
    out.push('\n');
}

/// Writes a literal block that is read back as `text`, which [`fits_block`].
fn write_block(out: &mut String, text: &str, indent: usize) {
    start(out, 0);
    out.push('|');

    // Readers take the indentation from the first line that is not empty, unless they are told.
    if text.trim_start_matches('\n').starts_with([' ', '\t']) {
        out.push('2');
    }
    if text.ends_with("\n\n") {
        out.push('+');
    } else if !text.ends_with('\n') {
        out.push('-');
    }
    out.push('\n');

    for line in text.split_terminator('\n') {
        if !line.is_empty() {
            start(out, indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// Whether a literal block can hold the text, and a reader see that it does.
fn fits_block(text: &str) -> bool {
    text.contains(|c| !matches!(c, ' ' | '\t' | '\n'))
        && text.chars().all(|c| matches!(c, '\t' | '\n') || stands_raw(c))
}

/// Whether the text is read back as it is without quotes, though perhaps as something else than a text.
fn can_stand_bare(text: &str) -> bool {
    let indicator = text.starts_with(|c| "?:,[]{}#&*!|>'\"%@`".contains(c));
    let marker = text == "-" || ["- ", "---", "..."].iter().any(|marker| text.starts_with(marker));
    let structure = text.contains(": ") || text.contains(" #") || text.ends_with(':');

    !(text.is_empty() || text.trim() != text || indicator || marker || structure) && text.chars().all(stands_raw)
}

/// Whether some reader takes the bare text for a truth value, a number, a date or a merge: YAML 1.1 as its
/// specification, `PyYAML` and Ruby's Psych have it, and 1.2 as its core schema has it. Rather once too often.
fn looks_typed(text: &str) -> bool {
    const WORDS: [&str; 17] = [
        "~", "=", "<<", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan", "inf", "infinity",
        "nan",
    ];
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(unsigned)) || looks_numeric(unsigned) || looks_dated(text)
}

/// Whether the text may be a number: `1_000`, `1,000`, `0x1F`, `0o7`, `1.5e-3`, and `12:30`, which is 750 in base 60.
fn looks_numeric(unsigned: &str) -> bool {
    let mut previous = ' ';
    unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.chars().all(|c| {
            let exponent = matches!(previous, 'e' | 'E') && matches!(c, '+' | '-');
            previous = c;
            exponent || c.is_ascii_hexdigit() || "xXoO_,.:".contains(c)
        })
}

/// Whether the text may be a date, with or without a time. A year and a month, `2025-06`, are none.
fn looks_dated(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let year = parts.next().is_some_and(|year| year.len() == 4);
    let day = parts.nth(1).is_some();
    year && day && text.chars().all(|c| c.is_ascii_digit() || "-+:.TtZz ".contains(c))
}

/// The text in double quotes.
fn quoted(text: &str) -> String {
    let escaped: String = text.chars().map(escaped).collect();
    format!("\"{escaped}\"")
}

/// A character as it stands within double quotes.
fn escaped(c: char) -> Cow<'static, str> {
    let code = u32::from(c);
    match c {
        '"' => "\\\"".into(),
        '\\' => "\\\\".into(),
        '\0' => "\\0".into(),
        '\n' => "\\n".into(),
        '\r' => "\\r".into(),
        '\t' => "\\t".into(),
        _ if stands_raw(c) => c.to_string().into(),
        _ if code <= 0xFF => format!("\\x{code:02X}").into(),
        _ if code <= 0xFFFF => format!("\\u{code:04X}").into(),
        _ => format!("\\U{code:08X}").into(),
    }
}

/// Whether every reader takes the character as it is, anywhere in a text: no control character, line end, byte order
/// mark or code point that is no character. Joiners and selectors, which make one emoji of several, stay as they are.
fn stands_raw(c: char) -> bool {
    let code = u32::from(c);
    let no_character = (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE;
    !(c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}') || no_character)
}

#[cfg(test)]
mod tests;
