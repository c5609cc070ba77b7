//! Texts that are known to stand on the page: damaged like the page, they say what the damaged ones were.

use std::ops::Range;

use super::code_page::CodePage;

/// A known text as it looks after the damage.
#[derive(Debug)]
pub(super) struct Damaged {
    form: String,
    /// The characters of the form that belong together, and the one they were.
    characters: Vec<(Range<usize>, char)>,
}

/// The known texts as they look damaged in a code page, whatever became of the bytes it has nothing for.
///
/// A text without letters of its own says nothing: every damaged picture would be that of the first header line.
pub(super) fn forms(known: &[&str], code_page: CodePage) -> Vec<Damaged> {
    let mut forms = Vec::new();
    let telling = |text: &&&str| text.bytes().filter(u8::is_ascii_alphabetic).count() >= 2 && !text.is_ascii();
    for text in known.iter().filter(telling) {
        for lost in ["", "\u{FFFD}", "?"] {
            let mut damaged = Damaged { form: String::new(), characters: Vec::new() };
            for character in text.chars() {
                let start = damaged.form.len();
                if character.is_ascii() {
                    damaged.form.push(character);
                    continue;
                }
                code_page.misread(character, lost, &mut damaged.form);
                damaged.characters.push((start..damaged.form.len(), character));
            }
            forms.push(damaged);
        }
    }
    forms
}

/// What the known texts say about the run of characters that begins at `at`: nothing where two say different things.
pub(super) fn characters(text: &str, at: usize, forms: &[Damaged]) -> Vec<(Range<usize>, char)> {
    let mut found: Option<Vec<(Range<usize>, char)>> = None;
    for form in forms {
        let Some((first, _)) = form.characters.first() else { continue };
        let Some(start) = at.checked_sub(first.start) else { continue };
        if !text.get(start..).is_some_and(|rest| rest.starts_with(&form.form)) {
            continue;
        }
        let shifted = form.characters.iter().map(|(range, one)| (start + range.start..start + range.end, *one));
        let characters: Vec<_> = shifted.collect();
        if found.as_ref().is_some_and(|found| *found != characters) {
            return Vec::new();
        }
        found = Some(characters);
    }
    found.unwrap_or_default()
}
