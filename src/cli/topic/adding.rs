//! `afterword topic add`: new topics by their titles, or of issues.

use std::path::PathBuf;

use clap::ArgGroup;
use clap::Args;

use crate::document::Assignment;
use crate::source::Source;
use crate::template::Declaration;
use crate::terminal::Terminal;
use crate::wizard::answers::Entries;
use crate::wizard::answers::title_of;
use crate::wizard::titles::TitleLine;
use crate::wizard::titles::parse_title;
use crate::wizard::titles::parse_titles;
use crate::wizard::topic_of;

use super::super::Error;
use super::super::Outcome;
use super::super::editing::Editing;
use super::super::inputs::path_name;
use super::super::new::read_list;
use super::super::report::tell;
use super::Done;
use super::EventArgs;
use super::finding::find;
use super::finding::is_same_title;
use super::issues;
use super::named;
use super::values;

/// Add topics to an event.
///
/// A title is a line as in a list of topics: emoji, title, @owners, #issue. What is there already by its title is passed
/// over, so that running it again adds nothing.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, group = ArgGroup::new("place").args(["at", "before", "after"]))]
pub(in crate::cli) struct AddArgs {
    #[command(flatten)]
    event: EventArgs,
    /// Topics, each by one line: `🔥 Warm starts @ada #12`.
    #[arg(value_name = "TITLE")]
    titles: Vec<String>,
    /// The emoji before the title.
    #[arg(long, value_name = "EMOJI")]
    emoji: Option<String>,
    /// The handle of somebody who works on it; may be given several times.
    #[arg(long = "owner", value_name = "HANDLE")]
    owners: Vec<String>,
    /// A value for the topic, such as `demo=10m` or `problem=@problem.md`.
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// Take titles from a list, one a line. `-` is standard input.
    #[arg(long = "titles", value_name = "FILE|-")]
    list: Option<PathBuf>,
    /// Take a topic of each issue that `gh issue list --json number,title,body,url,labels,assignees` prints.
    ///
    /// Headings in an issue's text that are labels of sections fill those sections. What is written already is never
    /// replaced, and an issue that has its topic makes no other. `-` is standard input.
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["titles", "list", "emoji", "owners", "set"])]
    from_issues: Option<PathBuf>,
    /// Put them there: the first becomes topic N.
    #[arg(long, value_name = "N")]
    at: Option<usize>,
    /// Put them before that topic.
    #[arg(long, value_name = "TOPIC")]
    before: Option<String>,
    /// Put them after that topic.
    #[arg(long, value_name = "TOPIC")]
    after: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  afterword topic add 2026-05 '🔥 Warm starts @ada #12' 'One log for all kettles'
  afterword topic add 2026-05 'Tea on request' --emoji 🍵 --owner bo --set problem=@problem.md
  afterword topic add 2026-05 --titles topics.txt --before warm
  gh issue list --label hackathon --json number,title,body,url,labels,assignees |
      afterword topic add 2026-05 --from-issues -";

pub(super) fn run(args: &AddArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if let Some(path) = &args.from_issues {
        let name = if path.as_os_str() == "-" { "standard input".to_owned() } else { path_name(path) };
        let list = Source::new(name, read_list(path)?.trim_start_matches('\u{feff}'));
        return match args.event.open("topic add", terminal)? {
            Ok(editing) => issues::add(&args.event, &list, &editing, place(args, &editing)?, terminal),
            Err(outcome) => Ok(outcome),
        };
    }
    let lines = lines(args)?;
    let values = values::assignments(&args.set)?;
    let editing = match args.event.open("topic add", terminal)? {
        Ok(editing) => editing,
        Err(outcome) => return Ok(outcome),
    };
    add_titles(args, lines, &values, &editing, terminal)
}

/// The lines that are given, with what flags say of the only one.
fn lines(args: &AddArgs) -> Result<Vec<TitleLine>, Error> {
    let mut lines: Vec<TitleLine> = args.titles.iter().flat_map(|title| parse_titles(title)).collect();
    let has_own = args.emoji.is_some() || !args.owners.is_empty() || !args.set.is_empty();
    if has_own && (args.titles.len() != 1 || lines.len() != 1 || args.list.is_some()) {
        return Err(Error::Usage {
            message: "`--emoji`, `--owner` and `--set` are about one topic".to_owned(),
            help: "give one TITLE with them".to_owned(),
        });
    }
    if let Some(list) = &args.list {
        lines.extend(parse_titles(&read_list(list)?));
    }
    if args.titles.is_empty() && args.list.is_none() {
        return Err(Error::Usage {
            message: "there is no topic to add".to_owned(),
            help: "give a TITLE, or a list of them by `--titles FILE`".to_owned(),
        });
    }
    if let Some(title) = args.titles.iter().find(|title| parse_title(title).title.is_empty()) {
        return Err(Error::Usage { message: format!("`{title}` says no title"), help: "give some words".to_owned() });
    }
    for line in &mut lines {
        line.emoji = args.emoji.clone().or_else(|| line.emoji.take());
        for owner in &args.owners {
            let owner = owner.trim_start_matches('@').to_owned();
            if !line.owners.contains(&owner) {
                line.owners.push(owner);
            }
        }
    }
    Ok(lines)
}

fn add_titles(
    args: &AddArgs,
    lines: Vec<TitleLine>,
    values: &[Assignment],
    editing: &Editing,
    terminal: &mut Terminal,
) -> Result<Outcome, Error> {
    let declaration = &editing.renderer.template().declaration;
    let topics = &editing.event.topics;
    let place = place(args, editing)?;
    let mut titles: Vec<String> = topics.iter().map(|topic| topic.title.clone()).collect();
    let mut new: Vec<Entries> = Vec::new();
    for line in lines {
        if titles.iter().any(|title| is_same_title(title, &line.title)) {
            terminal.status(&format!("`{}` is there already.", line.title));
            continue;
        }
        titles.push(line.title.clone());
        new.push(topic_of(line, |key| has(declaration, key)));
    }
    if let [topic] = new.as_mut_slice()
        && !values.is_empty()
    {
        if let Err(failure) = values::refuse_unknown(values, declaration) {
            return tell(failure, terminal);
        }
        if let Err(failure) = editing.check(topics.len(), Some(title_of(topic)), &values::saying(values))? {
            return tell(failure, terminal);
        }
        if let Err(failure) = values::put(topic, values, declaration) {
            return tell(failure, terminal);
        }
    }
    if new.is_empty() {
        terminal.status("Nothing was added.");
        return Ok(Outcome::Done);
    }
    let mut answers = editing.answers.marked();
    let added: Vec<&str> = new.iter().map(title_of).collect();
    let what = format!("{} to {}", named(added.into_iter()), editing.name());
    answers.topics_mut().splice(place..place, new);
    args.event.finish(editing, &answers, &Done { did: "Added", would: "add", what, is_lossy: false }, terminal)
}

/// Whether topics of the template have that field.
pub(super) fn has(declaration: &Declaration, key: &str) -> bool {
    key == "title" || declaration.topic_field(key).is_some()
}

/// Where the new topics go, from 0.
fn place(args: &AddArgs, editing: &Editing) -> Result<usize, Error> {
    let topics = &editing.event.topics;
    match (args.at, &args.before, &args.after) {
        (Some(number), ..) => super::ordering::place_of(number, topics.len() + 1),
        (_, Some(topic), _) => find(topics, topic),
        (_, _, Some(topic)) => Ok(find(topics, topic)? + 1),
        _ => Ok(topics.len()),
    }
}
