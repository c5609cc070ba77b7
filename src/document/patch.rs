//! Changes a hand-written event file where its fields changed, and nowhere else: comments, blank lines, quotes and the
//! order of what stayed are as they were.

use crate::source::Source;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Style;
use crate::yaml::Value;
use crate::yaml::read;
use crate::yaml::write::Yaml;
use crate::yaml::write::document;

/// Fields with their values.
type Entries = [(String, Yaml)];

/// The fields of a topic.
pub type Topic = Vec<(String, Yaml)>;

/// A topic with the place it had, from 0; nothing where it is new.
pub type MovedTopic = (Option<usize>, Topic);

/// What a file holds and what it is to hold, in the same terms, so that what is equal stays.
pub struct Change<'a> {
    /// The fields of the event but its topics.
    pub event: (&'a Entries, &'a Entries),
    /// The topics, each by its fields; of a new one, which of the old it was.
    pub topics: (&'a [Topic], &'a [MovedTopic]),
}

/// The text with the change made; nothing where its layout is not one field a line, as in JSON.
pub fn patch(source: &Source, change: &Change<'_>) -> Option<String> {
    let text = source.text.as_str();
    let parsed = read::parse(0, text).ok()?;
    let Value::Mapping(entries) = &parsed.root.value else { return None };
    let regions = regions(text, entries, 0, text.len())?;
    let mut out = patched_entries(text, &regions, change.event, 0, Some("topics"));

    let topics = regions.iter().find(|region| region.key == "topics");
    let drawn = match topics {
        Some(region) => {
            let node = entries.iter().find(|entry| entry.key == "topics").map(|entry| &entry.value)?;
            patched_topics(text, region, node, change.topics)?
        }
        None if change.topics.1.is_empty() => String::new(),
        None => all_topics(change.topics.1),
    };
    match out.iter_mut().find(|(key, _)| key == "topics") {
        Some((_, lines)) => *lines = drawn,
        None => out.push(("topics".to_owned(), drawn)),
    }
    let start = regions.first().map_or(0, |region| region.start);
    let body: String = out.into_iter().map(|(_, lines)| lines).collect();
    Some(format!("{}{body}", &text[..start]))
}

/// The lines of one field: from its key to the next, with the comments and blank lines that follow its value.
struct Region<'a> {
    key: &'a str,
    start: usize,
    /// Where the value's own lines end.
    value_end: usize,
    end: usize,
}

