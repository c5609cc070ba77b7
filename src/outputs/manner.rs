//! What a document has to know of where it goes: the way from there to the page, and the manner in which the tables and
//! links are written that are there already.

use std::collections::HashSet;
use std::path::Component;
use std::path::Path;

use crate::markdown::percent;
use crate::markdown::percent::is_unseen;
use crate::markdown::survey::survey;
use crate::markdown::table;
use crate::markdown::table::alignment;
use crate::render::Whereabouts;
use crate::render::whereabouts::without_unseen;

/// What a document sees that goes where `old` stands; `anchors` are those that it may link.
pub fn of(old: &str, page_link: String, anchors: &[Option<String>]) -> Whereabouts {
    let usual = Whereabouts::default();
    let alignment = alignment::of(old, &table::tables(old, 0)).unwrap_or(usual.alignment);
    let has_plain_anchors = has_plain_anchors(old, &page_link, anchors);
    Whereabouts { page_link, alignment, has_plain_anchors }
}

/// Whether links to the page leave out what nobody sees in their anchors.
fn has_plain_anchors(old: &str, page_link: &str, anchors: &[Option<String>]) -> bool {
    let marked: Vec<&String> = anchors.iter().flatten().filter(|anchor| anchor.contains(is_unseen)).collect();
    if marked.is_empty() || !old.contains('#') {
        return false;
    }
    let links = survey(old, 0).links;
    let leads = links.iter().filter_map(|link| link.target.split_once('#')).filter(|(page, _)| *page == page_link);
    let linked: HashSet<String> = leads.map(|(_, anchor)| percent::decoded(anchor)).collect();
    let is_linked = |anchor: &str| linked.contains(anchor);
    marked.iter().any(|anchor| is_linked(&without_unseen(anchor))) && !marked.iter().any(|anchor| is_linked(anchor))
}

/// How a file in one folder links another file; both paths are absolute and have no `..`.
pub fn link(folder: &Path, file: &Path) -> String {
    let shared = folder.components().zip(file.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(shared).count();
    let down = file.components().skip(shared).filter_map(|component| match component {
        Component::Normal(name) => Some(percent::encoded(&name.to_string_lossy(), STAYING)),
        _ => None,
    });
    let down: Vec<String> = down.collect();
    let begin = if up == 0 { "./".to_owned() } else { "../".repeat(up) };
    format!("{begin}{}", down.join("/"))
}

/// What stands for itself in a part of a path (RFC 3986, 3.3), but for what ends a target.
const STAYING: &[u8] = b"!$&'*+,;=:@";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::width::Measure;

    #[test]
    fn a_link_goes_the_shortest_way() {
        for (folder, file, expected) in [
            ("/a/reviews", "/a/hackathons/2025-11.md", "../hackathons/2025-11.md"),
            ("/a/hackathons", "/a/hackathons/2025-11.md", "./2025-11.md"),
            ("/a", "/a/hack (x) days/2025-11.md", "./hack%20%28x%29%20days/2025-11.md"),
            ("/a/b/c", "/d.md", "../../../d.md"),
        ] {
            assert_eq!(link(Path::new(folder), Path::new(file)), expected);
        }
    }

    #[test]
    fn the_manner_of_what_is_there_is_kept() {
        let anchors = [Some("\u{fe0f}-tea".to_owned()), None, Some("-pot".to_owned())];
        let manner = |old: &str| of(old, "./e.md".to_owned(), &anchors);
        let is_plain = |old: &str| manner(old).has_plain_anchors;
        assert!(is_plain("[a](./e.md#-tea) [b](./e.md#-pot)"));
        assert!(!is_plain("[a](./e.md#%EF%B8%8F-tea)"));
        assert!(!is_plain("[a](./e.md#-tea) [b](./e.md#\u{fe0f}-tea)"));
        assert!(!is_plain("[a](./other.md#-tea) [b](./e.md#-pot)"));
        assert_eq!(manner("").alignment, Some(Measure::Columns));
        assert_eq!(manner("| 🗃️ | b |\n|-----|---|\n| a   | b |\n").alignment, Some(Measure::Utf16));
    }
}
