//! What lies around the files that are looked at: asked for by name, below the root, and never outside of it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::markdown::anchor::Anchors;
use crate::markdown::anchor::Site;
use crate::markdown::anchor::anchor;
use crate::markdown::percent::decoded;
use crate::markdown::survey::Survey;
use crate::markdown::survey::html;
use crate::markdown::survey::survey;
use crate::markdown::survey::window;
use crate::picture::Inspection;
use crate::picture::inspect;
use crate::render::front_matter;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file of that many bytes.
    File(u64),
    /// A folder.
    Folder,
}

/// What was read once; nothing where it could not be.
type Known<T> = Option<Rc<T>>;

/// The files below a root, as somebody who may read them tells of them. Paths have `/` and no `..`.
pub struct Files<'a> {
    kind: &'a dyn Fn(&str) -> Option<Kind>,
    read: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    kinds: RefCell<HashMap<String, Option<Kind>>>,
    headings: RefCell<HashMap<(String, Site), Known<Headings>>>,
    pictures: RefCell<HashMap<String, Known<Inspection>>>,
}

/// The headings of a page, each with its anchor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headings {
    /// Texts without `#`, in order.
    pub texts: Vec<String>,
    /// Their anchors.
    pub anchors: Vec<String>,
    /// Anchors that raw HTML sets: `<a id="…">`.
    pub ids: Vec<String>,
}

impl<'a> Files<'a> {
    /// The files that those two tell of: what stands at a path, and the bytes of a file.
    pub fn new(kind: &'a dyn Fn(&str) -> Option<Kind>, read: &'a dyn Fn(&str) -> Option<Vec<u8>>) -> Self {
        Self { kind, read, kinds: RefCell::default(), headings: RefCell::default(), pictures: RefCell::default() }
    }

    /// What stands at a path below the root.
    pub fn kind(&self, path: &str) -> Option<Kind> {
        if let Some(kind) = self.kinds.borrow().get(path) {
            return *kind;
        }
        let kind = (self.kind)(path);
        self.kinds.borrow_mut().insert(path.to_owned(), kind);
        kind
    }

    /// Takes a file for one that stands there: a page that is still to be written leads nowhere otherwise.
    pub fn expect(&self, path: &str) {
        if self.kind(path).is_none() {
            self.kinds.borrow_mut().insert(path.to_owned(), Some(Kind::File(1)));
        }
    }

    /// The bytes of a file.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        (self.read)(path)
    }

    /// What the bytes of a picture are; each is read once, and none that is a pointer to what is kept elsewhere.
    pub fn picture(&self, path: &str) -> Option<Rc<Inspection>> {
        if let Some(picture) = self.pictures.borrow().get(path) {
            return picture.clone();
        }
        let inspection = self.read(path).map(|bytes| inspect(&bytes)).filter(|found| !found.is_lfs_pointer);
        let inspection = inspection.map(Rc::new);
        self.pictures.borrow_mut().insert(path.to_owned(), inspection.clone());
        inspection
    }

    /// The headings of the page at a path; each page is read once.
    pub fn headings(&self, path: &str, site: Site) -> Option<Rc<Headings>> {
        let key = (path.to_owned(), site);
        if let Some(headings) = self.headings.borrow().get(&key) {
            return headings.clone();
        }
        let text = self.read(path).and_then(|bytes| String::from_utf8(bytes).ok());
        let headings = text.map(|text| Rc::new(Headings::of(&text, site)));
        self.headings.borrow_mut().insert(key, headings.clone());
        headings
    }
}

impl Headings {
    /// The headings of a page's text.
    pub fn of(text: &str, site: Site) -> Self {
        let rest = front_matter::split(text).map_or(text, |(_, rest)| rest);
        let survey = survey(text, text.len() - rest.len());
        let mut anchors = Anchors::new(site);
        let anchors = survey.headings.iter().map(|heading| anchors.next(&heading.text)).collect();
        Self::surveyed(text, &survey, anchors, site)
    }

    /// The headings of a page that is surveyed already.
    pub fn surveyed(text: &str, survey: &Survey, anchors: Vec<String>, site: Site) -> Self {
        let texts = survey.headings.iter().map(|heading| heading.text.clone()).collect();
        let mut ids = Vec::new();
        for html in survey.html.iter().filter_map(|range| text.get(range.clone())) {
            ids.extend(ids_in(html));
            if site == Site::Github {
                ids.extend(headings_in(html).map(|heading| anchor(site, &heading)));
            }
        }
        Self { texts, anchors, ids }
    }

    /// Whether a link can lead to that anchor.
    pub fn has(&self, anchor: &str) -> bool {
        self.anchors.iter().chain(&self.ids).any(|known| known == anchor)
    }
}

/// The values of `id` in raw HTML, and of `name` where a link may lead there.
fn ids_in(html: &str) -> impl Iterator<Item = String> + '_ {
    let ids = |tag: html::Tag<'_>| {
        let name = tag.value("name").filter(|_| tag.is("a"));
        let ids = [tag.value("id"), name].into_iter().flatten();
        ids.filter_map(|range| html.get(range)).map(str::to_owned).collect::<Vec<String>>()
    };
    html::tags(html).flat_map(ids)
}

/// The texts of headings that are written in raw HTML, without tags: GitHub gives them anchors as it does to others.
fn headings_in(html: &str) -> impl Iterator<Item = String> + '_ {
    const NAMES: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    html::tags(html).filter(|tag| NAMES.into_iter().any(|name| tag.is(name))).filter_map(|tag| {
        let rest = window(html, tag.range.end, 1000);
        let inner = rest.get(..rest.find("</h").or_else(|| rest.find("</H"))?)?;
        let mut text = String::with_capacity(inner.len());
        let mut parts = inner.split('<');
        text.push_str(parts.next().unwrap_or_default());
        parts.filter_map(|part| part.split_once('>')).for_each(|(_, shown)| text.push_str(shown));
        Some(text.split_whitespace().collect::<Vec<&str>>().join(" "))
    })
}

/// The path of what a link in `page` leads to, below the root: percent-decoded, without `.` and `..`.
///
/// Nothing where it leads out of the root.
pub fn resolve(page: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    let target = decoded(target);
    if target.starts_with('/') {
        parts.clear();
    }
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_path_below_the_root() {
        let resolved = |target| resolve("docs/events/2025-06.md", target);
        assert_eq!(resolved("./images/a%20b.png").as_deref(), Some("docs/events/images/a b.png"));
        assert_eq!(resolved("../index.md").as_deref(), Some("docs/index.md"));
        assert_eq!(resolved("/x//y/").as_deref(), Some("x/y"));
        assert_eq!(resolved("../../../x"), None);
    }

    #[test]
    fn raw_html_sets_anchors() {
        let page = "# A\n\n<a name='b'></a> <input name=c>\n\n<h2 ID=d>E <b>f</b></h2>\n";
        assert_eq!(Headings::of(page, Site::Github).ids, ["b", "d", "e-f"]);
        assert_eq!(Headings::of(page, Site::Vitepress).ids, ["b", "d"]);
    }
}
