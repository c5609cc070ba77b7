//! State files below the git directory: private, never half written, but not worth waiting for the disk.

use std::io::{self, Write as _};
use std::path::Path;

use super::os::{self, Directory};
use super::{Error, Kind, faults, lock, temporary};

/// Writes a state file, mode 0600, and makes the folders that it misses, mode 0700.
///
/// The file is the old one or the new one at every instant. A power failure may lose both, which costs a question.
pub fn write_state(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write(path, bytes).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Removes a state file; that there is none is no error.
pub fn remove_state(path: &Path) -> Result<(), Error> {
    match faults::point().and_then(|()| std::fs::remove_file(path)) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(Error::Write { path: path.to_owned(), source }),
        _ => Ok(()),
    }
}

/// Gives a lock file of ours a second name, unless that is taken: whether it did. So a program that knows only that
/// name is kept away, and a name that a killed process leaves behind is known by [`is_claim`].
pub fn claim(path: &Path, own: &Path) -> Result<bool, Error> {
    let claimed = match faults::point().and_then(|()| std::fs::hard_link(own, path)) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) if has_no_links(&error) => std::fs::read(own).and_then(|bytes| create(path, &bytes)),
        Err(error) => Err(error),
    };
    claimed.map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Whether a file is a second name of a lock file of ours, or a copy of one.
pub fn is_claim(path: &Path, own: &Path) -> bool {
    os::is_same_file(path, own) || super::read(path, 4096).is_ok_and(|bytes| lock::is_signature(&bytes))
}

/// Makes a file that has the bytes of another one, and can be replaced without it: a second name, or a copy.
pub fn link_state(from: &Path, to: &Path) -> Result<(), Error> {
    remove_state(to)?;
    let linked =
        faults::point().and_then(|()| std::fs::hard_link(from, to)).or_else(|_| std::fs::copy(from, to).map(drop));
    linked.map_err(|source| Error::Write { path: to.to_owned(), source })
}

/// Whether it is the file system that cannot do it, and not this time that it failed.
fn has_no_links(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied | io::ErrorKind::TooManyLinks)
}

/// The same without links: the file is empty for an instant.
fn create(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut file = match std::fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error),
    };
    let written = file.write_all(bytes);
    if written.is_err() {
        // Empty, it would be taken for somebody else's for ever.
        std::fs::remove_file(path).ok();
    }
    written.map(|()| true)
}

/// Gives a file the mode that another one has, if there is that one.
pub fn copy_mode(of: &Path, to: &Path) -> Result<(), Error> {
    let mode = match std::fs::metadata(of) {
        Ok(metadata) => metadata.permissions(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(Error::Read { path: of.to_owned(), source }),
    };
    std::fs::set_permissions(to, mode).map_err(|source| Error::Write { path: to.to_owned(), source })
}

/// Puts a file in the place of another one.
pub fn put_state(from: &Path, to: &Path) -> Result<(), Error> {
    let renamed = faults::point().and_then(|()| std::fs::rename(from, to));
    renamed.map_err(|source| Error::Write { path: to.to_owned(), source })
}

/// Waits until the bytes of those files are on the disk; one that is not there is passed over.
pub fn sync_files<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Result<(), Error> {
    for path in paths {
        match faults::point().and_then(|()| std::fs::File::open(path)?.sync_all()) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(Error::Write { path: path.to_owned(), source });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Makes a folder for state files, mode 0700, with those that it misses on the way.
pub fn make_state_folder(folder: &Path) -> Result<(), Error> {
    os::make_private_folders(folder).map_err(|source| Error::Write { path: folder.to_owned(), source })
}

/// Removes the temporary files that killed processes left in a folder of state files.
pub fn sweep_state(folder: &Path) {
    if let Ok(directory) = Directory::open(folder) {
        temporary::sweep(&directory);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_links_a_name_is_taken_by_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index.lock");
        assert!(create(&path, b"17").unwrap());
        assert!(!create(&path, b"18").unwrap(), "it is taken");
        assert_eq!(std::fs::read(&path).unwrap(), b"17");
        assert!(create(&path.join("below a file"), b"").is_err());
    }

    #[test]
    fn what_a_file_system_cannot_do_is_known_from_what_failed() {
        for kind in [io::ErrorKind::Unsupported, io::ErrorKind::PermissionDenied, io::ErrorKind::TooManyLinks] {
            assert!(has_no_links(&kind.into()), "{kind}");
        }
        for kind in [io::ErrorKind::NotFound, io::ErrorKind::AlreadyExists, io::ErrorKind::StorageFull] {
            assert!(!has_no_links(&kind.into()), "{kind}");
        }
    }
}
