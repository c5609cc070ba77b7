//! The tables of a page: their rows and cells with their bytes, and what the cells say.

use std::ops::Range;

use pulldown_cmark::Event;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::options;
use super::with_line_feeds;

pub mod alignment;

/// A table that stands at the top of a page, in no list and no quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// All of it, with its last line end.
    pub range: Range<usize>,
    /// The line of its header.
    pub header: Row,
    /// The lines under it.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its line, without its end.
    pub range: Range<usize>,
    /// Its cells, as many as the header has: those that a short row leaves out are empty, and more are not there.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// All between its bars.
    pub whole: Range<usize>,
    /// What is written in it, without the blanks around it.
    pub range: Range<usize>,
    /// What it says, without markup.
    pub text: String,
    /// Where the links in it lead.
    pub links: Vec<String>,
}

/// The tables of a page from a byte on, behind its front matter, in order; ranges are of the whole page.
pub fn tables(page: &str, start: usize) -> Vec<Table> {
    let text = with_line_feeds(page.get(start..).unwrap_or_default());
    // A table has a line of dashes and bars.
    if !text.contains('|') {
        return Vec::new();
    }
    let mut tables: Vec<Table> = Vec::new();
    let mut depth = 0_usize;
    let mut is_table = false;
    for (event, range) in Parser::new_ext(&text, options()).into_offset_iter() {
        match &event {
            Event::Start(Tag::Table(_)) if depth == 0 => {
                is_table = true;
                let range = shifted(range.clone(), start);
                tables.push(Table { range, header: Row::default(), rows: Vec::new() });
            }
            Event::End(TagEnd::Table) if depth == 1 => is_table = false,
            _ => {}
        }
        if let Some(table) = tables.last_mut().filter(|_| is_table) {
            table.take(&text, &event, &range, start);
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    tables
}

impl Table {
    fn take(&mut self, text: &str, event: &Event<'_>, range: &Range<usize>, start: usize) {
        match event {
            Event::Start(Tag::TableHead) => self.header.range = shifted(line(text, range), start),
            Event::Start(Tag::TableRow) => {
                self.rows.push(Row { range: shifted(line(text, range), start), cells: Vec::new() });
            }
            Event::Start(Tag::TableCell) => {
                let written = shifted(written(text, range), start);
                let whole = shifted(range.clone(), start);
                let row = self.rows.last_mut().unwrap_or(&mut self.header);
                row.cells.push(Cell { whole, range: written, ..Cell::default() });
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let row = self.rows.last_mut().unwrap_or(&mut self.header);
                row.cells.last_mut().into_iter().for_each(|cell| cell.links.push(dest_url.to_string()));
            }
            Event::Text(piece) | Event::Code(piece) => {
                let row = self.rows.last_mut().unwrap_or(&mut self.header);
                row.cells.last_mut().into_iter().for_each(|cell| cell.text.push_str(piece));
            }
            _ => {}
        }
    }
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

fn line(text: &str, range: &Range<usize>) -> Range<usize> {
    let line = text.get(range.clone()).unwrap_or_default();
    range.start..range.start + line.trim_end_matches(['\n', '\r']).len()
}

/// The bytes of a cell without the blanks around them.
fn written(text: &str, range: &Range<usize>) -> Range<usize> {
    let cell = text.get(range.clone()).unwrap_or_default();
    let rest = cell.trim_start_matches([' ', '\t']);
    let start = range.end - rest.len();
    start..start + rest.trim_end_matches([' ', '\t', '\n', '\r']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(page: &str) -> Vec<Vec<Vec<&str>>> {
        let rows = |table: &Table| -> Vec<Vec<&str>> {
            let rows = std::iter::once(&table.header).chain(&table.rows);
            rows.map(|row| row.cells.iter().map(|cell| &page[cell.range.clone()]).collect()).collect()
        };
        tables(page, 0).iter().map(rows).collect()
    }

    #[test]
    fn cells_are_told_with_what_is_written_in_them() {
        let page = "A\n\n| a   | b |\n|:----|---|\n| 1 \\| 2 | [x](y.md) |\n| `c \\| d`|\n||  |\n\n\
                    > | q |\n> |---|\n\nx|y\n-|-\n*1*|2|3\n";
        let expected = [
            vec![vec!["a", "b"], vec!["1 \\| 2", "[x](y.md)"], vec!["`c \\| d`", ""], vec!["", ""]],
            vec![vec!["x", "y"], vec!["*1*", "2"]],
        ];
        assert_eq!(told(page), expected);
        let carriage_returns = page.replace('\n', "\r\n");
        assert_eq!(told(&carriage_returns), expected);
    }

    #[test]
    fn ranges_are_of_the_whole_page() {
        let page = "---\nt: a|b\n---\n| a |\r\n|---|\r\n| *b* `c\\|d` [e](f.md) |\r\n";
        let tables = tables(page, 15);
        let [table] = tables.as_slice() else { panic!("{tables:#?}") };
        assert_eq!(&page[table.range.clone()], "| a |\r\n|---|\r\n| *b* `c\\|d` [e](f.md) |\r\n");
        assert_eq!(&page[table.header.range.clone()], "| a |");
        let cell = Cell { whole: 30..52, range: 31..51, text: "b c|d e".to_owned(), links: vec!["f.md".to_owned()] };
        assert_eq!(table.rows, [Row { range: 29..53, cells: vec![cell] }]);
    }
}
