//! Which site shows the pages, where the configuration does not say it.

use crate::markdown::anchor::Site;
use crate::project::Project;

/// Where VitePress keeps its own, below the root.
const FOLDERS: &[&str] = &["", "docs", "documentation", "website", "site", "hugo"];

/// VitePress where a folder of its own tells it; nothing where nothing does.
pub(super) fn guess(project: &Project) -> Option<Site> {
    if project.is_strange {
        return None;
    }
    let is_vitepress = FOLDERS.iter().any(|folder| project.root.join(folder).join(".vitepress").is_dir());
    is_vitepress.then_some(Site::Vitepress)
}
