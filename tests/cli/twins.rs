//! Repositories that are built by a script: two alike, of which git commits in one and the program in the other, or one
//! whose every byte is compared.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use crate::sandbox::Run;
use crate::sandbox::Sandbox;

/// What scripts can say, in both repositories.
const WORDS: &str = r##"
set -e
TOP=$PWD FILES='2026-05.yaml 2026-05.md images/team.png' EVENT=2026-05.yaml
new_repository() { git init --quiet --initial-branch=main "$@"; }

# An event that no commit has, in this folder.
event() {
    mkdir -p images; printf '\177PNG' > images/team.png
    printf '%s\n' 'series: Kettle Days' 'start: 2026-05-04' 'location: {name: The Old Mill}' \
        'organizers: [{name: Kettle Works}]' 'pictures: [{file: ./images/team.png, alt: The team}]' \
        'topics:' '  - title: Warm Starts' '    problem: Boilers start cold.' > 2026-05.yaml
}
again() { printf '    next_steps: Ship them.\n' >> 2026-05.yaml; }
grown() { printf '    achievements: They start warm.\n' >> "${1:-2026-05.yaml}"; }

# A repository with a commit, with what somebody has staged, edited and left lying about, and with the event.
busy() {
    new_repository "$@"
    echo a > a.txt; echo c > c.txt; git add .; git commit --quiet --message=first
    echo staged > b.txt; echo staged > a.txt; git add b.txt a.txt
    echo edited > a.txt; echo edited > c.txt; echo x > untracked.txt
    event
}

# The same, and the event is in HEAD and has grown since.
known() {
    busy "$@"
    afterword render --quiet 2026-05.yaml
    git add $FILES; git commit --quiet --only --message=second $FILES
    grown
}
executable() { printf '#!/bin/sh\n%s\n' "$2" > "$1"; chmod +x "$1"; }
"##;

/// How git commits the event.
const AS_GIT: &str = r#"
held() { :; } # git does not wait
commit() {
    while :; do
        case "$1" in
            --allow-detached) shift ;;
            -b) git switch --quiet --create "$2"; shift 2 ;;
            *) break ;;
        esac
    done
    afterword render --quiet "$EVENT"
    git add -- $FILES
    git commit --quiet --only "$@" -- $FILES
}
"#;

/// How the program commits it.
const BY_US: &str = r#"
commit() { afterword commit "$EVENT" "$@"; }
held() { touch "$1"; (sleep "$2"; rm "$1") & }
"#;

/// All that git tells of a repository.
const EVIDENCE: &str = r#"
git worktree list --porcelain | awk '/^worktree /{tree=substr($0,10)} /^HEAD /{print tree}' | while read -r TREE; do cd "$TREE"
test "$(git rev-parse --is-inside-work-tree)" = true || cd "$OLDPWD" # its git directory lies elsewhere
echo '-- commit'; git rev-parse HEAD; git cat-file -p HEAD
echo '-- commits'; git rev-list --all --pretty=raw
echo '-- tree'; git ls-tree -r -t HEAD
echo '-- branch'; git symbolic-ref HEAD || :; git for-each-ref
echo '-- HEAD was'; git log --walk-reflogs --format='%gd %H %gs %an %ae' HEAD
echo '-- branches were'; for branch in $(git for-each-ref --format='%(refname)' refs/heads); do
    git log --walk-reflogs --format='%gd %H %gs %an %ae' $branch --
done
echo '-- index'; git ls-files --stage; git ls-files -t -v
echo '-- staged'; git diff --cached --raw --no-renames
echo '-- status'; git status --porcelain=v1 --ignored
done
echo '-- fsck'; git fsck --strict --no-dangling
"#;

/// A repository with a script of its own.
pub(crate) struct Built {
    pub(crate) sandbox: Sandbox,
    words: String,
}

impl Built {
    /// Runs the script in an empty folder; `commit` is the program's.
    #[track_caller]
    pub(crate) fn new(setup: &str) -> Self {
        Self::with_commits(BY_US, setup)
    }

    #[track_caller]
    fn with_commits(commits: &str, setup: &str) -> Self {
        let built = Self { sandbox: Sandbox::new(), words: format!("{WORDS}{commits}") };
        built.sh(setup);
        built
    }

    /// Runs a script that must succeed; returns what it prints.
    #[track_caller]
    pub(crate) fn sh(&self, script: &str) -> String {
        let run = self.try_sh(script);
        assert_eq!(run.code, 0, "{script}\n{}{}", run.stdout, run.stderr);
        run.stdout
    }

