//! Days as people type and read them: `2.6.2025`, `June 2, 2025`, `Monday 2 June 2025`.
//!
//! There is no clock here, so nothing is relative to today; a day without a year is the next one after a day that the
//! caller names. What can be read in two ways is refused, never guessed.

use chrono::Datelike as _;
use chrono::NaiveDate;
use chrono::Weekday;

use super::DateRange;
use super::dates::DateError;
use super::dates::in_years;

/// Why a text is no day, or not one day only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpokenError {
    /// Nothing that is read as a day.
    #[error("not a date: write 2025-06-02, 02.06.2025 or 2 June 2025")]
    Form,
    /// Day and month may be meant either way round.
    #[error(
        "this can be {} or {}: write 2025-06-02, 02.06.2025 or 2 June 2025",
        .day_first.format("%-d %B"), .month_first.format("%-d %B")
    )]
    Ambiguous {
        /// Read as in most of the world.
        day_first: NaiveDate,
        /// Read as in the United States.
        month_first: NaiveDate,
    },
    /// There is no year, and no day after which it would be the next.
    #[error("the year is missing")]
    NoYear,
    /// A year of one, two or three digits.
    #[error("write the year with four digits")]
    ShortYear,
    /// The day of the week is another one.
    #[error("{} is a {}", .0.format("%-d %B %Y"), .0.format("%A"))]
    Weekday(NaiveDate),
    /// No such day, or a year out of range.
    #[error(transparent)]
    Date(#[from] DateError),
}

/// Reads a day as people type it; without a year it is the first such day from `near` on, if that is given.
///
/// Day, month and year are read in any order that leaves no doubt, with the month as a number or by its English name,
/// with or without the day of the week: `2025-06-02`, `2.6.2025`, `2 June 2025`, `Jun 2nd, 2025`, `Mon 2 June`.
///
/// # Errors
///
/// Anything else, such as `06/02/2025`, which is two days; days that the calendar does not have; years before 1970 or
/// after 2999.
pub fn parse_spoken(text: &str, near: Option<NaiveDate>) -> Result<NaiveDate, SpokenError> {
    let parts = parts(text).ok_or(SpokenError::Form)?;
    let (weekday, parts) = match parts.as_slice() {
        [Part::Word(word), rest @ ..] => match weekday(word) {
            Some(weekday) => (Some(weekday), rest.strip_prefix(&[Part::Mark(',')]).unwrap_or(rest)),
            None => (None, parts.as_slice()),
        },
        parts => (None, parts),
    };
    let date = parse_parts(parts, near)?;
    let date = in_years(date)?;
    if weekday.is_some_and(|weekday| weekday != date.weekday()) {
        return Err(SpokenError::Weekday(date));
    }
    Ok(date)
}

/// The days as people read them: `Monday 2 June 2025`, `Monday 2 – Friday 6 June 2025`.
pub fn in_words(dates: DateRange) -> String {
    let DateRange { start, end } = dates;
    let format = match (start == end, start.year() == end.year(), start.month() == end.month()) {
        (true, ..) => return end.format("%A %-d %B %Y").to_string(),
        (false, true, true) => "%A %-d",
        (false, true, false) => "%A %-d %B",
        (false, false, _) => "%A %-d %B %Y",
    };
    format!("{} – {}", start.format(format), end.format("%A %-d %B %Y"))
}

