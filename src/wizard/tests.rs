//! The whole way through the questions, with a script of answers in place of a terminal.

use std::collections::VecDeque;

use snapbox::assert_data_eq;
use snapbox::str;

use super::prompt::Line;
use super::prompt::Lines;
use super::prompt::LongText;
use super::*;

mod known;
mod review;

/// One answer of a script.
enum Say {
    Line(&'static str),
    /// The item that begins so.
    Pick(&'static str),
    /// The items that begin so.
    Tick(&'static [&'static str]),
    Lines(&'static [&'static str]),
    Text(&'static str),
    Back,
    CtrlC,
}

/// Answers from a script, and notes what was asked.
struct Script {
    answers: VecDeque<Say>,
    asked: Vec<String>,
    /// The items that were last chosen from, and the one that was marked.
    items: Vec<String>,
    marked: String,
}

impl Script {
    fn new(answers: impl IntoIterator<Item = Say>) -> Self {
        Self { answers: answers.into_iter().collect(), asked: Vec::new(), items: Vec::new(), marked: String::new() }
    }

    fn next(&mut self, question: &str) -> Say {
        self.asked.push(question.to_owned());
        self.answers.pop_front().unwrap_or_else(|| panic!("no answer left for `{question}`"))
    }
}

fn index_of(items: &[String], beginning: &str) -> usize {
    let found = items.iter().position(|item| item.trim_start().starts_with(beginning));
    found.unwrap_or_else(|| panic!("no `{beginning}` among {items:?}"))
}

impl Prompt for Script {
    fn line(&mut self, question: &Line<'_>) -> Result<Reply<String>, PromptError> {
        loop {
            match self.next(question.question) {
                Say::Line(line) => {
                    let line = if line.is_empty() { question.default.unwrap_or_default() } else { line };
                    match (question.check)(line) {
                        Ok(note) => {
                            self.asked.extend(note.map(|note| format!("  ({note})")));
                            return Ok(Reply::Given(line.to_owned()));
                        }
                        Err(error) => self.asked.push(format!("  !{error}")),
                    }
                }
                Say::Back => return Ok(Reply::Back),
                Say::CtrlC => return Err(PromptError::Interrupted),
                _ => panic!("`{}` asks for a line", question.question),
            }
        }
    }

    fn choice(&mut self, question: &Choice<'_>) -> Result<Reply<usize>, PromptError> {
        self.items = question.items.to_vec();
        self.marked = question.items[question.default].clone();
        match self.next(question.question) {
            Say::Pick(beginning) => Ok(Reply::Given(index_of(question.items, beginning))),
            Say::Back => Ok(Reply::Back),
            Say::CtrlC => Err(PromptError::Interrupted),
            _ => panic!("`{}` asks for a choice", question.question),
        }
    }

    fn choices(&mut self, question: &Choices<'_>) -> Result<Reply<Vec<usize>>, PromptError> {
        match self.next(question.question) {
            Say::Tick(beginnings) => {
                Ok(Reply::Given(beginnings.iter().map(|beginning| index_of(question.items, beginning)).collect()))
            }
            Say::Back => Ok(Reply::Back),
            Say::CtrlC => Err(PromptError::Interrupted),
            _ => panic!("`{}` asks for choices", question.question),
        }
    }

    fn lines(
        &mut self,
        question: &Lines<'_>,
        keep: &mut dyn FnMut(&[String]),
    ) -> Result<Reply<Vec<String>>, PromptError> {
        match self.next(question.question) {
            Say::Lines(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
                keep(&lines);
                Ok(Reply::Given(lines))
            }
            Say::Back => Ok(Reply::Back),
            Say::CtrlC => Err(PromptError::Interrupted),
            _ => panic!("`{}` asks for lines", question.question),
        }
    }

