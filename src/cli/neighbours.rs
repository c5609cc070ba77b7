//! The events that a folder already has, for what they tell about the next one.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::document;
use crate::document::Document;
use crate::document::Reading;
use crate::fs;
use crate::import;
use crate::import::Hints;
use crate::project::Project;
use crate::render::Computed;
use crate::render::Renderer;
use crate::template::Template;
use crate::template::folder::TemplateError;
use crate::wizard::knowledge::Known;

use super::configured::template_of;
use super::event_folders;
use super::inputs::FOLDER_FILE;
use super::inputs::is_page;
use super::inputs::path_name;
use super::inputs::source_beside;
use super::places::from_here;
use super::report::find_template;

/// How much is looked at where the newest events tell enough.
#[derive(Clone, Copy)]
struct Limits {
    /// How many events are told of.
    events: usize,
    /// How many files are tried. Names begin with a date, so that those with the last names are the newest.
    files: usize,
    /// How many pages are tried.
    pages: usize,
}

const NEWEST: Limits = Limits { events: 24, files: 240, pages: 48 };

const ALL: Limits = Limits { events: usize::MAX, files: usize::MAX, pages: usize::MAX };

/// The most bytes of a file that is read; no event by hand comes near.
const MAX_BYTES: u64 = 1024 * 1024;

/// The newest events of a folder and its project, newest first, but the one that is edited. A page counts where no event
/// file stands beside it. What is no event is passed over: nobody asked for it.
pub(super) fn read(folder: &Path, project: &Project, edited: Option<&Path>) -> Vec<Known> {
    within(NEWEST, folder, project, edited)
}

/// All of them, however many there are.
pub(super) fn all(folder: &Path, project: &Project) -> Vec<Known> {
    within(ALL, folder, project, None)
}

fn within(limits: Limits, folder: &Path, project: &Project, edited: Option<&Path>) -> Vec<Known> {
    if project.is_strange {
        return Vec::new();
    }
    let reader = Reader { project, templates: Mutex::default() };
    let mut paths = event_files(folder, limits.files);
    let apart = event_folders::all(project);
    let shown = |file: PathBuf| if folder.is_absolute() { file } else { from_here(&file) };
    paths.extend(apart.iter().rev().take(limits.files).map(|folder| shown(folder.join(FOLDER_FILE))));
    let mut pages = pages(folder, &apart, limits.pages);
    paths.retain(|path| is_inside(path, &project.root));
    pages.retain(|path| is_inside(path, &project.root));
    if let Some(edited) = edited.and_then(|edited| edited.canonicalize().ok()) {
        let is_other = |path: &PathBuf| path.canonicalize().ok().as_ref() != Some(&edited);
        paths.retain(is_other);
        pages.retain(is_other);
    }
    let mut known: Vec<Known> = paths.into_iter().filter_map(|path| reader.read(path)).collect();
    known.extend(reader.pages(&pages, &series_of(&known, &[])));
    known.sort_by(|one, other| (other.event.dates.start, &other.path).cmp(&(one.event.dates.start, &one.path)));
    known.truncate(limits.events);
    known
}

/// Every series in a folder and its project: what a page's heading may begin with.
pub(super) fn series(folder: &Path, project: &Project) -> Vec<String> {
    series_of(&read(folder, project, None), &[])
}

/// Every series, with some more, but those that begin with another one: these have an edition in them.
fn series_of(known: &[Known], more: &[String]) -> Vec<String> {
    let mut series: Vec<String> = known.iter().filter_map(|known| known.event.series.clone()).collect();
    series.extend_from_slice(more);
    series.sort();
    series.dedup();
    let all = series.clone();
    series.retain(|one| !all.iter().any(|root| is_edition_of(one, root)));
    series
}

fn is_edition_of(series: &str, root: &str) -> bool {
    series.strip_prefix(root).is_some_and(|rest| rest.starts_with(' '))
}

fn folder_entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let folder = folder.to_owned();
    entries.into_iter().flatten().flatten().map(move |entry| folder.join(entry.file_name()))
}

/// Whether no symlink leads from a file, or from the event folder that it is in, out of the project: nobody named it.
fn is_inside(path: &Path, root: &Path) -> bool {
    let is_link = path.is_symlink() || path.parent().is_some_and(Path::is_symlink);
    !is_link || path.canonicalize().is_ok_and(|path| path.starts_with(root))
}

/// Files that may be events, the last names first.
fn event_files(folder: &Path, most: usize) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = folder_entries(folder)
        .filter_map(|path| match path.extension().and_then(|extension| extension.to_str()) {
            Some("yaml" | "yml") => Some(path),
            _ => Some(path.join(FOLDER_FILE)).filter(|file| file.is_file()),
        })
        .collect();
    paths.sort_by_key(|path| Reverse(path.clone()));
    paths.truncate(most);
    paths
}

