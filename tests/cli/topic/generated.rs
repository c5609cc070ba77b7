//! Any sequence of changes: an event file and the page of the same event say the same afterwards.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::sandbox::Sandbox;

/// A change of topics.
#[derive(Clone, Debug)]
enum Change {
    Add(String, usize),
    Move(usize, usize),
    Remove(usize),
    Text(usize, String),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let title = "(🔥 |🍵 )?[A-Z][a-z]{2,6}( `[a-z]{2,4}`| & [a-z]{3})?( @ada)?( #[1-9])?";
    let change = prop_oneof![
        3 => (title, 0..9usize).prop_map(|(title, at)| Change::Add(title, at)),
        2 => (0..9usize, 0..9usize).prop_map(|(from, to)| Change::Move(from, to)),
        1 => (0..9usize).prop_map(Change::Remove),
        2 => (0..9usize, "[A-Z][a-z ]{0,9}[a-z](\n\n\\* [a-z]{1,5}){0,2}").prop_map(|(at, text)| Change::Text(at, text)),
    ];
    prop::collection::vec(change, 1..7)
}

/// The arguments of a change, while an event has so many topics.
fn arguments(change: &Change, event: &str, count: usize) -> Option<Vec<String>> {
    let number = |at: &usize| (at % count.max(1) + 1).to_string();
    let words: Vec<String> = match change {
        Change::Add(title, at) => {
            vec!["add".into(), event.into(), title.clone(), "--at".into(), (at % (count + 1) + 1).to_string()]
        }
        _ if count == 0 => return None,
        Change::Move(from, to) => {
            vec!["reorder".into(), event.into(), number(from), "--to".into(), number(to)]
        }
        Change::Remove(at) => vec!["remove".into(), event.into(), number(at)],
        Change::Text(at, text) => {
            vec!["edit".into(), event.into(), number(at), "--set".into(), format!("next_steps={text}")]
        }
    };
    Some([vec!["topic".to_owned()], words].concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    #[test]
    fn an_event_file_and_its_page_say_the_same_after_any_changes(changes in changes()) {
        let sandbox = Sandbox::new();
        sandbox.file("file/2026-05.yaml", super::EVENT.replace("    state: partial\n", ""));
        sandbox.run(&["render", "file/2026-05.yaml"]).code(0);
        // The page of its own carries what pages do not draw.
        sandbox.file("page/2026-05.md", super::PAGE);
        let mut count = 2;
        for change in &changes {
            for event in ["file/2026-05.yaml", "page/2026-05.md"] {
                let Some(arguments) = arguments(change, event, count) else { continue };
                let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                sandbox.run(&arguments).code(0);
            }
            let list = |event: &str| sandbox.run(&["topic", "list", event]).code(0).stdout.clone();
            let listed = list("file/2026-05.yaml");
            prop_assert_eq!(&listed, &list("page/2026-05.md"), "{:?}", changes);
            count = listed.lines().count();
        }
        sandbox.run(&["sync", "file/2026-05.yaml", "--check"]).code(0);
        let bare = |page: String| {
            let lines = page.lines().filter(|line| !line.starts_with("<!-- afterword:"));
            lines.filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>().join("\n")
        };
        prop_assert_eq!(bare(sandbox.read("file/2026-05.md")), bare(sandbox.read("page/2026-05.md")));
    }
}
