//! The core fields: those that mean the same in every template, in the order of an event file. What reads them, what
//! checks a template's own fields against them and what describes them goes by these tables.

/// The format of event files that this program writes and reads; it grows with changes that older programs misread.
pub const FORMAT_VERSION: i64 = 1;

/// A core field of an event or a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoreField {
    /// Its name in event files.
    pub key: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Which templates have it.
    pub presence: Presence,
    /// What it is, for people who write event files; a template that lists it may say it better.
    pub about: &'static str,
}

/// What a core field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The number of a format.
    Version,
    /// The name of the template.
    Template,
    /// The name of a style of the template.
    Style,
    /// One line of text.
    Line,
    /// Markdown of any length.
    Markdown,
    /// A day.
    Date,
    /// A whole number.
    Integer,
    /// A small whole number.
    BlankLines,
    /// `true` or `false`.
    Flag,
    /// A name that a file can have.
    Id,
    /// `{name, url?}`.
    Link,
    /// A list of `{name, url?}`.
    Links,
    /// A list of `{label, emoji?, target}`.
    HeaderLinks,
    /// A list of `{file, alt}`.
    Pictures,
    /// A list of handles.
    Handles,
    /// How far a topic came.
    State,
    /// A time such as `5m`, or `none`.
    Duration,
    /// A mapping, or text taken verbatim.
    FrontMatter,
    /// The beginnings of lines, by section or fact.
    Labels,
    /// `{newline, bom, final_newline, notes}`.
    File,
    /// The topics.
    Topics,
    /// Names of topic files.
    TopicFiles,
}

/// Which templates have a core field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Every one, and none lists it: it is about the file and the page, not about a kind of event.
    Fixed,
    /// Every one; to list it is to ask for it, to require it or to say what it is.
    Always,
    /// Likewise, and nothing is an event or a topic without it.
    Needed,
    /// Those that list it.
    Listed,
}

/// The core fields of an event.
pub const EVENT: &[CoreField] = &[
    CoreField {
        key: "afterword",
        holds: Holds::Version,
        presence: Presence::Fixed,
        about: "The version of the format of this file; written only where it is later than 1.",
    },
    CoreField {
        key: "template",
        holds: Holds::Template,
        presence: Presence::Fixed,
        about: "The template that says what this event has, and draws it.",
    },
    CoreField {
        key: "style",
        holds: Holds::Style,
        presence: Presence::Fixed,
        about: "How the page writes its sections; the template's own style where nothing is said.",
    },
    CoreField {
        key: "series",
        holds: Holds::Line,
        presence: Presence::Listed,
        about: "The name that all events of this kind share.",
    },
    CoreField {
        key: "edition",
        holds: Holds::Line,
        presence: Presence::Listed,
        about: "What tells this event from the others of its series.",
    },
    CoreField {
        key: "start",
        holds: Holds::Date,
        presence: Presence::Needed,
        about: "The first day. Title, weight and id follow from it.",
    },
    CoreField {
        key: "end",
        holds: Holds::Date,
        presence: Presence::Always,
        about: "The last day, not before the first; without it the event takes one day.",
    },
    CoreField {
        key: "location",
        holds: Holds::Link,
        presence: Presence::Listed,
        about: "The place, with a link that leads there.",
    },
    CoreField {
        key: "organizers",
        holds: Holds::Links,
        presence: Presence::Listed,
        about: "Who invited: companies or people, each with a link if there is one.",
    },
    CoreField {
        key: "links",
        holds: Holds::HeaderLinks,
        presence: Presence::Listed,
        about: "Further lines under the page's heading, in order.",
    },
    CoreField {
        key: "pictures",
        holds: Holds::Pictures,
        presence: Presence::Listed,
        about: "Pictures under the header; the first is the group's.",
    },
    CoreField {
        key: "front_matter",
        holds: Holds::FrontMatter,
        presence: Presence::Always,
        about: "The page's own front matter: its keys in their order, or the whole block as text, which is taken \
                verbatim. Title and weight are added where it has none.",
    },
    CoreField {
        key: "title",
        holds: Holds::Line,
        presence: Presence::Always,
        about: "The title in the front matter, instead of the one that follows from the first day.",
    },
    CoreField {
        key: "weight",
        holds: Holds::Integer,
        presence: Presence::Always,
        about: "The page's order on its site, instead of the one that follows from the first day.",
    },
    CoreField {
        key: "id",
        holds: Holds::Id,
        presence: Presence::Always,
        about: "The name of the event and its page, without `.md`, instead of the one that follows from the first day.",
    },
    CoreField {
        key: "labels",
        holds: Holds::Labels,
        presence: Presence::Fixed,
        about: "How this page writes labels where it differs from its style: by section or header line the beginning \
                of the line, verbatim, markup included.",
    },
    CoreField {
        key: "intro",
        holds: Holds::Markdown,
        presence: Presence::Listed,
        about: "Markdown between the header and the first topic.",
    },
    CoreField {
        key: "footer",
        holds: Holds::Markdown,
        presence: Presence::Listed,
        about: "Markdown after the last topic.",
    },
    CoreField { key: "topics", holds: Holds::Topics, presence: Presence::Fixed, about: "The topics, in page order." },
    CoreField {
        key: "order",
        holds: Holds::TopicFiles,
        presence: Presence::Fixed,
        about: "In an event folder the order of its topic files, by their names without `.md`; the others follow by name.",
    },
    CoreField {
        key: "head",
        holds: Holds::Markdown,
        presence: Presence::Fixed,
        about: "All of the page before the first topic, verbatim, where it is too irregular for fields.",
    },
    CoreField {
        key: "tail",
        holds: Holds::Markdown,
        presence: Presence::Fixed,
        about: "All of the page after the last topic, verbatim, where it is too irregular for fields.",
    },
    CoreField {
        key: "file",
        holds: Holds::File,
        presence: Presence::Fixed,
        about: "What else the page needs to be the same to the byte.",
    },
];

