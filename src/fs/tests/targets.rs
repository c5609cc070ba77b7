//! What a target tells of its file, and what removing it does.

use std::os::unix::fs::MetadataExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::fs::symlink;

use super::*;

#[test]
fn a_stamp_is_what_the_file_looks_like() {
    let (folder, root) = rooted();
    let target = root.target(Path::new("sub/x.md")).unwrap();
    assert_eq!((target.stamp().unwrap(), target.read_stamped(9).unwrap()), (None, None), "no folder");
    fs::create_dir(folder.path().join("sub")).unwrap();
    assert_eq!((target.stamp().unwrap(), target.read_stamped(9).unwrap()), (None, None), "no file");

    let path = folder.path().join("sub/x.md");
    put(&path, "tea");
    let (bytes, read) = target.read_stamped(9).unwrap().unwrap();
    let metadata = fs::metadata(&path).unwrap();
    assert_eq!(bytes, b"tea");
    assert_eq!(u64::from(read.inode), metadata.ino() & 0xffff_ffff);
    assert_eq!((read.size, read.executable), (3, false));
    assert_eq!((read.user, read.group), (metadata.uid(), metadata.gid()));
    assert_eq!(i64::from(read.modified.0), metadata.mtime());
    assert_eq!(i64::from(read.modified.1), metadata.mtime_nsec());
    assert_eq!(i64::from(read.changed.1), metadata.ctime_nsec());
    assert_eq!(target.stamp().unwrap(), Some(read));
    assert_eq!(stamp(&path), Some(read));
    assert_eq!(stamp(&folder.path().join("none")), None);

    fs::set_permissions(&path, fs::Permissions::from_mode(0o744)).unwrap();
    assert!(target.stamp().unwrap().unwrap().executable);
    assert!(target.read_stamped(9).unwrap().unwrap().1.executable);
}

#[test]
fn what_is_no_file_has_neither_bytes_nor_stamp() {
    let (folder, root) = rooted();
    let target = |name: &str| root.target(Path::new(name)).unwrap();
    let (taken, linked, large) = (target("a.md"), target("b.md"), target("c.md"));
    fs::create_dir(folder.path().join("a.md")).unwrap();
    put(folder.path().join("kept"), "kept");
    symlink("kept", folder.path().join("b.md")).unwrap();
    put(folder.path().join("c.md"), "much");
    let told = |error: Error| message(&error, &folder);
    for target in [&taken, &linked] {
        assert!(target.read(9).is_err());
        assert!(target.read_stamped(9).is_err());
        assert!(target.stamp().is_err());
        assert!(target.remove().is_err());
    }
    assert_eq!(told(taken.read(9).unwrap_err()), told(taken.stamp().unwrap_err()));
    assert_eq!(told(large.read_stamped(3).unwrap_err()), told(large.read(3).unwrap_err()));
    assert_eq!(names(folder.path()), ["a.md", "b.md", "c.md", "kept"]);
}

#[test]
fn a_file_that_is_removed_is_gone_and_its_folder_stays() {
    let (folder, root) = rooted();
    let target = root.target(Path::new("sub/x.md")).unwrap();
    target.remove().unwrap();
    fs::create_dir(folder.path().join("sub")).unwrap();
    target.remove().unwrap();
    put(folder.path().join("sub/x.md"), "tea");
    put(folder.path().join("sub/y.md"), "tea");
    target.remove().unwrap();
    assert_eq!(names(&folder.path().join("sub")), ["y.md"]);
}

#[test]
fn a_path_is_at_most_as_long_as_systems_take() {
    let (_folder, root) = rooted();
    let room = 4096 - root.path().as_os_str().len() - 1;
    let path = |length: usize| {
        let mut path = "a/".repeat(length / 2);
        if length % 2 == 1 {
            path.push('a');
        } else {
            path.replace_range(length - 1.., "a");
        }
        path
    };
    assert!(matches!(root.target(Path::new(&path(room + 1))), Err(Error::Refused { refusal: Refusal::TooLong, .. })));
    let longest = root.target(Path::new(&path(room)));
    assert!(!matches!(longest, Err(Error::Refused { refusal: Refusal::TooLong, .. })), "{longest:?}");
}
