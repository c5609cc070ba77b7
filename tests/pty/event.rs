//! A whole event with two topics, as somebody answers for it.

use std::sync::OnceLock;

use crate::command::Desk;
use crate::session::{End, Session};

/// One prompt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// What is shown before it waits.
    pub(crate) shown: &'static str,
    /// What is typed.
    pub(crate) typed: &'static str,
    /// What the draft says from then on.
    pub(crate) kept: &'static str,
}

impl Step {
    /// Whether an editor waits here.
    pub(crate) fn is_editor(&self) -> bool {
        self.shown.starts_with("editing ")
    }

    /// Waits until the prompt waits.
    #[track_caller]
    pub(crate) fn wait(&self, session: &mut Session) {
        session.wait_for(self.shown);
        // The hint stands above the lines that were typed already.
        if !self.is_editor() && !self.shown.starts_with("  ") {
            session.wait_for("goes back");
        }
    }

    /// Waits for the prompt, and answers it.
    #[track_caller]
    pub(crate) fn answer(&self, session: &mut Session) {
        self.wait(session);
        session.send(self.typed);
    }
}

const fn step(shown: &'static str, typed: &'static str, kept: &'static str) -> Step {
    Step { shown, typed, kept }
}

/// `afterword new 2024-05.yaml`, with ways back and changes on the overview.
pub(crate) const NEW: &[Step] = &[
    step("this series of events called?", "Kettle Dys\r", "series: Kettle D"),
    step("When does it start?", "<\r", ""),
    step("this series of events called?", "Kettle Days\r", "series: Kettle Days\n"),
    step("When does it start?", "6 May 2024\r", "start: 2024-05-06\n"),
    step("When does it end?", "10.05.2024\r", "end: 2024-05-10\n"),
    step("Where does it take place?", "The Old Mill\r", "name: The Old Mill\n"),
    step("A link for The Old Mill?", "\x1b", ""),
    step("Where does it take place?", "\r", ""),
    step("A link for The Old Mill?", "https://oldmill.example/\r", "url: https://oldmill.example/\n"),
    step("Who organizes it?", "Kettle Works\r", "name: Kettle Works\n"),
    step("A link for Kettle Works?", "https://kettle.example/\r", "url: https://kettle.example/\n"),
    step("Another one?", "\x1b[B\r", ""),
    step("Who organizes it?", "Tea Guild\r", "name: Tea Guild\n"),
    step("A link for Tea Guild?", "\r", ""),
    step("Another one?", "\r", ""),
    step("What else is there to say", "\x1b[B \x1b[B \x1b[B\x1b[B \r", ""),
    step("Another line? Its label:", "📘 Topics\r", "label: Topics\n"),
    step("Topics: where does it lead?", "https://notes.example/\r", "target: https://notes.example/\n"),
    step("Another line? Its label:", "\r", ""),
    step("Is there a group picture?", "images/2024-05.webp\r", "file: images/2024-05.webp\n"),
    step("What does it show?", "Everybody by the mill\r", "alt: Everybody by the mill\n"),
    step("editing footer.md", "\r", "Thanks to the mill."),
    step("Which topics are there?", "🔥 Warm starts @ada #12\r", "title: Warm starts\n"),
    step("  🔥 Warm starts @ada #12", "One log for all kettles @bo @chidi\r", "title: One log for all kettles\n"),
    step("  One log for all kettles @bo @chidi", "\r", ""),
    step("What now?", "\x1b", ""),
    step("Which other topics?", "\r", ""),
    step("What now?", "\r", ""),
    step("How shall it be filled in?", "\r", ""),
    step("What is there to say?", "\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B \r", ""),
    step("editing problem.md", "<\r", ""),
    step("What is there to say?", "\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B \r", ""),
    step("editing problem.md", "\r", "heats every boiler\n"),
    step("editing motivation.md", "\r", "Nobody waits for tea."),
    step("editing achievements.md", "\r", "* The last temperature is kept.\n"),
    step("How shall it be filled in?", "\x1b[B\r", ""),
    step("editing topic.md", "\r", "Each kettle has a log of its own."),
    step("The event so far", "\x1b[B\x1b[B\r", ""),
    step("Does this edition have a name", "Mill Edition\r", "edition: Mill Edition\n"),
    step("The event so far", "\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\r", ""),
    step("One log for all kettles", "\r", ""),
    step("Which emoji stands for it?", "teapot\r", "emoji: 🫖\n"),
    step("🫖 One log for all kettles", "\x1b[A\x1b[A\x1b[A\x1b[A\r", ""),
    step("The event so far", "\x1b[B\x1b[B\x1b[B\x1b[B\r", ""),
];

