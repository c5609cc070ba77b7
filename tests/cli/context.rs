//! `afterword context`.

use snapbox::IntoData as _;
use snapbox::str;

use crate::render::SMALL;
use crate::sandbox::Sandbox;

#[test]
fn every_declared_key_is_there() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL);
    sandbox.run(&["context", "e.yaml"]).code(0).stderr("").stdout(
        str![[r###"
{
  "schema_version": 1,
  "template": "hackathon",
  "style": "block",
  "id": "2026-05",
  "title": "May 2026",
  "weight": -202605,
  "heading": "Kettle Days 05/2026 Wrap Up",
  "dates": "04.05.2026 – 08.05.2026",
  "front_matter": "title: May 2026\nweight: -202605",
  "series": "Kettle Days",
  "edition": null,
  "start": "2026-05-04",
  "end": "2026-05-08",
  "location": {
    "name": "The Old Mill",
    "url": null
  },
  "organizers": [
    {
      "name": "Kettle Works",
      "url": null
    }
  ],
  "links": [],
  "header": [
    {
      "key": "dates",
      "label": "- 🗓️ **Date:**",
      "text": "04.05.2026 – 08.05.2026"
    },
    {
      "key": "location",
      "label": "- 📍 **Location:**",
      "text": "The Old Mill"
    },
    {
      "key": "organizers",
      "label": "- 👤 **Organizer:**",
      "text": "Kettle Works"
    }
  ],
  "pictures": [],
  "intro": null,
  "blocks": [],
  "topics": [
    {
      "gap": "\n",
      "heading": "## 🔥 Warm starts",
      "anchor": "-warm-starts",
      "note": null,
      "emoji": "🔥",
      "title": "Warm starts",
      "badge": null,
      "state": "open",
      "moved_to": null,
      "owners": [],
      "demo": null,
      "tracking": null,
      "highlight": false,
      "facts": [],
      "intro": null,
      "sections": [
        {
          "key": "problem",
          "label": "**Problem Statement:**",
          "text": "The first cup takes four minutes."
        }
      ],
      "pictures": [],
      "body": null,
      "demo_order": null,
      "problem": "The first cup takes four minutes.",
      "motivation": null,
      "achievements": null,
      "next_steps": null,
      "issue": null,
      "code": null
    }
  ],
  "left_out": [],
  "footer": null,
  "head": null,
  "tail": null,
  "gap": "\n",
  "page_link": "./e.md",
  "measure": "columns",
  "review": null,
  "recording": null,
  "post_title": null,
  "published": null,
  "authors": null,
  "tags": null
}

"###]]
        .raw(),
    );
    assert_eq!(sandbox.tree(), "e.yaml");
}

#[test]
fn every_template_has_its_own_keys() {
    let sandbox = Sandbox::new();
    let event =
        "template: retrospective\nseries: Kettles\nstart: 2026-05-04\ntopics: [{title: Pour, owner: \"@ada\"}]\n";
    sandbox.run_with_input(&["context", "-"], event).code(0).stderr("").stdout(
        str![[r###"
{
  "schema_version": 1,
  "template": "retrospective",
  "style": "block",
  "id": "2026-05-04",
  "title": "Retrospective 2026-05-04",
  "weight": -20260504,
  "heading": "Kettles Retrospective 2026-05-04",
  "dates": "2026-05-04",
  "front_matter": "title: Retrospective 2026-05-04\nweight: -20260504",
  "series": "Kettles",
  "edition": null,
  "start": "2026-05-04",
  "end": "2026-05-04",
  "location": null,
  "organizers": [],
  "links": [],
  "header": [
    {
      "key": "dates",
      "label": "- **Date:**",
      "text": "2026-05-04"
    }
  ],
  "pictures": [],
  "intro": null,
  "blocks": [],
  "topics": [
    {
      "gap": "\n",
      "heading": "## ☑️ Pour",
      "anchor": "%EF%B8%8F-pour",
      "note": null,
      "emoji": null,
      "title": "Pour",
      "badge": null,
      "state": "open",
      "moved_to": null,
      "owners": [],
      "demo": null,
      "tracking": null,
      "highlight": false,
      "facts": [
        {
          "key": "owner",
          "label": "- **Owner:**",
          "text": "[@ada](https://github.com/ada)"
        }
      ],
      "intro": null,
      "sections": [],
      "pictures": [],
      "body": null,
      "owner": "ada",
      "due": null,
      "why": null,
      "result": null
    }
  ],
  "left_out": [],
  "footer": null,
  "head": null,
  "tail": null,
  "gap": "\n",
  "page_link": "./2026-05-04.md",
  "measure": "columns",
  "mood": null,
  "participants": null,
  "went_well": null,
  "went_wrong": null
}

"###]]
        .raw(),
    );
}

#[test]
fn flags_count_as_when_a_page_is_drawn() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", format!("labels: {{problem: '**Why**:'}}\n{SMALL}"));
    let sections = |arguments: &[&str]| {
        let run = sandbox.run(&[&["context", "e.yaml"], arguments].concat());
        run.code(0).stderr("");
        let context: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        [&context["style"], &context["title"], &context["topics"][0]["sections"][0]["label"]]
            .map(ToString::to_string)
            .join(" ")
    };
    assert_eq!(sections(&[]), r#""block" "May 2026" "**Why**:""#);
    assert_eq!(sections(&["--style", "headings"]), r####""headings" "May 2026" "### Problem Statement""####);
    assert_eq!(sections(&["--set", "title=Mill", "--set", "style=inline"]), r#""inline" "Mill" "**Why**:""#);
}

#[test]
fn mistakes_are_told_and_nothing_is_printed() {
    let sandbox = Sandbox::new();
    sandbox.file("e.yaml", SMALL.replace("title: Warm", "titel: Warm"));
    sandbox.run(&["context", "e.yaml"]).code(2).stdout("").stderr(str![[r#"
error[unknown-field]: unknown field `titel`
 --> e.yaml:8:5
  |
8 |     titel: Warm starts
  |     ^^^^^ not a section of the `hackathon` template
  |
  = help: did you mean `title`?

1 error in 1 file

"#]]);
    sandbox.run(&["context", "e.yaml", "--format", "json"]).code(2).stderr("").stdout(str![[r#"
{"schema_version":1,"code":"unknown-field","severity":"error","message":"unknown field `titel`","file":"e.yaml","line":8,"column":5,"end_line":8,"end_column":10,"help":"did you mean `title`?"}

"#]]);
    sandbox.run(&["context", "gone.yaml"]).code(2).stdout("").stderr(str![[r#"
error: there is no event `gone.yaml`
help: give an event file (YAML), an event folder, a page, or `-` for standard input

"#]]);
}
