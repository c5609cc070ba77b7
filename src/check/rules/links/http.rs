//! Links over `http:`.

use std::net::Ipv4Addr;

use super::super::super::found::Found;
use super::super::super::page::Page;
use super::Target;
use super::quoted;
use super::strip_prefix_in_any_case;
use super::targets;

/// Hosts that have served `https:` for ages, and whose subdomains do. In order.
const SECURE: &[&str] = &[
    "apache.org",
    "archlinux.org",
    "bitbucket.org",
    "cncf.io",
    "commonmark.org",
    "crates.io",
    "debian.org",
    "docker.com",
    "docs.rs",
    "gardener.cloud",
    "git-scm.com",
    "github.com",
    "github.io",
    "githubusercontent.com",
    "gitlab.com",
    "gitlab.io",
    "go.dev",
    "golang.org",
    "google.com",
    "hackmd.io",
    "helm.sh",
    "k8s.io",
    "keepachangelog.com",
    "kubernetes.dev",
    "kubernetes.io",
    "letsencrypt.org",
    "linkedin.com",
    "linuxfoundation.org",
    "medium.com",
    "microsoft.com",
    "mozilla.org",
    "nodejs.org",
    "npmjs.com",
    "opensource.org",
    "opentelemetry.io",
    "prometheus.io",
    "pypi.org",
    "python.org",
    "readthedocs.io",
    "rust-lang.org",
    "semver.org",
    "slack.com",
    "stackoverflow.com",
    "unicode.org",
    "wikimedia.org",
    "wikipedia.org",
    "youtu.be",
    "youtube.com",
];

/// Ends of names that no public host has, and hosts whose URLs are names of formats or are there for `http:`.
const LEFT_ALONE: &[&str] = &[
    "arpa",
    "corp",
    "example",
    "example.com",
    "example.net",
    "example.org",
    "home",
    "httpforever.com",
    "internal",
    "intranet",
    "invalid",
    "json-schema.org",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "neverssl.com",
    "onion",
    "purl.org",
    "schemas.microsoft.com",
    "svc",
    "test",
    "www.w3.org",
    "xmlns.com",
];

pub(super) fn http_link(page: &Page<'_>, found: &mut Found) {
    for Target { at, url, is_written, is_bare } in targets(page) {
        let Some((host, is_plain)) = strip_prefix_in_any_case(&url, "http://").and_then(host) else { continue };
        // `www.` without a scheme is read as `http:`.
        if (is_bare && !is_written) || is_in(LEFT_ALONE, &host) {
            continue;
        }
        let message = format!("{} is read over `http:`", quoted(&url));
        let scheme = at.start..at.start + "http".len();
        if is_written && is_plain && is_in(SECURE, &host) {
            found.add(at, message, "`https:` is meant").fix(scheme, "https");
        } else {
            found.add(at, message, "not `https:`").help("try whether `https:` leads there as well");
        }
    }
}

/// The host of a URL without its scheme, in lower case, and whether nothing but the host stands there; nothing of a URL
/// that leads to a number, a name of a local network or another port.
fn host(rest: &str) -> Option<(String, bool)> {
    let authority = rest.get(..rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len()))?;
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_name = host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    let is_public = is_name && host.contains('.') && !host.starts_with('.') && host.parse::<Ipv4Addr>().is_err();
    (is_public && matches!(port, None | Some("80" | ""))).then_some((host, port.is_none()))
}

/// Whether a list has a name, or one that it stands below.
fn is_in(names: &[&str], host: &str) -> bool {
    let mut rest = host;
    loop {
        if names.binary_search(&rest).is_ok() {
            return true;
        }
        match rest.split_once('.') {
            Some((_, above)) => rest = above,
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        assert!(SECURE.is_sorted() && LEFT_ALONE.is_sorted());
    }
}
