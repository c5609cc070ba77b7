//! Small mappings that lists hold: links, lines of the header, pictures.

use crate::diagnostic::suggestion::closest;
use crate::event::HeaderLink;
use crate::event::Link;
use crate::event::Picture;
use crate::grammar::list_and;
use crate::yaml::Entry;
use crate::yaml::Node;

use super::names::Given;
use super::names::Name;
use super::reader::Reader;

impl Reader<'_> {
    /// `{name, url?}`.
    pub(super) fn link(&mut self, node: Node<'_>, name: Name<'_>) -> Option<Link> {
        if let Some(link) = self.flow(&node, |reader, node| reader.link(node, name)) {
            return link;
        }
        let mut link = Link::default();
        let given = self.fields_of(node, name, &["name", "url"], |reader, key, value| match key {
            "name" => link.name = reader.line(value, key).unwrap_or_default(),
            _ => link.url = reader.line(value, key),
        })?;
        self.all_given(&given, name, &[("name", &link.name)]).then_some(link)
    }

    /// `{label, emoji?, target}`.
    pub(super) fn header_link(&mut self, node: Node<'_>) -> Option<HeaderLink> {
        if let Some(link) = self.flow(&node, Self::header_link) {
            return link;
        }
        let mut link = HeaderLink::default();
        let name = Name::Item("links");
        let given = self.fields_of(node, name, &["label", "emoji", "target"], |reader, key, value| match key {
            "label" => link.label = reader.line(value, key).unwrap_or_default(),
            "emoji" => link.emoji = reader.line(value, key),
            _ => link.target = reader.line(value, key).unwrap_or_default(),
        })?;
        self.all_given(&given, name, &[("label", &link.label), ("target", &link.target)]).then_some(link)
    }

    /// `{file, alt}`.
    pub(super) fn picture(&mut self, node: Node<'_>, name: Name<'_>) -> Option<Picture> {
        if let Some(picture) = self.flow(&node, |reader, node| reader.picture(node, name)) {
            return picture;
        }
        let mut picture = Picture::default();
        let given = self.fields_of(node, name, &["file", "alt"], |reader, key, value| match key {
            "file" => picture.file = reader.line(value, key).unwrap_or_default(),
            _ => picture.alt = reader.line(value, key).unwrap_or_default(),
        })?;
        self.all_given(&given, name, &[("file", &picture.file)]).then_some(picture)
    }

    /// A mapping of known fields: hands each to `read`, and says which are unknown.
    pub(super) fn fields_of<'a>(
        &mut self,
        node: Node<'a>,
        name: Name<'_>,
        known: &[&'static str],
        mut read: impl FnMut(&mut Self, &str, Node<'_>),
    ) -> Option<Given<'a>> {
        let mut given = Given::new(node.place);
        let example = match (name, known) {
            (Name::Field(key), [first, ..]) => format!("write it as `{key}: {{{first}: …}}`"),
            (_, [first, ..]) => format!("write it as `- {first}: …`"),
            (_, []) => String::new(),
        };
        for Entry { key, key_place, value } in self.mapping(node, name, &example)? {
            if known.contains(&key.as_ref()) {
                let before = self.complaints();
                read(self, key.as_ref(), value);
                given.note(key, key_place, self.complaints() > before);
            } else if self.is_full() {
                self.leave_out();
            } else {
                let help = match closest(&key, known.iter().copied()) {
                    Some(meant) => {
                        given.note_meant(meant, key_place);
                        format!("did you mean `{meant}`?")
                    }
                    None => format!("it has {}", list_and(known)),
                };
                self.unknown("field", &key, key_place, format!("not a field of `{}`", name.key()), Some(help));
            }
        }
        Some(given)
    }

    /// Whether all of these values say something; complains where they do not.
    fn all_given(&mut self, given: &Given<'_>, name: Name<'_>, needed: &[(&str, &str)]) -> bool {
        let mut all = true;
        for (key, value) in needed {
            if value.trim().is_empty() {
                all = false;
                self.missing(given, &name.to_string(), key);
            }
        }
        all
    }
}
