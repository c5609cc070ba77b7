//! A generated event, its event file, and its page as the design describes it: written a second time, from the design
//! and not from the program.

use afterword::yaml::write::Yaml;
use proptest::prelude::*;
use std::fmt::Write as _;

use super::hostile::benign;
use super::hostile::line;
use super::hostile::text;

/// The sections of the hackathon template: key, label, label in headings.
pub(super) const SECTIONS: [(&str, &str, &str); 6] = [
    ("problem", "Problem Statement", "Problem Statement"),
    ("motivation", "Motivation/Benefits", "Motivation & Benefits"),
    ("achievements", "Achievements", "Achievements"),
    ("next_steps", "Next Steps", "Next Steps"),
    ("issue", "Issue", "Issue"),
    ("code", "Code/Pull Requests", "Code & Pull Requests"),
];

const STYLES: [&str; 3] = ["block", "inline", "headings"];

#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) style: usize,
    series: String,
    edition: Option<String>,
    location: Link,
    organizers: Vec<Link>,
    links: Vec<(String, Option<String>, String)>,
    pictures: Vec<(String, String)>,
    pub(super) labels: Labels,
    intro: Option<String>,
    footer: Option<String>,
    pub(super) topics: Vec<Topic>,
    /// Whether texts stand in blocks rather than in whatever holds them exactly.
    blocks: bool,
}

type Link = (String, Option<String>);
type Labels = Vec<(&'static str, String)>;

#[derive(Clone, Debug)]
pub(super) struct Topic {
    heading: (Option<String>, String, Option<String>),
    tracking: Option<String>,
    intro: Option<String>,
    sections: [Option<Section>; 6],
    picture: Option<(String, String)>,
    pub(super) labels: Labels,
}

#[derive(Clone, Debug)]
enum Section {
    Text(String),
    List(Vec<String>),
}

/// Something of the page that must be read as what it was declared to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Heading {
        level: usize,
    },
    Topic(usize),
    /// Anything else that is drawn, in a topic or before all of them: nothing before it may swallow it.
    Drawn(Option<usize>),
    /// A picture after the last section of a topic.
    Picture,
    /// The label of a section of a topic.
    Label(usize, usize),
}

/// Events with anything anywhere.
pub(super) fn plans() -> impl Strategy<Value = Plan> {
    let key = prop::sample::select(&["dates", "location", "organizers", "problem", "next_steps", "issue", "code"][..]);
    let label = prop_oneof![
        3 => prop::sample::select(&["**Code**:", "### Outcome", "*It:* ", "- **L:**", "Todo:", "[x]:"][..]).prop_map(str::to_owned),
        2 => line(),
    ];
    let labels = prop_oneof![5 => Just(Labels::new()), 1 => prop::collection::vec((key, label), 1..3)];
    let labels = labels.prop_map(|mut labels| {
        labels.sort();
        labels.dedup_by_key(|(key, _)| *key);
        labels
    });
    plans_of(text().boxed(), line().boxed(), labels.boxed())
}

/// Events with anything in their texts and lines, whose labels are written in ways that a page may write them.
pub(super) fn labelled_plans() -> impl Strategy<Value = Plan> {
    let spelled = prop::sample::select(
        &[
            ("problem", "**Problem**:"),
            ("motivation", "**Benefits:**"),
            ("achievements", "**Outcome:** "),
            ("next_steps", "**Next steps:**"),
            ("code", "**Code**:"),
            ("location", "- **Location:**"),
            ("organizers", "* 👤 **Organizer**:"),
        ][..],
    );
    let labels = prop::collection::vec(spelled.prop_map(|(key, label)| (key, label.to_owned())), 0..4);
    let labels = labels.prop_map(|mut labels| {
        labels.sort();
        labels.dedup_by_key(|(key, _)| *key);
        labels
    });
    let texts = prop_oneof![1 => text(), 2 => benign()];
    let words = prop::sample::select(&["Warm starts", "One log", "The Old Mill", "Kettle `brewd` & co", "a_b"][..]);
    let lines = prop_oneof![4 => words.prop_map(str::to_owned), 1 => line()];
    plans_of(texts.boxed(), lines.boxed(), labels.boxed()).prop_map(|mut plan| {
        // What Markdown takes for the place of a picture.
        let of_topics = plan.topics.iter_mut().filter_map(|topic| topic.picture.as_mut());
        for (file, _) in plan.pictures.iter_mut().chain(of_topics) {
            file.retain(char::is_alphanumeric);
            file.push_str(".png");
        }
        plan
    })
}

