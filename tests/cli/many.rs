//! Many events in one run.

#![cfg(unix)]

use std::process::Command;

use crate::program::program;
use crate::render::SMALL;
use crate::sandbox::Sandbox;

#[test]
fn more_pages_than_a_process_may_have_open_files_go_into_one_folder() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("out")).unwrap();
    for number in 10..99 {
        sandbox.file(&format!("{number}.yaml"), SMALL);
    }
    let run = Command::new("sh")
        .args(["-c", "ulimit -n 32 && exec \"$0\" render -o out [0-9][0-9].yaml"])
        .arg(program())
        .env("XDG_STATE_HOME", sandbox.path("state"))
        .current_dir(sandbox.work())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&run.stderr), "Wrote 89 pages.\n");
    assert!(run.status.success());
    assert_eq!(std::fs::read_dir(sandbox.path("out")).unwrap().count(), 89);
}
