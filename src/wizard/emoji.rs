//! Emoji as people look for them: by name, by the shortcode of hosting sites, in a list to search.
//!
//! The table is text that the build has put in; it is read when it is first asked for, so that only a wizard pays.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::markdown::emoji::is_emoji;

/// What topics are marked with again and again; it stands before the faces that Unicode begins with.
const COMMON: &[&str] = &[
    "🚀", "✨", "⚡", "🐛", "🔧", "🛠️", "🧪", "🧰", "🧹", "📦", "📈", "📊", "🔒", "🛡️", "🔑", "🌐", "🔌", "🔁", "♻️",
    "📝", "📚", "🤖", "🧩", "🗃️", "🏷️", "🔔", "👀", "🔭", "🎨", "💡",
];

/// What is known of an emoji.
struct Known {
    emoji: &'static str,
    name: &'static str,
    shortcodes: &'static str,
}

impl Known {
    fn shortcodes(&self) -> impl Iterator<Item = &'static str> {
        self.shortcodes.split_whitespace()
    }
}

/// All that is known of emoji, in Unicode's order, with the ways to find it.
#[derive(Default)]
struct Table {
    known: Vec<Known>,
    by_bare: HashMap<String, usize>,
    by_shortcode: HashMap<&'static str, usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for line in include_str!(concat!(env!("OUT_DIR"), "/emoji.tsv")).lines() {
        let mut cells = line.splitn(3, '\t').map(str::trim);
        let mut cell = || cells.next().unwrap_or_default();
        let known = Known { emoji: cell(), name: cell(), shortcodes: cell() };
        let at = table.known.len();
        table.by_bare.insert(bare(known.emoji), at);
        table.by_shortcode.extend(known.shortcodes().map(|shortcode| (shortcode, at)));
        table.known.push(known);
    }
    table
});

/// All emoji to choose from, without skin tones: common ones first, then in Unicode's order.
pub fn items() -> &'static [&'static str] {
    static ITEMS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let others = TABLE.known.iter().map(|known| known.emoji).filter(|emoji| !COMMON.contains(emoji));
        COMMON.iter().copied().chain(others).collect()
    });
    &ITEMS
}

/// An emoji with the words by which it is found: `🚀 rocket :rocket:`.
pub fn label(emoji: &str) -> String {
    let mut label = emoji.to_owned();
    if let Some(known) = TABLE.by_bare.get(&bare(emoji)).and_then(|&at| TABLE.known.get(at)) {
        label.extend([" ", known.name]);
        for shortcode in known.shortcodes() {
            label.extend([" :", shortcode, ":"]);
        }
    }
    label
}

/// The emoji that a text is or names, by shortcode with or without colons, or by its Unicode name.
pub fn by_name(text: &str) -> Option<&str> {
    let text = text.trim();
    if is_emoji(text) {
        return Some(text);
    }
    let lower = text.to_ascii_lowercase();
    let name = lower.strip_prefix(':').and_then(|text| text.strip_suffix(':')).unwrap_or(&lower);
    by_shortcode(name).or_else(|| {
        let name = name.replace(['_', '-'], " ");
        let is_it = |known: &&Known| known.name.replace('-', " ").eq_ignore_ascii_case(&name);
        TABLE.known.iter().find(is_it).map(|known| known.emoji)
    })
}

/// The emoji of a shortcode between colons that a text begins with, and what follows it.
pub fn leading_shortcode(text: &str) -> Option<(&'static str, &str)> {
    let (shortcode, rest) = text.strip_prefix(':')?.split_once(':')?;
    Some((by_shortcode(shortcode)?, rest))
}

fn by_shortcode(shortcode: &str) -> Option<&'static str> {
    TABLE.by_shortcode.get(shortcode).and_then(|&at| TABLE.known.get(at)).map(|known| known.emoji)
}

/// The emoji without skin tones and without the request to be drawn as one.
fn bare(emoji: &str) -> String {
    emoji.chars().filter(|c| !matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_emoji_is_offered_once_common_ones_first() {
        let items = items();
        assert_eq!(items[..3], ["🚀", "✨", "⚡"]);
        assert_eq!(items[COMMON.len()..][..3], ["😀", "😃", "😄"]);
        assert_eq!(items.len(), TABLE.known.len(), "the common ones are spelled as Unicode has them");
        assert!(items.len() > 1800, "{}", items.len());

        let unique: HashSet<&str> = items.iter().copied().collect();
        assert_eq!(unique.len(), items.len());
        assert!(items.iter().all(|emoji| is_emoji(emoji)));
    }

    #[test]
    fn every_emoji_is_found_by_every_shortcode() {
        for known in &TABLE.known {
            for shortcode in known.shortcodes() {
                assert_eq!(by_name(&format!(":{shortcode}:")), Some(known.emoji));
                assert_eq!(leading_shortcode(&format!(":{shortcode}: x")), Some((known.emoji, " x")));
            }
        }
    }

    #[test]
    fn a_label_holds_all_that_can_be_searched_for() {
        assert_eq!(label("🚀"), "🚀 rocket :rocket:");
        assert_eq!(label("😆"), "😆 grinning squinting face :laughing: :satisfied:");
        assert_eq!(label("🫆"), "🫆 fingerprint", "too young for a shortcode");
        assert_eq!(label("👍🏽"), "👍🏽 thumbs up :+1: :thumbsup:", "skin tones go by the same name");
        assert_eq!(label("🛠"), "🛠 hammer and wrench :hammer_and_wrench:");
        assert_eq!(label("no emoji"), "no emoji");
    }

    #[test]
    fn an_emoji_is_found_by_itself_its_shortcode_and_its_name() {
        for text in ["🚒", ":fire_engine:", "fire_engine", "fire engine", "Fire Engine", " FIRE-ENGINE "] {
            assert_eq!(by_name(text), Some("🚒"), "{text}");
        }
        assert_eq!(by_name("+1"), Some("👍"));
        assert_eq!(by_name("man technologist"), Some("👨‍💻"));
        assert_eq!(by_name("fleur de lis"), Some("⚜️"));
        assert_eq!(by_name("👍🏽"), Some("👍🏽"), "also one that is not offered");
        for text in ["", ":", "::", "🚒🚒", "🚒 x", "fire eng", "3"] {
            assert_eq!(by_name(text), None, "{text}");
        }
    }

    #[test]
    fn a_shortcode_is_told_from_a_title_with_colons() {
        assert_eq!(leading_shortcode(":rocket: Warm Starts"), Some(("🚀", " Warm Starts")));
        assert_eq!(leading_shortcode(":rocket:"), Some(("🚀", "")));
        for text in ["rocket", ":rocket", ":no such thing: Warm", "::", " :rocket:"] {
            assert_eq!(leading_shortcode(text), None, "{text}");
        }
    }
}
