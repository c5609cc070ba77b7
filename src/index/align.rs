//! Aligns the tables of events anew: every column as wide as the widest of its cells is shown.

use std::ops::Range;

use crate::markdown::shape;
use crate::markdown::table::Cell;
use crate::markdown::table::alignment;
use crate::markdown::width::columns;

use super::Table;
use super::tables;

/// The narrowest column, which the line of dashes needs.
const NARROWEST: usize = 3;

/// The text with its tables of events aligned, and every other byte as it was; nothing where it has none.
///
/// `path`, `start` and `is_page` are as those of [`tables`]. A line that does not have as many cells as the header stays.
pub fn aligned(path: &str, text: &str, start: usize, is_page: &dyn Fn(&str) -> bool) -> Option<String> {
    let tables = tables(path, text, start, is_page);
    let mut aligned = text.to_owned();
    // From the last to the first, so that what stands before keeps its place.
    for table in tables.iter().rev() {
        let mut changed = aligned.clone();
        for (line, new) in lines(text, table).into_iter().rev() {
            let old = text.get(line.clone())?;
            if is_same(old, &new) {
                changed.replace_range(line, &new);
            }
        }
        // Without a bar before it, a first cell such as `#` or `-` would begin a heading or a list.
        if shape(&changed) == shape(&aligned) {
            aligned = changed;
        }
    }
    (!tables.is_empty()).then_some(aligned)
}

/// The lines of a table with what they are to be.
fn lines(text: &str, table: &Table) -> Vec<(Range<usize>, String)> {
    let content = |cell: &Cell| text.get(cell.range.clone()).unwrap_or_default().trim().to_owned();
    let header = text.get(table.header.clone()).unwrap_or_default();
    let rule = table.rule(text);
    let rows = std::iter::once((table.header.clone(), &table.headings));
    let rows = rows.chain(table.rows.iter().map(|row| (row.range.clone(), &row.cells)));
    let rows: Vec<(Range<usize>, Vec<String>)> =
        rows.map(|(line, cells)| (line, cells.iter().map(content).collect())).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|(_, cells)| cells.get(column));
        cells.map(|cell| columns(cell)).max().unwrap_or_default().max(NARROWEST)
    };
    let widths: Vec<usize> = (0..table.headings.len()).map(width).collect();
    let (begin, end) = (header.trim_start().starts_with('|'), header.trim_end().ends_with('|'));
    let line = |cells: Vec<String>| {
        let line = format!("{}{}{}", if begin { "|" } else { "" }, cells.join("|"), if end { "|" } else { "" });
        // Without a bar the line begins with what is in it.
        let line = if begin { line.as_str() } else { line.strip_prefix([' ', '-']).unwrap_or(&line) };
        if end { line.to_owned() } else { line.trim_end().to_owned() }
    };
    let padded =
        |(cell, width): (&String, &usize)| format!(" {cell}{} ", " ".repeat(width.saturating_sub(columns(cell))));
    // A bar beside an empty cell at the end of a line would be the line's own.
    let has_ends = |cells: &[String]| {
        let is_empty = |cell: Option<&String>| cell.is_some_and(String::is_empty);
        (begin || !is_empty(cells.first())) && (end || !is_empty(cells.last()))
    };
    let mut lines: Vec<(Range<usize>, String)> = rows
        .iter()
        .filter(|(_, cells)| has_ends(cells))
        .map(|(range, cells)| (range.clone(), line(cells.iter().zip(&widths).map(padded).collect())))
        .collect();
    let marks = text.get(rule.clone()).unwrap_or_default().trim().trim_start_matches('|').trim_end_matches('|');
    let marks = marks.split('|').map(str::trim).zip(&widths);
    let marks: Vec<String> = marks.map(|(marks, width)| alignment::rule(marks, width + 2)).collect();
    lines.push((rule, line(marks)));
    lines.sort_by_key(|(range, _)| range.start);
    lines
}

