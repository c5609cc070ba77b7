//! One commit, as `git commit --only` makes it: the files it is asked for and nothing else, with all that others have
//! staged or edited left as it is.
//!
//! The order of the steps is what keeps a repository whole: everything that can be refused is refused before the first
//! write; the index's lock is held before the index is read; the commit is an object before the branch moves to it, and
//! the branch moves only from where it was seen. A journal tells the next run what a killed one had begun.

use std::path::Path;

use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;

use super::attempt::Attempt;
use super::change::Change;
use super::change::Entry;
use super::change::FileChange;
use super::change::Pair;
use super::editor::Editor;
use super::failure::Failure;
use super::hooks::Hooks;
use super::identity::Identity;
use super::identity::Wishes;
use super::index_lock::IndexLock;
use super::message::cleaned;
use super::paths::Surroundings;
use super::patience::Patience;
use super::refusal::Refusal;
use super::session::Head;
use super::session::MAX_BYTES;
use super::session::Seen;
use super::session::Session;
use super::signing::Signer;
use super::signing::Signing;

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Relative to the working tree, with `/`.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether it is to be written; else it is on disk like this already, and refused where it is not.
    pub is_written: bool,
    /// What stood in the place of a file that is to be written, when that was decided: anything else is refused.
    pub replaced: Option<Vec<u8>>,
    /// Whether it is gone from the disk, and is to be gone from the commit.
    pub is_removed: bool,
}

impl File {
    /// A file that is on disk like this already.
    pub fn unwritten(path: String, bytes: Vec<u8>) -> Self {
        Self { path, bytes, is_written: false, replaced: None, is_removed: false }
    }
}

/// What a commit is to be.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The files.
    pub files: Vec<File>,
    /// The message, before it is cleaned up.
    pub message: String,
    /// Whether a person edits it.
    pub edits_message: bool,
    /// Whether `Signed-off-by` is added.
    pub signs_off: bool,
    /// Who it is by, and when, where that is not as git knows.
    pub author: Wishes,
    /// Whether it is signed.
    pub signing: Signing,
    /// Whether pre-commit and commit-msg are left out.
    pub skips_hooks: bool,
    /// The branch to make for it, without `refs/heads/`.
    pub branch: Option<String>,
    /// Whether a detached HEAD will do.
    pub allows_detached: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The commit; nothing where HEAD held all files like this already.
    pub commit: Option<Committed>,
    /// What should be told: what hooks said, what did not run, what went wrong after the commit.
    pub notes: Vec<String>,
    /// Something after the commit failed, and the next run will bring it to an end.
    pub unfinished: Option<String>,
}

/// A commit that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Its id, in hexadecimal.
    pub id: String,
    /// The branch it is on; nothing where HEAD is detached.
    pub branch: Option<String>,
    /// Its files.
    pub paths: Vec<String>,
    /// Its message, whole.
    pub message: String,
}

/// Entries that HEAD does not hold like this, and paths that it holds and should not.
type Differing = (Vec<(String, Entry)>, Vec<String>);

/// What a person or a signal has to say meanwhile.
pub struct Dialogue<'d> {
    /// Says what is waited for.
    pub waits: &'d mut dyn FnMut(&str),
    /// Whether a signal came.
    pub is_interrupted: &'d dyn Fn() -> bool,
}

