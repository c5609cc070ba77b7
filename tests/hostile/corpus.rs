//! Bad inputs of every kind, each with what is said about it, in full.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use crate::case::Case;
use crate::case::Group;
use crate::case::Part;
use crate::sandbox::Run;
use crate::sandbox::Sandbox;
use crate::snapshot::Snapshot;

/// How long a run may take.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 1 });

/// How many megabytes it may take.
const MEMORY: u32 = 200;
/// What of the addresses the stack of a template is that is not ours; hardly any of it is ever memory.
const STACK: u32 = 256;

fn groups() -> Vec<(PathBuf, Group)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/corpus");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), Group::read(&path))).collect()
}

/// The bad event files that the tests of the command line judge.
fn bad_event_files() -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|e| e == "yaml")).count()
}

fn set_up(case: &Case) -> (Sandbox, Option<Vec<u8>>) {
    let mut input = None;
    let is_repository = |part: &Part| part.head == "repository";
    let parts = || case.common.iter().chain(&case.parts);
    let sandbox = if parts().any(is_repository) { Sandbox::with_repository() } else { Sandbox::new() };
    for part in parts() {
        match part.words().as_slice() {
            ["repository"] => {}
            ["file", name] => {
                sandbox.file(name, part.bytes());
            }
            ["folder", name] => std::fs::create_dir_all(sandbox.path(name)).unwrap(),
            #[cfg(unix)]
            ["link", name, target] => std::os::unix::fs::symlink(target, sandbox.path(name)).unwrap(),
            ["standard", "input"] => input = Some(part.bytes()),
            _ => panic!("{}: `{}` says nothing", case.name, part.head),
        }
    }
    (sandbox, input)
}

/// The words of a command line, and the variables before them.
fn words(command: &str) -> (Vec<(String, String)>, Vec<String>) {
    let mut words = Vec::new();
    for (at, piece) in command.split('\'').enumerate() {
        match at % 2 {
            0 if piece.starts_with(' ') || at == 0 => words.extend(piece.split_whitespace().map(str::to_owned)),
            0 => {
                let mut pieces = piece.split(' ');
                words.last_mut().unwrap().push_str(pieces.next().unwrap());
                words.extend(pieces.filter(|word| !word.is_empty()).map(str::to_owned));
            }
            _ if command.split('\'').nth(at - 1).unwrap().ends_with(['=', ':']) => {
                words.last_mut().unwrap().push_str(piece);
            }
            _ => words.push(piece.to_owned()),
        }
    }
    let is_variable = |word: &&String| word.contains('=') && word.starts_with("AFTERWORD_");
    let count = words.iter().take_while(is_variable).count();
    let arguments = words.split_off(count);
    let pair = |word: String| word.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap();
    (words.into_iter().map(pair).collect(), arguments)
}

