//! The terminal as a device: its modes, its size, and the bytes somebody types, with an ear for signals.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetwinsize, tcsetattr};

use super::keys::{Decoder, Key};
use crate::terminal::signals::Held;
use crate::wizard::PromptError;

/// How long the rest of a key may take to come; after that, Esc was Esc.
const REST_OF_A_KEY: Duration = Duration::from_millis(50);

/// What comes within this time after the end of a line was not typed after it, but pasted with it.
pub(super) const BURST: Duration = Duration::from_millis(30);

/// The terminal behind standard input, and the settings it had.
#[derive(Debug)]
pub(in crate::terminal) struct Device {
    original: Termios,
    held: Held,
}

/// How large the terminal is, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    /// Lines.
    pub(super) rows: usize,
    /// Characters of a line.
    pub(super) columns: usize,
}

/// What reading gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Bytes.
    Bytes,
    /// Nothing within the time.
    Nothing,
    /// Ctrl-D where the terminal makes lines.
    End,
}

impl Device {
    /// Takes hold of the terminal, and of the signals, until it is dropped.
    pub(super) fn open() -> Result<Self, PromptError> {
        let not_connected = |_| io::Error::new(io::ErrorKind::NotConnected, "not a terminal");
        let original = tcgetattr(io::stdin()).map_err(not_connected)?;
        tcgetattr(io::stderr()).map_err(not_connected)?;
        Ok(Self { original, held: Held::begin()? })
    }

    /// The signals that are held back.
    pub(super) fn held(&self) -> &Held {
        &self.held
    }

    /// Lets every byte through as it comes, and shows none of them.
    pub(super) fn make_raw(&self) -> Result<(), PromptError> {
        let mut raw = self.original.clone();
        raw.make_raw();
        // What we write still has its line ends made into returns.
        raw.output_modes = self.original.output_modes;
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(io::stdin(), OptionalActions::Now, &raw).map_err(failed)
    }

    /// Gives the terminal the settings back that it had.
    pub(super) fn restore(&self) {
        // Fails where the terminal is gone, and then nothing is to be restored.
        tcsetattr(io::stdin(), OptionalActions::Now, &self.original).ok();
    }

    /// Like [`Device::restore`], and forgets what was typed and not read.
    pub(super) fn restore_and_forget(&self) {
        tcsetattr(io::stdin(), OptionalActions::Flush, &self.original).ok();
    }

    /// Reads what was typed, if something is within that time; without one it waits for ever.
    pub(super) fn read(&self, bytes: &mut Vec<u8>, patience: Option<Duration>) -> Result<Heard, PromptError> {
        let mut buffer = [0; 16 * 1024];
        loop {
            if !self.is_ready(patience)? {
                return Ok(Heard::Nothing);
            }
            match rustix::io::read(io::stdin(), &mut buffer) {
                // The same for Ctrl-D and for a terminal that is gone.
                Ok(0) if tcgetattr(io::stdin()).is_ok() => return Ok(Heard::End),
                Ok(0) => return Err(PromptError::Interrupted),
                Ok(count) => {
                    bytes.extend(buffer.iter().take(count));
                    return Ok(Heard::Bytes);
                }
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(error) => return Err(failed(error)),
            }
        }
    }

    /// Whether something was typed, waiting for it that long.
    fn is_ready(&self, patience: Option<Duration>) -> Result<bool, PromptError> {
        let timeout = patience.map(|patience| Timespec {
            tv_sec: i64::try_from(patience.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: patience.subsec_nanos().into(),
        });
        loop {
            if self.held.is_interrupted() {
                return Err(PromptError::Interrupted);
            }
            let stdin = io::stdin();
            let mut polled = [PollFd::new(&self.held, PollFlags::IN), PollFd::new(&stdin, PollFlags::IN)];
            match poll(&mut polled, timeout.as_ref()) {
                Ok(0) => return Ok(false),
                Ok(_) if !polled[0].revents().is_empty() => return Err(PromptError::Interrupted),
                // Also where it hung up or cannot be polled: reading tells.
                Ok(_) => return Ok(true),
                Err(Errno::INTR) => {}
                Err(error) => return Err(failed(error)),
            }
        }
    }

    /// Whether something more was typed, or is within that time.
    pub(super) fn has_more(&self, patience: Duration) -> Result<bool, PromptError> {
        self.is_ready(Some(patience))
    }

    /// Forgets what was pasted together with an answer that was no text.
    pub(super) fn forget_burst(&self) -> Result<(), PromptError> {
        let mut forgotten = Vec::new();
        while self.read(&mut forgotten, Some(BURST))? == Heard::Bytes {
            forgotten.clear();
        }
        Ok(())
    }

    /// Stops this program and those that run with it, as Ctrl-Z does, until it is continued.
    pub(super) fn suspend(&self) -> Result<(), PromptError> {
        self.restore();
        // Refused where nobody could continue it.
        rustix::process::kill_current_process_group(rustix::process::Signal::TSTP).ok();
        self.make_raw()
    }
}

impl Size {
    /// How large the terminal is now; an unknown size counts as 80 by 24.
    pub(super) fn now() -> Self {
        let size = tcgetwinsize(io::stderr()).ok();
        let known = |length: u16| Some(usize::from(length)).filter(|&length| length > 0);
        Self {
            rows: size.and_then(|size| known(size.ws_row)).unwrap_or(24),
            columns: size.and_then(|size| known(size.ws_col)).unwrap_or(80),
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.restore();
    }
}

/// The error of a terminal that failed, or went away.
pub(super) fn failed(error: impl Into<io::Error>) -> PromptError {
    let error = error.into();
    let is_gone = error.kind() == io::ErrorKind::Interrupted
        || error.kind() == io::ErrorKind::UnexpectedEof
        || error.kind() == io::ErrorKind::BrokenPipe
        || error.raw_os_error() == Some(Errno::IO.raw_os_error());
    if is_gone { PromptError::Interrupted } else { PromptError::Terminal(error) }
}

/// The keys of one question.
#[derive(Debug, Default)]
pub(super) struct Keys {
    decoder: Decoder,
    keys: VecDeque<Key>,
    bytes: Vec<u8>,
}

impl Keys {
    /// Waits for the next key.
    pub(super) fn next(&mut self, device: &Device) -> Result<Key, PromptError> {
        loop {
            if let Some(key) = self.keys.pop_front() {
                return Ok(key);
            }
            self.hear(device, None)?;
        }
    }

    /// Whether no further key comes within that time.
    pub(super) fn is_quiet(&mut self, device: &Device, patience: Duration) -> Result<bool, PromptError> {
        if self.keys.is_empty() {
            self.hear(device, Some(patience))?;
        }
        Ok(self.keys.is_empty())
    }

    fn hear(&mut self, device: &Device, patience: Option<Duration>) -> Result<(), PromptError> {
        let patience = if self.decoder.is_waiting() { Some(REST_OF_A_KEY) } else { patience };
        self.bytes.clear();
        match device.read(&mut self.bytes, patience)? {
            Heard::Bytes => self.decoder.feed(&self.bytes, &mut self.keys),
            Heard::Nothing | Heard::End => self.decoder.finish(&mut self.keys),
        }
        Ok(())
    }
}
