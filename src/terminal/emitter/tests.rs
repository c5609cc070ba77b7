use std::ops::Range;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use snapbox::{IntoData as _, assert_data_eq, str};

use super::*;
use crate::diagnostic::{Fix, Place};
use crate::source::Source;
use crate::terminal::captured::Captured;
use crate::terminal::{Color, Environment, Options};

fn place(source: u16, range: Range<usize>) -> Place {
    Place { source, span: Span::new(range.start, range.end) }
}

/// The place of a word in a text, or of the emptiness at its end.
fn place_of(text: &str, word: &str) -> Place {
    let at = text.rfind(word).unwrap();
    place(0, at..at + word.len())
}

fn report(name: &str, text: &str, diagnostics: Vec<Diagnostic>) -> Report {
    Report { sources: vec![Source::new(name, text)], diagnostics, omitted: 0 }
}

/// What is written for a report, to both streams, at 80 columns.
fn emitted(format: Format, report: &Report) -> String {
    let environment = Environment { columns: Some(80), ..Environment::default() };
    let mut captured = Captured::new(Options::default(), environment);
    let mut emitter = Emitter::new(format);
    emitter.emit(report, &mut captured.terminal);
    emitter.summarize(&mut captured.terminal);
    [captured.stdout(), captured.stderr()].concat()
}

/// A diagnostic drawn in a text.
fn drawn(text: &str, place: Place) -> String {
    let diagnostic = Diagnostic::error("sample", "this is wrong", place, "here");
    emitted(Format::Human, &report("x.yaml", text, vec![diagnostic]))
}

fn sample() -> Report {
    let text = format!("{}    achievments: |\n      ü: 🚀 achievments\n", "\n".repeat(40));
    let mut unknown = Diagnostic::error(
        "unknown-field",
        "unknown field `achievments`",
        place(0, 44..55),
        "not a section of the `hackathon` template",
    )
    .help("did you mean `achievements`?");
    unknown.fix = Some(Fix { span: Span::new(44, 55), replacement: "achievements".to_owned() });
    let mut spelling = Diagnostic::error("spelling", "100%: a, b\nand c", place_of(&text, "achievments"), "");
    spelling.severity = Severity::Warning;
    Report { omitted: 12, ..report("a,b/2025-06.yaml", &text, vec![unknown, spelling]) }
}

