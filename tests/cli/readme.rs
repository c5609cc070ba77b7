//! The README is true: what it shows is typed here, and gives what it shows.

use std::fs;
use std::path::Path;

use crate::sandbox::Sandbox;

/// One command of a `console` block and the output below it.
struct Step {
    line: usize,
    command: String,
    output: String,
}

/// The commands of all `console` blocks, in order.
fn steps(readme: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for (number, line) in readme.lines().enumerate() {
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, line) => match (line.strip_prefix("$ "), steps.last_mut()) {
                (Some(command), _) => {
                    steps.push(Step { line: number + 1, command: command.to_owned(), output: String::new() });
                }
                (None, Some(step)) => {
                    step.output.push_str(line);
                    step.output.push('\n');
                }
                (None, None) => panic!("README.md:{}: output without a command", number + 1),
            },
            (false, _) => {}
        }
    }
    steps
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
    copy_folder(&root.join("templates"), &sandbox.path("templates"));
    let steps = steps(&readme);
    assert!(steps.len() >= 5, "only {} commands in the README", steps.len());
    for step in steps {
        let output = sandbox.shell(&step.command);
        let shown = snapbox::Data::text(step.output.clone());
        if let Err(difference) = snapbox::Assert::new().try_eq(Some(&step.command), output.into(), shown) {
            panic!("README.md:{}\n{difference}", step.line);
        }
    }
}
