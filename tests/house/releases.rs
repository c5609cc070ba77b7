//! What a release is made of agrees: targets, versions, and what the action hands to its script.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The words of a text that begin with a prefix; words are of letters, digits, `_` and `-`.
fn words<'text>(text: &'text str, prefix: &str) -> BTreeSet<&'text str> {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "_-".contains(character);
    text.split(|character| !is_part(character)).filter(|word| word.starts_with(prefix)).collect()
}

#[test]
fn the_action_downloads_what_is_released() {
    let targets = |name: &str| -> BTreeSet<String> {
        let text = read(name);
        let of = |machine| words(&text, machine).into_iter().map(str::to_owned).collect::<Vec<_>>();
        of("x86_64-").into_iter().chain(of("aarch64-")).collect()
    };
    let released = targets(".github/workflows/release.yml");
    assert_eq!(released.len(), 5, "{released:?}");
    assert_eq!(targets(".github/actions/check/run.sh"), released);
}

#[test]
fn the_script_of_the_action_gets_every_variable_it_reads() {
    let script = read(".github/actions/check/run.sh");
    let action = read(".github/actions/check/action.yml");
    let mut reads = words(&script, "AFTERWORD_");
    assert!(reads.remove("AFTERWORD_ACTION_DOWNLOADS"), "{reads:?}");
    assert_eq!(words(&action, "AFTERWORD_"), reads);
}

#[test]
fn the_action_writes_no_expression_into_a_script() {
    let action = read(".github/actions/check/action.yml");
    let runs: Vec<&str> = action.lines().filter(|line| line.trim_start().starts_with("run:")).collect();
    assert_eq!(runs, [r#"      run: bash "$AFTERWORD_ACTION/run.sh""#]);
}

#[test]
fn every_action_that_a_workflow_uses_is_named_by_its_commit() {
    for name in ["workflows/ci.yml", "workflows/release.yml", "actions/check/action.yml"] {
        let text = read(&format!(".github/{name}"));
        let uses: Vec<&str> = text.lines().filter_map(|line| line.split_once("uses: ")).map(|(_, used)| used).collect();
        assert!(!uses.is_empty(), "{name}");
        for used in uses.into_iter().filter(|used| !used.starts_with("./")) {
            let commit = used.split_once('@').and_then(|(_, rest)| rest.split_once(" # v")).map(|(commit, _)| commit);
            assert!(
                commit.is_some_and(|commit| commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit())),
                "{name}: {used}"
            );
        }
    }
}

#[test]
#[cfg(unix)]
fn notes_of_a_release_are_its_part_of_the_changelog_if_all_versions_agree() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join(".ci")).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/release-notes"), folder.path().join(".ci/release-notes"))
        .unwrap();
    let notes = |tag: &str| {
        let script = folder.path().join(".ci/release-notes");
        let output = std::process::Command::new("bash").arg(script).arg(tag).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    };
    let fails = |said: &str| (1, String::new(), format!(".ci/release-notes: {said}\n"));

    write("Cargo.toml", "[package]\nname = \"afterword\"\nversion = \"1.2.0\"\n");
    write("Cargo.lock", "[[package]]\nname = \"afterword\"\nversion = \"1.2.0\"\n");
    let changelog = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-05-04\n\n### Added\n\n- Kettles.\n\n\
        ## [1.1.0] - 2026-01-02\n\n- Cups.\n";
    write("CHANGELOG.md", changelog);
    assert_eq!(notes("v1.2.0"), (0, "### Added\n\n- Kettles.\n".to_owned(), String::new()));

    assert_eq!(notes("v1.2.1"), fails("the tag is v1.2.1, and Cargo.toml says 1.2.0"));
    write("Cargo.lock", "[[package]]\nname = \"afterword\"\nversion = \"1.1.0\"\n");
    assert_eq!(notes("v1.2.0"), fails("Cargo.lock is of another version"));
    write("Cargo.lock", "[[package]]\nname = \"afterword\"\nversion = \"1.2.0\"\n");
    write("CHANGELOG.md", &changelog.replace("04", "XX"));
    assert_eq!(notes("v1.2.0"), fails("CHANGELOG.md dates it `## [1.2.0] - 2026-05-XX`, not YYYY-MM-DD"));
    write("CHANGELOG.md", &changelog.replace("1.2.0", "1.2.x"));
    assert_eq!(notes("v1.2.0"), fails("CHANGELOG.md has no `## [1.2.0] - YYYY-MM-DD`"));
    write("CHANGELOG.md", &changelog.replace("### Added\n\n- Kettles.\n", ""));
    assert_eq!(notes("v1.2.0"), fails("CHANGELOG.md says nothing of 1.2.0"));
}
