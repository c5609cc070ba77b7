//! A terminal for tests: what it writes is kept.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use super::{Environment, Options, Terminal};

/// A terminal together with what was written to it.
pub(crate) struct Captured {
    /// The terminal.
    pub(crate) terminal: Terminal,
    stdout: Kept,
    stderr: Kept,
}

impl Captured {
    /// A terminal with these options in this environment.
    pub(crate) fn new(options: Options, environment: Environment) -> Self {
        let (stdout, stderr) = (Kept::default(), Kept::default());
        let terminal = Terminal::with_writers(options, environment, Box::new(stdout.clone()), Box::new(stderr.clone()));
        Self { terminal, stdout, stderr }
    }

    /// What was written to standard output.
    pub(crate) fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// What was written to standard error.
    pub(crate) fn stderr(&self) -> String {
        self.stderr.text()
    }
}

impl Default for Captured {
    fn default() -> Self {
        Self::new(Options::default(), Environment::default())
    }
}

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Kept {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
