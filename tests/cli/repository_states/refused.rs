//! States that are refused by name, with the command that helps, and with not a byte changed.

use crate::twins::nothing_failed;
use crate::twins::refuse;

const COMMIT: &str = "commit -m 'docs: Add it'";

/// Compares every state: its name, what builds it, how is committed, what is said, and what helps.
#[track_caller]
fn compare(states: &[(&str, &str, &str, &str, &str)]) {
    nothing_failed(states.iter().map(|(name, setup, call, error, help)| {
        (*name, refuse(setup, call, &format!("exit 3\nerror: {error}\nhelp: {help}\n")))
    }));
}

/// A repository in which the branch `other` contradicts `main` in `a.txt`.
const TORN: &str = "known; git stash --quiet; again; git switch --quiet --create other; echo other > a.txt; git commit --quiet -am other
    echo more > c.txt; git commit --quiet -am more; git switch --quiet main; echo main > a.txt; git commit --quiet -am main\n";

#[test]
fn while_git_is_at_something() {
    let torn = |then: &str| format!("{TORN}{then}");
    compare(&[
        (
            "a merge with conflicts",
            &torn("git merge --quiet other || :"),
            COMMIT,
            "a merge is in progress",
            "finish it or take it back: git merge --continue, or git merge --abort",
        ),
        (
            "a merge that waits",
            "known; git stash --quiet; git switch --quiet --create other; git commit --quiet --allow-empty -m x; git switch --quiet main; git merge --quiet --no-ff --no-commit other; again",
            COMMIT,
            "a merge is in progress",
            "finish it or take it back: git merge --continue, or git merge --abort",
        ),
        (
            "a rebase with conflicts",
            &torn("git stash --quiet; git rebase --quiet other || :; again"),
            COMMIT,
            "a rebase is in progress",
            "finish it or take it back: git rebase --continue, or git rebase --abort",
        ),
        (
            "a rebase by patches with conflicts",
            &torn("git stash --quiet; git rebase --quiet --apply other || :; again"),
            COMMIT,
            "a rebase is in progress",
            "finish it or take it back: git rebase --continue, or git rebase --abort",
        ),
        (
            "a rebase that stopped for an edit",
            "known; git stash --quiet; GIT_SEQUENCE_EDITOR='sed -i s/^pick/edit/' git rebase --quiet --interactive HEAD~; again",
            COMMIT,
            "a rebase is in progress",
            "finish it or take it back: git rebase --continue, or git rebase --abort",
        ),
        (
            "a series of patches",
            &torn(
                "git format-patch --quiet --stdout other~2..other > $HOME/p; git stash --quiet; git am --quiet $HOME/p || :; again",
            ),
            COMMIT,
            "a series of patches is in progress",
            "finish it or take it back: git am --continue, or git am --abort",
        ),
        (
            "a cherry-pick with conflicts",
            &torn("git stash --quiet; git cherry-pick other~ || :; again"),
            COMMIT,
            "a cherry-pick is in progress",
            "finish it or take it back: git cherry-pick --continue, or git cherry-pick --abort",
        ),
        (
            "a series of cherry-picks after a commit by hand",
            &torn(
                "git stash --quiet; git cherry-pick other~2..other || :; echo x > a.txt; git commit --quiet -am x; again",
            ),
            COMMIT,
            "a cherry-pick is in progress",
            "finish it or take it back: git cherry-pick --continue, or git cherry-pick --quit",
        ),
        (
            "a revert with conflicts",
            "known; git stash --quiet; echo x > a.txt; git commit --quiet -am x; echo y > a.txt; git commit --quiet -am y; git revert HEAD~ || :; again",
            COMMIT,
            "a revert is in progress",
            "finish it or take it back: git revert --continue, or git revert --abort",
        ),
        (
            "a series of reverts after a commit by hand",
            "known; git stash --quiet; echo x > a.txt; git commit --quiet -am x; echo y > a.txt; git commit --quiet -am y; git revert HEAD~ HEAD || :; echo z > a.txt; git commit --quiet -am z; again",
            COMMIT,
            "a revert is in progress",
            "finish it or take it back: git revert --continue, or git revert --quit",
        ),
        (
            "a bisection",
            "known; git stash --quiet; git bisect start; again",
            COMMIT,
            "a bisect is in progress",
            "finish it or take it back: git bisect reset",
        ),
        (
            "conflicts of a stash",
            "busy; git stash --quiet; echo other > a.txt; git commit --quiet -am other; git stash pop || :; event",
            COMMIT,
            "the index holds conflicts, in `a.txt` first",
            "settle them and `git add` the files",
        ),
        (
            "a merge in another working tree only, but HEAD detached here",
            "busy; git worktree add --quiet --detach tree; cd tree; event",
            "cd tree; commit -m x",
            "HEAD is detached: no branch would hold the commit",
            "begin a branch with `-b NAME`, or `--allow-detached`",
        ),
    ]);
}

