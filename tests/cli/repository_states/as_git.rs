//! States in which the program commits as `git add FILES && git commit --only FILES` does.

use crate::twins::both;
use crate::twins::commit_as_git;
use crate::twins::equal;
use crate::twins::nothing_failed;

const M: &str = "commit --message 'docs: Add it'";

/// Compares every state: its name, what builds it, and how is committed.
#[track_caller]
fn compare(states: &[(&str, &str, &str)]) {
    nothing_failed(states.iter().map(|(name, setup, call)| (*name, commit_as_git(setup, call).map(drop))));
}

#[test]
fn wherever_head_is() {
    compare(&[
        ("a branch", "busy", M),
        ("a branch that holds the event", "known", M),
        ("no commit yet", "new_repository; event", M),
        ("no commit yet, something staged", "new_repository; event; echo b > b.txt; git add b.txt", M),
        ("a detached HEAD", "busy; git switch --quiet --detach", "commit --allow-detached -m 'docs: Add it'"),
        ("packed references", "known; git pack-refs --all --prune; git gc --quiet", M),
        ("a branch without a reflog", "busy; git config core.logAllRefUpdates false; rm -r .git/logs", M),
        ("reflogs for all", "busy; git config core.logAllRefUpdates always", M),
    ]);
}

/// The branch is made by the commit: both logs have one line where git, in two commands, writes two.
#[test]
fn on_a_new_branch_but_for_the_reflogs() {
    let without_logs = |evidence: String| {
        let lines = evidence.lines().filter(|line| !line.contains("@{"));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    for setup in ["busy", "known", "busy; git switch --quiet --detach", "new_repository; event"] {
        for name in ["wrap-up", "docs/wrap-up"] {
            let call = format!("commit -b {name} -m 'docs: Add it'");
            let (git, ours) = both(setup, &call).unwrap();
            equal(&without_logs(git.evidence()), &without_logs(ours.evidence())).unwrap();
        }
    }
}

#[test]
fn whatever_kind_of_repository_it_is() {
    compare(&[
        (
            "a linked working tree",
            "busy; git worktree add --quiet tree -b other; cd tree; event; echo x > z.txt; git add z.txt",
            "cd tree; commit -m 'docs: Add it'",
        ),
        (
            "a linked working tree with settings of its own",
            "busy; git config extensions.worktreeConfig true; git worktree add --quiet tree -b other; cd tree; event
             git config --worktree commit.cleanup verbatim",
            "cd tree; commit -m '  docs: Add it'",
        ),
        (
            "a folder of the repository",
            "busy; mkdir -p docs/days; cd docs/days; event",
            "cd docs/days; commit -m 'docs: Add it'",
        ),
        (
            "a folder, from above",
            "busy; mkdir docs; cd docs; event",
            "EVENT=docs/2026-05.yaml FILES='docs/2026-05.yaml docs/2026-05.md docs/images/team.png'; commit -m 'docs: Add it'",
        ),
        (
            "inside of a submodule",
            "mkdir far; (cd far; busy); new_repository
             git -c protocol.file.allow=always submodule --quiet add ./far lib; git commit --quiet -m first; rm -rf far
             cd lib; git switch --quiet --create there; event",
            "cd lib; commit -m 'docs: Add it'",
        ),
        (
            "a shallow clone",
            "mkdir far; (cd far; known); git clone --quiet --depth=1 file://$PWD/far near; mv near/.git .; cp -r near/* .; rm -r far near; git symbolic-ref --delete refs/remotes/origin/HEAD; git remote remove origin; grown",
            M,
        ),
        (
            "a partial clone",
            "mkdir far; (cd far; known; git config uploadpack.allowFilter true)
             git clone --quiet --filter=blob:none --no-checkout file://$PWD/far near; mv near/.git .; rmdir near
             git reset --quiet --hard; grown; rm -r far",
            M,
        ),
        ("an index of version 4", "busy; git update-index --index-version 4", M),
        ("an index without a checksum", "git config --global index.skipHash true; busy", M),
        ("an untracked cache", "busy; git update-index --untracked-cache; git status --short > /dev/null", M),
        ("another git directory", "busy; mv .git elsewhere; git init --quiet --separate-git-dir=elsewhere", M),
        (
            "a git directory behind a symlink",
            "busy; mv .git elsewhere; ln -s elsewhere .git; echo elsewhere >> .git/info/exclude",
            M,
        ),
        (
            "alternates",
            "mkdir far; (cd far; known); git clone --quiet --shared far near; mv near/.git .; mv near/* .; rmdir near; grown; rm far/.git/index",
            M,
        ),
    ]);
}

#[test]
fn whatever_the_index_says_of_our_files() {
    compare(&[
        ("intent to add", "busy; git add --intent-to-add 2026-05.yaml", M),
        ("partly staged", "busy; git add 2026-05.yaml; grown", M),
        ("partly staged and known", "known; git add 2026-05.yaml; again", M),
        ("staged as it is", "busy; git add 2026-05.yaml images", M),
        ("staged as removed", "known; git rm --quiet --cached 2026-05.yaml", M),
        ("the page staged as removed", "known; git rm --quiet 2026-05.md", M),
        ("the page removed from disk", "known; rm 2026-05.md", M),
        (
            "all staged as removed",
            "known; git rm --quiet --cached -rf .",
            &format!("FILES='2026-05.yaml 2026-05.md'; {M}"),
        ),
        (
            "staged as renamed",
            "known; git mv a.txt renamed.txt; git mv images/team.png images/old.png; cp images/old.png images/team.png",
            &format!("FILES='2026-05.yaml 2026-05.md'; {M}"),
        ),
        ("another picture", "known; printf other > images/team.png", M),
        ("another file assumed unchanged", "known; git update-index --assume-unchanged c.txt", M),
        ("another file left out of the checkout", "known; git update-index --skip-worktree c.txt; rm c.txt", M),
        (
            "a sparse checkout, inside of it",
            "known; mkdir in out; cp 2026-05.yaml in; echo x > out/x; git add in out; git commit --quiet -m third
          git stash --quiet; git sparse-checkout set --no-sparse-index in; cd in; event",
            "cd in; commit -m 'docs: Add it'",
        ),
        (
            "a sparse checkout by patterns, inside of it",
            "known; mkdir out; echo x > out/x; git add out; git commit --quiet -m third
          git stash --quiet; git sparse-checkout set --no-cone '/*' '!out/'; event; grown",
            M,
        ),
        (
            "a sparse checkout by folders, at the top",
            "known; mkdir out; echo x > out/x; git add out; git commit --quiet -m third
          git stash --quiet; git sparse-checkout set --cone --no-sparse-index images; event; grown",
            M,
        ),
    ]);
}

#[test]
fn however_files_are_stored() {
    compare(&[
        ("an executable", "busy; chmod +x 2026-05.yaml", M),
        ("an executable page", "known; chmod +x 2026-05.md", M),
        (
            "an executable that no longer is one",
            "busy; chmod +x 2026-05.yaml; git add .; git commit --quiet -m second; chmod -x 2026-05.yaml",
            M,
        ),
        ("modes that do not count", "busy; git config core.fileMode false; chmod +x 2026-05.yaml", M),
        (
            "an executable, where modes do not count",
            "known; git add 2026-05.yaml; git update-index --chmod=+x 2026-05.yaml; git commit --quiet -m third; git config core.fileMode false; again",
            M,
        ),
        (
            "an executable only in the index, where modes do not count",
            "known; git config core.fileMode false; git update-index --chmod=+x 2026-05.yaml",
            M,
        ),
        (
            "a new executable in the index, where modes do not count",
            "busy; git config core.fileMode false; git add 2026-05.yaml; git update-index --chmod=+x 2026-05.yaml",
            M,
        ),
        (
            "line ends turned at check-in",
            "git config --global core.autocrlf input; busy; sed -i 's/$/\\r/' 2026-05.yaml",
            M,
        ),
        (
            "line ends turned both ways",
            "git config --global core.autocrlf true; busy; sed -i 's/$/\\r/' 2026-05.yaml",
            M,
        ),
        (
            "line ends by attribute",
            "echo '*.yaml text eol=crlf' > .gitattributes; busy; sed -i 's/$/\\r/' 2026-05.yaml",
            M,
        ),
        ("text that is none", "echo '* -text' > .gitattributes; busy; sed -i 's/$/\\r/' 2026-05.yaml", M),
        (
            "a filter",
            "git config --global filter.up.clean 'tr a-z A-Z'; echo '*.png filter=up' > .gitattributes; busy; echo abc > images/team.png",
            M,
        ),
        (
            "an encoding",
            "echo '*.png working-tree-encoding=UTF-16LE' > .gitattributes; busy; printf 'a\\0b\\0' > images/team.png",
            M,
        ),
        ("ignored but known", "known; echo '2026-05.*' > .gitignore", M),
        ("what is ignored beside it", "busy; printf '*.txt\\n*.log\\n' > .gitignore; echo x > x.log", M),
        ("a symlink elsewhere", "busy; ln -s a.txt link", M),
        ("an empty index file", "new_repository; git read-tree --empty; event", M),
        ("object files packed", "known; git repack -adq; git prune-packed", M),
    ]);
}

#[test]
fn with_settings_that_could_matter() {
    compare(&[
        ("compression", "git config --global core.compression 0; busy", M),
        ("an excludes file", "printf 'x.log\\n' > $HOME/ex; git config --global core.excludesFile $HOME/ex; busy", M),
        (
            "an attributes file",
            "printf '*.yaml text eol=crlf\\n' > $HOME/at; git config --global core.attributesFile $HOME/at; busy; sed -i 's/$/\\r/' 2026-05.yaml",
            M,
        ),
        (
            "attributes of a user",
            "mkdir -p $HOME/.config/git; printf '*.yaml text eol=crlf\\n' > $HOME/.config/git/attributes; busy
             sed -i 's/$/\\r/' 2026-05.yaml",
            M,
        ),
        (
            "attributes of a user who keeps settings elsewhere",
            "mkdir -p $HOME/set/git; printf '*.yaml text eol=crlf\\n' > $HOME/set/git/attributes; busy
             sed -i 's/$/\\r/' 2026-05.yaml",
            // What is looked at afterwards does not know these attributes.
            &format!("export XDG_CONFIG_HOME=$HOME/set; {M} && sed -i 's/\\r$//' 2026-05.yaml"),
        ),
        ("names in two normal forms", "git config --global core.precomposeUnicode true; busy", M),
        ("quoted paths", "git config --global core.quotePath false; busy; echo x > 'tür.txt'; git add .", M),
        (
            "an included file",
            "printf '[commit]\\n\\tcleanup = verbatim\\n' > $HOME/in; git config --global include.path $HOME/in; busy",
            "commit -m '  spaced'",
        ),
        ("replaced objects", "known; git replace HEAD $(git commit-tree -m other HEAD^{tree})", M),
        ("grafts of history", "known; git commit --quiet --allow-empty -m third", M),
        ("notes", "known; git notes add -m note", M),
        ("an alternate name for the remote", "busy; git remote add up https://example.org/x.git", M),
        ("a stash", "known; git stash --quiet; grown", M),
        ("tags and other branches", "known; git tag v1; git branch other", M),
        (
            "GIT_DIR is that of the repository",
            "busy; git init --quiet",
            "export GIT_DIR=$PWD/.git; commit -m 'docs: Add it'",
        ),
        ("a lock that is released", "busy", &format!("held .git/index.lock 0.7; {M}")),
    ]);
}
