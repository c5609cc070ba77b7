//! The beginning of a page: front matter, heading, header lines, pictures, and what is said before the topics.

use chrono::Datelike as _;
use chrono::NaiveDate;

use crate::document::front_matter::keys_of_block;
use crate::event::DateRange;
use crate::event::Event;
use crate::event::FieldValue;
use crate::event::FrontMatter;
use crate::event::HeaderLink;
use crate::event::Key;
use crate::event::core;
use crate::markdown::Block;
use crate::markdown::BlockKind;
use crate::render::Computed;
use crate::render::front_matter::block as drawn_block;
use crate::source::Span;
use crate::template::Declaration;
use crate::template::Template;
use crate::yaml::write::Yaml;

use super::Hints;
use super::Outline;
use super::date;
use super::date::Dated;
use super::lines;
use super::parts::Parts;
use super::text::is_line;
use super::text::line_end;
use super::text::line_start;
use super::values;

/// Reads all before the first topic into an event, as far as there are fields for it; nothing where no day is said.
pub(super) fn read(
    text: &str,
    parts: &Parts,
    template: &Template,
    hints: &Hints<'_>,
    outline: &mut Outline,
) -> Option<(Event, Dated)> {
    let head = Head { text, parts, declaration: &template.declaration };
    let mut event = Event { template: Some(template.declaration.name.clone()), ..Event::default() };
    let blocks = parts.blocks_in(&parts.head);
    let heading = blocks.first().filter(|block| block.kind == BlockKind::Heading(1));
    let mut rest = blocks.get(usize::from(heading.is_some())..).unwrap_or_default();
    let mut at = heading.map_or(parts.markdown, |block| (line_end(text, block.range.start) + 1).min(parts.head.end));

    let mut dated = None;
    // Where a template's lines are no list items, they are a paragraph.
    if let Some(list) = rest.first().filter(|block| matches!(block.kind, BlockKind::Other | BlockKind::Paragraph))
        && let Some(found) = head.header(list, &mut event, outline)
    {
        dated = found.dated;
        at = found.end;
        rest = rest.get(rest.partition_point(|block| block.range.start < at)..).unwrap_or_default();
    }
    while let Some(block) = rest.first().filter(|block| block.kind == BlockKind::Paragraph)
        && event.pictures.len() < MOST
        && template.declaration.event_field("pictures").is_some()
        && block.range.start == at + 1
        && is_alone(text, block, parts.head.end)
        && let Some(picture) = values::picture(of_block(text, block))
    {
        event.pictures.push(picture);
        outline.fields.push((Key::from("pictures"), span(block)));
        at = (line_end(text, block.range.start) + 1).min(parts.head.end);
        rest = rest.get(1..).unwrap_or_default();
    }
    head.declared_blocks(at, rest, &mut event, outline);

    let keys = head.front_matter_keys();
    let front = |key: &str| match &keys {
        Some(keys) => keys.iter().find(|(name, _)| name == key).and_then(|(_, value)| scalar(value)),
        None => head.spelled(key),
    };
    let day_of_list = dated;
    let is_in = |month: NaiveDate, day: NaiveDate| (month.year(), month.month()) == (day.year(), day.month());
    let said = || {
        let in_front = || front("date").and_then(|date| date::day_in(&date)).map(|day| (day, Dated::Day));
        let in_weight = || front("weight").and_then(|weight| weight.parse().ok()).and_then(date::of_weight);
        let in_title = || date::first(&front("title")?, |_| true);
        let in_name = || date::first(hints.name?, |_| true);
        let known = in_front().or_else(in_weight).or_else(in_title).or_else(in_name);
        if let Some((_, Dated::Day)) = known {
            return known;
        }
        // A day of another month is that of something else.
        let is_near = |day: NaiveDate| known.is_none_or(|(month, _)| is_in(month, day));
        let in_text = date::first(&text[parts.markdown..parts.head.end], is_near);
        in_text.filter(|(_, dated)| *dated == Dated::Day).or(known).or(in_text)
    };
    let given = || hints.start.map(|day| (day, Dated::Day));
    let dated = match day_of_list {
        Some(dates) => {
            event.dates = dates;
            Dated::Day
        }
        None => {
            // The month that is said has that day in it.
            let (start, dated) = match (said(), given()) {
                (Some((month, Dated::Month)), Some((day, given))) if is_in(month, day) => (day, given),
                (said, given) => said.or(given)?,
            };
            event.dates = DateRange { start, end: start };
            dated
        }
    };
    if let Some(heading) = heading {
        head.heading(heading, &mut event, hints, outline);
    }
    head.front_matter(keys.as_deref(), template, &mut event, outline);
    if event.title.is_none() {
        let is_computed =
            |title: &String| Computed::of(&event, template).is_ok_and(|computed| computed.title == *title);
        let title = match front("title") {
            // It was looked at with the other keys.
            Some(_) if keys.is_some() => None,
            Some(title) => Some(title).filter(|title| !is_computed(title)),
            // Series and month stand in it, of which the title is computed.
            None if event.series.is_some() => None,
            None => heading.map(|block| words(text, block)),
        };
        event.title = title.filter(|title| is_line(title));
    }
    Some((event, dated))
}

