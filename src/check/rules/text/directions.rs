//! Characters that turn the direction of a text, as [Trojan Source](https://trojansource.codes) uses them.

use super::super::super::found::Found;
use super::super::super::page::Page;
use super::is_own;

/// The characters of direction.
const CONTROLS: &[char] = &[
    '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}',
    '\u{2067}', '\u{2068}', '\u{2069}',
];

/// What a character of direction is called.
fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{61c}' => "Arabic letter mark",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "pop directional formatting",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "pop directional isolate",
        _ => return None,
    })
}

pub(super) fn bidirectional_control(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    // Next to no page has any.
    if !CONTROLS.iter().any(|control| text.contains(*control)) {
        return;
    }
    let mut is_written_leftwards: Option<bool> = None;
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut last = 0;
    let mut odd: Vec<(usize, char, &str)> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| name(*c).is_some()) {
        if text.get(last..at).is_some_and(ends_paragraph) {
            odd.extend(open.drain(..).map(|(at, c)| (at, c, "not closed in its paragraph")));
        }
        last = at;
        match c {
            '\u{61c}' | '\u{200e}' | '\u{200f}' => {
                if !*is_written_leftwards.get_or_insert_with(|| text.chars().any(is_leftwards)) {
                    odd.push((at, c, "no letter is written from right to left here"));
                }
            }
            // In code they change what a program does, closed or not.
            '\u{2066}'..='\u{2069}' if page.survey.is_code(at) => odd.push((at, c, "in code")),
            '\u{2066}'..='\u{2068}' => open.push((at, c)),
            '\u{2069}' => {
                if open.pop().is_none() {
                    odd.push((at, c, "closes nothing"));
                }
            }
            _ => odd.push((at, c, "turns the text that follows")),
        }
    }
    odd.extend(open.into_iter().map(|(at, c)| (at, c, "not closed in its paragraph")));
    for (at, c, label) in odd.into_iter().filter(|(at, _, _)| is_own(page, *at)) {
        let message = format!("the invisible U+{:04X} ({}) turns text", u32::from(c), name(c).unwrap_or_default());
        found.add(at..at + c.len_utf8(), message, label).help("take it out, and see what the text says without it");
    }
}

/// Whether an empty line stands in a text.
fn ends_paragraph(text: &str) -> bool {
    let mut lines = text.split('\n').skip(1).peekable();
    // The last piece goes on behind the text.
    std::iter::from_fn(|| lines.next().filter(|_| lines.peek().is_some())).any(|line| line.trim().is_empty())
}

/// Whether a letter is written from right to left.
fn is_leftwards(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
