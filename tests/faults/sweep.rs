//! Each call of a run fails or is its last, one at a time.

use std::num::NonZero;
use std::sync::Mutex;
use std::time::Instant;

use crate::is_full;
use crate::runs::Prepared;
use crate::state::End;
use crate::strace;
use crate::strace::Call;
use crate::strace::Fault;

/// How many points of each run a sample takes.
const SAMPLE: usize = 40;

#[test]
fn three_pages_and_their_index_are_each_old_or_new_wherever_a_render_is_stopped() {
    sweep("render");
}

#[test]
fn a_sync_leaves_nothing_that_the_next_one_does_not_finish() {
    sweep("sync");
}

#[test]
fn a_sync_of_a_folder_leaves_nothing_that_the_next_one_does_not_finish() {
    sweep("sync of a folder");
}

#[test]
fn a_check_that_mends_leaves_nothing_that_the_next_one_does_not_finish() {
    sweep("check --fix");
}

#[test]
fn a_new_event_is_there_or_not_wherever_it_is_stopped() {
    sweep("new");
}

#[test]
fn a_topic_is_added_or_not_wherever_it_is_stopped() {
    sweep("topic add");
}

#[test]
fn a_topic_file_is_added_or_not_wherever_it_is_stopped() {
    sweep("topic add to a folder");
}

#[test]
fn a_topic_file_is_gone_or_not_wherever_its_removal_is_stopped() {
    sweep("topic remove from a folder");
}

#[test]
fn a_commit_of_topic_files_and_an_index_is_whole_or_not_at_all_wherever_it_is_stopped() {
    sweep("commit of a folder");
}

#[test]
fn a_topic_is_another_or_not_wherever_its_edit_is_stopped() {
    sweep("topic edit");
}

#[test]
fn a_commit_is_whole_or_not_at_all_wherever_it_is_stopped() {
    sweep("commit");
}

#[test]
fn a_commit_on_a_new_branch_is_whole_or_not_at_all_wherever_it_is_stopped() {
    sweep("commit -b");
}

#[test]
fn an_undo_is_whole_or_not_at_all_wherever_it_is_stopped() {
    sweep("undo");
}

#[test]
fn an_undo_of_a_new_branch_is_whole_or_not_at_all_wherever_it_is_stopped() {
    sweep("undo of -b");
}

fn sweep(name: &str) {
    if !strace::is_available() {
        return;
    }
    let prepared = Prepared::named(name);
    let calls = strace::calls(&prepared.scene.copy(), prepared.run.arguments);
    let all: Vec<(Fault, &Call)> = Fault::ALL
        .iter()
        .flat_map(|fault| calls.iter().filter(|call| fault.befalls(call)).map(|call| (*fault, call)))
        .collect();
    let every = if is_full() { 1 } else { all.len().div_ceil(SAMPLE) };
    let points: Vec<_> = all.into_iter().step_by(every).collect();

    let begun = Instant::now();
    let next = Mutex::new(points.iter());
    let done = Mutex::new(Vec::new());
    let count = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..count {
            scope.spawn(|| {
                while let Some((fault, call)) = { next.lock().unwrap().next() } {
                    let point = point(&prepared, *fault, call);
                    done.lock().unwrap().push((*fault, point));
                }
            });
        }
    });
    let done = done.into_inner().unwrap();
    let points = Fault::ALL.map(|fault| done.iter().filter(|(of, _)| *of == fault).count().to_string());
    let violations: Vec<&String> = done.iter().flat_map(|(_, violations)| violations).collect();
    eprintln!("| {name} | {} | {} |", points.join(" | "), violations.len());
    eprintln!("{name}: {} points in {:.0?}", done.len(), begun.elapsed());
    let told: Vec<&str> = violations.iter().map(|violation| violation.as_str()).collect();
    assert!(told.is_empty(), "{} violations\n{}", told.len(), told.join("\n"));
}

/// Disturbs one run, looks, and lets the next one put it right; returns what is wrong.
fn point(prepared: &Prepared, fault: Fault, call: &Call) -> Vec<String> {
    let scene = prepared.scene.copy();
    let (code, said, is_hit) = strace::run(&scene, prepared.run.arguments, call, fault);
    let mut violations = prepared.judge(&scene, End::of(code), &said);
    if !is_hit {
        violations.push("  there was no such call".to_owned());
    }
    let at = format!("{} {} {} of {}\n", prepared.run.name, fault.name(), call.number, call.text);
    violations.into_iter().map(|violation| format!("{at}{violation}")).collect()
}
