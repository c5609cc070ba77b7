//! The only place that prints: data on standard output, talk on standard error, with colour where it is welcome.
//!
//! What reaches standard error goes through [`Printable`] piece by piece before our own colours are put around it.

use std::error::Error;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};

use annotate_snippets::Renderer;
use annotate_snippets::renderer::{self, AnsiColor, Effects, Style};

mod drawing;
#[cfg(unix)]
mod editor;
pub mod emitter;
mod environment;
mod excerpt;
mod hold;
mod places;
mod printable;
mod progress;
#[cfg_attr(not(unix), path = "terminal/no_prompt.rs")]
pub mod prompt;
pub mod sarif;
#[cfg(unix)]
mod signals;

#[cfg(test)]
pub(crate) mod captured;

pub use emitter::{Emitter, Format};
pub use environment::Environment;
pub use hold::Hold;
pub use printable::Printable;
pub use progress::Progress;

/// The width to draw for where nobody knows it.
const COLUMNS: usize = 100;

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// On a terminal, unless the environment has a wish.
    #[default]
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

/// What the command line says about how to talk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// When to use colour.
    pub color: Color,
    /// No status lines, notes and progress; warnings and errors stay.
    pub quiet: bool,
    /// How many times more detail was asked for.
    pub verbosity: u8,
    /// Nothing may be asked, even where somebody could answer.
    pub no_input: bool,
}

/// What a piece of text is, as far as its colour goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Ordinary text.
    Plain,
    /// What matters most in a line.
    Strong,
    /// The word `error`.
    Error,
    /// The word `warning`.
    Warning,
    /// The word `note`.
    Note,
    /// The word `help`.
    Help,
    /// What is said by the way, such as how to answer.
    Quiet,
    /// Why an answer does not pass.
    Refused,
    /// What a difference adds.
    Added,
    /// What a difference removes.
    Removed,
}

impl Tone {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Strong => Style::new().effects(Effects::BOLD),
            Self::Error => renderer::DEFAULT_ERROR_STYLE,
            Self::Warning => renderer::DEFAULT_WARNING_STYLE,
            Self::Note => renderer::DEFAULT_NOTE_STYLE,
            Self::Help => renderer::DEFAULT_HELP_STYLE,
            Self::Quiet => Style::new().effects(Effects::DIMMED),
            Self::Refused => AnsiColor::Red.on_default(),
            Self::Added => AnsiColor::Green.on_default(),
            Self::Removed => AnsiColor::Red.on_default(),
        }
    }

    /// The text in this tone, if there may be colour.
    fn paint(self, text: impl Display, color: bool) -> String {
        let style = if color { self.style() } else { Style::new() };
        format!("{style}{text}{style:#}")
    }
}

/// Standard output could not take everything.
#[derive(Debug, thiserror::Error)]
#[error("cannot write to standard output")]
pub struct OutputError {
    source: io::Error,
}

/// Writes what the reader of arguments says to standard error, harmless and without colour, before there is a terminal.
///
/// # Errors
///
/// Standard error does not take it.
pub fn complain(text: &str) -> io::Result<()> {
    write!(io::stderr(), "{}", printable_text(text))
}

/// The text without anything that a terminal obeys, tabs as wide as in a drawing.
fn printable_text(text: &str) -> String {
    Printable::from(text).to_string().replace('\t', "    ")
}

/// Standard output and standard error, and how to talk there.
pub struct Terminal {
    options: Options,
    environment: Environment,
    stdout: Box<dyn Write + Send>,
    stderr: Box<dyn Write + Send>,
    /// The first thing that went wrong on standard output; after it nothing more is written.
    failure: Option<io::Error>,
    bar: Weak<progress::Bar>,
    configuration: Option<PathBuf>,
}

impl Terminal {
    /// The terminal of this process.
    pub fn new(options: Options, environment: Environment) -> Self {
        Self::with_writers(options, environment, Box::new(io::stdout()), Box::new(io::stderr()))
    }

    /// A terminal that writes elsewhere.
    pub fn with_writers(
        options: Options,
        environment: Environment,
        stdout: Box<dyn Write + Send>,
        stderr: Box<dyn Write + Send>,
    ) -> Self {
        Self { options, environment, stdout, stderr, failure: None, bar: Weak::new(), configuration: None }
    }

    /// The file that was named for the whole run as its configuration.
    pub fn configuration(&self) -> Option<&Path> {
        self.configuration.as_deref()
    }

    /// Names the file that the whole run is configured by.
    pub fn set_configuration(&mut self, file: Option<PathBuf>) {
        self.configuration = file;
    }

    /// Whether there is somebody to ask.
    pub fn is_interactive(&self) -> bool {
        self.environment.stdin_is_terminal && self.environment.stderr_is_terminal && !self.options.no_input
    }

    /// Writes text to standard output: as it is, but harmless on a terminal. What goes wrong is told by
    /// [`Terminal::finish`].
    pub fn data(&mut self, text: &str) {
        self.data_bytes(text.as_bytes());
    }

    /// Writes bytes to standard output: as they are, but harmless on a terminal. What goes wrong is told by
    /// [`Terminal::finish`].
    pub fn data_bytes(&mut self, bytes: &[u8]) {
        if self.environment.stdout_is_terminal {
            self.write_to_stdout(Printable::from(bytes).to_string().as_bytes());
        } else {
            self.write_to_stdout(bytes);
        }
    }

