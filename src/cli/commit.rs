//! `afterword commit`: the pages of events, with all that belongs to them, in one commit.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use crate::fs;
use crate::git::Refusal;
use crate::git::Seen;
use crate::git::Session;
use crate::git::Signing;
use crate::git::Variables;
use crate::git::Wishes;
use crate::git::commit::Dialogue;
use crate::git::commit::Made;
use crate::git::commit::Wanted;
use crate::terminal::Hold;
use crate::terminal::Terminal;

use super::Error;
use super::Outcome;
use super::choice;
use super::event_folders;
use super::inputs::Input;
use super::inputs::read_text;
use super::places::Places;
use super::places::folder_of;
use super::report::tell;
use super::shared::variables;

use self::asking::Answer;
use self::plan::Plan;

mod asking;
mod message;
mod plan;
mod telling;

/// Write the pages of events and commit them, with their event files and pictures, and nothing else.
///
/// A page without an event file is its own source, and committed as it stands. What others have staged or edited stays as it is. Hooks, signatures, filters, identity and the clean-up of the message
/// are git's own; what cannot be done as git would do it is refused before anything is written.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct CommitArgs {
    /// Event files, event folders, pages, or ids such as `2025-06`; the newest event if left out.
    #[arg(value_name = "EVENT")]
    events: Vec<PathBuf>,
    /// The message; given several times, each is a paragraph.
    #[arg(short, long, value_name = "TEXT", conflicts_with = "file")]
    message: Vec<String>,
    /// Take the message from a file, or from standard input (`-`).
    #[arg(short = 'F', long, value_name = "FILE|-")]
    file: Option<PathBuf>,
    /// Edit the message before it is used.
    #[arg(short, long)]
    edit: bool,
    /// Add `Signed-off-by` for the committer.
    #[arg(short, long)]
    signoff: bool,
    /// Sign the commit, by KEY or by the key of git's settings.
    #[arg(short = 'S', long, value_name = "KEY", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    gpg_sign: Option<String>,
    /// Do not sign it, whatever `commit.gpgSign` says.
    #[arg(long, conflicts_with = "gpg_sign")]
    no_gpg_sign: bool,
    /// Leave out the hooks pre-commit and commit-msg.
    #[arg(long)]
    no_verify: bool,
    /// Who wrote it, where that is not who commits.
    #[arg(long, value_name = "NAME <EMAIL>")]
    author: Option<String>,
    /// When it was written, such as `2026-05-08T17:00:00+02:00`.
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Begin a branch of that name at HEAD, and commit there.
    #[arg(short, long, value_name = "NAME")]
    branch: Option<String>,
    /// Commit although no branch is checked out.
    #[arg(long)]
    allow_detached: bool,
    /// Ask nothing.
    #[arg(short, long)]
    yes: bool,
    /// Write nothing; say what would be committed.
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Write nothing; print what would change.
    #[arg(long)]
    diff: bool,
    /// Overwrite pages that were edited by hand; the old bytes are kept.
    #[arg(long)]
    force: bool,
    /// Leave the index beside the page alone.
    #[arg(long)]
    no_index: bool,
    /// How the result is told.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl CommitArgs {
    /// Commit that event, as it is done by default.
    fn of(event: PathBuf) -> Self {
        Self {
            events: vec![event],
            message: Vec::new(),
            file: None,
            edit: false,
            signoff: false,
            gpg_sign: None,
            no_gpg_sign: false,
            no_verify: false,
            author: None,
            date: None,
            branch: None,
            allow_detached: false,
            yes: false,
            dry_run: false,
            diff: false,
            force: false,
            no_index: false,
            format: Format::Human,
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  afterword commit 2026-05.yaml
  afterword commit 2026-05.yaml -b wrap-up-2026-05 -s
  afterword commit 2026-05.yaml -m 'docs: Add what the compost team found' --yes
  afterword commit 2026-05.yaml --format json | jq -r .commit
  afterword undo                              take it back";

/// How the result of a commit is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people.
    #[default]
    Human,
    /// One JSON object on standard output.
    Json,
}

pub(super) fn run(args: &CommitArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let variables = variables();
    let inputs = inputs(args, terminal)?;
    let given = given_message(args)?;
    let mut wishes = Answer { branch: args.branch.clone(), message: None, edits: args.edit };

    let asks = terminal.is_interactive() && !args.yes && !args.dry_run && !args.diff;
    let mut shown = None;
    loop {
        let mut places = Places::new();
        let session = open(&inputs, &variables, terminal)?;
        session.refuse_unfinished().map_err(Error::Commit)?;
        let seen = session.look().map_err(Error::Commit)?;
        let plan = match plan::make(&inputs, &seen, (args.force, !args.no_index), &mut places, terminal)? {
            Ok(plan) => plan,
            Err(failure) => return tell(failure, terminal),
        };
        let message = wishes.message.clone().or_else(|| given.clone()).unwrap_or_else(|| plan.message.clone());
        let mut wanted = wanted(args, &plan, &wishes, message);
        wanted.signs_off |= signs_off(&inputs, &mut places, terminal)?;
        session.admit(&wanted, &seen).map_err(Error::Commit)?;
        let changed = plan.changed();
        if args.dry_run || args.diff {
            telling::foretell(args, &plan, &wanted, terminal);
            return Ok(Outcome::Done);
        }
        // A person thinks for minutes: nobody else has to wait for that.
        if asks && shown.is_none() && !changed.is_empty() {
            drop(seen);
            drop(session);
            plan.warn(terminal);
            match asking::ask(&plan, &wanted, args, terminal)? {
                Some(answer) => wishes = answer,
                None => {
                    terminal.status("Nothing was committed.");
                    return Ok(Outcome::Done);
                }
            }
            shown = Some(plan.files);
            continue;
        }
        if let Some(file) = shown.as_ref().and_then(|shown| differs(shown, &plan.files)) {
            return Err(Error::Commit(Refusal::Changed(file).into()));
        }
        if !asks {
            plan.warn(terminal);
        }
        let made = commit(&session, seen, &wanted, terminal)?;
        drop(session);
        plan.remember(&places, terminal);
        return Ok(telling::tell(args, &plan, &made, terminal));
    }
}

/// Offers to commit an event that was just written; that it cannot be done is told, and is no failure.
pub(super) fn offer(event: &Path, terminal: &mut Terminal) -> Result<(), Error> {
    match run(&CommitArgs::of(event.to_owned()), terminal) {
        Err(error @ (Error::Commit(_) | Error::Edited { .. } | Error::OtherRepository { .. })) => {
            let help = error.hint().map(|hint| format!(" ({hint})")).unwrap_or_default();
            terminal.note(&format!("not committed: {error}{help}"));
            Ok(())
        }
        result => result.map(drop),
    }
}

fn inputs(args: &CommitArgs, terminal: &mut Terminal) -> Result<Vec<Input>, Error> {
    let mut inputs: Vec<Input> = Vec::new();
    let mut places = Places::new();
    for argument in &choice::events(&args.events, &mut places, terminal)? {
        let input = event_folders::input(argument, &mut places, terminal)?;
        if input == Input::Stdin {
            return Err(Error::Usage {
                message: "an event from standard input has no file to commit".to_owned(),
                help: "give its event file".to_owned(),
            });
        }
        event_folders::refuse_made(&input, "commit", &mut places, terminal)?;
        if !inputs.iter().any(|known| known.is_same(&input)) {
            inputs.push(input);
        }
    }
    Ok(inputs)
}

/// The longest message, in bytes.
const MESSAGE: u64 = 1 << 20;

fn given_message(args: &CommitArgs) -> Result<Option<String>, Error> {
    if !args.message.is_empty() {
        return Ok(Some(format!("{}\n", args.message.join("\n\n"))));
    }
    let Some(file) = &args.file else { return Ok(None) };
    read_text(file, MESSAGE).map(Some)
}

/// The repository of the events, with its lock held.
pub(super) fn open<'v>(
    inputs: &[Input],
    variables: &'v Variables,
    terminal: &mut Terminal,
) -> Result<Session<'v>, Error> {
    let folder = inputs.iter().find_map(|input| match input {
        Input::File { path, .. } => Some(folder_of(path)),
        Input::Stdin => None,
    });
    open_at(folder.unwrap_or(Path::new("")), variables, terminal)
}

