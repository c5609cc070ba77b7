//! Who a commit is by, and when: as git finds it, from the environment and the settings.

use chrono::DateTime;
use git2::Config;
use git2::Signature;
use git2::Time;

use super::executable;
use super::executable::Git;
use super::executable::Variables;
use super::refusal::Refusal;

/// The two people a commit names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Author,
    Committer,
}

impl Role {
    fn variable(self, part: &str) -> String {
        match self {
            Self::Author => format!("GIT_AUTHOR_{part}"),
            Self::Committer => format!("GIT_COMMITTER_{part}"),
        }
    }

    fn setting(self, part: &str) -> String {
        match self {
            Self::Author => format!("author.{part}"),
            Self::Committer => format!("committer.{part}"),
        }
    }
}

/// Author and committer of a commit.
pub(super) struct Identity {
    pub(super) author: Signature<'static>,
    pub(super) committer: Signature<'static>,
}

/// What the command line says of the author.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// `Name <email>`.
    pub author: Option<String>,
    /// When it was written, as `GIT_AUTHOR_DATE` takes it.
    pub date: Option<String>,
}

impl Identity {
    /// Finds both.
    ///
    /// # Errors
    ///
    /// A name or an address that nobody gave, or a date that cannot be read.
    pub(super) fn find(
        config: &Config,
        variables: &Variables,
        wishes: &Wishes,
        git: Option<&Git>,
    ) -> Result<Self, Refusal> {
        let committer = signature(Role::Committer, config, variables, &Wishes::default(), git)?;
        let author = signature(Role::Author, config, variables, wishes, git)?;
        Ok(Self { author, committer })
    }
}

/// Who commits would be by, as `Name <email>`; nothing where git does not know.
pub(super) fn author(config: &Config, variables: &Variables) -> Option<String> {
    let (name, email) = person(Role::Author, config, variables).ok()?;
    Some(format!("{name} <{email}>"))
}

fn signature(
    role: Role,
    config: &Config,
    variables: &Variables,
    wishes: &Wishes,
    git: Option<&Git>,
) -> Result<Signature<'static>, Refusal> {
    let (name, email) = match &wishes.author {
        Some(author) => split(author)?,
        None => person(role, config, variables)?,
    };
    let date = wishes.date.as_deref().or_else(|| variables.text(&role.variable("DATE")));
    let made = match date {
        None => Signature::now(&name, &email),
        Some(date) => Signature::new(&name, &email, &time(date, git)?),
    };
    made.map_err(|error| Refusal::Malformed(format!("`{name} <{email}>` cannot sign a commit: {}", error.message())))
}

/// Name and address in the order of git-commit(1), section Commit Information. What git would guess from the names of
/// user and machine is not guessed.
fn person(role: Role, config: &Config, variables: &Variables) -> Result<(String, String), Refusal> {
    let find = |part: &str| {
        let variable = role.variable(&part.to_uppercase());
        let settings = [role.setting(part), format!("user.{part}")];
        let mut settings =
            settings.iter().filter_map(|key| config.get_string(key).ok()).filter(|text| !text.is_empty());
        let fallback = || (part == "email").then(|| variables.text("EMAIL").map(str::to_owned)).flatten();
        variables.text(&variable).map(str::to_owned).or_else(|| settings.next()).or_else(fallback)
    };
    let missing = |part: &str| Refusal::Identity(format!("there is no `user.{part}`"));
    let name = without_crud(&find("name").ok_or_else(|| missing("name"))?);
    let email = without_crud(&find("email").ok_or_else(|| missing("email"))?);
    if name.is_empty() {
        return Err(missing("name"));
    }
    Ok((name, email))
}

fn split(author: &str) -> Result<(String, String), Refusal> {
    let split = || {
        let (name, rest) = author.split_once('<')?;
        let email = rest.trim_end().strip_suffix('>')?;
        let name = without_crud(name);
        (!name.is_empty()).then(|| (name, without_crud(email)))
    };
    split().ok_or_else(|| Refusal::Malformed(format!("`--author` is `Name <email>`, not `{author}`")))
}

/// A name as git stores it: without what would break the line, and without punctuation at its ends (ident.c).
fn without_crud(text: &str) -> String {
    let is_crud = |c: char| c <= ' ' || ".,:;<>\"\\'".contains(c);
    text.trim_matches(is_crud).chars().filter(|c| !"\n<>".contains(*c)).collect()
}

/// A date as git's variables take it (git-commit(1), Date Formats). What has no zone is git's own to read.
fn time(text: &str, git: Option<&Git>) -> Result<Time, Refusal> {
    let wrong = || Refusal::Malformed(format!("cannot read the date `{text}`"));
    let text = text.trim();
    if let Some(time) = raw(text) {
        return Ok(time);
    }
    let forms = ["%Y-%m-%dT%H:%M:%S%#z", "%Y-%m-%d %H:%M:%S %#z", "%Y-%m-%dT%H:%M:%S %#z", "%Y-%m-%d %H:%M:%S%#z"];
    let parsed = forms.iter().find_map(|form| DateTime::parse_from_str(text, form).ok());
    if let Some(parsed) = parsed.or_else(|| DateTime::parse_from_rfc2822(text).ok()) {
        return Ok(Time::new(parsed.timestamp(), parsed.offset().local_minus_utc() / 60));
    }
    let git = git.ok_or(Refusal::NoGit("a date without a zone"))?;
    let mut command = git.command(["var", "GIT_AUTHOR_IDENT"]);
    command.env("GIT_AUTHOR_DATE", text).env("GIT_AUTHOR_NAME", "x").env("GIT_AUTHOR_EMAIL", "x");
    let said = executable::run(command, b"").map_err(|_| wrong())?;
    let line = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    let read = line.rsplit_once("> ").and_then(|(_, time)| raw(time));
    read.filter(|_| said.status.success()).ok_or_else(wrong)
}

