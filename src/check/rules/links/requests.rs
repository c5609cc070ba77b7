//! Links to issues and pull requests.

use crate::diagnostic::shorten;
use crate::grammar::ticked;
use crate::markdown::survey::Form;
use crate::markdown::survey::Link;

use super::super::super::found::Found;
use super::super::super::page::Page;
use super::Target;
use super::targets;

/// An issue, a pull request, a merge request or a discussion that a URL leads to.
struct Request<'u> {
    /// `owner/repository`, groups of GitLab included.
    repository: &'u str,
    /// What it is, as the path says it.
    kind: &'u str,
    number: &'u str,
    /// What follows the number.
    rest: &'u str,
}

/// What a path calls them, between the repository and the number.
const KINDS: [&str; 4] = ["/issues/", "/pull/", "/merge_requests/", "/discussions/"];

fn request(url: &str) -> Option<Request<'_>> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let (_, path) = rest.split_once('/')?;
    let kinds = KINDS.iter().filter_map(|kind| path.find(kind).map(|at| (at, *kind)));
    let (at, kind) = kinds.min()?;
    let repository = path.get(..at)?.trim_end_matches("/-");
    let rest = path.get(at + kind.len()..)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, rest) = rest.split_at_checked(end)?;
    let is_end = !number.is_empty() && (rest.is_empty() || rest.starts_with(['/', '?', '#']));
    let is_repository = repository.contains('/') && !repository.starts_with('/') && !repository.contains("//");
    (is_end && is_repository).then_some(Request { repository, kind: kind.trim_matches('/'), number, rest })
}

pub(super) fn pull_files_link(page: &Page<'_>, found: &mut Found) {
    for Target { at, url, is_written, .. } in targets(page) {
        let Some(request) = request(&url) else { continue };
        let (tab, query) = match request.rest.split_once('?') {
            Some((tab, query)) => (tab, Some(query)),
            None => (request.rest, None),
        };
        let what = match (request.kind, tab.trim_matches('/')) {
            ("pull", "files" | "changes") | ("merge_requests", "diffs") => "files",
            ("pull" | "merge_requests", "commits") => "commits",
            ("pull", "checks") | ("merge_requests", "pipelines") => "checks",
            _ => continue,
        };
        // Anything but how it is shown leads to a certain commit or run.
        let is_view = |part: &str| ["diff=", "w=", "view=", "short_path="].iter().any(|key| part.starts_with(key));
        if query.is_some_and(|query| !query.split('&').all(is_view)) || url.contains('#') {
            continue;
        }
        let name = if request.kind == "pull" { "pull request" } else { "merge request" };
        let message = format!("the link leads to the {what} of a {name}");
        let end = at.end - request.rest.len().min(at.len());
        if is_written {
            found.add(at.clone(), message, format!("the {name} itself is meant")).fix(end..at.end, "");
        } else {
            found.add(at, message, format!("the {name} itself is meant"));
        }
    }
}

pub(super) fn link_number(page: &Page<'_>, found: &mut Found) {
    for link in page.survey.links.iter().filter(|link| matches!(link.form, Form::Inline | Form::Reference)) {
        let Some(led) = request(&link.target) else { continue };
        if let Some(named) = request(link.text.trim()) {
            if named.number != led.number || !named.repository.eq_ignore_ascii_case(led.repository) {
                let message = "the text is the URL of another one than the link leads to".to_owned();
                tell(found, link, &led, message);
            }
            continue;
        }
        let Some(named) = Named::in_text(&link.text, &led) else { continue };
        if named.number != led.number {
            let message =
                format!("the text names {}, and the link leads to {}", ticked(named.whole), ticked(led.number));
            tell(found, link, &led, message);
        } else if !named.is_of(led.repository) {
            let repository = ticked(shorten(led.repository));
            let message = format!("the text names {}, and the link leads to {repository}", ticked(named.whole));
            tell(found, link, &led, message);
        }
    }
}

