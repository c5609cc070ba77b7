//! Asks questions at the terminal, for the tests of the prompts: `asker KIND…` asks one of each kind in turn.
//!
//! `asker launch PROGRAM ARGUMENT…` runs a program in a session of its own whose terminal is standard input, as a
//! terminal's window does.
#![cfg_attr(
    unix,
    allow(
        clippy::indexing_slicing,
        clippy::panic,
        clippy::print_stdout,
        clippy::unwrap_used,
        reason = "a program for tests"
    )
)]

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    unix::main()
}

#[cfg(unix)]
mod unix {
    use std::fs::OpenOptions;
    use std::io::Write as _;
    use std::os::unix::process::CommandExt as _;
    use std::path::Path;
    use std::process::{Command, ExitCode};
    use std::time::Duration;
    use std::{env, fmt, io, thread};

    use afterword::terminal::prompt::TerminalPrompt;
    use afterword::terminal::{Color, Environment, Options, Terminal};
    use afterword::wizard::prompt::{Choice, Choices, Line, Lines, LongText};
    use afterword::wizard::{Prompt as _, PromptError, Reply};

    const HELP: Option<&str> = Some("What helps to answer.");

    pub(super) fn main() -> ExitCode {
        let arguments: Vec<String> = env::args().skip(1).collect();
        if arguments.first().is_some_and(|first| first == "launch") {
            rustix::process::setsid().unwrap();
            rustix::process::ioctl_tiocsctty(io::stdin()).unwrap();
            panic!("{}", Command::new(&arguments[1]).args(&arguments[2..]).exec());
        }

        let color = if env::var_os("ASKER_COLOR").is_some() { Color::Always } else { Color::Auto };
        let options = Options { color, ..Options::default() };
        let mut terminal = Terminal::new(options, Environment::of_process());
        let asked = terminal.prompt().and_then(|mut prompt| {
            arguments.iter().try_for_each(|kind| ask(&mut prompt, kind))?;
            prompt.finish()
        });
        match asked {
            Ok(()) if env::var_os("ASKER_WAITS").is_some() => {
                println!("waiting");
                thread::sleep(Duration::from_secs(60));
                ExitCode::SUCCESS
            }
            Ok(()) => ExitCode::SUCCESS,
            Err(PromptError::Interrupted) => ExitCode::from(130),
            Err(PromptError::Terminal(error)) => {
                println!("{error}");
                ExitCode::from(3)
            }
        }
    }

    fn ask(prompt: &mut TerminalPrompt<'_>, kind: &str) -> Result<(), PromptError> {
        let check = |_: &str| Ok(None);
        let line =
            Line { question: "Series", help: None, default: None, optional: false, check: &check, path_in: None };
        let places = ["Schlosshof", "Online", "Гараж", "a\u{1b}[2Jb"].map(str::to_owned);
        let many: Vec<String> = (1..=300).map(|number| format!("number {number} of them all")).collect();
        let choice = Choice { question: "Place", help: HELP, items: &places, default: 0, search: false };
        let text = LongText { question: "Problem Statement", help: HELP, text: "", file_name: "problem.md" };

        match kind {
            "line" => told(prompt.line(&line)?),
            "default" => told(prompt.line(&Line { default: Some("Garden"), ..line })?),
            "optional" => told(prompt.line(&Line { optional: true, help: HELP, ..line })?),
            "both" => told(prompt.line(&Line { optional: true, default: Some("Garden"), ..line })?),
            "date" => {
                let check = |typed: &str| match typed {
                    "2025-06-02" => Ok(Some("Monday 2 June 2025".to_owned())),
                    other => Err(format!("`{other}` is no date, such as 2025-06-02")),
                };
                told(prompt.line(&Line { question: "Start", help: HELP, check: &check, ..line })?);
            }
            "path" => {
                let folder = Some(Path::new("."));
                told(prompt.line(&Line { question: "Group picture", path_in: folder, optional: true, ..line })?);
            }
            "choice" => told(prompt.choice(&choice)?),
            "long-choice" => told(prompt.choice(&Choice { items: &many, default: 150, ..choice })?),
            "search" => told(prompt.choice(&Choice { search: true, ..choice })?),
            "long-search" => told(prompt.choice(&Choice { search: true, items: &many, default: 150, ..choice })?),
            "choices" => {
                let choices = Choices { question: "Places", help: None, items: &places, chosen: &[1] };
                told(prompt.choices(&choices)?);
            }
            "nothing" => {
                told(prompt.choice(&Choice { items: &[], search: true, ..choice })?);
                told(prompt.choices(&Choices { question: "Places", help: None, items: &[], chosen: &[] })?);
            }
            "lines" => told(prompt.lines(&Lines { question: "Topics", help: HELP, optional: false }, &mut |_| {})?),
            "text" => told(prompt.text(&text)?),
            "old-text" => told(prompt.text(&LongText { text: "# One\n\ntwo", ..text })?),
            "say" => prompt.say("said\x1b[2J\nin two lines"),
            other => panic!("no kind of question is called {other}"),
        }
        Ok(())
    }

    /// Writes the reply where the test looks for it.
    fn told(reply: Reply<impl fmt::Debug>) {
        let mut file =
            OpenOptions::new().append(true).create(true).open(env::var_os("ASKER_REPLIES").unwrap()).unwrap();
        writeln!(file, "{reply:?}").unwrap();
    }
}
