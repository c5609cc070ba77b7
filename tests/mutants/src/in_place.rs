//! Tries mutants that do not compile behind a switch where they belong: one build for each. Most do not compile there
//! either, since what they return has no default, say.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::build;
use crate::outcome::Outcome;
use crate::switch::Mutant;
use crate::trial;

/// How long a build with all tests may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// The outcome of each mutant: left out where it does not compile, or else what the tests say.
pub fn all(tree: &Path, mutants: &[Mutant]) -> Vec<Outcome> {
    build::copy(tree);
    let tried = |mutant: &Mutant| {
        let text = std::fs::read_to_string(&mutant.file).expect("a source file is text");
        let copy = tree.join(&mutant.file);
        std::fs::write(&copy, mutant.in_place(&text)).expect("the copy's files");
        let outcome = outcome(tree, mutant);
        std::fs::write(&copy, text).expect("the copy's files");
        println!("{outcome:?} {}:{}: {}", mutant.file, mutant.line, mutant.what);
        outcome
    };
    mutants.iter().map(tried).collect()
}

fn outcome(tree: &Path, mutant: &Mutant) -> Outcome {
    let module = trial::module(mutant);
    let name = module.trim_end_matches("::").rsplit("::").next().unwrap_or_default();
    let stages: [(&[&str], Outcome); 5] = [
        (&["check", "--lib"], Outcome::LeftOut),
        (&["test", "--no-run", "--lib", "--bins", "--test", "cli", "--test", "pty"], Outcome::LeftOut),
        (&["test", "--lib", &module], Outcome::ByUnits),
        // Those that are called alike find most, in little time.
        (&["test", "--bins", "--test", "cli", "--", name], Outcome::ByCommands),
        (&["test", "--bins", "--examples", "--test", "cli", "--test", "pty"], Outcome::ByCommands),
    ];
    let mut outcomes = stages.iter().map(|(arguments, failed)| {
        let mut command = Command::new("prlimit");
        command.args(["--as=16000000000", "--core=0", "cargo"]).args(*arguments).current_dir(tree);
        build::as_built(&mut command, tree);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        trial::run(&mut command, PATIENCE, *failed)
    });
    outcomes.find(|outcome| *outcome != Outcome::Survived).unwrap_or(Outcome::Survived)
}
