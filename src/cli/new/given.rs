//! What files and flags say of a new event, before anybody is asked.

use std::path::Path;
use std::sync::Arc;

use crate::document::Assignment;
use crate::project::Project;
use crate::source::Source;
use crate::template::Declaration;
use crate::template::Field;
use crate::template::Holds;
use crate::template::Template;
use crate::wizard::Answers;
use crate::wizard::titles::parse_titles;
use crate::wizard::topic_of;
use crate::yaml::read::MAX_BYTES;
use crate::yaml::write::Yaml;

use super::super::Error;
use super::super::drawing::Drawing;
use super::super::error::MissingField;
use super::super::inputs::Input;
use super::super::inputs::read_text;
use super::super::places::Place;
use super::super::report::Failure;
use super::NewArgs;
use super::habits::habits;
use super::template;

/// A partial event, and the texts that mistakes in it point into.
pub(super) struct Given {
    pub(super) answers: Answers,
    /// Those among the answers that only the configuration says.
    pub(super) habits: Answers,
    /// What draws the event.
    pub(super) template: Arc<Template>,
    /// What `--from` names.
    source: Source,
    /// The same with what the configuration says, and with the topics of `--titles`.
    titled: Source,
}

impl Given {
    /// Reads what `--from` names, with the topics of `--titles` after its own and `--set` over all.
    pub(super) fn read(
        args: &NewArgs,
        assignments: &[Assignment],
        place: &Place,
    ) -> Result<Result<Self, Failure>, Error> {
        let source = match &args.from {
            None => Source::new("", "{}"),
            Some(from) => {
                let read = Drawing::new(&args.reading)?.event_text(&Input::find(from)?, &place.project);
                match read {
                    Ok(source) => source,
                    Err(failure) => return Ok(Err(failure)),
                }
            }
        };
        let mut from = match Answers::parse(&source, &[]) {
            Ok(answers) => answers,
            Err(report) => return Ok(Err((*report).into())),
        };
        let mut named = from.clone();
        if let Some(assignment) = assignments.iter().rev().find(|assignment| assignment.path() == "template") {
            named.set("template", Some(Yaml::Text(assignment.value().to_owned())));
        }
        let template = template(args, &named, place)?;
        let habits = match habits(&place.project, &template) {
            Ok(habits) => habits,
            Err(failure) => return Ok(Err(failure)),
        };
        let mut titled = source.clone();
        if !habits.is_empty() {
            let said = std::mem::replace(&mut from, habits.clone());
            from.merge(said);
            titled = Source::new(source.name.clone(), from.text());
        }
        if let Some(titles) = &args.titles {
            let has = |key: &str| key == "title" || template.declaration.topic_field(key).is_some();
            let lines = parse_titles(&read_list(titles)?).into_iter();
            from.topics_mut().extend(lines.map(|line| topic_of(line, has)));
            titled = Source::new(source.name.clone(), from.text());
        }
        Ok(match Answers::parse(&titled, assignments) {
            Ok(answers) => Ok(Self { answers, habits, template, source, titled }),
            Err(report) => Err((*report).into()),
        })
    }

    /// Looks for mistakes in what is there, each at its place in the file or the flag; what is missing is none.
    ///
    /// One drawing goes by `--set`, the other does not.
    pub(super) fn check(&self, with_set: &Drawing, without: &Drawing, project: &Project) -> Result<(), Failure> {
        let Err(failure) = self.check_text(&self.titled, with_set, project) else { return Ok(()) };
        if self.titled != self.source {
            // What is wrong in the file by itself has its place there.
            self.check_text(&self.source, without, project)?;
        }
        Err(failure)
    }

    fn check_text(&self, source: &Source, drawing: &Drawing, project: &Project) -> Result<(), Failure> {
        let Err(failure) = drawing.read(source.clone(), project) else { return Ok(()) };
        without_missing(failure, &self.template.declaration).map_or(Ok(()), Err)
    }