/// Runs a case in 200 MB; what it said, and everything else that is wrong.
fn run(case: &Case) -> (Run, Vec<String>) {
    let (sandbox, input) = set_up(case);
    let folder = sandbox.work().parent().unwrap().to_owned();
    let (variables, arguments) = words(&case.command);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    // Locks that nobody holds any more stay.
    let is_ours = |name: &str| {
        let is_state =
            "home/.local/state/afterword".starts_with(name) || name.starts_with("home/.local/state/afterword");
        !is_state && (!name.starts_with("work/.git/afterword") || name.ends_with(".yaml"))
    };
    let before = Snapshot::of(&folder, is_ours);
    let has_template = case.common.iter().chain(&case.parts).any(|part| part.head.contains(".jinja"));
    let memory = if has_template { MEMORY + STACK } else { MEMORY };
    let mut fastest = Duration::MAX;
    let mut said = None;
    // A machine with other work to do is slow for a moment.
    for _ in 0..3 {
        let mut command = sandbox.command(&arguments);
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        let start = Instant::now();
        let run = sandbox.limited(&command, memory, input.as_deref());
        fastest = fastest.min(start.elapsed());
        said = Some(run);
        if fastest <= PATIENCE {
            break;
        }
    }
    let mut run = said.unwrap();
    let real = folder.canonicalize().unwrap();
    for folder in [real, folder.clone()] {
        run.stderr = run.stderr.replace(folder.to_str().unwrap(), "[SANDBOX]");
        run.stdout = run.stdout.replace(folder.to_str().unwrap(), "[SANDBOX]");
    }
    let mut wrong = Vec::new();
    if fastest > PATIENCE {
        wrong.push(format!("it took {fastest:?}"));
    }
    let changed = before.differences(&Snapshot::of(&folder, is_ours));
    if !changed.is_empty() {
        wrong.push(format!("changed: {changed:?}"));
    }
    if ![1, 2, 3].contains(&run.code) {
        wrong.push(format!("exit code {}", run.code));
    }
    for text in ["panicked", "RUST_BACKTRACE", "stack overflow", "memory allocation"] {
        if run.stderr.contains(text) {
            wrong.push(format!("`{text}` on standard error"));
        }
    }
    let is_raw = |c: char| c.is_control() && c != '\n';
    if run.stderr.contains(is_raw) || run.stdout.contains(is_raw) {
        wrong.push("a control character".to_owned());
    }
    if case.has_place && !has_place(&run.stderr) {
        wrong.push("no place".to_owned());
    }
    (run, wrong)
}

/// Whether a message says file, line and column.
fn has_place(said: &str) -> bool {
    let mut arrows = said.lines().filter_map(|line| line.trim_start().strip_prefix("--> "));
    arrows.any(|place| {
        let numbers = place.rsplitn(3, ':').take(2);
        place.matches(':').count() >= 2 && numbers.into_iter().all(|number| number.parse::<u32>().is_ok())
    })
}

#[test]
fn every_bad_input_is_told_in_its_words_and_changes_nothing() {
    let overwrites = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let wanted = std::env::var("AFTERWORD_CASE").ok();
    let mut failed = Vec::new();
    for (path, mut group) in groups() {
        for case in &mut group.cases {
            if wanted.as_ref().is_some_and(|wanted| !format!("{}: {}", group.name, case.name).contains(wanted)) {
                continue;
            }
            let (run, wrong) = run(case);
            let name = format!("{}: {}", group.name, case.name);
            failed.extend(wrong.iter().map(|wrong| format!("{name}: {wrong}\n{}", run.stderr)));
            if overwrites {
                (case.code, case.says, case.prints) = (run.code, run.stderr, run.stdout);
                continue;
            }
            if run.code != case.code {
                failed.push(format!("{name}: exit code {} in place of {}\n{}", run.code, case.code, run.stderr));
            }
            for (found, expected) in [(&run.stderr, &case.says), (&run.stdout, &case.prints)] {
                if found != expected {
                    failed.push(format!("{name}: expected\n{expected}\nbut there was\n{found}"));
                }
            }
        }
        if overwrites {
            group.write(&path);
        }
    }
    assert!(failed.is_empty(), "{} failures:\n\n{}", failed.len(), failed.join("\n\n"));
}

#[test]
fn there_are_at_least_500_bad_inputs() {
    let groups = groups();
    let counts: Vec<(&str, usize)> = groups.iter().map(|(_, group)| (group.name.as_str(), group.cases.len())).collect();
    let events = bad_event_files();
    let all = events + counts.iter().map(|(_, count)| count).sum::<usize>();
    eprintln!("{all} bad inputs: {events} event files, {counts:?}");
    assert!(all >= 500, "{all} bad inputs");
    let placed = groups.iter().flat_map(|(_, group)| &group.cases).filter(|case| case.has_place).count();
    eprintln!("{placed} of {} new ones with a place", all - events);
    let mut names: Vec<_> =
        groups.iter().flat_map(|(_, group)| group.cases.iter().map(|case| (&group.name, &case.name))).collect();
    let before = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), before, "two cases have one name");
    assert_eq!(groups.len(), 10, "a kind of input is missing");
}
