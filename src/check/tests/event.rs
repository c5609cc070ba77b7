//! The rules about events.

use super::Example;
use super::HEAD;
use super::Scene;

pub(super) const EXAMPLES: &[Example] = &[
    Example {
        code: "dates-reversed",
        bad: &[(
            "2025-06.md",
            "---\ntitle: June 2025\nweight: -202506\n---\n\n# Kettle Days 06/2025 Wrap Up\n\n\
             - 🗓️ **Date:** 06.06.2025 – 02.06.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
        )],
        found: "2025-06.md:8:29: error: the event ends before it starts: 2025-06-02 is before 2025-06-06 | the last day",
        fixed: None,
        good: &[(
            "2025-06.md",
            "---\ntitle: June 2025\nweight: -202506\n---\n\n# Kettle Days 06/2025 Wrap Up\n\n\
             - 🗓️ **Date:** 02.–06.06.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
        )],
    },
    Example {
        code: "dates-implausible",
        bad: &[
            (
                "2025-06.md",
                "---\ntitle: June 2025\nweight: -202506\n---\n\n# Kettle Days 06/2025 Wrap Up\n\n\
             - 🗓️ **Date:** 02.06.2025 – 06.07.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
            ),
            (
                "2099-06.md",
                "---\ntitle: June 2099\nweight: -209906\n---\n\n# Kettle Days 06/2099 Wrap Up\n\n\
             - 🗓️ **Date:** 02.06.2099\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
            ),
        ],
        found: "2025-06.md:8:16: warning: the event takes 35 days, from 2025-06-02 to 2025-07-06 | longer than a month | is the month of the last day right?\n2099-06.md:8:16: warning: the event is 73 years away: it starts on 2099-06-02 | more than ten years from now | is the year right?",
        fixed: None,
        good: &[
            (
                "2025-06.md",
                "---\ntitle: June 2025\nweight: -202506\n---\n\n# Kettle Days 06/2025 Wrap Up\n\n\
             - 🗓️ **Date:** 02.06.2025 – 02.07.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
            ),
            (
                "1999-06.md",
                "---\ntitle: June 1999\nweight: -199906\n---\n\n# Kettle Days 06/1999 Wrap Up\n\n\
             - 🗓️ **Date:** 02.06.1999\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
            ),
        ],
    },
    Example {
        code: "broken-front-matter",
        bad: &[
            ("2025-06.md", "---\ntitle: Tea: the day after\nweight: -202506\n---\n\n# Kettle Days 06/2025 Wrap Up\n"),
            ("2025-07.md", "---\ntitle: July 2025\nweight: -202507\n\n# Kettle Days 07/2025 Wrap Up\n"),
            ("2025-08.md", "---\ntitle: August 2025\ntitle: 08/2025\n---\n\n# Kettle Days 08/2025 Wrap Up\n"),
            ("2025-09.md", "---\nSeptember\n---\n\n# Kettle Days 09/2025 Wrap Up\n"),
        ],
        found: "2025-06.md:2:11: error: the front matter is no YAML: a `: ` in a value without quotes | read as a second \
                key | put the value in double quotes, or write it as a block after `|`\n\
                2025-07.md:1:1: error: the front matter is not closed | opened here | close it with `---` on a line of \
                its own\n\
                2025-08.md:3:1: error: the front matter is no YAML: `title` is given twice | given again | keep one of \
                the two\n\
                2025-09.md:2:1: error: the front matter is no mapping of keys | text | write each line as `key: value`",
        fixed: None,
        good: &[
            (
                "2025-06.md",
                "---\ntitle: \"Tea: the day after\"\ncover: !image tea.webp\n---\n\n# Kettle Days 06/2025 Wrap Up\n",
            ),
            ("2025-07.md", "---\n\n# Kettle Days 07/2025 Wrap Up\n"),
            ("2025-08.md", "---\n# none yet\n---\n\n# Kettle Days 08/2025 Wrap Up\n"),
        ],
    },
    Example {
        code: "wrong-weight",
        bad: &[
            (
                "2025-06.md",
                "---\ntitle: June 2025\nweight: -202505\n---\n\n# Kettle Days 06/2025 Wrap Up\n\n\
                 - 🗓️ **Date:** 02.06.2025 – 06.06.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
            ),
            ("2025-08.md", "---\ntitle: August 2025\nweight: heavy\n---\n\n# Kettle Days 08/2025 Wrap Up\n"),
        ],
        found: "2025-06.md:3:9: error: the weight is -202505, and that of an event that starts on 2025-06-02 is -202506 | `-202506`\n\
                2025-08.md:3:9: error: the weight is `heavy`, which is no number | a whole number belongs here",
        fixed: Some("{HEAD}"),
        good: &[
            (
                "2025-06.md",
                "---\ntitle: June 2025\nweight: -20250602\n---\n\n# Kettle Days 06/2025 Wrap Up\n\n\
             - 🗓️ **Date:** 02.06.2025 – 06.06.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
            ),
            (
                "2025-07.md",
                "---\ntitle: July 2025\nweight: 30\n---\n\n# Kettle Days 07/2025 Wrap Up\n\n\
             - 🗓️ **Date:** 21.07.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
            ),
        ],
    },
    Example {
        code: "wrong-title",
        bad: &[(
            "2025-06.md",
            "---\ntitle: \"May 2025\"\nweight: -202506\n---\n\n# Kettle Days 06/2025 Wrap Up\n\n\
             - 🗓️ **Date:** 02.06.2025 – 06.06.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
        )],
        found: "2025-06.md:2:8: error: the title names May 2025, and the event starts on 2025-06-02 | `June 2025`",
        fixed: Some(
            "---\ntitle: \"June 2025\"\nweight: -202506\n---\n\n# Kettle Days 06/2025 Wrap Up\n\n\
             - 🗓️ **Date:** 02.06.2025 – 06.06.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
        ),
        good: &[(
            "2025-06.md",
            "---\ntitle: Kettle Days 1/2025\nweight: -202506\n---\n\n# Kettle Days 06/2025 Wrap Up\n\n\
             - 🗓️ **Date:** 02.06.2025 – 06.06.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
        )],
    },
    Example {
        code: "wrong-heading",
        bad: &[(
            "2025-06.md",
            "---\ntitle: June 2025\nweight: -202506\n---\n\n# Kettle Days 05/2025 Wrap Up\n\n\
             - 🗓️ **Date:** 02.06.2025 – 06.06.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
        )],
        found: "2025-06.md:6:15: error: the heading names May 2025, and the event starts on 2025-06-02 | `06/2025`",
        fixed: Some("{HEAD}"),
        good: &[
            (
                "2025-06.md",
                "---\ntitle: June 2025\nweight: -202506\n---\n\n# Kettle Days in the Mill\n\n\
             - 🗓️ **Date:** 02.06.2025 – 06.06.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
            ),
            (
                "2025-07.md",
                "---\ntitle: July 2025\nweight: -202507\n---\n\n# From Kettle Days 05/2025 to 07/2025\n\n\
             - 🗓️ **Date:** 21.07.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
            ),
        ],
    },
    Example {
        code: "wrong-name",
        bad: &[("2025-05.md", "{HEAD}")],
        found: "2025-05.md:8:16: error: `2025-05.md` is named after May 2025, and the event starts on 2025-06-02 | other days | is it `2025-06.md`?",
        fixed: None,
        good: &[("2025-06-autumn-edition.md", "{HEAD}")],
    },
    Example {
        code: "same-weight",
        bad: &[("2025-06.md", "{HEAD}"), ("2025-06-autumn.md", "{HEAD}")],
        found: "2025-06.md:3:9: warning: the weight -202506 is that of `2025-06-autumn.md` as well | their order is left to chance",
        fixed: None,
        good: &[
            ("2025-06.md", "{HEAD}"),
            (
                "2025-06-autumn.md",
                "---\ntitle: June 2025\nweight: -20250623\n---\n\n# Kettle Days 06/2025 Wrap Up\n\n\
             - 🗓️ **Date:** 23.06.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
            ),
            ("talks/2025-06.md", "{HEAD}"),
        ],
    },
    Example {
        code: "same-page",
        bad: &[
            (
                "2025-06.yaml",
                "series: Kettle Days\nstart: 2025-06-02\nlocation: {name: The Mill}\norganizers: [{name: Kettle Works}]\n",
            ),
            (
                "2025-06.yml",
                "series: Kettle Days\nstart: 2025-06-02\nlocation: {name: The Mill}\norganizers: [{name: Kettle Works}]\n",
            ),
        ],
        found: "2025-06.yml:1:1: error: `2025-06.md` is made from `2025-06.yaml` as well | whichever is rendered last wins | keep one of them",
        fixed: None,
        good: &[
            (
                "2025-06.yaml",
                "series: Kettle Days\nstart: 2025-06-02\nlocation: {name: The Mill}\norganizers: [{name: Kettle Works}]\n",
            ),
            (
                "talks/2025-06.yaml",
                "series: Kettle Days\nstart: 2025-06-02\nlocation: {name: The Mill}\norganizers: [{name: Kettle Works}]\n",
            ),
        ],
    },
    Example {
        code: "missing-field",
        bad: &[
            ("2025-06.md", "# Kettle Days 06/2025 Wrap Up\n\n- 🗓️ **Date:** 02.06.2025\n"),
            ("2025-07.md", "# Kettle Days 07/2025 Wrap Up\n\n## 🫖 Warm starts\n"),
        ],
        found: "2025-06.md:1:1: error: the page says no `location` | not under this heading | Where does it take place?\n2025-06.md:1:1: error: the page says no `organizers` | not under this heading | Who organizes it?\n2025-07.md:1:1: error: the page says no `location` | not under this heading | Where does it take place?\n2025-07.md:1:1: error: the page says no `organizers` | not under this heading | Who organizes it?\n2025-07.md:1:1: error: the page says no `start` | not under this heading | When does it start?",
        fixed: None,
        good: &[
            (
                "2025-06.md",
                "---\ntitle: June 2025\n---\n\n* **Date**: 02.06.2025\n* **Location**: The Mill\n* **Organizer**: Kettle Works\n",
            ),
            ("2025-07.md", "# Kettle Days 07/2025\n\nOn 21.07.2025 we met in the Barn.\n\n## 🫖 Warm starts\n"),
        ],
    },
    Example {
        code: "header-order",
        bad: &[(
            "2025-06.md",
            "# Kettle Days 06/2025 Wrap Up\n\n- 📍 **Location:** The Mill\n- 🗓️ **Date:** 02.06.2025\n- 👤 **Organizer:** Kettle Works\n",
        )],
        found: "2025-06.md:4:1: warning: `Date` stands behind `Location` | elsewhere it comes first",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}- 📘 **Topics:** /\n\nThe **Location:** and the **Date:** stand above.\n\n- **Date:** 02.06.2025\n",
        )],
    },
];

