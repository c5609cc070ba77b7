//! The place of a document in a file that holds more: between `<!-- afterword: agenda 2025-11 -->` and
//! `<!-- afterword: end -->`, each alone on its line. Whoever writes there changes no other byte.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::grammar::ticked;
use crate::markdown::BlockKind;
use crate::markdown::blocks;
use crate::source::Span;

/// The line that ends a place.
pub const END: &str = "<!-- afterword: end -->";

/// The line that begins the place of a document of an event.
pub fn beginning(document: &str, event: &str) -> String {
    format!("<!-- afterword: {document} {event} -->")
}

/// What stands in the place of a document of an event, from the line after its beginning to the line of its end;
/// nothing where the text has no such place.
///
/// Lines in code are no marks.
///
/// # Errors
///
/// A place that does not end, or of which there are two.
pub fn find(text: &str, document: &str, event: &str) -> Result<Option<Range<usize>>, Box<Diagnostic>> {
    let wanted = [document, event];
    let mut place: Option<(Range<usize>, Range<usize>)> = None;
    let mut marks = marks(text).into_iter().peekable();
    while let Some(mark) = marks.next() {
        if mark.words != wanted {
            continue;
        }
        let end = marks.peek().filter(|next| next.words == ["end"]).map(|next| next.line.start);
        let shown = ticked(beginning(document, event));
        let Some(end) = end else {
            let message = format!("the place of {shown} does not end");
            let mut error = Diagnostic::error("marked-place", message, place_of(&mark.written), "begins here")
                .help(format!("put {} on a line of its own where it ends", ticked(END)));
            if let Some(next) = marks.peek() {
                error = error.related(place_of(&next.written), "here another one begins");
            }
            return Err(Box::new(error));
        };
        if let Some((first, _)) = place {
            let message = format!("there are two places of {shown}");
            let error = Diagnostic::error("marked-place", message, place_of(&mark.written), "the second")
                .related(place_of(&first), "the first")
                .help("keep the marks of one of them");
            return Err(Box::new(error));
        }
        place = Some((mark.written, mark.line.end..end));
    }
    Ok(place.map(|(_, content)| content))
}

/// The text with a document in such a place, in the line ends of the text and with as many blank lines around it as
/// there were, or one where the place was empty.
pub fn replaced(text: &str, content: &Range<usize>, document: &str) -> String {
    let before = text.get(..content.start).unwrap_or_default();
    let old = text.get(content.clone()).unwrap_or_default();
    let line_end = if before.ends_with("\r\n") { "\r\n" } else { "\n" };
    let is_blank = |line: &&str| line.trim().is_empty();
    let (above, below) = if old.trim().is_empty() {
        (line_end.to_owned(), line_end.to_owned())
    } else {
        let lines: Vec<&str> = old.split_inclusive('\n').collect();
        let above = lines.iter().copied().take_while(is_blank).collect();
        let mut below: Vec<&str> = lines.iter().copied().rev().take_while(is_blank).collect();
        below.reverse();
        (above, below.concat())
    };
    let document = document.trim_end_matches(['\n', '\r']).replace("\r\n", "\n").replace('\n', line_end);
    let after = text.get(content.end..).unwrap_or_default();
    [before, &above, &document, line_end, &below, after].concat()
}

/// A comment of ours that is alone on its line.
struct Mark<'t> {
    words: Vec<&'t str>,
    /// With its line end.
    line: Range<usize>,
    written: Range<usize>,
}

fn marks(text: &str) -> Vec<Mark<'_>> {
    let mut marks = Vec::new();
    if !text.contains("afterword:") {
        return marks;
    }
    // Behind a byte order mark the parser sees no comment.
    let first = text.len() - text.trim_start_matches('\u{feff}').len();
    for block in blocks(&text[first..]).into_iter().filter(|block| block.kind == BlockKind::Html) {
        // A block need not begin where its line does, nor hold its last line end.
        let mut start = text[first..first + block.range.start].rfind('\n').map_or(first, |at| first + at + 1);
        while start < first + block.range.end {
            let end = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
            let line = &text[start..end];
            marks.extend(mark(line).map(|words| {
                let written = start + line.len() - line.trim_start().len();
                Mark { words, line: start..end, written: written..written + line.trim().len() }
            }));
            start = end;
        }
    }
    marks
}

/// The words of a mark: those of a place, or `end`. Notes under headings and what silences `check` are none.
fn mark(line: &str) -> Option<Vec<&str>> {
    let inner = line.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    let words: Vec<&str> = inner.trim().strip_prefix("afterword:")?.split_whitespace().collect();
    match words.as_slice() {
        ["end"] => Some(words),
        [first, _] if *first != "ignore" && !inner.contains('=') => Some(words),
        _ => None,
    }
}

