//! Generated pairs of edits: each side changes some fields, and whoever generated them knows what must come of it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use similar::ChangeTag;
use similar::TextDiff;

use crate::sandbox::Sandbox;

use super::forget;

/// Draws numbers by a xorshift, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }
}

/// A part of the event file: the field it is of, if any, and its lines.
type Piece = (Option<&'static str>, String);

/// What stands in a field: a word that is nowhere else, in the file as well as on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One line.
    Line,
    /// Markdown in a block of YAML, whose lines are indented.
    Block,
    /// An item of a list.
    Item,
    /// Nothing that a page draws.
    Undrawn,
}

/// The fields that are edited, by their words.
const FIELDS: &[(&str, Kind)] = &[
    ("Wseries", Kind::Line),
    ("Wplace", Kind::Line),
    ("Wurl", Kind::Line),
    ("Worganizer", Kind::Line),
    ("Wtarget", Kind::Line),
    ("Wintro", Kind::Block),
    ("Wtitlea", Kind::Line),
    ("Wownera", Kind::Undrawn),
    ("Wtrackinga", Kind::Line),
    ("Wproblema", Kind::Block),
    ("Wachieveda", Kind::Item),
    ("Wcodea", Kind::Item),
    ("Wtitleb", Kind::Line),
    ("Wproblemb", Kind::Block),
    ("Wmotivationb", Kind::Line),
    ("Wnextb", Kind::Block),
    ("Wtitlec", Kind::Line),
    ("Wproblemc", Kind::Line),
    ("Wachievedc", Kind::Block),
    ("Wissuec", Kind::Item),
    ("Wfooter", Kind::Block),
];

/// An event file as a person writes it, in pieces: the last three are its topics, a dropped one, and the footer.
fn pieces(style: &str) -> Vec<Piece> {
    let file = format!(
        "\
# The spring edition.
style: {style}
series: Kettle Wseries   # as always
start: 2026-05-04

location:
  name: \"Wplace\"
  url: https://mill.example/Wurl
organizers:
  # they pay for the tea
  - name: Worganizer
links:
  - {{label: Topics, emoji: 📘, target: /Wtarget}}
intro: |
  Before Wintro all.
topics:
  # the one everybody waits for
  - emoji: 🔥
    title: Warm Wtitlea   # was: cold
    owners: [ada, Wownera]
    tracking: brewd Wtrackinga
    problem: |
      Every pot Wproblema is cold.

      And so is the tea.
    achievements:
      # the first one counts
      - The temperature Wachieveda is kept.
      - Nobody waits.
    code: [\"https://git.example/Wcodea\"]

  - title: Log Wtitleb
    demo: 5m
    problem: |
      Twelve kettles Wproblemb.
    motivation: 'One log, Wmotivationb less.'
    next_steps: |
      Read Wnextb it.

  # nobody came
  - title: Steam
    state: dropped
    owners: [cy]
    problem: Nobody had time.

  - emoji: 🫖
    title: Lids Wtitlec
    problem: >
      The lids Wproblemc
    achievements: |
      They Wachievedc close.
    issue:
      - https://git.example/issues/Wissuec

footer: |
  ---

  Tea was given Wfooter by all.
"
    );
    let field = |line: &str| FIELDS.iter().find(|(word, _)| line.contains(word)).map(|(word, _)| *word);
    let mut pieces: Vec<Piece> = file.split_inclusive('\n').map(|line| (field(line), line.to_owned())).collect();
    // All lines of a block are its field's.
    let indent = |line: &str| line.len() - line.trim_start().len();
    for at in 0..pieces.len() {
        let key = pieces[at].1.clone();
        if key.ends_with(": |\n") || key.ends_with(": >\n") {
            let inner = pieces[at + 1..].iter();
            let lines = inner.take_while(|(_, line)| line.trim().is_empty() || indent(line) > indent(&key)).count();
            let owner = pieces[at..=at + lines].iter().find_map(|(field, _)| *field);
            pieces[at..=at + lines].iter_mut().for_each(|(field, _)| *field = owner);
        }
    }
    pieces
}

fn text(pieces: &[Piece]) -> String {
    pieces.iter().map(|(_, line)| line.as_str()).collect()
}

/// What one side does to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edit {
    /// Another word in its place.
    Word(usize),
    /// A further line, or item, behind it.
    Line(usize),
}

impl Edit {
    /// The word that only this edit has.
    fn mark(self, word: &str) -> String {
        match self {
            Self::Word(number) => format!("{word}x{number}"),
            Self::Line(number) => format!("More{number}{}", &word[1..]),
        }
    }
}

fn kind(word: &str) -> Kind {
    FIELDS.iter().find(|(known, _)| *known == word).unwrap().1
}

