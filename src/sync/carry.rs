//! What the page changed, carried into the fields of a hand-written event file: what the page does not draw stays, and
//! a list stays a list.

use std::collections::HashSet;

use crate::render::drawn::without_line_ends;
use crate::template::Declaration;
use crate::yaml::write::Yaml;

use super::Entries;
use super::canonical::Canonical;
use super::canonical::STYLE;
use super::canonical::gathered;
use super::canonical::parted;
use super::canonical::usual_label;
use super::canonical::value_of;
use super::topics::Thread;
use super::topics::Topics;

/// An event file's fields as they stand in it.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    /// The fields of the event but its topics.
    pub(super) event: &'a Entries,
    /// The topics, those included that no page draws.
    pub(super) topics: &'a [Entries],
    /// Where each topic of the page stands among them.
    pub(super) drawn: &'a [usize],
}

/// The fields that an event file shall have: of the event, and of each topic with the place it had.
pub(super) struct Changed {
    pub(super) event: Entries,
    pub(super) topics: Vec<(Option<usize>, Entries)>,
}

const LABELS: &str = "labels";
const STATE: &str = "state";
const DROPPED: &str = "dropped";

/// The fields of a file with what the page changed.
pub(super) fn carried(
    written: Written<'_>,
    before: &Canonical,
    after: &Canonical,
    topics: &Topics,
    declaration: &Declaration,
) -> Changed {
    let mut event = written.event.clone();
    set_changed(&mut event, &before.event, &after.event, |_| true);
    if value_of(&before.event, "start") != value_of(&after.event, "start") && value_of(&after.event, "end").is_none() {
        // One that says the same as the first day is not drawn, and would now come before it.
        event.retain(|(key, _)| key != "end");
    }

    let mut is_taken = vec![false; written.topics.len()];
    let mut changed: Vec<(Option<usize>, Entries)> = Vec::with_capacity(topics.kept.len());
    for thread in &topics.kept {
        let known = thread.file.and_then(|at| Some((*written.drawn.get(at)?, before.topics.get(at)?)));
        let dropped = || dropped_before(&written, &is_taken, thread);
        let (was, mut fields) = match (known, dropped()) {
            (Some((was, before)), _) => {
                let mut fields = written.topics.get(was).cloned().unwrap_or_default();
                // How labels are written is settled for all topics at once.
                set_changed(&mut fields, before, &thread.fields.merged, |outer| outer != LABELS);
                (Some(was), fields)
            }
            (None, Some((was, fields))) => (Some(was), taken_up_again(fields, &thread.fields.merged, declaration)),
            (None, None) => (None, without_labels(&thread.fields.merged)),
        };
        if let Some(taken) = was.and_then(|was| is_taken.get_mut(was)) {
            *taken = true;
        }
        set_labels(&mut fields, &event, known.map(|(_, before)| before), &thread.fields.merged, declaration);
        changed.push((was, fields));
    }
    share_labels(&mut event, &mut changed, topics);
    put_back(&mut changed, &written, topics);
    Changed { event, topics: changed }
}

/// Gives fields the values that changed, and no others; those of a mapping where `takes` says so.
fn set_changed(fields: &mut Entries, before: &Entries, after: &Entries, takes: impl Fn(&str) -> bool) {
    let keys = before.iter().chain(after.iter().filter(|(key, _)| value_of(before, key).is_none()));
    for (key, _) in keys {
        let value = value_of(after, key);
        if value_of(before, key) == value {
            continue;
        }
        match parted(key) {
            Some((outer, inner)) if takes(outer) => set_inner(fields, (outer, inner), value, after),
            Some(_) => {}
            None => set(fields, key, value.cloned()),
        }
    }
}

fn set(fields: &mut Entries, key: &str, value: Option<Yaml>) {
    let at = fields.iter().position(|(name, _)| name == key);
    match (at, value) {
        (Some(at), Some(value)) => {
            if let Some((_, old)) = fields.get_mut(at) {
                let as_list = is_list_of_texts(old).then(|| bullets(&value)).flatten();
                *old = as_list.unwrap_or(value);
            }
        }
        (Some(at), None) => drop(fields.remove(at)),
        (None, Some(value)) => fields.push((key.to_owned(), value)),
        (None, None) => {}
    }
}

