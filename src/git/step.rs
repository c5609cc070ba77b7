//! The steps that a session makes: the reference and HEAD moved, the rest brought to its end, or all of it taken back, also
//! for a run that was killed.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use git2::ErrorCode;
use git2::Oid;

use crate::fs;

use super::change::Change;
use super::change::Kind;
use super::change::Pair;
use super::change::oid;
use super::commit::Dialogue;
use super::failure::Failure;
use super::index_lock::IndexLock;
use super::patience::Patience;
use super::session::Session;

impl Session<'_> {
    /// Moves the reference of a step; waits where another process has its lock.
    ///
    /// A failure does not mean that it did not happen: who gets one looks at where the reference is.
    pub(super) fn move_reference(&self, change: &Change, dialogue: &mut Dialogue<'_>) -> Result<(), Failure> {
        let mut patience = Patience::new();
        loop {
            match self.move_reference_now(change) {
                Err(Failure::Git { source, .. }) if source.code() == ErrorCode::Locked => {
                    patience.wait(&self.lock_of(&change.reference), dialogue)?;
                }
                moved => return moved,
            }
        }
    }

    fn move_reference_now(&self, change: &Change) -> Result<(), Failure> {
        let failed = |source| Failure::git("move the branch", source);
        let (before, after) = (&change.tip.before, &change.tip.after);
        match (before, after) {
            (Some(before), Some(after)) => {
                let moved =
                    self.repository.reference_matching(&change.reference, oid(after)?, true, oid(before)?, &change.log);
                moved.map_err(failed)?;
            }
            (None, Some(after)) => {
                self.repository.reference(&change.reference, oid(after)?, false, &change.log).map_err(failed)?;
            }
            (Some(before), None) => {
                // Else HEAD would name a branch that is not there.
                self.move_head(change)?;
                let mut reference = self.repository.find_reference(&change.reference).map_err(failed)?;
                if reference.target() != Some(oid(before)?) {
                    return Err(failed(git2::Error::from_str("it points elsewhere by now")));
                }
                reference.delete().map_err(failed)?;
            }
            (None, None) => {}
        }
        Ok(())
    }

    /// Where HEAD names the branch before a step, it names the one after it.
    fn move_head(&self, change: &Change) -> Result<(), Failure> {
        let Pair { before, after } = &change.head;
        if before == after || self.head()?.reference != *before {
            return Ok(());
        }
        let mut moved = self.repository.set_head(after);
        // Who has its lock has it for an instant.
        for _ in 0..40 {
            if !moved.as_ref().is_err_and(|error| error.code() == ErrorCode::Locked) {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
            moved = self.repository.set_head(after);
        }
        moved.map_err(|source| Failure::git("switch to the branch", source))
    }

    /// What is left once the reference has moved: HEAD and the index follow, and the journal is closed.
    ///
    /// # Errors
    ///
    /// Something of it failed, and is left for the next run.
    pub(super) fn settle(&self, change: &Change, lock: IndexLock) -> Result<(), Failure> {
        if change.tip.before.is_none() || change.tip.after.is_none() {
            // libgit2 does not tell when it could not remove the lock of a branch that it made or removed.
            self.remove_reference_lock(change, &change.reference);
        }
        if let Err(failure) = self.move_head(change).and_then(|()| self.put_index()) {
            // git's next commit would take back what this index does not know of yet.
            lock.leave();
            return Err(failure);
        }
        self.close(change)?;
        self.state.clean();
        lock.release()
    }

    /// Brings a step to an end, or takes it back, whichever is nearer, after its run was killed.
    pub(super) fn recover(&self, waits: &mut dyn FnMut(&str)) -> Result<(), Failure> {
        // Held until all is in order: nobody else comes in between.
        let lock = IndexLock::left_behind(self.repository.path(), &self.lock_path);
        self.state.clean();
        fs::sweep_state(self.state.path());
        let journal = self.state.journal();
        if let Some(mut change) = Change::load(&journal)? {
            let lock = match lock {
                Some(lock) => lock,
                None => {
                    let mut dialogue = Dialogue { waits, is_interrupted: &|| false };
                    IndexLock::take(self.repository.path(), &self.lock_path, &mut dialogue)?
                }
            };
            if change.is_ready {
                self.remove_reference_locks(&change);
            }
            if change.is_ready && self.is_past(&change)? {
                self.finish(&change)?;
            } else {
                // What somebody has committed meanwhile is theirs.
                let tree = self.tree(self.tip(&change.reference)?)?;
                let committed = |path: &str| Some(tree.as_ref()?.get_path(Path::new(path)).ok()?.id().to_string());
                change.files.retain(|file| match &file.on_disk {
                    Some(Pair { after: Some(after), .. }) => committed(&file.path).as_ref() != Some(after),
                    _ => true,
                });
                self.take_back(change)?;
            }
            lock.release()?;
        } else {
            fs::remove_state(&journal)?;
            lock.map_or(Ok(()), IndexLock::release)?;
        }
        self.state.clean();
        Ok(())
    }

    /// Whether a step's reference is where the step moves it, or beyond.
    pub(super) fn is_past(&self, change: &Change) -> Result<bool, Failure> {
        let now = self.tip(&change.reference)?;
        let is_at_or_beyond = |tip: &Option<String>| match (tip, now) {
            (None, now) => Ok(now.is_none()),
            (Some(_), None) => Ok(false),
            (Some(tip), Some(now)) => self.is_within(oid(tip)?, now),
        };
        match change.kind {
            Kind::Commit => is_at_or_beyond(&change.tip.after),
            // Where it leads is behind where it comes from.
            Kind::Undo => Ok(!is_at_or_beyond(&change.tip.before)?),
        }
    }

    /// Whether a commit is another one, or in its history.
    pub(super) fn is_within(&self, commit: Oid, tip: Oid) -> Result<bool, Failure> {
        match self.repository.graph_descendant_of(tip, commit) {
            Ok(is_descendant) => Ok(is_descendant || tip == commit),
            // A history of which a part is not there ends; whether both are one is told without it.
            Err(error) if error.code() == ErrorCode::NotFound => Ok(false),
            Err(source) => Err(Failure::git("read the history", source)),
        }
    }

    /// What comes after the reference has moved: HEAD, the files and the index follow.
    fn finish(&self, change: &Change) -> Result<(), Failure> {
        self.move_head(change)?;
        self.lay(&change.files)?;
        self.prepare_index(&change.files)?;
        self.put_index()?;
        self.close(change)
    }

    /// Forgets the journal of a step that is done; a commit can be undone from then on.
    pub(super) fn close(&self, change: &Change) -> Result<(), Failure> {
        if change.kind == Kind::Commit {
            Ok(fs::put_state(&self.state.journal(), &self.state.undo())?)
        } else {
            fs::remove_state(&self.state.undo())?;
            Ok(fs::remove_state(&self.state.journal())?)
        }
    }

    /// Takes back what a step did before its reference moved. Returns the files that somebody else changed meanwhile.
    fn take_back(&self, change: Change) -> Result<Vec<String>, Failure> {
        let back = change.reversed("");
        // HEAD may name a branch that was not made, or was about to be removed.
        self.move_head(&back)?;
        let left = self.lay(&back.files)?;
        fs::remove_state(&self.state.journal())?;
        Ok(left)
    }

    /// Takes back what a step did that failed, and tells why it did.
    pub(super) fn give_up(&self, change: Change, lock: IndexLock, failure: Failure) -> Failure {
        let taken_back = match self.is_past(&change) {
            // Nobody knows where the branch is: the next run looks again.
            Err(source) if change.is_ready => Err(source),
            _ => self.take_back(change),
        };
        self.state.clean();
        let taken_back = taken_back.and_then(|files| lock.release().map(|()| files));
        match taken_back {
            Ok(files) if files.is_empty() => failure.taken_back(),
            Ok(files) => Failure::Left { failure: Box::new(failure), files },
            Err(source) => Failure::HalfWay { failure: Box::new(failure), source: Box::new(source) },
        }
    }

    /// The file by which git locks a reference.
    pub(super) fn lock_of(&self, reference: &str) -> PathBuf {
        // HEAD is each working tree's own.
        let folder = if reference == "HEAD" { self.repository.path() } else { self.repository.commondir() };
        folder.join(format!("{reference}.lock"))
    }

    /// Locks of references that a killed run of this program held.
    fn remove_reference_locks(&self, change: &Change) {
        self.remove_reference_lock(change, &change.reference);
        self.remove_reference_lock(change, "HEAD");
    }

    /// One of them: it is empty, or holds the commit that the run made, or the branch that it went to.
    fn remove_reference_lock(&self, change: &Change, name: &str) {
        let lock = self.lock_of(name);
        let Ok(mut bytes) = fs::read(&lock, 4096) else { return };
        if bytes.is_empty() {
            // Another process has it empty for an instant only.
            std::thread::sleep(Duration::from_millis(200));
            let Ok(later) = fs::read(&lock, 4096) else { return };
            bytes = later;
        }
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim();
        let names = |name: &str| name == change.head.after || name == change.head.before;
        let is_ours = text.is_empty()
            || change.tip.after.as_deref() == Some(text)
            || text.strip_prefix("ref: ").is_some_and(names);
        if is_ours {
            fs::remove_state(&lock).ok();
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests set up repositories of their own")]
mod tests;
