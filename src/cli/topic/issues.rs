//! Topics of issues: what is new in a list of issues, put where nothing is written yet.

use crate::diagnostic::Report;
use crate::grammar::Count;
use crate::grammar::list_and;
use crate::grammar::ticked;
use crate::import::issues::Issue;
use crate::import::issues::parse;
use crate::source::Source;
use crate::terminal::Terminal;
use crate::wizard::Answers;
use crate::wizard::answers::Entries;
use crate::wizard::answers::text_of;
use crate::wizard::answers::title_of;
use crate::wizard::answers::value_of;
use crate::wizard::titles::split_emoji;
use crate::yaml::write::Yaml;

use super::super::Error;
use super::super::Outcome;
use super::super::editing::Editing;
use super::super::report::Failure;
use super::super::report::tell;
use super::Done;
use super::EventArgs;
use super::adding::has;
use super::finding::is_same_title;
use super::named;

/// Adds what is new in a list of issues; new topics go to that place.
pub(super) fn add(
    args: &EventArgs,
    list: &Source,
    editing: &Editing,
    place: usize,
    terminal: &mut Terminal,
) -> Result<Outcome, Error> {
    let issues = match parse(list) {
        Ok(issues) => issues,
        Err(diagnostic) => {
            let report = Report { sources: vec![list.clone()], diagnostics: vec![diagnostic], omitted: 0 };
            return tell(report.into(), terminal);
        }
    };
    let mut taking = Taking { editing, answers: editing.answers.marked(), new: Vec::new(), filled: Vec::new() };
    for issue in &issues {
        if issue.was_cleaned {
            warn(issue, "control characters in it are left out", terminal);
        }
        if let Err(failure) = taking.take(issue, terminal) {
            return tell(failure, terminal);
        }
    }
    let Taking { mut answers, new, filled, .. } = taking;
    let titles = |topics: &[Entries]| named(topics.iter().map(title_of).collect::<Vec<_>>().into_iter());
    let old: Vec<Entries> = filled.iter().filter_map(|at| answers.topics().get(*at).cloned()).collect();
    let (added, filled, name) = (titles(&new), titles(&old), editing.name());
    let done = match (new.is_empty(), old.is_empty()) {
        (true, true) => {
            terminal.status(&format!("Nothing is new in {}.", Count(issues.len(), "issue")));
            return Ok(Outcome::Done);
        }
        (true, false) => ("Filled in", "fill in", format!("{filled} in {name}")),
        (false, true) => ("Added", "add", format!("{added} to {name}")),
        (false, false) => ("Added", "add", format!("{added} to {name}, and filled in {filled}")),
    };
    answers.topics_mut().splice(place..place, new);
    let (did, would, what) = done;
    args.finish(editing, &answers, &Done { did, would, what, is_lossy: false }, terminal)
}

/// The answers so far.
struct Taking<'e> {
    editing: &'e Editing,
    answers: Answers,
    new: Vec<Entries>,
    /// The places of topics that were there and have more now.
    filled: Vec<usize>,
}

/// Which topic an issue is.
#[derive(Clone, Copy)]
enum Whose {
    There(usize),
    New(usize),
    Nobodys,
}

