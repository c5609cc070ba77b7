//! Names that try to leave the root, in every place where one can be given; what is around the root is compared before
//! and after, and a text that stands there must never be told.
//!
//! `AFTERWORD_HOSTILE_ALL=1` tries every name in every place; otherwise each name meets some of them.
#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::path::Path;

use crate::names::TARGET;
use crate::names::names;
use crate::sandbox::Sandbox;
use crate::snapshot::Snapshot;

/// What stands in files that nobody has asked for.
const SECRET: &str = "SECRET-7d1f";

const EVENT: &str = "\
series: Kettle Days
start: 2026-05-04
location: {name: The Old Mill}
organizers: [{name: Kettle Works}]
";

const PAGE: &str = "\
---
title: May 2026
weight: -202605
---

# Kettle Days 05/2026 Wrap Up

- 🗓️ **Date:** 04.05.2026
- 📍 **Location:** The Old Mill
- 👤 **Organizer:** Kettle Works

## 🔥 Warm starts

**Achievements:**
Two minutes.
";

const NEW: &str =
    "new --no-input --set series=K --set start=2026-06-01 --set location.name=M --set organizers=[{name:\u{a0}W}]";

/// Where a name is put, and what is run then; `NAME` is the name in a text, `QUOTED` the same in quotes.
struct Place {
    what: &'static str,
    files: &'static [(&'static str, &'static str)],
    commands: &'static [&'static str],
}

