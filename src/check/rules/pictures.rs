//! Rules about pictures: whether they are there, whether they can be seen, and by whom.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::grammar::ticked;
use crate::markdown::survey::Form;
use crate::markdown::survey::Link;
use crate::picture::Inspection;

use super::super::Folder;
use super::super::Role;
use super::super::Subject;
use super::super::files::Kind;
use super::super::files::resolve;
use super::super::found::Found;
use super::super::found::FoundInFolder;
use super::super::page::Page;
use super::super::rule::Check;
use super::super::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "missing-picture",
        severity: Severity::Error,
        summary: "a picture is not there",
        explanation: "A page shows a broken frame where its picture is missing: it was never added, was renamed, or \
                      differs in case, which only some systems forgive.",
        bad: "![Group picture](./images/2025-06.jpg)   (of which there is no such file)\n",
        good: "![Group picture](./images/2025-06.webp)\n",
        has_fix: false,
        check: Check::Page(missing_picture),
    },
    Rule {
        code: "empty-picture",
        severity: Severity::Error,
        summary: "a picture has no bytes",
        explanation: "An upload that failed leaves a file of 0 bytes, which looks right in the list of files.",
        bad: "images/concept.png of 0 bytes\n",
        good: "images/concept.png as it was meant\n",
        has_fix: false,
        check: Check::Page(empty_picture),
    },
    Rule {
        code: "broken-picture",
        severity: Severity::Error,
        summary: "a picture cannot be shown",
        explanation: "The file is cut off, damaged, or no picture at all: a page of HTML that was saved in its place, \
                      say.",
        bad: "images/concept.png that ends in the middle\n",
        good: "images/concept.png as it was meant\n",
        has_fix: false,
        check: Check::Page(broken_picture),
    },
    Rule {
        code: "picture-extension",
        severity: Severity::Warning,
        summary: "a picture is of another format than its name says",
        explanation: "Some sites and programs go by the name, and show nothing.",
        bad: "images/group.png that holds a JPEG\n",
        good: "images/group.jpg\n",
        has_fix: false,
        check: Check::Page(picture_extension),
    },
    Rule {
        code: "large-picture",
        severity: Severity::Warning,
        summary: "a picture is larger than it should be",
        explanation: "A group photo straight from a camera takes longer to load than the page to read, and stays in \
                      the repository for good. `check: {picture_size: …}` in the configuration sets the size; it is 1 MB \
                      where nothing is said.",
        bad: "images/2025-06.jpg of 2.9 MB\n",
        good: "images/2025-06.webp of 300 KB\n",
        has_fix: false,
        check: Check::Page(large_picture),
    },
    Rule {
        code: "missing-alt",
        severity: Severity::Warning,
        summary: "a picture has no words that stand for it",
        explanation: "The alternative text is what people hear who cannot see the picture, and what is shown until it \
                      is loaded. A file name says nothing. `alt=\"\"` in HTML says that a picture is decoration.",
        bad: "![](./images/2025-06.jpg)\n",
        good: "![Twelve people around a kettle](./images/2025-06.jpg)\n",
        has_fix: false,
        check: Check::Page(missing_alt),
    },
    Rule {
        code: "picture-position",
        severity: Severity::Warning,
        summary: "a picture tells where it was taken",
        explanation: "Phones write the place into a picture's EXIF data: somebody's home, in public, for good.",
        bad: "images/2025-06.jpg with GPS data\n",
        good: "exiftool -gps:all= images/2025-06.jpg\n",
        has_fix: false,
        check: Check::Page(picture_position),
    },
    Rule {
        code: "unreferenced-picture",
        severity: Severity::Warning,
        summary: "no page shows a picture",
        explanation: "A picture that nobody sees was replaced and forgotten, or its page was to show it.",
        bad: "images/2022-11.jpg that stands on no page\n",
        good: "",
        has_fix: false,
        check: Check::Folder(unreferenced_picture),
    },
    Rule {
        code: "identical-pictures",
        severity: Severity::Warning,
        summary: "two pictures are the same, byte for byte",
        explanation: "One of them was copied under a new name by mistake: a group picture of the wrong year.",
        bad: "images/2022-11.jpg with the bytes of images/2021-11.jpg\n",
        good: "images/2022-11.jpg as it was meant\n",
        has_fix: false,
        check: Check::Folder(identical_pictures),
    },
];

