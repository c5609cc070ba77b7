//! The README is true: what it shows is typed here, and gives what it shows.

use std::fs;
use std::path::Path;

use crate::sandbox::Sandbox;

/// Where a project of its own begins and ends: what is typed between these lines is typed in another folder, which is a
/// repository.
const PROJECT: [&str; 2] = ["<!-- in another project -->", "<!-- back again -->"];

/// One command of a `console` block and the output below it.
struct Step {
    /// The line of the command, counted from 1.
    line: usize,
    command: String,
    output: String,
    is_in_project: bool,
}

/// The commands of all `console` blocks, in order.
fn steps(readme: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let (mut inside, mut is_in_project) = (false, false);
    for (number, line) in readme.lines().enumerate() {
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, line) => match (line.strip_prefix("$ "), steps.last_mut()) {
                (Some(command), _) => {
                    let command = command.to_owned();
                    steps.push(Step { line: number + 1, command, output: String::new(), is_in_project });
                }
                (None, Some(step)) => {
                    step.output.push_str(line);
                    step.output.push('\n');
                }
                (None, None) => panic!("README.md:{}: output without a command", number + 1),
            },
            (false, line) if line == PROJECT[0] => is_in_project = true,
            (false, line) if line == PROJECT[1] => is_in_project = false,
            (false, _) => {}
        }
    }
    steps
}

/// The text with other outputs below the commands of those lines.
fn with_outputs(readme: &str, outputs: &[(Step, String)]) -> String {
    let mut lines = readme.lines().enumerate().peekable();
    let mut text = String::new();
    while let Some((number, line)) = lines.next() {
        text.extend([line, "\n"]);
        let Some((step, output)) = outputs.iter().find(|(step, _)| step.line == number + 1) else { continue };
        text.push_str(output);
        for _ in step.output.lines() {
            lines.next();
        }
    }
    text
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
#[cfg(unix)]
fn every_command_of_the_readme_gives_the_output_it_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let sandbox = Sandbox::new();
    let project = Sandbox::with_repository();
    copy_folder(&root.join("templates"), &sandbox.path("templates"));
    let steps = steps(&readme);
    assert!(steps.len() >= 5, "only {} commands in the README", steps.len());
    let is_overwritten = std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite");
    let mut outputs = Vec::new();
    for step in steps {
        let output = if step.is_in_project { project.shell(&step.command) } else { sandbox.shell(&step.command) };
        let shown = snapbox::Data::text(step.output.clone());
        let same = snapbox::Assert::new().try_eq(Some(&step.command), output.clone().into(), shown);
        match same {
            Err(_) if is_overwritten => outputs.push((step, output)),
            Err(difference) => panic!("README.md:{}\n{difference}", step.line),
            Ok(()) => {}
        }
    }
    if !outputs.is_empty() {
        fs::write(root.join("README.md"), with_outputs(&readme, &outputs)).unwrap();
    }
}
