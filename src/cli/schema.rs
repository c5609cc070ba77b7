//! `afterword schema`: JSON Schema for editors and for CI.

use std::path::Path;

use clap::Args;
use clap::Subcommand;
use serde_json::Value;

use crate::project::configuration::schema::of_configuration;
use crate::template::schema;
use crate::terminal::Terminal;

use super::Error;
use super::Outcome;
use super::places::Places;
use super::report::find_template;

/// Print a JSON Schema (2020-12) of the files people write.
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(super) enum SchemaArgs {
    /// The schema of event files, by the template in force.
    Event(EventArgs),
    /// The schema of `template.yaml`.
    Template,
    /// The schema of a project's configuration, `.afterword/config.yaml`.
    Config,
}

#[derive(Args, Debug)]
pub(super) struct EventArgs {
    /// The template, by name or as a folder; the project's, which is `hackathon` if nothing is said, if left out.
    #[arg(long, value_name = "NAME|DIR")]
    template: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  afterword schema event > event.schema.json
  # then, as the first line of an event file:
  # yaml-language-server: $schema=event.schema.json";

pub(super) fn run(args: &SchemaArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let schema: Value = match args {
        SchemaArgs::Event(args) => {
            let place = Places::new().of(Path::new(""), terminal)?;
            let named = args.template.as_deref();
            let name = named.unwrap_or(place.project.default_template());
            let template = find_template(&place.project, name, named.is_some())?;
            schema::of_events(&template.declaration)
        }
        SchemaArgs::Template => schema::of_templates(),
        SchemaArgs::Config => of_configuration(),
    };
    terminal.data(&format!("{schema:#}\n"));
    Ok(Outcome::Done)
}
