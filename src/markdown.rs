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
pub mod percent;
pub mod slug;
pub mod survey;
pub mod table;
pub mod width;

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
    let mut blocks = Blocks::default();
    for (event, range) in Parser::new_ext(page, options()).into_offset_iter() {
        blocks.take(page, &event, &range);
    }
    blocks.found
}

/// The blocks found so far, event by event of the parser.
#[derive(Default)]
struct Blocks {
    found: Vec<Block>,
    depth: usize,
}

impl Blocks {
    fn take(&mut self, page: &str, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => {
                if self.depth == 0 {
                    let kind = match tag {
                        Tag::Heading { level, .. } => BlockKind::Heading(*level as usize),
                        Tag::Paragraph => BlockKind::Paragraph,
                        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => BlockKind::Fence,
                        Tag::HtmlBlock => BlockKind::Html,
                        _ => BlockKind::Other,
                    };
                    self.found.push(Block { kind, range: range.clone(), open_comment: None });
                }
                if matches!(tag, Tag::HtmlBlock)
                    && let Some(block) = self.found.last_mut()
                {
                    let opened = open_comment(page.get(range.clone()).unwrap_or_default()).map(|at| range.start + at);
                    block.open_comment = block.open_comment.or(opened);
                }
                self.depth += 1;
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ if self.depth == 0 => {
                self.found.push(Block { kind: BlockKind::Other, range: range.clone(), open_comment: None });
            }
            _ => {}
        }
    }
}

/// What a page is apart from its words: its blocks, lists, links and emphasis in order. Two texts of the same shape differ
/// only in what stands in them, in where links lead and in how blanks and line ends are written.
pub fn shape(page: &str) -> Vec<u8> {
    let page = &with_line_feeds(page);
    let mut shape = Vec::new();
    for event in Parser::new_ext(page, options()) {
        let step = match event {
            Event::Start(Tag::Heading { level, .. }) => 16 + level as u8,
            Event::Start(Tag::Link { .. }) => 30,
            Event::Start(Tag::Image { .. }) => 31,
            Event::Start(Tag::CodeBlock(_)) => 32,
            Event::Start(Tag::List(first)) => 33 + u8::from(first.is_some()),
            Event::Start(Tag::Item) => 35,
            Event::Start(Tag::Paragraph) => 36,
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => 37,
            Event::Start(Tag::HtmlBlock) => 38,
            Event::Start(_) => 39,
            Event::End(_) => 1,
            Event::Code(_) => 2,
            Event::InlineHtml(_) => 3,
            Event::HardBreak => 4,
            Event::Rule => 5,
            Event::FootnoteReference(_) => 6,
            Event::TaskListMarker(done) => 7 + u8::from(done),
            // How a text falls into pieces depends on its marks.
            Event::Text(_) | Event::SoftBreak => continue,
            _ => 10,
        };
        shape.push(step);
    }
    shape
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
