//! The rules about topics.

use super::Example;
use super::HEAD;
use super::Scene;

pub(super) const EXAMPLES: &[Example] = &[
    Example {
        code: "missing-emoji",
        bad: &[("2025-06.md", "{HEAD}\n## 🫖 Warm starts\n\n## 🧊 Cold starts\n\n## Slow starts\n")],
        found: "2025-06.md:16:1: warning: this topic has no emoji, and 2 of 3 have one | no emoji",
        fixed: None,
        good: &[
            ("2025-06.md", "{HEAD}\n## 🫖 Warm starts\n\n## Cold starts\n"),
            ("2025-07.md", "{HEAD}\n## Warm starts\n\n## Cold starts\n"),
            ("2025-08.md", "{HEAD}\n## 🫖 Warm starts\n\n## 🧊 Cold starts\n\n## Acknowledgements\n"),
        ],
    },
    Example {
        code: "repeated-emoji",
        bad: &[("2025-06.md", "{HEAD}\n## ☕ Warm starts\n\n## ☕️ Cold starts\n\n## 🧊 Slow starts\n")],
        found: "2025-06.md:14:1: warning: the emoji ☕️ stands for another topic already | the same emoji",
        fixed: None,
        good: &[("2025-06.md", "{HEAD}\n## 🫖 Warm starts\n\n## 🫖 Cold starts\n\n## 🫖 Slow starts\n\n## 🧊 Ice\n")],
    },
    Example {
        code: "repeated-title",
        bad: &[("2025-06.md", "{HEAD}\n## 🫖 Warm starts\n\n## 🧊 Warm Starts\n")],
        found: "2025-06.md:14:1: error: two topics are called `Warm Starts` | the same title",
        fixed: None,
        good: &[("2025-06.md", "{HEAD}\n## 🫖 Warm starts\n\n## 🧊 Warm starts again\n\n##\n\nTea.\n\n##\n\nTea.\n")],
    },
    Example {
        code: "repeated-anchor",
        bad: &[("2025-06.md", "{HEAD}\n## Warm starts!\n\n## Warm starts?\n")],
        found: "2025-06.md:14:1: warning: the anchor `#warm-starts` is that of another topic | numbered by the site | tell them apart by another word",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n### Next Steps\n\nTea.\n\n## 🧊 Cold starts\n\n### Next Steps\n\nTea.\n",
        )],
    },
    Example {
        code: "placeholder",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n**Problem Statement:**\nTODO: say what was cold.\n\n**Achievements:**\n* It boils.\n* TBD\n\n**Next Steps:**\nN/A\n\n**Issue:**\n- None.\n\n## 🧊 Cold starts\n\n_TODO_\n\n## 🐌 Slow starts\n\nLorem ipsum dolor sit amet.\n",
        )],
        found: "2025-06.md:15:1: warning: `TODO: say what was cold.` is a placeholder | nobody wrote this | write what it stands for, or leave it out\n2025-06.md:19:1: warning: `* TBD` is a placeholder | nobody wrote this | write what it stands for, or leave it out\n2025-06.md:22:1: warning: `N/A` is a placeholder | nobody wrote this | leave the section out: what says nothing is not drawn\n2025-06.md:25:1: warning: `- None.` is a placeholder | nobody wrote this | leave the section out: what says nothing is not drawn\n2025-06.md:29:1: warning: `_TODO_` is a placeholder | nobody wrote this | write what it stands for, or leave it out\n2025-06.md:33:1: warning: `Lorem ipsum dolor sit amet.` is a placeholder | nobody wrote this | write what it stands for, or leave it out",
        fixed: None,
        good: &[
            (
                "2025-06.md",
                "{HEAD}\n## 🫖 Warm starts\n\n**Problem Statement:**\nThe kettle knows these modes:\n- Full\n- None\n\nTODO comments were all that told of them, and their number was\nNone\n\n**Achievements:**\n```\nTODO\n```\n\n<!-- write this\nTODO\n-->\n\n**Next Steps:**\n- TODO: pour tea.\n\n## TODO lists\n\n| a | b |\n|---|---|\n| N/A | TBD |\n",
            ),
            (
                "2026-06.md",
                "---\ntitle: June 2026\nweight: -202606\n---\n\n# Kettle Days 06/2026 Wrap Up\n\n- 🗓️ **Date:** 01.06.2026 – 05.06.2026\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n\n## 🫖 Warm starts\n\n_TODO_\n",
            ),
        ],
    },
    Example {
        code: "heading-level",
        bad: &[("2025-06.md", "{HEAD}\n## 🫖 Warm starts\n\n#### Details\n\nTea.\n\n# 🧊 Cold starts\n")],
        found: "2025-06.md:14:1: warning: a heading of level 4 follows one of level 2 | level 3 is left out\n2025-06.md:18:1: warning: the page has a second heading of the first level | a title of its own",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n### Details\n\n#### More\n\n> ###### quoted\n\n```\n# code\n```\n\n## 🧊 Cold starts\n",
        )],
    },
    Example {
        code: "done-without-achievements",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n<!-- afterword: owners=@ada state=done -->\n\n**Problem Statement:**\nIt was cold.\n",
        )],
        found: "2025-06.md:12:1: warning: the topic is said to be done, and has no `achievements` | done | say what was achieved, or that it is `dropped`",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n<!-- afterword: state=done -->\n\n**Achievements:**\nIt boils.\n\n## 🧊 Cold starts\n\n<!-- afterword: state=done -->\n\nIt is cold now.\n",
        )],
    },
];

