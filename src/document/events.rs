//! The event itself: its core fields, and what they must agree in.

use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::shorten;
use crate::diagnostic::suggestion::closest;
use crate::diagnostic::suggestion::did_you_mean;
use crate::event::DateRange;
use crate::event::Event;
use crate::event::FileForm;
use crate::event::Labels;
use crate::event::Newline;
use crate::event::core;
use crate::fs::NameError;
use crate::fs::portable_name;
use crate::grammar::list_and;
use crate::grammar::list_or;
use crate::yaml::Entry;
use crate::yaml::Node;

use super::names::EVENT;
use super::names::Given;
use super::names::Name;
use super::reader::Reader;

/// A day and where it stands.
type Day = Option<(NaiveDate, Place)>;

impl<'t> Reader<'t> {
    /// The event that a tree describes, as far as it can be read.
    pub(super) fn event(&mut self, root: Node<'_>) -> Event {
        let mut event = Event::default();
        let mut start = None;
        let mut end = None;
        let mut given = Given::new(self.beginning(root.place));
        let Some(entries) = self.mapping(root, "event".into(), "") else { return event };
        for Entry { key, key_place, value } in entries {
            if !self.applies(&key, key_place, &mut given) {
                continue;
            }
            let name = key.as_ref();
            let before = self.complaints();
            if !(value.is_null() && core::find(core::EVENT, name).is_some()) {
                match name {
                    "start" => start = self.date_with_place(value, name),
                    "end" => end = self.date_with_place(value, name),
                    _ => self.event_field(&mut event, name, value),
                }
            }
            let is_wrong = self.complaints() > before;
            given.note(key, key_place, is_wrong);
        }
        self.in_template_order(&mut event.fields, |template| &template.declaration.event);
        self.dates(&mut event, start, end);
        let fields = &self.template.declaration.event;
        let has = |key: &str| match key {
            "start" => start.is_some(),
            "end" => end.is_some(),
            // A verbatim head holds all that a page says.
            _ if event.head.is_some() => true,
            key => event.says(key),
        };
        self.required(&given, EVENT, fields, "start", has);
        event
    }

    fn event_field(&mut self, event: &mut Event, name: &str, value: Node<'_>) {
        match name {
            "afterword" => {}
            "template" => event.template = self.line(value, name),
            "style" => event.style = self.style_name(value),
            "series" => event.series = self.line(value, name),
            "edition" => event.edition = self.line(value, name),
            "location" => event.location = self.link(value, name.into()),
            "organizers" => {
                event.organizers =
                    self.list(value, name, "name: …", |reader, item| reader.link(item, Name::Item(name)));
            }
            "links" => event.links = self.list(value, name, "label: …", Self::header_link),
            "pictures" => {
                event.pictures =
                    self.list(value, name, "file: …", |reader, item| reader.picture(item, Name::Item(name)));
            }
            "front_matter" => event.front_matter = self.front_matter(value),
            "title" => event.title = self.line(value, name),
            "weight" => event.weight = self.integer(&value, name),
            "id" => event.id = self.id(value),
            "labels" => event.labels = self.labels(value),
            "intro" => event.intro = self.markdown(value, name),
            "footer" => event.footer = self.markdown(value, name),
            "topics" => {
                event.topics = self.list(value, name, "title: …", |reader, item| Some(reader.topic(item)));
            }
            // By it the topics of topic files were ordered already.
            "order" => drop(self.list(value, name, "…", |reader, item| reader.line(item, Name::Item(name)))),
            "head" => event.head = self.markdown(value, name),
            "tail" => event.tail = self.markdown(value, name),
            "file" => event.file = self.file(value),
            _ => self.declared(value, name, self.template.declaration.event_field(name), &mut event.fields),
        }
    }

    fn dates(&mut self, event: &mut Event, start: Day, end: Day) {
        let Some((start, start_place)) = start else { return };
        let last = end.map_or(start, |(end, _)| end);
        event.dates = DateRange { start, end: last };
        if let Some((end, place)) = end
            && end < start
        {
            let message = format!("the event ends on {end}, before it starts on {start}");
            let help = "swap the two, or leave `end` out where the event took one day";
            let diagnostic = Diagnostic::error("dates-reversed", message, place, "before the start").help(help);
            self.push(diagnostic.related(start_place, "the start"));
        }
    }

