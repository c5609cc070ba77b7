//! Rules about the index: a row for each page, that says what the page says, in its place.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use chrono::Datelike as _;
use chrono::NaiveDate;

use crate::diagnostic::Severity;
use crate::event::Link;
use crate::grammar::ticked;
use crate::import::Dated;
use crate::index;
use crate::index::Row;
use crate::index::Table;
use crate::index::days;
use crate::index::days::Days;
use crate::index::says_otherwise;
use crate::markdown::table::Cell;
use crate::template::Template;

use super::super::Folder;
use super::super::Role;
use super::super::found::FoundInFolder;
use super::super::page::Page;
use super::super::rule::Check;
use super::super::rule::Rule;
use super::event::header::is_draft;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "index-row-missing",
        severity: Severity::Warning,
        summary: "the table of events has no row for a page of its folder",
        explanation: "An index with a table of events is where readers look for them: a page without a row in it is \
                      found by nobody. Indexes without such a table are left alone, and so are drafts.",
        bad: "| 21.07.2025 – 25.07.2025 | [Summary](./2025-07.md) |   (beside 2025-06.md and 2025-07.md)\n",
        good: "| 21.07.2025 – 25.07.2025 | [Summary](./2025-07.md) |\n\
               | 02.06.2025 – 06.06.2025 | [Summary](./2025-06.md) |\n",
        has_fix: false,
        check: Check::Folder(row_missing),
    },
    Rule {
        code: "index-row-disagrees",
        severity: Severity::Error,
        summary: "a row of the index says other days, another place or another organiser than its page",
        explanation: "Rows are copied by hand, and days move. The row may say less than the page, or more; where it \
                      says something else, the page is right, since that is what people wrote together.",
        bad: "| 02.06.2025 – 05.06.2025 | [Summary](./2025-06.md) |   (and the page: 02.06.2025 – 06.06.2025)\n",
        good: "| 02.06.2025 – 06.06.2025 | [Summary](./2025-06.md) |\n",
        has_fix: true,
        check: Check::Folder(row_disagrees),
    },
    Rule {
        code: "index-row-repeated",
        severity: Severity::Error,
        summary: "a table of events has two rows for one page",
        explanation: "A row was copied to begin a new one, and its link still leads to the page of the other.",
        bad: "| 21.07.2025 | [Summary](./2025-06.md) |\n| 02.06.2025 | [Summary](./2025-06.md) |\n",
        good: "| 21.07.2025 | [Summary](./2025-07.md) |\n| 02.06.2025 | [Summary](./2025-06.md) |\n",
        has_fix: false,
        check: Check::Folder(row_repeated),
    },
    Rule {
        code: "index-order",
        severity: Severity::Warning,
        summary: "a row of the index stands in another order than the rest",
        explanation: "Events stand in the table from the newest to the oldest, or the other way round: whichever most \
                      of its rows keep.",
        bad: "| 02.06.2025 | … |\n| 24.11.2025 | … |\n| 21.07.2025 | … |\n",
        good: "| 24.11.2025 | … |\n| 21.07.2025 | … |\n| 02.06.2025 | … |\n",
        has_fix: false,
        check: Check::Folder(order),
    },
];

/// An index with its tables of events.
struct Index<'f> {
    /// Its place among the subjects.
    subject: usize,
    page: &'f Page<'f>,
    tables: Vec<Table>,
}

/// The pages of events by their paths without `.md`, each with its place among the subjects.
type Pages<'f> = BTreeMap<&'f str, (usize, &'f Page<'f>)>;

