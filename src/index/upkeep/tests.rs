//! Rows that come, change and stay.

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
    for text in [ALIGNED.to_owned(), compact.to_owned(), ALIGNED.replace('\n', "\r\n"), compact.trim_end().to_owned()] {
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

#[test]
fn a_row_begins_its_line_as_the_others_do() {
    for indent in [" ", "   "] {
        let lines = [
            "| Date | Location | Organizer | Wrap Up |",
            "|---|---|---|---|",
            "| 21.07.2025 | Orchard | Tea | [Summary](./2025-07.md) |",
            "| 02.12.2024 | Orchard | Tea | [Summary](./2024-12.md) |",
        ];
        let text = |lines: &[&str]| lines.iter().map(|line| format!("{indent}{line}\n")).collect::<String>();
        let new = "| 02.06.2025 | Mill | Tea | [Summary](./2025-06.md) |";
        let days = ["2025-06-02", "2025-06-02"];
        let put = |lines: &[&str]| kept(&text(lines), "2025-06", days, &link("Mill", ""), &[link("Tea", "")]);
        assert_eq!(put(&lines), Some(text(&[lines[0], lines[1], lines[2], new, lines[3]])));
        assert_eq!(put(&lines[..3]), Some(text(&[lines[0], lines[1], lines[2], new])));
        assert_eq!(put(&lines[..2]), Some(text(&[lines[0], lines[1], new])));
    }
}

#[test]
fn what_tells_the_day_in_other_words_stays() {
    let text =
        "| Date | Location | Wrap Up |\n|---|---|---|\n| **3rd day of tea** | Mill | [Summary](./2025-06.md) |\n";
    let day: NaiveDate = "2025-06-02".parse().unwrap();
    let place = link("Mill", "");
    let entry = |dates| Entry { page: "2025-06", days: (day, day), dates, place: Some(&place), organizers: &[] };
    let kept = |dates| with_rows("_index.md", text, 0, &[entry(dates)], &|_| true).unwrap();
    assert_eq!(kept("3rd day of tea"), text);
    assert_eq!(kept("4th day of tea"), text.replace("**3rd day of tea**", "4th day of tea"));
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
    let expected = format!("{text}| 02.06.2025 – 06.06.2025 | The Mill | Kettle Works | [Summary](./2025-06.md) |\n");
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
    let places = "| Date | Location | Organizer | Wrap Up |\n|---|---|---|---|\n| 02.12.2024 | [A](2024-12/) | B | |\n";
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

#[test]
fn days_in_the_column_of_places_are_a_place_that_is_another() {
    let text = "| What | Location | Organizer | Wrap Up |\n|---|---|---|---|\n\
                | tea | 01.06.2025 – 05.06.2025 | Kettle Works | [Summary](./2025-06.md) |\n";
    let expected = text.replace("01.06.2025 – 05.06.2025", "The Mill");
    assert_eq!(june(text).as_deref(), Some(expected.as_str()));
    // Those in another column are the days.
    let text = "| Location | Days of tea | Organizer | Wrap Up |\n|---|---|---|---|\n\
                | 01.06.2025 | 01.06.2025 | Kettle Works | [Summary](./2025-06.md) |\n";
    let expected = text.replace("| 01.06.2025 | 01.06.2025 |", "| The Mill | 02.06.2025 – 06.06.2025 |");
    assert_eq!(june(text).as_deref(), Some(expected.as_str()));
}

#[test]
fn a_label_that_is_the_name_of_its_page_becomes_that_of_the_new_one() {
    for (path, other, page, expected) in [
        ("_index.md", "[Spring](spring.md)", "autumn", "[Autumn](autumn.md)"),
        ("_index.md", "[May](may.md)", "May-2026", "[May-2026](May-2026.md)"),
        ("_index.md", "[Summary](sum.md)", "autumn", "[Summary](autumn.md)"),
        ("Tea/_index.md", "[Tea](../Tea/tea.md)", "Tea/cake", "[Cake](../Tea/cake.md)"),
    ] {
        let text = format!("| Date | Location | Wrap Up |\n|---|---|---|\n| 04.05.2025 | A | {other} |\n");
        let day = "2026-05-04".parse().unwrap();
        let entry = Entry { page, days: (day, day), dates: "04.05.2026", place: None, organizers: &[] };
        let kept = with_rows(path, &text, 0, &[entry], &|_| true).unwrap();
        assert_eq!(kept.lines().nth(2), Some(format!("| 04.05.2026 |  | {expected} |").as_str()));
        assert_eq!(with_rows(path, &kept, 0, &[entry], &|_| true), Some(kept.clone()), "a second time changes nothing");
    }
}
