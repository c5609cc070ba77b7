//! Directories by descriptor: names are looked up in an open directory, and a symlink is never followed.
//!
//! Of the calls here only `open`, `fsync` and what std retries itself are ever interrupted by a signal.

use std::fs::{DirBuilder, File};
use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use rustix::fs::{AtFlags, CWD, Dir, FileType, FlockOperation, OFlags, Stat};
use rustix::io::{Errno, retry_on_intr};
use rustix::process::{Pid, test_kill_process};

use super::{Kind, Opened, faults};

pub(super) use rustix::fs::Mode;

/// The mode of a file that only its owner may see.
pub(super) const PRIVATE: Mode = Mode::RUSR.union(Mode::WUSR);

/// An open directory.
#[derive(Debug)]
pub(super) struct Directory(pub(super) OwnedFd);

/// What a name in a directory stands for.
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) mode: Mode,
}

impl Directory {
    /// Opens the directory at a path, following symlinks.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        faults::point()?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self(retry_on_intr(|| rustix::fs::open(path, flags, Mode::empty()))?))
    }

    /// Opens a directory in this one.
    pub(super) fn child(&self, name: &str) -> io::Result<Self> {
        faults::point()?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Self(retry_on_intr(|| rustix::fs::openat(&self.0, name, flags, Mode::empty()))?))
    }

    /// Makes a directory in this one.
    pub(super) fn make_child(&self, name: &str) -> io::Result<()> {
        faults::point()?;
        Ok(rustix::fs::mkdirat(&self.0, name, Mode::RWXU | Mode::RWXG | Mode::RWXO)?)
    }

    /// Removes an empty directory in this one.
    pub(super) fn remove_child(&self, name: &str) -> io::Result<()> {
        faults::point()?;
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// What stands under a name, if anything.
    pub(super) fn entry(&self, name: &str) -> io::Result<Option<Entry>> {
        faults::point()?;
        match rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
            // no file keeps a set-user-id bit when it is rewritten
            Ok(stat) => Ok(Some(Entry {
                kind: kind(&stat),
                mode: Mode::from_raw_mode(stat.st_mode) & (Mode::RWXU | Mode::RWXG | Mode::RWXO),
            })),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// All names that are text.
    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        faults::point()?;
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            names.extend(entry?.file_name().to_str().ok().map(str::to_owned));
        }
        Ok(names)
    }

    /// Opens a file for reading.
    pub(super) fn open_file(&self, name: &str) -> io::Result<Opened> {
        open_regular(self.0.as_fd(), Path::new(name), OFlags::NOFOLLOW, AtFlags::SYMLINK_NOFOLLOW)
    }

    /// Creates a file for writing, which must not exist; the umask takes its part of the mode, by default 0666.
    pub(super) fn create(&self, name: &str, mode: Option<Mode>) -> io::Result<File> {
        faults::point()?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = mode.unwrap_or(Mode::from_raw_mode(0o666));
        Ok(retry_on_intr(|| rustix::fs::openat(&self.0, name, flags, mode))?.into())
    }

    /// Waits until the bytes of a file are on the disk.
    pub(super) fn sync_file(&self, name: &str) -> io::Result<()> {
        faults::point()?;
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = retry_on_intr(|| rustix::fs::openat(&self.0, name, flags, Mode::empty()))?;
        File::from(file).sync_all()
    }

    /// Renames a file within the directory, over another if there is one.
    pub(super) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        faults::point()?;
        Ok(rustix::fs::renameat(&self.0, from, &self.0, to)?)
    }

    /// Exchanges the names of two files.
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    pub(super) fn exchange(&self, one: &str, other: &str) -> io::Result<()> {
        faults::point()?;
        let flags = rustix::fs::RenameFlags::EXCHANGE;
        Ok(rustix::fs::renameat_with(&self.0, one, &self.0, other, flags)?)
    }

    /// Exchanges the names of two files, where that can be done.
    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    pub(super) fn exchange(&self, _one: &str, _other: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Removes a file.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        faults::point()?;
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Waits until the names in the directory are on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        faults::point()?;
        match retry_on_intr(|| rustix::fs::fsync(&self.0)) {
            // some network file systems have nothing to wait for
            Err(Errno::INVAL | Errno::NOTSUP) => Ok(()),
            synced => Ok(synced?),
        }
    }
}

