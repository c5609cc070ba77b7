use std::collections::BTreeSet;
use std::sync::Arc;

use crate::event::core;
use crate::source::Source;
use crate::template::Template;
use crate::template::builtin::BUILT_IN;
use crate::template::folder::TemplateError;
use crate::template::schema;

use super::Document;
use super::ReadError;
use super::Reading;

/// Whether an event file with that text has a field that its reader does not know.
fn has_unknown_field(text: &str, template: &Arc<Template>) -> bool {
    let find_template = |_: &str| Ok::<_, TemplateError>(template.clone());
    let reading = Reading { find_template: &find_template, template: None, style: None, assignments: &[] };
    match Document::read(Source::new("event.yaml", text), &reading) {
        Ok(attempt) => attempt.diagnostics.iter().any(|one| one.code == "unknown-field"),
        Err(ReadError::Invalid(report)) => report.diagnostics.iter().any(|one| one.code == "unknown-field"),
        Err(error) => panic!("{text}: {error}"),
    }
}

/// The names of the fields of every template and of none.
fn candidates() -> BTreeSet<String> {
    let core = core::EVENT.iter().chain(core::TOPIC).map(|field| field.key.to_owned());
    let declared = BUILT_IN.iter().flat_map(|built_in| {
        let declaration = built_in.load().declaration;
        let fields = declaration.event.iter().chain(&declaration.topic).map(|field| field.key.to_string());
        fields.chain(declaration.sections.iter().map(|section| section.key.to_string())).collect::<Vec<_>>()
    });
    core.chain(declared).chain(["invented".to_owned()]).collect()
}

#[test]
fn the_schema_has_the_fields_that_the_reader_knows() {
    for built_in in BUILT_IN {
        let template = Arc::new(built_in.load());
        let schema = schema::of_events(&template.declaration);
        let wheres =
            [("/properties", "start: 2026-05-04\n"), ("/$defs/topic/properties", "start: 2026-05-04\ntopics:\n- ")];
        for (pointer, before) in wheres {
            let properties = schema.pointer(pointer).and_then(serde_json::Value::as_object).unwrap();
            for key in candidates().iter().filter(|key| *key != "start" || pointer != "/properties") {
                let is_known = !has_unknown_field(&format!("{before}{key}: ~\n"), &template);
                assert_eq!(properties.contains_key(key), is_known, "{}: {pointer}/{key}", built_in.name);
            }
        }
    }
}

#[test]
fn a_required_field_that_says_nothing_is_missing_and_a_wrong_one_is_wrong_only() {
    let template = Arc::new(BUILT_IN[0].load());
    let find_template = |_: &str| Ok::<_, TemplateError>(template.clone());
    let reading = Reading { find_template: &find_template, template: None, style: None, assignments: &[] };
    let text = "series: \"\"\nstart: soon\nlocation: ~\norganizers: []\ntopics:\n- title: [a]\n";
    let mut attempt = Document::read(Source::new("event.yaml", text), &reading).unwrap();
    attempt.diagnostics.sort_by_key(|one| (one.primary.span, one.message.clone()));
    let said: Vec<String> = attempt.diagnostics.iter().map(|one| format!("{}: {}", one.code, one.message)).collect();
    assert_eq!(
        said,
        [
            "missing-field: the event has no `series`",
            "invalid-date: `start` is no date: `soon`",
            "missing-field: the event has no `location`",
            "missing-field: the event has no `organizers`",
            "wrong-type: `title` is text, not a list",
        ]
    );
}

#[test]
fn bytes_of_a_text_are_located_where_they_stand_as_they_are() {
    let event = "series: \"Kettle \\u0044ays\"\nstart: 2026-05-04\nlocation: {name: The Mill}\norganizers: [{name: W}]\n\
                 topics:\n  - title: Warm starts\n    problem: |\n      It was\n        cold. \n    motivation: >\n      a\n      b\n";
    let template = crate::template::builtin::find("hackathon").unwrap().load();
    let template = Arc::new(template);
    let find = |_: &str| Ok(template.clone());
    let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
    let document = Document::read(Source::new("x", event), &reading).unwrap().document;
    let topic = |key: &'static str| {
        vec![crate::yaml::Step::Key("topics".into()), crate::yaml::Step::Index(0), crate::yaml::Step::Key(key.into())]
    };
    let located = |path: &[crate::yaml::Step], range: std::ops::Range<usize>| {
        let located = document.locate([(path, Some(range))])[0];
        (event[located.span.range()].to_owned(), located.is_verbatim)
    };
    let problem = topic("problem");
    assert_eq!(located(&problem, 3..6), ("was".to_owned(), true));
    assert_eq!(located(&problem, 9..15), ("cold. ".to_owned(), true));
    assert_eq!(located(&problem, 14..15), (" ".to_owned(), true));
    assert_eq!(located(&topic("title"), 5..11), ("starts".to_owned(), true));
    // Folded, and escaped.
    assert!(!located(&topic("motivation"), 1..3).1);
    assert_eq!(located(&[crate::yaml::Step::Key("series".into())], 7..11), ("\"Kettle \\u0044ays\"".to_owned(), false));
    assert_eq!(located(&topic("nowhere"), 0..1), ("title".to_owned(), false));
}
