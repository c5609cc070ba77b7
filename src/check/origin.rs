//! From bytes of a page as it was read to bytes of the file that it came from.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Fix;
use crate::diagnostic::Label;
use crate::document::Document;
use crate::document::Located;
use crate::event::Event;
use crate::event::FrontMatter;
use crate::event::Text;
use crate::event::Topic;
use crate::import::TopicOutline;
use crate::source::Span;
use crate::yaml::Step;

use super::page::Page;

/// Where the text of a page comes from.
pub(super) enum Origin<'a> {
    /// From a file that has all of it, perhaps with other line ends.
    File {
        /// The file's text.
        text: &'a str,
    },
    /// From an event file.
    Event {
        /// The event as it was read.
        document: &'a Document,
        /// Of each topic file what labels in it have as their source.
        topic_files: Vec<usize>,
    },
}

impl Origin<'_> {
    /// Moves findings from the page to the file.
    pub(super) fn place(&self, page: &Page<'_>, findings: &mut [Diagnostic]) {
        match self {
            Self::File { text } if *text == page.text => {}
            Self::File { text } => in_file(text, page.text, findings),
            Self::Event { document, topic_files } => in_event_file(document, topic_files, page, findings),
        }
    }
}

/// The spans of a finding that are of its own page.
fn own_spans(finding: &mut Diagnostic) -> impl Iterator<Item = &mut Span> {
    let Diagnostic { primary, related, fix, .. } = finding;
    let fix = fix.as_mut().map(|fix| &mut fix.span);
    own_labels(primary, related).map(|label| &mut label.span).chain(fix)
}

fn own_labels<'l>(primary: &'l mut Label, related: &'l mut [Label]) -> impl Iterator<Item = &'l mut Label> {
    std::iter::once(primary).chain(related.iter_mut().filter(|label| label.source == 0))
}

/// The file has a mark or carriage returns that the page as it was read does not have.
fn in_file(file: &str, page: &str, findings: &mut [Diagnostic]) {
    let mark = if file.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let has_returns = file.len() > mark + page.len();
    let ends: Vec<usize> = if has_returns { page.match_indices('\n').map(|(at, _)| at).collect() } else { Vec::new() };
    let moved = |at: u32| at as usize + mark + ends.partition_point(|end| *end < at as usize);
    for finding in findings {
        if let Some(fix) = finding.fix.as_mut().filter(|_| has_returns) {
            fix.replacement = fix.replacement.replace('\n', "\r\n");
        }
        own_spans(finding).for_each(|span| *span = Span::new(moved(span.start), moved(span.end)));
    }
}

/// Where in an event a part of its page comes from.
struct Way {
    path: Vec<Step>,
    /// The bytes in the text that the path leads to; none where it is not there as it is on the page.
    range: Option<Range<usize>>,
}

fn in_event_file(document: &Document, topic_files: &[usize], page: &Page<'_>, findings: &mut [Diagnostic]) {
    let ways = |findings: &mut [Diagnostic]| -> Vec<Way> {
        let spans = findings.iter_mut().flat_map(own_spans);
        spans.map(|span| way(&document.event, page, span.range())).collect()
    };
    let ways = ways(findings);
    let asked = ways.iter().map(|way| (way.path.as_slice(), way.range.clone()));
    let mut located = document.locate(asked).into_iter();
    let (first, _) = document.topic_files();
    for finding in findings {
        let fix = finding.fix.take();
        let Diagnostic { primary, related, .. } = &mut *finding;
        let source = |located: &Located| {
            let file = usize::from(located.source).checked_sub(first).and_then(|file| topic_files.get(file));
            file.copied().unwrap_or_default()
        };
        for label in own_labels(primary, related) {
            let located = located.next().unwrap_or_default();
            (label.source, label.span) = (source(&located), located.span);
        }
        let Some(fix) = fix else { continue };
        // Only what stands in the file as it does on the page can be mended there.
        let located = located.next().filter(|located| located.is_verbatim && !fix.replacement.contains('\n'));
        if let Some(located) = located.filter(|located| source(located) == finding.primary.source) {
            finding.fix = Some(Fix { span: located.span, replacement: fix.replacement });
        }
    }
}

fn key(name: &'static str) -> Step {
    Step::Key(Cow::Borrowed(name))
}

