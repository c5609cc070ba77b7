//! Many files replaced as one: first everything is written beside its target, then everything is renamed.

use std::collections::btree_map::Entry as FolderEntry;
use std::collections::hash_map::Entry as NameEntry;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use super::root::{Folder, Target};
use super::{Error, temporary};

/// How many bytes a batch usually holds before it turns to temporary files.
pub const MEMORY_LIMIT: usize = 8 << 20;

/// Files to be replaced, all or none.
///
/// Their bytes wait in memory, and once there are too many, in temporary files beside their targets. A batch that is
/// dropped unfinished removes those, and the folders that it made for them.
#[derive(Debug)]
pub struct Batch {
    memory_limit: usize,
    size: usize,
    pending: Vec<Pending>,
    /// The files of `pending`, by their identity.
    by_identity: HashMap<String, Target>,
    places: Places,
}

/// The folders that a batch has to do with.
#[derive(Debug, Default)]
struct Places {
    /// Those written to, by where they are.
    folders: BTreeMap<PathBuf, Folder>,
    /// Those made: in which one, and under which name.
    made: Vec<(Folder, String)>,
}

#[derive(Debug)]
struct Pending {
    target: Target,
    state: State,
}

#[derive(Debug)]
enum State {
    Held(Vec<u8>),
    /// In the temporary file of that name.
    Staged(String),
    Replaced,
}

/// Why a batch could not be finished.
#[derive(Debug, thiserror::Error)]
pub enum FinishError {
    /// No file was touched, and nothing is left behind.
    #[error("nothing was changed")]
    Unchanged {
        /// The first thing that went wrong.
        source: Error,
    },
    /// Some files are new, others as they were.
    #[error("only {} of {} files were replaced", .replaced.len(), .replaced.len() + .left.len())]
    Partial {
        /// The files that are new.
        replaced: Vec<PathBuf>,
        /// The files that are as they were.
        left: Vec<PathBuf>,
        /// The first thing that went wrong.
        source: Error,
    },
    /// All files are new, but a power failure may still bring the old ones back.
    #[error("the files were replaced, but the disk did not confirm it")]
    Unconfirmed {
        /// The files, all new.
        replaced: Vec<PathBuf>,
        /// The first thing that went wrong.
        source: Error,
    },
}

impl FinishError {
    /// The first thing that went wrong.
    pub fn into_source(self) -> Error {
        match self {
            Self::Unchanged { source } | Self::Partial { source, .. } | Self::Unconfirmed { source, .. } => source,
        }
    }

    /// Which files are new, and which are not, where that needs to be said.
    pub fn hint(&self) -> Option<String> {
        let list = |paths: &[PathBuf]| {
            let paths: Vec<_> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
            paths.join(", ")
        };
        match self {
            Self::Unchanged { source } => source.hint(),
            Self::Partial { replaced, left, .. } => {
                Some(format!("replaced: {}; as they were: {}", list(replaced), list(left)))
            }
            Self::Unconfirmed { .. } => None,
        }
    }
}

impl Batch {
    /// An empty batch that holds up to `memory_limit` bytes in memory; usually [`MEMORY_LIMIT`].
    pub fn new(memory_limit: usize) -> Self {
        Self { memory_limit, size: 0, pending: Vec::new(), by_identity: HashMap::new(), places: Places::default() }
    }

    /// Adds a file; each only once.
    pub fn put(&mut self, target: Target, bytes: Vec<u8>) -> Result<(), Error> {
        match self.by_identity.entry(target.identity()) {
            NameEntry::Vacant(entry) => entry.insert(target.clone()),
            NameEntry::Occupied(entry) => {
                let first = entry.get().path().to_owned();
                let second = target.path().to_owned();
                return Err(Error::Twice { first, second });
            }
        };

        self.size = self.size.saturating_add(bytes.len());
        let mut pending = Pending { target, state: State::Held(bytes) };
        let staged = if self.size > self.memory_limit { self.places.stage(&mut pending) } else { Ok(()) };
        self.pending.push(pending);
        staged
    }

    /// Replaces all files, and gives their paths in the order in which they were put.
    pub fn finish(mut self) -> Result<Vec<PathBuf>, FinishError> {
        self.stage_all().map_err(|source| FinishError::Unchanged { source })?;
        if let Err(source) = self.replace_all() {
            return Err(self.stopped(source));
        }

        // What a new folder is in has a new name too.
        for (folder, _) in std::mem::take(&mut self.places.made) {
            self.places.folders.insert(folder.path(), folder);
        }
        let replaced: Vec<_> = self.pending.iter().map(|pending| pending.target.path().to_owned()).collect();
        match self.sync_folders() {
            Ok(()) => Ok(replaced),
            Err(source) => Err(FinishError::Unconfirmed { replaced, source }),
        }
    }

