//! What a template sees of an event: every core field, every declared field and section by its key, `none` where
//! nothing is said, and what is computed. `afterword context` prints the same as JSON.

use std::sync::Arc;
use std::sync::OnceLock;

use minijinja::Value;
use minijinja::value::Enumerator;
use minijinja::value::Object;
use minijinja::value::ObjectRepr;

use crate::event::Event;
use crate::event::Fields;
use crate::event::MOST_BLANK_LINES;
use crate::event::Topic;
use crate::markdown::anchor::Site;
use crate::markdown::width::Measure;
use crate::template::Field;
use crate::template::Style;
use crate::template::Template;
use crate::template::declaration::Lines;

use super::Computed;
use super::computed::dates_in_words;
use super::drawn;
use super::drawn::DrawnSection;
use super::drawn::Line;
use super::whereabouts;
use super::whereabouts::Whereabouts;

use values::declared;
use values::header_link;
use values::markdown;
use values::named_link;
use values::optional;
use values::pictures;
use values::record;

mod values;

/// The version of the shape of the context; it grows with changes that break templates.
pub const SCHEMA_VERSION: u32 = 1;

/// The context for an event on that site; `style` overrules the event's own.
pub fn of(
    event: &Arc<Event>,
    template: &Arc<Template>,
    style: Option<&str>,
    computed: &Arc<Computed>,
    (site, whereabouts): (Site, Whereabouts),
) -> Value {
    Value::from_object(EventView(Arc::new(shared(event, template, style, computed, (site, whereabouts)))))
}

/// The anchors of the topics on the page, as the site makes them; none of those that are not on it.
pub(super) fn anchors(
    event: &Arc<Event>,
    template: &Arc<Template>,
    style: Option<&str>,
    computed: &Arc<Computed>,
    site: Site,
) -> Vec<Option<String>> {
    shared(event, template, style, computed, (site, Whereabouts::default())).anchors().to_vec()
}

fn shared(
    event: &Arc<Event>,
    template: &Arc<Template>,
    style: Option<&str>,
    computed: &Arc<Computed>,
    (site, whereabouts): (Site, Whereabouts),
) -> Shared {
    let own = template.style(event.style.as_deref());
    let chosen = template.style(style.or(event.style.as_deref()));
    Shared {
        event: event.clone(),
        template: template.clone(),
        style: Arc::new(chosen.cloned().unwrap_or_default()),
        // A label was written for the style of its file, and would break another.
        uses_labels: own.map(|style| &style.name) == chosen.map(|style| &style.name),
        computed: computed.clone(),
        site,
        whereabouts,
        anchors: OnceLock::new(),
    }
}

/// What all views of one event share.
#[derive(Debug)]
struct Shared {
    event: Arc<Event>,
    template: Arc<Template>,
    style: Arc<Style>,
    uses_labels: bool,
    computed: Arc<Computed>,
    site: Site,
    whereabouts: Whereabouts,
    /// Those of the topics, once one is asked for: most pages ask for none.
    anchors: OnceLock<Vec<Option<String>>>,
}

#[derive(Debug)]
struct EventView(Arc<Shared>);

const EVENT_KEYS: &[&str] = &[
    "schema_version",
    "template",
    "style",
    "id",
    "title",
    "weight",
    "heading",
    "dates",
    "front_matter",
    "series",
    "edition",
    "start",
    "end",
    "location",
    "organizers",
    "links",
    "header",
    "pictures",
    "intro",
    "blocks",
    "topics",
    "left_out",
    "footer",
    "head",
    "tail",
    "gap",
    "page_link",
    "measure",
];