/// A picture of a page that lies below the root.
struct Shown<'p> {
    image: &'p Link,
    path: String,
    kind: Option<Kind>,
}

/// The pictures of a page that are files of this repository.
fn shown<'p>(page: &'p Page<'_>) -> impl Iterator<Item = Shown<'p>> {
    page.survey.images.iter().filter_map(|image| {
        let path = path_of(page, &image.target)?;
        let kind = page.files.kind(&path);
        Some(Shown { image, path, kind })
    })
}

/// Where a picture lies below the root; nothing of one that lies elsewhere, or nobody knows where.
fn path_of(page: &Page<'_>, target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let has_scheme = path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
    });
    if path.is_empty() || has_scheme || path.starts_with("//") || path.contains("{{") {
        return None;
    }
    let Some(absolute) = path.strip_prefix('/') else { return resolve(page.path, path) };
    // The site's root is one of the folders above, and nobody says which.
    let mut above = page.path;
    while let Some((folder, _)) = above.rsplit_once('/') {
        let candidates = [format!("{folder}/{absolute}"), format!("{folder}/public/{absolute}")];
        if let Some(found) = candidates.into_iter().find(|path| page.files.kind(path).is_some()) {
            return Some(found);
        }
        above = folder;
    }
    let at_root = resolve("", absolute)?;
    page.files.kind(&at_root).map(|_| at_root)
}

fn missing_picture(page: &Page<'_>, found: &mut Found) {
    for Shown { image, path, kind } in shown(page) {
        let is_missing = !matches!(kind, Some(Kind::File(_)));
        if is_missing {
            let message = format!("the picture {} is missing", ticked(&path));
            found.add(at(image), message, "no such file").help("add it, or leave the picture out until it is there");
        }
    }
}

fn empty_picture(page: &Page<'_>, found: &mut Found) {
    for Shown { image, path, kind } in shown(page) {
        if kind == Some(Kind::File(0)) {
            let message = format!("the picture {} is empty (0 bytes)", ticked(&path));
            found.add(at(image), message, "nothing to show").help("add it once more");
        }
    }
}

/// What is found in pictures that have bytes.
fn inspected(page: &Page<'_>, mut each: impl FnMut(&Link, &str, u64, &Inspection)) {
    for Shown { image, path, kind } in shown(page) {
        let Some(Kind::File(size @ 1..)) = kind else { continue };
        if let Some(inspection) = page.files.picture(&path) {
            each(image, &path, size, &inspection);
        }
    }
}

fn broken_picture(page: &Page<'_>, found: &mut Found) {
    inspected(page, |image, path, _, inspection| {
        if let Some(fault) = &inspection.fault {
            let message = format!("the picture {} cannot be shown: {fault}", ticked(path));
            found.add(at(image), message, "broken").help("add it once more");
        }
    });
}

fn picture_extension(page: &Page<'_>, found: &mut Found) {
    inspected(page, |image, path, _, inspection| {
        let Some(format) = inspection.format else { return };
        let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        if !format.extensions().contains(&ending.as_str()) {
            let message = format!("the picture {} is a {}", ticked(path), format.name());
            let right = format.extensions().first().copied().unwrap_or_default();
            found.add(at(image), message, "another format").help(format!("rename it: its ending is `.{right}`"));
        }
    });
}

fn large_picture(page: &Page<'_>, found: &mut Found) {
    for Shown { image, path, kind } in shown(page) {
        let Some(Kind::File(size)) = kind else { continue };
        let most = page.options.picture_bytes;
        if size > most {
            let message = format!("the picture {} has {}, and {} is enough", ticked(&path), bytes(size), bytes(most));
            found.add(at(image), message, "large").help("make it smaller, or a WebP");
        }
    }
}

fn missing_alt(page: &Page<'_>, found: &mut Found) {
    for image in &page.survey.images {
        let text = image.text.trim();
        let is_decoration = image.form == Form::Html && has_empty_alt(&page.text[image.range.clone()]);
        let name = image.target.rsplit('/').next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let is_name = !text.is_empty() && (text == name || text == stem);
        if (text.is_empty() && !is_decoration) || is_name {
            let message =
                format!("the picture {} has no alternative text", ticked(crate::diagnostic::shorten(&image.target)));
            let label = if is_name { "the name of the file" } else { "nothing stands for it" };
            found.add(at(image), message, label).help("say in a few words what it shows");
        }
    }
}