fn tell(found: &mut Found, link: &Link, led: &Request<'_>, message: String) {
    let at = link.target_range.clone().unwrap_or_else(|| link.range.clone());
    let label = format!("{} {}", led.kind.trim_end_matches('s').replace('_', " "), led.number);
    found.add(at, message, label).help("one of text and target is a copy that was forgotten");
}

/// A number that a text names: `#12`, `!12`, `repository#12` or `owner/repository#12`.
struct Named<'t> {
    whole: &'t str,
    repository: &'t str,
    number: &'t str,
}

/// Words of a text whose number may well be that of another issue than the link is about.
const RELATIONS: &[&str] = &[
    "address",
    "addresses",
    "after",
    "backport",
    "because",
    "before",
    "by",
    "cherry-pick",
    "cherry",
    "close",
    "closes",
    "continue",
    "continues",
    "comment",
    "depends",
    "due",
    "duplicate",
    "extends",
    "extract",
    "extracted",
    "fix",
    "fixed",
    "fixes",
    "follow",
    "follow-up",
    "followup",
    "for",
    "from",
    "implement",
    "implements",
    "in",
    "of",
    "on",
    "part",
    "prerequisite",
    "refs",
    "related",
    "replaces",
    "resolve",
    "resolves",
    "revert",
    "reverts",
    "since",
    "split",
    "superseded",
    "supersedes",
    "to",
    "via",
    "with",
];

/// Words that are followed by the number of an issue; others may count what they name: `Attempt #2`.
const REFERENCES: &[&str] = &[
    "bug",
    "discussion",
    "gh",
    "github",
    "gitlab",
    "issue",
    "mr",
    "pr",
    "pull",
    "pull-request",
    "request",
    "see",
    "ticket",
];

impl<'t> Named<'t> {
    /// The number that the text names for what the link leads to, if it names one only.
    fn in_text(text: &'t str, led: &Request<'_>) -> Option<Self> {
        let mark = if led.kind == "merge_requests" { '!' } else { '#' };
        let mut tokens = text.match_indices(['#', '!']).filter_map(|(at, _)| {
            let number = text.get(at + 1..)?;
            let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
            let (number, after) = number.split_at_checked(end)?;
            let is_end = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/'));
            let is_whole =
                is_end && !after.strip_prefix('.').is_some_and(|c| c.starts_with(|c: char| c.is_ascii_digit()));
            (is_whole && !number.is_empty()).then_some((at, number))
        });
        let (at, number) = tokens.next()?;
        if tokens.next().is_some() || !text.get(at..)?.starts_with(mark) {
            return None;
        }
        let before = text.get(..at)?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        let repository = before.get(before.trim_end_matches(is_name).len()..)?;
        let whole = text.get(at - repository.len()..at + 1 + number.len())?;
        let named = Self { whole, repository, number };
        let begin = before.get(..before.len() - repository.len())?;
        let words =
            |text: &'t str| text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
        let is_in = |list: &[&str], word: &str| list.iter().any(|known| known.eq_ignore_ascii_case(word));
        if words(begin).any(|word| is_in(RELATIONS, word)) {
            return None;
        }
        let is_bare = repository.is_empty() && begin.ends_with(char::is_whitespace);
        let counts =
            is_bare && words(begin).next_back().is_some_and(|word| !is_in(REFERENCES, word)) && number.len() < 3;
        (!counts).then_some(named)
    }

    /// Whether it may be one of that repository.
    fn is_of(&self, repository: &str) -> bool {
        let named = self.repository.trim_matches('/').to_ascii_lowercase();
        let known = repository.to_ascii_lowercase();
        // A name without its owner may be one that only its people know: `g/g` has a `/`, and is one as well.
        let is_short = named.split('/').any(|part| part.len() < 3) || !named.contains('/');
        is_short || named == known || known.ends_with(&format!("/{named}"))
    }
}
