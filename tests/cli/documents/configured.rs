//! Documents that go where the configuration says.

use snapbox::str;

use crate::sandbox::Sandbox;

const MARKED: &str = "# Reviews\n\n<!-- afterword: agenda 2026-05 -->\n<!-- afterword: end -->\n\nAfter.\n";

fn project(configuration: &str) -> Sandbox {
    let sandbox = super::sandbox();
    sandbox.file(".afterword/config.yaml", configuration).file("meetings/2026-reviews.md", MARKED);
    sandbox
}

#[test]
fn a_document_goes_into_the_file_that_is_set() {
    let sandbox = project("outputs:\n  agenda: meetings/{year}-reviews.md\n  post: posts/{year}/{month}/{id}.md\n");
    sandbox.file("_index.md", "| Date | Location | Organizer | Wrap Up |\n|---|---|---|---|\n");
    sandbox.run(&["render", "2026-05", "--to", "page,agenda,post"]).code(0).stdout("").stderr(str![[r#"
Wrote 2026-05.md.
Wrote _index.md: 1 row.
Wrote meetings/2026-reviews.md.
Wrote posts/2026/05/2026-05.md.

"#]]);
    let reviews = sandbox.read("meetings/2026-reviews.md");
    assert!(reviews.starts_with("# Reviews\n\n<!-- afterword: agenda 2026-05 -->\n\n### 2026/06/03"), "{reviews}");
    assert!(reviews.ends_with("\n<!-- afterword: end -->\n\nAfter.\n"), "{reviews}");
    assert!(reviews.contains("[Kettle Days](../2026-05.md)"), "{reviews}");
    assert!(sandbox.read("posts/2026/05/2026-05.md").contains("(../../../2026-05.md)"));
    sandbox.run(&["render", "2026-05", "--to", "page,agenda,post", "--check"]).code(0).stderr(str![[r#"
2026-05.md is up to date.
meetings/2026-reviews.md is up to date.
posts/2026/05/2026-05.md is up to date.

"#]]);
    assert_eq!(
        sandbox.run(&["-C", "meetings", "render", "../2026-05", "--to", "agenda"]).stderr,
        "2026-reviews.md is up to date.\n"
    );
}

#[test]
fn what_is_typed_counts_for_more() {
    let sandbox = project("outputs: {agenda: meetings/{year}-reviews.md}\n".replace("{year}", "2026").as_str());
    let shown = sandbox.run(&["render", "2026-05", "--to", "agenda", "-o", "-"]).code(0).stdout.clone();
    assert!(shown.starts_with("### 2026/06/03"), "{shown}");
    sandbox.run(&["render", "2026-05", "--to", "agenda", "-o", "own.md"]).code(0).stderr("Wrote own.md.\n");
    assert_eq!(sandbox.read("meetings/2026-reviews.md"), MARKED);
    // Of an event without a file nothing is known but what is drawn.
    let piped = sandbox.run_with_input(&["render", "-", "--to", "agenda"], super::EVENT);
    assert!(piped.code(0).stdout.starts_with("### 2026/06/03"), "{}", piped.stdout);
    assert_eq!(sandbox.read("meetings/2026-reviews.md"), MARKED);
}

#[test]
fn a_file_outside_of_the_project_is_refused() {
    let sandbox = project("outputs:\n  agenda: ../reviews.md\n  post: posts/\n");
    sandbox.run(&["render", "2026-05", "--to", "agenda"]).code(2).stderr(str![[r#"
error[invalid-path]: `../reviews.md` leads out of the project
 --> .afterword/config.yaml:2:11
  |
2 |   agenda: ../reviews.md
  |           ^^^^^^^^^^^^^ no file of the project
  |
  = help: name a folder below the root, such as `community/hackathons`

error[invalid-path]: `posts/` is a folder
 --> .afterword/config.yaml:3:9
  |
3 |   post: posts/
  |         ^^^^^^ no file
  |
  = help: name the file, such as `meetings/{year}-reviews.md`

2 errors in 1 file

"#]]);
    std::os::unix::fs::symlink("/tmp", sandbox.path("out")).unwrap();
    sandbox.file(".afterword/config.yaml", "outputs: {agenda: out/afterword-agenda.md}\n");
    sandbox.run(&["render", "2026-05", "--to", "agenda"]).code(3).stderr(str![[r#"
error: cannot write `out/afterword-agenda.md`: `[..]/work/out` is a symlink
help: write to what the symlink points to, or remove it

"#]]);
    assert!(!std::path::Path::new("/tmp/afterword-agenda.md").exists());
}
