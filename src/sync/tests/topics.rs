//! Topics that come, go and change their places.

use snapbox::str;

use super::EVENT;
use super::edited;
use super::hackathon;

#[test]
fn a_dropped_topic_comes_back_as_the_page_shows_it() {
    let dropped = "  - title: Steam\n    state: dropped\n    owners: [cy]\n    problem: Nobody knows.\n    motivation: Tea.\n    labels: {problem: \"**Problem:**\", motivation: \"**Benefits:**\"}\n";
    let moved = "  - title: Lids\n    state: moved\n    owners: [bo]\n    problem: They fall.\n";
    let event = format!("{EVENT}{dropped}{moved}");
    let last = "Twelve logs.\n";
    let steam = "\n## Steam\n\n**Problem**:\nAll know.\n\n**Achievements:**\n* Tea.\n\n![Pot](images/pot.png)\n";
    let lids = "\n## Lids\n\n**Problem Statement:**\nThey fall.\n";
    let other = "\n## Steam\n\n**Problem Statement:**\nAnother.\n";
    let come_back = |new: &str| hackathon(&event, &[], &[(last, &format!("{last}{new}"))]);
    snapbox::assert_data_eq!(
        come_back(steam),
        str![[r#"
to the file: new Steam
-    state: dropped
-    problem: Nobody knows.
-    motivation: Tea.
-    labels: {problem: "**Problem:**", motivation: "**Benefits:**"}
+    problem: |
+      All know.
+    achievements: |
+      * Tea.
+    pictures:
+      - file: images/pot.png
+        alt: Pot
+    labels:
+      problem: "**Problem**:"
+      motivation: "**Benefits:**"

"#]]
    );
    // Of two with its title, the first is it.
    snapbox::assert_data_eq!(
        come_back(&format!("{steam}{other}")),
        str![[r#"
to the file: new Steam, new Steam
-    state: dropped
-    problem: Nobody knows.
-    motivation: Tea.
-    labels: {problem: "**Problem:**", motivation: "**Benefits:**"}
+    problem: |
+      All know.
+    achievements: |
+      * Tea.
+    pictures:
+      - file: images/pot.png
+        alt: Pot
+    labels:
+      problem: "**Problem**:"
+      motivation: "**Benefits:**"
+  - title: Steam
+    problem: |
+      Another.

"#]]
    );
    // One that went elsewhere stays there.
    snapbox::assert_data_eq!(
        come_back(lids),
        str![[r#"
to the file: new Lids
+  - title: Lids
+    problem: |
+      They fall.

"#]]
    );
}

/// Four topics in one order and another: an event file, and what stands on its page.
fn in_order(of_file: &str, on_page: &str) -> (String, String) {
    let (head, _) = EVENT.split_once("  - title").unwrap();
    let topic = |title: char| format!("  - title: {title}{title}{title}\n");
    let heading = |title: char| format!("\n## {title}{title}{title}\n");
    let topics: String = of_file.chars().map(topic).collect();
    (format!("{head}{topics}"), on_page.chars().map(heading).collect())
}

/// What becomes of four topics that were in order, whose order is another one in the file and on the page now.
fn ordered(of_file: &str, on_page: &str) -> String {
    let ((was, drawn), (file, page)) = (in_order("ABCD", "ABCD"), in_order(of_file, on_page));
    hackathon(&was, &[(&was, &file)], &[(&drawn, &page)])
}

#[test]
fn whoever_changed_the_order_decides_it() {
    snapbox::assert_data_eq!(
        ordered("DABC", "ABCD"),
        str![[r#"
to the page: order
+## DDD
+
-
-## DDD

"#]]
    );
    snapbox::assert_data_eq!(
        ordered("ABCD", "DABC"),
        str![[r#"
to the file: order
+  - title: DDD
-  - title: DDD

"#]]
    );
    snapbox::assert_data_eq!(ordered("DABC", "DABC"), str![[""]]);
    snapbox::assert_data_eq!(
        ordered("DABC", "BACD"),
        str![[r#"
Order [Some(0), Some(0)]

"#]]
    );
    snapbox::assert_data_eq!(
        ordered("ADBC", "ACBD"),
        str![[r#"
Order [Some(1), Some(1)]

"#]]
    );
    // What is new on one side is no change of order.
    snapbox::assert_data_eq!(
        ordered("DABCE", "DABC"),
        str![[r#"
to the page: new EEE
+
+## EEE

"#]]
    );
    snapbox::assert_data_eq!(
        ordered("ABCDE", "FABCD"),
        str![[r#"
to the file: new FFF
+  - title: FFF
to the page: new EEE
+
+## EEE

"#]]
    );
    snapbox::assert_data_eq!(
        ordered("ABECD", "ABFGCDE"),
        str![[r#"
to the file: new FFF, new GGG
+  - title: FFF
+  - title: GGG
to the page: 
+## EEE
+
-
-## EEE

"#]]
    );
}

#[test]
fn a_topic_that_the_file_left_out_is_found_where_it_stands_there() {
    let gone = |title: &str| format!("  - title: {title}\n    state: dropped\n    problem: Nobody knows.\n");
    let event = edited(EVENT, &[("  - title: One log\n", &format!("{}  - title: One log\n", gone("Steam")))]);
    let in_file = [("    problem: Twelve", "    state: dropped\n    problem: Twelve")];
    snapbox::assert_data_eq!(
        hackathon(&event, &in_file, &[("Twelve", "Eleven")]),
        str![[r#"
RemovedFromFile { title: "One log" } [Some(2), Some(1)]

"#]]
    );
    let in_file = [("  - title: One log\n    problem: Twelve logs.\n", "")];
    snapbox::assert_data_eq!(
        hackathon(&event, &in_file, &[("Twelve", "Eleven")]),
        str![[r#"
RemovedFromFile { title: "One log" } [None, Some(1)]

"#]]
    );
}

#[test]
fn a_topic_that_one_side_took_out_is_gone_unless_the_other_changed_it() {
    let on_page = [("\n## One log\n\n**Problem Statement:**\nTwelve logs.\n", "")];
    let in_file = [("  - title: One log\n    problem: Twelve logs.\n", "")];
    let changed = [("Twelve", "Eleven")];
    snapbox::assert_data_eq!(
        hackathon(EVENT, &[], &on_page),
        str![[r#"
to the file: dropped One log
+    state: dropped

"#]]
    );
    snapbox::assert_data_eq!(
        hackathon(EVENT, &in_file, &[]),
        str![[r#"
to the page: dropped One log
-
-## One log
-
-**Problem Statement:**
-Twelve logs.

"#]]
    );
    snapbox::assert_data_eq!(
        hackathon(EVENT, &changed, &on_page),
        str![[r#"
RemovedFromPage { title: "One log" } [Some(1), None]

"#]]
    );
    snapbox::assert_data_eq!(
        hackathon(EVENT, &in_file, &changed),
        str![[r#"
RemovedFromFile { title: "One log" } [None, Some(1)]

"#]]
    );
}
