//! Pages that somebody edited: refused with the command that shows the edits, or kept before they are overwritten.

use std::path::Path;

use crate::fs;
use crate::grammar::Count;
use crate::outputs::Standing;
use crate::terminal::Terminal;

use super::super::Error;
use super::super::inputs::is_here;
use super::super::inputs::typed;
use super::super::shared::ReadingArgs;
use super::Destination;
use super::Done;
use super::RenderArgs;

/// Keeps the bytes of a file that is overwritten, and says how to get them back.
pub(in crate::cli) fn keep(
    what: &str,
    destination: &Destination,
    bytes: &[u8],
    terminal: &mut Terminal,
) -> Result<(), Error> {
    let page = destination.place.folder.join(destination.file_name());
    if let Some(repository) = &destination.place.repository {
        let id = repository.keep(Path::new(&destination.name), bytes)?;
        let (git, page) = if is_here(repository.work_folder()) {
            ("git".to_owned(), typed(Path::new(&destination.name)))
        } else {
            (format!("git -C {}", typed(repository.work_folder())), typed(&page))
        };
        terminal.note(&format!("the {what} is kept: {git} cat-file -p {id} > {page}"));
        return Ok(());
    }
    let Some(state) = destination.place.project.state_folder() else {
        return Err(Error::Keep { page: destination.name.clone() });
    };
    let kept = state.join("kept").join(crate::project::pages::fingerprint(bytes));
    fs::write_state(&kept, bytes).map_err(Error::Write)?;
    let page = if is_here(Path::new("/")) { typed(Path::new(&destination.name)) } else { typed(&page) };
    terminal.note(&format!("the {what} is kept: cp {} {page}", typed(&kept)));
    Ok(())
}

/// Says which pages hold edits, how many, and what can be done.
pub(super) fn refuse(done: &[Done<'_>], args: &RenderArgs, terminal: &mut Terminal) {
    for one in done {
        let Standing::Edited(size) = one.standing else { continue };
        let added = Count(size.added, "line");
        let removed = Count(size.removed, "line");
        let error = Edited { page: one.page.to_owned(), added, removed };
        let event = one.event.argument();
        let see = command("render", &event, args);
        // What is drawn elsewhere or otherwise has no event file to go back to.
        let is_own = args.output.is_none() && args.reading == ReadingArgs::default();
        let take = if is_own { format!("; to take it in: {}", command("sync", &event, args)) } else { String::new() };
        let hint = format!("to see it: {see} --diff{take}; to overwrite it and keep a copy: --force");
        terminal.error(&error, Some(&hint));
    }
    terminal.status("Nothing was written.");
}

/// A command with the flags of this one for one of its events, as it is typed in a shell.
pub(super) fn command(verb: &str, event: &Path, args: &RenderArgs) -> String {
    let mut command = "afterword".to_owned();
    let mut add = |flag: &str, word: &Path| {
        command.push_str(flag);
        command.push(' ');
        command.push_str(&typed(word));
    };
    if let (false, Ok(current)) = (is_here(Path::new(".")), std::env::current_dir()) {
        add(" -C", &current);
    }
    add(&format!(" {verb}"), event);
    if verb == "render" && !args.to.is_empty() {
        add(" --to", Path::new(&args.to.join(",")));
    }
    if let Some(output) = &args.output {
        add(" -o", output);
    }
    let ReadingArgs { template, style, set } = &args.reading;
    template.iter().for_each(|name| add(" --template", Path::new(name)));
    style.iter().for_each(|name| add(" --style", Path::new(name)));
    set.iter().for_each(|value| add(" --set", Path::new(value)));
    command
}

#[derive(Debug, thiserror::Error)]
#[error("`{page}` was edited by hand: writing it would add {added} and remove {removed}")]
struct Edited {
    page: String,
    added: Count,
    removed: Count,
}