impl Object for EventView {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let Shared { event, template, style, computed, .. } = self.0.as_ref();
        let key = key.as_str()?;
        Some(match key {
            "schema_version" => Value::from(SCHEMA_VERSION),
            "template" => Value::from(template.declaration.name.as_str()),
            "style" => Value::from(style.name.as_str()),
            "id" => Value::from(computed.id.as_str()),
            "title" => Value::from(computed.title.as_str()),
            "weight" => Value::from(computed.weight),
            "heading" => Value::from(computed.heading.as_str()),
            "dates" => Value::from(computed.dates.as_str()),
            "front_matter" => Value::from(computed.front_matter.as_str()),
            "series" => optional(event.series.as_deref()),
            "edition" => optional(event.edition.as_deref()),
            "start" => Value::from(event.dates.start.to_string()),
            "end" => Value::from(event.dates.end.to_string()),
            "location" => event.location.as_ref().map_or(Value::from(()), named_link),
            "organizers" => event.organizers.iter().map(named_link).collect(),
            "links" => event.links.iter().map(header_link).collect(),
            "header" => self.0.header().into_iter().map(Value::from_object).collect(),
            "pictures" => pictures(&event.pictures),
            "intro" => markdown(event.intro.as_deref()),
            "blocks" => self.0.blocks(),
            "topics" => self.0.topics(true),
            "left_out" => self.0.topics(false),
            "footer" => markdown(event.footer.as_deref()),
            "head" => optional(event.head.as_deref()),
            "tail" => optional(event.tail.as_deref()),
            "gap" => Value::from(self.0.gap_after_topics()),
            "page_link" => Value::from(self.0.whereabouts.page_link.as_str()),
            "measure" => optional(self.0.whereabouts.alignment.map(Measure::name)),
            key => {
                let field = template.declaration.event_field(key)?;
                declared(event.fields.iter().find(|(name, _)| *name == field.key).map(|(_, value)| value))
            }
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let declared = self.0.template.declaration.event.iter().map(|field| field.key.as_ref());
        keys(EVENT_KEYS, declared)
    }
}

/// The core keys, and of the others those that are not core.
fn keys<'k>(core: &'static [&'static str], others: impl Iterator<Item = &'k str>) -> Enumerator {
    let others = others.filter(|key| !core.contains(key)).map(Value::from);
    Enumerator::Values(core.iter().copied().map(Value::from).chain(others).collect())
}

impl Shared {
    fn anchors(&self) -> &[Option<String>] {
        self.anchors.get_or_init(|| {
            let style = (self.style.as_ref(), self.uses_labels);
            whereabouts::anchors(&self.event, &self.template, style, &self.computed.heading, self.site)
        })
    }

    /// The anchor of a topic as links write it.
    fn anchor(&self, topic: usize) -> Option<String> {
        let anchor = self.anchors().get(topic)?.as_deref()?;
        Some(self.whereabouts.written(anchor, self.anchors()))
    }

    fn header(&self) -> Vec<Line> {
        header_lines(&self.event, &self.template, self.uses_labels, &self.computed.dates)
    }

    fn facts(&self, topic: &Topic) -> Vec<Line> {
        fact_lines(topic, &self.template, self.uses_labels)
    }

    /// The event's declared Markdown, each under its heading.
    fn blocks(&self) -> Value {
        let fields = self.template.declaration.event.iter();
        let block = |field: &Field| {
            let heading = field.heading.as_ref()?;
            let text = declared_line(&self.event.fields, &field.key, Some(field), &self.template)?;
            Some(record(vec![
                ("key", Value::from(field.key.as_ref())),
                ("heading", Value::from(heading.as_str())),
                ("text", Value::from(text)),
            ]))
        };
        fields.filter_map(block).collect()
    }

    /// The topics that stand on the page, or those that do not.
    fn topics(self: &Arc<Self>, drawn: bool) -> Value {
        let completing = self.template.declaration.completing_section();
        let topics = self.event.topics.iter().enumerate();
        let mut gap = if self.event.head.is_some() { "" } else { "\n" };
        let views = topics.filter(|(_, topic)| topic.state(completing).is_drawn() == drawn).map(|(index, topic)| {
            let view = TopicView { shared: self.clone(), index, gap };
            gap = gap_after(topic);
            Value::from_object(view)
        });
        views.collect()
    }

    fn gap_after_topics(&self) -> &'static str {
        let completing = self.template.declaration.completing_section();
        match self.event.topics.iter().rfind(|topic| topic.state(completing).is_drawn()) {
            Some(topic) => gap_after(topic),
            None if self.event.head.is_some() => "",
            None => "\n",
        }
    }
}

/// What parts a topic from what follows: a blank line, or as many as it says, but after a verbatim body nothing, since
/// its own end is part of it; only a missing line end is made up for.
fn gap_after(topic: &Topic) -> &'static str {
    const LINES: &str = "\n\n\n\n\n\n\n\n\n";
    const { assert!(LINES.len() == MOST_BLANK_LINES as usize) };
    match topic.body.as_deref() {
        None => LINES.get(..topic.blank_lines.unwrap_or(1).into()).unwrap_or(LINES),
        Some(body) if body.is_empty() || body.ends_with('\n') => "",
        Some(_) => "\n\n",
    }
}

#[derive(Debug)]
struct TopicView {
    shared: Arc<Shared>,
    index: usize,
    gap: &'static str,
}

