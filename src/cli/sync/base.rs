//! What an event file and its page came from: the last state in which both agreed.

use std::path::Path;
use std::path::PathBuf;

use crate::git::Repository;
use crate::outputs;
use crate::project::pages::Fingerprint;
use crate::project::pages::Written;
use crate::source::Source;
use crate::sync::Base;
use crate::sync::agree;

use super::super::drawing::Drawing;
use super::super::report::Failure;
use super::super::topic_files;
use super::Error;
use super::Pair;
use super::Read;

/// How many states of both files are drawn in search of one in which they agree.
const MAX_STATES: usize = 1_000;

/// How an event file and its page relate as they stand.
pub(super) enum Standing {
    /// They agree; what to remember of the page.
    Same(Written),
    /// They do not, and this is what both came from.
    Apart(Base),
}

impl Pair {
    /// How both sides relate, and what they came from.
    ///
    /// What was last written to the page is asked first. It is no older than any commit, and tells whether only one
    /// side can have changed since.
    pub(super) fn standing(&self, read: &Read, drawing: &Drawing) -> Result<Standing, Failure> {
        let drawn = read.renderer.page(&read.document.event, None).map_err(Error::Render)?;
        let fingerprint = Fingerprint::of(drawn.as_bytes());
        let last = self.page.place.pages.borrow().get(&self.page.key()).copied();
        let page = read.page.text.as_bytes();
        // What is only spelled otherwise is for the merge to see.
        let place = &self.page.place;
        let from_head = || drawing.page_of_head(&self.input, place.repository.as_deref(), &place.project);
        let compared =
            outputs::compare(drawn, Some(page), last.as_ref(), from_head, |_, _| false).map_err(Error::from)?;
        Ok(Standing::Apart(match compared.standing {
            outputs::Standing::New | outputs::Standing::Unchanged => return Ok(Standing::Same(compared.written)),
            outputs::Standing::Ours => Base::OnlyFile,
            outputs::Standing::Edited(_) if last.is_some_and(|last| last.own.unwrap_or(last.page) == fingerprint) => {
                Base::OnlyPage
            }
            outputs::Standing::Edited(_) => self.agreed(drawing)?.unwrap_or(Base::Unknown),
        }))
    }

    /// The newest commit in which both agreed.
    ///
    /// One that is there and cannot be read may be the one: what comes before it is no base.
    fn agreed(&self, drawing: &Drawing) -> Result<Option<Base>, Error> {
        let Some((repository, [file, page])) = self.in_repository() else { return Ok(None) };
        let agreed = |source: Source, page: Vec<u8>| {
            let page = String::from_utf8(page).ok()?;
            let (document, renderer) = drawing.read(source, &self.page.place.project).ok()?;
            let agrees = agree(&renderer, &document.event, &page, &self.stem);
            agrees.then_some(Base::Agreed(document.event, page))
        };
        if !topic_files::paths(&self.path)?.is_empty() {
            // What topic files were is known of the last commit alone.
            let sides = self.input.in_head(repository)?.zip(repository.in_head(&page)?);
            return Ok(sides.and_then(|(source, page)| agreed(source, page)));
        }
        for past in repository.history([&file, &page]).take(MAX_STATES) {
            let [file, page] = past?.files;
            let base = self.input.decode(file).ok().and_then(|source| agreed(source, page));
            if base.is_some() {
                return Ok(base);
            }
        }
        Ok(None)
    }

    /// The repository around both sides, and their paths below its working tree.
    fn in_repository(&self) -> Option<(&Repository, [PathBuf; 2])> {
        let repository = self.page.place.repository.as_ref()?;
        let work = repository.work_folder().canonicalize().ok()?;
        let below = |path: &Path| Some(path.canonicalize().ok()?.strip_prefix(&work).ok()?.to_owned());
        Some((repository, [below(&self.path)?, below(self.page.target.path())?]))
    }
}
