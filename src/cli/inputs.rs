//! Events as the command line names them: files, folders, ids, standard input.

use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::Report;
use crate::document;
use crate::fs;
use crate::git::GitError;
use crate::git::Repository;
use crate::source::Source;
use crate::yaml::read::MAX_BYTES;

use super::Error;
use super::report::Failure;
use super::shared::text_of;
use super::topic_files;

/// An event to read, and where its page goes by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// Standard input; its page goes to standard output.
    Stdin,
    /// An event file, or a page that is its own source.
    File {
        /// As it is shown: relative to the working directory where that is shorter.
        path: PathBuf,
        /// The page beside the file, or beside its folder; of a page itself.
        page: PathBuf,
    },
}

/// The file of an event folder.
pub(super) const FOLDER_FILE: &str = "event.yaml";

impl Input {
    /// The event that an argument names.
    pub(super) fn find(argument: &Path) -> Result<Self, Error> {
        if argument.as_os_str() == "-" {
            return Ok(Self::Stdin);
        }
        let path = shown(argument);
        let is_folder = path.is_dir();
        if is_folder && path.join(FOLDER_FILE).is_file() {
            return Ok(Self::folder(&path));
        }
        // Anything but a folder is tried as it is: a pipe is refused by name when it is read.
        if !is_folder && path.symlink_metadata().is_ok() {
            return Ok(Self::file(&path));
        }
        // An id; a folder of that name may hold its pictures.
        for extension in ["yaml", "yml", PAGE] {
            let mut with_extension = path.clone().into_os_string();
            with_extension.push(".");
            with_extension.push(extension);
            if Path::new(&with_extension).is_file() {
                return Ok(Self::file(Path::new(&with_extension)));
            }
        }
        if is_folder {
            let help = format!("an event folder holds `{FOLDER_FILE}`");
            return Err(Error::NoEvent { path, help });
        }
        let help = "give an event file (YAML), an event folder, a page, or `-` for standard input".to_owned();
        Err(Error::NoEvent { path, help })
    }

    /// The page that an argument names, whatever its ending.
    pub(super) fn page(argument: &Path) -> Result<Self, Error> {
        if argument.as_os_str() == "-" {
            return Ok(Self::Stdin);
        }
        let path = shown(argument);
        if path.symlink_metadata().is_ok() && !path.is_dir() {
            return Ok(Self::file(&path));
        }
        let page = path.with_extension(PAGE);
        if page.is_file() {
            return Ok(Self::file(&page));
        }
        let help = "give a page (Markdown), or `-` for standard input".to_owned();
        Err(Error::NoPage { path, help })
    }

    /// The file at that path, with the page beside it.
    pub(super) fn file(path: &Path) -> Self {
        Self::File { path: path.to_owned(), page: path.with_extension(PAGE) }
    }

    fn folder(folder: &Path) -> Self {
        let mut page = match folder.file_name() {
            // Without a `/` at its end.
            Some(name) => folder.with_file_name(name).into_os_string(),
            // `.` and `..` have a name all the same.
            None => {
                let absolute = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
                let above = if folder == Path::new(".") { PathBuf::from("..") } else { folder.join("..") };
                above.join(absolute.file_name().unwrap_or_default()).into_os_string()
            }
        };
        page.push(".");
        page.push(PAGE);
        Self::File { path: folder.join(FOLDER_FILE), page: PathBuf::from(page) }
    }

    /// Whether it is a page, which is its own source.
    pub(super) fn is_page(&self) -> bool {
        matches!(self, Self::File { path, .. } if is_page(path))
    }

    /// The folder around it; `""` is the working directory.
    pub(super) fn folder_around(&self) -> &Path {
        match self {
            Self::Stdin => Path::new(""),
            Self::File { path, .. } => path.parent().unwrap_or(Path::new("")),
        }
    }

