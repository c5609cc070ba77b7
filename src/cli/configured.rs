//! What a project is set to, as the command line, the environment and its file say it.

use std::env;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Report;
use crate::document::Assignment;
use crate::grammar::ticked;
use crate::project::Project;
use crate::project::configuration::Around;
use crate::project::configuration::Configuration;
use crate::project::configuration::FILE;
use crate::terminal::Terminal;
use crate::yaml::read;

use super::Error;
use super::inputs::path_name;
use super::inputs::shown;
use super::places::shown_from_here;

/// The variable that names the file, as `--config` does.
pub(super) const VARIABLE: &str = "AFTERWORD_CONFIG";

/// Reads the configuration of a project into it: the file that somebody named, or else its own.
pub(super) fn load(project: &mut Project, terminal: &Terminal) -> Result<(), Error> {
    let variable = |name: &str| env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let templates = || project.templates().into_iter().map(|(name, _)| name).collect();
    let around = Around { variable: &variable, templates: &templates };
    let loaded = match (terminal.configuration(), &project.folder) {
        (Some(file), _) => Configuration::load_file(file, &path_name(&shown(file)), around).map_err(Error::Read)?,
        (None, Some(folder)) => Configuration::load(folder, &shown_from_here(&folder.join(FILE)), around),
        (None, None) => Configuration::of_variables(around),
    };
    project.configuration = loaded.map_err(|report| Error::Configuration(Box::new(report)))?;
    let report = led_out(project);
    if report.has_errors() { Err(Error::Configuration(Box::new(report))) } else { Ok(()) }
}

/// Complains of folders that are links out of the project: what lies there is nobody's who works on a branch.
fn led_out(project: &Project) -> Report {
    let configuration = &project.configuration;
    let mut report = configuration.report();
    for said in [&configuration.pages, &configuration.events].into_iter().flatten() {
        let folder = said.text.split('/').take_while(|part| !part.contains('{')).collect::<PathBuf>();
        let is_out = project.root.join(folder).canonicalize().is_ok_and(|real| !real.starts_with(&project.root));
        if is_out {
            let message = format!("{} is a symlink that leads out of the project", ticked(&said.text));
            let diagnostic = Diagnostic::error("invalid-path", message, said.place, "no folder of the project");
            report.push(diagnostic.help("name a folder below the root, such as `community/hackathons`"));
        }
    }
    report
}

/// The template that the project is set to, for a text of an event that names none; nothing where that is the usual
/// one or the text does.
pub(super) fn template_of<'p>(text: &str, project: &'p Project, assignments: &[Assignment]) -> Option<&'p str> {
    let set = project.configuration.template.as_ref()?;
    let is_assigned = assignments.iter().any(|assignment| assignment.path() == "template");
    // What is wrong with the text is told where it is read.
    let names_one =
        || read::parse(0, text).is_ok_and(|parsed| parsed.root.get("template").is_some_and(|node| !node.is_null()));
    (!is_assigned && !names_one()).then_some(set.text.as_str())
}