/// `@SECONDS ZONE` and `SECONDS ZONE`; a zone of `@SECONDS` may be left out.
fn raw(text: &str) -> Option<Time> {
    let (seconds, is_marked) = match text.strip_prefix('@') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (seconds, zone) = match seconds.split_once(' ') {
        Some((seconds, zone)) => (seconds, zone),
        None if is_marked => (seconds, "+0000"),
        None => return None,
    };
    let digits = zone.strip_prefix(['+', '-']).filter(|digits| digits.len() == 4)?;
    let (hours, minutes) = (digits.get(..2)?.parse::<i32>().ok()?, digits.get(2..)?.parse::<i32>().ok()?);
    let offset = hours * 60 + minutes;
    Some(Time::new(seconds.parse().ok()?, if zone.starts_with('-') { -offset } else { offset }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_git_reads_them() {
        for (text, seconds, offset) in [
            ("@1700000000", 1_700_000_000, 0),
            ("@1700000000 +0200", 1_700_000_000, 120),
            ("1700000000 -0330", 1_700_000_000, -210),
            ("2023-11-14T22:13:20Z", 1_700_000_000, 0),
            ("2023-11-14 23:13:20 +0100", 1_700_000_000, 60),
            ("Tue, 14 Nov 2023 22:13:20 +0000", 1_700_000_000, 0),
        ] {
            let time = time(text, None).unwrap();
            assert_eq!((time.seconds(), time.offset_minutes()), (seconds, offset), "{text}");
        }
        assert_eq!(time("yesterday", None), Err(Refusal::NoGit("a date without a zone")));
    }

    #[test]
    fn names_lose_what_git_takes_from_them() {
        assert_eq!(without_crud("  Ada. Lovelace, "), "Ada. Lovelace");
        assert_eq!(without_crud("\"A<d>a\""), "Ada");
        assert_eq!(split("Ada Lovelace <ada@example.org>"), Ok(("Ada Lovelace".into(), "ada@example.org".into())));
        assert_eq!(
            split("ada@example.org").unwrap_err().to_string(),
            "`--author` is `Name <email>`, not `ada@example.org`"
        );
    }

    #[test]
    fn a_zone_may_be_missing_behind_a_sign_only() {
        for text in ["1700000000", "@1700000000 02", "@1700000000 0200", "@x", "x +0000"] {
            assert_eq!(raw(text), None, "{text}");
        }
    }

    #[test]
    fn people_are_found_in_the_order_of_git() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config");
        let find = |role, settings: &str, variables: &[(&str, &str)]| {
            crate::fs::write_state(&file, settings.as_bytes()).unwrap();
            let variables = Variables::new(variables.iter().map(|(name, value)| ((*name).into(), (*value).into())));
            let found = person(role, &Config::open(&file).unwrap(), &variables);
            found.map(|(name, email)| format!("{name} <{email}>")).map_err(|refusal| refusal.to_string())
        };
        let user = "[user]\n name = U\n email = u@x\n";
        let roles = format!("{user}[author]\n name = A\n email = a@x\n[committer]\n name = C\n email = c@x\n");
        let variables = [
            ("GIT_AUTHOR_NAME", "VA"),
            ("GIT_AUTHOR_EMAIL", "va@x"),
            ("GIT_COMMITTER_NAME", "VC"),
            ("GIT_COMMITTER_EMAIL", "vc@x"),
            ("EMAIL", "e@x"),
        ];
        let email = [("EMAIL", "e@x")];
        for (settings, variables, author, committer) in [
            (roles.as_str(), variables.as_slice(), "VA <va@x>", "VC <vc@x>"),
            (&roles, &email, "A <a@x>", "C <c@x>"),
            ("[author]\n name =\n email =\n[user]\n name = U\n email = u@x\n", &[], "U <u@x>", "U <u@x>"),
            (user, &email, "U <u@x>", "U <u@x>"),
            ("[user]\n name = U\n", &email, "U <e@x>", "U <e@x>"),
            // git takes an address that is nothing but punctuation.
            ("[user]\n name = U\n email = .\n", &[], "U <>", "U <>"),
        ] {
            assert_eq!(find(Role::Author, settings, variables).as_deref(), Ok(author), "{settings}");
            assert_eq!(find(Role::Committer, settings, variables).as_deref(), Ok(committer), "{settings}");
        }
        for (settings, missing) in [
            ("[user]\n email = u@x\n", "name"),
            ("[user]\n name = U\n", "email"),
            ("[user]\n name = .\n email = u@x\n", "name"),
        ] {
            let said = find(Role::Author, settings, &[("EMAIL", "")]).unwrap_err();
            assert_eq!(said, format!("git does not know who you are: there is no `user.{missing}`"), "{settings}");
        }
        // Not an address for a name.
        let said = find(Role::Author, "[user]\n email = u@x\n", &email).unwrap_err();
        assert_eq!(said, "git does not know who you are: there is no `user.name`");
    }
}
