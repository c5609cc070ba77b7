//! The steps between the first written file and the moved branch: hooks, message, tree, commit object.

use std::path::Path;

use git2::ErrorCode;
use git2::FileMode;
use git2::Index;
use git2::Oid;
use git2::build::TreeUpdateBuilder;

use crate::fs;
use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;

use super::change::Change;
use super::change::Entry;
use super::change::FileChange;
use super::change::Pair;
use super::change::oid;
use super::commit::Committed;
use super::commit::Dialogue;
use super::commit::Wanted;
use super::editor::Editor;
use super::failure::Failure;
use super::hooks::Hooks;
use super::identity::Identity;
use super::message::cleaned;
use super::message::logged;
use super::message::signed_off;
use super::message::tidied;
use super::refusal::Refusal;
use super::session::MAX_BYTES;
use super::session::Seen;
use super::session::Session;
use super::signing::Signer;

/// A commit in the making.
pub(super) struct Attempt<'a> {
    pub(super) session: &'a Session<'a>,
    pub(super) wanted: &'a Wanted,
    pub(super) identity: &'a Identity,
    pub(super) signer: Option<&'a Signer>,
    pub(super) hooks: &'a Hooks,
    pub(super) editor: Option<&'a Editor>,
    pub(super) change: Change,
    /// HEAD when the index was locked.
    pub(super) seen: &'a Seen<'a>,
    /// What the commit holds other than HEAD.
    pub(super) entries: Vec<(String, Entry)>,
    /// Files that HEAD has and the commit has not.
    pub(super) removed: Vec<String>,
    pub(super) notes: Vec<String>,
}