#[test]
fn where_head_is() {
    compare(&[
        (
            "a detached HEAD",
            "busy; git switch --quiet --detach",
            COMMIT,
            "HEAD is detached: no branch would hold the commit",
            "begin a branch with `-b NAME`, or `--allow-detached`",
        ),
        (
            "a branch that exists",
            "busy; git branch other",
            "commit -b other",
            "cannot make the branch `other`: it exists already",
            "choose another name after `-b`",
        ),
        (
            "the branch that is checked out",
            "busy",
            "commit -b main",
            "cannot make the branch `main`: it is checked out already",
            "choose another name after `-b`",
        ),
        (
            "no name for a branch",
            "busy",
            "commit -b 'a..b'",
            "cannot make the branch `a..b`: that is no name for a branch",
            "choose another name after `-b`",
        ),
        (
            "a name that is an option",
            "busy",
            "commit -b=-d",
            "cannot make the branch `-d`: that is no name for a branch",
            "choose another name after `-b`",
        ),
        (
            "HEAD as a name",
            "busy",
            "commit -b HEAD",
            "cannot make the branch `HEAD`: that is no name for a branch",
            "choose another name after `-b`",
        ),
        (
            "a branch below another one",
            "busy; git branch docs",
            "commit -b docs/page",
            "cannot make the branch `docs/page`: the branch `docs` is in its way",
            "choose another name after `-b`",
        ),
        (
            "a branch above another one",
            "busy; git branch docs/page",
            "commit -b docs",
            "cannot make the branch `docs`: the branch `docs/page` is in its way",
            "choose another name after `-b`",
        ),
        (
            "a branch that is a symbolic reference",
            "busy; git symbolic-ref refs/heads/alias refs/heads/main; git symbolic-ref HEAD refs/heads/alias",
            COMMIT,
            "the branch `refs/heads/alias` is a symbolic reference to `refs/heads/main`",
            "git switch main",
        ),
        (
            "the unborn branch itself",
            "new_repository; event",
            "commit -b main",
            "cannot make the branch `main`: it is checked out already",
            "choose another name after `-b`",
        ),
    ]);
}

const BY_HAND: &str = "write with `afterword render`, then: git add FILES && git commit --only FILES";

#[test]
fn what_kind_of_repository_it_is() {
    let mut states = vec![
        ("no repository", "event", COMMIT, "there is no git repository around `WORK`", "make one: git init"),
        (
            "bare",
            "git init --quiet --bare far.git; cd far.git; event",
            "cd far.git; commit -m x",
            "the repository `WORK/far.git/` is bare: it has no working tree",
            "work in a clone of it: git clone",
        ),
        (
            "below a git directory",
            "busy; cd .git; event",
            "cd .git; commit -m x",
            "the repository `WORK/.git/` is bare: it has no working tree",
            "work in a clone of it: git clone",
        ),
        (
            "references as tables",
            "busy --ref-format=reftable",
            COMMIT,
            "the repository keeps its references as reftable, which cannot be written here",
            BY_HAND,
        ),
        (
            "another hash",
            "busy --object-format=sha256",
            COMMIT,
            "the repository names its objects by sha256, which cannot be written here",
            BY_HAND,
        ),
        (
            "an unknown extension",
            "busy; git config core.repositoryFormatVersion 1; git config extensions.later true",
            COMMIT,
            "the repository uses git's extension `later`, which cannot be written here",
            BY_HAND,
        ),
        (
            "a split index",
            "busy; git update-index --split-index",
            COMMIT,
            "the repository has a split index, which cannot be written here",
            "git update-index --no-split-index",
        ),
        (
            "a sparse index",
            "known; mkdir out; echo x > out/x; git add out; git commit --quiet -m third; git stash --quiet; git sparse-checkout set --cone --sparse-index images; event; grown",
            COMMIT,
            "the repository has a sparse index, which cannot be written here",
            "git sparse-checkout reapply --no-sparse-index",
        ),
        (
            "shared with a group",
            "busy; git config core.sharedRepository group",
            COMMIT,
            "the repository is shared (`core.sharedRepository`): its other users could not read what is written here",
            BY_HAND,
        ),
        (
            "another index",
            "busy",
            "export GIT_INDEX_FILE=$PWD/other; commit -m x",
            "`GIT_INDEX_FILE` is set: this runs inside a hook or another git command",
            "run it outside of hooks, or without the variable: env -u GIT_INDEX_FILE …",
        ),
        (
            "another git directory",
            "busy; git init --quiet far; rm -r far/.git/hooks",
            "export GIT_DIR=$PWD/far/.git; commit -m x",
            "`GIT_DIR` is set: this runs inside a hook or another git command",
            "run it outside of hooks, or without the variable: env -u GIT_DIR …",
        ),
    ];
    if rustix::process::geteuid().is_root() {
        states.push((
            "another user's",
            "busy; chown -R 4711 . .git",
            COMMIT,
            "the repository around `WORK` belongs to another user",
            "if you trust it: git config --global --add safe.directory 'WORK'",
        ));
    } else {
        eprintln!("skipped: a repository of another user needs root to make one");
    }
    compare(&states);
}

