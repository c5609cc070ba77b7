//! Other documents than the page: which are asked for, where each goes, and what of a file there is replaced.

use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use serde_json::json;

use crate::diagnostic::Report;
use crate::fs;
use crate::fs::Batch;
use crate::fs::Target;
use crate::grammar::Count;
use crate::grammar::ticked;
use crate::outputs;
use crate::outputs::DiffSize;
use crate::outputs::Standing;
use crate::outputs::manner;
use crate::outputs::marked;
use crate::project::pages::Fingerprint;
use crate::project::pages::Written;
use crate::source::Source;
use crate::terminal::Terminal;

use super::super::Error;
use super::super::Outcome;
use super::super::choice;
use super::super::drawing::Drawing;
use super::super::index::lock;
use super::super::inputs::names_folder;
use super::super::inputs::path_name;
use super::super::places::Places;
use super::super::places::folder_of;
use super::super::places::from_here;
use super::super::report::Failure;
use super::super::shared::Format;
use super::Destination;
use super::Failures;
use super::PAGE;
use super::RenderArgs;
use super::edited;
use super::keep;
use super::show_diff;

pub(in crate::cli) use asked::seen_from_here;

use asked::Subject;
use asked::read;

mod asked;

/// Where a document goes.
struct Goes {
    path: PathBuf,
    /// The same below the root, where the configuration says it.
    below: Option<PathBuf>,
}

/// A document that is asked for.
struct Wanted<'s> {
    /// The place of its event among those that are named.
    event: usize,
    subject: &'s Subject,
    name: &'s str,
    /// Nothing is standard output.
    goes: Option<Goes>,
}

/// A document in the file it goes to.
struct Done {
    event: String,
    argument: PathBuf,
    id: String,
    document: String,
    /// Of the files.
    file: usize,
    standing: Standing,
    /// By what it is remembered, and as what.
    remembered: (PathBuf, Written),
    /// Whether it is all that the file holds.
    is_whole: bool,
}

/// A file that documents go to.
struct File {
    destination: Destination,
    old: Option<Vec<u8>>,
    /// What it holds with those documents that are in it.
    text: Option<String>,
    /// Whether old bytes are lost that nobody knows to be ours.
    loses: bool,
}

pub(super) fn run(args: &RenderArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    // A heading of a page does not tell where its series ends; the pages beside it do.
    let drawing = Drawing::new(&args.reading)?.knowing_series();
    let mut places = Places::new();
    let events = choice::events(&args.events, &mut places, terminal)?;
    let (subjects, failures) = read(args, &events, &drawing, &mut places, terminal)?;
    if !failures.is_empty() {
        return Ok(failures.tell(args.format, terminal));
    }
    let draws_page = args.to.iter().any(|name| name == PAGE);
    let output = args.output.as_deref().filter(|output| *output != Path::new("-"));
    let goes = |subject: &Subject, name: &str| match &args.output {
        Some(_) => output.map(|output| Goes { path: output.to_owned(), below: None }),
        None => subject.configured(name).map(|below| {
            let absolute = subject.place.project.root.join(&below);
            Goes { path: from_here(&absolute), below: Some(below) }
        }),
    };
    let named = subjects.iter().enumerate().flat_map(|(event, subject)| {
        subject.names.iter().map(move |name| Wanted { event, subject, name, goes: goes(subject, name) })
    });
    let wanted: Vec<Wanted<'_>> = named.collect();
    judge(args, &events, wanted.iter().filter(|one| one.goes.is_none()).count(), output)?;

    let writes = !(args.dry_run || args.diff || args.check);
    // From before a file is read until it is written, so that two runs lose no place in it. With `-o` the page keeps no
    // index, and takes no lock of its own.
    let paths: Vec<&Path> = wanted.iter().filter_map(|one| Some(one.goes.as_ref()?.path.as_path())).collect();
    let first = paths.first().copied().filter(|_| writes);
    let lock_files = |places: &mut Places, terminal: &mut Terminal| match first {
        Some(output) if output.is_dir() => lock(output, places, terminal),
        Some(output) if folder_of(output).is_dir() || output.components().count() == 1 => {
            lock(folder_of(output), places, terminal)
        }
        // What is wrong with it is told where it is to be written.
        _ => Ok(None),
    };
    let mut held = lock_files(&mut places, terminal)?;
    let mut documents = Documents { args, drawing: &drawing, files: Vec::new(), done: Vec::new() };
    let mut to_stdout = String::new();
    let mut failures = Failures::default();
    for Wanted { event, subject, name, goes } in &wanted {
        let drawn = match goes {
            None => {
                let whereabouts = seen_from_here(&subject.input, &subject.id, &mut places, terminal)?;
                subject.draw(&drawing, name, whereabouts).map(|text| to_stdout.push_str(&text))
            }
            Some(goes) => {
                let count = paths.iter().filter(|path| **path == goes.path).count();
                documents.put(subject, name, goes, count, &mut places, terminal)
            }
        };
        if let Err(failure) = drawn {
            failures.push(*event, failure);
        }
    }
    if !failures.is_empty() {
        return Ok(failures.tell(args.format, terminal));
    }
    if documents.is_refused() {
        documents.refuse(terminal);
        return Ok(Outcome::Refused);
    }
    // The page after all refusals of the others are known, and before them, since they link it.
    let page = match draws_page {
        true => {
            // It keeps the index under a lock of its own; what happens to the files meanwhile is noticed.
            drop(held.take());
            super::pages(&RenderArgs { events, ..args.clone() }, terminal)?
        }
        false => Outcome::Done,
    };
    if !matches!(page, Outcome::Done | Outcome::Findings) {
        return Ok(page);
    }
    terminal.data(&to_stdout);
    if draws_page {
        held = lock_files(&mut places, terminal)?;
    }
    let outcome = documents.finish(&mut places, terminal)?;
    drop(held);
    Ok(if outcome == Outcome::Done { page } else { outcome })
}

