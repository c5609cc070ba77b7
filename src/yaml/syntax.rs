//! What is no YAML, in the words of people who do not know its grammar.
//!
//! The parser says what it expected; here is said what was probably meant, where the slip is (which is often before
//! the place where the parser gave up), and what to do about it.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::source::Span;

use super::read::MAX_DEPTH;

/// The place where the parser gave up.
pub(super) struct Fault<'a> {
    /// The whole text.
    pub(super) text: &'a str,
    /// The byte where the parser stood.
    pub(super) at: usize,
    /// The byte of the innermost bracket that is open there, where one is known.
    pub(super) bracket: Option<usize>,
    /// The index of the source.
    pub(super) source: u16,
    /// Where the text begins in its source.
    pub(super) base: usize,
}

const QUOTE_OR_BLOCK: &str = "put the value in double quotes, or write it as a block after `|`";

impl Fault<'_> {
    /// The parser's words in ours.
    pub(super) fn explain(&self, info: &str) -> Diagnostic {
        let says = |words: &str| info.contains(words);
        if let Some(conflict) = self.conflict() {
            return conflict;
        }
        if says("tab") && !says("unprintable") || says("must be followed by a valid YAML whitespace") {
            return self.tab();
        }
        if says("unexpected character") || says("mapping keys are not allowed") || says("anchor or alias") {
            return self.cannot_begin();
        }
        if says("unknown anchor") {
            return self.alias();
        }
        if says("directive") || says("tag") || says("handle") || says("cannot start with '-'") {
            return self.cannot_begin();
        }
        if says("only valid inside a block") {
            let help = "leave the `- ` out: within brackets a `,` parts the items";
            return self.error(self.character(), "a `- ` within brackets", "begins no item here", help);
        }
        if says("block sequence entries are not allowed") {
            let help = "begin the list on a line of its own, or put the value in quotes if it is text";
            return self.error(self.character(), "a list on the line of its key", "begins here", help);
        }
        if says("block scalar") && says("comment or line break") || says("indicator equal to 0") {
            let sign = self.text.get(self.character()).unwrap_or_default();
            let help = format!("begin the text on the next line, indented, or leave the `{sign}` out");
            return self.error(self.rest(), format!("text on the line of a `{sign}`"), "a block begins below it", help);
        }
        if says("wrongly indented line in block scalar") {
            let help = "take the blanks out of the empty line, or indent the text as far";
            return self.error(self.rest(), "bad indentation", "less than the empty line above", help);
        }
        if says("trailing content after double-quoted") {
            return self.after_quote();
        }
        if says("escape") || says("hexadecimal") {
            return self.escape();
        }
        if says("quoted scalar") {
            return self.unclosed_quote(self.at);
        }
        if says("misplaced bracket") {
            let sign = self.text.get(self.character()).unwrap_or_default();
            let help = "remove it, or put the value in quotes if it is text";
            return self.error(
                self.character(),
                format!("a `{sign}` that closes nothing"),
                "nothing is open here",
                help,
            );
        }
        if says("expected ','") || says("illegal placement of ':'") || says("in flow construct") || says("end of plain")
        {
            return self.in_brackets();
        }
        if says("node content") {
            return self.without_value();
        }
        if says("<document start>") || says("after document end") {
            let help = "one file is one event: remove the rest, or put it into a file of its own";
            return self.error(self.rest(), "text after the end of the event", "the event ended before this", help);
        }
        if says("mapping values are not allowed") {
            return self.second_colon();
        }
        if says("simple key") {
            return self.without_colon();
        }
        if says("expected key") || says("expected '-' indicator") || says("indentation") {
            return self.bad_indentation();
        }
        if says("comment intercepting") {
            return self.error(self.rest(), "a comment within a text", "the text goes on below", QUOTE_OR_BLOCK);
        }
        if says("byte order mark") {
            let help = "remove it: it can only be the first character of a file";
            return self.error(self.character(), "a byte order mark within the file", "an invisible character", help);
        }
        if says("comments must be separated") {
            let help = "put a blank before the `#` of a comment, or put the whole value in quotes";
            return self.error(self.character(), "a `#` right after a value", "read as a comment", help);
        }
        if says("recursion limit") {
            let message = format!("nested more than {MAX_DEPTH} levels deep");
            let help = "no event is that deep: are brackets missing their ends?";
            return Diagnostic::error("too-deep", message, self.place(self.character()), "far deeper here").help(help);
        }
        if says("may not precede any of") {
            let help = "write a blank after the `:`";
            return self.error(self.character(), "a `:` without a blank after it", "part of the text so far", help);
        }
        let help = "look at the quotes, brackets and indentation up to here";
        self.error(
            self.character(),
            format!("this is no YAML: {}", info.replace('`', "'")),
            "understood up to here",
            help,
        )
    }

    fn error(
        &self,
        range: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::error("syntax", message, self.place(range), label).help(help)
    }

    fn place(&self, range: Range<usize>) -> Place {
        Place { source: self.source, span: Span::new(self.base + range.start, self.base + range.end) }
    }

    /// The character where the parser stood.
    fn character(&self) -> Range<usize> {
        let length = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        self.at..self.at + length
    }

    /// From there to the end of the line.
    fn rest(&self) -> Range<usize> {
        let line = self.line(self.at);
        let rest = self.text[self.at..line.end].trim_end();
        self.at..self.at + rest.len()
    }

    /// The line that a byte is on, without its end.
    fn line(&self, at: usize) -> Range<usize> {
        let is_end = ['\n', '\r'];
        let start = self.text[..at].rfind(is_end).map_or(0, |end| end + 1);
        let end = self.text[at..].find(is_end).map_or(self.text.len(), |length| at + length);
        start..end
    }

    /// The nearest line above that says something.
    fn line_above(&self, line: &Range<usize>) -> Option<Range<usize>> {
        let mut start = line.start;
        while start > 0 {
            let above = self.line(start - 1);
            let words = self.text[above.clone()].trim_start();
            if !words.is_empty() && !words.starts_with('#') {
                return Some(above);
            }
            start = above.start;
        }
        None
    }

    /// Where a line's words begin, after blanks and the `- ` of list items.
    fn words(&self, line: &Range<usize>) -> Range<usize> {
        let text = &self.text[line.clone()];
        let mut words = text.trim_start();
        while let Some(item) = words.strip_prefix("- ") {
            words = item.trim_start();
        }
        let start = line.start + text.len() - words.len();
        start..start + words.trim_end().len()
    }

    fn is_at_end(&self) -> bool {
        self.text[self.at..].trim().is_empty()
    }

    /// A merge that somebody has still to finish, if there is one.
    fn conflict(&self) -> Option<Diagnostic> {
        let is_marker = |line: &str| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ");
        let line = self.text.split(['\n', '\r']).find(|line| is_marker(line))?;
        let start = line.as_ptr() as usize - self.text.as_ptr() as usize;
        let help = "keep one of the two sides, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`";
        Some(self.error(start..start + line.trim_end().len(), "an unfinished merge", "git left this here", help))
    }

    fn tab(&self) -> Diagnostic {
        let line = self.line(self.at);
        let leading = |line: &Range<usize>| {
            let words = self.text[line.clone()].trim_start_matches([' ', '\t', '-']);
            let leading = &self.text[line.start..line.end - words.len()];
            leading.find('\t').map(|tab| line.start + tab)
        };
        // A parser that takes a tab for text only notices on one of the lines below.
        let below = self.text[line.end..].find('\t').map(|tab| line.end + tab).filter(|tab| {
            let line = self.line(*tab);
            self.text[line.start..*tab].trim_start_matches([' ', '-']).is_empty()
        });
        let tab = leading(&line).or_else(|| self.text[line.clone()].find(":\t").map(|colon| line.start + colon + 1));
        let Some(tab) = tab.or(below).or_else(|| self.text[line.clone()].find('\t').map(|tab| line.start + tab)) else {
            return self.error(self.character(), "a tab where YAML has blanks", "about here", "indent with blanks");
        };
        match self.text[..tab].chars().next_back() {
            Some(sign @ ('-' | ':')) => {
                let message = format!("a tab after `{sign}`");
                self.error(tab..tab + 1, message, "a tab", "write a blank instead")
            }
            _ => self.error(tab..tab + 1, "a tab cannot indent YAML", "a tab", "indent with blanks"),
        }
    }

    /// A value that begins with a character that means something to YAML.
    fn cannot_begin(&self) -> Diagnostic {
        let sign = self.text[self.at..].chars().next().unwrap_or_default();
        let label = match sign {
            '*' => "read as an alias",
            '&' => "read as an anchor",
            '!' => "read as a tag",
            '%' => "read as a directive",
            '?' => "read as a key",
            '-' => "read as a list",
            _ => "reserved by YAML",
        };
        let message = match sign {
            '`' => "a value cannot begin with a backtick".to_owned(),
            sign => format!("a value cannot begin with `{sign}`"),
        };
        self.error(self.character(), message, label, self.quoting())
    }

    /// The advice to quote the value that begins here, with the value if it is short.
    fn quoting(&self) -> String {
        let before = &self.text[self.line(self.at).start..self.at];
        let rest = &self.text[self.rest()];
        let in_brackets = before.rfind(['[', '{']) > before.rfind([']', '}']);
        let end = if in_brackets { rest.find([',', ']', '}']).unwrap_or(rest.len()) } else { rest.len() };
        let value = rest[..end].trim_end();
        if value.is_empty() || value.len() > 60 || value.contains(['"', '\\']) {
            return QUOTE_OR_BLOCK.to_owned();
        }
        format!("put it in quotes: \"{value}\"")
    }

    fn alias(&self) -> Diagnostic {
        let rest = &self.text[self.rest()];
        let name = rest.trim_start_matches('*');
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let end = name.find(|c| !is_name(c)).unwrap_or(name.len());
        let is_alias = rest.len() - name.len() == 1
            && matches!(name[end..].trim_start().chars().next(), None | Some(',' | ']' | '}'));
        if !is_alias || end == 0 {
            return self.cannot_begin();
        }
        let name = &name[..end];
        let message = format!("nothing is named `&{name}`");
        self.error(self.at..self.at + 1 + end, message, "repeats what was never said", self.quoting())
    }

    fn after_quote(&self) -> Diagnostic {
        let bytes = self.text.as_bytes();
        let before = self.text[..self.at].trim_end_matches([' ', '\t']);
        let close = before.len().saturating_sub(1);
        let quote = bytes.get(close).copied().unwrap_or(b'"');
        let open = opening_quote(bytes, close, quote);
        if open < self.line(self.at).start {
            let left_over = self.place(self.rest());
            return self.unclosed_quote(open).related(left_over, "the next quote ended it, and this is left over");
        }
        let help = match (quote, self.text[self.at..].chars().next()) {
            (_, Some('"' | '\'' | '{' | '[')) => "put a `,` between the two".to_owned(),
            (b'\'', _) => "write `''` for an apostrophe, or put the value in double quotes".to_owned(),
            _ => "put the whole value in quotes, with `\\\"` for a quote inside it".to_owned(),
        };
        self.error(self.rest(), "text after the closing quote", "the value ended before this", help)
    }

    /// The backslash that begins no escape of YAML (1.2, 5.7), in the double quotes that begin here.
    fn escape(&self) -> Diagnostic {
        let inside = self.at + 1;
        let text = self.text.get(inside..).unwrap_or_default();
        let mut characters = text.char_indices();
        while let Some((at, character)) = characters.next() {
            if character != '\\' {
                continue;
            }
            let Some((_, sign)) = characters.next() else { break };
            let start = inside + at;
            let digits = match sign {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                '0' | 'a' | 'b' | 't' | 'n' | 'v' | 'f' | 'r' | 'e' | '"' | '/' | '\\' | 'N' | '_' | 'L' | 'P' => {
                    continue;
                }
                ' ' | '\t' | '\n' | '\r' => continue,
                sign => {
                    let help = "write `\\\\` for a backslash, or put the value in single quotes";
                    let range = start..start + 1 + sign.len_utf8();
                    return self.error(range, format!("`\\{sign}` means nothing"), "begins no escape", help);
                }
            };
            let code = text[at + 2..].chars().take(digits).take_while(char::is_ascii_hexdigit).count();
            let range = start..start + 2 + code;
            let number = u32::from_str_radix(&self.text[start + 2..range.end], 16);
            if code < digits {
                let message = format!("`\\{sign}` without its {digits} hexadecimal digits");
                return self.error(range, message, "cut short", "write `\\\\` for a backslash");
            }
            if number.ok().and_then(char::from_u32).is_none() {
                let message = format!("`{}` is no character", &self.text[range.clone()]);
                return self.error(range, message, "no such character", "write the character itself");
            }
        }
        self.error(self.character(), "an escape that means nothing", "in here", "write `\\\\` for a backslash")
    }

    /// A quote at `open` that is not closed, or not where the parser looks for it.
    fn unclosed_quote(&self, open: usize) -> Diagnostic {
        let quote = if self.text[open..].starts_with('\'') { '\'' } else { '"' };
        let inside = if quote == '\'' { "''" } else { "\\\"" };
        let help = format!("end the value with `{quote}`, and write `{inside}` for a quote inside it");
        self.error(open..open + 1, "a quote is not closed", "opened here", help)
    }

    /// Something within brackets that is neither the next item nor their end.
    fn in_brackets(&self) -> Diagnostic {
        let Some(open) = self.bracket.or_else(|| self.open_bracket()) else { return self.bad_indentation() };
        let (sign, end, other, what) = match self.text[open..].starts_with('{') {
            true => ('{', '}', ']', "mapping"),
            false => ('[', ']', '}', "list"),
        };
        let help = format!("close it with `{end}`");
        if self.is_at_end() {
            return self.error(open..open + 1, format!("a `{sign}` is not closed"), "opened here", help);
        }
        let opened = self.place(open..open + 1);
        if self.text[self.at..].starts_with(other) {
            let message = format!("a `{sign}` is closed by a `{other}`");
            let diagnostic = self.error(self.character(), message, format!("a `{end}` belongs here"), help);
            return diagnostic.related(opened, "opened here");
        }
        let (first, line) = (self.line(open), self.line(self.at));
        let indentation = |line: &Range<usize>| self.words(line).start - line.start;
        if first.start < line.start && indentation(&line) <= indentation(&first) {
            let diagnostic = self.error(open..open + 1, format!("a `{sign}` is not closed"), "opened here", help);
            return diagnostic.related(self.place(self.words(&line)), "read as part of it");
        }
        if self.text[self.at..].starts_with(':') {
            let help = "put the value in double quotes, or a `,` where the next field begins";
            let message = format!("a second `:` in one field of a `{sign}`");
            return self.error(self.character(), message, "read as a key", help).related(opened, format!("the {what}"));
        }
        let message = format!("a `,` is missing in a {what}");
        let help = format!("put a `,` before it, or put the whole value in quotes; a {what} ends with `{end}`");
        self.error(self.rest(), message, "a `,` belongs before this", help).related(opened, format!("the {what}"))
    }

    /// The bracket that is open here, by a look back over the last few lines that counts brackets.
    fn open_bracket(&self) -> Option<usize> {
        const REACH: usize = 16 * 1024;
        let before = self.text.as_bytes().iter().enumerate().take(self.at);
        let mut closed = 0usize;
        for (at, byte) in before.skip(self.at.saturating_sub(REACH)).rev() {
            match byte {
                b']' | b'}' => closed += 1,
                b'[' | b'{' if closed == 0 => return Some(at),
                b'[' | b'{' => closed -= 1,
                _ => {}
            }
        }
        None
    }

    fn without_value(&self) -> Diagnostic {
        if self.is_at_end() {
            return self.in_brackets();
        }
        let sign = self.text.get(self.character()).unwrap_or_default();
        let message = format!("a `{sign}` without a value before it");
        let help = format!("remove the `{sign}`, or put the value in quotes if it begins with one");
        self.error(self.character(), message, "a value belongs before this", help)
    }

    /// A `: ` where no key can be: within a value, or after a key that the line above took in.
    fn second_colon(&self) -> Diagnostic {
        let line = self.line(self.at);
        let words = self.words(&line);
        if self.text[line.start..words.start].contains('\t') {
            return self.tab();
        }
        let key = &self.text[words.start..self.at.max(words.start)];
        let above = self.line_above(&line).map(|line| (self.words(&line), line));
        let Some((above, above_line)) = above.filter(|_| !key.contains(": ") && !key.is_empty()) else {
            return self.error(
                self.character(),
                "a `: ` in a value without quotes",
                "read as a second key",
                QUOTE_OR_BLOCK,
            );
        };
        let column = |words: &Range<usize>, line: &Range<usize>| words.start - line.start;
        if column(&words, &line) > column(&above, &above_line) {
            let help = "line it up with the other fields";
            let range = words.start..self.at;
            return self.error(range, "bad indentation", "read as more of the line above", help);
        }
        self.no_field(above)
    }

    /// A line that should have been a field, somewhere before the place where the parser missed its colon.
    fn without_colon(&self) -> Diagnostic {
        const LONGEST_KEY: usize = 1024;
        let line = self.line(self.at);
        let before = &self.text[line.start..self.at];
        if before.len() > LONGEST_KEY {
            let range = self.words(&line);
            let range = range.start..self.at.min(range.end).max(range.start);
            return self.error(
                range,
                "a key of more than 1024 characters",
                "",
                "write it as a value, after a short key",
            );
        }
        if self.is_at_end() && !before.trim().is_empty() {
            return self.no_field(self.words(&line));
        }
        let above = self.line_above(&line).unwrap_or(line);
        self.no_field(self.words(&above))
    }

    fn no_field(&self, words: Range<usize>) -> Diagnostic {
        let line = self.line(words.start);
        if self.text[line.start..words.start].contains('\t') {
            return self.tab();
        }
        let text = &self.text[words.clone()];
        let lacks_blank = text.split_once(':').is_some_and(|(_, after)| !after.starts_with(['/', ' ']));
        let help = if lacks_blank {
            "put a blank after the `:`"
        } else {
            "write it as `key: value`, or indent it like the text it belongs to"
        };
        self.error(words, "a line that is no field", "there is no `: ` in it", help)
    }

    /// Something that fits nothing above it: bad indentation, if it begins its line.
    fn bad_indentation(&self) -> Diagnostic {
        let line = self.line(self.at);
        let words = self.words(&line);
        let before = &self.text[line.start..self.at];
        if before.contains('\t') {
            return self.tab();
        }
        if before.trim_start_matches([' ', '-']).is_empty() {
            let item = self.text[line.clone()].trim_start();
            let start = line.end - item.len();
            let (range, help) = if item.starts_with("- ") || item == "-" {
                (start..words.end.max(start + 1), "line it up with the other `- ` of its list")
            } else {
                (words, "line it up with the other fields, or with the text it belongs to")
            };
            return self.error(range, "bad indentation", "fits nothing above it", help);
        }
        let after = before.trim_end().chars().next_back();
        match after {
            Some(sign @ (']' | '}')) => {
                let message = format!("text after the closing `{sign}`");
                self.error(self.rest(), message, "the value ended before this", QUOTE_OR_BLOCK)
            }
            _ => self.error(self.rest(), "text where nothing can stand", "the value ended before this", QUOTE_OR_BLOCK),
        }
    }
}

/// The quote that opens what the one at `close` closes.
fn opening_quote(bytes: &[u8], close: usize, quote: u8) -> usize {
    let mut before = bytes.get(..close).unwrap_or_default();
    while let Some((last, earlier)) = before.split_last() {
        before = earlier;
        if *last != quote {
            continue;
        }
        if quote == b'\''
            && let Some((_, earlier)) = before.split_last().filter(|(last, _)| **last == quote)
        {
            before = earlier;
            continue;
        }
        let backslashes = before.iter().rev().take_while(|byte| **byte == b'\\').count();
        if quote == b'\'' || backslashes % 2 == 0 {
            return before.len();
        }
    }
    close
}
