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

#[cfg(test)]
mod tests {
    use git2::IndexTime;

    use super::*;

    #[test]
    fn entries_that_may_be_racy_are_marked_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let file = std::fs::File::create(folder.path().join("a")).unwrap();
        let half = std::time::Duration::from_millis(1_700_000_000_500);
        file.set_modified(std::time::SystemTime::UNIX_EPOCH + half).unwrap();
        let stamp = fs::stamp(&folder.path().join("a")).unwrap();
        let (seconds, nanoseconds) = stamp.modified;
        let earlier = (seconds, nanoseconds - 1);
        let later = (seconds, nanoseconds + 1);
        let next = (seconds + 1, 0);
        let other = (stamp.changed.0 - 1, stamp.changed.1);
        let gone = "gone";
        for (case, path, size, mtime, ctime, written, is_marked) in [
            ("an index of a later second", "a", 3, stamp.modified, stamp.changed, next, false),
            ("and the file is another one", "a", 3, stamp.modified, other, next, false),
            ("a later nanosecond, and the file is as it was", "a", 3, stamp.modified, stamp.changed, later, false),
            ("a later nanosecond, and the file changed", "a", 3, earlier, stamp.changed, later, true),
            ("a later nanosecond, and the file was replaced", "a", 3, stamp.modified, other, later, true),
            ("a later nanosecond, and no file", gone, 3, stamp.modified, stamp.changed, later, true),
            ("the same nanosecond", "a", 3, stamp.modified, stamp.changed, stamp.modified, true),
            ("an earlier nanosecond", "a", 3, stamp.modified, stamp.changed, earlier, true),
            ("an earlier second", "a", 3, stamp.modified, stamp.changed, (seconds - 1, nanoseconds), true),
        ] {
            let mut index = Index::new().unwrap();
            let time = |(seconds, nanoseconds)| IndexTime::new(seconds, nanoseconds);
            let entry = IndexEntry {
                ctime: time(ctime),
                mtime: time(mtime),
                dev: 1,
                ino: 2,
                mode: 0o100_644,
                uid: 3,
                gid: 4,
                file_size: size,
                id: git2::Oid::ZERO_SHA1,
                flags: 0,
                flags_extended: 0,
                path: path.as_bytes().to_vec(),
            };
            index.add(&entry).unwrap();
            mark(&mut index, &Stamp { modified: written, ..Stamp::default() }, folder.path()).unwrap();
            let found = index.get(0).unwrap();
            assert_eq!(found.file_size, if is_marked { 0 } else { 3 }, "{case}");
            assert_eq!((found.ino, found.mtime.seconds()), (2, mtime.0), "{case}");
        }
    }
}
