//! Whether texts leave the page's structure as declared.
//!
//! A contributor's text goes onto the page untouched. So it must not be read back as another topic or as a known
//! label, nor take the label above it for a heading or a table of its own, nor leave a fence, a comment or a block of
//! HTML open that would swallow what follows. Most texts hold nothing that could: a look at the beginnings of their
//! lines tells. The others are drawn as they will stand on the page, and [read](reading) as the sites read it.

use std::borrow::Cow;

use crate::event::Event;
use crate::event::Fields;
use crate::event::Text;
use crate::event::Topic;
use crate::template::Field;
use crate::template::Kind;
use crate::template::Style;
use crate::template::Template;
use crate::template::declaration::Lines;
use crate::yaml::Step;

use super::computed::dates_in_words;
use super::context::fact_lines;
use super::context::header_lines;
use super::context::own_label;
use super::context::section_label;
use super::drawn;

use self::piece::Piece;
use self::reading::Reading;

mod piece;
mod reading;

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
        event,
        template,
        style,
        uses_labels: own.is_some_and(|own| own.name == style.name),
        reading: Reading::new(event, template, style),
        found: Vec::new(),
    };
    check.run()
}

struct Check<'e> {
    event: &'e Event,
    template: &'e Template,
    style: &'e Style,
    /// Whether the event writes labels in its own way: only where it is drawn in its own style.
    uses_labels: bool,
    reading: Reading<'e>,
    found: Vec<Breach>,
}

impl<'e> Check<'e> {
    fn run(mut self) -> Vec<Breach> {
        if self.event.head.is_none() {
            self.head();
        }
        let completing = self.template.declaration.completing_section();
        let event = self.event;
        for (index, topic) in event.topics.iter().enumerate() {
            if topic.body.is_none() && topic.state(completing).is_drawn() {
                self.topic(&[key("topics"), Step::Index(index)], topic);
            }
        }
        self.found
    }

    /// What stands before the first topic.
    fn head(&mut self) {
        let Event { intro, fields, labels, links, .. } = self.event;
        let lines = &self.template.declaration.header;
        let has_own = self.uses_labels && lines.lines.iter().any(|line| labels.iter().any(|(key, _)| *key == line.key));
        let opens_comment = |text: &str| text.contains("<!--");
        let opens = links.iter().any(|link| {
            let texts = [link.emoji.as_ref(), Some(&link.label), Some(&link.target)];
            texts.into_iter().flatten().any(|text| opens_comment(text))
        });
        let has_lines = !(lines.lines.is_empty() && links.is_empty());
        let is_odd = has_own || opens || (has_lines && !is_list(lines)) || self.draws_markdown(lines, fields, true);
        let intro = intro.as_deref().filter(|text| !drawn::without_line_ends(text).is_empty());
        let joins = intro.is_some_and(|text| !is_plain(text) && is_indented(text));
        let mut pieces = if is_odd || joins { self.header_pieces() } else { Vec::new() };
        if let Some(intro) = intro.filter(|text| !is_plain(text)) {
            // A picture ends the list of lines, so that an indented text does not go on with it.
            let picture = self.event.pictures.last().filter(|_| !pieces.is_empty());
            pieces.extend(picture.map(|one| Piece::text(&drawn::picture(one), vec![key("pictures")], &[])));
            pieces.push(Piece::text(intro, vec![key("intro")], &[]));
        }
        self.judge(&pieces, None);

        for field in &self.template.declaration.event {
            self.declared(field, fields, &[], None);
        }
    }

