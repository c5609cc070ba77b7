//! What earlier events of a folder tell about the next one: answers to offer, habits to follow, topics that wait.
//!
//! Nothing here is more than a proposal. Core fields are known by name; fields that a template declares are found by
//! their key, whatever they mean.

use std::cmp::Reverse;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::event::Event;
use crate::event::FieldValue;
use crate::event::Fields;
use crate::event::HeaderLink;
use crate::event::Link;
use crate::event::State;
use crate::event::Topic;

/// An event that exists.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its id, which is also the name of its page: `2026-05`.
    pub id: String,
    /// Its file.
    pub path: PathBuf,
    /// What the file says.
    pub event: Arc<Event>,
}

/// What is known before the first question; of several values the most recent comes first.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// Every series.
    pub series: Vec<String>,
    /// Every place, with the newest URL that was given for it.
    pub places: Vec<Link>,
    /// Everybody who ever invited, likewise.
    pub organizers: Vec<Link>,
    /// Those who invited last time.
    pub last_organizers: Vec<Link>,
    /// The footer of last time.
    pub footer: Option<String>,
    /// The style that the event file of last time names.
    pub style: Option<String>,
    /// The template that the event file of last time names.
    pub template: Option<String>,
    /// The label and emoji of each further header line of last time.
    pub links: Vec<(String, Option<String>)>,
    /// How many days after the first the last one comes, where that is a habit.
    pub length_in_days: Option<i64>,
    /// The next edition, where editions are numbered.
    pub edition: Option<String>,
    /// Every emoji that a topic had.
    pub emoji: Vec<String>,
    /// The handle of everybody who worked on a topic.
    pub owners: Vec<String>,
    known: Vec<Known>,
}

/// A topic that an earlier event moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The id of the event that it comes from.
    pub from: String,
    /// The topic as it stands there.
    pub topic: Topic,
}

impl Knowledge {
    /// What events tell, newest first, as long as nothing is said about the new one.
    pub fn of(known: &[Known]) -> Self {
        let series = known.first().and_then(|newest| newest.event.series.clone());
        Self::gather(known.to_vec(), series.as_deref())
    }

    /// The same once the series is known: its events count before all others.
    #[must_use]
    pub fn of_series(&self, series: &str) -> Self {
        Self::gather(self.known.clone(), Some(series))
    }

    /// What is known with the series that was answered, if it was.
    #[must_use]
    pub fn once_known(&self, series: Option<&str>) -> Self {
        series.map_or_else(|| self.clone(), |series| self.of_series(series))
    }

    /// The topics that were moved to the event of that id.
    pub fn moved_to(&self, id: &str) -> Vec<Moved> {
        let earlier = self.known.iter().filter(|known| known.id != id);
        let topics = earlier.flat_map(|known| known.event.topics.iter().map(move |topic| (known, topic)));
        let moved = topics.filter(|(_, topic)| {
            topic.said == Some(State::Moved) && topic.moved_to.as_deref().is_some_and(|to| names_event(to, id))
        });
        moved.map(|(known, topic)| Moved { from: known.id.clone(), topic: topic.clone() }).collect()
    }

    /// The lines that events had in a declared field: text, choices, handles, names of links.
    pub fn previous(&self, key: &str) -> Vec<String> {
        distinct(lines(self.known.iter().map(|known| &known.event.fields), key))
    }

    /// The lines that topics had in a declared field.
    pub fn previous_in_topics(&self, key: &str) -> Vec<String> {
        let topics = self.known.iter().flat_map(|known| &known.event.topics);
        distinct(lines(topics.map(|topic| &topic.fields), key))
    }

    /// The links that events had in a declared field.
    pub fn previous_links(&self, key: &str) -> Vec<Link> {
        let values = values(self.known.iter().map(|known| &known.event.fields), key);
        distinct_links(values.filter_map(|value| match value {
            FieldValue::Link(link) => Some(link),
            FieldValue::Text(_) | FieldValue::Date(_) | FieldValue::Picture(_) | FieldValue::Many(_) => None,
        }))
    }

