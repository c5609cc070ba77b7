//! Runs of the program in which one system call fails, or is its last.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use crate::program::program;
use crate::scene::Scene;
use crate::scene::said;

/// The system calls that open something.
const OPENING: &str = "openat,open,openat2,creat";
/// Those that name, unname or make something, or change whose it is.
const NAMING: &str = "rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,symlink,symlinkat,\
    fchmod,chmod,fchmodat,fchown,chown,utimensat";
/// Those that write bytes, or wait for them.
const WRITING: &str = "write,pwrite64,writev,fsync,fdatasync,ftruncate,fallocate,flock";
const READING: &str = "read,pread64,getdents64";
/// Those that a signal may interrupt.
const SLOW: &str = "read,pread64,write,pwrite64,writev,fsync,fdatasync,ftruncate,fallocate,flock";

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// The program is killed before it.
    Kill,
    /// The disk is full.
    NoSpace,
    /// The disk fails.
    Broken,
    /// It is not permitted.
    Denied,
    /// Too many files are open.
    TooMany,
    /// A signal came.
    Interrupted,
}

impl Fault {
    pub(crate) const ALL: [Self; 6] =
        [Self::Kill, Self::NoSpace, Self::Broken, Self::Denied, Self::TooMany, Self::Interrupted];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Kill => "SIGKILL",
            Self::NoSpace => "ENOSPC",
            Self::Broken => "EIO",
            Self::Denied => "EACCES",
            Self::TooMany => "EMFILE",
            Self::Interrupted => "EINTR",
        }
    }

    /// Whether it can happen to that call, and makes a difference there.
    pub(crate) fn befalls(self, call: &Call) -> bool {
        let is_of = |calls: &str| calls.split(',').any(|name| name == call.name);
        let only_reads =
            is_of(READING) || is_of(OPENING) && !call.text.contains("O_CREAT") && call.text.contains("O_RDONLY");
        match self {
            // A kill at a call that only reads leaves what one at the next call leaves.
            Self::Kill | Self::NoSpace => !only_reads,
            Self::Broken => true,
            Self::Denied => is_of(OPENING) || is_of(NAMING),
            Self::TooMany => is_of(OPENING),
            Self::Interrupted => is_of(OPENING) || is_of(SLOW),
        }
    }
}

/// One call of a run.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) name: String,
    /// The how manieth of that name in its process, from 1.
    pub(crate) number: usize,
    /// What it did in a run without faults.
    pub(crate) text: String,
}

impl Call {
    /// Whether it is one of the loader's, which has its own ways to fail.
    fn is_of_loader(&self) -> bool {
        [".so\"", ".so.", "\\177ELF"].iter().any(|mark| self.text.contains(mark))
    }
}

/// Whether strace is there and may trace; says so where it is not, unless it is required.
pub(crate) fn is_available() -> bool {
    let tried = Command::new("taskset").args(["-c", &processor(), "strace", "-o", "/dev/null", "true"]).output();
    let is_available = tried.is_ok_and(|output| output.status.success());
    let is_required = std::env::var("AFTERWORD_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
    assert!(is_available || !is_required, "strace is required, and is not there or may not trace");
    if !is_available {
        eprintln!("skipped: strace is not there or may not trace");
    }
    is_available
}

/// The calls of a run, in their order. Processes count on their own, and their calls of one number are one point.
pub(crate) fn calls(scene: &Scene, arguments: &[&str]) -> Vec<Call> {
    let log = scene.folder().join("strace");
    let trace = format!("trace={OPENING},{NAMING},{WRITING},{READING}").replace(' ', "");
    let mut command = traced(scene, arguments, &["-e", &trace, "-o", &log.to_string_lossy()]);
    let (code, said) = said(&command.output().unwrap());
    assert_eq!(code, 0, "{said}");

    let mut numbers: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut calls: Vec<Call> = Vec::new();
    for line in fs::read_to_string(log).unwrap().lines() {
        let Some((process, text)) = line.split_once(' ') else { continue };
        let text = text.trim_start();
        let Some((name, _)) = text.split_once('(').filter(|(name, _)| !name.contains(' ')) else { continue };
        let number = numbers.entry((process.to_owned(), name.to_owned())).or_default();
        *number += 1;
        let call = Call { name: name.to_owned(), number: *number, text: text.to_owned() };
        let is_known = calls.iter().any(|known| (&known.name, known.number) == (&call.name, call.number));
        if !is_known {
            calls.push(call);
        }
    }
    // The loader is done before the program begins.
    let last_library = calls.iter().rposition(Call::is_of_loader).map_or(0, |last| last + 1);
    let headers = calls[last_library..].iter().take_while(|call| call.name.starts_with("pread")).count();
    calls.split_off(last_library + headers)
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
    // On one processor the program has one thread, so that its calls have the same order each time.
    let mut command = scene.scrubbed(Command::new("taskset"));
    command.args(["-c", &processor(), "strace", "-f", "-qq", "-s", "80"]).args(options);
    command.arg(program()).args(arguments);
    command.stdin(std::process::Stdio::null());
    command
}

/// One of the processors that this thread may use, each thread another one as far as there are any.
fn processor() -> String {
    static THREADS: AtomicUsize = AtomicUsize::new(0);
    thread_local!(static OWN: usize = THREADS.fetch_add(1, Ordering::Relaxed));
    let status = fs::read_to_string("/proc/thread-self/status").unwrap_or_default();
    let allowed = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap_or("0");
    let mut processors = Vec::new();
    for range in allowed.trim().split(',') {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        processors.extend(first.parse().unwrap_or(0)..=last.parse().unwrap_or(0));
    }
    let own: usize = processors[OWN.with(|own| own % processors.len())];
    own.to_string()
}
