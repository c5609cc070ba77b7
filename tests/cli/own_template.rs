//! What a template of one's own can do, and what it is told when it fails or means harm.

use std::time::Duration;
use std::time::Instant;

use snapbox::str;

use crate::render::SMALL;
use crate::sandbox::Run;
use crate::sandbox::Sandbox;

/// A sandbox with an event and an ejected template in `mine`.
pub(crate) fn with_template() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL).run(&["template", "eject", "-o", "mine", "-q"]).code(0).stderr("");
    sandbox
}

/// Puts one text in place of another in a file of that template.
pub(crate) fn change(sandbox: &Sandbox, file: &str, from: &str, to: &str) {
    let name = format!("mine/{file}");
    let text = sandbox.read(&name);
    assert!(text.contains(from), "{name} holds no `{from}`");
    sandbox.file(&name, text.replacen(from, to, 1));
}

/// What drawing the event by the changed template says.
pub(crate) fn draw(sandbox: &Sandbox) -> Run {
    sandbox.run(&["render", "e.yaml", "--template", "./mine", "-o", "-"])
}

#[test]
fn a_section_of_ones_own_is_accepted_and_drawn_and_stands_in_the_schema() {
    let sandbox = with_template();
    change(
        &sandbox,
        "template.yaml",
        "  - key: next_steps\n",
        "  - key: lessons\n    label: Lessons Learned\n    help: What you would do otherwise.\n  - key: next_steps\n",
    );
    let event = format!("{SMALL}    next_steps: More tea.\n    lessons: Warm the pot first.\n");
    let run = sandbox.run_with_input(&["render", "-", "--template", "mine"], &event);
    assert!(run.code(0).stdout.ends_with(
        "**Problem Statement:**\nThe first cup takes four minutes.\n\n\
         **Lessons Learned:**\nWarm the pot first.\n\n\
         **Next Steps:**\nMore tea.\n"
    ));
    let schema = sandbox.run(&["schema", "event", "--template", "./mine"]);
    let schema: serde_json::Value = serde_json::from_str(&schema.code(0).stdout).unwrap();
    let lessons = &schema["$defs"]["topic"]["properties"]["lessons"];
    let expected = serde_json::json!({
        "title": "Lessons Learned",
        "description": "What you would do otherwise.",
        "$ref": "#/$defs/section",
    });
    assert_eq!(*lessons, expected);
    assert!(schema["$defs"]["labels"]["properties"].get("lessons").is_some());
}

