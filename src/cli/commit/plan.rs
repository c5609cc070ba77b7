//! What a commit of events holds: event files, pages and pictures, read and drawn, but not written yet.

use std::path::Component;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use crate::document;
use crate::fs;
use crate::git::Repository;
use crate::git::Seen;
use crate::git::commit::File;
use crate::grammar::Count;
use crate::markdown::images;
use crate::markdown::percent;
use crate::outputs;
use crate::outputs::Standing;
use crate::project::pages::Written;
use crate::source::Source;
use crate::terminal::Terminal;

use super::super::Error;
use super::super::drawing::Drawing;
use super::super::drawing::Read;
use super::super::index::EventRow;
use super::super::index::Over;
use super::super::index::Rows;
use super::super::inputs::Input;
use super::super::inputs::is_page;
use super::super::inputs::path_name;
use super::super::inputs::typed;
use super::super::places::Place;
use super::super::places::Places;
use super::super::places::folder_of;
use super::super::report::Failure;
use super::super::shared::ReadingArgs;
use super::super::topic_files;
use super::message;
use super::message::Subject;

/// The largest picture that is committed.
const MAX_PICTURE: u64 = 100 << 20;

/// What a commit holds.
pub(super) struct Plan {
    pub(super) files: Vec<File>,
    /// For each file, whether HEAD has it, and whether it has it like this.
    pub(super) statuses: Vec<Status>,
    /// The message that the template says.
    pub(super) message: String,
    /// The ids of the events.
    pub(super) ids: Vec<String>,
    warnings: Vec<String>,
    notes: Vec<String>,
    pages: Vec<(Rc<Place>, PathBuf, Written)>,
    repository: Option<Rc<Repository>>,
}

/// How a file relates to HEAD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Added,
    Modified,
    Removed,
    Same,
}

impl Plan {
    /// The files that HEAD does not hold like this.
    pub(super) fn changed(&self) -> Vec<(&File, Status)> {
        let all = self.files.iter().zip(self.statuses.iter().copied());
        all.filter(|(_, status)| *status != Status::Same).collect()
    }

    /// The repository, for what is shown of it.
    pub(super) fn repository(&self) -> Option<Rc<Repository>> {
        self.repository.clone()
    }

    /// Says what is left out, and what is kept of what is overwritten.
    pub(super) fn warn(&self, terminal: &mut Terminal) {
        self.warnings.iter().for_each(|warning| terminal.warning(warning));
        self.notes.iter().for_each(|note| terminal.note(note));
    }

    /// Remembers the pages that were drawn as written.
    pub(super) fn remember(&self, places: &Places, terminal: &mut Terminal) {
        for (place, key, written) in &self.pages {
            place.pages.borrow_mut().remember(key, *written);
        }
        if let Err(error) = places.save() {
            terminal.detail(&format!("{error}: the next run may ask whether a page was edited"));
        }
    }

    fn add(&mut self, file: File, seen: &Seen<'_>) -> Result<(), Error> {
        if self.files.iter().any(|known| known.path == file.path) {
            return Ok(());
        }
        let status = match (seen.has(&file.path).map_err(Error::Commit)?, file.is_removed) {
            (true, true) => Status::Removed,
            (false, true) => Status::Same,
            (false, false) => Status::Added,
            (true, false) if seen.has_like(&file).map_err(Error::Commit)? => Status::Same,
            (true, false) => Status::Modified,
        };
        self.statuses.push(status);
        self.files.push(file);
        Ok(())
    }
}

/// Reads and draws all events.
pub(super) fn make(
    inputs: &[Input],
    seen: &Seen<'_>,
    (force, has_index): (bool, bool),
    places: &mut Places,
    terminal: &mut Terminal,
) -> Result<Result<Plan, Failure>, Error> {
    let mut plan = Plan {
        files: Vec::new(),
        statuses: Vec::new(),
        message: String::new(),
        ids: Vec::new(),
        warnings: Vec::new(),
        notes: Vec::new(),
        pages: Vec::new(),
        repository: None,
    };
    let around = Around { drawing: Drawing::new(&ReadingArgs::default())?, seen, force };
    let mut subjects = Vec::new();
    let mut rows = Rows::default();
    for input in inputs {
        let Input::File { path, page } = input else { continue };
        match plan.event(input, path, page, &around, places, terminal)? {
            Ok((subject, row)) => {
                subjects.push(subject);
                rows.add(page, row);
            }
            Err(failure) => return Ok(Err(failure)),
        }
    }
    if has_index {
        plan.indices(rows, seen, places, terminal)?;
    }
    plan.message = message::of_all(&subjects);
    plan.ids = subjects.into_iter().map(|subject| subject.id).collect();
    Ok(Ok(plan))
}

