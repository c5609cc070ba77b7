//! Changes a hand-written event file where its fields changed, and nowhere else: comments, blank lines, quotes and the
//! order of what stayed are as they were.

use crate::source::Source;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::Style;
use crate::yaml::Value;
use crate::yaml::read;
use crate::yaml::write::Yaml;
use crate::yaml::write::document;
use crate::yaml::write::scalar;

mod items;

/// Fields with their values.
type Entries = [(String, Yaml)];

/// The fields of a topic.
pub type Topic = Vec<(String, Yaml)>;

/// A topic with the place it had, from 0; nothing where it is new.
pub type MovedTopic = (Option<usize>, Topic);

/// The field that holds the topics.
pub const TOPICS: &str = "topics";

/// What a file holds and what it is to hold, in the same terms, so that what is equal stays.
pub struct Change<'a> {
    /// The fields of the event but its topics. A new field is put behind the one that it follows here; `topics` may
    /// stand among the later ones, with any value, to say where they go.
    pub event: (&'a Entries, &'a Entries),
    /// The topics, each by its fields; of a new one, which of the old it was.
    pub topics: (&'a [Topic], &'a [MovedTopic]),
}

/// The text with the change made; nothing where its layout is not one field a line, as in JSON.
pub fn patch(source: &Source, change: &Change<'_>) -> Option<String> {
    let text = source.text.as_str();
    let parsed = read::parse(0, text).ok()?;
    let Value::Mapping(entries) = &parsed.root.value else { return None };
    let (first, last) = (entries.first()?, entries.last()?);
    let start = line_start(text, first.key_place.span.start as usize);
    // A mark of the end is not the last field's.
    let end = text[last.key_place.span.start as usize..].find("\n...").map_or(text.len(), |at| {
        let last_key = last.key_place.span.start as usize;
        last_key + at + 1
    });
    let fields = patched_fields(text, entries, end, change.event, Some(change.topics))?;
    Some(format!("{}{fields}{}", &text[..start], &text[end..]))
}

/// One field of a mapping: from its key to the next.
struct Region<'a> {
    key: &'a str,
    value: &'a Node<'a>,
    /// Where the key begins; before it stand blanks, or an item's dash.
    key_start: usize,
    /// Where the field's own lines end. What follows are blank lines and comments, which belong to nobody or to what
    /// comes next.
    own_end: usize,
    end: usize,
}

/// The regions of a mapping's entries, and their column; nothing where they are not one below the other.
fn regions<'a>(text: &str, entries: &'a [Entry<'a>], end: usize) -> Option<(Vec<Region<'a>>, usize)> {
    let key_start = |entry: &Entry<'_>| entry.key_place.span.start as usize;
    let first = key_start(entries.first()?);
    let column = first - line_start(text, first);
    let mut regions = Vec::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        let key_start = key_start(entry);
        let before = &text[line_start(text, key_start)..key_start];
        // The first field of an item stands behind its dash.
        let is_alone = before.bytes().all(|byte| byte == b' ' || (at == 0 && byte == b'-'));
        if before.len() != column || !is_alone {
            return None;
        }
        let end = match entries.get(at + 1) {
            Some(next) => line_start(text, next.key_place.span.start as usize),
            None => end,
        };
        if end <= key_start {
            return None;
        }
        let own_end = own_end(text, key_start, end, &entry.value);
        regions.push(Region { key: entry.key.as_ref(), value: &entry.value, key_start, own_end, end });
    }
    Some((regions, column))
}

/// The text of a field, in parts that may be changed, moved or left out.
struct Piece {
    key: String,
    own: String,
    loose: String,
}