fn page(title: &str, weight: &str, heading: &str, date: &str) -> String {
    format!(
        "---\ntitle: {title}\nweight: {weight}\n---\n\n# {heading}\n\n- 🗓️ **Date:** {date}\n- 📍 **Location:** The Mill\n\
         - 👤 **Organizer:** Kettle Works\n"
    )
}

fn told(path: &str, text: &str) -> Vec<String> {
    Scene::new(&[(path, text)]).told()
}

#[test]
fn days_are_read_in_whatever_form_they_stand() {
    for date in ["02.06. – 06.06.2025", "02.–06.06.2025", "2.–6. June 2025", "June 2–6, 2025", "02.06.2025", "soon"]
    {
        let in_order = page("June 2025", "-202506", "Kettle Days 06/2025 Wrap Up", date);
        assert_eq!(told("2025-06.md", &in_order), [""; 0], "{date}");
    }
    for date in ["02.06. – 06.06.2025", "2.–6. June 2025", "02.06.2025"] {
        let copied = page("June 2025", "-202505", "Kettle Days 06/2025 Wrap Up", date);
        assert_eq!(
            told("2025-06.md", &copied),
            [
                "[wrong-weight] 2025-06.md:3:9: error: the weight is -202505, and that of an event that starts on 2025-06-02 \
              is -202506 | `-202506`"
            ],
            "{date}"
        );
    }
    let reversed = page("June 2025", "-202506", "Kettle Days 06/2025 Wrap Up", "6 – 2 June 2025");
    assert_eq!(
        told("2025-06.md", &reversed),
        ["[dates-reversed] 2025-06.md:8:16: error: the event ends before it starts: 2025-06-02 is before 2025-06-06 \
          | the last day comes first"]
    );
}

