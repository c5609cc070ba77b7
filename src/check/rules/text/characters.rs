//! Characters that nobody sees.

use std::ops::Range;

use crate::markdown::anchor::anchor;
use crate::markdown::emoji::is_emoji;

use super::super::super::found::Found;
use super::super::super::page::Page;
use super::damage::damaged;
use super::is_own;

/// What an invisible character is called, and whether the text is the same without it. None of what is seen, and of
/// what turns the direction of a text, which is a rule of its own.
fn invisible(c: char) -> Option<(&'static str, bool)> {
    Some(match c {
        '\t' | '\n' | '\r' | ' '..='~' => return None,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => ("control character", false),
        '\u{ad}' => ("soft hyphen", true),
        '\u{180e}' => ("Mongolian vowel separator", false),
        '\u{200b}' => ("zero width space", true),
        '\u{200c}' => ("zero width non-joiner", true),
        '\u{200d}' => ("zero width joiner", true),
        '\u{2028}' => ("line separator", false),
        '\u{2029}' => ("paragraph separator", false),
        '\u{2060}' => ("word joiner", true),
        '\u{2061}'..='\u{2064}' => ("invisible operator", false),
        '\u{206a}'..='\u{206f}' => ("deprecated format character", false),
        '\u{3164}' | '\u{ffa0}' => ("Hangul filler", false),
        '\u{fe0e}' | '\u{fe0f}' => ("variation selector", true),
        '\u{feff}' => ("byte order mark", true),
        '\u{fff9}'..='\u{fffb}' => ("interlinear annotation", false),
        '\u{1d173}'..='\u{1d17a}' => ("musical format character", false),
        '\u{e0001}' | '\u{e0020}'..='\u{e007f}' => ("tag character", false),
        _ => return None,
    })
}

pub(super) fn invisible_character(page: &Page<'_>, found: &mut Found) {
    // A text that was read in a wrong code page is full of them, and that is told.
    let mut damage: Option<Vec<Range<usize>>> = None;
    let mut next = 0;
    for (at, c) in page.text.char_indices() {
        let Some((name, is_lost)) = invisible(c).filter(|_| at >= next) else { continue };
        let rest = page.text.get(at..).unwrap_or_default();
        let end = at + rest.len() - rest.trim_start_matches(c).len();
        next = end;
        let before = page.text.get(..at).and_then(|before| before.chars().next_back());
        let after = page.text.get(end..).and_then(|after| after.chars().next());
        if is_needed(c, before, after) || !is_own(page, at) {
            continue;
        }
        let damage = damage.get_or_insert_with(|| damaged(page));
        let first = damage.partition_point(|range| range.end <= at);
        if damage.get(first).is_some_and(|range| range.start < end) {
            continue;
        }
        let count = rest.get(..end - at).unwrap_or_default().chars().count();
        let times = if count > 1 { format!(", {count} times") } else { String::new() };
        let message = format!("the invisible character U+{:04X} ({name}){times}", u32::from(c));
        let finding = found.add(at..end, message, "nobody sees it");
        if is_lost && !page.survey.is_code(at) && !changes_anchor(page, at, c) {
            finding.fix(at..end, "");
        } else {
            finding.help("take it out, or write it as an escape if the text is about it");
        }
    }
}

/// Whether an invisible character does something between its neighbours.
fn is_needed(c: char, before: Option<char>, after: Option<char>) -> bool {
    let is = |neighbour: Option<char>, test: fn(char) -> bool| neighbour.is_some_and(test);
    match c {
        // Between the parts of an emoji, and in scripts whose letters take another form beside each other.
        '\u{200d}' => {
            (is(before, joins_emoji) && is(after, joins_emoji)) || is(before, is_joining) || is(after, is_joining)
        }
        '\u{200c}' => is(before, is_joining) || is(after, is_joining),
        // Where words have no blanks between them; and where `@name` and `#1` shall be no mention.
        '\u{200b}' => is(before, |c| is_unspaced(c) || matches!(c, '@' | '#')) || is(after, is_unspaced),
        // Behind what has both an emoji and a sign for text. Much is one; letters and blanks are none.
        '\u{fe0e}' | '\u{fe0f}' => {
            let is_plain = |c: char| c.is_whitespace() || (c.is_ascii() && !c.is_ascii_digit());
            let is_key = matches!(before, Some('#' | '*')) && after == Some('\u{20e3}');
            is_key || !before.is_none_or(is_plain)
        }
        // The flags of regions are spelt with them.
        '\u{e0020}'..='\u{e007f}' => is(before, |c| matches!(c, '\u{1f3f4}' | '\u{e0020}'..='\u{e007f}')),
        '\u{feff}' => before.is_none(),
        '\u{180e}' => is(before, is_joining),
        _ => false,
    }
}

/// Whether a character can stand beside a joiner in an emoji.
fn joins_emoji(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e007f}') || is_emoji(c.encode_utf8(&mut [0; 4]))
}

/// Whether a letter is of a script in which joiners mean something: Arabic, Syriac, Mongolian, those of India.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{1cff}' | '\u{a800}'..='\u{abff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10a00}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}')
}

/// Whether a letter is of a script that writes words without blanks.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{1aaf}' | '\u{3000}'..='\u{9fff}')
}

/// Whether a heading would have another anchor without the character, and links to it would lead nowhere.
fn changes_anchor(page: &Page<'_>, at: usize, c: char) -> bool {
    let headings = &page.survey.headings;
    let after = headings.partition_point(|heading| heading.range.start <= at);
    let heading = after.checked_sub(1).and_then(|index| headings.get(index)).filter(|heading| at < heading.range.end);
    heading.is_some_and(|heading| {
        let site = page.options.site;
        anchor(site, &heading.text) != anchor(site, &heading.text.replace(c, ""))
    })
}
