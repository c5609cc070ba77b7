//! `afterword init`: a project's configuration, from what its pages have in common.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::fs::Target;
use crate::outputs::unified_diff;
use crate::project::FOLDER;
use crate::project::configuration::Around;
use crate::project::configuration::Configuration;
use crate::project::configuration::FILE;
use crate::terminal::Terminal;
use crate::yaml::read::MAX_BYTES;

use super::Error;
use super::Outcome;
use super::places::Places;
use super::places::shown_from_here;
use super::render::Destination;
use super::render::keep;
use super::render::show_diff;

use self::habits::Habits;

mod habits;
mod writing;

/// Write `.afterword/config.yaml` from what is there.
///
/// The pages of earlier events tell the folder they are in, the series and what else new events begin with; the files
/// beside them tell the index and the site. The file is shown, and nothing else is changed. Without any page it lists the
/// keys that there are.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct InitArgs {
    /// Write nothing; print the file.
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Write nothing; print what would change in the file that is there.
    #[arg(long)]
    diff: bool,
    /// Overwrite the file that is there; its bytes are kept.
    #[arg(long)]
    force: bool,
}

const EXAMPLES: &str = "\
Examples:
  afterword init -n          show what it would write
  afterword init
  afterword init --diff      what has changed since then";

pub(super) fn run(args: &InitArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    // A configuration with mistakes is one to be written anew.
    let mut places = Places::unconfigured();
    let place = places.of(Path::new(""), terminal)?;
    let relative = Path::new(FOLDER).join(FILE);
    let name = shown_from_here(&place.project.root.join(&relative));
    let target = place.root.target_shown(&relative, PathBuf::from(&name)).map_err(Error::Write)?;
    let old = target.read(MAX_BYTES).map_err(Error::Write)?;
    if old.is_some() && !args.force && !args.dry_run && !args.diff {
        return Err(Error::Configured { path: PathBuf::from(name) });
    }

    let habits = Habits::find(&place, terminal)?;
    let text = writing::text(&habits);
    // What is written is what is read from now on.
    let templates = || place.project.templates().into_iter().map(|(name, _)| name).collect();
    let around = Around { variable: &|_| None, templates: &templates };
    Configuration::decode(&name, text.clone().into_bytes(), around)
        .map_err(|report| Error::Configuration(Box::new(report)))?;
    if args.diff {
        let old = String::from_utf8_lossy(old.as_deref().unwrap_or_default());
        show_diff(&unified_diff(&name, &old, &text), terminal);
        return Ok(Outcome::Done);
    }
    if !terminal.is_quiet() || args.dry_run {
        terminal.data(&text);
    }
    if args.dry_run {
        terminal.status(&format!("Would write {name}."));
        return Ok(Outcome::Done);
    }
    if old.as_deref() == Some(text.as_bytes()) {
        terminal.status(&format!("{name} is up to date."));
        return Ok(Outcome::Done);
    }
    let destination = Destination::new(target, place, name);
    write(&destination.target, &text, || match &old {
        Some(old) => keep("old configuration", &destination, old, terminal),
        None => Ok(()),
    })?;
    terminal.status(&format!("Wrote {}.", destination.name));
    Ok(Outcome::Done)
}

fn write(target: &Target, text: &str, keep: impl FnOnce() -> Result<(), Error>) -> Result<(), Error> {
    let mut batch = Batch::new(MEMORY_LIMIT);
    batch.put(target.clone(), text.as_bytes().to_vec()).map_err(Error::Write)?;
    keep()?;
    batch.finish()?;
    Ok(())
}
