//! A page's text apart from how its file is written: line ends, mark, last line end.

use crate::event::FileForm;
use crate::event::Newline;

/// The mark some editors put at the beginning of a file.
const MARK: char = '\u{feff}';

/// The text with `\n` at its line ends and without a mark, and what its file has instead.
///
/// Where line ends differ, or a carriage return stands elsewhere than in one, all stay in the text.
pub(super) fn unify(mut text: String) -> (String, FileForm) {
    let mut form = FileForm::default();
    if text.starts_with(MARK) {
        text.drain(..MARK.len_utf8());
        form.bom = true;
    }
    let returns = if text.contains('\r') { text.matches("\r\n").count() } else { 0 };
    if returns > 0 {
        let lines = text.bytes().filter(|byte| *byte == b'\n').count();
        if lines == returns && !text.contains("\r\r\n") {
            text = text.replace("\r\n", "\n");
            form.newline = Newline::Crlf;
        } else {
            form.newline = Newline::Mixed;
        }
    }
    form.final_newline = text.ends_with('\n');
    (text, form)
}

/// Whether a line begins with that byte.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n')
}

/// Where the line of a byte begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// Where the line of a byte ends, before its line end.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end)
}

/// The longest line that a field holds, in bytes; nobody writes longer ones by hand.
pub(super) const LONGEST: usize = 8192;

/// Whether a field of one line can hold the text.
pub(super) fn is_line(text: &str) -> bool {
    text.len() <= LONGEST && !text.trim().is_empty() && !text.contains(['\n', '\r'])
}
