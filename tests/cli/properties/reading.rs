//! A page read by a reader of its own, which knows Markdown and the names of the sections and nothing of the program.

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;

use super::plan::Mark;
use super::plan::Plan;
use super::plan::SECTIONS;

/// Further names that pages use for a section.
const ALIASES: [&[&str]; 6] = [
    &["problem"],
    &["motivation", "benefits"],
    &["outcome"],
    &[],
    &[],
    &["code", "pull requests", "repo", "gep document"],
];

/// A block at the top of a page.
struct Block {
    level: Option<usize>,
    is_paragraph: bool,
    /// Fenced code or raw HTML.
    is_raw: bool,
    start: usize,
    end: usize,
}

/// The first thing on a page that is not what it was declared to be.
pub(super) fn first_fault(plan: &Plan, page: &str, marks: &[(usize, Mark)]) -> Option<String> {
    let sentinel = page.len() + 2;
    let page = format!("{page}\n\n# sentinel\n");
    let (blocks, open_comment) = read(&page);
    if open_comment {
        return Some("a comment stays open".to_owned());
    }

    let declared = marks.iter().filter_map(|(at, mark)| match mark {
        Mark::Heading { level } => Some((*at, *level)),
        Mark::Topic(_) => Some((*at, 2)),
        Mark::Label(..) | Mark::Drawn(_) | Mark::Picture => None,
    });
    let declared: Vec<(usize, usize)> = declared.chain([(sentinel, 1)]).collect();
    let headings = blocks.iter().filter_map(|block| Some((block.start, block.level.filter(|level| *level <= 2)?)));
    let headings: Vec<(usize, usize)> = headings.collect();
    if headings != declared {
        return Some(format!("headings at {headings:?} instead of {declared:?}"));
    }

    for (at, _) in marks.iter().filter(|(_, mark)| matches!(mark, Mark::Label(..))) {
        let blanks = page[*at..].len() - page[*at..].trim_start_matches([' ', '\t']).len();
        let is_it = |block: &&Block| (*at..=at + blanks).contains(&block.start);
        if !blocks.iter().find(is_it).is_some_and(|block| block.is_paragraph || block.level.is_some()) {
            return Some(format!("no label at {at}"));
        }
    }

    for (at, _) in marks {
        if blocks.iter().any(|block| block.is_raw && block.start < *at && *at < block.end) {
            return Some(format!("what is drawn at {at} is swallowed"));
        }
    }

    for block in blocks.iter().filter(|block| block.is_paragraph || block.level.is_some_and(|level| level > 2)) {
        let mut at = block.start;
        for line in page[block.start..block.end].split_inclusive(['\n', '\r']) {
            let end = at + line.len();
            let (declared, mark) = marks.iter().rfind(|(mark, _)| *mark < end)?;
            let before = page.get(*declared..at).unwrap_or_default();
            let is_labels_line = matches!(mark, Mark::Label(..)) && before.trim_matches([' ', '\t']).is_empty();
            if !is_labels_line && let Some(section) = foreign(plan, line.trim(), block.is_paragraph, *mark) {
                return Some(format!("{line:?} reads as the label of {section}"));
            }
            at = end;
        }
    }
    None
}

/// The later section whose label a line is.
fn foreign(plan: &Plan, line: &str, is_paragraph: bool, mark: Mark) -> Option<&'static str> {
    let (topic, current) = match mark {
        Mark::Heading { .. } | Mark::Drawn(None) | Mark::Picture => return None,
        Mark::Topic(topic) | Mark::Drawn(Some(topic)) => (topic, None),
        Mark::Label(topic, section) => (topic, Some(section)),
    };
    let own = || plan.topics[topic].labels.iter().chain(&plan.labels);
    let later = (0..SECTIONS.len()).filter(|section| current.is_none_or(|current| *section > current));
    let mut later = later.filter(|section| {
        let (key, label, heading) = SECTIONS[*section];
        let names = [label, heading].into_iter().chain(ALIASES[*section].iter().copied());
        let name = named(line, is_paragraph).map(str::to_lowercase);
        let is_named = names.map(str::to_lowercase).any(|one| Some(one) == name);
        let is_own = own().any(|(name, own)| *name == key && !own.trim().is_empty() && line.starts_with(own.trim()));
        is_named || is_own
    });
    later.next().map(|section| SECTIONS[section].0)
}

/// What a line is called that is a heading of the third level, or begins in bold as labels do.
fn named(line: &str, is_paragraph: bool) -> Option<&str> {
    let name = if is_paragraph {
        let (bold, rest) = line.strip_prefix("**")?.split_once("**")?;
        let is_label = rest.trim().is_empty() || rest.starts_with(':') || bold.trim_end().ends_with(':');
        if is_label { bold } else { return None }
    } else {
        line.strip_prefix("###")?.strip_prefix([' ', '\t'])?.trim().trim_end_matches('#')
    };
    let name = name.trim();
    Some(name.strip_suffix(':').unwrap_or(name).trim_end())
}

/// The blocks at the top, and whether raw HTML leaves a comment open anywhere.
fn read(page: &str) -> (Vec<Block>, bool) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    let mut blocks = Vec::new();
    let mut depth = 0;
    let mut html = None;
    let mut open_comment = false;
    // The same lines to Markdown, but the parser loses its place at a lone `\r` now and then.
    let page = page.replace("\r\n", "\u{1a}\n").replace('\r', "\n").replace("\u{1a}\n", "\r\n");
    for (event, range) in Parser::new_ext(&page, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if matches!(tag, Tag::HtmlBlock) {
                    html = Some(String::new());
                }
                if depth == 0 {
                    let level = if let Tag::Heading { level, .. } = tag { Some(level as usize) } else { None };
                    let is_paragraph = matches!(tag, Tag::Paragraph);
                    let is_raw = matches!(tag, Tag::HtmlBlock | Tag::CodeBlock(CodeBlockKind::Fenced(_)));
                    blocks.push(Block { level, is_paragraph, is_raw, start: range.start, end: range.end });
                }
                depth += 1;
            }
            Event::End(_) => {
                depth -= 1;
                open_comment |= html.take().is_some_and(|html| leaves_open(&html));
            }
            Event::Html(text) => html.iter_mut().for_each(|html| html.push_str(&text)),
            _ => {}
        }
    }
    (blocks, open_comment)
}

fn leaves_open(mut html: &str) -> bool {
    while let Some((_, rest)) = html.split_once("<!--") {
        // The end may share its dashes with the beginning: `<!-->`.
        let rest =
            rest.strip_prefix('>').or_else(|| rest.strip_prefix("->")).or_else(|| Some(rest.split_once("-->")?.1));
        let Some(rest) = rest else { return true };
        html = rest;
    }
    false
}