#[test]
fn what_is_at_the_names_of_our_files() {
    compare(&[
        (
            "ignored",
            "busy; echo '2026-05.md' > .gitignore",
            COMMIT,
            "`2026-05.md` is ignored by git",
            "if it should be in the repository: git add --force '2026-05.md'",
        ),
        (
            "an ignored folder",
            "busy; echo 'images/' > .git/info/exclude",
            COMMIT,
            "`images/team.png` is ignored by git",
            "if it should be in the repository: git add --force 'images/team.png'",
        ),
        (
            "inside of a submodule, from above",
            "mkdir far; (cd far; busy); new_repository; git -c protocol.file.allow=always submodule --quiet add ./far lib; cd lib; event; cd ..; mv lib/2026-05.yaml .; sed -i s,images/,lib/images/, 2026-05.yaml",
            COMMIT,
            "`lib/images/team.png` lies in the submodule `lib`",
            "commit there: afterword -C 'lib' commit",
        ),
        (
            "inside of a nested repository, from above",
            "busy; git init --quiet lib; mv images lib; sed -i s,images/,lib/images/, 2026-05.yaml",
            COMMIT,
            "`lib/images/team.png` lies in another repository, `lib`",
            "commit there: afterword -C 'lib' commit",
        ),
        (
            "a symlink of a folder",
            "busy; mv images real; ln -s real images",
            COMMIT,
            "cannot write `WORK/images/team.png`: `WORK/images` is a symlink",
            "write to what the symlink points to, or remove it",
        ),
        (
            "a symlink in HEAD only",
            "busy; ln -s a.txt 2026-05.md; git add 2026-05.md; git commit --quiet -m link; rm 2026-05.md",
            COMMIT,
            "`2026-05.md` is a symlink in the repository, on the way to `2026-05.md`",
            "write to what the symlink points to, or remove it",
        ),
        (
            "a folder's symlink in HEAD only",
            "busy; mv images x; ln -s x images; git add images; git commit --quiet -m link; rm images; mv x images",
            COMMIT,
            "`images` is a symlink in the repository, on the way to `images/team.png`",
            "write to what the symlink points to, or remove it",
        ),
        (
            "a file where a folder is",
            "busy; mv images x; echo x > images; git add images; git commit --quiet -m file; rm images; mv x images",
            COMMIT,
            "`images` is a file in the repository, which `images/team.png` cannot stand beside",
            "move it away: git mv 'images' …",
        ),
        (
            "a file staged where a folder is",
            "busy; mv images x; echo x > images; git add images; rm images; mv x images",
            COMMIT,
            "`images` is a file in the repository, which `images/team.png` cannot stand beside",
            "move it away: git mv 'images' …",
        ),
        (
            "a folder where a file is",
            "busy; mkdir 2026-05.md; echo x > 2026-05.md/x; git add 2026-05.md; git commit --quiet -m x; rm -r 2026-05.md",
            COMMIT,
            "`2026-05.md` is a folder in the repository, which `2026-05.md` cannot stand beside",
            "move it away: git mv '2026-05.md' …",
        ),
        (
            "a folder staged where a file is",
            "busy; mkdir 2026-05.md; echo x > 2026-05.md/x; git add 2026-05.md; rm -r 2026-05.md",
            COMMIT,
            "`2026-05.md` is a folder in the repository, which `2026-05.md` cannot stand beside",
            "move it away: git mv '2026-05.md' …",
        ),
        (
            "a twin by case",
            "busy; echo x > 2026-05.MD; git add 2026-05.MD; git commit --quiet -m x",
            COMMIT,
            "`2026-05.md` and `2026-05.MD`, which is in the repository, are one file on some systems",
            "use one name: git mv '2026-05.MD' …",
        ),
        (
            "a staged twin of a folder",
            "busy; mkdir IMAGES; echo x > IMAGES/x; git add IMAGES",
            COMMIT,
            "`images/team.png` and `IMAGES`, which is in the repository, are one file on some systems",
            "use one name: git mv 'IMAGES' …",
        ),
        (
            "a twin by normal form",
            "busy; mv 2026-05.yaml caf\u{e9}.yaml; echo x > cafe\u{301}.md; git add cafe*; git commit --quiet -m x",
            "EVENT=caf\u{e9}.yaml; commit -m x",
            "`caf\u{e9}.md` and `cafe\u{301}.md`, which is in the repository, are one file on some systems",
            "use one name: git mv 'cafe\u{301}.md' …",
        ),
        (
            "left out of the checkout",
            "known; git update-index --skip-worktree 2026-05.yaml",
            COMMIT,
            "`2026-05.yaml` is outside of the sparse checkout",
            "git sparse-checkout disable",
        ),
        (
            "outside of a sparse checkout",
            "known; mkdir in; echo x > in/x; git add in; git commit --quiet -m x; git stash --quiet; git sparse-checkout set --no-sparse-index in; mkdir -p docs; cd docs; event",
            "cd docs; commit -m x",
            "`docs/2026-05.yaml` is outside of the sparse checkout",
            "git sparse-checkout add 'docs'",
        ),
        (
            "a filter that is not set up",
            "busy; echo '*.png filter=lfs' > .gitattributes",
            COMMIT,
            "`images/team.png` goes through the filter `lfs`, which is not set up here",
            "git lfs install",
        ),
        (
            "attributes that are a folder",
            "busy; mkdir .gitattributes",
            COMMIT,
            "cannot read `.gitattributes`, which says how files are stored",
            "make it readable",
        ),
        (
            "another encoding of messages",
            "busy; git config i18n.commitEncoding latin1",
            COMMIT,
            "`i18n.commitEncoding` is `latin1`: messages are written in UTF-8 only",
            "git config i18n.commitEncoding UTF-8",
        ),
        (
            "our file assumed unchanged",
            "known; git update-index --assume-unchanged 2026-05.yaml",
            COMMIT,
            "`2026-05.yaml` is assumed to be unchanged",
            "git update-index --no-assume-unchanged '2026-05.yaml'",
        ),
    ]);
}

