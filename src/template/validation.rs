//! What a declaration must hold beyond the types of its fields.

use std::collections::HashSet;

use crate::diagnostic::suggestion::did_you_mean;
use crate::event::core;
use crate::event::core::CoreField;
use crate::event::core::Presence;
use crate::fs::portable_name;
use crate::grammar::list_and;
use crate::grammar::list_or;
use crate::grammar::ticked;
use crate::yaml::Step;

use super::Declaration;
use super::Field;
use super::Kind;
use super::Pattern;
use super::declaration::Lines;
use super::declaration::Output;
use super::pattern::is_key;

/// Something that does not fit, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The way to it from the root of `template.yaml`.
    pub path: Vec<Step>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// What templates see of an event beside its fields: no field may take these names.
pub const COMPUTED_OF_EVENTS: &[&str] =
    &["schema_version", "heading", "dates", "header", "blocks", "left_out", "gap", "page_link", "measure"];
/// The same of a topic.
pub const COMPUTED_OF_TOPICS: &[&str] = &["gap", "heading", "anchor", "note", "facts", "sections"];

/// The core fields that a line under the page's heading can tell, and the days in words.
pub const HEADER_LINES: &[&str] = &["dates", "series", "edition", "location", "organizers"];
/// The core fields that a line under a topic's heading can tell.
pub const FACT_LINES: &[&str] = &["owners", "demo", "tracking", "state"];

/// What comments in Markdown files say otherwise than that a document has its place there.
const TAKEN_BY_COMMENTS: &[&str] = &["end", "ignore"];

/// What a declaration is judged beside.
#[derive(Clone, Debug, Default)]
pub struct Beside<'b> {
    /// The name that events call the template, where it was looked for by name.
    pub name: Option<&'b str>,
    /// The names of the files that draw.
    pub files: Vec<&'b str>,
}

/// Everything in a declaration that does not fit together, or not with what it stands beside.
pub fn mistakes(declaration: &Declaration, beside: &Beside<'_>) -> Vec<Mistake> {
    let mut judge = Judge { declaration, found: Vec::new() };
    judge.name(beside.name);
    judge.outputs(&beside.files);
    judge.styles();
    judge.patterns();
    judge.fields();
    judge.sections();
    judge.lines();
    judge.found
}

struct Judge<'d> {
    declaration: &'d Declaration,
    found: Vec<Mistake>,
}

/// A step to the value of a key.
fn key(name: &'static str) -> Step {
    Step::Key(name.into())
}

