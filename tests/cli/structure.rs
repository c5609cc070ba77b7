//! What a text must not do to its page, told with its place.

use snapbox::str;

use crate::sandbox::Run;
use crate::sandbox::Sandbox;

/// An event whose one topic has those lines.
fn event(topic: &str) -> String {
    format!(
        "\
series: Kettle Days
start: 2026-05-04
location: {{name: The Old Mill}}
organizers: [{{name: Kettle Works}}]
topics:
  - title: Warm starts
{topic}"
    )
}

fn refused(topic: &str) -> Run {
    let run = Sandbox::new().file("e.yaml", event(topic)).run(&["render", "e.yaml"]);
    run.code(2).stdout("");
    run
}

#[test]
fn a_text_that_reads_as_another_topic_is_refused() {
    refused("    problem: |\n      It is cold.\n\n      ## And slow\n\n      Still.\n").stderr(str![[r#"
error[structure]: a heading that reads as another topic
  --> e.yaml:10:7
   |
10 |       ## And slow
   |       ^^^^^^^^^^^ here
   |
   = help: use `###` or more, or a fence around it

1 error in 1 file

"#]]);
}

#[test]
fn a_line_that_underlines_its_label_is_refused() {
    refused("    problem: |\n      It is\n      cold\n      ---\n").stderr(str![[r#"
error[structure]: a heading that reads as another topic
  --> e.yaml:10:7
   |
10 |       ---
   |       ^^^ here
   |
   = help: put an empty line above it: it underlines what stands there

1 error in 1 file

"#]]);
}

#[test]
fn a_line_that_reads_as_the_label_of_a_later_section_is_refused() {
    refused("    problem: |\n      It is cold.\n      **next steps**: heat it\n    next_steps: Heat it.\n").stderr(
        str![[r#"
error[structure]: a line that reads as the label of `next_steps`
 --> e.yaml:9:7
  |
9 |       **next steps**: heat it
  |       ^^^^^^^^^^^^^^^^^^^^^^^ here
  |
  = help: move it to that section, or write it in another way

1 error in 1 file

"#]],
    );
    refused("    problem: |\n      ### Outcome\n\n      Warmth.\n").stderr(str![[r#"
error[structure]: a heading that reads as the label of `achievements`
 --> e.yaml:8:7
  |
8 |       ### Outcome
  |       ^^^^^^^^^^^ here
  |
  = help: move it to that section, or write it in another way

1 error in 1 file

"#]]);
    // A label that repeats or comes too late is text of the section it stands in.
    let late = event("    next_steps: |\n      **Problem:** Still cold.\n      **Next Steps:** Heat it.\n");
    Sandbox::new().file("e.yaml", late).run(&["render", "e.yaml"]).code(0);
}

#[test]
fn what_is_left_open_is_refused() {
    refused("    problem: |\n      ```yaml\n      a: 1\n    achievements: |\n      <!-- to be written\n").stderr(str![
        [r#"
error[structure]: a code fence is not closed
 --> e.yaml:8:7
  |
8 |       ```yaml
  |       ^^^^^^^ here
  |
  = help: close it, or it swallows what follows

error[structure]: a comment is not closed
  --> e.yaml:11:7
   |
11 |       <!-- to be written
   |       ^^^^^^^^^^^^^^^^^^ here
   |
   = help: close it, or it swallows what follows

2 errors in 1 file

"#]
    ]);
    refused("    problem:\n      - It is cold.\n      - <!-- and slow\n").stderr(str![[r#"
error[structure]: a comment is not closed
 --> e.yaml:9:9
  |
9 |       - <!-- and slow
  |         ^^^^^^^^^^^^^ here
  |
  = help: close it, or it swallows what follows

1 error in 1 file

"#]]);
    refused("    problem: |\n      <script>\n").stderr(str![[r#"
error[structure]: a block of HTML is not closed
 --> e.yaml:8:7
  |
8 |       <script>
  |       ^^^^^^^^ here
  |
  = help: close it, or it swallows what follows

1 error in 1 file

"#]]);
    // What ends with its list or its paragraph is not open.
    let closed = event("    problem:\n      - |\n        ```\n        a: 1\n      - Look at <!-- this.\n");
    Sandbox::new().file("e.yaml", closed).run(&["render", "e.yaml"]).code(0);
}

#[test]
fn a_text_that_makes_a_table_of_its_label_is_refused() {
    refused("    problem: |\n      |---|---|\n      | cold | slow |\n    labels: {problem: \"**What | why:**\"}\n")
        .stderr(str![[r#"
error[structure]: a text that takes the label above it for its own
 --> e.yaml:8:7
  |
8 |       |---|---|
  |       ^^^^^^^^^ here
  |
  = help: begin the text with an empty line

1 error in 1 file

"#]]);
    let table = "    problem: |\n      what | why\n      -----|----\n      cold | slow\n";
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", event(table)).run(&["render", "e.yaml"]).code(0);
    sandbox.run(&["render", "e.yaml", "--style", "inline"]).code(2).stderr(str![[r#"
error[structure]: a text that cannot stand on the line of its label
 --> e.yaml:8:7
  |
8 |       what | why
  |       ^^^^^^^^^^ here
  |
  = help: begin the text with an empty line

1 error in 1 file

"#]]);
}

#[test]
fn what_only_the_line_of_its_label_breaks_is_told_so() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", event("    code: |\n      ```sh\n      # heat\n      ```\n"));
    sandbox.run(&["render", "e.yaml"]).code(0);
    sandbox.run(&["render", "e.yaml", "--style", "inline"]).code(2).stdout("").stderr(str![[r#"
error[structure]: a text that cannot stand on the line of its label
 --> e.yaml:8:7
  |
8 |       ```sh
  |       ^^^^^ here
  |
  = help: begin the text with an empty line

1 error in 1 file

"#]]);
    sandbox.file("e.yaml", event("    code: |\n\n      ```sh\n      # heat\n      ```\n"));
    sandbox.run(&["render", "e.yaml", "--style", "inline", "--force"]).code(0);
}

#[test]
fn a_label_that_would_not_be_read_as_one_is_refused() {
    refused("    problem: It is cold.\n    labels:\n      problem: \"## Cold\"\n").stderr(str![[r###"
error[structure]: a label that would not be read as one
 --> e.yaml:9:16
  |
9 |       problem: "## Cold"
  |                ^^^^^^^^^ here
  |
  = help: write it at the beginning of a line, in bold or as a `###`

1 error in 1 file

"###]]);
    refused("    problem: It is cold.\n    labels: {problem: \"- **Cold:**\"}\n").stderr(str![[r#"
error[structure]: a label that would not be read as one
 --> e.yaml:8:23
  |
8 |     labels: {problem: "- **Cold:**"}
  |                       ^^^^^^^^^^^^^ here
  |
  = help: write it at the beginning of a line, in bold or as a `###`

1 error in 1 file

"#]]);
    // It was written for its own style, and is used in no other.
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", event("    problem: It is cold.\n    labels: {problem: \"## Cold\"}\n"));
    sandbox.run(&["render", "e.yaml", "--style", "headings"]).code(0);
}

#[test]
fn a_header_line_stays_a_line() {
    let head = |lines: &str| event("").replace("topics:", &format!("{lines}topics:"));
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", head("labels: {location: \"#\"}\n")).run(&["render", "e.yaml"]).code(2).stderr(str![[r##"
error[structure]: a heading that reads as another topic
 --> e.yaml:5:20
  |
5 | labels: {location: "#"}
  |                    ^^^ here
  |
  = help: use `###` or more, or a fence around it

1 error in 1 file

"##]]);
    sandbox.file("e.yaml", head("links: [{label: Topics, emoji: <!--, target: /}]\n"));
    sandbox.run(&["render", "e.yaml"]).code(2).stderr(str![[r#"
error[structure]: a comment is not closed
 --> e.yaml:5:32
  |
5 | links: [{label: Topics, emoji: <!--, target: /}]
  |                                ^^^^ here
  |
  = help: close it, or it swallows what follows

1 error in 1 file

"#]]);
}

#[test]
fn verbatim_texts_may_do_what_they_like() {
    let sandbox = Sandbox::new();
    let event =
        event("    body: |\n      ## Two\n\n      ```\n").replace("topics:", "footer: |\n  # Sponsors\ntopics:");
    sandbox.file("e.yaml", event).run(&["render", "e.yaml"]).code(0);
    assert!(sandbox.read("e.md").ends_with("## Two\n\n```\n# Sponsors\n"));
}

#[test]
fn the_place_is_the_line_however_the_text_is_written() {
    // Kept blanks, an indentation indicator, a comment, empty lines before.
    refused("    problem: |2+  # why\n\n\n        It is cold.\n      # And slow\n\n").stderr(str![[r#"
error[structure]: a heading that reads as another topic
  --> e.yaml:11:7
   |
11 |       # And slow
   |       ^^^^^^^^^^ here
   |
   = help: use `###` or more, or a fence around it

1 error in 1 file

"#]]);
    refused("    problem: >-\n      It is cold\n      and slow.\n\n      # Both\n      of it\n").stderr(str![[r#"
error[structure]: a heading that reads as another topic
  --> e.yaml:11:7
   |
11 |       # Both
   |       ^^^^^^ here
   |
   = help: use `###` or more, or a fence around it

1 error in 1 file

"#]]);
    refused("    problem: !!str &p |\n      It is cold.\n      # And slow\n    next_steps: '# two'\n").stderr(str![[
        r#"
error[structure]: a heading that reads as another topic
 --> e.yaml:9:7
  |
9 |       # And slow
  |       ^^^^^^^^^^ here
  |
  = help: use `###` or more, or a fence around it

error[structure]: a heading that reads as another topic
  --> e.yaml:10:17
   |
10 |     next_steps: '# two'
   |                 ^^^^^^^ here
   |
   = help: use `###` or more, or a fence around it

2 errors in 1 file

"#
    ]]);
    refused("    problem: |\n      It is cold.\n      # And slow\n".replace('\n', "\r\n").as_str()).stderr(str![[r#"
error[structure]: a heading that reads as another topic
 --> e.yaml:9:7
  |
9 |       # And slow
  |       ^^^^^^^^^^ here
  |
  = help: use `###` or more, or a fence around it

1 error in 1 file

"#]]);
}

#[test]
fn a_byte_order_mark_takes_no_column() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", format!("\u{feff}intro: \"# No\"\n{}", event("")));
    sandbox.run(&["render", "e.yaml", "--format", "short"]).code(2).stderr(str![[r#"
e.yaml:1:8: error[structure]: a heading that reads as another topic
1 error in 1 file

"#]]);
}

#[test]
fn values_of_the_command_line_have_places_too() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", event("")).file("intro.md", "Hello.\n\n# No\n");
    let render = |value: &str| sandbox.run(&["render", "e.yaml", "--set", value]);
    render("topics.0.problem=## No").code(2).stderr(str![[r#"
error[structure]: a heading that reads as another topic
 --> --set:1:18
  |
1 | topics.0.problem=## No
  |                  ^^^^^ here
  |
  = help: use `###` or more, or a fence around it

1 error in 1 file

"#]]);
    render("intro=@intro.md").code(2).stderr(str![[r#"
error[structure]: a heading that reads as another topic
 --> --set:3:1
  |
3 | # No
  | ^^^^ here
  |
  = help: use `###` or more, or a fence around it

1 error in 1 file

"#]]);
    render("topics=[{title: A, intro: \"# No\"}]").code(2).stderr(str![[r##"
error[structure]: a heading that reads as another topic
 --> --set:1:8
  |
1 | topics=[{title: A, intro: "# No"}]
  |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ here
  |
  = help: use `###` or more, or a fence around it

1 error in 1 file

"##]]);
}

#[test]
fn markdown_that_a_template_declares_is_looked_at_too() {
    let sandbox = Sandbox::new();
    let event = "template: retrospective\nseries: Kettles\nstart: 2026-05-04\n";
    sandbox.file("e.yaml", format!("{event}went_well: |\n  Tea.\n\n  ## Coffee\nwent_wrong: |\n  ~~~\n"));
    sandbox.run(&["render", "e.yaml"]).code(2).stdout("").stderr(str![[r#"
error[structure]: a heading that reads as another topic
 --> e.yaml:7:3
  |
7 |   ## Coffee
  |   ^^^^^^^^^ here
  |
  = help: use `###` or more, or a fence around it

error[structure]: a code fence is not closed
 --> e.yaml:9:3
  |
9 |   ~~~
  |   ^^^ here
  |
  = help: close it, or it swallows what follows

2 errors in 1 file

"#]]);
}

#[test]
fn markdown_on_a_line_of_facts_is_read_where_it_stands() {
    let sandbox = Sandbox::new();
    sandbox.run(&["template", "eject", "hackathon"]).code(0);
    let declaration = sandbox.read(".afterword/templates/hackathon/template.yaml");
    let declaration = declaration.replace("\nsections:", "  - key: risk\n    kind: markdown\n\nsections:").replace(
        "\nsections:",
        "\nfacts:\n  label: \"- **{label}:**\"\n  lines:\n    - key: risk\n      label: Risk\n\nsections:",
    );
    sandbox.file(".afterword/templates/hackathon/template.yaml", declaration);
    // A fence by itself, but not behind a label.
    let fenced = event("    risk: |\n      ```\n      # Steam\n      ```\n");
    sandbox.file("e.yaml", fenced).run(&["render", "e.yaml"]).code(2).stderr(str![[r#"
error[structure]: a heading that reads as another topic
 --> e.yaml:9:7
  |
9 |       # Steam
  |       ^^^^^^^ here
  |
  = help: use `###` or more, or a fence around it

1 error in 1 file

"#]]);
    let plain = event("    risk: |\n      Steam,\n      and much of it.\n");
    sandbox.file("e.yaml", plain).run(&["render", "e.yaml"]).code(0);
}
