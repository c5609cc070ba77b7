//! Which files there are to look at: those that are named, and in folders what is an event's.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use crate::fs;
use crate::project::configuration::Said;
use crate::render::front_matter;

use super::super::Error;
use super::super::inputs::FOLDER_FILE;
use super::super::inputs::is_page;
use super::super::inputs::path_name;
use super::super::topic_files;
use super::around::Around;

/// What a file is, as far as its name and its beginning tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Page,
    /// A page that an event file beside it makes.
    Made,
    Event,
    /// A topic of an event folder.
    Topic,
    Index,
    /// Any other Markdown of the repository, in which a link may lead to one of the pages.
    Other,
}

/// The files to look at.
#[derive(Debug, Default)]
pub(super) struct Sought {
    /// By their paths below the root.
    pub(super) files: BTreeMap<String, Sort>,
    /// Pictures beside the pages of folders that are looked at as a whole.
    pub(super) pictures: Vec<String>,
}

/// How much of a file is read to see what it is, in bytes.
const BEGINNING: u64 = 8 * 1024;

/// How many folders and files are looked through.
const MOST: usize = 200_000;

impl Sought {
    /// The files that paths name, which lie below the root.
    pub(super) fn find(named: &[PathBuf], around: &Around<'_>, configured: &[Said]) -> Result<Self, Error> {
        let mut sought = Self::default();
        let configured: BTreeSet<&str> = configured.iter().map(|said| said.text.trim_start_matches("./")).collect();
        for path in named {
            let below = below_root(path, around.root)?;
            if path.is_dir() {
                sought.folder(&below, around, &configured);
            } else if path.symlink_metadata().is_ok() {
                sought.file(&below, around);
            } else {
                let help = "give an event file, a page, an index, or a folder with them".to_owned();
                return Err(Error::NoEvent { path: path.clone(), help });
            }
        }
        sought.add_pairs(around);
        sought.add_topics(around)?;
        sought.forget_named_pictures(around);
        sought.add_others(around);
        Ok(sought)
    }

    /// A file that is named is looked at whatever it is called; a topic file brings its event.
    fn file(&mut self, path: &str, around: &Around<'_>) {
        if let Some(event) = event_of(path).filter(|event| around.root.join(event).is_file()) {
            self.files.insert(event, Sort::Event);
            return;
        }
        let sort = if around.is_index(path) {
            Sort::Index
        } else if is_page(Path::new(path)) {
            self.sort_of_page(path, around)
        } else {
            Sort::Event
        };
        self.files.insert(path.to_owned(), sort);
    }

    fn sort_of_page(&self, path: &str, around: &Around<'_>) -> Sort {
        if around.source_of(path).is_some() { Sort::Made } else { Sort::Page }
    }

    fn folder(&mut self, folder: &str, around: &Around<'_>, configured: &BTreeSet<&str>) {
        let mut indices = Vec::new();
        let mut pictures = Vec::new();
        let mut folders = BTreeSet::new();
        for path in files_below(folder, around) {
            if event_of(&path).is_some_and(|event| around.root.join(event).is_file()) {
                // The event brings them.
            } else if around.is_index(&path) {
                indices.push(path);
            } else if is_event_page(&path, around, configured) {
                folders.insert(folder_of(&path).to_owned());
                let sort = self.sort_of_page(&path, around);
                self.files.insert(path, sort);
            } else if is_event_file(&path, around, configured) {
                folders.insert(folder_of(&path).to_owned());
                self.files.insert(path, Sort::Event);
            } else if is_picture(&path) {
                pictures.push(path);
            }
        }
        let is_beside = |path: &String| folders.contains(folder_of(path));
        self.files.extend(indices.into_iter().filter(is_beside).map(|path| (path, Sort::Index)));
        let of_pages = folders.iter().map(|folder| path_name(&Path::new(folder).join(&around.pictures)));
        let of_pages: Vec<String> = of_pages.collect();
        let is_of_pages = |path: &String| of_pages.iter().any(|folder| is_below(path, folder));
        self.pictures.extend(pictures.into_iter().filter(is_of_pages));
    }

    /// Takes away pictures that something else names than the files that are looked at.
    fn forget_named_pictures(&mut self, around: &Around<'_>) {
        if self.pictures.is_empty() {
            return;
        }
        let endings = [".md", ".html", ".htm", ".yaml", ".yml", ".toml", ".json", ".vue", ".jinja"];
        for path in files_below("", around) {
            let is_text = endings.iter().any(|ending| path.ends_with(ending));
            if !is_text || self.files.get(&path).is_some_and(|sort| *sort != Sort::Other) {
                continue;
            }
            let Ok(bytes) = fs::read(&around.root.join(&path), 1024 * 1024) else { continue };
            let text = String::from_utf8_lossy(&bytes);
            self.pictures.retain(|picture| !text.contains(file_name(picture)));
        }
    }

    /// An event file brings its page, and a page its event file: they are looked at together.
    fn add_pairs(&mut self, around: &Around<'_>) {
        let made = self.files.iter().filter(|(_, sort)| **sort == Sort::Made).map(|(path, _)| path.clone());
        let sources: Vec<String> = made.filter_map(|page| around.source_of(&page)).collect();
        for source in sources {
            self.files.entry(source).or_insert(Sort::Event);
        }
        let pages: Vec<String> = self
            .files
            .iter()
            .filter(|(_, sort)| **sort == Sort::Event)
            .map(|(path, _)| around.page_of(path))
            .filter(|page| around.root.join(page).is_file())
            .collect();
        for page in pages {
            self.files.insert(page, Sort::Made);
        }
    }

