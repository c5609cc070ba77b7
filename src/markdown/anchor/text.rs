//! The text of a heading, of which a site makes the anchor.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What VitePress makes the anchor of a heading of.
pub(super) enum Title<'a> {
    /// The `id` of a `{#id}` at the end, as it is.
    Id(String),
    /// The text.
    Text(Cow<'a, str>),
}

/// The text of a heading as GitHub sees it: the text content of its HTML.
///
/// Markup, tags and images are gone, entities decoded. Shortcodes such as `:tada:` are still text there.
pub(super) fn on_github(heading: &str) -> Cow<'_, str> {
    if is_plain(heading) {
        return Cow::Borrowed(trim(heading));
    }

    let source = atx(heading);
    let mut text = String::with_capacity(heading.len());
    let mut images = 0_usize;
    for event in Parser::new_ext(&source, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            Event::Text(part) | Event::Code(part) if images == 0 => text.push_str(&part),
            Event::End(TagEnd::Heading(_)) => break,
            _ => {}
        }
    }
    Cow::Owned(text)
}

/// The text of a heading as VitePress sees it: the text and code tokens of markdown-it, as VitePress configures it.
///
/// Markup, tags and images are gone. Entities are not decoded, as VitePress restores them for Vue. Shortcodes are gone
/// with the emoji; without the list of those, whatever looks like one is taken for one.
pub(super) fn on_vitepress(heading: &str) -> Title<'_> {
    if is_plain(heading) && !heading.contains(':') {
        return Title::Text(Cow::Borrowed(trim(heading)));
    }

    let source = atx(heading);
    let mut text = String::with_capacity(heading.len());
    let mut run = String::new();
    let mut images = 0_usize;
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_HEADING_ATTRIBUTES;
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter() {
        let written = &source[range.start..range.end];
        if let Event::Text(part) = &event
            && images == 0
        {
            if is_entity(written, part) {
                run.push_str(written);
            } else if let Some(rest) = part.strip_prefix('&')
                && source[..range.start].ends_with('\\')
            {
                run.push_str("&amp;");
                run.push_str(rest);
            } else {
                run.push_str(part);
            }
            continue;
        }
        // markdown-it strikes through with two tildes only.
        let is_strike = matches!(event, Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough));
        if is_strike && images == 0 && !written.starts_with("~~") {
            run.push('~');
            continue;
        }

        push_without_shortcodes(&mut text, &run);
        run.clear();
        match event {
            Event::Start(Tag::Heading { id: Some(id), .. }) => return Title::Id(id.into_string()),
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            Event::Code(part) if images == 0 => text.push_str(&part),
            Event::End(TagEnd::Heading(_)) => break,
            _ => {}
        }
    }
    Title::Text(Cow::Owned(text))
}

/// Whether no byte of a heading can mean anything in Markdown, so that it need not be parsed.
fn is_plain(heading: &str) -> bool {
    !heading.bytes().any(|byte| {
        matches!(
            byte,
            b'\0' | b'\n' | b'\r' | b'\\' | b'`' | b'*' | b'_' | b'~' | b'[' | b']' | b'<' | b'&' | b'#' | b'{'
        )
    })
}

fn trim(heading: &str) -> &str {
    heading.trim_matches([' ', '\t'])
}

fn atx(heading: &str) -> String {
    format!("# {}", trim(heading))
}

fn is_entity(written: &str, text: &str) -> bool {
    written != text && written.starts_with('&') && written.ends_with(';')
}

/// Appends text without what looks like the shortcodes of emoji, such as `:tada:` or `:tada::+1:`.
///
/// They stand free, so that `std::io::Read`, `:app:test` and `10:30:00` have none.
fn push_without_shortcodes(out: &mut String, text: &str) {
    let mut rest = text;
    let mut is_free = true;
    while let Some((before, after)) = rest.split_once(':') {
        out.push_str(before);
        is_free = before.chars().next_back().map_or(is_free, |last| !last.is_alphanumeric());

        if is_free && let Some(after) = strip_shortcode(after) {
            rest = after;
        } else {
            out.push(':');
            rest = after;
            is_free = false;
        }
    }
    out.push_str(rest);
}

/// What follows a shortcode, given what follows its first colon.
fn strip_shortcode(text: &str) -> Option<&str> {
    let (name, after) = text.split_once(':')?;
    let is_name = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'+' | b'-');
    let ends = !after.starts_with(char::is_alphanumeric);
    (ends && !name.is_empty() && name.bytes().all(is_name)).then_some(after)
}
