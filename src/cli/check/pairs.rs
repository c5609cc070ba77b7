//! Whether event files and their pages say the same: what `render --check` and `sync --check` would tell.

use std::path::Path;
use std::path::PathBuf;

use crate::check::Role;
use crate::check::Subject;
use crate::check::rule;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place as SourcePlace;
use crate::diagnostic::Severity;
use crate::git::GitError;
use crate::outputs;
use crate::outputs::Standing;
use crate::project::pages::Fingerprint;
use crate::source::Source;
use crate::source::Span;

use super::super::drawing::Drawing;
use super::super::drawing::says_the_same;
use super::super::event_folders;
use super::super::inputs::Input;
use super::super::inputs::typed;
use super::super::places::Place;
use super::subjects::Subjects;

/// What is wrong with pairs, and with files that could not be read, by the subject it is told of.
///
/// # Errors
///
/// HEAD is asked and cannot be read.
pub(super) fn findings(
    subjects: &Subjects,
    place: &Place,
    drawing: &Drawing,
) -> Result<Vec<(usize, Diagnostic)>, GitError> {
    let mut found = subjects.broken.clone();
    for (index, subject) in subjects.list.iter().enumerate() {
        let Role::Event(_) = &subject.role else { continue };
        let page = subjects.list.iter().position(|other| other.path == subject.page);
        found.extend(Pair { subject, place, drawing }.finding(index, page, &subjects.list)?);
    }
    Ok(found)
}

struct Pair<'a> {
    subject: &'a Subject,
    place: &'a Place,
    drawing: &'a Drawing,
}

impl Pair<'_> {
    fn finding(
        &self,
        index: usize,
        page: Option<usize>,
        list: &[Subject],
    ) -> Result<Option<(usize, Diagnostic)>, GitError> {
        let (Role::Event(document), Some(read)) = (&self.subject.role, &self.subject.read) else { return Ok(None) };
        let name = &self.subject.source.name;
        let argument = typed(&self.argument());
        let Some((at, page)) = page.and_then(|at| Some((at, list.get(at)?))) else {
            let message = format!("`{name}` has no page");
            let help = format!("to write it: afterword render {argument}");
            return Ok(Some((index, diagnostic("missing-page", message, Span::new(0, 0), "no page yet", help))));
        };
        if matches!(page.role, Role::Broken) {
            return Ok(None);
        }
        // What was drawn to be looked at has `\n` at its line ends.
        let Ok(drawn) = read.renderer.page(&document.event, None) else { return Ok(None) };
        let fingerprint = Fingerprint::of(drawn.as_bytes());
        let last = self.place.pages.borrow().get(Path::new(&self.subject.page)).copied();
        let compared = outputs::compare(
            drawn,
            Some(page.source.text.as_bytes()),
            last.as_ref(),
            || self.drawing.page_of_head(&self.input(), self.place.repository.as_deref(), &self.place.project),
            |one, other| says_the_same(&document.event, &read.renderer, one, other),
        )?;
        let is_file_old = || {
            let is_last = last.is_some_and(|last| last.own.unwrap_or(last.page) == fingerprint);
            Ok::<_, GitError>(is_last || self.is_in_head()?)
        };
        let at_first = first_difference(&page.source.text, &compared.page);
        let page_name = &page.source.name;
        let (code, message, label, help) = match compared.standing {
            Standing::New | Standing::Unchanged => return Ok(None),
            Standing::Ours => (
                "stale-page",
                format!("`{page_name}` is not what `{name}` makes any more"),
                "the first line that is another",
                format!("to write it anew: afterword render {argument}"),
            ),
            Standing::Edited(_) if is_file_old()? => (
                "edited-page",
                format!("`{page_name}` was edited, and `{name}` does not say the same"),
                "the first line that is another",
                format!("to take it in: afterword sync {argument}"),
            ),
            Standing::Edited(_) => (
                "sides-disagree",
                format!("`{page_name}` and `{name}` do not say the same"),
                "the first line that is another",
                format!("to bring both together: afterword sync {argument}"),
            ),
        };
        Ok(Some((at, diagnostic(code, message, at_first, label, help))))
    }

    fn input(&self) -> Input {
        Input::file(&self.place.project.root.join(&self.subject.path))
    }

    /// What names the event on the command line.
    fn argument(&self) -> PathBuf {
        let path = Path::new(&self.subject.source.name);
        let argument = event_folders::argument(path);
        if argument.as_os_str().is_empty() { path.to_owned() } else { argument.to_owned() }
    }

    /// Whether the last commit has the event as it is, its topic files included.
    fn is_in_head(&self) -> Result<bool, GitError> {
        let texts = |files: &[Source]| files.iter().map(|file| file.text.clone()).collect::<Vec<_>>();
        let Some(repository) = &self.place.repository else { return Ok(false) };
        Ok(self.input().in_head(repository)?.is_some_and(|source| {
            source.text == self.subject.source.text && texts(&source.parts) == texts(&self.subject.source.parts)
        }))
    }
}

fn diagnostic(code: &str, message: String, span: Span, label: &str, help: String) -> Diagnostic {
    let rule = rule::find(code);
    let code = rule.map_or("", |rule| rule.code);
    let mut diagnostic = Diagnostic::error(code, message, SourcePlace { source: 0, span }, label).help(help);
    diagnostic.severity = rule.map_or(Severity::Error, |rule| rule.severity);
    diagnostic
}

/// The first line of a text that is not that of another.
fn first_difference(text: &str, other: &str) -> Span {
    let mut at = 0;
    let mut others = other.split_inclusive('\n');
    for line in text.split_inclusive('\n') {
        if others.next() != Some(line) {
            return Span::new(at, at + line.trim_end_matches(['\n', '\r']).len());
        }
        at += line.len();
    }
    // The other one only goes on; the last line is where.
    let last = text.trim_end_matches('\n').rfind('\n').map_or(0, |end| end + 1);
    Span::new(last, text.trim_end_matches('\n').len())
}
