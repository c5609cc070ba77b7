//! Which topic of an earlier version is which of a later one, however it was retitled, moved or rewritten.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::hash::BuildHasherDefault;
use std::hash::DefaultHasher;

use crate::event::FieldValue;
use crate::event::Text;
use crate::event::Topic;

/// How much of two texts has to be the same for them to be one that was rewritten.
const SAME_TEXT: f64 = 0.5;
/// The same of texts of a few words.
const SAME_SHORT_TEXT: f64 = 0.8;
/// How many words are more than a few.
const LONG_TEXT: usize = 6;
/// The same of titles, where the texts do not speak against it.
const SAME_TITLE: f64 = 0.6;
/// How much topics that stand at the same place need to have in common.
const SAME_PLACE: f64 = 0.25;
/// How many pairs are compared by their words; an event beyond that is matched by titles and places.
const MAX_PAIRS: usize = 1_000_000;

/// A topic as it is known again.
struct Looks {
    title: String,
    /// Pairs of letters of the title, sorted.
    letters: Vec<u64>,
    /// The words of its text, sorted.
    words: Vec<u64>,
}

impl Looks {
    fn of(topic: &Topic) -> Self {
        let title = topic.title.trim().to_lowercase();
        let letters: Vec<char> = title.chars().filter(|c| c.is_alphanumeric()).collect();
        let letters = sorted(letters.windows(2).map(hash));
        let words = sorted(texts(topic).into_iter().flat_map(str::split_whitespace).map(hash));
        Self { title, letters, words }
    }

    /// How much their texts have in common; nothing where one has none.
    fn text_in_common(&self, other: &Self) -> Option<f64> {
        (!self.words.is_empty() && !other.words.is_empty()).then(|| common(&self.words, &other.words))
    }

    fn title_in_common(&self, other: &Self) -> f64 {
        if self.title == other.title { 1.0 } else { common(&self.letters, &other.letters) }
    }

    /// How well they could be one topic; nothing where their looks alone do not say so.
    ///
    /// Of a topic that was there before, a title that is nearly the same tells that it was retitled.
    fn likeness(&self, other: &Self, may_be_retitled: bool) -> Option<f64> {
        let (text, title) = (self.text_in_common(other), self.title_in_common(other));
        let is_same_title = self.title == other.title && !self.title.is_empty();
        // Two short texts have half of their words in common soon.
        let is_long = self.words.len().min(other.words.len()) >= LONG_TEXT;
        let is_same = is_same_title
            || text.is_some_and(|text| text >= if is_long { SAME_TEXT } else { SAME_SHORT_TEXT })
            || (may_be_retitled && title >= SAME_TITLE && text.is_none_or(|text| text >= SAME_PLACE));
        is_same.then(|| text.unwrap_or(0.5) * 2.0 + title + if is_same_title { 1.0 } else { 0.0 })
    }

    /// Whether they may be one topic if they also stand at the same place.
    fn may_be(&self, other: &Self) -> bool {
        self.title_in_common(other) >= SAME_PLACE
            || self.text_in_common(other).is_none_or(|in_common| in_common >= SAME_PLACE)
    }
}

/// For each of the new topics, which of the old ones it is.
pub(super) fn matched(old: &[Topic], new: &[Topic]) -> Vec<Option<usize>> {
    let (old, new) = (looks(old), looks(new));
    let mut pairs = Pairs::alike(&old, &new, true);
    pairs.of_place(&old, &new);
    pairs.was
}

/// For each of the topics that one side added, which of the other side's it is: two in one place, with titles of one
/// kind, need not be the same.
pub(super) fn alike(old: &[Topic], new: &[Topic]) -> Vec<Option<usize>> {
    Pairs::alike(&looks(old), &looks(new), false).was
}

fn looks(topics: &[Topic]) -> Vec<Looks> {
    topics.iter().map(Looks::of).collect()
}

/// How much two texts have in common by their words, from 0 to 1.
pub(super) fn words_in_common(one: &str, other: &str) -> f64 {
    let words = |text: &str| sorted(text.split_whitespace().map(hash));
    common(&words(one), &words(other))
}

struct Pairs {
    was: Vec<Option<usize>>,
    is_taken: Vec<bool>,
}

impl Pairs {
    fn alike(old: &[Looks], new: &[Looks], may_be_retitled: bool) -> Self {
        let mut pairs = Self { was: vec![None; new.len()], is_taken: vec![false; old.len()] };
        pairs.of_equal(old, new);
        pairs.of_like(old, new, may_be_retitled);
        pairs
    }

