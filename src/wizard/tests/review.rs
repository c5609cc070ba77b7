//! The overview of an event that exists.

use super::*;

const EVENT: &str = "\
series: Kettle Days
start: 2026-05-04
location:
  name: The Old Mill
organizers:
  - name: Kettle Works
mood: kept
topics:
  - emoji: 🔥
    title: Tea
    problem: |
      It is *cold*.

      Very.
  - title: Coffee
    achievements:
      - Faster
      - Stronger
  - title: Milk
    state: partial
";

/// What becomes of the event, as a change of what it was.
fn review(answers: Vec<Say>) -> Told {
    review_of(Way::Review, EVENT, answers)
}

fn review_of(way: Way, event: &str, answers: Vec<Say>) -> Told {
    let begin = Answers::parse(&crate::source::Source::new("x", event), &[]).unwrap();
    tell_by(way, "hackathon", &Knowledge::default(), "2026-06-01", begin, answers)
}

/// The topics of what was told.
fn topics(told: &Told) -> &str {
    told.event_file.split_once("mood: kept\n").unwrap().1
}

#[test]
fn the_overview_shows_the_whole_event() {
    let told = review(vec![Say::Pick("✓ Write")]);
    assert_data_eq!(
        told.items.join("\n"),
        str![[r#"
✓ Write it
series        Kettle Days
edition       –
start         2026-05-04
end           –
location      The Old Mill
organizers    Kettle Works
links         –
pictures      –
intro         –
footer        –
more          style, title, weight, id and labels as usual
 1. ●○○○○○  🔥 Tea
 2. ○○●○○○  Coffee
 3. ○○○○○○  Milk (partial)
+ Add topics
⏸ Stop here and go on another time
"#]]
    );
    assert_eq!(told.end.unwrap(), End::Write);
    assert_eq!(told.saved, [""; 0], "nothing was answered");
}

#[test]
fn a_topic_shows_all_that_can_be_said_of_it() {
    let told = review(vec![Say::Pick("1. "), Say::CtrlC]);
    assert_data_eq!(
        told.items.join("\n"),
        str![[r#"
emoji           🔥
title           Tea
badge           –
owners          –
demo            –
demo_order      –
tracking        –
highlight       –
intro           –
pictures        –
problem         ● It is *cold*. Very.
motivation      ○
achievements    ○
next_steps      ○
issue           ○
code            ○
All sections at once, in one form
state           follows from the text
labels          as usual
+ Insert topics before it
↑ Move up
↓ Move down
✗ Remove it from the event
← Back to the event
"#]]
    );
}

#[test]
fn an_answer_is_changed_and_saved_at_once() {
    let told = review(vec![
        Say::Pick("series"),
        Say::Line("Mill Days"),
        Say::Pick("location"),
        Say::Pick("other…"),
        Say::Line("The New Mill"),
        Say::Line(""),
        Say::Pick("2. "),
        Say::Pick("problem"),
        Say::Text("Too bitter.\n"),
        Say::Pick("owners"),
        Say::Line("@ada bo"),
        Say::Pick("← Back"),
        Say::Pick("⏸ Stop"),
    ]);
    assert_eq!(*told.end.as_ref().unwrap(), End::Keep);
    assert_eq!(told.saved.len(), 5, "a name is kept before its link");
    let (event, _) = told.event_file.split_once("organizers").unwrap();
    assert_eq!(event, "series: Mill Days\nstart: 2026-05-04\nlocation:\n  name: The New Mill\n");
    assert_data_eq!(
        topics(&told),
        str![[r#"
topics:
  - emoji: 🔥
    title: Tea
    problem: |
      It is *cold*.

      Very.

  - title: Coffee
    achievements:
      - Faster
      - Stronger
    problem: |
      Too bitter.
    owners:
      - ada
      - bo

  - title: Milk
    state: partial

"#]]
    );
}

#[test]
fn topics_are_added_inserted_reordered_and_removed() {
    let told = review(vec![
        Say::Pick("2. "),
        Say::Pick("+ Insert topics before"),
        Say::Lines(&["☕ Espresso @ada", "Mokka"]),
        Say::Pick("+ Add topics"),
        Say::Lines(&["Sugar"]),
        Say::Pick("1. "),
        Say::Pick("↑ Move up"),
        Say::Pick("↓ Move down"),
        Say::Pick("5. "),
        Say::Pick("✗ Remove"),
        Say::Pick("no"),
        Say::Pick("✗ Remove"),
        Say::Pick("yes"),
        Say::Pick("✓ Write"),
    ]);
    let titles: Vec<&str> =
        topics(&told).lines().filter_map(|line| line.split_once("title: ")).map(|(_, title)| title).collect();
    assert_eq!(titles, ["Espresso", "Tea", "Mokka", "Coffee", "Sugar"]);
    let again = review(vec![
        Say::Pick("1. "),
        Say::Pick("+ Insert"),
        Say::Lines(&[]),
        Say::Pick("+ Insert"),
        Say::Back,
        Say::Pick("← Back"),
        Say::Pick("✓ Write"),
    ]);
    assert_eq!(again.saved, [""; 0], "no title, no topic");
}

#[test]
fn back_from_the_overview_leads_to_the_question_before_or_marks_the_way_out() {
    let mut answers = begin();
    answers.extend([
        Say::Lines(&[]),
        Say::Back,
        Say::Lines(&["Tea"]),
        Say::Pick("Write the skeleton"),
        Say::Back,
        Say::Pick("Fill in"),
        Say::Pick("Not now: on to"),
        Say::Pick("✓ Write"),
    ]);
    let told = tell(answers);
    assert_eq!(told.end.unwrap(), End::Write);
    assert_eq!(
        told.asked[told.asked.len() - 8..],
        [
            "Which topics are there?",
            "The event so far",
            "Which topics are there?",
            "What now?",
            "The event so far",
            "What now?",
            "How shall it be filled in?",
            "The event so far"
        ]
    );
    assert_eq!(review(vec![Say::Back, Say::CtrlC]).marked, "⏸ Stop here and go on another time");
}

#[test]
fn the_mark_goes_where_a_topic_goes() {
    let marked = |answers: Vec<Say>| review(answers.into_iter().chain([Say::CtrlC]).collect()).marked;
    assert_eq!(marked(vec![Say::Pick("2. "), Say::Pick("↑ Move up")]), " 1. ○○●○○○  Coffee");
    assert_eq!(marked(vec![Say::Pick("2. "), Say::Pick("↓ Move down")]), " 3. ○○●○○○  Coffee");
    assert_eq!(marked(vec![Say::Pick("2. "), Say::Pick("← Back")]), " 2. ○○●○○○  Coffee");
    let insert = [Say::Pick("2. "), Say::Pick("+ Insert"), Say::Lines(&["Mokka"])];
    assert_eq!(marked(insert.into_iter().collect()), " 2. ○○○○○○  Mokka");
    let remove = [Say::Pick("2. "), Say::Pick("✗ Remove"), Say::Pick("yes")];
    assert_eq!(marked(remove.into_iter().collect()), " 2. ○○○○○○  Milk (partial)");
}

#[test]
fn a_topic_is_dropped_or_moved_and_taken_up_again() {
    let told = review(vec![
        Say::Pick("1. "),
        Say::Pick("state"),
        Say::Pick("moved"),
        Say::Line("2026-11"),
        Say::Pick("← Back"),
        Say::Pick("2. "),
        Say::Pick("state"),
        Say::Pick("dropped"),
        Say::Pick("← Back"),
        Say::Pick("3. "),
        Say::Pick("state"),
        Say::Pick("it follows"),
        Say::Pick("← Back"),
        Say::Pick("✓ Write"),
    ]);
    assert_data_eq!(
        topics(&told),
        str![[r#"
topics:
  - emoji: 🔥
    title: Tea
    problem: |
      It is *cold*.

      Very.
    state: moved
    moved_to: 2026-11

  - title: Coffee
    achievements:
      - Faster
      - Stronger
    state: dropped

  - title: Milk

"#]]
    );
    assert_data_eq!(
        told.items[12..15].join("\n"),
        str![[r#"
 1. ●○○○○○  🔥 Tea (moved)
 2. ○○●○○○  Coffee (dropped)
 3. ○○○○○○  Milk
"#]]
    );
    let again = review(vec![
        Say::Pick("1. "),
        Say::Pick("state"),
        Say::Pick("moved"),
        Say::Line("2026-11"),
        Say::Pick("state"),
        Say::Pick("done"),
        Say::Pick("← Back"),
        Say::Pick("✓ Write"),
    ]);
    assert!(!again.event_file.contains("moved_to"), "{}", again.event_file);
    assert!(again.event_file.contains("state: done\n"), "{}", again.event_file);
}

#[test]
fn a_topic_of_a_page_that_is_its_own_source_cannot_leave_it_and_be_kept() {
    let told = review_of(Way::ReviewPage, EVENT, vec![Say::Pick("1. "), Say::Pick("state"), Say::CtrlC]);
    assert_eq!(told.items, ["it follows from the text", "partial", "done"]);
}

#[test]
fn the_overview_tells_a_topic_whose_text_is_kept_as_it_stands() {
    let event = EVENT.replace("    state: partial\n", "    body: |\n      ## Milk\n");
    let told = review_of(Way::ReviewPage, &event, vec![Say::Pick("✓ Write")]);
    assert_eq!(told.items[14], " 3. ○○○○○○  Milk (kept as it stands)");
}

#[test]
fn what_nobody_is_asked_for_can_be_said_here() {
    let told = review(vec![
        Say::Pick("more"),
        Say::Pick("style"),
        Say::Pick("headings"),
        Say::Pick("weight"),
        Say::Line("first"),
        Say::Line("-202699"),
        Say::Pick("title"),
        Say::Line("Spring"),
        Say::Pick("title"),
        Say::Line(" "),
        Say::Pick("id"),
        Say::Line("spring"),
        Say::Pick("labels"),
        Say::Pick("problem"),
        Say::Line("### Why"),
        Say::Pick("location"),
        Say::Line("- Where:"),
        Say::Pick("← Back"),
        Say::Pick("← Back"),
        Say::Pick("3. "),
        Say::Pick("badge"),
        Say::Line("🏎️"),
        Say::Pick("demo"),
        Say::Line("5m"),
        Say::Pick("highlight"),
        Say::Pick("yes"),
        Say::Pick("labels"),
        Say::Pick("code"),
        Say::Line("### Sources"),
        Say::Pick("code"),
        Say::Line(" "),
        Say::Pick("issue"),
        Say::Line("### Tickets"),
        Say::Back,
        Say::Pick("← Back"),
        Say::Pick("✓ Write"),
    ]);
    assert_data_eq!(
        told.event_file,
        str![[r####"
series: Kettle Days
start: 2026-05-04
location:
  name: The Old Mill
organizers:
  - name: Kettle Works
mood: kept
style: headings
weight: -202699
id: spring
labels:
  problem: "### Why"
  location: "- Where:"
topics:
  - emoji: 🔥
    title: Tea
    problem: |
      It is *cold*.

      Very.

  - title: Coffee
    achievements:
      - Faster
      - Stronger

  - title: Milk
    state: partial
    badge: 🏎️
    demo: 5m
    highlight: true
    labels:
      issue: "### Tickets"

"####]]
    );
    assert_eq!(told.items[11], "more          style headings, weight -202699, id spring, labels");
    assert!(told.asked.contains(&"  !A weight is a whole number, such as -202605.".to_owned()), "{:?}", told.asked);
}

#[test]
fn what_other_documents_want_waits_behind_more_until_it_says_something() {
    let told = review(vec![
        Say::Pick("more"),
        Say::Pick("review"),
        Say::Line("2026-06-03"),
        Say::Pick("← Back"),
        Say::Pick("✓ Write"),
    ]);
    assert!(told.items.contains(&"review        2026-06-03".to_owned()), "{:?}", told.items);
    assert!(!told.items.iter().any(|item| item.starts_with("recording")), "{:?}", told.items);
    assert!(told.event_file.contains("\nreview: 2026-06-03\n"), "{}", told.event_file);
}

#[test]
fn answers_hold_every_byte_of_the_texts_of_a_file() {
    let texts = "\
body: |+
  ## Tea


tail: \"a\\n\\n\"
head: |-
  a
    b
intro: >
  folded
  line
front_matter:
  tags: [a, 'b']
footer: |
  c
";
    let tree = |text: &str| serde_yaml::from_str::<serde_yaml::Value>(text).unwrap();
    let answers = Answers::parse(&crate::source::Source::new("x", texts), &[]).unwrap();
    assert_eq!(tree(&answers.text()), tree(texts));
}
