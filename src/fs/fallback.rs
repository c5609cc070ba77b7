//! Directories by path, for systems whose directories std cannot open: the same checks, but not free of races.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::{Kind, Opened};

/// A file's mode, which these systems lack.
#[derive(Clone, Copy)]
pub(super) struct Mode;

/// The mode of a file that only its owner may see.
pub(super) const PRIVATE: Mode = Mode;

/// A directory that exists.
#[derive(Debug)]
pub(super) struct Directory(PathBuf);

/// What a name in a directory stands for.
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) mode: Mode,
}

impl Directory {
    /// Opens the directory at a path, following symlinks.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if !std::fs::metadata(path)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Self(path.to_owned()))
    }

    /// Opens a directory in this one.
    pub(super) fn child(&self, name: &str) -> io::Result<Self> {
        let path = self.0.join(name);
        if !std::fs::symlink_metadata(&path)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Self(path))
    }

    /// Makes a directory in this one.
    pub(super) fn make_child(&self, name: &str) -> io::Result<()> {
        std::fs::create_dir(self.0.join(name))
    }

    /// Removes an empty directory in this one.
    pub(super) fn remove_child(&self, name: &str) -> io::Result<()> {
        std::fs::remove_dir(self.0.join(name))
    }

    /// What stands under a name, if anything.
    pub(super) fn entry(&self, name: &str) -> io::Result<Option<Entry>> {
        match std::fs::symlink_metadata(self.0.join(name)) {
            Ok(metadata) => Ok(Some(Entry { kind: kind(&metadata), mode: Mode })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// All names that are text.
    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.0)? {
            names.extend(entry?.file_name().into_string().ok());
        }
        Ok(names)
    }

    /// Opens a file for reading.
    pub(super) fn open_file(&self, name: &str) -> io::Result<Opened> {
        let path = self.0.join(name);
        match kind(&std::fs::symlink_metadata(&path)?) {
            Kind::File => Ok(Ok(File::open(path)?)),
            kind => Ok(Err(kind)),
        }
    }

    /// Creates a file for writing, which must not exist.
    pub(super) fn create(&self, name: &str, _mode: Option<Mode>) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(self.0.join(name))
    }

    /// Waits until the bytes of a file are on the disk.
    pub(super) fn sync_file(&self, name: &str) -> io::Result<()> {
        OpenOptions::new().write(true).open(self.0.join(name))?.sync_all()
    }

    /// Renames a file within the directory, over another if there is one.
    pub(super) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        std::fs::rename(self.0.join(from), self.0.join(to))
    }

    /// Exchanges the names of two files, where that can be done.
    pub(super) fn exchange(&self, _one: &str, _other: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Removes a file.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        std::fs::remove_file(self.0.join(name))
    }

    /// Does nothing: std cannot wait for a directory here.
    pub(super) fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens a file for reading, following symlinks.
pub(super) fn open_file(path: &Path) -> io::Result<Opened> {
    match kind(&std::fs::metadata(path)?) {
        Kind::File => Ok(Ok(File::open(path)?)),
        kind => Ok(Err(kind)),
    }
}

fn kind(metadata: &Metadata) -> Kind {
    let kind = metadata.file_type();
    if kind.is_file() {
        Kind::File
    } else if kind.is_dir() {
        Kind::Folder
    } else if kind.is_symlink() {
        Kind::Symlink
    } else {
        Kind::Device
    }
}

/// Does nothing: there is no mode.
pub(super) fn set_mode(_file: &File, _mode: Mode) -> io::Result<()> {
    Ok(())
}

/// Does nothing: the disk is set to work when it is waited for.
pub(super) fn start_sync(_file: &File) {}

/// Makes a folder and all that it misses on the way.
pub(super) fn make_private_folders(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// Takes every process to be alive: std cannot tell.
pub(super) fn is_alive(_pid: u32) -> bool {
    true
}

/// Opens a file for its lock, which is made if there is none; nothing if another process holds it.
///
/// Windows lets others read the file, but nobody else write to it, until its holder closes it or ends.
pub(super) fn lock_file(path: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt as _;

    const FILE_SHARE_READ: u32 = 1;
    const ERROR_SHARING_VIOLATION: i32 = 32;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).share_mode(FILE_SHARE_READ);
    match options.open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.raw_os_error() == Some(ERROR_SHARING_VIOLATION) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Gives a lock back and removes its file, unless another process has it already.
pub(super) fn unlock_file(file: File, path: &Path) {
    drop(file);
    std::fs::remove_file(path).ok();
}

/// Not known: std cannot tell.
pub(super) fn host_name() -> Option<String> {
    None
}

/// Whether two paths are names of one file, as far as that can be told here.
pub(super) fn is_same_file(_one: &Path, _other: &Path) -> bool {
    false
}
