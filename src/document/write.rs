//! An event as the text of its file: core fields in their order, nothing that is not said, as a person would write it.

use crate::event::Event;
use crate::event::FieldValue;
use crate::event::Fields;
use crate::event::FileForm;
use crate::event::FrontMatter;
use crate::event::HeaderLink;
use crate::event::Key;
use crate::event::Labels;
use crate::event::Link;
use crate::event::Newline;
use crate::event::Picture;
use crate::event::Text;
use crate::event::Topic;
use crate::template::Declaration;
use crate::template::Kind;
use crate::yaml::write::Yaml;
use crate::yaml::write::document;

/// The text of an event file that reads back as this event.
pub fn event_file(event: &Event, declaration: &Declaration) -> String {
    document(&Yaml::Mapping(event_entries(event, declaration)))
}

type Entries = Vec<(String, Yaml)>;

/// The fields of an event that say something, in the order of an event file.
pub fn event_entries(event: &Event, declaration: &Declaration) -> Entries {
    let mut entries = Entries::new();
    let mut say = |key: &str, value: Option<Yaml>| entries.extend(value.map(|value| (key.to_owned(), value)));
    say("template", Some(text(event.template.as_deref().unwrap_or(&declaration.name))));
    say("style", event.style.as_deref().map(text));
    say("series", event.series.as_deref().map(text));
    say("edition", event.edition.as_deref().map(text));
    say("start", Some(Yaml::Plain(event.dates.start.to_string())));
    say("end", (event.dates.end != event.dates.start).then(|| Yaml::Plain(event.dates.end.to_string())));
    say("location", event.location.as_ref().map(link));
    say("organizers", list(&event.organizers, link));
    say("links", list(&event.links, header_link));
    say("pictures", list(&event.pictures, picture));
    say("front_matter", front_matter(&event.front_matter));
    say("title", event.title.as_deref().map(text));
    say("weight", event.weight.map(Yaml::Integer));
    say("id", event.id.as_deref().map(text));
    say("labels", labels(&event.labels));
    say("intro", event.intro.as_deref().map(markdown));
    for (key, value) in fields(&event.fields, |key| declaration.event_field(key).map(|field| field.kind)) {
        say(&key, Some(value));
    }
    say("file", file(event.file));
    say("head", event.head.as_deref().map(verbatim));
    let topics: Vec<Yaml> = event.topics.iter().map(|topic| Yaml::Mapping(topic_entries(topic, declaration))).collect();
    say("topics", (!topics.is_empty()).then_some(Yaml::Spaced(topics)));
    say("tail", event.tail.as_deref().map(verbatim));
    say("footer", event.footer.as_deref().map(markdown));
    entries
}

/// The fields of a topic that say something, in the order of an event file.
pub fn topic_entries(topic: &Topic, declaration: &Declaration) -> Entries {
    let mut entries = Entries::new();
    let mut say = |key: &str, value: Option<Yaml>| entries.extend(value.map(|value| (key.to_owned(), value)));
    say("emoji", topic.emoji.as_deref().map(text));
    say("title", Some(text(&topic.title)));
    say("badge", topic.badge.as_deref().map(text));
    say("state", topic.said.map(|state| text(state.name())));
    say("moved_to", topic.moved_to.as_deref().map(text));
    say("owners", list(&topic.owners, |owner| text(owner)));
    say("demo", topic.demo.as_deref().map(text));
    say("tracking", topic.tracking.as_deref().map(text));
    say("highlight", topic.highlight.then_some(Yaml::Bool(true)));
    for (key, value) in fields(&topic.fields, |key| declaration.topic_field(key).map(|field| field.kind)) {
        say(&key, Some(value));
    }
    say("intro", topic.intro.as_deref().map(markdown));
    for (key, section) in &topic.sections {
        say(key, Some(section_text(section)));
    }
    say("pictures", list(&topic.pictures, picture));
    say("labels", labels(&topic.labels));
    say("body", topic.body.as_deref().map(verbatim));
    say("blank_lines", topic.blank_lines.map(|lines| Yaml::Integer(lines.into())));
    entries
}