/// What every event of a plan is read with.
struct Around<'a> {
    drawing: Drawing,
    seen: &'a Seen<'a>,
    force: bool,
}

impl Plan {
    fn event(
        &mut self,
        input: &Input,
        path: &Path,
        page: &Path,
        around: &Around<'_>,
        places: &mut Places,
        terminal: &mut Terminal,
    ) -> Result<Result<(Subject, EventRow), Failure>, Error> {
        let Around { drawing, seen, .. } = around;
        let place = places.of(folder_of(page), terminal)?;
        let source_path = in_repository(path, seen)?;
        let page_path = in_repository(page, seen)?;
        let bytes = fs::read(path, crate::yaml::read::MAX_BYTES).map_err(Error::Read)?;
        let read = |bytes: Vec<u8>, topics: Vec<Source>| {
            let source = Source { parts: topics, ..input.decode(bytes)? };
            drawing.read_text(input, source, &place.project)
        };
        let topics = match topic_files::read_bytes(path) {
            Ok(topics) => topics,
            Err(failure) => return Ok(Err(failure)),
        };
        let sources = topics.iter().map(|topic| topic.source.clone()).collect();
        let event = match read(bytes.clone(), sources) {
            Ok(event) => event,
            Err(failure) => return Ok(Err(failure)),
        };
        let topics_in_head = topics_in_head(path, &source_path, seen)?;
        let mut sources = Vec::new();
        for path in &topics_in_head {
            let bytes = seen.bytes(path).map_err(Error::Commit)?;
            sources.extend(bytes.and_then(|bytes| document::decode(path, bytes).ok()));
        }
        let old = seen.bytes(&source_path).map_err(Error::Commit)?.and_then(|bytes| read(bytes, sources).ok());
        let phase = message::phase(&event, old.as_ref(), seen.has(&page_path).map_err(Error::Commit)?);
        let Read { event: now, renderer, .. } = &event;
        let subject = Subject {
            id: crate::render::Computed::of(now, renderer.template()).map_err(Error::Render)?.id,
            text: renderer.commit_message(now, phase).map_err(Error::Render)?,
        };
        self.repository = self.repository.take().or_else(|| place.repository.clone());

        let mut files = vec![File::unwritten(source_path, bytes)];
        // A page that is its own source is there already.
        if !input.is_page() {
            let (page, named) = (page.to_owned(), typed(&input.argument()));
            files.push(self.page((page, page_path.clone()), named, &event, old.as_ref(), &place, around.force)?);
        }
        let page_at = files.len() - 1;
        for topic_files::Topic { path, bytes, .. } in topics {
            let path = in_repository(&path, seen)?;
            files.push(File::unwritten(path, bytes));
        }
        for path in topics_in_head {
            if !files.iter().any(|file| file.path == path) {
                files.push(File { is_removed: true, ..File::unwritten(path, Vec::new()) });
            }
        }
        let pictures = files.get(page_at).map(|page| images(&String::from_utf8_lossy(&page.bytes))).unwrap_or_default();
        files.into_iter().try_for_each(|file| self.add(file, seen))?;
        for picture in pictures {
            self.picture(&picture, &page_path, page, seen)?;
        }
        let row = EventRow::of(&event.event, event.renderer.template()).map_err(Error::Render)?;
        Ok(Ok((subject, row)))
    }

    /// Takes in the indices beside the pages, where nothing but the rows of the events is another than in HEAD.
    fn indices(
        &mut self,
        rows: Rows,
        seen: &Seen<'_>,
        places: &mut Places,
        terminal: &mut Terminal,
    ) -> Result<(), Error> {
        for both in rows.beside(places, terminal)? {
            let path = in_repository(Path::new(both.name()), seen)?;
            let Some(in_head) = seen.bytes(&path).map_err(Error::Commit)? else { continue };
            match both.over(&in_head) {
                Over::Rows { bytes, on_disk } => {
                    let is_written = bytes != on_disk;
                    self.add(File { is_written, replaced: Some(on_disk), ..File::unwritten(path, bytes) }, seen)?;
                }
                Over::Nothing => {}
                Over::Others => {
                    self.notes.push(format!("`{}` has other changes as well, and is left out", both.name()));
                }
            }
        }
        Ok(())
    }

