//! The lines under a page's heading: which of them the template declares, and the days that they say.

use std::ops::Range;

use chrono::Datelike as _;
use chrono::NaiveDate;

use crate::event::dates::likely_date;
use crate::import::Dated;
use crate::index::days;
use crate::index::days::Days;
use crate::template::declaration::Line;
use crate::template::label::is_same;

use super::super::super::page::Page;

/// The lines under the page's heading that the template declares: the line's place in it, and its bytes.
pub(in super::super) fn header_lines(page: &Page<'_>) -> Vec<(usize, Range<usize>)> {
    let (Some(template), Some(read)) = (page.template(), page.read) else { return Vec::new() };
    let declared = &template.declaration.header.lines;
    let outline = &read.imported.outline;
    let place_of = |key: &str| declared.iter().position(|line| field_of(line) == key);
    let head = outline.head.range();
    let is_line = |range: &Range<usize>| {
        let text = page.text.get(range.clone()).unwrap_or_default();
        range.start >= page.markdown && !text.starts_with('#') && !text.contains('\n')
    };
    let fields = outline.fields.iter().map(|(key, span)| (key, span.range()));
    let read = fields.filter(|(_, range)| is_line(range)).filter_map(|(key, range)| Some((place_of(key)?, range)));
    let mut found: Vec<(usize, Range<usize>)> = read.collect();
    if found.is_empty() {
        // Where they stand in another form, they are known by their labels.
        let mut at = page.markdown.max(head.start);
        for line in page.text.get(at..head.end).unwrap_or_default().split_inclusive('\n') {
            let bare = line.trim_end_matches(['\n', '\r']);
            let name = bold(bare).map(|(name, _)| name);
            let place = name.and_then(|name| declared.iter().position(|line| is_same(&line.label, name)));
            found.extend(place.map(|place| (place, at..at + bare.len())));
            at += line.len();
        }
    }
    found.sort_by_key(|(_, range)| range.start);
    found
}

/// The field of an event that a declared line shows.
pub(in super::super) fn field_of(line: &Line) -> &str {
    if line.key.as_ref() == "dates" { "start" } else { &line.key }
}

/// The bold label in a line, without its colon, and where what follows it begins.
fn bold(line: &str) -> Option<(&str, usize)> {
    let start = line.find("**")? + 2;
    let (name, after) = line.get(start..)?.split_once("**")?;
    let name = name.trim();
    let name = name.strip_suffix(':').unwrap_or(name).trim_end();
    Some((name, line.len() - after.strip_prefix(':').unwrap_or(after).len()))
}

/// What the line of dates says behind its label: its bytes, and the days it tells.
pub(in super::super) fn days(page: &Page<'_>) -> Option<(Range<usize>, Days)> {
    let declared = &page.template()?.declaration.header.lines;
    let of_dates = declared.iter().position(|line| line.key.as_ref() == "dates")?;
    let line = header_lines(page).into_iter().find(|(place, _)| *place == of_dates).map(|(_, line)| line)?;
    let text = page.text.get(line.clone())?;
    let (_, from) = bold(text)?;
    let value = text.get(from..)?;
    let start = line.start + from + (value.len() - value.trim_start().len());
    let locale = page.template()?.locale;
    let days = days::read(value).or_else(|| days::read(&locale.in_english(value)))?;
    Some((start..start + value.trim().len(), days))
}

/// The parts of a line of dates that are a day each.
pub(in super::super) fn each_day(page: &Page<'_>, line: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let text = page.text.get(line.clone())?;
    let first = text.split([' ', '\u{a0}', '–', '—']).next().filter(|word| likely_date(word).is_some())?;
    let last = text.rsplit([' ', '\u{a0}', '–', '—']).next().filter(|word| likely_date(word).is_some())?;
    Some((line.start..line.start + first.len(), line.end - last.len()..line.end))
}

/// Whether the event of a page is over on the day of the check.
pub(in super::super) fn is_over(page: &Page<'_>) -> bool {
    let Some(read) = page.read else { return false };
    let (today, dates) = (page.options.today, read.imported.event.dates);
    let month = |day: NaiveDate| (day.year(), day.month());
    match days(page) {
        Some((_, Days::Range(start, end))) => end.max(start) < today,
        Some((_, Days::Month(first))) => month(first) < month(today),
        Some((_, Days::Day(day))) => day < today,
        // It may take longer than the day that is known.
        None if read.imported.dated == Dated::Month => month(dates.end) < month(today),
        None => dates.end < today,
    }
}

/// Whether a page says that it is a draft, which sites do not publish.
pub(in super::super) fn is_draft(page: &Page<'_>) -> bool {
    page.front_matter("draft").is_some_and(|(_, value)| page.text.get(value) == Some("true"))
}
