//! `afterword schema`: both schemas judged by a validator that is not of this program.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;
use serde_json::json;

use crate::corpus::corpus;
use crate::render::SMALL;
use crate::sandbox::Sandbox;

/// What the validator said of one schema or document.
struct Verdict {
    verdict: String,
    why: String,
}

/// Documents to be judged, each by one of the schemas.
#[derive(Default)]
struct Asked {
    schemas: serde_json::Map<String, Value>,
    documents: Vec<Value>,
}

impl Asked {
    /// Adds the schema that a command prints, under a name.
    fn schema(&mut self, name: &str, sandbox: &Sandbox, arguments: &[&str]) {
        let run = sandbox.run(arguments);
        let schema = serde_json::from_str(&run.code(0).stderr("").stdout).unwrap();
        self.schemas.insert(name.to_owned(), schema);
    }

    fn file(&mut self, path: &Path, schema: &str) {
        let path = path.to_str().unwrap();
        self.documents.push(json!({ "name": path, "schema": schema, "path": path }));
    }

    fn text(&mut self, text: &str, schema: &str) {
        self.documents.push(json!({ "name": text, "schema": schema, "text": text }));
    }

    /// Asks the validator, if this machine has one.
    fn judge(self) -> Option<BTreeMap<String, Verdict>> {
        let has_tools = Command::new("python3").args(["-c", "import jsonschema, yaml"]).stderr(Stdio::null()).status();
        if !has_tools.is_ok_and(|status| status.success()) {
            assert!(
                std::env::var_os("AFTERWORD_REQUIRE_TOOLS").is_none(),
                "needs python3 with the packages jsonschema and PyYAML"
            );
            eprintln!("skipped: needs python3 with the packages jsonschema and PyYAML");
            return None;
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema/validate.py");
        let mut python = Command::new("python3");
        let python = python.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = python.spawn().unwrap();
        let asked = json!({ "schemas": self.schemas, "documents": self.documents }).to_string();
        child.stdin.take().unwrap().write_all(asked.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "the validator failed");

        let said = String::from_utf8(output.stdout).unwrap();
        let verdicts = said.lines().map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| line[key].as_str().unwrap().to_owned();
            (text("name"), Verdict { verdict: text("verdict"), why: text("why") })
        });
        Some(verdicts.collect())
    }
}

fn templates() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The schemas of the built-in templates, and of `template.yaml`.
fn built_in_schemas(sandbox: &Sandbox) -> Asked {
    let mut asked = Asked::default();
    asked.schema("template.yaml", sandbox, &["schema", "template"]);
    for folder in templates() {
        let name = folder.file_name().unwrap().to_str().unwrap();
        asked.schema(name, sandbox, &["schema", "event", "--template", name]);
    }
    asked
}

#[test]
fn both_schemas_are_schemas_and_take_what_the_program_takes() {
    let mut asked = built_in_schemas(&Sandbox::new());
    for folder in templates() {
        asked.file(&folder.join("template.yaml"), "template.yaml");
        asked.file(&folder.join("example.yaml"), folder.file_name().unwrap().to_str().unwrap());
    }
    let expected = asked.schemas.len() + asked.documents.len();
    let Some(verdicts) = asked.judge() else { return };
    for (name, Verdict { verdict, why }) in &verdicts {
        assert_eq!(verdict, "valid", "{name}: {why}");
    }
    assert_eq!(verdicts.len(), expected);
}

