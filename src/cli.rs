//! The command line: arguments, one file per command, and the only place that combines operations.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ArgAction;
use clap::Args;
use clap::CommandFactory as _;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use crate::diagnostic::Report;
use crate::terminal;
use crate::terminal::Environment;
use crate::terminal::Printable;
use crate::terminal::Terminal;
use crate::terminal::emitter::Emitter;

mod check;
mod choice;
mod commit;
mod completions;
mod configured;
mod context;
mod drawing;
mod edit;
mod editing;
mod error;
mod event_folders;
mod import;
mod index;
mod init;
mod inputs;
mod line_ends;
mod lost;
mod man;
mod neighbours;
mod new;
mod places;
mod render;
mod report;
mod schema;
mod shared;
mod sites;
mod status;
mod sync;
mod template;
mod topic;
mod topic_files;
mod undo;

pub use error::Error;
pub use error::Outcome;

/// Writes the wrap-up of an event.
///
/// An event file (YAML) says what a hackathon, a meetup or a retrospective was about, topic by topic; a template makes
/// the page of it, with title, weight and dates computed.
#[derive(Debug, Parser)]
#[command(name = "afterword", version, max_term_width = 100, arg_required_else_help = true, after_help = EXAMPLES)]
#[command(disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  afterword render 2025-06.yaml             write 2025-06.md beside the event file
  afterword render 2025-06.yaml --diff      show what would change, write nothing
  afterword render events/*.yaml --check    fail where a page is not up to date
  afterword render 2025-06 --to agenda      print the agenda of the review meeting
  afterword import 2024-12.md               make an event file of a page
  afterword check                           find what a reviewer would find
  afterword template list                   the templates there are

Exit codes: 0 done, 1 findings or a difference, 2 wrong usage or bad input, 3 refused or failed with
nothing changed, 4 changed but not finished, 130 interrupted.";

#[derive(Args, Debug)]
struct GlobalArgs {
    /// Work in DIR instead of the current folder.
    #[arg(short = 'C', value_name = "DIR", global = true)]
    directory: Option<PathBuf>,
    /// Read the configuration from FILE, whatever `.afterword/config.yaml` says.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Say nothing but warnings and errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more about what is done and why.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
    /// When to use colour.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", hide_possible_values = false)]
    color: ColorChoice,
    /// Never ask anything.
    #[arg(long, global = true)]
    no_input: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::NewArgs),
    Edit(edit::EditArgs),
    #[command(subcommand)]
    Topic(topic::TopicArgs),
    #[command(visible_alias = "build")]
    Render(render::RenderArgs),
    Sync(sync::SyncArgs),
    Status(status::StatusArgs),
    Check(check::CheckArgs),
    Index(index::IndexArgs),
    Commit(commit::CommitArgs),
    Undo(undo::UndoArgs),
    Import(import::ImportArgs),
    Context(context::ContextArgs),
    Init(init::InitArgs),
    #[command(subcommand)]
    Schema(schema::SchemaArgs),
    #[command(subcommand)]
    Template(template::TemplateArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// Runs the program; returns its exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let environment = Environment::of_process();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, &arguments),
    };
    let mut terminal = Terminal::new(options(&cli.global), environment);
    let variable = std::env::var_os(configured::VARIABLE).filter(|file| !file.is_empty());
    terminal.set_configuration(cli.global.config.clone().or_else(|| variable.map(PathBuf::from)));
    let result = run(&cli, &mut terminal);
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(error) => {
            match error.report() {
                Some(report) => show(report, &mut terminal),
                None => terminal.error(&error, error.hint().as_deref()),
            }
            error.outcome()
        }
    };
    // What was asked for may be on the disk already; that it could not all be told is a failure of its own.
    match terminal.finish() {
        Ok(()) => outcome.into(),
        Err(error) => {
            terminal.error(&error, None);
            if outcome == Outcome::Done { Outcome::Refused.into() } else { outcome.into() }
        }
    }
}

fn show(report: &Report, terminal: &mut Terminal) {
    let mut emitter = Emitter::default();
    emitter.emit(report, terminal);
    emitter.summarize(terminal);
}

fn options(global: &GlobalArgs) -> terminal::Options {
    terminal::Options {
        color: match global.color {
            ColorChoice::Auto => terminal::Color::Auto,
            ColorChoice::Always => terminal::Color::Always,
            ColorChoice::Never => terminal::Color::Never,
        },
        quiet: global.quiet,
        verbosity: global.verbose,
        no_input: global.no_input,
    }
}

/// Help and version go to standard output, usage errors to standard error; a closed stream is no failure.
///
/// clap repeats arguments as they are, which a terminal would obey.
fn usage(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let is_harmless = |text: &str| Printable::from(text).to_string() == text;
    let are_harmless = arguments.iter().all(|argument| argument.to_str().is_some_and(is_harmless));
    let outcome = if error.use_stderr() { Outcome::Usage } else { Outcome::Done };
    let told = if are_harmless { error.print() } else { terminal::complain(&error.render().to_string()) };
    match told {
        Err(failure) if failure.kind() != std::io::ErrorKind::BrokenPipe => Outcome::Refused.into(),
        _ => outcome.into(),
    }
}

fn run(cli: &Cli, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if let Some(directory) = &cli.global.directory {
        let change = std::env::set_current_dir(directory);
        change.map_err(|source| Error::Directory { path: directory.clone(), source })?;
    }
    match &cli.command {
        Command::New(args) => new::run(args, terminal),
        Command::Edit(args) => edit::run(args, terminal),
        Command::Topic(args) => topic::run(args, terminal),
        Command::Render(args) => render::run(args, terminal),
        Command::Sync(args) => sync::run(args, terminal),
        Command::Status(args) => status::run(args, terminal),
        Command::Check(args) => check::run(args, terminal),
        Command::Index(args) => index::run(args, terminal),
        Command::Commit(args) => commit::run(args, terminal),
        Command::Undo(args) => undo::run(args, terminal),
        Command::Import(args) => import::run(args, terminal),
        Command::Init(args) => init::run(args, terminal),
        Command::Context(args) => context::run(args, terminal),
        Command::Schema(args) => schema::run(args, terminal),
        Command::Template(args) => template::run(args, terminal),
        Command::Completions(args) => completions::run(args, Cli::command(), terminal),
        Command::Man(args) => man::run(args, Cli::command(), terminal),
    }
}
