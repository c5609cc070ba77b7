//! The forms in which findings are told.

use snapbox::str;

use super::bad_page;
use crate::sandbox::Sandbox;

#[test]
fn a_line_of_json_for_each() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", bad_page());
    sandbox.run(&["check", "2026-05.md", "--format", "json"]).code(1).stdout(str![[r#"
{"schema_version":1,"code":"wrong-weight","severity":"error","message":"the weight is -202505, and that of an event that starts on 2026-05-04 is -202605","file":"2026-05.md","line":3,"column":9,"end_line":3,"end_column":16,"fix":{"line":3,"column":9,"end_line":3,"end_column":16,"replacement":"-202605"}}
{"schema_version":1,"code":"placeholder","severity":"warning","message":"`TBD` is a placeholder","file":"2026-05.md","line":15,"column":1,"end_line":15,"end_column":4,"help":"write what it stands for, or leave it out"}

"#]]).stderr(str![""]);
}

#[test]
fn an_annotation_for_each() {
    let sandbox = Sandbox::new();
    sandbox.file("2026-05.md", bad_page());
    sandbox.run(&["check", "2026-05.md", "--format", "github"]).code(1).stdout(str![[r#"
::error file=2026-05.md,line=3,col=9,endLine=3,endColumn=16,title=wrong-weight::the weight is -202505, and that of an event that starts on 2026-05-04 is -202605
::warning file=2026-05.md,line=15,col=1,endLine=15,endColumn=4,title=placeholder::`TBD` is a placeholder%0Ahelp: write what it stands for, or leave it out

"#]]).stderr(str![""]);
}

#[test]
fn the_rules_as_a_list() {
    Sandbox::new()
        .run(&["check", "--rules"])
        .code(0)
        .stdout(str![[r#"
Events
  dates-reversed             an event ends before it starts
  dates-implausible          an event takes longer than a month
  broken-front-matter        the front matter is not closed, or is no YAML
  wrong-weight               the weight is not that of the first day (fix)
  wrong-title                the title names another month or day than the event's (fix)
  wrong-heading              the page's heading names another month or day than the event's (fix)
  wrong-name                 the file is named after another month or day than the event's
  same-weight                two pages of a folder have one weight
  same-page                  two event files make one page
  missing-field              a page or event file lacks what its template requires
  header-order               the lines under a page's heading stand in another order than everywhere

Topics
  missing-emoji              a topic has no emoji where the others have one
  repeated-emoji             two topics of a page have the same emoji
  repeated-title             two topics of a page have the same title
  repeated-anchor            two topics of a page have the same anchor
  placeholder                a text is still a placeholder
  heading-level              a heading breaks the outline
  done-without-achievements  a topic is said to be done, and says nothing of what was achieved

Labels
  empty-label                a label has no text
  section-order              a section stands in another place than everywhere, or twice
  label-alias                a label is another name of its section (fix)
  label-spelling             a page writes one label in several ways (fix)

Links
  malformed-link             what looks like a link is none, or leads nowhere (fix)
  http-link                  a link is `http:` where `https:` is meant (fix)
  dead-link                  a link leads to a file that is not there
  dead-anchor                a link leads to a heading that is not there (fix)
  repeated-link              a list has a bare link that it has already
  pull-files-link            a link leads to the files or commits of a pull request (fix)
  link-number                a link names another number or repository than it leads to

Pictures
  missing-picture            a picture is not there
  empty-picture              a picture has no bytes
  broken-picture             a picture cannot be shown
  picture-extension          a picture is of another format than its name says
  large-picture              a picture is larger than it should be
  missing-alt                a picture has no words that stand for it
  picture-position           a picture tells where it was taken
  unreferenced-picture       no page shows a picture
  identical-pictures         two pictures are the same, byte for byte

Text
  trailing-blanks            a line ends with blanks (fix)
  tab                        a tab stands in a text (fix)
  mixed-line-ends            lines of one file end differently (fix)
  damaged-text               text was read in a wrong code page and saved again (fix)
  invisible-character        a character that nobody sees (fix)
  bidirectional-control      a character turns the direction of the text
  unclosed-fence             a fence, a comment or `<details>` is not closed
  dropped-html               raw HTML that the site drops, or breaks on
  repeated-word              a word stands twice (fix)

Index
  index-row-missing          the table of events has no row for a page of its folder
  index-row-disagrees        a row of the index says other days, another place or another organiser than its page (fix)
  index-row-repeated         a table of events has two rows for one page
  index-order                a row of the index stands in another order than the rest

Event file and page
  missing-page               an event file has no page
  stale-page                 a page is older than its event file
  edited-page                a page was edited by hand, and its event file does not know
  sides-disagree             an event file and its page were both edited, and do not say the same

Findings themselves
  unknown-rule               a comment ignores a rule that does not exist
  unused-ignore              a comment ignores what is not there

"#]])
        .stderr(str![""]);
}

#[test]
fn a_rule_in_full() {
    let sandbox = Sandbox::new();
    sandbox.run(&["check", "--explain", "wrong-weight"]).code(0).stdout(str![[r#"
wrong-weight (error, can be fixed): the weight is not that of the first day

A page's weight puts it in its place on the site: it is computed from the
first day of the event. A copied page brings the weight of the one it was
copied from. A weight that begins with the computed one, as of a second event
of the month, is right, and so are small weights by which somebody puts pages
in an order by hand.

Found:

    weight: -202505

As it should be:

    weight: -202506

To leave it alone in one file: <!-- afterword: ignore wrong-weight -->

"#]]);
    sandbox.run(&["check", "--explain", "wrong-wait"]).code(2).stderr(str![[r#"
error: there is no rule `wrong-wait`
help: did you mean `wrong-weight`?

"#]]);
}
