//! The form that asks for topics as issues: what is answered there comes back.

use std::fmt::Write as _;

use serde_json::json;
use serde_yaml::Value;
use snapbox::str;

use crate::sandbox::Sandbox;

fn form(template: &str) -> Value {
    let run = Sandbox::new().run(&["template", "show", template, "--as", "issue-form"]);
    serde_yaml::from_str(&run.code(0).stderr("").stdout).unwrap()
}

/// The questions of a form, each by its label and its key.
fn questions(form: &Value) -> Vec<(String, String)> {
    let fields = form["body"].as_sequence().unwrap().iter().filter(|field| field["type"] != "markdown");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    fields.map(|field| (text(&field["attributes"]["label"]), text(&field["id"]))).collect()
}

#[test]
fn a_form_asks_the_questions_of_its_template() {
    let run = Sandbox::new().run(&["template", "show", "retrospective", "--as", "issue-form"]);
    run.code(0).stderr("").stdout(str![[r#"
name: Topic (retrospective)
description: "A team's retrospective: what went well, what did not, and who does what until when."
labels:
  - retrospective
body:
  - type: markdown
    attributes:
      value: The issue's title is the topic's; one line. What is not known yet can be left empty and filled in later.

  - type: textarea
    id: why
    attributes:
      label: Why
      description: What is it good for? What gets better once it is done.
    validations:
      required: false

  - type: textarea
    id: result
    attributes:
      label: Result
      description: What came of it? Filled in at the next retrospective.
    validations:
      required: false

"#]]);
    Sandbox::new().run(&["template", "show", "nobodys", "--as", "issue-form"]).code(2).stdout("").stderr(str![[r#"
error: unknown template `nobodys`
help: the templates are hackathon, meetup and retrospective

"#]]);
}

#[test]
fn a_form_is_what_the_site_takes() {
    for template in ["hackathon", "meetup", "retrospective"] {
        let form = form(template);
        for key in ["name", "description"] {
            assert!(form[key].as_str().unwrap().len() >= 3, "{template}: {key}");
        }
        let mut labels = std::collections::BTreeSet::new();
        let mut ids = std::collections::BTreeSet::new();
        for field in form["body"].as_sequence().unwrap() {
            if field["type"] == "markdown" {
                assert!(field["attributes"]["value"].is_string() && field["id"].is_null());
                continue;
            }
            assert_eq!(field["type"], "textarea");
            assert!(field["validations"]["required"].is_bool());
            assert!(labels.insert(field["attributes"]["label"].as_str().unwrap().to_owned()));
            let id = field["id"].as_str().unwrap();
            assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && ids.insert(id.to_owned()));
        }
        assert!(!labels.is_empty());
    }
}

#[test]
fn what_is_answered_in_a_form_comes_back_into_its_sections() {
    for template in ["hackathon", "meetup", "retrospective"] {
        let questions = questions(&form(template));
        let mut body = String::new();
        for (at, (label, key)) in questions.iter().enumerate() {
            // The second one was left empty.
            let answer = if at == 1 { "_No response_".to_owned() } else { format!("About {key}.\n\n* a point") };
            write!(body, "### {label}\n\n{answer}\n\n").unwrap();
        }
        let sandbox = Sandbox::new();
        let event = format!(
            "template: {template}\nseries: S\nstart: 2026-05-04\nlocation: {{name: L}}\norganizers: [{{name: O}}]\n"
        );
        let event = if template == "retrospective" {
            event
                .lines()
                .filter(|line| !line.starts_with("loc") && !line.starts_with("org"))
                .map(|line| format!("{line}\n"))
                .collect()
        } else {
            event
        };
        sandbox.file("e.yaml", event);
        let issue = json!([{"number": 1, "title": "T", "body": body.replace('\n', "\r\n"), "url": "https://git.example/k/b/issues/1"}]);
        sandbox.file("issues.json", issue.to_string());
        sandbox.run(&["topic", "add", "e.yaml", "--from-issues", "issues.json"]).code(0);
        let read: Value = serde_yaml::from_str(&sandbox.read("e.yaml")).unwrap();
        for (at, (_, key)) in questions.iter().enumerate() {
            let text = read["topics"][0][key.as_str()].as_str();
            assert_eq!(text, (at != 1).then(|| format!("About {key}.\n\n* a point\n")).as_deref(), "{template}: {key}");
        }
    }
}
