//! Any bytes read as a configuration: what is wrong is told where it stands; what is right stays below the root, and
//! says what its text says.

#![no_main]

use std::path::Component;
use std::path::Path;

use afterword::document::Document;
use afterword::document::Reading;
use afterword::fs::portable_name;
use afterword::project::configuration::Around;
use afterword::project::configuration::Configuration;
use afterword::project::configuration::Said;
use afterword::project::configuration::paths::Names;
use afterword::project::configuration::paths::fill;
use afterword::source::Source;
use afterword::template::builtin;
use libfuzzer_sys::fuzz_target;

mod places;

fn read(bytes: &[u8]) -> Option<Configuration> {
    let around = Around { variable: &|_| None, templates: &|| vec!["hackathon".to_owned(), "meetup".to_owned()] };
    match Configuration::decode("config.yaml", bytes.to_vec(), around) {
        Ok(configuration) => Some(configuration),
        Err(report) => {
            assert!(!report.diagnostics.is_empty(), "a refusal has a reason");
            places::stand_in_their_texts(&report.diagnostics, &report.sources);
            None
        }
    }
}

/// Whether a path names something below a folder, by names that every system can hold.
fn is_below(path: &Path) -> bool {
    path.components().all(|component| match component {
        Component::Normal(name) => name.to_str().is_some_and(|name| portable_name(name).is_ok()),
        _ => false,
    })
}

/// Whether a path stays below a folder.
fn stays(path: &Path) -> bool {
    path.components().all(|component| matches!(component, Component::Normal(_)))
}

fuzz_target!(|bytes: &[u8]| {
    let Some(configuration) = read(bytes) else { return };
    let source = &configuration.sources[0];
    let said = [&configuration.template, &configuration.style, &configuration.pages, &configuration.pictures]
        .into_iter()
        .chain([&configuration.events, &configuration.edit_url])
        .flatten()
        .chain(&configuration.index)
        .chain(configuration.check.allow.iter().chain(&configuration.check.deny).chain(&configuration.check.files));
    for Said { place, .. } in said {
        assert!(source.text.get(place.span.range()).is_some(), "{place:?} of {source:?}");
    }
    for name in configuration.index_names() {
        assert!(is_below(Path::new(name)), "{name:?}");
    }
    let names = Names { id: "2026-05", year: "2026", month: "05", edition: Some("Sofia: Édition/../x") };
    for folder in [&configuration.pages, &configuration.events].into_iter().flatten() {
        assert!(stays(&fill(&folder.text, names)), "{folder:?}");
        assert!(stays(&fill(&folder.text, Names { edition: None, ..names })), "{folder:?}");
    }
    assert!(stays(&configuration.events_folder()), "{configuration:?}");

    // The defaults are an event file's fields, each where the configuration has it.
    if let Some(defaults) = &configuration.defaults {
        assert!(defaults.event.len() <= source.text.len());
        let mut bytes = source.text.bytes().zip(defaults.event.bytes());
        assert!(bytes.all(|(one, other)| one == other || other == b' '), "{source:?}: {defaults:?}");
        let template = builtin::find("hackathon").expect("it is built in").load().into();
        let find = |_: &str| Ok(std::sync::Arc::clone(&template));
        let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
        if let Ok(attempt) = Document::read(Source::new("config.yaml", defaults.event.as_str()), &reading) {
            places::stand_in_their_texts(&attempt.diagnostics, &attempt.document.sources);
        }
    }

    // The same again, and with the line ends of Windows.
    assert_eq!(read(bytes).as_ref(), Some(&configuration));
    if !source.text.contains('\r') {
        let text = source.text.replace('\n', "\r\n");
        let other = read(text.as_bytes()).unwrap_or_else(|| panic!("not with `\\r\\n`: {source:?}"));
        let texts = |said: &[Said]| said.iter().map(|said| said.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&other.index), texts(&configuration.index));
        assert_eq!(other.pages.map(|said| said.text), configuration.pages.map(|said| said.text));
        assert_eq!(other.commit, configuration.commit);
    }
});
