//! Text that was read in a wrong code page and saved again.

use std::ops::Range;

use crate::diagnostic::shorten;
use crate::encoding;
use crate::encoding::Damage;
use crate::encoding::Repair;
use crate::grammar::list_or;
use crate::grammar::ticked;
use crate::render::context::line_label;

use super::super::super::found::Found;
use super::super::super::page::Page;
use super::is_own;

/// How many candidates of a character are named; there are rarely as many.
const CANDIDATES: usize = 64;

/// The damage of a page, as far as it is known to be some.
fn repair(page: &Page<'_>) -> Option<Repair> {
    if !encoding::may_be_damaged(page.text) {
        return None;
    }
    let declaration = page.template().map(|template| &template.declaration);
    let lines = declaration.into_iter().flat_map(|declaration| [&declaration.header, &declaration.facts]);
    let labels =
        lines.flat_map(|lines| lines.lines.iter().map(|line| line_label(lines, line.emoji.as_deref(), &line.label)));
    let known: Vec<String> = labels.collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    encoding::repair(page.text, &known)
}

/// The places of a page that are damaged, in order.
pub(super) fn damaged(page: &Page<'_>) -> Vec<Range<usize>> {
    let Some(repair) = repair(page) else { return Vec::new() };
    let restored = repair.restored.iter().map(|one| one.span.range());
    let mut all: Vec<Range<usize>> = restored.chain(repair.left.iter().map(|one| one.span.range())).collect();
    all.sort_by_key(|range| range.start);
    all
}

/// A word that is restored.
struct Word {
    at: Range<usize>,
    restored: String,
}

pub(super) fn damaged_text(page: &Page<'_>, found: &mut Found) {
    let repair = repair(page);
    if let Some(repair) = &repair {
        for word in words(page, repair).iter().filter(|word| is_own(page, word.at.start)) {
            tell(page, word, found);
        }
        for damage in repair.left.iter().filter(|damage| is_own(page, damage.span.range().start)) {
            tell_left(damage, found);
        }
    }
    lost(page, repair.as_ref(), found);
}

/// What is restored, as much together as stands in one word.
fn words(page: &Page<'_>, repair: &Repair) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut left = repair.left.iter().map(|damage| damage.span.range().start).peekable();
    for one in &repair.restored {
        let at = one.span.range();
        let mut is_torn = false;
        while left.next_if(|left| *left < at.start).is_some() {
            is_torn = true;
        }
        let last = words.last_mut().filter(|_| !is_torn);
        let joint = last.and_then(|word| page.text.get(word.at.end..at.start).map(|between| (word, between)));
        match joint.filter(|(_, between)| !between.contains(char::is_whitespace)) {
            Some((word, between)) => {
                word.restored.push_str(between);
                word.restored.push(one.character);
                word.at.end = at.end;
            }
            None => words.push(Word { at, restored: one.character.to_string() }),
        }
    }
    words
}

fn tell(page: &Page<'_>, word: &Word, found: &mut Found) {
    let before = page.text.get(..word.at.start).unwrap_or_default();
    let after = page.text.get(word.at.end..).unwrap_or_default();
    let before = before.get(before.trim_end_matches(char::is_alphanumeric).len()..).unwrap_or_default();
    let after = after.get(..after.len() - after.trim_start_matches(char::is_alphanumeric).len()).unwrap_or_default();
    let damaged = page.text.get(word.at.clone()).unwrap_or_default();
    let whole = |middle: &str| ticked(shorten(&format!("{before}{middle}{after}")));
    let message = format!("{} is damaged: it was {}", whole(damaged), whole(&word.restored));
    let finding = found.add(word.at.clone(), message, "read in a wrong code page and saved again");
    finding.fix(word.at.clone(), word.restored.as_str());
}

fn tell_left(damage: &Damage, found: &mut Found) {
    let mut named: Vec<String> = damage.candidates.iter().take(CANDIDATES).map(char::to_string).collect();
    let more = damage.candidates.len().saturating_sub(CANDIDATES);
    if more > 0 {
        named.push(format!("{more} more"));
    }
    let label = if named.is_empty() { "too much of it is lost" } else { "bytes of it are lost" };
    let message = "a damaged character that cannot be restored with certainty";
    let help = match named.as_slice() {
        [] => "write it anew".to_owned(),
        _ => format!("it may have been {}", list_or(&named)),
    };
    found.add(damage.span.range(), message, label).help(help);
}

/// U+FFFD, which stands where a program could not read a character at all.
fn lost(page: &Page<'_>, repair: Option<&Repair>, found: &mut Found) {
    const LOST: char = '\u{fffd}';
    let mut next = 0;
    while let Some(at) = page.text.get(next..).and_then(|rest| rest.find(LOST)).map(|at| next + at) {
        let rest = page.text.get(at..).unwrap_or_default();
        next = at + rest.len() - rest.trim_start_matches(LOST).len();
        let is_told = repair.is_some_and(|repair| {
            let holds = |range: Range<usize>| range.start < next && at < range.end;
            let left = repair.left.partition_point(|one| one.span.range().end <= at);
            let restored = repair.restored.partition_point(|one| one.span.range().end <= at);
            repair.left.get(left).is_some_and(|one| holds(one.span.range()))
                || repair.restored.get(restored).is_some_and(|one| holds(one.span.range()))
        });
        if is_told || page.survey.is_code(at) || is_spoken_of(page.text, at..next) || !is_own(page, at) {
            continue;
        }
        let message = "U+FFFD stands where a character could not be read";
        found.add(at..next, message, "its bytes are lost").help("write it anew");
    }
}

/// Whether it stands alone between quotation marks or brackets: then the text is about it.
fn is_spoken_of(text: &str, at: Range<usize>) -> bool {
    let before = text.get(..at.start).and_then(|before| before.chars().next_back());
    let after = text.get(at.end..).and_then(|after| after.chars().next());
    let is_mark = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, '"' | '\'' | '(' | ')' | '[' | ']' | '“' | '”' | '„' | '‘' | '’' | '«' | '»'))
    };
    is_mark(before) && is_mark(after)
}
