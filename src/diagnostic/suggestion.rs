//! "Did you mean": the known word nearest to one that is not known.

/// British spellings, each with the one this program uses.
const SPELLINGS: &[(&str, &str)] = &[
    ("organiser", "organizer"),
    ("organisers", "organizers"),
    ("organisator", "organizers"),
    ("programme", "program"),
    ("colour", "color"),
    ("centre", "center"),
    ("summarise", "summarize"),
];

/// The known word that was most likely meant, if one is near enough.
///
/// Near is: equal but for case, `-` and blanks; a British spelling; singular for plural; or at a distance
/// (Damerau–Levenshtein, in characters) of at most a third of the longer word. Ties go to the first.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let distance = distance(&folded, &fold(candidate));
        let limit = folded.chars().count().max(candidate.chars().count()) / 3;
        if distance <= limit && best.is_none_or(|(nearest, _)| distance < nearest) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `did you mean `…`?` for the closest known word.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    closest(word, known).map(|candidate| format!("did you mean `{candidate}`?"))
}

fn fold(word: &str) -> String {
    let word = word.trim().to_lowercase().replace(['-', ' '], "_");
    let american = SPELLINGS.iter().find(|(british, _)| *british == word);
    american.map_or(word, |(_, american)| (*american).to_owned())
}

fn distance(a: &str, b: &str) -> usize {
    // A stranger's key may be megabytes long; no known word is.
    if a.len() > 100 {
        return usize::MAX;
    }
    strsim::damerau_levenshtein(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_misspelt_word() {
        assert_eq!(closest("achievments", ["problem", "achievements"]), Some("achievements"));
    }

    #[test]
    fn knows_british_spellings_case_and_dashes() {
        assert_eq!(closest("Organisers", ["organizers"]), Some("organizers"));
        assert_eq!(closest("next-steps", ["next_steps"]), Some("next_steps"));
    }

    #[test]
    fn suggests_nothing_for_a_word_far_from_all() {
        assert_eq!(closest("budget", ["problem", "motivation"]), None);
        assert_eq!(closest(&"x".repeat(1_000_000), ["problem"]), None);
    }
}
