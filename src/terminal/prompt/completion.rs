//! Paths, completed as a shell does.

use std::fs;
use std::path::Path;

use crate::terminal::printable::is_harmful;

/// How many entries of a folder are looked at.
const ENTRIES: usize = 10_000;

/// A path with as much added as is certain.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Completed {
    /// The path.
    pub(super) text: String,
    /// What it could go on with, where nothing is certain.
    pub(super) candidates: Vec<String>,
}

/// Completes the path, relative to the folder.
pub(super) fn complete(folder: &Path, typed: &str) -> Completed {
    let (parent, start) = typed.rfind('/').map_or(("", typed), |slash| typed.split_at(slash + 1));
    let mut names = names(&folder.join(parent), start);
    names.sort_unstable();

    let common = names
        .split_first()
        .map_or(start, |(first, others)| others.iter().fold(first.as_str(), |common, name| common_start(common, name)));
    let text = format!("{parent}{common}");
    let is_certain = names.len() < 2 || common.len() > start.len();
    Completed { text, candidates: if is_certain { Vec::new() } else { names } }
}

/// The names in a folder that begin so, those of folders with a slash.
fn names(folder: &Path, start: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let named = entries.flatten().take(ENTRIES).filter_map(|entry| {
        let mut name = entry.file_name().into_string().ok()?;
        let is_hidden = name.starts_with('.') && !start.starts_with('.');
        if !name.starts_with(start)
            || is_hidden
            || name.contains(|character| character == '\n' || is_harmful(character))
        {
            return None;
        }
        if entry.path().is_dir() {
            name.push('/');
        }
        Some(name)
    });
    named.collect()
}

fn common_start<'a>(one: &'a str, other: &str) -> &'a str {
    let differs = one.char_indices().zip(other.chars()).find(|((_, a), b)| a != b);
    let end = differs.map_or(one.len().min(other.len()), |((at, _), _)| at);
    &one[..end]
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "what is tested cannot prepare its own test")]
mod tests {
    use super::*;

    #[test]
    fn a_path_grows_as_far_as_it_is_certain() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("images")).unwrap();
        for name in ["images/group-1.jpg", "images/group-2.jpg", "images/gärten.jpg", "images/.hidden", "index.md"] {
            fs::write(folder.path().join(name), "").unwrap();
        }

        let completed = |typed: &str| {
            let Completed { text, candidates } = complete(folder.path(), typed);
            format!("{text} {candidates:?}")
        };
        assert_eq!(completed("i"), r#"i ["images/", "index.md"]"#);
        assert_eq!(completed("im"), "images/ []");
        assert_eq!(completed("images/gr"), "images/group- []");
        assert_eq!(completed("images/group-"), r#"images/group- ["group-1.jpg", "group-2.jpg"]"#);
        assert_eq!(completed("images/g"), r#"images/g ["group-1.jpg", "group-2.jpg", "gärten.jpg"]"#);
        assert_eq!(completed("images/."), "images/.hidden []");
        assert_eq!(completed("nowhere/x"), "nowhere/x []");
        let absolute = format!("{}/ind", folder.path().display());
        assert_eq!(completed(&absolute), format!("{absolute}ex.md []"));
    }
}
