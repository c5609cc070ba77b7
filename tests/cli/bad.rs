//! Event files with mistakes: `tests/bad/NAME.yaml` is refused with exactly what `tests/bad/NAME.stderr` says.
//!
//! Files too large to keep are made here, and read in 200 MB and a second.

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use snapbox::Data;
use snapbox::str;

use crate::render::SMALL;
use crate::sandbox::Sandbox;

/// The fields that every event needs.
const HEAD: &str = "\
series: Kettle Days
start: 2026-05-04
location: {name: The Old Mill}
organizers: [{name: Kettle Works}]
";

fn bad_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|e| e == "yaml")).collect();
    files.sort();
    files
}

#[test]
fn every_bad_event_file_is_refused_with_its_mistakes_and_their_places() {
    let files = bad_files();
    assert!(files.len() >= 70, "only {} bad event files", files.len());
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let sandbox = Sandbox::new();
        sandbox.file(name, std::fs::read(&file).unwrap());
        let run = sandbox.run(&["render", name, "-o", "-"]);
        run.code(2).stdout("").stderr(Data::read_from(&file.with_extension("stderr"), None).raw());
        assert!(run.stderr.contains(&format!("--> {name}:")), "no place:\n{}", run.stderr);
        assert_eq!(sandbox.tree(), name);
    }
}

#[test]
fn a_bad_event_on_standard_input_is_refused_in_the_same_words() {
    for file in bad_files().iter().step_by(7) {
        let name = file.file_name().unwrap().to_str().unwrap();
        let run = Sandbox::new().run_with_input(&["render", "-"], std::fs::read(file).unwrap());
        let expected = std::fs::read_to_string(file.with_extension("stderr")).unwrap();
        assert_eq!(run.code(2).stdout("").stderr, expected.replace(&format!("--> {name}:"), "--> -:"), "{name}");
    }
}

