//! A repository as it is, and what may and may not be otherwise after a run that was disturbed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::scene::Scene;

/// All of a repository that a commit could touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// The branch that HEAD names.
    head: String,
    /// All references with their commits.
    references: String,
    /// The index, a line for each entry, of the event and of others.
    index: (Vec<String>, Vec<String>),
    /// What others have edited and not staged, and what they have said they will add.
    edits: String,
    /// The files of the working tree.
    files: BTreeMap<String, Vec<u8>>,
}

/// How a disturbed run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Killed,
    Code(i32),
}

const PAGE: &str = "2026-05.md";

fn is_ours(path: &str) -> bool {
    path.starts_with("2026-05.") || path.starts_with("images/")
}

impl State {
    pub(crate) fn of(scene: &Scene) -> Self {
        let index = scene.git(&["ls-files", "--stage"]);
        let path = |line: &str| line.rsplit('\t').next().unwrap_or_default().to_owned();
        let lines = index.lines().map(str::to_owned);
        Self {
            head: scene.git(&["symbolic-ref", "HEAD"]),
            references: scene.git(&["for-each-ref", "--format=%(refname) %(objectname)"]),
            index: lines.partition(|line| is_ours(&path(line))),
            edits: scene.git(&["diff", "--", ".", ":!2026-05.*", ":!images"]),
            files: files(&scene.work(), &|name| name != ".git"),
        }
    }

    /// What is wrong with this state after a run between those two that ended so and said that.
    pub(crate) fn faults(&self, scene: &Scene, (old, new): (&Self, &Self), end: End, said: &str) -> Vec<String> {
        let mut faults = Vec::new();
        let mut expect = |holds: bool, fault: &str| {
            if !holds {
                faults.push(fault.to_owned());
            }
        };
        expect(self.index.1 == old.index.1, "what others have staged is not the same");
        expect(self.edits == old.edits, "what others have edited is not the same");
        for (path, bytes) in &old.files {
            let now = self.files.get(path);
            let may_be_new = path == PAGE && now == new.files.get(path);
            expect(now == Some(bytes) || may_be_new, &format!("`{path}` is neither old nor new"));
        }
        let is_temporary = |path: &String| end == End::Killed && path.ends_with(".afterword");
        for path in self.files.keys().filter(|path| !old.files.contains_key(*path) && !is_temporary(path)) {
            expect(false, &format!("`{path}` was left in the working tree"));
        }
        let has_moved = self.references == new.references;
        expect(has_moved || self.references == old.references, "the references are neither old nor new");
        expect(self.head == old.head || self.head == new.head, "HEAD is neither old nor new");
        let has_new_index = self.index.0 == new.index.0;
        expect(has_new_index || self.index.0 == old.index.0, "the event's entries are neither old nor new");
        let has_new_page = self.files.get(PAGE) == new.files.get(PAGE);
        expect(!has_moved || has_new_page, "the branch has moved without the page");
        expect(has_moved || !has_new_index, "the index has changed and the branch has not");
        expect(!said.contains("panicked"), "it panicked");

        let left = leftovers(scene).join(", ");
        match end {
            End::Killed => {}
            End::Code(0) => {
                expect(self == new, "exit code 0, and not all is new");
                expect(left.is_empty(), &format!("exit code 0, and it left {left}"));
            }
            End::Code(2 | 3) => {
                expect(self == old, "exit code 3, and something has changed");
                expect(left.is_empty(), &format!("exit code 3, and it left {left}"));
            }
            End::Code(4) => {
                let is_told = said.contains("taking back what had been changed failed too");
                expect(has_moved || is_told, "exit code 4, and nothing has changed");
            }
            End::Code(code) => expect(false, &format!("exit code {code}")),
        }
        faults
    }
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
