//! The same sweep without tracing, in a build with the feature `faults`: every call of our own fails or is the last. Those
//! of libgit2 are not among them.

use crate::is_full;
use crate::runs;
use crate::runs::Prepared;
use crate::scene::said;
use crate::state::End;

const KINDS: [&str; 5] = ["SIGKILL", "ENOSPC", "EIO", "EACCES", "EMFILE"];

#[test]
fn no_call_of_ours_leaves_anything_wherever_it_fails() {
    let mut told = Vec::new();
    for prepared in runs::ALL.iter().map(Prepared::of) {
        let mut first = 1;
        let points = KINDS.map(|kind| {
            // A sample takes every point, each with one of the kinds.
            let numbers = (first..).step_by(if is_full() { 1 } else { KINDS.len() });
            first += u64::from(!is_full());
            let judged = numbers.map_while(|number| point(&prepared, kind, number));
            let judged: Vec<Vec<String>> = judged.collect();
            let count = judged.len();
            told.extend(judged.into_iter().flatten());
            count.to_string()
        });
        eprintln!("| {} | {} |", prepared.run.name, points.join(" | "));
    }
    assert!(told.is_empty(), "{} violations\n{}", told.len(), told.join("\n"));
}

/// What is wrong after a fault at that point; nothing where the run has no such point, and passes.
fn point(prepared: &Prepared, kind: &str, number: u64) -> Option<Vec<String>> {
    let scene = prepared.scene.copy();
    let mark = scene.folder().join("mark");
    let mut command = scene.command(prepared.run.arguments);
    command.env("AFTERWORD_FAULT", format!("{kind}:{number}:{}", mark.display()));
    let (code, said) = said(&command.output().unwrap());
    let is_hit = mark.exists();
    let violations = prepared.judge(&scene, End::of(code), &said);
    if !is_hit {
        assert!(violations.is_empty(), "{}, without a fault: {}", prepared.run.name, violations.join("\n"));
        return None;
    }
    let at = format!("{} {kind} at point {number}", prepared.run.name);
    Some(violations.into_iter().map(|violation| format!("{at}\n{violation}")).collect())
}