/// Configurations, and whether they are right.
const CONFIGURATIONS: &[(&str, bool)] = &[
    ("# nothing\n", true),
    ("pages:\ncheck:\n", true),
    ("pages: community/hackathons\nindex: [_index.md, index.md]\npictures: images/{id}\n", true),
    ("events: .afterword/events/{year}/{id}\ntemplate: meetup\nstyle: headings\n", true),
    ("locale: de_DE\nanchors: vitepress\n", true),
    ("outputs: {agenda: 'meetings/{year}.md', post:}\n", true),
    ("outputs:\n", true),
    ("outputs: {agenda: ../a.md}\n", false),
    ("outputs: {agenda: a/}\n", false),
    ("outputs: {agenda: '{name}.md'}\n", false),
    ("outputs: agenda\n", false),
    ("locale: ca_ES@valencia\n", true),
    ("edit_url: https://forge.example/{branch}/{path}#L{line}\n", true),
    ("defaults: {series: Kettle Days, motto: Tea, footer: x}\n", true),
    ("commit: {sign_off: true}\ncheck: {allow: a, deny: [b], files: [c.md], picture_size: 1.5 MB}\n", true),
    ("check: {picture_size: 800000}\n", true),
    ("page: a\n", false),
    ("pages: ../a\n", false),
    ("pages: /a\n", false),
    ("pages: a/../b\n", false),
    ("pages: a/{year}\n", false),
    ("pages: [a]\n", false),
    ("pictures: a/{name}\n", false),
    ("index: a/b.md\n", false),
    ("index: {a: b}\n", false),
    ("locale: de\n", false),
    ("anchors: hugo\n", false),
    ("edit_url: forge\n", false),
    ("edit_url: https://forge.example/{file}\n", false),
    ("defaults: [a]\n", false),
    ("defaults: {start: 2026-05-04}\n", false),
    ("defaults: {topics: []}\n", false),
    ("commit: {sign_off: maybe}\n", false),
    ("commit: {signoff: true}\n", false),
    ("check: {alow: a}\n", false),
    ("check: {allow: {a: b}}\n", false),
    ("check: {picture_size: big}\n", false),
    ("check: {picture_size: 0}\n", false),
];

#[test]
fn the_schema_of_configurations_takes_what_the_program_takes() {
    let sandbox = Sandbox::new();
    let mut asked = Asked::default();
    asked.schema("config.yaml", &sandbox, &["schema", "config"]);
    sandbox.file("a.yaml", format!("template: hackathon\n{SMALL}"));
    for (text, is_right) in CONFIGURATIONS {
        sandbox.file(".afterword/config.yaml", text);
        let run = sandbox.run(&["render", "a.yaml", "-o", "-"]);
        assert_eq!(run.code, if *is_right { 0 } else { 2 }, "{text}{}", run.stderr);
        asked.text(text, "config.yaml");
    }
    sandbox.file(".afterword/config.yaml", "");
    asked.text(&sandbox.run(&["init", "--dry-run"]).stdout, "config.yaml");
    let Some(verdicts) = asked.judge() else { return };
    assert_eq!(verdicts.len(), CONFIGURATIONS.len() + 2);
    for (name, Verdict { verdict, why }) in &verdicts {
        let is_right = CONFIGURATIONS.iter().find(|(text, _)| text == name).is_none_or(|(_, is_right)| *is_right);
        assert_eq!(verdict, if is_right { "valid" } else { "refused" }, "{name}: {why}");
    }
}

#[test]
fn the_schema_takes_every_event_file_of_the_corpus() {
    let Some(corpus) = corpus() else { return };
    let mut asked = built_in_schemas(&Sandbox::new());
    for entry in std::fs::read_dir(corpus.join("events")).unwrap() {
        asked.file(&entry.unwrap().path(), "hackathon");
    }
    let Some(verdicts) = asked.judge() else { return };
    for (name, Verdict { verdict, why }) in &verdicts {
        assert_eq!(verdict, "valid", "{name}: {why}");
    }
}

/// A template with a field of each kind, required and not, and a required section.
const KINDS: &str = r#"
name: kinds
description: A field of each kind.
dates: {id: "%Y-%m", weight: "-%Y%m", title: "%B %Y", day: "%Y-%m-%d", range: "{start} to {end}"}
headings: {event: "{motto}", topic: '## {title}'}
header:
  label: "- **{label}:**"
  lines: [{key: guests, label: Guests}]
