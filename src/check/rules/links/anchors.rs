//! Links to headings that are not there.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use crate::grammar::ticked;
use crate::markdown::anchor::Anchors;
use crate::markdown::anchor::Site;
use crate::markdown::survey::window;

use super::super::super::Folder;
use super::super::super::Role;
use super::super::super::files::Headings;
use super::super::super::found::FoundInFolder;
use super::super::super::page::Page;
use super::Target;
use super::dead::Led;
use super::dead::follow;
use super::dead::is_relative;
use super::dead::path_of;
use super::malformed;
use super::meant::Known;
use super::meant::Meant;
use super::quoted;
use super::targets;
use crate::markdown::percent::anchor_written;
use crate::markdown::percent::decoded as percent_decoded;

pub(super) fn dead_anchor(folder: &Folder<'_>, found: &mut FoundInFolder) {
    let mut places = Places { folder, own: HashMap::new(), known: HashMap::new() };
    for (index, (subject, page)) in folder.subjects.iter().zip(folder.pages).enumerate() {
        let Some(page) = page.as_ref().filter(|_| !matches!(subject.role, Role::Broken)) else { continue };
        // What an event file draws stands for the page that it made, as it does to all rules.
        if subject.role.is_source() || !places.own.contains_key(page.path) {
            places.own.insert(page.path, index);
        }
    }
    for (index, (subject, page)) in folder.subjects.iter().zip(folder.pages).enumerate() {
        let Some(page) = page.as_ref().filter(|_| !matches!(subject.role, Role::Made | Role::Broken)) else { continue };
        if page.text.contains('#') {
            look(&mut places, index, page, matches!(subject.role, Role::Other), found);
        }
    }
}

impl Role {
    /// Whether the page of such a file is what the file says, rather than what another one made of it.
    fn is_source(&self) -> bool {
        !matches!(self, Self::Made | Self::Broken)
    }
}

/// A link to a heading that is not there.
struct Dead<'p> {
    at: Range<usize>,
    /// Where the anchor is written, if it stands there as it is.
    written: Option<Range<usize>>,
    raw: &'p str,
    anchor: String,
    place: Rc<Place>,
    path: String,
}

fn look(places: &mut Places<'_, '_>, index: usize, page: &Page<'_>, is_other: bool, found: &mut FoundInFolder) {
    let site = page.options.site;
    let mut dead: Vec<Dead<'_>> = Vec::new();
    let mut living: HashSet<(String, usize)> = HashSet::new();
    let targets: Vec<Target<'_>> = targets(page).filter(|target| !target.is_bare && target.url.contains('#')).collect();
    for Target { at, url, is_written, .. } in &targets {
        let Some((_, raw)) = url.split_once('#').filter(|_| is_relative(url)) else { continue };
        let raw = raw.split(":~:").next().unwrap_or_default();
        let anchor = percent_decoded(raw);
        if is_left_alone(&anchor) || malformed::is_faulty(page, url) {
            continue;
        }
        let path = match path_of(url) {
            "" => page.path.to_owned(),
            path => match follow(page.files, page.path, path) {
                Led::To(path) => path,
                Led::Nowhere | Led::Beyond => continue,
            },
        };
        if !path.ends_with(".md") || (is_other && !places.is_looked_at(&path)) {
            continue;
        }
        let Some(place) = places.get(&path) else { continue };
        match place.find(&anchor, site) {
            Some(heading) => drop(living.insert((path, heading))),
            None if place.has(&anchor, site) || place.is_more => {}
            None => {
                let start = at.start + url.len() - url.split_once('#').map_or(0, |(_, rest)| rest.len());
                let written = is_written.then(|| start..start + raw.len());
                dead.push(Dead { at: at.clone(), written, raw, anchor, place, path });
            }
        }
    }
    tell(places, index, page, dead, &living, found);
}

