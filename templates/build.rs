//! Compiles the built-in templates in: their files as they are, their declarations as JSON, since reading YAML at
//! every start would cost more than drawing a page. Also the tables of emoji and of languages, as text that nobody
//! pays for unread.

#![allow(clippy::disallowed_methods, reason = "the rules for files are the program's, not its build's")]

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use pure_rust_locales::Locale;
use pure_rust_locales::locale_match;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=templates");
    let out = env::var("OUT_DIR")?;
    let mut code = String::from("/// Every built-in template, in the order of their names.\n");
    code.push_str("pub const BUILT_IN: &[BuiltIn] = &[\n");
    for folder in sorted(Path::new("templates"))? {
        if !folder.is_dir() {
            continue;
        }
        let name = file_name(&folder);
        let yaml = fs::read_to_string(folder.join("template.yaml"))?;
        let declaration: serde_yaml::Value = serde_yaml::from_str(&yaml)?;
        let declaration = serde_json::to_string(&declaration)?;
        writeln!(code, "    BuiltIn {{ name: {name:?}, declaration: {declaration:?}, files: &[")?;
        for file in sorted(&folder)? {
            let path = fs::canonicalize(&file)?;
            writeln!(code, "        ({:?}, include_str!({path:?})),", file_name(&file))?;
        }
        code.push_str("    ] },\n");
    }
    code.push_str("];\n");
    fs::write(Path::new(&out).join("builtin.rs"), code)?;
    fs::write(Path::new(&out).join("emoji.tsv"), emoji_table())?;
    fs::write(Path::new(&out).join("locales.tsv"), locale_table()?)?;
    Ok(())
}

/// A line for each emoji without skin tones: the emoji, its name, its shortcodes.
fn emoji_table() -> String {
    // Fonts take years to draw what comes after.
    let newest = emojis::EmojiVersion::new(16, 0);
    let mut table = String::new();
    for emoji in emojis::iter().filter(|emoji| emoji.emoji_version() <= newest) {
        let shortcodes: Vec<&str> = emoji.shortcodes().collect();
        table.extend([emoji.as_str(), "\t", emoji.name(), "\t", &shortcodes.join(" "), "\n"]);
    }
    table
}

/// A line for each set of words: the locales that have it, months, short months, days of the week from Sunday, short
/// ones, and the form of a day.
fn locale_table() -> Result<String, Box<dyn Error>> {
    let mut lines: Vec<(Vec<String>, String)> = Vec::new();
    for name in fs::read_to_string("templates/locales.txt")?.lines() {
        let locale = Locale::try_from(name).map_err(|_| format!("there are no tables of the locale `{name}`"))?;
        let names = [
            locale_match!(locale => LC_TIME::MON),
            locale_match!(locale => LC_TIME::ABMON),
            locale_match!(locale => LC_TIME::DAY),
            locale_match!(locale => LC_TIME::ABDAY),
        ];
        let mut words = names.map(|names| names.join("|")).join("\t");
        words.extend(["\t", locale_match!(locale => LC_TIME::D_FMT)]);
        match lines.iter_mut().find(|(_, known)| *known == words) {
            Some((names, _)) => names.push(name.to_owned()),
            None => lines.push((vec![name.to_owned()], words)),
        }
    }
    Ok(lines.into_iter().map(|(names, words)| format!("{}\t{words}\n", names.join(" "))).collect())
}

fn sorted(folder: &Path) -> Result<Vec<std::path::PathBuf>, Box<dyn Error>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
