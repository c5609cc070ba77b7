//! Rules about an event as a whole: its days, and all that has to agree with them.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::Datelike as _;
use chrono::Days as ChronoDays;
use chrono::NaiveDate;

use crate::diagnostic::Severity;
use crate::event::DateRange;
use crate::event::Event;
use crate::event::dates::likely_date;
use crate::grammar::ticked;
use crate::import::month_in;
use crate::index::days::Days;
use crate::markdown::Block;
use crate::markdown::BlockKind;
use crate::render::Computed;
use crate::template::Locale;

use super::super::Folder;
use super::super::Role;
use super::super::Subject;
use super::super::found::Finding;
use super::super::found::Found;
use super::super::found::FoundInFolder;
use super::super::page::Page;
use super::super::rule::Check;
use super::super::rule::Rule;

use self::header::days;
use self::header::each_day;
use self::header::field_of;
use self::header::header_lines;
use self::header::is_draft;
use self::months::named;
use self::months::named_days;
use self::months::written;

mod front_matter;
pub(super) mod header;
mod months;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "dates-reversed",
        severity: Severity::Error,
        summary: "an event ends before it starts",
        explanation: "The last day of an event is not before its first. Mostly two digits were swapped, or one of the \
                      days was copied from another year.",
        bad: "- 🗓️ **Date:** 06.06.2025 – 02.06.2025\n",
        good: "- 🗓️ **Date:** 02.06.2025 – 06.06.2025\n",
        has_fix: false,
        check: Check::Page(dates_reversed),
    },
    Rule {
        code: "dates-implausible",
        severity: Severity::Warning,
        summary: "an event takes longer than a month",
        explanation: "A gathering that takes more than 31 days, or that starts more than ten years after the day of \
                      the check, has a mistyped month or year.",
        bad: "- 🗓️ **Date:** 02.06.2025 – 06.07.2026\n",
        good: "- 🗓️ **Date:** 02.06.2025 – 06.06.2025\n",
        has_fix: false,
        check: Check::Page(dates_implausible),
    },
    Rule {
        code: "broken-front-matter",
        severity: Severity::Error,
        summary: "the front matter is not closed, or is no YAML",
        explanation: "A site cannot read the page, or shows its keys as text.",
        bad: "title: Tea: the day after\n",
        good: "title: \"Tea: the day after\"\n",
        has_fix: false,
        check: Check::Page(front_matter::broken_front_matter),
    },
    Rule {
        code: "wrong-weight",
        severity: Severity::Error,
        summary: "the weight is not that of the first day",
        explanation: "A page's weight puts it in its place on the site: it is computed from the first day of the event. \
                      A copied page brings the weight of the one it was copied from. A weight that begins with the \
                      computed one, as of a second event of the month, is right, and so are small weights by which \
                      somebody puts pages in an order by hand.",
        bad: "weight: -202505\n",
        good: "weight: -202506\n",
        has_fix: true,
        check: Check::Page(wrong_weight),
    },
    Rule {
        code: "wrong-title",
        severity: Severity::Error,
        summary: "the title names another month or day than the event's",
        explanation: "The title in the front matter is what the site's navigation shows. Where it names a month, it is \
                      that of the first day.",
        bad: "title: May 2025\n",
        good: "title: June 2025\n",
        has_fix: true,
        check: Check::Page(wrong_title),
    },
    Rule {
        code: "wrong-heading",
        severity: Severity::Error,
        summary: "the page's heading names another month or day than the event's",
        explanation: "The heading names the month of the event. It is the line that is forgotten most when a page is \
                      made from the last one.",
        bad: "# Kettle Days 05/2025 Wrap Up\n",
        good: "# Kettle Days 06/2025 Wrap Up\n",
        has_fix: true,
        check: Check::Page(wrong_heading),
    },
    Rule {
        code: "wrong-name",
        severity: Severity::Error,
        summary: "the file is named after another month or day than the event's",
        explanation: "A page is found by the month in its name, and links lead there. Renaming it is not done by a \
                      fix, since links may lead to the old name.",
        bad: "2025-05.md of an event that starts on 2025-06-02\n",
        good: "2025-06.md\n",
        has_fix: false,
        check: Check::Page(wrong_name),
    },
    Rule {
        code: "same-weight",
        severity: Severity::Warning,
        summary: "two pages of a folder have one weight",
        explanation: "Pages with the same weight stand on the site in an order that nobody chose. Where a month has two \
                      events, the day makes the second weight: `-20250721`.",
        bad: "weight: -202507   (in 2025-07.md and in 2025-07-autumn.md)\n",
        good: "weight: -20250721\n",
        has_fix: false,
        check: Check::Folder(same_weight),
    },
    Rule {
        code: "same-page",
        severity: Severity::Error,
        summary: "two event files make one page",
        explanation: "`2025-06.yaml`, `2025-06.yml` and the folder `2025-06/` all make `2025-06.md`: whichever is \
                      rendered last wins.",
        bad: "2025-06.yaml beside 2025-06.yml\n",
        good: "2025-06.yaml\n",
        has_fix: false,
        check: Check::Folder(same_page),
    },
    Rule {
        code: "missing-field",
        severity: Severity::Error,
        summary: "a page or event file lacks what its template requires",
        explanation: "There is no wrap-up without its series, its first day, its place and who invited; a template of \
                      your own says what its pages cannot do without.",
        bad: "# Kettle Days 06/2025 Wrap Up\n\n- 🗓️ **Date:** 02.06.2025\n",
        good: "- 🗓️ **Date:** 02.06.2025\n- 📍 **Location:** The Mill\n- 👤 **Organizer:** Kettle Works\n",
        has_fix: false,
        check: Check::Page(missing_field),
    },
    Rule {
        code: "header-order",
        severity: Severity::Warning,
        summary: "the lines under a page's heading stand in another order than everywhere",
        explanation: "Readers look for date, place and organiser in the same place on every page.",
        bad: "- 📍 **Location:** The Mill\n- 🗓️ **Date:** 02.06.2025\n",
        good: "- 🗓️ **Date:** 02.06.2025\n- 📍 **Location:** The Mill\n",
        has_fix: false,
        check: Check::Page(header_order),
    },
];

