//! Writes topic files: a small form with the template's questions as comments.

use crate::source::Source;
use crate::template::Declaration;
use crate::template::Section;
use crate::template::label::Labels;
use crate::yaml::write::Yaml;
use crate::yaml::write::document;

use super::block_end;
use super::lines::Kind;
use super::lines::lines;

/// The file of a topic with those fields, sections among them; each section that it lacks is asked for.
pub fn form(topic: &[(String, Yaml)], declaration: &Declaration) -> String {
    let labels = Labels::new(&declaration.sections, &declaration.styles);
    let written = |key: &str| topic.iter().find(|(name, _)| name == key).and_then(|(_, value)| markdown(value));
    let is_below = |key: &str| {
        let is_text = key == "intro" || declaration.section(key).is_some();
        is_text && written(key).is_some_and(|text| reads_back(&text, &labels))
    };
    let fields: Vec<(String, Yaml)> = topic.iter().filter(|(key, _)| !is_below(key)).cloned().collect();
    let mut text = String::from("---\n");
    if !fields.is_empty() {
        text.push_str(&front_matter(fields));
    }
    text.push_str("---\n");
    if let Some(intro) = written("intro").filter(|_| is_below("intro")) {
        text.extend(["\n", &intro, "\n"]);
    }
    for section in &declaration.sections {
        let is_above = topic.iter().any(|(key, _)| *key == *section.key) && !is_below(&section.key);
        if is_above {
            continue;
        }
        text.push_str(&heading(section));
        if let Some(written) = written(&section.key) {
            text.extend(["\n", &written, "\n"]);
        }
    }
    text
}

/// The heading of a section with its question.
fn heading(section: &Section) -> String {
    let asked = [section.question.as_deref(), section.help.as_deref()];
    // What ends a comment would end this one.
    let asked: Vec<String> = asked.into_iter().flatten().map(|text| text.replace("--", "–")).collect();
    let comment = if asked.is_empty() { String::new() } else { format!("\n<!-- {} -->\n", asked.join(" ")) };
    format!("\n## {}\n{comment}", section.label)
}

/// Keys and values as they stand between the lines `---`, which no line of them may look like.
fn front_matter(fields: Vec<(String, Yaml)>) -> String {
    let text = document(&Yaml::Mapping(fields));
    text.strip_suffix("...\n").filter(|text| text.ends_with("\n\n")).unwrap_or(&text).to_owned()
}

/// A value as Markdown: a list as its points.
fn markdown(value: &Yaml) -> Option<String> {
    let text = match value {
        Yaml::Text(text) | Yaml::Markdown(text) | Yaml::Quoted(text) | Yaml::Plain(text) => text.clone(),
        Yaml::Sequence(items) | Yaml::Spaced(items) => {
            let point = |item: &Yaml| match item {
                Yaml::Text(text) | Yaml::Markdown(text) | Yaml::Quoted(text) | Yaml::Plain(text) => {
                    Some(format!("* {}", text.trim_end().replace('\n', "\n  ")))
                }
                _ => None,
            };
            items.iter().map(point).collect::<Option<Vec<String>>>()?.join("\n")
        }
        _ => return None,
    };
    let text = text.trim_end_matches('\n');
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether a text below a heading of the form is read as it was written.
fn reads_back(text: &str, labels: &Labels<'_>) -> bool {
    let is_whole = text.trim_end() == text && text.lines().next().is_some_and(|line| !line.trim().is_empty());
    let mut is_open = false;
    let is_kept = lines(text, 0).all(|line| {
        is_open |= line.kind == Kind::Comment;
        let is_text = match &line.kind {
            Kind::Heading { level, name } => *level > 2 && labels.named(&text[name.clone()]).is_none(),
            Kind::Comment => false,
            Kind::Text => true,
        };
        let end = line.range.end;
        let whole = text[line.range].trim_end_matches(['\n', '\r']);
        let is_last = end == text.len();
        is_text && line.kept.trim_end_matches('\n') == whole && (is_last || !text[..end].ends_with("\r\n"))
    });
    // A fence that is left open would take in the headings below.
    is_whole && is_kept && !is_open && !leaves_fence_open(text)
}

fn leaves_fence_open(text: &str) -> bool {
    let probe = format!("{text}\n# probe\n");
    !matches!(lines(&probe, 0).last(), Some(line) if matches!(line.kind, Kind::Heading { .. }))
}

/// A name for the file of a topic, without `.md`: its place in steps of ten behind the last, and its title.
pub fn name(files: &[Source], title: &str) -> String {
    let number = |file: &Source| {
        let digits: String = file.stem().chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().ok()
    };
    let last = files.iter().filter_map(number).max().unwrap_or_default();
    let words = title.chars().flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { '-' });
    let mut slug = String::new();
    for c in words {
        if !(c == '-' && (slug.is_empty() || slug.ends_with('-'))) {
            slug.push(c);
        }
        if slug.len() > 60 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    let number = (last / 10 + 1) * 10;
    if slug.is_empty() { format!("{number:02}-topic") } else { format!("{number:02}-{slug}") }
}

/// Where the texts below the front matter begin; nothing where there is none.
pub fn body_start(text: &str) -> Option<usize> {
    block_end(text).map(|(_, rest)| rest)
}