    fn stage_all(&mut self) -> Result<(), Error> {
        for pending in &mut self.pending {
            self.places.stage(pending)?;
        }

        // Only now, when the disk has been at work on all of them for a while: one by one it takes five times as long.
        for Pending { target, state } in &self.pending {
            let State::Staged(temporary) = state else { continue };
            let directory = target.folder().existing(target.path())?;
            target.entry(&directory)?;
            directory.sync_file(temporary).map_err(|source| target.write_error(source))?;
        }
        Ok(())
    }

    fn replace_all(&mut self) -> Result<(), Error> {
        for Pending { target, state } in &mut self.pending {
            let State::Staged(temporary) = state else { continue };
            let directory = target.folder().existing(target.path())?;
            target.entry(&directory)?;
            directory.rename(temporary, target.name()).map_err(|source| target.write_error(source))?;
            *state = State::Replaced;
        }
        Ok(())
    }

    /// What to say when the renaming stopped half way.
    fn stopped(&self, source: Error) -> FinishError {
        let (mut replaced, mut left) = (Vec::new(), Vec::new());
        for Pending { target, state } in &self.pending {
            let list = if matches!(state, State::Replaced) { &mut replaced } else { &mut left };
            list.push(target.path().to_owned());
        }
        if replaced.is_empty() {
            return FinishError::Unchanged { source };
        }
        FinishError::Partial { replaced, left, source }
    }

    fn sync_folders(&self) -> Result<(), Error> {
        for (path, folder) in &self.places.folders {
            let directory = folder.existing(path)?;
            directory.sync().map_err(|source| Error::Write { path: path.clone(), source })?;
        }
        Ok(())
    }
}

impl Places {
    /// Writes the bytes of one file beside its target.
    fn stage(&mut self, pending: &mut Pending) -> Result<(), Error> {
        let Pending { target, state } = pending;
        let State::Held(bytes) = state else { return Ok(()) };

        let directory = target.folder().make(target.path(), &mut self.made)?;
        let mode = target.entry(&directory)?.map(|entry| entry.mode);
        if let FolderEntry::Vacant(entry) = self.folders.entry(target.folder().path()) {
            temporary::sweep(&directory);
            entry.insert(target.folder().clone());
        }
        let written = temporary::write(&directory, target.name(), bytes, mode);
        *state = State::Staged(written.map_err(|source| target.write_error(source))?);
        Ok(())
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        for Pending { target, state } in &self.pending {
            let State::Staged(temporary) = state else { continue };
            if let Ok(Some(directory)) = target.folder().open(target.path()) {
                directory.remove(temporary).ok();
            }
        }
        for (folder, name) in self.places.made.iter().rev() {
            // One that holds something by now stays.
            if let Ok(Some(directory)) = folder.open(&folder.path()) {
                directory.remove_child(name).ok();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Root;
    use super::*;
    use std::path::Path;

    fn fill(root: &Root, names: &[&str]) -> Batch {
        let mut batch = Batch::new(MEMORY_LIMIT);
        for name in names {
            batch.put(root.target(Path::new(name)).unwrap(), b"new".to_vec()).unwrap();
        }
        batch
    }

    #[test]
    fn what_stops_half_way_says_what_is_new_and_what_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(folder.path()).unwrap();
        let mut batch = fill(&root, &["a.md", "b.md", "c.md"]);
        batch.stage_all().unwrap();
        std::fs::create_dir(folder.path().join("b.md")).unwrap();

        let source = batch.replace_all().unwrap_err();
        let error = batch.stopped(source);
        drop(batch);

        let path = |name| folder.path().join(name);
        assert_eq!(error.to_string(), "only 1 of 3 files were replaced");
        let FinishError::Partial { replaced, left, source } = &error else { panic!("{error:?}") };
        assert_eq!((replaced, left), (&vec![path("a.md")], &vec![path("b.md"), path("c.md")]));
        let b = path("b.md").display().to_string();
        assert_eq!(source.to_string(), format!("cannot write `{b}`: `{b}` is a directory"));
        assert_eq!(
            error.hint().unwrap().replace(&format!("{}/", folder.path().display()), ""),
            "replaced: `a.md`; as they were: `b.md`, `c.md`"
        );
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "a temporary file was left");
    }

    #[test]
    fn a_failure_of_the_first_rename_has_changed_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(folder.path()).unwrap();
        let mut batch = fill(&root, &["a.md", "b.md"]);
        batch.stage_all().unwrap();
        std::fs::create_dir(folder.path().join("a.md")).unwrap();

        let source = batch.replace_all().unwrap_err();
        assert!(matches!(batch.stopped(source), FinishError::Unchanged { .. }));
    }
}
