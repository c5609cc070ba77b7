//! Every crate that the project takes in stands in `Cargo.toml` with the reason for it, and comes from crates.io.

use std::fs;
use std::path::Path;

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The dependencies of a manifest that no comment stands above; a second mention needs none.
fn without_reason(manifest: &str) -> Vec<String> {
    let (mut known, mut without) = (Vec::new(), Vec::new());
    let (mut is_of_crates, mut has_reason) = (false, false);
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_of_crates = line.trim_end_matches(']').ends_with("dependencies");
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| is_of_crates) {
            if has_reason {
                known.push(name.to_owned());
            } else if !known.iter().any(|known| known == name) {
                without.push(name.to_owned());
            }
        }
        has_reason = line.starts_with("# ");
    }
    assert!(!known.is_empty(), "the manifest names no dependency");
    without
}

#[test]
fn every_dependency_has_its_reason_beside_it() {
    assert_eq!(without_reason(&text("Cargo.toml")), Vec::<String>::new());
    let manifest = "[dependencies]\n# Tea.\na = \"1\"\nb = \"1\"\n[lints.rust]\nc = \"deny\"\n[target.x.dev-dependencies]\na = \"1\"\n";
    assert_eq!(without_reason(manifest), ["b"]);
}

#[test]
fn every_crate_comes_from_the_registry() {
    let lock = text("Cargo.lock");
    let sources: Vec<&str> = lock.lines().filter_map(|line| line.strip_prefix("source = ")).collect();
    assert!(!sources.is_empty());
    for source in sources {
        assert_eq!(source, "\"registry+https://github.com/rust-lang/crates.io-index\"");
    }
}

#[test]
fn the_rules_for_crates_are_strict() {
    let rules = text(".deny.toml");
    for rule in [
        "multiple-versions = \"deny\"",
        "wildcards = \"deny\"",
        "unknown-registry = \"deny\"",
        "unknown-git = \"deny\"",
        "allow-git = []",
    ] {
        assert!(rules.lines().any(|line| line == rule), "{rule}");
    }
    assert!(!rules.contains("skip"), "no crate is there in two versions");
}
