//! What stands in the text of a page: headings, links, images, code, raw HTML, each with its bytes. One pass for all
//! that looks at a page as its readers do.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::LinkType;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::Block;
use super::Blocks;
use super::options;
use super::with_line_feeds;

pub mod html;

/// The headings, links and so on of a page, each kind in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// The blocks at the top, as [`blocks`](super::blocks) tells them.
    pub blocks: Vec<Block>,
    /// Every heading, however deep it stands.
    pub headings: Vec<Heading>,
    /// Every link that is written as one, and every bare URL.
    pub links: Vec<Link>,
    /// Every image.
    pub images: Vec<Link>,
    /// Code: spans, fences, indented blocks, with their marks.
    pub code: Vec<Range<usize>>,
    /// Raw HTML: a tag or comment in a text, or a block of it.
    pub html: Vec<Range<usize>>,
    /// Items of lists, however deep, an outer one before those in it.
    pub items: Vec<Range<usize>>,
    /// What defines the target of reference links.
    pub definitions: Vec<Range<usize>>,
    /// Hard line breaks: the blanks or the backslash before a line end, with it.
    pub breaks: Vec<Range<usize>>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// From 1.
    pub level: usize,
    /// All of it, its marks included.
    pub range: Range<usize>,
    /// Its Markdown without the marks, one line.
    pub text: String,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// All of it, from its first bracket to its last.
    pub range: Range<usize>,
    /// Where it leads, as Markdown reads it.
    pub target: String,
    /// Where that is written, if it stands in the link as it is read.
    pub target_range: Option<Range<usize>>,
    /// What is shown, without markup; of an image the words that stand for it. Of a bare URL the URL.
    pub text: String,
    /// How it is written.
    pub form: Form,
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `[text](target)`.
    Inline,
    /// `[text][label]`, whose target stands elsewhere.
    Reference,
    /// `<https://…>`, or an URL as it is.
    Bare,
    /// An attribute of raw HTML.
    Html,
}

/// Surveys the Markdown of a page from a byte on, behind its front matter; ranges are of the whole page.
pub fn survey(page: &str, start: usize) -> Survey {
    let text = with_line_feeds(page.get(start..).unwrap_or_default());
    let mut parser = Parser::new_ext(&text, options()).into_offset_iter();
    let mut survey = Survey::default();
    let mut open: Vec<Open> = Vec::new();
    let mut heading: Option<Heading> = None;
    let mut blocks = Blocks::default();
    for (event, range) in parser.by_ref() {
        blocks.take(&text, &event, &range);
        if let Some(last) = open.last_mut().filter(|_| !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))) {
            last.inner_end = last.inner_end.max(range.end);
        }
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                heading = Some(Heading { level: level as usize, range: range.clone(), text: String::new() });
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(mut heading) = heading.take() {
                    heading.text = text_of_heading(&text[heading.range.clone()]).to_owned();
                    survey.headings.push(heading);
                }
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                open.push(Open::new(range, link_type, dest_url.into_string(), false));
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                open.push(Open::new(range, link_type, dest_url.into_string(), true));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let Some(closed) = open.pop() else { continue };
                if let Some(around) = open.last_mut() {
                    around.inner_end = around.inner_end.max(closed.link.range.end);
                }
                let is_image = closed.is_image;
                let links = if is_image { &mut survey.images } else { &mut survey.links };
                links.push(closed.close(&text));
            }
            Event::Start(Tag::Item) => survey.items.push(range),
            Event::Start(Tag::CodeBlock(kind)) => {
                // What code is indented by is part of it.
                let line = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
                let start = if kind == CodeBlockKind::Indented { line } else { range.start };
                survey.code.push(start..range.end);
            }
            Event::Start(Tag::HtmlBlock) => survey.html.push(range),
            Event::InlineHtml(_) => survey.html.push(range),
            Event::Text(piece) => open.iter_mut().for_each(|open| open.link.text.push_str(&piece)),
            Event::SoftBreak | Event::HardBreak => {
                open.iter_mut().for_each(|open| open.link.text.push(' '));
                if event == Event::HardBreak {
                    survey.breaks.push(range);
                }
            }
            Event::Code(piece) => {
                open.iter_mut().for_each(|open| open.link.text.push_str(&piece));
                survey.code.push(range);
            }
            _ => {}
        }
    }
    survey.blocks = blocks.found;
    survey.definitions = parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone()).collect();
    survey.definitions.sort_by_key(|range| range.start);
    survey.links.sort_by_key(|link| link.range.start);
    survey.images.sort_by_key(|image| image.range.start);
    html_targets(&text, &mut survey);
    bare_urls(&text, &mut survey);
    survey.shift(start);
    survey
}

