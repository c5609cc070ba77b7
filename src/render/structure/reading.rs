//! Pieces of a page read as Markdown: what of them is read as something else than what was declared.

use std::ops::Range;

use crate::event::Event;
use crate::event::Labels;
use crate::markdown;
use crate::markdown::Block;
use crate::markdown::BlockKind;
use crate::template::Section;
use crate::template::Style;
use crate::template::Template;
use crate::template::label::is_same;
use crate::template::label::label_of;

use super::Breach;
use super::piece::Piece;

/// How the pages of an event are read.
pub(super) struct Reading<'e> {
    template: &'e Template,
    /// How the event writes labels, where it is drawn in its own style.
    labels: Option<&'e Labels>,
    /// How many `#` a topic's heading has.
    pub(super) topic_level: usize,
}

/// What comes out as a heading unless something before it was left open.
const SENTINEL: &str = "\n\n# sentinel\n";

const LABEL_HELP: &str = "move it to that section, or write it in another way";
const OPEN_HELP: &str = "close it, or it swallows what follows";
const JOINED_HELP: &str = "begin the text with an empty line";

impl<'e> Reading<'e> {
    /// A reading of that event's page in that style.
    pub(super) fn new(event: &'e Event, template: &'e Template, style: &'e Style) -> Self {
        let own = template.style(event.style.as_deref());
        let topic = template.declaration.headings.topic.prefix();
        Self {
            template,
            labels: own.filter(|own| own.name == style.name).map(|_| &event.labels),
            topic_level: topic.bytes().take_while(|byte| *byte == b'#').count(),
        }
    }

