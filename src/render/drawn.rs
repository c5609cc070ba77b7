//! Pieces of a page that a template can draw whole, `{{ section }}`, or look into, `{{ section.text }}`.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::Enumerator;
use minijinja::value::Object;

use crate::event::Event;
use crate::event::FieldValue;
use crate::event::Link;
use crate::event::Picture;
use crate::event::Text;
use crate::template::Field;
use crate::template::Kind;
use crate::template::Style;
use crate::template::Template;

use super::computed::day_in_words;

/// Names with values, in order.
#[derive(Debug)]
pub(super) struct Record(pub(super) Vec<(&'static str, Value)>);

impl Object for Record {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.iter().map(|(name, _)| Value::from(*name)).collect())
    }
}

/// A fact in a list: `- 📍 **Location:** [Town Hall](https://…)`.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) text: String,
}

impl Object for Line {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "key" => Some(Value::from(self.key.as_str())),
            "label" => Some(Value::from(self.label.as_str())),
            "text" => Some(Value::from(self.text.as_str())),
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["key", "label", "text"])
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.label, self.text)
    }
}

/// A picture: `![alt](file)`.
#[derive(Debug)]
pub(super) struct DrawnPicture(pub(super) Picture);

impl Object for DrawnPicture {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "file" => Some(Value::from(self.0.file.as_str())),
            "alt" => Some(Value::from(self.0.alt.as_str())),
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["file", "alt"])
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&picture(&self.0))
    }
}

/// A section of a topic: its label, what joins them, its text.
///
/// It points into the event, so that the text is copied once, onto the page.
#[derive(Debug)]
pub(super) struct DrawnSection {
    pub(super) event: Arc<Event>,
    pub(super) topic: usize,
    pub(super) section: usize,
    pub(super) label: String,
    pub(super) style: Arc<Style>,
}

impl DrawnSection {
    fn text(&self) -> Option<(&str, &Text)> {
        let (key, text) = self.event.topics.get(self.topic)?.sections.get(self.section)?;
        Some((key, text))
    }
}

impl Object for DrawnSection {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let (name, text) = self.text()?;
        match key.as_str()? {
            "key" => Some(Value::from(name)),
            "label" => Some(Value::from(self.label.as_str())),
            "text" => Some(Value::from(trimmed(text))),
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["key", "label", "text"])
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((_, text)) = self.text() else { return Ok(()) };
        write_section(f, &self.label, text, &self.style)
    }
}

/// Writes a label, what joins it, and a text; the bare label where there is no text.
pub(super) fn write_section(out: &mut impl fmt::Write, label: &str, text: &Text, style: &Style) -> fmt::Result {
    let join = style.join.as_str();
    let join_list = style.join_list.as_deref().unwrap_or(join);
    out.write_str(label)?;
    match text {
        Text::Markdown(text) => {
            let text = without_line_ends(text);
            if text.is_empty() {
                return Ok(());
            }
            out.write_str(if is_list_item(text) { join_list } else { join })?;
            out.write_str(text)
        }
        Text::List(items) if items.is_empty() => Ok(()),
        Text::List(items) => {
            out.write_str(join_list)?;
            write_bullets(out, items)
        }
    }
}

/// Whether Markdown takes the first line for an item of a list (CommonMark 0.31, 5.2).
pub fn is_list_item(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let marker =
        if rest.len() == text.len() { rest.strip_prefix(['*', '-', '+']) } else { rest.strip_prefix(['.', ')']) };
    marker.is_some_and(|after| after.starts_with([' ', '\t']))
}

fn write_bullets(out: &mut impl fmt::Write, items: &[String]) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        out.write_str(if at == 0 { "" } else { "\n" })?;
        write_bullet(out, item)?;
    }
    Ok(())
}

/// Writes `* ` and an item, its further lines indented so that they stay the item's.
pub(super) fn write_bullet(out: &mut impl fmt::Write, item: &str) -> fmt::Result {
    out.write_char('*')?;
    for (at, line) in without_line_ends(item).split('\n').enumerate() {
        let before = if at == 0 { " " } else { "\n  " };
        match line {
            "" if at == 0 => {}
            "" => out.write_char('\n')?,
            line => write!(out, "{before}{line}")?,
        }
    }
    Ok(())
}