/// The fields of a mapping: untouched, changed, left out, or added behind those that they follow.
///
/// The first line begins with blanks also where it stood behind a dash.
fn patched_fields(
    text: &str,
    entries: &[Entry<'_>],
    end: usize,
    (before, after): (&Entries, &Entries),
    topics: Option<(&[Topic], &[MovedTopic])>,
) -> Option<String> {
    let (regions, column) = regions(text, entries, end)?;
    let value =
        |entries: &'_ Entries, key: &str| entries.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
    let mut pieces: Vec<Piece> = Vec::with_capacity(regions.len());
    for region in &regions {
        let kept = format!("{}{}", " ".repeat(column), &text[region.key_start..region.own_end]);
        let own = match (topics, value(before, region.key), value(after, region.key)) {
            (Some((old, new)), ..) if region.key == TOPICS => {
                items::patched_topics(text, region, column, (old, new)).unwrap_or_else(|| kept.clone())
            }
            (_, Some(before), Some(after)) if is_same(&before, &after) => kept.clone(),
            (_, None, None) => kept.clone(),
            (_, before, Some(after)) => changed(text, region, column, before.as_ref(), after),
            (_, Some(_), None) => String::new(),
        };
        let loose = still_loose(&text[region.own_end..region.end], &kept, &own, column);
        pieces.push(Piece { key: region.key.to_owned(), own, loose });
    }

    let topics = topics.map(|(_, new)| new).unwrap_or_default();
    let is_known = |pieces: &[Piece], key: &str| pieces.iter().position(|piece| piece.key == key);
    for (at, (key, value)) in after.iter().enumerate() {
        let is_there = is_known(&pieces, key).is_some();
        // What is said without standing in the file, as a default is, need not be written now.
        let is_old = before.iter().any(|(name, old)| name == key && is_same(old, value));
        if is_there || (key == TOPICS && topics.is_empty()) || (key != TOPICS && is_old) {
            continue;
        }
        let own = if key == TOPICS { items::all_topics(topics) } else { field(key, value.clone(), column) };
        let predecessor = after.iter().take(at).rev().find_map(|(key, _)| is_known(&pieces, key));
        match predecessor.and_then(|at| Some((at, pieces.get_mut(at)?))) {
            Some((predecessor, piece)) => {
                let loose = still_loose(&std::mem::take(&mut piece.loose), "", &own, column);
                pieces.insert(predecessor + 1, Piece { key: key.clone(), own, loose });
            }
            None => pieces.insert(0, Piece { key: key.clone(), own, loose: String::new() }),
        }
    }
    if !topics.is_empty() && is_known(&pieces, TOPICS).is_none() {
        pieces.push(Piece { key: TOPICS.to_owned(), own: items::all_topics(topics), loose: String::new() });
    }

    let mut out = String::new();
    for Piece { own, loose, .. } in &pieces {
        push_lines(&mut out, own);
        push_loose(&mut out, loose);
    }
    Some(out)
}

/// Adds lines below others, the last of which may have had no line end.
fn push_lines(out: &mut String, lines: &str) {
    if !out.is_empty() && !out.ends_with('\n') && !lines.is_empty() {
        out.push('\n');
    }
    out.push_str(lines);
}

/// Adds comments and blank lines; a text that ends in empty lines keeps them all, so that one more were one too many.
fn push_loose(out: &mut String, loose: &str) {
    let loose = if out.ends_with("\n\n") { loose.trim_start_matches('\n') } else { loose };
    push_lines(out, loose);
}

/// The comments below lines that were changed: those that would now be read as text of a block stand further out.
fn still_loose(loose: &str, old: &str, new: &str, column: usize) -> String {
    let last = |lines: &str| lines.trim_end_matches('\n').rsplit('\n').next().map(str::to_owned);
    let blanks = " ".repeat(column);
    let Some(inner) = column_of_last_block(new).filter(|_| last(old) != last(new)) else { return loose.to_owned() };
    let outdented = |line: &str| match line.trim_start_matches(' ') {
        words if words.starts_with('#') && line.len() - words.len() >= inner => format!("{blanks}{words}"),
        _ => line.to_owned(),
    };
    loose.split_inclusive('\n').map(outdented).collect()
}

/// Where the text of the block begins that lines end with; of lines that are gone nobody knows what is above them.
fn column_of_last_block(lines: &str) -> Option<usize> {
    let Ok(parsed) = read::parse(0, lines) else { return Some(1) };
    let (leaf, _) = last_leaf(&parsed.root).filter(|(_, scalar)| scalar.style == Style::Block)?;
    let start = leaf.place.span.start as usize;
    let first = line_start(lines, start);
    // The reader's place of a block is that of its first word, and of one without words that of its mark.
    let is_of_text = lines[first..start].trim().is_empty();
    let text = &lines[if is_of_text { first } else { line_end(lines, start) }..];
    let columns =
        text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start_matches(' ').len());
    columns.min()
}

/// A field with another value, as little of its lines changed as that takes.
fn changed(text: &str, region: &Region<'_>, column: usize, before: Option<&Yaml>, after: Yaml) -> String {
    let head = |end: usize| format!("{}{}", " ".repeat(column), &text[region.key_start..end]);
    let in_place = || {
        let span = region.value.place.span.start as usize..written_end(text, region.value);
        let is_word = matches!(&region.value.value, Value::Scalar(Scalar { text, style }) if *style != Style::Block && !text.is_empty());
        let is_beside_key = span.start > region.key_start && !text[region.key_start..span.end].contains('\n');
        let written = field(region.key, after.clone(), 0);
        let word = written.strip_prefix(scalar(region.key).as_ref())?.strip_prefix(": ")?.strip_suffix('\n')?;
        (is_word && is_beside_key && !word.contains('\n'))
            .then(|| format!("{}{word}{}", head(span.start), &text[span.end..region.own_end]))
    };
    let nested = || {
        let (first, inner) = match (&region.value.value, before?, &after) {
            (Value::Mapping(entries), Yaml::Mapping(before), Yaml::Mapping(after)) => {
                let first = line_start(text, entries.first()?.key_place.span.start as usize);
                (first, patched_fields(text, entries, region.own_end, (before, after), None)?)
            }
            (Value::Sequence(nodes), before, after) => {
                let (before, after) = (list_of(before)?, list_of(after)?);
                let after = items::paired(before, after);
                items::patched_items(text, nodes, region, before, &after)?
            }
            _ => return None,
        };
        (first > region.key_start).then(|| format!("{}{inner}", head(first)))
    };
    in_place().or_else(nested).unwrap_or_else(|| field(region.key, after.clone(), column))
}

