//! What a character was of which bytes got lost: which ones it can have been, and when that is certain.

use std::collections::HashMap;
use std::sync::Arc;

use unicode_properties::UnicodeEmoji as _;

use super::code_page::CodePage;
use super::habit;
use super::scan::Partial;
use super::scan::Reading;
use super::scan::Sequence;
use super::scan::decode;

/// Asks for a picture in colour.
pub(super) const EMOJI_SELECTOR: char = '\u{FE0F}';

/// Joins pictures to one.
const JOINER: char = '\u{200D}';

/// More lost bytes than this leave so many characters that nobody reads the list.
const MOST_LOST: usize = 2;

/// The characters that damaged ones can have been, found once for each pattern of bytes.
#[derive(Debug)]
pub(super) struct Completions {
    code_page: CodePage,
    known: HashMap<Partial, Arc<[char]>>,
}

impl Completions {
    /// Completions by the bytes that this code page loses.
    pub(super) fn new(code_page: CodePage) -> Self {
        Self { code_page, known: HashMap::new() }
    }

    /// The characters that these bytes can have been, pictures first; none where there are too many.
    pub(super) fn of(&mut self, partial: Partial) -> Arc<[char]> {
        let undefined = self.code_page.undefined();
        self.known.entry(partial).or_insert_with(|| complete(partial, undefined)).clone()
    }

    /// The same for a sequence where it stands: before a selector, only pictures.
    pub(super) fn here(&mut self, sequences: &[Sequence], at: usize, partial: Partial) -> Arc<[char]> {
        let candidates = self.of(partial);
        let Some(end) = sequences.get(at).map(|sequence| sequence.range.end) else { return candidates };
        let selected = match sequences.get(at + 1).filter(|next| next.range.start == end).map(|next| next.reading) {
            Some(Reading::Whole(character)) => character == EMOJI_SELECTOR,
            Some(Reading::Partial(next)) => self.of(next).contains(&EMOJI_SELECTOR),
            None => false,
        };
        if selected && candidates.iter().copied().any(is_picture) {
            return candidates.iter().copied().filter(|candidate| is_picture(*candidate)).collect();
        }
        candidates
    }

    /// What a sequence was, where that is certain: it is whole, one character alone is possible, or it is invisible
    /// and stands where only one invisible character does.
    pub(super) fn certain(
        &mut self,
        text: &str,
        sequences: &[Sequence],
        at: usize,
        before: Option<char>,
    ) -> Option<char> {
        let sequence = sequences.get(at)?;
        let partial = match sequence.reading {
            Reading::Whole(character) => return Some(character),
            Reading::Partial(partial) => partial,
        };
        let candidates = self.of(partial);
        if let [only] = *candidates {
            return Some(only);
        }
        let follows_picture = self.follows_picture(text, sequences, at, before);
        if candidates.contains(&EMOJI_SELECTOR) && follows_picture {
            return Some(EMOJI_SELECTOR);
        }
        (candidates.contains(&JOINER) && follows_picture && self.precedes_picture(text, sequences, at))
            .then_some(JOINER)
    }

    /// Whether a picture stands before a sequence, a selector of its own included.
    fn follows_picture(&mut self, text: &str, sequences: &[Sequence], at: usize, before: Option<char>) -> bool {
        let Some(sequence) = sequences.get(at) else { return false };
        let mut end = sequence.range.start;
        let mut earlier = sequences.get(..at).unwrap_or_default();
        let mut known = before;
        // The picture, or its selector and the picture.
        for _ in 0..2 {
            let Some((last, rest)) = earlier.split_last().filter(|(last, _)| last.range.end == end) else { break };
            let character = match (known.take(), last.reading) {
                (Some(character), _) | (None, Reading::Whole(character)) => character,
                (None, Reading::Partial(partial)) => return self.of(partial).iter().copied().any(is_picture),
            };
            if character != EMOJI_SELECTOR {
                return is_picture(character);
            }
            end = last.range.start;
            earlier = rest;
        }
        let text = &text[..end];
        let text = text.strip_suffix(EMOJI_SELECTOR).unwrap_or(text);
        text.chars().next_back().is_some_and(is_picture)
    }

    fn precedes_picture(&mut self, text: &str, sequences: &[Sequence], at: usize) -> bool {
        let Some(end) = sequences.get(at).map(|sequence| sequence.range.end) else { return false };
        let next = sequences.get(at + 1).filter(|next| next.range.start == end);
        match next.map(|next| next.reading) {
            Some(Reading::Whole(character)) => is_picture(character),
            Some(Reading::Partial(partial)) => self.of(partial).iter().copied().any(is_picture),
            None => text[end..].chars().next().is_some_and(is_picture),
        }
    }
}

/// Whether a character is shown as a picture, alone or with a selector; `©` and digits have one too.
fn is_picture(character: char) -> bool {
    character.is_emoji_char()
}

/// All characters that come of putting undefined bytes where some are missing.
fn complete(partial: Partial, undefined: &[u8]) -> Arc<[char]> {
    let present = partial.present();
    let missing = partial.announced - present.len();
    let holes = present.iter().filter(|byte| byte.is_none()).count();
    if missing + holes > MOST_LOST {
        return Arc::default();
    }
    let mut patterns = vec![present.to_vec()];
    for _ in 0..missing {
        let longer = patterns.iter().flat_map(|pattern| {
            (1..=pattern.len()).map(|at| {
                let mut longer = pattern.clone();
                longer.insert(at, None);
                longer
            })
        });
        patterns = longer.collect();
    }
    let mut found: Vec<char> = patterns.iter().flat_map(|pattern| filled(pattern, undefined)).collect();
    found.sort_by_key(|character| (!character.is_emoji_char(), *character));
    found.dedup();
    found.into()
}

/// The characters that a pattern can be, with any of the undefined bytes in its holes.
fn filled(pattern: &[Option<u8>], undefined: &[u8]) -> impl Iterator<Item = char> {
    let mut texts: Vec<Vec<u8>> = vec![Vec::new()];
    for byte in pattern {
        let choices = byte.as_ref().map_or(undefined, std::slice::from_ref);
        let longer = |text: &Vec<u8>| -> Vec<Vec<u8>> {
            choices.iter().map(|byte| text.iter().chain([byte]).copied().collect()).collect()
        };
        texts = texts.iter().flat_map(longer).collect();
    }
    texts.into_iter().filter_map(|text| decode(&text)).filter(|character| habit::is_character(*character))
}
