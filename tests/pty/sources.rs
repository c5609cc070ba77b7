//! The same event by the wizard, by a file and by flags.

use crate::command::Desk;
use crate::event::written;

/// What `afterword new` writes with those arguments and no terminal.
#[track_caller]
fn written_without_a_terminal(desk: &Desk, arguments: &[&str]) -> [String; 2] {
    let output = desk.run(&[&["new", "2024-05.yaml"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    ["2024-05.yaml", "2024-05.md"].map(|name| desk.read(name))
}

/// The texts of the event, each in a file.
fn desk() -> Desk {
    Desk::new()
        .file("footer.md", "Thanks to the mill.\n")
        .file("cold.md", "After a restart the house heats every boiler\nfrom cold.\n\nThat takes four minutes.\n")
        .file("done.md", "* The last temperature is kept.\n* A cold boiler is told from a warm one.\n")
        .file("log.md", "One log holds them all:\n\n```text\n### Next Steps\n```\n")
}

#[test]
fn a_file_gives_the_bytes_that_the_wizard_writes() {
    let event = r##"# as somebody else writes it
{"topics": [
  {"next_steps": "* Rotate it.\n", "achievements": "One log holds them all:\n\n```text\n### Next Steps\n```\n",
   "problem": "Each kettle has a log of its own.\n",
   "title": "One log for all kettles", "owners": ["bo", "chidi"], "emoji": "🫖"},
  {"title": "Warm starts", "emoji": "🔥", "owners": ["ada"], "tracking": "#12",
   "problem": "After a restart the house heats every boiler\nfrom cold.\n\nThat takes four minutes.\n",
   "motivation": "Nobody waits for tea.\n",
   "achievements": "* The last temperature is kept.\n* A cold boiler is told from a warm one.\n"}],
 "links": [{"label": "Topics", "emoji": "📘", "target": "https://notes.example/"}],
 "pictures": [{"alt": "Everybody by the mill", "file": "images/2024-05.webp"}],
 "organizers": [{"name": "Kettle Works", "url": "https://kettle.example/"}, {"name": "Tea Guild"}],
 "location": {"url": "https://oldmill.example/", "name": "The Old Mill"},
 "end": "2024-05-10", "start": "2024-05-06", "edition": "Mill Edition", "series": "Kettle Days",
 "footer": "Thanks to the mill.\n"}
"##;
    let desk = desk().file("part.yaml", event);
    assert_eq!(written_without_a_terminal(&desk, &["--from", "part.yaml"]), written());
}

#[test]
fn flags_give_the_bytes_that_the_wizard_writes() {
    let values = [
        "series=Kettle Days",
        "edition=Mill Edition",
        "start=2024-05-06",
        "end=2024-05-10",
        "location={name: The Old Mill, url: https://oldmill.example/}",
        "organizers=[{name: Kettle Works, url: https://kettle.example/}, {name: Tea Guild}]",
        "links=[{label: Topics, emoji: 📘, target: https://notes.example/}]",
        "pictures=[{file: images/2024-05.webp, alt: Everybody by the mill}]",
        "footer=@footer.md",
        "topics.0.problem=Each kettle has a log of its own.",
        "topics.0.achievements=@log.md",
        "topics.0.next_steps=* Rotate it.",
        "topics.1.problem=@cold.md",
        "topics.1.motivation=Nobody waits for tea.",
        "topics.1.achievements=@done.md",
    ];
    let mut arguments = vec!["--titles", "titles.txt"];
    arguments.extend(values.iter().flat_map(|value| ["--set", value]));
    let desk = desk().file("titles.txt", "🫖 One log for all kettles @bo @chidi\n🔥 Warm starts @ada #12\n");
    assert_eq!(written_without_a_terminal(&desk, &arguments), written());
}
