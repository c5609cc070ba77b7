//! Drafts: the answers of a wizard that is not done yet, one file for each event that is being written.
//!
//! A draft is held by a lock for as long as somebody works on it, and saved whole after every answer. What it says is
//! the wizard's; here it is text. Text that cannot be read is put aside, never thrown away.

use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::fs;
use crate::fs::Holder;
use crate::fs::Lock;
use crate::fs::LockError;
use crate::fs::portable_name;
use crate::markdown::slug::slug;
use crate::yaml::read::MAX_BYTES;

use super::pages::fingerprint;

/// The folder of drafts below the state folder.
const FOLDER: &str = "drafts";

/// The longest name that a file bears as it is.
const LONGEST: usize = 100;

/// A draft that nobody else can open meanwhile.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    _lock: Lock,
}

/// A draft, and what it holds already.
#[derive(Debug)]
pub struct Opened {
    /// The draft.
    pub draft: Draft,
    /// The text that was saved last; nothing in a new draft.
    pub text: Option<String>,
    /// Where a draft lies now that could not be read.
    pub set_aside: Option<PathBuf>,
}

/// Why there is no draft.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is neither a repository nor a folder of the user.
    #[error("there is no place for a draft: neither a repository nor a home folder")]
    NoPlace,
    /// Somebody is working on it.
    #[error("{holder} is working on the draft of `{name}`")]
    Held {
        /// The draft.
        name: String,
        /// Who has it.
        holder: Holder,
    },
    /// The lock could not be taken.
    #[error(transparent)]
    Lock(LockError),
    /// The draft cannot be read, nor moved out of the way.
    #[error("cannot put aside `{}`, which is no text", .path.display())]
    Aside {
        /// The draft.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl DraftError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Held { .. } => Some("finish or end it there: what was answered there is saved".to_owned()),
            Self::NoPlace | Self::Lock(_) | Self::Aside { .. } => None,
        }
    }
}

impl Draft {
    /// Opens the draft of that name in a state folder, new or as it was left.
    ///
    /// # Errors
    ///
    /// Somebody else has it; there is no state folder, or no writing to it.
    pub fn open(state_folder: Option<&Path>, name: &str) -> Result<Opened, DraftError> {
        let folder = state_folder.ok_or(DraftError::NoPlace)?.join(FOLDER);
        let file_name = file_name(name);
        let lock = fs::lock(&folder.join(format!("{file_name}.lock"))).map_err(|error| match error {
            LockError::Held { holder, .. } => DraftError::Held { name: name.to_owned(), holder },
            failed @ LockError::Failed { .. } => DraftError::Lock(failed),
        })?;
        let mut draft = Self { path: folder.join(format!("{file_name}.yaml")), _lock: lock };
        if !draft.is_saved() {
            return Ok(Opened { draft, text: None, set_aside: None });
        }
        match fs::read(&draft.path, MAX_BYTES).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(text) => Ok(Opened { draft, text: Some(text), set_aside: None }),
            None => {
                let set_aside = draft.set_aside()?;
                Ok(Opened { draft, text: None, set_aside: Some(set_aside) })
            }
        }
    }

    /// Saves the text, so that the draft is the old or the new one at every instant.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn save(&mut self, text: &str) -> Result<(), fs::Error> {
        fs::write_state(&self.path, text.as_bytes())
    }

    /// Moves what was saved out of the way, for a person to look into, and returns where it lies now.
    ///
    /// # Errors
    ///
    /// It cannot be moved.
    pub fn set_aside(&mut self) -> Result<PathBuf, DraftError> {
        let mut free = (1..).map(|number| self.path.with_extension(format!("aside-{number}")));
        let aside = free.find(|path| path.symlink_metadata().is_err()).unwrap_or_default();
        match std::fs::rename(&self.path, &aside) {
            Ok(()) => Ok(aside),
            Err(source) => Err(DraftError::Aside { path: self.path.clone(), source }),
        }
    }

    /// Removes the draft: its event is written.
    ///
    /// # Errors
    ///
    /// It cannot be removed.
    pub fn remove(self) -> Result<(), fs::Error> {
        fs::remove_state(&self.path)
    }

    /// Whether anything was saved.
    pub fn is_saved(&self) -> bool {
        self.path.symlink_metadata().is_ok()
    }
}

/// The drafts of a state folder by name, the last saved first.
pub fn list(state_folder: Option<&Path>) -> Vec<(String, SystemTime)> {
    let Some(entries) = state_folder.and_then(|folder| std::fs::read_dir(folder.join(FOLDER)).ok()) else {
        return Vec::new();
    };
    let drafts = entries.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?.strip_suffix(".yaml")?.to_owned();
        let metadata = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
        (file_name(&name) == name).then_some((name, metadata.modified().ok()?))
    });
    let mut drafts: Vec<_> = drafts.collect();
    drafts.sort_by(|(name, saved), (other, other_saved)| (other_saved, name).cmp(&(saved, other)));
    drafts
}

/// What the file of a draft is called: the name itself if every system can hold it, else what is left of it with a
/// fingerprint, so that no two drafts share a file.
fn file_name(name: &str) -> String {
    let is_safe = name.len() <= LONGEST && !name.starts_with('.') && portable_name(&format!("{name}.yaml")).is_ok();
    if is_safe {
        return name.to_owned();
    }
    let fingerprint = fingerprint(name.as_bytes());
    let mut slug = slug(name);
    slug.truncate(LONGEST - 20);
    format!("{slug}-{}", fingerprint.get(..12).unwrap_or_default()).trim_start_matches('-').to_owned()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "these are files of somebody else")]
