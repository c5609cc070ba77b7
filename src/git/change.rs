//! What a run does to a repository, in both directions: made while it runs, so that the next one can bring to an end
//! or take back what a kill left half done; kept afterwards, so that it can be undone.

use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use git2::Index;
use git2::IndexEntry;
use git2::IndexTime;
use git2::Oid;
use serde::Deserialize;
use serde::Serialize;

use crate::fs;
use crate::fs::Stamp;

use super::failure::Failure;

/// The version of the format.
const VERSION: u32 = 1;

/// The extended flags that an index keeps on disk (gitformat-index(5)): intent to add, outside of the checkout. The others
/// are libgit2's own notes.
const KEPT_FLAGS: u16 = 0x6000;

/// The largest record that is read back.
const MAX_BYTES: u64 = 16 << 20;

/// What there was, and what there is instead.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(super) struct Pair<T> {
    pub(super) before: T,
    pub(super) after: T,
}

impl<T> Pair<T> {
    pub(super) fn new(before: T, after: T) -> Self {
        Self { before, after }
    }

    fn reversed(self) -> Self {
        Self { before: self.after, after: self.before }
    }
}

/// A step from one state of a repository to another.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Change {
    version: u32,
    pub(super) kind: Kind,
    /// Whether all of it is known: before that, nothing but files on disk can have been touched.
    pub(super) is_ready: bool,
    /// What HEAD names: a branch, or `HEAD` itself where it is detached.
    pub(super) head: Pair<String>,
    /// The reference that moves.
    pub(super) reference: String,
    /// Where it points, in hexadecimal; nothing where it does not exist.
    pub(super) tip: Pair<Option<String>>,
    /// What HEAD's reflog says of it.
    pub(super) log: String,
    pub(super) files: Vec<FileChange>,
}

/// What a step is for.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// It makes a commit.
    Commit,
    /// It takes one back.
    Undo,
}

/// What becomes of one file.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct FileChange {
    /// Relative to the working tree, with `/`.
    pub(super) path: String,
    /// Its bytes on disk as ids of blobs, where the run writes it; nothing where there is no file.
    pub(super) on_disk: Option<Pair<Option<String>>>,
    /// Its entry in the index; nothing where there is none.
    pub(super) in_index: Pair<Option<Entry>>,
}

/// What the index says of a file.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(super) struct Entry {
    pub(super) mode: u32,
    pub(super) id: String,
    /// The extended flags: intent to add, outside of the checkout.
    #[serde(default)]
    pub(super) flags: u16,
}

impl Change {
    /// A step that is not known yet but for the files it will write.
    pub(super) fn begun(head: String, reference: String, tip: Option<String>, files: Vec<FileChange>) -> Self {
        let head = Pair::new(head, reference.clone());
        let tip = Pair::new(tip, None);
        Self { version: VERSION, kind: Kind::Commit, is_ready: false, head, reference, tip, log: String::new(), files }
    }

    /// The step back.
    pub(super) fn reversed(self, log: &str) -> Self {
        let files = self.files.into_iter().map(|file| FileChange {
            path: file.path,
            on_disk: file.on_disk.map(Pair::reversed),
            in_index: file.in_index.reversed(),
        });
        let (head, tip, log) = (self.head.reversed(), self.tip.reversed(), log.to_owned());
        Self { kind: Kind::Undo, head, tip, log, files: files.collect(), ..self }
    }

