//! Topics that are kept verbatim: what can be changed in their text without drawing them anew.

use crate::event::Event;
use crate::event::Topic;
use crate::render::context::heading;
use crate::render::context::note;
use crate::render::context::own_label;
use crate::render::context::section_label;
use crate::render::drawn::section;
use crate::template::Template;

use super::Change;
use super::Lost;
use super::Why;

/// The beginning of the comment that tells what is not drawn.
const NOTE: &str = "<!-- afterword:";

/// Puts the answers of all topics that are kept verbatim into their text; what cannot be put there is lost.
pub(super) fn change_all(event: &mut Event, change: &Change<'_>, template: &Template, lost: &mut Vec<Lost>) {
    let before = change.page.event.as_ref();
    let ends_page = |event: &Event| event.footer.is_none() && event.tail.is_none();
    let count = event.topics.len();
    let is_end = ends_page(event);
    let mut bodies = Vec::new();
    for (at, new) in event.topics.iter().enumerate() {
        let was = change.places.get(at).copied().flatten();
        let Some((place, old)) = was.and_then(|place| Some((place, before.topics.get(place)?))) else { continue };
        let Some(mut body) = new.body.clone() else { continue };
        let told = |key: &str| Lost::of_topic(key, old, Why::Body);

        let fixed = [
            ("tracking", old.tracking == new.tracking),
            ("intro", old.intro == new.intro),
            ("pictures", old.pictures == new.pictures),
            ("labels", old.labels == new.labels),
        ];
        lost.extend(fixed.iter().filter(|(_, is_same)| !is_same).map(|(key, _)| told(key)));
        lost.extend(new.fields.iter().filter(|field| !old.fields.contains(field)).map(|(key, _)| told(key)));
        let style = template.style(event.style.as_deref());
        let outline = change.page.outline.topics.get(place);
        let order = |key: &str| template.declaration.section(key).map(|(order, _)| order);
        // From the last to the first, so that what stands before keeps its place.
        for (key, text) in new.sections.iter().rev() {
            let Some((style, (at, declared))) = style.zip(template.declaration.section(key)) else { continue };
            let fields = outline.map(|outline| outline.fields.as_slice()).unwrap_or_default();
            // Where it stands already nobody can say which of the two counts.
            if fields.iter().any(|(name, _)| name == key) {
                lost.push(told(key));
                continue;
            }
            let later = fields.iter().filter(|(name, _)| order(name).is_some_and(|order| order > at));
            let whole = outline.map_or(0, |outline| outline.whole.range().start);
            let before = later.map(|(_, span)| span.range().start - whole).min();
            let own = own_label(event, new, key).map(str::to_owned);
            let label = own.unwrap_or_else(|| section_label(style, declared.label_in(&style.name)));
            body = with_section(&body, &section(&label, text, style), before);
        }
        if (&old.emoji, &old.title, &old.badge) != (&new.emoji, &new.title, &new.badge) {
            match with_heading(&body, old, new, template) {
                Some(changed) => body = changed,
                None => lost.push(told("title")),
            }
        }
        let (old_note, new_note) = (note(old, template), note(new, template));
        if old_note != new_note {
            body = with_note(&body, new_note.as_deref());
        }
        let was_end = place + 1 == before.topics.len() && ends_page(before);
        let is_last = at + 1 == count && is_end;
        bodies.push((at, with_end(body, was_end, is_last)));
    }
    for (at, body) in bodies {
        if let Some(topic) = event.topics.get_mut(at) {
            topic.body = Some(body);
        }
    }
}

/// The text with another heading; nothing where the one it has is no line of the template's.
fn with_heading(body: &str, old: &Topic, new: &Topic, template: &Template) -> Option<String> {
    let end = body.find('\n').unwrap_or(body.len());
    let line = body[..end].trim_end_matches('\r');
    let rest = &body[line.len()..];
    if line == heading(old, template) {
        return Some(format!("{}{rest}", heading(new, template)));
    }
    // Spaced or underlined in its own way: only the title is put in.
    let has_one = !old.title.is_empty() && line.matches(old.title.as_str()).count() == 1;
    let is_title = (&old.emoji, &old.badge) == (&new.emoji, &new.badge);
    (has_one && is_title).then(|| format!("{}{rest}", line.replacen(&old.title, &new.title, 1)))
}

/// The text with that comment under its heading, instead of the one it has.
fn with_note(body: &str, note: Option<&str>) -> String {
    let line_end = |from: usize| body[from..].find('\n').map_or(body.len(), |end| from + end + 1);
    let heading_end = line_end(0);
    let below = body[heading_end..line_end(heading_end)].trim();
    let is_underline = |mark: char| !below.is_empty() && below.chars().all(|c| c == mark);
    let heading_end = if is_underline('=') || is_underline('-') { line_end(heading_end) } else { heading_end };
    let (heading, rest) = body.split_at(heading_end);
    let below = rest.trim_start_matches(['\n', '\r']);
    let rest = match below.starts_with(NOTE) {
        true => below.split_once('\n').map_or("", |(_, rest)| rest),
        false => rest,
    };
    let heading = heading.trim_end_matches('\n');
    match note {
        Some(note) => format!("{heading}\n\n{note}\n{rest}"),
        None => format!("{heading}\n{rest}"),
    }
}

/// The text with a section more, before the byte where a later one begins, or at its end.
fn with_section(body: &str, section: &str, before: Option<usize>) -> String {
    match before.and_then(|at| body.split_at_checked(at)) {
        Some((earlier, later)) => format!("{earlier}{section}\n\n{later}"),
        None => {
            let text = body.trim_end_matches(['\n', '\r']);
            format!("{text}\n\n{section}{}", &body[text.len()..])
        }
    }
}

/// The text with the line ends that it needs where it goes: a blank line before what follows, none at the page's end.
fn with_end(body: String, was_last: bool, is_last: bool) -> String {
    let text = body.trim_end_matches(['\n', '\r']);
    match (was_last, is_last) {
        (false, true) => format!("{text}\n"),
        (true, false) => format!("{text}\n\n"),
        _ => body,
    }
}