/// Pages that may be events of their own, those named by a date first and of these the last.
fn pages(folder: &Path, apart: &[PathBuf], most: usize) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = folder_entries(folder).filter(|path| is_page(path)).collect();
    let is_dated = |path: &PathBuf| {
        let first = path.file_name().and_then(|name| name.as_encoded_bytes().first());
        first.is_some_and(u8::is_ascii_digit)
    };
    paths.sort_by_key(|path| Reverse((is_dated(path), path.clone())));
    paths.truncate(most);
    let is_made = |path: &Path| {
        source_beside(path).is_some() || apart.iter().any(|folder| folder.file_name() == path.file_stem())
    };
    paths.retain(|path| !is_made(path));
    paths
}

/// Reads events by templates that are found once for all.
struct Reader<'p> {
    project: &'p Project,
    templates: Mutex<HashMap<String, Arc<Template>>>,
}

impl Reader<'_> {
    fn read(&self, path: PathBuf) -> Option<Known> {
        let bytes = fs::read(&path, MAX_BYTES).ok()?;
        let source = document::decode(&path_name(&path), bytes).ok()?;
        let find = |name: &str| self.template(name);
        let template = template_of(&source.text, self.project, &[]);
        let reading = Reading { find_template: &find, template, style: None, assignments: &[] };
        let attempt = Document::read(source, &reading).ok().filter(|attempt| attempt.diagnostics.is_empty())?;
        let document = attempt.document;
        let id = Computed::of(&document.event, &document.template).ok()?.id;
        Some(Known { id, path, event: document.event })
    }

    /// The pages that are events. Where one's series turns out to begin with another's, the rest is its edition.
    fn pages(&self, paths: &[PathBuf], series: &[String]) -> Vec<Known> {
        // Without a page there is nothing to compile a template for.
        if paths.is_empty() {
            return Vec::new();
        }
        let Ok(template) = self.template(self.project.default_template()) else { return Vec::new() };
        let renderer = Renderer::new(template);
        let mut known: Vec<Known> = paths.iter().filter_map(|path| page(path, &renderer, series)).collect();
        let all = series_of(&known, series);
        for known in &mut known {
            let has_edition = |series: &str| all.iter().any(|root| is_edition_of(series, root));
            if known.event.series.as_deref().is_some_and(has_edition)
                && let Some(again) = page(&known.path, &renderer, &all)
            {
                *known = again;
            }
        }
        known
    }

    fn template(&self, name: &str) -> Result<Arc<Template>, TemplateError> {
        // A thread that panicked left the map as it was.
        let mut templates = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(template) = templates.get(name) {
            return Ok(template.clone());
        }
        let template = find_template(self.project, name, false)?;
        templates.insert(name.to_owned(), template.clone());
        Ok(template)
    }
}

/// A page as an event, where it has what an event's page begins with: its weight, a place or somebody who invited.
fn page(path: &Path, renderer: &Renderer, series: &[String]) -> Option<Known> {
    let bytes = fs::read(path, MAX_BYTES).ok()?;
    let source = document::decode_whole(&path_name(path), bytes).ok()?;
    let hints = Hints { name: path.file_stem()?.to_str(), series, ..Hints::default() };
    let event = import::page(source, renderer, &hints).ok()?.event;
    let is_event = event.head.is_none() || event.location.is_some() || !event.organizers.is_empty();
    let id = Computed::of(&event, renderer.template()).ok()?.id;
    is_event.then(|| Known { id, path: path.to_owned(), event })
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "these are files of somebody else")]
mod tests {
    use crate::project::Surroundings;
    use crate::project::UserFolders;

    use super::*;

    fn event(series: &str, start: &str) -> String {
        format!("series: {series}\nstart: {start}\nlocation:\n  name: The Mill\norganizers:\n  - name: Kettle Works\n")
    }

