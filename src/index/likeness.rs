//! Whether two texts name the same place or the same people, each perhaps with more words than the other.

use crate::markdown::slug::slug;

/// Whether a cell names none of those that a page does.
///
/// Case, accents, marks, emoji and order make no difference. A cell may say less than the page, or more: it is enough
/// that all words of one are in the other, or those before the first comma or bracket, also where they are written as one
/// word, or that one is the initials of the other. What is said in other letters than Latin ones cannot be compared.
pub fn says_otherwise(cell: &str, names: &[&str]) -> bool {
    let names: Vec<String> = names.iter().map(|name| plain(name)).filter(|name| !slug(name).is_empty()).collect();
    // What looks like markup in a name stands in the cell as well.
    let cell = plain(cell);
    if names.is_empty() || slug(&cell).is_empty() || is_open(&cell) {
        return false;
    }
    !names.iter().any(|name| is_alike(&cell, name) || is_alike(name, &cell))
}

/// A name without the markup of links.
fn plain(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, target)) = rest.split_once("](") {
        text.push_str(before);
        rest = target.split_once(')').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}

/// Whether a cell says that nothing is decided.
fn is_open(cell: &str) -> bool {
    matches!(slug(cell).as_str(), "tbd" | "tba" | "tbc" | "n-a" | "to-be-announced" | "to-be-decided" | "to-be-defined")
}

fn is_alike(less: &str, more: &str) -> bool {
    let first = less.split([',', '(', '–', '—', ';', '/', '&']).find(|part| !slug(part).is_empty()).unwrap_or(less);
    let more = slug(more);
    let words: Vec<&str> = more.split('-').collect();
    let is_in = |part: &str| slug(part).split('-').all(|word| words.contains(&word));
    let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
    let is_short = slug(less) == initials;
    // Written as one word, or with bars: it begins where a word does.
    let joined = slug(first).replace('-', "");
    let begins = |at: usize| words.get(at..).is_some_and(|words| words.concat().starts_with(&joined));
    is_in(less) || is_in(first) || is_short || (0..words.len()).any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_with_more_or_fewer_words_is_the_same() {
        for (cell, name) in [
            ("The Mill", "The Mill, Brightwater"),
            ("🏠 the mill", "The Mill"),
            ("Brightwater, The Mill", "The Mill, Brightwater"),
            ("The Mill (Brightwater, Norland)", "Mill, Brightwater"),
            ("Mill House, Brightwater, Norland", "Mill, Brightwater"),
            ("Mill House, Brightwater", "The House of the Mill"),
            ("Müllerhaus", "Mullerhaus"),
            ("Kettle-Works", "KettleWorks GmbH"),
            ("KW", "Kettle Works"),
            ("TBD", "The Mill"),
            ("–", "The Mill"),
            ("京都", "Kyoto"),
            ("The Mill", "[The Mill](https://mill.example/a), Brightwater"),
            ("](x)a](x)a", "](x)a](x)a "),
        ] {
            assert!(!says_otherwise(cell, &[name]), "{cell} {name}");
        }
        assert!(!says_otherwise("Tea & Co", &["Kettle Works", "Tea"]));
        assert!(!says_otherwise("The Mill", &[]));
    }

    #[test]
    fn another_name_is_another_place() {
        for (cell, name) in [
            ("The Forge", "The Mill, Brightwater"),
            ("Here", "Elsewhere"),
            ("Kettle Centre North", "Kettle Centre South"),
            ("Old Forge, Norland", "The Mill, Norland"),
        ] {
            assert!(says_otherwise(cell, &[name]), "{cell} {name}");
        }
        assert!(says_otherwise("Pan Works", &["Kettle Works", "Tea"]));
    }
}
