//! Topic files: one topic as a small form of its owner's, front matter and one heading for each section.
//!
//! A heading of whatever level that is the name of a section begins it; what stands before the first one is the topic's
//! `intro`. Comments are the form's, and nothing of them reaches the page.

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::shorten;
use crate::diagnostic::suggestion::did_you_mean;
use crate::grammar::list_and;
use crate::source::Source;
use crate::source::Span;
use crate::template::Template;
use crate::template::label::Labels;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::Style;
use crate::yaml::Value;
use crate::yaml::read;

use self::lines::Kind;
use self::lines::Line;
use self::lines::lines;

pub mod form;
mod lines;
pub mod patch;

/// The field that orders topic files.
pub const ORDER: &str = "order";

/// The topics of topic files as nodes of an event's tree, in the order of the files.
///
/// `first` is the place of the first file among the sources of the report.
pub(super) fn topics<'a>(
    files: &'a [Source],
    first: usize,
    template: &Template,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Node<'a>> {
    let Template { declaration, .. } = template;
    let labels = Labels::new(&declaration.sections, &declaration.styles);
    let numbered = files.iter().enumerate();
    let topic = |(at, file): (usize, &'a Source)| {
        let source = u16::try_from(first + at).unwrap_or(u16::MAX);
        Form { file, source, template, labels: &labels, diagnostics }.topic()
    };
    numbered.map(topic).collect()
}

/// Puts the topics of topic files behind those of the event file, ordered by its `order`; what that does not name
/// follows by name.
pub(super) fn join<'a>(
    root: &mut Node<'a>,
    files: &[Source],
    topics: Vec<Node<'a>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let order = match &root.value {
        Value::Mapping(entries) => entries.iter().find(|entry| entry.key == ORDER).map(|entry| &entry.value),
        Value::Scalar(_) | Value::Sequence(_) => None,
    };
    let order = order.map(|order| named(order, files, diagnostics)).unwrap_or_default();
    let rest: Vec<usize> = (0..files.len()).filter(|at| !order.contains(at)).collect();
    let order: Vec<usize> = order.into_iter().chain(rest).collect();
    let mut slots: Vec<Option<Node<'a>>> = topics.into_iter().map(Some).collect();
    let topics: Vec<Node<'a>> = order.iter().filter_map(|at| slots.get_mut(*at)?.take()).collect();
    let (Value::Mapping(entries), Some(place)) = (&mut root.value, topics.first().map(|topic| topic.place)) else {
        return order;
    };
    match entries.iter_mut().find(|entry| entry.key == super::patch::TOPICS) {
        Some(Entry { value: Node { value: Value::Sequence(items), .. }, .. }) => items.extend(topics),
        Some(Entry { value, .. }) if value.is_null() => value.value = Value::Sequence(topics),
        // What is wrong with it is told where it is read.
        Some(_) => {}
        None => entries.push(Entry {
            key: Cow::Borrowed(super::patch::TOPICS),
            key_place: place,
            value: Node { place, value: Value::Sequence(topics) },
        }),
    }
    order
}

/// The files that `order` names, by their places.
fn named(order: &Node<'_>, files: &[Source], diagnostics: &mut Vec<Diagnostic>) -> Vec<usize> {
    let items: Vec<&Node<'_>> = match &order.value {
        Value::Sequence(items) => items.iter().collect(),
        Value::Scalar(_) | Value::Mapping(_) => Vec::new(),
    };
    let mut found: Vec<usize> = Vec::new();
    for item in items {
        // What is no text is told where the field is read.
        let Value::Scalar(Scalar { text, .. }) = &item.value else { continue };
        let is_named = |file: &Source| file.stem() == text || file.stem() == text.trim_end_matches(".md");
        match files.iter().position(is_named) {
            Some(at) if !found.contains(&at) => found.push(at),
            Some(_) => {
                let message = format!("`{}` stands twice in `order`", shorten(text));
                diagnostics.push(Diagnostic::error("duplicate-key", message, item.place, "once more"));
            }
            None => {
                let message = format!("there is no topic file `{}`", shorten(text));
                let known: Vec<&str> = files.iter().map(Source::stem).collect();
                let help = did_you_mean(text, known.iter().copied()).unwrap_or_else(|| match known.as_slice() {
                    [] => "only an event folder with `topics/*.md` has an order".to_owned(),
                    known => format!("the files are {}", list_and(known)),
                });
                diagnostics
                    .push(Diagnostic::error("unknown-topic-file", message, item.place, "no such file").help(help));
            }
        }
    }
    found
}

/// One file while it is read.
struct Form<'r, 'a> {
    file: &'a Source,
    source: u16,
    template: &'r Template,
    labels: &'r Labels<'r>,
    diagnostics: &'r mut Vec<Diagnostic>,
}