    /// The lines under the page's heading.
    fn header_pieces(&self) -> Vec<Piece<'e>> {
        let Event { labels, links, .. } = self.event;
        let dates = dates_in_words(self.event, self.template);
        let mut pieces = Vec::new();
        let drawn = header_lines(self.event, self.template, self.uses_labels, &dates);
        let links_at = drawn.len() - links.len();
        for (index, line) in drawn.iter().enumerate() {
            let (path, label) = match line.key.as_str() {
                "links" if index >= links_at => {
                    let link = &[key("links"), Step::Index(index - links_at)];
                    let emoji = links.get(index - links_at).and_then(|link| link.emoji.as_ref());
                    let first = key(if emoji.is_some() { "emoji" } else { "label" });
                    (Some([link.as_slice(), &[key("target")]].concat()), Some([link.as_slice(), &[first]].concat()))
                }
                name => {
                    let is_own = self.uses_labels && labels.iter().any(|(key, _)| key.as_ref() == name);
                    let label = is_own.then(|| vec![key("labels"), named(name)]);
                    let is_markdown = self.is_markdown(self.template.declaration.event_field(name));
                    let field = if name == "dates" { key("start") } else { named(name) };
                    ((label.is_none() || is_markdown).then(|| vec![field]), label)
                }
            };
            pieces.push(Piece::line(line, path, label, pieces.is_empty()));
        }
        pieces
    }

    fn topic(&mut self, path: &[Step], topic: &'e Topic) {
        let declaration = &self.template.declaration;
        let sections = &declaration.sections;
        let below = |name: &str| [path, &[named(name)]].concat();
        let (event, uses_labels) = (self.event, self.uses_labels);
        let own = |name: &str| own_label(event, topic, name).filter(|_| uses_labels);

        // A label of one's own may end no list, or be one: then only the whole topic tells.
        let facts = &declaration.facts;
        let mut labels = topic.labels.iter().chain(&event.labels);
        let has_odd =
            uses_labels && labels.any(|(name, label)| declaration.section(name).is_some() && !self.is_usual(label));
        let has_own_facts = facts.lines.iter().any(|line| topic.labels.iter().any(|(name, _)| *name == line.key));
        let is_odd = has_odd
            || (uses_labels && has_own_facts)
            || !(facts.lines.is_empty() || is_list(facts))
            || self.draws_markdown(facts, &topic.fields, false);
        let intro = topic.intro.as_deref().filter(|text| !drawn::without_line_ends(text).is_empty());
        let joins = intro.is_some_and(|text| !is_plain(text) && is_indented(text));

        let mut pieces = if is_odd || joins { self.fact_pieces(path, topic) } else { Vec::new() };
        if let Some(intro) = intro.filter(|text| is_odd || !is_plain(text)) {
            pieces.push(Piece::text(intro, below("intro"), sections));
        }
        if !is_odd {
            self.judge(&pieces, Some(topic));
            pieces.clear();
        }
        for (name, text) in &topic.sections {
            let Some((at, section)) = declaration.section(name) else { continue };
            if !is_odd && is_plain_text(text) {
                continue;
            }
            let (label, label_path) = match own(name) {
                Some(label) if topic.labels.iter().any(|(key, _)| key == name) => {
                    (label.to_owned(), Some([path, &[key("labels"), named(name)]].concat()))
                }
                Some(label) => (label.to_owned(), Some(vec![key("labels"), named(name)])),
                None => (section_label(self.style, section.label_in(&self.style.name)), None),
            };
            // A label that repeats or stands out of order is text of the section it stands in.
            let later = sections.get(at + 1..).unwrap_or_default();
            let piece = Piece::section(text, below(name), label, label_path, self.style, later);
            if is_odd {
                pieces.push(piece);
            } else {
                self.judge(&[piece], Some(topic));
            }
        }
        self.judge(&pieces, Some(topic));

        let is_drawn = |field: &Field| facts.lines.iter().any(|line| line.key == field.key);
        for field in declaration.topic.iter().filter(|field| !is_drawn(field)) {
            self.declared(field, &topic.fields, path, Some(topic));
        }
    }

    /// The lines under a topic's heading.
    fn fact_pieces(&self, path: &[Step], topic: &Topic) -> Vec<Piece<'e>> {
        let declaration = &self.template.declaration;
        let lines = fact_lines(topic, self.template, self.uses_labels);
        let pieces = lines.iter().enumerate().map(|(index, line)| {
            let is_own = self.uses_labels && topic.labels.iter().any(|(name, _)| name.as_ref() == line.key);
            let label = is_own.then(|| [path, &[key("labels"), named(&line.key)]].concat());
            let is_markdown = self.is_markdown(declaration.topic_field(&line.key));
            let text = (label.is_none() || is_markdown).then(|| [path, &[named(&line.key)]].concat());
            let mut piece = Piece::line(line, text, label, index == 0);
            piece.later = &declaration.sections;
            piece
        });
        pieces.collect()
    }

    /// Markdown that the template declares, wherever it draws it.
    fn declared(&mut self, field: &Field, fields: &Fields, path: &[Step], topic: Option<&Topic>) {
        if field.kind != Kind::Markdown {
            return;
        }
        let Some((name, value)) = fields.iter().find(|(name, _)| *name == field.key) else { return };
        let text = drawn::value(value, field, self.template);
        if !is_plain(&text) {
            let path = [path, &[named(name)]].concat();
            let later = topic.map_or(&[][..], |_| &self.template.declaration.sections);
            self.judge(&[Piece::text(&text, path, later)], topic);
        }
    }

    /// Whether lines of facts tell a Markdown field, which may have lines of its own.
    fn draws_markdown(&self, lines: &Lines, fields: &Fields, of_event: bool) -> bool {
        let declaration = &self.template.declaration;
        lines.lines.iter().any(|line| {
            let field = if of_event { declaration.event_field(&line.key) } else { declaration.topic_field(&line.key) };
            self.is_markdown(field) && fields.iter().any(|(name, _)| *name == line.key)
        })
    }

    fn is_markdown(&self, field: Option<&Field>) -> bool {
        field.is_some_and(|field| field.kind == Kind::Markdown)
    }

    /// Whether a label is the beginning of a paragraph or a heading, and nothing else.
    fn is_usual(&self, label: &str) -> bool {
        let title = label.trim_start_matches('#');
        let level = label.len() - title.len();
        let is_heading = (self.reading.topic_level + 1..=6).contains(&level) && title.starts_with(' ');
        (is_heading || label.starts_with("**")) && label.contains(char::is_alphanumeric)
    }

    fn judge(&mut self, pieces: &[Piece<'_>], topic: Option<&Topic>) {
        for breach in self.reading.breaches(pieces, topic.map(|topic| &topic.labels)) {
            // The event's own label is at fault in every topic, and told once.
            let is_label_of_event = breach.path.first() == Some(&key("labels"));
            if !(is_label_of_event && self.found.iter().any(|found| found.path == breach.path)) {
                self.found.push(breach);
            }
        }
    }
}

