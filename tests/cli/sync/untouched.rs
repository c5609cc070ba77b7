//! What a sync leaves alone, and what it does not say.

use std::fs::File;
use std::time::Duration;
use std::time::SystemTime;

use snapbox::str;

use super::EVENT;
use super::agreed;
use super::edit;
use crate::sandbox::Sandbox;

#[test]
fn a_file_of_which_nothing_changes_is_not_written_anew() {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let single = agreed();
    let folder = Sandbox::with_repository();
    folder.file("2026-05/event.yaml", EVENT.split("\n  - title: One log").next().unwrap());
    folder.file("2026-05/lids.md", "---\ntitle: Lids\n---\n\nThey fall.\n").run(&["render", "2026-05"]).code(0);
    folder.commit_all();
    for (sandbox, names, other) in [
        (&single, &["2026-05.yaml"][..], "2026-05.yaml"),
        (&folder, &["2026-05/event.yaml", "2026-05/lids.md"], "2026-05/event.yaml"),
    ] {
        edit(sandbox, other, "Nobody waits.", "Nobody waits any more.");
        for name in names {
            File::options().write(true).open(sandbox.path(name)).unwrap().set_modified(long_ago).unwrap();
        }
        sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr("Wrote 2026-05.md.\n");
        assert!(sandbox.read("2026-05.md").contains("* Nobody waits any more.\n"));
        for name in names {
            assert_eq!(sandbox.path(name).metadata().unwrap().modified().unwrap(), long_ago, "{name}");
        }
    }
}

#[test]
fn a_page_may_be_four_times_as_long_as_an_event_file() {
    let sandbox = agreed();
    let mebibyte = 1 << 20;
    sandbox.file("2026-05.md", "\n".repeat(17 * mebibyte));
    sandbox.run(&["sync", "2026-05.yaml"]).code(2).stdout("").stderr(str![[r#"
error: nothing stands in `2026-05.md`
help: to write it anew: afterword render 2026-05.yaml --force
Nothing was written.

"#]]);
    File::create(sandbox.path("2026-05.md")).unwrap().set_len(64 * mebibyte as u64 + 1).unwrap();
    sandbox.run(&["sync", "2026-05.yaml"]).code(2).stdout("").stderr(str![[r#"
error: `2026-05.md` is larger than 67108864 bytes
Nothing was written.

"#]]);
}

#[test]
fn what_becomes_of_the_index_is_told_to_people_who_see_no_diff() {
    let sandbox = agreed();
    sandbox.file(
        "_index.md",
        "| Date | Location | Organizer | Wrap Up |\n|---|---|---|---|\n| 05.12.2025 | Mill | Ada | [Summary](./2025-12.md) |\n",
    );
    edit(&sandbox, "2026-05.md", "The Old Mill", "The New Mill");
    sandbox.run(&["sync", "2026-05", "--diff"]).code(0).stderr("");
    sandbox.run(&["sync", "2026-05", "-n", "--format", "json"]).code(0).stderr("");
    sandbox.run(&["sync", "2026-05", "-n"]).code(0).stdout("").stderr(str![[r#"
Would carry 1 change to 2026-05.yaml: `location`.
Would write _index.md: 1 row.

"#]]);
    sandbox.run(&["sync", "2026-05"]).code(0).stdout("").stderr(str![[r#"
Carried 1 change to 2026-05.yaml: `location`.
Wrote _index.md: 1 row.

"#]]);
}

#[test]
fn line_ends_behind_a_page_are_not_carried() {
    for ends in ["\n", "\r\n"] {
        let sandbox = agreed();
        let page = sandbox.read("2026-05.md").replace('\n', ends);
        sandbox.file("other", ends).file("2026-05.md", &page).run(&["sync", "2026-05.yaml"]).code(0);
        sandbox.commit_all();
        let before = sandbox.read("2026-05.yaml");
        sandbox.file("2026-05.md", format!("{page}{ends}{ends}"));
        sandbox.run(&["sync", "2026-05.yaml"]).code(0).stdout("").stderr("Wrote 2026-05.md.\n");
        assert_eq!((sandbox.read("2026-05.md"), sandbox.read("2026-05.yaml")), (page, before));
    }
}
