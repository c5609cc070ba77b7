//! Texts that would drive a terminal, wherever one comes from: none of them reaches it as it is.
#![cfg(unix)]

use std::ffi::OsString;
use std::fs::File;
use std::io::Read as _;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::Command;
use std::process::Stdio;

use rustix::fs::OFlags;
use rustix::pty::OpenptFlags;

use crate::sandbox::Sandbox;

/// Colour, a link, the clipboard, C1, the end of a line, DEL, BEL, BS, and what turns the order of a line.
const POISON: &str = "E\u{1b}[31mE\u{1b}]8;;evil\u{7}\u{1b}]52;c;eA==\u{7}\u{9b}31m\u{9d}0;x\u{85}\u{7f}\u{8}\u{202e}\u{2066}\u{200f}\u{61c}E";

/// What of it a name of a branch can hold.
const POISON_OF_BRANCH: &str = "E\u{9b}31m\u{9d}0;x\u{85}\u{202e}\u{2066}\u{200f}E";

/// What must not reach anybody. Colours and the cursor are the program's own affair where there is a terminal.
const HARMS: &[&str] = &[
    "E\u{1b}[31m",
    "\u{1b}]",
    "\u{7}",
    "\u{8}",
    "\u{7f}",
    "\u{85}",
    "\u{9b}",
    "\u{9d}",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{61c}",
];

/// A command, and what goes before it.
struct Scene {
    what: &'static str,
    files: &'static [(&'static str, &'static str)],
    /// Shell lines that set it up, with `$POISON`.
    before: &'static [&'static str],
    commands: &'static [&'static str],
}

/// An event in which every text is poison, as YAML escapes it.
const EVENT: &str = "series: QUOTED\nedition: QUOTED\nstart: 2026-05-04\nlocation: {name: QUOTED, url: QUOTED}\norganizers: [{name: QUOTED, url: QUOTED}]\nlinks: [{label: QUOTED, emoji: QUOTED, target: QUOTED}]\npictures: [{file: QUOTED, alt: QUOTED}]\nfront_matter: {x: QUOTED}\ntitle: QUOTED\nintro: QUOTED\nfooter: QUOTED\n";
const TOPICS: &str = "topics:\n  - {emoji: QUOTED, title: QUOTED, badge: QUOTED, owners: [ada], tracking: QUOTED, problem: QUOTED, next_steps: [QUOTED], intro: QUOTED, pictures: [{file: QUOTED, alt: QUOTED}]}\n";
const MILD: &str = "series: QUOTED\nstart: 2026-05-04\nlocation: {name: QUOTED}\norganizers: [{name: QUOTED}]\ntopics:\n  - {title: QUOTED, owners: [ada], problem: QUOTED}\n  - {title: QUOTED, badge: QUOTED, tracking: QUOTED}\n";

