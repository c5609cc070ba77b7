//! Applies what mends findings for certain, and proves that nothing else changed.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Fix;
use crate::markdown::shape;

/// A text with fixes applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many findings are mended.
    pub count: usize,
}

/// Applies the fixes of findings to the text they were found in; nothing where none can be applied.
///
/// Of fixes that touch each other the first is applied: once it is, the others are found anew. A fix of a page after
/// which Markdown would see other blocks than before is left out, whatever its rule promised.
pub fn apply(text: &str, findings: &[Diagnostic], is_markdown: bool) -> Option<Fixed> {
    let mut fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    fixes.sort_by_key(|fix| (fix.span, fix.replacement.len()));
    fixes.dedup();
    let mut end = 0;
    fixes.retain(|fix| {
        let Range { start, end: last } = fix.span.range();
        let is_free = start >= end && text.is_char_boundary(start) && text.is_char_boundary(last) && last <= text.len();
        if is_free {
            // One that inserts at the end of another would be one with it.
            end = last.max(start + 1);
        }
        is_free
    });
    let fixes = if is_markdown { proven(text, &fixes) } else { fixes };
    (!fixes.is_empty()).then(|| Fixed { text: replaced(text, &fixes), count: fixes.len() })
}

fn replaced(text: &str, fixes: &[&Fix]) -> String {
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for fix in fixes {
        let Range { start, end } = fix.span.range();
        new.push_str(&text[at..start]);
        new.push_str(&fix.replacement);
        at = end;
    }
    new.push_str(&text[at..]);
    new
}

/// The fixes that leave the page its shape: all of them mostly; else each half is tried for itself.
fn proven<'f>(text: &str, fixes: &[&'f Fix]) -> Vec<&'f Fix> {
    if fixes.is_empty() || shape(text) == shape(&replaced(text, fixes)) {
        return fixes.to_vec();
    }
    let (first, second) = fixes.split_at(fixes.len() / 2);
    if first.is_empty() {
        return Vec::new();
    }
    let mut kept = proven(text, first);
    kept.extend(proven(text, second));
    // Each half may be right and both together not.
    if shape(text) == shape(&replaced(text, &kept)) { kept } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Place;
    use crate::source::Span;

    use super::*;

    fn finding(at: Range<usize>, replacement: &str) -> Diagnostic {
        let span = Span::new(at.start, at.end);
        let mut finding = Diagnostic::error("x", "", Place { source: 0, span }, "");
        finding.fix = Some(Fix { span, replacement: replacement.to_owned() });
        finding
    }

    #[test]
    fn of_fixes_that_touch_the_first_is_applied() {
        let findings = [finding(0..3, "one"), finding(2..5, "x"), finding(4..5, "2")];
        let fixed = apply("abc def\n", &findings, true).unwrap();
        assert_eq!((fixed.text.as_str(), fixed.count), ("one 2ef\n", 2));
    }

    #[test]
    fn a_fix_that_makes_another_page_is_left_out() {
        let findings = [finding(0..1, "# a"), finding(4..5, "c")];
        assert_eq!(apply("a\n\nab\n", &findings, true).unwrap().text, "a\n\nac\n");
        assert_eq!(apply("a\n", &findings[..1], true), None);
    }
}
