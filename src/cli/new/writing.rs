//! The files of a new event: where they go, what is overwritten, what is said about it.

use std::path::Path;
use std::rc::Rc;

use crate::fs;
use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::grammar::Count;
use crate::grammar::list_and;
use crate::outputs;
use crate::outputs::unified_diff;
use crate::project::drafts::Draft;
use crate::template::schema;
use crate::terminal::Terminal;

use super::super::Error;
use super::super::Outcome;
use super::super::commit;
use super::super::index::EventRow;
use super::super::index::Rows;
use super::super::index::say_of_index;
use super::super::inputs::path_name;
use super::super::lost;
use super::super::places::Place;
use super::super::places::Places;
use super::super::places::folder_of;
use super::super::render::Destination;
use super::super::render::beside;
use super::super::render::keep;
use super::super::render::show_diff;
use super::Form;
use super::NewArgs;
use super::Written;
use super::refuse_folder;
use super::targets::Targets;
use super::targets::Wanted;

/// Writes the files of the event, or prints what would be written, and throws the draft away.
///
/// Who was asked is asked as well whether to commit it.
pub(super) fn write(
    args: &NewArgs,
    written: &Written,
    places: &mut Places,
    draft: Option<Draft>,
    asks: bool,
    terminal: &mut Terminal,
) -> Result<Outcome, Error> {
    let place = super::place(args, places, terminal)?;
    if args.print {
        let modeline = modeline(written, &place.folder, &place).filter(|_| written.form != Form::Page);
        let text = if written.form == Form::Page { &written.page } else { &written.event_file };
        terminal.data(&format!("{}{text}", modeline.unwrap_or_default()));
        return Ok(Outcome::Done);
    }
    let event_file = if written.form == Form::Folder { &written.event_alone } else { &written.event_file };
    let in_folder = |folder: &Path| format!("{}{event_file}", modeline(written, folder, &place).unwrap_or_default());
    let Targets { files: wanted, source } = Targets::find(args, written, in_folder, &place)?;
    refuse_folder(&source)?;
    let page = wanted.last().map(|page| page.path.clone()).unwrap_or_default();
    let mut files = Vec::new();
    for file in &wanted {
        let destination = destination(file, &place, places, terminal)?;
        let old = destination.target.read(outputs::MAX_BYTES).map_err(Error::Write)?;
        if old.is_some() && !args.force {
            return Err(Error::Exists { path: file.path.clone() });
        }
        files.push(New { destination, text: &file.text, old });
    }
    let mut batch = Batch::new(MEMORY_LIMIT);
    for New { destination, text, .. } in &files {
        batch.put(destination.target.clone(), text.as_bytes().to_vec()).map_err(Error::Write)?;
    }
    let mut rows = Rows::default();
    if !args.no_index {
        rows.add(&page, EventRow::of(&written.event, &written.template).map_err(Error::Render)?);
    }
    let indices = rows.keep(places, terminal)?;
    indices.put(&mut batch)?;
    for New { destination, text, old } in &files {
        if let Some(old) = old.as_ref().filter(|old| old.as_slice() != text.as_bytes()) {
            keep("old file", destination, old, terminal)?;
        }
    }
    batch.finish()?;
    let drawn = outputs::compare(written.page.clone(), None, None, || Ok::<_, Error>(None), |_, _| false)?;
    // A page that is its own source is nothing that another event file may overwrite.
    if let Some(page) = files.last().filter(|_| written.form != Form::Page) {
        place.pages.borrow_mut().remember(&page.destination.key(), drawn.written);
    }
    if let Err(error) = places.save() {
        terminal.detail(&format!("{error}: the next run may ask whether the page was edited"));
    }
    if let Some(draft) = draft {
        draft.remove().map_err(Error::Write)?;
    }
    files.iter().for_each(|file| file.show(terminal));
    let names = files.iter().map(|file| file.destination.name.clone());
    let written_names = match written.form {
        Form::Folder => list_and([path_name(&source), path_name(&page)]),
        Form::FileAndPage | Form::Page => list_and(names),
    };
    terminal.status(&format!("Wrote {written_names}."));
    indices.told().for_each(|(name, rows)| say_of_index(name, rows, true, terminal));
    // What follows takes the lock of its own.
    drop(indices);
    lost::warn(&path_name(&page), &written.lost, terminal);
    terminal.status(&format!("To change it: afterword edit {}", path_name(&source)));
    if asks && place.repository.is_some() {
        commit::offer(&source, terminal)?;
    }
    Ok(Outcome::Done)
}

/// Where a file goes: within the root.
fn destination(
    file: &Wanted,
    place: &Rc<Place>,
    places: &mut Places,
    terminal: &mut Terminal,
) -> Result<Destination, Error> {
    let Some(below) = &file.below else { return beside(&file.path, places, terminal) };
    let target = place.root.target_shown(below, file.path.clone()).map_err(Error::Write)?;
    let folder = place.project.root.join(folder_of(below));
    let place = if folder == place.folder { place.clone() } else { Rc::new(place.at(folder)) };
    Ok(Destination::new(target, place, path_name(&file.path)))
}

/// A file to be written.
struct New<'w> {
    destination: Destination,
    text: &'w str,
    /// What is there already.
    old: Option<Vec<u8>>,
}

impl New<'_> {
    /// Shows what was overwritten; of a file that is all new its size says enough.
    fn show(&self, terminal: &mut Terminal) {
        let name = &self.destination.name;
        match &self.old {
            Some(old) if !terminal.is_quiet() => {
                show_diff(&unified_diff(name, &String::from_utf8_lossy(old), self.text), terminal);
            }
            Some(_) => {}
            None => terminal.status(&format!("+ {name}  {}", Count(self.text.lines().count(), "line"))),
        }
    }
}

/// How large a schema may be that is looked at.
const MAX_SCHEMA: u64 = 1024 * 1024;

/// The first line of an event file that leads editors to its schema, where one lies beside it or in `.afterword/`.
fn modeline(written: &Written, folder: &Path, place: &Place) -> Option<String> {
    let wanted = schema::of_events(&written.template.declaration);
    let is_wanted = |path: &Path| {
        let bytes = fs::read(path, MAX_SCHEMA).ok();
        let found = bytes.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
        // Schemas of other versions of this program differ in what they describe.
        found.is_some_and(|found| found.get("title").is_some_and(|title| Some(title) == wanted.get("title")))
    };
    let schemas = |folder: &Path| {
        let names = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
        names.retain(|name| name.ends_with("schema.json"));
        names.sort();
        names.into_iter().find(|name| is_wanted(&folder.join(name)))
    };
    let own = ".afterword";
    let above = folder.strip_prefix(&place.project.root).map_or(0, |path| path.components().count());
    let in_own = || Some(format!("{}{own}/{}", "../".repeat(above), schemas(&place.project.root.join(own))?));
    let path = schemas(folder).or_else(in_own).filter(|path| !path.contains(char::is_whitespace))?;
    Some(format!("# yaml-language-server: $schema={path}\n"))
}
