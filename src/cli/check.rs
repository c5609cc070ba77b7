//! `afterword check`: what a reviewer would find in pages, event files and the index.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use clap::Args;
use clap::ValueEnum;

use crate::check;
use crate::check::Options;
use crate::check::Role;
use crate::check::Settings;
use crate::check::Subject;
use crate::check::Wanted;
use crate::check::files::Files;
use crate::check::settings::Level;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Report;
use crate::markdown::anchor::Site;
use crate::project::configuration::Configuration;
use crate::terminal::Terminal;
use crate::terminal::emitter::Emitter;

use super::Error;
use super::Outcome;
use super::choice;
use super::drawing::Drawing;
use super::new::today;
use super::places::Place;
use super::places::Places;
use super::report::Failure;
use super::shared;
use super::shared::ReadingArgs;

use self::around::Around;
use self::looking::Sought;
use self::subjects::Subjects;

mod around;
mod explaining;
mod fixing;
mod looking;
mod pairs;
mod subjects;
mod telling;

/// Find what a reviewer would find: wrong dates, dead links, missing pictures, placeholders, drifting labels.
///
/// Event files, pages and the index are looked at, whether afterword made them or somebody else. A folder is looked
/// through for pages named `YYYY-MM…` or with a weight of `-YYYYMM`, for event files, and for the index of events beside
/// them; everything else is passed over. It includes what `render --check` and `sync --check` would say. Nothing is
/// fetched from the network.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct CheckArgs {
    /// Files and folders to look at; the folder with wrap-ups if left out.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Mend what can be mended for certain.
    #[arg(long)]
    fix: bool,
    /// Write nothing; print what `--fix` would change.
    #[arg(long)]
    diff: bool,
    /// Tell only of files that a branch changed since it left REV.
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Do not tell of a rule's findings; may be given several times.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    allow: Vec<String>,
    /// Make a rule's findings errors; may be given several times.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    deny: Vec<String>,
    /// List the rules.
    #[arg(long, conflicts_with_all = ["paths", "fix", "diff", "since", "explain"])]
    rules: bool,
    /// Say what a rule looks for, why, and how it is mended.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["paths", "fix", "diff", "since"])]
    explain: Option<String>,
    /// How findings are told.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// How findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Human,
    /// A line each.
    Short,
    /// JSON Lines on standard output.
    Json,
    /// Annotations of GitHub Actions on standard output.
    Github,
    /// One SARIF 2.1.0 log on standard output.
    Sarif,
}

impl Format {
    /// The one that all commands have, if it is one of these.
    fn shared(self) -> Option<shared::Format> {
        Some(match self {
            Self::Human => shared::Format::Human,
            Self::Short => shared::Format::Short,
            Self::Json => shared::Format::Json,
            Self::Github => shared::Format::Github,
            Self::Sarif => return None,
        })
    }

    fn is_for_people(self) -> bool {
        matches!(self, Self::Human | Self::Short)
    }
}

const EXAMPLES: &str = "\
Examples:
  afterword check                          the folder with wrap-ups
  afterword check 2025-06.md               one page
  afterword check . --fix                  mend what is certain; --diff shows it first
  afterword check --since origin/main --format github
  afterword check --explain dead-anchor

Findings exit with 1. A file asks for silence by `<!-- afterword: ignore CODE -->`, in YAML by
`# afterword: ignore CODE`; a project by `check: {allow: [CODE]}` in .afterword/config.yaml.";

pub(super) fn run(args: &CheckArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if args.rules {
        explaining::list(args.format, terminal);
        return Ok(Outcome::Done);
    }
    if let Some(code) = &args.explain {
        explaining::explain(code, terminal)?;
        return Ok(Outcome::Done);
    }
    // A wrong code is told before anything is looked at.
    settings(&Configuration::default(), args)?;
    let groups = match groups(args, terminal) {
        Ok(groups) => groups,
        Err(Error::Configuration(report)) => return Ok(tell_mistakes(&report, args, terminal)),
        Err(error) => return Err(error),
    };
    let mut rounds = 0;
    let checked = loop {
        match round(&groups, args, rounds, terminal) {
            Ok(Round::Mended) => rounds += 1,
            Ok(Round::Last(checked)) => break checked,
            Err(Failure::Report(report)) => {
                let outcome = tell_mistakes(&report, args, terminal);
                return Ok(if rounds == 0 { outcome } else { Outcome::Unfinished });
            }
            Err(Failure::Error(error)) if rounds == 0 => return Err(*error),
            Err(Failure::Error(source)) => {
                return Err(Error::HalfDone {
                    left: "what is left to find after the mending was not looked for".to_owned(),
                    next: "run `check --fix` again".to_owned(),
                    source,
                });
            }
        }
    };
    if args.diff {
        fixing::show(&checked, terminal);
    } else {
        telling::tell(&checked, args.format, terminal);
    }
    Ok(checked.outcome())
}