/// `afterword edit 2024-05.yaml` after that.
pub(crate) const EDIT: &[Step] = &[
    step("The event so far", "\x1b[B\r", ""),
    step("this series of events called?", "<\r", ""),
    step("The event so far", "\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\r", ""),
    step("🫖 One log for all kettles", "\x1b[B\r", ""),
    step("What is the topic called?", "One log for *all* kettles\r", "title: One log for *all* kettles\n"),
    step("🫖 One log for *all* kettles", "\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\r", ""),
    step("editing problem.md", "Each kettle keeps a diary.\r", "Each kettle keeps a diary.\n"),
    step("🫖 One log for *all* kettles", "\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\r", ""),
    step("How far did it come?", "\x1b[B\r", "state: partial\n"),
    step("🫖 One log for *all* kettles", "\x1b[B\x1b[B\x1b[B\x1b[B\r", ""),
    step("The event so far", "\x1b[B\r", ""),
    step("Which other topics?", "🌱 Seeds @dee\r", "title: Seeds\n"),
    step("  🌱 Seeds @dee", "\r", ""),
    step("The event so far", "\r", ""),
    step("🌱 Seeds", "\x1b[A\x1b[A\r", ""),
    step("Remove 🌱 Seeds and all that was said of it?", "\r", ""),
    step("🌱 Seeds", "\x1b", ""),
    step("The event so far", "\x1b[B\x1b[B\x1b[B\r", ""),
];

/// A desk at which the editor knows the texts of the event.
pub(crate) fn desk() -> Desk {
    Desk::new()
        .text("footer.md", "Thanks to the mill.\n")
        .text("problem.md", "After a restart the house heats every boiler\nfrom cold.\n\nThat takes four minutes.\n")
        .text("motivation.md", "Nobody waits for tea.\n")
        .text("achievements.md", "* The last temperature is kept.\n* A cold boiler is told from a warm one.\n")
        .text(
            "topic.md",
            "### Problem Statement\n\nEach kettle has a log of its own.\n\n### Motivation/Benefits\n\n### Achievements\n\n\
             One log holds them all:\n\n```text\n### Next Steps\n```\n\n### Next Steps\n\n* Rotate it.\n",
        )
}

/// Answers all of that.
#[track_caller]
pub(crate) fn answer_all(session: &mut Session, steps: &[Step]) {
    for step in steps {
        step.answer(session);
    }
}

/// Says no to the commit that is offered last, and gives how the program ends.
#[track_caller]
pub(crate) fn end_uncommitted(session: &mut Session) -> End {
    session.wait_for("Commit this?");
    session.wait_for("goes back");
    session.send("\x1b[A\r");
    session.wait_for("Nothing was committed.\r\n");
    session.end()
}

/// The event file and the page that come of it.
pub(crate) fn written() -> [String; 2] {
    static WRITTEN: OnceLock<[String; 2]> = OnceLock::new();
    let written = WRITTEN.get_or_init(|| {
        let desk = desk();
        let mut session = desk.start(&["new", "2024-05.yaml"]);
        answer_all(&mut session, NEW);
        assert_eq!(end_uncommitted(&mut session), End::Code(0), "{}", session.output());
        ["2024-05.yaml", "2024-05.md"].map(|name| desk.read(name))
    });
    written.clone()
}

/// The questions as somebody answers them who looks at what is there already.
const QUESTIONS: &[&str] = &[
    "What is this series",
    "When does it start?",
    "When does it end?",
    "Where does it take place?",
    "A link for The Old Mill?",
    "Who organizes it?",
    "A link for Kettle Works?",
    "A link for Tea Guild?",
    "Another one?",
    "What else is there to say",
    "Another line? Its label:",
    "Topics: where does it lead?",
    "Is there a group picture?",
    "What does it show?",
    "Which topics are there?",
    "Which other topics?",
    "What now?",
    "How shall it be filled in?",
    "What is there to say?",
    "The event so far",
    "Does this edition have a name",
    "One log for all kettles",
    "🫖 One log for all kettles",
    "Which emoji stands for it?",
];

