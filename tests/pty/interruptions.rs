//! Whatever interrupts a question: the terminal is as before, and the program gets the word.

use rustix::process::Signal;

use crate::asking::{Asking, KINDS};
use crate::session::End;

#[test]
fn ctrl_c_ends_every_kind_of_question() {
    for kind in KINDS {
        for plain in [false, true] {
            let asking = Asking::new(kind);
            let mut asked = if plain { asking.env("TERM", "dumb").start() } else { asking.start() };
            asked.answer(if plain { "> " } else { "goes back" }, "\x03");
            assert_eq!(asked.interrupted(), "");
        }
    }
}

#[test]
fn signals_end_every_kind_of_question() {
    for kind in KINDS {
        for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
            let mut asked = Asking::new(&format!("line {kind}")).start();
            asked.answer("goes back", "x\r");
            asked.session.wait_for("goes back");
            asked.session.signal(signal);
            assert_eq!(asked.interrupted(), "Given(\"x\")\n");
        }
    }
}

#[test]
fn a_terminal_that_is_closed_ends_every_kind_of_question() {
    for kind in KINDS {
        for plain in [false, true] {
            let asking = Asking::new(kind);
            let mut asked = if plain { asking.env("TERM", "dumb").start() } else { asking.start() };
            asked.session.wait_for("goes back");
            asked.session.close();
            assert_eq!(asked.session.end(), End::Code(130), "`{kind}`");
        }
    }
}

#[test]
fn a_signal_in_the_middle_of_drawing_is_not_missed() {
    for kind in ["long-choice", "long-search", "choices"].into_iter().cycle().take(12) {
        let mut asked = Asking::new(kind).start();
        asked.answer("goes back", &"\x1b[B".repeat(20));
        asked.session.signal(Signal::TERM);
        assert_eq!(asked.interrupted(), "");
    }
}

#[test]
fn a_kill_leaves_the_answers_that_were_given() {
    let mut asked = Asking::new("line choice").start();
    asked.answer("goes back", "x\r");
    asked.session.wait_for("goes back");
    asked.session.signal(Signal::KILL);
    assert_eq!(asked.session.end(), End::Signal(9));
    assert_eq!(asked.replies_so_far(), "Given(\"x\")\n");
}

#[test]
fn signals_end_the_program_again_when_nobody_is_asked() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let mut asked = Asking::new("line").env("ASKER_WAITS", "1").start();
        asked.answer("goes back", "x\r");
        asked.session.wait_for("waiting");
        asked.session.assert_as_before();
        asked.session.signal(signal);
        assert_eq!(asked.session.end(), End::Signal(signal.as_raw()));
    }
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_fg_goes_on() {
    let mut asked = Asking::new("line").start_in_shell("set -m; \"$@\"; stty -a | grep -w icanon; fg");
    asked.answer("goes back", "typ").answer("typ", "\x1a").answer(" icanon", "");
    asked.answer("> typ", "ed\r");
    assert_eq!(asked.replies(), "Given(\"typed\")\n");
}

#[test]
fn a_program_that_was_stopped_goes_on_asking() {
    for (kind, typed) in [("line", "x\r"), ("choice", "\r"), ("search", "\r"), ("choices", "\r"), ("text", "\r")] {
        let mut asked = Asking::new(kind).start();
        asked.session.wait_for("goes back");
        asked.session.signal(Signal::STOP);
        asked.session.signal(Signal::CONT);
        asked.session.send(typed);
        assert!(asked.replies().starts_with("Given("), "`{kind}`");
    }
}

#[test]
fn five_hundred_sizes_in_the_middle_of_questions() {
    let mut seed: u32 = 20_250_602;
    let mut random = |limit: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u16::try_from((seed >> 16) % limit).unwrap()
    };
    for (kind, keys, last, expected) in [
        ("line", ["x", "\x1b[D"], "\r", format!("Given(\"{}\")\n", "x".repeat(63))),
        ("long-choice", ["\x1b[B", "\x1b[A"], "\r", "Given(151)\n".to_owned()),
        ("long-search", ["\x1b[B", "\x1b[C"], "\x7f\x7f299\r", "Given(298)\n".to_owned()),
        ("lines", ["x\r", "y\r"], "\r", format!("Given({:?})\n", ["x", "y"].repeat(63)[..125].to_vec())),
    ] {
        let mut asked = Asking::new(kind).start();
        asked.session.wait_for("goes back");
        for turn in 0..125 {
            let (columns, rows) = match turn % 10 {
                0 => (0, random(60)),
                1 => (random(4), random(4)),
                _ => (random(200), random(60)),
            };
            asked.session.resize(columns, rows);
            asked.session.send(keys[turn % 2]);
            asked.session.wait_for_more();
        }
        asked.session.send(last);
        assert_eq!(asked.replies(), expected);
    }
}
