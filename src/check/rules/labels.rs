//! Rules about the labels of sections: their order, their spelling, what stands behind them.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::grammar::ticked;
use crate::render::context::section_label;
use crate::template::Section;
use crate::template::Style;
use crate::template::label::is_same;

use super::super::found::Found;
use super::super::page::Page;
use super::super::page::Written;
use super::super::rule::Check;
use super::super::rule::Rule;
use super::event::header::is_over;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "empty-label",
        severity: Severity::Warning,
        summary: "a label has no text",
        explanation: "A section that says nothing is left out; a bare label makes readers look for what is missing. Before the \
                      event is over, labels may wait for their text.",
        bad: "**Next Steps:**\n\n**Issue:**\n* https://tracker.example/1\n",
        good: "**Issue:**\n* https://tracker.example/1\n",
        has_fix: false,
        check: Check::Page(empty_label),
    },
    Rule {
        code: "section-order",
        severity: Severity::Warning,
        summary: "a section stands in another place than everywhere, or twice",
        explanation: "The template says in which order the sections of a topic stand. One that comes too late, or \
                      again, is read as text of the section before it.",
        bad: "**Achievements:**\nIt boils.\n\n**Problem Statement:**\nIt was cold.\n",
        good: "**Problem Statement:**\nIt was cold.\n\n**Achievements:**\nIt boils.\n",
        has_fix: false,
        check: Check::Page(section_order),
    },
    Rule {
        code: "label-alias",
        severity: Severity::Warning,
        summary: "a label is another name of its section",
        explanation: "The template knows other names for a section so that pages by many hands can be read. Readers \
                      look for one.",
        bad: "**Outcome:**\nIt boils.\n",
        good: "**Achievements:**\nIt boils.\n",
        has_fix: true,
        check: Check::Page(label_alias),
    },
    Rule {
        code: "label-spelling",
        severity: Severity::Warning,
        summary: "a page writes one label in several ways",
        explanation: "`**Next Steps:**` here and `**Next steps**:` there: what most of the page's labels look like is \
                      how the others should.",
        bad: "**Next Steps:** Tea.   (twice)\n**Next steps**: Tea.    (once)\n",
        good: "**Next Steps:** Tea.\n",
        has_fix: true,
        check: Check::Page(label_spelling),
    },
];

fn sections<'p>(page: &'p Page<'_>) -> &'p [Section] {
    page.template().map(|template| template.declaration.sections.as_slice()).unwrap_or_default()
}

fn style<'p>(page: &'p Page<'_>) -> Option<&'p Style> {
    page.template()?.style(page.event()?.style.as_deref())
}

/// The style that a label is written in: a heading on a page of bold labels is one of another style.
fn style_of<'p>(page: &'p Page<'_>, label: &Written) -> Option<&'p Style> {
    let style = style(page)?;
    let styles = &page.template()?.declaration.styles;
    let is_alike = |style: &&Style| style.has_headings() == label.is_heading;
    Some(style).filter(is_alike).or_else(|| styles.iter().find(is_alike))
}

/// What a label says, without markup and colon.
fn name<'p>(page: &'p Page<'_>, label: &Written) -> &'p str {
    let is_markup = |c: char| matches!(c, '*' | '#' | ':' | '_') || c.is_whitespace();
    page.text[label.range.clone()].trim_matches(is_markup)
}

fn empty_label(page: &Page<'_>, found: &mut Found) {
    let is_comment = |text: &str| {
        text.strip_prefix("<!--").is_some_and(|rest| rest.find("-->").is_some_and(|at| at + 3 == rest.len()))
    };
    let says_nothing = |label: &&Written| {
        let text = page.text.get(label.text.clone()).unwrap_or_default();
        text.is_empty() || is_comment(text)
    };
    // Before the event is over there is nothing to write yet.
    let is_due = page.labels.iter().any(|label| says_nothing(&label)) && is_over(page);
    for label in page.labels.iter().filter(says_nothing).filter(|_| is_due) {
        let message = format!("{} has no text", ticked(name(page, label)));
        found.add(label.range.clone(), message, "nothing follows").help("write it, or leave the label out");
    }
}

