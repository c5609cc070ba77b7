//! A repository as it is, and what may and may not be otherwise after a run that was disturbed.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

use crate::scene::Scene;

/// All of a repository that a run could touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// What HEAD names.
    head: String,
    /// All references with their commits.
    references: String,
    /// The entries of the index, by their paths.
    index: BTreeMap<String, String>,
    /// What git says of files that are staged, edited, about to be added or unknown, by their paths.
    status: BTreeMap<String, String>,
    /// The files of the working tree.
    files: BTreeMap<String, Vec<u8>>,
}

/// How a disturbed run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Killed,
    Code(i32),
}

impl End {
    /// The end that an exit code tells, or the negative number of a signal.
    pub(crate) fn of(code: i32) -> Self {
        if code == -9 { Self::Killed } else { Self::Code(code) }
    }
}

impl State {
    pub(crate) fn of(scene: &Scene) -> Self {
        let mut index = BTreeMap::<String, String>::new();
        for line in scene.git(&["ls-files", "--stage"]).lines() {
            let (entry, path) = line.split_once('\t').unwrap();
            index.entry(path.to_owned()).or_default().push_str(entry);
        }
        let status = scene.git(&["status", "--porcelain=v2", "--untracked-files=all", "--no-renames"]);
        // `1 XY SUB MODE MODE MODE ID ID PATH`, or `? PATH`.
        let path = |line: &str| line.splitn(if line.starts_with('1') { 9 } else { 2 }, ' ').last().map(str::to_owned);
        Self {
            head: scene.read(".git/HEAD"),
            references: scene.git(&["for-each-ref", "--format=%(refname) %(objectname)"]),
            index,
            status: status.lines().map(|line| (path(line).unwrap(), line.to_owned())).collect(),
            files: files(&scene.work(), &|name| name != ".git"),
        }
    }

    /// What is wrong with this state after a run between those two that ended so and said that; `finds` where it may end
    /// with findings.
    pub(crate) fn faults(
        &self,
        scene: &Scene,
        (old, new): (&Self, &Self),
        (end, finds): (End, bool),
        said: &str,
    ) -> Vec<String> {
        let mut faults = Vec::new();
        let mut expect = |holds: bool, fault: &str| {
            if !holds {
                faults.push(fault.to_owned());
            }
        };
        for path in strangers(&self.index, &old.index, &new.index) {
            expect(false, &format!("the entry of `{path}` is neither old nor new"));
        }
        for path in strangers(&self.files, &old.files, &new.files) {
            let is_temporary = end == End::Killed && path.ends_with(".afterword");
            expect(is_temporary, &format!("`{path}` is neither old nor new"));
        }
        let unchanged = old
            .status
            .iter()
            .filter(|(path, line)| new.status.get(*path) == Some(line) && new.files.get(*path) == old.files.get(*path));
        for (path, line) in unchanged {
            expect(
                self.status.get(path) == Some(line),
                &format!("what is staged or edited of `{path}` is not the same"),
            );
        }

        let has_moved = self.references == new.references;
        expect(has_moved || self.references == old.references, "the references are neither old nor new");
        expect(self.head == old.head || self.head == new.head, "HEAD is neither old nor new");
        expect(self.index == new.index || self.index == old.index, "the index is neither old nor new");
        expect(
            !has_moved || old.references == new.references || self.files == new.files,
            "the branch has moved without the files",
        );
        expect(has_moved || self.index != new.index, "the index has changed and the branch has not");
        expect(!said.contains("panicked"), "it panicked");

        let left = leftovers(scene).join(", ");
        match end {
            End::Killed => {}
            End::Code(0) => {
                expect(self == new, &format!("exit code 0, and not all is new: {}", self.unlike(new)));
                expect(left.is_empty(), &format!("exit code 0, and it left {left}"));
            }
            End::Code(code @ (2 | 3)) => {
                expect(self == old, &format!("exit code {code}, and something has changed: {}", self.unlike(old)));
                expect(left.is_empty(), &format!("exit code {code}, and it left {left}"));
            }
            // Something is left that was not mended, or sides do not agree; which may be so as history was not read.
            End::Code(1) if finds => expect(self != new, "exit code 1, and nothing is left to find"),
            End::Code(1) => {
                let is_told = said.contains("cannot open the repository");
                expect(self == old && is_told, &format!("exit code 1: {}", self.unlike(old)));
            }
            End::Code(4) => {
                let is_told = said.contains("taking back what had been changed failed too");
                expect(self != old || is_told, "exit code 4, and nothing has changed");
            }
            End::Code(code) => expect(false, &format!("exit code {code}")),
        }
        faults
    }

    /// In what it differs from another state.
    pub(crate) fn unlike(&self, other: &Self) -> String {
        let mut unlike = Vec::new();
        if (&self.head, &self.references) != (&other.head, &other.references) {
            unlike.push("references".to_owned());
        }
        unlike.extend(differing(&self.index, &other.index).map(|path| format!("the entry of {path}")));
        unlike.extend(differing(&self.status, &other.status).map(|path| format!("the status of {path}")));
        unlike.extend(differing(&self.files, &other.files).map(|path| format!("the file {path}")));
        unlike.join(", ")
    }
}

/// The paths that are neither as in the one nor as in the other.
fn strangers<'m, T: PartialEq>(
    now: &'m BTreeMap<String, T>,
    old: &'m BTreeMap<String, T>,
    new: &'m BTreeMap<String, T>,
) -> impl Iterator<Item = &'m String> {
    let paths: BTreeSet<&String> = now.keys().chain(old.keys()).chain(new.keys()).collect();
    let is_stranger = |path: &&String| now.get(*path) != old.get(*path) && now.get(*path) != new.get(*path);
    paths.into_iter().filter(is_stranger)
}

/// The paths that are not the same in both.
fn differing<'m, T: PartialEq + Debug>(
    one: &'m BTreeMap<String, T>,
    other: &'m BTreeMap<String, T>,
) -> impl Iterator<Item = &'m String> {
    strangers(one, other, other)
}

/// Files that no run may leave behind for good: locks, journals, temporary files.
pub(crate) fn leftovers(scene: &Scene) -> Vec<String> {
    let all = files(&scene.work(), &|name| name != "objects");
    let is_left = |path: &String| {
        let is_state = path.starts_with(".git/afterword/");
        // The lock is the hold on that file, and not its being there.
        let is_kept = ["pages.json", "undo", "lock"].iter().any(|name| path == &format!(".git/afterword/{name}"));
        let is_temporary = Path::new(path).extension().is_some_and(|end| end == "lock" || end == "afterword");
        is_temporary || is_state && !is_kept
    };
    all.into_keys().filter(is_left).collect()
}

/// All files below a folder with their bytes; `enters` says which names count.
fn files(root: &Path, enters: &dyn Fn(&str) -> bool) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if !enters(&path.file_name().unwrap().to_string_lossy()) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}
