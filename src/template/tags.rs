//! Finds the tags of a template file, `{{ … }}` and `{% … %}`, as the engine does.
//!
//! The engine's work grows with the square of an expression's length, before any fuel is counted: a file full of one
//! expression would take minutes. So no tag may be longer than people write them.

use crate::source::Span;

/// The longest tag, in bytes with its delimiters.
pub const LONGEST: usize = 2048;

/// The first tag of a text that is longer than that: its place.
pub fn first_too_long(text: &str) -> Option<Span> {
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|found| at + found) {
        let rest = &text[start..];
        let (length, limit) = match rest.as_bytes().get(1) {
            Some(b'{') => (tag(rest, "}}"), LONGEST),
            Some(b'%') if word_tag(rest, "raw").is_none() => (tag(rest, "%}"), LONGEST),
            Some(b'%') => (raw(rest), usize::MAX),
            Some(b'#') => (comment(rest), usize::MAX),
            _ => (1, usize::MAX),
        };
        if length > limit {
            return Some(Span::new(start, start + 2));
        }
        at = start + length;
    }
    None
}

/// The length of a comment with its delimiters.
fn comment(rest: &str) -> usize {
    let inner = opening(rest);
    rest[inner..].find("#}").map_or(rest.len(), |end| inner + end + 2)
}

/// The length of a tag with its delimiters: brackets hide the end, and so do quotes.
fn tag(rest: &str, end: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut open = 0_i32;
    let mut at = opening(rest);
    while let Some((&byte, after)) = bytes.get(at..).and_then(<[u8]>::split_first) {
        if open == 0 && bytes.get(at..).is_some_and(|rest| rest.starts_with(end.as_bytes())) {
            return at + end.len();
        }
        match byte {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => open -= 1,
            b'"' | b'\'' => at += quoted(after, byte),
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The bytes up to the closing quote, and that.
fn quoted(bytes: &[u8], quote: u8) -> usize {
    let mut escaped = false;
    let end = bytes.iter().position(|&byte| {
        let ends = byte == quote && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(bytes.len(), |end| end + 1)
}

/// The length of a raw block from `{% raw %}` to `{% endraw %}`.
fn raw(rest: &str) -> usize {
    let mut at = word_tag(rest, "raw").unwrap_or(2);
    while let Some(found) = rest[at..].find("{%") {
        at += found;
        match word_tag(&rest[at..], "endraw") {
            Some(length) => return at + length,
            None => at += 2,
        }
    }
    rest.len()
}

/// The length of a tag that holds nothing but that word.
fn word_tag(rest: &str, word: &str) -> Option<usize> {
    let inner = rest.get(opening(rest)..)?.trim_ascii_start().strip_prefix(word)?.trim_ascii_start();
    let after = inner.strip_prefix(['-', '+']).unwrap_or(inner).strip_prefix("%}")?;
    Some(rest.len() - after.len())
}

/// The length of an opening delimiter with the sign that trims blanks.
fn opening(rest: &str) -> usize {
    if matches!(rest.as_bytes().get(2), Some(b'-' | b'+')) { 3 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(before: &str, after: &str) -> Option<usize> {
        let text = format!("{before}{}{after}", "a+".repeat(LONGEST));
        first_too_long(&text).map(|span| span.range().start)
    }

    #[test]
    fn finds_a_long_tag_behind_whatever_hides_it() {
        assert_eq!(long("{{ ", "a }}"), Some(0));
        assert_eq!(long("text {%- if ", "a %}"), Some(5));
        for before in [
            "{# {{ #}",
            "{{ '}}' }}",
            "{{ \"\\\"}}\" }}",
            "{{ {'a': {'b': 1}} }}",
            "{%+ raw -%} {{ ' {%- endraw +%}",
            "{% raw %} {% endraw {% endraw %}",
            "{ { ",
        ] {
            assert_eq!(long(&format!("{before}{{{{ "), "a }}"), Some(before.len()), "{before}");
        }
        assert_eq!(long("{{ '}}' ~ ", "a }}"), Some(0));
        assert_eq!(long("{{ [{}, {}][", "a] }}"), Some(0));
    }

    #[test]
    fn text_comments_and_raw_blocks_may_be_long() {
        for (before, after) in [("", ""), ("{# ", "#}"), ("{% raw %}{{ ", "{% endraw %}"), ("{{ a }}", "{{ b }}")] {
            assert_eq!(long(before, after), None, "{before}");
        }
    }
}
