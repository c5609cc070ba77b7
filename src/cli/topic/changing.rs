//! `afterword topic edit`: values of one topic, by flags or asked for.

use clap::Args;

use crate::terminal::Terminal;
use crate::wizard::Answers;
use crate::wizard::answers::Entries;

use super::super::Error;
use super::super::Outcome;
use super::super::edit;
use super::super::inputs::typed;
use super::super::report::tell;
use super::Done;
use super::EventArgs;
use super::finding::find;
use super::values;

/// Change a topic.
///
/// Without `--set`, at a terminal, everything that can be changed of the topic is offered, and then the overview of the
/// event.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct EditArgs {
    #[command(flatten)]
    event: EventArgs,
    /// The topic: its number, its title, or the beginning of one title.
    #[arg(value_name = "TOPIC")]
    topic: String,
    /// A value for a field or section, such as `state=partial`; may be given several times.
    ///
    /// Lists are in YAML's flow style, `owners=[ada, bo]`; `@FILE` reads the value from a file. An empty value takes the
    /// field away.
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    set: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  afterword topic edit 2026-05 warm --set achievements=@warm-starts.md
  afterword topic edit 2026-05 2 --set 'owners=[ada, bo]' --set state=partial
  afterword topic edit 2026-05 2 --set badge=         take the badge away
  afterword topic edit 2026-05 warm                   be asked";

pub(super) fn run(args: &EditArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let values = values::assignments(&args.set)?;
    let editing = match args.event.open("topic edit", terminal)? {
        Ok(editing) => editing,
        Err(outcome) => return Ok(outcome),
    };
    let place = find(&editing.event.topics, &args.topic)?;
    if values.is_empty() {
        if terminal.is_interactive() && args.event.writes() {
            return edit::ask(&editing, Some(place), terminal);
        }
        let event = typed(&args.event.event);
        return Err(Error::Usage {
            message: "there is nothing to change, and nobody can be asked".to_owned(),
            help: format!("say it by `--set FIELD=VALUE`: afterword topic edit {event} {} --set …", place + 1),
        });
    }
    let declaration = &editing.renderer.template().declaration;
    let mut answers = editing.answers.marked();
    let checked = values::refuse_unknown(&values, declaration);
    if let Err(failure) = checked.and_then(|()| values::put(topic_at(&mut answers, place), &values, declaration)) {
        return tell(failure, terminal);
    }
    if let Err(failure) = editing.check(place, None, &values::saying(&values))? {
        return tell(failure, terminal);
    }
    let title = editing.event.topics.get(place).map(|topic| topic.title.as_str()).unwrap_or_default();
    let what = format!("`{title}` in {}", editing.name());
    args.event.finish(&editing, &answers, &Done { did: "Changed", would: "change", what, is_lossy: false }, terminal)
}

/// The answers of a topic of the event.
#[expect(clippy::indexing_slicing, reason = "the event was read from these answers")]
fn topic_at(answers: &mut Answers, place: usize) -> &mut Entries {
    &mut answers.topics_mut()[place]
}