fn dates_reversed(page: &Page<'_>, found: &mut Found) {
    // Of an event file the reader tells it.
    if page.drawn_from.is_some() {
        return;
    }
    let Some((at, Days::Range(start, end))) = days(page).filter(|(_, days)| is_reversed(*days)) else { return };
    let message = format!("the event ends before it starts: {end} is before {start}");
    match each_day(page, at.clone()) {
        Some((from, to)) => drop(found.add(to, message, "the last day").related(from, "the first day")),
        None => drop(found.add(at, message, "the last day comes first")),
    }
}

fn is_reversed(days: Days) -> bool {
    matches!(days, Days::Range(start, end) if end < start)
}

fn dates_implausible(page: &Page<'_>, found: &mut Found) {
    let Some((at, days)) = days(page).filter(|_| page.event().is_some()) else { return };
    let (start, end) = match days {
        Days::Range(start, end) => (start, end),
        Days::Day(start) | Days::Month(start) => (start, start),
    };
    let length = end.signed_duration_since(start).num_days() + 1;
    let latest = page.options.today.checked_add_days(TEN_YEARS).unwrap_or(NaiveDate::MAX);
    if length > 31 {
        let message = format!("the event takes {length} days, from {start} to {end}");
        found.add(at, message, "longer than a month").help("is the month of the last day right?");
    } else if start > latest {
        let years = start.year() - page.options.today.year();
        let message = format!("the event is {years} years away: it starts on {start}");
        found.add(at, message, "more than ten years from now").help("is the year right?");
    }
}

const TEN_YEARS: ChronoDays = ChronoDays::new(3653);

/// The days of a page that says them, which all else is judged by.
struct Dated {
    start: NaiveDate,
    end: NaiveDate,
    computed: Computed,
    /// The language of the template's months.
    locale: Locale,
    /// Whether most of what names a month on the page names that of the first day, or the file's name does: it is the
    /// rest that has to change, and not the days.
    is_certain: bool,
}

