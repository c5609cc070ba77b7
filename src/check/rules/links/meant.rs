//! Which heading was meant by an anchor that leads nowhere: by what the heading was called before, or by its words.

use std::cell::Cell;
use std::collections::HashMap;
use std::collections::HashSet;
use std::rc::Rc;

use crate::diagnostic::suggestion::closest;
use crate::markdown::emoji::leading_emoji;

use super::super::super::files::Headings;

/// Words that headings have whatever they are about.
const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "during", "for", "from", "how", "in", "into", "is", "it",
    "its", "of", "on", "or", "our", "should", "the", "to", "use", "using", "via", "we", "when", "with", "without",
];

/// How many headings may have a word before it tells none of them from the others.
const COMMON: usize = 100;

/// How many headings are compared letter by letter, for all anchors of a page together.
const FEW: usize = 20_000;

/// The headings of a page, by what they can be known by.
pub(super) struct Known {
    headings: Rc<Headings>,
    /// The headings with a word of their anchor.
    words: HashMap<String, Vec<usize>>,
    /// How many words each has.
    sizes: Vec<usize>,
    /// The heading whose anchor has those letters and digits; none where two have.
    letters: HashMap<String, Option<usize>>,
    /// The heading that begins with that emoji; none where two do.
    emoji: HashMap<String, Option<usize>>,
    places: HashMap<String, usize>,
    past: Vec<Past>,
    /// How many headings may still be compared letter by letter.
    left: Cell<usize>,
}

/// The headings that the page had at some time.
struct Past {
    headings: Headings,
    places: HashMap<String, usize>,
    /// How many of its headings begin with that emoji.
    emoji: HashMap<String, usize>,
}

/// The heading that was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meant {
    /// By its place on the page.
    pub(super) heading: usize,
    pub(super) is_certain: bool,
}

impl Known {
    pub(super) fn new(headings: Rc<Headings>, past: Vec<Headings>) -> Self {
        let mut known = Self {
            words: HashMap::new(),
            sizes: Vec::with_capacity(headings.anchors.len()),
            letters: HashMap::new(),
            emoji: HashMap::new(),
            places: places(&headings),
            past: past.into_iter().map(Past::new).collect(),
            left: Cell::new(FEW),
            headings: headings.clone(),
        };
        for (index, (anchor, text)) in headings.anchors.iter().zip(&headings.texts).enumerate() {
            let words = words(anchor);
            known.sizes.push(words.len());
            words.into_iter().for_each(|word| known.words.entry(word).or_default().push(index));
            let only = |known: &mut HashMap<String, Option<usize>>, key: String| {
                known.entry(key).and_modify(|first| *first = None).or_insert(Some(index));
            };
            only(&mut known.letters, letters(anchor));
            if let Some(emoji) = emoji(text) {
                only(&mut known.emoji, emoji);
            }
        }
        known
    }

    /// The heading that was meant by an anchor; `beside` is what stands around the link.
    pub(super) fn meant(&self, anchor: &str, beside: &str) -> Option<Meant> {
        let letters = letters(anchor);
        let same = self.letters.get(&letters).copied().flatten().filter(|_| !letters.is_empty());
        if let Some(heading) = same {
            return Some(Meant { heading, is_certain: true });
        }
        let dead = words(anchor);
        let (mut guess, mut was_there) = (None, false);
        for past in &self.past {
            let Some(place) = past.places.get(anchor) else { continue };
            was_there = true;
            match self.renamed(past, *place, &dead) {
                Some(meant) if meant.is_certain => return Some(meant),
                meant => guess = guess.or(meant),
            }
        }
        let all = self.alike(&dead, |_| true);
        let Some(best) = all.first() else { return guess.or_else(|| self.similar(anchor)) };
        let is_clear = best.is_clear(all.get(1)) && !self.tells_numbers_apart(&dead, best.heading);
        let by_emoji = || {
            let emoji = beside.split(|c: char| c.is_whitespace() || matches!(c, '|' | '*' | '_')).filter_map(emoji);
            emoji.filter_map(|emoji| self.emoji.get(&emoji).copied().flatten()).any(|heading| heading == best.heading)
        };
        let is_one = all.get(1).is_none_or(|second| second.common < best.common || second.share() < best.share());
        // What the history knows and cannot tell for certain, words cannot either: the heading may be gone.
        let is_certain = !was_there && (is_clear || (is_one && by_emoji()));
        if is_certain { Some(Meant { heading: best.heading, is_certain }) } else { guess.or_else(|| best.guess()) }
    }