    /// Writes a line of JSON to standard output, in which no character does anything to a terminal.
    pub fn json(&mut self, json: &str) {
        self.data(&format!("{}\n", emitter::escaped(json)));
    }

    fn write_to_stdout(&mut self, bytes: &[u8]) {
        if self.failure.is_none() {
            let stdout = &mut self.stdout;
            self.failure = undisturbed(&self.bar, || stdout.write_all(bytes)).err();
        }
    }

    /// Writes a piece of text to standard output in that tone: coloured and harmless for a person who looks at it,
    /// as it is for a pipe.
    pub fn data_in(&mut self, tone: Tone, text: &str) {
        if self.environment.stdout_is_terminal {
            self.shown(tone, text);
        } else {
            let color = self.has_color(false);
            self.write_to_stdout(tone.paint(text, color).as_bytes());
        }
    }

    /// Writes a piece of text that is for people to standard output in that tone: harmless wherever it goes, since it is
    /// looked at sooner or later.
    pub fn shown(&mut self, tone: Tone, text: &str) {
        let color = self.has_color(self.environment.stdout_is_terminal);
        self.write_to_stdout(tone.paint(Printable::from(text), color).as_bytes());
    }

    /// Whether nothing is said but what is wrong.
    pub fn is_quiet(&self) -> bool {
        self.options.quiet
    }

    /// Says what is being done or was done: a sentence. Not with `--quiet`.
    pub fn status(&mut self, text: &str) {
        if !self.options.quiet {
            self.say(&[(Tone::Plain, text)]);
        }
    }

    /// Says what only `--verbose` wants to know.
    pub fn detail(&mut self, text: &str) {
        if self.options.verbosity > 0 {
            self.status(text);
        }
    }

    /// Says what is good to know. Not with `--quiet`.
    pub fn note(&mut self, text: &str) {
        if !self.options.quiet {
            self.say(&[(Tone::Note, "note"), (Tone::Plain, ": "), (Tone::Plain, text)]);
        }
    }

    /// Says what should be mended.
    pub fn warning(&mut self, text: &str) {
        self.say(&[(Tone::Warning, "warning"), (Tone::Plain, ": "), (Tone::Plain, text)]);
    }

    /// Says what went wrong, each cause on a line, and what may help.
    pub fn error(&mut self, error: &dyn Error, hint: Option<&str>) {
        self.say(&[(Tone::Error, "error"), (Tone::Plain, ": "), (Tone::Strong, &error.to_string())]);

        let mut cause = error.source();
        while let Some(error) = cause {
            self.say(&[(Tone::Plain, "  caused by: "), (Tone::Plain, &error.to_string())]);
            cause = error.source();
        }
        if let Some(hint) = hint {
            self.say(&[(Tone::Help, "help"), (Tone::Plain, ": "), (Tone::Plain, hint)]);
        }
    }

    /// Begins to show the progress of `length` steps of something, such as `rendering`, if it takes long.
    pub fn progress(&mut self, length: usize, what: &str) -> Progress {
        let visible = self.environment.stderr_is_terminal && !self.environment.dumb && !self.options.quiet;
        let progress = Progress::new(length, Printable::from(what).to_string(), visible);
        self.bar = Arc::downgrade(progress.bar());
        progress
    }

    /// Brings out what is still to be written to standard output.
    ///
    /// A reader that went away, as `head` does, has all it wants: that is no failure.
    ///
    /// # Errors
    ///
    /// If standard output did not take everything; told once.
    pub fn finish(&mut self) -> Result<(), OutputError> {
        let failure = self.failure.take().or_else(|| self.stdout.flush().err());
        match failure {
            Some(source) if source.kind() != io::ErrorKind::BrokenPipe => Err(OutputError { source }),
            _ => Ok(()),
        }
    }

    /// Writes one line to standard error; further lines of a text are indented, so that none can pose as another message.
    fn say(&mut self, pieces: &[(Tone, &str)]) {
        let color = self.has_color(self.environment.stderr_is_terminal);
        let pieces = pieces.iter().map(|(tone, text)| {
            let text = printable_text(text).replace('\n', "\n    ");
            tone.paint(text, color)
        });
        let line: String = pieces.chain(["\n".to_owned()]).collect();
        self.write_to_stderr(&line);
    }

    /// Writes a drawing to standard error.
    fn show(&mut self, drawing: &drawing::Drawing) {
        self.write_to_stderr(drawing.as_str());
    }

    fn write_to_stderr(&mut self, text: &str) {
        let stderr = &mut self.stderr;
        // Where even this fails, there is nowhere left to say so.
        undisturbed(&self.bar, || stderr.write_all(text.as_bytes())).ok();
    }

    fn has_color(&self, is_terminal: bool) -> bool {
        let environment = &self.environment;
        match self.options.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if environment.no_color => false,
            Color::Auto if environment.force_color => true,
            Color::Auto => is_terminal && !environment.dumb,
        }
    }

    fn renderer(&self) -> Renderer {
        if self.has_color(self.environment.stderr_is_terminal) {
            return Renderer::styled();
        }
        Renderer::plain()
    }

    fn columns(&self) -> usize {
        self.environment.columns.unwrap_or(COLUMNS).clamp(40, 200)
    }
}

/// Writes while the progress bar, if there is one, is off the screen.
fn undisturbed<T>(bar: &Weak<progress::Bar>, write: impl FnOnce() -> T) -> T {
    let bar = bar.upgrade();
    match bar.as_ref().and_then(|bar| bar.get()) {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

#[cfg(test)]
mod tests;
