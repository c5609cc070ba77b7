//! Whether texts leave the page's structure as declared.
//!
//! A contributor's text goes onto the page untouched. So it must not be read back as another topic or as a known
//! label, nor leave a fence, a comment or a block of HTML open that would swallow what follows. Most texts hold nothing
//! that could: a look at the beginnings of their lines tells. The others are parsed as they will stand on the page,
//! with a heading after them that must come out as one.

use std::borrow::Cow;
use std::ops::Range;

use crate::event::Event;
use crate::event::FieldValue;
use crate::event::Labels;
use crate::event::Text;
use crate::event::Topic;
use crate::markdown;
use crate::markdown::Block;
use crate::template::Kind;
use crate::template::Section;
use crate::template::Style;
use crate::template::Template;
use crate::yaml::Step;

use super::context::section_label;
use super::drawn::without_line_ends;
use super::drawn::write_section;

/// What a text would do to the page, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The way to the text in the event file.
    pub path: Vec<Step>,
    /// The first byte in the text that does it.
    pub offset: usize,
    /// What it would do.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// Everything in an event that would break its page in that style.
pub fn breaches(event: &Event, template: &Template, style: Option<&str>) -> Vec<Breach> {
    let own = template.style(event.style.as_deref());
    let Some(style) = template.style(style.or(event.style.as_deref())) else { return Vec::new() };
    let check = Check {
        template,
        style,
        labels: own.filter(|own| own.name == style.name).map(|_| &event.labels),
        topic_level: template.declaration.headings.topic.prefix().bytes().take_while(|byte| *byte == b'#').count(),
        found: Vec::new(),
    };
    check.event(event)
}

struct Check<'t> {
    template: &'t Template,
    style: &'t Style,
    /// How the event writes labels, where it is drawn in its own style.
    labels: Option<&'t Labels>,
    /// How many `#` a topic's heading has.
    topic_level: usize,
    found: Vec<Breach>,
}

