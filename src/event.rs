//! An event and its topics: the words everything else speaks.
//!
//! A value here is what somebody said, not yet what a page shows of it: labels, dates in words and the order on the
//! site are made by the template (layer 3) and the renderer. Texts are Markdown unless they are called a line.

use std::sync::Arc;

use chrono::NaiveDate;

pub mod core;
pub mod dates;
pub mod placeholder;
pub mod spoken;
pub mod state;

pub use dates::DateRange;
pub use state::State;

use crate::yaml::write::Yaml;

/// The name of a section or of a declared field: `[a-z][a-z0-9_]*`.
pub type Key = Arc<str>;

/// A gathering and what came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// The template the file names.
    pub template: Option<String>,
    /// The style the file names.
    pub style: Option<String>,
    /// The name all gatherings of this kind share: `Hack The Garden`.
    pub series: Option<String>,
    /// What tells this one from the others: `Sofia Edition`.
    pub edition: Option<String>,
    /// First and last day.
    pub dates: DateRange,
    /// Where.
    pub location: Option<Link>,
    /// Who invited.
    pub organizers: Vec<Link>,
    /// Further header lines, in order.
    pub links: Vec<HeaderLink>,
    /// Pictures under the header; the first is the group's.
    pub pictures: Vec<Picture>,
    /// The page's own front matter.
    pub front_matter: FrontMatter,
    /// Overrides the computed title.
    pub title: Option<String>,
    /// Overrides the computed weight.
    pub weight: Option<i64>,
    /// Overrides the computed id.
    pub id: Option<String>,
    /// How this page writes labels where it differs from its style.
    pub labels: Labels,
    /// Before the first topic.
    pub intro: Option<String>,
    /// After the last topic.
    pub footer: Option<String>,
    /// Fields that the template declares, in its order.
    pub fields: Fields,
    /// The topics, in page order.
    pub topics: Vec<Topic>,
    /// All before the first topic, verbatim.
    pub head: Option<String>,
    /// All after the last topic, verbatim.
    pub tail: Option<String>,
    /// What else a byte-exact page needs.
    pub file: FileForm,
}

/// One thing a team worked on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topic {
    /// The picture before the title.
    pub emoji: Option<String>,
    /// The title, one line of Markdown.
    pub title: String,
    /// After the title: 🏎️ for a fast track.
    pub badge: Option<String>,
    /// What was said about the state; see [`Topic::state`].
    pub said: Option<State>,
    /// The event a moved topic went to.
    pub moved_to: Option<String>,
    /// Handles, without `@`.
    pub owners: Vec<String>,
    /// The time for a demo (`5m`), or `none`.
    pub demo: Option<String>,
    /// Where the work is tracked, one line of Markdown.
    pub tracking: Option<String>,
    /// Worth a mention in a post.
    pub highlight: bool,
    /// Before the first section.
    pub intro: Option<String>,
    /// The sections that were written, in the template's order.
    pub sections: Vec<(Key, Text)>,
    /// Fields that the template declares, in its order.
    pub fields: Fields,
    /// Pictures after the last section.
    pub pictures: Vec<Picture>,
    /// How this topic writes labels.
    pub labels: Labels,
    /// The whole topic from its heading to the next, verbatim.
    pub body: Option<String>,
    /// How many blank lines part it from what follows, where that is not one; at most [`MOST_BLANK_LINES`].
    pub blank_lines: Option<u8>,
}

/// The most blank lines that may follow a topic.
pub const MOST_BLANK_LINES: u8 = 9;

impl Event {
    /// Whether it says something in a field other than its days.
    pub fn says(&self, key: &str) -> bool {
        let says = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        match key {
            "series" => says(&self.series),
            "edition" => says(&self.edition),
            "start" => true,
            "end" => self.dates.end != self.dates.start,
            "location" => self.location.is_some(),
            "organizers" => !self.organizers.is_empty(),
            "links" => !self.links.is_empty(),
            "pictures" => !self.pictures.is_empty(),
            "title" => says(&self.title),
            "weight" => self.weight.is_some(),
            "id" => says(&self.id),
            "intro" => says(&self.intro),
            "footer" => says(&self.footer),
            key => self.fields.iter().any(|(name, value)| name.as_ref() == key && value.says_something()),
        }
    }
}

