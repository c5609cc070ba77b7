//! Any page read as an event: what comes out draws the page again, byte for byte, and so does its event file.

use std::sync::Arc;

use afterword::document::Document;
use afterword::document::Reading;
use afterword::document::write::event_file;
use afterword::event::Event;
use afterword::import;
use afterword::import::Hints;
use afterword::import::Imported;
use afterword::render::Renderer;
use afterword::render::structure::breaches;
use afterword::source::Source;
use chrono::NaiveDate;
use proptest::prelude::*;

use super::cases;
use super::hostile::line;
use super::hostile::text;
use super::plan::Plan;
use super::plan::benign_plans;
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
