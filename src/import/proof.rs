//! Draws what was read and compares: what does not come back as it stood is kept verbatim.

use std::ops::Range;
use std::sync::Arc;

use crate::event::Event;
use crate::event::FileForm;
use crate::event::FrontMatter;
use crate::event::Key;
use crate::event::Topic;
use crate::render::RenderError;
use crate::render::Renderer;
use crate::render::structure::breaches;
use crate::source::Span;
use crate::yaml::Step;

use super::Kept;
use super::Part;

/// Where the parts of a page stand that can be kept verbatim.
pub(super) struct Places {
    pub(super) head: Range<usize>,
    pub(super) topics: Vec<Range<usize>>,
    /// Behind the last topic; empty where there is nothing.
    pub(super) tail: Range<usize>,
}

/// An event whose drawing is its page.
pub(super) struct Proven {
    pub(super) event: Arc<Event>,
    pub(super) kept: Vec<Kept>,
    /// The drawing, where it is not the page whatever is kept.
    pub(super) differs: Option<String>,
}

/// The event, changed where a drawing of its fields would not be the page.
///
/// `text` is the page with `\n` at its line ends; `page` is the whole file. `verbatim` are parts that are known to be
/// too irregular.
///
/// # Errors
///
/// A template that fails even on texts kept verbatim.
pub(super) fn prove(
    mut event: Event,
    page: &str,
    text: &str,
    places: &Places,
    verbatim: Vec<Part>,
    renderer: &Renderer,
) -> Result<Proven, RenderError> {
    let mut proof = Proof { text, places, renderer, kept: Vec::new() };
    for part in verbatim {
        proof.keep(&mut event, part, None, None);
    }
    let lacks = proof.lacking(&event);
    for (part, lacks) in lacks {
        proof.keep(&mut event, part, None, Some(format!("there is no `{lacks}`")));
    }
    let mut event = Arc::new(event);
    let is_page = |event: &Arc<Event>| renderer.page(event, None).is_ok_and(|drawn| drawn == page);
    let broken = |event: &Event| breaches(event, renderer.template(), None);
    let mut found = broken(&event);
    if found.is_empty() && is_page(&event) {
        return Ok(Proven { event, kept: proof.finish(), differs: None });
    }
    let own = Arc::make_mut(&mut event);
    // A label of the event's that is odd is odd in every topic.
    for breach in &found {
        let why = || Some(breach.message.clone());
        match breach.path.as_slice() {
            [Step::Key(key), Step::Index(index), ..] if key == "topics" => {
                proof.keep(own, Part::Topic(*index), None, why());
            }
            [Step::Key(key), Step::Key(name)] if key == "labels" => {
                let has = |topic: &Topic| topic.section(name).is_some();
                let topics = own.topics.iter().enumerate().filter(|(_, topic)| has(topic));
                let topics: Vec<usize> = topics.map(|(at, _)| at).collect();
                for topic in topics {
                    proof.keep(own, Part::Topic(topic), None, why());
                }
                if own.labels.iter().any(|(key, _)| key.as_ref() == name) && !is_section(renderer, name) {
                    proof.keep(own, Part::Head, None, why());
                }
            }
            _ => proof.keep(own, Part::Head, None, why()),
        }
    }
    proof.pieces(own);
    let is_used = |event: &Event, key: &str| event.topics.iter().any(|topic| topic.section(key).is_some());
    let labels: Vec<_> = std::mem::take(&mut own.labels);
    own.labels = labels.into_iter().filter(|(key, _)| !is_section(renderer, key) || is_used(own, key)).collect();
    found = broken(&event);
    if found.is_empty() && is_page(&event) {
        return Ok(Proven { event, kept: proof.finish(), differs: None });
    }
    // Whatever it is, nothing is lost.
    let own = Arc::make_mut(&mut event);
    let all = (0..own.topics.len()).map(Part::Topic);
    for part in [Part::Head].into_iter().chain(all).chain([Part::Tail]) {
        proof.keep(own, part, None, None);
    }
    let drawn = renderer.page(&event, None)?;
    Ok(Proven { event, kept: proof.finish(), differs: (drawn != page).then_some(drawn) })
}

fn is_section(renderer: &Renderer, key: &str) -> bool {
    renderer.template().declaration.section(key).is_some()
}

struct Proof<'p> {
    text: &'p str,
    places: &'p Places,
    renderer: &'p Renderer,
    kept: Vec<Kept>,
}

