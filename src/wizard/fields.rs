//! Asking for one field, by what it holds.

use chrono::NaiveDate;

use crate::event::Link;
use crate::event::dates::parse_date;
use crate::template::Field;
use crate::template::Holds;
use crate::yaml::write::Yaml;

use super::Prompt;
use super::PromptError;
use super::Reply;
use super::answers::text_of;
use super::emoji;
use super::links::header_links;
use super::links::links;
use super::links::one_link;
use super::prompt::Choice;
use super::prompt::Line;
use super::prompt::Lines;
use super::prompt::LongText;

/// What is known when a field is asked for.
#[derive(Default)]
pub(super) struct Hints<'a> {
    /// What an empty answer means, for lines and days.
    pub(super) default: Option<String>,
    /// Links used before, for places and organisers.
    pub(super) links: &'a [Link],
    /// Header lines used before: label and emoji.
    pub(super) labels: &'a [(String, Option<String>)],
    /// Emoji that are taken.
    pub(super) taken: Vec<String>,
    /// The day that a date without a year is nearest to, and that it must not be before.
    pub(super) from: Option<NaiveDate>,
    /// What to say about a day that was understood.
    pub(super) day_note: Option<&'a dyn Fn(NaiveDate) -> String>,
    /// Where pictures' paths begin.
    pub(super) folder: Option<&'a std::path::Path>,
    /// Whether what it holds so far is the beginning of an answer that was interrupted.
    pub(super) is_begun: bool,
}

/// Keeps the beginning of an answer that takes several questions.
pub(super) type Keep<'k> = &'k mut dyn FnMut(Yaml);

/// The answer to a field: its value, nothing where it was left empty.
pub(super) type Answer = Result<Reply<Option<Yaml>>, PromptError>;

/// Asks for a field, with what it holds so far.
pub(super) fn ask(
    prompt: &mut dyn Prompt,
    field: &Field,
    now: Option<&Yaml>,
    hints: &Hints<'_>,
    keep: Keep<'_>,
) -> Answer {
    let (holds, many) = field.holds();
    match (holds, many) {
        (Holds::Link, true) => links(prompt, field, now, hints, keep),
        (Holds::Handle, true) => handles(prompt, field, now),
        (Holds::Picture, _) => picture(prompt, field, now, hints, many, keep),
        (_, true) => several(prompt, field, now, hints),
        (Holds::Line | Holds::Handle, false) => line(prompt, field, now, hints),
        (Holds::Date, false) => date(prompt, field, now, hints),
        (Holds::Markdown, false) => markdown(prompt, field.asked(), field.help.as_deref(), &field.key, now),
        (Holds::Link, false) => one_link(prompt, field, now, hints, keep),
        (Holds::HeaderLinks, false) => header_links(prompt, field, now, hints, keep),
        (Holds::Choice, false) => choice(prompt, field, now),
        (Holds::Emoji, false) => pick_emoji(prompt, field, now, hints),
        (Holds::Flag, false) => flag(prompt, field, now),
    }
}

/// Asks for one line with that check.
pub(super) fn plain_line(
    prompt: &mut dyn Prompt,
    question: &str,
    help: Option<&str>,
    default: Option<&str>,
    optional: bool,
) -> Result<Reply<String>, PromptError> {
    let required = |text: &str| {
        let is_given = optional || !text.trim().is_empty();
        if is_given { Ok(None) } else { Err("this one is needed".to_owned()) }
    };
    prompt.line(&Line { question, help, default, optional, check: &required, path_in: None })
}

fn text(value: Reply<String>) -> Reply<Option<Yaml>> {
    match value {
        Reply::Given(text) => Reply::Given(Some(text).filter(|text| !text.trim().is_empty()).map(Yaml::Text)),
        Reply::Back => Reply::Back,
    }
}

fn line(prompt: &mut dyn Prompt, field: &Field, now: Option<&Yaml>, hints: &Hints<'_>) -> Answer {
    let default = now.and_then(text_of).map(str::to_owned).or_else(|| hints.default.clone());
    let answer = plain_line(prompt, field.asked(), field.help.as_deref(), default.as_deref(), !field.required)?;
    Ok(text(answer))
}

