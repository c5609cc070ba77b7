//! Files as people may write them, made up field by field, so that it is known which lines are whose.

use super::*;

/// Which value of the file a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// A comment, an empty line, a key with its value below.
    Nothing,
    Field(&'static str),
    Place(&'static str),
    Organizer(usize),
    Topic(usize, &'static str),
}

/// A file as its lines and whose they are.
struct File {
    lines: Vec<(Of, String)>,
    topics: usize,
}

/// Answers to what comes next, in turn.
struct Choices<'c>(std::iter::Cycle<std::slice::Iter<'c, u8>>);

impl Choices<'_> {
    fn below(&mut self, count: usize) -> usize {
        usize::from(*self.0.next().unwrap()) % count
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

const WORDS: &[&str] =
    &["Tea", "Tea: green", "'quoted'", "a # sign", "12:30", "[x](y)", "- dash", "ends \"so\"", "🔥 é"];

const TEXTS: &[&str] = &["One.\n", "# Two\n\n  three\n", "- a\n- b\n", "| x |\n\n\nlast\n", "#\n", "\n  in\n# out\n"];

impl File {
    fn new(choices: &[u8]) -> Self {
        let mut file = Self { lines: Vec::new(), topics: 0 };
        file.fill(&mut Choices(choices.iter().cycle()));
        file
    }

    fn text(&self) -> String {
        self.lines.iter().map(|(_, line)| line.as_str()).collect()
    }

    /// The values that can be edited.
    fn values(&self) -> Vec<Of> {
        let mut values: Vec<Of> = self.lines.iter().map(|(of, _)| *of).filter(|of| *of != Of::Nothing).collect();
        values.dedup();
        values
    }

    fn say(&mut self, of: Of, lines: &str) {
        self.lines.push((of, lines.to_owned()));
    }

    /// What stands between two fields.
    fn between(&mut self, choices: &mut Choices<'_>, column: usize) {
        let lines = choices.one(&["", "", "", "\n", "# a note\n", "\n# a note\n", "\n\n"]);
        let blanks = " ".repeat(column);
        for line in lines.split_inclusive('\n') {
            let line = if line == "\n" { line.to_owned() } else { format!("{blanks}{line}") };
            self.say(Of::Nothing, &line);
        }
    }

    fn word(&mut self, of: Of, before: &str, choices: &mut Choices<'_>) {
        let word = choices.one(WORDS);
        let written = match choices.below(4) {
            0 => format!("'{}'", word.replace('\'', "''")),
            1 => format!("  {}", scalar(word)),
            _ => scalar(word).into_owned(),
        };
        let comment = choices.one(&["", "", " # said", "   # so: 'it'"]);
        self.say(of, &format!("{before}: {written}{comment}\n"));
    }

    fn text_field(&mut self, of: Of, key: &str, column: usize, choices: &mut Choices<'_>) {
        let text = choices.one(TEXTS);
        let blanks = " ".repeat(column);
        let lines = match choices.below(5) {
            0 => format!("{blanks}{key}: {}\n", scalar(text)),
            1 if matches!(of, Of::Topic(..)) => {
                format!("{blanks}{key}:\n{blanks}- One\n{blanks}# note\n\n{blanks}- 'Two'\n")
            }
            2 => field(key, Yaml::Text(format!("{}\n\n", text.trim_end())), column),
            3 => format!("{blanks}{key}: \"One.\n\n{blanks}  # two\"\n"),
            _ => field(key, Yaml::Text(text.to_owned()), column),
        };
        self.say(of, &lines);
    }

    fn fill(&mut self, choices: &mut Choices<'_>) {
        self.say(Of::Nothing, choices.one(&["", "---\n", "# first\n", "# first\n\n---\n# second\n"]));
        self.word(Of::Field("series"), "series", choices);
        self.between(choices, 0);
        self.say(Of::Field("start"), choices.one(&["start: 2026-05-04\n", "start: '2026-05-04' # day\n"]));
        self.between(choices, 0);
        self.say(Of::Nothing, choices.one(&["location:\n", "location: # where\n"]));
        for key in ["name", "url"] {
            self.word(Of::Place(key), &format!("  {key}"), choices);
            self.between(choices, 2);
        }
        self.between(choices, 0);
        self.say(Of::Nothing, "organizers:\n");
        let dash = choices.one(&["- ", "  - ", "    -  "]);
        for at in 0..1 + choices.below(3) {
            self.between(choices, 0);
            self.word(Of::Organizer(at), &format!("{dash}name"), choices);
        }
        self.between(choices, 0);
        if choices.below(2) == 0 {
            self.text_field(Of::Field("intro"), "intro", 0, choices);
            self.between(choices, 0);
        }
        self.topics = choices.below(4);
        if self.topics > 0 {
            self.say(Of::Nothing, choices.one(&["topics:\n", "topics:  # all\n"]));
        }
        let dash = choices.one(&["- ", "  - ", "   -  "]);
        for at in 0..self.topics {
            self.between(choices, dash.find('-').unwrap());
            self.word(Of::Topic(at, "title"), &format!("{dash}title"), choices);
            for key in ["tracking", "problem", "next_steps"] {
                match choices.below(3) {
                    0 => continue,
                    _ if key == "tracking" => {
                        self.word(Of::Topic(at, key), &format!("{}{key}", " ".repeat(dash.len())), choices);
                    }
                    _ => self.text_field(Of::Topic(at, key), key, dash.len(), choices),
                }
                self.between(choices, dash.len());
            }
        }
        if choices.below(2) == 0 {
            self.between(choices, 0);
            self.text_field(Of::Field("footer"), "footer", 0, choices);
        }
        self.say(Of::Nothing, choices.one(&["", "# last\n", "\n", "...\n"]));
    }
}

/// Another value for one of the file's.
fn edit(said: &mut Said, of: Of, word: &str, text: &str) {
    let one_line = Yaml::Text(word.to_owned());
    match of {
        Of::Field("series") => set(&mut said.event, "series", one_line),
        Of::Field("start") => set(&mut said.event, "start", Yaml::Plain("2026-05-03".to_owned())),
        Of::Field(key) => set(&mut said.event, key, Yaml::Markdown(text.to_owned())),
        Of::Topic(at, key @ ("title" | "tracking")) => set(&mut said.topics[at].1, key, one_line),
        Of::Topic(at, key) => set(&mut said.topics[at].1, key, Yaml::Markdown(text.to_owned())),
        Of::Place(key) => set(mapping(value(said, "location")), key, one_line),
        Of::Organizer(at) => match value(said, "organizers") {
            Yaml::Sequence(items) => set(mapping(&mut items[at]), "name", one_line),
            other => panic!("{other:?}"),
        },
        Of::Nothing => {}
    }
}

fn value<'s>(said: &'s mut Said, key: &str) -> &'s mut Yaml {
    &mut said.event.iter_mut().find(|(name, _)| name == key).unwrap().1
}