style: plain
styles: [{name: plain, label: "**{label}:**", join: " "}]
event:
  - {key: motto, required: true}
  - {key: guests, kind: handle, many: true, required: true}
  - {key: rating, kind: choice, choices: [good, bad, 3], required: true}
  - {key: opening, kind: date, required: true}
  - {key: venue, kind: link, required: true}
  - {key: poster, kind: picture, required: true}
  - {key: speech, kind: markdown, required: true}
  - {key: days, kind: date, many: true}
  - {key: sponsor, kind: link}
  - {key: sponsors, kind: link, many: true}
  - {key: weather, kind: choice, choices: [sun, rain]}
topic:
  - {key: owners, required: true}
  - {key: demo, required: true}
sections:
  - {key: story, label: Story, required: true}
outputs: [{name: page, file: page.md.jinja}]
"#;

/// The smallest event of that template.
const SMALL_OF_KINDS: &str = "\
start: 2026-05-04
motto: Tea for all
guests: [ada]
rating: good
opening: 2026-05-04
venue: {name: The Mill}
poster: {file: p.png}
speech: Welcome.
topics:
  - title: Kettles
    owners: [bo]
    demo: 5m
    story: It boiled.
";

/// A text with one line put in place of another.
fn with(text: &str, line: &str, replacement: &str) -> String {
    assert!(text.contains(line), "{line}");
    text.replacen(line, replacement, 1)
}