fn dated(page: &Page<'_>) -> Option<Dated> {
    let (event, template) = (page.event()?, page.template()?);
    let (start, end) = match days(page)?.1 {
        Days::Range(start, end) => (start, end),
        Days::Day(day) => (day, day),
        Days::Month(_) => return None,
    };
    if end < start {
        return None;
    }
    let bare = Event {
        series: event.series.clone(),
        edition: event.edition.clone(),
        dates: DateRange { start, end },
        location: event.location.clone(),
        fields: event.fields.clone(),
        ..Event::default()
    };
    let computed = Computed::of(&bare, template).ok()?;
    let locale = template.locale;
    let mut dated = Dated { start, end, computed, locale, is_certain: true };
    let is_wrong = |title: &str| is_dated(title, locale).then(|| misnamed(title, &dated).is_some());
    let name = month_of_name(page, &dated.computed).map(|month| misnamed_page(page, month, &dated).is_some());
    let weight = written_weight(page).map(|(weight, _)| !is_weight(weight, dated.computed.weight));
    let title = page.front_matter("title").and_then(|(_, value)| is_wrong(page.text.get(value)?));
    let heading = page.heading().and_then(|heading| is_wrong(&heading.text));
    let others = [name, weight, title, heading].into_iter().flatten();
    let (against, with): (Vec<bool>, Vec<bool>) = others.partition(|is_wrong| *is_wrong);
    dated.is_certain = name == Some(false) || with.len() + 1 >= against.len();
    Some(dated)
}

impl Dated {
    /// Whether a month is that of the first day, or of the last.
    fn is_in(&self, month: NaiveDate) -> bool {
        is_same_month(month, self.start) || is_same_month(month, self.end)
    }

    /// Adds a finding with its fix, unless it may be the days that are wrong.
    fn tell(&self, finding: Finding<'_>, fix: Option<(Range<usize>, String)>) {
        match fix.filter(|_| self.is_certain) {
            Some((range, text)) => drop(finding.fix(range, text)),
            None if self.is_certain => {}
            None => drop(finding.help("or are the days wrong?")),
        }
    }
}

/// The weight in the front matter where it is one of a day or month: small ones put pages in an order by hand.
fn written_weight(page: &Page<'_>) -> Option<(i64, Range<usize>)> {
    let (_, value) = page.front_matter("weight")?;
    let weight: i64 = page.text.get(value.clone())?.parse().ok()?;
    (weight.unsigned_abs() >= 10_000).then_some((weight, value))
}

/// What stands as the weight in the front matter, where it is none.
fn no_weight<'p>(page: &Page<'p>) -> Option<(Range<usize>, &'p str)> {
    let (_, value) = page.front_matter("weight")?;
    let text = page.text.get(value.clone())?;
    let bare = text.split_once(" #").map_or(text, |(bare, _)| bare).trim().trim_matches(['"', '\'']);
    let is_weight =
        bare.is_empty() || bare == "null" || bare == "~" || bare.starts_with('#') || bare.parse::<f64>().is_ok();
    (!is_weight).then_some((value, text))
}

/// Whether a weight is the computed one, or that of a second event, which has more digits.
fn is_weight(weight: i64, computed: i64) -> bool {
    weight.to_string().starts_with(&computed.to_string())
}

fn wrong_weight(page: &Page<'_>, found: &mut Found) {
    if let Some((value, text)) = no_weight(page) {
        let expected = dated(page).map(|dated| dated.computed.weight.to_string());
        let label = expected.as_deref().map_or_else(|| "a whole number belongs here".to_owned(), ticked);
        let finding = found.add(value.clone(), format!("the weight is {}, which is no number", ticked(text)), label);
        if let Some(expected) = expected {
            finding.fix(value, expected);
        }
        return;
    }
    let Some((weight, value)) = written_weight(page) else { return };
    let Some(dated) = dated(page).filter(|dated| !is_weight(weight, dated.computed.weight)) else { return };
    let (start, expected) = (dated.start, dated.computed.weight.to_string());
    let message = format!("the weight is {weight}, and that of an event that starts on {start} is {expected}");
    dated.tell(found.add(value.clone(), message, ticked(&expected)), Some((value, expected)));
}

/// Whether a title names a month or a day.
fn is_dated(title: &str, locale: Locale) -> bool {
    named(title, locale).is_some() || !named_days(title, locale).is_empty()
}

/// What a title says that it should not: its bytes, the days as they are told, and what is right.
struct Misnamed {
    range: Range<usize>,
    says: String,
    /// None where the title is in a form of its own.
    right: Option<String>,
}

