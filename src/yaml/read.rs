//! Reads one YAML document into a tree, under a budget.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::HashSet;

use saphyr_parser::Event;
use saphyr_parser::Parser;
use saphyr_parser::ScalarStyle;
use saphyr_parser::ScanError;
use saphyr_parser::Tag;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::source::Span;

use super::Entry;
use super::Node;
use super::Scalar;
use super::Style;
use super::Value;

/// The largest text that is read, in bytes.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// How deep lists and mappings may nest.
pub const MAX_DEPTH: usize = 32;
/// How many nodes a document may have, those that aliases repeat included.
pub const MAX_NODES: usize = 1_000_000;

/// A document, and what is wrong with it that does not stop the reading: keys given twice.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// The document.
    pub root: Node<'a>,
    /// One `duplicate-key` for each.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a text that holds exactly one YAML document.
///
/// `source` is the index of the text in the report the diagnostics go to.
///
/// # Errors
///
/// The first thing that is no YAML, is not supported (tags of one's own, keys that are lists), or passes a limit;
/// each with its place.
pub fn parse(source: u16, text: &str) -> Result<Parsed<'_>, Diagnostic> {
    parse_at(source, 0, text)
}

/// The same for a text that begins at byte `base` of its source.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_at(source: u16, base: usize, text: &str) -> Result<Parsed<'_>, Diagnostic> {
    Reader {
        source,
        base,
        cursor: Cursor { text, character: 0, byte: 0 },
        nodes: 0,
        repeated_text: 0,
        stack: Vec::new(),
        anchors: HashMap::new(),
        diagnostics: Vec::new(),
    }
    .document()
}

/// Turns the parser's positions, which count characters, into bytes.
///
/// Positions come almost in order, so each step is short, and over ASCII it is a comparison and an addition.
struct Cursor<'a> {
    text: &'a str,
    character: usize,
    byte: usize,
}

impl Cursor<'_> {
    fn byte(&mut self, character: usize) -> usize {
        if character >= self.character {
            let ahead = character - self.character;
            let rest = &self.text.as_bytes()[self.byte..];
            match rest.get(..ahead) {
                Some(hop) if hop.is_ascii() => self.byte += ahead,
                _ => {
                    let mut rest = self.text[self.byte..].char_indices();
                    self.byte += rest.nth(ahead).map_or(rest.offset(), |(at, _)| at);
                }
            }
        } else {
            let back = self.character - character;
            let before = &self.text[..self.byte];
            self.byte = before.char_indices().rev().nth(back - 1).map_or(0, |(at, _)| at);
        }
        self.character = character;
        self.byte
    }
}

/// A list or mapping whose end has not come yet.
struct Frame<'a> {
    place: Place,
    anchor: usize,
    /// Nodes read before it, so that an anchor knows how many it stands for.
    nodes_before: usize,
    open: Open<'a>,
}

enum Open<'a> {
    Sequence(Vec<Node<'a>>),
    Mapping {
        entries: Vec<Entry<'a>>,
        key: Option<(Cow<'a, str>, Place)>,
        /// Filled only once a mapping is too long to look through.
        seen: HashSet<String>,
    },
}

/// From how many keys on a set is worth its cost.
const MANY_KEYS: usize = 32;

/// What an anchor stands for, and what a repetition of it costs.
struct Anchored<'a> {
    node: Node<'a>,
    nodes: usize,
    text: usize,
}

