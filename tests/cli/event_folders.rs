//! Event folders that a project keeps apart from its pages: `.afterword/events/ID/`.

use snapbox::str;

use crate::sandbox::Run;
use crate::sandbox::Sandbox;

const EVENT: [&str; 10] = [
    "new",
    "--no-input",
    "--set",
    "series=Kettle Days",
    "--set",
    "start=2026-05-04",
    "--set",
    "location={name: The Old Mill}",
    "--set",
    "organizers=[{name: Kettle Works}]",
];

fn new(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    sandbox.file("titles.txt", "🔥 Warm starts @ada\nOne log @bo\n");
    sandbox.run(&[&EVENT, ["--folder", "--titles", "titles.txt"].as_slice(), arguments].concat())
}

/// A project with a page of an earlier event in `docs`, and a new event in a folder.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .file("docs/2026-01.md", "---\ntitle: January 2026\nweight: -202601\n---\n\n# Kettle Days 01/2026 Wrap Up\n\n- 🗓️ **Date:** 12.01.2026\n- 📍 **Location:** The Old Mill\n- 👤 **Organizer:** Kettle Works\n");
    new(&sandbox, &[]).code(0).stdout("").stderr(str![[r#"
+ .afterword/events/2026-05/event.yaml  7 lines
+ .afterword/events/2026-05/topics/10-warm-starts.md  30 lines
+ .afterword/events/2026-05/topics/20-one-log.md  29 lines
+ docs/2026-05.md  14 lines
Wrote .afterword/events/2026-05 and docs/2026-05.md.
To change it: afterword edit .afterword/events/2026-05

"#]]);
    sandbox
}

#[test]
fn a_new_folder_lies_where_no_site_publishes_it_and_its_page_among_the_others() {
    let sandbox = project();
    assert_eq!(
        sandbox.read(".afterword/events/2026-05/event.yaml"),
        "template: hackathon\nseries: Kettle Days\nstart: 2026-05-04\nlocation:\n  name: The Old Mill\norganizers:\n  - name: Kettle Works\n"
    );
    assert_eq!(
        sandbox.read("docs/2026-05.md"),
        "---\ntitle: May 2026\nweight: -202605\n---\n\n# Kettle Days 05/2026 Wrap Up\n\n- 🗓️ **Date:** 04.05.2026\n\
         - 📍 **Location:** The Old Mill\n- 👤 **Organizer:** Kettle Works\n\n## 🔥 Warm starts\n\n## One log\n"
    );
    let schema = sandbox.run(&["schema", "event"]).stdout;
    sandbox.file(".afterword/event.schema.json", schema);
    new(&sandbox, &[]).code(0);
    assert!(sandbox.exists("docs/2026-05-kettle-days.md"), "{}", sandbox.tree());
    let event = sandbox.read(".afterword/events/2026-05-kettle-days/event.yaml");
    assert!(event.starts_with("# yaml-language-server: $schema=../../../.afterword/event.schema.json\n"), "{event}");
}

#[test]
fn its_id_names_it_from_the_root_and_from_the_folder_with_pages() {
    let sandbox = project();
    let log = ".afterword/events/2026-05/topics/20-one-log.md";
    sandbox.file(log, sandbox.read(log).replace("title: One log", "title: One log for all"));
    sandbox.run(&["render", "2026-05"]).code(0).stderr("Wrote docs/2026-05.md.\n");
    assert!(sandbox.read("docs/2026-05.md").ends_with("## One log for all\n"));
    for arguments in [
        ["-C", "docs", "render", "2026-05"],
        ["-C", "docs", "render", "../.afterword/events/2026-05"],
        ["-C", ".afterword/events/2026-05", "render", "."],
        ["-C", ".afterword/events/2026-05", "render", "event.yaml"],
        ["-C", ".", "render", ".afterword/events/2026-05/event.yaml"],
    ] {
        let run = sandbox.run(&arguments);
        assert!(
            run.stderr.ends_with("docs/2026-05.md is up to date.\n") || run.stderr == "2026-05.md is up to date.\n",
            "{arguments:?} {}",
            run.stderr
        );
    }
    assert_eq!(sandbox.tree().matches("2026-05.md").count(), 1, "{}", sandbox.tree());
    sandbox.run(&["-C", "docs", "topic", "list", "2026-05"]).code(0).stdout(str![[r#"
1  🔥  Warm starts      @ada  open
2      One log for all  @bo   open

"#]]);
    sandbox.run(&["-C", "docs", "topic", "add", "2026-05", "Tea @cy"]).code(0).stderr(str![[r#"
Added `Tea` to ../.afterword/events/2026-05.
Wrote 2026-05.md.

"#]]);
    assert!(sandbox.exists(".afterword/events/2026-05/topics/30-tea.md"));
}

#[test]
fn its_page_is_made_by_it_like_one_beside() {
    let sandbox = project();
    sandbox.run(&["topic", "add", "docs/2026-05.md", "Tea"]).code(2).stderr(str![[r#"
error: `docs/2026-05.md` is made from `.afterword/events/2026-05`
help: to go by its source: afterword topic add .afterword/events/2026-05

"#]]);
    let page = sandbox.read("docs/2026-05.md");
    sandbox.file("docs/2026-05.md", page.replace("## One log", "## One log\n\n**Achievements:**\nThere is one."));
    sandbox.run(&["check", "docs", "--format", "short"]).code(1).stderr(str![[r#"
docs/2026-05.md:15:1: error[edited-page]: `docs/2026-05.md` was edited, and `.afterword/events/2026-05/event.yaml` does not say the same
1 error in 1 of 5 files.

"#]]);
    sandbox.run(&["sync", "docs/2026-05.md"]).code(0);
    assert!(sandbox.read(".afterword/events/2026-05/topics/20-one-log.md").contains("\nThere is one.\n"));
    sandbox.run(&["check", "docs"]).code(0).stderr("Nothing found in 5 files.\n");
    sandbox.run(&["index", "--create"]).code(0);
    assert!(sandbox.read("docs/_index.md").contains("[Summary](./2026-05.md)"), "{}", sandbox.read("docs/_index.md"));
}

#[test]
fn a_configuration_says_where_folders_and_pages_lie() {
    let sandbox = Sandbox::new();
    sandbox.file(".afterword/config.yaml", "pages: docs/days\nevents: records/{year}/{id}\n");
    sandbox.file("docs/days/note.txt", "");
    new(&sandbox, &[]).code(0);
    assert_eq!(
        sandbox.tree(),
        ".afterword/config.yaml\ndocs/days/2026-05.md\ndocs/days/note.txt\nrecords/2026/2026-05/event.yaml\n\
         records/2026/2026-05/topics/10-warm-starts.md\nrecords/2026/2026-05/topics/20-one-log.md\ntitles.txt"
    );
    sandbox.run(&["render", "2026-05"]).code(0).stderr("docs/days/2026-05.md is up to date.\n");
    // The next one is a folder as well.
    sandbox.run(&[&EVENT, ["--set", "start=2026-09-01"].as_slice()].concat()).code(0);
    assert!(sandbox.exists("records/2026/2026-09/event.yaml"), "{}", sandbox.tree());
}

#[test]
fn a_page_that_could_belong_to_several_folders_is_asked_for() {
    let sandbox = project();
    sandbox.file("old/2025-01.md", "---\ntitle: x\nweight: -202501\n---\n");
    // There it is already.
    sandbox.run(&["render", "2026-05"]).code(0);
    std::fs::remove_file(sandbox.path("docs/2026-05.md")).unwrap();
    sandbox.run(&["render", "2026-05"]).code(2).stderr(str![[r#"
error: several folders have wrap-ups: `docs` and `old`
help: say in `.afterword/config.yaml` which of them that of `.afterword/events/2026-05` belongs to: pages: FOLDER

"#]]);
}

#[test]
fn a_folder_of_ones_own_name_has_its_page_beside_it() {
    let sandbox = Sandbox::new();
    new(&sandbox, &["may"]).code(0);
    assert_eq!(
        sandbox.tree(),
        "may.md\nmay/event.yaml\nmay/topics/10-warm-starts.md\nmay/topics/20-one-log.md\ntitles.txt"
    );
    new(&sandbox, &["may"]).code(2).stderr(str![[r#"
error: `may` is a folder that is there already
help: choose another name, or remove it first

"#]]);
    new(&sandbox, &["may.yaml"]).code(2).stderr(str![[r#"
error: `may.yaml` is no name of a folder
help: leave the ending away, or `--folder`

"#]]);
}

#[test]
fn what_lies_apart_is_committed_with_its_page() {
    let sandbox = Sandbox::with_repository();
    new(&sandbox, &[]).code(0);
    sandbox.run(&["commit"]).code(0).stderr(str![[r#"
Taking .afterword/events/2026-05, the newest event.
Committed 4 files to `main`: 6ccfbef9be docs: Prepare page of Kettle Days 05/2026
  .afterword/events/2026-05/event.yaml
  2026-05.md
  .afterword/events/2026-05/topics/10-warm-starts.md
  .afterword/events/2026-05/topics/20-one-log.md

"#]]);
}
