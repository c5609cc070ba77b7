//! `--set` for one topic: its paths begin at the topic's own fields.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Report;
use crate::diagnostic::shorten;
use crate::diagnostic::suggestion::did_you_mean;
use crate::document::Assignment;
use crate::event::core::TOPIC;
use crate::event::core::always;
use crate::source::Source;
use crate::source::Span;
use crate::template::Declaration;
use crate::wizard::Answers;
use crate::wizard::answers::Entries;
use crate::yaml::write::Yaml;
use crate::yaml::write::document;

use super::super::Error;
use super::super::new::is_text;
use super::super::report::Failure;
use super::super::shared::ReadingArgs;

/// The values that `--set` gives, with what `@FILE` names read in.
pub(super) fn assignments(set: &[String]) -> Result<Vec<Assignment>, Error> {
    ReadingArgs { set: set.to_vec(), ..ReadingArgs::default() }.assignments()
}

/// The values that say something: those that are empty take a field away.
pub(super) fn saying(values: &[Assignment]) -> Vec<Assignment> {
    values.iter().filter(|value| !value.value().is_empty()).cloned().collect()
}

/// Refuses paths that begin with no field and no section of a topic, and a title that says nothing.
pub(super) fn refuse_unknown(values: &[Assignment], declaration: &Declaration) -> Result<(), Failure> {
    if values.iter().any(|value| value.path() == "title" && value.value().trim().is_empty()) {
        let help = "`afterword topic remove` takes it out of the event".to_owned();
        return Err(Error::Usage { message: "no topic is without its title".to_owned(), help }.into());
    }
    let listed = declaration.topic.iter().map(|field| field.key.as_ref());
    let sections = declaration.sections.iter().map(|section| section.key.as_ref());
    let known: Vec<&str> = listed.chain(sections).chain(always(TOPIC)).collect();
    let mut report = Report { sources: Vec::new(), diagnostics: Vec::new(), omitted: 0 };
    for value in values {
        let key = first_step(value);
        if known.contains(&key) {
            continue;
        }
        let source = u16::try_from(report.sources.len()).unwrap_or(u16::MAX);
        report.sources.push(value.source());
        let message = format!("unknown field `{}`", shorten(key));
        let label = format!("not a field of a topic of the `{}` template", declaration.name);
        let place = Place { source, span: Span::new(0, key.len()) };
        let mut diagnostic = Diagnostic::error("unknown-field", message, place, label);
        diagnostic.help = did_you_mean(key, known.iter().copied());
        report.push(diagnostic);
    }
    if report.diagnostics.is_empty() { Ok(()) } else { Err(report.into()) }
}

fn first_step(value: &Assignment) -> &str {
    value.path().split('.').next().unwrap_or_default()
}

/// Puts the values into the fields of a topic.
pub(super) fn put(topic: &mut Entries, values: &[Assignment], declaration: &Declaration) -> Result<(), Failure> {
    let text = document(&Yaml::Mapping(topic.clone()));
    let said = saying(values);
    let read = Answers::parse(&Source::new("the topic", text), &said).map_err(|report| Failure::from(*report))?;
    for value in values {
        let key = first_step(value);
        let is_whole = value.path() == key;
        let new = match value.value() {
            "" if is_whole => None,
            text if is_whole && is_text(declaration.topic_field(key), key) => Some(Yaml::Text(text.to_owned())),
            _ => read.get(key).cloned(),
        };
        let place = topic.iter().position(|(name, _)| name == key);
        match (place, new) {
            (Some(place), Some(new)) => {
                if let Some((_, old)) = topic.get_mut(place) {
                    *old = new;
                }
            }
            (Some(place), None) => drop(topic.remove(place)),
            (None, Some(new)) => topic.push((key.to_owned(), new)),
            (None, None) => {}
        }
    }
    Ok(())
}