    /// Whether it is the same file as another, however they are named.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let file = |input: &Self| match input {
            Self::Stdin => None,
            Self::File { path, .. } => path.canonicalize().ok(),
        };
        self == other || file(self).is_some_and(|path| file(other) == Some(path))
    }

    /// What messages call it.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File { path, .. } => path_name(path),
        }
    }

    /// What names it on the command line: of an event folder the folder, since its file alone would have another page.
    pub(super) fn argument(&self) -> PathBuf {
        match self {
            Self::Stdin => PathBuf::from("-"),
            Self::File { path, page } if *page == path.with_extension(PAGE) => path.clone(),
            Self::File { path, .. } => match path.parent() {
                Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
                _ => PathBuf::from("."),
            },
        }
    }

    /// Reads its text: of a page all of it, of an event file what follows a byte order mark; of a folder with its topic
    /// files.
    pub(super) fn read(&self) -> Result<Source, Failure> {
        let source = self.decode_bytes(|bytes| self.decode(bytes))?;
        self.with_topics(source)
    }

    /// A text of it with the topic files that stand beside it.
    pub(super) fn with_topics(&self, mut source: Source) -> Result<Source, Failure> {
        if let Self::File { path, .. } = self {
            source.parts = topic_files::read(path)?;
        }
        Ok(source)
    }

    /// The text that the last commit has of it, with its topic files.
    ///
    /// # Errors
    ///
    /// A commit that cannot be read.
    pub(super) fn in_head(&self, repository: &Repository) -> Result<Option<Source>, GitError> {
        let below = || {
            let Self::File { path, .. } = self else { return None };
            let work = repository.work_folder().canonicalize().ok()?;
            Some(path.canonicalize().ok()?.strip_prefix(work).ok()?.to_owned())
        };
        let Some(path) = below() else { return Ok(None) };
        let source = repository.in_head(&path)?.and_then(|bytes| self.decode(bytes).ok());
        let Some(source) = source else { return Ok(None) };
        Ok(Some(Source { parts: topic_files::in_head(repository, &path)?, ..source }))
    }

    /// Reads all of its text, whatever it is.
    pub(super) fn read_whole(&self) -> Result<Source, Failure> {
        self.decode_bytes(|bytes| document::decode_whole(&self.name(), bytes))
    }

    fn decode_bytes(&self, decode: impl FnOnce(Vec<u8>) -> Result<Source, Report>) -> Result<Source, Failure> {
        let read = match self {
            Self::Stdin => read_stdin(MAX_BYTES),
            Self::File { path, .. } => fs::read(path, MAX_BYTES),
        };
        match read {
            Ok(bytes) => Ok(decode(bytes)?),
            Err(fs::Error::TooLarge { head, .. }) => Err(document::too_large(&self.name(), &head).into()),
            Err(error) => Err(Error::Read(error).into()),
        }
    }

    /// The file's name without its ending.
    pub(super) fn stem(&self) -> Option<&str> {
        match self {
            Self::Stdin => None,
            Self::File { path, .. } => path.file_stem()?.to_str(),
        }
    }

    /// The text that those bytes of it are.
    pub(super) fn decode(&self, bytes: Vec<u8>) -> Result<Source, Report> {
        let decode = if self.is_page() { document::decode_whole } else { document::decode };
        decode(&self.name(), bytes)
    }
}

/// The ending of pages.
pub(super) const PAGE: &str = "md";

/// Whether an argument names a folder, there or not: by a `/` at its end.
pub(super) fn names_folder(argument: &Path) -> bool {
    argument.is_dir() || argument.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// Whether an argument may be an id: one name and nothing else.
pub(super) fn is_id(argument: &Path) -> bool {
    argument.components().count() == 1 && !argument.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// Whether a path names a page.
pub(super) fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == PAGE)
}

/// The event file or folder that stands beside a page of that path.
pub(super) fn source_beside(page: &Path) -> Option<PathBuf> {
    let files = [page.with_extension("yaml"), page.with_extension("yml")];
    let file = files.into_iter().find(|file| file.is_file());
    let folder = page.with_extension("");
    file.or_else(|| folder.join(FOLDER_FILE).is_file().then_some(folder))
}

/// The text of a file that is no event, or of standard input where it is `-`; at most `limit` bytes.
pub(super) fn read_text(path: &Path, limit: u64) -> Result<String, Error> {
    let bytes = if path.as_os_str() == "-" { read_stdin(limit) } else { fs::read(path, limit) };
    text_of(&path_name(path), bytes.map_err(Error::Read)?)
}

fn read_stdin(limit: u64) -> Result<Vec<u8>, fs::Error> {
    let path = || PathBuf::from("standard input");
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|source| fs::Error::Read { path: path(), source })?;
    if bytes.len() as u64 > limit {
        return Err(fs::Error::TooLarge { path: path(), limit, head: bytes });
    }
    Ok(bytes)
}

/// A path as it is shown: relative to the working directory where it lies below it.
pub(super) fn shown(path: &Path) -> PathBuf {
    let relative = path.strip_prefix("./").unwrap_or(path);
    let current = std::env::current_dir().ok();
    let relative = current.and_then(|current| relative.strip_prefix(current).ok()).unwrap_or(relative);
    if relative.as_os_str().is_empty() { PathBuf::from(".") } else { relative.to_owned() }
}

/// A path in a message or in data, with `/` on every system.
pub(super) fn path_name(path: &Path) -> String {
    let name = path.display().to_string();
    if std::path::MAIN_SEPARATOR == '/' { name } else { name.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// Whether a command that is typed now runs in that folder or below it, in the folder that this one ran in.
///
/// With `-C` it would run elsewhere; `PWD` is where the shell is.
pub(super) fn is_here(folder: &Path) -> bool {
    let Ok(current) = std::env::current_dir() else { return false };
    let shell = std::env::var_os("PWD").map(PathBuf::from);
    let is_moved = shell.is_some_and(|shell| shell.canonicalize().is_ok_and(|shell| shell != current));
    !is_moved && folder.canonicalize().is_ok_and(|folder| current.starts_with(folder))
}

/// A path as it is typed in a shell.
pub(super) fn typed(path: &Path) -> String {
    let name = path.display().to_string();
    let is_bare = |c: char| c.is_alphanumeric() || "/._-+=:,@%".contains(c);
    if !name.starts_with('-') && name.chars().all(is_bare) {
        return name;
    }
    format!("'{}'", name.replace('\'', "'\\''"))
}