#[test]
fn a_page_that_was_copied_is_mended_as_a_whole() {
    let copied = page("May 2025", "-202505", "Kettle Days 05/2025 Wrap Up", "02.06.2025 – 06.06.2025");
    let scene = Scene::new(&[("2025-06.md", copied.as_str())]);
    assert_eq!(scene.told().len(), 3);
    assert_eq!(scene.fixed("2025-06.md").as_deref(), Some(HEAD));
}

#[test]
fn where_the_days_may_be_what_is_wrong_nothing_is_mended() {
    let mistyped = page("May 2025", "-202505", "Kettle Days 05/2025 Wrap Up", "02.06.2025 – 06.06.2025");
    let scene = Scene::new(&[("2025-05.md", mistyped.as_str())]);
    assert_eq!(
        scene.told(),
        [
            "[wrong-title] 2025-05.md:2:8: error: the title names May 2025, and the event starts on 2025-06-02 \
             | `June 2025` | or are the days wrong?",
            "[wrong-weight] 2025-05.md:3:9: error: the weight is -202505, and that of an event that starts on 2025-06-02 \
             is -202506 | `-202506` | or are the days wrong?",
            "[wrong-heading] 2025-05.md:6:15: error: the heading names May 2025, and the event starts on 2025-06-02 \
             | `06/2025` | or are the days wrong?",
            "[wrong-name] 2025-05.md:8:16: error: `2025-05.md` is named after May 2025, and the event starts on \
             2025-06-02 | other days | is it `2025-06.md`?",
        ]
    );
    assert_eq!(scene.fixed("2025-05.md"), None);
}

