//! Topics in three versions become those that both sides shall show, in the order that both shall have.

use crate::event::Topic;
use crate::template::Declaration;

use super::Conflict;
use super::Entries;
use super::Kind;
use super::Spot;
use super::canonical::Canonical;
use super::canonical::parted;
use super::canonical::value_of;
use super::fields;
use super::fields::Fields;
use super::matching::alike;
use super::matching::matched;

/// An event with its canonical form.
#[derive(Clone, Copy)]
pub(super) struct Version<'a> {
    pub(super) topics: &'a [Topic],
    pub(super) canonical: &'a Canonical,
}

impl<'a> Version<'a> {
    fn fields(self, topic: Option<usize>) -> Option<&'a Entries> {
        self.canonical.topics.get(topic?)
    }

    fn title(self, topic: Option<usize>) -> String {
        topic.and_then(|at| self.topics.get(at)).map(|topic| topic.title.clone()).unwrap_or_default()
    }
}

/// A topic in all versions that have it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Thread {
    pub(super) base: Option<usize>,
    pub(super) file: Option<usize>,
    pub(super) page: Option<usize>,
    /// What it is called, for messages.
    pub(super) title: String,
    pub(super) fields: Fields,
}

/// What became of the topics.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Topics {
    /// Those that both sides shall show, in order.
    pub(super) kept: Vec<Thread>,
    /// Those that only the page lacks now, by their place in the file.
    pub(super) gone_from_page: Vec<Thread>,
    /// Those that only the file lacks now.
    pub(super) gone_from_file: Vec<Thread>,
    /// Whether the page's order is another one than before.
    pub(super) page_reordered: bool,
    /// Whether the file's is.
    pub(super) file_reordered: bool,
    pub(super) conflicts: Vec<Conflict>,
}

/// Merges topics; without a base every difference is a conflict.
pub(super) fn merge(
    base: Option<Version<'_>>,
    file: Version<'_>,
    page: Version<'_>,
    declaration: &Declaration,
) -> Topics {
    let mut topics = Topics::default();
    for thread in threads(base, file, page) {
        topics.take(thread, base, file, page, declaration);
    }
    topics.order(base.is_some());
    topics
}

/// Every topic of any version, once.
fn threads(base: Option<Version<'_>>, file: Version<'_>, page: Version<'_>) -> Vec<Thread> {
    let Some(base) = base else {
        return paired(file.topics, page.topics, &matched(file.topics, page.topics));
    };
    let in_file = matched(base.topics, file.topics);
    let on_page = matched(base.topics, page.topics);
    let length = base.topics.len();
    let now = inverse(&in_file, length).into_iter().zip(inverse(&on_page, length)).enumerate();
    let old = now.map(|(was, (file, page))| Thread { base: Some(was), file, page, ..Thread::default() });
    // Both may have been given the same topic.
    let new = |matches: &[Option<usize>]| -> Vec<usize> {
        matches.iter().enumerate().filter(|(_, was)| was.is_none()).map(|(at, _)| at).collect()
    };
    let (new_file, new_page) = (new(&in_file), new(&on_page));
    let pick = |topics: &[Topic], places: &[usize]| -> Vec<Topic> {
        places.iter().filter_map(|at| topics.get(*at).cloned()).collect()
    };
    let (file_topics, page_topics) = (pick(file.topics, &new_file), pick(page.topics, &new_page));
    let added = paired(&file_topics, &page_topics, &alike(&file_topics, &page_topics));
    let placed = added.into_iter().map(|thread| Thread {
        file: thread.file.and_then(|at| new_file.get(at).copied()),
        page: thread.page.and_then(|at| new_page.get(at).copied()),
        ..thread
    });
    old.chain(placed).collect()
}

/// For each of so many old topics, which of the new ones it is.
fn inverse(matches: &[Option<usize>], length: usize) -> Vec<Option<usize>> {
    let mut inverse = vec![None; length];
    for (at, was) in matches.iter().enumerate() {
        if let Some(now) = was.and_then(|was| inverse.get_mut(was)) {
            *now = Some(at);
        }
    }
    inverse
}

