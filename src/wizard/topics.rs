//! Topics: their titles at once, then what is to be said of each.

use crate::event::Topic;
use crate::template::Declaration;
use crate::template::Field;
use crate::template::Section;
use crate::yaml::write::Yaml;

use super::PromptError;
use super::Reply;
use super::TOPICS;
use super::Wizard;
use super::answers::Entries;
use super::answers::text_of;
use super::answers::value_of;
use super::fields;
use super::fields::Hints;
use super::form;
use super::prompt::Choice;
use super::prompt::Choices;
use super::prompt::Lines;
use super::prompt::LongText;
use super::titles::TitleLine;
use super::titles::parse_titles;

/// What can be filled in of a topic.
#[derive(Clone, Copy)]
enum Part<'d> {
    Field(&'d Field),
    Section(&'d Section),
}

impl Part<'_> {
    fn key(&self) -> &str {
        match self {
            Self::Field(field) => &field.key,
            Self::Section(section) => &section.key,
        }
    }

    fn asked(&self) -> &str {
        match self {
            Self::Field(field) => field.asked(),
            Self::Section(section) => section.question.as_deref().unwrap_or(&section.label),
        }
    }

    fn is_expected(&self) -> bool {
        match self {
            Self::Field(field) => field.required || field.expected,
            Self::Section(section) => section.required || section.expected,
        }
    }
}

/// All that is asked of a topic but its title.
fn parts(declaration: &Declaration) -> Vec<Part<'_>> {
    let fields = declaration.topic.iter().filter(|field| field.question.is_some() && field.key.as_ref() != "title");
    fields.map(Part::Field).chain(declaration.sections.iter().map(Part::Section)).collect()
}

/// A topic made of a line of a list, with the fields that the template has.
pub fn topic_of(line: TitleLine, has: impl Fn(&str) -> bool) -> Entries {
    let mut entries = Entries::new();
    let mut say = |key: &str, value: Option<Yaml>| {
        if has(key) {
            entries.extend(value.map(|value| (key.to_owned(), value)));
        }
    };
    say("emoji", line.emoji.map(Yaml::Text));
    say("title", Some(Yaml::Text(line.title)));
    let owners: Vec<Yaml> = line.owners.into_iter().map(Yaml::Text).collect();
    say("owners", (!owners.is_empty()).then_some(Yaml::Sequence(owners)));
    say("tracking", line.issue.map(Yaml::Text));
    entries
}

fn has_topic_field(declaration: &Declaration, key: &str) -> bool {
    key == "title" || declaration.topic_field(key).is_some()
}

