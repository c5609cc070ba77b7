//! The text on its way to the parser, which is cut off where the parser would hoard it.
//!
//! A collection in brackets may turn out to be the key of a mapping, so the parser keeps all its tokens until the
//! closing bracket: 16 MiB of `1,1,1` would fill gigabytes before the first node could be counted. What is said here
//! is how much of that it takes at once.

use std::cell::Cell;
use std::rc::Rc;

use saphyr_parser::Input;
use saphyr_parser::input::SkipTabs;

use super::read::input::Text;

/// How many tokens the parser may take in without saying anything, a word of a text without a block being one as well.
const HOARD: usize = 400_000;

/// How far the parser looks ahead where a token begins; nowhere else within a block of text.
const TOKEN_BEGINS: usize = 4;

/// What goes before a text that is one collection in brackets, as JSON is: after it a bracket begins no key, so its
/// tokens need not wait for the end of the text.
const NO_KEY: &str = "--- ";

/// A text for the parser.
pub(super) struct Metered<'a> {
    inner: Text<'a>,
    /// What follows, while `inner` is [`NO_KEY`].
    next: Option<&'a str>,
    meter: Meter,
}

/// What the reader knows of the text's way into the parser.
#[derive(Clone, Debug, Default)]
pub(super) struct Meter {
    taken: Rc<Cell<usize>>,
    /// How many characters the parser's positions are ahead of the text's, or behind.
    pub(super) shift: isize,
}

impl Meter {
    /// Says that the parser has said something.
    pub(super) fn reset(&self) {
        self.taken.set(0);
    }

    /// Whether the text was cut off.
    pub(super) fn is_exceeded(&self) -> bool {
        self.taken.get() > HOARD
    }
}

impl<'a> Metered<'a> {
    /// The text for the parser, and its meter.
    pub(super) fn new(text: &'a str) -> (Self, Meter) {
        let trimmed = text.trim_start_matches([' ', '\n', '\r']);
        if !trimmed.starts_with(['[', '{']) {
            let meter = Meter::default();
            return (Self { inner: Text::new(text), next: None, meter: meter.clone() }, meter);
        }
        // Only ASCII was trimmed, and the parser counts characters.
        let left_out = text.len() - trimmed.len();
        let meter = Meter { shift: NO_KEY.len() as isize - left_out as isize, ..Meter::default() };
        (Self { inner: Text::new(NO_KEY), next: Some(trimmed), meter: meter.clone() }, meter)
    }

    fn advance(&mut self) {
        if self.next.is_some()
            && self.inner.peek_opt().is_none()
            && let Some(next) = self.next.take()
        {
            self.inner = Text::new(next);
        }
    }
}

impl Input for Metered<'_> {
    #[inline]
    fn lookahead(&mut self, count: usize) {
        if count == TOKEN_BEGINS {
            self.meter.taken.set(self.meter.taken.get() + 1);
            if self.meter.is_exceeded() {
                self.inner = Text::new("");
            }
        }
        self.inner.lookahead(count);
    }

    #[inline]
    fn buflen(&self) -> usize {
        self.inner.buflen()
    }

    #[inline]
    fn bufmaxlen(&self) -> usize {
        self.inner.bufmaxlen()
    }

    #[inline]
    fn raw_read_ch(&mut self) -> char {
        self.inner.raw_read_ch()
    }

    #[inline]
    fn raw_read_non_breakz_ch(&mut self) -> Option<char> {
        self.inner.raw_read_non_breakz_ch()
    }

    #[inline]
    fn skip(&mut self) {
        self.inner.skip();
        self.advance();
    }

    #[inline]
    fn skip_n(&mut self, count: usize) {
        self.inner.skip_n(count);
        self.advance();
    }

    #[inline]
    fn peek(&self) -> char {
        self.inner.peek()
    }

    #[inline]
    fn peek_nth(&self, n: usize) -> char {
        self.inner.peek_nth(n)
    }

    #[inline]
    fn peek_opt(&self) -> Option<char> {
        self.inner.peek_opt()
    }

    // The rest has definitions of its own in the trait; these are faster over a text.

    #[inline]
    fn buf_is_empty(&self) -> bool {
        self.inner.buf_is_empty()
    }

    #[inline]
    fn look_ch(&mut self) -> char {
        self.inner.look_ch()
    }

    #[inline]
    fn next_char_is(&self, c: char) -> bool {
        self.inner.next_char_is(c)
    }

    #[inline]
    fn nth_char_is(&self, n: usize, c: char) -> bool {
        self.inner.nth_char_is(n, c)
    }

    #[inline]
    fn next_2_are(&self, c1: char, c2: char) -> bool {
        self.inner.next_2_are(c1, c2)
    }

    #[inline]
    fn next_3_are(&self, c1: char, c2: char, c3: char) -> bool {
        self.inner.next_3_are(c1, c2, c3)
    }

    #[inline]
    fn next_is_document_indicator(&self) -> bool {
        self.inner.next_is_document_indicator()
    }

    #[inline]
    fn next_is_document_start(&self) -> bool {
        self.inner.next_is_document_start()
    }

    #[inline]
    fn next_is_document_end(&self) -> bool {
        self.inner.next_is_document_end()
    }

    #[inline]
    fn next_can_be_plain_scalar(&self, in_flow: bool) -> bool {
        self.inner.next_can_be_plain_scalar(in_flow)
    }

    #[inline]
    fn next_is_blank_or_break(&self) -> bool {
        self.inner.next_is_blank_or_break()
    }

    #[inline]
    fn next_is_blank_or_breakz(&self) -> bool {
        self.inner.next_is_blank_or_breakz()
    }

    #[inline]
    fn next_is_blank(&self) -> bool {
        self.inner.next_is_blank()
    }

    #[inline]
    fn next_is_break(&self) -> bool {
        self.inner.next_is_break()
    }

    #[inline]
    fn next_is_breakz(&self) -> bool {
        self.inner.next_is_breakz()
    }

    #[inline]
    fn next_is_z(&self) -> bool {
        self.inner.next_is_z()
    }

    #[inline]
    fn next_is_flow(&self) -> bool {
        self.inner.next_is_flow()
    }

    #[inline]
    fn next_is_digit(&self) -> bool {
        self.inner.next_is_digit()
    }

    #[inline]
    fn next_is_alpha(&self) -> bool {
        self.inner.next_is_alpha()
    }

    #[inline]
    fn skip_while_non_breakz(&mut self) -> usize {
        self.inner.skip_while_non_breakz()
    }

    #[inline]
    fn skip_while_blank(&mut self) -> usize {
        self.inner.skip_while_blank()
    }

    #[inline]
    fn fetch_while_is_alpha(&mut self, out: &mut String) -> usize {
        self.inner.fetch_while_is_alpha(out)
    }

    #[inline]
    fn fetch_while_is_yaml_non_space(&mut self, out: &mut String) -> usize {
        self.inner.fetch_while_is_yaml_non_space(out)
    }

    #[inline]
    fn skip_ws_to_eol(&mut self, skip_tabs: SkipTabs) -> (usize, Result<SkipTabs, &'static str>) {
        let skipped = self.inner.skip_ws_to_eol(skip_tabs);
        self.advance();
        skipped
    }
}