/// Sets an entry of a mapping; all of it where the file has none, as with front matter that is kept as text.
fn set_inner(fields: &mut Entries, (outer, inner): (&str, &str), value: Option<&Yaml>, after: &Entries) {
    match fields.iter_mut().find(|(name, _)| name == outer) {
        Some((_, Yaml::Mapping(entries))) => {
            set(entries, inner, value.cloned());
            if entries.is_empty() {
                fields.retain(|(name, _)| name != outer);
            }
        }
        _ => {
            let whole = gathered(after).into_iter().find(|(name, _)| name == outer).map(|(_, whole)| whole);
            set(fields, outer, whole);
        }
    }
}

fn is_list_of_texts(value: &Yaml) -> bool {
    matches!(value, Yaml::Sequence(items) if items.iter().all(|item| text_of(item).is_some()))
}

/// The texts of bullets as a page draws a list; nothing where they would be drawn otherwise.
fn bullets(value: &Yaml) -> Option<Yaml> {
    let Yaml::Markdown(text) = value else { return None };
    let mut items: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let further = line.strip_prefix("  ").or_else(|| line.is_empty().then_some(line));
        match (line.strip_prefix("* "), items.last_mut(), further) {
            (Some(item), ..) => items.push(item.to_owned()),
            (None, _, _) if line == "*" => items.push(String::new()),
            (None, Some(item), Some(further)) => {
                item.push('\n');
                item.push_str(further);
            }
            (None, ..) => return None,
        }
    }
    let is_plain = |item: &String| !item.ends_with(['\n', '\r']);
    items.iter().all(is_plain).then(|| Yaml::Sequence(items.into_iter().map(Yaml::Text).collect()))
}

/// A dropped topic that the page shows again, and its place.
fn dropped_before<'w>(written: &'w Written<'_>, is_taken: &[bool], thread: &Thread) -> Option<(usize, &'w Entries)> {
    let text = |fields: &'_ Entries, key: &str| value_of(fields, key).and_then(text_of).map(str::to_owned);
    let title = text(&thread.fields.merged, "title")?;
    let is_it = |(at, topic): &(usize, &Entries)| {
        let is_free = is_taken.get(*at).is_some_and(|taken| !taken);
        is_free && text(topic, STATE).as_deref() == Some(DROPPED) && text(topic, "title").as_ref() == Some(&title)
    };
    written.topics.iter().enumerate().find(is_it)
}

/// A dropped topic as the page shows it again, with what no page draws.
fn taken_up_again(topic: &Entries, shown: &Entries, declaration: &Declaration) -> Entries {
    let mut fields = topic.clone();
    fields.retain(|(key, _)| key != STATE && (declaration.section(key).is_none() || value_of(shown, key).is_some()));
    for (key, value) in without_labels(shown) {
        let is_so = value_of(&fields, &key).and_then(text_of).map(without_line_ends) == text_of(&value);
        if !is_so || text_of(&value).is_none() {
            set(&mut fields, &key, Some(value));
        }
    }
    fields
}

fn without_labels(fields: &Entries) -> Entries {
    let others = fields.iter().filter(|(key, _)| parted(key).is_none_or(|(outer, _)| outer != LABELS));
    gathered(&others.cloned().collect())
}

/// Gives a topic the labels that it is to show, by what its event says for all.
fn set_labels(
    fields: &mut Entries,
    event: &Entries,
    before: Option<&Entries>,
    after: &Entries,
    declaration: &Declaration,
) {
    let keys: Vec<String> = before.into_iter().flatten().chain(after).map(|(key, _)| key.clone()).collect();
    let labels = keys.iter().filter_map(|key| match parted(key) {
        Some((LABELS, section)) => Some(section),
        // A section without a label of its own may be new where all others have one.
        _ => declaration.section(key).map(|_| key.as_str()),
    });
    let mut labels: Vec<&str> = labels.collect();
    labels.sort_unstable();
    labels.dedup();
    for section in labels {
        let key = format!("{LABELS}.{section}");
        let shown = value_of(after, &key);
        let is_drawn = value_of(after, section).is_some() || declaration.section(section).is_none();
        let is_new = before.is_none_or(|before| value_of(before, section).is_none());
        if !is_drawn || (!is_new && before.and_then(|before| value_of(before, &key)) == shown) {
            continue;
        }
        let of_event = declaration.section(section).and_then(|_| inner(event, section));
        let own = match (shown, of_event) {
            (Some(shown), Some(of_event)) if text_of(shown) == text_of(of_event) => None,
            (Some(shown), _) => Some(shown.clone()),
            (None, None) => None,
            (None, Some(_)) => {
                usual_label(section, value_of(event, STYLE).and_then(text_of), declaration).map(Yaml::Text)
            }
        };
        match (fields.iter_mut().find(|(name, _)| name == LABELS), own) {
            (Some((_, Yaml::Mapping(labels))), own) => {
                set(labels, section, own);
                if labels.is_empty() {
                    fields.retain(|(name, _)| name != LABELS);
                }
            }
            (_, Some(own)) => set(fields, LABELS, Some(Yaml::Mapping(vec![(section.to_owned(), own)]))),
            (_, None) => {}
        }
    }
}

