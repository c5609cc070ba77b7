//! Names made from titles and paths that people give: whatever they are, nothing is written outside the root.
//!
//! Each input writes a file: `TMPDIR=/dev/shm` spares the disk.

#![no_main]

use std::fs;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;
use std::sync::LazyLock;

use afterword::document::topic_file::form::name;
use afterword::fs::Batch;
use afterword::fs::MEMORY_LIMIT;
use afterword::fs::Root;
use afterword::fs::portable_name;
use afterword::markdown::slug::slug;
use afterword::project::configuration::Around;
use afterword::project::configuration::Configuration;
use afterword::project::configuration::paths::Names;
use afterword::project::configuration::paths::fill;
use afterword::source::Source;
use afterword::yaml::write::scalar;
use libfuzzer_sys::fuzz_target;

/// A folder with a root in it, and beside that what must stay as it is.
static GROUND: LazyLock<PathBuf> = LazyLock::new(|| {
    let ground = std::env::temp_dir().join(format!("afterword-fuzz-paths-{}", std::process::id()));
    fs::create_dir_all(ground.join("outside")).expect("a folder");
    fs::write(ground.join("outside/a"), "theirs").expect("a file");
    ground
});

/// The root, new for each input.
fn root() -> Root {
    let root = GROUND.join("root");
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("a/.git")).expect("a folder");
    fs::write(root.join("a/.git/a"), "git's").expect("a file");
    fs::write(root.join("b"), "ours").expect("a file");
    #[cfg(unix)]
    for (target, link) in [("../outside", "c"), ("../outside/a", "d"), ("../../outside", "a/e"), (".git", "a/f")] {
        std::os::unix::fs::symlink(target, root.join(link)).expect("a symlink");
    }
    Root::open(&root).expect("it is there")
}

/// What nobody may touch is as it was.
fn holds() {
    let listed = |folder: PathBuf| -> Vec<_> {
        let entries = fs::read_dir(folder).expect("it is there");
        let mut names: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(listed(GROUND.clone()), ["outside", "root"]);
    assert_eq!(listed(GROUND.join("outside")), ["a"]);
    assert_eq!(fs::read(GROUND.join("outside/a")).expect("it is there"), b"theirs");
    assert_eq!(listed(GROUND.join("root/a/.git")), ["a"]);
    assert_eq!(fs::read(GROUND.join("root/a/.git/a")).expect("it is there"), b"git's");
}

fn write(root: &Root, path: &Path) {
    let Ok(target) = root.target(path) else { return };
    let names = path.components().filter(|component| *component != Component::CurDir);
    for component in names.clone() {
        let Component::Normal(name) = component else { panic!("{path:?} is taken") };
        assert_eq!(portable_name(name.to_str().expect("it is text")), Ok(()));
    }
    let mut batch = Batch::new(MEMORY_LIMIT);
    let is_put = batch.put(target, b"new".to_vec()).is_ok();
    if is_put && batch.finish().is_ok() {
        let written = GROUND.join("root").join(names.collect::<PathBuf>());
        assert_eq!(fs::read(&written).expect("it is where it was meant"), b"new", "{path:?}");
    }
    holds();
}

fn slugs(text: &str) {
    let made = slug(text);
    assert!(made.len() <= 100 && made.bytes().all(|byte| byte == b'-' || byte.is_ascii_lowercase() || byte.is_ascii_digit()));
    assert!(!made.starts_with('-') && !made.ends_with('-') && !made.contains("--"), "{made}");
    assert_eq!(slug(&made), made);
    assert_eq!(portable_name(&format!("2026-05-{made}.md")), Ok(()));
    assert_eq!(slug(&text.to_uppercase()), slug(&text.to_uppercase().to_lowercase()));

    let topic = name(&[Source::new("topics/20-b.md", "")], text);
    assert!(topic.starts_with("30-"), "{topic}");
    assert_eq!(portable_name(&format!("{topic}.md")), Ok(()));
}

/// The folder that a configuration names, for an event with that edition.
fn configured(root: &Root, pattern: &str, edition: &str) {
    let around = Around { variable: &|_| None, templates: &|| vec!["hackathon".to_owned()] };
    let text = format!("events: {}\n", scalar(pattern));
    let Ok(configuration) = Configuration::decode("config.yaml", text.into_bytes(), around) else { return };
    let Some(events) = &configuration.events else { return };
    let editions = [None, Some(edition)];
    for edition in editions {
        let folder = fill(&events.text, Names { id: "2026-05", year: "2026", month: "05", edition });
        assert!(folder.components().all(|part| matches!(part, Component::Normal(_))), "{pattern:?} is {folder:?}");
        write(root, &folder.join("event.yaml"));
    }
}

fuzz_target!(|text: &str| {
    slugs(text);
    let _ = portable_name(text);
    let root = root();
    write(&root, Path::new(text));
    let (pattern, edition) = text.split_once('\n').unwrap_or((text, "Sofia Edition"));
    configured(&root, pattern, edition);
});
