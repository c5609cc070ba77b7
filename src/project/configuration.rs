//! What `.afterword/config.yaml` says. A key that nobody knows is a mistake with its place.

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Report;
use crate::diagnostic::suggestion::did_you_mean;
use crate::fs;
use crate::grammar::list_or;
use crate::grammar::ticked;
use crate::markdown::anchor::Site;
use crate::source::Source;
use crate::yaml::Node;
use crate::yaml::Value;
use crate::yaml::read;

/// The file in a project's folder.
pub const FILE: &str = "config.yaml";

/// The largest configuration that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024;

/// What a project is set to.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// Its text, for messages about what it says.
    pub source: Source,
    /// The site that shows the pages.
    pub anchors: Option<Site>,
    /// What is set for `check`.
    pub check: CheckSettings,
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

/// A text of the configuration, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    pub fn load(folder: &Path, name: &str) -> Result<Self, Report> {
        let bytes = match fs::read(&folder.join(FILE), MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(fs::Error::TooLarge { head, .. }) => return Err(too_large(name, &head)),
            Err(_) => return Ok(Self::default()),
        };
        let source = crate::diagnostic::decoding::decode(name, bytes)?;
        let mut reader = Reader { configuration: Self::default(), diagnostics: Vec::new() };
        match read::parse(0, &source.text) {
            Ok(parsed) => {
                reader.diagnostics.extend(parsed.diagnostics);
                reader.root(&parsed.root);
            }
            Err(diagnostic) => reader.diagnostics.push(diagnostic),
        }
        let Reader { mut configuration, diagnostics } = reader;
        if diagnostics.is_empty() {
            configuration.source = source;
            return Ok(configuration);
        }
        let mut report = Report { sources: vec![source], ..Report::default() };
        diagnostics.into_iter().for_each(|diagnostic| report.push(diagnostic));
        report.sort();
        Err(report)
    }
}

fn too_large(name: &str, head: &[u8]) -> Report {
    let source = Source::new(name, String::from_utf8_lossy(head));
    let diagnostic = Diagnostic::error("too-large", "the configuration is larger than 256 KiB", Place::default(), "");
    Report { sources: vec![source], diagnostics: vec![diagnostic], omitted: 0 }
}

struct Reader {
    configuration: Configuration,
    diagnostics: Vec<Diagnostic>,
}

const KEYS: &[&str] = &["anchors", "check"];
const CHECK_KEYS: &[&str] = &["allow", "deny", "files", "picture_size"];

impl Reader {
    fn root(&mut self, root: &Node<'_>) {
        self.entries(root, "the configuration", KEYS, |reader, key, node| match key {
            "anchors" => reader.anchors(node),
            _ => reader.entries(node, "`check`", CHECK_KEYS, |reader, key, node| {
                let check = |reader: &mut Self| std::mem::take(&mut reader.configuration.check);
                let mut settings = check(reader);
                match key {
                    "allow" => settings.allow = reader.texts(node),
                    "deny" => settings.deny = reader.texts(node),
                    "files" => settings.files = reader.texts(node),
                    _ => settings.picture_bytes = reader.bytes(node),
                }
                reader.configuration.check = settings;
            }),
        });
    }