const SCENES: &[Scene] = &[
    Scene {
        what: "every field of an event",
        files: &[("e.yaml", "EVENTTOPICS")],
        before: &[],
        commands: &[
            "check",
            "check --format short",
            "check --format json",
            "check --format github",
            "check --format sarif",
            "render e.yaml",
            "render e.yaml --style headings --diff",
            "status e.yaml",
            "topic list e.yaml",
            "topic list e.yaml --format json",
        ],
    },
    Scene {
        what: "texts of an event that is right",
        files: &[("e.yaml", "MILD"), ("2026-04.yaml", "MILD")],
        before: &["git add -A", "git commit -qm x"],
        commands: &[
            "render e.yaml -n",
            "render e.yaml --diff",
            "render e.yaml",
            "check",
            "check --format json",
            "check --format github",
            "check --format sarif",
            "check --diff",
            "status e.yaml",
            "status e.yaml --format json",
            "status e.yaml --remind",
            "topic list e.yaml",
            "topic edit e.yaml 1 --set problem=x --diff",
            "topic remove e.yaml 1 -n",
            "topic reorder e.yaml 2 --to 1",
            "topic add e.yaml $POISON",
            "index --create --diff",
            "index --create",
            "render e.yaml --to agenda -n",
            "commit e.yaml -n",
            "commit e.yaml --diff",
            "commit e.yaml --yes",
            "commit e.yaml --format json",
            "undo -n",
            "undo",
            "sync e.yaml --diff",
            "import e.md --diff",
            "context e.yaml",
            "render e.yaml -o -",
            "new -n --print --no-input --defaults --set start=2026-06-01",
        ],
    },
    Scene {
        what: "texts as they are in a file",
        files: &[
            ("e.yaml", "series: RAW\n"),
            (
                "p.md",
                "---\ntitle: RAW\nweight: -202605\n---\n\n# RAW 05/2026 Wrap Up\n\n- 🗓️ **Date:** 04.05.2026\n- 📍 **Location:** RAW\n\n## RAW\n\n[RAW](RAW) ![RAW](RAW)\n\n**RAW**: x\n",
            ),
            ("_index.md", "# RAW\n\n| Event | Date |\n| --- | --- |\n| [RAW](RAW) | RAW |\n"),
            ("titles.txt", "RAW\n"),
            ("issues.json", "RAW"),
        ],
        before: &[],
        commands: &[
            "render e.yaml",
            "render e.yaml -v",
            "check",
            "check --format json",
            "check --format github",
            "check --format sarif",
            "check --diff",
            "import p.md",
            "import p.md --diff",
            "import p.md --force",
            "index --diff",
            "topic list p.md",
            "status p.md",
            "topic add p.md --titles titles.txt --diff",
            "topic add p.md --titles titles.txt",
            "topic add p.md --from-issues issues.json",
        ],
    },
    Scene {
        what: "issues",
        files: &[
            ("e.yaml", "MILD"),
            (
                "issues.json",
                "[{\"number\": 1, \"title\": QUOTED, \"body\": QUOTED, \"url\": QUOTED, \"labels\": [], \"assignees\": [{\"login\": QUOTED}]}]",
            ),
        ],
        before: &[],
        commands: &["topic add e.yaml --from-issues issues.json --diff", "topic add e.yaml --from-issues issues.json"],
    },
    Scene {
        what: "a configuration",
        files: &[(
            ".afterword/config.yaml",
            "pages: QUOTED\nindex: QUOTED\ntemplate: QUOTED\nstyle: QUOTED\nlocale: QUOTED\nanchors: QUOTED\nedit_url: QUOTED\nQUOTED: x\ndefaults: {series: QUOTED, QUOTED: x}\noutputs: {QUOTED: QUOTED}\ncheck: {allow: [QUOTED], files: [QUOTED], picture_size: QUOTED}\n",
        )],
        before: &[],
        commands: &["check", "status", "index", "new --no-input"],
    },
    Scene {
        what: "a template",
        files: &[
            ("e.yaml", "MILD"),
            (
                ".afterword/templates/mine/template.yaml",
                "name: QUOTED\ndescription: QUOTED\nstyle: QUOTED\nQUOTED: QUOTED\n",
            ),
            (".afterword/templates/mine/page.md.jinja", "{{ x }} RAW\n"),
        ],
        before: &[
            "mkdir \".afterword/templates/$POISON\"",
            "cp .afterword/templates/mine/* \".afterword/templates/$POISON\"",
        ],
        commands: &[
            "template list",
            "template show mine",
            "render e.yaml --template mine",
            "render e.yaml --template $POISON",
            "render e.yaml --template .afterword/templates/$POISON",
            "template eject $POISON",
        ],
    },
    Scene {
        what: "names of files",
        files: &[("e.yaml", "MILD")],
        before: &[
            "cp e.yaml \"2026-$POISON.yaml\"",
            "mkdir -p images",
            "cp e.yaml \"images/$POISON.png\"",
            "mkdir \"$POISON\"",
            "cp e.yaml \"$POISON/event.yaml\"",
            "printf '# x' > \"$POISON.md\"",
        ],
        commands: &[
            "render 2026-$POISON.yaml",
            "render $POISON",
            "check",
            "check --format json",
            "check --format github",
            "check --format sarif",
            "render $POISON.md",
            "import $POISON.md",
            "status $POISON",
            "commit 2026-$POISON.yaml --yes",
            "commit 2026-$POISON.yaml --yes --format json",
            "undo",
            "-C $POISON check",
            "--config $POISON check",
            "sync 2026-$POISON.yaml",
            "index --create",
            "render $POISON.yaml",
            "render e.yaml -o $POISON/x.md",
            "render e.yaml -o nowhere/$POISON.md",
        ],
    },
    Scene {
        what: "arguments",
        files: &[("e.yaml", "MILD")],
        before: &[],
        commands: &[
            "$POISON",
            "--$POISON",
            "render --$POISON",
            "render e.yaml --style $POISON",
            "render e.yaml --set $POISON",
            "render e.yaml --set series=$POISON --set $POISON=x",
            "render e.yaml --set start=$POISON",
            "check --allow $POISON",
            "check --explain $POISON",
            "check --format $POISON",
            "check --since $POISON",
            "topic add e.yaml x --owner $POISON",
            "topic add e.yaml x --emoji $POISON",
            "topic edit e.yaml $POISON --set problem=x",
            "commit e.yaml --author $POISON",
            "commit e.yaml --date $POISON",
            "commit e.yaml --branch $POISON",
            "commit e.yaml -m $POISON --yes",
            "new --no-input --set start=2026-06-01 --set id=$POISON",
            "completions $POISON",
            "schema $POISON",
            "render e.yaml --to $POISON",
            "import e.yaml --template $POISON",
            "index $POISON",
            "--color $POISON check",
            "topic reorder e.yaml 1 --before $POISON",
        ],
    },
    Scene {
        what: "a repository",
        files: &[("e.yaml", "MILD")],
        before: &[
            "git commit -q --allow-empty -m \"$POISON\"",
            "git checkout -q -b \"$BRANCH\"",
            "git config user.name \"$POISON\"",
            "git config remote.origin.url \"https://forge.example/$POISON\"",
            "git config branch.\"$BRANCH\".remote origin",
            "git add -A",
            "git commit -qm \"$POISON\"",
            "sed -i s/QUOTED/x/ e.yaml",
        ],
        commands: &[
            "render e.yaml",
            "commit e.yaml -n",
            "commit e.yaml --yes -v",
            "status e.yaml --remind",
            "status e.yaml --remind -v",
            "undo -n",
            "undo",
            "sync e.yaml",
            "check --since HEAD~1",
            "commit e.yaml --yes --branch $BRANCH-2",
            "-v commit e.yaml --yes --format json",
        ],
    },
    Scene {
        what: "a hook that complains",
        files: &[
            ("e.yaml", "MILD"),
            (".git/hooks/pre-commit", "#!/bin/sh\nprintf 'RAW\\n'\nprintf 'RAW\\n' >&2\nexit 1\n"),
        ],
        before: &["chmod +x .git/hooks/pre-commit"],
        commands: &["render e.yaml", "commit e.yaml --yes", "commit e.yaml --yes --format json"],
    },
    Scene {
        what: "a topic file",
        files: &[
            (
                ".afterword/events/2026-05/event.yaml",
                "series: QUOTED\nstart: 2026-05-04\nlocation: {name: QUOTED}\norganizers: [{name: QUOTED}]\norder: [QUOTED]\n",
            ),
            (
                ".afterword/events/2026-05/topics/a.md",
                "---\ntitle: QUOTED\nstate: QUOTED\nQUOTED: x\n---\n\n## RAW\n\nRAW\n",
            ),
        ],
        before: &[],
        commands: &["render 2026-05", "topic list 2026-05", "check", "status 2026-05"],
    },
];

