//! Programs in a terminal of their own.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use std::{env, thread};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcgetattr, tcsetwinsize};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

#[cfg(target_os = "linux")]
const CLOEXEC: OpenptFlags = OpenptFlags::CLOEXEC;
#[cfg(not(target_os = "linux"))]
const CLOEXEC: OpenptFlags = OpenptFlags::empty();

/// The program that asks, built if need be.
pub(crate) fn asker() -> &'static Path {
    static ASKER: OnceLock<PathBuf> = OnceLock::new();
    ASKER.get_or_init(|| {
        // `cargo test` builds examples, `cargo test --test pty` does not.
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--example", "asker"]);
        let deps = env::current_exe().unwrap();
        // `cargo llvm-cov` tells its own cargo, and no other, where it builds.
        if env::var_os("CARGO_LLVM_COV").is_some() {
            build.arg("--target-dir").arg(deps.ancestors().nth(3).unwrap());
        }
        assert!(build.status().unwrap().success());
        deps.parent().unwrap().with_file_name("examples").join("asker")
    })
}

/// A program in a terminal.
pub(crate) struct Session {
    master: Option<File>,
    /// Kept open: the settings of a terminal go with its last file.
    slave: File,
    child: Child,
    settings: String,
    output: Vec<u8>,
    /// How much of the output was waited for.
    seen: usize,
}

/// How a program ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    Code(i32),
    Signal(i32),
}

impl Session {
    /// Runs the command in a new terminal of that size.
    pub(crate) fn start(command: &Command, columns: u16, rows: u16) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | CLOEXEC).unwrap();
        // Where it can't be asked for at once.
        rustix::io::fcntl_setfd(&master, rustix::io::FdFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let path = Path::new(std::ffi::OsStr::from_bytes(name.as_bytes()));
        let no_control = OFlags::NOCTTY.bits().try_into().unwrap();
        let slave = OpenOptions::new().read(true).write(true).custom_flags(no_control).open(path).unwrap();
        resize(&slave, columns, rows);
        rustix::io::ioctl_fionbio(&master, true).unwrap();

        let mut launch = Command::new(asker());
        launch.arg("launch").arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => launch.env(name, value),
                None => launch.env_remove(name),
            };
        }
        if let Some(folder) = command.get_current_dir() {
            launch.current_dir(folder);
        }
        let end = || OwnedFd::from(slave.try_clone().unwrap());
        launch.stdin(end()).stdout(end()).stderr(end());

        let settings = format!("{:?}", tcgetattr(&slave).unwrap());
        let child = launch.spawn().unwrap();
        Self { master: Some(master.into()), slave, child, settings, output: Vec::new(), seen: 0 }
    }

    /// Waits until the program has shown that, after all that was waited for before.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        self.wait_for_any(&[text]);
    }

    /// Waits like [`Session::wait_for`] until one of them is shown, and returns which one was first.
    #[track_caller]
    pub(crate) fn wait_for_any(&mut self, texts: &[&str]) -> usize {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let rest = &self.output[self.seen..];
            let place = |text: &str| rest.windows(text.len()).position(|window| window == text.as_bytes());
            let found = texts.iter().enumerate().filter_map(|(which, text)| Some((place(text)?, which)));
            if let Some((at, which)) = found.min() {
                self.seen += at + texts[which].len();
                return which;
            }
            assert!(Instant::now() < deadline, "waiting for any of {texts:?}, there was {}", self.shown());
            self.turn(&[], Duration::from_millis(100));
        }
    }

    /// Waits until the program has shown anything more.
    #[track_caller]
    pub(crate) fn wait_for_more(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        while self.output.len() <= self.seen {
            assert!(Instant::now() < deadline, "waiting for more, there was {}", self.shown());
            self.turn(&[], Duration::from_millis(100));
        }
        self.seen = self.output.len();
    }

    /// Types that.
    #[track_caller]
    pub(crate) fn send(&mut self, text: &str) {
        self.send_bytes(text.as_bytes());
    }

    /// Types those bytes.
    #[track_caller]
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let deadline = Instant::now() + PATIENCE;
        let mut rest = bytes;
        while !rest.is_empty() {
            assert!(Instant::now() < deadline, "{} bytes were not taken", rest.len());
            rest = &rest[self.turn(rest, Duration::from_millis(100))..];
        }
    }

    /// Reads what the program shows, and types what it takes; how many bytes it took.
    fn turn(&mut self, typed: &[u8], patience: Duration) -> usize {
        let Some(master) = &mut self.master else {
            return 0;
        };
        let flags = if typed.is_empty() { PollFlags::IN } else { PollFlags::IN | PollFlags::OUT };
        let timeout = Timespec { tv_sec: 0, tv_nsec: patience.subsec_nanos().into() };
        let mut polled = [PollFd::new(master, flags)];
        poll(&mut polled, Some(&timeout)).unwrap();
        let ready = polled[0].revents();

        if ready.contains(PollFlags::IN) {
            let mut bytes = [0; 8192];
            match master.read(&mut bytes) {
                Ok(count) => self.output.extend_from_slice(&bytes[..count]),
                // Nobody is at the other end any more.
                Err(error) if error.kind() == ErrorKind::WouldBlock || error.raw_os_error() == Some(5) => {}
                Err(error) => panic!("{error}"),
            }
        }
        if !ready.contains(PollFlags::OUT) || typed.is_empty() {
            return 0;
        }
        match master.write(&typed[..typed.len().min(4096)]) {
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
            Err(error) => panic!("{error}"),
        }
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        resize(&self.slave, columns, rows);
    }

    /// Sends a signal to the program, and to nothing it started.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Closes the terminal's window.
    pub(crate) fn close(&mut self) {
        self.master = None;
    }

    /// Waits for the end of the program.
    #[track_caller]
    pub(crate) fn end(&mut self) -> End {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "waiting for the end, there was {}", self.shown());
            if self.master.is_some() {
                self.turn(&[], Duration::from_millis(5));
            } else {
                thread::sleep(Duration::from_millis(5));
            }
        };
        let before = self.output.len();
        self.turn(&[], Duration::from_millis(0));
        while self.output.len() > before {
            let length = self.output.len();
            self.turn(&[], Duration::from_millis(0));
            if self.output.len() == length {
                break;
            }
        }
        end_of(status)
    }

    /// Whether the terminal has the settings that it had before the program, and shows a cursor.
    #[track_caller]
    pub(crate) fn assert_as_before(&self) {
        assert_eq!(format!("{:?}", tcgetattr(&self.slave).unwrap()), self.settings);
        let output = self.output();
        let last = |code: &str| output.rfind(code);
        assert!(last("\x1b[?25h") >= last("\x1b[?25l"), "the cursor is hidden after {output:?}");
        assert!(last("\x1b[?2004l") >= last("\x1b[?2004h"), "pastes are bracketed after {output:?}");
    }

    /// Everything the program showed.
    pub(crate) fn output(&self) -> String {
        String::from_utf8_lossy(&self.output).into_owned()
    }

    fn shown(&self) -> String {
        let output = self.output();
        let start = output.char_indices().rev().nth(3000).map_or(0, |(at, _)| at);
        format!("{:?}", &output[start..])
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Gone already, where the test passed.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn resize(slave: &File, columns: u16, rows: u16) {
    tcsetwinsize(slave, Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
}

fn end_of(status: ExitStatus) -> End {
    status.code().map_or_else(|| End::Signal(status.signal().unwrap()), End::Code)
}
