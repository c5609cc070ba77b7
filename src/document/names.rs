//! What values are called in messages, and which fields a mapping gave.

use std::borrow::Cow;
use std::fmt;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::template::Field;

use super::reader::Reader;

/// What a value is called: a field, or an item of one that is a list.
#[derive(Clone, Copy, Debug)]
pub(super) enum Name<'n> {
    Field(&'n str),
    Item(&'n str),
}

impl Name<'_> {
    /// The field's key.
    pub(super) fn key(&self) -> &str {
        match self {
            Self::Field(key) | Self::Item(key) => key,
        }
    }
}

impl<'n> From<&'n str> for Name<'n> {
    fn from(key: &'n str) -> Self {
        Self::Field(key)
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field("topic") => write!(f, "a topic"),
            Self::Field(key) => write!(f, "`{key}`"),
            Self::Item(key) => write!(f, "an item of `{key}`"),
        }
    }
}

/// The fields that a mapping gave, so that what is missing can be told from what was complained about already.
#[derive(Debug)]
pub(super) struct Given<'k> {
    /// Where the mapping begins.
    place: Place,
    keys: Vec<GivenKey<'k>>,
}

#[derive(Debug)]
struct GivenKey<'k> {
    key: Cow<'k, str>,
    place: Place,
    /// Whether something was wrong with it.
    is_wrong: bool,
}

impl<'k> Given<'k> {
    /// Nothing yet, of a mapping at that place.
    pub(super) fn new(place: Place) -> Self {
        Self { place, keys: Vec::new() }
    }

    /// Takes down a field whose value was read.
    pub(super) fn note(&mut self, key: Cow<'k, str>, place: Place, is_wrong: bool) {
        self.keys.push(GivenKey { key, place, is_wrong });
    }

    /// Takes down that a field was meant by a name that is unknown.
    pub(super) fn note_meant(&mut self, key: &'k str, place: Place) {
        self.note(Cow::Borrowed(key), place, true);
    }
}

impl Reader<'_> {
    /// Says that a field is missing, or that it says nothing; but not where something is wrong with it anyway.
    pub(super) fn missing(&mut self, given: &Given<'_>, whose: &str, key: &str) {
        let found = given.keys.iter().rfind(|given| given.key == key);
        let (place, label) = match found {
            Some(GivenKey { is_wrong: true, .. }) => return,
            Some(GivenKey { place, .. }) => (*place, "says nothing"),
            None if whose == EVENT => (given.place, "the event begins here"),
            None => (given.place, "missing here"),
        };
        let message = format!("{whose} has no `{key}`");
        let verb = if found.is_some() { "write" } else { "add" };
        let help = match key {
            "start" => format!("{verb} `start: YYYY-MM-DD`"),
            "location" => format!("{verb} `location: {{name: …}}`"),
            "organizers" => format!("{verb} `organizers: [{{name: …}}]`"),
            "target" => format!("{verb} `target: /` where there is none"),
            key => format!("{verb} `{key}: …`"),
        };
        self.push(Diagnostic::error("missing-field", message, place, label).help(help));
    }

    /// Says which required fields are missing; those of the template, and what every template has.
    pub(super) fn required(
        &mut self,
        given: &Given<'_>,
        whose: &str,
        fields: &[Field],
        always: &str,
        has: impl Fn(&str) -> bool,
    ) {
        let declared = fields.iter().filter(|field| field.required).map(|field| field.key.as_ref());
        let mut keys: Vec<&str> = declared.collect();
        if !keys.contains(&always) {
            keys.push(always);
        }
        for key in keys.into_iter().filter(|key| !has(key)) {
            self.missing(given, whose, key);
        }
    }
}

/// What an event is called where something of it is missing.
pub(super) const EVENT: &str = "the event";
