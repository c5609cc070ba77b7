//! What looks like a link and is none, or leads nowhere.

use std::ops::Range;

use crate::diagnostic::shorten;
use crate::diagnostic::suggestion::closest;
use crate::grammar::ticked;
use crate::markdown::survey::window;

use super::super::super::files::Kind;
use super::super::super::files::resolve;
use super::super::super::found::Found;
use super::super::super::page::Page;
use super::Target;
use super::is_template;
use super::quoted;
use super::targets;

/// What is none today is text, and stays it until somebody says otherwise: a fix never makes a link.
const AS_LINK: &str = "write `[text](target)`";

/// How far brackets are looked for, so that a long line with many of them takes little time.
const REACH: usize = 500;

pub(super) fn malformed_link(page: &Page<'_>, found: &mut Found) {
    for Target { at, url, is_written, .. } in targets(page) {
        let Some(fault) = fault(page, &url) else { continue };
        let finding = found.add(at.clone(), fault.message, fault.label);
        let finding = match fault.help {
            Some(help) => finding.help(help),
            None => finding,
        };
        if let Some(meant) = fault.meant.filter(|_| is_written) {
            finding.fix(at, meant);
        }
    }
    let mut links = Links { page, taken: None, found };
    // One pass for all that a fault may be seen by.
    let bytes = page.text.as_bytes();
    for (at, pair) in bytes.windows(2).enumerate() {
        match pair {
            b"](" => drop(links.without_target(at)),
            b"] " if bytes.get(at + 2) == Some(&b'(') => drop(links.parted(at)),
            b")[" => drop(links.swapped(at)),
            b"//" => drop(links.bare(at)),
            b":/" => drop(links.bare_with_one_slash(at)),
            _ => {}
        }
    }
}

/// Whether a target is one that is told here.
pub(super) fn is_faulty(page: &Page<'_>, url: &str) -> bool {
    is_placeholder(url) || fault(page, url).is_some()
}

/// Whether a target stands for one that nobody wrote yet.
fn is_placeholder(url: &str) -> bool {
    let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    let bare = bare.strip_prefix("./").unwrap_or(bare).trim_matches(|c| matches!(c, '#' | '<' | '>' | '_' | '*' | '/'));
    // Whatever is longer is no word that stands for a target.
    bare.len() < 10 && PLACEHOLDERS.contains(&bare.to_lowercase().as_str())
}

/// What is wrong with a target.
struct Fault {
    message: String,
    label: &'static str,
    help: Option<&'static str>,
    /// The target as it should be, if that is certain.
    meant: Option<String>,
}

/// What a target is where there is none yet.
const PLACEHOLDERS: &[&str] = &["todo", "tbd", "tba", "tbc", "fixme", "xxx", "...", "…"];

fn fault(page: &Page<'_>, url: &str) -> Option<Fault> {
    let fault = |message: String, label, help, meant| Some(Fault { message, label, help, meant });
    let is_over = || page.event().is_none_or(|event| event.dates.end < page.options.today);
    if url.trim().is_empty() {
        let help = "write the target, or only the text";
        return is_over().then(|| fault("the link leads nowhere".to_owned(), "no target", Some(help), None)).flatten();
    }
    if is_placeholder(url) {
        let message = format!("{} is a placeholder", ticked(url));
        let help = "write the target, or only the text";
        return is_over().then(|| fault(message, "leads nowhere", Some(help), None)).flatten();
    }
    let bracketed = [('(', ')'), ('[', ']')].into_iter().find_map(|(open, close)| {
        let inner = url.strip_prefix(open)?;
        Some(inner.strip_suffix(close).unwrap_or(inner))
    });
    if let Some(inner) = bracketed.filter(|inner| begins_as_target(inner) || inner.starts_with('#')) {
        let meant = (!inner.contains(['(', ')', '[', ']'])).then(|| inner.to_owned());
        return fault(format!("{} begins with a bracket", quoted(url)), "no part of the target", None, meant);
    }
    scheme_fault(url)
}