fn text(text: &str) -> Yaml {
    Yaml::Text(text.to_owned())
}

fn markdown(text: &str) -> Yaml {
    Yaml::Markdown(text.to_owned())
}

/// Text whose every byte counts.
fn verbatim(text: &str) -> Yaml {
    Yaml::Text(text.to_owned())
}

fn list<T>(items: &[T], item: impl Fn(&T) -> Yaml) -> Option<Yaml> {
    (!items.is_empty()).then(|| Yaml::Sequence(items.iter().map(item).collect()))
}

/// A name and where it leads, as an event file has it.
pub fn link(link: &Link) -> Yaml {
    let name = ("name".to_owned(), text(&link.name));
    let url = link.url.as_deref().map(|url| ("url".to_owned(), text(url)));
    Yaml::Mapping(std::iter::once(name).chain(url).collect())
}

/// A line of the header, likewise.
pub fn header_link(link: &HeaderLink) -> Yaml {
    let label = ("label".to_owned(), text(&link.label));
    let emoji = link.emoji.as_deref().map(|emoji| ("emoji".to_owned(), text(emoji)));
    let target = ("target".to_owned(), text(&link.target));
    Yaml::Mapping(std::iter::once(label).chain(emoji).chain([target]).collect())
}

fn picture(picture: &Picture) -> Yaml {
    Yaml::Mapping(vec![("file".to_owned(), text(&picture.file)), ("alt".to_owned(), text(&picture.alt))])
}

fn front_matter(front_matter: &FrontMatter) -> Option<Yaml> {
    match front_matter {
        FrontMatter::Computed => None,
        FrontMatter::Map(entries) => Some(Yaml::Mapping(entries.clone())),
        FrontMatter::Verbatim(block) => Some(verbatim(block)),
    }
}

fn labels(labels: &Labels) -> Option<Yaml> {
    let entries = labels.iter().map(|(key, label)| (key.to_string(), text(label))).collect();
    (!labels.is_empty()).then_some(Yaml::Mapping(entries))
}

fn section_text(section: &Text) -> Yaml {
    match section {
        Text::Markdown(text) => markdown(text),
        Text::List(items) => Yaml::Sequence(items.iter().map(|item| text(item)).collect()),
    }
}

fn fields(fields: &Fields, kind: impl Fn(&Key) -> Option<Kind>) -> Entries {
    let entry = |(key, value): &(Key, FieldValue)| (key.to_string(), field_value(value, kind(key)));
    fields.iter().map(entry).collect()
}

fn field_value(value: &FieldValue, kind: Option<Kind>) -> Yaml {
    match value {
        FieldValue::Text(one) if kind == Some(Kind::Markdown) => markdown(one),
        FieldValue::Text(one) => text(one),
        FieldValue::Date(day) => Yaml::Plain(day.to_string()),
        FieldValue::Link(one) => link(one),
        FieldValue::Picture(one) => picture(one),
        FieldValue::Many(values) => Yaml::Sequence(values.iter().map(|value| field_value(value, kind)).collect()),
    }
}

fn file(form: FileForm) -> Option<Yaml> {
    let usual = FileForm::default();
    let mut entries = Entries::new();
    let newline = match form.newline {
        Newline::Lf => None,
        Newline::Crlf => Some("crlf"),
        Newline::Mixed => Some("mixed"),
    };
    entries.extend(newline.map(|newline| ("newline".to_owned(), text(newline))));
    for (key, value, usual) in [
        ("bom", form.bom, usual.bom),
        ("final_newline", form.final_newline, usual.final_newline),
        ("notes", form.notes, usual.notes),
    ] {
        if value != usual {
            entries.push((key.to_owned(), Yaml::Bool(value)));
        }
    }
    (!entries.is_empty()).then_some(Yaml::Mapping(entries))
}
