//! What templates can do with values beyond the engine's own filters.

use chrono::NaiveDate;
use minijinja::Environment;
use minijinja::Error;
use minijinja::ErrorKind;

use crate::event::dates::parse_date;
use crate::markdown::anchor;
use crate::markdown::anchor::Site;
use crate::markdown::slug;
use crate::template::Pattern;

/// Adds `date`, `month`, `slug` and `anchor`.
pub(super) fn add(environment: &mut Environment<'static>) {
    environment.add_filter("date", date);
    environment.add_filter("month", month);
    environment.add_filter("slug", |text: &str| slug::slug(text));
    environment.add_filter("anchor", anchor);
}

/// `start | date("%d.%m.%Y")`: a day in the words of strftime.
fn date(day: &str, format: &str) -> Result<String, Error> {
    let format = format.replace('{', "{{").replace('}', "}}");
    let pattern = Pattern::parse(&format).map_err(|error| invalid(&error.to_string()))?;
    Ok(pattern.fill(Some(parse(day)?), |_| None))
}

/// `start | month`: `June`.
fn month(day: &str) -> Result<String, Error> {
    date(day, "%B")
}

/// `topic.heading | anchor("github")`: the anchor that a site gives a heading; `github` where no site is named.
fn anchor(heading: &str, site: Option<&str>) -> Result<String, Error> {
    let site: Site = site.unwrap_or("github").parse().map_err(|_| invalid("the sites are `github` and `vitepress`"))?;
    Ok(anchor::anchor(site, heading.trim_start_matches('#').trim()))
}

fn parse(day: &str) -> Result<NaiveDate, Error> {
    parse_date(day).map_err(|error| invalid(&format!("`{day}` is {error}")))
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.to_owned())
}
