use std::sync::Arc;

use proptest::prelude::*;
use snapbox::assert_data_eq;
use snapbox::str;

use crate::document::Document;
use crate::document::Reading;
use crate::document::write::event_entries;
use crate::event::Event;
use crate::template::Template;
use crate::template::builtin;

use super::*;

mod generated;

/// What a file says, in the terms of a change.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    event: Vec<(String, Yaml)>,
    topics: Vec<MovedTopic>,
}

fn template() -> Arc<Template> {
    Arc::new(builtin::find("hackathon").unwrap().load())
}

fn event(text: &str) -> Arc<Event> {
    let template = template();
    let find = |_: &str| Ok(template.clone());
    let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
    let attempt = Document::read(Source::new("event.yaml", text), &reading).unwrap_or_else(|error| {
        panic!("{error:?}\n{text}");
    });
    assert!(attempt.diagnostics.is_empty(), "{:#?}\n{text}", attempt.diagnostics);
    attempt.document.event
}

/// The fields of the event that a text holds, its topics marked by their places.
fn said(text: &str) -> Said {
    let mut event = event_entries(&event(text), &template().declaration);
    let mut topics = Vec::new();
    for (_, value) in event.iter_mut().filter(|(key, _)| key == TOPICS) {
        if let Yaml::Spaced(items) = std::mem::replace(value, Yaml::Null) {
            topics = items.into_iter().enumerate().map(|(at, topic)| (Some(at), fields_of(topic))).collect();
        }
    }
    Said { event, topics }
}

fn fields_of(topic: Yaml) -> Topic {
    match topic {
        Yaml::Mapping(entries) => entries,
        other => panic!("{other:?}"),
    }
}

/// The text with an edit made, and proof that it reads as the edited event.
fn patched(text: &str, edit: impl FnOnce(&mut Said)) -> Option<String> {
    let before = said(text);
    let mut after = before.clone();
    edit(&mut after);
    let old_topics: Vec<Topic> = before.topics.into_iter().map(|(_, topic)| topic).collect();
    let change = Change { event: (&before.event, &after.event), topics: (&old_topics, &after.topics) };
    let new = patch(&Source::new("event.yaml", text), &change)?;
    let unmarked = |topics: Vec<MovedTopic>| topics.into_iter().map(|(_, topic)| topic).collect::<Vec<_>>();
    let read = said(&new);
    let without_topics =
        |event: Vec<(String, Yaml)>| event.into_iter().filter(|(key, _)| key != TOPICS).collect::<Vec<_>>();
    let (read_event, wanted) = (without_topics(read.event), without_topics(after.event));
    assert!(wanted.len() == read_event.len(), "{wanted:#?}\n{new}");
    for (key, value) in &wanted {
        let found = read_event.iter().find(|(name, _)| name == key);
        assert!(found.is_some_and(|(_, found)| is_same(found, value)), "{key}: {value:?}\n{new}");
    }
    let (topics, wanted) = (unmarked(read.topics), unmarked(after.topics));
    assert_eq!(topics.len(), wanted.len(), "{new}");
    for (topic, wanted) in topics.iter().zip(&wanted) {
        for (key, value) in wanted {
            let found = topic.iter().find(|(name, _)| name == key);
            assert!(
                found.is_some_and(|(_, found)| is_same(found, value)),
                "{key}: {value:?}, not {found:?}\n{text}became\n{new}"
            );
        }
        assert_eq!(topic.len(), wanted.len(), "{new}");
    }
    Some(new)
}

fn set(entries: &mut Vec<(String, Yaml)>, key: &str, value: Yaml) {
    match entries.iter_mut().find(|(name, _)| name == key) {
        Some((_, old)) => *old = value,
        None => entries.push((key.to_owned(), value)),
    }
}

fn word(text: &str) -> Yaml {
    Yaml::Text(text.to_owned())
}

fn topic(title: &str) -> MovedTopic {
    (None, vec![("title".to_owned(), word(title))])
}

/// As a person writes it: comments, quotes, blank lines, each field in a manner of its own.
const BY_HAND: &str = "\
---
# Kettle Days, all of them
series:   'Kettle Days'   # the old name
start: 2026-05-04
end: \"2026-05-08\"

# Where it is
location: {name: The Old Mill, url: 'https://oldmill.example/'}
organizers:
# those who pay
- name: Kettle Works # still
  url: https://kettle.example/
- name: \"The Mill\"

# What was worked on
topics:
  # The warmest one
  - emoji: 🔥
    title: 'Warm Starts'
    owners: [ada, bo]
    problem: |
      It is *cold*.

      # Not a comment

    # A comment on what was reached
    achievements:
      - Faster   # much

      # Two of them
      - Warmer


  # A single log
  -   title: One Log
      problem: >-
        Too many
        logs.
  - title: Last   # for now
# The end
footer: |
  Thanks.
";

#[test]
fn nothing_changes_where_nothing_was_changed() {
    assert_eq!(patched(BY_HAND, |_| {}).unwrap(), BY_HAND);
}

