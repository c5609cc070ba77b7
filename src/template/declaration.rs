//! What a `template.yaml` says, as types. The doc comments are the descriptions of `afterword schema template`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::event::Key;

use super::pattern::Pattern;

/// The declaration of a template: what an event of this kind has, how it is asked for, and how a page writes it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "template.yaml of afterword")]
pub struct Declaration {
    /// The name by which events choose this template.
    pub name: String,
    /// One sentence for `afterword template list`.
    pub description: String,
    /// How id, weight, title and dates are made from the first and last day.
    pub dates: Dates,
    /// How the headings of a page are made.
    pub headings: Headings,
    /// The list of facts under the page's heading.
    #[serde(default)]
    pub header: Lines,
    /// The style of events that name none.
    pub style: String,
    /// The ways in which a page may write its sections.
    pub styles: Vec<Style>,
    /// The fields of an event: core fields that apply, and further ones, in the order in which they are asked.
    pub event: Vec<Field>,
    /// The fields of a topic, likewise.
    pub topic: Vec<Field>,
    /// The list of facts under each topic's heading.
    #[serde(default)]
    pub facts: Lines,
    /// The sections of a topic, in page order.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// The documents that can be drawn; the first is the page.
    pub outputs: Vec<Output>,
}

/// How everything that follows from the days of an event is written, in the words of strftime.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// The id, which is also the page's file name, from the first day: `%Y-%m`.
    pub id: Pattern,
    /// The weight, from the first day: `-%Y%m`.
    pub weight: Pattern,
    /// The title, from the first day: `%B %Y`. Fields of the event may stand in braces.
    pub title: Pattern,
    /// One day: `%d.%m.%Y`.
    pub day: Pattern,
    /// Several days: `{start} – {end}`.
    pub range: Pattern,
}

/// How the headings of a page are made.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Headings {
    /// The page's heading, without `#`: `{series} {edition} %m/%Y Wrap Up`. What is absent takes a blank with it.
    pub event: Pattern,
    /// A topic's heading line with its `#`: `## {emoji} {title} {badge}`.
    pub topic: Pattern,
}

/// A list of facts: how a line begins, and which fields are told in which order.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lines {
    /// The beginning of each line: `- {emoji} **{label}:**`.
    #[serde(default)]
    pub label: Pattern,
    /// The lines, in order. An event's `links` follow them in the same form.
    #[serde(default)]
    pub lines: Vec<Line>,
}

/// One line of facts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The field it tells: a core field, a declared one, or `dates`.
    #[schemars(with = "String")]
    pub key: Key,
    /// The picture before the label.
    #[serde(default)]
    pub emoji: Option<String>,
    /// What the line is called.
    pub label: String,
}

/// A way in which a page writes its sections.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// The name by which events choose it.
    pub name: String,
    /// One sentence for people who choose.
    #[serde(default)]
    pub description: String,
    /// How a label is written: `**{label}:**` or `### {label}`.
    pub label: Pattern,
    /// What stands between a label and its text: a line end, a blank, or a blank line.
    pub join: String,
    /// The same before a list, where it differs.
    #[serde(default)]
    pub join_list: Option<String>,
}

impl Style {
    /// Whether labels are headings of their own.
    pub fn has_headings(&self) -> bool {
        self.label.begins_with('#')
    }
}

/// A field of an event or a topic: a core field that applies, or one of this template's own.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The name in event files: `[a-z][a-z0-9_]*`.
    #[schemars(with = "String")]
    pub key: Key,
    /// What it holds. Core fields have their own kind; others are lines of text where nothing is said.
    #[serde(default)]
    pub kind: Kind,
    /// Whether it holds a list of such values.
    #[serde(default)]
    pub many: bool,
    /// What a `choice` may be.
    #[serde(default)]
    pub choices: Vec<String>,
    /// No page without it.
    #[serde(default)]
    pub required: bool,
    /// Owed once the event is over.
    #[serde(default)]
    pub expected: bool,
    /// What the wizard asks.
    #[serde(default)]
    pub question: Option<String>,
    /// What helps to answer, and the description in the schema.
    #[serde(default)]
    pub help: Option<String>,
    /// How a value is drawn: `[@{value}](https://github.com/{value})`. A link has `{name}` and `{url}`.
    #[serde(default)]
    pub draw: Option<Pattern>,
    /// What stands between several values; `, ` where nothing is said.
    #[serde(default)]
    pub separator: Option<String>,
    /// For Markdown of an event: the line above it, verbatim, such as `## What went well`.
    #[serde(default)]
    pub heading: Option<String>,
}

/// What a declared field holds.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One line of text.
    #[default]
    Text,
    /// Markdown of any length.
    Markdown,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A name with a URL: `{name, url}`.
    Link,
    /// A picture: `{file, alt}`.
    Picture,
    /// A person's handle on the hosting site.
    Handle,
    /// One of the field's `choices`.
    Choice,
}

/// One labelled part of a topic.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The name in event files: `[a-z][a-z0-9_]*`.
    #[schemars(with = "String")]
    pub key: Key,
    /// How pages call it.
    pub label: String,
    /// How pages of a style call it, where that differs: style name to label.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub labels: std::collections::BTreeMap<String, String>,
    /// Other names that pages use for it; case and the colon's place do not matter.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it usually holds: the wizard asks accordingly; an event file may always give text or a list.
    #[serde(default)]
    pub kind: SectionKind,
    /// No page without it.
    #[serde(default)]
    pub required: bool,
    /// Owed once the event is over, by topics without other text.
    #[serde(default)]
    pub expected: bool,
    /// A topic with text here counts as done.
    #[serde(default)]
    pub completes: bool,
    /// What the wizard asks.
    #[serde(default)]
    pub question: Option<String>,
    /// What helps to answer, and the description in the schema.
    #[serde(default)]
    pub help: Option<String>,
}

impl Section {
    /// What a page of that style calls it.
    pub fn label_in(&self, style: &str) -> &str {
        self.labels.get(style).unwrap_or(&self.label)
    }

    /// Every name that a page may use for it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let labels = self.labels.values().map(String::as_str);
        std::iter::once(self.label.as_str()).chain(labels).chain(self.aliases.iter().map(String::as_str))
    }
}

/// What a section usually holds.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum SectionKind {
    /// Prose.
    #[default]
    Text,
    /// Points.
    List,
    /// Links, one a point.
    Links,
}

/// A document that can be drawn from an event.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// The name it is asked for by: `page`.
    pub name: String,
    /// The file that draws it, beside `template.yaml`.
    pub file: String,
    /// One sentence for people who choose.
    #[serde(default)]
    pub description: String,
}

impl Declaration {
    /// The declared or listed field of an event.
    pub fn event_field(&self, key: &str) -> Option<&Field> {
        self.event.iter().find(|field| field.key.as_ref() == key)
    }

    /// The declared or listed field of a topic.
    pub fn topic_field(&self, key: &str) -> Option<&Field> {
        self.topic.iter().find(|field| field.key.as_ref() == key)
    }

    /// The section of that key, and its place in page order.
    pub fn section(&self, key: &str) -> Option<(usize, &Section)> {
        self.sections.iter().enumerate().find(|(_, section)| section.key.as_ref() == key)
    }

    /// The key of the section whose text makes a topic done.
    pub fn completing_section(&self) -> Option<&str> {
        self.sections.iter().find(|section| section.completes).map(|section| section.key.as_ref())
    }
}
