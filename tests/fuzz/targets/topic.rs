//! Any text read as a topic file: what is wrong is told where it stands; what is right comes back from its form, keeps
//! its bytes where nothing changes, and says what it is changed to.

#![no_main]

use std::sync::Arc;
use std::sync::LazyLock;

use afterword::document::Document;
use afterword::document::ReadError;
use afterword::document::Reading;
use afterword::document::topic_file::form::form;
use afterword::document::topic_file::form::name;
use afterword::document::topic_file::patch::Fields;
use afterword::document::topic_file::patch::patched;
use afterword::document::write::topic_entries;
use afterword::event::Text;
use afterword::event::Topic;
use afterword::fs::portable_name;
use afterword::source::Source;
use afterword::template::Template;
use afterword::template::builtin;
use afterword::yaml::write::Yaml;
use libfuzzer_sys::fuzz_target;

mod places;

static TEMPLATE: LazyLock<Arc<Template>> =
    LazyLock::new(|| Arc::new(builtin::find("hackathon").expect("it is built in").load()));

const EVENT: &str = "series: Kettle Days\nstart: 2026-05-04\nlocation: {name: The Old Mill}\norganizers:\n- name: Ada\n";

/// The topic of a file without a mistake.
fn topic(text: &str) -> Option<Topic> {
    let find = |_: &str| Ok(TEMPLATE.clone());
    let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
    let mut source = Source::new("e/event.yaml", EVENT);
    source.parts = vec![Source::new("e/topics/10-kettle.md", text)];
    match Document::read(source, &reading) {
        Ok(attempt) => {
            places::stand_in_their_texts(&attempt.diagnostics, &attempt.document.sources);
            if !attempt.diagnostics.is_empty() {
                return None;
            }
            let event = attempt.document.event;
            assert_eq!(event.topics.len(), 1, "a file is a topic");
            event.topics.first().cloned()
        }
        Err(ReadError::Invalid(report)) => {
            places::stand_in_their_texts(&report.diagnostics, &report.sources);
            None
        }
        Err(error) => panic!("{error:?}"),
    }
}

/// A topic but for what Markdown does not show: blank lines at the end of a text, points that are written as a list.
fn plain(mut topic: Topic) -> Topic {
    let trim = |text: &str| text.trim_end_matches('\n').to_owned();
    for (_, text) in &mut topic.sections {
        *text = Text::Markdown(match &*text {
            Text::Markdown(text) => trim(text),
            Text::List(items) => {
                let point = |item: &String| format!("* {}", item.trim_end().replace('\n', "\n  "));
                items.iter().map(point).collect::<Vec<_>>().join("\n")
            }
        });
    }
    topic.intro = topic.intro.as_deref().map(trim);
    topic
}

fuzz_target!(|text: &str| {
    let file = text.replace("\r\n", "\n");
    let (Some(read), declaration) = (topic(&file), &TEMPLATE.declaration) else { return };
    let before = topic_entries(&read, declaration);

    let anew = form(&before, declaration);
    let again = topic(&anew).unwrap_or_else(|| panic!("{file:?} is written as what has mistakes:\n{anew}"));
    assert_eq!(plain(again), plain(read.clone()), "{anew}");

    let name = format!("{}.md", name(&[], &read.title));
    assert_eq!(portable_name(&name), Ok(()));

    let same = patched(&file, Fields { before: &before, after: &before }, declaration);
    assert_eq!(same, file, "what is the same stays");

    for (key, new) in [("title", "Another: one"), ("problem", "Cold.\n\nVery."), ("next_steps", "## Issue\n")] {
        let mut after = before.clone();
        let value = if key == "title" { Yaml::Text(new.to_owned()) } else { Yaml::Markdown(new.to_owned()) };
        match after.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => *old = value,
            None => after.push((key.to_owned(), value)),
        }
        let changed = patched(&file, Fields { before: &before, after: &after }, declaration);
        // What does not read as it is meant is refused by who calls; a new form is always read so.
        let meant = topic(&form(&after, declaration)).unwrap_or_else(|| panic!("{file:?}: {key} reads back"));
        match key {
            "title" => assert_eq!(meant.title, new),
            _ => assert!(meant.sections.iter().any(|(name, _)| **name == *key)),
        }
        if let Some(changed) = topic(&changed) {
            assert_eq!(plain(changed), plain(meant), "{key} of {file:?}");
        }
    }
});
