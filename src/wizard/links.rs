//! Asking for names that lead somewhere: places, organisers, the lines of a header.

use crate::document::write;
use crate::document::write::header_link;
use crate::event::HeaderLink;
use crate::event::Link;
use crate::template::Field;
use crate::yaml::write::Yaml;

use super::Prompt;
use super::PromptError;
use super::Reply;
use super::answers::text_of;
use super::fields::Answer;
use super::fields::Hints;
use super::fields::Keep;
use super::fields::plain_line;
use super::prompt::Choice;

/// The link that a tree holds.
pub(super) fn link_of(value: &Yaml) -> Option<Link> {
    let Yaml::Mapping(entries) = value else { return None };
    let text = |key: &str| entries.iter().find(|(name, _)| name == key).and_then(|(_, value)| text_of(value));
    Some(Link { name: text("name")?.to_owned(), url: text("url").map(str::to_owned) })
}

fn shown(link: &Link) -> String {
    match &link.url {
        Some(url) => format!("{}  {url}", link.name),
        None => link.name.clone(),
    }
}

/// Asks for a name and where it leads; back from the second question leads to the first.
///
/// A name that was `begun` with is not asked for again.
fn typed_link(
    prompt: &mut dyn Prompt,
    field: &Field,
    optional: bool,
    begun: Option<&Link>,
    keep: &mut dyn FnMut(&Link),
) -> Result<Reply<Option<Link>>, PromptError> {
    let mut has_name = begun.is_some();
    let mut name = begun.map(|link| link.name.clone()).unwrap_or_default();
    loop {
        if !std::mem::take(&mut has_name) {
            let default = Some(name.as_str()).filter(|name| !name.is_empty());
            match plain_line(prompt, field.asked(), field.help.as_deref(), default, optional)? {
                Reply::Back => return Ok(Reply::Back),
                Reply::Given(answer) if answer.trim().is_empty() => return Ok(Reply::Given(None)),
                Reply::Given(answer) => name = answer,
            }
            keep(&Link { name: name.clone(), url: None });
        }
        match plain_line(prompt, &format!("A link for {name}?"), Some("A URL, or nothing."), None, true)? {
            Reply::Back => {}
            Reply::Given(url) => {
                let url = Some(url).filter(|url| !url.trim().is_empty());
                return Ok(Reply::Given(Some(Link { name, url })));
            }
        }
    }
}

/// Offers what was used before, and "other…".
fn pick_link(
    prompt: &mut dyn Prompt,
    field: &Field,
    current: Option<&Link>,
    known: &[Link],
    optional: bool,
    keep: &mut dyn FnMut(&Link),
) -> Result<Reply<Option<Link>>, PromptError> {
    let mut links: Vec<&Link> = current.into_iter().collect();
    links.extend(known.iter().filter(|link| Some(*link) != current));
    if links.is_empty() {
        return typed_link(prompt, field, optional, None, keep);
    }
    loop {
        let mut items: Vec<String> = links.iter().map(|link| shown(link)).collect();
        items.push("other…".to_owned());
        if !field.required {
            items.push("(none)".to_owned());
        }
        let question =
            Choice { question: field.asked(), help: field.help.as_deref(), items: &items, default: 0, search: true };
        match prompt.choice(&question)? {
            Reply::Back => return Ok(Reply::Back),
            Reply::Given(index) if index < links.len() => return Ok(Reply::Given(links.get(index).copied().cloned())),
            Reply::Given(index) if index == links.len() => {
                if let Reply::Given(Some(link)) = typed_link(prompt, field, optional, None, keep)? {
                    return Ok(Reply::Given(Some(link)));
                }
            }
            Reply::Given(_) => return Ok(Reply::Given(None)),
        }
    }
}

pub(super) fn one_link(
    prompt: &mut dyn Prompt,
    field: &Field,
    now: Option<&Yaml>,
    hints: &Hints<'_>,
    keep: Keep<'_>,
) -> Answer {
    let current = now.and_then(link_of);
    let mut keep = |link: &Link| keep(write::link(link));
    let mut begun = current.as_ref().filter(|_| hints.is_begun);
    loop {
        let answer = match begun.take() {
            Some(begun) => typed_link(prompt, field, !field.required, Some(begun), &mut keep)?,
            None => pick_link(prompt, field, current.as_ref(), hints.links, !field.required, &mut keep)?,
        };
        match answer {
            Reply::Back => return Ok(Reply::Back),
            Reply::Given(None) if field.required => prompt.say("This one is needed."),
            Reply::Given(link) => return Ok(Reply::Given(link.as_ref().map(write::link))),
        }
    }
}

