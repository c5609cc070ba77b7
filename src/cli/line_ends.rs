//! How the file of an event is written beside its text: line ends, byte order mark.

/// What some editors put at the beginning of a file.
pub(super) const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// How the lines of a file end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnds {
    Unix,
    Windows,
}

impl LineEnds {
    /// The text with `\n` at its line ends, and what they were.
    pub(super) fn unify(text: &str) -> (String, Self) {
        if text.contains("\r\n") { (text.replace("\r\n", "\n"), Self::Windows) } else { (text.to_owned(), Self::Unix) }
    }

    /// The text with the line ends that the file had.
    pub(super) fn restore(self, text: String) -> String {
        match self {
            Self::Unix => text,
            Self::Windows => text.replace('\n', "\r\n"),
        }
    }
}