/// Refuses what does not go together.
fn judge(args: &RenderArgs, events: &[PathBuf], shown: usize, output: Option<&Path>) -> Result<(), Error> {
    let draws_page = args.to.iter().any(|name| name == PAGE);
    let usage = |message: &str, help: &str| Err(Error::Usage { message: message.to_owned(), help: help.to_owned() });
    if draws_page && events.iter().any(|event| event.as_os_str() == "-") {
        return usage("standard input is read once, for the page or for other documents", "draw one after the other");
    }
    let names_stdout = args.output.is_some() && output.is_none();
    if shown > 1 || draws_page && names_stdout {
        return usage(
            "several documents cannot go to standard output at once",
            "ask for one, or name a file with a marked place for each, or a folder, after `-o`",
        );
    }
    match output {
        Some(output) if draws_page && !names_folder(output) => usage(
            "the page and other documents cannot go to one file",
            "draw the page on its own, or give `-o` a folder that exists, or end it with `/`",
        ),
        _ => Ok(()),
    }
}

/// The documents of a run that go to files.
struct Documents<'a> {
    args: &'a RenderArgs,
    drawing: &'a Drawing,
    files: Vec<File>,
    done: Vec<Done>,
}

impl Documents<'_> {
    fn writes(&self) -> bool {
        !(self.args.dry_run || self.args.diff || self.args.check)
    }

    /// Draws a document and puts it into the text of its file.
    fn put(
        &mut self,
        subject: &Subject,
        name: &str,
        goes: &Goes,
        count: usize,
        places: &mut Places,
        terminal: &mut Terminal,
    ) -> Result<(), Failure> {
        let output = &goes.path;
        let is_folder = goes.below.is_none() && names_folder(output);
        let path = if is_folder { output.join(subject.file_name(name)) } else { output.clone() };
        let index = self.file(&path, goes, subject, places, terminal)?;
        let Some(File { destination, old, text, loses }) = self.files.get_mut(index) else { return Ok(()) };

        let page_link = manner::link(&destination.place.folder, &subject.page);
        let anchors =
            subject.read.renderer.anchors(&subject.read.event, self.drawing.style()).map_err(Error::Render)?;
        let known = text.clone().or_else(|| String::from_utf8(old.clone()?).ok());
        let there = known.as_deref().unwrap_or_default();
        let content = marked::find(there, name, &subject.id).map_err(|diagnostic| {
            let source = Source::new(destination.name.clone(), there);
            Report { sources: vec![source], diagnostics: vec![*diagnostic], omitted: 0 }
        })?;
        let key = key_of(&destination.key(), name, &subject.id);
        let last = destination.place.pages.borrow().get(&key).copied();
        let Some(content) = content else {
            if subject.is(&path) {
                return Err(Error::Usage {
                    message: format!("{} is the event itself, or its page", ticked(&destination.name)),
                    help: format!("give `-o` another file for the {name}"),
                }
                .into());
            }
            if count > 1 && !is_folder {
                let begin = marked::beginning(name, &subject.id);
                return Err(Error::Usage {
                    message: format!("{} has no place for the {name} of {}", ticked(&destination.name), subject.id),
                    help: format!("mark it by the lines {} and {}", ticked(begin), ticked(marked::END)),
                }
                .into());
            }
            let whereabouts = manner::of(there, page_link, &anchors);
            let drawn = in_line_ends_of(subject.draw(self.drawing, name, whereabouts.clone())?, there);
            let from_head = || subject.drawn_of_head(self.drawing, name, whereabouts);
            let drawn = outputs::compare(drawn, old.as_deref(), last.as_ref(), from_head, |_, _| false)?;
            *loses |= matches!(drawn.standing, Standing::Edited(_));
            *text = Some(drawn.page);
            self.done.push(subject.done(name, index, drawn.standing, (key, drawn.written), true));
            return Ok(());
        };

        let in_place = there.get(content.clone()).unwrap_or_default();
        let before = if in_place.contains('|') || in_place.contains('#') { in_place } else { there };
        let whereabouts = manner::of(before, page_link, &anchors);
        let drawn = subject.draw(self.drawing, name, whereabouts.clone())?;
        let replaced = marked::replaced(there, &content, &drawn);
        let own = of_place(in_place);
        let is_empty = in_place.trim().is_empty();
        let standing = if replaced == there {
            Standing::Unchanged
        } else if is_empty || last.is_some_and(|last| last == own) {
            Standing::Ours
        } else {
            // Whoever marks a place wants it filled: what stood there is kept all the same.
            let head = subject.drawn_of_head(self.drawing, name, whereabouts)?;
            let is_of_head = head.is_some_and(|head| of_place(&head) == own);
            *loses |= !is_of_head;
            match last {
                Some(_) if !is_of_head => Standing::Edited(outputs::diff_size(&plain(in_place), &plain(&drawn))),
                _ => Standing::Ours,
            }
        };
        *text = Some(replaced);
        self.done.push(subject.done(name, index, standing, (key, of_place(&drawn)), false));
        Ok(())
    }

    /// The file at a path, read where it is not yet; one below the root lies in a folder that may yet be to be made.
    fn file(
        &mut self,
        path: &Path,
        goes: &Goes,
        subject: &Subject,
        places: &mut Places,
        terminal: &mut Terminal,
    ) -> Result<usize, Error> {
        let name = path_name(path);
        if let Some(index) = self.files.iter().position(|file| file.destination.name == name) {
            return Ok(index);
        }
        let target = match (&goes.below, path.file_name()) {
            (Some(below), _) => subject.place.root.target_shown(below, path.to_owned()),
            (None, Some(file)) if path != goes.path => {
                places.root(&goes.path).map_err(Error::Write)?.target(Path::new(file))
            }
            (None, _) => Target::explicit(path),
        };
        let target = target.map_err(Error::Write)?;
        let place = match &goes.below {
            Some(below) => Rc::new(subject.place.at(subject.place.project.root.join(folder_of(below)))),
            None => places.of(folder_of(path), terminal)?,
        };
        let old = target.read(outputs::MAX_BYTES).map_err(Error::Write)?;
        self.files.push(File { destination: Destination::new(target, place, name), old, text: None, loses: false });
        Ok(self.files.len() - 1)
    }

    fn is_refused(&self) -> bool {
        let is_edited = self.done.iter().any(|done| matches!(done.standing, Standing::Edited(_)));
        is_edited && self.writes() && !self.args.force
    }

    fn name(&self, done: &Done) -> &str {
        self.files.get(done.file).map_or("", |file| &file.destination.name)
    }

    /// Says which files hold something else, and what can be done.
    fn refuse(&self, terminal: &mut Terminal) {
        for done in &self.done {
            let Standing::Edited(DiffSize { added, removed }) = done.standing else { continue };
            let file = self.name(done).to_owned();
            let (added, removed) = (Count(added, "line"), Count(removed, "line"));
            let see = edited::command("render", &done.argument, self.args);
            let mark = match done.is_whole {
                true => {
                    let begin = marked::beginning(&done.document, &done.id);
                    format!("; to fill a place in it, mark that by the lines `{begin}` and `{}`", marked::END)
                }
                false => String::new(),
            };
            let hint = format!("to see it: {see} --diff{mark}; to overwrite it and keep a copy: --force");
            let error = Holds { file, document: done.document.clone(), id: done.id.clone(), added, removed };
            terminal.error(&error, Some(&hint));
        }
        terminal.status("Nothing was written.");
    }

    fn finish(self, places: &mut Places, terminal: &mut Terminal) -> Result<Outcome, Error> {
        let writes = self.writes();
        let mut changes = false;
        let mut batch = Batch::new(fs::MEMORY_LIMIT);
        for file in &self.files {
            let Some(text) = &file.text else { continue };
            let old = file.old.as_deref();
            if self.args.diff {
                let before = String::from_utf8_lossy(old.unwrap_or_default());
                show_diff(&outputs::unified_diff(&file.destination.name, &before, text), terminal);
            }
            if old == Some(text.as_bytes()) {
                continue;
            }
            changes = true;
            if writes {
                if let Some(old) = old.filter(|_| file.loses) {
                    keep("old text", &file.destination, old, terminal)?;
                }
                if file.destination.target.read(outputs::MAX_BYTES).map_err(Error::Read)? != file.old {
                    return Err(Error::ChangedMeanwhile { path: PathBuf::from(&file.destination.name) });
                }
                batch.put(file.destination.target.clone(), text.clone().into_bytes()).map_err(Error::Write)?;
            }
        }
        if writes {
            batch.finish()?;
            for done in &self.done {
                let Some(file) = self.files.get(done.file) else { continue };
                let (key, written) = &done.remembered;
                file.destination.place.pages.borrow_mut().remember(key, *written);
            }
            if let Err(error) = places.save() {
                terminal.detail(&format!("{error}: the next run may ask whether a document was edited"));
            }
        }
        self.tell(writes, terminal);
        Ok(if self.args.check && changes { Outcome::Findings } else { Outcome::Done })
    }

    fn tell(&self, writes: bool, terminal: &mut Terminal) {
        if self.args.format == Format::Json {
            for done in &self.done {
                let line = json!({
                    "schema_version": 1,
                    "event": done.event,
                    "document": done.document,
                    "file": self.name(done),
                    "status": done.standing.name(),
                    "written": writes && done.standing != Standing::Unchanged,
                });
                terminal.json(&line.to_string());
            }
            return;
        }
        if self.args.diff {
            return;
        }
        let verb = if writes { "Wrote" } else { "Would write" };
        for (index, file) in self.files.iter().enumerate() {
            let mut own = self.done.iter().filter(|done| done.file == index);
            let name = &file.destination.name;
            match own.all(|done| done.standing == Standing::Unchanged) {
                true => terminal.status(&format!("{name} is up to date.")),
                false => terminal.status(&format!("{verb} {name}.")),
            }
        }
    }
}

