//! Runs that are killed at a random instant. `AFTERWORD_KILLS` says how many, and `AFTERWORD_SEED` with which number the
//! first begins; each has the number after that of the one before it, and is repeated by it alone.

use std::num::NonZero;
use std::process::Child;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use crate::runs;
use crate::runs::Prepared;
use crate::scene::said;
use crate::state::End;
use crate::state::State;

/// How many kills the suite has.
const SAMPLE: u64 = 40;

/// What became of the kills of one command.
#[derive(Clone, Copy, Default)]
struct Count {
    kills: u64,
    /// Runs that were done before.
    late: u64,
    /// Kills that left neither what was nor what was to be.
    half_way: u64,
    violations: u64,
}

#[test]
fn random_kills_leave_nothing_that_the_next_run_does_not_finish() {
    let number = |name: &str, usual| std::env::var(name).map_or(usual, |value| value.parse().expect(name));
    let (kills, first) = (number("AFTERWORD_KILLS", SAMPLE), number("AFTERWORD_SEED", 1));
    let all: Vec<(Prepared, Duration)> = runs::ALL.iter().map(Prepared::of).map(timed).collect();
    let begun = Instant::now();
    let next = AtomicU64::new(first);
    let counts = Mutex::new(vec![Count::default(); all.len()]);
    let told = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if counts.lock().unwrap().iter().map(|count| count.kills).sum::<u64>() >= kills {
                        break;
                    }
                    let at = usize::try_from(mixed(seed) % all.len() as u64).unwrap();
                    let (count, violations) = kill(&all[at].0, all[at].1, seed);
                    let sum = &mut counts.lock().unwrap()[at];
                    sum.kills += count.kills;
                    sum.late += count.late;
                    sum.half_way += count.half_way;
                    sum.violations += count.violations;
                    told.lock().unwrap().extend(violations);
                }
            });
        }
    });
    let (counts, told) = (counts.into_inner().unwrap(), told.into_inner().unwrap());
    let last = next.into_inner();
    for ((prepared, _), count) in all.iter().zip(&counts) {
        let Count { kills, late, half_way, violations } = count;
        eprintln!("| {} | {kills} | {half_way} | {late} | {violations} |", prepared.run.name);
    }
    let kills: u64 = counts.iter().map(|count| count.kills).sum();
    eprintln!("{kills} kills in {:.0?}, with the seeds from {first} to {}", begun.elapsed(), last - 1);
    assert!(told.is_empty(), "{} violations\n{}", told.len(), told.join("\n"));
}

/// With the time that an undisturbed run takes.
fn timed(prepared: Prepared) -> (Prepared, Duration) {
    let mut times: Vec<Duration> = (0..5)
        .map(|_| {
            let scene = prepared.scene.copy();
            let begun = Instant::now();
            scene.succeed(prepared.run.arguments);
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    (prepared, times[times.len() / 2])
}

/// One run, killed at some instant of its time.
fn kill(prepared: &Prepared, time: Duration, seed: u64) -> (Count, Vec<String>) {
    let scene = prepared.scene.copy();
    let share = f64::from(u32::try_from(mixed(mixed(seed)) >> 32).unwrap()) / f64::from(u32::MAX);
    let mut child = scene.command(prepared.run.arguments);
    let child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // At the end most is written.
    let (code, said) = ended(child, time.mul_f64(share.sqrt()));
    let end = End::of(code);
    let left = State::of(&scene);
    let violations = prepared.judge(&scene, end, &said);
    let is_killed = end == End::Killed;
    let count = Count {
        kills: is_killed.into(),
        late: (!is_killed).into(),
        half_way: (is_killed && left != prepared.old && left != prepared.new).into(),
        violations: violations.len() as u64,
    };
    let at = format!("{}: AFTERWORD_SEED={seed} AFTERWORD_KILLS=1\n", prepared.run.name);
    (count, violations.into_iter().map(|violation| format!("{at}{violation}")).collect())
}

/// Kills it after that time, if it still runs.
fn ended(mut child: Child, after: Duration) -> (i32, String) {
    thread::sleep(after);
    child.kill().unwrap();
    said(&child.wait_with_output().unwrap())
}

/// A number that looks random, and is always the same (splitmix64).
fn mixed(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
