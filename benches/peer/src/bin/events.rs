//! Writes event files: `events FILE SEED TOPICS`, or `events FOLDER COUNT` for that many usual ones.

#[path = "../../../events.rs"]
mod events;

use std::env;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [file, seed, topics] => fs::write(file, events::event(seed.parse()?, topics.parse()?))?,
        [folder, count] => {
            fs::create_dir_all(folder)?;
            for seed in 0..count.parse::<u64>()? {
                fs::write(Path::new(folder).join(format!("{seed:05}.yaml")), events::event(seed, events::USUAL))?;
            }
        }
        _ => return Err("usage: events FILE SEED TOPICS | events FOLDER COUNT".into()),
    }
    Ok(())
}
