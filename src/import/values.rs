//! Values as a page writes them: links, handles, days, and whatever else a field may hold.

use chrono::NaiveDate;

use crate::event::DateRange;
use crate::event::FieldValue;
use crate::event::Link;
use crate::event::Picture;
use crate::template::Declaration;
use crate::template::Field;
use crate::template::Kind;
use crate::template::Pattern;
use crate::template::declaration::Dates;

use super::text::LONGEST;
use super::text::is_line;

/// `![alt](file)`, alone on its line.
pub(super) fn picture(line: &str) -> Option<Picture> {
    let (alt, file) = line.strip_prefix("![")?.strip_suffix(')')?.rsplit_once("](")?;
    // A title behind the file is no part of its name.
    let is_plain =
        is_line(file) && alt.len() <= LONGEST && !file.contains([')', '"', '\'']) && !line.contains(['\n', '\r']);
    is_plain.then(|| Picture { file: file.to_owned(), alt: alt.to_owned() })
}

/// A name that may lead somewhere, as a field draws it.
pub(super) fn link(text: &str, field: Option<&Field>) -> Option<Link> {
    if let Some(pattern) = field.and_then(|field| field.draw.as_ref()) {
        let values = filled(pattern, text, "name")?;
        let value =
            |wanted: &[&str]| values.iter().find(|(key, _)| wanted.contains(key)).map(|(_, value)| (*value).to_owned());
        return Some(Link { name: value(&["name", "value"])?, url: value(&["url"]) });
    }
    let linked = text.strip_prefix('[').and_then(|text| text.strip_suffix(')')).and_then(|text| text.split_once("]("));
    let is_url = |url: &str| is_line(url) && !url.contains(char::is_whitespace) && !url.contains("](");
    match linked.filter(|(name, url)| is_line(name) && is_url(url)) {
        Some((name, url)) => Some(Link { name: name.to_owned(), url: Some(url.to_owned()) }),
        None => is_line(text).then(|| Link { name: text.to_owned(), url: None }),
    }
}

/// Several of them.
pub(super) fn links(text: &str, field: Option<&Field>) -> Option<Vec<Link>> {
    separated(text, separator(field)).into_iter().map(|part| link(part, field)).collect()
}

/// Several handles, without `@`.
pub(super) fn handles(text: &str, field: Option<&Field>) -> Option<Vec<String>> {
    separated(text, separator(field)).into_iter().map(|part| handle(part, field)).collect()
}

fn handle(text: &str, field: Option<&Field>) -> Option<String> {
    let name = match field.and_then(|field| field.draw.as_ref()) {
        Some(pattern) => filled(pattern, text, "value")?.first().map(|(_, value)| *value)?,
        None => text.strip_prefix('@')?,
    };
    is_handle(name).then(|| name.to_owned())
}

/// Whether a text is a handle on a hosting site, without `@`.
pub(super) fn is_handle(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    !name.is_empty() && name.chars().all(is_part)
}

/// A declared field's value.
pub(super) fn declared(text: &str, field: &Field, declaration: &Declaration) -> Option<FieldValue> {
    if !field.many {
        return one(text, field, declaration);
    }
    let parts = separated(text, separator(Some(field)));
    let values: Option<Vec<FieldValue>> = parts.into_iter().map(|part| one(part, field, declaration)).collect();
    values.map(FieldValue::Many)
}

fn one(text: &str, field: &Field, declaration: &Declaration) -> Option<FieldValue> {
    match field.kind {
        Kind::Text | Kind::Markdown => drawn_text(text, field).map(FieldValue::Text),
        Kind::Choice => drawn_text(text, field).filter(|text| field.choices.contains(text)).map(FieldValue::Text),
        Kind::Handle => handle(text, Some(field)).map(FieldValue::Text),
        Kind::Date => day(text, &declaration.dates).map(FieldValue::Date),
        Kind::Link => link(text, Some(field)).map(FieldValue::Link),
        Kind::Picture => picture(text).map(FieldValue::Picture),
    }
}

fn drawn_text(text: &str, field: &Field) -> Option<String> {
    let text = match &field.draw {
        Some(pattern) => filled(pattern, text, "value")?.first().map(|(_, value)| *value)?,
        None => text,
    };
    is_line(text).then(|| text.to_owned())
}

/// What was put into a pattern that has no codes.
fn filled<'p, 't>(pattern: &'p Pattern, text: &'t str, needed: &str) -> Option<Vec<(&'p str, &'t str)>> {
    let forms = pattern.forms(None, |key| key == needed || key == "value");
    forms.iter().find_map(|form| form.read(text, &|_, value| is_line(value))).filter(|values| !values.is_empty())
}

/// First and last day, exactly as the template writes them.
pub(super) fn dates(text: &str, dates: &Dates) -> Option<DateRange> {
    let is_day = |_: &str, value: &str| day(value, dates).is_some();
    let forms = dates.range.forms(None, |_| true);
    if let Some(values) = forms.iter().find_map(|form| form.read(text, &is_day)) {
        let of = |wanted: &str| values.iter().find(|(key, _)| *key == wanted).and_then(|(_, value)| day(value, dates));
        let range = DateRange { start: of("start")?, end: of("end")? };
        return (range.start <= range.end).then_some(range);
    }
    let day = day(text, dates)?;
    Some(DateRange { start: day, end: day })
}

fn day(text: &str, dates: &Dates) -> Option<NaiveDate> {
    let day = dates.day.read_day(text)?;
    // Years that no event lies in.
    crate::event::dates::parse_date(&day.to_string()).ok()
}

fn separator(field: Option<&Field>) -> &str {
    field.and_then(|field| field.separator.as_deref()).unwrap_or(", ")
}

/// The parts of a text between separators that stand in no brackets.
fn separated<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    if separator.is_empty() {
        return vec![text];
    }
    let mut parts = Vec::new();
    let (mut start, mut open) = (0, 0_i32);
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        // With nothing before it, it is the beginning of a name.
        if open <= 0 && at > start && rest.starts_with(separator) {
            parts.push(&text[start..at]);
            at += separator.len();
            start = at;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        open += match c {
            '[' | '(' => 1,
            ']' | ')' => -1,
            _ => 0,
        };
        at += c.len_utf8();
    }
    parts.push(&text[start..]);
    parts
}
