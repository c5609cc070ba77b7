//! Builds an [`Event`] from a tree, field by field, and says everything that is wrong with it.

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::SHOWN;
use crate::diagnostic::suggestion::did_you_mean;
use crate::event::DateRange;
use crate::event::Event;
use crate::event::FileForm;
use crate::event::FrontMatter;
use crate::event::HeaderLink;
use crate::event::Labels;
use crate::event::Link;
use crate::event::Newline;
use crate::event::Picture;
use crate::event::core;
use crate::event::core::CoreField;
use crate::event::dates::DateError;
use crate::event::dates::parse_date;
use crate::fs::portable_name;
use crate::grammar::list_or;
use crate::template::Field;
use crate::template::Template;
use crate::yaml::Entry;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::Style;
use crate::yaml::Value;
use crate::yaml::read;
use crate::yaml::write::Yaml;

/// Reads values and collects what is wrong with them.
pub(super) struct Reader<'t> {
    pub(super) template: &'t Template,
    diagnostics: Vec<Diagnostic>,
    omitted: usize,
}

impl<'t> Reader<'t> {
    /// A reader by that template, with what is known to be wrong already.
    pub(super) fn new(template: &'t Template, diagnostics: Vec<Diagnostic>) -> Self {
        let omitted = diagnostics.len().saturating_sub(SHOWN);
        Self { template, diagnostics: diagnostics.into_iter().take(SHOWN).collect(), omitted }
    }

    /// What was wrong, and how many more things there were.
    pub(super) fn into_diagnostics(self) -> (Vec<Diagnostic>, usize) {
        (self.diagnostics, self.omitted)
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < SHOWN {
            self.diagnostics.push(diagnostic);
        } else {
            self.omitted += 1;
        }
    }

    /// The event that a tree describes, as far as it can be read.
    pub(super) fn event(&mut self, root: Node<'_>, style: Option<&str>) -> Event {
        let mut event = Event::default();
        let mut start = None;
        let mut end = None;
        let root_place = root.place;
        let Some(entries) = self.mapping(root, "event") else { return event };
        let mut given = Vec::new();
        for Entry { key, key_place, value } in entries {
            if !self.applies(&key, key_place) || value.is_null() {
                continue;
            }
            if !says_nothing(&value) {
                given.push(key.clone());
            }
            let name = key.as_ref();
            match name {
                "afterword" => {}
                "template" => event.template = self.line(value, name),
                "style" => event.style = self.style_name(value),
                "series" => event.series = self.line(value, name),
                "edition" => event.edition = self.line(value, name),
                "start" => start = self.date(value, name),
                "end" => end = self.date_with_place(value, name),
                "location" => event.location = self.link(value, name),
                "organizers" => event.organizers = self.list(value, name, |reader, item| reader.link(item, name)),
                "links" => event.links = self.list(value, name, Self::header_link),
                "pictures" => event.pictures = self.list(value, name, |reader, item| reader.picture(item, name)),
                "front_matter" => event.front_matter = self.front_matter(value),
                "title" => event.title = self.line(value, name),
                "weight" => event.weight = self.integer(value, name),
                "id" => event.id = self.id(value),
                "labels" => event.labels = self.labels(value),
                "intro" => event.intro = self.markdown(value, name),
                "footer" => event.footer = self.markdown(value, name),
                "topics" => event.topics = self.list(value, name, |reader, item| Some(reader.topic(item))),
                "head" => event.head = self.markdown(value, name),
                "tail" => event.tail = self.markdown(value, name),
                "file" => event.file = self.file(value),
                _ => self.declared(value, name, self.template.declaration.event_field(name), &mut event.fields),
            }
        }
        self.in_template_order(&mut event.fields, |template| &template.declaration.event);
        self.dates(&mut event, start, end);
        let fields = &self.template.declaration.event;
        self.required("the event", root_place, fields, core::EVENT, |key| given.iter().any(|given| given == key));
        self.known_style(style);
        event
    }

    fn dates(&mut self, event: &mut Event, start: Option<chrono::NaiveDate>, end: Option<(chrono::NaiveDate, Place)>) {
        let Some(start) = start else { return };
        let last = end.map_or(start, |(end, _)| end);
        event.dates = DateRange { start, end: last };
        if let Some((end, place)) = end
            && end < start
        {
            let message = format!("the event ends on {end}, before it starts on {start}");
            let help = "swap the two, or leave `end` out where the event took one day";
            self.push(Diagnostic::error("dates-reversed", message, place, "before the start").help(help));
        }
    }

