//! The form by which a hosting site asks for a topic as an issue: each section with the template's question.
//!
//! What GitHub makes of an answered form is a heading with each label and the answer below it, so that the labels of
//! sections find their way back.

use crate::yaml::write::Yaml;
use crate::yaml::write::document;

use super::Declaration;
use super::Section;

/// The form in GitHub's YAML, for `.github/ISSUE_TEMPLATE/`; nothing where the template has no sections to ask for.
pub fn issue_form(declaration: &Declaration) -> Option<String> {
    if declaration.sections.is_empty() {
        return None;
    }
    let mut body = vec![hint(declaration)];
    body.extend(declaration.sections.iter().map(question));
    let form = mapping([
        ("name", text(&format!("Topic ({})", declaration.name))),
        ("description", text(&declaration.description)),
        ("labels", Yaml::Sequence(vec![text(&declaration.name)])),
        ("body", Yaml::Spaced(body)),
    ]);
    Some(document(&form))
}

/// What a form has no questions for.
fn hint(declaration: &Declaration) -> Yaml {
    let has = |key: &str| declaration.topic_field(key).is_some();
    let title = if has("emoji") { "an emoji may stand before it" } else { "one line" };
    let owners = if has("owners") { " Whoever is assigned works on it." } else { "" };
    let value = format!(
        "The issue's title is the topic's; {title}.{owners} What is not known yet can be left empty and filled in later."
    );
    mapping([("type", text("markdown")), ("attributes", mapping([("value", text(&value))]))])
}

fn question(section: &Section) -> Yaml {
    let described: Vec<&str> = [&section.question, &section.help].into_iter().flatten().map(String::as_str).collect();
    let mut attributes = vec![("label".to_owned(), text(&section.label))];
    if !described.is_empty() {
        attributes.push(("description".to_owned(), text(&described.join(" "))));
    }
    mapping([
        ("type", text("textarea")),
        ("id", text(&section.key)),
        ("attributes", Yaml::Mapping(attributes)),
        ("validations", mapping([("required", Yaml::Bool(section.required))])),
    ])
}

fn text(text: &str) -> Yaml {
    Yaml::Text(text.to_owned())
}

fn mapping<const N: usize>(entries: [(&str, Yaml); N]) -> Yaml {
    Yaml::Mapping(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}
