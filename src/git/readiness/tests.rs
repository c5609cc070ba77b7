//! What libgit2 cannot read, and what of it is told.

use std::fs;

use super::*;

fn open_at(folder: &Path, named: &[(&str, &Path)]) -> Result<Repository, String> {
    let all = named.iter().map(|(name, value)| ((*name).into(), value.as_os_str().to_owned()));
    open(folder, &Variables::new(all)).map_err(|failure| failure.to_string())
}

#[test]
fn what_cannot_be_opened_is_told_by_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let nothing = format!("there is no git repository around `{}`", folder.path().display());
    assert_eq!(open_at(folder.path(), &[]).err(), Some(nothing));
    let repository = Repository::init(folder.path()).unwrap();
    let top = folder.path().canonicalize().unwrap();
    let settings = |more: &str| {
        fs::write(top.join(".git/config"), format!("[core]\n repositoryFormatVersion = 1\n bare = false\n{more}"))
            .unwrap();
    };
    for (more, expected) in [
        ("", None),
        (
            "[extensions]\n refStorage = reftable\n",
            Some("the repository keeps its references as reftable, which cannot be written here"),
        ),
        (
            "[extensions]\n refStorage = files\n objectFormat = sha256\n",
            Some("the repository names its objects by sha256, which cannot be written here"),
        ),
        (
            "[extensions]\n new = true\n",
            Some("the repository uses git's extension `new`, which cannot be written here"),
        ),
        (
            "[extensions]\n objectFormat = sha1\n new = true\n",
            Some("the repository uses git's extension `new`, which cannot be written here"),
        ),
        (
            "[core]\n sharedRepository = group\n",
            Some(
                "the repository is shared (`core.sharedRepository`): its other users could not read what is written here",
            ),
        ),
        ("[core]\n sharedRepository = Umask\n", None),
        (
            "[i18n]\n commitEncoding = latin1\n",
            Some("`i18n.commitEncoding` is `latin1`: messages are written in UTF-8 only"),
        ),
        ("[i18n]\n commitEncoding = Utf-8\n", None),
        ("[core", Some("cannot open the repository")),
    ] {
        settings(more);
        assert_eq!(open_at(&top, &[]).err().as_deref(), expected, "{more}");
    }
    settings("");
    let bare = format!("the repository `{}` is bare: it has no working tree", repository.path().display());
    assert_eq!(open_at(&top.join(".git"), &[]).err(), Some(bare.clone()), "inside of the git directory");
    settings("[core]\n bare = true\n");
    assert_eq!(open_at(&top, &[]).err(), Some(bare));
}

#[test]
fn the_repository_that_the_environment_names_is_this_one_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let top = folder.path().canonicalize().unwrap();
    for name in ["one", "two"] {
        Repository::init(top.join(name)).unwrap();
    }
    let (one, two) = (top.join("one/.git"), top.join("two/.git"));
    let refused = |name| Some(format!("`{name}` is set: this runs inside a hook or another git command"));
    for (named, expected) in [
        (("GIT_DIR", one.as_path()), None),
        (("GIT_DIR", &two), refused("GIT_DIR")),
        (("GIT_DIR", Path::new("/nowhere")), refused("GIT_DIR")),
        (("GIT_INDEX_FILE", &one), refused("GIT_INDEX_FILE")),
    ] {
        assert_eq!(open_at(&top.join("one"), &[named]).err(), expected, "{named:?}");
    }
}

#[test]
fn the_top_is_where_git_is() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("docs/days");
    fs::create_dir_all(&below).unwrap();
    assert_eq!(top_of(&below), below);
    fs::create_dir(folder.path().join(".git")).unwrap();
    assert_eq!(top_of(&below), folder.path());
}

#[test]
fn an_index_in_another_form_is_told_from_one_that_is_broken() {
    let folder = tempfile::tempdir().unwrap();
    // The names are those that libgit2 knows the forms by.
    let path = folder.path().join("link-sdir-extension");
    let open = || open_index(&path).map(drop).map_err(|failure| failure.to_string());
    assert_eq!(open(), Ok(()), "none");
    // gitformat-index(5): the header, no entries, an extension, and no checksum to look at.
    let with = |signature: &[u8]| [b"DIRC\0\0\0\x02\0\0\0\0", signature, &[0; 24]].concat();
    for (bytes, expected) in [
        (with(b"link"), "the repository has a split index, which cannot be written here"),
        (with(b"sdir"), "the repository has a sparse index, which cannot be written here"),
        (with(b"what"), "cannot read the index"),
        (b"link and sdir".to_vec(), "cannot read the index"),
    ] {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        fs::write(&path, bytes).unwrap();
        assert_eq!(open(), Err(expected.to_owned()), "{shown:?}");
    }
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!(open(), Err("cannot read the index".to_owned()), "a folder");
}

#[test]
fn what_git_is_at_is_told_with_the_command_that_ends_it() {
    let id = "0123456789012345678901234567890123456789\n";
    for (file, content, expected) in [
        ("MERGE_HEAD", id, "a merge: git merge --continue, or git merge --abort"),
        ("rebase-apply/applying", "", "a series of patches: git am --continue, or git am --abort"),
        ("rebase-apply/rebasing", "", "a rebase: git rebase --continue, or git rebase --abort"),
        ("rebase-merge/interactive", "", "a rebase: git rebase --continue, or git rebase --abort"),
        ("CHERRY_PICK_HEAD", id, "a cherry-pick: git cherry-pick --continue, or git cherry-pick --abort"),
        ("REVERT_HEAD", id, "a revert: git revert --continue, or git revert --abort"),
        ("sequencer/todo", "revert 0123456\n", "a revert: git revert --continue, or git revert --quit"),
        ("sequencer/todo", "pick 0123456\n", "a cherry-pick: git cherry-pick --continue, or git cherry-pick --quit"),
        ("BISECT_START", "main\n", "a bisect: git bisect reset"),
        ("BISECT_LOG", "", "a bisect: git bisect reset"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let repository = Repository::init(folder.path()).unwrap();
        assert_eq!(refuse_unfinished(&repository, &Index::new().unwrap()), Ok(()));
        let path = repository.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        match refuse_unfinished(&repository, &Index::new().unwrap()) {
            Err(Refusal::InProgress { operation, finish }) => {
                assert_eq!(format!("a {operation}: {finish}"), expected, "{file}");
            }
            other => panic!("{file}: {other:?}"),
        }
    }
}
