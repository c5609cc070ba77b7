//! Every refusal, and what becomes of the files.

use super::*;
use std::fs;
use tempfile::{TempDir, tempdir};

#[cfg(unix)]
mod state;
#[cfg(unix)]
mod targets;
#[cfg(unix)]
mod unix;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[expect(clippy::disallowed_methods, reason = "what is tested cannot prepare its own test")]
fn put(path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
    fs::write(path, bytes).unwrap();
}

fn rooted() -> (TempDir, Root) {
    let folder = tempdir().unwrap();
    let root = Root::open(folder.path()).unwrap();
    (folder, root)
}

/// The message without the folder's own path.
fn message(error: &Error, folder: &TempDir) -> String {
    let folder = folder.path().display().to_string();
    error.to_string().replace(&format!("{folder}/"), "").replace(&folder, "")
}

fn refusal(root: &Root, path: impl AsRef<Path>) -> Error {
    let path = path.as_ref();
    match root.target(path) {
        Err(error) => error,
        Ok(target) => panic!("{} became {target:?}", path.display()),
    }
}

#[test]
fn every_hostile_path_is_refused_by_name() {
    let cases = [
        ("", "it names no file"),
        (".", "it names no file"),
        ("./.", "it names no file"),
        ("pages/", "it names no file"),
        ("/", "the path is absolute"),
        ("/etc/passwd", "the path is absolute"),
        ("//etc/passwd", "the path is absolute"),
        ("..", "`..` leads out of the folder"),
        ("../x.md", "`..` leads out of the folder"),
        ("pages/../x.md", "`..` leads out of the folder"),
        ("pages/../../x.md", "`..` leads out of the folder"),
        ("./../x.md", "`..` leads out of the folder"),
        (".git", "`.git` is git's own folder"),
        (".git/hooks/pre-commit", "`.git` is git's own folder"),
        ("sub/.git/config", "`.git` is git's own folder"),
        (".GIT/config", "`.GIT` is git's own folder"),
        (".gIt/config", "`.gIt` is git's own folder"),
        ("git~1/config", "`git~1` is git's own folder"),
        ("GIT~1/config", "`GIT~1` is git's own folder"),
        (".git./config", "`.git.` is git's own folder"),
        (".git . ./config", "`.git . .` is git's own folder"),
        (".git /config", "`.git ` is git's own folder"),
        (".g\u{200c}it/config", "`.g\u{200c}it` is git's own folder"),
        ("\u{feff}.git/config", "`\u{feff}.git` is git's own folder"),
        (".git\u{202e}/config", "`.git\u{202e}` is git's own folder"),
        (".gi\u{206f}t /config", "`.gi\u{206f}t ` is git's own folder"),
        (".git::$INDEX_ALLOCATION/config", "`.git::$INDEX_ALLOCATION` is git's own folder"),
        (".git:x", "`.git:x` is git's own folder"),
        (".git\\config", "`.git\\config` is git's own folder"),
        ("con", "`con` is the name of a device on Windows"),
        ("CON.md", "`CON.md` is the name of a device on Windows"),
        ("con .md", "`con .md` is the name of a device on Windows"),
        ("prn.tar.gz", "`prn.tar.gz` is the name of a device on Windows"),
        ("Aux/x.md", "`Aux` is the name of a device on Windows"),
        ("nul", "`nul` is the name of a device on Windows"),
        ("nul:", "`nul:` is the name of a device on Windows"),
        ("nul ", "`nul ` is the name of a device on Windows"),
        ("nul.", "`nul.` is the name of a device on Windows"),
        ("com0", "`com0` is the name of a device on Windows"),
        ("COM1.md", "`COM1.md` is the name of a device on Windows"),
        ("lpt9.yaml", "`lpt9.yaml` is the name of a device on Windows"),
        ("com¹", "`com¹` is the name of a device on Windows"),
        ("COM².md", "`COM².md` is the name of a device on Windows"),
        ("lpt³", "`lpt³` is the name of a device on Windows"),
        ("CONIN$", "`CONIN$` is the name of a device on Windows"),
        ("C:\\x.md", "`C:\\x.md` contains `:`, which Windows cannot hold"),
        ("x.md:stream", "`x.md:stream` contains `:`, which Windows cannot hold"),
        ("..\\x.md", "`..\\x.md` contains `\\`, which Windows cannot hold"),
        ("a<b", "`a<b` contains `<`, which Windows cannot hold"),
        ("a>b", "`a>b` contains `>`, which Windows cannot hold"),
        ("a\"b", "`a\"b` contains `\"`, which Windows cannot hold"),
        ("a|b", "`a|b` contains `|`, which Windows cannot hold"),
        ("what?", "`what?` contains `?`, which Windows cannot hold"),
        ("*.md", "`*.md` contains `*`, which Windows cannot hold"),
        ("a\nb", "`a\nb` contains the control character U+000A, which Windows cannot hold"),
        ("a\0b", "`a\0b` contains the control character U+0000, which Windows cannot hold"),
        ("\u{1b}[2J", "`\u{1b}[2J` contains the control character U+001B, which Windows cannot hold"),
        ("\u{7f}", "`\u{7f}` contains the control character U+007F, which Windows cannot hold"),
        ("a\u{9b}", "`a\u{9b}` contains the control character U+009B, which Windows cannot hold"),
        ("x.md.", "`x.md.` ends in a dot or a blank, which Windows cannot hold"),
        ("x.md ", "`x.md ` ends in a dot or a blank, which Windows cannot hold"),
        ("...", "`...` ends in a dot or a blank, which Windows cannot hold"),
        (" ", "` ` ends in a dot or a blank, which Windows cannot hold"),
        ("dir /x.md", "`dir ` ends in a dot or a blank, which Windows cannot hold"),
    ];

    let (folder, root) = rooted();
    for (path, expected) in cases {
        let Error::Refused { refusal, .. } = refusal(&root, path) else { panic!("{path:?}") };
        assert_eq!(refusal.to_string(), expected, "{path:?}");
    }
    let error = refusal(&root, "pages/../x.md");
    assert_eq!(message(&error, &folder), "cannot write `pages/../x.md`: `..` leads out of the folder");
    assert_eq!(error.hint().unwrap(), "give a path below the folder");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn names_and_paths_have_a_greatest_length() {
    let (folder, root) = rooted();
    let long = "ü".repeat(128);
    let error = message(&refusal(&root, &long), &folder);
    assert_eq!(error, format!("cannot write `{long}`: `{long}` is longer than 255 bytes"));

    let deep = format!("{}x", "x/".repeat(2048));
    let error = message(&refusal(&root, &deep), &folder);
    assert_eq!(error, format!("cannot write `{deep}`: the path is longer than 4096 bytes"));

    root.target(Path::new(&"x".repeat(255))).unwrap();
}

#[test]
fn harmless_names_that_look_like_hostile_ones_are_taken() {
    let (_folder, root) = rooted();
    for name in [
        "2025-06.md",
        "./2025-06.md",
        "a/./b.md",
        "über uns.md",
        "🚀.md",
        ".gitignore",
        ".github/x.yml",
        "git",
        "x.git",
        "git~2",
        "console.md",
        "com.md",
        "com10.md",
        "communities",
        "nul-tests.md",
        "auxiliary",
        "...x",
        " x",
        "a'b",
        "-rf",
    ] {
        root.target(Path::new(name)).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn the_dots_are_dropped_from_a_path() {
    let (folder, root) = rooted();
    let target = root.target(Path::new("./a/./b.md")).unwrap();
    assert_eq!(target.path(), folder.path().join("a/b.md"));

    let here = Root::open(Path::new("")).unwrap();
    assert_eq!(here.target(Path::new("no-such.md")).unwrap().path(), Path::new("no-such.md"));
    assert_eq!(here.path(), std::env::current_dir().unwrap().canonicalize().unwrap());
}

#[test]
fn the_parts_of_a_path_are_checked_as_names_too() {
    assert_eq!(portable_name(""), Err(NameError::Empty));
    assert_eq!(portable_name("..").unwrap_err().to_string(), "`..` is not a name");
    assert_eq!(portable_name("a/b").unwrap_err().to_string(), "`a/b` contains `/`, which Windows cannot hold");
    assert_eq!(portable_name("2025-06"), Ok(()));
}

#[test]
fn an_existing_directory_cannot_be_written_nor_a_file_be_a_folder() {
    let (folder, root) = rooted();
    fs::create_dir(folder.path().join("pages")).unwrap();
    put(folder.path().join("x.md"), "");
    let of = |path| message(&refusal(&root, path), &folder);

    assert_eq!(of("pages"), "cannot write `pages`: `pages` is a directory");
    assert_eq!(of("x.md/y.md"), "cannot write `x.md/y.md`: `x.md` is a file");
    assert_eq!(of("x.md/deep/y.md"), "cannot write `x.md/deep/y.md`: `x.md` is a file");
}

#[test]
fn a_root_must_be_a_folder() {
    let folder = tempdir().unwrap();
    put(folder.path().join("x"), "");
    let error = |name| message(&Root::open(&folder.path().join(name)).unwrap_err(), &folder);
    assert_eq!(error("none"), "cannot open the folder `none`");
    assert_eq!(error("x"), "cannot open the folder `x`");
}

#[test]
fn a_path_of_the_user_needs_a_folder_and_a_good_name() {
    let folder = tempdir().unwrap();
    let error = |name: &str| message(&Target::explicit(&folder.path().join(name)).unwrap_err(), &folder);
    assert_eq!(error("none/x.md"), "cannot open the folder `none`");
    assert_eq!(error("sub/.."), "cannot write `sub/..`: `..` leads out of the folder");
    assert_eq!(error("x/"), "cannot write `x/`: it names no file");
    assert_eq!(error("nul.md"), "cannot write `nul.md`: `nul.md` is the name of a device on Windows");
    assert_eq!(error(".git"), "cannot write `.git`: `.git` is git's own folder");
    assert_eq!(Target::explicit(Path::new("/")).unwrap_err().to_string(), "cannot write `/`: it names no file");

    let target = Target::explicit(&folder.path().join("x.md")).unwrap();
    assert_eq!(target.path(), folder.path().join("x.md"));
    assert!(!target.exists().unwrap());
    assert_eq!(target.read(10).unwrap(), None);
    assert_eq!(Target::explicit(Path::new("Cargo.toml")).unwrap().path(), Path::new("Cargo.toml"));
}

/// A file that gives what it has in pieces, or fails.
struct Pieces(Vec<io::Result<Vec<u8>>>);

impl io::Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Ok(0);
        }
        let mut piece = self.0.remove(0)?;
        let rest = piece.split_off(piece.len().min(into.len()));
        into[..piece.len()].copy_from_slice(&piece);
        if !rest.is_empty() {
            self.0.insert(0, Ok(rest));
        }
        Ok(piece.len())
    }
}

