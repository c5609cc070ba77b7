//! State files below the git directory: private, never half written, but not worth waiting for the disk.

use std::io::{self, Write as _};
use std::path::Path;

use super::os::{self, Directory};
use super::{Error, Kind, lock, temporary};

/// Writes a state file, mode 0600, and makes the folders that it misses, mode 0700.
///
/// The file is the old one or the new one at every instant. A power failure may lose both, which costs a question.
pub fn write_state(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write(path, bytes).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Removes a state file; that there is none is no error.
pub fn remove_state(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(Error::Write { path: path.to_owned(), source }),
        _ => Ok(()),
    }
}

/// Gives a lock file of ours a second name, unless that is taken: whether it did. So a program that knows only that
/// name is kept away, and a name that a killed process leaves behind is known by [`is_claim`].
pub fn claim(path: &Path, own: &Path) -> Result<bool, Error> {
    let claimed = match std::fs::hard_link(own, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        // Some file systems have no links: there the file is empty for an instant.
        Err(_) => std::fs::read(own).and_then(|bytes| create(path, &bytes)),
        Ok(()) => Ok(true),
    };
    claimed.map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Whether a file is a second name of a lock file of ours, or a copy of one.
pub fn is_claim(path: &Path, own: &Path) -> bool {
    os::is_same_file(path, own) || super::read(path, 4096).is_ok_and(|bytes| lock::is_signature(&bytes))
}

fn create(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    match std::fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(bytes).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes a file that has the bytes of another one, and can be replaced without it: a second name, or a copy.
pub fn link_state(from: &Path, to: &Path) -> Result<(), Error> {
    remove_state(to)?;
    let linked = std::fs::hard_link(from, to).or_else(|_| std::fs::copy(from, to).map(drop));
    linked.map_err(|source| Error::Write { path: to.to_owned(), source })
}

/// Puts a file in the place of another one, with the mode that this had.
pub fn put_state(from: &Path, to: &Path) -> Result<(), Error> {
    let put = || {
        if let Ok(old) = std::fs::metadata(to) {
            std::fs::set_permissions(from, old.permissions())?;
        }
        std::fs::rename(from, to)
    };
    put().map_err(|source| Error::Write { path: to.to_owned(), source })
}

/// Waits until the bytes of those files are on the disk; one that is not there is passed over.
pub fn sync_files<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Result<(), Error> {
    for path in paths {
        match std::fs::File::open(path).and_then(|file| file.sync_all()) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(Error::Write { path: path.to_owned(), source });
            }
            _ => {}
        }
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    os::make_private_folders(folder)?;
    let directory = Directory::open(folder)?;
    temporary::sweep(&directory);

    let temporary = temporary::write(&directory, name, bytes, Some(os::PRIVATE))?;
    let replaced = replace(&directory, &temporary, name);
    if replaced.is_err() {
        directory.remove(&temporary).ok();
    }
    replaced
}

/// Puts the temporary file in place without waiting for the disk.
///
/// A rename over an existing file makes ext4 flush the new one at once, in 1 ms instead of 0.02. An exchange of the
/// two names does not, and unlike removing the old file first it leaves no instant without a file.
fn replace(directory: &Directory, temporary: &str, name: &str) -> io::Result<()> {
    let is_file = matches!(directory.entry(name)?, Some(entry) if entry.kind == Kind::File);
    if is_file && directory.exchange(temporary, name).is_ok() {
        return directory.remove(temporary);
    }
    directory.rename(temporary, name)
}