#[test]
fn a_bad_event_leaves_no_page_and_touches_no_other_event() {
    let sandbox = Sandbox::new();
    sandbox.file("good.yaml", SMALL).file("bad.yaml", SMALL.replace("problem", "problm"));
    let run = sandbox.run(&["render", "good.yaml", "bad.yaml"]);
    run.code(2).stdout("").stderr(str![[r#"
error[unknown-field]: unknown field `problm`
 --> bad.yaml:9:5
  |
9 |     problm: The first cup takes four minutes.
  |     ^^^^^^ not a section of the `hackathon` template
  |
  = help: did you mean `problem`?

1 error in 1 file

"#]]);
    assert_eq!(sandbox.tree(), "bad.yaml\ngood.yaml");
}

/// How long a refusal may take.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 1 });

/// Renders a file that is too much in some way: it must be refused in time, and in 200 MB of address space.
fn refused(name: &str, text: impl AsRef<[u8]>) -> String {
    let sandbox = Sandbox::new();
    sandbox.file(name, text);
    let mut fastest = Duration::MAX;
    // A machine with other work to do is slow for a moment.
    for _ in 0..3 {
        let command = sandbox.command(&["render", name, "-o", "-"]);
        let start = Instant::now();
        let run = sandbox.limited(&command, 200, None);
        fastest = fastest.min(start.elapsed());
        run.code(2).stdout("");
        assert_eq!(sandbox.tree(), name);
        if fastest <= PATIENCE {
            return run.stderr;
        }
    }
    panic!("{name} took {fastest:?}");
}

/// Many pieces of text, each made from its number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

#[test]
fn brackets_without_end() {
    let brackets = "[".repeat(100_000);
    snapbox::assert_data_eq!(
        refused("list.yaml", &brackets),
        str![[r#"
error[too-deep]: nested more than 32 levels deep
 --> list.yaml:1:256
  |
1 | ...[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...
  |                                        ^ far deeper here
  |
  = help: no event is that deep: are brackets missing their ends?

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        refused("field.yaml", format!("{HEAD}topics: {brackets}")),
        str![[r#"
error[too-deep]: nested more than 32 levels deep
 --> field.yaml:5:264
  |
5 | ...[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...
  |                                        ^ far deeper here
  |
  = help: no event is that deep: are brackets missing their ends?

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        refused("mapping.yaml", "{".repeat(100_000)),
        str![[r#"
error[too-deep]: nested more than 32 levels deep
 --> mapping.yaml:1:256
  |
1 | ...{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{...
  |                                        ^ far deeper here
  |
  = help: no event is that deep: are brackets missing their ends?

1 error in 1 file

"#]]
    );
    let closed = format!("{HEAD}topics: {}{}\n", "[".repeat(40), "]".repeat(40));
    snapbox::assert_data_eq!(
        refused("closed.yaml", closed),
        str![[r#"
error[too-deep]: nested more than 32 levels deep
 --> closed.yaml:5:40
  |
5 | topics: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
  |                                        ^ the limit is passed here
  |
  = help: no event is that deep: look at the indentation

1 error in 1 file

"#]]
    );
}

#[test]
fn blocks_nested_500_and_5000_deep() {
    let mappings = |depth: usize| lines(depth, |at| format!("{}a:\n", " ".repeat(at)));
    snapbox::assert_data_eq!(
        refused("mappings-500.yaml", mappings(500)),
        str![[r#"
error[too-deep]: nested more than 32 levels deep
  --> mappings-500.yaml:33:33
   |
33 | ...                   a:
   |                       ^ the limit is passed here
   |
   = help: no event is that deep: look at the indentation

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        refused("mappings-5000.yaml", mappings(5000)),
        str![[r#"
error[too-deep]: nested more than 32 levels deep
  --> mappings-5000.yaml:33:33
   |
33 | ...                   a:
   |                       ^ the limit is passed here
   |
   = help: no event is that deep: look at the indentation

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        refused("lists-500.yaml", "- ".repeat(500)),
        str![[r#"
error[too-deep]: nested more than 32 levels deep
 --> lists-500.yaml:1:65
  |
1 | - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -...
  |                                                                 ^ the limit is passed here
  |
  = help: no event is that deep: look at the indentation

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        refused("lists-5000.yaml", "- ".repeat(5000)),
        str![[r#"
error[too-deep]: nested more than 32 levels deep
 --> lists-5000.yaml:1:65
  |
1 | - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -...
  |                                                                 ^ the limit is passed here
  |
  = help: no event is that deep: look at the indentation

1 error in 1 file

"#]]
    );
    let list = lines(5000, |at| format!("{}-\n", " ".repeat(at)));
    snapbox::assert_data_eq!(
        refused("list-lines-5000.yaml", list),
        str![[r#"
error[too-deep]: nested more than 32 levels deep
  --> list-lines-5000.yaml:33:33
   |
33 | ...                   -
   |                       ^ the limit is passed here
   |
   = help: no event is that deep: look at the indentation

1 error in 1 file

"#]]
    );
}

#[test]
fn files_of_more_than_16_mib() {
    let list = format!("{HEAD}topics:\n{}", "- 1\n".repeat(25 * 1024 * 1024));
    snapbox::assert_data_eq!(
        refused("list-100-mb.yaml", list),
        str![[r#"
error[too-large]: the file is larger than 16 MiB
       --> list-100-mb.yaml:4194282:1
        |
4194282 |  
        | ^ the limit is passed here
        |
        = help: an event is smaller: is this the right file?

1 error in 1 file

"#]]
    );
    let mut text = format!("{HEAD}footer: |\n  ");
    text.push_str(&"x".repeat(16 * 1024 * 1024 + 1 - text.len()));
    snapbox::assert_data_eq!(
        refused("one-byte-more.yaml", text),
        str![[r#"
error[too-large]: the file is larger than 16 MiB
 --> one-byte-more.yaml:6:16777103
  |
6 | ...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
  |                                    ^ the limit is passed here
  |
  = help: an event is smaller: is this the right file?

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        refused("not-text.yaml", vec![0xFF; 16 * 1024 * 1024]),
        str![[r#"
error[not-utf-8]: the byte 0xFF is not UTF-8
 --> not-text.yaml:1:1
  |
1 | ���������������������������������������������������������������������������������������������...
  | ^ `ÿ` in Latin-1?
  |
  = help: save the file as UTF-8

1 error in 1 file

"#]]
    );
}

#[test]
fn more_than_a_million_values() {
    let items = format!("{HEAD}topics:\n{}", "- 1\n".repeat(1_000_001));
    snapbox::assert_data_eq!(
        refused("lines.yaml", items),
        str![[r#"
error[too-large]: the file has more than 1,000,000 values
      --> lines.yaml:999990:3
       |
999990 | - 1
       |   ^ the limit is passed here
       |
       = help: an event is smaller: is this the right file?

1 error in 1 file

"#]]
    );
    let brackets = format!("{HEAD}topics: [{}1]\n", "1,".repeat(1_000_000));
    snapbox::assert_data_eq!(
        refused("brackets.yaml", brackets),
        str![[r#"
error[too-large]: the file has more than 1,000,000 values
 --> brackets.yaml:5:1999978
  |
5 | ...1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]
  |                                    ^ the limit is passed here
  |
  = help: an event is smaller: is this the right file?

1 error in 1 file

"#]]
    );
    let json = format!("{{\"topics\": [{}{{}}]}}", "{\"title\": \"x\"},".repeat(700_000));
    snapbox::assert_data_eq!(
        refused("json.yaml", json),
        str![[r#"
error[too-large]: the file has more than 1,000,000 values
 --> json.yaml:1:4999994
  |
1 | ...title": "x"},{"title": "x"},{"title": "x"},{"title": "x"},{"title": "x"},{"title": "x"},{"...
  |                                 ^^^^^^^ the limit is passed here
  |
  = help: an event is smaller: is this the right file?

1 error in 1 file

"#]]
    );
    // A list that might be a key is kept by the parser until its end.
    let hoarded = format!("{HEAD}topics:\n- [{}1]\n", "1,".repeat(7_000_000));
    snapbox::assert_data_eq!(
        refused("hoarded.yaml", hoarded),
        str![[r#"
error[too-large]: a list, mapping or text too long to be read at once
 --> hoarded.yaml:6:3
  |
6 | - [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,...
  |   ^ it begins here
  |
  = help: write lists and mappings as lines, without brackets, and shorter texts

1 error in 1 file

"#]]
    );
}

#[test]
fn lines_of_two_megabytes() {
    let line = "x".repeat(2_000_000);
    snapbox::assert_data_eq!(
        refused("value.yaml", format!("{HEAD}footer: {line}: y\n")),
        str![[r#"
error[syntax]: a `: ` in a value without quotes
 --> value.yaml:5:2000009
  |
5 | ...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: y
  |                                      ^ read as a second key
  |
  = help: put the value in double quotes, or write it as a block after `|`

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        refused("key.yaml", format!("{HEAD}{line}: y\n")),
        str![[r#"
error[syntax]: a key of more than 1024 characters
 --> key.yaml:5:1
  |
5 | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write it as a value, after a short key

1 error in 1 file

"#]]
    );
    let json = format!("{{\"footer\": \"{line}\", \"budget\": 1}}");
    snapbox::assert_data_eq!(
        refused("json.yaml", json),
        str![[r#"
error[missing-field]: the event has no `series`
 --> json.yaml:1:1
  |
1 | {"footer": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
  | ^ the event begins here
  |
  = help: add `series: …`

error[missing-field]: the event has no `start`
 --> json.yaml:1:1
  |
1 | {"footer": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
  | ^ the event begins here
  |
  = help: add `start: YYYY-MM-DD`

error[missing-field]: the event has no `location`
 --> json.yaml:1:1
  |
1 | {"footer": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
  | ^ the event begins here
  |
  = help: add `location: {name: …}`

error[missing-field]: the event has no `organizers`
 --> json.yaml:1:1
  |
1 | {"footer": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
  | ^ the event begins here
  |
  = help: add `organizers: [{name: …}]`

error[unknown-field]: unknown field `budget`
 --> json.yaml:1:2000016
  |
1 | ...xxxxxxxxxxxxxxxxxx", "budget": 1}
  |                         ^^^^^^^^ not a field of the `hackathon` template
  |
  = help: an event has series, edition, start, end, location, organizers, links, pictures, intro, footer, review, recording, post_title, published, authors, tags and topics

5 errors in 1 file

"#]]
    );
}

#[test]
fn bombs_of_aliases() {
    let mut values = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (last, next) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        let aliases = vec![format!("*{last}"); 10].join(", ");
        writeln!(values, "{next}: &{next} [{aliases}]").unwrap();
    }
    snapbox::assert_data_eq!(
        refused("values.yaml", values),
        str![[r#"
error[too-large]: the file has more than 1,000,000 values
 --> values.yaml:6:32
  |
6 | f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
  |                                ^^ the limit is passed here
  |
  = help: an event is smaller: is this the right file?

1 error in 1 file

"#]]
    );
    let text = format!("a: &a |\n  {}\nb: [{}]\n", "x".repeat(1_000_000), vec!["*a"; 100].join(", "));
    snapbox::assert_data_eq!(
        refused("text.yaml", text),
        str![[r#"
error[too-large]: aliases repeat more than 16 MiB of text
 --> text.yaml:3:65
  |
3 | ...a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a,...
  |                                   ^^ the limit is passed here
  |
  = help: write the text once

1 error in 1 file

"#]]
    );
    let opens = lines(20, |at| format!("&a{at} ["));
    let nested = format!("a: {opens}{}{}\n", "1,".repeat(100_000), "]".repeat(20));
    snapbox::assert_data_eq!(
        refused("nested.yaml", nested),
        str![[r#"
error[too-large]: the file has more than 1,000,000 values
 --> nested.yaml:1:95
  |
1 | ...&a16 [&a17 [&a18 [&a19 [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,...
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the limit is passed here
  |
  = help: an event is smaller: is this the right file?

1 error in 1 file

"#]]
    );
    let anchors = format!("{HEAD}topics:\n{}", lines(100_000, |at| format!("- &a{at} x\n")));
    snapbox::assert_data_eq!(
        refused("anchors.yaml", anchors),
        str![[r#"
error[too-large]: the file has more than 1,000 anchors
    --> anchors.yaml:1006:3
     |
1006 | - &a1000 x
     |   ^^^^^^^^ the limit is passed here
     |
     = help: write values where they belong, without `&`

1 error in 1 file

"#]]
    );
}

/// The first mistake of a report, and what it says at its end.
fn ends_of(report: &str) -> String {
    let mistakes: Vec<&str> = report.split("\n\n").collect();
    let [first, .., last] = mistakes.as_slice() else { panic!("{report}") };
    format!("{first}\n\n… {} mistakes …\n\n{last}", mistakes.len() - 1)
}

#[test]
fn hundreds_of_thousands_of_mistakes() {
    let again = format!("{HEAD}topics:\n  - title: x\n{}", "    title: y\n".repeat(200_000));
    snapbox::assert_data_eq!(
        ends_of(&refused("duplicate.yaml", again)),
        str![[r#"
error[duplicate-key]: `title` is given twice
 --> duplicate.yaml:7:5
  |
6 |   - title: x
  |     ----- given first
7 |     title: y
  |     ^^^^^ given again
  |
  = help: keep one of the two

… 100 mistakes …

note: 199900 more not shown
100 errors and 199900 more in 1 file

"#]]
    );
    let keys = lines(100_000, |at| format!("k{at}: 1\n"));
    snapbox::assert_data_eq!(
        ends_of(&refused("all-twice.yaml", format!("{HEAD}{keys}{keys}"))),
        str![[r#"
error[duplicate-key]: `k0` is given twice
      --> all-twice.yaml:100005:1
       |
100005 | k0: 1
       | ^^ given again
       |
      ::: all-twice.yaml:5:1
       |
     5 | k0: 1
       | -- given first
       |
       = help: keep one of the two

… 100 mistakes …

note: 299900 more not shown
100 errors and 299900 more in 1 file

"#]]
    );
    let unknown = format!("{HEAD}{}", lines(100_000, |at| format!("field_{at:06}: 1\n")));
    snapbox::assert_data_eq!(
        ends_of(&refused("unknown.yaml", unknown)),
        str![[r#"
error[unknown-field]: unknown field `field_000000`
 --> unknown.yaml:5:1
  |
5 | field_000000: 1
  | ^^^^^^^^^^^^ not a field of the `hackathon` template
  |
  = help: an event has series, edition, start, end, location, organizers, links, pictures, intro, footer, review, recording, post_title, published, authors, tags and topics

… 100 mistakes …

note: 99900 more not shown
100 errors and 99900 more in 1 file

"#]]
    );
    let headings = format!("{HEAD}topics:\n{}", "  - title: x\n    problem: \"## y\"\n".repeat(50_000));
    snapbox::assert_data_eq!(
        ends_of(&refused("headings.yaml", headings)),
        str![[r###"
error[structure]: a heading that reads as another topic
 --> headings.yaml:7:14
  |
7 |     problem: "## y"
  |              ^^^^^^ here
  |
  = help: use `###` or more, or a fence around it

… 100 mistakes …

note: 49900 more not shown
100 errors and 49900 more in 1 file

"###]]
    );
}

#[test]
fn a_text_too_long_to_be_looked_through() {
    let text = format!("{HEAD}intro: |\n  ```\n  {}\n", "> [".repeat(500_000));
    snapbox::assert_data_eq!(
        refused("text.yaml", text),
        str![[r#"
error[structure]: a code fence is not closed
 --> text.yaml:6:3
  |
6 |   ```
  |   ^^^ here
  |
  = help: close it, or it swallows what follows

1 error in 1 file

"#]]
    );
}

#[test]
fn a_value_on_the_command_line_with_a_mistake() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL);
    let said = |value: &str| {
        let run = sandbox.run(&["render", "e.yaml", "-o", "-", "--set", value]);
        run.code(2).stdout("");
        run.stderr
    };
    snapbox::assert_data_eq!(
        said("serie=Kettle Nights"),
        str![[r#"
error[unknown-field]: unknown field `serie`
 --> --set:1:1
  |
1 | serie=Kettle Nights
  | ^^^^^ not a field of the `hackathon` template
  |
  = help: did you mean `series`?

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        said("topics.0.problm=x"),
        str![[r#"
error[unknown-field]: unknown field `problm`
 --> --set:1:10
  |
1 | topics.0.problm=x
  |          ^^^^^^ not a section of the `hackathon` template
  |
  = help: did you mean `problem`?

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        said("topics.7.title=x"),
        str![[r#"
error[unknown-field]: there is no item 7: the list has 1
 --> --set:1:8
  |
1 | topics.7.title=x
  |        ^ leads nowhere
  |
  = help: the first item is 0

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        said("series.name=x"),
        str![[r#"
error[unknown-field]: text has no `name`
 --> --set:1:8
  |
1 | series.name=x
  |        ^^^^ leads nowhere
  |
  = help: end the path before it, or number the items of a list from 0

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        said("start=2026-02-30"),
        str![[r#"
error[invalid-date]: `start` is no date: `2026-02-30`
 --> --set:1:7
  |
1 | start=2026-02-30
  |       ^^^^^^^^^^ the calendar has no such day
  |
  = help: February 2026 has 28 days

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        said("weight=heavy"),
        str![[r#"
error[wrong-type]: `weight` is a whole number, not text
 --> --set:1:8
  |
1 | weight=heavy
  |        ^^^^^ text
  |
  = help: write it like -202605, or leave it out

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        said("organizers=Kettle Works"),
        str![[r#"
error[wrong-type]: `organizers` is a list, not text
 --> --set:1:12
  |
1 | organizers=Kettle Works
  |            ^^^^^^^^^^^^ text
  |
  = help: write it in brackets: `[{name: …}]`

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        said("topics.0.owners=[ada, bo"),
        str![[r#"
error[syntax]: a `[` is not closed
 --> --set:1:17
  |
1 | topics.0.owners=[ada, bo
  |                 ^ opened here
  |
  = help: close it with `]`

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        said("topics.0.owners=[ada lovelace]"),
        str![[r#"
error[invalid-handle]: `ada lovelace` is no handle
 --> --set:1:18
  |
1 | topics.0.owners=[ada lovelace]
  |                  ^^^^^^^^^^^^ holds a blank
  |
  = help: a handle is a name on the hosting site, such as ada-l; several stand in a list

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        said("topics.0.problem=## Cold Starts"),
        str![[r#"
error[structure]: a heading that reads as another topic
 --> --set:1:18
  |
1 | topics.0.problem=## Cold Starts
  |                  ^^^^^^^^^^^^^^ here
  |
  = help: use `###` or more, or a fence around it

1 error in 1 file

"#]]
    );
    snapbox::assert_data_eq!(
        said("intro=@missing.md"),
        str![[r#"
error: cannot read `missing.md`
  caused by: No such file or directory (os error 2)

"#]]
    );
    snapbox::assert_data_eq!(
        said("series"),
        str![[r#"
error: `series` is not of the form PATH=VALUE
help: write it as `--set location.name='Town Hall'`

"#]]
    );
    snapbox::assert_data_eq!(
        said("topics..title=x"),
        str![[r#"
error: `topics..title` has an empty step in its path
help: write it as `--set location.name='Town Hall'`

"#]]
    );
}

#[test]
fn a_style_or_template_on_the_command_line_that_does_not_exist() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL);
    sandbox.run(&["render", "e.yaml", "--style", "inlined"]).code(2).stdout("").stderr(str![[r#"
error: unknown style `inlined`
help: did you mean `inline`?

"#]]);
    sandbox.run(&["render", "e.yaml", "--style", "fancy"]).code(2).stdout("").stderr(str![[r#"
error: unknown style `fancy`
help: the styles are block, inline and headings

"#]]);
    sandbox.run(&["render", "e.yaml", "--template", "hackaton"]).code(2).stdout("").stderr(str![[r#"
error: unknown template `hackaton`
help: did you mean `hackathon`?

"#]]);
    assert_eq!(sandbox.tree(), "e.yaml");
}
