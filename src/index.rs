//! The index: a page that lists the events of its folder in a table, a row for each.
//!
//! Here it is read: which table is that of the events, what its columns tell, which page each row is of. A page may
//! have several such tables, one for each year say, and others beside them that are left alone.

use std::ops::Range;

use crate::markdown::table;
use crate::markdown::table::Cell;

pub mod align;
pub mod days;
mod lead;
mod likeness;
pub mod upkeep;

#[cfg(test)]
mod tests;

pub use lead::page_of;
pub use likeness::says_otherwise;

/// A table of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// All of it, with its last line end.
    pub range: Range<usize>,
    /// The line of its header, without its end.
    pub header: Range<usize>,
    /// The cells of its header.
    pub headings: Vec<Cell>,
    /// What stands where.
    pub columns: Columns,
    /// A row for each event.
    pub rows: Vec<Row>,
}

impl Table {
    /// The line of dashes under its header in the text it was read from, without its end.
    fn rule(&self, text: &str) -> Range<usize> {
        let rest = text.get(self.header.end..).unwrap_or_default();
        let start = self.header.end + rest.find('\n').map_or(rest.len(), |end| end + 1);
        let line = text.get(start..).unwrap_or_default().split(['\n', '\r']).next().unwrap_or_default();
        start..start + line.len()
    }
}

/// What the columns of a table of events tell: of each the place of its cell in a row, where there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// First and last day.
    pub dates: Option<usize>,
    /// Where it took place.
    pub place: Option<usize>,
    /// Who invited.
    pub organizer: Option<usize>,
    /// The link to the page.
    pub page: Option<usize>,
}

/// A row of a table of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its line, without its end.
    pub range: Range<usize>,
    /// Its cells, as many as the header has.
    pub cells: Vec<Cell>,
    /// The page that it links, below the root and without `.md`; it need not be there.
    pub page: Option<String>,
}

impl Row {
    /// The cell of a column.
    pub fn cell(&self, column: Option<usize>) -> Option<&Cell> {
        self.cells.get(column?)
    }
}

/// The tables of events on the page at that path; `start` is where its Markdown begins, and `is_page` knows the pages
/// of events, by their paths without `.md`.
///
/// A table is one of events where a cell links to the page of one, or where its header names days, place and organiser
/// or page. All others are left out.
pub fn tables(path: &str, text: &str, start: usize, is_page: &dyn Fn(&str) -> bool) -> Vec<Table> {
    table::tables(text, start).into_iter().filter_map(|table| of_events(path, table, is_page)).collect()
}

fn of_events(path: &str, table: table::Table, is_page: &dyn Fn(&str) -> bool) -> Option<Table> {
    let mut columns = Columns::of(&table.header.cells);
    let links = |row: &table::Row| row.cells.iter().flat_map(|cell| cell.links.clone()).collect::<Vec<String>>();
    // A link that only ends like that of a page may lead to another site.
    let is_near = |link: &String| page_of(path, link).is_some_and(|lead| lead.is_near && is_page(&lead.page));
    let is_linked = table.rows.iter().any(|row| links(row).iter().any(is_near));
    if !is_linked && !columns.are_of_events() {
        return None;
    }
    let rows: Vec<Row> = table.rows.into_iter().map(|row| Row::of(path, row, columns.page, is_page)).collect();
    columns.complete(path, &rows);
    Some(Table { range: table.range, header: table.header.range, headings: table.header.cells, columns, rows })
}

impl Row {
    /// The column that is called after pages tells the row's page before any other.
    fn of(path: &str, row: table::Row, column: Option<usize>, is_page: &dyn Fn(&str) -> bool) -> Self {
        let of_cells = |cells: &[Cell]| {
            let leads = || cells.iter().flat_map(|cell| &cell.links).filter_map(|link| page_of(path, link));
            let known = leads().filter(|lead| is_page(&lead.page)).max_by_key(|lead| lead.is_near);
            known.or_else(|| leads().find(|lead| lead.is_near && is_dated(&lead.page)))
        };
        let own = column.and_then(|column| of_cells(row.cells.get(column..=column)?));
        let page = own.or_else(|| of_cells(&row.cells));
        Self { range: row.range, page: page.map(|lead| lead.page), cells: row.cells }
    }
}

/// Whether a page is named after a month: `2025-06`.
fn is_dated(page: &str) -> bool {
    let name = page.rsplit('/').next().unwrap_or(page);
    let is_form = |(at, byte): (usize, u8)| if at == 4 { byte == b'-' } else { byte.is_ascii_digit() };
    name.len() >= 7 && name.bytes().take(7).enumerate().all(is_form)
}

/// What headings of columns say, in lower case and without what is no letter.
const DATES: &[&str] = &["date", "dates", "when", "day", "days", "datum"];
const PLACES: &[&str] = &["location", "place", "venue", "where", "ort"];
const ORGANIZERS: &[&str] = &[
    "organizer",
    "organizers",
    "organiser",
    "organisers",
    "organizedby",
    "organisedby",
    "organization",
    "host",
    "hosts",
    "hostedby",
];
const PAGES: &[&str] =
    &["wrapup", "wrapups", "summary", "summaries", "page", "report", "reports", "event", "hackathon", "notes", "link"];

impl Columns {
    fn of(header: &[Cell]) -> Self {
        let letters = |cell: &Cell| -> String {
            cell.text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
        };
        let names: Vec<String> = header.iter().map(letters).collect();
        let find = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        Self { dates: find(DATES), place: find(PLACES), organizer: find(ORGANIZERS), page: find(PAGES) }
    }

    fn are_of_events(self) -> bool {
        self.dates.is_some() && self.place.is_some() && (self.organizer.is_some() || self.page.is_some())
    }

    /// The columns that no heading names, by what stands in most of them.
    fn complete(&mut self, path: &str, rows: &[Row]) {
        let most = |taken: &[Option<usize>], holds: &dyn Fn(&Row, &Cell) -> bool| {
            let width = rows.first().map_or(0, |row| row.cells.len());
            let count = |column: usize| {
                rows.iter().filter(|row| row.cells.get(column).is_some_and(|cell| holds(row, cell))).count()
            };
            let counts =
                (0..width).filter(|column| !taken.contains(&Some(*column))).map(|column| (count(column), column));
            // Of several the first.
            let most = counts.max_by_key(|(count, column)| (*count, usize::MAX - column));
            most.filter(|(count, _)| *count * 2 > rows.len()).map(|(_, column)| column)
        };
        let links = |row: &Row, cell: &Cell| {
            row.page.is_some()
                && cell.links.iter().filter_map(|link| page_of(path, link)).any(|lead| Some(lead.page) == row.page)
        };
        self.page = most(&[], &links).or(self.page);
        // Days in a column that is called after something else are that.
        let named = [self.place, self.organizer];
        self.dates = self.dates.or_else(|| most(&named, &|_, cell| days::read(&cell.text).is_some()));
    }
}
