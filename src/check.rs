//! The linter: what a reviewer would find in event files, pages and the index, found before.
//!
//! A page is looked at as it stands. Of an event file the page is looked at that it draws, and what is found there is
//! told where it is written. Rules are [data](rule); what they look at is a [page](page::Page), or a [`Folder`] of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Label;
use crate::diagnostic::Place;
use crate::diagnostic::Severity;
use crate::document::Document;
use crate::markdown::anchor::Site;
use crate::source::Source;

use self::files::Files;
use self::found::Found;
use self::found::FoundInFolder;
use self::ignores::Ignore;
use self::origin::Origin;
use self::page::Page;
use self::page::Read;
use self::rule::Check;

pub mod files;
pub mod fixes;
pub mod found;
mod ignores;
mod origin;
pub mod page;
pub mod rule;
mod rules;
pub mod settings;

#[cfg(test)]
mod tests;

pub use settings::Settings;

/// What the rules go by.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site that shows the pages, which makes anchors of headings.
    pub site: Site,
    /// Another site whose anchors are taken as well, where nobody says which of them it is.
    pub other_site: Option<Site>,
    /// The most bytes of a picture.
    pub picture_bytes: u64,
    /// The folder that pictures lie in, relative to the pages, with `/`.
    pub pictures: String,
    /// The day by which an event is over or not.
    pub today: NaiveDate,
}

/// A file to look at.
pub struct Subject {
    /// Where it lies below the root, with `/`.
    pub path: String,
    /// Where its page lies: of an event file the page that it makes. Links are read from there.
    pub page: String,
    /// Its text as it is on disk.
    pub source: Source,
    /// What it is.
    pub role: Role,
    /// The event that its page tells.
    pub read: Option<Read>,
}

/// What a file is to the linter.
#[derive(Debug)]
pub enum Role {
    /// A page that is its own source, or somebody else's.
    Page,
    /// A page that an event file beside it makes, which is looked at in its place.
    Made,
    /// An event file, with the text of the page that it draws.
    Event(Box<Document>),
    /// A file with a topic of an event folder: its text is looked at on the event's page.
    Topic,
    /// A page that lists events.
    Index,
    /// A page that is looked at only for links to the others.
    Other,
    /// What could not be read further.
    Broken,
}

/// All files that are looked at together.
pub struct Folder<'a> {
    /// The files.
    pub subjects: &'a [Subject],
    /// Of each its page, if it has one.
    pub pages: &'a [Option<Page<'a>>],
    /// Pictures beside the pages, by their paths below the root.
    pub pictures: &'a [String],
    /// What lies around them.
    pub files: &'a Files<'a>,
    /// What the rules go by.
    pub options: &'a Options,
    /// The headings that a page had before, by its path: in the last commit, or where the branch began.
    pub past: &'a dyn Fn(&str) -> Vec<files::Headings>,
}

/// All that is looked at, and what is known of it from elsewhere.
pub struct Wanted<'a> {
    /// The files.
    pub subjects: &'a [Subject],
    /// Pictures beside the pages, by their paths below the root.
    pub pictures: &'a [String],
    /// What lies around them.
    pub files: &'a Files<'a>,
    /// What the rules go by.
    pub options: &'a Options,
    /// The headings that a page had before, by its path.
    pub past: &'a dyn Fn(&str) -> Vec<files::Headings>,
    /// What somebody else found, by the file it was found in.
    pub elsewhere: Vec<(usize, Diagnostic)>,
    /// Which findings are told, and how severely.
    pub settings: &'a Settings,
}

/// Looks at files; returns what is found in each, in the order of its places. A label of another source than 0 stands
/// in the subject of that index less one.
pub fn check(wanted: Wanted<'_>) -> Vec<Vec<Diagnostic>> {
    let Wanted { subjects, pictures, files, options, past, elsewhere, settings } = wanted;
    for subject in subjects.iter().filter(|subject| matches!(subject.role, Role::Event(_))) {
        files.expect(&subject.page);
    }
    let pages: Vec<Option<Page<'_>>> = subjects.iter().map(|subject| subject.page(files, options)).collect();
    let mut findings: Vec<Vec<Diagnostic>> = subjects
        .iter()
        .zip(&pages)
        .map(|(subject, page)| page.as_ref().map(|page| subject.look(page)).unwrap_or_default())
        .collect();
    let folder = Folder { subjects, pages: &pages, pictures, files, options, past };
    let mut found = FoundInFolder::default();
    for rule in rule::all() {
        if let Check::Folder(look) = rule.check {
            found.rule = Some(rule);
            look(&folder, &mut found);
        }
    }
    for (subject, finding) in found.list {
        if let Some(findings) = findings.get_mut(subject) {
            findings.push(finding);
        }
    }
    for ((subject, page), findings) in subjects.iter().zip(&pages).zip(&mut findings) {
        if let Some(page) = page {
            subject.origin(subjects).place(page, findings);
        }
    }
    move_to_topic_files(subjects, &mut findings);
    place_related(subjects, &pages, &mut findings);
    for (subject, finding) in elsewhere {
        if let Some(findings) = findings.get_mut(subject) {
            findings.push(finding);
        }
    }
    for ((subject, page), findings) in subjects.iter().zip(&pages).zip(&mut findings) {
        ignores::apply(&subject.ignores(page.as_ref()), findings);
        settings.apply(findings);
        findings.sort_by(|one, other| {
            let order = |finding: &Diagnostic| (finding.primary.span, finding.code);
            order(one).cmp(&order(other)).then_with(|| one.message.cmp(&other.message))
        });
        findings.dedup();
    }
    findings
}

