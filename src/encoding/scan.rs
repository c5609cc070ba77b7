//! Reads a text as the bytes it may once have been: runs of characters beyond ASCII, and the sequences of UTF-8 in them.

use std::ops::Range;

use super::code_page::CONTINUATIONS;
use super::code_page::CodePage;
use super::code_page::LEADS;
use super::habit;
use super::habit::Around;

/// Characters that were the bytes of one character.
#[derive(Clone, Debug)]
pub(super) struct Sequence {
    /// Where they stand.
    pub(super) range: Range<usize>,
    /// Which character it was.
    pub(super) reading: Reading,
    /// Nobody writes these characters side by side.
    pub(super) is_strange: bool,
    /// The character looks at home where it stands.
    pub(super) is_at_home: bool,
}

/// What a sequence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// All bytes are there.
    Whole(char),
    /// Some got lost.
    Partial(Partial),
}

/// The bytes of a character as far as they are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Partial {
    /// The bytes in order; where one was replaced by a sign for what is lost, none.
    pub(super) bytes: [Option<u8>; 4],
    /// How many of them count.
    pub(super) length: usize,
    /// How many the first byte announces.
    pub(super) announced: usize,
}

/// Characters beyond ASCII that follow each other.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Where they stand.
    pub(super) range: Range<usize>,
    /// The paragraph they stand in, counted.
    pub(super) paragraph: usize,
    /// The sequences, in order.
    pub(super) sequences: Vec<Sequence>,
    /// Characters that belong to none.
    pub(super) others: usize,
    /// Those of them that could begin one.
    pub(super) lone: Vec<Range<usize>>,
    /// Text that is spoken of: in a code span, or alone in quotation marks.
    pub(super) is_quoted: bool,
}

impl Run {
    /// Whether something in the run is certainly damaged.
    pub(super) fn is_strange(&self) -> bool {
        let strange = |one: &Sequence| one.is_strange && matches!(one.reading, Reading::Whole(_));
        self.sequences.iter().any(strange) || self.is_long()
    }

    /// Whether all of the run is bytes of characters, none missing.
    pub(super) fn is_explained(&self) -> bool {
        self.others == 0 && self.sequences.iter().all(|one| matches!(one.reading, Reading::Whole(_)))
    }

    /// Four characters on end, all whole: by chance, eight characters do not alternate like that.
    fn is_long(&self) -> bool {
        self.sequences.len() >= 4 && self.is_explained()
    }
}

/// How the sign for a lost byte looks, where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// Nothing, or U+FFFD.
    Dropped,
    /// A question mark.
    Question,
}

/// The runs of a text, in order, as a code page explains them.
pub(super) fn runs(text: &str, code_page: CodePage, loss: Loss) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut paragraph = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_ascii().is_empty() {
            paragraph += 1;
        }
        // Most lines have no runs, and that is soon seen.
        if !line.is_ascii() {
            runs_of_line(text, start..start + line.len(), paragraph, code_page, loss, &mut runs);
        }
        start += line.len();
    }
    runs
}

fn runs_of_line(
    text: &str,
    line: Range<usize>,
    paragraph: usize,
    code_page: CodePage,
    loss: Loss,
    runs: &mut Vec<Run>,
) {
    let bytes = text.as_bytes();
    let last_tick = text[line.clone()].rfind('`').map_or(0, |at| line.start + at);
    let mut ticks = 0;
    let mut at = line.start;
    while at < line.end {
        if let Some(byte) = bytes.get(at).filter(|byte| byte.is_ascii()) {
            ticks += usize::from(*byte == b'`');
            at += 1;
            continue;
        }
        let in_code = ticks % 2 == 1 && at < last_tick;
        let mut run =
            Run { range: at..at, paragraph, sequences: Vec::new(), others: 0, lone: Vec::new(), is_quoted: in_code };
        while let Some(character) = text[at..line.end].chars().next().filter(|character| !character.is_ascii()) {
            if let Some(sequence) = sequence(text, at, code_page, loss) {
                at = sequence.range.end;
                run.sequences.push(sequence);
            } else {
                let end = at + character.len_utf8();
                run.others += 1;
                if code_page.byte(character).is_some_and(|byte| LEADS.contains(&byte)) {
                    run.lone.push(at..end);
                }
                at = end;
            }
        }
        run.range.end = at;
        run.is_quoted |= is_between_quotes(text, &run.range);
        mark_strange_meetings(text, &mut run.sequences);
        runs.push(run);
    }
}

/// Whether two characters can be the first bytes of one, as any code page explains them.
pub(super) fn may_begin(first: char, next: char) -> bool {
    // No code page has emoji, which most pages are full of.
    if first.is_ascii() || matches!(first, '\u{2600}'..='\u{f8fe}' | '\u{fb03}'..) {
        return false;
    }
    let is_lead = |page: CodePage| page.byte(first).is_some_and(|byte| LEADS.contains(&byte));
    let goes_on = |page: CodePage| page.byte(next).is_some_and(|byte| CONTINUATIONS.contains(&byte));
    let is_lost = matches!(next, '?' | '\u{fffd}');
    CodePage::ALL.into_iter().any(|page| is_lead(page) && (is_lost || goes_on(page)))
}