/// The text as a page shows it: a list as its bullets.
pub(super) fn trimmed(text: &Text) -> String {
    match text {
        Text::Markdown(text) => without_line_ends(text).to_owned(),
        Text::List(items) => {
            let mut bullets = String::new();
            // Writing to a string cannot fail.
            let _ = write_bullets(&mut bullets, items);
            bullets
        }
    }
}

/// A text without line ends at its end, which are not drawn.
pub fn without_line_ends(text: &str) -> &str {
    text.trim_end_matches(['\n', '\r'])
}

/// `![alt](file)`.
pub fn picture(picture: &Picture) -> String {
    format!("![{}]({})", picture.alt, picture.file)
}

/// `[name](url)`, or the name alone.
pub fn link(link: &Link) -> String {
    match &link.url {
        Some(url) => format!("[{}]({url})", link.name),
        None => link.name.clone(),
    }
}

/// Several links as a field draws them.
pub(super) fn links(links: &[Link], field: Option<&Field>) -> String {
    let drawn: Vec<String> = links.iter().map(|one| drawn_link(one, field)).collect();
    drawn.join(separator(field))
}

fn drawn_link(one: &Link, field: Option<&Field>) -> String {
    let pattern = field.and_then(|field| field.draw.as_ref());
    pattern.map_or_else(
        || link(one),
        |pattern| {
            pattern.fill(None, |key| match key {
                "name" | "value" => Some(one.name.as_str()),
                "url" => one.url.as_deref(),
                _ => None,
            })
        },
    )
}

/// Several handles as a field draws them.
pub(super) fn handles(handles: &[String], field: Option<&Field>) -> String {
    let drawn: Vec<String> = handles.iter().map(|handle| drawn_text(handle, Kind::Handle, field)).collect();
    drawn.join(separator(field))
}

fn drawn_text(text: &str, kind: Kind, field: Option<&Field>) -> String {
    match field.and_then(|field| field.draw.as_ref()) {
        Some(pattern) => pattern.fill(None, |key| (key == "value").then_some(text)),
        None if kind == Kind::Handle => format!("@{text}"),
        None => without_line_ends(text).to_owned(),
    }
}

fn separator(field: Option<&Field>) -> &str {
    field.and_then(|field| field.separator.as_deref()).unwrap_or(", ")
}

/// A declared field's value as its declaration draws it.
pub(super) fn value(value: &FieldValue, field: &Field, template: &Template) -> String {
    match value {
        FieldValue::Text(text) => drawn_text(text, field.kind, Some(field)),
        FieldValue::Date(day) => day_in_words(*day, template),
        FieldValue::Link(link) => drawn_link(link, Some(field)),
        FieldValue::Picture(one) => picture(one),
        FieldValue::Many(values) => {
            let drawn: Vec<String> = values.iter().map(|one| self::value(one, field, template)).collect();
            drawn.join(separator(Some(field)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(text: &Text) -> String {
        let template = crate::template::builtin::find("hackathon").unwrap().load();
        let mut drawn = String::new();
        write_section(&mut drawn, "**L:**", text, template.style(Some("inline")).unwrap()).unwrap();
        drawn
    }

    #[test]
    fn a_text_loses_its_last_line_ends_and_nothing_else() {
        assert_eq!(section(&Text::Markdown("a \n\n b  \n\n".to_owned())), "**L:** a \n\n b  ");
        assert_eq!(section(&Text::Markdown(String::new())), "**L:**");
    }

    #[test]
    fn a_list_begins_on_a_line_of_its_own() {
        assert_eq!(section(&Text::Markdown("* a\n* b\n".to_owned())), "**L:**\n* a\n* b");
        assert_eq!(section(&Text::Markdown("1. a".to_owned())), "**L:**\n1. a");
        assert_eq!(section(&Text::Markdown("2024 was good".to_owned())), "**L:** 2024 was good");
        assert_eq!(section(&Text::Markdown("**bold** text".to_owned())), "**L:** **bold** text");
        let list = Text::List(vec!["a".to_owned(), "b\nc\n\nd\n".to_owned(), String::new()]);
        assert_eq!(section(&list), "**L:**\n* a\n* b\n  c\n\n  d\n*");
    }
}