#[test]
fn an_event_over_the_end_of_a_month_may_be_called_after_either() {
    let text = page("July 2025", "-202506", "Kettle Days 07/2025 Wrap Up", "30.06.2025 – 04.07.2025");
    assert_eq!(told("2025-07.md", &text), [""; 0]);
}

#[test]
fn a_post_may_be_named_after_the_day_it_appeared_on() {
    assert_eq!(told("2025-07-01-kettle-days.md", HEAD), [""; 0]);
}

#[test]
fn what_an_event_file_overrides_is_told_where_it_does() {
    let yaml = "series: Kettle Days\nstart: 2025-06-02\nlocation: {name: The Mill}\norganizers: [{name: Kettle Works}]\n\
                title: May 2025\nweight: -202505\n";
    assert_eq!(
        told("2025-06.yaml", yaml),
        [
            "[wrong-title] 2025-06.yaml:5:8: error: the title names May 2025, and the event starts on 2025-06-02 \
             | `June 2025`",
            "[wrong-weight] 2025-06.yaml:6:9: error: the weight is -202505, and that of an event that starts on \
             2025-06-02 is -202506 | `-202506`",
        ]
    );
    let long = "series: Kettle Days\nstart: 2025-06-02\nend: 2025-08-06\nlocation: {name: The Mill}\n\
                organizers: [{name: Kettle Works}]\n";
    assert_eq!(
        told("2025-05.yaml", long),
        [
            "[dates-implausible] 2025-05.yaml:2:8: warning: the event takes 66 days, from 2025-06-02 to 2025-08-06 \
             | longer than a month | is the month of the last day right?",
            "[wrong-name] 2025-05.yaml:2:8: error: `2025-05.md` is named after May 2025, and the event starts on \
             2025-06-02 | other days | is it `2025-06.md`?",
        ]
    );
}

