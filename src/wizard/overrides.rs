//! What follows from the rest unless it is said: title, weight, id, style, how labels are written. Nobody is asked for
//! it; it can be said on the overview, and with it what else the template declares without a question.

use crate::template::Field;
use crate::yaml::write::Yaml;

use super::PromptError;
use super::Reply;
use super::Wizard;
use super::answers::text_of;
use super::answers::value_of;
use super::fields::plain_line;
use super::prompt::Choice;
use super::prompt::Line;
use super::review::missing;
use super::review::shown;

/// Something of the event that follows from the rest.
const OVERRIDES: &[(&str, &str)] = &[
    ("title", "What is the page called, if not after its days?"),
    ("weight", "Which weight has the page, if not that of its first day?"),
    ("id", "What is the event's id, if not that of its first day?"),
];

const STYLE: &str = "style";
const LABELS: &str = "labels";

impl Wizard<'_> {
    /// What is said of them, in a few words.
    pub(super) fn overrides_line(&self) -> String {
        let keys = [STYLE].into_iter().chain(OVERRIDES.iter().map(|(key, _)| *key)).chain([LABELS]);
        let said = keys.filter_map(|key| match (key, self.answers.get(key)?) {
            (LABELS, _) => Some(LABELS.to_owned()),
            (key, value) => Some(format!("{key} {}", shown(value))),
        });
        let said: Vec<String> = said.collect();
        if said.is_empty() { "style, title, weight, id and labels as usual".to_owned() } else { said.join(", ") }
    }

    /// Offers each of them, until nothing is left to change.
    pub(super) fn overrides(&mut self) -> Result<(), PromptError> {
        loop {
            let value = |key: &str| self.answers.get(key).map_or_else(|| "as usual".to_owned(), shown);
            let keys: Vec<&str> =
                [STYLE].into_iter().chain(OVERRIDES.iter().map(|(key, _)| *key)).chain([LABELS]).collect();
            let mut items: Vec<String> = keys.iter().map(|key| format!("{key:<12}  {}", value(key))).collect();
            let declaration = self.setting.declaration;
            let unasked: Vec<&Field> = declaration.event.iter().filter(|field| !self.is_shown(field)).collect();
            items.extend(unasked.iter().map(|field| format!("{:<12}  {}", field.key, missing(field))));
            items.push("← Back to the event".to_owned());
            let question = Choice {
                question: "What follows from the rest unless you say it",
                help: None,
                items: &items,
                default: items.len() - 1,
                search: false,
            };
            let Reply::Given(chosen) = self.prompt.choice(&question)? else { return Ok(()) };
            match keys.get(chosen).copied() {
                Some(STYLE) => self.style()?,
                Some(LABELS) => self.labels(None)?,
                Some(key) => self.override_line(key)?,
                None => match chosen.checked_sub(keys.len()).and_then(|at| unasked.get(at)) {
                    Some(field) => {
                        self.event_field(field)?;
                    }
                    None => return Ok(()),
                },
            }
        }
    }

    fn style(&mut self) -> Result<(), PromptError> {
        let styles = &self.setting.declaration.styles;
        let line = |name: &str, about: &str| format!("{name:<12}  {about}");
        let mut items = vec![format!("as usual, which is {}", self.setting.declaration.style)];
        items.extend(styles.iter().map(|style| line(&style.name, &style.description)));
        let now = self.answers.get(STYLE).and_then(text_of);
        let default = styles.iter().position(|style| Some(style.name.as_str()) == now).map_or(0, |at| at + 1);
        let question =
            Choice { question: "How are sections written?", help: None, items: &items, default, search: false };
        if let Reply::Given(chosen) = self.prompt.choice(&question)? {
            let style = chosen.checked_sub(1).and_then(|at| styles.get(at));
            self.answers.set(STYLE, style.map(|style| Yaml::Text(style.name.clone())));
            self.saved();
        }
        Ok(())
    }

    fn override_line(&mut self, key: &str) -> Result<(), PromptError> {
        let Some((_, question)) = OVERRIDES.iter().find(|(known, _)| *known == key) else { return Ok(()) };
        let is_number = key == "weight";
        let check = |text: &str| match text.trim() {
            text if is_number && !text.is_empty() && text.parse::<i64>().is_err() => {
                Err("A weight is a whole number, such as -202605.".to_owned())
            }
            _ => Ok(None),
        };
        let now = self.answers.get(key).map(shown);
        let question = Line {
            question,
            help: Some("Left empty it follows by itself."),
            default: now.as_deref(),
            optional: true,
            check: &check,
            path_in: None,
        };
        if let Reply::Given(text) = self.prompt.line(&question)? {
            let text = text.trim();
            let value = match text.parse() {
                Ok(number) if is_number => Yaml::Integer(number),
                _ => Yaml::Text(text.to_owned()),
            };
            self.answers.set(key, (!text.is_empty()).then_some(value));
            self.saved();
        }
        Ok(())
    }

    /// How labels are written, on the whole page or in one topic.
    pub(super) fn labels(&mut self, topic: Option<usize>) -> Result<(), PromptError> {
        let declaration = self.setting.declaration;
        let sections = declaration.sections.iter().map(|section| (section.key.to_string(), section.label.clone()));
        let lines = declaration.header.lines.iter().map(|line| (line.key.to_string(), line.label.clone()));
        let known: Vec<(String, String)> = sections.chain(lines.filter(|_| topic.is_none())).collect();
        loop {
            let now = match topic {
                Some(index) => self.answers.topic_field(index, LABELS),
                None => self.answers.get(LABELS),
            };
            let mut labels = match now {
                Some(Yaml::Mapping(labels)) => labels.clone(),
                _ => Vec::new(),
            };
            let label = |key: &str| value_of(&labels, key).and_then(text_of);
            let line = |(key, usual): &(String, String)| format!("{key:<12}  {}", label(key).unwrap_or(usual));
            let mut items: Vec<String> = known.iter().map(line).collect();
            items.push("← Back".to_owned());
            let default = items.len() - 1;
            let question = Choice {
                question: "Which label is written otherwise?",
                help: None,
                items: &items,
                default,
                search: false,
            };
            let Reply::Given(chosen) = self.prompt.choice(&question)? else { return Ok(()) };
            let Some((key, usual)) = known.get(chosen) else { return Ok(()) };
            let question = format!("How is the line of {usual} begun?");
            let help = "As it stands on the page, `**Code**:` or `### Outcome`; left empty it is the usual one.";
            let now = value_of(&labels, key).and_then(text_of);
            let Reply::Given(label) = plain_line(self.prompt, &question, Some(help), now, true)? else { continue };
            labels.retain(|(known, _)| known != key);
            if !label.trim().is_empty() {
                labels.push((key.clone(), Yaml::Text(label)));
            }
            let value = (!labels.is_empty()).then_some(Yaml::Mapping(labels));
            match topic {
                Some(index) => self.answers.set_topic_field(index, LABELS, value),
                None => self.answers.set(LABELS, value),
            }
            self.saved();
        }
    }
}
