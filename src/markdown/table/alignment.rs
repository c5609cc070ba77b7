//! How the columns of a table are aligned: found out of those that are there, and given to those that are written.

use crate::markdown::width::Measure;

use super::Cell;
use super::Row;
use super::Table;

/// How wide cells are made: as wide as the widest of their column by that measure, or each as wide as it is.
pub type Alignment = Option<Measure>;

/// How the tables of a text are aligned; nothing where there are none or they do not tell.
pub fn of(text: &str, tables: &[Table]) -> Option<Alignment> {
    let fits = |measure: Measure| tables.iter().filter(|table| is_aligned(text, table, measure)).count();
    let measures = Measure::ALL.into_iter().map(|measure| (fits(measure), measure));
    // Of several that fit as many tables the first.
    let best = measures.rev().max_by_key(|(count, _)| *count);
    match best {
        Some((count, measure)) if count > 0 => Some(Some(measure)),
        _ if tables.iter().any(|table| is_compact(text, table)) => Some(None),
        _ => None,
    }
}

fn whole<'t>(text: &'t str, cell: &Cell) -> &'t str {
    text.get(cell.whole.clone()).unwrap_or_default()
}

fn rows(table: &Table) -> impl Iterator<Item = &Row> {
    std::iter::once(&table.header).chain(&table.rows)
}

/// Whether the cells of each column are as wide as its heading; a few may stick out.
fn is_aligned(text: &str, table: &Table, measure: Measure) -> bool {
    let is_even = |(column, heading): (usize, &Cell)| {
        let width = measure.of(whole(text, heading));
        let mut widths =
            table.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| measure.of(whole(text, cell)));
        let (mut same, mut others) = (0, 0);
        widths.all(|one| {
            if one == width {
                same += 1;
            } else {
                others += 1;
            }
            one >= width
        }) && same >= others
    };
    let is_padded = rows(table).flat_map(|row| &row.cells).any(|cell| whole(text, cell).ends_with("  "));
    is_padded && table.header.cells.iter().enumerate().all(is_even)
}

fn is_compact(text: &str, table: &Table) -> bool {
    !table.rows.is_empty() && rows(table).flat_map(|row| &row.cells).all(|cell| !whole(text, cell).ends_with("  "))
}

/// The text with its tables aligned: every run of lines that begin with a bar.
pub fn aligned(text: &str, alignment: Alignment) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut table: Vec<&str> = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.starts_with('|') {
            table.push(line);
            continue;
        }
        write_table(&mut out, &std::mem::take(&mut table), alignment);
        out.push_str(line);
    }
    write_table(&mut out, &table, alignment);
    out
}

fn write_table(out: &mut String, lines: &[&str], alignment: Alignment) {
    let rows: Vec<Vec<&str>> = lines.iter().map(|line| cells(line)).collect();
    let is_rule =
        |cells: &[&str]| cells.iter().all(|cell| cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':')));
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let rules: Vec<bool> = rows.iter().map(|row| is_rule(row)).collect();
    let width = |column: usize| {
        let contents = rows.iter().zip(&rules).filter(|(_, is_rule)| !**is_rule).filter_map(|(row, _)| row.get(column));
        alignment.map(|measure| contents.map(|cell| measure.of(cell)).max().unwrap_or_default().max(1))
    };
    let widths: Vec<Option<usize>> = (0..columns).map(width).collect();
    for ((line, row), is_rule) in lines.iter().zip(&rows).zip(rules) {
        for (cell, width) in row.iter().zip(&widths) {
            out.push('|');
            match (is_rule, alignment, width) {
                (true, Some(_), Some(width)) => out.push_str(&rule(cell, width + 2)),
                (true, ..) => out.push_str(cell),
                (false, Some(measure), Some(width)) => {
                    let missing = width.saturating_sub(measure.of(cell));
                    out.extend([" ", cell, &" ".repeat(missing), " "]);
                }
                (false, ..) => out.extend([" ", cell, if cell.is_empty() { "" } else { " " }]),
            }
        }
        out.push('|');
        out.push_str(&line[line.trim_end_matches(['\n', '\r']).len()..]);
    }
}

