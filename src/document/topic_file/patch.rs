//! Changes a hand-written topic file where its fields changed, and nowhere else.

use std::ops::Range;

use crate::document::patch;
use crate::document::patch::Change;
use crate::source::Source;
use crate::template::Declaration;
use crate::template::label::Labels;
use crate::yaml::write::Yaml;

use super::block_end;
use super::form;
use super::form::heading;
use super::form::markdown;
use super::form::reads_back;
use super::lines::Kind;
use super::lines::lines;

/// The field of what stands before the first heading.
const INTRO: &str = "intro";

/// A topic's fields before and after, in the same terms, so that what is equal stays.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    /// What the file says.
    pub before: &'a [(String, Yaml)],
    /// What it is to say.
    pub after: &'a [(String, Yaml)],
}

impl Fields<'_> {
    fn is_changed(self, key: &str) -> bool {
        value(self.before, key) != value(self.after, key)
    }
}

fn value<'f>(fields: &'f [(String, Yaml)], key: &str) -> Option<&'f Yaml> {
    fields.iter().find(|(name, _)| name == key).map(|(_, value)| value).filter(|value| **value != Yaml::Null)
}

/// The text of a topic file with `\n` at its line ends, with its fields changed. A file whose front matter cannot be
/// changed line by line is written anew.
pub fn patched(text: &str, fields: Fields<'_>, declaration: &Declaration) -> String {
    patched_in_place(text, fields, declaration).unwrap_or_else(|| form::form(fields.after, declaration))
}

fn patched_in_place(text: &str, fields: Fields<'_>, declaration: &Declaration) -> Option<String> {
    let labels = Labels::new(&declaration.sections, &declaration.styles);
    let (end, rest) = block_end(text)?;
    let mut parts = parts(text, rest, &labels, declaration);
    let was_below = |key: &str, parts: &[Part]| parts.iter().any(|part| part.key == key && part.has_text(text));
    let texts = std::iter::once(INTRO).chain(declaration.sections.iter().map(|section| section.key.as_ref()));
    let texts: Vec<&str> = texts.collect();
    // Which of them stand under their headings, before and after.
    let before: Vec<&str> = texts.iter().copied().filter(|key| was_below(key, &parts)).collect();
    let is_below = |key: &str| {
        let is_above = value(fields.before, key).is_some() && !before.contains(&key);
        match value(fields.after, key) {
            Some(_) if !fields.is_changed(key) => !is_above,
            Some(after) => !is_above && markdown(after).is_some_and(|text| reads_back(&text, &labels)),
            None => true,
        }
    };
    let after: Vec<&str> = texts.iter().copied().filter(|key| is_below(key)).collect();
    for key in texts.iter().copied().filter(|key| fields.is_changed(key)) {
        let below = value(fields.after, key).filter(|_| after.contains(&key)).and_then(markdown);
        put(&mut parts, key, below, text, declaration);
    }

    let first = text.find('\n')? + 1;
    let block = text.get(first..end)?;
    let above = |fields: &[(String, Yaml)], below: &[&str]| -> Vec<(String, Yaml)> {
        fields.iter().filter(|(key, _)| !below.contains(&key.as_str())).cloned().collect()
    };
    let (old, new) = (above(fields.before, &before), above(fields.after, &after));
    let block = if old == new {
        block.to_owned()
    } else if block.trim().is_empty() {
        form::front_matter(new)
    } else {
        patch::patch(&Source::new("", block), &Change { event: (&old, &new), topics: (&[], &[]) })?
    };
    let mut patched = format!("{}{block}{}", text.get(..first)?, text.get(end..rest)?);
    for part in &parts {
        match &part.new {
            Some(new) => patched.push_str(new),
            None => patched.push_str(text.get(part.head.start..part.body.end)?),
        }
    }
    let is_there = |key: &&str| {
        let new = value(fields.after, key).filter(|_| after.contains(key)).and_then(markdown);
        !fields.is_changed(key) || below(&patched, key, &labels, declaration) == new
    };
    texts.iter().all(is_there).then_some(patched)
}

