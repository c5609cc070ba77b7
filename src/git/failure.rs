//! Why a commit or its taking back did not come about.

use std::io;

use crate::fs;

use super::refusal::Refusal;

/// Why a commit or its taking back did not come about.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The repository is in no state for it; nothing has been changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A file could not be read or written; what had been changed was taken back.
    #[error(transparent)]
    File(#[from] fs::Error),
    /// The files could not be replaced.
    #[error(transparent)]
    Finish(#[from] fs::FinishError),
    /// The lock among runs of this program could not be taken.
    #[error(transparent)]
    Lock(#[from] fs::LockError),
    /// libgit2 failed; what had been changed was taken back.
    #[error("cannot {what}")]
    Git {
        /// What was attempted.
        what: &'static str,
        /// What libgit2 says.
        source: git2::Error,
    },
    /// A program could not be run.
    #[error("cannot run `{program}`")]
    Run {
        /// Which one.
        program: String,
        /// What the system says.
        source: io::Error,
    },
    /// A program that helps failed.
    #[error("`{program}` failed{}", after_colon(.said))]
    Helper {
        /// Which one.
        program: String,
        /// What it said.
        said: String,
    },
    /// A hook of the repository does not want the commit.
    #[error("the hook `{hook}` refused the commit{}", after_colon(.said))]
    Hook {
        /// Its name.
        hook: &'static str,
        /// What it said.
        said: String,
    },
    /// The person or a signal ended it before the commit.
    #[error("interrupted")]
    Interrupted,
    /// What a killed run left behind could not be put right.
    #[error("an earlier run was ended half way, and what it left cannot be put right")]
    Recovery(#[source] Box<Self>),
    /// It was tried to take back what had been changed, in vain.
    #[error("{failure}; taking back what had been changed failed too")]
    HalfWay {
        /// Why the commit did not come about.
        failure: Box<Self>,
        /// Why what had been changed could not be taken back.
        source: Box<Self>,
    },
    /// Files were changed meanwhile, by a hook or a person, and were not taken back.
    #[error("{failure}; what was changed meanwhile stays as it is: {}", crate::grammar::list_and(.files.iter().map(crate::grammar::ticked)))]
    Left {
        /// Why the commit did not come about.
        failure: Box<Self>,
        /// The files.
        files: Vec<String>,
    },
    /// A record that a later version of this program made.
    #[error("`{}` was written by a later version of afterword", .0.display())]
    Newer(std::path::PathBuf),
    /// There is nothing to take back.
    #[error("there is no commit of afterword's to take back: {0}")]
    Undo(&'static str),
    /// A file was changed since the commit.
    #[error("`{0}` was changed since the commit")]
    UndoChanged(String),
}

impl Failure {
    /// libgit2 failed at something.
    pub(super) fn git(what: &'static str, source: git2::Error) -> Self {
        Self::Git { what, source }
    }

    /// The same once all that had been changed is as it was before.
    pub(super) fn taken_back(self) -> Self {
        match self {
            Self::Finish(error) => Self::File(error.into_source()),
            failure => failure,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Refused(refusal) => refusal.hint(),
            Self::File(error) => error.hint(),
            Self::Finish(error) => error.hint(),
            Self::Hook { .. } => Some("mend what it found, or commit without it: --no-verify".to_owned()),
            Self::Left { failure, .. } => failure.hint(),
            Self::HalfWay { .. } | Self::Recovery(_) => Some("once that is mended, the next run goes on".to_owned()),
            Self::Newer(_) => Some("run that version here once".to_owned()),
            Self::UndoChanged(path) => Some(format!("look at it: git diff HEAD -- '{path}'")),
            Self::Lock(_)
            | Self::Git { .. }
            | Self::Run { .. }
            | Self::Helper { .. }
            | Self::Interrupted
            | Self::Undo(_) => None,
        }
    }

    /// Whether something is not as it was before.
    pub fn has_changed(&self) -> bool {
        match self {
            Self::HalfWay { .. } | Self::Left { .. } => true,
            Self::Finish(error) => !matches!(error, fs::FinishError::Unchanged { .. }),
            _ => false,
        }
    }
}

fn after_colon(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!(": {said}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_says_what_helps_and_whether_something_changed() {
        let helper = |said: &str| Failure::Helper { program: "gpg".to_owned(), said: said.to_owned() };
        let hook = || Failure::Hook { hook: "pre-commit", said: "no".to_owned() };
        let source = || fs::Error::TooLarge { path: "a.md".into(), limit: 9, head: Vec::new() };
        let partial =
            fs::FinishError::Partial { replaced: vec!["a.md".into()], left: vec!["b.md".into()], source: source() };
        let changed = "`a.md` was changed in this moment";
        let no_verify = "mend what it found, or commit without it: --no-verify";
        for (failure, said, hint, has_changed) in [
            (helper(""), "`gpg` failed", None, false),
            (helper("no key"), "`gpg` failed: no key", None, false),
            (hook(), "the hook `pre-commit` refused the commit: no", Some(no_verify), false),
            (
                Failure::Left { failure: Box::new(hook()), files: vec!["a.md".to_owned(), "b.md".to_owned()] },
                "the hook `pre-commit` refused the commit: no; what was changed meanwhile stays as it is: `a.md` and `b.md`",
                Some(no_verify),
                true,
            ),
            (Refusal::Changed("a.md".to_owned()).into(), changed, Some("run it again"), false),
            (Failure::Interrupted, "interrupted", None, false),
            (source().into(), "`a.md` is larger than 9 bytes", None, false),
            (fs::FinishError::Unchanged { source: source() }.into(), "nothing was changed", None, false),
            (partial.into(), "only 1 of 2 files were replaced", Some("replaced: `a.md`; as they were: `b.md`"), true),
            (
                Failure::HalfWay { failure: Box::new(Failure::Interrupted), source: Box::new(helper("")) },
                "interrupted; taking back what had been changed failed too",
                Some("once that is mended, the next run goes on"),
                true,
            ),
            (
                Failure::Recovery(Box::new(Failure::Interrupted)),
                "an earlier run was ended half way, and what it left cannot be put right",
                Some("once that is mended, the next run goes on"),
                false,
            ),
            (
                Failure::Newer("journal".into()),
                "`journal` was written by a later version of afterword",
                Some("run that version here once"),
                false,
            ),
            (
                Failure::Undo("HEAD has moved on since"),
                "there is no commit of afterword's to take back: HEAD has moved on since",
                None,
                false,
            ),
            (
                Failure::UndoChanged("a.md".to_owned()),
                "`a.md` was changed since the commit",
                Some("look at it: git diff HEAD -- 'a.md'"),
                false,
            ),
        ] {
            let hinted = failure.hint();
            let told = (failure.to_string(), hinted.as_deref(), failure.has_changed());
            assert_eq!(told, (said.to_owned(), hint, has_changed));
        }
    }
}
