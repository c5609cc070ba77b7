//! `afterword topic list`: the topics of an event, one a line.

use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;
use serde_json::json;

use crate::event::Topic;
use crate::markdown::width::columns;
use crate::markdown::width::padded;
use crate::terminal::Terminal;
use crate::terminal::Tone;

use super::super::Error;
use super::super::Outcome;
use super::super::choice;
use super::super::drawing::Drawing;
use super::super::event_folders;
use super::super::new::tell;
use super::super::places::Places;
use super::super::shared::ReadingArgs;

/// List the topics of an event: number, title, owners, state.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct ListArgs {
    /// An event file, an event folder, a page, an id, or `-` for standard input.
    #[arg(value_name = "EVENT")]
    event: PathBuf,
    /// How they are told.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// How topics are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// JSON Lines, a topic each.
    Json,
}

const EXAMPLES: &str = "\
Examples:
  afterword topic list 2026-05
  afterword topic list 2026-05 --format json | jq -r 'select(.owners == []).title'";

pub(super) fn run(args: &ListArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let mut places = Places::new();
    let event = choice::event(Some(&args.event), &mut places, terminal)?;
    let input = event_folders::input(&event, &mut places, terminal)?;
    let place = places.of(input.folder_around(), terminal)?;
    let drawing = Drawing::new(&ReadingArgs::default())?;
    let read = match drawing.read_input(&input, &place.project) {
        Ok(read) => read,
        Err(failure) => return tell(failure, terminal),
    };
    let completing = read.renderer.template().declaration.completing_section();
    let topics = &read.event.topics;
    match args.format {
        Format::Json => {
            for (place, topic) in topics.iter().enumerate() {
                let line = json!({
                    "schema_version": 1,
                    "event": input.name(),
                    "number": place + 1,
                    "emoji": topic.emoji,
                    "title": topic.title,
                    "owners": topic.owners,
                    "tracking": topic.tracking,
                    "state": topic.state(completing).name(),
                });
                terminal.data(&format!("{line}\n"));
            }
        }
        Format::Human => for_people(topics, completing, terminal),
    }
    if topics.is_empty() {
        terminal.status(&format!("{} has no topics.", input.name()));
    }
    Ok(Outcome::Done)
}

fn for_people(topics: &[Topic], completing: Option<&str>, terminal: &mut Terminal) {
    let emoji = |topic: &Topic| topic.emoji.clone().unwrap_or_default();
    let owners = |topic: &Topic| topic.owners.iter().map(|owner| format!("@{owner}")).collect::<Vec<_>>().join(" ");
    let widest =
        |text: &dyn Fn(&Topic) -> String| topics.iter().map(|topic| columns(&text(topic))).max().unwrap_or_default();
    let number = topics.len().to_string().len();
    let (emojis, titles, all_owners) = (widest(&emoji), widest(&|topic| topic.title.clone()), widest(&owners));
    for (place, topic) in topics.iter().enumerate() {
        terminal.data_in(Tone::Quiet, &format!("{:>number$}", place + 1));
        let mut line = String::new();
        for (text, width) in [(emoji(topic), emojis), (topic.title.clone(), titles), (owners(topic), all_owners)] {
            if width > 0 {
                line.push_str("  ");
                line.push_str(&padded(&text, width));
            }
        }
        terminal.shown(Tone::Plain, &format!("{line}  {}\n", topic.state(completing).name()));
    }
}
