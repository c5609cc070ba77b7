//! The one module that reads and writes files, and the promise that nothing outside a root is ever written.
//!
//! Reading takes any path, but only regular files and only up to a limit. Writing takes a [`Target`], and the only
//! ways to one are [`Root::target`], which checks every name on the way, and [`Target::explicit`], for a path that
//! the user typed. A [`Batch`] replaces many targets, all or none. State that may be lost, below the git directory,
//! goes through [`write_state`]; a [`Lock`] keeps others from it.
//!
//! On Unix every name is looked up in an open directory and no symlink is followed, so that nothing that happens to
//! the tree meanwhile can lead a write astray.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

pub use batch::{Batch, FinishError, MEMORY_LIMIT};
pub use lock::{Holder, Lock, LockError, lock, lock_in_turn};
pub use portable::{NameError, portable_name};
pub use root::{Root, Target};
pub use stamp::{Stamp, stamp};
pub use state::{
    claim, copy_mode, is_claim, link_state, make_state_folder, put_state, remove_state, sweep_state, sync_files,
    write_state,
};

mod batch;
mod faults;
mod lock;
mod portable;
mod root;
mod stamp;
mod state;
mod temporary;

#[cfg(not(unix))]
#[path = "fs/fallback.rs"]
mod os;
#[cfg(unix)]
#[path = "fs/unix.rs"]
mod os;

#[cfg(test)]
mod tests;

/// Why something could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be opened or read.
    #[error("cannot read `{}`", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is something at the path, but nothing that has an end.
    #[error("cannot read `{}`: it is {kind}", .path.display())]
    NotAFile {
        /// What should have been read.
        path: PathBuf,
        /// What it is.
        kind: Kind,
    },
    /// The file has more bytes than the caller wants to see.
    #[error("`{}` is larger than {limit} bytes", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How many bytes were allowed.
        limit: u64,
        /// The first `limit` bytes, to tell the line and column where the limit was passed.
        head: Vec<u8>,
    },
    /// The folder that should hold the files could not be opened.
    #[error("cannot open the folder `{}`", .path.display())]
    Open {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The path is one that is never written to.
    #[error("cannot write `{}`: {refusal}", .path.display())]
    Refused {
        /// The file that should have been written.
        path: PathBuf,
        /// Why it is refused.
        refusal: Refusal,
    },
    /// The file could not be written, or not be put in place.
    #[error("cannot write `{}`", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Two files of one batch are one and the same, at least where case does not matter.
    #[error("cannot write both `{}` and `{}`: they are one file", .first.display(), .second.display())]
    Twice {
        /// The one that came first.
        first: PathBuf,
        /// The one that was refused.
        second: PathBuf,
    },
}

impl Error {
    /// What to do about it, where that is not evident.
    pub fn hint(&self) -> Option<String> {
        let refusal = match self {
            Self::Refused { refusal, .. } => refusal,
            Self::Open { path, source } if source.kind() == io::ErrorKind::NotFound => {
                return Some(format!("make it first: mkdir -p '{}'", path.display()));
            }
            _ => return None,
        };
        match refusal {
            Refusal::Symlink { .. } => Some("write to what the symlink points to, or remove it".to_owned()),
            Refusal::Absolute | Refusal::Parent => Some("give a path below the folder".to_owned()),
            Refusal::Name(_) => Some("choose a name that every system can hold".to_owned()),
            Refusal::NoName | Refusal::NotUnicode | Refusal::TooLong | Refusal::Occupied { .. } => None,
        }
    }
}

/// Why a path is never written to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It begins at the root of the file system, or names a drive.
    #[error("the path is absolute")]
    Absolute,
    /// It has a `..`.
    #[error("`..` leads out of the folder")]
    Parent,
    /// It is empty, or ends in a folder.
    #[error("it names no file")]
    NoName,
    /// One of its names is not text.
    #[error("its name is not UTF-8")]
    NotUnicode,
    /// The whole path is longer than systems take.
    #[error("the path is longer than 4096 bytes")]
    TooLong,
    /// One of its names is not allowed.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The file, or a folder on the way to it, is a symlink.
    #[error("`{}` is a symlink", .at.display())]
    Symlink {
        /// The symlink.
        at: PathBuf,
    },
    /// Something that is not a file has the file's name, or something that is not a folder that of a folder.
    #[error("`{}` is {kind}", .at.display())]
    Occupied {
        /// The file or folder.
        at: PathBuf,
        /// What it is instead.
        kind: Kind,
    },
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A directory.
    Folder,
    /// A symbolic link.
    Symlink,
    /// A FIFO.
    Pipe,
    /// A socket.
    Socket,
    /// A terminal, a disk, `/dev/null`.
    Device,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "a file",
            Self::Folder => "a directory",
            Self::Symlink => "a symlink",
            Self::Pipe => "a named pipe",
            Self::Socket => "a socket",
            Self::Device => "a device",
        })
    }
}

/// What opening a file for reading came to: the file, or what stands there instead.
type Opened = Result<File, Kind>;

/// Reads a regular file of at most `limit` bytes; symlinks are followed.
///
/// Anything else, such as a pipe that nobody writes to, is refused without waiting for it.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    read_opened(os::open_file(path), path, limit)
}

fn read_opened(opened: io::Result<Opened>, path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let read_error = |source| Error::Read { path: path.to_owned(), source };
    let file = match opened.map_err(read_error)? {
        Ok(file) => file,
        Err(kind) => {
            return Err(Error::NotAFile { path: path.to_owned(), kind });
        }
    };

    let mut bytes = read_past(file, limit).map_err(read_error)?;
    if bytes.len() as u64 > limit {
        bytes.pop();
        return Err(Error::TooLarge { path: path.to_owned(), limit, head: bytes });
    }
    Ok(bytes)
}

/// Reads the whole file, or of a file larger than `limit` one byte more than that.
fn read_past(mut file: File, limit: u64) -> io::Result<Vec<u8>> {
    faults::point()?;
    let most = usize::try_from(limit.saturating_add(1)).unwrap_or(usize::MAX);
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    read_most(&mut file, size, most)
}

/// Reads at most so many bytes of a file that is said to be of some size; some files, as those of /proc, do not know it.
#[expect(
    clippy::indexing_slicing,
    reason = "as much is filled as was read, and no more is read than there is room for"
)]
fn read_most(file: &mut impl io::Read, size: usize, most: usize) -> io::Result<Vec<u8>> {
    // One byte more than the file has, so that its end is seen without growing the buffer.
    let mut bytes = vec![0; size.saturating_add(1).min(most)];
    let mut filled = 0;
    loop {
        if filled == bytes.len() {
            if filled == most {
                break;
            }
            bytes.resize(most.min(2 * filled + 4096), 0);
        }
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}
