//! Reads a configuration by the table of its keys, and then what the environment says over it.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Report;
use crate::diagnostic::shorten;
use crate::diagnostic::suggestion::did_you_mean;
use crate::fs::portable_name;
use crate::grammar::list_and;
use crate::grammar::list_or;
use crate::grammar::ticked;
use crate::markdown::anchor::Site;
use crate::source::Source;
use crate::template::Locale;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::Style;
use crate::yaml::Value;
use crate::yaml::read;

use super::Around;
use super::Configuration;
use super::Defaults;
use super::Said;
use super::keys::Holds;
use super::keys::KEYS;
use super::keys::Key;
use super::keys_with_twin;
use super::paths;
use super::twin;

/// Fields of an event that are no habit: two events do not share them, or they have keys of their own.
pub(super) const OF_ONE_EVENT: &[&str] =
    &["afterword", "template", "style", "start", "end", "id", "title", "weight", "head", "tail", "file", "topics"];

/// Fills a configuration, and gathers what is wrong.
pub(super) struct Reader<'a> {
    around: Around<'a>,
    configuration: Configuration,
    report: Report,
    /// The place in the text that follows the value which is being read: the next key of the root.
    next: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: Source, around: Around<'a>) -> Self {
        Self {
            around,
            configuration: Configuration::default(),
            report: Report { sources: vec![source], ..Report::default() },
            next: 0,
        }
    }

    /// Reads the file's text; a text without any value sets nothing.
    pub(super) fn read(&mut self) {
        let text = self.text_of_file().to_owned();
        if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
            return;
        }
        match read::parse(0, &text) {
            Ok(parsed) => {
                parsed.diagnostics.into_iter().for_each(|diagnostic| self.report.push(diagnostic));
                self.entries(&parsed.root, "the configuration", KEYS);
            }
            Err(diagnostic) => self.report.push(diagnostic),
        }
    }

    /// Takes over what the environment says, and tells what came of it all.
    pub(super) fn finish(mut self) -> Result<Configuration, Report> {
        for key in keys_with_twin() {
            let name = twin(key.name);
            let Some(text) = (self.around.variable)(&name).filter(|text| !text.is_empty()) else { continue };
            let Ok(source) = u16::try_from(self.report.sources.len()) else { continue };
            self.report.sources.push(Source::new(name, text.clone()));
            let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
            let place = Place { source, span: crate::source::Span { start: 0, end } };
            let scalar = Scalar { text: text.into(), style: Style::Quoted };
            self.value(key, &Node { place, value: Value::Scalar(scalar) });
        }
        if self.report.diagnostics.is_empty() {
            self.configuration.sources = self.report.sources;
            return Ok(self.configuration);
        }
        self.report.sort();
        Err(self.report)
    }

    fn text_of_file(&self) -> &str {
        self.report.sources.first().map(|source| source.text.as_str()).unwrap_or_default()
    }

    fn tell(&mut self, diagnostic: Diagnostic) {
        self.report.push(diagnostic);
    }

    fn entries(&mut self, node: &Node<'_>, what: &str, known: &[Key]) {
        let Value::Mapping(entries) = &node.value else {
            if !node.is_null() {
                self.wrong_type(node, &format!("{what} is a mapping of keys"));
            }
            return;
        };
        for (at, entry) in entries.iter().enumerate() {
            if let Some(key) = known.iter().find(|key| key.name == entry.key) {
                if std::ptr::eq(known, KEYS) {
                    let next = entries.get(at + 1).map(|next| next.key_place.span.range().start);
                    self.next = next.unwrap_or(self.text_of_file().len());
                }
                self.value(key, &entry.value);
                continue;
            }
            let message = format!("unknown key {}", ticked(shorten(&entry.key)));
            let names = || known.iter().map(|key| key.name);
            let help = did_you_mean(&entry.key, names())
                .unwrap_or_else(|| format!("{what} has {}", list_or(names().map(ticked))));
            let label = format!("not a key of {what}");
            self.tell(Diagnostic::error("unknown-key", message, entry.key_place, label).help(help));
        }
    }

    fn value(&mut self, key: &Key, node: &Node<'_>) {
        if node.is_null() {
            return;
        }
        match &key.holds {
            Holds::Text(slot) => {
                if let Some(said) = self.line(node) {
                    *slot(&mut self.configuration) = Some(said);
                }
            }
            Holds::Template(slot) => {
                if let Some(said) = self.line(node) {
                    self.template(&said);
                    *slot(&mut self.configuration) = Some(said);
                }
            }
            Holds::Texts(slot) => *slot(&mut self.configuration) = self.texts(node),
            Holds::Paths(slot) => *slot(&mut self.configuration) = self.paths(node),
            Holds::Names(slot) => *slot(&mut self.configuration) = self.names(node),
            Holds::Folder(slot, placeholders) => {
                if let Some(said) = self.line(node) {
                    self.fault(node, paths::fault(&said.text, placeholders), "no folder of the project");
                    *slot(&mut self.configuration) = Some(said);
                }
            }
            Holds::Address(slot, placeholders) => {
                if let Some(said) = self.line(node) {
                    let fault = paths::fault_of_placeholders(&said.text, placeholders).or_else(|| no_address(&said));
                    self.fault(node, fault, "no address");
                    *slot(&mut self.configuration) = Some(said);
                }
            }
            Holds::Site(slot) => {
                if let Some(site) = self.site(node) {
                    *slot(&mut self.configuration) = Some(site);
                }
            }
            Holds::Locale(slot) => {
                if let Some(locale) = self.locale(node) {
                    *slot(&mut self.configuration) = Some(locale);
                }
            }
            Holds::Bytes(slot) => {
                if let Some(bytes) = self.bytes(node) {
                    *slot(&mut self.configuration) = Some(bytes);
                }
            }
            Holds::Flag(slot) => {
                if let Some(flag) = self.flag(node) {
                    *slot(&mut self.configuration) = Some(flag);
                }
            }
            Holds::Files(slot, placeholders) => {
                *slot(&mut self.configuration) = self.files(key, node, placeholders);
            }
            Holds::Event(slot) => {
                if let Some(defaults) = self.event(node) {
                    *slot(&mut self.configuration) = Some(defaults);
                }
            }
            Holds::Keys(keys) => self.entries(node, &ticked(key.name), keys),
        }
    }

    fn fault(&mut self, node: &Node<'_>, fault: Option<(String, String)>, label: &str) {
        if let Some((message, help)) = fault {
            self.tell(Diagnostic::error("invalid-path", message, node.place, label).help(help));
        }
    }

    fn template(&mut self, said: &Said) {
        let known = (self.around.templates)();
        if known.contains(&said.text) {
            return;
        }
        let message = format!("unknown template {}", ticked(shorten(&said.text)));
        let help = did_you_mean(&said.text, known.iter().map(String::as_str))
            .unwrap_or_else(|| format!("the templates are {}", list_and(known.iter().map(ticked))));
        self.tell(Diagnostic::error("unknown-template", message, said.place, "no such template").help(help));
    }

    fn site(&mut self, node: &Node<'_>) -> Option<Site> {
        let said = self.line(node)?;
        let site = said.text.parse::<Site>();
        site.map_err(|error| {
            let sites = list_or(Site::ALL.map(ticked));
            let diagnostic = Diagnostic::error("invalid-choice", error.to_string(), node.place, "no site");
            self.tell(diagnostic.help(format!("it is {sites}")));
        })
        .ok()
    }

    fn locale(&mut self, node: &Node<'_>) -> Option<Locale> {
        let said = self.line(node)?;
        let locale = Locale::find(&said.text);
        if locale.is_none() {
            let message = format!("{} is no known locale", ticked(shorten(&said.text)));
            let help = near_locale(&said.text).map(|near| format!("did you mean `{near}`?"));
            let help = help.unwrap_or_else(|| "write language and country as `de_DE` or `pt_BR`".to_owned());
            self.tell(Diagnostic::error("invalid-choice", message, node.place, "no locale").help(help));
        }
        locale
    }

    fn flag(&mut self, node: &Node<'_>) -> Option<bool> {
        let said = self.line(node)?;
        let flag = said.text.parse::<bool>().ok();
        if flag.is_none() {
            self.wrong_type(node, "`true` or `false` is wanted here");
        }
        flag
    }

    /// A text on one line with something in it.
    fn line(&mut self, node: &Node<'_>) -> Option<Said> {
        let said = self.text(node)?;
        if said.text.trim().is_empty() || said.text.contains('\n') {
            let help = "write it on one line, or leave the key out";
            let diagnostic = Diagnostic::error("wrong-type", "one line of text is wanted here", node.place, "no line");
            self.tell(diagnostic.help(help));
            return None;
        }
        Some(said)
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
            Value::Sequence(items) => items.iter().filter_map(|item| self.line(item)).collect(),
            _ => self.line(node).into_iter().collect(),
        }
    }

    fn paths(&mut self, node: &Node<'_>) -> Vec<Said> {
        let paths = self.texts(node);
        for path in &paths {
            if let Some((message, _)) = paths::fault(&path.text, &[]) {
                let help = "name a file below the root, such as `docs/looking-back.md`";
                self.tell(Diagnostic::error("invalid-path", message, path.place, "no file of the project").help(help));
            }
        }
        paths
    }

    fn names(&mut self, node: &Node<'_>) -> Vec<Said> {
        let names = self.texts(node);
        for name in &names {
            if let Err(error) = portable_name(&name.text) {
                let help = "name a file beside the pages, such as `_index.md`";
                self.tell(Diagnostic::error("invalid-path", error.to_string(), name.place, "no name").help(help));
            }
        }
        names
    }

    fn files(&mut self, key: &Key, node: &Node<'_>, placeholders: &[&str]) -> Vec<(String, Said)> {
        let Value::Mapping(entries) = &node.value else {
            self.wrong_type(node, &format!("{} is a mapping of documents to files", ticked(key.name)));
            return Vec::new();
        };
        let mut files = Vec::new();
        for entry in entries.iter().filter(|entry| !entry.value.is_null()) {
            let Some(said) = self.line(&entry.value) else { continue };
            self.fault(&entry.value, paths::fault(&said.text, placeholders), "no file of the project");
            if said.text.ends_with('/') {
                let help = "name the file, such as `meetings/{year}-reviews.md`".to_owned();
                let fault = (format!("{} is a folder", ticked(&said.text)), help);
                self.fault(&entry.value, Some(fault), "no file");
            }
            files.push((entry.key.clone().into_owned(), said));
        }
        files
    }

    fn bytes(&mut self, node: &Node<'_>) -> Option<u64> {
        let said = self.line(node)?;
        let bytes = parse_bytes(&said.text);
        if bytes.is_none() {
            let message = format!("{} is no size", ticked(shorten(&said.text)));
            let diagnostic = Diagnostic::error("invalid-number", message, node.place, "no size");
            self.tell(diagnostic.help("write it as `500 KB` or `2 MB`"));
        }
        bytes
    }

    /// Fields of an event, as far as they can be judged without its template.
    fn event(&mut self, node: &Node<'_>) -> Option<Defaults> {
        let Value::Mapping(entries) = &node.value else {
            self.wrong_type(node, "`defaults` is a mapping of fields");
            return None;
        };
        for entry in entries.iter().filter(|entry| OF_ONE_EVENT.contains(&entry.key.as_ref())) {
            let message = format!("{} is nothing that new events begin with", ticked(&entry.key));
            let help = match entry.key.as_ref() {
                key @ ("template" | "style") => format!("`{key}` is a key of the configuration itself"),
                _ => "each event says it for itself".to_owned(),
            };
            self.tell(Diagnostic::error("unknown-key", message, entry.key_place, "of one event").help(help));
        }
        let text = self.text_of_file();
        let start = node.place.span.range().start;
        // Behind what somebody wrote in braces there may be the end of those around it.
        let mut end = self.next;
        let mut event = blanked(text, start, end);
        while text.trim_start().starts_with('{') && end > start && read::parse(0, &event).is_err() {
            end = text[..end].char_indices().next_back().map_or(start, |(at, _)| at);
            event = blanked(text, start, end);
        }
        Some(Defaults { event })
    }

    fn wrong_type(&mut self, node: &Node<'_>, message: &str) {
        let message = format!("{message}, not {}", node.kind());
        self.tell(Diagnostic::error("wrong-type", message, node.place, node.kind()));
    }
}