const YAML: &str = "series: Kettle Days\nstart: 2025-06-02\nend: 2025-06-06\nlocation: {name: The Mill}\n\
                    organizers: [{name: Kettle Works}]\ntopics:\n";

#[test]
fn what_is_found_in_an_event_is_told_where_its_file_has_it() {
    let topics = "  - emoji: 🫖\n    title: Warm starts\n    problem: |\n      It was cold.\n\n      TBD\n    next_steps:\n      \
                  - Tea\n      - TODO\n  - emoji: 🫖\n    title: Warm Starts\n    state: done\n    body: ~\n  - title: Cold starts\n    \
                  emoji: 🧊\n    body: |\n      ## Cold starts\n\n      _TODO_\n";
    let yaml = format!("{YAML}{topics}");
    assert_eq!(
        Scene::new(&[("2025-06.yaml", yaml.as_str())]).told(),
        [
            "[placeholder] 2025-06.yaml:12:7: warning: `TBD` is a placeholder | nobody wrote this | write what it stands \
             for, or leave it out",
            "[placeholder] 2025-06.yaml:15:9: warning: `* TODO` is a placeholder | nobody wrote this | write what it \
             stands for, or leave it out",
            "[done-without-achievements] 2025-06.yaml:17:12: warning: the topic is said to be done, and has no \
             `achievements` | done | say what was achieved, or that it is `dropped`",
            "[repeated-emoji] 2025-06.yaml:17:12: warning: the emoji 🫖 stands for another topic already | the same emoji",
            "[repeated-title] 2025-06.yaml:17:12: error: two topics are called `Warm Starts` | the same title",
            "[missing-emoji] 2025-06.yaml:23:7: warning: this topic has no emoji, and 2 of 3 have one | no emoji",
            "[placeholder] 2025-06.yaml:25:7: warning: `_TODO_` is a placeholder | nobody wrote this | write what it \
             stands for, or leave it out",
        ]
    );
}

#[test]
fn a_skeleton_is_left_alone_until_its_event_is_over() {
    let page = format!(
        "{HEAD}\n## 🫖 Warm starts\n\n_TODO_\n\n## 🧊 Cold starts\n\n**Problem Statement:**\n\n**Achievements:**\nTBD\n"
    );
    let on = |day| Scene::new(&[("2025-06.md", page.as_str())]).on(day).told();
    assert_eq!(on("2025-05-30"), [""; 0]);
    assert_eq!(on("2025-06-06"), [""; 0]);
    assert_eq!(on("2025-06-07").len(), 3);
    let month = page.replace("02.06.2025 – 06.06.2025", "June 2025");
    let on = |day| Scene::new(&[("2025-06.md", month.as_str())]).on(day).told();
    assert_eq!(on("2025-06-20"), [""; 0]);
    assert_eq!(on("2025-07-01").len(), 3);
}

#[test]
fn pages_of_free_text_have_no_sections_to_judge() {
    let page = format!(
        "{HEAD}\n## Warm starts\n\n- It boils.\n  - **Problem**: it whistles.\n\n## Cold starts\n\n**Tea** is cold.\n"
    );
    assert_eq!(Scene::new(&[("2025-06.md", page.as_str())]).told(), [""; 0]);
}