impl Check<'_> {
    fn event(mut self, event: &Event) -> Vec<Breach> {
        if event.head.is_none() {
            if let Some(intro) = &event.intro {
                self.text(&[key("intro")], "", intro, None, &[]);
            }
            for (name, value) in &event.fields {
                let is_markdown = self.template.declaration.event_field(name).is_some_and(|f| f.kind == Kind::Markdown);
                if is_markdown {
                    self.declared(&[Step::Key(name.to_string().into())], value);
                }
            }
        }
        let completing = self.template.declaration.completing_section();
        for (index, topic) in event.topics.iter().enumerate() {
            if topic.body.is_none() && topic.state(completing).is_drawn() {
                self.topic(&[key("topics"), Step::Index(index)], topic);
            }
        }
        self.found
    }

    fn topic(&mut self, path: &[Step], topic: &Topic) {
        let sections = &self.template.declaration.sections;
        let below = |name: &str| [path, &[Step::Key(name.to_owned().into())]].concat();
        if let Some(intro) = &topic.intro {
            self.text(&below("intro"), "", intro, Some(topic), sections);
        }
        for (name, value) in &topic.fields {
            if self.template.declaration.topic_field(name).is_some_and(|field| field.kind == Kind::Markdown) {
                self.declared(&below(name), value);
            }
        }
        for (name, text) in &topic.sections {
            let Some((at, section)) = self.template.declaration.section(name) else { continue };
            // A label that repeats or stands out of order is text of the section it stands in.
            let later = sections.get(at + 1..).unwrap_or_default();
            if is_plain(text) {
                continue;
            }
            let label = section_label(self.style, section.label_in(&self.style.name));
            let mut drawn = String::new();
            // Writing to a string cannot fail.
            let _ = write_section(&mut drawn, &label, text, self.style);
            let breach = self.breach(&drawn, label.len(), Some(topic), later);
            self.push(&below(name), text, breach);
        }
    }

    fn declared(&mut self, path: &[Step], value: &FieldValue) {
        match value {
            FieldValue::Text(text) => self.text(path, "", text, None, &[]),
            FieldValue::Many(values) => {
                for (index, value) in values.iter().enumerate() {
                    self.declared(&[path, &[Step::Index(index)]].concat(), value);
                }
            }
            FieldValue::Date(_) | FieldValue::Link(_) | FieldValue::Picture(_) => {}
        }
    }

    fn text(&mut self, path: &[Step], before: &str, text: &str, topic: Option<&Topic>, later: &[Section]) {
        if is_plain_text(text) {
            return;
        }
        let drawn = format!("{before}{}", without_line_ends(text));
        let breach = self.breach(&drawn, before.len(), topic, later);
        self.push(path, &Text::Markdown(text.to_owned()), breach);
    }

    fn push(&mut self, path: &[Step], text: &Text, breach: Option<Found>) {
        let Some(Found { offset, words, message, help }) = breach else { return };
        let mut path = path.to_vec();
        let offset = match text {
            // What joins label and text may differ from the join: the words at fault are found again in the text.
            Text::Markdown(text) => offset_of(text, &words, offset),
            Text::List(items) => {
                let index = items.iter().position(|item| item.contains(words.trim())).unwrap_or(0);
                path.push(Step::Index(index));
                0
            }
        };
        self.found.push(Breach { path, offset, message, help });
    }

    /// What a drawn text would do; `own` bytes at its beginning are the label.
    fn breach(&self, drawn: &str, own: usize, topic: Option<&Topic>, later: &[Section]) -> Option<Found> {
        const SENTINEL: &str = "\n\n# sentinel\n";
        let page = format!("{drawn}{SENTINEL}");
        let sentinel = drawn.len() + 2;
        let blocks = markdown::blocks(&page);
        for block in &blocks {
            let found = |message: String, help: &str| Found::new(drawn, &block.range, own, message, help);
            if block.range.start >= sentinel {
                continue;
            }
            if block.range.end > sentinel {
                let what = match block.kind {
                    markdown::BlockKind::Fence => "a code fence",
                    _ if drawn[block.range.start..].starts_with("<!--") => "a comment",
                    _ => "a block of HTML",
                };
                return Some(found(format!("{what} is not closed"), "close it, or it swallows what follows"));
            }
            if let markdown::BlockKind::Heading(level) = block.kind {
                if level <= self.topic_level {
                    let help = format!("use `{}` or more, or a fence around it", "#".repeat(self.topic_level + 1));
                    return Some(found("a heading that reads as another topic".to_owned(), &help));
                }
                if block.range.start >= own.min(drawn.len())
                    && let Some(section) = self.label(block, drawn, topic, later)
                {
                    return Some(found(format!("a heading that reads as the label of `{section}`"), LABEL_HELP));
                }
            }
            if block.kind == markdown::BlockKind::Paragraph {
                let lines = drawn.get(block.range.clone()).unwrap_or_default().split_inclusive(['\n', '\r']);
                let mut start = block.range.start;
                for line in lines {
                    let range = start..start + line.len();
                    start = range.end;
                    let at_label = range.start < own;
                    if let Some(section) = self.label_of_line(line, topic, later).filter(|_| !at_label) {
                        let message = format!("a line that reads as the label of `{section}`");
                        return Some(Found::new(drawn, &range, own, message, LABEL_HELP));
                    }
                }
            }
        }
        let swallowed = !blocks.iter().any(|block| block.range.start == sentinel);
        swallowed.then(|| {
            let all = own.min(drawn.len())..drawn.len();
            Found::new(drawn, &all, own, "something is not closed".to_owned(), "close it, or it swallows what follows")
        })
    }

    /// The later section whose label a heading is.
    fn label<'s>(&self, block: &Block, drawn: &str, topic: Option<&Topic>, later: &'s [Section]) -> Option<&'s str> {
        let line = drawn.get(block.range.clone())?.lines().next()?;
        self.label_of_line(line, topic, later)
    }

    /// The later section whose label a line begins with, as this style or this event writes labels.
    fn label_of_line<'s>(&self, line: &str, topic: Option<&Topic>, later: &'s [Section]) -> Option<&'s str> {
        let written = topic.map(|topic| &topic.labels).into_iter().chain(self.labels).flatten();
        let section = later.iter().find(|section| {
            let is_written = |(name, label): &(crate::event::Key, String)| {
                *name == section.key && line.starts_with(label.trim_end())
            };
            written.clone().any(is_written)
                || label_text(line, self.style).is_some_and(|text| section.names().any(|name| same_label(name, text)))
        });
        section.map(|section| section.key.as_ref())
    }
}

