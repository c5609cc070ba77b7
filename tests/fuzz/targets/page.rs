//! Any text read as a page comes back from its event, and from that event's file, and nothing panics.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run page --fuzz-dir tests/fuzz`
#![no_main]

use std::sync::LazyLock;

use afterword::document::Document;
use afterword::document::Reading;
use afterword::document::write::event_file;
use afterword::import;
use afterword::import::Hints;
use afterword::render::Renderer;
use afterword::render::structure::breaches;
use afterword::source::Source;
use afterword::template::builtin;
use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;

static RENDERERS: LazyLock<Vec<Renderer>> = LazyLock::new(|| {
    let load = |name: &str| Renderer::new(builtin::find(name).expect("built in").load().into());
    ["hackathon", "meetup", "retrospective"].into_iter().map(load).collect()
});

fuzz_target!(|text: &str| {
    for renderer in RENDERERS.iter() {
        let hints = Hints { start: NaiveDate::from_ymd_opt(2026, 5, 4), ..Hints::default() };
        let imported = import::page(Source::new("page.md", text), renderer, &hints).expect("any page is an event");
        assert_eq!(renderer.page(&imported.event, None).expect("it draws"), text);
        let file = event_file(&imported.event, &renderer.template().declaration);
        let find = |_: &str| Ok(renderer.template().clone());
        let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
        let read = Document::read(Source::new("event.yaml", file.as_str()), &reading).expect("it reads");
        assert!(read.diagnostics.is_empty(), "{:?}\n{file}", read.diagnostics);
        assert_eq!(breaches(&read.document.event, renderer.template(), None), []);
        assert_eq!(renderer.page(&read.document.event, None).expect("it draws"), text, "{file}");
    }
    afterword::encoding::repair(text, &[]);
});
