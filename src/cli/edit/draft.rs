//! The draft of an edit, which goes on with an interrupted one while what it began with stands.

use std::path::Path;

use crate::project::drafts::Draft;
use crate::project::pages::fingerprint;
use crate::source::Source;
use crate::terminal::Terminal;
use crate::wizard::Answers;
use crate::wizard::Prompt as _;
use crate::wizard::Reply;
use crate::wizard::prompt::Choice;

use super::super::Error;
use super::super::inputs::is_page;
use super::super::inputs::path_name;
use super::super::new::open_draft;
use super::super::places::Place;

/// The draft of an edit: the answers, and the file they were begun with.
pub(super) struct EditDraft {
    draft: Option<Draft>,
    /// The first line of the draft, which names the text it belongs to.
    base: String,
    kept: Option<String>,
}

impl EditDraft {
    pub(super) fn open(place: &Place, path: &Path, text: &str, terminal: &mut Terminal) -> Result<Self, Error> {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (draft, kept) = open_draft(&format!("edit-{stem}"), place, terminal)?;
        Ok(Self { draft, base: format!("# base: {}\n", fingerprint(text.as_bytes())), kept })
    }

    /// The answers of an interrupted edit of the same text, if they are to be gone on with.
    pub(super) fn resumed(&self, terminal: &mut Terminal) -> Result<Option<Answers>, Error> {
        let Some(kept) = &self.kept else { return Ok(None) };
        if !kept.starts_with(&self.base) {
            terminal.note("the file has changed since an edit of it was interrupted: that edit is left out");
            return Ok(None);
        }
        let Ok(answers) = Answers::parse(&Source::new("the draft", kept.clone()), &[]) else { return Ok(None) };
        let question = "There is an edit of this event that was interrupted.";
        let items = ["Go on with it".to_owned(), "Leave it out".to_owned()];
        let question = Choice { question, help: None, items: &items, default: 0, search: false };
        let mut prompt = terminal.prompt()?;
        let reply = prompt.choice(&question)?;
        prompt.finish()?;
        Ok((reply != Reply::Given(1)).then_some(answers))
    }

    pub(super) fn save(&mut self, answers: &Answers) {
        if let Some(draft) = &mut self.draft {
            // A draft that cannot be saved is told when it is needed.
            let text = format!("{}{}", self.base, answers.text());
            self.kept = draft.save(&text).is_ok().then_some(text);
        }
    }

    pub(super) fn say_how_to_resume(&self, path: &Path, terminal: &mut Terminal) {
        let what = if is_page(path) { "page" } else { "event file" };
        terminal.status(&format!("The {what} was not changed."));
        if self.kept.is_some() {
            terminal.status(&format!("Your answers are kept. To go on: afterword edit {}", path_name(path)));
        }
    }

    pub(super) fn remove(self) -> Result<(), Error> {
        self.draft.map_or(Ok(()), Draft::remove).map_err(Error::Write)
    }
}