/// The day that a title names, where it is none of the event's; or else the month.
fn misnamed(title: &str, dated: &Dated) -> Option<Misnamed> {
    let days = named_days(title, dated.locale);
    if days.iter().any(|(_, day, _)| (dated.start..=dated.end).contains(day)) {
        return None;
    }
    if let [(range, day, form)] = days.as_slice() {
        let right = Some(form.of(dated.start));
        return Some(Misnamed { range: range.clone(), says: day.to_string(), right });
    }
    let month = named(title, dated.locale).filter(|month| !dated.is_in(*month))?;
    // A title may name another event's month as well.
    if !days.is_empty() || written(title, dated.start, dated.locale).is_some() {
        return None;
    }
    let says = month.format("%B %Y").to_string();
    let Some((range, form)) = written(title, month, dated.locale) else {
        return Some(Misnamed { range: 0..title.len(), says, right: None });
    };
    Some(Misnamed { range, says, right: Some(form.of(dated.start)) })
}

fn wrong_title(page: &Page<'_>, found: &mut Found) {
    let Some((_, value)) = page.front_matter("title") else { return };
    let title = page.text.get(value.clone()).unwrap_or_default();
    let Some(dated) = dated(page).filter(|dated| is_dated(title, dated.locale)) else { return };
    let Some(Misnamed { range, says, right }) = misnamed(title, &dated) else { return };
    let message = format!("the title names {says}, and the event starts on {}", dated.start);
    let label = right.as_deref().map_or_else(|| "another month".to_owned(), ticked);
    let fix = right.map(|right| (value.start + range.start..value.start + range.end, right));
    dated.tell(found.add(value, message, label), fix);
}

fn wrong_heading(page: &Page<'_>, found: &mut Found) {
    let Some(heading) = page.heading() else { return };
    let Some(dated) = dated(page).filter(|dated| is_dated(&heading.text, dated.locale)) else { return };
    let line = page.line(heading.range.start);
    let Some(misnamed) = misnamed(page.text.get(line.clone()).unwrap_or_default(), &dated) else { return };
    let message = format!("the heading names {}, and the event starts on {}", misnamed.says, dated.start);
    let at = line.start + misnamed.range.start..line.start + misnamed.range.end;
    let label = misnamed.right.as_deref().map_or_else(|| "another month".to_owned(), ticked);
    dated.tell(found.add(at.clone(), message, label), misnamed.right.map(|right| (at, right)));
}

fn name_of<'p>(page: &Page<'p>) -> &'p str {
    page.path.rsplit('/').next().unwrap_or(page.path)
}

/// The month that a page is named after, as the template names pages: posts are named after the day they appear on.
fn month_of_name(page: &Page<'_>, computed: &Computed) -> Option<NaiveDate> {
    let name = name_of(page);
    let is_number = |range: Range<usize>| name.get(range).is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit()));
    let has_day = name.get(7..8) == Some("-") && is_number(8..10);
    let is_day_of_template = computed.id.get(8..10).is_some_and(|day| day.bytes().all(|b| b.is_ascii_digit()));
    let month = name.get(..7).filter(|_| is_number(0..4) && is_number(5..7)).and_then(month_in)?;
    (!has_day || is_day_of_template).then_some(month)
}

/// The day or month that a page is named after, where it is none of the event's.
fn misnamed_page(page: &Page<'_>, month: NaiveDate, dated: &Dated) -> Option<String> {
    let day = name_of(page).get(..10).and_then(likely_date);
    match day.filter(|day| !(dated.start..=dated.end).contains(day)) {
        Some(day) => Some(day.to_string()),
        None => (!dated.is_in(month)).then(|| month.format("%B %Y").to_string()),
    }
}

fn wrong_name(page: &Page<'_>, found: &mut Found) {
    let Some(dated) = dated(page) else { return };
    let Some(month) = month_of_name(page, &dated.computed) else { return };
    let Some(says) = misnamed_page(page, month, &dated) else { return };
    let name = name_of(page);
    let (line, _) = days(page).unwrap_or((0..0, Days::Day(dated.start)));
    let message = format!("`{name}` is named after {says}, and the event starts on {}", dated.start);
    found.add(line, message, "other days").help(format!("is it `{}.md`?", dated.computed.id));
}

fn is_same_month(one: NaiveDate, other: NaiveDate) -> bool {
    (one.year(), one.month()) == (other.year(), other.month())
}

