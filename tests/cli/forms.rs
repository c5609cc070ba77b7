//! Pages in full: how their files are made, what stands on them verbatim, what is left out.

use snapbox::str;

use crate::render::SMALL;
use crate::sandbox::Sandbox;

/// The page of an event, which must be drawn without a word.
fn page(event: &str) -> String {
    let run = Sandbox::new().run_with_input(&["render", "-"], event);
    run.code(0).stderr("");
    run.stdout
}

/// An event of one day with those lines before its topics.
fn event(lines: &str) -> String {
    format!("series: K\nstart: 2026-05-04\nlocation: {{name: M}}\norganizers: [{{name: O}}]\n{lines}")
}

const HEAD: &str = "---\ntitle: May 2026\nweight: -202605\n---\n\n# K 05/2026 Wrap Up\n\n- 🗓️ **Date:** 04.05.2026\n- 📍 **Location:** M\n- 👤 **Organizer:** O\n";

#[test]
fn a_file_has_the_line_ends_it_asks_for() {
    let text = "intro: \"a\\r\\nb\\nc\"\n";
    let with = |newline: &str| page(&event(&format!("{text}file: {{newline: {newline}}}\n")));
    assert_eq!(with("lf"), format!("{HEAD}\na\r\nb\nc\n"));
    assert_eq!(with("mixed"), format!("{HEAD}\na\r\nb\nc\n"));
    assert_eq!(with("crlf"), format!("{HEAD}\na\nb\nc\n").replace('\n', "\r\n"));
}

#[test]
fn a_file_may_begin_with_a_mark_and_end_without_a_line_end() {
    assert_eq!(page(&event("file: {bom: true}\n")), format!("\u{feff}{HEAD}"));
    assert_eq!(page(&event("file: {final_newline: false}\n")), HEAD.trim_end());
    let all = page(&event("file: {final_newline: false, bom: true, newline: crlf}\n"));
    assert_eq!(all, format!("\u{feff}{}", HEAD.trim_end().replace('\n', "\r\n")));
}

#[test]
fn a_page_in_another_form_is_ours_all_the_same() {
    let sandbox = Sandbox::new();
    let form = "file: {final_newline: false, bom: true, newline: crlf}\n";
    sandbox.file("e.yaml", event(form)).run(&["render", "e.yaml"]).code(0);
    sandbox.run(&["render", "e.yaml"]).code(0).stderr("e.md is up to date.\n");
    let page = sandbox.read("e.md").replace("weight: -202605\r\n", "weight: -202605\r\nprev: false\r\n");
    sandbox.file("e.md", &page).file("e.yaml", event(form).replace("name: O", "name: P"));
    sandbox.run(&["render", "e.yaml"]).code(0).stderr("Wrote e.md.\n");
    assert_eq!(sandbox.read("e.md"), page.replace("** O", "** P"));
}

#[test]
fn a_comment_holds_what_the_page_does_not_draw() {
    let topic = "topics:\n  - title: T\n    owners: [ada, \"@bo\"]\n    demo: 5m\n    state: partial\n    highlight: true\n    problem: p\n  - title: U\n";
    assert_eq!(
        page(&event(&format!("file: {{notes: true}}\n{topic}"))),
        format!(
            "{HEAD}\n## T\n\n<!-- afterword: owners=@ada,@bo demo=5m state=partial highlight=true -->\n\n**Problem Statement:**\np\n\n## U\n"
        )
    );
    assert_eq!(page(&event(topic)), format!("{HEAD}\n## T\n\n**Problem Statement:**\np\n\n## U\n"));
}

#[test]
fn head_body_and_tail_stand_as_they_are() {
    let verbatim = "\
head: |
  ---
  title: x
  ---
  # Free
topics:
  - title: One
    body: |
      ## One #

      free  

  - title: Two
    problem: p
  - title: Three
    body: '## Three'
  - title: Four
tail: |
  ***
  End
file: {final_newline: true}
";
    assert_eq!(
        page(&event(verbatim)),
        "---\ntitle: x\n---\n# Free\n## One #\n\nfree  \n## Two\n\n**Problem Statement:**\np\n\n## Three\n\n## Four\n\n***\nEnd\n"
    );
}