/// The sequence that begins at `at`, if a character there can begin one and the next goes on with it.
fn sequence(text: &str, at: usize, code_page: CodePage, loss: Loss) -> Option<Sequence> {
    let mut characters = text[at..].chars();
    let first = characters.next()?;
    let lead = code_page.byte(first).filter(|byte| LEADS.contains(byte))?;
    let announced = announced(lead);
    let mut partial = Partial { bytes: [Some(lead), None, None, None], length: 1, announced };
    let mut end = at + first.len_utf8();
    for character in characters {
        if partial.length == announced {
            break;
        }
        let byte = match character {
            '\u{FFFD}' if !code_page.undefined().is_empty() => None,
            '?' if loss == Loss::Question => None,
            _ => match code_page.byte(character).filter(|byte| CONTINUATIONS.contains(byte)) {
                Some(byte) => Some(byte),
                None => break,
            },
        };
        *partial.bytes.get_mut(partial.length)? = byte;
        partial.length += 1;
        end += character.len_utf8();
    }
    let is_short = partial.length < announced;
    if partial.length == 1 || (is_short && code_page.undefined().is_empty()) {
        return None;
    }
    let before = Around::before(&text[..at]);
    let after = Around::after(&text[end..]);
    let read: Vec<char> = text[at..end].chars().collect();
    let reading = match partial.whole() {
        Some(Some(character)) => Reading::Whole(character),
        Some(None) => return None,
        None => Reading::Partial(partial),
    };
    let is_at_home = match reading {
        Reading::Whole(character) => habit::is_at_home(before, character, after),
        Reading::Partial(_) => true,
    };
    let is_strange = !habit::is_ordinary(before, &read, after) || habit::is_lone_letter(before, &read, after);
    Some(Sequence { range: at..end, reading, is_strange, is_at_home })
}

/// How many bytes a character has that begins with this one.
fn announced(lead: u8) -> usize {
    match lead {
        0xF0.. => 4,
        0xE0.. => 3,
        _ => 2,
    }
}

impl Partial {
    /// A first byte whose others are all lost.
    pub(super) fn lone(lead: u8) -> Self {
        Self { bytes: [Some(lead), None, None, None], length: 1, announced: announced(lead) }
    }

    /// The bytes that are there, with holes for those that are lost.
    pub(super) fn present(&self) -> &[Option<u8>] {
        self.bytes.get(..self.length).unwrap_or(&self.bytes)
    }

    /// The character, where all bytes are there; none in it where they are those of no character.
    fn whole(&self) -> Option<Option<char>> {
        if self.length < self.announced || self.present().contains(&None) {
            return None;
        }
        let bytes = self.bytes.map(Option::unwrap_or_default);
        bytes.get(..self.length).map(decode)
    }
}

/// The one character that bytes of UTF-8 are.
///
/// A control beyond ASCII counts: it is a byte again where a text was damaged twice.
pub(super) fn decode(bytes: &[u8]) -> Option<char> {
    let mut characters = std::str::from_utf8(bytes).ok()?.chars();
    let character = characters.next().filter(|_| characters.as_str().is_empty())?;
    (('\u{80}'..'\u{A0}').contains(&character) || character == '\u{F8FF}' || habit::is_character(character))
        .then_some(character)
}

/// Two sequences that follow each other are strange where their characters do not go together.
fn mark_strange_meetings(text: &str, sequences: &mut [Sequence]) {
    for at in 1..sequences.len() {
        let Some([first, second]) = sequences.get_mut(at - 1..=at) else { continue };
        if first.range.end != second.range.start {
            continue;
        }
        let last = text[first.range.clone()].chars().next_back();
        let next = text[second.range.clone()].chars().next();
        if !last.zip(next).is_none_or(|(last, next)| habit::may_meet(last, next)) {
            first.is_strange = true;
            second.is_strange = true;
        }
    }
}

/// Whether a run stands alone between quotation marks or brackets, be they next to it or at its ends.
fn is_between_quotes(text: &str, run: &Range<usize>) -> bool {
    const OPENING: &[char] = &['"', '\'', '`', '(', '“', '”', '‘', '’', '„', '‚', '«', '»', '‹', '›'];
    const CLOSING: &[char] = &['"', '\'', '`', ')', '“', '”', '‘', '’', '«', '»', '‹', '›'];
    let inside = &text[run.clone()];
    (text[..run.start].ends_with(OPENING) || inside.starts_with(OPENING))
        && (text[run.end..].starts_with(CLOSING) || inside.ends_with(CLOSING))
}