/// The core fields of a topic.
pub const TOPIC: &[CoreField] = &[
    CoreField { key: "emoji", holds: Holds::Line, presence: Presence::Listed, about: "The emoji before the title." },
    CoreField {
        key: "title",
        holds: Holds::Line,
        presence: Presence::Needed,
        about: "What the topic is called: one line of Markdown.",
    },
    CoreField { key: "badge", holds: Holds::Line, presence: Presence::Listed, about: "What stands after the title." },
    CoreField {
        key: "state",
        holds: Holds::State,
        presence: Presence::Fixed,
        about: "How far the topic came, where its text does not tell. What was dropped or moved leaves the page, not \
                this file.",
    },
    CoreField {
        key: "moved_to",
        holds: Holds::Line,
        presence: Presence::Always,
        about: "The event to which the topic moved.",
    },
    CoreField {
        key: "owners",
        holds: Holds::Handles,
        presence: Presence::Listed,
        about: "Who works on it: handles on the hosting site, with or without `@`.",
    },
    CoreField {
        key: "demo",
        holds: Holds::Duration,
        presence: Presence::Listed,
        about: "The time that a demo takes: `5m`, `1h30m`, or `none`.",
    },
    CoreField {
        key: "tracking",
        holds: Holds::Line,
        presence: Presence::Listed,
        about: "Where the work is tracked: one line of Markdown.",
    },
    CoreField {
        key: "highlight",
        holds: Holds::Flag,
        presence: Presence::Listed,
        about: "Whether a post should mention it.",
    },
    CoreField {
        key: "intro",
        holds: Holds::Markdown,
        presence: Presence::Listed,
        about: "Markdown before the first section.",
    },
    CoreField {
        key: "pictures",
        holds: Holds::Pictures,
        presence: Presence::Listed,
        about: "Pictures after the last section.",
    },
    CoreField {
        key: "labels",
        holds: Holds::Labels,
        presence: Presence::Fixed,
        about: "How this topic writes labels where it differs from its page.",
    },
    CoreField {
        key: "body",
        holds: Holds::Markdown,
        presence: Presence::Fixed,
        about: "The whole topic from its heading line to the next, verbatim, where sections cannot hold it.",
    },
    CoreField {
        key: "blank_lines",
        holds: Holds::BlankLines,
        presence: Presence::Fixed,
        about: "How many blank lines follow the topic on the page, where that is not one.",
    },
];

/// The field of that key.
pub fn find<'f>(fields: &'f [CoreField], key: &str) -> Option<&'f CoreField> {
    fields.iter().find(|field| field.key == key)
}

/// The keys of the fields that every template has.
pub fn always(fields: &[CoreField]) -> impl Iterator<Item = &str> + Clone {
    fields.iter().filter(|field| field.presence != Presence::Listed).map(|field| field.key)
}

/// The keys of the fields that no event or topic is without.
pub fn needed(fields: &[CoreField]) -> impl Iterator<Item = &str> {
    fields.iter().filter(|field| field.presence == Presence::Needed).map(|field| field.key)
}
