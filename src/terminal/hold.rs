//! Signals held back while something must not be left half done.

#[cfg(unix)]
use super::signals::Held;

/// A time in which Ctrl-C, a hang-up and a request to end are only noted.
#[derive(Debug)]
pub struct Hold {
    /// Nothing where handlers cannot be installed: then a signal ends the program, and the next run goes on.
    #[cfg(unix)]
    held: Option<Held>,
}

impl Hold {
    /// Begins it.
    pub fn begin() -> Self {
        Self {
            #[cfg(unix)]
            held: Held::begin().ok(),
        }
    }

    /// Whether a signal has come.
    pub fn is_interrupted(&self) -> bool {
        #[cfg(unix)]
        return self.held.as_ref().is_some_and(Held::is_interrupted);
        #[cfg(not(unix))]
        false
    }
}
