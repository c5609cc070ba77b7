//! Keeps a table of events: the row of an event inserted in its place or brought up to date, in the table's own manner,
//! and every other byte as it was.

use std::collections::HashMap;
use std::ops::Range;

use chrono::NaiveDate;

use crate::event::Link;
use crate::markdown::table::Cell;
use crate::markdown::table::alignment;
use crate::markdown::width::Measure;
use crate::render::drawn;

use super::Row;
use super::Table;
use super::days;
use super::page_of;
use super::says_otherwise;
use super::tables;

/// What a row tells of an event.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'e> {
    /// Its page, below the root and without `.md`.
    pub page: &'e str,
    /// First and last day.
    pub days: (NaiveDate, NaiveDate),
    /// The same as the template writes them.
    pub dates: &'e str,
    /// Where.
    pub place: Option<&'e Link>,
    /// Who invited.
    pub organizers: &'e [Link],
}

/// The text of the index at that path with the rows of events in it; nothing where it has no table of events, or none
/// that links the pages of new ones.
///
/// `start` is where its Markdown begins, and `is_page` knows the pages of events, by their paths without `.md`. A row
/// that says the same in other words stays as it is.
pub fn with_rows(
    path: &str,
    text: &str,
    start: usize,
    entries: &[Entry<'_>],
    is_page: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let known = tables(path, text, start, is_page);
    if known.is_empty() {
        return None;
    }
    let mut rows: HashMap<&str, (&Table, &Row)> = HashMap::new();
    for table in &known {
        for row in &table.rows {
            if let Some(page) = row.page.as_deref() {
                rows.entry(page).or_insert((table, row));
            }
        }
    }
    let keepers: Vec<Keeper<'_>> = known.iter().map(|table| Keeper::new(path, text, table)).collect();
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut missing = Vec::new();
    for entry in entries {
        match rows.get(entry.page) {
            Some((table, row)) => {
                let keeper = keepers.iter().find(|keeper| std::ptr::eq(keeper.table, *table));
                changes.extend(keeper.map(|keeper| keeper.updates(row, entry)).unwrap_or_default());
            }
            None => missing.push(entry),
        }
    }
    let mut text = changed(text, changes);
    for entry in missing {
        let tables = tables(path, &text, start, is_page);
        let is_of_year = |table: &&Table| {
            let mut days = table.rows.iter().filter_map(|row| start_of(table, row));
            days.any(|day| chrono::Datelike::year(&day) == chrono::Datelike::year(&entry.days.0))
        };
        // A row without a link to its page would not be known again, and the next run would add another.
        let mut linking = tables.iter().filter(|table| table.columns.page.is_some());
        let table = linking.clone().find(is_of_year).or_else(|| linking.next())?;
        text = Keeper::new(path, &text, table).inserted(entry);
    }
    Some(text)
}

/// A text with parts of it changed.
fn changed(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    changes.sort_by_key(|(range, _)| range.start);
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    for (range, content) in changes {
        changed.push_str(text.get(at..range.start).unwrap_or_default());
        changed.push_str(&content);
        at = range.end;
    }
    changed.push_str(text.get(at..).unwrap_or_default());
    changed
}

/// The first day that a row tells.
fn start_of(table: &Table, row: &Row) -> Option<NaiveDate> {
    days::read(&row.cell(table.columns.dates)?.text).map(days::Days::start)
}

/// The last part of a page's path.
fn name(page: &str) -> &str {
    page.rsplit('/').next().unwrap_or(page)
}

/// A name with a capital as its first letter.
fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next();
    first.into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A name as the text of a link in a cell: nothing in it may end the link or bind more tightly.
fn label(name: &str) -> String {
    let mut label = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '\\' | '[' | ']' | '`' | '<' | '|') {
            label.push('\\');
        }
        label.push(c);
    }
    label
}

/// A table, and how it is written.
struct Keeper<'t> {
    path: &'t str,
    text: &'t str,
    table: &'t Table,
    /// Of each column how wide its cells are, blanks included, where they are aligned, and by which measure.
    widths: Vec<Option<(Measure, usize)>>,
    /// Whether blanks stand around what is in a cell.
    has_blanks: bool,
}