fn tell(
    places: &Places<'_, '_>,
    index: usize,
    page: &Page<'_>,
    dead: Vec<Dead<'_>>,
    living: &HashSet<(String, usize)>,
    found: &mut FoundInFolder,
) {
    let site = page.options.site;
    let mut meant: HashMap<(String, String), Option<Meant>> = HashMap::new();
    let mut wanted: HashMap<(String, usize), HashSet<String>> = HashMap::new();
    for dead in &dead {
        let key = (dead.path.clone(), dead.anchor.clone());
        let guess = *meant.entry(key).or_insert_with(|| {
            let known = dead
                .place
                .known
                .get_or_init(|| Known::new(dead.place.headings.clone(), (places.folder.past)(&dead.path)));
            known.meant(&dead.anchor, around(page, &dead.at))
        });
        if let Some(guess) = guess {
            wanted.entry((dead.path.clone(), guess.heading)).or_default().insert(dead.anchor.clone());
        }
    }
    for dead in dead {
        let on_another = dead.place.on_another_site(&dead.anchor, site);
        // Where nobody says which site it is, a link leads somewhere that leads there on one of them.
        if on_another.is_some_and(|(other, _)| page.options.other_site == Some(other)) {
            continue;
        }
        let guess = meant.get(&(dead.path.clone(), dead.anchor.clone())).copied().flatten();
        let shown = quoted(&format!("#{}", dead.anchor));
        let message = match dead.path == page.path {
            true => format!("no heading of this page has the anchor {shown}"),
            false => format!("no heading of {} has the anchor {shown}", ticked(&dead.path)),
        };
        let finding = found.add(index, dead.at.clone(), message, "leads nowhere");
        if let Some((other, heading)) = on_another {
            let here = dead.place.headings.anchors.get(heading).map(String::as_str).unwrap_or_default();
            let (here, name) = (ticked(format!("#{here}")), name(site));
            finding.help(format!("that is the anchor on {}; on {name} it is {here}", self::name(other)));
            continue;
        }
        let Some(guess) = guess else { continue };
        let Some(anchor) = dead.place.headings.anchors.get(guess.heading) else { continue };
        let key = (dead.path.clone(), guess.heading);
        let is_only = wanted.get(&key).is_some_and(|anchors| anchors.len() == 1) && !living.contains(&key);
        match dead.written.clone().filter(|_| guess.is_certain && is_only && !anchor.is_empty()) {
            Some(written) => {
                let anchor = anchor_written(anchor, dead.raw.contains('%'));
                finding.help(format!("the heading is {} now", ticked(format!("#{anchor}")))).fix(written, anchor);
            }
            None => drop(finding.help(format!("did you mean {}?", ticked(format!("#{anchor}"))))),
        }
    }
}

fn name(site: Site) -> &'static str {
    match site {
        Site::Github => "GitHub",
        Site::Vitepress => "VitePress",
    }
}

/// What stands on the line of a link, as far as it is near.
fn around<'p>(page: &Page<'p>, at: &Range<usize>) -> &'p str {
    const REACH: usize = 400;
    let start = (at.start.saturating_sub(REACH)..=at.start).find(|start| page.text.is_char_boundary(*start));
    let start = start.unwrap_or(at.start);
    let before = page.text.get(start..at.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(start, |end| start + end + 1);
    let rest = window(page.text, start, 2 * REACH + (at.end - at.start).min(REACH));
    rest.split('\n').next().unwrap_or_default()
}

/// Whether an anchor is none of a heading: a line, a text, a note, a page in an application.
fn is_left_alone(anchor: &str) -> bool {
    let is_line = || {
        let digits = anchor.trim_start_matches(['L', 'l']);
        anchor.len() > digits.len()
            && digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, 'L' | 'C' | 'l' | 'c' | '-'))
    };
    let is_note = || {
        let note = anchor.strip_prefix("fnref").or_else(|| anchor.strip_prefix("fn"));
        note.is_some_and(|rest| rest.trim_start_matches([':', '-', '_']).starts_with(|c: char| c.is_ascii_digit()))
    };
    anchor.is_empty()
        || anchor.eq_ignore_ascii_case("top")
        || anchor.eq_ignore_ascii_case("readme")
        || anchor.starts_with("user-content-")
        || anchor.starts_with(['!', '/', '?', ':'])
        || is_line()
        || is_note()
}

