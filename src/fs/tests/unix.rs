//! What only Unix has: symlinks, pipes, modes, and races with them.

use super::*;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;
use std::time::{Duration, Instant};

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

fn replace(root: &Root, name: &str, bytes: &[u8]) -> Result<(), FinishError> {
    let unchanged = |source| FinishError::Unchanged { source };
    let mut batch = Batch::new(0);
    batch.put(root.target(Path::new(name)).map_err(unchanged)?, bytes.to_vec()).map_err(unchanged)?;
    batch.finish().map(drop)
}

#[test]
fn a_name_that_is_no_text_is_refused() {
    let (_folder, root) = rooted();
    let Error::Refused { refusal, .. } = refusal(&root, OsStr::from_bytes(b"a\xff.md")) else { panic!() };
    assert_eq!(refusal.to_string(), "its name is not UTF-8");
}

#[test]
fn a_symlink_is_never_written_through() {
    let (folder, root) = rooted();
    let outside = tempdir().unwrap();
    put(outside.path().join("secret"), "kept");
    fs::create_dir(folder.path().join("pages")).unwrap();
    symlink(outside.path(), folder.path().join("out")).unwrap();
    symlink(outside.path().join("secret"), folder.path().join("x.md")).unwrap();
    symlink("nowhere", folder.path().join("pages/dangling.md")).unwrap();
    symlink("pages", folder.path().join("inside")).unwrap();

    let of = |path| message(&refusal(&root, path), &folder);
    assert_eq!(of("out/new.md"), "cannot write `out/new.md`: `out` is a symlink");
    assert_eq!(of("out/deep/new.md"), "cannot write `out/deep/new.md`: `out` is a symlink");
    assert_eq!(of("x.md"), "cannot write `x.md`: `x.md` is a symlink");
    assert_eq!(of("pages/dangling.md"), "cannot write `pages/dangling.md`: `pages/dangling.md` is a symlink");
    assert_eq!(of("inside/x.md"), "cannot write `inside/x.md`: `inside` is a symlink");
    assert_eq!(refusal(&root, "x.md").hint().unwrap(), "write to what the symlink points to, or remove it");
    assert_eq!(fs::read(outside.path().join("secret")).unwrap(), b"kept");

    // Reading is another matter, but not that of a target.
    assert_eq!(read(&folder.path().join("x.md"), 9).unwrap(), b"kept");
    let target = root.target(Path::new("y.md")).unwrap();
    symlink(outside.path().join("secret"), folder.path().join("y.md")).unwrap();
    assert_eq!(message(&target.read(9).unwrap_err(), &folder), "cannot read `y.md`: it is a symlink");
}

#[test]
fn a_path_of_the_user_may_lead_through_symlinks_but_not_end_in_one() {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("real")).unwrap();
    symlink("real", folder.path().join("link")).unwrap();
    symlink("x.md", folder.path().join("real/to-x.md")).unwrap();

    let mut batch = Batch::new(0);
    batch.put(Target::explicit(&folder.path().join("link/x.md")).unwrap(), b"1".to_vec()).unwrap();
    assert_eq!(batch.finish().unwrap(), [folder.path().join("link/x.md")]);
    assert_eq!(fs::read(folder.path().join("real/x.md")).unwrap(), b"1");
    let error = Target::explicit(&folder.path().join("link/to-x.md")).unwrap_err();
    assert_eq!(message(&error, &folder), "cannot write `link/to-x.md`: `link/to-x.md` is a symlink");
}