    fn entries(
        &mut self,
        node: &Node<'_>,
        what: &str,
        known: &[&str],
        mut each: impl FnMut(&mut Self, &str, &Node<'_>),
    ) {
        let Value::Mapping(entries) = &node.value else {
            if !node.is_null() {
                self.wrong_type(node, &format!("{what} is a mapping of keys"));
            }
            return;
        };
        for entry in entries {
            if known.contains(&entry.key.as_ref()) {
                each(self, &entry.key, &entry.value);
                continue;
            }
            let message = format!("unknown key {}", ticked(crate::diagnostic::shorten(&entry.key)));
            let help = did_you_mean(&entry.key, known.iter().copied())
                .unwrap_or_else(|| format!("{what} has {}", list_or(known.iter().map(ticked))));
            let label = format!("not a key of {what}");
            self.diagnostics.push(Diagnostic::error("unknown-key", message, entry.key_place, label).help(help));
        }
    }

    fn anchors(&mut self, node: &Node<'_>) {
        let Some(said) = self.text(node) else { return };
        match said.text.parse() {
            Ok(site) => self.configuration.anchors = Some(site),
            Err(error) => {
                let sites = list_or(Site::ALL.map(ticked));
                let diagnostic = Diagnostic::error("invalid-choice", error.to_string(), node.place, "no site")
                    .help(format!("it is {sites}"));
                self.diagnostics.push(diagnostic);
            }
        }
    }

    fn text(&mut self, node: &Node<'_>) -> Option<Said> {
        match &node.value {
            Value::Scalar(scalar) if !node.is_null() => {
                Some(Said { text: scalar.text.as_ref().to_owned(), place: node.place })
            }
            _ => {
                self.wrong_type(node, "a text is wanted here");
                None
            }
        }
    }

    fn texts(&mut self, node: &Node<'_>) -> Vec<Said> {
        match &node.value {
            Value::Sequence(items) => items.iter().filter_map(|item| self.text(item)).collect(),
            _ if node.is_null() => Vec::new(),
            _ => self.text(node).into_iter().collect(),
        }
    }

    fn bytes(&mut self, node: &Node<'_>) -> Option<u64> {
        let said = self.text(node)?;
        let bytes = parse_bytes(&said.text);
        if bytes.is_none() {
            let message = format!("{} is no size", ticked(crate::diagnostic::shorten(&said.text)));
            let diagnostic = Diagnostic::error("invalid-number", message, node.place, "no size")
                .help("write it as `500 KB` or `2 MB`");
            self.diagnostics.push(diagnostic);
        }
        bytes
    }

    fn wrong_type(&mut self, node: &Node<'_>, message: &str) {
        let message = format!("{message}, not {}", node.kind());
        self.diagnostics.push(Diagnostic::error("wrong-type", message, node.place, node.kind()));
    }
}

/// A number of bytes: `800000`, `800 KB`, `1.5 MB`, `2 MiB`.
fn parse_bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1000,
        "kib" => 1024,
        "m" | "mb" => 1_000_000,
        "mib" => 1024 * 1024,
        _ => return None,
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole = whole.parse::<u64>().ok()?.checked_mul(unit)?;
    let part = match part {
        "" => 0,
        part => {
            part.get(..part.len().min(6))?.parse::<u64>().ok()? * unit
                / 10u64.pow(u32::try_from(part.len().min(6)).ok()?)
        }
    };
    whole.checked_add(part).filter(|bytes| *bytes > 0)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the file is somebody else's")]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Configuration, Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), text).unwrap();
        Configuration::load(folder.path(), "config.yaml").map_err(|report| {
            let told = |diagnostic: &Diagnostic| {
                let at = report.sources[0].position(diagnostic.primary.span.start);
                format!("{at}: {} ({})", diagnostic.message, diagnostic.help.as_deref().unwrap_or_default())
            };
            report.diagnostics.iter().map(told).collect()
        })
    }

    #[test]
    fn everything_that_can_be_set_is_read() {
        let text = "anchors: vitepress\ncheck:\n  allow: [repeated-emoji]\n  deny:\n    - http-link\n  files: a.md\n  \
                    picture_size: 1.5 MB\n";
        let configuration = load(text).unwrap();
        let texts = |said: &[Said]| said.iter().map(|said| said.text.clone()).collect::<Vec<_>>();
        assert_eq!(configuration.anchors, Some(Site::Vitepress));
        let CheckSettings { allow, deny, files, picture_bytes } = configuration.check;
        assert_eq!((texts(&allow), texts(&deny)), (vec!["repeated-emoji".to_owned()], vec!["http-link".to_owned()]));
        assert_eq!((texts(&files), picture_bytes), (vec!["a.md".to_owned()], Some(1_500_000)));
    }

    #[test]
    fn nothing_is_no_configuration() {
        assert!(
            load("").is_err_and(|told| told == ["1:1: the file is empty (begin with a field, such as `series: …`)"])
                || load("# later\n").is_ok()
        );
    }

    #[test]
    fn all_mistakes_are_told_with_their_places() {
        let text = "anchor: github\nanchors: hugo\ncheck:\n  alow: []\n  allow: {a: b}\n  picture_size: big\n";
        let expected = [
            "1:1: unknown key `anchor` (did you mean `anchors`?)",
            "2:10: `hugo` is not a known site (it is `github` or `vitepress`)",
            "4:3: unknown key `alow` (did you mean `allow`?)",
            "5:10: a text is wanted here, not a mapping ()",
            "6:17: `big` is no size (write it as `500 KB` or `2 MB`)",
        ];
        assert_eq!(load(text).unwrap_err(), expected);
    }
}