    /// A folder with those files, and a project around it.
    fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let project = Project::around(folder.path(), Surroundings::None, UserFolders::default());
        (folder, project)
    }

    /// What was read, as `id series file`.
    fn told(folder: &tempfile::TempDir, project: &Project) -> Vec<String> {
        let known = read(folder.path(), project, None);
        let line = |known: Known| {
            let path = known.path.strip_prefix(folder.path()).unwrap();
            format!("{} {} {}", known.id, known.event.series.as_deref().unwrap_or_default(), path_name(path))
        };
        known.into_iter().map(line).collect()
    }

    #[test]
    fn files_and_folders_are_read_newest_first() {
        let retrospective = "template: retrospective\nseries: Boilers\nstart: 2026-01-15\n";
        let (folder, project) = folder(&[
            ("2025-11.yaml", &event("Kettle Days", "2025-11-03")),
            ("a.yml", &event("Kettle Nights", "2026-05-04")),
            ("2026-02/event.yaml", &event("Tea Tasting", "2026-02-11")),
            ("2026-01.yaml", retrospective),
        ]);
        let expected = [
            "2026-05 Kettle Nights a.yml",
            "2026-02 Tea Tasting 2026-02/event.yaml",
            "2026-01-15 Boilers 2026-01.yaml",
            "2025-11 Kettle Days 2025-11.yaml",
        ];
        assert_eq!(told(&folder, &project), expected);
    }

    #[test]
    fn event_folders_of_the_project_are_read_and_the_edited_event_is_not() {
        let (folder, project) = folder(&[
            ("2025-11.yaml", &event("Kettle Days", "2025-11-03")),
            (".afterword/events/2026-02/event.yaml", &event("Tea Tasting", "2026-02-11")),
        ]);
        let folders = ["2026-02 Tea Tasting .afterword/events/2026-02/event.yaml", "2025-11 Kettle Days 2025-11.yaml"];
        assert_eq!(told(&folder, &project), folders);
        let edited = folder.path().join("./2025-11.yaml");
        let known: Vec<String> =
            read(folder.path(), &project, Some(&edited)).into_iter().map(|known| known.id).collect();
        assert_eq!(known, ["2026-02"]);
    }

    fn page(heading: &str, start: &str) -> String {
        format!(
            "---\ntitle: T\nweight: -1\n---\n\n# {heading} Wrap Up\n\n- 🗓️ **Date:** {start}\n\
             - 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n\n## Warm starts\n"
        )
    }

    #[test]
    fn pages_without_an_event_file_are_read() {
        let (folder, project) = folder(&[
            ("2025-11.yaml", &event("Kettle Days", "2025-11-03")),
            ("2025-11.md", &page("Other Days 11/2025", "03.11.2025")),
            ("2026-02/event.yaml", &event("Tea Tasting", "2026-02-11")),
            ("2026-02.md", &page("Other Days 02/2026", "11.02.2026")),
            ("2026-05.md", &page("Kettle Days at the Mill 05/2026", "04.05.2026")),
            ("autumn.md", &page("Pot Days in the Valley 09/2026", "07.09.2026")),
            ("spring.md", &page("Pot Days 03/2026", "09.03.2026")),
            ("README.md", "# Read me\n\nSince 2026-01-01.\n\n## Kettles\n"),
            ("notes.md", "# Notes\n"),
        ]);
        let expected = [
            "2026-09 Pot Days autumn.md",
            "2026-05 Kettle Days 2026-05.md",
            "2026-03 Pot Days spring.md",
            "2026-02 Tea Tasting 2026-02/event.yaml",
            "2025-11 Kettle Days 2025-11.yaml",
        ];
        assert_eq!(told(&folder, &project), expected);
        let known = read(folder.path(), &project, Some(&folder.path().join("spring.md")));
        assert_eq!(known[0].event.series.as_deref(), Some("Pot Days in the Valley"));
        assert_eq!(known[1].event.edition.as_deref(), Some("at the Mill"));
        assert_eq!(known.len(), 4);
        assert_eq!(series(folder.path(), &project), ["Kettle Days", "Pot Days", "Tea Tasting"]);
    }

    #[test]
    fn pages_named_by_a_date_are_tried_first() {
        let files: Vec<(String, String)> = (0..100)
            .map(|at| (format!("page-{at:03}.md"), "# A page\n\nOf 2026-01-01.\n".to_owned()))
            .chain([("2020-01.md".to_owned(), page("Kettle Days 01/2020", "06.01.2020"))])
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let (folder, project) = folder(&files);
        assert_eq!(told(&folder, &project), ["2020-01 Kettle Days 2020-01.md"]);
    }

    #[test]
    fn what_is_no_event_is_passed_over() {
        let large = format!("{}# {}\n", event("Too Large", "2026-06-01"), "x".repeat(1024 * 1024));
        let (folder, project) = folder(&[
            ("2026-05.yaml", &event("Kettle Days", "2026-05-04")),
            ("2026-05.md", "# Kettle Days\n"),
            ("broken.yaml", "series: [\n"),
            ("empty.yaml", ""),
            ("half.yaml", "series: Kettle Days\n"),
            ("large.yaml", &large),
            ("other.yaml", "services:\n  kettle: {}\n"),
            ("strange.yaml", &format!("template: nobodys\n{}", event("Strange", "2026-06-01"))),
            ("images/kettle.png", ""),
            ("folder.yaml/event.txt", ""),
        ]);
        std::fs::write(folder.path().join("bytes.yaml"), b"series: \xff\n").unwrap();
        assert_eq!(told(&folder, &project), ["2026-05 Kettle Days 2026-05.yaml"]);
        assert_eq!(read(&folder.path().join("nowhere"), &project, None).len(), 0);
    }

    #[test]
    fn only_the_newest_are_told_of() {
        let files: Vec<(String, String)> = (0..300)
            .map(|at| {
                let month = format!("{}-{:02}", 1980 + at / 12, at % 12 + 1);
                (format!("{month}.yaml"), event("Kettle Days", &format!("{month}-01")))
            })
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let (folder, project) = folder(&files);
        let told = told(&folder, &project);
        assert_eq!(told.len(), 24);
        assert_eq!(told[0], "2004-12 Kettle Days 2004-12.yaml");
        assert_eq!(told[23], "2003-01 Kettle Days 2003-01.yaml");
    }

    #[test]
    fn nothing_is_read_in_a_repository_of_somebody_else() {
        let (folder, _) = folder(&[("2026-05.yaml", &event("Kettle Days", "2026-05-04"))]);
        let project = Project::around(folder.path(), Surroundings::Strange, UserFolders::default());
        assert_eq!(told(&folder, &project), [""; 0]);
    }
}
