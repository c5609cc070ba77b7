//! How far a topic came.

/// How far a topic came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not reported yet.
    Open,
    /// Achieved.
    Done,
    /// Achieved in part.
    Partial,
    /// Not worked on, or given up: it leaves the page, not the file.
    Dropped,
    /// Worked on at another event: likewise.
    Moved,
}

impl State {
    /// The words a file may use, each with its state.
    pub const NAMES: &[(&str, Self)] = &[
        ("open", Self::Open),
        ("planned", Self::Open),
        ("partial", Self::Partial),
        ("done", Self::Done),
        ("dropped", Self::Dropped),
        ("moved", Self::Moved),
    ];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Partial => "partial",
            Self::Dropped => "dropped",
            Self::Moved => "moved",
        }
    }

    /// Whether a topic in this state stands on the page.
    pub fn is_drawn(self) -> bool {
        !matches!(self, Self::Dropped | Self::Moved)
    }
}