#[test]
fn a_word_changes_in_its_line() {
    let new = patched(BY_HAND, |said| {
        set(&mut said.event, "series", word("Mill: Days"));
        set(&mut said.event, "end", Yaml::Plain("2026-05-09".to_owned()));
        set(&mut said.topics[1].1, "title", word("One Log for All"));
        set(&mut said.topics[2].1, "title", word("Last"));
    });
    let expected = BY_HAND
        .replace("series:   'Kettle Days'   # the old name", "series:   \"Mill: Days\"   # the old name")
        .replace("\"2026-05-08\"", "2026-05-09")
        .replace("title: One Log\n", "title: One Log for All\n");
    assert_eq!(new.unwrap(), expected);
}

#[test]
fn texts_lists_and_mappings_change_where_they_stand() {
    let new = patched(BY_HAND, |said| {
        let url = ("url".to_owned(), word("https://mill.example/"));
        let name = |name: &str| ("name".to_owned(), word(name));
        set(&mut said.event, "location", Yaml::Mapping(vec![name("The New Mill"), url.clone()]));
        let works = Yaml::Mapping(vec![name("Kettle Works"), url]);
        let mill = Yaml::Mapping(vec![name("The Mill")]);
        let third = Yaml::Mapping(vec![name("A Third")]);
        set(&mut said.event, "organizers", Yaml::Sequence(vec![works, mill, third]));
        set(&mut said.topics[0].1, "problem", Yaml::Markdown("It is warm.\n".to_owned()));
        let reached = ["Faster", "Hotter"].map(word).to_vec();
        set(&mut said.topics[0].1, "achievements", Yaml::Sequence(reached));
        set(&mut said.topics[1].1, "problem", Yaml::Markdown("Too many.\n\nFar.\n".to_owned()));
    });
    assert_data_eq!(
        new.unwrap(),
        str![[r#"
---
# Kettle Days, all of them
series:   'Kettle Days'   # the old name
start: 2026-05-04
end: "2026-05-08"

# Where it is
location:
  name: The New Mill
  url: https://mill.example/
organizers:
# those who pay
- name: Kettle Works # still
  url: https://mill.example/
- name: "The Mill"
- name: A Third

# What was worked on
topics:
  # The warmest one
  - emoji: 🔥
    title: 'Warm Starts'
    owners: [ada, bo]
    problem: |
      It is warm.

    # A comment on what was reached
    achievements:
      - Faster   # much

      # Two of them
      - Hotter


  # A single log
  -   title: One Log
      problem: |
        Too many.

        Far.
  - title: Last   # for now
# The end
footer: |
  Thanks.

"#]]
    );
}

#[test]
fn a_comment_further_in_is_no_text_of_a_block_that_comes_above_it() {
    let text =
        "series: A\nstart: 2026-05-04\nlocation: {name: X}\norganizers: [{name: Y}]\n  # far in\ntemplate: hackathon\n";
    let new = patched(text, |said| said.event.push(("footer".to_owned(), Yaml::Markdown("Thanks.\n".to_owned()))));
    let expected = text.replace("  # far in\n", "footer: |\n  Thanks.\n# far in\n");
    assert_eq!(new, Some(expected));
}

#[test]
fn new_fields_come_behind_those_they_follow_and_fields_go_without_the_comment_of_the_next() {
    let new = patched(BY_HAND, |said| {
        let at = said.event.iter().position(|(key, _)| key == "series").unwrap();
        said.event.insert(at + 1, ("edition".to_owned(), word("7")));
        said.event.retain(|(key, _)| key != "end" && key != "footer");
        let topic = &mut said.topics[0].1;
        topic.retain(|(key, _)| key != "emoji" && key != "problem");
        topic.insert(1, ("badge".to_owned(), word("🏎️")));
        said.topics[2].1.insert(0, ("emoji".to_owned(), word("🔭")));
    });
    assert_data_eq!(
        new.unwrap(),
        str![[r#"
---
# Kettle Days, all of them
series:   'Kettle Days'   # the old name
edition: "7"
start: 2026-05-04

# Where it is
location: {name: The Old Mill, url: 'https://oldmill.example/'}
organizers:
# those who pay
- name: Kettle Works # still
  url: https://kettle.example/
- name: "The Mill"

# What was worked on
topics:
  # The warmest one
  - title: 'Warm Starts'
    badge: 🏎️
    owners: [ada, bo]

    # A comment on what was reached
    achievements:
      - Faster   # much

      # Two of them
      - Warmer


  # A single log
  -   title: One Log
      problem: >-
        Too many
        logs.
  - emoji: 🔭
    title: Last   # for now
# The end

"#]]
    );
}

#[test]
fn topics_are_moved_with_their_comments() {
    let new = patched(BY_HAND, |said| {
        said.topics.rotate_left(1);
        set(&mut said.topics[2].1, "title", word("Hot Starts"));
        said.topics.insert(1, topic("Between"));
    });
    assert_data_eq!(
        new.unwrap(),
        str![[r#"
---
# Kettle Days, all of them
series:   'Kettle Days'   # the old name
start: 2026-05-04
end: "2026-05-08"

# Where it is
location: {name: The Old Mill, url: 'https://oldmill.example/'}
organizers:
# those who pay
- name: Kettle Works # still
  url: https://kettle.example/
- name: "The Mill"

# What was worked on
topics:
  # A single log
  -   title: One Log
      problem: >-
        Too many
        logs.
  - title: Between

  - title: Last   # for now

  # The warmest one
  - emoji: 🔥
    title: Hot Starts
    owners: [ada, bo]
    problem: |
      It is *cold*.

      # Not a comment

    # A comment on what was reached
    achievements:
      - Faster   # much

      # Two of them
      - Warmer
# The end
footer: |
  Thanks.

"#]]
    );
}

#[test]
fn topics_are_removed_with_their_comments() {
    let new = patched(BY_HAND, |said| drop(said.topics.remove(1)));
    let end = "      - Warmer\n\n\n  - title: Last   # for now\n# The end\n";
    let new = new.unwrap();
    assert!(new.contains(end), "{new}");
    let none = patched(BY_HAND, |said| said.topics.clear()).unwrap();
    let (above, _) = BY_HAND.split_once("topics:").unwrap();
    assert_eq!(none, format!("{above}# The end\nfooter: |\n  Thanks.\n"));
}

const SHORT: &str = "series: S\nstart: 2026-05-04\nlocation:\n  name: L\norganizers:\n  - name: O\n";

#[test]
fn first_topics_come_where_the_file_has_room_for_them() {
    let add = |said: &mut Said| said.topics.push(topic("Tea"));
    let expected = format!("{SHORT}topics:\n  - title: Tea\n");
    assert_eq!(patched(SHORT, add).unwrap(), expected);
    assert_eq!(patched(SHORT.trim_end(), add).unwrap(), expected);
    for empty in ["topics:\n", "topics: []\n", "topics: ~\n"] {
        assert_eq!(patched(&format!("{SHORT}{empty}"), add).unwrap(), expected, "{empty}");
    }
    let before_footer = |said: &mut Said| {
        let at = said.event.iter().position(|(key, _)| key == "footer").unwrap();
        said.event.insert(at, (TOPICS.to_owned(), Yaml::Null));
        add(said);
    };
    assert_eq!(patched(&format!("{SHORT}footer: F\n"), before_footer).unwrap(), format!("{expected}footer: F\n"));
}

#[test]
fn topics_in_brackets_are_written_out_and_nothing_else() {
    let text = format!("# mine\n{SHORT}topics: [{{title: Tea}}] # all\nfooter: F # bye\n");
    let new = patched(&text, |said| said.topics.push(topic("Milk"))).unwrap();
    assert_eq!(new, format!("# mine\n{SHORT}topics:\n  - title: Tea\n\n  - title: Milk\nfooter: F # bye\n"));
}

#[test]
fn empty_lines_that_a_text_ends_with_stay_with_it() {
    let text = format!(
        "{SHORT}topics:\n  - title: A\n    body: |+\n      ## A\n\n\n  - title: B\n    body: |+\n      ## B\n\n...\n"
    );
    let new = patched(&text, |said| {
        said.topics.swap(0, 1);
        said.topics.push(topic("C"));
        set(&mut said.event, "series", word("T"));
    });
    let topics = "topics:\n  - title: B\n    body: |+\n      ## B\n\n  - title: A\n    body: |+\n      ## A\n\n\n  - title: C\n...\n";
    assert_eq!(new.unwrap(), format!("{SHORT}{topics}").replace("series: S", "series: T"));
}

#[test]
fn a_comment_that_a_block_would_take_in_is_moved_out_of_its_reach() {
    let text = format!("{SHORT}intro: Short\n    # who writes more?\n\nfooter: F\n");
    let text_of = |intro: &str| Yaml::Markdown(intro.to_owned());
    let new = patched(&text, |said| set(&mut said.event, "intro", text_of("Long.\n\n# Title\n")));
    assert_eq!(new.unwrap(), format!("{SHORT}intro: |\n  Long.\n\n  # Title\n# who writes more?\n\nfooter: F\n"));
    let new = patched(&text, |said| set(&mut said.event, "intro", word("Shorter")));
    assert_eq!(new.unwrap(), text.replace("Short", "Shorter"));
}

#[test]
fn a_layout_of_brackets_or_several_keys_a_line_is_left_alone() {
    let json = r#"{"series": "S", "start": "2026-05-04", "location": {"name": "L"}, "organizers": [{"name": "O"}]}"#;
    assert_eq!(patched(json, |said| set(&mut said.event, "series", word("T"))), None);
    let complex = format!("? series\n: S\n{}", SHORT.replace("series: S\n", ""));
    assert_eq!(patched(&complex, |said| set(&mut said.event, "series", word("T"))), None);
}
