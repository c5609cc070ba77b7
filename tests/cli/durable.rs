//! What is written is on the disk before anything leads to it: the calls of the program, as strace sees them.

use snapbox::assert_data_eq;
use snapbox::str;

use crate::helpers_of_git::has;
use crate::render::SMALL;
use crate::sandbox::Sandbox;

/// The calls of a run that name files or wait for the disk, without the names of this run; nothing where there is no
/// strace.
fn calls(sandbox: &Sandbox, arguments: &[&str]) -> Option<String> {
    if !has("strace") {
        return None;
    }
    let mut command = sandbox.command_of("strace");
    command.args(["-f", "-y", "-qq", "-e", "trace=fsync,fdatasync,rename,renameat,renameat2,link,linkat", "-o"]);
    command.arg(sandbox.path("../calls"));
    command.arg(crate::program::program()).args(arguments);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let calls = sandbox.read("../calls");
    let work = sandbox.work().canonicalize().unwrap().display().to_string();
    let pid = calls.split(' ').next().unwrap();
    let calls = calls.replace(&work, "WORK").replace(&format!(".{pid}."), ".PID.");
    let lines =
        calls.lines().filter_map(|line| Some(line.split_once(' ')?.1.trim_start().rsplit_once(" = ")?.0.trim_end()));
    Some(lines.map(|line| format!("{line}\n")).collect())
}

#[test]
fn a_page_is_on_the_disk_before_it_has_its_name() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("e.yaml", SMALL);
    let Some(calls) = calls(&sandbox, &["render", "e.yaml"]) else { return };
    assert_data_eq!(
        calls,
        str![[r#"
fsync(3<WORK/.e.md.PID.afterword>)
renameat(4<WORK>, ".e.md.PID.afterword", 4<WORK>, "e.md")
fsync(4<WORK>)
renameat(3<WORK/.git/afterword>, ".pages.json.PID.afterword", 3<WORK/.git/afterword>, "pages.json")

"#]]
    );
}

#[test]
fn a_folder_that_is_made_is_on_the_disk_with_what_is_in_it() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("e.yaml", SMALL);
    let Some(calls) = calls(&sandbox, &["new", "--no-input", "--from", "e.yaml", "--folder", "--no-index"]) else {
        return;
    };
    assert_data_eq!(
        calls,
        str![[r#"
fsync(5<WORK/.afterword/events/2026-05/.event.yaml.PID.afterword>)
fsync(3<WORK/.afterword/events/2026-05/topics/.10-warm-starts.md.PID.afterword>)
fsync(3<WORK/.2026-05.md.PID.afterword>)
renameat(3<WORK/.afterword/events/2026-05>, ".event.yaml.PID.afterword", 3<WORK/.afterword/events/2026-05>, "event.yaml")
renameat(5<WORK/.afterword/events/2026-05/topics>, ".10-warm-starts.md.PID.afterword", 5<WORK/.afterword/events/2026-05/topics>, "10-warm-starts.md")
renameat(4<WORK>, ".2026-05.md.PID.afterword", 4<WORK>, "2026-05.md")
fsync(4<WORK>)
fsync(3<WORK/.afterword>)
fsync(5<WORK/.afterword/events>)
fsync(3<WORK/.afterword/events/2026-05>)
fsync(5<WORK/.afterword/events/2026-05/topics>)
renameat(3<WORK/.git/afterword>, ".pages.json.PID.afterword", 3<WORK/.git/afterword>, "pages.json")

"#]]
    );
}

#[test]
fn the_objects_of_a_commit_are_on_the_disk_before_the_branch_names_it() {
    let sandbox = Sandbox::with_repository();
    sandbox.file("e.yaml", SMALL).run(&["render", "e.yaml"]).code(0);
    let Some(calls) = calls(&sandbox, &["commit", "--yes", "e.yaml"]) else { return };
    let mut waited = Vec::new();
    let mut made = Vec::new();
    for line in calls.lines() {
        if let Some((_, object)) = line.split_once(", \"WORK/.git/objects/") {
            made.push(object.trim_end_matches("\")").to_owned());
        } else if let Some((_, object)) = line.split_once("WORK/.git/objects/").filter(|_| line.starts_with("fsync")) {
            waited.push(object.trim_end_matches(">)").to_owned());
        } else if line.contains("WORK/.git/refs/heads/") {
            break;
        }
    }
    // The empty tree is in no commit of ours.
    made.retain(|object| object != "4b/825dc642cb6eb9a060e54bf8d69288fbee4904");
    made.sort();
    waited.sort();
    assert_eq!(made.len(), 4, "{calls}");
    assert_eq!(made, waited, "{calls}");
}
