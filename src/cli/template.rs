//! `afterword template`: which templates there are, what they declare, and how to make one's own.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;
use clap::ValueEnum;

use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::fs::Root;
use crate::fs::portable_name;
use crate::template::builtin;
use crate::template::folder::TemplateError;
use crate::template::issue_form::issue_form;
use crate::terminal::Terminal;
use crate::terminal::Tone;

use super::Error;
use super::Outcome;
use super::inputs::path_name;
use super::inputs::shown;
use super::places::Place;
use super::places::Places;

/// List, show and eject templates.
#[derive(Debug, Subcommand)]
pub(super) enum TemplateArgs {
    /// List the templates there are, and where each comes from.
    List,
    /// Show what a template declares.
    #[command(after_help = SHOW_EXAMPLES)]
    Show(ShowArgs),
    /// Copy a built-in template into a folder, to change it.
    ///
    /// It goes to `.afterword/templates/NAME` of the project, where it takes the place of the built-in one.
    #[command(after_help = EXAMPLES)]
    Eject(EjectArgs),
}

#[derive(Args, Debug)]
pub(super) struct ShowArgs {
    /// The template.
    #[arg(default_value = crate::template::DEFAULT)]
    name: String,
    /// One of its files instead of `template.yaml`, such as `page.md.jinja`.
    #[arg(long, value_name = "NAME")]
    file: Option<String>,
    /// What it asks for as something else: `issue-form` is GitHub's issue form with a question for each section, to be
    /// put into `.github/ISSUE_TEMPLATE/`. What people answer there, `topic add --from-issues` reads.
    #[arg(long = "as", value_name = "FORM", conflicts_with = "file")]
    form: Option<Form>,
}

/// What a template can be shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A form in which people describe a topic as an issue.
    IssueForm,
}

#[derive(Args, Debug)]
pub(super) struct EjectArgs {
    /// The built-in template.
    #[arg(default_value = crate::template::DEFAULT)]
    name: String,
    /// The name of the copy, where it is to stand beside the built-in one.
    #[arg(long = "as", value_name = "NEW-NAME")]
    new_name: Option<String>,
    /// The folder to copy to, instead of the project's.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Overwrite files that are there.
    #[arg(long)]
    force: bool,
}

const SHOW_EXAMPLES: &str = "\
Examples:
  afterword template show hackathon
  afterword template show hackathon --file page.md.jinja
  afterword template show hackathon --as issue-form > .github/ISSUE_TEMPLATE/topic.yaml";

const EXAMPLES: &str = "\
Examples:
  afterword template eject                        change how this project's hackathons look
  afterword template eject hackathon --as sprint  make a template `sprint` from it
  afterword render 2025-06.yaml --template ./my-template -o -";

pub(super) fn run(args: &TemplateArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let place = Places::unconfigured().of(Path::new(""), terminal)?;
    match args {
        TemplateArgs::List => list(&place, terminal),
        TemplateArgs::Show(args) => show(args, &place, terminal),
        TemplateArgs::Eject(args) => eject(args, &place, terminal),
    }
}

fn list(place: &Place, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let templates = place.project.templates();
    let width = templates.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, folder) in &templates {
        let description = match place.project.template(name) {
            Ok(template) => template.declaration.description.clone(),
            Err(_) => format!("has mistakes: `afterword template show {name}` tells them"),
        };
        terminal.shown(Tone::Plain, &format!("{name:width$}  {description}\n"));
        if let Some(folder) = folder {
            terminal.shown(Tone::Plain, &format!("{:width$}  {}\n", "", path_name(&shown(folder))));
        }
    }
    Ok(Outcome::Done)
}