fn edit_file(pieces: &mut [Piece], word: &'static str, edit: Edit) {
    let (_, line) = pieces.iter_mut().find(|(_, line)| line.contains(word)).unwrap();
    let mark = edit.mark(word);
    match (edit, kind(word)) {
        (Edit::Line(_), Kind::Block) => {
            let indent = " ".repeat(line.len() - line.trim_start().len());
            *line = format!("{line}{indent}{mark}.\n");
        }
        (Edit::Line(_), Kind::Item) if line.trim_start().starts_with("- ") => {
            let indent = " ".repeat(line.len() - line.trim_start().len());
            *line = format!("{line}{indent}- {mark}\n");
        }
        (Edit::Line(_), Kind::Item) => *line = line.replace("\"]", &format!("\", {mark}]")),
        _ => *line = line.replace(word, &mark),
    }
}

fn edit_page(page: &mut String, word: &str, edit: Edit) {
    assert_eq!(page.matches(word).count(), 1, "{word}\n{page}");
    let mark = edit.mark(word);
    let at = page.find(word).unwrap();
    let end = at + page[at..].find('\n').unwrap();
    match (edit, kind(word)) {
        (Edit::Line(_), Kind::Block) => page.insert_str(end, &format!("\n{mark}.")),
        (Edit::Line(_), Kind::Item) => page.insert_str(end, &format!("\n* {mark}")),
        _ => *page = page.replace(word, &mark),
    }
}

/// The edits of both sides.
struct Plan {
    file: BTreeMap<&'static str, Edit>,
    page: BTreeMap<&'static str, Edit>,
    /// Whether the page has its last two topics the other way round.
    swaps: bool,
    /// Whether the page, or the file, has a further topic.
    adds: [bool; 2],
}

impl Plan {
    fn draw(numbers: &mut Numbers) -> Self {
        let edits = |numbers: &mut Numbers, may_be_undrawn: bool| {
            let mut edits = BTreeMap::new();
            for _ in 0..1 + numbers.below(3) {
                let (word, kind) = FIELDS[numbers.below(FIELDS.len())];
                // Both sides may draw the same number, and then do the same.
                let number = numbers.below(2);
                let is_long = matches!(kind, Kind::Block | Kind::Item) && numbers.below(2) == 0;
                if kind != Kind::Undrawn || may_be_undrawn {
                    edits.insert(word, if is_long { Edit::Line(number) } else { Edit::Word(number) });
                }
            }
            edits
        };
        let mut plan = Self { file: edits(numbers, true), page: edits(numbers, false), swaps: false, adds: [false; 2] };
        // Conflicts are wanted, but not in every other pair.
        if numbers.below(4) == 0
            && let Some((word, edit)) = plan.file.iter().next().filter(|(word, _)| kind(word) != Kind::Undrawn)
        {
            let other = if numbers.below(3) == 0 { *edit } else { Edit::Word(7) };
            plan.page.insert(*word, other);
        }
        plan.swaps = numbers.below(5) == 0;
        plan.adds = [numbers.below(6) == 0, numbers.below(6) == 0];
        plan
    }

    /// The fields that both changed to something else.
    fn conflicts(&self) -> BTreeSet<&'static str> {
        let of = |edits: &BTreeMap<&'static str, Edit>, field: &str| -> Vec<(&'static str, Edit)> {
            edits.iter().filter(|(word, _)| field_of(word) == field).map(|(word, edit)| (*word, *edit)).collect()
        };
        let fields: BTreeSet<&str> = self.file.keys().map(|word| field_of(word)).collect();
        let differs = |field: &&str| {
            let (file, page) = (of(&self.file, field), of(&self.page, field));
            !page.is_empty() && file != page
        };
        fields.into_iter().filter(differs).collect()
    }
}