    /// The topics of event folders.
    fn add_topics(&mut self, around: &Around<'_>) -> Result<(), Error> {
        let events = self.files.iter().filter(|(_, sort)| **sort == Sort::Event).map(|(path, _)| path.clone());
        for event in events.collect::<Vec<_>>() {
            for path in topic_files::paths(&around.root.join(event))? {
                let path = path.strip_prefix(around.root).map(path_name).unwrap_or_default();
                self.files.insert(path, Sort::Topic);
            }
        }
        Ok(())
    }

    /// Other Markdown of the repository that may lead to a heading of one of the pages.
    fn add_others(&mut self, around: &Around<'_>) {
        let has_pages = self.files.values().any(|sort| matches!(sort, Sort::Page | Sort::Made));
        if !has_pages || !around.has_repository() {
            return;
        }
        for path in files_below("", around) {
            if !is_page(Path::new(&path)) || self.files.contains_key(&path) {
                continue;
            }
            let Ok(bytes) = fs::read(&around.root.join(&path), 1024 * 1024) else { continue };
            let text = String::from_utf8_lossy(&bytes);
            if [".md#", "/#", ".html#"].iter().any(|lead| text.contains(lead)) {
                self.files.insert(path, Sort::Other);
            }
        }
    }
}

/// The event file of the folder in which a path is that of a topic file.
fn event_of(path: &str) -> Option<String> {
    let folder = folder_of(path);
    let above = if folder == topic_files::FOLDER { "" } else { folder.strip_suffix(topic_files::FOLDER)? };
    let is_folder = above.is_empty() || above.ends_with('/');
    (is_folder && is_page(Path::new(path))).then(|| format!("{above}{FOLDER_FILE}"))
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn is_picture(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| {
        matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" | "avif" | "bmp" | "ico" | "tiff")
    })
}

/// Whether a name begins with a year and a month: `2025-06`.
fn is_dated(path: &str) -> bool {
    let name = file_name(path).as_bytes();
    let is_form = name.iter().take(7).enumerate().all(|(at, byte)| match at {
        4 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let month = name.get(5..7).and_then(|month| std::str::from_utf8(month).ok()?.parse::<u8>().ok());
    is_form && month.is_some_and(|month| (1..=12).contains(&month)) && !name.get(7).is_some_and(u8::is_ascii_digit)
}

fn is_event_page(path: &str, around: &Around<'_>, configured: &BTreeSet<&str>) -> bool {
    if !is_page(Path::new(path)) {
        return false;
    }
    if is_dated(path) || configured.contains(path) {
        return true;
    }
    let text = beginning(path, around);
    let block = front_matter::split(&text).map(|(block, _)| block).unwrap_or_default();
    let weight = block.lines().find_map(|line| line.strip_prefix("weight:"));
    let digits = weight.and_then(|weight| weight.trim().strip_prefix('-'));
    digits.is_some_and(|digits| digits.len() >= 6 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_event_file(path: &str, around: &Around<'_>, configured: &BTreeSet<&str>) -> bool {
    if !path.ends_with(".yaml") && !path.ends_with(".yml") {
        return false;
    }
    if is_dated(path) || file_name(path) == FOLDER_FILE || configured.contains(path) {
        return true;
    }
    let text = beginning(path, around);
    text.lines().any(|line| line.starts_with("template:") || line.starts_with("series:"))
}

fn beginning(path: &str, around: &Around<'_>) -> String {
    let bytes = match fs::read(&around.root.join(path), BEGINNING) {
        Ok(bytes) => bytes,
        Err(fs::Error::TooLarge { head, .. }) => head,
        Err(_) => Vec::new(),
    };
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The files below a folder of the root, in order: not what git ignores, and not what is hidden but for the folder of
/// event folders. No symlink is followed.
fn files_below(folder: &str, around: &Around<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(around.root.join(&folder)) else { continue };
        for entry in entries.flatten() {
            let (Ok(name), Ok(kind)) = (entry.file_name().into_string(), entry.file_type()) else { continue };
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let is_events = is_below(&path, &around.events) || is_below(&around.events, &path);
            let is_hidden = (name.starts_with('.') || path.starts_with(".afterword/")) && !is_events;
            let is_passed = is_hidden || matches!(name.as_str(), "node_modules" | "target");
            if is_passed || kind.is_symlink() || around.is_ignored(&path, kind.is_dir()) {
                continue;
            }
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_file() && found.len() < MOST {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Whether a path is that of a folder or of something in it.
fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A path below the root, without `.` and `..`.
fn below_root(path: &Path, root: &Path) -> Result<String, Error> {
    let parent = super::super::places::folder_of(path);
    let is_folder = path.is_dir();
    let folder = if is_folder { path } else { parent };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let absolute = folder.canonicalize().map_err(|_| Error::NoEvent {
        path: path.to_owned(),
        help: "give an event file, a page, an index, or a folder with them".to_owned(),
    })?;
    let absolute = if is_folder { absolute } else { absolute.join(path.file_name().unwrap_or_default()) };
    let below = absolute.strip_prefix(root).unwrap_or(&absolute);
    Ok(path_name(below))
}

/// A folder by a name that the system takes: that of the working directory is not the empty one.
pub(super) fn or_here(folder: PathBuf) -> PathBuf {
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }
}
