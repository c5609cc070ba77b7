//! What is stored is what git stores: every case is held against `git hash-object`.

use std::fs;
use std::process::Command;

use super::super::executable::Variables;
#[cfg(unix)]
use super::super::tests::script;
use super::*;

/// Attributes of a file `x`, one line each.
const ATTRIBUTES: &[&str] = &[
    "",
    "x text",
    "x -text",
    "x text=auto",
    "x eol=lf",
    "x eol=crlf",
    "x text eol=lf",
    "x text eol=crlf",
    "x text=auto eol=crlf",
    "x text=auto eol=lf",
    "x binary",
    "x crlf",
    "x -crlf",
    "x crlf=input",
    "x ident",
    "x ident text",
    "x -text ident",
    "x text=input",
    "x !text",
    "* text=auto\nx -text",
    "*.md text\nx text",
    "x filter=upper",
    "x filter=upper text",
    "x filter=unknown",
    "x filter=lfs diff=lfs merge=lfs -text",
    "x filter",
    "x -filter",
    "x filter=broken",
    "x working-tree-encoding=UTF-16LE text",
    "x working-tree-encoding=UTF-8",
    "x working-tree-encoding=ISO-8859-1 text eol=lf",
    "[attr]prose text eol=lf\nx prose",
];

/// Contents, from which others are made by repetition and cutting.
const CONTENTS: &[&[u8]] = &[
    b"",
    b"one line\n",
    b"no line end",
    b"unix\nline\nends\n",
    b"windows\r\nline\r\nends\r\n",
    b"mixed\r\nline\nends\r\n",
    b"lone\rreturn\n",
    b"binary\0bytes\r\nwith a line\n",
    b"$Id$\n",
    b"$Id: 0123456789 $\nand $Id$ again\r\n",
    "über 🔥 caf\u{e9}\r\n".as_bytes(),
    b"\xff\xfeu\0t\0f\0\r\0\n\0",
    b"\xe9 latin\n",
    b"\x1a end of file\n",
    b"blanks   \r\n\t\r\n\r\n",
    b"\r\n",
    b"\r",
];

const SETTINGS: &[&[(&str, &str)]] =
    &[&[], &[("core.autocrlf", "true")], &[("core.autocrlf", "input")], &[("core.eol", "crlf")]];

fn git(folder: &Path, arguments: &[&str], input: &[u8]) -> executable::Said {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments).env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
    executable::run(command, input).unwrap()
}

#[test]
fn a_thousand_files_are_stored_as_git_stores_them_or_refused() {
    let (mut same, mut refused) = (0, 0);
    for (number, settings) in SETTINGS.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "--quiet"], b"");
        let fixed = [
            ("filter.upper.clean", "tr a-z A-Z"),
            ("filter.broken.clean", "false"),
            ("filter.broken.required", "true"),
        ];
        for (key, value) in fixed.iter().chain(settings.iter()) {
            git(folder.path(), &["config", key, value], b"");
        }
        let mut names = Vec::new();
        for (at, attributes) in ATTRIBUTES.iter().enumerate() {
            // Every content under every attribute, each under half of the settings.
            for (which, content) in CONTENTS.iter().enumerate().filter(|(which, _)| (at + which + number) % 2 == 0) {
                let name = format!("{at}-{which}");
                let own = folder.path().join(&name);
                fs::create_dir(&own).unwrap();
                fs::write(own.join(".gitattributes"), format!("{attributes}\n")).unwrap();
                fs::write(own.join("x"), content.repeat(1 + (at + which) % 3)).unwrap();
                names.push(name);
            }
        }
        let repository = Repository::open(folder.path()).unwrap();
        let config = repository.config().unwrap();
        let executable = Git::find(&Variables::new(std::env::vars_os()), folder.path()).unwrap();
        let mut stored = Vec::new();
        for name in names {
            let path = format!("{name}/x");
            let bytes = fs::read(folder.path().join(&path)).unwrap();
            match store(&repository, &config, Some(&executable), &|_| false, &path, &bytes) {
                Ok(id) => {
                    assert!(repository.find_blob(id).is_ok());
                    stored.push((path, id.to_string()));
                }
                Err(Failure::Refused(Refusal::Filter { .. }) | Failure::Helper { .. }) => refused += 1,
                Err(failure) => panic!("{path}: {failure}"),
            }
        }
        let paths: String = stored.iter().map(|(path, _)| format!("{path}\n")).collect();
        let expected = git(folder.path(), &["hash-object", "--stdin-paths"], paths.as_bytes()).stdout;
        let expected = String::from_utf8(expected).unwrap();
        assert_eq!(expected.lines().count(), stored.len());
        for ((path, id), expected) in stored.iter().zip(expected.lines()) {
            let attributes = fs::read_to_string(folder.path().join(path).with_file_name(".gitattributes")).unwrap();
            let bytes = fs::read(folder.path().join(path)).unwrap();
            assert_eq!(id, expected, "{settings:?} {attributes:?} {bytes:?}");
        }
        same += stored.len();
    }
    assert!(same + refused >= 1000 && same > 5 * refused, "{same} the same, {refused} refused");
}

