//! The text of a commit, cleaned up as git cleans it.

use git2::Config;
use git2::Signature;

use super::failure::Failure;
use super::refusal::Refusal;

/// The line below which an editor's text is not the message's.
const SCISSORS: &str = "------------------------ >8 ------------------------";

/// Cleans a message, and refuses one that says nothing.
///
/// # Errors
///
/// Nothing is left of it but who signs it off, or it cannot be cleaned.
pub(super) fn cleaned(text: &str, config: &Config, was_edited: bool) -> Result<String, Failure> {
    let cleaned = tidied(text, config, was_edited)?;
    // As git's `rest_is_empty` in sequencer.c, which it does not ask of a message that is kept as it is.
    let is_verbatim = mode(config) == "verbatim";
    let signs_off = |line: &str| !is_verbatim && line.starts_with("Signed-off-by: ");
    if cleaned.lines().all(|line| line.trim().is_empty() || signs_off(line)) {
        Err(Refusal::EmptyMessage.into())
    } else {
        Ok(cleaned)
    }
}

/// Cleans a message by `commit.cleanup` (git-commit(1), `--cleanup`); `was_edited` says that a person has seen it in an
/// editor, where lines may be comments.
///
/// # Errors
///
/// It holds what no message may.
pub(super) fn tidied(text: &str, config: &Config, was_edited: bool) -> Result<String, Failure> {
    let comment = config.get_string("core.commentChar").ok().filter(|text| text.len() == 1);
    let comment = comment.and_then(|text| text.bytes().next()).unwrap_or(b'#');
    let (text, strips) = match mode(config).as_str() {
        "verbatim" => return Ok(text.to_owned()),
        "whitespace" => (text, false),
        "strip" => (text, true),
        "scissors" if was_edited => (before_scissors(text, comment), false),
        _ => (text, was_edited),
    };
    let cleaned = git2::message_prettify(text, strips.then_some(comment));
    cleaned.map_err(|source| Failure::git("clean up the message", source))
}

/// How git is set to clean messages up; empty where nothing says so.
fn mode(config: &Config) -> String {
    config.get_string("commit.cleanup").unwrap_or_default()
}

fn before_scissors(text: &str, comment: u8) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_scissors = line.as_bytes().first() == Some(&comment) && line.trim_end().ends_with(SCISSORS);
        if is_scissors {
            return &text[..at];
        }
        at += line.len();
    }
    text
}

/// Adds `Signed-off-by` for the committer, unless it is the last of the message's trailers already.
pub(super) fn signed_off(message: &str, committer: &Signature<'_>) -> String {
    let name = String::from_utf8_lossy(committer.name_bytes()).into_owned();
    let email = String::from_utf8_lossy(committer.email_bytes()).into_owned();
    let line = format!("Signed-off-by: {name} <{email}>");
    let message = message.trim_end_matches('\n');
    if message.lines().last() == Some(line.as_str()) {
        return format!("{message}\n");
    }
    let has_trailers = git2::message_trailers_bytes(message).is_ok_and(|trailers| trailers.len() > 0);
    let gap = if has_trailers { "\n" } else { "\n\n" };
    format!("{message}{gap}{line}\n")
}

/// What a reflog says of a commit: its first line, with each run of blanks as one.
pub(super) fn logged(kind: &str, message: &str) -> String {
    let subject = message.lines().next().unwrap_or_default();
    let words = subject.split_ascii_whitespace().flat_map(|word| [" ", word]);
    format!("{kind}:{}", words.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_off_joins_the_trailers_that_are_there() {
        let ada = Signature::now("Ada", "ada@example.org").unwrap();
        let signed = "docs: Add it\n\nSigned-off-by: Ada <ada@example.org>\n";
        assert_eq!(signed_off("docs: Add it\n", &ada), signed);
        assert_eq!(signed_off(signed, &ada), signed);
        assert_eq!(
            signed_off("docs: Add it\n\nSee-also: #7\n", &ada),
            "docs: Add it\n\nSee-also: #7\nSigned-off-by: Ada <ada@example.org>\n"
        );
    }

    #[test]
    fn what_is_below_the_scissors_is_no_message() {
        let text = "docs: Add it\n# ------------------------ >8 ------------------------\ndiff\n";
        assert_eq!(before_scissors(text, b'#'), "docs: Add it\n");
        assert_eq!(before_scissors("docs: Add it\n", b'#'), "docs: Add it\n");
    }

    #[test]
    fn messages_are_cleaned_as_the_settings_say() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config");
        let clean = |settings: &str, text: &str, was_edited| {
            crate::fs::write_state(&file, settings.as_bytes()).unwrap();
            cleaned(text, &Config::open(&file).unwrap(), was_edited).map_err(|failure| failure.to_string())
        };
        let text = "\n a  \n\n\n#b\n;c\n; ------------------------ >8 ------------------------\n\
                    # ------------------------ >8 ------------------------\nd\n\n";
        let all = " a\n\n#b\n;c\n; ------------------------ >8 ------------------------\n\
                   # ------------------------ >8 ------------------------\nd\n";
        let without_comments = " a\n\n;c\n; ------------------------ >8 ------------------------\nd\n";
        let above = " a\n\n#b\n;c\n; ------------------------ >8 ------------------------\n";
        for (mode, was_edited, expected) in [
            ("", false, all),
            ("", true, without_comments),
            ("[commit]\n cleanup = default", false, all),
            ("[commit]\n cleanup = default", true, without_comments),
            ("[commit]\n cleanup = verbatim", false, text),
            ("[commit]\n cleanup = verbatim", true, text),
            ("[commit]\n cleanup = whitespace", false, all),
            ("[commit]\n cleanup = whitespace", true, all),
            ("[commit]\n cleanup = strip", false, without_comments),
            ("[commit]\n cleanup = strip", true, without_comments),
            ("[commit]\n cleanup = scissors", false, all),
            ("[commit]\n cleanup = scissors", true, above),
            // Only one byte is a sign that libgit2 knows.
            ("[core]\n commentChar = auto", true, without_comments),
            ("[core]\n commentChar = \";\"\n[commit]\n cleanup = scissors", true, " a\n\n#b\n;c\n"),
        ] {
            assert_eq!(clean(mode, text, was_edited).as_deref(), Ok(expected), "{mode:?}, {was_edited}");
        }
        let semicolons = clean("[core]\n commentChar = \";\"", "a\n;b\n#c\n", true);
        assert_eq!(semicolons.as_deref(), Ok("a\n#c\n"));
        for (mode, text, was_edited) in [
            ("", " \n\n", false),
            ("", "# a\n", true),
            ("", "\nSigned-off-by: Ada <ada@example.org>\n", false),
            ("[commit]\n cleanup = verbatim", " \n\n", false),
            ("[commit]\n cleanup = strip", "# a\n", false),
        ] {
            assert_eq!(clean(mode, text, was_edited).unwrap_err(), "the message is empty", "{mode:?}, {text:?}");
        }
        let signed = "Signed-off-by: Ada <ada@example.org>\n";
        assert_eq!(clean("[commit]\n cleanup = verbatim", signed, false).as_deref(), Ok(signed));
    }

    #[test]
    fn a_line_of_the_reflog_is_the_subject_on_one_line() {
        assert_eq!(logged("commit", "docs:  Add\tit \n\nAt last.\n"), "commit: docs: Add it");
        assert_eq!(logged("commit (initial)", ""), "commit (initial):");
    }
}