impl<'t> Keeper<'t> {
    fn new(path: &'t str, text: &'t str, table: &'t Table) -> Self {
        let whole = |cell: &Cell| text.get(cell.whole.clone()).unwrap_or_default();
        let rows = || std::iter::once(&table.headings).chain(table.rows.iter().map(|row| &row.cells));
        let width = |column: usize| {
            Measure::ALL.into_iter().find_map(|measure| {
                let mut widths = rows().filter_map(|cells| cells.get(column)).map(|cell| measure.of(whole(cell)));
                let first = widths.next()?;
                // One that sticks out tells nothing of the others.
                let others: Vec<usize> = widths.collect();
                let same = others.iter().filter(|width| **width == first).count();
                let is_aligned =
                    others.iter().all(|width| *width >= first) && same * 2 >= others.len() && !others.is_empty();
                let is_padded = rows().filter_map(|cells| cells.get(column)).any(|cell| whole(cell).ends_with("  "))
                    || same == others.len();
                (is_aligned && is_padded).then_some((measure, first))
            })
        };
        let widths = (0..table.headings.len()).map(width).collect();
        let has_blanks = table.headings.first().is_none_or(|cell| whole(cell).starts_with(' '));
        Self { path, text, table, widths, has_blanks }
    }

    /// What stands in a column, padded as the others are.
    fn padded(&self, column: usize, content: &str) -> String {
        // Blanks around it would be read as those of the table.
        let content = content.trim_matches([' ', '\t']);
        let blank = if self.has_blanks { " " } else { "" };
        // A backslash would take the bar behind it into the cell.
        let has_bar = column + 1 < self.table.headings.len() || self.has_end();
        let after = if content.ends_with('\\') && has_bar { " " } else { blank };
        let cell = format!("{blank}{content}{after}");
        match self.widths.get(column).copied().flatten() {
            Some((measure, width)) => {
                let missing = width.saturating_sub(measure.of(&cell));
                format!("{cell}{}", " ".repeat(missing))
            }
            None => cell,
        }
    }

    /// The cells of a row that say something else than the event, brought up to date.
    fn updates(&self, row: &Row, entry: &Entry<'_>) -> Vec<(Range<usize>, String)> {
        let columns = self.table.columns;
        let mut changes: Vec<(Range<usize>, String)> = Vec::new();
        // A short row has its link where others tell something else; without that it would be nobody's.
        let leads = |cell: &Cell| {
            let pages = cell.links.iter().filter_map(|link| page_of(self.path, link));
            pages.map(|lead| lead.page).any(|page| Some(page) == row.page)
        };
        let mut change = |column: Option<usize>, content: String| {
            let cell = column.and_then(|column| Some((column, row.cells.get(column)?)));
            if let Some((column, cell)) = cell.filter(|(_, cell)| !leads(cell)) {
                changes.push((cell.whole.clone(), self.padded(column, &content)));
            }
        };
        if let Some(cell) = row.cell(columns.dates) {
            let says = days::read(&cell.text);
            let (start, end) = entry.days;
            let is_same = match says {
                Some(days::Days::Range(from, to)) => (from, to) == entry.days,
                Some(days::Days::Day(day)) => day == start,
                Some(days::Days::Month(month)) => month == chrono::Datelike::with_day(&start, 1).unwrap_or(start),
                None => start == end && cell.text == entry.dates,
            };
            if !is_same {
                change(columns.dates, entry.dates.to_owned());
            }
        }
        let place: Vec<&str> = entry.place.iter().map(|place| place.name.as_str()).collect();
        let organizers: Vec<&str> = entry.organizers.iter().map(|one| one.name.as_str()).collect();
        for (column, names) in [(columns.place, place), (columns.organizer, organizers)] {
            if row.cell(column).is_some_and(|cell| says_otherwise(&cell.text, &names)) {
                change(column, self.content(column, entry));
            }
        }
        changes
    }

    /// What an event says in a column, as most of the other rows say it.
    fn content(&self, column: Option<usize>, entry: &Entry<'_>) -> String {
        let columns = self.table.columns;
        let links = |column: usize| {
            let cells = self.table.rows.iter().filter_map(|row| row.cells.get(column));
            let (with, without): (Vec<&Cell>, Vec<&Cell>) = cells.partition(|cell| !cell.links.is_empty());
            with.len() > without.len() || (self.table.rows.is_empty() && columns.place == Some(column))
        };
        let shown = |column: usize, one: &Link| {
            let link = if links(column) { one.clone() } else { Link { url: None, ..one.clone() } };
            alignment::cell(&drawn::link(&link))
        };
        let Some(at) = column else { return String::new() };
        let is_linked = column == columns.page;
        let shown = |one: &Link| if is_linked { label(&one.name) } else { shown(at, one) };
        let told = if column == columns.dates {
            entry.dates.to_owned()
        } else if column == columns.place {
            entry.place.map(shown).unwrap_or_default()
        } else if column == columns.organizer {
            entry.organizers.iter().map(shown).collect::<Vec<_>>().join(", ")
        } else {
            String::new()
        };
        match is_linked {
            true if told.is_empty() => self.link(at, entry),
            // What a column tells leads to the page as well.
            true => format!("[{told}]({})", self.lead(at, entry)),
            false => told,
        }
    }

