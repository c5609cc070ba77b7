//! `afterword topic reorder`: one topic moved, or all of them by a list.

use std::path::PathBuf;

use clap::ArgGroup;
use clap::Args;

use crate::grammar::Count;
use crate::terminal::Terminal;
use crate::wizard::titles::parse_titles;

use super::super::Error;
use super::super::Outcome;
use super::super::editing::Editing;
use super::super::new::read_list;
use super::Done;
use super::EventArgs;
use super::finding::find;

/// Put topics into another order.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, group = ArgGroup::new("place").args(["to", "before", "after", "order"]).required(true))]
pub(in crate::cli) struct ReorderArgs {
    #[command(flatten)]
    event: EventArgs,
    /// The topic that is moved: its number, its title, or the beginning of one title.
    #[arg(value_name = "TOPIC", conflicts_with = "order", required_unless_present = "order")]
    topic: Option<String>,
    /// Make it topic N.
    #[arg(long, value_name = "N")]
    to: Option<usize>,
    /// Put it before that topic.
    #[arg(long, value_name = "TOPIC")]
    before: Option<String>,
    /// Put it after that topic.
    #[arg(long, value_name = "TOPIC")]
    after: Option<String>,
    /// Put all in the order of a list, a topic a line. What it does not name stays behind the others. `-` is standard
    /// input.
    #[arg(long, value_name = "FILE|-")]
    order: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  afterword topic reorder 2026-05 warm --to 1
  afterword topic reorder 2026-05 3 --before warm
  afterword topic reorder 2026-05 --order topics.txt";

pub(super) fn run(args: &ReorderArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let list = args.order.as_deref().map(read_list).transpose()?;
    let editing = match args.event.open("topic reorder", terminal)? {
        Ok(editing) => editing,
        Err(outcome) => return Ok(outcome),
    };
    let topics = &editing.event.topics;
    let (order, moved) = match (&list, &args.topic) {
        (Some(list), _) => (by_list(list, &editing, terminal)?, Count(topics.len(), "topic").to_string()),
        (None, topic) => {
            let from = find(topics, topic.as_deref().unwrap_or_default())?;
            let mut order: Vec<usize> = (0..topics.len()).filter(|place| *place != from).collect();
            order.insert(place(args, &editing, from, &order)?, from);
            let title = topics.get(from).map(|topic| topic.title.as_str()).unwrap_or_default();
            (order, format!("`{title}`"))
        }
    };
    let mut answers = editing.answers.marked();
    let old = answers.topics().to_vec();
    *answers.topics_mut() = order.iter().filter_map(|place| old.get(*place).cloned()).collect();
    if order.is_sorted() {
        terminal.status(&format!("The topics of {} are in that order.", editing.name()));
        return Ok(Outcome::Done);
    }
    let what = format!("{moved} in {}", editing.name());
    args.event.finish(&editing, &answers, &Done { did: "Moved", would: "move", what, is_lossy: false }, terminal)
}

/// Where among the others the topic goes.
fn place(args: &ReorderArgs, editing: &Editing, from: usize, others: &[usize]) -> Result<usize, Error> {
    let topics = &editing.event.topics;
    let among = |topic: &str| {
        let place = find(topics, topic)?;
        if place == from {
            return Err(Error::Usage {
                message: format!("`{topic}` is the topic that is moved"),
                help: "name another one".to_owned(),
            });
        }
        Ok(others.iter().position(|other| *other == place).unwrap_or(others.len()))
    };
    match (args.to, &args.before, &args.after) {
        (Some(number), ..) => place_of(number, topics.len()),
        (_, Some(topic), _) => among(topic),
        (_, _, Some(topic)) => Ok(among(topic)? + 1),
        _ => Ok(from),
    }
}

/// The place, from 0, that a number means.
pub(super) fn place_of(number: usize, last: usize) -> Result<usize, Error> {
    if (1..=last).contains(&number) {
        return Ok(number - 1);
    }
    Err(Error::Usage {
        message: format!("there is no place {number}"),
        help: format!("the places are 1 to {}", last.max(1)),
    })
}

/// The order that a list says; what it leaves out follows.
fn by_list(list: &str, editing: &Editing, terminal: &mut Terminal) -> Result<Vec<usize>, Error> {
    let topics = &editing.event.topics;
    let mut order: Vec<usize> = Vec::new();
    for line in parse_titles(list) {
        let place = find(topics, &line.title)?;
        if let Some(topic) = topics.get(place).filter(|_| order.contains(&place)) {
            return Err(Error::Usage {
                message: format!("the list names `{}` twice", topic.title),
                help: "name each topic once".to_owned(),
            });
        }
        order.push(place);
    }
    let others: Vec<usize> = (0..topics.len()).filter(|place| !order.contains(place)).collect();
    if !others.is_empty() {
        let titles = others.iter().filter_map(|place| topics.get(*place)).map(|topic| topic.title.as_str());
        let titles: Vec<&str> = titles.collect();
        terminal.note(&format!("the list does not name {}: behind the others", super::named(titles.into_iter())));
    }
    order.extend(others);
    Ok(order)
}
