//! What a command ends with: an outcome for the shell, or an error with what may help.

use std::io::ErrorKind::NotFound;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::diagnostic::Report;
use crate::diagnostic::suggestion::did_you_mean;
use crate::document::assignment::AssignmentError;
use crate::fs;
use crate::git;
use crate::git::GitError;
use crate::grammar::Count;
use crate::grammar::list_and;
use crate::import::ImportError;
use crate::project::drafts::DraftError;
use crate::render::RenderError;
use crate::sync::SyncError;
use crate::template::folder::TemplateError;
use crate::wizard::PromptError;

/// How a command ended, as its exit code says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0: done.
    Done,
    /// 1: there are findings, or a difference.
    Findings,
    /// 2: wrong usage, or missing or bad input.
    Usage,
    /// 3: refused or failed, and nothing was changed.
    Refused,
    /// 4: changed, but not finished.
    Unfinished,
    /// 130: interrupted.
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Findings => 1,
            Outcome::Usage => 2,
            Outcome::Refused => 3,
            Outcome::Unfinished => 4,
            Outcome::Interrupted => 130,
        })
    }
}

/// A field that nobody gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingField {
    /// Its key.
    pub key: String,
    /// The flag that gives it, as it is typed in a shell.
    pub flag: String,
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `-C` leads nowhere.
    #[error("cannot work in `{}`", .path.display())]
    Directory {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// An event that does not exist.
    #[error("there is no event `{}`", .path.display())]
    NoEvent {
        /// What was asked for.
        path: PathBuf,
        /// What may have been meant.
        help: String,
    },
    /// A page that the template cannot read back.
    #[error(
        "`{page}` cannot be read by the template `{template}`: what it draws of it differs from the page by {differs}"
    )]
    Unreadable {
        /// The page.
        page: String,
        /// The template.
        template: String,
        /// Lines that only one of the two has.
        differs: Count,
    },
    /// A page that is no event.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The lock among runs of this program.
    #[error(transparent)]
    Lock(fs::LockError),
    /// A revision to compare with.
    #[error(transparent)]
    Since(#[from] git::SinceError),
    /// A page that is made from an event file, where it is to be the source.
    #[error("`{page}` is made from `{source_file}`")]
    Made {
        /// The page.
        page: String,
        /// The event file or folder.
        source_file: String,
        /// The command that takes the event file.
        command: &'static str,
    },
    /// A page that does not exist.
    #[error("there is no page `{}`", .path.display())]
    NoPage {
        /// What was asked for.
        path: PathBuf,
        /// What may have been meant.
        help: String,
    },
    /// Something among topic files that is none.
    #[error("`{}` is no topic file", .path.display())]
    NoTopicFile {
        /// What it is.
        path: PathBuf,
    },
    /// A folder of topic files that is a symlink.
    #[error("`{}` is a symlink, and no folder of topic files", .path.display())]
    NoTopicFolder {
        /// The symlink.
        path: PathBuf,
    },
    /// Flags that do not go together.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do about it.
        help: String,
    },
    /// `--set` that says nothing.
    #[error(transparent)]
    Assignment(#[from] AssignmentError),
    /// A file that cannot be read.
    #[error(transparent)]
    Read(fs::Error),
    /// A file that cannot be written; nothing was changed.
    #[error(transparent)]
    Write(fs::Error),
    /// There is nowhere to keep the edits that would be overwritten.
    #[error("cannot keep the edits of `{page}`: there is no folder for them")]
    Keep {
        /// The page.
        page: String,
    },
    /// Writing ended early.
    #[error(transparent)]
    Finish(#[from] fs::FinishError),
    /// Something failed after files had been written.
    #[error("{left}")]
    HalfDone {
        /// What was not done.
        left: String,
        /// How to go on.
        next: String,
        /// Why.
        source: Box<Self>,
    },
    /// A repository that cannot be used.
    #[error(transparent)]
    Git(#[from] GitError),
    /// A commit that did not come about.
    #[error(transparent)]
    Commit(git::Failure),
    /// A page with edits that a commit would overwrite.
    #[error("`{page}` was edited by hand: writing it would add {added} and remove {removed}")]
    Edited {
        /// The page.
        page: String,
        /// Its event, as it is typed in a shell.
        event: String,
        /// Lines that only the new page has.
        added: Count,
        /// Lines that only the old one has.
        removed: Count,
    },
    /// A file that somebody changed while its answers were asked for.
    #[error("`{}` was changed while you answered", .path.display())]
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
    },
    /// Two sides that cannot be brought together.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// A file that is not in the repository of the first one.
    #[error("`{}` is not in the repository `{}`", .path.display(), .work.display())]
    OtherRepository {
        /// The file.
        path: PathBuf,
        /// The working tree.
        work: PathBuf,
    },
    /// A template that cannot be used.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A configuration with mistakes.
    #[error("the configuration has mistakes")]
    Configuration(Box<Report>),
    /// A file that is no text.
    #[error("the file is not UTF-8")]
    Text(Box<Report>),
    /// A template that fails.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// A file that is there already.
    #[error("`{}` exists already", .path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A project that has a configuration already.
    #[error("`{}` exists already", .path.display())]
    Configured {
        /// Its file.
        path: PathBuf,
    },
    /// Fields that nobody gave, where nobody can be asked.
    #[error("the event has no {}", list_and(.fields.iter().map(|field| crate::grammar::ticked(&field.key))))]
    Missing {
        /// Which.
        fields: Vec<MissingField>,
    },
    /// A draft that cannot be used.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// A question that cannot be asked.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// There is no shell of that kind, or nothing to say for it.
    #[error("cannot write the {what}")]
    Generate {
        /// What should have been written.
        what: &'static str,
        /// Why.
        source: std::io::Error,
    },
}

impl Error {
    /// The mistakes in a template or a configuration, which have places.
    pub fn report(&self) -> Option<&Report> {
        match self {
            Self::Template(TemplateError::Invalid(report)) => Some(report),
            Self::Configuration(report)
            | Self::Text(report)
            | Self::Render(RenderError::Fault(report))
            | Self::Import(ImportError::Render(RenderError::Fault(report)))
            | Self::Sync(
                SyncError::Render(RenderError::Fault(report))
                | SyncError::Import(ImportError::Render(RenderError::Fault(report))),
            ) => Some(report),
            _ => None,
        }
    }

    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoEvent { help, .. } | Self::NoPage { help, .. } | Self::Usage { help, .. } => Some(help.clone()),
            Self::Sync(SyncError::Layout { .. }) => {
                Some("write it with one field a line, or change it in an editor".to_owned())
            }
            Self::Unreadable { .. } => Some(
                "name the template it was made with by `--template`, or one that draws it as it is; `afterword import` \
                 shows the difference"
                    .to_owned(),
            ),
            Self::Import(ImportError::NoDate { .. }) => Some(
                "give it by `--set start=YYYY-MM-DD` where the command takes it, or name the page by it: `2026-05.md`"
                    .to_owned(),
            ),
            Self::Made { source_file, command, .. } => {
                Some(format!("to go by its source: afterword {command} {source_file}"))
            }
            Self::NoTopicFile { .. } => Some("a topic file is a `.md` file of its own; move this one elsewhere".to_owned()),
            Self::NoTopicFolder { .. } => Some("put the folder itself there".to_owned()),
            Self::Assignment(_) => Some("write it as `--set location.name='Town Hall'`".to_owned()),
            Self::Read(error) | Self::Write(error) => error.hint(),
            Self::Finish(error) => error.hint(),
            Self::HalfDone { next, .. } => Some(next.clone()),
            Self::Git(error) => error.hint(),
            Self::Commit(failure) => failure.hint(),
            Self::Edited { event, .. } => {
                let see = format!("to see it: afterword render {event} --diff");
                Some(format!("{see}; to take it in: afterword sync {event}; to overwrite it and keep a copy: --force"))
            }
            Self::OtherRepository { .. } => Some("commit the events of each repository on their own".to_owned()),
            Self::Template(TemplateError::Unknown { name, known }) => {
                let near = did_you_mean(name, known.iter().map(String::as_str));
                Some(near.unwrap_or_else(|| format!("the templates are {}", list_and(known))))
            }
            Self::Template(TemplateError::Read(fs::Error::Read { source, .. })) if source.kind() == NotFound => {
                Some("a template is a folder with a `template.yaml`: `afterword template eject` makes one".to_owned())
            }
            Self::Missing { fields } => {
                let flags: String = fields.iter().map(|field| format!("\n  {}", field.flag)).collect();
                Some(format!("give each by its flag, or all in a file with `--from FILE`{flags}"))
            }
            Self::Draft(error) => error.hint(),
            Self::Keep { .. } => Some("set HOME or XDG_STATE_HOME".to_owned()),
            Self::Configured { .. } => Some(
                "to see what would change: afterword init --diff; to overwrite it and keep a copy: --force".to_owned(),
            ),
            Self::Exists { .. } => Some("`--force` overwrites it".to_owned()),
            Self::ChangedMeanwhile { .. } => Some("edit it as it is now".to_owned()),
            Self::Directory { .. }
            | Self::Import(_)
            | Self::Lock(_)
            | Self::Since(_)
            | Self::Sync(_)
            | Self::Prompt(_)
            | Self::Template(_)
            | Self::Configuration(_)
            | Self::Text(_)
            | Self::Render(_)
            | Self::Generate { .. } => None,
        }
    }

    /// The exit code it ends with.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Prompt(PromptError::Interrupted) | Self::Commit(git::Failure::Interrupted) => Outcome::Interrupted,
            Self::Commit(failure) if failure.has_changed() => Outcome::Unfinished,
            Self::Commit(git::Failure::Refused(git::Refusal::Malformed(_))) | Self::OtherRepository { .. } => {
                Outcome::Usage
            }
            Self::Sync(SyncError::Import(_) | SyncError::Render(_)) => Outcome::Usage,
            Self::Commit(_) | Self::Edited { .. } | Self::ChangedMeanwhile { .. } | Self::Sync(_) => Outcome::Refused,
            Self::Write(_)
            | Self::Lock(_)
            | Self::Keep { .. }
            | Self::Git(_)
            | Self::Exists { .. }
            | Self::Configured { .. }
            | Self::Draft(_)
            | Self::Prompt(_)
            | Self::Generate { .. } => Outcome::Refused,
            Self::Finish(fs::FinishError::Unchanged { .. }) => Outcome::Refused,
            Self::Finish(_) | Self::HalfDone { .. } => Outcome::Unfinished,
            Self::Directory { .. }
            | Self::NoEvent { .. }
            | Self::NoPage { .. }
            | Self::Unreadable { .. }
            | Self::Import(_)
            | Self::Since(_)
            | Self::Made { .. }
            | Self::NoTopicFile { .. }
            | Self::NoTopicFolder { .. }
            | Self::Usage { .. }
            | Self::Missing { .. }
            | Self::Assignment(_)
            | Self::Read(_)
            | Self::Template(_)
            | Self::Configuration(_)
            | Self::Text(_)
            | Self::Render(_) => Outcome::Usage,
        }
    }
}
