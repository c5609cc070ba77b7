//! Why no commit is made: each reason by name, with the command that helps. Nothing has been changed.

use std::path::PathBuf;

use super::executable::OLDEST;

/// Why no commit is made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no repository.
    #[error("there is no git repository around `{}`", .0.display())]
    NoRepository(PathBuf),
    /// It is somebody else's.
    #[error("the repository around `{}` belongs to another user", .0.display())]
    Owner(PathBuf),
    /// It has no working tree.
    #[error("the repository `{}` is bare: it has no working tree", .0.display())]
    Bare(PathBuf),
    /// It keeps its references in a format that libgit2 does not read.
    #[error("the repository keeps its references as {0}, which cannot be written here")]
    References(String),
    /// It names its objects by another hash.
    #[error("the repository names its objects by {0}, which cannot be written here")]
    Hash(String),
    /// It uses an extension that is not known.
    #[error("the repository uses git's extension `{0}`, which cannot be written here")]
    Extension(String),
    /// Its index is split in two files.
    #[error("the repository has a split index, which cannot be written here")]
    SplitIndex,
    /// Its index leaves folders out.
    #[error("the repository has a sparse index, which cannot be written here")]
    SparseIndex,
    /// Its files are for a group.
    #[error("the repository is shared (`core.sharedRepository`): its other users could not read what is written here")]
    Shared,
    /// Another program calls, with the repository half in its hands.
    #[error("`{0}` is set: this runs inside a hook or another git command")]
    InsideGit(&'static str),
    /// An operation of git's waits to be finished.
    #[error("a {operation} is in progress")]
    InProgress {
        /// Which one.
        operation: &'static str,
        /// The command that ends it.
        finish: &'static str,
    },
    /// The index holds both sides of a conflict.
    #[error("the index holds conflicts, in `{0}` first")]
    Conflicts(String),
    /// No branch is checked out.
    #[error("HEAD is detached: no branch would hold the commit")]
    Detached,
    /// A branch of that name cannot be made.
    #[error("cannot make the branch `{name}`: {reason}")]
    Branch {
        /// Its name.
        name: String,
        /// Why.
        reason: String,
    },
    /// HEAD names a branch that is only another name of one.
    #[error("the branch `{alias}` is a symbolic reference to `{target}`")]
    Alias {
        /// What HEAD names.
        alias: String,
        /// What that names.
        target: String,
    },
    /// git was told not to look at the file.
    #[error("`{0}` is assumed to be unchanged")]
    Assumed(String),
    /// Somebody holds a lock of git's.
    #[error("`{}` is held by another git process", .0.display())]
    Locked(PathBuf),
    /// git would not look at the file.
    #[error("`{0}` is ignored by git")]
    Ignored(String),
    /// The file belongs to another repository.
    #[error("`{path}` lies in the submodule `{submodule}`")]
    Submodule {
        /// The file.
        path: String,
        /// The submodule.
        submodule: String,
    },
    /// The file belongs to another repository.
    #[error("`{path}` lies in another repository, `{repository}`")]
    Nested {
        /// The file.
        path: String,
        /// The other repository.
        repository: String,
    },
    /// git holds a symlink where the file or a folder on its way is.
    #[error("`{at}` is a symlink in the repository, on the way to `{path}`")]
    Symlink {
        /// The file.
        path: String,
        /// The symlink.
        at: String,
    },
    /// A file stands where a folder should be, or the other way round.
    #[error("`{at}` is a {kind} in the repository, which `{path}` cannot stand beside")]
    Occupied {
        /// The file.
        path: String,
        /// What is in its way.
        at: String,
        /// What that is.
        kind: &'static str,
    },
    /// Another name differs in case or in how accents are written only.
    #[error("`{path}` and `{twin}`, which is in the repository, are one file on some systems")]
    Twin {
        /// The file.
        path: String,
        /// The other one.
        twin: String,
    },
    /// The checkout leaves the file out.
    #[error("`{0}` is outside of the sparse checkout")]
    Sparse(String),
    /// The name is not text.
    #[error("`{}` is not UTF-8", .0.display())]
    Name(PathBuf),
    /// An external filter is named that git does not know here.
    #[error("`{path}` goes through the filter `{filter}`, which is not set up here")]
    Filter {
        /// The file.
        path: String,
        /// The filter.
        filter: String,
    },
    /// The attributes of a file cannot be read.
    #[error("cannot read `{0}`, which says how files are stored")]
    Attributes(String),
    /// git's own program is needed.
    #[error("git is needed for {0}, and is not found in PATH")]
    NoGit(&'static str),
    /// git's own program is too old.
    #[error("git {}.{} is too old for {what}: {}.{} or newer is needed", .found.0, .found.1, OLDEST.0, OLDEST.1)]
    OldGit {
        /// What for.
        what: &'static str,
        /// Its version.
        found: (u32, u32),
    },
    /// A program that the settings name is needed.
    #[error("`{program}` is needed for {what}, and is not found")]
    NoProgram {
        /// What for.
        what: &'static str,
        /// Which one.
        program: String,
    },
    /// Nobody knows who commits.
    #[error("git does not know who you are: {0}")]
    Identity(String),
    /// An author or a date that cannot be read.
    #[error("{0}")]
    Malformed(String),
    /// Commit messages are to be in another encoding.
    #[error("`i18n.commitEncoding` is `{0}`: messages are written in UTF-8 only")]
    Encoding(String),
    /// There is no message.
    #[error("the message is empty")]
    EmptyMessage,
    /// The file on disk is not what was read a moment ago.
    #[error("`{0}` was changed in this moment")]
    Changed(String),
    /// The commit that HEAD names has changed one of the files in the meantime.
    #[error("HEAD moved, and `{0}` with it")]
    Moved(String),
}

impl Refusal {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        let say = |text: &str| Some(text.to_owned());
        match self {
            Self::NoRepository(_) => say("make one: git init"),
            Self::Owner(path) => {
                Some(format!("if you trust it: git config --global --add safe.directory '{}'", path.display()))
            }
            Self::Bare(_) => say("work in a clone of it: git clone"),
            Self::References(_) | Self::Hash(_) | Self::Extension(_) | Self::Shared => {
                say("write with `afterword render`, then: git add FILES && git commit --only FILES")
            }
            Self::SplitIndex => say("git update-index --no-split-index"),
            Self::SparseIndex => say("git sparse-checkout reapply --no-sparse-index"),
            Self::InsideGit(name) => Some(format!("run it outside of hooks, or without the variable: env -u {name} …")),
            Self::InProgress { finish, .. } => Some(format!("finish it or take it back: {finish}")),
            Self::Conflicts(_) => say("settle them and `git add` the files"),
            Self::Detached => say("begin a branch with `-b NAME`, or `--allow-detached`"),
            Self::Alias { target, .. } => {
                Some(format!("git switch {}", target.strip_prefix("refs/heads/").unwrap_or(target)))
            }
            Self::Assumed(path) => Some(format!("git update-index --no-assume-unchanged '{path}'")),
            Self::Branch { .. } => say("choose another name after `-b`"),
            Self::Locked(path) => Some(format!("wait for it to end; if none is running: rm '{}'", path.display())),
            Self::Ignored(path) => Some(format!("if it should be in the repository: git add --force '{path}'")),
            Self::Submodule { submodule, .. } => Some(format!("commit there: afterword -C '{submodule}' commit")),
            Self::Nested { repository, .. } => Some(format!("commit there: afterword -C '{repository}' commit")),
            Self::Symlink { .. } => say("write to what the symlink points to, or remove it"),
            Self::Occupied { at, .. } => Some(format!("move it away: git mv '{at}' …")),
            Self::Twin { twin, .. } => Some(format!("use one name: git mv '{twin}' …")),
            Self::Sparse(path) => match path.rsplit_once('/') {
                Some((folder, _)) => Some(format!("git sparse-checkout add '{folder}'")),
                None => say("git sparse-checkout disable"),
            },
            Self::Name(_) => say("choose a name that every system can hold"),
            Self::Filter { filter, .. } if filter == "lfs" => say("git lfs install"),
            Self::Filter { filter, .. } => Some(format!("git config filter.{filter}.clean COMMAND")),
            Self::Attributes(_) => say("make it readable"),
            Self::NoProgram { program, .. } => Some(format!("install `{program}`, or commit with --no-gpg-sign")),
            Self::NoGit(_) | Self::OldGit { .. } => say("install git 2.36 or newer"),
            Self::Identity(_) => say("git config user.name 'Ada' && git config user.email ada@example.org"),
            Self::Encoding(_) => say("git config i18n.commitEncoding UTF-8"),
            Self::Malformed(_) => None,
            Self::EmptyMessage => say("give one with `-m`"),
            Self::Changed(_) | Self::Moved(_) => say("run it again"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_is_missing_is_set_up_by_its_own_program_where_it_has_one() {
        let hint = |filter: &str| Refusal::Filter { path: "a.png".to_owned(), filter: filter.to_owned() }.hint();
        assert_eq!(hint("lfs").as_deref(), Some("git lfs install"));
        assert_eq!(hint("upper").as_deref(), Some("git config filter.upper.clean COMMAND"));
    }
}
