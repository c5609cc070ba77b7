//! A folder of three events, one of them with topic files, their pages and the index beside them: all committed, and
//! somebody at work on other files.

use crate::scene::Scene;

/// The three events: two files and a folder.
pub(crate) const EVENTS: [&str; 3] = ["events/2026-03.yaml", "events/2026-04.yaml", "events/2026-05"];

const INDEX: &str = "# Kettle Days\n\n| Date | Location | Organizer | Wrap Up |\n|---|---|---|---|\n";

const TOPICS: &str = "\
topics:
  - title: Warm Starts
    problem: It was cold.
    achievements: It boils.
  - title: One Log
    problem: Twelve kettles write twelve logs.
    achievements: They write one.
";

fn head(month: &str) -> String {
    format!(
        "series: Kettle Days\nstart: 2026-{month}-04\nlocation: {{name: The Old Mill}}\n\
         organizers: [{{name: Kettle Works}}]\n"
    )
}

fn topic(title: &str, problem: &str) -> String {
    format!("---\ntitle: {title}\n---\n\n## Problem Statement\n\n{problem}\n\n## Achievements\n\nIt boils.\n")
}

/// All of it, as it was committed.
pub(crate) fn folder() -> Scene {
    let scene = Scene::begun();
    for month in ["03", "04"] {
        scene.file(&format!("events/2026-{month}.yaml"), format!("{}{TOPICS}", head(month)));
    }
    scene.file("events/2026-05/event.yaml", format!("{}order: [20-one-log, 10-warm-starts]\n", head("05")));
    scene.file("events/2026-05/topics/10-warm-starts.md", topic("Warm Starts", "It was cold."));
    scene.file("events/2026-05/topics/20-one-log.md", topic("One Log", "Twelve kettles write twelve logs."));
    scene.file("events/_index.md", INDEX);
    scene.succeed(&[&["render"], &EVENTS[..]].concat());
    scene.git(&["add", "events"]);
    scene.git(&["commit", "--quiet", "--message=events"]);
    scene.disturb();
    scene
}

/// Replaces what stands once in a file.
fn edit(scene: &Scene, name: &str, old: &str, new: &str) {
    let text = scene.read(name);
    assert_eq!(text.matches(old).count(), 1, "{name}: {old}");
    scene.file(name, text.replace(old, new));
}

/// Every event takes place elsewhere, so that each page and each row of the index is another.
pub(crate) fn moved() -> Scene {
    let scene = folder();
    for name in ["events/2026-03.yaml", "events/2026-04.yaml", "events/2026-05/event.yaml"] {
        edit(&scene, name, "The Old Mill", "The Boat House");
    }
    scene
}

/// An event file and its page, both edited, each in another place.
pub(crate) fn edited() -> Scene {
    let scene = folder();
    edit(&scene, "events/2026-03.md", "They write one.", "They write one, and it is read.");
    edit(&scene, "events/2026-03.yaml", "The Old Mill", "The Boat House");
    scene
}

/// The same of an event with topic files: on its page two topics are others, and a third is new.
pub(crate) fn edited_folder() -> Scene {
    let scene = folder();
    let page = "events/2026-05.md";
    edit(&scene, page, "It was cold.", "It was cold in the morning.");
    edit(&scene, page, "Twelve kettles write twelve logs.", "Twelve kettles wrote twelve logs.");
    scene.file(page, format!("{}\n## Cups of Tea\n\n**Problem Statement:**\nThey leak.\n", scene.read(page)));
    edit(&scene, "events/2026-05/event.yaml", "The Old Mill", "The Boat House");
    scene
}

/// A page with a wrong weight, another one whose heading is not what a list of links leads to, and an index with a
/// row that is out of date.
pub(crate) fn wrong() -> Scene {
    let scene = folder();
    for month in ["06", "07"] {
        let page = scene.read("events/2026-03.md").replace("2026-03", &format!("2026-{month}"));
        let page = page.replace("202603", "202605").replace("03/2026", &format!("{month}/2026"));
        let page = page.replace("04.03.2026", &format!("04.{month}.2026"));
        scene.file(&format!("events/2026-{month}.md"), page.replace("March", "May"));
    }
    scene.succeed(&["index", "events/2026-06.md", "events/2026-07.md"]);
    scene.file("agenda.md", "[One](events/2026-07.md#warm-starts)\n");
    scene.git(&["add", "events", "agenda.md"]);
    scene.git(&["commit", "--quiet", "--message=pages", "--only", "events", "agenda.md"]);
    edit(&scene, "events/2026-07.md", "## Warm Starts", "## Warm Kettles");
    scene
}