    /// The page of an event file as it will be; refused where it was edited by hand.
    fn page(
        &mut self,
        (page, page_path): (PathBuf, String),
        named: String,
        event: &Read,
        old: Option<&Read>,
        place: &Rc<Place>,
        force: bool,
    ) -> Result<File, Error> {
        let drawn = event.renderer.page(&event.event, None).map_err(Error::Render)?;
        let file_name = page.file_name().map(Path::new).unwrap_or(&page);
        let key = place.key(file_name);
        let target = place.root.target_shown(&key, page.clone()).map_err(Error::Write)?;
        let on_disk = target.read(outputs::MAX_BYTES).map_err(Error::Write)?;
        let last = place.pages.borrow().get(&key).copied();
        let from_head = || Ok::<_, Error>(old.and_then(|old| old.renderer.page(&old.event, None).ok()));
        let says_the_same = |one: &str, other: &str| event.says_the_same(one, other);
        let compared = outputs::compare(drawn, on_disk.as_deref(), last.as_ref(), from_head, says_the_same)?;
        if let Standing::Edited(size) = compared.standing {
            if !force {
                return Err(Error::Edited {
                    page: path_name(&page),
                    event: named,
                    added: Count(size.added, "line"),
                    removed: Count(size.removed, "line"),
                });
            }
            self.keep(&page, on_disk.as_deref().unwrap_or_default(), place)?;
        }
        self.pages.push((place.clone(), key, compared.written));
        let is_written = compared.standing != Standing::Unchanged;
        Ok(File { is_written, replaced: on_disk, ..File::unwritten(page_path, compared.page.into_bytes()) })
    }

    fn keep(&mut self, page: &Path, bytes: &[u8], place: &Place) -> Result<(), Error> {
        let Some(repository) = &place.repository else { return Ok(()) };
        let id = repository.keep(page, bytes)?;
        let note = format!("the edited page is kept: git cat-file -p {id} > {}", typed(page));
        self.notes.push(note);
        Ok(())
    }

    /// Takes in a picture that the page shows, where it is a file of the repository.
    fn picture(&mut self, named: &str, page_path: &str, page: &Path, seen: &Seen<'_>) -> Result<(), Error> {
        let named = named.split(['?', '#']).next().unwrap_or_default();
        // Pictures of other sites and from the site's root are not the event's.
        let is_elsewhere =
            named.is_empty() || named.starts_with('/') || named.starts_with("data:") || named.contains("://");
        if is_elsewhere {
            return Ok(());
        }
        let decoded = percent::decoded(named);
        let shown = path_name(&folder_of(page).join(&decoded));
        let Some(path) = joined(folder_of(Path::new(page_path)), Path::new(&decoded)) else {
            self.warnings.push(format!("`{shown}` lies outside of the repository, and is left out"));
            return Ok(());
        };
        let target = seen.session().root().target(Path::new(&path)).map_err(Error::Write)?;
        match target.read(MAX_PICTURE) {
            Ok(Some(bytes)) => self.add(File::unwritten(path, bytes), seen)?,
            Ok(None) => self.warnings.push(format!("there is no picture `{shown}`: it is left out")),
            Err(fs::Error::TooLarge { limit, .. }) => {
                self.warnings
                    .push(format!("the picture `{shown}` is larger than {} MiB, and is left out", limit >> 20));
            }
            Err(error) => return Err(Error::Write(error)),
        }
        Ok(())
    }
}

/// The paths of the topic files that HEAD has for an event file.
fn topics_in_head(event_file: &Path, path: &str, seen: &Seen<'_>) -> Result<Vec<String>, Error> {
    if topic_files::folder_of(event_file).is_none() {
        return Ok(Vec::new());
    }
    let folder = path_name(&folder_of(Path::new(path)).join(topic_files::FOLDER));
    let files = seen.files_in(&folder).map_err(Error::Commit)?;
    Ok(files.into_iter().filter(|path| is_page(Path::new(path))).collect())
}

/// A file's path below the working tree, with `/`.
pub(super) fn in_repository(path: &Path, seen: &Seen<'_>) -> Result<String, Error> {
    let work = seen.session().work_folder();
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let lexical = absolute.strip_prefix(work).ok().and_then(|below| joined(Path::new(""), below));
    let found = lexical.or_else(|| {
        // A symlink outside of the repository may lead into it.
        let folder = folder_of(&absolute).canonicalize().ok()?;
        joined(folder.strip_prefix(work).ok()?, Path::new(absolute.file_name()?))
    });
    found.ok_or_else(|| Error::OtherRepository { path: path.to_owned(), work: work.to_owned() })
}

/// A path in a folder below a root, without `.` and `..`; nothing where it leads out of the root, or is no text.
fn joined(folder: &Path, path: &Path) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for component in folder.components().chain(path.components()) {
        match component {
            Component::Normal(name) => names.push(name.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => drop(names.pop()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(names.join("/"))
}