/// Events as people write them.
pub(super) fn benign_plans() -> impl Strategy<Value = Plan> {
    let line = prop::sample::select(&["Warm starts", "One `log`: for all", "#1 & co"][..]).prop_map(str::to_owned);
    let labels = prop::sample::select(
        &[("code", "**Code**:"), ("achievements", "### Outcome"), ("location", "- **Where:**")][..],
    );
    let labels = prop::collection::vec(labels.prop_map(|(key, label)| (key, label.to_owned())), 0..2);
    plans_of(benign().boxed(), line.boxed(), labels.boxed())
}

fn plans_of(
    text: BoxedStrategy<String>,
    line: BoxedStrategy<String>,
    labels: BoxedStrategy<Labels>,
) -> impl Strategy<Value = Plan> {
    let one = || line.clone();
    let maybe = || prop_oneof![1 => Just(None), 1 => line.clone().prop_map(Some)];
    let maybe_text = || prop_oneof![2 => Just(None), 1 => text.clone().prop_map(Some)];
    let picture = || (one(), one());
    let link = || (one(), maybe());
    let section = || {
        let list = prop::collection::vec(text.clone(), 0..3).prop_map(Section::List);
        prop_oneof![3 => Just(None), 2 => text.clone().prop_map(Section::Text).prop_map(Some), 1 => list.prop_map(Some)]
    };
    let title = one().prop_map(|title| if title.trim().is_empty() { format!("{title}x") } else { title });
    let topic = (
        (maybe(), title, maybe()),
        maybe(),
        maybe_text(),
        [section(), section(), section(), section(), section(), section()],
        prop::option::weighted(0.2, picture()),
        prop_oneof![3 => Just(Labels::new()), 1 => labels.clone()],
    );
    let topic = topic.prop_map(|(heading, tracking, intro, sections, picture, labels)| Topic {
        heading,
        tracking,
        intro,
        sections,
        picture,
        labels,
    });
    let head = (
        0..STYLES.len(),
        (one(), maybe(), link(), prop::collection::vec(link(), 1..3)),
        prop::collection::vec((one(), maybe(), one()), 0..2),
        prop::collection::vec(picture(), 0..2),
        labels,
        (maybe_text(), maybe_text()),
    );
    (head, prop::collection::vec(topic, 0..3), any::<bool>()).prop_map(|(head, topics, blocks)| {
        let (style, (series, edition, location, organizers), links, pictures, labels, (intro, footer)) = head;
        Plan { style, series, edition, location, organizers, links, pictures, labels, intro, footer, topics, blocks }
    })
}

impl Topic {
    /// Its texts as a page shows them, by key; the pictures behind the last one are the last.
    pub(super) fn shown(&self) -> Vec<(&'static str, String)> {
        let texts = self.sections.iter().zip(SECTIONS).filter_map(|(section, (key, _, _))| {
            let text = match section.as_ref()? {
                Section::Text(text) => without_line_ends(text).to_owned(),
                Section::List(items) => bullets(items),
            };
            Some((key, text))
        });
        let picture = self.picture.iter().map(|picture| ("pictures", drawn_picture(picture)));
        let intro = self.intro.iter().map(|intro| ("intro", without_line_ends(intro).to_owned()));
        intro.filter(|(_, intro)| !intro.is_empty()).chain(texts).chain(picture).collect()
    }
}

