//! The front matter: title and weight as computed, the page's own keys in the page's order and spelling.

use std::borrow::Cow;

use crate::event::FrontMatter;
use crate::yaml::Value;
use crate::yaml::read;
use crate::yaml::write::Yaml;
use crate::yaml::write::document;

/// The lines between the fences, without a line end after the last.
///
/// `title` and `weight` stand where the page has them, spelled as there while they say what is computed; else first.
pub fn block(front_matter: &FrontMatter, title: &str, weight: i64) -> String {
    let mut block = match front_matter {
        FrontMatter::Computed => document(&Yaml::Mapping(vec![title_entry(title), weight_entry(weight)])),
        FrontMatter::Map(entries) => document(&Yaml::Mapping(completed(entries, title, weight))),
        FrontMatter::Verbatim(text) => verbatim(text, title, weight),
    };
    block.truncate(block.trim_end_matches(['\n', '\r']).len());
    block
}

fn title_entry(title: &str) -> (String, Yaml) {
    ("title".to_owned(), Yaml::Text(title.to_owned()))
}

fn weight_entry(weight: i64) -> (String, Yaml) {
    ("weight".to_owned(), Yaml::Integer(weight))
}

/// The page's entries with what is computed put in.
fn completed(entries: &[(String, Yaml)], title: &str, weight: i64) -> Vec<(String, Yaml)> {
    let has = |key: &str| entries.iter().any(|(name, _)| name == key);
    let mut completed = Vec::with_capacity(entries.len() + 2);
    if !has("title") {
        completed.push(title_entry(title));
    }
    if !has("weight") && !has("title") {
        completed.push(weight_entry(weight));
    }
    for (key, value) in entries {
        match key.as_str() {
            "title" if !says(value, title) => completed.push(title_entry(title)),
            "weight" if !says(value, &weight.to_string()) => completed.push(weight_entry(weight)),
            _ => completed.push((key.clone(), without_open_end(value))),
        }
        if key == "title" && !has("weight") {
            completed.push(weight_entry(weight));
        }
    }
    completed
}

/// The value with texts in quotes that end in empty lines: as a block they would have to be held open by a `...`, at
/// which some sites end the front matter, or lose a line to the fence.
fn without_open_end(value: &Yaml) -> Yaml {
    match value {
        Yaml::Text(text) if text.ends_with("\n\n") => Yaml::Quoted(text.clone()),
        Yaml::Sequence(items) => Yaml::Sequence(items.iter().map(without_open_end).collect()),
        Yaml::Mapping(entries) => {
            Yaml::Mapping(entries.iter().map(|(key, value)| (key.clone(), without_open_end(value))).collect())
        }
        value => value.clone(),
    }
}

fn says(value: &Yaml, text: &str) -> bool {
    matches!(value, Yaml::Plain(said) | Yaml::Text(said) if said == text)
}

/// One key of a block with the lines that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry<'a> {
    key: &'a str,
    /// From the key to the next one; what stands before the first key belongs to the first.
    lines: &'a str,
    /// What of it stands before the key.
    before: &'a str,
}

/// The block with title and weight put in where they are missing or say something else.
fn verbatim(text: &str, title: &str, weight: i64) -> String {
    let entries = entries(text);
    let root = read::parse(0, text).ok().map(|parsed| parsed.root);
    let value = |key: &str| {
        root.as_ref().and_then(|root| root.get(key)).and_then(|node| match &node.value {
            Value::Scalar(scalar) => Some(scalar.text.clone().into_owned()),
            Value::Sequence(_) | Value::Mapping(_) => None,
        })
    };
    let has = |key: &str| entries.iter().any(|entry| entry.key == key);
    let weight_text = weight.to_string();
    let line = |entry: (String, Yaml)| document(&Yaml::Mapping(vec![entry]));

    let mut block = String::with_capacity(text.len() + 64);
    if !has("title") {
        block.push_str(&line(title_entry(title)));
        if !has("weight") {
            block.push_str(&line(weight_entry(weight)));
        }
    }
    if entries.is_empty() {
        block.push_str(text);
    }
    for entry in &entries {
        let computed = match entry.key {
            "title" if value("title").as_deref() != Some(title) => Some(title_entry(title)),
            "weight" if value("weight").as_deref() != Some(&weight_text) => Some(weight_entry(weight)),
            _ => None,
        };
        match computed {
            Some(computed) => block.extend([entry.before, &line(computed)]),
            None => block.push_str(entry.lines),
        }
        if entry.key == "title" && !has("weight") {
            if !block.ends_with('\n') {
                block.push('\n');
            }
            block.push_str(&line(weight_entry(weight)));
        }
    }
    block
}

