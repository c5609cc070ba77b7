//! What this program wrote last, page by page, so that it knows its own pages from those that somebody edited.
//!
//! Losing it costs a question, nothing else: what a page was rendered from is in the repository as well.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error as _;
use twox_hash::XxHash3_128;

use crate::fs;

/// A page as it was written.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Of the whole page.
    pub page: Fingerprint,
    /// Of the page without the front matter keys of others; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Fingerprint>,
}

impl Written {
    /// A page, and what was drawn of it where that lacks the keys that others have in its front matter.
    pub fn of(page: &str, drawn: &str) -> Self {
        let own = (drawn != page).then(|| Fingerprint::of(drawn.as_bytes()));
        Self { page: Fingerprint::of(page.as_bytes()), own }
    }
}

/// The pages that were written from a project.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Pages {
    /// The version of the format.
    #[serde(default)]
    version: u32,
    /// By the page's path.
    #[serde(default)]
    pages: BTreeMap<String, Written>,
    /// Where they are kept.
    #[serde(skip)]
    file: Option<PathBuf>,
    #[serde(skip)]
    is_changed: bool,
}

const FILE: &str = "pages.json";
const VERSION: u32 = 1;
const MAX_BYTES: u64 = 64 * 1024 * 1024;

impl Pages {
    /// What is remembered in a state folder; nothing where nothing can be read.
    pub fn load(state_folder: Option<&Path>) -> Self {
        let file = state_folder.map(|folder| folder.join(FILE));
        let bytes = file.as_ref().and_then(|file| fs::read(file, MAX_BYTES).ok());
        let pages: Option<Self> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let known = pages.filter(|pages| pages.version == VERSION).unwrap_or_default();
        Self { version: VERSION, file, is_changed: false, ..known }
    }

    /// What was last written to a page.
    pub fn get(&self, page: &Path) -> Option<&Written> {
        self.pages.get(page.to_str()?)
    }

    /// Remembers what a page now holds.
    pub fn remember(&mut self, page: &Path, written: Written) {
        let Some(page) = page.to_str() else { return };
        if self.pages.get(page) != Some(&written) {
            self.pages.insert(page.to_owned(), written);
            self.is_changed = true;
        }
    }

    /// Keeps it, if it has changed.
    ///
    /// # Errors
    ///
    /// A state folder that cannot be written to.
    pub fn save(&self) -> Result<(), fs::Error> {
        let Some(file) = &self.file else { return Ok(()) };
        if !self.is_changed {
            // A run that was killed while it kept the same may have left a file of its own.
            file.parent().into_iter().for_each(fs::sweep_state);
            return Ok(());
        }
        // Strings and numbers: this cannot fail.
        let Ok(json) = serde_json::to_vec(self) else { return Ok(()) };
        fs::write_state(file, &json)
    }
}

/// A fingerprint of bytes: XXH3 with 128 bits, written in hexadecimal.
///
/// It tells texts apart, and guards nothing: whoever makes two pages with the same one has fooled nobody but himself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of those bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes).to_be_bytes())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let number = u128::from_str_radix(&text, 16).map_err(D::Error::custom)?;
        Ok(Self(number.to_be_bytes()))
    }
}

/// The fingerprint of bytes as it is written.
pub fn fingerprint(bytes: &[u8]) -> String {
    Fingerprint::of(bytes).to_string()
}