    /// Says which required fields are missing from a mapping that begins at `place`.
    pub(super) fn required(
        &mut self,
        whose: &str,
        place: Place,
        fields: &[Field],
        core: &[CoreField],
        is_given: impl Fn(&str) -> bool,
    ) {
        let declared = fields.iter().filter(|field| field.required).map(|field| field.key.as_ref());
        let mut keys: Vec<&str> = declared.collect();
        keys.extend(core::needed(core).filter(|key| !fields.iter().any(|f| f.required && f.key.as_ref() == *key)));
        for key in keys.into_iter().filter(|key| !is_given(key)) {
            let message = format!("{whose} has no `{key}`");
            let example = match key {
                "start" => "add `start: YYYY-MM-DD`".to_owned(),
                "location" => "add `location:` with a `name:` below it".to_owned(),
                "organizers" => "add `organizers:` with a list of `- name: …`".to_owned(),
                key => format!("add `{key}: …`"),
            };
            self.push(Diagnostic::error("missing-field", message, place, "required here").help(example));
        }
    }

    /// Whether a key is a field of events by this template; says so where it is not.
    fn applies(&mut self, key: &str, place: Place) -> bool {
        let declaration = &self.template.declaration;
        let mut always = core::always(core::EVENT);
        if always.clone().any(|name| name == key) || declaration.event_field(key).is_some() {
            return true;
        }
        let known = always.by_ref().chain(declaration.event.iter().map(|field| field.key.as_ref()));
        let mut help = did_you_mean(key, known);
        if declaration.section(key).is_some() || declaration.topic_field(key).is_some() {
            help = Some(format!("`{key}` belongs to a topic"));
        }
        self.unknown("field", key, place, format!("not a field of the `{}` template", declaration.name), help);
        false
    }

    pub(super) fn unknown(&mut self, what: &str, key: &str, place: Place, label: String, help: Option<String>) {
        let code = match what {
            "state" => "unknown-state",
            "style" => "unknown-style",
            "label" => "unknown-label",
            _ => "unknown-field",
        };
        let mut diagnostic = Diagnostic::error(code, format!("unknown {what} `{}`", shorten(key)), place, label);
        diagnostic.help = help;
        self.push(diagnostic);
    }

    pub(super) fn wrong_type(&mut self, node: &Node<'_>, name: &str, wanted: &str) {
        let message = format!("`{name}` is {wanted}, not {}", node.kind());
        self.push(Diagnostic::error("wrong-type", message, node.place, node.kind()));
    }

