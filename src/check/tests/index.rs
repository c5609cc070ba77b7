//! The rules about the index.

use crate::diagnostic::Label;

use super::Example;
use super::Scene;

const INDEX: &str = "---\ntitle: Gatherings\n---\n\n\
                     | Date                    | Location                            | Organizer    | Wrap Up                 |\n\
                     |:------------------------|:------------------------------------|:-------------|:------------------------|\n\
                     | 24.11.2025 – 28.11.2025 | The Forge                           | Pan Works    | [Summary](./2025-11.md) |\n\
                     | 21.07.2025 – 25.07.2025 | The Barn                            | Tea Friends  | [Summary](./2025-07.md) |\n\
                     | 02.06.2025 – 06.06.2025 | [The Mill](https://mill.example)    | Kettle Works | [Summary](./2025-06.md) |\n\
                     | 02.12.2024 – 06.12.2024 | The Mill                            | Kettle Works | [Summary](./2024-12.md) |\n";

pub(super) const EXAMPLES: &[Example] = &[
    Example {
        code: "index-row-missing",
        bad: &[
            (
                "events/_index.md",
                "# Events\n\n| When | Wrap Up |\n|---|---|\n| 21.07.2025 – 25.07.2025 | [Summary](./2025-07.md) |\n",
            ),
            ("events/2025-06.md", "{HEAD}"),
            ("events/2025-07.md", "# Kettle Days 07/2025 Wrap Up\n\n- 🗓️ **Date:** 21.07.2025 – 25.07.2025\n"),
        ],
        found: "events/_index.md:3:1: warning: the table of events has no row for `2025-06.md` | no row links it | \
                add a row that links `./2025-06.md`",
        fixed: None,
        good: &[
            (
                "events/_index.md",
                "| Date | Place | Host | Wrap Up |\n|-|-|-|-|\n| June 2025 | The Mill | Kettle Works | [x](2025-06) |\n",
            ),
            ("events/2025-06.md", "{HEAD}"),
            ("events/2025-09.md", "---\ntitle: September 2025\nweight: -202509\ndraft: true\n---\n"),
            ("talks/2025-06.md", "{HEAD}"),
        ],
    },
    Example {
        code: "index-row-disagrees",
        bad: &[
            (
                "_index.md",
                "| Date                    | Location | Organizer    | Wrap Up                 |\n\
                 |:------------------------|:---------|:-------------|:------------------------|\n\
                 | 02.06.2025 – 05.06.2025 | The Mill | Kettle Works | [Summary](./2025-06.md) |\n",
            ),
            ("2025-06.md", "{HEAD}"),
        ],
        found: "_index.md:3:3: error: `2025-06.md` says 2025-06-02 to 2025-06-06, and its row 2025-06-02 to 2025-06-05 \
                | another last day",
        fixed: Some(
            "| Date                    | Location | Organizer    | Wrap Up                 |\n\
             |:------------------------|:---------|:-------------|:------------------------|\n\
             | 02.06.2025 – 06.06.2025 | The Mill | Kettle Works | [Summary](./2025-06.md) |\n",
        ),
        good: &[
            (
                "_index.md",
                "| Date | Location | Organizer | Wrap Up |\n|:-|:-|:-|:-|\n\
                 | 2–6 June 2025 | **[The Mill](https://mill.example)**, Brightwater | kettle works & friends \
                 | [Summary](https://kettles.example/events/2025-06/) |\n",
            ),
            ("2025-06.md", "{HEAD}"),
        ],
    },
    Example {
        code: "index-row-repeated",
        bad: &[
            (
                "index.md",
                "| Date | Wrap Up |\n|-|-|\n| 02.06.2025 | [June](2025-06.md) |\n| 06/2025 | [Winter](./2025-06.md) |\n",
            ),
            ("2025-06.md", "{HEAD}"),
        ],
        found: "index.md:4:1: error: the table of events has a second row for `2025-06.md` | the same page | \
                which page is this row's?",
        fixed: None,
        good: &[
            (
                "index.md",
                "| Wrap Up |\n|-|\n| [June](2025-06.md) |\n\n## At the Mill\n\n| Wrap Up |\n|-|\n| [June](2025-06.md) |\n",
            ),
            ("2025-06.md", "{HEAD}"),
        ],
    },
    Example {
        code: "index-order",
        bad: &[
            (
                "index.md",
                "| Date | Wrap Up |\n|-|-|\n| 24.11.2025 | [x](2025-11.md) |\n| 02.06.2025 – 06.06.2025 | [x](2025-06.md) |\n\
                 | July 2025 | [x](2025-07.md) |\n| 2–6 December 2024 | [x](2024-12.md) |\n",
            ),
            ("2025-06.md", "{HEAD}"),
        ],
        found: "index.md:4:1: warning: the row of 2025-06-02 is out of order: most stand with the newest first \
                | not where it belongs",
        fixed: None,
        good: &[
            (
                "index.md",
                "| Date | Wrap Up |\n|-|-|\n| 02.12.2024 | [x](2024-12.md) |\n| 02.06.2025 – 06.06.2025 | [x](2025-06.md) |\n\
                 | soon | |\n| 24.11.2025 | [x](2025-11.md) |\n",
            ),
            ("2025-06.md", "{HEAD}"),
        ],
    },
];

