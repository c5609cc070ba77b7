//! What lies below a root: told by path, read when asked for.

use std::path::Path;
use std::path::PathBuf;

use crate::check::files::Headings;
use crate::check::files::Kind;
use crate::fs;
use crate::git::Repository;
use crate::git::Since;
use crate::markdown::anchor::Site;

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
}

impl<'a> Around<'a> {
    pub(super) fn new(root: &'a Path, repository: Option<&'a Repository>) -> Self {
        let work = repository.and_then(|repository| repository.work_folder().canonicalize().ok());
        let prefix = work.and_then(|work| root.strip_prefix(work).ok().map(Path::to_owned));
        Self { root, repository, prefix }
    }

    /// Whether a repository is around: then links may come from anywhere in it.
    pub(super) fn has_repository(&self) -> bool {
        self.prefix.is_some()
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
            .filter_map(|past| String::from_utf8(past.files.into_iter().next()?).ok())
            .map(|text| Headings::of(&text, site))
            .collect()
    }

    /// Whether a branch changed a file below the root.
    pub(super) fn is_changed(&self, path: &str, since: &Since) -> bool {
        let Some(prefix) = &self.prefix else { return true };
        let path = super::super::inputs::path_name(&prefix.join(path));
        since.changed.contains(&path)
    }
}
