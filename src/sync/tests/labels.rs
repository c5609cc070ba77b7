//! How sections and lines are labelled goes from the page to the file.

use snapbox::str;

use super::EVENT;
use super::edited;
use super::hackathon;
use super::synced;

#[test]
fn a_label_joins_the_others_of_the_event() {
    let event =
        edited(EVENT, &[("topics:", "labels:\n  problem: \"**Problem:**\"\n  location: \"- **Location:**\"\ntopics:")]);
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &[("- **Location:**", "- 📍 **Location**:")]),
        str![[r#"
to the file: labels.location
-  location: "- **Location:**"
+  location: "- 📍 **Location**:"

"#]]
    );
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &[("**Achievements:**", "**Outcome**:")]),
        str![[r#"
to the file: labels.achievements of Warm starts
+    labels:
+      achievements: "**Outcome**:"

"#]]
    );
    snapbox::assert_data_eq!(
        hackathon(EVENT, &[], &[("- 📍 **Location:**", "- 📍 **Location**:")]),
        str![[r#"
to the file: labels.location
+labels:
+  location: "- 📍 **Location**:"

"#]]
    );
}

#[test]
fn a_label_that_goes_takes_its_mapping_along() {
    let event = edited(EVENT, &[("topics:", "labels: {location: \"- **Location:**\"}\ntopics:")]);
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &[("- **Location:**", "- 📍 **Location:**")]),
        str![[r#"
to the file: labels.location
-labels: {location: "- **Location:**"}

"#]]
    );
    let topic = edited(EVENT, &[("Twelve logs.", "Twelve logs.\n    labels: {problem: \"**Problem**:\"}")]);
    snapbox::assert_data_eq!(
        hackathon(&topic, &[], &[("**Problem**:", "**Problem Statement:**")]),
        str![[r#"
to the file: labels.problem of One log
-    labels: {problem: "**Problem**:"}

"#]]
    );
}

#[test]
fn a_topic_says_how_it_labels_a_section_only_where_its_event_does_not() {
    let event = edited(
        EVENT,
        &[
            ("topics:", "labels: {problem: \"**Problem:**\"}\ntopics:"),
            ("Twelve logs.", "Twelve logs.\n    labels: {problem: \"**Problem**:\"}"),
        ],
    );
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &[("**Problem**:", "**Problem:**")]),
        str![[r#"
to the file: labels.problem of One log
-    labels: {problem: "**Problem**:"}

"#]]
    );
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &[("**Problem:**", "**Problem Statement**:")]),
        str![[r#"
to the file: labels.problem of Warm starts
+    labels:
+      problem: "**Problem Statement**:"

"#]]
    );
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &[("**Problem**:", "**Problem Statement:**")]),
        str![[r#"
to the file: labels.problem of One log
-    labels: {problem: "**Problem**:"}
+    labels:
+      problem: "**Problem Statement:**"

"#]]
    );
    // A new topic too, whose label is that of the style.
    let new = [("Twelve logs.\n", "Twelve logs.\n\n## Lids\n\n**Problem Statement:**\nThey fall.\n")];
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &new),
        str![[r#"
to the file: new Lids
+  - title: Lids
+    problem: |
+      They fall.
+    labels:
+      problem: "**Problem Statement:**"

"#]]
    );
    let new = [("Twelve logs.\n", "Twelve logs.\n\n## Lids\n\n**Problem:**\nThey fall.\n")];
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &new),
        str![[r#"
to the file: new Lids
+  - title: Lids
+    problem: |
+      They fall.

"#]]
    );
}

#[test]
fn labels_that_no_page_shows_stay_in_the_file() {
    // One is that of the style, the others of sections that are not there.
    let labels = "labels: {problem: \"**Problem Statement:**\", achievements: \"**Outcome:**\", code: \"**Repo:**\"}";
    let event = edited(EVENT, &[("Twelve logs.", &format!("Twelve logs.\n    {labels}"))]);
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &[("Twelve", "Eleven")]),
        str![[r#"
to the file: problem of One log
-    problem: Twelve logs.
+    problem: |
+      Eleven logs.

"#]]
    );
    let labels = "labels: {achievements: \"**Outcome:**\"}";
    let event = edited(EVENT, &[("Two pots.]", &format!("Two pots.]\n    {labels}"))]);
    let gone = [("\n**Outcome:**\n* One pot.\n* Two pots.\n", "")];
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &gone),
        str![[r#"
to the file: achievements of Warm starts, labels.achievements of Warm starts
-    achievements: [One pot., Two pots.]

"#]]
    );
}

#[test]
fn a_label_that_all_topics_say_is_said_once() {
    let labels = "labels: {achievements: \"**Outcome:**\"}\ntopics:";
    let event = edited(EVENT, &[("topics:", labels)]);
    let page = [
        ("**Problem Statement:**\nPots", "**Problem:**\nPots"),
        ("**Problem Statement:**\nTwelve", "**Problem:**\nTwelve"),
    ];
    snapbox::assert_data_eq!(
        hackathon(&event, &[], &page),
        str![[r#"
to the file: labels.problem of Warm starts, labels.problem of One log
-labels: {achievements: "**Outcome:**"}
+labels:
+  achievements: "**Outcome:**"
+  problem: "**Problem:**"

"#]]
    );
}

#[test]
fn a_section_that_one_side_took_out_takes_its_label_along() {
    let labels = "labels: {achievements: \"**Outcome:**\"}";
    let labelled = edited(EVENT, &[("Two pots.]", &format!("Two pots.]\n    {labels}"))]);
    let (file, page) = ("    achievements: [One pot., Two pots.]\n", "* One pot.\n* Two pots.\n");
    let drawn = |label: &str| format!("\n{label}\n{page}");
    let other = [("**Achievements:**", "**Outcome:**")];
    snapbox::assert_data_eq!(
        hackathon(EVENT, &[(file, "")], &other),
        str![[r#"
to the page: achievements of Warm starts
-**Outcome:**
-* One pot.
-* Two pots.
-

"#]]
    );
    let other = [(file, &*format!("{file}    {labels}\n"))];
    snapbox::assert_data_eq!(
        hackathon(EVENT, &other, &[(&drawn("**Achievements:**"), "")]),
        str![[r#"
to the file: achievements of Warm starts
-    achievements: [One pot., Two pots.]

"#]]
    );
    let other = [("**Outcome:**", "**Outcome**:")];
    snapbox::assert_data_eq!(
        hackathon(&labelled, &other, &[(&drawn("**Outcome:**"), "")]),
        str![[r#"
to the file: achievements of Warm starts
-    achievements: [One pot., Two pots.]

"#]]
    );
    snapbox::assert_data_eq!(
        hackathon(&labelled, &[(file, "")], &other),
        str![[r#"
to the page: achievements of Warm starts
-**Outcome**:
-* One pot.
-* Two pots.
-

"#]]
    );
}

#[test]
fn labels_of_facts_are_carried_as_those_of_sections() {
    let event = "\
series: Kettle Evenings
start: 2026-05-04
location: {name: The Old Mill}
topics:
  - title: Warm starts
    speakers: [{name: Ada}]
    slides: {name: Slides, url: \"https://slides.example/\"}
    abstract: Pots are heated twice.
";
    let page = [("- **Speaker:**", "- **Speaker**:")];
    snapbox::assert_data_eq!(
        synced("meetup", event, &[], &page),
        str![[r#"
to the file: labels.speakers of Warm starts
+    labels:
+      speakers: "- **Speaker**:"

"#]]
    );
}
