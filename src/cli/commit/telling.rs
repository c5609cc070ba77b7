//! What a commit says: what it would hold, and what it holds.

use serde_json::json;

use crate::git::commit::Committed;
use crate::git::commit::Made;
use crate::git::commit::Wanted;
use crate::grammar::Count;
use crate::outputs::unified_diff;
use crate::terminal::Terminal;

use super::super::Outcome;
use super::super::render::show_diff;
use super::CommitArgs;
use super::Format;
use super::plan::Plan;
use super::plan::Status;

/// What would be committed, and where.
pub(super) fn show(plan: &Plan, wanted: &Wanted, branch: Option<&str>, terminal: &mut Terminal) {
    let branch = wanted.branch.as_deref().or(branch);
    let place = branch.map_or("a detached HEAD".to_owned(), |branch| format!("`{branch}`"));
    terminal.status(&format!("To be committed to {place}:"));
    for (file, status) in plan.changed() {
        let letter = match status {
            Status::Added => 'A',
            Status::Removed => 'D',
            Status::Modified | Status::Same => 'M',
        };
        terminal.status(&format!("  {letter}  {}", file.path));
    }
    for line in wanted.message.trim_end().lines() {
        terminal.status(&format!("     {line}"));
    }
}

/// What `--dry-run` and `--diff` print.
pub(super) fn foretell(args: &CommitArgs, plan: &Plan, wanted: &Wanted, terminal: &mut Terminal) {
    plan.warn(terminal);
    if args.diff {
        show_changes(plan, terminal);
        return;
    }
    let branch = plan.repository().and_then(|repository| repository.branch());
    let changed: Vec<&str> = plan.changed().iter().map(|(file, _)| file.path.as_str()).collect();
    if args.format == Format::Json {
        let branch = wanted.branch.as_ref().or(branch.as_ref());
        object(None, branch.map(String::as_str), &changed, Some(&wanted.message), terminal);
    } else if changed.is_empty() {
        terminal.status("There is nothing to commit.");
    } else {
        show(plan, wanted, branch.as_deref(), terminal);
    }
}

/// The difference of every file to what HEAD holds.
pub(super) fn show_changes(plan: &Plan, terminal: &mut Terminal) {
    let repository = plan.repository();
    for (file, _) in plan.changed() {
        let old = repository.as_ref().and_then(|found| found.in_head(std::path::Path::new(&file.path)).ok()?);
        let old = old.unwrap_or_default();
        match (std::str::from_utf8(&old), std::str::from_utf8(&file.bytes)) {
            (Ok(old), Ok(new)) => show_diff(&unified_diff(&file.path, old, new), terminal),
            _ => terminal.data(&format!("Binary files a/{0} and b/{0} differ\n", file.path)),
        }
    }
}

/// What came of it; gives the outcome.
pub(super) fn tell(args: &CommitArgs, plan: &Plan, made: &Made, terminal: &mut Terminal) -> Outcome {
    for note in &made.notes {
        terminal.note(note);
    }
    if args.format == Format::Json {
        match &made.commit {
            Some(Committed { id, branch, paths, message }) => {
                let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
                object(Some(id), branch.as_deref(), &paths, Some(message), terminal);
            }
            None => {
                let branch = plan.repository().and_then(|repository| repository.branch());
                object(None, branch.as_deref(), &[], None, terminal);
            }
        }
    } else {
        match &made.commit {
            Some(committed) => tell_committed(committed, plan, terminal),
            None => terminal.status("There is nothing to commit: HEAD holds it all."),
        }
    }
    match &made.unfinished {
        Some(reason) => {
            terminal.warning(&format!(
                "the commit is made, but something after it failed: {reason}; the next run of afterword here finishes it"
            ));
            Outcome::Unfinished
        }
        None => Outcome::Done,
    }
}

fn tell_committed(committed: &Committed, plan: &Plan, terminal: &mut Terminal) {
    let Committed { id, branch, paths, message } = committed;
    let place = branch.as_ref().map_or("a detached HEAD".to_owned(), |branch| format!("`{branch}`"));
    let short = id.get(..10).unwrap_or(id);
    let subject = message.lines().next().unwrap_or_default();
    terminal.status(&format!("Committed {} to {place}: {short} {subject}", Count(paths.len(), "file")));
    for path in paths {
        terminal.status(&format!("  {path}"));
    }
    let repository = plan.repository();
    let push = branch.as_ref().zip(repository.as_ref()).and_then(|(branch, repository)| {
        let push = repository.push_command(branch)?;
        let asks_for_review = !repository.is_default_of_remote(branch);
        Some(if asks_for_review { format!("{push}, then: gh pr create --fill") } else { push })
    });
    match push {
        Some(push) => terminal.status(&format!("Next: {push}")),
        None => terminal.detail("There is no remote to push it to."),
    }
}

fn object(commit: Option<&str>, branch: Option<&str>, paths: &[&str], message: Option<&str>, terminal: &mut Terminal) {
    let object = json!({
        "schema_version": 1,
        "commit": commit,
        "branch": branch,
        "paths": paths,
        "message": message,
    });
    terminal.data(&format!("{object}\n"));
}
