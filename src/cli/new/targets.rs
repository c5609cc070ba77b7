//! Which files a new event has, and where they go.

use std::path::Path;
use std::path::PathBuf;

use crate::markdown::slug::slug;
use crate::project::configuration::paths::Names;

use super::super::Error;
use super::super::event_folders;
use super::super::inputs::FOLDER_FILE;
use super::super::places::Place;
use super::super::places::from_here;
use super::Form;
use super::NewArgs;
use super::Written;

/// The files of a new event, with their texts.
pub(super) struct Targets {
    /// Of these the page is the last.
    pub(super) files: Vec<Wanted>,
    /// What names the event on the command line.
    pub(super) source: PathBuf,
}

/// A file that is to be written.
pub(super) struct Wanted {
    /// As it is shown.
    pub(super) path: PathBuf,
    pub(super) text: String,
    /// The same path below the root, where its folder may yet be to be made.
    pub(super) below: Option<PathBuf>,
}

impl Wanted {
    /// A file in a folder that is there.
    fn new(path: PathBuf, text: &str) -> Self {
        Self { path, text: text.to_owned(), below: None }
    }
}

impl Targets {
    /// Where the files of a new event go: where its name says, or by its id where the project has such files.
    pub(super) fn find(
        args: &NewArgs,
        written: &Written,
        event_file: impl Fn(&Path) -> String,
        place: &Place,
    ) -> Result<Self, Error> {
        let page = |path: PathBuf| Wanted::new(path, &written.page);
        let target = args.target.clone();
        let in_pages = |name: String| place.pages_folder().unwrap_or_default().join(name);
        Ok(match written.form {
            Form::Page => {
                let path = target.unwrap_or_else(|| in_pages(format!("{}.md", stem(written, place))));
                Self { source: path.clone(), files: vec![page(path)] }
            }
            Form::FileAndPage => {
                let path = target.unwrap_or_else(|| in_pages(format!("{}.yaml", stem(written, place))));
                let files =
                    vec![Wanted::new(path.clone(), &event_file(&place.folder)), page(path.with_extension("md"))];
                Self { files, source: path }
            }
            Form::Folder => {
                let absolute = match &target {
                    Some(target) => place.folder.join(target.file_name().unwrap_or_default()),
                    None => folder_of(&stem(written, place), written, place),
                };
                let folder = target.unwrap_or_else(|| from_here(&absolute));
                let root = &place.project.root;
                let below = absolute.strip_prefix(root).unwrap_or(&absolute);
                let own = |(name, text): (&str, &str)| Wanted {
                    path: folder.join(name),
                    text: text.to_owned(),
                    below: Some(below.join(name)),
                };
                let text = event_file(&absolute);
                let topics = written.topics.iter().map(|(name, text)| (name.as_str(), text.as_str()));
                let mut files: Vec<Wanted> =
                    [(FOLDER_FILE, text.as_str())].into_iter().chain(topics).map(own).collect();
                files.push(page_of(&absolute, &folder, written, place)?);
                Self { files, source: folder }
            }
        })
    }
}

/// The page of a new event folder: in the folder with wrap-ups, or in the working directory where there is none yet.
fn page_of(absolute: &Path, folder: &Path, written: &Written, place: &Place) -> Result<Wanted, Error> {
    let root = &place.project.root;
    let Some(page) = event_folders::page_of(absolute, place) else {
        let mut page = folder.as_os_str().to_owned();
        page.push(".md");
        return Ok(Wanted::new(PathBuf::from(page), &written.page));
    };
    let page = page?;
    let is_first = place.project.configuration.pages.is_none() && place.with_wrap_ups().is_empty();
    let page = if is_first { place.folder.join(page.file_name().unwrap_or_default()) } else { page };
    let below = page.strip_prefix(root).ok().map(Path::to_owned);
    Ok(Wanted { path: from_here(&page), text: written.page.clone(), below })
}

/// The id of an event as a name for its files, with its edition where another event has that already.
fn stem(written: &Written, place: &Place) -> String {
    let id = &written.id;
    let is_there = |path: PathBuf| path.symlink_metadata().is_ok();
    let is_taken = ["md", "yaml"].iter().any(|ending| is_there(place.folder.join(format!("{id}.{ending}"))))
        || is_there(folder_of(id, written, place));
    let edition = written.event.edition.as_deref().or(written.event.series.as_deref()).map(slug);
    match edition.filter(|slug| is_taken && !slug.is_empty()) {
        Some(edition) => format!("{id}-{edition}"),
        None => id.clone(),
    }
}

/// Where the folder of an event of that name is kept; absolute.
fn folder_of(id: &str, written: &Written, place: &Place) -> PathBuf {
    event_folders::new(&Names::of(id, &written.event), &place.project)
}