fn key(name: &'static str) -> Step {
    Step::Key(Cow::Borrowed(name))
}

fn named(name: &str) -> Step {
    Step::Key(Cow::Owned(name.to_owned()))
}

/// Whether each line is an item of a list, which holds whatever one line can hold.
fn is_list(lines: &Lines) -> bool {
    ["- ", "* ", "+ "].iter().any(|marker| lines.label.prefix().starts_with(marker))
}

/// Whether a text begins with a line that may go on with a list before it.
fn is_indented(text: &str) -> bool {
    let mut lines = text.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    lines.next().is_some_and(|line| line.starts_with(char::is_whitespace))
}

fn is_plain_text(text: &Text) -> bool {
    match text {
        Text::Markdown(text) => is_plain(text),
        Text::List(items) => items.iter().all(|item| is_plain(item)),
    }
}

/// Whether no line begins with what could be a heading, an underline, a table, a fence, HTML or a label.
fn is_plain(text: &str) -> bool {
    // Markdown's lines end at a lone carriage return as well.
    let is_lone = |at: usize| text.as_bytes().get(at + 1).is_some_and(|next| *next != b'\n');
    if text.match_indices('\r').any(|(at, _)| is_lone(at)) || text.contains("<!--") {
        return false;
    }
    text.split('\n').all(|line| match line.trim_start().as_bytes() {
        [b'#' | b'=' | b'<' | b'`' | b'~' | b'|' | b':', ..] => false,
        // Not an item of a list, but an underline or the rule of a table.
        [b'-', b' ' | b'\t', rest @ ..] => {
            !rest.iter().all(|byte| byte.is_ascii_whitespace() || matches!(byte, 0xB | b'-' | b'|' | b':'))
        }
        [b'-', ..] => false,
        [b'*', b'*', ..] => false,
        [..] => true,
    })
}
