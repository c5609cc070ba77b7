//! Which event a command takes where none is named, and where an id is looked for.

use snapbox::str;

use crate::sandbox::Sandbox;

fn page(month: &str) -> String {
    format!(
        "---\ntitle: x\nweight: -2026{month}\n---\n\n# Kettle Days {month}/2026 Wrap Up\n\n- 🗓️ **Date:** 04.{month}.2026\n\
         - 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n\n## One\n"
    )
}

fn event(month: &str) -> String {
    format!(
        "series: Kettle Days\nstart: 2026-{month}-04\nlocation:\n  name: The Mill\norganizers:\n  - name: Kettle Works\n"
    )
}

/// A repository with wrap-ups in one folder, and other pages in others.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    sandbox.file("docs/hackathons/2026-02.md", page("02")).file("docs/hackathons/2026-05.md", page("05"));
    sandbox
        .file("docs/hackathons/index.md", "# Hackathons\n")
        .file("docs/guide.md", "---\nweight: 10\n---\n\n# Guide\n");
    sandbox.file("README.md", "# Kettles\n");
    sandbox
}

#[test]
fn the_newest_event_of_the_folder_with_wrap_ups_is_taken_where_none_is_named() {
    let run = sandbox().run(&["context"]);
    run.code(0).stderr("Taking docs/hackathons/2026-05.md, the newest event.\n");
    assert!(run.stdout.contains("\"start\": \"2026-05-04\""));
}

#[test]
fn an_event_file_counts_like_a_page() {
    let sandbox = sandbox();
    sandbox.file("docs/hackathons/2026-07.yaml", event("07"));
    sandbox.run(&["render"]).code(0).stderr(str![[r#"
Taking docs/hackathons/2026-07.yaml, the newest event.
Wrote docs/hackathons/2026-07.md.

"#]]);
    sandbox.run(&["-C", "docs/hackathons", "render"]).code(0).stderr(str![[r#"
Taking 2026-07.yaml, the newest event.
2026-07.md is up to date.

"#]]);
    sandbox.run(&["commit", "-n"]).code(0).stderr(str![[r#"
Taking docs/hackathons/2026-07.yaml, the newest event.
...
"#]]);
    sandbox.run(&["sync"]).code(0).stderr(str![[r#"
Taking docs/hackathons/2026-07.yaml, the newest event.
...
"#]]);
}

#[test]
fn an_id_is_looked_for_among_the_wrap_ups() {
    let sandbox = sandbox();
    let run = sandbox.run(&["context", "2026-02"]);
    run.code(0).stderr("Taking docs/hackathons/2026-02.md.\n");
    assert!(run.stdout.contains("\"start\": \"2026-02-04\""));
    sandbox.run(&["context", "2026-03"]).code(2).stderr(str![[r#"
error: there is no event `2026-03`
help: give an event file (YAML), an event folder, a page, or `-` for standard input

"#]]);
}

#[test]
fn several_folders_with_wrap_ups_are_listed() {
    let sandbox = sandbox();
    sandbox.file("meetups/2026-01.md", page("01"));
    sandbox.run(&["context"]).code(2).stdout("").stderr(str![[r#"
error: several folders have wrap-ups: `docs/hackathons` and `meetups`
help: name the event, or work in one of them with `-C`

"#]]);
}

#[test]
fn where_there_is_no_event_it_says_so() {
    let sandbox = Sandbox::new();
    for command in ["context", "render", "sync"] {
        sandbox.run(&[command]).code(2).stdout("").stderr(str![[r#"
error: no event is named, and there is none in `.`
help: give an event file, an event folder, a page, or an id such as 2026-05

"#]]);
    }
}
