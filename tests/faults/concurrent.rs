//! Many runs at once on one repository, beside git itself: nothing is lost.

use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::is_full;
use crate::scene::Scene;

/// Runs of the program, and commits of git's own beside them.
fn counts() -> (usize, usize) {
    if is_full() { (100, 50) } else { (30, 15) }
}

#[test]
fn runs_at_once_beside_commits_of_git_lose_nothing() {
    let scene = Scene::empty();
    let (runs, commits) = counts();
    for run in 0..runs {
        let event = format!(
            "series: Kettle Days {run}\nstart: 2026-05-04\nlocation: {{name: The Old Mill}}\n\
             organizers: [{{name: Kettle Works}}]\ntopics: [{{title: Warm Starts}}]\n"
        );
        scene.file(&format!("{run}.yaml"), event);
    }
    scene.git(&["commit", "--quiet", "--allow-empty", "--message=first"]);
    let before: usize = scene.git(&["rev-list", "--count", "HEAD"]).trim().parse().unwrap();
    let children: Vec<_> = (0..runs)
        .map(|run| {
            let mut command = scene.command(&["commit", &format!("{run}.yaml")]);
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    // git does not wait for the index's lock: who scripts it tries again.
    for commit in 0..commits {
        let name = format!("{commit}.txt");
        scene.file(&name, "by git\n");
        let add = ["add", name.as_str()];
        let only = ["commit", "--quiet", "--only", "--message=git", "--", name.as_str()];
        for arguments in [&add[..], &only[..]] {
            let git = || scene.scrubbed(Command::new("git")).args(arguments).output().unwrap().status.success();
            while !git() {
                thread::sleep(Duration::from_millis(3));
            }
        }
    }
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    let after: usize = scene.git(&["rev-list", "--count", "HEAD"]).trim().parse().unwrap();
    assert_eq!(after, before + runs + commits);
    let tree = scene.git(&["ls-tree", "-r", "--name-only", "HEAD"]);
    for name in (0..runs).flat_map(|run| [format!("{run}.yaml"), format!("{run}.md")]) {
        assert!(tree.lines().any(|line| line == name), "{name} is lost");
    }
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    scene.git(&["fsck", "--strict"]);
    assert!(!scene.exists(".git/index.lock"));
}
