//! One topic of a page: its heading, what stands under it, its sections.

use std::ops::Range;

use crate::event::Key;
use crate::event::MOST_BLANK_LINES;
use crate::event::Picture;
use crate::event::State;
use crate::event::Text;
use crate::event::Topic;
use crate::event::is_demo;
use crate::markdown::Block;
use crate::markdown::BlockKind;
use crate::markdown::emoji;
use crate::source::Span;
use crate::template::Declaration;
use crate::template::Style;
use crate::template::pattern::Form;

use super::TopicOutline;
use super::lines;
use super::sections;
use super::sections::Begin;
use super::sections::Spelling;
use super::sections::ends;
use super::text::LONGEST;
use super::text::is_line;
use super::text::line_end;
use super::text::line_start;
use super::values;

/// A topic as far as it reads without its style.
pub(super) struct Found {
    /// From its heading to the next topic, or to the footer.
    pub(super) range: Range<usize>,
    /// Fields of its heading and the lines under it.
    topic: Topic,
    outline: TopicOutline,
    /// Where its text begins.
    content: usize,
    /// Where its text ends and its pictures begin.
    end: usize,
    pub(super) begins: Vec<Begin>,
    /// Pictures that are all there is of the last section.
    only: Vec<Picture>,
    /// Whether a comment under the heading tells fields that are not drawn.
    pub(super) has_note: bool,
}

impl Found {
    /// Whether pictures are all there is of a section: they may stand behind a bare label in any style.
    pub(super) fn is_bare(&self, begin: &Begin) -> bool {
        !self.only.is_empty() && self.begins.last().is_some_and(|last| last.start == begin.start)
    }
}

/// What all topics of a page are read by.
pub(super) struct Reader<'p> {
    pub(super) text: &'p str,
    pub(super) declaration: &'p Declaration,
    /// The forms of a topic's heading.
    pub(super) headings: Vec<Form<'p>>,
}

/// What tells the fields that are not drawn.
const NOTE: &str = "<!-- afterword: ";

impl<'p> Reader<'p> {
    pub(super) fn new(text: &'p str, declaration: &'p Declaration) -> Self {
        let headings = declaration.headings.topic.forms(None, |key| key == "title");
        Self { text, declaration, headings }
    }

    /// The topic in a range, whose sections begin as given; its blocks begin with its heading.
    pub(super) fn find(&self, range: Range<usize>, blocks: &[Block], begins: Vec<Begin>) -> Found {
        let heading_end = line_end(self.text, range.start).min(range.end);
        let mut found = Found {
            topic: Topic::default(),
            outline: TopicOutline {
                whole: Span::new(range.start, range.end),
                heading: Span::new(range.start, heading_end),
                fields: Vec::new(),
            },
            content: (heading_end + 1).min(range.end),
            end: range.end,
            begins,
            only: Vec::new(),
            has_note: false,
            range,
        };
        self.heading(&mut found, blocks.first());
        let limit = found.begins.first().map_or(found.range.end, |first| first.start);
        let inner = blocks.get(1..).unwrap_or_default();
        let own = inner.partition_point(|block| block.range.start < limit);
        self.under_heading(&mut found, inner.get(..own).unwrap_or_default());
        self.pictures(&mut found, inner);
        found
    }

    fn heading(&self, found: &mut Found, block: Option<&Block>) {
        let span = found.outline.heading;
        let line = &self.text[span.range()];
        let accepts = |key: &str, value: &str| match key {
            "emoji" | "badge" => self.declaration.topic_field(key).is_some() && emoji::is_emoji(value),
            _ => is_line(value),
        };
        let forms = if line.len() > LONGEST { &[] } else { self.headings.as_slice() };
        let values = forms.iter().find_map(|form| form.read(line, &accepts));
        let topic = &mut found.topic;
        for (key, value) in values.into_iter().flatten() {
            match key {
                "emoji" => topic.emoji = Some(value.to_owned()),
                "badge" => topic.badge = Some(value.to_owned()),
                _ => topic.title = value.to_owned(),
            }
        }
        if topic.title.is_empty() {
            // An underlined heading, an indented one, one without words.
            let whole = block.and_then(|block| self.text.get(block.range.clone())).unwrap_or(line);
            let line = whole.trim().split(['\n', '\r']).next().unwrap_or_default();
            let title = line.trim_matches(|c: char| c == '#' || c.is_whitespace());
            topic.title = if is_line(title) { title } else { UNTITLED }.to_owned();
        }
        let key = Key::from("title");
        found.outline.fields.push((key, span));
    }