/// A text with blanks for all but a part of it, which keeps its place.
fn blanked(text: &str, start: usize, end: usize) -> String {
    let blank = |text: &str| text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect::<String>();
    // A mapping in braces is known by its first key, or by its brace.
    let (before, part, after) = (&text[..start], &text[start..end], &text[end..]);
    let brace = before.trim_end().ends_with('{').then(|| before.trim_end().len() - 1);
    let mut blanked = blank(before);
    if let Some(brace) = brace {
        blanked.replace_range(brace..=brace, "{");
    }
    blanked.push_str(part);
    blanked.push_str(&blank(after));
    blanked
}

fn no_address(said: &Said) -> Option<(String, String)> {
    let is_address = said.text.starts_with("https://") || said.text.starts_with("http://");
    let help = "write it as `https://forge.example/docs/edit/{branch}/{path}#L{line}`".to_owned();
    (!is_address || said.text.contains(char::is_whitespace))
        .then(|| (format!("{} is no address", ticked(shorten(&said.text))), help))
}

/// The locale that was most likely meant: `de`, `de-DE` and `de_DE.UTF-8` all mean `de_DE`.
fn near_locale(text: &str) -> Option<String> {
    let name = text.split('.').next().unwrap_or_default().replace('-', "_");
    let (language, country) = name.split_once('_').unwrap_or((&name, &name));
    let language = language.to_ascii_lowercase();
    let country = if country.eq_ignore_ascii_case("en") { "US".to_owned() } else { country.to_ascii_uppercase() };
    let near = format!("{language}_{country}");
    Locale::find(&near).map(|_| near)
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
