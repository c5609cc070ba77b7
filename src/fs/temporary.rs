//! Temporary files beside their targets: named after the process, so that what a killed one left behind is known.

use std::fs::File;
use std::io::{self, Write as _};

use super::Kind;
use super::faults;
use super::os::{self, Directory, Mode};

const SUFFIX: &str = ".afterword";

/// The longest name that file systems take, in bytes.
const LONGEST: usize = 255;

/// Writes a new temporary file for the target `name`, and gives its name.
///
/// Without a mode it is created as any new file. Its bytes may not be on the disk yet.
pub(super) fn write(directory: &Directory, name: &str, bytes: &[u8], mode: Option<Mode>) -> io::Result<String> {
    let (temporary, file) = create(directory, name, mode)?;
    if let Err(error) = fill(file, bytes, mode) {
        // The first error is the one to tell.
        directory.remove(&temporary).ok();
        return Err(error);
    }
    Ok(temporary)
}

fn create(directory: &Directory, name: &str, mode: Option<Mode>) -> io::Result<(String, File)> {
    let mut attempt = 0;
    loop {
        let temporary = temporary_name(name, std::process::id(), attempt);
        match directory.create(&temporary, mode) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 1000 => attempt += 1,
            created => return created.map(|file| (temporary, file)),
        }
    }
}

fn fill(mut file: File, bytes: &[u8], mode: Option<Mode>) -> io::Result<()> {
    if let Some(mode) = mode {
        os::set_mode(&file, mode)?;
    }
    faults::point()?;
    file.write_all(bytes)?;
    os::start_sync(&file);
    Ok(())
}

/// `.NAME.PID.afterword`, from the second attempt on `.NAME.PID-ATTEMPT.afterword`; a long name is cut.
fn temporary_name(name: &str, pid: u32, attempt: u32) -> String {
    let tail = if attempt == 0 { format!(".{pid}{SUFFIX}") } else { format!(".{pid}-{attempt}{SUFFIX}") };
    let mut end = name.len().min(LONGEST - 1 - tail.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!(".{}{tail}", &name[..end])
}

/// The process that made a temporary file of that name; `None` for the name of any other file.
fn owner(temporary: &str) -> Option<u32> {
    let inner = temporary.strip_prefix('.')?.strip_suffix(SUFFIX)?;
    let (name, tail) = inner.rsplit_once('.')?;
    let (pid, attempt) = tail.split_once('-').unwrap_or((tail, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if name.is_empty() || !is_number(pid) || !is_number(attempt) {
        return None;
    }
    pid.parse().ok()
}

/// Removes the temporary files of processes that are no more. What can't be removed stays.
pub(super) fn sweep(directory: &Directory) {
    for name in directory.names().unwrap_or_default() {
        let is_stale = owner(&name).is_some_and(|pid| !os::is_alive(pid));
        if is_stale && matches!(directory.entry(&name), Ok(Some(entry)) if entry.kind == Kind::File) {
            directory.remove(&name).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_between_characters() {
        for pid in [1, 4_194_304] {
            for name in ["ü".repeat(127), format!("x{}", "ü".repeat(127)), "🚀".repeat(63), "x".repeat(255)] {
                let temporary = temporary_name(&name, pid, 999);
                assert!((252..=255).contains(&temporary.len()), "{temporary}");
                assert_eq!(owner(&temporary), Some(pid));
            }
        }
    }

    #[test]
    fn a_name_that_is_taken_is_followed_by_the_next_and_a_folder_that_is_gone_ends_it() {
        let folder = tempfile::tempdir().unwrap();
        let directory = Directory::open(folder.path()).unwrap();
        let pid = std::process::id();
        let write = || write(&directory, "x", b"tea", None);
        assert_eq!(write().unwrap(), format!(".x.{pid}.afterword"));
        assert_eq!(write().unwrap(), format!(".x.{pid}-1.afterword"));
        assert_eq!(write().unwrap(), format!(".x.{pid}-2.afterword"));
        folder.close().unwrap();
        assert_eq!(write().unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn only_our_own_names_have_an_owner() {
        assert_eq!(owner(".a.md.17.afterword"), Some(17));
        assert_eq!(owner(".a.md.17-3.afterword"), Some(17));
        for name in [
            "a.md.17.afterword",
            ".17.afterword",
            ".a.afterword",
            ".a.x.afterword",
            ".a.+1.afterword",
            ".a.1-.afterword",
            ".a.-1.afterword",
            ".a.1-2-3.afterword",
            ".a.99999999999.afterword",
            ".a.17.afterword.md",
        ] {
            assert_eq!(owner(name), None, "{name}");
        }
    }
}