impl Plan {
    /// The event file.
    pub(super) fn yaml(&self) -> Yaml {
        let mut fields = vec![
            ("style", word(STYLES[self.style])),
            ("series", word(&self.series)),
            ("start", Yaml::Plain("2026-05-04".to_owned())),
            ("location", link(&self.location)),
            ("organizers", Yaml::Sequence(self.organizers.iter().map(link).collect())),
        ];
        let links = self.links.iter().map(|(label, emoji, target)| {
            let mut fields = vec![("label", word(label)), ("target", word(target))];
            fields.extend(emoji.as_ref().map(|emoji| ("emoji", word(emoji))));
            mapping(fields)
        });
        fields.push(("links", Yaml::Sequence(links.collect())));
        fields.push(("pictures", Yaml::Sequence(self.pictures.iter().map(picture).collect())));
        fields.push(("labels", label_fields(&self.labels)));
        fields.extend(self.edition.as_ref().map(|edition| ("edition", word(edition))));
        fields.extend(self.intro.as_ref().map(|intro| ("intro", self.text(intro))));
        fields.extend(self.footer.as_ref().map(|footer| ("footer", self.text(footer))));
        let topics = self.topics.iter().map(|topic| {
            let (emoji, title, badge) = &topic.heading;
            let mut fields = vec![("title", word(title)), ("labels", label_fields(&topic.labels))];
            fields.extend(emoji.as_ref().map(|emoji| ("emoji", word(emoji))));
            fields.extend(badge.as_ref().map(|badge| ("badge", word(badge))));
            fields.extend(topic.tracking.as_ref().map(|tracking| ("tracking", word(tracking))));
            fields.extend(topic.intro.as_ref().map(|intro| ("intro", self.text(intro))));
            fields.extend(topic.picture.as_ref().map(|one| ("pictures", Yaml::Sequence(vec![picture(one)]))));
            for (section, (key, _, _)) in topic.sections.iter().zip(SECTIONS) {
                fields.extend(section.as_ref().map(|section| match section {
                    Section::Text(text) => (key, self.text(text)),
                    Section::List(items) => (key, Yaml::Sequence(items.iter().map(|item| self.text(item)).collect())),
                }));
            }
            mapping(fields)
        });
        fields.push(("topics", Yaml::Sequence(topics.collect())));
        mapping(fields)
    }

    fn text(&self, text: &str) -> Yaml {
        if self.blocks { Yaml::Markdown(text.to_owned()) } else { Yaml::Text(text.to_owned()) }
    }

    /// The page after its front matter and without its footer, and what of it must be recognised, in order.
    pub(super) fn page(&self) -> (String, Vec<(usize, Mark)>) {
        let mut page = String::from("\n");
        let mut marks = vec![(page.len(), Mark::Heading { level: 1 })];
        write!(page, "# {} ", self.series).unwrap();
        page += &self.edition.as_ref().map_or_else(String::new, |edition| format!("{edition} "));
        page += "05/2026 Wrap Up\n\n";
        let organizers: Vec<String> = self.organizers.iter().map(drawn_link).collect();
        let mut lines = vec![
            format!("{} 04.05.2026", self.header("dates", "- 🗓️ **Date:**")),
            format!("{} {}", self.header("location", "- 📍 **Location:**"), drawn_link(&self.location)),
            format!("{} {}", self.header("organizers", "- 👤 **Organizer:**"), organizers.join(", ")),
        ];
        lines.extend(self.links.iter().map(|(label, emoji, target)| {
            let emoji = emoji.as_ref().map_or_else(String::new, |emoji| format!("{emoji} "));
            format!("- {emoji}**{label}:** {target}")
        }));
        for line in lines {
            marks.push((page.len(), Mark::Drawn(None)));
            writeln!(page, "{line}").unwrap();
        }
        let pictures = self.pictures.iter().map(drawn_picture);
        for drawn in pictures.chain(self.intro.as_deref().and_then(paragraph)) {
            marks.push((page.len() + 1, Mark::Drawn(None)));
            page.push_str(&drawn);
        }
        for (index, topic) in self.topics.iter().enumerate() {
            page += "\n";
            marks.push((page.len(), Mark::Topic(index)));
            let (emoji, title, badge) = &topic.heading;
            let parts = [emoji.as_deref(), Some(title), badge.as_deref()];
            writeln!(page, "## {}", parts.into_iter().flatten().collect::<Vec<_>>().join(" ")).unwrap();
            let tracking = topic.tracking.as_ref().map(|one| format!("\n> **Tracking:** {one}\n"));
            for drawn in tracking.into_iter().chain(topic.intro.as_deref().and_then(paragraph)) {
                marks.push((page.len() + 1, Mark::Drawn(Some(index))));
                page.push_str(&drawn);
            }
            for (at, section) in topic.sections.iter().enumerate() {
                let Some(section) = section else { continue };
                page += "\n";
                marks.push((page.len(), Mark::Label(index, at)));
                page += &self.section(topic, at, section);
                page += "\n";
            }
            if let Some(picture) = &topic.picture {
                marks.push((page.len() + 1, Mark::Picture));
                page += &drawn_picture(picture);
            }
        }
        (page, marks)
    }

