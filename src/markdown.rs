//! Markdown as the sites read it: a page's blocks with their byte ranges, the anchors of headings, the emoji before
//! them, and names of files made from their text. Parsing is `pulldown-cmark`'s; this module is its only door.

use std::borrow::Cow;
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
    /// Where raw HTML in it, however deep, opens a comment that it does not close: a browser takes all that follows for
    /// the comment, although Markdown does not.
    pub open_comment: Option<usize>,
}

/// Where the images of a page lie, as it names them, in order and each once.
pub fn images(page: &str) -> Vec<String> {
    let page = &with_line_feeds(page);
    let mut images: Vec<String> = Vec::new();
    for event in Parser::new_ext(page, options()) {
        if let Event::Start(Tag::Image { dest_url, .. }) = event
            && !images.iter().any(|known| **known == *dest_url)
        {
            images.push(dest_url.into_string());
        }
    }
    images
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
    let page = &with_line_feeds(page);
    let mut blocks = Vec::new();
    let mut depth = 0usize;
    for (event, range) in Parser::new_ext(page, options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                let is_html = matches!(tag, Tag::HtmlBlock);
                if depth == 0 {
                    let kind = match tag {
                        Tag::Heading { level, .. } => BlockKind::Heading(level as usize),
                        Tag::Paragraph => BlockKind::Paragraph,
                        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => BlockKind::Fence,
                        Tag::HtmlBlock => BlockKind::Html,
                        _ => BlockKind::Other,
                    };
                    blocks.push(Block { kind, range: range.clone(), open_comment: None });
                }
                if is_html {
                    let opened = open_comment(page.get(range.clone()).unwrap_or_default()).map(|at| range.start + at);
                    blocks.last_mut().into_iter().for_each(|block| block.open_comment = block.open_comment.or(opened));
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ if depth == 0 => blocks.push(Block { kind: BlockKind::Other, range, open_comment: None }),
            _ => {}
        }
    }
    blocks
}

/// The text with `\n` for each lone `\r`: to Markdown they are the same, but the parser now and then loses its place.
fn with_line_feeds(page: &str) -> Cow<'_, str> {
    let lone = |at: &usize| page.as_bytes().get(at + 1) != Some(&b'\n');
    let Some(first) = page.match_indices('\r').map(|(at, _)| at).find(lone) else { return Cow::Borrowed(page) };
    let mut text = page[..first].to_owned();
    let mut rest = page[first..].chars().peekable();
    while let Some(c) = rest.next() {
        text.push(if c == '\r' && rest.peek() != Some(&'\n') { '\n' } else { c });
    }
    Cow::Owned(text)
}

/// Where the last comment begins, if it does not end.
fn open_comment(html: &str) -> Option<usize> {
    // `<!-->` is a whole comment (HTML, 13.2.5.43), so its end may begin with its own beginning.
    html.rfind("<!--").filter(|at| !html[at + 2..].contains("-->"))
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

    #[test]
    fn a_line_ends_at_a_lone_carriage_return_as_well() {
        let kinds: Vec<BlockKind> =
            blocks("- ``` x\n\n\r```\r\n\n# in a fence\n").into_iter().map(|b| b.kind).collect();
        assert_eq!(kinds, [BlockKind::Other, BlockKind::Fence]);
    }

    #[test]
    fn a_comment_is_open_where_its_block_of_html_ends_without_its_end() {
        let open = |page: &str| blocks(page).iter().find_map(|block| block.open_comment);
        assert_eq!(open("<!-- a"), Some(0));
        assert_eq!(open("* a\n* <!-- b\n\nc -->\n"), Some(6));
        assert_eq!(open("<div> <!-- a -->  <!--\n\n</div>\n"), Some(18));
        assert_eq!(open("<!-- a --> <!-->\n"), None);
        assert_eq!(open("* <!-- a -->\n* b <!--\n"), None);
        assert_eq!(open("    <!-- code\n\n`<!--`\n"), None);
    }
}
