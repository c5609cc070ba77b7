//! The whole command on rough ground: sizes that change, a huge paste, terminals that can do little.

use std::fmt::Write as _;
use std::time::Instant;

use crate::command::Desk;
use crate::event::{NEW, answer_all, desk, end_uncommitted, written};
use crate::session::{End, Session};

#[test]
fn five_hundred_sizes_during_a_whole_event() {
    let desk = desk();
    let mut session = desk.start(&["new", "2024-05.yaml"]);
    let mut seed: u32 = 20_240_506;
    let mut random = |limit: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u16::try_from((seed >> 16) % limit).unwrap()
    };
    let each = 500_usize.div_ceil(NEW.len());
    let mut sizes = 0;
    for step in NEW {
        step.wait(&mut session);
        for turn in 0..each {
            let (columns, rows) = match turn {
                0 => (0, random(60)),
                1 => (random(4), random(4)),
                _ => (random(200), random(60)),
            };
            session.resize(columns, rows);
            // Draws anew where it is heard, at this size; a search would take it for text.
            if !step.is_editor() && !step.shown.starts_with("Which emoji") && turn % 4 == 0 {
                session.send("\x0c");
            }
            sizes += 1;
        }
        // So that the next question can be told on the screen.
        session.resize(80, 24);
        session.send(step.typed);
    }
    assert!(sizes >= 500);
    assert_eq!(end_uncommitted(&mut session), End::Code(0), "{}", session.output());
    session.assert_as_before();
    assert_eq!(["2024-05.yaml", "2024-05.md"].map(|name| desk.read(name)), written());
}

/// The flags that leave only the topics to be asked for.
const BEGUN: &[&str] = &[
    "new",
    "2024-05.yaml",
    "--set",
    "series=Kettle Days",
    "--set",
    "start=2024-05-06",
    "--set",
    "end=2024-05-10",
    "--set",
    "location={name: The Old Mill}",
    "--set",
    "organizers=[{name: Kettle Works}]",
];

#[test]
fn a_megabyte_of_titles_pasted_is_as_many_topics() {
    let titles: Vec<String> =
        (1..=20_000).map(|number| format!("Kettle number {number} keeps a diary of every cup it boiled")).collect();
    let pasted = titles.join("\r");
    assert!(pasted.len() > 1_000_000);
    let desk = Desk::new();
    let mut session = desk.start(BEGUN);
    session.wait_for("Which topics are there?");
    session.wait_for("goes back");
    session.send(&format!("\x1b[200~{pasted}\x1b[201~\r"));
    session.wait_for("  Kettle number 20000 ");
    session.send("\r");
    session.wait_for("What now?");
    session.wait_for("goes back");
    session.send("\x1b[A\r");
    session.wait_for("The event so far");
    session.wait_for("goes back");
    session.send("\r");
    assert_eq!(end_uncommitted(&mut session), End::Code(0));
    let page = desk.read("2024-05.md");
    let written: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(written, titles);
}

#[test]
fn a_megabyte_pasted_into_a_text_is_all_on_the_page() {
    let mut text = String::new();
    for number in 1..=11_000 {
        writeln!(text, "{number}: sow, water, wait, harvest; жълто цвете 🌻, and so on until the line is full")
            .unwrap();
    }
    assert!(text.len() > 1_000_000);
    let desk = Desk::new();
    let mut command = desk.command(BEGUN);
    command.env_remove("EDITOR");
    let mut session = Session::start(&command, 80, 24);
    for (shown, typed) in [("Which topics", "Seeds\r"), ("  Seeds", "\r"), ("What now?", "\r"), ("How shall", "\r")] {
        session.wait_for(shown);
        if !shown.starts_with(' ') {
            session.wait_for("goes back");
        }
        session.send(typed);
    }
    session.wait_for("What is there to say?");
    session.wait_for("goes back");
    session.send("\r");
    session.wait_for("What was the problem?");
    session.wait_for("goes back");
    session.send(&text.replace('\n', "\r"));
    session.wait_for("  11000: sow");
    session.send("\r");
    session.wait_for("What was achieved?");
    session.wait_for("goes back");
    session.send("\r");
    session.wait_for("The event so far");
    session.wait_for("goes back");
    session.send("\r");
    assert_eq!(end_uncommitted(&mut session), End::Code(0));
    let page = desk.read("2024-05.md");
    assert!(page.ends_with(&format!("## Seeds\n\n**Problem Statement:**\n{text}")), "{page:.500}");
}