fn date(prompt: &mut dyn Prompt, field: &Field, now: Option<&Yaml>, hints: &Hints<'_>) -> Answer {
    let default = now.and_then(text_of).map(str::to_owned).or_else(|| hints.default.clone());
    let read = |text: &str| crate::event::spoken::parse_spoken(text.trim(), hints.from);
    let check = |text: &str| match read(text) {
        _ if text.trim().is_empty() && !field.required => Ok(None),
        Ok(day) if hints.from.is_some_and(|from| day < from) => Err(format!("{day} is before the start")),
        Ok(day) => Ok(hints.day_note.map(|note| note(day))),
        Err(error) => Err(error.to_string()),
    };
    let question = Line {
        question: field.asked(),
        help: field.help.as_deref(),
        default: default.as_deref(),
        optional: !field.required,
        check: &check,
        path_in: None,
    };
    Ok(match prompt.line(&question)? {
        Reply::Given(answer) => Reply::Given(read(&answer).ok().map(|day| Yaml::Plain(day.to_string()))),
        Reply::Back => Reply::Back,
    })
}

/// Asks for Markdown; what is left empty says nothing.
pub(super) fn markdown(
    prompt: &mut dyn Prompt,
    question: &str,
    help: Option<&str>,
    key: &str,
    now: Option<&Yaml>,
) -> Answer {
    let file_name = format!("{key}.md");
    let current = now.map(as_markdown).unwrap_or_default();
    let answer = prompt.text(&LongText { question, help, text: &current, file_name: &file_name })?;
    Ok(match answer {
        Reply::Given(text) if text.trim().is_empty() => Reply::Given(None),
        // What was not touched stays as it was written, a list a list.
        Reply::Given(text) if text.trim_end() == current.trim_end() => Reply::Given(now.cloned()),
        Reply::Given(text) => Reply::Given(Some(Yaml::Markdown(format!("{}\n", text.trim_end_matches(['\n', '\r']))))),
        Reply::Back => Reply::Back,
    })
}

/// A section's value as the Markdown that an editor shows.
pub(super) fn as_markdown(value: &Yaml) -> String {
    match value {
        Yaml::Sequence(items) | Yaml::Spaced(items) => {
            let bullets = items.iter().filter_map(text_of).map(|item| format!("* {}\n", item.replace('\n', "\n  ")));
            bullets.collect()
        }
        value => text_of(value).unwrap_or_default().to_owned(),
    }
}

fn choice(prompt: &mut dyn Prompt, field: &Field, now: Option<&Yaml>) -> Answer {
    let mut items = field.choices.clone();
    if !field.required {
        items.push("(none)".to_owned());
    }
    let current = now.and_then(text_of);
    let default = items.iter().position(|item| Some(item.as_str()) == current).unwrap_or(0);
    let question =
        Choice { question: field.asked(), help: field.help.as_deref(), items: &items, default, search: false };
    Ok(match prompt.choice(&question)? {
        Reply::Given(index) => Reply::Given(field.choices.get(index).map(|choice| Yaml::Text(choice.clone()))),
        Reply::Back => Reply::Back,
    })
}

fn flag(prompt: &mut dyn Prompt, field: &Field, now: Option<&Yaml>) -> Answer {
    let items = ["no".to_owned(), "yes".to_owned()];
    let default = usize::from(now == Some(&Yaml::Bool(true)));
    let question =
        Choice { question: field.asked(), help: field.help.as_deref(), items: &items, default, search: false };
    Ok(match prompt.choice(&question)? {
        Reply::Given(index) => Reply::Given((index == 1).then_some(Yaml::Bool(true))),
        Reply::Back => Reply::Back,
    })
}

fn pick_emoji(prompt: &mut dyn Prompt, field: &Field, now: Option<&Yaml>, hints: &Hints<'_>) -> Answer {
    let all = emoji::items();
    let mut items = vec!["(none)".to_owned()];
    items.extend(all.iter().map(|emoji| {
        let label = emoji::label(emoji);
        if hints.taken.iter().any(|taken| taken == emoji) { format!("{label} (on this page already)") } else { label }
    }));
    let current = now.and_then(text_of);
    let default = all.iter().position(|emoji| Some(*emoji) == current).map_or(0, |at| at + 1);
    let question =
        Choice { question: field.asked(), help: field.help.as_deref(), items: &items, default, search: true };
    Ok(match prompt.choice(&question)? {
        Reply::Given(0) => Reply::Given(None),
        Reply::Given(index) => Reply::Given(all.get(index - 1).map(|emoji| Yaml::Text((*emoji).to_owned()))),
        Reply::Back => Reply::Back,
    })
}

