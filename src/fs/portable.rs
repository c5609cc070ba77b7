//! Which names a file or folder may have: those that every system can hold, and none that git takes for its own.

/// The longest name that file systems take, in bytes.
const LONGEST: usize = 255;

/// Why a name cannot be that of a file or folder.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is no name.
    #[error("a name is empty")]
    Empty,
    /// It is `.` or `..`.
    #[error("`{name}` is not a name")]
    Dots {
        /// The name.
        name: String,
    },
    /// It is `.git`, or some system takes it for that.
    #[error("`{name}` is git's own folder")]
    Git {
        /// The name.
        name: String,
    },
    /// It is the name of a device, with or without an extension.
    #[error("`{name}` is the name of a device on Windows")]
    Device {
        /// The name.
        name: String,
    },
    /// It has a character that has another meaning to a shell or a system.
    #[error("`{name}` contains {}, which Windows cannot hold", show(*.character))]
    Character {
        /// The name.
        name: String,
        /// The first such character.
        character: char,
    },
    /// It ends in a dot or a blank, which Windows drops.
    #[error("`{name}` ends in a dot or a blank, which Windows cannot hold")]
    End {
        /// The name.
        name: String,
    },
    /// It is longer than file systems take.
    #[error("`{name}` is longer than 255 bytes")]
    TooLong {
        /// The name.
        name: String,
    },
}

fn show(character: char) -> String {
    if character.is_control() {
        return format!("the control character U+{:04X}", u32::from(character));
    }
    format!("`{character}`")
}

/// Checks that a file or folder may have this name, on every system.
pub fn portable_name(name: &str) -> Result<(), NameError> {
    if name.is_empty() {
        return Err(NameError::Empty);
    }

    let owned = || name.to_owned();
    if name == "." || name == ".." {
        return Err(NameError::Dots { name: owned() });
    }
    if is_git(name) {
        return Err(NameError::Git { name: owned() });
    }
    if is_device(name) {
        return Err(NameError::Device { name: owned() });
    }
    let forbidden = |c: char| c.is_control() || r#"<>:"|?*\/"#.contains(c);
    if let Some(character) = name.chars().find(|&c| forbidden(c)) {
        return Err(NameError::Character { name: owned(), character });
    }
    if name.ends_with(['.', ' ']) {
        return Err(NameError::End { name: owned() });
    }
    if name.len() > LONGEST {
        return Err(NameError::TooLong { name: owned() });
    }
    Ok(())
}

/// Whether some system opens `.git` under that name.
fn is_git(name: &str) -> bool {
    // HFS+ ignores these characters; the list is git's own, in `next_hfs_char`.
    let ignored =
        |c: char| matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}');
    let seen: String = name.chars().filter(|&c| !ignored(c)).collect();

    // NTFS knows `.git::$INDEX_ALLOCATION` for its streams, and `git~1` for old programs.
    let seen = seen.split([':', '\\']).next().unwrap_or_default();
    let seen = seen.trim_end_matches(['.', ' ']);
    seen.eq_ignore_ascii_case(".git") || seen.eq_ignore_ascii_case("git~1")
}

/// Whether Windows opens a device under that name, whatever the folder and the extension.
fn is_device(name: &str) -> bool {
    let stem = name.split(['.', ':']).next().unwrap_or_default();
    let stem = stem.trim_end_matches(' ').to_ascii_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }

    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let mut number = number.unwrap_or_default().chars();
    matches!((number.next(), number.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
}
