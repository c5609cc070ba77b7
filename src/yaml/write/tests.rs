//! What is written, in full; and that three readers, who do not share a scanner, read back what was meant.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_yaml::Value;

use super::{Yaml, document, scalar};

fn text(text: &str) -> Yaml {
    Yaml::Text(text.to_owned())
}

fn markdown(text: &str) -> Yaml {
    Yaml::Markdown(text.to_owned())
}

fn mapping<const N: usize>(entries: [(&str, Yaml); N]) -> Yaml {
    Yaml::Mapping(entries.map(|(key, value)| (key.to_owned(), value)).into())
}

#[test]
fn writes_an_event_as_a_person_would() {
    let event = mapping([
        ("template", text("hackathon")),
        ("start", Yaml::Plain("2025-06-02".to_owned())),
        ("edition", text("06/2025")),
        ("weight", Yaml::Integer(-202_506)),
        (
            "location",
            mapping([("name", text("Schlosshof, Schelklingen")), ("url", text("https://www.schlosshof-info.de/"))]),
        ),
        ("organizers", Yaml::Sequence(vec![mapping([("name", text("x-cellent"))])])),
        ("labels", mapping([("code", text("**Code**:")), ("problem", text("**Problem:** "))])),
        ("pictures", Yaml::Sequence(vec![])),
        ("front_matter", mapping([])),
        (
            "topics",
            Yaml::Spaced(vec![
                mapping([
                    ("emoji", text("🛡️")),
                    ("title", text("Network `Policies`")),
                    ("demo", text("5m")),
                    ("owners", Yaml::Sequence(vec![text("ada"), text("on")])),
                    ("problem", markdown("One line.")),
                    ("achievements", markdown("Two paragraphs: \n\n* a list\n  * of #1\n\n")),
                    ("code", markdown("")),
                ]),
                mapping([
                    ("emoji", text("👨🏼‍💻")),
                    ("title", text("`kind` without cache")),
                    ("highlight", Yaml::Bool(true)),
                    ("state", Yaml::Null),
                    ("problem", Yaml::Sequence(vec![markdown("    code first"), markdown("then\nmore")])),
                ]),
            ]),
        ),
        ("footer", markdown("<hr />")),
    ]);

    let expected = r#"template: hackathon
start: 2025-06-02
edition: 06/2025
weight: -202506
location:
  name: Schlosshof, Schelklingen
  url: https://www.schlosshof-info.de/
organizers:
  - name: x-cellent
labels:
  code: "**Code**:"
  problem: "**Problem:** "
pictures: []
front_matter: {}
topics:
  - emoji: 🛡️
    title: Network `Policies`
    demo: 5m
    owners:
      - ada
      - "on"
    problem: |
      One line.
    achievements: |
      Two paragraphs: 

      * a list
        * of #1
    code: ""

  - emoji: 👨🏼‍💻
    title: "`kind` without cache"
    highlight: true
    state: null
    problem:
      - |2
            code first
      - |
        then
        more
footer: |
  <hr />
"#;
    assert_eq!(document(&event), expected);
}

#[test]
fn leaves_a_text_bare_where_every_reader_takes_it_for_a_text() {
    let bare = r#"Hack The Garden
a, b [c] {d}
it's "so" \ | > & * ! % @ `x`
-x
--flag
a#b
a:b
one?
https://x.eu/#a
5m
2025-06
07/2025
2025-06-02-group.jpeg
12:30 o'clock
12:30-13:00
v1.2
GEP-28
none
🏎️ 👨🏼‍💻 🇪🇺
Größe 日本"#;
    for text in bare.lines() {
        assert_eq!(scalar(text), text);
    }
}