/// What is wrong with how a URL begins.
fn scheme_fault(url: &str) -> Option<Fault> {
    let fault = |message: String, label, meant| Some(Fault { message, label, help: None, meant });
    let letters = url.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(url.len());
    let (written, rest) = url.split_at_checked(letters)?;
    let scheme = written.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        let known = ["https", "http"];
        let is_near = (3..=7).contains(&scheme.len()) && scheme.contains("tp") && rest.starts_with("://");
        let is_other = ["ftp", "ftps", "sftp", "tftp", "shttp", "httpx"].contains(&scheme.as_str());
        let meant = closest(&scheme, known).filter(|_| is_near && !is_other)?;
        let message = format!("{} is no scheme", ticked(format!("{written}://")));
        return fault(message, "misspelt", Some(format!("{meant}{rest}")));
    }
    let mark = rest.find(|c: char| !matches!(c, ':' | '/' | ';')).unwrap_or(rest.len());
    let (mark, rest) = rest.split_at_checked(mark)?;
    if mark == "://" {
        let doubled = ["https", "http"].into_iter().find_map(|inner| {
            let after = rest.get(..inner.len()).filter(|begin| begin.eq_ignore_ascii_case(inner))?;
            let after = rest.get(after.len()..)?;
            let after = after.strip_prefix("://").or_else(|| after.strip_prefix("//"))?;
            Some((inner, after))
        });
        if let Some((inner, after)) = doubled {
            let meant = (inner == scheme && is_host(after)).then(|| format!("{scheme}://{after}"));
            return fault(format!("{} begins twice", quoted(url)), "one is too much", meant);
        }
        return match rest.chars().next() {
            None | Some('?' | '#') => fault(format!("{} has no host", quoted(url)), "leads nowhere", None),
            _ => None,
        };
    }
    // `http` is a word, and may be a file.
    if mark.is_empty() || mark == "/" || (mark == ":" && !is_host(rest)) {
        return None;
    }
    let meant = is_host(rest).then(|| format!("{scheme}://{rest}"));
    let message = match rest {
        "" => format!("{} has no host", quoted(url)),
        _ => format!("{} is no URL: {} stands for {}", quoted(url), ticked(mark), ticked("://")),
    };
    fault(message, "misspelt", meant)
}

/// Whether a text begins with the name of a host and a domain.
fn is_host(rest: &str) -> bool {
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.starts_with(char::is_alphanumeric) && host.contains('.') && !host.contains("..")
}

/// Whether a text begins as what a link leads to.
fn begins_as_target(text: &str) -> bool {
    let begins = ["https://", "http://", "www.", "./", "../", "mailto:", "<http"];
    begins.into_iter().any(|begin| text.starts_with(begin) && text.len() > begin.len())
}

/// What stands on a page and is no link, although it looks like one.
struct Links<'f, 'p> {
    page: &'p Page<'p>,
    /// What is a link, an image, code or raw HTML, in order and without overlaps.
    taken: Option<Vec<Range<usize>>>,
    found: &'f mut Found,
}

