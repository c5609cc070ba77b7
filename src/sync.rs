//! Brings an event file and its page together where people edited either: what one side changed since both agreed is
//! carried to the other, and what both changed differently is named.
//!
//! Both sides are compared as pages read them. The page is imported; the event file is drawn, and what was drawn is
//! imported too. So a list is its bullets on both sides, and whatever a page leaves open is left open alike. What a page
//! does not show is in neither, and stays in the file as it is.

use std::collections::HashSet;
use std::sync::Arc;

use crate::document::Document;
use crate::document::ReadError;
use crate::document::Reading;
use crate::document::patch::Change;
use crate::document::patch::TOPICS;
use crate::document::patch::patch;
use crate::document::write::event_entries;
use crate::document::write::topic_entries;
use crate::event::Event;
use crate::import;
use crate::import::Hints;
use crate::import::ImportError;
use crate::import::Imported;
use crate::render::RenderError;
use crate::render::Renderer;
use crate::render::front_matter::keep_foreign_keys;
use crate::render::front_matter::keys;
use crate::render::front_matter::with_keys;
use crate::render::structure::breaches;
use crate::source::Source;
use crate::template::Declaration;
use crate::yaml::write::Yaml;
use crate::yaml::write::document;

use self::canonical::Canonical;
use self::canonical::STYLE;
use self::canonical::value_of;
use self::carry::Changed;
use self::carry::Written;
use self::conflict::conflicts_of;
use self::fields::Fields;
use self::footer::footer_of;
use self::topics::Thread;
use self::topics::Topics;
use self::topics::Version;

mod canonical;
mod carry;
mod conflict;
mod fields;
mod footer;
mod matching;
#[cfg(test)]
mod tests;
mod topics;

pub use self::conflict::Conflict;
pub use self::conflict::Kind;
pub use self::conflict::Line;
pub use self::conflict::Spot;

/// Fields with their values, in order.
pub type Entries = Vec<(String, Yaml)>;

/// An event file and the page beside it, as they stand.
#[derive(Clone, Copy)]
pub struct Sides<'a> {
    /// The text of the event file, with `\n` at its line ends.
    pub source: &'a Source,
    /// What it says.
    pub event: &'a Arc<Event>,
    /// The fields as they stand in it: of the event but its topics, and of each topic.
    pub fields: (&'a Entries, &'a [Entries]),
    /// The page, a byte order mark included; its name is what messages call it.
    pub page: &'a Source,
    /// The page's file name without its ending.
    pub name: &'a str,
}

/// What both sides came from.
#[derive(Clone, Debug)]
pub enum Base {
    /// What both said when they last agreed: the event of the file, and the page.
    Agreed(Arc<Event>, String),
    /// Only the page was edited since.
    OnlyPage,
    /// Only the event file was.
    OnlyFile,
    /// Nobody knows.
    Unknown,
}

/// Both sides as they shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synced {
    /// The text of the event file.
    pub source: String,
    /// The page.
    pub page: String,
    /// The page without the keys that others have in its front matter.
    pub drawn: String,
    /// What the page changed and the file takes over.
    pub to_file: Vec<Carried>,
    /// What the file changed and the page takes over.
    pub to_page: Vec<Carried>,
}

/// Something that was carried from one side to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// A field, of the topic of that title or of the event.
    Field {
        /// Its key; of a mapping of many with the key in it, `labels.code`.
        key: String,
        /// The title of its topic.
        topic: Option<String>,
    },
    /// A topic that is new.
    Topic {
        /// Its title.
        title: String,
    },
    /// A topic that is not on the page any more.
    Dropped {
        /// Its title.
        title: String,
    },
    /// The order of the topics.
    Order,
}

