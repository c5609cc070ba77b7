//! Patterns: one line of text with `{fields}` and strftime's `%d`, as declarations use them.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::NaiveDate;
use chrono::format::Item;
use chrono::format::StrftimeItems;
use schemars::JsonSchema;
use serde::Deserialize;

/// Text with `{fields}` and, where there is a day, the codes of strftime.
///
/// A field that is absent takes one blank with it: the one before, or at the beginning the one after. `{{` and `}}`
/// are braces.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    /// Codes of strftime between literals.
    Day(String),
    Field(String),
}

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A `{` without its `}`.
    #[error("`{{` is not closed")]
    Open,
    /// A `}` without its `{`.
    #[error("`}}` closes nothing")]
    Closed,
    /// Braces around something that is no key.
    #[error("`{{{0}}}` is no field: write `{{{{` for a brace")]
    Key(String),
    /// A code that strftime does not know, or one that needs a clock.
    #[error("`{0}` is no date format")]
    Day(String),
}

impl TryFrom<String> for Pattern {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, PatternError> {
        Self::parse(&text)
    }
}

impl JsonSchema for Pattern {
    fn schema_name() -> Cow<'static, str> {
        "Pattern".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "title": Self::TITLE,
            "type": "string",
            "description": "Text with `{fields}` and, where there is a day, the codes of strftime. A field that is \
                            absent takes one blank with it. `{{` and `}}` are braces.",
            "pattern": r"^([^{}]|\{\{|\}\}|\{[a-z][a-z0-9_]*\})*$",
        })
    }
}

impl Pattern {
    /// What schemas call a pattern, and know it by.
    pub(super) const TITLE: &str = "Pattern";

    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// Braces that do not match or hold no key, and date codes that do not exist or mean a time of day.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            literal.push_str(&rest[..at]);
            let brace = &rest[at..];
            if brace.starts_with("{{") || brace.starts_with("}}") {
                literal.push_str(&brace[..1]);
                rest = &brace[2..];
                continue;
            }
            let Some(inner) = brace.strip_prefix('{') else { return Err(PatternError::Closed) };
            let (key, after) = inner.split_once('}').ok_or(PatternError::Open)?;
            if !is_key(key) {
                return Err(PatternError::Key(key.to_owned()));
            }
            parts.extend(literal_parts(std::mem::take(&mut literal))?);
            parts.push(Part::Field(key.to_owned()));
            rest = after;
        }
        literal.push_str(rest);
        parts.extend(literal_parts(literal)?);
        Ok(Self { parts })
    }

    /// The keys of the fields in it.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Field(key) => Some(key.as_str()),
            Part::Literal(_) | Part::Day(_) => None,
        })
    }

    /// Whether it begins with that character.
    pub fn begins_with(&self, character: char) -> bool {
        matches!(self.parts.first(), Some(Part::Literal(text)) if text.starts_with(character))
    }

    /// The text before the first field.
    pub fn prefix(&self) -> &str {
        match self.parts.first() {
            Some(Part::Literal(text)) => text,
            Some(Part::Day(_) | Part::Field(_)) | None => "",
        }
    }

    /// The text with the fields' values put in and, where there is a day, its codes.
    pub fn fill<'v>(&self, day: Option<NaiveDate>, field: impl Fn(&str) -> Option<&'v str>) -> String {
        let mut filled = String::with_capacity(64);
        let mut skip_blank = false;
        for part in &self.parts {
            match part {
                Part::Literal(text) => filled.push_str(after_absent(text, &mut skip_blank)),
                Part::Day(format) => match day {
                    // Parsed before, and a day has all that its codes ask for, so this cannot fail.
                    Some(day) => drop(write!(filled, "{}", day.format(after_absent(format, &mut skip_blank)))),
                    None => filled.push_str(format),
                },
                Part::Field(key) => match field(key).filter(|value| !value.is_empty()) {
                    Some(value) => {
                        filled.push_str(value);
                        skip_blank = false;
                    }
                    None if filled.ends_with(' ') => drop(filled.pop()),
                    None => skip_blank = filled.is_empty(),
                },
            }
        }
        filled
    }
}

/// The literal without the blank that an absent field at the beginning takes with it.
fn after_absent<'a>(text: &'a str, skip_blank: &mut bool) -> &'a str {
    if std::mem::take(skip_blank) { text.strip_prefix(' ').unwrap_or(text) } else { text }
}

fn literal_parts(literal: String) -> Result<Option<Part>, PatternError> {
    if literal.is_empty() {
        return Ok(None);
    }
    if !literal.contains('%') {
        return Ok(Some(Part::Literal(literal)));
    }
    // A day has no time and no zone: the codes that ask for them fail when they are written.
    let mut trial = String::new();
    let known = StrftimeItems::new(&literal).all(|item| !matches!(item, Item::Error));
    if known && write!(trial, "{}", NaiveDate::default().format(&literal)).is_ok() {
        Ok(Some(Part::Day(literal)))
    } else {
        Err(PatternError::Day(literal))
    }
}

/// Whether a text is a key: `[a-z][a-z0-9_]*`.
pub fn is_key(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
        let day = NaiveDate::from_ymd_opt(2025, 7, 21);
        let field = |key: &str| values.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
        Pattern::parse(pattern).unwrap().fill(day, field)
    }

    #[test]
    fn an_absent_field_takes_one_blank_with_it() {
        let heading = "{series} {edition} %m/%Y Wrap Up";
        assert_eq!(fill(heading, &[("series", "Cook Off"), ("edition", "Winter")]), "Cook Off Winter 07/2025 Wrap Up");
        assert_eq!(fill(heading, &[("series", "Cook Off")]), "Cook Off 07/2025 Wrap Up");
        assert_eq!(fill(heading, &[]), "07/2025 Wrap Up");
        assert_eq!(fill("- {emoji} **{label}:**", &[("label", "Date")]), "- **Date:**");
        assert_eq!(fill("## {emoji} {title} {badge}", &[("title", "T")]), "## T");
    }

    #[test]
    fn values_are_never_formats_or_patterns() {
        assert_eq!(fill("{title} %Y", &[("title", "100 %Y {series}")]), "100 %Y {series} 2025");
    }

    #[test]
    fn braces_and_date_codes_are_checked_when_read() {
        let error = |text: &str| Pattern::parse(text).unwrap_err().to_string();
        assert_eq!(error("{series"), "`{` is not closed");
        assert_eq!(error("series}"), "`}` closes nothing");
        assert_eq!(error("{Series}"), "`{Series}` is no field: write `{{` for a brace");
        assert_eq!(error("%H:%M"), "`%H:%M` is no date format");
        assert_eq!(error("%!"), "`%!` is no date format");
        assert_eq!(fill("{{%Y}}", &[]), "{2025}");
    }
}
