//! Which rules speak, and how severely: the configuration, then the command line.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;

use super::rule;

/// What is allowed and what is denied; what is said last holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    levels: Vec<(&'static str, Level)>,
}

/// What becomes of what a rule finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not told.
    Allow,
    /// It is an error.
    Deny,
}

/// A code that no rule has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{code}`")]
pub struct UnknownRule {
    /// The code as it was given.
    pub code: String,
}

impl UnknownRule {
    /// What may have been meant.
    pub fn hint(&self) -> String {
        match rule::suggest(&self.code) {
            Some(code) => format!("did you mean `{code}`?"),
            None => "`afterword check --rules` lists them".to_owned(),
        }
    }
}

impl Settings {
    /// Sets the level of a rule.
    ///
    /// # Errors
    ///
    /// No rule has the code.
    pub fn set(&mut self, code: &str, level: Level) -> Result<(), UnknownRule> {
        let rule = rule::find(code).ok_or_else(|| UnknownRule { code: code.to_owned() })?;
        self.levels.retain(|(known, _)| *known != rule.code);
        self.levels.push((rule.code, level));
        Ok(())
    }

    /// Whether what a rule finds is not told.
    pub fn allows(&self, code: &str) -> bool {
        self.levels.contains(&(rule::find(code).map_or("", |rule| rule.code), Level::Allow))
    }

    pub(super) fn apply(&self, findings: &mut Vec<Diagnostic>) {
        if self.levels.is_empty() {
            return;
        }
        let level = |code: &str| self.levels.iter().find(|(known, _)| *known == code).map(|(_, level)| *level);
        findings.retain(|finding| level(finding.code) != Some(Level::Allow));
        for finding in findings {
            if level(finding.code) == Some(Level::Deny) {
                finding.severity = Severity::Error;
            }
        }
    }
}