    fn pair(&mut self, old: usize, new: usize) {
        if let (Some(was @ None), Some(taken @ false)) = (self.was.get_mut(new), self.is_taken.get_mut(old)) {
            (*was, *taken) = (Some(old), true);
        }
    }

    fn free(&self) -> (Vec<usize>, Vec<usize>) {
        let old = self.is_taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(at, _)| at);
        let new = self.was.iter().enumerate().filter(|(_, was)| was.is_none()).map(|(at, _)| at);
        (old.collect(), new.collect())
    }

    /// Topics whose title and text are as they were.
    fn of_equal(&mut self, old: &[Looks], new: &[Looks]) {
        let places = |looks: &[Looks]| {
            let mut places: HashMap<(String, Vec<u64>), Vec<usize>> = HashMap::new();
            for (at, look) in looks.iter().enumerate() {
                places.entry((look.title.clone(), look.words.clone())).or_default().push(at);
            }
            places
        };
        let known = places(old);
        for (at, look) in new.iter().enumerate() {
            let same = known.get(&(look.title.clone(), look.words.clone()));
            // Of several equal ones the one at this place, else the first that is left.
            let same = same.and_then(|same| {
                let is_free = |was: &&usize| !self.is_taken.get(**was).copied().unwrap_or(true);
                same.iter().filter(is_free).min_by_key(|was| was.abs_diff(at)).copied()
            });
            if let Some(was) = same {
                self.pair(was, at);
            }
        }
    }

    /// Topics that look like one, best first.
    fn of_like(&mut self, old: &[Looks], new: &[Looks], may_be_retitled: bool) {
        let (free_old, free_new) = self.free();
        if free_old.len().saturating_mul(free_new.len()) > MAX_PAIRS {
            return;
        }
        let mut like = Vec::new();
        for &at in &free_new {
            for &was in &free_old {
                let (Some(one), Some(other)) = (old.get(was), new.get(at)) else { continue };
                like.extend(one.likeness(other, may_be_retitled).map(|likeness| (likeness, was, at)));
            }
        }
        like.sort_by(|one, other| {
            let away = |(_, was, at): &(f64, usize, usize)| was.abs_diff(*at);
            other.0.total_cmp(&one.0).then_with(|| away(one).cmp(&away(other))).then_with(|| one.2.cmp(&other.2))
        });
        like.into_iter().for_each(|(_, was, at)| self.pair(was, at));
    }

    /// Topics between the same neighbours, where as many are left on both sides.
    fn of_place(&mut self, old: &[Looks], new: &[Looks]) {
        let mut at = 0;
        while at < new.len() {
            if self.was.get(at).is_some_and(Option::is_some) {
                at += 1;
                continue;
            }
            let length = self.was.iter().skip(at).take_while(|was| was.is_none()).count();
            let before = match at.checked_sub(1) {
                None => Some(0),
                Some(last) => self.was.get(last).copied().flatten().map(|was| was + 1),
            };
            let after = self.was.get(at + length).map_or(Some(old.len()), |was| *was);
            if let (Some(before), Some(after)) = (before, after)
                && after.checked_sub(before) == Some(length)
                && self.is_taken.iter().take(after).skip(before).all(|taken| !taken)
            {
                for step in 0..length {
                    let (was, at) = (before + step, at + step);
                    if old.get(was).zip(new.get(at)).is_some_and(|(old, new)| old.may_be(new)) {
                        self.pair(was, at);
                    }
                }
            }
            at += length;
        }
    }
}

/// All that a topic says but its title.
fn texts(topic: &Topic) -> Vec<&str> {
    let mut texts: Vec<&str> =
        [&topic.tracking, &topic.intro, &topic.body].into_iter().flatten().map(String::as_str).collect();
    for (_, text) in &topic.sections {
        match text {
            Text::Markdown(text) => texts.push(text),
            Text::List(items) => texts.extend(items.iter().map(String::as_str)),
        }
    }
    topic.fields.iter().for_each(|(_, value)| field_texts(value, &mut texts));
    texts.extend(topic.pictures.iter().map(|picture| picture.file.as_str()));
    texts
}