    fn gather(mut known: Vec<Known>, series: Option<&str>) -> Self {
        known.sort_by_key(|known| (known.event.series.as_deref() != series, Reverse(known.event.dates.start)));
        let kin = known.iter().take_while(|known| known.event.series.as_deref() == series).count();
        // The first event of a series follows the habits of the house.
        let count = if kin == 0 { known.len() } else { kin };
        let habits: Vec<&Event> = known.iter().take(count).map(events).collect();
        let all = || known.iter().map(events);
        let topics = || all().flat_map(|event| &event.topics);
        let last = habits.first();
        Self {
            series: distinct(all().filter_map(|event| event.series.clone())),
            places: distinct_links(all().filter_map(|event| event.location.as_ref())),
            organizers: distinct_links(all().flat_map(|event| &event.organizers)),
            last_organizers: last.map(|event| event.organizers.clone()).unwrap_or_default(),
            footer: last.and_then(|event| event.footer.clone()),
            style: last.and_then(|event| event.style.clone()),
            template: last.and_then(|event| event.template.clone()),
            links: last.map(|event| event.links.iter().map(label_and_emoji).collect()).unwrap_or_default(),
            length_in_days: usual_length(&habits),
            edition: next_edition(habits.get(..kin).unwrap_or_default()),
            emoji: distinct(topics().filter_map(|topic| topic.emoji.clone())),
            owners: distinct(topics().flat_map(|topic| topic.owners.iter().cloned())),
            known,
        }
    }
}

fn events(known: &Known) -> &Event {
    &known.event
}

fn label_and_emoji(link: &HeaderLink) -> (String, Option<String>) {
    (link.label.clone(), link.emoji.clone())
}

/// Whether a text names the event of that id: by the id itself, or as one of its files.
fn names_event(text: &str, id: &str) -> bool {
    let path = Path::new(text);
    let is_file =
        path.extension().is_some_and(|extension| ["md", "yaml", "yml"].iter().any(|known| extension == *known));
    text == id || is_file && path.file_stem().is_some_and(|stem| stem == id)
}

/// The days from first to last that at least two of the last three events have in common, or all if there are fewer.
fn usual_length(events: &[&Event]) -> Option<i64> {
    let lengths: Vec<i64> =
        events.iter().take(3).map(|event| (event.dates.end - event.dates.start).num_days()).collect();
    let needed = lengths.len().min(2);
    lengths.iter().copied().find(|length| lengths.iter().filter(|other| *other == length).count() >= needed)
}

/// The edition after that of the last event, if it ends in a number: the next number that is free.
fn next_edition(events: &[&Event]) -> Option<String> {
    let last = events.first()?.edition.as_deref()?;
    let name = last.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &last[name.len()..];
    // A date or a version has parts; which of them counts is anybody's guess.
    let whole = name.strip_suffix(['-', '/', '.', ':']).unwrap_or_default();
    if number.is_empty() || number.len() > 9 || whole.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number_after: u64 = number.parse::<u64>().ok()? + 1;
    let width = number.len();
    let mut next = (number_after..).map(|number| format!("{name}{number:0width$}"));
    next.find(|next| !events.iter().any(|event| event.edition.as_deref() == Some(next)))
}

/// The values of a declared field, one by one.
fn values<'e>(fields: impl Iterator<Item = &'e Fields>, key: &str) -> impl Iterator<Item = &'e FieldValue> {
    let of_key = fields.flatten().filter(move |(name, _)| name.as_ref() == key).map(|(_, value)| value);
    of_key.flat_map(|value| match value {
        FieldValue::Many(values) => values.as_slice(),
        one => std::slice::from_ref(one),
    })
}

fn lines<'e>(fields: impl Iterator<Item = &'e Fields>, key: &str) -> impl Iterator<Item = String> {
    let lines = values(fields, key).filter_map(|value| match value {
        FieldValue::Text(text) => Some(text),
        FieldValue::Link(link) => Some(&link.name),
        FieldValue::Date(_) | FieldValue::Picture(_) | FieldValue::Many(_) => None,
    });
    lines.filter(|line| !line.contains(['\n', '\r'])).cloned()
}

fn distinct(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    items.filter(|item| seen.insert(item.clone())).collect()
}

