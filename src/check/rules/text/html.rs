//! Raw HTML: its tags, and those that a site does not show.

use std::collections::HashSet;
use std::ops::Range;

use crate::grammar::ticked;
use crate::markdown::anchor::Site;

use super::super::super::found::Found;
use super::super::super::page::Page;
use super::is_own;

/// A tag as it is written.
pub(super) struct Tag<'p> {
    /// All of it, from `<` to `>`.
    pub(super) range: Range<usize>,
    pub(super) name: &'p str,
    /// What stands between its name and its end.
    pub(super) attributes: &'p str,
    /// Whether it is the end of an element.
    pub(super) is_end: bool,
}

/// The tags in raw HTML, without those in comments and scripts.
pub(super) fn tags<'p>(page: &'p Page<'_>) -> impl Iterator<Item = Tag<'p>> {
    page.survey.html.iter().flat_map(|range| {
        let html = page.text.get(range.clone()).unwrap_or_default();
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                at += html.get(at..)?.find('<')?;
                let rest = html.get(at..)?;
                let skipped = if rest.starts_with("<!--") {
                    // `<!-->` is a whole comment.
                    rest.get(2..)?.find("-->").map_or(rest.len(), |end| 2 + end + 3)
                } else if begins_tag(rest) {
                    // Where a quotation mark is not closed, a browser takes all the rest for an attribute.
                    let mut tag = tag(rest)?;
                    let start = at;
                    at += tag.range.end;
                    if let Some(end) = raw_text(&tag) {
                        at += html.get(at..).and_then(|rest| rest.find(end)).unwrap_or(html.len() - at);
                    }
                    tag.range = range.start + start..range.start + start + tag.range.end;
                    return Some(tag);
                } else {
                    1
                };
                at += skipped;
            }
        })
    })
}

/// What ends an element whose content is no HTML.
fn raw_text(tag: &Tag<'_>) -> Option<&'static str> {
    const RAW: &[(&str, &str)] = &[("script", "</script"), ("style", "</style"), ("textarea", "</textarea")];
    let known = RAW.iter().find(|(name, _)| tag.name.eq_ignore_ascii_case(name));
    known.map(|(_, end)| *end).filter(|_| !tag.is_end)
}

fn begins_tag(text: &str) -> bool {
    let inner = text.strip_prefix('<').unwrap_or_default();
    inner.strip_prefix('/').unwrap_or(inner).starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The tag that a text begins with.
fn tag(text: &str) -> Option<Tag<'_>> {
    let inner = text.strip_prefix('<')?;
    let named = inner.strip_prefix('/').unwrap_or(inner);
    let length = named.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(named.len());
    let (name, rest) = named.split_at_checked(length)?;
    let mut quote: Option<char> = None;
    let end = rest.char_indices().find(|(_, c)| {
        match quote {
            Some(open) if open == *c => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(*c),
            _ => {}
        }
        *c == '>' && quote.is_none()
    });
    let (end, _) = end?;
    let length = text.len() - rest.len() + end + 1;
    Some(Tag { range: 0..length, name, attributes: rest.get(..end)?, is_end: named.len() < inner.len() })
}

/// What GitHub's filter takes the `<` of ([GFM](https://github.github.com/gfm/#disallowed-raw-html-extension-), 6.11).
const FILTERED: &[&str] =
    &["title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext"];

/// The elements of HTML, those of old included: a site shows them, or at least what stands in them.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont", "bdi",
    "bdo", "big", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col",
    "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed",
    "fieldset", "figcaption", "figure", "font", "footer", "form", "g-emoji", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li",
    "link", "main", "map", "mark", "marquee", "math", "menu", "meta", "meter", "nav", "nobr", "noembed", "noframes",
    "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture", "plaintext", "pre",
    "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script", "search", "section", "select", "slot",
    "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td",
    "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video",
    "wbr", "xmp",
];

fn is_in(list: &[&str], name: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}

