//! What people write side by side: whether characters that could be bytes of others are ordinary text as they stand.
//!
//! `é»` ends a French quotation and is also two of the three bytes of a Chinese character. `Ã¼` is nothing that anybody
//! writes. This module knows the difference by what the characters are, not by lists of words, so it serves every code
//! page and every language.

use unicode_properties::GeneralCategory;
use unicode_properties::GeneralCategoryGroup;
use unicode_properties::UnicodeEmoji as _;
use unicode_properties::UnicodeGeneralCategory as _;

/// What a character is, as far as it matters for what may stand beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The beginning or end of the text, a blank, a line end.
    Gap,
    /// A letter without case, or a combining mark.
    Letter,
    Lower,
    Upper,
    Digit,
    /// Stands between two letters as well as at the end of a word: dashes, the apostrophe, a soft hyphen.
    Joint,
    /// Quotation marks, which open in one language what they close in another.
    Quote,
    /// Quotation marks at the bottom, which only open.
    Low,
    /// Three dots in one.
    Ellipsis,
    /// Follows a word or a number: trademark, degree, ordinals.
    Mark,
    /// Follows a number, or stands for one.
    Degree,
    /// Of formulas.
    Formula,
    /// Of money.
    Money,
    /// Other ASCII.
    Ascii,
    /// Nothing that stands in running text beside a letter: half of an accent, a control, the sign for what is lost.
    Odd,
}

fn kind(character: char) -> Kind {
    match character {
        _ if character.is_ascii_lowercase() => Kind::Lower,
        _ if character.is_ascii_uppercase() => Kind::Upper,
        _ if character.is_ascii_digit() => Kind::Digit,
        _ if character.is_ascii_whitespace() => Kind::Gap,
        _ if character.is_ascii() => Kind::Ascii,
        '\u{A0}' => Kind::Gap,
        '’' | '–' | '—' | '·' | '\u{AD}' => Kind::Joint,
        '„' | '‚' => Kind::Low,
        '‘' | '“' | '”' | '«' | '»' | '‹' | '›' => Kind::Quote,
        '…' => Kind::Ellipsis,
        '°' => Kind::Degree,
        '™' | '®' | '©' | 'º' | 'ª' | '²' | '³' | '¹' | '†' | '‡' | '‰' => Kind::Mark,
        '€' | '¢' | '£' | '¥' | '¤' => Kind::Money,
        'π' | 'Ω' | 'µ' => Kind::Formula,
        // A florin in every text but Ewe, and a letter to Unicode.
        'ƒ' => Kind::Money,
        _ if character.is_lowercase() => Kind::Lower,
        _ if character.is_uppercase() => Kind::Upper,
        _ if character.is_alphabetic() => Kind::Letter,
        _ => match character.general_category() {
            GeneralCategory::MathSymbol => Kind::Formula,
            GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark => Kind::Letter,
            _ => Kind::Odd,
        },
    }
}

/// Whether `second` may follow `first` in a text that nobody damaged.
fn follows(first: Kind, second: Kind) -> bool {
    use Kind::{
        Ascii, Degree, Digit, Ellipsis, Formula, Gap, Joint, Letter, Low, Lower, Mark, Money, Odd, Quote, Upper,
    };
    match (first, second) {
        (Odd, _) | (_, Odd) => false,
        (Gap | Ascii, _) | (_, Gap | Ascii) => true,
        // `wordÜ` is no word of any language; `ÜBERALL` and `Über` are.
        (Lower, Upper) => false,
        (Letter | Lower | Upper | Digit, Letter | Lower | Upper | Digit) => true,
        (Letter | Lower | Upper | Digit, Joint | Quote | Ellipsis | Mark) => true,
        (Joint | Quote | Ellipsis, Letter | Lower | Upper | Digit) => true,
        (Joint | Quote | Ellipsis | Mark, Joint | Quote | Ellipsis | Mark) => true,
        (Mark, Letter | Lower | Upper | Digit) => false,
        (Joint | Quote, Low) | (Low, Letter | Lower | Upper | Digit | Quote | Ellipsis | Low) => true,
        // `20 °C`, and `é°` no more than `é€`.
        (Degree, Upper) | (Formula | Digit | Upper | Quote | Joint, Degree) => true,
        (Degree, Joint | Quote | Ellipsis | Mark) => true,
        // Nobody sets `é€`, but `5€` and `€5` and `µm` and `√x`.
        (Digit | Joint | Quote, Money | Formula) | (Money | Formula, Digit | Joint | Quote | Ellipsis) => true,
        (Formula, Formula | Letter | Lower | Upper) | (Letter | Lower | Upper, Formula) => true,
        _ => false,
    }
}

