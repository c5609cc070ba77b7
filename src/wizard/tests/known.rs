//! What earlier events tell.

use std::path::PathBuf;

use super::*;
use crate::event::Event;
use crate::event::HeaderLink;
use crate::event::Link;
use crate::wizard::knowledge::Known;

/// A tasting, and the kettle days before it.
fn earlier_events() -> [Known; 2] {
    let link = |name: &str, url: Option<&str>| Link { name: name.to_owned(), url: url.map(str::to_owned) };
    let days = |start: &str, end: &str| DateRange { start: start.parse().unwrap(), end: end.parse().unwrap() };
    let known = |event: Event| Known { id: event.dates.start.to_string(), path: PathBuf::new(), event: event.into() };
    let tasting = Event {
        series: Some("Tea Tasting".to_owned()),
        dates: days("2026-02-11", "2026-02-11"),
        location: Some(link("The Tea House", None)),
        organizers: vec![link("Tea Friends", None)],
        footer: Some("Cheers.\n".to_owned()),
        ..Event::default()
    };
    let kettles = Event {
        series: Some("Kettle Days".to_owned()),
        dates: days("2025-11-03", "2025-11-07"),
        location: Some(link("The Old Mill", Some("https://oldmill.example/"))),
        organizers: vec![link("Kettle Works", None)],
        links: vec![HeaderLink { label: "Topics".to_owned(), emoji: Some("📘".to_owned()), target: "/".to_owned() }],
        footer: Some("Thanks.\n".to_owned()),
        ..Event::default()
    };
    [known(tasting), known(kettles)]
}

#[test]
fn what_is_guessed_comes_from_the_series_that_is_given() {
    let template = crate::template::builtin::find("hackathon").unwrap().load();
    let guessed = |given: &str| {
        let mut answers = Answers::parse(&crate::source::Source::new("x", given), &[]).unwrap();
        guess(&mut answers, &template.declaration, &Knowledge::of(&earlier_events()));
        answers.text()
    };
    assert_eq!(
        guessed("series: Kettle Days\nstart: 2026-05-04\n"),
        "series: Kettle Days\nstart: 2026-05-04\nend: 2026-05-08\nlocation:\n  name: The Old Mill\n  url: \
         https://oldmill.example/\norganizers:\n  - name: Kettle Works\nfooter: |\n  Thanks.\n"
    );
    assert!(guessed("start: 2026-05-04\n").contains("end: 2026-05-04\nlocation:\n  name: The Tea House\n"));
}

#[test]
fn what_earlier_events_of_the_series_tell_is_offered() {
    let knowledge = Knowledge::of(&earlier_events());
    let answers = vec![
        Say::Line("Kettle Days"),
        Say::Line("2026-05-04"),
        Say::Line(""),
        Say::Pick("The Old Mill"),
        Say::Pick("Kettle Works"),
        Say::Pick("no"),
        Say::Tick(&["What else belongs", "What should stand below"]),
        Say::Line("/"),
        Say::Line(""),
        Say::Text("Thanks.\n"),
        Say::Lines(&[]),
        Say::Pick("✓ Write"),
    ];
    let told = tell_with("hackathon", &knowledge, "2026-06-01", Answers::default(), answers);
    assert_data_eq!(
        told.event_file,
        str![[r#"
series: Kettle Days
start: 2026-05-04
end: 2026-05-08
location:
  name: The Old Mill
  url: https://oldmill.example/
organizers:
  - name: Kettle Works
links:
  - label: Topics
    emoji: 📘
    target: /
footer: |
  Thanks.

"#]]
    );
}
