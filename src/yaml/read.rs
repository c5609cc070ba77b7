//! Reads one YAML document into a tree, under a budget.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::HashSet;
use std::hash::BuildHasher as _;
use std::hash::RandomState;

use saphyr_parser::Event;
use saphyr_parser::Marker;
use saphyr_parser::Parser;
use saphyr_parser::ScalarStyle;
use saphyr_parser::Tag;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::SHOWN;
use crate::diagnostic::shorten;
use crate::source::Span;

use super::Entry;
use super::Node;
use super::Scalar;
use super::Style;
use super::Value;
use super::metered::Metered;
use super::syntax::Fault;

pub(super) mod input;

/// The largest text that is read, in bytes.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// How deep lists and mappings may nest.
pub const MAX_DEPTH: usize = 32;
/// How many nodes a document may have, those that aliases repeat included.
pub const MAX_NODES: usize = 1_000_000;
/// How many anchors a document may have.
const MAX_ANCHORS: usize = 1_000;

/// A document, and what is wrong with it that does not stop the reading: keys given twice.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// The document.
    pub root: Node<'a>,
    /// One `duplicate-key` for each, as many as are shown.
    pub diagnostics: Vec<Diagnostic>,
    /// How many more there were.
    pub omitted: usize,
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
        omitted: 0,
        hasher: RandomState::new(),
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
            let hop = self.text.as_bytes().get(self.byte..self.byte.saturating_add(ahead));
            match hop {
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
        /// The keys' hashes, once a mapping is too long to look through.
        seen: HashSet<u64>,
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
    omitted: usize,
    hasher: RandomState,
}

impl<'a> Reader<'a> {
    fn document(mut self) -> Result<Parsed<'a>, Diagnostic> {
        let text = self.cursor.text;
        if let Some(diagnostic) = self.unreadable_character() {
            return Err(diagnostic);
        }

