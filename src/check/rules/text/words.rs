//! Words that stand twice.

use std::cell::LazyCell;
use std::ops::Range;

use crate::grammar::ticked;

use super::super::super::found::Found;
use super::super::super::page::Page;
use super::is_own;

/// Words that are never meant twice, and without which a sentence says the same.
const CERTAIN: &[&str] = &["the", "a", "an", "of", "to", "in", "is", "and"];

/// Words that hardly anybody writes twice, so that they are told in whatever language the rest is.
const SMALL: &[&str] = &[
    "the", "a", "an", "of", "to", "in", "is", "and", "or", "for", "with", "from", "by", "at", "as", "are", "was", "we",
    "our", "this", "these", "be", "it", "not", "if", "und", "oder", "mit", "ein", "eine", "von", "für", "ist",
];

/// Words that people write twice and mean it.
#[rustfmt::skip]
const MEANT: &[&str] = &[
    // English grammar: "he said that that was so", "they had had tea", "what we do do".
    "that", "had", "do", "her", "you", "there", "up", "on", "who", "can", "will", "his", "have",
    // For emphasis, and sounds.
    "very", "many", "much", "so", "really", "too", "no", "yes", "now", "never", "long", "far", "big", "old", "new",
    "more", "well", "bye", "ha", "haha", "ho", "hey", "hi", "la", "na", "bla", "blah", "knock", "tut", "pom", "cha",
    "go", "chop", "tick", "win", "fifty", "please", "again", "wow", "yeah", "tap", "click", "beep", "boo", "choo",
    // Kinds of a kind, places.
    "duran", "bora", "walla", "pago", "baden", "sing", "tom", "tam", "int",
    // German: articles are pronouns as well, and "Sie sie".
    "der", "die", "das", "den", "dem", "denen", "deren", "dessen", "des", "sie", "ihr", "was", "wie", "wer", "nach",
    "sehr", "ganz", "viel", "viele", "ja", "nein", "immer", "lange", "ach", "naja", "zu", "auf",
    // French, Dutch, Spanish, Italian.
    "nous", "vous", "dat", "wat", "ze", "ci", "si", "non", "oui", "muy", "poco", "piano", "via",
];

/// Words before `in in`, `to to` and so on, of which the first belongs to them: "to log in in the morning".
const PHRASAL: &[&str] = &[
    "log", "logs", "logged", "logging", "sign", "signs", "signed", "signing", "check", "checks", "checked", "opt",
    "opts", "opted", "plug", "plugs", "plugged", "built", "come", "comes", "came", "go", "goes", "went", "put", "step",
    "bring", "move", "moved", "phase", "phased", "dial", "dialed", "turn", "turned", "hand", "live", "lived", "were",
    "was", "fit", "talk", "talked", "spoke", "speak", "listen", "used", "want", "wanted", "need", "needed", "had",
    "have", "has", "it", "what", "this", "that", "there", "he", "she", "all", "look", "looked", "lead", "led",
];

/// A word with where it stands.
#[derive(Clone)]
struct Word<'p> {
    at: Range<usize>,
    text: &'p str,
}

pub(super) fn repeated_word(page: &Page<'_>, found: &mut Found) {
    let languages = LazyCell::new(|| Languages::of(page.text));
    let mut pairs = pairs(page.text, page.markdown).peekable();
    while let Some(pair) = pairs.next() {
        let Pair { first, second, before } = &pair;
        // Three and more of them are meant: "tap tap tap".
        let mut is_chain = false;
        while pairs.next_if(|next| next.first.at.start == second.at.start).is_some() {
            is_chain = true;
        }
        let word = second.text.to_lowercase();
        let is_small = SMALL.contains(&word.as_str());
        let is_name =
            !is_small && first.text.starts_with(char::is_uppercase) && second.text.starts_with(char::is_uppercase);
        let is_letter = word.chars().nth(1).is_none() && word != "a";
        if (is_chain && !is_small) || is_name || is_letter || is_meant(&languages, &word, before.as_ref()) {
            continue;
        }
        let is_known = is_small || languages.english || languages.german;
        if !is_known || !is_in_one_text(page, first, second) || !is_own(page, second.at.start) {
            continue;
        }
        let message = format!("the word {} stands twice", ticked(crate::diagnostic::shorten(second.text)));
        let finding = found.add(second.at.clone(), message, "again").related(first.at.clone(), "first here");
        let is_alike = first.text == second.text || first.text.to_lowercase() == second.text;
        if !CERTAIN.contains(&word.as_str()) || !is_alike || is_chain {
            continue;
        }
        // Where lines change, the one at the end goes, so that the lines stay.
        if page.text.get(first.at.end..second.at.start).is_some_and(|gap| !gap.contains(['\n', '\r'])) {
            finding.fix(first.at.end..second.at.end, "");
        } else if let Some(before) = before {
            finding.fix(before.at.end..first.at.end, "");
        }
    }
}

/// The languages of a page whose words are known here.
struct Languages {
    english: bool,
    german: bool,
}

impl Languages {
    fn of(text: &str) -> Self {
        Self { english: text.contains(" the "), german: text.contains(" und ") }
    }
}

/// Whether a word is one that people write twice there.
fn is_meant(languages: &Languages, word: &str, before: Option<&Word<'_>>) -> bool {
    match word {
        // German has it as a verb's part and as a preposition.
        "in" if languages.german => true,
        "in" | "to" | "is" => before.is_some_and(|before| PHRASAL.contains(&before.text.to_lowercase().as_str())),
        _ => MEANT.contains(&word),
    }
}

