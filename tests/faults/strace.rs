//! Runs of the program in which one system call fails, or is its last.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::program::program;
use crate::scene::Scene;
use crate::scene::said;

/// The system calls that change something.
const CALLS: &str = "openat,open,creat,write,pwrite64,writev,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,\
    mkdirat,rmdir,fsync,fdatasync,ftruncate,fallocate,fchmod,chmod,fchmodat,fchown,chown,symlink,symlinkat,flock,utimensat";

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// The program is killed before it.
    Kill,
    /// The disk is full.
    NoSpace,
    /// The disk fails.
    Broken,
}

impl Fault {
    pub(crate) const ALL: [Self; 3] = [Self::Kill, Self::NoSpace, Self::Broken];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Kill => "SIGKILL",
            Self::NoSpace => "ENOSPC",
            Self::Broken => "EIO",
        }
    }
}

/// One call of a run.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) name: String,
    /// The how manieth of that name, from 1.
    pub(crate) number: usize,
    /// What it did in a run without faults.
    pub(crate) text: String,
}

/// Whether strace is there and may trace; says so where it is not, unless it is required.
pub(crate) fn is_available() -> bool {
    let tried = Command::new("strace").args(["-o", "/dev/null", "true"]).output();
    let is_available = tried.is_ok_and(|output| output.status.success());
    let is_required = std::env::var("AFTERWORD_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
    assert!(is_available || !is_required, "strace is required, and is not there or may not trace");
    if !is_available {
        eprintln!("skipped: strace is not there or may not trace");
    }
    is_available
}

/// The calls of a run that change something, in their order.
pub(crate) fn calls(scene: &Scene, arguments: &[&str]) -> Vec<Call> {
    let log = scene.folder().join("strace");
    let mut command = traced(scene, arguments, &["-e", &format!("trace={CALLS}"), "-o", &log.to_string_lossy()]);
    let (code, said) = said(&command.output().unwrap());
    assert_eq!(code, 0, "{said}");

    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in fs::read_to_string(log).unwrap().lines() {
        let Some((_, text)) = line.split_once(' ') else { continue };
        let text = text.trim_start();
        let Some((name, _)) = text.split_once('(').filter(|(name, _)| !name.contains(' ')) else { continue };
        let number = numbers.entry(name.to_owned()).or_default();
        *number += 1;
        let only_reads = name.starts_with("open") && text.contains("O_RDONLY") && !text.contains("O_CREAT");
        if !only_reads {
            calls.push(Call { name: name.to_owned(), number: *number, text: text.to_owned() });
        }
    }
    calls
}

/// Runs the program with a fault at a call; returns its exit code, what it said, and whether there was such a call.
pub(crate) fn run(scene: &Scene, arguments: &[&str], call: &Call, fault: Fault) -> (i32, String, bool) {
    let log = scene.folder().join("strace");
    let injected = match fault {
        Fault::Kill => "signal=KILL".to_owned(),
        _ => format!("error={}", fault.name()),
    };
    let inject = format!("inject={}:{injected}:when={}", call.name, call.number);
    let trace = format!("trace={}", call.name);
    let options = ["-e", &trace, "-e", &inject, "-o", &log.to_string_lossy()];
    let (code, said) = said(&traced(scene, arguments, &options).output().unwrap());
    let log = fs::read_to_string(log).unwrap();
    (code, said, log.contains("(INJECTED)") || log.contains("+++ killed by SIGKILL +++"))
}

fn traced(scene: &Scene, arguments: &[&str], options: &[&str]) -> Command {
    let mut command = scene.scrubbed(Command::new("strace"));
    command.args(["-f", "-qq", "-s", "40"]).args(options);
    command.arg(program()).args(arguments);
    command.stdin(std::process::Stdio::null());
    command
}
