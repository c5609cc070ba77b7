//! Links to files that are not there, and the file that a link leads to.

use crate::grammar::ticked;

use super::super::super::files::Files;
use super::super::super::files::Kind;
use super::super::super::files::resolve;
use super::super::super::found::Found;
use super::super::super::page::Page;
use super::Target;
use super::is_template;
use super::malformed;
use super::quoted;
use super::scheme;
use super::targets;

/// What a target without scheme leads to.
pub(super) enum Led {
    /// This file or folder, below the root.
    To(String),
    /// To what is not there, although it should be.
    Nowhere,
    /// To where nobody here can look.
    Beyond,
}

pub(super) fn dead_link(page: &Page<'_>, found: &mut Found) {
    for Target { at, url, is_bare, .. } in targets(page) {
        let path = path_of(&url);
        if is_bare || path.is_empty() || !is_relative(&url) || malformed::is_faulty(page, &url) {
            continue;
        }
        if matches!(follow(page.files, page.path, path), Led::Nowhere) {
            let message = format!("{} leads to no file", quoted(path));
            let finding = found.add(at, message, "not there");
            if let Some(help) = help(page, path) {
                finding.help(help);
            }
        }
    }
}

/// Whether a target is a path from the page, or from a root.
pub(super) fn is_relative(url: &str) -> bool {
    !url.starts_with("//") && url != "/" && scheme(url).is_none() && !is_template(url) && !url.contains('\\')
}

/// A target without query and anchor.
pub(super) fn path_of(url: &str) -> &str {
    url.find(['?', '#']).and_then(|end| url.get(..end)).unwrap_or(url)
}

/// Where a path in a page leads, as sites read it: GitHub to files, Hugo and VitePress to pages without their endings,
/// Hugo from a page as from a folder.
pub(super) fn follow(files: &Files<'_>, page: &str, path: &str) -> Led {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    if let Some(path) = path.strip_prefix('/') {
        // Nobody knows where a site has its root.
        let mut base = folder;
        loop {
            if let Some(Led::To(file)) = resolve(&format!("{base}/x"), path).map(|path| look(files, page, &path)) {
                return Led::To(file);
            }
            match base.rsplit_once('/') {
                Some((above, _)) => base = above,
                None if base.is_empty() => return Led::Beyond,
                None => base = "",
            }
        }
    }
    let Some(direct) = resolve(page, path) else { return Led::Beyond };
    if let Led::To(file) = look(files, page, &direct) {
        return Led::To(file);
    }
    let as_folder = page.strip_suffix(".md").filter(|_| !path.ends_with(".md"));
    match as_folder.map(|folder| resolve(&format!("{folder}/x"), path)) {
        // From there it leads out of the root.
        Some(None) => Led::Beyond,
        Some(Some(path)) => look(files, page, &path),
        None => Led::Nowhere,
    }
}

/// What stands at a path below the root, or what a site would show there.
fn look(files: &Files<'_>, page: &str, path: &str) -> Led {
    let is_there = |path: &str| path == page || matches!(files.kind(path), Some(Kind::File(_)));
    if is_there(path) {
        return Led::To(path.to_owned());
    }
    let is_folder = path.is_empty() || files.kind(path) == Some(Kind::Folder);
    let bare = path.strip_suffix(".html").unwrap_or(path);
    let page_file = format!("{bare}.md");
    if !path.ends_with(".md") && !path.is_empty() && is_there(&page_file) {
        return Led::To(page_file);
    }
    let index = ["index.md", "_index.md", "README.md", "readme.md", "index.html"]
        .into_iter()
        .map(|name| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") });
    match index.into_iter().filter(|_| is_folder).find(|index| is_there(index)) {
        Some(index) => Led::To(index),
        None if is_folder => Led::To(path.to_owned()),
        // An event file that is not drawn yet.
        None if path.ends_with(".md") => {
            let stem = path.strip_suffix(".md").unwrap_or(path);
            let is_drawn = [".yaml", ".yml"].into_iter().any(|end| is_there(&format!("{stem}{end}")));
            if is_drawn { Led::To(path.to_owned()) } else { Led::Nowhere }
        }
        None => Led::Nowhere,
    }
}

/// What was most likely meant.
fn help(page: &Page<'_>, path: &str) -> Option<String> {
    let first = path.split('/').next().unwrap_or_default();
    let is_host = first.starts_with("www.")
        || [".com", ".org", ".net", ".io", ".dev", ".de", ".cloud"].iter().any(|end| first.ends_with(end));
    if path.contains('@') && !path.contains('/') {
        return Some("`mailto:` is missing before an address".to_owned());
    }
    if is_host {
        return Some("`https://` is missing before a host".to_owned());
    }
    let name = path.trim_end_matches('/').rsplit('/').next()?;
    let others = [format!("./{name}"), format!("../{name}"), path.to_lowercase()];
    let is_there = |other: &&String| {
        let other = resolve(page.path, other).filter(|other| !other.is_empty());
        other.is_some_and(|other| matches!(page.files.kind(&other), Some(Kind::File(_))))
    };
    let meant = others.iter().find(is_there)?;
    let meant = meant.strip_prefix("./").filter(|_| !path.starts_with('.')).unwrap_or(meant);
    Some(format!("did you mean {}?", ticked(meant)))
}
