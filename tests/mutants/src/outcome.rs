//! What became of each mutant.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use crate::switch::Mutant;

/// What the tests said of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A test of its module failed.
    ByUnits,
    /// A test of a whole command failed.
    ByCommands,
    /// The tests did not end.
    Hung,
    /// All passed.
    Survived,
    /// It is among those that are known, and was not tried.
    Known,
    /// It does not compile behind a switch.
    LeftOut,
}

const COLUMNS: [Outcome; 6] =
    [Outcome::ByUnits, Outcome::ByCommands, Outcome::Hung, Outcome::Survived, Outcome::Known, Outcome::LeftOut];

pub struct Outcomes {
    all: Vec<(Mutant, Outcome)>,
}

impl Outcomes {
    /// Of those mutants, where a survivor that is known counts as such.
    pub fn of(tried: impl Iterator<Item = (Mutant, Outcome)>, known: &Known) -> Self {
        let mut all: Vec<_> = tried.collect();
        for (mutant, outcome) in &mut all {
            if *outcome == Outcome::Survived && known.has(mutant) {
                *outcome = Outcome::Known;
            }
        }
        all.sort_by_key(|(mutant, _)| mutant.number);
        Self { all }
    }

    /// Writes one line for each.
    pub fn write(&self, path: &Path) {
        let lines: String = self.all.iter().map(|(mutant, outcome)| line(mutant, *outcome)).collect();
        std::fs::write(path, lines).expect("the results are written");
    }

    /// Says how many of each file had which outcome, and which survived; fails if any did.
    pub fn tell(&self) -> ExitCode {
        let mut files: BTreeMap<&str, [usize; 6]> = BTreeMap::new();
        for (mutant, outcome) in &self.all {
            files.entry(&mutant.file).or_default()[COLUMNS.iter().position(|column| column == outcome).unwrap_or(0)] +=
                1;
        }
        let mut sum = [0; 6];
        println!(
            "\n| file | by units | by commands | hung | survived | known | not compiled |\n|---|---:|---:|---:|---:|---:|---:|"
        );
        for (file, counts) in &files {
            row(&format!("`{file}`"), counts);
            sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        row("all", &sum);

        let survivors = self.all.iter().filter(|(_, outcome)| *outcome == Outcome::Survived);
        let survivors: Vec<&Mutant> = survivors.map(|(mutant, _)| mutant).collect();
        println!("\n{} survived without a reason:", survivors.len());
        for mutant in &survivors {
            println!("{}:{}: {}\n    {}", mutant.file, mutant.line, mutant.what, line_of(mutant));
        }
        if survivors.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// A line of the results: the outcome, the place, what is changed and the line that is.
pub fn line(mutant: &Mutant, outcome: Outcome) -> String {
    format!("{outcome:?}\t{}:{}\t{}\t{}\n", mutant.file, mutant.line, mutant.what, line_of(mutant))
}

fn row(name: &str, counts: &[usize; 6]) {
    let cells: Vec<String> = counts.iter().map(usize::to_string).collect();
    println!("| {name} | {} |", cells.join(" | "));
}

fn line_of(mutant: &Mutant) -> String {
    let text = std::fs::read_to_string(&mutant.file).unwrap_or_default();
    text.lines().nth(mutant.line - 1).unwrap_or_default().trim().to_owned()
}

/// What the last run wrote.
#[derive(Default)]
pub struct Last(Vec<(String, Outcome)>);

impl Last {
    /// What stands in that file.
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let entry = |line: &str| {
            let (name, rest) = line.split_once('\t')?;
            let outcome = COLUMNS.into_iter().find(|outcome| format!("{outcome:?}") == name)?;
            Some((rest.to_owned(), outcome))
        };
        Self(text.lines().filter_map(entry).collect())
    }

    /// How a mutant was caught at the same place.
    pub fn caught(&self, mutant: &Mutant) -> Option<Outcome> {
        self.of(mutant).filter(|outcome| !matches!(outcome, Outcome::Survived | Outcome::Known | Outcome::LeftOut))
    }

    /// Whether it did not compile at the same place.
    pub fn is_left_out(&self, mutant: &Mutant) -> bool {
        self.of(mutant) == Some(Outcome::LeftOut)
    }

    /// The outcome of a mutant, where all that look the same had one.
    fn of(&self, mutant: &Mutant) -> Option<Outcome> {
        let key = format!("{}:{}\t{}\t{}", mutant.file, mutant.line, mutant.what, line_of(mutant));
        let mut same = self.0.iter().filter(|(other, _)| *other == key).map(|(_, outcome)| *outcome);
        let first = same.next()?;
        same.all(|other| other == first).then_some(first)
    }
}

/// Survivors that are known, each with its reason: three lines with an empty one between, the file and what is changed,
/// the changed line, and why no test can tell.
pub struct Known(Vec<(String, String)>);

impl Known {
    /// Those of that file.
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let entries = text.split("\n\n").filter_map(|entry| {
            let lines: Vec<&str> = entry.lines().filter(|line| !line.starts_with("# ")).collect();
            let [what, line, reason, ..] = lines.as_slice() else { return None };
            assert!(!reason.trim().is_empty(), "{what} has no reason");
            Some(((*what).to_owned(), line.trim().to_owned()))
        });
        Self(entries.collect())
    }

    /// Whether a mutant is among them.
    pub fn has(&self, mutant: &Mutant) -> bool {
        let what = format!("{}: {}", mutant.file, mutant.what);
        let line = line_of(mutant);
        self.0.iter().any(|(known, at)| *known == what && *at == line)
    }
}
