//! Imports run strictly downward, and siblings of a layer do not see each other.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// The layers from bottom to top: a module imports only from the lists before its own.
const LAYERS: &[&[&str]] = &[
    &["source", "fs", "grammar"],
    &["diagnostic", "encoding", "picture"],
    &["yaml"],
    &["event"],
    &["template", "markdown"],
    &["document", "project", "git"],
    &["render"],
    &["outputs", "wizard", "import", "index"],
    &["check", "status", "sync"],
    &["terminal"],
    &["cli"],
];

/// The modules that may name a crate of the outside: one crate, one door.
const DOORS: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["terminal"]),
    ("dialoguer", &["terminal"]),
    ("fuzzy_matcher", &["terminal"]),
    ("indicatif", &["terminal"]),
    ("signal_hook", &["terminal"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("git2", &["git"]),
    ("minijinja", &["render"]),
    ("pulldown_cmark", &["markdown"]),
    ("saphyr_parser", &["yaml"]),
    ("rustix", &["fs", "terminal"]),
    ("schemars", &["template"]),
    ("similar", &["outputs"]),
    ("strsim", &["diagnostic"]),
    ("twox_hash", &["project"]),
    ("unicode_normalization", &["git", "markdown"]),
    ("unicode_width", &["markdown"]),
    ("unicode_properties", &["encoding", "markdown"]),
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// Every source file with the module at the top of the crate that it belongs to.
fn sources() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let with_module = files.into_iter().filter_map(|path| {
        let relative = path.strip_prefix(&root).unwrap();
        let module =
            relative.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&path).unwrap();
        (!matches!(module.as_str(), "lib" | "main")).then_some((path, module, text))
    });
    with_module.collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The modules that a text names after `crate::`.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1)).map(|rest| {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        &rest[..end]
    })
}

#[test]
fn every_module_has_a_layer() {
    for (path, module, _) in sources() {
        assert!(layer(&module).is_some(), "{}: `{module}` is in no layer", path.display());
    }
}

#[test]
fn imports_run_strictly_downward() {
    for (path, module, text) in sources() {
        for imported in imports(&text).filter(|imported| *imported != module) {
            assert!(
                layer(imported) < layer(&module),
                "{}: `{module}` imports `{imported}`, which is not below it",
                path.display()
            );
        }
    }
}

#[test]
fn each_crate_has_one_door() {
    for (path, module, text) in sources() {
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        // Tests may judge a module by another crate.
        let is_test = path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests");
        for (name, doors) in DOORS {
            let names = code.iter().any(|line| line.contains(&format!("{name}::")));
            assert!(!names || is_test || doors.contains(&module.as_str()), "{}: names `{name}`", path.display());
        }
    }
}