/// One link for each name, with the first URL that is found for it.
fn distinct_links<'e>(links: impl Iterator<Item = &'e Link>) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    for link in links {
        match found.iter_mut().find(|known| known.name == link.name) {
            Some(known) if known.url.is_none() => known.url.clone_from(&link.url),
            Some(_) => {}
            None => found.push(link.clone()),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::DateRange;
    use crate::event::dates::parse_date;

    fn days(start: &str, end: &str) -> DateRange {
        DateRange { start: parse_date(start).unwrap(), end: parse_date(end).unwrap() }
    }

    fn known(id: &str, event: Event) -> Known {
        Known { id: id.to_owned(), path: PathBuf::from(format!("{id}.yaml")), event: Arc::new(event) }
    }

    fn link(name: &str, url: &str) -> Link {
        Link { name: name.to_owned(), url: Some(url.to_owned()).filter(|url| !url.is_empty()) }
    }

    fn topic(title: &str) -> Topic {
        Topic { title: title.to_owned(), ..Topic::default() }
    }

    /// Two kettle days and, between them, a tasting.
    fn house() -> Vec<Known> {
        let newest = Event {
            style: Some("block".to_owned()),
            series: Some("Kettle Days".to_owned()),
            edition: Some("#7".to_owned()),
            dates: days("2026-05-04", "2026-05-08"),
            location: Some(link("The Old Mill", "")),
            organizers: vec![link("Kettle Works", "https://kettle.example/"), link("The Mill", "")],
            links: vec![HeaderLink {
                label: "Topics".to_owned(),
                emoji: Some("📘".to_owned()),
                target: "https://notes.example/7".to_owned(),
            }],
            footer: Some("Thanks to the washers-up.\n".to_owned()),
            fields: vec![("mood".into(), FieldValue::Text("warm".to_owned()))],
            topics: vec![Topic {
                emoji: Some("🔥".to_owned()),
                owners: vec!["ada".to_owned()],
                ..topic("Warm Starts")
            }],
            ..Event::default()
        };
        let tasting = Event {
            template: Some("meetup".to_owned()),
            series: Some("Tea Tasting".to_owned()),
            edition: Some("Spring".to_owned()),
            dates: days("2026-02-11", "2026-02-11"),
            location: Some(link("Kettle Works", "https://kettle.example/tasting")),
            organizers: vec![link("Tea Friends", "")],
            fields: vec![(
                "sponsor".into(),
                FieldValue::Many(vec![
                    FieldValue::Link(link("Cups & Co", "https://cups.example/")),
                    FieldValue::Link(link("Leaf", "")),
                ]),
            )],
            ..Event::default()
        };
        let oldest = Event {
            series: Some("Kettle Days".to_owned()),
            edition: Some("#6".to_owned()),
            dates: days("2025-11-03", "2025-11-07"),
            location: Some(link("The Old Mill", "https://oldmill.example/")),
            organizers: vec![link("Kettle Works", "https://old.example/")],
            fields: vec![
                ("mood".into(), FieldValue::Text("hot".to_owned())),
                ("sponsor".into(), FieldValue::Link(link("Leaf", "https://leaf.example/"))),
            ],
            topics: vec![
                Topic {
                    emoji: Some("🫖".to_owned()),
                    owners: vec!["bo".to_owned(), "ada".to_owned()],
                    fields: vec![("room".into(), FieldValue::Text("Boiler Room".to_owned()))],
                    ..topic("One Log")
                },
                Topic { emoji: Some("🔥".to_owned()), ..topic("Cold Starts") },
            ],
            ..Event::default()
        };
        vec![known("2026-05", newest), known("2026-02", tasting), known("2025-11", oldest)]
    }

    #[test]
    fn answers_of_the_past_are_offered_most_recent_first() {
        let knowledge = Knowledge::of(&house());
        assert_eq!(knowledge.series, ["Kettle Days", "Tea Tasting"]);
        assert_eq!(
            knowledge.places,
            [link("The Old Mill", "https://oldmill.example/"), link("Kettle Works", "https://kettle.example/tasting")]
        );
        let invited = [("Kettle Works", "https://kettle.example/"), ("The Mill", ""), ("Tea Friends", "")];
        assert_eq!(knowledge.organizers, invited.map(|(name, url)| link(name, url)));
        assert_eq!(knowledge.last_organizers, knowledge.organizers[..2]);
        assert_eq!(knowledge.footer.as_deref(), Some("Thanks to the washers-up.\n"));
        assert_eq!(knowledge.style.as_deref(), Some("block"));
        assert_eq!(knowledge.template, None);
        assert_eq!(knowledge.links, [("Topics".to_owned(), Some("📘".to_owned()))]);
        assert_eq!(knowledge.emoji, ["🔥", "🫖"]);
        assert_eq!(knowledge.owners, ["ada", "bo"]);
    }

    #[test]
    fn fields_of_any_template_are_known_by_their_key() {
        let knowledge = Knowledge::of(&house());
        assert_eq!(knowledge.previous("mood"), ["warm", "hot"]);
        assert_eq!(knowledge.previous("sponsor"), ["Leaf", "Cups & Co"]);
        assert_eq!(
            knowledge.previous_links("sponsor"),
            [link("Leaf", "https://leaf.example/"), link("Cups & Co", "https://cups.example/")]
        );
        assert_eq!(knowledge.previous_in_topics("room"), ["Boiler Room"]);
        assert_eq!(knowledge.previous("room"), [""; 0]);
    }

    #[test]
    fn a_series_counts_before_all_others() {
        let knowledge = Knowledge::of(&house()).of_series("Tea Tasting");
        assert_eq!(knowledge.series, ["Tea Tasting", "Kettle Days"]);
        assert_eq!(knowledge.places[0].name, "Kettle Works");
        assert_eq!(knowledge.last_organizers, [link("Tea Friends", "")]);
        assert_eq!(knowledge.template.as_deref(), Some("meetup"));
        assert_eq!(knowledge.length_in_days, Some(0));
        assert_eq!(knowledge.edition, None, "no number");
        assert_eq!(knowledge.footer, None);

        let changed = knowledge.of_series("Kettle Days");
        assert_eq!((changed.series, changed.places), (Knowledge::of(&house()).series, Knowledge::of(&house()).places));
    }

    #[test]
    fn a_new_series_follows_the_habits_of_the_house_but_starts_its_own_count() {
        let knowledge = Knowledge::of(&house()).of_series("Cup Days");
        assert_eq!(knowledge.last_organizers.len(), 2);
        assert_eq!(knowledge.length_in_days, Some(4));
        assert_eq!(knowledge.edition, None);
    }

    #[test]
    fn a_length_is_a_habit_when_two_of_three_agree() {
        let usual = |lengths: &[&str]| {
            let event = |end: &&str| Event { dates: days("2026-06-01", end), ..Event::default() };
            let events: Vec<Event> = lengths.iter().map(event).collect();
            usual_length(&events.iter().collect::<Vec<_>>())
        };
        assert_eq!(usual(&[]), None);
        assert_eq!(usual(&["2026-06-05"]), Some(4));
        assert_eq!(usual(&["2026-06-05", "2026-06-05"]), Some(4));
        assert_eq!(usual(&["2026-06-05", "2026-06-04"]), None);
        assert_eq!(usual(&["2026-06-02", "2026-06-05", "2026-06-05"]), Some(4));
        assert_eq!(usual(&["2026-06-02", "2026-06-05", "2026-06-04", "2026-06-05"]), None);
    }

    #[test]
    fn the_next_edition_has_the_next_free_number() {
        let next = |editions: &[&str]| {
            let event = |edition: &&str| Event { edition: Some((*edition).to_owned()), ..Event::default() };
            let events: Vec<Event> = editions.iter().map(event).collect();
            next_edition(&events.iter().collect::<Vec<_>>())
        };
        assert_eq!(next(&["#7"]).as_deref(), Some("#8"));
        assert_eq!(next(&["Edition 9", "Edition 8"]).as_deref(), Some("Edition 10"));
        assert_eq!(next(&["Evening 09"]).as_deref(), Some("Evening 10"));
        assert_eq!(next(&["007"]).as_deref(), Some("008"));
        assert_eq!(next(&["#7", "#8", "#10"]).as_deref(), Some("#9"));
        for edition in ["Winter Edition", "7th", "2025-06", "1.2", "", "12345678901234567890"] {
            assert_eq!(next(&[edition]), None, "{edition}");
        }
        assert_eq!(next(&[]), None);
        assert_eq!(Knowledge::of(&house()).edition.as_deref(), Some("#8"));
    }

    #[test]
    fn topics_that_were_moved_here_wait() {
        let moved =
            |title: &str, to: &str| Topic { said: Some(State::Moved), moved_to: Some(to.to_owned()), ..topic(title) };
        let said_only = Topic { moved_to: Some("2026-11".to_owned()), ..topic("Stayed") };
        let topics = vec![moved("By Id", "2026-11"), moved("Elsewhere", "2027-05"), topic("Here"), said_only];
        let newest = Event { topics, ..Event::default() };
        let oldest = Event { topics: vec![moved("By File", "../pages/2026-11.md")], ..Event::default() };
        let itself = Event { topics: vec![moved("Own", "2026-11")], ..Event::default() };
        let knowledge = Knowledge::of(&[known("2026-11", itself), known("2026-05", newest), known("2025-11", oldest)]);

        let waiting: Vec<(String, String)> =
            knowledge.moved_to("2026-11").into_iter().map(|moved| (moved.from, moved.topic.title)).collect();
        let expected = [("2026-05", "By Id"), ("2025-11", "By File")];
        assert_eq!(waiting, expected.map(|(from, title)| (from.to_owned(), title.to_owned())));
    }

    #[test]
    fn without_events_nothing_is_known() {
        let knowledge = Knowledge::of(&[]).of_series("Kettle Days");
        assert!(knowledge.series.is_empty() && knowledge.places.is_empty() && knowledge.moved_to("2026-05").is_empty());
        assert_eq!((knowledge.length_in_days, knowledge.edition), (None, None));
    }
}
