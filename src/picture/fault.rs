//! Why a picture can't be shown, in words that fit behind the picture's path and a colon.

use thiserror::Error;

use super::Format;

/// Why a picture can't be shown, or not all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// There is no byte.
    #[error("it is empty (0 bytes)")]
    Empty,
    /// It is something else: a page of HTML that was saved in the picture's place, say.
    #[error("it is no picture: it holds {holds}")]
    NotPicture {
        /// What it is, with its article.
        holds: &'static str,
    },
    /// It is a picture, and few browsers show such.
    #[error("it holds {holds}, which most browsers do not show")]
    Unshown {
        /// What it is, with its article.
        holds: &'static str,
    },
    /// It ends too early.
    #[error("it is cut off: {0}")]
    CutOff(Missing),
    /// It is not as its format wants it.
    #[error("it is damaged: {0}")]
    Damaged(#[from] Damage),
}

/// How a file shows that it ends too early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Missing {
    /// What marks the end of such a picture is not there.
    #[error("the end of the {} ({mark}) is missing", .format.name())]
    End {
        /// The format.
        format: Format,
        /// What marks its end.
        mark: &'static str,
    },
    /// The file says of itself that it is longer.
    #[error("the {} should have {stated} bytes and has {found}", .format.name())]
    Bytes {
        /// The format.
        format: Format,
        /// The length it states, at least.
        stated: u64,
        /// The length it has.
        found: u64,
    },
}

/// In what way a file is not as its format wants it. Places are offsets of bytes, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Damage {
    /// The bytes of a PNG's chunk are not those that were written.
    #[error("the checksum of the chunk {} at byte {at} of the PNG is wrong", .chunk.escape_ascii())]
    Checksum {
        /// The type of the chunk.
        chunk: [u8; 4],
        /// Where the chunk begins.
        at: usize,
    },
    /// A part without which nothing can be shown is not there.
    #[error("the {} has no {part}", .format.name())]
    Lacks {
        /// The format.
        format: Format,
        /// The part.
        part: &'static str,
    },
    /// No pixel.
    #[error("it measures {width} × {height} pixels")]
    NoArea {
        /// The width it states.
        width: u32,
        /// The height it states.
        height: u32,
    },
    /// A part that cannot be read: its length does not fit what it holds, or it holds what cannot be.
    #[error("{part} at byte {at} of the {} does not hold what it should", .format.name())]
    Part {
        /// The format.
        format: Format,
        /// The part.
        part: &'static str,
        /// Where it begins.
        at: usize,
    },
    /// Bytes where something else should begin.
    #[error("at byte {at} of the {}, where {expected} should begin, stand other bytes", .format.name())]
    Unexpected {
        /// The format.
        format: Format,
        /// What should begin there.
        expected: &'static str,
        /// Where.
        at: usize,
    },
    /// An end tag of SVG that is not that of the element which is open.
    #[error("the end tag at byte {at} of the SVG does not close the element that is open")]
    Nesting {
        /// Where the tag begins.
        at: usize,
    },
    /// A program took the picture for text and converted the ends of its lines.
    #[error("ends of lines were converted in it, as if it were text")]
    LineEnds,
    /// A program took the picture for text and replaced what is no UTF-8.
    #[error("it was saved as text, and bytes were lost")]
    SavedAsText,
}