    /// Adds what flags of their own say: the template, the style; and texts of `--set` that look like something else.
    pub(super) fn add_flags(&mut self, args: &NewArgs, assignments: &[Assignment]) {
        let declaration = &self.template.declaration;
        let text = |text: &str| Some(Yaml::Text(text.to_owned()));
        for (at, assignment) in assignments.iter().enumerate() {
            let is_last = !assignments.iter().skip(at + 1).any(|later| later.path() == assignment.path());
            let steps: Vec<&str> = assignment.path().split('.').collect();
            match steps.as_slice() {
                [key] if is_last && is_text(declaration.event_field(key), key) => {
                    self.answers.set(key, text(assignment.value()));
                }
                ["topics", index, key] if is_last && is_text(declaration.topic_field(key), key) => {
                    let Ok(index) = index.parse() else { continue };
                    self.answers.set_topic_field(index, key, text(assignment.value()));
                }
                _ => {}
            }
        }
        if args.reading.template.is_some() {
            self.answers.set("template", text(&declaration.name));
        }
        if let Some(style) = &args.reading.style {
            self.answers.set("style", text(style));
        }
    }
}

/// What is wrong with an event but that required fields are still missing.
pub(super) fn without_missing(failure: Failure, declaration: &Declaration) -> Option<Failure> {
    let Failure::Report(mut report) = failure else { return Some(failure) };
    let is_expected =
        |message: &str| required(declaration).any(|field| message == format!("the event has no `{}`", field.key));
    report.diagnostics.retain(|one| one.code != "missing-field" || !is_expected(&one.message));
    (!report.diagnostics.is_empty()).then_some(Failure::Report(report))
}

/// Whether a field, or else a section, is text also where its value looks like a list.
pub(in crate::cli) fn is_text(declared: Option<&Field>, key: &str) -> bool {
    let is_tree = ["front_matter", "labels", "file", "topics", "highlight", "weight", "afterword"].contains(&key);
    let field = Field { key: key.to_owned().into(), ..Field::default() };
    let holds = declared.unwrap_or(&field).holds();
    let is_word =
        matches!(holds, (Holds::Line | Holds::Markdown | Holds::Handle | Holds::Choice | Holds::Emoji, false));
    is_word && !is_tree
}

/// Reads a list that somebody gives, from a file or from standard input.
pub(in crate::cli) fn read_list(path: &Path) -> Result<String, Error> {
    read_text(path, MAX_BYTES)
}

/// The fields without which there is no event.
fn required(declaration: &Declaration) -> impl Iterator<Item = &Field> {
    declaration.event.iter().filter(|field| field.required || field.key.as_ref() == "start")
}

/// The required fields that are not answered, each with the flag that gives it.
pub(super) fn missing(answers: &Answers, declaration: &Declaration) -> Vec<MissingField> {
    let missing = required(declaration).filter(|field| answers.get(&field.key).is_none());
    missing.map(|field| MissingField { key: field.key.to_string(), flag: flag(field) }).collect()
}

/// The flag that gives a field, as it is typed in a shell.
fn flag(field: &Field) -> String {
    let key = &field.key;
    match field.holds() {
        (Holds::Link, false) => format!("--set {key}.name=…"),
        (Holds::Link, true) => format!("--set '{key}=[{{name: …}}]'"),
        (Holds::HeaderLinks, _) => format!("--set '{key}=[{{label: …, target: …}}]'"),
        (Holds::Picture, false) => format!("--set '{key}={{file: …, alt: …}}'"),
        (Holds::Picture, true) => format!("--set '{key}=[{{file: …, alt: …}}]'"),
        (Holds::Choice, false) => format!("--set '{key}={}'", field.choices.join("|")),
        (Holds::Date, false) => format!("--set {key}=YYYY-MM-DD"),
        (Holds::Markdown, false) => format!("--set {key}=@FILE"),
        (Holds::Flag, false) => format!("--set {key}=true"),
        (_, true) => format!("--set '{key}=[…]'"),
        (Holds::Line | Holds::Handle | Holds::Emoji, false) => format!("--set {key}=…"),
    }
}
