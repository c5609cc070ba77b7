//! Templates: a folder whose `template.yaml` declares what an event has and whose `*.jinja` draws it.
//!
//! Everything that is particular to a kind of event comes from here: which fields and sections there are, how they are
//! called and labelled, what is required, how the id and the weight follow from the date. The other layers ask the
//! declaration and know no section by name.

use std::collections::BTreeMap;

pub mod builtin;
pub mod declaration;
pub mod folder;
pub mod holds;
pub mod issue_form;
pub mod label;
pub mod locale;
pub mod pattern;
mod reading;
pub mod schema;
pub mod tags;
pub mod validation;

pub use declaration::Declaration;
pub use declaration::Field;
pub use declaration::Kind;
pub use declaration::Section;
pub use declaration::Style;
pub use holds::Holds;
pub use locale::Locale;
pub use pattern::Pattern;

/// A declaration together with what draws it.
#[derive(Clone, Debug)]
pub struct Template {
    /// What an event has.
    pub declaration: Declaration,
    /// The texts of the `*.jinja` files by name.
    pub files: BTreeMap<String, String>,
    /// Where it comes from.
    pub origin: Origin,
    /// The language of the names of months and days.
    pub locale: Locale,
}

/// Where a template comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Compiled into the program.
    BuiltIn,
    /// A folder, as it is shown.
    Folder(String),
}

impl Template {
    /// The same with the names of months and days in a language: in titles, headings and dates. An id and a weight are
    /// the same everywhere.
    #[must_use]
    pub fn in_language(mut self, locale: Locale) -> Self {
        let Declaration { dates, headings, .. } = &mut self.declaration;
        for pattern in [&mut dates.title, &mut dates.day, &mut dates.range, &mut headings.event] {
            pattern.set_locale(locale);
        }
        self.locale = locale;
        self
    }

    /// The style of that name, or the template's own where none is named.
    pub fn style(&self, name: Option<&str>) -> Option<&Style> {
        let name = name.unwrap_or(&self.declaration.style);
        self.declaration.styles.iter().find(|style| style.name == name)
    }
}

/// The largest template that is read, in bytes: its declaration, and all files together that draw.
pub const MAX_BYTES: u64 = 256 * 1024;

/// The file that declares a template.
pub const DECLARATION_FILE: &str = "template.yaml";

/// The template of events that name none.
pub const DEFAULT: &str = "hackathon";
