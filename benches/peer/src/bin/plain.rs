//! The plain way: each event file through serde_yaml into structs, through minijinja onto its page, one after another.
//!
//! `plain TEMPLATE OUT FILE...` writes `OUT/STEM.md` for each file, and nothing but that: no mistakes are told with
//! their places, no page is checked, nothing that was edited is noticed, nothing is synced.

use std::env;
use std::fs;
use std::path::Path;

use minijinja::Environment;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use serde::Deserialize;
use serde::Serialize;

#[derive(Deserialize, Serialize)]
struct Event {
    series: String,
    edition: String,
    start: String,
    end: String,
    location: Link,
    organizers: Vec<Link>,
    links: Vec<HeaderLink>,
    topics: Vec<Topic>,
    footer: String,
}

#[derive(Deserialize, Serialize)]
struct Link {
    name: String,
    url: String,
}

#[derive(Deserialize, Serialize)]
struct HeaderLink {
    label: String,
    emoji: String,
    target: String,
}

#[derive(Deserialize, Serialize)]
struct Topic {
    emoji: String,
    title: String,
    problem: Option<String>,
    motivation: Option<String>,
    achievements: Option<String>,
    next_steps: Option<String>,
    issue: Option<String>,
    code: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [template, out, files @ ..] = arguments.as_slice() else {
        return Err("usage: plain TEMPLATE OUT FILE...".into());
    };
    let template = fs::read_to_string(template)?;
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().keep_trailing_newline(true).build()?);
    environment.add_template("page.md", &template)?;
    let page = environment.get_template("page.md")?;
    for file in files {
        let event: Event = serde_yaml::from_str(&fs::read_to_string(file)?)?;
        let name = Path::new(file).with_extension("md");
        fs::write(Path::new(out).join(name.file_name().unwrap_or_default()), page.render(Serde(event))?)?;
    }
    Ok(())
}