fn paired(file: &[Topic], page: &[Topic], matches: &[Option<usize>]) -> Vec<Thread> {
    let of_file = inverse(matches, file.len()).into_iter().enumerate();
    let of_file = of_file.map(|(at, page)| Thread { file: Some(at), page, ..Thread::default() });
    let of_page = (0..page.len()).filter(|at| matches.get(*at).is_none_or(Option::is_none));
    of_file.chain(of_page.map(|at| Thread { page: Some(at), ..Thread::default() })).collect()
}

impl Topics {
    fn take(
        &mut self,
        mut thread: Thread,
        base: Option<Version<'_>>,
        file: Version<'_>,
        page: Version<'_>,
        declaration: &Declaration,
    ) {
        let before = base.and_then(|base| base.fields(thread.base));
        let (in_file, on_page) = (file.fields(thread.file), page.fields(thread.page));
        thread.title = match (thread.file, thread.page) {
            (Some(_), _) => file.title(thread.file),
            (None, Some(_)) => page.title(thread.page),
            (None, None) => return,
        };
        match (in_file, on_page) {
            (Some(in_file), Some(on_page)) => {
                // A topic that both sides were given has nothing in common with what was before.
                let nothing = Entries::new();
                let before = before.or(base.is_some().then_some(&nothing));
                thread.fields = fields::merge(before, in_file, on_page);
                without_bare_labels(&mut thread.fields, declaration);
                for (key, line) in &thread.fields.conflicts {
                    let spot = |topic: Option<usize>| Spot { topic, key: Some(key.clone()) };
                    self.conflicts.push(Conflict {
                        kind: Kind::Field { key: key.clone(), topic: Some(thread.title.clone()) },
                        file: spot(thread.file),
                        page: spot(thread.page),
                        line: *line,
                    });
                }
                self.kept.push(thread);
            }
            (Some(fields), None) => {
                let is_as_before = before == Some(fields);
                thread.fields.merged = fields.clone();
                if thread.base.is_none() && base.is_some() {
                    self.kept.push(thread);
                } else if is_as_before {
                    self.gone_from_page.push(thread);
                } else {
                    self.only_in_one(&thread, base.is_some());
                }
            }
            (None, Some(fields)) => {
                let is_as_before = before == Some(fields);
                thread.fields.merged = fields.clone();
                if thread.base.is_none() && base.is_some() {
                    self.kept.push(thread);
                } else if is_as_before {
                    self.gone_from_file.push(thread);
                } else {
                    self.only_in_one(&thread, base.is_some());
                }
            }
            (None, None) => {}
        }
    }

    /// A topic that one side lacks and the other changed, or that nobody knows the past of.
    fn only_in_one(&mut self, thread: &Thread, is_base_known: bool) {
        let title = thread.title.clone();
        let kind = match (thread.file.is_some(), is_base_known) {
            (true, true) => Kind::RemovedFromPage { title },
            (false, true) => Kind::RemovedFromFile { title },
            (true, false) => Kind::OnlyInFile { title },
            (false, false) => Kind::OnlyOnPage { title },
        };
        let spot = |topic: Option<usize>| Spot { topic, key: None };
        self.conflicts.push(Conflict { kind, file: spot(thread.file), page: spot(thread.page), line: None });
    }