#[test]
fn quotes_what_some_reader_takes_for_something_else() {
    let words = "~ null Null true FALSE yes No on OFF y N = << .inf -.INF .NaN NaN inf";
    let numbers = "0 42 007 +1 -1 1_000 1,000 0x1F 0o7 0b1 1.5 .5 1. . 1e3 1.5E-3 12:30 1:20:30 -1:30.5 1.2.3";
    let dates = "2025-06-01 2025-6-1 2001-12-14t21:59:43.10-05:00";
    let typed = [words, numbers, dates].into_iter().flat_map(str::split_whitespace);

    for text in typed.chain(["2001-12-14 21:59:43.10 -5"]) {
        assert_eq!(scalar(text), format!("\"{text}\""));
    }
}

#[test]
fn quotes_what_would_be_structure() {
    let starts = "- ? ?a : :a , [a] ] {a} } #a &a *a **a** !a | > 'a' %a @a `a` a: --- ---a ... ...a";
    let blanks = ["", " ", " a", "a ", "a\u{A0}", "- a", "? a", ": a", "# a", "a: b", "a #b", "--- a"];
    for text in starts.split_whitespace().chain(blanks) {
        assert_eq!(scalar(text), format!("\"{text}\""));
    }
}

#[test]
fn escapes_what_cannot_be_seen() {
    let cases = [
        ("\"a\" \\", r#""\"a\" \\""#),
        ("a\tb", r#""a\tb""#),
        ("a\r\nb\n", r#""a\r\nb\n""#),
        ("\0\x07\x1B\x7F", r#""\0\x07\x1B\x7F""#),
        ("\u{80}\u{85}\u{9F}", r#""\x80\x85\x9F""#),
        ("a\u{2028}b\u{2029}c", r#""a\u2028b\u2029c""#),
        ("\u{FEFF}\u{FDD0}\u{FFFE}\u{FFFF}", r#""\uFEFF\uFDD0\uFFFE\uFFFF""#),
        ("\u{1FFFE}\u{10FFFF}", r#""\U0001FFFE\U0010FFFF""#),
        ("👨🏼‍💻: 🏎️", "\"👨🏼‍💻: 🏎️\""),
    ];
    for (text, expected) in cases {
        assert_eq!(scalar(text), expected);
    }
}

#[test]
fn writes_several_lines_as_a_literal_block() {
    let cases = [
        ("a\nb", "k: |-\n  a\n  b\n"),
        ("a\nb\n", "k: |\n  a\n  b\n"),
        ("a\n\n\n", "k: |+\n  a\n\n\n...\n"),
        ("a\n", "k: |\n  a\n"),
        ("a \n\tb\t\n  \n c", "k: |-\n  a \n  \tb\t\n    \n   c\n"),
        ("  a\nb\n", "k: |2\n    a\n  b\n"),
        ("\ta\n", "k: |2\n  \ta\n"),
        ("\n\na\n", "k: |\n\n\n  a\n"),
        ("\n \na", "k: |2-\n\n   \n  a\n"),
        ("---\n- a: b # c\n...\n", "k: |\n  ---\n  - a: b # c\n  ...\n"),
        // A block cannot hold these, or nobody would see what it holds.
        ("a\r\nb\n", "k: \"a\\r\\nb\\n\"\n"),
        ("a\u{85}\nb", "k: \"a\\x85\\nb\"\n"),
        ("\u{FEFF}a\nb", "k: \"\\uFEFFa\\nb\"\n"),
        ("\n", "k: \"\\n\"\n"),
        ("\n \t\n", "k: \"\\n \\t\\n\"\n"),
    ];
    for (value, expected) in cases {
        assert_eq!(document(&mapping([("k", text(value))])), expected, "{value:?}");
    }
}

#[test]
fn writes_markdown_as_a_block_that_ends_in_one_line_end() {
    let cases = [
        ("a", "k: |\n  a\n"),
        ("a\n\n\n", "k: |\n  a\n"),
        ("a\n  \n\n", "k: |\n  a\n    \n"),
        ("    code", "k: |2\n      code\n"),
        ("on", "k: |\n  on\n"),
        ("", "k: \"\"\n"),
        ("\n\n", "k: \"\"\n"),
        ("  ", "k: \"  \"\n"),
        ("a\r\n", "k: \"a\\r\\n\"\n"),
    ];
    for (value, expected) in cases {
        assert_eq!(document(&mapping([("k", markdown(value))])), expected, "{value:?}");
    }
}

#[test]
fn counts_the_indentation_of_a_block_from_what_it_belongs_to() {
    let block = || text(" a\nb");
    let deep =
        mapping([("k", Yaml::Sequence(vec![Yaml::Sequence(vec![block(), mapping([("l", block())])]), block()]))]);

    let expected = "k:\n  - - |2-\n       a\n      b\n    - l: |2-\n         a\n        b\n  - |2-\n     a\n    b\n";
    let written = document(&deep);

    assert_eq!(written, expected);
    for reading in [read_with_serde(&written), read_with_saphyr(&written)] {
        assert!(says(&reading, &deep), "{reading:?}");
    }
}

#[test]
fn parts_items_by_exactly_one_empty_line() {
    let items = Yaml::Spaced(vec![text("a\n\n"), text("b\n"), text("c"), Yaml::Spaced(vec![text("d"), text("e\n\n")])]);

    let expected = "- |+\n  a\n\n- |\n  b\n\n- c\n\n- - d\n\n  - |+\n    e\n\n...\n";
    assert_eq!(document(&items), expected);
}

#[test]
fn writes_a_whole_document_of_one_value() {
    let cases = [
        (Yaml::Null, "null\n"),
        (text("a"), "a\n"),
        (text(" a\n---\n"), "\" a\\n---\\n\"\n"),
        (markdown("a\nb"), "\"a\\nb\"\n"),
        (mapping([]), "{}\n"),
        (Yaml::Spaced(vec![]), "[]\n"),
    ];
    for (yaml, expected) in cases {
        assert_eq!(document(&yaml), expected);
    }
}

#[test]
fn writes_keys_by_the_same_rules() {
    let keys =
        mapping([("on", text("a")), ("a: b", text("c")), ("a\nb", text("d")), ("", text("e")), ("1", mapping([]))]);

    assert_eq!(document(&keys), "\"on\": a\n\"a: b\": c\n\"a\\nb\": d\n\"\": e\n\"1\": {}\n");
}

#[test]
fn writes_a_key_too_long_for_a_colon_on_a_line_of_its_own() {
    let long = "k".repeat(1001);
    let list = Yaml::Sequence(vec![mapping([
        (&*long, markdown("a")),
        ("l", mapping([(&*long, Yaml::Sequence(vec![text("b")]))])),
    ])]);

    let expected = format!("- ? {long}\n  : |\n    a\n  l:\n    ? {long}\n    :\n      - b\n");
    assert_eq!(document(&list), expected);
}

#[test]
fn writes_a_plain_word_that_cannot_stand_bare_as_a_text() {
    let words = ["2025-06-02", "1.0", "", "a: b", "a\nb"].map(|word| Yaml::Plain(word.to_owned()));

    assert_eq!(document(&Yaml::Sequence(words.into())), "- 2025-06-02\n- 1.0\n- \"\"\n- \"a: b\"\n- |-\n  a\n  b\n");
}

#[test]
fn never_folds_a_line() {
    let long = format!("{}end", "word ".repeat(2000));

    assert_eq!(document(&mapping([("k", text(&long))])), format!("k: {long}\n"));
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(2000),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn is_read_back_equal(yaml in hostile_yaml()) {
        let written = document(&yaml);

        prop_assert!(written.ends_with('\n') && !written.ends_with("\n\n"), "{written}");
        for reading in [read_with_serde(&written), read_with_saphyr(&written)] {
            prop_assert!(says(&reading, &yaml), "written:\n{written}\nread: {reading:?}");
        }
    }
}

/// A list of documents in, a list of readings out. A key that is no text is shown as what it was taken for.
const READ_WITH_PYYAML: &str = r#"
import json, sys, yaml

def strict(node):
    if isinstance(node, dict):
        return {key if isinstance(key, str) else "misread: " + repr(key): strict(value) for key, value in node.items()}
    return [strict(item) for item in node] if isinstance(node, list) else node

def read(document):
    try:
        return strict(yaml.safe_load(document))
    except Exception as error:
        return "refused: " + str(error)

json.dump([read(document) for document in json.load(sys.stdin.buffer)], sys.stdout, default=repr)
"#;

#[test]
fn is_read_back_equal_by_pyyaml() {
    let installed = Command::new("python3").args(["-c", "import yaml"]).output().is_ok_and(|out| out.status.success());
    if !installed {
        assert!(
            std::env::var_os("AFTERWORD_REQUIRE_TOOLS").is_none_or(|value| value != "1"),
            "PyYAML is not installed"
        );
        println!("skipped: PyYAML is not installed");
        return;
    }
    let cases = ProptestConfig::default().cases.max(1000);
    let mut runner = TestRunner::default();
    let trees: Vec<Yaml> = (0..cases).map(|_| hostile_yaml().new_tree(&mut runner).unwrap().current()).collect();
    let documents: Vec<String> = trees.iter().map(document).collect();

    let mut python = Command::new("python3")
        .args(["-c", READ_WITH_PYYAML])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(&serde_json::to_vec(&documents).unwrap()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());

    let readings: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(readings.len(), trees.len());
    for ((yaml, written), reading) in trees.iter().zip(&documents).zip(readings) {
        let reading = serde_yaml::to_value(reading).unwrap();
        assert!(says(&reading, yaml), "written:\n{written}\nread: {reading:?}");
    }
}

/// Whether the reading is what was meant: Markdown up to line ends at its end, everything else exactly.
fn says(reading: &Value, yaml: &Yaml) -> bool {
    match (reading, yaml) {
        (Value::Null, Yaml::Null) => true,
        (Value::Bool(read), Yaml::Bool(meant)) => read == meant,
        (Value::Number(read), Yaml::Integer(meant)) => read.as_i64() == Some(*meant),
        (Value::String(read), Yaml::Text(meant)) => read == meant,
        (Value::String(read), Yaml::Markdown(meant)) => read.trim_end_matches('\n') == meant.trim_end_matches('\n'),
        (Value::Sequence(read), Yaml::Sequence(meant) | Yaml::Spaced(meant)) => {
            read.len() == meant.len() && read.iter().zip(meant).all(|(read, meant)| says(read, meant))
        }
        (Value::Mapping(read), Yaml::Mapping(meant)) => {
            read.len() == meant.len()
                && read
                    .iter()
                    .zip(meant)
                    .all(|((key, read), (name, meant))| key.as_str() == Some(name) && says(read, meant))
        }
        _ => false,
    }
}

fn read_with_serde(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("yaml_serde: {error} in\n{text}"))
}

fn read_with_saphyr(text: &str) -> Value {
    let mut events = Parser::new_from_str(text).map(|event| match event {
        Ok((event, _)) => event,
        Err(error) => panic!("saphyr: {error} in\n{text}"),
    });
    assert_eq!(events.next(), Some(Event::StreamStart));
    assert_eq!(events.next(), Some(Event::DocumentStart(false)));
    let root = events.next().unwrap();
    let reading = node(root, &mut events);
    assert_eq!(events.next(), Some(Event::DocumentEnd));
    assert_eq!(events.next(), Some(Event::StreamEnd));
    reading
}

fn node<'a>(event: Event<'a>, events: &mut impl Iterator<Item = Event<'a>>) -> Value {
    match event {
        Event::Scalar(text, ScalarStyle::Plain, 0, None) => match &*text {
            "null" => Value::Null,
            "true" => true.into(),
            "false" => false.into(),
            text => text.parse().map_or_else(|_| text.into(), |number: i64| number.into()),
        },
        Event::Scalar(text, _, 0, None) => text.into_owned().into(),
        Event::SequenceStart(0, None) => {
            let mut items = vec![];
            loop {
                match events.next().unwrap() {
                    Event::SequenceEnd => return Value::Sequence(items),
                    event => items.push(node(event, events)),
                }
            }
        }
        Event::MappingStart(0, None) => {
            let mut entries = serde_yaml::Mapping::new();
            loop {
                let key = match events.next().unwrap() {
                    Event::MappingEnd => return Value::Mapping(entries),
                    event => node(event, events),
                };
                let value = events.next().unwrap();
                entries.insert(key, node(value, events));
            }
        }
        other => panic!("{other:?}"),
    }
}

/// Texts made of what has ever confused a reader, with some of everything between.
fn hostile_text() -> impl Strategy<Value = String> {
    let any_of = |fragments: &'static str| {
        let fragments: Vec<String> = fragments.split('¦').map(str::to_owned).collect();
        prop::sample::select(fragments)
    };
    let fragment = prop_oneof![
        3 => any_of("\n¦\n\n¦ ¦  ¦\t¦- ¦: ¦ #"),
        3 => any_of("-¦?¦:¦,¦[¦]¦{¦}¦#¦&¦*¦!¦|¦>¦'¦\"¦%¦@¦`¦\\¦---¦...¦\n---\n¦\n...\n¦<<¦=¦~¦|+\n¦%YAML"),
        1 => any_of("\r¦\r\n¦\0¦\x07¦\x1B¦\x7F¦\u{80}¦\u{85}¦\u{9F}¦\u{A0}¦\u{AD}¦\u{200B}¦\u{2028}¦\u{2029}¦\u{202E}"),
        1 => any_of("\u{3000}¦\u{E000}¦\u{FDD0}¦\u{FEFF}¦\u{FFFD}¦\u{FFFE}¦\u{1FFFF}¦\u{10FFFF}¦👨🏼‍💻¦🏎️¦🇪🇺¦e\u{301}"),
        1 => any_of("on¦No¦y¦null¦true¦nan¦.inf¦12:30¦1:20:30¦2025-06-01¦2025-06¦0x1F¦1e3¦+.5¦0o7¦1_000¦1,000"),
        1 => any_of("0¦1¦60¦T¦Z¦e¦x¦.¦_¦+"),
        3 => any_of("a¦word¦two words¦Größe¦https://x.eu/#a¦* item"),
        1 => any::<char>().prop_map(String::from),
    ];
    let long = prop::sample::select(vec!["x".repeat(1020), "\u{85}".repeat(300), "word ".repeat(300)]);
    prop_oneof![80 => vec(fragment, 0..9).prop_map(|fragments| fragments.concat()), 1 => long]
}

fn hostile_yaml() -> impl Strategy<Value = Yaml> {
    let leaf = prop_oneof![
        1 => Just(Yaml::Null),
        1 => any::<bool>().prop_map(Yaml::Bool),
        1 => any::<i64>().prop_map(Yaml::Integer),
        8 => hostile_text().prop_map(Yaml::Text),
        4 => hostile_text().prop_map(Yaml::Markdown),
    ];
    leaf.prop_recursive(4, 12, 4, |inner| {
        let entry = (hostile_text(), inner.clone());
        prop_oneof![
            1 => vec(inner.clone(), 0..4).prop_map(Yaml::Sequence),
            1 => vec(inner, 0..4).prop_map(Yaml::Spaced),
            2 => vec(entry, 0..4).prop_map(|mut entries| {
                let mut keys = BTreeSet::new();
                entries.retain(|(key, _)| keys.insert(key.clone()));
                Yaml::Mapping(entries)
            }),
        ]
    })
}
