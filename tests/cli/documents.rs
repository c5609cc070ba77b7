//! `afterword render --to`: other documents than the page.

use snapbox::IntoData as _;
use snapbox::str;

use crate::corpus::corpus;
use crate::own_template::change;
use crate::own_template::with_template;
use crate::sandbox::Sandbox;

#[cfg(unix)]
mod configured;

/// An event with demos, and a topic without one.
const EVENT: &str = "\
series: Kettle Days
start: 2026-05-04
end: 2026-05-08
location: {name: The Old Mill, url: https://oldmill.example/}
organizers: [{name: Kettle Works}, {name: Tea & Co, url: https://tea.example/}, {name: Pots}]
review: 2026-06-03
pictures: [{file: ./images/all.jpg, alt: All of us}]
tags: [tea, 'on']
authors: [{name: Ada, url: https://git.example/ada}, {name: Bo}]
topics:
  - emoji: 🗃️
    title: One log | two kettles
    owners: [ada, bo]
    problem: See [the fuse](./fuse.md) and [above](#top).
    achievements: [Merged, Sorted]
    highlight: true
  - emoji: 🔥
    title: Warm starts
    owners: [chidi]
    demo: 10m
    demo_order: 2
  - title: Cups
    demo: none
  - emoji: 🫖
    title: Pour
    demo_order: 1
  - {title: Gone, state: dropped}
";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.yaml", EVENT);
    sandbox
}

#[test]
fn the_agenda_is_a_table_of_demos_with_links_to_the_page() {
    let sandbox = sandbox();
    sandbox.run(&["render", "2026-05.yaml", "--to", "agenda"]).code(0).stderr("").stdout(str![[r#"
### 2026/06/03 - [Kettle Days](./2026-05.md) Wrap Up

#### Demo Agenda 📋

| Presenter(s)                                                 | Duration | Topic                     | Reference(s)                                           |
|--------------------------------------------------------------|----------|---------------------------|--------------------------------------------------------|
|                                                              | `5m`     | 🫖 Pour                   | [Summary](./2026-05.md#-pour)                          |
| [@chidi](https://github.com/chidi)                           | `10m`    | 🔥 Warm starts            | [Summary](./2026-05.md#-warm-starts)                   |
| [@ada](https://github.com/ada), [@bo](https://github.com/bo) | `5m`     | 🗃️ One log \| two kettles | [Summary](./2026-05.md#%EF%B8%8F-one-log--two-kettles) |

#### No Demo, But Still Worth Celebrating 🎉

* [Cups](./2026-05.md#cups)

<hr />

"#]].raw());
    assert_eq!(sandbox.tree(), "2026-05.yaml");
    let run =
        sandbox.run(&["render", "2026-05.yaml", "--to=agenda", "--set", "topics.2.demo=", "--set", "recording=TBD"]);
    let shown: Vec<&str> = run.code(0).stdout.lines().filter(|line| !line.starts_with('|')).collect();
    assert_eq!(
        shown.join("\n"),
        "### 2026/06/03 - [Kettle Days](./2026-05.md) Wrap Up\n\n[📽️ Recording](TBD) \n\n#### Demo Agenda 📋\n\n\n<hr />"
    );
}

#[test]
fn the_anchors_of_the_agenda_are_those_that_check_accepts() {
    for anchors in ["github", "vitepress"] {
        let sandbox = sandbox();
        sandbox.file(".afterword/config.yaml", format!("anchors: {anchors}\n"));
        sandbox.file("fuse.md", "# Top\n").file("images/all.jpg", "");
        sandbox.run(&["render", "2026-05.yaml"]).code(0);
        sandbox.file("reviews/keep.md", "");
        sandbox.run(&["render", "2026-05.yaml", "--to", "agenda,post", "-o", "reviews/"]).code(0).stderr(str![[r#"
Wrote reviews/2026-05-agenda.md.
Wrote reviews/2026-05-post.md.

"#]]);
        let told = sandbox.run(&["check", "reviews"]).stderr;
        assert!(!told.contains("dead-anchor") && !told.contains("dead-link"), "{told}");
        let broken = sandbox.read("reviews/2026-05-agenda.md").replace("warm-starts", "warm-start");
        sandbox.file("reviews/2026-05-agenda.md", broken);
        let told = sandbox.run(&["check", "reviews"]).stderr;
        assert!(told.contains("dead-anchor"), "{told}");
    }
}

#[test]
fn the_post_tells_the_highlights_and_lists_the_rest() {
    let sandbox = sandbox();
    sandbox.run(&["render", "2026-05.yaml", "--to", "post", "-o", "posts/"]).code(3);
    sandbox.file("posts/old.md", "");
    sandbox.run(&["render", "2026-05.yaml", "--to", "post", "-o", "posts/"]).code(0).stderr(str![[r#"
Wrote posts/2026-05-post.md.

"#]]);
    snapbox::assert_data_eq!(sandbox.read("posts/2026-05-post.md"), str![[r#"
---
title: Kettle Days May 2026
linkTitle: Kettle Days May 2026
publishdate: 2026-06-03
authors:
- avatar: https://avatars.githubusercontent.com/ada
  login: ada
  name: Ada
- name: Bo
tags:
  - tea
  - "on"
---

# Kettle Days May 2026

Kettle Days took place on 4–8 May 2026 at [The Old Mill](https://oldmill.example/), invited by Kettle Works, [Tea & Co](https://tea.example/) and Pots.
The [wrap-up page](../2026-05.md) tells of every topic.

![All of us](../images/all.jpg)

## 🗃️ One log | two kettles

See [the fuse](../fuse.md) and [above](../2026-05.md#top).

* Merged
* Sorted

[All about it](../2026-05.md#%EF%B8%8F-one-log--two-kettles)

## More Topics

* 🔥 [Warm starts](../2026-05.md#-warm-starts)
* [Cups](../2026-05.md#cups)
* 🫖 [Pour](../2026-05.md#-pour)

"#]].raw());
}

#[test]
fn a_document_fills_its_place_in_a_file_and_nothing_else() {
    let sandbox = sandbox();
    let around = |place: &str| {
        format!(
            "# Reviews  \r\n\r\n<!-- afterword: agenda 2026-05 -->\r\n{place}<!-- afterword: end -->\r\n| a|\r\n|-|\r\n\
             <!-- afterword: agenda 2025-12 -->\n<!-- afterword: end -->"
        )
    };
    sandbox.file("reviews/2026.md", around(""));
    let render = |flags: &[&str]| {
        let mut arguments = vec!["render", "2026-05.yaml", "--to", "agenda", "-o", "reviews/2026.md"];
        arguments.extend(flags);
        sandbox.run(&arguments)
    };
    render(&["--check"]).code(1).stderr(str![[r#"
Would write reviews/2026.md.

"#]]);
    render(&[]).code(0).stdout("").stderr(str![[r#"
Wrote reviews/2026.md.

"#]]);
    let agenda = sandbox.run(&["render", "2026-05.yaml", "--to", "agenda"]).stdout.replace("./2026", "../2026");
    // A longer link makes the column wider.
    let written = sandbox.read("reviews/2026.md");
    let place = written.strip_prefix("# Reviews  \r\n\r\n<!-- afterword: agenda 2026-05 -->\r\n").unwrap();
    let (place, _) = place.split_once("<!-- afterword: end -->").unwrap();
    assert_eq!(written, around(place));
    let words = |text: &str| text.split([' ', '\n', '\r', '-']).filter(|word| !word.is_empty()).collect::<String>();
    assert_eq!(words(place), words(&agenda));
    assert_eq!(place.matches('\n').count(), place.matches("\r\n").count());
    render(&["--check"]).code(0).stderr(str![[r#"
reviews/2026.md is up to date.

"#]]);
    render(&["--set", "topics.1.demo=7m", "--diff"]).code(0);
    render(&["--set", "topics.1.demo=7m", "--format", "json"]).code(0).stdout(str![[r#"
{"schema_version":1,"event":"2026-05.yaml","document":"agenda","file":"reviews/2026.md","status":"changed","written":true}

"#]]);

    // Somebody wrote into it since.
    let edited = sandbox.read("reviews/2026.md").replace("7m", "8m");
    sandbox.file("reviews/2026.md", &edited);
    render(&[]).code(3).stdout("").stderr(str![[r#"
error: `reviews/2026.md` holds something else: to write the agenda of 2026-05 would add 1 line and remove 1 line
help: to see it: afterword render 2026-05.yaml --to agenda -o reviews/2026.md --diff; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
    assert_eq!(sandbox.read("reviews/2026.md"), edited);
    render(&["--force"]).code(0);
    assert_eq!(sandbox.read("reviews/2026.md"), written);
}

#[test]
fn a_place_that_does_not_end_is_told_with_its_line() {
    let sandbox = sandbox();
    let text = "# Reviews\n\n<!-- afterword: agenda 2026-05 -->\n\n<!-- afterword: post 2026-05 -->\n";
    sandbox.file("a.md", text);
    sandbox.run(&["render", "2026-05.yaml", "--to", "agenda", "-o", "a.md"]).code(2).stdout("").stderr(str![[r#"
error[marked-place]: the place of `<!-- afterword: agenda 2026-05 -->` does not end
 --> a.md:3:1
  |
3 | <!-- afterword: agenda 2026-05 -->
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ begins here
4 |
5 | <!-- afterword: post 2026-05 -->
  | -------------------------------- here another one begins
  |
  = help: put `<!-- afterword: end -->` on a line of its own where it ends

1 error in 1 file

"#]]);
    assert_eq!(sandbox.read("a.md"), text);
}

#[test]
fn a_file_that_holds_something_else_is_left_alone() {
    let sandbox = sandbox();
    let render = |flags: &[&str]| {
        let mut arguments = vec!["render", "2026-05.yaml", "--to", "agenda", "-o", "a.md"];
        arguments.extend(flags);
        sandbox.run(&arguments)
    };
    sandbox.file("a.md", "Mine\n");
    render(&[]).code(3).stdout("").stderr(str![[r#"
error: `a.md` holds something else: to write the agenda of 2026-05 would add 15 lines and remove 1 line
help: to see it: afterword render 2026-05.yaml --to agenda -o a.md --diff; to fill a place in it, mark that by the lines `<!-- afterword: agenda 2026-05 -->` and `<!-- afterword: end -->`; to overwrite it and keep a copy: --force
Nothing was written.

"#]]);
    assert_eq!(sandbox.read("a.md"), "Mine\n");
    let run = render(&["--force"]);
    assert!(run.code(0).stderr.starts_with("note: the old text is kept: cp "), "{}", run.stderr);
    // What was written is ours to replace.
    render(&["--set", "review=2026-06-04"]).code(0).stderr(str![[r#"
Wrote a.md.

"#]]);
    render(&["--set", "review=2026-06-04"]).code(0).stderr(str![[r#"
a.md is up to date.

"#]]);
}

#[test]
fn a_document_never_takes_the_place_of_a_page_or_of_its_event() {
    let sandbox = sandbox();
    sandbox.file("2026-09.yaml", EVENT.replace("2026-05-", "2026-09-"));
    sandbox.run(&["render", "2026-05.yaml", "2026-09.yaml"]).code(0);
    let (page, other) = (sandbox.read("2026-05.md"), sandbox.read("2026-09.md"));
    let mut told = String::new();
    for (file, code) in [("2026-05.yaml", 2), ("./2026-05.md", 2), ("2026-09.md", 3)] {
        let run = sandbox.run(&["render", "2026-05.yaml", "--to", "agenda", "-o", file]);
        told.push_str(&run.code(code).stderr);
    }
    snapbox::assert_data_eq!(
        told,
        str![[r#"
error: `2026-05.yaml` is the event itself, or its page
help: give `-o` another file for the agenda
error: `./2026-05.md` is the event itself, or its page
help: give `-o` another file for the agenda
error: `2026-09.md` holds something else: to write the agenda of 2026-05 would add 10 lines and remove 22 lines
help: to see it: afterword render 2026-05.yaml --to agenda -o 2026-09.md --diff; to fill a place in it, mark that by the lines `<!-- afterword: agenda 2026-05 -->` and `<!-- afterword: end -->`; to overwrite it and keep a copy: --force
Nothing was written.

"#]]
    );
    assert_eq!((sandbox.read("2026-05.md"), sandbox.read("2026-09.md")), (page, other));
    assert_eq!(sandbox.read("2026-05.yaml"), EVENT);
}

#[test]
fn front_matter_that_others_put_on_a_post_stays() {
    let sandbox = sandbox();
    sandbox.run(&["render", "2026-05.yaml", "--to", "post", "-o", "post.md"]).code(0);
    let text = sandbox.read("post.md").replacen("publishdate", "aliases: [/tea]\npublishdate", 1);
    sandbox.file("post.md", &text);
    sandbox.run(&["render", "2026-05.yaml", "--to", "post", "-o", "post.md"]).code(0).stderr(str![[r#"
post.md is up to date.

"#]]);
    assert_eq!(sandbox.read("post.md"), text);
    sandbox.run(&["render", "2026-05.yaml", "--to", "post", "-o", "post.md", "--set", "tags=[tea]"]).code(0);
    assert_eq!(sandbox.read("post.md"), text.replace("\n  - \"on\"", ""));
}

#[test]
fn several_documents_go_to_places_of_one_file_or_to_a_folder() {
    let sandbox = sandbox();
    sandbox.file("2026-09.yaml", EVENT.replace("2026-05-", "2026-09-"));
    let two = "<!-- afterword: agenda 2026-05 -->\n<!-- afterword: end -->\n\n<!-- afterword: agenda 2026-09 -->\n<!-- afterword: end -->\n";
    sandbox.file("a.md", two);
    let run = sandbox.run(&["render", "2026-05.yaml", "2026-09.yaml", "--to", "agenda", "-o", "a.md"]);
    run.code(0).stderr(str![[r#"
Wrote a.md.

"#]]);
    let written = sandbox.read("a.md");
    assert_eq!(written.matches("[Kettle Days](./2026-05.md)").count(), 1);
    assert_eq!(written.matches("[Kettle Days](./2026-09.md)").count(), 1);

    let run = sandbox.run(&["render", "2026-05.yaml", "--to", "agenda,post", "-o", "a.md"]);
    run.code(2).stdout("").stderr(str![[r#"
error: `a.md` has no place for the post of 2026-05
help: mark it by the lines `<!-- afterword: post 2026-05 -->` and `<!-- afterword: end -->`

"#]]);
    assert_eq!(sandbox.read("a.md"), written);
    sandbox.run(&["render", "2026-05.yaml", "--to", "agenda,post"]).code(2).stdout("").stderr(str![[r#"
error: several documents cannot go to standard output at once
help: ask for one, or name a file with a marked place for each, or a folder, after `-o`

"#]]);

    // The page keeps its place.
    let run = sandbox.run(&["render", "2026-05.yaml", "--to", "page", "--to", "agenda"]);
    run.code(0).stderr(str![[r#"
Wrote 2026-05.md.

"#]]);
    assert!(run.stdout.starts_with("### 2026/06/03"), "{}", run.stdout);
    assert!(sandbox.read("2026-05.md").starts_with("---\ntitle: May 2026\n"));
    let run = sandbox.run(&["render", "2026-05.yaml", "--to", "page,agenda", "-o", "a.md"]);
    run.code(2).stdout("").stderr(str![[r#"
error: the page and other documents cannot go to one file
help: draw the page on its own, or give `-o` a folder that exists, or end it with `/`

"#]]);
}

#[test]
fn runs_at_the_same_time_lose_no_place_of_one_file() {
    let sandbox = Sandbox::with_repository();
    let months: Vec<String> = (1..=8).map(|month| format!("2026-{month:02}")).collect();
    let mut file = String::new();
    for month in &months {
        sandbox.file(&format!("{month}.yaml"), EVENT.replace("2026-05-", &format!("{month}-")));
        file.extend(["<!-- afterword: agenda ", month, " -->\n<!-- afterword: end -->\n\n"]);
    }
    sandbox.file("a.md", &file);
    std::thread::scope(|scope| {
        for month in &months {
            scope.spawn(|| sandbox.run(&["render", month, "--to", "agenda", "-o", "a.md"]).code(0).code);
        }
    });
    let written = sandbox.read("a.md");
    for month in &months {
        assert_eq!(written.matches(&format!("[Kettle Days](./{month}.md)")).count(), 1, "{month}");
    }
}

#[test]
fn a_page_is_a_source_of_documents_too() {
    let sandbox = sandbox();
    let event =
        EVENT.replace("series: Kettle Days\n", "series: Kettle Days\nedition: Spring Edition\nfile: {notes: true}\n");
    sandbox.file("2026-05.yaml", event).run(&["render", "2026-05.yaml"]).code(0);
    let agenda = |event: &str| {
        let flags = ["--set", "review=2026-06-03", "--set", "topics.1.demo_order=2", "--set", "topics.3.demo_order=1"];
        let run = sandbox.run(&[&["render", event, "--to", "agenda"], &flags[..]].concat());
        run.code(0).stdout.clone()
    };
    let of_file = agenda("2026-05.yaml");
    sandbox.file(
        "2025-12.md",
        "---\nweight: -202512\n---\n\n# Kettle Days 12/2025 Wrap Up\n\n- 🗓️ **Date:** 01.12.2025\n",
    );
    std::fs::remove_file(sandbox.path("2026-05.yaml")).unwrap();
    assert_eq!(agenda("2026-05.md"), of_file);
    assert!(of_file.contains("[Kettle Days Spring Edition](./2026-05.md)"), "{of_file}");
}

#[test]
fn an_unknown_document_is_told_with_those_there_are() {
    let sandbox = sandbox();
    let mut told = String::new();
    for name in ["agnda", "slides", "commit", "page,nothing"] {
        let run = sandbox.run(&["render", "2026-05.yaml", "--to", name]);
        told.push_str(&run.code(2).stderr);
    }
    snapbox::assert_data_eq!(
        told,
        str![[r#"
error: the template `hackathon` draws no `agnda`
help: did you mean `agenda`?
error: the template `hackathon` draws no `slides`
help: its documents are `page`, `agenda` and `post`
error: `commit` is the message of a commit, and no document
help: its documents are `page`, `agenda` and `post`
error: the template `hackathon` draws no `nothing`
help: its documents are `page`, `agenda` and `post`

"#]]
    );
    assert_eq!(sandbox.tree(), "2026-05.yaml");
}

#[test]
fn a_place_among_the_demos_is_a_whole_number() {
    let sandbox = sandbox();
    let run = sandbox.run(&["render", "2026-05.yaml", "--to", "agenda", "--set", "topics.1.demo_order=last"]);
    run.code(2).stdout("").stderr(str![[r#"
error: the template `hackathon` failed
  caused by: invalid operation: the `demo_order` `last` is no whole number (in agenda.md.jinja:6)

"#]]);
}

#[test]
fn a_template_of_ones_own_adds_a_document() {
    let sandbox = with_template();
    change(
        &sandbox,
        "template.yaml",
        "outputs:\n",
        "outputs:\n  - {name: page, file: page.md.jinja}\n  - {name: chat, file: chat.txt.jinja}\n",
    );
    change(
        &sandbox,
        "template.yaml",
        "  - name: page\n    file: page.md.jinja\n    description: The wrap-up page.\n",
        "",
    );
    sandbox.file(
        "mine/chat.txt.jinja",
        "{{ heading }}: {{ page_link }}{% for topic in topics %} #{{ topic.anchor }}{% endfor %}.\n",
    );
    let run = sandbox.run(&["render", "e.yaml", "--template", "./mine", "--to", "chat"]);
    run.code(0).stderr("").stdout("Kettle Days 05/2026 Wrap Up: ./e.md #-warm-starts.\n");
    sandbox.file("out/keep", "");
    sandbox.run(&["render", "e.yaml", "--template", "./mine", "--to", "chat", "-o", "out"]).code(0);
    assert_eq!(sandbox.read("out/e-chat.txt"), "Kettle Days 05/2026 Wrap Up: ../e.md #-warm-starts.\n");
    sandbox.run(&["render", "e.yaml", "--template", "./mine", "--to", "chats"]).code(2).stderr(str![[r#"
error: the template `hackathon` draws no `chats`
help: did you mean `chat`?

"#]]);
}

#[test]
fn equal_titles_have_the_anchors_that_the_site_numbers() {
    let sandbox = sandbox();
    let event = "{series: K, start: 2026-05-04, location: {name: M}, organizers: [{name: O}], topics: [{title: Tea}, {title: Tea}, \
                 {body: \"## Tea\\n\\n### More\\n\"}]}".replace("{body", "{title: Tea, body");
    let run = sandbox.run_with_input(&["render", "-", "--to", "agenda"], event);
    let anchors: Vec<&str> =
        run.code(0).stdout.split(".md#").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
    assert_eq!(anchors, ["tea", "tea-1", "tea-2"]);
}

/// The title of the agenda's last row begins with another emoji than that of the page.
const DIFFERING: &str = "⚖\u{fe0f}\u{fe0f}";

/// The prepared page of the corpus as an event file with what only the agenda says: owners, and a topic without demo.
fn reviewed(sandbox: &Sandbox, agenda: &str) {
    sandbox.run(&["import", "hackathons/2025-11.md", "-q"]).code(0);
    let name = |title: &str| title.replace('\u{fe0f}', "");
    let owners = |title: &str| {
        let row = agenda.lines().filter(|line| line.starts_with("| [@"));
        let mut cells = row.map(|row| row.split('|').map(str::trim).collect::<Vec<_>>());
        let cells = cells.find(|cells| name(cells[3]) == name(title))?;
        Some(cells[1].split("[@").skip(1).map(|owner| owner.split(']').next().unwrap().to_owned()).collect::<Vec<_>>())
    };
    let mut event = String::new();
    let text = sandbox.read("hackathons/2025-11.yaml");
    let mut emoji = String::new();
    for line in text.lines() {
        if line == "topics:" {
            event.push_str("review: 2025-12-03\nrecording: TBD\n");
        }
        if let Some(said) = line.strip_prefix("  - emoji: ") {
            emoji = said.to_owned();
            let emoji = if name(said) == name(DIFFERING) { DIFFERING } else { said };
            event.extend(["  - emoji: ", emoji, "\n"]);
            continue;
        }
        event.extend([line, "\n"]);
        if let Some(title) = line.strip_prefix("    title: ") {
            match owners(&format!("{emoji} {}", title.trim_matches('"'))) {
                Some(owners) => event.extend(["    owners: [", &owners.join(", "), "]\n"]),
                None => event.push_str("    demo: none\n"),
            }
        }
    }
    sandbox.file("hackathons/2025-11.yaml", event);
}

#[test]
fn the_agenda_of_the_corpus_is_drawn_byte_for_byte() {
    let Some(corpus) = corpus() else { return };
    let agenda = std::fs::read_to_string(corpus.join("review-agenda-2025-12-03.md")).unwrap();
    let page = std::fs::read_to_string(corpus.join("wrap-ups/2025-11-prepared.md")).unwrap();
    let sandbox = Sandbox::new();
    sandbox.file("hackathons/2025-11.md", page).file("reviews/2025.md", &agenda);
    reviewed(&sandbox, &agenda);
    let render = |flags: &[&str]| {
        let mut arguments = vec!["render", "hackathons/2025-11.yaml", "--to", "agenda", "-o", "reviews/2025.md"];
        arguments.extend(flags);
        sandbox.run(&arguments)
    };
    let run = render(&["--check"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (0, "reviews/2025.md is up to date.\n"),
        "{}",
        render(&["--diff"]).stdout
    );

    // Without most of its rows, another order and the last list: drawn again in the manner of what is left.
    let rows: Vec<&str> = agenda.lines().filter(|line| line.starts_with("| [@")).collect();
    let longest = rows.iter().max_by_key(|row| row.trim_end_matches([' ', ')', '|']).len()).unwrap();
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| *row != longest) {
        let text = agenda.replace(&format!("{row}\n"), "").replace("\n* 🔀", "\n*");
        sandbox.file("reviews/2025.md", text);
        render(&["--force", "-q"]).code(0);
        assert!(sandbox.read("reviews/2025.md") == agenda, "without row {index}");
    }

    // The same in a place of a larger file that somebody filled by hand.
    let around = |place: &str| {
        format!("# Reviews\n\n<!-- afterword: agenda 2025-11 -->\n\n{place}\n<!-- afterword: end -->\n\nOther.\n")
    };
    sandbox.file("reviews/all.md", around(&agenda.replace("`5m`", "`7m`")));
    let run = sandbox.run(&["render", "hackathons/2025-11.yaml", "--to", "agenda", "-o", "reviews/all.md"]);
    assert!(run.code(0).stderr.starts_with("note: the old text is kept: "), "{}", run.stderr);
    assert!(sandbox.read("reviews/all.md") == around(&agenda));
}

#[test]
fn the_name_of_a_document_is_one_word() {
    let sandbox = with_template();
    let outputs = "outputs:\n  - {name: chat, file: page.md.jinja}\n  - {name: a b, file: page.md.jinja}\n  \
                   - {name: end, file: page.md.jinja}\n  - {name: page, file: page.md.jinja}\n";
    let (before, _) =
        sandbox.read("mine/template.yaml").split_once("outputs:\n").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    sandbox.file("mine/template.yaml", format!("{before}{outputs}"));
    let run = sandbox.run(&["render", "e.yaml", "--template", "./mine", "-o", "-"]);
    run.code(2).stdout("").stderr(str![[r#"
error[invalid-template]: `a b` cannot be the name of a document
   --> ./mine/template.yaml:166:12
    |
166 |   - {name: a b, file: page.md.jinja}
    |            ^^^ here
    |
    = help: a word of letters, digits, `-` and `_` makes a good name

error[invalid-template]: `end` cannot be the name of a document
   --> ./mine/template.yaml:167:12
    |
167 |   - {name: end, file: page.md.jinja}
    |            ^^^ here
    |
    = help: a word of letters, digits, `-` and `_` makes a good name

error[invalid-template]: `page` is the first document, and this is another one
   --> ./mine/template.yaml:168:12
    |
168 |   - {name: page, file: page.md.jinja}
    |            ^^^^ here

3 errors in 1 file

"#]]);
}
