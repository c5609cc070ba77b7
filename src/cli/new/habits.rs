//! What new events begin with by the project's configuration, before anybody says or is asked anything.

use crate::event::core;
use crate::event::core::Presence;
use crate::project::Project;
use crate::source::Source;
use crate::template::Declaration;
use crate::template::Template;
use crate::wizard::Answers;
use crate::yaml::write::Yaml;

use super::super::Error;
use super::super::drawing::Drawing;
use super::super::report::Failure;
use super::super::report::find_template;
use super::super::shared::ReadingArgs;
use super::given::without_missing;

/// The configured fields of new events, as far as the template has them.
///
/// They are judged by the template that the project is set to; an event of another one takes what that has as well.
pub(super) fn habits(project: &Project, template: &Template) -> Result<Answers, Failure> {
    let mut habits = match &project.configuration.defaults {
        Some(defaults) => fields(&defaults.event, project)?,
        None => Answers::default(),
    };
    let unknown: Vec<String> = habits.event().iter().map(|(key, _)| key.clone()).collect();
    unknown.iter().filter(|key| !has(&template.declaration, key)).for_each(|key| habits.set(key, None));
    if let Some(style) = style(project, template)? {
        habits.set("style", Some(Yaml::Text(style.to_owned())));
    }
    Ok(habits)
}

fn fields(event: &str, project: &Project) -> Result<Answers, Failure> {
    let set_template = find_template(project, project.default_template(), false).map_err(Error::Template)?;
    let in_configuration = |failure: Failure| match failure {
        Failure::Report(mut report) => {
            // The text that was read has blanks for all else.
            report.sources.clone_from(&project.configuration.sources);
            Failure::Report(report)
        }
        failure @ Failure::Error(_) => failure,
    };
    let name = project.configuration.sources.first().map(|source| source.name.clone()).unwrap_or_default();
    let source = Source::new(name, event);
    let drawing = Drawing::new(&ReadingArgs::default())?;
    if let Err(failure) = drawing.read(source.clone(), project)
        && let Some(failure) = without_missing(failure, &set_template.declaration)
    {
        return Err(in_configuration(failure));
    }
    Answers::parse(&source, &[]).map_err(|report| in_configuration((*report).into()))
}

/// The configured style, where the template has it; the template that the project is set to must.
fn style<'p>(project: &'p Project, template: &Template) -> Result<Option<&'p str>, Failure> {
    let Some(said) = &project.configuration.style else { return Ok(None) };
    if template.style(Some(&said.text)).is_some() {
        return Ok(Some(&said.text));
    }
    if template.declaration.name != project.default_template() {
        return Ok(None);
    }
    let styles: Vec<&str> = template.declaration.styles.iter().map(|style| style.name.as_str()).collect();
    let message = format!("unknown style `{}`", crate::diagnostic::shorten(&said.text));
    let help = crate::diagnostic::suggestion::did_you_mean(&said.text, styles.iter().copied())
        .unwrap_or_else(|| format!("the styles are {}", crate::grammar::list_and(&styles)));
    let mut report = project.configuration.report();
    let diagnostic = crate::diagnostic::Diagnostic::error("unknown-style", message, said.place, "no such style");
    report.push(diagnostic.help(help));
    Err(report.into())
}

/// Whether events of a template have a field.
fn has(declaration: &Declaration, key: &str) -> bool {
    let is_core = core::find(core::EVENT, key).is_some_and(|field| field.presence != Presence::Listed);
    is_core || declaration.event_field(key).is_some()
}
