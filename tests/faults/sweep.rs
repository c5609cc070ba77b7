//! Each call of a run that changes something fails or is its last, one at a time.

use std::sync::Mutex;
use std::time::Instant;

use crate::is_full;
use crate::scene::COMMIT;
use crate::scene::EVENT;
use crate::scene::Scene;
use crate::state::End;
use crate::state::State;
use crate::state::leftovers;
use crate::strace;
use crate::strace::Call;
use crate::strace::Fault;

/// A run to disturb.
struct Sweep {
    name: &'static str,
    scene: Scene,
    arguments: &'static [&'static str],
    /// What then puts it right, and what that may end with: where the disturbed run had done its work, the same run again
    /// finds nothing to do.
    healing: &'static [(&'static [&'static str], &'static [i32])],
    /// Every how manieth point a sample takes.
    every: usize,
}

const ON_BRANCH: &[&str] = &["commit", EVENT, "-b", "wrap-up"];
const UNDO: &[&str] = &["undo"];

#[test]
fn a_commit_is_whole_or_not_at_all_wherever_it_is_stopped() {
    sweep(|| Sweep { name: "commit", scene: Scene::busy(), arguments: COMMIT, healing: &[(COMMIT, &[0])], every: 6 });
}

#[test]
fn a_commit_on_a_new_branch_is_whole_or_not_at_all_wherever_it_is_stopped() {
    const HEALING: &[(&[&str], &[i32])] = &[(ON_BRANCH, &[0, 3]), (COMMIT, &[0])];
    sweep(|| Sweep { name: "commit -b", scene: Scene::busy(), arguments: ON_BRANCH, healing: HEALING, every: 11 });
}

#[test]
fn an_undo_is_whole_or_not_at_all_wherever_it_is_stopped() {
    sweep(|| {
        let scene = Scene::busy();
        scene.succeed(COMMIT);
        Sweep { name: "undo", scene, arguments: UNDO, healing: &[(UNDO, &[0, 3])], every: 7 }
    });
}

#[test]
fn an_undo_of_a_new_branch_is_whole_or_not_at_all_wherever_it_is_stopped() {
    sweep(|| {
        let scene = Scene::busy();
        scene.succeed(ON_BRANCH);
        Sweep { name: "undo of -b", scene, arguments: UNDO, healing: &[(UNDO, &[0, 3])], every: 11 }
    });
}

fn sweep(prepare: impl FnOnce() -> Sweep) {
    if !strace::is_available() {
        return;
    }
    let sweep = prepare();
    let old = State::of(&sweep.scene);
    let undisturbed = sweep.scene.copy();
    let calls = strace::calls(&undisturbed, sweep.arguments);
    let new = State::of(&undisturbed);
    assert_eq!(leftovers(&undisturbed), Vec::<String>::new());

    let faults = Fault::ALL.iter().flat_map(|fault| calls.iter().map(|call| (*fault, call)));
    let every = if is_full() { 1 } else { sweep.every };
    let points: Vec<_> = faults.step_by(every).collect();
    let begun = Instant::now();
    let next = Mutex::new(points.iter());
    let found = Mutex::new(Vec::new());
    let count = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..count {
            scope.spawn(|| {
                while let Some((fault, call)) = { next.lock().unwrap().next() } {
                    let violations = sweep.point(&old, &new, *fault, call);
                    found.lock().unwrap().extend(violations.into_iter().map(|violation| (*fault, violation)));
                }
            });
        }
    });
    let found = found.into_inner().unwrap();
    for fault in Fault::ALL {
        let points = points.iter().filter(|(of, _)| *of == fault).count();
        let violations = found.iter().filter(|(of, _)| *of == fault).count();
        eprintln!("| {} | {} | {points} | {violations} |", sweep.name, fault.name());
    }
    eprintln!("{}: {} points in {:.0?}", sweep.name, points.len(), begun.elapsed());
    let found: Vec<_> = found.into_iter().map(|(_, violation)| violation).collect();
    assert!(found.is_empty(), "{} violations\n{}", found.len(), found.join("\n"));
}

impl Sweep {
    /// Disturbs one run, looks, and lets the next one put it right; returns what is wrong.
    fn point(&self, old: &State, new: &State, fault: Fault, call: &Call) -> Vec<String> {
        let scene = self.scene.copy();
        let (code, said, is_hit) = strace::run(&scene, self.arguments, call, fault);
        let end = if code == -9 { End::Killed } else { End::Code(code) };
        let mut violations = State::of(&scene).faults(&scene, (old, new), end, &said);
        if !is_hit {
            violations.push("there was no such call".to_owned());
        }
        scene.git(&["fsck", "--strict", "--no-progress"]);

        let mut healing = String::new();
        for (arguments, codes) in self.healing {
            let (code, said) = scene.run(arguments);
            if !codes.contains(&code) {
                violations.push(format!("the next run ends with {code}"));
            }
            healing.push_str(&said);
        }
        let healed = State::of(&scene);
        if healed != *new {
            violations.push(format!("the next run does not put it right: {healed:#?}"));
        }
        let left = leftovers(&scene);
        if !left.is_empty() {
            violations.push(format!("the next run leaves {}", left.join(", ")));
        }
        let at = format!("{} {} {} of {}", self.name, fault.name(), call.number, call.text);
        let told = |violation| format!("{at}\n  ended: {end:?}\n  {violation}\n  said: {said}  then: {healing}");
        violations.into_iter().map(told).collect()
    }
}