fn place_of(range: &Range<usize>) -> Place {
    Place { source: 0, span: Span::new(range.start, range.end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(text: &str) -> Result<Option<String>, String> {
        let found = find(text, "agenda", "2025-11").map_err(|error| {
            let at = &text[..error.primary.span.range().start];
            format!("{}: {}", at.matches('\n').count() + 1, error.message)
        })?;
        Ok(found.map(|content| replaced(text, &content, "New\n\n* list\n")))
    }

    #[test]
    fn what_stands_in_the_place_is_replaced_and_nothing_else() {
        let text = "# Reviews \r\n\n<!-- afterword: agenda 2025-11 -->\nOld\n\n| a |\n|---|\n\n<!-- afterword: end -->\n\
                    Rest  \n<!-- afterword: agenda 2025-06 -->\nStays\n<!-- afterword: end -->";
        let expected = text.replace("Old\n\n| a |\n|---|\n", "New\n\n* list\n");
        assert_eq!(put(text), Ok(Some(expected.clone())));
        assert_eq!(put(&expected), Ok(Some(expected)));
    }

    #[test]
    fn an_empty_place_gets_blank_lines_and_others_keep_theirs() {
        let place = |content: &str| format!("<!--afterword: agenda  2025-11-->\n{content}  <!-- afterword: end -->\n");
        for (old, new) in [
            ("", "\nNew\n\n* list\n\n"),
            ("\n\n\n", "\nNew\n\n* list\n\n"),
            ("Old\n", "New\n\n* list\n"),
            ("\n \nOld\n\n", "\n \nNew\n\n* list\n\n"),
        ] {
            assert_eq!(put(&place(old)), Ok(Some(place(new))));
        }
    }

    #[test]
    fn the_line_ends_are_those_of_the_text() {
        let text = "A\r\n\r\n<!-- afterword: agenda 2025-11 -->\r\n\r\nOld\r\n\r\n<!-- afterword: end -->\r\nB\r\n";
        assert_eq!(put(text), Ok(Some(text.replace("Old", "New\r\n\r\n* list"))));
        let marked = text.replacen("A\r\n\r\n", "\u{feff}", 1);
        assert_eq!(put(&marked), Ok(Some(marked.replace("Old", "New\r\n\r\n* list"))));
    }

    #[test]
    fn marks_in_code_and_other_comments_are_none() {
        let text = "```\n<!-- afterword: agenda 2025-11 -->\n<!-- afterword: end -->\n```\n\n    <!-- afterword: agenda 2025-11 -->\n\n\
                    `<!-- afterword: agenda 2025-11 -->`\n\n<!-- afterword: ignore agenda -->\n\n<!-- afterword: agenda 2025-12 -->\n";
        assert_eq!(put(text), Ok(None));
    }

    #[test]
    fn other_comments_of_ours_may_stand_in_a_place() {
        for comment in ["<!-- afterword: ignore tab -->", "<!-- afterword: note=1 b -->"] {
            let text = format!("\n<!-- afterword: agenda 2025-11 -->\nOld\n\n{comment}\n<!-- afterword: end -->\n");
            let new = "\n<!-- afterword: agenda 2025-11 -->\nNew\n\n* list\n<!-- afterword: end -->\n";
            assert_eq!(put(&text), Ok(Some(new.to_owned())));
        }
    }

    #[test]
    fn a_mark_is_told_without_what_stands_around_it() {
        let text = "A\n\n  <!-- afterword: agenda 2025-11 --> \nB\n\n<!-- afterword: post 2025-11 -->\n";
        let error = find(text, "agenda", "2025-11").unwrap_err();
        assert_eq!(&text[error.primary.span.range()], "<!-- afterword: agenda 2025-11 -->");
        assert_eq!(&text[error.related[0].span.range()], "<!-- afterword: post 2025-11 -->");
    }

    #[test]
    fn a_place_that_does_not_end_or_is_there_twice_is_an_error() {
        let begin = "<!-- afterword: agenda 2025-11 -->";
        let missing = Err(format!("2: the place of `{begin}` does not end"));
        assert_eq!(put(&format!("A\n{begin}\nB\n")), missing);
        assert_eq!(put(&format!("A\n{begin}\n\n<!-- afterword: post 2025-11 -->\n<!-- afterword: end -->\n")), missing);
        let once = format!("{begin}\n<!-- afterword: end -->\n");
        assert_eq!(put(&format!("{once}{once}")), Err(format!("3: there are two places of `{begin}`")));
    }
}