/// The field that a word is of, by its first word: a place's name and its link are one.
fn field_of(word: &'static str) -> &'static str {
    if word == "Wurl" { "Wplace" } else { word }
}

const ADDED_TO_PAGE: &str = "## Tea Wnewpage\n\nPoured on the page.\n\n";
const ADDED_TO_FILE: &str = "  - title: Cups Wnewfile\n    problem: Poured in the file.\n\n";

/// The topic of a page that holds a word, up to the next.
fn topic_with(page: &str, word: &str) -> std::ops::Range<usize> {
    let at = page.find(word).unwrap();
    let start = page[..at].rfind("\n## ").unwrap() + 1;
    let end = page[at..].find("\n## ").or_else(|| page[at..].find("\n---\n")).unwrap();
    start..at + end + 1
}

fn check(sandbox: &Sandbox, base: &[Piece], base_page: &str, seed: u64) -> bool {
    let plan = Plan::draw(&mut Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1));
    let mut pieces = base.to_vec();
    let mut page = base_page.to_owned();
    for (word, edit) in &plan.page {
        edit_page(&mut page, word, *edit);
    }
    for (word, edit) in &plan.file {
        edit_file(&mut pieces, word, *edit);
    }
    // A title that was edited is another word by now.
    if plan.swaps && !plan.page.contains_key("Wtitlec") && !plan.page.contains_key("Wtitleb") {
        let (second, third) = (topic_with(&page, "Wtitleb"), topic_with(&page, "Wtitlec"));
        let moved = page[third.clone()].to_owned();
        page.replace_range(third, "");
        page.insert_str(second.start, &moved);
    }
    if plan.adds[0] {
        let footer = page.rfind("\n---\n").unwrap() + 1;
        page.insert_str(footer, ADDED_TO_PAGE);
    }
    if plan.adds[1] {
        let footer = pieces.iter().position(|(_, line)| line == "footer: |\n").unwrap();
        pieces.insert(footer, (None, ADDED_TO_FILE.to_owned()));
    }
    let file = text(&pieces);
    sandbox.file("2026-05.yaml", &file).file("2026-05.md", &page);
    forget(sandbox);

    let conflicts = plan.conflicts();
    let run = sandbox.run(&["sync", "2026-05.yaml"]);
    let told = || {
        let edits = format!("file {:?}\npage {:?}\nswaps {} adds {:?}", plan.file, plan.page, plan.swaps, plan.adds);
        format!("seed {seed}\n{edits}\n{}\n{file}\n{page}", run.stderr)
    };
    let (synced, synced_page) = (sandbox.read("2026-05.yaml"), sandbox.read("2026-05.md"));
    // Two topics that were added in one place may stand in either order: that is nobody's to guess.
    let may_be_unclear = plan.adds == [true, true];
    if !conflicts.is_empty() || (may_be_unclear && run.stderr.contains("error[conflict]")) {
        run.code(1);
        assert_eq!((&synced, &synced_page), (&file, &page), "written: {}", told());
        assert!(run.stderr.matches("error[conflict]").count() >= conflicts.len(), "{}", told());
        let named = run.stderr.matches(" 2026-05.yaml:").count().min(run.stderr.matches(" 2026-05.md:").count());
        assert!(named >= conflicts.len(), "not both places: {}", told());
        return false;
    }
    assert!(["Carried ", "Wrote ", "say the same"].iter().any(|word| run.stderr.contains(word)), "{}", told());
    run.code(0);
    // Both agree.
    let drawn = sandbox.run(&["render", "2026-05.yaml", "-o", "-"]);
    drawn.code(0);
    assert_eq!(drawn.stdout, synced_page, "{}", told());
    // Nothing of either is lost.
    for (word, edit) in plan.file.iter().chain(&plan.page) {
        let mark = edit.mark(word);
        assert!(synced.contains(&mark), "no {mark} in the file: {}\n{synced}", told());
        assert!(kind(word) == Kind::Undrawn || synced_page.contains(&mark), "no {mark} on the page: {}", told());
    }
    for (is_added, word) in plan.adds.iter().zip(["Wnewpage", "Wnewfile"]) {
        assert!(!is_added || (synced.contains(word) && synced_page.contains(word)), "no {word}: {}", told());
    }
    for line in file.lines().filter(|line| line.contains('#')) {
        let comment = &line[line.find('#').unwrap()..];
        assert!(synced.contains(comment), "no {comment}: {}\n{synced}", told());
    }
    for kept in ["title: Steam\n    state: dropped\n    owners: [cy]\n", "demo: 5m"] {
        assert!(synced.contains(kept), "no {kept}: {}\n{synced}", told());
    }
    // Only the lines of changed fields differ; topics that were moved may stand elsewhere.
    if !plan.swaps {
        let owners: Vec<Option<&str>> =
            pieces.iter().flat_map(|(field, lines)| lines.lines().map(move |_| *field)).collect();
        let diff = TextDiff::from_lines(&file, &synced);
        for change in diff.iter_all_changes().filter(|change| change.tag() == ChangeTag::Delete) {
            let owner = owners[change.old_index().unwrap()];
            let is_changed = owner.is_some_and(|owner| plan.page.keys().any(|word| field_of(word) == field_of(owner)));
            assert!(is_changed, "changed `{}`: {}\n{synced}", change.value().trim_end(), told());
        }
    }
    true
}

/// Tries as many pairs in a style, twenty times as many with `AFTERWORD_SWEEP=all`.
fn check_style(style: &str, first: u64, count: u64) {
    let is_sweep = std::env::var_os("AFTERWORD_SWEEP").is_some_and(|sweep| sweep == "all");
    let count = if is_sweep { 20 * count } else { count };
    let sandbox = Sandbox::with_repository();
    let base = pieces(style);
    sandbox.file("2026-05.yaml", text(&base)).run(&["render", "2026-05.yaml"]).code(0);
    sandbox.commit_all();
    let page = sandbox.read("2026-05.md");
    let synced = (first..first + count).filter(|seed| check(&sandbox, &base, &page, *seed)).count() as u64;
    assert!(synced > count / 2 && synced < count, "{synced} of {count} brought together");
}

#[test]
fn pairs_of_edits_end_up_on_both_sides_of_a_page_in_blocks() {
    check_style("block", 1, 80);
}

#[test]
fn pairs_of_edits_end_up_on_both_sides_of_a_page_in_lines() {
    check_style("inline", 10_001, 70);
}

#[test]
fn pairs_of_edits_end_up_on_both_sides_of_a_page_with_headings() {
    check_style("headings", 20_001, 70);
}
