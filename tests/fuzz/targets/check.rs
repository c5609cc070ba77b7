//! Whatever a page holds: `check` ends, its fixes change what they name and nothing else, and a second time nothing.

#![no_main]

use std::sync::Arc;
use std::sync::LazyLock;

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
use afterword::document::Document;
use afterword::document::Reading;
use afterword::document::write::event_file;
use afterword::import;
use afterword::import::Hints;
use afterword::markdown::anchor::Site;
use afterword::markdown::shape;
use afterword::render::Renderer;
use afterword::source::Source;
use afterword::template::builtin;
use libfuzzer_sys::fuzz_target;

static RENDERER: LazyLock<Arc<Renderer>> = LazyLock::new(|| {
    let template = builtin::find("hackathon").map(|built_in| built_in.load());
    Arc::new(Renderer::new(Arc::new(template.expect("it is built in"))))
});

fn hints() -> Hints<'static> {
    Hints { name: Some("2026-05"), ..Hints::default() }
}

/// A page, an index, or an event file, and what is found in it.
fn findings(text: &str, sort: Sort) -> Vec<Diagnostic> {
    let source = Source::new("2026-05", text);
    let read = |source: Source, hints: &Hints<'_>| {
        let imported = import::page(source, &RENDERER, hints).ok()?;
        Some(Read { imported, renderer: RENDERER.clone() })
    };
    let (path, role, read) = match sort {
        Sort::Page => ("a/2026-05.md", Role::Page, read(source.clone(), &hints())),
        Sort::Index => ("a/_index.md", Role::Index, None),
        Sort::Event => {
            let template = RENDERER.template().clone();
            let find = |_: &str| Ok(template.clone());
            let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
            let Ok(attempt) = Document::read(source.clone(), &reading) else { return Vec::new() };
            if !attempt.diagnostics.is_empty() {
                return Vec::new();
            }
            let Ok(page) = RENDERER.page(&attempt.document.event, None) else { return Vec::new() };
            let read = read(Source::new("2026-05", page), &hints());
            ("a/2026-05.yaml", Role::Event(Box::new(attempt.document)), read)
        }
    };
    let subject = Subject { path: path.to_owned(), page: "a/2026-05.md".to_owned(), source, role, read };
    let kind = |path: &str| (path.len() % 2 == 0).then_some(Kind::File(1));
    let bytes = |path: &str| Some(format!("# {path}\n").into_bytes());
    let files = Files::new(&kind, &bytes);
    let today = "2026-11-25".parse().expect("a day");
    let site = if text.len() % 2 == 0 { Site::Github } else { Site::Vitepress };
    let options = Options { site, other_site: None, pictures: "images".to_owned(), picture_bytes: 1000, today };
    let wanted = Wanted {
        subjects: &[subject],
        pictures: &["a/images/a.png".to_owned()],
        files: &files,
        options: &options,
        past: &|_| Vec::new(),
        elsewhere: Vec::new(),
        settings: &Settings::default(),
    };
    check(wanted).into_iter().flatten().collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Page,
    Index,
    Event,
}

fn mend(text: &str, sort: Sort) -> String {
    let mut text = text.to_owned();
    for _ in 0..20 {
        let findings = findings(&text, sort);
        for finding in &findings {
            let range = finding.primary.span.range();
            assert!(text.get(range).is_some(), "a finding stands in the text");
        }
        let Some(fixed) = fixes::apply(&text, &findings, sort != Sort::Event) else { return text };
        assert_ne!(fixed.text, text, "a fix changes something");
        if sort != Sort::Event {
            assert_eq!(shape(&fixed.text), shape(&text));
        }
        text = fixed.text;
    }
    panic!("fixes come to an end");
}

fuzz_target!(|text: &str| {
    for sort in [Sort::Page, Sort::Index] {
        mend(text, sort);
    }
    if let Ok(imported) = import::page(Source::new("2026-05", text), &RENDERER, &hints()) {
        let event = event_file(&imported.event, &RENDERER.template().declaration);
        mend(&event, Sort::Event);
    }
});
