//! What the parser takes its characters from.

use std::str::Chars;

use saphyr_parser::Input;

/// A text, as the parser reads it.
///
/// The parser's own input for texts always claims to have characters looked ahead at, and so the parser takes each
/// character of a block by itself: looks at it, keeps it, steps over it. This one has none once something was taken,
/// and so lines of a block are taken in one go. Blocks are most of an event file, and this makes reading them a third
/// faster.
pub(in crate::yaml) struct Text<'a> {
    rest: Chars<'a>,
    /// Whether the parser has asked to look ahead since it last took something.
    is_ahead: bool,
}

impl<'a> Text<'a> {
    pub(in crate::yaml) fn new(text: &'a str) -> Self {
        Self { rest: text.chars(), is_ahead: false }
    }
}

/// What stands for the end, and for what lies behind it.
const END: char = '\0';

impl Input for Text<'_> {
    #[inline]
    fn lookahead(&mut self, _count: usize) {
        self.is_ahead = true;
    }

    #[inline]
    fn buf_is_empty(&self) -> bool {
        !self.is_ahead
    }

    /// All of the text can be looked at, whatever was asked for.
    #[inline]
    fn buflen(&self) -> usize {
        self.bufmaxlen()
    }

    /// The parser reserves room for as many characters at once.
    #[inline]
    fn bufmaxlen(&self) -> usize {
        16
    }

    #[inline]
    fn raw_read_ch(&mut self) -> char {
        self.rest.next().unwrap_or(END)
    }

    #[inline]
    fn raw_read_non_breakz_ch(&mut self) -> Option<char> {
        let mut rest = self.rest.clone();
        let next = rest.next().filter(|&next| !matches!(next, '\n' | '\r' | END | '\u{feff}'))?;
        self.rest = rest;
        Some(next)
    }

    #[inline]
    fn skip(&mut self) {
        self.rest.next();
        self.is_ahead = false;
    }

    #[inline]
    fn skip_n(&mut self, count: usize) {
        for _ in 0..count {
            self.skip();
        }
    }

    #[inline]
    fn peek(&self) -> char {
        self.peek_opt().unwrap_or(END)
    }

    #[inline]
    fn peek_nth(&self, n: usize) -> char {
        self.rest.clone().nth(n).unwrap_or(END)
    }

    #[inline]
    fn peek_opt(&self) -> Option<char> {
        self.rest.clone().next()
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;
    use saphyr_parser::Parser;

    use super::*;

    /// All events with their positions, up to the first error.
    fn events(parser: Parser<'_, impl Input>) -> Vec<String> {
        let mut seen = Vec::new();
        for event in parser {
            seen.push(format!("{event:?}"));
            if event.is_err() {
                break;
            }
        }
        seen
    }

    const PIECES: &[&str] = &[
        "a: ",
        "b",
        "é🔥",
        "|",
        ">",
        "|2",
        "|+",
        ">-",
        "\n",
        "\n",
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "  ",
        "      ",
        "                  ",
        "\t",
        "- ",
        "? ",
        ": ",
        "---",
        "...",
        "--",
        "#",
        " # c",
        "'",
        "\"",
        "\\",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&x ",
        "*x",
        "!t ",
        "!!str ",
        "%YAML 1.2",
        "\u{feff}",
        "\u{85}",
        "\u{2028}",
        "word word",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

        #[test]
        fn the_parser_reads_the_same_as_from_its_own_input(pieces in vec(select(PIECES), 0..40)) {
            let text = pieces.concat();
            prop_assert_eq!(events(Parser::new(Text::new(&text))), events(Parser::new_from_str(&text)), "{:?}", text);
        }
    }
}