/// Why the two sides cannot be brought together.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// Both changed the same.
    #[error("the event file and its page were changed differently")]
    Conflicts {
        /// What.
        conflicts: Vec<Conflict>,
        /// The page as it was read, for the places.
        page: Box<Imported>,
    },
    /// A side that cannot be read as a page.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A template that fails.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// What is drawn is not read back.
    #[error("`{page}` cannot be read back as the template draws it")]
    Unreadable {
        /// The page.
        page: String,
    },
    /// The event file would have mistakes.
    #[error("with what was changed on its page, `{file}` would be no event: {message}")]
    Invalid {
        /// The event file.
        file: String,
        /// The first mistake.
        message: String,
    },
    /// The event file is not one field a line.
    #[error("the layout of `{file}` cannot be kept with what was changed on its page")]
    Layout {
        /// The event file.
        file: String,
    },
    /// The result is not what both sides changed.
    #[error("`{field}` would not be the same in `{file}` and on its page afterwards")]
    Proof {
        /// The event file.
        file: String,
        /// The first field that would differ.
        field: String,
    },
}

/// Carries what either side changed to the other. What comes out is proven: the file draws the page, byte for byte, and
/// the page reads back as all that both changed.
///
/// # Errors
///
/// What both changed differently; what cannot be read, written or proven.
pub fn sync(renderer: &Renderer, sides: &Sides<'_>, base: &Base) -> Result<Synced, SyncError> {
    let drawn = renderer.page(sides.event, None)?;
    if matches!(base, Base::OnlyFile) {
        let page = keep_foreign_keys(&drawn, &sides.page.text).into_owned();
        let source = sides.source.text.clone();
        return Ok(Synced { source, page, drawn, to_file: Vec::new(), to_page: Vec::new() });
    }
    let before = match base {
        Base::Agreed(event, page) => Some((event, page, renderer.page(event, None)?)),
        Base::OnlyPage | Base::OnlyFile | Base::Unknown => None,
    };
    // Keys that neither the file has nor had are somebody else's, and no part of the event.
    let before_keys = before.iter().flat_map(|(_, _, drawn)| keys(drawn));
    let own: HashSet<&str> = keys(&drawn).into_iter().chain(before_keys).collect();
    let run = Run { renderer, sides, own: &own, declaration: &renderer.template().declaration };

    let file = run.side(&drawn, &[sides.event])?;
    // What the page is still like may be what the file was, or what it is.
    let like: Vec<&Event> = before.iter().map(|(event, ..)| event.as_ref()).chain([sides.event.as_ref()]).collect();
    let page = Source::new(sides.page.name.clone(), run.ended_as_drawn(&sides.page.text, &drawn, &like));
    let sides = &Sides { page: &page, ..*sides };
    let run = Run { sides, ..run };
    let page = run.side(&sides.page.text, &like)?;
    // A page that an older template drew says the same in other bytes.
    let is_as_drawn = before.as_ref().is_none_or(|(_, page, drawn)| keep_foreign_keys(drawn, page) == **page);
    let before = match &before {
        Some((event, page, drawn)) => Some(run.side(&run.ended_as_drawn(page, drawn, &[event]), &[event])?),
        None if matches!(base, Base::OnlyPage) => Some(file.clone()),
        None => None,
    };
    run.merge(before, file, page, is_as_drawn, &like)
}

/// Whether a page says the same as an event, in all that a page shows; keys of others in its front matter do not count.
pub fn agree(renderer: &Renderer, event: &Arc<Event>, page: &str, name: &str) -> bool {
    let Ok(drawn) = renderer.page(event, None) else { return false };
    if keep_foreign_keys(&drawn, page) == page {
        return true;
    }
    let source = Source::new("the event", String::new());
    let page_source = Source::new("the page", page);
    let nothing = Entries::new();
    let sides = Sides { source: &source, event, fields: (&nothing, &[]), page: &page_source, name };
    let own: HashSet<&str> = keys(&drawn).into_iter().collect();
    let run = Run { renderer, sides: &sides, own: &own, declaration: &renderer.template().declaration };
    let page = run.ended_as_drawn(page, &drawn, &[event]);
    let sides = run.side(&drawn, &[event]).and_then(|file| Ok((file, run.side(&page, &[event])?)));
    sides.is_ok_and(|(file, page)| file.canonical == page.canonical)
}

