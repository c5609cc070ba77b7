//! What `.afterword/config.yaml` says. A key that nobody knows is a mistake with its place.
//!
//! The [keys] are declared once: the reader, the schema and the list for people go by that table.

use std::io::ErrorKind;
use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Report;
use crate::fs;
use crate::markdown::anchor::Site;
use crate::source::Source;
use crate::template::Locale;

use self::keys::KEYS;
use self::paths::Names;
use self::reading::Reader;

pub mod keys;
pub mod paths;
mod reading;
pub mod schema;

/// The file in a project's folder.
pub const FILE: &str = "config.yaml";

/// The largest configuration that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024;

/// Files that may be the index of a folder, where nothing is set; the first that is there is.
pub const INDEX: &[&str] = &["_index.md", "index.md"];

/// Where event folders are kept, where nothing is set.
pub const EVENTS: &str = ".afterword/events";

/// Where pictures lie beside a page, where nothing is set.
pub const PICTURES: &str = "images/";

/// What a project is set to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configuration {
    /// The texts that it was read from, its file's first: places point into them.
    pub sources: Vec<Source>,
    /// Fields of new events.
    pub defaults: Option<Defaults>,
    /// The template of events that name none.
    pub template: Option<Said>,
    /// The style of new events.
    pub style: Option<Said>,
    /// The folder with wrap-ups, below the root.
    pub pages: Option<Said>,
    /// Where pictures lie, relative to the page.
    pub pictures: Option<Said>,
    /// Where event folders are kept, below the root.
    pub events: Option<Said>,
    /// Files beside the pages that list them.
    pub index: Vec<Said>,
    /// The address at which a file is edited in the browser.
    pub edit_url: Option<Said>,
    /// The files that documents go to, by the names of these; relative to the root.
    pub outputs: Vec<(String, Said)>,
    /// What is set for `commit`.
    pub commit: CommitSettings,
    /// The language of dates and months.
    pub locale: Option<Locale>,
    /// The site that shows the pages.
    pub anchors: Option<Site>,
    /// What is set for `check`.
    pub check: CheckSettings,
}

/// What is set for `commit`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommitSettings {
    /// Whether `Signed-off-by` is added for the committer.
    pub sign_off: Option<bool>,
}

/// What is set for `check`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckSettings {
    /// Rules that do not speak.
    pub allow: Vec<Said>,
    /// Rules whose findings are errors.
    pub deny: Vec<Said>,
    /// Pages and event files that their names do not tell, below the root.
    pub files: Vec<Said>,
    /// The most bytes of a picture.
    pub picture_bytes: Option<u64>,
}

/// Fields of new events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// An event file that says them and nothing else: the configuration's text, with blanks for all the rest of it, so
    /// that every field stands where it stands there.
    pub event: String,
}

/// A text of the configuration, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The text.
    pub text: String,
    /// Where.
    pub place: Place,
}