fn list_of(value: &Yaml) -> Option<&[Yaml]> {
    match value {
        Yaml::Sequence(items) | Yaml::Spaced(items) => Some(items),
        _ => None,
    }
}

/// Whether two values read as the same, however they are written.
fn is_same(one: &Yaml, other: &Yaml) -> bool {
    let text = |value: &'_ Yaml| match value {
        Yaml::Plain(text) | Yaml::Text(text) | Yaml::Quoted(text) | Yaml::Markdown(text) => Some(text.clone()),
        _ => None,
    };
    match (one, other) {
        (Yaml::Mapping(one), Yaml::Mapping(other)) => {
            let pairs = || one.iter().zip(other);
            one.len() == other.len()
                && pairs().all(|((key, value), (name, other))| key == name && is_same(value, other))
        }
        (one, other) if one == other => true,
        (one, other) => match (list_of(one), list_of(other), text(one), text(other)) {
            (Some(one), Some(other), ..) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
            }
            // A word that would need quotes to be a text is something else without them.
            (_, _, Some(one), Some(other)) => one == other && (one.contains('\n') || scalar(&one) == one.as_str()),
            _ => false,
        },
    }
}

/// Where the line of that byte begins.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Where the line of that byte ends, line end and all.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Where the own lines of a value end that begins behind `start` and is followed by something else at `end`.
fn own_end(text: &str, start: usize, end: usize, value: &Node<'_>) -> usize {
    let mut own = line_end(text, start);
    if let Some((leaf, scalar)) = last_leaf(value).filter(|(leaf, _)| !leaf.is_null()) {
        own = own.max(line_end(text, written_end(text, leaf).max(start)));
        // The empty lines at a block's end are its own as far as it says so.
        let trailing = scalar.text.len() - scalar.text.trim_end().len();
        let ends = scalar.text[scalar.text.len() - trailing..].matches('\n').count();
        let kept = if trailing == scalar.text.len() { ends } else { ends.saturating_sub(1) };
        for _ in 0..if scalar.style == Style::Block { kept } else { 0 } {
            own = line_end(text, own.min(text.len()));
        }
    }
    let own = own.min(end);
    // What is left are brackets that close, or nothing.
    let rest: Vec<&str> = text[own..end].split_inclusive('\n').collect();
    let loose: usize = rest.iter().rev().take_while(|line| is_loose(line)).map(|line| line.len()).sum();
    end - loose
}

/// Where a value ends that is no collection. What the parser takes for the end of a quoted one is where it looked for
/// more in vain, behind blanks and a comment.
fn written_end(text: &str, node: &Node<'_>) -> usize {
    let span = node.place.span.range();
    let written = &text[span.clone()];
    let Some(quote @ ('\'' | '"')) = written.chars().next() else { return span.end };
    let mut characters = written.char_indices().skip(1).peekable();
    while let Some((at, c)) = characters.next() {
        let is_doubled = c == '\'' && characters.peek().is_some_and(|(_, next)| *next == '\'');
        match c {
            '\\' if quote == '"' => drop(characters.next()),
            '\'' if quote == '\'' && is_doubled => drop(characters.next()),
            c if c == quote => return span.start + at + 1,
            _ => {}
        }
    }
    span.end
}

/// Whether a line is blank or a comment; within a block it is neither, whatever it looks like.
fn is_loose(line: &str) -> bool {
    let words = line.trim_start();
    words.is_empty() || words.starts_with('#')
}

/// The text that a value ends with.
fn last_leaf<'n, 'a>(node: &'n Node<'a>) -> Option<(&'n Node<'a>, &'n Scalar<'a>)> {
    match &node.value {
        Value::Scalar(scalar) => Some((node, scalar)),
        Value::Sequence(items) => last_leaf(items.last()?),
        Value::Mapping(entries) => last_leaf(&entries.last()?.value),
    }
}

/// A field as it is written anew.
fn field(key: &str, value: Yaml, column: usize) -> String {
    indented(&Yaml::Mapping(vec![(key.to_owned(), value)]), column)
}

/// A value that begins in that column.
fn indented(value: &Yaml, column: usize) -> String {
    let text = document(value);
    // The mark of the end is a whole file's.
    let text = text.strip_suffix("...\n").filter(|text| text.ends_with("\n\n")).unwrap_or(&text);
    let blanks = " ".repeat(column);
    let line = |line: &str| if line == "\n" { line.to_owned() } else { format!("{blanks}{line}") };
    text.split_inclusive('\n').map(line).collect()
}

#[cfg(test)]
mod tests;
