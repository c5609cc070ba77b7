//! Rules about the text itself: blanks, characters, raw HTML, words; whatever it says.

use crate::diagnostic::Severity;

use super::super::page::Page;
use super::super::rule::Check;
use super::super::rule::Rule;

mod blanks;
mod characters;
mod damage;
mod directions;
mod fences;
mod html;
mod words;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "trailing-blanks",
        severity: Severity::Warning,
        summary: "a line ends with blanks",
        explanation: "Nobody sees them, and every editor that takes them out makes a difference that somebody has to \
                      review. Two blanks that break a line in a paragraph are Markdown, and stay.",
        bad: "It boils.·\n",
        good: "It boils.\n",
        has_fix: true,
        check: Check::Page(blanks::trailing_blanks),
    },
    Rule {
        code: "tab",
        severity: Severity::Warning,
        summary: "a tab stands in a text",
        explanation: "A tab is as wide as each editor likes. In the indentation of a list, what is drawn one level \
                      deeper in one editor is code on the site.",
        bad: "It\tboils.\n",
        good: "It boils.\n",
        has_fix: true,
        check: Check::Page(blanks::tab),
    },
    Rule {
        code: "mixed-line-ends",
        severity: Severity::Warning,
        summary: "lines of one file end differently",
        explanation: "Some lines end with CRLF and some with LF, or with a lone CR. Editors and Git make them alike \
                      sooner or later, and then the whole page looks changed.",
        bad: "It boils.\\r\\n\nIt whistles.\\n\n",
        good: "It boils.\\n\nIt whistles.\\n\n",
        has_fix: true,
        check: Check::Page(blanks::mixed_line_ends),
    },
    Rule {
        code: "damaged-text",
        severity: Severity::Error,
        summary: "text was read in a wrong code page and saved again",
        explanation: "A program took the bytes of a character for several characters. What is certain is restored; of \
                      the rest it is told what it may have been.",
        bad: "GrÃ¼ner Tee\n",
        good: "Grüner Tee\n",
        has_fix: true,
        check: Check::Page(damage::damaged_text),
    },
    Rule {
        code: "invisible-character",
        severity: Severity::Warning,
        summary: "a character that nobody sees",
        explanation: "It came along from a word processor or a chat. It breaks words for whoever searches, and links \
                      and commands for whoever copies them. Where an emoji or a script needs it, it is right.",
        bad: "ket[U+200B]tle\n",
        good: "kettle\n",
        has_fix: true,
        check: Check::Page(characters::invisible_character),
    },
    Rule {
        code: "bidirectional-control",
        severity: Severity::Error,
        summary: "a character turns the direction of the text",
        explanation: "Overrides and embeddings make readers see another order of characters than programs do. Marks \
                      and closed isolates are right beside letters that are written from right to left.",
        bad: "kettle[U+202E]gnp.exe\n",
        good: "kettle exe.png\n",
        has_fix: false,
        check: Check::Page(directions::bidirectional_control),
    },
    Rule {
        code: "unclosed-fence",
        severity: Severity::Error,
        summary: "a fence, a comment or `<details>` is not closed",
        explanation: "All that follows is code, or is not shown at all.",
        bad: "```\nmake tea\n",
        good: "```\nmake tea\n```\n",
        has_fix: false,
        check: Check::Page(fences::unclosed_fence),
    },
    Rule {
        code: "dropped-html",
        severity: Severity::Warning,
        summary: "raw HTML that the site drops, or breaks on",
        explanation: "GitHub leaves out elements that it does not know and filters some that it does; VitePress takes \
                      an unknown one for a component and `{{ }}` for an expression. A placeholder such as `<name>` \
                      belongs in code.",
        bad: "Run kettle <name>.\n",
        good: "Run `kettle <name>`.\n",
        has_fix: false,
        check: Check::Page(html::dropped_html),
    },
    Rule {
        code: "repeated-word",
        severity: Severity::Warning,
        summary: "a word stands twice",
        explanation: "It happens where a sentence is changed, or at the end of a line, and the eye passes over it.",
        bad: "It boils the the water.\n",
        good: "It boils the water.\n",
        has_fix: true,
        check: Check::Page(words::repeated_word),
    },
];

/// Whether somebody wrote the bytes of a page there: what a template draws is not at fault for an event file's text.
fn is_own(page: &Page<'_>, at: usize) -> bool {
    let Some(read) = page.read.filter(|_| page.drawn_from.is_some()) else { return true };
    let (event, outline) = (&read.imported.event, &read.imported.outline);
    let holds = |span: &crate::source::Span| span.range().contains(&at);
    let after = outline.topics.partition_point(|topic| topic.whole.range().start <= at);
    let topic = after.checked_sub(1).and_then(|index| Some((event.topics.get(index)?, outline.topics.get(index)?)));
    match topic.filter(|(_, outlined)| holds(&outlined.whole)) {
        Some((topic, outlined)) => {
            let before = page.labels.partition_point(|label| label.range.start <= at);
            let label = before.checked_sub(1).and_then(|index| page.labels.get(index));
            let is_label = label.is_some_and(|label| at < label.text.start);
            let is_field = || outlined.fields.iter().any(|(_, span)| holds(span));
            topic.body.is_some() || holds(&outlined.heading) || (!is_label && is_field())
        }
        None => {
            let is_verbatim = if after == 0 { event.head.is_some() } else { event.tail.is_some() };
            is_verbatim || outline.fields.iter().any(|(_, span)| holds(span))
        }
    }
}
