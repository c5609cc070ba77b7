//! What stands for a text that nobody wrote yet.

/// What stands for a text that nobody wrote, in lower case and without markup; it is one wherever it stands alone.
const NOTES: &[&str] = &["todo", "tbd", "tba", "tbc", "fixme"];

/// What says that there is nothing to say; it is a placeholder only as all of a section, since a list may have `None`
/// among its items.
const NOTHINGS: &[&str] = &["n/a", "n.a", "na", "none", "nothing", "wip", "xxx", "...", "…", "-", "–", "—", "/", "?"];

/// A kind of placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// Somebody meant to write.
    Note,
    /// A note with words of what is to be written.
    NoteWithWords,
    /// Somebody meant that there is nothing to write.
    Nothing,
    /// Printers' Latin.
    Lorem,
}

/// The placeholder that a line is, or begins with; markup, list markers and closing marks do not count.
pub fn placeholder_in(line: &str) -> Option<Placeholder> {
    let line = line.trim();
    // Nothing that long stands for something else, and folding is not free.
    let short = line.get(..line.len().min(40)).unwrap_or(line);
    if line.is_empty() || short.bytes().take(8).any(|byte| byte == b'|') {
        return None;
    }
    let is_markup =
        |c: char| c.is_whitespace() || matches!(c, '_' | '*' | '~' | '`' | '-' | '+' | '>' | '(' | ')' | '[' | ']');
    let bare = line.trim_matches(is_markup);
    let bare = bare.strip_prefix("x] ").unwrap_or(bare);
    if bare.is_empty() {
        return (NOTHINGS.contains(&line)).then_some(Placeholder::Nothing);
    }
    let lower = bare.get(..bare.len().min(40)).unwrap_or_default().to_lowercase();
    if bare.len() <= 16 {
        let word = lower.trim_end_matches(['.', '!', ':', '…', '?']);
        if NOTES.contains(&word) {
            return Some(Placeholder::Note);
        }
        if NOTHINGS.contains(&word) || NOTHINGS.contains(&lower.as_str()) {
            return Some(Placeholder::Nothing);
        }
    }
    let begins = ["TODO", "TBD", "FIXME"].into_iter().filter_map(|begin| bare.strip_prefix(begin));
    if begins.into_iter().any(|rest| rest.starts_with([':', '('])) {
        return Some(Placeholder::NoteWithWords);
    }
    lower.starts_with("lorem ipsum").then_some(Placeholder::Lorem)
}

/// Whether a whole text is nothing but placeholders: each of its lines is one, or blank.
pub fn is_placeholder(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).peekable();
    lines.peek().is_some() && lines.all(|line| placeholder_in(line).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_known_in_whatever_marks() {
        let of = |lines: &[&str], kind| lines.iter().for_each(|line| assert_eq!(placeholder_in(line), kind, "{line}"));
        of(&["TODO", "_TODO_", "* tbd", "**TBD.**", "(tbd)", "- [x] TODO"], Some(Placeholder::Note));
        of(&["TODO: ask Bo", "* FIXME(ada)"], Some(Placeholder::NoteWithWords));
        of(&["N/A", "None.", "- …", "-"], Some(Placeholder::Nothing));
        of(&["Lorem ipsum dolor"], Some(Placeholder::Lorem));
        of(&["", "None of the kettles", "The TODO was done", "Nation", "TODOs", "* a", "| N/A | x |"], None);
    }

    #[test]
    fn a_text_is_a_placeholder_where_each_line_is_one() {
        assert!(is_placeholder("_TODO_\n\n* TBD\n"));
        assert!(!is_placeholder("TODO\n\nIt boils.\n") && !is_placeholder(" \n"));
    }
}