fn without_ending(path: &str) -> &str {
    path.strip_suffix(".md").unwrap_or(path)
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn name_of(page: &str) -> &str {
    page.rsplit('/').next().unwrap_or(page)
}

fn event_pages<'f>(folder: &'f Folder<'f>) -> Pages<'f> {
    let all = folder.subjects.iter().zip(folder.pages).enumerate();
    let of_events = all.filter(|(_, (subject, _))| matches!(subject.role, Role::Page | Role::Event(_)));
    of_events
        .filter_map(|(at, (subject, page))| Some((without_ending(&subject.page), (at, page.as_ref()?))))
        .filter(|(_, (_, page))| page.event().is_some())
        .collect()
}

fn indexes<'f>(folder: &'f Folder<'f>, pages: &Pages<'f>) -> Vec<Index<'f>> {
    let all = folder.subjects.iter().zip(folder.pages).enumerate();
    let with_bars = all.filter_map(|(at, (subject, page))| {
        let page = page.as_ref().filter(|page| matches!(subject.role, Role::Index) && page.text.contains('|'))?;
        Some((at, page))
    });
    let read = |(subject, page): (usize, &'f Page<'f>)| {
        let tables = index::tables(page.path, page.text, page.markdown, &|path| pages.contains_key(path));
        Index { subject, page, tables }
    };
    with_bars.map(read).collect()
}

fn row_missing(folder: &Folder<'_>, found: &mut FoundInFolder) {
    let pages = event_pages(folder);
    for index in indexes(folder, &pages) {
        // Of several the one that most pages are in.
        let rows = |table: &&Table| table.rows.iter().filter(|row| row.page.is_some()).count();
        let Some(table) = index.tables.iter().rev().max_by_key(rows) else { continue };
        let mut listed = in_lists(index.page);
        listed.extend(index.tables.iter().flat_map(|table| &table.rows).filter_map(|row| row.page.clone()));
        let around = folder_of(index.page.path);
        for (path, (subject, page)) in pages.iter().filter(|(path, _)| folder_of(path) == around) {
            if listed.contains(*path) || is_draft(page) {
                continue;
            }
            let name = name_of(page.path);
            let message = format!("the table of events has no row for `{name}`");
            let finding = found.add(index.subject, table.header.clone(), message, "no row links it");
            let finding = finding.help(format!("add a row that links `./{name}`"));
            if let Some(heading) = page.heading() {
                finding.related_in(subject + 1, page.line(heading.range.start), "its page");
            }
        }
    }
}

/// The pages that items of lists lead to: older events may be listed below the table.
fn in_lists(page: &Page<'_>) -> BTreeSet<String> {
    let mut items = page.survey.items.iter().peekable();
    let mut end = 0;
    let in_items = page.survey.links.iter().filter(|link| {
        while let Some(item) = items.next_if(|item| item.start <= link.range.start) {
            end = end.max(item.end);
        }
        link.range.start < end
    });
    in_items.filter_map(|link| index::page_of(page.path, &link.target)).map(|lead| lead.page).collect()
}

fn row_disagrees(folder: &Folder<'_>, found: &mut FoundInFolder) {
    let pages = event_pages(folder);
    for index in indexes(folder, &pages) {
        for table in &index.tables {
            for row in &table.rows {
                let page = row.page.as_deref().and_then(|path| pages.get(path));
                let Some((subject, page)) = page else { continue };
                let told = Telling { index: &index, subject: *subject, page };
                told.dates(table, row, found);
                let event = page.event();
                let place = event.and_then(|event| event.location.as_ref()).map(std::slice::from_ref);
                told.names(("place", "location"), row.cell(table.columns.place), place.unwrap_or_default(), found);
                let organizers = event.map(|event| event.organizers.as_slice()).unwrap_or_default();
                told.names(("organiser", "organizers"), row.cell(table.columns.organizer), organizers, found);
            }
        }
    }
}

/// A row beside its page.
struct Telling<'a> {
    index: &'a Index<'a>,
    subject: usize,
    page: &'a Page<'a>,
}

