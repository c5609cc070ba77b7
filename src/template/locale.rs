//! Languages with the names of their months and days, as chrono has them: the tables of glibc.

use std::fmt;

use chrono::Datelike as _;
use chrono::NaiveDate;
use chrono::format::Fixed;
use chrono::format::Item;
use chrono::format::StrftimeItems;

/// The language and the country that names of months and days are taken from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    name: &'static str,
    /// Months, short months, days of the week from Sunday, short ones, the form of a day, with tabs between them.
    words: &'static str,
}

/// What is known of all languages; a line that several share begins with the names of them all.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/locales.tsv"));

impl Locale {
    /// English, in the forms of C: what dates are written in where nothing is said.
    pub const ENGLISH: Self = Self { name: "POSIX", words: "" };

    /// The locale of that name, such as `de_DE`.
    pub fn find(name: &str) -> Option<Self> {
        if name == Self::ENGLISH.name {
            return Some(Self::ENGLISH);
        }
        TABLE.lines().find_map(|line| {
            let (names, words) = line.split_once('\t')?;
            let name = names.split(' ').find(|known| *known == name)?;
            Some(Self { name, words })
        })
    }

    /// The names of all locales.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let others = TABLE.lines().flat_map(|line| line.split('\t').next().unwrap_or_default().split(' '));
        std::iter::once(Self::ENGLISH.name).chain(others)
    }

    /// A day by the codes of strftime, those of a time of day left out as they are refused in patterns.
    pub fn format(self, day: NaiveDate, format: &str) -> String {
        // A format was parsed before, and a day has all that its codes ask for, so this cannot fail.
        if self == Self::ENGLISH {
            return day.format(format).to_string();
        }
        let mut words = String::new();
        let format = self.with_form_of_day(format);
        for item in StrftimeItems::new(&format) {
            match self.name_of(day, &item) {
                Some(name) => words.push_str(name),
                None => words.push_str(&day.format_with_items(std::iter::once(item)).to_string()),
            }
        }
        words
    }

    /// The day that a text tells by the codes of strftime.
    ///
    /// Names are put into English, which is what can be read; the day must give the text again.
    pub fn read(self, text: &str, format: &str) -> Option<NaiveDate> {
        if self == Self::ENGLISH {
            return NaiveDate::parse_from_str(text, format).ok();
        }
        let format = &self.with_form_of_day(format);
        let mut texts = vec![text.to_owned()];
        for (table, code) in ["%B", "%b", "%A", "%a"].into_iter().enumerate() {
            let english = |at: usize| {
                let day = if table < 2 { month_of(at) } else { weekday_of(at) };
                day.map(|day| day.format(code).to_string()).unwrap_or_default()
            };
            let names: Vec<&str> = self.table(table).split('|').collect();
            let mut more = Vec::new();
            for text in &texts {
                let named = names.iter().enumerate().filter(|(_, name)| !name.is_empty() && text.contains(**name));
                more.extend(named.map(|(at, name)| text.replacen(name, &english(at), 1)));
            }
            texts.extend(more);
        }
        let mut days = texts.iter().filter_map(|text| NaiveDate::parse_from_str(text, format).ok());
        days.find(|day| self.format(*day, format) == text)
    }

    /// A text with English names of months and days of the week in place of this language's.
    pub fn in_english(self, text: &str) -> String {
        let mut english = text.to_owned();
        for (table, code) in ["%B", "%b", "%A", "%a"].into_iter().enumerate() {
            for (at, name) in self.table(table).split('|').enumerate().filter(|(_, name)| !name.is_empty()) {
                let day = if table < 2 { month_of(at) } else { weekday_of(at) };
                let Some((at, day)) = word(&english, name).zip(day) else { continue };
                english.replace_range(at..at + name.len(), &day.format(code).to_string());
            }
        }
        english
    }

    fn table(self, at: usize) -> &'static str {
        self.words.split('\t').nth(at).unwrap_or_default()
    }

    fn name_of(self, day: NaiveDate, item: &Item<'_>) -> Option<&'static str> {
        let (table, at) = match item {
            Item::Fixed(Fixed::LongMonthName) => (0, day.month0()),
            Item::Fixed(Fixed::ShortMonthName) => (1, day.month0()),
            Item::Fixed(Fixed::LongWeekdayName) => (2, day.weekday().num_days_from_sunday()),
            Item::Fixed(Fixed::ShortWeekdayName) => (3, day.weekday().num_days_from_sunday()),
            _ => return None,
        };
        self.table(table).split('|').nth(usize::try_from(at).ok()?)
    }

    /// The format with the language's own in place of `%x`, where that has no code that is known to glibc alone.
    fn with_form_of_day(self, format: &str) -> String {
        let form = self.table(4);
        let form = if StrftimeItems::new(form).any(|item| item == Item::Error) { "%x" } else { form };
        // A percent sign stands for itself where there are two.
        format.split("%%").map(|part| part.replace("%x", form)).collect::<Vec<_>>().join("%%")
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Where a name stands in a text as a word of its own.
fn word(text: &str, name: &str) -> Option<usize> {
    let is_edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    let mut found = text.match_indices(name).map(|(at, _)| at);
    found.find(|&at| is_edge(text[..at].chars().next_back()) && is_edge(text[at + name.len()..].chars().next()))
}

fn month_of(at: usize) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2024, u32::try_from(at + 1).ok()?, 1)
}