/// What a text is made of; blanks only separate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'t> {
    Number(&'t str),
    Word(&'t str),
    Mark(char),
}

/// More parts than any day has.
const MAX_PARTS: usize = 12;

fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        if parts.len() == MAX_PARTS {
            return None;
        }
        let kind: fn(char) -> bool = match first {
            '0'..='9' => |c| c.is_ascii_digit(),
            'a'..='z' | 'A'..='Z' => |c| c.is_ascii_alphabetic(),
            '.' | '-' | '/' | ',' => {
                parts.push(Part::Mark(first));
                rest = rest[1..].trim_start();
                continue;
            }
            _ => return None,
        };
        let end = rest.find(|c| !kind(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        parts.push(if first.is_ascii_digit() { Part::Number(run) } else { Part::Word(run) });
        rest = after.trim_start();
    }
    Some(parts)
}

fn parse_parts(parts: &[Part<'_>], near: Option<NaiveDate>) -> Result<NaiveDate, SpokenError> {
    use Part::Mark;
    use Part::Number;
    match *parts {
        [Number(year), Mark('-' | '/' | '.'), Number(month), Mark('-' | '/' | '.'), Number(day)] if year.len() > 2 => {
            day_of(Some(year), small(month)?, small(day)?, near)
        }
        [Number(day), Mark('.'), Number(month), Mark('.'), Number(year)] => {
            day_of(Some(year), small(month)?, small(day)?, near)
        }
        [Number(day), Mark('.'), Number(month)] | [Number(day), Mark('.'), Number(month), Mark('.')] => {
            day_of(None, small(month)?, small(day)?, near)
        }
        [Number(first), Mark('/' | '-'), Number(second), Mark('/' | '-'), Number(year)] => {
            either(Some(year), small(first)?, small(second)?, near)
        }
        [Number(first), Mark('/'), Number(second)] => either(None, small(first)?, small(second)?, near),
        _ => with_month_name(parts, near),
    }
}

/// A day whose month has its name.
fn with_month_name(parts: &[Part<'_>], near: Option<NaiveDate>) -> Result<NaiveDate, SpokenError> {
    let is_said = |part: &&Part<'_>| match part {
        Part::Mark(mark) => *mark == '/',
        Part::Word(word) => !["st", "nd", "rd", "th", "of"].iter().any(|filler| word.eq_ignore_ascii_case(filler)),
        Part::Number(_) => true,
    };
    let said: Vec<Part<'_>> = parts.iter().filter(is_said).copied().collect();
    let (year, name, day) = match *said.as_slice() {
        [Part::Number(year), Part::Word(name), Part::Number(day)] if year.len() > 2 => (Some(year), name, day),
        [Part::Number(day), Part::Word(name)] | [Part::Word(name), Part::Number(day)] => (None, name, day),
        [Part::Number(day), Part::Word(name), Part::Number(year)]
        | [Part::Word(name), Part::Number(day), Part::Number(year)] => (Some(year), name, day),
        _ => return Err(SpokenError::Form),
    };
    day_of(year, month(name).ok_or(SpokenError::Form)?, small(day)?, near)
}

/// Day and month in one or the other order, if only one of them is a day.
fn either(year: Option<&str>, first: u32, second: u32, near: Option<NaiveDate>) -> Result<NaiveDate, SpokenError> {
    match (day_of(year, second, first, near), day_of(year, first, second, near)) {
        (Ok(day_first), Ok(month_first)) if day_first != month_first => {
            Err(SpokenError::Ambiguous { day_first, month_first })
        }
        (Err(_), Ok(date)) => Ok(date),
        (read, _) => read,
    }
}

fn day_of(year: Option<&str>, month: u32, day: u32, near: Option<NaiveDate>) -> Result<NaiveDate, SpokenError> {
    let Some(year) = year else {
        let near = near.ok_or(SpokenError::NoYear)?;
        // A 29 February is at most eight years away.
        let mut years = near.year()..=near.year().saturating_add(8);
        let next = years.find_map(|year| NaiveDate::from_ymd_opt(year, month, day).filter(|date| *date >= near));
        return next.ok_or(SpokenError::Date(DateError::Calendar));
    };
    if year.len() < 4 {
        return Err(SpokenError::ShortYear);
    }
    let year = year.parse().map_err(|_| DateError::Year)?;
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::Calendar)?;
    Ok(date)
}

/// A day or a month.
fn small(number: &str) -> Result<u32, SpokenError> {
    if number.len() > 2 {
        return Err(SpokenError::Form);
    }
    number.parse().map_err(|_| SpokenError::Form)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of the month of that name, from 1, whatever its case; it may be cut short after three letters.
pub fn month(name: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|month| begins(month, name))?;
    u32::try_from(at + 1).ok()
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

fn weekday(name: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(weekday, _)| begins(weekday, name)).map(|(_, weekday)| *weekday)
}

/// Whether a name, in lower case, begins with at least three letters that are all of `text`.
fn begins(name: &str, text: &str) -> bool {
    text.len() >= 3 && name.get(..text.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        super::super::dates::parse_date(text).unwrap()
    }

    /// What is said back about a text, with the year where none is needed.
    fn said(text: &str) -> String {
        let dates = parse_spoken(text, None).map(|date| in_words(DateRange { start: date, end: date }));
        dates.unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn a_day_is_understood_however_it_is_written() {
        for text in [
            "2025-06-02",
            "2025-6-2",
            "2025/06/02",
            "02.06.2025",
            "2.6.2025",
            "2. 6. 2025",
            " 2 June 2025 ",
            "2. June 2025",
            "2 june 2025",
            "02 JUN 2025",
            "2 Jun. 2025",
            "2-Jun-2025",
            "2nd of June 2025",
            "2 June, 2025",
            "June 2, 2025",
            "June 2nd, 2025",
            "Jun 2 2025",
            "2025 June 2",
            "Monday 2 June 2025",
            "Mon, 2 Jun 2025",
        ] {
            assert_eq!(said(text), "Monday 2 June 2025", "{text}");
        }
        assert_eq!(said("1 Sept 2025"), "Monday 1 September 2025");
        assert_eq!(said("May 31st 2025"), "Saturday 31 May 2025");
    }

    #[test]
    fn without_a_year_it_is_the_next_such_day() {
        let next = |text: &str, near: &str| parse_spoken(text, Some(date(near))).map(|date| date.to_string());
        assert_eq!(next("2 June", "2025-05-04").unwrap(), "2025-06-02");
        assert_eq!(next("2 June", "2025-06-02").unwrap(), "2025-06-02");
        assert_eq!(next("June 2nd", "2025-06-03").unwrap(), "2026-06-02");
        assert_eq!(next("2.6.", "2025-06-03").unwrap(), "2026-06-02");
        assert_eq!(next("2.6", "2025-06-03").unwrap(), "2026-06-02");
        assert_eq!(next("29 Feb", "2096-03-01").unwrap(), "2104-02-29");
        assert_eq!(next("Fri 6 June", "2025-06-02").unwrap(), "2025-06-06");
        assert_eq!(next("31 June", "2025-06-02"), Err(SpokenError::Date(DateError::Calendar)));
        assert_eq!(next("2 June", "2999-07-01"), Err(SpokenError::Date(DateError::Year)));
        assert_eq!(next("2 June 2024", "2025-07-01").unwrap(), "2024-06-02", "a year that is given counts");

        assert_eq!(said("2 June"), "the year is missing");
    }

    #[test]
    fn two_days_in_one_are_refused_and_one_is_taken() {
        let both = "this can be 6 February or 2 June: write 2025-06-02, 02.06.2025 or 2 June 2025";
        assert_eq!(said("06/02/2025"), both);
        assert_eq!(said("6-2-2025"), both);
        assert_eq!(parse_spoken("6/2", Some(date("2025-01-01"))).unwrap_err().to_string(), both);

        assert_eq!(said("13/06/2025"), "Friday 13 June 2025");
        assert_eq!(said("06/13/2025"), "Friday 13 June 2025");
        assert_eq!(said("06/06/2025"), "Friday 6 June 2025");
        assert_eq!(said("13/13/2025"), "the calendar has no such day");
    }

    #[test]
    fn what_is_no_day_is_told_what_a_day_looks_like() {
        let form = "not a date: write 2025-06-02, 02.06.2025 or 2 June 2025";
        for text in [
            "",
            "today",
            "next Monday",
            "Monday",
            "June",
            "June 2025",
            "2",
            "20250602",
            "2025-06",
            "2 Juno 2025",
            "2 Ju 2025",
            "2 June 2025 10:00",
            "2–6 June 2025",
            "2025-06-02T10:00",
            "٢ June 2025",
            "2 June June 2025",
        ] {
            assert_eq!(said(text), form, "{text}");
        }
        assert_eq!(said(&"2 ".repeat(1_000_000)), form);
    }

    #[test]
    fn a_day_must_exist() {
        assert_eq!(said("31 June 2025"), "the calendar has no such day");
        assert_eq!(said("2025-02-29"), "the calendar has no such day");
        assert_eq!(said("0.6.2025"), "the calendar has no such day");
        assert_eq!(said("2.6.25"), "write the year with four digits");
        assert_eq!(said("2 June 25"), "write the year with four digits");
        assert_eq!(said("2 June 1969"), "the year is not between 1970 and 2999");
        assert_eq!(said("2 June 3000"), "the year is not between 1970 and 2999");
        assert_eq!(said("2 June 99999999999"), "the year is not between 1970 and 2999");
        assert_eq!(said("Tuesday 2 June 2025"), "2 June 2025 is a Monday");
    }

    #[test]
    fn a_range_says_only_once_what_both_days_share() {
        let words = |start: &str, end: &str| in_words(DateRange { start: date(start), end: date(end) });
        assert_eq!(words("2025-06-02", "2025-06-02"), "Monday 2 June 2025");
        assert_eq!(words("2025-06-02", "2025-06-06"), "Monday 2 – Friday 6 June 2025");
        assert_eq!(words("2025-06-30", "2025-07-04"), "Monday 30 June – Friday 4 July 2025");
        assert_eq!(words("2025-12-29", "2026-01-02"), "Monday 29 December 2025 – Friday 2 January 2026");
        assert_eq!(words("2024-06-03", "2025-06-06"), "Monday 3 June 2024 – Friday 6 June 2025");
    }
}
