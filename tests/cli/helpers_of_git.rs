//! What git's own programs do for a commit: hooks and signatures, as with `git commit`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use snapbox::str;

use crate::sandbox::Sandbox;

const EVENT: &str = "\
series: Kettle Days
start: 2026-05-04
location: {name: The Old Mill}
organizers: [{name: Kettle Works}]
topics:
  - title: Warm Starts
    problem: Boilers start cold.
";

/// A repository with a staged file of somebody's and an event that is not in it yet.
fn repository() -> Sandbox {
    let sandbox = Sandbox::with_repository();
    sandbox.file("a.txt", "a\n");
    sandbox.commit_all();
    sandbox.file("a.txt", "staged\n").file("2026-05.yaml", EVENT);
    sandbox.git(&["add", "a.txt"]);
    sandbox
}

fn hook(sandbox: &Sandbox, name: &str, script: &str) {
    sandbox.file("../hook", format!("#!/bin/sh\n{script}\n"));
    // What this process had open while it began another cannot be run (`ETXTBSY`).
    sandbox.shell(&format!("install -m 755 ../hook .git/hooks/{name}"));
}

#[test]
fn hooks_run_as_with_git_on_an_index_that_holds_the_commit() {
    let sandbox = repository();
    for name in ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"] {
        hook(
            &sandbox,
            name,
            "{ echo \"$(basename $0) ${1##*/} $2 $GIT_EDITOR $GIT_AUTHOR_NAME\"; git diff --cached --name-only HEAD; } >> ../hooks",
        );
    }
    sandbox.run(&["commit", "2026-05.yaml", "-m", "docs: Add it"]).code(0);
    let ran = fs::read_to_string(sandbox.path("../hooks")).unwrap();
    snapbox::assert_data_eq!(
        ran,
        str![[r#"
pre-commit   : Ada Test
2026-05.md
2026-05.yaml
prepare-commit-msg COMMIT_EDITMSG message : Ada Test
2026-05.md
2026-05.yaml
commit-msg COMMIT_EDITMSG  : Ada Test
2026-05.md
2026-05.yaml
post-commit   : Ada Test
a.txt

"#]]
    );
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "M  a.txt\n");
}

#[test]
fn a_hook_that_refuses_leaves_everything_as_it_was() {
    for name in ["pre-commit", "prepare-commit-msg", "commit-msg"] {
        let sandbox = repository();
        hook(&sandbox, name, "printf 'no \\033[31mway\\n' >&2; exit 1");
        let before = (sandbox.tree(), sandbox.git(&["status", "--porcelain"]), sandbox.git(&["rev-parse", "HEAD"]));
        let run = sandbox.run(&["commit", "2026-05.yaml"]);
        run.code(3).stdout("");
        assert_eq!(
            run.stderr,
            format!(
                "error: the hook `{name}` refused the commit: no ^[[31mway\n\
                 help: mend what it found, or commit without it: --no-verify\n"
            )
        );
        let after = (sandbox.tree(), sandbox.git(&["status", "--porcelain"]), sandbox.git(&["rev-parse", "HEAD"]));
        assert_eq!(before, after, "{name}");
        if name != "prepare-commit-msg" {
            sandbox.run(&["commit", "2026-05.yaml", "--no-verify"]).code(0);
        }
    }
}

#[test]
fn what_a_hook_makes_of_our_files_is_committed_and_on_disk() {
    let by_add = "sed -i.bak s/cold/frozen/ 2026-05.md && rm 2026-05.md.bak && git add 2026-05.md";
    let in_the_index = "id=$(git show :2026-05.md | sed s/cold/frozen/ | git hash-object -w --stdin) && \
                        git update-index --cacheinfo 100644,$id,2026-05.md";
    for script in [by_add, in_the_index] {
        let sandbox = repository();
        hook(&sandbox, "pre-commit", script);
        sandbox.run(&["commit", "2026-05.yaml"]).code(0);
        assert!(sandbox.git(&["show", "HEAD:2026-05.md"]).contains("Boilers start frozen."), "{script}");
        assert!(sandbox.read("2026-05.md").contains("Boilers start frozen."), "{script}");
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "M  a.txt\n", "{script}");
    }
}

#[test]
fn a_hook_edits_the_message() {
    let sandbox = repository();
    hook(&sandbox, "commit-msg", "echo 'See-also: #7' >> $1");
    sandbox.run(&["commit", "2026-05.yaml", "-m", "docs: Add it", "-m", "At last.", "-s"]).code(0);
    assert_eq!(
        sandbox.git(&["log", "-1", "--format=%B"]),
        "docs: Add it\n\nAt last.\n\nSigned-off-by: Ada Test <ada@example.org>\nSee-also: #7\n\n"
    );
}

