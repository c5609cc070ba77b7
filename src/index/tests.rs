//! The tables of events of pages, as they are read.

use super::*;

fn read(text: &str) -> Vec<Table> {
    tables("events/_index.md", text, 0, &|page| page == "events/2025-06" || page == "events/2025-07")
}

/// The rows as `page: cell | cell`.
fn told(text: &str) -> Vec<Vec<String>> {
    let row = |row: &Row| {
        let cells: Vec<&str> = row.cells.iter().map(|cell| &text[cell.range.clone()]).collect();
        format!("{}: {}", row.page.as_deref().unwrap_or("none"), cells.join(" | "))
    };
    read(text).iter().map(|table| table.rows.iter().map(row).collect()).collect()
}

#[test]
fn a_table_is_read_with_its_bytes() {
    let text = "| Date       | Wrap Up             |\n|------------|---------------------|\n\
                | 02.06.2025 | [Tea](./2025-06.md) |\n";
    let cell = |whole, range, text: &str, links: &[&str]| Cell {
        whole,
        range,
        text: text.to_owned(),
        links: links.iter().map(|link| (*link).to_owned()).collect(),
    };
    let table = Table {
        range: 0..111,
        header: 0..36,
        headings: vec![cell(1..13, 2..6, "Date", &[]), cell(14..35, 15..22, "Wrap Up", &[])],
        columns: Columns { dates: Some(0), place: None, organizer: None, page: Some(1) },
        rows: vec![Row {
            range: 74..110,
            cells: vec![cell(75..87, 76..86, "02.06.2025", &[]), cell(88..109, 89..108, "Tea", &["./2025-06.md"])],
            page: Some("events/2025-06".to_owned()),
        }],
    };
    assert_eq!(read(text), [table]);
}

#[test]
fn a_table_is_of_events_by_its_links_or_by_its_header() {
    let by_links = "a | b\n-|-\nx \\| y | [Tea](/events/2025-07/)\nz | [Tea](./2024-01.md)\n";
    assert_eq!(
        told(by_links),
        [["events/2025-07: x \\| y | [Tea](/events/2025-07/)", "events/2024-01: z | [Tea](./2024-01.md)"]]
    );
    let by_header =
        "|Date|Location|Organizer|Wrap Up|\r\n|-|-|-|-|\r\n|soon|?|?||\r\n|x|[2025-06](/blog/2025-06/)|\r\n";
    assert_eq!(told(by_header), [["none: soon | ? | ? | ", "events/2025-06: x | [2025-06](/blog/2025-06/) |  | "]]);
    let other = "|Date|Post|\n|-|-|\n|June|[Tea](/blog/2025-06/)|\n\n|Date|Location|\n|-|-|\n|x|y|\n";
    assert_eq!(told(other), [[""; 0]; 0]);
}

#[test]
fn a_page_may_have_several_tables_of_events() {
    let text = "## 2025\n\n|a|\n|-|\n|[Tea](2025-07.md)|\n\n## Tools\n\n|a|\n|-|\n|kettle|\n\n## Before\n\n\
                |a|\n|-|\n|[Tea](2025-06.md)|\n";
    assert_eq!(told(text), [["events/2025-07: [Tea](2025-07.md)"], ["events/2025-06: [Tea](2025-06.md)"]]);
}

#[test]
fn columns_are_known_by_what_stands_in_them_where_no_heading_says() {
    let text = "||||\n|-|-|-|\n|[Tea](2025-07.md)|The Mill|21.07.2025|\n|[Tea](2025-06.md)|?|02.06. – 06.06.2025|\n";
    let columns = Columns { dates: Some(2), place: None, organizer: None, page: Some(0) };
    assert_eq!(read(text).first().map(|table| table.columns), Some(columns));
    let named = "|Hosted by|📅 When|📍 Venue|Summary|\n|-|-|-|-|\n|Kettle Works|x|y|[Tea](2025-07.md)|\n";
    let columns = Columns { dates: Some(1), place: Some(2), organizer: Some(0), page: Some(3) };
    assert_eq!(read(named).first().map(|table| table.columns), Some(columns));
}

#[test]
fn a_page_is_named_after_a_month_or_it_is_not() {
    for page in ["2025-06", "a/2025-06", "a/2025-06-sofia-edition"] {
        assert!(is_dated(page), "{page}");
    }
    for page in ["2025-0", "2025x06", "202-506", "2025-06/a", "old", "overview", ""] {
        assert!(!is_dated(page), "{page}");
    }
}

#[test]
fn a_page_that_is_not_there_is_known_by_a_name_nearby_that_is_a_month() {
    let page = |link: &str| {
        let text = format!("| Date | Location | Organizer | Page |\n|-|-|-|-|\n| x | y | z | [a]({link}) |\n");
        read(&text).remove(0).rows.remove(0).page
    };
    assert_eq!(page("2026-05.md").as_deref(), Some("events/2026-05"));
    assert_eq!(page("old.md"), None);
    assert_eq!(page("https://other.example/2026-05/"), None);
}

#[test]
fn half_of_the_rows_do_not_outvote_a_heading() {
    let text = |second: &str| {
        format!(
            "| Date | Location | Host | Event | More |\n|-|-|-|-|-|\n| a | b | c | d | [e](2025-06.md) |\n\
             | a | b | c | d | {second} |\n"
        )
    };
    assert_eq!(read(&text("f"))[0].columns.page, Some(3));
    assert_eq!(read(&text("[f](2025-07.md)"))[0].columns.page, Some(4));
}

#[test]
fn a_table_is_of_events_by_its_days_its_place_and_who_or_what() {
    for (header, is_of_events) in [
        ("Date | Location | Organizer", true),
        ("Date | Location | Wrap Up", true),
        ("Date | Location | Weather", false),
        ("Date | Organizer | Wrap Up", false),
        ("Location | Organizer | Wrap Up", false),
    ] {
        let text = format!("| {header} |\n|---|---|---|\n");
        assert_eq!(!tables("_index.md", &text, 0, &|_| false).is_empty(), is_of_events, "{header}");
    }
}
