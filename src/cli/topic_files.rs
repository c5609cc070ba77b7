//! The topic files of an event folder: `topics/*.md` beside its `event.yaml`, on disk or in the last commit.

use std::path::Path;
use std::path::PathBuf;

use crate::document;
use crate::document::topic_file::form;
use crate::fs;
use crate::git::GitError;
use crate::git::Repository;
use crate::source::Source;
use crate::template::Declaration;
use crate::wizard::answers::Entries;
use crate::wizard::answers::title_of;
use crate::yaml::read::MAX_BYTES;

use super::Error;
use super::inputs::FOLDER_FILE;
use super::inputs::is_page;
use super::inputs::path_name;
use super::report::Failure;

/// The folder with an event's topic files.
pub(super) const FOLDER: &str = "topics";

/// The most topic files of one event.
const MOST: usize = 10_000;

/// The folder of an event file's topic files, whether it is there or not; nothing of a file that is no folder's.
pub(super) fn folder_of(event_file: &Path) -> Option<PathBuf> {
    let is_folders = event_file.file_name().is_some_and(|name| name == FOLDER_FILE);
    is_folders.then(|| event_file.with_file_name(FOLDER))
}

/// The paths of an event file's topic files, in the order of their names.
///
/// Nobody's text is passed over in silence: what is no topic file is an error, but for hidden files that are no
/// Markdown, which programs leave behind. Symlinks are none either: they could show what no commit holds.
pub(super) fn paths(event_file: &Path) -> Result<Vec<PathBuf>, Error> {
    let Some(folder) = folder_of(event_file) else { return Ok(Vec::new()) };
    if folder.is_symlink() {
        return Err(Error::NoTopicFolder { path: folder });
    }
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(Error::Read(fs::Error::Read { path: folder, source })),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|source| Error::Read(fs::Error::Read { path: folder.clone(), source }))?;
        let path = folder.join(entry.file_name());
        let is_text = is_page(&path);
        if entry.file_name().as_encoded_bytes().starts_with(b".") && !is_text {
            continue;
        }
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !is_file || !is_text || entry.file_name().to_str().is_none() || paths.len() == MOST {
            return Err(Error::NoTopicFile { path });
        }
        paths.push(path);
    }
    paths.sort();
    Ok(paths)
}

/// A new file for a topic in the folder of topic files, behind those that are there: where it goes, and its text.
pub(super) fn new(folder: &Path, files: &[Source], topic: &Entries, declaration: &Declaration) -> (PathBuf, Source) {
    let path = folder.join(format!("{}.md", form::name(files, title_of(topic))));
    let source = Source::new(path_name(&path), form::form(topic, declaration));
    (path, source)
}

/// A topic file as it is on disk.
pub(super) struct Topic {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
    pub(super) source: Source,
}

/// Reads the topic files of an event file.
pub(super) fn read(event_file: &Path) -> Result<Vec<Source>, Failure> {
    Ok(read_bytes(event_file)?.into_iter().map(|topic| topic.source).collect())
}

/// The same with their bytes.
pub(super) fn read_bytes(event_file: &Path) -> Result<Vec<Topic>, Failure> {
    let mut left = MAX_BYTES;
    let mut topics = Vec::new();
    for path in paths(event_file)? {
        let name = path_name(&path);
        let bytes = match fs::read(&path, left) {
            Ok(bytes) => bytes,
            Err(fs::Error::TooLarge { head, .. }) => return Err(document::too_large(&name, &head).into()),
            Err(error) => return Err(Error::Read(error).into()),
        };
        left = left.saturating_sub(bytes.len() as u64);
        let source = document::decode(&name, bytes.clone())?;
        topics.push(Topic { path, bytes, source });
    }
    Ok(topics)
}

/// The topic files that the last commit has for an event file, by its path below the working tree.
///
/// # Errors
///
/// A commit that cannot be read.
pub(super) fn in_head(repository: &Repository, event_file: &Path) -> Result<Vec<Source>, GitError> {
    let Some(folder) = folder_of(event_file) else { return Ok(Vec::new()) };
    let files = repository.folder_in_head(&folder)?.into_iter().filter(|(name, _)| is_page(Path::new(name)));
    Ok(files.filter_map(|(name, bytes)| document::decode(&path_name(&folder.join(name)), bytes).ok()).collect())
}