impl Attempt<'_> {
    /// All from the first hook to the moved branch.
    ///
    /// Hooks and editors look at the files, which then are written first; else they are written last, when little can
    /// still go wrong.
    pub(super) fn make(&mut self, dialogue: &mut Dialogue<'_>) -> Result<Committed, Failure> {
        let mut is_written = false;
        if self.hooks.any_before() || self.editor.is_some() {
            self.change.save(&self.session.state.journal())?;
            self.write()?;
            is_written = true;
        }
        let by_hooks = self.check_by_hooks()?;
        self.stop_if_interrupted(dialogue)?;
        let message = self.message()?;
        self.stop_if_interrupted(dialogue)?;
        self.follow_hooks(by_hooks)?;

        // Only another working tree or a tool without manners can move the branch while the index is locked.
        for _ in 0..20 {
            let moved;
            let seen = if self.session.head()? == self.seen.head {
                self.seen
            } else {
                moved = self.session.look()?;
                self.refuse_moved(&moved)?;
                &moved
            };
            let id = self.write_commit(&message, seen)?;
            self.complete(&message, seen, id)?;
            if !is_written {
                self.write()?;
                is_written = true;
            }
            self.session.prepare_index(&self.change.files)?;
            self.stop_if_interrupted(dialogue)?;
            match self.session.move_reference(&self.change, dialogue) {
                Ok(()) => return Ok(self.committed(id, message)),
                // An error does not mean that it did not happen.
                Err(_) if self.session.is_past(&self.change)? => return Ok(self.committed(id, message)),
                Err(Failure::Git { source, .. }) if self.may_follow(&source) => {}
                Err(failure) => return Err(failure),
            }
        }
        Err(Refusal::Locked(self.session.lock_of(&self.change.reference)).into())
    }

    /// Whether the branch was only moved by another process, and the same commit can be made on top of that.
    fn may_follow(&self, error: &git2::Error) -> bool {
        // Hooks have seen the commit as it was to be.
        let is_moved = matches!(error.code(), ErrorCode::Modified | ErrorCode::Exists);
        is_moved && self.wanted.branch.is_none() && !self.hooks.any_before()
    }

    /// Writes the files.
    fn write(&mut self) -> Result<(), Failure> {
        let left = self.session.lay(&self.change.files)?;
        match left.into_iter().next() {
            Some(path) => Err(Refusal::Changed(path).into()),
            None => Ok(()),
        }
    }

    fn stop_if_interrupted(&self, dialogue: &Dialogue<'_>) -> Result<(), Failure> {
        if (dialogue.is_interrupted)() { Err(Failure::Interrupted) } else { Ok(()) }
    }

    fn committed(&self, id: Oid, message: String) -> Committed {
        let branch = self.change.reference.strip_prefix("refs/heads/").map(str::to_owned);
        let paths = self.entries.iter().map(|(path, _)| path).chain(&self.removed).cloned().collect();
        Committed { id: id.to_string(), branch, paths, message }
    }

    /// Shows the commit to pre-commit, as an index with HEAD and our files; returns that index where hooks run.
    fn check_by_hooks(&mut self) -> Result<Option<Index>, Failure> {
        if !self.hooks.any_before() {
            return Ok(None);
        }
        let session = self.session;
        let path = session.state.hook_index();
        fs::remove_state(&path)?;
        let tree = self.seen.tree.as_ref();
        let fill = |entries: &[(String, Entry)], removed: &[String]| {
            let mut index = Index::open(&path)?;
            if let Some(tree) = tree {
                index.read_tree(tree)?;
            }
            for (path, entry) in entries {
                let entry = entry.stamped(path, fs::Stamp::default());
                index.add(&entry.map_err(|error| git2::Error::from_str(&error.to_string()))?)?;
            }
            for path in removed {
                index.remove(Path::new(path), 0)?;
            }
            index.write()
        };
        fill(&self.entries, &self.removed).map_err(|source| Failure::git("write the index for the hooks", source))?;
        self.note(self.hooks.run("pre-commit", &[], None)?);
        Ok(Some(super::readiness::open_index(&path)?))
    }

    fn note(&mut self, said: String) {
        if !said.is_empty() {
            self.notes.push(said);
        }
    }

    /// The message, after the person, the hooks and the clean-up.
    fn message(&mut self) -> Result<String, Failure> {
        let session = self.session;
        let mut message = tidied(&self.wanted.message, &session.config, false)?;
        if self.wanted.signs_off {
            message = signed_off(&message, &self.identity.committer);
        }
        // That it says something was looked at before.
        if !self.hooks.any_before() && self.editor.is_none() {
            return Ok(message);
        }
        let file = session.repository.path().join("COMMIT_EDITMSG");
        fs::write_state(&file, message.as_bytes())?;
        let name = file.to_string_lossy().into_owned();
        let read = || -> Result<String, Failure> {
            let bytes = fs::read(&file, 1 << 20)?;
            String::from_utf8(bytes).map_err(|_| Refusal::Malformed("the message is not UTF-8".to_owned()).into())
        };
        self.note(self.hooks.run("prepare-commit-msg", &[&name, "message"], None)?);
        if let Some(editor) = self.editor {
            editor.edit(&file, &read()?)?;
        }
        self.note(self.hooks.run("commit-msg", &[&name], None)?);
        cleaned(&read()?, &session.config, self.wanted.edits_message)
    }

    /// What hooks put into their index is committed, and where they changed one of our files there, so does the one on
    /// disk.
    fn follow_hooks(&mut self, index: Option<Index>) -> Result<(), Failure> {
        let Some(mut index) = index else { return Ok(()) };
        let failed = |source| Failure::git("read the index of the hooks", source);
        index.read(true).map_err(failed)?;
        let mut entries = Vec::new();
        for found in index.iter() {
            let path = String::from_utf8_lossy(&found.path).into_owned();
            let same = self.seen.entry(&path)? == Some((found.id, found.mode));
            if same {
                continue;
            }
            let entry = Entry { mode: found.mode, id: found.id.to_string(), flags: 0 };
            let ours = self.entries.iter().find(|(ours, _)| *ours == path).map(|(_, ours)| ours.id.clone());
            if ours.as_ref().is_some_and(|ours| *ours != entry.id) {
                self.follow_on_disk(&path, &entry)?;
            }
            if ours.is_none() && !self.change.files.iter().any(|file| file.path == path) {
                self.change.files.push(FileChange {
                    path: path.clone(),
                    on_disk: None,
                    in_index: Pair::new(None, None),
                });
            }
            entries.push((path, entry));
        }
        self.entries = entries;
        // What a hook took back stays.
        self.removed.retain(|path| index.get_path(Path::new(path), 0).is_none());
        Ok(())
    }

    /// Where the file on disk still is what we wrote, it becomes what the hook stored.
    fn follow_on_disk(&mut self, path: &str, entry: &Entry) -> Result<(), Failure> {
        let session = self.session;
        let target = session.root.target(Path::new(path))?;
        let Some(ours) = self.wanted.files.iter().find(|file| file.path == path) else { return Ok(()) };
        let now = target.read(MAX_BYTES)?;
        let stored = now.as_ref().map(|now| session.store(path, now));
        let is_followed = stored.transpose()?.is_some_and(|id| id.to_string() == entry.id);
        if !is_followed && now.as_ref() == Some(&ours.bytes) {
            let mut batch = Batch::new(MEMORY_LIMIT);
            batch.put(target, session.checked_out(path, entry)?)?;
            batch.finish()?;
        }
        // Taking back starts from what is there now.
        let now = session.root.target(Path::new(path))?.read(MAX_BYTES)?;
        let keep = |bytes: &[u8]| session.keep(bytes);
        let after = now.as_deref().map(keep).transpose()?;
        let ours = keep(&ours.bytes)?;
        if let Some(file) = self.change.files.iter_mut().find(|file| file.path == path) {
            let before = file.on_disk.take().map_or(Some(ours), |pair| pair.before);
            file.on_disk = Some(Pair::new(before, after));
        }
        self.change.save(&session.state.journal())
    }

    /// The commit object: HEAD's tree with our entries, and nothing of the index.
    fn write_commit(&self, message: &str, seen: &Seen<'_>) -> Result<Oid, Failure> {
        let session = self.session;
        let repository = &session.repository;
        let failed = |source| Failure::git("write the commit", source);
        let parent = seen.head.id.map(|id| repository.find_commit(id)).transpose().map_err(failed)?;
        let write_tree = || {
            let empty;
            let base = match &seen.tree {
                Some(tree) => tree,
                None => {
                    empty = repository.find_tree(repository.treebuilder(None)?.write()?)?;
                    &empty
                }
            };
            let mut builder = TreeUpdateBuilder::new();
            for (path, entry) in &self.entries {
                let mode = if entry.mode == 0o100_755 { FileMode::BlobExecutable } else { FileMode::Blob };
                builder.upsert(path.as_str(), Oid::from_str(&entry.id)?, mode);
            }
            for path in &self.removed {
                builder.remove(path.as_str());
            }
            repository.find_tree(builder.create_updated(repository, base)?)
        };
        let tree = write_tree().map_err(failed)?;
        let parents: Vec<_> = parent.iter().collect();
        let Identity { author, committer } = self.identity;
        let buffer = repository.commit_create_buffer(author, committer, message, &tree, &parents).map_err(failed)?;
        let id = match self.signer {
            None => {
                let objects = repository.odb().map_err(failed)?;
                objects.write(git2::ObjectType::Commit, &buffer).map_err(failed)?
            }
            Some(signer) => {
                let signature = signer.sign(&buffer, session.state.path())?;
                let text = std::str::from_utf8(&buffer);
                let text = text.map_err(|_| Refusal::Malformed("the commit is not UTF-8".to_owned()))?;
                repository.commit_signed(text, &signature, None).map_err(failed)?
            }
        };
        session.sync_objects(&tree, &self.entries, id)?;
        Ok(id)
    }

    /// The journal's entry from which the next run could go on.
    fn complete(&mut self, message: &str, seen: &Seen<'_>, id: Oid) -> Result<(), Failure> {
        let session = self.session;
        let index = session.index()?;
        let parent = seen.head.id;
        for file in &mut self.change.files {
            let before = Entry::of(&index, &file.path);
            let is_asked_for = self.wanted.files.iter().any(|wanted| wanted.path == file.path);
            let in_head = seen.entry(&file.path)?.map(|(id, _)| id.to_string());
            let is_staged = before.as_ref().map(|entry| entry.id.clone()) != in_head;
            let after = self.entries.iter().find(|(path, _)| *path == file.path).map(|(_, entry)| entry.clone());
            // What a hook added, and a person has staged otherwise, stays staged.
            let mut after = after.filter(|_| is_asked_for || !is_staged);
            // Where files cannot tell whether they are executable, the index can.
            if let (false, Some(before), Some(after)) = (session.keeps_modes(), &before, &mut after) {
                after.mode = before.mode;
            }
            // A file that HEAD holds like this already keeps what is staged of it.
            let is_removed = self.removed.contains(&file.path);
            file.in_index = Pair::new(before.clone(), if is_removed { None } else { after.or(before) });
        }
        let kind = if parent.is_none() { "commit (initial)" } else { "commit" };
        self.change.log = logged(kind, message);
        self.change.tip.after = Some(id.to_string());
        if self.wanted.branch.is_none() {
            self.change.tip.before = parent.map(|id| id.to_string());
        }
        self.change.is_ready = true;
        drop(index);
        self.change.save(&session.state.journal())
    }

    /// HEAD moved: that is no matter unless it moved with one of our files.
    fn refuse_moved(&self, now: &Seen<'_>) -> Result<(), Failure> {
        if now.head.reference != self.seen.head.reference {
            return Err(Refusal::Moved("HEAD".to_owned()).into());
        }
        for (path, _) in &self.entries {
            if now.entry(path)? != self.seen.entry(path)? {
                return Err(Refusal::Moved(path.clone()).into());
            }
        }
        Ok(())
    }
}

