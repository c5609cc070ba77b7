//! `template.yaml` with mistakes: all of them are told, each with its place.

use snapbox::str;

use crate::own_template::change;
use crate::own_template::draw;
use crate::own_template::with_template;
use crate::render::SMALL;
use crate::sandbox::Sandbox;

#[test]
fn a_declaration_tells_all_its_mistakes_with_their_places() {
    let sandbox = with_template();
    for (from, to) in [
        ("name: hackathon\n", ""),
        ("title: \"%B %Y\"", "title: \"%B {Y\""),
        ("day: \"%d.%m.%Y\"", "day: \"%d.%m.%Y %H:%M\""),
        ("event: \"{series} {edition}", "event: \"{serie} {edition}"),
        ("    - key: organizers\n      emoji", "    - key: organiser\n      emoji"),
        ("style: block\n", "style: blok\n"),
        ("  - key: edition\n", "  - key: mood\n    kind: choice\n    colour: red\n  - key: edition\n"),
        ("  - key: badge\n", "  - key: note\n"),
        ("  - key: motivation\n", "  - key: problem\n"),
        ("      headings: Motivation & Benefits", "      heading: Motivation & Benefits"),
        ("    kind: links\n", "    kind: linkz\n"),
        ("    expected: true\n    completes: true\n", "    expected: maybe\n    completes: true\n"),
        ("    file: page.md.jinja\n", "    file: page.jinja\n"),
    ] {
        change(&sandbox, "template.yaml", from, to);
    }
    draw(&sandbox).code(2).stdout("").stderr(str![[r#"
error[missing-field]: the template has no `name`
 --> ./mine/template.yaml:1:1
  |
1 | description: "The wrap-up of a hackathon: per topic the problem, why it mattered, what was ac...
  | ^^^^^^^^^^^ required here
  |
  = help: add `name: …`

error[invalid-pattern]: `{` is not closed
 --> ./mine/template.yaml:6:10
  |
6 |   title: "%B {Y"
  |          ^^^^^^^ here

error[invalid-pattern]: `%d.%m.%Y %H:%M` is no date format
 --> ./mine/template.yaml:7:8
  |
7 |   day: "%d.%m.%Y %H:%M"
  |        ^^^^^^^^^^^^^^^^ here

error[invalid-template]: `{serie}` is never filled in
  --> ./mine/template.yaml:11:10
   |
11 |   event: "{serie} {edition} %m/%Y Wrap Up"
   |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ here
   |
   = help: did you mean `series`?

error[invalid-template]: `organiser` is not declared
  --> ./mine/template.yaml:23:12
   |
23 |     - key: organiser
   |            ^^^^^^^^^ here
   |
   = help: did you mean `organizers`?

error[invalid-template]: `blok` is none of the styles
  --> ./mine/template.yaml:27:8
   |
27 | style: blok
   |        ^^^^ here
   |
   = help: did you mean `block`?

error[invalid-template]: `mood` is a choice without `choices`
  --> ./mine/template.yaml:48:10
   |
48 |   - key: mood
   |          ^^^^ here
   |
   = help: add `choices: [one, another]`

error[unknown-field]: unknown field `colour`
  --> ./mine/template.yaml:50:5
   |
50 |     colour: red
   |     ^^^^^^ not a field of an entry of `event`
   |
   = help: an entry of `event` has `key`, `kind`, `many`, `choices`, `required`, `expected`, `question`, `help`, `draw`, `separator` and `heading`

error[invalid-template]: `note` is computed, and cannot be declared
   --> ./mine/template.yaml:107:10
    |
107 |   - key: note
    |          ^^^^ here
    |
    = help: choose another key

error[invalid-template]: `problem` is declared twice
   --> ./mine/template.yaml:134:10
    |
134 |   - key: problem
    |          ^^^^^^^ here

error[invalid-template]: `heading` is none of the styles
   --> ./mine/template.yaml:137:16
    |
137 |       heading: Motivation & Benefits
    |                ^^^^^^^^^^^^^^^^^^^^^ here
    |
    = help: did you mean `headings`?

error[wrong-type]: `expected` is `true` or `false`, not text
   --> ./mine/template.yaml:144:15
    |
144 |     expected: maybe
    |               ^^^^^ text

error[invalid-choice]: `linkz` is no kind
   --> ./mine/template.yaml:154:11
    |
154 |     kind: linkz
    |           ^^^^^ here
    |
    = help: did you mean `links`?

error[invalid-template]: there is no `page.jinja` beside `template.yaml`
   --> ./mine/template.yaml:168:11
    |
168 |     file: page.jinja
    |           ^^^^^^^^^^ here
    |
    = help: did you mean `page.md.jinja`?

14 errors in 1 file

"#]]);
}

#[test]
fn a_declaration_whose_parts_do_not_fit_says_which() {
    let sandbox = with_template();
    for (from, to) in [
        ("name: hackathon\n", "name: hack/athon\n"),
        ("weight: \"-%Y%m\"", "weight: \"{title}\""),
        ("topic: \"## {emoji} {title} {badge}\"", "topic: \"{emoji} {owners}\""),
        ("    - key: dates\n", "    - key: links\n      label: Links\n    - key: dates\n"),
        ("  label: \"- {emoji} **{label}:**\"", "  label: \"- {icon}\""),
        ("    label: \"**{label}:**\"\n", "    label: \"**{lable}:**\"\n"),
        ("  - name: inline\n", "  - name: block\n"),
        (
            "  - key: series\n",
            "  - key: Series\n  - key: topics\n  - key: dates\n  - key: series\n    kind: markdown\n",
        ),
        (
            "  - key: edition\n",
            "  - key: size\n    choices: [small, large]\n    draw: \"**{vaule}**\"\n  - key: edition\n",
        ),
        ("  - key: location\n    required", "  - key: series\n  - key: location\n    required"),
        ("  - key: badge\n", "  - key: lessons\n    kind: markdown\n    heading: \"## Lessons\"\n  - key: badge\n"),
        (
            "  - key: problem\n",
            "  - key: body\n    label: Body\n  - key: facts\n    label: Facts\n    completes: true\n  - key: lessons\n    label: Lessons\n  - key: problem\n",
        ),
        (
            "outputs:\n",
            "facts:\n  label: \"- **{label}:**\"\n  lines:\n    - {key: state, label: State}\n    - {key: badge, label: Badge}\n    - {key: due, label: Due}\noutputs:\n  - {name: page, file: page.md.jinja}\n",
        ),
    ] {
        change(&sandbox, "template.yaml", from, to);
    }
    draw(&sandbox).code(2).stdout("").stderr(str![[r###"
error[invalid-template]: `hack/athon` contains `/`, which Windows cannot hold
 --> ./mine/template.yaml:1:7
  |
1 | name: hack/athon
  |       ^^^^^^^^^^ here
  |
  = help: lower-case letters, digits and `-` make a good name

error[invalid-template]: `{title}` is never filled in
 --> ./mine/template.yaml:6:11
  |
6 |   weight: "{title}"
  |           ^^^^^^^^^ here
  |
  = help: what can stand here is `{Series}`, `{dates}`, `{series}`, `{size}`, `{edition}`, `{series}`, `{location}`, `{recording}` or `{post_title}`

error[invalid-template]: `{owners}` is never filled in
  --> ./mine/template.yaml:13:10
   |
13 |   topic: "{emoji} {owners}"
   |          ^^^^^^^^^^^^^^^^^^ here
   |
   = help: what can stand here is `{emoji}`, `{title}` or `{badge}`

error[invalid-template]: a topic's heading has no `{title}`
  --> ./mine/template.yaml:13:10
   |
13 |   topic: "{emoji} {owners}"
   |          ^^^^^^^^^^^^^^^^^^ here
   |
   = help: write it as `## {emoji} {title}`

error[invalid-template]: a topic's heading does not begin with `#`
  --> ./mine/template.yaml:13:10
   |
13 |   topic: "{emoji} {owners}"
   |          ^^^^^^^^^^^^^^^^^^ here
   |
   = help: write it as `## {emoji} {title}`

error[invalid-template]: `{icon}` is never filled in
  --> ./mine/template.yaml:16:10
   |
16 |   label: "- {icon}"
   |          ^^^^^^^^^^ here
   |
   = help: what can stand here is `{emoji}` or `{label}`

error[invalid-template]: the beginning of a line has no `{label}`
  --> ./mine/template.yaml:16:10
   |
16 |   label: "- {icon}"
   |          ^^^^^^^^^^ here
   |
   = help: write it as `- **{label}:**`

error[invalid-template]: `links` cannot be told in a line
  --> ./mine/template.yaml:18:12
   |
18 |     - key: links
   |            ^^^^^ here
   |
   = help: a line tells `dates`, `series`, `edition`, `location`, `organizers` or a field of the template's own

error[invalid-template]: a style's label has no `{label}`
  --> ./mine/template.yaml:34:12
   |
34 |     label: "**{lable}:**"
   |            ^^^^^^^^^^^^^^ here
   |
   = help: write it as `**{label}:**`

error[invalid-template]: `{lable}` is never filled in
  --> ./mine/template.yaml:34:12
   |
34 |     label: "**{lable}:**"
   |            ^^^^^^^^^^^^^^ here
   |
   = help: did you mean `label`?

error[invalid-template]: `block` is declared twice
  --> ./mine/template.yaml:36:11
   |
36 |   - name: block
   |           ^^^^^ here

error[invalid-template]: `Series` is no key
  --> ./mine/template.yaml:47:10
   |
47 |   - key: Series
   |          ^^^^^^ here
   |
   = help: a key is lower-case letters, digits and `_`, beginning with a letter

error[invalid-template]: `topics` needs no declaration: every template has it
  --> ./mine/template.yaml:48:10
   |
48 |   - key: topics
   |          ^^^^^^ here
   |
   = help: take it out

error[invalid-template]: `dates` is computed, and cannot be declared
  --> ./mine/template.yaml:49:10
   |
49 |   - key: dates
   |          ^^^^^ here
   |
   = help: choose another key

error[invalid-template]: `series` is a core field and has its own kind
  --> ./mine/template.yaml:50:10
   |
50 |   - key: series
   |          ^^^^^^ here
   |
   = help: take `kind`, `many` and `choices` out, or choose another key

error[invalid-template]: `size` has `choices` but is no choice
  --> ./mine/template.yaml:55:10
   |
55 |   - key: size
   |          ^^^^ here
   |
   = help: add `kind: choice`

error[invalid-template]: `{vaule}` is never filled in
  --> ./mine/template.yaml:57:11
   |
57 |     draw: "**{vaule}**"
   |           ^^^^^^^^^^^^^ here
   |
   = help: did you mean `value`?

error[invalid-template]: `series` is declared twice
  --> ./mine/template.yaml:68:10
   |
68 |   - key: series
   |          ^^^^^^ here

error[invalid-template]: only Markdown of an event stands under a heading of its own
   --> ./mine/template.yaml:117:14
    |
117 |     heading: "## Lessons"
    |              ^^^^^^^^^^^^ here
    |
    = help: declare it among the `sections`

error[invalid-template]: `body` is a field of every topic
   --> ./mine/template.yaml:139:10
    |
139 |   - key: body
    |          ^^^^ here
    |
    = help: choose another key

error[invalid-template]: `facts` is computed, and cannot be declared
   --> ./mine/template.yaml:141:10
    |
141 |   - key: facts
    |          ^^^^^ here
    |
    = help: choose another key

error[invalid-template]: `lessons` is declared twice
   --> ./mine/template.yaml:144:10
    |
144 |   - key: lessons
    |          ^^^^^^^ here

error[invalid-template]: another section completes topics already
   --> ./mine/template.yaml:163:16
    |
163 |     completes: true
    |                ^^^^ here
    |
    = help: keep one of the two

error[invalid-template]: `badge` cannot be told in a line
   --> ./mine/template.yaml:188:13
    |
188 |     - {key: badge, label: Badge}
    |             ^^^^^ here
    |
    = help: a line tells `owners`, `demo`, `tracking`, `state` or a field of the template's own

error[invalid-template]: `due` is not declared
   --> ./mine/template.yaml:189:13
    |
189 |     - {key: due, label: Due}
    |             ^^^ here
    |
    = help: list it under `topic:`

error[invalid-template]: `page` is declared twice
   --> ./mine/template.yaml:192:11
    |
192 |   - name: page
    |           ^^^^ here

26 errors in 1 file

"###]]);
}

#[test]
fn a_declaration_that_is_no_declaration_says_so() {
    let sandbox = with_template();
    let mut told = String::new();
    for text in ["", "just words\n", "name: [a\n", "name: a\nname: b\n", "- name: a\n"] {
        sandbox.file("mine/template.yaml", text);
        let run = draw(&sandbox);
        // Of those with a dozen mistakes the first will do.
        let first: Vec<&str> = run.code(2).stderr.lines().take_while(|line| !line.is_empty()).collect();
        told.push_str(&first.join("\n"));
        told.push_str("\n\n");
    }
    snapbox::assert_data_eq!(
        told,
        str![[r#"
error[empty]: the file is empty
 --> ./mine/template.yaml:1:1
  |
1 |  
  | ^ nothing is said here
  |
  = help: begin with a field, such as `series: …`

error[wrong-type]: the template is a mapping, not text
 --> ./mine/template.yaml:1:1
  |
1 | just words
  | ^^^^^^^^^^ text

error[syntax]: a `[` is not closed
 --> ./mine/template.yaml:1:7
  |
1 | name: [a
  |       ^ opened here
  |
  = help: close it with `]`

error[missing-field]: the template has no `description`
 --> ./mine/template.yaml:1:1
  |
1 | name: a
  | ^^^^ required here
  |
  = help: add `description: …`

error[wrong-type]: the template is a mapping, not a list
 --> ./mine/template.yaml:1:3
  |
1 | - name: a
  |   ^^^^ a list


"#]]
    );
}

#[test]
fn a_template_in_a_folder_of_another_name_says_so() {
    let sandbox = Sandbox::new();
    sandbox.run(&["template", "eject", "-o", ".afterword/templates/sprint", "-q"]).code(0);
    let event = format!("template: sprint\n{SMALL}");
    sandbox.run_with_input(&["render", "-"], event).code(2).stdout("").stderr(str![[r#"
error[invalid-template]: the template in the folder `sprint` calls itself `hackathon`
 --> .afterword/templates/sprint/template.yaml:1:7
  |
1 | name: hackathon
  |       ^^^^^^^^^ here
  |
  = help: write `name: sprint`, or rename the folder

1 error in 1 file

"#]]);
}
