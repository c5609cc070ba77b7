//! `afterword topic remove`: topics taken out of an event.

use clap::Args;

use crate::terminal::Terminal;
use crate::wizard::Prompt as _;
use crate::wizard::Reply;
use crate::wizard::prompt::Choice;

use super::super::Error;
use super::super::Outcome;
use super::Done;
use super::EventArgs;
use super::finding::find;
use super::named;

/// Remove topics, and all that was said of them.
///
/// The old bytes are kept, and the command that brings them back is said. What an event file should go on saying without
/// its page, `topic edit --set state=dropped` leaves in the file.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct RemoveArgs {
    #[command(flatten)]
    event: EventArgs,
    /// The topics: number, title, or the beginning of one title.
    #[arg(value_name = "TOPIC", required = true)]
    topics: Vec<String>,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
}

const EXAMPLES: &str = "\
Examples:
  afterword topic remove 2026-05 warm
  afterword topic remove 2026-05 3 4 --yes";

pub(super) fn run(args: &RemoveArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let editing = match args.event.open("topic remove", terminal)? {
        Ok(editing) => editing,
        Err(outcome) => return Ok(outcome),
    };
    let topics = &editing.event.topics;
    let mut gone = args.topics.iter().map(|topic| find(topics, topic)).collect::<Result<Vec<usize>, Error>>()?;
    gone.sort_unstable();
    gone.dedup();
    let titles: Vec<&str> =
        gone.iter().filter_map(|place| topics.get(*place)).map(|topic| topic.title.as_str()).collect();
    let titles = named(titles.into_iter());
    if args.event.writes() && !args.yes && terminal.is_interactive() && !is_sure(&titles, terminal)? {
        terminal.status("Nothing was removed.");
        return Ok(Outcome::Done);
    }
    let mut answers = editing.answers.marked();
    for place in gone.iter().rev() {
        answers.topics_mut().remove(*place);
    }
    let what = format!("{titles} from {}", editing.name());
    let done = Done { did: "Removed", would: "remove", what, is_lossy: true };
    args.event.finish(&editing, &answers, &done, terminal)
}

fn is_sure(titles: &str, terminal: &mut Terminal) -> Result<bool, Error> {
    let question = format!("Remove {titles} and all that was said of it?");
    let items = ["no".to_owned(), "yes".to_owned()];
    let question = Choice { question: &question, help: None, items: &items, default: 0, search: false };
    let mut prompt = terminal.prompt()?;
    let reply = prompt.choice(&question)?;
    prompt.finish()?;
    Ok(reply == Reply::Given(1))
}