#[test]
fn a_fault_in_a_template_is_told_with_file_line_and_variable() {
    let sandbox = with_template();
    let mut told = String::new();
    for page in [
        "# {{ heading }}\n\n{{ serie }}\n",
        "{% for topic in topics %}\n{{ topic.titel }}\n{% endfor %}\n",
        "{% for topic in topics %}\n{{ topic.problem.text }}\n{% endfor %}\n",
        "\n{{ start | dat }}\n",
        "{{ start | date('%H') }}\n",
        "{{ heading\n",
        "{% for topic in topics %}\n",
        "{% include 'facts.jinja' %}\n",
        "{% include '../x' %}\n",
        "{% include '/etc/hostname' %}\n",
        "{{ now() }}\n",
    ] {
        sandbox.file("mine/facts.jinja", "\n\n{{ topic }}\n").file("mine/page.md.jinja", page);
        let run = draw(&sandbox);
        run.code(2).stdout("");
        told.push_str(&run.stderr);
    }
    snapbox::assert_data_eq!(
        told,
        str![[r#"
error[template-failed]: `serie` is undefined
 --> ./mine/page.md.jinja:3:4
  |
3 | {{ serie }}
  |    ^^^^^ undefined value
  |
  = help: `afterword context EVENT` prints all that a template sees

1 error in 1 file
error[template-failed]: `topic.titel` is undefined
 --> ./mine/page.md.jinja:2:4
  |
2 | {{ topic.titel }}
  |    ^^^^^^^^^^^ undefined value
  |
  = help: `afterword context EVENT` prints all that a template sees

1 error in 1 file
error[template-failed]: `topic.problem.text` is undefined
 --> ./mine/page.md.jinja:2:4
  |
2 | {{ topic.problem.text }}
  |    ^^^^^^^^^^^^^^^^^^ undefined value
  |
  = help: `afterword context EVENT` prints all that a template sees

1 error in 1 file
error[template-failed]: filter dat is unknown
 --> ./mine/page.md.jinja:2:12
  |
2 | {{ start | dat }}
  |            ^^^ unknown filter

1 error in 1 file
error[template-failed]: `%H` is no date format
 --> ./mine/page.md.jinja:1:12
  |
1 | {{ start | date('%H') }}
  |            ^^^^^^^^^^ invalid operation

1 error in 1 file
error[template-failed]: unexpected end of input, expected end of variable block
 --> ./mine/page.md.jinja:1:4
  |
1 | {{ heading
  |    ^^^^^^^ syntax error

1 error in 1 file
error[template-failed]: unexpected end of input, expected end of block
 --> ./mine/page.md.jinja:1:24
  |
1 | {% for topic in topics %}
  |                        ^^ syntax error

1 error in 1 file
error[template-failed]: `topic` is undefined
 --> ./mine/facts.jinja:3:4
  |
3 | {{ topic }}
  |    ^^^^^ undefined value
  |
  = help: `afterword context EVENT` prints all that a template sees

1 error in 1 file
error[template-failed]: tried to include non-existing template '../x'
 --> ./mine/page.md.jinja:1:4
  |
1 | {% include '../x' %}
  |    ^^^^^^^^^^^^^^ template not found
  |
  = help: a template reads the `*.jinja` files of its own folder alone

1 error in 1 file
error[template-failed]: tried to include non-existing template '/etc/hostname'
 --> ./mine/page.md.jinja:1:4
  |
1 | {% include '/etc/hostname' %}
  |    ^^^^^^^^^^^^^^^^^^^^^^^ template not found
  |
  = help: a template reads the `*.jinja` files of its own folder alone

1 error in 1 file
error[template-failed]: now is unknown
 --> ./mine/page.md.jinja:1:4
  |
1 | {{ now() }}
  |    ^^^^^ unknown function
  |
  = help: a template has no clock, no environment and no files

1 error in 1 file

"#]]
    );
}

/// Templates that mean harm, or came out of a generator.
#[test]
fn a_hostile_template_ends_with_a_message_in_seconds() {
    let sandbox = with_template();
    let mut told = String::new();
    let long = |unit: &str, count: usize| unit.repeat(count);
    let tags = |tag: &str| format!("{{% if false %}}{}{{% endif %}}{{{{ a }}}}", long(tag, 40));
    let pages: Vec<(&str, String)> = vec![
        ("signs", format!("{{{{ {}heading }}}}", long("-", 200_000))),
        ("brackets", format!("{{{{ {} }}}}", long("(", 100_000))),
        ("one sum", format!("{{{{ heading{} }}}}", long("+heading", 20_000))),
        ("sums", tags(&format!("{{{{ heading{} }}}}", long("~a", 1000)))),
        ("constants", tags(&format!("{{{{ {}1 }}}}", long("12~", 670)))),
        ("tags within tags", long("{% if true %}", 15_000)),
        ("alternatives", format!("{{% if false %}}{}{{% endif %}}{{{{ a }}}}", long("{% elif 0 %}", 15_000))),
        ("loops", "{% for a in range(10000) %}{% for b in range(10000) %}{{ a }}{% endfor %}{% endfor %}".to_owned()),
        ("a macro that calls itself", "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}".to_owned()),
        ("a file that includes itself", "\n{% include 'page.md.jinja' %}".to_owned()),
        ("a file that extends itself", "{% extends 'page.md.jinja' %}".to_owned()),
        (
            "a text that doubles",
            "{% set ns = namespace(s='tea') %}{% for i in range(64) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}"
                .to_owned(),
        ),
        ("a text many times", "{{ 'tea' * 4000000000 }}".to_owned()),
        ("a large file", long("tea ", 70_000)),
    ];
    for (what, page) in pages {
        sandbox.file("mine/page.md.jinja", page);
        let start = Instant::now();
        let run = draw(&sandbox);
        assert!(start.elapsed() < Duration::from_secs(30), "{what}: took {:?}", start.elapsed());
        run.code(2).stdout("");
        told.extend([what, ": ", run.stderr.lines().next().unwrap_or_default(), "\n"]);
    }
    snapbox::assert_data_eq!(
        told,
        str![[r#"
signs: error[too-large]: a tag of a template is at most 2048 bytes long
brackets: error[too-large]: a tag of a template is at most 2048 bytes long
one sum: error[too-large]: a tag of a template is at most 2048 bytes long
sums: error[template-failed]: `a` is undefined
constants: error[template-failed]: `a` is undefined
tags within tags: error[template-failed]: template exceeds maximum recursion limits
alternatives: error[template-failed]: `a` is undefined
loops: error[template-failed]: the template takes too many steps, as a loop without end does
a macro that calls itself: error[template-failed]: recursion limit exceeded
a file that includes itself: error[template-failed]: recursion limit exceeded
a file that extends itself: error[template-failed]: cycle in template inheritance. "page.md.jinja" was referenced more than once
a text that doubles: error[template-failed]: the template takes too many steps, as a loop without end does
a text many times: error[template-failed]: the template takes too many steps, as a loop without end does
a large file: error: `./mine/page.md.jinja` is larger than 262144 bytes

"#]]
    );
}

#[cfg(unix)]
#[test]
fn a_template_of_a_project_reads_nothing_outside_of_it() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("e.yaml", SMALL).run(&["template", "eject", "-q"]).code(0);
    let secret = sandbox.work().parent().unwrap().join("home/secret");
    std::fs::write(&secret, "{{ 'secret' }}\n").unwrap();
    let page = sandbox.path(".afterword/templates/hackathon/page.md.jinja");
    std::fs::remove_file(&page).unwrap();
    std::os::unix::fs::symlink(&secret, &page).unwrap();
    sandbox.commit_all();
    sandbox.run(&["render", "e.yaml", "-o", "-"]).code(2).stdout("").stderr(str![[r#"
error: `.afterword/templates/hackathon/page.md.jinja` is a symlink that leads out of the template's folder

"#]]);

    // A folder that the user names is no safer: it may come with the branch.
    let folder = sandbox.path(".afterword/templates/hackathon");
    std::fs::rename(folder, sandbox.path("mine")).unwrap();
    draw(&sandbox).code(2).stdout("").stderr(str![[r#"
error: `./mine/page.md.jinja` is a symlink that leads out of the template's folder

"#]]);

    // What the user keeps at home is the user's.
    let home = sandbox.work().parent().unwrap().join("home/.config/afterword/templates");
    std::fs::create_dir_all(&home).unwrap();
    std::fs::rename(sandbox.path("mine"), home.join("hackathon")).unwrap();
    sandbox.run(&["render", "e.yaml", "-o", "-"]).code(0).stdout("secret\n").stderr("");
}

#[test]
fn an_event_cannot_name_a_template_by_a_path() {
    let sandbox = with_template();
    let event = format!("template: ./mine\n{SMALL}");
    sandbox.run_with_input(&["render", "-"], event).code(2).stdout("").stderr(str![[r#"
error[unknown-template]: unknown template `./mine`
 --> -:1:11
  |
1 | template: ./mine
  |           ^^^^^^ no such template
  |
  = help: the templates are hackathon, meetup and retrospective

1 error in 1 file

"#]]);
}

#[test]
fn a_template_from_a_checkout_with_other_line_ends_draws_the_same() {
    let sandbox = with_template();
    let expected = draw(&sandbox).code(0).stdout.clone();
    for file in ["mine/template.yaml", "mine/page.md.jinja"] {
        let text = format!("\u{feff}{}", sandbox.read(file).replace('\n', "\r\n"));
        sandbox.file(file, text);
    }
    assert_eq!(draw(&sandbox).code(0).stdout, expected);
}