impl Subject {
    fn done(
        &self,
        name: &str,
        file: usize,
        standing: Standing,
        remembered: (PathBuf, Written),
        is_whole: bool,
    ) -> Done {
        Done {
            event: self.input.name(),
            argument: self.input.argument(),
            id: self.id.clone(),
            document: name.to_owned(),
            file,
            standing,
            remembered,
            is_whole,
        }
    }
}

/// The document with the line ends that a file has.
fn in_line_ends_of(drawn: String, there: &str) -> String {
    let first = there.find('\n').and_then(|at| there.get(..at));
    if first.is_some_and(|line| line.ends_with('\r')) { drawn.replace('\n', "\r\n") } else { drawn }
}

/// By what a document in a file is remembered: not by what a page there would be, which is none of ours to replace.
fn key_of(file: &Path, document: &str, id: &str) -> PathBuf {
    let mut key = file.to_owned().into_os_string();
    key.push(format!("#{document} {id}"));
    PathBuf::from(key)
}

/// What is remembered of a place.
fn of_place(text: &str) -> Written {
    Written { page: Fingerprint::of(plain(text).as_bytes()), own: None }
}

/// The text of a place, whatever its line ends and the blank lines around it.
fn plain(text: &str) -> String {
    format!("{}\n", text.replace("\r\n", "\n").trim_matches('\n'))
}

#[derive(Debug, thiserror::Error)]
#[error("`{file}` holds something else: to write the {document} of {id} would add {added} and remove {removed}")]
struct Holds {
    file: String,
    document: String,
    id: String,
    added: Count,
    removed: Count,
}