fn same_weight(folder: &Folder<'_>, found: &mut FoundInFolder) {
    let mut known: BTreeMap<(&str, i64), (usize, &Subject, Range<usize>)> = BTreeMap::new();
    for (index, (subject, page)) in folder.subjects.iter().zip(folder.pages).enumerate() {
        let Some(page) = page.as_ref().filter(|page| page.event().is_some()) else { continue };
        if !matches!(subject.role, Role::Page | Role::Event(_)) {
            continue;
        }
        let Some((weight, value)) = written_weight(page) else { continue };
        let around = page.path.rsplit_once('/').map_or("", |(around, _)| around);
        match known.get(&(around, weight)) {
            None => drop(known.insert((around, weight), (index, subject, value))),
            // That is told of the page.
            Some((_, other, _)) if other.page == subject.page => {}
            Some((first, other, there)) => {
                let other = &other.source.name;
                let message = format!("the weight {weight} is that of `{other}` as well");
                let finding = found.add(index, value, message, "their order is left to chance");
                finding.related_in(first + 1, there.clone(), "the same weight");
            }
        }
    }
}

fn same_page(folder: &Folder<'_>, found: &mut FoundInFolder) {
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for (index, subject) in folder.subjects.iter().enumerate() {
        if !matches!(subject.role, Role::Event(_)) {
            continue;
        }
        match known.get(subject.page.as_str()) {
            None => drop(known.insert(&subject.page, &subject.source.name)),
            Some(other) => {
                let message = format!("`{}` is made from `{other}` as well", subject.page);
                found.add(index, 0..0, message, "whichever is rendered last wins").help("keep one of them");
            }
        }
    }
}

fn missing_field(page: &Page<'_>, found: &mut Found) {
    let (Some(event), Some(template)) = (page.event(), page.template()) else { return };
    // Of an event file the reader tells it, and a draft is not finished.
    if page.drawn_from.is_some() || is_draft(page) {
        return;
    }
    let declared = &template.declaration.header.lines;
    let lines = header_lines(page);
    if lines.is_empty() && says_more(page) {
        return;
    }
    let at = page.heading().map_or(page.markdown, |heading| heading.range.start);
    let line = page.line(at.min(page.text.len()));
    for field in template.declaration.event.iter().filter(|field| field.required) {
        let key = field.key.as_ref();
        let is_line = |place: usize| declared.get(place).is_some_and(|line| field_of(line) == key);
        let is_said = match key {
            // A heading in words of its own says it, and where there is none the title is shown as one.
            "series" => event.says(key) || page.heading().is_some() || page.front_matter("title").is_some(),
            // The day may be known from the file's name alone.
            "start" => !declared.iter().any(|line| field_of(line) == key),
            key => event.says(key),
        };
        if is_said || lines.iter().any(|(place, _)| is_line(*place)) {
            continue;
        }
        let message = format!("the page says no {}", ticked(&field.key));
        let help = field.question.clone().unwrap_or_default();
        found.add(line.clone(), message, "not under this heading").help(help);
    }
}

/// Whether something but pictures stands between a page's heading and its topics: it may say it in other words.
fn says_more(page: &Page<'_>) -> bool {
    let Some(read) = page.read else { return false };
    let head = read.imported.outline.head.range();
    let in_head = page.survey.blocks.iter().filter(|block| block.range.start < head.end);
    let is_picture = |block: &&Block| {
        page.text.get(block.range.clone()).is_some_and(|text| text.starts_with("![") || text.starts_with("<!--"))
    };
    in_head.filter(|block| !matches!(block.kind, BlockKind::Heading(_))).any(|block| !is_picture(&block))
}

fn header_order(page: &Page<'_>, found: &mut Found) {
    let lines = header_lines(page);
    let Some(template) = page.template() else { return };
    let declared = &template.declaration.header.lines;
    for pair in lines.windows(2) {
        let [(before, first), (after, second)] = pair else { continue };
        if after < before {
            let label = |place: usize| declared.get(place).map_or("", |line| line.label.as_str());
            let message = format!("`{}` stands behind `{}`", label(*after), label(*before));
            found.add(second.clone(), message, "elsewhere it comes first").related(first.clone(), "here");
        }
    }
}