    /// What the pieces would do to a page on which they stand in this order; at most one thing of each.
    ///
    /// `labels` are the topic's own.
    pub(super) fn breaches(&self, pieces: &[Piece<'_>], labels: Option<&Labels>) -> Vec<Breach> {
        if pieces.is_empty() {
            return Vec::new();
        }
        let mut page = String::new();
        let mut starts = Vec::with_capacity(pieces.len());
        for (index, piece) in pieces.iter().enumerate() {
            page.push_str(match index {
                0 => "",
                _ if piece.follows => "\n",
                _ => "\n\n",
            });
            starts.push(page.len());
            page.push_str(&piece.drawn);
        }
        page.push_str(SENTINEL);
        let sentinel = page.len() - SENTINEL.trim_start().len();
        let blocks = markdown::blocks(&page);

        let mut found = Vec::new();
        let next = starts.iter().skip(1).copied().chain([sentinel]);
        for ((piece, &start), next) in pieces.iter().zip(&starts).zip(next) {
            let on_page = OnPage { piece, page: &page, start, next, labels };
            let own = blocks.partition_point(|block| block.range.start < on_page.start);
            let end = blocks.partition_point(|block| block.range.start < on_page.next);
            let (before, of_piece) = blocks.get(..end).unwrap_or_default().split_at(own);
            let breach = self.breach(&on_page, of_piece, before);
            found.extend(breach.map(|breach| self.out_of_line(&on_page).unwrap_or(breach)));
        }
        found
    }

    /// What to say of a text that does no harm but on the line of its label.
    fn out_of_line(&self, on_page: &OnPage<'_>) -> Option<Breach> {
        let apart = on_page.piece.on_its_own_line()?;
        let begin = on_page.start + on_page.piece.label;
        let message = "a text that cannot stand on the line of its label";
        self.breaches(&[apart], on_page.labels).is_empty().then(|| on_page.breach(begin, message, JOINED_HELP))
    }

    /// The first thing that a piece does; `blocks` begin in it, `before` begin before it.
    fn breach(&self, on_page: &OnPage<'_>, blocks: &[Block], before: &[Block]) -> Option<Breach> {
        let OnPage { piece, start, next, .. } = *on_page;
        let is_swallowed = before.iter().any(|block| block.range.end > start && !is_container(block.kind));
        if is_swallowed {
            return None;
        }
        if piece.is_labelled
            && let Some(breach) = self.label_breach(on_page, blocks)
        {
            return Some(breach);
        }
        // Its block may be a list that began with the pieces before.
        let comments = before.iter().chain(blocks).filter_map(|block| block.open_comment);
        if let Some(at) = comments.filter(|at| (start..next).contains(at)).min() {
            return Some(on_page.breach(at, "a comment is not closed", OPEN_HELP));
        }
        for block in blocks {
            match block.kind {
                BlockKind::Fence if block.range.end > next => {
                    return Some(on_page.breach(block.range.start, "a code fence is not closed", OPEN_HELP));
                }
                BlockKind::Html if block.range.end > next => {
                    return Some(on_page.breach(block.range.start, "a block of HTML is not closed", OPEN_HELP));
                }
                BlockKind::Heading(level) if level <= self.topic_level => return Some(self.heading(on_page, block)),
                BlockKind::Heading(_) | BlockKind::Paragraph => {
                    let own = start + piece.label;
                    let lines = lines(on_page.page, &block.range);
                    let mut lines = lines.filter(|(at, _)| !(piece.is_labelled && *at < own));
                    let is_heading = block.kind != BlockKind::Paragraph;
                    let foreign =
                        |(at, line)| Some((at, self.label_of_line(line, is_heading, on_page.labels, piece.later)?));
                    if let Some((at, section)) = lines.find_map(foreign) {
                        let what = if is_heading { "heading" } else { "line" };
                        let message = format!("a {what} that reads as the label of `{section}`");
                        return Some(on_page.breach(at, &message, LABEL_HELP));
                    }
                }
                BlockKind::Fence | BlockKind::Html | BlockKind::Other => {}
            }
        }
        None
    }

    /// What keeps a label from being read as one.
    fn label_breach(&self, on_page: &OnPage<'_>, blocks: &[Block]) -> Option<Breach> {
        let piece = on_page.piece;
        let label = piece.label();
        let begin = on_page.start + (label.len() - label.trim_start_matches([' ', '\t']).len());
        let holds = |blocks: &[Block], begin: usize| {
            let first = blocks.first().filter(|block| block.range.start <= begin);
            first.is_some_and(|block| match block.kind {
                BlockKind::Heading(level) => level > self.topic_level,
                BlockKind::Paragraph => true,
                BlockKind::Fence | BlockKind::Html | BlockKind::Other => false,
            })
        };
        if holds(blocks, begin) {
            return None;
        }
        let alone = format!("{label}{}x\n", piece.join());
        let stands_alone = holds(&markdown::blocks(&alone), label.len() - label.trim_start_matches([' ', '\t']).len());
        let Some((path, offset)) = piece.label_place() else {
            // A template may write labels as items of a list, say: then that is what they are.
            return stands_alone.then(|| self.joined(on_page, blocks));
        };
        let has_text = piece.drawn.len() > label.len();
        if stands_alone && has_text && !label.starts_with([' ', '\t']) {
            return Some(self.joined(on_page, blocks));
        }
        Some(Breach {
            path,
            offset,
            message: "a label that would not be read as one".to_owned(),
            help: format!(
                "write it at the beginning of a line, in bold or as a `{}`",
                "#".repeat(self.topic_level + 1)
            ),
        })
    }

    /// A text that makes something else of the label above it.
    fn joined(&self, on_page: &OnPage<'_>, blocks: &[Block]) -> Breach {
        match blocks.first() {
            Some(block) if matches!(block.kind, BlockKind::Heading(_)) => self.heading(on_page, block),
            _ => {
                let first = on_page.start + on_page.piece.label;
                on_page.breach(first, "a text that takes the label above it for its own", JOINED_HELP)
            }
        }
    }

    fn heading(&self, on_page: &OnPage<'_>, block: &Block) -> Breach {
        let message = "a heading that reads as another topic";
        let text = on_page.page.get(block.range.clone()).unwrap_or_default();
        if text.trim_start().starts_with('#') {
            let help = format!("use `{}` or more, or a fence around it", "#".repeat(self.topic_level + 1));
            return on_page.breach(block.range.start, message, &help);
        }
        // The underline makes the heading.
        let line = lines(on_page.page, &block.range).filter(|(_, line)| !line.trim().is_empty()).last();
        let at = line.map_or(block.range.start, |(at, _)| at);
        on_page.breach(at, message, "put an empty line above it: it underlines what stands there")
    }

    /// The later section whose label a line begins with, as the template or this event writes labels.
    fn label_of_line<'s>(
        &self,
        line: &str,
        is_heading: bool,
        own: Option<&Labels>,
        later: &'s [Section],
    ) -> Option<&'s str> {
        let line = line.trim();
        let own = self.labels.and(own);
        let written = own.into_iter().chain(self.labels).flatten();
        let section = later.iter().find(|section| {
            let is_written = |(name, label): &(crate::event::Key, String)| {
                *name == section.key && !label.trim().is_empty() && line.starts_with(label.trim())
            };
            let reads_as = |style: &Style| {
                label_of(line, style).is_some_and(|(_, text)| section.names().any(|name| is_same(name, text)))
            };
            // In whichever style of the template it is written: pages mix them.
            let mut styles = self.template.declaration.styles.iter().filter(|style| style.has_headings() == is_heading);
            written.clone().any(is_written) || styles.any(reads_as)
        });
        section.map(|section| section.key.as_ref())
    }
}

/// A piece where it stands.
#[derive(Clone, Copy)]
struct OnPage<'p> {
    piece: &'p Piece<'p>,
    page: &'p str,
    /// Where it begins.
    start: usize,
    /// Where the next one begins.
    next: usize,
    /// The topic's own labels.
    labels: Option<&'p Labels>,
}

impl OnPage<'_> {
    fn breach(&self, at: usize, message: &str, help: &str) -> Breach {
        let (path, offset) = self.piece.place(at.saturating_sub(self.start));
        Breach { path, offset, message: message.to_owned(), help: help.to_owned() }
    }
}

/// Whether a block may hold others, and so reach over a blank line without harm.
fn is_container(kind: BlockKind) -> bool {
    kind == BlockKind::Other
}

/// The lines of a block, each with its first byte.
fn lines<'p>(page: &'p str, range: &Range<usize>) -> impl Iterator<Item = (usize, &'p str)> {
    let mut at = range.start;
    page.get(range.clone()).unwrap_or_default().split_inclusive(['\n', '\r']).map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}