const LABEL_HELP: &str = "move it to that section, or write it in another way";

/// A breach in a drawn text, before it is found in the text itself.
struct Found {
    /// From the end of the label.
    offset: usize,
    /// The line at fault.
    words: String,
    message: String,
    help: String,
}

impl Found {
    fn new(drawn: &str, range: &Range<usize>, own: usize, message: String, help: &str) -> Self {
        let words = drawn.get(range.clone()).unwrap_or_default().lines().next().unwrap_or_default();
        // A label's own line can be part of it, when the text begins with an underline.
        let words = if range.start < own { drawn.get(own..).unwrap_or_default().trim_start() } else { words };
        let words = words.lines().next().unwrap_or_default().to_owned();
        Self { offset: range.start.saturating_sub(own), words, message, help: help.to_owned() }
    }
}

/// Where words stand in a text, nearest to where they were drawn.
fn offset_of(text: &str, words: &str, drawn: usize) -> usize {
    if words.is_empty() {
        return 0;
    }
    text.match_indices(words).map(|(at, _)| at).min_by_key(|at| at.abs_diff(drawn)).unwrap_or(0)
}

/// The label a line begins with, without markup and colon: bold or a heading, as the style has it.
pub fn label_text<'l>(line: &'l str, style: &Style) -> Option<&'l str> {
    let text = if style.has_headings() {
        line.strip_prefix(style.label.prefix())?.trim().trim_end_matches('#').trim_end()
    } else {
        let (bold, after) = line.strip_prefix("**")?.split_once("**")?;
        let is_label = bold.trim_end().ends_with(':') || after.starts_with(':') || after.trim().is_empty();
        is_label.then_some(bold)?
    };
    let text = text.trim();
    Some(text.strip_suffix(':').unwrap_or(text).trim_end())
}

/// Whether two labels are the same but for case.
pub fn same_label(a: &str, b: &str) -> bool {
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

fn key(name: &'static str) -> Step {
    Step::Key(Cow::Borrowed(name))
}

fn is_plain(text: &Text) -> bool {
    match text {
        Text::Markdown(text) => is_plain_text(text),
        Text::List(items) => items.iter().all(|item| is_plain_text(item)),
    }
}

/// Whether no line begins with what could be a heading, an underline, a fence, HTML or a label.
fn is_plain_text(text: &str) -> bool {
    // Markdown's lines end at a lone carriage return as well.
    let is_lone = |at: usize| text.as_bytes().get(at + 1).is_some_and(|next| *next != b'\n');
    if text.bytes().enumerate().any(|(at, byte)| byte == b'\r' && is_lone(at)) {
        return false;
    }
    text.split('\n').all(|line| {
        let line = line.trim_start_matches([' ', '\t']);
        match line.as_bytes() {
            [b'#' | b'=' | b'<' | b'`' | b'~', ..] => false,
            [b'-', b' ' | b'\t', rest @ ..] => !rest.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'-' | b'\r')),
            [b'-', ..] => false,
            [b'*', b'*', ..] => false,
            [..] => true,
        }
    })
}
