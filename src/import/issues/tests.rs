use super::*;

fn declaration() -> Declaration {
    crate::template::builtin::find("hackathon").unwrap().load().declaration
}

/// The sections of a body, each as `key: text`.
fn sections(body: &str) -> Vec<String> {
    let printed =
        Printed { number: 7, title: "T".to_owned(), body: Some(body.to_owned()), url: None, assignees: Vec::new() };
    let sections = Issue::from(printed).sections(&declaration());
    sections.into_iter().map(|(key, text)| format!("{key}: {text}")).collect()
}

#[test]
fn an_issue_is_read_as_it_is_printed() {
    let text = r#"[
  {
    "number": 12, "title": " 🔥 Warm\tstarts ", "body": "a\r\nb\u0007",
    "url": "https://git.example/kettle/brewd/issues/12", "labels": [{"id": "x", "name": "topic"}],
    "assignees": [{"login": "ada", "name": "Ada"}, {"login": "bo"}], "state": "OPEN"
  },
  {"number": 3, "title": "Tea", "body": null}
]"#;
    let issues = parse(&Source::new("issues.json", text)).unwrap();
    let expected = [
        Issue {
            number: 12,
            title: "🔥 Warm starts".to_owned(),
            url: Some("https://git.example/kettle/brewd/issues/12".to_owned()),
            body: "a\nb".to_owned(),
            assignees: vec!["ada".to_owned(), "bo".to_owned()],
            was_cleaned: true,
        },
        Issue { number: 3, title: "Tea".to_owned(), ..Issue::default() },
    ];
    assert_eq!(issues, expected);
    assert_eq!(issues[0].tracking(), "[kettle/brewd#12](https://git.example/kettle/brewd/issues/12)");
    assert_eq!(issues[1].tracking(), "#3");
}

#[test]
fn a_wrong_shape_has_its_place() {
    let wrong = |text: &str| {
        let source = Source::new("issues.json", text);
        let told = parse(&source).unwrap_err();
        format!("{} {}: {}", source.position(told.primary.span.start), told.code, told.message)
    };
    for (text, told) in [
        ("", "1:1 syntax: this is no list of issues: the text ends within a value"),
        ("[\n  {\"number\": 1,}\n]", "2:16 syntax: this is no list of issues: trailing comma"),
        ("{\"number\": 1}", "1:1 wrong-type: this is no list of issues: an object, expected a list"),
        ("[\n  {\"title\": \"ü\"}\n]", "2:16 wrong-type: this is no list of issues: missing field `number`"),
        (
            "[{\"title\": \"ü\", \"number\": \"1\"}]",
            "1:29 wrong-type: this is no list of issues: the text \"1\", expected a positive whole number",
        ),
    ] {
        assert_eq!(wrong(text), told, "{text}");
    }
}

#[test]
fn an_address_that_is_no_plain_link_is_none() {
    let url = |url: &str| {
        let printed =
            Printed { number: 1, title: String::new(), body: None, url: Some(url.to_owned()), assignees: Vec::new() };
        Issue::from(printed).tracking()
    };
    assert_eq!(url("javascript:alert(1)"), "#1");
    assert_eq!(url("https://git.example/a b"), "#1");
    assert_eq!(url("https://git.example/)[x](http://evil.example"), "#1");
    assert_eq!(url("https://git.example/issues"), "[#1](https://git.example/issues)");
    assert_eq!(url("https://git.example/a_b/c_d/issues/1"), "[a\\_b/c\\_d#1](https://git.example/a_b/c_d/issues/1)");
}

#[test]
fn an_issue_is_tracked_by_its_own_address_alone() {
    let issue = Issue { url: Some("https://git.example/k/b/issues/1".to_owned()), number: 1, ..Issue::default() };
    assert!(issue.is_tracked_by("see https://git.example/k/b/issues/1."));
    assert!(issue.is_tracked_by("[b#12](https://git.example/k/b/issues/12), [b#1](https://git.example/k/b/issues/1)"));
    assert!(!issue.is_tracked_by("https://git.example/k/b/issues/12"));
}

#[test]
fn headings_that_are_labels_or_aliases_part_a_body() {
    let body = "Intro.\n\n### Problem statement\n\nIt was cold.\n\n#### Details\n\nVery.\n\n# OUTCOME:\n* a\n\n\
                **Next Steps**\n---\n\n_No response_\n\n## **Pull Requests**\n<!-- links -->\n\n## Benefits\n \n";
    assert_eq!(sections(body), ["problem: It was cold.\n\n#### Details\n\nVery.\n", "achievements: * a\n"]);
}

#[test]
fn what_only_looks_like_a_label_is_text() {
    let body = "## Problem\n```\n## Outcome\n```\n> ## Outcome\n\n* ## Outcome\n\n## Outcome of it\n\n## Problem\nx\n";
    let text = "```\n## Outcome\n```\n> ## Outcome\n\n* ## Outcome\n\n## Outcome of it\n\n## Problem\nx\n";
    assert_eq!(sections(body), [format!("problem: {text}")]);
}

#[test]
fn comments_are_dropped_but_not_from_code() {
    let body = "<!--\n## Outcome\nsay it\n-->\n## Problem\na <!-- b -->c `<!-- d -->`\n\n```html\n<!-- e -->\n```\n\
                <!<!-- f -->-- afterword: owners=@x -->\n";
    assert_eq!(sections(body), ["problem: a c `<!-- d -->`\n\n```html\n<!-- e -->\n```\n"]);
}
