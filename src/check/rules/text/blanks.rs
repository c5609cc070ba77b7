//! Blanks, tabs and line ends.

use std::ops::Range;

use crate::grammar::Count;

use super::super::super::found::Found;
use super::super::super::page::Page;
use super::is_own;

/// The lines behind the front matter: their starts, and their text without its end.
fn lines<'p>(page: &'p Page<'_>) -> impl Iterator<Item = (usize, &'p str)> {
    let mut start = page.markdown;
    page.text.get(page.markdown..).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line)))
    })
}

pub(super) fn trailing_blanks(page: &Page<'_>, found: &mut Found) {
    for (start, line) in lines(page).filter(|(_, line)| line.ends_with([' ', '\t'])) {
        let text = line.trim_end_matches([' ', '\t']);
        let blanks = start + text.len()..start + line.len();
        let is_kept = page.survey.is_code(blanks.start)
            || page.survey.is_code(start)
            || is_break(page, &blanks)
            || is_preformatted(page, blanks.start)
            || !is_own(page, blanks.start);
        if is_kept {
            continue;
        }
        let what = run_of(line.get(text.len()..).unwrap_or_default());
        let message =
            if text.is_empty() { format!("{what} in an empty line") } else { format!("{what} at a line's end") };
        let label = if blanks.len() == 1 { "nobody sees it" } else { "nobody sees them" };
        found.add(blanks.clone(), message, label).fix(blanks, "");
    }
}

/// What blanks and tabs are called.
fn run_of(run: &str) -> String {
    let tabs = run.matches('\t').count();
    let named = |count: usize, name: &'static str| {
        if count == 1 { format!("a {name}") } else { Count(count, name).to_string() }
    };
    match run.len() - tabs {
        0 => named(tabs, "tab"),
        blanks if tabs == 0 => named(blanks, "blank"),
        _ => "blanks and tabs".to_owned(),
    }
}

/// Whether Markdown breaks the line there.
fn is_break(page: &Page<'_>, blanks: &Range<usize>) -> bool {
    let breaks = &page.survey.breaks;
    let first = breaks.partition_point(|range| range.end <= blanks.start);
    breaks.get(first).is_some_and(|range| range.start <= blanks.end)
}

/// Whether a byte stands in raw HTML that shows blanks as they are.
fn is_preformatted(page: &Page<'_>, at: usize) -> bool {
    let html = &page.survey.html;
    let after = html.partition_point(|range| range.start <= at);
    let holds = after.checked_sub(1).and_then(|index| html.get(index)).filter(|range| at < range.end);
    holds.and_then(|range| page.text.get(range.clone())).is_some_and(|html| html.contains("<pre"))
}

pub(super) fn tab(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let (mut next, mut line) = (page.markdown, page.markdown);
    while let Some(at) = text.get(next..).and_then(|rest| rest.find('\t')).map(|at| next + at) {
        let rest = text.get(at..).unwrap_or_default();
        let after = rest.trim_start_matches(['\t', ' ']);
        let end = text.len() - after.len();
        line = text.get(next..at).and_then(|passed| passed.rfind('\n')).map_or(line, |end| next + end + 1);
        next = end;
        // At the end of a line they are trailing blanks.
        if after.is_empty() || after.starts_with(['\n', '\r']) {
            continue;
        }
        let is_code = page.survey.is_code(at) || page.survey.is_code(end);
        if is_code || page.survey.is_html(at) || page.survey.is_html(end) || !is_own(page, at) {
            continue;
        }
        let before = text.get(line..at).unwrap_or_default();
        let between = before.trim_end_matches(' ');
        let from = line + between.len();
        let what = if rest.starts_with("\t\t") { "tabs" } else { "a tab" };
        if between.is_empty() {
            let message = format!("{what} in an indentation");
            found.add(at..end, message, "as wide as each editor likes").help("indent by blanks");
        } else if between.bytes().all(|byte| b" \t>*+-.)#0123456789".contains(&byte)) {
            let message = format!("{what} behind a mark");
            found.add(at..end, message, "as wide as each editor likes").help("write one blank");
        } else {
            let message = format!("{what} between words");
            found.add(at..end, message, "shown as one blank").fix(from..end, " ");
        }
    }
}

/// How a line ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Lf,
    CrLf,
    Cr,
}

impl End {
    const ALL: [Self; 3] = [Self::Lf, Self::CrLf, Self::Cr];

    fn name(self) -> &'static str {
        match self {
            Self::Lf => "LF",
            Self::CrLf => "CRLF",
            Self::Cr => "a lone CR",
        }
    }

    fn bytes(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
            Self::Cr => "\r",
        }
    }
}

/// The line ends of a text with their places.
fn line_ends(text: &str) -> impl Iterator<Item = (Range<usize>, End)> + '_ {
    let followed = |at: usize, byte: u8| text.as_bytes().get(at) == Some(&byte);
    text.match_indices(['\r', '\n']).filter_map(move |(at, end)| match end {
        "\r" if followed(at + 1, b'\n') => Some((at..at + 2, End::CrLf)),
        "\r" => Some((at..at + 1, End::Cr)),
        _ if at > 0 && followed(at - 1, b'\r') => None,
        _ => Some((at..at + 1, End::Lf)),
    })
}

pub(super) fn mixed_line_ends(page: &Page<'_>, found: &mut Found) {
    // An event file says of its page that its lines end differently (`file.newline`).
    if page.drawn_from.is_some() || !page.text.contains('\r') {
        return;
    }
    let mut counts = [0_usize; 3];
    for (_, end) in line_ends(page.text) {
        if let Some(count) = counts.get_mut(end as usize) {
            *count += 1;
        }
    }
    let [feeds, both, returns] = counts;
    let usual = if both > feeds { End::CrLf } else { End::Lf };
    let odd = |end: End| end != usual;
    if feeds.min(both) == 0 && returns == 0 {
        return;
    }
    let mut mended = String::new();
    let mut all: Option<Range<usize>> = None;
    let mut first = 0..0;
    for (at, _) in line_ends(page.text).filter(|(_, end)| odd(*end)) {
        match &mut all {
            None => {
                first = at.clone();
                all = Some(at.clone());
            }
            Some(all) => {
                mended.push_str(page.text.get(all.end..at.start).unwrap_or_default());
                all.end = at.end;
            }
        }
        mended.push_str(usual.bytes());
    }
    let Some(all) = all else { return };
    // Those that are as they should be lie between and stay as they are.
    let told: Vec<String> = End::ALL
        .into_iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(end, count)| format!("{} with {}", Count(count, "line"), end.name()))
        .collect();
    let message = format!("lines end differently: {}", crate::grammar::list_and(told));
    let label = format!("not with {}", usual.name());
    found.add(page.line(first.start).start..first.start, message, label).fix(all, mended);
}
