//! Real event files render to their real pages, byte for byte.

use std::path::PathBuf;

use crate::sandbox::Sandbox;

/// The corpus, where `AFTERWORD_CORPUS` names it.
pub(crate) fn corpus() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("AFTERWORD_CORPUS") else {
        eprintln!("skipped: AFTERWORD_CORPUS names no corpus");
        return None;
    };
    // Tests run in the package's folder, and so does whoever sets a relative path.
    let folder = PathBuf::from(folder);
    assert!(folder.is_dir(), "AFTERWORD_CORPUS={} is no folder", folder.display());
    Some(folder.canonicalize().unwrap())
}

#[test]
fn every_event_file_renders_to_its_page() {
    let Some(corpus) = corpus() else { return };
    let sandbox = Sandbox::new();
    let mut compared = 0;
    for entry in std::fs::read_dir(corpus.join("events")).unwrap() {
        let event = entry.unwrap().path();
        let page = corpus.join("wrap-ups").join(event.file_name().unwrap()).with_extension("md");
        let run = sandbox.run(&["render", event.to_str().unwrap(), "-o", "-"]);
        run.code(0).stderr("");
        assert!(run.stdout == std::fs::read_to_string(&page).unwrap(), "{} differs", page.display());
        compared += 1;
    }
    assert!(compared >= 4, "only {compared} event files in the corpus");
}
