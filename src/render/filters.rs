//! What templates can do with values beyond the engine's own filters.

use chrono::NaiveDate;
use minijinja::Environment;
use minijinja::Error;
use minijinja::ErrorKind;

use crate::event::dates::parse_date;
use crate::markdown::anchor;
use crate::markdown::anchor::Site;
use crate::markdown::slug;
use crate::template::Locale;
use crate::template::Pattern;

/// Adds `date`, `month`, `slug` and `anchor`.
pub(super) fn add(environment: &mut Environment<'static>, locale: Locale) {
    environment.add_filter("date", move |day: &str, format: &str| date(day, format, locale));
    environment.add_filter("month", move |day: &str| date(day, "%B", locale));
    environment.add_filter("slug", |text: &str| slug::slug(text));
    environment.add_filter("anchor", anchor);
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

fn parse(day: &str) -> Result<NaiveDate, Error> {
    parse_date(day).map_err(|error| invalid(&format!("`{day}` is {error}")))
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.to_owned())
}
