//! `afterword render`.

use snapbox::str;

use crate::sandbox::Sandbox;

/// The smallest event of the hackathon template.
pub(crate) const SMALL: &str = "\
series: Kettle Days
start: 2026-05-04
end: 2026-05-08
location: {name: The Old Mill}
organizers: [{name: Kettle Works}]
topics:
  - emoji: 🔥
    title: Warm starts
    problem: The first cup takes four minutes.
";

#[test]
fn writes_the_page_beside_the_event_file() {
    let sandbox = Sandbox::new();
    let run = sandbox.file("2026-05.yaml", SMALL).run(&["render", "2026-05.yaml"]);
    run.code(0).stdout("").stderr(str![[r"
Wrote 2026-05.md.

"]]);
    snapbox::assert_data_eq!(
        sandbox.read("2026-05.md"),
        str![[r"
---
title: May 2026
weight: -202605
---

# Kettle Days 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026 – 08.05.2026
- 📍 **Location:** The Old Mill
- 👤 **Organizer:** Kettle Works

## 🔥 Warm starts

**Problem Statement:**
The first cup takes four minutes.

"]]
    );
    assert_eq!(sandbox.tree(), "2026-05.md\n2026-05.yaml");
}

#[test]
fn a_page_edited_by_hand_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0);
    let edited = sandbox.read("e.md").replace("four minutes", "five minutes");
    sandbox.file("e.md", &edited);
    sandbox.run(&["render", "e.yaml"]).code(3).stdout("").stderr(str![[r#"
error: `e.md` was edited by hand: writing it would add 1 line and remove 1 line
help: to see it: afterword render e.yaml --diff; to take it in: afterword sync e.yaml; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
    assert_eq!(sandbox.read("e.md"), edited);
}
