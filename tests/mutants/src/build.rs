//! Builds a copy of the project in which every mutant has a switch.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::outcome::Last;
use crate::switch::{self, Mutant};

/// What is put into the copy beside the switches.
const MODULE: &str = r#"//! Which mutant is on, and which were reached.
use std::io::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

static ON: OnceLock<usize> = OnceLock::new();
static SEEN: [AtomicBool; 8192] = [const { AtomicBool::new(false) }; 8192];

pub fn on(number: usize) -> bool {
    if !SEEN[number].swap(true, Ordering::Relaxed) {
        if let Some(path) = std::env::var_os("MUTANTS_SEEN") {
            let file = std::fs::File::options().create(true).append(true).open(path);
            let _ = file.and_then(|mut file| file.write_all(format!("{number}\n").as_bytes()));
        }
    }
    *ON.get_or_init(|| std::env::var("MUTANT_ON").ok().and_then(|text| text.parse().ok()).unwrap_or(0)) == number
}
"#;

/// What tests of commands do instead of clearing the environment of the program they run.
const PASSED_ON: &str = ".env_clear().envs(std::env::vars().filter(|(name, _)| name.starts_with(\"MUTANT\")))";

/// The copy, with the test programs.
pub struct Built {
    /// The folder of the copy.
    pub tree: PathBuf,
    /// The tests of the library.
    pub units: PathBuf,
    /// The tests of whole commands, without a terminal and with one.
    pub commands: Vec<PathBuf>,
    /// What can be switched on.
    pub mutants: Vec<Mutant>,
    /// What does not compile behind a switch.
    pub left_out: Vec<Mutant>,
}

/// Copies the project and builds its tests, leaving out mutants until what is left compiles.
///
/// What the last run left out is left out at once.
pub fn with_switches(tree: &Path, mutants: Vec<Mutant>, last: &Last) -> Built {
    copy(tree);
    let known = mutants.iter().filter(|mutant| last.is_left_out(mutant)).map(|mutant| mutant.number);
    let mut left_out: BTreeSet<usize> = known.collect();
    for round in 1.. {
        let drawn = draw(tree, &mutants, &left_out);
        let faulty = match build(tree) {
            Ok((units, commands)) => {
                let known: BTreeSet<usize> = drawn.values().flatten().map(|(_, number)| *number).collect();
                let (inside, outside) = mutants.into_iter().partition(|mutant| known.contains(&mutant.number));
                return Built { tree: tree.to_owned(), units, commands, mutants: inside, left_out: outside };
            }
            Err(errors) => faulty(&errors, &drawn),
        };
        println!("build {round}: {} more do not compile", faulty.len());
        left_out.extend(faulty);
    }
    unreachable!("a build with fewer mutants each time ends");
}

/// Copies the project, with what mutants ask when they are put into it.
pub fn copy(tree: &Path) {
    for file in crate::project_files() {
        let target = tree.join(&file);
        let old = std::fs::read(&target).ok();
        let new = match file.to_str() {
            Some("src/lib.rs") => format!("{}\npub mod mutants;\n", read(&file)).into_bytes(),
            Some("Cargo.toml") => without_lints(&read(&file)).into_bytes(),
            Some(name)
                if name.ends_with(".rs")
                    && ["tests/cli/", "tests/pty/"].iter().any(|tests| name.starts_with(tests)) =>
            {
                read(&file).replace(".env_clear()", PASSED_ON).into_bytes()
            }
            _ => std::fs::read(&file).expect("a file of the project"),
        };
        if old.as_ref() != Some(&new) {
            std::fs::create_dir_all(target.parent().expect("a file is in a folder")).expect("the copy's folders");
            std::fs::copy(&file, &target).and_then(|_| std::fs::write(&target, new)).expect("the copy's files");
        }
    }
    std::fs::write(tree.join("src/mutants.rs"), MODULE).expect("the copy's files");
}

