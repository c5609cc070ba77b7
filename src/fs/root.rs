//! Folders that writes cannot leave, and the files in them that may be written.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::os::{Directory, Entry};
use super::{Error, Kind, Refusal, Stamp, portable_name, read_opened};

/// The longest path that systems take, in bytes.
const LONGEST: usize = 4096;

/// A folder that writes cannot leave.
#[derive(Clone, Debug)]
pub struct Root(Arc<Base>);

#[derive(Debug)]
struct Base {
    directory: Arc<Directory>,
    /// Where it is, without symlinks.
    path: PathBuf,
    /// As the caller named it.
    shown: PathBuf,
}

impl Root {
    /// Opens an existing folder; symlinks on the way to it are followed, once and for all.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let shown = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let open_error = |source| Error::Open { path: shown.to_owned(), source };
        let path = shown.canonicalize().map_err(open_error)?;
        let directory = Arc::new(Directory::open(&path).map_err(open_error)?);

        // A target's path is shown as the user would type it: `x.md`, not `./x.md`.
        let shown = if shown == Path::new(".") { PathBuf::new() } else { shown.to_owned() };
        Ok(Self(Arc::new(Base { directory, path, shown })))
    }

    /// Where the folder is: absolute, without symlinks.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// A file in the folder or below it that may be written.
    ///
    /// Folders on the way to it may be missing; a [`Batch`](super::Batch) makes them. Refused is every path that
    /// leads out of the folder, through a symlink or into git's own folder, or that some system cannot hold.
    pub fn target(&self, relative: &Path) -> Result<Target, Error> {
        let named = relative.components().filter(|component| *component != Component::CurDir);
        self.target_shown(relative, self.0.shown.join(named.collect::<PathBuf>()))
    }

    /// The same file, which messages call `path`.
    pub fn target_shown(&self, relative: &Path, path: PathBuf) -> Result<Target, Error> {
        let refuse = |refusal| Error::Refused { path: path.clone(), refusal };
        let mut names = self.names(relative).map_err(refuse)?;
        let name = names.pop().ok_or_else(|| refuse(Refusal::NoName))?;

        let folder = Folder { root: self.clone(), names };
        let target = Target(Arc::new(Named { folder, name, path }));
        target.exists()?;
        Ok(target)
    }

    fn names(&self, relative: &Path) -> Result<Vec<String>, Refusal> {
        let mut names = Vec::new();
        for component in relative.components() {
            match component {
                Component::Normal(name) => {
                    let name = name.to_str().ok_or(Refusal::NotUnicode)?;
                    portable_name(name)?;
                    names.push(name.to_owned());
                }
                Component::CurDir => {}
                Component::ParentDir => return Err(Refusal::Parent),
                Component::RootDir | Component::Prefix(_) => return Err(Refusal::Absolute),
            }
        }

        if relative.as_os_str().as_encoded_bytes().ends_with(b"/") {
            return Err(Refusal::NoName);
        }
        if self.0.path.join(relative).as_os_str().len() > LONGEST {
            return Err(Refusal::TooLong);
        }
        Ok(names)
    }
}

/// A file that may be written. It need not exist.
///
/// A clone is a reference: a run over many events keeps one in several lists.
#[derive(Clone, Debug)]
pub struct Target(Arc<Named>);

#[derive(Debug)]
struct Named {
    folder: Folder,
    name: String,
    path: PathBuf,
}

impl Target {
    /// The file at a path that the user typed: its folder must exist and may be anywhere, its own name is checked
    /// as any other.
    pub fn explicit(path: &Path) -> Result<Self, Error> {
        let refuse = |refusal| Error::Refused { path: path.to_owned(), refusal };
        if matches!(path.components().next_back(), Some(Component::ParentDir)) {
            return Err(refuse(Refusal::Parent));
        }
        let name = path.file_name().ok_or_else(|| refuse(Refusal::NoName))?;
        if path.as_os_str().as_encoded_bytes().ends_with(b"/") {
            return Err(refuse(Refusal::NoName));
        }
        Root::open(path.parent().unwrap_or(Path::new("")))?.target(Path::new(name))
    }