/// What a look at all files came to.
enum Round {
    /// Something was mended, which may make room for more.
    Mended,
    /// There is nothing to mend, or it is not wanted.
    Last(Checked),
}

fn round(
    groups: &BTreeMap<PathBuf, Group>,
    args: &CheckArgs,
    rounds: usize,
    terminal: &mut Terminal,
) -> Result<Round, Failure> {
    let mut checked = Checked::default();
    for group in groups.values() {
        checked.add(group.check(args, terminal)?);
    }
    let is_last = !args.fix || args.diff || rounds + 1 == fixing::MOST_ROUNDS;
    let mends = !is_last && fixing::write(&checked, args.format, terminal)? > 0;
    Ok(if mends { Round::Mended } else { Round::Last(checked) })
}

/// Mistakes that nothing can be checked with.
fn tell_mistakes(report: &Report, args: &CheckArgs, terminal: &mut Terminal) -> Outcome {
    let mut emitter = Emitter::new(args.format.shared().unwrap_or_default().into());
    emitter.emit(report, terminal);
    emitter.summarize(terminal);
    Outcome::Usage
}

/// What is to be checked, by its root.
fn groups(args: &CheckArgs, terminal: &mut Terminal) -> Result<BTreeMap<PathBuf, Group>, Error> {
    let mut places = Places::new();
    let named = match args.paths.as_slice() {
        [] => vec![looking::or_here(choice::folder(&mut places, terminal)?)],
        paths => paths.to_vec(),
    };
    let mut groups: BTreeMap<PathBuf, Group> = BTreeMap::new();
    for path in &named {
        let folder = if path.is_dir() { path.as_path() } else { super::places::folder_of(path) };
        let place = places.of(folder, terminal)?;
        let group = groups.entry(place.project.root.clone()).or_insert_with(|| Group { place, named: Vec::new() });
        group.named.push(path.clone());
    }
    Ok(groups)
}

/// What the command line names below one root.
struct Group {
    place: Rc<Place>,
    named: Vec<PathBuf>,
}

/// What was looked at, and what was found.
#[derive(Default)]
struct Checked {
    files: Vec<Looked>,
    /// How many files there were to look at.
    count: usize,
}

/// A file with its findings.
struct Looked {
    report: Report,
    target: Option<crate::fs::Target>,
    is_page: bool,
    /// Whether it was looked at only for its links to the others.
    is_other: bool,
    /// How many findings can be mended.
    fixes: usize,
}

impl Checked {
    fn add(&mut self, other: Self) {
        self.files.extend(other.files);
        self.count += other.count;
    }

    fn outcome(&self) -> Outcome {
        let is_clean = self.files.iter().all(|file| file.report.diagnostics.is_empty());
        if is_clean { Outcome::Done } else { Outcome::Findings }
    }
}