/// The repository around a folder, with its lock held.
pub(super) fn open_at<'v>(
    folder: &Path,
    variables: &'v Variables,
    terminal: &mut Terminal,
) -> Result<Session<'v>, Error> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let absolute = folder.canonicalize();
    let absolute = absolute.map_err(|source| Error::Read(fs::Error::Read { path: folder.to_owned(), source }))?;
    Session::open(&absolute, variables, &mut |text| terminal.status(text)).map_err(Error::Commit)
}

/// Whether the project of an event is set to sign off.
fn signs_off(inputs: &[Input], places: &mut Places, terminal: &mut Terminal) -> Result<bool, Error> {
    let mut signs_off = false;
    for input in inputs {
        let place = places.of(input.folder_around(), terminal)?;
        signs_off |= place.project.configuration.commit.sign_off.unwrap_or(false);
    }
    Ok(signs_off)
}

fn wanted(args: &CommitArgs, plan: &Plan, wishes: &Answer, message: String) -> Wanted {
    Wanted {
        files: plan.files.clone(),
        message,
        edits_message: wishes.edits,
        signs_off: args.signoff,
        author: Wishes { author: args.author.clone(), date: args.date.clone() },
        signing: match &args.gpg_sign {
            _ if args.no_gpg_sign => Signing::Refused,
            Some(key) => Signing::Wanted(Some(key.clone()).filter(|key| !key.is_empty())),
            None => Signing::Configured,
        },
        skips_hooks: args.no_verify,
        branch: wishes.branch.clone(),
        allows_detached: args.allow_detached,
    }
}

/// The first file that is not what it was.
fn differs(shown: &[crate::git::commit::File], now: &[crate::git::commit::File]) -> Option<String> {
    let other = now.iter().find(|file| !shown.iter().any(|known| known.path == file.path && known.bytes == file.bytes));
    other
        .or_else(|| shown.iter().find(|file| !now.iter().any(|known| known.path == file.path)))
        .map(|file| file.path.clone())
}

fn commit(session: &Session<'_>, seen: Seen<'_>, wanted: &Wanted, terminal: &mut Terminal) -> Result<Made, Error> {
    let hold = Hold::begin();
    let mut waits = |text: &str| terminal.status(text);
    let mut dialogue = Dialogue { waits: &mut waits, is_interrupted: &|| hold.is_interrupted() };
    session.commit(wanted, seen, &mut dialogue).map_err(Error::Commit)
}
