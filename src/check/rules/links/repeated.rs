//! Bare links that a list has twice.

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::shorten;
use crate::grammar::ticked;
use crate::markdown::survey::Form;
use crate::markdown::survey::Link;

use super::super::super::found::Found;
use super::super::super::page::Page;

pub(super) fn repeated_link(page: &Page<'_>, found: &mut Found) {
    if page.survey.links.iter().all(|link| link.form != Form::Bare) {
        return;
    }
    let groups = Groups::new(page);
    // Of each list where its links lead, and the first that leads there: one with a text is preferred.
    let mut known: HashMap<(usize, String), (bool, Range<usize>)> = HashMap::new();
    let mut bare: Vec<(&Link, (usize, String))> = Vec::new();
    for (line, links) in lines(page) {
        let is_list = is_item(page, &line);
        let is_only_links = is_only_links(page, &line, links);
        if !is_list && !is_only_links {
            continue;
        }
        for link in links {
            let group = groups.of(link.range.start);
            let key = (group, same(&link.target));
            let is_bare = link.form == Form::Bare;
            match known.get_mut(&key) {
                Some((is_named, first)) if !is_bare && !*is_named => {
                    *is_named = true;
                    *first = link.range.clone();
                }
                Some(_) => {}
                None => drop(known.insert(key.clone(), (!is_bare, link.range.clone()))),
            }
            if is_bare && is_only_links {
                bare.push((link, key));
            }
        }
    }
    for (link, key) in bare {
        let Some((_, first)) = known.get(&key).filter(|(_, first)| *first != link.range) else { continue };
        let message = format!("the list has {} already", ticked(shorten(&link.target)));
        found.add(link.range.clone(), message, "a second time").related(first.clone(), "here as well");
    }
}

/// The links of a page, line by line.
fn lines<'p>(page: &'p Page<'_>) -> impl Iterator<Item = (Range<usize>, &'p [Link])> {
    let mut rest = page.survey.links.as_slice();
    std::iter::from_fn(move || {
        let line = page.line(rest.first()?.range.start);
        let end = rest.partition_point(|link| link.range.start <= line.end);
        let (links, after) = rest.split_at_checked(end.max(1))?;
        rest = after;
        Some((line, links))
    })
}

/// Whether a line begins an item of a list.
fn is_item(page: &Page<'_>, line: &Range<usize>) -> bool {
    let text = page.text.get(line.clone()).unwrap_or_default();
    let first = line.start + (text.len() - text.trim_start().len());
    page.survey.items.binary_search_by_key(&first, |item| item.start).is_ok()
}

/// Whether nothing but links stands on a line, behind a mark and a label.
fn is_only_links(page: &Page<'_>, line: &Range<usize>, links: &[Link]) -> bool {
    let labels = &page.labels;
    let label = labels.partition_point(|label| label.range.start < line.start);
    let label = labels.get(label).filter(|label| label.range.start == line.start);
    let mut at = label.map_or(line.start, |label| label.range.end);
    let is_mark = |text: &str| {
        let text = text.trim();
        text.chars()
            .all(|c| c.is_whitespace() || matches!(c, '*' | '-' | '+' | ',' | ';' | '.' | '<' | '>' | '(' | ')' | '&'))
            || text == "and"
            || text.trim_end_matches(['.', ')']).chars().all(|c| c.is_ascii_digit())
    };
    for link in links {
        if !page.text.get(at..link.range.start).is_some_and(is_mark) {
            return false;
        }
        at = link.range.end;
    }
    at >= line.end || page.text.get(at..line.end).is_some_and(is_mark)
}

/// A target as it is compared with others.
fn same(target: &str) -> String {
    let bare = target.strip_prefix("https://").or_else(|| target.strip_prefix("http://")).unwrap_or(target);
    bare.strip_suffix('/').unwrap_or(bare).to_owned()
}

/// The lists of a page: the text behind a label is one, and so is each block that stands behind none.
struct Groups {
    /// In order, none in another.
    labels: Vec<Range<usize>>,
    blocks: Vec<usize>,
}

impl Groups {
    fn new(page: &Page<'_>) -> Self {
        Self {
            labels: page.labels.iter().map(|label| label.text.clone()).collect(),
            blocks: page.survey.blocks.iter().map(|block| block.range.start).collect(),
        }
    }

    /// The list that a byte stands in, by where it begins.
    fn of(&self, at: usize) -> usize {
        let after = self.labels.partition_point(|label| label.start <= at);
        let label = after.checked_sub(1).and_then(|before| self.labels.get(before)).filter(|label| at < label.end);
        let block =
            || self.blocks.partition_point(|start| *start <= at).checked_sub(1).and_then(|at| self.blocks.get(at));
        label.map(|label| label.start).or_else(|| block().copied()).unwrap_or_default()
    }
}
