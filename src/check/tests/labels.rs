//! The rules about labels.

use super::Example;
use super::HEAD;
use super::Scene;

pub(super) const EXAMPLES: &[Example] = &[
    Example {
        code: "empty-label",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n**Problem Statement:**\nIt was cold.\n\n**Next Steps:**\n\n**Issue:**\n<!-- a link -->\n",
        )],
        found: "2025-06.md:17:1: warning: `Next Steps` has no text | nothing follows | write it, or leave the label out\n2025-06.md:19:1: warning: `Issue` has no text | nothing follows | write it, or leave the label out",
        fixed: None,
        good: &[
            (
                "2025-06.md",
                "{HEAD}\n## 🫖 Warm starts\n\n### Problem Statement\n\n#### In the morning\n\nIt was cold.\n\n### Next Steps\n\n![Tea](./images/tea.png)\n",
            ),
            (
                "2026-06.md",
                "# Kettle Days 06/2026 Wrap Up\n\n- **Date:** 01.06.2026\n- **Location:** Mill\n- **Organizer:** Tea\n\n## 🫖 Warm starts\n\n**Problem Statement:**\n",
            ),
        ],
    },
    Example {
        code: "section-order",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n**Achievements:**\nIt boils.\n\n**Problem Statement:**\nIt was cold.\n\n**Achievements:**\nIt boils again.\n",
        )],
        found: "2025-06.md:17:1: warning: `Problem Statement` stands behind `Achievements` | read as text of the section before | the order of the sections is the template's\n2025-06.md:20:1: warning: `Achievements` stands here a second time | read as text of the section before | the order of the sections is the template's",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n**Achievements:**\nIt boils, and **Problem Statement:** is in the text.\n\n> **Problem Statement:** quoted\n\n## 🧊 Cold starts\n\n**Problem Statement:**\nIt was warm.\n",
        )],
    },
    Example {
        code: "label-alias",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n**Problem:**\nIt was cold.\n\n**Outcome**: \nIt boils.\n\n**Code & Pull Requests:**\nhttps://kettles.example/1\n",
        )],
        found: "2025-06.md:14:3: warning: `Problem` is called `Problem Statement` elsewhere | `Problem Statement`\n2025-06.md:17:3: warning: `Outcome` is called `Achievements` elsewhere | `Achievements`\n2025-06.md:20:3: warning: `Code & Pull Requests` is called `Code/Pull Requests` elsewhere | `Code/Pull Requests`",
        fixed: Some(
            "{HEAD}\n## 🫖 Warm starts\n\n**Problem Statement:**\nIt was cold.\n\n**Achievements**:\nIt boils.\n\n**Code/Pull Requests:**\nhttps://kettles.example/1\n",
        ),
        good: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n### Motivation & Benefits\n\nTea.\n\n## 🧊 Cold starts\n\nThe **Outcome:** was good.\n\n**Motivation/Benefits:**\nTea.\n",
        )],
    },
    Example {
        code: "label-spelling",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n**Next Steps:**\nTea.\n\n## 🧊 Cold starts\n\n**Next Steps:**\nTea.\n\n## 🐌 Slow starts\n\n**Next steps**:\nTea.\n",
        )],
        found: "2025-06.md:24:1: warning: `**Next steps**:` is written `**Next Steps:**` elsewhere on this page | `**Next Steps:**`",
        fixed: Some(
            "{HEAD}\n## 🫖 Warm starts\n\n**Next Steps:**\nTea.\n\n## 🧊 Cold starts\n\n**Next Steps:**\nTea.\n\n## 🐌 Slow starts\n\n**Next Steps:**\nTea.\n",
        ),
        good: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n**Problem Statement:** Cold.\n\n**Motivation/Benefits**: Tea.\n\n## 🧊 Cold starts\n\n**Problem Statement:** Warm.\n\n**Motivation/Benefits**: Ice.\n\n### Next Steps\n\nTea.\n",
        )],
    },
];

#[test]
fn a_heading_that_is_an_alias_keeps_its_anchor() {
    let page = format!("{HEAD}\n## 🫖 Warm starts\n\n### Outcome\n\nIt boils.\n");
    let scene = Scene::new(&[("2025-06.md", page.as_str())]);
    assert_eq!(
        scene.told(),
        ["[label-alias] 2025-06.md:14:5: warning: `Outcome` is called `Achievements` elsewhere | `Achievements`"]
    );
    assert_eq!(scene.fixed("2025-06.md"), None);
}

#[test]
fn what_is_found_of_labels_of_an_event_is_told_where_its_file_has_it() {
    let yaml = "series: Kettle Days\nstart: 2025-06-02\nlocation: {name: The Mill}\norganizers: [{name: Kettle Works}]\n\
                topics:\n  - title: Warm starts\n    problem: It was cold.\n    next_steps: \"\"\n    labels:\n      \
                problem: \"**Problem:**\"\n";
    let scene = Scene::new(&[("2025-06.yaml", yaml)]);
    assert_eq!(
        scene.told(),
        [
            "[label-alias] 2025-06.yaml:7:14: warning: `Problem` is called `Problem Statement` elsewhere \
             | `Problem Statement`",
            "[empty-label] 2025-06.yaml:8:17: warning: `Next Steps` has no text | nothing follows | write it, or leave \
             the label out",
        ]
    );
    assert_eq!(scene.fixed("2025-06.yaml"), None);
}

#[test]
fn a_label_that_is_an_alias_is_mended_to_what_the_page_writes() {
    let with = |last: &str| {
        format!(
            "{HEAD}\n## 🫖 Warm starts\n\n**Achievements**:\nTea.\n\n## 🧊 Cold starts\n\n**Achievements**:\nTea.\n\n\
                 ## 🐌 Slow starts\n\n{last}\nTea.\n"
        )
    };
    let fixed = Scene::new(&[("2025-06.md", with("**Outcome :**").as_str())]).fixed("2025-06.md");
    assert_eq!(fixed, Some(with("**Achievements**:")));
}