const TOPIC_KEYS: &[&str] = &[
    "gap",
    "heading",
    "anchor",
    "note",
    "emoji",
    "title",
    "badge",
    "state",
    "moved_to",
    "owners",
    "demo",
    "tracking",
    "highlight",
    "facts",
    "intro",
    "sections",
    "pictures",
    "body",
];

impl Object for TopicView {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let declaration = &self.shared.template.declaration;
        let topic = self.shared.event.topics.get(self.index)?;
        let key = key.as_str()?;
        Some(match key {
            "gap" => Value::from(self.gap),
            "heading" => Value::from(heading(topic, &self.shared.template)),
            "anchor" => optional(self.shared.anchor(self.index).as_deref()),
            "note" if self.shared.event.file.notes => optional(note(topic, &self.shared.template).as_deref()),
            "note" => Value::from(()),
            "emoji" => optional(topic.emoji.as_deref()),
            "title" => Value::from(topic.title.as_str()),
            "badge" => optional(topic.badge.as_deref()),
            "state" => Value::from(topic.state(declaration.completing_section()).name()),
            "moved_to" => optional(topic.moved_to.as_deref()),
            "owners" => topic.owners.iter().map(|owner| Value::from(owner.as_str())).collect(),
            "demo" => optional(topic.demo.as_deref()),
            "tracking" => optional(topic.tracking.as_deref()),
            "highlight" => Value::from(topic.highlight),
            "facts" => self.shared.facts(topic).into_iter().map(Value::from_object).collect(),
            "intro" => markdown(topic.intro.as_deref()),
            "sections" => self.sections(topic),
            "pictures" => pictures(&topic.pictures),
            "body" => optional(topic.body.as_deref()),
            key => match declaration.topic_field(key) {
                Some(field) => {
                    declared(topic.fields.iter().find(|(name, _)| *name == field.key).map(|(_, value)| value))
                }
                None => {
                    declaration.section(key)?;
                    topic.section(key).map_or(Value::from(()), |text| Value::from(drawn::trimmed(text)))
                }
            },
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let declaration = &self.shared.template.declaration;
        let fields = declaration.topic.iter().map(|field| field.key.as_ref());
        keys(TOPIC_KEYS, fields.chain(declaration.sections.iter().map(|section| section.key.as_ref())))
    }

    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }
}

impl TopicView {
    fn sections(&self, topic: &Topic) -> Value {
        let style = &self.shared.style;
        let event = &self.shared.event;
        let drawn = topic.sections.iter().enumerate().map(|(index, (key, _))| {
            let label = label_of(event, topic, key, &self.shared.template, (style, self.shared.uses_labels));
            Value::from_object(DrawnSection {
                event: self.shared.event.clone(),
                style: self.shared.style.clone(),
                topic: self.index,
                section: index,
                label,
            })
        });
        drawn.collect()
    }
}

/// The fields of a topic that the page does not draw, in the comment that a page keeps of them where it is the source.
pub fn note(topic: &Topic, template: &Template) -> Option<String> {
    let facts = &template.declaration.facts.lines;
    let is_drawn = |key: &str| facts.iter().any(|line| line.key.as_ref() == key);
    let mut told = Vec::new();
    if !topic.owners.is_empty() && !is_drawn("owners") {
        let owners: Vec<String> = topic.owners.iter().map(|owner| format!("@{owner}")).collect();
        told.push(format!("owners={}", owners.join(",")));
    }
    if let Some(demo) = topic.demo.as_deref().filter(|_| !is_drawn("demo")) {
        told.push(format!("demo={demo}"));
    }
    if let Some(state) = topic.said.filter(|_| !is_drawn("state")) {
        told.push(format!("state={}", state.name()));
    }
    if topic.highlight {
        told.push("highlight=true".to_owned());
    }
    (!told.is_empty()).then(|| format!("<!-- afterword: {} -->", told.join(" ")))
}

/// How a page of that style writes the label of a section; with it goes whether labels of the file's own are used.
pub(super) fn label_of(
    event: &Event,
    topic: &Topic,
    section: &str,
    template: &Template,
    (style, uses_labels): (&Style, bool),
) -> String {
    let declaration = &template.declaration;
    own_label(event, topic, section).filter(|_| uses_labels).map_or_else(
        || {
            let declared = declaration.section(section);
            section_label(style, declared.map_or(section, |(_, section)| section.label_in(&style.name)))
        },
        str::to_owned,
    )
}