/// Variables that the program reads.
const VARIABLES: &[&str] = &[
    "AFTERWORD_TEMPLATE",
    "AFTERWORD_STYLE",
    "AFTERWORD_PAGES",
    "AFTERWORD_CONFIG",
    "AFTERWORD_LOCALE",
    "AFTERWORD_INDEX",
    "EDITOR",
    "GIT_AUTHOR_NAME",
    "GIT_AUTHOR_EMAIL",
    "GIT_COMMITTER_DATE",
];

/// A text as YAML and JSON hold it: with nothing raw in it that a reader refuses.
fn quoted(text: &str) -> String {
    let escaped = |c: char| if c.is_ascii_graphic() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

fn set_up(scene: &Scene) -> Sandbox {
    let sandbox = Sandbox::with_repository();
    let quoted = quoted(POISON);
    let fill = |text: &str| {
        let text = text.replace("EVENT", EVENT).replace("TOPICS", TOPICS).replace("MILD", MILD);
        text.replace("QUOTED", &quoted).replace("RAW", POISON)
    };
    for (name, text) in scene.files {
        sandbox.file(name, fill(text));
    }
    for line in scene.before {
        let mut command = sandbox.shell_command();
        command.arg("-c").arg(line).env("POISON", POISON).env("BRANCH", POISON_OF_BRANCH);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}: {line}: {}", scene.what, String::from_utf8_lossy(&output.stderr));
    }
    sandbox
}

