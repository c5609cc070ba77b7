//! Labels as pages write them: which section a line begins, whatever its style, its case and the place of its colon.

use std::collections::HashMap;

use super::Section;
use super::Style;

/// Every label that begins a section on pages of a template.
#[derive(Clone, Debug)]
pub struct Labels<'t> {
    sections: &'t [Section],
    styles: &'t [Style],
    /// The names in lower case, each with the place of its section.
    names: HashMap<String, usize>,
    /// Labels of styles that write neither bold nor headings, as they are drawn.
    plain: Vec<(String, usize)>,
}

/// A label at the beginning of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label<'l> {
    /// The place of its section in the template.
    pub section: usize,
    /// The label as it stands there, markup and colon included, without blanks behind it.
    pub written: &'l str,
    /// Whether it is a heading, which has a line of its own.
    pub is_heading: bool,
}

impl<'t> Labels<'t> {
    /// The labels of those sections in those styles.
    pub fn new(sections: &'t [Section], styles: &'t [Style]) -> Self {
        let mut names = HashMap::new();
        for (at, section) in sections.iter().enumerate() {
            for name in section.names() {
                names.entry(folded(name)).or_insert(at);
            }
        }
        let is_plain = |style: &&Style| !style.has_headings() && !style.label.prefix().starts_with("**");
        let plain = styles.iter().filter(is_plain).flat_map(|style| {
            let drawn = move |name: &str| style.label.fill(None, |key| (key == "label").then_some(name));
            sections
                .iter()
                .enumerate()
                .flat_map(move |(at, section)| section.names().map(move |name| (drawn(name), at)))
        });
        Self { sections, styles, names, plain: plain.collect() }
    }

    /// The sections they begin.
    pub fn sections(&self) -> &'t [Section] {
        self.sections
    }

    /// The place of the section that has that name, whatever its case; a colon behind it does not matter.
    pub fn named(&self, name: &str) -> Option<usize> {
        let name = without_colon(name);
        self.names.get(folded(name.get(..name.len().min(200))?).as_str()).copied()
    }

    /// The label that a line begins with; the line is without its end.
    ///
    /// `is_heading` says whether Markdown takes the line for a heading.
    pub fn find<'l>(&self, line: &'l str, is_heading: bool) -> Option<Label<'l>> {
        let (written, name) = if is_heading {
            let style = |style: &&Style| style.has_headings();
            self.styles.iter().filter(style).find_map(|style| heading_label(line, style))?
        } else {
            match line.strip_prefix("**") {
                Some(_) => bold_label(line)?,
                None => return self.plain_label(line),
            }
        };
        // No label is as long as that, and folding is not free.
        let section = *self.names.get(folded(name.get(..name.len().min(200))?).as_str())?;
        Some(Label { section, written, is_heading })
    }

    fn plain_label<'l>(&self, line: &'l str) -> Option<Label<'l>> {
        let (label, section) = self.plain.iter().find(|(label, _)| line.starts_with(label.as_str()))?;
        Some(Label { section: *section, written: &line[..label.len()], is_heading: false })
    }
}

/// Two labels are the same whatever their case.
fn folded(name: &str) -> String {
    if name.is_ascii() { name.to_ascii_lowercase() } else { name.chars().flat_map(char::to_lowercase).collect() }
}

/// The label that a line begins with, as the style has it, and the name in it without markup and colon.
pub fn label_of<'l>(line: &'l str, style: &Style) -> Option<(&'l str, &'l str)> {
    if style.has_headings() { heading_label(line, style) } else { bold_label(line) }
}

fn heading_label<'l>(line: &'l str, style: &Style) -> Option<(&'l str, &'l str)> {
    let text = line.strip_prefix(style.label.prefix().trim_end())?;
    let text = text.strip_prefix([' ', '\t'])?.trim().trim_end_matches('#').trim_end();
    Some((line.trim_end(), without_colon(text)))
}

/// A bold text is a label where a colon ends it or follows it, or where nothing follows it.
fn bold_label(line: &str) -> Option<(&str, &str)> {
    let (bold, after) = line.strip_prefix("**")?.split_once("**")?;
    let colon = usize::from(after.starts_with(':'));
    let is_label = colon == 1 || bold.trim_end().ends_with(':') || after.trim().is_empty();
    is_label.then(|| (&line[..line.len() - after.len() + colon], without_colon(bold.trim())))
}

fn without_colon(text: &str) -> &str {
    let text = text.trim();
    text.strip_suffix(':').unwrap_or(text).trim_end()
}

/// Whether two labels are the same but for case.
pub fn is_same(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str, is_heading: bool) -> Option<(String, String)> {
        let template = crate::template::builtin::find("hackathon").unwrap().load();
        let declaration = &template.declaration;
        let labels = Labels::new(&declaration.sections, &declaration.styles);
        let label = labels.find(line, is_heading)?;
        Some((declaration.sections[label.section].key.to_string(), label.written.to_owned()))
    }

    #[test]
    fn a_label_is_known_by_its_name_in_bold_or_as_a_heading() {
        let is = |line, is_heading, key: &str, written: &str| {
            assert_eq!(found(line, is_heading), Some((key.to_owned(), written.to_owned())), "{line}");
        };
        is("**Problem Statement:** Cold.", false, "problem", "**Problem Statement:**");
        is("**Problem statement**: Cold.", false, "problem", "**Problem statement**:");
        is("**Outcome**", false, "achievements", "**Outcome**");
        is("**Code :** x", false, "code", "**Code :**");
        is("### Motivation & Benefits", true, "motivation", "### Motivation & Benefits");
        is("### Next steps  ", true, "next_steps", "### Next steps");
        is("### Issue: ###", true, "issue", "### Issue: ###");
    }

    #[test]
    fn a_style_of_another_kind_is_known_by_its_label_as_drawn() {
        let template = crate::template::builtin::find("hackathon").unwrap().load();
        let label = super::super::Pattern::parse("*{label}* –").unwrap();
        let styles = [Style { label, ..Style::default() }];
        let labels = Labels::new(&template.declaration.sections, &styles);
        let found = |line| labels.find(line, false).map(|label| (label.section, label.written));
        assert_eq!(found("*Next Steps* – Tea."), Some((3, "*Next Steps* –")));
        assert_eq!(found("*Next Steps* Tea."), None);
        assert_eq!(found("**Next Steps:** Tea."), Some((3, "**Next Steps:**")));
    }

    #[test]
    fn bold_text_and_other_headings_are_no_labels() {
        for (line, is_heading) in [
            ("**Outcome** was good", false),
            ("**Outcome", false),
            ("Outcome:", false),
            ("### Contributors", true),
            ("#### Outcome", true),
            ("###Outcome", true),
        ] {
            assert_eq!(found(line, is_heading), None, "{line}");
        }
    }
}
