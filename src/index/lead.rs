//! Where a link of the index leads: to which page of an event, in whatever form it is written.

/// A page that a link leads to, if it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Its path below the root, without `.md`.
    pub page: String,
    /// Whether the link says that it is in that folder, or ends as if it were.
    pub is_near: bool,
}

/// The page that a link on the page at `path` leads to: `./2025-06.md`, `2025-06`, `/events/2025-06/`, an URL that ends
/// so. Nothing where it leads to no page, such as to a heading or a picture.
///
/// Where a site's own addresses begin, the repository does not say: of those the last part is taken for the name of a
/// page beside the index, near where the part before it is the name of the folder.
pub fn page_of(path: &str, link: &str) -> Option<Lead> {
    let link = link.split(['#', '?']).next().unwrap_or_default();
    let folder: Vec<&str> = path.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
    let site = match link.split_once("://") {
        Some((_, rest)) => Some(rest.split_once('/')?.1),
        None => link.strip_prefix('/'),
    };
    if let Some(site) = site {
        let mut parts = site.split('/').filter(|part| !part.is_empty()).rev();
        let name = stem(parts.next()?)?;
        let is_near = folder.last().is_none_or(|folder| parts.next() == Some(folder));
        let page = folder.iter().copied().chain([name]).collect::<Vec<_>>().join("/");
        return Some(Lead { page, is_near });
    }
    if link.contains(':') {
        return None;
    }
    let mut parts = folder;
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let name = stem(link.trim_end_matches('/').rsplit('/').next()?)?;
    parts.pop();
    parts.push(name);
    Some(Lead { page: parts.join("/"), is_near: true })
}

/// The name of a page without the ending that the repository or the site gives it; nothing where it has another one.
fn stem(name: &str) -> Option<&str> {
    let stem = name.strip_suffix(".md").or_else(|| name.strip_suffix(".html")).unwrap_or(name);
    (!stem.is_empty() && !stem.contains('.')).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_linked_in_many_forms() {
        for link in [
            "./2025-06.md",
            "2025-06.md",
            "2025-06",
            "./2025-06/",
            "./2025-06.html",
            "2025-06.md#cold-starts",
            "../events/2025-06.md",
            "/community/events/2025-06/",
            "/events/2025-06",
            "https://kettles.example/community/events/2025-06/",
            "https://kettles.example/events/2025-06.html?from=tea#cold-starts",
        ] {
            let lead = Lead { page: "docs/events/2025-06".to_owned(), is_near: true };
            assert_eq!(page_of("docs/events/_index.md", link), Some(lead), "{link}");
        }
    }

    #[test]
    fn an_address_in_another_folder_is_not_near() {
        let of = |path, link| page_of(path, link).map(|lead| (lead.page, lead.is_near));
        assert_eq!(of("events/index.md", "/blog/2025-06/"), Some(("events/2025-06".to_owned(), false)));
        assert_eq!(of("events/index.md", "./2025-06.v2.md"), None);
        assert_eq!(of("events/index.md", "../talks/2025-06.md"), Some(("talks/2025-06".to_owned(), true)));
        assert_eq!(of("index.md", "/anything/2025-06/"), Some(("2025-06".to_owned(), true)));
    }

    #[test]
    fn what_leads_to_no_page_leads_nowhere() {
        for link in ["", "#events", "./a.png", "mailto:tea@kettles.example", "https://kettles.example", "../../../x"] {
            assert_eq!(page_of("events/index.md", link), None, "{link}");
        }
    }
}
