//! On real pages: what is added and removed again leaves no trace.

use crate::corpus::corpus;
use crate::sandbox::Sandbox;

#[test]
fn a_topic_that_comes_and_goes_leaves_every_page_as_it_was() {
    let Some(corpus) = corpus() else { return };
    let sandbox = Sandbox::new();
    let mut tried = 0;
    for entry in std::fs::read_dir(corpus.join("wrap-ups")).unwrap() {
        let page = entry.unwrap().path();
        let name = page.file_name().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&page).unwrap();
        sandbox.file(name, &text);
        let count = sandbox.run(&["topic", "list", name]).code(0).stdout.lines().count();
        for place in [1, 2, count, count + 1] {
            let place = place.to_string();
            let line = "🫖 Quiet kettles @ada #12";
            sandbox.run(&["topic", "add", name, line, "--set", "problem=They sing.", "--at", &place]).code(0);
            let listed = sandbox.run(&["topic", "list", name]).code(0).stdout.lines().count();
            assert_eq!(listed, count + 1, "{name} {place}");
            sandbox.run(&["topic", "remove", name, "quiet kettles"]).code(0);
            assert!(sandbox.read(name) == text, "{name} {place}");
            tried += 1;
        }
    }
    assert!(tried >= 20, "only {tried} tried");
}
