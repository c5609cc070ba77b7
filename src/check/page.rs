//! A page as the rules see it: its text, what Markdown makes of it, the event it tells, the labels of its topics.

use std::ops::Range;
use std::sync::Arc;

use crate::event::Event;
use crate::import::Imported;
use crate::import::TopicOutline;
use crate::markdown::BlockKind;
use crate::markdown::anchor::Anchors;
use crate::markdown::survey::Heading;
use crate::markdown::survey::Survey;
use crate::markdown::survey::survey;
use crate::render::Renderer;
use crate::render::front_matter;
use crate::template::Template;
use crate::template::label::Labels;

use super::Options;
use super::files::Files;

/// The event that a page tells, and what draws it.
pub struct Read {
    /// The page as an event.
    pub imported: Imported,
    /// What it was read by.
    pub renderer: Arc<Renderer>,
}

/// A page, or what an event file draws.
pub struct Page<'a> {
    /// Where it lies below the root, with `/`.
    pub path: &'a str,
    /// Its text, with `\n` at its line ends where they are all alike, and without a byte order mark.
    pub text: &'a str,
    /// Where its Markdown begins, behind the front matter.
    pub markdown: usize,
    /// The event it tells; none of a page that is no event's.
    pub read: Option<&'a Read>,
    /// The event of the event file that it is drawn from, which does not have all of its text.
    pub drawn_from: Option<&'a Event>,
    /// What stands in its Markdown.
    pub survey: Survey,
    /// The labels of all topics, in order.
    pub labels: Vec<Written>,
    /// What lies around it.
    pub files: &'a Files<'a>,
    /// What the configuration says.
    pub options: &'a Options,
}

/// A label as a page writes it.
#[derive(Clone, Debug)]
pub struct Written {
    /// The topic it stands in.
    pub topic: usize,
    /// The section it begins, by its place in the template.
    pub section: usize,
    /// The label with its markup and colon.
    pub range: Range<usize>,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// What follows it up to the next label or topic, without blanks around it.
    pub text: Range<usize>,
}

impl<'a> Page<'a> {
    /// A page that lies at that path.
    pub fn new(
        path: &'a str,
        text: &'a str,
        read: Option<&'a Read>,
        drawn_from: Option<&'a Event>,
        files: &'a Files<'a>,
        options: &'a Options,
    ) -> Self {
        let markdown = front_matter::split(text).map_or(0, |(_, rest)| {
            let fence = rest.as_ptr() as usize - text.as_ptr() as usize;
            text[fence..].find('\n').map_or(text.len(), |end| fence + end + 1)
        });
        let survey = survey(text, markdown);
        let mut page = Self { path, text, markdown, read, drawn_from, survey, labels: Vec::new(), files, options };
        page.labels = page.written_labels();
        page
    }

    /// The anchor of each heading.
    pub fn anchors(&self) -> Vec<String> {
        let mut anchors = Anchors::new(self.options.site);
        self.survey.headings.iter().map(|heading| anchors.next(&heading.text)).collect()
    }

    /// The event, where it is one's page.
    pub fn event(&self) -> Option<&'a Event> {
        self.read.map(|read| read.imported.event.as_ref())
    }

    /// The template it was read by.
    pub fn template(&self) -> Option<&'a Template> {
        self.read.map(|read| read.renderer.template().as_ref())
    }

    /// The topics as they stand on the page.
    pub fn topics(&self) -> &'a [TopicOutline] {
        self.read.map(|read| read.imported.outline.topics.as_slice()).unwrap_or_default()
    }

    /// Where a field of the event stands, by its key in event files.
    pub fn field(&self, key: &str) -> Option<Range<usize>> {
        let fields = &self.read?.imported.outline.fields;
        fields.iter().find(|(name, _)| name.as_ref() == key).map(|(_, span)| span.range())
    }

    /// The page's heading.
    pub fn heading(&self) -> Option<&Heading> {
        self.survey.headings.first().filter(|heading| heading.level == 1)
    }

    /// The line of a byte, without its end.
    pub fn line(&self, at: usize) -> Range<usize> {
        let before = self.text.get(..at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[start..].find('\n').map_or(self.text.len(), |end| start + end);
        start..end
    }

    /// A key of the front matter with its value, as one line has both: the line, and the value as it is written.
    pub fn front_matter(&self, key: &str) -> Option<(Range<usize>, Range<usize>)> {
        let (block, _) = front_matter::split(self.text)?;
        let mut start = block.as_ptr() as usize - self.text.as_ptr() as usize;
        for line in block.split_inclusive('\n') {
            let bare = line.trim_end_matches(['\n', '\r']);
            if let Some(value) = bare.strip_prefix(key).and_then(|rest| rest.trim_start().strip_prefix(':')) {
                let value = value.trim();
                let at = value.as_ptr() as usize - self.text.as_ptr() as usize;
                return Some((start..start + bare.len(), at..at + value.len()));
            }
            start += line.len();
        }
        None
    }

    /// The index of the topic that a byte stands in.
    pub fn topic_at(&self, at: usize) -> Option<usize> {
        self.topics().iter().position(|topic| topic.whole.range().contains(&at))
    }

    fn written_labels(&self) -> Vec<Written> {
        let (Some(template), topics) = (self.template(), self.topics()) else { return Vec::new() };
        let declaration = &template.declaration;
        let labels = Labels::new(&declaration.sections, &declaration.styles);
        let prefix = declaration.headings.topic.prefix();
        let topic_level = prefix.bytes().take_while(|byte| *byte == b'#').count();
        let mut written: Vec<Written> = Vec::new();
        let mut blocks = self.survey.blocks.iter().peekable();
        for (topic, outline) in topics.iter().enumerate() {
            let whole = outline.whole.range();
            let first = written.len();
            while blocks.next_if(|block| block.range.start < whole.start).is_some() {}
            while let Some(block) = blocks.next_if(|block| block.range.start < whole.end) {
                let is_heading = match block.kind {
                    BlockKind::Heading(level) if level > topic_level => true,
                    BlockKind::Paragraph => false,
                    _ => continue,
                };
                let line = self.line(block.range.start);
                let Some(label) = labels.find(&self.text[line.clone()], is_heading) else { continue };
                if line.start != block.range.start || label.written.contains('\r') {
                    continue;
                }
                let range = line.start..line.start + label.written.len();
                written.push(Written { topic, section: label.section, text: range.end..range.end, range, is_heading });
            }
            let starts = written.iter().skip(first + 1).map(|next| next.range.start).chain([whole.end]);
            let ends: Vec<usize> = starts.collect();
            for (label, end) in written.iter_mut().skip(first).zip(ends) {
                let all = &self.text[label.range.end..end];
                let text = all.trim();
                let start = label.range.end + (all.len() - all.trim_start().len());
                label.text = start..start + text.len();
            }
        }
        written
    }
}
