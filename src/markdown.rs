//! Markdown as the sites read it: a page's blocks with their byte ranges, the anchors of headings, the emoji before
//! them, and names of files made from their text. Parsing is `pulldown-cmark`'s; this module is its only door.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;

pub mod anchor;
pub mod emoji;
pub mod slug;

/// A block that stands at the top of a page, in no list and no quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes.
    pub range: Range<usize>,
}

/// What a block is, as far as the structure of a page depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of that level, from 1; with `#` or underlined.
    Heading(usize),
    /// Text.
    Paragraph,
    /// Fenced code.
    Fence,
    /// Raw HTML, comments included.
    Html,
    /// Anything else: a list, a table, a quotation, indented code, a rule.
    Other,
}

/// The blocks at the top of a page, in order. Definitions of links are no blocks.
pub fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut depth = 0usize;
    for (event, range) in Parser::new_ext(page, options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    let kind = match tag {
                        Tag::Heading { level, .. } => BlockKind::Heading(level as usize),
                        Tag::Paragraph => BlockKind::Paragraph,
                        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => BlockKind::Fence,
                        Tag::HtmlBlock => BlockKind::Html,
                        _ => BlockKind::Other,
                    };
                    blocks.push(Block { kind, range });
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ if depth == 0 => blocks.push(Block { kind: BlockKind::Other, range }),
            _ => {}
        }
    }
    blocks
}

/// What both sites read beyond CommonMark, as far as blocks depend on it.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_blocks_at_the_top_count() {
        let page = "# A\n\n- ## in a list\n\n> ## quoted\n\nB\n---\n\n```\n## code\n```\n\n<!-- c -->\n";
        let kinds: Vec<BlockKind> = blocks(page).into_iter().map(|block| block.kind).collect();
        let expected = [
            BlockKind::Heading(1),
            BlockKind::Other,
            BlockKind::Other,
            BlockKind::Heading(2),
            BlockKind::Fence,
            BlockKind::Html,
        ];
        assert_eq!(kinds, expected);
    }
}
