//! The indices beside pages that a run writes: read once under the lock, kept in memory, written with the pages.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use chrono::NaiveDate;

use crate::event::Event;
use crate::event::Link;
use crate::fs;
use crate::fs::Batch;
use crate::fs::Target;
use crate::grammar::Count;
use crate::index::align::aligned;
use crate::index::upkeep::Entry;
use crate::index::upkeep::with_rows;
use crate::outputs::unified_diff;
use crate::render::Computed;
use crate::render::RenderError;
use crate::render::front_matter;
use crate::template::Template;
use crate::terminal::Terminal;
use crate::yaml::read::MAX_BYTES;

use super::super::Error;
use super::super::inputs::path_name;
use super::super::places::Place;
use super::super::places::Places;
use super::super::places::folder_of;
use super::super::shared::text_of;

/// What a row tells of an event.
pub(in crate::cli) struct EventRow {
    days: (NaiveDate, NaiveDate),
    dates: String,
    place: Option<Link>,
    organizers: Vec<Link>,
}

impl EventRow {
    /// The row of an event.
    pub(in crate::cli) fn of(event: &Event, template: &Template) -> Result<Self, RenderError> {
        Ok(Self {
            days: (event.dates.start, event.dates.end),
            dates: Computed::of(event, template)?.dates,
            place: event.location.clone(),
            organizers: event.organizers.clone(),
        })
    }
}

/// An index that is kept.
#[derive(Clone)]
pub(super) struct Index {
    /// As it is shown.
    pub(super) name: String,
    /// Its path below the root.
    path: String,
    target: Target,
    place: Rc<Place>,
    pub(super) old: Vec<u8>,
    pub(super) text: String,
    pub(super) has_table: bool,
    /// How many rows are new or others than before.
    pub(super) rows: usize,
}

/// The rows to keep, by the folder of their pages.
#[derive(Default)]
pub(in crate::cli) struct Rows(BTreeMap<PathBuf, Vec<(PathBuf, EventRow)>>);

impl Rows {
    /// Adds the row of a page.
    pub(in crate::cli) fn add(&mut self, page: &Path, row: EventRow) {
        self.0.entry(folder_of(page).to_owned()).or_default().push((page.to_owned(), row));
    }

    /// The folders of the pages, each with its rows.
    pub(super) fn by_folder(self) -> impl Iterator<Item = (PathBuf, Vec<(PathBuf, EventRow)>)> {
        self.0.into_iter()
    }