/// What a file says under a heading. Where a text above leaves a fence open, that takes in the heading.
fn below(text: &str, key: &str, labels: &Labels<'_>, declaration: &Declaration) -> Option<String> {
    let (_, rest) = block_end(text)?;
    let parts = parts(text, rest, labels, declaration);
    let part = parts.iter().find(|part| part.key == key && part.has_text(text))?;
    text.get(part.start..part.body.end).map(|text| text.trim_end().to_owned())
}

/// A heading with the text under it, or what stands before the first.
struct Part {
    key: String,
    head: Range<usize>,
    body: Range<usize>,
    /// Where its text begins, behind blank lines and the form's question.
    start: usize,
    /// What it is to be.
    new: Option<String>,
}

impl Part {
    fn has_text(&self, text: &str) -> bool {
        text.get(self.start..self.body.end).is_some_and(|text| !text.trim().is_empty())
    }
}

fn parts(text: &str, begin: usize, labels: &Labels<'_>, declaration: &Declaration) -> Vec<Part> {
    let part = |key: &str, head: Range<usize>| {
        let end = head.end;
        Part { key: key.to_owned(), head, body: end..end, start: end, new: None }
    };
    let mut parts = vec![part(INTRO, begin..begin)];
    for line in lines(text, begin) {
        let section = match &line.kind {
            Kind::Heading { name, .. } => text.get(name.clone()).and_then(|name| labels.named(name)),
            Kind::Comment | Kind::Text => None,
        };
        if let Some(section) = section.and_then(|section| declaration.sections.get(section)) {
            parts.push(part(&section.key, line.range));
        } else if let Some(last) = parts.last_mut() {
            let is_before = last.start == last.body.end && line.kept.trim().is_empty();
            last.body.end = line.range.end;
            if is_before {
                last.start = line.range.end;
            }
        }
    }
    parts
}

/// Gives a part its new text, or takes it away; a section without a heading gets one in its place.
fn put(parts: &mut Vec<Part>, key: &str, new: Option<String>, text: &str, declaration: &Declaration) {
    let last = parts.len() - 1;
    if let Some((at, part)) = parts.iter_mut().enumerate().find(|(_, part)| part.key == key) {
        let before = text.get(part.head.start..part.start).unwrap_or_default().trim_end();
        let mut written = before.to_owned();
        if let Some(new) = &new {
            // The line of the front matter ends before it.
            written.push_str(if key == INTRO && before.is_empty() { "\n" } else { "\n\n" });
            written.push_str(new);
        }
        if !written.is_empty() {
            written.push('\n');
        }
        if at < last {
            written.push('\n');
        }
        part.new = Some(written);
        return;
    }
    let Some(new) = new else { return };
    let order = |key: &str| declaration.section(key).map(|(at, _)| at);
    let Some((place, section)) = declaration.section(key) else { return };
    let at = parts.iter().position(|part| order(&part.key).is_some_and(|at| at > place)).unwrap_or(parts.len());
    let heading = heading(section);
    let is_last = at == parts.len();
    // A part that ends in a blank line needs none above the next.
    let heading = if is_last { heading.as_str() } else { heading.trim_start() };
    let written = format!("{heading}\n{new}\n{}", if is_last { "" } else { "\n" });
    let end = parts.last().map_or(0, |part| part.body.end);
    parts.insert(at, Part { key: key.to_owned(), head: end..end, body: end..end, start: end, new: Some(written) });
}

#[cfg(test)]
mod tests {
    use crate::template::builtin;

    use super::*;

    const FILE: &str = "---\n# mine\ntitle: Warm starts # for now\nowners: [ada]\n---\n\n# Problem\n\n<!-- What was it? -->\n\nCold.\n\n\
                        ## Next Steps\n\n<!-- What comes next? -->\n\n## Issue\n#12\n";

    fn text(text: &str) -> Yaml {
        Yaml::Text(text.to_owned())
    }