/// `git hash-object` does not look at the index, `git add` does.
#[test]
fn line_ends_that_were_committed_stay_as_with_git_add() {
    for attributes in ["x text=auto", "x text", "x text=auto eol=crlf", "x !text", "x eol=lf"] {
        for (key, value) in [("core.autocrlf", "true"), ("core.autocrlf", "input"), ("core.eol", "lf")] {
            let folder = tempfile::tempdir().unwrap();
            git(folder.path(), &["init", "--quiet"], b"");
            git(folder.path(), &["config", key, value], b"");
            let raw = git(folder.path(), &["hash-object", "-w", "--stdin"], b"windows\r\nline\r\n").stdout;
            let raw = String::from_utf8(raw).unwrap();
            git(folder.path(), &["update-index", "--add", "--cacheinfo", &format!("100644,{},x", raw.trim())], b"");
            let bytes = b"windows\r\nline\r\nand another\r\n";
            fs::write(folder.path().join("x"), bytes).unwrap();
            fs::write(folder.path().join(".gitattributes"), format!("{attributes}\n")).unwrap();

            let repository = Repository::open(folder.path()).unwrap();
            let id = store(&repository, &repository.config().unwrap(), None, &|_| false, "x", bytes).unwrap();
            git(folder.path(), &["add", "x"], b"");
            let entry = String::from_utf8(git(folder.path(), &["ls-files", "--stage"], b"").stdout).unwrap();
            assert_eq!(entry, format!("100644 {id} 0\tx\n"), "{attributes}, {key}={value}");
        }
    }
}

#[test]
fn without_git_a_filter_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet"], b"");
    git(folder.path(), &["config", "filter.upper.clean", "tr a-z A-Z"], b"");
    fs::write(folder.path().join(".gitattributes"), "x filter=upper\n").unwrap();
    let repository = Repository::open(folder.path()).unwrap();
    let config = repository.config().unwrap();
    let failure = store(&repository, &config, None, &|_| false, "x", b"a").unwrap_err();
    assert_eq!(failure.to_string(), "git is needed for the filters of `.gitattributes`, and is not found in PATH");
}

#[test]
fn attributes_that_are_not_on_disk_count_as_the_index_has_them() {
    for (tracked, expected) in [(&[".gitattributes"][..], "a\n"), (&["sub/.gitattributes"], "a\r\n")] {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "--quiet"], b"");
        for name in tracked {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, "* text eol=lf\n").unwrap();
            git(folder.path(), &["add", name], b"");
            fs::remove_file(&file).unwrap();
        }
        let is_tracked = |path: &Path| tracked.iter().any(|name| Path::new(name) == path);
        let repository = Repository::open(folder.path()).unwrap();
        let id = store(&repository, &repository.config().unwrap(), None, &is_tracked, "x", b"a\r\n").unwrap();
        assert_eq!(repository.find_blob(id).unwrap().content(), expected.as_bytes(), "{tracked:?}");
    }
}

#[test]
#[cfg(unix)]
fn what_git_says_before_it_fails_is_no_blob() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet"], b"");
    git(folder.path(), &["config", "filter.upper.clean", "tr a-z A-Z"], b"");
    fs::write(folder.path().join(".gitattributes"), "x filter=upper\n").unwrap();
    let program = folder.path().join("git");
    let real = Variables::new(std::env::vars_os()).program("git").unwrap();
    script(&program, &format!("'{}' \"$@\"; echo 'no room' >&2; exit 1", real.display()));
    let failing = Git::find(&Variables::new([("PATH".into(), folder.path().into())]), folder.path());
    let repository = Repository::open(folder.path()).unwrap();
    let config = repository.config().unwrap();
    let failure = store(&repository, &config, failing.as_ref(), &|_| false, "x", b"a").unwrap_err();
    assert!(matches!(&failure, Failure::Helper { said, .. } if said == "no room"), "{failure}");
}
