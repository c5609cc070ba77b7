//! What becomes of a drawn page or document: where it goes, and whether what is on disk is ours to replace, or holds
//! somebody's edits.

use std::borrow::Cow;

use similar::TextDiff;

use crate::project::pages::Fingerprint;
use crate::project::pages::Written;
use crate::render::front_matter::keep_foreign_keys;
use crate::render::front_matter::without_foreign_keys;

pub mod manner;
pub mod marked;

/// The largest page or document, in bytes, that is read to be compared with what is drawn: an event file may draw more
/// than it holds.
pub const MAX_BYTES: u64 = 64 << 20;

/// A page that was drawn, beside what is on disk.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The page to write: as drawn, with the front matter keys that others added on disk.
    pub page: String,
    /// How what is on disk relates to it.
    pub standing: Standing,
    /// The fingerprints to remember once it is written.
    pub written: Written,
}

/// How a page on disk relates to the one that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    New,
    /// It is the same already.
    Unchanged,
    /// It is what this program wrote.
    Ours,
    /// It holds edits that the event file does not have.
    Edited(DiffSize),
}

impl Standing {
    /// What data calls it: `new`, `unchanged`, `changed` or `edited`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Ours => "changed",
            Self::Edited(_) => "edited",
        }
    }
}

/// How much two texts differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiffSize {
    /// Lines that only the new text has.
    pub added: usize,
    /// Lines that only the old text has.
    pub removed: usize,
}

/// Compares a drawn page with the one on disk.
///
/// `last` is what was last written there. `from_head` draws what the event file of HEAD makes, and `says_the_same` tells
/// whether two pages read back as the same event; each is asked only when nothing before it tells that the page is ours.
///
/// # Errors
///
/// HEAD is asked and cannot be read.
pub fn compare<E>(
    drawn: String,
    on_disk: Option<&[u8]>,
    last: Option<&Written>,
    from_head: impl FnOnce() -> Result<Option<String>, E>,
    says_the_same: impl Fn(&str, &str) -> bool,
) -> Result<Drawn, E> {
    let Some(bytes) = on_disk else {
        let written = Written { page: Fingerprint::of(drawn.as_bytes()), own: None };
        return Ok(Drawn { page: drawn, standing: Standing::New, written });
    };
    // What is no text was not written by this program.
    let old = String::from_utf8_lossy(bytes);
    let merged = match keep_foreign_keys(&drawn, &old) {
        Cow::Borrowed(_) => None,
        Cow::Owned(merged) => Some(merged),
    };
    let page = merged.as_deref().unwrap_or(&drawn);
    let own = merged.as_ref().map(|_| Fingerprint::of(drawn.as_bytes()));
    let written = Written { page: Fingerprint::of(page.as_bytes()), own };

    let is_ours = || {
        let is_last = last.is_some_and(|last| {
            let own = last.own.unwrap_or(last.page);
            last.page == Fingerprint::of(bytes) || own == Fingerprint::of(without_foreign_keys(&old, &drawn).as_bytes())
        });
        if is_last {
            return Ok(true);
        }
        let head = from_head()?.map(|head| keep_foreign_keys(&head, &old).into_owned());
        let head = head.as_deref();
        Ok(head == Some(&*old) || says_the_same(&old, page) || head.is_some_and(|head| says_the_same(&old, head)))
    };
    let standing = if page.as_bytes() == bytes {
        Standing::Unchanged
    } else if is_ours()? {
        Standing::Ours
    } else {
        Standing::Edited(diff_size(&old, page))
    };
    Ok(Drawn { page: merged.unwrap_or(drawn), standing, written })
}

/// How many lines two texts differ by.
pub fn diff_size(old: &str, new: &str) -> DiffSize {
    let diff = TextDiff::from_lines(old, new);
    diff.iter_all_changes().fold(DiffSize { added: 0, removed: 0 }, |size, change| match change.tag() {
        similar::ChangeTag::Insert => DiffSize { added: size.added + 1, ..size },
        similar::ChangeTag::Delete => DiffSize { removed: size.removed + 1, ..size },
        similar::ChangeTag::Equal => size,
    })
}

/// A unified difference with three lines of context; empty where there is none.
pub fn unified_diff(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let (before, after) = (format!("a/{name}"), format!("b/{name}"));
    diff.unified_diff().context_radius(3).header(&before, &after).to_string()
}