impl Survey {
    /// Whether a byte stands in code, or in raw HTML.
    pub fn is_code(&self, at: usize) -> bool {
        holds(&self.code, at)
    }

    /// Whether a byte stands in raw HTML.
    pub fn is_html(&self, at: usize) -> bool {
        holds(&self.html, at)
    }

    fn shift(&mut self, by: usize) {
        let ranges = [&mut self.code, &mut self.html, &mut self.items, &mut self.definitions, &mut self.breaks];
        let headings = self.headings.iter_mut().map(|heading| &mut heading.range);
        let links = self.links.iter_mut().chain(&mut self.images);
        let links = links.flat_map(|link| std::iter::once(&mut link.range).chain(link.target_range.as_mut()));
        let blocks = self.blocks.iter_mut().map(|block| &mut block.range);
        for range in ranges.into_iter().flatten().chain(headings).chain(links).chain(blocks) {
            *range = range.start + by..range.end + by;
        }
        self.blocks.iter_mut().for_each(|block| block.open_comment = block.open_comment.map(|at| at + by));
    }
}

/// The text from a byte on, at most so many bytes of it: for whoever looks ahead at every link of a long line.
pub fn window(text: &str, from: usize, bytes: usize) -> &str {
    let rest = text.get(from..).unwrap_or_default();
    let end = (0..=bytes.min(rest.len())).rev().find(|end| rest.is_char_boundary(*end));
    rest.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// Whether one of the ranges, which are in order and lie in none of each other, holds a byte.
fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= at);
    after.checked_sub(1).and_then(|before| ranges.get(before)).is_some_and(|range| at < range.end)
}

/// A link or an image that is being read.
struct Open {
    link: Link,
    is_image: bool,
    /// Where what it shows ends, as far as it is read.
    inner_end: usize,
}

impl Open {
    fn new(range: Range<usize>, link_type: LinkType, target: String, is_image: bool) -> Self {
        let (form, target) = match link_type {
            LinkType::Inline => (Form::Inline, target),
            LinkType::Autolink => (Form::Bare, target),
            LinkType::Email => (Form::Bare, format!("mailto:{target}")),
            _ => (Form::Reference, target),
        };
        let inner_end = range.start + 1;
        let link = Link { range, target, target_range: None, text: String::new(), form };
        Self { link, is_image, inner_end }
    }

    fn close(mut self, text: &str) -> Link {
        let link = &mut self.link;
        let start = match link.form {
            Form::Bare => Some(link.range.start + 1),
            // Behind what it shows: that may hold what looks like a target, and so may a title.
            Form::Inline => text.get(self.inner_end..link.range.end).and_then(|rest| {
                let begin = rest.find("](")? + 2;
                let target = rest.get(begin..)?.trim_start();
                Some(self.inner_end + rest.len() - target.strip_prefix('<').unwrap_or(target).len())
            }),
            Form::Reference | Form::Html => None,
        };
        let range = start.filter(|_| !link.target.is_empty()).map(|start| start..start + link.target.len());
        link.target_range = range.filter(|range| text.get(range.clone()) == Some(link.target.as_str()));
        self.link
    }
}

/// The text of a heading without `#`, without the `#` that may close it, without the line under it.
fn text_of_heading(written: &str) -> &str {
    let line = written.trim_start().split('\n').next().unwrap_or_default().trim();
    if !line.starts_with('#') {
        return line;
    }
    let text = line.trim_start_matches('#').trim();
    let open = text.trim_end_matches('#');
    // A `#` closes only behind a blank: `C#` is a name.
    if open.len() < text.len() && (open.is_empty() || open.ends_with([' ', '\t'])) { open.trim_end() } else { text }
}