    /// The link to a page, in the form in which another row has it.
    fn link(&self, column: usize, entry: &Entry<'_>) -> String {
        let forms = self.forms(column, entry);
        let mut written = forms.filter_map(|(cell, other, own)| {
            let written = self.text.get(cell.range.clone()).unwrap_or_default();
            // What leads to `spring.md` may well be called `Spring`.
            let called = |name: &str| format!("[{}]", capitalized(name));
            let renamed = || written.replace(&other, &own).replace(&called(&other), &called(&own));
            written.contains(&other).then(renamed)
        });
        written.next().unwrap_or_else(|| format!("[Summary](./{}.md)", name(entry.page)))
    }

    /// Where a link to a page leads, as another row writes it.
    fn lead(&self, column: usize, entry: &Entry<'_>) -> String {
        let mut leads = self.forms(column, entry).flat_map(|(cell, other, own)| {
            cell.links.iter().map(move |link| link.replace(&other, &own)).filter(|link| self.leads_to(link, entry.page))
        });
        leads.next().unwrap_or_else(|| format!("./{}.md", name(entry.page)))
    }

    /// The cells of a column whose links lead to the event's page once its name stands in them for that of their own.
    fn forms(&self, column: usize, entry: &Entry<'_>) -> impl Iterator<Item = (&'t Cell, String, String)> {
        let cells = self.table.rows.iter().filter_map(move |row| {
            Some((row.cells.get(column)?, name(row.page.as_deref()?).to_owned(), name(entry.page).to_owned()))
        });
        cells.filter(|(cell, other, own)| {
            cell.links.iter().any(|link| self.leads_to(&link.replace(other.as_str(), own), entry.page))
        })
    }

    fn leads_to(&self, link: &str, page: &str) -> bool {
        page_of(self.path, link).is_some_and(|lead| lead.page == page)
    }

    /// The text with a row for an event, in its place.
    fn inserted(&self, entry: &Entry<'_>) -> String {
        let rows = &self.table.rows;
        let starts: Vec<(NaiveDate, &Row)> =
            rows.iter().filter_map(|row| Some((start_of(self.table, row)?, row))).collect();
        let pairs = || starts.windows(2).filter_map(|pair| Some((pair.first()?.0, pair.get(1)?.0)));
        let is_oldest_first =
            pairs().filter(|(one, other)| one < other).count() > pairs().filter(|(one, other)| one > other).count();
        let before = starts.iter().find(|(start, _)| match is_oldest_first {
            true => *start > entry.days.0,
            false => *start < entry.days.0,
        });
        let line = self.line(entry);
        let header_end = self.table.header.end;
        let rest = self.text.get(header_end..).unwrap_or_default();
        let line_end = if rest.starts_with("\r\n") { "\r\n" } else { "\n" };
        match before {
            Some((_, row)) => {
                let (before, after) = self.text.split_at(row.range.start);
                format!("{before}{line}{line_end}{}{after}", indent(before))
            }
            None => {
                // Behind the last row, or behind the rule.
                let last = rows.last().map_or_else(|| self.table.rule(self.text).end, |row| row.range.end);
                let (before, after) = self.text.split_at(last);
                format!("{before}{line_end}{}{line}{after}", indent(before))
            }
        }
    }

    fn header(&self) -> &str {
        self.text.get(self.table.header.clone()).unwrap_or_default()
    }

    /// Whether its rows end with a bar.
    fn has_end(&self) -> bool {
        self.header().trim_end().ends_with('|')
    }

    /// The line of a row.
    fn line(&self, entry: &Entry<'_>) -> String {
        let count = self.table.headings.len();
        let cells: Vec<String> =
            (0..count).map(|column| self.padded(column, &self.content(Some(column), entry))).collect();
        // Without a bar before it an empty cell would be none, and all others would move into its column.
        let is_empty = cells.first().is_none_or(|cell| cell.trim().is_empty());
        let begin = if is_empty || self.header().trim_start().starts_with('|') { "|" } else { "" };
        let end = if self.has_end() { "|" } else { "" };
        let line = format!("{begin}{}{end}", cells.join("|"));
        if end.is_empty() { line.trim_end_matches(' ').to_owned() } else { line }
    }
}

/// The blanks that the last line of a text begins with, as every line of a table in it does.
fn indent(before: &str) -> &str {
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.strip_suffix(line.trim_start_matches([' ', '\t'])).unwrap_or_default()
}

#[cfg(test)]
mod tests;
