//! The wizard: asks for an event, question by question, by what the template declares.
//!
//! It asks through [`Prompt`], the one trait of this crate: a terminal implements it, and so does a script of answers
//! in the tests, so that every way through the questions is tried without a terminal. What is answered is kept as an
//! event file in the making ([`Answers`]), handed out for saving after every single answer.

use std::path::Path;
use std::rc::Rc;

use chrono::Duration;
use chrono::NaiveDate;

use crate::event::DateRange;
use crate::event::spoken;
use crate::template::Declaration;
use crate::template::Field;
use crate::template::Holds;
use crate::yaml::write::Yaml;

pub mod answers;
pub mod emoji;
mod fields;
mod form;
mod guessing;
pub mod knowledge;
mod links;
mod overrides;
pub mod prompt;
mod review;
pub mod titles;
mod topics;

pub use answers::Answers;
pub use guessing::guess;
pub use knowledge::Knowledge;
pub use prompt::Prompt;
pub use prompt::PromptError;
pub use prompt::Reply;
pub use topics::topic_of;

use fields::Hints;
use prompt::Choice;
use prompt::Choices;

/// What the wizard goes by.
pub struct Setting<'a> {
    /// What an event has.
    pub declaration: &'a Declaration,
    /// What earlier events tell.
    pub knowledge: &'a Knowledge,
    /// The day on which it is asked: pictures are asked for once an event has begun.
    pub today: NaiveDate,
    /// The page's folder, where the paths of pictures begin.
    pub folder: Option<&'a Path>,
    /// Whether the page is all there is of the event, so that nothing can leave it and be kept.
    pub is_page: bool,
}

/// How the questions ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The event is to be written.
    Write,
    /// The answers are to be kept for another time.
    Keep,
}

/// Somebody being asked for an event.
pub struct Wizard<'a> {
    prompt: &'a mut dyn Prompt,
    setting: Setting<'a>,
    /// What earlier events tell, those of the same series first once that is answered.
    knowledge: Rc<Knowledge>,
    answers: Answers,
    save: &'a mut dyn FnMut(&Answers),
}

/// What the draft calls the question for further fields, which no field can be called.
const OPTIONAL: &str = "(optional)";

/// What it calls the overview.
const OVERVIEW: &str = "(overview)";

/// What it calls the question for titles.
const TOPICS: &str = "topics";

/// A question on the way to a new event.
#[derive(Clone, Copy)]
enum Step<'d> {
    Field(&'d Field),
    Optional,
    Titles,
    Crossroads,
}

impl<'a> Wizard<'a> {
    /// A wizard that begins with those answers and hands out all of them after each new one.
    pub fn new(
        prompt: &'a mut dyn Prompt,
        setting: Setting<'a>,
        answers: Answers,
        save: &'a mut dyn FnMut(&Answers),
    ) -> Self {
        let series = answers.get("series").and_then(answers::text_of);
        let knowledge = Rc::new(setting.knowledge.once_known(series));
        Self { prompt, setting, knowledge, answers, save }
    }

    /// What has been answered.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Asks for a new event: what is not known yet of it, its topics, and, if wanted, what is to be said of each.
    ///
    /// # Errors
    ///
    /// An interruption; every finished answer has been handed out for saving by then.
    pub fn new_event(&mut self) -> Result<End, PromptError> {
        let declaration = self.setting.declaration;
        let asking = self.answers.asking().map(str::to_owned);
        let was_asked = |key: &str| asking.as_deref() == Some(key);
        if was_asked(OVERVIEW) {
            return self.review();
        }
        let is_open = |field: &&Field| {
            field.question.is_some() && (self.answers.get(&field.key).is_none() || was_asked(&field.key))
        };
        let is_direct = |field: &Field| field.required || field.holds().0 == Holds::Date;
        let is_next = |field: &&Field| is_direct(field) || was_asked(&field.key);
        let mut steps: Vec<Step<'_>> =
            declaration.event.iter().filter(is_open).filter(is_next).map(Step::Field).collect();
        let begins_anew = !steps.is_empty() || was_asked(OPTIONAL);
        if begins_anew && declaration.event.iter().filter(is_open).any(|field| !is_direct(field)) {
            steps.push(Step::Optional);
        }
        if self.answers.topics().is_empty() || was_asked(TOPICS) {
            steps.push(Step::Titles);
        }
        steps.push(Step::Crossroads);

        let mut at = 0;
        loop {
            let reply = match steps.get(at).copied() {
                Some(Step::Field(field)) => self.event_field(field)?,
                Some(Step::Optional) => self.optional_fields()?,
                Some(Step::Titles) => self.titles()?,
                Some(Step::Crossroads) => self.crossroads()?,
                None => match self.overview(0)? {
                    Reply::Given(end) => return Ok(end),
                    Reply::Back => Reply::Back,
                },
            };
            match reply {
                Reply::Given(()) => at += 1,
                // Without topics nothing is asked at the crossroads.
                Reply::Back if at == steps.len() && self.answers.topics().is_empty() => at = at.saturating_sub(2),
                Reply::Back => at = at.saturating_sub(1),
            }
        }
    }

    fn saved(&mut self) {
        (self.save)(&self.answers);
    }

