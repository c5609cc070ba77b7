//! What became of a footer on a page that was edited: nothing but its text tells it from the last topic.

use super::matching::words_in_common;

/// How much of a footer has to be the same.
const SAME: f64 = 0.4;
/// How many paragraphs it may have grown by.
const GROWN: usize = 3;

/// The end of a page that is one of the footers that are known, or else is most like one of them; nothing where it
/// is like none.
pub(super) fn footer_of<'t>(page: &'t str, known: &[&'t str]) -> Option<&'t str> {
    let page = page.trim_end_matches(['\n', '\r']);
    let known = || known.iter().map(|known| known.trim_end_matches(['\n', '\r'])).filter(|known| !known.is_empty());
    if let Some(same) = known().find(|known| page.ends_with(known)) {
        return Some(same);
    }
    let likely = known().flat_map(|known| {
        let most = known.matches("\n\n").count() + 1 + GROWN;
        let ends = page.rmatch_indices("\n\n").take(most).filter_map(|(at, blank)| page.get(at + blank.len()..));
        ends.map(move |end| (words_in_common(end, known), end)).filter(|(in_common, _)| *in_common >= SAME)
    });
    likely.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, end)| end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &str = "Thanks to all who came.\n\nTea was given by Kettle Works.";

    #[test]
    fn a_footer_that_was_edited_is_found_again() {
        let edited = "Thanks to all who came.\n\nTea and cake were given by Kettle Works.";
        assert_eq!(footer_of(&format!("# P\n\n## T\n\ntext\n\n{edited}\n"), &[KNOWN]), Some(edited));
        let grown = format!("{KNOWN}\n\nSee you.");
        assert_eq!(footer_of(&format!("# P\n\n## T\n\ntext\n\n{grown}\n"), &[KNOWN]), Some(grown.as_str()));
        let grown = format!("{KNOWN}\n\nSee you.\n\nIn autumn.\n\nWith cake.");
        assert_eq!(footer_of(&format!("# P\n\n## T\n\ntext\n\n{grown}\n"), &[KNOWN]), Some(grown.as_str()));
    }

    #[test]
    fn a_footer_that_is_there_is_itself_and_one_that_is_gone_is_not_made_up() {
        assert_eq!(footer_of(&format!("# P\n\n{KNOWN}\n"), &["Tea was taken.", KNOWN]), Some(KNOWN));
        assert_eq!(footer_of("# P\n\n## T\n\nSomething else stands here.\n", &[KNOWN]), None);
        assert_eq!(footer_of("# P\n", &[]), None);
    }
}
