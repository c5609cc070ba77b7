//! `topic add --from-issues`: what is open is filled by what people wrote into issues.

use serde_json::json;
use snapbox::str;

use crate::sandbox::Sandbox;

use super::EVENT;
use super::PAGE;
use super::sandbox;
use super::topic;

/// An address of an issue.
fn url(number: u64) -> String {
    format!("https://git.example/kettle/brewd/issues/{number}")
}

fn issues() -> String {
    json!([
        {
            "number": 12, "title": "🔥 Warm Starts", "url": url(12), "labels": [{"name": "topic"}],
            "assignees": [{"login": "cy"}],
            "body": "<!-- say it -->\r\n### Problem Statement\r\n\r\nCold again.\r\n\r\n### Achievements\r\n\r\n\
                     * It boils.\r\n* It stays warm.\r\n\r\n### Next Steps\r\n\r\n_No response_",
        },
        {
            "number": 13, "title": ":tea: Tea on request", "url": url(13),
            "assignees": [{"login": "dee"}, {"login": "kettle[bot]"}],
            "body": "No tea.\n\n# benefits:\n\n{{ 7 * 7 }} {% raw %} <!-- nobody sees this -->\n",
        },
    ])
    .to_string()
}

#[test]
fn issues_fill_what_is_open_and_never_what_is_written() {
    let sandbox = sandbox();
    sandbox.file("issues.json", issues());
    topic(&sandbox, &["add", "2026-05", "--from-issues", "issues.json"]).code(0).stdout("").stderr(str![[r#"
warning: issue #13: `kettle[bot]` can own no topic
Added `Tea on request` to 2026-05.yaml, and filled in `Warm starts`.
Wrote 2026-05.md.

"#]]);
    let changed = EVENT
        .replace("both\n", "both\n    tracking: \"[kettle/brewd#12](https://git.example/kettle/brewd/issues/12)\"\n")
        .replace("cold.\n", "cold.\n    achievements: |\n      * It boils.\n      * It stays warm.\n");
    let added = "
  - emoji: 🍵
    title: Tea on request
    owners:
      - dee
    tracking: \"[kettle/brewd#13](https://git.example/kettle/brewd/issues/13)\"
    motivation: |
      {{ 7 * 7 }} {% raw %}
";
    assert_eq!(sandbox.read("2026-05.yaml"), format!("{changed}{added}"));
}

#[test]
fn running_it_again_changes_nothing() {
    for event in ["2026-05.yaml", "page.md"] {
        let sandbox = sandbox();
        let add = || sandbox.run_with_input(&["topic", "add", event, "--from-issues", "-"], issues());
        add().code(0);
        let once = sandbox.read(event);
        assert!(once != EVENT && once != PAGE);
        add().code(0).stdout("").stderr(str![[r#"
Nothing is new in 2 issues.

"#]]);
        assert_eq!(sandbox.read(event), once);
        topic(&sandbox, &["edit", event, "tea", "--set", "title=Tea, on request", "--set", "motivation=Thirst."])
            .code(0);
        let renamed = sandbox.read(event);
        add().code(0);
        assert_eq!(sandbox.read(event), renamed);
    }
}

#[test]
fn a_page_gets_the_same_as_an_event_file() {
    let sandbox = sandbox();
    sandbox.file("issues.json", issues());
    topic(&sandbox, &["add", "page.md", "--from-issues", "issues.json", "--diff"]).code(0).stdout(str![[r#"
--- a/page.md
+++ b/page.md
@@ -13,7 +13,22 @@
 
 <!-- afterword: owners=@ada,@bo -->
 
+> **Tracking:** [kettle/brewd#12](https://git.example/kettle/brewd/issues/12)
+
 **Problem Statement:**
 It was cold.
 
+**Achievements:**
+* It boils.
+* It stays warm.
+
 ## One log for all kettles
+
+## 🍵 Tea on request
+
+<!-- afterword: owners=@dee -->
+
+> **Tracking:** [kettle/brewd#13](https://git.example/kettle/brewd/issues/13)
+
+**Motivation/Benefits:**
+{{ 7 * 7 }} {% raw %}

"#]]);
    assert_eq!(sandbox.read("page.md"), PAGE);
}

#[test]
fn what_would_break_the_page_is_told_by_its_issue_and_the_rest_goes_in() {
    let hostile = json!([
        {
            "number": 21, "title": "Spouts", "url": url(21),
            "body": "### Problem\n\nThey drip.\n\n## Whatever\n\nx\n\n### Outcome\n\nThey do not.\n\n### Code\n\n```\nopen",
        },
        {"number": 22, "title": "spouts", "url": url(22), "body": "### Problem\n\nOthers."},
        {"number": 23, "title": "Li\u{1b}ds", "url": "javascript:alert(1)", "body": "### Problem\n\nB\u{7}ells.\u{2028}"},
        {"number": 24, "title": "", "url": url(24), "body": ""},
        {"number": 25, "title": "Mugs", "url": url(25), "body": "### Problem\n\n<!-- open\n\n### Outcome\n\nx"},
        {"number": 26, "title": "Cups", "url": url(26), "body": "### Problem\n\n**Outcome:** x\n"},
    ])
    .to_string();
    for event in ["2026-05.yaml", "page.md"] {
        let sandbox = sandbox();
        sandbox.file("issues.json", &hostile);
        let run = topic(&sandbox, &["add", event, "--from-issues", "issues.json"]);
        let told = run.code(0).stderr.replace(&format!(" to {event}"), "").replace("Wrote 2026-05.md.\n", "");
        snapbox::assert_data_eq!(
            told,
            str![[r#"
warning: issue #21: `problem` is left out: a heading that reads as another topic
warning: issue #21: `code` is left out: a code fence is not closed
warning: issue #22: there is another topic `spouts`, which is tracked elsewhere: it is left out
warning: issue #23: control characters in it are left out
warning: issue #24: a topic has no `title`: it is left out
warning: issue #25: `problem` is left out: a comment is not closed
warning: issue #26: `problem` is left out: a line that reads as the label of `achievements`
Added `Spouts`, `Lids`, `Mugs` and `Cups`.

"#]]
        );
        let run = topic(&sandbox, &["list", event, "--format", "json"]);
        let titles: Vec<String> = run
            .stdout
            .lines()
            .skip(2)
            .map(|line| {
                let topic: serde_json::Value = serde_json::from_str(line).unwrap();
                format!("{} {} {}", topic["title"], topic["tracking"], topic["state"])
            })
            .collect();
        assert_eq!(
            titles,
            [
                "\"Spouts\" \"[kettle/brewd#21](https://git.example/kettle/brewd/issues/21)\" \"done\"",
                "\"Lids\" \"#23\" \"open\"",
                "\"Mugs\" \"[kettle/brewd#25](https://git.example/kettle/brewd/issues/25)\" \"open\"",
                "\"Cups\" \"[kettle/brewd#26](https://git.example/kettle/brewd/issues/26)\" \"open\"",
            ]
        );
    }
}

#[test]
fn a_wrong_shape_is_told_with_its_place() {
    let sandbox = Sandbox::new();
    sandbox
        .file("e.yaml", EVENT)
        .file("issues.json", "[\n  {\"number\": 1, \"title\": true}\n]\n")
        .file("none.json", "");
    topic(&sandbox, &["add", "e.yaml", "--from-issues", "issues.json"]).code(2).stdout("").stderr(str![[r#"
error[wrong-type]: this is no list of issues: boolean `true`, expected a string
 --> issues.json:2:29
  |
2 |   {"number": 1, "title": true}
  |                             ^ here
  |
  = help: give what `gh issue list --json number,title,body,url,labels,assignees` prints

1 error in 1 file

"#]]);
    topic(&sandbox, &["add", "e.yaml", "--from-issues", "none.json"]).code(2).stdout("").stderr(str![[r#"
error[syntax]: this is no list of issues: the text ends within a value
 --> none.json:1:1
  |
1 |  
  | ^ here
  |
  = help: give what `gh issue list --json number,title,body,url,labels,assignees` prints

1 error in 1 file

"#]]);
    topic(&sandbox, &["add", "e.yaml", "x", "--from-issues", "none.json"]).code(2).stdout("");
    assert_eq!(sandbox.read("e.yaml"), EVENT);
}

#[test]
fn a_topic_that_is_kept_as_it_stands_is_not_written_into() {
    let sandbox = Sandbox::new();
    let page = format!("{PAGE}\n**Problem Statement:** It is\n**Problem Statement:** twice.\n");
    sandbox.file("page.md", &page);
    let issue = json!([{"number": 1, "title": "One log for all kettles", "url": url(1), "body": "### Outcome\n\nx"}]);
    sandbox.file("issues.json", issue.to_string());
    topic(&sandbox, &["add", "page.md", "--from-issues", "issues.json"]).code(0).stderr(str![[r#"
note: issue #1: `One log for all kettles` is kept as it stands: nothing is written into its text
Nothing is new in 1 issue.

"#]]);
    assert_eq!(sandbox.read("page.md"), page);
}
