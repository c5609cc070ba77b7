//! Fields that a template declares.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::shorten;
use crate::diagnostic::suggestion::did_you_mean;
use crate::event::FieldValue;
use crate::event::Fields;
use crate::grammar::list_or;
use crate::template::Field;
use crate::template::Kind;
use crate::template::Template;
use crate::yaml::Node;

use super::names::Name;
use super::reader::Reader;

impl Reader<'_> {
    /// Reads a declared field into `fields`.
    pub(super) fn declared(&mut self, node: Node<'_>, name: &str, field: Option<&Field>, fields: &mut Fields) {
        let Some(field) = field.filter(|_| !node.is_null()) else { return };
        let value = if field.many {
            let values = self.list(node, name, example(field.kind), |reader, item| {
                reader.declared_value(item, Name::Item(name), field)
            });
            if values.is_empty() { None } else { Some(FieldValue::Many(values)) }
        } else {
            self.declared_value(node, name.into(), field)
        };
        if let Some(value) = value {
            fields.push((field.key.clone(), value));
        }
    }

    fn declared_value(&mut self, node: Node<'_>, name: Name<'_>, field: &Field) -> Option<FieldValue> {
        match field.kind {
            Kind::Text => self.line(node, name).map(FieldValue::Text),
            Kind::Markdown => self.markdown(node, name).map(FieldValue::Text),
            Kind::Date => self.date(node, name).map(FieldValue::Date),
            Kind::Link => self.link(node, name).map(FieldValue::Link),
            Kind::Picture => self.picture(node, name).map(FieldValue::Picture),
            Kind::Handle => self.handle(node, name).map(FieldValue::Text),
            Kind::Choice => self.choice(node, name, &field.choices).map(FieldValue::Text),
        }
    }

    /// A handle on a hosting site, with or without `@`.
    pub(super) fn handle(&mut self, node: Node<'_>, name: Name<'_>) -> Option<String> {
        let place = node.place;
        let line = self.line(node, name)?;
        let handle = line.strip_prefix('@').unwrap_or(&line);
        let is_handle = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        let label = match handle.chars().find(|c| !is_handle(*c)) {
            None if !handle.is_empty() => return Some(handle.to_owned()),
            None => "says nothing".to_owned(),
            Some(c) if c.is_whitespace() => "holds a blank".to_owned(),
            Some(c) => format!("holds `{c}`"),
        };
        let message = format!("`{}` is no handle", shorten(&line));
        let help = "a handle is a name on the hosting site, such as ada-l; several stand in a list";
        self.push(Diagnostic::error("invalid-handle", message, place, label).help(help));
        None
    }

    fn choice(&mut self, node: Node<'_>, name: Name<'_>, choices: &[String]) -> Option<String> {
        let place = node.place;
        let line = self.line(node, name)?;
        if choices.contains(&line) {
            return Some(line);
        }
        let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
        let message = format!("`{}` is no choice for {name}", shorten(&line));
        let help =
            did_you_mean(&line, choices.iter().copied()).unwrap_or_else(|| format!("write {}", list_or(&choices)));
        self.push(Diagnostic::error("invalid-choice", message, place, "not one of them").help(help));
        None
    }

    /// Puts declared fields in the order of the template, whatever the order in the file.
    pub(super) fn in_template_order<'t>(&self, fields: &mut Fields, declared: impl Fn(&Template) -> &Vec<Field>)
    where
        Self: 't,
    {
        let declared = declared(self.template);
        fields.sort_by_key(|(key, _)| declared.iter().position(|field| field.key == *key));
    }
}

/// What an item of a list looks like.
fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Link => "name: …",
        Kind::Picture => "file: …",
        Kind::Date => "YYYY-MM-DD",
        Kind::Text | Kind::Markdown | Kind::Handle | Kind::Choice => "…",
    }
}