/// Opens a file for reading, following symlinks.
pub(super) fn open_file(path: &Path) -> io::Result<Opened> {
    open_regular(CWD, path, OFlags::empty(), AtFlags::empty())
}

/// Opens a regular file, and never waits for another process to open the other end of a pipe.
fn open_regular(directory: BorrowedFd<'_>, path: &Path, follow: OFlags, stat_follow: AtFlags) -> io::Result<Opened> {
    faults::point()?;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC | follow;
    let opened = retry_on_intr(|| rustix::fs::openat(directory, path, flags, Mode::empty()));
    let stat = match &opened {
        Ok(file) => rustix::fs::fstat(file),
        Err(_) => rustix::fs::statat(directory, path, stat_follow),
    };

    match (opened, stat.map(|stat| kind(&stat))) {
        (_, Ok(kind)) if kind != Kind::File => Ok(Err(kind)),
        (Ok(file), Ok(_)) => Ok(Ok(file.into())),
        (Err(error), _) | (_, Err(error)) => Err(error.into()),
    }
}

fn kind(stat: &Stat) -> Kind {
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Symlink,
        FileType::Fifo => Kind::Pipe,
        FileType::Socket => Kind::Socket,
        FileType::CharacterDevice | FileType::BlockDevice | FileType::Unknown => Kind::Device,
    }
}

/// Sets the mode of an open file, whatever the umask.
pub(super) fn set_mode(file: &File, mode: Mode) -> io::Result<()> {
    faults::point()?;
    Ok(retry_on_intr(|| rustix::fs::fchmod(file, mode))?)
}

/// Sets the disk to work on the bytes of a file, so that many files that are synced later need half the time.
pub(super) fn start_sync(file: &File) {
    #[cfg(target_os = "linux")]
    rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed).ok();
    #[cfg(not(target_os = "linux"))]
    let _ = file;
}

/// Makes a folder and all that it misses on the way, for the owner only.
pub(super) fn make_private_folders(folder: &Path) -> io::Result<()> {
    faults::point()?;
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Whether there is a process of that number, ours or another user's.
pub(super) fn is_alive(pid: u32) -> bool {
    let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) else {
        return false;
    };
    !matches!(test_kill_process(pid), Err(Errno::SRCH))
}

/// Opens a file for its lock, which is made if there is none; nothing if another process holds it.
pub(super) fn lock_file(path: &Path) -> io::Result<Option<File>> {
    faults::point()?;
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    loop {
        let file = File::from(retry_on_intr(|| rustix::fs::open(path, flags, PRIVATE))?);
        if kind(&rustix::fs::fstat(&file)?) != Kind::File {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        match retry_on_intr(|| rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive)) {
            Ok(()) if is_at(&file, path)? => return Ok(Some(file)),
            // Its holder removed it between the two calls: what has the name now counts.
            Ok(()) => {}
            Err(Errno::WOULDBLOCK) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Removes a locked file, if it still has its name, and gives the lock back.
pub(super) fn unlock_file(file: File, path: &Path) {
    // What stays behind is a file that nobody holds.
    if is_at(&file, path).unwrap_or_default() {
        rustix::fs::unlink(path).ok();
    }
    drop(file);
}

/// Whether two paths are names of one file; a symlink is none.
pub(super) fn is_same_file(one: &Path, other: &Path) -> bool {
    match (rustix::fs::lstat(one), rustix::fs::lstat(other)) {
        (Ok(one), Ok(other)) => (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino),
        _ => false,
    }
}

/// Whether that path leads to that file.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let there = match rustix::fs::lstat(path) {
        Ok(there) => there,
        Err(Errno::NOENT) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let here = rustix::fs::fstat(file)?;
    Ok((here.st_dev, here.st_ino) == (there.st_dev, there.st_ino))
}

/// What this machine calls itself.
pub(super) fn host_name() -> Option<String> {
    rustix::system::uname().nodename().to_str().ok().map(str::to_owned)
}