    /// Puts what is kept into the order of whoever changed it, with the other's new topics behind those they follow.
    fn order(&mut self, is_base_known: bool) {
        let by = |place: fn(&Thread) -> Option<usize>| {
            let placed = self.kept.iter().enumerate().filter_map(|(at, thread)| Some((place(thread)?, at)));
            let mut order: Vec<(usize, usize)> = placed.collect();
            order.sort_unstable();
            order.into_iter().map(|(_, at)| at).collect::<Vec<usize>>()
        };
        let (file, page) = (by(|thread| thread.file), by(|thread| thread.page));
        let shared = |order: &[usize]| -> Vec<usize> {
            let is_of_both = |thread: &Thread| thread.file.is_some() && thread.page.is_some();
            let is_shared = |at: &&usize| self.kept.get(**at).is_some_and(is_of_both);
            order.iter().filter(is_shared).copied().collect()
        };
        let (in_file, on_page) = (shared(&file), shared(&page));
        let before = |order: &[usize]| order.iter().filter_map(|at| self.kept.get(*at)?.base).is_sorted();
        let (is_file_as_before, is_page_as_before) = (before(&in_file), before(&on_page));
        let is_same = in_file == on_page;
        self.page_reordered = is_base_known && !is_same && !is_page_as_before;
        self.file_reordered = is_base_known && !is_same && !is_file_as_before;
        if !is_same && (!is_base_known || self.page_reordered && self.file_reordered) {
            let differing = in_file.iter().zip(&on_page).find(|(one, other)| one != other);
            let spot = |topic: Option<usize>| Spot { topic, key: None };
            let (file, page) = differing.map_or((None, None), |(one, other)| {
                let thread = |at: &usize| self.kept.get(*at);
                (thread(one).and_then(|thread| thread.file), thread(other).and_then(|thread| thread.page))
            });
            self.conflicts.push(Conflict { kind: Kind::Order, file: spot(file), page: spot(page), line: None });
        }
        let order = if self.page_reordered { joined(page, &file) } else { joined(file, &page) };
        let mut kept: Vec<Option<Thread>> = std::mem::take(&mut self.kept).into_iter().map(Some).collect();
        self.kept = order.into_iter().filter_map(|at| kept.get_mut(at)?.take()).collect();
    }
}

/// Leaves out how sections are labelled that are gone: one side took the section out, the other wrote its label in
/// another way.
fn without_bare_labels(fields: &mut Fields, declaration: &Declaration) {
    let sections: Vec<&str> = declaration.sections.iter().map(|section| section.key.as_ref()).collect();
    let is_gone = |section: &str| sections.contains(&section) && value_of(&fields.merged, section).is_none();
    // What the file took out and the page changed is in conflict, and not among what is merged.
    let keys = fields.merged.iter().map(|(key, _)| key).chain(fields.conflicts.iter().map(|(key, _)| key));
    let labels = keys.filter_map(|key| Some((key, parted(key)?.1)));
    let bare: Vec<String> = labels.filter(|(_, section)| is_gone(section)).map(|(key, _)| key.clone()).collect();
    fields.merged.retain(|(key, _)| !bare.contains(key));
    fields.to_file.retain(|key| !bare.contains(key));
    fields.to_page.retain(|key| !bare.contains(key));
    fields.conflicts.retain(|(key, _)| !bare.contains(key));
}

/// One order with what only the other has, each behind what it follows there, and behind what else is new there.
fn joined(mut order: Vec<usize>, other: &[usize]) -> Vec<usize> {
    let mut is_known: std::collections::HashSet<usize> = order.iter().copied().collect();
    let in_other: std::collections::HashSet<usize> = other.iter().copied().collect();
    let mut previous = None;
    for &at in other {
        if is_known.insert(at) {
            let follows = previous.and_then(|previous| order.iter().position(|known| *known == previous));
            let mut place = follows.map_or(0, |place| place + 1);
            let is_new_here = |known: &usize| !in_other.contains(known);
            while order.get(place).is_some_and(is_new_here) {
                place += 1;
            }
            order.insert(place, at);
        }
        previous = Some(at);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_the_other_has_comes_behind_what_it_follows_and_behind_what_else_is_new_there() {
        for (order, other, expected) in [
            (&[0, 1][..], &[0, 6, 1][..], &[0, 6, 1][..]),
            (&[0, 1], &[6, 0, 1], &[6, 0, 1]),
            (&[0, 1], &[0, 1, 6, 7], &[0, 1, 6, 7]),
            (&[0, 5, 1], &[0, 6, 1], &[0, 5, 6, 1]),
            (&[0, 4, 5, 1], &[0, 6, 7, 1], &[0, 4, 5, 6, 7, 1]),
            (&[5, 0, 1], &[6, 1, 0, 7], &[5, 6, 0, 7, 1]),
        ] {
            assert_eq!(joined(order.to_vec(), other), expected, "{order:?} {other:?}");
        }
    }
}