    /// Runs a script.
    pub(crate) fn try_sh(&self, script: &str) -> Run {
        let mut command = self.script(script);
        let mut run = Run::of(command.stdin(Stdio::null()).output().unwrap());
        let folder = self.sandbox.work().canonicalize().unwrap();
        run.stderr = run.stderr.replace(folder.to_str().unwrap(), "WORK");
        run
    }

    /// The script as a command, for what [`Built::try_sh`] does not do.
    pub(crate) fn script(&self, script: &str) -> Command {
        let mut command = self.sandbox.shell_command();
        command.arg("-c").arg(format!("{}\n{script}", self.words));
        command
    }

    /// All that git tells of the repository, and every file of the working tree.
    #[track_caller]
    pub(crate) fn evidence(&self) -> String {
        let files = bytes_below(&self.sandbox.work(), &|path| {
            // Where a git directory lies that is not `.git`.
            !(is_below_git(path) || path.starts_with("elsewhere"))
        });
        let folder = self.sandbox.work().canonicalize().unwrap();
        format!("{}-- files\n{files}", self.sh(EVIDENCE).replace(folder.to_str().unwrap(), "WORK"))
    }

    /// Every byte below the folder, git's own files with them, but not what the program keeps for itself.
    pub(crate) fn every_byte(&self) -> String {
        bytes_below(&self.sandbox.work(), &|path| {
            !(is_below_git(path) && path.components().any(|part| part.as_os_str() == "afterword"))
        })
    }
}

/// Builds a repository twice, and lets git commit in one and the program in the other.
pub(crate) fn both(setup: &str, call: &str) -> Result<(Built, Built), String> {
    let git = Built::with_commits(AS_GIT, setup);
    let expected = git.try_sh(call);
    if expected.code != 0 {
        return Err(format!("git says: {}{}", expected.stdout, expected.stderr));
    }
    let ours = Built::new(setup);
    let said = ours.try_sh(call);
    if said.code != 0 {
        return Err(format!("exit {}\n{}{}", said.code, said.stdout, said.stderr));
    }
    Ok((git, ours))
}

/// The same, and compares all that git tells of them; returns the program's, or the difference.
pub(crate) fn commit_as_git(setup: &str, call: &str) -> Result<Built, String> {
    let (git, ours) = both(setup, call)?;
    equal(&git.evidence(), &ours.evidence()).map(|()| ours)
}

/// Builds a repository and lets the program commit, which must end with that; nothing may have changed.
pub(crate) fn refuse(setup: &str, call: &str, expected: &str) -> Result<(), String> {
    let built = Built::new(setup);
    let before = built.every_byte();
    let said = built.try_sh(call);
    // How long a lock is waited for is told, too.
    let lines = said.stderr.lines().filter(|line| !line.starts_with("Waiting for another git process"));
    let stderr: String = lines.map(|line| format!("{line}\n")).collect();
    equal(expected, &format!("exit {}\n{}{stderr}", said.code, said.stdout))?;
    equal(&before, &built.every_byte())
}

/// Fails with what went wrong, if anything did.
#[track_caller]
pub(crate) fn nothing_failed<'n>(results: impl IntoIterator<Item = (&'n str, Result<(), String>)>) {
    let failed = results.into_iter().filter_map(|(name, result)| Some(format!("{name}: {}", result.err()?)));
    let failed: Vec<String> = failed.collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

/// The lines in which two texts differ, if they do.
pub(crate) fn equal(expected: &str, found: &str) -> Result<(), String> {
    if expected == found {
        return Ok(());
    }
    Err(format!("\n{}", similar::TextDiff::from_lines(expected, found).unified_diff().context_radius(1)))
}

fn is_below_git(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str().to_string_lossy().ends_with(".git"))
}

/// The files below a folder with modes and contents, one a line.
fn bytes_below(root: &Path, is_shown: &dyn Fn(&Path) -> bool) -> String {
    let mut lines = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if !is_shown(path.strip_prefix(root).unwrap()) {
                continue;
            }
            let shown = path.strip_prefix(root).unwrap().display();
            let metadata = path.symlink_metadata().unwrap();
            #[cfg(unix)]
            let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions());
            #[cfg(not(unix))]
            let mode = 0;
            if metadata.is_symlink() {
                lines.push(format!("{shown} -> {}", fs::read_link(&path).unwrap().display()));
            } else if metadata.is_dir() {
                lines.push(format!("{shown}/"));
                folders.push(path);
            } else {
                lines.push(format!("{shown} {mode:o} {}", fs::read(&path).unwrap().escape_ascii()));
            }
        }
    }
    lines.sort();
    lines.iter().map(|line| format!("{line}\n")).collect()
}
