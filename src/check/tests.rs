//! Every rule by example: what it finds, in full; what it leaves alone; what its fix makes.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::document;
use crate::document::Reading;
use crate::import;
use crate::import::Hints;
use crate::render::Renderer;
use crate::template::builtin;

use super::files::Headings;
use super::files::Kind;
use super::*;

mod event;
mod ignores;
mod index;
mod labels;
mod links;
mod pictures;
mod text;
mod topics;

/// A rule by example.
pub(super) struct Example {
    /// The rule.
    pub(super) code: &'static str,
    /// Files in which it finds something.
    pub(super) bad: &'static [(&'static str, &'static str)],
    /// What it says, line by line: `file:line:column: severity: message | label | help`.
    pub(super) found: &'static str,
    /// The first of the files once it is fixed; none where there is no fix.
    pub(super) fixed: Option<&'static str>,
    /// Files in which it finds nothing.
    pub(super) good: &'static [(&'static str, &'static str)],
}

/// The beginning of a page in order.
pub(super) const HEAD: &str = "---\ntitle: June 2025\nweight: -202506\n---\n\n# Kettle Days 06/2025 Wrap Up\n\n\
                               - 🗓️ **Date:** 02.06.2025 – 06.06.2025\n- 📍 **Location:** The Mill\n\
                               - 👤 **Organizer:** Kettle Works\n";

/// Files around the linter, all in memory.
pub(super) struct Scene {
    files: BTreeMap<String, Vec<u8>>,
    past: BTreeMap<String, Vec<Headings>>,
    today: NaiveDate,
    template: &'static str,
    site: Site,
}

impl Scene {
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        let with_head = |text: &str| text.replace("{HEAD}", HEAD).into_bytes();
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), with_head(text))).collect();
        Self {
            files,
            past: BTreeMap::new(),
            today: NaiveDate::from_ymd_opt(2026, 1, 15).unwrap(),
            template: "hackathon",
            site: Site::Github,
        }
    }

    /// The same with pages of another template.
    pub(super) fn of(self, template: &'static str) -> Self {
        Self { template, ..self }
    }

    /// The same where another site shows the pages.
    pub(super) fn shown_by(self, site: Site) -> Self {
        Self { site, ..self }
    }

    /// The same on another day.
    pub(super) fn on(self, today: &str) -> Self {
        Self { today: today.parse().unwrap(), ..self }
    }

    /// The same with a file of any bytes.
    pub(super) fn with(mut self, path: &str, bytes: &[u8]) -> Self {
        self.files.insert(path.to_owned(), bytes.to_vec());
        self
    }

    /// The same where a page once had another text.
    pub(super) fn once(mut self, path: &str, text: &str) -> Self {
        self.past.entry(path.to_owned()).or_default().push(Headings::of(text, Site::Github));
        self
    }

    fn subjects(&self) -> Vec<Subject> {
        let renderer = Arc::new(Renderer::new(Arc::new(builtin::find(self.template).unwrap().load())));
        let mut subjects = Vec::new();
        for (path, bytes) in &self.files {
            let Ok(text) = String::from_utf8(bytes.clone()) else { continue };
            let source = Source::new(path.as_str(), text);
            let stem = path.rsplit('/').next().unwrap().split('.').next();
            let hints = Hints { name: stem, ..Hints::default() };
            let (role, read, page) = if path.ends_with("index.md") {
                (Role::Index, None, path.clone())
            } else if path.ends_with(".md") {
                let is_made = self.files.contains_key(&path.replace(".md", ".yaml"));
                let imported = import::page(source.clone(), &renderer, &hints).ok();
                let read = imported.map(|imported| Read { imported, renderer: renderer.clone() });
                let is_event = path.rsplit('/').next().unwrap().starts_with("20");
                let role = if is_made {
                    Role::Made
                } else if is_event {
                    Role::Page
                } else {
                    Role::Other
                };
                (role, read.filter(|_| is_event), path.clone())
            } else if path.ends_with(".yaml") || path.ends_with(".yml") {
                let (document, read) = drawn(source.clone(), &renderer, &hints);
                let page = path.replace(".yaml", ".md").replace(".yml", ".md");
                (Role::Event(Box::new(document)), Some(read), page)
            } else {
                continue;
            };
            subjects.push(Subject { path: path.clone(), page, source, role, read });
        }
        subjects
    }

    /// What is found, as one line each.
    pub(super) fn told(&self) -> Vec<String> {
        let (subjects, findings) = self.findings();
        let mut told = Vec::new();
        for (subject, findings) in subjects.iter().zip(findings) {
            for finding in findings {
                let Source { name, .. } = &subject.source;
                let at = subject.source.position(finding.primary.span.start);
                let severity = finding.severity.name();
                let mut line = format!("{name}:{at}: {severity}: {} | {}", finding.message, finding.primary.text);
                if let Some(help) = &finding.help {
                    line.push_str(" | ");
                    line.push_str(help);
                }
                told.push(format!("[{}] {line}", finding.code));
            }
        }
        told
    }

    pub(super) fn findings(&self) -> (Vec<Subject>, Vec<Vec<Diagnostic>>) {
        let subjects = self.subjects();
        let kind = |path: &str| match self.files.get(path) {
            Some(bytes) => Some(Kind::File(bytes.len() as u64)),
            None => self.files.keys().any(|file| file.starts_with(&format!("{path}/"))).then_some(Kind::Folder),
        };
        let read = |path: &str| self.files.get(path).cloned();
        let files = Files::new(&kind, &read);
        let options = Options {
            site: self.site,
            other_site: None,
            pictures: "images".to_owned(),
            picture_bytes: 1_000_000,
            today: self.today,
        };
        let is_picture = |path: &&String| !path.ends_with(".md") && !path.ends_with(".yaml") && !path.ends_with(".yml");
        let pictures: Vec<String> = self.files.keys().filter(is_picture).cloned().collect();
        let past = |path: &str| self.past.get(path).cloned().unwrap_or_default();
        let wanted = Wanted {
            subjects: &subjects,
            pictures: &pictures,
            files: &files,
            options: &options,
            past: &past,
            elsewhere: Vec::new(),
            settings: &Settings::default(),
        };
        let findings = check(wanted);
        (subjects, findings)
    }

    /// The file once all that is certain is mended, which takes no second time.
    pub(super) fn fixed(&self, path: &str) -> Option<String> {
        let once = self.fixed_once(path)?;
        let again = Self { files: self.files.clone(), past: self.past.clone(), ..*self };
        let again = again.with_text(path, &once);
        assert_eq!(again.fixed_once(path).as_deref().unwrap_or(&once), once, "fixing twice changes nothing");
        Some(once)
    }

    fn with_text(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
        self
    }

    fn fixed_once(&self, path: &str) -> Option<String> {
        let (subjects, findings) = self.findings();
        let at = subjects.iter().position(|subject| subject.path == path)?;
        let is_markdown = path.ends_with(".md");
        fixes::apply(&subjects[at].source.text, &findings[at], is_markdown).map(|fixed| fixed.text)
    }
}

