//! What both sides changed is shown where it stands.

use snapbox::str;

use super::EVENT;
use super::agreed;
use super::edit;
use super::forget;
use crate::sandbox::Sandbox;

#[test]
fn what_a_page_has_no_more_is_shown_beside_where_it_stood() {
    let sandbox = Sandbox::with_repository();
    let event = EVENT.replace("start:", "edition: Spring\ntitle: Kettles\nweight: 5\nstart:");
    sandbox.file("2026-05.yaml", event).run(&["render", "2026-05.yaml"]).code(0);
    sandbox.commit_all();
    for (old, new) in [
        ("Days Spring", "Days"),
        ("04.05.2026 – 08.05.2026", "04.05.2026"),
        ("title: Kettles", "title: Pots"),
        ("weight: 5", "weight: 6"),
    ] {
        edit(&sandbox, "2026-05.md", old, new);
    }
    for (old, new) in [
        ("edition: Spring", "edition: Autumn"),
        ("end: 2026-05-08", "end: 2026-05-07"),
        ("title: Kettles", "title: Cups"),
        ("weight: 5", "weight: 7"),
    ] {
        edit(&sandbox, "2026-05.yaml", old, new);
    }
    sandbox.run(&["sync", "2026-05", "--format", "short"]).code(1).stdout("").stderr(str![[r#"
2026-05.yaml:3:10: error[conflict]: `edition` was changed on both sides, and on the page at 2026-05.md:6:1
2026-05.yaml:7:6: error[conflict]: `end` was changed on both sides, and on the page at 2026-05.md:8:1
2026-05.yaml:4:8: error[conflict]: `title` was changed on both sides, and on the page at 2026-05.md:2:1
2026-05.yaml:5:9: error[conflict]: `weight` was changed on both sides, and on the page at 2026-05.md:2:1
4 errors in 1 file
Nothing was written.

"#]]);
}

#[test]
fn an_order_that_both_changed_is_shown_where_it_begins_to_differ() {
    let sandbox = agreed();
    let topics = |titles: &[&str]| titles.iter().map(|title| format!("\n  - title: {title}\n")).collect::<String>();
    let headings = |titles: &[&str]| titles.iter().map(|title| format!("\n## {title}\n")).collect::<String>();
    let head = EVENT.split("\n  # the one").next().unwrap();
    let event = |titles: &[&str]| format!("{head}{}", topics(titles));
    sandbox.file("2026-05.yaml", event(&["Pots", "Lids", "Cups"])).run(&["render", "2026-05.yaml"]).code(0);
    sandbox.commit_all();
    edit(&sandbox, "2026-05.md", &headings(&["Pots", "Lids", "Cups"]), &headings(&["Pots", "Cups", "Lids"]));
    sandbox.file("2026-05.yaml", event(&["Lids", "Pots", "Cups"]));
    sandbox.run(&["sync", "2026-05"]).code(1).stdout("").stderr(str![[r#"
error[conflict]: the order of the topics was changed on both sides
  --> 2026-05.yaml:13:5
   |
13 |   - title: Lids
   |     ^^^^^ in the event file
   |
  ::: 2026-05.md:12:1
   |
12 | ## Pots
   | ------- and on the page

1 error in 1 file
note: make both sides say the same in these places, or take one of them back; then sync again
Nothing was written.

"#]]);
    std::fs::remove_dir_all(sandbox.path(".git")).unwrap();
    forget(&sandbox);
    sandbox.run(&["sync", "2026-05"]).code(1).stdout("").stderr(str![[r#"
error[conflict]: the order of the topics is not the same on both sides
  --> 2026-05.yaml:13:5
   |
13 |   - title: Lids
   |     ^^^^^ here
   |
  ::: 2026-05.md:12:1
   |
12 | ## Pots
   | ------- in its place on the page

1 error in 1 file
note: make both sides say the same in these places, or take one of them back; then sync again
Nothing was written.

"#]]);
}
