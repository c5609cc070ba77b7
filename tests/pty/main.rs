//! The prompts at a real terminal: every kind of question, answered, taken back, interrupted.
//! And the whole command: an event begun, interrupted at every prompt, gone on with, edited.
//!
//! `AFTERWORD_INTERRUPT_ALL=1` lets every prompt of a whole event meet every interruption, where otherwise each meets one.
//!
//! dialoguer has traps, and each has its test:
//!
//! | trap | test |
//! |---|---|
//! | Ctrl-C leaves the cursor hidden in lists, and ends the process | `interruptions::ctrl_c_ends_every_kind_of_question` |
//! | with a handler, the signal is an error and the cursor still hidden | `interruptions::signals_end_every_kind_of_question` |
//! | a signal while a list is drawn is missed | `interruptions::a_signal_in_the_middle_of_drawing_is_not_missed` |
//! | a line ignores Esc | `questions::every_kind_of_question_goes_back`, `questions::esc_takes_what_was_typed_before_it_goes_back` |
//! | a line and a list ignore Ctrl-D | `questions::ctrl_d_ends_a_line_and_harms_no_list` |
//! | a searchable list without a terminal is a busy loop | `questions::no_terminal_is_told_at_once` |
//! | colours are kept away by `NO_COLOR`, cursor codes are not | `questions::colour_is_kept_away_and_forced`, `rough::without_colour_a_whole_event_shows_none` |
//! | `TERM=dumb` gets cursor codes | `plain::every_kind_of_question_is_answered_and_goes_back_in_plain_lines`, `rough::a_dumb_terminal_takes_a_whole_event` |
//! | `VISUAL=''` is a panic | `editors::the_first_variable_that_names_an_editor_counts` |
//! | the failure of an editor is an answer | `editors::an_editor_that_fails_changes_nothing_and_is_tried_again_or_not` |
//! | an editor that leaves nothing is no answer | `editors::an_editor_that_leaves_nothing_changes_nothing` |
//! | a pasted line end answers, and the rest is the next answer | `pastes::what_is_pasted_into_a_line_is_one_answer`, `pastes::what_is_pasted_into_a_list_goes_nowhere` |
//! | two lines, or no size at all, are a panic | `questions::small_terminals_and_those_without_a_size_are_asked_on` |
//! | the marked item of a long searchable list is out of sight, a capital letter beyond ASCII is not found | `questions::every_kind_of_question_is_answered` |
//! | equal items are all the first of them, long ones break the list | `list::tests::keys_are_short_and_no_two_are_equal` in `src/terminal/prompt` |
#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed test is a panic"
)]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests read files of their own and say what they skip"
)]

mod asking;
mod command;
mod commits;
mod editors;
mod event;
mod interrupted;
mod interruptions;
mod page;
mod pastes;
mod plain;
#[path = "../program.rs"]
mod program;
mod questions;
mod rough;
mod session;
mod sources;
mod topics;
mod whole;