impl Topic {
    /// Whether it says something in a field.
    pub fn says(&self, key: &str) -> bool {
        match key {
            "title" => !self.title.trim().is_empty(),
            "emoji" => self.emoji.is_some(),
            "owners" => !self.owners.is_empty(),
            "badge" => self.badge.is_some(),
            "demo" => self.demo.is_some(),
            "tracking" => self.tracking.is_some(),
            "intro" => self.intro.is_some(),
            "pictures" => !self.pictures.is_empty(),
            // `false` is an answer.
            "highlight" => true,
            key => self.fields.iter().any(|(name, value)| name.as_ref() == key && value.says_something()),
        }
    }

    /// The section of that key.
    pub fn section(&self, key: &str) -> Option<&Text> {
        self.sections.iter().find(|(name, _)| name.as_ref() == key).map(|(_, text)| text)
    }

    /// How far the topic came: what was said, else `done` where there are achievements or a body, else `open`.
    ///
    /// `achievement` is the key of the section whose text means success.
    pub fn state(&self, achievement: Option<&str>) -> State {
        if let Some(said) = self.said.filter(|&said| said != State::Open) {
            return said;
        }
        let achieved = achievement.and_then(|key| self.section(key)).is_some_and(|text| !text.is_blank());
        if achieved || self.body.is_some() { State::Done } else { State::Open }
    }
}

/// A section's content.
#[derive(Clone, Debug, PartialEq)]
pub enum Text {
    /// Markdown, drawn as it is but for trailing line ends.
    Markdown(String),
    /// Texts that are drawn as bullets.
    List(Vec<String>),
}

impl Text {
    /// Whether it says nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Markdown(text) => text.trim().is_empty(),
            Self::List(items) => items.iter().all(|item| item.trim().is_empty()),
        }
    }
}

/// A name that may lead somewhere: a place, an organiser, a declared link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// What is shown.
    pub name: String,
    /// Where it leads.
    pub url: Option<String>,
}

/// A further line of the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderLink {
    /// What the line is called.
    pub label: String,
    /// The picture before the label.
    pub emoji: Option<String>,
    /// Markdown; `/` where there is none.
    pub target: String,
}

/// A picture and the words that stand for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// A path relative to the page, or a URL.
    pub file: String,
    /// What it shows.
    pub alt: String,
}

/// The front matter a page has beyond what is computed, or its spelling.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum FrontMatter {
    /// Nothing but title and weight.
    #[default]
    Computed,
    /// The page's own keys in the page's order.
    Map(Vec<(String, Yaml)>),
    /// The block verbatim, without its fences.
    Verbatim(String),
}

/// How a page or a topic writes labels: the section's or header line's key, and the beginning of the line, verbatim.
pub type Labels = Vec<(Key, String)>;

/// Values of declared fields by key, in the template's order.
pub type Fields = Vec<(Key, FieldValue)>;

/// The value of a field that a template declares.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// A line, or Markdown, by the field's kind; handles are kept without `@`.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A name with or without a target.
    Link(Link),
    /// A picture.
    Picture(Picture),
    /// Several of them.
    Many(Vec<Self>),
}

impl FieldValue {
    /// Whether there is more to it than blanks.
    pub fn says_something(&self) -> bool {
        match self {
            Self::Text(text) => !text.trim().is_empty(),
            Self::Date(_) | Self::Link(_) | Self::Picture(_) => true,
            Self::Many(values) => values.iter().any(Self::says_something),
        }
    }
}

/// What a byte-exact page needs beyond its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileForm {
    /// How lines end.
    pub newline: Newline,
    /// Whether the page begins with a byte order mark.
    pub bom: bool,
    /// Whether the last line ends.
    pub final_newline: bool,
    /// Whether undrawn fields stand in a comment under each heading.
    pub notes: bool,
}

impl Default for FileForm {
    fn default() -> Self {
        Self { newline: Newline::Lf, bom: false, final_newline: true, notes: false }
    }
}

/// How the lines of a page end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Newline {
    /// `\n`.
    #[default]
    Lf,
    /// `\r\n`.
    Crlf,
    /// Both: the texts carry their own, what the template draws is `\n`.
    Mixed,
}

/// Whether a text is what `demo` may hold: `5m`, `1h`, `1h30m`, or `none`.
pub fn is_demo(text: &str) -> bool {
    let number = |digits: &str| (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let minutes = |text: &str| text.strip_suffix('m').is_some_and(number);
    match text.split_once('h') {
        Some((hours, rest)) => number(hours) && (rest.is_empty() || minutes(rest)),
        None => text == "none" || minutes(text),
    }
}
