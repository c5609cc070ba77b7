//! Text that was read in a wrong code page and saved again: `Ã¼` for `ü`, `ðŸš€` for a rocket. What is certain is
//! restored, the rest stays and is told.
//!
//! A character beyond ASCII has two to four bytes in UTF-8. Read in a code page of one byte each, it becomes two to
//! four characters; saved as UTF-8 they stay that, and once more makes four to eight. The way back is to take the
//! characters for bytes again.
//!
//! # What is damage
//!
//! That characters *can* be bytes is no proof: `é»` with a no-break space between ends many a French quotation, and is
//! a Chinese character as well. So the first question is whether the characters are ordinary as they stand (`habit`):
//! letters, marks and quotation marks in an order in which people write them. A sequence is damage where
//!
//! - it is whole UTF-8 of an assigned character, and as it stands nobody writes it; or
//! - it stands on end with one of these; or
//! - nothing in its paragraph, or on the whole page, is beyond ASCII and *not* a sequence, there is one of the first
//!   kind, and the character fits between its neighbours.
//!
//! Each run of characters is judged by itself, so one pasted paragraph is restored on a healthy page. What a text only
//! speaks of (in a code span, or alone between quotation marks or brackets) is restored with a paragraph or page that
//! is damaged throughout and left otherwise. A healthy text may thus not hold, outside of quotation, what would be
//! damage; there is no telling a page that says Ã¼ and means it from one that meant ü.
//!
//! A text that was damaged throughout, without loss, comes back if it is healthy by these rules and something in it is
//! unmistakable: an emoji, a word such as `für`. Beside other damage, a healthy paragraph in which by chance *every*
//! character could be a byte is taken for damaged, so far as its characters then fit between their neighbours. Where two
//! code pages explain the same run, one that explains all of it is right.
//!
//! # What is certain of what lost bytes
//!
//! Windows-1252 has nothing for 81 8D 8F 90 9D, Windows-1254 also not for 8E 9E. Programs keep them as controls (then
//! nothing is lost), drop them, or write U+FFFD or `?`. A character that lost one is certain where
//!
//! - only one assigned character has the bytes that remain; or
//! - a known text says it: the header line's label stands beside its picture; or
//! - it is invisible and its place allows no other: after a picture the selector U+FE0F, for which the other candidates
//!   are selectors no picture has and U+FE0E, which asks for the picture *not* to be one and which no keyboard types;
//!   between two pictures the joiner U+200D, as the grammar of [emoji sequences][UTS 51] has nothing else there that
//!   has these bytes.
//!
//! Which *picture* was meant is never concluded from which are in fashion, fit the words, or are listed with a
//! selector: the lists grow every year, and people put selectors behind anything. Those are left, with candidates.
//!
//! # Sources
//!
//! The tables are those of unicode.org: `MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT` and `CP1254.TXT`,
//! `MAPPINGS/ISO8859/8859-1.TXT`, `MAPPINGS/VENDORS/APPLE/ROMAN.TXT`. Undefined bytes as controls are the
//! [Encoding Standard]'s.
//!
//! [UTS 51]: https://www.unicode.org/reports/tr51/#def_emoji_zwj_sequence
//! [Encoding Standard]: https://encoding.spec.whatwg.org/#legacy-single-byte-encodings

use std::ops::Range;
use std::sync::Arc;

use crate::source::Span;

use self::history::Edit;
use self::history::History;
use self::round::Access;
use self::round::Left;

pub use self::code_page::CodePage;

mod code_page;
mod habit;
mod history;
mod known;
mod lost;
mod round;
mod scan;
#[cfg(test)]
mod tests;

/// A text after its repair, and what was done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The text with all that is certain restored.
    pub text: String,
    /// The code page in which most of it was read. Where several would have done the same, the commonest.
    pub code_page: CodePage,
    /// How often it was read so, at most: 0 where nothing was restored, 1 or 2.
    pub times: u8,
    /// What was restored, in order.
    pub restored: Vec<Restored>,
    /// What is damaged and stays as it is, in order.
    pub left: Vec<Damage>,
}

/// A character that is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What stood for it, in the text as given.
    pub span: Span,
    /// The character.
    pub character: char,
}

/// A character that cannot be restored with certainty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What stands for it, in the text as given.
    pub span: Span,
    /// What it can have been, pictures first; none where too much is lost to say.
    pub candidates: Arc<[char]>,
}