#[test]
fn a_file_is_read_to_its_end_whatever_size_it_says() {
    let bytes: Vec<u8> = (0..40_000_u32).map(|at| at as u8).collect();
    let pieces = || bytes.chunks(7000).map(|piece| Ok(piece.to_vec())).collect();
    for size in [0, 10, 40_000, 50_000] {
        assert_eq!(read_most(&mut Pieces(pieces()), size, usize::MAX).unwrap(), bytes);
        assert_eq!(read_most(&mut Pieces(pieces()), size, 39_000).unwrap(), bytes[..39_000]);
    }
}

#[test]
fn an_interrupted_read_is_taken_up_again_and_a_failed_one_told() {
    let kind = |kind: io::ErrorKind| Err(io::Error::from(kind));
    let mut file = Pieces(vec![Ok(b"te".to_vec()), kind(io::ErrorKind::Interrupted), Ok(b"a".to_vec())]);
    assert_eq!(read_most(&mut file, 3, 10).unwrap(), b"tea");
    let mut file = Pieces(vec![Ok(b"te".to_vec()), kind(io::ErrorKind::PermissionDenied), Ok(b"a".to_vec())]);
    assert_eq!(read_most(&mut file, 3, 10).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
}

#[test]
fn only_a_folder_that_is_missing_is_to_be_made() {
    let folder = tempdir().unwrap();
    let hint = Root::open(&folder.path().join("a")).unwrap_err().hint();
    assert_eq!(hint, Some(format!("make it first: mkdir -p '{}'", folder.path().join("a").display())));
    put(folder.path().join("b"), "");
    assert_eq!(Root::open(&folder.path().join("b")).unwrap_err().hint(), None);
}

#[test]
fn reads_up_to_the_limit_and_keeps_the_head_of_more() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("x.yaml");
    for size in [0, 1, 5, 4095, 4096, 4097, 100_000] {
        let bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
        put(&path, &bytes);
        assert_eq!(read(&path, size).unwrap(), bytes);
        assert_eq!(read(&path, u64::MAX).unwrap(), bytes);
        if size == 0 {
            continue;
        }
        let error = read(&path, size - 1).unwrap_err();
        assert_eq!(message(&error, &folder), format!("`x.yaml` is larger than {} bytes", size - 1));
        let Error::TooLarge { limit, head, .. } = error else { panic!() };
        assert_eq!((limit, head.as_slice()), (size - 1, &bytes[..bytes.len() - 1]));
    }
}