/// Where raw HTML leads, and the images it shows.
fn html_targets(text: &str, survey: &mut Survey) {
    let before = (survey.links.len(), survey.images.len());
    for range in &survey.html {
        let Some(html) = text.get(range.clone()) else { continue };
        for tag in html::tags(html) {
            let is_image = tag.is("img");
            let has_source = ["video", "audio", "source", "iframe"].into_iter().any(|name| tag.is(name));
            let leads = tag.is("a") || tag.is("area");
            let value = match () {
                () if is_image || has_source => tag.value("src"),
                () if leads => tag.value("href"),
                () => None,
            };
            let Some(value) = value else { continue };
            let text_of = |value: Range<usize>| html.get(value).unwrap_or_default().to_owned();
            let link = Link {
                range: range.start + tag.range.start..range.start + tag.range.end,
                target: text_of(value.clone()),
                target_range: Some(range.start + value.start..range.start + value.end),
                text: tag.value("alt").map(text_of).unwrap_or_default(),
                form: Form::Html,
            };
            if is_image { survey.images.push(link) } else { survey.links.push(link) }
        }
    }
    if before != (survey.links.len(), survey.images.len()) {
        survey.links.sort_by_key(|link| link.range.start);
        survey.images.sort_by_key(|image| image.range.start);
    }
}

/// URLs that stand in a text as they are, which both sites make links of
/// ([GFM](https://github.github.com/gfm/#autolinks-extension-), 6.9).
fn bare_urls(text: &str, survey: &mut Survey) {
    let mut found = Vec::new();
    let links: Vec<Range<usize>> = survey.links.iter().map(|link| link.range.clone()).collect();
    let images: Vec<Range<usize>> = survey.images.iter().map(|image| image.range.clone()).collect();
    let mut free = 0;
    let mut begins: Vec<(usize, &str)> = text.match_indices("http").map(|(at, _)| (at, "h")).collect();
    let schemes = begins.len();
    begins.extend(text.match_indices("www.").map(|(at, _)| (at, "w")));
    if begins.len() > schemes {
        begins.sort_unstable();
    }
    for (at, begin) in begins {
        let Some(rest) = text.get(at..).filter(|_| at >= free) else { continue };
        let scheme = ["https://", "http://", "www."].into_iter().find(|scheme| rest.starts_with(scheme));
        let Some(scheme) = scheme else { continue };
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let is_begin = match before {
            None => true,
            Some(c) if begin == "w" => c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('),
            Some(c) => !c.is_alphanumeric() && !matches!(c, '/' | '='),
        };
        let host = rest.get(scheme.len()..).unwrap_or_default();
        if !is_begin || !host.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
            continue;
        }
        let elsewhere = [&survey.code, &survey.html, &survey.definitions, &links, &images];
        if elsewhere.into_iter().any(|ranges| holds(ranges, at)) {
            continue;
        }
        let url = without_punctuation(rest.get(..end_of_url(rest)).unwrap_or_default());
        free = at + url.len();
        let is_host = begin == "h" || url.get(scheme.len()..).is_some_and(|host| host.contains('.'));
        if url.len() <= scheme.len() || !is_host {
            continue;
        }
        let range = at..at + url.len();
        let (target, target_range) = match begin {
            "h" => (url.to_owned(), Some(range.clone())),
            _ => (format!("http://{url}"), None),
        };
        found.push(Link { range, target, target_range, text: url.to_owned(), form: Form::Bare });
    }
    if !found.is_empty() {
        survey.links.extend(found);
        survey.links.sort_by_key(|link| link.range.start);
    }
}

/// Where a URL ends that a text begins with: at a blank, and at a `]` that it does not open.
fn end_of_url(text: &str) -> usize {
    let mut open = 0_usize;
    let is_end = |(_, c): &(usize, char)| match c {
        '[' => {
            open += 1;
            false
        }
        ']' if open == 0 => true,
        ']' => {
            open -= 1;
            false
        }
        c => c.is_whitespace() || matches!(c, '<' | '"' | '`' | '|'),
    };
    text.char_indices().find(is_end).map_or(text.len(), |(at, _)| at)
}

