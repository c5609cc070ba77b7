//! Days as people write them in tables and header lines: `02.–06.11.2021`, `2 – 6 June 2025`, `June 2025`.

use chrono::Datelike as _;
use chrono::NaiveDate;

use crate::event::dates::likely_date;
use crate::event::dates::parse_date;
use crate::event::spoken::month;

/// When an event was, as far as a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// First and last day.
    Range(NaiveDate, NaiveDate),
    /// One day: all of the event, or its first.
    Day(NaiveDate),
    /// A month; the day is its first.
    Month(NaiveDate),
}

impl Days {
    /// The first day that can be meant.
    pub fn start(self) -> NaiveDate {
        match self {
            Self::Range(start, _) | Self::Day(start) | Self::Month(start) => start,
        }
    }
}

/// A part of a text of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Date(NaiveDate),
    /// `02.11.`
    DayAndMonth(u32, u32),
    /// A number of one or two digits.
    Day(u32),
    Month(u32),
    Year(i32),
    /// `06/2025`
    MonthOfYear(NaiveDate),
}

/// The longest text that is read as days, in bytes.
const LONGEST: usize = 200;

/// Reads days; nothing where any part of the text is not understood, or there may be another reading.
pub fn read(text: &str) -> Option<Days> {
    let text = text.trim();
    if text.len() > LONGEST || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let parts: Vec<Part> = words(text).filter(|word| !is_filler(word)).map(part).collect::<Option<_>>()?;
    of_parts(&parts)
}

fn of_parts(parts: &[Part]) -> Option<Days> {
    use Part::{Date, Day, DayAndMonth, Month, MonthOfYear, Year};
    let range = |start: Option<NaiveDate>, end: Option<NaiveDate>| Some(Days::Range(start?, end?));
    match *parts {
        [Date(start), Date(end)] => Some(Days::Range(start, end)),
        [Date(day)] => Some(Days::Day(day)),
        [Day(day), Date(end)] => range(date(end.year(), end.month(), day), Some(end)),
        [DayAndMonth(day, month), Date(end)] => range(date(end.year(), month, day), Some(end)),
        [Month(month), Year(year)] => date(year, month, 1).map(Days::Month),
        [MonthOfYear(month)] => Some(Days::Month(month)),
        [Day(day), Month(month), Year(year)] | [Month(month), Day(day), Year(year)] => {
            date(year, month, day).map(Days::Day)
        }
        [Day(first), Day(last), Month(month), Year(year)] | [Month(month), Day(first), Day(last), Year(year)] => {
            range(date(year, month, first), date(year, month, last))
        }
        [Day(first), Month(from), Day(last), Month(to), Year(year)]
        | [Month(from), Day(first), Month(to), Day(last), Year(year)] => {
            range(date(year, from, first), date(year, to, last))
        }
        [Day(first), Month(from), Year(begin), Day(last), Month(to), Year(year)]
        | [Month(from), Day(first), Year(begin), Month(to), Day(last), Year(year)] => {
            range(date(begin, from, first), date(year, to, last))
        }
        _ => None,
    }
}

/// The words between blanks, commas and dashes; a hyphen parts two of them where it is none of a date.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ',' | '–' | '—' | '−' | '~' | '…');
    text.split(is_gap).filter(|word| !word.is_empty()).flat_map(|word| {
        let is_whole = likely_date(word).is_some() || !word.contains('-') || month_of_year(word).is_some();
        let parts: Vec<&str> = if is_whole { vec![word] } else { word.split('-').collect() };
        parts.into_iter().filter(|part| !part.is_empty())
    })
}

