//! An event file with answers changed: only the lines of what was changed change.

use std::path::Path;
use std::sync::Arc;

use crate::document::patch::Change;
use crate::document::patch::TOPICS;
use crate::document::patch::patch;
use crate::document::write::event_entries;
use crate::document::write::event_file;
use crate::document::write::topic_entries;
use crate::event::Event;
use crate::project::Project;
use crate::source::Source;
use crate::template::Declaration;
use crate::terminal::Terminal;
use crate::wizard::Answers;
use crate::wizard::answers::Entries;
use crate::yaml::write::Yaml;

use super::super::Error;
use super::super::drawing::Drawing;
use super::super::inputs::path_name;
use super::super::line_ends::BYTE_ORDER_MARK;
use super::super::line_ends::LineEnds;

/// An event file that is edited.
pub(super) struct EventFile {
    /// With `\n` at its line ends and without a mark.
    pub(super) source: Source,
    ends: LineEnds,
    has_mark: bool,
    before: Answers,
}

impl EventFile {
    /// The file of those bytes, whose text and answers are known.
    ///
    /// What differs from one line end to the other would look changed everywhere.
    pub(super) fn new(bytes: &[u8], source: Source, before: Answers) -> Self {
        let (text, ends) = LineEnds::unify(&source.text);
        let has_mark = bytes.starts_with(BYTE_ORDER_MARK);
        Self { source: Source::new(source.name, text), ends, has_mark, before }
    }

    /// Refuses what that command cannot write.
    pub(super) fn refuse_json(path: &Path, command: &str) -> Result<(), Error> {
        if path.extension().is_none_or(|extension| extension != "json") {
            return Ok(());
        }
        Err(Error::Usage {
            message: format!("`{}` is JSON, which `{command}` cannot write", path_name(path)),
            help: "change it in an editor, or keep the event as YAML".to_owned(),
        })
    }

    /// Its text with those answers, which are meant to be that event.
    pub(super) fn changed(
        &self,
        answers: &Answers,
        meant: &Arc<Event>,
        (drawing, project): (&Drawing, &Project),
        declaration: &Declaration,
        terminal: &mut Terminal,
    ) -> String {
        let (event, topics) = in_file_order(answers, meant, declaration);
        let change = Change { event: (self.before.event(), &event), topics: (self.before.topics(), &topics) };
        // The proof of the change: it reads as the event it was meant to be.
        let reads_as_meant = |text: &String| {
            let read = drawing.read(Source::new(self.source.name.clone(), text.clone()), project);
            read.is_ok_and(|(read, _)| read.event == *meant)
        };
        patch(&self.source, &change).filter(reads_as_meant).unwrap_or_else(|| {
            terminal.note("the layout of the file cannot be kept: it is written anew, without its comments");
            event_file(meant, declaration)
        })
    }

    /// The bytes of the file with that text.
    pub(super) fn bytes(&self, text: String) -> Vec<u8> {
        let mark = if self.has_mark { BYTE_ORDER_MARK } else { &[] };
        [mark, self.ends.restore(text).as_bytes()].concat()
    }
}

/// The answers in the order in which an event file has them, so that what is new in one comes to its usual place.
fn in_file_order(
    answers: &Answers,
    event: &Event,
    declaration: &Declaration,
) -> (Entries, Vec<(Option<usize>, Entries)>) {
    let sorted = |mut entries: Entries, model: &Entries| {
        let place = |key: &str| model.iter().position(|(name, _)| name == key).unwrap_or(model.len());
        entries.sort_by_key(|(key, _)| place(key));
        entries
    };
    let mut entries = answers.without_marks().event().clone();
    entries.push((TOPICS.to_owned(), Yaml::Null));
    let topics = answers.unmarked_topics().into_iter().zip(&event.topics);
    let topics = topics.map(|((was, topic), model)| (was, sorted(topic, &topic_entries(model, declaration))));
    (sorted(entries, &event_entries(event, declaration)), topics.collect())
}
