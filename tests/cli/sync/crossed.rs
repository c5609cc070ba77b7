//! Every edit of a page's structure beside every edit of an event file's: sections and topics that come, go and move.

use crate::sandbox::Sandbox;

use super::EVENT;
use super::edit;
use super::forget;

/// Edits one side, in a repository.
type Edit = fn(&Sandbox);

/// An edit, and what must come of it on both sides.
struct Case {
    name: &'static str,
    edit: Edit,
    /// Words that stand on both sides then.
    comes: &'static [&'static str],
    /// Words that are gone from the page.
    goes: &'static [&'static str],
}

const FILE: &str = "2026-05.yaml";
const PAGE: &str = "2026-05.md";

const SECOND: &str = "  - title: One log for all kettles\n    demo: 5m\n    problem: >\n      Twelve kettles write twelve logs,\n      and nobody reads them.\n\n";

const OF_FILE: &[Case] = &[
    Case {
        name: "a field of the head",
        edit: |w| edit(w, FILE, "series: Kettle Days", "series: Kettle Weeks"),
        comes: &["Kettle Weeks"],
        goes: &["Kettle Days"],
    },
    Case {
        name: "an edition, and another series",
        edit: |w| edit(w, FILE, "series: Kettle Days ", "series: Pot Weeks\nedition: Spring Edition "),
        comes: &["Pot Weeks", "Spring Edition"],
        goes: &["Kettle Days"],
    },
    Case {
        name: "without the footer",
        edit: |w| edit(w, FILE, "footer: |\n  Tea was given by Kettle Works.\n", ""),
        comes: &[],
        goes: &["Tea was given"],
    },
    Case {
        name: "another footer",
        edit: |w| edit(w, FILE, "  Tea was given by Kettle Works.\n", "  See you all in autumn.\n"),
        comes: &["See you all"],
        goes: &["Tea was given"],
    },
    Case {
        name: "another style",
        edit: |w| edit(w, FILE, "topics:\n", "style: headings\ntopics:\n"),
        comes: &[],
        goes: &["**Achievements:**"],
    },
    Case {
        name: "a section more in the first",
        edit: |w| edit(w, FILE, "      - Nobody waits.\n", "      - Nobody waits.\n    next_steps: Ask the file.\n"),
        comes: &["Ask the file."],
        goes: &[],
    },
    Case {
        name: "no problem in the first",
        edit: |w| edit(w, FILE, "    problem: |\n      After a restart `brewd` heats every pot again.\n", ""),
        comes: &[],
        goes: &["After a restart"],
    },
    Case {
        name: "the second dropped",
        edit: |w| edit(w, FILE, "    demo: 5m\n", "    demo: 5m\n    state: dropped\n"),
        comes: &[],
        goes: &["Twelve"],
    },
    Case { name: "the second deleted", edit: |w| edit(w, FILE, SECOND, ""), comes: &[], goes: &["Twelve"] },
    Case {
        name: "a topic more",
        edit: |w| edit(w, FILE, "footer: |\n", "  - title: Cups of the file\n    problem: They leak.\n\nfooter: |\n"),
        comes: &["Cups of the file", "They leak."],
        goes: &[],
    },
    Case {
        name: "the topics swapped",
        edit: |w| {
            edit(w, FILE, SECOND, "");
            edit(w, FILE, "topics:\n", &format!("topics:\n{SECOND}"));
        },
        comes: &["Twelve"],
        goes: &[],
    },
    Case {
        name: "the first retitled",
        edit: |w| edit(w, FILE, "title: Warm starts", "title: No cold pots"),
        comes: &["No cold pots"],
        goes: &["Warm starts"],
    },
    Case {
        name: "a label of the second",
        edit: |w| edit(w, FILE, "    demo: 5m\n", "    demo: 5m\n    labels: {problem: \"**Problem**:\"}\n"),
        comes: &["**Problem**:"],
        goes: &[],
    },
    Case {
        name: "a key of the front matter",
        edit: |w| edit(w, FILE, "topics:\n", "front_matter: {outline: 2}\ntopics:\n"),
        comes: &["outline: 2"],
        goes: &[],
    },
];

