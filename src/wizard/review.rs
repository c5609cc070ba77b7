//! The overview: the whole event on one screen, and a way to change any answer.

use crate::event::State;
use crate::template::Field;
use crate::yaml::write::Yaml;

use super::End;
use super::OVERVIEW;
use super::PromptError;
use super::Reply;
use super::Wizard;
use super::answers::text_of;
use super::answers::value_of;
use super::links::link_of;
use super::prompt::Choice;

/// What can be done on the overview.
#[derive(Clone, Copy)]
enum Entry<'d> {
    Write,
    Field(&'d Field),
    Overrides,
    Topic(usize),
    AddTopics,
    Keep,
}

/// What can be done with a topic.
enum Action<'d> {
    Field(&'d Field),
    Section(usize),
    Form,
    State,
    Labels,
    Insert,
    Up,
    Down,
    Remove,
    Done,
}

impl Wizard<'_> {
    /// Shows the whole event, until it is to be written or kept for another time.
    ///
    /// # Errors
    ///
    /// An interruption.
    pub fn review(&mut self) -> Result<End, PromptError> {
        let mut end = self.overview(0)?;
        loop {
            match end {
                Reply::Given(end) => return Ok(end),
                // Nothing comes before it: the way out is marked.
                Reply::Back => end = self.overview(usize::MAX)?,
            }
        }
    }

    /// The same, with what can be changed of a topic before it.
    ///
    /// # Errors
    ///
    /// An interruption.
    pub fn review_topic(&mut self, index: usize) -> Result<End, PromptError> {
        self.topic_menu(index)?;
        self.review()
    }

    /// The same overview, from which a way leads back; the entry of that number, or else the last, is marked at first.
    pub(super) fn overview(&mut self, marked: usize) -> Result<Reply<End>, PromptError> {
        let declaration = self.setting.declaration;
        let mut marked = marked;
        loop {
            self.answers.set_asking(Some(OVERVIEW));
            let mut entries = vec![Entry::Write];
            entries.extend(declaration.event.iter().map(Entry::Field));
            entries.push(Entry::Overrides);
            entries.extend((0..self.answers.topics().len()).map(Entry::Topic));
            entries.extend([Entry::AddTopics, Entry::Keep]);
            let items: Vec<String> = entries.iter().map(|entry| self.overview_line(*entry)).collect();
            let help = match declaration.sections.as_slice() {
                [] => "Enter changes what is marked.".to_owned(),
                sections => {
                    let labels: Vec<&str> = sections.iter().map(|section| section.label.as_str()).collect();
                    format!("Enter changes what is marked. ●○ are: {}.", labels.join(", "))
                }
            };
            let question = Choice {
                question: "The event so far",
                help: Some(&help),
                items: &items,
                default: marked.min(items.len().saturating_sub(1)),
                search: false,
            };
            let Reply::Given(chosen) = self.prompt.choice(&question)? else {
                self.answers.set_asking(None);
                return Ok(Reply::Back);
            };
            marked = chosen;
            match entries.get(chosen) {
                Some(Entry::Write) => return Ok(Reply::Given(End::Write)),
                Some(Entry::Keep) | None => return Ok(Reply::Given(End::Keep)),
                // Back from a question leads to the overview, and so does its answer.
                Some(Entry::Field(field)) => {
                    self.event_field(field)?;
                }
                Some(Entry::Overrides) => self.overrides()?,
                Some(Entry::Topic(index)) => {
                    // The mark goes where the topic went.
                    let index = *index;
                    marked = (chosen + self.topic_menu(index)?).saturating_sub(index);
                }
                Some(Entry::AddTopics) => {
                    self.titles()?;
                }
            }
        }
    }

    fn overview_line(&self, entry: Entry<'_>) -> String {
        match entry {
            Entry::Write => "✓ Write it".to_owned(),
            Entry::Keep => "⏸ Stop here and go on another time".to_owned(),
            Entry::AddTopics => "+ Add topics".to_owned(),
            Entry::Field(field) => {
                let value = self.answers.get(&field.key).map_or_else(|| missing(field), shown);
                format!("{:<12}  {value}", field.key)
            }
            Entry::Overrides => format!("{:<12}  {}", "more", self.overrides_line()),
            Entry::Topic(index) => {
                let sections = &self.setting.declaration.sections;
                let mark = |key: &str| if self.answers.topic_field(index, key).is_some() { '●' } else { '○' };
                let marks: String = sections.iter().map(|section| mark(&section.key)).collect();
                let state = self.answers.topic_field(index, "state").and_then(text_of);
                let state = state.map(|state| format!(" ({state})")).unwrap_or_default();
                let body = self.answers.topic_field(index, "body").map_or("", |_| " (kept as it stands)");
                format!("{:>2}. {marks}  {}{state}{body}", index + 1, self.topic_name(index))
            }
        }
    }

    /// Everything that can be changed of a topic; returns its place afterwards.
    fn topic_menu(&mut self, index: usize) -> Result<usize, PromptError> {
        let declaration = self.setting.declaration;
        let mut marked = 0;
        loop {
            let Some(topic) = self.answers.topics().get(index).cloned() else { return Ok(index) };
            let mut actions: Vec<(String, Action<'_>)> = Vec::new();
            for field in &declaration.topic {
                let value = value_of(&topic, &field.key).map_or_else(|| missing(field), shown);
                actions.push((format!("{:<14}  {value}", field.key), Action::Field(field)));
            }
            for (at, section) in declaration.sections.iter().enumerate() {
                let value = value_of(&topic, &section.key)
                    .map_or_else(|| "○".to_owned(), |value| format!("● {}", shown(value)));
                actions.push((format!("{:<14}  {value}", section.key), Action::Section(at)));
            }
            if !declaration.sections.is_empty() {
                actions.push(("All sections at once, in one form".to_owned(), Action::Form));
            }
            let state = value_of(&topic, "state").map_or_else(|| "follows from the text".to_owned(), shown);
            actions.push((format!("{:<14}  {state}", "state"), Action::State));
            if !declaration.sections.is_empty() {
                let labels = value_of(&topic, "labels").map_or("as usual", |_| "written otherwise");
                actions.push((format!("{:<14}  {labels}", "labels"), Action::Labels));
            }
            actions.push(("+ Insert topics before it".to_owned(), Action::Insert));
            actions.push(("↑ Move up".to_owned(), Action::Up));
            actions.push(("↓ Move down".to_owned(), Action::Down));
            actions.push(("✗ Remove it from the event".to_owned(), Action::Remove));
            actions.push(("← Back to the event".to_owned(), Action::Done));
            let items: Vec<String> = actions.iter().map(|(item, _)| item.clone()).collect();
            let name = self.topic_name(index);
            let question = Choice { question: &name, help: None, items: &items, default: marked, search: false };
            let Reply::Given(chosen) = self.prompt.choice(&question)? else { return Ok(index) };
            marked = chosen;
            let count = self.answers.topics().len();
            match actions.get(chosen).map(|(_, action)| action) {
                Some(Action::Field(field)) => {
                    self.topic_field(index, field)?;
                }
                Some(Action::Section(at)) => {
                    if let Some(section) = declaration.sections.get(*at) {
                        self.section(index, section)?;
                    }
                }
                Some(Action::Form) => {
                    self.fill_in_form(index)?;
                }
                Some(Action::State) => self.topic_state(index)?,
                Some(Action::Labels) => self.labels(Some(index))?,
                Some(Action::Insert) => {
                    if self.insert_topics(index)? {
                        return Ok(index);
                    }
                }
                Some(Action::Up) if index > 0 => {
                    self.answers.topics_mut().swap(index, index - 1);
                    self.saved();
                    return Ok(index - 1);
                }
                Some(Action::Down) if index + 1 < count => {
                    self.answers.topics_mut().swap(index, index + 1);
                    self.saved();
                    return Ok(index + 1);
                }
                Some(Action::Up | Action::Down) => self.prompt.say("It cannot go further."),
                Some(Action::Remove) if self.is_sure(&format!("Remove {name} and all that was said of it?"))? => {
                    self.answers.topics_mut().remove(index);
                    self.saved();
                    return Ok(index);
                }
                Some(Action::Remove) => {}
                Some(Action::Done) | None => return Ok(index),
            }
        }
    }

    /// What is said about how far a topic came; a moved one says where to.
    fn topic_state(&mut self, index: usize) -> Result<(), PromptError> {
        let mut states = vec![State::Partial, State::Done, State::Dropped, State::Moved];
        states.retain(|state| state.is_drawn() || !self.setting.is_page);
        let mut items = vec!["it follows from the text".to_owned()];
        items.extend(states.iter().map(|state| {
            let meaning = match state {
                State::Dropped => "dropped: it leaves the page, not the file",
                State::Moved => "moved to another event: likewise",
                state => state.name(),
            };
            meaning.to_owned()
        }));
        let now = self.answers.topic_field(index, "state").and_then(text_of);
        let default = states.iter().position(|state| Some(state.name()) == now).map_or(0, |at| at + 1);
        let question = Choice { question: "How far did it come?", help: None, items: &items, default, search: false };
        let Reply::Given(chosen) = self.prompt.choice(&question)? else { return Ok(()) };
        let state = chosen.checked_sub(1).and_then(|at| states.get(at)).copied();
        self.answers.set_topic_field(index, "state", state.map(|state| Yaml::Text(state.name().to_owned())));
        if state == Some(State::Moved) {
            let field = Field {
                key: "moved_to".into(),
                question: Some("Which event did it move to?".to_owned()),
                help: Some("Its id, such as 2026-05.".to_owned()),
                ..Field::default()
            };
            self.topic_field(index, &field)?;
        } else {
            self.answers.set_topic_field(index, "moved_to", None);
        }
        self.saved();
        Ok(())
    }

    fn is_sure(&mut self, question: &str) -> Result<bool, PromptError> {
        let items = ["no".to_owned(), "yes".to_owned()];
        let question = Choice { question, help: None, items: &items, default: 0, search: false };
        Ok(self.prompt.choice(&question)? == Reply::Given(1))
    }
}

fn missing(field: &Field) -> String {
    if field.required { "(needed)".to_owned() } else { "–".to_owned() }
}

/// A value in a few words.
pub(super) fn shown(value: &Yaml) -> String {
    const WIDTH: usize = 48;
    let text = match value {
        Yaml::Bool(true) => "yes".to_owned(),
        Yaml::Bool(false) => "no".to_owned(),
        Yaml::Integer(number) => number.to_string(),
        Yaml::Null => String::new(),
        Yaml::Sequence(items) | Yaml::Spaced(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Yaml::Mapping(entries) => match link_of(value) {
            Some(link) => link.name,
            None => entries.iter().map(|(_, value)| shown(value)).next().unwrap_or_default(),
        },
        value => text_of(value).unwrap_or_default().to_owned(),
    };
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
