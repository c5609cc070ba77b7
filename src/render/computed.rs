//! What follows from the days of an event: id, weight, title, heading, dates in words, and the front matter.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::event::Event;
use crate::event::FieldValue;
use crate::markdown::slug::slug;
use crate::template::Pattern;
use crate::template::Template;

use super::RenderError;
use super::front_matter;

/// What a page shows that nobody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Computed {
    /// The page's name: `2025-06`.
    pub id: String,
    /// The page's order on its site; what was overridden counts.
    pub weight: i64,
    /// The title in the front matter; what was overridden counts.
    pub title: String,
    /// The page's heading, without `#`.
    pub heading: String,
    /// The days in words: `02.06.2025 – 06.06.2025`.
    pub dates: String,
    /// The front matter without its fences and without a line end at its end.
    pub front_matter: String,
}

impl Computed {
    /// Computes it all by the template.
    ///
    /// # Errors
    ///
    /// A weight that is no whole number.
    pub fn of(event: &Event, template: &Template) -> Result<Self, RenderError> {
        let declaration = &template.declaration;
        let fill = |pattern: &Pattern| pattern.fill(Some(event.dates.start), |key| field_text(event, key));
        let title = event.title.clone().unwrap_or_else(|| fill(&declaration.dates.title));
        let weight = match event.weight {
            Some(weight) => weight,
            None => {
                let weight = fill(&declaration.dates.weight);
                weight.parse().map_err(|_| RenderError::Weight { template: declaration.name.clone(), weight })?
            }
        };
        Ok(Self {
            id: event.id.clone().unwrap_or_else(|| id(event, template)),
            heading: fill(&declaration.headings.event),
            dates: dates_in_words(event, template),
            front_matter: front_matter::block(&event.front_matter, &title, weight),
            title,
            weight,
        })
    }
}

/// The id that the template makes; what it takes from fields becomes words of a file's name.
fn id(event: &Event, template: &Template) -> String {
    let pattern = &template.declaration.dates.id;
    let word = |key| Some((key, slug(field_text(event, key)?)));
    let words: BTreeMap<&str, String> = pattern.keys().filter_map(word).collect();
    pattern.fill(Some(event.dates.start), |key| words.get(key).map(String::as_str))
}

/// One day as the template writes it.
pub fn day_in_words(day: NaiveDate, template: &Template) -> String {
    template.declaration.dates.day.fill(Some(day), |_| None)
}

/// First and last day as the template writes them.
pub(super) fn dates_in_words(event: &Event, template: &Template) -> String {
    let start = day_in_words(event.dates.start, template);
    if event.dates.end == event.dates.start {
        return start;
    }
    let end = day_in_words(event.dates.end, template);
    template.declaration.dates.range.fill(Some(event.dates.start), |key| match key {
        "start" => Some(start.as_str()),
        "end" => Some(end.as_str()),
        _ => None,
    })
}

/// A field of an event that is a line of text, for patterns.
fn field_text<'e>(event: &'e Event, key: &str) -> Option<&'e str> {
    match key {
        "series" => event.series.as_deref(),
        "edition" => event.edition.as_deref(),
        "location" => event.location.as_ref().map(|location| location.name.as_str()),
        key => event.fields.iter().find(|(name, _)| name.as_ref() == key).and_then(|(_, value)| match value {
            FieldValue::Text(text) => Some(text.as_str()),
            FieldValue::Link(link) => Some(link.name.as_str()),
            FieldValue::Date(_) | FieldValue::Picture(_) | FieldValue::Many(_) => None,
        }),
    }
}
