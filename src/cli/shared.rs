//! Flags that mean the same in every command.

use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use crate::diagnostic::decoding::decode_whole;
use crate::document::Assignment;
use crate::fs;
use crate::git::Variables;
use crate::terminal::emitter;
use crate::yaml::read::MAX_BYTES;

use super::Error;

/// How an event is read.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ReadingArgs {
    /// The template, by name or as a folder, whatever the event file names.
    #[arg(long, value_name = "NAME|DIR")]
    pub(super) template: Option<String>,
    /// The style of the template, whatever the event file names.
    #[arg(long, value_name = "NAME")]
    pub(super) style: Option<String>,
    /// A value over the event file's, such as `location.name=Town Hall` or `topics.0.title=…`.
    ///
    /// The value is text, typed by its field, with lists in YAML's flow style; `@FILE` reads it from a file. May be
    /// given several times.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(super) set: Vec<String>,
}

impl ReadingArgs {
    /// The assignments, with what `@FILE` names read in.
    pub(super) fn assignments(&self) -> Result<Vec<Assignment>, Error> {
        let assignments = self.set.iter().map(|text| {
            let (path, value) = Assignment::split(text)?;
            let value = match value.strip_prefix('@') {
                Some(file) => {
                    let bytes = fs::read(&PathBuf::from(file), MAX_BYTES).map_err(Error::Read)?;
                    text_of(file, bytes)?
                }
                None => value.to_owned(),
            };
            Ok(Assignment::new(path, value)?)
        });
        assignments.collect()
    }
}

/// The text of a file that is no event, whatever it begins with.
pub(super) fn text_of(name: &str, bytes: Vec<u8>) -> Result<String, Error> {
    let decoded = decode_whole(name, bytes).map(|source| source.text);
    decoded.map_err(|report| Error::Text(Box::new(report)))
}

/// How results and findings are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    #[default]
    Human,
    /// A line each.
    Short,
    /// JSON Lines on standard output.
    Json,
    /// Annotations of GitHub Actions on standard output.
    Github,
}

impl From<Format> for emitter::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Human => Self::Human,
            Format::Short => Self::Short,
            Format::Json => Self::Json,
            Format::Github => Self::Github,
        }
    }
}

/// The variables that a commit depends on, as they are in the environment.
pub(super) fn variables() -> Variables {
    Variables::new(std::env::vars_os())
}
