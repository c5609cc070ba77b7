//! Questions on a terminal whose cursor cannot move.

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::asking::Asking;

/// What comes back for what is typed into a question of that kind.
#[track_caller]
fn reply(kind: &str, typed: &str) -> String {
    let mut asked = Asking::new(kind).env("TERM", "dumb").start();
    asked.answer("> ", typed);
    let replies = asked.replies();
    assert!(!asked.session.output().contains('\x1b'), "{:?}", asked.session.output());
    replies
}

#[test]
fn every_kind_of_question_is_answered_and_goes_back_in_plain_lines() {
    for (kind, typed, expected) in [
        ("line", "x\r", r#"Given("x")"#),
        ("line", "<\r", "Back"),
        ("line", "\\<\r", r#"Given("<")"#),
        ("default", "\r", r#"Given("Garden")"#),
        ("default", "-\r", r#"Given("-")"#),
        ("optional", "\r", r#"Given("")"#),
        ("both", "\r", r#"Given("Garden")"#),
        ("both", "-\r", r#"Given("")"#),
        ("both", "\\-\r", r#"Given("-")"#),
        ("path", "a b.jpg\r", r#"Given("a b.jpg")"#),
        ("choice", "\r", "Given(0)"),
        ("choice", "2\r", "Given(1)"),
        ("choice", "<\r", "Back"),
        ("search", "ONL\r", "Given(1)"),
        ("search", "3\r", "Given(2)"),
        ("choices", "\r", "Given([1])"),
        ("choices", "3, 1 3\r", "Given([0, 2])"),
        ("choices", "-\r", "Given([])"),
        ("choices", "<\r", "Back"),
        ("lines", "<\r", "Back"),
        ("text", "<\r", "Back"),
        ("old-text", "\r", r##"Given("# One\n\ntwo")"##),
    ] {
        assert_eq!(reply(kind, typed), format!("{expected}\n"), "{typed:?} typed into `{kind}`");
    }
}

#[test]
fn a_plain_session_reads_well() {
    let mut asked = Asking::new("date both choice long-search choices lines old-text").env("TERM", "dumb").start();
    asked.answer("> ", "tomorrow\r").answer("> ", "2025-06-02\r").answer("> ", "\r").answer("> ", "7\r");
    asked.answer("> ", "2\r").answer("> ", "number 29\r").answer("> ", "number 299\r").answer("> ", "1,x\r");
    asked.answer("> ", "1 2\r").answer("> ", "one\r").answer("> ", "two\r").answer("> ", "<\r").answer("> ", "\r");
    asked.answer("> ", "three\r").answer("> ", "\r");
    asked.replies();
    assert_data_eq!(
        asked.session.output().replace('\r', ""),
        str![[r#"

Start  < goes back
What helps to answer.
> tomorrow
`tomorrow` is no date, such as 2025-06-02
> 2025-06-02
Start: 2025-06-02  Monday 2 June 2025

Series  Enter keeps, - for nothing, < goes back
  [Garden]
> 
Series: Garden

Place  a number, Enter for Schlosshof, < goes back
What helps to answer.
  1  Schlosshof
  2  Online
  3  Гараж
  4  a^[[2Jb
> 7
a number from 1 to 4 is needed
> 2
Place: Online

Place
a number or part of a name, Enter for number 151 of them all, < goes back
What helps to answer.
    1  number 1 of them all
    2  number 2 of them all
    3  number 3 of them all
    4  number 4 of them all
    5  number 5 of them all
    6  number 6 of them all
    7  number 7 of them all
    8  number 8 of them all
    9  number 9 of them all
   10  number 10 of them all
   11  number 11 of them all
   12  number 12 of them all
   13  number 13 of them all
   14  number 14 of them all
   15  number 15 of them all
   16  number 16 of them all
   17  number 17 of them all
   18  number 18 of them all
   19  number 19 of them all
   20  number 20 of them all
   21  number 21 of them all
   22  number 22 of them all
   23  number 23 of them all
   24  number 24 of them all
   25  number 25 of them all
   26  number 26 of them all
   27  number 27 of them all
   28  number 28 of them all
   29  number 29 of them all
   30  number 30 of them all
  and 270 more
> number 29
   29  number 29 of them all
  290  number 290 of them all
  291  number 291 of them all
  292  number 292 of them all
  293  number 293 of them all
  294  number 294 of them all
  295  number 295 of them all
  296  number 296 of them all
  297  number 297 of them all
  298  number 298 of them all
  299  number 299 of them all
> number 299
Place: number 299 of them all

Places  numbers, Enter keeps what is marked, - for none, < goes back
  1  [ ] Schlosshof
  2  [x] Online
  3  [ ] Гараж
  4  [ ] a^[[2Jb
> 1,x
numbers from 1 to 4 are needed, such as `1 4`
> 1 2
Places: Schlosshof, Online

Topics  one a line, an empty line ends, < goes back
What helps to answer.
> one
> two
> <
without `two`
> 
Topics: one

Problem Statement  Enter keeps, - clears, an empty line ends, < goes back
What helps to answer.
So far: # One (3 lines)
> three
> 
Problem Statement: three

"#]]
        .raw()
    );
}
