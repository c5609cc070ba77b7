//! What templates can do with values beyond the engine's own filters.

use chrono::NaiveDate;
use minijinja::Environment;
use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::Value;

use crate::event::dates::parse_date;
use crate::markdown::anchor;
use crate::markdown::anchor::Site;
use crate::markdown::slug;
use crate::markdown::survey::survey;
use crate::markdown::table::alignment;
use crate::markdown::width::Measure;
use crate::template::Locale;
use crate::template::Pattern;
use crate::yaml::write;

/// Adds `date`, `month`, `slug`, `anchor`, `aligned`, `cell`, `in_order`, `beside`, `from_page` and `yaml`.
pub(super) fn add(environment: &mut Environment<'static>, locale: Locale) {
    environment.add_filter("date", move |day: &str, format: &str| date(day, format, locale));
    environment.add_filter("month", move |day: &str| date(day, "%B", locale));
    environment.add_filter("slug", |text: &str| slug::slug(text));
    environment.add_filter("anchor", anchor);
    environment.add_filter("aligned", aligned);
    environment.add_filter("cell", |text: &str| alignment::cell(text));
    environment.add_filter("in_order", in_order);
    environment.add_filter("beside", |path: &str, page: &str| beside(path, page));
    environment.add_filter("from_page", |text: &str, page: &str| from_page(text, page));
    environment.add_filter("yaml", |text: &str| write::scalar(text).into_owned());
}

/// `start | date("%d.%m.%Y")`: a day in the words of strftime.
///
/// `start | month` is `June`.
fn date(day: &str, format: &str, locale: Locale) -> Result<String, Error> {
    let format = format.replace('{', "{{").replace('}', "}}");
    let mut pattern = Pattern::parse(&format).map_err(|error| invalid(&error.to_string()))?;
    pattern.set_locale(locale);
    Ok(pattern.fill(Some(parse(day)?), |_| None))
}

/// `topic.heading | anchor("github")`: the anchor that a site gives a heading; `github` where no site is named.
fn anchor(heading: &str, site: Option<&str>) -> Result<String, Error> {
    let site: Site = site.unwrap_or("github").parse().map_err(|_| invalid("the sites are `github` and `vitepress`"))?;
    Ok(anchor::anchor(site, heading.trim_start_matches('#').trim()))
}

/// `{% filter aligned(measure) %}`: the tables in a text with columns of even width, or compact where there is no
/// measure.
fn aligned(text: &str, measure: Option<&str>) -> Result<String, Error> {
    let measure = match measure {
        None => None,
        Some(name) => {
            let known = Measure::ALL.into_iter().find(|measure| measure.name() == name);
            let unknown = || invalid("the measures are `columns`, `characters`, `utf-16` and `bytes`");
            Some(known.ok_or_else(unknown)?)
        }
    };
    Ok(alignment::aligned(text, measure))
}

/// `topics | in_order("demo_order")`: those with a number there first, by it, then the others as they stand.
fn in_order(items: Vec<Value>, key: &str) -> Result<Vec<Value>, Error> {
    let numbered = items.into_iter().map(|item| {
        let said = item.get_attr(key)?;
        let number = match said.to_string().trim().parse::<i64>() {
            Ok(number) => Some(number),
            Err(_) if said.is_none() || said.is_undefined() => None,
            Err(_) => return Err(invalid(&format!("the `{key}` `{said}` is no whole number"))),
        };
        Ok(((number.is_none(), number), item))
    });
    let mut numbered: Vec<_> = numbered.collect::<Result<_, Error>>()?;
    numbered.sort_by_key(|(number, _)| *number);
    Ok(numbered.into_iter().map(|(_, item)| item).collect())
}

/// `picture.file | beside(page_link)`: a path that is relative to the page, from where the page is linked.
fn beside(path: &str, page: &str) -> String {
    let folder = page.rfind('/').map_or("", |at| &page[..=at]);
    let has_scheme = path.split_once(':').is_some_and(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphanumeric()));
    if path.starts_with(['/', '#']) || has_scheme {
        return path.to_owned();
    }
    let mut folder = folder;
    let mut rest = path;
    loop {
        if let Some(below) = rest.strip_prefix("./") {
            rest = below;
            continue;
        }
        let above = folder.strip_suffix('/').and_then(|folder| {
            let (start, name) = folder.rsplit_once('/').map_or((0, folder), |(before, name)| (before.len() + 1, name));
            (!matches!(name, "." | ".." | "")).then(|| &folder[..start])
        });
        match (rest.strip_prefix("../"), above) {
            (Some(below), Some(above)) => (rest, folder) = (below, above),
            _ => return format!("{folder}{rest}"),
        }
    }
}

/// `topic.problem | from_page(page_link)`: Markdown of the page with its links leading to the same from elsewhere.
fn from_page(text: &str, page: &str) -> String {
    let survey = survey(text, 0);
    let mut targets: Vec<_> =
        survey.links.iter().chain(&survey.images).filter_map(|link| link.target_range.clone()).collect();
    targets.sort_by_key(|range| range.start);
    let mut moved = String::with_capacity(text.len());
    let mut start = 0;
    for range in targets {
        // An image in a link may be told within it.
        let (Some(before), Some(target)) = (text.get(start..range.start), text.get(range.clone())) else { continue };
        moved.push_str(before);
        if target.starts_with('#') {
            moved.push_str(page);
        }
        moved.push_str(&beside(target, page));
        start = range.end;
    }
    moved.push_str(text.get(start..).unwrap_or_default());
    moved
}

fn parse(day: &str) -> Result<NaiveDate, Error> {
    parse_date(day).map_err(|error| invalid(&format!("`{day}` is {error}")))
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_beside_the_page_is_told_from_elsewhere() {
        for (path, page, expected) in [
            ("./images/a.png", "../hackathons/2025-06.md", "../hackathons/images/a.png"),
            ("images/a.png", "./2025-06.md", "./images/a.png"),
            ("../images/a.png", "../hackathons/2025-06.md", "../images/a.png"),
            ("../images/a.png", "../2025-06.md", "../../images/a.png"),
            ("./images/a.png", "", "images/a.png"),
            ("/images/a.png", "../2025-06.md", "/images/a.png"),
            ("https://a.example/b.png", "../2025-06.md", "https://a.example/b.png"),
        ] {
            assert_eq!(beside(path, page), expected, "{path} {page}");
        }
    }

    #[test]
    fn links_of_a_text_lead_to_the_same_from_elsewhere() {
        let text = "See [a](./a.md), [![b](b.png)](#top), <https://a.example> and\n\n[c]: c.md\n\n`[d](d.md)`\n";
        let expected = "See [a](../x/a.md), [![b](../x/b.png)](../x/y.md#top), <https://a.example> and\n\n[c]: c.md\n\n\
                        `[d](d.md)`\n";
        assert_eq!(from_page(text, "../x/y.md"), expected);
    }

    #[test]
    fn numbers_come_first_and_in_order() {
        let numbers =
            ["", "10", "", "9"].map(|number| Value::from_pairs([("n", (!number.is_empty()).then_some(number))]));
        let sorted = in_order(numbers.to_vec(), "n").unwrap();
        assert_eq!(Value::from(sorted).to_string(), "[{'n': '9'}, {'n': '10'}, {'n': None}, {'n': None}]");
    }
}