/// Changes to the small event, as the line that is replaced and what stands there instead, and the code of the mistake.
const BAD: &[(&str, &str, &str)] = &[
    ("series: Kettle Days\n", "", "missing-field"),
    ("series: Kettle Days\n", "series:\n", "missing-field"),
    ("series: Kettle Days\n", "series: '  '\n", "missing-field"),
    ("series: Kettle Days\n", "series: [Kettle Days]\n", "wrong-type"),
    ("series: Kettle Days\n", "series: |\n  Kettle\n  Days\n", "line-break"),
    ("series: Kettle Days\n", "series: \"Kettle\\rDays\"\n", "line-break"),
    ("start: 2026-05-04\n", "", "missing-field"),
    ("start: 2026-05-04\n", "start: 04.05.2026\n", "invalid-date"),
    ("start: 2026-05-04\n", "start: 2026-5-4\n", "invalid-date"),
    ("start: 2026-05-04\n", "start: 2026-02-29\n", "invalid-date"),
    ("start: 2026-05-04\n", "start: 2100-02-29\n", "invalid-date"),
    ("start: 2026-05-04\n", "start: 2026-04-31\n", "invalid-date"),
    ("start: 2026-05-04\n", "start: 2026-13-01\n", "invalid-date"),
    ("start: 2026-05-04\n", "start: 1969-12-31\n", "invalid-date"),
    ("end: 2026-05-08\n", "end: 3000-01-01\n", "invalid-date"),
    ("end: 2026-05-08\n", "end: 20260508\n", "invalid-date"),
    ("location: {name: The Old Mill}\n", "location: The Old Mill\n", "wrong-type"),
    ("location: {name: The Old Mill}\n", "location: {url: https://mill.example/}\n", "missing-field"),
    ("location: {name: The Old Mill}\n", "location: {name: The Old Mill, uri: /}\n", "unknown-field"),
    ("organizers: [{name: Kettle Works}]\n", "organizers: []\n", "missing-field"),
    ("organizers: [{name: Kettle Works}]\n", "organizers: [Kettle Works]\n", "wrong-type"),
    ("organizers: [{name: Kettle Works}]\n", "organizers: [~]\n", "missing-field"),
    ("organizers:", "organisers:", "unknown-field"),
    ("topics:", "links: [{label: Board}]\ntopics:", "missing-field"),
    ("topics:", "links: [{label: Board, target: }]\ntopics:", "missing-field"),
    ("topics:", "pictures: [{alt: All of us}]\ntopics:", "missing-field"),
    ("topics:", "afterword: 2\ntopics:", "format-version"),
    ("topics:", "afterword: one\ntopics:", "wrong-type"),
    ("topics:", "template: hackaton\ntopics:", "unknown-template"),
    ("topics:", "style: blok\ntopics:", "unknown-style"),
    ("topics:", "weight: heavy\ntopics:", "wrong-type"),
    ("topics:", "weight: '-202605'\ntopics:", "wrong-type"),
    ("topics:", "weight: 99999999999999999999\ntopics:", "wrong-type"),
    ("topics:", "id: 2026/05\ntopics:", "invalid-id"),
    ("topics:", "id: Aux.old\ntopics:", "invalid-id"),
    ("topics:", "front_matter: [outline]\ntopics:", "wrong-type"),
    ("topics:", "front_matter: |\n  outline: 2\n  ---\ntopics:", "invalid-front-matter"),
    ("topics:", "labels: {problems: Problem}\ntopics:", "unknown-label"),
    ("topics:", "labels: {problem: [Problem]}\ntopics:", "wrong-type"),
    ("topics:", "file: {newline: cr}\ntopics:", "invalid-choice"),
    ("topics:", "file: {bom: yes}\ntopics:", "wrong-type"),
    ("topics:", "problem: Cold tea.\ntopics:", "unknown-field"),
    ("topics:\n", "topics: Kettles\nx:\n", "wrong-type"),
    ("    title: Warm starts\n", "", "missing-field"),
    ("    title: Warm starts\n", "    title: ''\n", "missing-field"),
    ("    title: Warm starts\n", "    title: Warm\n      starts\n    titel: Cold\n", "unknown-field"),
    ("    problem:", "    achievments:", "unknown-field"),
    ("    problem:", "    problem: {because: of}\n    issue:", "wrong-type"),
    ("    problem:", "    achievements: [{fixed: the kettle}]\n    problem:", "wrong-type"),
    ("    problem:", "    state: finished\n    problem:", "unknown-state"),
    ("    problem:", "    owners: ada\n    problem:", "wrong-type"),
    ("    problem:", "    owners: [Ada Lovelace]\n    problem:", "invalid-handle"),
    ("    problem:", "    demo: 5 minutes\n    problem:", "invalid-duration"),
    ("    problem:", "    highlight: very\n    problem:", "wrong-type"),
    ("    problem:", "    labels: {start: Start}\n    problem:", "unknown-label"),
];

/// The same for the template with a field of each kind.
const BAD_OF_KINDS: &[(&str, &str, &str)] = &[
    ("motto: Tea for all\n", "", "missing-field"),
    ("guests: [ada]\n", "guests: []\n", "missing-field"),
    ("guests: [ada]\n", "guests: [\"@\"]\n", "invalid-handle"),
    ("rating: good\n", "rating:\n", "missing-field"),
    ("rating: good\n", "rating: fair\n", "invalid-choice"),
    ("rating: good\n", "rating: 4\n", "invalid-choice"),
    ("opening: 2026-05-04\n", "opening: today\n", "invalid-date"),
    ("opening: 2026-05-04\n", "opening:\n", "missing-field"),
    ("venue: {name: The Mill}\n", "venue:\n", "missing-field"),
    ("venue: {name: The Mill}\n", "venue: {name: }\n", "missing-field"),
    ("poster: {file: p.png}\n", "poster: p.png\n", "wrong-type"),
    ("speech: Welcome.\n", "speech: ''\n", "missing-field"),
    ("speech: Welcome.\n", "speech: Hi.\ndays: [2026-05-04, Friday]\n", "invalid-date"),
    ("speech: Welcome.\n", "speech: Hi.\ndays: 2026-05-04\n", "wrong-type"),
    ("speech: Welcome.\n", "speech: Hi.\nsponsors: [~]\n", "missing-field"),
    ("speech: Welcome.\n", "speech: Hi.\nweather: snow\n", "invalid-choice"),
    ("speech: Welcome.\n", "speech: Hi.\nseries: Kettle Days\n", "unknown-field"),
    ("    owners: [bo]\n", "", "missing-field"),
    ("    demo: 5m\n", "    demo: ''\n", "missing-field"),
    ("    story: It boiled.\n", "", "missing-field"),
    ("    story: It boiled.\n", "    story:\n    body:\n", "missing-field"),
];