    /// Asks for a field of the event, and keeps the answer.
    fn event_field(&mut self, field: &Field) -> Result<Reply<()>, PromptError> {
        let start = self.answers.get("start").and_then(fields::day_of);
        let is_end = field.key.as_ref() == "end";
        let weight = |day: NaiveDate| {
            let first = if is_end { start.unwrap_or(day) } else { day };
            let days = DateRange { start: first, end: day };
            let weight = self.setting.declaration.dates.weight.fill(Some(first), |_| None);
            format!("{}, weight {weight}", spoken::in_words(days))
        };
        let knowledge = self.knowledge.clone();
        let before = self.answers.get(&field.key).cloned();
        let asking = self.answers.asking().map(str::to_owned);
        let is_begun = asking.as_deref() == Some(field.key.as_ref());
        let now = before.clone().or_else(|| self.prefilled(field));
        let hints = Hints {
            default: self.default_of(field, start),
            links: match field.key.as_ref() {
                "location" => &knowledge.places,
                "organizers" => &knowledge.organizers,
                _ => &[],
            },
            labels: &knowledge.links,
            taken: Vec::new(),
            from: start.filter(|_| is_end),
            day_note: Some(&weight),
            folder: self.setting.folder,
            is_begun,
        };
        let mut keep = |value| {
            self.answers.set(&field.key, Some(value));
            self.answers.set_asking(Some(&field.key));
            (self.save)(&self.answers);
        };
        let reply = fields::ask(self.prompt, field, now.as_ref(), &hints, &mut keep)?;
        self.answers.set_asking(asking.as_deref().filter(|_| !is_begun));
        match reply {
            Reply::Given(value) => {
                self.answers.set(&field.key, value);
                if field.key.as_ref() == "series" {
                    let series = self.answers.get("series").and_then(answers::text_of);
                    self.knowledge = Rc::new(self.setting.knowledge.once_known(series));
                }
                self.saved();
                Ok(Reply::Given(()))
            }
            Reply::Back => {
                if self.answers.get(&field.key) != before.as_ref() {
                    self.answers.set(&field.key, before);
                    self.saved();
                }
                Ok(Reply::Back)
            }
        }
    }

    /// What an empty answer means.
    fn default_of(&self, field: &Field, start: Option<NaiveDate>) -> Option<String> {
        let knowledge = &self.knowledge;
        match (field.key.as_ref(), field.holds().0) {
            ("series", _) => knowledge.series.first().cloned(),
            ("edition", _) => knowledge.edition.clone(),
            ("end", _) => Some((start? + Duration::days(knowledge.length_in_days?)).to_string()),
            (key, Holds::Line) => knowledge.previous(key).into_iter().next(),
            _ => None,
        }
    }

    /// What an editor shows at first.
    fn prefilled(&self, field: &Field) -> Option<Yaml> {
        let footer = self.knowledge.footer.as_ref().filter(|_| field.key.as_ref() == "footer");
        footer.map(|footer| Yaml::Markdown(footer.clone()))
    }

    /// Which of the fields that are not needed shall be asked for, and those.
    fn optional_fields(&mut self) -> Result<Reply<()>, PromptError> {
        let has_begun = self.answers.get("start").and_then(fields::day_of).is_some_and(|day| day <= self.setting.today);
        let is_offered = |field: &&Field| {
            let holds = field.holds().0;
            field.question.is_some()
                && !field.required
                && holds != Holds::Date
                && (has_begun || holds != Holds::Picture)
        };
        let optional: Vec<&Field> = self.setting.declaration.event.iter().filter(is_offered).collect();
        let items: Vec<String> = optional.iter().map(|field| field.asked().to_owned()).collect();
        let usual = |field: &&Field| match field.key.as_ref() {
            "links" => !self.knowledge.links.is_empty(),
            "footer" => self.knowledge.footer.is_some(),
            key => self.answers.get(key).is_some(),
        };
        let chosen: Vec<usize> =
            optional.iter().enumerate().filter(|(_, field)| usual(field)).map(|(index, _)| index).collect();
        let question = Choices {
            question: "What else is there to say about the event?",
            help: Some("All of it can be added later."),
            items: &items,
            chosen: &chosen,
        };
        loop {
            self.answers.set_asking(Some(OPTIONAL));
            self.saved();
            let reply = self.prompt.choices(&question)?;
            let chosen = match reply {
                Reply::Given(chosen) => chosen,
                Reply::Back => {
                    self.answers.set_asking(None);
                    return Ok(Reply::Back);
                }
            };
            let fields: Vec<&Field> = chosen.iter().filter_map(|index| optional.get(*index)).copied().collect();
            if self.in_turn(&fields, Self::event_field)? == Reply::Given(()) {
                self.answers.set_asking(None);
                return Ok(Reply::Given(()));
            }
        }
    }

    /// Asks one after the other; back from each leads to the one before, from the first to what comes before all.
    fn in_turn<T: Copy>(
        &mut self,
        questions: &[T],
        mut ask: impl FnMut(&mut Self, T) -> Result<Reply<()>, PromptError>,
    ) -> Result<Reply<()>, PromptError> {
        let mut at = 0;
        while let Some(question) = questions.get(at) {
            match ask(self, *question)? {
                Reply::Given(()) => at += 1,
                Reply::Back if at == 0 => return Ok(Reply::Back),
                Reply::Back => at -= 1,
            }
        }
        Ok(Reply::Given(()))
    }

    /// The skeleton now, or the topics one by one.
    fn crossroads(&mut self) -> Result<Reply<()>, PromptError> {
        if self.answers.topics().is_empty() {
            return Ok(Reply::Given(()));
        }
        let items = ["Write the skeleton now".to_owned(), "Fill in the topics".to_owned()];
        let has_begun = self.answers.get("start").and_then(fields::day_of).is_some_and(|day| day <= self.setting.today);
        let question = Choice {
            question: "What now?",
            help: Some("A skeleton has the headings only; topics can be filled in at any time."),
            items: &items,
            default: usize::from(has_begun),
            search: false,
        };
        match self.prompt.choice(&question)? {
            Reply::Given(0) => Ok(Reply::Given(())),
            Reply::Given(_) => self.fill_in(),
            Reply::Back => Ok(Reply::Back),
        }
    }
}

#[cfg(test)]
mod tests;
