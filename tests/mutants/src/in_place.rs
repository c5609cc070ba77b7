//! Tries mutants that do not compile behind a switch where they belong: one build for each. Most do not compile there
//! either, since what they return has no default, say.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::build;
use crate::outcome::Outcome;
use crate::switch::Mutant;
use crate::trial;

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
    let passes = |arguments: &[&str]| {
        // Ten minutes are enough for a build and all tests; a mutant may need more of either than there is.
        let mut command = Command::new("timeout");
        command.args(["--kill-after=10", "600", "prlimit", "--as=16000000000", "--core=0", "cargo"]);
        build::as_built(command.args(arguments).current_dir(tree), tree);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().expect("cargo runs").success()
    };
    let module = trial::module(mutant);
    let name = module.trim_end_matches("::").rsplit("::").next().unwrap_or_default();
    let compiles = passes(&["check", "--lib"])
        && passes(&["test", "--no-run", "--lib", "--bins", "--test", "cli", "--test", "pty"]);
    if !compiles {
        Outcome::LeftOut
    } else if !passes(&["test", "--lib", &module]) {
        Outcome::ByUnits
    } else if !passes(&["test", "--bins", "--test", "cli", "--", name]) {
        // Those that are called alike find most, in little time.
        Outcome::ByCommands
    } else if !passes(&["test", "--bins", "--examples", "--test", "cli", "--test", "pty"]) {
        Outcome::ByCommands
    } else {
        Outcome::Survived
    }
}