    /// The comment, the tracking and the lines of facts between a heading and its text.
    fn under_heading(&self, found: &mut Found, blocks: &[Block]) {
        let mut blocks = blocks.iter().peekable();
        let lines = |block: &Block| {
            let text = self.text.get(block.range.clone()).unwrap_or_default();
            text.trim_end_matches(['\n', '\r'])
        };
        let follows = |found: &Found, block: &Block| {
            block.range.start == found.content + 1 && self.text[found.content..].starts_with('\n')
        };
        if let Some(block) = blocks.peek().filter(|block| block.kind == BlockKind::Html && follows(found, block))
            && let Some(note) = lines(block).strip_prefix(NOTE).and_then(|note| note.strip_suffix(" -->"))
            && is_line(note)
            // That one speaks to the linter.
            && !note.starts_with("ignore ")
        {
            read_note(note, &mut found.topic, self.declaration);
            found.has_note = true;
            found.outline.fields.push((Key::from("owners"), Span::new(block.range.start, block.range.end)));
            self.pass(found, block);
            blocks.next();
        }
        if let Some(block) = blocks.peek().filter(|block| block.kind == BlockKind::Other && follows(found, block))
            && self.declaration.topic_field("tracking").is_some()
            && let Some(tracking) = lines(block)
                .strip_prefix("> **Tracking:** ")
                .filter(|text| !text.is_empty() && text.len() <= LONGEST && !text.contains(['\n', '\r']))
        {
            found.topic.tracking = Some(tracking.to_owned());
            found.outline.fields.push((Key::from("tracking"), Span::new(block.range.start, block.range.end)));
            self.pass(found, block);
            blocks.next();
        }
        if let Some(block) = blocks.peek().filter(|block| block.kind == BlockKind::Other && follows(found, block))
            && !self.declaration.facts.lines.is_empty()
        {
            let facts = lines::read(lines(block), block.range.start, &self.declaration.facts);
            if !facts.facts.is_empty() && facts.further.is_empty() && facts.strange.is_empty() {
                for fact in facts.facts {
                    self.fact(&mut found.topic, &fact);
                    found.outline.fields.push((fact.key, fact.span));
                }
                self.pass(found, block);
            }
        }
    }

    /// Goes on behind the last line of a block.
    fn pass(&self, found: &mut Found, block: &Block) {
        let text = self.text.get(block.range.clone()).unwrap_or_default();
        let end = block.range.start + text.trim_end_matches(['\n', '\r']).len();
        found.content = (line_end(self.text, end) + 1).min(found.range.end);
    }

    fn fact(&self, topic: &mut Topic, fact: &lines::Fact<'_>) {
        let field = self.declaration.topic_field(&fact.key);
        match fact.key.as_ref() {
            "owners" => topic.owners = values::handles(fact.value, field).unwrap_or_default(),
            "demo" => topic.demo = Some(fact.value.to_owned()),
            "tracking" => topic.tracking = Some(fact.value.to_owned()),
            "state" => topic.said = state(fact.value),
            _ => {
                let value = field.and_then(|field| values::declared(fact.value, field, self.declaration));
                topic.fields.extend(value.map(|value| (fact.key.clone(), value)));
            }
        }
        topic.labels.extend(fact.label.map(|label| (fact.key.clone(), label.to_owned())));
    }

    /// Pictures that end a topic, each a paragraph; but not all there is of its last section.
    fn pictures(&self, found: &mut Found, blocks: &[Block]) {
        if self.declaration.topic_field("pictures").is_none() {
            return;
        }
        let from = found.begins.last().map_or(found.content, |last| last.label_end);
        let mut pictures = Vec::new();
        let mut end = found.range.end;
        for block in blocks.iter().rev().take_while(|block| block.range.start >= from) {
            // Blanks below it are text of the section.
            let below = self.text.get(line_end(self.text, block.range.start).min(end)..end).unwrap_or_default();
            if !below.trim_matches(['\n', '\r']).is_empty() {
                break;
            }
            let line = self.text.get(block.range.clone()).unwrap_or_default().trim_end_matches(['\n', '\r']);
            let start = line_start(self.text, block.range.start);
            let Some(picture) = values::picture(line).filter(|_| block.kind == BlockKind::Paragraph) else { break };
            let before = &self.text[..start];
            // A carriage return at the end of a line would not be drawn again, of this one or of the text before.
            if self.text[start..line_end(self.text, start)].ends_with('\r') || before.ends_with("\r\n\n") {
                break;
            }
            if pictures.len() == MOST_PICTURES
                || start != block.range.start
                || !before.ends_with("\n\n")
                || before.ends_with("\n\n\n")
            {
                break;
            }
            pictures.push((picture, Span::new(start, start + line.len())));
            end = start;
        }
        pictures.reverse();
        if found.begins.last().is_some() && self.text[from..end].trim().is_empty() {
            found.only = pictures.into_iter().map(|(picture, _)| picture).collect();
            return;
        }
        for (picture, span) in pictures {
            found.topic.pictures.push(picture);
            found.outline.fields.push((Key::from("pictures"), span));
        }
        found.end = end;
    }

