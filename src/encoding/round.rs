//! One round over a text: the code page that explains most of its damage, and what is certain by it.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::code_page::CodePage;
use super::habit;
use super::history::Change;
use super::known;
use super::lost::Completions;
use super::scan;
use super::scan::Loss;
use super::scan::Partial;
use super::scan::Reading;
use super::scan::Run;
use super::scan::Sequence;

/// What a round found.
#[derive(Debug)]
pub(super) struct Round {
    /// The code page.
    pub(super) code_page: CodePage,
    /// What is certain, in order.
    pub(super) changes: Vec<Change>,
    /// What is damaged and stays, in order.
    pub(super) left: Vec<Left>,
    /// Runs that an earlier round could not finish and this one could not start with.
    pub(super) stuck: Vec<Range<usize>>,
}

/// Something damaged that stays.
#[derive(Clone, Debug)]
pub(super) struct Left {
    pub(super) range: Range<usize>,
    pub(super) run: Range<usize>,
    pub(super) candidates: Arc<[char]>,
}

/// Whether a run may be changed in this round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Open,
    /// It was changed as often as can be, or another code page explains all of it where this one does not.
    Closed,
    /// Something in it was left by an earlier round.
    Stuck,
}

/// Where this many characters that lost bytes stand before question marks, and no others, the marks are the bytes.
const ENOUGH_QUESTIONS: usize = 3;

/// What a paragraph, or the whole page, says about the runs in it.
#[derive(Clone, Copy, Debug, Default)]
struct Scope {
    /// How many sequences nobody writes, and that are whole.
    strange: usize,
    /// How many characters belong to no sequence.
    others: usize,
}

impl Scope {
    /// All that is beyond ASCII was damaged, and something certainly.
    fn is_damaged_throughout(self) -> bool {
        self.strange > 0 && self.others == 0
    }
}

/// The text as one code page explains it.
struct View<'a> {
    text: &'a str,
    code_page: CodePage,
    runs: Vec<Run>,
    access: Vec<Access>,
    page: Scope,
    paragraphs: Vec<Scope>,
    /// What lost bytes may have lost them to question marks, or ended a question.
    is_doubtful: bool,
    /// What is known, where it stands on the page.
    known: Vec<Change>,
    score: usize,
}

/// The round over `text`, where anything looks damaged.
pub(super) fn round(text: &str, known: &[&str], access: impl Fn(&Range<usize>) -> Access) -> Option<Round> {
    let readings = CodePage::ALL.map(|code_page| Scanned::new(text, code_page));
    let explained: HashSet<usize> =
        readings.iter().flat_map(|one| &one.runs).filter(|run| run.is_explained()).map(|run| run.range.start).collect();
    let views = readings.map(|scanned| {
        View::new(text, scanned, known, |run| {
            let is_contested = !run.is_explained() && explained.contains(&run.range.start);
            if is_contested { Access::Closed } else { access(&run.range) }
        })
    });
    // The last of equals is what `max_by_key` gives; the first is the commonest.
    let view = views.into_iter().rev().max_by_key(|view| (view.score, Reverse(view.page.others)))?;
    let view = (view.score > 0).then_some(view)?;
    let round = view.repair();
    (!(round.changes.is_empty() && round.left.is_empty() && round.stuck.is_empty())).then_some(round)
}

/// The runs as one code page explains them, before they are weighed.
struct Scanned {
    code_page: CodePage,
    runs: Vec<Run>,
    /// What lost bytes may have lost them to question marks, or ended a question.
    is_doubtful: bool,
}

impl Scanned {
    fn new(text: &str, code_page: CodePage) -> Self {
        let mut runs = scan::runs(text, code_page, Loss::Dropped);
        let asked = asked(text, &runs);
        if asked.is_some_and(|count| count >= ENOUGH_QUESTIONS) {
            runs = scan::runs(text, code_page, Loss::Question);
        }
        Self { code_page, runs, is_doubtful: asked.is_some_and(|count| count < ENOUGH_QUESTIONS) }
    }
}

impl<'a> View<'a> {
    fn new(text: &'a str, scanned: Scanned, known: &[&str], access: impl Fn(&Run) -> Access) -> Self {
        let Scanned { code_page, runs, is_doubtful } = scanned;
        let access: Vec<Access> = runs.iter().map(access).collect();
        let mut page = Scope::default();
        let mut paragraphs = vec![Scope::default(); runs.last().map_or(0, |run| run.paragraph + 1)];
        let mut score = 0;
        for (run, access) in runs.iter().zip(&access) {
            let mut scope = Scope { strange: 0, others: run.others };
            if !run.is_quoted && run.is_strange() && *access != Access::Closed {
                let whole = run.sequences.iter().filter_map(|one| match one.reading {
                    Reading::Whole(character) => Some(character),
                    Reading::Partial(_) => None,
                });
                // What an earlier round left is evidence of nothing: half of it is bytes, half of it characters again.
                scope.strange = if *access == Access::Open { whole.clone().count() } else { 0 };
                score += whole.map(|character| if habit::is_common(character) { 3 } else { 2 }).sum::<usize>();
            }
            let partial = |one: &&Sequence| one.is_strange && matches!(one.reading, Reading::Partial(_));
            if !run.is_quoted && *access == Access::Open {
                score += run.sequences.iter().filter(partial).count();
            }
            for scoped in [Some(&mut page), paragraphs.get_mut(run.paragraph)].into_iter().flatten() {
                scoped.strange += scope.strange;
                scoped.others += scope.others;
            }
        }
        let mut view = Self { text, code_page, runs, access, page, paragraphs, is_doubtful, known: Vec::new(), score };
        view.find_known(known);
        view
    }