/// The words of a command, with poison.
fn words(command: &str) -> Vec<OsString> {
    let word = |word: &str| word.replace("$POISON", POISON).replace("$BRANCH", POISON_OF_BRANCH).into();
    command.split(' ').map(word).collect()
}

/// What a program shows in a terminal.
fn in_a_terminal(mut command: Command) -> Vec<u8> {
    let master = rustix::pty::openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    rustix::pty::grantpt(&master).unwrap();
    rustix::pty::unlockpt(&master).unwrap();
    let name = rustix::pty::ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    let no_control = OFlags::NOCTTY.bits().try_into().unwrap();
    let slave = File::options().read(true).write(true).custom_flags(no_control).open(name).unwrap();
    command.stdin(Stdio::null()).stdout(slave.try_clone().unwrap()).stderr(slave.try_clone().unwrap());
    let mut child = command.spawn().unwrap();
    drop((command, slave));
    let mut shown = Vec::new();
    let mut buffer = [0; 4096];
    let mut master = File::from(master);
    // The end of a terminal is an error.
    while let Ok(count @ 1..) = master.read(&mut buffer) {
        shown.extend_from_slice(&buffer[..count]);
    }
    child.wait().unwrap();
    shown
}

/// What harms in an output; `has_terminal` where colours are as they should be.
fn harms(output: &[u8], has_terminal: bool) -> Option<String> {
    let Ok(text) = std::str::from_utf8(output) else { return Some("bytes that are no text".to_owned()) };
    if let Some(harm) = HARMS.iter().find(|harm| text.contains(**harm)) {
        return Some(format!("{harm:?}"));
    }
    let raw = |c: &char| c.is_control() && !matches!(c, '\n' | '\t');
    text.chars().find(raw).filter(|_| !has_terminal).map(|c| format!("{c:?}"))
}

#[test]
fn an_event_of_poison_is_read_and_drawn() {
    let scene = SCENES.iter().find(|scene| scene.what == "texts of an event that is right").unwrap();
    let sandbox = set_up(scene);
    sandbox.run(&["render", "e.yaml"]).code(0);
    let page = sandbox.read("e.md");
    assert!(HARMS.iter().all(|harm| page.contains(harm)), "{page:?}");
}