/// The regions of a mapping's entries, which must each begin a line at that indentation.
fn regions<'a>(text: &str, entries: &'a [Entry<'_>], indentation: usize, end: usize) -> Option<Vec<Region<'a>>> {
    let mut starts = Vec::with_capacity(entries.len() + 1);
    for (at, entry) in entries.iter().enumerate() {
        let key = entry.key_place.span.start as usize;
        let line = text[..key].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[line..key];
        // The first field of a topic stands behind its dash.
        let is_alone =
            before.len() == indentation && before.bytes().all(|byte| byte == b' ' || (at == 0 && byte == b'-'));
        if !is_alone {
            return None;
        }
        starts.push(line);
    }
    starts.push(end);
    let regions = entries.iter().zip(starts.windows(2)).map(|(entry, bounds)| {
        let (start, end) = (bounds[0], bounds[1]);
        let value_end = value_end(&text[start..end], indentation, &entry.value);
        Region { key: entry.key.as_ref(), start, value_end: start + value_end, end }
    });
    Some(regions.collect())
}

/// How many bytes of a region are its field's own: what follows are blank lines and comments, which belong to nobody or
/// to what comes next.
fn value_end(region: &str, indentation: usize, value: &Node<'_>) -> usize {
    let is_block = matches!(&value.value, Value::Scalar(scalar) if scalar.style == Style::Block);
    let lines: Vec<&str> = region.split_inclusive('\n').collect();
    let is_loose = |line: &&&str| {
        let words = line.trim_start();
        // Within a block a `#` is text, unless it stands further left than the block can.
        let is_comment = words.starts_with('#') && (!is_block || line.len() - words.len() <= indentation);
        words.is_empty() || is_comment
    };
    let loose: usize = lines.iter().skip(1).rev().take_while(is_loose).map(|line| line.len()).sum();
    region.len() - loose
}

/// The text of each field: untouched, written anew, left out, or added at the end.
fn patched_entries(
    text: &str,
    regions: &[Region<'_>],
    (old, new): (&Entries, &Entries),
    indentation: usize,
    skip: Option<&str>,
) -> Vec<(String, String)> {
    let value =
        |entries: &Entries, key: &str| entries.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
    let mut out: Vec<(String, String)> = Vec::new();
    for region in regions {
        let lines = &text[region.start..region.end];
        let (before, after) = (value(old, region.key), value(new, region.key));
        let kept = match after {
            _ if skip == Some(region.key) => lines.to_owned(),
            after if after == before => lines.to_owned(),
            Some(after) => {
                format!("{}{}", field(region.key, after, indentation), &text[region.value_end..region.end])
            }
            None => String::new(),
        };
        out.push((region.key.to_owned(), kept));
    }
    let added: Vec<&(String, Yaml)> =
        new.iter().filter(|(key, _)| !regions.iter().any(|region| region.key == key)).collect();
    for (key, value) in added {
        let lines = field(key, value.clone(), indentation);
        // Before the topics, which are long, and before blank lines that part topics from each other.
        match out.iter().position(|(known, _)| skip == Some(known.as_str())) {
            Some(at) => out.insert(at, (key.clone(), lines)),
            None => insert_before_blank_lines(&mut out, key, lines),
        }
    }
    out
}

fn insert_before_blank_lines(out: &mut Vec<(String, String)>, key: &str, lines: String) {
    let Some((_, last)) = out.last_mut() else {
        out.push((key.to_owned(), lines));
        return;
    };
    if !last.is_empty() && !last.ends_with('\n') {
        last.push('\n');
    }
    let loose = last.len() - last.trim_end_matches('\n').len();
    let blank = last.split_off(last.len() - loose.saturating_sub(1));
    out.push((key.to_owned(), format!("{lines}{blank}")));
}

fn field(key: &str, value: Yaml, indentation: usize) -> String {
    indented(&document(&Yaml::Mapping(vec![(key.to_owned(), value)])), indentation)
}

fn indented(text: &str, indentation: usize) -> String {
    let blanks = " ".repeat(indentation);
    let line =
        |line: &str| if line.trim_end_matches('\n').is_empty() { line.to_owned() } else { format!("{blanks}{line}") };
    text.split_inclusive('\n').map(line).collect()
}

fn all_topics(topics: &[MovedTopic]) -> String {
    let topics = topics.iter().map(|(_, topic)| Yaml::Mapping(topic.clone())).collect();
    document(&Yaml::Mapping(vec![("topics".to_owned(), Yaml::Spaced(topics))]))
}

/// The topics in their new order: each one's lines as they were but for its changed fields.
fn patched_topics(
    text: &str,
    region: &Region<'_>,
    node: &Node<'_>,
    (old, new): (&[Topic], &[MovedTopic]),
) -> Option<String> {
    let is_same = new.len() == old.len()
        && new.iter().enumerate().all(|(at, (was, topic))| *was == Some(at) && old.get(at) == Some(topic));
    if is_same {
        return Some(text[region.start..region.end].to_owned());
    }
    if new.is_empty() {
        return Some(text[region.value_end..region.end].to_owned());
    }
    let Value::Sequence(items) = &node.value else {
        return Some(format!("{}{}", all_topics(new), &text[region.value_end..region.end]));
    };

    // Each item begins on the line of its dash; what stands before the first is the key's own line.
    let mut starts = Vec::with_capacity(items.len() + 1);
    let mut indentation = 0;
    for item in items {
        let at = item.place.span.start as usize;
        let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[line..at];
        let dash = before.find('-')?;
        if before[..dash].trim() != "" || before[dash + 1..].trim() != "" {
            return None;
        }
        indentation = at - line;
        starts.push(line);
    }
    let first = starts.first().copied().unwrap_or(region.end);
    starts.push(region.value_end.max(first));
    let blocks: Vec<(usize, usize)> = starts.windows(2).map(|bounds| (bounds[0], bounds[1])).collect();
    let is_spaced =
        blocks.iter().take(blocks.len().saturating_sub(1)).any(|(start, end)| text[*start..*end].ends_with("\n\n"));

    let mut out = text[region.start..first].to_owned();
    for (at, (was, topic)) in new.iter().enumerate() {
        let lines = match was.and_then(|was| Some((was, items.get(was)?, *blocks.get(was)?))) {
            Some((was, item, (start, end))) => {
                let Value::Mapping(entries) = &item.value else { return None };
                let before = old.get(was)?;
                if before == topic {
                    text[start..end].to_owned()
                } else {
                    let regions = regions(text, entries, indentation, end)?;
                    let fields = patched_entries(text, &regions, (before, topic), indentation, None);
                    with_dash(&fields.into_iter().map(|(_, lines)| lines).collect::<String>(), indentation)
                }
            }
            None => with_dash(&indented(&document(&Yaml::Mapping(topic.clone())), indentation), indentation),
        };
        let lines = lines.trim_end_matches('\n');
        out.push_str(lines);
        let is_last = at + 1 == new.len();
        out.push_str(if is_spaced && !is_last { "\n\n" } else { "\n" });
    }
    out.push_str(&text[region.value_end.max(first)..region.end]);
    Some(out)
}

/// The dash of an item before its first line.
fn with_dash(lines: &str, indentation: usize) -> String {
    let blanks = " ".repeat(indentation.saturating_sub(2));
    let rest = lines.get(indentation..).unwrap_or_default();
    format!("{blanks}- {rest}")
}
