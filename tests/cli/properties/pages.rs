//! Any page read as an event: what comes out draws the page again, byte for byte, and so does its event file.

use std::sync::Arc;

use afterword::document::Document;
use afterword::document::Reading;
use afterword::document::write::event_file;
use afterword::event::Event;
use afterword::event::Topic;
use afterword::import;
use afterword::import::Hints;
use afterword::import::Imported;
use afterword::render::Renderer;
use afterword::render::drawn::trimmed;
use afterword::render::structure::breaches;
use afterword::source::Source;
use afterword::yaml::write;
use chrono::NaiveDate;
use proptest::prelude::*;

use super::cases;
use super::hostile::line;
use super::hostile::text;
use super::plan::Plan;
use super::plan::benign_plans;
use super::plan::labelled_plans;
use super::plan::plans;
use super::template;

fn import(page: &str, renderer: &Renderer) -> Imported {
    let hints = Hints { start: NaiveDate::from_ymd_opt(2026, 5, 4), ..Hints::default() };
    import::page(Source::new("page.md", page), renderer, &hints).unwrap()
}

/// Fails unless the page comes back from its event, and from that event's file.
fn check(page: &str, renderer: &Renderer) -> Imported {
    let imported = import(page, renderer);
    let drawn = renderer.page(&imported.event, None).unwrap();
    assert_eq!(drawn, page, "{:#?}", imported.event);
    let file = event_file(&imported.event, &renderer.template().declaration);
    let read = read(&file, renderer);
    assert_eq!(renderer.page(&read, None).unwrap(), page, "by way of its file:\n{file}");
    imported
}

/// The event of a file that has nothing wrong in it.
fn read(file: &str, renderer: &Renderer) -> Arc<Event> {
    let find = |_: &str| Ok(renderer.template().clone());
    let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
    let attempt =
        Document::read(Source::new("event.yaml", file), &reading).unwrap_or_else(|error| panic!("{error:?}\n{file}"));
    assert!(attempt.diagnostics.is_empty(), "{:#?}\n{file}", attempt.diagnostics);
    let found = breaches(&attempt.document.event, &attempt.document.template, None);
    assert!(found.is_empty(), "{found:#?}\n{file}");
    attempt.document.event
}

/// A page as it is drawn of a plan, whatever its texts do to it.
fn drawn(plan: &Plan) -> String {
    format!("---\ntitle: May 2026\nweight: -202605\n---\n{}{}", plan.page().0, plan.footer())
}

/// Pages with something done to them: a text put somewhere, a piece left out, line ends changed.
fn edited() -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0..40_usize, prop_oneof![text(), line(), Just(String::new())]);
    let form = prop::sample::select(&["lf", "lf", "lf", "crlf", "mixed", "bom"][..]);
    (prop_oneof![plans(), benign_plans()], prop::collection::vec(edit, 0..4), form).prop_map(|(plan, edits, form)| {
        let mut page = drawn(&plan);
        for (at, length, text) in edits {
            let boundary = |at: usize| (at..).find(|at| page.is_char_boundary(*at)).unwrap_or(page.len());
            let at = boundary(at.index(page.len() + 1).min(page.len()));
            let end = boundary((at + length).min(page.len()));
            page.replace_range(at..end, &text);
        }
        match form {
            "crlf" => page.replace('\n', "\r\n"),
            "mixed" => page.replacen('\n', "\r\n", page.len() / 40),
            "bom" => format!("\u{feff}{page}"),
            _ => page,
        }
    })
}

/// Lines of whatever a page may be made of.
fn heaps() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(
        &[
            "---\n",
            "title: x\n",
            "weight: -202605\n",
            "# Kettle Days 05/2026 Wrap Up\n",
            "\n",
            "\n",
            "\n",
            "- 🗓️ **Date:** 04.05.2026 – 08.05.2026\n",
            "- 📍 **Location:** [The Mill](https://x.example)\n",
            "- 👤 **Organizer**: a, b\n",
            "- 📘 **Topics:** /\n",
            "![alt](file.png)\n",
            "![a](https://x.example/b.png)\n",
            "## 🔥 Warm Starts\n",
            "## One Log 🏎️\n",
            "##\n",
            " ## Indented\n",
            "Underlined\n---\n",
            "Above\n===\n",
            "<!-- afterword: owners=@ada demo=5m state=partial -->\n",
            "<!-- afterword: state=dropped -->\n",
            "> **Tracking:** x\n",
            "**Problem Statement:**\n",
            "**Problem Statement:** x\n",
            "**Next Steps**: \n",
            "**Achievements:**  \n",
            "### Outcome\n",
            "### Next steps\n",
            "### Contributors\n",
            "* x\n",
            "text\n",
            "text  \n",
            "```\n",
            "<hr />\n",
            "<details>\n",
            "[x]: https://x.example\n",
            "\r\n",
            "\r",
            "\u{2028}",
            "\0",
            "\u{feff}",
        ][..],
    );
    let piece = prop_oneof![8 => pieces.prop_map(str::to_owned), 1 => text(), 1 => any::<String>()];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn any_text_comes_back_as_it_was() {
    let renderer = Renderer::new(template());
    let any_text = prop_oneof![3 => edited(), 3 => heaps(), 1 => any::<String>()];
    proptest!(cases(400), |(page in any_text)| {
        check(&page, &renderer);
    });
}

