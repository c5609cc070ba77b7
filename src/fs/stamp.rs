//! What a file looks like from outside: by it git sees, without reading, that a file is as it was.

use std::fs::Metadata;
use std::path::Path;

/// What a file looks like from outside, in the fields and widths of git's index (gitformat-index(5)); all zero where
/// that is not known, which tells nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// When its inode changed last, in seconds and nanoseconds.
    pub changed: (i32, u32),
    /// When its bytes changed last, in seconds and nanoseconds.
    pub modified: (i32, u32),
    /// The device it is on.
    pub device: u32,
    /// Its number there.
    pub inode: u32,
    /// The user it belongs to.
    pub user: u32,
    /// The group it belongs to.
    pub group: u32,
    /// How many bytes it has, modulo 2^32.
    pub size: u32,
    /// Whether its owner may run it.
    pub executable: bool,
}

impl Stamp {
    #[cfg(unix)]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "git's index keeps 32 bits of each")]
    pub(super) fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self {
            changed: (metadata.ctime() as i32, metadata.ctime_nsec() as u32),
            modified: (metadata.mtime() as i32, metadata.mtime_nsec() as u32),
            device: metadata.dev() as u32,
            inode: metadata.ino() as u32,
            user: metadata.uid(),
            group: metadata.gid(),
            size: metadata.size() as u32,
            executable: metadata.mode() & 0o100 != 0,
        }
    }

    #[cfg(not(unix))]
    pub(super) fn of(_metadata: &Metadata) -> Self {
        Self::default()
    }
}

/// The stamp of the file at a path, which is followed through symlinks; nothing where there is none.
pub fn stamp(path: &Path) -> Option<Stamp> {
    Some(Stamp::of(&std::fs::metadata(path).ok()?))
}
