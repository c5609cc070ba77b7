//! Event folders that a project keeps apart from its pages, where the site does not publish them:
//! `.afterword/events/ID/`.

use std::path::Path;
use std::path::PathBuf;

use crate::grammar::list_and;
use crate::grammar::ticked;
use crate::project::Project;
use crate::project::configuration::paths::Names;
use crate::terminal::Terminal;

use super::Error;
use super::inputs::FOLDER_FILE;
use super::inputs::Input;
use super::inputs::PAGE;
use super::inputs::is_id;
use super::inputs::is_page;
use super::inputs::source_beside;
use super::inputs::typed;
use super::places::Place;
use super::places::Places;
use super::places::folder_of;
use super::places::from_here;
use super::places::shown_from_here;

/// How far below their folder event folders may lie: `events/{year}/{month}/{id}`.
const DEPTH: usize = 3;

/// The event that an argument names: what [`Input::find`] finds, and of an event folder that is kept apart the page
/// where the project has its pages. An id names such a folder rather than the page that it makes.
pub(super) fn input(argument: &Path, places: &mut Places, terminal: &mut Terminal) -> Result<Input, Error> {
    let found = match Input::find(argument) {
        Err(error @ Error::NoEvent { .. }) => match by_id(argument, places, terminal)? {
            Some(folder) => Input::find(&folder)?,
            None => return Err(error),
        },
        Ok(Input::File { path, .. }) if is_page(&path) && !is_page(argument) => {
            let page = Input::File { page: path.clone(), path };
            match source_of_page(&page, places, terminal)? {
                Some(source) => Input::find(&source)?,
                None => page,
            }
        }
        found => found?,
    };
    match found {
        Input::File { path, page } if path.ends_with(FOLDER_FILE) => {
            let place = places.of(folder_of(&path), terminal)?;
            let page = match page_of(&place.folder, &place) {
                Some(page) => from_here(&page?),
                None => page,
            };
            Ok(Input::File { path, page })
        }
        found => Ok(found),
    }
}

/// The event file or folder that makes a page, as it is written from the working directory; nothing of a page that is
/// its own source, and of what is no page.
pub(super) fn source_of_page(
    input: &Input,
    places: &mut Places,
    terminal: &mut Terminal,
) -> Result<Option<PathBuf>, Error> {
    let Input::File { path, .. } = input else { return Ok(None) };
    if !input.is_page() {
        return Ok(None);
    }
    if let Some(source) = source_beside(path) {
        return Ok(Some(source));
    }
    let place = places.of(folder_of(path), terminal)?;
    let source = source_of(&place.folder.join(path.file_name().unwrap_or_default()), &place);
    Ok(source.map(|source| from_here(&source)))
}

/// Refuses a page that is made from an event file: the next `render` would undo what is done to it.
pub(super) fn refuse_made(
    input: &Input,
    command: &'static str,
    places: &mut Places,
    terminal: &mut Terminal,
) -> Result<(), Error> {
    match source_of_page(input, places, terminal)? {
        Some(source) => Err(Error::Made { page: input.name(), source_file: typed(&source), command }),
        None => Ok(()),
    }
}

/// The event folder that an id names, as it is written from the working directory.
pub(super) fn by_id(argument: &Path, places: &mut Places, terminal: &mut Terminal) -> Result<Option<PathBuf>, Error> {
    if !is_id(argument) {
        return Ok(None);
    }
    let place = places.of(Path::new(""), terminal)?;
    let found = all(&place.project).into_iter().find(|folder| folder.file_name() == Some(argument.as_os_str()));
    Ok(found.map(|folder| from_here(&folder)))
}

/// What names an event on the command line: of a folder's event file the folder, whose page lies elsewhere.
pub(super) fn argument(event: &Path) -> &Path {
    event.parent().filter(|_| event.ends_with(FOLDER_FILE)).unwrap_or(event)
}

/// All event folders that a project keeps apart, in order; absolute.
pub(super) fn all(project: &Project) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Some(folder) = apart(project) else { return found };
    let mut open = vec![(folder, 0)];
    while let Some((folder, depth)) = open.pop() {
        if depth > 0 && folder.join(FOLDER_FILE).is_file() {
            found.push(folder);
        } else if depth < DEPTH {
            let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            // A symlink could lead anywhere.
            let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
            open.extend(folders.map(|entry| (entry.path(), depth + 1)));
        }
    }
    found.sort();
    found
}

/// Where a new event folder of that id is kept; absolute.
pub(super) fn new(names: &Names<'_>, project: &Project) -> PathBuf {
    project.root.join(project.configuration.event_folder(names))
}

/// The page of an event folder, both absolute; nothing where that is not kept apart, so that the page lies beside it.
///
/// # Errors
///
/// Pages lie in several folders, and nothing says in which of them its page belongs.
pub(super) fn page_of(folder: &Path, place: &Place) -> Option<Result<PathBuf, Error>> {
    let project = &place.project;
    let is_apart = apart(project).is_some_and(|apart| folder != apart && folder.starts_with(apart));
    let mut name = folder.file_name().filter(|_| is_apart)?.to_owned();
    name.push(".");
    name.push(PAGE);
    if let Some(pages) = project.configuration.pages_folder() {
        return Some(Ok(project.root.join(pages).join(name)));
    }
    let folders = place.with_wrap_ups();
    let has_page = |folder: &&PathBuf| folder.join(&name).is_file();
    let with_page: Vec<&PathBuf> = folders.iter().filter(has_page).collect();
    match (folders, with_page.as_slice()) {
        ([], _) => Some(Ok(project.root.join(name))),
        ([only], _) => Some(Ok(only.join(name))),
        (_, [only]) => Some(Ok(only.join(name))),
        _ => {
            let names = folders.iter().map(|folder| ticked(shown_from_here(folder)));
            Some(Err(Error::Usage {
                message: format!("several folders have wrap-ups: {}", list_and(names)),
                help: format!(
                    "say in `.afterword/config.yaml` which of them that of {} belongs to: pages: FOLDER",
                    ticked(shown_from_here(folder))
                ),
            }))
        }
    }
}

/// The event file or folder that makes a page, all absolute: beside it, or kept apart.
fn source_of(page: &Path, place: &Place) -> Option<PathBuf> {
    source_beside(page).or_else(|| {
        let is_its = |own: Result<PathBuf, Error>| own.is_ok_and(|own| own == page);
        let of_page =
            |folder: &PathBuf| folder.file_name() == page.file_stem() && page_of(folder, place).is_some_and(is_its);
        all(&place.project).into_iter().find(of_page)
    })
}

/// The folder of the event folders; absolute.
fn apart(project: &Project) -> Option<PathBuf> {
    let folder = project.configuration.events_folder();
    (!project.is_strange && !folder.as_os_str().is_empty()).then(|| project.root.join(folder))
}
