//! A repository with the lock among runs of this program held: what a killed run left is put right first.

use std::cell::RefCell;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use git2::Config;
use git2::ErrorCode;
use git2::Index;
use git2::Oid;
use git2::Repository;
use git2::Tree;

use crate::fs;
use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::fs::Root;
use crate::fs::Stamp;

use super::blobs;
use super::change::Entry;
use super::change::FileChange;
use super::change::Pair;
use super::change::StateFolder;
use super::change::oid;
use super::commit::File;
use super::executable::Git;
use super::executable::Variables;
use super::failure::Failure;
use super::found;
use super::racy;
use super::readiness;
use super::refusal::Refusal;
use super::settings::Settings;

/// The largest file that a commit takes.
pub(super) const MAX_BYTES: u64 = 512 << 20;

/// A repository that no other run of this program touches while this lives.
pub struct Session<'v> {
    pub(super) repository: Repository,
    pub(super) work_folder: PathBuf,
    pub(super) root: Root,
    pub(super) state: StateFolder,
    pub(super) config: Config,
    pub(super) variables: &'v Variables,
    pub(super) git: Option<Git>,
    /// The lock among runs of this program.
    pub(super) lock_path: PathBuf,
    /// The index as it was last read, with the stamp of its file.
    index: RefCell<Option<(Rc<Index>, Option<Stamp>)>>,
    _settings: Settings,
    _lock: fs::Lock,
}

/// Where HEAD is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The branch it names, or `HEAD` where it is detached.
    pub(super) reference: String,
    /// The commit; none where there is none yet.
    pub(super) id: Option<Oid>,
}

impl Head {
    pub(super) fn is_detached(&self) -> bool {
        self.reference == "HEAD"
    }
}

/// HEAD at one moment. A large tree takes a while to read, so it is read once.
pub struct Seen<'s> {
    session: &'s Session<'s>,
    pub(super) head: Head,
    pub(super) tree: Option<Tree<'s>>,
}

impl<'s> Seen<'s> {
    /// Where it was seen.
    pub fn session(&self) -> &'s Session<'s> {
        self.session
    }

    /// Whether the commit has a file.
    ///
    /// # Errors
    ///
    /// A commit that cannot be read.
    pub fn has(&self, path: &str) -> Result<bool, Failure> {
        Ok(self.entry(path)?.is_some())
    }

    /// The files that a folder of the commit has, not those in folders below it, by their paths.
    ///
    /// # Errors
    ///
    /// A commit that cannot be read.
    pub fn files_in(&self, folder: &str) -> Result<Vec<String>, Failure> {
        let Some(tree) = &self.tree else { return Ok(Vec::new()) };
        let object = || tree.get_path(Path::new(folder))?.to_object(&self.session.repository);
        let tree = found(object()).map_err(unreadable)?.and_then(|object| object.into_tree().ok());
        let files = tree.iter().flat_map(|tree| tree.iter());
        let files = files.filter(|entry| entry.kind() == Some(git2::ObjectType::Blob));
        Ok(files.filter_map(|entry| Some(format!("{folder}/{}", entry.name().ok()?))).collect())
    }

    /// Whether the commit has a file like this. No object is written to find out.
    ///
    /// # Errors
    ///
    /// A commit that cannot be read.
    pub fn has_like(&self, file: &File) -> Result<bool, Failure> {
        if file.is_removed {
            return Ok(!self.has(&file.path)?);
        }
        let Some((id, _)) = self.entry(&file.path)? else { return Ok(false) };
        if Oid::hash_object(git2::ObjectType::Blob, &file.bytes).is_ok_and(|hash| hash == id) {
            return Ok(true);
        }
        // Where bytes are converted on their way, git compares what is on disk.
        let Session { repository, config, .. } = self.session;
        let status = || repository.status_file(Path::new(&file.path));
        Ok(!file.is_written
            && blobs::may_convert(repository, config, &|path| self.session.is_tracked(path), &file.path)
            && status().is_ok_and(|status| status.is_empty()))
    }

    /// The bytes of a file in the commit.
    ///
    /// # Errors
    ///
    /// A commit that cannot be read.
    pub fn bytes(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Some((id, _)) = self.entry(path)? else { return Ok(None) };
        let blob = found(self.session.repository.find_blob(id)).map_err(unreadable)?;
        Ok(blob.map(|blob| blob.content().to_vec()))
    }

    /// What the commit says of a file: its blob and its mode.
    pub(super) fn entry(&self, path: &str) -> Result<Option<(Oid, u32)>, Failure> {
        let Some(tree) = &self.tree else { return Ok(None) };
        let entry = found(tree.get_path(Path::new(path))).map_err(unreadable)?;
        Ok(entry.and_then(|entry| Some((entry.id(), u32::try_from(entry.filemode()).ok()?))))
    }
}

