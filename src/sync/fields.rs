//! Fields in three versions become those that both sides shall have.

use crate::yaml::write::Yaml;

use super::Entries;
use super::canonical::value_of;
use super::conflict::Line;

/// What became of the fields of an event or of a topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fields {
    /// The fields that both sides shall have, in the order of an event file.
    pub(super) merged: Entries,
    /// The keys of those that the page changed.
    pub(super) to_file: Vec<String>,
    /// The keys of those that the file changed.
    pub(super) to_page: Vec<String>,
    /// The keys of those that both changed, and not to the same, with the line from which on their texts differ.
    pub(super) conflicts: Vec<(String, Option<Line>)>,
}

/// Merges fields; without a base every difference is a conflict.
pub(super) fn merge(base: Option<&Entries>, file: &Entries, page: &Entries) -> Fields {
    let mut fields = Fields::default();
    for key in union(file, page) {
        let (in_file, on_page) = (value_of(file, key), value_of(page, key));
        let before = base.map(|base| value_of(base, key));
        let chosen: Option<&Yaml> = if in_file == on_page {
            in_file
        } else if before == Some(in_file) {
            fields.to_file.push(key.to_owned());
            on_page
        } else if before == Some(on_page) {
            fields.to_page.push(key.to_owned());
            in_file
        } else {
            fields.conflicts.push((key.to_owned(), Line::of(in_file, on_page)));
            in_file
        };
        fields.merged.extend(chosen.map(|value| (key.to_owned(), value.clone())));
    }
    fields
}

/// The keys of both in an order that is that of each: a key that only the page has follows the one it follows there.
fn union<'k>(file: &'k Entries, page: &'k Entries) -> Vec<&'k str> {
    let mut keys: Vec<&str> = file.iter().map(|(key, _)| key.as_str()).collect();
    let mut next = 0;
    for (key, _) in page {
        match keys.iter().position(|known| known == key) {
            Some(at) => next = at + 1,
            None => {
                keys.insert(next, key);
                next += 1;
            }
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Entries {
        let entry =
            |word: &str| word.split_once('=').map(|(key, value)| (key.to_owned(), Yaml::Text(value.to_owned())));
        text.split_whitespace().filter_map(entry).collect()
    }

    fn merged(base: &str, file: &str, page: &str) -> String {
        let fields = merge(Some(&entries(base)), &entries(file), &entries(page));
        let words = fields.merged.iter().map(|(key, value)| match value {
            Yaml::Text(text) => format!("{key}={text}"),
            _ => key.clone(),
        });
        let words: Vec<String> = words.collect();
        let both: Vec<String> = fields.conflicts.iter().map(|(key, _)| key.clone()).collect();
        let (to_file, to_page) = (fields.to_file.join(","), fields.to_page.join(","));
        format!("{} file:{to_file} page:{to_page} both:{}", words.join(" "), both.join(","))
    }

    #[test]
    fn what_one_side_changed_is_carried_to_the_other() {
        assert_eq!(merged("a=1 b=1 c=1", "a=2 b=1 c=1", "a=1 b=1 c=2"), "a=2 b=1 c=2 file:c page:a both:");
        assert_eq!(merged("a=1 c=1", "a=1 c=1", "a=1 b=2 c=1"), "a=1 b=2 c=1 file:b page: both:");
        assert_eq!(merged("a=1 b=1 c=1", "a=1 b=1 c=1", "a=1 c=1"), "a=1 c=1 file:b page: both:");
        assert_eq!(merged("a=1", "a=1 b=1", "z=0 a=1"), "z=0 a=1 b=1 file:z page:b both:");
        assert_eq!(merged("a=1 d=1", "a=1 d=1", "a=1 b=1 c=1 d=1"), "a=1 b=1 c=1 d=1 file:b,c page: both:");
    }

    #[test]
    fn what_both_changed_to_the_same_is_agreed() {
        assert_eq!(merged("a=1 b=1", "a=2", "a=2"), "a=2 file: page: both:");
    }

    #[test]
    fn what_both_changed_to_something_else_is_a_conflict() {
        assert_eq!(merged("a=1 b=1", "a=2 b=1", "a=3 b=1"), "a=2 b=1 file: page: both:a");
        assert_eq!(merged("a=1", "", "a=3"), " file: page: both:a");
        assert_eq!(merged("", "a=1", "a=2"), "a=1 file: page: both:a");
    }

    #[test]
    fn without_a_base_every_difference_is_a_conflict() {
        let fields = merge(None, &entries("a=1 b=2"), &entries("b=2 c=1"));
        assert_eq!(fields.conflicts, [("a".to_owned(), None), ("c".to_owned(), None)]);
        assert_eq!(fields.to_file.len() + fields.to_page.len(), 0);
    }

    #[test]
    fn two_texts_differ_from_a_line_on() {
        let text = |text: &str| vec![("a".to_owned(), Yaml::Markdown(text.to_owned()))];
        let fields = merge(None, &text("one\n* two\n* three ü\nfour"), &text("one\n* two\n* three ö\nfour five"));
        let line = Line { offset: 10, bullets: 1, rest: "* three ö\nfour five".len() };
        assert_eq!(fields.conflicts, [("a".to_owned(), Some(line))]);
    }
}