#[test]
fn pages_of_other_templates_are_judged_by_their_own_declaration() {
    let meetup = "---\ntitle: Rust Around the Pond, February 2026\nweight: -20260219\n---\n\n\
                  # Rust Around the Pond #7 – 19 February 2026\n\n- 🗓️ **Date:** 19 February 2026\n- 📍 **Place:** The Boat House\n\
                  - 👋 **Hosted by:** Pond Software\n\n## 🦆 Borrowing From a Duck\n\n- **Speaker:** Ada\n\n\
                  **Abstract:**\nWhat ownership looks like.\n";
    let of_meetup = |path, text: &str| Scene::new(&[(path, text)]).of("meetup").told();
    assert_eq!(of_meetup("2026-02-19.md", meetup), [""; 0]);
    let moved = meetup.replace("**Date:** 19 February 2026", "**Date:** 19 March 2026");
    assert_eq!(
        of_meetup("2026-03-19.md", &moved),
        [
            "[wrong-title] 2026-03-19.md:2:8: error: the title names February 2026, and the event starts on 2026-03-19 \
             | `March 2026`",
            "[wrong-weight] 2026-03-19.md:3:9: error: the weight is -20260219, and that of an event that starts on \
             2026-03-19 is -20260319 | `-20260319`",
            "[wrong-heading] 2026-03-19.md:6:29: error: the heading names 2026-02-19, and the event starts on \
             2026-03-19 | `19 March 2026`",
        ]
    );
    let retrospective = "---\ntitle: Retrospective 2026-01-12\nweight: -20260112\n---\n\n\
                         # Team Kettle Sprint 12 Retrospective 2026-01-12\n\n- **Date:** 2026-01-12\n- **Mood:** cloudy\n\n\
                         ## What Went Well\n\n* None\n* Tea\n\n## What Did Not\n\n* Ice\n\n## ☑️ Pour tea\n\n\
                         - **Owner:** [@bo](https://github.com/bo)\n\n## ☑️ Buy ice\n\n**Why:**\nIt melts.\n";
    let of_retrospective = |path, text: &str| Scene::new(&[(path, text)]).of("retrospective").told();
    assert_eq!(of_retrospective("2026-01-12.md", retrospective), [""; 0]);
    let copied =
        retrospective.replace("**Date:** 2026-01-12", "**Date:** 2026-01-05").replace("-20260112", "-20260105");
    assert_eq!(
        of_retrospective("2026-01-05.md", &copied),
        [
            "[wrong-title] 2026-01-05.md:2:8: error: the title names 2026-01-12, and the event starts on 2026-01-05 \
             | `2026-01-05`",
            "[wrong-heading] 2026-01-05.md:6:39: error: the heading names 2026-01-12, and the event starts on 2026-01-05 \
             | `2026-01-05`",
        ]
    );
    let scene = Scene::new(&[("2026-01-05.md", copied.as_str())]).of("retrospective");
    let mended = retrospective.replace("2026-01-12", "2026-01-05").replace("-20260112", "-20260105");
    assert_eq!(scene.fixed("2026-01-05.md"), Some(mended));
}

#[test]
fn a_page_that_begins_in_words_of_its_own_is_left_alone() {
    let text = "---\ntitle: June 2025\nweight: -202506\n---\n\n# What we did in the Mill\n\nWe met from 2 to 6 June 2025.\n\n\
                | Where | Who |\n|---|---|\n| The Mill | Kettle Works |\n\n## 🫖 Warm starts\n\nIt boils.\n";
    assert_eq!(told("2025-06.md", text), [""; 0]);
    let windows =
        page("June 2025", "-202506", "Kettle Days 06/2025 Wrap Up", "02.06.2025 – 06.06.2025").replace('\n', "\r\n");
    assert_eq!(told("2025-06.md", &windows), [""; 0]);
    assert_eq!(
        told("2025-06.md", &windows.replace("-202506", "-202505")),
        [
            "[wrong-weight] 2025-06.md:3:9: error: the weight is -202505, and that of an event that starts on 2025-06-02 is \
          -202506 | `-202506`"
        ]
    );
}
