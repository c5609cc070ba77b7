//! Where the sections of topics begin, which style a page writes them in, and how it spells their labels.

use std::collections::HashMap;
use std::ops::Range;

use crate::event::Key;
use crate::event::Labels as OwnLabels;
use crate::event::Text;
use crate::markdown::Block;
use crate::markdown::BlockKind;
use crate::render::context::section_label;
use crate::render::drawn::is_list_item;
use crate::render::drawn::trimmed;
use crate::template::Section;
use crate::template::Style;
use crate::template::Template;
use crate::template::label::Labels;

use super::text::LONGEST;
use super::text::begins_line;
use super::text::line_end;

/// The beginning of a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begin {
    /// Its place in the template.
    pub(super) section: usize,
    /// The first byte of its label.
    pub(super) start: usize,
    /// The byte behind its label, without blanks.
    pub(super) label_end: usize,
    /// Whether the label is a heading.
    pub(super) is_heading: bool,
}

/// The sections that begin in those blocks, in the template's order: a label that repeats or comes too late is text.
pub(super) fn begins(text: &str, blocks: &[Block], labels: &Labels<'_>, topic_level: usize) -> Vec<Begin> {
    let mut begins: Vec<Begin> = Vec::new();
    for block in blocks {
        let is_heading = match block.kind {
            BlockKind::Heading(level) if level > topic_level => true,
            BlockKind::Paragraph => false,
            _ => continue,
        };
        let start = block.range.start;
        if !begins_line(text, start) {
            continue;
        }
        let line = &text[start..line_end(text, start)];
        // To Markdown a lone carriage return ends a line; no label of one line can hold it.
        let label = labels.find(line, is_heading).filter(|label| !label.written.contains('\r'));
        let Some(label) = label else { continue };
        if begins.last().is_none_or(|last| label.section > last.section) {
            let label_end = start + label.written.len();
            begins.push(Begin { section: label.section, start, label_end, is_heading });
        }
    }
    begins
}

/// A label and its text, as a style parts them.
pub(super) struct Parted {
    /// The blanks that belong to the label.
    pub(super) blanks: usize,
    /// Where the text begins, behind the label's end.
    pub(super) text: usize,
}

/// How a style parts what follows a label, up to the next section and without its last line ends; nothing where the
/// style would draw it otherwise.
pub(super) fn parted(after: &str, style: &Style) -> Option<Parted> {
    let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
    if blanks > LONGEST {
        return None;
    }
    if blanks == after.len() {
        return Some(Parted { blanks, text: blanks });
    }
    let list = style.join_list.as_deref().unwrap_or(&style.join);
    [list, style.join.as_str()].into_iter().find_map(|join| {
        // What a label is followed by may begin with a blank; of several, the first ones are the label's.
        let kept = join.len() - join.trim_start_matches([' ', '\t']).len();
        (0..=blanks.checked_sub(kept)?).rev().find_map(|blanks| {
            let text = after.get(blanks..)?.strip_prefix(join)?;
            let is_drawn_so = !text.is_empty() && (if is_list_item(text) { list } else { &style.join }) == join;
            is_drawn_so.then_some(Parted { blanks, text: after.len() - text.len() })
        })
    })
}

/// The blanks that belong to a label and the items behind it, where a style draws them as a list but their Markdown as
/// something else: a first item without any text is none to Markdown.
pub(super) fn items(after: &str, style: &Style) -> Option<(usize, Vec<String>)> {
    let list = style.join_list.as_deref().filter(|list| *list != style.join)?;
    let line = after.trim_start_matches([' ', '\t']);
    let bullets = line.strip_prefix(list)?;
    if bullets != "*" && !bullets.starts_with("*\n") {
        return None;
    }
    let mut items: Vec<String> = Vec::new();
    for line in bullets.split('\n') {
        match (line.strip_prefix('*'), items.last_mut()) {
            (Some(first), _) => items.push(first.strip_prefix(' ').unwrap_or(first).to_owned()),
            (None, Some(item)) => {
                item.push('\n');
                item.push_str(line.strip_prefix("  ").unwrap_or(line));
            }
            (None, None) => return None,
        }
    }
    let list = Text::List(items.clone());
    (trimmed(&list) == bullets).then_some((after.len() - line.len(), items))
}

/// The style of the template that most of the sections are written in; the template's own where there is no telling.
///
/// One that is `known` is taken where no other can be that of more sections.
pub(super) fn prevailing<'t>(
    sections: &[(&str, bool)],
    template: &'t Template,
    known: Option<&str>,
) -> Option<&'t Style> {
    let styles = &template.declaration.styles;
    let own = template.style(None);
    let is_so =
        |style: &Style, after: &str, is_heading| style.has_headings() == is_heading && parted(after, style).is_some();
    let count = |style: &Style| sections.iter().filter(|(after, is_heading)| is_so(style, after, *is_heading)).count();
    let most = styles.iter().map(count).max()?;
    // Whatever its labels look like.
    let is_drawn = |after: &str, style: &Style| parted(after, style).is_some() || items(after, style).is_some();
    let holds = |style: &&Style| sections.iter().filter(|(after, _)| is_drawn(after, style)).count() >= most;
    if let Some(known) = known.and_then(|known| template.style(Some(known))).filter(holds) {
        return Some(known);
    }
    own.filter(|own| count(own) == most).or_else(|| styles.iter().find(|style| count(style) == most))
}

/// How a page and its topics write labels, where that is not as the style has it.
pub(super) struct Spelling {
    /// The page's.
    pub(super) page: OwnLabels,
    usual: Vec<String>,
}

impl Spelling {
    /// The labels that prevail among those written, each with the place of its section.
    pub(super) fn of<'w>(written: impl Iterator<Item = (usize, &'w str)>, sections: &[Section], style: &Style) -> Self {
        let mut counts: HashMap<(usize, &str), usize> = HashMap::new();
        let mut order: Vec<(usize, &str)> = Vec::new();
        for one in written {
            let count = counts.entry(one).or_insert(0);
            if *count == 0 {
                order.push(one);
            }
            *count += 1;
        }
        let mut page = OwnLabels::new();
        let mut usual = Vec::with_capacity(sections.len());
        for (at, section) in sections.iter().enumerate() {
            let drawn = section_label(style, section.label_in(&style.name));
            let mut most = (drawn.as_str(), counts.get(&(at, drawn.as_str())).copied().unwrap_or(0));
            for (_, label) in order.iter().filter(|(section, _)| *section == at) {
                let count = counts.get(&(at, *label)).copied().unwrap_or(0);
                if count > most.1 {
                    most = (label, count);
                }
            }
            if most.0 != drawn {
                page.push((section.key.clone(), most.0.to_owned()));
            }
            usual.push(most.0.to_owned());
        }
        Self { page, usual }
    }

    /// What a topic has to say of a label of its own.
    pub(super) fn own(&self, section: usize, key: &Key, written: &str) -> Option<(Key, String)> {
        let is_usual = self.usual.get(section).is_some_and(|usual| usual == written);
        (!is_usual).then(|| (key.clone(), written.to_owned()))
    }
}

/// Where each section ends: where the next begins, and at last at the end of the topic's content.
pub(super) fn ends(begins: &[Begin], end: usize) -> impl Iterator<Item = (Begin, Range<usize>)> {
    let ends = begins.iter().skip(1).map(|next| next.start).chain([end]);
    begins.iter().copied().zip(ends).map(|(begin, end)| (begin, begin.label_end..end.max(begin.label_end)))
}