#[test]
fn the_schema_refuses_what_the_program_refuses() {
    let sandbox = Sandbox::new();
    sandbox.file("kinds/template.yaml", KINDS).file("kinds/page.md.jinja", "{{ heading }}\n");
    let mut asked = Asked::default();
    asked.schema("hackathon", &sandbox, &["schema", "event"]);
    asked.schema("./kinds", &sandbox, &["schema", "event", "--template", "./kinds"]);
    let tables = [(SMALL, "hackathon", BAD), (SMALL_OF_KINDS, "./kinds", BAD_OF_KINDS)];
    let mut bad = Vec::new();
    for (event, template, changes) in tables {
        for (line, replacement, code) in changes {
            let text = with(event, line, replacement);
            // A template that the file names wrongly is not to be overruled.
            let flags: &[&str] = if template == "hackathon" { &[] } else { &["--template", template] };
            let run = sandbox.run_with_input(&[&["render", "-"], flags].concat(), &text);
            assert!(run.stderr.contains(&format!("error[{code}]")), "{code}: {text}\n{}", run.code(2).stderr);
            asked.text(&text, template);
            bad.push(text);
        }
    }
    let Some(verdicts) = asked.judge() else { return };
    for text in bad {
        assert_eq!(verdicts[&text].verdict, "refused", "{text}");
    }
}

/// Texts that look like mistakes and are none, likewise.
const GOOD: &[(&str, &str)] = &[
    ("series: Kettle Days\n", "series: 2026\n"),
    ("series: Kettle Days\n", "series: true\n"),
    ("series: Kettle Days\n", "series: |\n  Kettle Days\n"),
    ("series: Kettle Days\n", "series: Kettle Days\nedition: on\nintro: 12\nfooter: ''\n"),
    ("end: 2026-05-08\n", ""),
    ("end: 2026-05-08\n", "end:\n"),
    ("start: 2026-05-04\nend: 2026-05-08\n", "start: 2028-02-29\n"),
    ("start: 2026-05-04\nend: 2026-05-08\n", "start: 2400-02-29\n"),
    ("topics:", "afterword: 1\ntemplate: hackathon\nstyle: headings\nweight: +5\ntitle: 2024\nid: 2024.10\ntopics:"),
    ("topics:", "links: [{label: Board, target: /, emoji: }]\npictures: [{file: a.png}]\ntopics:"),
    ("topics:", "links:\npictures:\nlabels:\nfile:\nfront_matter:\nhead:\ntail:\ntopics:"),
    ("topics:", "front_matter: {outline: [2, 3], prev: false}\ntopics:"),
    ("topics:", "front_matter: |\n  # only a comment\ntopics:"),
    ("topics:", "labels: {dates: '- Date:', problem: '**Problem**:'}\ntopics:"),
    ("topics:", "file: {newline: crlf, bom: True, final_newline: false, notes: }\ntopics:"),
    (
        "    problem:",
        "    owners: ['@ada', 42, ~]\n    demo: 1h30m\n    highlight: FALSE\n    state: planned\n    problem:",
    ),
    ("    problem: The first cup takes four minutes.\n", "    problem: [First, 2, ~]\n    code: []\n    issue:\n"),
    ("    problem: The first cup takes four minutes.\n", ""),
];

