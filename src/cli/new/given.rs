//! What files and flags say of a new event, before anybody is asked.

use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;

use crate::document::Assignment;
use crate::fs;
use crate::project::Project;
use crate::source::Source;
use crate::template::Declaration;
use crate::template::Field;
use crate::template::Holds;
use crate::wizard::Answers;
use crate::wizard::titles::parse_titles;
use crate::wizard::topic_of;
use crate::yaml::read::MAX_BYTES;
use crate::yaml::write::Yaml;

use super::super::Error;
use super::super::drawing::Drawing;
use super::super::error::MissingField;
use super::super::inputs::Input;
use super::super::inputs::Text;
use super::super::report::Failure;
use super::NewArgs;

/// A partial event, and the text that mistakes in it point into.
pub(super) struct Given {
    pub(super) answers: Answers,
    source: Source,
}

impl Given {
    /// Reads what `--from` names, with `--set` over it.
    pub(super) fn read(args: &NewArgs, assignments: &[Assignment]) -> Result<Result<Self, Failure>, Error> {
        let source = match &args.from {
            None => Source::new("", "{}"),
            Some(from) => {
                let input = if from.as_os_str() == "-" { Input::Stdin } else { Input::find(from)? };
                match input.read()? {
                    Text::Source(source) => source,
                    Text::Invalid(report) => return Ok(Err(report.into())),
                }
            }
        };
        Ok(match Answers::parse(&source, assignments) {
            Ok(answers) => Ok(Self { answers, source }),
            Err(report) => Err((*report).into()),
        })
    }

    /// Looks for mistakes in what is there, each at its place in the file or the flag; what is missing is none.
    pub(super) fn check(&self, drawing: &Drawing, declaration: &Declaration, project: &Project) -> Result<(), Failure> {
        let mut report = match drawing.read(self.source.clone(), project) {
            Ok(_) => return Ok(()),
            Err(Failure::Report(report)) => report,
            Err(failure) => return Err(failure),
        };
        let missing: Vec<String> = missing(&self.answers, declaration)
            .iter()
            .map(|field| format!("the event has no `{}`", field.key))
            .collect();
        report.diagnostics.retain(|one| one.code != "missing-field" || !missing.contains(&one.message));
        if report.diagnostics.is_empty() { Ok(()) } else { Err(Failure::Report(report)) }
    }

    /// Adds what flags of their own say: the titles of topics, the template, the style.
    pub(super) fn add_flags(
        &mut self,
        args: &NewArgs,
        assignments: &[Assignment],
        declaration: &Declaration,
    ) -> Result<(), Error> {
        let text = |text: &str| Some(Yaml::Text(text.to_owned()));
        for (at, assignment) in assignments.iter().enumerate() {
            let is_last = !assignments[at + 1..].iter().any(|later| later.path() == assignment.path());
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
        if let Some(titles) = &args.titles {
            let has = |key: &str| key == "title" || declaration.topic_field(key).is_some();
            let lines = parse_titles(&read_titles(titles)?).into_iter();
            self.answers.topics_mut().extend(lines.map(|line| topic_of(line, has)));
        }
        Ok(())
    }
}

/// Whether a field, or else a section, is text also where its value looks like a list.
fn is_text(declared: Option<&Field>, key: &str) -> bool {
    let is_tree = ["front_matter", "labels", "file", "topics", "highlight", "weight", "afterword"].contains(&key);
    let field = Field { key: key.to_owned().into(), ..Field::default() };
    let holds = declared.unwrap_or(&field).holds();
    let is_word =
        matches!(holds, (Holds::Line | Holds::Markdown | Holds::Handle | Holds::Choice | Holds::Emoji, false));
    is_word && !is_tree
}

fn read_titles(path: &Path) -> Result<String, Error> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes);
        read.map_err(|source| Error::Read(fs::Error::Read { path: PathBuf::from("standard input"), source }))?;
        bytes
    } else {
        fs::read(path, MAX_BYTES).map_err(Error::Read)?
    };
    String::from_utf8(bytes).map_err(|_| Error::Usage {
        message: format!("`{}` is not UTF-8", path.display()),
        help: "save it as UTF-8".to_owned(),
    })
}

/// The required fields that are not answered, each with the flag that gives it.
pub(super) fn missing(answers: &Answers, declaration: &Declaration) -> Vec<MissingField> {
    let required = declaration.event.iter().filter(|field| field.required || field.key.as_ref() == "start");
    let missing = required.filter(|field| answers.get(&field.key).is_none());
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