    /// What follows the label of each section, without its last line ends.
    pub(super) fn sections<'f>(&self, found: &'f Found) -> impl Iterator<Item = (Begin, &'p str)>
    where
        'p: 'f,
    {
        let text = self.text;
        ends(&found.begins, found.end).map(move |(begin, range)| (begin, text[range].trim_end_matches(['\n', '\r'])))
    }

    /// The topic in that style, and where its parts stand; as an error where something of it is not written so.
    pub(super) fn topic(
        &self,
        found: Found,
        style: Option<&Style>,
        spelling: &Spelling,
    ) -> (Result<Topic, Topic>, TopicOutline) {
        let mut topic = found.topic.clone();
        let mut outline = found.outline.clone();
        let begin = found.begins.first().map_or(found.end, |first| first.start);
        let before = &self.text[found.content.min(begin)..begin];
        let intro = before.strip_prefix('\n').unwrap_or(before).trim_end_matches(['\n', '\r']);
        let mut is_drawn = true;
        if !intro.is_empty() {
            is_drawn = self.declaration.topic_field("intro").is_some();
            topic.intro = Some(intro.to_owned());
            let start = begin - before.len() + (before.len() - before.trim_start_matches('\n').len());
            outline.fields.push((Key::from("intro"), Span::new(start, begin)));
        }
        for (begin, after) in self.sections(&found) {
            let Some(section) = self.declaration.sections.get(begin.section) else { continue };
            let parted = style.and_then(|style| sections::parted(after, style));
            let items = style.and_then(|style| sections::items(after, style));
            let (blanks, content) = match (parted, items) {
                (_, Some((blanks, items))) => (blanks, Text::List(items)),
                (Some(parted), None) => (parted.blanks, Text::Markdown(after[parted.text..].to_owned())),
                // Where the style has no room for them behind the label, they stand behind a bare one.
                (None, None) if found.is_bare(&begin) => {
                    topic.pictures.extend(found.only.iter().cloned());
                    (0, Text::Markdown(String::new()))
                }
                (None, None) => {
                    is_drawn = false;
                    continue;
                }
            };
            let written = &self.text[begin.start..begin.label_end + blanks];
            topic.sections.push((section.key.clone(), content));
            topic.labels.extend(spelling.own(begin.section, &section.key, written));
            outline.fields.push((section.key.clone(), Span::new(begin.start, begin.label_end + after.len())));
        }
        topic.blank_lines = blank_lines(&self.text[found.range]);
        (if is_drawn { Ok(topic) } else { Err(topic) }, outline)
    }
}

/// How many blank lines a topic ends in, where that is not one.
fn blank_lines(topic: &str) -> Option<u8> {
    let line_ends = topic.len() - topic.trim_end_matches('\n').len();
    let lines = u8::try_from(line_ends.checked_sub(1)?).ok()?;
    (2..=MOST_BLANK_LINES).contains(&lines).then_some(lines)
}

/// The most pictures that end a topic; more are text.
const MOST_PICTURES: usize = 1000;

/// The title of a topic whose heading has no words.
const UNTITLED: &str = "Untitled";

/// The fields in a comment under a heading.
fn read_note(note: &str, topic: &mut Topic, declaration: &Declaration) {
    for word in note.split(' ') {
        let Some((key, value)) = word.split_once('=') else { continue };
        match key {
            "owners" if declaration.topic_field("owners").is_some() => {
                let handles = value.split(',').filter_map(|name| name.strip_prefix('@'));
                topic.owners = handles.filter(|name| values::is_handle(name)).map(str::to_owned).collect();
            }
            "demo" if declaration.topic_field("demo").is_some() && is_demo(value) => {
                topic.demo = Some(value.to_owned());
            }
            "state" => topic.said = state(value),
            "highlight" => topic.highlight = value == "true" && declaration.topic_field("highlight").is_some(),
            _ => {}
        }
    }
}

/// A state that leaves a topic on its page.
fn state(word: &str) -> Option<State> {
    State::NAMES.iter().find(|(name, _)| *name == word).map(|(_, state)| *state).filter(|state| state.is_drawn())
}