    fn changed(changes: &[(&str, Option<Yaml>)]) -> String {
        let owners = Yaml::Sequence(vec![text("ada")]);
        let before: Vec<(String, Yaml)> =
            [("title", text("Warm starts")), ("owners", owners), ("problem", text("Cold.")), ("issue", text("#12"))]
                .map(|(key, value)| (key.to_owned(), value))
                .into();
        let mut after = before.clone();
        for (key, value) in changes {
            let at = after.iter().position(|(name, _)| name == key);
            match (at, value) {
                (Some(at), Some(value)) => after[at].1 = value.clone(),
                (Some(at), None) => drop(after.remove(at)),
                (None, Some(value)) => after.insert(2, ((*key).to_owned(), value.clone())),
                (None, None) => {}
            }
        }
        let template = builtin::find("hackathon").unwrap().load();
        patched(FILE, Fields { before: &before, after: &after }, &template.declaration)
    }

    #[test]
    fn what_is_the_same_stays_byte_for_byte() {
        assert_eq!(changed(&[]), FILE);
    }

    #[test]
    fn a_text_is_changed_under_its_heading_and_its_question_stays() {
        assert_eq!(changed(&[("problem", Some(text("Very\n\ncold.\n")))]), FILE.replace("Cold.", "Very\n\ncold."));
        assert_eq!(
            changed(&[("next_steps", Some(text("Tea.")))]),
            FILE.replace("next? -->\n\n", "next? -->\n\nTea.\n\n")
        );
        assert_eq!(changed(&[("problem", None)]), FILE.replace("\n\nCold.", ""));
        assert_eq!(changed(&[("issue", Some(text("#13")))]), FILE.replace("\n#12", "\n\n#13"));
        assert_eq!(changed(&[("intro", Some(text("First.")))]), FILE.replace("---\n\n# P", "---\n\nFirst.\n\n# P"));
    }

    #[test]
    fn a_section_without_a_heading_gets_one_in_its_place() {
        let with = changed(&[("achievements", Some(text("It boils.")))]);
        let question =
            "<!-- What was achieved? What works now that did not before; also what was found not to work. -->";
        assert_eq!(with, FILE.replace("## Next", &format!("## Achievements\n\n{question}\n\nIt boils.\n\n## Next")));
        let question = "<!-- Where is the code? Branches, pull requests, documents. -->";
        assert_eq!(
            changed(&[("code", Some(text("x")))]),
            format!("{FILE}\n## Code/Pull Requests\n\n{question}\n\nx\n")
        );
    }

    #[test]
    fn what_would_not_read_back_under_a_heading_goes_above() {
        let with = changed(&[("problem", Some(text("## Issue\n")))]);
        let expected = FILE.replace("\n\nCold.", "").replace("---\n\n#", "problem: |\n  ## Issue\n---\n\n#");
        assert_eq!(with, expected);
    }

    #[test]
    fn a_text_that_leaves_a_fence_open_swallows_no_other() {
        let text = |text: &str| Yaml::Text(text.to_owned());
        let before = [("title".to_owned(), text("T")), ("intro".to_owned(), text("```"))];
        let after: Vec<(String, Yaml)> =
            before.iter().cloned().chain([("problem".to_owned(), text("Cold."))]).collect();
        let template = builtin::find("hackathon").unwrap().load();
        let fields = Fields { before: &before, after: &after };
        let new = patched("---\ntitle: T\n---\n```\n", fields, &template.declaration);
        assert!(new.starts_with("---\ntitle: T\nintro: \"```\"\n---\n"), "{new}");
        assert!(new.contains("\n\nCold.\n\n## Motivation"), "{new}");
    }

    #[test]
    fn fields_are_changed_where_they_stand() {
        let owners = Yaml::Sequence(vec![text("ada"), text("bo")]);
        assert_eq!(
            changed(&[("title", Some(text("Hot starts"))), ("demo", Some(text("5m")))]),
            FILE.replace("Warm starts #", "Hot starts #").replace("owners: [ada]\n", "owners: [ada]\ndemo: 5m\n")
        );
        assert!(changed(&[("owners", Some(owners))]).contains("bo"));
    }
}
