//! Whatever a page holds, `check` comes to an end, its fixes too, and they leave the page its shape.

use std::sync::Arc;

use afterword::check::Options;
use afterword::check::Role;
use afterword::check::Settings;
use afterword::check::Subject;
use afterword::check::Wanted;
use afterword::check::check;
use afterword::check::files::Files;
use afterword::check::files::Kind;
use afterword::check::fixes;
use afterword::check::page::Read;
use afterword::diagnostic::Diagnostic;
use afterword::import;
use afterword::import::Hints;
use afterword::markdown::anchor::Site;
use afterword::markdown::shape;
use afterword::render::Renderer;
use afterword::source::Source;
use proptest::prelude::*;

use super::cases;
use super::template;

/// What rules look for, and what Markdown makes of it.
const PIECES: &[&str] = &[
    "---\ntitle: May 2026\nweight: -202604\n---\n",
    "# Kettle Days 04/2026 Wrap Up\n",
    "- 🗓️ **Date:** 04.05.2026 – 08.05.2026\n",
    "\n## 🔥 Warm starts\n",
    "\n### Outcome\n",
    "**Outcome**: ",
    "**Achievements:** ",
    "**Code:** ",
    "It boils.",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "  \n",
    "\t",
    "TODO",
    "N/A",
    "the the ",
    "[#12](https://tracker.example/a/b/pull/13/files)",
    "[a](http://github.com/x)",
    "[a](./nowhere.md#b)",
    "[a] (https://a.example)",
    "https://https://a.example ",
    "![](images/a.png)",
    "#warm-starts",
    "Ã¼",
    "\u{200b}",
    "\u{202e}",
    "```\n",
    "<!-- ",
    " -->",
    "<name>",
    "* ",
    "> ",
    "| a | b |\n|---|---|\n| [x](./2026-05.md) | 04.05.2026 |\n",
    "<!-- afterword: ignore placeholder -->\n",
];

fn findings(text: &str, renderer: &Arc<Renderer>, is_index: bool) -> Vec<Diagnostic> {
    let source = Source::new("2026-05.md", text);
    let hints = Hints { name: Some("2026-05"), ..Hints::default() };
    let imported = import::page(source.clone(), renderer, &hints).ok().filter(|_| !is_index);
    let read = imported.map(|imported| Read { imported, renderer: renderer.clone() });
    let (name, role) = if is_index { ("a/_index.md", Role::Index) } else { ("a/2026-05.md", Role::Page) };
    let subject = Subject { path: name.to_owned(), page: name.to_owned(), source, role, read };
    let kind = |path: &str| path.ends_with("a.png").then_some(Kind::File(1));
    let read = |_: &str| None;
    let files = Files::new(&kind, &read);
    let options = Options {
        site: Site::Github,
        other_site: None,
        pictures: "images".to_owned(),
        picture_bytes: 1000,
        today: "2026-11-25".parse().unwrap(),
    };
    let wanted = Wanted {
        subjects: &[subject],
        pictures: &[],
        files: &files,
        options: &options,
        past: &|_| Vec::new(),
        elsewhere: Vec::new(),
        settings: &Settings::default(),
    };
    check(wanted).into_iter().flatten().collect()
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn fixes_come_to_an_end_and_leave_the_page_its_shape(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24),
        is_index: bool,
    ) {
        let renderer = Arc::new(Renderer::new(template()));
        let mut text = pieces.concat();
        for round in 0.. {
            prop_assert!(round < 10, "no end: {text:?}");
            let found = findings(&text, &renderer, is_index);
            for finding in &found {
                prop_assert!(text.get(finding.primary.span.range()).is_some(), "{finding:?}");
            }
            let Some(fixed) = fixes::apply(&text, &found, true) else { break };
            prop_assert_eq!(shape(&fixed.text), shape(&text));
            prop_assert_ne!(&fixed.text, &text);
            text = fixed.text;
        }
    }
}
