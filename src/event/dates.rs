//! Days: how they are read, and the range an event takes.

use chrono::Datelike as _;
use chrono::NaiveDate;

/// The first and last day of an event, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub start: NaiveDate,
    /// The last day; the first again where the event took one day.
    pub end: NaiveDate,
}

impl Default for DateRange {
    /// 1970-01-01, a placeholder of events that are still being read.
    fn default() -> Self {
        Self { start: NaiveDate::default(), end: NaiveDate::default() }
    }
}

/// The years a date may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2999;

/// Why a text is not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not four, two and two digits with dashes.
    #[error("not a date of the form YYYY-MM-DD")]
    Form,
    /// The calendar has no such day.
    #[error("the calendar has no such day")]
    Calendar,
    /// Before 1970 or after 2999.
    #[error("the year is not between 1970 and 2999")]
    Year,
}

/// Reads `YYYY-MM-DD`, years 1970 to 2999 (ISO 8601, calendar date, extended format).
///
/// # Errors
///
/// Any other form, a day that the calendar does not have, a year out of range.
pub fn parse_date(text: &str) -> Result<NaiveDate, DateError> {
    let bytes = text.as_bytes();
    let is_form = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_form {
        return Err(DateError::Form);
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<u32>().map_err(|_| DateError::Form);
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let year = i32::try_from(year).map_err(|_| DateError::Year)?;
    in_years(NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::Calendar)?)
}

/// The day, if its year is one that a date may lie in.
pub(super) fn in_years(date: NaiveDate) -> Result<NaiveDate, DateError> {
    if YEARS.contains(&date.year()) { Ok(date) } else { Err(DateError::Year) }
}

/// The day that was probably meant by another form, where only one can be: `2.6.2025`, `2025-6-2`, `20250602`.
///
/// `06/02/2025` is one day in Boston and another in Rome.
pub fn likely_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) {
        return parse_date(&format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..])).ok();
    }
    let rest_is_time = text[day.len()..].trim_start_matches(['T', ' ']).starts_with(|c: char| c.is_ascii_digit());
    if day.len() < text.len() && !rest_is_time {
        return None;
    }
    let parts: Vec<&str> = day.split(['-', '.', '/']).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = match (first.len(), last.len()) {
        (4, 1..=2) => (first, last),
        (1..=2, 4) if !day.contains('/') => (last, first),
        _ => return None,
    };
    parse_date(&format!("{year}-{month:0>2}-{day:0>2}")).ok()
}

/// The month of a text of the form `YYYY-MM-DD` in words, and how many days it has; nothing where there is none.
pub fn days_of_month(text: &str) -> Option<(String, u32)> {
    let first = parse_date(&format!("{}-01", text.get(..7)?)).ok()?;
    let days = (28..=31).rev().find(|&day| first.with_day(day).is_some())?;
    Some((first.format("%B %Y").to_string(), days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_forms_of_a_date_are_understood_where_they_can_mean_one_day_only() {
        let likely = |text: &str| likely_date(text).map(|date| date.to_string());
        for text in ["2.6.2025", "02.06.2025", "2025-6-2", "2025/06/02", "20250602", "2025-06-02T10:00:00Z"] {
            assert_eq!(likely(text).as_deref(), Some("2025-06-02"), "{text}");
        }
        for text in ["06/02/2025", "June 2nd 2025", "2.6.25", "31.02.2025", "2025-06-02 – 2025-06-06", "", "ü-ü-üüüü"]
        {
            assert_eq!(likely(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_knows_its_days() {
        assert_eq!(days_of_month("2026-02-29"), Some(("February 2026".to_owned(), 28)));
        assert_eq!(days_of_month("2024-02-30"), Some(("February 2024".to_owned(), 29)));
        assert_eq!(days_of_month("2026-13-01"), None);
    }

    #[test]
    fn reads_iso_dates_only() {
        assert_eq!(parse_date("2024-02-29").unwrap().to_string(), "2024-02-29");
        for text in ["", "2024-2-29", "24-02-29", "2024/02/29", "2024-02-29T10:00", "٢٠٢٤-02-29", "+024-02-29"] {
            assert_eq!(parse_date(text), Err(DateError::Form), "{text}");
        }
    }

    #[test]
    fn refuses_days_no_calendar_has_and_years_out_of_range() {
        assert_eq!(parse_date("2023-02-29"), Err(DateError::Calendar));
        assert_eq!(parse_date("2023-13-01"), Err(DateError::Calendar));
        assert_eq!(parse_date("1969-12-31"), Err(DateError::Year));
        assert_eq!(parse_date("3000-01-01"), Err(DateError::Year));
    }
}
