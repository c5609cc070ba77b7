//! The log for code scanning is what its standard says.

use std::env;
use std::process::Command;

use super::bad_page;
use crate::sandbox::Sandbox;

/// Checks a log by the published schema of SARIF 2.1.0, which `AFTERWORD_SARIF_SCHEMA` names.
const JUDGE: &str = "
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
log = json.load(sys.stdin)
kind = jsonschema.validators.validator_for(schema)
errors = [error.message for error in kind(schema).iter_errors(log)]
print('\\n'.join(errors) or 'valid')
";

#[test]
fn a_log_is_valid_by_the_published_schema() {
    let sandbox = Sandbox::new();
    let clean = bad_page().replace("-202505", "-202605").replace("TBD", "It was cold.");
    sandbox.file("a b/2026-05.md", bad_page()).file("2026-06.yaml", "series: [\n").file("clean/2026-05.md", clean);
    let Some(schema) = env::var_os("AFTERWORD_SARIF_SCHEMA") else {
        assert!(env::var_os("AFTERWORD_REQUIRE_TOOLS").is_none(), "AFTERWORD_SARIF_SCHEMA names no schema");
        eprintln!("skipped: AFTERWORD_SARIF_SCHEMA names no schema of SARIF 2.1.0");
        return;
    };
    for (path, results) in [(".", 3), ("clean", 0)] {
        let log = sandbox.run(&["check", path, "--format", "sarif"]).stdout;
        let told: serde_json::Value = serde_json::from_str(&log).unwrap();
        assert_eq!(told["runs"][0]["results"].as_array().unwrap().len(), results);
        sandbox.file("log.sarif", &log);
        let mut judge = Command::new("python3");
        let input = std::fs::File::open(sandbox.path("log.sarif")).unwrap();
        let output = judge.arg("-c").arg(JUDGE).arg(&schema).stdin(input).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(said.trim(), "valid", "{}", String::from_utf8_lossy(&output.stderr));
    }
}
