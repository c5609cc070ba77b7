//! A page's beginning that is kept verbatim: lines in it that are the template's all the same can be drawn anew.

use crate::event::Event;
use crate::event::FrontMatter;
use crate::render::Computed;
use crate::render::context::header;
use crate::render::drawn::picture;
use crate::render::front_matter;
use crate::template::Template;

/// The text with the lines of those answers that differ, as far as it has the old ones.
pub(super) fn with_answers(head: &str, before: &Event, meant: &Event, template: &Template) -> String {
    let mut head = head.to_owned();
    let computed = |event: &Event| {
        let named = Event { front_matter: FrontMatter::Computed, ..event.clone() };
        Computed::of(&named, template).ok()
    };
    if let (Some(old), Some(new)) = (computed(before), computed(meant)) {
        if (&old.title, old.weight) != (&new.title, new.weight) {
            let is_heading = meant.title.is_some() && change_title(&mut head, before.title.as_deref(), &new.title);
            change_keys(&mut head, &new, is_heading, meant.weight != before.weight);
        }
        replace(&mut head, &format!("# {}", old.heading), &format!("# {}", new.heading));
    }

    let (old, new) = (header(before, template), header(meant, template));
    let of = |lines: &[(String, String)], key: &str| -> Vec<String> {
        lines.iter().filter(|(name, _)| name == key).map(|(_, line)| line.clone()).collect()
    };
    let mut keys: Vec<&str> = new.iter().chain(&old).map(|(key, _)| key.as_str()).collect();
    let mut known = Vec::new();
    keys.retain(|key| {
        !known.contains(key) && {
            known.push(*key);
            true
        }
    });
    let mut above: Option<String> = None;
    for key in keys {
        let (old, new) = (of(&old, key), of(&new, key));
        change_lines(&mut head, &old, &new, "\n", &mut above);
    }
    let pictures = |event: &Event| event.pictures.iter().map(picture).collect::<Vec<_>>();
    change_lines(&mut head, &pictures(before), &pictures(meant), "\n\n", &mut above);
    head
}

/// Puts a title in the heading where that is what the page is called by; says whether it did.
fn change_title(head: &mut String, old: Option<&str>, new: &str) -> bool {
    let Some(old) = old.filter(|_| !front_matter::keys(head).contains(&"title")) else { return false };
    if let Some((start, end)) = place(head, &format!("# {old}")) {
        head.replace_range(start..end, &format!("# {new}"));
        return true;
    }
    let underlined = place(head, old).filter(|(_, end)| head[*end..].trim_start_matches('\r').starts_with("\n="));
    underlined.map(|(start, end)| head.replace_range(start..end, new)).is_some()
}

/// Puts title and weight in the front matter: in the place of those that stand there, and further ones where an answer
/// was about them.
fn change_keys(head: &mut String, computed: &Computed, is_titled: bool, is_weighed: bool) {
    let had: Vec<String> = front_matter::keys(head).into_iter().map(str::to_owned).collect();
    let Some((block, _)) = front_matter::split(head) else { return };
    let start = block.as_ptr() as usize - head.as_ptr() as usize;
    let range = start..start + block.len();
    let verbatim = FrontMatter::Verbatim(block.trim_end_matches('\n').to_owned());
    let changed = front_matter::block(&verbatim, &computed.title, computed.weight);
    head.replace_range(range, &format!("{changed}\n"));
    *head = front_matter::with_keys(head, |key| match key {
        "title" => !is_titled || had.iter().any(|had| had == key),
        "weight" => is_weighed || had.iter().any(|had| had == key),
        _ => true,
    });
}

/// Writes new lines for old ones, further ones below, with that between them, and takes those away that are too many.
fn change_lines(head: &mut String, old: &[String], new: &[String], between: &str, above: &mut Option<String>) {
    for (at, line) in new.iter().enumerate() {
        match old.get(at) {
            Some(old) => replace(head, old, line),
            None => {
                let Some((_, end)) = above.as_ref().and_then(|above| place(head, above)) else { continue };
                // A paragraph of its own stands behind the one above.
                let end = if between == "\n" { end } else { head[end..].find("\n\n").map_or(end, |at| end + at) };
                head.insert_str(end, &format!("{between}{line}"));
            }
        }
        *above = Some(line.clone());
    }
    for line in old.get(new.len()..).unwrap_or_default() {
        if let Some((start, end)) = place(head, line) {
            let end = head[end..].strip_prefix(between).map_or(end, |_| end + between.len());
            head.replace_range(start..end, "");
        }
    }
}

fn replace(head: &mut String, old: &str, new: &str) {
    if old != new
        && let Some((start, end)) = place(head, old)
    {
        head.replace_range(start..end, new);
    }
}

/// Where a line stands that is there once.
fn place(head: &str, line: &str) -> Option<(usize, usize)> {
    let mut starts = head.match_indices(line).map(|(start, _)| start).filter(|start| {
        let ends = head[start + line.len()..].chars().next().is_none_or(|next| next == '\n' || next == '\r');
        ends && (*start == 0 || head[..*start].ends_with('\n'))
    });
    let start = starts.next().filter(|_| !line.is_empty())?;
    starts.next().is_none().then_some((start, start + line.len()))
}