#[test]
fn what_has_no_end_is_refused_and_not_waited_for() {
    let (folder, root) = rooted();
    let path = |name| folder.path().join(name);
    assert!(Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
    let _listener = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
    symlink("pipe", path("link")).unwrap();

    let start = Instant::now();
    let of = |name| message(&read(&path(name), 10).unwrap_err(), &folder);
    assert_eq!(of("pipe"), "cannot read `pipe`: it is a named pipe");
    assert_eq!(of("link"), "cannot read `link`: it is a named pipe");
    assert_eq!(of("socket"), "cannot read `socket`: it is a socket");
    assert_eq!(of("/dev/zero"), "cannot read `/dev/zero`: it is a device");
    let of = |path| message(&refusal(&root, path), &folder);
    assert_eq!(of("pipe"), "cannot write `pipe`: `pipe` is a named pipe");
    assert_eq!(of("socket/x.md"), "cannot write `socket/x.md`: `socket` is a socket");
    let error = Target::explicit(Path::new("/dev/null")).unwrap_err();
    assert_eq!(error.to_string(), "cannot write `/dev/null`: `/dev/null` is a device");
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_does_not_know_its_size_is_read_to_its_end() {
    let path = Path::new("/proc/self/limits");
    assert_eq!(read(path, 1 << 20).unwrap(), fs::read(path).unwrap());
    assert!(matches!(read(path, 100), Err(Error::TooLarge { head, .. }) if head.len() == 100));
}

#[test]
fn a_replaced_file_keeps_its_mode_and_a_new_one_has_that_of_any_other() {
    let (folder, root) = rooted();
    let path = |name| folder.path().join(name);
    put(path("plain"), "");
    for wanted in [0o600, 0o640, 0o444, 0o755, 0o666] {
        put(path("x.sh"), "old");
        fs::set_permissions(path("x.sh"), fs::Permissions::from_mode(wanted)).unwrap();
        replace(&root, "x.sh", b"new").unwrap();
        assert_eq!((mode(&path("x.sh")), fs::read(path("x.sh")).unwrap()), (wanted, b"new".to_vec()));
        fs::remove_file(path("x.sh")).unwrap();
    }

    replace(&root, "new/x.md", b"").unwrap();
    assert_eq!(mode(&path("new/x.md")), mode(&path("plain")));
    fs::create_dir(path("folder")).unwrap();
    assert_eq!(mode(&path("new")), mode(&path("folder")));
}

#[test]
fn state_is_for_its_owner_only() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("a/b/pages.json");
    write_state(&path, b"{}").unwrap();
    assert_eq!(mode(&path), 0o600);
    assert_eq!((mode(&folder.path().join("a")), mode(&folder.path().join("a/b"))), (0o700, 0o700));

    let other = folder.path().join("other");
    put(&other, "kept");
    fs::remove_file(&path).unwrap();
    symlink(&other, &path).unwrap();
    write_state(&path, b"{}").unwrap();
    assert_eq!((mode(&path), fs::read(other).unwrap()), (0o600, b"kept".to_vec()));
}

#[test]
fn temporary_files_of_the_dead_are_removed_and_those_of_the_living_kept() {
    let mut child = Command::new("true").spawn().unwrap();
    child.wait().unwrap();
    let (dead, living) = (child.id(), std::process::id());
    let (folder, root) = rooted();
    let touch = |name: &str| put(folder.path().join(name), "");
    touch(&format!(".x.md.{dead}.afterword"));
    touch(&format!(".other.md.{dead}-2.afterword"));
    touch(&format!(".x.md.{living}.afterword"));
    touch(".x.md.1.afterword");
    fs::create_dir(folder.path().join(format!(".dir.{dead}.afterword"))).unwrap();

    replace(&root, "x.md", b"new").unwrap();
    let mut kept = [
        format!(".dir.{dead}.afterword"),
        format!(".x.md.{living}.afterword"),
        ".x.md.1.afterword".to_owned(),
        "x.md".to_owned(),
    ];
    kept.sort();
    assert_eq!(names(folder.path()), kept);
}

#[test]
#[cfg(target_os = "linux")]
fn a_thousand_files_need_few_descriptors() {
    let (folder, root) = rooted();
    let mut batch = Batch::new(0);
    for at in 0..1200 {
        let name = format!("{}/{at}.md", at / 10);
        batch.put(root.target(Path::new(&name)).unwrap(), vec![b'x'; 100]).unwrap();
    }
    let open = fs::read_dir("/proc/self/fd").unwrap().count();
    assert!(open < 100, "{open} descriptors");
    assert_eq!(batch.finish().unwrap().len(), 1200);
    assert_eq!(names(&folder.path().join("119")).len(), 10);
}

/// Exchanges two names as fast as it can while `work` runs.
#[cfg(target_os = "linux")]
fn while_exchanging(one: &Path, other: &Path, work: impl FnOnce()) {
    use std::sync::atomic::{AtomicBool, Ordering};

    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let (flags, here) = (rustix::fs::RenameFlags::EXCHANGE, rustix::fs::CWD);
            while !done.load(Ordering::Relaxed) {
                rustix::fs::renameat_with(here, one, here, other, flags).ok();
            }
        });
        work();
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_turns_into_a_symlink_meanwhile_leads_nothing_outside() {
    let (folder, root) = rooted();
    let outside = tempdir().unwrap();
    let (pages, link) = (folder.path().join("pages"), folder.path().join("link"));
    fs::create_dir(&pages).unwrap();
    symlink(outside.path(), &link).unwrap();

    let (mut done, mut refused) = (0, 0);
    while_exchanging(&pages, &link, || {
        for _ in 0..400 {
            match replace(&root, "pages/deep/x.md", b"new") {
                Ok(()) => done += 1,
                Err(_) => refused += 1,
            }
        }
    });
    assert!(names(outside.path()).is_empty(), "{done} done, {refused} refused");
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_turns_into_a_symlink_meanwhile_is_not_followed() {
    let (folder, root) = rooted();
    let outside = tempdir().unwrap();
    let secret = outside.path().join("secret");
    put(&secret, "kept");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o640)).unwrap();
    let (page, link) = (folder.path().join("x.md"), folder.path().join("link"));
    put(&page, "");
    symlink(&secret, &link).unwrap();

    while_exchanging(&page, &link, || {
        for _ in 0..200 {
            replace(&root, "x.md", b"new").ok();
            if let Ok(target) = root.target(Path::new("x.md")) {
                assert_ne!(target.read(100).ok().flatten(), Some(b"kept".to_vec()));
            }
        }
    });
    assert_eq!((fs::read(&secret).unwrap(), mode(&secret)), (b"kept".to_vec(), 0o640));
    assert_eq!(names(outside.path()), ["secret"]);
}

