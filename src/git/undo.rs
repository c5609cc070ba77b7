//! The last commit taken back: branch, index and files as they were before it.

use std::path::Path;

use git2::Index;

use super::change::Change;
use super::change::Entry;
use super::change::oid;
use super::commit::Dialogue;
use super::commit::said_in_full;
use super::failure::Failure;
use super::index_lock::IndexLock;
use super::session::MAX_BYTES;
use super::session::Session;

/// What was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The commit's id, in hexadecimal.
    pub commit: String,
    /// Its message's first line.
    pub subject: String,
    /// The branch that HEAD names now; nothing where it is detached.
    pub branch: Option<String>,
    /// The branch that was removed with it.
    pub removed: Option<String>,
    /// Its files.
    pub paths: Vec<String>,
    /// Something after it failed, and the next run will bring it to an end.
    pub unfinished: Option<String>,
}

impl Session<'_> {
    /// What undoing would take back: the commit's id, its first line and its files.
    ///
    /// # Errors
    ///
    /// There is nothing that could be taken back, or it is too late for it.
    pub fn undoable(&self) -> Result<Undone, Failure> {
        let (_, undone) = self.step_back()?;
        Ok(undone)
    }

    /// Takes the last commit of this program back.
    ///
    /// # Errors
    ///
    /// It is not HEAD, it is known to a remote, or its files were changed since.
    pub fn undo(&self, dialogue: &mut Dialogue<'_>) -> Result<Undone, Failure> {
        let lock = IndexLock::take(self.repository.path(), &self.lock_path, dialogue)?;
        let (change, mut undone) = self.step_back()?;
        let mut attempt = || {
            change.save(&self.state.journal())?;
            let left = self.lay(&change.files)?;
            if let Some(path) = left.into_iter().next() {
                return Err(Failure::UndoChanged(path));
            }
            self.prepare_index(&change.files)?;
            if (dialogue.is_interrupted)() {
                return Err(Failure::Interrupted);
            }
            match self.move_reference(&change, dialogue) {
                Err(failure) if !self.is_past(&change)? => Err(failure),
                _ => Ok(()),
            }
        };
        if let Err(failure) = attempt() {
            return Err(self.give_up(change, lock, failure));
        }
        undone.unfinished = self.settle(&change, lock).err().map(|failure| said_in_full(&failure));
        Ok(undone)
    }

    /// The step back from the last commit, if it may be taken.
    fn step_back(&self) -> Result<(Change, Undone), Failure> {
        let change = Change::load(&self.state.undo())?.ok_or(Failure::Undo("none was made here"))?;
        let index = self.index()?;
        self.refuse_unfinished()?;
        let commit = change.tip.after.clone().ok_or(Failure::Undo("none was made here"))?;
        let id = oid(&commit)?;
        let head = self.head()?;
        if head.id != Some(id) || head.reference != change.reference {
            return Err(Failure::Undo("HEAD has moved on since"));
        }
        if self.is_known_to_a_remote(id)? {
            return Err(Failure::Undo("it is in a branch of a remote already; `git revert` takes it back for all"));
        }
        self.refuse_changed(&change, &index)?;
        let made = self.repository.find_commit(id).map_err(|source| Failure::git("read the commit", source))?;
        let subject = String::from_utf8_lossy(made.message_bytes()).lines().next().unwrap_or_default().to_owned();
        let branch = |name: &str| name.strip_prefix("refs/heads/").map(str::to_owned);
        let removed = (change.head.before != change.reference).then(|| branch(&change.reference)).flatten();
        let undone = Undone {
            subject,
            branch: branch(&change.head.before),
            removed,
            paths: change.files.iter().map(|file| file.path.clone()).collect(),
            unfinished: None,
            commit,
        };
        let log = format!("undo: {}", undone.subject);
        Ok((change.reversed(&log), undone))
    }

    fn is_known_to_a_remote(&self, id: git2::Oid) -> Result<bool, Failure> {
        let failed = |source| Failure::git("read the branches of remotes", source);
        for reference in self.repository.references_glob("refs/remotes/*").map_err(failed)? {
            let Some(tip) = reference.map_err(failed)?.target() else { continue };
            if self.is_within(id, tip)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Neither the files nor what is staged of them may have changed.
    fn refuse_changed(&self, change: &Change, index: &Index) -> Result<(), Failure> {
        for file in &change.files {
            let changed = || Failure::UndoChanged(file.path.clone());
            if Entry::of(index, &file.path).map(|entry| entry.id)
                != file.in_index.after.as_ref().map(|entry| entry.id.clone())
            {
                return Err(changed());
            }
            let now = self.root.target(Path::new(&file.path))?.read(MAX_BYTES)?;
            let id = now.map(|bytes| self.store(&file.path, &bytes));
            let id = id.transpose()?.map(|id| id.to_string());
            if file.in_index.before != file.in_index.after
                && id != file.in_index.after.as_ref().map(|entry| entry.id.clone())
            {
                return Err(changed());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
