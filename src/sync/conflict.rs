//! What both sides changed, and not to the same: named with the place that it has on each.

use crate::yaml::write::Yaml;

use super::canonical::value_of;
use super::fields::Fields;
use super::topics::Topics;

/// Something that both sides changed, and not to the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in the file: the topic by its place in the file.
    pub file: Spot,
    /// Where it stands on the page: the topic by its place on the page.
    pub page: Spot,
    /// Where two texts begin to differ.
    pub line: Option<Line>,
}

/// The first line in which two texts differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its first byte in either.
    pub offset: usize,
    /// How many bullets stand before it.
    pub bullets: usize,
    /// How many bytes the page's text has from there on.
    pub rest: usize,
}

impl Line {
    /// The first line in which the text of a file differs from that on its page.
    pub(super) fn of(file: Option<&Yaml>, page: Option<&Yaml>) -> Option<Self> {
        let (Some(Yaml::Markdown(file)), Some(Yaml::Markdown(page))) = (file, page) else { return None };
        let same = file.bytes().zip(page.bytes()).take_while(|(one, other)| one == other).count();
        // The last character may be the same in part.
        let offset = page.as_bytes().get(..same)?.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let bullets = page.get(..offset)?.lines().filter(|line| line.starts_with('*')).count();
        Some(Self { offset, bullets, rest: page.len() - offset })
    }
}

/// What both sides say differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A field, of the topic of that title or of the event.
    Field {
        /// Its key.
        key: String,
        /// The title of its topic.
        topic: Option<String>,
    },
    /// A topic that the file changed, and the page has no more.
    RemovedFromPage {
        /// Its title.
        title: String,
    },
    /// A topic that the page changed, and the file has no more or does not show.
    RemovedFromFile {
        /// Its title.
        title: String,
    },
    /// A topic that the page does not have, and nobody knows whether it ever had.
    OnlyInFile {
        /// Its title.
        title: String,
    },
    /// The same of the file.
    OnlyOnPage {
        /// Its title.
        title: String,
    },
    /// The order of the topics.
    Order,
}

/// Where something stands on one side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The place of the topic.
    pub topic: Option<usize>,
    /// The key of the field.
    pub key: Option<String>,
}

/// Fields of which one holds others verbatim, so that a change of both is one of the same.
const VERBATIM: &[&str] = &["head", "tail", "body"];

/// What both sides changed differently.
pub(super) fn conflicts_of(fields: &Fields, topics: &Topics) -> Vec<Conflict> {
    let spot = |key: &str| Spot { topic: None, key: Some(key.to_owned()) };
    let of_event = fields.conflicts.iter().map(|(key, line)| Conflict {
        kind: Kind::Field { key: key.clone(), topic: None },
        file: spot(key),
        page: spot(key),
        line: *line,
    });
    let mut conflicts: Vec<Conflict> = of_event.collect();
    let in_event = hidden(fields, |verbatim, key| match verbatim {
        "tail" => key == "footer",
        _ => !matches!(key, "footer" | "tail"),
    });
    conflicts.extend(in_event.into_iter().map(|(in_file, on_page)| Conflict {
        kind: Kind::Field { key: in_file.to_owned(), topic: None },
        file: spot(in_file),
        page: spot(on_page),
        line: None,
    }));
    conflicts.extend(topics.conflicts.iter().cloned());
    for thread in &topics.kept {
        let spot = |topic: Option<usize>, key: &str| Spot { topic, key: Some(key.to_owned()) };
        conflicts.extend(hidden(&thread.fields, |_, _| true).into_iter().map(|(in_file, on_page)| Conflict {
            kind: Kind::Field { key: in_file.to_owned(), topic: Some(thread.title.clone()) },
            file: spot(thread.file, in_file),
            page: spot(thread.page, on_page),
            line: None,
        }));
    }
    conflicts
}

/// Fields that one side changed where the other began to say all around them verbatim: in the file, and on the page.
fn hidden<'f>(fields: &'f Fields, holds: impl Fn(&str, &str) -> bool) -> Vec<(&'f str, &'f str)> {
    let mut hidden = Vec::new();
    for verbatim in VERBATIM.iter().filter(|key| value_of(&fields.merged, key).is_some()) {
        let others =
            |keys: &'f [String]| keys.iter().map(String::as_str).filter(|key| holds(verbatim, key)).collect::<Vec<_>>();
        let is_of = |keys: &[String]| keys.iter().any(|key| key == verbatim);
        if is_of(&fields.to_file) {
            hidden.extend(others(&fields.to_page).into_iter().map(|key| (key, *verbatim)));
        }
        if is_of(&fields.to_page) {
            hidden.extend(others(&fields.to_file).into_iter().map(|key| (*verbatim, key)));
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The conflicts where the page changed some fields of an event and the file others.
    fn of_event(to_file: &[&str], to_page: &[&str]) -> Vec<(Option<String>, Option<String>)> {
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let merged = to_file.iter().chain(to_page).map(|key| ((*key).to_owned(), Yaml::Text(String::new()))).collect();
        let fields = Fields { merged, to_file: keys(to_file), to_page: keys(to_page), conflicts: Vec::new() };
        let conflicts = conflicts_of(&fields, &Topics::default()).into_iter();
        conflicts.map(|conflict| (conflict.file.key, conflict.page.key)).collect()
    }

    #[test]
    fn what_one_side_says_verbatim_and_the_other_by_a_field_is_changed_by_both() {
        let pair = |file: &str, page: &str| (Some(file.to_owned()), Some(page.to_owned()));
        assert_eq!(of_event(&["tail"], &["series", "footer", "location"]), [pair("footer", "tail")]);
        assert_eq!(of_event(&["head"], &["series", "footer", "tail"]), [pair("series", "head")]);
        assert_eq!(of_event(&["series", "footer"], &["tail"]), [pair("tail", "footer")]);
        assert_eq!(of_event(&["series", "footer"], &["head"]), [pair("head", "series")]);
        assert_eq!(of_event(&["head", "series"], &["footer", "tail"]), []);
        assert_eq!(
            of_event(&["head", "footer"], &["series", "tail"]),
            [pair("series", "head"), pair("tail", "footer")]
        );
    }
}
