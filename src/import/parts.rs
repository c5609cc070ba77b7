//! The large parts of a page: front matter, what stands before the topics, the topics.

use std::ops::Range;

use crate::markdown;
use crate::markdown::Block;
use crate::markdown::BlockKind;
use crate::render::front_matter;
use crate::template::Declaration;

use super::text::begins_line;
use super::text::line_end;

/// The most topics of a page: an event file of more would hold more values than are read.
const MOST_TOPICS: usize = 40_000;

/// A page in parts.
pub(super) struct Parts {
    /// The block of front matter without its fences, where there is one.
    pub(super) front_matter: Option<Range<usize>>,
    /// Where the Markdown begins.
    pub(super) markdown: usize,
    /// All before the first topic.
    pub(super) head: Range<usize>,
    /// The topics, each up to the next; the last one up to the page's end.
    pub(super) topics: Vec<Range<usize>>,
    /// The blocks of the Markdown.
    pub(super) blocks: Vec<Block>,
    /// How many `#` a topic's heading has.
    pub(super) topic_level: usize,
}

impl Parts {
    /// The parts of a page as the template declares them.
    pub(super) fn of(text: &str, declaration: &Declaration) -> Self {
        let split = front_matter::split(text);
        let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
        let front_matter = split.map(|(block, _)| offset(block)..offset(block) + block.len());
        // Behind the line of the fence.
        let markdown = split.map_or(0, |(_, rest)| (line_end(text, offset(rest)) + 1).min(text.len()));
        let mut blocks = markdown::blocks(&text[markdown..]);
        for block in &mut blocks {
            block.range = block.range.start + markdown..block.range.end + markdown;
        }
        let prefix = declaration.headings.topic.prefix();
        let topic_level = prefix.bytes().take_while(|byte| *byte == b'#').count();
        let mut starts = topic_starts(text, &blocks, declaration, topic_level);
        if starts.len() > MOST_TOPICS {
            starts.clear();
        }
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        let topics: Vec<Range<usize>> = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
        let head = 0..starts.first().copied().unwrap_or(text.len());
        Self { front_matter, markdown, head, topics, blocks, topic_level }
    }

    /// The blocks that begin in a range.
    pub(super) fn blocks_in(&self, range: &Range<usize>) -> &[Block] {
        let start = self.blocks.partition_point(|block| block.range.start < range.start);
        let end = self.blocks.partition_point(|block| block.range.start < range.end);
        self.blocks.get(start..end).unwrap_or_default()
    }
}

fn topic_starts(text: &str, blocks: &[Block], declaration: &Declaration, level: usize) -> Vec<usize> {
    let mut headings: Vec<&str> = declaration.event.iter().filter_map(|field| field.heading.as_deref()).collect();
    let mut starts = Vec::new();
    // Where topics have the same level as the page's heading, that is the first one.
    let own = usize::from(level == 1);
    for block in blocks.iter().filter(|block| block.kind == BlockKind::Heading(level)).skip(own) {
        let indented = text[..block.range.start].bytes().rev().take(3).take_while(|byte| *byte == b' ').count();
        let start = block.range.start - indented;
        // Behind a lone carriage return begins a line of Markdown's, but no part of a page.
        if !begins_line(text, start) {
            continue;
        }
        let line = &text[start..line_end(text, start)];
        // Before the topics, the event's own Markdown has headings of its own, each once.
        match headings.iter().position(|heading| *heading == line).filter(|_| starts.is_empty()) {
            Some(at) => drop(headings.remove(at)),
            None => starts.push(start),
        }
    }
    starts
}
