//! What files ask to be left alone with.

use super::HEAD;
use super::Scene;

fn page(rest: &str) -> String {
    format!("{HEAD}\n## 🫖 Warm starts\n\n{rest}")
}

fn told(rest: &str) -> Vec<String> {
    Scene::new(&[("2025-06.md", page(rest).as_str())]).told()
}

#[test]
fn what_a_comment_ignores_is_not_told() {
    let bad = "**Problem:**\n\n**Issue:**\nTBD\n";
    assert_eq!(told(bad).len(), 3);
    let codes = |comments: &str| {
        let told = told(&format!("{comments}\n\n{bad}"));
        told.iter().map(|line| line.split(']').next().unwrap()[1..].to_owned()).collect::<Vec<String>>()
    };
    assert_eq!(codes("<!-- afterword: ignore empty-label -->"), ["label-alias", "placeholder"]);
    assert_eq!(codes("<!--afterword:ignore empty-label, label-alias-->"), ["placeholder"]);
    assert_eq!(codes("<!--\nafterword: ignore empty-label\n  label-alias placeholder\n-->"), [""; 0]);
    assert_eq!(
        codes("Tea. <!-- afterword: ignore placeholder --> <!-- afterword: ignore empty-label -->"),
        ["label-alias"]
    );
}

#[test]
fn an_ignore_that_ignores_nothing_is_a_finding() {
    assert_eq!(
        told("<!-- afterword: ignore placeholder empty-lable xyzzy-plugh -->\n\nTea.\n"),
        [
            "[unused-ignore] 2025-06.md:14:24: warning: `placeholder` is ignored, and there is nothing to ignore \
             | found nowhere in this file | take it out",
            "[unknown-rule] 2025-06.md:14:36: error: there is no rule `empty-lable` | no rule | did you mean `empty-label`?",
            "[unknown-rule] 2025-06.md:14:48: error: there is no rule `xyzzy-plugh` | no rule | `afterword check --rules` \
             lists them",
        ]
    );
}

#[test]
fn a_comment_that_is_shown_asks_for_nothing() {
    let shown = "```\n<!-- afterword: ignore empty-label -->\n```\n\n`<!-- afterword: ignore placeholder -->` and\n\n    \
                 <!-- afterword: ignore no-rule -->\n";
    assert_eq!(told(shown), [""; 0]);
    assert_eq!(told("<!-- afterword: ignored -->\n\nafterword: ignore no-rule\n"), [""; 0]);
}

#[test]
fn a_comment_in_yaml_is_one_where_yaml_has_it() {
    let yaml = "# afterword: ignore label-alias, missing-emoji\nseries: Kettle Days # afterword: ignore empty-label\n\
                start: 2025-06-02\nlocation: {name: The Mill}\norganizers: [{name: Kettle Works}]\n\
                topics:\n  - title: Warm starts\n    problem: |\n      Cold # afterword: ignore no-rule\n    \
                next_steps: \"\"\n    labels:\n      problem: \"**Problem:**\"\n";
    assert_eq!(
        Scene::new(&[("2025-06.yaml", yaml)]).told(),
        ["[unused-ignore] 2025-06.yaml:1:34: warning: `missing-emoji` is ignored, and there is nothing to ignore \
          | found nowhere in this file | take it out"]
    );
}

#[test]
fn a_comment_under_a_topic_is_kept_as_it_stands() {
    use std::sync::Arc;

    use crate::import;
    use crate::import::Hints;
    use crate::render::Renderer;
    use crate::source::Source;
    use crate::template::builtin;

    let renderer = Renderer::new(Arc::new(builtin::find("hackathon").unwrap().load()));
    let ignore = "<!-- afterword: ignore empty-label -->";
    for comment in [ignore.to_owned(), format!("<!-- afterword: owners=@ada -->\n\n{ignore}")] {
        let page = page(&format!("{comment}\n\n**Problem Statement:**\nIt was cold.\n"));
        let imported = import::page(Source::new("2025-06.md", page.clone()), &renderer, &Hints::default()).unwrap();
        let topic = &imported.event.topics[0];
        assert_eq!((topic.intro.as_deref(), topic.sections.len(), &topic.body), (Some(ignore), 1, &None));
        assert_eq!(renderer.page(&imported.event, None).unwrap(), page);
    }
}