const PLACES: &[Place] = &[
    Place {
        what: "a picture of an event",
        files: &[("e.yaml", "EVENTpictures: [{file: QUOTED, alt: x}]\n")],
        commands: &["render e.yaml", "check", "check --fix", "commit e.yaml --no-input"],
    },
    Place {
        what: "a picture of a topic",
        files: &[("e.yaml", "EVENTtopics: [{title: T, problem: x, pictures: [{file: QUOTED, alt: x}]}]\n")],
        commands: &["render e.yaml", "check --fix e.yaml", "render e.yaml --to agenda", "commit e.yaml --no-input"],
    },
    Place {
        what: "an id",
        files: &[("e.yaml", "EVENTid: QUOTED\n"), ("p.yaml", "EVENTid: QUOTED\n")],
        commands: &[
            "render e.yaml",
            "new --no-input --from p.yaml",
            "new --folder --no-input --from p.yaml",
            "index --create e.yaml",
        ],
    },
    Place {
        what: "an edition",
        files: &[("2026-06.md", "taken\n")],
        commands: &[
            "NEW --set edition=NAME",
            "NEW --folder --set edition=NAME",
            "NEW x.yaml --set edition=NAME --set id=NAME",
        ],
    },
    Place {
        what: "the event that a topic moved to",
        files: &[("e.yaml", "EVENTtopics: [{title: T, state: moved, moved_to: QUOTED}]\n")],
        commands: &["render e.yaml", "check", "status e.yaml"],
    },
    Place {
        what: "the folder of pages",
        files: &[(".afterword/config.yaml", "pages: QUOTED\n")],
        commands: &["NEW", "check", "index --create"],
    },
    Place {
        what: "the index",
        files: &[(".afterword/config.yaml", "index: QUOTED\n"), ("2026-05.md", "PAGE")],
        commands: &["index --create", "check --fix", "NEW"],
    },
    Place {
        what: "the folder of pictures",
        files: &[(".afterword/config.yaml", "pictures: QUOTED\n"), ("e.yaml", "EVENT")],
        commands: &["render e.yaml", "check", "context e.yaml"],
    },
    Place {
        what: "the folder of events",
        files: &[(".afterword/config.yaml", "events: QUOTED\n")],
        commands: &["NEW --folder", "check", "status"],
    },
    Place {
        what: "the file of a document",
        files: &[(".afterword/config.yaml", "outputs: {agenda: QUOTED}\n"), ("e.yaml", "EVENT")],
        commands: &["render e.yaml --to agenda", "render e.yaml"],
    },
    Place {
        what: "the files that are checked",
        files: &[(".afterword/config.yaml", "check: {files: [QUOTED]}\n"), ("e.yaml", "EVENT")],
        commands: &["check", "check --fix"],
    },
    Place {
        what: "the template of an event",
        files: &[("e.yaml", "EVENTtemplate: QUOTED\n")],
        commands: &["render e.yaml", "check"],
    },
    Place {
        what: "the template of a project",
        files: &[(".afterword/config.yaml", "template: QUOTED\n"), ("e.yaml", "EVENT")],
        commands: &["render e.yaml", "template show"],
    },
    Place {
        what: "a file that a template includes",
        files: &[
            ("e.yaml", "EVENT"),
            (".afterword/templates/mine/template.yaml", "DECLARATION"),
            (
                ".afterword/templates/mine/page.md.jinja",
                "{% include QUOTED ignore missing %}{% include [QUOTED, 'page.md.jinja'] %}\n",
            ),
        ],
        commands: &["render e.yaml --template mine", "render e.yaml -o - --template .afterword/templates/mine"],
    },
    Place {
        what: "a template that a template extends",
        files: &[
            ("e.yaml", "EVENT"),
            (".afterword/templates/mine/template.yaml", "DECLARATION"),
            (".afterword/templates/mine/page.md.jinja", "{% extends QUOTED %}\n"),
        ],
        commands: &["render e.yaml --template mine"],
    },
    Place {
        what: "the file and the name of a template's document",
        files: &[
            ("e.yaml", "EVENT"),
            (
                ".afterword/templates/mine/template.yaml",
                "DECLARATION  - {name: other, file: QUOTED}\n  - {name: QUOTED, file: page.md.jinja}\n",
            ),
            (".afterword/templates/mine/page.md.jinja", "x\n"),
        ],
        commands: &["render e.yaml --template mine --to other", "template eject mine"],
    },
    Place {
        what: "the id that a template makes",
        files: &[
            ("2026-06.yaml", "EVENTedition: QUOTED\n"),
            (".afterword/templates/mine/template.yaml", "NAMED"),
            (".afterword/templates/mine/page.md.jinja", "x\n"),
            (".afterword/config.yaml", "template: mine\n"),
        ],
        commands: &["NEW --set edition=NAME", "NEW --folder --set edition=NAME", "index --create 2026-06.yaml"],
    },
    Place {
        what: "the title of an issue",
        files: &[
            (".afterword/events/2026-05/event.yaml", "EVENT"),
            (
                "issues.json",
                "[{\"number\": 1, \"title\": QUOTED, \"body\": QUOTED, \"url\": QUOTED, \"labels\": [], \"assignees\": [{\"login\": QUOTED}]}]",
            ),
        ],
        commands: &[
            "topic add .afterword/events/2026-05 --from-issues issues.json",
            "render .afterword/events/2026-05",
        ],
    },
    Place {
        what: "the title of a topic",
        files: &[(".afterword/events/2026-05/event.yaml", "EVENT"), ("titles.txt", "NAME\n")],
        commands: &[
            "topic add .afterword/events/2026-05 --titles titles.txt",
            "topic add .afterword/events/2026-05 -- NAME",
            "topic edit .afterword/events/2026-05 1 --set title=NAME",
            "topic remove .afterword/events/2026-05 1",
        ],
    },
    Place {
        what: "the order of topics",
        files: &[
            (".afterword/events/2026-05/event.yaml", "EVENTorder: [QUOTED, warm]\n"),
            (".afterword/events/2026-05/topics/warm.md", "---\ntitle: Warm\n---\n"),
        ],
        commands: &[
            "render .afterword/events/2026-05",
            "topic reorder .afterword/events/2026-05 1 --to 1",
            "topic add .afterword/events/2026-05 Cold",
        ],
    },
    Place {
        what: "the link of a row in the index",
        files: &[
            ("2026-05.md", "PAGE"),
            ("_index.md", "# Events\n\n| Event | Date |\n| --- | --- |\n| [Kettle Days](NAME) | 04.05.2026 |\n"),
        ],
        commands: &["index", "check --fix", "NEW"],
    },
    Place {
        what: "a link and a picture of a page",
        files: &[("2026-05.md", "PAGE\n[a](NAME) [b](<NAME>) [c]: NAME\n\n![d](NAME)\n\n<img src=\"NAME\">\n")],
        commands: &["check --fix", "import 2026-05.md", "render 2026-05.yaml"],
    },
    Place {
        what: "what a draft says",
        files: &[
            (".git/afterword/drafts/2026-06.yaml", "EVENTid: QUOTED\nedition: QUOTED\n"),
            (".git/afterword/drafts/x.yaml", "EVENTid: QUOTED\n"),
            (".git/afterword/pages.json", "{\"schema_version\": 1, \"pages\": {QUOTED: \"00\"}}"),
        ],
        commands: &["NEW x.yaml --resume", "render x.yaml", "undo"],
    },
];

const DECLARATION: &str = r###"name: mine
description: Mine.
dates: {id: "%Y-%m", weight: "-%Y%m", title: "%B %Y", day: "%d.%m.%Y", range: "{start} – {end}"}
headings: {event: "{series} %m/%Y", topic: "## {emoji} {title}"}
header: {label: "- **{label}:**", lines: []}
style: block
styles: [{name: block, label: "**{label}:**", join: "\n"}]
event: [{key: series}, {key: edition}, {key: location}, {key: organizers}]
topic: [{key: emoji}, {key: title, required: true}]
sections: []
outputs:
  - {name: page, file: page.md.jinja}
"###;