    /// Whether a key is a field of events by this template; says so where it is not.
    fn applies<'k>(&mut self, key: &str, place: Place, given: &mut Given<'k>) -> bool
    where
        't: 'k,
    {
        let declaration = &self.template.declaration;
        if core::always(core::EVENT).any(|name| name == key) || declaration.event_field(key).is_some() {
            return true;
        }
        let fields = declaration.event.iter().map(|field| field.key.as_ref());
        let help = if self.is_full() {
            None
        } else if declaration.section(key).is_some()
            || declaration.topic_field(key).is_some()
            || core::find(core::TOPIC, key).is_some()
        {
            Some(format!("`{key}` belongs to a topic, below `topics:`"))
        } else if let Some(meant) = closest(key, core::always(core::EVENT).chain(fields.clone())) {
            given.note_meant(meant, place);
            Some(format!("did you mean `{meant}`?"))
        } else {
            let known: Vec<&str> = fields.chain(["topics"]).collect();
            Some(format!("an event has {}", list_and(&known)))
        };
        self.unknown("field", key, place, format!("not a field of the `{}` template", declaration.name), help);
        false
    }

    fn style_name(&mut self, node: Node<'_>) -> Option<String> {
        let place = node.place;
        let name = self.line(node, "style")?;
        if self.template.style(Some(&name)).is_none() {
            let declaration = &self.template.declaration;
            let styles: Vec<&str> = declaration.styles.iter().map(|style| style.name.as_str()).collect();
            let help = did_you_mean(&name, styles.iter().copied())
                .unwrap_or_else(|| format!("the styles are {}", list_and(&styles)));
            let label = format!("not a style of the `{}` template", declaration.name);
            self.unknown("style", &name, place, label, Some(help));
        }
        Some(name)
    }

    fn id(&mut self, node: Node<'_>) -> Option<String> {
        let place = node.place;
        let id = self.line(node, "id")?;
        // It names a folder, and with its extension a page.
        let Err(error) = portable_name(&id).and_then(|()| portable_name(&format!("{id}.yaml"))) else {
            return Some(id);
        };
        let label = match error {
            NameError::Empty | NameError::Dots { .. } => "not a name".to_owned(),
            NameError::Git { .. } => "git's own folder".to_owned(),
            NameError::Device { .. } => "the name of a device on Windows".to_owned(),
            NameError::Character { character: '/' | '\\', .. } => "a path, not a name".to_owned(),
            NameError::Character { character, .. } if character.is_control() => "holds a control character".to_owned(),
            NameError::Character { character, .. } => format!("Windows has no files with `{character}` in their name"),
            NameError::End { .. } => "ends in a dot or a blank".to_owned(),
            NameError::TooLong { .. } => "longer than files may be called".to_owned(),
        };
        let message = format!("`{}` cannot name a file", shorten(&id));
        let help = "write letters, digits and `-`, as in 2026-05";
        self.push(Diagnostic::error("invalid-id", message, place, label).help(help));
        None
    }

    /// How labels are written: the keys are those of sections and of header lines.
    pub(super) fn labels(&mut self, node: Node<'_>) -> Labels {
        let mut labels = Labels::new();
        let declaration = &self.template.declaration;
        let help = "write it as `labels: {problem: …}`";
        let Some(entries) = self.mapping(node, "labels".into(), help) else { return labels };
        for Entry { key, key_place, value } in entries {
            let sections = declaration.sections.iter().map(|section| &section.key);
            let lines = declaration.header.lines.iter().chain(&declaration.facts.lines).map(|line| &line.key);
            let known = sections.chain(lines);
            if let Some(known) = known.clone().find(|known| ***known == *key) {
                if let Some(label) = self.line(value, key.as_ref()) {
                    labels.push((known.clone(), label));
                }
            } else if self.is_full() {
                self.leave_out();
            } else {
                let known: Vec<&str> = known.map(AsRef::as_ref).collect();
                let help = did_you_mean(&key, known.iter().copied())
                    .unwrap_or_else(|| format!("there are labels for {}", list_and(&known)));
                let label = format!("neither a section nor a header line of `{}`", declaration.name);
                self.unknown("label", &key, key_place, label, Some(help));
            }
        }
        labels
    }

    fn file(&mut self, node: Node<'_>) -> FileForm {
        let mut form = FileForm::default();
        let known = ["newline", "bom", "final_newline", "notes"];
        self.fields_of(node, "file".into(), &known, |reader, key, value| match key {
            "bom" => form.bom = reader.boolean(&value, key).unwrap_or_default(),
            "final_newline" => form.final_newline = reader.boolean(&value, key).unwrap_or(true),
            "notes" => form.notes = reader.boolean(&value, key).unwrap_or_default(),
            _ => form.newline = reader.newline(value),
        });
        form
    }

    fn newline(&mut self, node: Node<'_>) -> Newline {
        let place = node.place;
        match self.line(node, "newline").as_deref() {
            None | Some("lf") => Newline::Lf,
            Some("crlf") => Newline::Crlf,
            Some("mixed") => Newline::Mixed,
            Some(other) => {
                let message = format!("`{}` is no kind of line end", shorten(other));
                let diagnostic = Diagnostic::error("invalid-choice", message, place, "not one of them");
                self.push(diagnostic.help(format!("write {}", list_or(&["`lf`", "`crlf`", "`mixed`"]))));
                Newline::Lf
            }
        }
    }
}
