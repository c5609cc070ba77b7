//! An event put into whatever tables a page holds: its own row says it, every other line stays, and a second time
//! nothing changes.

#![no_main]

use afterword::event::Link;
use afterword::index::align::aligned;
use afterword::index::tables;
use afterword::index::upkeep::Entry;
use afterword::index::upkeep::with_rows;
use afterword::markdown::shape;
use chrono::Days;
use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;

const PATH: &str = "notes/_index.md";
const PAGE: &str = "notes/2026-05";

/// The event that a line describes: the days as two bytes, the rest its place and who invited, parted by a slash.
struct Event {
    days: (NaiveDate, NaiveDate),
    dates: String,
    place: Option<Link>,
    organizers: Vec<Link>,
}

impl Event {
    fn of(line: &str) -> Self {
        let mut bytes = line.bytes();
        let mut next = || u64::from(bytes.next().unwrap_or_default());
        let first = NaiveDate::from_ymd_opt(2026, 5, 4).expect("a day");
        let start = first.checked_sub_days(Days::new(next() * 20)).unwrap_or(first);
        let end = start.checked_add_days(Days::new(next() % 7)).unwrap_or(start);
        let words = line.get(2..).unwrap_or_default();
        let named = |words: &str| {
            let (name, url) = words.split_once('@').map_or((words, None), |(name, url)| (name, Some(url.to_owned())));
            (!name.is_empty()).then(|| Link { name: name.to_owned(), url })
        };
        let (place, organizers) = words.split_once('/').unwrap_or((words, ""));
        Self {
            days: (start, end),
            dates: if start == end {
                start.format("%d.%m.%Y").to_string()
            } else {
                format!("{} – {}", start.format("%d.%m.%Y"), end.format("%d.%m.%Y"))
            },
            place: named(place),
            organizers: organizers.split(',').filter_map(named).collect(),
        }
    }

    fn entry(&self) -> Entry<'_> {
        Entry {
            page: PAGE,
            days: self.days,
            dates: &self.dates,
            place: self.place.as_ref(),
            organizers: &self.organizers,
        }
    }
}

fn is_page(path: &str) -> bool {
    path == PAGE || path == "notes/2025-11" || path == "notes/old"
}

/// The lines of a text but those of the event's own rows.
fn others(text: &str) -> Vec<&str> {
    let tables = tables(PATH, text, 0, &is_page);
    let own = tables.iter().flat_map(|table| &table.rows).filter(|row| row.page.as_deref() == Some(PAGE));
    let own: Vec<_> = own.map(|row| row.range.clone()).collect();
    let mut at = 0;
    let lines = text.split_inclusive('\n').filter_map(|line| {
        let start = at;
        at += line.len();
        let is_own = own.iter().any(|row| row.start >= start && row.start < at);
        (!is_own).then(|| line.trim_end_matches(['\n', '\r']))
    });
    lines.collect()
}

fuzz_target!(|text: &str| {
    let Some((line, text)) = text.split_once('\n') else { return };
    // What is a line where only \r ends it, others see otherwise.
    if text.replace("\r\n", "").contains('\r') {
        return;
    }
    // Nor has an event a name with a control character: its file would be refused.
    let line = line.trim_end_matches('\r');
    if line.chars().skip(2).any(char::is_control) {
        return;
    }
    let event = Event::of(line);
    let entries = [event.entry()];
    let known = tables(PATH, text, 0, &is_page);
    for row in known.iter().flat_map(|table| &table.rows) {
        assert!(text.get(row.range.clone()).is_some());
        assert!(row.cells.iter().all(|cell| text.get(cell.whole.clone()).is_some()));
    }

    if let Some(kept) = with_rows(PATH, text, 0, &entries, &is_page) {
        assert_eq!(others(&kept), others(text), "other lines stay:\n{text}\nbecame\n{kept}");
        assert_eq!(with_rows(PATH, &kept, 0, &entries, &is_page).as_ref(), Some(&kept), "a second time, nothing:\n{text}");
        let count = |text: &str| tables(PATH, text, 0, &is_page).len();
        assert_eq!(count(&kept), count(text), "{text}\nbecame\n{kept}");
        let rows = tables(PATH, &kept, 0, &is_page);
        let own = rows.iter().flat_map(|table| &table.rows).filter(|row| row.page.as_deref() == Some(PAGE)).count();
        assert!(own > 0, "the event has a row:\n{text}\nbecame\n{kept}");
    } else {
        assert!(known.iter().all(|table| table.columns.page.is_none()), "{text}");
    }

    if let Some(neat) = aligned(PATH, text, 0, &is_page) {
        assert_eq!(aligned(PATH, &neat, 0, &is_page).as_ref(), Some(&neat), "{text}");
        assert_eq!(shape(&neat), shape(text), "{text}\nbecame\n{neat}");
        let told = |text: &str| -> Vec<Vec<String>> {
            let tables = tables(PATH, text, 0, &is_page);
            let rows = tables.iter().flat_map(|table| &table.rows);
            rows.map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
        };
        assert_eq!(told(&neat), told(text), "{text}\nbecame\n{neat}");
    }
});