/// A day of the week, from Sunday.
fn weekday_of(at: usize) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2024, 9, u32::try_from(at + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn days_are_written_in_the_words_of_a_language_and_read_again() {
        let said = |name: &str, format: &str, day: NaiveDate| {
            let locale = Locale::find(name).unwrap();
            let text = locale.format(day, format);
            assert_eq!(locale.read(&text, format), Some(day), "{text}");
            text
        };
        assert_eq!(said("de_DE", "%-d. %B %Y", day(3, 4)), "4. März 2026");
        assert_eq!(said("de_DE", "%A, %-d. %b %Y", day(5, 4)), "Montag, 4. Mai 2026");
        assert_eq!(said("fr_FR", "%a %-d %B %Y", day(8, 12)), "mer. 12 août 2026");
        assert_eq!(said("de_DE", "%x 100%%x", day(5, 4)), "04.05.2026 100%x");
        assert_eq!(said("POSIX", "%-d %B %Y", day(5, 4)), "4 May 2026");
        for month in 1..=12 {
            for name in ["de_DE", "bg_BG", "pl_PL", "tr_TR", "pt_BR", "ja_JP", "ar_EG"] {
                said(name, "%A %-d %B %Y", day(month, 9));
                said(name, "%Y-%m-%d %b", day(month, 9));
            }
        }
    }

    #[test]
    fn names_become_english_where_they_stand_alone() {
        let english = |text: &str| Locale::find("de_DE").unwrap().in_english(text);
        assert_eq!(english("Montag, 4. Mai – 6. März 2026"), "Monday, 4. May – 6. March 2026");
        assert_eq!(english("Maifest 2026"), "Maifest 2026");
        assert_eq!(Locale::ENGLISH.in_english("4 May"), "4 May");
    }

    #[test]
    fn every_language_has_all_its_names() {
        assert!(Locale::names().count() > 300);
        for name in Locale::names().skip(1) {
            let locale = Locale::find(name).unwrap();
            let counts = [0, 1, 2, 3].map(|table| locale.table(table).split('|').count());
            assert_eq!(counts, [12, 12, 7, 7], "{name}");
            assert!(locale.table(4).contains('%'), "{name}: {}", locale.table(4));
            assert!(!locale.format(day(5, 4), "%x").is_empty());
        }
        assert_eq!(Locale::find("xx_XX"), None);
        assert_eq!(Locale::find(""), None);
    }
}
