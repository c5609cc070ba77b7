//! The GitHub action's script, run as a runner would run it: releases come from a folder, branches go to a bare
//! repository beside the checkout.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use snapbox::str;

use crate::program::program;
use crate::sandbox::Run;
use crate::sandbox::Sandbox;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Stands for the program where only it matters how it was called: writes its arguments down, and does to the page what
/// a real one would.
const STAND_IN: &str = r#"#!/bin/sh
printf '%s\n' "$*" >>../called
case "$1 $2" in
  'check --fix') sed -i.bak 's/[[:blank:]]*$//' 2026-05.md && rm 2026-05.md.bak ;;
  'sync --no-input') echo '::error::said by sync'; sed -i.bak 's/three/four/' 2026-05.yaml && rm 2026-05.yaml.bak ;;
esac
if grep -n '[[:blank:]]$' 2026-05.md >../blanks; then
  sed 's/:.*//; s/\(.*\)/::warning file=2026-05.md,line=\1,title=trailing-blank::blanks at the end/' ../blanks
  exit 1
fi
"#;

/// A checkout of a branch `topic`, off `main`, of a bare repository; and a folder of releases.
struct Runner {
    sandbox: Sandbox,
    variables: Vec<(&'static str, String)>,
}

impl Runner {
    /// The checkout, with a stand-in released for the runner's platform.
    fn new() -> Option<Self> {
        let tools = ["bash", "curl", "git", "gzip", "sha256sum", "tar"];
        let missing: Vec<&str> = tools.into_iter().filter(|tool| !has(tool)).collect();
        if !missing.is_empty() {
            assert!(std::env::var_os("AFTERWORD_REQUIRE_TOOLS").is_none(), "there is no {missing:?}");
            eprintln!("skipped: there is no {missing:?}");
            return None;
        }
        let sandbox = Sandbox::with_repository();
        sandbox.file("2026-05.md", "# Kettle Days\n\nBoiled  \nand poured.\n").file("2026-05.yaml", "cups: three\n");
        sandbox.commit_all();
        sandbox.git(&["clone", "--quiet", "--bare", ".", "../origin.git"]);
        sandbox.git(&["remote", "add", "origin", "../origin.git"]);
        sandbox.git(&["switch", "--quiet", "--create", "topic"]);
        sandbox.file("2026-05.md", "# Kettle Days\n\nBoiled twice  \nand poured.\n");
        sandbox.commit_all();
        sandbox.git(&["push", "--quiet", "origin", "topic"]);
        let runner = Self { sandbox, variables: Vec::new() };
        runner.release(STAND_IN);
        let base = runner.sandbox.git(&["rev-parse", "main"]);
        let head = runner.sandbox.git(&["rev-parse", "topic"]);
        Some(
            runner
                .with("AFTERWORD_BASE", base.trim())
                .with("AFTERWORD_HEAD", head.trim())
                .with("AFTERWORD_HEAD_BRANCH", "topic")
                .with("AFTERWORD_HEAD_REPOSITORY", "kettle/pages"),
        )
    }

    fn with(mut self, variable: &'static str, value: &str) -> Self {
        self.variables.push((variable, value.to_owned()));
        self
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.sandbox.work().parent().unwrap().join(name)
    }

    /// Packs a program as `.ci/build-release` does, for the platform that the runner says it is.
    fn release(&self, program: impl AsRef<[u8]>) {
        let name = format!("afterword-{VERSION}-x86_64-unknown-linux-musl");
        let releases = self.beside("releases");
        let folder = releases.join(&name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("afterword"), program).unwrap();
        fs::set_permissions(folder.join("afterword"), fs::Permissions::from_mode(0o755)).unwrap();
        let pack = format!("tar -czf {name}.tar.gz {name} && sha256sum {name}.tar.gz >{name}.tar.gz.sha256");
        assert!(Command::new("sh").args(["-c", &pack]).current_dir(&releases).status().unwrap().success());
        fs::remove_dir_all(folder).unwrap();
    }

