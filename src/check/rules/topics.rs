//! Rules about topics: their headings, their emoji, what is said of them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Severity;
use crate::event::State;
use crate::event::Topic;
use crate::event::placeholder::Placeholder;
use crate::event::placeholder::placeholder_in;
use crate::grammar::ticked;
use crate::markdown::anchor::anchor;
use crate::markdown::survey::Heading;

use super::super::Folder;
use super::super::Role;
use super::super::found::Found;
use super::super::found::FoundInFolder;
use super::super::page::Page;
use super::super::page::Written;
use super::super::rule::Check;
use super::super::rule::Rule;
use super::event::header::is_over;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "missing-emoji",
        severity: Severity::Warning,
        summary: "a topic has no emoji where the others have one",
        explanation: "Where more than half of a page's topics begin with an emoji, the others look forgotten.",
        bad: "## 🫖 Warm starts\n\n## 🧊 Cold starts\n\n## Slow starts\n",
        good: "## 🐌 Slow starts\n",
        has_fix: false,
        check: Check::Page(missing_emoji),
    },
    Rule {
        code: "repeated-emoji",
        severity: Severity::Warning,
        summary: "two topics of a page have the same emoji",
        explanation: "The emoji is how people tell topics apart in the agenda and in talk.",
        bad: "## 🫖 Warm starts\n\n## 🫖 Cold starts\n",
        good: "## 🫖 Warm starts\n\n## 🧊 Cold starts\n",
        has_fix: false,
        check: Check::Page(repeated_emoji),
    },
    Rule {
        code: "repeated-title",
        severity: Severity::Error,
        summary: "two topics of a page have the same title",
        explanation: "One of them is a copy that was forgotten, and a link can lead to the first only.",
        bad: "## Warm starts\n\n## Warm starts\n",
        good: "## Warm starts\n",
        has_fix: false,
        check: Check::Page(repeated_title),
    },
    Rule {
        code: "repeated-anchor",
        severity: Severity::Warning,
        summary: "two topics of a page have the same anchor",
        explanation: "Titles that differ only in marks and case have one anchor. The site numbers the second one, and \
                      whoever adds a topic before it breaks all links there.",
        bad: "## Warm starts!\n\n## Warm starts?\n",
        good: "## Warm starts\n\n## Warm starts in winter\n",
        has_fix: false,
        check: Check::Page(repeated_anchor),
    },
    Rule {
        code: "placeholder",
        severity: Severity::Warning,
        summary: "a text is still a placeholder",
        explanation: "`TODO`, `TBD`, `N/A`, `None.` and lorem ipsum were to be replaced, or the section left out: a \
                      section that says nothing is not drawn. `None` as one item of several is left alone, and so is \
                      all before the event is over.",
        bad: "**Next Steps:**\nN/A\n",
        good: "",
        has_fix: false,
        check: Check::Page(placeholder),
    },
    Rule {
        code: "heading-level",
        severity: Severity::Warning,
        summary: "a heading breaks the outline",
        explanation: "A heading is at most one level deeper than the one before it, and a page has one heading of the \
                      first level: screen readers and the site's outline go by it.",
        bad: "## Warm starts\n\n#### Details\n",
        good: "## Warm starts\n\n### Details\n",
        has_fix: false,
        check: Check::Page(heading_level),
    },
    Rule {
        code: "done-without-achievements",
        severity: Severity::Warning,
        summary: "a topic is said to be done, and says nothing of what was achieved",
        explanation: "What was achieved is what readers come for. A topic that was not worked on is `dropped`.",
        bad: "state: done\n",
        good: "state: done\nachievements: The kettle starts in a minute.\n",
        has_fix: false,
        check: Check::Folder(done_without_achievements),
    },
];

/// The headings of topics, each with its topic.
fn topic_headings<'p>(page: &'p Page<'_>) -> impl Iterator<Item = (&'p Topic, Range<usize>, Option<&'p Heading>)> {
    let event = page.event();
    let topics = event.map(|event| event.topics.as_slice()).unwrap_or_default();
    page.topics().iter().zip(topics).map(|(outline, topic)| {
        let range = outline.heading.range();
        let at = page.survey.headings.partition_point(|heading| heading.range.start < range.start);
        (topic, range.clone(), page.survey.headings.get(at).filter(|heading| heading.range.start < range.end))
    })
}

