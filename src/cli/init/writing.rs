//! The text of a configuration, each line with the reason for it.

use crate::project::configuration::keys::KEYS;
use crate::yaml::write::Yaml;
use crate::yaml::write::document;

use super::habits::Habit;
use super::habits::Habits;

const HEAD: &str = "\
# What the events of this project have in common. Every key may be left out.
# All keys: afterword schema config
";

/// The text of the file.
pub(super) fn text(habits: &Habits) -> String {
    let mut text = HEAD.to_owned();
    for Habit { key, value, reason } in &habits.keys {
        let line = document(&Yaml::Mapping(vec![((*key).to_owned(), value.clone())]));
        text.extend(["\n# ", reason, "\n", &line]);
    }
    if !habits.defaults.is_empty() {
        text.push_str("\n# What new events begin with.\ndefaults:\n");
    }
    for Habit { key, value, reason } in &habits.defaults {
        let field = Yaml::Mapping(vec![((*key).to_owned(), value.clone())]);
        let nested = document(&Yaml::Mapping(vec![("defaults".to_owned(), field)]));
        text.extend(["  # ", reason, "\n", nested.strip_prefix("defaults:\n").unwrap_or(&nested)]);
    }
    if habits.keys.is_empty() && habits.defaults.is_empty() {
        text.push_str("\n# No event was found that could tell anything. What can be set, with examples:\n");
        for key in KEYS {
            text.extend(["\n# ", key.about, "\n# ", key.name, ": ", key.example, "\n"]);
        }
    }
    text
}