impl Judge<'_> {
    fn say(&mut self, path: &[Step], message: impl Into<String>, help: impl Into<Option<String>>) {
        self.found.push(Mistake { path: path.to_vec(), message: message.into(), help: help.into() });
    }

    fn name(&mut self, wanted: Option<&str>) {
        let name = &self.declaration.name;
        if let Err(error) = portable_name(name) {
            let help = "lower-case letters, digits and `-` make a good name".to_owned();
            self.say(&[key("name")], error.to_string(), help);
        } else if let Some(wanted) = wanted.filter(|wanted| wanted != name) {
            let message = format!("the template in the folder `{wanted}` calls itself `{name}`");
            self.say(&[key("name")], message, format!("write `name: {wanted}`, or rename the folder"));
        }
    }

    fn outputs(&mut self, files: &[&str]) {
        let outputs = &self.declaration.outputs;
        if outputs.is_empty() {
            self.say(&[key("outputs")], "a template draws at least one document", None);
        }
        for (at, name) in repeated(outputs.iter().map(|output| output.name.as_str())) {
            let path = [key("outputs"), Step::Index(at), key("name")];
            self.say(&path, format!("`{name}` is declared twice"), None);
        }
        for (at, Output { name, .. }) in outputs.iter().enumerate() {
            let path = [key("outputs"), Step::Index(at), key("name")];
            // It is a word in a list on the command line, and of the comment that marks the place of a document.
            let is_word = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) && !name.is_empty();
            if !is_word || TAKEN_BY_COMMENTS.contains(&name.as_str()) {
                let help = "a word of letters, digits, `-` and `_` makes a good name".to_owned();
                self.say(&path, format!("`{name}` cannot be the name of a document"), help);
            } else if name == "page" && outputs.first().is_some_and(|first| first.name != "page") {
                self.say(&path, "`page` is the first document, and this is another one", None);
            }
        }
        for (at, output) in outputs.iter().enumerate().filter(|(_, output)| !files.contains(&output.file.as_str())) {
            let path = [key("outputs"), Step::Index(at), key("file")];
            let help = match files {
                [] => "a template draws with files that end in `.jinja`".to_owned(),
                files => did_you_mean(&output.file, files.iter().copied())
                    .unwrap_or_else(|| format!("beside it: {}", list_and(files.iter().map(ticked)))),
            };
            self.say(&path, format!("there is no `{}` beside `template.yaml`", output.file), help);
        }
    }

    fn styles(&mut self) {
        let Declaration { style, styles, .. } = self.declaration;
        let names: Vec<&str> = styles.iter().map(|style| style.name.as_str()).collect();
        if names.is_empty() {
            self.say(&[key("styles")], "a template has at least one style", None);
        } else if !names.contains(&style.as_str()) {
            self.say(&[key("style")], format!("`{style}` is none of the styles"), one_of(style, &names));
        }
        for (at, name) in repeated(names.iter().copied()) {
            let path = [key("styles"), Step::Index(at), key("name")];
            self.say(&path, format!("`{name}` is declared twice"), None);
        }
        for (at, style) in styles.iter().enumerate() {
            let path = [key("styles"), Step::Index(at), key("label")];
            self.holds(&path, &style.label, "label", "a style's label", "**{label}:**");
        }
    }

    /// Patterns know the fields that stand in them.
    fn patterns(&mut self) {
        let Declaration { dates, headings, header, facts, styles, event, topic, .. } = self.declaration;
        let is_line = |field: &&Field| {
            let is_core = core::find(core::EVENT, &field.key).is_some();
            let is_told = matches!(field.kind, Kind::Text | Kind::Markdown | Kind::Handle | Kind::Choice | Kind::Link);
            if is_core {
                matches!(field.key.as_ref(), "series" | "edition" | "location")
            } else {
                is_told && !field.many
            }
        };
        let lines: Vec<&str> = event.iter().filter(is_line).map(|field| field.key.as_ref()).collect();
        for (name, pattern) in [("id", &dates.id), ("weight", &dates.weight), ("title", &dates.title)] {
            self.knows(&[key("dates"), key(name)], pattern, &lines);
        }
        let day = chrono::NaiveDate::from_ymd_opt(2026, 5, 4);
        if let Err(error) = portable_name(&dates.id.fill(day, |_| Some("x"))) {
            let help = "the id names files: write it as `%Y-%m`".to_owned();
            self.say(&[key("dates"), key("id")], error.to_string(), help);
        }
        let weight = dates.weight.fill(day, |_| Some("1"));
        if weight.parse::<i64>().is_err() {
            let message = format!("the weight would be `{weight}`, which is no whole number");
            self.say(&[key("dates"), key("weight")], message, "write it as `-%Y%m`".to_owned());
        }
        self.knows(&[key("dates"), key("day")], &dates.day, &[]);
        self.knows(&[key("dates"), key("range")], &dates.range, &["start", "end"]);
        self.knows(&[key("headings"), key("event")], &headings.event, &lines);

        let path = [key("headings"), key("topic")];
        self.knows(&path, &headings.topic, &["emoji", "title", "badge"]);
        self.holds(&path, &headings.topic, "title", "a topic's heading", "## {emoji} {title}");
        if !headings.topic.begins_with('#') {
            self.say(&path, "a topic's heading does not begin with `#`", "write it as `## {emoji} {title}`".to_owned());
        }

        for (name, lines) in [("header", header), ("facts", facts)] {
            let path = [key(name), key("label")];
            self.knows(&path, &lines.label, &["emoji", "label"]);
            if !lines.lines.is_empty() {
                self.holds(&path, &lines.label, "label", "the beginning of a line", "- **{label}:**");
            }
        }
        for (at, style) in styles.iter().enumerate() {
            self.knows(&[key("styles"), Step::Index(at), key("label")], &style.label, &["label"]);
        }
        for (list, fields) in [("event", event), ("topic", topic)] {
            for (at, field) in fields.iter().enumerate() {
                let is_link = field.kind == Kind::Link || matches!(field.key.as_ref(), "location" | "organizers");
                let known: &[&str] = if is_link { &["name", "url", "value"] } else { &["value"] };
                let pattern = field.draw.iter();
                pattern.for_each(|draw| self.knows(&[key(list), Step::Index(at), key("draw")], draw, known));
            }
        }
    }

    /// A field that a pattern does not know would be absent from every page without a word.
    fn knows(&mut self, path: &[Step], pattern: &Pattern, known: &[&str]) {
        for field in pattern.keys().filter(|field| !known.contains(field)) {
            let help = match known {
                [] => "nothing stands in braces here".to_owned(),
                known => did_you_mean(field, known.iter().copied())
                    .unwrap_or_else(|| format!("what can stand here is {}", list_or(known.iter().map(braced)))),
            };
            self.say(path, format!("`{{{field}}}` is never filled in"), help);
        }
    }

    fn holds(&mut self, path: &[Step], pattern: &Pattern, field: &str, what: &str, example: &str) {
        if !pattern.keys().any(|key| key == field) {
            self.say(path, format!("{what} has no `{{{field}}}`"), format!("write it as `{example}`"));
        }
    }

    fn fields(&mut self) {
        let Declaration { event, topic, .. } = self.declaration;
        let lists =
            [("event", event, core::EVENT, COMPUTED_OF_EVENTS), ("topic", topic, core::TOPIC, COMPUTED_OF_TOPICS)];
        for (list, fields, core, computed) in lists {
            for (at, field) in fields.iter().enumerate() {
                if let Some((message, help)) = field_mistake(field, core, computed) {
                    self.say(&[key(list), Step::Index(at), key("key")], message, help);
                }
                if list == "topic" && field.heading.is_some() {
                    let path = [key(list), Step::Index(at), key("heading")];
                    let help = "declare it among the `sections`".to_owned();
                    self.say(&path, "only Markdown of an event stands under a heading of its own", help);
                }
            }
            for (at, name) in repeated(fields.iter().map(|field| field.key.as_ref())) {
                let path = [key(list), Step::Index(at), key("key")];
                self.say(&path, format!("`{name}` is declared twice"), None);
            }
        }
    }

    fn sections(&mut self) {
        let Declaration { topic, sections, styles, .. } = self.declaration;
        let fields = topic.iter().map(|field| field.key.as_ref());
        let all = fields.chain(sections.iter().map(|section| section.key.as_ref()));
        for (at, name) in repeated(all) {
            let Some(at) = at.checked_sub(topic.len()) else { continue };
            let path = [key("sections"), Step::Index(at), key("key")];
            self.say(&path, format!("`{name}` is declared twice"), None);
        }
        let completing = sections.iter().enumerate().filter(|(_, section)| section.completes);
        for (at, _) in completing.skip(1) {
            let path = [key("sections"), Step::Index(at), key("completes")];
            self.say(&path, "another section completes topics already", "keep one of the two".to_owned());
        }
        for (at, section) in sections.iter().enumerate() {
            let path = [key("sections"), Step::Index(at), key("key")];
            let name = section.key.as_ref();
            if !is_key(name) {
                self.say(&path, format!("`{name}` is no key"), KEY_HELP.to_owned());
            } else if core::find(core::TOPIC, name).is_some() {
                self.say(&path, format!("`{name}` is a field of every topic"), OTHER_KEY.to_owned());
            } else if COMPUTED_OF_TOPICS.contains(&name) {
                self.say(&path, format!("`{name}` is computed, and cannot be declared"), OTHER_KEY.to_owned());
            }
            let names: Vec<&str> = styles.iter().map(|style| style.name.as_str()).collect();
            for style in section.labels.keys().filter(|style| !names.contains(&style.as_str())) {
                let path = [key("sections"), Step::Index(at), key("labels"), Step::Key(style.clone().into())];
                self.say(&path, format!("`{style}` is none of the styles"), one_of(style, &names));
            }
        }
    }

    fn lines(&mut self) {
        let Declaration { header, facts, event, topic, .. } = self.declaration;
        self.told("header", header, event, core::EVENT, HEADER_LINES);
        self.told("facts", facts, topic, core::TOPIC, FACT_LINES);
    }

    /// A line tells a field that is declared and that can be told in one.
    fn told(&mut self, list: &'static str, lines: &Lines, fields: &[Field], core: &[CoreField], able: &[&str]) {
        for (at, line) in lines.lines.iter().enumerate() {
            let path = [key(list), key("lines"), Step::Index(at), key("key")];
            let name = line.key.as_ref();
            let is_declared = fields.iter().any(|field| field.key == line.key);
            let is_listed_core = core::find(core, name).is_some_and(|core| core.presence == Presence::Listed);
            if able.contains(&name) && (is_declared || !is_listed_core) {
                continue;
            }
            let own = fields.iter().map(|field| field.key.as_ref()).filter(|key| core::find(core, key).is_none());
            if own.clone().any(|own| own == name) {
                continue;
            }
            if core::find(core, name).is_some() && !able.contains(&name) {
                let help = format!(
                    "a line tells {} or a field of the template's own",
                    able.iter().map(ticked).collect::<Vec<_>>().join(", ")
                );
                self.say(&path, format!("`{name}` cannot be told in a line"), help);
                continue;
            }
            let place = if list == "header" { "event" } else { "topic" };
            let help = did_you_mean(name, own.chain(able.iter().copied()).filter(|near| *near != name))
                .unwrap_or_else(|| format!("list it under `{place}:`"));
            self.say(&path, format!("`{name}` is not declared"), help);
        }
    }
}

