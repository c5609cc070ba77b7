//! Where a file of a repository is edited in the browser.

use crate::markdown::percent::encoded;

/// Where a file is edited: the pattern of its site, filled in for each file.
///
/// The pattern has `{branch}`, `{path}` and `{line}`; what stands in them is percent-encoded but for `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditSite {
    pattern: String,
    branch: String,
}

impl EditSite {
    /// By a pattern of the configuration.
    pub fn by_pattern(pattern: &str, branch: &str) -> Self {
        Self { pattern: pattern.to_owned(), branch: branch.to_owned() }
    }

    /// By the address of a remote, as git has it: GitHub, GitLab, and what looks like either; nothing of any other.
    pub fn of_remote(remote: &str, branch: &str) -> Option<Self> {
        let (host, project) = host_and_project(remote)?;
        let project = encoded_path(project.trim_matches('/').strip_suffix(".git").unwrap_or(project.trim_matches('/')));
        let pattern = if host == "github.com" || host.starts_with("github.") {
            format!("https://{host}/{project}/edit/{{branch}}/{{path}}#L{{line}}")
        } else if host == "gitlab.com" || host.starts_with("gitlab.") || host.contains(".gitlab.") {
            format!("https://{host}/{project}/-/edit/{{branch}}/{{path}}#L{{line}}")
        } else {
            return None;
        };
        Some(Self { pattern, branch: branch.to_owned() })
    }

    /// The address of a line, from 1, of a file below the repository's root.
    pub fn address(&self, path: &str, line: usize) -> String {
        let filled =
            self.pattern.replace("{branch}", &encoded_path(&self.branch)).replace("{path}", &encoded_path(path));
        filled.replace("{line}", &line.to_string())
    }
}

/// Host and path of an address: `https://…`, `ssh://…`, or `git@host:path`.
fn host_and_project(remote: &str) -> Option<(String, &str)> {
    let (authority, path) = match remote.split_once("://") {
        Some(("https" | "http" | "ssh" | "git", rest)) => rest.split_once('/')?,
        Some(_) => return None,
        None => remote.split_once(':')?,
    };
    let host = authority.rsplit('@').next()?.split(':').next()?;
    // A folder on this machine is no host.
    let is_host = host.contains('.') && !host.contains('/') && !path.is_empty();
    is_host.then(|| (host.to_ascii_lowercase(), path))
}

fn encoded_path(path: &str) -> String {
    encoded(path, b"/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_remote_leads_to_the_edit_page() {
        let address = |remote: &str| Some(EditSite::of_remote(remote, "main")?.address("a b/2026-05.md", 12));
        let github = "https://github.com/kettle/docs/edit/main/a%20b/2026-05.md#L12";
        for remote in [
            "https://github.com/kettle/docs.git",
            "https://token@github.com/kettle/docs",
            "git@github.com:kettle/docs.git",
            "ssh://git@github.com:22/kettle/docs.git/",
        ] {
            assert_eq!(address(remote).as_deref(), Some(github), "{remote}");
        }
        let gitlab = "https://gitlab.example.org/a/b/c/-/edit/main/a%20b/2026-05.md#L12";
        assert_eq!(address("git@gitlab.example.org:a/b/c.git").as_deref(), Some(gitlab));
        for remote in ["/srv/git/docs.git", "../docs", "file:///srv/docs", "https://forge.example/a/b", "C:/docs"] {
            assert_eq!(address(remote), None, "{remote}");
        }
    }

    #[test]
    fn a_pattern_of_ones_own_is_filled_in() {
        let site = EditSite::by_pattern("https://forge.example/e?b={branch}&f={path}&l={line}", "may/2026");
        assert_eq!(site.address("x&y.md", 3), "https://forge.example/e?b=may/2026&f=x%26y.md&l=3");
    }
}