/// Headings that stand beside the topics of a page and are none, in lower case.
const BESIDES: &[&str] = &[
    "about",
    "acknowledgements",
    "acknowledgments",
    "agenda",
    "conclusion",
    "contents",
    "contributors",
    "feedback",
    "further links",
    "group photo",
    "group picture",
    "impressions",
    "introduction",
    "links",
    "organization",
    "outlook",
    "overview",
    "participants",
    "photos",
    "references",
    "sponsors",
    "summary",
    "table of contents",
    "thanks",
    "thank you",
    "topics",
];

fn missing_emoji(page: &Page<'_>, found: &mut Found) {
    let is_besides =
        |topic: &Topic| BESIDES.contains(&topic.title.trim_end_matches(['!', '.', ':']).to_lowercase().as_str());
    let all: Vec<_> = topic_headings(page).filter(|(topic, ..)| !is_besides(topic)).collect();
    let with = all.iter().filter(|(topic, _, heading)| begins_with_emoji(topic, *heading)).count();
    if with * 2 <= all.len() || with < 2 {
        return;
    }
    for (topic, at, heading) in &all {
        if !begins_with_emoji(topic, *heading) {
            let message = format!("this topic has no emoji, and {with} of {} have one", all.len());
            found.add(at.clone(), message, "no emoji");
        }
    }
}

fn begins_with_emoji(topic: &Topic, heading: Option<&Heading>) -> bool {
    topic.emoji.is_some()
        || heading.is_some_and(|heading| crate::markdown::emoji::leading_emoji(&heading.text).is_some())
}

fn repeated_emoji(page: &Page<'_>, found: &mut Found) {
    let mut known: BTreeMap<String, Vec<(&str, Range<usize>)>> = BTreeMap::new();
    for (topic, at, _) in topic_headings(page) {
        let Some(emoji) = &topic.emoji else { continue };
        // With or without the selector that asks for a picture.
        let bare: String = emoji.chars().filter(|c| *c != '\u{fe0f}').collect();
        known.entry(bare).or_default().push((emoji, at));
    }
    let count = page.topics().len();
    // What most topics begin with adorns them, and tells none from another.
    for same in known.values().filter(|same| same.len() < 3 || same.len() * 2 <= count) {
        let Some(((_, first), others)) = same.split_first() else { continue };
        for (emoji, at) in others {
            let message = format!("the emoji {emoji} stands for another topic already");
            found.add(at.clone(), message, "the same emoji").related(first.clone(), "here first");
        }
    }
}

fn repeated_title(page: &Page<'_>, found: &mut Found) {
    let mut known: BTreeMap<String, Range<usize>> = BTreeMap::new();
    for (topic, at, heading) in topic_headings(page) {
        let title = topic.title.to_lowercase();
        // A heading without words has no title to repeat.
        if heading.is_none_or(|heading| heading.text.is_empty()) {
            continue;
        }
        match known.get(&title) {
            None => drop(known.insert(title, at)),
            Some(first) => {
                let message = format!("two topics are called {}", ticked(crate::diagnostic::shorten(&topic.title)));
                found.add(at, message, "the same title").related(first.clone(), "here first");
            }
        }
    }
}

fn repeated_anchor(page: &Page<'_>, found: &mut Found) {
    let mut known: BTreeMap<String, (String, Range<usize>)> = BTreeMap::new();
    for (topic, at, heading) in topic_headings(page) {
        let Some(heading) = heading else { continue };
        let wanted = anchor(page.options.site, &heading.text);
        match known.get(&wanted) {
            _ if wanted.is_empty() => {}
            None => drop(known.insert(wanted, (topic.title.to_lowercase(), at))),
            // That is told of the titles.
            Some((title, _)) if *title == topic.title.to_lowercase() => {}
            Some((_, first)) => {
                let message = format!("the anchor `#{wanted}` is that of another topic");
                let finding = found.add(at, message, "numbered by the site");
                finding.related(first.clone(), "has it first").help("tell them apart by another word");
            }
        }
    }
}