        let mut root = None;
        let mut documents = 0;
        let (metered, meter) = Metered::new(text);
        let position = |mark: &Marker| mark.index().saturating_add_signed(-meter.shift);
        for event in Parser::new(metered) {
            if meter.is_exceeded() {
                return Err(self.hoarded());
            }
            meter.reset();
            let (event, marks) = event.map_err(|error| self.syntax(error.info(), position(error.marker())))?;
            let (start, end) = (position(&marks.start), position(&marks.end));
            let done = match event {
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => None,
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(self.second_document(start));
                    }
                    None
                }
                Event::Scalar(text, style, anchor, tag) => {
                    let place = self.place(start, end);
                    let text = self.as_it_stands(place, text);
                    let style = self.style(style, tag.as_deref(), place)?;
                    let text = self.borrowed(text, place);
                    let node = Node { place, value: Value::Scalar(Scalar { text, style }) };
                    self.count(place)?;
                    self.remember(anchor, &node, 1)?;
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
                Event::SequenceEnd | Event::MappingEnd => match self.close(end)? {
                    Some(node) => self.complete(node)?,
                    None => None,
                },
            };
            if let Some(node) = done {
                root = Some(node);
            }
        }
        match root {
            Some(root) => Ok(Parsed { root, diagnostics: self.diagnostics, omitted: self.omitted }),
            None => {
                let place = self.place(0, 0);
                let label = if text.trim().is_empty() { "nothing is said here" } else { "nothing but comments" };
                Err(empty(place, label))
            }
        }
    }

    fn second_document(&mut self, start: usize) -> Diagnostic {
        let from = self.cursor.byte(start);
        let rest = self.cursor.text.get(from..).unwrap_or_default();
        let words = if rest.starts_with("---") { "---" } else { rest.lines().next().unwrap_or_default().trim_end() };
        let place = Place { source: self.source, span: Span::new(self.base + from, self.base + from + words.len()) };
        let message = "a second document begins here";
        Diagnostic::error("several-documents", message, place, "one file is one document")
            .help("put the second one into a file of its own")
    }

    /// A plain text as a piece of the file, which costs nothing, where it stands there as it is.
    fn borrowed(&self, text: Cow<'_, str>, place: Place) -> Cow<'a, str> {
        let range = place.span.range();
        match self.cursor.text.get(range.start - self.base..range.end - self.base) {
            Some(same) if same == text => Cow::Borrowed(same),
            _ => {
                let mut text = text.into_owned();
                // The parser makes room for more than a word; a million words are a lot of room.
                if text.len() < 32 {
                    text.shrink_to_fit();
                }
                Cow::Owned(text)
            }
        }
    }

    /// The complaint that one thing is more than is read at once; it begins after the last one that was read.
    fn hoarded(&self) -> Diagnostic {
        let text = self.cursor.text;
        let rest = &text[self.cursor.byte..];
        let at = self.cursor.byte + rest.find(['[', '{', '"', '\'', '|', '>']).unwrap_or(0);
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        let place = Place { source: self.source, span: Span::new(self.base + at, self.base + end) };
        let message = "a list, mapping or text too long to be read at once";
        Diagnostic::error("too-large", message, place, "it begins here")
            .help("write lists and mappings as lines, without brackets, and shorter texts")
    }

    fn place(&mut self, start: usize, end: usize) -> Place {
        let start = self.cursor.byte(start);
        let end = self.cursor.byte(end);
        let text = self.cursor.text.get(start..end).unwrap_or_default();
        Place { source: self.source, span: Span::new(self.base + start, self.base + start + text.trim_end().len()) }
    }

    /// The text of a scalar, borrowed where it is written as it reads: all keys are, and there are many.
    fn as_it_stands(&self, place: Place, text: Cow<'a, str>) -> Cow<'a, str> {
        let start = place.span.range().start - self.base;
        match self.cursor.text.get(start..start + text.len()) {
            Some(written) if written == text => Cow::Borrowed(written),
            _ => text,
        }
    }

    /// YAML holds no control characters but tab and line ends (YAML 1.2, 5.1); the parser would take them.
    fn unreadable_character(&self) -> Option<Diagnostic> {
        let text = self.cursor.text;
        let bytes = text.as_bytes();
        // A byte that is one, or begins one of those beyond ASCII; without branches, so that many are looked at at once.
        let suspicious = |byte: u8| {
            (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r')
                | (byte == 0x7F)
                | (byte == 0xC2)
                | (byte == 0xEF)
        };
        let chunks = bytes.chunks(256).enumerate();
        let chunks = chunks.filter(|(_, chunk)| chunk.iter().fold(false, |any, &byte| any | suspicious(byte)));
        let candidates = chunks.flat_map(|(index, chunk)| {
            let at = chunk.iter().enumerate().filter(|(_, byte)| suspicious(**byte));
            at.map(move |(at, _)| index * 256 + at)
        });
        let unreadable = |c: char| matches!(c, '\u{fffe}' | '\u{ffff}') || c.is_control() && c != '\u{85}';
        let mut characters = candidates.filter_map(|at| Some((at, text[at..].chars().next()?)));
        let (at, character) = characters.find(|(_, character)| unreadable(*character))?;
        let span = Span::new(self.base + at, self.base + at + character.len_utf8());
        let place = Place { source: self.source, span };
        let error = |message: String| Diagnostic::error("control-character", message, place, "here");
        let code = u32::from(character);
        Some(match code {
            0 if at < 2 => {
                error("a NUL byte cannot stand in YAML".to_owned()).help("the file looks like UTF-16: save it as UTF-8")
            }
            0 => error("a NUL byte cannot stand in YAML".to_owned())
                .help("remove it, or write it as \"\\0\" in double quotes"),
            0x100.. => error(format!("the character U+{code:04X} cannot stand in YAML"))
                .help(format!("remove it, or write it as \"\\u{code:04X}\" in double quotes")),
            _ => error(format!("the control character U+{code:04X} cannot stand in YAML"))
                .help(format!("remove it, or write it as \"\\x{code:02X}\" in double quotes")),
        })
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
                let message = match tag.handle.as_str() {
                    "" => format!("the tag `!<{}>` means nothing here", shorten(suffix)),
                    _ => format!("the tag `{}{}` means nothing here", if core { "!!" } else { "!" }, shorten(suffix)),
                };
                Err(Diagnostic::error("unknown-tag", message, place, "read as a tagged value")
                    .help("remove the tag, or put the value in quotes if it is text"))
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
            return Err(Diagnostic::error("too-deep", message, place, "the limit is passed here")
                .help("no event is that deep: look at the indentation"));
        }
        let nodes_before = self.nodes;
        self.count(place)?;
        self.stack.push(Frame { place, anchor, nodes_before, open });
        Ok(())
    }

    /// Ends the innermost collection; `end` is where its bracket ends, if it has one.
    fn close(&mut self, end: usize) -> Result<Option<Node<'a>>, Diagnostic> {
        let Some(Frame { place, anchor, nodes_before, open }) = self.stack.pop() else { return Ok(None) };
        // Only what has brackets begins with something.
        let brackets = if place.span.start < place.span.end { self.bracketed(place, end) } else { None };
        let node = match open {
            Open::Sequence(items) => {
                let place = brackets.or(items.first().map(|first| first.place)).unwrap_or(place);
                Node { place, value: Value::Sequence(items) }
            }
            Open::Mapping { mut entries, .. } => {
                // Room for more keys is larger than most mappings.
                entries.shrink_to_fit();
                let place = brackets.or(entries.first().map(|first| first.key_place)).unwrap_or(place);
                Node { place, value: Value::Mapping(entries) }
            }
        };
        let nodes = self.nodes - nodes_before;
        self.remember(anchor, &node, nodes)?;
        Ok(Some(node))
    }

    /// From a bracket to the one that closes it, or to the end of its line.
    fn bracketed(&mut self, open: Place, end: usize) -> Option<Place> {
        let start = open.span.range().start - self.base;
        let text = self.cursor.text.get(start..self.cursor.byte(end))?;
        let bracket = text.find(['[', '{'])?;
        let text = text[bracket..].lines().next()?.trim_end();
        let start = self.base + start + bracket;
        Some(Place { source: self.source, span: Span::new(start, start + text.len()) })
    }

    /// Keeps what an anchor stands for; costs a copy, so only where there is an anchor, and under the same limits.
    fn remember(&mut self, anchor: usize, node: &Node<'a>, nodes: usize) -> Result<(), Diagnostic> {
        if anchor == 0 {
            return Ok(());
        }
        if self.anchors.len() >= MAX_ANCHORS {
            let message = "the file has more than 1,000 anchors";
            return Err(too_large(message, node.place).help("write values where they belong, without `&`"));
        }
        let text = text_size(node);
        self.charge(nodes, text, node.place)?;
        self.anchors.insert(anchor, Anchored { text, node: node.clone(), nodes });
        Ok(())
    }

    /// Counts a copy before it is made: a bomb is known by its number, not by the memory it took.
    fn charge(&mut self, nodes: usize, text: usize, place: Place) -> Result<(), Diagnostic> {
        self.nodes += nodes;
        if self.nodes > MAX_NODES {
            return Err(too_many_nodes(place));
        }
        self.repeated_text += text;
        if self.repeated_text as u64 > MAX_BYTES {
            let message = "aliases repeat more than 16 MiB of text";
            return Err(too_large(message, place).help("write the text once"));
        }
        Ok(())
    }

    fn repeat(&mut self, anchor: usize, place: Place) -> Result<Node<'a>, Diagnostic> {
        let Some(Anchored { nodes, text, .. }) = self.anchors.get(&anchor) else {
            let message = "an alias stands inside what it repeats";
            return Err(Diagnostic::error("syntax", message, place, "would never end")
                .help("write out what is meant, or put the value in quotes if it is text"));
        };
        self.charge(*nodes, *text, place)?;
        let repeated = self.anchors.get(&anchor).map(|anchored| anchored.node.clone());
        Ok(repeated.unwrap_or(Node { place, value: Value::Sequence(Vec::new()) }))
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
                    let Value::Scalar(Scalar { text, style }) = node.value else {
                        let message = format!("a key is text, not {}", node.kind());
                        return Err(Diagnostic::error("syntax", message, node.place, "used as a key")
                            .help("put it in double quotes if it is text"));
                    };
                    if text.is_empty() && style == Style::Plain {
                        let message = "a field without a name";
                        return Err(Diagnostic::error("syntax", message, node.place, "a name belongs before the `:`")
                            .help("write it as `name: value`"));
                    }
                    if is_repeated(entries, seen, &text, &self.hasher) {
                        if self.diagnostics.len() < SHOWN {
                            self.diagnostics.push(duplicate(entries, &text, node.place));
                        } else {
                            self.omitted += 1;
                        }
                    }
                    *key = Some((text, node.place));
                }
            },
        }
        Ok(None)
    }

    fn syntax(&mut self, info: &str, at: usize) -> Diagnostic {
        let at = self.cursor.byte(at);
        let text = self.cursor.text;
        let opens = |frame: &Frame<'_>| {
            let open = frame.place.span.range().start - self.base;
            text.get(open..).filter(|text| text.starts_with(['[', '{'])).map(|_| open)
        };
        let bracket = self.stack.last().filter(|frame| frame.place.span.start < frame.place.span.end).and_then(opens);
        Fault { text, at, bracket, source: self.source, base: self.base }.explain(info)
    }
}

