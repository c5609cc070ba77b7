//! Which site shows the pages, where the configuration does not say it.

use std::path::Path;

use crate::markdown::anchor::Site;

/// Where VitePress keeps its own, below the root.
const FOLDERS: &[&str] = &["", "docs", "documentation", "website", "site", "hugo"];

/// VitePress where a folder of its own tells it; nothing where nothing does.
pub(in crate::cli) fn guess(root: &Path) -> Option<Site> {
    let is_vitepress = FOLDERS.iter().any(|folder| root.join(folder).join(".vitepress").is_dir());
    is_vitepress.then_some(Site::Vitepress)
}