#[test]
fn what_cannot_be_read_is_said_with_its_cause() {
    use std::error::Error as _;

    let folder = tempdir().unwrap();
    let error = read(&folder.path().join("x.yaml"), 10).unwrap_err();
    assert_eq!(message(&error, &folder), "cannot read `x.yaml`");
    let source = error.source().unwrap().downcast_ref::<io::Error>().unwrap();
    assert_eq!(source.kind(), io::ErrorKind::NotFound);

    fs::create_dir(folder.path().join("d")).unwrap();
    let error = read(&folder.path().join("d"), 10).unwrap_err();
    assert_eq!(message(&error, &folder), "cannot read `d`: it is a directory");
}

#[test]
fn a_batch_replaces_and_makes_folders_only_when_finished() {
    let (folder, root) = rooted();
    put(folder.path().join("a.md"), "old");
    let a = root.target(Path::new("a.md")).unwrap();
    let b = root.target(Path::new("deep/er/b.md")).unwrap();
    assert_eq!((a.exists().unwrap(), b.exists().unwrap()), (true, false));
    assert_eq!((a.read(9).unwrap(), b.read(9).unwrap()), (Some(b"old".to_vec()), None));

    let mut batch = Batch::new(MEMORY_LIMIT);
    batch.put(b, b"b".to_vec()).unwrap();
    batch.put(a.clone(), b"new".to_vec()).unwrap();
    assert_eq!(names(folder.path()), ["a.md"]);

    let replaced = batch.finish().unwrap();
    assert_eq!(replaced, [folder.path().join("deep/er/b.md"), folder.path().join("a.md")]);
    assert_eq!(a.read(9).unwrap().unwrap(), b"new");
    assert_eq!(fs::read(&replaced[0]).unwrap(), b"b");
    assert_eq!(names(folder.path()), ["a.md", "deep"]);
    assert_eq!(names(&folder.path().join("deep/er")), ["b.md"]);
}