    /// What a heading of the past is called now.
    fn renamed(&self, past: &Past, place: usize, dead: &HashSet<String>) -> Option<Meant> {
        let is_new =
            |heading: usize| self.headings.anchors.get(heading).is_some_and(|anchor| !past.places.contains_key(anchor));
        let alike = self.alike(dead, is_new);
        let old = past.headings.texts.get(place)?;
        let same_emoji = emoji(old)
            .filter(|emoji| past.emoji.get(emoji) == Some(&1))
            .and_then(|emoji| self.emoji.get(&emoji).copied().flatten())
            .filter(|heading| is_new(*heading));
        let same_place = self.same_place(past, place).filter(|heading| is_new(*heading));
        let best = alike.first();
        let is_best = |heading: usize| {
            best.is_none_or(|best| {
                best.heading == heading
                    || alike.iter().any(|other| other.heading == heading && other.common == best.common)
            })
        };
        let share = |heading: usize| alike.iter().find(|alike| alike.heading == heading).map_or(0.0, Alike::share);
        if let Some(heading) = same_emoji {
            // The same emoji, and a word or the place.
            let is_certain = is_best(heading) && (share(heading) > 0.0 || same_place == Some(heading));
            return Some(Meant { heading, is_certain });
        }
        if let Some(heading) = same_place.filter(|heading| is_best(*heading) && share(*heading) >= 0.25) {
            return Some(Meant { heading, is_certain: true });
        }
        match best {
            Some(best) => {
                let is_certain = best.is_clear(alike.get(1)) && !self.tells_numbers_apart(dead, best.heading);
                Some(Meant { heading: best.heading, is_certain })
            }
            None => same_place.map(|heading| Meant { heading, is_certain: false }),
        }
    }

    /// The only heading between the two that stood around one of the past.
    fn same_place(&self, past: &Past, place: usize) -> Option<usize> {
        let now = |place: usize| self.places.get(past.headings.anchors.get(place)?).copied();
        let before = now(place.checked_sub(1)?)?;
        let is_last = place + 1 == past.headings.anchors.len();
        let after = if is_last { self.headings.anchors.len() } else { now(place + 1)? };
        (after == before + 2).then_some(before + 1)
    }

    /// The headings that have words of an anchor, the most similar first.
    fn alike(&self, dead: &HashSet<String>, is_meant: impl Fn(usize) -> bool) -> Vec<Alike> {
        let mut common: HashMap<usize, usize> = HashMap::new();
        let lists = dead.iter().filter_map(|word| self.words.get(word)).filter(|list| list.len() <= COMMON);
        for heading in lists.flatten().filter(|heading| is_meant(**heading)) {
            *common.entry(*heading).or_default() += 1;
        }
        let size = |heading: usize| self.sizes.get(heading).copied().unwrap_or_default().max(dead.len());
        let mut alike: Vec<Alike> =
            common.into_iter().map(|(heading, common)| Alike { heading, common, of: size(heading) }).collect();
        alike.sort_by(|one, other| other.share().total_cmp(&one.share()).then_with(|| one.heading.cmp(&other.heading)));
        alike
    }

    /// Whether an anchor and a heading have other numbers, as `phase-1` and `phase-2` do.
    fn tells_numbers_apart(&self, dead: &HashSet<String>, heading: usize) -> bool {
        let Some(anchor) = self.headings.anchors.get(heading) else { return true };
        let words = words(anchor);
        dead.symmetric_difference(&words).any(|word| word.chars().all(|c| c.is_ascii_digit()))
    }

    /// The heading whose anchor differs by a few letters.
    fn similar(&self, anchor: &str) -> Option<Meant> {
        self.left.set(self.left.get().checked_sub(self.headings.anchors.len())?);
        let anchors = self.headings.anchors.iter().map(String::as_str);
        let meant = closest(anchor, anchors.filter(|anchor| !anchor.is_empty()))?;
        self.places.get(meant).map(|heading| Meant { heading: *heading, is_certain: false })
    }
}

impl Past {
    fn new(headings: Headings) -> Self {
        let mut counts: HashMap<String, usize> = HashMap::new();
        headings.texts.iter().filter_map(|text| emoji(text)).for_each(|emoji| *counts.entry(emoji).or_default() += 1);
        Self { places: places(&headings), emoji: counts, headings }
    }
}

/// A heading that has words of an anchor.
struct Alike {
    heading: usize,
    common: usize,
    /// How many words the one with more has.
    of: usize,
}

impl Alike {
    #[expect(clippy::cast_precision_loss, reason = "a heading has few words")]
    fn share(&self) -> f64 {
        self.common as f64 / self.of.max(1) as f64
    }

    /// Whether this one is meant, and no other.
    fn is_clear(&self, second: Option<&Self>) -> bool {
        let is_alone = second.is_none_or(|second| second.share() < self.share() / 2.0);
        is_alone && self.share() >= 0.5 && (self.common > 1 || self.of == 1)
    }

    fn guess(&self) -> Option<Meant> {
        (self.share() >= 0.25).then_some(Meant { heading: self.heading, is_certain: false })
    }
}

fn places(headings: &Headings) -> HashMap<String, usize> {
    headings.anchors.iter().enumerate().map(|(place, anchor)| (anchor.clone(), place)).collect()
}

/// The emoji that a text begins with, without the selector that asks for a picture.
fn emoji(text: &str) -> Option<String> {
    let emoji = leading_emoji(text)?;
    Some(emoji.chars().filter(|c| *c != '\u{fe0f}').collect())
}

/// The words of an anchor that say what its heading is about, in the singular.
fn words(anchor: &str) -> HashSet<String> {
    let words = anchor.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    let words = words.filter(|word| !STOP_WORDS.contains(&word.as_str()));
    words
        .map(|word| match word.strip_suffix('s') {
            Some(singular) if word.len() > 3 && !singular.ends_with('s') => singular.to_owned(),
            _ => word,
        })
        .collect()
}

/// The letters and digits of an anchor.
fn letters(anchor: &str) -> String {
    anchor.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
