//! Issues of a hosting site as topics: what `gh issue list --json number,title,body,url,labels,assignees` prints.
//!
//! A body is a stranger's text. Headings in it that are labels of sections part it, comments are dropped, and nothing
//! else is made of it; whether the page can hold what is left is for others to judge.

use std::borrow::Cow;

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::event::Key;
use crate::markdown::BlockKind;
use crate::markdown::survey::survey;
use crate::source::Source;
use crate::source::Span;
use crate::template::Declaration;
use crate::template::Section;
use crate::template::label::is_same;

/// An issue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issue {
    /// Its number.
    pub number: u64,
    /// Its title, one line.
    pub title: String,
    /// Where it is, if that can be linked.
    pub url: Option<String>,
    /// Its text, with `\n` at line ends.
    pub body: String,
    /// The handles of those it is assigned to.
    pub assignees: Vec<String>,
    /// Whether characters were taken out of it that no text holds.
    pub was_cleaned: bool,
}

/// An issue as it is printed; what else is there does not matter.
#[derive(Deserialize)]
struct Printed {
    number: u64,
    title: String,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    assignees: Vec<Account>,
}

#[derive(Deserialize)]
struct Account {
    login: String,
}

/// Reads a list of issues.
///
/// # Errors
///
/// A text of another shape, with its place.
pub fn parse(source: &Source) -> Result<Vec<Issue>, Diagnostic> {
    let printed: Vec<Printed> = serde_json::from_str(&source.text).map_err(|error| misshapen(source, &error))?;
    Ok(printed.into_iter().map(Issue::from).collect())
}

/// What the reader of JSON calls things, and what people do.
const WORDS: &[(&str, &str)] = &[
    ("invalid type: ", ""),
    ("invalid value: ", ""),
    ("struct Printed", "an issue"),
    ("struct Account", "an account"),
    ("expected a sequence", "expected a list"),
    ("sequence, expected", "a list, expected"),
    ("map, expected", "an object, expected"),
    ("integer `", "the number `"),
    ("floating point `", "the number `"),
    ("string \"", "the text \""),
    ("u64", "a positive whole number"),
    ("expected ident", "a word that JSON does not have"),
    ("expected value", "a value is expected"),
    ("EOF while parsing", "the text ends within"),
];

fn misshapen(source: &Source, error: &serde_json::Error) -> Diagnostic {
    let line_start =
        source.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let text = source.text.as_str();
    let mut at = (line_start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
    let place = Place { source: 0, span: Span::new(at, end) };
    let whole = error.to_string();
    let message = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(message, _)| message);
    let message = WORDS.iter().fold(message.to_owned(), |message, (theirs, ours)| message.replace(theirs, ours));
    let code = if error.is_data() { "wrong-type" } else { "syntax" };
    Diagnostic::error(code, format!("this is no list of issues: {message}"), place, "here")
        .help("give what `gh issue list --json number,title,body,url,labels,assignees` prints")
}

impl From<Printed> for Issue {
    fn from(printed: Printed) -> Self {
        let (title, body) = (printed.title, printed.body.unwrap_or_default());
        let lines = body.replace("\r\n", "\n").replace('\r', "\n");
        let clean = |text: &str, kept: &[char]| text.replace(|c: char| is_unreadable(c) && !kept.contains(&c), "");
        let words = clean(&title, &['\n', '\r', '\t']);
        let body = clean(&lines, &['\n', '\t']);
        Self {
            number: printed.number,
            was_cleaned: words.len() < title.len() || body.len() < lines.len(),
            title: words.split_whitespace().collect::<Vec<_>>().join(" "),
            url: printed.url.filter(|url| is_plain_url(url)),
            body,
            assignees: printed.assignees.into_iter().map(|account| account.login).collect(),
        }
    }
}

/// Whether no text of an event holds the character.
fn is_unreadable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// Whether an address stands in a link as it is.
fn is_plain_url(url: &str) -> bool {
    let path = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | '"' | '`' | '\\');
    path.is_some_and(|path| !path.is_empty() && path.chars().all(is_plain))
}

