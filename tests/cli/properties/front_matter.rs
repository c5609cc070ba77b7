//! The front matter of a page says what the event file says, whatever that is.

use std::collections::BTreeMap;

use afterword::render::Renderer;
use afterword::render::front_matter::keep_foreign_keys;
use afterword::render::front_matter::split;
use afterword::render::front_matter::without_foreign_keys;
use afterword::yaml::Node;
use afterword::yaml::Value;
use afterword::yaml::read;
use afterword::yaml::write;
use afterword::yaml::write::Yaml;
use proptest::prelude::*;

use super::cases;
use super::hostile::line;
use super::hostile::text;
use super::read_event;
use super::template;

type Entries = BTreeMap<String, Yaml>;

fn values() -> impl Strategy<Value = Yaml> {
    let leaf = prop_oneof![
        3 => text().prop_map(Yaml::Text),
        1 => Just(Yaml::Null),
        1 => any::<bool>().prop_map(Yaml::Bool),
        1 => any::<i64>().prop_map(Yaml::Integer),
        1 => prop::sample::select(&["no", "12:30", "2026-05-04", "1e3", "~", "0x1F", "null", "<<", "=", "---"][..])
            .prop_map(|word| Yaml::Text(word.to_owned())),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Yaml::Sequence),
            prop::collection::btree_map(key(), inner, 0..3).prop_map(|map| Yaml::Mapping(map.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => prop::sample::select(&["outline", "prev", "title", "weight", "title: x", "a:b", "'", "\"title", "? q"][..])
            .prop_map(str::to_owned),
        1 => line(),
        1 => text(),
    ]
}

fn entries() -> impl Strategy<Value = Entries> {
    prop::collection::btree_map(key(), values(), 0..5)
}

/// The block of those entries and a last one, which no text can lose an empty line to.
fn block(entries: impl IntoIterator<Item = (String, Yaml)>) -> String {
    write::document(&Yaml::Mapping(entries.into_iter().chain([("last".to_owned(), Yaml::Integer(1))]).collect()))
}

/// A value as every reader must read it.
fn as_serde(yaml: &Yaml) -> serde_yaml::Value {
    match yaml {
        Yaml::Null => serde_yaml::Value::Null,
        Yaml::Bool(value) => (*value).into(),
        Yaml::Integer(value) => (*value).into(),
        Yaml::Plain(text) | Yaml::Text(text) | Yaml::Quoted(text) | Yaml::Markdown(text) => text.as_str().into(),
        Yaml::Sequence(items) | Yaml::Spaced(items) => items.iter().map(as_serde).collect::<Vec<_>>().into(),
        Yaml::Mapping(entries) => serde_yaml::Value::Mapping(
            entries.iter().map(|(key, value)| (key.as_str().into(), as_serde(value))).collect(),
        ),
    }
}

/// Fails unless the second reader finds the same texts in the same places.
fn check_node(node: &Node<'_>, expected: &serde_yaml::Value) {
    match (&node.value, expected) {
        (Value::Scalar(scalar), serde_yaml::Value::String(text)) => {
            assert_eq!(scalar.text, *text);
            assert!(!node.is_null(), "{text:?} is read as nothing");
        }
        (Value::Scalar(_), serde_yaml::Value::Null) => assert!(node.is_null()),
        (Value::Scalar(scalar), serde_yaml::Value::Bool(value)) => assert_eq!(scalar.text, value.to_string()),
        (Value::Scalar(scalar), serde_yaml::Value::Number(value)) => assert_eq!(scalar.text, value.to_string()),
        (Value::Sequence(items), serde_yaml::Value::Sequence(expected)) => {
            assert_eq!(items.len(), expected.len());
            items.iter().zip(expected).for_each(|(item, expected)| check_node(item, expected));
        }
        (Value::Mapping(entries), serde_yaml::Value::Mapping(expected)) => {
            assert_eq!(entries.len(), expected.len());
            entries.iter().for_each(|entry| check_node(&entry.value, &expected[entry.key.as_ref()]));
        }
        (_, expected) => panic!("{} instead of {expected:?}", node.kind()),
    }
}

#[test]
fn title_weight_and_every_key_are_read_back_equal() {
    let template = template();
    let titles = prop::option::of(line());
    let weights = prop::option::of(any::<i64>());
    let names = (line(), prop::option::of(line()));
    proptest!(cases(150), |(title in titles, weight in weights, names in names, own in entries(), verbatim: bool)| {
        let (series, edition) = names;
        let map = Yaml::Mapping(own.clone().into_iter().collect());
        let map = if verbatim { Yaml::Text(block(own.clone())) } else { map };
        let text = |text: &str| Yaml::Text(text.to_owned());
        let mut fields = vec![
            ("series", text(&series)),
            ("start", Yaml::Plain("2026-05-04".to_owned())),
            ("location", Yaml::Mapping(vec![("name".to_owned(), text("The Old Mill"))])),
            ("organizers", Yaml::Sequence(vec![Yaml::Mapping(vec![("name".to_owned(), text("Kettle Works"))])])),
            ("front_matter", map),
        ];
        fields.extend(edition.as_ref().map(|edition| ("edition", text(edition))));
        fields.extend(title.as_ref().map(|title| ("title", text(title))));
        fields.extend(weight.map(|weight| ("weight", Yaml::Integer(weight))));
        let fields = fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let read = read_event(&template, &write::document(&Yaml::Mapping(fields)));
        let Some(event) = read.map(|document| document.event) else { return Ok(()) };

        let page = Renderer::new(template.clone()).page(&event, None).unwrap();
        let (found, _) = split(&page).unwrap();
        let mut expected = own;
        if verbatim {
            expected.insert("last".to_owned(), Yaml::Integer(1));
        }
        expected.insert("title".to_owned(), Yaml::Text(title.unwrap_or_else(|| "May 2026".to_owned())));
        expected.insert("weight".to_owned(), Yaml::Integer(weight.unwrap_or(-202_605)));
        let expected = as_serde(&Yaml::Mapping(expected.into_iter().collect()));
        let value: serde_yaml::Value = serde_yaml::from_str(found).unwrap_or_else(|error| panic!("{error}\n{found}"));
        assert_eq!(value, expected, "{found}");
        check_node(&read::parse(0, found).unwrap().root, &expected);
    });
}

#[test]
fn keys_that_others_put_on_a_page_stay_and_nothing_else_does() {
    let page = |entries: Vec<(String, Yaml)>| format!("---\n{}---\n\n# H\n", block(entries));
    let order = prop::collection::vec(any::<bool>(), 12);
    proptest!(cases(150), |(own in entries(), changed in entries(), foreign in entries(), order in order)| {
        let is_own = |key: &str| own.contains_key(key);
        let foreign: Entries = foreign.into_iter().filter(|(key, _)| !is_own(key)).collect();
        let mut waiting = foreign.clone().into_iter();
        let mut on_disk = Vec::new();
        for (entry, before) in own.clone().into_iter().zip(&order) {
            if *before {
                on_disk.extend(waiting.next());
            }
            on_disk.push(entry);
        }
        on_disk.extend(waiting);
        let drawn: Vec<(String, Yaml)> = own
            .iter()
            .map(|(key, value)| (key.clone(), changed.get(key).unwrap_or(value).clone()))
            .collect();

        let (drawn, on_disk) = (page(drawn), page(on_disk));
        let kept = keep_foreign_keys(&drawn, &on_disk);
        let parsed = |page: &str| serde_yaml::from_str::<serde_yaml::Mapping>(split(page).unwrap().0).unwrap();
        let mut expected = parsed(&drawn);
        expected.extend(foreign.iter().map(|(key, value)| (key.as_str().into(), as_serde(value))));
        assert_eq!(parsed(&kept), expected, "{kept}");
        assert_eq!(without_foreign_keys(&kept, &drawn), drawn);
    });
}
