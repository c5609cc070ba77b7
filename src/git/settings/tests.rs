//! git's settings without git, and with it: what is read is what `git config --list` says.

use std::fs;
use std::process::Command;

use super::*;

#[test]
fn a_list_of_settings_is_a_file_of_the_same_settings() {
    let file = written(
        b"user.name\nAda\0core.bare\0remote.a.b\" \\c.url\nhttps://x/\"y\"\\z\0\
          include.path\n/x\0includeIf.gitdir:/x/.path\n/x\0IncludeIf.gitdir:/x/.path\n/x\0\
          alias.two\none\n\ttwo\x08\0nothing\0empty.value\n\0",
    );
    let expected = "[user]\n\tname = \"Ada\"\n[core]\n\tbare\n[remote \"a.b\\\" \\\\c\"]\n\turl = \"https://x/\\\"y\\\"\\\\z\"\n\
                    [alias]\n\ttwo = \"one\\n\\ttwo\\b\"\n[empty]\n\tvalue = \"\"\n";
    assert_eq!(String::from_utf8(file).unwrap(), expected);
}

#[test]
fn what_git_lists_of_such_a_file_is_the_list_that_it_was_made_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config");
    let list = b"user.name\nAda \"A.\" L;\xc3\xbc#\0core.bare\0remote.a.b\" \\c.url\n \\x\t\n\0branch.x y.merge\n\0";
    fs::write(&path, written(list)).unwrap();
    let listed = Command::new("git").args(["config", "--list", "-z", "--file"]).arg(&path).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&listed.stdout), String::from_utf8_lossy(list));
}

fn variables(named: &[(&str, &Path)]) -> Variables {
    Variables::new(named.iter().map(|(name, value)| ((*name).into(), value.as_os_str().to_owned())))
}

#[test]
fn the_files_that_the_environment_names_are_read_in_place_of_the_usual_ones() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = git2::RepositoryInitOptions::new();
    let repository = Repository::init_opts(folder.path(), options.no_reinit(true)).unwrap();
    let (global, system) = (folder.path().join("global"), folder.path().join("system"));
    fs::write(&global, "[x]\n both = global\n global = yes\n").unwrap();
    fs::write(&system, "[x]\n both = system\n system = yes\n").unwrap();
    let read = |named: &[(&str, &Path)]| {
        let config = from_files(&repository, &variables(named)).unwrap();
        ["x.both", "x.global", "x.system"].map(|name| config.get_string(name).ok())
    };
    let text = |text: &str| Some(text.to_owned());
    let global = ("GIT_CONFIG_GLOBAL", global.as_path());
    let system = ("GIT_CONFIG_SYSTEM", system.as_path());
    assert_eq!(read(&[global, system]), [text("global"), text("yes"), text("yes")]);
    assert_eq!(read(&[system]), [text("system"), None, text("yes")]);
    assert_eq!(read(&[global, system, ("GIT_CONFIG_NOSYSTEM", Path::new("1"))]), [text("global"), text("yes"), None]);
}

#[test]
fn settings_of_the_system_are_left_out_where_that_is_said() {
    for (value, expected) in
        [("1", true), ("true", true), ("Yes", true), ("0", false), ("False", false), ("OFF", false)]
    {
        assert_eq!(has_no_system(&variables(&[("GIT_CONFIG_NOSYSTEM", Path::new(value))])), expected, "{value}");
    }
    assert!(!has_no_system(&variables(&[])));
}

#[test]
fn git_is_asked_only_where_libgit2_would_miss_something() {
    let folder = tempfile::tempdir().unwrap();
    let repository = Repository::init(folder.path()).unwrap();
    let other = folder.path().join("other");
    fs::write(&other, "[x]\n key = other\n").unwrap();
    let own = repository.path().join("config");
    let plain = fs::read_to_string(&own).unwrap();
    let refused = "git is needed for the settings that `GIT_CONFIG_*` and `includeIf` give, and is not found in PATH";
    let one = Path::new("1");
    let count = ("GIT_CONFIG_COUNT", one);
    let global = ("GIT_CONFIG_GLOBAL", other.as_path());
    let condition = "[includeIf \"gitdir:/x/\"]\n path = /x\n";
    let by_remote = "[includeIf \"hasconfig:remote.*.url:x\"]\n path = /x\n";
    let both = format!("{by_remote}{condition}");
    let other = Some("other".to_owned());
    for (case, settings, named, expected) in [
        ("nothing", "", vec![], Ok(None)),
        ("a condition", condition, vec![], Ok(None)),
        ("another file", "", vec![global], Ok(other)),
        ("another file and a condition", condition, vec![global], Err(refused.to_owned())),
        ("a condition by a remote", by_remote, vec![], Err(refused.to_owned())),
        ("and another one after it", both.as_str(), vec![], Err(refused.to_owned())),
        ("a setting", "", vec![count], Err(refused.to_owned())),
        ("a setting and another file", "", vec![count, global], Err(refused.to_owned())),
    ] {
        fs::write(&own, format!("{plain}{settings}")).unwrap();
        let repository = Repository::open(folder.path()).unwrap();
        let completed = Settings::complete(&repository, &variables(&named), None, folder.path());
        let read = completed.map(|_| repository.config().unwrap().get_string("x.key").ok());
        assert_eq!(read.map_err(|failure| failure.to_string()), expected, "{case}");
    }
}

#[test]
fn what_git_says_is_read_and_the_file_goes_away() {
    let folder = tempfile::tempdir().unwrap();
    let repository = Repository::init(folder.path()).unwrap();
    let state = folder.path().join(".git/afterword");
    fs::create_dir(&state).unwrap();
    // A program of the test's own in the place of git: the environment of the process stays as it is.
    let named = variables(&[("PATH", Path::new("/usr/bin:/bin")), ("GIT_CONFIG_COUNT", Path::new("1"))]);
    let git = Git::find(&named, folder.path()).unwrap();
    fs::write(repository.path().join("config"), "[core]\n bare = false\n[x]\n key = \"a b\"\n").unwrap();
    let settings = Settings::complete(&repository, &named, Some(&git), &state).unwrap();
    assert_eq!(repository.config().unwrap().get_string("x.key").unwrap(), "a b");
    assert_eq!(fs::read_dir(&state).unwrap().count(), 1);
    drop(settings);
    assert_eq!(fs::read_dir(&state).unwrap().count(), 0);

    fs::write(repository.path().join("config"), "[core").unwrap();
    let failed = Settings::complete(&repository, &named, Some(&git), &state).map(drop);
    assert!(failed.is_err());
}