impl Group {
    fn check(&self, args: &CheckArgs, terminal: &mut Terminal) -> Result<Checked, Failure> {
        let project = &self.place.project;
        let configuration = &project.configuration;
        let settings = settings_at(configuration, args)?;
        let repository = self.place.repository.clone();
        let since = match (&args.since, &repository) {
            (None, _) => None,
            (Some(revision), Some(repository)) => Some(repository.since(revision).map_err(Error::Since)?),
            (Some(_), None) => {
                return Err(Error::Usage {
                    message: "`--since` compares with a commit, and there is no repository here".to_owned(),
                    help: "leave it out, or work in a repository".to_owned(),
                }
                .into());
            }
        };
        let around = Around::new(&self.place);
        let sought = Sought::find(&self.named, &around, &configuration.check.files)?;
        let drawing = Drawing::new(&ReadingArgs::default())?;
        let progress = terminal.progress(sought.files.len(), "checking");
        let subjects = Subjects::read(&sought, &drawing, (project, &around), || progress.inc())?;
        drop(progress);
        let elsewhere = pairs::findings(&subjects, &self.place, &drawing).map_err(Error::Git)?;
        let (site, other_site) = match configuration.anchors.or_else(|| super::sites::guess(project)) {
            Some(site) => (site, None),
            // Whoever says nothing is not to hear that links are dead which lead somewhere on one of them.
            None => (Site::Github, Some(Site::Vitepress)),
        };
        let options = Options {
            site,
            other_site,
            pictures: around.pictures.clone(),
            picture_bytes: configuration.check.picture_bytes.unwrap_or(PICTURE_BYTES),
            today: today(),
        };
        let kind = |path: &str| around.kind(path);
        let read = |path: &str| around.read(path);
        let files = Files::new(&kind, &read);
        let past = |path: &str| around.past(path, options.site);
        let wanted = Wanted {
            subjects: &subjects.list,
            pictures: &sought.pictures,
            files: &files,
            options: &options,
            past: &past,
            elsewhere,
            settings: &settings,
        };
        let findings = check::check(wanted);
        let is_told = |subject: &Subject| since.as_ref().is_none_or(|since| around.is_changed(&subject.path, since));
        Ok(self.looked(&subjects, findings, is_told))
    }

    fn looked(
        &self,
        subjects: &Subjects,
        findings: Vec<Vec<Diagnostic>>,
        is_told: impl Fn(&Subject) -> bool,
    ) -> Checked {
        let list = &subjects.list;
        let mut files: Vec<Looked> = Vec::new();
        for (subject, findings) in list.iter().zip(findings) {
            // A link that a branch broke may stand in a file that it did not touch.
            if findings.is_empty() || !(is_told(subject) || matches!(subject.role, Role::Other)) {
                continue;
            }
            let mut report = Report { sources: vec![subject.source.clone()], ..Report::default() };
            for mut finding in findings {
                for label in finding.related.iter_mut().filter(|label| label.source > 0) {
                    let other = list.get(label.source - 1).map(|other| other.source.clone()).unwrap_or_default();
                    let known = report.sources.iter().position(|source| source.name == other.name);
                    label.source = known.unwrap_or(report.sources.len());
                    if known.is_none() {
                        report.sources.push(other);
                    }
                }
                report.diagnostics.push(finding);
            }
            let fixes = report.diagnostics.iter().filter(|finding| finding.fix.is_some()).count();
            let target = self.place.root.target_shown(Path::new(&subject.path), PathBuf::from(&subject.source.name));
            files.push(Looked {
                report,
                target: target.ok(),
                is_page: subject.path.ends_with(".md"),
                is_other: matches!(subject.role, Role::Other),
                fixes,
            });
        }
        let others = files.iter().filter(|file| file.is_other).count();
        Checked { files, count: subjects.asked + others }
    }
}

/// The most bytes of a picture where nothing is set: what a phone's connection takes a second for.
const PICTURE_BYTES: u64 = 1_000_000;

/// What the configuration and the command line say of rules; a code that nobody knows is told where it stands.
fn settings_at(configuration: &Configuration, args: &CheckArgs) -> Result<Settings, Failure> {
    let mut report = configuration.report();
    let known = [(&configuration.check.allow, Level::Allow), (&configuration.check.deny, Level::Deny)];
    for said in known.iter().flat_map(|(list, _)| list.iter()) {
        if let Err(error) = Settings::default().set(&said.text, Level::Allow) {
            let help = error.hint();
            report.push(Diagnostic::error("unknown-rule", error.to_string(), said.place, "no rule").help(help));
        }
    }
    if !report.diagnostics.is_empty() {
        report.sort();
        return Err(report.into());
    }
    Ok(settings(configuration, args)?)
}

fn settings(configuration: &Configuration, args: &CheckArgs) -> Result<Settings, Error> {
    let check = &configuration.check;
    let configured = [(&check.allow, Level::Allow), (&check.deny, Level::Deny)];
    let configured =
        configured.into_iter().flat_map(|(list, level)| list.iter().map(move |said| (said.text.as_str(), level)));
    let given = [(&args.allow, Level::Allow), (&args.deny, Level::Deny)];
    let given = given.into_iter().flat_map(|(list, level)| list.iter().map(move |code| (code.as_str(), level)));
    let mut settings = Settings::default();
    for (code, level) in configured.chain(given) {
        settings.set(code, level).map_err(|error| Error::Usage { message: error.to_string(), help: error.hint() })?;
    }
    Ok(settings)
}