#[test]
fn dropped_and_moved_topics_leave_the_page() {
    let topics = "topics:\n  - {title: A, state: dropped}\n  - {title: B, state: moved, moved_to: 2026-11, body: \"## B\"}\n  - {title: C, state: planned}\n  - {title: D, state: open, problem: p}\n";
    assert_eq!(page(&event(topics)), format!("{HEAD}\n## C\n\n## D\n\n**Problem Statement:**\np\n"));
}

#[test]
fn an_empty_section_is_its_bare_label() {
    let topics = "topics:\n  - {title: A, problem: '', motivation: null, achievements: [], next_steps: \"\\n\\n\"}\n";
    assert_eq!(
        page(&event(topics)),
        format!("{HEAD}\n## A\n\n**Problem Statement:**\n\n**Achievements:**\n\n**Next Steps:**\n")
    );
}

const STYLED: &str = "
intro: Hello.
labels: {code: \"**Code**: \", location: '- **Where:**'}
pictures: [{file: images/all.jpg, alt: Everybody}]
topics:
  - emoji: 🔥
    title: Warm `starts`
    badge: 🏎️
    tracking: '[#1](x)'
    intro: Why.
    problem: It is cold.
    motivation: |
      * warm
      * warmer
    achievements: [One, \"Two\\nlines\"]
    next_steps: |
      1. Heat
    code: x
    labels: {next_steps: '### Then'}
    pictures: [{file: a.png, alt: A}, {file: b.png, alt: ''}]
footer: The end.
";

#[test]
fn each_style_joins_labels_and_texts_in_its_way() {
    let sandbox = Sandbox::new();
    let styled = |style: &str| {
        let run = sandbox.run_with_input(&["render", "-"], event(&format!("style: {style}\n{STYLED}")));
        run.code(0).stderr("");
        run
    };
    styled("block").stdout(str![[r#"
---
title: May 2026
weight: -202605
---

# K 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026
- **Where:** M
- 👤 **Organizer:** O

![Everybody](images/all.jpg)

Hello.

## 🔥 Warm `starts` 🏎️

> **Tracking:** [#1](x)

Why.

**Problem Statement:**
It is cold.

**Motivation/Benefits:**
* warm
* warmer

**Achievements:**
* One
* Two
  lines

### Then
1. Heat

**Code**: 
x

![A](a.png)

![](b.png)

The end.

"#]]);
    styled("inline").stdout(str![[r#"
---
title: May 2026
weight: -202605
---

# K 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026
- **Where:** M
- 👤 **Organizer:** O

![Everybody](images/all.jpg)

Hello.

## 🔥 Warm `starts` 🏎️

> **Tracking:** [#1](x)

Why.

**Problem Statement:** It is cold.

**Motivation/Benefits:**
* warm
* warmer

**Achievements:**
* One
* Two
  lines

### Then
1. Heat

**Code**:  x

![A](a.png)

![](b.png)

The end.

"#]]);
    styled("headings").stdout(str![[r#"
---
title: May 2026
weight: -202605
---

# K 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026
- **Where:** M
- 👤 **Organizer:** O

![Everybody](images/all.jpg)

Hello.

## 🔥 Warm `starts` 🏎️

> **Tracking:** [#1](x)

Why.

### Problem Statement

It is cold.

### Motivation & Benefits

* warm
* warmer

### Achievements

* One
* Two
  lines

### Then

1. Heat

**Code**: 

x

![A](a.png)

![](b.png)

The end.

"#]]);
}

#[test]
fn labels_are_used_in_the_style_they_were_written_for() {
    let sandbox = Sandbox::new();
    sandbox.run_with_input(&["render", "-", "--style", "headings"], event(STYLED)).code(0).stderr("").stdout(str![[
        r#"
---
title: May 2026
weight: -202605
---

# K 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026
- 📍 **Location:** M
- 👤 **Organizer:** O

![Everybody](images/all.jpg)

Hello.

## 🔥 Warm `starts` 🏎️

> **Tracking:** [#1](x)

Why.

### Problem Statement

It is cold.

### Motivation & Benefits

* warm
* warmer

### Achievements

* One
* Two
  lines

### Next Steps

1. Heat

### Code & Pull Requests

x

![A](a.png)

![](b.png)

The end.

"#
    ]]);
}

#[test]
fn the_example_of_each_template_is_drawn() {
    for name in ["hackathon", "meetup", "retrospective"] {
        let example = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("templates/{name}/example.yaml"));
        Sandbox::new().run(&["render", example.to_str().unwrap(), "-o", "-"]).code(0).stderr("");
    }
    page(SMALL);
}