/// Fails unless an event that breaks nothing is read from its page with all that the page shows of it.
///
/// Nothing where the event does break its page.
fn check_shown(plan: &Plan, renderer: &Renderer) -> Option<()> {
    let file = write::document(&plan.yaml());
    let event = super::read_event(renderer.template(), &file)?.event;
    if !breaches(&event, renderer.template(), None).is_empty() {
        return None;
    }
    let page = renderer.page(&event, None).unwrap();
    check(&page, renderer);
    // Nothing on a page parts its footer from the last text, nor an edition from its series; and one section
    // may be written in several styles.
    let (series, footer) = plan.known();
    let style = event.style.as_deref();
    let hints =
        Hints { style, series: &[series.to_owned()], footer: Some(footer.unwrap_or_default()), ..Hints::default() };
    let imported = import::page(Source::new("page.md", page.as_str()), renderer, &hints).unwrap();
    let told = || format!("{page}\n{:#?}", imported.event);
    assert_eq!(imported.kept, [], "{}", told());
    assert_eq!(imported.event.topics.len(), event.topics.len(), "{}", told());
    for (planned, topic) in plan.topics.iter().zip(&imported.event.topics) {
        assert_eq!(joined(shown(topic)), joined(planned.shown()), "{}", told());
    }
    Some(())
}

/// A topic's texts, by key, and its pictures.
fn shown(topic: &Topic) -> Vec<(&str, String)> {
    let sections = topic.sections.iter().map(|(key, text)| (key.as_ref(), trimmed(text)));
    let pictures = topic.pictures.iter().map(|one| ("pictures", format!("\n![{}]({})\n", one.alt, one.file)));
    let intro = topic.intro.iter().map(|intro| ("intro", intro.clone()));
    intro.chain(sections).chain(pictures).collect()
}

/// A picture behind a text is a picture, whoever put it there; behind a bare label it is the section's. Blanks behind a
/// label are the label's, and a line end before a list may be either's.
fn joined(mut shown: Vec<(&str, String)>) -> Vec<(&str, String)> {
    for (_, text) in &mut shown {
        *text = text.trim_start().to_owned();
    }
    let pictures = shown.iter().position(|(key, _)| *key == "pictures").unwrap_or(shown.len());
    let behind: String = shown.drain(pictures..).map(|(_, picture)| format!("\n\n{}", picture.trim())).collect();
    match shown.last_mut() {
        Some((_, text)) if text.trim_start().starts_with("![") => *text = format!("{}{behind}", text.trim_start()),
        Some((_, text)) if text.trim().is_empty() => *text = behind.trim_start().to_owned(),
        Some((_, text)) => text.push_str(&behind),
        None if behind.is_empty() => {}
        None => shown.push(("intro", behind.trim_start().to_owned())),
    }
    shown
}

#[test]
fn an_event_that_breaks_nothing_is_read_from_its_page_with_all_that_it_shows() {
    let renderer = Renderer::new(template());
    let read = std::cell::Cell::new(0);
    proptest!(cases(400), |(plan in labelled_plans())| {
        read.set(read.get() + u32::from(check_shown(&plan, &renderer).is_some()));
    });
    assert!(read.get() > 100, "only {} of the events", read.get());
}

#[test]
fn giants_come_back_and_make_no_more_of_a_file_than_is_read() {
    let renderer = Renderer::new(template());
    let head = "---\ntitle: May 2026\nweight: -202605\n---\n\n# Kettle Days 05/2026 Wrap Up\n\n\
                - 🗓️ **Date:** 04.05.2026\n- 📍 **Location:** M\n- 👤 **Organizer:** K\n\n";
    let topic = |text: &str| format!("{head}## A\n\n{text}\n");
    let giants = [
        format!("{head}{}", "## A\n\n".repeat(41_000)),
        format!("{head}## {}\n", "a 🔥 ".repeat(20_000)),
        format!("{head}{}## B\n", "## A\r".repeat(5_000)),
        format!("{}{}\n## A\n", head.trim_end(), "\n- 📘 **Topics:** /".repeat(2_000)),
        format!("---\n{}{}", (0..2_000).map(|at| format!("k{at}: v\n")).collect::<String>(), &head[4..]),
        head.replace("Kettle Days", &"a ".repeat(10_000)),
        head.replace("** K", &format!("** {}", "[(".repeat(10_000))),
        topic(&"![a](b.png)\n\n".repeat(2_000)),
        topic(&format!("**Outcome:**{}x", " ".repeat(10_000))),
        topic(&format!("> **Tracking:** {}", "x".repeat(10_000))),
        topic(&format!("![{}](b.png)", "x".repeat(10_000))),
        topic(&"**Outcome:**x\n\n## A\n\n".repeat(2_000)),
        topic(&"**".repeat(20_000)),
        topic(&">".repeat(5_000)),
        topic(&"\n".repeat(20_000)),
        topic(&"<!-- a\n\n".repeat(2_000)),
    ];
    for page in giants {
        check(page.trim_end_matches(' '), &renderer);
    }
}
