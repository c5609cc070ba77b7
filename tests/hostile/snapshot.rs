//! A folder tree as it is: what is where, and every byte of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What stands at each path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Snapshot(BTreeMap<String, Entry>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    Folder,
    File(Vec<u8>),
    Link(String),
    Other,
}

impl Snapshot {
    /// Everything below a folder but what the filter leaves out, by its path from there.
    pub(crate) fn of(folder: &Path, is_ours: impl Fn(&str) -> bool) -> Self {
        let mut snapshot = Self::default();
        snapshot.collect(folder, folder, &is_ours);
        snapshot
    }

    fn collect(&mut self, root: &Path, folder: &Path, is_ours: &dyn Fn(&str) -> bool) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            if !is_ours(&name) {
                continue;
            }
            let kind = path.symlink_metadata().unwrap().file_type();
            let found = if kind.is_symlink() {
                Entry::Link(fs::read_link(&path).unwrap().to_string_lossy().into_owned())
            } else if kind.is_dir() {
                self.collect(root, &path, is_ours);
                Entry::Folder
            } else if kind.is_file() {
                Entry::File(fs::read(&path).unwrap_or_default())
            } else {
                Entry::Other
            };
            self.0.insert(name, found);
        }
    }

    /// The files that hold a text, links left alone.
    pub(crate) fn files_with(&self, text: &str) -> Vec<String> {
        let holds =
            |entry: &Entry| matches!(entry, Entry::File(bytes) if String::from_utf8_lossy(bytes).contains(text));
        self.0.iter().filter(|(_, entry)| holds(entry)).map(|(path, _)| path.clone()).collect()
    }

    /// The paths at which the two are not the same.
    pub(crate) fn differences(&self, other: &Self) -> Vec<String> {
        let mut paths: Vec<&String> = self.0.keys().chain(other.0.keys()).collect();
        paths.sort();
        paths.dedup();
        paths.into_iter().filter(|path| self.0.get(*path) != other.0.get(*path)).cloned().collect()
    }
}