    /// The path that messages call it, by default below the root as the caller named that.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    pub(super) fn folder(&self) -> &Folder {
        &self.0.folder
    }

    pub(super) fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether there is a file now.
    pub fn exists(&self) -> Result<bool, Error> {
        let Some(directory) = self.0.folder.open(&self.0.path)? else {
            return Ok(false);
        };
        Ok(self.entry(&directory)?.is_some())
    }

    /// The bytes of the file, at most `limit`; `None` where there is no file. A symlink is never followed.
    pub fn read(&self, limit: u64) -> Result<Option<Vec<u8>>, Error> {
        let Some(directory) = self.0.folder.open(&self.0.path)? else {
            return Ok(None);
        };
        match directory.open_file(&self.0.name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            opened => read_opened(opened, &self.0.path, limit).map(Some),
        }
    }

    /// The same with the file's stamp, which belongs to those bytes.
    pub fn read_stamped(&self, limit: u64) -> Result<Option<(Vec<u8>, Stamp)>, Error> {
        let Some(directory) = self.folder().open(self.path())? else {
            return Ok(None);
        };
        let file = match directory.open_file(self.name()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Ok(Ok(file)) => file,
            opened => return read_opened(opened, self.path(), limit).map(|bytes| Some((bytes, Stamp::default()))),
        };
        let read_error = |source| Error::Read { path: self.path().to_owned(), source };
        let stamp = Stamp::of(&file.metadata().map_err(read_error)?);
        // Who reads through the copy reads the same file.
        let bytes = read_opened(file.try_clone().map(Ok), self.path(), limit)?;
        let is_still = Stamp::of(&file.metadata().map_err(read_error)?) == stamp;
        Ok(Some((bytes, if is_still { stamp } else { Stamp { executable: stamp.executable, ..Stamp::default() } })))
    }

    /// The stamp of the file alone; `None` where there is no file.
    pub fn stamp(&self) -> Result<Option<Stamp>, Error> {
        let Some(directory) = self.folder().open(self.path())? else {
            return Ok(None);
        };
        match directory.open_file(self.name()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Ok(Ok(file)) => {
                let metadata = file.metadata();
                let read_error = |source| Error::Read { path: self.path().to_owned(), source };
                Ok(Some(Stamp::of(&metadata.map_err(read_error)?)))
            }
            opened => read_opened(opened, self.path(), 0).map(|_| None),
        }
    }

    /// Removes the file; that there is none is no error. A folder that it was alone in stays.
    pub fn remove(&self) -> Result<(), Error> {
        let Some(directory) = self.folder().open(self.path())? else {
            return Ok(());
        };
        if self.entry(&directory)?.is_none() {
            return Ok(());
        }
        directory.remove(self.name()).map_err(|source| self.write_error(source))?;
        directory.sync().map_err(|source| self.write_error(source))
    }

    /// What stands at the target now: a file, or nothing; anything else is refused.
    pub(super) fn entry(&self, directory: &Directory) -> Result<Option<Entry>, Error> {
        let entry = directory.entry(&self.0.name).map_err(|source| self.write_error(source))?;
        let at = || self.0.path.clone();
        let refusal = match entry.as_ref().map(|entry| entry.kind) {
            None | Some(Kind::File) => return Ok(entry),
            Some(Kind::Symlink) => Refusal::Symlink { at: at() },
            Some(kind) => Refusal::Occupied { at: at(), kind },
        };
        Err(Error::Refused { path: at(), refusal })
    }

    /// The same for two targets that are one file: without symlinks, and without case, since where it matters the
    /// two could not both be checked out elsewhere.
    pub(super) fn identity(&self) -> String {
        self.0.folder.path().join(&self.0.name).to_string_lossy().to_lowercase()
    }

    pub(super) fn write_error(&self, source: io::Error) -> Error {
        Error::Write { path: self.0.path.clone(), source }
    }
}

/// A folder at or below a root, which need not exist.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    root: Root,
    names: Vec<String>,
}

impl Folder {
    /// Where it is, without symlinks.
    pub(super) fn path(&self) -> PathBuf {
        self.root.0.path.join(self.names.iter().collect::<PathBuf>())
    }

    /// Opens the folder, if it exists, on behalf of the file at `path`.
    pub(super) fn open(&self, path: &Path) -> Result<Option<Arc<Directory>>, Error> {
        self.walk(path, None)
    }

    /// Opens the folder, which was there before.
    pub(super) fn existing(&self, path: &Path) -> Result<Arc<Directory>, Error> {
        self.walk(path, None)?.ok_or_else(|| missing(path))
    }

    /// Opens the folder, and makes what is missing of it; each folder made is added to `made`, as the one it is in
    /// and its name there.
    pub(super) fn make(&self, path: &Path, made: &mut Vec<(Self, String)>) -> Result<Arc<Directory>, Error> {
        self.walk(path, Some(made))?.ok_or_else(|| missing(path))
    }

    fn walk(&self, path: &Path, mut made: Option<&mut Vec<(Self, String)>>) -> Result<Option<Arc<Directory>>, Error> {
        let mut directory = Arc::clone(&self.root.0.directory);
        for (depth, name) in self.names.iter().enumerate() {
            let mut child = directory.child(name);
            if matches!(&child, Err(error) if error.kind() == io::ErrorKind::NotFound) {
                let Some(made) = made.as_deref_mut() else {
                    return Ok(None);
                };
                match directory.make_child(name) {
                    Ok(()) => made.push((self.ancestor(depth), name.clone())),
                    // by another process, just now
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                    Err(source) => {
                        return Err(Error::Write { path: path.to_owned(), source });
                    }
                }
                child = directory.child(name);
            }
            let child = child.map_err(|source| self.walk_error(path, &directory, depth, source))?;
            directory = Arc::new(child);
        }
        Ok(Some(directory))
    }

    /// The folder `depth` levels below the root on the way to this one.
    fn ancestor(&self, depth: usize) -> Self {
        Self { root: self.root.clone(), names: self.names.iter().take(depth).cloned().collect() }
    }

    /// Says why a folder on the way could not be opened: most often it is none.
    fn walk_error(&self, path: &Path, directory: &Directory, depth: usize, source: io::Error) -> Error {
        let at = || self.root.0.shown.join(self.names.iter().take(depth + 1).collect::<PathBuf>());
        let entry = self.names.get(depth).and_then(|name| directory.entry(name).ok().flatten());
        let kind = entry.map(|entry| entry.kind);
        let refusal = match kind {
            Some(Kind::Symlink) => Refusal::Symlink { at: at() },
            None | Some(Kind::Folder) => {
                return Error::Write { path: path.to_owned(), source };
            }
            Some(kind) => Refusal::Occupied { at: at(), kind },
        };
        Error::Refused { path: path.to_owned(), refusal }
    }
}

fn missing(path: &Path) -> Error {
    Error::Write { path: path.to_owned(), source: io::ErrorKind::NotFound.into() }
}
