//! Which files of a working tree a commit may hold. Everything here is looked at before anything is written.

use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;

use git2::Index;
use git2::Repository;
use git2::Tree;
use unicode_normalization::UnicodeNormalization as _;

use super::executable;
use super::executable::Git;
use super::failure::Failure;
use super::refusal::Refusal;

/// The mode of a symlink in trees and indexes.
const SYMLINK: i32 = 0o120_000;
/// The mode of a submodule.
const SUBMODULE: i32 = 0o160_000;
/// The flag of an entry whose file the checkout leaves out (gitformat-index(5)).
const SKIP_WORKTREE: u16 = 1 << 14;

/// The flag of an entry whose file git was told not to look at.
const ASSUME_UNCHANGED: u16 = 1 << 15;

/// What files are judged against.
pub(super) struct Surroundings<'r> {
    pub(super) repository: &'r Repository,
    pub(super) work_folder: &'r Path,
    /// The tree of HEAD, if there is a commit.
    pub(super) head: Option<&'r Tree<'r>>,
    pub(super) index: &'r Index,
    pub(super) git: Option<&'r Git>,
}

impl Surroundings<'_> {
    /// Refuses a file that no commit of ours may hold; `path` is relative to the working tree, with `/`.
    pub(super) fn admit(&self, path: &str) -> Result<(), Failure> {
        let ends = path.match_indices('/').map(|(at, _)| at);
        let folders: Vec<&str> = ends.filter_map(|at| path.get(..at)).collect();
        for at in &folders {
            self.refuse_obstacle(path, at, false)?;
        }
        self.refuse_obstacle(path, path, true)?;
        for at in folders.iter().copied().chain([path]) {
            self.refuse_twin(path, at)?;
        }
        for folder in [""].into_iter().chain(folders.iter().copied()) {
            self.refuse_unreadable_attributes(folder)?;
        }
        self.refuse_left_out(path)?;
        self.refuse_ignored(path)
    }

    /// What stands at a name on the way, in HEAD, in the index or on disk, and must not.
    fn refuse_obstacle(&self, path: &str, at: &str, is_file: bool) -> Result<(), Refusal> {
        let in_head = self.head.and_then(|head| head.get_path(Path::new(at)).ok()).map(|entry| entry.filemode());
        let entry = self.index.get_path(Path::new(at), 0);
        #[expect(clippy::cast_possible_wrap, reason = "modes are small")]
        let in_index = entry.map(|entry| entry.mode as i32);
        let (path, at) = (path.to_owned(), at.to_owned());
        let has = |mode| in_head == Some(mode) || in_index == Some(mode);
        if has(SUBMODULE) {
            return Err(Refusal::Submodule { path, submodule: at });
        }
        if has(SYMLINK) {
            return Err(Refusal::Symlink { path, at });
        }
        let on_disk = self.work_folder.join(&at);
        if on_disk.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
            return Err(Refusal::Symlink { path, at });
        }
        if is_file {
            let is_folder = in_head == Some(0o040_000) || self.index.find_prefix(format!("{at}/")).is_ok();
            return if is_folder { Err(Refusal::Occupied { path, at, kind: "folder" }) } else { Ok(()) };
        }
        if on_disk.join(".git").symlink_metadata().is_ok() {
            return Err(Refusal::Nested { path, repository: at });
        }
        if in_index.is_some() || in_head.is_some_and(|mode| mode != 0o040_000) {
            return Err(Refusal::Occupied { path, at, kind: "file" });
        }
        Ok(())
    }

    /// A new name beside one that some systems take for the same.
    fn refuse_twin(&self, path: &str, at: &str) -> Result<(), Refusal> {
        let is_in_head = self.head.is_some_and(|head| head.get_path(Path::new(at)).is_ok());
        if is_in_head {
            return Ok(());
        }
        let (folder, name) = at.rsplit_once('/').unwrap_or(("", at));
        let wanted = folded(name);
        let is_twin = |other: &str| other != name && folded(other) == wanted;
        let join = |other: &str| if folder.is_empty() { other.to_owned() } else { format!("{folder}/{other}") };
        let twin = |other: &str| Refusal::Twin { path: path.to_owned(), twin: join(other) };

        let siblings = match (self.head, folder) {
            (None, _) => None,
            (Some(head), "") => Some(head.clone()),
            (Some(head), folder) => head
                .get_path(Path::new(folder))
                .ok()
                .and_then(|entry| entry.to_object(self.repository).ok())
                .and_then(|object| object.into_tree().ok()),
        };
        for entry in siblings.iter().flat_map(Tree::iter) {
            if let Some(other) = entry.name().ok().filter(|other| is_twin(other)) {
                return Err(twin(other));
            }
        }
        // What is staged comes into being with the next commit.
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let from = if prefix.is_empty() { Ok(0) } else { self.index.find_prefix(prefix.as_str()) };
        for entry in from.into_iter().flat_map(|from| (from..).map_while(|at| self.index.get(at))) {
            let Some(rest) = entry.path.strip_prefix(prefix.as_bytes()) else { break };
            let other = rest.split(|byte| *byte == b'/').next().unwrap_or_default();
            if let Some(other) = std::str::from_utf8(other).ok().filter(|other| is_twin(other)) {
                return Err(twin(other));
            }
        }
        Ok(())
    }

    /// libgit2 passes over attributes that it cannot read, and would store the file in another form than git.
    fn refuse_unreadable_attributes(&self, folder: &str) -> Result<(), Refusal> {
        let name = if folder.is_empty() { ".gitattributes".to_owned() } else { format!("{folder}/.gitattributes") };
        match std::fs::File::open(self.work_folder.join(&name)).and_then(|mut file| file.read(&mut [0; 1])) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Refusal::Attributes(name)),
            _ => Ok(()),
        }
    }

    /// Files outside of a sparse checkout would vanish from the disk with its next update.
    fn refuse_left_out(&self, path: &str) -> Result<(), Failure> {
        let left_out = || Refusal::Sparse(path.to_owned()).into();
        if let Some(entry) = self.index.get_path(Path::new(path), 0) {
            if entry.flags & ASSUME_UNCHANGED != 0 {
                return Err(Refusal::Assumed(path.to_owned()).into());
            }
            let is_left_out = entry.flags_extended & SKIP_WORKTREE != 0;
            return if is_left_out { Err(left_out()) } else { Ok(()) };
        }
        let config = self.repository.config().map_err(|source| Failure::git("read git's settings", source))?;
        if !config.get_bool("core.sparseCheckout").unwrap_or(false) {
            return Ok(());
        }
        let git = self.git.ok_or(Refusal::NoGit("the rules of the sparse checkout"))?;
        let mut line = Vec::new();
        write!(line, "{path}\0").ok();
        let said = executable::run(git.command(["sparse-checkout", "check-rules", "-z"]), &line);
        let said = said.map_err(|source| Failure::Run { program: "git sparse-checkout".to_owned(), source })?;
        let is_within = said.status.success() && said.stdout == line;
        if is_within { Ok(()) } else { Err(left_out()) }
    }

    fn refuse_ignored(&self, path: &str) -> Result<(), Failure> {
        let is_tracked = self.index.get_path(Path::new(path), 0).is_some()
            || self.head.is_some_and(|head| head.get_path(Path::new(path)).is_ok());
        if is_tracked {
            return Ok(());
        }
        let ignored = self.repository.is_path_ignored(path);
        if ignored.map_err(|source| Failure::git("read what git ignores", source))? {
            return Err(Refusal::Ignored(path.to_owned()).into());
        }
        Ok(())
    }
}

/// A name as the systems see it that know neither case nor two ways to write an accent.
fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfc().flat_map(char::to_lowercase).collect::<String>().nfc().collect()
}