/// A manifest whose lints do not speak of mutants.
fn without_lints(manifest: &str) -> String {
    let mut is_kept = true;
    let mut kept = String::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_kept = !line.starts_with("[lints");
        }
        if is_kept {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// The ranges of the drawn files that belong to a mutant alone, by file.
type Drawn = BTreeMap<String, Vec<(Range<usize>, usize)>>;

fn draw(tree: &Path, mutants: &[Mutant], left_out: &BTreeSet<usize>) -> Drawn {
    let files: BTreeSet<&String> = mutants.iter().map(|mutant| &mutant.file).collect();
    let draw_file = |file: &String| {
        let of_file = |mutant: &&Mutant| mutant.file == *file && !left_out.contains(&mutant.number);
        let here: Vec<&Mutant> = mutants.iter().filter(of_file).collect();
        let switched = switch::switched(&read(Path::new(file)), &here);
        std::fs::write(tree.join(file), switched.text).expect("the copy's files");
        (file.clone(), switched.branches)
    };
    files.into_iter().map(draw_file).collect()
}

/// Sets how cargo builds, which tests at terminals ask for once more.
pub fn as_built(command: &mut Command, tree: &Path) {
    let target = std::path::absolute(tree.with_file_name("build")).expect("the copy's folder");
    command.env("CARGO_TARGET_DIR", target).env("RUSTFLAGS", "--cap-lints allow");
    command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_PROFILE_TEST_DEBUG", "0");
}

/// The test programs, or what the compiler says.
fn build(tree: &Path) -> Result<(PathBuf, Vec<PathBuf>), Vec<Value>> {
    let mut command = Command::new("cargo");
    command.args([
        "test",
        "--no-run",
        "--lib",
        "--bins",
        "--test",
        "cli",
        "--test",
        "pty",
        "--examples",
        "--message-format=json",
        "--quiet",
    ]);
    as_built(command.current_dir(tree), tree);
    let output = command.output().expect("cargo builds the copy");
    let text = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if output.status.success() {
        let program = |name: &str, kind: &str| {
            let is_it = |message: &&Value| {
                message["target"]["name"] == name
                    && message["target"]["kind"][0] == kind
                    && message["profile"]["test"] == true
            };
            let artifact = messages.iter().filter(is_it).find_map(|message| message["executable"].as_str());
            PathBuf::from(artifact.expect("cargo names what it built"))
        };
        return Ok((program("afterword", "lib"), vec![program("cli", "test"), program("pty", "test")]));
    }
    let errors: Vec<Value> = messages.into_iter().filter(|message| message["message"]["level"] == "error").collect();
    assert!(!errors.is_empty(), "cargo: {}", String::from_utf8_lossy(&output.stderr));
    Err(errors)
}

/// The mutants that errors are about: those in whose text they are; or else, of a match that is not exhaustive without an
/// arm, those that take an arm from it; or else all in the lines around.
fn faulty(errors: &[Value], drawn: &Drawn) -> BTreeSet<usize> {
    let spans = errors.iter().flat_map(|error| {
        let spans = error["message"]["spans"].as_array().cloned().unwrap_or_default();
        let code = error["message"]["code"]["code"].as_str().unwrap_or_default().to_owned();
        spans.into_iter().map(move |span| (code.clone(), span))
    });
    let (mut own, mut of_matches, mut near) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (code, span) in spans {
        let Some((file, branches)) = span["file_name"].as_str().and_then(|file| drawn.get_key_value(file)) else {
            continue;
        };
        let at = |key: &str| span[key].as_u64().unwrap_or_default() as usize;
        let (start, end) = (at("byte_start"), at("byte_end"));
        let those = |is_meant: &dyn Fn(&Range<usize>) -> bool| {
            branches.iter().filter(|(range, _)| is_meant(range)).map(|(_, number)| *number).collect::<Vec<_>>()
        };
        let inside = those(&|range| range.start <= start && end <= range.end);
        if !inside.is_empty() {
            own.extend(inside);
        } else if code == "E0004" && span["is_primary"] == true {
            let text = read(&PathBuf::from(crate::GROUND).join("tree").join(file));
            let is_arm = |range: &Range<usize>| text[range.clone()].starts_with('!');
            of_matches.extend(those(&|range| is_arm(range) && (start..end + 2000).contains(&range.start)));
        } else {
            near.extend(those(&|range| range.end + 300 >= start && range.start <= end + 300));
        }
    }
    let faulty = [own, of_matches, near].into_iter().find(|numbers| !numbers.is_empty());
    let texts = || errors.iter().filter_map(|error| error["message"]["rendered"].as_str()).collect::<String>();
    faulty.unwrap_or_else(|| panic!("no mutant is to blame for this:\n{}", texts()))
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).expect("a source file is text")
}