impl<'p> Links<'_, 'p> {
    fn is_taken(&mut self, at: usize) -> bool {
        let page = self.page;
        let taken = self.taken.get_or_insert_with(|| {
            let survey = &page.survey;
            let links = survey.links.iter().chain(&survey.images).map(|link| &link.range);
            let all = links.chain(&survey.code).chain(&survey.html).chain(&survey.definitions);
            let mut all: Vec<Range<usize>> = all.cloned().collect();
            all.sort_by_key(|range| range.start);
            let mut taken: Vec<Range<usize>> = Vec::with_capacity(all.len());
            for range in all {
                match taken.last_mut().filter(|last| range.start < last.end) {
                    Some(last) => last.end = last.end.max(range.end),
                    None => taken.push(range),
                }
            }
            taken
        });
        let after = taken.partition_point(|range| range.start <= at);
        let before = after.checked_sub(1).and_then(|before| taken.get(before));
        at < page.markdown || before.is_some_and(|range| at < range.end)
    }

    /// The rest of the line behind a byte, as far as it is looked at.
    fn after(&self, at: usize) -> &'p str {
        let rest = window(self.page.text, at, REACH);
        rest.split(['\n', '\r']).next().unwrap_or_default()
    }

    /// Where the bracket opens that closes at a byte.
    fn opening(&self, at: usize, open: u8, close: u8) -> Option<usize> {
        let bytes = self.page.text.as_bytes();
        let is_escaped = |at: usize| at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'\\');
        let mut depth = 0_usize;
        for at in (at.saturating_sub(REACH)..at).rev() {
            match *bytes.get(at)? {
                b'\n' if at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'\n') => return None,
                byte if byte == close && !is_escaped(at) => depth += 1,
                byte if byte == open && !is_escaped(at) => match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => return Some(at),
                },
                _ => {}
            }
        }
        None
    }

    /// The text in `[…]` that closes at a byte, if it may be that of a link.
    fn text(&mut self, close: usize) -> Option<(usize, &'p str)> {
        let open = self.opening(close, b'[', b']')?;
        let text = self.page.text.get(open + 1..close)?;
        let is_task = matches!(text, "x" | "X") || text.trim().is_empty();
        let is_note = text.starts_with('^') || text.chars().all(|c| c.is_ascii_digit());
        let is_second = self.page.text.get(..open)?.ends_with([']', '\\']);
        (!is_task && !is_note && !is_second && !self.is_taken(open)).then_some((open, text))
    }

    /// `[text](…` that is no link.
    fn without_target(&mut self, close: usize) -> Option<()> {
        if self.is_taken(close) {
            return None;
        }
        let (open, text) = self.text(close)?;
        let start = close + 2;
        let rest = self.after(start);
        let first = rest.split([' ', '\t']).next().unwrap_or_default();
        let Some(end) = closing(rest) else {
            if !begins_as_target(first) || rest.len() >= REACH - 3 || is_template(rest) {
                return None;
            }
            let finding = self.found.add(open..start + first.len(), "the link does not end", "`)` is missing");
            finding.help("end it by `)`");
            return Some(());
        };
        let inner = rest.get(..end)?;
        let range = start..start + end;
        if is_template(inner) {
            return None;
        }
        if !inner.trim().contains(char::is_whitespace) {
            let has_link = text.contains("](") && begins_as_target(inner);
            if has_link {
                let message = "a link in the text of another one: only the inner one is a link";
                self.found.add(range, message, "not the target of a link");
            }
            return Some(());
        }
        let is_swapped = begins_as_target(text) && !text.contains(char::is_whitespace) && !begins_as_target(inner);
        if is_swapped {
            let message = format!("text and target are swapped: {} is no target", ticked(shorten(inner)));
            self.found.add(open..start + end + 1, message, "no link").help(AS_LINK);
            return Some(());
        }
        let path = super::dead::path_of(inner);
        let file = resolve(self.page.path, path).filter(|_| super::scheme(inner).is_none() && !inner.starts_with('#'));
        let is_there = file.is_some_and(|file| matches!(self.page.files.kind(&file), Some(Kind::File(_))));
        if !is_there && !begins_as_target(first) {
            return None;
        }
        let message = format!("a blank ends the target of a link: {} is none", ticked(shorten(inner)));
        let finding = self.found.add(range, message, "no link");
        finding.help("write `%20` for a blank; what is said of a link stands in quotation marks");
        Some(())
    }

    /// `[text] (target)`.
    fn parted(&mut self, close: usize) -> Option<()> {
        let start = close + 3;
        let rest = self.after(start);
        if !begins_as_target(rest) || self.is_taken(close) {
            return None;
        }
        let end = closing(rest)?;
        rest.get(..end).filter(|target| !target.contains(char::is_whitespace))?;
        let (open, _) = self.text(close)?;
        let range = open..start + end + 1;
        self.found.add(range, "a blank parts text and target of a link", "no link").help("leave the blank out");
        Some(())
    }

    /// `(text)[target]`.
    fn swapped(&mut self, close: usize) -> Option<()> {
        let start = close + 2;
        let rest = self.after(start);
        if !begins_as_target(rest) || self.is_taken(close) {
            return None;
        }
        let end = rest.find(']')?;
        rest.get(..end).filter(|target| !target.contains(char::is_whitespace))?;
        if rest.get(end + 1..)?.starts_with(['(', '[', ':']) {
            return None;
        }
        let open = self.opening(close, b'(', b')')?;
        self.page.text.get(open + 1..close).filter(|text| !text.trim().is_empty())?;
        self.found.add(open..start + end + 1, "the brackets of a link are swapped", "no link").help(AS_LINK);
        Some(())
    }

    /// A URL that is no link because it begins wrongly, found at its `//`.
    fn bare(&mut self, at: usize) -> Option<()> {
        let before = self.page.text.get(..at)?;
        let head = before.strip_suffix([':', ';']).unwrap_or(before);
        let head = head.strip_suffix(':').unwrap_or(head);
        let letters = head.bytes().rev().take(9).take_while(u8::is_ascii_alphabetic).count();
        // Most are right.
        let scheme = head.get(head.len() - letters..).filter(|name| (3..=7).contains(&name.len()))?;
        let is_right = matches!(scheme, "http" | "https") && before.len() == head.len() + 1 && before.ends_with(':');
        let is_right = is_right && !self.page.text.get(at + 2..)?.starts_with('/');
        (!is_right && scheme.contains("tp")).then_some(())?;
        self.bare_from(head.len() - letters)
    }

    /// The same where it has but one `/`.
    fn bare_with_one_slash(&mut self, at: usize) -> Option<()> {
        let head = self.page.text.get(..at).filter(|head| head.ends_with("http") || head.ends_with("https"))?;
        let is_single = !self.page.text.get(at + 2..)?.starts_with('/');
        let letters = head.bytes().rev().take(9).take_while(u8::is_ascii_alphabetic).count();
        is_single.then_some(())?;
        self.bare_from(head.len() - letters)
    }

    fn bare_from(&mut self, start: usize) -> Option<()> {
        let before = self.page.text.get(..start)?.chars().next_back();
        if self.is_taken(start)
            || before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '=' | '-' | '.' | '_'))
        {
            return None;
        }
        let rest = self.after(start);
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | ')' | ']' | '*'));
        let url = rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '_']);
        let fault = scheme_fault(url)?;
        // Without a host it is what people say of URLs.
        let meant = fault.meant.filter(|meant| meant.split_once("://").is_some_and(|(_, rest)| is_host(rest)))?;
        let range = start..start + url.len();
        self.found.add(range.clone(), fault.message, fault.label).fix(range, meant);
        Some(())
    }
}

/// Where the `)` stands that closes what a text begins in.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(at),
            },
            _ => {}
        }
    }
    None
}
