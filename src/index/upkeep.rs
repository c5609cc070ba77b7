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
            written.contains(&other).then(|| written.replace(&other, &own))
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
                format!("{before}{line}{line_end}{after}")
            }
            None => {
                // Behind the last row, or behind the rule.
                let last = rows.last().map_or_else(|| self.table.rule(self.text).end, |row| row.range.end);
                let (before, after) = self.text.split_at(last);
                format!("{before}{line_end}{line}{after}")
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

#[cfg(test)]
mod tests {
    use super::*;

    const ALIGNED: &str = "# Events\n\n\
        | Date                    | Location                             | Organizer    | Wrap Up                 |\n\
        |:------------------------|:-------------------------------------|:-------------|:------------------------|\n\
        | 21.07.2025 – 25.07.2025 | [The Old Harbour](https://h.example) | Tea Guild    | [Summary](./2025-07.md) |\n\
        | 02.06.2025 – 06.06.2025 | The Mill                             | Kettle Works | [Summary](./2025-06.md) |\n\
        | 02.12.2024 – 06.12.2024 | [Orchard](https://orchard.example)   | Kettle Works | [Summary](./2024-12.md) |\n\nAfter.\n";

    fn link(name: &str, url: &str) -> Link {
        Link { name: name.to_owned(), url: (!url.is_empty()).then(|| url.to_owned()) }
    }

    fn kept(text: &str, page: &str, days: [&str; 2], place: &Link, organizers: &[Link]) -> Option<String> {
        let days = days.map(|day| day.parse::<NaiveDate>().unwrap());
        let words = days.map(|day| day.format("%d.%m.%Y").to_string());
        let dates = if days[0] == days[1] { words[0].clone() } else { words.join(" – ") };
        let entry = Entry { page, days: (days[0], days[1]), dates: &dates, place: Some(place), organizers };
        let kept = with_rows("_index.md", text, 0, &[entry], &|_| true)?;
        assert_eq!(
            with_rows("_index.md", &kept, 0, &[entry], &|_| true).as_ref(),
            Some(&kept),
            "a second time changes nothing"
        );
        Some(kept)
    }

    fn june(text: &str) -> Option<String> {
        kept(
            text,
            "2025-06",
            ["2025-06-02", "2025-06-06"],
            &link("The Mill", ""),
            &[link("Kettle Works", "https://k.example")],
        )
    }

    #[test]
    fn a_row_that_was_taken_out_comes_back_as_it_was() {
        let compact = "|Date|Location|Organizer|Wrap Up|\n|-|-|-|-|\n|21.07.2025|Harbour|Tea|[Summary](/events/2025-07/)|\n\
                       |02.06.2025 – 06.06.2025|The Mill|Kettle Works|[Summary](/events/2025-06/)|\n";
        for text in
            [ALIGNED.to_owned(), compact.to_owned(), ALIGNED.replace('\n', "\r\n"), compact.trim_end().to_owned()]
        {
            let row = text.lines().find(|line| line.contains("2025-06")).unwrap();
            let at = text.find(row).unwrap();
            let end = (at + row.len() + if text.contains('\r') { 2 } else { 1 }).min(text.len());
            let without = format!("{}{}", &text[..at], &text[end..]);
            let without = if end == text.len() { without.trim_end().to_owned() } else { without };
            let back = june(&without).unwrap();
            assert_eq!(back.trim_end(), text.trim_end());
        }
    }

    #[test]
    fn a_new_event_is_one_new_line_in_its_place() {
        let new = kept(
            ALIGNED,
            "2026-05",
            ["2026-05-04", "2026-05-08"],
            &link("A Place That Is Far Too Long For It", "https://long.example"),
            &[link("Tea | Co", "")],
        )
        .unwrap();
        let added: Vec<&str> = new.lines().filter(|line| !ALIGNED.contains(line)).collect();
        let expected = "| 04.05.2026 – 08.05.2026 | [A Place That Is Far Too Long For It](https://long.example) | Tea \\| Co    | [Summary](./2026-05.md) |";
        assert_eq!(added, [expected]);
        assert!(new.starts_with(&format!("{}{expected}\n| 21.07", &ALIGNED[..ALIGNED.find("| 21.07").unwrap()])));
        let old = kept(ALIGNED, "2020-01", ["2020-01-06", "2020-01-06"], &link("Mill", ""), &[]).unwrap();
        let expected = "| 06.01.2020              | Mill                                 |              | [Summary](./2020-01.md) |\n\nAfter.\n";
        assert!(old.ends_with(expected), "{old}");
    }

    #[test]
    fn no_name_parts_a_cell_or_takes_the_next_one_in() {
        let text = "|Date|Location|Organizer|Wrap Up|\n|-|-|-|-|\n|21.07.2025|Harbour|Tea|[Summary](./2025-07.md)|\n";
        let row = |place: &str, organizer: &str| {
            let days = ["2025-06-02", "2025-06-02"];
            let new = kept(text, "2025-06", days, &link(place, ""), &[link(organizer, "")]).unwrap();
            new.lines().last().unwrap().to_owned()
        };
        assert_eq!(row("a|b", "c\\|d"), "|02.06.2025|a\\|b|c\\|d|[Summary](./2025-06.md)|");
        assert_eq!(row("a\\", "b\\\\|"), "|02.06.2025|a\\ |b\\\\\\||[Summary](./2025-06.md)|");

        let text = "Date|Wrap Up|Location\n-|-|-\n21.07.2025|[Summary](./2025-07.md)|Harbour\n";
        for name in ["](x)a\\", "](x)a\u{2028}"] {
            let new = kept(text, "2025-06", ["2025-06-02", "2025-06-02"], &link(name, ""), &[]).unwrap();
            assert_eq!(new, format!("{text}02.06.2025|[Summary](./2025-06.md)|{name}\n"));
        }
    }

    #[test]
    fn a_name_that_links_another_page_does_not_make_the_row_that_page_s() {
        let text = "|Date|Wrap Up|Organizer|Location|\n|-|-|-|-|\n|21.07.2025|[Summary](./2025-07.md)|Tea|Harbour|\n";
        let organizer = link("[Tea](./2025-07.md)", "");
        let new = kept(text, "2025-06", ["2025-06-02", "2025-06-02"], &link("Mill", ""), &[organizer]).unwrap();
        assert_eq!(new, format!("{text}|02.06.2025|[Summary](./2025-06.md)|[Tea](./2025-07.md)|Mill|\n"));
    }

    #[test]
    fn a_row_is_brought_up_to_date_cell_by_cell() {
        let text = ALIGNED.replace("| 02.06.2025 – 06.06.2025 |", "| 02.06.2025 – 05.06.2025 |");
        assert_eq!(june(&text).as_deref(), Some(ALIGNED));
        assert_eq!(june(ALIGNED).as_deref(), Some(ALIGNED));
        let other = ALIGNED.replace("The Mill  ", "Lighthouse");
        assert_eq!(june(&other).as_deref(), Some(ALIGNED));
        // The same in other words.
        let words = ALIGNED.replace("The Mill                ", "Mill, Varna (Bulgaria)  ");
        assert_eq!(june(&words).as_deref(), Some(words.as_str()));
    }

    #[test]
    fn the_link_of_a_row_that_lacks_cells_is_kept() {
        let text = "| Date | Location | Organizer | Wrap Up |\n|---|---|---|---|\n\
                    | 05.06.2025 | The Mill | [Summary](./2025-06.md) |\n";
        let expected = text.replace("| 05.06.2025 |", "| 02.06.2025 – 06.06.2025 |");
        assert_eq!(june(text), Some(expected));
    }

    #[test]
    fn an_empty_cell_at_the_beginning_of_a_line_without_a_bar_is_still_one() {
        let text = "What|Date|Location|Organizer|Wrap Up\n-|-|-|-|-\n\
                    Tea|02.12.2024|Orchard|Tea|[Summary](./2024-12.md)\n";
        let row = "||02.06.2025 – 06.06.2025|The Mill|Kettle Works|[Summary](./2025-06.md)\n";
        let expected = text.replace("Tea|02.12", &format!("{row}Tea|02.12"));
        assert_eq!(june(text), Some(expected));
    }

    #[test]
    fn blanks_around_a_name_are_none_of_the_cell() {
        let text = "Date|Wrap Up|Organizer|Location\n-|-|-|-\n02.06.2025|[Summary](./2025-06.md)|B|Forge\n";
        let place = link(" The Mill\t ", "");
        assert_eq!(
            kept(text, "2025-06", ["2025-06-02", "2025-06-02"], &place, &[link("B", "")]).unwrap(),
            "Date|Wrap Up|Organizer|Location\n-|-|-|-\n02.06.2025|[Summary](./2025-06.md)|B|The Mill\n"
        );
    }

    #[test]
    fn no_blank_is_put_behind_a_backslash_where_no_bar_follows() {
        let text = "Date|Wrap Up|Organizer|Location\n-|-|-|-\n02.06.2025|[Summary](./2025-06.md)|Pan|Forge\n";
        let place = link("Mill\\", "");
        assert_eq!(
            kept(text, "2025-06", ["2025-06-02", "2025-06-02"], &place, &[link("Tea\\", "")]).unwrap(),
            "Date|Wrap Up|Organizer|Location\n-|-|-|-\n02.06.2025|[Summary](./2025-06.md)|Tea\\ |Mill\\\n"
        );
    }

    #[test]
    fn what_is_no_day_is_brought_up_to_date() {
        let text = "| Date | Location | Wrap Up |\n|---|---|---|\n| 3 weeks on | Mill | [Summary](./2025-06.md) |\n";
        let days = ["2025-06-02", "2025-06-02"];
        let kept = kept(text, "2025-06", days, &link("Mill", ""), &[]).unwrap();
        assert_eq!(kept, text.replace("3 weeks on", "02.06.2025"));
    }

    /// The pages of a table with these days of 2025, in order, after one of another day was put in.
    fn pages_with(days: &[u32], new: u32) -> String {
        let row = |day: &u32| format!("| {day:02}.06.2025 | Mill | Tea | [x](./2025-06-{day:02}-{day}.md) |\n");
        let rows: String = days.iter().map(row).collect();
        let text = format!("| Date | Location | Organizer | Wrap Up |\n|---|---|---|---|\n{rows}");
        let day = format!("2025-06-{new:02}");
        let kept = kept(&text, "new", [&day, &day], &link("Mill", ""), &[link("Tea", "")]).unwrap();
        let pages = kept.lines().skip(2).map(|line| {
            let (_, link) = line.split_once("](./").unwrap();
            link.rsplit_once(".md").unwrap().0.rsplit('-').next().unwrap().to_owned()
        });
        pages.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_row_goes_where_the_order_of_the_others_puts_it() {
        for (days, new, expected) in [
            // The newest first.
            (&[20, 10][..], 30, "new 20 10"),
            (&[20, 10], 15, "20 new 10"),
            (&[20, 10], 5, "20 10 new"),
            (&[20, 10], 20, "20 new 10"),
            (&[20, 20, 20, 10], 15, "20 20 20 new 10"),
            // The oldest first.
            (&[10, 20], 30, "10 20 new"),
            (&[10, 20], 15, "10 new 20"),
            (&[10, 20], 5, "new 10 20"),
            (&[10, 20], 10, "10 new 20"),
            (&[10, 20, 20, 20], 15, "10 new 20 20 20"),
            // One or none tells no order, nor do as many pairs one way as the other.
            (&[10], 20, "new 10"),
            (&[10], 5, "10 new"),
            (&[], 5, "new"),
            (&[10, 20, 10], 15, "new 10 20 10"),
        ] {
            assert_eq!(pages_with(days, new), expected, "{days:?} {new}");
        }
    }

    #[test]
    fn days_that_are_told_in_another_way_are_the_same_and_others_are_not() {
        let text = |dates: &str| ALIGNED.replace("02.06.2025 – 06.06.2025", &format!("{dates:<23}"));
        let is_kept = |dates: &str| june(&text(dates)).unwrap() == text(dates);
        for same in ["02.06.2025", "June 2025", "06/2025", "2025-06-02 – 2025-06-06"] {
            assert!(is_kept(same), "{same}");
        }
        for other in ["03.06.2025", "July 2025", "02.06.2025 – 07.06.2025", "early summer", ""] {
            assert_eq!(june(&text(other)).as_deref(), Some(ALIGNED), "{other}");
        }
        // What cannot be read is the same only where it is what the template writes for one day.
        let one = |dates: &str| {
            let text = ALIGNED.replace("02.06.2025 – 06.06.2025", &format!("{dates:<23}"));
            kept(&text, "2025-06", ["2025-06-02", "2025-06-02"], &link("The Mill", ""), &[link("Kettle Works", "")])
        };
        assert!(one("some day").unwrap().contains("| 02.06.2025              |"));
    }

    #[test]
    fn a_new_event_goes_to_the_table_of_its_year() {
        let table = |year: u32| {
            format!(
                "| Date | Location | Organizer | Wrap Up |\n|---|---|---|---|\n\
                 | 21.07.{year} | Harbour | Tea | [Summary](./{year}-07.md) |\n"
            )
        };
        let text = format!("## 2026\n\n{}\n## 2025\n\n{}\n## 2024\n\n{}", table(2026), table(2025), table(2024));
        let row = "| 02.06.2025 – 06.06.2025 | The Mill | Kettle Works | [Summary](./2025-06.md) |\n";
        let expected = text.replace(&table(2025), &format!("{}{row}", table(2025)));
        assert_eq!(june(&text), Some(expected));
    }

    #[test]
    fn a_table_without_rows_gets_its_first() {
        let text = "| Date | Location | Organizer | Wrap Up |\n|---|---|---|---|\n";
        let expected =
            format!("{text}| 02.06.2025 – 06.06.2025 | The Mill | Kettle Works | [Summary](./2025-06.md) |\n");
        assert_eq!(june(text), Some(expected));
        assert_eq!(june("| What | Who |\n|---|---|\n| Tea | Ada |\n"), None);
    }

    #[test]
    fn a_table_that_links_no_pages_gets_no_row_that_nobody_would_know_again() {
        let text = "| Date | Location | Organizer |\n|---|---|---|\n| 04.05.2026 | A | B |\n";
        assert_eq!(june(text), None);
        let with_other = format!("{text}\n{ALIGNED}");
        assert_eq!(june(&with_other), Some(with_other.clone()));
    }

    #[test]
    fn what_links_to_pages_in_other_rows_does_so_in_a_new_one() {
        let dates = "| Date | Location | Organizer |\n|---|---|---|\n| [02.12.2024](./2024-12.md) | A | B |\n";
        let row = "| [02.06.2025 – 06.06.2025](./2025-06.md) | The Mill | Kettle Works |\n";
        let expected = dates.replace("| [02.12", &format!("{row}| [02.12"));
        assert_eq!(june(dates).as_deref(), Some(expected.as_str()));
        assert_eq!(june(&expected).as_deref(), Some(expected.as_str()));

        // Also where a heading says that another column does.
        let places =
            "| Date | Location | Organizer | Wrap Up |\n|---|---|---|---|\n| 02.12.2024 | [A](2024-12/) | B | |\n";
        let row = "| 02.06.2025 – 06.06.2025 | [The Mill](2025-06/) | Kettle Works |  |\n";
        let expected = places.replace("| 02.12", &format!("{row}| 02.12"));
        assert_eq!(june(places).as_deref(), Some(expected.as_str()));
        assert_eq!(june(&expected).as_deref(), Some(expected.as_str()));
        assert_eq!(label("A [b] | c`\\"), "A \\[b\\] \\| c\\`\\\\");
    }

    #[test]
    fn a_form_that_would_lead_elsewhere_is_not_taken() {
        let text = "| Date | Location | Organizer | Wrap Up |\n|---|---|---|---|\n\
                    | 02.12.2024 | A | B | [Old](elsewhere/2024-12.md) |\n| 01.12.2023 | A | B | [Old](./2023-12.md) |\n";
        let row = "| 02.06.2025 – 06.06.2025 | The Mill | Kettle Works | [Old](./2025-06.md) |\n";
        let expected = text.replace("| 02.12", &format!("{row}| 02.12"));
        assert_eq!(june(text).as_deref(), Some(expected.as_str()));

        let text = text.replace("./2023", "elsewhere/2023");
        let row = row.replace("Old", "Summary");
        let expected = text.replace("| 02.12", &format!("{row}| 02.12"));
        assert_eq!(june(&text).as_deref(), Some(expected.as_str()));
    }
}