#[test]
fn no_text_drives_a_terminal() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for scene in SCENES {
        for has_terminal in [false, true] {
            let sandbox = set_up(scene);
            for line in scene.commands {
                let mut command = sandbox.command(&[]);
                command.args(words(line));
                let (out, err) = if has_terminal {
                    (in_a_terminal(command), Vec::new())
                } else {
                    let output = command.stdin(Stdio::null()).output().unwrap();
                    (output.stdout, output.stderr)
                };
                count += 1;
                // A patch, a page, a document and a printed file are data, where nobody looks on.
                let is_data = !has_terminal
                    && ["--diff", "-o -", "--to", "--print", "template show"].iter().any(|word| line.contains(word));
                let tab = || err.contains(&b'\t').then(|| "a tab".to_owned());
                let harm = harms(&err, false).or_else(tab).or_else(|| harms(&out, has_terminal).filter(|_| !is_data));
                if let Some(harm) = harm {
                    let said = String::from_utf8_lossy(if out.is_empty() { &err } else { &out }).into_owned();
                    let at = said.char_indices().find(|(at, _)| HARMS.iter().any(|harm| said[*at..].starts_with(harm)));
                    let from = at.map_or(0, |(at, _)| said[..at].char_indices().rev().nth(80).map_or(0, |(at, _)| at));
                    let end = said[from..].char_indices().nth(200).map_or(said.len(), |(at, _)| from + at);
                    wrong.push(format!(
                        "{}: terminal {has_terminal}: {line}: {harm} in {:?}",
                        scene.what,
                        &said[from..end]
                    ));
                }
            }
        }
    }
    for name in VARIABLES {
        let sandbox = set_up(&SCENES[1]);
        for line in [
            "render e.yaml",
            "commit e.yaml --yes",
            "commit e.yaml --edit --yes",
            "check",
            "new --no-input --set start=2026-06-01",
            "index --create",
        ] {
            for has_terminal in [false, true] {
                let mut command = sandbox.command(&[]);
                command.args(words(line)).env(name, POISON);
                count += 1;
                let harm = if has_terminal {
                    harms(&in_a_terminal(command), true)
                } else {
                    let output = command.stdin(Stdio::null()).output().unwrap();
                    harms(&output.stderr, false).or_else(|| harms(&output.stdout, false))
                };
                wrong.extend(harm.map(|harm| format!("{name}: terminal {has_terminal}: {line}: {harm}")));
            }
        }
    }
    eprintln!("{count} runs");
    assert!(wrong.is_empty(), "{} violations:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 300, "only {count} runs");
}

#[test]
fn no_byte_of_a_name_that_is_no_text_drives_a_terminal() {
    let sandbox = Sandbox::with_repository();
    let mut wrong = Vec::new();
    for bytes in [
        &b"a\x1b[31m\xff.yaml"[..],
        b"\x9b31m.yaml",
        b"\x9d0;x\x07.yaml",
        b"\xc2\x9b31m\x80.md",
        b"--\x9b31m",
        b"\xed\xa0\x80.yaml",
    ] {
        let name = OsString::from_vec(bytes.to_vec());
        let written = std::fs::write(sandbox.work().join(&name), "series: x\n");
        assert!(written.is_ok() || cfg!(target_os = "macos"), "{name:?}: {written:?}");
        for before in [
            &["render"][..],
            &["check"],
            &["import"],
            &["commit", "--yes"],
            &["topic", "list"],
            &["-C"],
            &["--config"],
            &[],
        ] {
            for has_terminal in [false, true] {
                let mut command = sandbox.command(before);
                command.arg(&name);
                let harm = if has_terminal {
                    harms(&in_a_terminal(command), true)
                } else {
                    let output = command.stdin(Stdio::null()).output().unwrap();
                    harms(&output.stderr, false).or_else(|| harms(&output.stdout, false))
                };
                wrong.extend(harm.map(|harm| format!("{before:?} {name:?}: terminal {has_terminal}: {harm}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} violations:\n{}", wrong.len(), wrong.join("\n"));
}
