//! Event files of the size and texture of real ones, the same in every run: prose in `|` blocks, bullets, links, emoji.

/// The topics of a usual event, which makes a file of about 18 KB.
pub(crate) const USUAL: usize = 15;

/// An event file with that many topics; another `seed`, another text.
pub(crate) fn event(seed: u64, topics: usize) -> String {
    let mut words = Words { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1 };
    let month = 1 + seed % 12;
    let head = format!(
        "series: Kettle Days\nedition: Brightwater Edition\nstart: 2026-{month:02}-04\nend: 2026-{month:02}-08\n\
         location:\n  name: The Old Mill, Brightwater\n  url: https://oldmill.example/\n\
         organizers:\n  - name: Kettle Works\n    url: https://kettle.example/\n\
         links:\n  - label: Topics\n    emoji: 📘\n    target: https://notes.example/kettle-days\ntopics:\n"
    );
    let topics = (0..topics).map(|_| topic(&mut words));
    let footer = "footer: |\n  Thanks to everybody who washed the cups.\n".to_owned();
    [head].into_iter().chain(topics).chain([footer]).collect()
}

fn topic(words: &mut Words) -> String {
    let emoji = words.one_of(EMOJI);
    let title = format!("{} {} for `{}`", words.one_of(VERBS), words.one_of(THINGS), words.one_of(PROGRAMS));
    let mut topic = format!("  - emoji: {emoji}\n    title: {title}\n");
    topic += &block("problem", &[words.prose(), words.prose()]);
    topic += &block("motivation", &[words.benefits()]);
    topic += &block("achievements", &[words.prose(), words.linked()]);
    if !words.chance(8) {
        topic += &block("next_steps", &[format!("* {}", words.prose()), format!("* {}", words.prose())]);
    }
    if words.chance(3) {
        topic += &block("issue", &[words.url("issues")]);
    }
    let pulls: Vec<String> = (0..2 + words.below(4)).map(|_| format!("* {}", words.url("pull"))).collect();
    topic += &block("code", &pulls);
    topic.push('\n');
    topic
}

fn block(key: &str, lines: &[String]) -> String {
    let lines = lines.iter().map(|line| format!("      {line}\n"));
    [format!("    {key}: |\n")].into_iter().chain(lines).collect()
}

/// What draws words, by a xorshift.
struct Words {
    state: u64,
}

impl Words {
    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) as usize % limit
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn one_of(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len())]
    }

    fn prose(&mut self) -> String {
        format!(
            "{} the {} of `{}` {} the {}, and {} {} {}.",
            self.one_of(&["So far", "Today", "After a restart,", "On small machines"]),
            self.one_of(THINGS),
            self.one_of(PROGRAMS),
            self.one_of(&["waits for", "heats", "forgets", "hides", "measures twice"]),
            self.one_of(THINGS),
            self.one_of(&["nobody can tell", "every crew finds out late", "the lobby hears about it"]),
            self.one_of(&["why", "where from", "for how long"]),
            self.one_of(&["it went cold", "the fuse tripped – again", "water was lost", "the whistle stayed silent"]),
        )
    }

    fn linked(&mut self) -> String {
        let url = self.url("blob/main/docs");
        format!("The [{}]({url}) tells how the {} is **kept warm**.", self.one_of(THINGS), self.one_of(THINGS))
    }

    fn benefits(&mut self) -> String {
        let (one, other) = (self.one_of(EMOJI), self.one_of(EMOJI));
        format!(
            "{one} A first cup in seconds, {other} less {} spent on the {}.",
            self.one_of(THINGS),
            self.one_of(THINGS)
        )
    }

    fn url(&mut self, kind: &str) -> String {
        format!("https://git.example/kettle/{}/{kind}/{}", self.one_of(PROGRAMS), 100 + self.below(9900))
    }
}

const EMOJI: &[&str] = &["🔥", "🫖", "⚡️", "🛠️", "🧩", "📡", "🔋", "🧊"];
const VERBS: &[&str] = &["Merge", "Warm Up", "Measure", "Replace", "Untangle"];
const THINGS: &[&str] = &["boiler log", "lid sensor", "heating plan", "spare fuse", "water gauge", "steam valve"];
const PROGRAMS: &[&str] = &["brewd", "kettlectl", "steam-proxy", "teapot", "lidwatch"];
