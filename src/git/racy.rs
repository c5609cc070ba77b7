//! Entries whose files may have changed in the instant in which they were staged: only an index as old as the entry
//! lets git see that it has to compare bytes (its `racy-git` page).

use std::path::Path;

use git2::Index;
use git2::IndexEntry;

use crate::fs;
use crate::fs::Stamp;

/// Lets git compare the bytes of such files with the index from now on, too, before the index is written anew;
/// `written` is the stamp that the index has on disk.
///
/// # Errors
///
/// What libgit2 says.
pub(super) fn mark(index: &mut Index, written: &Stamp, work_folder: &Path) -> Result<(), git2::Error> {
    let is_racy = |entry: &IndexEntry| {
        // Many a git compares whole seconds only.
        if entry.mtime.seconds() < written.modified.0 || entry.file_size == 0 {
            return false;
        }
        let mtime = (entry.mtime.seconds(), entry.mtime.nanoseconds());
        let ctime = (entry.ctime.seconds(), entry.ctime.nanoseconds());
        let now = std::str::from_utf8(&entry.path).ok().and_then(|path| fs::stamp(&work_folder.join(path)));
        mtime >= written.modified || now.is_none_or(|now| (now.modified, now.changed) != (mtime, ctime))
    };
    let racy: Vec<IndexEntry> = index.iter().filter(is_racy).collect();
    for entry in racy {
        // What no file has.
        index.add(&IndexEntry { file_size: 0, ..entry })?;
    }
    Ok(())
}