#[test]
fn people_see_the_lines() {
    assert_data_eq!(
        emitted(Format::Human, &sample()),
        str![[r"
error[unknown-field]: unknown field `achievments`
  --> a,b/2025-06.yaml:41:5
   |
41 |     achievments: |
   |     ^^^^^^^^^^^ not a section of the `hackathon` template
   |
   = help: did you mean `achievements`?

warning[spelling]: 100%: a, b and c
  --> a,b/2025-06.yaml:42:12
   |
42 |       ü: 🚀 achievments
   |             ^^^^^^^^^^^

note: 12 more not shown
1 error, 1 warning and 12 more in 1 file

"]]
        .raw()
    );
}

#[test]
fn people_see_colours_where_they_are_wanted() {
    let options = Options { color: Color::Always, ..Options::default() };
    let mut captured = Captured::new(options, Environment::default());
    let diagnostic = Diagnostic::error("sample", "this is wrong", place(0, 3..4), "here");
    Emitter::new(Format::Human).emit(&report("x.yaml", "a: 1\n", vec![diagnostic]), &mut captured.terminal);
    assert_data_eq!(
        captured.stderr().replace('\x1b', "^"),
        str![[r"
^[1m^[91merror[sample]^[0m^[1m: this is wrong^[0m
 ^[1m^[94m--> ^[0mx.yaml:1:4
  ^[1m^[94m|^[0m
^[1m^[94m1^[0m ^[1m^[94m|^[0m a: 1
  ^[1m^[94m|^[0m    ^[1m^[91m^^[0m ^[1m^[91mhere^[0m


"]]
        .raw()
    );
}

#[test]
fn short_is_one_line_each() {
    assert_data_eq!(
        emitted(Format::Short, &sample()),
        str![[r"
a,b/2025-06.yaml:41:5: error[unknown-field]: unknown field `achievments`
a,b/2025-06.yaml:42:12: warning[spelling]: 100%: a, b and c
note: 12 more not shown
1 error, 1 warning and 12 more in 1 file

"]]
        .raw()
    );
}

#[test]
fn json_is_one_object_per_line() {
    assert_data_eq!(
        emitted(Format::Json, &sample()),
        str![[r#"
{"schema_version":1,"code":"unknown-field","severity":"error","message":"unknown field `achievments`","file":"a,b/2025-06.yaml","line":41,"column":5,"end_line":41,"end_column":16,"help":"did you mean `achievements`?","fix":{"line":41,"column":5,"end_line":41,"end_column":16,"replacement":"achievements"}}
{"schema_version":1,"code":"spelling","severity":"warning","message":"100%: a, b\nand c","file":"a,b/2025-06.yaml","line":42,"column":12,"end_line":42,"end_column":23}
note: 12 more not shown

"#]].raw()
    );
}

#[test]
fn github_gets_its_escapes() {
    assert_data_eq!(
        emitted(Format::Github, &sample()),
        str![[r"
::error file=a%2Cb/2025-06.yaml,line=41,col=5,endLine=41,endColumn=16,title=unknown-field::unknown field `achievments`%0Ahelp: did you mean `achievements`?
::warning file=a%2Cb/2025-06.yaml,line=42,col=12,endLine=42,endColumn=23,title=spelling::100%25: a, b%0Aand c
note: 12 more not shown

"]].raw()
    );
}

#[test]
fn a_related_place_is_drawn_beside_or_below_or_from_its_own_file() {
    let text = "series: hc\ntopics: []\nseries: cc\n";
    let far = format!("{text}{}late: 1\n", "x: 1\n".repeat(400));
    let end = far.len();
    let mut report = report("2025-06.yaml", &far, Vec::new());
    report.sources.push(Source::new("event.yaml", "\n  series: x"));
    report.diagnostics.push(
        Diagnostic::error("duplicate", "`series` is given twice", place(0, 22..28), "again")
            .related(place(0, 0..6), "first here")
            .related(place(0, end - 8..end - 4), "and this")
            .related(place(1, 3..9), ""),
    );
    assert_data_eq!(
        emitted(Format::Human, &report),
        str![[r"
error[duplicate]: `series` is given twice
   --> 2025-06.yaml:3:1
    |
  1 | series: hc
    | ------ first here
  2 | topics: []
  3 | series: cc
    | ^^^^^^ again
    |
   ::: 2025-06.yaml:404:1
    |
404 | late: 1
    | ---- and this
    |
   ::: event.yaml:2:3
    |
  2 |   series: x
    |   ------

1 error in 1 file

"]]
        .raw()
    );
}

#[test]
fn spans_of_some_lines_are_marked_whole_and_longer_ones_at_their_first() {
    let text = "a: 1\n  b: |\n    c\n    d\n  e: 2\n";
    assert_data_eq!(
        drawn(text, place(0, 7..24)),
        str![[r"
error[sample]: this is wrong
 --> x.yaml:2:3
  |
2 | /   b: |
3 | |     c
4 | |     d
  | |_____^ here

1 error in 1 file

"]]
        .raw()
    );
    assert_data_eq!(
        drawn(text, place(0, 7..text.len())),
        str![[r"
error[sample]: this is wrong
 --> x.yaml:2:3
  |
2 |   b: |
  |   ^^^^ here

1 error in 1 file

"]]
        .raw()
    );
}

#[test]
fn the_end_of_a_file_can_be_pointed_at() {
    assert_data_eq!(
        drawn("a: 1\n", place(0, 5..5)),
        str![[r"
error[sample]: this is wrong
 --> x.yaml:2:1
  |
2 |  
  | ^ here

1 error in 1 file

"]]
        .raw()
    );
    assert_data_eq!(
        drawn("a: 1", place(0, 4..4)),
        str![[r"
error[sample]: this is wrong
 --> x.yaml:1:5
  |
1 | a: 1
  |     ^ here

1 error in 1 file

"]]
        .raw()
    );
    assert_data_eq!(
        drawn("", place(0, 0..0)),
        str![[r"
error[sample]: this is wrong
 --> x.yaml:1:1
  |
1 |  
  | ^ here

1 error in 1 file

"]]
        .raw()
    );
}

#[test]
fn controls_tabs_and_joined_emoji_leave_the_caret_where_it_belongs() {
    let text = "a: \x1b[31mred\u{202e}\t🧑\u{200d}💻 wrong\r\nb: 1\r\n";
    assert_data_eq!(
        drawn(text, place_of(text, "wrong")),
        str![[r"
error[sample]: this is wrong
 --> x.yaml:1:18
  |
1 | a: ^[[31mred\u{202e}    🧑💻 wrong
  |                              ^^^^^ here

1 error in 1 file

"]]
        .raw()
    );
}

#[test]
fn a_very_long_line_is_cut_around_the_mark() {
    let text = format!("k: {}X{}\nnext\n", "lorem ipsum ".repeat(50_000), " dolor sit".repeat(50_000));
    assert_data_eq!(
        drawn(&text, place_of(&text, "X")),
        str![[r"
error[sample]: this is wrong
 --> x.yaml:1:600004
  |
1 | ...m ipsum lorem ipsum lorem ipsum X dolor sit dolor sit dolor sit dolor ...
  |                                    ^ here

1 error in 1 file

"]]
        .raw()
    );
    assert_data_eq!(
        drawn(&text, place(0, 3..text.len())),
        str![[r"
error[sample]: this is wrong
 --> x.yaml:1:4
  |
1 | k: lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsu...
  |    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ here

1 error in 1 file

"]]
        .raw()
    );
}

#[test]
fn a_hundred_diagnostics_in_a_large_source_cost_little_more_than_one() {
    for text in ["k: v\n".repeat(1 << 20), "k: v ".repeat(1 << 20)] {
        let step = text.len() / 100;
        let diagnostics = (0..100).map(|index| {
            let place = place(0, index * step..text.len());
            Diagnostic::error("sample", "x".repeat(1 << 20), place, "here").related(place, "there")
        });
        let report = report("x.yaml", &text, diagnostics.collect());
        let start = Instant::now();
        for format in [Format::Human, Format::Short] {
            emitted(format, &report);
        }
        // Going through the text for each of them takes a minute, unoptimized.
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}

/// Text of what may go wrong: lines, controls, wide and narrow characters, long runs.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("x".repeat(700)),
        "[ \t\r\0\x1b\x7f\u{9b}\u{202e}\u{200d}\u{301}\u{2028}]",
        "[a-z:🚀ü漢🧑]{0,9}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_makes_the_drawing_panic_or_carry_controls(
        sources in [text(), text()],
        spans in prop::collection::vec((0_u16..3, 0_usize..900, 0_usize..900), 1..4),
        words in text(),
        columns in 1_usize..150,
    ) {
        let place = |&(source, start, length): &(u16, usize, usize)| place(source, start..start + length);
        let mut diagnostic = Diagnostic::error("sample", words.clone(), place(&spans[0]), words.clone()).help(words.clone());
        for span in &spans[1..] {
            diagnostic = diagnostic.related(place(span), words.clone());
        }
        let report = Report {
            sources: sources.map(|text| Source::new(words.clone(), text)).into(),
            diagnostics: vec![diagnostic],
            omitted: 0,
        };

        let environment = Environment { columns: Some(columns), ..Environment::default() };
        for color in [Color::Never, Color::Always] {
            let mut captured = Captured::new(Options { color, ..Options::default() }, environment);
            for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
                Emitter::new(format).emit(&report, &mut captured.terminal);
            }
            let written = [captured.stdout(), captured.stderr()].concat();
            let raw = |character: char| is_harmful(character) && (color == Color::Never || character != '\x1b');
            prop_assert!(!written.contains(raw), "{written:?}");
        }
    }
}