impl Taking<'_> {
    fn take(&mut self, issue: &Issue, terminal: &mut Terminal) -> Result<(), Failure> {
        let declaration = &self.editing.renderer.template().declaration;
        let (emoji, title) = match split_emoji(&issue.title) {
            (Some(emoji), title) if has(declaration, "emoji") && !title.is_empty() => (Some(emoji), title),
            _ => (None, issue.title.as_str()),
        };
        let whose = self.whose(issue, title);
        let topic = match whose {
            Whose::There(at) => self.answers.topics().get(at).cloned().unwrap_or_default(),
            Whose::New(at) => self.new.get(at).cloned().unwrap_or_default(),
            Whose::Nobodys => vec![("title".to_owned(), Yaml::Text(title.to_owned()))],
        };
        if !matches!(whose, Whose::Nobodys) && is_of_other(issue, &topic) {
            warn(
                issue,
                &format!("there is another topic `{title}`, which is tracked elsewhere: it is left out"),
                terminal,
            );
            return Ok(());
        }
        let is_kept = value_of(&topic, "body").is_some();
        let (owners, others): (Vec<&str>, Vec<&str>) =
            issue.assignees.iter().map(String::as_str).partition(|login| is_handle(login));
        let owners: Vec<Yaml> = owners.into_iter().map(|login| Yaml::Text(login.to_owned())).collect();
        let fields = [
            ("emoji", emoji.map(|emoji| Yaml::Text(emoji.to_owned()))),
            ("owners", (!owners.is_empty()).then_some(Yaml::Sequence(owners))),
            ("tracking", Some(Yaml::Text(issue.tracking()))),
        ];
        let fields = fields.into_iter().filter(|(key, _)| has(declaration, key));
        let fields = fields.filter_map(|(key, value)| Some((key.to_owned(), value?)));
        let sections = issue.sections(declaration).into_iter();
        let sections = sections.map(|(key, text)| (key.to_string(), Yaml::Markdown(text)));
        let mut parts: Entries = fields.chain(sections).filter(|(key, _)| is_open(&topic, key)).collect();
        // Where sections stand in its text nobody can say.
        if is_kept && parts.iter().any(|(key, _)| declaration.section(key).is_some()) {
            let name = title_of(&topic);
            let what =
                format!("issue #{}: `{name}` is kept as it stands: nothing is written into its text", issue.number);
            terminal.note(&what);
        }
        parts.retain(|(key, _)| !is_kept || key == "owners");
        if !others.is_empty() && has(declaration, "owners") && is_open(&topic, "owners") {
            warn(issue, &format!("{} can own no topic", list_and(others.iter().map(ticked))), terminal);
        }
        if parts.is_empty() && !matches!(whose, Whose::Nobodys) {
            return Ok(());
        }
        if let Some(topic) = self.with_parts(issue, topic, parts, whose, terminal)? {
            match whose {
                Whose::There(at) => {
                    if let Some(old) = self.answers.topics_mut().get_mut(at) {
                        *old = topic;
                    }
                    if !self.filled.contains(&at) {
                        self.filled.push(at);
                    }
                }
                Whose::New(at) => {
                    if let Some(old) = self.new.get_mut(at) {
                        *old = topic;
                    }
                }
                Whose::Nobodys => self.new.push(topic),
            }
        }
        Ok(())
    }

    /// The topic of an issue: the one that is tracked by it, or else the one of its title.
    fn whose(&self, issue: &Issue, title: &str) -> Whose {
        let there = self.answers.topics().iter().enumerate().map(|(at, topic)| (Whose::There(at), topic));
        let new = self.new.iter().enumerate().map(|(at, topic)| (Whose::New(at), topic));
        let all: Vec<(Whose, &Entries)> = there.chain(new).collect();
        let tracked = all.iter().find(|(_, topic)| issue.is_tracked_by(tracking_of(topic)));
        let found = tracked.or_else(|| all.iter().find(|(_, topic)| is_same_title(title_of(topic), title)));
        found.map_or(Whose::Nobodys, |(whose, _)| *whose)
    }

    /// The topic with all of its new parts that its page can hold; the others are told. Nothing where none is left.
    fn with_parts(
        &self,
        issue: &Issue,
        topic: Entries,
        parts: Entries,
        whose: Whose,
        terminal: &mut Terminal,
    ) -> Result<Option<Entries>, Failure> {
        let before = match self.trial(&topic)? {
            Ok(lost) => lost,
            Err(why) => {
                warn(issue, &format!("{why}: it is left out"), terminal);
                return Ok(None);
            }
        };
        let loses = |lost: &[String]| lost.iter().any(|key| !before.contains(key));
        let all = parts.iter().fold(topic.clone(), |topic, (key, value)| with_part(topic, key, value));
        if self.trial(&all)?.is_ok_and(|lost| !loses(&lost)) {
            return Ok(Some(all));
        }
        let mut with = topic.clone();
        for (key, value) in parts {
            let more = with_part(with.clone(), &key, &value);
            let why = match self.trial(&more)? {
                Ok(lost) if !loses(&lost) => {
                    with = more;
                    continue;
                }
                Ok(_) => "it would be read as something else".to_owned(),
                Err(why) => why,
            };
            warn(issue, &format!("`{key}` is left out: {why}"), terminal);
        }
        Ok((with != topic || matches!(whose, Whose::Nobodys)).then_some(with))
    }

    /// What is wrong with a topic as the only one of the event: a mistake, or else what its page would lose.
    fn trial(&self, topic: &Entries) -> Result<Result<Vec<String>, String>, Failure> {
        let mut answers = self.editing.answers.clone();
        *answers.topics_mut() = vec![topic.clone()];
        match self.editing.trial(&answers) {
            Ok(lost) => Ok(Ok(lost)),
            Err(Failure::Report(report)) => {
                Ok(Err(report.diagnostics.first().map(|one| one.message.clone()).unwrap_or_default()))
            }
            Err(failure) => Err(failure),
        }
    }
}

fn warn(issue: &Issue, what: &str, terminal: &mut Terminal) {
    terminal.warning(&format!("issue #{}: {what}", issue.number));
}

/// Whether a login is a handle; programs have others, such as `kettle[bot]`.
fn is_handle(login: &str) -> bool {
    !login.is_empty() && login.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
}

fn tracking_of(topic: &Entries) -> &str {
    value_of(topic, "tracking").and_then(text_of).unwrap_or_default()
}

/// The topic with a value where nothing is written.
fn with_part(mut topic: Entries, key: &str, value: &Yaml) -> Entries {
    match topic.iter_mut().find(|(name, _)| name == key) {
        Some((_, empty)) => *empty = value.clone(),
        None => topic.push((key.to_owned(), value.clone())),
    }
    topic
}

/// Whether a topic is tracked by something else than the issue, somewhere.
fn is_of_other(issue: &Issue, topic: &Entries) -> bool {
    let tracking = tracking_of(topic);
    issue.url.is_some() && tracking.contains("://") && !issue.is_tracked_by(tracking)
}

/// Whether nothing is written there.
fn is_open(topic: &Entries, key: &str) -> bool {
    match value_of(topic, key) {
        None => true,
        Some(Yaml::Sequence(items) | Yaml::Spaced(items)) => items.is_empty(),
        Some(value) => text_of(value).is_some_and(|text| text.trim().is_empty()),
    }
}