#[test]
fn the_editor_of_git_edits_the_message() {
    let sandbox = repository();
    sandbox.git(&["config", "core.editor", "sed -i.bak 's/Prepare/Make/'"]);
    sandbox.run(&["commit", "2026-05.yaml", "-e"]).code(0);
    assert_eq!(sandbox.git(&["log", "-1", "--format=%B"]), "docs: Make page of Kettle Days 05/2026\n\n");
    sandbox.file("2026-05.yaml", format!("{EVENT}    next_steps: Warm them.\n"));
    sandbox.git(&["config", "core.editor", "false"]);
    let before = sandbox.read("2026-05.md");
    sandbox.run(&["commit", "2026-05.yaml", "-e"]).code(3).stdout("").stderr(str![[r#"
error: `false` failed: exit status: 1

"#]]);
    assert_eq!(sandbox.read("2026-05.md"), before);
}

#[test]
fn without_git_hooks_are_refused_by_name_and_all_else_works() {
    let sandbox = repository();
    let without_git = |arguments: &[&str]| {
        let output = sandbox.command(arguments).env("PATH", "/nowhere").output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    hook(&sandbox, "pre-commit", "exit 0");
    let (code, said) = without_git(&["commit", "2026-05.yaml"]);
    assert_eq!(
        (code, said.as_str()),
        (
            3,
            "error: git is needed for the repository's hooks, and is not found in PATH\nhelp: install git 2.36 or newer\n"
        )
    );
    assert!(!sandbox.exists("2026-05.md"));
    assert_eq!(without_git(&["commit", "2026-05.yaml", "--no-verify"]).0, 0);
}

/// Whether a program is there; where it is not, the test says that it is skipped.
pub(crate) fn has(program: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output().unwrap().status.success();
    assert!(found || std::env::var_os("AFTERWORD_REQUIRE_TOOLS").is_none(), "there is no {program}");
    if !found {
        eprintln!("skipped: there is no {program}");
    }
    found
}

#[test]
fn a_signature_by_ssh_is_verified_by_git() {
    if !has("ssh-keygen") {
        return;
    }
    let sandbox = repository();
    let home = sandbox.path("../home");
    let key = home.join("key");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status().unwrap();
    assert!(made.success());
    let public = fs::read_to_string(home.join("key.pub")).unwrap();
    fs::write(home.join("signers"), format!("ada@example.org {public}")).unwrap();
    sandbox.git(&["config", "gpg.format", "ssh"]);
    sandbox.git(&["config", "user.signingKey", key.to_str().unwrap()]);
    sandbox.git(&["config", "gpg.ssh.allowedSignersFile", home.join("signers").to_str().unwrap()]);
    sandbox.run(&["commit", "2026-05.yaml", "-S"]).code(0);
    sandbox.git(&["verify-commit", "HEAD"]);
    sandbox.git(&["fsck", "--strict"]);

    sandbox.git(&["config", "commit.gpgSign", "true"]);
    sandbox.git(&["config", "user.signingKey", "/nowhere/key"]);
    sandbox.file("2026-05.yaml", format!("{EVENT}    next_steps: Warm them.\n"));
    let before = (sandbox.read("2026-05.md"), sandbox.git(&["rev-parse", "HEAD"]));
    sandbox.run(&["commit", "2026-05.yaml"]).code(3);
    assert_eq!(before, (sandbox.read("2026-05.md"), sandbox.git(&["rev-parse", "HEAD"])));
    sandbox.run(&["commit", "2026-05.yaml", "--no-gpg-sign"]).code(0);
}

#[test]
fn a_signature_by_openpgp_is_verified_by_git() {
    if !has("gpg") {
        return;
    }
    let sandbox = repository();
    // gpg's agent listens at a path that must be short.
    let keys = tempfile::Builder::new().prefix("gpg").tempdir_in("/tmp").unwrap();
    fs::set_permissions(keys.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let gpg = |arguments: &[&str]| {
        let mut command = Command::new("gpg");
        command.env("GNUPGHOME", keys.path()).args(["--batch", "--quiet", "--pinentry-mode", "loopback"]);
        command.args(arguments).output().unwrap()
    };
    let made = gpg(&["--passphrase", "", "--quick-gen-key", "Ada Test <ada@example.org>", "ed25519", "sign", "never"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let commit = |arguments: &[&str]| {
        let all: Vec<&str> = ["commit", "2026-05.yaml"].iter().chain(arguments).copied().collect();
        sandbox.command(&all).env("GNUPGHOME", keys.path()).output().unwrap()
    };
    let said = commit(&["-S"]);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let verified = sandbox.shell(&format!("GNUPGHOME={} git verify-commit HEAD", keys.path().display()));
    assert!(verified.contains("Good signature from \"Ada Test <ada@example.org>\""), "{verified}");

    sandbox.file("2026-05.yaml", format!("{EVENT}    next_steps: Warm them.\n"));
    assert_eq!(commit(&["-S=nobody@example.org"]).status.code(), Some(3));
    assert_eq!(sandbox.git(&["rev-list", "--count", "HEAD"]), "2\n");
    Command::new("gpgconf").env("GNUPGHOME", keys.path()).args(["--kill", "all"]).status().ok();
}