#[test]
fn one_file_is_put_once_however_it_is_named() {
    let (folder, root) = rooted();
    let mut batch = Batch::new(MEMORY_LIMIT);
    batch.put(root.target(Path::new("a.md")).unwrap(), Vec::new()).unwrap();
    let again = [
        root.target(Path::new("./a.md")).unwrap(),
        root.target(Path::new("A.MD")).unwrap(),
        Target::explicit(&folder.path().join("a.md")).unwrap(),
    ];
    let errors = again.map(|target| message(&batch.put(target, Vec::new()).unwrap_err(), &folder));
    assert_eq!(errors[0], "cannot write both `a.md` and `a.md`: they are one file");
    assert_eq!(errors[1], "cannot write both `a.md` and `A.MD`: they are one file");
    assert_eq!(errors[2], errors[0]);
    assert_eq!(batch.finish().unwrap().len(), 1);
}

#[test]
fn files_of_one_name_in_two_folders_are_two() {
    let (folder, root) = rooted();
    let mut batch = Batch::new(0);
    for path in ["a/x.md", "b/x.md", "x.md"] {
        batch.put(root.target(Path::new(path)).unwrap(), path.into()).unwrap();
    }
    batch.finish().unwrap();
    for path in ["a/x.md", "b/x.md", "x.md"] {
        assert_eq!(read(&folder.path().join(path), 99).unwrap(), path.as_bytes());
    }
}