/// One after the other, until there are no more.
pub(super) fn links(
    prompt: &mut dyn Prompt,
    field: &Field,
    now: Option<&Yaml>,
    hints: &Hints<'_>,
    keep: Keep<'_>,
) -> Answer {
    let mut chosen: Vec<Link> = Vec::new();
    let mut begun = None;
    let current = match now {
        Some(Yaml::Sequence(items)) => items.iter().filter_map(link_of).collect(),
        _ => Vec::new(),
    };
    let known: Vec<Link> =
        current.iter().chain(hints.links.iter().filter(|link| !current.contains(link))).cloned().collect();
    if hints.is_begun {
        chosen.clone_from(&current);
        begun = chosen.pop();
    }
    let answer = |chosen: &[Link]| Yaml::Sequence(chosen.iter().map(write::link).collect());
    loop {
        let rest: Vec<Link> =
            known.iter().filter(|link| !chosen.iter().any(|one| one.name == link.name)).cloned().collect();
        let optional = !field.required || !chosen.is_empty();
        let mut keep = |link: &Link| keep(answer(&[chosen.as_slice(), std::slice::from_ref(link)].concat()));
        let picked = match begun.take() {
            Some(link) if link.url.is_some() => Reply::Given(Some(link)),
            Some(link) => typed_link(prompt, field, optional, Some(&link), &mut keep)?,
            None => pick_link(prompt, field, None, &rest, optional, &mut keep)?,
        };
        match picked {
            Reply::Back if chosen.is_empty() => return Ok(Reply::Back),
            Reply::Back => drop(chosen.pop()),
            Reply::Given(None) if chosen.is_empty() && field.required => prompt.say("This one is needed."),
            Reply::Given(None) if chosen.is_empty() => return Ok(Reply::Given(None)),
            Reply::Given(link) => {
                if let Some(link) = link {
                    keep(&link);
                    chosen.push(link);
                }
                let items = ["no, that is all".to_owned(), "yes, another".to_owned()];
                let question =
                    Choice { question: "Another one?", help: None, items: &items, default: 0, search: false };
                match prompt.choice(&question)? {
                    Reply::Given(1) => {}
                    Reply::Given(_) => return Ok(Reply::Given(Some(answer(&chosen)))),
                    Reply::Back => drop(chosen.pop()),
                }
            }
        }
    }
}

/// The header lines used last time, each with its target, then new ones.
pub(super) fn header_links(
    prompt: &mut dyn Prompt,
    field: &Field,
    now: Option<&Yaml>,
    hints: &Hints<'_>,
    keep: Keep<'_>,
) -> Answer {
    let mut lines: Vec<(String, Option<String>, String)> = match now {
        Some(Yaml::Sequence(items)) => items.iter().filter_map(header_link_of).collect(),
        _ => Vec::new(),
    };
    for (label, emoji) in hints.labels {
        if !lines.iter().any(|(known, _, _)| known == label) {
            lines.push((label.clone(), emoji.clone(), String::new()));
        }
    }
    let mut at = 0;
    loop {
        if let Some((label, _, target)) = lines.get_mut(at) {
            let question = format!("{label}: where does it lead?");
            let help = "A link or a few words; `/` where there is nothing yet, nothing to leave the line out.";
            let default = Some(target.as_str()).filter(|target| !target.is_empty());
            match plain_line(prompt, &question, Some(help), default, true)? {
                Reply::Given(answer) => {
                    *target = answer;
                    at += 1;
                    keep(header_lines(&lines));
                }
                Reply::Back if at == 0 => return Ok(Reply::Back),
                Reply::Back => at -= 1,
            }
            continue;
        }
        match plain_line(prompt, "Another line? Its label:", field.help.as_deref(), None, true)? {
            Reply::Back if at == 0 => return Ok(Reply::Back),
            Reply::Back => at -= 1,
            Reply::Given(label) if label.trim().is_empty() => break,
            Reply::Given(label) => {
                let parsed = super::titles::parse_title(&label);
                let line = (parsed.title, parsed.emoji, String::new());
                // What leads nowhere yet; the target comes next.
                let begun = (line.0.clone(), line.1.clone(), "/".to_owned());
                keep(header_lines(&[lines.as_slice(), &[begun]].concat()));
                lines.push(line);
            }
        }
    }
    let is_empty = lines.iter().all(|(_, _, target)| target.trim().is_empty());
    Ok(Reply::Given((!is_empty).then(|| header_lines(&lines))))
}

/// The lines that lead somewhere.
fn header_lines(lines: &[(String, Option<String>, String)]) -> Yaml {
    let lines = lines.iter().filter(|(_, _, target)| !target.trim().is_empty());
    Yaml::Sequence(lines.cloned().map(header_link_value).collect())
}

fn header_link_of(value: &Yaml) -> Option<(String, Option<String>, String)> {
    let Yaml::Mapping(entries) = value else { return None };
    let text = |key: &str| entries.iter().find(|(name, _)| name == key).and_then(|(_, value)| text_of(value));
    Some((text("label")?.to_owned(), text("emoji").map(str::to_owned), text("target").unwrap_or_default().to_owned()))
}

fn header_link_value((label, emoji, target): (String, Option<String>, String)) -> Yaml {
    header_link(&HeaderLink { label, emoji, target })
}