/// Whether two words that stand side by side are text, and of one block.
fn is_in_one_text(page: &Page<'_>, first: &Word<'_>, second: &Word<'_>) -> bool {
    let survey = &page.survey;
    let is_text = |at: usize| !survey.is_code(at) && !survey.is_html(at);
    let after = survey.definitions.partition_point(|range| range.start <= first.at.start);
    let definition = after.checked_sub(1).and_then(|index| survey.definitions.get(index));
    if !is_text(first.at.start)
        || !is_text(second.at.start)
        || definition.is_some_and(|range| first.at.start < range.end)
    {
        return false;
    }
    let gap = page.text.get(first.at.end..second.at.start).unwrap_or_default();
    if !gap.contains(['\n', '\r']) {
        return true;
    }
    // Lines of one paragraph: not those of a poem, of a table, of a heading.
    let line = page.line(first.at.start);
    let upper = page.text.get(line.clone()).unwrap_or_default().trim();
    let lower = page.text.get(page.line(second.at.start)).unwrap_or_default().trim();
    let is_whole = upper == first.text || lower == second.text;
    let is_row = upper.contains('|') || lower.contains('|');
    let is_label = upper.ends_with(':');
    !(is_whole || is_row || is_label || upper.starts_with('#') || gap.starts_with("  ") || gap.starts_with('\\'))
}

/// The same word twice with nothing but blanks or one line end between, and the word before.
struct Pair<'p> {
    first: Word<'p>,
    second: Word<'p>,
    before: Option<Word<'p>>,
}

fn pairs(text: &str, from: usize) -> impl Iterator<Item = Pair<'_>> {
    let mut tokens = tokens(text, from);
    let mut before: Option<Word<'_>> = None;
    let mut last = tokens.next();
    std::iter::from_fn(move || {
        loop {
            let first = last.clone()?;
            let second = tokens.next()?;
            let pair = doubled(text, &first, &second).map(|(one, other)| Pair {
                first: one,
                second: other,
                before: before.clone(),
            });
            before = Some(first);
            last = Some(second);
            if pair.is_some() {
                return pair;
            }
        }
    })
}

/// What stands between blanks.
fn tokens(text: &str, from: usize) -> impl Iterator<Item = Word<'_>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = text.as_bytes().get(at..)?;
        let start = at + rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let rest = text.as_bytes().get(start..)?;
        let end = rest.iter().position(u8::is_ascii_whitespace).map_or(text.len(), |end| start + end);
        at = end;
        Some(Word { at: start..end, text: text.get(start..end)? })
    })
}

fn doubled<'p>(text: &'p str, one: &Word<'p>, other: &Word<'p>) -> Option<(Word<'p>, Word<'p>)> {
    // Most words are told apart by where they end.
    let last = *one.text.as_bytes().last()?;
    if !(last.is_ascii_alphabetic() || last >= 0x80) {
        return None;
    }
    // In ASCII that is soon seen of the others.
    let (bytes, next) = (one.text.as_bytes(), other.text.as_bytes());
    let run = bytes.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let is_ascii = bytes.len().checked_sub(run + 1).and_then(|at| bytes.get(at)).is_none_or(u8::is_ascii);
    let is_other = |run: usize| {
        let (end, begin) = (bytes.get(bytes.len() - run..), next.get(..run));
        !end.zip(begin).is_some_and(|(end, begin)| end.eq_ignore_ascii_case(begin))
    };
    if run > 0 && is_ascii && is_other(run) {
        return None;
    }
    let begin = one.text.trim_end_matches(char::is_alphabetic).len();
    let first = one.text.get(begin..).filter(|word| !word.is_empty())?;
    let end = other.text.find(|c: char| !c.is_alphabetic()).unwrap_or(other.text.len());
    let second = other.text.get(..end)?;
    let is_same = first.len() == second.len()
        && (first.eq_ignore_ascii_case(second) || first.to_lowercase() == second.to_lowercase());
    if !is_same || !first.chars().all(has_case) {
        return None;
    }
    let opens = one.text.get(..begin)?.chars().next_back();
    let mut closes = other.text.get(end..)?.chars();
    let is_begin = opens.is_none_or(|c| {
        matches!(c, '(' | '[' | '"' | '\'' | '*' | '_' | '“' | '„' | '‘' | '‚' | '«' | '»' | '>' | '—' | '–')
    });
    let is_end = closes.next().is_none_or(|c| {
        let is_mark = matches!(
            c,
            '.' | ','
                | ';'
                | ':'
                | '!'
                | '?'
                | ')'
                | ']'
                | '"'
                | '\''
                | '*'
                | '_'
                | '”'
                | '“'
                | '’'
                | '»'
                | '«'
                | '…'
                | '<'
                | '—'
                | '–'
        );
        is_mark && !closes.next().is_some_and(char::is_alphanumeric)
    });
    let gap = text.get(one.at.end..other.at.start)?;
    let is_one_line_on = gap.matches(['\n', '\r']).count() <= 1 || gap == "\r\n";
    (is_begin && is_end && is_one_line_on).then(|| {
        let first = Word { at: one.at.start + begin..one.at.end, text: first };
        (first, Word { at: other.at.start..other.at.start + end, text: second })
    })
}

/// Whether a letter is of a script that has capitals: others write words twice for their plural.
fn has_case(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}