/// The most pictures under the header, and keys of front matter, that become fields.
const MOST: usize = 1000;

/// The longest front matter whose keys become fields, in bytes.
const LONGEST_BLOCK: usize = 256 * 1024;

struct Head<'p> {
    text: &'p str,
    parts: &'p Parts,
    declaration: &'p Declaration,
}

/// What a list of header lines told.
struct Header {
    dated: Option<DateRange>,
    /// The byte behind its last line end.
    end: usize,
}

impl Head<'_> {
    /// The lines under the heading; nothing where the list is of something else.
    fn header(&self, block: &Block, event: &mut Event, outline: &mut Outline) -> Option<Header> {
        // Up to the first blank line: lines may begin with different marks, as different lists do.
        let list = &self.text[block.range.start..self.parts.head.end];
        let list = list.split("\n\n").next().unwrap_or(list).trim_end_matches('\n');
        let start = line_start(self.text, block.range.start);
        let facts = lines::read(list, block.range.start, &self.declaration.header);
        let can_link = self.declaration.event_field("links").is_some();
        // A paragraph is one of text, unless it tells what is declared.
        let can_be_links = can_link && block.kind == BlockKind::Other;
        if start != block.range.start || (facts.facts.is_empty() && (facts.further.is_empty() || !can_be_links)) {
            return None;
        }
        let mut dated = None;
        for fact in facts.facts {
            let field = self.declaration.event_field(&fact.key);
            let value = fact.value;
            let key = match fact.key.as_ref() {
                "dates" => {
                    let exact = values::dates(value, &self.declaration.dates);
                    dated = exact.or_else(|| date::day_in(value).map(|day| DateRange { start: day, end: day }));
                    Key::from("start")
                }
                _ => fact.key.clone(),
            };
            match fact.key.as_ref() {
                "dates" => {}
                "series" => event.series = Some(value.to_owned()).filter(|value| is_line(value)),
                "edition" => event.edition = Some(value.to_owned()).filter(|value| is_line(value)),
                "location" => event.location = values::link(value, field),
                "organizers" => event.organizers = values::links(value, field).unwrap_or_default(),
                _ => {
                    let value = field.and_then(|field| values::declared(value, field, self.declaration));
                    event.fields.extend(value.map(|value| (fact.key.clone(), value)));
                }
            }
            event.labels.extend(fact.label.map(|label| (fact.key, label.to_owned())));
            outline.fields.push((key, fact.span));
        }
        for further in facts.further.iter().filter(|_| can_link) {
            let (label, target) = (further.label.to_owned(), further.target.to_owned());
            if is_line(&label) && is_line(&target) {
                event.links.push(HeaderLink { label, emoji: further.emoji.map(str::to_owned), target });
                outline.fields.push((Key::from("links"), further.span));
            }
        }
        let end = block.range.start + list.len();
        Some(Header { dated, end: (line_end(self.text, end) + 1).min(self.parts.head.end) })
    }

    /// The event's own Markdown: what stands under headings that the template declares, and the text before them.
    fn declared_blocks(&self, at: usize, blocks: &[Block], event: &mut Event, outline: &mut Outline) {
        let fields = &self.declaration.event;
        let heading = |block: &Block| {
            let line = &self.text[block.range.start..line_end(self.text, block.range.start)];
            let is_heading = matches!(block.kind, BlockKind::Heading(_));
            fields.iter().find(|field| is_heading && field.heading.as_deref() == Some(line))
        };
        let headed: Vec<_> = blocks.iter().filter_map(|block| Some((block.range.start, heading(block)?))).collect();
        let begin = headed.first().map_or(self.parts.head.end, |(start, _)| *start);
        let intro = self.text[at.min(begin)..begin].strip_prefix('\n').unwrap_or(&self.text[at.min(begin)..begin]);
        let intro = intro.trim_end_matches(['\n', '\r']);
        if !intro.is_empty() && self.declaration.event_field("intro").is_some() {
            event.intro = Some(intro.to_owned());
            outline.fields.push((Key::from("intro"), Span::new(at, begin)));
        }
        for (index, (start, field)) in headed.iter().enumerate() {
            let end = headed.get(index + 1).map_or(self.parts.head.end, |(next, _)| *next);
            let after = &self.text[line_end(self.text, *start)..end];
            let value = after.strip_prefix("\n\n").unwrap_or(after).trim_end_matches(['\n', '\r']);
            event.fields.push((field.key.clone(), FieldValue::Text(value.to_owned())));
            outline.fields.push((field.key.clone(), Span::new(*start, end)));
        }
        event.fields.sort_by_key(|(key, _)| fields.iter().position(|field| field.key == *key));
    }

    /// Series and edition from the page's heading, whose day is known by now.
    fn heading(&self, block: &Block, event: &mut Event, hints: &Hints<'_>, outline: &mut Outline) {
        let line = of_block(self.text, block);
        let Some(title) = line.strip_prefix("# ").filter(|title| title.len() < 1000 && is_line(title)) else { return };
        outline.fields.push((Key::from("series"), span(block)));
        let has_edition = self.declaration.event_field("edition").is_some();
        let pattern = &self.declaration.headings.event;
        let mut forms = pattern.forms(Some(event.dates.start), |key| key == "series");
        // The day was changed, the heading was not: it tells the series all the same.
        let other = date::month_in(title).filter(|month| *month != event.dates.start.with_day(1).unwrap_or(*month));
        forms.extend(other.into_iter().flat_map(|month| pattern.forms(Some(month), |key| key == "series")));
        let read = |accepts: &dyn Fn(&str, &str) -> bool| {
            forms.iter().find_map(|form| form.read(title, &|key, value| accepts(key, value)))
        };
        let whole = read(&|key, value| is_line(value) && key != "edition");
        let known = || {
            let is_known = |key: &str, value: &str| match key {
                "series" => hints.series.iter().any(|series| series == value),
                _ => is_line(value),
            };
            read(&is_known)
        };
        let named = || read(&|key, value| is_line(value) && (key != "edition" || is_edition(value)));
        let split = if has_edition { known().or_else(named) } else { None };
        for (key, value) in split.or(whole).into_iter().flatten() {
            match key {
                "series" => event.series = Some(value.to_owned()),
                "edition" => event.edition = Some(value.to_owned()),
                key => self.named_in_heading(key, value, event),
            }
        }
    }

    fn named_in_heading(&self, key: &str, value: &str, event: &mut Event) {
        let field = self.declaration.event_field(key).filter(|_| core::find(core::EVENT, key).is_none());
        let is_said = event.fields.iter().any(|(name, _)| name.as_ref() == key);
        let value = field.filter(|_| !is_said).and_then(|field| values::declared(value, field, self.declaration));
        event.fields.extend(value.map(|value| (Key::from(key), value)));
    }

    /// What stands behind a key where the front matter is no YAML that can be read, or is TOML.
    fn spelled(&self, key: &str) -> Option<String> {
        let (block, mark) = match self.parts.front_matter.clone() {
            Some(range) => (self.text.get(range)?, ':'),
            None => (self.text.strip_prefix("+++\n")?.split_once("\n+++\n")?.0, '='),
        };
        // Below a `[table]` stand keys of something else.
        block.lines().take(MOST).take_while(|line| !line.starts_with('[')).find_map(|line| {
            let (name, value) = line.split_once(mark).filter(|(name, _)| name.trim_end() == key)?;
            let value = value.trim().trim_matches(['"', '\'']);
            (!name.is_empty() && !value.is_empty()).then(|| value.to_owned())
        })
    }

    fn front_matter_keys(&self) -> Option<Vec<(String, Yaml)>> {
        keys_of_block(self.text.get(self.parts.front_matter.clone()?)?)
    }

    /// Title and weight where they are not what is computed, and the front matter in the form that is drawn the same.
    fn front_matter(
        &self,
        keys: Option<&[(String, Yaml)]>,
        template: &Template,
        event: &mut Event,
        outline: &mut Outline,
    ) {
        let Some(range) = self.parts.front_matter.clone() else { return };
        let block = &self.text[range.clone()];
        let block = block.strip_suffix('\n').unwrap_or(block);
        outline.fields.push((Key::from("front_matter"), Span::new(range.start, range.end)));
        let Some(keys) = keys else { return };
        let Ok(computed) = Computed::of(event, template) else { return };
        let value = |key: &str| keys.iter().find(|(name, _)| name == key).and_then(|(_, value)| scalar(value));
        if let Some(title) = value("title").filter(|title| is_line(title) && *title != computed.title) {
            event.title = Some(title);
        }
        if let Some(weight) =
            value("weight").and_then(|weight| weight.parse().ok()).filter(|weight| *weight != computed.weight)
        {
            event.weight = Some(weight);
        }
        let title = event.title.as_deref().unwrap_or(&computed.title);
        let weight = event.weight.unwrap_or(computed.weight);
        let own: Vec<(String, Yaml)> =
            keys.iter().filter(|(key, _)| !matches!(key.as_str(), "title" | "weight")).cloned().collect();
        let own = if own.is_empty() { FrontMatter::Computed } else { FrontMatter::Map(own) };
        let forms = [own, FrontMatter::Map(keys.to_vec()), FrontMatter::Verbatim(block.to_owned())];
        let is_long = |form: &FrontMatter| matches!(form, FrontMatter::Map(keys) if keys.len() > MOST || block.len() > LONGEST_BLOCK);
        event.front_matter = forms
            .into_iter()
            .filter(|form| !is_long(form))
            .find(|form| drawn_block(form, title, weight) == block)
            .unwrap_or_else(|| FrontMatter::Verbatim(block.to_owned()));
    }
}