const OF_PAGE: &[Case] = &[
    Case {
        name: "a field of the head",
        edit: |w| edit(w, PAGE, "The Old Mill", "The New Mill"),
        comes: &["The New Mill"],
        goes: &["The Old Mill"],
    },
    Case {
        name: "a section more in the first",
        edit: |w| edit(w, PAGE, "* Nobody waits.\n", "* Nobody waits.\n\n**Next Steps:**\nAsk the page.\n"),
        comes: &["Ask the page."],
        goes: &[],
    },
    Case {
        name: "no achievements in the first",
        edit: |w| {
            let list = "**Achievements:**\n* The last known temperature is kept.\n* Nobody waits.\n\n";
            edit(w, PAGE, list, "");
        },
        comes: &[],
        goes: &["temperature"],
    },
    Case {
        name: "without the second",
        edit: |w| {
            let (start, end) = second(w);
            let page = w.read(PAGE);
            w.file(PAGE, format!("{}{}", &page[..start], &page[end..]));
        },
        comes: &[],
        goes: &["Twelve"],
    },
    Case {
        name: "a topic more",
        edit: |w| edit(w, PAGE, "\nTea was", "\n## Lids of the page\n\n**Problem Statement:**\nThey fall.\n\nTea was"),
        comes: &["Lids of the page", "They fall."],
        goes: &[],
    },
    Case {
        name: "the topics swapped",
        edit: |w| {
            let (start, end) = second(w);
            let page = w.read(PAGE);
            let first = page.find("## 🔥").unwrap();
            let (head, tail) = (&page[..first], &page[end..]);
            w.file(PAGE, format!("{head}{}{}{tail}", &page[start..end], &page[first..start]));
        },
        comes: &["Twelve"],
        goes: &[],
    },
    Case {
        name: "the second retitled",
        edit: |w| edit(w, PAGE, "## One log for all kettles", "## A single log"),
        comes: &["A single log"],
        goes: &["One log for all"],
    },
    Case {
        name: "another label for all problems",
        edit: |w| {
            let page = w.read(PAGE).replace("**Problem Statement:**", "**Problem:**");
            w.file(PAGE, page);
        },
        comes: &["**Problem:**"],
        // A topic that the file added is labelled as usual.
        goes: &[],
    },
    Case {
        name: "without the footer",
        edit: |w| edit(w, PAGE, "\nTea was given by Kettle Works.\n", ""),
        comes: &[],
        goes: &["Tea was given"],
    },
    Case {
        name: "another problem in the first",
        edit: |w| edit(w, PAGE, "every pot again", "every pot twice"),
        comes: &["every pot twice"],
        goes: &["every pot again"],
    },
];

/// Where the second topic stands on the page.
fn second(sandbox: &Sandbox) -> (usize, usize) {
    let page = sandbox.read(PAGE);
    (page.find("## One log").unwrap(), page.find("Tea was").unwrap())
}

/// The pairs that are edits of the same, and not to the same.
const CONFLICTS: &[(&str, &str)] = &[
    ("a section more in the first", "a section more in the first"),
    ("no problem in the first", "another problem in the first"),
    ("the second dropped", "the second retitled"),
    ("the second dropped", "another label for all problems"),
    ("the second deleted", "the second retitled"),
    ("the second deleted", "another label for all problems"),
    ("another footer", "without the footer"),
    ("a label of the second", "without the second"),
    ("a label of the second", "another label for all problems"),
];

#[test]
fn every_edit_of_structure_meets_every_other() {
    let sandbox = Sandbox::with_repository();
    sandbox.file(FILE, EVENT).run(&["render", FILE]).code(0);
    sandbox.commit_all();
    let base = sandbox.read(PAGE);
    for of_file in OF_FILE {
        for of_page in OF_PAGE {
            sandbox.file(FILE, EVENT).file(PAGE, &base);
            (of_file.edit)(&sandbox);
            (of_page.edit)(&sandbox);
            forget(&sandbox);
            let before = (sandbox.read(FILE), sandbox.read(PAGE));
            let run = sandbox.run(&["sync", FILE]);
            let (file, page) = (sandbox.read(FILE), sandbox.read(PAGE));
            let told = format!("{} beside {}\n{}\n{file}\n{page}", of_file.name, of_page.name, run.stderr);
            if CONFLICTS.contains(&(of_file.name, of_page.name)) {
                assert_eq!(run.code, 1, "{told}");
                assert_eq!((file, page), before, "{told}");
                assert!(run.stderr.contains(" 2026-05.yaml:") && run.stderr.contains(" 2026-05.md:"), "{told}");
                continue;
            }
            assert_eq!(run.code, 0, "{told}");
            let drawn = sandbox.run(&["render", FILE, "-o", "-"]);
            drawn.code(0);
            assert_eq!(drawn.stdout, page, "{told}");
            let is_gone = |word: &&&str| of_file.goes.contains(word) || of_page.goes.contains(word);
            for word in of_file.comes.iter().chain(of_page.comes).filter(|word| !is_gone(word)) {
                assert!(page.contains(word) && file.contains(word), "no `{word}`: {told}");
            }
            for word in of_file.goes.iter().chain(of_page.goes) {
                assert!(!page.contains(word), "still `{word}`: {told}");
            }
            for kept in ["# The spring edition.", "# they pay for the tea", "    state: dropped\n    owners: [cy]"] {
                assert!(file.contains(kept), "no `{kept}`: {told}");
            }
        }
    }
}
