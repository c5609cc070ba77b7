//! A whole event, interrupted at every single prompt: nothing that was answered is lost.

use std::env;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rustix::process::Signal;

use crate::command::Desk;
use crate::event::{EDIT, NEW, Step, answer_all, desk, end_uncommitted, written};
use crate::session::{End, Session};

/// Set to anything, every prompt meets every interruption; else each meets one, in turn.
const ALL: &str = "AFTERWORD_INTERRUPT_ALL";

/// How many terminals are open at once; nearly all of the time is spent waiting.
const AT_ONCE: usize = 8;

#[derive(Clone, Copy, Debug)]
enum Interruption {
    CtrlC,
    Closed,
    Killed,
    Ended,
}

use Interruption::{Closed, CtrlC, Ended, Killed};

impl Interruption {
    /// Interrupts the program while that prompt waits, and looks at what it leaves behind.
    #[track_caller]
    fn strike(self, step: &Step, session: &mut Session, draft: Option<&String>) {
        match self {
            CtrlC => {
                session.send("\x03");
                if step.is_editor() {
                    // The first was the editor's.
                    session.wait_for("goes back");
                    session.send("\x03");
                }
            }
            Closed => session.close(),
            Killed => session.signal(Signal::KILL),
            Ended => session.signal(Signal::TERM),
        }
        let end = session.end();
        if let Killed = self {
            // What the terminal is like then, nobody is left to mend.
            return assert_eq!(end, End::Signal(9));
        }
        assert_eq!(end, End::Code(130), "{self:?} at {step:?}: {}", session.output());
        if let Closed = self {
            return;
        }
        session.assert_as_before();
        let says_how = session.output().contains("To go on: afterword ");
        assert_eq!(says_how, draft.is_some(), "{self:?} at {step:?}: {}", session.output());
    }
}

/// Does that for every number below the count, several at once.
fn for_each(count: usize, one: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(number) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < count) {
                    one(number);
                }
            });
        }
    });
}

/// The interruptions that the prompt of that number meets.
fn interruptions(number: usize) -> Vec<Interruption> {
    let all = [CtrlC, Closed, Killed, Ended];
    if env::var_os(ALL).is_some() { all.to_vec() } else { vec![all[number % all.len()]] }
}

/// What the draft holds at each prompt when nobody interrupts.
fn undisturbed(desk: &Desk, arguments: &[&str], draft: &str, steps: &[Step]) -> Vec<Option<String>> {
    let mut session = desk.start(arguments);
    let drafts = steps.iter().map(|step| {
        step.wait(&mut session);
        let draft = desk.draft(draft);
        session.send(step.typed);
        draft
    });
    let drafts = drafts.collect();
    assert_eq!(end_uncommitted(&mut session), End::Code(0), "{}", session.output());
    drafts
}

/// Every answer is in the draft from the next prompt on.
#[track_caller]
fn assert_all_kept(steps: &[Step], drafts: &[Option<String>]) {
    for (at, draft) in drafts.iter().enumerate() {
        for step in steps[..at].iter().filter(|step| !step.kept.is_empty()) {
            let draft = draft.as_deref().unwrap_or_default();
            assert!(draft.contains(step.kept), "{:?} is lost at {:?}:\n{draft}", step.kept, steps[at]);
        }
    }
}

#[test]
fn a_new_event_loses_nothing_at_any_prompt() {
    let drafts = undisturbed(&desk(), &["new", "2024-05.yaml"], "2024-05", NEW);
    assert_all_kept(NEW, &drafts);
    let expected = written();

    for_each(NEW.len(), |at| {
        for interruption in interruptions(at) {
            let desk = desk();
            let mut session = desk.start(&["new", "2024-05.yaml"]);
            answer_all(&mut session, &NEW[..at]);
            NEW[at].wait(&mut session);
            interruption.strike(&NEW[at], &mut session, drafts[at].as_ref());
            let draft = desk.draft("2024-05");
            assert_eq!(draft, drafts[at], "{interruption:?} at {:?}", NEW[at]);

            let how: &[&str] =
                if draft.is_some() { &["new", "2024-05.yaml", "--resume"] } else { &["new", "2024-05.yaml"] };
            let mut session = desk.start(how);
            crate::event::go_on(&mut session, &desk);
            let files = ["2024-05.yaml", "2024-05.md"].map(|name| desk.read(name));
            assert_eq!(files, expected, "{interruption:?} at {:?}", NEW[at]);
        }
    });
}

#[test]
fn an_edit_loses_nothing_at_any_prompt() {
    let [event, _] = written();
    let at_work = || desk().file("2024-05.yaml", &event);
    let arguments = &["edit", "2024-05.yaml"];
    let calm = at_work();
    let drafts = undisturbed(&calm, arguments, "edit-2024-05", EDIT);
    assert_all_kept(EDIT, &drafts);

    for_each(EDIT.len(), |at| {
        for interruption in interruptions(at) {
            let desk = at_work();
            let mut session = desk.start(arguments);
            answer_all(&mut session, &EDIT[..at]);
            EDIT[at].wait(&mut session);
            interruption.strike(&EDIT[at], &mut session, drafts[at].as_ref());
            assert_eq!(desk.draft("edit-2024-05"), drafts[at], "{interruption:?} at {:?}", EDIT[at]);
            assert_eq!(desk.read("2024-05.yaml"), event);
        }
    });
}