impl<'a> Form<'_, 'a> {
    fn topic(mut self) -> Node<'a> {
        let text = self.file.text.as_str();
        let begin = block_end(text);
        let mut root = self.front_matter(begin.unwrap_or_default());
        let place = root.place;
        let sections = self.sections(begin.map_or(0, |(_, rest)| rest));
        if let Value::Mapping(entries) = &mut root.value {
            for entry in sections {
                if entries.iter().any(|known| known.key == entry.key) {
                    let message = format!("`{}` stands twice", entry.key);
                    let diagnostic = Diagnostic::error("duplicate-key", message, entry.key_place, "once more");
                    self.diagnostics.push(diagnostic.help("keep one of them"));
                } else {
                    entries.push(entry);
                }
            }
        }
        Node { place, ..root }
    }

    /// The keys between the lines `---`.
    fn front_matter(&mut self, (end, _): (usize, usize)) -> Node<'a> {
        let start = self.place(0, self.file.text.find(['\n', '\r']).unwrap_or(self.file.text.len()));
        let nothing = || Node { place: start, value: Value::Mapping(Vec::new()) };
        let text = &self.file.text[..end];
        if text.trim_start_matches("---").trim().is_empty() {
            return nothing();
        }
        // The first line is the mark with which a document of YAML may begin.
        match read::parse(self.source, text) {
            Ok(parsed) => {
                self.diagnostics.extend(parsed.diagnostics);
                let is_mapping = matches!(parsed.root.value, Value::Mapping(_));
                if !is_mapping && !parsed.root.is_null() {
                    let message = format!("front matter is a mapping of fields, not {}", parsed.root.kind());
                    let diagnostic = Diagnostic::error("wrong-type", message, parsed.root.place, "read as all of it");
                    self.diagnostics.push(diagnostic.help("begin with a field, such as `title: …`"));
                }
                if is_mapping { parsed.root } else { nothing() }
            }
            Err(diagnostic) => {
                self.diagnostics.push(diagnostic);
                nothing()
            }
        }
    }

    /// The texts below the front matter, each by the field it belongs to.
    fn sections(&mut self, begin: usize) -> Vec<Entry<'a>> {
        let text = self.file.text.as_str();
        let mut found: Vec<(Cow<'a, str>, Place, Part)> = Vec::new();
        let mut part = Part::new(begin);
        let mut key = (Cow::Borrowed("intro"), self.place(begin, begin));
        let mut open_comment = None;
        for line in lines(text, begin) {
            let Line { range, kind, kept, comment } = line;
            open_comment = comment.or(open_comment.filter(|_| kind == Kind::Comment));
            if let Kind::Heading { level, name } = &kind {
                let name = &text[name.clone()];
                let place = self.place(range.start, range.start + text[range.clone()].trim_end().len());
                match self.labels.named(name) {
                    Some(section) => {
                        let next =
                            self.template.declaration.sections.get(section).map(|section| section.key.to_string());
                        let next = (Cow::Owned(next.unwrap_or_default()), place);
                        let before = std::mem::replace(&mut part, Part::new(range.end));
                        let (name, place) = std::mem::replace(&mut key, next);
                        found.push((name, place, before));
                        continue;
                    }
                    None if *level <= 2 => {
                        self.unknown(name, place);
                        // What it would do to the page need not be told as well.
                        continue;
                    }
                    None => {}
                }
            }
            part.push(&kept, range.end);
        }
        if let Some(at) = open_comment {
            let end = at + text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
            let message = "a comment is left open".to_owned();
            let diagnostic = Diagnostic::error("structure", message, self.place(at, end), "begins here");
            self.diagnostics.push(diagnostic.help("end it with `-->`"));
        }
        let (name, place) = key;
        found.push((name, place, part));
        let entries = found.into_iter().filter_map(|(key, key_place, part)| {
            let kept = part.text();
            if kept.is_empty() {
                return None;
            }
            let scalar = Scalar { text: Cow::Owned(kept), style: Style::Block };
            let place = self.place(part.start, part.end);
            // What stands under no heading is told where it begins.
            let key_place = if key == "intro" { self.first_line(place) } else { key_place };
            Some(Entry { key, key_place, value: Node { place, value: Value::Scalar(scalar) } })
        });
        entries.collect()
    }

    fn first_line(&self, place: Place) -> Place {
        let written = self.file.slice(place.span);
        let start = place.span.range().start + (written.len() - written.trim_start().len());
        let line = written.trim_start().split(['\n', '\r']).next().unwrap_or_default();
        self.place(start, start + line.trim_end().len())
    }

    /// A heading as high as those of topics that no section has.
    fn unknown(&mut self, name: &str, place: Place) {
        let sections = self.labels.sections();
        let names = sections.iter().flat_map(crate::template::Section::names);
        let help = did_you_mean(name, names).unwrap_or_else(|| {
            let labels: Vec<&str> = sections.iter().map(|section| section.label.as_str()).collect();
            match labels.as_slice() {
                [] => "write headings within a text with `###`".to_owned(),
                labels => format!("the sections are {}; headings within one begin with `###`", list_and(labels)),
            }
        });
        let message = format!("unknown section `{}`", shorten(name));
        self.diagnostics.push(Diagnostic::error("unknown-section", message, place, "not a section").help(help));
    }

    fn place(&self, start: usize, end: usize) -> Place {
        Place { source: self.source, span: Span::new(start, end) }
    }
}

/// The text of a section as it is put together.
struct Part {
    start: usize,
    end: usize,
    kept: String,
}

impl Part {
    fn new(start: usize) -> Self {
        Self { start, end: start, kept: String::new() }
    }

    fn push(&mut self, line: &str, end: usize) {
        self.kept.push_str(line);
        self.end = end;
    }

    /// Without the blank lines around it.
    fn text(&self) -> String {
        let text = self.kept.trim_end();
        let mut start = 0;
        while let Some(end) = text[start..].find('\n').filter(|end| text[start..start + end].trim().is_empty()) {
            start += end + 1;
        }
        text[start..].to_owned()
    }
}

/// Where the line that ends the front matter begins, and where it ends.
fn block_end(text: &str) -> Option<(usize, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == "---" {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests;