impl Issue {
    /// The link to it: `[kettle/brewd#12](https://git.example/kettle/brewd/issues/12)`.
    pub fn tracking(&self) -> String {
        let number = self.number;
        let Some(url) = &self.url else { return format!("#{number}") };
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))
        };
        let path = url.split_once("://").map_or("", |(_, path)| path);
        let mut steps = path.split('/').skip(1);
        let repository = match (steps.next(), steps.next()) {
            (Some(owner), Some(name)) if is_name(owner) && is_name(name) => format!("{owner}/{name}"),
            _ => String::new(),
        };
        // Two underscores would be emphasis.
        format!("[{}#{number}]({url})", repository.replace('_', "\\_"))
    }

    /// Whether a line of Markdown leads to it.
    pub fn is_tracked_by(&self, tracking: &str) -> bool {
        let Some(url) = &self.url else { return false };
        let mut places = tracking.match_indices(url.as_str());
        places.any(|(at, found)| !tracking[at + found.len()..].starts_with(|c: char| c.is_ascii_digit()))
    }

    /// The texts of sections in its body, in the template's order; nothing of those that say nothing.
    ///
    /// A heading that is no section's label is text of the section that it stands in, and so is a label that comes again.
    pub fn sections(&self, declaration: &Declaration) -> Vec<(Key, String)> {
        let body = without_comments(&self.body);
        let survey = survey(&body, 0);
        let mut begun: Vec<(usize, usize, usize)> = Vec::new();
        let headings = survey.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_)));
        for block in headings {
            let at = survey.headings.binary_search_by_key(&block.range.start, |heading| heading.range.start);
            let Some(heading) = at.ok().and_then(|at| survey.headings.get(at)) else { continue };
            let Some(section) = section_of(&heading.text, &declaration.sections) else { continue };
            if begun.iter().all(|(known, ..)| *known != section) {
                begun.push((section, heading.range.start, heading.range.end));
            }
        }
        let ends = begun.iter().skip(1).map(|(_, start, _)| *start).chain([body.len()]);
        let mut found: Vec<(usize, String)> = begun
            .iter()
            .zip(ends)
            .filter_map(|((section, _, from), to)| Some((*section, text_of(body.get(*from..to)?)?)))
            .collect();
        found.sort_by_key(|(section, _)| *section);
        let key = |section: usize| declaration.sections.get(section).map(|section| section.key.clone());
        found.into_iter().filter_map(|(section, text)| Some((key(section)?, text))).collect()
    }
}

/// The section that a heading is the label of, whatever its case, its colon and its markup.
fn section_of(heading: &str, sections: &[Section]) -> Option<usize> {
    let name = heading.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '*' | '_' | '#'));
    sections.iter().position(|section| section.names().any(|known| is_same(known, name)))
}

/// What a section says: without blank lines around it, ending in one line end.
fn text_of(text: &str) -> Option<String> {
    // What a form says where nothing was answered.
    const NO_RESPONSE: &str = "_No response_";
    let text = text.trim_end();
    let blank = text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum::<usize>();
    let text = &text[blank..];
    (!text.is_empty() && text != NO_RESPONSE).then(|| format!("{text}\n"))
}

/// The text without its comments; those in code are text.
fn without_comments(body: &str) -> Cow<'_, str> {
    // What is left of a comment may begin another one, once in a while.
    const ROUNDS: usize = 4;
    let mut body = Cow::Borrowed(body);
    for _ in 0..ROUNDS {
        if !body.contains("<!--") {
            break;
        }
        let seen = survey(&body, 0);
        let mut out = String::with_capacity(body.len());
        let mut from = 0;
        let mut at = 0;
        while let Some(start) = body[at..].find("<!--").map(|found| at + found) {
            at = start + "<!--".len();
            if seen.is_code(start) {
                continue;
            }
            let Some(end) = body[at..].find("-->").map(|found| at + found + "-->".len()) else { break };
            out.push_str(&body[from..start]);
            (from, at) = (end, end);
        }
        if from == 0 {
            break;
        }
        out.push_str(&body[from..]);
        body = Cow::Owned(out);
    }
    body
}

#[cfg(test)]
mod tests;