fn mapping(value: &mut Yaml) -> &mut Vec<(String, Yaml)> {
    match value {
        Yaml::Mapping(entries) => entries,
        other => panic!("{other:?}"),
    }
}

fn config() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let config = if asked { ProptestConfig::default() } else { ProptestConfig::with_cases(400) };
    ProptestConfig { failure_persistence: None, ..config }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_edit_of_one_value_changes_its_lines_only(
        choices in prop::collection::vec(any::<u8>(), 1..80),
        which in any::<prop::sample::Index>(),
        word in prop::sample::select(WORDS),
        text in prop::sample::select(TEXTS),
    ) {
        let file = File::new(&choices);
        let old = file.text();
        let values = file.values();
        let of = values[which.index(values.len())];
        let new = patched(&old, |said| edit(said, of, word, text));
        let new = new.unwrap_or_else(|| panic!("not patched:\n{old}"));
        let above: String = file.lines.iter().take_while(|(one, _)| *one != of).map(|(_, line)| line.as_str()).collect();
        let below = file.lines.iter().rev().take_while(|(one, _)| *one != of);
        let below: String = below.map(|(_, line)| line.as_str()).collect::<Vec<_>>().into_iter().rev().collect();
        // The empty lines below such a text are its own.
        let keeps_lines = file.lines.iter().any(|(one, line)| *one == of && (line.contains(": |+") || line.contains(": |2+")));
        let below = if keeps_lines { below.trim_start_matches('\n') } else { below.as_str() };
        prop_assert!(new.starts_with(&above), "{of:?}:\n{old}\nbecame\n{new}");
        prop_assert!(new.ends_with(below), "{of:?}:\n{old}\nbecame\n{new}");
    }

    #[test]
    fn topics_that_are_moved_added_and_removed_keep_their_lines(
        choices in prop::collection::vec(any::<u8>(), 1..80),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let file = File::new(&choices);
        let old = file.text();
        let new = patched(&old, |said| {
            let mut left = said.topics.clone();
            let mut new = Vec::new();
            for index in &order {
                // One more than there are means a new one.
                let at = index.index(left.len() + 1);
                new.push(if at < left.len() { left.remove(at) } else { topic("A New One") });
            }
            said.topics = new;
        });
        let new = new.unwrap_or_else(|| panic!("not patched:\n{old}"));
        let (above, _) = old.split_once("\ntopics:").unwrap_or((&old, ""));
        if old.contains("\ntopics:") {
            prop_assert!(new.starts_with(above), "{old}\nbecame\n{new}");
        }
    }
}
