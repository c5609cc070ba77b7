//! Files as the linter sees them: read, and with the event that they tell.

use std::num::NonZero;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use crate::check::Role;
use crate::check::Subject;
use crate::check::page::Read;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Report;
use crate::document;
use crate::fs;
use crate::import;
use crate::import::Hints;
use crate::import::ImportError;
use crate::project::Project;
use crate::source::Source;
use crate::yaml::read::MAX_BYTES;

use super::super::Error;
use super::super::drawing::Drawing;
use super::super::places::shown_from_here;
use super::super::report::Failure;
use super::super::topic_files;
use super::around::Around;
use super::looking::Sort;
use super::looking::Sought;

/// The files, and what reading them found.
pub(super) struct Subjects {
    /// In the order of their paths.
    pub(super) list: Vec<Subject>,
    /// What is wrong with files that could not be read as what they are, with their places in the list.
    pub(super) broken: Vec<(usize, Diagnostic)>,
    /// How many of them there were to look at; the others are there for the links in them.
    pub(super) asked: usize,
}

/// A file that was read, and what is wrong with it, each with the name of the file that it stands in.
type One = Result<(Subject, Vec<(String, Diagnostic)>), Failure>;

impl Subjects {
    /// Reads the files, several at once.
    pub(super) fn read(
        sought: &Sought,
        drawing: &Drawing,
        (project, around): (&Project, &Around<'_>),
        done: impl Fn() + Sync,
    ) -> Result<Self, Failure> {
        let page = |path: &str, sort| if sort == Sort::Event { around.page_of(path) } else { path.to_owned() };
        let files = sought.files.iter().map(|(path, sort)| (path, *sort, page(path, *sort)));
        let files: Vec<(&String, Sort, String)> = files.collect();
        let threads = match files.len() {
            0..=8 => 1,
            many => std::thread::available_parallelism().map_or(1, NonZero::get).min(many),
        };
        let read: Mutex<Vec<(usize, One)>> = Mutex::new(Vec::with_capacity(files.len()));
        let next = AtomicUsize::new(0);
        let work = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some((path, sort, page)) = files.get(index) else { break };
                let one = subject((path, page), *sort, drawing, project);
                read.lock().unwrap_or_else(PoisonError::into_inner).push((index, one));
            }
        };
        if threads < 2 {
            work();
        } else {
            std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
        }
        let mut read = read.into_inner().unwrap_or_else(PoisonError::into_inner);
        read.sort_by_key(|(index, _)| *index);
        let asked = files.iter().filter(|(_, sort, _)| *sort != Sort::Other).count();
        let mut subjects = Self { list: Vec::with_capacity(read.len()), broken: Vec::new(), asked };
        let mut all = Vec::new();
        for (index, one) in read {
            done();
            let (subject, broken) = one?;
            subjects.list.push(subject);
            all.extend(broken.into_iter().map(|(name, diagnostic)| (index, name, diagnostic)));
        }
        for (index, name, diagnostic) in all {
            let named = subjects.list.iter().position(|subject| subject.source.name == name);
            subjects.broken.push((named.unwrap_or(index), diagnostic));
        }
        Ok(subjects)
    }
}

fn subject((path, page): (&str, &str), sort: Sort, drawing: &Drawing, project: &Project) -> One {
    let absolute = project.root.join(path);
    let name = shown_from_here(&absolute);
    let as_subject = |source, role, read| Subject { path: path.to_owned(), page: page.to_owned(), source, role, read };
    let broken = |report: Report| {
        let Report { sources, diagnostics, .. } = report;
        let named = |mut diagnostic: Diagnostic| {
            let source = std::mem::take(&mut diagnostic.primary.source);
            // Another file could only be told of by its place in this report.
            diagnostic.related.retain(|label| label.source == source);
            diagnostic.related.iter_mut().for_each(|label| label.source = 0);
            (sources.get(source).map(|source| source.name.clone()).unwrap_or_default(), diagnostic)
        };
        let diagnostics = diagnostics.into_iter().map(named).collect();
        let source = sources.into_iter().next().filter(|source| source.name == name);
        Ok((as_subject(source.unwrap_or_else(|| Source::new(name.as_str(), "")), Role::Broken, None), diagnostics))
    };
    let bytes = match fs::read(&absolute, MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(fs::Error::TooLarge { head, .. }) => return broken(document::too_large(&name, &head)),
        Err(error) => return Err(Error::Read(error).into()),
    };
    if sort == Sort::Event {
        let mut source = match document::decode(&name, bytes) {
            Ok(source) => source,
            Err(report) => return broken(report),
        };
        source.parts = match topic_files::read(Path::new(&name)) {
            Ok(files) => files,
            Err(Failure::Report(report)) => return broken(*report),
            Err(error) => return Err(error),
        };
        return match drawing.read(source.clone(), project) {
            Ok((document, renderer)) => {
                let text = renderer.page(&document.event, None).map_err(Error::Render)?;
                let series: Vec<String> = document.event.series.clone().into_iter().collect();
                let hints = Hints {
                    start: Some(document.event.dates.start),
                    series: &series,
                    style: document.event.style.as_deref(),
                    footer: Some(document.event.footer.as_deref().unwrap_or_default()),
                    ..Hints::default()
                };
                let imported = import::page(Source::new(name.as_str(), text), &renderer, &hints);
                let read = imported.ok().map(|imported| Read { imported, renderer });
                Ok((as_subject(source, Role::Event(Box::new(document)), read), Vec::new()))
            }
            Err(Failure::Report(report)) => broken(*report),
            Err(error) => Err(error),
        };
    }
    if sort == Sort::Topic {
        // What is wrong with it is told where its event is read.
        let source = document::decode(&name, bytes).unwrap_or_else(|_| Source::new(name.as_str(), ""));
        return Ok((as_subject(source, Role::Topic, None), Vec::new()));
    }
    let source = match document::decode_whole(&name, bytes) {
        Ok(source) => source,
        Err(_) if sort == Sort::Other => {
            return Ok((as_subject(Source::new(name.as_str(), ""), Role::Other, None), Vec::new()));
        }
        Err(report) => return broken(report),
    };
    let role = match sort {
        Sort::Made => Role::Made,
        Sort::Index => Role::Index,
        Sort::Other => Role::Other,
        Sort::Page | Sort::Event | Sort::Topic => Role::Page,
    };
    let read = if matches!(sort, Sort::Page | Sort::Made) { imported(&source, path, drawing, project)? } else { None };
    Ok((as_subject(source, role, read), Vec::new()))
}

/// The event that a page tells; none where nothing on it says when it was.
fn imported(source: &Source, path: &str, drawing: &Drawing, project: &Project) -> Result<Option<Read>, Failure> {
    let name = path.rsplit('/').next().and_then(|name| name.strip_suffix(".md"));
    let hints = Hints { name, ..Hints::default() };
    match drawing.import_page(source, project, &hints) {
        Ok((imported, renderer)) => Ok(Some(Read { imported, renderer })),
        Err(Error::Import(ImportError::NoDate { .. })) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
