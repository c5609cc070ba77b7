//! The table of rules in the README is made from the rules.

use std::fs;
use std::path::Path;

use afterword::check::rule;

const BEGIN: &str = "<!-- rules -->\n";
const END: &str = "<!-- /rules -->";

fn table() -> String {
    let mut table = String::from("\n| rule | finds that |\n|---|---|\n");
    for rule in rule::all() {
        let fix = if rule.has_fix { " 🔧" } else { "" };
        let summary = rule.summary.replace('|', "\\|");
        table.extend(["| `", rule.code, "`", fix, " | ", &summary, " |\n"]);
    }
    table.push('\n');
    table
}

#[test]
fn the_readme_lists_the_rules_as_they_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (listed, after) = rest.split_once(END).unwrap();
    if std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite") && listed != table() {
        fs::write(&path, format!("{before}{BEGIN}{}{END}{after}", table())).unwrap();
        return;
    }
    assert_eq!(listed, table());
}