pub(super) fn dropped_html(page: &Page<'_>, found: &mut Found) {
    let site = page.options.site;
    if site == Site::Vitepress {
        expressions(page, found);
    }
    if page.survey.html.is_empty() {
        return;
    }
    let closed: HashSet<&str> = tags(page).filter(|tag| tag.is_end).map(|tag| tag.name).collect();
    // A drawing or a formula has elements of its own.
    let mut foreign: Option<&str> = None;
    for tag in tags(page) {
        let Tag { range, name, attributes, is_end } = &tag;
        if foreign.is_some() || *is_end {
            foreign = foreign.filter(|outer| !*is_end || !outer.eq_ignore_ascii_case(name));
            continue;
        }
        foreign = Some(*name).filter(|name| is_in(&["svg", "math"], name) && closed.contains(name));
        let is_closed = closed.contains(name) || attributes.ends_with('/');
        let named = ticked(format_args!("<{name}>"));
        if !is_in(ELEMENTS, name) {
            if is_lost(site, &tag, is_closed) && !is_shortcode(page.text, range) && is_own(page, range.start) {
                let written = ticked(crate::diagnostic::shorten(page.text.get(range.clone()).unwrap_or_default()));
                let (message, label) = match site {
                    Site::Github => (format!("{written} is no HTML, and GitHub leaves it out"), "not shown"),
                    Site::Vitepress => (format!("{written} is no HTML, and VitePress breaks on it"), "never closed"),
                };
                found.add(range.clone(), message, label).help("write it as code, between backticks");
            }
        } else if site == Site::Github && is_in(FILTERED, name) {
            if is_own(page, range.start) {
                let message = format!("GitHub lets no {named} through");
                found.add(range.clone(), message, "filtered out").help("write it as code, or do without it");
            }
        } else if site == Site::Github
            && let Some(handler) = handler(attributes)
            && is_own(page, range.start)
        {
            let message = format!("GitHub takes `{handler}` out of {named}");
            found.add(range.clone(), message, "does nothing").help("do without it");
        }
    }
}

/// Whether a site loses an element that HTML does not have. A component of a site's own has an end, and most are
/// written with a capital.
fn is_lost(site: Site, tag: &Tag<'_>, is_closed: bool) -> bool {
    let is_component = tag.name.contains('-') || tag.name.starts_with(|c: char| c.is_ascii_uppercase());
    match site {
        Site::Github => !is_closed || !is_component,
        Site::Vitepress => !is_closed,
    }
}

/// Whether what looks like a tag is one of Hugo's: `{{<video>}}`.
fn is_shortcode(text: &str, range: &Range<usize>) -> bool {
    text.get(..range.start).is_some_and(|before| before.ends_with("{{"))
}

/// The attribute that makes an element do something.
fn handler(attributes: &str) -> Option<&str> {
    attributes.split_ascii_whitespace().find_map(|attribute| {
        let (name, _) = attribute.split_once('=')?;
        let event = name.get(2..).filter(|_| name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on")))?;
        (!event.is_empty() && event.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(name)
    })
}

/// `{{ }}` in a text, which Vue takes for an expression.
fn expressions(page: &Page<'_>, found: &mut Found) {
    // A page that has a script, or says that Vue shall keep out, knows what it does.
    let text = page.text;
    if !text.contains("{{") || text.contains("<script") || text.contains("v-pre") {
        return;
    }
    let mut next = page.markdown;
    while let Some(at) = text.get(next..).and_then(|rest| rest.find("{{")).map(|at| next + at) {
        next = at + 2;
        let Some(line) = text.get(at..).and_then(|rest| rest.split('\n').next()) else { break };
        let Some(end) = line.find("}}").map(|end| at + end + 2) else { continue };
        let inner = text.get(at + 2..end - 2).unwrap_or_default().trim();
        // What a page says of itself.
        let is_meant = inner.starts_with('$') || inner.is_empty();
        if is_meant || page.survey.is_code(at) || page.survey.is_html(at) || !is_own(page, at) {
            continue;
        }
        next = end;
        let written = ticked(crate::diagnostic::shorten(text.get(at..end).unwrap_or_default()));
        let message = format!("VitePress takes {written} for an expression");
        found.add(at..end, message, "not shown as it is written").help("write it as code, between backticks");
    }
}
