//! State files below the git directory: private, never half written, but not worth waiting for the disk.

use std::io;
use std::path::Path;

use super::os::{self, Directory};
use super::{Error, Kind, temporary};

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