fn placeholder(page: &Page<'_>, found: &mut Found) {
    if page.event().is_none() || !is_over(page) {
        return;
    }
    let sections = page.template().map(|template| template.declaration.sections.as_slice()).unwrap_or_default();
    // What comes after the achievements is to be done anyway.
    let completing = sections.iter().position(|section| section.completes);
    let mut labels = page.labels.iter().peekable();
    for outline in page.topics() {
        let whole = outline.whole.range();
        let begin = outline.heading.range().end;
        let mut label: Option<&Written> = None;
        let mut at = begin;
        for line in page.text.get(begin..whole.end).unwrap_or_default().split_inclusive('\n') {
            let (start, end) = (at, at + line.len());
            at = end;
            while let Some(next) = labels.next_if(|next| next.range.start < end) {
                label = Some(next).filter(|next| next.range.start >= begin);
            }
            // Behind its label a line goes on with its text.
            let from = label.map_or(start, |label| start.max(label.range.end.min(end)));
            let Some(text) = page.text.get(from..end) else { continue };
            let Some(kind) = placeholder_in(text) else { continue };
            let from = from + (text.len() - text.trim_start().len());
            let text = text.trim();
            let all = label.map_or(begin..whole.end, |label| label.text.clone());
            let is_all = page.text.get(all).is_some_and(|all| all.trim() == text);
            let is_later = label.is_some_and(|label| completing.is_some_and(|completing| label.section > completing));
            let is_one = match kind {
                Placeholder::Nothing => is_all,
                Placeholder::Note => is_all || is_item(text) || stands_alone(page, start, end),
                Placeholder::NoteWithWords => !is_later && !is_item(text) && (is_all || stands_alone(page, start, end)),
                Placeholder::Lorem => true,
            };
            if !is_one || page.survey.is_code(from) || page.survey.is_html(from) {
                continue;
            }
            let message = format!("{} is a placeholder", ticked(crate::diagnostic::shorten(text)));
            let help = match kind {
                Placeholder::Nothing => "leave the section out: what says nothing is not drawn",
                _ => "write what it stands for, or leave it out",
            };
            found.add(from..from + text.len(), message, "nobody wrote this").help(help);
        }
    }
}

fn is_item(line: &str) -> bool {
    ["* ", "- ", "+ "].into_iter().any(|mark| line.starts_with(mark))
}

/// Whether a line is a paragraph: `TBD` may also be the last word of a sentence that was broken into lines.
fn stands_alone(page: &Page<'_>, start: usize, end: usize) -> bool {
    let before = page.text.get(..start).unwrap_or_default();
    let after = page.text.get(end..).unwrap_or_default();
    let before = before.strip_suffix('\n').unwrap_or(before);
    let before = before.rsplit('\n').next().unwrap_or_default().trim();
    let after = after.split('\n').next().unwrap_or_default().trim();
    let is_label = before.starts_with('#') || before.ends_with(":**") || before.ends_with("**:");
    (before.is_empty() || is_label) && after.is_empty()
}

fn heading_level(page: &Page<'_>, found: &mut Found) {
    // A heading in a list or a quotation is no part of the outline.
    let blocks = &page.survey.blocks;
    let is_at_top =
        |heading: &&Heading| blocks.binary_search_by_key(&heading.range.start, |block| block.range.start).is_ok();
    let mut before: Option<&Heading> = None;
    for heading in page.survey.headings.iter().filter(is_at_top) {
        let line = page.line(heading.range.start);
        match before {
            Some(last) if heading.level > last.level + 1 => {
                let message = format!("a heading of level {} follows one of level {}", heading.level, last.level);
                let label = format!("level {} is left out", last.level + 1);
                found.add(line, message, label).related(page.line(last.range.start), "the one before");
            }
            Some(_) if heading.level == 1 && page.event().is_some() => {
                let first = page.heading().map(|first| page.line(first.range.start));
                let finding = found.add(line, "the page has a second heading of the first level", "a title of its own");
                let Some(first) = first else { continue };
                finding.related(first, "the first one");
            }
            _ => {}
        }
        before = Some(heading);
    }
}

fn done_without_achievements(folder: &Folder<'_>, found: &mut FoundInFolder) {
    for (index, (subject, page)) in folder.subjects.iter().zip(folder.pages).enumerate() {
        let Some(page) = page else { continue };
        // A page does not say all that its event file does.
        let event = match &subject.role {
            Role::Event(document) => Some(document.event.as_ref()),
            Role::Page => page.event(),
            _ => None,
        };
        let completing = page.template().and_then(|template| template.declaration.completing_section());
        let (Some(event), Some(completing)) = (event, completing) else { continue };
        let drawn = event.topics.iter().filter(|topic| topic.state(Some(completing)).is_drawn());
        for (topic, outline) in drawn.zip(page.topics()) {
            // What is told before the sections may be all there is to say.
            let is_told = topic.body.is_some() || topic.says("intro");
            let is_achieved = is_told || topic.section(completing).is_some_and(|text| !text.is_blank());
            if topic.said == Some(State::Done) && !is_achieved {
                let message = format!("the topic is said to be done, and has no `{completing}`");
                let finding = found.add(index, outline.heading.range(), message, "done");
                finding.help("say what was achieved, or that it is `dropped`");
            }
        }
    }
}
