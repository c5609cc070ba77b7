//! A list of topics as people keep it, one a line: `- 🔥 Warm Starts for brewd @ada @bo #12`.
//!
//! Only what certainly is no part of the title is taken out of it: list and heading marks, the emoji before it, handles
//! that stand for themselves, the issue at its end. Whatever else looks like one of these stays.

use std::ops::Range;

use crate::markdown::emoji::leading_emoji;

use super::emoji::leading_shortcode;

/// What one line says about a topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TitleLine {
    /// The emoji before the title.
    pub emoji: Option<String>,
    /// The title; empty only where the line says nothing.
    pub title: String,
    /// Handles without `@`, in order.
    pub owners: Vec<String>,
    /// The issue, as it is written: `#12` or a URL.
    pub issue: Option<String>,
}

/// A longer line is the text of something; nothing is taken out of it.
const MAX_LINE: usize = 2048;

/// Reads a list of topics; lines that say nothing, such as blank ones and rules, are none.
pub fn parse_titles(text: &str) -> Vec<TitleLine> {
    // What nobody sees is no part of a title, and a terminal would obey it.
    let text = text.replace(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t'), "");
    // A terminal in raw mode pastes line ends as `\r`.
    let lines = text.trim_start_matches('\u{feff}').split(['\n', '\r']);
    lines.map(parse_title).filter(|line| !line.title.is_empty()).collect()
}

/// Reads one line of a list of topics.
pub fn parse_title(line: &str) -> TitleLine {
    let line = without_marks(line.trim());
    if line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | '#' | '`' | '~' | ' ')) {
        return TitleLine::default();
    }
    if line.len() > MAX_LINE {
        return TitleLine { title: line.to_owned(), ..TitleLine::default() };
    }
    let (emoji, text) = split_emoji(line);
    let mut title = text.to_owned();
    // The issue stands before or after the owners.
    let mut issue = take_issue(&mut title);
    let owners = take_owners(&mut title);
    if issue.is_none() && !owners.is_empty() {
        issue = take_issue(&mut title);
    }
    if title.is_empty() {
        // Nothing but an emoji, a handle or an issue: then that is the title.
        return TitleLine { title: line.to_owned(), ..TitleLine::default() };
    }
    TitleLine { emoji: emoji.map(str::to_owned), title, owners, issue }
}

/// The line without the marks of a list, a task or a heading.
fn without_marks(line: &str) -> &str {
    let mut rest = line;
    if let Some(item) = list_item(rest) {
        rest = item;
        let task = ["[ ]", "[x]", "[X]"].iter().find_map(|task| rest.strip_prefix(task));
        rest = task.filter(|text| text.is_empty() || text.starts_with(' ')).unwrap_or(rest).trim_start();
    }
    let text = rest.trim_start_matches('#');
    let marks = rest.len() - text.len();
    if (1..=6).contains(&marks) && text.starts_with([' ', '\t']) {
        let without_closing = text.trim_end_matches('#');
        rest = if without_closing.ends_with(' ') { without_closing } else { text }.trim();
    }
    rest
}

/// What follows the mark of a list item, bulleted or numbered.
fn list_item(line: &str) -> Option<&str> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = match digits {
        0 => line.strip_prefix(['-', '*', '+', '•'])?,
        1..=9 => line[digits..].strip_prefix(['.', ')'])?,
        _ => return None,
    };
    (after.is_empty() || after.starts_with([' ', '\t'])).then(|| after.trim_start())
}

/// The emoji or its shortcode before a text, and the text.
pub fn split_emoji(line: &str) -> (Option<&str>, &str) {
    if let Some((emoji, rest)) = leading_shortcode(line) {
        return (Some(emoji), rest.trim_start());
    }
    match leading_emoji(line) {
        Some(emoji) => (Some(emoji), line[emoji.len()..].trim_start()),
        None => (None, line),
    }
}

/// Takes the issue from the end of a title: `#12` or a URL, bare or in brackets.
fn take_issue(title: &mut String) -> Option<String> {
    let (before, inner) = last_in_brackets(title).unwrap_or_else(|| last_word(title));
    let word = inner.strip_prefix("Issue").or_else(|| inner.strip_prefix("issue")).unwrap_or(inner);
    let word = word.trim_matches([' ', '<', '>']);
    if !(is_number(word) || is_issue_url(word)) {
        return None;
    }
    let issue = word.to_owned();
    *title = without_dangling(before).to_owned();
    Some(issue)
}