fn handles(prompt: &mut dyn Prompt, field: &Field, now: Option<&Yaml>) -> Answer {
    let current = match now {
        Some(Yaml::Sequence(items)) => {
            items.iter().filter_map(text_of).map(|one| format!("@{one}")).collect::<Vec<_>>()
        }
        _ => Vec::new(),
    };
    let default = current.join(" ");
    let default = Some(default.as_str()).filter(|default| !default.is_empty());
    let answer = plain_line(prompt, field.asked(), field.help.as_deref(), default, !field.required)?;
    Ok(match answer {
        Reply::Given(line) => {
            let words = line.split([' ', ',']).map(|word| word.trim_start_matches('@')).filter(|word| !word.is_empty());
            let handles: Vec<Yaml> = words.map(|word| Yaml::Text(word.to_owned())).collect();
            Reply::Given((!handles.is_empty()).then_some(Yaml::Sequence(handles)))
        }
        Reply::Back => Reply::Back,
    })
}

/// Several values of a declared field: one a line.
fn several(prompt: &mut dyn Prompt, field: &Field, now: Option<&Yaml>, _: &Hints<'_>) -> Answer {
    let current = now.map(as_markdown).unwrap_or_default();
    if !current.is_empty() {
        prompt.say(&current);
    }
    let question = Lines { question: field.asked(), help: field.help.as_deref(), optional: !field.required };
    Ok(match prompt.lines(&question, &mut |_| {})? {
        Reply::Given(lines) if lines.is_empty() => Reply::Given(now.cloned()),
        Reply::Given(lines) => Reply::Given(Some(Yaml::Sequence(lines.into_iter().map(Yaml::Text).collect()))),
        Reply::Back => Reply::Back,
    })
}

/// A path and what the picture shows; one picture, before those that are there already.
fn picture(
    prompt: &mut dyn Prompt,
    field: &Field,
    now: Option<&Yaml>,
    hints: &Hints<'_>,
    many: bool,
    keep: Keep<'_>,
) -> Answer {
    let others: Vec<Yaml> = match now {
        Some(Yaml::Sequence(items)) => items.clone(),
        Some(value) => vec![value.clone()],
        None => Vec::new(),
    };
    let first = others.first().and_then(|picture| match picture {
        Yaml::Mapping(entries) => Some(entries.clone()),
        _ => None,
    });
    let part = |key: &str| {
        let entries = first.as_ref()?;
        entries.iter().find(|(name, _)| name == key).and_then(|(_, value)| text_of(value)).map(str::to_owned)
    };
    let answer = |file: &str, alt: &str| {
        let parts = [("file", file), ("alt", alt)].map(|(key, text)| (key.to_owned(), Yaml::Text(text.to_owned())));
        let picture = Yaml::Mapping(parts.into());
        let all = std::iter::once(picture.clone()).chain(others.iter().skip(1).cloned()).collect();
        if many { Yaml::Sequence(all) } else { picture }
    };
    let mut file = part("file").unwrap_or_default();
    let alt = part("alt").unwrap_or_else(|| "Group picture".to_owned());
    let mut has_file = hints.is_begun && !file.is_empty();
    loop {
        let check = |path: &str| Ok(hints.folder.and_then(|folder| picture_doubt(folder, path.trim())));
        let question = Line {
            question: field.asked(),
            help: Some("Its path beside the page, such as images/2026-05.webp; Tab completes it."),
            default: Some(file.as_str()).filter(|file| !file.is_empty()),
            optional: true,
            check: &check,
            path_in: hints.folder,
        };
        if !std::mem::take(&mut has_file) {
            match prompt.line(&question)? {
                Reply::Back => return Ok(Reply::Back),
                Reply::Given(answer) if answer.trim().is_empty() => return Ok(Reply::Given(None)),
                Reply::Given(answer) => file = answer.trim().to_owned(),
            }
            keep(answer(&file, &alt));
        }
        match plain_line(prompt, "What does it show?", Some("For those who cannot see it."), Some(&alt), true)? {
            Reply::Back => {}
            Reply::Given(alt) => return Ok(Reply::Given(Some(answer(&file, &alt)))),
        }
    }
}

/// What is odd about a picture's path; never a reason to stop.
fn picture_doubt(folder: &std::path::Path, path: &str) -> Option<String> {
    if path.is_empty() || path.contains("://") || path.starts_with('/') {
        return None;
    }
    let known = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".avif"];
    let lower = path.to_lowercase();
    if !known.iter().any(|extension| lower.ends_with(extension)) {
        return Some("that does not look like a picture".to_owned());
    }
    match folder.join(path).metadata() {
        Ok(metadata) if metadata.len() == 0 => Some("that file is empty (0 bytes)".to_owned()),
        Ok(_) => None,
        Err(_) => Some("there is no such file yet".to_owned()),
    }
}

/// The day that a tree holds.
pub(super) fn day_of(value: &Yaml) -> Option<NaiveDate> {
    parse_date(text_of(value)?).ok()
}
