//! Signals that end the program, held back while somebody is asked, so that what was answered can be saved first.

use std::io::{self, Read as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

/// A handler can't be taken away again, so there is one for the whole process.
static SIGNALS: OnceLock<Signals> = OnceLock::new();

/// What the handlers of this process do and tell.
#[derive(Debug)]
struct Signals {
    /// Nobody is asked: a signal does what it does by default.
    idle: Arc<AtomicBool>,
    /// Ctrl-C has come, as a signal.
    keyboard: Arc<AtomicBool>,
    /// Another signal has come: the terminal is gone, or somebody wants us to be.
    other: Arc<AtomicBool>,
    /// Holds a byte once a signal has come: what `poll` waits for.
    pipe: UnixStream,
}

impl Signals {
    fn install() -> io::Result<Self> {
        let (pipe, other_end) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        let idle = Arc::new(AtomicBool::new(true));
        let (keyboard, other) = (Arc::default(), Arc::default());

        for (signal, flag) in [(SIGINT, &keyboard), (SIGTERM, &other), (SIGHUP, &other)] {
            flag::register_conditional_default(signal, Arc::clone(&idle))?;
            flag::register(signal, Arc::clone(flag))?;
            // After the flag, so that who is woken finds it.
            low_level::pipe::register(signal, other_end.try_clone()?)?;
        }
        Ok(Self { idle, keyboard, other, pipe })
    }

    fn drain(&self) {
        let mut bytes = [0; 64];
        while (&self.pipe).read(&mut bytes).is_ok_and(|count| count > 0) {}
    }
}

/// A time in which signals are held back; when it ends, they end the program again.
#[derive(Debug)]
pub(super) struct Held(&'static Signals);

impl Held {
    /// Begins to hold signals back.
    pub(super) fn begin() -> io::Result<Self> {
        let signals = match SIGNALS.get() {
            Some(signals) => signals,
            None => {
                let signals = Signals::install()?;
                SIGNALS.get_or_init(|| signals)
            }
        };
        signals.keyboard.store(false, Ordering::SeqCst);
        signals.other.store(false, Ordering::SeqCst);
        signals.drain();
        signals.idle.store(false, Ordering::SeqCst);
        Ok(Self(signals))
    }

    /// Whether a signal has come.
    pub(super) fn is_interrupted(&self) -> bool {
        self.0.keyboard.load(Ordering::SeqCst) || self.is_ended()
    }

    /// Whether a signal other than Ctrl-C has come.
    pub(super) fn is_ended(&self) -> bool {
        self.0.other.load(Ordering::SeqCst)
    }

    /// Forgets a Ctrl-C: it was meant for another program on this terminal.
    pub(super) fn forget_keyboard(&self) {
        self.0.keyboard.store(false, Ordering::SeqCst);
        self.0.drain();
    }
}

/// Readable once a signal has come.
impl AsFd for Held {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.pipe.as_fd()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.idle.store(true, Ordering::SeqCst);
    }
}