impl Wizard<'_> {
    /// Asks for the titles of all topics; those that earlier events moved here are offered first.
    pub(super) fn titles(&mut self) -> Result<Reply<()>, PromptError> {
        let moved = match self.moved_topics()? {
            Reply::Given(moved) => moved,
            Reply::Back => return Ok(Reply::Back),
        };
        let question = if self.answers.topics().is_empty() { "Which topics are there?" } else { "Which other topics?" };
        let reply = self.typed_topics(question, self.answers.topics().len(), &moved)?;
        Ok(if reply == Reply::Back { Reply::Back } else { Reply::Given(()) })
    }

    /// Asks for topics that come before the one at that place; whether there are any.
    pub(super) fn insert_topics(&mut self, index: usize) -> Result<bool, PromptError> {
        Ok(self.typed_topics("Which topics come before it?", index, &[])? == Reply::Given(true))
    }

    /// Asks for titles, and puts their topics at that place, after those to be taken up; whether there are any.
    fn typed_topics(&mut self, question: &str, at: usize, taken: &[Entries]) -> Result<Reply<bool>, PromptError> {
        let help = "One a line: emoji, title, @owners, #issue. An empty line ends; paste as many as you like.";
        let question = Lines { question, help: Some(help), optional: true };
        let asking = self.answers.asking().filter(|asking| *asking != TOPICS).map(str::to_owned);
        let before = self.answers.topics().to_vec();
        let (above, below) = before.split_at(at.min(before.len()));
        let declaration = self.setting.declaration;
        let with = |lines: &[String]| -> Vec<Entries> {
            let titles = parse_titles(&lines.join("\n")).into_iter();
            let typed: Vec<Entries> =
                titles.map(|line| topic_of(line, |key| has_topic_field(declaration, key))).collect();
            [above, taken, &typed, below].concat()
        };
        let mut keep = |lines: &[String]| {
            let topics = with(lines);
            if topics != self.answers.topics() {
                *self.answers.topics_mut() = topics;
                self.answers.set_asking(Some(TOPICS));
                (self.save)(&self.answers);
            }
        };
        let (topics, reply) = match self.prompt.lines(&question, &mut keep)? {
            Reply::Given(lines) => {
                let topics = with(&lines);
                let are_there = topics.len() > before.len();
                (topics, Reply::Given(are_there))
            }
            Reply::Back => (before, Reply::Back),
        };
        let is_kept = self.answers.topics() == topics && self.answers.asking() == asking.as_deref();
        *self.answers.topics_mut() = topics;
        self.answers.set_asking(asking.as_deref());
        if !is_kept {
            self.saved();
        }
        Ok(reply)
    }

    fn moved_topics(&mut self) -> Result<Reply<Vec<Entries>>, PromptError> {
        let start = self.answers.get("start").and_then(fields::day_of);
        let id = self.setting.declaration.dates.id.fill(start, |_| None);
        let mut moved: Vec<Topic> = self.knowledge.moved_to(&id).into_iter().map(|moved| moved.topic).collect();
        let is_here = |topic: &Topic| {
            let titles = self.answers.topics().iter().filter_map(|here| value_of(here, "title").and_then(text_of));
            titles.into_iter().any(|title| title == topic.title)
        };
        moved.retain(|topic| !is_here(topic));
        if moved.is_empty() {
            return Ok(Reply::Given(Vec::new()));
        }
        let items: Vec<String> = moved.iter().map(|topic| topic.title.clone()).collect();
        let all: Vec<usize> = (0..items.len()).collect();
        let question = Choices {
            question: "These topics were moved here from earlier events. Which of them shall be taken up?",
            help: None,
            items: &items,
            chosen: &all,
        };
        Ok(match self.prompt.choices(&question)? {
            Reply::Given(chosen) => {
                let taken = chosen.iter().filter_map(|index| moved.get(*index)).map(|topic| {
                    let line = TitleLine {
                        emoji: topic.emoji.clone(),
                        title: topic.title.clone(),
                        owners: topic.owners.clone(),
                        issue: topic.tracking.clone(),
                    };
                    topic_of(line, |key| has_topic_field(self.setting.declaration, key))
                });
                Reply::Given(taken.collect())
            }
            Reply::Back => Reply::Back,
        })
    }

    /// Goes through all topics; back from the first leads to the question before.
    pub(super) fn fill_in(&mut self) -> Result<Reply<()>, PromptError> {
        let mut at = 0;
        while at < self.answers.topics().len() {
            self.prompt.say(&format!("\nTopic {} of {}: {}", at + 1, self.answers.topics().len(), self.topic_name(at)));
            let items = [
                "Section by section".to_owned(),
                "All at once, in one form".to_owned(),
                "Not now: the next topic".to_owned(),
                "Not now: on to the overview".to_owned(),
            ];
            let question =
                Choice { question: "How shall it be filled in?", help: None, items: &items, default: 0, search: false };
            let reply = match self.prompt.choice(&question)? {
                Reply::Given(0) => self.fill_in_parts(at)?,
                Reply::Given(1) => self.fill_in_form(at)?,
                Reply::Given(2) => Reply::Given(()),
                Reply::Given(_) => return Ok(Reply::Given(())),
                Reply::Back if at == 0 => return Ok(Reply::Back),
                Reply::Back => {
                    at -= 1;
                    continue;
                }
            };
            // Back out of a topic's own questions asks again how it shall be filled in.
            if reply == Reply::Given(()) {
                at += 1;
            }
        }
        Ok(Reply::Given(()))
    }

    /// A topic as it is shown: emoji and title.
    pub(super) fn topic_name(&self, index: usize) -> String {
        let part = |key: &str| self.answers.topic_field(index, key).and_then(text_of);
        let words: Vec<&str> = [part("emoji"), part("title")].into_iter().flatten().collect();
        words.join(" ")
    }

    /// Which parts of a topic there is something to say to, chosen once, then those.
    fn fill_in_parts(&mut self, index: usize) -> Result<Reply<()>, PromptError> {
        let parts = parts(self.setting.declaration);
        let topic = self.answers.topics().get(index).cloned().unwrap_or_default();
        let items: Vec<String> = parts
            .iter()
            .map(|part| match value_of(&topic, part.key()) {
                Some(_) => format!("{} (there is an answer)", part.asked()),
                None => part.asked().to_owned(),
            })
            .collect();
        let open = |part: &Part<'_>| part.is_expected() && value_of(&topic, part.key()).is_none();
        let chosen: Vec<usize> =
            parts.iter().enumerate().filter(|(_, part)| open(part)).map(|(index, _)| index).collect();
        let question = Choices { question: "What is there to say?", help: None, items: &items, chosen: &chosen };
        loop {
            let chosen = match self.prompt.choices(&question)? {
                Reply::Given(chosen) => chosen,
                Reply::Back => return Ok(Reply::Back),
            };
            let chosen: Vec<Part<'_>> = chosen.iter().filter_map(|index| parts.get(*index)).copied().collect();
            let answered = self.in_turn(&chosen, |wizard, part| match part {
                Part::Field(field) => wizard.topic_field(index, field),
                Part::Section(section) => wizard.section(index, section),
            });
            if answered? == Reply::Given(()) {
                return Ok(Reply::Given(()));
            }
        }
    }

    /// Asks for a field of a topic, and keeps the answer.
    pub(super) fn topic_field(&mut self, index: usize, field: &Field) -> Result<Reply<()>, PromptError> {
        let now = self.answers.topic_field(index, &field.key).cloned();
        let emoji = |topic: &Entries| value_of(topic, "emoji").and_then(text_of).map(str::to_owned);
        let hints = Hints {
            taken: self.answers.topics().iter().filter_map(emoji).collect(),
            folder: self.setting.folder,
            ..Hints::default()
        };
        let mut keep = |value| {
            self.answers.set_topic_field(index, &field.key, Some(value));
            (self.save)(&self.answers);
        };
        let reply = fields::ask(self.prompt, field, now.as_ref(), &hints, &mut keep)?;
        let (value, reply) = match reply {
            Reply::Given(value) => (value, Reply::Given(())),
            Reply::Back => (now, Reply::Back),
        };
        self.answers.set_topic_field(index, &field.key, value);
        self.saved();
        Ok(reply)
    }

    /// Asks for a section of a topic, and keeps the answer.
    pub(super) fn section(&mut self, index: usize, section: &Section) -> Result<Reply<()>, PromptError> {
        let question = format!("{}: {}", section.label, section.question.as_deref().unwrap_or("what is there to say?"));
        let now = self.answers.topic_field(index, &section.key).cloned();
        let answer = fields::markdown(self.prompt, &question, section.help.as_deref(), &section.key, now.as_ref())?;
        match answer {
            Reply::Given(value) => {
                self.answers.set_topic_field(index, &section.key, value);
                self.saved();
                Ok(Reply::Given(()))
            }
            Reply::Back => Ok(Reply::Back),
        }
    }

    /// The whole topic as one form in the editor.
    pub(super) fn fill_in_form(&mut self, index: usize) -> Result<Reply<()>, PromptError> {
        let sections = &self.setting.declaration.sections;
        let text = |key: &str| self.answers.topic_field(index, key).map(fields::as_markdown);
        let drawn = form::draw(sections, text);
        let question = format!("{}: what is there to say?", self.topic_name(index));
        let help =
            sections.iter().filter_map(|section| Some(format!("{}: {}", section.label, section.question.as_ref()?)));
        let help = help.collect::<Vec<_>>().join("\n");
        let question = LongText { question: &question, help: Some(&help), text: &drawn, file_name: "topic.md" };
        let filled = match self.prompt.text(&question)? {
            Reply::Given(filled) => filled,
            Reply::Back => return Ok(Reply::Back),
        };
        for (section, text) in form::read(&filled, sections) {
            let Some(section) = sections.get(section) else { continue };
            let now = self.answers.topic_field(index, &section.key).map(fields::as_markdown).unwrap_or_default();
            let is_same = now.trim_end() == text.as_deref().unwrap_or_default().trim_end();
            if !is_same {
                self.answers.set_topic_field(index, &section.key, text.map(Yaml::Markdown));
            }
        }
        self.saved();
        Ok(Reply::Given(()))
    }
}