fn page(dates: &str, place: &str, organizer: &str) -> String {
    format!(
        "# Kettle Days Wrap Up\n\n- 🗓️ **Date:** {dates}\n- 📍 **Location:** {place}\n- 👤 **Organizer:** {organizer}\n"
    )
}

/// What is told of the index beside pages.
fn told(index: &str, pages: &[(&str, String)]) -> Vec<String> {
    let mut files = vec![("events/_index.md", index)];
    files.extend(pages.iter().map(|(path, text)| (*path, text.as_str())));
    let told = Scene::new(&files).told().into_iter();
    told.filter(|line| line.starts_with("[index")).collect()
}

#[test]
fn an_index_that_says_what_its_pages_say_has_no_findings() {
    let pages = [
        (
            "events/2025-06.md",
            page("02.06.2025 – 06.06.2025", "[The Mill](https://mill.example), Brightwater", "Kettle Works"),
        ),
        ("events/2025-07.md", page("21.–25.07.2025", "The Barn", "[Tea Friends](https://tea.example), Pan Works")),
        ("events/2025-11.md", page("24 – 28 November 2025", "The Forge", "Pan Works")),
    ];
    assert_eq!(told(INDEX, &pages), [""; 0]);
    assert_eq!(told(&INDEX.replace('\n', "\r\n"), &pages), [""; 0]);
    let linked = INDEX.replace("(./2025-", "(/community/events/2025-").replace(".md)", "/)");
    assert_eq!(told(&linked, &pages), [""; 0]);
}

#[test]
fn a_row_that_says_something_else_is_told_cell_by_cell() {
    let pages = [
        ("events/2025-06.md", page("03.–06.06.2025", "The Lighthouse", "Tea Friends")),
        ("events/2025-07.md", page("14.07.2025", "The Barn", "Tea Friends")),
        ("events/2025-11.md", page("24 – 28 November 2025", "The Forge", "Pan Works")),
    ];
    assert_eq!(
        told(INDEX, &pages),
        [
            "[index-row-disagrees] events/_index.md:8:3: error: `2025-07.md` says 2025-07-14, and its row 2025-07-21 to \
             2025-07-25 | other days",
            "[index-row-disagrees] events/_index.md:9:3: error: `2025-06.md` says 2025-06-03 to 2025-06-06, and its row \
             2025-06-02 to 2025-06-06 | another first day",
            "[index-row-disagrees] events/_index.md:9:29: error: the place of `2025-06.md` is `The Lighthouse`, and its \
             row says `The Mill` | another place",
            "[index-row-disagrees] events/_index.md:9:67: error: the organiser of `2025-06.md` is `Tea Friends`, and its \
             row says `Kettle Works` | another organiser",
        ]
    );
}