impl Proof<'_> {
    /// Parts that lack what the template requires: there is no page without it but a verbatim one.
    fn lacking(&self, event: &Event) -> Vec<(Part, Key)> {
        let declaration = &self.renderer.template().declaration;
        let mut fields = declaration.event.iter().filter(|field| field.required);
        let head = fields.find(|field| !event.says(&field.key)).map(|field| (Part::Head, field.key.clone()));
        let lacks = |topic: &Topic| {
            let mut fields = declaration.topic.iter().filter(|field| field.required);
            let mut sections = declaration.sections.iter().filter(|section| section.required);
            let field = fields.find(|field| !topic.says(&field.key)).map(|field| field.key.clone());
            field.or_else(|| Some(sections.find(|section| topic.section(&section.key).is_none())?.key.clone()))
        };
        let topics = event.topics.iter().enumerate();
        head.into_iter().chain(topics.filter_map(|(at, topic)| Some((Part::Topic(at), lacks(topic)?)))).collect()
    }

    /// Draws each part for itself, and keeps those verbatim that come out otherwise.
    fn pieces(&mut self, event: &mut Event) {
        let frame = Event {
            template: event.template.clone(),
            style: event.style.clone(),
            dates: event.dates,
            labels: event.labels.clone(),
            file: FileForm { notes: event.file.notes, ..FileForm::default() },
            head: Some(String::new()),
            ..Event::default()
        };
        if event.head.is_none() {
            let topics = std::mem::take(&mut event.topics);
            let form = FileForm::default();
            let only_head = Event { tail: Some(String::new()), footer: None, file: form, ..event.clone() };
            event.topics = topics;
            // The blank line before what follows is drawn even if nothing does.
            let is_last = event.topics.is_empty() && event.footer.is_none();
            let missing = match (is_last, self.text.ends_with('\n')) {
                (false, _) => "",
                (true, true) => "\n",
                (true, false) => "\n\n",
            };
            self.piece(event, Part::Head, only_head, missing);
        }
        for at in 0..event.topics.len() {
            let Some(topic) = event.topics.get(at).filter(|topic| topic.body.is_none()) else { continue };
            let topics = vec![topic.clone()];
            let is_last = at + 1 == event.topics.len() && event.tail.is_none() && event.footer.is_none();
            let tail = (!is_last).then(String::new);
            let missing = if is_last && !self.text.ends_with('\n') { "\n" } else { "" };
            self.piece(event, Part::Topic(at), Event { topics, tail, ..frame.clone() }, missing);
        }
        if event.tail.is_none() && event.footer.is_some() {
            let missing = if self.text.ends_with('\n') { "" } else { "\n" };
            self.piece(event, Part::Tail, Event { footer: event.footer.clone(), ..frame }, missing);
        }
    }

    /// Keeps a part unless that event draws it, but for a line end that is `missing` in the page.
    fn piece(&mut self, event: &mut Event, part: Part, alone: Event, missing: &str) {
        let range = self.range(part);
        let expected = &self.text[range.clone()];
        let drawn = self.renderer.page(&Arc::new(alone), None).unwrap_or_default();
        let stripped = drawn.strip_suffix(missing).unwrap_or(&drawn);
        if stripped != expected {
            let same = stripped.chars().zip(expected.chars()).take_while(|(one, other)| one == other);
            let same: usize = same.map(|(one, _)| one.len_utf8()).sum();
            self.keep(event, part, Some(range.start + same), None);
        }
    }

    fn range(&self, part: Part) -> Range<usize> {
        match part {
            Part::Head => self.places.head.clone(),
            Part::Topic(at) => self.places.topics.get(at).cloned().unwrap_or_default(),
            Part::Tail => self.places.tail.clone(),
        }
    }

    fn keep(&mut self, event: &mut Event, part: Part, because: Option<usize>, reason: Option<String>) {
        let is_kept = match part {
            Part::Head => event.head.is_some(),
            Part::Topic(at) => event.topics.get(at).is_none_or(|topic| topic.body.is_some()),
            Part::Tail => self.kept.iter().any(|kept| kept.part == part),
        };
        if is_kept {
            return;
        }
        let range = self.range(part);
        let text = || self.text[range.clone()].to_owned();
        match part {
            Part::Head => {
                event.head = Some(text());
                event.front_matter = FrontMatter::Computed;
                event.intro = None;
                let declaration = &self.renderer.template().declaration;
                event.labels.retain(|(key, _)| declaration.section(key).is_some());
                event
                    .fields
                    .retain(|(key, _)| declaration.event_field(key).is_some_and(|field| field.heading.is_none()));
            }
            Part::Topic(at) => {
                let Some(topic) = event.topics.get_mut(at) else { return };
                *topic = Topic {
                    emoji: topic.emoji.take(),
                    title: std::mem::take(&mut topic.title),
                    badge: topic.badge.take(),
                    said: topic.said,
                    owners: std::mem::take(&mut topic.owners),
                    demo: topic.demo.take(),
                    highlight: topic.highlight,
                    body: Some(text()),
                    ..Topic::default()
                };
            }
            Part::Tail if range.is_empty() => return,
            Part::Tail => {
                event.tail = Some(text());
                event.footer = None;
            }
        }
        let because = because.unwrap_or(range.start);
        let end = self.text[because..].find('\n').map_or(self.text.len(), |end| because + end);
        self.kept.push(Kept {
            part,
            span: Span::new(range.start, range.end),
            because: Span::new(because, end),
            reason,
        });
    }

    fn finish(mut self) -> Vec<Kept> {
        self.kept.sort_by_key(|kept| kept.span);
        self.kept
    }
}