struct Run<'a> {
    renderer: &'a Renderer,
    declaration: &'a Declaration,
    sides: &'a Sides<'a>,
    /// Keys of the front matter that are the event's.
    own: &'a HashSet<&'a str>,
}

/// One side, or what both were, as a page reads it.
#[derive(Clone)]
struct Side {
    imported: Imported,
    canonical: Canonical,
}

impl Side {
    fn version(&self) -> Version<'_> {
        Version { topics: &self.imported.event.topics, canonical: &self.canonical }
    }
}

impl Run<'_> {
    /// Reads a page with what is known of it from its event.
    fn side(&self, page: &str, like: &[&Event]) -> Result<Side, SyncError> {
        let imported = self.imported(with_keys(page, |key| self.own.contains(key)), like)?;
        if imported.differs.is_some() {
            return Err(SyncError::Unreadable { page: self.sides.page.name.clone() });
        }
        let canonical = Canonical::of(&imported.event, self.declaration);
        Ok(Side { imported, canonical })
    }

    /// Reads a page as its template draws it of an event like those: of the first one where nobody edited it since.
    fn imported(&self, page: String, like: &[&Event]) -> Result<Imported, ImportError> {
        let series: Vec<String> = like.iter().filter_map(|event| event.series.clone()).collect();
        let footers: Vec<&str> = like.iter().filter_map(|event| event.footer.as_deref()).collect();
        let footer = footer_of(&page, &footers).map(str::to_owned);
        let hints = Hints {
            start: like.first().map(|event| event.dates.start),
            name: Some(self.sides.name),
            style: like.first().and_then(|event| event.style.as_deref()),
            series: &series,
            footer: footer.as_deref(),
        };
        import::page(Source::new(self.sides.page.name.clone(), page), self.renderer, &hints)
    }

    /// A page with as many line ends behind it as are drawn there, unless it is read in more parts kept as they are then:
    /// editors add some, and nobody says anything by that.
    fn ended_as_drawn(&self, page: &str, drawn: &str, like: &[&Event]) -> String {
        let body = |page: &str| page.trim_end_matches(['\n', '\r']).len();
        // As many as there are drawn, each as the page has it.
        let count = drawn.get(body(drawn)..).unwrap_or_default().matches('\n').count();
        let end = if page.contains("\r\n") { "\r\n" } else { "\n" }.repeat(count);
        let ended = format!("{}{end}", page.get(..body(page)).unwrap_or_default());
        let kept = |page: &str| {
            let imported = self.imported(page.to_owned(), like);
            imported.map_or(usize::MAX, |page| [&page.event.head, &page.event.tail].into_iter().flatten().count())
        };
        if ended == page || kept(page) < kept(&ended) { page.to_owned() } else { ended }
    }

    fn merge(
        &self,
        mut before: Option<Side>,
        mut file: Side,
        mut page: Side,
        is_as_drawn: bool,
        like: &[&Event],
    ) -> Result<Synced, SyncError> {
        // Then not a byte of the page is to change.
        let is_only_page = is_as_drawn && before.as_ref().is_some_and(|before| before.canonical == file.canonical);
        file.canonical.complete(&page.canonical);
        page.canonical.complete(&file.canonical);
        if let Some(before) = &mut before {
            before.canonical.complete(&file.canonical);
        }
        let drawn = self.drawn_topics();
        if drawn.len() != file.canonical.topics.len() {
            return Err(SyncError::Unreadable { page: self.sides.page.name.clone() });
        }
        let mut topics =
            topics::merge(before.as_ref().map(Side::version), file.version(), page.version(), self.declaration);
        let of_base = before.as_ref().map(|before| &before.canonical.event);
        let fields = fields::merge(of_base, &file.canonical.event, &page.canonical.event);
        let mut conflicts = conflicts_of(&fields, &topics);
        if !conflicts.is_empty() {
            for conflict in &mut conflicts {
                conflict.file.topic = match (conflict.file.topic, &conflict.kind) {
                    (Some(at), _) => drawn.get(at).copied(),
                    (None, Kind::RemovedFromFile { title }) => self.hidden_topic(title, &drawn),
                    (None, _) => None,
                };
            }
            // Its places are those of the whole page.
            let whole = self.imported(self.sides.page.text.clone(), like);
            return Err(SyncError::Conflicts { conflicts, page: Box::new(whole.unwrap_or(page.imported)) });
        }

        let merged = Canonical {
            event: fields.merged.clone(),
            topics: topics.kept.iter().map(|thread| thread.fields.merged.clone()).collect(),
        };
        let (event_fields, topic_fields) = self.sides.fields;
        let written = Written { event: event_fields, topics: topic_fields, drawn: &drawn };
        let mut changed = carry::carried(written, &file.canonical, &merged, &topics, self.declaration);
        let (to_file, to_page) = carried_of(&fields, &mut topics);
        let is_exact = to_page.is_empty() && is_only_page;
        let proven = self.proven(&changed, &merged, !to_file.is_empty(), is_exact).or_else(|error| {
            // A file without sections has a style that its page does not tell.
            let Some(style) = value_of(&merged.event, STYLE).cloned() else { return Err(error) };
            match changed.event.iter_mut().find(|(key, _)| key == STYLE) {
                Some((_, value)) => *value = style,
                None => changed.event.push((STYLE.to_owned(), style)),
            }
            self.proven(&changed, &merged, true, is_exact).map_err(|_| error)
        });
        let [source, page, drawn] = proven?;
        Ok(Synced { source, page, drawn, to_file, to_page })
    }

    /// A topic that the file has but does not show.
    fn hidden_topic(&self, title: &str, drawn: &[usize]) -> Option<usize> {
        let mut topics = self.sides.event.topics.iter().enumerate();
        topics.find(|(at, topic)| !drawn.contains(at) && topic.title == title).map(|(at, _)| at)
    }

    /// Which topics of the file its page shows.
    fn drawn_topics(&self) -> Vec<usize> {
        let completing = self.declaration.completing_section();
        let topics = self.sides.event.topics.iter().enumerate();
        topics.filter(|(_, topic)| topic.state(completing).is_drawn()).map(|(at, _)| at).collect()
    }

    /// The text of the changed file, the page, and the page as it is drawn, if they are what they should be.
    fn proven(
        &self,
        changed: &Changed,
        merged: &Canonical,
        is_changed: bool,
        is_exact: bool,
    ) -> Result<[String; 3], SyncError> {
        let Sides { source, event, page, .. } = *self.sides;
        let (text, event) = if is_changed { self.patched(changed)? } else { (source.text.clone(), event.clone()) };
        let drawn = self.renderer.page(&event, None)?;
        let differs = |field: String| SyncError::Proof { file: source.name.clone(), field };
        let mut read = self.side(&drawn, &[&event])?.canonical;
        read.complete(merged);
        if let Some(field) = first_difference(&read, merged) {
            return Err(differs(field));
        }
        let now = keys(&drawn);
        let others = with_keys(&page.text, |key| now.contains(&key) || !self.own.contains(key));
        let result = keep_foreign_keys(&drawn, &others).into_owned();
        if is_exact && result != page.text {
            // Fields alone say nothing of the order of keys there.
            return Err(differs("front_matter".to_owned()));
        }
        Ok([text, result, drawn])
    }

    /// The text with the change made, and the event it says.
    fn patched(&self, changed: &Changed) -> Result<(String, Arc<Event>), SyncError> {
        let Sides { source, fields: (event_fields, topic_fields), .. } = *self.sides;
        let mut all = changed.event.clone();
        let topics = changed.topics.iter().map(|(_, topic)| Yaml::Mapping(topic.clone()));
        all.push((TOPICS.to_owned(), Yaml::Spaced(topics.collect())));
        let mut meant = self.read(document(&Yaml::Mapping(all)))?;

        let mut event = changed.event.clone();
        event.push((TOPICS.to_owned(), Yaml::Null));
        let event = in_order_of(event, &event_entries(&meant, self.declaration));
        let topics = changed.topics.iter().zip(&meant.topics);
        let topics = topics
            .map(|((was, topic), model)| (*was, in_order_of(topic.clone(), &topic_entries(model, self.declaration))));
        let topics: Vec<(Option<usize>, Entries)> = topics.collect();
        let change = Change { event: (event_fields, &event), topics: (topic_fields, &topics) };
        let layout = || SyncError::Layout { file: source.name.clone() };
        let text = patch(source, &change).ok_or_else(layout)?;
        let read = self.read(text.clone())?;
        // How a key without a value is written counts in front matter; that it is right is seen on the page.
        meant.front_matter = read.front_matter.clone();
        if read == meant { Ok((text, Arc::new(read))) } else { Err(layout()) }
    }

    fn read(&self, text: String) -> Result<Event, SyncError> {
        let template = self.renderer.template();
        let reading = Reading {
            find_template: &|_| Ok(template.clone()),
            template: Some(&template.declaration.name),
            style: None,
            assignments: &[],
        };
        let name = &self.sides.source.name;
        let invalid = |message: String| SyncError::Invalid { file: name.clone(), message };
        let attempt = Document::read(Source::new(name.clone(), text), &reading).map_err(|error| match error {
            ReadError::Invalid(report) => {
                invalid(report.diagnostics.first().map(|first| first.message.clone()).unwrap_or_default())
            }
            error => invalid(error.to_string()),
        })?;
        let event = attempt.document.event;
        let breaches = || breaches(&event, template, None).into_iter().next().map(|breach| breach.message);
        let mistake = attempt.diagnostics.first().map(|first| first.message.clone()).or_else(breaches);
        match mistake {
            None => Ok(Arc::unwrap_or_clone(event)),
            Some(message) => Err(invalid(message)),
        }
    }
}