/// Does something as somebody who may not do everything: the owner of the process, or nobody where that is root.
fn as_nobody<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    use rustix::process::{Uid, geteuid};
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| {
            if geteuid().is_root() {
                // of this thread alone
                rustix::thread::set_thread_uid(Uid::from_raw(65534)).unwrap();
            }
            work()
        });
        worker.join().unwrap()
    })
}

#[test]
fn what_may_not_be_read_is_not_what_is_not_there() {
    let (folder, root) = rooted();
    let path = folder.path().join("x.md");
    put(&path, "tea");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let target = root.target(Path::new("x.md")).unwrap();
    let told = |error: Error| message(&error, &folder);
    as_nobody(|| {
        assert_eq!(told(target.read(9).unwrap_err()), "cannot read `x.md`");
        assert_eq!(told(target.read_stamped(9).unwrap_err()), "cannot read `x.md`");
        assert_eq!(told(target.stamp().unwrap_err()), "cannot read `x.md`");
    });
}

#[test]
fn a_folder_that_may_not_be_made_is_told_with_its_cause() {
    let (folder, root) = rooted();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let source = as_nobody(|| match replace(&root, "sub/x.md", b"tea").unwrap_err() {
        FinishError::Unchanged { source: Error::Write { source, .. } } => source.kind(),
        other => panic!("{other:?}"),
    });
    assert_eq!(source, io::ErrorKind::PermissionDenied);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_folder_that_others_make_at_the_same_time_is_as_good() {
    let (folder, root) = rooted();
    let barrier = std::sync::Barrier::new(4);
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let (root, barrier) = (&root, &barrier);
            scope.spawn(move || {
                for round in 0..100 {
                    barrier.wait();
                    replace(root, &format!("{round}/a/{worker}.md"), b"tea").unwrap();
                }
            });
        }
    });
    assert!((0..100).all(|round| names(&folder.path().join(format!("{round}/a"))).len() == 4));
}

#[test]
fn bytes_that_changed_while_they_were_read_have_no_stamp_but_the_mode() {
    let (folder, root) = rooted();
    let path = folder.path().join("x.md");
    put(&path, vec![b'a'; 1 << 20]);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o744)).unwrap();
    let target = root.target(Path::new("x.md")).unwrap();
    let is_done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let file = File::options().append(true).open(&path).unwrap();
            let mut since = 0;
            while !is_done.load(std::sync::atomic::Ordering::Relaxed) {
                since += 1;
                file.set_modified(std::time::UNIX_EPOCH + Duration::from_secs(since)).unwrap();
            }
        });
        let until = Instant::now() + Duration::from_secs(20);
        let stamp = loop {
            let (_, stamp) = target.read_stamped(2 << 20).unwrap().unwrap();
            if stamp.size == 0 || Instant::now() > until {
                break stamp;
            }
        };
        is_done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(stamp, Stamp { executable: true, ..Stamp::default() });
    });
}

#[test]
fn no_program_that_is_started_has_our_files_open() {
    let (folder, root) = rooted();
    put(folder.path().join("x.md"), "tea");
    let is_closed_for_others =
        |file: &dyn std::os::fd::AsFd| rustix::io::fcntl_getfd(file.as_fd()).unwrap() == rustix::io::FdFlags::CLOEXEC;
    let directory = os::Directory::open(root.path()).unwrap();
    assert!(is_closed_for_others(&directory.create("new.md", None).unwrap()));
    assert!(is_closed_for_others(&directory.open_file("x.md").unwrap().unwrap()));
    assert!(is_closed_for_others(&os::open_file(&folder.path().join("x.md")).unwrap().unwrap()));
    assert!(is_closed_for_others(&os::lock_file(&folder.path().join("lock")).unwrap().unwrap()));
    directory.make_child("sub").unwrap();
    assert!(is_closed_for_others(&directory.child("sub").unwrap().0));
    assert!(is_closed_for_others(&directory.0));
}

#[test]
fn nobody_waits_for_what_has_the_name_of_a_lock() {
    let folder = tempdir().unwrap();
    let lock = os::lock_file(&folder.path().join("lock")).unwrap().unwrap();
    assert!(rustix::fs::fcntl_getfl(&lock).unwrap().contains(rustix::fs::OFlags::NONBLOCK));
}

#[test]
fn neither_a_new_file_nor_a_lock_is_where_a_symlink_leads() {
    let (folder, root) = rooted();
    symlink("elsewhere", folder.path().join("x.md")).unwrap();
    let directory = os::Directory::open(root.path()).unwrap();
    assert!(directory.create("x.md", None).is_err());
    assert!(directory.sync_file("x.md").is_err());
    assert!(os::lock_file(&folder.path().join("x.md")).is_err());
    put(folder.path().join("elsewhere"), "tea");
    assert!(directory.sync_file("x.md").is_err());
    assert!(os::lock_file(&folder.path().join("x.md")).is_err());
}