    /// Any text, as it is.
    fn text<'a>(&mut self, node: Node<'a>, name: &str) -> Option<Cow<'a, str>> {
        if node.is_null() {
            return None;
        }
        match node.value {
            Value::Scalar(Scalar { text, .. }) => Some(text),
            Value::Sequence(_) | Value::Mapping(_) => {
                self.wrong_type(&node, name, "text");
                None
            }
        }
    }

    /// Text of one line; nothing where it is empty.
    pub(super) fn line(&mut self, node: Node<'_>, name: &str) -> Option<String> {
        let place = node.place;
        let is_block = matches!(&node.value, Value::Scalar(scalar) if scalar.style == Style::Block);
        let text = self.text(node, name)?;
        // A block of one line is a line: its line end is the block's, not the text's.
        let text = if is_block { text.strip_suffix('\n').unwrap_or(&text).to_owned() } else { text.into_owned() };
        if text.contains(['\n', '\r']) {
            let message = format!("`{name}` is one line");
            self.push(Diagnostic::error("line-break", message, place, "holds a line break"));
            return None;
        }
        Some(text).filter(|text| !text.is_empty())
    }

    /// Markdown, line ends and all.
    pub(super) fn markdown(&mut self, node: Node<'_>, name: &str) -> Option<String> {
        self.text(node, name).map(Cow::into_owned)
    }

    pub(super) fn date(&mut self, node: Node<'_>, name: &str) -> Option<chrono::NaiveDate> {
        self.date_with_place(node, name).map(|(date, _)| date)
    }

    fn date_with_place(&mut self, node: Node<'_>, name: &str) -> Option<(chrono::NaiveDate, Place)> {
        let place = node.place;
        let text = self.text(node, name)?;
        match parse_date(&text) {
            Ok(date) => Some((date, place)),
            Err(error) => {
                let message = format!("`{name}` is no date: `{}`", shorten(&text));
                let mut diagnostic = Diagnostic::error("invalid-date", message, place, error.to_string());
                if error == DateError::Form {
                    diagnostic = diagnostic.help("write it as YYYY-MM-DD, such as 2025-06-02");
                }
                self.push(diagnostic);
                None
            }
        }
    }

    fn integer(&mut self, node: Node<'_>, name: &str) -> Option<i64> {
        let number = match &node.value {
            Value::Scalar(Scalar { text, style: Style::Plain | Style::Argument }) => text.parse().ok(),
            Value::Scalar(_) | Value::Sequence(_) | Value::Mapping(_) => None,
        };
        if number.is_none() {
            self.wrong_type(&node, name, "a whole number");
        }
        number
    }

    pub(super) fn boolean(&mut self, node: &Node<'_>, name: &str) -> Option<bool> {
        if node.is_null() {
            return None;
        }
        let value = match &node.value {
            // As the core schema of YAML spells them (YAML 1.2, 10.3.2).
            Value::Scalar(Scalar { text, style: Style::Plain | Style::Argument }) => match text.as_ref() {
                "true" | "True" | "TRUE" => Some(true),
                "false" | "False" | "FALSE" => Some(false),
                _ => None,
            },
            Value::Scalar(_) | Value::Sequence(_) | Value::Mapping(_) => None,
        };
        if value.is_none() {
            self.wrong_type(node, name, "`true` or `false`");
        }
        value
    }

    /// A list, each item read by `read`; what is absent is an empty one.
    pub(super) fn list<T>(
        &mut self,
        node: Node<'_>,
        name: &str,
        mut read: impl FnMut(&mut Self, Node<'_>) -> Option<T>,
    ) -> Vec<T> {
        if node.is_null() {
            return Vec::new();
        }
        if let Some(result) =
            self.flow(&node, |reader, node| reader.list(node, name, &mut read as &mut ReadItem<'_, '_, T>))
        {
            return result;
        }
        match node.value {
            Value::Sequence(items) => items.into_iter().filter_map(|item| read(self, item)).collect(),
            Value::Scalar(_) | Value::Mapping(_) => {
                self.wrong_type(&node, name, "a list");
                Vec::new()
            }
        }
    }

    /// The entries of a mapping.
    pub(super) fn mapping<'a>(&mut self, node: Node<'a>, name: &str) -> Option<Vec<Entry<'a>>> {
        if node.is_null() {
            return Some(Vec::new());
        }
        match node.value {
            Value::Mapping(entries) => Some(entries),
            Value::Scalar(_) | Value::Sequence(_) => {
                self.wrong_type(&node, name, "a mapping");
                None
            }
        }
    }

    /// Reads an argument of the command line as YAML in flow style, where a field is no text.
    pub(super) fn flow<T>(&mut self, node: &Node<'_>, read: impl FnOnce(&mut Self, Node<'_>) -> T) -> Option<T> {
        let Value::Scalar(Scalar { text, style: Style::Argument }) = &node.value else { return None };
        if !text.starts_with(['[', '{']) {
            return None;
        }
        match read::parse_at(node.place.source, node.place.span.start as usize, text) {
            Ok(parsed) => {
                parsed.diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
                Some(read(self, parsed.root))
            }
            Err(diagnostic) => {
                self.push(diagnostic);
                None
            }
        }
    }

    /// A mapping of known fields: hands each to `read`, and says which are unknown.
    pub(super) fn fields_of(
        &mut self,
        node: Node<'_>,
        name: &str,
        known: &[&str],
        mut read: impl FnMut(&mut Self, &str, Node<'_>),
    ) -> Option<Place> {
        let place = node.place;
        for Entry { key, key_place, value } in self.mapping(node, name)? {
            if known.contains(&key.as_ref()) {
                read(self, key.as_ref(), value);
            } else {
                let help = did_you_mean(&key, known.iter().copied())
                    .or_else(|| Some(format!("`{name}` has {}", list_or(known))));
                self.unknown("field", &key, key_place, format!("not a field of `{name}`"), help);
            }
        }
        Some(place)
    }

    /// `{name, url?}`.
    pub(super) fn link(&mut self, node: Node<'_>, name: &str) -> Option<Link> {
        if let Some(link) = self.flow(&node, |reader, node| reader.link(node, name)) {
            return link;
        }
        let mut link = Link::default();
        let place = self.fields_of(node, name, &["name", "url"], |reader, key, value| match key {
            "name" => link.name = reader.line(value, key).unwrap_or_default(),
            _ => link.url = reader.line(value, key),
        })?;
        self.needs("name", &link.name, name, place)?;
        Some(link)
    }

    /// `{label, emoji?, target}`.
    fn header_link(&mut self, node: Node<'_>) -> Option<HeaderLink> {
        if let Some(link) = self.flow(&node, Self::header_link) {
            return link;
        }
        let mut link = HeaderLink::default();
        let place = self.fields_of(node, "links", &["label", "emoji", "target"], |reader, key, value| match key {
            "label" => link.label = reader.line(value, key).unwrap_or_default(),
            "emoji" => link.emoji = reader.line(value, key),
            _ => link.target = reader.line(value, key).unwrap_or_default(),
        })?;
        self.needs("label", &link.label, "links", place)?;
        self.needs("target", &link.target, "links", place)?;
        Some(link)
    }

    /// `{file, alt}`.
    pub(super) fn picture(&mut self, node: Node<'_>, name: &str) -> Option<Picture> {
        if let Some(picture) = self.flow(&node, |reader, node| reader.picture(node, name)) {
            return picture;
        }
        let mut picture = Picture::default();
        let place = self.fields_of(node, name, &["file", "alt"], |reader, key, value| match key {
            "file" => picture.file = reader.line(value, key).unwrap_or_default(),
            _ => picture.alt = reader.line(value, key).unwrap_or_default(),
        })?;
        self.needs("file", &picture.file, name, place)?;
        Some(picture)
    }

    fn needs(&mut self, key: &str, value: &str, whose: &str, place: Place) -> Option<()> {
        if !value.trim().is_empty() {
            return Some(());
        }
        let message = format!("an entry of `{whose}` has no `{key}`");
        let help = if key == "target" {
            "write `target: /` where there is none".to_owned()
        } else {
            format!("add `{key}: …`")
        };
        self.push(Diagnostic::error("missing-field", message, place, "required here").help(help));
        None
    }

    fn style_name(&mut self, node: Node<'_>) -> Option<String> {
        let place = node.place;
        let name = self.line(node, "style")?;
        if self.template.style(Some(&name)).is_none() {
            self.unknown_style(&name, place);
        }
        Some(name)
    }

    fn known_style(&mut self, style: Option<&str>) {
        if let Some(name) = style.filter(|name| self.template.style(Some(name)).is_none()) {
            self.unknown_style(name, Place::default());
        }
    }

    fn unknown_style(&mut self, name: &str, place: Place) {
        let declaration = &self.template.declaration;
        let styles: Vec<&str> = declaration.styles.iter().map(|style| style.name.as_str()).collect();
        let help = did_you_mean(name, styles.iter().copied())
            .unwrap_or_else(|| format!("the styles are {}", list_or(&styles)));
        let label = format!("not a style of the `{}` template", declaration.name);
        self.unknown("style", name, place, label, Some(help));
    }

    fn id(&mut self, node: Node<'_>) -> Option<String> {
        let place = node.place;
        let id = self.line(node, "id")?;
        match portable_name(&format!("{id}.md")) {
            Ok(()) => Some(id),
            Err(error) => {
                let message = format!("`{}` cannot name a file", shorten(&id));
                self.push(Diagnostic::error("invalid-id", message, place, error.to_string()));
                None
            }
        }
    }

    /// How labels are written: the keys are those of sections and of header lines.
    pub(super) fn labels(&mut self, node: Node<'_>) -> Labels {
        let mut labels = Labels::new();
        let declaration = &self.template.declaration;
        let Some(entries) = self.mapping(node, "labels") else { return labels };
        for Entry { key, key_place, value } in entries {
            let sections = declaration.sections.iter().map(|section| &section.key);
            let lines = declaration.header.lines.iter().chain(&declaration.facts.lines).map(|line| &line.key);
            let mut known = sections.chain(lines);
            match known.clone().find(|known| ***known == *key) {
                Some(known) => {
                    if let Some(label) = self.line(value, &key) {
                        labels.push((known.clone(), label));
                    }
                }
                None => {
                    let help = did_you_mean(&key, known.by_ref().map(AsRef::as_ref));
                    let label = format!("neither a section nor a header line of `{}`", declaration.name);
                    self.unknown("label", &key, key_place, label, help);
                }
            }
        }
        labels
    }

    fn front_matter(&mut self, node: Node<'_>) -> FrontMatter {
        if let Some(front_matter) = self.flow(&node, Self::front_matter) {
            return front_matter;
        }
        let place = node.place;
        match node.value {
            Value::Mapping(entries) => FrontMatter::Map(
                entries.into_iter().map(|entry| (entry.key.into_owned(), front_value(&entry.value))).collect(),
            ),
            Value::Scalar(Scalar { text, .. }) => {
                if let Err(message) = front_matter_mistake(&text) {
                    self.push(Diagnostic::error("invalid-front-matter", message, place, "taken verbatim"));
                }
                FrontMatter::Verbatim(text.into_owned())
            }
            Value::Sequence(_) => {
                self.wrong_type(&node, "front_matter", "a mapping, or text taken verbatim");
                FrontMatter::Computed
            }
        }
    }

    fn file(&mut self, node: Node<'_>) -> FileForm {
        let mut form = FileForm::default();
        self.fields_of(node, "file", &["newline", "bom", "final_newline", "notes"], |reader, key, value| match key {
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
                let diagnostic = Diagnostic::error("invalid-choice", message, place, "here");
                self.push(diagnostic.help("it is `lf`, `crlf` or `mixed`"));
                Newline::Lf
            }
        }
    }
}