/// A scene: the root, and around it what nobody may touch or tell.
fn scene() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    sandbox.file("folder/keep", "").file("images/keep", "").file("a/keep", "").file("keep.md", "# Keep\n");
    let secret_page = PAGE.replace("Two minutes.", SECRET);
    for (name, text) in [
        ("secret.md", secret_page.as_str()),
        ("secret", SECRET),
        ("secret.png", SECRET),
        ("secret.yaml", "series: SECRET-7d1f\nstart: 2026-05-04\n"),
        ("template.yaml", "name: SECRET-7d1f\n"),
        ("page.md.jinja", SECRET),
        ("event.yaml", "series: SECRET-7d1f\nstart: 2026-05-04\nlocation: {name: x}\norganizers: [{name: y}]\n"),
        ("topics/secret.md", "---\ntitle: SECRET-7d1f\n---\n"),
    ] {
        sandbox.file(&format!("../outside/{name}"), text);
    }
    let link = |target: &str, name: &str| symlink(target, sandbox.path(name)).unwrap();
    link("../outside", "link");
    link("../../outside", "folder/link");
    link("../outside/secret.md", "linked.md");
    link("../outside/secret.yaml", "linked.yaml");
    link("../outside/secret.png", "linked.png");
    link("../../outside/secret.png", "images/linked.png");
    link("loop", "loop");
    link("../outside/afterword-escape", "dangling");
    link("../outside/afterword-escape.md", "dangling.md");
    sandbox
}

/// Everything but the root and the program's own state, and of the root what is git's.
fn watched(path: &str) -> bool {
    let is_state = "home/.local/state/afterword".starts_with(path) || path.starts_with("home/.local/state/afterword");
    let is_gits = path == "work/.git/config" || path == "work/.git/HEAD" || path.starts_with("work/.git/hooks");
    !is_state && (!path.starts_with("work") || path == "work" || path == "work/.git" || is_gits)
}

fn try_one(place: &Place, index: usize) -> Vec<String> {
    let sandbox = scene();
    let folder = sandbox.work().parent().unwrap().to_owned();
    let name = names(folder.join("outside").to_str().unwrap()).swap_remove(index);
    let quoted = serde_json::to_string(&name).unwrap();
    let fill = |text: &str| {
        let named = DECLARATION.replace("id: \"%Y-%m\"", "id: \"%Y-%m-{edition}\"");
        let text = text.replace("DECLARATION", DECLARATION).replace("NAMED", &named);
        text.replace("EVENT", EVENT).replace("PAGE", PAGE).replace("QUOTED", &quoted).replace("NAME", &name)
    };
    for (file, text) in place.files {
        sandbox.file(file, fill(text));
    }
    let before = Snapshot::of(&folder, watched);
    let mut wrong = Vec::new();
    for command in place.commands {
        let command = command.replace("NEW", NEW);
        let words: Vec<String> =
            command.split(' ').map(|word| word.replace('\u{a0}', " ").replace("NAME", &name)).collect();
        if words.iter().any(|word| word.contains('\0')) {
            continue;
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let run = sandbox.run(&words);
        let mut tell = |what: String| wrong.push(format!("{}: {name:?}: {command}: {what}", place.what));
        if !(0..=4).contains(&run.code) || run.stderr.contains("panicked") {
            tell(format!("exit code {}: {}", run.code, run.stderr));
        }
        if run.stdout.contains(SECRET) || run.stderr.contains(SECRET) {
            tell(format!("the secret is told:\n{}{}", run.stdout, run.stderr));
        }
        if run.stderr.contains(|c: char| c.is_control() && c != '\n') {
            tell(format!("a control character in {:?}", run.stderr));
        }
    }
    let changed = before.differences(&Snapshot::of(&folder, watched));
    if !changed.is_empty() {
        wrong.push(format!("{}: {name:?}: changed {changed:?}", place.what));
    }
    let told = Snapshot::of(&sandbox.work(), |path| !path.starts_with(".git/objects"));
    for file in told.files_with(SECRET) {
        wrong.push(format!("{}: {name:?}: the secret stands in {file}", place.what));
    }
    if place.commands.iter().any(|command| command.starts_with("commit")) {
        let all = sandbox.git(&["log", "--all", "-p", "--text"]);
        if all.contains(SECRET) {
            wrong.push(format!("{}: {name:?}: the secret is committed", place.what));
        }
    }
    for folder in ["/", "/tmp", "/etc", "/root"] {
        if Path::new(folder).join(TARGET).symlink_metadata().is_ok() {
            wrong.push(format!("{}: {name:?}: wrote into {folder}", place.what));
        }
    }
    wrong
}

#[test]
fn no_name_leads_out_of_the_root() {
    let all = std::env::var_os("AFTERWORD_HOSTILE_ALL").is_some();
    let count = names("").len();
    let mut tries = Vec::new();
    for index in 0..count {
        for (at, place) in PLACES.iter().enumerate() {
            // Every name in two places of the table, and every place with a good many names.
            if all || (index * 2 + at) % PLACES.len() < 2 {
                tries.push((place, index));
            }
        }
    }
    let next = std::sync::atomic::AtomicUsize::new(0);
    let wrong = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some((place, index)) = tries.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    wrong.lock().unwrap().extend(try_one(place, *index));
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    eprintln!("{} tries of {count} names in {} places", tries.len(), PLACES.len());
    assert!(wrong.is_empty(), "{} violations:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn there_are_at_least_200_names_and_20_places() {
    let mut names = names("/outside");
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "a name stands twice");
    assert!(count >= 200, "{count} names");
    assert!(PLACES.len() >= 20, "{} places", PLACES.len());
}
