//! What the process was started in, as far as a terminal cares: as a value, so that tests need no process.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _};

/// The streams and the variables that decide how to talk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// Whether somebody can type.
    pub stdin_is_terminal: bool,
    /// Whether somebody sees standard output.
    pub stdout_is_terminal: bool,
    /// Whether somebody sees standard error.
    pub stderr_is_terminal: bool,
    /// `NO_COLOR` is set and not empty.
    pub no_color: bool,
    /// `CLICOLOR_FORCE` is set, not empty and not `0`.
    pub force_color: bool,
    /// `TERM` is `dumb`: neither colour nor a moving cursor.
    pub dumb: bool,
    /// How many columns there are: `COLUMNS`, or what the terminal says.
    pub columns: Option<usize>,
}

impl Environment {
    /// The environment of this process.
    pub fn of_process() -> Self {
        let environment = Self {
            stdin_is_terminal: io::stdin().is_terminal(),
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
            ..Self::from_variables(|name| env::var_os(name))
        };
        Self { columns: environment.columns.or_else(terminal_columns), ..environment }
    }

    /// The environment that the variables describe, without a terminal.
    pub fn from_variables(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let columns = variable("COLUMNS").and_then(|columns| columns.to_str()?.parse().ok());
        Self {
            no_color: variable("NO_COLOR").is_some_and(|value| !value.is_empty()),
            force_color: variable("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0"),
            dumb: variable("TERM").is_some_and(|value| value == "dumb"),
            columns: columns.filter(|&columns| columns > 0),
            ..Self::default()
        }
    }
}

/// The width of the terminal behind standard error.
#[cfg(unix)]
fn terminal_columns() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stderr()).ok()?;
    Some(usize::from(size.ws_col)).filter(|&columns| columns > 0)
}

/// Unknown: only Unix is asked.
#[cfg(not(unix))]
fn terminal_columns() -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_variables_and_a_zero_ask_for_nothing() {
        let environment = Environment::from_variables(|name| match name {
            "NO_COLOR" => Some(OsString::new()),
            "CLICOLOR_FORCE" | "COLUMNS" => Some("0".into()),
            _ => None,
        });
        assert_eq!(environment, Environment::default());
    }

    #[test]
    fn variables_that_are_set_count() {
        let environment = Environment::from_variables(|name| match name {
            "NO_COLOR" | "CLICOLOR_FORCE" => Some("1".into()),
            "TERM" => Some("dumb".into()),
            "COLUMNS" => Some("72".into()),
            _ => None,
        });
        let expected =
            Environment { no_color: true, force_color: true, dumb: true, columns: Some(72), ..Environment::default() };
        assert_eq!(environment, expected);
    }
}