fn field_texts<'t>(value: &'t FieldValue, texts: &mut Vec<&'t str>) {
    match value {
        FieldValue::Text(text) => texts.push(text),
        FieldValue::Date(_) => {}
        FieldValue::Link(link) => texts.push(&link.name),
        FieldValue::Picture(picture) => texts.push(&picture.file),
        FieldValue::Many(values) => values.iter().for_each(|value| field_texts(value, texts)),
    }
}

fn hash(value: impl std::hash::Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}

fn sorted(hashes: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut sorted: Vec<u64> = hashes.collect();
    sorted.sort_unstable();
    sorted
}

/// The share of what is in both of two sorted lists (Sørensen and Dice).
fn common(one: &[u64], other: &[u64]) -> f64 {
    let (mut left, mut right, mut both) = (one, other, 0u32);
    while let ([first, rest_left @ ..], [second, rest_right @ ..]) = (left, right) {
        match first.cmp(second) {
            std::cmp::Ordering::Less => left = rest_left,
            std::cmp::Ordering::Greater => right = rest_right,
            std::cmp::Ordering::Equal => {
                (left, right) = (rest_left, rest_right);
                both += 1;
            }
        }
    }
    let all = u32::try_from(one.len() + other.len()).unwrap_or(u32::MAX);
    if all == 0 { 0.0 } else { 2.0 * f64::from(both) / f64::from(all) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Link;
    use crate::event::Picture;

    fn topic(title: &str, text: &str) -> Topic {
        let sections =
            if text.is_empty() { Vec::new() } else { vec![("problem".into(), Text::Markdown(text.to_owned()))] };
        Topic { title: title.to_owned(), sections, ..Topic::default() }
    }

    const KETTLE: &str = "After a restart the kettle heats every pot again, although half of them are warm";
    const LOG: &str = "Each kettle writes a log of its own, and nobody reads twelve of them in a night";
    const STEAM: &str = "Steam is measured in three units, none of which the manual explains to anybody";

    #[test]
    fn a_retitled_topic_is_known_by_its_text() {
        let old = [topic("Warm starts", KETTLE), topic("One log", LOG)];
        let new = [topic("No more cold pots", KETTLE), topic("One log", LOG)];
        assert_eq!(matched(&old, &new), [Some(0), Some(1)]);
    }

    #[test]
    fn a_retitled_topic_is_known_by_its_fields() {
        let link = |name: &str| FieldValue::Link(Link { name: name.to_owned(), url: None });
        let text = |text: &str| FieldValue::Text(text.to_owned());
        let picture = |file: &str| FieldValue::Picture(Picture { file: file.to_owned(), ..Picture::default() });
        let with = |title: &str, value: FieldValue| Topic { fields: vec![("x".into(), value)], ..topic(title, "") };
        let values = [text(KETTLE), link(LOG), picture(STEAM), FieldValue::Many(vec![text("Tea"), link("Ada")])];
        let old: Vec<Topic> =
            ["Aa", "Bb", "Cc", "Dd"].into_iter().zip(values.clone()).map(|(t, v)| with(t, v)).collect();
        let new: Vec<Topic> =
            ["Ee", "Ff", "Gg", "Hh"].into_iter().zip(values.into_iter().rev()).map(|(t, v)| with(t, v)).collect();
        assert_eq!(matched(&old, &new), [Some(3), Some(2), Some(1), Some(0)]);
    }

    #[test]
    fn a_moved_topic_is_the_same_also_when_it_was_retitled() {
        let old = [topic("Warm starts", KETTLE), topic("One log", LOG), topic("Steam", STEAM)];
        let new = [topic("Steam", STEAM), topic("No more cold pots", KETTLE), topic("One log", LOG)];
        assert_eq!(matched(&old, &new), [Some(2), Some(0), Some(1)]);
    }

    #[test]
    fn a_topic_without_text_is_known_by_its_place() {
        let old = [topic("Warm starts", ""), topic("One log", ""), topic("Steam", "")];
        let new = [topic("Warm starts", ""), topic("A single file", ""), topic("Steam", "")];
        assert_eq!(matched(&old, &new), [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn a_heading_that_was_retitled_and_filled_in_is_the_same() {
        let old = [topic("Warm starts", KETTLE), topic("?", "")];
        let new = [topic("Warm starts", KETTLE), topic("One log for all", LOG)];
        assert_eq!(matched(&old, &new), [Some(0), Some(1)]);
    }

    #[test]
    fn what_has_nothing_in_common_is_another_topic() {
        let old = [topic("Warm starts", KETTLE), topic("One log", LOG)];
        let new = [topic("Measuring vapour", STEAM), topic("One log", LOG)];
        assert_eq!(matched(&old, &new), [None, Some(1)]);
    }

    #[test]
    fn what_was_added_on_both_sides_is_one_by_its_looks_only() {
        let (here, there) = ([topic("Lids that fall", "")], [topic("Cups that fall", "")]);
        assert_eq!(alike(&here, &there), [None]);
        assert_eq!(alike(&here, &[topic("lids that fall", KETTLE)]), [Some(0)]);
        assert_eq!(alike(&[topic("Lids", "They fall.")], &[topic("Cups", "They leak.")]), [None]);
    }

    #[test]
    fn a_new_topic_before_others_takes_nobodys_place() {
        let old = [topic("Warm starts", ""), topic("One log", LOG)];
        let new = [topic("Steam", ""), topic("Warm starts", ""), topic("One log", LOG)];
        assert_eq!(matched(&old, &new), [None, Some(0), Some(1)]);
    }

    #[test]
    fn the_title_decides_between_two_that_share_their_text() {
        let old = [topic("A", KETTLE), topic("B", KETTLE)];
        assert_eq!(matched(&old, &[topic("B", KETTLE), topic("A", KETTLE)]), [Some(1), Some(0)]);
    }

    #[test]
    fn more_in_common_is_more_like() {
        let likeness = |(one, text): (&str, &str), (other, other_text): (&str, &str)| {
            Looks::of(&topic(one, text)).likeness(&Looks::of(&topic(other, other_text)), true)
        };
        // The text counts twice, one that is missing as half a text; the same title is one more.
        assert_eq!(likeness(("Lids", KETTLE), ("lids", KETTLE)), Some(4.0));
        assert_eq!(likeness(("Lids", KETTLE), ("Cups", KETTLE)), Some(2.0));
        assert_eq!(likeness(("Lids", KETTLE), ("Lids", STEAM)), Some(2.0 + 2.0 * 4.0 / 29.0));
        assert_eq!(likeness(("Lids", ""), ("Lids", KETTLE)), Some(3.0));
        assert_eq!(likeness(("Lids", ""), ("Lid", "")), Some(1.0 + 0.8));
        assert_eq!(likeness(("Lids", ""), ("Cups", "")), None);
        // Titles that are nearly the same are not enough where the texts have hardly anything in common.
        assert_eq!(likeness(("Lids", "a b c d e f"), ("Lid", "a b u v w x")), Some(2.0 * 2.0 / 6.0 + 0.8));
        assert_eq!(likeness(("Lids", KETTLE), ("Lid", STEAM)), None);
        // Half of six words are enough, of five only four.
        assert_eq!(likeness(("A", "a b c d e f"), ("B", "a b c x y z")), Some(1.0));
        assert_eq!(likeness(("A", "a b c d e f"), ("B", "a b v x y z")), None);
        assert_eq!(likeness(("A", "a b c d e"), ("B", "a b c d z")), Some(1.6));
        assert_eq!(likeness(("A", "a b c d e"), ("B", "a b c x y")), None);
    }

    #[test]
    fn equal_topics_stay_where_they_are() {
        let old = [topic("A", ""), topic("A", ""), topic("A", "")];
        assert_eq!(matched(&old, &[topic("A", ""), topic("A", "")]), [Some(0), Some(1)]);
    }

    #[test]
    fn a_thousand_topics_are_compared_with_each_other() {
        let old: Vec<Topic> = (0..1_000).map(|at| topic(&format!("{at:04}"), "")).collect();
        let new: Vec<Topic> = (0..1_000).rev().map(|at| topic(&format!("{at:04}"), KETTLE)).collect();
        assert_eq!(matched(&old, &new), (0..1_000).rev().map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn thousands_of_topics_take_no_time() {
        let old: Vec<Topic> = (0..5_000).map(|at| topic(&format!("Topic {at}"), &format!("{LOG} {at}"))).collect();
        let new: Vec<Topic> =
            (0..5_000).rev().map(|at| topic(&format!("Subject {at}"), &format!("{LOG} {at}"))).collect();
        assert_eq!(matched(&old, &new).len(), 5_000);
        let same: Vec<Option<usize>> = (0..5_000).map(Some).collect();
        assert_eq!(matched(&old, &old), same);
        let turned: Vec<Topic> = old.iter().rev().cloned().collect();
        assert_eq!(matched(&old, &turned), same.iter().rev().copied().collect::<Vec<_>>());
    }
}
