//! Signatures of commits, by the programs that git's settings name: `OpenPGP`, X.509 and SSH.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use git2::Config;
use git2::Signature;

use crate::fs;

use super::executable;
use super::executable::Variables;
use super::failure::Failure;
use super::refusal::Refusal;

/// Whether and with which key a commit is signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Signing {
    /// As `commit.gpgsign` says, by the key of the settings.
    #[default]
    Configured,
    /// Yes; by that key, or that of the settings.
    Wanted(Option<String>),
    /// No.
    Refused,
}

/// How a commit is signed.
#[derive(Debug)]
pub(super) enum Signer {
    /// `gpg` or `gpgsm`, for a key.
    Gpg { program: PathBuf, key: String },
    /// `ssh-keygen`, for a file with a key, or a public key whose private one an agent holds.
    Ssh { program: PathBuf, key: String },
}

impl Signer {
    /// What signs, if anything does.
    ///
    /// # Errors
    ///
    /// A signature is wanted, and its program or key is missing.
    pub(super) fn find(
        wanted: &Signing,
        config: &Config,
        variables: &Variables,
        committer: &Signature<'_>,
    ) -> Result<Option<Self>, Failure> {
        let key = match wanted {
            Signing::Refused => return Ok(None),
            Signing::Configured if !config.get_bool("commit.gpgSign").unwrap_or(false) => return Ok(None),
            Signing::Configured => None,
            Signing::Wanted(key) => key.clone(),
        };
        let setting = |name: &str| config.get_string(name).ok().filter(|text| !text.is_empty());
        let format = setting("gpg.format").unwrap_or_else(|| "openpgp".to_owned());
        let (default, own) = match format.as_str() {
            "openpgp" => ("gpg", setting("gpg.openpgp.program").or_else(|| setting("gpg.program"))),
            "x509" => ("gpgsm", setting("gpg.x509.program")),
            "ssh" => ("ssh-keygen", setting("gpg.ssh.program")),
            other => {
                return Err(Refusal::Malformed(format!("`gpg.format` is `{other}`, which git does not know")).into());
            }
        };
        let named = own.unwrap_or_else(|| default.to_owned());
        let program = find_program(&named, variables);
        let program = program.ok_or(Refusal::NoProgram { what: "signing", program: named })?;
        let key = key.or_else(|| setting("user.signingKey"));
        if format == "ssh" {
            let key = match key {
                Some(key) => key,
                None => default_ssh_key(config)?,
            };
            return Ok(Some(Self::Ssh { program, key }));
        }
        let key = key.unwrap_or_else(|| committer.to_string());
        Ok(Some(Self::Gpg { program, key }))
    }

    /// The armoured signature of a commit's bytes.
    ///
    /// # Errors
    ///
    /// The program fails; what it said is told.
    pub(super) fn sign(&self, commit: &[u8], state_folder: &Path) -> Result<String, Failure> {
        match self {
            Self::Gpg { program, key } => {
                let mut command = Command::new(program);
                command.args(["--status-fd=2", "-bsau", key]);
                let said = run(command, program, commit)?;
                let signature = String::from_utf8_lossy(&said.stdout).replace("\r\n", "\n");
                // gpg ends well without a signature, too.
                if !said.status.success() || !said.stderr.contains("[GNUPG:] SIG_CREATED ") || signature.is_empty() {
                    return Err(Failure::Helper { program: shown(program), said: without_status(&said.stderr) });
                }
                Ok(signature)
            }
            Self::Ssh { program, key } => {
                let scratch = Scratch::new(state_folder);
                let buffer = scratch.write("commit", commit)?;
                let literal = key.strip_prefix("key::").or_else(|| key.starts_with("ssh-").then_some(key.as_str()));
                let mut command = Command::new(program);
                command.args(["-Y", "sign", "-n", "git", "-f"]);
                match literal {
                    // The agent has the private key.
                    Some(literal) => command.arg(scratch.write("key", literal.as_bytes())?).arg("-U"),
                    None => command.arg(expanded(key)),
                };
                command.arg(&buffer);
                let said = run(command, program, b"")?;
                let signature = fs::read(&scratch.folder.join("commit.sig"), 1 << 20).ok();
                let signature = signature.and_then(|bytes| String::from_utf8(bytes).ok());
                match signature.filter(|_| said.status.success()) {
                    Some(signature) => Ok(signature.replace("\r\n", "\n")),
                    None => Err(Failure::Helper { program: shown(program), said: said.stderr }),
                }
            }
        }
    }
}

/// A program as a setting names it: a path, or a name in `PATH`.
fn find_program(named: &str, variables: &Variables) -> Option<PathBuf> {
    let path = expanded(named);
    if path.is_absolute() {
        return executable::is_executable(&path).then_some(path);
    }
    variables.program(named)
}

fn expanded(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

/// The first key that `gpg.ssh.defaultKeyCommand` gives.
fn default_ssh_key(config: &Config) -> Result<String, Failure> {
    let missing = || Refusal::Malformed("there is no `user.signingKey` to sign with".to_owned());
    let line = config.get_string("gpg.ssh.defaultKeyCommand").map_err(|_| missing())?;
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().ok_or_else(missing)?);
    command.args(words);
    let said = run(command, Path::new(&line), b"")?;
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    let first = text.lines().find(|line| line.starts_with("key::") || line.starts_with("ssh-"));
    first.map(str::to_owned).ok_or_else(|| missing().into())
}

fn run(command: Command, program: &Path, input: &[u8]) -> Result<executable::Said, Failure> {
    executable::run(command, input).map_err(|source| Failure::Run { program: shown(program), source })
}

fn shown(program: &Path) -> String {
    program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}

/// What gpg says to people.
fn without_status(said: &str) -> String {
    said.lines().filter(|line| !line.starts_with("[GNUPG:]")).collect::<Vec<_>>().join("\n")
}

/// A folder for what `ssh-keygen` reads and writes, which goes away.
struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    fn new(state_folder: &Path) -> Self {
        Self { folder: state_folder.join("signing") }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
        let path = self.folder.join(name);
        fs::write_state(&path, bytes)?;
        Ok(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for name in ["commit", "commit.sig", "key"] {
            fs::remove_state(&self.folder.join(name)).ok();
        }
        std::fs::remove_dir(&self.folder).ok();
    }
}

#[cfg(test)]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the tests set up programs of their own")]
mod tests;
