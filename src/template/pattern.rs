//! Patterns: one line of text with `{fields}` and strftime's `%d`, as declarations use them.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::NaiveDate;
use chrono::format::Item;
use chrono::format::StrftimeItems;
use schemars::JsonSchema;
use serde::Deserialize;

use super::locale::Locale;

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
    /// Codes of strftime between literals, and the language of the names they give.
    Day(String, Locale),
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

    /// The day that a text tells, where the pattern is nothing but codes and the text says all of a day.
    pub fn read_day(&self, text: &str) -> Option<NaiveDate> {
        match self.parts.as_slice() {
            [Part::Day(format, locale)] => locale.read(text, format),
            _ => None,
        }
    }

    /// Gives days in the words of a language.
    pub fn set_locale(&mut self, locale: Locale) {
        for part in &mut self.parts {
            if let Part::Day(_, own) = part {
                *own = locale;
            }
        }
    }

    /// The pattern with a text and a field behind it.
    #[must_use]
    pub fn followed_by(&self, text: &str, field: &str) -> Self {
        let mut parts = self.parts.clone();
        parts.extend([Part::Literal(text.to_owned()), Part::Field(field.to_owned())]);
        Self { parts }
    }

    /// The keys of the fields in it.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Field(key) => Some(key.as_str()),
            Part::Literal(_) | Part::Day(..) => None,
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
            Some(Part::Day(..) | Part::Field(_)) | None => "",
        }
    }

    /// What a text that was [filled](Self::fill) may look like, its codes filled from that day where there is one:
    /// one form for each set of fields that may be absent, the fullest first.
    ///
    /// Fields that `is_needed` are in all of them. A pattern with a code but no day has no forms, nor has one of more
    /// than eight fields that may be absent.
    pub fn forms(&self, day: Option<NaiveDate>, is_needed: impl Fn(&str) -> bool) -> Vec<Form<'_>> {
        let optional: Vec<usize> = self
            .parts
            .iter()
            .enumerate()
            .filter(|(_, part)| matches!(part, Part::Field(key) if !is_needed(key)))
            .map(|(at, _)| at)
            .collect();
        if optional.len() > 8 || (day.is_none() && self.parts.iter().any(|part| matches!(part, Part::Day(..)))) {
            return Vec::new();
        }
        let mut absent: Vec<u32> = (0..1_u32 << optional.len()).collect();
        absent.sort_by_key(|set| set.count_ones());
        let is_absent =
            |set: u32, at: usize| optional.iter().position(|&one| one == at).is_some_and(|n| set >> n & 1 == 1);
        absent.into_iter().map(|set| self.form(day, |at| is_absent(set, at))).collect()
    }

    fn form(&self, day: Option<NaiveDate>, is_absent: impl Fn(usize) -> bool) -> Form<'_> {
        let mut pieces: Vec<FormPiece<'_>> = Vec::new();
        let mut skip_blank = false;
        for (at, part) in self.parts.iter().enumerate() {
            let text = match part {
                Part::Literal(text) => text.clone(),
                Part::Day(format, locale) => day.map(|day| locale.format(day, format)).unwrap_or_default(),
                Part::Field(key) if !is_absent(at) => {
                    pieces.push(FormPiece::Field(key));
                    skip_blank = false;
                    continue;
                }
                Part::Field(_) => {
                    let is_first = pieces.len() <= 1;
                    match pieces.last_mut() {
                        Some(FormPiece::Text(text)) if text.ends_with(' ') => drop(text.pop()),
                        Some(FormPiece::Text(text)) => skip_blank = is_first && text.is_empty(),
                        Some(FormPiece::Field(_)) => {}
                        None => skip_blank = true,
                    }
                    continue;
                }
            };
            let text = after_absent(&text, &mut skip_blank);
            match pieces.last_mut() {
                Some(FormPiece::Text(before)) => before.push_str(text),
                _ => pieces.push(FormPiece::Text(text.to_owned())),
            }
        }
        pieces.retain(|piece| !matches!(piece, FormPiece::Text(text) if text.is_empty()));
        Form { pieces }
    }

    /// The text with the fields' values put in and, where there is a day, its codes.
    pub fn fill<'v>(&self, day: Option<NaiveDate>, field: impl Fn(&str) -> Option<&'v str>) -> String {
        let mut filled = String::with_capacity(64);
        let mut skip_blank = false;
        for part in &self.parts {
            match part {
                Part::Literal(text) => filled.push_str(after_absent(text, &mut skip_blank)),
                Part::Day(format, locale) => match day {
                    Some(day) => filled.push_str(&locale.format(day, after_absent(format, &mut skip_blank))),
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

/// What a text looks like that a [`Pattern`] was filled to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form<'p> {
    pieces: Vec<FormPiece<'p>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum FormPiece<'p> {
    Text(String),
    Field(&'p str),
}

impl<'p> Form<'p> {
    /// The values of the fields in a text of this form, each as short as can be; no value is empty.
    ///
    /// `accepts` says whether a field may have a value.
    pub fn read<'t>(&self, text: &'t str, accepts: &impl Fn(&str, &str) -> bool) -> Option<Vec<(&'p str, &'t str)>> {
        let mut values = Vec::new();
        read_pieces(&self.pieces, text, accepts, &mut values).then_some(values)
    }
}

fn read_pieces<'p, 't>(
    pieces: &[FormPiece<'p>],
    text: &'t str,
    accepts: &impl Fn(&str, &str) -> bool,
    values: &mut Vec<(&'p str, &'t str)>,
) -> bool {
    let (key, rest) = match pieces {
        [] => return text.is_empty(),
        [FormPiece::Text(literal), rest @ ..] => {
            return text.strip_prefix(literal.as_str()).is_some_and(|text| read_pieces(rest, text, accepts, values));
        }
        [FormPiece::Field(key), rest @ ..] => (*key, rest),
    };
    let mut try_end = |end: usize| {
        let (value, after) = text.split_at(end);
        if value.is_empty() || !accepts(key, value) {
            return false;
        }
        values.push((key, value));
        let fits = read_pieces(rest, after, accepts, values);
        if !fits {
            values.pop();
        }
        fits
    };
    match rest.first() {
        None => try_end(text.len()),
        // The end can be nowhere else.
        Some(FormPiece::Text(literal)) if rest.len() == 1 => {
            text.ends_with(literal.as_str()) && try_end(text.len() - literal.len())
        }
        Some(FormPiece::Text(literal)) => text.match_indices(literal.as_str()).any(|(end, _)| try_end(end)),
        Some(FormPiece::Field(_)) => text.char_indices().any(|(end, _)| try_end(end)),
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
        Ok(Some(Part::Day(literal, Locale::ENGLISH)))
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

    fn read(pattern: &str, text: &str) -> Option<Vec<(String, String)>> {
        let pattern = Pattern::parse(pattern).unwrap();
        let accepts = |key: &str, value: &str| key != "emoji" || !value.is_ascii();
        let forms = pattern.forms(NaiveDate::from_ymd_opt(2025, 7, 21), |key| key == "title" || key == "series");
        let values = forms.iter().find_map(|form| form.read(text, &accepts))?;
        Some(values.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
    }

    #[test]
    fn what_was_filled_in_is_read_again() {
        let said = |values: &[(&str, &str)]| {
            Some(values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
        };
        let heading = "## {emoji} {title}";
        assert_eq!(read(heading, "## 🔥 Warm Starts"), said(&[("emoji", "🔥"), ("title", "Warm Starts")]));
        assert_eq!(read(heading, "## Warm Starts"), said(&[("title", "Warm Starts")]));
        assert_eq!(read(heading, "## 🔥"), said(&[("title", "🔥")]));
        assert_eq!(read(heading, "##  Warm"), said(&[("title", " Warm")]));
        assert_eq!(read(heading, "##"), None);
        let event = "{series} {edition} %m/%Y Wrap Up";
        assert_eq!(read(event, "Cook Off 07/2025 Wrap Up"), said(&[("series", "Cook"), ("edition", "Off")]));
        assert_eq!(read(event, "Cook 07/2025 Wrap Up"), said(&[("series", "Cook")]));
        assert_eq!(read(event, "Cook 08/2025 Wrap Up"), None);
        assert_eq!(read("[{name}]({title})", "[a](b)(c)"), said(&[("name", "a"), ("title", "b)(c")]));
    }

    #[test]
    fn days_are_in_the_language_of_the_pattern() {
        let mut pattern = Pattern::parse("{series}, %B %Y").unwrap();
        pattern.set_locale(Locale::find("de_DE").unwrap());
        let day = NaiveDate::from_ymd_opt(2026, 3, 4);
        let filled = pattern.fill(day, |_| Some("Kesseltage"));
        assert_eq!(filled, "Kesseltage, März 2026");
        assert_eq!(pattern.forms(day, |_| true)[0].read(&filled, &|_, _| true), Some(vec![("series", "Kesseltage")]));
        let mut pattern = Pattern::parse("%-d. %B %Y").unwrap();
        assert_eq!(pattern.read_day("4. März 2026"), None);
        pattern.set_locale(Locale::find("de_DE").unwrap());
        assert_eq!(pattern.read_day("4. März 2026"), day);
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
