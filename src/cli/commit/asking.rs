//! What a person at a terminal sees before a commit, and can say.

use crate::git::commit::Wanted;
use crate::grammar::Count;
use crate::terminal::Terminal;
use crate::wizard::Prompt as _;
use crate::wizard::Reply;
use crate::wizard::prompt::Choice;

use super::super::Error;
use super::CommitArgs;
use super::plan::Plan;
use super::telling;

/// What the person wants.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    /// The branch to make.
    pub(super) branch: Option<String>,
    /// The message.
    pub(super) message: Option<String>,
    /// Whether it is edited first.
    pub(super) edits: bool,
}

/// Shows what will be committed, and asks; nothing where the person does not want it.
pub(super) fn ask(
    plan: &Plan,
    wanted: &Wanted,
    args: &CommitArgs,
    terminal: &mut Terminal,
) -> Result<Option<Answer>, Error> {
    let repository = plan.repository();
    let here = repository.as_ref().and_then(|repository| repository.branch());
    let mut answer = Answer { branch: args.branch.clone(), message: Some(wanted.message.clone()), edits: args.edit };
    telling::show(plan, wanted, here.as_deref(), terminal);

    let is_default = match (&repository, &here, &args.branch) {
        (Some(repository), Some(here), None) => repository.is_default_of_remote(here),
        _ => false,
    };
    let own = plan.ids.first().map(|id| format!("wrap-up-{id}")).filter(|_| is_default);
    let mut items = Vec::new();
    let mut meanings = Vec::new();
    let files = Count(plan.changed().len(), "file");
    if let Some(own) = &own {
        items.push(format!("Commit {files} to a new branch, {own}"));
        meanings.push(Meaning::Branch(own.clone()));
    }
    let place = args.branch.as_deref().or(here.as_deref()).map(|name| format!(" to {name}")).unwrap_or_default();
    items.push(format!("Commit {files}{place}"));
    meanings.push(Meaning::Here);
    items.push("Edit the message first".to_owned());
    meanings.push(Meaning::Edit);
    items.push("Show what changes".to_owned());
    meanings.push(Meaning::Diff);
    items.push("Not now".to_owned());
    meanings.push(Meaning::No);
    loop {
        let question = Choice { question: "Commit this?", help: None, items: &items, default: 0, search: false };
        let mut prompt = terminal.prompt()?;
        let reply = prompt.choice(&question)?;
        prompt.finish()?;
        let Reply::Given(index) = reply else { return Ok(None) };
        match meanings.get(index) {
            Some(Meaning::Branch(name)) => answer.branch = Some(name.clone()),
            Some(Meaning::Here) => {}
            Some(Meaning::Edit) => answer.edits = true,
            Some(Meaning::Diff) => {
                telling::show_changes(plan, terminal);
                continue;
            }
            Some(Meaning::No) | None => return Ok(None),
        }
        return Ok(Some(answer));
    }
}

enum Meaning {
    Branch(String),
    Here,
    Edit,
    Diff,
    No,
}