/// The same for the template with a field of each kind.
const GOOD_OF_KINDS: &[(&str, &str)] = &[
    ("rating: good\n", "rating: 3\n"),
    ("rating: good\n", "rating: '3'\nweather:\nsponsor:\nsponsors:\ndays:\n"),
    ("venue: {name: The Mill}\n", "venue: {name: 4711, url: }\n"),
    ("speech: Welcome.\n", "speech: Welcome.\ndays: [2026-05-04, 2026-05-05]\n"),
    ("    story: It boiled.\n", "    story: []\n"),
    ("    story: It boiled.\n", "    body: |\n      ## Kettles\n"),
];

#[test]
fn the_schema_takes_odd_spellings_that_the_program_takes() {
    let sandbox = Sandbox::new();
    sandbox.file("kinds/template.yaml", KINDS).file("kinds/page.md.jinja", "{{ heading }}\n");
    let mut asked = Asked::default();
    asked.schema("hackathon", &sandbox, &["schema", "event"]);
    asked.schema("./kinds", &sandbox, &["schema", "event", "--template", "./kinds"]);
    for (event, template, changes) in [(SMALL, "hackathon", GOOD), (SMALL_OF_KINDS, "./kinds", GOOD_OF_KINDS)] {
        for (line, replacement) in changes {
            let text = with(event, line, replacement);
            sandbox.run_with_input(&["render", "-", "--template", template], &text).code(0);
            asked.text(&text, template);
        }
    }
    let Some(verdicts) = asked.judge() else { return };
    for (name, Verdict { verdict, why }) in &verdicts {
        assert_eq!(verdict, "valid", "{name}: {why}");
    }
}

/// What no schema can tell: a code, words of its message where the code alone is not it, and why.
const BEYOND_SCHEMAS: &[(&str, &str, &str)] = &[
    ("dates-reversed", "", "a schema does not compare one value with another"),
    ("duplicate-key", "", "an object has no key twice"),
    ("invalid-id", "", "what a file can be called depends on systems, and on git"),
    ("structure", "", "a text is read as Markdown, within its page"),
    ("invalid-front-matter", "the front matter is", "the text is read as YAML of its own"),
    ("unknown-tag", "", "data has no tags"),
    ("too-deep", "", "a limit of the reader, not of the format"),
    ("too-large", "", "a limit of the reader, not of the format"),
    ("syntax", "", "what is no YAML for one reader and is for another"),
    ("control-character", "", "likewise: readers differ in what they take"),
    ("not-utf-8", "", "about the bytes, not the data"),
    ("several-documents", "", "about the file, not the data"),
];

#[test]
fn the_schema_refuses_every_bad_file_that_a_schema_can_refuse() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let Ok(entries) = std::fs::read_dir(folder) else {
        eprintln!("skipped: there is no folder tests/bad");
        return;
    };
    let mut asked = built_in_schemas(&Sandbox::new());
    let mut expected = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "yaml"))
    {
        let message = std::fs::read_to_string(path.with_extension("stderr")).unwrap();
        let mistakes = message.lines().filter_map(|line| line.strip_prefix("error[")?.split_once("]: "));
        let is_beyond = |(code, message): (&str, &str)| {
            BEYOND_SCHEMAS.iter().any(|(beyond, words, _)| *beyond == code && message.contains(words))
        };
        if mistakes.clone().all(is_beyond) {
            continue;
        }
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let named = text.lines().find_map(|line| line.strip_prefix("template: "));
        let template = named.filter(|name| asked.schemas.contains_key(*name)).unwrap_or("hackathon").to_owned();
        asked.file(&path, &template);
        expected.push(path);
    }
    assert!(expected.len() > 30, "only {} files to be refused", expected.len());
    let Some(verdicts) = asked.judge() else { return };
    for path in expected {
        // What the validator's own reader does not take is no YAML, or not as old as that reader.
        assert_ne!(verdicts[path.to_str().unwrap()].verdict, "valid", "{}", path.display());
    }
}
