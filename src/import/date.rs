//! When an event was, where its page does not say it as the template would: a day that stands somewhere, or a month.

use chrono::NaiveDate;

use crate::event::dates::likely_date;
use crate::event::dates::parse_date;
use crate::event::spoken::month;

/// A first day, and how much of it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dated {
    /// The day.
    Day,
    /// The month; the day is its first.
    Month,
}

/// How many lines of a page are looked at.
const LINES: usize = 60;

/// The first day that a text tells in its first lines, in whatever form, of those that are taken; else the first month.
pub(super) fn first(text: &str, is_taken: impl Fn(NaiveDate) -> bool) -> Option<(NaiveDate, Dated)> {
    let lines = || text.lines().take(LINES).map(|line| line.get(..400).unwrap_or(line));
    let day = lines().filter_map(day_in).find(|day| is_taken(*day)).map(|day| (day, Dated::Day));
    day.or_else(|| lines().find_map(month_in).map(|month| (month, Dated::Month)))
}

/// The first day in a line.
pub(super) fn day_in(line: &str) -> Option<NaiveDate> {
    let words: Vec<&str> = words(line).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        numeric(word)
            .or_else(|| {
                // `26. – 30.09.2022` and `26.-30.09.2022` begin on the 26th.
                let day = day_of_month(word)?;
                let rest = words.get(at + 1..)?;
                in_words(day, rest).or_else(|| up_to(day, rest))
            })
            .or_else(|| {
                let month = month(word)?;
                let (day, rest) = words.get(at + 1..)?.split_first()?;
                let year = rest.iter().take(3).find_map(|word| year(word))?;
                ymd(year, month, day_of_month(day)?)
            })
    })
}

/// The first month in a line: `May 2025`, `05/2025`, `2025-05`.
pub fn month_in(line: &str) -> Option<NaiveDate> {
    let words: Vec<&str> = words(line).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let spoken = || ymd(year(words.get(at + 1)?)?, month(word)?, 1);
        let (first, last) = word.split_once(['/', '-', '.']).unwrap_or((word, ""));
        let number = |text: &str| text.parse::<u32>().ok().filter(|_| (1..=2).contains(&text.len()));
        let written = || match (year(first), year(last)) {
            (Some(year), None) => ymd(year, number(last)?, 1),
            (None, Some(year)) => ymd(year, number(first)?, 1),
            _ => None,
        };
        spoken().or_else(written)
    })
}

/// The month of a weight such as `-202506`, or its day: `-20250602`.
pub(super) fn of_weight(weight: i64) -> Option<(NaiveDate, Dated)> {
    let digits = weight.unsigned_abs().to_string();
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(part(0..4)?).ok()?;
    match digits.len() {
        6 => Some((ymd(year, part(4..6)?, 1)?, Dated::Month)),
        8 => Some((ymd(year, part(4..6)?, part(6..8)?)?, Dated::Day)),
        _ => None,
    }
}

/// Words without the marks around them; a dash parts two of them, within a date too where a day stands on both sides.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let is_edge = |c: char| !c.is_alphanumeric();
    line.split(|c: char| c.is_whitespace() || matches!(c, ',' | '–' | '—' | '(' | ')' | '[' | ']' | '*' | '_'))
        .flat_map(move |word| {
            let (first, rest) = match word.split_once(".-") {
                Some((first, rest)) => (first, Some(rest)),
                None => (word, None),
            };
            [Some(first), rest].into_iter().flatten()
        })
        .map(move |word| word.trim_matches(is_edge))
        .filter(|word| !word.is_empty())
}

/// A day in digits, and nothing that merely contains one.
fn numeric(word: &str) -> Option<NaiveDate> {
    let is_form = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'/'));
    // Eight digits alone may be anything.
    if is_form && word.len() >= 8 && word.contains(['-', '.', '/']) {
        return likely_date(word);
    }
    // A time behind it: `2025-06-02T10:00`, or a title: `2025-06-02-notes`.
    let start = word.get(..10)?;
    parse_date(start).ok()
}

/// `2 June 2025`, and `2 – 6 June 2025`.
fn in_words(day: u32, rest: &[&str]) -> Option<NaiveDate> {
    let at = rest.iter().take(3).position(|word| month(word).is_some())?;
    ymd(year(rest.get(at + 1)?)?, month(rest.get(at)?)?, day)
}

/// The day of the month in whose digits the next word ends: `26. – 30.09.2022`.
fn up_to(day: u32, rest: &[&str]) -> Option<NaiveDate> {
    let end = numeric(rest.first()?)?;
    use chrono::Datelike as _;
    end.with_day(day).filter(|start| *start <= end)
}

fn day_of_month(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h', '.']);
    let first = digits.split(['-', '–']).next()?;
    first.parse().ok().filter(|day| (1..=31).contains(day) && first.len() <= 2)
}

fn year(word: &str) -> Option<i32> {
    word.parse().ok().filter(|year| (1970..=2999).contains(year) && word.len() == 4)
}

fn ymd(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).filter(|day| parse_date(&day.to_string()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_found_in_whatever_form_it_stands() {
        for line in [
            "Kettle Days 2025-06-02",
            "- **When:** 02.06.2025 – 06.06.2025",
            "# Kettle Days (2.6.2025)",
            "2 June 2025",
            "2nd June 2025, Brightwater",
            "June 2, 2025",
            "Jun 2nd – 6th 2025",
            "2 – 6 June 2025",
            "2. – 6.06.2025",
            "2.-6.06.2025",
            "started 2025-06-02T10:00",
        ] {
            assert_eq!(day_in(line).map(|day| day.to_string()).as_deref(), Some("2025-06-02"), "{line}");
        }
        for line in ["", "June 2025", "Kettle Days 06/2025", "version 2.6.20", "may 1", "1.2.3.4", "31.02.2025"] {
            assert_eq!(day_in(line), None, "{line}");
        }
    }

    #[test]
    fn a_month_is_found_where_no_day_stands() {
        for line in ["# Kettle Days 06/2025 Wrap Up", "June 2025", "2025-06", "Kettle Days, Jun 2025!"] {
            assert_eq!(month_in(line).map(|day| day.to_string()).as_deref(), Some("2025-06-01"), "{line}");
        }
        assert_eq!(month_in("and/or 3/4 2025"), None);
        assert_eq!(first("a\nJune 2025\nb 2025-07-03", |_| true).map(|(_, dated)| dated), Some(Dated::Day));
    }

    #[test]
    fn a_weight_tells_its_month_or_its_day() {
        let of = |weight| of_weight(weight).map(|(day, dated)| (day.to_string(), dated));
        assert_eq!(of(-202506), Some(("2025-06-01".to_owned(), Dated::Month)));
        assert_eq!(of(-20250602), Some(("2025-06-02".to_owned(), Dated::Day)));
        assert_eq!(of(-202513), None);
        assert_eq!(of(10), None);
    }
}