impl Session<'_> {
    /// A blob as it is checked out: through git's filters, which ran when there were hooks.
    fn checked_out(&self, path: &str, entry: &Entry) -> Result<Vec<u8>, Failure> {
        let Some(git) = &self.git else { return self.blob(&entry.id) };
        let program = || "git cat-file".to_owned();
        let command = git.command(["cat-file", "--filters", &format!("--path={path}"), &entry.id]);
        let said =
            super::executable::run(command, b"").map_err(|source| Failure::Run { program: program(), source })?;
        if said.status.success() {
            Ok(said.stdout)
        } else {
            Err(Failure::Helper { program: program(), said: said.stderr })
        }
    }

    /// Waits until the objects of a commit are on the disk: a branch must not outlive what it points to.
    fn sync_objects(&self, tree: &git2::Tree<'_>, entries: &[(String, Entry)], commit: Oid) -> Result<(), Failure> {
        let mut ids = vec![commit, tree.id()];
        for (path, entry) in entries {
            ids.push(oid(&entry.id)?);
            let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
            ids.extend(folders.filter_map(|folder| tree.get_path(Path::new(folder)).ok()).map(|entry| entry.id()));
        }
        ids.sort();
        ids.dedup();
        let objects = self.repository.commondir().join("objects");
        let files = ids.iter().map(ToString::to_string).filter_map(|id| {
            let (folder, name) = id.split_at_checked(2)?;
            Some(objects.join(folder).join(name))
        });
        let files: Vec<_> = files.collect();
        Ok(fs::sync_files(files.iter().map(std::path::PathBuf::as_path))?)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests set up repositories of their own")]
mod tests;
