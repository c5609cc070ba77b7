//! A whole event: begun, filled in, looked over, written, and edited.

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::event::{EDIT, NEW, answer_all, desk, end_uncommitted, written};
use crate::session::{End, Session};

#[test]
fn a_whole_event_is_asked_for_and_written() {
    let desk = desk();
    let mut session = desk.start(&["new", "2024-05.yaml"]);
    answer_all(&mut session, NEW);
    session.wait_for("Wrote 2024-05.yaml and 2024-05.md.\r\nTo change it: afterword edit 2024-05.yaml\r\n");
    assert_eq!(end_uncommitted(&mut session), End::Code(0), "{}", session.output());
    session.assert_as_before();
    assert_eq!(desk.draft("2024-05"), None);
    assert_data_eq!(
        desk.read("2024-05.yaml"),
        str![[r##"
template: hackathon
series: Kettle Days
edition: Mill Edition
start: 2024-05-06
end: 2024-05-10
location:
  name: The Old Mill
  url: https://oldmill.example/
organizers:
  - name: Kettle Works
    url: https://kettle.example/
  - name: Tea Guild
links:
  - label: Topics
    emoji: 📘
    target: https://notes.example/
pictures:
  - file: images/2024-05.webp
    alt: Everybody by the mill
topics:
  - emoji: 🫖
    title: One log for all kettles
    owners:
      - bo
      - chidi
    problem: |
      Each kettle has a log of its own.
    achievements: |
      One log holds them all:

      ```text
      ### Next Steps
      ```
    next_steps: |
      * Rotate it.

  - emoji: 🔥
    title: Warm starts
    owners:
      - ada
    tracking: "#12"
    problem: |
      After a restart the house heats every boiler
      from cold.

      That takes four minutes.
    motivation: |
      Nobody waits for tea.
    achievements: |
      * The last temperature is kept.
      * A cold boiler is told from a warm one.
footer: |
  Thanks to the mill.

"##]]
        .raw()
    );
    assert_data_eq!(
        desk.read("2024-05.md"),
        str![[r#"
---
title: May 2024
weight: -202405
---

# Kettle Days Mill Edition 05/2024 Wrap Up

- 🗓️ **Date:** 06.05.2024 – 10.05.2024
- 📍 **Location:** [The Old Mill](https://oldmill.example/)
- 👤 **Organizer:** [Kettle Works](https://kettle.example/), Tea Guild
- 📘 **Topics:** https://notes.example/

![Everybody by the mill](images/2024-05.webp)

## 🫖 One log for all kettles

**Problem Statement:**
Each kettle has a log of its own.

**Achievements:**
One log holds them all:

```text
### Next Steps
```

**Next Steps:**
* Rotate it.

## 🔥 Warm starts

> **Tracking:** #12

**Problem Statement:**
After a restart the house heats every boiler
from cold.

That takes four minutes.

**Motivation/Benefits:**
Nobody waits for tea.

**Achievements:**
* The last temperature is kept.
* A cold boiler is told from a warm one.

Thanks to the mill.

"#]]
        .raw()
    );
}

#[test]
fn a_written_event_is_edited_and_keeps_its_layout() {
    let [event, _] = written();
    let noted = event.replace("topics:\n", "topics: # in the order of the evening\n");
    let desk = desk().file("2024-05.yaml", &noted);

    let mut session = Session::start(desk.command(&["edit", "2024-05.yaml"]).env("NO_COLOR", "1"), 80, 24);
    answer_all(&mut session, EDIT);
    assert_eq!(end_uncommitted(&mut session), End::Code(0), "{}", session.output());
    session.assert_as_before();
    assert_eq!(desk.draft("edit-2024-05"), None);
    let said = session.output();
    let (_, said) = said.rsplit_once("The event so far: ").unwrap();
    // Then comes the commit.
    let (said, _) = said.split_once("warning: there is no picture").unwrap();
    assert_data_eq!(
        said.replace('\r', ""),
        str![[r##"
✓ Write it
--- a/2024-05.yaml
+++ b/2024-05.yaml
@@ -18,13 +18,30 @@
   - file: images/2024-05.webp
     alt: Everybody by the mill
 topics: # in the order of the evening
+  - emoji: 🔥
+    title: Warm starts
+    owners:
+      - ada
+    tracking: "#12"
+    problem: |
+      After a restart the house heats every boiler
+      from cold.
+
+      That takes four minutes.
+    motivation: |
+      Nobody waits for tea.
+    achievements: |
+      * The last temperature is kept.
+      * A cold boiler is told from a warm one.
+
   - emoji: 🫖
-    title: One log for all kettles
+    title: One log for *all* kettles
+    state: partial
     owners:
       - bo
       - chidi
     problem: |
-      Each kettle has a log of its own.
+      Each kettle keeps a diary.
     achievements: |
       One log holds them all:
 
@@ -34,20 +51,9 @@
     next_steps: |
       * Rotate it.
 
-  - emoji: 🔥
-    title: Warm starts
+  - emoji: 🌱
+    title: Seeds
     owners:
-      - ada
-    tracking: "#12"
-    problem: |
-      After a restart the house heats every boiler
-      from cold.
-
-      That takes four minutes.
-    motivation: |
-      Nobody waits for tea.
-    achievements: |
-      * The last temperature is kept.
-      * A cold boiler is told from a warm one.
+      - dee
 footer: |
   Thanks to the mill.
Wrote 2024-05.yaml.
Wrote 2024-05.md.

"##]]
        .raw()
    );
    assert_data_eq!(
        desk.read("2024-05.md"),
        str![[r#"
---
title: May 2024
weight: -202405
---

# Kettle Days Mill Edition 05/2024 Wrap Up

- 🗓️ **Date:** 06.05.2024 – 10.05.2024
- 📍 **Location:** [The Old Mill](https://oldmill.example/)
- 👤 **Organizer:** [Kettle Works](https://kettle.example/), Tea Guild
- 📘 **Topics:** https://notes.example/

![Everybody by the mill](images/2024-05.webp)

## 🔥 Warm starts

> **Tracking:** #12

**Problem Statement:**
After a restart the house heats every boiler
from cold.

That takes four minutes.

**Motivation/Benefits:**
Nobody waits for tea.

**Achievements:**
* The last temperature is kept.
* A cold boiler is told from a warm one.

## 🫖 One log for *all* kettles

**Problem Statement:**
Each kettle keeps a diary.

**Achievements:**
One log holds them all:

```text
### Next Steps
```

**Next Steps:**
* Rotate it.

## 🌱 Seeds

Thanks to the mill.

"#]]
        .raw()
    );
}

#[test]
fn an_answer_counts_more_than_a_flag() {
    let desk = desk();
    let flags = ["series=Kettle Days", "start=2024-05-06", "end=2024-05-10", "location={name: The Old Mill}"];
    let mut arguments = vec!["new", "2024-05.md", "--titles", "titles.txt"];
    arguments.extend(flags.iter().chain(&["organizers=[{name: Kettle Works}]"]).flat_map(|flag| ["--set", flag]));
    let desk = desk.file("titles.txt", "Seeds\n");
    let mut session = desk.start(&arguments);
    for (shown, typed) in [
        ("What now?", "\x1b[A\r"),
        ("The event so far", "\x1b[B\r"),
        ("this series of events called?", "Kettle Nights\r"),
        ("The event so far", "\x1b[A\r"),
    ] {
        session.wait_for(shown);
        session.wait_for("goes back");
        session.send(typed);
    }
    assert_eq!(end_uncommitted(&mut session), End::Code(0), "{}", session.output());
    let page = desk.read("2024-05.md");
    assert!(page.contains("# Kettle Nights 05/2024 Wrap Up\n"), "{page}");
}

#[test]
fn what_was_written_is_committed_where_that_is_wanted() {
    let flags = ["series=Kettle Days", "start=2024-05-06", "end=2024-05-10", "location={name: The Old Mill}"];
    let mut arguments = vec!["new", "2024-05.yaml", "--titles", "titles.txt"];
    arguments.extend(flags.iter().chain(&["organizers=[{name: Kettle Works}]"]).flat_map(|flag| ["--set", flag]));
    let desk = desk().file("titles.txt", "Seeds\n");
    let answer = |session: &mut Session, steps: &[(&str, &str)]| {
        for (shown, typed) in steps {
            session.wait_for(shown);
            session.wait_for("goes back");
            session.send(typed);
        }
        assert_eq!(session.end(), End::Code(0), "{}", session.output());
        session.assert_as_before();
    };
    let commit = ("Commit this?", "\r");

    let mut session = Session::start(desk.command(&arguments).env("NO_COLOR", "1"), 80, 24);
    answer(&mut session, &[("What now?", "\x1b[A\r"), ("The event so far", "\r"), commit]);
    let said = session.output();
    let (_, said) = said.rsplit_once("afterword edit 2024-05.yaml\r\n").unwrap();
    let (said, _) = said.split_once("\x1b").unwrap();
    assert_data_eq!(
        said.replace('\r', ""),
        str![[r#"
To be committed to `main`:
  A  2024-05.yaml
  A  2024-05.md
     docs: Prepare page of Kettle Days 05/2024

"#]]
    );
    let log = ["log", "--reverse", "--format=%s, by %an", "--name-status"];
    assert_data_eq!(
        desk.git(&log),
        str![[r#"
docs: Prepare page of Kettle Days 05/2024, by Ada Test

A	2024-05.md
A	2024-05.yaml

"#]]
    );

    let mut session = desk.start(&["edit", "2024-05.yaml"]);
    answer(
        &mut session,
        &[
            ("The event so far", "\x1b[B\r"),
            ("this series of events called?", "Kettle Nights\r"),
            ("The event so far", "\x1b[A\r"),
            commit,
        ],
    );
    assert_data_eq!(
        desk.git(&log),
        str![[r#"
docs: Prepare page of Kettle Days 05/2024, by Ada Test

A	2024-05.md
A	2024-05.yaml
docs: Prepare page of Kettle Nights 05/2024, by Ada Test

M	2024-05.md
M	2024-05.yaml

"#]]
    );
    assert_eq!(desk.git(&["status", "--porcelain"]), "?? titles.txt\n");
}