struct Reader<'a> {
    source: u16,
    /// Where the text begins in its source, in bytes.
    base: usize,
    cursor: Cursor<'a>,
    nodes: usize,
    /// Bytes of text that aliases have repeated so far.
    repeated_text: usize,
    stack: Vec<Frame<'a>>,
    anchors: HashMap<usize, Anchored<'a>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn document(mut self) -> Result<Parsed<'a>, Diagnostic> {
        let text = self.cursor.text;
        if let Some(diagnostic) = self.unreadable_character() {
            return Err(diagnostic);
        }

        let mut root = None;
        let mut documents = 0;
        for event in Parser::new_from_str(text) {
            let (event, marks) = event.map_err(|error| self.syntax(&error))?;
            let (start, end) = (marks.start.index(), marks.end.index());
            let done = match event {
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => None,
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        let place = self.place(start, end.max(start + 3));
                        let message = "a second document begins here";
                        return Err(Diagnostic::error("several-documents", message, place, "one file is one document")
                            .help("put the second one into a file of its own"));
                    }
                    None
                }
                Event::Scalar(text, style, anchor, tag) => {
                    let place = self.place(start, end);
                    let style = self.style(style, tag.as_deref(), place)?;
                    let node = Node { place, value: Value::Scalar(Scalar { text, style }) };
                    self.count(place)?;
                    self.remember(anchor, &node, 1);
                    self.complete(node)?
                }
                Event::Alias(anchor) => {
                    let place = self.place(start, end);
                    let node = self.repeat(anchor, place)?;
                    self.complete(node)?
                }
                Event::SequenceStart(anchor, tag) => {
                    self.open(start, end, anchor, tag.as_deref(), Open::Sequence(Vec::new()))?;
                    None
                }
                Event::MappingStart(anchor, tag) => {
                    let open = Open::Mapping { entries: Vec::new(), key: None, seen: HashSet::new() };
                    self.open(start, end, anchor, tag.as_deref(), open)?;
                    None
                }
                Event::SequenceEnd | Event::MappingEnd => match self.close() {
                    Some(node) => self.complete(node)?,
                    None => None,
                },
            };
            if let Some(node) = done {
                root = Some(node);
            }
        }
        match root {
            Some(root) => Ok(Parsed { root, diagnostics: self.diagnostics }),
            None => {
                let place = self.place(0, 0);
                Err(Diagnostic::error("empty", "the file is empty", place, "nothing is said here"))
            }
        }
    }

    fn place(&mut self, start: usize, end: usize) -> Place {
        let start = self.cursor.byte(start);
        let end = self.cursor.byte(end);
        let text = self.cursor.text.get(start..end).unwrap_or_default();
        Place { source: self.source, span: Span::new(self.base + start, self.base + start + text.trim_end().len()) }
    }

    /// YAML holds no control characters but tab and line ends (YAML 1.2, 5.1); the parser would take them.
    fn unreadable_character(&self) -> Option<Diagnostic> {
        let bytes = self.cursor.text.as_bytes();
        let control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7F;
        let at = bytes.iter().position(|&byte| control(byte))?;
        let name = match bytes[at] {
            0 => "a NUL byte".to_owned(),
            byte => format!("the control character U+{byte:04X}"),
        };
        let place = Place { source: self.source, span: Span::new(self.base + at, self.base + at + 1) };
        let diagnostic = Diagnostic::error("control-character", format!("{name} cannot stand in YAML"), place, "here");
        Some(diagnostic.help(format!("remove it, or write it as \"\\x{:02X}\" in double quotes", bytes[at])))
    }

    fn style(&self, style: ScalarStyle, tag: Option<&Tag>, place: Place) -> Result<Style, Diagnostic> {
        let tagged_text = self.is_text_tag(tag, place)?;
        Ok(match style {
            ScalarStyle::Plain if tagged_text => Style::Quoted,
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        })
    }

    /// Whether a tag says "text"; other tags of YAML itself say nothing that the field does not, the rest is refused.
    fn is_text_tag(&self, tag: Option<&Tag>, place: Place) -> Result<bool, Diagnostic> {
        let Some(tag) = tag else { return Ok(false) };
        let core = tag.is_yaml_core_schema();
        match tag.suffix.as_str() {
            "str" if core => Ok(true),
            "" if tag.handle == "!" => Ok(true),
            "int" | "float" | "bool" | "null" | "seq" | "map" | "timestamp" if core => Ok(false),
            suffix => {
                let message = format!("the tag `{}{suffix}` means nothing here", if core { "!!" } else { "!" });
                Err(Diagnostic::error("unknown-tag", message, place, "tagged value").help("remove the tag"))
            }
        }
    }

    fn count(&mut self, place: Place) -> Result<(), Diagnostic> {
        self.nodes += 1;
        if self.nodes > MAX_NODES { Err(too_many_nodes(place)) } else { Ok(()) }
    }

    fn open(
        &mut self,
        start: usize,
        end: usize,
        anchor: usize,
        tag: Option<&Tag>,
        open: Open<'a>,
    ) -> Result<(), Diagnostic> {
        let place = self.place(start, end);
        self.is_text_tag(tag, place)?;
        if self.stack.len() >= MAX_DEPTH {
            let message = format!("nested more than {MAX_DEPTH} levels deep");
            return Err(Diagnostic::error("too-deep", message, place, "the limit is passed here"));
        }
        let nodes_before = self.nodes;
        self.count(place)?;
        self.stack.push(Frame { place, anchor, nodes_before, open });
        Ok(())
    }

    fn close(&mut self) -> Option<Node<'a>> {
        let Frame { place, anchor, nodes_before, open } = self.stack.pop()?;
        let node = match open {
            Open::Sequence(items) => {
                let place = items.first().map_or(place, |first| first.place);
                Node { place, value: Value::Sequence(items) }
            }
            Open::Mapping { entries, .. } => {
                let place = entries.first().map_or(place, |first| first.key_place);
                Node { place, value: Value::Mapping(entries) }
            }
        };
        let nodes = self.nodes - nodes_before;
        self.remember(anchor, &node, nodes);
        Some(node)
    }

    /// Keeps what an anchor stands for; costs a copy, so only where there is an anchor.
    fn remember(&mut self, anchor: usize, node: &Node<'a>, nodes: usize) {
        if anchor != 0 {
            let anchored = Anchored { text: text_size(node), node: node.clone(), nodes };
            self.anchors.insert(anchor, anchored);
        }
    }

    fn repeat(&mut self, anchor: usize, place: Place) -> Result<Node<'a>, Diagnostic> {
        let Some(Anchored { node, nodes, text }) = self.anchors.get(&anchor) else {
            let message = "an alias stands inside what it repeats";
            return Err(Diagnostic::error("syntax", message, place, "would never end"));
        };
        // Counted before it is copied: a bomb is known by its number, not by the memory it took.
        self.nodes += nodes;
        if self.nodes > MAX_NODES {
            return Err(too_many_nodes(place));
        }
        self.repeated_text += text;
        if self.repeated_text as u64 > MAX_BYTES {
            let message = "aliases repeat more than 16 MiB of text";
            return Err(Diagnostic::error("too-large", message, place, "the limit is passed here"));
        }
        Ok(node.clone())
    }

    /// Puts a finished node where it belongs; returns it when it is the document itself.
    fn complete(&mut self, node: Node<'a>) -> Result<Option<Node<'a>>, Diagnostic> {
        let Some(frame) = self.stack.last_mut() else {
            return Ok(Some(node));
        };
        match &mut frame.open {
            Open::Sequence(items) => items.push(node),
            Open::Mapping { entries, key, seen } => match key.take() {
                Some((key, key_place)) => entries.push(Entry { key, key_place, value: node }),
                None => {
                    let Value::Scalar(Scalar { text, .. }) = node.value else {
                        let message = format!("a key is text, not {}", node.kind());
                        return Err(Diagnostic::error("syntax", message, node.place, "used as a key"));
                    };
                    if let Some(first) = first_of_key(entries, seen, &text) {
                        let message = format!("`{text}` is given twice");
                        let diagnostic = Diagnostic::error("duplicate-key", message, node.place, "the second time");
                        self.diagnostics.push(diagnostic.related(first, "the first time").help("keep one of the two"));
                    }
                    *key = Some((text, node.place));
                }
            },
        }
        Ok(None)
    }

    fn syntax(&mut self, error: &ScanError) -> Diagnostic {
        let at = error.marker().index();
        let place = self.place(at, at + 1);
        let line_start = self.cursor.text[..place.span.range().start - self.base].rfind('\n').map_or(0, |at| at + 1);
        let line = self.cursor.text[line_start..].lines().next().unwrap_or_default();
        explain_syntax(error.info(), line, place)
    }
}