    fn released(&self, ending: &str) -> PathBuf {
        self.beside("releases").join(format!("afterword-{VERSION}-x86_64-unknown-linux-musl.tar.gz{ending}"))
    }

    fn run(&self) -> Run {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".github/actions/check");
        let mut command = self.sandbox.command_of("bash");
        command.arg(root.join("run.sh")).stdin(Stdio::null());
        command.env("AFTERWORD_ACTION", root).env("AFTERWORD_ACTION_DOWNLOADS", "../releases");
        command.env("GITHUB_OUTPUT", self.beside("outputs")).env("RUNNER_TEMP", self.sandbox.work().parent().unwrap());
        command.env("GITHUB_REPOSITORY", "kettle/pages").env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        Run::of(command.output().unwrap())
    }

    /// How the program was called, without the commits, which are others each time.
    fn called(&self) -> String {
        let called = fs::read_to_string(self.beside("called")).unwrap_or_default();
        called.replace(self.sandbox.git(&["rev-parse", "main"]).trim(), "BASE")
    }

    fn outputs(&self) -> String {
        fs::read_to_string(self.beside("outputs")).unwrap_or_default()
    }

    /// The subjects of the commits that the branch has on the server, the newest first.
    fn pushed(&self) -> String {
        self.sandbox.git(&["--git-dir=../origin.git", "log", "--format=%an: %s", "main..topic"])
    }
}

fn has(program: &str) -> bool {
    Command::new("sh").args(["-c", &format!("command -v {program}")]).output().unwrap().status.success()
}

