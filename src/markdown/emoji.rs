//! The emoji that a heading begins with, told from its title by Unicode's properties (UTS #51), so that an emoji of
//! next year's needs no table of ours.

use unicode_properties::EmojiStatus;
use unicode_properties::UnicodeEmoji as _;
use unicode_properties::emoji::is_emoji_presentation_selector;
use unicode_properties::emoji::is_regional_indicator;
use unicode_properties::emoji::is_tag_character;
use unicode_properties::emoji::is_text_presentation_selector;
use unicode_properties::emoji::is_zwj;

/// The keycap that a digit, `#` or `*` stands on: 3️⃣.
const KEYCAP: char = '\u{20e3}';

/// The emoji at the beginning of a text: one, with all that belongs to it, such as a skin tone, a second person or the
/// letters of a flag.
///
/// A character that is an emoji only on request, such as `♻` or `↔`, is one without the request (U+FE0F) where a blank
/// or nothing follows it. Digits and `©2025` are text.
pub fn leading_emoji(text: &str) -> Option<&str> {
    let mut length = element(text)?;
    while let Some(joined) = text[length..].strip_prefix(is_zwj) {
        let Some(next) = element(joined) else { break };
        length = text.len() - joined.len() + next;
    }
    let (emoji, rest) = text.split_at(length);
    let mut chars = emoji.chars();
    let is_text = chars.next().is_some_and(is_text_by_default) && chars.next().is_none();
    let is_set_off = rest.chars().next().is_none_or(char::is_whitespace);
    (!is_text || is_set_off).then_some(emoji)
}

/// Whether a text is one emoji and nothing else.
pub fn is_emoji(text: &str) -> bool {
    leading_emoji(text).is_some_and(|emoji| emoji.len() == text.len())
}

/// The bytes of what a text begins with, if it can stand in a sequence of joined emoji.
fn element(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if is_regional_indicator(first) {
        chars.next().filter(|second| is_regional_indicator(*second))?;
        return Some(text.len() - chars.as_str().len());
    }
    if !first.is_emoji_char() {
        return None;
    }
    // People and programs double the selector; one tells as much as two.
    let after_selectors = chars.as_str().trim_start_matches(is_emoji_presentation_selector);
    if first.is_ascii() {
        return after_selectors.strip_prefix(KEYCAP).map(|rest| text.len() - rest.len());
    }
    if after_selectors.starts_with(is_text_presentation_selector) {
        return None;
    }
    let rest = after_selectors.strip_prefix(is_skin_tone).unwrap_or(after_selectors);
    let rest = rest.trim_start_matches(is_tag_character).trim_start_matches(is_emoji_presentation_selector);
    Some(text.len() - rest.len())
}

/// Whether a character is drawn as text unless U+FE0F asks for more.
fn is_text_by_default(c: char) -> bool {
    matches!(c.emoji_status(), EmojiStatus::EmojiOther | EmojiStatus::EmojiModifierBase)
}

fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_comes_with_all_that_belongs_to_it() {
        for emoji in [
            "🚀",
            "⚡",
            "⚡️",
            "🛠️",
            "🛠",
            "⚖️\u{fe0f}",
            "👍🏽",
            "✌️🏽",
            "🧑‍💻",
            "👨🏻‍🌾",
            "❤️‍🩹",
            "👩🏿‍❤️‍👨🏼",
            "🏳️‍🌈",
            "🇧🇬",
            "🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
            "3️⃣",
            "#⃣",
            "🫆",
            "ℹ️",
            "♻",
        ] {
            assert_eq!(leading_emoji(&format!("{emoji} Warm Starts")), Some(emoji));
            assert!(is_emoji(emoji), "{emoji}");
        }
    }

    #[test]
    fn only_the_first_of_several_is_taken() {
        assert_eq!(leading_emoji("🚀🔥 Warm"), Some("🚀"));
        assert_eq!(leading_emoji("🇧🇬🇩🇪 Warm"), Some("🇧🇬"));
        assert_eq!(leading_emoji("🚀Warm"), Some("🚀"));
        assert_eq!(leading_emoji("🚀\u{200d} Warm"), Some("🚀"));
        assert!(!is_emoji("🚀🔥"));
        assert!(!is_emoji("🚀 "));
    }

    #[test]
    fn letters_digits_and_signs_are_text() {
        for text in
            ["", "Warm", " 🚀", "3 Kettles", "3", "#3", "*", "©2025", "™ial", "→ Warm", "🇧 Warm", "☎\u{fe0e} Warm"]
        {
            assert_eq!(leading_emoji(text), None, "{text}");
        }
    }
}
