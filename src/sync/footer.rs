//! What became of a footer on a page that was edited: nothing but its text tells it from the last topic.

use super::matching::words_in_common;

/// How much of a footer has to be the same.
const SAME: f64 = 0.4;
/// How many paragraphs it may have grown by.
const GROWN: usize = 3;

/// The end of a page that is most like a footer that is known; the known one where none is.
pub(super) fn footer_like<'t>(page: &'t str, known: &'t str) -> &'t str {
    let page = page.trim_end_matches(['\n', '\r']);
    let known = known.trim_end_matches(['\n', '\r']);
    if page.ends_with(known) {
        return known;
    }
    let most = known.matches("\n\n").count() + 1 + GROWN;
    let ends = page.rmatch_indices("\n\n").take(most).filter_map(|(at, blank)| page.get(at + blank.len()..));
    let likely = ends.map(|end| (words_in_common(end, known), end)).filter(|(in_common, _)| *in_common >= SAME);
    likely.max_by(|(one, _), (other, _)| one.total_cmp(other)).map_or(known, |(_, end)| end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &str = "Thanks to all who came.\n\nTea was given by Kettle Works.";

    #[test]
    fn a_footer_that_was_edited_is_found_again() {
        let edited = "Thanks to all who came.\n\nTea and cake were given by Kettle Works.";
        assert_eq!(footer_like(&format!("# P\n\n## T\n\ntext\n\n{edited}\n"), KNOWN), edited);
        let grown = format!("{KNOWN}\n\nSee you.");
        assert_eq!(footer_like(&format!("# P\n\n## T\n\ntext\n\n{grown}\n"), KNOWN), grown);
    }

    #[test]
    fn a_footer_that_is_there_is_itself_and_one_that_is_gone_is_not_made_up() {
        assert_eq!(footer_like(&format!("# P\n\n{KNOWN}\n"), KNOWN), KNOWN);
        assert_eq!(footer_like("# P\n\n## T\n\nSomething else stands here.\n", KNOWN), KNOWN);
    }
}