/// What the whole event takes on a terminal whose cursor cannot move: numbers in place of arrows.
const PLAIN: &[(&str, &str)] = &[
    ("this series of events called?", "Kettle Days"),
    ("When does it start?", "6 May 2024"),
    ("When does it end?", "<"),
    ("When does it start?", "6 May 2024"),
    ("When does it end?", "10.05.2024"),
    ("Where does it take place?", "The Old Mill"),
    ("A link for The Old Mill?", "https://oldmill.example/"),
    ("Who organizes it?", "Kettle Works"),
    ("A link for Kettle Works?", "https://kettle.example/"),
    ("Another one?", "2"),
    ("Who organizes it?", "Tea Guild"),
    ("A link for Tea Guild?", ""),
    ("Another one?", ""),
    ("What else is there to say", "2 3 5"),
    ("Another line? Its label:", "📘 Topics"),
    ("Topics: where does it lead?", "https://notes.example/"),
    ("Another line? Its label:", ""),
    ("Is there a group picture?", "images/2024-05.webp"),
    ("What does it show?", "Everybody by the mill"),
    ("editing footer.md", ""),
    ("Which topics are there?", "🫖 One log for all kettles @bo @chidi"),
    ("> ", "🔥 Warm starts @ada #12"),
    ("> ", ""),
    ("What now?", "2"),
    ("How shall it be filled in?", "2"),
    ("editing topic.md", ""),
    ("How shall it be filled in?", "1"),
    ("What is there to say?", "5 6 7"),
    ("editing problem.md", ""),
    ("editing motivation.md", ""),
    ("editing achievements.md", ""),
    ("The event so far", "3"),
    ("Does this edition have a name", "Mill Edition"),
    ("The event so far", "1"),
    ("Commit this?", "4"),
];

#[test]
fn a_dumb_terminal_takes_a_whole_event() {
    let desk = desk();
    let mut session = Session::start(desk.command(&["new", "2024-05.yaml"]).env("TERM", "dumb"), 80, 24);
    for (shown, typed) in PLAIN {
        session.wait_for(shown);
        if !shown.starts_with("editing ") && *shown != "> " {
            session.wait_for("\n> ");
        }
        session.send(&format!("{typed}\r"));
    }
    assert_eq!(session.end(), End::Code(0), "{}", session.output());
    session.assert_as_before();
    assert!(!session.output().contains('\x1b'), "{}", session.output());
    assert_eq!(["2024-05.yaml", "2024-05.md"].map(|name| desk.read(name)), written());
}

#[test]
fn without_colour_a_whole_event_shows_none() {
    let desk = desk();
    let mut session = Session::start(desk.command(&["new", "2024-05.yaml"]).env("NO_COLOR", "1"), 80, 24);
    answer_all(&mut session, NEW);
    assert_eq!(end_uncommitted(&mut session), End::Code(0), "{}", session.output());
    let output = session.output();
    let colours = output.match_indices("\x1b[").filter(|(at, _)| {
        let code =
            output[at + 2..].trim_start_matches(|character: char| character.is_ascii_digit() || character == ';');
        code.starts_with('m')
    });
    assert_eq!(colours.count(), 0, "{output}");
    assert_eq!(["2024-05.yaml", "2024-05.md"].map(|name| desk.read(name)), written());
}

#[test]
fn twenty_titles_become_a_page_within_a_few_keys() {
    let titles: Vec<String> = (1..=20).map(|number| format!("🌱 Bed {number} is watered @ada #{number}")).collect();
    let desk = Desk::new();
    let began = Instant::now();
    let mut session = desk.start(&["new", "2024-05.md"]);
    let mut keys = 0;
    for (shown, typed) in [
        ("this series of events called?", "Kettle Days\r"),
        ("When does it start?", "6.5.2024\r"),
        ("When does it end?", "10.5.2024\r"),
        ("Where does it take place?", "The Old Mill\r"),
        ("A link for The Old Mill?", "\r"),
        ("Who organizes it?", "Kettle Works\r"),
        ("A link for Kettle Works?", "\r"),
        ("Another one?", "\r"),
        ("What else is there to say", "\r"),
        ("Which topics are there?", ""),
    ] {
        session.wait_for(shown);
        session.wait_for("goes back");
        session.send(typed);
        keys += typed.chars().count();
    }
    session.send(&titles.join("\r"));
    session.wait_for("> 🌱 Bed 20 is watered");
    for (typed, shown) in [("\r", "  🌱 Bed 20 is watered"), ("\r", "What now?"), ("\x1b[A\r", "The event so far")] {
        session.send(typed);
        session.wait_for(shown);
        // The way up is one key.
        keys += typed.replace("\x1b[A", "^").chars().count();
    }
    session.send("\r");
    keys += 1;
    assert_eq!(end_uncommitted(&mut session), End::Code(0), "{}", session.output());
    // At an unhurried three keys a second that is half a minute.
    assert!(keys <= 90, "{keys} keys in {:?}", began.elapsed());
    let page = desk.read("2024-05.md");
    assert_eq!(page.lines().filter(|line| line.starts_with("## 🌱 Bed ")).count(), 20, "{page}");
}
