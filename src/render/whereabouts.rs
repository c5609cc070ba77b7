//! Where a document goes: how links lead from there to the page, and in which manner tables and anchors are written
//! there.

use crate::event::Event;
use crate::markdown::anchor::Anchors;
use crate::markdown::anchor::Site;
use crate::markdown::anchor::anchor;
use crate::markdown::percent::anchor_written;
use crate::markdown::percent::is_unseen;
use crate::markdown::survey::survey;
use crate::markdown::table::alignment::Alignment;
use crate::markdown::width::Measure;
use crate::template::Style;
use crate::template::Template;

use super::context::heading;
use super::context::label_of;
use super::drawn;

/// Where a document goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// The page as links from there name it: `../hackathons/2025-06.md`; empty on the page itself.
    pub page_link: String,
    /// How the tables there are aligned.
    pub alignment: Alignment,
    /// Whether links there leave out of anchors what nobody sees of an emoji, which the anchors of sites have.
    pub has_plain_anchors: bool,
}

impl Default for Whereabouts {
    fn default() -> Self {
        Self { page_link: String::new(), alignment: Some(Measure::Columns), has_plain_anchors: false }
    }
}

impl Whereabouts {
    /// An anchor as it is written there; `all` are those of the page.
    pub(super) fn written(&self, anchor: &str, all: &[Option<String>]) -> String {
        let plain = without_unseen(anchor);
        let is_another = all.iter().flatten().any(|other| *other == plain && other != anchor);
        if self.has_plain_anchors && !is_another { plain } else { anchor_written(anchor, false) }
    }
}

/// An anchor without what nobody sees in it.
pub fn without_unseen(anchor: &str) -> String {
    anchor.chars().filter(|c| !is_unseen(*c)).collect()
}

/// The anchors of the topics of an event on its page, numbered where headings are the same; none of those that are not
/// on the page. With the style goes whether the labels are those of its file.
pub(super) fn anchors(
    event: &Event,
    template: &Template,
    style: (&Style, bool),
    page_heading: &str,
    site: Site,
) -> Vec<Option<String>> {
    let completing = template.declaration.completing_section();
    let mut anchors = Anchors::new(site);
    let pass = |anchors: &mut Anchors, text: Option<&str>| {
        let Some(text) = text.filter(|text| text.contains(['#', '=', '-', '<'])) else { return };
        survey(text, 0).headings.iter().for_each(|heading| drop(anchors.next(&heading.text)));
    };
    match &event.head {
        Some(head) => pass(&mut anchors, Some(head)),
        None => drop(anchors.next(page_heading)),
    }
    pass(&mut anchors, event.intro.as_deref());
    for field in &template.declaration.event {
        let is_told = event.fields.iter().any(|(key, _)| *key == field.key);
        pass(&mut anchors, field.heading.as_deref().filter(|_| is_told));
    }
    let own = event.topics.iter().map(|topic| {
        if !topic.state(completing).is_drawn() {
            return None;
        }
        if let Some(body) = &topic.body {
            let headings = survey(body, 0).headings;
            let mut all = headings.iter().map(|heading| anchors.next(&heading.text));
            let first = all.next();
            all.for_each(drop);
            return Some(first.unwrap_or_else(|| anchor(site, title(&heading(topic, template)))));
        }
        let own = anchors.next(title(&heading(topic, template)));
        pass(&mut anchors, topic.intro.as_deref());
        for (key, text) in &topic.sections {
            let section = drawn::section(&label_of(event, topic, key, template, style), text, style.0);
            pass(&mut anchors, Some(&section));
        }
        Some(own)
    });
    own.collect()
}

/// A heading line without its marks.
fn title(heading: &str) -> &str {
    heading.trim_start_matches('#').trim()
}
