//! What lies below a root: told by path, read when asked for.

use std::path::Path;
use std::path::PathBuf;

use crate::check::files::Headings;
use crate::check::files::Kind;
use crate::fs;
use crate::git::Repository;
use crate::git::Since;
use crate::markdown::anchor::Site;

use super::super::event_folders;
use super::super::inputs::FOLDER_FILE;
use super::super::inputs::path_name;
use super::super::inputs::source_beside;
use super::super::places::Place;

/// The largest file that is read.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// How many earlier texts of a page are looked at for headings that it had.
const PAST: usize = 20;

/// The files below a root.
pub(super) struct Around<'a> {
    pub(super) root: &'a Path,
    repository: Option<&'a Repository>,
    /// The root below the repository's working tree.
    prefix: Option<PathBuf>,
    /// The event files of folders that are kept apart, and their pages.
    apart: Vec<(String, String)>,
    /// Where such folders lie.
    pub(super) events: String,
    /// The names of indices.
    indices: Vec<String>,
    /// Where pictures lie, relative to the pages.
    pub(super) pictures: String,
}

impl<'a> Around<'a> {
    pub(super) fn new(place: &'a Place) -> Self {
        let (project, repository) = (place.project.as_ref(), place.repository.as_deref());
        let root = project.root.as_path();
        let below = |path: &Path| path.strip_prefix(root).ok().map(path_name);
        // A folder of which nobody can say where its page belongs has none.
        let with_page = |folder: PathBuf| {
            let page = event_folders::page_of(&folder, place)?.ok()?;
            Some((below(&folder.join(FOLDER_FILE))?, below(&page)?))
        };
        let apart = event_folders::all(project).into_iter().filter_map(with_page).collect();
        let events = path_name(&project.configuration.events_folder());
        let pictures = path_name(&project.configuration.pictures_folder());
        let indices = project.configuration.index_names().into_iter().map(str::to_owned).collect();
        let work = repository.and_then(|repository| repository.work_folder().canonicalize().ok());
        let prefix = work.and_then(|work| root.strip_prefix(work).ok().map(Path::to_owned));
        Self { root, repository, prefix, apart, events, indices, pictures }
    }

    /// Whether a repository is around: then links may come from anywhere in it.
    pub(super) fn has_repository(&self) -> bool {
        self.prefix.is_some()
    }

    /// Whether a path below the root is that of an index.
    pub(super) fn is_index(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.indices.iter().any(|index| index == name)
    }

    /// The page that an event file makes, both below the root.
    pub(super) fn page_of(&self, event: &str) -> String {
        if let Some((_, page)) = self.apart.iter().find(|(apart, _)| apart == event) {
            return page.clone();
        }
        let folder = event.strip_suffix(FOLDER_FILE).and_then(|folder| folder.strip_suffix('/'));
        let stem = folder.unwrap_or_else(|| event.rsplit_once('.').map_or(event, |(stem, _)| stem));
        format!("{stem}.md")
    }

    /// The event file that makes a page, both below the root.
    pub(super) fn source_of(&self, page: &str) -> Option<String> {
        if let Some(source) = source_beside(&self.root.join(page)) {
            let file = if source.is_dir() { source.join(FOLDER_FILE) } else { source };
            return file.strip_prefix(self.root).ok().map(path_name);
        }
        self.apart.iter().find(|(_, own)| own == page).map(|(event, _)| event.clone())
    }

    /// What stands at a path below the root.
    pub(super) fn kind(&self, path: &str) -> Option<Kind> {
        let metadata = self.root.join(path).metadata().ok()?;
        if metadata.is_dir() { Some(Kind::Folder) } else { metadata.is_file().then_some(Kind::File(metadata.len())) }
    }

    /// The bytes of a file, where it can be read.
    pub(super) fn read(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(&self.root.join(path), MAX_BYTES).ok()
    }

    /// Whether git passes over a path below the root.
    pub(super) fn is_ignored(&self, path: &str, is_folder: bool) -> bool {
        let (Some(repository), Some(prefix)) = (self.repository, &self.prefix) else { return false };
        let mut path = prefix.join(path).into_os_string();
        if is_folder {
            path.push("/");
        }
        repository.is_ignored(Path::new(&path))
    }

    /// The headings that a page had in earlier commits, the newest first.
    pub(super) fn past(&self, path: &str, site: Site) -> Vec<Headings> {
        let (Some(repository), Some(prefix)) = (self.repository, &self.prefix) else { return Vec::new() };
        let path = prefix.join(path);
        let history = repository.history([&path, &path]).take(PAST);
        history
            .filter_map(|past| String::from_utf8(past.ok()?.files.into_iter().next()?).ok())
            .map(|text| Headings::of(&text, site))
            .collect()
    }

    /// Whether a branch changed a file below the root.
    pub(super) fn is_changed(&self, path: &str, since: &Since) -> bool {
        let Some(prefix) = &self.prefix else { return true };
        let path = path_name(&prefix.join(path));
        since.changed.contains(&path)
    }
}
