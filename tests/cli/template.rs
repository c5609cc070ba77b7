//! `afterword template`.

use snapbox::str;

use crate::own_template::with_template;
use crate::render::SMALL;
use crate::sandbox::Sandbox;

#[test]
fn lists_the_built_in_templates() {
    Sandbox::new().run(&["template", "list"]).code(0).stderr("").stdout(str![[r#"
hackathon      The wrap-up of a hackathon: per topic the problem, why it mattered, what was achieved and what comes next.
meetup         The report of an evening of talks: who spoke about what, with slides and recordings.
retrospective  A team's retrospective: what went well, what did not, and who does what until when.

"#]]);
}

#[test]
fn lists_the_templates_of_the_project_with_their_folders() {
    let sandbox = Sandbox::new();
    sandbox.run(&["template", "eject", "-q"]).code(0);
    sandbox.run(&["template", "eject", "meetup", "--as", "tea-time", "-q"]).code(0);
    sandbox.file(".afterword/templates/broken/template.yaml", "name: broken\n");
    sandbox.run(&["template", "list"]).code(0).stderr("").stdout(str![[r#"
broken         has mistakes: `afterword template show broken` tells them
               .afterword/templates/broken
hackathon      The wrap-up of a hackathon: per topic the problem, why it mattered, what was achieved and what comes next.
               .afterword/templates/hackathon
meetup         The report of an evening of talks: who spoke about what, with slides and recordings.
retrospective  A team's retrospective: what went well, what did not, and who does what until when.
tea-time       The report of an evening of talks: who spoke about what, with slides and recordings.
               .afterword/templates/tea-time

"#]]);
}

#[test]
fn shows_what_a_template_declares_and_each_of_its_files() {
    let sandbox = Sandbox::new();
    let shown = |arguments: &[&str]| sandbox.run(arguments).code(0).stderr("").stdout.clone();
    assert_eq!(shown(&["template", "show"]), include_str!("../../templates/hackathon/template.yaml"));
    assert_eq!(shown(&["template", "show", "meetup"]), include_str!("../../templates/meetup/template.yaml"));
    assert_eq!(
        shown(&["template", "show", "meetup", "--file", "page.md.jinja"]),
        include_str!("../../templates/meetup/page.md.jinja")
    );
    sandbox.run(&["template", "show", "meetup", "--file", "page.md"]).code(2).stdout("").stderr(str![[r#"
error: the template `meetup` has no file `page.md`
help: its files are commit.txt.jinja, example.yaml, page.md.jinja and template.yaml

"#]]);
    sandbox.run(&["template", "show", "meatup"]).code(2).stdout("").stderr(str![[r#"
error: unknown template `meatup`
help: did you mean `meetup`?

"#]]);
}

#[test]
fn shows_a_template_of_the_project_and_what_is_wrong_with_it() {
    let sandbox = Sandbox::new();
    sandbox.run(&["template", "eject", "-q"]).code(0);
    let text = sandbox.read(".afterword/templates/hackathon/template.yaml");
    sandbox.file(".afterword/templates/hackathon/template.yaml", text.replace("style: block", "style: blok"));
    let run = sandbox.run(&["template", "show"]);
    assert!(run.code(2).stdout.contains("style: blok"));
    run.stderr(str![[r#"
error[invalid-template]: `blok` is none of the styles
  --> .afterword/templates/hackathon/template.yaml:28:8
   |
28 | style: blok
   |        ^^^^ here
   |
   = help: did you mean `block`?

1 error in 1 file

"#]]);
    sandbox.run(&["template", "show", "--file", "../../../e.yaml"]).code(2).stdout("").stderr(str![[r#"
error: the template `hackathon` has no file `../../../e.yaml`
help: its files are agenda.md.jinja, commit.txt.jinja, example.yaml, page.md.jinja, post.md.jinja and template.yaml

"#]]);
}

#[test]
fn ejects_into_the_project_where_events_find_it_by_name() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("wrap-ups/e.yaml", SMALL);
    sandbox.run(&["template", "eject"]).code(0).stdout("").stderr(str![[r#"
Wrote .afterword/templates/hackathon with agenda.md.jinja, commit.txt.jinja, example.yaml, page.md.jinja, post.md.jinja and template.yaml. Events that name the template `hackathon` are drawn by it from now on.

"#]]);
    snapbox::assert_data_eq!(
        sandbox.tree(),
        str![[r#"
.afterword/templates/hackathon/agenda.md.jinja
.afterword/templates/hackathon/commit.txt.jinja
.afterword/templates/hackathon/example.yaml
.afterword/templates/hackathon/page.md.jinja
.afterword/templates/hackathon/post.md.jinja
.afterword/templates/hackathon/template.yaml
wrap-ups/e.yaml
"#]]
    );

    let declaration = sandbox.read(".afterword/templates/hackathon/template.yaml");
    let changed = declaration.replace("label: Problem Statement", "label: What Hurts");
    sandbox.file(".afterword/templates/hackathon/template.yaml", changed);
    let page = sandbox.run(&["render", "wrap-ups/e.yaml", "-o", "-"]);
    assert!(page.code(0).stdout.contains("**What Hurts:**\n"), "{}", page.stdout);
}

#[test]
fn ejects_under_another_name_beside_the_built_in_one() {
    let sandbox = Sandbox::new();
    sandbox.run(&["template", "eject", "meetup", "--as", "tea-time"]).code(0).stdout("").stderr(str![[r#"
Wrote .afterword/templates/tea-time with commit.txt.jinja, example.yaml, page.md.jinja and template.yaml. Events that name the template `tea-time` are drawn by it from now on.

"#]]);
    let example = sandbox.read(".afterword/templates/tea-time/example.yaml");
    assert!(example.starts_with("template: tea-time\n"), "{example}");
    let drawn = sandbox.run_with_input(&["render", "-"], &example);
    let expected = sandbox.run_with_input(&["render", "-", "--template", "meetup"], &example);
    assert_eq!(drawn.code(0).stdout, expected.code(0).stdout);
    sandbox.run(&["template", "eject", "--as", "a/b"]).code(2).stdout("").stderr(str![[r#"
error: `a/b` contains `/`, which Windows cannot hold
help: lower-case letters, digits and `-` make a good name

"#]]);
    assert!(!sandbox.exists("a"));
    sandbox.run(&["template", "eject", "tea-time"]).code(2).stdout("").stderr(str![[r#"
error: unknown template `tea-time`
help: the templates are hackathon, meetup and retrospective

"#]]);
}

#[test]
fn ejects_into_a_folder_wherever_it_is() {
    let sandbox = Sandbox::new();
    sandbox.run(&["template", "eject", "-o", "new/mine"]).code(0).stdout("").stderr(str![[r#"
Wrote new/mine with agenda.md.jinja, commit.txt.jinja, example.yaml, page.md.jinja, post.md.jinja and template.yaml. Draw by it with `--template new/mine`.

"#]]);
    sandbox.run(&["-C", "new/mine", "template", "eject", "-o", "../other"]).code(0).stdout("").stderr(str![[r#"
Wrote ../other with agenda.md.jinja, commit.txt.jinja, example.yaml, page.md.jinja, post.md.jinja and template.yaml. Draw by it with `--template ../other`.

"#]]);
    let absolute = sandbox.path("absolute");
    sandbox.run(&["template", "eject", "-q", "-o", absolute.to_str().unwrap()]).code(0).stdout("").stderr("");
    assert_eq!(sandbox.read("absolute/page.md.jinja"), sandbox.read("new/other/page.md.jinja"));
}

#[test]
fn leaves_files_that_are_there_unless_forced() {
    let sandbox = with_template();
    sandbox.file("mine/page.md.jinja", "mine\n");
    sandbox.run(&["template", "eject", "-o", "mine"]).code(3).stdout("").stderr(str![[r#"
error: `mine/agenda.md.jinja` exists already
help: `--force` overwrites it

"#]]);
    assert_eq!(sandbox.read("mine/page.md.jinja"), "mine\n");
    sandbox.run(&["template", "eject", "-o", "mine", "--force", "-q"]).code(0).stdout("").stderr("");
    assert_eq!(sandbox.read("mine/page.md.jinja"), include_str!("../../templates/hackathon/page.md.jinja"));
}

#[test]
fn an_unknown_template_says_which_was_meant() {
    let sandbox = Sandbox::new();
    sandbox.run(&["schema", "event", "--template", "hackaton"]).code(2).stdout("").stderr(str![[r#"
error: unknown template `hackaton`
help: did you mean `hackathon`?

"#]]);
    sandbox.run(&["schema", "event", "--template", "picnic"]).code(2).stdout("").stderr(str![[r#"
error: unknown template `picnic`
help: the templates are hackathon, meetup and retrospective

"#]]);
    sandbox.run(&["schema", "event", "--template", "./mine"]).code(2).stdout("").stderr(str![[r#"
error: cannot read `./mine/template.yaml`
  caused by: No such file or directory (os error 2)
help: a template is a folder with a `template.yaml`: `afterword template eject` makes one

"#]]);
}