impl Configuration {
    /// The configuration in a project's folder; the usual one where there is none.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, with its places; `name` is what messages call the file.
    pub fn load(folder: &Path, name: &str, around: Around<'_>) -> Result<Self, Report> {
        match fs::read(&folder.join(FILE), MAX_BYTES) {
            Ok(bytes) => Self::decode(name, bytes, around),
            Err(fs::Error::TooLarge { head, .. }) => Err(too_large(name, &head)),
            Err(fs::Error::Read { source, .. })
                if matches!(source.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
                    && !folder.join(FILE).is_symlink() =>
            {
                Self::of_variables(around)
            }
            Err(error) => Err(unreadable(name, &error)),
        }
    }

    /// The configuration in a file that somebody named.
    ///
    /// # Errors
    ///
    /// A file that cannot be read; and everything that is wrong with it, as a report.
    pub fn load_file(file: &Path, name: &str, around: Around<'_>) -> Result<Result<Self, Report>, fs::Error> {
        match fs::read(file, MAX_BYTES) {
            Ok(bytes) => Ok(Self::decode(name, bytes, around)),
            Err(fs::Error::TooLarge { head, .. }) => Ok(Err(too_large(name, &head))),
            Err(error) => Err(error),
        }
    }

    /// What the environment says where there is no file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, with its places.
    pub fn of_variables(around: Around<'_>) -> Result<Self, Report> {
        Reader::new(Source::default(), around).finish()
    }

    /// The configuration that those bytes are.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, with its places.
    pub fn decode(name: &str, bytes: Vec<u8>, around: Around<'_>) -> Result<Self, Report> {
        let source = crate::diagnostic::decoding::decode(name, bytes)?;
        let mut reader = Reader::new(source, around);
        reader.read();
        reader.finish()
    }

    /// A report about what it says, still empty.
    pub fn report(&self) -> Report {
        Report { sources: self.sources.clone(), ..Report::default() }
    }

    /// The names that the index of a folder may have, the first one first.
    pub fn index_names(&self) -> Vec<&str> {
        if self.index.is_empty() {
            return INDEX.to_vec();
        }
        self.index.iter().map(|said| said.text.as_str()).collect()
    }

    /// The folder with wrap-ups, where one is set; relative to the root.
    pub fn pages_folder(&self) -> Option<PathBuf> {
        self.pages.as_ref().map(|said| paths::fixed(&said.text))
    }

    /// The folder that event folders lie in, whatever they are called; relative to the root.
    pub fn events_folder(&self) -> PathBuf {
        paths::fixed(self.events_pattern())
    }

    /// The folder that pictures lie in, whatever is below it; relative to the page.
    pub fn pictures_folder(&self) -> PathBuf {
        paths::fixed(self.pictures.as_ref().map_or(PICTURES, |said| &said.text))
    }

    /// The event folder of an event; relative to the root.
    pub fn event_folder(&self, names: &Names<'_>) -> PathBuf {
        let pattern = self.events_pattern();
        let folder = paths::fill(pattern, names);
        if pattern.contains('{') { folder } else { folder.join(names.id) }
    }

    /// The file that a document of an event goes to; relative to the root.
    pub fn output(&self, document: &str, names: &Names<'_>) -> Option<PathBuf> {
        let (_, said) = self.outputs.iter().find(|(name, _)| name == document)?;
        Some(paths::fill(&said.text, names))
    }

    fn events_pattern(&self) -> &str {
        self.events.as_ref().map_or(EVENTS, |said| &said.text)
    }
}

/// What a configuration is read with.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The value of a variable of the environment.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// The names of the templates that there are.
    pub templates: &'a dyn Fn() -> Vec<String>,
}

/// The variable that says what a key says.
pub fn twin(key: &str) -> String {
    format!("AFTERWORD_{}", key.to_ascii_uppercase())
}

/// The keys that have a [twin] in the environment: those that say one thing.
pub fn keys_with_twin() -> impl Iterator<Item = &'static keys::Key> {
    KEYS.iter().filter(|key| key.holds.is_one_text())
}

/// Nobody is asked to guess what a configuration said that is there and cannot be read.
fn unreadable(name: &str, error: &fs::Error) -> Report {
    let reason = match error {
        fs::Error::NotAFile { kind, .. } => format!("it is {kind}"),
        error => std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string),
    };
    let message = format!("cannot read the configuration: {reason}");
    let diagnostic = Diagnostic::error("unreadable", message, Place::default(), "");
    Report { sources: vec![Source::new(name, "")], diagnostics: vec![diagnostic], omitted: 0 }
}