/// Gives findings that stand in a topic file to that file.
fn move_to_topic_files(subjects: &[Subject], findings: &mut [Vec<Diagnostic>]) {
    for (event, subject) in subjects.iter().enumerate() {
        let Some(list) = findings.get_mut(event).filter(|_| matches!(subject.role, Role::Event(_))) else { continue };
        let (own, others) = std::mem::take(list).into_iter().partition(|finding| finding.primary.source == 0);
        *list = own;
        for mut finding in others {
            let source = finding.primary.source;
            let labels = std::iter::once(&mut finding.primary).chain(&mut finding.related);
            labels.for_each(|label| match label.source {
                0 => label.source = event + 1,
                of if of == source => label.source = 0,
                _ => {}
            });
            if let Some(findings) = findings.get_mut(source - 1) {
                findings.push(finding);
            }
        }
    }
}

/// Moves what explains findings of other files from their pages to those files.
fn place_related(subjects: &[Subject], pages: &[Option<Page<'_>>], findings: &mut [Vec<Diagnostic>]) {
    let mut labels: BTreeMap<usize, Vec<&mut Label>> = BTreeMap::new();
    for label in findings.iter_mut().flatten().flat_map(|finding| &mut finding.related) {
        if let Some(subject) = label.source.checked_sub(1) {
            labels.entry(subject).or_default().push(label);
        }
    }
    for (subject, mut labels) in labels {
        let (Some(subject), Some(Some(page))) = (subjects.get(subject), pages.get(subject)) else { continue };
        let place = |label: &&mut Label| Place { source: 0, span: label.span };
        let mut placed: Vec<Diagnostic> =
            labels.iter().map(|label| Diagnostic::error("", "", place(label), "")).collect();
        subject.origin(subjects).place(page, &mut placed);
        for (label, placed) in labels.iter_mut().zip(placed) {
            label.span = placed.primary.span;
            if placed.primary.source > 0 {
                label.source = placed.primary.source;
            }
        }
    }
}

impl Subject {
    /// What it asks to be left alone with, with places in the file.
    fn ignores(&self, page: Option<&Page<'_>>) -> Vec<Ignore> {
        match self.role {
            Role::Topic => return ignores::of_topic_file(&self.source.text),
            _ if !self.path.ends_with(".md") => return ignores::of_event_file(&self.source.text),
            _ => {}
        }
        let Some(page) = page else { return Vec::new() };
        let mut ignores = ignores::of_page(page);
        let place = |ignore: &Ignore| Place { source: 0, span: ignore.span };
        let mut placed: Vec<Diagnostic> =
            ignores.iter().map(|ignore| Diagnostic::error("", "", place(ignore), "")).collect();
        if !placed.is_empty() {
            self.origin(&[]).place(page, &mut placed);
        }
        for (ignore, placed) in ignores.iter_mut().zip(placed) {
            ignore.span = placed.primary.span;
        }
        ignores
    }

    fn page<'a>(&'a self, files: &'a Files<'a>, options: &'a Options) -> Option<Page<'a>> {
        let drawn_from = match &self.role {
            Role::Event(document) => Some(document.event.as_ref()),
            _ => None,
        };
        let text = match (&self.read, &self.role) {
            (_, Role::Broken | Role::Topic) | (None, Role::Event(_)) => return None,
            (Some(read), _) => read.imported.source.text.as_str(),
            (None, _) => self.source.text.as_str(),
        };
        Some(Page::new(&self.page, text, self.read.as_ref(), drawn_from, files, options))
    }

    fn origin(&self, subjects: &[Self]) -> Origin<'_> {
        match &self.role {
            Role::Event(document) => {
                let (_, files) = document.topic_files();
                // By its name, as a label that stands in that file is told.
                let label = |file: &Source| {
                    let is_file =
                        |subject: &Self| matches!(subject.role, Role::Topic) && subject.source.name == file.name;
                    subjects.iter().position(is_file).map_or(0, |at| at + 1)
                };
                Origin::Event { document, topic_files: files.iter().map(label).collect() }
            }
            _ => Origin::File { text: &self.source.text },
        }
    }

    /// What the rules for pages find on its page.
    fn look(&self, page: &Page<'_>) -> Vec<Diagnostic> {
        if matches!(self.role, Role::Made | Role::Other | Role::Broken | Role::Topic) {
            return Vec::new();
        }
        let mut found = Found::default();
        for rule in rule::all() {
            if let Check::Page(look) = rule.check {
                found.rule = Some(rule);
                look(page, &mut found);
            }
        }
        found.list
    }
}

/// Whether anything found is an error.
pub fn has_errors(findings: &[Vec<Diagnostic>]) -> bool {
    findings.iter().flatten().any(|finding| finding.severity == Severity::Error)
}