/// A URL without the marks behind it, and without a closing bracket that it does not open.
fn without_punctuation(url: &str) -> &str {
    let opens = url.matches('(').count();
    let mut closes = url.matches(')').count();
    let mut end = url.len();
    for (at, c) in url.char_indices().rev() {
        match c {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | ';' => {}
            ')' if closes > opens => closes -= 1,
            _ => break,
        }
        end = at;
    }
    url.get(..end).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(page: &str) -> Vec<(String, String, Form)> {
        survey(page, 0).links.into_iter().map(|link| (link.text, link.target, link.form)).collect()
    }

    fn told(text: &str, target: &str, form: Form) -> (String, String, Form) {
        (text.to_owned(), target.to_owned(), form)
    }

    #[test]
    fn links_are_told_with_text_and_target() {
        let page = "[a `b`](c.md) <https://d.example> [e][f] https://g.example/h_i.\n\n[f]: https://f.example\n";
        let expected = [
            told("a b", "c.md", Form::Inline),
            told("https://d.example", "https://d.example", Form::Bare),
            told("e", "https://f.example", Form::Reference),
            told("https://g.example/h_i", "https://g.example/h_i", Form::Bare),
        ];
        assert_eq!(links(page), expected);
    }

    #[test]
    fn the_target_stands_where_it_is_written() {
        let page = "---\ntitle: x\n---\n[https://a.example](https://a.example) ![b](c%20d.png \"e\")\n";
        let survey = survey(page, 17);
        let written = |link: &Link| link.target_range.clone().map(|range| &page[range]);
        assert_eq!(written(&survey.links[0]), Some("https://a.example"));
        assert_eq!(survey.links[0].target_range.as_ref().unwrap().start, 37);
        assert_eq!(written(&survey.images[0]), Some("c%20d.png"));
        assert_eq!(&page[survey.images[0].range.clone()], "![b](c%20d.png \"e\")");
    }

    #[test]
    fn code_and_comments_hold_no_links() {
        let page = "`https://a.example`\n\n```\nhttps://b.example\n```\n\n<!-- <a href=\"https://c.example\"> -->\n";
        assert_eq!(links(page), []);
    }

    #[test]
    fn attributes_of_html_lead_somewhere() {
        let page = "<p><img src='a.png' alt=\"A\"></p>\n\nx <a href=\"b.md\">b</a>\n";
        let survey = survey(page, 0);
        assert_eq!((survey.images[0].target.as_str(), survey.images[0].text.as_str()), ("a.png", "A"));
        assert_eq!(survey.links[0].target, "b.md");
    }

    #[test]
    fn a_bare_url_ends_before_its_punctuation() {
        let page = "(https://a.example/b_(c)), https://d.example/?e=f&g. **https://h.example**\n";
        let targets: Vec<String> = links(page).into_iter().map(|(_, target, _)| target).collect();
        assert_eq!(targets, ["https://a.example/b_(c)", "https://d.example/?e=f&g", "https://h.example"]);
    }

    #[test]
    fn the_target_stands_behind_what_is_shown_and_before_the_title() {
        let page = "[a `](x)` ](b \"](b)\") [![c](d)](<e f>) <g@h.example> [i](j&amp;k)\n";
        let survey = survey(page, 0);
        let written: Vec<Option<Range<usize>>> = survey.links.iter().map(|link| link.target_range.clone()).collect();
        assert_eq!(written, [Some(12..13), Some(33..36), None, None]);
        assert_eq!(survey.links[2].target, "mailto:g@h.example");
        assert_eq!(survey.images[0].target_range, Some(28..29));
    }

    #[test]
    fn a_bare_host_is_a_link_behind_a_blank_only() {
        let page = "www.a.example/b, (www.c.example) x.www.d.example www.e https://www.f.example\n";
        let targets: Vec<String> = links(page).into_iter().map(|(_, target, _)| target).collect();
        assert_eq!(targets, ["http://www.a.example/b", "http://www.c.example", "https://www.f.example"]);
    }

    #[test]
    fn a_bare_url_ends_at_a_bracket_that_it_does_not_open() {
        let page = "[https://a.example](b c) [https://d.example] http://[::1]/e\n";
        let targets: Vec<String> = links(page).into_iter().map(|(_, target, _)| target).collect();
        assert_eq!(targets, ["https://a.example", "https://d.example", "http://[::1]/e"]);
    }

    #[test]
    fn a_hundred_thousand_links_are_read_in_little_time() {
        let started = std::time::Instant::now();
        for piece in ["(https://", "https://a.example)", "<div href=\"", "<i a='b' ", "[a](b) www.c.d ", "[https://a"] {
            assert!(survey(&piece.repeat(100_000), 0).links.len() <= 200_000);
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    #[test]
    fn headings_are_told_without_their_marks() {
        let page = "# A b #\n\n## C#\n\nD `e`\n===\n\n- ## f\n";
        let survey = survey(page, 0);
        let headings: Vec<(usize, &str)> =
            survey.headings.iter().map(|heading| (heading.level, heading.text.as_str())).collect();
        assert_eq!(headings, [(1, "A b"), (2, "C#"), (1, "D `e`"), (2, "f")]);
    }
}