fn too_many_nodes(place: Place) -> Diagnostic {
    let message = "the file has more than 1,000,000 values";
    Diagnostic::error("too-large", message, place, "the limit is passed here")
}

/// Where a key stood before, if it did.
fn first_of_key(entries: &[Entry<'_>], seen: &mut HashSet<String>, key: &str) -> Option<Place> {
    let find = || entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_place);
    if entries.len() < MANY_KEYS {
        return find();
    }
    if seen.is_empty() {
        seen.extend(entries.iter().map(|entry| entry.key.clone().into_owned()));
    }
    if seen.insert(key.to_owned()) { None } else { find() }
}

/// The bytes of text in a node and below it.
fn text_size(node: &Node<'_>) -> usize {
    match &node.value {
        Value::Scalar(scalar) => scalar.text.len(),
        Value::Sequence(items) => items.iter().map(text_size).sum(),
        Value::Mapping(entries) => entries.iter().map(|entry| entry.key.len() + text_size(&entry.value)).sum(),
    }
}

/// The parser's words in ours, with advice for the mistakes that people make.
fn explain_syntax(info: &str, line: &str, place: Place) -> Diagnostic {
    let error = |message: &str, label: &str| Diagnostic::error("syntax", message, place, label);
    let indentation = &line[..line.len() - line.trim_start().len()];
    if indentation.contains('\t') || info.contains("tab") {
        return error("a tab cannot indent YAML", "").help("indent with blanks");
    }
    if info.contains("mapping values are not allowed") {
        return error("a `: ` inside a value without quotes", "read as a second key")
            .help("put the value in double quotes, or write it as a block after `|`");
    }
    Diagnostic::error("syntax", info.to_owned(), place, "")
}