/// The text of a value that is one.
fn text_of(value: &Yaml) -> Option<&str> {
    match value {
        Yaml::Plain(text) | Yaml::Text(text) | Yaml::Quoted(text) | Yaml::Markdown(text) => Some(text),
        _ => None,
    }
}

/// The label that fields give a section.
fn inner<'e>(fields: &'e Entries, section: &str) -> Option<&'e Yaml> {
    match value_of(fields, LABELS)? {
        Yaml::Mapping(labels) => value_of(labels, section),
        _ => None,
    }
}

/// Says once for the event what all its topics say of a label, where some of them began to.
fn share_labels(event: &mut Entries, changed: &mut [(Option<usize>, Entries)], topics: &Topics) {
    let mut newly: Vec<String> = Vec::new();
    for thread in &topics.kept {
        let keys = thread.fields.to_file.iter().filter_map(|key| parted(key));
        newly.extend(keys.filter(|(outer, _)| *outer == LABELS).map(|(_, section)| section.to_owned()));
    }
    newly.sort_unstable();
    newly.dedup();
    for section in newly {
        let topics_with = changed.iter().enumerate().filter(|(_, (_, fields))| value_of(fields, &section).is_some());
        let with_section: Vec<usize> = topics_with.map(|(at, _)| at).collect();
        let shown = |at: &usize| value_of(&topics.kept.get(*at)?.fields.merged, &format!("{LABELS}.{section}"));
        let Some(first) = with_section.first() else { continue };
        let label = shown(first).cloned();
        if with_section.len() < 2 || !with_section.iter().all(|at| shown(at) == label.as_ref()) {
            continue;
        }
        for (_, fields) in changed.iter_mut() {
            remove_label(fields, &section);
        }
        match (label, event.iter_mut().find(|(name, _)| name == LABELS)) {
            (Some(label), Some((_, Yaml::Mapping(labels)))) => set(labels, &section, Some(label)),
            (Some(label), _) => set(event, LABELS, Some(Yaml::Mapping(vec![(section, label)]))),
            (None, _) => remove_label(event, &section),
        }
    }
}

fn remove_label(fields: &mut Entries, section: &str) {
    let Some((_, Yaml::Mapping(labels))) = fields.iter_mut().find(|(name, _)| name == LABELS) else { return };
    labels.retain(|(name, _)| name != section);
    if labels.is_empty() {
        fields.retain(|(name, _)| name != LABELS);
    }
}

/// Puts the topics that the page does not show behind those they follow in the file; one that left the page is
/// dropped, so that what the page never showed of it stays.
fn put_back(changed: &mut Vec<(Option<usize>, Entries)>, written: &Written<'_>, topics: &Topics) {
    let gone = topics.gone_from_page.iter().filter_map(|thread| written.drawn.get(thread.file?).copied());
    let gone: Vec<usize> = gone.collect();
    // The file lacks what it left out itself; what it said of that is among these.
    let there: HashSet<usize> = changed.iter().filter_map(|(was, _)| *was).collect();
    for (was, fields) in written.topics.iter().enumerate().filter(|(was, _)| !there.contains(was)) {
        let mut fields = fields.clone();
        if gone.contains(&was) {
            set(&mut fields, STATE, Some(Yaml::Text(DROPPED.to_owned())));
        }
        let before = (0..was).rev().find_map(|before| changed.iter().position(|(known, _)| *known == Some(before)));
        changed.insert(before.map_or(0, |before| before + 1), (Some(was), fields));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Option<Vec<String>> {
        match bullets(&Yaml::Markdown(text.to_owned()))? {
            Yaml::Sequence(items) => items.iter().map(|item| text_of(item).map(str::to_owned)).collect(),
            _ => None,
        }
    }

    #[test]
    fn bullets_become_a_list_where_a_list_is_drawn_so() {
        assert_eq!(list("* a\n* b\n  c\n\n  d\n*"), Some(vec!["a".into(), "b\nc\n\nd".into(), String::new()]));
        for text in ["- a", "* a\nb", "text\n* a", "* a\n\n* b", "* a\n* b\n", ""] {
            assert_eq!(list(text), None, "{text:?}");
        }
    }
}
