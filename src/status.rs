//! How far an event's wrap-up is: who still owes which text of which topic, and where each of them writes it.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::event::Event;
use crate::event::State;
use crate::event::Text;
use crate::event::Topic;
use crate::event::placeholder::is_placeholder;
use crate::template::Declaration;
use crate::template::Section;

pub mod address;
pub mod reminder;

/// How far an event is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Days from the last day to the day of the question; negative before it.
    pub days_since: i64,
    /// The sections that the template knows: key, label and whether it is expected.
    pub sections: Vec<(Arc<str>, String, bool)>,
    /// The topics that stand on the page, those that owe most first, else in page order.
    pub topics: Vec<TopicStatus>,
    /// How many texts are expected of all topics.
    pub expected: usize,
    /// How many of these are there.
    pub written: usize,
}

/// How far a topic is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicStatus {
    /// Its place among all topics of the event, from 0.
    pub place: usize,
    /// Emoji and title.
    pub title: String,
    /// Handles, without `@`.
    pub owners: Vec<String>,
    /// How far it came.
    pub state: State,
    /// Each section of the template, in its order.
    pub fills: Vec<Fill>,
    /// The sections that are owed, by their places in the template.
    pub owed: Vec<usize>,
}

/// What there is of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// A text.
    Filled,
    /// What stands for one.
    Placeholder,
    /// Nothing.
    Empty,
}

impl Fill {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::Placeholder => "placeholder",
            Self::Empty => "empty",
        }
    }

    fn of(text: Option<&Text>) -> Self {
        let Some(text) = text.filter(|text| !text.is_blank()) else { return Self::Empty };
        let is_waiting = match text {
            Text::Markdown(text) => is_placeholder(text),
            Text::List(items) => items.iter().filter(|item| !item.trim().is_empty()).all(|item| is_placeholder(item)),
        };
        if is_waiting { Self::Placeholder } else { Self::Filled }
    }
}

impl Status {
    /// How far an event is on a day.
    ///
    /// Owed are the expected sections of topics that have no other text: a topic with words of its own, or one that is
    /// kept verbatim, owes nothing.
    pub fn of(event: &Event, declaration: &Declaration, today: NaiveDate) -> Self {
        let completing = declaration.completing_section();
        let drawn = event.topics.iter().enumerate().filter(|(_, topic)| topic.state(completing).is_drawn());
        let mut topics: Vec<TopicStatus> =
            drawn.map(|(place, topic)| TopicStatus::of(place, topic, declaration)).collect();
        let expected = |topic: &TopicStatus| {
            let sections = declaration.sections.iter().zip(&topic.fills);
            sections.filter(|(section, fill)| section.expected && **fill == Fill::Filled).count()
        };
        let written = topics.iter().map(expected).sum();
        let owed: usize = topics.iter().map(|topic| topic.owed.len()).sum();
        topics.sort_by_key(|topic| (std::cmp::Reverse(topic.owed.len()), topic.place));
        let section = |section: &Section| {
            let label = section.label_in(event.style.as_deref().unwrap_or(&declaration.style));
            (section.key.clone(), label.to_owned(), section.expected)
        };
        Self {
            days_since: today.signed_duration_since(event.dates.end).num_days(),
            sections: declaration.sections.iter().map(section).collect(),
            topics,
            expected: written + owed,
            written,
        }
    }

    /// Whether nothing is owed.
    pub fn is_complete(&self) -> bool {
        self.topics.iter().all(|topic| topic.owed.is_empty())
    }

    /// The topics that owe something.
    pub fn owing(&self) -> impl Iterator<Item = &TopicStatus> {
        self.topics.iter().filter(|topic| !topic.owed.is_empty())
    }

    /// The labels of the sections that a topic owes.
    pub fn owed_labels<'s>(&'s self, topic: &'s TopicStatus) -> impl Iterator<Item = &'s str> {
        topic.owed.iter().filter_map(|place| self.sections.get(*place)).map(|(_, label, _)| label.as_str())
    }
}

