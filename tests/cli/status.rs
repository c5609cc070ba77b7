//! `afterword status`: who owes what, and where each writes it.

use snapbox::str;

use crate::corpus;
use crate::sandbox::Sandbox;

const EVENT: &str = "series: Kettle Days\nstart: 2026-05-04\nend: 2026-05-08\nlocation:\n  name: The Old Mill\n\
                     organizers:\n  - name: Kettle Works\ntopics:\n  - emoji: 🔥\n    title: Warm starts\n    \
                     owners: [ada, bo]\n    problem: It was cold.\n    achievements: It boils.\n  - emoji: 📜\n    \
                     title: One log for all kettles\n    owners: [cy]\n    problem: Twelve kettles write twelve logs.\n    \
                     achievements: _TODO_\n  - title: Steam pressure\n  - title: Tea on request\n    \
                     intro: We talked about it, and will not do it.\n  - title: Cold brew\n    state: dropped\n";

fn asked(sandbox: &Sandbox, arguments: &[&str]) -> crate::sandbox::Run {
    sandbox.run(&[&["status", "--today", "2026-05-20"], arguments].concat())
}

#[test]
fn topics_are_told_with_what_they_owe_those_first_that_owe_most() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", EVENT);
    asked(&sandbox, &["2026-05.yaml"])
        .code(0)
        .stdout(str![[r#"
Kettle Days 05/2026 Wrap Up
04.05.2026 – 08.05.2026, ended 12 days ago
3 of 6 expected texts written, 2 of 4 topics owe

P M A N I C
○ · ○ · · ·  Steam pressure                        open
● · ◐ · · ·  📜 One log for all kettles  @cy       open
● · ● · · ·  🔥 Warm starts              @ada @bo  done
· · · · · ·  Tea on request                        open

P Problem Statement, M Motivation/Benefits, A Achievements, N Next Steps
I Issue, C Code/Pull Requests
● written, ◐ placeholder, ○ owed, · not there

"#]])
        .stderr(str![""]);
}

#[test]
fn a_page_tells_the_same_as_its_event_file() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", EVENT).run(&["render", "2026-05.yaml"]).code(0);
    std::fs::remove_file(sandbox.path("2026-05.yaml")).unwrap();
    asked(&sandbox, &[])
        .code(0)
        .stdout(str![[r#"
Kettle Days 05/2026 Wrap Up
04.05.2026 – 08.05.2026, ended 12 days ago
3 of 6 expected texts written, 2 of 4 topics owe

P M A N I C
○ · ○ · · ·  Steam pressure              open
● · ◐ · · ·  📜 One log for all kettles  open
● · ● · · ·  🔥 Warm starts              done
· · · · · ·  Tea on request              open

P Problem Statement, M Motivation/Benefits, A Achievements, N Next Steps
I Issue, C Code/Pull Requests
● written, ◐ placeholder, ○ owed, · not there

"#]])
        .stderr(str![[r#"
Taking 2026-05.md, the newest event.

"#]]);
}

#[test]
fn a_reminder_has_for_each_the_address_where_they_write() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("events/2026-05.yaml", EVENT);
    asked(&sandbox, &["events/2026-05.yaml", "--remind"])
        .code(0)
        .stdout(str![[r#"
Kettle Days 05/2026 Wrap Up still waits for some of its texts:

- somebody: Problem Statement and Achievements of **Steam pressure**
- @cy: Achievements of **📜 One log for all kettles**

"#]])
        .stderr(str![[r#"
note: no remote on GitHub or GitLab tells where texts are written in the browser; nor does `edit_url` in the configuration

"#]]);
    sandbox.git(&["remote", "add", "origin", "git@github.com:kettle/docs.git"]);
    asked(&sandbox, &["events/2026-05.yaml", "--remind"])
        .code(0)
        .stdout(str![[r#"
Kettle Days 05/2026 Wrap Up still waits for some of its texts:

- somebody: Problem Statement and Achievements of **Steam pressure**
  https://github.com/kettle/docs/edit/main/events/2026-05.yaml#L19
- @cy: Achievements of **📜 One log for all kettles**
  https://github.com/kettle/docs/edit/main/events/2026-05.yaml#L14

"#]])
        .stderr(str![""]);
    sandbox.run(&["render", "events/2026-05.yaml"]).code(0);
    std::fs::remove_file(sandbox.path("events/2026-05.yaml")).unwrap();
    sandbox.git(&["remote", "set-url", "origin", "https://gitlab.com/kettle/docs"]);
    asked(&sandbox, &["events/2026-05.md", "--remind"])
        .code(0)
        .stdout(str![[r#"
Kettle Days 05/2026 Wrap Up still waits for some of its texts:

- somebody: Problem Statement and Achievements of **Steam pressure**
  https://gitlab.com/kettle/docs/-/edit/main/events/2026-05.md#L28
- somebody: Achievements of **📜 One log for all kettles**
  https://gitlab.com/kettle/docs/-/edit/main/events/2026-05.md#L20

"#]])
        .stderr(str![""]);
}

#[test]
fn a_pipeline_requires_that_nothing_is_owed() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", EVENT);
    asked(&sandbox, &["2026-05.yaml", "--require", "complete"]).code(1);
    let complete = EVENT.split("  - emoji: 📜").next().unwrap();
    sandbox.file("2026-05.yaml", complete);
    asked(&sandbox, &["2026-05.yaml", "--require", "complete"]).code(0).stdout(str![[r#"
Kettle Days 05/2026 Wrap Up
04.05.2026 – 08.05.2026, ended 12 days ago
nothing is owed

"#]]);
    asked(&sandbox, &["2026-05.yaml", "--remind"]).code(0).stdout(str![""]).stderr(str![[r#"
Nothing is owed.

"#]]);
}

#[test]
fn programs_get_json_and_pull_requests_a_table() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("2026-05.yaml", EVENT);
    sandbox.git(&["remote", "add", "origin", "https://github.com/kettle/docs"]);
    asked(&sandbox, &["2026-05.yaml", "--format", "json"]).code(0).stdout(str![[r#"
{"schema_version":1,"file":"2026-05.yaml","heading":"Kettle Days 05/2026 Wrap Up","dates":"04.05.2026 – 08.05.2026","days_since":12,"expected":6,"written":3,"complete":false,"topics":[{"title":"Steam pressure","place":2,"owners":[],"state":"open","sections":{"problem":"empty","motivation":"empty","achievements":"empty","next_steps":"empty","issue":"empty","code":"empty"},"owed":["problem","achievements"],"file":"2026-05.yaml","line":19,"edit_url":"https://github.com/kettle/docs/edit/main/2026-05.yaml#L19"},{"title":"📜 One log for all kettles","place":1,"owners":["cy"],"state":"open","sections":{"problem":"filled","motivation":"empty","achievements":"placeholder","next_steps":"empty","issue":"empty","code":"empty"},"owed":["achievements"],"file":"2026-05.yaml","line":14,"edit_url":"https://github.com/kettle/docs/edit/main/2026-05.yaml#L14"},{"title":"🔥 Warm starts","place":0,"owners":["ada","bo"],"state":"done","sections":{"problem":"filled","motivation":"empty","achievements":"filled","next_steps":"empty","issue":"empty","code":"empty"},"owed":[],"file":"2026-05.yaml","line":9,"edit_url":"https://github.com/kettle/docs/edit/main/2026-05.yaml#L9"},{"title":"Tea on request","place":3,"owners":[],"state":"open","sections":{"problem":"empty","motivation":"empty","achievements":"empty","next_steps":"empty","issue":"empty","code":"empty"},"owed":[],"file":"2026-05.yaml","line":20,"edit_url":"https://github.com/kettle/docs/edit/main/2026-05.yaml#L20"}]}

"#]]);
    asked(&sandbox, &["2026-05.yaml", "--format", "markdown"]).code(0).stdout(str![[r#"
**Kettle Days 05/2026 Wrap Up**: 3 of 6 expected texts written, 2 of 4 topics owe

| Topic | Owners | State | Owed |
|---|---|---|---|
| Steam pressure ([edit](https://github.com/kettle/docs/edit/main/2026-05.yaml#L19)) |  | open | Problem Statement, Achievements |
| 📜 One log for all kettles ([edit](https://github.com/kettle/docs/edit/main/2026-05.yaml#L14)) | @cy | open | Achievements |
| 🔥 Warm starts | @ada, @bo | done |  |
| Tea on request |  | open |  |

"#]]);
}

#[test]
fn of_a_folder_every_event_is_told() {
    let sandbox = Sandbox::new();
    sandbox.file("a/2026-05.yaml", EVENT);
    sandbox.file(
        "a/2026-06.yaml",
        "series: Kettle Days\nstart: 2026-06-01\nlocation:\n  name: A\norganizers:\n  - name: B\n",
    );
    asked(&sandbox, &["a"]).code(0).stdout(str![[r#"
Kettle Days 06/2026 Wrap Up
01.06.2026, ends in 12 days
no topics yet

Kettle Days 05/2026 Wrap Up
04.05.2026 – 08.05.2026, ended 12 days ago
3 of 6 expected texts written, 2 of 4 topics owe

P M A N I C
○ · ○ · · ·  Steam pressure                        open
● · ◐ · · ·  📜 One log for all kettles  @cy       open
● · ● · · ·  🔥 Warm starts              @ada @bo  done
· · · · · ·  Tea on request                        open

P Problem Statement, M Motivation/Benefits, A Achievements, N Next Steps
I Issue, C Code/Pull Requests
● written, ◐ placeholder, ○ owed, · not there

"#]]);
    sandbox.file("b/notes.txt", "");
    asked(&sandbox, &["b"]).code(2).stderr(str![[r#"
error: there is no event `b`
help: give an event file, an event folder, a page, or a folder with some of them

"#]]);
    sandbox.run(&["status", "a/2026-05.yaml", "--today", "May"]).code(2).stderr(str![[r#"
error: `May` is no day: not a date of the form YYYY-MM-DD
help: write it as 2026-05-04

"#]]);
}

#[test]
fn real_pages_owe_what_they_owe() {
    let Some(corpus) = corpus::corpus() else { return };
    let sandbox = Sandbox::new();
    let page = |name: &str| corpus.join("wrap-ups").join(name).to_str().unwrap().to_owned();
    for (name, owing) in [("2025-11-prepared.md", 18), ("2025-11.md", 0), ("2022-09.md", 0)] {
        let told = sandbox.run(&["status", &page(name), "--format", "json"]).stdout;
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        let topics = told["topics"].as_array().unwrap();
        let owed = topics.iter().filter(|topic| topic["owed"] == serde_json::json!(["problem", "achievements"]));
        assert_eq!(owed.count(), owing, "{name}");
        assert_eq!(told["complete"], owing == 0, "{name}");
    }
}