fn has_empty_alt(tag: &str) -> bool {
    tag.contains("alt=\"\"") || tag.contains("alt=''")
}

fn picture_position(page: &Page<'_>, found: &mut Found) {
    inspected(page, |image, path, _, inspection| {
        if inspection.has_position {
            let message = format!("the picture {} tells where it was taken", ticked(path));
            found.add(at(image), message, "GPS data in it").help(format!("take it out: exiftool -gps:all= '{path}'"));
        }
    });
}

fn at(image: &Link) -> std::ops::Range<usize> {
    image.target_range.clone().unwrap_or_else(|| image.range.clone())
}

/// A size for people: `2.9 MB`, `300.0 KB`.
fn bytes(size: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", size / unit, size % unit * 10 / unit);
    match size {
        0..1000 => format!("{size} bytes"),
        1000..1_000_000 => format!("{} KB", tenths(1000)),
        _ => format!("{} MB", tenths(1_000_000)),
    }
}

fn unreferenced_picture(folder: &Folder<'_>, found: &mut FoundInFolder) {
    // What could not be read may show any of them.
    if folder.pictures.is_empty() || folder.subjects.iter().any(|subject| matches!(subject.role, Role::Broken)) {
        return;
    }
    let mut used: BTreeSet<String> = BTreeSet::new();
    for page in folder.pages.iter().flatten() {
        let links = page.survey.images.iter().chain(&page.survey.links);
        used.extend(links.filter_map(|link| path_of(page, &link.target)));
    }
    for picture in folder.pictures.iter().filter(|picture| !used.contains(*picture)) {
        let message = format!("no page shows {}", ticked(picture));
        if let Some(subject) = owner(folder, picture) {
            let at = heading_line(folder, subject);
            found.add(subject, at, message, "beside this page").help("show it, or take it out of the repository");
        }
    }
}

fn identical_pictures(folder: &Folder<'_>, found: &mut FoundInFolder) {
    let mut by_size: BTreeMap<u64, Vec<&String>> = BTreeMap::new();
    for picture in folder.pictures {
        if let Some(Kind::File(size @ 1..)) = folder.files.kind(picture) {
            by_size.entry(size).or_default().push(picture);
        }
    }
    for pictures in by_size.values().filter(|pictures| pictures.len() > 1) {
        let mut known: Vec<(&String, Vec<u8>)> = Vec::new();
        for picture in pictures {
            let Some(bytes) = folder.files.read(picture) else { continue };
            let Some((twin, _)) = known.iter().find(|(_, known)| *known == bytes) else {
                known.push((picture, bytes));
                continue;
            };
            if let Some(subject) = owner(folder, picture) {
                let message = format!("{} and {} are the same picture", ticked(twin), ticked(picture));
                let at = heading_line(folder, subject);
                found.add(subject, at, message, "beside this page").help("keep the one that is meant");
            }
        }
    }
}

/// The page that a picture belongs to by its name, or else the first one beside it.
fn owner(folder: &Folder<'_>, picture: &str) -> Option<usize> {
    let name = picture.rsplit('/').next().unwrap_or(picture);
    let pictures = &folder.options.pictures;
    let above = picture.split(&format!("/{pictures}/")).next().unwrap_or_default();
    let above = if picture.starts_with(&format!("{pictures}/")) { "" } else { above };
    let is_candidate = |(_, subject): &(usize, &Subject)| {
        let around = subject.page.rsplit_once('/').map_or("", |(around, _)| around);
        around == above && matches!(subject.role, Role::Page | Role::Event(_) | Role::Index)
    };
    let mut candidates = folder.subjects.iter().enumerate().filter(is_candidate).peekable();
    let first = candidates.peek().map(|(index, _)| *index);
    let is_named = |(_, subject): &(usize, &Subject)| {
        let page = &subject.page;
        let stem = page.rsplit('/').next().unwrap_or(page).trim_end_matches(".md");
        name.starts_with(stem) || picture.contains(&format!("/{stem}/"))
    };
    candidates.find(is_named).map(|(index, _)| index).or(first)
}

fn heading_line(folder: &Folder<'_>, subject: usize) -> std::ops::Range<usize> {
    let page = folder.pages.get(subject).and_then(Option::as_ref);
    let heading = page.and_then(|page| Some((page, page.heading()?)));
    heading.map_or(0..0, |(page, heading)| page.line(heading.range.start))
}
