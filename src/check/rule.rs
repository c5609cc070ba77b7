//! The rules of the linter as data: what each looks for, why, and what looks.

use crate::diagnostic::Severity;
use crate::diagnostic::suggestion::closest;

use super::Folder;
use super::found::Found;
use super::found::FoundInFolder;
use super::page::Page;
use super::rules;

/// One thing the linter looks for.
#[derive(Debug)]
pub struct Rule {
    /// Its name, in kebab-case: `empty-label`.
    pub code: &'static str,
    /// How bad it is, unless the configuration says otherwise.
    pub severity: Severity,
    /// What is found, in one phrase without a full stop.
    pub summary: &'static str,
    /// What is looked at and why, in whole sentences.
    pub explanation: &'static str,
    /// What it finds, as it stands in a file.
    pub bad: &'static str,
    /// The same as it should be.
    pub good: &'static str,
    /// Whether what it finds can be mended for certain, always or now and then.
    pub has_fix: bool,
    /// What looks.
    pub check: Check,
}

/// What looks for a rule.
#[derive(Clone, Copy)]
pub enum Check {
    /// Looks at a page, or at what an event file draws.
    Page(fn(&Page<'_>, &mut Found)),
    /// Looks at all files at once.
    Folder(fn(&Folder<'_>, &mut FoundInFolder)),
    /// Whoever calls finds it, because it takes more than the files: what was written last, the history.
    Elsewhere,
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Page(_) => "Page",
            Self::Folder(_) => "Folder",
            Self::Elsewhere => "Elsewhere",
        })
    }
}

/// Every rule, in the order in which lists name them.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    rules::GROUPS.iter().flat_map(|(_, rules)| rules.iter())
}

/// Every rule by the title of its group.
pub fn groups() -> &'static [(&'static str, &'static [Rule])] {
    rules::GROUPS
}

/// The rule of that code.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// The code that was most likely meant.
pub fn suggest(code: &str) -> Option<&'static str> {
    closest(code, all().map(|rule| rule.code))
}
