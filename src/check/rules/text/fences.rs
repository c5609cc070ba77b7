//! What opens and is not closed: fences, comments, `<details>`.

use std::ops::Range;

use super::super::super::found::Found;
use super::super::super::page::Page;
use super::html::tags;
use super::is_own;

pub(super) fn unclosed_fence(page: &Page<'_>, found: &mut Found) {
    for at in page.survey.code.iter().filter_map(|code| open_fence(page, code)).filter(|at| is_own(page, at.start)) {
        let marks = page.text.get(at.clone()).unwrap_or_default();
        let message = format!("the fence {marks} is not closed");
        found.add(at, message, "all that follows is code").help(format!("close it with {marks} on a line of its own"));
    }
    for at in page.survey.blocks.iter().filter_map(|block| block.open_comment).filter(|at| is_own(page, *at)) {
        let finding = found.add(at..at + "<!--".len(), "the comment is not closed", "hides all that follows");
        finding.help("close it with `-->`");
    }
    let mut open: Vec<Range<usize>> = Vec::new();
    for tag in tags(page).filter(|tag| tag.name.eq_ignore_ascii_case("details")) {
        if tag.is_end {
            open.pop();
        } else {
            open.push(tag.range);
        }
    }
    for at in open.into_iter().filter(|at| is_own(page, at.start)) {
        let finding = found.add(at, "`<details>` is not closed", "folds away all that follows");
        finding.help("close it with `</details>`");
    }
}

/// The marks that open a fence, if no line closes it.
fn open_fence(page: &Page<'_>, code: &Range<usize>) -> Option<Range<usize>> {
    let written = page.text.get(code.clone())?;
    let marked = written.trim_start_matches(' ');
    let mark = marked.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let count = marked.len() - marked.trim_start_matches(mark).len();
    let start = code.end - marked.len();
    // A code span begins with as few as one, within a line, or has more of them in its first line.
    let before = page.text.get(..start)?.rsplit(['\n', '\r']).next().unwrap_or_default();
    let is_at_start = before.bytes().all(|byte| b" \t>*+-.)0123456789".contains(&byte));
    let (first, rest) = marked.split_once(['\n', '\r']).unwrap_or((marked, ""));
    let is_span = count < 3 || !is_at_start || (mark == '`' && first.get(count..)?.contains('`'));
    if is_span {
        return None;
    }
    let last = rest.trim_end().rsplit(['\n', '\r']).next().unwrap_or_default();
    let bare = last.trim_start_matches([' ', '\t', '>']);
    let is_at_top = before.is_empty() && !last.starts_with('>');
    let is_indented = is_at_top && (last.starts_with("    ") || last.starts_with('\t'));
    let closes = bare.len() >= count && bare.chars().all(|c| c == mark) && !is_indented;
    (!closes).then_some(start..start + count)
}