impl TopicStatus {
    fn of(place: usize, topic: &Topic, declaration: &Declaration) -> Self {
        let fills: Vec<Fill> =
            declaration.sections.iter().map(|section| Fill::of(topic.section(&section.key))).collect();
        let is_said = |text: &str| !text.trim().is_empty() && !is_placeholder(text);
        // The first line of a body is its heading.
        let body = topic.body.as_deref().and_then(|body| body.split_once('\n')).map(|(_, text)| text);
        let has_other = [topic.intro.as_deref(), body].into_iter().flatten().any(is_said);
        let is_owed = |(section, fill): (&Section, &Fill)| section.expected && *fill != Fill::Filled && !has_other;
        let pairs = declaration.sections.iter().zip(&fills).enumerate();
        let owed = pairs.filter(|(_, pair)| is_owed(*pair)).map(|(place, _)| place).collect();
        let title = match &topic.emoji {
            Some(emoji) => format!("{emoji} {}", topic.title),
            None => topic.title.clone(),
        };
        let completing = declaration.sections.iter().position(|section| section.completes);
        let is_waiting = completing.and_then(|place| fills.get(place)) == Some(&Fill::Placeholder);
        // A placeholder is no achievement.
        let state = match topic.state(declaration.completing_section()) {
            State::Done if topic.said.is_none() && is_waiting => State::Open,
            state => state,
        };
        Self { place, title, owners: topic.owners.clone(), state, fills, owed }
    }
}

#[cfg(test)]
mod tests {
    use crate::template::builtin;

    use super::*;

    fn topic(title: &str, sections: &[(&str, &str)]) -> Topic {
        let sections = sections.iter().map(|(key, text)| (Arc::from(*key), Text::Markdown((*text).to_owned())));
        Topic { title: title.to_owned(), sections: sections.collect(), ..Topic::default() }
    }

    fn status(topics: Vec<Topic>) -> Vec<String> {
        let template = builtin::find("hackathon").unwrap().load();
        let event = Event { topics, ..Event::default() };
        let status = Status::of(&event, &template.declaration, event.dates.end);
        let owed = |topic: &TopicStatus| status.owed_labels(topic).collect::<Vec<_>>().join(", ");
        let mut told: Vec<String> =
            status.topics.iter().map(|topic| format!("{}: {}", topic.title, owed(topic))).collect();
        told.push(format!("{} of {}", status.written, status.expected));
        told
    }

    #[test]
    fn expected_sections_are_owed_and_those_who_owe_most_come_first() {
        let done = topic("A", &[("problem", "Cold."), ("achievements", "Warm.")]);
        let half = topic("B", &[("problem", "Cold."), ("achievements", "_TODO_")]);
        let open = topic("C", &[("motivation", "Tea.")]);
        let expected = ["C: Problem Statement, Achievements", "B: Achievements", "A: ", "3 of 6"];
        assert_eq!(status(vec![done, half, open]), expected);
    }

    #[test]
    fn a_topic_with_words_of_its_own_owes_nothing_and_a_placeholder_is_none() {
        let free = Topic { intro: Some("We met.".to_owned()), ..topic("A", &[]) };
        let waiting = Topic { intro: Some("_TODO_".to_owned()), ..topic("B", &[]) };
        let kept = Topic { body: Some("## C\n\nWords.\n".to_owned()), ..topic("C", &[]) };
        let bare = Topic { body: Some("## D\n\n_TODO_\n".to_owned()), ..topic("D", &[]) };
        let expected =
            ["B: Problem Statement, Achievements", "D: Problem Statement, Achievements", "A: ", "C: ", "0 of 4"];
        assert_eq!(status(vec![free, waiting, kept, bare]), expected);
    }

    #[test]
    fn what_does_not_stand_on_the_page_owes_nothing() {
        let dropped = Topic { said: Some(State::Dropped), ..topic("A", &[]) };
        assert_eq!(status(vec![dropped]), ["0 of 0"]);
    }
}
