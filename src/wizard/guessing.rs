//! What is taken without asking, where somebody asked for that.

use chrono::Duration;

use crate::document::write;
use crate::template::Declaration;
use crate::yaml::write::Yaml;

use super::Answers;
use super::Knowledge;
use super::answers::text_of;
use super::fields::day_of;

/// Fills what is not answered with what earlier events suggest.
pub fn guess(answers: &mut Answers, declaration: &Declaration, knowledge: &Knowledge) {
    let knowledge = &knowledge.once_known(answers.get("series").and_then(text_of));
    let start = answers.get("start").and_then(day_of);
    let text = |text: &String| Yaml::Text(text.clone());
    for field in &declaration.event {
        let key = field.key.as_ref();
        if answers.get(key).is_some() {
            continue;
        }
        let value = match key {
            "series" => knowledge.series.first().map(text),
            "edition" => knowledge.edition.as_ref().map(text),
            "end" => start
                .zip(knowledge.length_in_days)
                .map(|(start, days)| Yaml::Plain((start + Duration::days(days)).to_string())),
            "location" => knowledge.places.first().map(write::link),
            "organizers" => {
                let last = knowledge.last_organizers.iter().map(write::link).collect::<Vec<_>>();
                (!last.is_empty()).then_some(Yaml::Sequence(last))
            }
            "footer" => knowledge.footer.clone().map(Yaml::Markdown),
            _ => None,
        };
        if value.is_some() {
            answers.set(key, value);
        }
    }
    if answers.get("style").is_none() {
        answers.set("style", knowledge.style.as_ref().map(text));
    }
}