/// The keys at the beginning of lines, each with the lines up to the next.
fn entries<'a>(block: &'a str) -> Vec<Entry<'a>> {
    let mut starts = Vec::new();
    let mut offset = 0;
    for line in block.split_inclusive('\n') {
        if let Some(key) = top_level_key(line) {
            starts.push((offset, key));
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([block.len()]);
    let ends: Vec<usize> = ends.collect();
    let spans = starts.iter().zip(ends).enumerate();
    let entry = |(index, ((start, key), end)): (usize, (&(usize, &'a str), usize))| {
        let from = if index == 0 { 0 } else { *start };
        Entry { key, lines: &block[from..end], before: &block[from..*start] }
    };
    spans.map(entry).collect()
}

/// The key that a line begins with, as it is spelled but for its quotes.
fn top_level_key(line: &str) -> Option<&str> {
    let ends_key =
        |rest: &str| rest.strip_prefix(':').is_some_and(|rest| rest.trim_start().len() < rest.len() || rest.is_empty());
    let line = line.trim_end_matches(['\n', '\r']);
    match line.chars().next()? {
        quote @ ('"' | '\'') => {
            let mut is_escaped = false;
            let (end, _) = line.char_indices().skip(1).find(|(at, c)| {
                // `\"` in double quotes, `''` in single ones.
                let escapes = match quote {
                    '"' => *c == '\\',
                    _ => line[at + c.len_utf8()..].starts_with(quote),
                };
                let is_end = *c == quote && !is_escaped && !(quote == '\'' && escapes);
                is_escaped = !is_escaped && escapes && (quote == '"' || *c == quote);
                is_end
            })?;
            ends_key(line[end + 1..].trim_start()).then(|| &line[1..end])
        }
        // A key too long for one line with its value, which follows after a `:` of its own.
        '?' if line.starts_with("? ") => Some(&line[2..]),
        '#' | ':' => None,
        // An item of a list that stands no further in than its key.
        '-' if line[1..].is_empty() || line[1..].starts_with([' ', '\t']) => None,
        first if first.is_whitespace() => None,
        _ => {
            let (at, _) = line.match_indices(':').find(|(at, _)| ends_key(&line[*at..]))?;
            Some(line[..at].trim_end())
        }
    }
}

/// A page's front matter block, without its fences, and the rest of the page.
pub fn split(page: &str) -> Option<(&str, &str)> {
    let text = page.strip_prefix('\u{feff}').unwrap_or(page);
    // Blanks behind a fence are a slip that sites read over.
    let (_, inner) = text.split_once('\n').filter(|(fence, _)| fence.trim_end() == "---")?;
    let mut offset = 0;
    for line in inner.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((&inner[..offset], &inner[offset..]));
        }
        offset += line.len();
    }
    None
}

/// The page as drawn, with the front matter keys that only the page on disk has, each after the key it follows there.
///
/// Others than this program write to the front matter (a site's build puts keys there), and what they wrote stays.
pub fn keep_foreign_keys<'d>(drawn: &'d str, on_disk: &str) -> Cow<'d, str> {
    let (Some((block, rest)), Some((old_block, _))) = (split(drawn), split(on_disk)) else { return drawn.into() };
    let own = entries(block);
    let old = entries(old_block);
    let is_own = |key: &str| own.iter().any(|entry| entry.key == key);
    if old.iter().all(|entry| is_own(entry.key)) {
        return drawn.into();
    }

    let mut merged = String::with_capacity(block.len() + old_block.len());
    let foreign_after = |merged: &mut String, key: Option<&str>| {
        let at = key.map_or(Some(0), |key| old.iter().position(|entry| entry.key == key).map(|at| at + 1));
        let Some(at) = at else { return };
        for entry in old.iter().skip(at).take_while(|entry| !is_own(entry.key)) {
            merged.push_str(entry.lines);
            if !merged.ends_with('\n') {
                merged.push('\n');
            }
        }
    };
    foreign_after(&mut merged, None);
    for entry in &own {
        merged.push_str(entry.lines);
        foreign_after(&mut merged, Some(entry.key));
    }
    let start = drawn.len() - rest.len() - block.len();
    format!("{}{merged}{rest}", &drawn[..start]).into()
}