#[test]
fn an_aligned_table_stays_aligned_when_a_row_is_mended() {
    let scene = |index: &str, page: &str| Scene::new(&[("_index.md", index), ("2025-07.md", page)]);
    let index = "| Date                    | Wrap Up         |\n|-------------------------|-----------------|\n\
                 | 21.07.2025 – 25.07.2025 | [x](2025-07.md) |\n";
    let fixed = scene(index, &page("14.07.2025", "The Barn", "Tea Friends")).fixed("_index.md");
    let mended = index.replace("21.07.2025 – 25.07.2025", "14.07.2025             ");
    assert_eq!(fixed, Some(mended.clone()));
    let fixed = scene(&mended, &page("21.07.2025 – 25.07.2025", "The Barn", "Tea Friends")).fixed("_index.md");
    assert_eq!(fixed.as_deref(), Some(index));
    let compact = "|Date|Wrap Up|\r\n|-|-|\r\n|14.07.2025|[x](2025-07.md)|\r\n";
    let fixed = scene(compact, &page("21.07.2025 – 25.07.2025", "The Barn", "Tea Friends")).fixed("_index.md");
    assert_eq!(fixed.as_deref(), Some("|Date|Wrap Up|\r\n|-|-|\r\n|21.07.2025 – 25.07.2025|[x](2025-07.md)|\r\n"));
    let by_hand = "|Date|Wrap Up|\n|-|-|\n|14 July 2025|[x](2025-07.md)|\n";
    assert_eq!(scene(by_hand, &page("21.07.2025", "The Barn", "Tea Friends")).fixed("_index.md"), None);
}

#[test]
fn a_page_that_is_drawn_from_an_event_file_is_told_with_its_place_there() {
    let yaml = "series: Kettle Days\nstart: 2025-06-02\nend: 2025-06-06\nlocation:\n  name: The Lighthouse\n\
                organizers:\n  - name: Kettle Works\n";
    let index =
        "| Date | Location | Organizer | Wrap Up |\n|-|-|-|-|\n| 02.06.2025 | The Mill | Tea | [x](2025-06.md) |\n";
    let scene = Scene::new(&[("index.md", index), ("2025-06.yaml", yaml)]);
    assert_eq!(
        scene.told(),
        [
            "[index-row-disagrees] index.md:3:16: error: the place of `2025-06.md` is `The Lighthouse`, and its row says \
             `The Mill` | another place",
            "[index-row-disagrees] index.md:3:27: error: the organiser of `2025-06.md` is `Kettle Works`, and its row \
             says `Tea` | another organiser",
        ]
    );
    let (subjects, findings) = scene.findings();
    let related = findings[1].iter().map(|finding| &finding.related[0]);
    let at = |label: &Label| subjects[label.source - 1].source.position(label.span.start).to_string();
    let shown: Vec<String> = related.map(at).collect();
    assert_eq!(shown, ["5:3", "7:5"]);
}

#[test]
fn tables_of_something_else_and_pages_listed_below_are_left_alone() {
    let pages = [
        ("events/2025-06.md", page("02.06.2025", "The Mill", "Kettle Works")),
        ("events/2025-07.md", page("21.07.2025", "The Barn", "Tea Friends")),
    ];
    let other =
        "| Date | Post |\n|-|-|\n| 01.01.2020 | [x](/blog/2025-06/) |\n| 02.06.2025 | y |\n| 01.01.2021 | z |\n";
    assert_eq!(told(other, &pages), [""; 0]);
    let listed = "| Wrap Up |\n|-|\n| [June](2025-06.md) |\n\nFurther ones:\n\n- [July](2025-07.md)\n";
    assert_eq!(told(listed, &pages), [""; 0]);
    let only_said = "| Wrap Up |\n|-|\n| [June](2025-06.md) |\n\nThe next one is [in July](2025-07.md).\n";
    assert_eq!(told(only_said, &pages).len(), 1);
}

#[test]
fn each_table_has_an_order_of_its_own() {
    let rows = |days: &[&str]| -> String { days.iter().map(|day| format!("| {day} | [x](2025-06.md) |\n")).collect() };
    let table = |days: &[&str]| format!("| Date | Page |\n|-|-|\n{}\n", rows(days));
    let found = |days: &[&[&str]]| {
        let index: String = days.iter().map(|days| table(days)).collect();
        let told = told(&index, &[("events/2025-06.md", page("02.06.2025", "The Mill", "Kettle Works"))]);
        told.iter().filter(|line| line.starts_with("[index-order]")).count()
    };
    assert_eq!(found(&[&["01.01.2024", "02.02.2024"], &["02.02.2025", "01.01.2025"]]), 0);
    assert_eq!(found(&[&["01.01.2024", "01.01.2024", "02.02.2024", "?"]]), 0);
    assert_eq!(found(&[&["01.01.2024", "03.03.2024", "02.02.2024"]]), 1);
    assert_eq!(found(&[&["05.05.2024", "01.01.2024", "02.02.2024", "03.03.2024", "04.04.2024"]]), 1);
}
