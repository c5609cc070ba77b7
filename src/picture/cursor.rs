//! A place in bytes that only moves forward. What reaches beyond the end is none, and moves nothing.

/// The bytes from a place on.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    length: usize,
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { length: bytes.len(), rest: bytes }
    }

    /// How many bytes are behind.
    pub(super) fn at(&self) -> usize {
        self.length.saturating_sub(self.rest.len())
    }

    /// The bytes ahead.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    pub(super) fn u16_be(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u16_le(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32_be(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn u32_le(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64_be(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }

    /// Moves up to the next such byte, onto it.
    pub(super) fn skip_to(&mut self, wanted: u8) -> Option<&'a [u8]> {
        let count = self.rest.iter().position(|byte| *byte == wanted)?;
        self.take(count)
    }

    /// Moves behind the next occurrence of such bytes; what stood before it.
    pub(super) fn skip_past(&mut self, wanted: &[u8]) -> Option<&'a [u8]> {
        let count = find(self.rest, wanted)?;
        let before = self.take(count)?;
        self.take(wanted.len())?;
        Some(before)
    }
}

/// Where such bytes first stand.
pub(super) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// A length from a file as one in memory: too long for it is too long for the file as well.
pub(super) fn length(stated: u32) -> usize {
    usize::try_from(stated).unwrap_or(usize::MAX)
}