    fn find_known(&mut self, known: &[&str]) {
        let forms = known::forms(known, self.code_page);
        for (run, access) in self.runs.iter().zip(&self.access) {
            if *access != Access::Open || run.is_quoted {
                continue;
            }
            for (range, character) in known::characters(self.text, run.range.start, &forms) {
                let done = self.known.last().map_or(0, |last| last.range.end);
                if range.start >= done && !range.is_empty() {
                    self.known.push(Change { range, run: run.range.clone(), character });
                }
            }
        }
        self.score += 3 * self.known.len();
    }

    /// First bytes that lost all others, where the rest of the page is damaged throughout.
    ///
    /// They are letters, and on a page with other letters like them they would be nothing else.
    fn lone(&self) -> bool {
        let whole = |run: &Run| run.sequences.len();
        let lone: usize = self.runs.iter().map(|run| run.lone.len()).sum();
        let sequences: usize = self.runs.iter().map(whole).sum();
        let first = |range: &Range<usize>| self.text[range.clone()].chars().next();
        let leads = || self.runs.iter().flat_map(|run| &run.sequences).map(|one| first(&one.range));
        lone > 0 && lone == self.page.others && lone * 4 <= sequences && !self.code_page.undefined().is_empty() && {
            let leads: HashSet<_> = leads().collect();
            self.runs.iter().flat_map(|run| &run.lone).all(|range| leads.contains(&first(range)))
        }
    }

    fn repair(mut self) -> Round {
        let lone = self.lone();
        if lone {
            self.page.others = 0;
        }
        let mut round = Round { code_page: self.code_page, changes: Vec::new(), left: Vec::new(), stuck: Vec::new() };
        let mut completions = Completions::new(self.code_page);
        let mut known = std::mem::take(&mut self.known).into_iter().peekable();
        for (run, access) in self.runs.iter().zip(&self.access) {
            match access {
                Access::Open => {}
                Access::Closed => continue,
                Access::Stuck => {
                    if !run.sequences.is_empty() && run.sequences.iter().any(|one| one.is_strange) {
                        round.stuck.push(run.range.clone());
                    }
                    continue;
                }
            }
            let mut around = [Some(&self.page), self.paragraphs.get(run.paragraph)].into_iter().flatten();
            let from_page = around.any(|scope| scope.is_damaged_throughout());
            let by_run = run.is_strange();
            let mut previous = None;
            for (at, sequence) in run.sequences.iter().enumerate() {
                while let Some(change) = known.next_if(|change| change.range.start < sequence.range.start) {
                    round.changes.push(change);
                }
                let range = sequence.range.clone();
                if let Some(change) = known.next_if(|change| change.range.start < range.end) {
                    previous = Some(change.character);
                    round.changes.push(change);
                    continue;
                }
                let is_damaged = sequence.is_strange
                    || (by_run && (run.others == 0 || sequence.is_at_home))
                    || (from_page && sequence.is_at_home);
                let is_spoken_of = run.is_quoted && !from_page;
                let is_doubtful = self.is_doubtful && matches!(sequence.reading, Reading::Partial(_));
                let certain = completions.certain(self.text, &run.sequences, at, previous).filter(|_| !is_doubtful);
                previous = None;
                if !is_damaged || (is_spoken_of && self.page.strange == 0) {
                    continue;
                }
                match (certain, sequence.reading) {
                    (Some(character), _) if !is_spoken_of => {
                        previous = Some(character);
                        round.changes.push(Change { range, run: run.range.clone(), character });
                    }
                    (Some(character), _) => {
                        round.left.push(Left { range, run: run.range.clone(), candidates: [character].into() });
                    }
                    (None, Reading::Partial(partial)) => {
                        // Bytes behind a question mark may be of this character.
                        let goes_on = self.text[range.end..].chars().nth(1).is_some_and(|next| !next.is_ascii());
                        let candidates = if is_doubtful && goes_on {
                            Arc::default()
                        } else {
                            completions.here(&run.sequences, at, partial)
                        };
                        round.left.push(Left { range, run: run.range.clone(), candidates });
                    }
                    (None, Reading::Whole(_)) => {}
                }
            }
            while let Some(change) = known.next_if(|change| change.range.start < run.range.end) {
                round.changes.push(change);
            }
            if lone {
                self.leave_lone(run, &mut completions, &mut round);
            }
        }
        round
    }

    fn leave_lone(&self, run: &Run, completions: &mut Completions, round: &mut Round) {
        for range in &run.lone {
            let is_known = round.changes.last().is_some_and(|last| last.range.end > range.start);
            let lead = self.text[range.clone()].chars().next().and_then(|first| self.code_page.byte(first));
            if let Some(lead) = lead.filter(|_| !is_known) {
                let candidates = completions.of(Partial::lone(lead));
                round.left.push(Left { range: range.clone(), run: run.range.clone(), candidates });
            }
        }
    }
}

/// Whether damaged characters that lost bytes are followed by question marks without exception, and how many they are.
fn asked(text: &str, runs: &[Run]) -> Option<usize> {
    let sequences = runs.iter().flat_map(|run| &run.sequences);
    let partial = sequences.filter(|one| one.is_strange && matches!(one.reading, Reading::Partial(_)));
    let mut count = 0;
    for one in partial {
        if !text[one.range.end..].starts_with('?') {
            return None;
        }
        count += 1;
    }
    (count > 0).then_some(count)
}