#[test]
fn beyond_the_memory_limit_bytes_wait_in_files_that_go_with_the_batch() {
    let (folder, root) = rooted();
    put(folder.path().join("b.md"), "old");
    let mut batch = Batch::new(4);
    for name in ["a.md", "b.md", "new/er/c.md"] {
        batch.put(root.target(Path::new(name)).unwrap(), b"1234".to_vec()).unwrap();
    }

    let pid = std::process::id();
    assert_eq!(names(folder.path()), [format!(".b.md.{pid}.afterword"), "b.md".to_owned(), "new".to_owned()]);
    assert_eq!(names(&folder.path().join("new/er")), [format!(".c.md.{pid}.afterword")]);
    drop(batch);
    assert_eq!(names(folder.path()), ["b.md"]);
    assert_eq!(fs::read(folder.path().join("b.md")).unwrap(), b"old");
}

#[test]
fn a_failure_before_the_first_rename_changes_nothing() {
    let (folder, root) = rooted();
    put(folder.path().join("a.md"), "old");
    for memory_limit in [0, MEMORY_LIMIT] {
        let mut batch = Batch::new(memory_limit);
        for name in ["a.md", "new/b.md", "c.md"] {
            batch.put(root.target(Path::new(name)).unwrap(), b"new".to_vec()).unwrap();
        }
        fs::create_dir(folder.path().join("c.md")).unwrap();

        let error = batch.finish().unwrap_err();
        assert_eq!(error.to_string(), "nothing was changed");
        let FinishError::Unchanged { source } = error else { panic!("{error:?}") };
        assert_eq!(message(&source, &folder), "cannot write `c.md`: `c.md` is a directory");
        assert_eq!(names(folder.path()), ["a.md", "c.md"]);
        assert_eq!(fs::read(folder.path().join("a.md")).unwrap(), b"old");
        fs::remove_dir(folder.path().join("c.md")).unwrap();
    }
}

#[test]
fn state_is_replaced_and_removed() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("git/afterword/drafts/x.yaml");
    remove_state(&path).unwrap();
    for bytes in [&b"one"[..], b"two", b""] {
        write_state(&path, bytes).unwrap();
        assert_eq!(read(&path, 10).unwrap(), bytes);
        assert_eq!(names(path.parent().unwrap()), ["x.yaml"]);
    }
    remove_state(&path).unwrap();
    assert!(names(path.parent().unwrap()).is_empty());

    let error = write_state(&folder.path().join("git"), b"").unwrap_err();
    assert_eq!(message(&error, &folder), "cannot write `git`");
    assert_eq!(names(folder.path()), ["git"]);
}
