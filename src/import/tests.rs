//! Pages read as events.

use std::sync::Arc;

use crate::document::write::event_file;
use crate::render::Renderer;
use crate::source::Source;

use super::Dated;
use super::Hints;
use super::ImportError;
use super::Imported;
use super::Part;

fn renderer(template: &str) -> Renderer {
    Renderer::new(Arc::new(crate::template::builtin::find(template).unwrap().load()))
}

/// The page read with a hint of its name; it comes back the same, or the test fails.
fn read_as(template: &str, page: &str) -> Imported {
    let renderer = renderer(template);
    let hints = Hints { name: Some("2026-05"), ..Hints::default() };
    let imported = super::page(Source::new("2026-05.md", page), &renderer, &hints).unwrap();
    assert_eq!(renderer.page(&imported.event, None).unwrap(), page);
    imported
}

fn read(page: &str) -> Imported {
    read_as("hackathon", page)
}

/// The event file of a page.
fn file_of(page: &str) -> String {
    event_file(&read(page).event, &renderer("hackathon").template().declaration)
}

const HEAD: &str = "\
---
title: May 2026
weight: -202605
---

# Kettle Days 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026 – 08.05.2026
- 📍 **Location:** [The Old Mill](https://mill.example/)
- 👤 **Organizer:** Kettle Works, [Tea Guild](https://guild.example/)

";

fn with_topics(topics: &str) -> String {
    format!("{HEAD}{topics}")
}

/// What is kept, as `part line`.
fn kept(imported: &Imported) -> Vec<String> {
    let line = |kept: &super::Kept| imported.source.position(kept.because.start).line;
    let part = |part: Part| match part {
        Part::Head => "head".to_owned(),
        Part::Topic(at) => format!("topic {at}"),
        Part::Tail => "tail".to_owned(),
    };
    let reason = |kept: &super::Kept| kept.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    imported.kept.iter().map(|kept| format!("{} {}{}", part(kept.part), line(kept), reason(kept))).collect()
}

#[test]
fn a_page_becomes_its_event_file() {
    let page = with_topics(
        "## 🔥 Warm Starts\n\n<!-- afterword: owners=@ada,@bo demo=5m state=partial -->\n\n\
         > **Tracking:** [brewd#7](https://git.example/7)\n\nAn old wish.\n\n\
         **Problem Statement:**\nCold.\n\n**Outcome**:\n* Warm.\n* Quick.\n\n![A graph](images/graph.png)\n\n\
         ## One Log 🏎️\n\n_TODO_\n",
    );
    let expected = "\
template: hackathon
style: block
series: Kettle Days
start: 2026-05-04
end: 2026-05-08
location:
  name: The Old Mill
  url: https://mill.example/
organizers:
  - name: Kettle Works
  - name: Tea Guild
    url: https://guild.example/
labels:
  achievements: \"**Outcome**:\"
file:
  notes: true
topics:
  - emoji: 🔥
    title: Warm Starts
    state: partial
    owners:
      - ada
      - bo
    demo: 5m
    tracking: \"[brewd#7](https://git.example/7)\"
    intro: |
      An old wish.
    problem: |
      Cold.
    achievements: |
      * Warm.
      * Quick.
    pictures:
      - file: images/graph.png
        alt: A graph

  - title: One Log
    badge: 🏎️
    intro: |
      _TODO_
";
    assert_eq!(file_of(&page), expected);
}

#[test]
fn the_prevailing_style_and_spelling_are_the_pages_and_the_rest_is_the_topics() {
    let page = with_topics(
        "## A\n\n### Problem Statement\n\nx\n\n### Next steps\n\ny\n\n\
         ## B\n\n### Problem Statement\n\nx\n\n### Next steps\n\ny\n\n\
         ## C\n\n### Next Steps\n\ny\n\n### Contributors\n\n@ada\n",
    );
    let imported = read(&page);
    let event = &imported.event;
    assert_eq!(event.style.as_deref(), Some("headings"));
    assert_eq!(event.labels, [("next_steps".into(), "### Next steps".to_owned())]);
    assert_eq!(event.topics[0].labels, []);
    assert_eq!(event.topics[2].labels, [("next_steps".into(), "### Next Steps".to_owned())]);
    assert_eq!((imported.structured, imported.labelled), (5, 5));
    assert_eq!(imported.kept, []);
}

#[test]
fn a_label_that_repeats_or_comes_too_late_is_text_of_the_section_before() {
    let page = with_topics("## A\n\n**Next Steps:**\nx\n\n**Problem Statement:**\ny\n\n**Next Steps:**\nz\n");
    let event = read(&page).event;
    let keys: Vec<&str> = event.topics[0].sections.iter().map(|(key, _)| key.as_ref()).collect();
    assert_eq!(keys, ["next_steps"]);
}

#[test]
fn fenced_code_is_text_whatever_it_contains() {
    let page = with_topics("## A\n\n**Problem Statement:**\n```\n## B\n\n**Achievements:**\nno\n```\n\n## C\n");
    let event = read(&page).event;
    assert_eq!(event.topics.len(), 2);
    assert_eq!(event.topics[0].sections.len(), 1);
}

#[test]
fn blank_lines_between_topics_survive_without_costing_a_section() {
    let page = with_topics("## A\n\n**Problem Statement:**\nx\n\n\n\n## B\n\n**Problem Statement:**\ny\n\n\n");
    let imported = read(&page);
    assert_eq!((imported.structured, imported.labelled), (2, 2));
    assert_eq!(imported.event.topics[0].blank_lines, Some(3));
    assert_eq!(imported.event.tail.as_deref(), Some(""));
}

#[test]
fn what_does_not_come_back_is_kept_and_told_with_its_place() {
    let page = with_topics("## A\n\n**Problem Statement:**\nx\n\n\n**Achievements:**\ny\n\n## B\n\n```\nopen\n");
    let imported = read(&page);
    assert_eq!(kept(&imported), ["topic 0 17", "topic 1 21: a code fence is not closed"]);
    assert_eq!(imported.event.topics[0].title, "A");
    let head = format!("{}\n## A\n", HEAD.replace("# Kettle Days 05/2026 Wrap Up", "# Kettle  Days"));
    assert_eq!(kept(&read(&head)), ["head 1: there is no `series`"]);
    assert_eq!(read(&head).event.series.as_deref(), None);
    assert_eq!(read(&head).event.location.as_ref().map(|place| place.name.as_str()), Some("The Old Mill"));
}

#[test]
fn front_matter_keeps_its_keys_their_order_and_their_spelling() {
    let rest = HEAD[HEAD.find("\n# ").unwrap()..].trim_end();
    let with = |block: &str| read(&format!("---\n{block}\n---\n{rest}\n"));
    let mapped = with("repo: x\nbase:\n  from: a\n  to: b\nprev: false\ntitle: May 2026\nweight: -202605");
    assert_eq!(kept(&mapped), [""; 0]);
    assert!(matches!(&mapped.event.front_matter, crate::event::FrontMatter::Map(keys) if keys.len() == 5));
    let quoted = with("title: 'May 2026' # shown\nweight: -202605");
    assert!(matches!(&quoted.event.front_matter, crate::event::FrontMatter::Verbatim(_)));
    let other = with("title: The Kettle Days\nweight: 10");
    assert_eq!(other.event.title.as_deref(), Some("The Kettle Days"));
    assert_eq!(other.event.weight, Some(10));
    assert_eq!(kept(&with("weight: -202605\ntitle: May 2026")), [""; 0]);
    assert_eq!(kept(&with("title: May 2026")), ["head 3"]);
}

#[test]
fn line_ends_marks_and_a_missing_last_line_end_survive() {
    let page = with_topics("## A\n\n**Problem Statement:**\nx\ny");
    let crlf = format!("\u{feff}{}", page.replace('\n', "\r\n"));
    let event = read(&crlf).event;
    assert_eq!(event.topics[0].sections.len(), 1);
    assert!(event.file.bom && !event.file.final_newline);
    assert_eq!(event.file.newline, crate::event::Newline::Crlf);
    read(&page.replacen('\n', "\r\n", 3));
    read(&format!("{page}\r"));
}

#[test]
fn a_carriage_return_in_a_label_or_behind_a_picture_survives() {
    // Read as a label, it would make an event file that is refused.
    for label in ["### Outcome \r# ", "**Outcome:\r**", "**Outcome\r**:"] {
        let imported = read(&with_topics(&format!("## A\n\n{label}\n\ntext\n")));
        assert!(imported.event.labels.is_empty() && imported.event.topics[0].labels.is_empty(), "{label:?}");
    }
    let imported = read(&format!("{HEAD}![a](b.png)\r\n\n<div>\n"));
    assert_eq!((kept(&imported), imported.event.pictures.len()), (vec![], 0));
    let imported = read(&with_topics("## A\n\ntext\n\n![a](b.png)\r\n\n![c](d.png)\n"));
    assert_eq!((kept(&imported), imported.event.topics[0].pictures.len()), (vec![], 0));
}

#[test]
fn a_name_may_begin_with_what_parts_names() {
    let imported =
        read(&HEAD.replace("**Organizer:** Kettle Works, [Tea Guild](https://guild.example/)", "**Organizer:** , x"));
    assert_eq!(imported.event.organizers[0].name, ", x");
    assert_eq!(kept(&imported), kept(&read(HEAD)));
}

#[test]
fn blanks_below_a_picture_make_it_a_part_of_the_text() {
    let imported = read(&with_topics("## A\n\n**Problem Statement:**\nIt was cold.\n\n![a](b.png)\n\t\n\n## B\n"));
    assert_eq!((kept(&imported), imported.event.topics[0].pictures.len()), (vec![], 0));
}

#[test]
fn a_footer_is_known_by_its_looks_or_from_elsewhere() {
    let page = |end: &str| with_topics(&format!("## A\n\n**Code/Pull Requests:**\n* https://x.example\n\n{end}\n"));
    let footer = |end: &str| read(&page(end)).event.footer.clone();
    for end in [
        "---\n\nThanks.",
        "<hr />\n\n![x](https://x.example/logo.png)",
        "![x](https://x.example/logo.png)",
        "Thanks to all.",
    ] {
        assert_eq!(footer(end).as_deref(), Some(end), "{end}");
    }
    for end in ["![x](images/a.png)", "See https://y.example", "### Contributors\n\n@ada"] {
        assert_eq!(footer(end), None, "{end}");
    }
    let text = with_topics("## A\n\n**Achievements:**\nAll.\n\nThanks.\n");
    assert_eq!(read(&text).event.footer, None);
    let hints = Hints { footer: Some("Thanks.\n"), ..Hints::default() };
    let known = super::page(Source::new("x.md", text), &renderer("hackathon"), &hints).unwrap();
    assert_eq!(known.event.footer.as_deref(), Some("Thanks."));
}

#[test]
fn an_edition_is_known_by_its_series_or_by_its_name() {
    let page = |heading: &str| HEAD.replace("Kettle Days 05", &format!("{heading} 05"));
    let read_with = |heading: &str, series: &[String]| {
        let hints = Hints { series, ..Hints::default() };
        let event = super::page(Source::new("x.md", page(heading)), &renderer("hackathon"), &hints).unwrap().event;
        (event.series.clone().unwrap_or_default(), event.edition.clone().unwrap_or_default())
    };
    let said = |series: &str, edition: &str| (series.to_owned(), edition.to_owned());
    assert_eq!(read_with("Kettle Days Winter Edition", &[]), said("Kettle Days", "Winter Edition"));
    assert_eq!(read_with("Kettle Days by the Sea", &[]), said("Kettle Days by the Sea", ""));
    let known = ["Kettle Days".to_owned()];
    assert_eq!(read_with("Kettle Days by the Sea", &known), said("Kettle Days", "by the Sea"));
}

#[test]
fn pages_of_the_other_templates_are_read_by_their_declarations() {
    let meetup = "---\ntitle: Tea Talks, May 2026\nweight: -20260504\n---\n\n# Tea Talks #7 – 4 May 2026\n\n\
                  - 🗓️ **Date:** 4 May 2026\n- 📍 **Place:** The Old Mill\n- 📸 **Photos:** [all](https://p.example)\n\n\
                  ## 🔥 Warm\n\n- **Speaker:** [Ada](https://a.example) and Bo\n- **Slides:** [PDF](https://s.example)\n\n\
                  **Abstract:**\nx\n";
    let event = read_as("meetup", meetup).event;
    assert_eq!((event.series.as_deref(), event.edition.as_deref()), (Some("Tea Talks"), Some("#7")));
    assert_eq!(event.fields.len(), 1);
    assert_eq!(event.topics[0].fields.len(), 2);
    assert_eq!(event.topics[0].body, None);
    let retrospective = "---\ntitle: Retrospective 2026-05-04\nweight: -20260504\n---\n\n# Boilers Retrospective 2026-05-04\n\n\
                         - **Date:** 2026-05-04\n- **Mood:** sunny\n- **Participants:** @ada, @bo\n\n\
                         ## What Went Well\n\nTea.\n\n## What Did Not\n\nCups.\n\n\
                         ## ☑️ Cups\n\n- **Owner:** [@ada](https://github.com/ada)\n- **Due:** 2026-06-01\n\n**Why:**\nx\n";
    let event = read_as("retrospective", retrospective).event;
    assert_eq!(event.fields.len(), 4);
    assert_eq!((event.head.as_ref(), event.topics.len()), (None, 1));
    assert_eq!(event.topics[0].title, "Cups");
    assert_eq!((event.topics[0].fields.len(), event.topics[0].body.as_ref()), (2, None));
}

/// The hackathon's template with something of its declaration changed.
fn changed(change: impl FnOnce(&mut crate::template::Declaration)) -> Renderer {
    let mut template = crate::template::builtin::find("hackathon").unwrap().load();
    change(&mut template.declaration);
    Renderer::new(Arc::new(template))
}

#[test]
fn a_template_is_read_by_whatever_patterns_it_declares() {
    let pattern = |text: &str| crate::template::Pattern::parse(text).unwrap();
    let page = with_topics("## 🔥 Warm\n\n**Problem Statement:**\nCold.\n");
    let event = read(&page).event;
    let reads = |renderer: &Renderer| {
        let drawn = renderer.page(&event, None).unwrap();
        let again = super::page(Source::new("x.md", drawn.as_str()), renderer, &Hints::default()).unwrap();
        assert_eq!(again.kept, [], "{drawn}");
        assert_eq!(again.event.topics, event.topics, "{drawn}");
        assert_eq!(again.event.location, event.location, "{drawn}");
    };
    reads(&changed(|declaration| declaration.headings.topic = pattern("# {emoji} {title}")));
    reads(&changed(|declaration| declaration.headings.topic = pattern("### Topic: {title} ({emoji})")));
    reads(&changed(|declaration| declaration.styles[0].label = pattern("*{label}*")));
    reads(&changed(|declaration| declaration.styles[0].label = pattern("{label} –")));
    reads(&changed(|declaration| declaration.header.label = pattern("* {label} –")));
    // Lines that are no list.
    reads(&changed(|declaration| declaration.header.label = pattern("{emoji} {label}:")));
    reads(&changed(|declaration| declaration.header.label = pattern("{label}")));
    reads(&changed(|declaration| declaration.headings.event = pattern("{series} in {location}")));
    reads(&changed(|declaration| {
        declaration.dates.day = pattern("%-d %B %Y");
        declaration.dates.range = pattern("from {start} to {end}");
    }));
}

#[test]
fn a_page_that_is_not_ours_keeps_its_text_and_gives_its_title_and_topics() {
    let event = read(
        "# Notes of the Kettle Days\n\nOn 4 May 2026, in the mill.\n\n## First\n\ntext\n\nSecond\n------\n\nmore\n",
    )
    .event;
    assert_eq!(event.title.as_deref(), Some("Notes of the Kettle Days"));
    assert_eq!(event.dates.start.to_string(), "2026-05-04");
    let titles: Vec<&str> = event.topics.iter().map(|topic| topic.title.as_str()).collect();
    assert_eq!(titles, ["First", "Second"]);
    assert_eq!(event.topics[0].intro.as_deref(), Some("text"));
}

#[test]
fn a_day_of_another_month_than_the_page_is_named_by_is_that_of_something_else() {
    let start = |page: &str| read(page).event.dates.start.to_string();
    assert_eq!(start("# Notes\n\nWritten on 2026-06-01, about 5 May 2026.\n\nBegun on 6 May 2026.\n"), "2026-05-06");
    assert_eq!(start("# Notes\n\nWritten on 2026-06-01.\n"), "2026-05-01");
    assert_eq!(start("---\ndate: 2026-04-07\n---\n\n# Notes\n\nOn 2026-05-01.\n"), "2026-04-07");
}

#[test]
fn a_day_that_is_known_is_taken_in_the_month_that_the_page_says() {
    let start = |page: &str, known: &str| {
        let hints = Hints { start: known.parse().ok(), ..Hints::default() };
        let imported = super::page(Source::new("x.md", page), &renderer("hackathon"), &hints).unwrap();
        (imported.event.dates.start.to_string(), imported.dated)
    };
    let month = "# Kettle Days 05/2026 Wrap Up\n\n## A\n";
    assert_eq!(start(month, "2026-05-04"), ("2026-05-04".to_owned(), Dated::Day));
    assert_eq!(start(month, "2026-06-04"), ("2026-05-01".to_owned(), Dated::Month));
    assert_eq!(start("# Kettle Days 2026-05-06\n", "2026-05-04"), ("2026-05-06".to_owned(), Dated::Day));
}

#[test]
fn a_heading_of_another_month_than_the_dates_tells_the_series() {
    let page = with_topics("## A\n").replace("# Kettle Days 05/2026", "# Kettle Days Mill Edition 04/2026");
    let event = read(&page).event;
    assert_eq!(event.series.as_deref(), Some("Kettle Days"));
    assert_eq!(event.edition.as_deref(), Some("Mill Edition"));
    assert_eq!(event.dates.start.to_string(), "2026-05-04");
    assert!(event.head.is_some());
}

#[test]
fn a_page_without_a_day_is_no_event() {
    let page = |text: &str| super::page(Source::new("x.md", text), &renderer("hackathon"), &Hints::default());
    assert!(matches!(page("# Notes\n"), Err(ImportError::NoDate { page }) if page == "x.md"));
    assert!(page("# Notes of June 2025\n").is_ok());
}

#[test]
fn a_paragraph_with_a_colon_is_no_line_of_the_header() {
    let renderer = changed(|declaration| {
        declaration.header.label = crate::template::Pattern::parse("{label}:").unwrap();
    });
    let page = "# Kettle Days 05/2026 Wrap Up\n\nNote: all of it was brewed twice.\n\n## Warm\n";
    let event = super::page(Source::new("x.md", page), &renderer, &Hints::default()).unwrap().event;
    assert_eq!(event.links, []);
}

#[test]
fn front_matter_that_is_no_yaml_tells_its_day_and_title_all_the_same() {
    let said = |page: &str| {
        let imported = super::page(Source::new("x.md", page), &renderer("hackathon"), &Hints::default()).unwrap();
        let event = imported.event;
        (event.title.clone().unwrap_or_default(), event.dates.start.to_string(), event.topics.len())
    };
    let told = |title: &str, start: &str| (title.to_owned(), start.to_owned(), 1);
    // A tab behind a colon, a key twice, and what Hugo writes.
    let tab = "---\ntitle:\tKettles\nweight: -202605\n---\n\n## A\n";
    assert_eq!(said(tab), told("Kettles", "2026-05-01"));
    let twice = "---\ntitle: Kettles\ndate: 2026-05-04\ndate: 2026-05-06\n---\n\n## A\n";
    assert_eq!(said(twice), told("Kettles", "2026-05-04"));
    let toml =
        "+++\ndate = 2026-05-04T09:00:00Z\ntitle = \"Kettles\"\n[x]\ntitle = \"No\"\n+++\n\nOn 2026-05-09.\n\n## A\n";
    assert_eq!(said(toml), told("Kettles", "2026-05-04"));
    let toml = "+++\n[x]\ntitle = \"No\"\n+++\n\nOn 2026-05-09.\n\n## A\n";
    assert_eq!(said(toml), told("", "2026-05-09"));
}

#[test]
fn a_page_whose_front_matter_has_no_title_is_called_as_its_heading() {
    let title = |page: &str| read(page).event.title.clone();
    let notes = "---\ntags: tea\n---\n\nKettle Notes\n===\n\n## A\n";
    assert_eq!(title(notes).as_deref(), Some("Kettle Notes"));
    // Where series and month stand in the heading, the title is computed of them.
    assert_eq!(title("---\noutline: 2\n---\n\n# Kettle Days 05/2026 Wrap Up\n\n## A\n"), None);
}

#[test]
fn blanks_behind_a_fence_make_no_topic_of_the_front_matter() {
    let page = "--- \ntitle: Kettles\nweight: -202606\n---\t\n\n# Notes\n\n## A\n";
    let event = read(page).event;
    let titles: Vec<&str> = event.topics.iter().map(|topic| topic.title.as_str()).collect();
    assert_eq!(titles, ["A"]);
    assert_eq!(event.dates.start.to_string(), "2026-06-01");
    assert_eq!(event.title.as_deref(), Some("Kettles"));
}