    fn text(&mut self, question: &LongText<'_>) -> Result<Reply<String>, PromptError> {
        match self.next(question.question) {
            Say::Text(text) => Ok(Reply::Given(text.to_owned())),
            Say::Back => Ok(Reply::Back),
            Say::CtrlC => Err(PromptError::Interrupted),
            _ => panic!("`{}` asks for text", question.question),
        }
    }

    fn say(&mut self, _: &str) {}
}

/// Where a script begins.
enum Way {
    New,
    Review,
    ReviewPage,
}

/// How a script ended.
struct Told {
    end: Result<End, PromptError>,
    event_file: String,
    asked: Vec<String>,
    saved: Vec<String>,
    /// The items of the last choice, and the one that was marked.
    items: Vec<String>,
    marked: String,
}

fn tell_with(template: &str, knowledge: &Knowledge, today: &str, begin: Answers, answers: Vec<Say>) -> Told {
    tell_by(Way::New, template, knowledge, today, begin, answers)
}

fn tell_by(way: Way, template: &str, knowledge: &Knowledge, today: &str, begin: Answers, answers: Vec<Say>) -> Told {
    let template = crate::template::builtin::find(template).unwrap().load();
    let mut script = Script::new(answers);
    let mut saved = Vec::new();
    let mut save = |answers: &Answers| saved.push(answers.text());
    let setting = Setting {
        declaration: &template.declaration,
        knowledge,
        today: today.parse::<NaiveDate>().unwrap(),
        folder: None,
        is_page: matches!(way, Way::ReviewPage),
    };
    let mut wizard = Wizard::new(&mut script, setting, begin, &mut save);
    let end = match way {
        Way::New => wizard.new_event(),
        Way::Review | Way::ReviewPage => wizard.review(),
    };
    let event_file = wizard.answers().without_marks().text();
    assert!(end.is_err() || script.answers.is_empty(), "{} answers were not asked for", script.answers.len());
    Told { end, event_file, asked: script.asked, saved, items: script.items, marked: script.marked }
}

fn tell(answers: Vec<Say>) -> Told {
    tell_with("hackathon", &Knowledge::default(), "2026-01-01", Answers::default(), answers)
}

fn begin() -> Vec<Say> {
    vec![
        Say::Line("Kettle Days"),
        Say::Line("4 May 2026"),
        Say::Line("8.5.2026"),
        Say::Line("The Old Mill"),
        Say::Line(""),
        Say::Line("Kettle Works"),
        Say::Line("https://kettle.example/"),
        Say::Pick("no, that is all"),
        Say::Tick(&[]),
    ]
}

#[test]
fn a_skeleton_takes_the_needed_fields_and_a_list_of_titles() {
    let mut answers = begin();
    answers.extend([
        Say::Lines(&["🔥 Warm starts @ada", "One log for all kettles @bo @chidi"]),
        Say::Pick("Write the skeleton"),
        Say::Pick("✓ Write"),
    ]);
    let told = tell(answers);
    assert_eq!(told.end.unwrap(), End::Write);
    assert_data_eq!(
        told.event_file,
        str![[r#"
series: Kettle Days
start: 2026-05-04
end: 2026-05-08
location:
  name: The Old Mill
organizers:
  - name: Kettle Works
    url: https://kettle.example/
topics:
  - emoji: 🔥
    title: Warm starts
    owners:
      - ada

  - title: One log for all kettles
    owners:
      - bo
      - chidi

"#]]
    );
    assert_data_eq!(
        told.asked.join("\n"),
        str![[r#"
What is this series of events called?
When does it start?
  (Monday 4 May 2026, weight -202605)
When does it end?
  (Monday 4 – Friday 8 May 2026, weight -202605)
Where does it take place?
A link for The Old Mill?
Who organizes it?
A link for Kettle Works?
Another one?
What else is there to say about the event?
Which topics are there?
What now?
The event so far
"#]]
    );
}

#[test]
fn the_same_event_by_wizard_and_by_file_gives_the_same_bytes() {
    let mut answers = begin();
    answers.extend([
        Say::Lines(&["🔥 Warm starts @ada", "One log for all kettles @bo @chidi"]),
        Say::Pick("Fill in"),
        Say::Pick("Section by section"),
        Say::Tick(&["What was the problem?"]),
        Say::Text("It is *cold*.\n\n"),
        Say::Pick("Not now: on"),
        Say::Pick("edition"),
        Say::Line("7"),
        Say::Pick("✓ Write"),
    ]);
    let by_file = "\
topics:
- {title: Warm starts, problem: \"It is *cold*.\\n\", emoji: 🔥, owners: [ada]}
- title: One log for all kettles
  owners: [bo, chidi]
organizers: [{url: https://kettle.example/, name: 'Kettle Works'}]
location: {name: The Old Mill}
end: 2026-05-08
start: '2026-05-04'
edition: '7'
series: Kettle Days
";
    let bytes = |text: &str| {
        let template = std::sync::Arc::new(crate::template::builtin::find("hackathon").unwrap().load());
        let find = |_: &str| Ok(template.clone());
        let reading = crate::document::Reading { find_template: &find, template: None, style: None, assignments: &[] };
        let attempt = crate::document::Document::read(crate::source::Source::new("x", text), &reading).unwrap();
        assert!(attempt.diagnostics.is_empty(), "{:#?}", attempt.diagnostics);
        crate::document::write::event_file(&attempt.document.event, &template.declaration)
    };
    assert_eq!(bytes(&tell(answers).event_file), bytes(by_file));
}

#[test]
fn every_answer_is_handed_out_for_saving() {
    let told = tell(begin().into_iter().take(3).chain([Say::CtrlC]).collect());
    assert!(matches!(told.end, Err(PromptError::Interrupted)));
    assert_eq!(told.saved.len(), 3);
    assert_eq!(told.saved[2], told.event_file);
    assert_eq!(told.event_file, "series: Kettle Days\nstart: 2026-05-04\nend: 2026-05-08\n");
}

#[test]
fn back_leads_to_the_question_before_and_its_answer_is_the_default() {
    let mut answers = vec![Say::Line("Kettle Dys"), Say::Back];
    answers.extend(begin());
    answers.extend([Say::Lines(&[]), Say::Pick("✓ Write")]);
    let told = tell(answers);
    assert!(told.event_file.starts_with("series: Kettle Days\n"), "{}", told.event_file);
    assert_eq!(told.asked[..3].join("|"), format!("{0}|When does it start?|{0}", told.asked[0]));
}

#[test]
fn a_needed_name_cannot_be_skipped() {
    let mut answers = begin();
    answers.insert(3, Say::Line(""));
    answers.insert(6, Say::Line(" "));
    answers.extend([Say::Lines(&[]), Say::Pick("✓ Write")]);
    let asked = tell(answers).asked.join("|");
    for question in ["Where does it take place?", "Who organizes it?"] {
        assert!(asked.contains(&format!("{question}|  !this one is needed|{question}|A link for")), "{asked}");
    }
}

#[test]
fn what_is_known_already_is_not_asked() {
    let source = crate::source::Source::new("x", "series: S\nstart: 2026-05-04\nend: 2026-05-04\nmood: kept\n");
    let begin = Answers::parse(&source, &[]).unwrap();
    let answers = vec![
        Say::Line("The Old Mill"),
        Say::Line(""),
        Say::Line("Kettle Works"),
        Say::Line(""),
        Say::Pick("no"),
        Say::Tick(&[]),
        Say::Lines(&[]),
        Say::Pick("⏸ Stop"),
    ];
    let told = tell_with("hackathon", &Knowledge::default(), "2026-01-01", begin, answers);
    assert_eq!(told.end.unwrap(), End::Keep);
    assert!(told.event_file.contains("mood: kept\n"), "a field of another version is kept: {}", told.event_file);
}

#[test]
fn topics_are_filled_in_part_by_part_or_in_one_form() {
    let mut answers = begin();
    answers.extend([
        Say::Lines(&["Tea", "Coffee"]),
        Say::Pick("Fill in"),
        Say::Pick("Section by section"),
        Say::Tick(&["What was the problem?", "What was achieved?"]),
        Say::Text("It is cold.\n"),
        Say::Back,
        Say::Text("It is *cold*.\n\nVery.\n"),
        Say::Text("  "),
        Say::Pick("All at once"),
        Say::Text("### Problem Statement\n\nToo slow.\n\n### Achievements\n\n* Faster.\n\n### Next Steps\n\n"),
        Say::Pick("✓ Write"),
    ]);
    let told = tell(answers);
    let topics = told.event_file.split_once("topics:\n").unwrap().1;
    assert_data_eq!(
        topics,
        str![[r#"
  - title: Tea
    problem: |
      It is *cold*.

      Very.

  - title: Coffee
    problem: |
      Too slow.
    achievements: |
      * Faster.

"#]]
    );
}

#[test]
fn the_overview_changes_any_answer() {
    let mut answers = begin();
    answers.extend([
        Say::Lines(&["Tea", "Coffee", "Milk"]),
        Say::Pick("Write the skeleton"),
        Say::Pick("series"),
        Say::Line("Mill Days"),
        Say::Pick("2. "),
        Say::Pick("state"),
        Say::Pick("moved"),
        Say::Line("2026-11"),
        Say::Pick("badge"),
        Say::Line("🏎️"),
        Say::Pick("↑ Move up"),
        Say::Pick("3. "),
        Say::Pick("✗ Remove"),
        Say::Pick("yes"),
        Say::Pick("+ Add topics"),
        Say::Lines(&["Sugar"]),
        Say::Pick("edition"),
        Say::Back,
        Say::Pick("✓ Write"),
    ]);
    let told = tell(answers);
    assert_data_eq!(
        told.event_file,
        str![[r#"
series: Mill Days
start: 2026-05-04
end: 2026-05-08
location:
  name: The Old Mill
organizers:
  - name: Kettle Works
    url: https://kettle.example/
topics:
  - title: Coffee
    state: moved
    moved_to: 2026-11
    badge: 🏎️

  - title: Tea

  - title: Sugar

"#]]
    );
}

#[test]
fn another_template_asks_for_what_it_declares() {
    let answers = vec![
        Say::Line("Team Kettle"),
        Say::Line("2026-03-13"),
        Say::Tick(&["How was the mood?", "Who took part?"]),
        Say::Pick("cloudy"),
        Say::Line("@ada, bo"),
        Say::Lines(&["Find the flaky test @bo"]),
        Say::Pick("Fill in"),
        Say::Pick("Section by section"),
        Say::Tick(&["Who does it?", "Until when?", "What is it good for?"]),
        Say::Line("bo"),
        Say::Line("27 March 2026"),
        Say::Text("Quiet mornings.\n"),
        Say::Pick("✓ Write"),
    ];
    let told = tell_with("retrospective", &Knowledge::default(), "2026-03-13", Answers::default(), answers);
    assert_data_eq!(
        told.event_file,
        str![[r#"
series: Team Kettle
start: 2026-03-13
mood: cloudy
participants:
  - ada
  - bo
topics:
  - title: Find the flaky test
    owner: bo
    due: 2026-03-27
    why: |
      Quiet mornings.

"#]]
    );
    assert_data_eq!(
        told.asked.join("\n"),
        str![[r#"
Which team looks back?
Which day?
  (Friday 13 March 2026, weight -20260313)
What else is there to say about the event?
How was the mood?
Who took part?
Which topics are there?
What now?
How shall it be filled in?
What is there to say?
Who does it?
Until when?
Why: What is it good for?
The event so far
"#]]
    );
}
