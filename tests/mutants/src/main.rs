//! Runs the tests against every mutant that cargo-mutants lists, with one build for all of them.
//!
//! Each mutant is put into a copy of the sources behind a switch, `mutants::on(7)`, and the tests run once for each with
//! `MUTANT_ON=7`. A mutant that does not compile so is taken out and told apart.

mod build;
mod in_place;
mod outcome;
mod switch;
mod trial;

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;

use outcome::{Known, Last, Outcome, Outcomes};
use switch::Mutant;
use trial::Tests;

/// Where the copy and the results go, below the project's folder.
const GROUND: &str = "target/mutants";

fn main() -> ExitCode {
    let (options, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let is_known = |option: &String| ["--units", "--commands", "--again", "--left-out"].contains(&option.as_str());
    if files.is_empty() || !options.iter().all(is_known) {
        eprintln!("usage: tests/mutants/run [--units|--commands] [--again|--left-out] FILE...");
        return ExitCode::from(2);
    }
    let has = |option: &str| options.iter().any(|given| given == option);
    let tests = match (has("--units"), has("--commands")) {
        (true, false) => Tests::Units,
        (false, true) => Tests::Commands,
        _ => Tests::Both,
    };
    let mutants = listed(&files);
    println!("{} mutants in {} files", mutants.len(), files.len());

    let ground = Path::new(GROUND);
    let results = ground.join("outcomes.tsv");
    let known = Known::read(Path::new("tests/mutants/known.txt"));
    if has("--left-out") {
        let last = Last::read(&results);
        let left_out: Vec<Mutant> = mutants.into_iter().filter(|mutant| last.is_left_out(mutant)).collect();
        if left_out.is_empty() {
            eprintln!("the last run left nothing out: {}", results.display());
            return ExitCode::from(2);
        }
        let tried = in_place::all(&ground.join("in-place/tree"), &left_out);
        return Outcomes::of(left_out.into_iter().zip(tried), &known).tell();
    }
    let last = if has("--again") { Last::read(&results) } else { Last::default() };
    let built = build::with_switches(&ground.join("tree"), mutants, &last);
    println!("{} can be switched on, {} do not compile so", built.mutants.len(), built.left_out.len());

    // What was found stays so where this is stopped.
    let written = Mutex::new(File::create(&results).expect("the results are written"));
    let told = |mutant: &Mutant, outcome| {
        let line = outcome::line(mutant, outcome);
        written.lock().expect("no worker panics").write_all(line.as_bytes()).expect("the results are written");
    };
    built.left_out.iter().for_each(|mutant| told(mutant, Outcome::LeftOut));
    let tried = trial::all(&built, tests, (&last, &known), &told);
    let left_out = built.left_out.iter().map(|mutant| (mutant.clone(), Outcome::LeftOut));
    let outcomes = Outcomes::of(built.mutants.iter().cloned().zip(tried).chain(left_out), &known);
    outcomes.write(&results);
    outcomes.tell()
}

/// What cargo-mutants would change in those files.
fn listed(files: &[String]) -> Vec<Mutant> {
    let mut command = Command::new("cargo");
    command.args(["mutants", "--list", "--json"]);
    for file in files {
        command.args(["-f", file]);
    }
    let output = command.output().expect("cargo-mutants lists the mutants: `cargo install cargo-mutants --locked`");
    assert!(output.status.success(), "cargo mutants: {}", String::from_utf8_lossy(&output.stderr));
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo-mutants writes JSON");
    let list = list.as_array().expect("the list of mutants is an array");
    list.iter().zip(1..).map(|(listed, number)| Mutant::of(listed, number)).collect()
}

/// The files of the project that git knows, and new ones that it would take.
fn project_files() -> Vec<PathBuf> {
    let listed =
        Command::new("git").args(["ls-files", "-co", "--exclude-standard"]).output().expect("git lists the files");
    String::from_utf8_lossy(&listed.stdout).lines().map(PathBuf::from).filter(|file| file.is_file()).collect()
}