fn unreadable(source: git2::Error) -> Failure {
    Failure::git("read what HEAD holds", source)
}

impl<'v> Session<'v> {
    /// Opens the repository around a folder, takes the lock, waiting for it as long as it takes, and puts right what a
    /// killed run left. `waits` says what is waited for.
    ///
    /// # Errors
    ///
    /// A repository that takes no commits, or leftovers that cannot be put right.
    pub fn open(folder: &Path, variables: &'v Variables, waits: &mut dyn FnMut(&str)) -> Result<Self, Failure> {
        let repository = readiness::open(folder, variables)?;
        let work_folder = repository.workdir().unwrap_or(folder).to_owned();
        let root = Root::open(&work_folder)?;
        let state = StateFolder::of(repository.path());
        let lock_path = repository.commondir().join("afterword").join("lock");
        let lock = fs::lock_in_turn(&lock_path, |holder| {
            waits(&format!("Waiting for {holder}, which is at work in this repository."));
        })?;
        // That of a linked working tree is another one than that of the lock.
        fs::make_state_folder(state.path())?;
        let git = Git::find(variables, &work_folder);
        let settings = Settings::complete(&repository, variables, git.as_ref(), state.path())?;
        let config = repository.config().and_then(|mut config| config.snapshot());
        let config = config.map_err(|source| Failure::git("read git's settings", source))?;
        let session = Self {
            repository,
            work_folder,
            root,
            state,
            config,
            variables,
            git,
            lock_path,
            index: RefCell::default(),
            _settings: settings,
            _lock: lock,
        };
        session.recover(waits).map_err(|failure| Failure::Recovery(Box::new(failure)))?;
        Ok(session)
    }

    /// The folder of the working tree.
    pub fn work_folder(&self) -> &Path {
        self.root.path()
    }