impl Telling<'_> {
    fn dates(&self, table: &Table, row: &Row, found: &mut FoundInFolder) {
        let cell = row.cell(table.columns.dates);
        let heading = table.columns.dates.and_then(|column| table.headings.get(column));
        let Some((cell, written)) = cell.and_then(|cell| Some((cell, days::read(&cell.text)?))) else { return };
        let Some((start, end, at)) = dates_of(self.page) else { return };
        let is_in = |month: NaiveDate, day: NaiveDate| (month.year(), month.month()) == (day.year(), day.month());
        let is_last = |last: NaiveDate| end.is_none_or(|end| end == last);
        let label = match written {
            Days::Range(first, last) if first == start && is_last(last) => return,
            Days::Range(first, _) if first == start => "another last day",
            Days::Range(_, last) if is_last(last) && end.is_some() => "another first day",
            Days::Range(..) => "other days",
            Days::Day(day) if day == start => return,
            Days::Day(_) => "another day",
            Days::Month(month) if is_in(month, start) || end.is_some_and(|end| is_in(month, end)) => return,
            Days::Month(_) => "another month",
        };
        let name = name_of(self.page.path);
        let says = match end {
            Some(end) => in_words(Days::Range(start, end)),
            None => format!("{start} or later"),
        };
        let message = format!("`{name}` says {says}, and its row {}", in_words(written));
        let finding = found.add(self.index.subject, cell.range.clone(), message, label);
        let finding = finding.related_in(self.subject + 1, at, "on the page");
        let Some((end, template)) = end.zip(self.page.template()) else { return };
        // A page that says its first day only may simply say less.
        let is_less = matches!(written, Days::Range(first, last) if first == start && last > end && end == start);
        let is_drawn = || match written {
            Days::Range(first, last) => drawn(template, first, last) == cell.text,
            Days::Day(day) => drawn(template, day, day) == cell.text,
            Days::Month(_) => false,
        };
        if !is_less && is_drawn() {
            let (range, text) = padded(self.index.page.text, heading, cell, drawn(template, start, end));
            finding.fix(range, text);
        }
    }

    /// What the page calls something, and what its row does.
    fn names(&self, (what, key): (&str, &str), cell: Option<&Cell>, names: &[Link], found: &mut FoundInFolder) {
        let Some(cell) = cell.filter(|cell| !cell.text.trim().is_empty()) else { return };
        let Some(at) = self.page.field(key) else { return };
        let names: Vec<&str> = names.iter().map(|link| link.name.as_str()).collect();
        if !says_otherwise(&cell.text, &names) {
            return;
        }
        let shown = |text: &str| ticked(crate::diagnostic::shorten(text.trim()));
        let name = name_of(self.page.path);
        let message =
            format!("the {what} of `{name}` is {}, and its row says {}", shown(&names.join(", ")), shown(&cell.text));
        let finding = found.add(self.index.subject, cell.range.clone(), message, format!("another {what}"));
        finding.related_in(self.subject + 1, at, "on the page");
    }
}

/// First and last day as a page says them, and where; the last one only where it is said for certain.
fn dates_of(page: &Page<'_>) -> Option<(NaiveDate, Option<NaiveDate>, Range<usize>)> {
    let (read, at) = (page.read?, page.field("start")?);
    let dates = read.imported.event.dates;
    if read.imported.dated != Dated::Day {
        return None;
    }
    if page.drawn_from.is_some() {
        return Some((dates.start, Some(dates.end), at));
    }
    let line = page.text.get(at.clone()).unwrap_or_default();
    let value = line.rsplit_once("**").map_or(line, |(_, value)| value.trim_start_matches(':'));
    match days::read(value) {
        Some(Days::Range(start, end)) => Some((start, Some(end), at)),
        Some(Days::Day(day)) => Some((day, Some(day), at)),
        Some(Days::Month(_)) => None,
        // Of a form that only the template knows.
        None if dates.end != dates.start => Some((dates.start, Some(dates.end), at)),
        None => Some((dates.start, None, at)),
    }
}

fn in_words(days: Days) -> String {
    match days {
        Days::Range(start, end) if start != end => format!("{start} to {end}"),
        Days::Range(day, _) | Days::Day(day) => day.to_string(),
        Days::Month(month) => month.format("%B %Y").to_string(),
    }
}

