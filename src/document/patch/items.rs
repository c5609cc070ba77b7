//! The items of a list in their new order: the lines of each as they were but for what changed in it.

use crate::yaml::Node;
use crate::yaml::Value;
use crate::yaml::write::Yaml;

use super::MovedTopic;
use super::Region;
use super::TOPICS;
use super::Topic;
use super::field;
use super::indented;
use super::is_loose;
use super::is_same;
use super::line_end;
use super::line_start;
use super::own_end;
use super::patched_fields;
use super::push_lines;
use super::push_loose;
use super::still_loose;

/// An item with the place it had.
type Moved = (Option<usize>, Yaml);

/// All topics written anew.
pub(super) fn all_topics(topics: &[MovedTopic]) -> String {
    field(TOPICS, Yaml::Spaced(topics.iter().map(|(_, topic)| Yaml::Mapping(topic.clone())).collect()), 0)
}

/// The field `topics` with what is new; nothing where nothing is.
pub(super) fn patched_topics(
    text: &str,
    region: &Region<'_>,
    column: usize,
    (old, new): (&[Topic], &[MovedTopic]),
) -> Option<String> {
    let old: Vec<Yaml> = old.iter().cloned().map(Yaml::Mapping).collect();
    let new_values: Vec<Moved> = new.iter().map(|(was, topic)| (*was, Yaml::Mapping(topic.clone()))).collect();
    let is_untouched =
        |(at, (was, topic)): (usize, &Moved)| *was == Some(at) && old.get(at).is_some_and(|old| is_same(old, topic));
    if new.len() == old.len() && new_values.iter().enumerate().all(is_untouched) {
        return None;
    }
    if new.is_empty() {
        return Some(String::new());
    }
    let patched = match &region.value.value {
        Value::Sequence(nodes) => patched_items(text, nodes, region, &old, &new_values),
        Value::Scalar(_) | Value::Mapping(_) => None,
    };
    let head = |(first, items)| format!("{}{}{items}", " ".repeat(column), &text[region.key_start..first]);
    Some(patched.map_or_else(|| all_topics(new), head))
}

/// Which item was which, where nobody knows: what is equal is the same, what is left is what stood at its place.
pub(super) fn paired(before: &[Yaml], after: &[Yaml]) -> Vec<Moved> {
    let mut is_free = vec![true; before.len()];
    let mut take = |at: usize| is_free.get_mut(at).is_some_and(std::mem::take);
    let mut paired: Vec<Moved> = after.iter().map(|value| (None, value.clone())).collect();
    let is_equal = |at: usize, value: &Yaml| before.get(at).is_some_and(|old| is_same(old, value));
    for pass in 0..3 {
        for (at, (was, value)) in paired.iter_mut().enumerate().filter(|(_, (was, _))| was.is_none()) {
            *was = match pass {
                0 => Some(at).filter(|at| is_equal(*at, value) && take(*at)),
                1 => (0..before.len()).find(|at| is_equal(*at, value) && take(*at)),
                _ => Some(at).filter(|at| take(*at)),
            };
        }
    }
    paired
}

/// Where an item stands.
struct Block<'a> {
    node: &'a Node<'a>,
    /// Where its comments begin: those right above it.
    start: usize,
    /// Where the line of its dash begins.
    dash: usize,
    /// What stands before its value: blanks, the dash, blanks.
    prefix: &'a str,
    /// Where its own lines end.
    own_end: usize,
    /// Where the next item begins, or the list ends.
    end: usize,
}

