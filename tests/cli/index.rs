//! `afterword index`: the rows of events, and every other byte of the index as it was.

use snapbox::str;

use crate::corpus;
use crate::sandbox::Sandbox;

const INDEX: &str = "# Events\n\n| Date                    | Location | Organizer    | Wrap Up                 |\n\
                     |:------------------------|:---------|:-------------|:------------------------|\n\
                     | 01.12.2025 – 05.12.2025 | Harbour  | Tea Guild    | [Summary](./2025-12.md) |\n\nAfter.\n";

fn event(month: &str, end: u32) -> String {
    format!(
        "series: Kettle Days\nstart: 2026-{month}-04\nend: 2026-{month}-{end:02}\nlocation:\n  name: The Mill\norganizers:\n  \
         - name: Kettle Works\n    url: https://kettle.example\n"
    )
}

#[test]
fn a_new_event_gets_its_row_and_a_changed_one_its_days() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("events/_index.md", INDEX).file("events/2026-05.yaml", event("05", 8));
    sandbox.run(&["render", "events/2026-05.yaml"]).code(0);
    let arguments = ["index", "events/2026-05.yaml"];
    sandbox.run(&[&arguments[..], &["--check"]].concat()).code(1);
    sandbox.run(&[&arguments[..], &["--diff"]].concat()).code(0).stdout(str![[r#"
--- a/events/_index.md
+++ b/events/_index.md
@@ -2,6 +2,7 @@
 
 | Date                    | Location | Organizer    | Wrap Up                 |
 |:------------------------|:---------|:-------------|:------------------------|
+| 04.05.2026 – 08.05.2026 | The Mill | Kettle Works | [Summary](./2026-05.md) |
 | 01.12.2025 – 05.12.2025 | Harbour  | Tea Guild    | [Summary](./2025-12.md) |
 
 After.

"#]]);
    sandbox.run(&arguments).code(0).stderr(str![[r#"
Wrote events/_index.md: 1 row.

"#]]);
    sandbox.run(&arguments).code(0).stderr(str![[r#"
events/_index.md is up to date.

"#]]);
    sandbox.file("events/2026-05.yaml", event("05", 7));
    sandbox.run(&[&arguments[..], &["--diff"]].concat()).code(0).stdout(str![[r#"
--- a/events/_index.md
+++ b/events/_index.md
@@ -2,7 +2,7 @@
 
 | Date                    | Location | Organizer    | Wrap Up                 |
 |:------------------------|:---------|:-------------|:------------------------|
-| 04.05.2026 – 08.05.2026 | The Mill | Kettle Works | [Summary](./2026-05.md) |
+| 04.05.2026 – 07.05.2026 | The Mill | Kettle Works | [Summary](./2026-05.md) |
 | 01.12.2025 – 05.12.2025 | Harbour  | Tea Guild    | [Summary](./2025-12.md) |
 
 After.

"#]]);
}

#[test]
fn all_events_of_the_folder_are_kept_where_none_is_named() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("events/index.md", INDEX);
    for month in ["02", "05", "03"] {
        sandbox.file(&format!("events/2026-{month}.yaml"), event(month, 8));
        sandbox.run(&["render", &format!("events/2026-{month}.yaml")]).code(0);
    }
    sandbox.run(&["index"]).code(0).stderr(str![[r#"
Wrote events/index.md: 3 rows.

"#]]);
    let rows: Vec<String> = sandbox
        .read("events/index.md")
        .lines()
        .filter(|line| line.contains("Summary"))
        .map(|line| line[2..12].to_owned())
        .collect();
    assert_eq!(rows, ["04.05.2026", "04.03.2026", "04.02.2026", "01.12.2025"]);
    sandbox.run(&["index", "--check"]).code(0);
}

#[test]
fn an_index_that_is_none_of_events_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", event("05", 8)).file("index.md", "| What | Who |\n|---|---|\n| Tea | Ada |\n");
    sandbox.run(&["index", "2026-05.yaml"]).code(0).stderr(str![[r#"
index.md has no table of events.

"#]]);
    sandbox.file("_index.md", INDEX);
    sandbox.run(&["index", "2026-05.yaml", "-n"]).code(0).stderr(str![[r#"
note: _index.md is kept, and index.md is left alone
Would write _index.md: 1 row.

"#]]);
    let empty = Sandbox::new();
    empty.file("2026-05.yaml", event("05", 8)).run(&["index", "2026-05.yaml"]).code(0).stderr(str![[r#"
There is no index in .: neither _index.md nor index.md.

"#]]);
}

#[test]
fn any_row_of_a_real_index_comes_back_as_it_was() {
    let Some(corpus) = corpus::corpus() else { return };
    let index = std::fs::read_to_string(corpus.join("index.md")).unwrap();
    let compact = index.lines().map(|line| match line.starts_with('|') {
        true => line
            .split('|')
            .map(|cell| match cell.trim() {
                "" => String::new(),
                cell if cell.starts_with(":-") => "---".to_owned(),
                cell => format!(" {cell} "),
            })
            .collect::<Vec<_>>()
            .join("|"),
        false => line.to_owned(),
    });
    let compact = compact.map(|line| format!("{line}\n")).collect::<String>();
    let mut tried = 0;
    for index in [index.clone(), compact, index.replace('\n', "\r\n")] {
        for page in ["2022-09", "2024-05", "2025-06", "2025-07", "2025-11"] {
            let sandbox = Sandbox::new();
            let name = format!("{page}.md");
            sandbox.file(&name, std::fs::read(corpus.join("wrap-ups").join(&name)).unwrap());
            let without: String = index.split_inclusive('\n').filter(|line| !line.contains(&name)).collect();
            assert_ne!(without, index);
            sandbox.file("_index.md", &without).run(&["index", &name]).code(0);
            assert!(sandbox.read("_index.md") == index, "{page}: {}", sandbox.read("_index.md"));
            tried += 1;
        }
    }
    assert_eq!(tried, 15);
}