/// Whether two characters may stand side by side in a text that nobody damaged.
pub(super) fn may_meet(first: char, second: char) -> bool {
    follows(kind(first), kind(second))
}

/// Whether the characters are what people write, between those before and after them.
///
/// Of these only ASCII counts: beyond it, they may be damaged themselves.
pub(super) fn is_ordinary(before: Around, characters: &[char], after: Around) -> bool {
    let ascii = |near: Option<char>| near.filter(char::is_ascii).map_or(Kind::Gap, kind);
    let inside = || characters.iter().take(4).map(|character| kind(*character));
    let (first, last) = (ascii(before.nearest), ascii(after.nearest));
    let kinds = || std::iter::once(first).chain(inside()).chain([last]);
    let is_letter = |kind: Kind| matches!(kind, Kind::Letter | Kind::Lower | Kind::Upper);
    // `xπ` is of a formula; `é√` is not: variables are ASCII, and both of these are of the text in question.
    let mixes = inside().any(|kind| kind == Kind::Formula) && inside().any(is_letter);
    // Quotation marks and three dots divide words.
    let mut threes = kinds().zip(kinds().skip(1)).zip(kinds().skip(2));
    let divided = threes.any(|((one, two), three)| {
        is_letter(one) && matches!(two, Kind::Quote | Kind::Ellipsis | Kind::Mark) && is_letter(three)
    });
    // `sch√∂n`: a formula's sign stands beside variables, not inside words.
    let in_word = inside().next() == Some(Kind::Formula)
        && before.letters > 0
        && after.letters > 0
        && before.letters + after.letters >= 3;
    kinds().zip(kinds().skip(1)).all(|(one, two)| follows(one, two)) && !mixes && !divided && !in_word
}

/// Whether the characters are `Â` or `Ã` as a word of its own, which no language has, before something else than the
/// end of a sentence or quotation.
pub(super) fn is_lone_letter(before: Around, characters: &[char], after: Around) -> bool {
    let &[letter, next] = characters else { return false };
    let is_letter = |character: char| character.is_alphabetic();
    matches!(letter, 'Â' | 'Ã')
        && !before.nearest.is_some_and(is_letter)
        && match kind(next) {
            Kind::Joint | Kind::Quote | Kind::Ellipsis => after.nearest.is_some_and(is_letter),
            Kind::Letter | Kind::Lower | Kind::Upper => false,
            _ => true,
        }
}

/// What stands on one side of the characters in question.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// The character next to them.
    pub(super) nearest: Option<char>,
    /// How many ASCII letters follow on that side without a break, three at most.
    pub(super) letters: usize,
}

impl Around {
    /// The end of `text` as what stands before.
    pub(super) fn before(text: &str) -> Self {
        let letters = text.bytes().rev().take(3).take_while(u8::is_ascii_alphabetic).count();
        Self { nearest: text.chars().next_back(), letters }
    }

    /// The beginning of `text` as what stands after.
    pub(super) fn after(text: &str) -> Self {
        let letters = text.bytes().take(3).take_while(u8::is_ascii_alphabetic).count();
        Self { nearest: text.chars().next(), letters }
    }
}

/// Whether a character can stand in a text at all: assigned, and no control.
pub(super) fn is_character(character: char) -> bool {
    !matches!(
        character.general_category(),
        GeneralCategory::Unassigned
            | GeneralCategory::PrivateUse
            | GeneralCategory::Control
            | GeneralCategory::Surrogate
    )
}

/// Whether a character is of those that are damaged most: of two explanations this tells which, where all else is equal.
pub(super) fn is_common(character: char) -> bool {
    matches!(character, '\u{A0}'..'\u{180}' | '\u{2010}'..'\u{2040}' | '€' | '™') || character.is_emoji_char()
}

/// Whether a character looks at home between its neighbours: a letter of another script does not inside a Latin word.
pub(super) fn is_at_home(before: Around, character: char, after: Around) -> bool {
    let latin = |near: Option<char>| near.is_some_and(|near| near.is_ascii_alphabetic());
    let is_latin = matches!(u32::from(character), 0x80..0x250 | 0x1E00..0x1F00 | 0x2C60..0x2C80 | 0xA720..0xA800);
    let is_letter =
        matches!(character.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark);
    is_latin || !is_letter || !(latin(before.nearest) || latin(after.nearest))
}