/// The cell of the line below the headings, as wide as the column, its colons kept.
pub fn rule(cell: &str, width: usize) -> String {
    let begin = if cell.starts_with(':') { ":" } else { "" };
    let end = if cell.len() > 1 && cell.ends_with(':') { ":" } else { "" };
    format!("{begin}{}{end}", "-".repeat(width.saturating_sub(begin.len() + end.len())))
}

/// What stands between the bars of a line, without the blanks around it.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = Vec::new();
    let mut start = 0;
    for at in bars(line) {
        cells.push(line[start..at].trim());
        start = at + 1;
    }
    let rest = line[start..].trim();
    if !rest.is_empty() {
        cells.push(rest);
    }
    cells
}

/// Where bars stand that a table takes for those between its cells; in code too, unless a backslash is before it.
fn bars(text: &str) -> impl Iterator<Item = usize> {
    let mut is_escaped = false;
    text.bytes().enumerate().filter_map(move |(at, byte)| {
        let is_bar = byte == b'|' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_bar.then_some(at)
    })
}

/// A line of Markdown as a cell can hold it: its bars escaped.
pub fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    let mut start = 0;
    for at in bars(text) {
        cell.push_str(&text[start..at]);
        cell.push('\\');
        start = at;
    }
    cell.push_str(&text[start..]);
    cell
}

#[cfg(test)]
mod tests {
    use super::super::tables;
    use super::*;

    const PLAIN: &str = "Before.\n\n|Who|What|\n|---|:--|\n| a \\| b | 🗃️ Tea |\n|c| |\n\nAfter | all.\n";

    fn measure(text: &str) -> Option<Alignment> {
        of(text, &tables(text, 0))
    }

    #[test]
    fn columns_are_as_wide_as_the_widest_cell_by_the_measure() {
        let expected = "Before.\n\n| Who    | What   |\n|--------|:-------|\n| a \\| b | 🗃️ Tea |\n| c      |        |\n\nAfter | all.\n";
        assert_eq!(aligned(PLAIN, Some(Measure::Columns)), expected);
        let expected = "Before.\n\n| Who    | What    |\n|--------|:--------|\n| a \\| b | 🗃️ Tea |\n| c      |         |\n\nAfter | all.\n";
        assert_eq!(aligned(PLAIN, Some(Measure::Utf16)), expected);
        let expected = "Before.\n\n| Who | What |\n|---|:--|\n| a \\| b | 🗃️ Tea |\n| c | |\n\nAfter | all.\n";
        assert_eq!(aligned(PLAIN, None), expected);
    }

    #[test]
    fn the_measure_of_a_table_is_found_out() {
        for alignment in [Some(Measure::Columns), Some(Measure::Utf16), Some(Measure::Bytes), None] {
            let text = aligned(PLAIN, alignment);
            assert_eq!(measure(&text), Some(alignment), "{text}");
            assert_eq!(aligned(&text, alignment), text);
        }
        assert_eq!(measure("No table.\n"), None);
        // Every measure says the same of it.
        assert_eq!(measure("| a   | b |\n|-----|---|\n| tea | c |\n"), Some(Some(Measure::Columns)));
        // Somebody wrote more into one cell.
        let text = "| a    | b |\n|------|---|\n| 🗃️  | c |\n| 🗃️  | c |\n| 🗃️ tea | c |\n";
        assert_eq!(measure(text), Some(Some(Measure::Utf16)));
    }

    #[test]
    fn bars_within_a_cell_are_escaped_once() {
        assert_eq!(cell("a | b \\| `c|d` \\\\|"), "a \\| b \\| `c\\|d` \\\\\\|");
    }
}