/// The page on disk without the keys that `drawn` does not have: what this program would have written.
pub fn without_foreign_keys(on_disk: &str, drawn: &str) -> String {
    let own = keys(drawn);
    if split(drawn).is_none() { on_disk.to_owned() } else { with_keys(on_disk, |key| own.contains(&key)) }
}

/// The keys of a page's front matter, as they are spelled but for their quotes.
pub fn keys(page: &str) -> Vec<&str> {
    split(page).map(|(block, _)| entries(block).iter().map(|entry| entry.key).collect()).unwrap_or_default()
}

/// The page with those keys of its front matter that are to stay.
pub fn with_keys(page: &str, stays: impl Fn(&str) -> bool) -> String {
    let Some((block, rest)) = split(page) else { return page.to_owned() };
    let kept: String = entries(block).iter().filter(|entry| stays(entry.key)).map(|entry| entry.lines).collect();
    let start = page.len() - rest.len() - block.len();
    format!("{}{kept}{rest}", &page[..start])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_and_weight_come_first_where_the_page_says_nothing() {
        assert_eq!(block(&FrontMatter::Computed, "June 2025", -202506), "title: June 2025\nweight: -202506");
        let map = FrontMatter::Map(vec![("outline".to_owned(), Yaml::Plain("2".to_owned()))]);
        assert_eq!(block(&map, "June 2025", -202506), "title: June 2025\nweight: -202506\noutline: 2");
    }

    #[test]
    fn a_verbatim_block_keeps_spelling_while_it_says_what_is_computed() {
        let text = "# site\nprev: false\ntitle: 'June 2025' # shown\nweight: -202506\nnested:\n  title: x\n";
        let verbatim = FrontMatter::Verbatim(text.to_owned());
        assert_eq!(block(&verbatim, "June 2025", -202506), text.trim_end());
        let changed = "# site\nprev: false\ntitle: July 2025\nweight: -202507\nnested:\n  title: x";
        assert_eq!(block(&verbatim, "July 2025", -202507), changed);
    }

    #[test]
    fn what_is_missing_joins_a_verbatim_block() {
        let block_of = |text: &str| block(&FrontMatter::Verbatim(text.to_owned()), "T", -1);
        assert_eq!(block_of("prev: false"), "title: T\nweight: -1\nprev: false");
        assert_eq!(block_of("prev: false\ntitle: T"), "prev: false\ntitle: T\nweight: -1");
        assert_eq!(block_of("weight: -1\n"), "title: T\nweight: -1");
        assert_eq!(block_of("# shown\ntitle: Old"), "# shown\ntitle: T\nweight: -1");
        assert_eq!(block_of("# only a comment"), "title: T\nweight: -1\n# only a comment");
    }

    #[test]
    fn a_key_may_be_quoted_and_hold_colons() {
        let keys = [
            "a: 1",
            "a:b: 1",
            "\"a: b\": 1",
            "'it''s: x': 1",
            "\"\\\"a\": 1",
            "a:",
            "? long\n",
            "http://x: y",
            "-a: 1",
        ];
        let found = keys.map(top_level_key);
        let expected = ["a", "a:b", "a: b", "it''s: x", "\\\"a", "a", "long", "http://x", "-a"];
        assert_eq!(found, expected.map(Some));
        assert_eq!(["- a: 1", "-", "# a: 1", "  a: 1", ": a", "a", "\"a\"", ""].map(top_level_key), [None; 8]);
    }

    #[test]
    fn keys_of_the_page_stay_after_the_key_they_followed() {
        let drawn = "---\ntitle: T\nweight: -1\n---\n\n# H\n";
        let on_disk = "---\nrepo: r\ntitle: Old\nprev: false\nnested:\n  a: 1\nweight: -2\n---\n\n# Old\n";
        let merged = "---\nrepo: r\ntitle: T\nprev: false\nnested:\n  a: 1\nweight: -1\n---\n\n# H\n";
        assert_eq!(keep_foreign_keys(drawn, on_disk), merged);
        assert_eq!(without_foreign_keys(merged, drawn), drawn);
        assert_eq!(keep_foreign_keys(drawn, "# no front matter\n"), drawn);
    }
}