fn way(event: &Event, page: &Page<'_>, at: Range<usize>) -> Way {
    let nowhere = Way { path: Vec::new(), range: None };
    let Some(read) = page.read.filter(|_| at.end > 0) else { return nowhere };
    let outline = &read.imported.outline;
    let completing = read.renderer.template().declaration.completing_section();
    let mut drawn = event.topics.iter().enumerate().filter(|(_, topic)| topic.state(completing).is_drawn());
    if let Some(place) = outline.topics.iter().position(|topic| topic.whole.range().contains(&at.start))
        && let (Some((index, topic)), Some(outlined)) = (drawn.nth(place), outline.topics.get(place))
    {
        return way_in_topic(topic, outlined, vec![key("topics"), Step::Index(index)], page, at);
    }
    let whole = |name: &'static str, text: &Option<String>| {
        text.as_deref()
            .and_then(|text| within(page, 0..page.text.len(), text, &at))
            .map(|range| Way { path: vec![key(name)], range: Some(range) })
    };
    let verbatim = [("head", &event.head), ("tail", &event.tail), ("footer", &event.footer), ("intro", &event.intro)];
    if let Some(way) = verbatim.into_iter().find_map(|(name, text)| whole(name, text)) {
        return way;
    }
    let field = outline.fields.iter().find(|(_, span)| span.range().contains(&at.start));
    if let Some((name, _)) = field.filter(|(name, _)| name.as_ref() != "front_matter") {
        return Way { path: vec![Step::Key(Cow::Owned(name.to_string()))], range: None };
    }
    if field.is_some() {
        return Way { path: way_in_front_matter(event, page, at.start), range: None };
    }
    // The heading says the series.
    let is_heading = page.heading().is_some_and(|heading| heading.range.contains(&at.start));
    if is_heading {
        Way { path: vec![key("series")], range: None }
    } else {
        Way { path: vec![key("start")], range: None }
    }
}

/// What a line of front matter is made from: a field, a key of its own, or the days.
fn way_in_front_matter(event: &Event, page: &Page<'_>, at: usize) -> Vec<Step> {
    let line = page.text.get(page.line(at)).unwrap_or_default();
    let name = line.split(':').next().unwrap_or_default().trim();
    match &event.front_matter {
        _ if name == "weight" && event.weight.is_some() => vec![key("weight")],
        _ if name == "title" && event.title.is_some() => vec![key("title")],
        FrontMatter::Map(keys) if keys.iter().any(|(known, _)| known == name) => {
            vec![key("front_matter"), Step::Key(Cow::Owned(name.to_owned()))]
        }
        FrontMatter::Verbatim(_) => vec![key("front_matter")],
        _ => vec![key("start")],
    }
}

fn way_in_topic(topic: &Topic, outlined: &TopicOutline, path: Vec<Step>, page: &Page<'_>, at: Range<usize>) -> Way {
    let below = |steps: Vec<Step>| [path.as_slice(), &steps].concat();
    let find = |text: &str| within(page, outlined.whole.range(), text, &at);
    if let Some(range) = topic.body.as_deref().and_then(find) {
        return Way { path: below(vec![key("body")]), range: Some(range) };
    }
    if outlined.heading.range().contains(&at.start) {
        let range = within(page, outlined.heading.range(), &topic.title, &at);
        return Way { path: below(vec![key("title")]), range };
    }
    let field = outlined.fields.iter().rfind(|(_, span)| span.range().contains(&at.start));
    let Some((name, span)) = field else {
        let range = topic.intro.as_deref().and_then(find);
        let name = if range.is_some() { "intro" } else { "title" };
        return Way { path: below(vec![key(name)]), range };
    };
    let step = Step::Key(Cow::Owned(name.to_string()));
    match topic.section(name) {
        Some(Text::Markdown(text)) => Way { path: below(vec![step]), range: within(page, span.range(), text, &at) },
        Some(Text::List(items)) => {
            let mut from = span.range().start;
            for (index, item) in items.iter().enumerate() {
                let item = item.trim_end_matches(['\n', '\r']);
                let rest = page.text.get(from..span.range().end).unwrap_or_default();
                let Some(start) = rest.find(item).filter(|_| !item.is_empty()).map(|at| from + at) else { continue };
                from = start + item.len();
                if at.start <= from {
                    let range = (at.start >= start && at.end <= from).then(|| at.start - start..at.end - start);
                    return Way { path: below(vec![step, Step::Index(index)]), range };
                }
            }
            Way { path: below(vec![step]), range: None }
        }
        None => {
            let text = match name.as_ref() {
                "intro" => topic.intro.as_deref(),
                "tracking" => topic.tracking.as_deref(),
                _ => None,
            };
            let range = text.and_then(|text| within(page, span.range(), text, &at));
            Way { path: below(vec![step]), range }
        }
    }
}

/// Where bytes of the page stand in a text that stands on the page within a range.
fn within(page: &Page<'_>, range: Range<usize>, text: &str, at: &Range<usize>) -> Option<Range<usize>> {
    let text = text.trim_end_matches(['\n', '\r']);
    let slice = page.text.get(range.clone())?;
    let mut starts = slice.match_indices(text).map(|(found, _)| range.start + found);
    let start = starts.find(|start| *start <= at.start && at.end <= start + text.len())?;
    (!text.is_empty()).then(|| at.start - start..at.end - start)
}
