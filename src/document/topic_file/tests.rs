use crate::template::builtin;
use crate::yaml::write::Yaml;

use super::*;

/// The fields that a topic file has, and what is wrong with it.
fn read(text: &str) -> (Vec<(String, String)>, Vec<String>) {
    let template = builtin::find("hackathon").unwrap().load();
    let files = [Source::new("topics/10-kettle.md", text)];
    let mut diagnostics = Vec::new();
    let topics = topics(&files, 0, &template, &mut diagnostics);
    let said = diagnostics.iter().map(|diagnostic| {
        let at = files[0].position(diagnostic.primary.span.start);
        format!("{at}: {} ({})", diagnostic.message, diagnostic.help.as_deref().unwrap_or_default())
    });
    let Value::Mapping(entries) = &topics[0].value else { panic!("a topic is a mapping") };
    let text = |node: &Node<'_>| match &node.value {
        Value::Scalar(scalar) => scalar.text.to_string(),
        Value::Sequence(items) => format!("{} items", items.len()),
        Value::Mapping(_) => "a mapping".to_owned(),
    };
    let fields = entries.iter().map(|entry| (entry.key.to_string(), text(&entry.value))).collect();
    (fields, said.collect())
}

fn fields(text: &str) -> Vec<(String, String)> {
    let (fields, wrong) = read(text);
    assert_eq!(wrong, Vec::<String>::new(), "{text}");
    fields
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn front_matter_and_headings_are_the_fields_of_a_topic() {
    let text = "---\nemoji: 🔥\ntitle: Warm starts\nowners: [ada, bo]\n---\n\nOne line before.\n\n## Problem Statement\n\n\
                Cold kettles\nboil late.\n\n### How late\n\nVery.\n\n# outcome:\n* It boils.\n\n### Next steps ##\n\n## Code\n- x\n";
    let expected = [
        ("emoji", "🔥"),
        ("title", "Warm starts"),
        ("owners", "2 items"),
        ("intro", "One line before."),
        ("problem", "Cold kettles\nboil late.\n\n### How late\n\nVery."),
        ("achievements", "* It boils."),
        ("code", "- x"),
    ];
    assert_eq!(fields(text), pairs(&expected));
    assert_eq!(fields(&text.replace('\n', "\r\n")), pairs(&expected));
}

#[test]
fn nothing_of_a_comment_reaches_the_page() {
    let text = "---\ntitle: T\n---\n<!-- who reads this? -->\n## Problem Statement\n<!-- What was\n\nthe problem?\n## Issue\n-->\n\
                Cold.<!-- really --> Very `<!-- kept -->`.\n```\n<!-- code -->\n## Issue\n```\n  <!-- end -->\n";
    let expected = [("title", "T"), ("problem", "Cold. Very `<!-- kept -->`.\n```\n<!-- code -->\n## Issue\n```")];
    assert_eq!(fields(text), pairs(&expected));
}

#[test]
fn what_is_wrong_is_told_where_it_stands() {
    let text = "---\ntitle: T\nproblem: said\n---\n## Achievments\n\nIt boils.\n\n## Problem Statement\n\nAgain.\n\n## Issue\n<!-- open\n";
    let expected = [
        "5:1: unknown section `Achievments` (did you mean `Achievements`?)",
        "14:1: a comment is left open (end it with `-->`)",
        "9:1: `problem` stands twice (keep one of them)",
    ];
    assert_eq!(read(text).1, expected);
    assert_eq!(
        read("---\n- a\n---\n").1,
        ["2:3: front matter is a mapping of fields, not a list (begin with a field, such as `title: …`)"]
    );
    let help = "the sections are Problem Statement, Motivation/Benefits, Achievements, Next Steps, Issue and \
                Code/Pull Requests; headings within one begin with `###`";
    assert_eq!(read("## Tea\n").1, [format!("1:1: unknown section `Tea` ({help})")]);
}

#[test]
fn a_form_asks_for_each_section_and_reads_back() {
    let template = builtin::find("hackathon").unwrap().load();
    let text = |text: &str| Yaml::Markdown(text.to_owned());
    let topic = [
        ("emoji".to_owned(), Yaml::Text("🔥".to_owned())),
        ("title".to_owned(), Yaml::Text("Warm: starts".to_owned())),
        ("problem".to_owned(), text("Cold.\n")),
        ("motivation".to_owned(), text("## Issue\n\nSaid elsewhere.\n")),
        ("next_steps".to_owned(), Yaml::Sequence(vec![text("Tea\nfor all"), text("Milk")])),
        ("issue".to_owned(), text("```\nopen\n")),
    ];
    let form = form::form(&topic, &template.declaration);
    let begin = "---\nemoji: 🔥\ntitle: \"Warm: starts\"\nmotivation: |\n  ## Issue\n\n  Said elsewhere.\nissue: |\n  ```\n  \
                 open\n---\n\n## Problem Statement\n\n<!-- What was the problem? What is wrong or missing today, for someone \
                 who does not know the topic. -->\n\nCold.\n\n## Achievements\n\n<!-- What was achieved?";
    assert!(form.starts_with(begin), "{form}");
    let expected = [
        ("emoji", "🔥"),
        ("title", "Warm: starts"),
        ("motivation", "## Issue\n\nSaid elsewhere.\n"),
        ("issue", "```\nopen\n"),
        ("problem", "Cold."),
        ("next_steps", "* Tea\n  for all\n* Milk"),
    ];
    assert_eq!(fields(&form), pairs(&expected));
}

#[test]
fn files_are_named_by_ten_and_their_title() {
    let files = ["10-a", "25-b", "c"].map(|name| Source::new(format!("topics/{name}.md"), ""));
    assert_eq!(form::name(&files, "Scale-Out: `Tests` für ALLE!"), "30-scale-out-tests-für-alle");
    assert_eq!(form::name(&[], "🛡️"), "10-topic");
}