const KEY_HELP: &str = "a key is lower-case letters, digits and `_`, beginning with a letter";
const OTHER_KEY: &str = "choose another key";

fn field_mistake(field: &Field, core: &[CoreField], computed: &[&str]) -> Option<(String, Option<String>)> {
    let name = field.key.as_ref();
    let say = |message: &str, help: &str| Some((format!("`{name}` {message}"), Some(help.to_owned())));
    if !is_key(name) {
        return say("is no key", KEY_HELP);
    }
    let mut everywhere = [core::EVENT, core::TOPIC].into_iter().filter_map(|fields| core::find(fields, name));
    if everywhere.any(|core| core.presence == Presence::Fixed) {
        return say("needs no declaration: every template has it", "take it out");
    }
    if computed.contains(&name) {
        return say("is computed, and cannot be declared", OTHER_KEY);
    }
    let is_core = core::find(core, name).is_some();
    if is_core && (field.kind != Kind::Text || field.many || !field.choices.is_empty()) {
        return say(
            "is a core field and has its own kind",
            "take `kind`, `many` and `choices` out, or choose another key",
        );
    }
    if field.kind == Kind::Choice && field.choices.is_empty() {
        return say("is a choice without `choices`", "add `choices: [one, another]`");
    }
    if field.kind != Kind::Choice && !field.choices.is_empty() {
        return say("has `choices` but is no choice", "add `kind: choice`");
    }
    None
}

/// The items that are there before, by number.
fn repeated<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let mut seen = HashSet::new();
    names.enumerate().filter(|(_, name)| !seen.insert(*name)).collect()
}

fn one_of(word: &str, known: &[&str]) -> String {
    did_you_mean(word, known.iter().copied())
        .unwrap_or_else(|| format!("the styles are {}", list_or(known.iter().map(ticked))))
}

fn braced(field: &&str) -> String {
    format!("`{{{field}}}`")
}