#[test]
fn what_is_locked_or_unknown() {
    compare(&[
        (
            "the branch's lock",
            "busy; touch .git/refs/heads/main.lock",
            COMMIT,
            "`WORK/.git/refs/heads/main.lock` is held by another git process",
            "wait for it to end; if none is running: rm 'WORK/.git/refs/heads/main.lock'",
        ),
        (
            "HEAD's lock",
            "busy; touch .git/HEAD.lock",
            "commit -b other",
            "`WORK/.git/HEAD.lock` is held by another git process",
            "wait for it to end; if none is running: rm 'WORK/.git/HEAD.lock'",
        ),
        (
            "the index's lock",
            "busy; touch .git/index.lock",
            COMMIT,
            "`WORK/.git/index.lock` is held by another git process",
            "wait for it to end; if none is running: rm 'WORK/.git/index.lock'",
        ),
        (
            "nobody",
            "busy",
            "env -u GIT_AUTHOR_NAME -u GIT_COMMITTER_NAME afterword commit $EVENT",
            "git does not know who you are: there is no `user.name`",
            "git config user.name 'Ada' && git config user.email ada@example.org",
        ),
        ("an empty message", "busy", "commit -m ''", "the message is empty", "give one with `-m`"),
        (
            "a message of comments",
            "busy; git config commit.cleanup strip",
            "commit -m '# x'",
            "the message is empty",
            "give one with `-m`",
        ),
    ]);
}
