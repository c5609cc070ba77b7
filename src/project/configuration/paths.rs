//! Paths in a configuration: they stay below the root, and name an event's folder by `{id}`, `{year}`, `{month}` and
//! `{edition}`.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::event::Event;
use crate::fs::portable_name;
use crate::grammar::list_or;
use crate::grammar::ticked;
use crate::markdown::slug::slug;

/// What a path is called after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names<'n> {
    /// The event's id: `2026-05`.
    pub id: &'n str,
    /// The year of its first day, in four digits.
    pub year: Cow<'n, str>,
    /// The month of its first day, in two digits.
    pub month: Cow<'n, str>,
    /// Its edition, if it has one.
    pub edition: Option<&'n str>,
}

impl<'n> Names<'n> {
    /// What paths of an event are called after; the id may be another than its own where that is taken.
    pub fn of(id: &'n str, event: &'n Event) -> Self {
        let start = event.dates.start;
        let part = |format| Cow::Owned(start.format(format).to_string());
        Self { id, year: part("%Y"), month: part("%m"), edition: event.edition.as_deref() }
    }
}

/// The path for an event. An edition becomes a word of a path; without one its part of the path falls away.
pub fn fill(pattern: &str, names: &Names<'_>) -> PathBuf {
    let edition = names.edition.map(slug).unwrap_or_default();
    let fill = |part: &str| {
        let filled = part.replace("{id}", names.id).replace("{year}", &names.year).replace("{month}", &names.month);
        filled.replace("{edition}", &edition).trim_matches('-').to_owned()
    };
    let parts = pattern.split('/').map(|part| if part.contains('{') { fill(part) } else { part.to_owned() });
    parts.filter(|part| !part.is_empty() && part != ".").collect()
}

/// The part of a path that is the same for all events.
pub(super) fn fixed(pattern: &str) -> PathBuf {
    pattern.split('/').take_while(|part| !part.contains('{')).filter(|part| !part.is_empty() && *part != ".").collect()
}

/// What is wrong with a path, and what helps.
pub(super) fn fault(path: &str, placeholders: &[&str]) -> Option<(String, String)> {
    if let Some(fault) = fault_of_placeholders(path, placeholders) {
        return Some(fault);
    }
    let inside = || "name a folder below the root, such as `community/hackathons`".to_owned();
    if path.starts_with('/') || path.starts_with('~') || path.contains(':') {
        return Some((format!("{} leads out of the project", ticked(path)), inside()));
    }
    // Without an edition what stands around it has to be a name as well.
    [Some("x"), None].into_iter().find_map(|edition| {
        let trial = fill(path, &Names { id: "x", year: "x".into(), month: "x".into(), edition });
        let mut parts = trial.iter().map(|part| part.to_str().unwrap_or_default());
        if parts.clone().any(|part| part == "..") {
            return Some((format!("{} leads out of the project", ticked(path)), inside()));
        }
        parts.find_map(|part| portable_name(part).err()).map(|error| (error.to_string(), inside()))
    })
}

/// What is wrong with the braces of a text, and what helps.
pub(super) fn fault_of_placeholders(text: &str, placeholders: &[&str]) -> Option<(String, String)> {
    let help = || match placeholders {
        [] => "there are no placeholders here".to_owned(),
        names => format!("the placeholders are {}", list_or(names.iter().map(|name| ticked(format!("{{{name}}}"))))),
    };
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let closed = rest[at..].strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let Some((name, after)) = closed else {
            return Some((format!("a brace of {} has no other", ticked(text)), help()));
        };
        if !placeholders.contains(&name) {
            return Some((format!("unknown placeholder {}", ticked(format!("{{{name}}}"))), help()));
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_called_after_its_event() {
        let names = Names { id: "2026-05", year: "2026".into(), month: "05".into(), edition: Some("Sofia Edition") };
        let path = |pattern: &str, names: &Names<'_>| fill(pattern, names).to_string_lossy().replace('\\', "/");
        assert_eq!(path("./a/{year}/{month}-{edition}/", &names), "a/2026/05-sofia-edition");
        let plain = &Names { edition: None, ..names };
        assert_eq!(path("a/{year}/{month}-{edition}", plain), "a/2026/05");
        assert_eq!(path("a/{edition}/{id}", plain), "a/2026-05");
        assert_eq!(fixed("a/b/{year}/c"), PathBuf::from("a/b"));
    }

    #[test]
    fn a_path_stays_below_the_root() {
        let fault = |path: &str| fault(path, &["id", "edition"]).map(|(message, _)| message).unwrap_or_default();
        for path in ["a", "a/b/", "./a", "a/{id}", ".afterword/events", "Jahr 2026/über"] {
            assert_eq!(fault(path), "", "{path}");
        }
        assert_eq!(fault("../a"), "`../a` leads out of the project");
        assert_eq!(fault("a/../../b"), "`a/../../b` leads out of the project");
        assert_eq!(fault("/etc"), "`/etc` leads out of the project");
        assert_eq!(fault("C:/a"), "`C:/a` leads out of the project");
        assert_eq!(fault("a/.git"), "`.git` is git's own folder");
        assert_eq!(fault("..{edition}/a"), "`..{edition}/a` leads out of the project");
        assert_eq!(fault("-..-{edition}/a"), "`-..-{edition}/a` leads out of the project");
        assert_eq!(fault("a.{edition}"), "`a.` ends in a dot or a blank, which Windows cannot hold");
        assert_eq!(fault("a/{ID}"), "unknown placeholder `{ID}`");
        assert_eq!(fault("a/{id"), "a brace of `a/{id` has no other");
        assert_eq!(fault("a/}"), "a brace of `a/}` has no other");
    }
}
