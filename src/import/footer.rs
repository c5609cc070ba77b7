//! Where the footer of a page begins. Nothing parts it from the last topic, so it is known by what it looks like.

use crate::markdown::Block;
use crate::markdown::BlockKind;
use crate::template::Section;
use crate::template::declaration::SectionKind;

use super::sections::Begin;
use super::values;

/// The first byte of the footer, if there is one, among the blocks of the last topic.
///
/// It is a rule and what follows it, pictures of other sites at the very end, a heading above the topics' level, or,
/// behind a section of links, a paragraph without any; and the text that is `known` to be the footer.
pub(super) fn begin(
    text: &str,
    blocks: &[Block],
    begins: &[Begin],
    sections: &[Section],
    topic_level: usize,
    known: Option<&str>,
) -> Option<usize> {
    if let Some(known) = known.map(|known| known.trim_end_matches(['\n', '\r'])).filter(|known| !known.is_empty()) {
        let rest = text.trim_end_matches(['\n', '\r']).strip_suffix(known)?;
        return rest.ends_with("\n\n").then_some(rest.len());
    }
    let last = begins.last();
    let from = last.map_or(0, |last| last.label_end);
    let own = blocks.iter().skip(1).filter(|block| block.range.start >= from).collect::<Vec<_>>();
    let of_block = |block: &Block| text.get(block.range.clone()).unwrap_or_default();
    let pictures = own.iter().rev().take_while(|block| is_foreign_picture(block, of_block(block))).count();
    let pictures = own.len() - pictures;
    let has_links = last.is_some_and(|last| sections.get(last.section).is_some_and(|s| s.kind == SectionKind::Links));
    let found = own.iter().enumerate().find(|(at, block)| {
        *at >= pictures
            || is_rule(block, of_block(block))
            || matches!(block.kind, BlockKind::Heading(level) if level < topic_level)
            || (has_links && *at > 0 && is_word(block, of_block(block)))
    });
    // Not behind a lone carriage return, nor further in.
    found.map(|(_, block)| block.range.start).filter(|begin| text[..*begin].ends_with('\n'))
}

fn is_rule(block: &Block, text: &str) -> bool {
    let line = text.trim();
    let is_break =
        |mark: char| line.chars().filter(|c| *c == mark).count() >= 3 && line.chars().all(|c| c == mark || c == ' ');
    match block.kind {
        BlockKind::Other => ['-', '*', '_'].into_iter().any(is_break),
        BlockKind::Html => line.strip_prefix("<hr").is_some_and(|rest| rest.starts_with(['>', ' ', '/'])),
        BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Fence => false,
    }
}

fn is_foreign_picture(block: &Block, text: &str) -> bool {
    let is_foreign = |line: &str| values::picture(line.trim()).is_some_and(|picture| picture.file.contains("://"));
    block.kind == BlockKind::Paragraph && text.trim().lines().all(is_foreign)
}

/// Whether a block behind a section of links says something else than one.
fn is_word(block: &Block, text: &str) -> bool {
    let has_link = text.contains("://") || text.contains("](") || text.contains(['#', '`', '@']);
    block.kind == BlockKind::Paragraph && !has_link
}
