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
    sandbox.run(&["render", "events/2026-05.yaml", "--no-index"]).code(0);
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
fn front_matter_holds_no_row() {
    let sandbox = Sandbox::with_repository();
    let table = "| Date | Location | Organizer | Wrap Up |\n  |---|---|---|---|\n";
    let index = format!("---\nintro: |\n  {table}---\n\n{}", table.replace("  |", "|"));
    sandbox.file("events/_index.md", &index).file("events/2026-05.yaml", event("05", 8));
    sandbox.run(&["render", "events/2026-05.yaml"]).code(0);
    let row = "| 04.05.2026 – 08.05.2026 | The Mill | Kettle Works | [Summary](./2026-05.md) |\n";
    assert_eq!(sandbox.read("events/_index.md"), format!("{index}{row}"));
}

#[test]
fn all_events_of_the_folder_are_kept_where_none_is_named() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("events/index.md", INDEX);
    for month in ["02", "05", "03"] {
        sandbox.file(&format!("events/2026-{month}.yaml"), event(month, 8));
        sandbox.run(&["render", &format!("events/2026-{month}.yaml"), "--no-index"]).code(0);
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
fn all_events_are_all_of_them_however_many_there_are() {
    let sandbox = Sandbox::new();
    let months: Vec<String> = (0..60).map(|month| format!("{}-{:02}", 2021 + month / 12, month % 12 + 1)).collect();
    for month in &months {
        sandbox.file(&format!("{month}.yaml"), event("05", 8).replace("2026-05", month));
    }
    sandbox.run(&["index", "--create"]).code(0).stderr("Wrote _index.md: 60 rows.\n");
    let index = sandbox.read("_index.md");
    assert!(months.iter().all(|month| index.contains(&format!("./{month}.md"))), "{index}");
}

#[test]
fn all_indices_are_kept_that_the_configuration_names() {
    let sandbox = Sandbox::new();
    sandbox.file("_index.md", INDEX).file("README.md", INDEX).file("2026-05.yaml", event("05", 8));
    sandbox.file(".afterword/config.yaml", "index: [README.md, days.md, _index.md]\n");
    sandbox.run(&["render", "2026-05.yaml"]).code(0).stderr(str![[r#"
Wrote 2026-05.md.
Wrote README.md: 1 row.
Wrote _index.md: 1 row.

"#]]);
    let expected = INDEX.replace(
        "| 01.12.2025",
        "| 04.05.2026 – 08.05.2026 | The Mill | Kettle Works | [Summary](./2026-05.md) |\n| 01.12.2025",
    );
    assert_eq!(sandbox.read("README.md"), expected);
    assert_eq!(sandbox.read("_index.md"), expected);
    sandbox.file(".afterword/config.yaml", "index: days.md\n");
    sandbox.run(&["index"]).code(0).stderr("There is no index in .: no days.md.\n");
    sandbox.run(&["index", "--create"]).code(0).stderr("Wrote days.md: 1 row.\n");
}

#[test]
fn a_page_that_is_its_own_source_keeps_its_row_as_well() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", event("05", 8)).run(&["render", "2026-05.yaml"]).code(0);
    std::fs::remove_file(sandbox.path("2026-05.yaml")).unwrap();
    sandbox.file("_index.md", INDEX);
    sandbox.run(&["topic", "add", "2026-05.md", "Tea"]).code(0).stderr(str![[r#"
Added `Tea` to 2026-05.md.
Wrote _index.md: 1 row.

"#]]);
    assert!(sandbox.read("_index.md").contains("\n| 04.05.2026 – 08.05.2026 | The Mill |"));
    sandbox.run(&["topic", "add", "2026-05.md", "Toast"]).code(0).stderr("Added `Toast` to 2026-05.md.\n");
}

#[test]
fn a_table_of_events_is_known_by_a_link_to_a_page_that_is_there_or_written_now() {
    let sandbox = Sandbox::new();
    sandbox.file("spring.yaml", event("05", 8)).file("autumn.yaml", event("10", 8));
    sandbox.file("_index.md", "| Days of tea | See |\n|---|---|\n| 04.05.2026 – 06.05.2026 | [Spring](spring.md) |\n");
    sandbox.run(&["render", "spring.yaml"]).code(0).stderr("Wrote spring.md.\nWrote _index.md: 1 row.\n");
    sandbox.run(&["render", "autumn.yaml"]).code(0).stderr("Wrote autumn.md.\nWrote _index.md: 1 row.\n");
    snapbox::assert_data_eq!(
        sandbox.read("_index.md"),
        str![[r#"
| Days of tea | See |
|---|---|
| 04.10.2026 – 08.10.2026 | [Autumn](autumn.md) |
| 04.05.2026 – 08.05.2026 | [Spring](spring.md) |

"#]]
    );
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

#[test]
fn whatever_writes_a_page_keeps_its_row() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("events/_index.md", INDEX).file("events/2026-05.yaml", event("05", 8));
    let rows = |sandbox: &Sandbox| {
        let index = sandbox.read("events/_index.md");
        index.lines().filter(|line| line.contains("2026")).map(str::to_owned).collect::<Vec<_>>()
    };
    sandbox.run(&["render", "events/2026-05.yaml", "--no-index"]).code(0);
    assert_eq!(sandbox.read("events/_index.md"), INDEX);
    sandbox.run(&["render", "events/2026-05.yaml", "-o", "elsewhere.md"]).code(0);
    assert_eq!(sandbox.read("events/_index.md"), INDEX);
    sandbox.run(&["render", "events/2026-05.yaml", "--check"]).code(1).stderr(str![[r#"
events/2026-05.md is up to date.
Would write events/_index.md: 1 row.

"#]]);
    sandbox.run(&["render", "events/2026-05.yaml"]).code(0).stderr(str![[r#"
events/2026-05.md is up to date.
Wrote events/_index.md: 1 row.

"#]]);
    assert_eq!(rows(&sandbox), ["| 04.05.2026 – 08.05.2026 | The Mill | Kettle Works | [Summary](./2026-05.md) |"]);
    sandbox.run(&["render", "events/2026-05.yaml", "--check"]).code(0);
    let page = sandbox.read("events/2026-05.md");
    sandbox.file("events/2026-05.md", page.replace("08.05.2026", "07.05.2026"));
    sandbox.run(&["sync", "events/2026-05.yaml"]).code(0).stderr(str![[r#"
Carried 1 change to events/2026-05.yaml: `end`.
Wrote events/_index.md: 1 row.

"#]]);
    assert_eq!(rows(&sandbox), ["| 04.05.2026 – 07.05.2026 | The Mill | Kettle Works | [Summary](./2026-05.md) |"]);
    sandbox.run(&["render", "events/2026-05.yaml", "--set", "end=2026-05-06", "--diff"]).code(0).stdout(str![[r#"
--- a/events/2026-05.md
+++ b/events/2026-05.md
@@ -5,6 +5,6 @@
 
 # Kettle Days 05/2026 Wrap Up
 
-- 🗓️ **Date:** 04.05.2026 – 07.05.2026
+- 🗓️ **Date:** 04.05.2026 – 06.05.2026
 - 📍 **Location:** The Mill
 - 👤 **Organizer:** [Kettle Works](https://kettle.example)
--- a/events/_index.md
+++ b/events/_index.md
@@ -2,7 +2,7 @@
 
 | Date                    | Location | Organizer    | Wrap Up                 |
 |:------------------------|:---------|:-------------|:------------------------|
-| 04.05.2026 – 07.05.2026 | The Mill | Kettle Works | [Summary](./2026-05.md) |
+| 04.05.2026 – 06.05.2026 | The Mill | Kettle Works | [Summary](./2026-05.md) |
 | 01.12.2025 – 05.12.2025 | Harbour  | Tea Guild    | [Summary](./2025-12.md) |
 
 After.

"#]]);
    let arguments =
        ["new", "events/2026-06.md", "--no-input", "--set", "series=Kettle Days", "--set", "start=2026-06-01"];
    let more = ["--set", "location.name=The Mill", "--set", "organizers=[{name: Tea Guild}]"];
    sandbox.run(&[&arguments[..], &more].concat()).code(0).stderr(str![[r#"
+ events/2026-06.md  10 lines
Wrote events/2026-06.md.
Wrote events/_index.md: 1 row.
To change it: afterword edit events/2026-06.md

"#]]);
    assert_eq!(rows(&sandbox)[0], "| 01.06.2026              | The Mill | Tea Guild    | [Summary](./2026-06.md) |");
}

#[test]
fn a_commit_holds_the_rows_of_its_events_and_no_other_change_of_the_index() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("events/_index.md", INDEX);
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "-m", "begin"]);
    sandbox.file("events/2026-05.yaml", event("05", 8));
    sandbox.run(&["commit", "events/2026-05.yaml", "--yes"]).code(0);
    let committed = |sandbox: &Sandbox| sandbox.git(&["show", "--name-only", "--format=", "HEAD"]);
    assert_eq!(committed(&sandbox), "events/2026-05.md\nevents/2026-05.yaml\nevents/_index.md\n");
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    assert!(sandbox.read("events/_index.md").contains("2026-05"));

    // Somebody is at work on the index.
    let index = sandbox.read("events/_index.md");
    sandbox.file("events/_index.md", index.replace("After.", "After all."));
    sandbox.file("events/2026-05.yaml", event("05", 7));
    sandbox.run(&["render", "events/2026-05.yaml"]).code(0);
    sandbox.run(&["commit", "events/2026-05.yaml", "--yes"]).code(0).stderr(str![[r#"
note: `events/_index.md` has other changes as well, and is left out
Committed 2 files to `main`: [..] docs: Prepare page of Kettle Days 05/2026
  events/2026-05.yaml
  events/2026-05.md

"#]]);
    assert_eq!(committed(&sandbox), "events/2026-05.md\nevents/2026-05.yaml\n");
    assert_eq!(sandbox.git(&["status", "--porcelain"]), " M events/_index.md\n");
    // Nothing is missing in the last commit: no word of it.
    sandbox.git(&["commit", "--quiet", "-a", "-m", "index"]);
    let index = sandbox.read("events/_index.md");
    sandbox.file("events/_index.md", index.replace("After all.", "After."));
    sandbox.file("events/2026-05.yaml", format!("{}topics:\n  - title: Tea\n", event("05", 7)));
    let run = sandbox.run(&["commit", "events/2026-05.yaml", "--yes"]);
    assert!(run.code == 0 && !run.stderr.contains("_index.md"), "{}", run.stderr);
    // A checkout with other line ends is not another index.
    let sandbox = Sandbox::with_repository();
    sandbox.git(&["config", "core.autocrlf", "true"]);
    sandbox.file("_index.md", INDEX.replace('\n', "\r\n"));
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "-m", "begin"]);
    sandbox.file("2026-05.yaml", event("05", 8).replace('\n', "\r\n"));
    sandbox.run(&["commit", "2026-05.yaml", "--yes"]).code(0);
    assert_eq!(committed(&sandbox), "2026-05.md\n2026-05.yaml\n_index.md\n");
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
}

#[test]
fn two_runs_at_once_lose_no_row() {
    let sandbox = Sandbox::new();
    sandbox.file("_index.md", INDEX);
    let months: Vec<String> = (1..=12).map(|month| format!("{month:02}")).collect();
    for month in &months {
        sandbox.file(&format!("2026-{month}.yaml"), event(month, 8));
    }
    std::thread::scope(|scope| {
        for month in &months {
            let sandbox = &sandbox;
            scope.spawn(move || sandbox.run(&["render", &format!("2026-{month}.yaml")]).code(0).code);
        }
    });
    let index = sandbox.read("_index.md");
    assert_eq!(index.lines().filter(|line| line.contains("2026-")).count(), 12, "{index}");
}

#[test]
fn an_index_is_made_where_there_is_none_and_aligned_where_that_is_asked_for() {
    let sandbox = Sandbox::new();
    for month in ["02", "05"] {
        sandbox.file(&format!("events/2026-{month}.yaml"), event(month, 8));
        sandbox.run(&["render", &format!("events/2026-{month}.yaml")]).code(0);
    }
    assert!(!sandbox.exists("events/_index.md"), "nobody asked for it");
    sandbox.run(&["-C", "events", "index", "--create"]).code(0).stderr(str![[r#"
Wrote _index.md: 2 rows.

"#]]);
    let made = sandbox.read("events/_index.md");
    let expected = "---\ntitle: Kettle Days\n---\n\n# Kettle Days\n\n\
                    | Date                    | Location | Organizer    | Wrap Up                 |\n\
                    |-------------------------|----------|--------------|-------------------------|\n\
                    | 04.05.2026 – 08.05.2026 | The Mill | Kettle Works | [Summary](./2026-05.md) |\n\
                    | 04.02.2026 – 08.02.2026 | The Mill | Kettle Works | [Summary](./2026-02.md) |\n";
    assert_eq!(made, expected);
    sandbox.run(&["-C", "events", "index", "--create"]).code(0).stderr(str![[r#"
_index.md is up to date.

"#]]);
    sandbox.file("events/_index.md", made.replace("The Mill", "[The Mill](https://mill.example)"));
    sandbox.run(&["-C", "events", "index", "--align", "--diff"]).code(0).stdout(str![[r#"
--- a/_index.md
+++ b/_index.md
@@ -4,7 +4,7 @@
 
 # Kettle Days
 
-| Date                    | Location | Organizer    | Wrap Up                 |
-|-------------------------|----------|--------------|-------------------------|
+| Date                    | Location                         | Organizer    | Wrap Up                 |
+|-------------------------|----------------------------------|--------------|-------------------------|
 | 04.05.2026 – 08.05.2026 | [The Mill](https://mill.example) | Kettle Works | [Summary](./2026-05.md) |
 | 04.02.2026 – 08.02.2026 | [The Mill](https://mill.example) | Kettle Works | [Summary](./2026-02.md) |

"#]]);
    // One that has no table gets one.
    sandbox.file("events/_index.md", "# Tea\r\n\r\nAll of it.\r\n");
    sandbox.run(&["-C", "events", "index", "--create"]).code(0);
    let table = expected[expected.find('|').unwrap()..].replace('\n', "\r\n");
    assert_eq!(sandbox.read("events/_index.md"), format!("# Tea\r\n\r\nAll of it.\r\n\r\n{table}"));
}