/// Days as the template writes them.
fn drawn(template: &Template, start: NaiveDate, end: NaiveDate) -> String {
    let dates = &template.declaration.dates;
    let day = |day: NaiveDate| dates.day.fill(Some(day), |_| None);
    let (first, last) = (day(start), day(end));
    if start == end {
        return first;
    }
    dates.range.fill(Some(start), |key| match key {
        "start" => Some(first.as_str()),
        "end" => Some(last.as_str()),
        _ => None,
    })
}

/// A text in a cell, so that the bars of a table that is aligned by hand stay where they are, if there is room.
fn padded(text: &str, heading: Option<&Cell>, cell: &Cell, new: String) -> (Range<usize>, String) {
    let width = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default().chars().count();
    let (old, wanted) = (width(&cell.range), new.chars().count());
    let is_aligned = heading.is_some_and(|heading| width(&heading.whole) == width(&cell.whole));
    if !is_aligned {
        return (cell.range.clone(), new);
    }
    if wanted <= old {
        return (cell.range.clone(), format!("{new}{}", " ".repeat(old - wanted)));
    }
    // One blank stays before the bar.
    let room = (wanted - old).min((cell.whole.end - cell.range.end).saturating_sub(1));
    (cell.range.start..cell.range.end + room, new)
}

fn row_repeated(folder: &Folder<'_>, found: &mut FoundInFolder) {
    let pages = event_pages(folder);
    for index in indexes(folder, &pages) {
        for table in &index.tables {
            let mut known: BTreeMap<&str, &Row> = BTreeMap::new();
            for row in &table.rows {
                let Some(path) = row.page.as_deref() else { continue };
                let Some(first) = known.get(path) else {
                    known.insert(path, row);
                    continue;
                };
                let message = format!("the table of events has a second row for `{}.md`", name_of(path));
                let finding = found.add(index.subject, row.range.clone(), message, "the same page");
                finding.related(first.range.clone(), "its first row").help("which page is this row's?");
            }
        }
    }
}

fn order(folder: &Folder<'_>, found: &mut FoundInFolder) {
    let pages = event_pages(folder);
    for index in indexes(folder, &pages) {
        for table in &index.tables {
            let days = |row: &Row| Some(days::read(&row.cell(table.columns.dates)?.text)?.start());
            let rows: Vec<(NaiveDate, &Row)> = table.rows.iter().filter_map(|row| Some((days(row)?, row))).collect();
            let forward: Vec<i32> = rows.iter().map(|(day, _)| day.num_days_from_ce()).collect();
            let backward: Vec<i32> = forward.iter().map(|day| -day).collect();
            let (oldest, newest) = (longest_ascent(&forward), longest_ascent(&backward));
            // Where no more rows keep one order than the other, as the site has its pages.
            let (kept, name) = if oldest.len() > newest.len() { (oldest, "oldest") } else { (newest, "newest") };
            if kept.len() == rows.len() {
                continue;
            }
            let mut kept = kept.into_iter().peekable();
            for (at, (day, row)) in rows.iter().enumerate() {
                if kept.next_if_eq(&at).is_some() {
                    continue;
                }
                let message = format!("the row of {day} is out of order: most stand with the {name} first");
                found.add(index.subject, row.range.clone(), message, "not where it belongs");
            }
        }
    }
}

/// The places of the most numbers that, in their order, never get less.
fn longest_ascent(numbers: &[i32]) -> Vec<usize> {
    // Of each length the place where the ascent of that length with the least last number ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers.get(*end).is_some_and(|last| last <= number));
        before.push(length.checked_sub(1).and_then(|last| ends.get(last)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut ascent: Vec<usize> =
        std::iter::successors(ends.last().copied(), |at| before.get(*at).copied().flatten()).collect();
    ascent.reverse();
    ascent
}