/// The pages that links lead to.
struct Places<'f, 'p> {
    folder: &'f Folder<'p>,
    /// The pages that are looked at, by their paths.
    own: HashMap<&'f str, usize>,
    known: HashMap<String, Option<Rc<Place>>>,
}

/// A page that links lead to.
struct Place {
    headings: Rc<Headings>,
    /// Which heading has that anchor.
    anchors: HashMap<String, usize>,
    ids: HashSet<String>,
    /// Whether it shows what stands in other files.
    is_more: bool,
    known: OnceCell<Known>,
    other: OnceCell<(Site, HashMap<String, usize>)>,
}

impl Places<'_, '_> {
    /// Whether the page is an event's, or lists them.
    fn is_looked_at(&self, path: &str) -> bool {
        let subject = self.own.get(path).and_then(|index| self.folder.subjects.get(*index));
        subject.is_some_and(|subject| !matches!(subject.role, Role::Other | Role::Broken))
    }

    fn get(&mut self, path: &str) -> Option<Rc<Place>> {
        if let Some(place) = self.known.get(path) {
            return place.clone();
        }
        let (files, site) = (self.folder.files, self.folder.options.site);
        let own = self.own.get(path).and_then(|index| self.folder.pages.get(*index)).and_then(Option::as_ref);
        let place = match own {
            Some(page) => {
                let headings = Headings::surveyed(page.text, &page.survey, page.anchors(), site);
                Some(Place::new(Rc::new(headings), page.text, site))
            }
            None => files.headings(path, site).map(|headings| {
                let text = files.read(path).and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
                Place::new(headings, &text, site)
            }),
        };
        let place = place.map(Rc::new);
        self.known.insert(path.to_owned(), place.clone());
        place
    }
}

impl Place {
    fn new(headings: Rc<Headings>, text: &str, site: Site) -> Self {
        const SHOWS_OTHERS: [&str; 6] =
            ["<!--@include", "<!-- @include", "{{< include", "{{% include", "{{< readfile", "{% include"];
        let mut anchors = HashMap::new();
        for (index, anchor) in headings.anchors.iter().enumerate() {
            anchors.entry(anchor.clone()).or_insert(index);
        }
        let folded = |id: &String| if site == Site::Github { id.to_lowercase() } else { id.clone() };
        let mut ids: HashSet<String> = headings.ids.iter().map(folded).collect();
        // Other sites than the two let a heading say its own anchor.
        let named = headings.texts.iter().filter_map(|text| text.rsplit_once("{#")?.1.split(['}', ' ']).next());
        ids.extend(named.map(|id| folded(&id.to_owned())));
        let is_more = SHOWS_OTHERS.into_iter().any(|mark| text.contains(mark));
        Self { headings, anchors, ids, is_more, known: OnceCell::new(), other: OnceCell::new() }
    }

    /// The heading of an anchor; GitHub's script reads it in any case.
    fn find(&self, anchor: &str, site: Site) -> Option<usize> {
        let folded = || self.anchors.get(&anchor.to_lowercase()).filter(|_| site == Site::Github);
        self.anchors.get(anchor).or_else(folded).copied()
    }

    fn has(&self, anchor: &str, site: Site) -> bool {
        self.ids.contains(anchor) || (site == Site::Github && self.ids.contains(&anchor.to_lowercase()))
    }

    /// The heading that has that anchor on a site which is not that one.
    fn on_another_site(&self, anchor: &str, site: Site) -> Option<(Site, usize)> {
        let (other, anchors) = self.other.get_or_init(|| {
            let other = if site == Site::Github { Site::Vitepress } else { Site::Github };
            let mut anchors = Anchors::new(other);
            let anchors = self.headings.texts.iter().map(|text| anchors.next(text));
            (other, anchors.enumerate().map(|(index, anchor)| (anchor, index)).collect())
        });
        anchors.get(anchor).map(|index| (*other, *index))
    }
}
