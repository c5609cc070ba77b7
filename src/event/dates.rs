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

#[cfg(test)]
mod tests {
    use super::*;

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
