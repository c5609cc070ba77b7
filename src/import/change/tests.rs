//! Pages with answers changed.

use std::sync::Arc;

use crate::event::Event;
use crate::event::HeaderLink;
use crate::event::Picture;
use crate::event::State;
use crate::event::Text;
use crate::event::Topic;
use crate::render::Renderer;
use crate::source::Source;

use super::super::Imported;
use super::Change;
use super::ChangeError;
use super::Hints;
use super::changed;

fn renderer() -> Renderer {
    Renderer::new(Arc::new(crate::template::builtin::find("hackathon").unwrap().load()))
}

fn read(page: &str) -> Imported {
    super::page(Source::new("2026-05.md", page), &renderer(), &hints()).unwrap()
}

fn hints() -> Hints<'static> {
    Hints { name: Some("2026-05"), ..Hints::default() }
}

/// The page with that done to its event, topics staying in their places.
fn edited(page: &str, edit: impl FnOnce(&mut Event)) -> Result<String, Vec<String>> {
    let count = read(page).event.topics.len();
    moved(page, &(0..count).map(Some).collect::<Vec<_>>(), edit)
}

/// The same where topics come from those places.
fn moved(page: &str, places: &[Option<usize>], edit: impl FnOnce(&mut Event)) -> Result<String, Vec<String>> {
    let imported = read(page);
    let mut meant = imported.event.as_ref().clone();
    edit(&mut meant);
    let change = Change { page: &imported, meant: &meant, places };
    changed(&change, &renderer(), &hints()).map_err(|error| match error {
        ChangeError::Lost(lost) => lost
            .iter()
            .map(|lost| format!("{} of {}: {:?}", lost.key, lost.topic.as_deref().unwrap_or("the event"), lost.why))
            .collect(),
        ChangeError::Import(error) => vec![error.to_string()],
    })
}

/// The lines that differ, as a diff without context shows them.
fn difference(old: &str, new: &str) -> String {
    let diff = similar::TextDiff::from_lines(old, new);
    let changes = diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    changes.map(|change| format!("{}{change}", change.tag())).collect()
}

/// What an edit of a page changes in it.
#[track_caller]
fn diff(page: &str, edit: impl FnOnce(&mut Event)) -> String {
    difference(page, &edited(page, edit).unwrap())
}

const PAGE: &str = "\
---
title: May 2026
weight: -202605
outline: 2
---

