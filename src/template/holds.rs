//! What a field holds, core or declared: the wizard asks by it.

use crate::event::core;

use super::Field;
use super::Kind;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One line.
    Line,
    /// Markdown of any length.
    Markdown,
    /// A day.
    Date,
    /// A name that may lead somewhere.
    Link,
    /// Lines of a header: a label and where it leads.
    HeaderLinks,
    /// A picture.
    Picture,
    /// A handle on the hosting site.
    Handle,
    /// One of the field's choices.
    Choice,
    /// An emoji.
    Emoji,
    /// Yes or no.
    Flag,
}

impl Field {
    /// What the field holds, and whether it is a list of such.
    pub fn holds(&self) -> (Holds, bool) {
        use core::Holds as Core;
        if self.key.as_ref() == "emoji" {
            return (Holds::Emoji, false);
        }
        let core = core::find(core::EVENT, &self.key).or_else(|| core::find(core::TOPIC, &self.key));
        match core.map(|field| field.holds) {
            Some(Core::Date) => (Holds::Date, false),
            Some(Core::Markdown) => (Holds::Markdown, false),
            Some(Core::Flag) => (Holds::Flag, false),
            Some(Core::Link) => (Holds::Link, false),
            Some(Core::Links) => (Holds::Link, true),
            Some(Core::HeaderLinks) => (Holds::HeaderLinks, false),
            Some(Core::Pictures) => (Holds::Picture, true),
            Some(Core::Handles) => (Holds::Handle, true),
            Some(_) => (Holds::Line, false),
            None => {
                let holds = match self.kind {
                    Kind::Text => Holds::Line,
                    Kind::Markdown => Holds::Markdown,
                    Kind::Date => Holds::Date,
                    Kind::Link => Holds::Link,
                    Kind::Picture => Holds::Picture,
                    Kind::Handle => Holds::Handle,
                    Kind::Choice => Holds::Choice,
                };
                (holds, self.many)
            }
        }
    }

    /// What the wizard asks for it; the key where the template has no words.
    pub fn asked(&self) -> &str {
        self.question.as_deref().unwrap_or(&self.key)
    }
}