mod tests {
    use super::*;

    fn state() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn open(state: &tempfile::TempDir, name: &str) -> Opened {
        Draft::open(Some(state.path()), name).unwrap()
    }

    /// The files in the folder of drafts.
    fn files(state: &tempfile::TempDir) -> Vec<String> {
        let entries = std::fs::read_dir(state.path().join("drafts")).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_draft_is_there_again_as_it_was_saved_last() {
        let state = state();
        let mut opened = open(&state, "2026-05");
        assert_eq!(opened.text, None);
        assert_eq!(files(&state), ["2026-05.lock"], "nothing is saved before there is an answer");

        opened.draft.save("series: Kettle Nights\n").unwrap();
        opened.draft.save("series: Kettle Days\n").unwrap();
        assert_eq!(files(&state), ["2026-05.lock", "2026-05.yaml"]);
        drop(opened);

        let opened = open(&state, "2026-05");
        assert_eq!(opened.text.as_deref(), Some("series: Kettle Days\n"));
        assert_eq!(opened.set_aside, None);
        opened.draft.remove().unwrap();
        assert_eq!(files(&state), [""; 0]);
        assert_eq!(open(&state, "2026-05").text, None);
    }

    #[cfg(unix)]
    #[test]
    fn a_draft_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;

        let state = state();
        let mut opened = open(&state, "2026-05");
        opened.draft.save("series: Kettle Days\n").unwrap();
        for (name, mode) in [("drafts", 0o700), ("drafts/2026-05.yaml", 0o600), ("drafts/2026-05.lock", 0o600)] {
            let metadata = std::fs::symlink_metadata(state.path().join(name)).unwrap();
            assert_eq!(metadata.permissions().mode() & 0o777, mode, "{name}");
        }
    }

    #[test]
    fn one_draft_is_held_by_one_and_others_are_told_by_whom() {
        let state = state();
        let first = open(&state, "2026-05");
        let _other = open(&state, "2026-11");

        let error = Draft::open(Some(state.path()), "2026-05").unwrap_err();
        let pid = std::process::id();
        assert_eq!(error.to_string(), format!("process {pid} is working on the draft of `2026-05`"));
        assert_eq!(error.hint().unwrap(), "finish or end it there: what was answered there is saved");

        drop(first);
        open(&state, "2026-05");
    }

    #[test]
    fn without_a_state_folder_there_are_no_drafts() {
        let error = Draft::open(None, "2026-05").unwrap_err();
        assert_eq!(error.to_string(), "there is no place for a draft: neither a repository nor a home folder");
        assert_eq!(list(None), []);
    }

    #[test]
    fn what_cannot_be_read_is_put_aside_and_kept() {
        let state = state();
        std::fs::create_dir_all(state.path().join("drafts")).unwrap();
        let path = state.path().join("drafts/2026-05.yaml");
        for aside in ["2026-05.aside-1", "2026-05.aside-2"] {
            std::fs::write(&path, b"series: \xff\n").unwrap();
            let opened = open(&state, "2026-05");
            let expected = state.path().join("drafts").join(aside);
            assert_eq!((opened.text, opened.set_aside.as_ref()), (None, Some(&expected)));
            assert_eq!(std::fs::read(&expected).unwrap(), b"series: \xff\n");
        }

        std::fs::create_dir(&path).unwrap();
        let mut opened = open(&state, "2026-05");
        assert!(opened.set_aside.is_some_and(|aside| aside.is_dir()));
        opened.draft.save("no YAML at all: [\n").unwrap();
        let aside = opened.draft.set_aside().unwrap();
        assert_eq!(std::fs::read(aside).unwrap(), b"no YAML at all: [\n");
        assert_eq!(list(Some(state.path())), []);
    }

    #[test]
    fn drafts_are_listed_the_last_saved_first() {
        let state = state();
        assert_eq!(list(Some(state.path())), []);
        for (at, name) in ["2026-11", "2026-05", "pages/2027-05"].into_iter().enumerate() {
            open(&state, name).draft.save("").unwrap();
            let file = state.path().join("drafts").join(format!("{}.yaml", file_name(name)));
            let saved = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000 + at as u64);
            std::fs::File::options().append(true).open(file).unwrap().set_modified(saved).unwrap();
        }
        let _unsaved = open(&state, "2028-05");
        std::fs::write(state.path().join("drafts/.hidden.yaml"), "").unwrap();
        std::fs::create_dir(state.path().join("drafts/folder.yaml")).unwrap();

        let names: Vec<String> = list(Some(state.path())).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["pages-2027-05-94415b48d620", "2026-05", "2026-11"]);
        assert_eq!(open(&state, &names[0]).text.as_deref(), Some(""), "a listed name opens the same draft");
    }

    #[test]
    fn a_name_that_no_file_can_have_becomes_one_that_it_can() {
        for name in ["2026-05", "Kettle Days", "v1.2", "ü"] {
            assert_eq!(file_name(name), name);
        }
        let long = "kettle ".repeat(100);
        let names = ["a/b", "a-b/", "../a", "", ".", ".hidden", "nul", "a:b", "☕/☕", &long];
        let mut files: Vec<String> = names.iter().map(|name| file_name(name)).collect();
        for file in &files {
            assert_eq!(portable_name(&format!("{file}.yaml")), Ok(()), "{file}");
            assert_eq!(file_name(file), *file);
        }
        files.sort();
        files.dedup();
        assert_eq!(files.len(), names.len());
    }
}
