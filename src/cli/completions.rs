//! `afterword completions`.

use clap::Args;
use clap::Command;
use clap_complete::Shell;

use crate::terminal::Terminal;

use super::Error;
use super::Outcome;

/// Print completions for a shell.
///
/// For bash: afterword completions bash > ~/.local/share/bash-completion/completions/afterword
#[derive(Args, Debug)]
pub(super) struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs, mut command: Command, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "afterword", &mut script);
    terminal.data_bytes(&script);
    Ok(Outcome::Done)
}
