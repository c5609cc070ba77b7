//! Runs the tests against each mutant: those of its module, and then those of commands that reach it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::build::{self, Built};
use crate::outcome::{Known, Last, Outcome};
use crate::switch::Mutant;

/// How long tests may take before a mutant counts as one that hangs, beside what they take without one.
const PATIENCE: Duration = Duration::from_secs(40);

/// How many tests of commands run at once in one try, fastest first. What a hundred of them do not tell, others hardly do.
const BATCHES: [usize; 3] = [4, 16, 80];

/// Which tests run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tests {
    Units,
    Commands,
    Both,
}

/// The outcome of each mutant, in their order, each told as soon as it is known.
///
/// What the last run has caught counts as caught, and those that are known are not tried.
pub fn all(
    built: &Built,
    tests: Tests,
    (last, known): (&Last, &Known),
    told: &(impl Fn(&Mutant, Outcome) + Sync),
) -> Vec<Outcome> {
    let began = Instant::now();
    let by_units = each(&built.mutants, |mutant| {
        let ended = last.caught(mutant).or_else(|| known.has(mutant).then_some(Outcome::Known));
        let outcome = ended.unwrap_or_else(|| match tests {
            Tests::Commands => Outcome::Survived,
            Tests::Units | Tests::Both => units(built, mutant),
        });
        if outcome != Outcome::Survived {
            told(mutant, outcome);
        }
        outcome
    });
    let survivors = by_units.iter().filter(|outcome| **outcome == Outcome::Survived).count();
    println!("{survivors} survived the tests of their modules, {:?}", began.elapsed());
    if tests == Tests::Units {
        return by_units;
    }

    let reaching = Reaching::measured(built);
    println!("{} tests of commands known, {:?}", reaching.took.len(), began.elapsed());
    let tried: Vec<(&Mutant, Outcome)> = built.mutants.iter().zip(by_units).collect();
    each(&tried, |(mutant, outcome)| match outcome {
        Outcome::Survived => {
            let outcome = commands(built, mutant, &reaching);
            told(mutant, outcome);
            outcome
        }
        other => *other,
    })
}

fn each<T: Sync>(items: &[T], one: impl Fn(&T) -> Outcome + Sync) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(vec![Outcome::Survived; items.len()]);
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { break };
            let outcome = one(item);
            outcomes.lock().expect("no worker panics")[index] = outcome;
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..workers() {
            scope.spawn(work);
        }
    });
    outcomes.into_inner().expect("no worker panics")
}

fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// How the names of the tests of a mutant's module begin: as its file or folder below `src`.
pub fn module(mutant: &Mutant) -> String {
    let path = mutant.file.trim_start_matches("src/").trim_end_matches(".rs");
    let parts: Vec<&str> = path.split('/').collect();
    let module = if parts[0] == "cli" { parts[..parts.len().min(2)].join("::") } else { parts[0].to_owned() };
    format!("{module}::")
}

fn units(built: &Built, mutant: &Mutant) -> Outcome {
    let mut command = tests(&built.tree, &built.units);
    command.arg(module(mutant));
    run(command.env("MUTANT_ON", mutant.number.to_string()), PATIENCE, Outcome::ByUnits)
}

fn commands(built: &Built, mutant: &Mutant, reaching: &Reaching) -> Outcome {
    let mut names: Vec<&Test> = reaching.by_mutant.get(&mutant.number).into_iter().flatten().collect();
    names.sort_by_key(|test| reaching.took[*test]);
    let mut rest = names.as_slice();
    for batch in BATCHES {
        let (now, later) = rest.split_at(batch.min(rest.len()));
        rest = later;
        for (program, path) in built.commands.iter().enumerate() {
            let names: Vec<&String> = now.iter().filter(|test| test.0 == program).map(|test| &test.1).collect();
            if names.is_empty() {
                continue;
            }
            let mut command = tests(&built.tree, path);
            command.arg("--exact").args(names).env("MUTANT_ON", mutant.number.to_string());
            // One after the other, and on a machine that has more to do.
            let usual: Duration = now.iter().map(|test| reaching.took[*test]).sum();
            let outcome = run(&mut command, PATIENCE + 2 * usual, Outcome::ByCommands);
            if outcome != Outcome::Survived {
                return outcome;
            }
        }
    }
    Outcome::Survived
}

/// The program of a test, and its name there.
type Test = (usize, String);

/// Which tests of commands reach which mutant, and how long they take.
struct Reaching {
    by_mutant: BTreeMap<usize, BTreeSet<Test>>,
    took: BTreeMap<Test, Duration>,
}

impl Reaching {
    fn measured(built: &Built) -> Self {
        let mut all: Vec<Test> = Vec::new();
        for (program, path) in built.commands.iter().enumerate() {
            let listed = tests(&built.tree, path).args(["--list", "--format=terse"]).stdout(Stdio::piped()).output();
            let listed = listed.expect("the tests list themselves").stdout;
            let listed = String::from_utf8_lossy(&listed);
            let names = listed.lines().filter_map(|line| line.strip_suffix(": test"));
            all.extend(names.map(|name| (program, name.to_owned())));
        }
        let reached = Mutex::new(Self { by_mutant: BTreeMap::new(), took: BTreeMap::new() });
        each(&all, |test| {
            let (program, name) = test;
            let seen = seen_file(&built.tree, name);
            let _ = std::fs::remove_file(&seen);
            let began = Instant::now();
            let mut command = tests(&built.tree, &built.commands[*program]);
            command.args(["--exact", name]).env("MUTANTS_SEEN", &seen);
            let outcome = run(&mut command, 3 * PATIENCE, Outcome::ByCommands);
            if outcome != Outcome::Survived {
                println!("without any mutant fails: {name}");
                return outcome;
            }
            let text = std::fs::read_to_string(&seen).unwrap_or_default();
            let _ = std::fs::remove_file(&seen);
            let mut reached = reached.lock().expect("no worker panics");
            reached.took.insert(test.clone(), began.elapsed());
            for number in text.lines().filter_map(|line| line.parse().ok()) {
                reached.by_mutant.entry(number).or_default().insert(test.clone());
            }
            outcome
        });
        reached.into_inner().expect("no worker panics")
    }
}

fn seen_file(tree: &Path, name: &str) -> PathBuf {
    let name = format!("../seen-{}", name.replace("::", "-"));
    std::path::absolute(tree.join(name)).expect("the copy's folder")
}

fn tests(tree: &Path, program: &Path) -> Command {
    let mut command = Command::new("prlimit");
    // A mutant may eat memory without end.
    command.args(["--as=8000000000", "--core=0"]).arg(program).current_dir(tree);
    command.env("RUST_TEST_THREADS", "2").env("RUST_BACKTRACE", "0");
    build::as_built(&mut command, tree);
    command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
    command
}

/// Waits for tests to pass, to fail or to hang.
pub fn run(command: &mut Command, patience: Duration, failed: Outcome) -> Outcome {
    use std::os::unix::process::CommandExt as _;
    let mut child = command.process_group(0).spawn().expect("the tests are started");
    let began = Instant::now();
    loop {
        match child.try_wait().expect("the tests are waited for") {
            Some(status) if status.success() => return Outcome::Survived,
            Some(_) => return failed,
            None if began.elapsed() > patience => {
                let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).status();
                let _ = child.wait();
                return Outcome::Hung;
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}
