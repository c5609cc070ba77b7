//! `afterword man`.

use clap::Args;
use clap::Command;

use crate::terminal::Terminal;

use super::Error;
use super::Outcome;

/// Print the manual page.
///
/// To read it: afterword man | man -l -
#[derive(Args, Debug)]
pub(super) struct ManArgs {
    /// The command whose page to print, such as `render`; without one, the program's.
    command: Option<String>,
}

pub(super) fn run(args: &ManArgs, command: Command, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let mut command = command;
    command.build();
    let page = match &args.command {
        None => command,
        Some(name) => {
            let names: Vec<String> = command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
            let found = command.find_subcommand(name).cloned().ok_or_else(|| Error::Usage {
                message: format!("there is no command `{name}`"),
                help: format!("the commands are {}", crate::grammar::list_and(&names)),
            })?;
            found.display_name(format!("afterword-{name}"))
        }
    };
    let mut text = Vec::new();
    let render = clap_mangen::Man::new(page).render(&mut text);
    render.map_err(|source| Error::Generate { what: "manual page", source })?;
    terminal.data_bytes(&text);
    Ok(Outcome::Done)
}
