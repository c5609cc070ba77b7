//! What is looked for, group by group.

use super::rule::Rule;

mod event;
mod files;
mod index;
mod labels;
mod links;
mod pairs;
mod pictures;
mod text;
mod topics;

/// Every rule, by the title of its group.
pub(super) const GROUPS: &[(&str, &[Rule])] = &[
    ("Events", event::RULES),
    ("Topics", topics::RULES),
    ("Labels", labels::RULES),
    ("Links", links::RULES),
    ("Pictures", pictures::RULES),
    ("Text", text::RULES),
    ("Index", index::RULES),
    ("Event file and page", pairs::RULES),
    ("Findings themselves", files::RULES),
];