fn section_order(page: &Page<'_>, found: &mut Found) {
    let mut last: Option<&Written> = None;
    for label in &page.labels {
        match last.filter(|last| last.topic == label.topic && label.section <= last.section) {
            None => last = Some(label),
            Some(last) => {
                let (this, that) = (ticked(name(page, label)), ticked(name(page, last)));
                let message = if this == that || label.section == last.section {
                    format!("{this} stands here a second time")
                } else {
                    format!("{this} stands behind {that}")
                };
                let finding = found.add(label.range.clone(), message, "read as text of the section before");
                finding.related(last.range.clone(), "here").help("the order of the sections is the template's");
            }
        }
    }
}

/// A label as it is written, with the name that its section has in its style.
fn renamed(page: &Page<'_>, label: &Written) -> Option<String> {
    let proper = sections(page).get(label.section)?.label_in(&style_of(page, label)?.name);
    let (written, name) = (page.text.get(label.range.clone())?, name(page, label));
    Some(if is_same(name, proper) { written.to_owned() } else { written.replacen(name, proper, 1) })
}

/// How most labels of each section are written, of headings and of others apart; aliases count as what they stand for.
fn usual(page: &Page<'_>) -> BTreeMap<(usize, bool), (String, usize)> {
    let mut counts: BTreeMap<(usize, bool), BTreeMap<String, usize>> = BTreeMap::new();
    for label in &page.labels {
        if let Some(renamed) = renamed(page, label) {
            let spellings = counts.entry((label.section, label.is_heading)).or_default();
            *spellings.entry(renamed).or_default() += 1;
        }
    }
    let most = |((section, is_heading), spellings): ((usize, bool), BTreeMap<String, usize>)| {
        let drawn = sections(page).get(section).zip(style(page));
        let drawn = drawn.map(|(section, style)| section_label(style, section.label_in(&style.name)));
        let count = spellings.len();
        let most =
            spellings.into_iter().max_by_key(|(spelling, count)| (*count, drawn.as_deref() == Some(spelling.as_str())));
        most.map(|(spelling, _)| ((section, is_heading), (spelling, count)))
    };
    counts.into_iter().filter_map(most).collect()
}

fn label_alias(page: &Page<'_>, found: &mut Found) {
    let mut spellings = None;
    for label in &page.labels {
        let Some(style) = style_of(page, label) else { continue };
        let Some(section) = sections(page).get(label.section) else { continue };
        let (written, proper) = (name(page, label), section.label_in(&style.name));
        let is_other = section.names().any(|name| is_same(name, written));
        if !is_other || is_same(written, proper) {
            continue;
        }
        let start = label.range.start + page.text[label.range.clone()].find(written).unwrap_or(0);
        let range = start..start + written.len();
        let message = format!("{} is called {} elsewhere", ticked(written), ticked(proper));
        let finding = found.add(range, message, ticked(proper));
        let spellings = spellings.get_or_insert_with(|| usual(page));
        // Links may lead to a heading's anchor.
        if let Some((usual, _)) = spellings.get(&(label.section, false)).filter(|_| !label.is_heading) {
            finding.fix(label.range.clone(), usual.as_str());
        }
    }
}

fn label_spelling(page: &Page<'_>, found: &mut Found) {
    let spellings = usual(page);
    for label in &page.labels {
        let Some((usual, count)) = spellings.get(&(label.section, label.is_heading)) else { continue };
        let Some(written) = page.text.get(label.range.clone()).filter(|written| *count > 1 && written != usual) else {
            continue;
        };
        // Of an alias that is told already.
        let is_alias = renamed(page, label).is_none_or(|renamed| renamed != *written);
        if !is_alias {
            let message = format!("{} is written {} elsewhere on this page", ticked(written), ticked(usual));
            found.add(label.range.clone(), message, ticked(usual)).fix(label.range.clone(), usual.as_str());
        }
    }
}