/// What reads an item; a type of its own, so that lists within arguments do not nest types for ever.
type ReadItem<'r, 't, T> = dyn FnMut(&mut Reader<'t>, Node<'_>) -> Option<T> + 'r;

/// Whether a value that was given says nothing all the same, so that it cannot be what is required.
pub(super) fn says_nothing(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Scalar(Scalar { text, style: Style::Argument }) => matches!(text.trim(), "" | "[]"),
        Value::Scalar(Scalar { text, .. }) => node.is_null() || text.trim().is_empty(),
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(_) => false,
    }
}

/// A value as the front matter holds it: what was bare stays bare.
fn front_value(node: &Node<'_>) -> Yaml {
    match &node.value {
        Value::Scalar(Scalar { text, style: Style::Plain }) if node.is_null() && text.is_empty() => Yaml::Null,
        Value::Scalar(Scalar { text, style: Style::Plain }) => Yaml::Plain(text.clone().into_owned()),
        Value::Scalar(Scalar { text, .. }) => Yaml::Text(text.clone().into_owned()),
        Value::Sequence(items) => Yaml::Sequence(items.iter().map(front_value).collect()),
        Value::Mapping(entries) => Yaml::Mapping(
            entries.iter().map(|entry| (entry.key.clone().into_owned(), front_value(&entry.value))).collect(),
        ),
    }
}

/// Why a block cannot stand between the fences of a page.
fn front_matter_mistake(block: &str) -> Result<(), String> {
    if block.lines().any(|line| line.trim_end() == "---") {
        return Err("a line `---` would end the front matter".to_owned());
    }
    match read::parse(0, block) {
        Ok(parsed) if matches!(parsed.root.value, Value::Mapping(_)) && parsed.diagnostics.is_empty() => Ok(()),
        Ok(parsed) => Err(match parsed.diagnostics.first() {
            Some(diagnostic) => format!("the front matter is no YAML: {}", diagnostic.message),
            None => "the front matter is no mapping of keys".to_owned(),
        }),
        // Nothing but comments: title and weight join them.
        Err(diagnostic) if diagnostic.code == "empty" => Ok(()),
        Err(diagnostic) => Err(format!("the front matter is no YAML: {}", diagnostic.message)),
    }
}

/// A stranger's word, short enough for a message.
pub(super) fn shorten(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(40) {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => Cow::Borrowed(text),
    }
}