/// The complaint about a text that says nothing.
pub fn empty(place: Place, label: &str) -> Diagnostic {
    Diagnostic::error("empty", "the file is empty", place, label).help("begin with a field, such as `series: …`")
}

fn too_large(message: &str, place: Place) -> Diagnostic {
    Diagnostic::error("too-large", message, place, "the limit is passed here")
}

fn too_many_nodes(place: Place) -> Diagnostic {
    too_large("the file has more than 1,000,000 values", place).help("an event is smaller: is this the right file?")
}

/// Whether a mapping has that key already.
fn is_repeated(entries: &[Entry<'_>], seen: &mut HashSet<u64>, key: &str, hasher: &RandomState) -> bool {
    if entries.len() < MANY_KEYS {
        return entries.iter().any(|entry| entry.key == key);
    }
    if seen.is_empty() {
        seen.extend(entries.iter().map(|entry| hasher.hash_one(entry.key.as_ref())));
    }
    !seen.insert(hasher.hash_one(key))
}

fn duplicate(entries: &[Entry<'_>], key: &str, place: Place) -> Diagnostic {
    let message = format!("`{}` is given twice", shorten(key));
    let diagnostic = Diagnostic::error("duplicate-key", message, place, "given again").help("keep one of the two");
    match entries.iter().find(|entry| entry.key == key) {
        Some(first) => diagnostic.related(first.key_place, "given first"),
        None => diagnostic,
    }
}

/// The bytes of text in a node and below it.
fn text_size(node: &Node<'_>) -> usize {
    match &node.value {
        Value::Scalar(scalar) => scalar.text.len(),
        Value::Sequence(items) => items.iter().map(text_size).sum(),
        Value::Mapping(entries) => entries.iter().map(|entry| entry.key.len() + text_size(&entry.value)).sum(),
    }
}
