//! A whole topic as one Markdown form: a heading for each section, its text below.

use crate::template::Section;

/// The form: every section under its label, with what is there already.
pub(super) fn draw(sections: &[Section], text: impl Fn(&str) -> Option<String>) -> String {
    let parts = sections.iter().map(|section| {
        let text = text(&section.key).unwrap_or_default();
        format!("### {}\n\n{}\n", section.label, text.trim_end_matches(['\n', '\r']))
    });
    parts.collect::<Vec<_>>().join("\n")
}

/// The sections of a form that was filled in, in its order; nothing where a section was left empty.
///
/// A heading that is no section's label is text of the section it stands in. What stands above the first heading is
/// the first section's.
pub(super) fn read(form: &str, sections: &[Section]) -> Vec<(usize, Option<String>)> {
    let mut texts: Vec<(usize, String)> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in form.split_inclusive('\n') {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) => fence = Some(mark),
            _ => {}
        }
        let label = line.strip_prefix("### ").filter(|_| fence.is_none()).map(str::trim);
        let section = label.and_then(|label| {
            sections.iter().position(|section| section.names().any(|name| name.eq_ignore_ascii_case(label)))
        });
        // A label that comes twice would take the first one's text away.
        match section.filter(|section| !texts.iter().any(|(known, _)| known == section)) {
            Some(section) => texts.push((section, String::new())),
            None => match texts.last_mut() {
                Some((_, text)) => text.push_str(line),
                None => texts.push((0, line.to_owned())),
            },
        }
    }
    let filled = |text: String| {
        let text = text.trim_matches(['\n', '\r']);
        (!text.trim().is_empty()).then(|| format!("{text}\n"))
    };
    texts.into_iter().map(|(section, text)| (section, filled(text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections() -> Vec<Section> {
        crate::template::builtin::find("retrospective").unwrap().load().declaration.sections
    }

    #[test]
    fn what_was_drawn_reads_back() {
        let form = draw(&sections(), |key| (key == "why").then(|| "It *hurts*.\n\n```\n### Result\n```\n".to_owned()));
        assert_eq!(form, "### Why\n\nIt *hurts*.\n\n```\n### Result\n```\n\n### Result\n\n\n");
        let read = read(&form, &sections());
        assert_eq!(read, [(0, Some("It *hurts*.\n\n```\n### Result\n```\n".to_owned())), (1, None)]);
    }

    #[test]
    fn unknown_headings_and_repeated_labels_are_text() {
        let read = read("above\n### why\n### Other\nx\n### Result\ny\n### Why\nz\n", &sections());
        assert_eq!(read[0], (0, Some("above\n### why\n### Other\nx\n".to_owned())));
        assert_eq!(read[1], (1, Some("y\n### Why\nz\n".to_owned())));
    }
}