/// Goes on with `afterword new` wherever it was left, until the event of [`NEW`] is written.
#[track_caller]
pub(crate) fn go_on(session: &mut Session, desk: &Desk) {
    // Only a question that waits is bold, and no answer is.
    let mut shown: Vec<String> = QUESTIONS.iter().map(|question| format!("\x1b[1m{question}")).collect();
    shown.extend(["editing ".to_owned(), "Wrote ".to_owned()]);
    let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
    let mut marked = 0;
    loop {
        let which = session.wait_for_any(&shown);
        let Some(question) = QUESTIONS.get(which) else {
            if shown[which] == "Wrote " {
                return assert_eq!(end_uncommitted(session), End::Code(0), "{}", session.output());
            }
            session.send("\r");
            continue;
        };
        session.wait_for("goes back");
        let draft = desk.draft("2024-05").unwrap_or_default();
        for (number, line) in answer_to(question, &draft, session, &mut marked).iter().enumerate() {
            if number > 0 {
                session.wait_for("\n\r> ");
            }
            session.send(line);
        }
        // Its answer takes its place.
        session.wait_for(&format!("\x1b[2m{question}"));
    }
}

/// What is typed, line by line.
fn answer_to(question: &str, draft: &str, session: &Session, marked: &mut usize) -> Vec<String> {
    let has = |text: &str| draft.contains(text);
    let down = |count: usize| format!("{}\r", "\x1b[B".repeat(count));
    let line = match question {
        "What is this series" => "Kettle Days\r".to_owned(),
        "When does it start?" => "6 May 2024\r".to_owned(),
        "When does it end?" => "10 May 2024\r".to_owned(),
        "Where does it take place?" => "The Old Mill\r".to_owned(),
        "A link for The Old Mill?" => "https://oldmill.example/\r".to_owned(),
        "Who organizes it?" if has("Kettle Works") => "Tea Guild\r".to_owned(),
        "Who organizes it?" => "Kettle Works\r".to_owned(),
        "A link for Kettle Works?" => "https://kettle.example/\r".to_owned(),
        "Another one?" => down(usize::from(!has("Tea Guild"))),
        "What else is there to say" => {
            // What is answered is marked already.
            let wanted = [None, Some("\nlinks:"), Some("\npictures:"), None, Some("\nfooter:")];
            let keys = wanted.map(|field| if field.is_some_and(|field| !has(field)) { " \x1b[B" } else { "\x1b[B" });
            format!("{}\r", keys.concat())
        }
        "Another line? Its label:" if !has("label: Topics") => "📘 Topics\r".to_owned(),
        "Topics: where does it lead?" => "https://notes.example/\r".to_owned(),
        "Is there a group picture?" => "images/2024-05.webp\r".to_owned(),
        "What does it show?" => "Everybody by the mill\r".to_owned(),
        "Which topics are there?" | "Which other topics?" => {
            let titles = ["🔥 Warm starts @ada #12", "One log for all kettles @bo @chidi"];
            let missing = titles.iter().filter(|title| !has(&title[..title.find('@').unwrap()].trim()[5..]));
            return missing.map(|title| format!("{title}\r")).chain(["\r".to_owned()]).collect();
        }
        "How shall it be filled in?" => {
            let output = session.output();
            let (_, topic) = output.rsplit_once("Topic ").unwrap();
            down(usize::from(topic.lines().next().unwrap().ends_with("One log for all kettles")))
        }
        "What is there to say?" => format!("{} \r", "\x1b[B".repeat(5)),
        "The event so far" => {
            let entries = 16;
            let log_is_first = draft.find("One log") < draft.find("Warm starts");
            let wanted = match () {
                () if !has("series: Kettle Days") => 1,
                () if !has("edition:") => 2,
                () if !has("emoji: 🫖") || !log_is_first => 13,
                () => 0,
            };
            let keys = down((wanted + entries - *marked) % entries);
            // The mark goes up with the topic.
            *marked = wanted.min(12);
            keys
        }
        "Does this edition have a name" => "Mill Edition\r".to_owned(),
        "🫖 One log for all kettles" => "\x1b[A\x1b[A\x1b[A\x1b[A\r".to_owned(),
        "Which emoji stands for it?" => "teapot\r".to_owned(),
        _ => "\r".to_owned(),
    };
    vec![line]
}
