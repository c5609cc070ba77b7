//! Programs that sign as git's settings name them: scripts, each of which says or writes something else.

use std::fs;

use tempfile::TempDir;

use super::super::tests::script;
use super::*;

/// A folder with a program in it.
fn program(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sign");
    script(&path, text);
    (folder, path)
}

fn config(folder: &Path, settings: &str) -> Config {
    let path = folder.join("config");
    fs::write(&path, settings).unwrap();
    Config::open(&path).unwrap()
}

#[test]
fn a_signature_of_gpg_is_one_when_gpg_says_so() {
    let made = "echo '[GNUPG:] SIG_CREATED D' >&2";
    let asked = "echo '[GNUPG:] KEY_CONSIDERED' >&2; echo 'gpg: tea' >&2";
    for (text, expected) in [
        (format!("{asked}; {made}; printf 'signed\\r\\n'"), Ok("signed\n")),
        (format!("{asked}; {made}; echo signed; exit 2"), Err("`sign` failed: gpg: tea")),
        (format!("{asked}; {made}"), Err("`sign` failed: gpg: tea")),
        (format!("{asked}; echo signed"), Err("`sign` failed: gpg: tea")),
    ] {
        let (folder, program) = program(&format!("cat > /dev/null; {text}"));
        let signer = Signer::Gpg { program, key: "Ada".to_owned() };
        let signed = signer.sign(b"commit", folder.path()).map_err(|failure| failure.to_string());
        assert_eq!(signed, expected.map(str::to_owned).map_err(str::to_owned), "{text}");
    }
}

#[test]
fn what_ssh_reads_and_writes_goes_away() {
    let write = "for last; do :; done; { echo \"$@\" | sed \"s:$PWD::g\"; cat \"$last\"; } > \"$last.sig\"";
    for (text, key, expected) in [
        (write, "/keys/ada", Ok("-Y sign -n git -f /keys/ada STATE/commit\ncommit")),
        (write, "key::ssh-ed25519 AAA", Ok("-Y sign -n git -f STATE/key -U STATE/commit\ncommit")),
        (write, "ssh-ed25519 AAA", Ok("-Y sign -n git -f STATE/key -U STATE/commit\ncommit")),
        (&format!("{write}; echo tea >&2; exit 1"), "/keys/ada", Err("`sign` failed: tea")),
        ("echo tea >&2", "/keys/ada", Err("`sign` failed: tea")),
    ] {
        let (folder, program) = program(text);
        let state = folder.path().join("state");
        let signed = Signer::Ssh { program, key: key.to_owned() }.sign(b"commit", &state);
        let signed = signed.map(|text| text.replace(state.join("signing").to_str().unwrap(), "STATE"));
        let signed = signed.map_err(|failure| failure.to_string());
        assert_eq!(signed, expected.map(str::to_owned).map_err(str::to_owned), "{text} {key}");
        assert!(!state.join("signing").exists());
    }
}

#[test]
fn a_key_of_ssh_is_the_first_that_a_command_says() {
    let missing = "there is no `user.signingKey` to sign with";
    for (text, expected) in [
        ("echo tea; echo ssh-ed25519 AAA; echo key::x", Ok("ssh-ed25519 AAA")),
        ("echo key::x; echo ssh-ed25519 AAA", Ok("key::x")),
        ("echo ssh-$1", Ok("ssh-one")),
        ("echo tea", Err(missing)),
    ] {
        let (folder, program) = program(text);
        let setting = format!("[gpg \"ssh\"]\n defaultKeyCommand = {} one two\n", program.display());
        let key = default_ssh_key(&config(folder.path(), &setting)).map_err(|failure| failure.to_string());
        assert_eq!(key, expected.map(str::to_owned).map_err(str::to_owned), "{text}");
    }
    let folder = tempfile::tempdir().unwrap();
    let nothing = default_ssh_key(&config(folder.path(), "")).unwrap_err();
    assert_eq!(nothing.to_string(), missing);
}

#[test]
fn a_program_and_a_key_may_be_below_the_home_folder() {
    let home = std::env::home_dir().unwrap();
    assert_eq!(["~/bin/sign", "~sign", "/sign"].map(expanded), [home.join("bin/sign"), "~sign".into(), "/sign".into()]);
}
