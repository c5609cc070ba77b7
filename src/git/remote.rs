//! Where a repository is shown to others.

use super::Repository;

impl Repository {
    /// The address of the remote that a branch is brought to, else of `origin`, else of the first one.
    pub fn remote_address(&self) -> Option<String> {
        let of_branch = self.branch().and_then(|branch| {
            let name = self.inner.branch_upstream_remote(&format!("refs/heads/{branch}")).ok()?;
            name.as_str().ok().map(str::to_owned)
        });
        let remotes = self.inner.remotes().ok()?;
        let names: Vec<&str> = remotes.iter().flatten().flatten().collect();
        let origin =
            || names.iter().find(|name| **name == "origin").or_else(|| names.first()).map(|name| (*name).to_owned());
        let remote = self.inner.find_remote(&of_branch.or_else(origin)?).ok()?;
        remote.url().ok().map(str::to_owned)
    }

    /// The branch that people see there: the one that the current branch follows, else the one that the remote shows
    /// first, else the current one.
    pub fn remote_branch(&self) -> Option<String> {
        let branch = self.branch();
        let upstream = branch.as_ref().and_then(|branch| {
            let name = self.inner.branch_upstream_name(&format!("refs/heads/{branch}")).ok()?;
            let name = name.as_str().ok()?.strip_prefix("refs/remotes/")?.to_owned();
            name.split_once('/').map(|(_, branch)| branch.to_owned())
        });
        let first = || {
            let head = self.inner.find_reference("refs/remotes/origin/HEAD").ok()?;
            Some(head.symbolic_target().ok()??.strip_prefix("refs/remotes/origin/")?.to_owned())
        };
        upstream.or_else(first).or(branch)
    }
}