    /// Reads a record; nothing where there is none, or what there is tells nothing.
    ///
    /// # Errors
    ///
    /// It cannot be read, or only by another version.
    pub(super) fn load(path: &Path) -> Result<Option<Self>, Failure> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let bytes = match fs::read(path, MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(fs::Error::Read { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        match serde_json::from_slice(&bytes) {
            Ok(Versioned { version }) if version > VERSION => Err(Failure::Newer(path.to_owned())),
            Ok(_) => Ok(serde_json::from_slice(&bytes).ok().filter(Self::stays_inside)),
            Err(_) => Ok(None),
        }
    }

    /// Whether all of its files lie in the working tree: of another path libgit2 makes a panic.
    fn stays_inside(&self) -> bool {
        let is_inside = |path: &str| {
            !path.is_empty()
                && !path.contains('\0')
                && path.split('/').all(|name| !matches!(name, "." | ".."))
                && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
        };
        self.files.iter().all(|file| is_inside(&file.path))
    }

    /// Keeps the record.
    pub(super) fn save(&self, path: &Path) -> Result<(), Failure> {
        // Texts and numbers: this cannot fail.
        let Ok(json) = serde_json::to_vec(self) else { return Ok(()) };
        Ok(fs::write_state(path, &json)?)
    }
}

/// Where the records and the copies of the index lie.
#[derive(Clone, Debug)]
pub(super) struct StateFolder(PathBuf);

impl StateFolder {
    /// That of a working tree.
    pub(super) fn of(git_folder: &Path) -> Self {
        Self(git_folder.join("afterword"))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The step that is being made.
    pub(super) fn journal(&self) -> PathBuf {
        self.0.join("journal")
    }

    /// The last commit.
    pub(super) fn undo(&self) -> PathBuf {
        self.0.join("undo")
    }

    /// The index to come.
    pub(super) fn index(&self) -> PathBuf {
        self.0.join("index")
    }

    /// The index that hooks see.
    pub(super) fn hook_index(&self) -> PathBuf {
        self.0.join("hook-index")
    }

    /// Removes what a run needs only while it lasts.
    pub(super) fn clean(&self) {
        // What cannot be removed is overwritten by the next run.
        for path in [self.index(), self.hook_index()] {
            fs::remove_state(&path.with_extension("lock")).ok();
            fs::remove_state(&path).ok();
        }
    }
}

impl Entry {
    /// What an index says of a path now.
    pub(super) fn of(index: &Index, path: &str) -> Option<Self> {
        let entry = index.get_path(Path::new(path), 0)?;
        Some(Self { mode: entry.mode, id: entry.id.to_string(), flags: entry.flags_extended & KEPT_FLAGS })
    }

    /// The same for the index, with the file's stamp, by which git sees without reading that it is unchanged.
    pub(super) fn stamped(&self, path: &str, stamp: Stamp) -> Result<IndexEntry, Failure> {
        let id = oid(&self.id)?;
        let time = |(seconds, nanoseconds)| IndexTime::new(seconds, nanoseconds);
        Ok(IndexEntry {
            ctime: time(stamp.changed),
            mtime: time(stamp.modified),
            dev: stamp.device,
            ino: stamp.inode,
            mode: self.mode,
            uid: stamp.user,
            gid: stamp.group,
            file_size: stamp.size,
            id,
            flags: 0,
            flags_extended: self.flags,
            path: path.as_bytes().to_vec(),
        })
    }
}

/// An id from its hexadecimal form.
pub(super) fn oid(text: &str) -> Result<Oid, Failure> {
    Oid::from_str(text).map_err(|source| Failure::git("read an id", source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_of_files_elsewhere_tells_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let load = |path: &str| {
            let files = vec![FileChange { path: path.to_owned(), on_disk: None, in_index: Pair::new(None, None) }];
            let record = folder.path().join("undo");
            Change::begun("HEAD".to_owned(), "HEAD".to_owned(), None, files).save(&record).unwrap();
            Change::load(&record).unwrap()
        };
        for path in ["a.md", "docs/2026-05.md", "a..b/.c"] {
            assert!(load(path).is_some(), "{path}");
        }
        for path in ["", "/", "/etc/passwd", "..", "../a.md", "docs/../../a.md", "./a.md", "docs/./a.md", "a\0b"] {
            assert!(load(path).is_none(), "{path:?}");
        }
    }

    #[test]
    fn a_record_is_read_unless_a_later_version_wrote_it_or_it_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("undo");
        let load = |path: &Path| {
            let read = Change::load(path).map(|change| change.map(|change| change.log));
            read.map_err(|failure| failure.to_string())
        };
        assert_eq!(load(&path), Ok(None), "none");
        let later = format!("`{}` was written by a later version of afterword", path.display());
        for (json, expected) in [
            (r#"{"version": 2}"#, Err(later)),
            (r#"{"version": 1}"#, Ok(None)),
            (r#"{"version": 0}"#, Ok(None)),
            ("half a rec", Ok(None)),
            ("", Ok(None)),
        ] {
            fs::write_state(&path, json.as_bytes()).unwrap();
            assert_eq!(load(&path), expected, "{json}");
        }
        let below = path.join("undo");
        assert_eq!(load(&below), Err(format!("cannot read `{}`", below.display())), "below a file");
    }

    #[test]
    fn a_step_back_is_another_kind_with_another_log() {
        let change = Change::begun("main".to_owned(), "wrap-up".to_owned(), None, Vec::new());
        assert_eq!(change.kind, Kind::Commit);
        let back = change.reversed("undo: x");
        assert_eq!((back.kind, back.log.as_str()), (Kind::Undo, "undo: x"));
        assert_eq!((back.head.before.as_str(), back.head.after.as_str()), ("wrap-up", "main"));
    }
}
