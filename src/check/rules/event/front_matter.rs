//! Front matter that no site could read.

use crate::diagnostic::Diagnostic;
use crate::document::front_matter::faults;
use crate::render::front_matter;

use super::super::super::found::Found;
use super::super::super::page::Page;

pub(in super::super) fn broken_front_matter(page: &Page<'_>, found: &mut Found) {
    let Some((block, _)) = front_matter::split(page.text) else { return unclosed(page, found) };
    let base = block.as_ptr() as usize - page.text.as_ptr() as usize;
    // What we do not read, such as a tag, a site may.
    let is_wrong = |fault: &Diagnostic| ["no-mapping", "syntax", "duplicate-key"].contains(&fault.code);
    for fault in faults(base, block).into_iter().filter(is_wrong) {
        let finding = found.add(fault.primary.span.range(), fault.message, fault.primary.text);
        if let Some(help) = fault.help {
            finding.help(help);
        }
    }
}

/// Where a page begins as with front matter, and no line ends it.
fn unclosed(page: &Page<'_>, found: &mut Found) {
    let bare = page.text.strip_prefix('\u{feff}').unwrap_or(page.text);
    let Some((fence, rest)) = bare.split_once('\n').filter(|(fence, _)| fence.trim_end() == "---") else { return };
    // A line of a page may be `---` too.
    let is_key = |line: &str| {
        let key = line.split_once(':').map_or("", |(key, _)| key);
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    };
    if rest.lines().next().is_some_and(is_key) {
        let start = page.text.len() - bare.len();
        let finding = found.add(start..start + fence.trim_end().len(), "the front matter is not closed", "opened here");
        finding.help("close it with `---` on a line of its own");
    }
}