fn too_large(name: &str, head: &[u8]) -> Report {
    let source = Source::new(name, String::from_utf8_lossy(head));
    let diagnostic = Diagnostic::error("too-large", "the configuration is larger than 256 KiB", Place::default(), "");
    Report { sources: vec![source], diagnostics: vec![diagnostic], omitted: 0 }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the file is somebody else's")]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Configuration, Vec<String>> {
        load_with(text, &[])
    }

    fn load_with(text: &str, variables: &[(&str, &str)]) -> Result<Configuration, Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), text).unwrap();
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let templates = || vec!["hackathon".to_owned(), "meetup".to_owned(), "retrospective".to_owned()];
        let around = Around { variable: &variable, templates: &templates };
        Configuration::load(folder.path(), "config.yaml", around).map_err(|report| {
            let told = |diagnostic: &Diagnostic| {
                let source = &report.sources[diagnostic.primary.source];
                let at = source.position(diagnostic.primary.span.start);
                let name = if diagnostic.primary.source > 0 { format!("{}:", source.name) } else { String::new() };
                format!("{name}{at}: {} ({})", diagnostic.message, diagnostic.help.as_deref().unwrap_or_default())
            };
            report.diagnostics.iter().map(told).collect()
        })
    }

    fn text(said: Option<&Said>) -> &str {
        said.map(|said| said.text.as_str()).unwrap_or_default()
    }

    #[test]
    fn everything_that_can_be_set_is_read() {
        let configuration = load(
            "pages: community/hackathons\nindex: [_index.md, index.md]\npictures: images/{id}\n\
             events: events/{year}/{id}\ntemplate: meetup\nstyle: headings\nlocale: de_DE\nanchors: vitepress\n\
             edit_url: https://forge.example/{branch}/{path}#L{line}\ncommit:\n  sign_off: true\ncheck:\n  \
             allow: [repeated-emoji]\n  deny:\n    - http-link\n  files: a.md\n  picture_size: 1.5 MB\n",
        )
        .unwrap();
        let texts = |said: &[Said]| said.iter().map(|said| said.text.clone()).collect::<Vec<_>>();
        assert_eq!(text(configuration.pages.as_ref()), "community/hackathons");
        assert_eq!(configuration.index_names(), ["_index.md", "index.md"]);
        assert_eq!(text(configuration.pictures.as_ref()), "images/{id}");
        assert_eq!(configuration.events_folder(), PathBuf::from("events"));
        assert_eq!((text(configuration.template.as_ref()), text(configuration.style.as_ref())), ("meetup", "headings"));
        assert_eq!(configuration.locale, Locale::find("de_DE"));
        assert_eq!(configuration.anchors, Some(Site::Vitepress));
        assert_eq!(text(configuration.edit_url.as_ref()), "https://forge.example/{branch}/{path}#L{line}");
        assert_eq!(configuration.commit.sign_off, Some(true));
        let CheckSettings { allow, deny, files, picture_bytes } = configuration.check;
        assert_eq!((texts(&allow), texts(&deny)), (vec!["repeated-emoji".to_owned()], vec!["http-link".to_owned()]));
        assert_eq!((texts(&files), picture_bytes), (vec!["a.md".to_owned()], Some(1_500_000)));
    }

    #[test]
    fn nothing_said_sets_nothing() {
        for text in ["", "# later\n", "pages:\ndefaults:\ncheck:\n  allow:\n", "{}"] {
            let configuration = Configuration { sources: Vec::new(), ..load(text).unwrap() };
            assert_eq!(configuration, Configuration::default(), "{text}");
        }
        assert_eq!(Configuration::default().events_folder(), PathBuf::from(".afterword/events"));
    }

    #[test]
    fn defaults_stand_where_they_stood() {
        let event = |text: &str| load(text).unwrap().defaults.unwrap().event;
        assert_eq!(event("pages: a\ndefaults:\n  series: K\n  footer: |\n    x\nindex: b\n"), {
            let blank = " ".repeat(8);
            format!("{blank}\n         \n  series: K\n  footer: |\n    x\n        \n")
        });
        assert_eq!(event("defaults: {series: K}\npages: a\n"), format!("{}{{series: K}}\n        \n", " ".repeat(10)));
        let inside = "{defaults: {series: K}, pages: a}\n";
        assert_eq!(event(inside), format!("{}{{series: K}}{}\n", " ".repeat(11), " ".repeat(11)));
    }

    #[test]
    fn the_environment_counts_for_more_than_the_file() {
        let file = "locale: de_DE\npages: a\nindex: a.md\n";
        let variables =
            [("AFTERWORD_LOCALE", "fr_FR"), ("AFTERWORD_INDEX", "b.md"), ("AFTERWORD_PAGES", ""), ("LOCALE", "x")];
        let configuration = load_with(file, &variables).unwrap();
        assert_eq!(configuration.locale, Locale::find("fr_FR"));
        assert_eq!(configuration.index_names(), ["b.md"]);
        assert_eq!(text(configuration.pages.as_ref()), "a");
        let told =
            load_with("pages: ../b\n", &[("AFTERWORD_ANCHORS", "hugo"), ("AFTERWORD_STYLE", "a\nb")]).unwrap_err();
        let expected = [
            "1:8: `../b` leads out of the project (name a folder below the root, such as `community/hackathons`)",
            "AFTERWORD_STYLE:1:1: one line of text is wanted here (write it on one line, or leave the key out)",
            "AFTERWORD_ANCHORS:1:1: `hugo` is not a known site (it is `github` or `vitepress`)",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn every_key_of_one_text_has_a_twin_in_the_environment() {
        let names: Vec<String> = keys_with_twin().map(|key| twin(key.name)).collect();
        let expected = [
            "AFTERWORD_PAGES",
            "AFTERWORD_INDEX",
            "AFTERWORD_PICTURES",
            "AFTERWORD_EVENTS",
            "AFTERWORD_TEMPLATE",
            "AFTERWORD_STYLE",
            "AFTERWORD_LOCALE",
            "AFTERWORD_ANCHORS",
            "AFTERWORD_EDIT_URL",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn all_mistakes_are_told_with_their_places() {
        let text = "anchor: github\nanchors: hugo\ncheck:\n  alow: []\n  allow: {a: b}\n  picture_size: big\n\
                    pages: a/{year}\nevents: a/{name}\npictures: /a\nlocale: de\nindex: [a/b.md]\n\
                    edit_url: forge\ntemplate: meetings\ncommit: {sign_off: maybe}\ndefaults:\n  start: 2026-05-04\n  style: x\n";
        let expected = [
            "1:1: unknown key `anchor` (did you mean `anchors`?)",
            "2:10: `hugo` is not a known site (it is `github` or `vitepress`)",
            "4:3: unknown key `alow` (did you mean `allow`?)",
            "5:10: a text is wanted here, not a mapping ()",
            "6:17: `big` is no size (write it as `500 KB` or `2 MB`)",
            "7:8: unknown placeholder `{year}` (there are no placeholders here)",
            "8:9: unknown placeholder `{name}` (the placeholders are `{id}`, `{year}`, `{month}` or `{edition}`)",
            "9:11: `/a` leads out of the project (name a folder below the root, such as `community/hackathons`)",
            "10:9: `de` is no known locale (did you mean `de_DE`?)",
            "11:9: `a/b.md` contains `/`, which Windows cannot hold (name a file beside the pages, such as `_index.md`)",
            "12:11: `forge` is no address (write it as `https://forge.example/docs/edit/{branch}/{path}#L{line}`)",
            "13:11: unknown template `meetings` (the templates are `hackathon`, `meetup` and `retrospective`)",
            "14:20: `true` or `false` is wanted here, not text ()",
            "16:3: `start` is nothing that new events begin with (each event says it for itself)",
            "17:3: `style` is nothing that new events begin with (`style` is a key of the configuration itself)",
        ];
        assert_eq!(load(text).unwrap_err(), expected);
    }

    #[test]
    fn every_example_reads_back() {
        for key in KEYS {
            let text = format!("{}: {}\n", key.name, key.example);
            load(&text).unwrap_or_else(|told| panic!("{text}: {told:?}"));
        }
    }
}
