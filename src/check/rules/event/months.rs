//! Months and days that a title or a heading names, in English or in the language of the page's template.

use std::ops::Range;

use chrono::Datelike as _;
use chrono::NaiveDate;

use crate::event::dates::likely_date;
use crate::import::month_in;
use crate::template::Locale;

/// A form of a month or a day, with the language of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    format: &'static str,
    locale: Locale,
}

impl Form {
    /// A day in this form.
    pub(super) fn of(self, day: NaiveDate) -> String {
        self.locale.format(day, self.format)
    }
}

/// A day in a text: its bytes, the day, and the form in which it stands there.
pub(super) type NamedDay = (Range<usize>, NaiveDate, Form);

/// Forms of a month with its year.
const FORMATS: &[&str] = &["%m/%Y", "%m-%Y", "%m.%Y", "%Y-%m", "%Y/%m", "%Y.%m"];

/// Those with words.
const IN_WORDS: &[&str] = &["%B %Y", "%b %Y"];

/// Those forms in English, then those with words in another language.
fn forms(locale: Locale) -> impl Iterator<Item = Form> {
    let english = IN_WORDS.iter().chain(FORMATS).map(|format| Form { format, locale: Locale::ENGLISH });
    let has_other = locale != Locale::ENGLISH;
    english.chain(IN_WORDS.iter().filter(move |_| has_other).map(move |format| Form { format, locale }))
}

/// A month with its year that a text names, as titles do; `1/2025` may be the first event of the year.
pub(super) fn named(text: &str, locale: Locale) -> Option<NaiveDate> {
    let is_named = |month: &NaiveDate| {
        let short = Form { format: "%b", locale: Locale::ENGLISH }.of(*month).to_lowercase();
        written(text, *month, locale).is_some() || text.to_lowercase().contains(&short)
    };
    month_in(text).filter(is_named).or_else(|| named_in(text, locale))
}

/// The same in another language than English, where the year follows the month.
fn named_in(text: &str, locale: Locale) -> Option<NaiveDate> {
    if locale == Locale::ENGLISH {
        return None;
    }
    let mut years = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let years: Vec<i32> = years.by_ref().filter_map(|digits| digits.parse().ok()).collect();
    let months =
        years.iter().flat_map(|&year| (1..=12).filter_map(move |month| NaiveDate::from_ymd_opt(year, month, 1)));
    months.into_iter().find(|month| written(text, *month, locale).is_some())
}

/// Where a text names a month, and in which form.
pub(super) fn written(text: &str, month: NaiveDate, locale: Locale) -> Option<(Range<usize>, Form)> {
    forms(locale).find_map(|form| {
        let name = form.of(month);
        let at = text.find(&name)?;
        let is_alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let is_word = is_alone(text[..at].chars().next_back()) && is_alone(text[at + name.len()..].chars().next());
        is_word.then_some((at..at + name.len(), form))
    })
}

/// Days in a title, each with the form in which it stands there.
pub(super) fn named_days(title: &str, locale: Locale) -> Vec<NamedDay> {
    let mut days = Vec::new();
    for word in title.split([' ', '(', ')', ',', '"', '\'']) {
        let at = word.as_ptr() as usize - title.as_ptr() as usize;
        let Some(day) = likely_date(word).filter(|_| word.len() == 10) else { continue };
        let format = if word.contains('.') { "%d.%m.%Y" } else { "%Y-%m-%d" };
        let form = Form { format, locale: Locale::ENGLISH };
        days.extend((form.of(day) == word).then(|| (at..at + word.len(), day, form)));
    }
    let month = named(title, locale).and_then(|month| Some((month, written(title, month, locale)?)));
    if let Some((month, (range, Form { format: "%B %Y", locale }))) = month {
        let before = title.get(..range.start).unwrap_or_default().trim_end();
        // In German a dot follows the day.
        let dotted = before.strip_suffix('.').filter(|_| locale != Locale::ENGLISH);
        let number = dotted.unwrap_or(before).rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        let day = number.parse().ok().filter(|_| number.len() <= 2).and_then(|day| month.with_day(day));
        let format = if dotted.is_some() { "%-d. %B %Y" } else { "%-d %B %Y" };
        let start = dotted.unwrap_or(before).len() - number.len();
        days.extend(day.map(|day| (start..range.end, day, Form { format, locale })));
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(name: &str) -> Locale {
        Locale::find(name).unwrap()
    }

    #[test]
    fn months_are_known_in_the_language_of_the_template() {
        let may = NaiveDate::from_ymd_opt(2026, 5, 1);
        assert_eq!(named("Kesseltage Mai 2026", locale("de_DE")), may);
        assert_eq!(named("Kesseltage Mai 2026", Locale::ENGLISH), None);
        assert_eq!(named("Journées, mai 2026", locale("fr_FR")), may);
        assert_eq!(named("May 2026", locale("de_DE")), may);
        assert_eq!(named("Maifest 2026", locale("de_DE")), None);
        let (range, form) =
            written("März 2026", NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(), locale("de_DE")).unwrap();
        assert_eq!((range, form.of(may.unwrap())), (0..10, "Mai 2026".to_owned()));
    }

    #[test]
    fn days_are_known_in_the_language_of_the_template() {
        let days = named_days("Kesseltage, 4. Mai 2026", locale("de_DE"));
        let [(range, day, form)] = days.as_slice() else { panic!("{days:?}") };
        assert_eq!((range.clone(), day.to_string()), (12..23, "2026-05-04".to_owned()));
        assert_eq!(form.of(NaiveDate::from_ymd_opt(2026, 3, 9).unwrap()), "9. März 2026");
    }
}