/// Fields in the order of an event file, so that a new one comes to its usual place.
fn in_order_of(mut entries: Entries, model: &Entries) -> Entries {
    let place = |key: &str| model.iter().position(|(name, _)| name == key).unwrap_or(model.len());
    entries.sort_by_key(|(key, _)| place(key));
    entries
}

/// What is carried to the file, and what to the page.
fn carried_of(fields: &Fields, topics: &mut Topics) -> (Vec<Carried>, Vec<Carried>) {
    let of = |keys: &[String], topic: Option<&str>| -> Vec<Carried> {
        let field = |key: &String| Carried::Field { key: key.clone(), topic: topic.map(str::to_owned) };
        keys.iter().map(field).collect()
    };
    let (mut to_file, mut to_page) = (of(&fields.to_file, None), of(&fields.to_page, None));
    for thread in &topics.kept {
        let title = || thread.title.clone();
        match (thread.file, thread.page) {
            (Some(_), Some(_)) => {
                to_file.extend(of(&thread.fields.to_file, Some(&thread.title)));
                to_page.extend(of(&thread.fields.to_page, Some(&thread.title)));
            }
            (None, _) => to_file.push(Carried::Topic { title: title() }),
            (_, None) => to_page.push(Carried::Topic { title: title() }),
        }
    }
    let dropped = |thread: &Thread| Carried::Dropped { title: thread.title.clone() };
    to_file.extend(topics.gone_from_page.iter().map(dropped));
    to_page.extend(topics.gone_from_file.iter().map(dropped));
    to_file.extend(topics.page_reordered.then_some(Carried::Order));
    to_page.extend(topics.file_reordered.then_some(Carried::Order));
    (to_file, to_page)
}

/// The first field in which two events differ.
fn first_difference(one: &Canonical, other: &Canonical) -> Option<String> {
    let of = |one: &Entries, other: &Entries| {
        let keys = one.iter().chain(other).map(|(key, _)| key);
        keys.into_iter().find(|key| value_of(one, key) != value_of(other, key)).cloned()
    };
    let topics = || {
        let mut pairs = one.topics.iter().zip(&other.topics).enumerate();
        pairs.find_map(|(at, (one, other))| Some(format!("topics.{at}.{}", of(one, other)?)))
    };
    let length = || (one.topics.len() != other.topics.len()).then(|| TOPICS.to_owned());
    of(&one.event, &other.event).or_else(topics).or_else(length)
}