/// As often as people are known to damage a text before they notice.
const MOST_TIMES: u8 = 2;

/// A text may have parts in several code pages; each round is for one.
const MOST_ROUNDS: usize = 8;

/// Whether a text holds what could be bytes of one character side by side: where it does not, [`repair`] finds nothing,
/// and this is soon told.
pub fn may_be_damaged(text: &str) -> bool {
    text.lines().filter(|line| !line.is_ascii()).any(|line| {
        let mut characters = line.chars().peekable();
        std::iter::from_fn(|| characters.next().map(|first| (first, characters.peek().copied())))
            .any(|(first, next)| next.is_some_and(|next| scan::may_begin(first, next)))
    })
}

/// Restores what was read in a wrong code page. None where nothing looks damaged.
///
/// `known` are texts that may stand on the page: header lines with their pictures, say. They are only looked for where
/// they stand damaged.
pub fn repair(text: &str, known: &[&str]) -> Option<Repair> {
    if text.is_ascii() {
        return None;
    }
    let mut history = History::default();
    let mut left: Vec<Left> = Vec::new();
    let mut stuck: Vec<Range<usize>> = Vec::new();
    let mut code_page = None;
    for _ in 0..MOST_ROUNDS {
        let current = history.apply(text);
        let access = |run: &Range<usize>| {
            if overlaps(&left, |left| &left.range, &history.given(run)) {
                Access::Stuck
            } else if history.within(run).iter().any(|edit| edit.times >= MOST_TIMES) {
                Access::Closed
            } else {
                Access::Open
            }
        };
        let Some(round) = round::round(&current, known, access) else { break };
        code_page.get_or_insert(round.code_page);
        stuck.extend(round.stuck.iter().map(|run| history.given(run)));
        let new = round.left.into_iter().map(|one| Left {
            range: history.given(&one.range),
            run: history.given(&one.run),
            candidates: one.candidates,
        });
        left.extend(new);
        left.sort_by_key(|one| one.range.start);
        if round.changes.is_empty() {
            break;
        }
        history = history.then(&round.changes);
    }
    let code_page = code_page?;
    // A control is no text: it was a byte of a character that a second round did not find.
    stuck.extend(history.edits.iter().filter(|edit| edit.character.is_control()).map(|edit| edit.run.clone()));
    let (history, left) = undo(history, left, stuck);
    // What a later round could not finish stays as it was given, not as the round before left it.
    let history = history.retain(|edit| !overlaps(&left, |left| &left.range, &edit.range));
    let restored: Vec<Restored> = history.edits.iter().map(restored).collect();
    (!(restored.is_empty() && left.is_empty())).then(|| Repair {
        text: history.apply(text),
        code_page,
        times: history.edits.iter().map(|edit| edit.times).max().unwrap_or(0),
        restored,
        left: left.into_iter().map(damage).collect(),
    })
}

/// Takes back what was done to the runs that did not come to an end: half restored helps nobody.
fn undo(history: History, mut left: Vec<Left>, mut stuck: Vec<Range<usize>>) -> (History, Vec<Left>) {
    if stuck.is_empty() {
        return (history, left);
    }
    stuck.sort_by_key(|run| (run.start, run.end));
    stuck.dedup_by(|next, run| {
        let overlaps = next.start < run.end;
        if overlaps {
            run.end = run.end.max(next.end);
        }
        overlaps
    });
    let history = history.retain(|edit| !overlaps(&stuck, |run| run, &edit.range));
    left.retain(|one| !overlaps(&stuck, |run| run, &one.range));
    left.extend(stuck.into_iter().map(|run| Left { range: run.clone(), run, candidates: Arc::default() }));
    left.sort_by_key(|one| one.range.start);
    (history, left)
}

/// Whether one of the ordered ranges has something in common with another.
fn overlaps<T>(ordered: &[T], range: impl Fn(&T) -> &Range<usize>, with: &Range<usize>) -> bool {
    let first = ordered.partition_point(|one| range(one).end <= with.start);
    ordered.get(first).is_some_and(|one| range(one).start < with.end)
}

fn restored(edit: &Edit) -> Restored {
    Restored { span: Span::new(edit.range.start, edit.range.end), character: edit.character }
}

fn damage(left: Left) -> Damage {
    Damage { span: Span::new(left.range.start, left.range.end), candidates: left.candidates }
}
