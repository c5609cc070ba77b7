use std::fmt;

use snapbox::{IntoData as _, assert_data_eq, str};

use super::captured::Captured;
use super::*;

const LOOKED_AT: Environment = Environment {
    stdin_is_terminal: true,
    stdout_is_terminal: true,
    stderr_is_terminal: true,
    no_color: false,
    force_color: false,
    dumb: false,
    columns: None,
};

#[derive(Debug, thiserror::Error)]
#[error("cannot read `{0}`")]
struct ReadError(&'static str, #[source] io::Error);

fn read_error(path: &'static str) -> ReadError {
    ReadError(path, io::Error::other("no such\x1b[1A file\nerror: all is well"))
}

#[test]
fn an_error_is_told_with_its_causes_and_the_hint() {
    let mut captured = Captured::default();
    captured.terminal.error(&read_error("x.yaml"), Some("name another file"));
    assert_data_eq!(
        captured.stderr(),
        str![[r"
error: cannot read `x.yaml`
  caused by: no such^[[1A file
    error: all is well
help: name another file

"]]
        .raw()
    );
    assert_eq!(captured.stdout(), "");
}

#[test]
fn colour_is_put_around_harmless_text() {
    let mut captured = Captured::new(Options::default(), LOOKED_AT);
    captured.terminal.error(&read_error("\x1b[32mx"), None);
    let first = captured.stderr().lines().next().unwrap().to_owned();
    assert_eq!(first, "\x1b[1m\x1b[91merror\x1b[0m: \x1b[1mcannot read `^[[32mx`\x1b[0m");
}

#[test]
fn no_message_holds_a_tab() {
    let mut captured = Captured::default();
    captured.terminal.status("added a\tb:\n\tc");
    assert_eq!(captured.stderr(), "added a    b:\n        c\n");
}

#[test]
fn quiet_keeps_warnings_and_errors_only() {
    let mut captured =
        Captured::new(Options { quiet: true, verbosity: 1, ..Options::default() }, Environment::default());
    let terminal = &mut captured.terminal;
    terminal.status("Wrote 2 files.");
    terminal.note("the index is newer");
    terminal.detail("Looked at 3 folders.");
    terminal.warning("the picture is large");
    terminal.error(&fmt::Error, None);
    assert!(!captured.terminal.progress(3, "rendering").is_visible());
    assert_data_eq!(
        captured.stderr(),
        str![[r"
warning: the picture is large
error: an error occurred when formatting an argument

"]]
    );
}

#[test]
fn details_are_for_the_verbose() {
    for (verbosity, expected) in [(0, ""), (1, "Looked at 3 folders.\n")] {
        let options = Options { verbosity, ..Options::default() };
        let mut captured = Captured::new(options, Environment::default());
        captured.terminal.detail("Looked at 3 folders.");
        assert_eq!(captured.stderr(), expected);
    }
}

#[test]
fn colour_follows_the_flag_then_the_environment_then_the_stream() {
    let has_color = |color, environment| {
        let options = Options { color, ..Options::default() };
        let terminal = Captured::new(options, environment).terminal;
        terminal.has_color(environment.stderr_is_terminal)
    };
    let piped = Environment::default();
    let no_color = Environment { no_color: true, force_color: true, ..LOOKED_AT };
    let forced = Environment { force_color: true, ..piped };
    let dumb = Environment { dumb: true, ..LOOKED_AT };

    assert!(has_color(Color::Auto, LOOKED_AT));
    assert!(!has_color(Color::Auto, piped));
    assert!(!has_color(Color::Auto, no_color));
    assert!(has_color(Color::Auto, forced));
    assert!(!has_color(Color::Auto, dumb));
    assert!(has_color(Color::Always, no_color));
    assert!(!has_color(Color::Never, forced));
}

#[test]
fn data_stays_as_it_is_unless_somebody_looks_at_it() {
    let mut captured = Captured::default();
    captured.terminal.data("a\x1b[1m\n");
    captured.terminal.data_bytes(b"b\n");
    captured.terminal.data_in(Tone::Added, "+c\x1b[1m\n");
    assert_eq!(captured.stdout(), "a\x1b[1m\nb\n+c\x1b[1m\n");

    let mut captured = Captured::new(Options::default(), LOOKED_AT);
    captured.terminal.data_in(Tone::Added, "+c\x1b[1m\n");
    assert_eq!(captured.stdout(), "\x1b[32m+c^[[1m\n\x1b[0m");

    let mut captured = Captured::new(Options::default(), LOOKED_AT);
    captured.terminal.data("a\x1b[1m\u{202e}\n");
    captured.terminal.data_bytes(b"\xffb\x07\n");
    assert_eq!(captured.stdout(), "a^[[1m\\u{202e}\n\\xffb^G\n");
}

#[test]
fn json_holds_nothing_that_drives_a_terminal_and_says_the_same() {
    let mut captured = Captured::default();
    let text = "a\u{7f}\u{9b}1m\u{202e}\n";
    captured.terminal.json(&serde_json::json!(text).to_string());
    assert_eq!(captured.stdout(), "\"a\\u007f\\u009b1m\\u202e\\n\"\n");
    assert_eq!(serde_json::from_str::<String>(&captured.stdout()).unwrap(), text);
}

#[test]
fn nobody_can_be_asked_without_a_terminal_on_both_sides_or_with_no_input() {
    let is_interactive = |no_input, environment| {
        let options = Options { no_input, ..Options::default() };
        Captured::new(options, environment).terminal.is_interactive()
    };
    assert!(is_interactive(false, LOOKED_AT));
    assert!(!is_interactive(true, LOOKED_AT));
    let logged = Environment { stderr_is_terminal: false, ..LOOKED_AT };
    assert!(!is_interactive(false, logged));
    let piped = Environment { stdin_is_terminal: false, ..LOOKED_AT };
    assert!(!is_interactive(false, piped));
}

/// A stream that takes nothing.
struct Failing(io::ErrorKind);

impl Write for Failing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn finish_on(kind: io::ErrorKind) -> Result<(), OutputError> {
    let streams = [Box::new(Failing(kind)), Box::new(Failing(kind))];
    let [stdout, stderr] = streams;
    let mut terminal = Terminal::with_writers(Options::default(), Environment::default(), stdout, stderr);
    terminal.status("Nobody hears this.");
    terminal.data("a\n");
    terminal.data("b\n");
    terminal.finish()
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    assert!(finish_on(io::ErrorKind::BrokenPipe).is_ok());
}

#[test]
fn a_full_disk_behind_standard_output_is_a_failure() {
    let error = finish_on(io::ErrorKind::StorageFull).unwrap_err();
    let mut captured = Captured::default();
    captured.terminal.error(&error, None);
    assert_data_eq!(
        captured.stderr(),
        str![[r"
error: cannot write to standard output
  caused by: no storage space

"]]
    );
}
