//! Names of files and directories, made from a title.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The most bytes a slug has, which leaves room for a date before it and an ending behind it in the 255 of a name.
const MAX_LEN: usize = 100;

/// Letters that NFKD does not take apart, lower case, with what stands for them.
const LETTERS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ħ', "h"),
    ('ŧ', "t"),
    ('ŋ', "n"),
    ('ı', "i"),
    ('ĸ', "k"),
];

/// A text as part of the name of a file: `a` to `z`, `0` to `9` and single hyphens between them.
///
/// Letters lose case and accents, by NFKD and a small table (`ß` becomes `ss`, `Ł` becomes `l`); all between them
/// becomes one hyphen. At most 100 bytes are left, cut at a hyphen if there is one.
///
/// The slug is empty if nothing is left, as of `日本語` or `🎉`. It can be a name that Windows keeps for devices
/// (`con`, `nul`, `com1`): a caller who uses it as a whole name has to take care of both.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len().min(MAX_LEN + 2));
    let mut separated = false;
    for char in text.nfkd().filter(|char| !is_combining_mark(*char)).flat_map(char::to_lowercase) {
        let mut ascii = [0; 1];
        let letters = if char.is_ascii_alphanumeric() { Some(&*char.encode_utf8(&mut ascii)) } else { spelled(char) };
        let Some(letters) = letters else {
            separated = true;
            continue;
        };

        if separated && !slug.is_empty() {
            slug.push('-');
        }
        separated = false;
        slug.push_str(letters);
        if slug.len() > MAX_LEN {
            break;
        }
    }
    cut(&mut slug);
    slug
}

fn spelled(char: char) -> Option<&'static str> {
    LETTERS.iter().find(|(letter, _)| *letter == char).map(|(_, letters)| *letters)
}

fn cut(slug: &mut String) {
    if slug.len() <= MAX_LEN {
        return;
    }

    // One byte more, so that a word that just fits is kept whole.
    let end = slug[..=MAX_LEN].rfind('-').unwrap_or(MAX_LEN);
    slug.truncate(end);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_letters_and_digits_with_single_hyphens_between() {
        let slugs = [
            ("Sofia Edition", "sofia-edition"),
            ("2025/07 – Sofia Edition!", "2025-07-sofia-edition"),
            ("  --a__b--  ", "a-b"),
            ("It's \"done\" (mostly)", "it-s-done-mostly"),
            ("🛠️ Tools & 🧑‍💻 people", "tools-people"),
            ("v1.2.3", "v1-2-3"),
            ("already-a-slug", "already-a-slug"),
        ];
        for (text, expected) in slugs {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn folds_letters_with_accents_and_without_a_decomposition() {
        let slugs = [
            ("Göteborg Übung", "goteborg-ubung"),
            ("Straße STRAẞE", "strasse-strasse"),
            ("Æsir Œuvre Øre", "aesir-oeuvre-ore"),
            ("Łódź Đakovo", "lodz-dakovo"),
            ("Þingvellir Eyrarbakkavegur á", "thingvellir-eyrarbakkavegur-a"),
            ("İstanbul Iğdır ışık", "istanbul-igdir-isik"),
            ("Cafe\u{301}", "cafe"),
            ("ﬁne ① x²", "fine-1-x2"),
            ("Ｆｕｌｌ　ｗｉｄｔｈ", "full-width"),
            ("½ day", "1-2-day"),
        ];
        for (text, expected) in slugs {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn is_empty_where_nothing_is_left() {
        for text in ["", " ", "---", "🎉", "日本語", "Привет", "\u{301}"] {
            assert_eq!(slug(text), "", "{text}");
        }
    }

    #[test]
    fn cuts_a_long_text_at_a_hyphen() {
        assert_eq!(slug(&"abcd ".repeat(30)), ["abcd"; 20].join("-"));
    }

    #[test]
    fn keeps_a_word_that_ends_at_the_limit() {
        let text = format!("{} {} more", "a".repeat(49), "b".repeat(50));

        assert_eq!(slug(&text), format!("{}-{}", "a".repeat(49), "b".repeat(50)));
    }

    #[test]
    fn keeps_a_text_of_exactly_the_limit_whole() {
        let text = format!("{}-{}", "a".repeat(49), "b".repeat(50));

        assert_eq!(slug(&text), text);
    }

    #[test]
    fn cuts_a_long_word_where_it_must() {
        assert_eq!(slug(&"a".repeat(1000)), "a".repeat(100));
        assert_eq!(slug(&"ß".repeat(1000)), "s".repeat(100));
    }
}