    /// The same as a root of files.
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// HEAD as it is now, with what it holds.
    pub fn look(&self) -> Result<Seen<'_>, Failure> {
        let head = self.head()?;
        let tree = self.tree(head.id)?;
        Ok(Seen { session: self, head, tree })
    }

    pub(super) fn head(&self) -> Result<Head, Failure> {
        let failed = |source| Failure::git("read HEAD", source);
        let head = self.repository.find_reference("HEAD").map_err(failed)?;
        let Some(branch) = head.symbolic_target().map_err(failed)? else {
            return Ok(Head { reference: "HEAD".to_owned(), id: head.target() });
        };
        // git would note the commit in the reflogs of both.
        if let Ok(found) = self.repository.find_reference(branch)
            && let Some(target) = found.symbolic_target().map_err(failed)?
        {
            let (alias, target) = (branch.to_owned(), target.to_owned());
            return Err(Refusal::Alias { alias, target }.into());
        }
        let reference = branch.to_owned();
        Ok(Head { id: self.tip(&reference)?, reference })
    }

    /// Where a reference points; nothing where it does not exist.
    pub(super) fn tip(&self, reference: &str) -> Result<Option<Oid>, Failure> {
        match self.repository.refname_to_id(reference) {
            Ok(id) => Ok(Some(id)),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(source) => Err(Failure::git("read a reference", source)),
        }
    }

    /// The tree of a commit.
    pub(super) fn tree(&self, commit: Option<Oid>) -> Result<Option<Tree<'_>>, Failure> {
        let Some(commit) = commit else { return Ok(None) };
        let tree = self.repository.find_commit(commit).and_then(|commit| commit.tree());
        tree.map(Some).map_err(|source| Failure::git("read the commit of HEAD", source))
    }

    /// Stores bytes as the content of a file; returns the id of the blob.
    pub(super) fn store(&self, path: &str, bytes: &[u8]) -> Result<Oid, Failure> {
        let is_tracked = |path: &Path| self.is_tracked(path);
        blobs::store(&self.repository, &self.config, self.git.as_ref(), &is_tracked, path, bytes)
    }

    /// Refuses a file that cannot be stored as git would, before anything is.
    pub(super) fn refuse_filter(&self, path: &str) -> Result<(), Failure> {
        let is_tracked = |path: &Path| self.is_tracked(path);
        blobs::admit(&self.repository, &self.config, self.git.as_ref(), &is_tracked, path)
    }

    /// Keeps bytes as they are; returns the id of the blob, in hexadecimal.
    pub(super) fn keep(&self, bytes: &[u8]) -> Result<String, Failure> {
        let kept = blobs::write(&self.repository, bytes).map(|id| id.to_string());
        kept.map_err(|source| Failure::git("keep the bytes of a file", source))
    }

    /// Whether the index holds a file.
    fn is_tracked(&self, path: &Path) -> bool {
        self.index().is_ok_and(|index| index.get_path(path, 0).is_some())
    }

    /// The index as it is on disk, under a name of ours; read anew only where it was replaced since.
    pub(super) fn index(&self) -> Result<Rc<Index>, Failure> {
        let current = self.repository.path().join("index");
        // Our own name for it counts as a change of its inode.
        let stamp = fs::stamp(&current).map(|stamp| Stamp { changed: (0, 0), ..stamp });
        if let Some((index, known)) = self.index.borrow().as_ref()
            && *known == stamp
        {
            return Ok(index.clone());
        }
        let copy = self.state.index();
        if stamp.is_some() {
            fs::link_state(&current, &copy)?;
        } else {
            fs::remove_state(&copy)?;
        }
        let index = Rc::new(readiness::open_index(&copy)?);
        *self.index.borrow_mut() = Some((index.clone(), stamp));
        Ok(index)
    }

    /// Puts files on the disk as they are after a step, each only where it is as it was before. Returns those that are
    /// neither.
    pub(super) fn lay(&self, files: &[FileChange]) -> Result<Vec<String>, Failure> {
        let mut batch = Batch::new(MEMORY_LIMIT);
        let mut gone = Vec::new();
        let mut left = Vec::new();
        for file in files {
            let Some(Pair { before, after }) = &file.on_disk else { continue };
            let target = self.root.target(Path::new(&file.path))?;
            let now = target.read(MAX_BYTES)?;
            let is = |blob: &Option<String>| match (&now, blob) {
                (None, None) => Ok(true),
                (Some(now), Some(id)) => Ok(self.blob(id)? == *now),
                _ => Ok::<bool, Failure>(false),
            };
            match after {
                _ if is(after)? => {}
                _ if !is(before)? => left.push(file.path.clone()),
                Some(id) => batch.put(target, self.blob(id)?)?,
                None => gone.push(target),
            }
        }
        batch.finish()?;
        for target in gone {
            target.remove()?;
        }
        Ok(left)
    }

    pub(super) fn blob(&self, id: &str) -> Result<Vec<u8>, Failure> {
        let blob = self.repository.find_blob(oid(id)?);
        Ok(blob.map_err(|source| Failure::git("read a file of the repository", source))?.content().to_vec())
    }

    /// Writes the index to come: as it is on disk, but with the entries of the step. Only for who holds its lock.
    ///
    /// An entry that is not as the step found it stays.
    pub(super) fn prepare_index(&self, files: &[FileChange]) -> Result<(), Failure> {
        let index = self.index()?;
        *self.index.borrow_mut() = None;
        // Nobody else looks at it any more; and if somebody does, it is read once more.
        let mut index = match Rc::try_unwrap(index) {
            Ok(index) => index,
            Err(_) => readiness::open_index(&self.state.index())?,
        };
        if let Some(written) = fs::stamp(&self.repository.path().join("index")) {
            let marked = racy::mark(&mut index, &written, &self.work_folder);
            marked.map_err(|source| Failure::git("change the index", source))?;
        }
        for file in files {
            let Pair { before, after } = &file.in_index;
            if Entry::of(&index, &file.path) != *before || before == after {
                continue;
            }
            let failed = |source| Failure::git("change the index", source);
            if before.is_some() {
                // An entry's flags, such as intent to add, do not go by being overwritten.
                index.remove(Path::new(&file.path), 0).map_err(failed)?;
            }
            if let Some(after) = after {
                let entry = after.stamped(&file.path, self.stamp(&file.path, after)?)?;
                index.add(&entry).map_err(failed)?;
            }
        }
        index.write().map_err(|source| Failure::git("write the index", source))?;
        Ok(fs::copy_mode(&self.repository.path().join("index"), &self.state.index())?)
    }

    /// The stamp of a file, if its bytes are those of the entry; else one that tells nothing.
    fn stamp(&self, path: &str, entry: &Entry) -> Result<Stamp, Failure> {
        let Ok(target) = self.root.target(Path::new(path)) else { return Ok(Stamp::default()) };
        let Some((bytes, stamp)) = target.read_stamped(MAX_BYTES)? else { return Ok(Stamp::default()) };
        if Oid::hash_object(git2::ObjectType::Blob, &bytes).is_ok_and(|id| id.to_string() == entry.id) {
            return Ok(stamp);
        }
        let id = self.store(path, &bytes);
        Ok(if id.is_ok_and(|id| id.to_string() == entry.id) { stamp } else { Stamp::default() })
    }

    /// Puts the index to come in its place.
    pub(super) fn put_index(&self) -> Result<(), Failure> {
        Ok(fs::put_state(&self.state.index(), &self.repository.path().join("index"))?)
    }

    /// Refuses a repository in which something of git's is unfinished.
    ///
    /// # Errors
    ///
    /// What that is.
    pub fn refuse_unfinished(&self) -> Result<(), Failure> {
        Ok(readiness::refuse_unfinished(&self.repository, self.index()?.as_ref())?)
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        self.state.clean();
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests set up repositories of their own")]
mod tests;
