//! Any text read as an event file: what is wrong is told where it stands; what is right is written back, patched and
//! drawn as the same event.

#![no_main]

use std::sync::Arc;
use std::sync::LazyLock;

use afterword::document::Document;
use afterword::document::ReadError;
use afterword::document::Reading;
use afterword::document::patch::Change;
use afterword::document::patch::MovedTopic;
use afterword::document::patch::TOPICS;
use afterword::document::patch::patch;
use afterword::document::write::event_file;
use afterword::event::Event;
use afterword::event::FieldValue;
use afterword::event::Fields;
use afterword::event::FrontMatter;
use afterword::event::Text;
use afterword::import;
use afterword::import::Hints;
use afterword::render::Renderer;
use afterword::render::structure::breaches;
use afterword::source::Source;
use afterword::template::builtin;
use afterword::template::folder::TemplateError;
use afterword::wizard::Answers;
use afterword::yaml::Value;
use afterword::yaml::read;
use afterword::yaml::write::Yaml;
use afterword::yaml::write::document;
use libfuzzer_sys::fuzz_target;

mod places;

const NAMES: [&str; 3] = ["hackathon", "meetup", "retrospective"];

static RENDERERS: LazyLock<Vec<Renderer>> = LazyLock::new(|| {
    NAMES.into_iter().map(|name| Renderer::new(builtin::find(name).expect("built in").load().into())).collect()
});

fn renderer(name: &str) -> Option<&'static Renderer> {
    NAMES.iter().position(|known| *known == name).map(|at| &RENDERERS[at])
}

/// The event of a text without a mistake.
fn read_event(text: &str) -> Option<Document> {
    let find = |name: &str| match renderer(name) {
        Some(renderer) => Ok(renderer.template().clone()),
        None => {
            let known = NAMES.map(str::to_owned).into();
            Err(TemplateError::Unknown { name: name.to_owned(), known })
        }
    };
    let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
    match Document::read(Source::new("event.yaml", text), &reading) {
        Ok(attempt) => {
            places::stand_in_their_texts(&attempt.diagnostics, &attempt.document.sources);
            attempt.diagnostics.is_empty().then_some(attempt.document)
        }
        Err(ReadError::Invalid(report)) => {
            assert!(!report.diagnostics.is_empty(), "a refusal has a reason");
            places::stand_in_their_texts(&report.diagnostics, &report.sources);
            None
        }
        Err(ReadError::Template(TemplateError::Unknown { .. })) => None,
        Err(error) => panic!("{error:?}"),
    }
}

/// The same event, whether its file names the usual template or leaves it out, and however many line ends a text has,
/// which no page draws.
fn plain(event: &Event, renderer: &Renderer) -> Event {
    let mut event = event.clone();
    let declaration = &renderer.template().declaration;
    event.template.get_or_insert_with(|| declaration.name.to_string());
    let trim = |text: &mut String| text.truncate(text.trim_end_matches('\n').len());
    let trim_fields = |fields: &mut Fields| {
        for (_, value) in fields {
            if let FieldValue::Text(text) = value {
                trim(text);
            }
        }
    };
    // Whether a word of the front matter stands in quotes that it does not need is not kept.
    if let FrontMatter::Map(entries) = &event.front_matter {
        event.front_matter = FrontMatter::Verbatim(document(&Yaml::Mapping(entries.clone())));
    }
    event.intro.iter_mut().chain(&mut event.footer).for_each(trim);
    trim_fields(&mut event.fields);
    for topic in &mut event.topics {
        topic.intro.iter_mut().for_each(trim);
        trim_fields(&mut topic.fields);
        for (_, section) in &mut topic.sections {
            if let Text::Markdown(text) = section {
                trim(text);
            }
        }
    }
    event
}

/// One field with another value: its lines change and no others, or the file is written anew.
fn change_series(text: &str, document: &Document, renderer: &Renderer) {
    let source = Source::new("event.yaml", text);
    let answers = Answers::parse(&source, &[]).expect("it was read");
    let topics: Vec<MovedTopic> = answers.topics().iter().cloned().enumerate().map(|(at, one)| (Some(at), one)).collect();
    let mut before = answers.event().clone();
    before.push((TOPICS.to_owned(), Yaml::Null));
    let same = Change { event: (&before, &before), topics: (answers.topics(), &topics) };
    let patched = patch(&source, &same);
    assert!(patched.as_ref().is_none_or(|patched| patched == text), "{text:?} became {patched:?}");

    let mut after = answers.clone();
    after.set("series", Some(Yaml::Text("Another: one".to_owned())));
    let mut meant = Event::clone(&document.event);
    meant.series = Some("Another: one".to_owned());
    let mut after = after.event().clone();
    after.push((TOPICS.to_owned(), Yaml::Null));
    let change = Change { event: (&before, &after), topics: (answers.topics(), &topics) };
    if let Some(patched) = patch(&source, &change)
        && read_event(&patched).is_some_and(|read| *read.event == meant)
    {
        // All before the field and from the next one on is as it was.
        let Ok(parsed) = read::parse(0, text) else { return };
        let Value::Mapping(entries) = &parsed.root.value else { return };
        let start = |at: usize| entries.get(at).map(|entry| entry.key_place.span.range().start);
        let Some(at) = entries.iter().position(|entry| entry.key == "series") else { return };
        let above = start(at).unwrap_or_default();
        assert!(patched.starts_with(&text[..above]), "{text:?} became {patched:?}");
        let below = start(at + 1).unwrap_or(text.len());
        assert!(patched.ends_with(&text[below..]), "{text:?} became {patched:?}");
        return;
    }
    let anew = event_file(&meant, &renderer.template().declaration);
    let read = read_event(&anew).expect("what is written anew reads");
    assert_eq!(plain(&read.event, renderer), plain(&meant, renderer), "{anew}");
}

fuzz_target!(|text: &str| {
    let Some(document) = read_event(text) else { return };
    let name = document.event.template.as_deref().unwrap_or("hackathon");
    let renderer = renderer(name).expect("it was found");

    // The event comes back from its own file.
    let file = event_file(&document.event, &renderer.template().declaration);
    let Some(again) = read_event(&file) else { panic!("{text:?} is written as what has mistakes:\n{file}") };
    assert_eq!(plain(&again.event, renderer), plain(&document.event, renderer), "{file}");
    assert_eq!(event_file(&again.event, &renderer.template().declaration), file);

    change_series(&text.replace("\r\n", "\n"), &document, renderer);

    // Whatever can be drawn is drawn the same from either, and read back from its page.
    let found = breaches(&document.event, renderer.template(), None);
    assert_eq!(breaches(&again.event, renderer.template(), None), found);
    let (Ok(page), Ok(page_again)) = (renderer.page(&document.event, None), renderer.page(&again.event, None)) else {
        panic!("not drawn: {text:?}")
    };
    assert_eq!(page, page_again);
    let hints = Hints { start: Some(document.event.dates.start), ..Hints::default() };
    let imported = import::page(Source::new("page.md", page.as_str()), renderer, &hints).expect("a page is an event");
    assert_eq!(renderer.page(&Arc::new(Event::clone(&imported.event)), None).expect("it draws"), page);
    let is_irregular = [&document.event.head, &document.event.tail, &document.event.footer].into_iter().any(Option::is_some)
        || document.event.topics.iter().any(|topic| topic.body.is_some());
    if found.is_empty() && !is_irregular {
        let drawn = document.event.topics.iter().filter(|topic| topic.said.is_none_or(|state| state.is_drawn())).count();
        assert_eq!(imported.event.topics.len(), drawn, "{page}");
    }
});