fn drawn(source: Source, renderer: &Arc<Renderer>, hints: &Hints<'_>) -> (Document, Read) {
    let template = renderer.template().clone();
    let find = |_: &str| Ok(template.clone());
    let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
    let source = document::decode(&source.name, source.text.into_bytes()).unwrap();
    let attempt = Document::read(source, &reading).unwrap();
    assert_eq!(attempt.diagnostics, [], "the example is an event");
    let document = attempt.document;
    let text = renderer.page(&document.event, None).unwrap();
    let series: Vec<String> = document.event.series.clone().into_iter().collect();
    let hints = Hints { series: &series, footer: Some(document.event.footer.as_deref().unwrap_or_default()), ..*hints };
    let page = Source::new(document.sources[0].name.clone(), text);
    let imported = import::page(page, renderer, &hints).unwrap();
    (document, Read { imported, renderer: renderer.clone() })
}

fn examples() -> impl Iterator<Item = &'static Example> {
    [
        event::EXAMPLES,
        index::EXAMPLES,
        labels::EXAMPLES,
        links::EXAMPLES,
        pictures::EXAMPLES,
        text::EXAMPLES,
        topics::EXAMPLES,
    ]
    .into_iter()
    .flatten()
}

#[test]
fn every_rule_finds_what_is_bad_and_says_so_in_full() {
    let mut others = String::new();
    for example in examples() {
        let mut told = Scene::new(example.bad).told();
        let begin = format!("[{}] ", example.code);
        told.retain(|line| line.starts_with(&begin));
        let told: Vec<&str> = told.iter().map(|line| &line[begin.len()..]).collect();
        let told = told.join("\n");
        if told != example.found {
            others.extend([example.code, ": expected\n", example.found, "\nfound\n", &told, "\n\n"]);
        }
    }
    assert!(others.is_empty(), "{others}");
}

#[test]
fn no_rule_finds_what_is_good() {
    let mut others = String::new();
    for example in examples() {
        let begin = format!("[{}] ", example.code);
        let told = Scene::new(example.good).told();
        others.extend(told.iter().filter(|line| line.starts_with(&begin)).map(|line| format!("{line}\n")));
    }
    assert!(others.is_empty(), "{others}");
}

#[test]
fn what_has_a_fix_is_fixed_once_and_for_all() {
    for example in examples() {
        let (path, _) = example.bad[0];
        let fixed = Scene::new(example.bad).fixed(path);
        let expected = example.fixed.map(|text| text.replace("{HEAD}", HEAD));
        if let Some(expected) = &expected {
            assert_eq!(fixed.as_ref(), Some(expected), "{}", example.code);
            let scene = Scene::new(example.bad).with_text(path, expected);
            let begin = format!("[{}] {path}:", example.code);
            assert!(!scene.told().iter().any(|line| line.starts_with(&begin)), "{}", example.code);
        }
        let rule = rule::find(example.code).unwrap();
        assert!(expected.is_none() || rule.has_fix, "{} has a fix", example.code);
    }
}

#[test]
fn every_rule_that_looks_has_an_example() {
    let shown: BTreeSet<&str> = examples().map(|example| example.code).chain(pictures::SHOWN.iter().copied()).collect();
    let fixed: BTreeSet<&str> =
        examples().filter(|example| example.fixed.is_some()).map(|example| example.code).collect();
    for rule in rule::all() {
        let looks = !matches!(rule.check, Check::Elsewhere);
        assert!(!looks || shown.contains(rule.code), "{} has no example", rule.code);
        assert!(!(looks && rule.has_fix) || fixed.contains(rule.code), "{} has no fixed example", rule.code);
    }
}

#[test]
fn every_rule_has_one_code_in_kebab_case_and_is_told_in_whole_sentences() {
    let mut codes = BTreeSet::new();
    for rule in rule::all() {
        assert!(codes.insert(rule.code), "{} is there twice", rule.code);
        assert!(rule.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", rule.code);
        assert!(rule.explanation.ends_with('.') && !rule.summary.ends_with('.'), "{}", rule.code);
    }
}

#[test]
fn a_page_in_order_has_no_findings() {
    let page = "{HEAD}\n## 🫖 Warm starts\n\n**Problem Statement:**\nIt was cold.\n\n**Achievements:**\nIt boils.\n";
    assert_eq!(Scene::new(&[("2025-06.md", page)]).told(), [""; 0]);
}