impl Session<'_> {
    /// Refuses what cannot be committed, without writing anything.
    ///
    /// # Errors
    ///
    /// The first reason that is found.
    pub fn admit(&self, wanted: &Wanted, seen: &Seen<'_>) -> Result<(), Failure> {
        let index = self.index()?;
        self.refuse_unfinished()?;
        if seen.head.is_detached() && !wanted.allows_detached && wanted.branch.is_none() {
            return Err(Refusal::Detached.into());
        }
        if let Some(name) = &wanted.branch {
            self.refuse_branch(name, &seen.head)?;
        }
        let surroundings = Surroundings {
            repository: &self.repository,
            work_folder: &self.work_folder,
            head: seen.tree.as_ref(),
            index: &index,
            git: self.git.as_ref(),
        };
        wanted.files.iter().try_for_each(|file| {
            surroundings.admit(&file.path)?;
            self.refuse_filter(&file.path)
        })
    }

    /// Makes the commit, and writes its files; `seen` is HEAD as it was a moment ago.
    ///
    /// # Errors
    ///
    /// It did not come about; what had been changed was taken back, unless the failure says otherwise.
    pub fn commit(&self, wanted: &Wanted, seen: Seen<'_>, dialogue: &mut Dialogue<'_>) -> Result<Made, Failure> {
        let identity = Identity::find(&self.config, self.variables, &wanted.author, self.git.as_ref())?;
        let signer = Signer::find(&wanted.signing, &self.config, self.variables, &identity.committer)?;
        let hook_index = self.state.hook_index();
        let mut hooks =
            Hooks::find(&self.repository, &self.config, self.git.as_ref(), hook_index, !wanted.skips_hooks)?;
        let editor = if wanted.edits_message { Some(Editor::find(&self.config, self.variables)?) } else { None };
        if editor.is_none() && !hooks.any_before() {
            // Nobody will add to it.
            cleaned(&wanted.message, &self.config, false)?;
        }
        hooks.announce(&identity.author, wanted.edits_message);

        let lock = IndexLock::take(self.repository.path(), &self.lock_path, dialogue)?;
        let seen = if self.head()? == seen.head { seen } else { self.look()? };
        // Who has the branch's lock usually has it for an instant.
        let mut patience = Patience::new();
        while self.lock_of(&seen.head.reference).symlink_metadata().is_ok() {
            patience.wait(&self.lock_of(&seen.head.reference), dialogue)?;
        }
        // Who had the lock may have left a merge half done.
        self.admit(wanted, &seen)?;
        let (entries, removed) = self.entries(&wanted.files, &seen)?;
        if entries.is_empty() && removed.is_empty() {
            let made = self.write_only(&wanted.files)?;
            let unfinished = lock.release().err().map(|failure| said_in_full(&failure));
            return Ok(Made { unfinished, ..made });
        }
        let mut attempt = Attempt {
            session: self,
            wanted,
            identity: &identity,
            signer: signer.as_ref(),
            hooks: &hooks,
            editor: editor.as_ref(),
            change: self.begin(wanted, &seen.head)?,
            seen: &seen,
            entries,
            removed,
            notes: Vec::new(),
        };
        let made = attempt.make(dialogue);
        let Attempt { change, mut notes, .. } = attempt;
        let committed = match made {
            Ok(committed) => committed,
            Err(failure) => return Err(self.give_up(change, lock, failure)),
        };
        notes.extend(hooks.passed_over.iter().map(|name| format!("the hook `{name}` does not run here")));

        // The branch has moved: whatever happens now, the commit stands, and the journal leads the next run on.
        let unfinished = self.settle(&change, lock).err().map(|failure| said_in_full(&failure));
        match hooks.run("post-commit", &[], Some(&self.repository.path().join("index"))) {
            Ok(said) if said.is_empty() => {}
            Ok(said) => notes.push(said),
            Err(failure) => notes.push(failure.to_string()),
        }
        Ok(Made { commit: Some(committed), notes, unfinished })
    }

    fn refuse_branch(&self, name: &str, head: &Head) -> Result<(), Failure> {
        let refuse = |reason: String| Err(Refusal::Branch { name: name.to_owned(), reason }.into());
        let reference = format!("refs/heads/{name}");
        if !git2::Branch::name_is_valid(name).unwrap_or(false) || name.starts_with('-') {
            return refuse("that is no name for a branch".to_owned());
        }
        let head_lock = self.lock_of("HEAD");
        if head_lock.symlink_metadata().is_ok() {
            return Err(Refusal::Locked(head_lock).into());
        }
        if head.reference == reference {
            return refuse("it is checked out already".to_owned());
        }
        if self.tip(&reference)?.is_some() {
            return refuse("it exists already".to_owned());
        }
        // A branch is a file, and cannot be a folder as well.
        let mut above = name.match_indices('/').filter_map(|(at, _)| name.get(..at));
        if let Some(above) = above.find(|above| self.tip(&format!("refs/heads/{above}")).is_ok_and(|tip| tip.is_some()))
        {
            return refuse(format!("the branch `{above}` is in its way"));
        }
        let below = self.repository.references_glob(&format!("{reference}/*"));
        let mut below = below.map_err(|source| Failure::git("read the branches", source))?;
        if let Some(Ok(below)) = below.names().next() {
            let below = below.strip_prefix("refs/heads/").unwrap_or(below);
            return refuse(format!("the branch `{below}` is in its way"));
        }
        Ok(())
    }

    /// Whether files tell if they are executable.
    pub(super) fn keeps_modes(&self) -> bool {
        self.config.get_bool("core.fileMode").unwrap_or(true)
    }

    /// The entries of the files that HEAD does not hold like this, and those that it holds and should not.
    fn entries(&self, files: &[File], seen: &Seen<'_>) -> Result<Differing, Failure> {
        let keeps_modes = self.keeps_modes();
        let mut entries = Vec::new();
        let mut removed = Vec::new();
        for file in files {
            let target = self.root.target(Path::new(&file.path))?;
            let on_disk = target.read_stamped(MAX_BYTES)?;
            let now = on_disk.as_ref().map(|(bytes, _)| bytes);
            if file.is_removed {
                if now.is_some() {
                    return Err(Refusal::Changed(file.path.clone()).into());
                }
                if seen.has(&file.path)? {
                    removed.push(file.path.clone());
                }
                continue;
            }
            if now != Some(&file.bytes) && (!file.is_written || now != file.replaced.as_ref()) {
                return Err(Refusal::Changed(file.path.clone()).into());
            }
            let id = self.store(&file.path, &file.bytes)?;
            let in_head = seen.entry(&file.path)?;
            let is_executable = match in_head {
                Some((_, mode)) if !keeps_modes => mode == 0o100_755,
                _ => keeps_modes && on_disk.is_some_and(|(_, stamp)| stamp.executable),
            };
            let mode: u32 = if is_executable { 0o100_755 } else { 0o100_644 };
            if in_head != Some((id, mode)) {
                entries.push((file.path.clone(), Entry { mode, id: id.to_string(), flags: 0 }));
            }
        }
        Ok((entries, removed))
    }

    /// HEAD holds it all: what is missing on disk is written, and that is all.
    fn write_only(&self, files: &[File]) -> Result<Made, Failure> {
        let mut batch = Batch::new(MEMORY_LIMIT);
        for file in files.iter().filter(|file| file.is_written) {
            batch.put(self.root.target(Path::new(&file.path))?, file.bytes.clone())?;
        }
        batch.finish()?;
        Ok(Made { commit: None, notes: Vec::new(), unfinished: None })
    }

    /// What will be written, with the old bytes kept in the repository.
    fn begin(&self, wanted: &Wanted, head: &Head) -> Result<Change, Failure> {
        let reference = match &wanted.branch {
            Some(name) => format!("refs/heads/{name}"),
            None => head.reference.clone(),
        };
        let keep = |bytes: &[u8]| self.keep(bytes);
        let mut files = Vec::new();
        for file in &wanted.files {
            let before = self.root.target(Path::new(&file.path))?.read(MAX_BYTES)?;
            if file.is_written && before != file.replaced && before.as_ref() != Some(&file.bytes) {
                return Err(Refusal::Changed(file.path.clone()).into());
            }
            let on_disk = if file.is_written && before.as_ref() != Some(&file.bytes) {
                Some(Pair::new(before.as_deref().map(keep).transpose()?, Some(keep(&file.bytes)?)))
            } else {
                None
            };
            files.push(FileChange { path: file.path.clone(), on_disk, in_index: Pair::new(None, None) });
        }
        let tip = if wanted.branch.is_some() { None } else { head.id };
        let change = Change::begun(head.reference.clone(), reference, tip.map(|id| id.to_string()), files);
        Ok(change)
    }
}

/// A failure with its causes in one line.
pub(super) fn said_in_full(failure: &Failure) -> String {
    let mut said = failure.to_string();
    let mut cause = std::error::Error::source(failure);
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}

#[cfg(test)]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the tests set up repositories of their own")]
mod tests;