/// What stands before a last pair of brackets, and what stands in them.
fn last_in_brackets(title: &str) -> Option<(&str, &str)> {
    let open = match title.chars().last()? {
        ')' => '(',
        '>' => '<',
        ']' => '[',
        _ => return None,
    };
    let inner = &title[..title.len() - 1];
    let (before, inner) = inner.rsplit_once(open)?;
    (before.is_empty() || before.ends_with(char::is_whitespace)).then_some((before, inner))
}

/// What stands before the last word, and the word.
fn last_word(title: &str) -> (&str, &str) {
    let word = title.rsplit(char::is_whitespace).next().unwrap_or_default();
    title.split_at(title.len() - word.len())
}

/// The title without what led over to something that is gone: a dash, a colon, `by`.
fn without_dangling(title: &str) -> &str {
    let mut rest = title.trim_end().trim_end_matches([',', ';', ':']).trim_end();
    for sign in ["-", "–", "—", "|", "·", "by", "with"] {
        let before = rest.strip_suffix(sign).filter(|before| before.is_empty() || before.ends_with([' ', '(', '[']));
        rest = before.map_or(rest, str::trim_end);
    }
    rest
}

fn is_number(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(is_digits)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word is the address of an issue, such as `https://git.example/kettle/brewd/issues/12`.
fn is_issue_url(word: &str) -> bool {
    let Some(address) = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://")) else { return false };
    let address = address.split(['#', '?']).next().unwrap_or_default();
    let mut steps = address.trim_end_matches('/').rsplit('/');
    steps.next().is_some_and(is_digits) && steps.next() == Some("issues")
}

/// Takes handles that stand for themselves out of a title, with what only joined them to it or to each other.
fn take_owners(title: &mut String) -> Vec<String> {
    let mut owners: Vec<String> = Vec::new();
    let mut from = 0;
    while let Some((range, handles)) = next_handles(title, from) {
        let rest = title[range.end..].trim_start();
        let is_last = rest.trim_matches([')', ']', '.', ' ']).is_empty();
        // A team in the middle of a title is more often a package: `@types/node`.
        if !is_last && handles.iter().any(|handle| handle.contains('/')) {
            from = range.end;
            continue;
        }
        for handle in handles {
            if !owners.contains(&handle) {
                owners.push(handle);
            }
        }
        let mut before = without_dangling(&title[..range.start]);
        let mut after = if rest == "." { "" } else { rest };
        for (open, close) in [('(', ')'), ('[', ']')] {
            if let (Some(outer), Some(rest)) = (before.strip_suffix(open), after.strip_prefix(close)) {
                (before, after) = (without_dangling(outer), rest.trim_start());
            }
        }
        if before.is_empty() {
            after = after.trim_start_matches([',', ';', ':', '-', '–', '—', '|', ' ']);
        }
        let joint =
            if before.is_empty() || after.is_empty() || after.starts_with([',', '.', ';', ':']) { "" } else { " " };
        from = before.len();
        *title = [before, joint, after].concat();
    }
    owners
}

/// The next handles from a place on, several where only a comma, an `and` or a blank stands between them.
fn next_handles(title: &str, from: usize) -> Option<(Range<usize>, Vec<String>)> {
    let opaque = opaque(title);
    let is_open = |at: &usize| !opaque.iter().any(|range| range.contains(at));
    let places = title.match_indices('@').map(|(at, _)| at).filter(|at| *at >= from && is_set_off(title, *at));
    let (start, first) = places.filter(is_open).find_map(|at| Some((at, handle(title, at)?)))?;
    let mut end = start + 1 + first.len();
    let mut handles = vec![first.to_owned()];
    loop {
        let rest = &title[end..];
        let gap = rest.find('@').filter(|&gap| is_joint(&rest[..gap]));
        let Some((at, next)) = gap.and_then(|gap| Some((end + gap, handle(title, end + gap)?))) else { break };
        end = at + 1 + next.len();
        handles.push(next.to_owned());
    }
    Some((start..end, handles))
}

fn is_joint(gap: &str) -> bool {
    matches!(gap.trim(), "" | "," | ";" | "&" | "+" | "/" | "and" | ", and")
}

/// Whether nothing that stands before it makes an `@` at that place part of something else.
fn is_set_off(title: &str, at: usize) -> bool {
    let before = &title[..at];
    let outer = before.strip_suffix(['(', '[']).unwrap_or(before);
    outer.is_empty() || outer.ends_with(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
}

/// The handle after the `@` at that place, if nothing that follows makes it part of something else.
fn handle(title: &str, at: usize) -> Option<&str> {
    let text = &title[at + 1..];
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/')));
    let handle = text[..end.unwrap_or(text.len())].trim_end_matches(['.', '/']);
    // `@2x` and `@5pm` are numbers.
    let letters = handle.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_amount = letters.len() < handle.len() && letters.len() <= 2;
    if is_amount || !handle.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let mut after = text[handle.len()..].chars();
    let ends = match after.next() {
        None | Some(',' | ';' | ':' | ')' | ']' | '&' | '+') => true,
        Some('/') => after.as_str().starts_with('@'),
        Some('.') => after.as_str().is_empty() || after.as_str().starts_with(char::is_whitespace),
        Some(next) => next.is_whitespace(),
    };
    ends.then_some(handle)
}

/// Where nothing is taken out: code spans and links.
fn opaque(title: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(start) = title[at..].find('`').map(|found| at + found) {
        let ticks = title[start..].len() - title[start..].trim_start_matches('`').len();
        let inner = start + ticks;
        let close = title[inner..].match_indices(&title[start..inner]).map(|(found, _)| inner + found);
        let mut whole =
            close.filter(|&close| !title[..close].ends_with('`') && !title[close + ticks..].starts_with('`'));
        at = whole.next().map_or(inner, |close| close + ticks);
        if at > inner {
            ranges.push(start..at);
        }
    }
    for (middle, _) in title.match_indices("](") {
        let start = title[..middle].rfind('[');
        let end = title[middle..].find(')');
        ranges.extend(start.zip(end).map(|(start, end)| start..middle + end));
    }
    ranges
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A line as `emoji | title | owners | issue`.
    fn read(line: &str) -> String {
        let TitleLine { emoji, title, owners, issue } = parse_title(line);
        let cells = [emoji.unwrap_or_default(), title, owners.join(" "), issue.unwrap_or_default()];
        cells.join(" | ").trim_end_matches([' ', '|']).trim_start().to_owned()
    }

    #[test]
    fn a_line_is_taken_apart() {
        let line = "- 🔥 Warm Starts for `brewd` @ada @bo #12";
        let expected = TitleLine {
            emoji: Some("🔥".to_owned()),
            title: "Warm Starts for `brewd`".to_owned(),
            owners: vec!["ada".to_owned(), "bo".to_owned()],
            issue: Some("#12".to_owned()),
        };
        assert_eq!(parse_title(line), expected);
    }

    #[test]
    fn marks_of_lists_and_headings_are_dropped() {
        for line in [
            "Warm Starts",
            "  Warm Starts\t",
            "- Warm Starts",
            "* Warm Starts",
            "+ Warm Starts",
            "• Warm Starts",
            "1. Warm Starts",
            "12) Warm Starts",
            "- [ ] Warm Starts",
            "* [x] Warm Starts",
            "## Warm Starts",
            "### Warm Starts ###",
            "- ## Warm Starts",
        ] {
            assert_eq!(read(line), "| Warm Starts", "{line}");
        }
    }

    #[test]
    fn what_only_looks_like_a_mark_stays() {
        for title in [
            "-warm starts",
            "*Warm* Starts",
            "1.5 Litres",
            "2025 in Kettles",
            "#kettles",
            "[x] Marks",
            "C#",
            "3 Kettles",
            "1234567890. Kettle",
            "####### Warm",
            "\\# Warm",
        ] {
            assert_eq!(read(title), format!("| {title}"));
        }
    }

    #[test]
    fn an_emoji_or_its_shortcode_stands_before_the_title() {
        assert_eq!(read("🔥 Warm Starts"), "🔥 | Warm Starts");
        assert_eq!(read("🔥Warm Starts"), "🔥 | Warm Starts");
        assert_eq!(read("## 🧑‍🔧 Warm Starts 🏎️"), "🧑‍🔧 | Warm Starts 🏎️");
        assert_eq!(read("- :fire: Warm Starts"), "🔥 | Warm Starts");
        assert_eq!(read(":no-such: Warm Starts"), "| :no-such: Warm Starts");
        assert_eq!(read("2️⃣ Second Kettle"), "2️⃣ | Second Kettle");
        assert_eq!(read("2 Kettles"), "| 2 Kettles");
        assert_eq!(read("🔥"), "| 🔥");
    }

    #[test]
    fn handles_are_owners_wherever_they_stand_for_themselves() {
        for line in [
            "Warm Starts @ada @bo",
            "Warm Starts @ada, @bo",
            "Warm Starts @ada,@bo",
            "Warm Starts (@ada, @bo)",
            "Warm Starts [@ada @bo]",
            "Warm Starts (by @ada and @bo)",
            "Warm Starts by @ada & @bo",
            "Warm Starts – @ada/@bo",
            "Warm Starts: @ada + @bo.",
            "Warm Starts | @ada; @bo",
            "@ada @bo Warm Starts",
            "@ada, @bo: Warm Starts",
            "Warm @ada Starts @bo @ada",
        ] {
            assert_eq!(read(line), "| Warm Starts | ada bo", "{line}");
        }
        assert_eq!(read("Warm @ada, then hot"), "| Warm, then hot | ada");
        assert_eq!(read("Warm Starts @kettle/brewers"), "| Warm Starts | kettle/brewers");
        assert_eq!(read("Warm Starts @3u13r @ada_kettle @a-b"), "| Warm Starts | 3u13r ada_kettle a-b");
    }

    #[test]
    fn an_at_sign_of_another_meaning_stays() {
        for title in [
            "Write to ada@kettle.example",
            "Explain `@ada` and ``a ` @bo``",
            "Upgrade @kettle/valves to 3",
            "Ask [the @ada team](https://kettle.example/@ada)",
            "https://kettle.example/@ada is down",
            "Icons @2x",
            "Tea @5pm",
            "Tea @ noon",
            "Fix @ada's kettle",
            "Keep \\@ada",
            "@",
        ] {
            assert_eq!(read(title), format!("| {title}"));
        }
        assert_eq!(read("An open ` before @ada"), "| An open ` before | ada");
    }

    #[test]
    fn the_issue_stands_at_the_end() {
        for line in [
            "Warm Starts #12",
            "Warm Starts (#12)",
            "Warm Starts [#12]",
            "Warm Starts (Issue #12)",
            "Warm Starts – #12",
            "Warm Starts: #12",
        ] {
            assert_eq!(read(line), "| Warm Starts |  | #12", "{line}");
        }
        assert_eq!(read("Warm Starts #12 @ada"), "| Warm Starts | ada | #12");
        assert_eq!(read("Warm Starts (#12) – @ada"), "| Warm Starts | ada | #12");
        assert_eq!(read("Warm Starts @kettle/brewers #12"), "| Warm Starts | kettle/brewers | #12");
        for url in [
            "https://git.example/kettle/brewd/issues/12",
            "https://git.example/kettle/brewd/-/issues/12/",
            "https://git.example/kettle/brewd/issues/12#issuecomment-3",
        ] {
            assert_eq!(read(&format!("Warm Starts {url}")), format!("| Warm Starts |  | {url}"));
            assert_eq!(read(&format!("Warm Starts (<{url}>)")), format!("| Warm Starts |  | {url}"));
            assert_eq!(read(&format!("Warm Starts <{url}>")), format!("| Warm Starts |  | {url}"));
        }
    }

    #[test]
    fn a_number_sign_of_another_meaning_stays() {
        for title in [
            "#12",
            "#12 Warm Starts",
            "Warm #12 Starts",
            "Warm Starts C#",
            "Warm Starts #warm",
            "Warm Starts brewd#12",
            "Warm Starts `#12`",
            "Warm Starts ([#12](https://git.example/kettle/brewd/issues/12))",
            "Warm Starts (after #12)",
            "Warm Starts https://git.example/kettle/brewd/pull/12",
            "Warm Starts https://git.example/kettle/brewd/issues",
        ] {
            assert_eq!(read(title), format!("| {title}"));
        }
    }

    #[test]
    fn a_paste_is_one_topic_a_line() {
        let pasted = "\u{feff}# 🔥 Warm Starts\r\n\r\n - \n---\n* * *\n##\n```\n- [ ]\n* 🫖 One Log\r1. Third\n";
        let titles: Vec<String> = parse_titles(pasted).into_iter().map(|line| line.title).collect();
        assert_eq!(titles, ["Warm Starts", "One Log", "Third"]);
        assert_eq!(parse_titles(" \n"), []);
    }

    #[test]
    fn nothing_is_taken_out_of_a_line_too_long_for_a_title() {
        let line = "🔥 @a ".repeat(200_000);
        assert_eq!(parse_title(&line).title, line.trim());

        for text in ["@a ", "`", "[a](", "](", "(", "#1 ", "@a,"] {
            let read = parse_title(&text.repeat(MAX_LINE / text.len()));
            assert!(read.title.len() <= MAX_LINE, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_line_holds_only_parts_of_it_come_out(
            line in r"[-#*0-9\[\]() .,:@/`<>&qé🔥\u{fe0f}\u{200d}]{0,24}(@q|#1|https://a\.b/issues/1)?[ .)\]>]{0,2}"
        ) {
            let read = parse_title(&line);
            let owners = read.owners.iter().map(String::as_str);
            let words = read.title.split(|c: char| !c.is_alphanumeric()).chain(owners).chain(read.emoji.as_deref()).chain(read.issue.as_deref());
            for word in words {
                prop_assert!(line.contains(word), "`{word}` is not of `{line}`");
            }
            prop_assert_eq!(read.title.trim(), &read.title);
        }
    }
}
