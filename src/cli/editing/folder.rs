//! An event folder with answers changed: each topic in its own file, and in `event.yaml` the lines of what was changed.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::document::Document;
use crate::document::patch::Change;
use crate::document::patch::TOPICS;
use crate::document::patch::patch;
use crate::document::topic_file::ORDER;
use crate::document::topic_file::patch::Fields;
use crate::document::topic_file::patch::patched;
use crate::document::write::event_file;
use crate::event::Event;
use crate::event::Text;
use crate::project::Project;
use crate::source::Source;
use crate::template::Declaration;
use crate::wizard::Answers;
use crate::wizard::answers::Entries;
use crate::wizard::answers::text_of;
use crate::wizard::answers::title_of;
use crate::yaml::Step;
use crate::yaml::write::Yaml;

use super::super::Error;
use super::super::drawing::Drawing;
use super::super::inputs::Input;
use super::super::inputs::path_name;
use super::super::line_ends::LineEnds;
use super::super::report::Failure;
use super::super::topic_files;
use super::super::topic_files::Topic;
use super::file::EventFile;
use super::file::in_file_order;

/// Whether two topics are taken for the same one.
type Likeness<'a> = &'a dyn Fn(&Entries, &Entries) -> bool;

/// An event folder that is edited.
pub(in crate::cli) struct Folder {
    file: EventFile,
    /// What `event.yaml` says of the order.
    order: Vec<String>,
    /// The topic files, by their names.
    files: Vec<Topic>,
    /// Of each topic the file it is in; nothing of one in `event.yaml`, which come first.
    places: Vec<Option<usize>>,
    /// The answers of all of it.
    before: Answers,
}

/// A file of the folder that changes.
pub(in crate::cli) struct FileOfFolder {
    pub(in crate::cli) path: PathBuf,
    /// Its text; nothing where it is new.
    pub(in crate::cli) old: Option<String>,
    /// The text and bytes it gets; nothing where it goes.
    pub(in crate::cli) new: Option<(String, Vec<u8>)>,
}

impl Folder {
    /// The folder of an input, as it is on disk and as it was read.
    pub(in crate::cli) fn read(
        input: &Input,
        on_disk: &[u8],
        source: &Source,
        document: &Document,
        declaration: &Declaration,
    ) -> Result<Self, Failure> {
        let answers = |source: &Source| Answers::parse(source, &[]).map_err(|report| Failure::from(*report));
        let own = answers(source)?;
        let all = answers(&Source::new("the event's answers", event_file(&document.event, declaration)))?;
        let files = match input {
            Input::File { path, .. } => topic_files::read_bytes(path)?,
            Input::Stdin => Vec::new(),
        };
        let file = EventFile::new(on_disk, source.clone(), own.clone());
        let order = places(document);
        Ok(Self::new(file, &own, &all, files, &order))
    }