    /// What its source says of it that its page does not tell from other texts: series and footer.
    pub(super) fn known(&self) -> (&str, Option<&str>) {
        (&self.series, self.footer.as_deref())
    }

    /// What stands after it.
    pub(super) fn footer(&self) -> String {
        self.footer.as_deref().and_then(paragraph).unwrap_or_default()
    }

    fn section(&self, topic: &Topic, at: usize, section: &Section) -> String {
        let (key, label, heading) = SECTIONS[at];
        let own = topic.labels.iter().chain(&self.labels).find(|(name, _)| *name == key);
        let label = match (own, self.style) {
            (Some((_, label)), _) => label.clone(),
            (None, 2) => format!("### {heading}"),
            (None, _) => format!("**{label}:**"),
        };
        let (text, is_list) = match section {
            Section::Text(text) => (without_line_ends(text).to_owned(), begins_list(text)),
            Section::List(items) => (bullets(items), true),
        };
        match (text.as_str(), section) {
            (_, Section::List(items)) if items.is_empty() => return label,
            ("", Section::Text(_)) => return label,
            _ => {}
        }
        let join = match self.style {
            0 => "\n",
            1 if !is_list => " ",
            1 => "\n",
            _ => "\n\n",
        };
        format!("{label}{join}{text}")
    }

    fn header(&self, key: &str, label: &str) -> String {
        self.labels.iter().find(|(name, _)| *name == key).map_or_else(|| label.to_owned(), |(_, label)| label.clone())
    }
}

fn bullets(items: &[String]) -> String {
    let bullet = |item: &String| {
        let text = without_line_ends(item).replace('\n', "\n  ").replace("\n  \n", "\n\n");
        // Two empty lines in a row share a line end, so that once is not enough.
        let text = text.replace("\n  \n", "\n\n");
        if text.starts_with('\n') || text.is_empty() { format!("*{text}") } else { format!("* {text}") }
    };
    items.iter().map(bullet).collect::<Vec<_>>().join("\n")
}

fn begins_list(text: &str) -> bool {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut marker = text[digits..].chars();
    let is_marker = marker.next().is_some_and(|c| if digits == 0 { "*-+".contains(c) } else { ".)".contains(c) });
    is_marker && marker.next().is_some_and(|c| c == ' ' || c == '\t')
}

fn paragraph(text: &str) -> Option<String> {
    let text = without_line_ends(text);
    (!text.is_empty()).then(|| format!("\n{text}\n"))
}

fn drawn_picture((file, alt): &(String, String)) -> String {
    format!("\n![{alt}]({file})\n")
}

fn without_line_ends(text: &str) -> &str {
    text.trim_end_matches(['\n', '\r'])
}

fn drawn_link((name, url): &Link) -> String {
    url.as_ref().map_or_else(|| name.clone(), |url| format!("[{name}]({url})"))
}

fn link((name, url): &Link) -> Yaml {
    let mut fields = vec![("name", word(name))];
    fields.extend(url.as_ref().map(|url| ("url", word(url))));
    mapping(fields)
}

fn picture((file, alt): &(String, String)) -> Yaml {
    mapping(vec![("file", word(file)), ("alt", word(alt))])
}

fn label_fields(labels: &Labels) -> Yaml {
    mapping(labels.iter().map(|(key, label)| (*key, word(label))).collect())
}

fn mapping(fields: Vec<(&'static str, Yaml)>) -> Yaml {
    Yaml::Mapping(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn word(text: &str) -> Yaml {
    Yaml::Text(text.to_owned())
}