/// How a topic, or else its event, says that the label of a section is written.
pub fn own_label<'e>(event: &'e Event, topic: &'e Topic, section: &str) -> Option<&'e str> {
    let mut labels = topic.labels.iter().chain(&event.labels);
    labels.find(|(key, _)| key.as_ref() == section).map(|(_, label)| label.as_str())
}

/// A topic's heading line.
pub fn heading(topic: &Topic, template: &Template) -> String {
    template.declaration.headings.topic.fill(None, |key| match key {
        "emoji" => topic.emoji.as_deref(),
        "title" => Some(&topic.title),
        "badge" => topic.badge.as_deref(),
        _ => None,
    })
}

/// How a style writes a label.
pub fn section_label(style: &Style, label: &str) -> String {
    style.label.fill(None, |key| (key == "label").then_some(label))
}

/// How a line of facts begins.
pub fn line_label(lines: &Lines, emoji: Option<&str>, label: &str) -> String {
    lines.label.fill(None, |key| match key {
        "emoji" => emoji,
        "label" => Some(label),
        _ => None,
    })
}

/// The lines under a page's heading as its own style draws them, each with the field it tells.
pub fn header(event: &Event, template: &Template) -> Vec<(String, String)> {
    let drawn = header_lines(event, template, true, &dates_in_words(event, template));
    drawn.into_iter().map(|line| (line.key.clone(), line.to_string())).collect()
}

/// The lines under a page's heading.
pub(super) fn header_lines(event: &Event, template: &Template, uses_labels: bool, dates: &str) -> Vec<Line> {
    let declaration = &template.declaration;
    let mut lines = lines(&declaration.header, &event.labels, uses_labels, |key| {
        let field = declaration.event_field(key);
        match key {
            "dates" => Some(dates.to_owned()),
            "series" => event.series.clone(),
            "edition" => event.edition.clone(),
            "location" => event.location.as_ref().map(|one| drawn::links(std::slice::from_ref(one), field)),
            "organizers" if event.organizers.is_empty() => None,
            "organizers" => Some(drawn::links(&event.organizers, field)),
            key => declared_line(&event.fields, key, field, template),
        }
    });
    lines.extend(event.links.iter().map(|link| Line {
        key: "links".to_owned(),
        label: line_label(&declaration.header, link.emoji.as_deref(), &link.label),
        text: link.target.clone(),
    }));
    lines
}

/// The lines under a topic's heading.
pub(super) fn fact_lines(topic: &Topic, template: &Template, uses_labels: bool) -> Vec<Line> {
    let declaration = &template.declaration;
    lines(&declaration.facts, &topic.labels, uses_labels, |key| {
        let field = declaration.topic_field(key);
        match key {
            "owners" if topic.owners.is_empty() => None,
            "owners" => Some(drawn::handles(&topic.owners, field)),
            "demo" => topic.demo.clone(),
            "tracking" => topic.tracking.clone(),
            "state" => topic.said.map(|state| state.name().to_owned()),
            key => declared_line(&topic.fields, key, field, template),
        }
    })
}

fn declared_line(fields: &Fields, key: &str, field: Option<&Field>, template: &Template) -> Option<String> {
    let (_, value) = fields.iter().find(|(name, _)| name.as_ref() == key)?;
    Some(drawn::value(value, field?, template))
}

/// The declared lines that have something to tell.
fn lines(
    declared: &Lines,
    labels: &crate::event::Labels,
    uses_labels: bool,
    text: impl Fn(&str) -> Option<String>,
) -> Vec<Line> {
    let told = declared.lines.iter().filter_map(|line| {
        let own = labels.iter().find(|(key, _)| *key == line.key && uses_labels);
        let label = match own {
            Some((_, label)) => label.clone(),
            None => line_label(declared, line.emoji.as_deref(), &line.label),
        };
        Some(Line { key: line.key.as_ref().to_owned(), label, text: text(&line.key)? })
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::core;
    use crate::template::validation::COMPUTED_OF_EVENTS;
    use crate::template::validation::COMPUTED_OF_TOPICS;

    #[test]
    fn a_declared_field_cannot_hide_behind_what_is_computed() {
        for (keys, core, computed) in
            [(EVENT_KEYS, core::EVENT, COMPUTED_OF_EVENTS), (TOPIC_KEYS, core::TOPIC, COMPUTED_OF_TOPICS)]
        {
            let is_free = |key: &&&str| !computed.contains(key) && core::find(core, key).is_none();
            assert_eq!(keys.iter().find(is_free), None);
            assert_eq!(computed.iter().find(|key| !keys.contains(key)), None);
        }
    }
}