    fn new(file: EventFile, own: &Answers, all: &Answers, files: Vec<Topic>, order: &[usize]) -> Self {
        // What stands in the event file is to be found there again as it stands.
        let mut before = own.clone();
        before.set(ORDER, None);
        let inline = before.topics().len();
        before.topics_mut().extend(all.topics().iter().skip(inline).cloned());
        let named = match own.get(ORDER) {
            Some(Yaml::Sequence(items) | Yaml::Spaced(items)) => {
                items.iter().filter_map(text_of).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        };
        let places = std::iter::repeat_n(None, inline).chain(order.iter().copied().map(Some)).collect();
        Self { file, order: named, files, places, before }
    }

    /// The text of `event.yaml`.
    pub(super) fn text(&self) -> &str {
        &self.file.source.text
    }

    /// Its answers with what changed from some to others, which say the same of it as an event file would.
    pub(in crate::cli) fn following(&self, before: &Answers, after: &Answers) -> Answers {
        let mut answers = self.before.marked();
        let keys = before.event().iter().chain(after.event()).map(|(key, _)| key);
        for key in keys.filter(|key| before.get(key) != after.get(key)) {
            answers.set(key, after.get(key).cloned());
        }
        let marked = answers.topics().to_vec();
        let mut is_free = vec![true; before.topics().len()];
        let mut was: Vec<Option<usize>> = vec![None; after.topics().len()];
        // Which topic was which: what is equal is the same, then what has the same title, then what is left.
        let equal: Likeness<'_> = &|one, other| one == other;
        let alike: [Likeness<'_>; 3] = [equal, &|one, other| title_of(one) == title_of(other), &|_, _| true];
        for is_like in alike {
            for (topic, was) in after.topics().iter().zip(&mut was).filter(|(_, was)| was.is_none()) {
                let mut known = before.topics().iter().zip(&mut is_free).enumerate();
                if let Some((at, (_, free))) = known.find(|(_, (known, free))| **free && is_like(known, topic)) {
                    (*was, *free) = (Some(at), false);
                }
            }
        }
        let topics = after.topics().iter().zip(was).map(|(topic, was)| {
            let own = was.and_then(|at| marked.get(at));
            match own {
                Some(own) if was.is_some_and(|at| before.topics().get(at) == Some(topic)) => own.clone(),
                Some(own) => topic.iter().chain(own.last()).cloned().collect(),
                None => topic.clone(),
            }
        });
        let topics: Vec<Entries> = topics.collect();
        *answers.topics_mut() = topics;
        answers
    }

    /// The answers of all of it.
    pub(super) fn answers(&self) -> &Answers {
        &self.before
    }

    /// Its topic files, by their names.
    pub(super) fn files(&self) -> &[Topic] {
        &self.files
    }

    /// The files that change with those answers, which are meant to be that event.
    pub(in crate::cli) fn changed(
        &self,
        answers: &Answers,
        meant: &Arc<Event>,
        (drawing, project): (&Drawing, &Project),
        declaration: &Declaration,
    ) -> Result<Vec<FileOfFolder>, Error> {
        let event_file = PathBuf::from(&self.file.source.name);
        let folder = topic_files::folder_of(&event_file).unwrap_or_default();
        let (_, topics) = in_file_order(answers, meant, declaration);
        let place = |was: &Option<usize>| was.and_then(|was| self.places.get(was).copied());
        // Topics of the event file come first: where one is to stand behind others, all get files.
        let is_inline = |was: &Option<usize>| matches!(place(was), Some(None));
        let leading = topics.iter().take_while(|(was, _)| is_inline(was)).count();
        let is_split = topics.iter().skip(leading).any(|(was, _)| is_inline(was));
        let inline = if is_split { 0 } else { leading };

        let mut changed = Vec::new();
        let mut known: Vec<Source> = self.files.iter().map(|topic| topic.source.clone()).collect();
        let mut wanted: Vec<Source> = Vec::new();
        for (was, fields) in topics.iter().skip(inline) {
            if let Some(Some(at)) = place(was)
                && let Some(file) = self.files.get(at)
            {
                let before = was.and_then(|was| self.before.topics().get(was)).cloned().unwrap_or_default();
                let (old, ends) = LineEnds::unify(&file.source.text);
                let new = patched(&old, Fields { before: &before, after: fields }, declaration);
                wanted.push(Source::new(file.source.name.as_str(), new.as_str()));
                if new != old {
                    let mark = file.bytes.strip_suffix(file.source.text.as_bytes()).unwrap_or_default();
                    let bytes = [mark, ends.restore(new.clone()).as_bytes()].concat();
                    changed.push(FileOfFolder { path: file.path.clone(), old: Some(old), new: Some((new, bytes)) });
                }
                continue;
            }
            let (path, source) = topic_files::new(&folder, &known, fields, declaration);
            let text = source.text.clone();
            known.push(source.clone());
            wanted.push(source);
            changed.push(FileOfFolder { path, old: None, new: Some((text.clone(), text.into_bytes())) });
        }
        for file in &self.files {
            if !wanted.iter().any(|wanted| wanted.name == file.source.name) {
                changed.push(FileOfFolder { path: file.path.clone(), old: Some(file.source.text.clone()), new: None });
            }
        }
        let order = self.order(&wanted);
        let text = self.event_file(answers, topics.get(..inline).unwrap_or(&topics), order.as_deref())?;
        self.prove(&text, &mut wanted, meant, (drawing, project))?;
        if text != self.file.source.text {
            let bytes = self.file.bytes(text.clone());
            let old = Some(self.file.source.text.clone());
            changed.insert(0, FileOfFolder { path: event_file, old, new: Some((text, bytes)) });
        }
        Ok(changed)
    }

    /// What `order` is to say, so that files come in that order; nothing where their names do.
    fn order(&self, wanted: &[Source]) -> Option<Vec<String>> {
        let names: Vec<&str> = wanted.iter().map(Source::stem).collect();
        let mut by_name = names.clone();
        by_name.sort_by_key(|name| format!("{name}.md"));
        let kept: Vec<String> = self
            .order
            .iter()
            .map(|name| name.trim_end_matches(".md").to_owned())
            .filter(|name| names.contains(&name.as_str()))
            .collect();
        let rest = by_name.iter().filter(|name| !kept.iter().any(|kept| kept == *name));
        let result: Vec<&str> = kept.iter().map(String::as_str).chain(rest.copied()).collect();
        if result != names {
            return (by_name != names).then(|| names.into_iter().map(str::to_owned).collect());
        }
        // As it is written, unless a file of it is gone.
        let is_same = kept.len() == self.order.len();
        if is_same { (!self.order.is_empty()).then(|| self.order.clone()) } else { (!kept.is_empty()).then_some(kept) }
    }

    /// The text of `event.yaml` with those topics of its own and that order.
    fn event_file(
        &self,
        answers: &Answers,
        inline: &[(Option<usize>, Entries)],
        order: Option<&[String]>,
    ) -> Result<String, Error> {
        let list = |names: &[String]| Yaml::Sequence(names.iter().cloned().map(Yaml::Text).collect());
        let with = |entries: &Entries, order: Option<&[String]>| {
            let mut entries = entries.clone();
            entries.push((TOPICS.to_owned(), Yaml::Null));
            entries.extend(order.map(|order| (ORDER.to_owned(), list(order))));
            entries
        };
        let before = with(self.before.event(), Some(&self.order[..]).filter(|order| !order.is_empty()));
        let after = with(answers.without_marks().event(), order);
        let count = self.places.iter().filter(|place| place.is_none()).count();
        let old: Vec<Entries> = self.before.topics().iter().take(count).cloned().collect();
        let change = Change { event: (&before, &after), topics: (&old, inline) };
        patch(&self.file.source, &change).ok_or_else(|| Error::Usage {
            message: format!("the layout of `{}` cannot be kept", self.file.source.name),
            help: "write it with one field a line, or change it in an editor".to_owned(),
        })
    }

    /// Proves that the files read as the event that is meant.
    fn prove(
        &self,
        text: &str,
        topics: &mut [Source],
        meant: &Arc<Event>,
        (drawing, project): (&Drawing, &Project),
    ) -> Result<(), Error> {
        topics.sort_by(|one, other| one.name.cmp(&other.name));
        let mut source = Source::new(self.file.source.name.as_str(), text);
        source.parts = topics.to_vec();
        let event = drawing.read(source, project).map(|(document, _)| document.event);
        if event.is_ok_and(|event| is_same(&event, meant)) {
            return Ok(());
        }
        Err(Error::Usage {
            message: format!(
                "what was changed would not read back from the files of `{}`",
                folder_name(&self.file.source.name)
            ),
            help: "change them in an editor, then `afterword render`".to_owned(),
        })
    }
}

/// Of each topic that is in a file of its own the place of that among the files.
fn places(document: &Document) -> Vec<usize> {
    let topics = 0..document.event.topics.len();
    let paths: Vec<[Step; 2]> = topics.map(|index| [Step::Key(TOPICS.into()), Step::Index(index)]).collect();
    let located = document.locate(paths.iter().map(|path| (path.as_slice(), None)));
    let (first, _) = document.topic_files();
    located.into_iter().filter_map(|located| usize::from(located.source).checked_sub(first)).collect()
}

/// Whether two events are the same but for what Markdown does not show of a text: blank lines at its end, and whether its
/// points are written as a list.
fn is_same(one: &Event, other: &Event) -> bool {
    let plain = |event: &Event| {
        let mut event = event.clone();
        for topic in &mut event.topics {
            for (_, text) in &mut topic.sections {
                let plain = match &*text {
                    Text::Markdown(text) => text.trim_end_matches('\n').to_owned(),
                    Text::List(items) => {
                        let point = |item: &String| format!("* {}", item.trim_end().replace('\n', "\n  "));
                        items.iter().map(point).collect::<Vec<_>>().join("\n")
                    }
                };
                *text = Text::Markdown(plain);
            }
            if let Some(intro) = &mut topic.intro {
                intro.truncate(intro.trim_end_matches('\n').len());
            }
        }
        event
    };
    plain(one) == plain(other)
}

fn folder_name(event_file: &str) -> String {
    path_name(Path::new(event_file).parent().unwrap_or(Path::new("")))
}