/// Whether two lines are the same but for blanks, the length of rules and bars at their ends.
fn is_same(old: &str, new: &str) -> bool {
    let bare = |line: &str| {
        let cells = line.trim().trim_start_matches('|').trim_end_matches('|');
        let mut bare: String = cells.chars().filter(|c| !c.is_whitespace()).collect();
        if bare.chars().all(|c| matches!(c, '-' | ':' | '|')) {
            while bare.contains("--") {
                bare = bare.replace("--", "-");
            }
        }
        bare
    };
    bare(old) == bare(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aligned_twice(text: &str) -> String {
        let once = aligned("_index.md", text, 0, &|_| true).unwrap();
        assert_eq!(aligned("_index.md", &once, 0, &|_| true).as_ref(), Some(&once), "a second time changes nothing");
        once
    }

    #[test]
    fn a_table_that_would_become_a_heading_or_a_list_stays() {
        let text = "#|Date|Location|Organizer\n-|-|-|-\n1|04.05.2026|The Mill|Tea\n\n\
                    | Date | Location | Organizer |\n|-|-|-|\n| 04.05.2026 | A | B |\n";
        let expected = "#|Date|Location|Organizer\n-|-|-|-\n1|04.05.2026|The Mill|Tea\n\n\
                        | Date       | Location | Organizer |\n|------------|----------|-----------|\n| 04.05.2026 | A        | B         |\n";
        assert_eq!(aligned_twice(text), expected);
    }

    #[test]
    fn a_row_whose_bars_tell_of_an_empty_cell_keeps_them() {
        let text = "When|Where|Host|Page\n-|-|-|-\n04.05.2026|Mill|Tea|[x](2026-05)\n\
                    || 01.12.2025|[A](x)|B\n01.12.2025|Mill|Tea|\n01.12.2024|Mill|Tea||\n";
        let expected = "When       | Where      | Host   | Page\n-----------|------------|--------|--------------\n\
                        04.05.2026 | Mill       | Tea    | [x](2026-05)\n\
                        || 01.12.2025|[A](x)|B\n01.12.2025|Mill|Tea|\n01.12.2024|Mill|Tea||\n";
        assert_eq!(aligned_twice(text), expected);
    }

    #[test]
    fn every_column_is_as_wide_as_what_it_shows() {
        let text = "# Events\n\n| Date | Location | Organizer | Wrap Up |\n|:-|:-:|-:|---|\n\
                    | 04.05.2026 | Zürich 🏔️ | Tea \\| Co | [Summary](./2026-05.md) |\n| 01.12.2025 | 東京 | | [x](./2025-12.md) | more |\n\n\
                    | What | Who |\n|-|-|\n| Tea | Ada |\n";
        let expected = "# Events\n\n\
                        | Date       | Location  | Organizer | Wrap Up                 |\n\
                        |:-----------|:---------:|----------:|-------------------------|\n\
                        | 04.05.2026 | Zürich 🏔️ | Tea \\| Co | [Summary](./2026-05.md) |\n\
                        | 01.12.2025 | 東京 | | [x](./2025-12.md) | more |\n\n\
                        | What | Who |\n|-|-|\n| Tea | Ada |\n";
        assert_eq!(aligned_twice(text), expected);
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(aligned_twice(&crlf), expected.replace('\n', "\r\n"));
    }

    #[test]
    fn bars_at_the_ends_are_as_they_were_and_other_tables_stay() {
        let text = "Date | Location | Organizer\n-|-|-\n04.05.2026 | Mill | Tea\n";
        let expected =
            "Date       | Location | Organizer\n-----------|----------|-----------\n04.05.2026 | Mill     | Tea\n";
        assert_eq!(aligned_twice(text), expected);
        assert_eq!(aligned("_index.md", "| What | Who |\n|-|-|\n| Tea | Ada |\n", 0, &|_| true), None);
    }
}