#[test]
fn a_release_with_its_checksum_is_run_and_annotates() {
    let Some(runner) = Runner::new() else { return };
    let run = runner.run();
    run.code(1).stderr("").stdout(str![[r#"
afterword [..] for x86_64-unknown-linux-musl, checksum [..]
::warning file=2026-05.md,line=3,title=trailing-blank::blanks at the end

"#]]);
    assert_eq!(runner.called(), "check --format github --since BASE\n");
    assert_eq!(runner.outputs(), "exit-code=1\n");
}

#[test]
fn a_release_comes_from_an_address_too() {
    let Some(runner) = Runner::new() else { return };
    let address = format!("file://{}", runner.beside("releases").display());
    let runner = runner.with("AFTERWORD_ACTION_DOWNLOADS", &address);
    runner.run().code(1).stderr("");
    assert_eq!(runner.called(), "check --format github --since BASE\n");
}

#[test]
fn nothing_is_run_that_has_another_checksum() {
    let Some(runner) = Runner::new() else { return };
    let checksum = fs::read_to_string(runner.released(".sha256")).unwrap();
    runner.release(format!("{STAND_IN}# changed\n"));
    fs::write(runner.released(".sha256"), checksum).unwrap();
    runner.run().code(2).stderr("").stdout(str![[r#"
::error title=afterword::afterword-[..]-x86_64-unknown-linux-musl.tar.gz has the checksum [..], and should have [..]: nothing was run

"#]]);
    assert_eq!(runner.called(), "");
}

#[test]
fn nothing_is_run_without_a_checksum() {
    let Some(runner) = Runner::new() else { return };
    fs::write(runner.released(".sha256"), "Not Found\n").unwrap();
    runner.run().code(2).stdout(str![[r#"
::error title=afterword::the checksum of afterword-[..]-x86_64-unknown-linux-musl.tar.gz is no SHA-256: nothing was run

"#]]);
    fs::remove_file(runner.released(".sha256")).unwrap();
    runner.run().code(2).stdout(str![[r#"
::error title=afterword::there is no afterword-[..]-x86_64-unknown-linux-musl.tar.gz.sha256 in ../releases

"#]]);
    assert_eq!(runner.called(), "");
}

#[test]
fn a_checksum_of_the_workflow_counts_over_the_released_one() {
    let Some(runner) = Runner::new() else { return };
    let runner = runner.with("AFTERWORD_SHA256", &"0".repeat(64));
    runner.run().code(2);
    assert_eq!(runner.called(), "");
}

#[test]
fn an_unknown_platform_or_version_is_told() {
    let Some(runner) = Runner::new() else { return };
    let runner = runner.with("RUNNER_OS", "Plan9");
    runner.run().code(2).stderr("").stdout(str![[r#"
::error title=afterword::afterword is not released for Plan9 on X64; `cargo install` builds it where Rust is

"#]]);
    let runner = runner.with("RUNNER_OS", "Linux").with("AFTERWORD_VERSION", "../../x");
    runner.run().code(2).stderr("").stdout(str![[r#"
::error title=afterword::`../../x` is no version such as 0.1.0

"#]]);
    let runner = runner.with("AFTERWORD_VERSION", "v9.9.9");
    runner.run().code(2).stdout(str![[r#"
::error title=afterword::there is no afterword-9.9.9-x86_64-unknown-linux-musl.tar.gz in ../releases

"#]]);
    assert_eq!(runner.called(), "");
}

#[test]
fn inputs_are_arguments_and_never_commands() {
    let Some(runner) = Runner::new() else { return };
    let runner = runner
        .with("AFTERWORD_PATH", "notes on *.md\n$(touch ../hit)\n-x.md\n")
        .with("AFTERWORD_ARGS", "--deny `touch ../hit`\n  --allow *; touch ../hit")
        .with("AFTERWORD_SINCE", "none");
    runner.run().code(1).stderr("");
    assert_eq!(
        runner.called(),
        "check --format github --deny `touch ../hit` --allow *; touch ../hit notes on *.md $(touch ../hit) ./-x.md\n"
    );
    assert!(!runner.beside("hit").exists());
}

#[test]
fn annotations_name_files_from_the_workspace() {
    let Some(runner) = Runner::new() else { return };
    let runner = runner.with("AFTERWORD_FOLDER", "./docs, all/");
    runner.run().code(1).stderr("").stdout(str![[r#"
afterword [..] for x86_64-unknown-linux-musl, checksum [..]
::warning file=docs%2C all/2026-05.md,line=3,title=trailing-blank::blanks at the end

"#]]);
}

#[test]
fn a_base_that_is_not_there_is_fetched_or_told() {
    let Some(runner) = Runner::new() else { return };
    runner.sandbox.git(&["switch", "--quiet", "main"]);
    runner.sandbox.git(&["commit", "--quiet", "--allow-empty", "--message=later"]);
    runner.sandbox.git(&["push", "--quiet", "origin", "main"]);
    let later = runner.sandbox.git(&["rev-parse", "main"]);
    runner.sandbox.git(&["switch", "--quiet", "topic"]);
    runner.sandbox.git(&["update-ref", "refs/heads/main", "main~"]);
    runner.sandbox.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
    runner.sandbox.git(&["reflog", "expire", "--expire=now", "--all"]);
    runner.sandbox.git(&["gc", "--quiet", "--prune=now"]);
    let runner = runner.with("AFTERWORD_BASE", later.trim());
    runner.run().code(1).stderr("");
    assert_eq!(runner.called(), format!("check --format github --since {later}"));

    let runner = runner.with("AFTERWORD_BASE", &"1".repeat(40));
    let run = runner.run();
    run.code(2);
    assert!(run.stdout.ends_with("cannot be fetched; check out with `fetch-depth: 0`\n"), "{}", run.stdout);
}

#[test]
fn a_shallow_checkout_learns_where_the_branch_began() {
    let Some(runner) = Runner::new() else { return };
    let sandbox = &runner.sandbox;
    sandbox.git(&["--git-dir=../origin.git", "config", "uploadpack.allowAnySHA1InWant", "true"]);
    let origin = format!("file://{}", runner.beside("origin.git").display());
    sandbox.git(&["clone", "--quiet", "--depth=1", "--branch=topic", &origin, "../shallow"]);
    let base = sandbox.git(&["rev-parse", "main"]);
    fs::remove_dir_all(sandbox.path(".git")).unwrap();
    fs::rename(runner.beside("shallow/.git"), sandbox.path(".git")).unwrap();
    runner.run().code(1).stderr("");
    assert_eq!(sandbox.git(&["merge-base", base.trim(), "HEAD"]), base);
}

#[test]
fn a_fix_is_pushed_as_one_commit_and_only_once() {
    let Some(runner) = Runner::new() else { return };
    let runner = runner.with("AFTERWORD_PATCH", "fix");
    runner.run().code(0).stderr("").stdout(str![[r#"
afterword [..] for x86_64-unknown-linux-musl, checksum [..]
::notice title=afterword::pushed [..] to topic

"#]]);
    assert_eq!(runner.pushed(), "github-actions[bot]: docs: Mend wrap-ups\nAda Test: all\n");
    assert_eq!(runner.sandbox.git(&["diff", "--stat", "HEAD~"]).lines().count(), 2);
    assert_eq!(runner.called(), "check --fix --format github --since BASE\ncheck --format github --since BASE\n");
    let head = runner.sandbox.git(&["rev-parse", "HEAD"]);
    assert_eq!(runner.outputs(), format!("pushed={head}exit-code=0\n"));

    let runner = runner.with("AFTERWORD_HEAD", head.trim());
    runner.run().code(0).stderr("");
    assert_eq!(runner.pushed().lines().count(), 2);
}

#[test]
fn a_token_reaches_git_in_place_of_the_kept_credential_and_stays_out_of_sight() {
    let Some(runner) = Runner::new() else { return };
    let tools = runner.beside("tools");
    fs::create_dir(&tools).unwrap();
    let real = Command::new("sh").args(["-c", "command -v git"]).output().unwrap().stdout;
    let real = String::from_utf8(real).unwrap();
    let stand_in = format!(
        "#!/bin/sh\ncase \"$*\" in *push*)\n  echo \"$*\" >>../git\n  {0} config --get-urlmatch http.extraheader \
         https://github.com/kettle/pages >>../git\n  {0} config --get-all http.https://github.com/.extraheader \
         >>../git\nesac\nexec {0} \"$@\"\n",
        real.trim()
    );
    fs::write(tools.join("git"), stand_in).unwrap();
    fs::set_permissions(tools.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
    runner.sandbox.git(&["config", "http.https://github.com/.extraheader", "AUTHORIZATION: basic kept"]);
    let path = format!("{}:{}", tools.display(), std::env::var("PATH").unwrap());
    let runner = runner.with("PATH", &path).with("AFTERWORD_PATCH", "fix").with("AFTERWORD_TOKEN", "secret");
    let run = runner.run();
    run.code(0).stderr("");
    // `eC1hY2Nlc3MtdG9rZW46c2VjcmV0` is `x-access-token:secret`; the empty value before it takes back what was kept.
    assert_eq!(
        fs::read_to_string(runner.beside("git")).unwrap(),
        "-c core.hooksPath=/dev/null push --quiet origin HEAD:refs/heads/topic\n\
         AUTHORIZATION: basic eC1hY2Nlc3MtdG9rZW46c2VjcmV0\n\
         AUTHORIZATION: basic kept\n\
         \n\
         AUTHORIZATION: basic eC1hY2Nlc3MtdG9rZW46c2VjcmV0\n"
    );
    assert!(!run.stdout.contains("secret"), "{}", run.stdout);
    assert!(!fs::read_to_string(runner.sandbox.path(".git/config")).unwrap().contains("eC1h"));
}

#[test]
fn a_sync_is_pushed_for_events_that_changed_and_its_words_are_no_commands() {
    let Some(runner) = Runner::new() else { return };
    let runner = runner.with("AFTERWORD_PATCH", "sync");
    let run = runner.run();
    run.code(1).stderr("").stdout(str![[r#"
afterword [..] for x86_64-unknown-linux-musl, checksum [..]
::stop-commands::afterword-[..]
::error::said by sync
::warning file=2026-05.md,line=3,title=trailing-blank::blanks at the end
::afterword-[..]::
::notice title=afterword::pushed [..] to topic
::warning file=2026-05.md,line=3,title=trailing-blank::blanks at the end

"#]]);
    assert_eq!(runner.called(), "sync --no-input 2026-05.yaml\ncheck --format github --since BASE\n");
    assert_eq!(
        runner.pushed(),
        "github-actions[bot]: docs: Bring wrap-ups and their event files together\nAda Test: all\n"
    );
}

#[test]
fn a_conflict_or_a_failure_of_the_program_fails_the_action() {
    let Some(runner) = Runner::new() else { return };
    let ends_with = |code: u8| format!("#!/bin/sh\necho \"$*\" >>../called\ncase $1 in sync) exit {code} ;; esac\n");
    runner.release(ends_with(1));
    let runner = runner.with("AFTERWORD_PATCH", "sync");
    runner.run().code(1).stderr("");
    assert_eq!(runner.called(), "sync --no-input 2026-05.yaml\ncheck --format github --since BASE\n");
    runner.release(ends_with(3));
    runner.run().code(3).stderr("");
    assert_eq!(runner.called().lines().count(), 3, "nothing was checked after a failure");
    assert_eq!(runner.pushed(), "Ada Test: all\n");
}

#[test]
fn a_fork_gets_the_patch_to_see_and_keeps_its_branch() {
    let Some(runner) = Runner::new() else { return };
    let runner = runner.with("AFTERWORD_PATCH", "fix").with("AFTERWORD_HEAD_REPOSITORY", "stranger/pages");
    runner.run().code(1).stderr("").stdout(str![[r#"
afterword [..] for x86_64-unknown-linux-musl, checksum [..]
::warning title=afterword::the pull request comes from a fork; what would be committed is printed below and kept as a patch
::stop-commands::afterword-[..]
diff --git a/2026-05.md b/2026-05.md
index [..]
--- a/2026-05.md
+++ b/2026-05.md
@@ -1,4 +1,4 @@
 # Kettle Days
 
-Boiled twice  
+Boiled twice
 and poured.
::afterword-[..]::

"#]]);
    assert_eq!(runner.pushed(), "Ada Test: all\n");
    let patch = runner.beside("afterword.patch");
    assert_eq!(runner.outputs(), format!("patch={}\nexit-code=0\n", patch.display()));
    runner.sandbox.git(&["checkout", "--quiet", "."]);
    runner.sandbox.git(&["apply", patch.to_str().unwrap()]);
}

#[test]
fn nothing_is_pushed_from_another_commit_or_over_a_later_one() {
    let Some(runner) = Runner::new() else { return };
    let base = runner.sandbox.git(&["rev-parse", "main"]);
    let runner = runner.with("AFTERWORD_PATCH", "fix");
    runner.sandbox.git(&["push", "--quiet", "--force", "origin", "topic~:topic"]);
    runner.sandbox.git(&["switch", "--quiet", "--detach", "topic"]);
    runner.sandbox.git(&["--git-dir=../origin.git", "config", "receive.denyNonFastForwards", "true"]);
    let other = runner.sandbox.git(&["commit-tree", "-p", base.trim(), "-m", "other", "main^{tree}"]);
    runner.sandbox.git(&["push", "--quiet", "origin", &format!("{}:refs/heads/topic", other.trim())]);
    let run = runner.run();
    run.code(1);
    assert!(run.stdout.contains("the commit could not be pushed to topic"), "{}", run.stdout);
    assert_eq!(runner.pushed(), "Ada Test: other\n");

    let run = runner.run();
    run.code(0);
    runner.sandbox.git(&["reset", "--quiet", "--hard", "topic"]);
    let runner = runner.with("AFTERWORD_HEAD", base.trim());
    let run = runner.run();
    run.code(1);
    assert!(run.stdout.contains("the branch itself is not checked out"), "{}", run.stdout);
    assert_eq!(runner.pushed(), "Ada Test: other\n");
}

#[test]
fn what_others_left_changed_is_not_committed() {
    let Some(runner) = Runner::new() else { return };
    let runner = runner.with("AFTERWORD_PATCH", "fix");
    runner.sandbox.file("2026-05.yaml", "cups: five\n");
    runner.run().code(2).stdout(str![[r#"
afterword [..] for x86_64-unknown-linux-musl, checksum [..]
::error title=afterword::files in the checkout were changed before this action: they would be committed with it

"#]]);
    assert_eq!(runner.called(), "");
    assert_eq!(runner.pushed(), "Ada Test: all\n");
}

#[test]
fn the_real_program_annotates_and_mends_what_the_branch_changed() {
    let Some(runner) = Runner::new() else { return };
    let sandbox = &runner.sandbox;
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.file("2026-05.yaml", crate::render::SMALL);
    sandbox.run(&["render", "2026-05.yaml", "--force"]).code(0);
    let page = sandbox.read("2026-05.md");
    let moved = page.replace("202605", "202604");
    let older = page.replace("202605", "202411").replace("04.05.2026 – 08.05.2026", "02.12.2024 – 06.12.2024");
    fs::remove_file(sandbox.path("2026-05.yaml")).unwrap();
    sandbox.file("2024-12.md", older);
    sandbox.commit_all();
    let base = sandbox.git(&["rev-parse", "HEAD"]);
    sandbox.git(&["switch", "--quiet", "--force-create", "topic"]);
    sandbox.file("2026-05.md", moved);
    sandbox.commit_all();
    sandbox.git(&["push", "--quiet", "--force", "origin", "main", "topic"]);
    let head = sandbox.git(&["rev-parse", "HEAD"]);
    runner.release(format!("#!/bin/sh\nexec '{}' \"$@\"\n", program().display()));
    let runner =
        runner.with("AFTERWORD_BASE", base.trim()).with("AFTERWORD_HEAD", head.trim()).with("AFTERWORD_PATH", ".");
    runner.run().code(1).stdout(str![[r#"
afterword 0.1.0 for x86_64-unknown-linux-musl, checksum [..]
::error file=2026-05.md,line=3,col=9,endLine=3,endColumn=16,title=wrong-weight::the weight is -202604, and that of an event that starts on 2026-05-04 is -202605

"#]]);
    let runner = runner.with("AFTERWORD_PATCH", "fix");
    runner.run().code(0).stderr("").stdout(str![[r#"
afterword 0.1.0 for x86_64-unknown-linux-musl, checksum [..]
::notice title=afterword::pushed [..] to topic

"#]]);
    assert_eq!(runner.sandbox.git(&["--git-dir=../origin.git", "show", "topic:2026-05.md"]), page);
    assert_eq!(runner.sandbox.git(&["diff", "--stat", "HEAD~"]).lines().count(), 2);
}

#[test]
fn the_real_program_carries_a_page_into_its_event_file() {
    let Some(runner) = Runner::new() else { return };
    let sandbox = &runner.sandbox;
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.file("2026-05.yaml", crate::render::SMALL);
    sandbox.run(&["render", "2026-05.yaml", "--force"]).code(0);
    sandbox.commit_all();
    let base = sandbox.git(&["rev-parse", "HEAD"]);
    sandbox.git(&["switch", "--quiet", "--force-create", "topic"]);
    let page = sandbox.read("2026-05.md");
    assert!(page.contains("Warm starts"), "{page}");
    sandbox.file("2026-05.md", page.replace("Warm starts", "Warmer starts"));
    sandbox.commit_all();
    sandbox.git(&["push", "--quiet", "--force", "origin", "main", "topic"]);
    let head = sandbox.git(&["rev-parse", "HEAD"]);
    runner.release(format!("#!/bin/sh\nexec '{}' \"$@\"\n", program().display()));
    let runner =
        runner.with("AFTERWORD_BASE", base.trim()).with("AFTERWORD_HEAD", head.trim()).with("AFTERWORD_PATCH", "sync");
    let run = runner.run();
    assert!(run.stdout.contains("title=afterword::pushed"), "{}{}", run.stdout, run.stderr);
    assert!(runner.sandbox.git(&["--git-dir=../origin.git", "show", "topic:2026-05.yaml"]).contains("Warmer starts"));
}
