//! The keys of a configuration: what each is called, what it holds and where that is kept.

use crate::markdown::anchor::Site;
use crate::template::Locale;

use super::Configuration;
use super::Defaults;
use super::Said;

/// A key.
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it holds, and where that is kept.
    pub holds: Holds,
    /// What it says, for people.
    pub about: &'static str,
    /// What may stand there, as it is written in YAML.
    pub example: &'static str,
}

/// Where a configuration keeps what a key says.
type Slot<T> = fn(&mut Configuration) -> &mut T;

/// What a key holds, and where that is kept.
pub enum Holds {
    /// One line.
    Text(Slot<Option<Said>>),
    /// The name of a template.
    Template(Slot<Option<Said>>),
    /// Lines, or one.
    Texts(Slot<Vec<Said>>),
    /// Files below the root, or one.
    Paths(Slot<Vec<Said>>),
    /// Names of files that lie in one folder, or one.
    Names(Slot<Vec<Said>>),
    /// A folder, with those placeholders.
    Folder(Slot<Option<Said>>, &'static [&'static str]),
    /// An address with those placeholders.
    Address(Slot<Option<Said>>, &'static [&'static str]),
    /// A site that shows pages.
    Site(Slot<Option<Site>>),
    /// A language and a country.
    Locale(Slot<Option<Locale>>),
    /// A number of bytes.
    Bytes(Slot<Option<u64>>),
    /// `true` or `false`.
    Flag(Slot<Option<bool>>),
    /// Files by the names of documents, with those placeholders.
    Files(Slot<Vec<(String, Said)>>, &'static [&'static str]),
    /// Fields of an event.
    Event(Slot<Option<Defaults>>),
    /// Keys of its own.
    Keys(&'static [Key]),
}

impl Holds {
    /// Whether one text says it all.
    pub fn is_one_text(&self) -> bool {
        match self {
            Self::Text(_)
            | Self::Template(_)
            | Self::Texts(_)
            | Self::Paths(_)
            | Self::Names(_)
            | Self::Folder(..)
            | Self::Address(..) => true,
            Self::Site(_) | Self::Locale(_) | Self::Bytes(_) | Self::Flag(_) => true,
            Self::Files(..) | Self::Event(_) | Self::Keys(_) => false,
        }
    }
}

/// What a folder of an event can be called after.
pub(super) const OF_EVENT: &[&str] = &["id", "year", "month", "edition"];

/// All keys, in the order of a file.
pub static KEYS: &[Key] = &[
    Key {
        name: "pages",
        holds: Holds::Folder(|configuration| &mut configuration.pages, &[]),
        about: "The folder with wrap-ups, below the root: where `new` writes, and where events are looked for.",
        example: "community/hackathons",
    },
    Key {
        name: "index",
        holds: Holds::Names(|configuration| &mut configuration.index),
        about: "The file beside the pages that lists them, or several; `_index.md` or `index.md` if nothing is said.",
        example: "[_index.md, index.md]",
    },
    Key {
        name: "pictures",
        holds: Holds::Folder(|configuration| &mut configuration.pictures, OF_EVENT),
        about: "Where pictures lie, relative to the page; `images/` if nothing is said.",
        example: "images/{id}",
    },
    Key {
        name: "events",
        holds: Holds::Folder(|configuration| &mut configuration.events, OF_EVENT),
        about: "Where event folders are kept, below the root; `.afterword/events` if nothing is said.",
        example: ".afterword/events/{id}",
    },
    Key {
        name: "outputs",
        holds: Holds::Files(|configuration| &mut configuration.outputs, OF_EVENT),
        about: "The file that each document goes to, below the root; standard output if nothing is said.",
        example: "{agenda: \"meetings/{year}-reviews.md\"}",
    },
    Key {
        name: "template",
        holds: Holds::Template(|configuration| &mut configuration.template),
        about: "The template of events that name none; `hackathon` if nothing is said.",
        example: "retrospective",
    },
    Key {
        name: "style",
        holds: Holds::Text(|configuration| &mut configuration.style),
        about: "The style of new events; the template's own if nothing is said.",
        example: "headings",
    },
    Key {
        name: "locale",
        holds: Holds::Locale(|configuration| &mut configuration.locale),
        about: "The language of months and days in titles, headings and dates; English if nothing is said.",
        example: "de_DE",
    },
    Key {
        name: "anchors",
        holds: Holds::Site(|configuration| &mut configuration.anchors),
        about: "The site that shows the pages, for the anchors it gives to headings.",
        example: "vitepress",
    },
    Key {
        name: "edit_url",
        holds: Holds::Address(|configuration| &mut configuration.edit_url, &["branch", "path", "line"]),
        about: "Where a file is edited in the browser; found out for GitHub and GitLab.",
        example: "https://forge.example/docs/edit/{branch}/{path}#L{line}",
    },
    Key {
        name: "defaults",
        holds: Holds::Event(|configuration| &mut configuration.defaults),
        about: "Fields that new events begin with, as in an event file.",
        example: "{series: Kettle Days}",
    },
    Key { name: "commit", holds: Holds::Keys(COMMIT), about: "How `commit` commits.", example: "{sign_off: true}" },
    Key {
        name: "check",
        holds: Holds::Keys(CHECK),
        about: "What `check` looks at, and how severely.",
        example: "{allow: [repeated-emoji]}",
    },
];

static COMMIT: &[Key] = &[Key {
    name: "sign_off",
    holds: Holds::Flag(|configuration| &mut configuration.commit.sign_off),
    about: "Whether `Signed-off-by` is added for the committer.",
    example: "true",
}];

static CHECK: &[Key] = &[
    Key {
        name: "allow",
        holds: Holds::Texts(|configuration| &mut configuration.check.allow),
        about: "Rules that do not speak.",
        example: "[repeated-emoji]",
    },
    Key {
        name: "deny",
        holds: Holds::Texts(|configuration| &mut configuration.check.deny),
        about: "Rules whose findings are errors.",
        example: "[http-link]",
    },
    Key {
        name: "files",
        holds: Holds::Paths(|configuration| &mut configuration.check.files),
        about: "Pages and event files that their names do not tell, below the root.",
        example: "[docs/summer.md]",
    },
    Key {
        name: "picture_size",
        holds: Holds::Bytes(|configuration| &mut configuration.check.picture_bytes),
        about: "The most that a picture may have; 1 MB if nothing is said.",
        example: "500 KB",
    },
];