# Kettle Days 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026 – 08.05.2026
- 📍 **Location:** [The Old Mill](https://mill.example/)
- 👤 **Organizer:** Kettle Works
- 📘 **Topics:** /

## 🔥 Warm Starts

**Problem Statement:**
Every boiler starts cold.  

**Outcome**:
* Warm.
* Quick.

## One Log 🏎️

_TODO_

## 🫖 Spouts


**Problem**: Two blank lines above, a label
of its own.

**Next Steps:**
Wait.
";

#[test]
fn one_answer_is_one_change() {
    assert_eq!(
        diff(PAGE, |event| event.topics[0].title = "Warmer Starts".to_owned()),
        "-## 🔥 Warm Starts\n+## 🔥 Warmer Starts\n"
    );
    let achieved =
        |event: &mut Event| event.topics[0].sections[1].1 = Text::List(vec!["Warm.".to_owned(), "Fast.".to_owned()]);
    assert_eq!(diff(PAGE, achieved), "-* Quick.\n+* Fast.\n");
    assert_eq!(
        diff(PAGE, |event| event.organizers[0].url = Some("https://works.example/".to_owned())),
        "-- 👤 **Organizer:** Kettle Works\n+- 👤 **Organizer:** [Kettle Works](https://works.example/)\n"
    );
    assert_eq!(diff(PAGE, |event| event.footer = Some("Bye.\n".to_owned())), "+\n+Bye.\n");
    assert_eq!(diff(PAGE, |event| event.topics[1].intro = None), "-_TODO_\n-\n");
}

#[test]
fn nothing_changed_changes_nothing() {
    for page in [PAGE.to_owned(), PAGE.replace('\n', "\r\n"), format!("\u{feff}{}", PAGE.trim_end())] {
        assert_eq!(edited(&page, |_| {}).unwrap(), page);
    }
}

#[test]
fn line_ends_and_marks_stay() {
    let page = format!("\u{feff}{}", PAGE.trim_end().replace('\n', "\r\n"));
    let new = edited(&page, |event| event.topics[1].intro = Some("Done,\ntwice.\n".to_owned())).unwrap();
    assert_eq!(new, page.replace("_TODO_", "Done,\r\ntwice."));
}

#[test]
fn where_lines_end_in_both_ways_each_keeps_its_own() {
    let (above, below) = PAGE.split_at(PAGE.find("* Quick").unwrap());
    let page = format!("{}{below}", above.replace('\n', "\r\n"));
    for (from, to) in [("Warm Starts", "Cold Starts"), ("One Log", "Two Logs")] {
        let at = usize::from(from == "One Log");
        let new = edited(&page, |event| {
            event.topics[at].title = event.topics[at].title.replace(from, to);
        });
        assert_eq!(new.unwrap(), page.replace(from, to));
    }
}

#[test]
fn another_day_changes_all_that_follows_from_it() {
    let later = |event: &mut Event| {
        event.dates.start = "2026-06-01".parse().unwrap();
        event.dates.end = "2026-06-05".parse().unwrap();
    };
    assert_eq!(
        diff(PAGE, later),
        "-title: May 2026\n-weight: -202605\n+title: June 2026\n+weight: -202606\n\
         -# Kettle Days 05/2026 Wrap Up\n+# Kettle Days 06/2026 Wrap Up\n\
         -- 🗓️ **Date:** 04.05.2026 – 08.05.2026\n+- 🗓️ **Date:** 01.06.2026 – 05.06.2026\n"
    );
}

#[test]
fn what_is_not_drawn_comes_into_a_comment() {
    let owned = |event: &mut Event| {
        event.topics[1].owners = vec!["ada".to_owned(), "bo".to_owned()];
        event.topics[1].said = Some(State::Partial);
    };
    let comment = "<!-- afterword: owners=@ada,@bo state=partial -->";
    assert_eq!(diff(PAGE, owned), format!("+{comment}\n+\n"));
    let page = edited(PAGE, owned).unwrap();
    assert_eq!(
        diff(&page, |event| event.topics[1].demo = Some("5m".to_owned())),
        format!("-{comment}\n+<!-- afterword: owners=@ada,@bo demo=5m state=partial -->\n")
    );
    let nobody = |event: &mut Event| {
        event.topics[1].owners.clear();
        event.topics[1].said = None;
    };
    assert_eq!(edited(&page, nobody).unwrap(), PAGE);
}

#[test]
fn topics_come_go_and_change_places() {
    let new = Topic { title: "Seeds".to_owned(), ..Topic::default() };
    let added = moved(PAGE, &[Some(0), Some(1), Some(2), None], |event| event.topics.push(new.clone())).unwrap();
    assert_eq!(difference(PAGE, &added), "+\n+## Seeds\n");
    let removed = moved(PAGE, &[Some(0), Some(2)], |event| drop(event.topics.remove(1))).unwrap();
    assert_eq!(difference(PAGE, &removed), "-## One Log 🏎️\n-\n-_TODO_\n-\n");
    let swapped = moved(PAGE, &[Some(0), Some(2), Some(1)], |event| event.topics.swap(1, 2)).unwrap();
    assert_eq!(difference(PAGE, &swapped), "-## One Log 🏎️\n-\n-_TODO_\n-\n+\n+## One Log 🏎️\n+\n+_TODO_\n");
    let back = moved(&swapped, &[Some(0), Some(2), Some(1)], |event| event.topics.swap(1, 2)).unwrap();
    assert_eq!(back, PAGE);
}

#[test]
fn a_topic_that_is_kept_verbatim_is_changed_where_that_can_be() {
    let body = |page: &str, at: usize| read(page).event.topics[at].body.clone();
    assert!(body(PAGE, 2).is_some());
    assert_eq!(diff(PAGE, |event| event.topics[2].emoji = None), "-## 🫖 Spouts\n+## Spouts\n");
    assert_eq!(
        diff(PAGE, |event| event.topics[2].owners = vec!["dee".to_owned()]),
        "+<!-- afterword: owners=@dee -->\n+\n"
    );
    let achieved = |event: &mut Event| {
        event.topics[2].sections.push(("achievements".into(), Text::Markdown("They pour.\n".to_owned())));
    };
    assert_eq!(diff(PAGE, achieved), "+**Outcome**:\n+They pour.\n+\n");

    let odd = PAGE.replace("## 🫖 Spouts", "Spouts\n------");
    assert!(body(&odd, 2).is_some());
    assert_eq!(diff(&odd, |event| event.topics[2].title = "Long Spouts".to_owned()), "-Spouts\n+Long Spouts\n");
    // Under such a heading no comment is looked for.
    let lost = edited(&odd, |event| event.topics[2].highlight = true).unwrap_err();
    assert_eq!(lost, ["highlight of Spouts: Body"]);
}

#[test]
fn what_a_verbatim_topic_cannot_take_is_told() {
    let problem = |event: &mut Event| {
        event.topics[2].sections.push(("problem".into(), Text::Markdown("None.\n".to_owned())));
    };
    assert_eq!(edited(PAGE, problem).unwrap_err(), ["problem of Spouts: Body"]);
    let tracked = |event: &mut Event| event.topics[2].tracking = Some("#12".to_owned());
    assert_eq!(edited(PAGE, tracked).unwrap_err(), ["tracking of Spouts: Body"]);
}

#[test]
fn a_beginning_that_is_kept_verbatim_is_changed_where_its_lines_are_the_templates() {
    let page = PAGE.replace("- 📘", "* 📘").replace("\n\n## 🔥", "\n\n\n## 🔥");
    assert!(read(&page).event.head.is_some());
    let link = HeaderLink { label: "Notes".to_owned(), emoji: None, target: "/".to_owned() };
    let moved = |event: &mut Event| {
        event.location.as_mut().unwrap().name = "The New Mill".to_owned();
        event.dates.start = "2026-04-27".parse().unwrap();
        event.pictures.push(Picture { file: "a.png".to_owned(), alt: "A".to_owned() });
    };
    assert_eq!(
        diff(&page, moved),
        "-title: May 2026\n-weight: -202605\n+title: April 2026\n+weight: -202604\n\
         -# Kettle Days 05/2026 Wrap Up\n+# Kettle Days 04/2026 Wrap Up\n\
         -- 🗓️ **Date:** 04.05.2026 – 08.05.2026\n-- 📍 **Location:** [The Old Mill](https://mill.example/)\n\
         +- 🗓️ **Date:** 27.04.2026 – 08.05.2026\n+- 📍 **Location:** [The New Mill](https://mill.example/)\n+![A](a.png)\n+\n"
    );
    assert!(edited(&page, moved).unwrap().contains("* 📘 **Topics:** /\n\n![A](a.png)\n\n\n## 🔥"));
    assert_eq!(diff(&page, |event| event.links.push(link.clone())), "+- **Notes:** /\n");
    assert_eq!(diff(&page, |event| event.topics[0].emoji = None), "-## 🔥 Warm Starts\n+## Warm Starts\n");
}

#[test]
fn a_title_is_changed_where_a_page_that_is_not_ours_says_it_and_nothing_else_is() {
    let named = |event: &mut Event| event.title = Some("Pots".to_owned());
    let heading = "-# Notes\n+# Pots\n";
    for (page, expected) in [
        ("---\nlayout: post\ntitle:  'Notes'\n---\nText.\n\n## A\n", "-title:  'Notes'\n+title: Pots\n"),
        ("---\ntags: tea\n---\n\n# Notes\n\n## A\n", heading),
        ("---\n---\n\n# Notes\n\n## A\n", heading),
        ("# Notes\n\n## A\n", heading),
        ("---\ntags: tea\n---\n\nNotes\n===\n\n## A\n", "-Notes\n+Pots\n"),
        ("---\ntags: tea\n---\n\nText.\n\n## A\n", "+title: Pots\n"),
    ] {
        assert_eq!(diff(page, named), expected, "{page}");
    }
    let weighed = |event: &mut Event| event.weight = Some(-7);
    let page = "---\ntitle: Notes\n---\nText.\n\n## A\n";
    assert_eq!(diff(page, weighed), "+weight: -7\n");
    let series = |event: &mut Event| event.series = Some("Pots".to_owned());
    let page = "# Kettle Days 05/2026 Wrap Up\n\n## A\n";
    assert_eq!(diff(page, series), "-# Kettle Days 05/2026 Wrap Up\n+# Pots 05/2026 Wrap Up\n");
}

#[test]
fn what_a_verbatim_beginning_cannot_take_is_told() {
    let page = PAGE.replace("04.05.2026 – 08.05.2026", "04.05.2026 till 08.05.2026");
    assert!(read(&page).event.head.is_some());
    let later = |event: &mut Event| {
        event.dates.end = "2026-05-09".parse().unwrap();
        event.intro = Some("Hello.".to_owned());
    };
    assert_eq!(edited(&page, later).unwrap_err(), ["end of the event: Head", "intro of the event: Head"]);
}

#[test]
fn series_and_edition_are_one_heading() {
    let known = ["Kettle Days".to_owned()];
    let imported = super::page(Source::new("2026-05.md", PAGE), &renderer(), &hints()).unwrap();
    let mut meant = imported.event.as_ref().clone();
    meant.series = Some("Kettle Days at the Mill".to_owned());
    let change = Change { page: &imported, meant: &meant, places: &[Some(0), Some(1), Some(2)] };
    let page = changed(&change, &renderer(), &Hints { series: &known, ..hints() }).unwrap();
    assert_eq!(difference(PAGE, &page), "-# Kettle Days 05/2026 Wrap Up\n+# Kettle Days at the Mill 05/2026 Wrap Up\n");
}

#[test]
fn what_would_be_read_as_something_else_is_told() {
    let odd = |event: &mut Event| event.location.as_mut().unwrap().name = "A](x) or [B".to_owned();
    assert_eq!(edited(PAGE, odd).unwrap_err(), ["location of the event: Other"]);
    let dropped = |event: &mut Event| event.topics[0].said = Some(State::Dropped);
    assert_eq!(edited(PAGE, dropped).unwrap_err(), ["state of Warm Starts: Left"]);
    let named = |event: &mut Event| event.id = Some("2026-05-mill".to_owned());
    assert_eq!(edited(PAGE, named).unwrap_err(), ["id of the event: Undrawn"]);
}

#[test]
fn another_style_draws_every_section_anew() {
    let page = PAGE.replace("\n\n\n**Problem**: Two", "\n\n**Problem Statement:**\nTwo");
    assert!(read(&page).event.topics[2].body.is_none());
    assert_eq!(
        diff(&page, |event| event.style = Some("headings".to_owned())),
        "-**Problem Statement:**\n+### Problem Statement\n+\n-**Outcome**:\n+### Achievements\n+\n\
         -**Problem Statement:**\n+### Problem Statement\n+\n-**Next Steps:**\n+### Next Steps\n+\n"
    );
}

/// An edit, and what the page shows of it.
type Edit<'a> = (&'a dyn Fn(&mut Event), &'a str);

#[test]
fn every_answer_has_its_place() {
    let link =
        |label: &str| HeaderLink { label: label.to_owned(), emoji: None, target: "https://x.example/".to_owned() };
    let picture = || Picture { file: "images/a.png".to_owned(), alt: "A".to_owned() };
    let some = |text: &str| Some(text.to_owned());
    let edits: [Edit<'_>; 14] = [
        (&|event| event.series = some("Tea Days"), "# Tea Days 05/2026 Wrap Up\n"),
        (&|event| event.edition = some("Mill Edition"), "# Kettle Days Mill Edition 05/2026 Wrap Up\n"),
        (&|event| event.location.as_mut().unwrap().url = None, "- 📍 **Location:** The Old Mill\n"),
        (&|event| event.links.push(link("Notes")), "- **Notes:** https://x.example/\n"),
        (&|event| event.pictures.push(picture()), "![A](images/a.png)\n"),
        (&|event| event.intro = some("Hello."), "Hello.\n"),
        (&|event| event.title = some("Spring"), "title: Spring\n"),
        (&|event| event.weight = Some(7), "weight: 7\n"),
        (&|event| event.topics[0].badge = some("🏎️"), "## 🔥 Warm Starts 🏎️\n"),
        (&|event| event.topics[0].tracking = some("#12"), "> **Tracking:** #12\n"),
        (&|event| event.topics[0].pictures.push(picture()), "![A](images/a.png)\n"),
        (&|event| event.topics[1].highlight = true, "<!-- afterword: highlight=true -->\n"),
        (
            &|event| {
                event.topics[0].sections.insert(1, ("motivation".into(), Text::List(vec!["Tea".to_owned()])));
            },
            "**Motivation/Benefits:**\n* Tea\n",
        ),
        (&|event| drop(event.topics[0].sections.remove(0)), "## 🔥 Warm Starts\n\n**Outcome**:\n"),
    ];
    for (edit, shown) in edits {
        let page = edited(PAGE, edit).unwrap_or_else(|lost| panic!("{shown}: {lost:?}"));
        assert!(page.contains(shown) && !PAGE.contains(shown), "{shown}:\n{page}");
    }
}

/// Every answer of every page of the corpus, changed one at a time: only the place where it stands differs.
#[test]
fn an_edit_of_one_answer_changes_nothing_else_on_every_page_of_the_corpus() {
    let Some(corpus) = std::env::var_os("AFTERWORD_CORPUS") else {
        eprintln!("skipped: AFTERWORD_CORPUS names no corpus");
        return;
    };
    let mut edits = 0;
    for entry in std::fs::read_dir(std::path::Path::new(&corpus).join("wrap-ups")).unwrap() {
        let path = entry.unwrap().path();
        let page = String::from_utf8(crate::fs::read(&path, 1 << 20).unwrap()).unwrap();
        for (at, page) in variants(&page).iter().enumerate() {
            edits += edit_everything(&path, page, if at == 0 { 1 } else { 5 });
        }
    }
    assert!(edits > 500, "only {edits} edits in the corpus");
}

/// A page and how it might be written otherwise.
fn variants(page: &str) -> [String; 4] {
    [
        page.to_owned(),
        page.replace('\n', "\r\n"),
        format!("\u{feff}{}", page.trim_end()),
        page.replace("\n## ", "\n\n## ").replace(":**\n", ":**  \n"),
    ]
}

/// Changes every answer of a page, but only of each topic in so many, one at a time; how many there were.
fn edit_everything(path: &std::path::Path, page: &str, step: usize) -> usize {
    let mut edits = 0;
    let imported = read(page);
    for (at, topic) in imported.event.topics.iter().enumerate().step_by(step) {
        let places = &imported.outline.topics[at];
        let place = |key: &str| places.fields.iter().find(|(name, _)| &**name == key).unwrap().1;
        for (index, (key, text)) in topic.sections.iter().enumerate() {
            let new = edited(page, |event| {
                let longer = format!("{}\n\nOne line more.", super::super::super::render::drawn::trimmed(text));
                event.topics[at].sections[index].1 = Text::Markdown(longer);
            });
            assert_within(path, page, &new, place(key).range());
            edits += 1;
        }
        let title = |event: &mut Event| event.topics[at].title.push_str(" again");
        assert_within(path, page, &edited(page, title), places.heading.range());
        let owner = |event: &mut Event| event.topics[at].owners.push("ada".to_owned());
        let end = places.heading.range().end;
        assert_within(path, page, &edited(page, owner), end..end + 2);
        if let Some(intro) = &topic.intro {
            let said = |event: &mut Event| event.topics[at].intro = Some(format!("{intro}\n\nAnd so on."));
            assert_within(path, page, &edited(page, said), place("intro").range());
        }
        edits += 2;
    }
    let place = |key: &str| imported.outline.fields.iter().find(|(name, _)| &**name == key).unwrap().1.range();
    let location = |event: &mut Event| event.location.as_mut().unwrap().name.push('!');
    assert_within(path, page, &edited(page, location), place("location"));
    let organizer = |event: &mut Event| event.organizers[0].name.push('!');
    assert_within(path, page, &edited(page, organizer), place("organizers"));
    let end = |event: &mut Event| event.dates.end = event.dates.end.succ_opt().unwrap();
    assert_within(path, page, &edited(page, end), place("start"));
    let footer = |event: &mut Event| event.footer = Some("Until next time.".to_owned());
    if imported.event.footer.is_none() {
        let end = imported.source.text.len();
        assert_within(path, page, &edited(page, footer), end..end);
    }
    edits += 3;
    edits
}

/// Fails unless all that differs lies in that range of the old page.
#[track_caller]
fn assert_within(path: &std::path::Path, old: &str, new: &Result<String, Vec<String>>, range: std::ops::Range<usize>) {
    let new = new.as_ref().unwrap_or_else(|lost| panic!("{}: {lost:?}", path.display()));
    assert_ne!(old, new);
    assert_eq!(new.matches("\r\n").count() > 0, old.contains("\r\n"));
    assert!(!old.contains('\r') || new.matches('\n').count() == new.matches("\r\n").count());
    assert_eq!(new.starts_with('\u{feff}'), old.starts_with('\u{feff}'));
    // Places are those of the text without mark and carriage returns.
    let plain = |text: &str| text.trim_start_matches('\u{feff}').replace('\r', "");
    let (old, new) = (plain(old), plain(new));
    let before = &old[..range.start];
    let after = &old[range.end.min(old.len())..];
    assert!(
        new.starts_with(before) && new.ends_with(after) && new.len() >= before.len() + after.len(),
        "{}:\n{}",
        path.display(),
        difference(&old, &new)
    );
}