/// The items from the first one's line on, and where that line begins; nothing where they are not one below the other.
pub(super) fn patched_items(
    text: &str,
    nodes: &[Node<'_>],
    region: &Region<'_>,
    before: &[Yaml],
    after: &[Moved],
) -> Option<(usize, String)> {
    let blocks = blocks(text, nodes, region)?;
    let (first, last) = (blocks.first()?, blocks.last()?);
    let dash_column = first.prefix.find('-')?;
    let is_spaced = |block: &&Block<'_>| is_gap(&text[block.own_end..block.end]);
    let gap = if blocks.iter().take(blocks.len() - 1).any(|block| is_spaced(&block)) { "\n" } else { "" };
    if after.is_empty() {
        return None;
    }

    let mut out = String::new();
    for (at, (was, value)) in after.iter().enumerate() {
        let is_last = at + 1 == after.len();
        let old = was.and_then(|was| Some((blocks.get(was)?, before.get(was)?)));
        let mut tail = String::new();
        match old {
            Some((block, before)) => {
                let lines = patched_item(text, block, before, value);
                let kept = &text[block.dash..block.own_end];
                tail = still_loose(&text[block.own_end..block.end], kept, &lines, block.prefix.len());
                push_lines(&mut out, &text[block.start..block.dash]);
                push_lines(&mut out, &lines);
            }
            None => push_lines(&mut out, &indented(&Yaml::Sequence(vec![value.clone()]), dash_column)),
        }
        match (is_last, tail.as_str()) {
            // Empty lines part two items; behind the last one are those that were there.
            (true, tail) if is_gap(tail) && tail.trim().is_empty() => {}
            (true, tail) => push_loose(&mut out, tail.trim_end_matches('\n')),
            (false, "") if old.is_none_or(|(block, _)| std::ptr::eq(block, last)) => push_loose(&mut out, gap),
            (false, tail) => push_loose(&mut out, tail),
        }
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    Some((first.start, out))
}

/// Whether there is an empty line in what stands between two items.
fn is_gap(between: &str) -> bool {
    between.lines().any(|line| line.trim().is_empty())
}

fn blocks<'a>(text: &'a str, nodes: &'a [Node<'a>], region: &Region<'_>) -> Option<Vec<Block<'a>>> {
    let mut blocks: Vec<Block<'a>> = Vec::with_capacity(nodes.len());
    let dash = |node: &Node<'_>| line_start(text, node.place.span.start as usize);
    for (at, node) in nodes.iter().enumerate() {
        let value = node.place.span.start as usize;
        let line = dash(node);
        let prefix = &text[line..value];
        let is_item = prefix.trim_start_matches(' ').strip_prefix('-').is_some_and(|rest| rest.trim().is_empty());
        let above = blocks.last().map_or_else(|| line_end(text, region.key_start), |block| block.own_end);
        if !is_item || line < above {
            return None;
        }
        let next = nodes.get(at + 1).map_or(region.own_end, dash);
        if next <= line {
            return None;
        }
        let start = comments_above(text, above, line, prefix.find('-')?);
        if let Some(previous) = blocks.last_mut() {
            previous.end = start;
        }
        let own_end = own_end(text, value, next, node);
        blocks.push(Block { node, start, dash: line, prefix, own_end, end: next });
    }
    Some(blocks)
}

/// Where the comments begin that stand right above a line and no further in than its dash.
fn comments_above(text: &str, from: usize, line: usize, column: usize) -> usize {
    let is_lead = |line: &&str| {
        let words = line.trim_start_matches(' ');
        words.starts_with('#') && line.len() - words.len() <= column
    };
    let lines: Vec<&str> = text[from..line].split_inclusive('\n').collect();
    line - lines.into_iter().rev().take_while(is_lead).map(str::len).sum::<usize>()
}

/// The lines of an item.
fn patched_item(text: &str, block: &Block<'_>, before: &Yaml, after: &Yaml) -> String {
    if is_same(before, after) {
        return text[block.dash..block.own_end].to_owned();
    }
    let fields = match (&block.node.value, before, after) {
        (Value::Mapping(entries), Yaml::Mapping(before), Yaml::Mapping(after)) => {
            patched_fields(text, entries, block.own_end, (before, after), None)
        }
        _ => None,
    };
    let anew = || indented(&Yaml::Sequence(vec![after.clone()]), block.prefix.find('-').unwrap_or(0));
    fields.and_then(|fields| with_dash(&fields, block.prefix)).unwrap_or_else(anew)
}

/// The lines with the item's dash before the first that is a field.
fn with_dash(lines: &str, prefix: &str) -> Option<String> {
    let first: usize = lines.split_inclusive('\n').take_while(|line| is_loose(line)).map(str::len).sum();
    let rest = lines[first..].get(prefix.len()..)?;
    Some(format!("{}{prefix}{rest}", &lines[..first]))
}
