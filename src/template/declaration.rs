//! What a `template.yaml` says, as types. The doc comments are the descriptions of `afterword schema template`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::event::Key;

use super::pattern::Pattern;

/// What a key looks like, for the schema.
const KEY: &str = "^[a-z][a-z0-9_]*$";

/// The declaration of a template: what an event of this kind has, how it is asked for, and how a page writes it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "template.yaml of afterword")]
pub struct Declaration {
    /// The name by which events choose this template, `template: NAME`; also the name of its folder.
    pub name: String,
    /// What it is for, in one sentence.
    pub description: String,
    /// How id, weight, title and dates are made from the days of an event.
    pub dates: Dates,
    /// How the headings of a page are made.
    pub headings: Headings,
    /// The lines under the page's heading, such as date and place.
    #[serde(default)]
    pub header: Lines,
    /// The style of events that name none: the name of one of the `styles`.
    pub style: String,
    /// The ways in which a page may write its sections; at least one.
    #[schemars(length(min = 1))]
    pub styles: Vec<Style>,
    /// The fields of an event, in the order in which they are asked: the core fields that apply (`series`, `edition`,
    /// `location`, `organizers`, `links`, `pictures`, `intro`, `footer`), and fields of this template's own. `start`
    /// and `end` are always there; list them to say what they are.
    pub event: Vec<Field>,
    /// The fields of a topic, likewise: core fields (`emoji`, `badge`, `owners`, `demo`, `tracking`, `highlight`,
    /// `intro`, `pictures`) and this template's own. `title` is always there.
    pub topic: Vec<Field>,
    /// The lines under each topic's heading, such as who speaks.
    #[serde(default)]
    pub facts: Lines,
    /// The sections of a topic, in page order.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// The documents that can be drawn; the first is the page.
    #[schemars(length(min = 1))]
    pub outputs: Vec<Output>,
}

/// How everything that follows from the days of an event is written, with the codes of strftime.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// The id, which is also the page's file name, from the first day: `%Y-%m`.
    pub id: Pattern,
    /// The weight, from the first day: `-%Y%m`.
    pub weight: Pattern,
    /// The title in the front matter, from the first day: `%B %Y`. Fields of the event may stand in braces.
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

/// Lines of facts: how each begins, and which fields they tell, in which order.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lines {
    /// How each line begins: `- {emoji} **{label}:**`.
    #[serde(default)]
    pub label: Pattern,
    /// The lines, in order; one whose field says nothing is left out. An event's `links` follow in the same form.
    #[serde(default)]
    pub lines: Vec<Line>,
}

/// One line of facts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The field it tells: one of the template's own; of an event also `dates`, `series`, `edition`, `location` or
    /// `organizers`, of a topic `owners`, `demo`, `tracking` or `state`.
    #[schemars(with = "String", extend("pattern" = KEY))]
    pub key: Key,
    /// The emoji before the label.
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
    /// What stands between a label and its text: `"\n"`, `" "` or, for a blank line, `"\n\n"`.
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
#[schemars(extend(
    "if" = { "properties": { "kind": { "const": "choice" } }, "required": ["kind"] },
    "then" = { "properties": { "choices": { "minItems": 1 } }, "required": ["choices"] },
    "else" = { "properties": { "choices": { "maxItems": 0 } } },
))]
pub struct Field {
    /// The name in event files: `[a-z][a-z0-9_]*`.
    #[schemars(with = "String", extend("pattern" = KEY))]
    pub key: Key,
    /// What it holds, one line of text where nothing is said. A core field has its own kind.
    #[serde(default)]
    pub kind: Kind,
    /// Whether it holds a list of such values.
    #[serde(default)]
    pub many: bool,
    /// What a `choice` may be.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Whether there is no page without it.
    #[serde(default)]
    pub required: bool,
    /// Whether it is owed once the event is over.
    #[serde(default)]
    pub expected: bool,
    /// What the wizard asks.
    #[serde(default)]
    pub question: Option<String>,
    /// What helps to answer; also what editors show through the schema of event files.
    #[serde(default)]
    pub help: Option<String>,
    /// How a value is drawn: `[@{value}](https://github.com/{value})`. A link has `{name}` and `{url}` instead.
    #[serde(default)]
    pub draw: Option<Pattern>,
    /// What stands between several values; `, ` where nothing is said.
    #[serde(default)]
    pub separator: Option<String>,
    /// The line above the Markdown of an event, verbatim: `## What went well`.
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
    #[schemars(with = "String", extend("pattern" = KEY))]
    pub key: Key,
    /// How pages call it.
    pub label: String,
    /// How pages call it in a style where that differs: style to label.
    #[serde(default)]
    pub labels: std::collections::BTreeMap<String, String>,
    /// Other names by which pages may call it; case and the colon's place do not matter.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it usually holds, and how the wizard asks for it. An event file may always give text or a list.
    #[serde(default)]
    pub kind: SectionKind,
    /// Whether there is no page without it.
    #[serde(default)]
    pub required: bool,
    /// Whether it is owed once the event is over, by topics that have no other text.
    #[serde(default)]
    pub expected: bool,
    /// Whether a topic with text here counts as done; at most one section says so.
    #[serde(default)]
    pub completes: bool,
    /// What the wizard asks.
    #[serde(default)]
    pub question: Option<String>,
    /// What helps to answer; also what editors show through the schema of event files.
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
    /// The file beside `template.yaml` that draws it: `page.md.jinja`.
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