    /// Whether a folder of the pages has anything that could be an index.
    fn have_index(&self, places: &mut Places, terminal: &mut Terminal) -> Result<bool, Error> {
        for folder in self.0.keys() {
            let place = places.of(folder, terminal)?;
            let names = place.project.configuration.index_names();
            if names.into_iter().any(|name| folder.join(name).is_file()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes the lock and brings the indices beside the pages up to date, in memory. One that is none to be kept is
    /// left alone, and said so.
    pub(in crate::cli) fn keep(self, places: &mut Places, terminal: &mut Terminal) -> Result<Kept, Error> {
        if !self.have_index(places, terminal)? {
            return Ok(Kept::default());
        }
        let folder = self.0.keys().next().cloned().unwrap_or_default();
        let lock = lock(&folder, places, terminal)?;
        let mut kept = Kept { lock, ..Kept::default() };
        for (folder, rows) in self.by_folder() {
            let place = places.of(&folder, terminal)?;
            let found = kept_or_told(Index::open(&folder, &place), terminal)?;
            for mut index in found.indices {
                index.keep(&rows);
                kept.indices.extend(Some(index).filter(|index| index.has_table));
            }
        }
        Ok(kept)
    }

    /// The indices beside the pages with the rows they are to have, for who holds the lock.
    pub(in crate::cli) fn beside(self, places: &mut Places, terminal: &mut Terminal) -> Result<Vec<Beside>, Error> {
        let mut all = Vec::new();
        for (folder, rows) in self.by_folder() {
            let place = places.of(&folder, terminal)?;
            let found = kept_or_told(Index::open(&folder, &place), terminal)?;
            let rows = Rc::new(rows);
            for index in found.indices {
                let mut kept = index.clone();
                kept.keep(&rows);
                all.extend(kept.has_table.then(|| Beside { index, rows: rows.clone() }));
            }
        }
        Ok(all)
    }
}

/// An index and the rows it is to have.
pub(in crate::cli) struct Beside {
    index: Index,
    rows: Rc<Vec<(PathBuf, EventRow)>>,
}

impl Beside {
    /// The index as it is shown.
    pub(in crate::cli) fn name(&self) -> &str {
        &self.index.name
    }

    /// What is to be committed, given the index that the commit before has.
    pub(in crate::cli) fn over(&self, in_head: &[u8]) -> Over {
        let Index { old, .. } = &self.index;
        // A checkout may have other line ends.
        let is_like = |bytes: &[u8]| {
            let without: Vec<u8> = old.iter().copied().filter(|byte| *byte != b'\r').collect();
            bytes == old.as_slice() || bytes == without
        };
        let with_rows = |text: &str| {
            let mut index = Index { text: text.to_owned(), ..self.index.clone() };
            index.keep(&self.rows);
            index.text.into_bytes()
        };
        let wanted = std::str::from_utf8(in_head).map(with_rows).unwrap_or_else(|_| in_head.to_vec());
        if is_like(in_head) {
            Over::Rows { bytes: with_rows(&self.index.text), on_disk: old.clone() }
        } else if is_like(&wanted) {
            Over::Rows { bytes: old.clone(), on_disk: old.clone() }
        } else if wanted == in_head {
            Over::Nothing
        } else {
            Over::Others
        }
    }
}

/// What is to be committed of an index.
pub(in crate::cli) enum Over {
    /// The rows of the events, and nothing else is another.
    Rows {
        /// What it is to hold.
        bytes: Vec<u8>,
        /// What it holds.
        on_disk: Vec<u8>,
    },
    /// Nothing: the commit before has the rows, whatever else was changed since.
    Nothing,
    /// The rows, but somebody changed other parts of it as well.
    Others,
}

/// Indices as they are to be, and the lock under which they were read.
#[derive(Default)]
pub(in crate::cli) struct Kept {
    indices: Vec<Index>,
    #[expect(dead_code, reason = "it is held, and given back with all this")]
    lock: Option<fs::Lock>,
}

impl Kept {
    /// Whether any is to be written.
    pub(in crate::cli) fn is_changed(&self) -> bool {
        self.changed().next().is_some()
    }

    fn changed(&self) -> impl Iterator<Item = &Index> {
        self.indices.iter().filter(|index| index.is_changed())
    }

    /// Puts those that changed into what is written.
    pub(in crate::cli) fn put(&self, batch: &mut Batch) -> Result<(), Error> {
        self.changed().try_for_each(|index| index.put(batch))
    }

    /// What would change in them.
    pub(in crate::cli) fn diffs(&self) -> impl Iterator<Item = String> {
        self.changed().map(Index::diff)
    }

    /// What is said of them: the name of each that changed, and how many rows did.
    pub(in crate::cli) fn told(&self) -> impl Iterator<Item = (&str, usize)> {
        self.changed().map(|index| (index.name.as_str(), index.rows))
    }
}

/// What was found of an index; that it is none to be kept is said, and no failure. Where the system fails so does the run:
/// the next one may find an index there.
fn kept_or_told(found: Result<Found, Error>, terminal: &mut Terminal) -> Result<Found, Error> {
    use fs::Error::{Open, Read, Write};
    match found {
        Err(Error::Read(error @ (Open { .. } | Read { .. } | Write { .. }))) => Err(Error::Read(error)),
        Err(Error::Write(error @ (Open { .. } | Read { .. } | Write { .. }))) => Err(Error::Write(error)),
        Err(error) => {
            terminal.warning(&format!("the index is left alone: {error}"));
            Ok(Found::default())
        }
        found => found,
    }
}

/// The lock among runs of this program in the project around a folder, where there is a place for it.
pub(in crate::cli) fn lock(
    folder: &Path,
    places: &mut Places,
    terminal: &mut Terminal,
) -> Result<Option<fs::Lock>, Error> {
    let place = places.of(folder, terminal)?;
    let path = match (&place.repository, place.project.state_folder()) {
        (Some(repository), _) => repository.lock_path(),
        (None, Some(state)) => state.join("lock"),
        (None, None) => return Ok(None),
    };
    let lock = fs::lock_in_turn(&path, |holder| {
        terminal.status(&format!("Waiting for {holder}, which is at work in this repository."));
    });
    lock.map(Some).map_err(Error::Lock)
}

/// What a new table is headed by.
pub(super) struct Titles {
    /// The events' name.
    pub(super) series: String,
    /// The columns, as the template's header lines call them, with that of the page.
    pub(super) columns: Vec<String>,
}

impl Titles {
    /// The table, to be aligned once it has rows.
    fn table(&self) -> String {
        let rule: Vec<&str> = self.columns.iter().map(|_| "---").collect();
        format!("| {} |\n|{}|\n", self.columns.join(" | "), rule.join("|"))
    }
}

/// What there is of indices in a folder.
#[derive(Default)]
pub(super) struct Found {
    /// Those that are kept: all that are configured, or else the first.
    pub(super) indices: Vec<Index>,
    /// Another one, which is left alone.
    pub(super) other: Option<String>,
}

impl Index {
    /// The indices of a folder.
    pub(super) fn open(folder: &Path, place: &Rc<Place>) -> Result<Found, Error> {
        let configuration = &place.project.configuration;
        let mut found = Found::default();
        for name in configuration.index_names() {
            let path = folder.join(name);
            if !path.is_file() {
                continue;
            }
            if found.indices.is_empty() || !configuration.index.is_empty() {
                let key = place.key(Path::new(name));
                let target = place.root.target_shown(&key, path.clone()).map_err(Error::Write)?;
                found.indices.push(Self::read((path_name(&path), path_name(&key), target), place)?);
            } else {
                found.other = Some(path_name(&path));
            }
        }
        Ok(found)
    }

    fn read((name, path, target): (String, String, Target), place: &Rc<Place>) -> Result<Self, Error> {
        let old = target.read(MAX_BYTES).map_err(Error::Read)?.unwrap_or_default();
        let text = text_of(&name, old.clone())?;
        Ok(Self { name, path, target, place: place.clone(), old, text, has_table: true, rows: 0 })
    }

    /// Brings the rows of events up to date, each with the path of its page.
    pub(super) fn keep(&mut self, rows: &[(PathBuf, EventRow)]) {
        let page = |page: &Path| {
            let file = page.file_name().map(Path::new).unwrap_or(page);
            path_name(&self.place.key(&file.with_extension("")))
        };
        let pages: Vec<String> = rows.iter().map(|(path, _)| page(path)).collect();
        let entries: Vec<Entry<'_>> = pages
            .iter()
            .zip(rows)
            .map(|(page, (_, row))| Entry {
                page,
                days: row.days,
                dates: &row.dates,
                place: row.place.as_ref(),
                organizers: &row.organizers,
            })
            .collect();
        let start = self.start();
        let root = &self.place.project.root;
        let is_page = |path: &str| pages.iter().any(|page| page == path) || root.join(format!("{path}.md")).is_file();
        match with_rows(&self.path, &self.text, start, &entries, &is_page) {
            Some(text) => {
                let known: HashSet<&str> = self.text.lines().collect();
                self.rows += text.lines().filter(|line| !known.contains(line)).count();
                self.text = text;
            }
            None => self.has_table = false,
        }
    }

    /// Where its Markdown begins.
    fn start(&self) -> usize {
        front_matter::split(&self.text).map_or(0, |(_, rest)| self.text.len() - rest.len())
    }

    /// Aligns its tables of events.
    pub(super) fn align(&mut self) {
        let root = &self.place.project.root;
        let is_page = |path: &str| root.join(format!("{path}.md")).is_file();
        if let Some(text) = aligned(&self.path, &self.text, self.start(), &is_page) {
            self.text = text;
        }
    }

    /// A new index for a folder that has none, or a table at the end of the one that has none.
    pub(super) fn create(folder: &Path, place: &Rc<Place>, titles: &Titles) -> Result<Self, Error> {
        let name = place.project.configuration.index_names().into_iter().next().unwrap_or_default();
        let (shown, key) = (folder.join(name), place.key(Path::new(name)));
        let target = place.root.target_shown(&key, shown.clone()).map_err(Error::Write)?;
        let text = format!("---\ntitle: {0}\n---\n\n# {0}\n\n{1}", titles.series, titles.table());
        let place = place.clone();
        let (name, path) = (path_name(&shown), path_name(&key));
        Ok(Self { name, path, target, place, old: Vec::new(), text, has_table: true, rows: 0 })
    }

    /// Adds a table without rows at the end.
    pub(super) fn add_table(&mut self, titles: &Titles) {
        let end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let gap = if self.text.ends_with('\n') { end.to_owned() } else { end.repeat(2) };
        self.text.push_str(&gap);
        self.text.push_str(&titles.table().replace('\n', end));
        self.has_table = true;
    }

    pub(super) fn is_changed(&self) -> bool {
        self.old != self.text.as_bytes()
    }

    pub(super) fn diff(&self) -> String {
        unified_diff(&self.name, &String::from_utf8_lossy(&self.old), &self.text)
    }

    /// Puts it into what is written; refused where somebody changed it since it was read.
    pub(super) fn put(&self, batch: &mut Batch) -> Result<(), Error> {
        if self.target.read(MAX_BYTES).map_err(Error::Read)?.unwrap_or_default() != self.old {
            return Err(Error::ChangedMeanwhile { path: PathBuf::from(&self.name) });
        }
        batch.put(self.target.clone(), self.text.clone().into_bytes()).map_err(Error::Write)
    }
}

/// Says that an index is written, or would be.
pub(in crate::cli) fn say_of_index(name: &str, rows: usize, writes: bool, terminal: &mut Terminal) {
    let verb = if writes { "Wrote" } else { "Would write" };
    // What is aligned has the rows that it had.
    let rows = if rows == 0 { String::new() } else { format!(": {}", Count(rows, "row")) };
    terminal.status(&format!("{verb} {name}{rows}."));
}

#[cfg(test)]
mod tests {
    use crate::fs::MEMORY_LIMIT;
    use crate::terminal::Environment;
    use crate::terminal::Options;

    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the files are somebody else's")]
    fn an_index_that_somebody_edits_meanwhile_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("_index.md");
        std::fs::write(&path, "| Date | Wrap Up |\n|---|---|\n").unwrap();
        let mut terminal = Terminal::new(Options::default(), Environment::of_process());
        let place = Places::new().of(folder.path(), &mut terminal).unwrap();
        let mut index = Index::open(folder.path(), &place).unwrap().indices.remove(0);
        index.add_table(&Titles { series: "Days".to_owned(), columns: vec!["Date".to_owned()] });
        index.put(&mut Batch::new(MEMORY_LIMIT)).unwrap();
        std::fs::write(&path, "| Date | Wrap Up |\n|---|---|\n| today | tea |\n").unwrap();
        let refused = index.put(&mut Batch::new(MEMORY_LIMIT)).unwrap_err();
        assert!(
            matches!(&refused, Error::ChangedMeanwhile { path: edited } if path_name(edited).ends_with("_index.md"))
        );
    }
}
