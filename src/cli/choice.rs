//! Which events a command is about: those that it is given, by whatever name, or else the newest of the wrap-ups.

use std::path::Path;
use std::path::PathBuf;

use crate::document::front_matter::keys_of_block;
use crate::fs;
use crate::grammar::list_and;
use crate::grammar::ticked;
use crate::render::front_matter;
use crate::terminal::Terminal;
use crate::yaml::write::Yaml;

use super::Error;
use super::event_folders;
use super::inputs::Input;
use super::inputs::is_id;
use super::inputs::is_page;
use super::inputs::path_name;
use super::inputs::shown;
use super::neighbours;
use super::places::Places;

/// How many folders below the root are looked at.
const FOLDERS: usize = 5000;

/// How many pages of a folder are looked at: those of wrap-ups are all alike.
const PAGES: usize = 50;

/// How much of a page is read for its weight, in bytes.
const BEGINNING: u64 = 8 * 1024;

/// The events that are named, or the newest one; an id is looked for in the folder with wrap-ups as well.
pub(super) fn events(named: &[PathBuf], places: &mut Places, terminal: &mut Terminal) -> Result<Vec<PathBuf>, Error> {
    if named.is_empty() {
        return Ok(vec![newest(places, terminal)?]);
    }
    named.iter().map(|named| event(Some(named), places, terminal)).collect()
}

/// The event that is named, or the newest one.
pub(super) fn event(named: Option<&PathBuf>, places: &mut Places, terminal: &mut Terminal) -> Result<PathBuf, Error> {
    let Some(named) = named else { return newest(places, terminal) };
    match Input::find(named) {
        Err(error @ Error::NoEvent { .. }) if is_id(named) => {
            if event_folders::by_id(named, places, terminal)?.is_some() {
                return Ok(named.clone());
            }
            let Ok(folder) = folder(places, terminal) else { return Err(error) };
            let there = folder.join(named);
            match Input::find(&there) {
                Ok(found) => {
                    terminal.status(&format!("Taking {}.", found.name()));
                    Ok(there)
                }
                Err(_) => Err(error),
            }
        }
        // Whatever is wrong with it is told where it is read.
        _ => Ok(named.clone()),
    }
}

fn newest(places: &mut Places, terminal: &mut Terminal) -> Result<PathBuf, Error> {
    let folder = folder(places, terminal)?;
    let place = places.of(&folder, terminal)?;
    let known = neighbours::read(&folder, &place.project, None);
    let Some(newest) = known.first() else {
        return Err(none_in(&folder));
    };
    let path = event_folders::argument(&newest.path);
    terminal.status(&format!("Taking {}, the newest event.", path_name(path)));
    Ok(path.to_owned())
}

/// The folder with wrap-ups: the one that is configured, else the working directory if it is one, else the one below the root.
pub(super) fn folder(places: &mut Places, terminal: &mut Terminal) -> Result<PathBuf, Error> {
    let here = Path::new("");
    let place = places.of(here, terminal)?;
    if place.project.is_strange {
        return Err(none_in(here));
    }
    if let Some(folder) = place.pages_folder() {
        return Ok(folder);
    }
    if has_wrap_ups(Path::new(".")) || !neighbours::read(here, &place.project, None).is_empty() {
        return Ok(here.to_owned());
    }
    match place.with_wrap_ups() {
        [] => Err(none_in(here)),
        [only] => Ok(shown(only)),
        several => {
            let names = several.iter().map(|folder| ticked(path_name(&shown(folder))));
            Err(Error::Usage {
                message: format!("several folders have wrap-ups: {}", list_and(names)),
                help: "name the event, or work in one of them with `-C`".to_owned(),
            })
        }
    }
}

fn none_in(folder: &Path) -> Error {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    Error::Usage {
        message: format!("no event is named, and there is none in `{}`", folder.display()),
        help: "give an event file, an event folder, a page, or an id such as 2026-05".to_owned(),
    }
}

/// The folders below one that have wrap-ups, in order.
pub(super) fn below(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    let mut looked = 0;
    while let Some(folder) = open.pop().filter(|_| looked < FOLDERS) {
        looked += 1;
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        let is_own = |name: &std::ffi::OsStr| {
            let is_hidden = name.as_encoded_bytes().starts_with(b".");
            !is_hidden && name != "node_modules" && name != "target"
        };
        // A symlink is no folder here, so that none is looked at twice.
        let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        open.extend(folders.filter(|entry| is_own(&entry.file_name())).map(|entry| entry.path()));
        if has_wrap_ups(&folder) {
            found.push(folder);
        }
    }
    found.sort();
    found
}

/// Whether a page in a folder has the weight of a wrap-up: `-YYYYMM`.
fn has_wrap_ups(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut pages: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| is_page(path)).collect();
    // Their names begin with a date.
    pages.sort();
    pages.iter().take(PAGES).any(|page| has_weight(page))
}

fn has_weight(page: &Path) -> bool {
    let bytes = match fs::read(page, BEGINNING) {
        Ok(bytes) => bytes,
        Err(fs::Error::TooLarge { head, .. }) => head,
        Err(_) => return false,
    };
    let text = String::from_utf8_lossy(&bytes);
    let keys = front_matter::split(&text).and_then(|(block, _)| keys_of_block(block)).unwrap_or_default();
    let weight = keys.into_iter().find(|(key, _)| key == "weight").map(|(_, weight)| weight);
    let Some(Yaml::Plain(weight)) = weight else { return false };
    let digits = weight.strip_prefix('-').unwrap_or_default();
    digits.len() >= 6 && digits.len() <= 8 && digits.bytes().all(|byte| byte.is_ascii_digit())
}