fn show(args: &ShowArgs, place: &Place, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if args.form == Some(Form::IssueForm) {
        let template = place.project.template(&args.name)?;
        let form = issue_form(&template.declaration).ok_or_else(|| Error::Usage {
            message: format!("the template `{}` has no sections to ask for", args.name),
            help: "a form has a question for each section of a topic".to_owned(),
        })?;
        terminal.data(&form);
        return Ok(Outcome::Done);
    }
    let file = args.file.as_deref().unwrap_or(crate::template::DECLARATION_FILE);
    let folder = place.project.templates().into_iter().find(|(name, _)| *name == args.name);
    let unknown = || {
        let known = place.project.templates().into_iter().map(|(name, _)| name).collect();
        Error::Template(TemplateError::Unknown { name: args.name.clone(), known })
    };
    let (_, folder) = folder.ok_or_else(unknown)?;
    let no_file = |known: Vec<String>| Error::Usage {
        message: format!("the template `{}` has no file `{file}`", args.name),
        help: format!("its files are {}", crate::grammar::list_and(known)),
    };
    match folder {
        Some(folder) => {
            if portable_name(file).is_err() || !folder.join(file).is_file() {
                return Err(no_file(file_names(&folder)));
            }
            let bytes = crate::fs::read(&folder.join(file), crate::template::MAX_BYTES).map_err(Error::Read)?;
            match std::str::from_utf8(&bytes) {
                Ok(text) => terminal.data_in(Tone::Plain, text),
                Err(_) => terminal.data_bytes(&bytes),
            }
            // Whoever looks at it should see what is wrong with it.
            place.project.template(&args.name)?;
        }
        None => {
            let built_in = builtin::find(&args.name).ok_or_else(unknown)?;
            let found = built_in.files.iter().find(|(name, _)| *name == file);
            let known = || built_in.files.iter().map(|(name, _)| (*name).to_owned()).collect();
            let (_, text) = found.ok_or_else(|| no_file(known()))?;
            terminal.data(text);
        }
    }
    Ok(Outcome::Done)
}

fn file_names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

fn eject(args: &EjectArgs, place: &Place, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let Some(built_in) = builtin::find(&args.name) else {
        let known = builtin::BUILT_IN.iter().map(|one| one.name.to_owned()).collect();
        return Err(Error::Template(TemplateError::Unknown { name: args.name.clone(), known }));
    };
    let name = args.new_name.as_deref().unwrap_or(built_in.name);
    if let Err(error) = portable_name(name) {
        let help = "lower-case letters, digits and `-` make a good name".to_owned();
        return Err(Error::Usage { message: error.to_string(), help });
    }
    let (root, folder) = match &args.output {
        Some(output) => {
            // What the user typed may lie anywhere; what is not there yet is made.
            let is_there = |folder: &&Path| folder.as_os_str().is_empty() || folder.is_dir();
            let existing = output.ancestors().find(is_there).unwrap_or(Path::new(""));
            let missing = output.strip_prefix(existing).unwrap_or(output);
            (Root::open(existing).map_err(Error::Write)?, missing.to_owned())
        }
        None => (place.root.clone(), Path::new(crate::project::FOLDER).join("templates").join(name)),
    };
    let mut batch = Batch::new(MEMORY_LIMIT);
    for (file, text) in built_in.files {
        let target = root.target(&folder.join(file)).map_err(Error::Write)?;
        if !args.force && target.exists().map_err(Error::Write)? {
            return Err(Error::Exists { path: target.path().to_owned() });
        }
        let text = if *file == crate::template::DECLARATION_FILE {
            text.replacen(&format!("name: {}\n", built_in.name), &format!("name: {name}\n"), 1)
        } else if file.ends_with(".yaml") {
            text.replacen(&format!("template: {}\n", built_in.name), &format!("template: {name}\n"), 1)
        } else {
            (*text).to_owned()
        };
        batch.put(target, text.into_bytes()).map_err(Error::Write)?;
    }
    batch.finish()?;
    let folder = match &args.output {
        Some(output) => path_name(output),
        None => path_name(&shown(&root.path().join(&folder))),
    };
    let files = crate::grammar::list_and(built_in.files.iter().map(|(file, _)| file));
    let use_it = match &args.output {
        Some(_) => format!("Draw by it with `--template {folder}`."),
        None => format!("Events that name the template `{name}` are drawn by it from now on."),
    };
    terminal.status(&format!("Wrote {folder} with {files}. {use_it}"));
    Ok(Outcome::Done)
}