/// Whether nothing stands on the line below a block.
fn is_alone(text: &str, block: &Block, end: usize) -> bool {
    let line_end = line_end(text, block.range.start);
    let below = (line_end + 1).min(end);
    // A carriage return at its end would not be drawn again.
    !text[block.range.start..line_end].contains('\r') && (below == end || text[below..].starts_with('\n'))
}

/// What tells an edition from its series where neither is known.
fn is_edition(value: &str) -> bool {
    let words: Vec<&str> = value.split(' ').collect();
    matches!(words.as_slice(), [_, last] if last.eq_ignore_ascii_case("edition")) || value.starts_with('#')
}

/// The words of a heading, without its marks.
fn words(text: &str, block: &Block) -> String {
    let line = of_block(text, block).lines().next().unwrap_or_default();
    line.trim_start_matches('#').trim().to_owned()
}

fn scalar(value: &Yaml) -> Option<String> {
    match value {
        Yaml::Plain(text) | Yaml::Text(text) | Yaml::Quoted(text) => Some(text.clone()),
        Yaml::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

fn of_block<'t>(text: &'t str, block: &Block) -> &'t str {
    text.get(block.range.clone()).unwrap_or_default().trim_end_matches(['\n', '\r'])
}

fn span(block: &Block) -> Span {
    Span::new(block.range.start, block.range.end)
}