/// Words that say nothing of the days.
fn is_filler(word: &str) -> bool {
    const FILLERS: &[&str] = &[
        "to",
        "until",
        "till",
        "through",
        "from",
        "of",
        "bis",
        "vom",
        "and",
        "the",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let word = word.trim_end_matches('.').to_lowercase();
    FILLERS.contains(&word.as_str()) || !word.contains(char::is_alphanumeric)
}

fn part(word: &str) -> Option<Part> {
    if let Some(date) = likely_date(word) {
        // Eight digits alone may be anything.
        return word.contains(['-', '.', '/']).then_some(Part::Date(date));
    }
    if let Some(number) = month(word.trim_end_matches('.')) {
        return Some(Part::Month(number));
    }
    if word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok().filter(|year| (1970..=2999).contains(year)).map(Part::Year);
    }
    if let Some(month) = month_of_year(word) {
        return Some(Part::MonthOfYear(month));
    }
    let digits = ["st", "nd", "rd", "th", "."].into_iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    if let Some((day, month)) = digits.split_once('.') {
        return Some(Part::DayAndMonth(small(day)?, small(month)?));
    }
    small(digits).filter(|day| (1..=31).contains(day)).map(Part::Day)
}

/// `06/2025` or `2025-06`.
fn month_of_year(word: &str) -> Option<NaiveDate> {
    let (first, last) = word.split_once(['/', '-', '.'])?;
    let (year, month) = match (first.len(), last.len()) {
        (4, 1..=2) => (first, last),
        (1..=2, 4) => (last, first),
        _ => return None,
    };
    date(year.parse().ok()?, small(month)?, 1)
}

fn small(digits: &str) -> Option<u32> {
    let is_small = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_small)
}

fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    parse_date(&format!("{year:04}-{month:02}-{day:02}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<String> {
        read(text).map(|days| match days {
            Days::Range(start, end) => format!("{start} to {end}"),
            Days::Day(day) => day.to_string(),
            Days::Month(month) => month.format("%Y-%m").to_string(),
        })
    }

    #[test]
    fn two_days_are_read_in_many_forms() {
        for text in [
            "02.06.2025 – 06.06.2025",
            "02.06.2025 - 06.06.2025",
            "02.06.2025-06.06.2025",
            "2.6.2025 to 6.6.2025",
            "2025-06-02 – 2025-06-06",
            "02. – 06.06.2025",
            "02.–06.06.2025",
            "02.-06.06.2025",
            "02-06.06.2025",
            "02.06. – 06.06.2025",
            "02.06.–06.06.2025",
            "2 – 6 June 2025",
            "2-6 June 2025",
            "2.–6. June 2025",
            "2nd to 6th of June 2025",
            "June 2–6, 2025",
            "Jun 2 – Jun 6, 2025",
            "2 June – 6 June 2025",
            "2 June 2025 – 6 June 2025",
            "Monday 2 – Friday 6 June 2025",
            "📅 2–6 June 2025",
        ] {
            assert_eq!(told(text).as_deref(), Some("2025-06-02 to 2025-06-06"), "{text}");
        }
    }

    #[test]
    fn one_day_and_a_month_say_less() {
        for text in ["02.06.2025", "2025-06-02", "2 June 2025", "June 2nd, 2025", "Mon, 2 June 2025"] {
            assert_eq!(told(text).as_deref(), Some("2025-06-02"), "{text}");
        }
        for text in ["June 2025", "06/2025", "2025-06", "Jun. 2025"] {
            assert_eq!(told(text).as_deref(), Some("2025-06"), "{text}");
        }
    }

    #[test]
    fn two_hundred_bytes_are_read_and_no_more() {
        let long = |length: usize| format!("04.05.2026{}08.05.2026", " ".repeat(length - 20));
        assert_eq!(told(&long(200)).as_deref(), Some("2026-05-04 to 2026-05-08"));
        assert_eq!(told(&long(201)), None);
    }

    #[test]
    fn a_sign_is_no_digit() {
        assert_eq!((told("2025/+6"), told("+6/2025")), (None, None));
    }

    #[test]
    fn what_is_not_understood_in_full_is_not_read() {
        for text in [
            "",
            "soon",
            "2025",
            "autumn 2026",
            "06/02/2025",
            "31.02.2025 – 02.03.2025",
            "02.06.2025 – 06.06.2025 and 01.07.2025",
            "02.06.2025 (moved)",
            "20250602",
            "2–6",
            "1.2.3.4",
            "0. – 06.06.2025",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
